// Made by rnnc from the model `alarm` in specs/models/alarm.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface AlarmInput {
  /** [T, 3], nested or flat. Finite numbers. */
  readonly x: readonly (readonly number[] | Float32Array)[] | Float32Array | Float64Array;
}

/** One example to train on: a row doesn't count for a head whose column it lacks. */
export interface AlarmExample extends AlarmInput {
  /** At every step of T: one of 2 classes. Loss: cross entropy. */
  readonly alarm?: readonly ("no" | "yes" | number | null)[];
}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface AlarmPrediction {
  /** At every step of T: one of 2 classes. Loss: cross entropy. */
  readonly alarm: readonly { readonly value: "no" | "yes"; readonly probabilities: Float32Array }[];
}

/** One step of a stream. */
export interface AlarmStep {
  readonly x: readonly number[] | Float32Array;
}

/** What the heads say at one step of a stream. */
export interface AlarmStepPrediction {
  readonly alarm: { readonly value: "no" | "yes"; readonly probabilities: Float32Array };
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "alarm",
  doc: "Is something wrong, at every step?\nOne layer of four units.",
  fingerprint: "4a6dd4a8f4c630de",
  axes: ["T"],
  inputs: [{ name: "x", kind: "real", axis: "T", size: 3, scale: null, keep: null, lowercase: false, boundary: false }],
  heads: [
    {
      name: "alarm",
      kind: "class",
      size: 2,
      classes: ["no", "yes"],
      predicts: null,
      axis: "T",
      loss: "cross_entropy",
      weight: 1,
      scale: null,
    },
  ],
  parameters: [
    { name: "h.1.W", shape: [4, 3], offset: 0, initial: { kind: "glorot" }, frozen: false },
    { name: "h.1.U", shape: [4, 4], offset: 12, initial: { kind: "orthogonal" }, frozen: false },
    { name: "h.1.b", shape: [4], offset: 28, initial: { kind: "constant", value: 0 }, frozen: false },
    { name: "alarm.W", shape: [2, 4], offset: 32, initial: { kind: "glorot" }, frozen: false },
    { name: "alarm.b", shape: [2], offset: 40, initial: { kind: "zeros" }, frozen: false },
  ],
  parameterCount: 42,
  states: [{ name: "h.1.h", size: 4 }],
  streamable: true,
  whyNotStreamable: null,
  stepping: { axis: "T", starts: [], context: [], heads: ["alarm"], begun: [] },
  moments: 2,
  training: {
    optimizer: { kind: "adam", rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { kind: "constant", warmup: 0 },
    clip: { kind: "norm", limit: 5, each: false },
    gradient: { kind: "bptt" },
    update: "batch",
    batch: 32,
    epochs: 10,
    validate: 0.1,
    patience: null,
    cut: null,
    teacherForcing: null,
    decay: 0,
    seed: 42,
    metrics: ["accuracy"],
  },
};

/**
 * Is something wrong, at every step?
 * One layer of four units.
 *
 * Reads `x`; predicts `alarm`. 42 parameters.
 */
export const alarm = defineModel<{
  input: AlarmInput;
  example: AlarmExample;
  prediction: AlarmPrediction;
  step: AlarmStep;
  stepPrediction: AlarmStepPrediction;
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default alarm;
