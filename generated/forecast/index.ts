// Made by rnnc from the model `forecast` in specs/models/forecast.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description, type GeneratedSequence } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface ForecastInput {
  /** [T, 1], nested or flat. Finite numbers. */
  readonly x: readonly number[] | Float32Array | Float64Array;
}

/** One example to train on. The heads predict inputs: they need no columns. */
export interface ForecastExample extends ForecastInput {}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface ForecastPrediction {
  /** a number, of `x` 1 ahead. Loss: mean squared error. */
  readonly x: number;
}

/** One step of a stream. */
export interface ForecastStep {
  readonly x: number;
}

/** What the heads say at one step of a stream. */
export interface ForecastStepPrediction {
  readonly x: number;
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "forecast",
  doc: "The next value of a time series from the fifty before it. Values are scaled for training and given back in the\ndata's own units.",
  fingerprint: "95ead7bf2e45aa42",
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
    { name: "history.1.W_i", shape: [50, 1], offset: 0, initial: { kind: "glorot" }, frozen: false },
    { name: "history.1.W_f", shape: [50, 1], offset: 50, initial: { kind: "glorot" }, frozen: false },
    { name: "history.1.W_g", shape: [50, 1], offset: 100, initial: { kind: "glorot" }, frozen: false },
    { name: "history.1.W_o", shape: [50, 1], offset: 150, initial: { kind: "glorot" }, frozen: false },
    { name: "history.1.U_i", shape: [50, 50], offset: 200, initial: { kind: "orthogonal" }, frozen: false },
    { name: "history.1.U_f", shape: [50, 50], offset: 2700, initial: { kind: "orthogonal" }, frozen: false },
    { name: "history.1.U_g", shape: [50, 50], offset: 5200, initial: { kind: "orthogonal" }, frozen: false },
    { name: "history.1.U_o", shape: [50, 50], offset: 7700, initial: { kind: "orthogonal" }, frozen: false },
    { name: "history.1.b_i", shape: [50], offset: 10200, initial: { kind: "zeros" }, frozen: false },
    { name: "history.1.b_g", shape: [50], offset: 10250, initial: { kind: "zeros" }, frozen: false },
    { name: "history.1.b_o", shape: [50], offset: 10300, initial: { kind: "zeros" }, frozen: false },
    { name: "history.1.b_f", shape: [50], offset: 10350, initial: { kind: "constant", value: 1 }, frozen: false },
    { name: "history.2.W_i", shape: [50, 50], offset: 10400, initial: { kind: "glorot" }, frozen: false },
    { name: "history.2.W_f", shape: [50, 50], offset: 12900, initial: { kind: "glorot" }, frozen: false },
    { name: "history.2.W_g", shape: [50, 50], offset: 15400, initial: { kind: "glorot" }, frozen: false },
    { name: "history.2.W_o", shape: [50, 50], offset: 17900, initial: { kind: "glorot" }, frozen: false },
    { name: "history.2.U_i", shape: [50, 50], offset: 20400, initial: { kind: "orthogonal" }, frozen: false },
    { name: "history.2.U_f", shape: [50, 50], offset: 22900, initial: { kind: "orthogonal" }, frozen: false },
    { name: "history.2.U_g", shape: [50, 50], offset: 25400, initial: { kind: "orthogonal" }, frozen: false },
    { name: "history.2.U_o", shape: [50, 50], offset: 27900, initial: { kind: "orthogonal" }, frozen: false },
    { name: "history.2.b_i", shape: [50], offset: 30400, initial: { kind: "zeros" }, frozen: false },
    { name: "history.2.b_g", shape: [50], offset: 30450, initial: { kind: "zeros" }, frozen: false },
    { name: "history.2.b_o", shape: [50], offset: 30500, initial: { kind: "zeros" }, frozen: false },
    { name: "history.2.b_f", shape: [50], offset: 30550, initial: { kind: "constant", value: 1 }, frozen: false },
    { name: "history.4.W", shape: [25, 50], offset: 30600, initial: { kind: "glorot" }, frozen: false },
    { name: "history.4.b", shape: [25], offset: 31850, initial: { kind: "zeros" }, frozen: false },
    { name: "x.W", shape: [1, 25], offset: 31875, initial: { kind: "glorot" }, frozen: false },
    { name: "x.b", shape: [1], offset: 31900, initial: { kind: "zeros" }, frozen: false },
  ],
  parameterCount: 31901,
  states: [
    { name: "history.1.h", size: 50 },
    { name: "history.1.c", size: 50 },
    { name: "history.2.h", size: 50 },
    { name: "history.2.c", size: 50 },
  ],
  streamable: true,
  whyNotStreamable: null,
  stepping: { axis: "T", starts: [], context: [], heads: ["x"], begun: [] },
  moments: 2,
  training: {
    optimizer: { kind: "adam", rate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { kind: "cosine", to: 0.00001, warmup: 0 },
    clip: { kind: "norm", limit: 1, each: false },
    gradient: { kind: "bptt" },
    update: "batch",
    batch: 32,
    epochs: 15,
    validate: 0.1,
    patience: 8,
    cut: { steps: 50, stride: 1 },
    teacherForcing: null,
    decay: 0,
    seed: 1,
    metrics: [],
  },
};

/**
 * The next value of a time series from the fifty before it. Values are scaled for training and given back in the
 * data's own units.
 *
 * Reads `x`; predicts `x`. 31,901 parameters.
 */
export const forecast = defineModel<{
  input: ForecastInput;
  example: ForecastExample;
  prediction: ForecastPrediction;
  step: ForecastStep;
  stepPrediction: ForecastStepPrediction;
  generative: {
    given: Omit<ForecastInput, "x">;
    prompt: ForecastInput["x"];
    generated: number;
    sequences: { readonly x: GeneratedSequence<number> };
  };
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default forecast;
