// Models inside TensorFlow.js on WebGPU: tensors and models share a device and its buffers. What must hold is in support/tfjs.ts, as for
// its other backends (test/tfjs.test.ts).
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asFunction, useWebGpu } from "@rnnc/runtime/tfjs";
import { releaseDevice } from "@rnnc/runtime/webgpu";
import { whyNoWebGpu } from "../support/webgpu.js";
import { loadFactory } from "../support/load.js";

describe.skipIf(whyNoWebGpu)("TensorFlow.js on WebGPU", () => {
  beforeAll(async () => {
    // Only now: it looks for `navigator.gpu` when it is loaded.
    const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu");
    await useWebGpu(WebGPUBackend);
  });
  afterAll(() => releaseDevice());

  test("the backend works on the models' device", async () => {
    expect(tf.getBackend()).toBe("webgpu");
    expect(Array.from(await tf.add([1, 2], 1).data())).toEqual([2, 3]);
  });

  test("a model on another device, or another backend, is an error that says what to do", async () => {
    const model = await (await loadFactory("model m { input x: real[T, 3]  stack h from x { gru(4) }  head y[t]: real[4] = h }", { layer: true })).create({ device: "wasm" });
    const fn = await asFunction(model);
    expect(() => fn({ x: tf.zeros([1, 2, 3]) })).toThrow(expect.objectContaining({ code: "RNN642" }));
  });
});
