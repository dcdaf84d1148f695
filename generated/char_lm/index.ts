// Made by rnnc from the model `char_lm` in specs/models/char_lm.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description, type GeneratedSequence } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface CharLmInput {
  /** [T] characters: a text, or a list of characters. 128 ids at most. */
  readonly text: string | readonly string[];
}

/** One example to train on. The heads predict inputs: they need no columns. */
export interface CharLmExample extends CharLmInput {}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface CharLmPrediction {
  /** At every step of T: one of 128 classes, of `text` 1 ahead. Loss: cross entropy. */
  readonly text: readonly { readonly value: string; readonly probabilities: Float32Array }[];
}

/** One step of a stream. */
export interface CharLmStep {
  readonly text: string;
}

/** What the heads say at one step of a stream. */
export interface CharLmStepPrediction {
  readonly text: { readonly value: string; readonly probabilities: Float32Array };
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "char_lm",
  doc: "A language model over characters: reads a text and predicts each next character; then writes text of its own.\nTrain it on any plain text: `rnnc train specs/models/char_lm.rnn --data my.txt`.",
  fingerprint: "c158fcd7cbe00383",
  axes: ["T"],
  inputs: [{ name: "text", kind: "chars", axis: "T", size: 128, scale: null, keep: null, lowercase: false, boundary: false }],
  heads: [
    {
      name: "text",
      kind: "class",
      size: 128,
      classes: null,
      predicts: { input: "text", from: 1, to: 1 },
      axis: "T",
      loss: "cross_entropy",
      weight: 1,
      scale: null,
    },
  ],
  parameters: [
    { name: "memory.1.E", shape: [128, 32], offset: 0, initial: { kind: "normal", mean: 0, deviation: 1 }, frozen: false, embeds: "text" },
    { name: "memory.2.W_i", shape: [192, 32], offset: 4096, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.2.W_f", shape: [192, 32], offset: 10240, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.2.W_g", shape: [192, 32], offset: 16384, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.2.W_o", shape: [192, 32], offset: 22528, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.2.U_i", shape: [192, 192], offset: 28672, initial: { kind: "orthogonal" }, frozen: false },
    { name: "memory.2.U_f", shape: [192, 192], offset: 65536, initial: { kind: "orthogonal" }, frozen: false },
    { name: "memory.2.U_g", shape: [192, 192], offset: 102400, initial: { kind: "orthogonal" }, frozen: false },
    { name: "memory.2.U_o", shape: [192, 192], offset: 139264, initial: { kind: "orthogonal" }, frozen: false },
    { name: "memory.2.b_i", shape: [192], offset: 176128, initial: { kind: "zeros" }, frozen: false },
    { name: "memory.2.b_g", shape: [192], offset: 176320, initial: { kind: "zeros" }, frozen: false },
    { name: "memory.2.b_o", shape: [192], offset: 176512, initial: { kind: "zeros" }, frozen: false },
    { name: "memory.2.b_f", shape: [192], offset: 176704, initial: { kind: "constant", value: 1 }, frozen: false },
    { name: "memory.3.W_i", shape: [192, 192], offset: 176896, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.3.W_f", shape: [192, 192], offset: 213760, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.3.W_g", shape: [192, 192], offset: 250624, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.3.W_o", shape: [192, 192], offset: 287488, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.3.U_i", shape: [192, 192], offset: 324352, initial: { kind: "orthogonal" }, frozen: false },
    { name: "memory.3.U_f", shape: [192, 192], offset: 361216, initial: { kind: "orthogonal" }, frozen: false },
    { name: "memory.3.U_g", shape: [192, 192], offset: 398080, initial: { kind: "orthogonal" }, frozen: false },
    { name: "memory.3.U_o", shape: [192, 192], offset: 434944, initial: { kind: "orthogonal" }, frozen: false },
    { name: "memory.3.b_i", shape: [192], offset: 471808, initial: { kind: "zeros" }, frozen: false },
    { name: "memory.3.b_g", shape: [192], offset: 472000, initial: { kind: "zeros" }, frozen: false },
    { name: "memory.3.b_o", shape: [192], offset: 472192, initial: { kind: "zeros" }, frozen: false },
    { name: "memory.3.b_f", shape: [192], offset: 472384, initial: { kind: "constant", value: 1 }, frozen: false },
    { name: "text.W", shape: [128, 192], offset: 472576, initial: { kind: "glorot" }, frozen: false },
    { name: "text.b", shape: [128], offset: 497152, initial: { kind: "zeros" }, frozen: false },
  ],
  parameterCount: 497280,
  states: [
    { name: "memory.2.h", size: 192 },
    { name: "memory.2.c", size: 192 },
    { name: "memory.3.h", size: 192 },
    { name: "memory.3.c", size: 192 },
  ],
  streamable: true,
  whyNotStreamable: null,
  stepping: { axis: "T", starts: [], context: [], heads: ["text"], begun: [] },
  moments: 2,
  training: {
    optimizer: { kind: "adam", rate: 0.005, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { kind: "cosine", to: 0.0001, warmup: 0 },
    clip: { kind: "norm", limit: 1, each: false },
    gradient: { kind: "tbptt", steps: 64, every: 64 },
    update: "batch",
    batch: 16,
    epochs: 3,
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
 * A language model over characters: reads a text and predicts each next character; then writes text of its own.
 * Train it on any plain text: `rnnc train specs/models/char_lm.rnn --data my.txt`.
 *
 * Reads `text`; predicts `text`. 497,280 parameters.
 */
export const char_lm = defineModel<{
  input: CharLmInput;
  example: CharLmExample;
  prediction: CharLmPrediction;
  step: CharLmStep;
  stepPrediction: CharLmStepPrediction;
  generative: {
    given: Omit<CharLmInput, "text">;
    prompt: CharLmInput["text"];
    generated: string;
    sequences: { readonly text: GeneratedSequence<string> };
  };
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default char_lm;
