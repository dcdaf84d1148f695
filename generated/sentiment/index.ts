// Made by rnnc from the model `sentiment` in specs/models/sentiment.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface SentimentInput {
  /** [T] words: a text, or a list of words. 10000 ids at most. The last 200 steps are read. */
  readonly review: string | readonly string[];
}

/** One example to train on: a row doesn't count for a head whose column it lacks. */
export interface SentimentExample extends SentimentInput {
  /** one of 2 classes. Loss: cross entropy. */
  readonly label?: "negative" | "positive" | number;
}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface SentimentPrediction {
  /** one of 2 classes. Loss: cross entropy. */
  readonly label: { readonly value: "negative" | "positive"; readonly probabilities: Float32Array };
}

/** One step of a stream. */
export interface SentimentStep {
  readonly review: string;
}

/** What the heads say at one step of a stream. */
export interface SentimentStepPrediction {
  readonly label: { readonly value: "negative" | "positive"; readonly probabilities: Float32Array };
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "sentiment",
  doc: "Is a film review positive or negative? Many to one: a bidirectional LSTM reads the review from both ends, and what each\ndirection ends with decides. Data: a table with the columns `review` and `label` (0 or 1, or the two words).",
  fingerprint: "da7df3dec42ddb78",
  axes: ["T"],
  inputs: [
    {
      name: "review",
      kind: "words",
      axis: "T",
      size: 10000,
      scale: null,
      keep: { from: "last", count: 200 },
      lowercase: true,
      boundary: false,
    },
  ],
  heads: [
    {
      name: "label",
      kind: "class",
      size: 2,
      classes: ["negative", "positive"],
      predicts: null,
      axis: null,
      loss: "cross_entropy",
      weight: 1,
      scale: null,
    },
  ],
  parameters: [
    {
      name: "encoder.1.E",
      shape: [10000, 64],
      offset: 0,
      initial: { kind: "normal", mean: 0, deviation: 1 },
      frozen: false,
      embeds: "review",
    },
    { name: "encoder.2.forward.W_i", shape: [64, 64], offset: 640000, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.2.forward.W_f", shape: [64, 64], offset: 644096, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.2.forward.W_g", shape: [64, 64], offset: 648192, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.2.forward.W_o", shape: [64, 64], offset: 652288, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.2.forward.U_i", shape: [64, 64], offset: 656384, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.2.forward.U_f", shape: [64, 64], offset: 660480, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.2.forward.U_g", shape: [64, 64], offset: 664576, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.2.forward.U_o", shape: [64, 64], offset: 668672, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.2.forward.b_i", shape: [64], offset: 672768, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.2.forward.b_g", shape: [64], offset: 672832, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.2.forward.b_o", shape: [64], offset: 672896, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.2.forward.b_f", shape: [64], offset: 672960, initial: { kind: "constant", value: 1 }, frozen: false },
    { name: "encoder.2.backward.W_i", shape: [64, 64], offset: 673024, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.2.backward.W_f", shape: [64, 64], offset: 677120, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.2.backward.W_g", shape: [64, 64], offset: 681216, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.2.backward.W_o", shape: [64, 64], offset: 685312, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.2.backward.U_i", shape: [64, 64], offset: 689408, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.2.backward.U_f", shape: [64, 64], offset: 693504, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.2.backward.U_g", shape: [64, 64], offset: 697600, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.2.backward.U_o", shape: [64, 64], offset: 701696, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.2.backward.b_i", shape: [64], offset: 705792, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.2.backward.b_g", shape: [64], offset: 705856, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.2.backward.b_o", shape: [64], offset: 705920, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.2.backward.b_f", shape: [64], offset: 705984, initial: { kind: "constant", value: 1 }, frozen: false },
    { name: "label.W", shape: [2, 128], offset: 706048, initial: { kind: "glorot" }, frozen: false },
    { name: "label.b", shape: [2], offset: 706304, initial: { kind: "zeros" }, frozen: false },
  ],
  parameterCount: 706306,
  states: [
    { name: "encoder.2.forward.h", size: 64 },
    { name: "encoder.2.forward.c", size: 64 },
    { name: "encoder.2.backward.h", size: 64 },
    { name: "encoder.2.backward.c", size: 64 },
  ],
  streamable: false,
  whyNotStreamable: "the layer encoder.2 reads sequences backward",
  stepping: null,
  moments: 2,
  training: {
    optimizer: { kind: "adam", rate: 0.003, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { kind: "cosine", to: 0.00001, warmup: 0 },
    clip: { kind: "norm", limit: 1, each: false },
    gradient: { kind: "bptt" },
    update: "batch",
    batch: 32,
    epochs: 4,
    validate: 0.05,
    patience: 2,
    cut: null,
    teacherForcing: null,
    decay: 0,
    seed: 1,
    metrics: [],
  },
};

/**
 * Is a film review positive or negative? Many to one: a bidirectional LSTM reads the review from both ends, and what each
 * direction ends with decides. Data: a table with the columns `review` and `label` (0 or 1, or the two words).
 *
 * Reads `review`; predicts `label`. 706,306 parameters.
 */
export const sentiment = defineModel<{
  input: SentimentInput;
  example: SentimentExample;
  prediction: SentimentPrediction;
  step: SentimentStep;
  stepPrediction: SentimentStepPrediction;
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default sentiment;
