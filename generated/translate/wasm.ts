// Made by rnnc from the model `translate` in specs/models/translate.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [3187377].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.copy_192_2(m.parameters + offset.encoder_2_b_i, m.encoder_2_b, 1); // encoder.2.b_i [192]
  k.copy_192_2(m.parameters + offset.encoder_2_b_f, m.encoder_2_b + 768, 1); // encoder.2.b_f [192]
  k.copy_192_2(m.parameters + offset.encoder_2_b_g, m.encoder_2_b + 1536, 1); // encoder.2.b_g [192]
  k.copy_192_2(m.parameters + offset.encoder_2_b_o, m.encoder_2_b + 2304, 1); // encoder.2.b_o [192]
  k.copy_192_2(m.parameters + offset.decoder_2_b_i, m.decoder_2_b, 1); // decoder.2.b_i [192]
  k.copy_192_2(m.parameters + offset.decoder_2_b_f, m.decoder_2_b + 768, 1); // decoder.2.b_f [192]
  k.copy_192_2(m.parameters + offset.decoder_2_b_g, m.decoder_2_b + 1536, 1); // decoder.2.b_g [192]
  k.copy_192_2(m.parameters + offset.decoder_2_b_o, m.decoder_2_b + 2304, 1); // decoder.2.b_o [192]
  k.pack_128x192(m.parameters + offset.encoder_2_W_i, m.encoder_2_W_packed); // encoder.2.W for products
  k.pack_128x192(m.parameters + offset.encoder_2_W_f, m.encoder_2_W_packed + 98304); // encoder.2.W for products
  k.pack_128x192(m.parameters + offset.encoder_2_W_g, m.encoder_2_W_packed + 196608); // encoder.2.W for products
  k.pack_128x192(m.parameters + offset.encoder_2_W_o, m.encoder_2_W_packed + 294912); // encoder.2.W for products
  k.pack_128x192(m.parameters + offset.decoder_2_W_i, m.decoder_2_W_packed); // decoder.2.W for products
  k.pack_128x192(m.parameters + offset.decoder_2_W_f, m.decoder_2_W_packed + 98304); // decoder.2.W for products
  k.pack_128x192(m.parameters + offset.decoder_2_W_g, m.decoder_2_W_packed + 196608); // decoder.2.W for products
  k.pack_128x192(m.parameters + offset.decoder_2_W_o, m.decoder_2_W_packed + 294912); // decoder.2.W for products
  k.pack_192x192(m.parameters + offset.encoder_2_U_i, m.encoder_2_U_packed); // encoder.2.U for products
  k.pack_192x192(m.parameters + offset.encoder_2_U_f, m.encoder_2_U_packed + 147456); // encoder.2.U for products
  k.pack_192x192(m.parameters + offset.encoder_2_U_g, m.encoder_2_U_packed + 294912); // encoder.2.U for products
  k.pack_192x192(m.parameters + offset.encoder_2_U_o, m.encoder_2_U_packed + 442368); // encoder.2.U for products
  k.pack_192x192(m.parameters + offset.decoder_2_U_i, m.decoder_2_U_packed); // decoder.2.U for products
  k.pack_192x192(m.parameters + offset.decoder_2_U_f, m.decoder_2_U_packed + 147456); // decoder.2.U for products
  k.pack_192x192(m.parameters + offset.decoder_2_U_g, m.decoder_2_U_packed + 294912); // decoder.2.U for products
  k.pack_192x192(m.parameters + offset.decoder_2_U_o, m.decoder_2_U_packed + 442368); // decoder.2.U for products
  k.pack_192x6001(m.parameters + offset.target_W, m.target_W_packed); // target.W for products
  k.pack_6001x192(m.parameters + offset.target_W, m.target_W_packed_2); // target.W for products
  k.pack_192x192_2(m.parameters + offset.decoder_2_U_i, m.decoder_2_U_packed_2); // decoder.2.U for products
  k.pack_192x192_2(m.parameters + offset.decoder_2_U_f, m.decoder_2_U_packed_2 + 6144); // decoder.2.U for products
  k.pack_192x192_2(m.parameters + offset.decoder_2_U_g, m.decoder_2_U_packed_2 + 12288); // decoder.2.U for products
  k.pack_192x192_2(m.parameters + offset.decoder_2_U_o, m.decoder_2_U_packed_2 + 18432); // decoder.2.U for products
  k.pack_192x128(m.parameters + offset.decoder_2_W_i, m.decoder_2_W_packed_2); // decoder.2.W for products
  k.pack_192x128(m.parameters + offset.decoder_2_W_f, m.decoder_2_W_packed_2 + 6144); // decoder.2.W for products
  k.pack_192x128(m.parameters + offset.decoder_2_W_g, m.decoder_2_W_packed_2 + 12288); // decoder.2.W for products
  k.pack_192x128(m.parameters + offset.decoder_2_W_o, m.decoder_2_W_packed_2 + 18432); // decoder.2.W for products
  k.pack_192x192_2(m.parameters + offset.encoder_2_U_i, m.encoder_2_U_packed_2); // encoder.2.U for products
  k.pack_192x192_2(m.parameters + offset.encoder_2_U_f, m.encoder_2_U_packed_2 + 6144); // encoder.2.U for products
  k.pack_192x192_2(m.parameters + offset.encoder_2_U_g, m.encoder_2_U_packed_2 + 12288); // encoder.2.U for products
  k.pack_192x192_2(m.parameters + offset.encoder_2_U_o, m.encoder_2_U_packed_2 + 18432); // encoder.2.U for products
  k.pack_192x128(m.parameters + offset.encoder_2_W_i, m.encoder_2_W_packed_2); // encoder.2.W for products
  k.pack_192x128(m.parameters + offset.encoder_2_W_f, m.encoder_2_W_packed_2 + 6144); // encoder.2.W for products
  k.pack_192x128(m.parameters + offset.encoder_2_W_g, m.encoder_2_W_packed_2 + 12288); // encoder.2.W for products
  k.pack_192x128(m.parameters + offset.encoder_2_W_o, m.encoder_2_W_packed_2 + 18432); // encoder.2.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads source [N of S], target [N], order.T [B].
 * Gives output.target [N, 6001].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const S = batch.axes.S;
  const T = batch.axes.T;
  k.gather_128(m.parameters + offset.encoder_1_E, m.source, m.encoder_1, S.total); // encoder.1 [N of S, 128]
  k.gather_128(m.parameters + offset.decoder_1_E, m.target, m.decoder_1, T.total); // decoder.1 [N, 128]
  k.gemm_128x768_bias(m.encoder_1, m.encoder_2_W_packed, m.encoder_2_pre, m.encoder_2_b, S.total); // encoder.2.pre [N of S, 768]
  k.gemm_128x768_bias(m.decoder_1, m.decoder_2_W_packed, m.decoder_2_pre, m.decoder_2_b, T.total); // decoder.2.pre [N, 768]
  k.zero_192(m.encoder_2_h_state, batch.size); // encoder.2.h_before starts at zeros
  k.zero_192(m.encoder_2_c_state, batch.size); // encoder.2.c_before starts at zeros

  // encoder.2.h, encoder.2.c
  const { encoder_2_h_state, encoder_2_U_packed, encoder_2_U_h_before, encoder_2_pre, encoder_2_c_state } = m;
  for (let t = 0; t < S.steps; t++) {
    const at = S.start[t];
    const rows = S.rows[t];
    k.gemm_192x768(encoder_2_h_state, encoder_2_U_packed, encoder_2_U_h_before, rows); // encoder.2.U_h_before [B, 768]
    k.map_encoder_2_c_state(
      encoder_2_pre + 768 + at * 3072,
      encoder_2_U_h_before + 768,
      encoder_2_c_state,
      encoder_2_pre + at * 3072,
      encoder_2_U_h_before,
      encoder_2_pre + 1536 + at * 3072,
      encoder_2_U_h_before + 1536,
      encoder_2_pre + 2304 + at * 3072,
      encoder_2_U_h_before + 2304,
      encoder_2_c_state,
      encoder_2_h_state,
      rows,
    ); // encoder.2.c [B, 192], encoder.2.h [B, 192]
  }

  k.permute_192(m.encoder_2_h_state, m.order_T, m.order_T_permute_2, batch.size); // order.T.permute [B, 192]
  k.permute_192(m.encoder_2_c_state, m.order_T, m.order_T_permute, batch.size); // order.T.permute [B, 192]
  k.copy_192(m.order_T_permute_2, m.decoder_2_h_state, batch.size); // the state at the start
  k.copy_192(m.order_T_permute, m.decoder_2_c_state, batch.size); // the state at the start

  // decoder.2.h, decoder.2.c
  const { decoder_2_h_state, decoder_2_U_packed, decoder_2_U_h_before, decoder_2_pre, decoder_2_c_state, decoder_2_h } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_192x768(decoder_2_h_state, decoder_2_U_packed, decoder_2_U_h_before, rows); // decoder.2.U_h_before [B, 768]
    k.map_decoder_2_c_state(
      decoder_2_pre + 768 + at * 3072,
      decoder_2_U_h_before + 768,
      decoder_2_c_state,
      decoder_2_pre + at * 3072,
      decoder_2_U_h_before,
      decoder_2_pre + 1536 + at * 3072,
      decoder_2_U_h_before + 1536,
      decoder_2_pre + 2304 + at * 3072,
      decoder_2_U_h_before + 2304,
      decoder_2_c_state,
      decoder_2_h + at * 768,
      decoder_2_h_state,
      rows,
    ); // decoder.2.c [B, 192], decoder.2.h [B, 192]
  }

  k.gemm_192x6001_bias(m.decoder_2_h, m.target_W_packed, m.target_logits, m.parameters + offset.target_b, T.total); // target.logits [N, 6001]
  k.map_target_logits_add(m.target_logits, m.target_logits_add, m.output_target, m.log, T.total); // target.logits.add [N, 6001], mul [N, 6001], log [N]
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
  k.gemm_128x768_bias(m.encoder_1_2, m.encoder_2_W_packed, m.encoder_2_pre_2, m.encoder_2_b, S.total); // encoder.2.pre [N of S, 768]
  k.gemm_128x768_bias(m.decoder_1_2, m.decoder_2_W_packed, m.decoder_2_pre_2, m.decoder_2_b, T.total); // decoder.2.pre [N, 768]
  k.zero_192(m.encoder_2_h_state_2, batch.size); // encoder.2.h_before starts at zeros
  k.zero_192(m.encoder_2_c_state_2, batch.size); // encoder.2.c_before starts at zeros

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
    k.gemm_192x768(encoder_2_h_state_2, encoder_2_U_packed, encoder_2_U_h_before_2, rows); // encoder.2.U_h_before [B, 768]
    k.map_encoder_2_o(
      encoder_2_pre_2 + 2304 + at * 3072,
      encoder_2_U_h_before_2 + 2304,
      encoder_2_pre_2 + 768 + at * 3072,
      encoder_2_U_h_before_2 + 768,
      encoder_2_pre_2 + at * 3072,
      encoder_2_U_h_before_2,
      encoder_2_pre_2 + 1536 + at * 3072,
      encoder_2_U_h_before_2 + 1536,
      encoder_2_c_state_2,
      encoder_2_h_state_2,
      encoder_2_o + at * 768,
      encoder_2_f + at * 768,
      encoder_2_i + at * 768,
      encoder_2_g + at * 768,
      encoder_2_c_state_2,
      encoder_2_h_state_2,
      encoder_2_c_before + at * 768,
      encoder_2_h_before + at * 768,
      rows,
    ); // encoder.2.o [B, 192], encoder.2.f [B, 192], encoder.2.i [B, 192], encoder.2.g [B, 192], encoder.2.c [B, 192], encoder.2.h [B, 192], encoder.2.c_before [B, 192], encoder.2.h_before [B, 192]
  }

  k.permute_192(m.encoder_2_h_state_2, m.order_T_2, m.order_T_permute_4, batch.size); // order.T.permute [B, 192]
  k.permute_192(m.encoder_2_c_state_2, m.order_T_2, m.order_T_permute_3, batch.size); // order.T.permute [B, 192]
  k.copy_192(m.order_T_permute_4, m.decoder_2_h_state_2, batch.size); // the state at the start
  k.copy_192(m.order_T_permute_3, m.decoder_2_c_state_2, batch.size); // the state at the start

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
    k.gemm_192x768(decoder_2_h_state_2, decoder_2_U_packed, decoder_2_U_h_before_2, rows); // decoder.2.U_h_before [B, 768]
    k.map_decoder_2_o(
      decoder_2_pre_2 + 2304 + at * 3072,
      decoder_2_U_h_before_2 + 2304,
      decoder_2_pre_2 + 768 + at * 3072,
      decoder_2_U_h_before_2 + 768,
      decoder_2_pre_2 + at * 3072,
      decoder_2_U_h_before_2,
      decoder_2_pre_2 + 1536 + at * 3072,
      decoder_2_U_h_before_2 + 1536,
      decoder_2_c_state_2,
      decoder_2_h_state_2,
      decoder_2_o + at * 768,
      decoder_2_f + at * 768,
      decoder_2_i + at * 768,
      decoder_2_g + at * 768,
      decoder_2_c_state_2,
      decoder_2_h_2 + at * 768,
      decoder_2_h_state_2,
      decoder_2_c_before + at * 768,
      decoder_2_h_before + at * 768,
      rows,
    ); // decoder.2.o [B, 192], decoder.2.f [B, 192], decoder.2.i [B, 192], decoder.2.g [B, 192], decoder.2.c [B, 192], decoder.2.h [B, 192], decoder.2.c_before [B, 192], decoder.2.h_before [B, 192]
  }

  k.gemm_192x6001_bias(m.decoder_2_h_2, m.target_W_packed, m.target_logits_2, m.parameters + offset.target_b, T.total); // target.logits [N, 6001]
  k.map_target_loss_2(m.weight_target_2, m.target_logits_2, m.target_target_2, m.target_loss_2, m.target_dlogits, T.total); // target.loss [N], target.dlogits [N, 6001]
  k.sum_rows_1(m.target_loss_2, m.loss_target_2, T.total); // target.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads source [N of S], target [N], rank.T [B].
 * Gives gradients [3187377].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  const S = batch.axes.S;
  k.gemm_6001x192(m.target_dlogits, m.target_W_packed_2, m.decoder_2_dh, T.total); // decoder.2.dh [N, 192]
  k.row_product_6001x192(m.target_dlogits, m.decoder_2_h_2, m.gradients + offset.target_W, T.total); // target.dW [6001, 192]
  k.sum_rows_6001(m.target_dlogits, m.gradients + offset.target_b, T.total); // target.db [6001]
  k.zero_192(m.decoder_2_dc_before_state, batch.size); // decoder.2.dc_after starts at zeros
  k.zero_192(m.decoder_2_dh_before_state, batch.size); // decoder.2.dh_after starts at zeros

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
      decoder_2_dh + at * 768,
      decoder_2_o + at * 768,
      decoder_2_f + at * 768,
      decoder_2_c_before + at * 768,
      decoder_2_i + at * 768,
      decoder_2_g + at * 768,
      decoder_2_dc_before_state,
      decoder_2_di_pre_df_pre_dg_pre_do_pre + at * 3072,
      decoder_2_di_pre_df_pre_dg_pre_do_pre + 768 + at * 3072,
      decoder_2_di_pre_df_pre_dg_pre_do_pre + 1536 + at * 3072,
      decoder_2_di_pre_df_pre_dg_pre_do_pre + 2304 + at * 3072,
      rows,
    ); // decoder.2.dc_before [B, 192], decoder.2.di_pre [B, 192], decoder.2.df_pre [B, 192], decoder.2.dg_pre [B, 192], decoder.2.do_pre [B, 192]
    k.gemm_768x192(decoder_2_di_pre_df_pre_dg_pre_do_pre + at * 3072, decoder_2_U_packed_2, decoder_2_dh_before_state, rows); // decoder.2.dh_before [B, 192]
  }

  k.permute_192(m.decoder_2_dc_before_state, m.rank_T, m.rank_T_permute_2, batch.size); // rank.T.permute [B, 192]
  k.permute_192(m.decoder_2_dh_before_state, m.rank_T, m.rank_T_permute, batch.size); // rank.T.permute [B, 192]
  k.gemm_768x128(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_2_W_packed_2, m.decoder_2_W_di_pre_df_pre_dg_pre_do_pre, T.total); // decoder.2.W_di_pre_df_pre_dg_pre_do_pre [N, 128]
  k.row_product_768x128(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_1_2, m.gradients + offset.decoder_2_W_i, T.total); // decoder.1.row_product [768, 128]
  k.row_product_768x192(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_2_h_before, m.gradients + offset.decoder_2_U_i, T.total); // row_product [768, 192]
  k.sum_rows_768(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.sum_rows, T.total); // sum_rows [768]
  k.copy_192_2(m.sum_rows, m.gradients + offset.decoder_2_b_i, 1); // decoder.2.db_i [192]
  k.copy_192_2(m.sum_rows + 1536, m.gradients + offset.decoder_2_b_g, 1); // decoder.2.db_g [192]
  k.copy_192_2(m.sum_rows + 2304, m.gradients + offset.decoder_2_b_o, 1); // decoder.2.db_o [192]
  k.copy_192_2(m.sum_rows + 768, m.gradients + offset.decoder_2_b_f, 1); // decoder.2.db_f [192]
  k.copy_192(m.rank_T_permute_2, m.encoder_2_dc_before_state, batch.size); // the state at the start
  k.copy_192(m.rank_T_permute, m.encoder_2_dh_before_state, batch.size); // the state at the start

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
      encoder_2_o + at * 768,
      encoder_2_f + at * 768,
      encoder_2_c_before + at * 768,
      encoder_2_i + at * 768,
      encoder_2_g + at * 768,
      encoder_2_dc_before_state,
      encoder_2_di_pre_df_pre_dg_pre_do_pre + at * 3072,
      encoder_2_di_pre_df_pre_dg_pre_do_pre + 768 + at * 3072,
      encoder_2_di_pre_df_pre_dg_pre_do_pre + 1536 + at * 3072,
      encoder_2_di_pre_df_pre_dg_pre_do_pre + 2304 + at * 3072,
      rows,
    ); // encoder.2.dc_before [B, 192], encoder.2.di_pre [B, 192], encoder.2.df_pre [B, 192], encoder.2.dg_pre [B, 192], encoder.2.do_pre [B, 192]
    k.gemm_768x192(encoder_2_di_pre_df_pre_dg_pre_do_pre + at * 3072, encoder_2_U_packed_2, encoder_2_dh_before_state, rows); // encoder.2.dh_before [B, 192]
  }

  k.zero_768128(m.gradients + offset.decoder_1_E, 1); // decoder.1.dE [6001, 128]
  k.scatter_add_128(m.target_2, m.decoder_2_W_di_pre_df_pre_dg_pre_do_pre, m.gradients + offset.decoder_1_E, T.total); // decoder.1.dE [6001, 128]
  k.gemm_768x128(m.encoder_2_di_pre_df_pre_dg_pre_do_pre, m.encoder_2_W_packed_2, m.encoder_2_W_di_pre_df_pre_dg_pre_do_pre, S.total); // encoder.2.W_di_pre_df_pre_dg_pre_do_pre [N of S, 128]
  k.row_product_768x128(m.encoder_2_di_pre_df_pre_dg_pre_do_pre, m.encoder_1_2, m.gradients + offset.encoder_2_W_i, S.total); // encoder.1.row_product [768, 128]
  k.row_product_768x192(m.encoder_2_di_pre_df_pre_dg_pre_do_pre, m.encoder_2_h_before, m.gradients + offset.encoder_2_U_i, S.total); // row_product [768, 192]
  k.sum_rows_768(m.encoder_2_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_2, S.total); // sum_rows [768]
  k.copy_192_2(m.sum_rows_2, m.gradients + offset.encoder_2_b_i, 1); // encoder.2.db_i [192]
  k.copy_192_2(m.sum_rows_2 + 1536, m.gradients + offset.encoder_2_b_g, 1); // encoder.2.db_g [192]
  k.copy_192_2(m.sum_rows_2 + 2304, m.gradients + offset.encoder_2_b_o, 1); // encoder.2.db_o [192]
  k.copy_192_2(m.sum_rows_2 + 768, m.gradients + offset.encoder_2_b_f, 1); // encoder.2.db_f [192]
  k.zero_768000(m.gradients, 1); // encoder.1.dE [6000, 128]
  k.scatter_add_128_2(m.source_2, m.encoder_2_W_di_pre_df_pre_dg_pre_do_pre, m.gradients + offset.encoder_1_E, S.total); // encoder.1.dE [6000, 128]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [3187377], moment1 [3187377], moment2 [3187377], parameters [3187377], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [3187377], moment2 [3187377], parameters [3187377].
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
  ); // sqrt [], add [3187377], parameters.add [3187377]
}

/**
 * Once a sequence, before its steps: the states it starts from, and what `step` reads at every step.
 * Reads source [N of S].
 * Gives state.decoder.2.h [B, 192], state.decoder.2.c [B, 192].
 */
export function begin(k: Kernels, m: Arena, batch: Packed): void {
  const S = batch.axes.S;
  k.gather_128(m.parameters + offset.encoder_1_E, m.source_3, m.encoder_1_3, S.total); // encoder.1 [N of S, 128]
  k.gemm_128x768_bias(m.encoder_1_3, m.encoder_2_W_packed, m.encoder_2_pre_3, m.encoder_2_b, S.total); // encoder.2.pre [N of S, 768]
  k.zero_192(m.encoder_2_h_state_3, batch.size); // encoder.2.h_before starts at zeros
  k.zero_192(m.encoder_2_c_state_3, batch.size); // encoder.2.c_before starts at zeros

  // encoder.2.h, encoder.2.c
  const { encoder_2_h_state_3, encoder_2_U_packed, encoder_2_U_h_before_3, encoder_2_pre_3, encoder_2_c_state_3 } = m;
  for (let t = 0; t < S.steps; t++) {
    const at = S.start[t];
    const rows = S.rows[t];
    k.gemm_192x768(encoder_2_h_state_3, encoder_2_U_packed, encoder_2_U_h_before_3, rows); // encoder.2.U_h_before [B, 768]
    k.map_encoder_2_c_state(
      encoder_2_pre_3 + 768 + at * 3072,
      encoder_2_U_h_before_3 + 768,
      encoder_2_c_state_3,
      encoder_2_pre_3 + at * 3072,
      encoder_2_U_h_before_3,
      encoder_2_pre_3 + 1536 + at * 3072,
      encoder_2_U_h_before_3 + 1536,
      encoder_2_pre_3 + 2304 + at * 3072,
      encoder_2_U_h_before_3 + 2304,
      encoder_2_c_state_3,
      encoder_2_h_state_3,
      rows,
    ); // encoder.2.c [B, 192], encoder.2.h [B, 192]
  }

  k.copy_192(m.encoder_2_h_state_3, m.state_decoder_2_h, batch.size); // encoder.2.h [B, 192]
  k.copy_192(m.encoder_2_c_state_3, m.state_decoder_2_c, batch.size); // encoder.2.c [B, 192]
}

/**
 * One step of every sequence: states in and out.
 * Reads target [B], state.decoder.2.h [B, 192], state.decoder.2.c [B, 192].
 * Gives output.target [B, 6001], final.decoder.2.h [B, 192], final.decoder.2.c [B, 192].
 */
export function step(k: Kernels, m: Arena, batch: Packed): void {
  k.gather_128(m.parameters + offset.decoder_1_E, m.target_3, m.decoder_1_3, batch.size); // decoder.1 [B, 128]
  k.gemm_192x768(m.state_decoder_2_h_2, m.decoder_2_U_packed, m.decoder_2_U_initial, batch.size); // decoder.2.U_initial [B, 768]
  k.gemm_128x768(m.decoder_1_3, m.decoder_2_W_packed, m.decoder_2_W_1, batch.size); // decoder.2.W_1 [B, 768]
  k.map_final_decoder_2_c(
    m.decoder_2_W_1 + 768,
    m.decoder_2_U_initial + 768,
    m.parameters + offset.decoder_2_b_f,
    m.state_decoder_2_c_2,
    m.decoder_2_W_1,
    m.decoder_2_U_initial,
    m.parameters + offset.decoder_2_b_i,
    m.decoder_2_W_1 + 1536,
    m.decoder_2_U_initial + 1536,
    m.parameters + offset.decoder_2_b_g,
    m.decoder_2_W_1 + 2304,
    m.decoder_2_U_initial + 2304,
    m.parameters + offset.decoder_2_b_o,
    m.final_decoder_2_c,
    m.final_decoder_2_h,
    batch.size,
  ); // decoder.2.c [B, 192], decoder.2.h [B, 192]
  k.gemm_192x6001_bias(m.final_decoder_2_h, m.target_W_packed, m.target_logits_3, m.parameters + offset.target_b, batch.size); // target.logits [B, 6001]
  k.map_output_target_2(m.target_logits_3, m.output_target_2, batch.size); // mul [B, 6001]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  encoder_1_E: 0,
  encoder_2_W_i: 3072000,
  encoder_2_W_f: 3170304,
  encoder_2_W_g: 3268608,
  encoder_2_W_o: 3366912,
  encoder_2_U_i: 3465216,
  encoder_2_U_f: 3612672,
  encoder_2_U_g: 3760128,
  encoder_2_U_o: 3907584,
  encoder_2_b_i: 4055040,
  encoder_2_b_g: 4055808,
  encoder_2_b_o: 4056576,
  encoder_2_b_f: 4057344,
  decoder_1_E: 4058112,
  decoder_2_W_i: 7130624,
  decoder_2_W_f: 7228928,
  decoder_2_W_g: 7327232,
  decoder_2_W_o: 7425536,
  decoder_2_U_i: 7523840,
  decoder_2_U_f: 7671296,
  decoder_2_U_g: 7818752,
  decoder_2_U_o: 7966208,
  decoder_2_b_i: 8113664,
  decoder_2_b_g: 8114432,
  decoder_2_b_o: 8115200,
  decoder_2_b_f: 8115968,
  target_W: 8116736,
  target_b: 12725504,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 16040581,
  "N:T": 19094,
  B: 12771,
  "N:S": 2049,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 3187377, integer: false }, // [3187377]
  gradients: { rows: "none", offset: 3187377, width: 3187377, integer: false }, // [3187377]
  moment1: { rows: "none", offset: 6374754, width: 3187377, integer: false }, // [3187377]
  moment2: { rows: "none", offset: 9562131, width: 3187377, integer: false }, // [3187377]
  output_target: { rows: "N:T", offset: 3, width: 6001, integer: false }, // [N, 6001] output.target
  log: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N]
  target_logits_add: { rows: "N:T", offset: 13093, width: 6001, integer: false }, // [N, 6001] target.logits.add
  target_logits: { rows: "N:T", offset: 7092, width: 6001, integer: false }, // [N, 6001] target.logits
  decoder_2_pre: { rows: "N:T", offset: 6132, width: 768, integer: false }, // [N, 768] decoder.2.pre
  decoder_1: { rows: "N:T", offset: 6004, width: 128, integer: false }, // [N, 128] decoder.1
  order_T_permute: { rows: "B", offset: 193, width: 192, integer: false }, // [B, 192] order.T.permute
  order_T_permute_2: { rows: "B", offset: 1, width: 192, integer: false }, // [B, 192] order.T.permute_2
  encoder_2_pre: { rows: "N:S", offset: 129, width: 768, integer: false }, // [N of S, 768] encoder.2.pre
  encoder_1: { rows: "N:S", offset: 1, width: 128, integer: false }, // [N of S, 128] encoder.1
  source: { rows: "N:S", offset: 0, width: 1, integer: true }, // [N of S]
  target: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  encoder_2_W_packed: { rows: "none", offset: 12749508, width: 98304, integer: false }, // [128, 768] packed encoder.2.W.packed
  encoder_2_b: { rows: "none", offset: 12847812, width: 768, integer: false }, // [768] encoder.2.b
  decoder_2_W_packed: { rows: "none", offset: 12848580, width: 98304, integer: false }, // [128, 768] packed decoder.2.W.packed
  decoder_2_b: { rows: "none", offset: 12946884, width: 768, integer: false }, // [768] decoder.2.b
  encoder_2_h_state: { rows: "B", offset: 769, width: 192, integer: false }, // [B, 192] encoder.2.h.state
  encoder_2_c_state: { rows: "B", offset: 961, width: 192, integer: false }, // [B, 192] encoder.2.c.state
  encoder_2_U_h_before: { rows: "B", offset: 1, width: 768, integer: false }, // [B, 768] encoder.2.U_h_before
  encoder_2_U_packed: { rows: "none", offset: 12947652, width: 147456, integer: false }, // [192, 768] packed encoder.2.U.packed
  order_T: { rows: "B", offset: 0, width: 1, integer: true }, // [B] order.T
  decoder_2_h_state: { rows: "B", offset: 1153, width: 192, integer: false }, // [B, 192] decoder.2.h.state
  decoder_2_c_state: { rows: "B", offset: 1345, width: 192, integer: false }, // [B, 192] decoder.2.c.state
  decoder_2_h: { rows: "N:T", offset: 6900, width: 192, integer: false }, // [N, 192] decoder.2.h
  decoder_2_U_h_before: { rows: "B", offset: 385, width: 768, integer: false }, // [B, 768] decoder.2.U_h_before
  decoder_2_U_packed: { rows: "none", offset: 13095108, width: 147456, integer: false }, // [192, 768] packed decoder.2.U.packed
  target_W_packed: { rows: "none", offset: 13242564, width: 1153536, integer: false }, // [192, 6001] packed target.W.packed
  loss_target: { rows: "none", offset: 16039812, width: 1, integer: false }, // [] loss.target
  target_loss: { rows: "N:T", offset: 6004, width: 1, integer: false }, // [N] target.loss
  weight_target: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.target
  target_target: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.target
  loss_target_2: { rows: "none", offset: 16039812, width: 1, integer: false }, // [] loss.target_2
  target_dlogits: { rows: "N:T", offset: 8244, width: 6001, integer: false }, // [N, 6001] target.dlogits
  target_loss_2: { rows: "N:T", offset: 131, width: 1, integer: false }, // [N] target.loss_2
  target_logits_2: { rows: "N:T", offset: 2243, width: 6001, integer: false }, // [N, 6001] target.logits_2
  decoder_2_pre_2: { rows: "N:T", offset: 131, width: 768, integer: false }, // [N, 768] decoder.2.pre_2
  decoder_1_2: { rows: "N:T", offset: 3, width: 128, integer: false }, // [N, 128] decoder.1_2
  order_T_permute_3: { rows: "B", offset: 194, width: 192, integer: false }, // [B, 192] order.T.permute_3
  order_T_permute_4: { rows: "B", offset: 2, width: 192, integer: false }, // [B, 192] order.T.permute_4
  encoder_2_pre_2: { rows: "N:S", offset: 129, width: 768, integer: false }, // [N of S, 768] encoder.2.pre_2
  encoder_1_2: { rows: "N:S", offset: 1, width: 128, integer: false }, // [N of S, 128] encoder.1_2
  source_2: { rows: "N:S", offset: 0, width: 1, integer: true }, // [N of S]
  target_2: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  encoder_2_h_state_2: { rows: "B", offset: 770, width: 192, integer: false }, // [B, 192] encoder.2.h.state_2
  encoder_2_c_state_2: { rows: "B", offset: 962, width: 192, integer: false }, // [B, 192] encoder.2.c.state_2
  encoder_2_f: { rows: "N:S", offset: 897, width: 192, integer: false }, // [N of S, 192] encoder.2.f
  encoder_2_o: { rows: "N:S", offset: 1089, width: 192, integer: false }, // [N of S, 192] encoder.2.o
  encoder_2_c_before: { rows: "N:S", offset: 1281, width: 192, integer: false }, // [N of S, 192] encoder.2.c_before
  encoder_2_i: { rows: "N:S", offset: 1473, width: 192, integer: false }, // [N of S, 192] encoder.2.i
  encoder_2_g: { rows: "N:S", offset: 1665, width: 192, integer: false }, // [N of S, 192] encoder.2.g
  encoder_2_h_before: { rows: "N:S", offset: 1857, width: 192, integer: false }, // [N of S, 192] encoder.2.h_before
  encoder_2_U_h_before_2: { rows: "B", offset: 2, width: 768, integer: false }, // [B, 768] encoder.2.U_h_before_2
  order_T_2: { rows: "B", offset: 0, width: 1, integer: true }, // [B] order.T_2
  decoder_2_h_state_2: { rows: "B", offset: 1154, width: 192, integer: false }, // [B, 192] decoder.2.h.state_2
  decoder_2_c_state_2: { rows: "B", offset: 1346, width: 192, integer: false }, // [B, 192] decoder.2.c.state_2
  decoder_2_h_2: { rows: "N:T", offset: 899, width: 192, integer: false }, // [N, 192] decoder.2.h_2
  decoder_2_f: { rows: "N:T", offset: 1091, width: 192, integer: false }, // [N, 192] decoder.2.f
  decoder_2_o: { rows: "N:T", offset: 1283, width: 192, integer: false }, // [N, 192] decoder.2.o
  decoder_2_c_before: { rows: "N:T", offset: 1475, width: 192, integer: false }, // [N, 192] decoder.2.c_before
  decoder_2_i: { rows: "N:T", offset: 1667, width: 192, integer: false }, // [N, 192] decoder.2.i
  decoder_2_g: { rows: "N:T", offset: 1859, width: 192, integer: false }, // [N, 192] decoder.2.g
  decoder_2_h_before: { rows: "N:T", offset: 2051, width: 192, integer: false }, // [N, 192] decoder.2.h_before
  decoder_2_U_h_before_2: { rows: "B", offset: 386, width: 768, integer: false }, // [B, 768] decoder.2.U_h_before_2
  weight_target_2: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.target_2
  target_target_2: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.target_2
  sum_rows: { rows: "none", offset: 16039813, width: 768, integer: false }, // [768]
  decoder_2_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 131, width: 128, integer: false }, // [N, 128] decoder.2.W_di_pre_df_pre_dg_pre_do_pre
  sum_rows_2: { rows: "none", offset: 16039813, width: 768, integer: false }, // [768]
  encoder_2_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:S", offset: 897, width: 128, integer: false }, // [N of S, 128] encoder.2.W_di_pre_df_pre_dg_pre_do_pre
  rank_T_permute: { rows: "B", offset: 2, width: 192, integer: false }, // [B, 192] rank.T.permute
  rank_T_permute_2: { rows: "B", offset: 386, width: 192, integer: false }, // [B, 192] rank.T.permute_2
  decoder_2_dh: { rows: "N:T", offset: 131, width: 192, integer: false }, // [N, 192] decoder.2.dh
  target_W_packed_2: { rows: "none", offset: 14396100, width: 1152192, integer: false }, // [6001, 192] packed target.W.packed_2
  decoder_2_dc_before_state: { rows: "B", offset: 2, width: 192, integer: false }, // [B, 192] decoder.2.dc_before.state
  decoder_2_dh_before_state: { rows: "B", offset: 194, width: 192, integer: false }, // [B, 192] decoder.2.dh_before.state
  decoder_2_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 323, width: 768, integer: false }, // [N, 768] decoder.2.di_pre_df_pre_dg_pre_do_pre
  decoder_2_U_packed_2: { rows: "none", offset: 15548292, width: 147456, integer: false }, // [768, 192] packed decoder.2.U.packed_2
  rank_T: { rows: "B", offset: 1, width: 1, integer: true }, // [B] rank.T
  decoder_2_W_packed_2: { rows: "none", offset: 15695748, width: 98304, integer: false }, // [768, 128] packed decoder.2.W.packed_2
  encoder_2_dc_before_state: { rows: "B", offset: 194, width: 192, integer: false }, // [B, 192] encoder.2.dc_before.state
  encoder_2_dh_before_state: { rows: "B", offset: 578, width: 192, integer: false }, // [B, 192] encoder.2.dh_before.state
  encoder_2_di_pre_df_pre_dg_pre_do_pre: { rows: "N:S", offset: 129, width: 768, integer: false }, // [N of S, 768] encoder.2.di_pre_df_pre_dg_pre_do_pre
  encoder_2_U_packed_2: { rows: "none", offset: 15794052, width: 147456, integer: false }, // [768, 192] packed encoder.2.U.packed_2
  encoder_2_W_packed_2: { rows: "none", offset: 15941508, width: 98304, integer: false }, // [768, 128] packed encoder.2.W.packed_2
  norm: { rows: "none", offset: 16039815, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 16039812, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 16039813, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 16039814, width: 1, integer: false }, // [] update.bias2
  state_decoder_2_h: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] state.decoder.2.h
  state_decoder_2_c: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] state.decoder.2.c
  encoder_2_pre_3: { rows: "N:S", offset: 129, width: 768, integer: false }, // [N of S, 768] encoder.2.pre_3
  encoder_1_3: { rows: "N:S", offset: 1, width: 128, integer: false }, // [N of S, 128] encoder.1_3
  source_3: { rows: "N:S", offset: 0, width: 1, integer: true }, // [N of S]
  encoder_2_h_state_3: { rows: "B", offset: 1152, width: 192, integer: false }, // [B, 192] encoder.2.h.state_3
  encoder_2_c_state_3: { rows: "B", offset: 1344, width: 192, integer: false }, // [B, 192] encoder.2.c.state_3
  encoder_2_U_h_before_3: { rows: "B", offset: 384, width: 768, integer: false }, // [B, 768] encoder.2.U_h_before_3
  output_target_2: { rows: "B", offset: 385, width: 6001, integer: false }, // [B, 6001] output.target_2
  final_decoder_2_h: { rows: "B", offset: 6386, width: 192, integer: false }, // [B, 192] final.decoder.2.h
  final_decoder_2_c: { rows: "B", offset: 6578, width: 192, integer: false }, // [B, 192] final.decoder.2.c
  target_logits_3: { rows: "B", offset: 6770, width: 6001, integer: false }, // [B, 6001] target.logits_3
  decoder_2_U_initial: { rows: "B", offset: 6898, width: 768, integer: false }, // [B, 768] decoder.2.U_initial
  decoder_2_W_1: { rows: "B", offset: 7666, width: 768, integer: false }, // [B, 768] decoder.2.W_1
  decoder_1_3: { rows: "B", offset: 6770, width: 128, integer: false }, // [B, 128] decoder.1_3
  target_3: { rows: "B", offset: 384, width: 1, integer: true }, // [B]
  state_decoder_2_h_2: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] state.decoder.2.h_2
  state_decoder_2_c_2: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] state.decoder.2.c_2
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
      "update.rate": "update_rate",
      "update.bias1": "update_bias1",
      "update.bias2": "update_bias2",
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
