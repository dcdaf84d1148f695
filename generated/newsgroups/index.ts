// Made by rnnc from the model `newsgroups` in specs/models/newsgroups.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface NewsgroupsInput {
  /** [T] words: a text, or a list of words. 10000 ids at most. The first 200 steps are read. */
  readonly text: string | readonly string[];
}

/** One example to train on: a row doesn't count for a head whose column it lacks. */
export interface NewsgroupsExample extends NewsgroupsInput {
  /** one of 2 classes. Loss: cross entropy. */
  readonly label?: string | number;
}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface NewsgroupsPrediction {
  /** one of 2 classes. Loss: cross entropy. */
  readonly label: { readonly value: string | number; readonly probabilities: Float32Array };
}

/** One step of a stream. */
export interface NewsgroupsStep {
  readonly text: string;
}

/** What the heads say at one step of a stream. */
export interface NewsgroupsStepPrediction {
  readonly label: { readonly value: string | number; readonly probabilities: Float32Array };
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "newsgroups",
  doc: "Which newsgroup was a message posted to? The smallest classifier: words, one simple recurrent layer, the mean of its\nstates (on these messages it does better than the last state). Data: a table with the columns `text` and `label`.",
  fingerprint: "083858122c0f84c4",
  axes: ["T"],
  inputs: [
    {
      name: "text",
      kind: "words",
      axis: "T",
      size: 10000,
      scale: null,
      keep: { from: "first", count: 200 },
      lowercase: true,
      boundary: false,
    },
  ],
  heads: [
    { name: "label", kind: "class", size: 2, classes: null, predicts: null, axis: null, loss: "cross_entropy", weight: 1, scale: null },
  ],
  parameters: [
    {
      name: "reader.1.E",
      shape: [10000, 100],
      offset: 0,
      initial: { kind: "normal", mean: 0, deviation: 1 },
      frozen: false,
      embeds: "text",
    },
    { name: "reader.2.W", shape: [128, 100], offset: 1000000, initial: { kind: "glorot" }, frozen: false },
    { name: "reader.2.U", shape: [128, 128], offset: 1012800, initial: { kind: "orthogonal" }, frozen: false },
    { name: "reader.2.b", shape: [128], offset: 1029184, initial: { kind: "zeros" }, frozen: false },
    { name: "label.W", shape: [2, 128], offset: 1029312, initial: { kind: "glorot" }, frozen: false },
    { name: "label.b", shape: [2], offset: 1029568, initial: { kind: "zeros" }, frozen: false },
  ],
  parameterCount: 1029570,
  states: [{ name: "reader.2.h", size: 128 }],
  streamable: false,
  whyNotStreamable: "the layer reader.3 takes the mean of a whole sequence",
  stepping: null,
  moments: 2,
  training: {
    optimizer: { kind: "adam", rate: 0.003, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { kind: "constant", warmup: 0 },
    clip: { kind: "norm", limit: 1, each: false },
    gradient: { kind: "bptt" },
    update: "batch",
    batch: 16,
    epochs: 10,
    validate: 0.1,
    patience: 4,
    cut: null,
    teacherForcing: null,
    decay: 0,
    seed: 1,
    metrics: [],
  },
};

/**
 * Which newsgroup was a message posted to? The smallest classifier: words, one simple recurrent layer, the mean of its
 * states (on these messages it does better than the last state). Data: a table with the columns `text` and `label`.
 *
 * Reads `text`; predicts `label`. 1,029,570 parameters.
 */
export const newsgroups = defineModel<{
  input: NewsgroupsInput;
  example: NewsgroupsExample;
  prediction: NewsgroupsPrediction;
  step: NewsgroupsStep;
  stepPrediction: NewsgroupsStepPrediction;
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default newsgroups;
