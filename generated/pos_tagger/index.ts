// Made by rnnc from the model `pos_tagger` in specs/models/pos_tagger.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface PosTaggerInput {
  /** [T] words: a text, or a list of words. 10000 ids at most. */
  readonly words: string | readonly string[];
}

/** One example to train on: a row doesn't count for a head whose column it lacks. */
export interface PosTaggerExample extends PosTaggerInput {
  /** At every step of T: one of 17 classes. Loss: cross entropy. */
  readonly tag?: readonly (string | number | null)[];
}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface PosTaggerPrediction {
  /** At every step of T: one of 17 classes. Loss: cross entropy. */
  readonly tag: readonly { readonly value: string | number; readonly probabilities: Float32Array }[];
}

/** One step of a stream. */
export interface PosTaggerStep {
  readonly words: string;
}

/** What the heads say at one step of a stream. */
export interface PosTaggerStepPrediction {
  readonly tag: { readonly value: string | number; readonly probabilities: Float32Array };
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "pos_tagger",
  doc: "The part of speech of each word. Many to many: a bidirectional GRU sees what stands before a word and what follows it.\nData: sentences as lists of words, with one of 17 tags a word.",
  fingerprint: "e59234e7c276c90c",
  axes: ["T"],
  inputs: [{ name: "words", kind: "words", axis: "T", size: 10000, scale: null, keep: null, lowercase: false, boundary: false }],
  heads: [
    { name: "tag", kind: "class", size: 17, classes: null, predicts: null, axis: "T", loss: "cross_entropy", weight: 1, scale: null },
  ],
  parameters: [
    {
      name: "encoder.1.E",
      shape: [10000, 100],
      offset: 0,
      initial: { kind: "normal", mean: 0, deviation: 1 },
      frozen: false,
      embeds: "words",
    },
    { name: "encoder.3.forward.W_z", shape: [100, 100], offset: 1000000, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.3.forward.W_r", shape: [100, 100], offset: 1010000, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.3.forward.W_n", shape: [100, 100], offset: 1020000, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.3.forward.U_z", shape: [100, 100], offset: 1030000, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.3.forward.U_r", shape: [100, 100], offset: 1040000, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.3.forward.U_n", shape: [100, 100], offset: 1050000, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.3.forward.b_z", shape: [100], offset: 1060000, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.3.forward.b_r", shape: [100], offset: 1060100, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.3.forward.b_n", shape: [100], offset: 1060200, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.3.backward.W_z", shape: [100, 100], offset: 1060300, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.3.backward.W_r", shape: [100, 100], offset: 1070300, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.3.backward.W_n", shape: [100, 100], offset: 1080300, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.3.backward.U_z", shape: [100, 100], offset: 1090300, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.3.backward.U_r", shape: [100, 100], offset: 1100300, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.3.backward.U_n", shape: [100, 100], offset: 1110300, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.3.backward.b_z", shape: [100], offset: 1120300, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.3.backward.b_r", shape: [100], offset: 1120400, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.3.backward.b_n", shape: [100], offset: 1120500, initial: { kind: "zeros" }, frozen: false },
    { name: "tag.W", shape: [17, 200], offset: 1120600, initial: { kind: "glorot" }, frozen: false },
    { name: "tag.b", shape: [17], offset: 1124000, initial: { kind: "zeros" }, frozen: false },
  ],
  parameterCount: 1124017,
  states: [
    { name: "encoder.3.forward.h", size: 100 },
    { name: "encoder.3.backward.h", size: 100 },
  ],
  streamable: false,
  whyNotStreamable: "the layer encoder.3 reads sequences backward",
  stepping: null,
  moments: 2,
  training: {
    optimizer: { kind: "adam", rate: 0.003, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { kind: "cosine", to: 0.0001, warmup: 0 },
    clip: { kind: "norm", limit: 1, each: false },
    gradient: { kind: "bptt" },
    update: "batch",
    batch: 32,
    epochs: 8,
    validate: 0.05,
    patience: 3,
    cut: null,
    teacherForcing: null,
    decay: 0,
    seed: 1,
    metrics: [],
  },
};

/**
 * The part of speech of each word. Many to many: a bidirectional GRU sees what stands before a word and what follows it.
 * Data: sentences as lists of words, with one of 17 tags a word.
 *
 * Reads `words`; predicts `tag`. 1,124,017 parameters.
 */
export const pos_tagger = defineModel<{
  input: PosTaggerInput;
  example: PosTaggerExample;
  prediction: PosTaggerPrediction;
  step: PosTaggerStep;
  stepPrediction: PosTaggerStepPrediction;
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default pos_tagger;
