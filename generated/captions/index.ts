// Made by rnnc from the model `captions` in specs/models/captions.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description, type GeneratedSequence } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface CaptionsInput {
  /** [18]. Finite numbers. */
  readonly language: readonly number[] | Float32Array | Float64Array;
  /** [T] characters: a text, or a list of characters. 96 ids at most. A boundary symbol begins and ends it. */
  readonly caption: string | readonly string[];
}

/** One example to train on. The heads predict inputs: they need no columns. */
export interface CaptionsExample extends CaptionsInput {}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface CaptionsPrediction {
  /** At every step of T: one of 97 classes, of `caption`; null: it ends. Loss: cross entropy. */
  readonly caption: readonly { readonly value: string | null; readonly probabilities: Float32Array }[];
}

/** One step of a stream. */
export interface CaptionsStep {
  /** The one before this step; null at the start. */
  readonly caption: string | null;
}

/** What the heads say at one step of a stream. */
export interface CaptionsStepPrediction {
  readonly caption: { readonly value: string | null; readonly probabilities: Float32Array };
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "captions",
  doc: "One to many: what a vector is called. The vector gives the decoder its first state; from there it writes until the\nboundary. Here the vector says which of 18 languages (a single 1), and what is written is a surname of that language;\na picture's features work the same way.",
  fingerprint: "8e13c31b9f8a1284",
  axes: ["T"],
  inputs: [
    { name: "language", kind: "real", axis: null, size: 18, scale: null, keep: null, lowercase: false, boundary: false },
    { name: "caption", kind: "chars", axis: "T", size: 96, scale: null, keep: null, lowercase: false, boundary: true },
  ],
  heads: [
    {
      name: "caption",
      kind: "class",
      size: 97,
      classes: null,
      predicts: { input: "caption", from: 0, to: 0 },
      axis: "T",
      loss: "cross_entropy",
      weight: 1,
      scale: null,
    },
  ],
  parameters: [
    {
      name: "decoder.1.E",
      shape: [97, 32],
      offset: 0,
      initial: { kind: "normal", mean: 0, deviation: 1 },
      frozen: false,
      embeds: "caption",
    },
    { name: "decoder.2.W_i", shape: [192, 32], offset: 3104, initial: { kind: "glorot" }, frozen: false },
    { name: "decoder.2.W_f", shape: [192, 32], offset: 9248, initial: { kind: "glorot" }, frozen: false },
    { name: "decoder.2.W_g", shape: [192, 32], offset: 15392, initial: { kind: "glorot" }, frozen: false },
    { name: "decoder.2.W_o", shape: [192, 32], offset: 21536, initial: { kind: "glorot" }, frozen: false },
    { name: "decoder.2.U_i", shape: [192, 192], offset: 27680, initial: { kind: "orthogonal" }, frozen: false },
    { name: "decoder.2.U_f", shape: [192, 192], offset: 64544, initial: { kind: "orthogonal" }, frozen: false },
    { name: "decoder.2.U_g", shape: [192, 192], offset: 101408, initial: { kind: "orthogonal" }, frozen: false },
    { name: "decoder.2.U_o", shape: [192, 192], offset: 138272, initial: { kind: "orthogonal" }, frozen: false },
    { name: "decoder.2.b_i", shape: [192], offset: 175136, initial: { kind: "zeros" }, frozen: false },
    { name: "decoder.2.b_g", shape: [192], offset: 175328, initial: { kind: "zeros" }, frozen: false },
    { name: "decoder.2.b_o", shape: [192], offset: 175520, initial: { kind: "zeros" }, frozen: false },
    { name: "decoder.2.b_f", shape: [192], offset: 175712, initial: { kind: "constant", value: 1 }, frozen: false },
    { name: "decoder.2.h.initial.W", shape: [192, 18], offset: 175904, initial: { kind: "glorot" }, frozen: false },
    { name: "decoder.2.h.initial.b", shape: [192], offset: 179360, initial: { kind: "zeros" }, frozen: false },
    { name: "decoder.2.c.initial.W", shape: [192, 18], offset: 179552, initial: { kind: "glorot" }, frozen: false },
    { name: "decoder.2.c.initial.b", shape: [192], offset: 183008, initial: { kind: "zeros" }, frozen: false },
    { name: "caption.W", shape: [97, 192], offset: 183200, initial: { kind: "glorot" }, frozen: false },
    { name: "caption.b", shape: [97], offset: 201824, initial: { kind: "zeros" }, frozen: false },
  ],
  parameterCount: 201921,
  states: [
    { name: "decoder.2.h", size: 192 },
    { name: "decoder.2.c", size: 192 },
  ],
  streamable: true,
  whyNotStreamable: null,
  stepping: { axis: "T", starts: ["decoder.2.h", "decoder.2.c"], context: [], heads: ["caption"], begun: [] },
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
 * One to many: what a vector is called. The vector gives the decoder its first state; from there it writes until the
 * boundary. Here the vector says which of 18 languages (a single 1), and what is written is a surname of that language;
 * a picture's features work the same way.
 *
 * Reads `language`, `caption`; predicts `caption`. 201,921 parameters.
 */
export const captions = defineModel<{
  input: CaptionsInput;
  example: CaptionsExample;
  prediction: CaptionsPrediction;
  step: CaptionsStep;
  stepPrediction: CaptionsStepPrediction;
  generative: {
    given: Omit<CaptionsInput, "caption">;
    prompt: CaptionsInput["caption"];
    generated: string;
    sequences: { readonly caption: GeneratedSequence<string> };
  };
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default captions;
