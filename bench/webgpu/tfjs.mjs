// tfjs-layers on its WebGPU backend.
import { counts, finish as finishQueues, hello } from "./gpu.mjs";
import * as tf from "@tensorflow/tfjs-core";
import { prepareLayer, supports } from "../tfjs-layers.mjs";

export { counts, hello, supports };

// Not by an `import` above: it looks for `navigator.gpu` when it is loaded, and would not wait for gpu.mjs to put it there.
await import("@tensorflow/tfjs-backend-webgpu");
let started;

export async function prepare(row, data) {
  if (!(await (started ??= tf.setBackend("webgpu")))) throw new Error("the webgpu backend did not start");
  return prepareLayer(row, data);
}

/** The backend collects what it is asked for: the rest of it goes to the GPU, and is waited for. */
export async function finish() {
  const backend = tf.backend();
  if (backend.commandEncoder) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
  await finishQueues();
}
