// Made by rnnc from the model `window` in specs/models/window.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description, type GeneratedSequence } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface WindowInput {
  /** [T, 1], nested or flat. Finite numbers. */
  readonly x: readonly number[] | Float32Array | Float64Array;
}

/** One example to train on. The heads predict inputs: they need no columns. */
export interface WindowExample extends WindowInput {}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface WindowPrediction {
  /** a number, of `x` 1 ahead. Loss: mean squared error. */
  readonly x: number;
}

/** One step of a stream. */
export interface WindowStep {
  readonly x: number;
}

/** What the heads say at one step of a stream. */
export interface WindowStepPrediction {
  readonly x: number;
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "window",
  doc: "The next value of a series from the last five alone: the network without recurrence, to compare the others with.",
  fingerprint: "c18f89188e86e844",
  axes: ["T"],
  inputs: [{ name: "x", kind: "real", axis: "T", size: 1, scale: "standard", keep: null, lowercase: false, boundary: false }],
  heads: [
    {
      name: "x",
      kind: "real",
      size: 1,
      classes: null,
      predicts: { input: "x", from: 1, to: 1 },
      axis: null,
      loss: "mean_squared_error",
      weight: 1,
      scale: null,
    },
  ],
  parameters: [
    { name: "near.3.W", shape: [32, 5], offset: 0, initial: { kind: "glorot" }, frozen: false },
    { name: "near.3.b", shape: [32], offset: 160, initial: { kind: "zeros" }, frozen: false },
    { name: "x.W", shape: [1, 32], offset: 192, initial: { kind: "glorot" }, frozen: false },
    { name: "x.b", shape: [1], offset: 224, initial: { kind: "zeros" }, frozen: false },
  ],
  parameterCount: 225,
  states: [
    { name: "near.1.before1", size: 1 },
    { name: "near.1.before2", size: 1 },
    { name: "near.1.before3", size: 1 },
    { name: "near.1.before4", size: 1 },
  ],
  streamable: true,
  whyNotStreamable: null,
  stepping: { axis: "T", starts: [], context: [], heads: ["x"], begun: [] },
  moments: 2,
  training: {
    optimizer: { kind: "adam", rate: 0.003, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { kind: "constant", warmup: 0 },
    clip: null,
    gradient: { kind: "bptt" },
    update: "batch",
    batch: 32,
    epochs: 20,
    validate: 0.1,
    patience: 5,
    cut: { steps: 5, stride: 1 },
    teacherForcing: null,
    decay: 0,
    seed: 1,
    metrics: [],
  },
};

/**
 * The next value of a series from the last five alone: the network without recurrence, to compare the others with.
 *
 * Reads `x`; predicts `x`. 225 parameters.
 */
export const window = defineModel<{
  input: WindowInput;
  example: WindowExample;
  prediction: WindowPrediction;
  step: WindowStep;
  stepPrediction: WindowStepPrediction;
  generative: {
    given: Omit<WindowInput, "x">;
    prompt: WindowInput["x"];
    generated: number;
    sequences: { readonly x: GeneratedSequence<number> };
  };
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default window;
