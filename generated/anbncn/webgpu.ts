// Made by rnnc from the model `anbncn` in specs/models/anbncn.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type Recurrences, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [90].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.moves_prepare(
    m.parameters + offset.memory_1_b_in,
    m.memory_1_b,
    m.parameters + offset.memory_1_b_out,
    m.memory_1_b + 1,
    m.parameters + offset.memory_1_b_z,
    m.memory_1_b + 2,
    m.parameters,
    m.memory_1_W_packed,
    m.parameters + offset.memory_1_W_out,
    m.memory_1_W_packed,
    m.parameters + offset.memory_1_W_z,
    m.memory_1_W_packed,
    m.parameters + offset.memory_1_U_in,
    m.memory_1_U_packed,
    m.parameters + offset.memory_1_U_out,
    m.memory_1_U_packed,
    m.parameters + offset.memory_1_U_z,
    m.memory_1_U_packed,
    m.parameters + offset.symbol_W,
    m.symbol_W_packed,
    m.parameters + offset.symbol_W,
    m.symbol_W_packed_2,
    m.parameters + offset.memory_1_U_in,
    m.memory_1_U_packed_2,
    m.parameters + offset.memory_1_U_out,
    m.memory_1_U_packed_2 + 8,
    m.parameters + offset.memory_1_U_z,
    m.memory_1_U_packed_2 + 16,
    1,
  ); // memory.1.b_in [1], memory.1.b_out [1], memory.1.b_z [2] and 3 more
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads symbol [N].
 * Gives output.symbol [N, 6].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.map_memory_1_z_u_1(m.symbol$, m.memory_1_z_u_1 + 2, T.total); // u.1 [N, 6]
  k.gemm_6x4_bias(m.memory_1_z_u_1 + 2, m.memory_1_W_packed, m.memory_1_pre, m.memory_1_b, T.total); // memory.1.pre [N, 4]
  k.moves_predict(m.memory_1_z_state, m.memory_1_s_state, batch.size); // memory.1.z_before starts at zeros, memory.1.s_before starts at zeros

  // memory.1.z, memory.1.s
  if (together("loop_memory_1_z")) {
    k.loop_memory_1_z(
      m.memory_1_z_state,
      m.memory_1_U_packed,
      m.memory_1_U_z_before,
      m.memory_1_pre + 1,
      m.memory_1_U_z_before + 1,
      m.memory_1_pre,
      m["memory_1_γ"],
      m["memory_1_φ"],
      m.memory_1_s_state,
      m.memory_1_pre + 2,
      m.memory_1_U_z_before + 2,
      m.memory_1_z,
      T,
      batch.size,
    );
  } else {
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_2x4(m.memory_1_z_state, m.memory_1_U_packed, m.memory_1_U_z_before, rows); // memory.1.U_z_before [B, 4]
      k["map_memory_1_γ"](
        m.memory_1_pre + 1 + at * 4,
        m.memory_1_U_z_before + 1,
        m.memory_1_pre + at * 4,
        m.memory_1_U_z_before,
        m["memory_1_γ"],
        m["memory_1_φ"],
        rows,
      ); // memory.1.γ [B, 1], memory.1.φ [B, 1]
      k.map_memory_1_s_state(
        m.memory_1_s_state,
        m["memory_1_φ"],
        m.memory_1_pre + 2 + at * 4,
        m.memory_1_U_z_before + 2,
        m["memory_1_γ"],
        m.memory_1_s_state,
        m.memory_1_z + at * 2,
        m.memory_1_z_state,
        rows,
      ); // memory.1.s [B, 2], memory.1.z [B, 2]
    }
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
export function score(k: GpuKernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_symbol_loss(m.weight_symbol, m.log, m.target_symbol, m.symbol_logits_add, m.symbol_loss, T.total); // symbol.loss [N]
  k.sum_rows_1(m.symbol_loss, m.loss_symbol, T.total); // symbol.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads symbol [N], weight.symbol [N], target.symbol [N].
 * Gives loss.symbol [], loss [].
 */
export function forward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.map_memory_1_z_u_1(m.symbol_2, m.memory_1_z_u_1_2 + 2, T.total); // u.1 [N, 6]
  k.gemm_6x4_bias(m.memory_1_z_u_1_2 + 2, m.memory_1_W_packed, m.memory_1_pre_2, m.memory_1_b, T.total); // memory.1.pre [N, 4]
  k.moves_predict(m.memory_1_z_state_2, m.memory_1_s_state_2, batch.size); // memory.1.z_before starts at zeros, memory.1.s_before starts at zeros

  // memory.1.z, memory.1.s
  if (together("loop_memory_1_z_2")) {
    k.loop_memory_1_z_2(
      m.memory_1_z_state_2,
      m.memory_1_U_packed,
      m.memory_1_U_z_before_2,
      m.memory_1_pre_2 + 1,
      m.memory_1_U_z_before_2 + 1,
      m.memory_1_pre_2,
      m["memory_1_γ_2"],
      m["memory_1_φ_2"],
      m.memory_1_pre_2 + 2,
      m.memory_1_U_z_before_2 + 2,
      m.memory_1_s_state_2,
      m.tanh,
      m.memory_1_s_before,
      m.memory_1_z_before,
      m.memory_1_z_2,
      T,
      batch.size,
    );
  } else {
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_2x4(m.memory_1_z_state_2, m.memory_1_U_packed, m.memory_1_U_z_before_2, rows); // memory.1.U_z_before [B, 4]
      k["map_memory_1_γ"](
        m.memory_1_pre_2 + 1 + at * 4,
        m.memory_1_U_z_before_2 + 1,
        m.memory_1_pre_2 + at * 4,
        m.memory_1_U_z_before_2,
        m["memory_1_γ_2"] + at * 1,
        m["memory_1_φ_2"] + at * 1,
        rows,
      ); // memory.1.γ [B, 1], memory.1.φ [B, 1]
      k.map_tanh(
        m.memory_1_pre_2 + 2 + at * 4,
        m.memory_1_U_z_before_2 + 2,
        m.memory_1_s_state_2,
        m.memory_1_z_state_2,
        m.tanh + at * 2,
        m.memory_1_s_before + at * 2,
        m.memory_1_z_before + at * 2,
        rows,
      ); // tanh [B, 2], memory.1.s_before [B, 2], memory.1.z_before [B, 2]
      k.map_memory_1_s_state_2(
        m.memory_1_s_state_2,
        m["memory_1_φ_2"] + at * 1,
        m.tanh + at * 2,
        m["memory_1_γ_2"] + at * 1,
        m.memory_1_s_state_2,
        m.memory_1_z_2 + at * 2,
        m.memory_1_z_state_2,
        rows,
      ); // memory.1.s [B, 2], memory.1.z [B, 2]
    }
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
export function backward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_6x8(m.symbol_dlogits, m.symbol_W_packed_2, m.symbol_W_dlogits, T.total); // symbol.W_dlogits [N, 8]
  k.row_product_6x8(m.symbol_dlogits, m.memory_1_z_u_1_2, m.backward_partials, T.total); // symbol.dW [6, 8]
  k.sum_rows_6(m.symbol_dlogits, m.gradients + offset.symbol_b, T.total); // symbol.db [6]
  k.moves_predict(m.memory_1_ds_state, m.memory_1_dz_before_state, batch.size); // memory.1.ds_after starts at zeros, memory.1.dz_after starts at zeros

  // memory.1.ds, memory.1.dz_before
  if (together("loop_memory_1_ds")) {
    k.loop_memory_1_ds(
      m.memory_1_ds_state,
      m.memory_1_dz_before_state,
      m.symbol_W_dlogits,
      m["memory_1_γ_2"],
      m.memory_1_s_before,
      m["memory_1_φ_2"],
      m.tanh,
      m.reduce_2,
      m.reduce,
      m["memory_1_dφ_pre_dγ_pre_ds_mul"] + 2,
      m["memory_1_dφ_pre_dγ_pre_ds_mul"],
      m["memory_1_dφ_pre_dγ_pre_ds_mul"] + 1,
      m.memory_1_U_packed_2,
      T,
      batch.size,
    );
  } else {
    for (let t = T.steps - 1; t >= 0; t--) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.map_memory_1_ds_state(
        m.memory_1_ds_state,
        m.memory_1_dz_before_state,
        m.symbol_W_dlogits + at * 8,
        m["memory_1_γ_2"] + at * 1,
        m.memory_1_s_before + at * 2,
        m["memory_1_φ_2"] + at * 1,
        m.tanh + at * 2,
        m.memory_1_ds_state,
        m.reduce_2,
        m.reduce,
        m["memory_1_dφ_pre_dγ_pre_ds_mul"] + 2 + at * 4,
        rows,
      ); // memory.1.ds [B, 2], reduce [B], memory.1.ds.mul [B, 2]
      k["map_memory_1_dφ_pre_dγ_pre_ds_mul"](
        m.reduce_2,
        m["memory_1_φ_2"] + at * 1,
        m.reduce,
        m["memory_1_γ_2"] + at * 1,
        m["memory_1_dφ_pre_dγ_pre_ds_mul"] + at * 4,
        m["memory_1_dφ_pre_dγ_pre_ds_mul"] + 1 + at * 4,
        rows,
      ); // memory.1.dφ_pre [B, 1], memory.1.dγ_pre [B, 1]
      k.gemm_4x2(m["memory_1_dφ_pre_dγ_pre_ds_mul"] + at * 4, m.memory_1_U_packed_2, m.memory_1_dz_before_state, rows); // memory.1.dz_before [B, 2]
    }
  }

  k.map_u_1(m.symbol_2, m.u_1, T.total); // u.1 [N, 6]
  k.row_product_4x6(m["memory_1_dφ_pre_dγ_pre_ds_mul"], m.u_1, m.backward_partials_2, T.total); // u.1.row_product [4, 6]
  k.row_product_4x2(m["memory_1_dφ_pre_dγ_pre_ds_mul"], m.memory_1_z_before, m.backward_partials_3, T.total); // row_product [4, 2]
  k.sum_rows_4(m["memory_1_dφ_pre_dγ_pre_ds_mul"], m.sum_rows, T.total); // sum_rows [4]
  k.add_up_backward(
    m.backward_partials,
    m.gradients + offset.symbol_W,
    m.backward_partials_2,
    m.u_1_row_product,
    m.backward_partials_3,
    m.row_product,
    1,
  ); // the parts of symbol.dW [6, 8], u.1.row_product [4, 6], row_product [4, 2]
  k.moves_backward(
    m.u_1_row_product,
    m.gradients,
    m.u_1_row_product + 6,
    m.gradients + offset.memory_1_W_out,
    m.row_product,
    m.gradients + offset.memory_1_U_in,
    m.row_product + 2,
    m.gradients + offset.memory_1_U_out,
    m.sum_rows,
    m.gradients + offset.memory_1_b_in,
    m.sum_rows + 1,
    m.gradients + offset.memory_1_b_out,
    m.u_1_row_product + 12,
    m.gradients + offset.memory_1_W_z,
    m.row_product + 4,
    m.gradients + offset.memory_1_U_z,
    m.sum_rows + 2,
    m.gradients + offset.memory_1_b_z,
    1,
  ); // memory.1.dW_in [1, 6], memory.1.dW_out [1, 6], memory.1.dU_in [1, 2] and 6 more
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [90], moment1 [90], moment2 [90], parameters [90], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [90], moment2 [90], parameters [90].
 */
export function update(k: GpuKernels, m: Arena): void {
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
export function step(k: GpuKernels, m: Arena, batch: Packed): void {
  k.gemm_2x4(m.state_memory_1_z, m.memory_1_U_packed, m.memory_1_U_initial, batch.size); // memory.1.U_initial [B, 4]
  k.map_memory_1_z_u_1_2(m.symbol_3, m.memory_1_z_u_1_3 + 2, batch.size); // u.1 [B, 6]
  k.gemm_6x4(m.memory_1_z_u_1_3 + 2, m.memory_1_W_packed, m.memory_1_W_1, batch.size); // memory.1.W_1 [B, 4]
  k["map_memory_1_γ_3"](
    m.memory_1_W_1 + 1,
    m.memory_1_U_initial + 1,
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
    m.memory_1_W_1 + 2,
    m.memory_1_U_initial + 2,
    m.parameters + offset.memory_1_b_z,
    m["memory_1_γ_3"],
    m.final_memory_1_s,
    m.final_memory_1_z,
    m.memory_1_z_u_1_3,
    batch.size,
  ); // memory.1.s [B, 2], memory.1.z [B, 2]
  k.gemm_8x6_bias_2(m.memory_1_z_u_1_3, m.symbol_W_packed, m.symbol_logits_3, m.parameters + offset.symbol_b, batch.size); // symbol.logits [B, 6]
  k.map_output_symbol_2(m.symbol_logits_3, m.output_symbol_2, batch.size); // mul [B, 6]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  memory_1_W_out: 6,
  memory_1_U_in: 12,
  memory_1_U_out: 14,
  memory_1_b_in: 16,
  memory_1_b_out: 17,
  memory_1_W_z: 18,
  memory_1_U_z: 30,
  memory_1_b_z: 34,
  symbol_W: 36,
  symbol_b: 84,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 3169,
  "N:T": 39,
  B: 33,
} satisfies WebGpuPrograms["regions"];

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
  backward_partials: { rows: "none", offset: 609, width: 1536, integer: false }, // [32, 6, 8] backward.partials
  backward_partials_2: { rows: "none", offset: 2145, width: 768, integer: false }, // [32, 4, 6] backward.partials_2
  backward_partials_3: { rows: "none", offset: 2913, width: 256, integer: false }, // [32, 4, 2] backward.partials_3
} satisfies WebGpuPrograms["buffers"];

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
} satisfies WebGpuPrograms["programs"];

/** The kernels, without what stands before each of them (runtime/webgpu/prelude.ts). */
export const kernels = {
  moves_prepare: {
    across: 14,
    rows: 4,
    words: 29,
    code: `
// 2 x copy [1], copy [2], pack [6, 1], pack [6, 1], pack [6, 2], pack [2, 1], pack [2, 1], pack [2, 2], pack [8, 6], pack [6, 8], 2 x pack [1, 2], pack [2, 2]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 14u;
  let first = group(id) / 14u * 4u;
  if (first >= call[0].x) { return; }
  if (part < 2u) {
    // 2 alike
    let own = part;
    let word = own * 2u + 1u;
    let source = argument(word);
    let out = argument(word + 1u);
    for (var e = lane; e < min(4u, call[0].x - first) * 1u; e += 64u) {
      let r = first + e / 1u;
      let j = e % 1u;
      weights[out + r + j] = weights[source + j];
    }
  } else if (part < 3u) {
    let source = call[1].y;
    let out = call[1].z;
    for (var e = lane; e < min(4u, call[0].x - first) * 2u; e += 64u) {
      let r = first + e / 2u;
      let j = e % 2u;
      weights[out + r * 2u + j] = weights[source + j];
    }
  } else if (part < 4u) {
    let source = call[1].w;
    let out = call[2].x;
    for (var e = lane; e < min(4u, call[0].x - first) * 48u; e += 64u) {
      let r = first + e / 48u;
      let j = e % 48u;
      let i = j / 8u % 6u;
      let panel = j / 48u;
      let column = panel * 8u + j % 8u;
      if (column < 1u) { weights[out + (panel * 6u + i) * 8u + j % 8u] = weights[source + i + column * 6u]; }
    }
  } else if (part < 5u) {
    let source = call[2].y;
    let out = call[2].z;
    for (var e = lane; e < min(4u, call[0].x - first) * 48u; e += 64u) {
      let r = first + e / 48u;
      let j = e % 48u;
      let i = j / 8u % 6u;
      let panel = j / 48u;
      let column = panel * 8u + j % 8u;
      if (column >= 1u && column < 2u) { weights[out + (panel * 6u + i) * 8u + j % 8u] = weights[source + i + (column - 1u) * 6u]; }
    }
  } else if (part < 6u) {
    let source = call[2].w;
    let out = call[3].x;
    for (var e = lane; e < min(4u, call[0].x - first) * 48u; e += 64u) {
      let r = first + e / 48u;
      let j = e % 48u;
      let i = j / 8u % 6u;
      let panel = j / 48u;
      let column = panel * 8u + j % 8u;
      if (column >= 2u && column < 4u) { weights[out + (panel * 6u + i) * 8u + j % 8u] = weights[source + i + (column - 2u) * 6u]; }
    }
  } else if (part < 7u) {
    let source = call[3].y;
    let out = call[3].z;
    for (var e = lane; e < min(4u, call[0].x - first) * 16u; e += 64u) {
      let r = first + e / 16u;
      let j = e % 16u;
      let i = j / 8u % 2u;
      let panel = j / 16u;
      let column = panel * 8u + j % 8u;
      if (column < 1u) { weights[out + (panel * 2u + i) * 8u + j % 8u] = weights[source + i + column * 2u]; }
    }
  } else if (part < 8u) {
    let source = call[3].w;
    let out = call[4].x;
    for (var e = lane; e < min(4u, call[0].x - first) * 16u; e += 64u) {
      let r = first + e / 16u;
      let j = e % 16u;
      let i = j / 8u % 2u;
      let panel = j / 16u;
      let column = panel * 8u + j % 8u;
      if (column >= 1u && column < 2u) { weights[out + (panel * 2u + i) * 8u + j % 8u] = weights[source + i + (column - 1u) * 2u]; }
    }
  } else if (part < 9u) {
    let source = call[4].y;
    let out = call[4].z;
    for (var e = lane; e < min(4u, call[0].x - first) * 16u; e += 64u) {
      let r = first + e / 16u;
      let j = e % 16u;
      let i = j / 8u % 2u;
      let panel = j / 16u;
      let column = panel * 8u + j % 8u;
      if (column >= 2u && column < 4u) { weights[out + (panel * 2u + i) * 8u + j % 8u] = weights[source + i + (column - 2u) * 2u]; }
    }
  } else if (part < 10u) {
    let source = call[4].w;
    let out = call[5].x;
    for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
      let r = first + e / 64u;
      let j = e % 64u;
      let i = j / 8u % 8u;
      let panel = j / 64u;
      let column = panel * 8u + j % 8u;
      if (column < 6u) { weights[out + (panel * 8u + i) * 8u + j % 8u] = weights[source + i + column * 8u]; }
    }
  } else if (part < 11u) {
    let source = call[5].y;
    let out = call[5].z;
    for (var e = lane; e < min(4u, call[0].x - first) * 48u; e += 64u) {
      let r = first + e / 48u;
      let j = e % 48u;
      let i = j / 8u % 6u;
      let panel = j / 48u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 6u + i) * 8u + j % 8u] = weights[source + i * 8u + column];
    }
  } else if (part < 13u) {
    // 2 alike
    let own = part - 11u;
    let word = own * 2u + 23u;
    let source = argument(word);
    let out = argument(word + 1u);
    for (var e = lane; e < min(4u, call[0].x - first) * 8u; e += 64u) {
      let r = first + e / 8u;
      let j = e % 8u;
      let i = j / 8u % 1u;
      let panel = j / 8u;
      let column = panel * 8u + j % 8u;
      if (column < 2u) { weights[out + (panel * 4u + i) * 8u + j % 8u] = weights[source + i * 2u + column]; }
    }
  } else {
    let source = call[6].w;
    let out = call[7].x;
    for (var e = lane; e < min(4u, call[0].x - first) * 16u; e += 64u) {
      let r = first + e / 16u;
      let j = e % 16u;
      let i = j / 8u % 2u;
      let panel = j / 16u;
      let column = panel * 8u + j % 8u;
      if (column < 2u) { weights[out + (panel * 4u + i) * 8u + j % 8u] = weights[source + i * 2u + column]; }
    }
  }
}
`,
  },
  map_memory_1_z_u_1: {
    across: 1,
    rows: 42,
    words: 3,
    code: `
// pointwise [rows, 6]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 42u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(42u, call[0].x - first) * 6u; e += 64u) {
    let r = first + e / 6u;
    let j = e % 6u;
    let v0 = f32(j);
    let v1 = f32(bitcast<i32>(arena[call[0].y + r]));
    let v3 = v0 - v1;
    let v4 = -v3;
    let v5 = max_of(v3, v4);
    let v7 = select(0f, 1f, v5 < 0.5f);
    set_value(call[0].z + r * 8u + j, v7);
  }
}
`,
  },
  gemm_6x4_bias: {
    across: 1,
    rows: 32,
    words: 5,
    code: `
// C[r, 4] = A[r, 6] · B[6, 4] + bias, in tiles of 32 rows and 8 columns
const K = 6u;
const N = 4u;

const DEPTH = 6u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 54>;
var<workgroup> block_b: array<f32, 48>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 8u),
    value(a + min(r + 1u, last) * 8u),
    value(a + min(r + 2u, last) * 8u),
    value(a + min(r + 3u, last) * 8u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(at: u32, e: u32) -> f32 {
  let k = at + e / 8u % DEPTH;
  let b = call[0].z + k * 8u + e % 8u;
  return weight(b);
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 4u + column;
  set_value(at, sum + weight(call[1].x + column));
}

/** A row's columns of a thread. */
fn store_row(r: u32, column: u32, sums: f32) {
  if (r >= call[0].x) { return; }
  if (column < N) { store_c(r, column, sums); }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 32u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: f32;
  for (var at = 0u; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < K) {
      next_a_0 = load_a(first, at, lane);
      next_b_0 = load_b(at, lane);
    }
    if (at > 0u) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    if (lane < 48u) { block_a[place_a(lane)] = next_a_0; }
    if (lane < 48u) { block_b[place_b(lane)] = next_b_0; }
    workgroupBarrier();
  }

  let row = first + row_lane * 4u;
  let column = column_lane;
  store_row(row, column, sum_0_0.x);
  store_row(row + 1u, column, sum_0_0.y);
  store_row(row + 2u, column, sum_0_0.z);
  store_row(row + 3u, column, sum_0_0.w);
}
`,
  },
  loop_memory_1_z: {
    across: 1,
    rows: 4,
    words: 16,
    loop: true,
    code: `
// a loop of 3 calls, 4 sequences a workgroup
var<workgroup> tile: array<vec4f, 4>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  let own = lane % 16u;
  let team = lane / 16u;
  let mine = first + team;
  let r = min(mine, call[0].x - 1u);
  let column0_0 = own;
  let near0_0 = min(column0_0, 3u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 16u + (near0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), 0f, 0f);
  let steps = axes[call[3].y];
  for (var i = call[3].z; i < call[3].w; i++) {
    let t = i;
    let rows = axes[call[3].y + 3u + t];
    let start = axes[call[3].y + 3u + steps + t];
    if (first >= rows) { break; }
    let exists = mine < rows;
    storageBarrier();
    {
      let a = call[0].y + r * 2u;
      let c = call[0].w + r * 4u;
      for (var i = own; i < 1u; i += 16u) {
        if (i < 0u) {
          tile[team * 1u + i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        } else {
          tile[team * 1u + i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), 0f, 0f);
        }
      }
      workgroupBarrier();
      var sum0 = w0_0_0 * tile[team * 1u + 0u];
      if (exists && column0_0 < 4u) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    storageBarrier();
    {
      if (own < 1u && exists) {
        let j = own;
        let v0 = value(call[1].x + start * 4u + r * 4u + j);
        let v1 = value(call[1].y + r * 4u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + start * 4u + r * 4u + j);
        let v5 = value(call[0].w + r * 4u + j);
        let v6 = v4 + v5;
        let v7 = sigmoid_of(v6);
        set_value(call[1].w + r + j, v3);
        set_value(call[2].x + r + j, v7);
      }
    }
    storageBarrier();
    {
      if (own < 2u && exists) {
        let j = own;
        let v0 = value(call[2].y + r * 2u + j);
        let v1 = value(call[2].x + r);
        let v2 = value(call[2].z + start * 4u + r * 4u + j);
        let v3 = value(call[2].w + r * 4u + j);
        let v4 = v2 + v3;
        let v5 = tanh_of(v4);
        let v6 = v1 * v5;
        let v7 = v0 + v6;
        let v8 = value(call[1].w + r);
        let v9 = tanh_of(v7);
        let v10 = v8 * v9;
        set_value(call[2].y + r * 2u + j, v7);
        set_value(call[3].x + start * 2u + r * 2u + j, v10);
        set_value(call[0].y + r * 2u + j, v10);
      }
    }
  }
}
`,
  },
  gemm_2x4: {
    across: 1,
    rows: 8,
    words: 4,
    code: `
// C[r, 4] = A[r, 2] · B[2, 4], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 2u;
const N = 4u;
const CHUNK = 2u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 2u),
    value(a + min(r + 1u, last) * 2u),
    value(a + min(r + 2u, last) * 2u),
    value(a + min(r + 3u, last) * 2u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 4u + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + 0u * 16u + lane % 8u;
  var sum_0_0 = vec4f();
  var sum_1_0 = vec4f();
  for (var k0 = 0u; k0 < K; k0 += CHUNK) {
    let length = min(CHUNK, K - k0);
    workgroupBarrier();
    for (var i = lane; i < length; i += THREADS) {
      shared_quads[i] = load_a(first, k0 + i);
      shared_quads[CHUNK + i] = load_a(first + 4u, k0 + i);
    }
    workgroupBarrier();
    for (var i = slice; i < length; i += SLICES) {
      let w_0 = weight(b_0 + (k0 + i) * 8u);
      let a_0 = shared_quads[i];
      let a_1 = shared_quads[CHUNK + i];
      sum_0_0 += a_0 * w_0;
      sum_1_0 += a_1 * w_0;
    }
  }
  workgroupBarrier();
  shared_quads[lane] = sum_0_0;
  shared_quads[THREADS + lane] = sum_1_0;
  workgroupBarrier();

  // a number of C for a thread: the sums of its slices, in order
  for (var o = lane; o < 64u; o += THREADS) {
    let column = o % 8u;
    let row = o / 8u;
    let begin = (column / 8u * 2u + row / 4u) * THREADS + column % 8u;
    var sum = 0.0;
    for (var i = 0u; i < SLICES; i++) { sum += shared_quads[begin + i * 8u][row % 4u]; }
    let r = first + row;
    let j = column;
    if (r < call[0].x && j < N) { store_c(r, j, sum); }
  }
}
`,
  },
  map_memory_1_γ: {
    across: 1,
    rows: 256,
    words: 7,
    code: `
// pointwise [rows, 1]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 256u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(256u, call[0].x - first) * 1u; e += 64u) {
    let r = first + e / 1u;
    let j = e % 1u;
    let v0 = value(call[0].y + r * 4u + j);
    let v1 = value(call[0].z + r * 4u + j);
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[0].w + r * 4u + j);
    let v5 = value(call[1].x + r * 4u + j);
    let v6 = v4 + v5;
    let v7 = sigmoid_of(v6);
    set_value(call[1].y + r + j, v3);
    set_value(call[1].z + r + j, v7);
  }
}
`,
  },
  map_memory_1_s_state: {
    across: 1,
    rows: 128,
    words: 9,
    code: `
// pointwise [rows, 2]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 128u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(128u, call[0].x - first) * 2u; e += 64u) {
    let r = first + e / 2u;
    let j = e % 2u;
    let v0 = value(call[0].y + r * 2u + j);
    let v1 = value(call[0].z + r);
    let v2 = value(call[0].w + r * 4u + j);
    let v3 = value(call[1].x + r * 4u + j);
    let v4 = v2 + v3;
    let v5 = tanh_of(v4);
    let v6 = v1 * v5;
    let v7 = v0 + v6;
    let v8 = value(call[1].y + r);
    let v9 = tanh_of(v7);
    let v10 = v8 * v9;
    set_value(call[1].z + r * 2u + j, v7);
    set_value(call[1].w + r * 2u + j, v10);
    set_value(call[2].x + r * 2u + j, v10);
  }
}
`,
  },
  gemm_8x6_bias: {
    across: 1,
    rows: 32,
    words: 5,
    code: `
// C[r, 6] = A[r, 8] · B[8, 6] + bias, in tiles of 32 rows and 8 columns
const K = 8u;
const N = 6u;

const DEPTH = 8u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 72>;
var<workgroup> block_b: array<f32, 64>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 8u),
    value(a + min(r + 1u, last) * 8u),
    value(a + min(r + 2u, last) * 8u),
    value(a + min(r + 3u, last) * 8u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(at: u32, e: u32) -> f32 {
  let k = at + e / 8u % DEPTH;
  let b = call[0].z + k * 8u + e % 8u;
  return weight(b);
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 6u + column;
  set_value(at, sum + weight(call[1].x + column));
}

/** A row's columns of a thread. */
fn store_row(r: u32, column: u32, sums: f32) {
  if (r >= call[0].x) { return; }
  if (column < N) { store_c(r, column, sums); }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 32u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: f32;
  for (var at = 0u; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < K) {
      next_a_0 = load_a(first, at, lane);
      next_b_0 = load_b(at, lane);
    }
    if (at > 0u) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_b[place_b(lane)] = next_b_0;
    workgroupBarrier();
  }

  let row = first + row_lane * 4u;
  let column = column_lane;
  store_row(row, column, sum_0_0.x);
  store_row(row + 1u, column, sum_0_0.y);
  store_row(row + 2u, column, sum_0_0.z);
  store_row(row + 3u, column, sum_0_0.w);
}
`,
  },
  map_symbol_logits_add: {
    across: 1,
    rows: 64,
    words: 5,
    code: `
// map with reductions over rows of 6
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let c1 = 1u;
  let c2 = 2u;
  let c3 = 3u;
  let c4 = 4u;
  let c5 = 5u;
  var r1 = of_bits(0xff800000u);
  let v0_0 = value(call[0].y + r * 6u + c0);
  r1 = max_of(r1, v0_0);
  let v0_1 = value(call[0].y + r * 6u + c1);
  r1 = max_of(r1, v0_1);
  let v0_2 = value(call[0].y + r * 6u + c2);
  r1 = max_of(r1, v0_2);
  let v0_3 = value(call[0].y + r * 6u + c3);
  r1 = max_of(r1, v0_3);
  let v0_4 = value(call[0].y + r * 6u + c4);
  r1 = max_of(r1, v0_4);
  let v0_5 = value(call[0].y + r * 6u + c5);
  r1 = max_of(r1, v0_5);
  let v1 = r1;
  let v2 = -v1;
  var r5 = 0f;
  let v3_0 = v0_0 + v2;
  let v4_0 = exp_of(v3_0);
  r5 = r5 + v4_0;
  let v3_1 = v0_1 + v2;
  let v4_1 = exp_of(v3_1);
  r5 = r5 + v4_1;
  let v3_2 = v0_2 + v2;
  let v4_2 = exp_of(v3_2);
  r5 = r5 + v4_2;
  let v3_3 = v0_3 + v2;
  let v4_3 = exp_of(v3_3);
  r5 = r5 + v4_3;
  let v3_4 = v0_4 + v2;
  let v4_4 = exp_of(v3_4);
  r5 = r5 + v4_4;
  let v3_5 = v0_5 + v2;
  let v4_5 = exp_of(v3_5);
  r5 = r5 + v4_5;
  let v5 = r5;
  let v6 = 1f / v5;
  let v8 = log_of(v5);
  let v7_0 = v4_0 * v6;
  let v7_1 = v4_1 * v6;
  let v7_2 = v4_2 * v6;
  let v7_3 = v4_3 * v6;
  let v7_4 = v4_4 * v6;
  let v7_5 = v4_5 * v6;
  if (mine < call[0].x) {
    set_value(call[0].z + r * 6u + c0, v3_0);
    set_value(call[0].w + r * 6u + c0, v7_0);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 6u + c1, v3_1);
    set_value(call[0].w + r * 6u + c1, v7_1);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 6u + c2, v3_2);
    set_value(call[0].w + r * 6u + c2, v7_2);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 6u + c3, v3_3);
    set_value(call[0].w + r * 6u + c3, v7_3);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 6u + c4, v3_4);
    set_value(call[0].w + r * 6u + c4, v7_4);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 6u + c5, v3_5);
    set_value(call[0].w + r * 6u + c5, v7_5);
  }
  if (mine < call[0].x) {
    set_value(call[1].x + r, v8);
  }
}
`,
  },
  moves_predict: {
    across: 2,
    rows: 128,
    words: 3,
    code: `
// 2 x zero [2]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 128u;
  if (first >= call[0].x) { return; }
  // 2 alike
  let own = part;
  let word = own + 1u;
  let out = argument(word);
  for (var e = lane; e < min(128u, call[0].x - first) * 2u; e += 64u) {
    let r = first + e / 2u;
    let j = e % 2u;
    arena[out + r * 2u + j] = 0u;
  }
}
`,
  },
  copy_2: {
    across: 1,
    rows: 128,
    words: 3,
    code: `
// copy [2]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 128u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let out = call[0].z;
  for (var e = lane; e < min(128u, call[0].x - first) * 2u; e += 64u) {
    let r = first + e / 2u;
    let j = e % 2u;
    arena[out + r * 8u + j] = arena[source + r * 2u + j];
  }
}
`,
  },
  map_symbol_loss: {
    across: 1,
    rows: 64,
    words: 6,
    code: `
// map with reductions over rows of 6
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let c1 = 1u;
  let c2 = 2u;
  let c3 = 3u;
  let c4 = 4u;
  let c5 = 5u;
  let v0 = value(call[0].y + r);
  let v1 = value(call[0].z + r);
  let v3 = f32(bitcast<i32>(arena[call[0].w + r]));
  let v4 = -v3;
  var r12 = 0f;
  let v2_0 = f32(c0);
  let v5_0 = v2_0 + v4;
  let v6_0 = -v5_0;
  let v7_0 = max_of(v5_0, v6_0);
  let v9_0 = select(0f, 1f, v7_0 < 0.5f);
  let v10_0 = value(call[1].x + r * 6u + c0);
  let v11_0 = v9_0 * v10_0;
  r12 = r12 + v11_0;
  let v2_1 = f32(c1);
  let v5_1 = v2_1 + v4;
  let v6_1 = -v5_1;
  let v7_1 = max_of(v5_1, v6_1);
  let v9_1 = select(0f, 1f, v7_1 < 0.5f);
  let v10_1 = value(call[1].x + r * 6u + c1);
  let v11_1 = v9_1 * v10_1;
  r12 = r12 + v11_1;
  let v2_2 = f32(c2);
  let v5_2 = v2_2 + v4;
  let v6_2 = -v5_2;
  let v7_2 = max_of(v5_2, v6_2);
  let v9_2 = select(0f, 1f, v7_2 < 0.5f);
  let v10_2 = value(call[1].x + r * 6u + c2);
  let v11_2 = v9_2 * v10_2;
  r12 = r12 + v11_2;
  let v2_3 = f32(c3);
  let v5_3 = v2_3 + v4;
  let v6_3 = -v5_3;
  let v7_3 = max_of(v5_3, v6_3);
  let v9_3 = select(0f, 1f, v7_3 < 0.5f);
  let v10_3 = value(call[1].x + r * 6u + c3);
  let v11_3 = v9_3 * v10_3;
  r12 = r12 + v11_3;
  let v2_4 = f32(c4);
  let v5_4 = v2_4 + v4;
  let v6_4 = -v5_4;
  let v7_4 = max_of(v5_4, v6_4);
  let v9_4 = select(0f, 1f, v7_4 < 0.5f);
  let v10_4 = value(call[1].x + r * 6u + c4);
  let v11_4 = v9_4 * v10_4;
  r12 = r12 + v11_4;
  let v2_5 = f32(c5);
  let v5_5 = v2_5 + v4;
  let v6_5 = -v5_5;
  let v7_5 = max_of(v5_5, v6_5);
  let v9_5 = select(0f, 1f, v7_5 < 0.5f);
  let v10_5 = value(call[1].x + r * 6u + c5);
  let v11_5 = v9_5 * v10_5;
  r12 = r12 + v11_5;
  let v12 = r12;
  let v14 = v1 - v12;
  let v15 = v0 * v14;
  if (mine < call[0].x) {
    set_value(call[1].y + r, v15);
  }
}
`,
  },
  sum_rows_1: {
    across: 1,
    rows: 0,
    words: 3,
    code: `
// out[1] = the sum of source[r, 1] over all rows
const WIDTH = 1u;
const COLUMNS = 1u;
const LANES = 256u;
const PARTS = 8u;
var<workgroup> sums: array<f32, 256>;
var<workgroup> parts: array<f32, 8>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let count = call[0].x;
  let source = call[0].y;
  let out = call[0].z;
  let column = part * COLUMNS + lane % COLUMNS;
  let j = min(column, WIDTH - 1u);

  // four sums a lane, whose loads don't wait for each other
  var four = vec4f();
  var r = lane / COLUMNS;
  for (; r + 3u * LANES < count; r += 4u * LANES) {
    four += vec4f(
      value(source + r + j),
      value(source + r + LANES + j),
      value(source + r + 2u * LANES + j),
      value(source + r + 3u * LANES + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r + j); }
  sums[lane] = (four.x + four.y) + (four.z + four.w);
  workgroupBarrier();

  // the lanes of a column: parts of them, then the parts
  if (lane < PARTS * COLUMNS) {
    var sum = 0.0;
    for (var i = lane; i < LANES * COLUMNS; i += PARTS * COLUMNS) { sum += sums[i]; }
    parts[lane] = sum;
  }
  workgroupBarrier();
  if (lane < COLUMNS && column < WIDTH) {
    var sum = 0.0;
    for (var i = lane; i < PARTS * COLUMNS; i += COLUMNS) { sum += parts[i]; }
    set_weight(out + column, sum);
  }
}
`,
  },
  loop_memory_1_z_2: {
    across: 1,
    rows: 4,
    words: 19,
    loop: true,
    code: `
// a loop of 4 calls, 4 sequences a workgroup
var<workgroup> tile: array<vec4f, 4>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  let own = lane % 16u;
  let team = lane / 16u;
  let mine = first + team;
  let r = min(mine, call[0].x - 1u);
  let column0_0 = own;
  let near0_0 = min(column0_0, 3u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 16u + (near0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), 0f, 0f);
  let steps = axes[call[4].x];
  for (var i = call[4].y; i < call[4].z; i++) {
    let t = i;
    let rows = axes[call[4].x + 3u + t];
    let start = axes[call[4].x + 3u + steps + t];
    if (first >= rows) { break; }
    let exists = mine < rows;
    storageBarrier();
    {
      let a = call[0].y + r * 2u;
      let c = call[0].w + r * 4u;
      for (var i = own; i < 1u; i += 16u) {
        if (i < 0u) {
          tile[team * 1u + i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        } else {
          tile[team * 1u + i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), 0f, 0f);
        }
      }
      workgroupBarrier();
      var sum0 = w0_0_0 * tile[team * 1u + 0u];
      if (exists && column0_0 < 4u) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    storageBarrier();
    {
      if (own < 1u && exists) {
        let j = own;
        let v0 = value(call[1].x + start * 4u + r * 4u + j);
        let v1 = value(call[1].y + r * 4u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + start * 4u + r * 4u + j);
        let v5 = value(call[0].w + r * 4u + j);
        let v6 = v4 + v5;
        let v7 = sigmoid_of(v6);
        set_value(call[1].w + start * 1u + r + j, v3);
        set_value(call[2].x + start * 1u + r + j, v7);
      }
    }
    {
      if (own < 2u && exists) {
        let j = own;
        let v0 = value(call[2].y + start * 4u + r * 4u + j);
        let v1 = value(call[2].z + r * 4u + j);
        let v2 = v0 + v1;
        let v3 = tanh_of(v2);
        let v4 = value(call[2].w + r * 2u + j);
        let v5 = value(call[0].y + r * 2u + j);
        set_value(call[3].x + start * 2u + r * 2u + j, v3);
        set_value(call[3].y + start * 2u + r * 2u + j, v4);
        set_value(call[3].z + start * 2u + r * 2u + j, v5);
      }
    }
    storageBarrier();
    {
      if (own < 2u && exists) {
        let j = own;
        let v0 = value(call[2].w + r * 2u + j);
        let v1 = value(call[2].x + start * 1u + r);
        let v2 = value(call[3].x + start * 2u + r * 2u + j);
        let v3 = v1 * v2;
        let v4 = v0 + v3;
        let v5 = value(call[1].w + start * 1u + r);
        let v6 = tanh_of(v4);
        let v7 = v5 * v6;
        set_value(call[2].w + r * 2u + j, v4);
        set_value(call[3].w + start * 2u + r * 2u + j, v7);
        set_value(call[0].y + r * 2u + j, v7);
      }
    }
  }
}
`,
  },
  map_tanh: {
    across: 1,
    rows: 128,
    words: 8,
    code: `
// pointwise [rows, 2]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 128u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(128u, call[0].x - first) * 2u; e += 64u) {
    let r = first + e / 2u;
    let j = e % 2u;
    let v0 = value(call[0].y + r * 4u + j);
    let v1 = value(call[0].z + r * 4u + j);
    let v2 = v0 + v1;
    let v3 = tanh_of(v2);
    let v4 = value(call[0].w + r * 2u + j);
    let v5 = value(call[1].x + r * 2u + j);
    set_value(call[1].y + r * 2u + j, v3);
    set_value(call[1].z + r * 2u + j, v4);
    set_value(call[1].w + r * 2u + j, v5);
  }
}
`,
  },
  map_memory_1_s_state_2: {
    across: 1,
    rows: 128,
    words: 8,
    code: `
// pointwise [rows, 2]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 128u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(128u, call[0].x - first) * 2u; e += 64u) {
    let r = first + e / 2u;
    let j = e % 2u;
    let v0 = value(call[0].y + r * 2u + j);
    let v1 = value(call[0].z + r);
    let v2 = value(call[0].w + r * 2u + j);
    let v3 = v1 * v2;
    let v4 = v0 + v3;
    let v5 = value(call[1].x + r);
    let v6 = tanh_of(v4);
    let v7 = v5 * v6;
    set_value(call[1].y + r * 2u + j, v4);
    set_value(call[1].z + r * 2u + j, v7);
    set_value(call[1].w + r * 2u + j, v7);
  }
}
`,
  },
  map_symbol_loss_2: {
    across: 1,
    rows: 64,
    words: 6,
    code: `
// map with reductions over rows of 6
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let c1 = 1u;
  let c2 = 2u;
  let c3 = 3u;
  let c4 = 4u;
  let c5 = 5u;
  let v0 = value(call[0].y + r);
  let v9 = f32(bitcast<i32>(arena[call[0].w + r]));
  let v10 = -v9;
  var r2 = of_bits(0xff800000u);
  let v1_0 = value(call[0].z + r * 6u + c0);
  r2 = max_of(r2, v1_0);
  let v1_1 = value(call[0].z + r * 6u + c1);
  r2 = max_of(r2, v1_1);
  let v1_2 = value(call[0].z + r * 6u + c2);
  r2 = max_of(r2, v1_2);
  let v1_3 = value(call[0].z + r * 6u + c3);
  r2 = max_of(r2, v1_3);
  let v1_4 = value(call[0].z + r * 6u + c4);
  r2 = max_of(r2, v1_4);
  let v1_5 = value(call[0].z + r * 6u + c5);
  r2 = max_of(r2, v1_5);
  let v2 = r2;
  let v3 = -v2;
  var r6 = 0f;
  var r17 = 0f;
  let v4_0 = v1_0 + v3;
  let v5_0 = exp_of(v4_0);
  let v8_0 = f32(c0);
  let v11_0 = v8_0 + v10;
  let v12_0 = -v11_0;
  let v13_0 = max_of(v11_0, v12_0);
  let v15_0 = select(0f, 1f, v13_0 < 0.5f);
  let v16_0 = v15_0 * v4_0;
  r6 = r6 + v5_0;
  r17 = r17 + v16_0;
  let v4_1 = v1_1 + v3;
  let v5_1 = exp_of(v4_1);
  let v8_1 = f32(c1);
  let v11_1 = v8_1 + v10;
  let v12_1 = -v11_1;
  let v13_1 = max_of(v11_1, v12_1);
  let v15_1 = select(0f, 1f, v13_1 < 0.5f);
  let v16_1 = v15_1 * v4_1;
  r6 = r6 + v5_1;
  r17 = r17 + v16_1;
  let v4_2 = v1_2 + v3;
  let v5_2 = exp_of(v4_2);
  let v8_2 = f32(c2);
  let v11_2 = v8_2 + v10;
  let v12_2 = -v11_2;
  let v13_2 = max_of(v11_2, v12_2);
  let v15_2 = select(0f, 1f, v13_2 < 0.5f);
  let v16_2 = v15_2 * v4_2;
  r6 = r6 + v5_2;
  r17 = r17 + v16_2;
  let v4_3 = v1_3 + v3;
  let v5_3 = exp_of(v4_3);
  let v8_3 = f32(c3);
  let v11_3 = v8_3 + v10;
  let v12_3 = -v11_3;
  let v13_3 = max_of(v11_3, v12_3);
  let v15_3 = select(0f, 1f, v13_3 < 0.5f);
  let v16_3 = v15_3 * v4_3;
  r6 = r6 + v5_3;
  r17 = r17 + v16_3;
  let v4_4 = v1_4 + v3;
  let v5_4 = exp_of(v4_4);
  let v8_4 = f32(c4);
  let v11_4 = v8_4 + v10;
  let v12_4 = -v11_4;
  let v13_4 = max_of(v11_4, v12_4);
  let v15_4 = select(0f, 1f, v13_4 < 0.5f);
  let v16_4 = v15_4 * v4_4;
  r6 = r6 + v5_4;
  r17 = r17 + v16_4;
  let v4_5 = v1_5 + v3;
  let v5_5 = exp_of(v4_5);
  let v8_5 = f32(c5);
  let v11_5 = v8_5 + v10;
  let v12_5 = -v11_5;
  let v13_5 = max_of(v11_5, v12_5);
  let v15_5 = select(0f, 1f, v13_5 < 0.5f);
  let v16_5 = v15_5 * v4_5;
  r6 = r6 + v5_5;
  r17 = r17 + v16_5;
  let v6 = r6;
  let v17 = r17;
  let v7 = log_of(v6);
  let v19 = v7 - v17;
  let v20 = v0 * v19;
  let v23 = 1f / v6;
  let v21_0 = v0 * v15_0;
  let v24_0 = v0 * v23 * v5_0;
  let v25_0 = -v21_0 + v24_0;
  let v21_1 = v0 * v15_1;
  let v24_1 = v0 * v23 * v5_1;
  let v25_1 = -v21_1 + v24_1;
  let v21_2 = v0 * v15_2;
  let v24_2 = v0 * v23 * v5_2;
  let v25_2 = -v21_2 + v24_2;
  let v21_3 = v0 * v15_3;
  let v24_3 = v0 * v23 * v5_3;
  let v25_3 = -v21_3 + v24_3;
  let v21_4 = v0 * v15_4;
  let v24_4 = v0 * v23 * v5_4;
  let v25_4 = -v21_4 + v24_4;
  let v21_5 = v0 * v15_5;
  let v24_5 = v0 * v23 * v5_5;
  let v25_5 = -v21_5 + v24_5;
  if (mine < call[0].x) {
    set_value(call[1].y + r * 6u + c0, v25_0);
  }
  if (mine < call[0].x) {
    set_value(call[1].y + r * 6u + c1, v25_1);
  }
  if (mine < call[0].x) {
    set_value(call[1].y + r * 6u + c2, v25_2);
  }
  if (mine < call[0].x) {
    set_value(call[1].y + r * 6u + c3, v25_3);
  }
  if (mine < call[0].x) {
    set_value(call[1].y + r * 6u + c4, v25_4);
  }
  if (mine < call[0].x) {
    set_value(call[1].y + r * 6u + c5, v25_5);
  }
  if (mine < call[0].x) {
    set_value(call[1].x + r, v20);
  }
}
`,
  },
  gemm_6x8: {
    across: 1,
    rows: 32,
    words: 4,
    code: `
// C[r, 8] = A[r, 6] · B[6, 8], in tiles of 32 rows and 8 columns
const K = 6u;
const N = 8u;

const DEPTH = 6u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 54>;
var<workgroup> block_b: array<f32, 48>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 6u),
    value(a + min(r + 1u, last) * 6u),
    value(a + min(r + 2u, last) * 6u),
    value(a + min(r + 3u, last) * 6u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(at: u32, e: u32) -> f32 {
  let k = at + e / 8u % DEPTH;
  let b = call[0].z + k * 8u + e % 8u;
  return weight(b);
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 8u + column;
  set_value(at, sum);
}

/** A row's columns of a thread. */
fn store_row(r: u32, column: u32, sums: f32) {
  if (r >= call[0].x) { return; }
  store_c(r, column, sums);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 32u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: f32;
  for (var at = 0u; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < K) {
      next_a_0 = load_a(first, at, lane);
      next_b_0 = load_b(at, lane);
    }
    if (at > 0u) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    if (lane < 48u) { block_a[place_a(lane)] = next_a_0; }
    if (lane < 48u) { block_b[place_b(lane)] = next_b_0; }
    workgroupBarrier();
  }

  let row = first + row_lane * 4u;
  let column = column_lane;
  store_row(row, column, sum_0_0.x);
  store_row(row + 1u, column, sum_0_0.y);
  store_row(row + 2u, column, sum_0_0.z);
  store_row(row + 3u, column, sum_0_0.w);
}
`,
  },
  row_product_6x8: {
    across: 32,
    rows: 0,
    words: 4,
    code: `
// C[6, 8] = the sum over rows of A[r, 6] transposed · B[r, 8], in 32 chunks of rows
const M = 6u;
const N = 8u;
const QUADS = 4u;

const DEPTH = 16u;
const QUAD_STRIDE = 5u;
const ROW_LANES = 4u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 80>;
var<workgroup> block_b: array<f32, 256>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 6u;
  return vec4f(
    value(row + min(i, M - 1u)),
    value(row + min(i + QUADS, M - 1u)),
    value(row + min(i + QUADS * 2u, M - 1u)),
    value(row + min(i + QUADS * 3u, M - 1u)),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> f32 {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return f32(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 8u;
  return value(row + min(j, N - 1u));
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: f32) {
  if (i >= M) { return; }
  let at = out + i * 8u;
  if (j < N) { set_weight(at + j, sums); }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = 0u;
  let column_0 = 0u;
  let chunk = part / 1u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 48u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: f32;
  var next_b_1: f32;
  var next_b_2: f32;
  var next_b_3: f32;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 64u);
      next_b_2 = load_b(column_0, at, end, lane + 128u);
      next_b_3 = load_b(column_0, at, end, lane + 192u);
    }
    if (at > start) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b;
      }
    }
    if (at >= end) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 64u)] = next_b_1;
    block_b[place_b(lane + 128u)] = next_b_2;
    block_b[place_b(lane + 192u)] = next_b_3;
    workgroupBarrier();
  }

  let i = row_0 + row_lane;
  let j = column_0 + column_lane;
  store_row(out, i, j, sum_0_0.x);
  store_row(out, i + QUADS, j, sum_0_0.y);
  store_row(out, i + QUADS * 2u, j, sum_0_0.z);
  store_row(out, i + QUADS * 3u, j, sum_0_0.w);
}
`,
  },
  sum_rows_6: {
    across: 1,
    rows: 0,
    words: 3,
    code: `
// out[6] = the sum of source[r, 6] over all rows
const WIDTH = 6u;
const COLUMNS = 8u;
const LANES = 32u;
const PARTS = 8u;
var<workgroup> sums: array<f32, 256>;
var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let count = call[0].x;
  let source = call[0].y;
  let out = call[0].z;
  let column = part * COLUMNS + lane % COLUMNS;
  let j = min(column, WIDTH - 1u);

  // four sums a lane, whose loads don't wait for each other
  var four = vec4f();
  var r = lane / COLUMNS;
  for (; r + 3u * LANES < count; r += 4u * LANES) {
    four += vec4f(
      value(source + r * 6u + j),
      value(source + (r + LANES) * 6u + j),
      value(source + (r + 2u * LANES) * 6u + j),
      value(source + (r + 3u * LANES) * 6u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 6u + j); }
  sums[lane] = (four.x + four.y) + (four.z + four.w);
  workgroupBarrier();

  // the lanes of a column: parts of them, then the parts
  if (lane < PARTS * COLUMNS) {
    var sum = 0.0;
    for (var i = lane; i < LANES * COLUMNS; i += PARTS * COLUMNS) { sum += sums[i]; }
    parts[lane] = sum;
  }
  workgroupBarrier();
  if (lane < COLUMNS && column < WIDTH) {
    var sum = 0.0;
    for (var i = lane; i < PARTS * COLUMNS; i += COLUMNS) { sum += parts[i]; }
    set_weight(out + column, sum);
  }
}
`,
  },
  loop_memory_1_ds: {
    across: 1,
    rows: 4,
    words: 17,
    loop: true,
    code: `
// a loop of 3 calls, 4 sequences a workgroup
var<workgroup> tile: array<vec4f, 4>;
var<workgroup> scratch: array<f32, 128>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  let own = lane % 16u;
  let team = lane / 16u;
  let mine = first + team;
  let r = min(mine, call[0].x - 1u);
  let column2_0 = own;
  let near2_0 = min(column2_0, 1u);
  let from2_0 = call[3].y + (near2_0 >> 3u) * 32u + (near2_0 & 7u);
  let w2_0_0 = vec4f(weight(from2_0 + 0u), weight(from2_0 + 8u), weight(from2_0 + 16u), weight(from2_0 + 24u));
  let steps = axes[call[3].z];
  for (var i = call[3].w; i < call[4].x; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[3].z + 3u + t];
    let start = axes[call[3].z + 3u + steps + t];
    if (first < rows) {
      let exists = mine < rows;
      {
        let c0 = min(own, 1u);
        let v14 = value(call[1].x + start * 1u + r);
        let v17 = value(call[1].z + start * 1u + r);
        var r28 = 0f;
        var r30 = 0f;
        let v0 = value(call[0].y + r * 2u + c0);
        let v1 = -v0;
        let v2 = max_of(v0, v1);
        let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
        let v7 = value(call[0].z + r * 2u + c0);
        let v8 = -v7;
        let v9 = max_of(v7, v8);
        let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
        let v12 = value(call[0].w + start * 8u + r * 8u + c0);
        let v13 = v11 + v12;
        let v16 = value(call[1].y + start * 2u + r * 2u + c0);
        let v18 = value(call[1].w + start * 2u + r * 2u + c0);
        let v19 = v17 * v18;
        let v20 = v16 + v19;
        let v21 = tanh_of(v20);
        let v22 = v21 * v21;
        let v24 = 1f - v22;
        let v25 = v13 * v14 * v24;
        let v26 = v6 + v25;
        let v27 = v26 * v18;
        let v29 = v13 * v21;
        let v31 = v18 * v18;
        let v33 = 1f - v31;
        let v34 = v26 * v17 * v33;
        r28 = r28 + select(0f, v27, own < 2u);
        r30 = r30 + select(0f, v29, own < 2u);
        if (own < 2u && exists) {
          set_value(call[0].y + r * 2u + c0, v26);
          set_value(call[2].z + start * 4u + r * 4u + c0, v34);
        }
        scratch[lane] = r28;
        scratch[64u + lane] = r30;
        workgroupBarrier();
        var v28 = scratch[lane / 16u * 16u + 0u];
        for (var k = 1u; k < 16u; k++) { v28 = v28 + scratch[lane / 16u * 16u + k]; }
        var v30 = scratch[64u + lane / 16u * 16u + 0u];
        for (var k = 1u; k < 16u; k++) { v30 = v30 + scratch[64u + lane / 16u * 16u + k]; }
        storageBarrier();
        if (own == 0u && exists) {
          set_value(call[2].x + r, v28);
          set_value(call[2].y + r, v30);
        }
      }
      storageBarrier();
      {
        if (own < 1u && exists) {
          let j = own;
          let v0 = value(call[2].x + r + j);
          let v1 = value(call[1].z + start * 1u + r + j);
          let v4 = 1f - v1;
          let v5 = v0 * v1 * v4;
          let v6 = value(call[2].y + r + j);
          let v7 = value(call[1].x + start * 1u + r + j);
          let v9 = 1f - v7;
          let v10 = v6 * v7 * v9;
          set_value(call[2].w + start * 4u + r * 4u + j, v5);
          set_value(call[3].x + start * 4u + r * 4u + j, v10);
        }
      }
      storageBarrier();
      {
        let a = call[2].w + start * 4u + r * 4u;
        let c = call[0].z + r * 2u;
        for (var i = own; i < 1u; i += 16u) {
          tile[team * 1u + i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        var sum0 = w2_0_0 * tile[team * 1u + 0u];
        if (exists && column2_0 < 2u) {
          set_value(c + column2_0, sum0.x + sum0.y + sum0.z + sum0.w);
        }
      }
    }
  }
}
`,
  },
  map_memory_1_ds_state: {
    across: 1,
    rows: 64,
    words: 12,
    code: `
// map with reductions over rows of 2
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let c1 = 1u;
  let v14 = value(call[1].x + r);
  let v17 = value(call[1].z + r);
  var r28 = 0f;
  var r30 = 0f;
  let v0_0 = value(call[0].y + r * 2u + c0);
  let v1_0 = -v0_0;
  let v2_0 = max_of(v0_0, v1_0);
  let v6_0 = select(v0_0, 0f, v2_0 < 1.0000000031710769e-30f);
  let v7_0 = value(call[0].z + r * 2u + c0);
  let v8_0 = -v7_0;
  let v9_0 = max_of(v7_0, v8_0);
  let v11_0 = select(v7_0, 0f, v9_0 < 1.0000000031710769e-30f);
  let v12_0 = value(call[0].w + r * 8u + c0);
  let v13_0 = v11_0 + v12_0;
  let v16_0 = value(call[1].y + r * 2u + c0);
  let v18_0 = value(call[1].w + r * 2u + c0);
  let v19_0 = v17 * v18_0;
  let v20_0 = v16_0 + v19_0;
  let v21_0 = tanh_of(v20_0);
  let v22_0 = v21_0 * v21_0;
  let v24_0 = 1f - v22_0;
  let v25_0 = v13_0 * v14 * v24_0;
  let v26_0 = v6_0 + v25_0;
  let v27_0 = v26_0 * v18_0;
  let v29_0 = v13_0 * v21_0;
  let v31_0 = v18_0 * v18_0;
  let v33_0 = 1f - v31_0;
  let v34_0 = v26_0 * v17 * v33_0;
  r28 = r28 + v27_0;
  r30 = r30 + v29_0;
  let v0_1 = value(call[0].y + r * 2u + c1);
  let v1_1 = -v0_1;
  let v2_1 = max_of(v0_1, v1_1);
  let v6_1 = select(v0_1, 0f, v2_1 < 1.0000000031710769e-30f);
  let v7_1 = value(call[0].z + r * 2u + c1);
  let v8_1 = -v7_1;
  let v9_1 = max_of(v7_1, v8_1);
  let v11_1 = select(v7_1, 0f, v9_1 < 1.0000000031710769e-30f);
  let v12_1 = value(call[0].w + r * 8u + c1);
  let v13_1 = v11_1 + v12_1;
  let v16_1 = value(call[1].y + r * 2u + c1);
  let v18_1 = value(call[1].w + r * 2u + c1);
  let v19_1 = v17 * v18_1;
  let v20_1 = v16_1 + v19_1;
  let v21_1 = tanh_of(v20_1);
  let v22_1 = v21_1 * v21_1;
  let v24_1 = 1f - v22_1;
  let v25_1 = v13_1 * v14 * v24_1;
  let v26_1 = v6_1 + v25_1;
  let v27_1 = v26_1 * v18_1;
  let v29_1 = v13_1 * v21_1;
  let v31_1 = v18_1 * v18_1;
  let v33_1 = 1f - v31_1;
  let v34_1 = v26_1 * v17 * v33_1;
  r28 = r28 + v27_1;
  r30 = r30 + v29_1;
  if (mine < call[0].x) {
    set_value(call[2].x + r * 2u + c0, v26_0);
    set_value(call[2].w + r * 4u + c0, v34_0);
  }
  if (mine < call[0].x) {
    set_value(call[2].x + r * 2u + c1, v26_1);
    set_value(call[2].w + r * 4u + c1, v34_1);
  }
  let v28 = r28;
  let v30 = r30;
  if (mine < call[0].x) {
    set_value(call[2].y + r, v28);
    set_value(call[2].z + r, v30);
  }
}
`,
  },
  map_memory_1_dφ_pre_dγ_pre_ds_mul: {
    across: 1,
    rows: 256,
    words: 7,
    code: `
// pointwise [rows, 1]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 256u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(256u, call[0].x - first) * 1u; e += 64u) {
    let r = first + e / 1u;
    let j = e % 1u;
    let v0 = value(call[0].y + r + j);
    let v1 = value(call[0].z + r + j);
    let v4 = 1f - v1;
    let v5 = v0 * v1 * v4;
    let v6 = value(call[0].w + r + j);
    let v7 = value(call[1].x + r + j);
    let v9 = 1f - v7;
    let v10 = v6 * v7 * v9;
    set_value(call[1].y + r * 4u + j, v5);
    set_value(call[1].z + r * 4u + j, v10);
  }
}
`,
  },
  gemm_4x2: {
    across: 1,
    rows: 8,
    words: 4,
    code: `
// C[r, 2] = A[r, 4] · B[4, 2], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 4u;
const N = 2u;
const CHUNK = 4u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 4u),
    value(a + min(r + 1u, last) * 4u),
    value(a + min(r + 2u, last) * 4u),
    value(a + min(r + 3u, last) * 4u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 2u + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + 0u * 32u + lane % 8u;
  var sum_0_0 = vec4f();
  var sum_1_0 = vec4f();
  for (var k0 = 0u; k0 < K; k0 += CHUNK) {
    let length = min(CHUNK, K - k0);
    workgroupBarrier();
    for (var i = lane; i < length; i += THREADS) {
      shared_quads[i] = load_a(first, k0 + i);
      shared_quads[CHUNK + i] = load_a(first + 4u, k0 + i);
    }
    workgroupBarrier();
    for (var i = slice; i < length; i += SLICES) {
      let w_0 = weight(b_0 + (k0 + i) * 8u);
      let a_0 = shared_quads[i];
      let a_1 = shared_quads[CHUNK + i];
      sum_0_0 += a_0 * w_0;
      sum_1_0 += a_1 * w_0;
    }
  }
  workgroupBarrier();
  shared_quads[lane] = sum_0_0;
  shared_quads[THREADS + lane] = sum_1_0;
  workgroupBarrier();

  // a number of C for a thread: the sums of its slices, in order
  for (var o = lane; o < 64u; o += THREADS) {
    let column = o % 8u;
    let row = o / 8u;
    let begin = (column / 8u * 2u + row / 4u) * THREADS + column % 8u;
    var sum = 0.0;
    for (var i = 0u; i < SLICES; i++) { sum += shared_quads[begin + i * 8u][row % 4u]; }
    let r = first + row;
    let j = column;
    if (r < call[0].x && j < N) { store_c(r, j, sum); }
  }
}
`,
  },
  map_u_1: {
    across: 1,
    rows: 42,
    words: 3,
    code: `
// pointwise [rows, 6]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 42u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(42u, call[0].x - first) * 6u; e += 64u) {
    let r = first + e / 6u;
    let j = e % 6u;
    let v0 = f32(j);
    let v1 = f32(bitcast<i32>(arena[call[0].y + r]));
    let v3 = v0 - v1;
    let v4 = -v3;
    let v5 = max_of(v3, v4);
    let v7 = select(0f, 1f, v5 < 0.5f);
    set_value(call[0].z + r * 6u + j, v7);
  }
}
`,
  },
  row_product_4x6: {
    across: 32,
    rows: 0,
    words: 4,
    code: `
// C[4, 6] = the sum over rows of A[r, 4] transposed · B[r, 6], in 32 chunks of rows
const M = 4u;
const N = 6u;
const QUADS = 4u;

const DEPTH = 16u;
const QUAD_STRIDE = 5u;
const ROW_LANES = 4u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 80>;
var<workgroup> block_b: array<f32, 256>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 4u;
  return vec4f(
    value(row + min(i, M - 1u)),
    value(row + min(i + QUADS, M - 1u)),
    value(row + min(i + QUADS * 2u, M - 1u)),
    value(row + min(i + QUADS * 3u, M - 1u)),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> f32 {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return f32(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 6u;
  return value(row + min(j, N - 1u));
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: f32) {
  if (i >= M) { return; }
  let at = out + i * 6u;
  if (j < N) { set_weight(at + j, sums); }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = 0u;
  let column_0 = 0u;
  let chunk = part / 1u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 24u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: f32;
  var next_b_1: f32;
  var next_b_2: f32;
  var next_b_3: f32;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 64u);
      next_b_2 = load_b(column_0, at, end, lane + 128u);
      next_b_3 = load_b(column_0, at, end, lane + 192u);
    }
    if (at > start) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b;
      }
    }
    if (at >= end) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 64u)] = next_b_1;
    block_b[place_b(lane + 128u)] = next_b_2;
    block_b[place_b(lane + 192u)] = next_b_3;
    workgroupBarrier();
  }

  let i = row_0 + row_lane;
  let j = column_0 + column_lane;
  store_row(out, i, j, sum_0_0.x);
  store_row(out, i + QUADS, j, sum_0_0.y);
  store_row(out, i + QUADS * 2u, j, sum_0_0.z);
  store_row(out, i + QUADS * 3u, j, sum_0_0.w);
}
`,
  },
  row_product_4x2: {
    across: 32,
    rows: 0,
    words: 4,
    code: `
// C[4, 2] = the sum over rows of A[r, 4] transposed · B[r, 2], in 32 chunks of rows
const M = 4u;
const N = 2u;
const QUADS = 4u;

const DEPTH = 16u;
const QUAD_STRIDE = 5u;
const ROW_LANES = 4u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 80>;
var<workgroup> block_b: array<f32, 256>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 4u;
  return vec4f(
    value(row + min(i, M - 1u)),
    value(row + min(i + QUADS, M - 1u)),
    value(row + min(i + QUADS * 2u, M - 1u)),
    value(row + min(i + QUADS * 3u, M - 1u)),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> f32 {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return f32(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 2u;
  return value(row + min(j, N - 1u));
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: f32) {
  if (i >= M) { return; }
  let at = out + i * 2u;
  if (j < N) { set_weight(at + j, sums); }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = 0u;
  let column_0 = 0u;
  let chunk = part / 1u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 8u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: f32;
  var next_b_1: f32;
  var next_b_2: f32;
  var next_b_3: f32;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 64u);
      next_b_2 = load_b(column_0, at, end, lane + 128u);
      next_b_3 = load_b(column_0, at, end, lane + 192u);
    }
    if (at > start) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b;
      }
    }
    if (at >= end) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 64u)] = next_b_1;
    block_b[place_b(lane + 128u)] = next_b_2;
    block_b[place_b(lane + 192u)] = next_b_3;
    workgroupBarrier();
  }

  let i = row_0 + row_lane;
  let j = column_0 + column_lane;
  store_row(out, i, j, sum_0_0.x);
  store_row(out, i + QUADS, j, sum_0_0.y);
  store_row(out, i + QUADS * 2u, j, sum_0_0.z);
  store_row(out, i + QUADS * 3u, j, sum_0_0.w);
}
`,
  },
  sum_rows_4: {
    across: 1,
    rows: 0,
    words: 3,
    code: `
// out[4] = the sum of source[r, 4] over all rows
const WIDTH = 4u;
const COLUMNS = 4u;
const LANES = 64u;
const PARTS = 8u;
var<workgroup> sums: array<f32, 256>;
var<workgroup> parts: array<f32, 32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let count = call[0].x;
  let source = call[0].y;
  let out = call[0].z;
  let column = part * COLUMNS + lane % COLUMNS;
  let j = min(column, WIDTH - 1u);

  // four sums a lane, whose loads don't wait for each other
  var four = vec4f();
  var r = lane / COLUMNS;
  for (; r + 3u * LANES < count; r += 4u * LANES) {
    four += vec4f(
      value(source + r * 4u + j),
      value(source + (r + LANES) * 4u + j),
      value(source + (r + 2u * LANES) * 4u + j),
      value(source + (r + 3u * LANES) * 4u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 4u + j); }
  sums[lane] = (four.x + four.y) + (four.z + four.w);
  workgroupBarrier();

  // the lanes of a column: parts of them, then the parts
  if (lane < PARTS * COLUMNS) {
    var sum = 0.0;
    for (var i = lane; i < LANES * COLUMNS; i += PARTS * COLUMNS) { sum += sums[i]; }
    parts[lane] = sum;
  }
  workgroupBarrier();
  if (lane < COLUMNS && column < WIDTH) {
    var sum = 0.0;
    for (var i = lane; i < PARTS * COLUMNS; i += COLUMNS) { sum += parts[i]; }
    set_weight(out + column, sum);
  }
}
`,
  },
  add_up_backward: {
    across: 3,
    rows: 0,
    words: 7,
    code: `
// sums of partial sums: [32, 48], [32, 24], [32, 8]
fn sum_weights_weights(partials: u32, out: u32, i: u32, size: u32, chunks: u32) {
  if (i >= size) { return; }
  var sum = weight(partials + i);
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += weight(partials + chunk * size + i); }
  set_weight(out + i, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  if (part < 1u) {
    sum_weights_weights(call[0].y, call[0].z, part * 64u + lane, 48u, 32u);
  } else if (part < 2u) {
    sum_weights_weights(call[0].w, call[1].x, (part - 1u) * 64u + lane, 24u, 32u);
  } else {
    sum_weights_weights(call[1].y, call[1].z, (part - 2u) * 64u + lane, 8u, 32u);
  }
}
`,
  },
  moves_backward: {
    across: 9,
    rows: 21,
    words: 19,
    code: `
// 2 x copy [6], 2 x copy [2], 2 x copy [1], copy [12], copy [4], copy [2]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 9u;
  let first = group(id) / 9u * 21u;
  if (first >= call[0].x) { return; }
  if (part < 2u) {
    // 2 alike
    let own = part;
    let word = own * 2u + 1u;
    let source = argument(word);
    let out = argument(word + 1u);
    for (var e = lane; e < min(21u, call[0].x - first) * 6u; e += 64u) {
      let r = first + e / 6u;
      let j = e % 6u;
      weights[out + r * 6u + j] = weights[source + j];
    }
  } else if (part < 4u) {
    // 2 alike
    let own = part - 2u;
    let word = own * 2u + 5u;
    let source = argument(word);
    let out = argument(word + 1u);
    for (var e = lane; e < min(21u, call[0].x - first) * 2u; e += 64u) {
      let r = first + e / 2u;
      let j = e % 2u;
      weights[out + r * 2u + j] = weights[source + j];
    }
  } else if (part < 6u) {
    // 2 alike
    let own = part - 4u;
    let word = own * 2u + 9u;
    let source = argument(word);
    let out = argument(word + 1u);
    for (var e = lane; e < min(21u, call[0].x - first) * 1u; e += 64u) {
      let r = first + e / 1u;
      let j = e % 1u;
      weights[out + r + j] = weights[source + j];
    }
  } else if (part < 7u) {
    let source = call[3].y;
    let out = call[3].z;
    for (var e = lane; e < min(21u, call[0].x - first) * 12u; e += 64u) {
      let r = first + e / 12u;
      let j = e % 12u;
      weights[out + r * 12u + j] = weights[source + j];
    }
  } else if (part < 8u) {
    let source = call[3].w;
    let out = call[4].x;
    for (var e = lane; e < min(21u, call[0].x - first) * 4u; e += 64u) {
      let r = first + e / 4u;
      let j = e % 4u;
      weights[out + r * 4u + j] = weights[source + j];
    }
  } else {
    let source = call[4].y;
    let out = call[4].z;
    for (var e = lane; e < min(21u, call[0].x - first) * 2u; e += 64u) {
      let r = first + e / 2u;
      let j = e % 2u;
      weights[out + r * 2u + j] = weights[source + j];
    }
  }
}
`,
  },
  map_norm: {
    across: 1,
    rows: 1,
    words: 12,
    code: `
// map with reductions over rows of 90
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = min(lane + 64u, 89u);
  let v25 = weight(call[1].y);
  let v26 = weight(call[1].z);
  let v28 = weight(call[1].w);
  var r2 = 0f;
  let v0_0 = weight(call[0].y + c0);
  let v1_0 = v0_0 * v0_0;
  r2 = r2 + v1_0;
  let v0_1 = weight(call[0].y + c1);
  let v1_1 = v0_1 * v0_1;
  r2 = r2 + select(0f, v1_1, lane + 64u < 90u);
  scratch[lane] = r2;
  workgroupBarrier();
  if (lane < 8u) {
    var p2 = scratch[lane];
    for (var k = 1u; k < 8u; k++) { p2 = p2 + scratch[lane + k * 8u]; }
    scratch[64u + lane] = p2;
  }
  workgroupBarrier();
  var v2 = scratch[64u + 0u];
  for (var k = 1u; k < 8u; k++) { v2 = v2 + scratch[64u + k]; }
  let v3 = sqrt(v2);
  let v10 = 9.999999974752427e-7f + v3;
  let v11 = 1f / v10;
  let v12 = -v11;
  let v13 = max_of((-1f), v12);
  let v5_0 = weight(call[0].z + c0);
  let v6_0 = 0.8999999761581421f * v5_0;
  let v14_0 = v0_0 * v13;
  let v15_0 = 0.10000000149011612f * v14_0;
  let v17_0 = v6_0 - v15_0;
  let v19_0 = weight(call[0].w + c0);
  let v20_0 = 0.9990000128746033f * v19_0;
  let v22_0 = 0.0010000000474974513f * v14_0 * v14_0;
  let v23_0 = v20_0 + v22_0;
  let v24_0 = weight(call[1].x + c0);
  let v29_0 = v23_0 * v28;
  let v30_0 = sqrt(v29_0);
  let v31_0 = 9.99999993922529e-9f + v30_0;
  let v33_0 = v25 * v17_0 * v26 / v31_0;
  let v35_0 = v24_0 - v33_0;
  let v5_1 = weight(call[0].z + c1);
  let v6_1 = 0.8999999761581421f * v5_1;
  let v14_1 = v0_1 * v13;
  let v15_1 = 0.10000000149011612f * v14_1;
  let v17_1 = v6_1 - v15_1;
  let v19_1 = weight(call[0].w + c1);
  let v20_1 = 0.9990000128746033f * v19_1;
  let v22_1 = 0.0010000000474974513f * v14_1 * v14_1;
  let v23_1 = v20_1 + v22_1;
  let v24_1 = weight(call[1].x + c1);
  let v29_1 = v23_1 * v28;
  let v30_1 = sqrt(v29_1);
  let v31_1 = 9.99999993922529e-9f + v30_1;
  let v33_1 = v25 * v17_1 * v26 / v31_1;
  let v35_1 = v24_1 - v33_1;
  set_weight(call[2].y + c0, v17_0);
  set_weight(call[2].z + c0, v23_0);
  set_weight(call[2].w + c0, v35_0);
  if (lane + 64u < 90u) {
    set_weight(call[2].y + c1, v17_1);
    set_weight(call[2].z + c1, v23_1);
    set_weight(call[2].w + c1, v35_1);
  }
  storageBarrier();
  if (lane == 0u) {
    set_weight(call[2].x, v3);
  }
}
`,
  },
  map_memory_1_z_u_1_2: {
    across: 1,
    rows: 42,
    words: 3,
    code: `
// pointwise [rows, 6]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 42u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(42u, call[0].x - first) * 6u; e += 64u) {
    let r = first + e / 6u;
    let j = e % 6u;
    let v0 = f32(j);
    let v1 = f32(bitcast<i32>(arena[call[0].y + r]));
    let v3 = v0 - v1;
    let v4 = -v3;
    let v5 = max_of(v3, v4);
    let v7 = select(0f, 1f, v5 < 0.5f);
    set_value(call[0].z + r * 8u + j, v7);
  }
}
`,
  },
  gemm_6x4: {
    across: 1,
    rows: 8,
    words: 4,
    code: `
// C[r, 4] = A[r, 6] · B[6, 4], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 6u;
const N = 4u;
const CHUNK = 6u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 8u),
    value(a + min(r + 1u, last) * 8u),
    value(a + min(r + 2u, last) * 8u),
    value(a + min(r + 3u, last) * 8u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 4u + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + 0u * 48u + lane % 8u;
  var sum_0_0 = vec4f();
  var sum_1_0 = vec4f();
  for (var k0 = 0u; k0 < K; k0 += CHUNK) {
    let length = min(CHUNK, K - k0);
    workgroupBarrier();
    for (var i = lane; i < length; i += THREADS) {
      shared_quads[i] = load_a(first, k0 + i);
      shared_quads[CHUNK + i] = load_a(first + 4u, k0 + i);
    }
    workgroupBarrier();
    for (var i = slice; i < length; i += SLICES) {
      let w_0 = weight(b_0 + (k0 + i) * 8u);
      let a_0 = shared_quads[i];
      let a_1 = shared_quads[CHUNK + i];
      sum_0_0 += a_0 * w_0;
      sum_1_0 += a_1 * w_0;
    }
  }
  workgroupBarrier();
  shared_quads[lane] = sum_0_0;
  shared_quads[THREADS + lane] = sum_1_0;
  workgroupBarrier();

  // a number of C for a thread: the sums of its slices, in order
  for (var o = lane; o < 64u; o += THREADS) {
    let column = o % 8u;
    let row = o / 8u;
    let begin = (column / 8u * 2u + row / 4u) * THREADS + column % 8u;
    var sum = 0.0;
    for (var i = 0u; i < SLICES; i++) { sum += shared_quads[begin + i * 8u][row % 4u]; }
    let r = first + row;
    let j = column;
    if (r < call[0].x && j < N) { store_c(r, j, sum); }
  }
}
`,
  },
  map_memory_1_γ_3: {
    across: 1,
    rows: 256,
    words: 9,
    code: `
// pointwise [rows, 1]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 256u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(256u, call[0].x - first) * 1u; e += 64u) {
    let r = first + e / 1u;
    let j = e % 1u;
    let v0 = value(call[0].y + r * 4u + j);
    let v1 = value(call[0].z + r * 4u + j);
    let v2 = weight(call[0].w + j);
    let v3 = v0 + v1 + v2;
    let v4 = sigmoid_of(v3);
    let v5 = value(call[1].x + r * 4u + j);
    let v6 = value(call[1].y + r * 4u + j);
    let v7 = weight(call[1].z + j);
    let v8 = v5 + v6 + v7;
    let v9 = sigmoid_of(v8);
    set_value(call[1].w + r + j, v4);
    set_value(call[2].x + r + j, v9);
  }
}
`,
  },
  map_final_memory_1_s: {
    across: 1,
    rows: 128,
    words: 10,
    code: `
// pointwise [rows, 2]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 128u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(128u, call[0].x - first) * 2u; e += 64u) {
    let r = first + e / 2u;
    let j = e % 2u;
    let v0 = value(call[0].y + r * 2u + j);
    let v1 = value(call[0].z + r);
    let v2 = value(call[0].w + r * 4u + j);
    let v3 = value(call[1].x + r * 4u + j);
    let v4 = weight(call[1].y + j);
    let v5 = v2 + v3 + v4;
    let v6 = tanh_of(v5);
    let v7 = v1 * v6;
    let v8 = v0 + v7;
    let v9 = value(call[1].z + r);
    let v10 = tanh_of(v8);
    let v11 = v9 * v10;
    set_value(call[1].w + r * 2u + j, v8);
    set_value(call[2].x + r * 2u + j, v11);
    set_value(call[2].y + r * 8u + j, v11);
  }
}
`,
  },
  gemm_8x6_bias_2: {
    across: 1,
    rows: 8,
    words: 5,
    code: `
// C[r, 6] = A[r, 8] · B[8, 6] + bias, for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 8u;
const N = 6u;
const CHUNK = 8u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 8u),
    value(a + min(r + 1u, last) * 8u),
    value(a + min(r + 2u, last) * 8u),
    value(a + min(r + 3u, last) * 8u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 6u + column;
  set_value(at, sum + weight(call[1].x + column));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + 0u * 64u + lane % 8u;
  var sum_0_0 = vec4f();
  var sum_1_0 = vec4f();
  for (var k0 = 0u; k0 < K; k0 += CHUNK) {
    let length = min(CHUNK, K - k0);
    workgroupBarrier();
    for (var i = lane; i < length; i += THREADS) {
      shared_quads[i] = load_a(first, k0 + i);
      shared_quads[CHUNK + i] = load_a(first + 4u, k0 + i);
    }
    workgroupBarrier();
    for (var i = slice; i < length; i += SLICES) {
      let w_0 = weight(b_0 + (k0 + i) * 8u);
      let a_0 = shared_quads[i];
      let a_1 = shared_quads[CHUNK + i];
      sum_0_0 += a_0 * w_0;
      sum_1_0 += a_1 * w_0;
    }
  }
  workgroupBarrier();
  shared_quads[lane] = sum_0_0;
  shared_quads[THREADS + lane] = sum_1_0;
  workgroupBarrier();

  // a number of C for a thread: the sums of its slices, in order
  for (var o = lane; o < 64u; o += THREADS) {
    let column = o % 8u;
    let row = o / 8u;
    let begin = (column / 8u * 2u + row / 4u) * THREADS + column % 8u;
    var sum = 0.0;
    for (var i = 0u; i < SLICES; i++) { sum += shared_quads[begin + i * 8u][row % 4u]; }
    let r = first + row;
    let j = column;
    if (r < call[0].x && j < N) { store_c(r, j, sum); }
  }
}
`,
  },
  map_output_symbol_2: {
    across: 1,
    rows: 64,
    words: 3,
    code: `
// map with reductions over rows of 6
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let c1 = 1u;
  let c2 = 2u;
  let c3 = 3u;
  let c4 = 4u;
  let c5 = 5u;
  var r1 = of_bits(0xff800000u);
  let v0_0 = value(call[0].y + r * 6u + c0);
  r1 = max_of(r1, v0_0);
  let v0_1 = value(call[0].y + r * 6u + c1);
  r1 = max_of(r1, v0_1);
  let v0_2 = value(call[0].y + r * 6u + c2);
  r1 = max_of(r1, v0_2);
  let v0_3 = value(call[0].y + r * 6u + c3);
  r1 = max_of(r1, v0_3);
  let v0_4 = value(call[0].y + r * 6u + c4);
  r1 = max_of(r1, v0_4);
  let v0_5 = value(call[0].y + r * 6u + c5);
  r1 = max_of(r1, v0_5);
  let v1 = r1;
  let v2 = -v1;
  var r5 = 0f;
  let v3_0 = v0_0 + v2;
  let v4_0 = exp_of(v3_0);
  r5 = r5 + v4_0;
  let v3_1 = v0_1 + v2;
  let v4_1 = exp_of(v3_1);
  r5 = r5 + v4_1;
  let v3_2 = v0_2 + v2;
  let v4_2 = exp_of(v3_2);
  r5 = r5 + v4_2;
  let v3_3 = v0_3 + v2;
  let v4_3 = exp_of(v3_3);
  r5 = r5 + v4_3;
  let v3_4 = v0_4 + v2;
  let v4_4 = exp_of(v3_4);
  r5 = r5 + v4_4;
  let v3_5 = v0_5 + v2;
  let v4_5 = exp_of(v3_5);
  r5 = r5 + v4_5;
  let v5 = r5;
  let v6 = 1f / v5;
  let v7_0 = v4_0 * v6;
  let v7_1 = v4_1 * v6;
  let v7_2 = v4_2 * v6;
  let v7_3 = v4_3 * v6;
  let v7_4 = v4_4 * v6;
  let v7_5 = v4_5 * v6;
  if (mine < call[0].x) {
    set_value(call[0].z + r * 6u + c0, v7_0);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 6u + c1, v7_1);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 6u + c2, v7_2);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 6u + c3, v7_3);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 6u + c4, v7_4);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 6u + c5, v7_5);
  }
}
`,
  },
} satisfies WebGpuPrograms["kernels"];
