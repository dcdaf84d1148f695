// Made by rnnc from the model `translate` in specs/models/translate.rnn. Change the spec and compile it again, not this file.
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type Recurrences, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [3187377].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.moves_prepare(
    m.parameters + offset.encoder_2_b_i,
    m.encoder_2_b,
    m.parameters + offset.encoder_2_b_f,
    m.encoder_2_b + 192,
    m.parameters + offset.encoder_2_b_g,
    m.encoder_2_b + 384,
    m.parameters + offset.encoder_2_b_o,
    m.encoder_2_b + 576,
    m.parameters + offset.decoder_2_b_i,
    m.decoder_2_b,
    m.parameters + offset.decoder_2_b_f,
    m.decoder_2_b + 192,
    m.parameters + offset.decoder_2_b_g,
    m.decoder_2_b + 384,
    m.parameters + offset.decoder_2_b_o,
    m.decoder_2_b + 576,
    m.parameters + offset.encoder_2_W_i,
    m.encoder_2_W_packed,
    m.parameters + offset.encoder_2_W_f,
    m.encoder_2_W_packed + 24576,
    m.parameters + offset.encoder_2_W_g,
    m.encoder_2_W_packed + 49152,
    m.parameters + offset.encoder_2_W_o,
    m.encoder_2_W_packed + 73728,
    m.parameters + offset.decoder_2_W_i,
    m.decoder_2_W_packed,
    m.parameters + offset.decoder_2_W_f,
    m.decoder_2_W_packed + 24576,
    m.parameters + offset.decoder_2_W_g,
    m.decoder_2_W_packed + 49152,
    m.parameters + offset.decoder_2_W_o,
    m.decoder_2_W_packed + 73728,
    m.parameters + offset.encoder_2_U_i,
    m.encoder_2_U_packed,
    m.parameters + offset.encoder_2_U_f,
    m.encoder_2_U_packed + 36864,
    m.parameters + offset.encoder_2_U_g,
    m.encoder_2_U_packed + 73728,
    m.parameters + offset.encoder_2_U_o,
    m.encoder_2_U_packed + 110592,
    m.parameters + offset.decoder_2_U_i,
    m.decoder_2_U_packed,
    m.parameters + offset.decoder_2_U_f,
    m.decoder_2_U_packed + 36864,
    m.parameters + offset.decoder_2_U_g,
    m.decoder_2_U_packed + 73728,
    m.parameters + offset.decoder_2_U_o,
    m.decoder_2_U_packed + 110592,
    m.parameters + offset.target_W,
    m.target_W_packed,
    m.parameters + offset.target_W,
    m.target_W_packed_2,
    m.parameters + offset.decoder_2_U_i,
    m.decoder_2_U_packed_2,
    m.parameters + offset.decoder_2_U_f,
    m.decoder_2_U_packed_2 + 1536,
    m.parameters + offset.decoder_2_U_g,
    m.decoder_2_U_packed_2 + 3072,
    m.parameters + offset.decoder_2_U_o,
    m.decoder_2_U_packed_2 + 4608,
    m.parameters + offset.decoder_2_W_i,
    m.decoder_2_W_packed_2,
    1,
  ); // encoder.2.b_i [192], encoder.2.b_f [192], encoder.2.b_g [192] and 10 more
  k.moves_prepare_2(
    m.parameters + offset.decoder_2_W_f,
    m.decoder_2_W_packed_2 + 1536,
    m.parameters + offset.decoder_2_W_g,
    m.decoder_2_W_packed_2 + 3072,
    m.parameters + offset.decoder_2_W_o,
    m.decoder_2_W_packed_2 + 4608,
    m.parameters + offset.encoder_2_U_i,
    m.encoder_2_U_packed_2,
    m.parameters + offset.encoder_2_U_f,
    m.encoder_2_U_packed_2 + 1536,
    m.parameters + offset.encoder_2_U_g,
    m.encoder_2_U_packed_2 + 3072,
    m.parameters + offset.encoder_2_U_o,
    m.encoder_2_U_packed_2 + 4608,
    m.parameters + offset.encoder_2_W_i,
    m.encoder_2_W_packed_2,
    m.parameters + offset.encoder_2_W_f,
    m.encoder_2_W_packed_2 + 1536,
    m.parameters + offset.encoder_2_W_g,
    m.encoder_2_W_packed_2 + 3072,
    m.parameters + offset.encoder_2_W_o,
    m.encoder_2_W_packed_2 + 4608,
    1,
  ); // decoder.2.W for products, encoder.2.U for products, encoder.2.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads source [N of S], target [N], order.T [B].
 * Gives output.target [N, 6001].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const S = batch.axes.S;
  const T = batch.axes.T;
  k.gather_128(m.parameters + offset.encoder_1_E, m.source, m.encoder_1, S.total); // encoder.1 [N of S, 128]
  k.gather_128(m.parameters + offset.decoder_1_E, m.target, m.decoder_1, T.total); // decoder.1 [N, 128]
  k.gemm_128x768_bias(m.encoder_1, m.encoder_2_W_packed, m.encoder_2_pre, m.encoder_2_b, S.total); // encoder.2.pre [N of S, 768]
  k.gemm_128x768_bias(m.decoder_1, m.decoder_2_W_packed, m.decoder_2_pre, m.decoder_2_b, T.total); // decoder.2.pre [N, 768]
  k.moves_predict(m.encoder_2_h_state, m.encoder_2_c_state, batch.size); // encoder.2.h_before starts at zeros, encoder.2.c_before starts at zeros

  // encoder.2.h, encoder.2.c
  if (together("loop_encoder_2_h")) {
    k.loop_encoder_2_h(
      m.encoder_2_h_state,
      m.encoder_2_U_packed,
      m.encoder_2_U_h_before,
      m.encoder_2_pre + 192,
      m.encoder_2_U_h_before + 192,
      m.encoder_2_c_state,
      m.encoder_2_pre,
      m.encoder_2_pre + 384,
      m.encoder_2_U_h_before + 384,
      m.encoder_2_pre + 576,
      m.encoder_2_U_h_before + 576,
      S,
      batch.size,
    );
  } else {
    k.copy_192_twice(m.encoder_2_h_state, m.encoder_2_h_state_turns, m.encoder_2_h_state, m.encoder_2_h_state_turns + 192, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < S.steps; t++) {
      const at = S.start[t];
      const rows = S.rows[t];
      k.gemm_192x768_map_encoder_2_c_state(
        m.encoder_2_h_state_turns + (t & 1) * 192,
        m.encoder_2_U_packed,
        m.encoder_2_U_h_before,
        m.encoder_2_pre + 192 + at * 768,
        m.encoder_2_U_h_before + 192,
        m.encoder_2_c_state,
        m.encoder_2_pre + at * 768,
        m.encoder_2_U_h_before,
        m.encoder_2_pre + 384 + at * 768,
        m.encoder_2_U_h_before + 384,
        m.encoder_2_pre + 576 + at * 768,
        m.encoder_2_U_h_before + 576,
        m.encoder_2_c_state,
        m.encoder_2_h_state,
        m.encoder_2_h_state_turns + (~t & 1) * 192,
        rows,
        rows,
      ); // encoder.2.U_h_before [B, 768], encoder.2.c [B, 192], encoder.2.h [B, 192]
    }
  }

  k.permute_192(m.encoder_2_h_state, m.order_T, m.order_T_permute_2, batch.size); // order.T.permute [B, 192]
  k.permute_192(m.encoder_2_c_state, m.order_T, m.order_T_permute, batch.size); // order.T.permute [B, 192]
  k.moves_predict_2(m.order_T_permute_2, m.decoder_2_h_state, m.order_T_permute, m.decoder_2_c_state, batch.size); // the state at the start

  // decoder.2.h, decoder.2.c
  if (together("loop_decoder_2_h")) {
    k.loop_decoder_2_h(
      m.decoder_2_h_state,
      m.decoder_2_U_packed,
      m.decoder_2_U_h_before,
      m.decoder_2_pre + 192,
      m.decoder_2_U_h_before + 192,
      m.decoder_2_c_state,
      m.decoder_2_pre,
      m.decoder_2_pre + 384,
      m.decoder_2_U_h_before + 384,
      m.decoder_2_pre + 576,
      m.decoder_2_U_h_before + 576,
      m.decoder_2_h,
      T,
      batch.size,
    );
  } else {
    k.copy_192_twice(m.decoder_2_h_state, m.decoder_2_h_state_turns, m.decoder_2_h_state, m.decoder_2_h_state_turns + 192, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_192x768_map_decoder_2_c_state(
        m.decoder_2_h_state_turns + (t & 1) * 192,
        m.decoder_2_U_packed,
        m.decoder_2_U_h_before,
        m.decoder_2_pre + 192 + at * 768,
        m.decoder_2_U_h_before + 192,
        m.decoder_2_c_state,
        m.decoder_2_pre + at * 768,
        m.decoder_2_U_h_before,
        m.decoder_2_pre + 384 + at * 768,
        m.decoder_2_U_h_before + 384,
        m.decoder_2_pre + 576 + at * 768,
        m.decoder_2_U_h_before + 576,
        m.decoder_2_c_state,
        m.decoder_2_h + at * 192,
        m.decoder_2_h_state,
        m.decoder_2_h_state_turns + (~t & 1) * 192,
        rows,
        rows,
      ); // decoder.2.U_h_before [B, 768], decoder.2.c [B, 192], decoder.2.h [B, 192]
    }
  }

  k.gemm_192x6001_bias(m.decoder_2_h, m.target_W_packed, m.target_logits, m.parameters + offset.target_b, T.total); // target.logits [N, 6001]
  k.map_target_logits_add(m.target_logits, m.target_logits_add, m.output_target, m.log, T.total); // target.logits.add [N, 6001], mul [N, 6001], log [N]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.target [N], target.target [N].
 * Gives loss.target [], loss [].
 */
export function score(k: GpuKernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_target_loss(m.weight_target, m.log, m.target_target, m.target_logits_add, m.target_loss, T.total); // target.loss [N]
  k.sum_rows_1(m.target_loss, m.loss_target, T.total); // target.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads source [N of S], target [N], order.T [B], weight.target [N], target.target [N].
 * Gives loss.target [], loss [].
 */
export function forward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const S = batch.axes.S;
  const T = batch.axes.T;
  k.gather_128(m.parameters + offset.encoder_1_E, m.source_2, m.encoder_1_2, S.total); // encoder.1 [N of S, 128]
  k.gather_128(m.parameters + offset.decoder_1_E, m.target_2, m.decoder_1_2, T.total); // decoder.1 [N, 128]
  k.gemm_128x768_bias(m.encoder_1_2, m.encoder_2_W_packed, m.encoder_2_pre_2, m.encoder_2_b, S.total); // encoder.2.pre [N of S, 768]
  k.gemm_128x768_bias(m.decoder_1_2, m.decoder_2_W_packed, m.decoder_2_pre_2, m.decoder_2_b, T.total); // decoder.2.pre [N, 768]
  k.moves_predict(m.encoder_2_h_state_2, m.encoder_2_c_state_2, batch.size); // encoder.2.h_before starts at zeros, encoder.2.c_before starts at zeros

  // encoder.2.h, encoder.2.c
  if (together("loop_encoder_2_h_2")) {
    k.loop_encoder_2_h_2(
      m.encoder_2_h_state_2,
      m.encoder_2_U_packed,
      m.encoder_2_U_h_before_2,
      m.encoder_2_pre_2 + 576,
      m.encoder_2_U_h_before_2 + 576,
      m.encoder_2_pre_2 + 192,
      m.encoder_2_U_h_before_2 + 192,
      m.encoder_2_pre_2,
      m.encoder_2_pre_2 + 384,
      m.encoder_2_U_h_before_2 + 384,
      m.encoder_2_c_state_2,
      m.encoder_2_o,
      m.encoder_2_f,
      m.encoder_2_i,
      m.encoder_2_g,
      m.encoder_2_c_before,
      m.encoder_2_h_before,
      S,
      batch.size,
    );
  } else {
    k.copy_192_twice(
      m.encoder_2_h_state_2,
      m.encoder_2_h_state_2_turns,
      m.encoder_2_h_state_2,
      m.encoder_2_h_state_2_turns + 192,
      batch.size,
    ); // two copies that steps take turns to read and write
    for (let t = 0; t < S.steps; t++) {
      const at = S.start[t];
      const rows = S.rows[t];
      k.gemm_192x768_map_encoder_2_o(
        m.encoder_2_h_state_2_turns + (t & 1) * 192,
        m.encoder_2_U_packed,
        m.encoder_2_U_h_before_2,
        m.encoder_2_pre_2 + 576 + at * 768,
        m.encoder_2_U_h_before_2 + 576,
        m.encoder_2_pre_2 + 192 + at * 768,
        m.encoder_2_U_h_before_2 + 192,
        m.encoder_2_pre_2 + at * 768,
        m.encoder_2_U_h_before_2,
        m.encoder_2_pre_2 + 384 + at * 768,
        m.encoder_2_U_h_before_2 + 384,
        m.encoder_2_c_state_2,
        m.encoder_2_h_state_2,
        m.encoder_2_o + at * 192,
        m.encoder_2_f + at * 192,
        m.encoder_2_i + at * 192,
        m.encoder_2_g + at * 192,
        m.encoder_2_c_state_2,
        m.encoder_2_h_state_2,
        m.encoder_2_c_before + at * 192,
        m.encoder_2_h_before + at * 192,
        m.encoder_2_h_state_2_turns + (~t & 1) * 192,
        rows,
        rows,
      ); // encoder.2.U_h_before [B, 768], encoder.2.o [B, 192], encoder.2.f [B, 192], encoder.2.i [B, 192], encoder.2.g [B, 192], encoder.2.c [B, 192], encoder.2.h [B, 192], encoder.2.c_before [B, 192], encoder.2.h_before [B, 192]
    }
  }

  k.permute_192(m.encoder_2_h_state_2, m.order_T_2, m.order_T_permute_4, batch.size); // order.T.permute [B, 192]
  k.permute_192(m.encoder_2_c_state_2, m.order_T_2, m.order_T_permute_3, batch.size); // order.T.permute [B, 192]
  k.moves_predict_2(m.order_T_permute_4, m.decoder_2_h_state_2, m.order_T_permute_3, m.decoder_2_c_state_2, batch.size); // the state at the start

  // decoder.2.h, decoder.2.c
  if (together("loop_decoder_2_h_2")) {
    k.loop_decoder_2_h_2(
      m.decoder_2_h_state_2,
      m.decoder_2_U_packed,
      m.decoder_2_U_h_before_2,
      m.decoder_2_pre_2 + 576,
      m.decoder_2_U_h_before_2 + 576,
      m.decoder_2_pre_2 + 192,
      m.decoder_2_U_h_before_2 + 192,
      m.decoder_2_pre_2,
      m.decoder_2_pre_2 + 384,
      m.decoder_2_U_h_before_2 + 384,
      m.decoder_2_c_state_2,
      m.decoder_2_o,
      m.decoder_2_f,
      m.decoder_2_i,
      m.decoder_2_g,
      m.decoder_2_h_2,
      m.decoder_2_c_before,
      m.decoder_2_h_before,
      T,
      batch.size,
    );
  } else {
    k.copy_192_twice(
      m.decoder_2_h_state_2,
      m.decoder_2_h_state_2_turns,
      m.decoder_2_h_state_2,
      m.decoder_2_h_state_2_turns + 192,
      batch.size,
    ); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_192x768_map_decoder_2_o(
        m.decoder_2_h_state_2_turns + (t & 1) * 192,
        m.decoder_2_U_packed,
        m.decoder_2_U_h_before_2,
        m.decoder_2_pre_2 + 576 + at * 768,
        m.decoder_2_U_h_before_2 + 576,
        m.decoder_2_pre_2 + 192 + at * 768,
        m.decoder_2_U_h_before_2 + 192,
        m.decoder_2_pre_2 + at * 768,
        m.decoder_2_U_h_before_2,
        m.decoder_2_pre_2 + 384 + at * 768,
        m.decoder_2_U_h_before_2 + 384,
        m.decoder_2_c_state_2,
        m.decoder_2_h_state_2,
        m.decoder_2_o + at * 192,
        m.decoder_2_f + at * 192,
        m.decoder_2_i + at * 192,
        m.decoder_2_g + at * 192,
        m.decoder_2_c_state_2,
        m.decoder_2_h_2 + at * 192,
        m.decoder_2_h_state_2,
        m.decoder_2_c_before + at * 192,
        m.decoder_2_h_before + at * 192,
        m.decoder_2_h_state_2_turns + (~t & 1) * 192,
        rows,
        rows,
      ); // decoder.2.U_h_before [B, 768], decoder.2.o [B, 192], decoder.2.f [B, 192], decoder.2.i [B, 192], decoder.2.g [B, 192], decoder.2.c [B, 192], decoder.2.h [B, 192], decoder.2.c_before [B, 192], decoder.2.h_before [B, 192]
    }
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
export function backward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  const S = batch.axes.S;
  k.gemm_6001x192(m.target_dlogits, m.target_W_packed_2, m.decoder_2_dh, T.total); // decoder.2.dh [N, 192]
  k.row_product_6001x192(m.target_dlogits, m.decoder_2_h_2, m.gradients + offset.target_W, T.total); // target.dW [6001, 192]
  k.sum_rows_6001(m.target_dlogits, m.gradients + offset.target_b, T.total); // target.db [6001]
  k.moves_predict(m.decoder_2_dc_before_state, m.decoder_2_dh_before_state, batch.size); // decoder.2.dc_after starts at zeros, decoder.2.dh_after starts at zeros

  // decoder.2.dc_before, decoder.2.dh_before
  if (together("loop_decoder_2_dc_before")) {
    k.loop_decoder_2_dc_before(
      m.decoder_2_dc_before_state,
      m.decoder_2_dh_before_state,
      m.decoder_2_dh,
      m.decoder_2_o,
      m.decoder_2_f,
      m.decoder_2_c_before,
      m.decoder_2_i,
      m.decoder_2_g,
      m.decoder_2_di_pre_df_pre_dg_pre_do_pre,
      m.decoder_2_di_pre_df_pre_dg_pre_do_pre + 192,
      m.decoder_2_di_pre_df_pre_dg_pre_do_pre + 384,
      m.decoder_2_di_pre_df_pre_dg_pre_do_pre + 576,
      m.decoder_2_U_packed_2,
      T,
      batch.size,
    );
  } else {
    let atBefore = 0;
    let rowsBefore = 0;
    for (let t = T.steps - 1; t >= 0; t--) {
      const at = T.start[t];
      const rows = T.rows[t];
      if (t === T.steps - 1) {
        k.map_decoder_2_dc_before_state(
          m.decoder_2_dc_before_state,
          m.decoder_2_dh_before_state,
          m.decoder_2_dh + at * 192,
          m.decoder_2_o + at * 192,
          m.decoder_2_f + at * 192,
          m.decoder_2_c_before + at * 192,
          m.decoder_2_i + at * 192,
          m.decoder_2_g + at * 192,
          m.decoder_2_dc_before_state,
          m.decoder_2_di_pre_df_pre_dg_pre_do_pre + at * 768,
          m.decoder_2_di_pre_df_pre_dg_pre_do_pre + 192 + at * 768,
          m.decoder_2_di_pre_df_pre_dg_pre_do_pre + 384 + at * 768,
          m.decoder_2_di_pre_df_pre_dg_pre_do_pre + 576 + at * 768,
          rows,
        ); // decoder.2.dc_before [B, 192], decoder.2.di_pre [B, 192], decoder.2.df_pre [B, 192], decoder.2.dg_pre [B, 192], decoder.2.do_pre [B, 192]
      } else {
        k.gemm_768x192_map_decoder_2_dc_before_state(
          m.decoder_2_di_pre_df_pre_dg_pre_do_pre + atBefore * 768,
          m.decoder_2_U_packed_2,
          m.decoder_2_dh_before_state,
          m.decoder_2_dc_before_state,
          m.decoder_2_dh_before_state,
          m.decoder_2_dh + at * 192,
          m.decoder_2_o + at * 192,
          m.decoder_2_f + at * 192,
          m.decoder_2_c_before + at * 192,
          m.decoder_2_i + at * 192,
          m.decoder_2_g + at * 192,
          m.decoder_2_dc_before_state,
          m.decoder_2_di_pre_df_pre_dg_pre_do_pre + at * 768,
          m.decoder_2_di_pre_df_pre_dg_pre_do_pre + 192 + at * 768,
          m.decoder_2_di_pre_df_pre_dg_pre_do_pre + 384 + at * 768,
          m.decoder_2_di_pre_df_pre_dg_pre_do_pre + 576 + at * 768,
          rowsBefore,
          rows,
        ); // decoder.2.dh_before [B, 192], decoder.2.dc_before [B, 192], decoder.2.di_pre [B, 192], decoder.2.df_pre [B, 192], decoder.2.dg_pre [B, 192], decoder.2.do_pre [B, 192]
      }
      atBefore = at;
      rowsBefore = rows;
    }
    if (rowsBefore > 0) {
      k.gemm_768x192(
        m.decoder_2_di_pre_df_pre_dg_pre_do_pre + atBefore * 768,
        m.decoder_2_U_packed_2,
        m.decoder_2_dh_before_state,
        rowsBefore,
      ); // decoder.2.dh_before [B, 192]
    }
  }

  k.permute_192(m.decoder_2_dc_before_state, m.rank_T, m.rank_T_permute_2, batch.size); // rank.T.permute [B, 192]
  k.permute_192(m.decoder_2_dh_before_state, m.rank_T, m.rank_T_permute, batch.size); // rank.T.permute [B, 192]
  k.gemm_768x128(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_2_W_packed_2, m.decoder_2_W_di_pre_df_pre_dg_pre_do_pre, T.total); // decoder.2.W_di_pre_df_pre_dg_pre_do_pre [N, 128]
  k.row_product_768x128(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_1_2, m.backward_partials, T.total); // decoder.1.row_product [768, 128]
  k.row_product_768x192(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_2_h_before, m.backward_partials_2, T.total); // row_product [768, 192]
  k.sum_rows_768(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.sum_rows, T.total); // sum_rows [768]
  k.moves_backward(
    m.sum_rows,
    m.gradients + offset.decoder_2_b_i,
    m.sum_rows + 384,
    m.gradients + offset.decoder_2_b_g,
    m.sum_rows + 576,
    m.gradients + offset.decoder_2_b_o,
    m.sum_rows + 192,
    m.gradients + offset.decoder_2_b_f,
    m.gradients + offset.decoder_1_E,
    1,
  ); // decoder.2.db_i [192], decoder.2.db_g [192], decoder.2.db_o [192] and 2 more
  k.moves_predict_2(m.rank_T_permute_2, m.encoder_2_dc_before_state, m.rank_T_permute, m.encoder_2_dh_before_state, batch.size); // the state at the start

  // encoder.2.dc_before, encoder.2.dh_before
  if (together("loop_encoder_2_dc_before")) {
    k.loop_encoder_2_dc_before(
      m.encoder_2_dc_before_state,
      m.encoder_2_dh_before_state,
      m.encoder_2_o,
      m.encoder_2_f,
      m.encoder_2_c_before,
      m.encoder_2_i,
      m.encoder_2_g,
      m.encoder_2_di_pre_df_pre_dg_pre_do_pre,
      m.encoder_2_di_pre_df_pre_dg_pre_do_pre + 192,
      m.encoder_2_di_pre_df_pre_dg_pre_do_pre + 384,
      m.encoder_2_di_pre_df_pre_dg_pre_do_pre + 576,
      m.encoder_2_U_packed_2,
      S,
      batch.size,
    );
  } else {
    let atBefore = 0;
    let rowsBefore = 0;
    for (let t = S.steps - 1; t >= 0; t--) {
      const at = S.start[t];
      const rows = S.rows[t];
      if (t === S.steps - 1) {
        k.map_encoder_2_dc_before_state(
          m.encoder_2_dc_before_state,
          m.encoder_2_dh_before_state,
          m.encoder_2_o + at * 192,
          m.encoder_2_f + at * 192,
          m.encoder_2_c_before + at * 192,
          m.encoder_2_i + at * 192,
          m.encoder_2_g + at * 192,
          m.encoder_2_dc_before_state,
          m.encoder_2_di_pre_df_pre_dg_pre_do_pre + at * 768,
          m.encoder_2_di_pre_df_pre_dg_pre_do_pre + 192 + at * 768,
          m.encoder_2_di_pre_df_pre_dg_pre_do_pre + 384 + at * 768,
          m.encoder_2_di_pre_df_pre_dg_pre_do_pre + 576 + at * 768,
          rows,
        ); // encoder.2.dc_before [B, 192], encoder.2.di_pre [B, 192], encoder.2.df_pre [B, 192], encoder.2.dg_pre [B, 192], encoder.2.do_pre [B, 192]
      } else {
        k.gemm_768x192_map_encoder_2_dc_before_state(
          m.encoder_2_di_pre_df_pre_dg_pre_do_pre + atBefore * 768,
          m.encoder_2_U_packed_2,
          m.encoder_2_dh_before_state,
          m.encoder_2_dc_before_state,
          m.encoder_2_dh_before_state,
          m.encoder_2_o + at * 192,
          m.encoder_2_f + at * 192,
          m.encoder_2_c_before + at * 192,
          m.encoder_2_i + at * 192,
          m.encoder_2_g + at * 192,
          m.encoder_2_dc_before_state,
          m.encoder_2_di_pre_df_pre_dg_pre_do_pre + at * 768,
          m.encoder_2_di_pre_df_pre_dg_pre_do_pre + 192 + at * 768,
          m.encoder_2_di_pre_df_pre_dg_pre_do_pre + 384 + at * 768,
          m.encoder_2_di_pre_df_pre_dg_pre_do_pre + 576 + at * 768,
          rowsBefore,
          rows,
        ); // encoder.2.dh_before [B, 192], encoder.2.dc_before [B, 192], encoder.2.di_pre [B, 192], encoder.2.df_pre [B, 192], encoder.2.dg_pre [B, 192], encoder.2.do_pre [B, 192]
      }
      atBefore = at;
      rowsBefore = rows;
    }
    if (rowsBefore > 0) {
      k.gemm_768x192(
        m.encoder_2_di_pre_df_pre_dg_pre_do_pre + atBefore * 768,
        m.encoder_2_U_packed_2,
        m.encoder_2_dh_before_state,
        rowsBefore,
      ); // encoder.2.dh_before [B, 192]
    }
  }

  k.add_up_backward(m.backward_partials, m.gradients + offset.decoder_2_W_i, m.backward_partials_2, m.gradients + offset.decoder_2_U_i, 1); // the parts of decoder.1.row_product [768, 128], row_product [768, 192]
  k.scatter_add_128(m.target_2, m.decoder_2_W_di_pre_df_pre_dg_pre_do_pre, m.gradients + offset.decoder_1_E, T.total); // decoder.1.dE [6001, 128]
  k.gemm_768x128(m.encoder_2_di_pre_df_pre_dg_pre_do_pre, m.encoder_2_W_packed_2, m.encoder_2_W_di_pre_df_pre_dg_pre_do_pre, S.total); // encoder.2.W_di_pre_df_pre_dg_pre_do_pre [N of S, 128]
  k.row_product_768x128(m.encoder_2_di_pre_df_pre_dg_pre_do_pre, m.encoder_1_2, m.backward_partials_3, S.total); // encoder.1.row_product [768, 128]
  k.row_product_768x192(m.encoder_2_di_pre_df_pre_dg_pre_do_pre, m.encoder_2_h_before, m.backward_partials_4, S.total); // row_product [768, 192]
  k.sum_rows_768(m.encoder_2_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_2, S.total); // sum_rows [768]
  k.moves_backward_2(
    m.sum_rows_2,
    m.gradients + offset.encoder_2_b_i,
    m.sum_rows_2 + 384,
    m.gradients + offset.encoder_2_b_g,
    m.sum_rows_2 + 576,
    m.gradients + offset.encoder_2_b_o,
    m.sum_rows_2 + 192,
    m.gradients + offset.encoder_2_b_f,
    m.gradients,
    1,
  ); // encoder.2.db_i [192], encoder.2.db_g [192], encoder.2.db_o [192] and 2 more
  k.add_up_backward(
    m.backward_partials_3,
    m.gradients + offset.encoder_2_W_i,
    m.backward_partials_4,
    m.gradients + offset.encoder_2_U_i,
    1,
  ); // the parts of encoder.1.row_product [768, 128], row_product [768, 192]
  k.scatter_add_128(m.source_2, m.encoder_2_W_di_pre_df_pre_dg_pre_do_pre, m.gradients + offset.encoder_1_E, S.total); // encoder.1.dE [6000, 128]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [3187377], moment1 [3187377], moment2 [3187377], parameters [3187377], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [3187377], moment2 [3187377], parameters [3187377].
 */
export function update(k: GpuKernels, m: Arena): void {
  k.map_norm_pass_1(
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
    m.update_partials,
    1,
  ); // sqrt [], add [3187377], parameters.add [3187377]
  k.map_norm_pass_2(
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
    m.update_partials,
    1,
  ); // sqrt [], add [3187377], parameters.add [3187377]
}

/**
 * Once a sequence, before its steps: the states it starts from, and what `step` reads at every step.
 * Reads source [N of S].
 * Gives state.decoder.2.h [B, 192], state.decoder.2.c [B, 192].
 */
export function begin(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const S = batch.axes.S;
  k.gather_128(m.parameters + offset.encoder_1_E, m.source_3, m.encoder_1_3, S.total); // encoder.1 [N of S, 128]
  k.gemm_128x768_bias(m.encoder_1_3, m.encoder_2_W_packed, m.encoder_2_pre_3, m.encoder_2_b, S.total); // encoder.2.pre [N of S, 768]
  k.moves_predict(m.encoder_2_h_state_3, m.encoder_2_c_state_3, batch.size); // encoder.2.h_before starts at zeros, encoder.2.c_before starts at zeros

  // encoder.2.h, encoder.2.c
  if (together("loop_encoder_2_h")) {
    k.loop_encoder_2_h(
      m.encoder_2_h_state_3,
      m.encoder_2_U_packed,
      m.encoder_2_U_h_before_3,
      m.encoder_2_pre_3 + 192,
      m.encoder_2_U_h_before_3 + 192,
      m.encoder_2_c_state_3,
      m.encoder_2_pre_3,
      m.encoder_2_pre_3 + 384,
      m.encoder_2_U_h_before_3 + 384,
      m.encoder_2_pre_3 + 576,
      m.encoder_2_U_h_before_3 + 576,
      S,
      batch.size,
    );
  } else {
    k.copy_192_twice(
      m.encoder_2_h_state_3,
      m.encoder_2_h_state_3_turns,
      m.encoder_2_h_state_3,
      m.encoder_2_h_state_3_turns + 192,
      batch.size,
    ); // two copies that steps take turns to read and write
    for (let t = 0; t < S.steps; t++) {
      const at = S.start[t];
      const rows = S.rows[t];
      k.gemm_192x768_map_encoder_2_c_state(
        m.encoder_2_h_state_3_turns + (t & 1) * 192,
        m.encoder_2_U_packed,
        m.encoder_2_U_h_before_3,
        m.encoder_2_pre_3 + 192 + at * 768,
        m.encoder_2_U_h_before_3 + 192,
        m.encoder_2_c_state_3,
        m.encoder_2_pre_3 + at * 768,
        m.encoder_2_U_h_before_3,
        m.encoder_2_pre_3 + 384 + at * 768,
        m.encoder_2_U_h_before_3 + 384,
        m.encoder_2_pre_3 + 576 + at * 768,
        m.encoder_2_U_h_before_3 + 576,
        m.encoder_2_c_state_3,
        m.encoder_2_h_state_3,
        m.encoder_2_h_state_3_turns + (~t & 1) * 192,
        rows,
        rows,
      ); // encoder.2.U_h_before [B, 768], encoder.2.c [B, 192], encoder.2.h [B, 192]
    }
  }

  k.moves_predict_2(m.encoder_2_h_state_3, m.state_decoder_2_h, m.encoder_2_c_state_3, m.state_decoder_2_c, batch.size); // encoder.2.h [B, 192], encoder.2.c [B, 192]
}

/**
 * One step of every sequence: states in and out.
 * Reads target [B], state.decoder.2.h [B, 192], state.decoder.2.c [B, 192].
 * Gives output.target [B, 6001], final.decoder.2.h [B, 192], final.decoder.2.c [B, 192].
 */
export function step(k: GpuKernels, m: Arena, batch: Packed): void {
  k.gather_128_2(m.parameters + offset.decoder_1_E, m.target_3, m.decoder_1_3, batch.size); // decoder.1 [B, 128]
  k.gemm_192x768(m.state_decoder_2_h_2, m.decoder_2_U_packed, m.decoder_2_U_initial, batch.size); // decoder.2.U_initial [B, 768]
  k.gemm_128x768(m.decoder_1_3, m.decoder_2_W_packed, m.decoder_2_W_1, batch.size); // decoder.2.W_1 [B, 768]
  k.map_final_decoder_2_c(
    m.decoder_2_W_1 + 192,
    m.decoder_2_U_initial + 192,
    m.parameters + offset.decoder_2_b_f,
    m.state_decoder_2_c_2,
    m.decoder_2_W_1,
    m.decoder_2_U_initial,
    m.parameters + offset.decoder_2_b_i,
    m.decoder_2_W_1 + 384,
    m.decoder_2_U_initial + 384,
    m.parameters + offset.decoder_2_b_g,
    m.decoder_2_W_1 + 576,
    m.decoder_2_U_initial + 576,
    m.parameters + offset.decoder_2_b_o,
    m.final_decoder_2_c,
    m.final_decoder_2_h,
    batch.size,
  ); // decoder.2.c [B, 192], decoder.2.h [B, 192]
  k.gemm_192x6001_bias_2(m.final_decoder_2_h, m.target_W_packed, m.target_logits_3, m.parameters + offset.target_b, batch.size); // target.logits [B, 6001]
  k.map_output_target_2(m.target_logits_3, m.output_target_2, batch.size); // mul [B, 6001]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  encoder_1_E: 0,
  encoder_2_W_i: 768000,
  encoder_2_W_f: 792576,
  encoder_2_W_g: 817152,
  encoder_2_W_o: 841728,
  encoder_2_U_i: 866304,
  encoder_2_U_f: 903168,
  encoder_2_U_g: 940032,
  encoder_2_U_o: 976896,
  encoder_2_b_i: 1013760,
  encoder_2_b_g: 1013952,
  encoder_2_b_o: 1014144,
  encoder_2_b_f: 1014336,
  decoder_1_E: 1014528,
  decoder_2_W_i: 1782656,
  decoder_2_W_f: 1807232,
  decoder_2_W_g: 1831808,
  decoder_2_W_o: 1856384,
  decoder_2_U_i: 1880960,
  decoder_2_U_f: 1917824,
  decoder_2_U_g: 1954688,
  decoder_2_U_o: 1991552,
  decoder_2_b_i: 2028416,
  decoder_2_b_g: 2028608,
  decoder_2_b_o: 2028800,
  decoder_2_b_f: 2028992,
  target_W: 2029184,
  target_b: 3181376,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 19382917,
  "N:T": 19094,
  B: 14691,
  "N:S": 2049,
} satisfies WebGpuPrograms["regions"];

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
  encoder_2_h_state_turns: { rows: "B", offset: 12771, width: 384, integer: false }, // [B, 2·192] encoder.2.h.state.turns
  decoder_2_h_state_turns: { rows: "B", offset: 13155, width: 384, integer: false }, // [B, 2·192] decoder.2.h.state.turns
  encoder_2_h_state_2_turns: { rows: "B", offset: 13539, width: 384, integer: false }, // [B, 2·192] encoder.2.h.state_2.turns
  decoder_2_h_state_2_turns: { rows: "B", offset: 13923, width: 384, integer: false }, // [B, 2·192] decoder.2.h.state_2.turns
  backward_partials: { rows: "none", offset: 16040581, width: 786432, integer: false }, // [8, 768, 128] backward.partials
  backward_partials_2: { rows: "none", offset: 16827013, width: 884736, integer: false }, // [6, 768, 192] backward.partials_2
  backward_partials_3: { rows: "none", offset: 17711749, width: 786432, integer: false }, // [8, 768, 128] backward.partials_3
  backward_partials_4: { rows: "none", offset: 18498181, width: 884736, integer: false }, // [6, 768, 192] backward.partials_4
  update_partials: { rows: "none", offset: 16040581, width: 256, integer: false }, // [1, 256] update.partials
  encoder_2_h_state_3_turns: { rows: "B", offset: 14307, width: 384, integer: false }, // [B, 2·192] encoder.2.h.state_3.turns
} satisfies WebGpuPrograms["buffers"];

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
} satisfies WebGpuPrograms["programs"];

/** The kernels, without what stands before each of them (runtime/webgpu/prelude.ts). */
export const kernels = {
  moves_prepare: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":192,"ldSource":0,"ldTarget":192,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":192,"ldSource":0,"ldTarget":192,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":192,"ldS
`,
  },
  moves_prepare_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"pack","k":192,"n":128,"K":768,"k0":0,"n0":0,"rowStride":128,"columnStride":1},"spaces":["weights","weights"]},{"kernel":{"kind":"pack","k":192,"n":128,"K":768,"k0":0,"n0":0,"rowStride":128,"columnStride":1},"spaces":["weights","weights"]},{"kernel":{"kind"
`,
  },
  gather_128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gather","width":128,"ldTable":128,"ldOut":128},"spaces":["weights","arena","arena"],"many":true}
`,
  },
  gemm_128x768_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":768,"lda":128,"ldc":768,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_encoder_2_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":192,"n":768,"lda":192,"ldc":768,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":192,"inputs":[{
`,
  },
  copy_192_twice: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":192,"ldSource":192,"ldTarget":384,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":192,"ldSource":192,"ldTarget":384,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  gemm_192x768_map_encoder_2_c_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":192,"n":768,"lda":384,"ldc":768,"accumulate":false,"bias":false},"map":{"kind":"map","width":192,"inputs":[{"stride":768,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"strid
`,
  },
  permute_192: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gather","width":192,"ldTable":192,"ldOut":192},"spaces":["arena","arena","arena"],"many":false}
`,
  },
  loop_decoder_2_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":192,"n":768,"lda":192,"ldc":768,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":192,"inputs":[{
`,
  },
  gemm_192x768_map_decoder_2_c_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":192,"n":768,"lda":384,"ldc":768,"accumulate":false,"bias":false},"map":{"kind":"map","width":192,"inputs":[{"stride":768,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"strid
`,
  },
  gemm_192x6001_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":192,"n":6001,"lda":192,"ldc":6001,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  map_target_logits_add: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":6001,"inputs":[{"stride":6001,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":
`,
  },
  moves_predict: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":192},"spaces":["arena"]},{"kernel":{"kind":"zero","width":192},"spaces":["arena"]}]}
`,
  },
  moves_predict_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":192,"ldSource":192,"ldTarget":192,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":192,"ldSource":192,"ldTarget":192,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  map_target_loss: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":6001,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":true},{"stride":6001,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op"
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
  loop_encoder_2_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":192,"n":768,"lda":192,"ldc":768,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":192,"inputs":[{
`,
  },
  gemm_192x768_map_encoder_2_o: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":192,"n":768,"lda":384,"ldc":768,"accumulate":false,"bias":false},"map":{"kind":"map","width":192,"inputs":[{"stride":768,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"strid
`,
  },
  loop_decoder_2_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":192,"n":768,"lda":192,"ldc":768,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":192,"inputs":[{
`,
  },
  gemm_192x768_map_decoder_2_o: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":192,"n":768,"lda":384,"ldc":768,"accumulate":false,"bias":false},"map":{"kind":"map","width":192,"inputs":[{"stride":768,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"strid
`,
  },
  map_target_loss_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":6001,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":6001,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"reduce_max","args":[1]},{"op":"neg","args
`,
  },
  gemm_6001x192: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":6001,"n":192,"lda":6001,"ldc":192,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_6001x192: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":6001,"n":192,"lda":6001,"ldb":192,"ldc":192},"chunks":1,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_6001: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":6001,"ld":6001},"spaces":["arena","weights"],"many":true}
`,
  },
  loop_decoder_2_dc_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":192,"inputs":[{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"i
`,
  },
  map_decoder_2_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":192,"inputs":[{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride
`,
  },
  gemm_768x192_map_decoder_2_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":768,"n":192,"lda":768,"ldc":192,"accumulate":false,"bias":false},"map":{"kind":"map","width":192,"inputs":[{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"strid
`,
  },
  gemm_768x192: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":768,"n":192,"lda":768,"ldc":192,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  gemm_768x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":768,"n":128,"lda":768,"ldc":128,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_768x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":768,"n":128,"lda":768,"ldb":128,"ldc":128},"chunks":8,"spaces":["arena","arena","weights"]}
`,
  },
  row_product_768x192: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":768,"n":192,"lda":768,"ldb":192,"ldc":192},"chunks":6,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_768: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":768,"ld":768},"spaces":["arena","weights"],"many":true}
`,
  },
  loop_encoder_2_dc_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":192,"inputs":[{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"i
`,
  },
  map_encoder_2_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":192,"inputs":[{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride
`,
  },
  gemm_768x192_map_encoder_2_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":768,"n":192,"lda":768,"ldc":192,"accumulate":false,"bias":false},"map":{"kind":"map","width":192,"inputs":[{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"strid
`,
  },
  add_up_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"sum_partials","items":[{"size":98304,"chunks":8,"spaces":["weights","weights"]},{"size":147456,"chunks":6,"spaces":["weights","weights"]}]}
`,
  },
  scatter_add_128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"scatter_add","width":128,"ldValues":128},"spaces":["arena","arena","weights"],"many":true}
`,
  },
  moves_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":192,"ldSource":0,"ldTarget":192,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":192,"ldSource":0,"ldTarget":192,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":192,"ldS
`,
  },
  moves_backward_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":192,"ldSource":0,"ldTarget":192,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":192,"ldSource":0,"ldTarget":192,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":192,"ldS
`,
  },
  map_norm_pass_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":3187377,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"sc
`,
  },
  map_norm_pass_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":3187377,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"sc
`,
  },
  gather_128_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gather","width":128,"ldTable":128,"ldOut":128},"spaces":["weights","arena","arena"],"many":false}
`,
  },
  gemm_192x768: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":192,"n":768,"lda":192,"ldc":768,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  gemm_128x768: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":768,"lda":128,"ldc":768,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  map_final_decoder_2_c: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":192,"inputs":[{"stride":768,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"stride":
`,
  },
  gemm_192x6001_bias_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":192,"n":6001,"lda":192,"ldc":6001,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":false}
`,
  },
  map_output_target_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":6001,"inputs":[{"stride":6001,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":
`,
  },
} satisfies WebGpuPrograms["kernels"];
