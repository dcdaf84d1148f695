// A small model and its plan, written by hand: one recurrent layer, one head. Forward it computes what it says; backward is no gradient,
// only calls of every kind. What the emitter makes of it is in case/; the scheduler's plans are tested elsewhere.
import type { Model, Training } from "../../compiler/model.js";
import type { Buffer, Operand, Plan, Rows, Step } from "../../compiler/plan.js";
import type { ParameterDescription, StateDescription, SteppingDescription } from "../../runtime/device.js";

const span = { start: 0, end: 0 };

export const training: Training = {
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
};

/** H 4 units over D 3 numbers a step, two classes. */
export const model: Model = {
  name: "alarm",
  doc: "Is something wrong, at every step?\nOne layer of four units.",
  source: { path: "specs/models/alarm.rnn", text: "" },
  axes: ["T"],
  inputs: [{ name: "x", kind: "real", axis: "T", size: 3, scale: null, keep: null, lowercase: false, boundary: false, span }],
  stacks: [],
  heads: [
    {
      name: "alarm", kind: "class", size: 2, classes: ["no", "yes"], predicts: null, axis: "T", projection: true,
      source: { kind: "stack", stack: "h", delay: 0, axis: "T", size: 4 }, loss: "cross_entropy", weight: 1, scale: null, span,
    },
  ],
  train: training,
};

export const parameters: readonly ParameterDescription[] = [
  { name: "h.1.W", shape: [4, 3], offset: 0, initial: { kind: "glorot" }, frozen: false },
  { name: "h.1.U", shape: [4, 4], offset: 12, initial: { kind: "orthogonal" }, frozen: false },
  { name: "h.1.b", shape: [4], offset: 28, initial: { kind: "constant", value: 0 }, frozen: false },
  { name: "alarm.W", shape: [2, 4], offset: 32, initial: { kind: "glorot" }, frozen: false },
  { name: "alarm.b", shape: [2], offset: 40, initial: { kind: "zeros" }, frozen: false },
];

export const states: readonly StateDescription[] = [{ name: "h.1.h", size: 4 }];
export const stepping: SteppingDescription = { axis: "T", starts: [], context: [], heads: ["alarm"], begun: [] };

function buffer(name: string, rows: Rows, width: number, offset: number, shape: string, integer = false): Buffer {
  return { name, rows, width, offset, shape, integer };
}

function at(buffer: string, column = 0): Operand {
  return { buffer, column, step: false };
}

function step(buffer: string, column = 0): Operand {
  return { buffer, column, step: true };
}

function call(kernel: string, operands: readonly Operand[], rows: Rows | "step" | null, comment: string): Step {
  return { kind: "call", kernel, operands, rows: rows === null ? null : rows === "step" ? { step: "T" } : { of: rows }, comment };
}

const project: readonly Step[] = [
  call("gemm_3x4_bias", [at("x"), at("h.1.W.packed"), at("h.1.pre"), at("parameters", 28)], "N:T", "pre = x·Wᵀ + b  [N, 4]"),
  call("zero_4", [at("h.1.h")], "B", "h = 0  [B, 4]"),
];

export const plan: Plan = {
  kernels: {
    gemm_3x4_bias: { kind: "gemm", k: 3, n: 4, lda: 3, ldc: 4, accumulate: false, bias: true },
    gemm_4x4_add: { kind: "gemm", k: 4, n: 4, lda: 4, ldc: 4, accumulate: true, bias: false },
    gemm_4x2_bias: { kind: "gemm", k: 4, n: 2, lda: 4, ldc: 2, accumulate: false, bias: true },
    pack_4x3: { kind: "pack", k: 3, n: 4, K: 3, k0: 0, n0: 0, rowStride: 1, columnStride: 3 },
    pack_4x4: { kind: "pack", k: 4, n: 4, K: 4, k0: 0, n0: 0, rowStride: 1, columnStride: 4 },
    pack_2x4: { kind: "pack", k: 4, n: 2, K: 4, k0: 0, n0: 0, rowStride: 1, columnStride: 4 },
    row_product_4x3: { kind: "row_product", m: 4, n: 3, lda: 4, ldb: 3, ldc: 3 },
    tanh_4: {
      kind: "map", width: 4, inputs: [{ stride: 4, scalar: false, integer: false }],
      code: [{ op: "load", input: 0 }, { op: "tanh", args: [0] }],
      outputs: [{ value: 1, stride: 4, scalar: false }, { value: 1, stride: 4, scalar: false }],
    },
    zero_4: { kind: "zero", width: 4 },
    copy_4: { kind: "copy", width: 4, ldSource: 4, ldTarget: 4, accumulate: false },
    copy_4_row: { kind: "copy", width: 4, ldSource: 0, ldTarget: 4, accumulate: false },
    add_4: { kind: "copy", width: 4, ldSource: 4, ldTarget: 4, accumulate: true },
  },
  regions: { none: 176, B: 8, "N:T": 17 },
  buffers: [
    buffer("parameters", "none", 42, 0, "[42]"),
    buffer("gradients", "none", 42, 42, "[42]"),
    buffer("h.1.W.packed", "none", 24, 84, "[3, 8]"),
    buffer("h.1.U.packed", "none", 32, 108, "[4, 8]"),
    buffer("alarm.W.packed", "none", 32, 140, "[4, 8]"),
    buffer("zero", "none", 4, 172, "[4]"),
    buffer("h.1.h", "B", 4, 0, "[B, 4]"),
    buffer("mean", "B", 4, 4, "[B, 4]"),
    buffer("x", "N:T", 3, 0, "[N, 3]"),
    buffer("h.1.pre", "N:T", 4, 3, "[N, 4]"),
    buffer("h.1.h.before", "N:T", 4, 7, "[N, 4]"),
    buffer("output.alarm", "N:T", 2, 11, "[N, 2]"),
  ],
  programs: [
    { name: "backward", doc: "Gradients of the weights.", inputs: {}, outputs: { gradients: "gradients" }, steps: [
      { kind: "loop", axis: "T", reverse: true, comment: "from the last step to the first", steps: [
        call("gemm_4x4_add", [step("h.1.pre"), at("h.1.U.packed"), at("h.1.h")], "step", "dh = dpre·U  [rows, 4]"),
        call("add_4", [at("h.1.h"), step("h.1.pre")], "step", ""),
      ] },
      { kind: "move", move: "shift", axis: "T", width: 4, kernels: ["copy_4", "copy_4_row"], operands: [at("h.1.pre"), at("zero"), at("h.1.h.before")], comment: "h[t-1]  [N, 4]" },
      { kind: "move", move: "sum_steps", axis: "T", width: 4, kernels: ["add_4", "zero_4"], operands: [at("h.1.pre"), at("mean")], comment: "Σ over the steps  [B, 4]" },
      call("row_product_4x3", [at("h.1.pre"), at("x"), at("gradients")], "N:T", "dW  [4, 3]"),
    ] },
    { name: "step", doc: "One step of every sequence.", inputs: { x: "x", "state.h.1.h": "h.1.h" }, outputs: { "final.h.1.h": "h.1.h" }, steps: [
      project[0],
      call("gemm_4x4_add", [at("h.1.h"), at("h.1.U.packed"), at("h.1.pre")], "B", "pre += h·Uᵀ  [B, 4]"),
      call("tanh_4", [at("h.1.pre"), at("h.1.pre"), at("h.1.h")], "B", "h = tanh(pre)  [B, 4]"),
    ] },
    { name: "prepare", doc: "Packs the weights for the products.", inputs: { parameters: "parameters" }, outputs: {}, steps: [
      call("pack_4x3", [at("parameters"), at("h.1.W.packed")], null, "Wᵀ  [3, 4]"),
      call("pack_4x4", [at("parameters", 12), at("h.1.U.packed")], null, "Uᵀ  [4, 4]"),
      call("pack_2x4", [at("parameters", 32), at("alarm.W.packed")], null, "Wᵀ  [4, 2]"),
    ] },
    { name: "predict", doc: "h[t] = tanh(W·x[t] + U·h[t-1] + b), and the classes of every step.", inputs: { x: "x" }, outputs: { "output.alarm": "output.alarm", "final.h.1.h": "h.1.h" }, steps: [
      ...project,
      { kind: "loop", axis: "T", reverse: false, comment: "for each step: the state from the one before", steps: [
        call("gemm_4x4_add", [at("h.1.h"), at("h.1.U.packed"), step("h.1.pre")], "step", "pre += h·Uᵀ  [rows, 4]"),
        call("tanh_4", [step("h.1.pre"), step("h.1.pre"), at("h.1.h")], "step", "h = tanh(pre)  [rows, 4]"),
      ] },
      call("gemm_4x2_bias", [at("h.1.pre"), at("alarm.W.packed"), at("output.alarm"), at("parameters", 40)], "N:T", "logits  [N, 2]"),
    ] },
  ],
};

export const wasm = { plain: new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 10, 4, 1, 2, 0, 11]), relaxed: new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 10, 5, 1, 3, 0, 1, 11]), reserved: 1024 };
