// Made by rnnc from the model `char_lm` in specs/models/char_lm.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [497280].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.copy_192_2(m.parameters + offset.memory_2_b_i, m.memory_2_b, 1); // memory.2.b_i [192]
  k.copy_192_2(m.parameters + offset.memory_2_b_f, m.memory_2_b + 768, 1); // memory.2.b_f [192]
  k.copy_192_2(m.parameters + offset.memory_2_b_g, m.memory_2_b + 1536, 1); // memory.2.b_g [192]
  k.copy_192_2(m.parameters + offset.memory_2_b_o, m.memory_2_b + 2304, 1); // memory.2.b_o [192]
  k.copy_192_2(m.parameters + offset.memory_3_b_i, m.memory_3_b, 1); // memory.3.b_i [192]
  k.copy_192_2(m.parameters + offset.memory_3_b_f, m.memory_3_b + 768, 1); // memory.3.b_f [192]
  k.copy_192_2(m.parameters + offset.memory_3_b_g, m.memory_3_b + 1536, 1); // memory.3.b_g [192]
  k.copy_192_2(m.parameters + offset.memory_3_b_o, m.memory_3_b + 2304, 1); // memory.3.b_o [192]
  k.map_const(m.const$, 1); // const []
  k.pack_32x192(m.parameters + offset.memory_2_W_i, m.memory_2_W_packed); // memory.2.W for products
  k.pack_32x192(m.parameters + offset.memory_2_W_f, m.memory_2_W_packed + 24576); // memory.2.W for products
  k.pack_32x192(m.parameters + offset.memory_2_W_g, m.memory_2_W_packed + 49152); // memory.2.W for products
  k.pack_32x192(m.parameters + offset.memory_2_W_o, m.memory_2_W_packed + 73728); // memory.2.W for products
  k.pack_192x192(m.parameters + offset.memory_2_U_i, m.memory_2_U_packed); // memory.2.U for products
  k.pack_192x192(m.parameters + offset.memory_2_U_f, m.memory_2_U_packed + 147456); // memory.2.U for products
  k.pack_192x192(m.parameters + offset.memory_2_U_g, m.memory_2_U_packed + 294912); // memory.2.U for products
  k.pack_192x192(m.parameters + offset.memory_2_U_o, m.memory_2_U_packed + 442368); // memory.2.U for products
  k.pack_192x192(m.parameters + offset.memory_3_W_i, m.memory_3_W_packed); // memory.3.W for products
  k.pack_192x192(m.parameters + offset.memory_3_W_f, m.memory_3_W_packed + 147456); // memory.3.W for products
  k.pack_192x192(m.parameters + offset.memory_3_W_g, m.memory_3_W_packed + 294912); // memory.3.W for products
  k.pack_192x192(m.parameters + offset.memory_3_W_o, m.memory_3_W_packed + 442368); // memory.3.W for products
  k.pack_192x192(m.parameters + offset.memory_3_U_i, m.memory_3_U_packed); // memory.3.U for products
  k.pack_192x192(m.parameters + offset.memory_3_U_f, m.memory_3_U_packed + 147456); // memory.3.U for products
  k.pack_192x192(m.parameters + offset.memory_3_U_g, m.memory_3_U_packed + 294912); // memory.3.U for products
  k.pack_192x192(m.parameters + offset.memory_3_U_o, m.memory_3_U_packed + 442368); // memory.3.U for products
  k.pack_192x128(m.parameters + offset.text_W, m.text_W_packed); // text.W for products
  k.pack_128x192(m.parameters + offset.text_W, m.text_W_packed_2); // text.W for products
  k.pack_192x192_2(m.parameters + offset.memory_3_U_i, m.memory_3_U_packed_2); // memory.3.U for products
  k.pack_192x192_2(m.parameters + offset.memory_3_U_f, m.memory_3_U_packed_2 + 6144); // memory.3.U for products
  k.pack_192x192_2(m.parameters + offset.memory_3_U_g, m.memory_3_U_packed_2 + 12288); // memory.3.U for products
  k.pack_192x192_2(m.parameters + offset.memory_3_U_o, m.memory_3_U_packed_2 + 18432); // memory.3.U for products
  k.pack_192x192_2(m.parameters + offset.memory_3_W_i, m.memory_3_W_packed_2); // memory.3.W for products
  k.pack_192x192_2(m.parameters + offset.memory_3_W_f, m.memory_3_W_packed_2 + 6144); // memory.3.W for products
  k.pack_192x192_2(m.parameters + offset.memory_3_W_g, m.memory_3_W_packed_2 + 12288); // memory.3.W for products
  k.pack_192x192_2(m.parameters + offset.memory_3_W_o, m.memory_3_W_packed_2 + 18432); // memory.3.W for products
  k.pack_192x192_2(m.parameters + offset.memory_2_U_i, m.memory_2_U_packed_2); // memory.2.U for products
  k.pack_192x192_2(m.parameters + offset.memory_2_U_f, m.memory_2_U_packed_2 + 6144); // memory.2.U for products
  k.pack_192x192_2(m.parameters + offset.memory_2_U_g, m.memory_2_U_packed_2 + 12288); // memory.2.U for products
  k.pack_192x192_2(m.parameters + offset.memory_2_U_o, m.memory_2_U_packed_2 + 18432); // memory.2.U for products
  k.pack_192x32(m.parameters + offset.memory_2_W_i, m.memory_2_W_packed_2); // memory.2.W for products
  k.pack_192x32(m.parameters + offset.memory_2_W_f, m.memory_2_W_packed_2 + 6144); // memory.2.W for products
  k.pack_192x32(m.parameters + offset.memory_2_W_g, m.memory_2_W_packed_2 + 12288); // memory.2.W for products
  k.pack_192x32(m.parameters + offset.memory_2_W_o, m.memory_2_W_packed_2 + 18432); // memory.2.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads text [N], state.memory.2.h [B, 192], state.memory.2.c [B, 192], state.memory.3.h [B, 192], state.memory.3.c [B, 192].
 * Gives output.text [N, 128], final.memory.2.h [B, 192], final.memory.2.c [B, 192], final.memory.3.h [B, 192], final.memory.3.c [B, 192].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_32(m.parameters + offset.memory_1_E, m.text, m.memory_1, T.total); // memory.1 [N, 32]
  k.gemm_32x768_bias(m.memory_1, m.memory_2_W_packed, m.memory_2_pre, m.memory_2_b, T.total); // memory.2.pre [N, 768]
  k.copy_192(m.state_memory_2_h, m.memory_2_h_state, batch.size); // the state at the start
  k.copy_192(m.state_memory_2_c, m.memory_2_c_state, batch.size); // the state at the start

  // memory.2.h, memory.2.c
  const { memory_2_h_state, memory_2_U_packed, memory_2_U_h_before, memory_2_pre, memory_2_c_state, memory_2_h } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_192x768(memory_2_h_state, memory_2_U_packed, memory_2_U_h_before, rows); // memory.2.U_h_before [B, 768]
    k.map_memory_2_c_state(
      memory_2_pre + 768 + at * 3072,
      memory_2_U_h_before + 768,
      memory_2_c_state,
      memory_2_pre + at * 3072,
      memory_2_U_h_before,
      memory_2_pre + 1536 + at * 3072,
      memory_2_U_h_before + 1536,
      memory_2_pre + 2304 + at * 3072,
      memory_2_U_h_before + 2304,
      memory_2_c_state,
      memory_2_h + at * 768,
      memory_2_h_state,
      rows,
    ); // memory.2.c [B, 192], memory.2.h [B, 192]
  }

  k.copy_192(m.memory_2_h_state, m.final_memory_2_h, batch.size); // memory.2.h [B, 192]
  k.copy_192(m.memory_2_c_state, m.final_memory_2_c, batch.size); // memory.2.c [B, 192]
  k.gemm_192x768_bias(m.memory_2_h, m.memory_3_W_packed, m.memory_3_pre, m.memory_3_b, T.total); // memory.3.pre [N, 768]
  k.copy_192(m.state_memory_3_h, m.memory_3_h_state, batch.size); // the state at the start
  k.copy_192(m.state_memory_3_c, m.memory_3_c_state, batch.size); // the state at the start

  // memory.3.h, memory.3.c
  const { memory_3_h_state, memory_3_U_packed, memory_3_U_h_before, memory_3_pre, memory_3_c_state, memory_3_h } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_192x768(memory_3_h_state, memory_3_U_packed, memory_3_U_h_before, rows); // memory.3.U_h_before [B, 768]
    k.map_memory_2_c_state(
      memory_3_pre + 768 + at * 3072,
      memory_3_U_h_before + 768,
      memory_3_c_state,
      memory_3_pre + at * 3072,
      memory_3_U_h_before,
      memory_3_pre + 1536 + at * 3072,
      memory_3_U_h_before + 1536,
      memory_3_pre + 2304 + at * 3072,
      memory_3_U_h_before + 2304,
      memory_3_c_state,
      memory_3_h + at * 768,
      memory_3_h_state,
      rows,
    ); // memory.3.c [B, 192], memory.3.h [B, 192]
  }

  k.copy_192(m.memory_3_h_state, m.final_memory_3_h, batch.size); // memory.3.h [B, 192]
  k.copy_192(m.memory_3_c_state, m.final_memory_3_c, batch.size); // memory.3.c [B, 192]
  k.gemm_192x128_bias(m.memory_3_h, m.text_W_packed, m.text_logits, m.parameters + offset.text_b, T.total); // text.logits [N, 128]
  k.map_text_logits_add(m.text_logits, m.text_logits_add, m.output_text, m.log, T.total); // text.logits.add [N, 128], mul [N, 128], log [N]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.text [N], target.text [N].
 * Gives loss.text [], loss [].
 */
export function score(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_text_loss(m.weight_text, m.log, m.target_text, m.text_logits_add, m.text_loss, T.total); // text.loss [N]
  k.sum_rows_1(m.text_loss, m.loss_text, T.total); // text.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads text [N], state.memory.2.h [B, 192], state.memory.2.c [B, 192], state.memory.3.h [B, 192], state.memory.3.c [B, 192], random.key [], random.T [N], weight.text [N], target.text [N].
 * Gives loss.text [], loss [], final.memory.2.h [B, 192], final.memory.2.c [B, 192], final.memory.3.h [B, 192], final.memory.3.c [B, 192].
 */
export function forward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_32(m.parameters + offset.memory_1_E, m.text_2, m.memory_1_2, T.total); // memory.1 [N, 32]
  k.gemm_32x768_bias(m.memory_1_2, m.memory_2_W_packed, m.memory_2_pre_2, m.memory_2_b, T.total); // memory.2.pre [N, 768]
  k.copy_192(m.state_memory_2_h_2, m.memory_2_h_state_2, batch.size); // the state at the start
  k.copy_192(m.state_memory_2_c_2, m.memory_2_c_state_2, batch.size); // the state at the start

  // memory.2.h, memory.2.c
  const {
    memory_2_h_state_2,
    memory_2_U_packed,
    memory_2_U_h_before_2,
    memory_2_pre_2,
    memory_2_c_state_2,
    memory_2_o,
    memory_2_f,
    memory_2_i,
    memory_2_g,
    memory_2_h_2,
    memory_2_c_before,
    memory_2_h_before,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_192x768(memory_2_h_state_2, memory_2_U_packed, memory_2_U_h_before_2, rows); // memory.2.U_h_before [B, 768]
    k.map_memory_2_o(
      memory_2_pre_2 + 2304 + at * 3072,
      memory_2_U_h_before_2 + 2304,
      memory_2_pre_2 + 768 + at * 3072,
      memory_2_U_h_before_2 + 768,
      memory_2_pre_2 + at * 3072,
      memory_2_U_h_before_2,
      memory_2_pre_2 + 1536 + at * 3072,
      memory_2_U_h_before_2 + 1536,
      memory_2_c_state_2,
      memory_2_h_state_2,
      memory_2_o + at * 768,
      memory_2_f + at * 768,
      memory_2_i + at * 768,
      memory_2_g + at * 768,
      memory_2_c_state_2,
      memory_2_h_2 + at * 768,
      memory_2_h_state_2,
      memory_2_c_before + at * 768,
      memory_2_h_before + at * 768,
      rows,
    ); // memory.2.o [B, 192], memory.2.f [B, 192], memory.2.i [B, 192], memory.2.g [B, 192], memory.2.c [B, 192], memory.2.h [B, 192], memory.2.c_before [B, 192], memory.2.h_before [B, 192]
  }

  k.copy_192(m.memory_2_h_state_2, m.final_memory_2_h_2, batch.size); // memory.2.h [B, 192]
  k.copy_192(m.memory_2_c_state_2, m.final_memory_2_c_2, batch.size); // memory.2.c [B, 192]
  k.gemm_192x768_bias(m.memory_2_h_2, m.memory_3_W_packed, m.memory_3_pre_2, m.memory_3_b, T.total); // memory.3.pre [N, 768]
  k.copy_192(m.state_memory_3_h_2, m.memory_3_h_state_2, batch.size); // the state at the start
  k.copy_192(m.state_memory_3_c_2, m.memory_3_c_state_2, batch.size); // the state at the start

  // memory.3.h, memory.3.c
  const {
    memory_3_h_state_2,
    memory_3_U_packed,
    memory_3_U_h_before_2,
    memory_3_pre_2,
    memory_3_c_state_2,
    memory_3_o,
    memory_3_f,
    memory_3_i,
    memory_3_g,
    memory_3_h_2,
    memory_3_c_before,
    memory_3_h_before,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_192x768(memory_3_h_state_2, memory_3_U_packed, memory_3_U_h_before_2, rows); // memory.3.U_h_before [B, 768]
    k.map_memory_2_o(
      memory_3_pre_2 + 2304 + at * 3072,
      memory_3_U_h_before_2 + 2304,
      memory_3_pre_2 + 768 + at * 3072,
      memory_3_U_h_before_2 + 768,
      memory_3_pre_2 + at * 3072,
      memory_3_U_h_before_2,
      memory_3_pre_2 + 1536 + at * 3072,
      memory_3_U_h_before_2 + 1536,
      memory_3_c_state_2,
      memory_3_h_state_2,
      memory_3_o + at * 768,
      memory_3_f + at * 768,
      memory_3_i + at * 768,
      memory_3_g + at * 768,
      memory_3_c_state_2,
      memory_3_h_2 + at * 768,
      memory_3_h_state_2,
      memory_3_c_before + at * 768,
      memory_3_h_before + at * 768,
      rows,
    ); // memory.3.o [B, 192], memory.3.f [B, 192], memory.3.i [B, 192], memory.3.g [B, 192], memory.3.c [B, 192], memory.3.h [B, 192], memory.3.c_before [B, 192], memory.3.h_before [B, 192]
  }

  k.copy_192(m.memory_3_h_state_2, m.final_memory_3_h_2, batch.size); // memory.3.h [B, 192]
  k.copy_192(m.memory_3_c_state_2, m.final_memory_3_c_2, batch.size); // memory.3.c [B, 192]
  k.map_memory(m.memory_3_h_2, m.random_key, m.random_T, m.memory, T.total); // memory [N, 192]
  k.gemm_192x128_bias(m.memory, m.text_W_packed, m.text_logits_2, m.parameters + offset.text_b, T.total); // text.logits [N, 128]
  k.map_text_loss_2(m.weight_text_2, m.text_logits_2, m.target_text_2, m.text_loss_2, m.text_dlogits, T.total); // text.loss [N], text.dlogits [N, 128]
  k.sum_rows_1(m.text_loss_2, m.loss_text_2, T.total); // text.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads text [N], random.key [], random.T [N].
 * Gives gradients [497280].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_128x192(m.text_dlogits, m.text_W_packed_2, m.dmemory, T.total); // dmemory [N, 192]
  k.row_product_128x192(m.text_dlogits, m.memory, m.gradients + offset.text_W, T.total); // text.dW [128, 192]
  k.sum_rows_128(m.text_dlogits, m.gradients + offset.text_b, T.total); // text.db [128]
  k.map_memory_3_dh(m.dmemory, m.const$, m.random_key, m.random_T, m.memory_3_dh, T.total); // memory.3.dh [N, 192]
  k.zero_192(m.memory_3_dc_before_state, batch.size); // memory.3.dc_after starts at zeros
  k.zero_192(m.memory_3_dh_before_state, batch.size); // memory.3.dh_after starts at zeros

  // memory.3.dc_before, memory.3.dh_before
  const {
    memory_3_dc_before_state,
    memory_3_dh_before_state,
    memory_3_dh,
    memory_3_o,
    memory_3_f,
    memory_3_c_before,
    memory_3_i,
    memory_3_g,
    memory_3_di_pre_df_pre_dg_pre_do_pre,
    memory_3_U_packed_2,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_memory_3_dc_before_state(
      memory_3_dc_before_state,
      memory_3_dh_before_state,
      memory_3_dh + at * 768,
      memory_3_o + at * 768,
      memory_3_f + at * 768,
      memory_3_c_before + at * 768,
      memory_3_i + at * 768,
      memory_3_g + at * 768,
      memory_3_dc_before_state,
      memory_3_di_pre_df_pre_dg_pre_do_pre + at * 3072,
      memory_3_di_pre_df_pre_dg_pre_do_pre + 768 + at * 3072,
      memory_3_di_pre_df_pre_dg_pre_do_pre + 1536 + at * 3072,
      memory_3_di_pre_df_pre_dg_pre_do_pre + 2304 + at * 3072,
      rows,
    ); // memory.3.dc_before [B, 192], memory.3.di_pre [B, 192], memory.3.df_pre [B, 192], memory.3.dg_pre [B, 192], memory.3.do_pre [B, 192]
    k.gemm_768x192(memory_3_di_pre_df_pre_dg_pre_do_pre + at * 3072, memory_3_U_packed_2, memory_3_dh_before_state, rows); // memory.3.dh_before [B, 192]
  }

  k.gemm_768x192(m.memory_3_di_pre_df_pre_dg_pre_do_pre, m.memory_3_W_packed_2, m.memory_3_W_di_pre_df_pre_dg_pre_do_pre, T.total); // memory.3.W_di_pre_df_pre_dg_pre_do_pre [N, 192]
  k.row_product_768x192(m.memory_3_di_pre_df_pre_dg_pre_do_pre, m.memory_2_h_2, m.gradients + offset.memory_3_W_i, T.total); // row_product [768, 192]
  k.row_product_768x192(m.memory_3_di_pre_df_pre_dg_pre_do_pre, m.memory_3_h_before, m.gradients + offset.memory_3_U_i, T.total); // row_product [768, 192]
  k.sum_rows_768(m.memory_3_di_pre_df_pre_dg_pre_do_pre, m.sum_rows, T.total); // sum_rows [768]
  k.copy_192_2(m.sum_rows, m.gradients + offset.memory_3_b_i, 1); // memory.3.db_i [192]
  k.copy_192_2(m.sum_rows + 1536, m.gradients + offset.memory_3_b_g, 1); // memory.3.db_g [192]
  k.copy_192_2(m.sum_rows + 2304, m.gradients + offset.memory_3_b_o, 1); // memory.3.db_o [192]
  k.copy_192_2(m.sum_rows + 768, m.gradients + offset.memory_3_b_f, 1); // memory.3.db_f [192]
  k.zero_192(m.memory_2_dc_before_state, batch.size); // memory.2.dc_after starts at zeros
  k.zero_192(m.memory_2_dh_before_state, batch.size); // memory.2.dh_after starts at zeros

  // memory.2.dc_before, memory.2.dh_before
  const {
    memory_2_dc_before_state,
    memory_2_dh_before_state,
    memory_3_W_di_pre_df_pre_dg_pre_do_pre,
    memory_2_o,
    memory_2_f,
    memory_2_c_before,
    memory_2_i,
    memory_2_g,
    memory_2_di_pre_df_pre_dg_pre_do_pre,
    memory_2_U_packed_2,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_memory_3_dc_before_state(
      memory_2_dc_before_state,
      memory_2_dh_before_state,
      memory_3_W_di_pre_df_pre_dg_pre_do_pre + at * 768,
      memory_2_o + at * 768,
      memory_2_f + at * 768,
      memory_2_c_before + at * 768,
      memory_2_i + at * 768,
      memory_2_g + at * 768,
      memory_2_dc_before_state,
      memory_2_di_pre_df_pre_dg_pre_do_pre + at * 3072,
      memory_2_di_pre_df_pre_dg_pre_do_pre + 768 + at * 3072,
      memory_2_di_pre_df_pre_dg_pre_do_pre + 1536 + at * 3072,
      memory_2_di_pre_df_pre_dg_pre_do_pre + 2304 + at * 3072,
      rows,
    ); // memory.2.dc_before [B, 192], memory.2.di_pre [B, 192], memory.2.df_pre [B, 192], memory.2.dg_pre [B, 192], memory.2.do_pre [B, 192]
    k.gemm_768x192(memory_2_di_pre_df_pre_dg_pre_do_pre + at * 3072, memory_2_U_packed_2, memory_2_dh_before_state, rows); // memory.2.dh_before [B, 192]
  }

  k.gemm_768x32(m.memory_2_di_pre_df_pre_dg_pre_do_pre, m.memory_2_W_packed_2, m.memory_2_W_di_pre_df_pre_dg_pre_do_pre, T.total); // memory.2.W_di_pre_df_pre_dg_pre_do_pre [N, 32]
  k.row_product_768x32(m.memory_2_di_pre_df_pre_dg_pre_do_pre, m.memory_1_2, m.gradients + offset.memory_2_W_i, T.total); // memory.1.row_product [768, 32]
  k.row_product_768x192(m.memory_2_di_pre_df_pre_dg_pre_do_pre, m.memory_2_h_before, m.gradients + offset.memory_2_U_i, T.total); // row_product [768, 192]
  k.sum_rows_768(m.memory_2_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_2, T.total); // sum_rows [768]
  k.copy_192_2(m.sum_rows_2, m.gradients + offset.memory_2_b_i, 1); // memory.2.db_i [192]
  k.copy_192_2(m.sum_rows_2 + 1536, m.gradients + offset.memory_2_b_g, 1); // memory.2.db_g [192]
  k.copy_192_2(m.sum_rows_2 + 2304, m.gradients + offset.memory_2_b_o, 1); // memory.2.db_o [192]
  k.copy_192_2(m.sum_rows_2 + 768, m.gradients + offset.memory_2_b_f, 1); // memory.2.db_f [192]
  k.zero_4096(m.gradients, 1); // memory.1.dE [128, 32]
  k.scatter_add_32(m.text_2, m.memory_2_W_di_pre_df_pre_dg_pre_do_pre, m.gradients + offset.memory_1_E, T.total); // memory.1.dE [128, 32]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [497280], moment1 [497280], moment2 [497280], parameters [497280], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [497280], moment2 [497280], parameters [497280].
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
  ); // sqrt [], add [497280], parameters.add [497280]
}

/**
 * One step of every sequence: states in and out.
 * Reads text [B], state.memory.2.h [B, 192], state.memory.3.h [B, 192], state.memory.2.c [B, 192], state.memory.3.c [B, 192].
 * Gives output.text [B, 128], final.memory.2.h [B, 192], final.memory.2.c [B, 192], final.memory.3.h [B, 192], final.memory.3.c [B, 192].
 */
export function step(k: Kernels, m: Arena, batch: Packed): void {
  k.gather_32(m.parameters + offset.memory_1_E, m.text_3, m.memory_1_3, batch.size); // memory.1 [B, 32]
  k.gemm_192x768(m.state_memory_2_h_3, m.memory_2_U_packed, m.memory_2_U_initial, batch.size); // memory.2.U_initial [B, 768]
  k.gemm_192x768(m.state_memory_3_h_3, m.memory_3_U_packed, m.memory_3_U_initial, batch.size); // memory.3.U_initial [B, 768]
  k.gemm_32x768(m.memory_1_3, m.memory_2_W_packed, m.memory_2_W_1, batch.size); // memory.2.W_1 [B, 768]
  k.map_final_memory_2_c_3(
    m.memory_2_W_1 + 768,
    m.memory_2_U_initial + 768,
    m.parameters + offset.memory_2_b_f,
    m.state_memory_2_c_3,
    m.memory_2_W_1,
    m.memory_2_U_initial,
    m.parameters + offset.memory_2_b_i,
    m.memory_2_W_1 + 1536,
    m.memory_2_U_initial + 1536,
    m.parameters + offset.memory_2_b_g,
    m.memory_2_W_1 + 2304,
    m.memory_2_U_initial + 2304,
    m.parameters + offset.memory_2_b_o,
    m.final_memory_2_c_3,
    m.final_memory_2_h_3,
    batch.size,
  ); // memory.2.c [B, 192], memory.2.h [B, 192]
  k.gemm_192x768(m.final_memory_2_h_3, m.memory_3_W_packed, m.memory_3_W_h, batch.size); // memory.3.W_h [B, 768]
  k.map_final_memory_2_c_3(
    m.memory_3_W_h + 768,
    m.memory_3_U_initial + 768,
    m.parameters + offset.memory_3_b_f,
    m.state_memory_3_c_3,
    m.memory_3_W_h,
    m.memory_3_U_initial,
    m.parameters + offset.memory_3_b_i,
    m.memory_3_W_h + 1536,
    m.memory_3_U_initial + 1536,
    m.parameters + offset.memory_3_b_g,
    m.memory_3_W_h + 2304,
    m.memory_3_U_initial + 2304,
    m.parameters + offset.memory_3_b_o,
    m.final_memory_3_c_3,
    m.final_memory_3_h_3,
    batch.size,
  ); // memory.3.c [B, 192], memory.3.h [B, 192]
  k.gemm_192x128_bias(m.final_memory_3_h_3, m.text_W_packed, m.text_logits_3, m.parameters + offset.text_b, batch.size); // text.logits [B, 128]
  k.map_output_text_2(m.text_logits_3, m.output_text_2, batch.size); // mul [B, 128]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  memory_1_E: 0,
  memory_2_W_i: 16384,
  memory_2_W_f: 40960,
  memory_2_W_g: 65536,
  memory_2_W_o: 90112,
  memory_2_U_i: 114688,
  memory_2_U_f: 262144,
  memory_2_U_g: 409600,
  memory_2_U_o: 557056,
  memory_2_b_i: 704512,
  memory_2_b_g: 705280,
  memory_2_b_o: 706048,
  memory_2_b_f: 706816,
  memory_3_W_i: 707584,
  memory_3_W_f: 855040,
  memory_3_W_g: 1002496,
  memory_3_W_o: 1149952,
  memory_3_U_i: 1297408,
  memory_3_U_f: 1444864,
  memory_3_U_g: 1592320,
  memory_3_U_o: 1739776,
  memory_3_b_i: 1887232,
  memory_3_b_g: 1888000,
  memory_3_b_o: 1888768,
  memory_3_b_f: 1889536,
  text_W: 1890304,
  text_b: 1988608,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 2974467,
  "N:T": 4260,
  B: 4001,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 497280, integer: false }, // [497280]
  gradients: { rows: "none", offset: 497280, width: 497280, integer: false }, // [497280]
  moment1: { rows: "none", offset: 994560, width: 497280, integer: false }, // [497280]
  moment2: { rows: "none", offset: 1491840, width: 497280, integer: false }, // [497280]
  output_text: { rows: "N:T", offset: 3, width: 128, integer: false }, // [N, 128] output.text
  final_memory_2_h: { rows: "B", offset: 768, width: 192, integer: false }, // [B, 192] final.memory.2.h
  final_memory_2_c: { rows: "B", offset: 960, width: 192, integer: false }, // [B, 192] final.memory.2.c
  final_memory_3_h: { rows: "B", offset: 1152, width: 192, integer: false }, // [B, 192] final.memory.3.h
  final_memory_3_c: { rows: "B", offset: 1344, width: 192, integer: false }, // [B, 192] final.memory.3.c
  log: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N]
  text_logits_add: { rows: "N:T", offset: 259, width: 128, integer: false }, // [N, 128] text.logits.add
  text_logits: { rows: "N:T", offset: 131, width: 128, integer: false }, // [N, 128] text.logits
  memory_3_pre: { rows: "N:T", offset: 131, width: 768, integer: false }, // [N, 768] memory.3.pre
  memory_2_pre: { rows: "N:T", offset: 163, width: 768, integer: false }, // [N, 768] memory.2.pre
  memory_1: { rows: "N:T", offset: 131, width: 32, integer: false }, // [N, 32] memory.1
  text: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  memory_2_W_packed: { rows: "none", offset: 1989120, width: 24576, integer: false }, // [32, 768] packed memory.2.W.packed
  memory_2_b: { rows: "none", offset: 2013696, width: 768, integer: false }, // [768] memory.2.b
  memory_2_h_state: { rows: "B", offset: 2304, width: 192, integer: false }, // [B, 192] memory.2.h.state
  state_memory_2_h: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] state.memory.2.h
  memory_2_c_state: { rows: "B", offset: 2496, width: 192, integer: false }, // [B, 192] memory.2.c.state
  state_memory_2_c: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] state.memory.2.c
  memory_2_h: { rows: "N:T", offset: 931, width: 192, integer: false }, // [N, 192] memory.2.h
  memory_2_U_h_before: { rows: "B", offset: 1536, width: 768, integer: false }, // [B, 768] memory.2.U_h_before
  memory_2_U_packed: { rows: "none", offset: 2014464, width: 147456, integer: false }, // [192, 768] packed memory.2.U.packed
  memory_3_W_packed: { rows: "none", offset: 2161920, width: 147456, integer: false }, // [192, 768] packed memory.3.W.packed
  memory_3_b: { rows: "none", offset: 2309376, width: 768, integer: false }, // [768] memory.3.b
  memory_3_h_state: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] memory.3.h.state
  state_memory_3_h: { rows: "B", offset: 384, width: 192, integer: false }, // [B, 192] state.memory.3.h
  memory_3_c_state: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] memory.3.c.state
  state_memory_3_c: { rows: "B", offset: 576, width: 192, integer: false }, // [B, 192] state.memory.3.c
  memory_3_h: { rows: "N:T", offset: 899, width: 192, integer: false }, // [N, 192] memory.3.h
  memory_3_U_h_before: { rows: "B", offset: 1536, width: 768, integer: false }, // [B, 768] memory.3.U_h_before
  memory_3_U_packed: { rows: "none", offset: 2310144, width: 147456, integer: false }, // [192, 768] packed memory.3.U.packed
  text_W_packed: { rows: "none", offset: 2457600, width: 24576, integer: false }, // [192, 128] packed text.W.packed
  loss_text: { rows: "none", offset: 2973697, width: 1, integer: false }, // [] loss.text
  text_loss: { rows: "N:T", offset: 131, width: 1, integer: false }, // [N] text.loss
  weight_text: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.text
  target_text: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.text
  loss_text_2: { rows: "none", offset: 2973698, width: 1, integer: false }, // [] loss.text_2
  final_memory_2_h_2: { rows: "B", offset: 768, width: 192, integer: false }, // [B, 192] final.memory.2.h_2
  final_memory_2_c_2: { rows: "B", offset: 960, width: 192, integer: false }, // [B, 192] final.memory.2.c_2
  final_memory_3_h_2: { rows: "B", offset: 1152, width: 192, integer: false }, // [B, 192] final.memory.3.h_2
  final_memory_3_c_2: { rows: "B", offset: 1344, width: 192, integer: false }, // [B, 192] final.memory.3.c_2
  text_dlogits: { rows: "N:T", offset: 356, width: 128, integer: false }, // [N, 128] text.dlogits
  text_loss_2: { rows: "N:T", offset: 484, width: 1, integer: false }, // [N] text.loss_2
  text_logits_2: { rows: "N:T", offset: 228, width: 128, integer: false }, // [N, 128] text.logits_2
  memory: { rows: "N:T", offset: 36, width: 192, integer: false }, // [N, 192]
  memory_3_pre_2: { rows: "N:T", offset: 36, width: 768, integer: false }, // [N, 768] memory.3.pre_2
  memory_2_pre_2: { rows: "N:T", offset: 36, width: 768, integer: false }, // [N, 768] memory.2.pre_2
  memory_1_2: { rows: "N:T", offset: 4, width: 32, integer: false }, // [N, 32] memory.1_2
  text_2: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  memory_2_h_state_2: { rows: "B", offset: 2304, width: 192, integer: false }, // [B, 192] memory.2.h.state_2
  state_memory_2_h_2: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] state.memory.2.h_2
  memory_2_c_state_2: { rows: "B", offset: 2496, width: 192, integer: false }, // [B, 192] memory.2.c.state_2
  state_memory_2_c_2: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] state.memory.2.c_2
  memory_2_h_2: { rows: "N:T", offset: 804, width: 192, integer: false }, // [N, 192] memory.2.h_2
  memory_2_f: { rows: "N:T", offset: 996, width: 192, integer: false }, // [N, 192] memory.2.f
  memory_2_o: { rows: "N:T", offset: 1188, width: 192, integer: false }, // [N, 192] memory.2.o
  memory_2_c_before: { rows: "N:T", offset: 1380, width: 192, integer: false }, // [N, 192] memory.2.c_before
  memory_2_i: { rows: "N:T", offset: 1572, width: 192, integer: false }, // [N, 192] memory.2.i
  memory_2_g: { rows: "N:T", offset: 1764, width: 192, integer: false }, // [N, 192] memory.2.g
  memory_2_h_before: { rows: "N:T", offset: 1956, width: 192, integer: false }, // [N, 192] memory.2.h_before
  memory_2_U_h_before_2: { rows: "B", offset: 1536, width: 768, integer: false }, // [B, 768] memory.2.U_h_before_2
  memory_3_h_state_2: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] memory.3.h.state_2
  state_memory_3_h_2: { rows: "B", offset: 384, width: 192, integer: false }, // [B, 192] state.memory.3.h_2
  memory_3_c_state_2: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] memory.3.c.state_2
  state_memory_3_c_2: { rows: "B", offset: 576, width: 192, integer: false }, // [B, 192] state.memory.3.c_2
  memory_3_h_2: { rows: "N:T", offset: 2148, width: 192, integer: false }, // [N, 192] memory.3.h_2
  memory_3_f: { rows: "N:T", offset: 2340, width: 192, integer: false }, // [N, 192] memory.3.f
  memory_3_o: { rows: "N:T", offset: 2532, width: 192, integer: false }, // [N, 192] memory.3.o
  memory_3_c_before: { rows: "N:T", offset: 2724, width: 192, integer: false }, // [N, 192] memory.3.c_before
  memory_3_i: { rows: "N:T", offset: 2916, width: 192, integer: false }, // [N, 192] memory.3.i
  memory_3_g: { rows: "N:T", offset: 3108, width: 192, integer: false }, // [N, 192] memory.3.g
  memory_3_h_before: { rows: "N:T", offset: 3300, width: 192, integer: false }, // [N, 192] memory.3.h_before
  memory_3_U_h_before_2: { rows: "B", offset: 1536, width: 768, integer: false }, // [B, 768] memory.3.U_h_before_2
  random_key: { rows: "none", offset: 2973697, width: 1, integer: true }, // [] random.key
  random_T: { rows: "N:T", offset: 1, width: 1, integer: true }, // [N] random.T
  weight_text_2: { rows: "N:T", offset: 2, width: 1, integer: false }, // [N] weight.text_2
  target_text_2: { rows: "N:T", offset: 3, width: 1, integer: true }, // [N] target.text_2
  sum_rows: { rows: "none", offset: 2973699, width: 768, integer: false }, // [768]
  sum_rows_2: { rows: "none", offset: 2973699, width: 768, integer: false }, // [768]
  memory_2_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 36, width: 32, integer: false }, // [N, 32] memory.2.W_di_pre_df_pre_dg_pre_do_pre
  memory_3_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 36, width: 192, integer: false }, // [N, 192] memory.3.W_di_pre_df_pre_dg_pre_do_pre
  memory_3_dh: { rows: "N:T", offset: 36, width: 192, integer: false }, // [N, 192] memory.3.dh
  dmemory: { rows: "N:T", offset: 484, width: 192, integer: false }, // [N, 192]
  text_W_packed_2: { rows: "none", offset: 2482176, width: 24576, integer: false }, // [128, 192] packed text.W.packed_2
  const$: { rows: "none", offset: 2506752, width: 1, integer: false }, // [] const
  memory_3_dc_before_state: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] memory.3.dc_before.state
  memory_3_dh_before_state: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] memory.3.dh_before.state
  memory_3_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 3492, width: 768, integer: false }, // [N, 768] memory.3.di_pre_df_pre_dg_pre_do_pre
  memory_3_U_packed_2: { rows: "none", offset: 2506753, width: 147456, integer: false }, // [768, 192] packed memory.3.U.packed_2
  memory_3_W_packed_2: { rows: "none", offset: 2654209, width: 147456, integer: false }, // [768, 192] packed memory.3.W.packed_2
  memory_2_dc_before_state: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] memory.2.dc_before.state
  memory_2_dh_before_state: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] memory.2.dh_before.state
  memory_2_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 228, width: 768, integer: false }, // [N, 768] memory.2.di_pre_df_pre_dg_pre_do_pre
  memory_2_U_packed_2: { rows: "none", offset: 2801665, width: 147456, integer: false }, // [768, 192] packed memory.2.U.packed_2
  memory_2_W_packed_2: { rows: "none", offset: 2949121, width: 24576, integer: false }, // [768, 32] packed memory.2.W.packed_2
  norm: { rows: "none", offset: 2973700, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 2973697, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 2973698, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 2973699, width: 1, integer: false }, // [] update.bias2
  output_text_2: { rows: "B", offset: 1537, width: 128, integer: false }, // [B, 128] output.text_2
  final_memory_2_h_3: { rows: "B", offset: 769, width: 192, integer: false }, // [B, 192] final.memory.2.h_3
  final_memory_2_c_3: { rows: "B", offset: 961, width: 192, integer: false }, // [B, 192] final.memory.2.c_3
  final_memory_3_h_3: { rows: "B", offset: 1153, width: 192, integer: false }, // [B, 192] final.memory.3.h_3
  final_memory_3_c_3: { rows: "B", offset: 1345, width: 192, integer: false }, // [B, 192] final.memory.3.c_3
  text_logits_3: { rows: "B", offset: 0, width: 128, integer: false }, // [B, 128] text.logits_3
  memory_3_U_initial: { rows: "B", offset: 2465, width: 768, integer: false }, // [B, 768] memory.3.U_initial
  memory_3_W_h: { rows: "B", offset: 1665, width: 768, integer: false }, // [B, 768] memory.3.W_h
  memory_2_U_initial: { rows: "B", offset: 1697, width: 768, integer: false }, // [B, 768] memory.2.U_initial
  memory_2_W_1: { rows: "B", offset: 3233, width: 768, integer: false }, // [B, 768] memory.2.W_1
  memory_1_3: { rows: "B", offset: 1665, width: 32, integer: false }, // [B, 32] memory.1_3
  text_3: { rows: "B", offset: 768, width: 1, integer: true }, // [B]
  state_memory_2_h_3: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] state.memory.2.h_3
  state_memory_3_h_3: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] state.memory.3.h_3
  state_memory_2_c_3: { rows: "B", offset: 384, width: 192, integer: false }, // [B, 192] state.memory.2.c_3
  state_memory_3_c_3: { rows: "B", offset: 576, width: 192, integer: false }, // [B, 192] state.memory.3.c_3
} satisfies WasmPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: {
    run: predict,
    inputs: {
      text: "text",
      "state.memory.2.h": "state_memory_2_h",
      "state.memory.2.c": "state_memory_2_c",
      "state.memory.3.h": "state_memory_3_h",
      "state.memory.3.c": "state_memory_3_c",
    },
    outputs: {
      "output.text": "output_text",
      "final.memory.2.h": "final_memory_2_h",
      "final.memory.2.c": "final_memory_2_c",
      "final.memory.3.h": "final_memory_3_h",
      "final.memory.3.c": "final_memory_3_c",
    },
  },
  score: {
    run: score,
    inputs: { "weight.text": "weight_text", "target.text": "target_text" },
    outputs: { "loss.text": "loss_text", loss: "loss_text" },
  },
  forward: {
    run: forward,
    inputs: {
      text: "text_2",
      "state.memory.2.h": "state_memory_2_h_2",
      "state.memory.2.c": "state_memory_2_c_2",
      "state.memory.3.h": "state_memory_3_h_2",
      "state.memory.3.c": "state_memory_3_c_2",
      "random.key": "random_key",
      "random.T": "random_T",
      "weight.text": "weight_text_2",
      "target.text": "target_text_2",
    },
    outputs: {
      "loss.text": "loss_text_2",
      loss: "loss_text_2",
      "final.memory.2.h": "final_memory_2_h_2",
      "final.memory.2.c": "final_memory_2_c_2",
      "final.memory.3.h": "final_memory_3_h_2",
      "final.memory.3.c": "final_memory_3_c_2",
    },
  },
  backward: {
    run: backward,
    inputs: { text: "text_2", "random.key": "random_key", "random.T": "random_T" },
    outputs: { gradients: "gradients" },
  },
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
    inputs: {
      text: "text_3",
      "state.memory.2.h": "state_memory_2_h_3",
      "state.memory.3.h": "state_memory_3_h_3",
      "state.memory.2.c": "state_memory_2_c_3",
      "state.memory.3.c": "state_memory_3_c_3",
    },
    outputs: {
      "output.text": "output_text_2",
      "final.memory.2.h": "final_memory_2_h_3",
      "final.memory.2.c": "final_memory_2_c_3",
      "final.memory.3.h": "final_memory_3_h_3",
      "final.memory.3.c": "final_memory_3_c_3",
    },
  },
} satisfies WasmPrograms["programs"];
