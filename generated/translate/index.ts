// Made by rnnc from the model `translate` in specs/models/translate.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description, type GeneratedSequence } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface TranslateInput {
  /** [S] words: a text, or a list of words. 6000 ids at most. */
  readonly source: string | readonly string[];
  /** [T] words: a text, or a list of words. 6000 ids at most. A boundary symbol begins and ends it. */
  readonly target: string | readonly string[];
}

/** One example to train on. The heads predict inputs: they need no columns. */
export interface TranslateExample extends TranslateInput {}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface TranslatePrediction {
  /** At every step of T: one of 6001 classes, of `target`; null: it ends. Loss: cross entropy. */
  readonly target: readonly { readonly value: string | null; readonly probabilities: Float32Array }[];
}

/** One step of a stream. */
export interface TranslateStep {
  /** The one before this step; null at the start. */
  readonly target: string | null;
}

/** What the heads say at one step of a stream. */
export interface TranslateStepPrediction {
  readonly target: { readonly value: string | null; readonly probabilities: Float32Array };
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "translate",
  doc: "Sequence to sequence: reads a sentence in one language and writes it in another (Sutskever, Vinyals & Le 2014). The\ndecoder starts where the encoder ends, reads the word before and predicts the next one, until the boundary ends the\nsentence. Data: pairs of sentences, a table with the columns `source` and `target`.",
  fingerprint: "f91763aa01fe9999",
  axes: ["S", "T"],
  inputs: [
    { name: "source", kind: "words", axis: "S", size: 6000, scale: null, keep: null, lowercase: true, boundary: false },
    { name: "target", kind: "words", axis: "T", size: 6000, scale: null, keep: null, lowercase: true, boundary: true },
  ],
  heads: [
    {
      name: "target",
      kind: "class",
      size: 6001,
      classes: null,
      predicts: { input: "target", from: 0, to: 0 },
      axis: "T",
      loss: "cross_entropy",
      weight: 1,
      scale: null,
    },
  ],
  parameters: [
    {
      name: "encoder.1.E",
      shape: [6000, 128],
      offset: 0,
      initial: { kind: "normal", mean: 0, deviation: 1 },
      frozen: false,
      embeds: "source",
    },
    { name: "encoder.2.W_i", shape: [192, 128], offset: 768000, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.2.W_f", shape: [192, 128], offset: 792576, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.2.W_g", shape: [192, 128], offset: 817152, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.2.W_o", shape: [192, 128], offset: 841728, initial: { kind: "glorot" }, frozen: false },
    { name: "encoder.2.U_i", shape: [192, 192], offset: 866304, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.2.U_f", shape: [192, 192], offset: 903168, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.2.U_g", shape: [192, 192], offset: 940032, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.2.U_o", shape: [192, 192], offset: 976896, initial: { kind: "orthogonal" }, frozen: false },
    { name: "encoder.2.b_i", shape: [192], offset: 1013760, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.2.b_g", shape: [192], offset: 1013952, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.2.b_o", shape: [192], offset: 1014144, initial: { kind: "zeros" }, frozen: false },
    { name: "encoder.2.b_f", shape: [192], offset: 1014336, initial: { kind: "constant", value: 1 }, frozen: false },
    {
      name: "decoder.1.E",
      shape: [6001, 128],
      offset: 1014528,
      initial: { kind: "normal", mean: 0, deviation: 1 },
      frozen: false,
      embeds: "target",
    },
    { name: "decoder.2.W_i", shape: [192, 128], offset: 1782656, initial: { kind: "glorot" }, frozen: false },
    { name: "decoder.2.W_f", shape: [192, 128], offset: 1807232, initial: { kind: "glorot" }, frozen: false },
    { name: "decoder.2.W_g", shape: [192, 128], offset: 1831808, initial: { kind: "glorot" }, frozen: false },
    { name: "decoder.2.W_o", shape: [192, 128], offset: 1856384, initial: { kind: "glorot" }, frozen: false },
    { name: "decoder.2.U_i", shape: [192, 192], offset: 1880960, initial: { kind: "orthogonal" }, frozen: false },
    { name: "decoder.2.U_f", shape: [192, 192], offset: 1917824, initial: { kind: "orthogonal" }, frozen: false },
    { name: "decoder.2.U_g", shape: [192, 192], offset: 1954688, initial: { kind: "orthogonal" }, frozen: false },
    { name: "decoder.2.U_o", shape: [192, 192], offset: 1991552, initial: { kind: "orthogonal" }, frozen: false },
    { name: "decoder.2.b_i", shape: [192], offset: 2028416, initial: { kind: "zeros" }, frozen: false },
    { name: "decoder.2.b_g", shape: [192], offset: 2028608, initial: { kind: "zeros" }, frozen: false },
    { name: "decoder.2.b_o", shape: [192], offset: 2028800, initial: { kind: "zeros" }, frozen: false },
    { name: "decoder.2.b_f", shape: [192], offset: 2028992, initial: { kind: "constant", value: 1 }, frozen: false },
    { name: "target.W", shape: [6001, 192], offset: 2029184, initial: { kind: "glorot" }, frozen: false },
    { name: "target.b", shape: [6001], offset: 3181376, initial: { kind: "zeros" }, frozen: false },
  ],
  parameterCount: 3187377,
  states: [
    { name: "decoder.2.h", size: 192 },
    { name: "decoder.2.c", size: 192 },
  ],
  streamable: true,
  whyNotStreamable: null,
  stepping: { axis: "T", starts: ["decoder.2.h", "decoder.2.c"], context: [], heads: ["target"], begun: [] },
  moments: 2,
  training: {
    optimizer: { kind: "adam", rate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { kind: "cosine", to: 0.00001, warmup: 0 },
    clip: { kind: "norm", limit: 5, each: false },
    gradient: { kind: "bptt" },
    update: "batch",
    batch: 32,
    epochs: 5,
    validate: 0.02,
    patience: null,
    cut: null,
    teacherForcing: null,
    decay: 0,
    seed: 1,
    metrics: [],
  },
};

/**
 * Sequence to sequence: reads a sentence in one language and writes it in another (Sutskever, Vinyals & Le 2014). The
 * decoder starts where the encoder ends, reads the word before and predicts the next one, until the boundary ends the
 * sentence. Data: pairs of sentences, a table with the columns `source` and `target`.
 *
 * Reads `source`, `target`; predicts `target`. 3,187,377 parameters.
 */
export const translate = defineModel<{
  input: TranslateInput;
  example: TranslateExample;
  prediction: TranslatePrediction;
  step: TranslateStep;
  stepPrediction: TranslateStepPrediction;
  generative: {
    given: Omit<TranslateInput, "target">;
    prompt: TranslateInput["target"];
    generated: string;
    sequences: { readonly target: GeneratedSequence<string> };
  };
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default translate;
