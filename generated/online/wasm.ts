// Made by rnnc from the model `online` in specs/models/online.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [1121].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.pack_1x32(m.parameters + offset.h_1_W, m.h_1_W_packed); // h.1.W for products
  k.pack_32x32(m.parameters + offset.h_1_U, m.h_1_U_packed); // h.1.U for products
  k.pack_32x1(m.parameters + offset.x_W, m.x_W_packed); // x.W for products
  k.pack_1x32_2(m.parameters + offset.x_W, m.x_W_packed_2); // x.W for products
  k.pack_32x32_2(m.parameters + offset.h_1_U, m.h_1_U_packed_2); // h.1.U for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads x [N, 1].
 * Gives output.x [N, 1].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_1x32_bias(m.x, m.h_1_W_packed, m.h_1_pre, m.parameters + offset.h_1_b, T.total); // h.1.pre [N, 32]
  k.zero_32(m.h_1_h_state, batch.size); // h.1.h_before starts at zeros

  // h.1.h
  const { h_1_h_state, h_1_U_packed, h_1_U_h_before, h_1_pre, h_1_h } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_32x32(h_1_h_state, h_1_U_packed, h_1_U_h_before, rows); // h.1.U_h_before [B, 32]
    k.map_h_1_h(h_1_pre + at * 128, h_1_U_h_before, h_1_h + at * 128, h_1_h_state, rows); // h.1.h [B, 32]
  }

  k.gemm_32x1_bias(m.h_1_h, m.x_W_packed, m.output_x, m.parameters + offset.x_b, T.total); // x [N, 1]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.x [N], target.x [N, 1].
 * Gives loss.x [], loss [].
 */
export function score(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_x_loss(m.weight_x, m.output_x, m.target_x, m.x_loss, T.total); // x.loss [N]
  k.sum_rows_1(m.x_loss, m.loss_x, T.total); // x.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads x [N, 1], weight.x [N], target.x [N, 1].
 * Gives loss.x [], loss [].
 */
export function forward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_1x32_bias(m.x_2, m.h_1_W_packed, m.h_1_pre_2, m.parameters + offset.h_1_b, T.total); // h.1.pre [N, 32]
  k.zero_32(m.h_1_h_state_2, batch.size); // h.1.h_before starts at zeros

  // h.1.h
  const { h_1_h_state_2, h_1_U_packed, h_1_U_h_before_2, h_1_pre_2, h_1_h_2, h_1_h_before } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_32x32(h_1_h_state_2, h_1_U_packed, h_1_U_h_before_2, rows); // h.1.U_h_before [B, 32]
    k.map_h_1_h_2(h_1_pre_2 + at * 128, h_1_U_h_before_2, h_1_h_state_2, h_1_h_2 + at * 128, h_1_h_state_2, h_1_h_before + at * 128, rows); // h.1.h [B, 32], h.1.h_before [B, 32]
  }

  k.gemm_32x1(m.h_1_h_2, m.x_W_packed, m.x_W_h, T.total); // x.W_h [N, 1]
  k.map_x_loss_2(m.weight_x_2, m.x_W_h, m.parameters + offset.x_b, m.target_x_2, m.x_loss_2, m.add, T.total); // x.loss [N], add [N, 1]
  k.sum_rows_1(m.x_loss_2, m.loss_x_2, T.total); // x.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads x [N, 1].
 * Gives gradients [1121].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_1x32(m.add, m.x_W_packed_2, m.h_1_dh, T.total); // h.1.dh [N, 32]
  k.row_product_1x32(m.add, m.h_1_h_2, m.gradients + offset.x_W, T.total); // x.dW [1, 32]
  k.sum_rows_1(m.add, m.gradients + offset.x_b, T.total); // x.db [1]
  k.zero_32(m.h_1_dh_before_state, batch.size); // h.1.dh_after starts at zeros

  // h.1.dh_before
  const { h_1_dh_before_state, h_1_dh, h_1_h_2, h_1_dh_pre, h_1_U_packed_2 } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_h_1_dh_pre(h_1_dh_before_state, h_1_dh + at * 128, h_1_h_2 + at * 128, h_1_dh_pre + at * 128, rows); // h.1.dh_pre [B, 32]
    k.gemm_32x32(h_1_dh_pre + at * 128, h_1_U_packed_2, h_1_dh_before_state, rows); // h.1.dh_before [B, 32]
  }

  k.row_product_32x1(m.h_1_dh_pre, m.x_2, m.gradients + offset.h_1_W, T.total); // h.1.dW [32, 1]
  k.row_product_32x32(m.h_1_dh_pre, m.h_1_h_before, m.gradients + offset.h_1_U, T.total); // h.1.dU [32, 32]
  k.sum_rows_32(m.h_1_dh_pre, m.gradients + offset.h_1_b, T.total); // h.1.db [32]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [1121], parameters [1121], update.rate [].
 * Gives norm [], parameters [1121].
 */
export function update(k: Kernels, m: Arena): void {
  k.map_norm(m.gradients, m.parameters, m.update_rate, m.norm, m.parameters, 1); // sqrt [], parameters.add [1121]
}

/**
 * One step of every sequence: states in and out.
 * Reads x [B, 1], state.h.1.h [B, 32].
 * Gives output.x [B, 1], final.h.1.h [B, 32].
 */
export function step(k: Kernels, m: Arena, batch: Packed): void {
  k.gemm_1x32(m.x_3, m.h_1_W_packed, m.h_1_W_x, batch.size); // h.1.W_x [B, 32]
  k.gemm_32x32(m.state_h_1_h, m.h_1_U_packed, m.h_1_U_initial, batch.size); // h.1.U_initial [B, 32]
  k.map_final_h_1_h(m.h_1_W_x, m.h_1_U_initial, m.parameters + offset.h_1_b, m.final_h_1_h, batch.size); // h.1.h [B, 32]
  k.gemm_32x1_bias(m.final_h_1_h, m.x_W_packed, m.output_x_2, m.parameters + offset.x_b, batch.size); // x [B, 1]
}

/**
 * Real-time recurrent learning: one step of one sequence. Each row B is one direction, one number of one parameter.
 * Reads x [1], state.h.1.h [32], influence.h.1.h [B, 32], direction.h.1.W.column [B], weight.x [], target.x [1], direction.h.1.W.row [B], direction.h.1.U.row [B], direction.h.1.U.column [B], direction.h.1.b.row [B].
 * Gives loss.x [], loss [], final.h.1.h [32], influenced [B], gradients [1121], final.influence.h.1.h [B, 32].
 */
export function rtrl(k: Kernels, m: Arena, batch: Packed): void {
  k.gemm_1x32(m.x_4, m.h_1_W_packed, m.h_1_W_x_2, 1); // h.1.W_x [32]
  k.gemm_32x32(m.state_h_1_h_2, m.h_1_U_packed, m.h_1_U_initial_2, 1); // h.1.U_initial [32]
  k.gemm_32x32(m.influence_h_1_h, m.h_1_U_packed, m.h_1_U_h, batch.size); // h.1.U_h [B, 32]
  k.map_final_h_1_h_2(m.h_1_W_x_2, m.h_1_U_initial_2, m.parameters + offset.h_1_b, m.final_h_1_h_2, m.x_dloss_add, 1); // h.1.h [32], x.dloss.add [32]
  k.map_h_1_W_x_j(m.direction_h_1_W_column, m.x_4, m.h_1_W_x_j, batch.size); // h.1.W.x_j [B]
  k.gemm_32x1(m.final_h_1_h_2, m.x_W_packed, m.x_W_h_2, 1); // x.W_h [1]
  k.map_loss_x_3(m.weight_x_3, m.x_W_h_2, m.parameters + offset.x_b, m.target_x_3, m.loss_x_3, m.gradients + offset.x_b, 1); // x.loss [], x.db [1]
  k.map_final_influence_h_1_h(
    m.x_dloss_add,
    m.direction_h_1_W_row,
    m.h_1_W_x_j,
    m.direction_h_1_U_row,
    m.direction_h_1_U_column,
    m.state_h_1_h_2,
    m.h_1_U_h,
    m.direction_h_1_b_row,
    m.final_influence_h_1_h,
    batch.size,
  ); // h.1.δh [B, 32]
  k.gemm_1x32(m.gradients + offset.x_b, m.x_W_packed_2, m.h_1_dh_2, 1); // h.1.dh [32]
  k.row_product_1x32_2(m.gradients + offset.x_b, m.final_h_1_h_2, m.gradients + offset.x_W, 1); // x.dW [1, 32]
  k.map_gradients(m.h_1_dh_2, m.x_dloss_add, m.gradients + offset.h_1_b, 1); // h.1.dh_pre [32]
  k.gemm_32x32(m.gradients + offset.h_1_b, m.h_1_U_packed_2, m.h_1_h_dinitial, 1); // h.1.h.dinitial [32]
  k.row_product_32x1_2(m.gradients + offset.h_1_b, m.x_4, m.gradients + offset.h_1_W, 1); // h.1.dW [32, 1]
  k.row_product_32x32_2(m.gradients + offset.h_1_b, m.state_h_1_h_2, m.gradients + offset.h_1_U, 1); // h.1.dU [32, 32]
  k.map_influenced(m.h_1_h_dinitial, m.influence_h_1_h, m.influenced, batch.size); // influenced [B]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  h_1_W: 0,
  h_1_U: 128,
  h_1_b: 4224,
  x_W: 4352,
  x_b: 4480,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 4774,
  "N:T": 131,
  B: 130,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 1121, integer: false }, // [1121]
  gradients: { rows: "none", offset: 1121, width: 1121, integer: false }, // [1121]
  output_x: { rows: "N:T", offset: 3, width: 1, integer: false }, // [N, 1] output.x
  h_1_pre: { rows: "N:T", offset: 4, width: 32, integer: false }, // [N, 32] h.1.pre
  x: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N, 1]
  h_1_W_packed: { rows: "none", offset: 2242, width: 32, integer: false }, // [1, 32] packed h.1.W.packed
  h_1_h_state: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] h.1.h.state
  h_1_h: { rows: "N:T", offset: 36, width: 32, integer: false }, // [N, 32] h.1.h
  h_1_U_h_before: { rows: "B", offset: 32, width: 32, integer: false }, // [B, 32] h.1.U_h_before
  h_1_U_packed: { rows: "none", offset: 2274, width: 1024, integer: false }, // [32, 32] packed h.1.U.packed
  x_W_packed: { rows: "none", offset: 3298, width: 256, integer: false }, // [32, 1] packed x.W.packed
  loss_x: { rows: "none", offset: 4610, width: 1, integer: false }, // [] loss.x
  x_loss: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N] x.loss
  weight_x: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.x
  target_x: { rows: "N:T", offset: 2, width: 1, integer: false }, // [N, 1] target.x
  loss_x_2: { rows: "none", offset: 4610, width: 1, integer: false }, // [] loss.x_2
  add: { rows: "N:T", offset: 4, width: 1, integer: false }, // [N, 1]
  x_loss_2: { rows: "N:T", offset: 5, width: 1, integer: false }, // [N] x.loss_2
  x_W_h: { rows: "N:T", offset: 3, width: 1, integer: false }, // [N, 1] x.W_h
  h_1_pre_2: { rows: "N:T", offset: 3, width: 32, integer: false }, // [N, 32] h.1.pre_2
  x_2: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N, 1]
  h_1_h_state_2: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] h.1.h.state_2
  h_1_h_2: { rows: "N:T", offset: 35, width: 32, integer: false }, // [N, 32] h.1.h_2
  h_1_h_before: { rows: "N:T", offset: 67, width: 32, integer: false }, // [N, 32] h.1.h_before
  h_1_U_h_before_2: { rows: "B", offset: 32, width: 32, integer: false }, // [B, 32] h.1.U_h_before_2
  weight_x_2: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.x_2
  target_x_2: { rows: "N:T", offset: 2, width: 1, integer: false }, // [N, 1] target.x_2
  h_1_dh: { rows: "N:T", offset: 99, width: 32, integer: false }, // [N, 32] h.1.dh
  x_W_packed_2: { rows: "none", offset: 3554, width: 32, integer: false }, // [1, 32] packed x.W.packed_2
  h_1_dh_before_state: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] h.1.dh_before.state
  h_1_dh_pre: { rows: "N:T", offset: 1, width: 32, integer: false }, // [N, 32] h.1.dh_pre
  h_1_U_packed_2: { rows: "none", offset: 3586, width: 1024, integer: false }, // [32, 32] packed h.1.U.packed_2
  norm: { rows: "none", offset: 4611, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 4610, width: 1, integer: false }, // [] update.rate
  output_x_2: { rows: "B", offset: 65, width: 1, integer: false }, // [B, 1] output.x_2
  final_h_1_h: { rows: "B", offset: 33, width: 32, integer: false }, // [B, 32] final.h.1.h
  h_1_U_initial: { rows: "B", offset: 98, width: 32, integer: false }, // [B, 32] h.1.U_initial
  h_1_W_x: { rows: "B", offset: 66, width: 32, integer: false }, // [B, 32] h.1.W_x
  x_3: { rows: "B", offset: 32, width: 1, integer: false }, // [B, 1]
  state_h_1_h: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] state.h.1.h
  loss_x_3: { rows: "none", offset: 4677, width: 1, integer: false }, // [] loss.x_3
  final_h_1_h_2: { rows: "none", offset: 4645, width: 32, integer: false }, // [32] final.h.1.h_2
  influenced: { rows: "B", offset: 69, width: 1, integer: false }, // [B]
  final_influence_h_1_h: { rows: "B", offset: 37, width: 32, integer: false }, // [B, 32] final.influence.h.1.h
  h_1_U_h: { rows: "B", offset: 70, width: 32, integer: false }, // [B, 32] h.1.U_h
  h_1_W_x_j: { rows: "B", offset: 102, width: 1, integer: false }, // [B] h.1.W.x_j
  h_1_h_dinitial: { rows: "none", offset: 4678, width: 32, integer: false }, // [32] h.1.h.dinitial
  x_dloss_add: { rows: "none", offset: 4742, width: 32, integer: false }, // [32] x.dloss.add
  h_1_dh_2: { rows: "none", offset: 4678, width: 32, integer: false }, // [32] h.1.dh_2
  x_W_h_2: { rows: "none", offset: 4678, width: 1, integer: false }, // [1] x.W_h_2
  h_1_U_initial_2: { rows: "none", offset: 4710, width: 32, integer: false }, // [32] h.1.U_initial_2
  h_1_W_x_2: { rows: "none", offset: 4678, width: 32, integer: false }, // [32] h.1.W_x_2
  x_4: { rows: "none", offset: 4642, width: 1, integer: false }, // [1]
  state_h_1_h_2: { rows: "none", offset: 4610, width: 32, integer: false }, // [32] state.h.1.h_2
  influence_h_1_h: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] influence.h.1.h
  direction_h_1_W_column: { rows: "B", offset: 32, width: 1, integer: true }, // [B] direction.h.1.W.column
  weight_x_3: { rows: "none", offset: 4643, width: 1, integer: false }, // [] weight.x_3
  target_x_3: { rows: "none", offset: 4644, width: 1, integer: false }, // [1] target.x_3
  direction_h_1_W_row: { rows: "B", offset: 33, width: 1, integer: true }, // [B] direction.h.1.W.row
  direction_h_1_U_row: { rows: "B", offset: 34, width: 1, integer: true }, // [B] direction.h.1.U.row
  direction_h_1_U_column: { rows: "B", offset: 35, width: 1, integer: true }, // [B] direction.h.1.U.column
  direction_h_1_b_row: { rows: "B", offset: 36, width: 1, integer: true }, // [B] direction.h.1.b.row
} satisfies WasmPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { x: "x" }, outputs: { "output.x": "output_x" } },
  score: { run: score, inputs: { "weight.x": "weight_x", "target.x": "target_x" }, outputs: { "loss.x": "loss_x", loss: "loss_x" } },
  forward: {
    run: forward,
    inputs: { x: "x_2", "weight.x": "weight_x_2", "target.x": "target_x_2" },
    outputs: { "loss.x": "loss_x_2", loss: "loss_x_2" },
  },
  backward: { run: backward, inputs: { x: "x_2" }, outputs: { gradients: "gradients" } },
  update: {
    run: update,
    inputs: { gradients: "gradients", parameters: "parameters", "update.rate": "update_rate" },
    outputs: { norm: "norm", parameters: "parameters" },
  },
  step: {
    run: step,
    inputs: { x: "x_3", "state.h.1.h": "state_h_1_h" },
    outputs: { "output.x": "output_x_2", "final.h.1.h": "final_h_1_h" },
  },
  rtrl: {
    run: rtrl,
    inputs: {
      x: "x_4",
      "state.h.1.h": "state_h_1_h_2",
      "influence.h.1.h": "influence_h_1_h",
      "direction.h.1.W.column": "direction_h_1_W_column",
      "weight.x": "weight_x_3",
      "target.x": "target_x_3",
      "direction.h.1.W.row": "direction_h_1_W_row",
      "direction.h.1.U.row": "direction_h_1_U_row",
      "direction.h.1.U.column": "direction_h_1_U_column",
      "direction.h.1.b.row": "direction_h_1_b_row",
    },
    outputs: {
      "loss.x": "loss_x_3",
      loss: "loss_x_3",
      "final.h.1.h": "final_h_1_h_2",
      influenced: "influenced",
      gradients: "gradients",
      "final.influence.h.1.h": "final_influence_h_1_h",
    },
  },
} satisfies WasmPrograms["programs"];
