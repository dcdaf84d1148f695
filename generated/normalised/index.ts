// Made by rnnc from the model `normalised` in specs/models/normalised.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface NormalisedInput {
  /** [T, 6], nested or flat. Finite numbers. */
  readonly x: readonly (readonly number[] | Float32Array)[] | Float32Array | Float64Array;
}

/** One example to train on: a row doesn't count for a head whose column it lacks. */
export interface NormalisedExample extends NormalisedInput {
  /** one of 4 classes. Loss: cross entropy. */
  readonly activity?: string | number;
}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface NormalisedPrediction {
  /** one of 4 classes. Loss: cross entropy. */
  readonly activity: { readonly value: string | number; readonly probabilities: Float32Array };
}

/** One step of a stream. */
export interface NormalisedStep {
  readonly x: readonly number[] | Float32Array;
}

/** What the heads say at one step of a stream. */
export interface NormalisedStepPrediction {
  readonly activity: { readonly value: string | number; readonly probabilities: Float32Array };
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "normalised",
  doc: "Which movement was recorded? Two LSTMs with batch normalisation between them. Data: recordings of six channels\n(acceleration and rotation of the wrist), with one of four activities each.",
  fingerprint: "b68b8e45830425f1",
  axes: ["T"],
  inputs: [{ name: "x", kind: "real", axis: "T", size: 6, scale: "standard", keep: null, lowercase: false, boundary: false }],
  heads: [
    { name: "activity", kind: "class", size: 4, classes: null, predicts: null, axis: null, loss: "cross_entropy", weight: 1, scale: null },
  ],
  parameters: [
    { name: "encoder.1.W_i", shape: [32, 6], offset: 0, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.1.W_f", shape: [32, 6], offset: 192, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.1.W_g", shape: [32, 6], offset: 384, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.1.W_o", shape: [32, 6], offset: 576, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.1.U_i", shape: [32, 32], offset: 768, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.1.U_f", shape: [32, 32], offset: 1792, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.1.U_g", shape: [32, 32], offset: 2816, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.1.U_o", shape: [32, 32], offset: 3840, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.1.b_i", shape: [32], offset: 4864, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.1.b_g", shape: [32], offset: 4896, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.1.b_o", shape: [32], offset: 4928, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.1.b_f", shape: [32], offset: 4960, initial: { kind: "constant", value: 1 }, frozen: false },
    { name: "encoder.2.gain", shape: [32], offset: 4992, initial: { kind: "ones" }, frozen: false },
    { name: "encoder.2.shift", shape: [32], offset: 5024, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.4.W_i", shape: [32, 32], offset: 5056, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.4.W_f", shape: [32, 32], offset: 6080, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.4.W_g", shape: [32, 32], offset: 7104, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.4.W_o", shape: [32, 32], offset: 8128, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.4.U_i", shape: [32, 32], offset: 9152, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.4.U_f", shape: [32, 32], offset: 10176, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.4.U_g", shape: [32, 32], offset: 11200, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.4.U_o", shape: [32, 32], offset: 12224, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.4.b_i", shape: [32], offset: 13248, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.4.b_g", shape: [32], offset: 13280, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.4.b_o", shape: [32], offset: 13312, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.4.b_f", shape: [32], offset: 13344, initial: { kind: "constant", value: 1 }, frozen: false },
    { name: "activity.W", shape: [4, 32], offset: 13376, initial: { kind: "glorot" }, frozen: false },
    { name: "activity.b", shape: [4], offset: 13504, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.2.running_mean", shape: [32], offset: 13508, initial: { kind: "zeros" }, frozen: true, running: true },
    { name: "encoder.2.running_var", shape: [32], offset: 13540, initial: { kind: "ones" }, frozen: true, running: true },
  ],
  parameterCount: 13572,
  states: [
    { name: "encoder.1.h", size: 32 },
    { name: "encoder.1.c", size: 32 },
    { name: "encoder.4.h", size: 32 },
    { name: "encoder.4.c", size: 32 },
  ],
  streamable: true,
  whyNotStreamable: null,
  stepping: { axis: "T", starts: [], context: [], heads: ["activity"], begun: [] },
  moments: 2,
  training: {
    optimizer: { kind: "adam", rate: 0.005, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { kind: "constant", warmup: 0 },
    clip: { kind: "norm", limit: 1, each: false },
    gradient: { kind: "bptt" },
    update: "batch",
    batch: 8,
    epochs: 30,
    validate: 0,
    patience: null,
    cut: null,
    teacherForcing: null,
    decay: 0,
    seed: 1,
    metrics: [],
  },
};

/**
 * Which movement was recorded? Two LSTMs with batch normalisation between them. Data: recordings of six channels
 * (acceleration and rotation of the wrist), with one of four activities each.
 *
 * Reads `x`; predicts `activity`. 13,572 parameters.
 */
export const normalised = defineModel<{
  input: NormalisedInput;
  example: NormalisedExample;
  prediction: NormalisedPrediction;
  step: NormalisedStep;
  stepPrediction: NormalisedStepPrediction;
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default normalised;
