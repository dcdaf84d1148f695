// Where the numbers of tensors lie, so that a model reads them in place and writes its outputs where tensors are. One way a backend of
// TensorFlow.js; what is used of each backend is described here, so that none of them has to be installed.
import { engine, getBackend, tensor, type DataId, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";
import type { DeviceData, Executor } from "../device.js";
import { UsageError } from "../errors.js";

/** A tensor of reals to be written: memory first, then what is written, then the tensor. */
export interface Slot {
  /** Where to write. Asked for after the last tensor was made, since memory may move when one is. */
  data(): DeviceData;
  tensor(): Tensor;
}

export interface Access {
  /** The numbers of a tensor, until the next operation on any. */
  read(tensor: Tensor): DeviceData;
  make(shape: readonly number[]): Slot;
  /** Hands the pending work on tensors to the device, in front of a model's: the last thing before it. */
  flush(): void;
}

/** What is used of @tensorflow/tfjs-backend-wasm. */
interface WasmBackend {
  typedArrayFromHeap(info: TensorInfo): Float32Array | Int32Array;
  makeOutput(shape: readonly number[], dtype: "float32"): TensorInfo;
  readonly dataIdMap: { get(id: DataId): unknown };
}

/** What is used of @tensorflow/tfjs-backend-webgpu. */
interface WebGpuBackend {
  readonly device: GPUDevice;
  readonly tensorMap: { get(id: DataId): { readonly resource?: unknown } };
  uploadToGPU(id: DataId): void;
  makeTensorInfo(shape: readonly number[], dtype: "float32"): TensorInfo;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** How to reach tensors of the backend in use from a model. Throws UsageError RNN642 where they can't work together. */
export function accessFor(executor: Executor, model: string): Access {
  const name = getBackend();
  const backend: unknown = engine().backend;
  if (executor.device === "webgpu") {
    if (name !== "webgpu") throw new UsageError("RNN642", `\`${model}\` is on webgpu, and TensorFlow.js uses its backend "${name}": call \`await tf.setBackend("webgpu")\`, or create the model with \`device: "wasm"\``);
    const gpu = backend as WebGpuBackend;
    const own = (executor as { readonly gpuDevice?: GPUDevice }).gpuDevice;
    if (own !== undefined && own !== gpu.device) throw new UsageError("RNN642", `\`${model}\` and TensorFlow.js are on two GPU devices, which share no memory: call \`await useWebGpu(WebGPUBackend)\` before the model is created`);
    return accessWebGpu(gpu);
  }
  if (name === "webgpu") throw new UsageError("RNN642", `\`${model}\` is on wasm, and tensors of the backend "webgpu" can't be read at once: create the model with \`device: "webgpu"\`, or call \`await tf.setBackend("wasm")\``);
  return name === "wasm" ? accessWasm(backend as WasmBackend) : copying;
}

function accessWasm(backend: WasmBackend): Access {
  return {
    read({ dataId, shape, dtype }) {
      backend.dataIdMap.get(dataId); // moves it here from another backend
      return backend.typedArrayFromHeap({ dataId, shape, dtype });
    },
    make(shape) {
      const info = backend.makeOutput([...shape], "float32");
      const made = engine().makeTensorFromTensorInfo(info);
      return { data: () => backend.typedArrayFromHeap(info), tensor: () => made };
    },
    flush() {},
  };
}

function accessWebGpu(backend: WebGpuBackend): Access {
  const placeOf = (dataId: DataId, length: number): DeviceData => {
    const before = backend.tensorMap.get(dataId); // moves it here from another backend
    if (before.resource === undefined || before.resource === null) backend.uploadToGPU(dataId);
    const { resource } = backend.tensorMap.get(dataId);
    if (!isBuffer(resource)) throw new UsageError("RNN642", "a tensor lies in a texture: take a copy of it, `tensor.clone().add(0)`");
    return { buffer: resource, offset: 0, length };
  };
  return {
    read: ({ dataId, size }) => placeOf(dataId, size),
    make(shape) {
      const info = backend.makeTensorInfo([...shape], "float32");
      const made = engine().makeTensorFromTensorInfo(info);
      return { data: () => placeOf(info.dataId, made.size), tensor: () => made };
    },
    flush() {
      backend.ensureCommandEncoderReady();
      backend.endComputePassEncoder();
      backend.submitQueue();
    },
  };
}

function isBuffer(resource: unknown): resource is GPUBuffer {
  return typeof resource === "object" && resource !== null && "mapState" in resource;
}

/** Backends whose memory can't be seen, and that give their numbers at once: `cpu`, `webgl`, `tensorflow`. */
const copying: Access = {
  read: (tensor) => tensor.dataSync<"float32" | "int32">(),
  make(shape) {
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    return { data: () => data, tensor: () => tensor(data, [...shape]) };
  },
  flush() {},
};
