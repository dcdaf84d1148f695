// Made by rnnc from the model `normalised` in specs/models/normalised.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [13572].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.copy_32_2(m.parameters + offset.encoder_1_b_i, m.encoder_1_b, 1); // encoder.1.b_i [32]
  k.copy_32_2(m.parameters + offset.encoder_1_b_f, m.encoder_1_b + 128, 1); // encoder.1.b_f [32]
  k.copy_32_2(m.parameters + offset.encoder_1_b_g, m.encoder_1_b + 256, 1); // encoder.1.b_g [32]
  k.copy_32_2(m.parameters + offset.encoder_1_b_o, m.encoder_1_b + 384, 1); // encoder.1.b_o [32]
  k.copy_32_2(m.parameters + offset.encoder_4_b_i, m.encoder_4_b, 1); // encoder.4.b_i [32]
  k.copy_32_2(m.parameters + offset.encoder_4_b_f, m.encoder_4_b + 128, 1); // encoder.4.b_f [32]
  k.copy_32_2(m.parameters + offset.encoder_4_b_g, m.encoder_4_b + 256, 1); // encoder.4.b_g [32]
  k.copy_32_2(m.parameters + offset.encoder_4_b_o, m.encoder_4_b + 384, 1); // encoder.4.b_o [32]
  k.map_const(m.const$, 1); // const []
  k.map_recip(
    m.parameters + offset.encoder_2_running_var,
    m.parameters + offset.encoder_2_running_mean,
    m.recip,
    m.encoder_2_running_mean_neg,
    m.encoder_2_running_var_neg,
    1,
  ); // recip [32], encoder.2.running_mean.neg [32], encoder.2.running_var.neg [32]
  k.pack_6x32(m.parameters + offset.encoder_1_W_i, m.encoder_1_W_packed); // encoder.1.W for products
  k.pack_6x32(m.parameters + offset.encoder_1_W_f, m.encoder_1_W_packed + 768); // encoder.1.W for products
  k.pack_6x32(m.parameters + offset.encoder_1_W_g, m.encoder_1_W_packed + 1536); // encoder.1.W for products
  k.pack_6x32(m.parameters + offset.encoder_1_W_o, m.encoder_1_W_packed + 2304); // encoder.1.W for products
  k.pack_32x32(m.parameters + offset.encoder_1_U_i, m.encoder_1_U_packed); // encoder.1.U for products
  k.pack_32x32(m.parameters + offset.encoder_1_U_f, m.encoder_1_U_packed + 4096); // encoder.1.U for products
  k.pack_32x32(m.parameters + offset.encoder_1_U_g, m.encoder_1_U_packed + 8192); // encoder.1.U for products
  k.pack_32x32(m.parameters + offset.encoder_1_U_o, m.encoder_1_U_packed + 12288); // encoder.1.U for products
  k.pack_32x32(m.parameters + offset.encoder_4_W_i, m.encoder_4_W_packed); // encoder.4.W for products
  k.pack_32x32(m.parameters + offset.encoder_4_W_f, m.encoder_4_W_packed + 4096); // encoder.4.W for products
  k.pack_32x32(m.parameters + offset.encoder_4_W_g, m.encoder_4_W_packed + 8192); // encoder.4.W for products
  k.pack_32x32(m.parameters + offset.encoder_4_W_o, m.encoder_4_W_packed + 12288); // encoder.4.W for products
  k.pack_32x32(m.parameters + offset.encoder_4_U_i, m.encoder_4_U_packed); // encoder.4.U for products
  k.pack_32x32(m.parameters + offset.encoder_4_U_f, m.encoder_4_U_packed + 4096); // encoder.4.U for products
  k.pack_32x32(m.parameters + offset.encoder_4_U_g, m.encoder_4_U_packed + 8192); // encoder.4.U for products
  k.pack_32x32(m.parameters + offset.encoder_4_U_o, m.encoder_4_U_packed + 12288); // encoder.4.U for products
  k.pack_32x4(m.parameters + offset.activity_W, m.activity_W_packed); // activity.W for products
  k.pack_4x32(m.parameters + offset.activity_W, m.activity_W_packed_2); // activity.W for products
  k.pack_32x32_2(m.parameters + offset.encoder_4_U_i, m.encoder_4_U_packed_2); // encoder.4.U for products
  k.pack_32x32_2(m.parameters + offset.encoder_4_U_f, m.encoder_4_U_packed_2 + 1024); // encoder.4.U for products
  k.pack_32x32_2(m.parameters + offset.encoder_4_U_g, m.encoder_4_U_packed_2 + 2048); // encoder.4.U for products
  k.pack_32x32_2(m.parameters + offset.encoder_4_U_o, m.encoder_4_U_packed_2 + 3072); // encoder.4.U for products
  k.pack_32x32_2(m.parameters + offset.encoder_4_W_i, m.encoder_4_W_packed_2); // encoder.4.W for products
  k.pack_32x32_2(m.parameters + offset.encoder_4_W_f, m.encoder_4_W_packed_2 + 1024); // encoder.4.W for products
  k.pack_32x32_2(m.parameters + offset.encoder_4_W_g, m.encoder_4_W_packed_2 + 2048); // encoder.4.W for products
  k.pack_32x32_2(m.parameters + offset.encoder_4_W_o, m.encoder_4_W_packed_2 + 3072); // encoder.4.W for products
  k.pack_32x32_2(m.parameters + offset.encoder_1_U_i, m.encoder_1_U_packed_2); // encoder.1.U for products
  k.pack_32x32_2(m.parameters + offset.encoder_1_U_f, m.encoder_1_U_packed_2 + 1024); // encoder.1.U for products
  k.pack_32x32_2(m.parameters + offset.encoder_1_U_g, m.encoder_1_U_packed_2 + 2048); // encoder.1.U for products
  k.pack_32x32_2(m.parameters + offset.encoder_1_U_o, m.encoder_1_U_packed_2 + 3072); // encoder.1.U for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads x [N, 6].
 * Gives output.activity [B, 4].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_6x128_bias(m.x, m.encoder_1_W_packed, m.encoder_1_pre, m.encoder_1_b, T.total); // encoder.1.pre [N, 128]
  k.zero_32(m.encoder_1_h_state, batch.size); // encoder.1.h_before starts at zeros
  k.zero_32(m.encoder_1_c_state, batch.size); // encoder.1.c_before starts at zeros

  // encoder.1.h, encoder.1.c
  const { encoder_1_h_state, encoder_1_U_packed, encoder_1_U_h_before, encoder_1_pre, encoder_1_c_state, encoder_1_h } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_32x128(encoder_1_h_state, encoder_1_U_packed, encoder_1_U_h_before, rows); // encoder.1.U_h_before [B, 128]
    k.map_encoder_1_c_state(
      encoder_1_pre + 128 + at * 512,
      encoder_1_U_h_before + 128,
      encoder_1_c_state,
      encoder_1_pre + at * 512,
      encoder_1_U_h_before,
      encoder_1_pre + 256 + at * 512,
      encoder_1_U_h_before + 256,
      encoder_1_pre + 384 + at * 512,
      encoder_1_U_h_before + 384,
      encoder_1_c_state,
      encoder_1_h + at * 128,
      encoder_1_h_state,
      rows,
    ); // encoder.1.c [B, 32], encoder.1.h [B, 32]
  }

  k.map_encoder_2(
    m.parameters + offset.encoder_2_gain,
    m.recip,
    m.encoder_1_h,
    m.encoder_2_running_mean_neg,
    m.parameters + offset.encoder_2_shift,
    m.encoder_2,
    T.total,
  ); // encoder.2 [N, 32]
  k.gemm_32x128_bias(m.encoder_2, m.encoder_4_W_packed, m.encoder_4_pre, m.encoder_4_b, T.total); // encoder.4.pre [N, 128]
  k.zero_32(m.encoder_4_h_state, batch.size); // encoder.4.h_before starts at zeros
  k.zero_32(m.encoder_4_c_state, batch.size); // encoder.4.c_before starts at zeros

  // encoder.4.h, encoder.4.c
  const { encoder_4_h_state, encoder_4_U_packed, encoder_4_U_h_before, encoder_4_pre, encoder_4_c_state } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_32x128(encoder_4_h_state, encoder_4_U_packed, encoder_4_U_h_before, rows); // encoder.4.U_h_before [B, 128]
    k.map_encoder_4_c_state(
      encoder_4_pre + 128 + at * 512,
      encoder_4_U_h_before + 128,
      encoder_4_c_state,
      encoder_4_pre + at * 512,
      encoder_4_U_h_before,
      encoder_4_pre + 256 + at * 512,
      encoder_4_U_h_before + 256,
      encoder_4_pre + 384 + at * 512,
      encoder_4_U_h_before + 384,
      encoder_4_c_state,
      encoder_4_h_state,
      rows,
    ); // encoder.4.c [B, 32], encoder.4.h [B, 32]
  }

  k.gemm_32x4_bias(m.encoder_4_h_state, m.activity_W_packed, m.activity_logits, m.parameters + offset.activity_b, batch.size); // activity.logits [B, 4]
  k.map_activity_logits_add(m.activity_logits, m.activity_logits_add, m.output_activity, m.log, batch.size); // activity.logits.add [B, 4], mul [B, 4], log [B]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.activity [B], target.activity [B].
 * Gives loss.activity [], loss [].
 */
export function score(k: Kernels, m: Arena, batch: Packed): void {
  k.map_activity_loss(m.weight_activity, m.log, m.target_activity, m.activity_logits_add, m.activity_loss, batch.size); // activity.loss [B]
  k.sum_rows_1(m.activity_loss, m.loss_activity, batch.size); // activity.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads x [N, 6], random.key [], random.T [N], weight.activity [B], target.activity [B].
 * Gives loss.activity [], loss [], running.encoder.2.running_mean [32], running.encoder.2.running_var [32].
 */
export function forward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_6x128_bias(m.x_2, m.encoder_1_W_packed, m.encoder_1_pre_2, m.encoder_1_b, T.total); // encoder.1.pre [N, 128]
  k.map_expand(m.expand_2, T.total); // expand [N]
  k.sum_rows_1(m.expand_2, m.sum_rows_3, T.total); // sum_rows []
  k.zero_32(m.encoder_1_h_state_2, batch.size); // encoder.1.h_before starts at zeros
  k.zero_32(m.encoder_1_c_state_2, batch.size); // encoder.1.c_before starts at zeros

  // encoder.1.h, encoder.1.c
  const {
    encoder_1_h_state_2,
    encoder_1_U_packed,
    encoder_1_U_h_before_2,
    encoder_1_pre_2,
    encoder_1_c_state_2,
    encoder_1_o,
    encoder_1_f,
    encoder_1_i,
    encoder_1_g,
    encoder_1_h_2,
    encoder_1_c_before,
    encoder_1_h_before,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_32x128(encoder_1_h_state_2, encoder_1_U_packed, encoder_1_U_h_before_2, rows); // encoder.1.U_h_before [B, 128]
    k.map_encoder_1_o(
      encoder_1_pre_2 + 384 + at * 512,
      encoder_1_U_h_before_2 + 384,
      encoder_1_pre_2 + 128 + at * 512,
      encoder_1_U_h_before_2 + 128,
      encoder_1_pre_2 + at * 512,
      encoder_1_U_h_before_2,
      encoder_1_pre_2 + 256 + at * 512,
      encoder_1_U_h_before_2 + 256,
      encoder_1_c_state_2,
      encoder_1_h_state_2,
      encoder_1_o + at * 128,
      encoder_1_f + at * 128,
      encoder_1_i + at * 128,
      encoder_1_g + at * 128,
      encoder_1_c_state_2,
      encoder_1_h_2 + at * 128,
      encoder_1_h_state_2,
      encoder_1_c_before + at * 128,
      encoder_1_h_before + at * 128,
      rows,
    ); // encoder.1.o [B, 32], encoder.1.f [B, 32], encoder.1.i [B, 32], encoder.1.g [B, 32], encoder.1.c [B, 32], encoder.1.h [B, 32], encoder.1.c_before [B, 32], encoder.1.h_before [B, 32]
  }

  k.map_recip_3(m.sum_rows_3, m.recip_3, 1); // recip []
  k.sum_rows_32(m.encoder_1_h_2, m.sum_rows_2, T.total); // sum_rows [32]
  k.map_encoder_2_mean_neg(
    m.recip_3,
    m.sum_rows_2,
    m.sum_rows_3,
    m.parameters + offset.encoder_2_running_mean,
    m.encoder_2_running_mean_neg,
    m.encoder_2_mean_neg,
    m.mul,
    m.running_encoder_2_running_mean,
    1,
  ); // encoder.2.mean.neg [32], mul [], encoder.2.running_mean.add [32]
  k.map_add(m.encoder_1_h_2, m.encoder_2_mean_neg, m.add, m.mul_2, T.total); // add [N, 32], mul [N, 32]
  k.sum_rows_32(m.mul_2, m.sum_rows, T.total); // sum_rows [32]
  k.map_recip_2(
    m.recip_3,
    m.sum_rows,
    m.parameters + offset.encoder_2_running_var,
    m.mul,
    m.sum_rows_3,
    m.encoder_2_running_var_neg,
    m.recip_2,
    m.running_encoder_2_running_var,
    1,
  ); // recip [32], encoder.2.running_var.add [32]
  k.map_encoder_2_mul(
    m.parameters + offset.encoder_2_gain,
    m.recip_2,
    m.add,
    m.parameters + offset.encoder_2_shift,
    m.random_key,
    m.random_T,
    m.encoder_2_mul,
    T.total,
  ); // encoder.2.mul [N, 32]
  k.gemm_32x128_bias(m.encoder_2_mul, m.encoder_4_W_packed, m.encoder_4_pre_2, m.encoder_4_b, T.total); // encoder.4.pre [N, 128]
  k.zero_32(m.encoder_4_h_state_2, batch.size); // encoder.4.h_before starts at zeros
  k.zero_32(m.encoder_4_c_state_2, batch.size); // encoder.4.c_before starts at zeros

  // encoder.4.h, encoder.4.c
  const {
    encoder_4_h_state_2,
    encoder_4_U_packed,
    encoder_4_U_h_before_2,
    encoder_4_pre_2,
    encoder_4_c_state_2,
    encoder_4_o,
    encoder_4_f,
    encoder_4_i,
    encoder_4_g,
    encoder_4_c_before,
    encoder_4_h_before,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_32x128(encoder_4_h_state_2, encoder_4_U_packed, encoder_4_U_h_before_2, rows); // encoder.4.U_h_before [B, 128]
    k.map_encoder_4_o(
      encoder_4_pre_2 + 384 + at * 512,
      encoder_4_U_h_before_2 + 384,
      encoder_4_pre_2 + 128 + at * 512,
      encoder_4_U_h_before_2 + 128,
      encoder_4_pre_2 + at * 512,
      encoder_4_U_h_before_2,
      encoder_4_pre_2 + 256 + at * 512,
      encoder_4_U_h_before_2 + 256,
      encoder_4_c_state_2,
      encoder_4_h_state_2,
      encoder_4_o + at * 128,
      encoder_4_f + at * 128,
      encoder_4_i + at * 128,
      encoder_4_g + at * 128,
      encoder_4_c_state_2,
      encoder_4_h_state_2,
      encoder_4_c_before + at * 128,
      encoder_4_h_before + at * 128,
      rows,
    ); // encoder.4.o [B, 32], encoder.4.f [B, 32], encoder.4.i [B, 32], encoder.4.g [B, 32], encoder.4.c [B, 32], encoder.4.h [B, 32], encoder.4.c_before [B, 32], encoder.4.h_before [B, 32]
  }

  k.gemm_32x4_bias(m.encoder_4_h_state_2, m.activity_W_packed, m.activity_logits_2, m.parameters + offset.activity_b, batch.size); // activity.logits [B, 4]
  k.map_activity_loss_2(m.weight_activity_2, m.activity_logits_2, m.target_activity_2, m.activity_loss_2, m.activity_dlogits, batch.size); // activity.loss [B], activity.dlogits [B, 4]
  k.sum_rows_1(m.activity_loss_2, m.loss_activity_2, batch.size); // activity.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads x [N, 6], random.key [], random.T [N].
 * Gives gradients [13572].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_4x32(m.activity_dlogits, m.activity_W_packed_2, m.activity_W_dlogits, batch.size); // activity.W_dlogits [B, 32]
  k.row_product_4x32(m.activity_dlogits, m.encoder_4_h_state_2, m.gradients + offset.activity_W, batch.size); // activity.dW [4, 32]
  k.sum_rows_4(m.activity_dlogits, m.gradients + offset.activity_b, batch.size); // activity.db [4]
  k.zero_32(m.encoder_4_dc_before_state, batch.size); // encoder.4.dc_after starts at zeros
  k.copy_32(m.activity_W_dlogits, m.encoder_4_dh_before_state, batch.size); // the state at the start

  // encoder.4.dc_before, encoder.4.dh_before
  const {
    encoder_4_dc_before_state,
    encoder_4_dh_before_state,
    encoder_4_o,
    encoder_4_f,
    encoder_4_c_before,
    encoder_4_i,
    encoder_4_g,
    encoder_4_di_pre_df_pre_dg_pre_do_pre,
    encoder_4_U_packed_2,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_encoder_4_dc_before_state(
      encoder_4_dc_before_state,
      encoder_4_dh_before_state,
      encoder_4_o + at * 128,
      encoder_4_f + at * 128,
      encoder_4_c_before + at * 128,
      encoder_4_i + at * 128,
      encoder_4_g + at * 128,
      encoder_4_dc_before_state,
      encoder_4_di_pre_df_pre_dg_pre_do_pre + at * 512,
      encoder_4_di_pre_df_pre_dg_pre_do_pre + 128 + at * 512,
      encoder_4_di_pre_df_pre_dg_pre_do_pre + 256 + at * 512,
      encoder_4_di_pre_df_pre_dg_pre_do_pre + 384 + at * 512,
      rows,
    ); // encoder.4.dc_before [B, 32], encoder.4.di_pre [B, 32], encoder.4.df_pre [B, 32], encoder.4.dg_pre [B, 32], encoder.4.do_pre [B, 32]
    k.gemm_128x32(encoder_4_di_pre_df_pre_dg_pre_do_pre + at * 512, encoder_4_U_packed_2, encoder_4_dh_before_state, rows); // encoder.4.dh_before [B, 32]
  }

  k.gemm_128x32(m.encoder_4_di_pre_df_pre_dg_pre_do_pre, m.encoder_4_W_packed_2, m.encoder_4_W_di_pre_df_pre_dg_pre_do_pre, T.total); // encoder.4.W_di_pre_df_pre_dg_pre_do_pre [N, 32]
  k.row_product_128x32(m.encoder_4_di_pre_df_pre_dg_pre_do_pre, m.encoder_2_mul, m.gradients + offset.encoder_4_W_i, T.total); // row_product [128, 32]
  k.row_product_128x32(m.encoder_4_di_pre_df_pre_dg_pre_do_pre, m.encoder_4_h_before, m.gradients + offset.encoder_4_U_i, T.total); // row_product [128, 32]
  k.sum_rows_128(m.encoder_4_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_4, T.total); // sum_rows [128]
  k.copy_32_2(m.sum_rows_4, m.gradients + offset.encoder_4_b_i, 1); // encoder.4.db_i [32]
  k.copy_32_2(m.sum_rows_4 + 256, m.gradients + offset.encoder_4_b_g, 1); // encoder.4.db_g [32]
  k.copy_32_2(m.sum_rows_4 + 384, m.gradients + offset.encoder_4_b_o, 1); // encoder.4.db_o [32]
  k.copy_32_2(m.sum_rows_4 + 128, m.gradients + offset.encoder_4_b_f, 1); // encoder.4.db_f [32]
  k.map_encoder_d2(
    m.encoder_4_W_di_pre_df_pre_dg_pre_do_pre,
    m.const$,
    m.random_key,
    m.random_T,
    m.parameters + offset.encoder_2_gain,
    m.add,
    m.recip_2,
    m.encoder_d2,
    m.encoder_d2_mul_2,
    m.encoder_d2_mul,
    T.total,
  ); // encoder.d2 [N, 32], encoder.d2.mul [N, 32]
  k.sum_rows_32(m.encoder_d2_mul_2, m.sum_rows_7, T.total); // sum_rows [32]
  k.sum_rows_32(m.encoder_d2_mul, m.gradients + offset.encoder_2_gain, T.total); // encoder.2.dgain [32]
  k.sum_rows_32(m.encoder_d2, m.gradients + offset.encoder_2_shift, T.total); // encoder.2.dshift [32]
  k.map_add_2(m.encoder_d2, m.parameters + offset.encoder_2_gain, m.recip_2, m.sum_rows_7, m.recip_3, m.add, m.add_2, T.total); // add [N, 32]
  k.sum_rows_32(m.add_2, m.sum_rows_6, T.total); // sum_rows [32]
  k.map_neg(m.sum_rows_6, m.recip_3, m.neg, 1); // neg [32]
  k.map_encoder_1_dh(m.add_2, m.neg, m.encoder_1_dh, T.total); // encoder.1.dh [N, 32]
  k.zero_32(m.encoder_1_dc_before_state, batch.size); // encoder.1.dc_after starts at zeros
  k.zero_32(m.encoder_1_dh_before_state, batch.size); // encoder.1.dh_after starts at zeros

  // encoder.1.dc_before, encoder.1.dh_before
  const {
    encoder_1_dc_before_state,
    encoder_1_dh_before_state,
    encoder_1_dh,
    encoder_1_o,
    encoder_1_f,
    encoder_1_c_before,
    encoder_1_i,
    encoder_1_g,
    encoder_1_di_pre_df_pre_dg_pre_do_pre,
    encoder_1_U_packed_2,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_encoder_1_dc_before_state(
      encoder_1_dc_before_state,
      encoder_1_dh_before_state,
      encoder_1_dh + at * 128,
      encoder_1_o + at * 128,
      encoder_1_f + at * 128,
      encoder_1_c_before + at * 128,
      encoder_1_i + at * 128,
      encoder_1_g + at * 128,
      encoder_1_dc_before_state,
      encoder_1_di_pre_df_pre_dg_pre_do_pre + at * 512,
      encoder_1_di_pre_df_pre_dg_pre_do_pre + 128 + at * 512,
      encoder_1_di_pre_df_pre_dg_pre_do_pre + 256 + at * 512,
      encoder_1_di_pre_df_pre_dg_pre_do_pre + 384 + at * 512,
      rows,
    ); // encoder.1.dc_before [B, 32], encoder.1.di_pre [B, 32], encoder.1.df_pre [B, 32], encoder.1.dg_pre [B, 32], encoder.1.do_pre [B, 32]
    k.gemm_128x32(encoder_1_di_pre_df_pre_dg_pre_do_pre + at * 512, encoder_1_U_packed_2, encoder_1_dh_before_state, rows); // encoder.1.dh_before [B, 32]
  }

  k.row_product_128x6(m.encoder_1_di_pre_df_pre_dg_pre_do_pre, m.x_2, m.gradients + offset.encoder_1_W_i, T.total); // x.row_product [128, 6]
  k.row_product_128x32(m.encoder_1_di_pre_df_pre_dg_pre_do_pre, m.encoder_1_h_before, m.gradients + offset.encoder_1_U_i, T.total); // row_product [128, 32]
  k.sum_rows_128(m.encoder_1_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_5, T.total); // sum_rows [128]
  k.copy_32_2(m.sum_rows_5, m.gradients + offset.encoder_1_b_i, 1); // encoder.1.db_i [32]
  k.copy_32_2(m.sum_rows_5 + 256, m.gradients + offset.encoder_1_b_g, 1); // encoder.1.db_g [32]
  k.copy_32_2(m.sum_rows_5 + 384, m.gradients + offset.encoder_1_b_o, 1); // encoder.1.db_o [32]
  k.copy_32_2(m.sum_rows_5 + 128, m.gradients + offset.encoder_1_b_f, 1); // encoder.1.db_f [32]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [13572], moment1 [13572], moment2 [13572], parameters [13572], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [13572], moment2 [13572], parameters [13572].
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
  ); // sqrt [], add [13508], parameters.add [13508]
}

/**
 * One step of every sequence: states in and out.
 * Reads x [B, 6], state.encoder.1.h [B, 32], state.encoder.4.h [B, 32], state.encoder.1.c [B, 32], state.encoder.4.c [B, 32].
 * Gives output.activity [B, 4], final.encoder.1.h [B, 32], final.encoder.1.c [B, 32], final.encoder.4.h [B, 32], final.encoder.4.c [B, 32].
 */
export function step(k: Kernels, m: Arena, batch: Packed): void {
  k.gemm_6x128(m.x_3, m.encoder_1_W_packed, m.encoder_1_W_x, batch.size); // encoder.1.W_x [B, 128]
  k.gemm_32x128(m.state_encoder_1_h, m.encoder_1_U_packed, m.encoder_1_U_initial, batch.size); // encoder.1.U_initial [B, 128]
  k.gemm_32x128(m.state_encoder_4_h, m.encoder_4_U_packed, m.encoder_4_U_initial, batch.size); // encoder.4.U_initial [B, 128]
  k.map_final_encoder_1_c(
    m.encoder_1_W_x + 128,
    m.encoder_1_U_initial + 128,
    m.parameters + offset.encoder_1_b_f,
    m.state_encoder_1_c,
    m.encoder_1_W_x,
    m.encoder_1_U_initial,
    m.parameters + offset.encoder_1_b_i,
    m.encoder_1_W_x + 256,
    m.encoder_1_U_initial + 256,
    m.parameters + offset.encoder_1_b_g,
    m.encoder_1_W_x + 384,
    m.encoder_1_U_initial + 384,
    m.parameters + offset.encoder_1_b_o,
    m.parameters + offset.encoder_2_gain,
    m.recip,
    m.encoder_2_running_mean_neg,
    m.parameters + offset.encoder_2_shift,
    m.final_encoder_1_c,
    m.final_encoder_1_h,
    m.encoder_2_2,
    batch.size,
  ); // encoder.1.c [B, 32], encoder.1.h [B, 32], encoder.2 [B, 32]
  k.gemm_32x128(m.encoder_2_2, m.encoder_4_W_packed, m.encoder_4_W_2, batch.size); // encoder.4.W_2 [B, 128]
  k.map_final_encoder_4_c(
    m.encoder_4_W_2 + 128,
    m.encoder_4_U_initial + 128,
    m.parameters + offset.encoder_4_b_f,
    m.state_encoder_4_c,
    m.encoder_4_W_2,
    m.encoder_4_U_initial,
    m.parameters + offset.encoder_4_b_i,
    m.encoder_4_W_2 + 256,
    m.encoder_4_U_initial + 256,
    m.parameters + offset.encoder_4_b_g,
    m.encoder_4_W_2 + 384,
    m.encoder_4_U_initial + 384,
    m.parameters + offset.encoder_4_b_o,
    m.final_encoder_4_c,
    m.final_encoder_4_h,
    batch.size,
  ); // encoder.4.c [B, 32], encoder.4.h [B, 32]
  k.gemm_32x4_bias(m.final_encoder_4_h, m.activity_W_packed, m.activity_logits_3, m.parameters + offset.activity_b, batch.size); // activity.logits [B, 4]
  k.map_output_activity_2(m.activity_logits_3, m.output_activity_2, batch.size); // mul [B, 4]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  encoder_1_W_i: 0,
  encoder_1_W_f: 768,
  encoder_1_W_g: 1536,
  encoder_1_W_o: 2304,
  encoder_1_U_i: 3072,
  encoder_1_U_f: 7168,
  encoder_1_U_g: 11264,
  encoder_1_U_o: 15360,
  encoder_1_b_i: 19456,
  encoder_1_b_g: 19584,
  encoder_1_b_o: 19712,
  encoder_1_b_f: 19840,
  encoder_2_gain: 19968,
  encoder_2_shift: 20096,
  encoder_4_W_i: 20224,
  encoder_4_W_f: 24320,
  encoder_4_W_g: 28416,
  encoder_4_W_o: 32512,
  encoder_4_U_i: 36608,
  encoder_4_U_f: 40704,
  encoder_4_U_g: 44800,
  encoder_4_U_o: 48896,
  encoder_4_b_i: 52992,
  encoder_4_b_g: 53120,
  encoder_4_b_o: 53248,
  encoder_4_b_f: 53376,
  activity_W: 53504,
  activity_b: 54016,
  encoder_2_running_mean: 54032,
  encoder_2_running_var: 54160,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 80629,
  B: 650,
  "N:T": 583,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 13572, integer: false }, // [13572]
  gradients: { rows: "none", offset: 13572, width: 13572, integer: false }, // [13572]
  moment1: { rows: "none", offset: 27144, width: 13572, integer: false }, // [13572]
  moment2: { rows: "none", offset: 40716, width: 13572, integer: false }, // [13572]
  output_activity: { rows: "B", offset: 2, width: 4, integer: false }, // [B, 4] output.activity
  log: { rows: "B", offset: 14, width: 1, integer: false }, // [B]
  activity_logits_add: { rows: "B", offset: 10, width: 4, integer: false }, // [B, 4] activity.logits.add
  activity_logits: { rows: "B", offset: 6, width: 4, integer: false }, // [B, 4] activity.logits
  encoder_4_pre: { rows: "N:T", offset: 32, width: 128, integer: false }, // [N, 128] encoder.4.pre
  encoder_2: { rows: "N:T", offset: 0, width: 32, integer: false }, // [N, 32] encoder.2
  encoder_1_pre: { rows: "N:T", offset: 6, width: 128, integer: false }, // [N, 128] encoder.1.pre
  x: { rows: "N:T", offset: 0, width: 6, integer: false }, // [N, 6]
  encoder_1_W_packed: { rows: "none", offset: 54288, width: 768, integer: false }, // [6, 128] packed encoder.1.W.packed
  encoder_1_b: { rows: "none", offset: 55056, width: 128, integer: false }, // [128] encoder.1.b
  encoder_1_h_state: { rows: "B", offset: 134, width: 32, integer: false }, // [B, 32] encoder.1.h.state
  encoder_1_c_state: { rows: "B", offset: 166, width: 32, integer: false }, // [B, 32] encoder.1.c.state
  encoder_1_h: { rows: "N:T", offset: 134, width: 32, integer: false }, // [N, 32] encoder.1.h
  encoder_1_U_h_before: { rows: "B", offset: 6, width: 128, integer: false }, // [B, 128] encoder.1.U_h_before
  encoder_1_U_packed: { rows: "none", offset: 55184, width: 4096, integer: false }, // [32, 128] packed encoder.1.U.packed
  recip: { rows: "none", offset: 59280, width: 32, integer: false }, // [32]
  encoder_2_running_mean_neg: { rows: "none", offset: 59312, width: 32, integer: false }, // [32] encoder.2.running_mean.neg
  encoder_4_W_packed: { rows: "none", offset: 59344, width: 4096, integer: false }, // [32, 128] packed encoder.4.W.packed
  encoder_4_b: { rows: "none", offset: 63440, width: 128, integer: false }, // [128] encoder.4.b
  encoder_4_h_state: { rows: "B", offset: 134, width: 32, integer: false }, // [B, 32] encoder.4.h.state
  encoder_4_c_state: { rows: "B", offset: 166, width: 32, integer: false }, // [B, 32] encoder.4.c.state
  encoder_4_U_h_before: { rows: "B", offset: 6, width: 128, integer: false }, // [B, 128] encoder.4.U_h_before
  encoder_4_U_packed: { rows: "none", offset: 63568, width: 4096, integer: false }, // [32, 128] packed encoder.4.U.packed
  activity_W_packed: { rows: "none", offset: 67664, width: 256, integer: false }, // [32, 4] packed activity.W.packed
  loss_activity: { rows: "none", offset: 80369, width: 1, integer: false }, // [] loss.activity
  activity_loss: { rows: "B", offset: 6, width: 1, integer: false }, // [B] activity.loss
  weight_activity: { rows: "B", offset: 0, width: 1, integer: false }, // [B] weight.activity
  target_activity: { rows: "B", offset: 1, width: 1, integer: true }, // [B] target.activity
  loss_activity_2: { rows: "none", offset: 80434, width: 1, integer: false }, // [] loss.activity_2
  running_encoder_2_running_mean: { rows: "none", offset: 80370, width: 32, integer: false }, // [32] running.encoder.2.running_mean
  running_encoder_2_running_var: { rows: "none", offset: 80402, width: 32, integer: false }, // [32] running.encoder.2.running_var
  activity_dlogits: { rows: "B", offset: 6, width: 4, integer: false }, // [B, 4] activity.dlogits
  mul: { rows: "none", offset: 80501, width: 1, integer: false }, // []
  activity_loss_2: { rows: "B", offset: 10, width: 1, integer: false }, // [B] activity.loss_2
  activity_logits_2: { rows: "B", offset: 2, width: 4, integer: false }, // [B, 4] activity.logits_2
  encoder_4_pre_2: { rows: "N:T", offset: 359, width: 128, integer: false }, // [N, 128] encoder.4.pre_2
  encoder_2_mul: { rows: "N:T", offset: 7, width: 32, integer: false }, // [N, 32] encoder.2.mul
  recip_2: { rows: "none", offset: 80469, width: 32, integer: false }, // [32]
  sum_rows: { rows: "none", offset: 80437, width: 32, integer: false }, // [32]
  mul_2: { rows: "N:T", offset: 7, width: 32, integer: false }, // [N, 32]
  add: { rows: "N:T", offset: 39, width: 32, integer: false }, // [N, 32]
  encoder_2_mean_neg: { rows: "none", offset: 80469, width: 32, integer: false }, // [32] encoder.2.mean.neg
  sum_rows_2: { rows: "none", offset: 80437, width: 32, integer: false }, // [32]
  encoder_1_pre_2: { rows: "N:T", offset: 7, width: 128, integer: false }, // [N, 128] encoder.1.pre_2
  recip_3: { rows: "none", offset: 80436, width: 1, integer: false }, // []
  sum_rows_3: { rows: "none", offset: 80435, width: 1, integer: false }, // []
  expand_2: { rows: "N:T", offset: 135, width: 1, integer: false }, // [N] expand
  x_2: { rows: "N:T", offset: 0, width: 6, integer: false }, // [N, 6]
  encoder_1_h_state_2: { rows: "B", offset: 130, width: 32, integer: false }, // [B, 32] encoder.1.h.state_2
  encoder_1_c_state_2: { rows: "B", offset: 162, width: 32, integer: false }, // [B, 32] encoder.1.c.state_2
  encoder_1_h_2: { rows: "N:T", offset: 135, width: 32, integer: false }, // [N, 32] encoder.1.h_2
  encoder_1_f: { rows: "N:T", offset: 167, width: 32, integer: false }, // [N, 32] encoder.1.f
  encoder_1_o: { rows: "N:T", offset: 199, width: 32, integer: false }, // [N, 32] encoder.1.o
  encoder_1_c_before: { rows: "N:T", offset: 231, width: 32, integer: false }, // [N, 32] encoder.1.c_before
  encoder_1_i: { rows: "N:T", offset: 263, width: 32, integer: false }, // [N, 32] encoder.1.i
  encoder_1_g: { rows: "N:T", offset: 295, width: 32, integer: false }, // [N, 32] encoder.1.g
  encoder_1_h_before: { rows: "N:T", offset: 327, width: 32, integer: false }, // [N, 32] encoder.1.h_before
  encoder_1_U_h_before_2: { rows: "B", offset: 2, width: 128, integer: false }, // [B, 128] encoder.1.U_h_before_2
  encoder_2_running_var_neg: { rows: "none", offset: 67920, width: 32, integer: false }, // [32] encoder.2.running_var.neg
  random_key: { rows: "none", offset: 80369, width: 1, integer: true }, // [] random.key
  random_T: { rows: "N:T", offset: 6, width: 1, integer: true }, // [N] random.T
  encoder_4_h_state_2: { rows: "B", offset: 130, width: 32, integer: false }, // [B, 32] encoder.4.h.state_2
  encoder_4_c_state_2: { rows: "B", offset: 162, width: 32, integer: false }, // [B, 32] encoder.4.c.state_2
  encoder_4_f: { rows: "N:T", offset: 71, width: 32, integer: false }, // [N, 32] encoder.4.f
  encoder_4_o: { rows: "N:T", offset: 103, width: 32, integer: false }, // [N, 32] encoder.4.o
  encoder_4_c_before: { rows: "N:T", offset: 135, width: 32, integer: false }, // [N, 32] encoder.4.c_before
  encoder_4_i: { rows: "N:T", offset: 487, width: 32, integer: false }, // [N, 32] encoder.4.i
  encoder_4_g: { rows: "N:T", offset: 519, width: 32, integer: false }, // [N, 32] encoder.4.g
  encoder_4_h_before: { rows: "N:T", offset: 551, width: 32, integer: false }, // [N, 32] encoder.4.h_before
  encoder_4_U_h_before_2: { rows: "B", offset: 2, width: 128, integer: false }, // [B, 128] encoder.4.U_h_before_2
  weight_activity_2: { rows: "B", offset: 0, width: 1, integer: false }, // [B] weight.activity_2
  target_activity_2: { rows: "B", offset: 1, width: 1, integer: true }, // [B] target.activity_2
  sum_rows_4: { rows: "none", offset: 80501, width: 128, integer: false }, // [128]
  encoder_d2_mul: { rows: "N:T", offset: 7, width: 32, integer: false }, // [N, 32] encoder.d2.mul
  sum_rows_5: { rows: "none", offset: 80435, width: 128, integer: false }, // [128]
  encoder_1_dh: { rows: "N:T", offset: 38, width: 32, integer: false }, // [N, 32] encoder.1.dh
  neg: { rows: "none", offset: 80469, width: 32, integer: false }, // [32]
  sum_rows_6: { rows: "none", offset: 80437, width: 32, integer: false }, // [32]
  add_2: { rows: "N:T", offset: 6, width: 32, integer: false }, // [N, 32]
  sum_rows_7: { rows: "none", offset: 80437, width: 32, integer: false }, // [32]
  encoder_d2_mul_2: { rows: "N:T", offset: 103, width: 32, integer: false }, // [N, 32] encoder.d2.mul_2
  encoder_d2: { rows: "N:T", offset: 135, width: 32, integer: false }, // [N, 32] encoder.d2
  encoder_4_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 71, width: 32, integer: false }, // [N, 32] encoder.4.W_di_pre_df_pre_dg_pre_do_pre
  activity_W_dlogits: { rows: "B", offset: 10, width: 32, integer: false }, // [B, 32] activity.W_dlogits
  activity_W_packed_2: { rows: "none", offset: 67952, width: 128, integer: false }, // [4, 32] packed activity.W.packed_2
  encoder_4_dc_before_state: { rows: "B", offset: 42, width: 32, integer: false }, // [B, 32] encoder.4.dc_before.state
  encoder_4_dh_before_state: { rows: "B", offset: 74, width: 32, integer: false }, // [B, 32] encoder.4.dh_before.state
  encoder_4_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 359, width: 128, integer: false }, // [N, 128] encoder.4.di_pre_df_pre_dg_pre_do_pre
  encoder_4_U_packed_2: { rows: "none", offset: 68080, width: 4096, integer: false }, // [128, 32] packed encoder.4.U.packed_2
  encoder_4_W_packed_2: { rows: "none", offset: 72176, width: 4096, integer: false }, // [128, 32] packed encoder.4.W.packed_2
  const$: { rows: "none", offset: 76272, width: 1, integer: false }, // [] const
  encoder_1_dc_before_state: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] encoder.1.dc_before.state
  encoder_1_dh_before_state: { rows: "B", offset: 32, width: 32, integer: false }, // [B, 32] encoder.1.dh_before.state
  encoder_1_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 359, width: 128, integer: false }, // [N, 128] encoder.1.di_pre_df_pre_dg_pre_do_pre
  encoder_1_U_packed_2: { rows: "none", offset: 76273, width: 4096, integer: false }, // [128, 32] packed encoder.1.U.packed_2
  norm: { rows: "none", offset: 80372, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 80369, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 80370, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 80371, width: 1, integer: false }, // [] update.bias2
  output_activity_2: { rows: "B", offset: 262, width: 4, integer: false }, // [B, 4] output.activity_2
  final_encoder_1_h: { rows: "B", offset: 134, width: 32, integer: false }, // [B, 32] final.encoder.1.h
  final_encoder_1_c: { rows: "B", offset: 166, width: 32, integer: false }, // [B, 32] final.encoder.1.c
  final_encoder_4_h: { rows: "B", offset: 198, width: 32, integer: false }, // [B, 32] final.encoder.4.h
  final_encoder_4_c: { rows: "B", offset: 230, width: 32, integer: false }, // [B, 32] final.encoder.4.c
  activity_logits_3: { rows: "B", offset: 0, width: 4, integer: false }, // [B, 4] activity.logits_3
  encoder_4_U_initial: { rows: "B", offset: 522, width: 128, integer: false }, // [B, 128] encoder.4.U_initial
  encoder_4_W_2: { rows: "B", offset: 266, width: 128, integer: false }, // [B, 128] encoder.4.W_2
  encoder_2_2: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] encoder.2_2
  encoder_1_U_initial: { rows: "B", offset: 394, width: 128, integer: false }, // [B, 128] encoder.1.U_initial
  encoder_1_W_x: { rows: "B", offset: 266, width: 128, integer: false }, // [B, 128] encoder.1.W_x
  x_3: { rows: "B", offset: 128, width: 6, integer: false }, // [B, 6]
  state_encoder_1_h: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] state.encoder.1.h
  state_encoder_4_h: { rows: "B", offset: 32, width: 32, integer: false }, // [B, 32] state.encoder.4.h
  state_encoder_1_c: { rows: "B", offset: 64, width: 32, integer: false }, // [B, 32] state.encoder.1.c
  state_encoder_4_c: { rows: "B", offset: 96, width: 32, integer: false }, // [B, 32] state.encoder.4.c
} satisfies WasmPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { x: "x" }, outputs: { "output.activity": "output_activity" } },
  score: {
    run: score,
    inputs: { "weight.activity": "weight_activity", "target.activity": "target_activity" },
    outputs: { "loss.activity": "loss_activity", loss: "loss_activity" },
  },
  forward: {
    run: forward,
    inputs: {
      x: "x_2",
      "random.key": "random_key",
      "random.T": "random_T",
      "weight.activity": "weight_activity_2",
      "target.activity": "target_activity_2",
    },
    outputs: {
      "loss.activity": "loss_activity_2",
      loss: "loss_activity_2",
      "running.encoder.2.running_mean": "running_encoder_2_running_mean",
      "running.encoder.2.running_var": "running_encoder_2_running_var",
    },
  },
  backward: {
    run: backward,
    inputs: { x: "x_2", "random.key": "random_key", "random.T": "random_T" },
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
      x: "x_3",
      "state.encoder.1.h": "state_encoder_1_h",
      "state.encoder.4.h": "state_encoder_4_h",
      "state.encoder.1.c": "state_encoder_1_c",
      "state.encoder.4.c": "state_encoder_4_c",
    },
    outputs: {
      "output.activity": "output_activity_2",
      "final.encoder.1.h": "final_encoder_1_h",
      "final.encoder.1.c": "final_encoder_1_c",
      "final.encoder.4.h": "final_encoder_4_h",
      "final.encoder.4.c": "final_encoder_4_c",
    },
  },
} satisfies WasmPrograms["programs"];
