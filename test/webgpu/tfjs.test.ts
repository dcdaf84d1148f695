// Models inside TensorFlow.js on WebGPU: tensors and models share a device and its buffers. What must hold is in support/tfjs.ts, as for
// its other backends (test/tfjs.test.ts).
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { asFunction, useWebGpu } from "@rnnc/runtime/tfjs";
import { acquireDevice, useDevice } from "@rnnc/runtime/webgpu";
import { accessFor } from "../../runtime/tfjs/access.js";
import { openDevice, whyNoWebGpu } from "../support/webgpu.js";
import { layerOf } from "@rnnc/runtime/tfjs/layers";
import { loadFactory } from "../support/load.js";
import { data, expectSame, expectTraining, generatedNetwork, layersNetwork } from "../support/tfjs.js";
import { expectRagged, RAGGED } from "../support/tfjs-ragged.js";
import { distance } from "../support/tolerances.js";

describe.skipIf(whyNoWebGpu)("TensorFlow.js on WebGPU", () => {
  beforeAll(async () => {
    // Only now: it looks for `navigator.gpu` when it is loaded.
    const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu");
    useDevice(await openDevice());
    await useWebGpu(WebGPUBackend);
  });

  test("the backend works on the models' device", async () => {
    expect(tf.getBackend()).toBe("webgpu");
    expect(Array.from(await tf.add([1, 2], 1).data())).toEqual([2, 3]);
    const { device } = tf.engine().backend as unknown as { device: GPUDevice };
    expect((await acquireDevice()).device).toBe(device);
    // Another device comes and goes; the backend that runs stays on its own, and models come to it.
    useDevice({ lost: new Promise(() => {}) } as unknown as GPUDevice, undefined);
    await useWebGpu((tf.engine().backend as object).constructor as never);
    expect((await acquireDevice()).device).toBe(device);
  });

  test("a bidirectional LSTM in the middle has the outputs and gradients that tf.layers' own has", async () => {
    const ours = await generatedNetwork({ device: "webgpu" });
    await expectSame(ours, await layersNetwork(ours), data(3, 7));
    ours.dispose();
  });

  // RNNC_TFJS_STEPS: 1000 steps take some minutes on a software driver.
  test("trains with Adam and leaves no tensor behind", async () => {
    const ours = await generatedNetwork({ device: "webgpu" });
    await expectTraining(ours, data(2, 5), Number(process.env["RNNC_TFJS_STEPS"] ?? 60), tf.train.adam(3e-2));
    ours.dispose();
  });

  test.each(RAGGED)("a ragged batch is its sequences, one by one: %s", (_, spec) => expectRagged(spec, { device: "webgpu" }));

  test("a model on another device, or another backend, is an error that says what to do", async () => {
    const model = await (await loadFactory("model m { input x: real[T, 3]  stack h from x { gru(4) }  head y[t]: real[4] = h }", { layer: true })).create({ device: "wasm" });
    const fn = await asFunction(model);
    expect(() => fn({ x: tf.zeros([1, 2, 3]) })).toThrow(expect.objectContaining({ code: "RNN642", message: expect.stringContaining("device: \"webgpu\"") as string }));
    // A layer goes where the tensors are, however small the network is.
    const { model: { device } } = await layerOf(await loadFactory("model m { input x: real[T, 3]  stack h from x { gru(4) }  head y[t]: real[4] = h }", { layer: true }));
    expect(device).toBe("webgpu");
    const elsewhere = { device: "webgpu", gpuDevice: {} } as unknown as typeof model.executor;
    expect(() => accessFor(elsewhere, "m")).toThrow(expect.objectContaining({ code: "RNN642", message: expect.stringContaining("two GPU devices") as string }));
  });
  // The last: tensors of the tests above are lost with it.
  test("a lost device takes the tensors with it, and `useWebGpu` brings another", async () => {
    const factory = await loadFactory("model m { input x: real[T, 3]  stack h from x { gru(4) }  head y[t]: real[4] = h }", { layer: true });
    const fn = await asFunction(await factory.create({ device: "webgpu" }));
    const x = tf.zeros([1, 2, 3]);
    const said = Array.from(await fn({ x })["y"]!.data());
    const old = tf.engine().backend as unknown as { device: GPUDevice };
    old.device.destroy();
    await old.device.lost;
    expect(() => fn({ x })).toThrow(expect.objectContaining({ code: "RNN632", message: expect.stringContaining("useWebGpu") as string }));
    await useWebGpu((old as object).constructor as never);
    const { device } = tf.engine().backend as unknown as { device: GPUDevice };
    expect(device).not.toBe(old.device);
    const again = await asFunction(await factory.create({ device: "webgpu" }));
    expect(distance(Float32Array.from(await again({ x: tf.zeros([1, 2, 3]) })["y"]!.data()), said)).toBe(0);
  });
});
