// What `@rnnc/runtime/tfjs` exports: generated models on tensors of TensorFlow.js. Layers of tf.layers are in `@rnnc/runtime/tfjs/layers`.
export { asFunction, type FunctionOptions, type TensorFunction, type TensorsOf } from "./function.js";
export type { CallOptions, Tensors } from "./bridge.js";
export type { Lengths } from "./rows.js";
export { useWebGpu, type WebGpuBackendClass } from "./webgpu.js";
