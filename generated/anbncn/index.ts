// Made by rnnc from the model `anbncn` in specs/models/anbncn.rnn. Change the spec and compile it again, not this file.
// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs.

import { defineModel, type Description, type GeneratedSequence } from "@rnnc/runtime";

/** What the model reads of one example. Lengths are free: nothing is padded. */
export interface AnbncnInput {
  /** [T] characters: a text, or a list of characters. 6 ids at most. */
  readonly symbol: string | readonly string[];
}

/** One example to train on. The heads predict inputs: they need no columns. */
export interface AnbncnExample extends AnbncnInput {}

/** What the heads say of one example; of one step where they have time, in lists. */
export interface AnbncnPrediction {
  /** At every step of T: one of 6 classes, of `symbol` 1 ahead. Loss: cross entropy. */
  readonly symbol: readonly { readonly value: string; readonly probabilities: Float32Array }[];
}

/** One step of a stream. */
export interface AnbncnStep {
  readonly symbol: string;
}

/** What the heads say at one step of a stream. */
export interface AnbncnStepPrediction {
  readonly symbol: { readonly value: string; readonly probabilities: Float32Array };
}

/** What the model is, as plain data: it is kept in checkpoints too. */
export const description: Description = {
  name: "anbncn",
  doc: "The original LSTM (Hochreiter & Schmidhuber 1997) on a context-sensitive language, aⁿbⁿcⁿ between a start `S` and an end `T`\n(Gers & Schmidhuber 2001): what comes next is known once the first b has been read. The head sees the memory block and,\ndirectly, the symbol itself.",
  fingerprint: "02415eddc6a5b21c",
  axes: ["T"],
  inputs: [{ name: "symbol", kind: "chars", axis: "T", size: 6, scale: null, keep: null, lowercase: false, boundary: false }],
  heads: [
    {
      name: "symbol",
      kind: "class",
      size: 6,
      classes: null,
      predicts: { input: "symbol", from: 1, to: 1 },
      axis: "T",
      loss: "cross_entropy",
      weight: 1,
      scale: null,
    },
  ],
  parameters: [
    { name: "memory.1.W_in", shape: [1, 6], offset: 0, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.1.W_out", shape: [1, 6], offset: 6, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.1.U_in", shape: [1, 2], offset: 12, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.1.U_out", shape: [1, 2], offset: 14, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.1.b_in", shape: [1], offset: 16, initial: { kind: "constant", value: -2 }, frozen: false },
    { name: "memory.1.b_out", shape: [1], offset: 17, initial: { kind: "constant", value: -2 }, frozen: false },
    { name: "memory.1.W_z", shape: [2, 6], offset: 18, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.1.U_z", shape: [2, 2], offset: 30, initial: { kind: "glorot" }, frozen: false },
    { name: "memory.1.b_z", shape: [2], offset: 34, initial: { kind: "zeros" }, frozen: false },
    { name: "symbol.W", shape: [6, 8], offset: 36, initial: { kind: "glorot" }, frozen: false },
    { name: "symbol.b", shape: [6], offset: 84, initial: { kind: "zeros" }, frozen: false },
  ],
  parameterCount: 90,
  states: [
    { name: "memory.1.z", size: 2 },
    { name: "memory.1.s", size: 2 },
  ],
  streamable: true,
  whyNotStreamable: null,
  stepping: { axis: "T", starts: [], context: [], heads: ["symbol"], begun: [] },
  moments: 2,
  training: {
    optimizer: { kind: "adam", rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    schedule: { kind: "cosine", to: 0.0001, warmup: 0 },
    clip: { kind: "norm", limit: 1, each: false },
    gradient: { kind: "bptt" },
    update: "batch",
    batch: 1,
    epochs: 4000,
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
 * The original LSTM (Hochreiter & Schmidhuber 1997) on a context-sensitive language, aⁿbⁿcⁿ between a start `S` and an end `T`
 * (Gers & Schmidhuber 2001): what comes next is known once the first b has been read. The head sees the memory block and,
 * directly, the symbol itself.
 *
 * Reads `symbol`; predicts `symbol`. 90 parameters.
 */
export const anbncn = defineModel<{
  input: AnbncnInput;
  example: AnbncnExample;
  prediction: AnbncnPrediction;
  step: AnbncnStep;
  stepPrediction: AnbncnStepPrediction;
  generative: {
    given: Omit<AnbncnInput, "symbol">;
    prompt: AnbncnInput["symbol"];
    generated: string;
    sequences: { readonly symbol: GeneratedSequence<string> };
  };
}>({
  description,
  devices: { wasm: () => import("./wasm.js"), webgpu: () => import("./webgpu.js") },
});

export default anbncn;
