// Made by rnnc from the model `anbncn` in specs/models/anbncn.rnn. Change the spec and compile it again, not this file.
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
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":1,"ldSource":0,"ldTarget":1,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":1,"ldSource":0,"ldTarget":1,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":2,"ldSource":0,"
`,
  },
  map_memory_1_z_u_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":6,"inputs":[{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"index"},{"op":"load","input":0},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"neg","args":[3]},{"op":"max","args":[3,4]},{"op":"const","value":0.5},{"op":"less","args":[5,
`,
  },
  gemm_6x4_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":6,"n":4,"lda":8,"ldc":4,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_memory_1_z: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":2,"n":4,"lda":2,"ldc":4,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":1,"inputs":[{"stride":4
`,
  },
  gemm_2x4: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":2,"n":4,"lda":2,"ldc":4,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  map_memory_1_γ: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1,"inputs":[{"stride":4,"scalar":false,"integer":false},{"stride":4,"scalar":false,"integer":false},{"stride":4,"scalar":false,"integer":false},{"stride":4,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"
`,
  },
  map_memory_1_s_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":2,"inputs":[{"stride":2,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":4,"scalar":false,"integer":false},{"stride":4,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":false}],"code":[{"op":"load",
`,
  },
  gemm_8x6_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":8,"n":6,"lda":8,"ldc":6,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  map_symbol_logits_add: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":6,"inputs":[{"stride":6,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5]},{
`,
  },
  moves_predict: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":2},"spaces":["arena"]},{"kernel":{"kind":"zero","width":2},"spaces":["arena"]}]}
`,
  },
  copy_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":2,"ldSource":2,"ldTarget":8,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  map_symbol_loss: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":6,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":true},{"stride":6,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"inde
`,
  },
  sum_rows_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":1,"ld":1},"spaces":["arena","weights"],"many":true}
`,
  },
  loop_memory_1_z_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":2,"n":4,"lda":2,"ldc":4,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":1,"inputs":[{"stride":4
`,
  },
  map_tanh: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":2,"inputs":[{"stride":4,"scalar":false,"integer":false},{"stride":4,"scalar":false,"integer":false},{"stride":2,"scalar":false,"integer":false},{"stride":2,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"
`,
  },
  map_memory_1_s_state_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":2,"inputs":[{"stride":2,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":2,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"lo
`,
  },
  map_symbol_loss_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":6,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":6,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"reduce_max","args":[1]},{"op":"neg","args":[2]}
`,
  },
  gemm_6x8: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":6,"n":8,"lda":6,"ldc":8,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_6x8: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":6,"n":8,"lda":6,"ldb":8,"ldc":8},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_6: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":6,"ld":6},"spaces":["arena","weights"],"many":true}
`,
  },
  loop_memory_1_ds: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":2,"inputs":[{"stride":2,"scalar":false,"integer":false},{"stride":2,"scalar":false,"integer":false},{"stride":8,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":2,"scalar":false,"integer":false
`,
  },
  map_memory_1_ds_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":2,"inputs":[{"stride":2,"scalar":false,"integer":false},{"stride":2,"scalar":false,"integer":false},{"stride":8,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":2,"scalar":false,"integer":false},{"stride":1,"scalar":
`,
  },
  map_memory_1_dφ_pre_dγ_pre_ds_mul: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1,"inputs":[{"stride":1,"scalar":false,"integer":false},{"stride":1,"scalar":false,"integer":false},{"stride":1,"scalar":false,"integer":false},{"stride":1,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"
`,
  },
  gemm_4x2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":4,"n":2,"lda":4,"ldc":2,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  map_u_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":6,"inputs":[{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"index"},{"op":"load","input":0},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"neg","args":[3]},{"op":"max","args":[3,4]},{"op":"const","value":0.5},{"op":"less","args":[5,
`,
  },
  row_product_4x6: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":4,"n":6,"lda":4,"ldb":6,"ldc":6},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  row_product_4x2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":4,"n":2,"lda":4,"ldb":2,"ldc":2},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_4: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":4,"ld":4},"spaces":["arena","weights"],"many":true}
`,
  },
  add_up_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"sum_partials","items":[{"size":48,"chunks":32,"spaces":["weights","weights"]},{"size":24,"chunks":32,"spaces":["weights","weights"]},{"size":8,"chunks":32,"spaces":["weights","weights"]}]}
`,
  },
  moves_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":6,"ldSource":0,"ldTarget":6,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":6,"ldSource":0,"ldTarget":6,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":2,"ldSource":0,"
`,
  },
  map_norm: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":90,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar"
`,
  },
  map_memory_1_z_u_1_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":6,"inputs":[{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"index"},{"op":"load","input":0},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"neg","args":[3]},{"op":"max","args":[3,4]},{"op":"const","value":0.5},{"op":"less","args":[5,
`,
  },
  gemm_6x4: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":6,"n":4,"lda":8,"ldc":4,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  map_memory_1_γ_3: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1,"inputs":[{"stride":4,"scalar":false,"integer":false},{"stride":4,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":4,"scalar":false,"integer":false},{"stride":4,"scalar":false,"integer":false},{"stride":0,"scalar"
`,
  },
  map_final_memory_1_s: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":2,"inputs":[{"stride":2,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":4,"scalar":false,"integer":false},{"stride":4,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":1,"scalar":
`,
  },
  gemm_8x6_bias_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":8,"n":6,"lda":8,"ldc":6,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":false}
`,
  },
  map_output_symbol_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":6,"inputs":[{"stride":6,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5]},{
`,
  },
} satisfies WebGpuPrograms["kernels"];
