// onnxruntime-web on its WebGPU provider; it has no training. Operators without a kernel there it computes on the CPU, in WASM.
// Its build for browsers, which runs in Node as well; the one it has for Node has no WebGPU.
import { counts, finish, hello } from "./gpu.mjs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { makeModel } from "../onnx.mjs";

export { counts, finish, hello };
export const supports = () => true;

const { resolve } = createRequire(import.meta.url);
const ort = await import(pathToFileURL(resolve("onnxruntime-web/webgpu").replace(/[^/\\]*$/, "ort.webgpu.min.mjs")).href);
ort.env.wasm.numThreads = 1;

export async function prepare(row, data) {
  const session = await ort.InferenceSession.create(makeModel(row, data), { executionProviders: ["webgpu"], preferredOutputLocation: "gpu-buffer" });
  const device = await ort.env.webgpu.device;
  // Input and output stay on the GPU, as the others' do.
  const buffer = device.createBuffer({ size: data.x.byteLength, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(buffer, 0, data.x);
  const feeds = { X: ort.Tensor.fromGpuBuffer(buffer, { dataType: "float32", dims: [row.T, row.B, row.D] }) };
  const before = counts().dispatches;
  const first = await session.run(feeds);
  const dispatched = counts().dispatches > before;
  first.Y.dispose();
  return {
    ...(dispatched ? {} : { note: "its WebGPU provider has no kernel for this operator: computed on the CPU" }),
    async forward() {
      const { Y } = await session.run(feeds);
      Y.dispose();
    },
    async outputs() {
      const { Y } = await session.run(feeds);
      return Y.getData(true);
    },
    async dispose() {
      await session.release();
      buffer.destroy();
    },
  };
}
