// Made by rnnc from the model `online` in specs/models/online.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description, type GeneratedSequence } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface OnlineInput {
  /** [T, 1], nested or flat. Finite numbers. */
  readonly x: readonly number[] | Float32Array | Float64Array;
}

/** One example to train on. The heads predict inputs: they need no columns. */
export interface OnlineExample extends OnlineInput {}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface OnlinePrediction {
  /** At every step of T: a number, of `x` 1 ahead. Loss: mean squared error. */
  readonly x: readonly number[];
}

/** One step of a stream. */
export interface OnlineStep {
  readonly x: number;
}

/** What the heads say at one step of a stream. */
export interface OnlineStepPrediction {
  readonly x: number;
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "online",
  doc: "The next value of a series, learned as it comes in: real-time recurrent learning (Williams & Zipser 1989) carries the\nderivatives of the states along, so that there is an exact gradient, and an update, after each step. With many steps in\nplace of many epochs, one pass over the data is enough.",
  fingerprint: "5cea9ae3661391ca",
  axes: ["T"],
  inputs: [{ name: "x", kind: "real", axis: "T", size: 1, scale: "standard", keep: null, lowercase: false, boundary: false }],
  heads: [
    {
      name: "x",
      kind: "real",
      size: 1,
      classes: null,
      predicts: { input: "x", from: 1, to: 1 },
      axis: "T",
      loss: "mean_squared_error",
      weight: 1,
      scale: null,
    },
  ],
  parameters: [
    { name: "h.1.W", shape: [32, 1], offset: 0, initial: { kind: "glorot" }, frozen: false },
    { name: "h.1.U", shape: [32, 32], offset: 32, initial: { kind: "orthogonal" }, frozen: false },
    { name: "h.1.b", shape: [32], offset: 1056, initial: { kind: "zeros" }, frozen: false },
    { name: "x.W", shape: [1, 32], offset: 1088, initial: { kind: "glorot" }, frozen: false },
    { name: "x.b", shape: [1], offset: 1120, initial: { kind: "zeros" }, frozen: false },
  ],
  parameterCount: 1121,
  states: [{ name: "h.1.h", size: 32 }],
  streamable: true,
  whyNotStreamable: null,
  stepping: { axis: "T", starts: [], context: [], heads: ["x"], begun: [] },
  moments: 0,
  training: {
    optimizer: { kind: "sgd", rate: 0.01, momentum: 0, nesterov: false },
    schedule: { kind: "constant", warmup: 0 },
    clip: { kind: "norm", limit: 1, each: false },
    gradient: { kind: "rtrl" },
    update: "step",
    batch: 1,
    epochs: 1,
    validate: 0.1,
    patience: null,
    cut: null,
    teacherForcing: null,
    decay: 0,
    seed: 1,
    metrics: [],
  },
  rtrl: { parameters: ["h.1.W", "h.1.U", "h.1.b"], states: ["h.1.h"] },
};

/**
 * The next value of a series, learned as it comes in: real-time recurrent learning (Williams & Zipser 1989) carries the
 * derivatives of the states along, so that there is an exact gradient, and an update, after each step. With many steps in
 * place of many epochs, one pass over the data is enough.
 *
 * Reads `x`; predicts `x`. 1,121 parameters.
 */
export const online = defineModel<{
  input: OnlineInput;
  example: OnlineExample;
  prediction: OnlinePrediction;
  step: OnlineStep;
  stepPrediction: OnlineStepPrediction;
  generative: {
    given: Omit<OnlineInput, "x">;
    prompt: OnlineInput["x"];
    generated: number;
    sequences: { readonly x: GeneratedSequence<number> };
  };
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default online;
