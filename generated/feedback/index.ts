// Made by rnnc from the model `feedback` in specs/models/feedback.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description, type GeneratedSequence } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface FeedbackInput {
  /** [T] characters: a text, or a list of characters. 64 ids at most. A boundary symbol begins and ends it. */
  readonly name: string | readonly string[];
}

/** One example to train on. The heads predict inputs: they need no columns. */
export interface FeedbackExample extends FeedbackInput {}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface FeedbackPrediction {
  /** At every step of T: one of 65 classes, of `name`; null: it ends. Loss: cross entropy. */
  readonly name: readonly { readonly value: string | null; readonly probabilities: Float32Array }[];
}

/** One step of a stream. */
export interface FeedbackStep {
  /** The one before this step; null at the start. */
  readonly name: string | null;
}

/** What the heads say at one step of a stream. */
export interface FeedbackStepPrediction {
  readonly name: { readonly value: string | null; readonly probabilities: Float32Array };
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "feedback",
  doc: "Recurrence across layers: what the upper layer says at one step is part of what the lower one reads at the next. The\ncell of two parts stands in this file. The model spells: it reads first names and learns to write others, each to its\nend. Train it on any list, a line a name: `rnnc train specs/models/feedback.rnn --data names.txt`.",
  fingerprint: "a93fda6262d876cf",
  axes: ["T"],
  inputs: [{ name: "name", kind: "chars", axis: "T", size: 64, scale: null, keep: null, lowercase: false, boundary: true }],
  heads: [
    {
      name: "name",
      kind: "class",
      size: 65,
      classes: null,
      predicts: { input: "name", from: 0, to: 0 },
      axis: "T",
      loss: "cross_entropy",
      weight: 1,
      scale: null,
    },
  ],
  parameters: [
    { name: "memory.1.E", shape: [65, 24], offset: 0, initial: { kind: "normal", mean: 0, deviation: 1 }, frozen: false, embeds: "name" },
    { name: "memory.2.lower.W", shape: [128, 152], offset: 1560, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.2.lower.U", shape: [128, 128], offset: 21016, initial: { kind: "orthogonal" }, frozen: false },
    { name: "memory.2.lower.b", shape: [128], offset: 37400, initial: { kind: "zeros" }, frozen: false },
    { name: "memory.2.upper.W", shape: [128, 128], offset: 37528, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.2.upper.U", shape: [128, 128], offset: 53912, initial: { kind: "orthogonal" }, frozen: false },
    { name: "memory.2.upper.b", shape: [128], offset: 70296, initial: { kind: "zeros" }, frozen: false },
    { name: "name.W", shape: [65, 128], offset: 70424, initial: { kind: "glorot" }, frozen: false },
    { name: "name.b", shape: [65], offset: 78744, initial: { kind: "zeros" }, frozen: false },
  ],
  parameterCount: 78809,
  states: [
    { name: "memory.2.b", size: 128 },
    { name: "memory.2.lower.h", size: 128 },
    { name: "memory.2.upper.h", size: 128 },
  ],
  streamable: true,
  whyNotStreamable: null,
  stepping: { axis: "T", starts: [], context: [], heads: ["name"], begun: [] },
  moments: 2,
  training: {
    optimizer: { kind: "adam", rate: 0.003, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { kind: "cosine", to: 0.0001, warmup: 0 },
    clip: { kind: "norm", limit: 1, each: false },
    gradient: { kind: "bptt" },
    update: "batch",
    batch: 64,
    epochs: 10,
    validate: 0.1,
    patience: null,
    cut: null,
    teacherForcing: null,
    decay: 0,
    seed: 1,
    metrics: [],
  },
};

/**
 * Recurrence across layers: what the upper layer says at one step is part of what the lower one reads at the next. The
 * cell of two parts stands in this file. The model spells: it reads first names and learns to write others, each to its
 * end. Train it on any list, a line a name: `rnnc train specs/models/feedback.rnn --data names.txt`.
 *
 * Reads `name`; predicts `name`. 78,809 parameters.
 */
export const feedback = defineModel<{
  input: FeedbackInput;
  example: FeedbackExample;
  prediction: FeedbackPrediction;
  step: FeedbackStep;
  stepPrediction: FeedbackStepPrediction;
  generative: {
    given: Omit<FeedbackInput, "name">;
    prompt: FeedbackInput["name"];
    generated: string;
    sequences: { readonly name: GeneratedSequence<string> };
  };
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default feedback;
