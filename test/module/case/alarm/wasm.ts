// Made by rnnc from the model `alarm` in specs/models/alarm.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { shift, sumSteps, type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for the products.
 * Reads parameters [42].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.pack_4x3(m.parameters + offset.h_1_W, m.h_1_W_packed); // Wᵀ [3, 4]
  k.pack_4x4(m.parameters + offset.h_1_U, m.h_1_U_packed); // Uᵀ [4, 4]
  k.pack_2x4(m.parameters + offset.alarm_W, m.alarm_W_packed); // Wᵀ [4, 2]
}

/**
 * h[t] = tanh(W·x[t] + U·h[t-1] + b), and the classes of every step.
 * Reads x [N, 3].
 * Gives output.alarm [N, 2], final.h.1.h [B, 4].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_3x4_bias(m.x, m.h_1_W_packed, m.h_1_pre, m.parameters + offset.h_1_b, T.total); // pre = x·Wᵀ + b [N, 4]
  k.zero_4(m.h_1_h, batch.size); // h = 0 [B, 4]

  // for each step: the state from the one before
  const { h_1_h, h_1_U_packed, h_1_pre } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_4x4_add(h_1_h, h_1_U_packed, h_1_pre + at * 16, rows); // pre += h·Uᵀ [rows, 4]
    k.tanh_4(h_1_pre + at * 16, h_1_pre + at * 16, h_1_h, rows); // h = tanh(pre) [rows, 4]
  }

  k.gemm_4x2_bias(m.h_1_pre, m.alarm_W_packed, m.output_alarm, m.parameters + offset.alarm_b, T.total); // logits [N, 2]
}

/**
 * Gradients of the weights.
 * Gives gradients [42].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;

  // from the last step to the first
  const { h_1_pre, h_1_U_packed, h_1_h } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_4x4_add(h_1_pre + at * 16, h_1_U_packed, h_1_h, rows); // dh = dpre·U [rows, 4]
    k.add_4(h_1_h, h_1_pre + at * 16, rows);
  }

  shift(k.copy_4, k.copy_4_row, m.h_1_pre, m.zero, m.h_1_h_before, 16, 0, 16, T); // h[t-1] [N, 4]
  sumSteps(k.add_4, k.zero_4, m.h_1_pre, m.mean, 16, 16, T, batch.size); // Σ over the steps [B, 4]
  k.row_product_4x3(m.h_1_pre, m.x, m.gradients + offset.h_1_W, T.total); // dW [4, 3]
}

/**
 * One step of every sequence.
 * Reads x [N, 3], state.h.1.h [B, 4].
 * Gives final.h.1.h [B, 4].
 */
export function step(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_3x4_bias(m.x, m.h_1_W_packed, m.h_1_pre, m.parameters + offset.h_1_b, T.total); // pre = x·Wᵀ + b [N, 4]
  k.gemm_4x4_add(m.h_1_h, m.h_1_U_packed, m.h_1_pre, batch.size); // pre += h·Uᵀ [B, 4]
  k.tanh_4(m.h_1_pre, m.h_1_pre, m.h_1_h, batch.size); // h = tanh(pre) [B, 4]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  h_1_W: 0,
  h_1_U: 48,
  h_1_b: 112,
  alarm_W: 128,
  alarm_b: 160,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 1024;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 176,
  B: 8,
  "N:T": 17,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 42, integer: false }, // [42]
  gradients: { rows: "none", offset: 42, width: 42, integer: false }, // [42]
  h_1_W_packed: { rows: "none", offset: 84, width: 24, integer: false }, // [3, 8] h.1.W.packed
  h_1_U_packed: { rows: "none", offset: 108, width: 32, integer: false }, // [4, 8] h.1.U.packed
  alarm_W_packed: { rows: "none", offset: 140, width: 32, integer: false }, // [4, 8] alarm.W.packed
  zero: { rows: "none", offset: 172, width: 4, integer: false }, // [4]
  h_1_h: { rows: "B", offset: 0, width: 4, integer: false }, // [B, 4] h.1.h
  mean: { rows: "B", offset: 4, width: 4, integer: false }, // [B, 4]
  x: { rows: "N:T", offset: 0, width: 3, integer: false }, // [N, 3]
  h_1_pre: { rows: "N:T", offset: 3, width: 4, integer: false }, // [N, 4] h.1.pre
  h_1_h_before: { rows: "N:T", offset: 7, width: 4, integer: false }, // [N, 4] h.1.h.before
  output_alarm: { rows: "N:T", offset: 11, width: 2, integer: false }, // [N, 2] output.alarm
} satisfies WasmPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { x: "x" }, outputs: { "output.alarm": "output_alarm", "final.h.1.h": "h_1_h" } },
  backward: { run: backward, inputs: {}, outputs: { gradients: "gradients" } },
  step: { run: step, inputs: { x: "x", "state.h.1.h": "h_1_h" }, outputs: { "final.h.1.h": "h_1_h" } },
} satisfies WasmPrograms["programs"];
