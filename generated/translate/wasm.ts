// Made by rnnc from the model `translate` in specs/models/translate.rnn. Change the spec and compile it again, not this file.
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [4892865].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.copy_256_2(m.parameters + offset.encoder_2_b_i, m.encoder_2_b, 1); // encoder.2.b_i [256]
  k.copy_256_2(m.parameters + offset.encoder_2_b_f, m.encoder_2_b + 1024, 1); // encoder.2.b_f [256]
  k.copy_256_2(m.parameters + offset.encoder_2_b_g, m.encoder_2_b + 2048, 1); // encoder.2.b_g [256]
  k.copy_256_2(m.parameters + offset.encoder_2_b_o, m.encoder_2_b + 3072, 1); // encoder.2.b_o [256]
  k.copy_256_2(m.parameters + offset.decoder_2_b_i, m.decoder_2_b, 1); // decoder.2.b_i [256]
  k.copy_256_2(m.parameters + offset.decoder_2_b_f, m.decoder_2_b + 1024, 1); // decoder.2.b_f [256]
  k.copy_256_2(m.parameters + offset.decoder_2_b_g, m.decoder_2_b + 2048, 1); // decoder.2.b_g [256]
  k.copy_256_2(m.parameters + offset.decoder_2_b_o, m.decoder_2_b + 3072, 1); // decoder.2.b_o [256]
  k.pack_128x256(m.parameters + offset.encoder_2_W_i, m.encoder_2_W_packed); // encoder.2.W for products
  k.pack_128x256(m.parameters + offset.encoder_2_W_f, m.encoder_2_W_packed + 131072); // encoder.2.W for products
  k.pack_128x256(m.parameters + offset.encoder_2_W_g, m.encoder_2_W_packed + 262144); // encoder.2.W for products
  k.pack_128x256(m.parameters + offset.encoder_2_W_o, m.encoder_2_W_packed + 393216); // encoder.2.W for products
  k.pack_128x256(m.parameters + offset.decoder_2_W_i, m.decoder_2_W_packed); // decoder.2.W for products
  k.pack_128x256(m.parameters + offset.decoder_2_W_f, m.decoder_2_W_packed + 131072); // decoder.2.W for products
  k.pack_128x256(m.parameters + offset.decoder_2_W_g, m.decoder_2_W_packed + 262144); // decoder.2.W for products
  k.pack_128x256(m.parameters + offset.decoder_2_W_o, m.decoder_2_W_packed + 393216); // decoder.2.W for products
  k.pack_256x256(m.parameters + offset.encoder_2_U_i, m.encoder_2_U_packed); // encoder.2.U for products
  k.pack_256x256(m.parameters + offset.encoder_2_U_f, m.encoder_2_U_packed + 262144); // encoder.2.U for products
  k.pack_256x256(m.parameters + offset.encoder_2_U_g, m.encoder_2_U_packed + 524288); // encoder.2.U for products
  k.pack_256x256(m.parameters + offset.encoder_2_U_o, m.encoder_2_U_packed + 786432); // encoder.2.U for products
  k.pack_256x256(m.parameters + offset.decoder_2_U_i, m.decoder_2_U_packed); // decoder.2.U for products
  k.pack_256x256(m.parameters + offset.decoder_2_U_f, m.decoder_2_U_packed + 262144); // decoder.2.U for products
  k.pack_256x256(m.parameters + offset.decoder_2_U_g, m.decoder_2_U_packed + 524288); // decoder.2.U for products
  k.pack_256x256(m.parameters + offset.decoder_2_U_o, m.decoder_2_U_packed + 786432); // decoder.2.U for products
  k.pack_256x8001(m.parameters + offset.target_W, m.target_W_packed); // target.W for products
  k.pack_8001x256(m.parameters + offset.target_W, m.target_W_packed_2); // target.W for products
  k.pack_256x256_2(m.parameters + offset.decoder_2_U_i, m.decoder_2_U_packed_2); // decoder.2.U for products
  k.pack_256x256_2(m.parameters + offset.decoder_2_U_f, m.decoder_2_U_packed_2 + 8192); // decoder.2.U for products
  k.pack_256x256_2(m.parameters + offset.decoder_2_U_g, m.decoder_2_U_packed_2 + 16384); // decoder.2.U for products
  k.pack_256x256_2(m.parameters + offset.decoder_2_U_o, m.decoder_2_U_packed_2 + 24576); // decoder.2.U for products
  k.pack_256x128(m.parameters + offset.decoder_2_W_i, m.decoder_2_W_packed_2); // decoder.2.W for products
  k.pack_256x128(m.parameters + offset.decoder_2_W_f, m.decoder_2_W_packed_2 + 8192); // decoder.2.W for products
  k.pack_256x128(m.parameters + offset.decoder_2_W_g, m.decoder_2_W_packed_2 + 16384); // decoder.2.W for products
  k.pack_256x128(m.parameters + offset.decoder_2_W_o, m.decoder_2_W_packed_2 + 24576); // decoder.2.W for products
  k.pack_256x256_2(m.parameters + offset.encoder_2_U_i, m.encoder_2_U_packed_2); // encoder.2.U for products
  k.pack_256x256_2(m.parameters + offset.encoder_2_U_f, m.encoder_2_U_packed_2 + 8192); // encoder.2.U for products
  k.pack_256x256_2(m.parameters + offset.encoder_2_U_g, m.encoder_2_U_packed_2 + 16384); // encoder.2.U for products
  k.pack_256x256_2(m.parameters + offset.encoder_2_U_o, m.encoder_2_U_packed_2 + 24576); // encoder.2.U for products
  k.pack_256x128(m.parameters + offset.encoder_2_W_i, m.encoder_2_W_packed_2); // encoder.2.W for products
  k.pack_256x128(m.parameters + offset.encoder_2_W_f, m.encoder_2_W_packed_2 + 8192); // encoder.2.W for products
  k.pack_256x128(m.parameters + offset.encoder_2_W_g, m.encoder_2_W_packed_2 + 16384); // encoder.2.W for products
  k.pack_256x128(m.parameters + offset.encoder_2_W_o, m.encoder_2_W_packed_2 + 24576); // encoder.2.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads source [N of S], target [N], order.T [B].
 * Gives output.target [N, 8001].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const S = batch.axes.S;
  const T = batch.axes.T;
  k.gather_128(m.parameters + offset.encoder_1_E, m.source, m.encoder_1, S.total); // encoder.1 [N of S, 128]
  k.gather_128(m.parameters + offset.decoder_1_E, m.target, m.decoder_1, T.total); // decoder.1 [N, 128]
  k.gemm_128x1024_bias(m.encoder_1, m.encoder_2_W_packed, m.encoder_2_pre, m.encoder_2_b, S.total); // encoder.2.pre [N of S, 1024]
  k.gemm_128x1024_bias(m.decoder_1, m.decoder_2_W_packed, m.decoder_2_pre, m.decoder_2_b, T.total); // decoder.2.pre [N, 1024]
  k.zero_256(m.encoder_2_h_state, batch.size); // encoder.2.h_before starts at zeros
  k.zero_256(m.encoder_2_c_state, batch.size); // encoder.2.c_before starts at zeros

  // encoder.2.h, encoder.2.c
  const { encoder_2_h_state, encoder_2_U_packed, encoder_2_U_h_before, encoder_2_pre, encoder_2_c_state } = m;
  for (let t = 0; t < S.steps; t++) {
    const at = S.start[t];
    const rows = S.rows[t];
    k.gemm_256x1024(encoder_2_h_state, encoder_2_U_packed, encoder_2_U_h_before, rows); // encoder.2.U_h_before [B, 1024]
    k.map_encoder_2_c_state(
      encoder_2_pre + 1024 + at * 4096,
      encoder_2_U_h_before + 1024,
      encoder_2_c_state,
      encoder_2_pre + at * 4096,
      encoder_2_U_h_before,
      encoder_2_pre + 2048 + at * 4096,
      encoder_2_U_h_before + 2048,
      encoder_2_pre + 3072 + at * 4096,
      encoder_2_U_h_before + 3072,
      encoder_2_c_state,
      encoder_2_h_state,
      rows,
    ); // encoder.2.c [B, 256], encoder.2.h [B, 256]
  }

  k.permute_256(m.encoder_2_h_state, m.order_T, m.order_T_permute_2, batch.size); // order.T.permute [B, 256]
  k.permute_256(m.encoder_2_c_state, m.order_T, m.order_T_permute, batch.size); // order.T.permute [B, 256]
  k.copy_256(m.order_T_permute_2, m.decoder_2_h_state, batch.size); // the state at the start
  k.copy_256(m.order_T_permute, m.decoder_2_c_state, batch.size); // the state at the start

  // decoder.2.h, decoder.2.c
  const { decoder_2_h_state, decoder_2_U_packed, decoder_2_U_h_before, decoder_2_pre, decoder_2_c_state, decoder_2_h } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_256x1024(decoder_2_h_state, decoder_2_U_packed, decoder_2_U_h_before, rows); // decoder.2.U_h_before [B, 1024]
    k.map_decoder_2_c_state(
      decoder_2_pre + 1024 + at * 4096,
      decoder_2_U_h_before + 1024,
      decoder_2_c_state,
      decoder_2_pre + at * 4096,
      decoder_2_U_h_before,
      decoder_2_pre + 2048 + at * 4096,
      decoder_2_U_h_before + 2048,
      decoder_2_pre + 3072 + at * 4096,
      decoder_2_U_h_before + 3072,
      decoder_2_c_state,
      decoder_2_h + at * 1024,
      decoder_2_h_state,
      rows,
    ); // decoder.2.c [B, 256], decoder.2.h [B, 256]
  }

  k.gemm_256x8001_bias(m.decoder_2_h, m.target_W_packed, m.target_logits, m.parameters + offset.target_b, T.total); // target.logits [N, 8001]
  k.map_target_logits_add(m.target_logits, m.target_logits_add, m.output_target, m.log, T.total); // target.logits.add [N, 8001], mul [N, 8001], log [N]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.target [N], target.target [N].
 * Gives loss.target [], loss [].
 */
export function score(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_target_loss(m.weight_target, m.log, m.target_target, m.target_logits_add, m.target_loss, T.total); // target.loss [N]
  k.sum_rows_1(m.target_loss, m.loss_target, T.total); // target.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads source [N of S], target [N], order.T [B], weight.target [N], target.target [N].
 * Gives loss.target [], loss [].
 */
export function forward(k: Kernels, m: Arena, batch: Packed): void {
  const S = batch.axes.S;
  const T = batch.axes.T;
  k.gather_128(m.parameters + offset.encoder_1_E, m.source_2, m.encoder_1_2, S.total); // encoder.1 [N of S, 128]
  k.gather_128(m.parameters + offset.decoder_1_E, m.target_2, m.decoder_1_2, T.total); // decoder.1 [N, 128]
  k.gemm_128x1024_bias(m.encoder_1_2, m.encoder_2_W_packed, m.encoder_2_pre_2, m.encoder_2_b, S.total); // encoder.2.pre [N of S, 1024]
  k.gemm_128x1024_bias(m.decoder_1_2, m.decoder_2_W_packed, m.decoder_2_pre_2, m.decoder_2_b, T.total); // decoder.2.pre [N, 1024]
  k.zero_256(m.encoder_2_h_state_2, batch.size); // encoder.2.h_before starts at zeros
  k.zero_256(m.encoder_2_c_state_2, batch.size); // encoder.2.c_before starts at zeros

  // encoder.2.h, encoder.2.c
  const {
    encoder_2_h_state_2,
    encoder_2_U_packed,
    encoder_2_U_h_before_2,
    encoder_2_pre_2,
    encoder_2_c_state_2,
    encoder_2_o,
    encoder_2_f,
    encoder_2_i,
    encoder_2_g,
    encoder_2_c_before,
    encoder_2_h_before,
  } = m;
  for (let t = 0; t < S.steps; t++) {
    const at = S.start[t];
    const rows = S.rows[t];
    k.gemm_256x1024(encoder_2_h_state_2, encoder_2_U_packed, encoder_2_U_h_before_2, rows); // encoder.2.U_h_before [B, 1024]
    k.map_encoder_2_o(
      encoder_2_pre_2 + 3072 + at * 4096,
      encoder_2_U_h_before_2 + 3072,
      encoder_2_pre_2 + 1024 + at * 4096,
      encoder_2_U_h_before_2 + 1024,
      encoder_2_pre_2 + at * 4096,
      encoder_2_U_h_before_2,
      encoder_2_pre_2 + 2048 + at * 4096,
      encoder_2_U_h_before_2 + 2048,
      encoder_2_c_state_2,
      encoder_2_h_state_2,
      encoder_2_o + at * 1024,
      encoder_2_f + at * 1024,
      encoder_2_i + at * 1024,
      encoder_2_g + at * 1024,
      encoder_2_c_state_2,
      encoder_2_h_state_2,
      encoder_2_c_before + at * 1024,
      encoder_2_h_before + at * 1024,
      rows,
    ); // encoder.2.o [B, 256], encoder.2.f [B, 256], encoder.2.i [B, 256], encoder.2.g [B, 256], encoder.2.c [B, 256], encoder.2.h [B, 256], encoder.2.c_before [B, 256], encoder.2.h_before [B, 256]
  }

  k.permute_256(m.encoder_2_h_state_2, m.order_T_2, m.order_T_permute_4, batch.size); // order.T.permute [B, 256]
  k.permute_256(m.encoder_2_c_state_2, m.order_T_2, m.order_T_permute_3, batch.size); // order.T.permute [B, 256]
  k.copy_256(m.order_T_permute_4, m.decoder_2_h_state_2, batch.size); // the state at the start
  k.copy_256(m.order_T_permute_3, m.decoder_2_c_state_2, batch.size); // the state at the start

  // decoder.2.h, decoder.2.c
  const {
    decoder_2_h_state_2,
    decoder_2_U_packed,
    decoder_2_U_h_before_2,
    decoder_2_pre_2,
    decoder_2_c_state_2,
    decoder_2_o,
    decoder_2_f,
    decoder_2_i,
    decoder_2_g,
    decoder_2_h_2,
    decoder_2_c_before,
    decoder_2_h_before,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_256x1024(decoder_2_h_state_2, decoder_2_U_packed, decoder_2_U_h_before_2, rows); // decoder.2.U_h_before [B, 1024]
    k.map_decoder_2_o(
      decoder_2_pre_2 + 3072 + at * 4096,
      decoder_2_U_h_before_2 + 3072,
      decoder_2_pre_2 + 1024 + at * 4096,
      decoder_2_U_h_before_2 + 1024,
      decoder_2_pre_2 + at * 4096,
      decoder_2_U_h_before_2,
      decoder_2_pre_2 + 2048 + at * 4096,
      decoder_2_U_h_before_2 + 2048,
      decoder_2_c_state_2,
      decoder_2_h_state_2,
      decoder_2_o + at * 1024,
      decoder_2_f + at * 1024,
      decoder_2_i + at * 1024,
      decoder_2_g + at * 1024,
      decoder_2_c_state_2,
      decoder_2_h_2 + at * 1024,
      decoder_2_h_state_2,
      decoder_2_c_before + at * 1024,
      decoder_2_h_before + at * 1024,
      rows,
    ); // decoder.2.o [B, 256], decoder.2.f [B, 256], decoder.2.i [B, 256], decoder.2.g [B, 256], decoder.2.c [B, 256], decoder.2.h [B, 256], decoder.2.c_before [B, 256], decoder.2.h_before [B, 256]
  }

  k.gemm_256x8001_bias(m.decoder_2_h_2, m.target_W_packed, m.target_logits_2, m.parameters + offset.target_b, T.total); // target.logits [N, 8001]
  k.map_target_loss_2(m.weight_target_2, m.target_logits_2, m.target_target_2, m.target_loss_2, m.target_dlogits, T.total); // target.loss [N], target.dlogits [N, 8001]
  k.sum_rows_1(m.target_loss_2, m.loss_target_2, T.total); // target.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads source [N of S], target [N], rank.T [B].
 * Gives gradients [4892865].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  const S = batch.axes.S;
  k.gemm_8001x256(m.target_dlogits, m.target_W_packed_2, m.decoder_2_dh, T.total); // decoder.2.dh [N, 256]
  k.row_product_8001x256(m.target_dlogits, m.decoder_2_h_2, m.gradients + offset.target_W, T.total); // target.dW [8001, 256]
  k.sum_rows_8001(m.target_dlogits, m.gradients + offset.target_b, T.total); // target.db [8001]
  k.zero_256(m.decoder_2_dc_before_state, batch.size); // decoder.2.dc_after starts at zeros
  k.zero_256(m.decoder_2_dh_before_state, batch.size); // decoder.2.dh_after starts at zeros

  // decoder.2.dc_before, decoder.2.dh_before
  const {
    decoder_2_dc_before_state,
    decoder_2_dh_before_state,
    decoder_2_dh,
    decoder_2_o,
    decoder_2_f,
    decoder_2_c_before,
    decoder_2_i,
    decoder_2_g,
    decoder_2_di_pre_df_pre_dg_pre_do_pre,
    decoder_2_U_packed_2,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_decoder_2_dc_before_state(
      decoder_2_dc_before_state,
      decoder_2_dh_before_state,
      decoder_2_dh + at * 1024,
      decoder_2_o + at * 1024,
      decoder_2_f + at * 1024,
      decoder_2_c_before + at * 1024,
      decoder_2_i + at * 1024,
      decoder_2_g + at * 1024,
      decoder_2_dc_before_state,
      decoder_2_di_pre_df_pre_dg_pre_do_pre + at * 4096,
      decoder_2_di_pre_df_pre_dg_pre_do_pre + 1024 + at * 4096,
      decoder_2_di_pre_df_pre_dg_pre_do_pre + 2048 + at * 4096,
      decoder_2_di_pre_df_pre_dg_pre_do_pre + 3072 + at * 4096,
      rows,
    ); // decoder.2.dc_before [B, 256], decoder.2.di_pre [B, 256], decoder.2.df_pre [B, 256], decoder.2.dg_pre [B, 256], decoder.2.do_pre [B, 256]
    k.gemm_1024x256(decoder_2_di_pre_df_pre_dg_pre_do_pre + at * 4096, decoder_2_U_packed_2, decoder_2_dh_before_state, rows); // decoder.2.dh_before [B, 256]
  }

  k.permute_256(m.decoder_2_dc_before_state, m.rank_T, m.rank_T_permute_2, batch.size); // rank.T.permute [B, 256]
  k.permute_256(m.decoder_2_dh_before_state, m.rank_T, m.rank_T_permute, batch.size); // rank.T.permute [B, 256]
  k.gemm_1024x128(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_2_W_packed_2, m.decoder_2_W_di_pre_df_pre_dg_pre_do_pre, T.total); // decoder.2.W_di_pre_df_pre_dg_pre_do_pre [N, 128]
  k.row_product_1024x128(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_1_2, m.gradients + offset.decoder_2_W_i, T.total); // decoder.1.row_product [1024, 128]
  k.row_product_1024x256(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_2_h_before, m.gradients + offset.decoder_2_U_i, T.total); // row_product [1024, 256]
  k.sum_rows_1024(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.sum_rows, T.total); // sum_rows [1024]
  k.copy_256_2(m.sum_rows, m.gradients + offset.decoder_2_b_i, 1); // decoder.2.db_i [256]
  k.copy_256_2(m.sum_rows + 2048, m.gradients + offset.decoder_2_b_g, 1); // decoder.2.db_g [256]
  k.copy_256_2(m.sum_rows + 3072, m.gradients + offset.decoder_2_b_o, 1); // decoder.2.db_o [256]
  k.copy_256_2(m.sum_rows + 1024, m.gradients + offset.decoder_2_b_f, 1); // decoder.2.db_f [256]
  k.copy_256(m.rank_T_permute_2, m.encoder_2_dc_before_state, batch.size); // the state at the start
  k.copy_256(m.rank_T_permute, m.encoder_2_dh_before_state, batch.size); // the state at the start

  // encoder.2.dc_before, encoder.2.dh_before
  const {
    encoder_2_dc_before_state,
    encoder_2_dh_before_state,
    encoder_2_o,
    encoder_2_f,
    encoder_2_c_before,
    encoder_2_i,
    encoder_2_g,
    encoder_2_di_pre_df_pre_dg_pre_do_pre,
    encoder_2_U_packed_2,
  } = m;
  for (let t = S.steps - 1; t >= 0; t--) {
    const at = S.start[t];
    const rows = S.rows[t];
    k.map_encoder_2_dc_before_state(
      encoder_2_dc_before_state,
      encoder_2_dh_before_state,
      encoder_2_o + at * 1024,
      encoder_2_f + at * 1024,
      encoder_2_c_before + at * 1024,
      encoder_2_i + at * 1024,
      encoder_2_g + at * 1024,
      encoder_2_dc_before_state,
      encoder_2_di_pre_df_pre_dg_pre_do_pre + at * 4096,
      encoder_2_di_pre_df_pre_dg_pre_do_pre + 1024 + at * 4096,
      encoder_2_di_pre_df_pre_dg_pre_do_pre + 2048 + at * 4096,
      encoder_2_di_pre_df_pre_dg_pre_do_pre + 3072 + at * 4096,
      rows,
    ); // encoder.2.dc_before [B, 256], encoder.2.di_pre [B, 256], encoder.2.df_pre [B, 256], encoder.2.dg_pre [B, 256], encoder.2.do_pre [B, 256]
    k.gemm_1024x256(encoder_2_di_pre_df_pre_dg_pre_do_pre + at * 4096, encoder_2_U_packed_2, encoder_2_dh_before_state, rows); // encoder.2.dh_before [B, 256]
  }

  k.zero_1024128(m.gradients + offset.decoder_1_E, 1); // decoder.1.dE [8001, 128]
  k.scatter_add_128(m.target_2, m.decoder_2_W_di_pre_df_pre_dg_pre_do_pre, m.gradients + offset.decoder_1_E, T.total); // decoder.1.dE [8001, 128]
  k.gemm_1024x128(m.encoder_2_di_pre_df_pre_dg_pre_do_pre, m.encoder_2_W_packed_2, m.encoder_2_W_di_pre_df_pre_dg_pre_do_pre, S.total); // encoder.2.W_di_pre_df_pre_dg_pre_do_pre [N of S, 128]
  k.row_product_1024x128(m.encoder_2_di_pre_df_pre_dg_pre_do_pre, m.encoder_1_2, m.gradients + offset.encoder_2_W_i, S.total); // encoder.1.row_product [1024, 128]
  k.row_product_1024x256(m.encoder_2_di_pre_df_pre_dg_pre_do_pre, m.encoder_2_h_before, m.gradients + offset.encoder_2_U_i, S.total); // row_product [1024, 256]
  k.sum_rows_1024(m.encoder_2_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_2, S.total); // sum_rows [1024]
  k.copy_256_2(m.sum_rows_2, m.gradients + offset.encoder_2_b_i, 1); // encoder.2.db_i [256]
  k.copy_256_2(m.sum_rows_2 + 2048, m.gradients + offset.encoder_2_b_g, 1); // encoder.2.db_g [256]
  k.copy_256_2(m.sum_rows_2 + 3072, m.gradients + offset.encoder_2_b_o, 1); // encoder.2.db_o [256]
  k.copy_256_2(m.sum_rows_2 + 1024, m.gradients + offset.encoder_2_b_f, 1); // encoder.2.db_f [256]
  k.zero_1024000(m.gradients, 1); // encoder.1.dE [8000, 128]
  k.scatter_add_128(m.source_2, m.encoder_2_W_di_pre_df_pre_dg_pre_do_pre, m.gradients + offset.encoder_1_E, S.total); // encoder.1.dE [8000, 128]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [4892865], moment1 [4892865], moment2 [4892865], parameters [4892865], rate [], bias1 [], bias2 [].
 * Gives norm [], moment1 [4892865], moment2 [4892865], parameters [4892865].
 */
export function update(k: Kernels, m: Arena): void {
  k.map_norm(m.gradients, m.moment1, m.moment2, m.parameters, m.rate, m.bias1, m.bias2, m.norm, m.moment1, m.moment2, m.parameters, 1); // sqrt [], add [4892865], parameters.add [4892865]
}

/**
 * Once a sequence, before its steps: the states it starts from, and what `step` reads at every step.
 * Reads source [N of S].
 * Gives state.decoder.2.h [B, 256], state.decoder.2.c [B, 256].
 */
export function begin(k: Kernels, m: Arena, batch: Packed): void {
  const S = batch.axes.S;
  k.gather_128(m.parameters + offset.encoder_1_E, m.source_3, m.encoder_1_3, S.total); // encoder.1 [N of S, 128]
  k.gemm_128x1024_bias(m.encoder_1_3, m.encoder_2_W_packed, m.encoder_2_pre_3, m.encoder_2_b, S.total); // encoder.2.pre [N of S, 1024]
  k.zero_256(m.encoder_2_h_state_3, batch.size); // encoder.2.h_before starts at zeros
  k.zero_256(m.encoder_2_c_state_3, batch.size); // encoder.2.c_before starts at zeros

  // encoder.2.h, encoder.2.c
  const { encoder_2_h_state_3, encoder_2_U_packed, encoder_2_U_h_before_3, encoder_2_pre_3, encoder_2_c_state_3 } = m;
  for (let t = 0; t < S.steps; t++) {
    const at = S.start[t];
    const rows = S.rows[t];
    k.gemm_256x1024(encoder_2_h_state_3, encoder_2_U_packed, encoder_2_U_h_before_3, rows); // encoder.2.U_h_before [B, 1024]
    k.map_encoder_2_c_state(
      encoder_2_pre_3 + 1024 + at * 4096,
      encoder_2_U_h_before_3 + 1024,
      encoder_2_c_state_3,
      encoder_2_pre_3 + at * 4096,
      encoder_2_U_h_before_3,
      encoder_2_pre_3 + 2048 + at * 4096,
      encoder_2_U_h_before_3 + 2048,
      encoder_2_pre_3 + 3072 + at * 4096,
      encoder_2_U_h_before_3 + 3072,
      encoder_2_c_state_3,
      encoder_2_h_state_3,
      rows,
    ); // encoder.2.c [B, 256], encoder.2.h [B, 256]
  }

  k.copy_256(m.encoder_2_h_state_3, m.state_decoder_2_h, batch.size); // encoder.2.h [B, 256]
  k.copy_256(m.encoder_2_c_state_3, m.state_decoder_2_c, batch.size); // encoder.2.c [B, 256]
}

/**
 * One step of every sequence: states in and out.
 * Reads target [B], state.decoder.2.h [B, 256], state.decoder.2.c [B, 256].
 * Gives output.target [B, 8001], final.decoder.2.h [B, 256], final.decoder.2.c [B, 256].
 */
export function step(k: Kernels, m: Arena, batch: Packed): void {
  k.gather_128(m.parameters + offset.decoder_1_E, m.target_3, m.decoder_1_3, batch.size); // decoder.1 [B, 128]
  k.gemm_256x1024(m.state_decoder_2_h_2, m.decoder_2_U_packed, m.decoder_2_U_initial, batch.size); // decoder.2.U_initial [B, 1024]
  k.gemm_128x1024(m.decoder_1_3, m.decoder_2_W_packed, m.decoder_2_W_1, batch.size); // decoder.2.W_1 [B, 1024]
  k.map_final_decoder_2_c(
    m.decoder_2_W_1 + 1024,
    m.decoder_2_U_initial + 1024,
    m.parameters + offset.decoder_2_b_f,
    m.state_decoder_2_c_2,
    m.decoder_2_W_1,
    m.decoder_2_U_initial,
    m.parameters + offset.decoder_2_b_i,
    m.decoder_2_W_1 + 2048,
    m.decoder_2_U_initial + 2048,
    m.parameters + offset.decoder_2_b_g,
    m.decoder_2_W_1 + 3072,
    m.decoder_2_U_initial + 3072,
    m.parameters + offset.decoder_2_b_o,
    m.final_decoder_2_c,
    m.final_decoder_2_h,
    batch.size,
  ); // decoder.2.c [B, 256], decoder.2.h [B, 256]
  k.gemm_256x8001_bias(m.final_decoder_2_h, m.target_W_packed, m.target_logits_3, m.parameters + offset.target_b, batch.size); // target.logits [B, 8001]
  k.map_output_target_2(m.target_logits_3, m.output_target_2, batch.size); // mul [B, 8001]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  encoder_1_E: 0,
  encoder_2_W_i: 4096000,
  encoder_2_W_f: 4227072,
  encoder_2_W_g: 4358144,
  encoder_2_W_o: 4489216,
  encoder_2_U_i: 4620288,
  encoder_2_U_f: 4882432,
  encoder_2_U_g: 5144576,
  encoder_2_U_o: 5406720,
  encoder_2_b_i: 5668864,
  encoder_2_b_g: 5669888,
  encoder_2_b_o: 5670912,
  encoder_2_b_f: 5671936,
  decoder_1_E: 5672960,
  decoder_2_W_i: 9769472,
  decoder_2_W_f: 9900544,
  decoder_2_W_g: 10031616,
  decoder_2_W_o: 10162688,
  decoder_2_U_i: 10293760,
  decoder_2_U_f: 10555904,
  decoder_2_U_g: 10818048,
  decoder_2_U_o: 11080192,
  decoder_2_b_i: 11342336,
  decoder_2_b_g: 11343360,
  decoder_2_b_o: 11344384,
  decoder_2_b_f: 11345408,
  target_W: 11346432,
  target_b: 19539456,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 25245701,
  "N:T": 25414,
  B: 17027,
  "N:S": 2689,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 4892865, integer: false }, // [4892865]
  gradients: { rows: "none", offset: 4892865, width: 4892865, integer: false }, // [4892865]
  moment1: { rows: "none", offset: 9785730, width: 4892865, integer: false }, // [4892865]
  moment2: { rows: "none", offset: 14678595, width: 4892865, integer: false }, // [4892865]
  output_target: { rows: "N:T", offset: 3, width: 8001, integer: false }, // [N, 8001] output.target
  log: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N]
  target_logits_add: { rows: "N:T", offset: 17413, width: 8001, integer: false }, // [N, 8001] target.logits.add
  target_logits: { rows: "N:T", offset: 9412, width: 8001, integer: false }, // [N, 8001] target.logits
  decoder_2_pre: { rows: "N:T", offset: 8132, width: 1024, integer: false }, // [N, 1024] decoder.2.pre
  decoder_1: { rows: "N:T", offset: 8004, width: 128, integer: false }, // [N, 128] decoder.1
  order_T_permute: { rows: "B", offset: 257, width: 256, integer: false }, // [B, 256] order.T.permute
  order_T_permute_2: { rows: "B", offset: 1, width: 256, integer: false }, // [B, 256] order.T.permute_2
  encoder_2_pre: { rows: "N:S", offset: 129, width: 1024, integer: false }, // [N of S, 1024] encoder.2.pre
  encoder_1: { rows: "N:S", offset: 1, width: 128, integer: false }, // [N of S, 128] encoder.1
  source: { rows: "N:S", offset: 0, width: 1, integer: true }, // [N of S]
  target: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  encoder_2_W_packed: { rows: "none", offset: 19571460, width: 131072, integer: false }, // [128, 1024] packed encoder.2.W.packed
  encoder_2_b: { rows: "none", offset: 19702532, width: 1024, integer: false }, // [1024] encoder.2.b
  decoder_2_W_packed: { rows: "none", offset: 19703556, width: 131072, integer: false }, // [128, 1024] packed decoder.2.W.packed
  decoder_2_b: { rows: "none", offset: 19834628, width: 1024, integer: false }, // [1024] decoder.2.b
  encoder_2_h_state: { rows: "B", offset: 1025, width: 256, integer: false }, // [B, 256] encoder.2.h.state
  encoder_2_c_state: { rows: "B", offset: 1281, width: 256, integer: false }, // [B, 256] encoder.2.c.state
  encoder_2_U_h_before: { rows: "B", offset: 1, width: 1024, integer: false }, // [B, 1024] encoder.2.U_h_before
  encoder_2_U_packed: { rows: "none", offset: 19835652, width: 262144, integer: false }, // [256, 1024] packed encoder.2.U.packed
  order_T: { rows: "B", offset: 0, width: 1, integer: true }, // [B] order.T
  decoder_2_h_state: { rows: "B", offset: 1537, width: 256, integer: false }, // [B, 256] decoder.2.h.state
  decoder_2_c_state: { rows: "B", offset: 1793, width: 256, integer: false }, // [B, 256] decoder.2.c.state
  decoder_2_h: { rows: "N:T", offset: 9156, width: 256, integer: false }, // [N, 256] decoder.2.h
  decoder_2_U_h_before: { rows: "B", offset: 513, width: 1024, integer: false }, // [B, 1024] decoder.2.U_h_before
  decoder_2_U_packed: { rows: "none", offset: 20097796, width: 262144, integer: false }, // [256, 1024] packed decoder.2.U.packed
  target_W_packed: { rows: "none", offset: 20359940, width: 2050048, integer: false }, // [256, 8001] packed target.W.packed
  loss_target: { rows: "none", offset: 25244676, width: 1, integer: false }, // [] loss.target
  target_loss: { rows: "N:T", offset: 8004, width: 1, integer: false }, // [N] target.loss
  weight_target: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.target
  target_target: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.target
  loss_target_2: { rows: "none", offset: 25244676, width: 1, integer: false }, // [] loss.target_2
  target_dlogits: { rows: "N:T", offset: 10948, width: 8001, integer: false }, // [N, 8001] target.dlogits
  target_loss_2: { rows: "N:T", offset: 131, width: 1, integer: false }, // [N] target.loss_2
  target_logits_2: { rows: "N:T", offset: 2947, width: 8001, integer: false }, // [N, 8001] target.logits_2
  decoder_2_pre_2: { rows: "N:T", offset: 131, width: 1024, integer: false }, // [N, 1024] decoder.2.pre_2
  decoder_1_2: { rows: "N:T", offset: 3, width: 128, integer: false }, // [N, 128] decoder.1_2
  order_T_permute_3: { rows: "B", offset: 258, width: 256, integer: false }, // [B, 256] order.T.permute_3
  order_T_permute_4: { rows: "B", offset: 2, width: 256, integer: false }, // [B, 256] order.T.permute_4
  encoder_2_pre_2: { rows: "N:S", offset: 129, width: 1024, integer: false }, // [N of S, 1024] encoder.2.pre_2
  encoder_1_2: { rows: "N:S", offset: 1, width: 128, integer: false }, // [N of S, 128] encoder.1_2
  source_2: { rows: "N:S", offset: 0, width: 1, integer: true }, // [N of S]
  target_2: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  encoder_2_h_state_2: { rows: "B", offset: 1026, width: 256, integer: false }, // [B, 256] encoder.2.h.state_2
  encoder_2_c_state_2: { rows: "B", offset: 1282, width: 256, integer: false }, // [B, 256] encoder.2.c.state_2
  encoder_2_f: { rows: "N:S", offset: 1153, width: 256, integer: false }, // [N of S, 256] encoder.2.f
  encoder_2_o: { rows: "N:S", offset: 1409, width: 256, integer: false }, // [N of S, 256] encoder.2.o
  encoder_2_c_before: { rows: "N:S", offset: 1665, width: 256, integer: false }, // [N of S, 256] encoder.2.c_before
  encoder_2_i: { rows: "N:S", offset: 1921, width: 256, integer: false }, // [N of S, 256] encoder.2.i
  encoder_2_g: { rows: "N:S", offset: 2177, width: 256, integer: false }, // [N of S, 256] encoder.2.g
  encoder_2_h_before: { rows: "N:S", offset: 2433, width: 256, integer: false }, // [N of S, 256] encoder.2.h_before
  encoder_2_U_h_before_2: { rows: "B", offset: 2, width: 1024, integer: false }, // [B, 1024] encoder.2.U_h_before_2
  order_T_2: { rows: "B", offset: 0, width: 1, integer: true }, // [B] order.T_2
  decoder_2_h_state_2: { rows: "B", offset: 1538, width: 256, integer: false }, // [B, 256] decoder.2.h.state_2
  decoder_2_c_state_2: { rows: "B", offset: 1794, width: 256, integer: false }, // [B, 256] decoder.2.c.state_2
  decoder_2_h_2: { rows: "N:T", offset: 1155, width: 256, integer: false }, // [N, 256] decoder.2.h_2
  decoder_2_f: { rows: "N:T", offset: 1411, width: 256, integer: false }, // [N, 256] decoder.2.f
  decoder_2_o: { rows: "N:T", offset: 1667, width: 256, integer: false }, // [N, 256] decoder.2.o
  decoder_2_c_before: { rows: "N:T", offset: 1923, width: 256, integer: false }, // [N, 256] decoder.2.c_before
  decoder_2_i: { rows: "N:T", offset: 2179, width: 256, integer: false }, // [N, 256] decoder.2.i
  decoder_2_g: { rows: "N:T", offset: 2435, width: 256, integer: false }, // [N, 256] decoder.2.g
  decoder_2_h_before: { rows: "N:T", offset: 2691, width: 256, integer: false }, // [N, 256] decoder.2.h_before
  decoder_2_U_h_before_2: { rows: "B", offset: 514, width: 1024, integer: false }, // [B, 1024] decoder.2.U_h_before_2
  weight_target_2: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.target_2
  target_target_2: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.target_2
  sum_rows: { rows: "none", offset: 25244677, width: 1024, integer: false }, // [1024]
  decoder_2_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 131, width: 128, integer: false }, // [N, 128] decoder.2.W_di_pre_df_pre_dg_pre_do_pre
  sum_rows_2: { rows: "none", offset: 25244677, width: 1024, integer: false }, // [1024]
  encoder_2_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:S", offset: 1153, width: 128, integer: false }, // [N of S, 128] encoder.2.W_di_pre_df_pre_dg_pre_do_pre
  rank_T_permute: { rows: "B", offset: 2, width: 256, integer: false }, // [B, 256] rank.T.permute
  rank_T_permute_2: { rows: "B", offset: 514, width: 256, integer: false }, // [B, 256] rank.T.permute_2
  decoder_2_dh: { rows: "N:T", offset: 131, width: 256, integer: false }, // [N, 256] decoder.2.dh
  target_W_packed_2: { rows: "none", offset: 22409988, width: 2048256, integer: false }, // [8001, 256] packed target.W.packed_2
  decoder_2_dc_before_state: { rows: "B", offset: 2, width: 256, integer: false }, // [B, 256] decoder.2.dc_before.state
  decoder_2_dh_before_state: { rows: "B", offset: 258, width: 256, integer: false }, // [B, 256] decoder.2.dh_before.state
  decoder_2_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 387, width: 1024, integer: false }, // [N, 1024] decoder.2.di_pre_df_pre_dg_pre_do_pre
  decoder_2_U_packed_2: { rows: "none", offset: 24458244, width: 262144, integer: false }, // [1024, 256] packed decoder.2.U.packed_2
  rank_T: { rows: "B", offset: 1, width: 1, integer: true }, // [B] rank.T
  decoder_2_W_packed_2: { rows: "none", offset: 24720388, width: 131072, integer: false }, // [1024, 128] packed decoder.2.W.packed_2
  encoder_2_dc_before_state: { rows: "B", offset: 258, width: 256, integer: false }, // [B, 256] encoder.2.dc_before.state
  encoder_2_dh_before_state: { rows: "B", offset: 770, width: 256, integer: false }, // [B, 256] encoder.2.dh_before.state
  encoder_2_di_pre_df_pre_dg_pre_do_pre: { rows: "N:S", offset: 129, width: 1024, integer: false }, // [N of S, 1024] encoder.2.di_pre_df_pre_dg_pre_do_pre
  encoder_2_U_packed_2: { rows: "none", offset: 24851460, width: 262144, integer: false }, // [1024, 256] packed encoder.2.U.packed_2
  encoder_2_W_packed_2: { rows: "none", offset: 25113604, width: 131072, integer: false }, // [1024, 128] packed encoder.2.W.packed_2
  norm: { rows: "none", offset: 25244679, width: 1, integer: false }, // []
  rate: { rows: "none", offset: 25244676, width: 1, integer: false }, // []
  bias1: { rows: "none", offset: 25244677, width: 1, integer: false }, // []
  bias2: { rows: "none", offset: 25244678, width: 1, integer: false }, // []
  state_decoder_2_h: { rows: "B", offset: 0, width: 256, integer: false }, // [B, 256] state.decoder.2.h
  state_decoder_2_c: { rows: "B", offset: 256, width: 256, integer: false }, // [B, 256] state.decoder.2.c
  encoder_2_pre_3: { rows: "N:S", offset: 129, width: 1024, integer: false }, // [N of S, 1024] encoder.2.pre_3
  encoder_1_3: { rows: "N:S", offset: 1, width: 128, integer: false }, // [N of S, 128] encoder.1_3
  source_3: { rows: "N:S", offset: 0, width: 1, integer: true }, // [N of S]
  encoder_2_h_state_3: { rows: "B", offset: 1536, width: 256, integer: false }, // [B, 256] encoder.2.h.state_3
  encoder_2_c_state_3: { rows: "B", offset: 1792, width: 256, integer: false }, // [B, 256] encoder.2.c.state_3
  encoder_2_U_h_before_3: { rows: "B", offset: 512, width: 1024, integer: false }, // [B, 1024] encoder.2.U_h_before_3
  output_target_2: { rows: "B", offset: 513, width: 8001, integer: false }, // [B, 8001] output.target_2
  final_decoder_2_h: { rows: "B", offset: 8514, width: 256, integer: false }, // [B, 256] final.decoder.2.h
  final_decoder_2_c: { rows: "B", offset: 8770, width: 256, integer: false }, // [B, 256] final.decoder.2.c
  target_logits_3: { rows: "B", offset: 9026, width: 8001, integer: false }, // [B, 8001] target.logits_3
  decoder_2_U_initial: { rows: "B", offset: 9154, width: 1024, integer: false }, // [B, 1024] decoder.2.U_initial
  decoder_2_W_1: { rows: "B", offset: 10178, width: 1024, integer: false }, // [B, 1024] decoder.2.W_1
  decoder_1_3: { rows: "B", offset: 9026, width: 128, integer: false }, // [B, 128] decoder.1_3
  target_3: { rows: "B", offset: 512, width: 1, integer: true }, // [B]
  state_decoder_2_h_2: { rows: "B", offset: 0, width: 256, integer: false }, // [B, 256] state.decoder.2.h_2
  state_decoder_2_c_2: { rows: "B", offset: 256, width: 256, integer: false }, // [B, 256] state.decoder.2.c_2
} satisfies WasmPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: {
    run: predict,
    inputs: { source: "source", target: "target", "order.T": "order_T" },
    outputs: { "output.target": "output_target" },
  },
  score: {
    run: score,
    inputs: { "weight.target": "weight_target", "target.target": "target_target" },
    outputs: { "loss.target": "loss_target", loss: "loss_target" },
  },
  forward: {
    run: forward,
    inputs: {
      source: "source_2",
      target: "target_2",
      "order.T": "order_T_2",
      "weight.target": "weight_target_2",
      "target.target": "target_target_2",
    },
    outputs: { "loss.target": "loss_target_2", loss: "loss_target_2" },
  },
  backward: { run: backward, inputs: { source: "source_2", target: "target_2", "rank.T": "rank_T" }, outputs: { gradients: "gradients" } },
  update: {
    run: update,
    inputs: {
      gradients: "gradients",
      moment1: "moment1",
      moment2: "moment2",
      parameters: "parameters",
      rate: "rate",
      bias1: "bias1",
      bias2: "bias2",
    },
    outputs: { norm: "norm", moment1: "moment1", moment2: "moment2", parameters: "parameters" },
  },
  begin: {
    run: begin,
    inputs: { source: "source_3" },
    outputs: { "state.decoder.2.h": "state_decoder_2_h", "state.decoder.2.c": "state_decoder_2_c" },
  },
  step: {
    run: step,
    inputs: { target: "target_3", "state.decoder.2.h": "state_decoder_2_h_2", "state.decoder.2.c": "state_decoder_2_c_2" },
    outputs: { "output.target": "output_target_2", "final.decoder.2.h": "final_decoder_2_h", "final.decoder.2.c": "final_decoder_2_c" },
  },
} satisfies WasmPrograms["programs"];
