// Made by rnnc from the model `anbncn` in specs/models/anbncn.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [90].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.copy_1(m.parameters + offset.memory_1_b_in, m.memory_1_b, 1); // memory.1.b_in [1]
  k.copy_1(m.parameters + offset.memory_1_b_out, m.memory_1_b + 4, 1); // memory.1.b_out [1]
  k.copy_2_2(m.parameters + offset.memory_1_b_z, m.memory_1_b + 8, 1); // memory.1.b_z [2]
  k.pack_6x1(m.parameters + offset.memory_1_W_in, m.memory_1_W_packed); // memory.1.W for products
  k.pack_6x1_2(m.parameters + offset.memory_1_W_out, m.memory_1_W_packed); // memory.1.W for products
  k.pack_6x2(m.parameters + offset.memory_1_W_z, m.memory_1_W_packed); // memory.1.W for products
  k.pack_2x1(m.parameters + offset.memory_1_U_in, m.memory_1_U_packed); // memory.1.U for products
  k.pack_2x1_2(m.parameters + offset.memory_1_U_out, m.memory_1_U_packed); // memory.1.U for products
  k.pack_2x2(m.parameters + offset.memory_1_U_z, m.memory_1_U_packed); // memory.1.U for products
  k.pack_8x6(m.parameters + offset.symbol_W, m.symbol_W_packed); // symbol.W for products
  k.pack_6x8(m.parameters + offset.symbol_W, m.symbol_W_packed_2); // symbol.W for products
  k.pack_1x2(m.parameters + offset.memory_1_U_in, m.memory_1_U_packed_2); // memory.1.U for products
  k.pack_1x2(m.parameters + offset.memory_1_U_out, m.memory_1_U_packed_2 + 32); // memory.1.U for products
  k.pack_2x2_2(m.parameters + offset.memory_1_U_z, m.memory_1_U_packed_2 + 64); // memory.1.U for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads symbol [N].
 * Gives output.symbol [N, 6].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_memory_1_z_u_1(m.symbol$, m.memory_1_z_u_1 + 8, T.total); // u.1 [N, 6]
  k.gemm_6x4_bias(m.memory_1_z_u_1 + 8, m.memory_1_W_packed, m.memory_1_pre, m.memory_1_b, T.total); // memory.1.pre [N, 4]
  k.zero_2(m.memory_1_z_state, batch.size); // memory.1.z_before starts at zeros
  k.zero_2(m.memory_1_s_state, batch.size); // memory.1.s_before starts at zeros

  // memory.1.z, memory.1.s
  const { memory_1_z_state, memory_1_U_packed, memory_1_U_z_before, memory_1_pre, memory_1_γ, memory_1_φ, memory_1_s_state, memory_1_z } =
    m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_2x4(memory_1_z_state, memory_1_U_packed, memory_1_U_z_before, rows); // memory.1.U_z_before [B, 4]
    k["map_memory_1_γ"](
      memory_1_pre + 4 + at * 16,
      memory_1_U_z_before + 4,
      memory_1_pre + at * 16,
      memory_1_U_z_before,
      memory_1_γ,
      memory_1_φ,
      rows,
    ); // memory.1.γ [B, 1], memory.1.φ [B, 1]
    k.map_memory_1_s_state(
      memory_1_s_state,
      memory_1_φ,
      memory_1_pre + 8 + at * 16,
      memory_1_U_z_before + 8,
      memory_1_γ,
      memory_1_s_state,
      memory_1_z + at * 8,
      memory_1_z_state,
      rows,
    ); // memory.1.s [B, 2], memory.1.z [B, 2]
  }

  k.copy_2(m.memory_1_z, m.memory_1_z_u_1, T.total); // memory.1.z [N, 2]
  k.gemm_8x6_bias(m.memory_1_z_u_1, m.symbol_W_packed, m.symbol_logits, m.parameters + offset.symbol_b, T.total); // symbol.logits [N, 6]
  k.map_symbol_logits_add(m.symbol_logits, m.symbol_logits_add, m.output_symbol, m.log, T.total); // symbol.logits.add [N, 6], mul [N, 6], log [N]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.symbol [N], target.symbol [N].
 * Gives loss.symbol [], loss [].
 */
export function score(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_symbol_loss(m.weight_symbol, m.log, m.target_symbol, m.symbol_logits_add, m.symbol_loss, T.total); // symbol.loss [N]
  k.sum_rows_1(m.symbol_loss, m.loss_symbol, T.total); // symbol.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads symbol [N], weight.symbol [N], target.symbol [N].
 * Gives loss.symbol [], loss [].
 */
export function forward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_memory_1_z_u_1(m.symbol_2, m.memory_1_z_u_1_2 + 8, T.total); // u.1 [N, 6]
  k.gemm_6x4_bias(m.memory_1_z_u_1_2 + 8, m.memory_1_W_packed, m.memory_1_pre_2, m.memory_1_b, T.total); // memory.1.pre [N, 4]
  k.zero_2(m.memory_1_z_state_2, batch.size); // memory.1.z_before starts at zeros
  k.zero_2(m.memory_1_s_state_2, batch.size); // memory.1.s_before starts at zeros

  // memory.1.z, memory.1.s
  const {
    memory_1_z_state_2,
    memory_1_U_packed,
    memory_1_U_z_before_2,
    memory_1_pre_2,
    memory_1_γ_2,
    memory_1_φ_2,
    memory_1_s_state_2,
    tanh,
    memory_1_s_before,
    memory_1_z_before,
    memory_1_z_2,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_2x4(memory_1_z_state_2, memory_1_U_packed, memory_1_U_z_before_2, rows); // memory.1.U_z_before [B, 4]
    k["map_memory_1_γ"](
      memory_1_pre_2 + 4 + at * 16,
      memory_1_U_z_before_2 + 4,
      memory_1_pre_2 + at * 16,
      memory_1_U_z_before_2,
      memory_1_γ_2 + at * 4,
      memory_1_φ_2 + at * 4,
      rows,
    ); // memory.1.γ [B, 1], memory.1.φ [B, 1]
    k.map_tanh(
      memory_1_pre_2 + 8 + at * 16,
      memory_1_U_z_before_2 + 8,
      memory_1_s_state_2,
      memory_1_z_state_2,
      tanh + at * 8,
      memory_1_s_before + at * 8,
      memory_1_z_before + at * 8,
      rows,
    ); // tanh [B, 2], memory.1.s_before [B, 2], memory.1.z_before [B, 2]
    k.map_memory_1_s_state_2(
      memory_1_s_state_2,
      memory_1_φ_2 + at * 4,
      tanh + at * 8,
      memory_1_γ_2 + at * 4,
      memory_1_s_state_2,
      memory_1_z_2 + at * 8,
      memory_1_z_state_2,
      rows,
    ); // memory.1.s [B, 2], memory.1.z [B, 2]
  }

  k.copy_2(m.memory_1_z_2, m.memory_1_z_u_1_2, T.total); // memory.1.z [N, 2]
  k.gemm_8x6_bias(m.memory_1_z_u_1_2, m.symbol_W_packed, m.symbol_logits_2, m.parameters + offset.symbol_b, T.total); // symbol.logits [N, 6]
  k.map_symbol_loss_2(m.weight_symbol_2, m.symbol_logits_2, m.target_symbol_2, m.symbol_loss_2, m.symbol_dlogits, T.total); // symbol.loss [N], symbol.dlogits [N, 6]
  k.sum_rows_1(m.symbol_loss_2, m.loss_symbol_2, T.total); // symbol.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads symbol [N].
 * Gives gradients [90].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_6x8(m.symbol_dlogits, m.symbol_W_packed_2, m.symbol_W_dlogits, T.total); // symbol.W_dlogits [N, 8]
  k.row_product_6x8(m.symbol_dlogits, m.memory_1_z_u_1_2, m.gradients + offset.symbol_W, T.total); // symbol.dW [6, 8]
  k.sum_rows_6(m.symbol_dlogits, m.gradients + offset.symbol_b, T.total); // symbol.db [6]
  k.zero_2(m.memory_1_ds_state, batch.size); // memory.1.ds_after starts at zeros
  k.zero_2(m.memory_1_dz_before_state, batch.size); // memory.1.dz_after starts at zeros

  // memory.1.ds, memory.1.dz_before
  const {
    memory_1_ds_state,
    memory_1_dz_before_state,
    symbol_W_dlogits,
    memory_1_γ_2,
    memory_1_s_before,
    memory_1_φ_2,
    tanh,
    reduce_2,
    reduce,
    memory_1_dφ_pre_dγ_pre_ds_mul,
    memory_1_U_packed_2,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_memory_1_ds_state(
      memory_1_ds_state,
      memory_1_dz_before_state,
      symbol_W_dlogits + at * 32,
      memory_1_γ_2 + at * 4,
      memory_1_s_before + at * 8,
      memory_1_φ_2 + at * 4,
      tanh + at * 8,
      memory_1_ds_state,
      reduce_2,
      reduce,
      memory_1_dφ_pre_dγ_pre_ds_mul + 8 + at * 16,
      rows,
    ); // memory.1.ds [B, 2], reduce [B], memory.1.ds.mul [B, 2]
    k["map_memory_1_dφ_pre_dγ_pre_ds_mul"](
      reduce_2,
      memory_1_φ_2 + at * 4,
      reduce,
      memory_1_γ_2 + at * 4,
      memory_1_dφ_pre_dγ_pre_ds_mul + at * 16,
      memory_1_dφ_pre_dγ_pre_ds_mul + 4 + at * 16,
      rows,
    ); // memory.1.dφ_pre [B, 1], memory.1.dγ_pre [B, 1]
    k.gemm_4x2(memory_1_dφ_pre_dγ_pre_ds_mul + at * 16, memory_1_U_packed_2, memory_1_dz_before_state, rows); // memory.1.dz_before [B, 2]
  }

  k.map_u_1(m.symbol_2, m.u_1, T.total); // u.1 [N, 6]
  k.row_product_4x6(m["memory_1_dφ_pre_dγ_pre_ds_mul"], m.u_1, m.u_1_row_product, T.total); // u.1.row_product [4, 6]
  k.row_product_4x2(m["memory_1_dφ_pre_dγ_pre_ds_mul"], m.memory_1_z_before, m.row_product, T.total); // row_product [4, 2]
  k.sum_rows_4(m["memory_1_dφ_pre_dγ_pre_ds_mul"], m.sum_rows, T.total); // sum_rows [4]
  k.copy_6(m.u_1_row_product, m.gradients, 1); // memory.1.dW_in [1, 6]
  k.copy_6(m.u_1_row_product + 24, m.gradients + offset.memory_1_W_out, 1); // memory.1.dW_out [1, 6]
  k.copy_2_2(m.row_product, m.gradients + offset.memory_1_U_in, 1); // memory.1.dU_in [1, 2]
  k.copy_2_2(m.row_product + 8, m.gradients + offset.memory_1_U_out, 1); // memory.1.dU_out [1, 2]
  k.copy_1(m.sum_rows, m.gradients + offset.memory_1_b_in, 1); // memory.1.db_in [1]
  k.copy_1(m.sum_rows + 4, m.gradients + offset.memory_1_b_out, 1); // memory.1.db_out [1]
  k.copy_12(m.u_1_row_product + 48, m.gradients + offset.memory_1_W_z, 1); // memory.1.dW_z [2, 6]
  k.copy_4(m.row_product + 16, m.gradients + offset.memory_1_U_z, 1); // memory.1.dU_z [2, 2]
  k.copy_2_2(m.sum_rows + 8, m.gradients + offset.memory_1_b_z, 1); // memory.1.db_z [2]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [90], moment1 [90], moment2 [90], parameters [90], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [90], moment2 [90], parameters [90].
 */
export function update(k: Kernels, m: Arena): void {
  k.map_norm(
    m.gradients,
    m.moment1,
    m.moment2,
    m.parameters,
    m.update_rate,
    m.update_bias1,
    m.update_bias2,
    m.norm,
    m.moment1,
    m.moment2,
    m.parameters,
    1,
  ); // sqrt [], add [90], parameters.add [90]
}

/**
 * One step of every sequence: states in and out.
 * Reads state.memory.1.z [B, 2], symbol [B], state.memory.1.s [B, 2].
 * Gives output.symbol [B, 6], final.memory.1.z [B, 2], final.memory.1.s [B, 2].
 */
export function step(k: Kernels, m: Arena, batch: Packed): void {
  k.gemm_2x4(m.state_memory_1_z, m.memory_1_U_packed, m.memory_1_U_initial, batch.size); // memory.1.U_initial [B, 4]
  k.map_memory_1_z_u_1(m.symbol_3, m.memory_1_z_u_1_3 + 8, batch.size); // u.1 [B, 6]
  k.gemm_6x4(m.memory_1_z_u_1_3 + 8, m.memory_1_W_packed, m.memory_1_W_1, batch.size); // memory.1.W_1 [B, 4]
  k["map_memory_1_γ_3"](
    m.memory_1_W_1 + 4,
    m.memory_1_U_initial + 4,
    m.parameters + offset.memory_1_b_out,
    m.memory_1_W_1,
    m.memory_1_U_initial,
    m.parameters + offset.memory_1_b_in,
    m["memory_1_γ_3"],
    m["memory_1_φ_3"],
    batch.size,
  ); // memory.1.γ [B, 1], memory.1.φ [B, 1]
  k.map_final_memory_1_s(
    m.state_memory_1_s,
    m["memory_1_φ_3"],
    m.memory_1_W_1 + 8,
    m.memory_1_U_initial + 8,
    m.parameters + offset.memory_1_b_z,
    m["memory_1_γ_3"],
    m.final_memory_1_s,
    m.final_memory_1_z,
    m.memory_1_z_u_1_3,
    batch.size,
  ); // memory.1.s [B, 2], memory.1.z [B, 2]
  k.gemm_8x6_bias(m.memory_1_z_u_1_3, m.symbol_W_packed, m.symbol_logits_3, m.parameters + offset.symbol_b, batch.size); // symbol.logits [B, 6]
  k.map_output_symbol_2(m.symbol_logits_3, m.output_symbol_2, batch.size); // mul [B, 6]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  memory_1_W_in: 0,
  memory_1_W_out: 24,
  memory_1_U_in: 48,
  memory_1_U_out: 56,
  memory_1_b_in: 64,
  memory_1_b_out: 68,
  memory_1_W_z: 72,
  memory_1_U_z: 120,
  memory_1_b_z: 136,
  symbol_W: 144,
  symbol_b: 336,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 609,
  "N:T": 39,
  B: 33,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 90, integer: false }, // [90]
  gradients: { rows: "none", offset: 90, width: 90, integer: false }, // [90]
  moment1: { rows: "none", offset: 180, width: 90, integer: false }, // [90]
  moment2: { rows: "none", offset: 270, width: 90, integer: false }, // [90]
  output_symbol: { rows: "N:T", offset: 3, width: 6, integer: false }, // [N, 6] output.symbol
  memory_1_z_u_1: { rows: "N:T", offset: 9, width: 8, integer: false }, // [N, 8] memory.1.z_u.1
  log: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N]
  symbol_logits_add: { rows: "N:T", offset: 9, width: 6, integer: false }, // [N, 6] symbol.logits.add
  symbol_logits: { rows: "N:T", offset: 17, width: 6, integer: false }, // [N, 6] symbol.logits
  memory_1_pre: { rows: "N:T", offset: 17, width: 4, integer: false }, // [N, 4] memory.1.pre
  symbol$: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N] symbol
  memory_1_W_packed: { rows: "none", offset: 360, width: 48, integer: false }, // [6, 4] packed memory.1.W.packed
  memory_1_b: { rows: "none", offset: 408, width: 4, integer: false }, // [4] memory.1.b
  memory_1_z_state: { rows: "B", offset: 4, width: 2, integer: false }, // [B, 2] memory.1.z.state
  memory_1_s_state: { rows: "B", offset: 6, width: 2, integer: false }, // [B, 2] memory.1.s.state
  memory_1_z: { rows: "N:T", offset: 21, width: 2, integer: false }, // [N, 2] memory.1.z
  memory_1_φ: { rows: "B", offset: 8, width: 1, integer: false }, // [B, 1] memory.1.φ
  memory_1_γ: { rows: "B", offset: 9, width: 1, integer: false }, // [B, 1] memory.1.γ
  memory_1_U_z_before: { rows: "B", offset: 0, width: 4, integer: false }, // [B, 4] memory.1.U_z_before
  memory_1_U_packed: { rows: "none", offset: 412, width: 16, integer: false }, // [2, 4] packed memory.1.U.packed
  symbol_W_packed: { rows: "none", offset: 428, width: 64, integer: false }, // [8, 6] packed symbol.W.packed
  loss_symbol: { rows: "none", offset: 572, width: 1, integer: false }, // [] loss.symbol
  symbol_loss: { rows: "N:T", offset: 15, width: 1, integer: false }, // [N] symbol.loss
  weight_symbol: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.symbol
  target_symbol: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.symbol
  loss_symbol_2: { rows: "none", offset: 572, width: 1, integer: false }, // [] loss.symbol_2
  memory_1_z_u_1_2: { rows: "N:T", offset: 3, width: 8, integer: false }, // [N, 8] memory.1.z_u.1_2
  symbol_dlogits: { rows: "N:T", offset: 25, width: 6, integer: false }, // [N, 6] symbol.dlogits
  symbol_loss_2: { rows: "N:T", offset: 31, width: 1, integer: false }, // [N] symbol.loss_2
  symbol_logits_2: { rows: "N:T", offset: 11, width: 6, integer: false }, // [N, 6] symbol.logits_2
  memory_1_pre_2: { rows: "N:T", offset: 11, width: 4, integer: false }, // [N, 4] memory.1.pre_2
  symbol_2: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  memory_1_z_state_2: { rows: "B", offset: 4, width: 2, integer: false }, // [B, 2] memory.1.z.state_2
  memory_1_s_state_2: { rows: "B", offset: 6, width: 2, integer: false }, // [B, 2] memory.1.s.state_2
  memory_1_z_2: { rows: "N:T", offset: 15, width: 2, integer: false }, // [N, 2] memory.1.z_2
  memory_1_γ_2: { rows: "N:T", offset: 23, width: 1, integer: false }, // [N, 1] memory.1.γ_2
  memory_1_s_before: { rows: "N:T", offset: 17, width: 2, integer: false }, // [N, 2] memory.1.s_before
  memory_1_φ_2: { rows: "N:T", offset: 24, width: 1, integer: false }, // [N, 1] memory.1.φ_2
  tanh: { rows: "N:T", offset: 19, width: 2, integer: false }, // [N, 2]
  memory_1_z_before: { rows: "N:T", offset: 21, width: 2, integer: false }, // [N, 2] memory.1.z_before
  memory_1_U_z_before_2: { rows: "B", offset: 0, width: 4, integer: false }, // [B, 4] memory.1.U_z_before_2
  weight_symbol_2: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.symbol_2
  target_symbol_2: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.symbol_2
  sum_rows: { rows: "none", offset: 605, width: 4, integer: false }, // [4]
  row_product: { rows: "none", offset: 597, width: 8, integer: false }, // [4, 2]
  u_1_row_product: { rows: "none", offset: 573, width: 24, integer: false }, // [4, 6] u.1.row_product
  symbol_W_dlogits: { rows: "N:T", offset: 31, width: 8, integer: false }, // [N, 8] symbol.W_dlogits
  u_1: { rows: "N:T", offset: 5, width: 6, integer: false }, // [N, 6] u.1
  symbol_W_packed_2: { rows: "none", offset: 492, width: 48, integer: false }, // [6, 8] packed symbol.W.packed_2
  memory_1_ds_state: { rows: "B", offset: 0, width: 2, integer: false }, // [B, 2] memory.1.ds.state
  memory_1_dz_before_state: { rows: "B", offset: 2, width: 2, integer: false }, // [B, 2] memory.1.dz_before.state
  memory_1_dφ_pre_dγ_pre_ds_mul: { rows: "N:T", offset: 1, width: 4, integer: false }, // [N, 4] memory.1.dφ_pre_dγ_pre_ds.mul
  reduce: { rows: "B", offset: 4, width: 1, integer: false }, // [B]
  reduce_2: { rows: "B", offset: 5, width: 1, integer: false }, // [B]
  memory_1_U_packed_2: { rows: "none", offset: 540, width: 32, integer: false }, // [4, 2] packed memory.1.U.packed_2
  norm: { rows: "none", offset: 575, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 572, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 573, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 574, width: 1, integer: false }, // [] update.bias2
  output_symbol_2: { rows: "B", offset: 5, width: 6, integer: false }, // [B, 6] output.symbol_2
  final_memory_1_z: { rows: "B", offset: 11, width: 2, integer: false }, // [B, 2] final.memory.1.z
  final_memory_1_s: { rows: "B", offset: 13, width: 2, integer: false }, // [B, 2] final.memory.1.s
  memory_1_z_u_1_3: { rows: "B", offset: 19, width: 8, integer: false }, // [B, 8] memory.1.z_u.1_3
  symbol_logits_3: { rows: "B", offset: 27, width: 6, integer: false }, // [B, 6] symbol.logits_3
  memory_1_φ_3: { rows: "B", offset: 0, width: 1, integer: false }, // [B, 1] memory.1.φ_3
  memory_1_γ_3: { rows: "B", offset: 1, width: 1, integer: false }, // [B, 1] memory.1.γ_3
  memory_1_U_initial: { rows: "B", offset: 15, width: 4, integer: false }, // [B, 4] memory.1.U_initial
  memory_1_W_1: { rows: "B", offset: 27, width: 4, integer: false }, // [B, 4] memory.1.W_1
  state_memory_1_z: { rows: "B", offset: 0, width: 2, integer: false }, // [B, 2] state.memory.1.z
  symbol_3: { rows: "B", offset: 4, width: 1, integer: true }, // [B]
  state_memory_1_s: { rows: "B", offset: 2, width: 2, integer: false }, // [B, 2] state.memory.1.s
} satisfies WasmPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { symbol: "symbol$" }, outputs: { "output.symbol": "output_symbol" } },
  score: {
    run: score,
    inputs: { "weight.symbol": "weight_symbol", "target.symbol": "target_symbol" },
    outputs: { "loss.symbol": "loss_symbol", loss: "loss_symbol" },
  },
  forward: {
    run: forward,
    inputs: { symbol: "symbol_2", "weight.symbol": "weight_symbol_2", "target.symbol": "target_symbol_2" },
    outputs: { "loss.symbol": "loss_symbol_2", loss: "loss_symbol_2" },
  },
  backward: { run: backward, inputs: { symbol: "symbol_2" }, outputs: { gradients: "gradients" } },
  update: {
    run: update,
    inputs: {
      gradients: "gradients",
      moment1: "moment1",
      moment2: "moment2",
      parameters: "parameters",
      "update.rate": "update_rate",
      "update.bias1": "update_bias1",
      "update.bias2": "update_bias2",
    },
    outputs: { norm: "norm", moment1: "moment1", moment2: "moment2", parameters: "parameters" },
  },
  step: {
    run: step,
    inputs: { "state.memory.1.z": "state_memory_1_z", symbol: "symbol_3", "state.memory.1.s": "state_memory_1_s" },
    outputs: { "output.symbol": "output_symbol_2", "final.memory.1.z": "final_memory_1_z", "final.memory.1.s": "final_memory_1_s" },
  },
} satisfies WasmPrograms["programs"];
