// Made by rnnc from the model `captions` in specs/models/captions.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type Recurrences, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [201921].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.moves_prepare(
    m.parameters + offset.decoder_2_h_initial_b,
    m.decoder_2_h_initial_b_c_initial_b,
    m.parameters + offset.decoder_2_c_initial_b,
    m.decoder_2_h_initial_b_c_initial_b + 192,
    m.parameters + offset.decoder_2_b_i,
    m.decoder_2_b,
    m.parameters + offset.decoder_2_b_f,
    m.decoder_2_b + 192,
    m.parameters + offset.decoder_2_b_g,
    m.decoder_2_b + 384,
    m.parameters + offset.decoder_2_b_o,
    m.decoder_2_b + 576,
    m.parameters + offset.decoder_2_h_initial_W,
    m.decoder_2_h_initial_W_c_initial_W_packed,
    m.parameters + offset.decoder_2_c_initial_W,
    m.decoder_2_h_initial_W_c_initial_W_packed + 3456,
    m.parameters + offset.decoder_2_W_i,
    m.decoder_2_W_packed,
    m.parameters + offset.decoder_2_W_f,
    m.decoder_2_W_packed + 6144,
    m.parameters + offset.decoder_2_W_g,
    m.decoder_2_W_packed + 12288,
    m.parameters + offset.decoder_2_W_o,
    m.decoder_2_W_packed + 18432,
    m.parameters + offset.decoder_2_U_i,
    m.decoder_2_U_packed,
    m.parameters + offset.decoder_2_U_f,
    m.decoder_2_U_packed + 36864,
    m.parameters + offset.decoder_2_U_g,
    m.decoder_2_U_packed + 73728,
    m.parameters + offset.decoder_2_U_o,
    m.decoder_2_U_packed + 110592,
    m.parameters + offset.caption_W,
    m.caption_W_packed,
    m.parameters + offset.caption_W,
    m.caption_W_packed_2,
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
    m.parameters + offset.decoder_2_W_f,
    m.decoder_2_W_packed_2 + 1536,
    m.parameters + offset.decoder_2_W_g,
    m.decoder_2_W_packed_2 + 3072,
    m.parameters + offset.decoder_2_W_o,
    m.decoder_2_W_packed_2 + 4608,
    1,
  ); // decoder.2.h.initial.b [192], decoder.2.c.initial.b [192], decoder.2.b_i [192] and 7 more
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads caption [N], language [B, 18].
 * Gives output.caption [N, 97].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gather_32(m.parameters + offset.decoder_1_E, m.caption, m.decoder_1, T.total); // decoder.1 [N, 32]
  k.gemm_18x384_bias(
    m.language,
    m.decoder_2_h_initial_W_c_initial_W_packed,
    m.decoder_2_h_initial_pre,
    m.decoder_2_h_initial_b_c_initial_b,
    batch.size,
  ); // decoder.2.h.initial.pre [B, 384]
  k.gemm_32x768_bias(m.decoder_1, m.decoder_2_W_packed, m.decoder_2_pre, m.decoder_2_b, T.total); // decoder.2.pre [N, 768]
  k.moves_predict(m.decoder_2_h_initial_pre, m.decoder_2_h_state, m.decoder_2_h_initial_pre + 192, m.decoder_2_c_state, batch.size); // the state at the start

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

  k.gemm_192x97_bias(m.decoder_2_h, m.caption_W_packed, m.caption_logits, m.parameters + offset.caption_b, T.total); // caption.logits [N, 97]
  k.map_caption_logits_add(m.caption_logits, m.caption_logits_add, m.output_caption, m.log, T.total); // caption.logits.add [N, 97], mul [N, 97], log [N]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.caption [N], target.caption [N].
 * Gives loss.caption [], loss [].
 */
export function score(k: GpuKernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_caption_loss(m.weight_caption, m.log, m.target_caption, m.caption_logits_add, m.caption_loss, T.total); // caption.loss [N]
  k.sum_rows_1(m.caption_loss, m.loss_caption, T.total); // caption.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads caption [N], language [B, 18], random.key [], random.sequence [B], weight.caption [N], target.caption [N].
 * Gives loss.caption [], loss [].
 */
export function forward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gather_32(m.parameters + offset.decoder_1_E, m.caption_2, m.decoder_1_2, T.total); // decoder.1 [N, 32]
  k.gemm_18x384_bias(
    m.language_2,
    m.decoder_2_h_initial_W_c_initial_W_packed,
    m.decoder_2_h_initial_pre_2,
    m.decoder_2_h_initial_b_c_initial_b,
    batch.size,
  ); // decoder.2.h.initial.pre [B, 384]
  k.map_mul(m.random_key, m.random_sequence, m.mul, batch.size); // mul [B, 32]
  k.expand_32(m.mul, m.expand, T, T.total); // expand [N, 32]
  k.map_decoder_1_mul(m.decoder_1_2, m.expand, m.decoder_1_mul, T.total); // decoder.1.mul [N, 32]
  k.gemm_32x768_bias(m.decoder_1_mul, m.decoder_2_W_packed, m.decoder_2_pre_2, m.decoder_2_b, T.total); // decoder.2.pre [N, 768]
  k.moves_predict(m.decoder_2_h_initial_pre_2, m.decoder_2_h_state_2, m.decoder_2_h_initial_pre_2 + 192, m.decoder_2_c_state_2, batch.size); // the state at the start

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

  k.gemm_192x97_bias(m.decoder_2_h_2, m.caption_W_packed, m.caption_logits_2, m.parameters + offset.caption_b, T.total); // caption.logits [N, 97]
  k.map_caption_loss_2(m.weight_caption_2, m.caption_logits_2, m.target_caption_2, m.caption_loss_2, m.caption_dlogits, T.total); // caption.loss [N], caption.dlogits [N, 97]
  k.sum_rows_1(m.caption_loss_2, m.loss_caption_2, T.total); // caption.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads caption [N], language [B, 18].
 * Gives gradients [201921].
 */
export function backward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_97x192(m.caption_dlogits, m.caption_W_packed_2, m.decoder_2_dh, T.total); // decoder.2.dh [N, 192]
  k.row_product_97x192(m.caption_dlogits, m.decoder_2_h_2, m.backward_partials, T.total); // caption.dW [97, 192]
  k.sum_rows_97(m.caption_dlogits, m.gradients + offset.caption_b, T.total); // caption.db [97]
  k.moves_backward(m.decoder_2_dc_before_state, m.decoder_2_dh_before_state, batch.size); // decoder.2.dc_after starts at zeros, decoder.2.dh_after starts at zeros

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

  k.copy_192_twice(
    m.decoder_2_dh_before_state,
    m.decoder_2_dh_before_dc_before,
    m.decoder_2_dc_before_state,
    m.decoder_2_dh_before_dc_before + 192,
    batch.size,
  ); // decoder.2.dh_before [B, 192], decoder.2.dc_before [B, 192]
  k.row_product_384x18(m.decoder_2_dh_before_dc_before, m.language_2, m.language_row_product, batch.size); // language.row_product [384, 18]
  k.sum_rows_384(m.decoder_2_dh_before_dc_before, m.sum_rows, batch.size); // sum_rows [384]
  k.gemm_768x32(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_2_W_packed_2, m.decoder_2_W_di_pre_df_pre_dg_pre_do_pre, T.total); // decoder.2.W_di_pre_df_pre_dg_pre_do_pre [N, 32]
  k.row_product_768x32(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_1_mul, m.backward_partials_2, T.total); // row_product [768, 32]
  k.row_product_768x192(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.decoder_2_h_before, m.backward_partials_3, T.total); // row_product [768, 192]
  k.sum_rows_768(m.decoder_2_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_2, T.total); // sum_rows [768]
  k.moves_backward_2(
    m.sum_rows_2,
    m.gradients + offset.decoder_2_b_i,
    m.sum_rows_2 + 384,
    m.gradients + offset.decoder_2_b_g,
    m.sum_rows_2 + 576,
    m.gradients + offset.decoder_2_b_o,
    m.sum_rows_2 + 192,
    m.gradients + offset.decoder_2_b_f,
    m.language_row_product,
    m.gradients + offset.decoder_2_h_initial_W,
    m.sum_rows,
    m.gradients + offset.decoder_2_h_initial_b,
    m.language_row_product + 3456,
    m.gradients + offset.decoder_2_c_initial_W,
    m.sum_rows + 192,
    m.gradients + offset.decoder_2_c_initial_b,
    m.gradients,
    1,
  ); // decoder.2.db_i [192], decoder.2.db_g [192], decoder.2.db_o [192] and 6 more
  k.map_decoder_1_mul(m.decoder_2_W_di_pre_df_pre_dg_pre_do_pre, m.expand, m.decoder_d1, T.total); // decoder.d1 [N, 32]
  k.add_up_backward(
    m.backward_partials,
    m.gradients + offset.caption_W,
    m.backward_partials_2,
    m.gradients + offset.decoder_2_W_i,
    m.backward_partials_3,
    m.gradients + offset.decoder_2_U_i,
    1,
  ); // the parts of caption.dW [97, 192], row_product [768, 32], row_product [768, 192]
  k.scatter_add_32(m.caption_2, m.decoder_d1, m.gradients + offset.decoder_1_E, T.total); // decoder.1.dE [97, 32]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [201921], moment1 [201921], moment2 [201921], parameters [201921], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [201921], moment2 [201921], parameters [201921].
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
  ); // sqrt [], add [201921], parameters.add [201921]
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
  ); // sqrt [], add [201921], parameters.add [201921]
}

/**
 * Once a sequence, before its steps: the states it starts from, and what `step` reads at every step.
 * Reads language [B, 18].
 * Gives state.decoder.2.h [B, 192], state.decoder.2.c [B, 192].
 */
export function begin(k: GpuKernels, m: Arena, batch: Packed): void {
  k.gemm_18x384_bias(
    m.language_3,
    m.decoder_2_h_initial_W_c_initial_W_packed,
    m.decoder_2_h_initial_pre_3,
    m.decoder_2_h_initial_b_c_initial_b,
    batch.size,
  ); // decoder.2.h.initial.pre [B, 384]
  k.moves_predict(m.decoder_2_h_initial_pre_3, m.state_decoder_2_h, m.decoder_2_h_initial_pre_3 + 192, m.state_decoder_2_c, batch.size); // decoder.2.h.initial.pre [B, 192]
}

/**
 * One step of every sequence: states in and out.
 * Reads caption [B], state.decoder.2.h [B, 192], state.decoder.2.c [B, 192].
 * Gives output.caption [B, 97], final.decoder.2.h [B, 192], final.decoder.2.c [B, 192].
 */
export function step(k: GpuKernels, m: Arena, batch: Packed): void {
  k.gather_32_2(m.parameters + offset.decoder_1_E, m.caption_3, m.decoder_1_3, batch.size); // decoder.1 [B, 32]
  k.gemm_192x768(m.state_decoder_2_h_2, m.decoder_2_U_packed, m.decoder_2_U_initial, batch.size); // decoder.2.U_initial [B, 768]
  k.gemm_32x768(m.decoder_1_3, m.decoder_2_W_packed, m.decoder_2_W_1, batch.size); // decoder.2.W_1 [B, 768]
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
  k.gemm_192x97_bias_2(m.final_decoder_2_h, m.caption_W_packed, m.caption_logits_3, m.parameters + offset.caption_b, batch.size); // caption.logits [B, 97]
  k.map_output_caption_2(m.caption_logits_3, m.output_caption_2, batch.size); // mul [B, 97]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  decoder_1_E: 0,
  decoder_2_W_i: 3104,
  decoder_2_W_f: 9248,
  decoder_2_W_g: 15392,
  decoder_2_W_o: 21536,
  decoder_2_U_i: 27680,
  decoder_2_U_f: 64544,
  decoder_2_U_g: 101408,
  decoder_2_U_o: 138272,
  decoder_2_b_i: 175136,
  decoder_2_b_g: 175328,
  decoder_2_b_o: 175520,
  decoder_2_b_f: 175712,
  decoder_2_h_initial_W: 175904,
  decoder_2_h_initial_b: 179360,
  decoder_2_c_initial_W: 179552,
  decoder_2_c_initial_b: 183008,
  caption_W: 183200,
  caption_b: 201824,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 3080390,
  "N:T": 2979,
  B: 3202,
} satisfies WebGpuPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 201921, integer: false }, // [201921]
  gradients: { rows: "none", offset: 201921, width: 201921, integer: false }, // [201921]
  moment1: { rows: "none", offset: 403842, width: 201921, integer: false }, // [201921]
  moment2: { rows: "none", offset: 605763, width: 201921, integer: false }, // [201921]
  output_caption: { rows: "N:T", offset: 3, width: 97, integer: false }, // [N, 97] output.caption
  log: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N]
  caption_logits_add: { rows: "N:T", offset: 197, width: 97, integer: false }, // [N, 97] caption.logits.add
  caption_logits: { rows: "N:T", offset: 100, width: 97, integer: false }, // [N, 97] caption.logits
  decoder_2_pre: { rows: "N:T", offset: 132, width: 768, integer: false }, // [N, 768] decoder.2.pre
  decoder_1: { rows: "N:T", offset: 100, width: 32, integer: false }, // [N, 32] decoder.1
  decoder_2_h_initial_pre: { rows: "B", offset: 18, width: 384, integer: false }, // [B, 384] decoder.2.h.initial.pre
  caption: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  language: { rows: "B", offset: 0, width: 18, integer: false }, // [B, 18]
  decoder_2_h_initial_W_c_initial_W_packed: { rows: "none", offset: 807684, width: 6912, integer: false }, // [18, 384] packed decoder.2.h.initial.W_c.initial.W.packed
  decoder_2_h_initial_b_c_initial_b: { rows: "none", offset: 814596, width: 384, integer: false }, // [384] decoder.2.h.initial.b_c.initial.b
  decoder_2_W_packed: { rows: "none", offset: 814980, width: 24576, integer: false }, // [32, 768] packed decoder.2.W.packed
  decoder_2_b: { rows: "none", offset: 839556, width: 768, integer: false }, // [768] decoder.2.b
  decoder_2_h_state: { rows: "B", offset: 1170, width: 192, integer: false }, // [B, 192] decoder.2.h.state
  decoder_2_c_state: { rows: "B", offset: 1362, width: 192, integer: false }, // [B, 192] decoder.2.c.state
  decoder_2_h: { rows: "N:T", offset: 900, width: 192, integer: false }, // [N, 192] decoder.2.h
  decoder_2_U_h_before: { rows: "B", offset: 402, width: 768, integer: false }, // [B, 768] decoder.2.U_h_before
  decoder_2_U_packed: { rows: "none", offset: 840324, width: 147456, integer: false }, // [192, 768] packed decoder.2.U.packed
  caption_W_packed: { rows: "none", offset: 987780, width: 19968, integer: false }, // [192, 97] packed caption.W.packed
  loss_caption: { rows: "none", offset: 1198404, width: 1, integer: false }, // [] loss.caption
  caption_loss: { rows: "N:T", offset: 100, width: 1, integer: false }, // [N] caption.loss
  weight_caption: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.caption
  target_caption: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.caption
  loss_caption_2: { rows: "none", offset: 1198405, width: 1, integer: false }, // [] loss.caption_2
  caption_dlogits: { rows: "N:T", offset: 196, width: 97, integer: false }, // [N, 97] caption.dlogits
  caption_loss_2: { rows: "N:T", offset: 3, width: 1, integer: false }, // [N] caption.loss_2
  caption_logits_2: { rows: "N:T", offset: 99, width: 97, integer: false }, // [N, 97] caption.logits_2
  decoder_2_pre_2: { rows: "N:T", offset: 99, width: 768, integer: false }, // [N, 768] decoder.2.pre_2
  decoder_1_mul: { rows: "N:T", offset: 67, width: 32, integer: false }, // [N, 32] decoder.1.mul
  expand: { rows: "N:T", offset: 35, width: 32, integer: false }, // [N, 32]
  mul: { rows: "B", offset: 403, width: 32, integer: false }, // [B, 32]
  decoder_1_2: { rows: "N:T", offset: 3, width: 32, integer: false }, // [N, 32] decoder.1_2
  decoder_2_h_initial_pre_2: { rows: "B", offset: 19, width: 384, integer: false }, // [B, 384] decoder.2.h.initial.pre_2
  caption_2: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  language_2: { rows: "B", offset: 0, width: 18, integer: false }, // [B, 18]
  random_key: { rows: "none", offset: 1198404, width: 1, integer: true }, // [] random.key
  random_sequence: { rows: "B", offset: 18, width: 1, integer: true }, // [B] random.sequence
  decoder_2_h_state_2: { rows: "B", offset: 1171, width: 192, integer: false }, // [B, 192] decoder.2.h.state_2
  decoder_2_c_state_2: { rows: "B", offset: 1363, width: 192, integer: false }, // [B, 192] decoder.2.c.state_2
  decoder_2_h_2: { rows: "N:T", offset: 867, width: 192, integer: false }, // [N, 192] decoder.2.h_2
  decoder_2_f: { rows: "N:T", offset: 1059, width: 192, integer: false }, // [N, 192] decoder.2.f
  decoder_2_o: { rows: "N:T", offset: 1251, width: 192, integer: false }, // [N, 192] decoder.2.o
  decoder_2_c_before: { rows: "N:T", offset: 1443, width: 192, integer: false }, // [N, 192] decoder.2.c_before
  decoder_2_i: { rows: "N:T", offset: 1635, width: 192, integer: false }, // [N, 192] decoder.2.i
  decoder_2_g: { rows: "N:T", offset: 1827, width: 192, integer: false }, // [N, 192] decoder.2.g
  decoder_2_h_before: { rows: "N:T", offset: 2019, width: 192, integer: false }, // [N, 192] decoder.2.h_before
  decoder_2_U_h_before_2: { rows: "B", offset: 403, width: 768, integer: false }, // [B, 768] decoder.2.U_h_before_2
  weight_caption_2: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.caption_2
  target_caption_2: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.caption_2
  decoder_2_dh_before_dc_before: { rows: "B", offset: 402, width: 384, integer: false }, // [B, 384] decoder.2.dh_before_dc_before
  sum_rows: { rows: "none", offset: 1205318, width: 384, integer: false }, // [384]
  language_row_product: { rows: "none", offset: 1198406, width: 6912, integer: false }, // [384, 18] language.row_product
  sum_rows_2: { rows: "none", offset: 1205702, width: 768, integer: false }, // [768]
  decoder_d1: { rows: "N:T", offset: 67, width: 32, integer: false }, // [N, 32] decoder.d1
  decoder_2_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 1, width: 32, integer: false }, // [N, 32] decoder.2.W_di_pre_df_pre_dg_pre_do_pre
  decoder_2_dh: { rows: "N:T", offset: 293, width: 192, integer: false }, // [N, 192] decoder.2.dh
  caption_W_packed_2: { rows: "none", offset: 1007748, width: 18624, integer: false }, // [97, 192] packed caption.W.packed_2
  decoder_2_dc_before_state: { rows: "B", offset: 18, width: 192, integer: false }, // [B, 192] decoder.2.dc_before.state
  decoder_2_dh_before_state: { rows: "B", offset: 210, width: 192, integer: false }, // [B, 192] decoder.2.dh_before.state
  decoder_2_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 2211, width: 768, integer: false }, // [N, 768] decoder.2.di_pre_df_pre_dg_pre_do_pre
  decoder_2_U_packed_2: { rows: "none", offset: 1026372, width: 147456, integer: false }, // [768, 192] packed decoder.2.U.packed_2
  decoder_2_W_packed_2: { rows: "none", offset: 1173828, width: 24576, integer: false }, // [768, 32] packed decoder.2.W.packed_2
  norm: { rows: "none", offset: 1198407, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 1198404, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 1198405, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 1198406, width: 1, integer: false }, // [] update.bias2
  state_decoder_2_h: { rows: "B", offset: 18, width: 192, integer: false }, // [B, 192] state.decoder.2.h
  state_decoder_2_c: { rows: "B", offset: 210, width: 192, integer: false }, // [B, 192] state.decoder.2.c
  decoder_2_h_initial_pre_3: { rows: "B", offset: 402, width: 384, integer: false }, // [B, 384] decoder.2.h.initial.pre_3
  language_3: { rows: "B", offset: 0, width: 18, integer: false }, // [B, 18]
  output_caption_2: { rows: "B", offset: 769, width: 97, integer: false }, // [B, 97] output.caption_2
  final_decoder_2_h: { rows: "B", offset: 385, width: 192, integer: false }, // [B, 192] final.decoder.2.h
  final_decoder_2_c: { rows: "B", offset: 577, width: 192, integer: false }, // [B, 192] final.decoder.2.c
  caption_logits_3: { rows: "B", offset: 0, width: 97, integer: false }, // [B, 97] caption.logits_3
  decoder_2_U_initial: { rows: "B", offset: 898, width: 768, integer: false }, // [B, 768] decoder.2.U_initial
  decoder_2_W_1: { rows: "B", offset: 1666, width: 768, integer: false }, // [B, 768] decoder.2.W_1
  decoder_1_3: { rows: "B", offset: 866, width: 32, integer: false }, // [B, 32] decoder.1_3
  caption_3: { rows: "B", offset: 384, width: 1, integer: true }, // [B]
  state_decoder_2_h_2: { rows: "B", offset: 0, width: 192, integer: false }, // [B, 192] state.decoder.2.h_2
  state_decoder_2_c_2: { rows: "B", offset: 192, width: 192, integer: false }, // [B, 192] state.decoder.2.c_2
  decoder_2_h_state_turns: { rows: "B", offset: 2434, width: 384, integer: false }, // [B, 2·192] decoder.2.h.state.turns
  decoder_2_h_state_2_turns: { rows: "B", offset: 2818, width: 384, integer: false }, // [B, 2·192] decoder.2.h.state_2.turns
  backward_partials: { rows: "none", offset: 1206470, width: 595968, integer: false }, // [32, 97, 192] backward.partials
  backward_partials_2: { rows: "none", offset: 1802438, width: 393216, integer: false }, // [16, 768, 32] backward.partials_2
  backward_partials_3: { rows: "none", offset: 2195654, width: 884736, integer: false }, // [6, 768, 192] backward.partials_3
  update_partials: { rows: "none", offset: 1206470, width: 198, integer: false }, // [1, 198] update.partials
} satisfies WebGpuPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { caption: "caption", language: "language" }, outputs: { "output.caption": "output_caption" } },
  score: {
    run: score,
    inputs: { "weight.caption": "weight_caption", "target.caption": "target_caption" },
    outputs: { "loss.caption": "loss_caption", loss: "loss_caption" },
  },
  forward: {
    run: forward,
    inputs: {
      caption: "caption_2",
      language: "language_2",
      "random.key": "random_key",
      "random.sequence": "random_sequence",
      "weight.caption": "weight_caption_2",
      "target.caption": "target_caption_2",
    },
    outputs: { "loss.caption": "loss_caption_2", loss: "loss_caption_2" },
  },
  backward: { run: backward, inputs: { caption: "caption_2", language: "language_2" }, outputs: { gradients: "gradients" } },
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
    inputs: { language: "language_3" },
    outputs: { "state.decoder.2.h": "state_decoder_2_h", "state.decoder.2.c": "state_decoder_2_c" },
  },
  step: {
    run: step,
    inputs: { caption: "caption_3", "state.decoder.2.h": "state_decoder_2_h_2", "state.decoder.2.c": "state_decoder_2_c_2" },
    outputs: { "output.caption": "output_caption_2", "final.decoder.2.h": "final_decoder_2_h", "final.decoder.2.c": "final_decoder_2_c" },
  },
} satisfies WebGpuPrograms["programs"];

/** The kernels, without what stands before each of them (runtime/webgpu/prelude.ts). */
export const kernels = {
  moves_prepare: {
    across: 1529,
    rows: 1,
    words: 53,
    code: `
// 6 x copy [192], 2 x pack [18, 192], 4 x pack [32, 192], 4 x pack [192, 192], pack [192, 97], pack [97, 192], 4 x pack [192, 192], 4 x pack [192, 32]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 1529u;
  let first = group(id) / 1529u;
  if (first >= call[0].x) { return; }
  if (part < 6u) {
    // 6 alike
    let own = part;
    let word = own * 2u + 1u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = lane; j < 192u; j += 64u) {
      weights[out + r * 192u + j] = weights[source + j];
    }
  } else if (part < 34u) {
    // 2 alike
    let own = part - 6u;
    let word = (own / 14u) * 2u + 13u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 14u) * 256u + lane; j < min((own % 14u) * 256u + 256u, 3456u); j += 64u) {
      let i = j / 8u % 18u;
      let panel = j / 144u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 18u + i) * 8u + j % 8u] = weights[source + i + column * 18u];
    }
  } else if (part < 130u) {
    // 4 alike
    let own = part - 34u;
    let word = (own / 24u) * 2u + 17u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 24u) * 256u + lane; j < min((own % 24u) * 256u + 256u, 6144u); j += 64u) {
      let i = j / 8u % 32u;
      let panel = j / 256u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 32u + i) * 8u + j % 8u] = weights[source + i + column * 32u];
    }
  } else if (part < 706u) {
    // 4 alike
    let own = part - 130u;
    let word = (own / 144u) * 2u + 25u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 144u) * 256u + lane; j < min((own % 144u) * 256u + 256u, 36864u); j += 64u) {
      let i = j / 8u % 192u;
      let panel = j / 1536u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 192u + i) * 8u + j % 8u] = weights[source + i + column * 192u];
    }
  } else if (part < 784u) {
    let source = call[8].y;
    let out = call[8].z;
    let r = first;
    for (var j = (part - 706u) * 256u + lane; j < min((part - 706u) * 256u + 256u, 19968u); j += 64u) {
      let i = j / 8u % 192u;
      let panel = j / 1536u;
      let column = panel * 8u + j % 8u;
      if (column < 97u) { weights[out + (panel * 192u + i) * 8u + j % 8u] = weights[source + i + column * 192u]; }
    }
  } else if (part < 857u) {
    let source = call[8].w;
    let out = call[9].x;
    let r = first;
    for (var j = (part - 784u) * 256u + lane; j < min((part - 784u) * 256u + 256u, 18624u); j += 64u) {
      let i = j / 8u % 97u;
      let panel = j / 776u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 97u + i) * 8u + j % 8u] = weights[source + i * 192u + column];
    }
  } else if (part < 1433u) {
    // 4 alike
    let own = part - 857u;
    let word = (own / 144u) * 2u + 37u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 144u) * 256u + lane; j < min((own % 144u) * 256u + 256u, 36864u); j += 64u) {
      let i = j / 8u % 192u;
      let panel = j / 1536u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 768u + i) * 8u + j % 8u] = weights[source + i * 192u + column];
    }
  } else {
    // 4 alike
    let own = part - 1433u;
    let word = (own / 24u) * 2u + 45u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 24u) * 256u + lane; j < min((own % 24u) * 256u + 256u, 6144u); j += 64u) {
      let i = j / 8u % 192u;
      let panel = j / 1536u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 768u + i) * 8u + j % 8u] = weights[source + i * 32u + column];
    }
  }
}
`,
  },
  gather_32: {
    across: 1,
    rows: 8,
    words: 4,
    code: `
// out[r, 32] = table[ids[r]]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let table = call[0].y;
  let ids = call[0].z;
  let out = call[0].w;
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    // ids are checked where data come in; a bad one reads something of the buffer, never outside of it
    let row = u32(max(bitcast<i32>(arena[ids + r]), 0));
    arena[out + r * 32u + j] = weights[table + row * 32u + j];
  }
}
`,
  },
  gemm_18x384_bias: {
    across: 48,
    rows: 8,
    words: 5,
    code: `
// C[r, 384] = A[r, 18] · B[18, 384] + bias, for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 18u;
const N = 384u;
const CHUNK = 18u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 18u),
    value(a + min(r + 1u, last) * 18u),
    value(a + min(r + 2u, last) * 18u),
    value(a + min(r + 3u, last) * 18u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 384u + column;
  set_value(at, sum + weight(call[1].x + column));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 48u;
  let first = group(id) / 48u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 144u + lane % 8u;
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
    let j = part * 8u + column;
    if (r < call[0].x) { store_c(r, j, sum); }
  }
}
`,
  },
  gemm_32x768_bias: {
    across: 12,
    rows: 64,
    words: 5,
    code: `
// C[r, 768] = A[r, 32] · B[32, 768] + bias, in tiles of 64 rows and 64 columns
const K = 32u;
const N = 768u;

const DEPTH = 16u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 272>;
var<workgroup> block_b: array<vec4f, 256>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 32u),
    value(a + min(r + 1u, last) * 32u),
    value(a + min(r + 2u, last) * 32u),
    value(a + min(r + 3u, last) * 32u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + panel * 256u),
    weight(b + (panel + 1u) * 256u),
    weight(b + (panel + 2u) * 256u),
    weight(b + (panel + 3u) * 256u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 768u + column;
  set_value(at, sum + weight(call[1].x + column));
}

/** A row's columns of a thread, eight apart. */
fn store_row(r: u32, column: u32, sums: vec4f) {
  if (r >= call[0].x) { return; }
  store_c(r, column, sums.x);
  store_c(r, column + 8u, sums.y);
  store_c(r, column + 16u, sums.z);
  store_c(r, column + 24u, sums.w);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 12u;
  let first = group(id) / 12u * 64u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var sum_1_0 = vec4f(); var sum_1_1 = vec4f(); var sum_1_2 = vec4f(); var sum_1_3 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = 0u; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < K) {
      next_a_0 = load_a(first, at, lane);
      next_a_1 = load_a(first, at, lane + 128u);
      next_b_0 = load_b(part, at, lane);
      next_b_1 = load_b(part, at, lane + 128u);
    }
    if (at > 0u) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
        let a_1 = block_a[k * QUAD_STRIDE + ROW_LANES + row_lane];
        sum_1_0 += a_1 * b.x;
        sum_1_1 += a_1 * b.y;
        sum_1_2 += a_1 * b.z;
        sum_1_3 += a_1 * b.w;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_a[place_a(lane + 128u)] = next_a_1;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 128u)] = next_b_1;
    workgroupBarrier();
  }

  let row = first + row_lane * 4u;
  let column = part * 64u + column_lane / 8u * 32u + column_lane % 8u;
  store_row(row, column, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(row + 1u, column, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(row + 2u, column, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(row + 3u, column, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
  store_row(row + ROW_LANES * 4u, column, vec4f(sum_1_0.x, sum_1_1.x, sum_1_2.x, sum_1_3.x));
  store_row(row + ROW_LANES * 4u + 1u, column, vec4f(sum_1_0.y, sum_1_1.y, sum_1_2.y, sum_1_3.y));
  store_row(row + ROW_LANES * 4u + 2u, column, vec4f(sum_1_0.z, sum_1_1.z, sum_1_2.z, sum_1_3.z));
  store_row(row + ROW_LANES * 4u + 3u, column, vec4f(sum_1_0.w, sum_1_1.w, sum_1_2.w, sum_1_3.w));
}
`,
  },
  loop_decoder_2_h: {
    across: 1,
    rows: 1,
    words: 16,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 48>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let steps = axes[call[3].y];
  for (var i = call[3].z; i < call[3].w; i++) {
    let t = i;
    let rows = axes[call[3].y + 3u + t];
    let start = axes[call[3].y + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    {
      let a = call[0].y + r * 192u;
      let c = call[0].w + r * 768u;
      for (var i = lane; i < 48u; i += 256u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      for (var column = lane; column < 768u; column += 256u) {
        let panel = call[0].z + (column >> 3u) * 1536u + (column & 7u);
        var sum = vec4f();
        for (var i = 0u; i < 48u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
        set_value(c + column, sum.x + sum.y + sum.z + sum.w);
      }
    }
    storageBarrier();
    {
      if (lane < 192u) {
        let j = lane;
        let v0 = value(call[1].x + start * 768u + r * 768u + j);
        let v1 = value(call[1].y + r * 768u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + r * 192u + j);
        let v5 = v3 * v4;
        let v6 = value(call[1].w + start * 768u + r * 768u + j);
        let v7 = value(call[0].w + r * 768u + j);
        let v8 = v6 + v7;
        let v9 = sigmoid_of(v8);
        let v10 = value(call[2].x + start * 768u + r * 768u + j);
        let v11 = value(call[2].y + r * 768u + j);
        let v12 = v10 + v11;
        let v13 = tanh_of(v12);
        let v14 = v9 * v13;
        let v15 = v5 + v14;
        let v16 = value(call[2].z + start * 768u + r * 768u + j);
        let v17 = value(call[2].w + r * 768u + j);
        let v18 = v16 + v17;
        let v19 = sigmoid_of(v18);
        let v20 = tanh_of(v15);
        let v21 = v19 * v20;
        set_value(call[1].z + r * 192u + j, v15);
        set_value(call[3].x + start * 192u + r * 192u + j, v21);
        set_value(call[0].y + r * 192u + j, v21);
      }
    }
  }
}
`,
  },
  copy_192_twice: {
    across: 2,
    rows: 1,
    words: 5,
    code: `
// 2 x copy [192]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u;
  if (first >= call[0].x) { return; }
  // 2 alike
  let own = part;
  let word = own * 2u + 1u;
  let source = argument(word);
  let out = argument(word + 1u);
  let r = first;
  for (var j = lane; j < 192u; j += 64u) {
    arena[out + r * 384u + j] = arena[source + r * 192u + j];
  }
}
`,
  },
  gemm_192x768_map_decoder_2_c_state: {
    across: 24,
    rows: 4,
    words: 18,
    code: `
// [rows, 192] · [192, 768], then a map over 192 units
var<workgroup> memory: array<f32, 768>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 24u * 8u + lane % 8u;
  let u = min(unit, 191u);
  let part = lane / 8u;
  let before = call[4].y;
  let first = group(id) / 24u * 4u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + ((192u + u) >> 3u) * 1536u + ((192u + u) & 7u);
    let from1 = call[0].z + (u >> 3u) * 1536u + (u & 7u);
    let from2 = call[0].z + ((384u + u) >> 3u) * 1536u + ((384u + u) & 7u);
    let from3 = call[0].z + ((576u + u) >> 3u) * 1536u + ((576u + u) & 7u);
    var sum0_0 = 0f;
    var sum0_1 = 0f;
    var sum0_2 = 0f;
    var sum0_3 = 0f;
    var sum1_0 = 0f;
    var sum1_1 = 0f;
    var sum1_2 = 0f;
    var sum1_3 = 0f;
    var sum2_0 = 0f;
    var sum2_1 = 0f;
    var sum2_2 = 0f;
    var sum2_3 = 0f;
    var sum3_0 = 0f;
    var sum3_1 = 0f;
    var sum3_2 = 0f;
    var sum3_3 = 0f;
    for (var i = lane; i < 768u; i += 64u) {
      let row = first + i / 192u;
      let column = i % 192u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 384u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 192u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let b2 = weight(from2 + i * 8u);
      let b3 = weight(from3 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      sum0_2 += a0 * b2;
      sum0_3 += a0 * b3;
      let a1 = memory[192u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      sum1_2 += a1 * b2;
      sum1_3 += a1 * b3;
      let a2 = memory[384u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      sum2_2 += a2 * b2;
      sum2_3 += a2 * b3;
      let a3 = memory[576u + i];
      sum3_0 += a3 * b0;
      sum3_1 += a3 * b1;
      sum3_2 += a3 * b2;
      sum3_3 += a3 * b3;
    }
    sums[0u + lane] = sum0_0;
    sums[64u + lane] = sum0_1;
    sums[128u + lane] = sum0_2;
    sums[192u + lane] = sum0_3;
    sums[256u + lane] = sum1_0;
    sums[320u + lane] = sum1_1;
    sums[384u + lane] = sum1_2;
    sums[448u + lane] = sum1_3;
    sums[512u + lane] = sum2_0;
    sums[576u + lane] = sum2_1;
    sums[640u + lane] = sum2_2;
    sums[704u + lane] = sum2_3;
    sums[768u + lane] = sum3_0;
    sums[832u + lane] = sum3_1;
    sums[896u + lane] = sum3_2;
    sums[960u + lane] = sum3_3;
    workgroupBarrier();
  }
  let r = first + part;
  if (part < 4u && r < call[0].x && unit < 192u) {
    var c0 = 0f;
    var c1 = 0f;
    var c2 = 0f;
    var c3 = 0f;
    if (r < before) {
      for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 4u + 0u) * 64u + p * 8u + lane % 8u]; }
      for (var p = 0u; p < 8u; p++) { c1 += sums[(part * 4u + 1u) * 64u + p * 8u + lane % 8u]; }
      for (var p = 0u; p < 8u; p++) { c2 += sums[(part * 4u + 2u) * 64u + p * 8u + lane % 8u]; }
      for (var p = 0u; p < 8u; p++) { c3 += sums[(part * 4u + 3u) * 64u + p * 8u + lane % 8u]; }
    } else {
      c0 = value(call[1].y + r * 768u + u);
      c1 = value(call[2].x + r * 768u + u);
      c2 = value(call[2].z + r * 768u + u);
      c3 = value(call[3].x + r * 768u + u);
    }
    let v0 = value(call[1].x + r * 768u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 192u + u);
    let v5 = v3 * v4;
    let v6 = value(call[1].w + r * 768u + u);
    let v7 = c1;
    let v8 = v6 + v7;
    let v9 = sigmoid_of(v8);
    let v10 = value(call[2].y + r * 768u + u);
    let v11 = c2;
    let v12 = v10 + v11;
    let v13 = tanh_of(v12);
    let v14 = v9 * v13;
    let v15 = v5 + v14;
    let v16 = value(call[2].w + r * 768u + u);
    let v17 = c3;
    let v18 = v16 + v17;
    let v19 = sigmoid_of(v18);
    let v20 = tanh_of(v15);
    let v21 = v19 * v20;
    set_value(call[3].y + r * 192u + u, v15);
    set_value(call[3].z + r * 192u + u, v21);
    set_value(call[3].w + r * 192u + u, v21);
    set_value(call[4].x + r * 384u + u, v21);
  }
}
`,
  },
  gemm_192x97_bias: {
    across: 2,
    rows: 32,
    words: 5,
    code: `
// C[r, 97] = A[r, 192] · B[192, 97] + bias, in tiles of 32 rows and 64 columns
const K = 192u;
const N = 97u;

const DEPTH = 16u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 144>;
var<workgroup> block_b: array<vec4f, 256>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 192u),
    value(a + min(r + 1u, last) * 192u),
    value(a + min(r + 2u, last) * 192u),
    value(a + min(r + 3u, last) * 192u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 12u) * 1536u),
    weight(b + min(panel + 1u, 12u) * 1536u),
    weight(b + min(panel + 2u, 12u) * 1536u),
    weight(b + min(panel + 3u, 12u) * 1536u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 97u + column;
  set_value(at, sum + weight(call[1].x + column));
}

/** A row's columns of a thread, eight apart. */
fn store_row(r: u32, column: u32, sums: vec4f) {
  if (r >= call[0].x) { return; }
  if (column < N) { store_c(r, column, sums.x); }
  if (column + 8u < N) { store_c(r, column + 8u, sums.y); }
  if (column + 16u < N) { store_c(r, column + 16u, sums.z); }
  if (column + 24u < N) { store_c(r, column + 24u, sums.w); }
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 32u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = 0u; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < K) {
      next_a_0 = load_a(first, at, lane);
      next_b_0 = load_b(part, at, lane);
      next_b_1 = load_b(part, at, lane + 128u);
    }
    if (at > 0u) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 128u)] = next_b_1;
    workgroupBarrier();
  }

  let row = first + row_lane * 4u;
  let column = part * 64u + column_lane / 8u * 32u + column_lane % 8u;
  store_row(row, column, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(row + 1u, column, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(row + 2u, column, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(row + 3u, column, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
}
`,
  },
  map_caption_logits_add: {
    across: 1,
    rows: 1,
    words: 5,
    code: `
// map with reductions over rows of 97
var<workgroup> scratch: array<f32, 144>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = min(lane + 64u, 96u);
  var r1 = of_bits(0xff800000u);
  let v0_0 = value(call[0].y + r * 97u + c0);
  r1 = max_of(r1, v0_0);
  let v0_1 = value(call[0].y + r * 97u + c1);
  r1 = max_of(r1, select(of_bits(0xff800000u), v0_1, lane + 64u < 97u));
  scratch[lane] = r1;
  workgroupBarrier();
  if (lane < 8u) {
    var p1 = scratch[lane];
    for (var k = 1u; k < 8u; k++) { p1 = max_of(p1, scratch[lane + k * 8u]); }
    scratch[64u + lane] = p1;
  }
  workgroupBarrier();
  var v1 = scratch[64u + 0u];
  for (var k = 1u; k < 8u; k++) { v1 = max_of(v1, scratch[64u + k]); }
  let v2 = -v1;
  var r5 = 0f;
  let v3_0 = v0_0 + v2;
  let v4_0 = exp_of(v3_0);
  r5 = r5 + v4_0;
  let v3_1 = v0_1 + v2;
  let v4_1 = exp_of(v3_1);
  r5 = r5 + select(0f, v4_1, lane + 64u < 97u);
  scratch[72u + lane] = r5;
  workgroupBarrier();
  if (lane < 8u) {
    var p5 = scratch[72u + lane];
    for (var k = 1u; k < 8u; k++) { p5 = p5 + scratch[72u + lane + k * 8u]; }
    scratch[136u + lane] = p5;
  }
  workgroupBarrier();
  var v5 = scratch[136u + 0u];
  for (var k = 1u; k < 8u; k++) { v5 = v5 + scratch[136u + k]; }
  let v6 = 1f / v5;
  let v8 = log_of(v5);
  let v7_0 = v4_0 * v6;
  let v7_1 = v4_1 * v6;
  set_value(call[0].z + r * 97u + c0, v3_0);
  set_value(call[0].w + r * 97u + c0, v7_0);
  if (lane + 64u < 97u) {
    set_value(call[0].z + r * 97u + c1, v3_1);
    set_value(call[0].w + r * 97u + c1, v7_1);
  }
  storageBarrier();
  if (lane == 0u) {
    set_value(call[1].x + r, v8);
  }
}
`,
  },
  moves_predict: {
    across: 2,
    rows: 1,
    words: 5,
    code: `
// 2 x copy [192]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u;
  if (first >= call[0].x) { return; }
  // 2 alike
  let own = part;
  let word = own * 2u + 1u;
  let source = argument(word);
  let out = argument(word + 1u);
  let r = first;
  for (var j = lane; j < 192u; j += 64u) {
    arena[out + r * 192u + j] = arena[source + r * 384u + j];
  }
}
`,
  },
  map_caption_loss: {
    across: 1,
    rows: 1,
    words: 6,
    code: `
// map with reductions over rows of 97
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = min(lane + 64u, 96u);
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
  let v10_0 = value(call[1].x + r * 97u + c0);
  let v11_0 = v9_0 * v10_0;
  r12 = r12 + v11_0;
  let v2_1 = f32(c1);
  let v5_1 = v2_1 + v4;
  let v6_1 = -v5_1;
  let v7_1 = max_of(v5_1, v6_1);
  let v9_1 = select(0f, 1f, v7_1 < 0.5f);
  let v10_1 = value(call[1].x + r * 97u + c1);
  let v11_1 = v9_1 * v10_1;
  r12 = r12 + select(0f, v11_1, lane + 64u < 97u);
  scratch[lane] = r12;
  workgroupBarrier();
  if (lane < 8u) {
    var p12 = scratch[lane];
    for (var k = 1u; k < 8u; k++) { p12 = p12 + scratch[lane + k * 8u]; }
    scratch[64u + lane] = p12;
  }
  workgroupBarrier();
  var v12 = scratch[64u + 0u];
  for (var k = 1u; k < 8u; k++) { v12 = v12 + scratch[64u + k]; }
  let v14 = v1 - v12;
  let v15 = v0 * v14;
  storageBarrier();
  if (lane == 0u) {
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
  map_mul: {
    across: 1,
    rows: 8,
    words: 4,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let row_2 = random_row(weights[call[0].y], arena[call[0].z + r], 0u);
    let v2 = random_of(row_2, j);
    let v4 = select(0f, 1f, v2 < 0.20000000298023224f);
    let v6 = 1f - v4;
    let v7 = 1.25f * v6;
    set_value(call[0].w + r * 32u + j, v7);
  }
}
`,
  },
  expand_32: {
    across: 1,
    rows: 8,
    words: 4,
    code: `
// expand [N, 32]
fn start_of(axis: u32, t: u32) -> u32 { return axes[axis + 3u + axes[axis] + t]; }
/** The step that row r is of. */
fn step_of(axis: u32, r: u32) -> u32 { return axes[axis + 3u + 2u * axes[axis] + axes[axis + 2u] + r]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let out = call[0].z;
  let axis = call[0].w;
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let t = step_of(axis, r);
    let b = r - start_of(axis, t);
    arena[out + r * 32u + j] = arena[source + b * 32u + j];
  }
}
`,
  },
  map_decoder_1_mul: {
    across: 1,
    rows: 8,
    words: 4,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let at = r * 32u + j;
    let v0 = value(call[0].y + at);
    let v1 = value(call[0].z + at);
    let v2 = v0 * v1;
    set_value(call[0].w + at, v2);
  }
}
`,
  },
  loop_decoder_2_h_2: {
    across: 1,
    rows: 1,
    words: 22,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 48>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let steps = axes[call[4].w];
  for (var i = call[5].x; i < call[5].y; i++) {
    let t = i;
    let rows = axes[call[4].w + 3u + t];
    let start = axes[call[4].w + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    {
      let a = call[0].y + r * 192u;
      let c = call[0].w + r * 768u;
      for (var i = lane; i < 48u; i += 256u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      for (var column = lane; column < 768u; column += 256u) {
        let panel = call[0].z + (column >> 3u) * 1536u + (column & 7u);
        var sum = vec4f();
        for (var i = 0u; i < 48u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
        set_value(c + column, sum.x + sum.y + sum.z + sum.w);
      }
    }
    storageBarrier();
    {
      if (lane < 192u) {
        let j = lane;
        let v0 = value(call[1].x + start * 768u + r * 768u + j);
        let v1 = value(call[1].y + r * 768u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + start * 768u + r * 768u + j);
        let v5 = value(call[1].w + r * 768u + j);
        let v6 = v4 + v5;
        let v7 = sigmoid_of(v6);
        let v8 = value(call[2].x + start * 768u + r * 768u + j);
        let v9 = value(call[0].w + r * 768u + j);
        let v10 = v8 + v9;
        let v11 = sigmoid_of(v10);
        let v12 = value(call[2].y + start * 768u + r * 768u + j);
        let v13 = value(call[2].z + r * 768u + j);
        let v14 = v12 + v13;
        let v15 = tanh_of(v14);
        let v16 = value(call[2].w + r * 192u + j);
        let v17 = v7 * v16;
        let v18 = v11 * v15;
        let v19 = v17 + v18;
        let v20 = tanh_of(v19);
        let v21 = v3 * v20;
        let v22 = value(call[0].y + r * 192u + j);
        set_value(call[3].x + start * 192u + r * 192u + j, v3);
        set_value(call[3].y + start * 192u + r * 192u + j, v7);
        set_value(call[3].z + start * 192u + r * 192u + j, v11);
        set_value(call[3].w + start * 192u + r * 192u + j, v15);
        set_value(call[2].w + r * 192u + j, v19);
        set_value(call[4].x + start * 192u + r * 192u + j, v21);
        set_value(call[0].y + r * 192u + j, v21);
        set_value(call[4].y + start * 192u + r * 192u + j, v16);
        set_value(call[4].z + start * 192u + r * 192u + j, v22);
      }
    }
  }
}
`,
  },
  gemm_192x768_map_decoder_2_o: {
    across: 24,
    rows: 4,
    words: 25,
    code: `
// [rows, 192] · [192, 768], then a map over 192 units
var<workgroup> memory: array<f32, 768>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 24u * 8u + lane % 8u;
  let u = min(unit, 191u);
  let part = lane / 8u;
  let before = call[6].x;
  let first = group(id) / 24u * 4u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + ((576u + u) >> 3u) * 1536u + ((576u + u) & 7u);
    let from1 = call[0].z + ((192u + u) >> 3u) * 1536u + ((192u + u) & 7u);
    let from2 = call[0].z + (u >> 3u) * 1536u + (u & 7u);
    let from3 = call[0].z + ((384u + u) >> 3u) * 1536u + ((384u + u) & 7u);
    var sum0_0 = 0f;
    var sum0_1 = 0f;
    var sum0_2 = 0f;
    var sum0_3 = 0f;
    var sum1_0 = 0f;
    var sum1_1 = 0f;
    var sum1_2 = 0f;
    var sum1_3 = 0f;
    var sum2_0 = 0f;
    var sum2_1 = 0f;
    var sum2_2 = 0f;
    var sum2_3 = 0f;
    var sum3_0 = 0f;
    var sum3_1 = 0f;
    var sum3_2 = 0f;
    var sum3_3 = 0f;
    for (var i = lane; i < 768u; i += 64u) {
      let row = first + i / 192u;
      let column = i % 192u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 384u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 192u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let b2 = weight(from2 + i * 8u);
      let b3 = weight(from3 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      sum0_2 += a0 * b2;
      sum0_3 += a0 * b3;
      let a1 = memory[192u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      sum1_2 += a1 * b2;
      sum1_3 += a1 * b3;
      let a2 = memory[384u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      sum2_2 += a2 * b2;
      sum2_3 += a2 * b3;
      let a3 = memory[576u + i];
      sum3_0 += a3 * b0;
      sum3_1 += a3 * b1;
      sum3_2 += a3 * b2;
      sum3_3 += a3 * b3;
    }
    sums[0u + lane] = sum0_0;
    sums[64u + lane] = sum0_1;
    sums[128u + lane] = sum0_2;
    sums[192u + lane] = sum0_3;
    sums[256u + lane] = sum1_0;
    sums[320u + lane] = sum1_1;
    sums[384u + lane] = sum1_2;
    sums[448u + lane] = sum1_3;
    sums[512u + lane] = sum2_0;
    sums[576u + lane] = sum2_1;
    sums[640u + lane] = sum2_2;
    sums[704u + lane] = sum2_3;
    sums[768u + lane] = sum3_0;
    sums[832u + lane] = sum3_1;
    sums[896u + lane] = sum3_2;
    sums[960u + lane] = sum3_3;
    workgroupBarrier();
  }
  let r = first + part;
  if (part < 4u && r < call[0].x && unit < 192u) {
    var c0 = 0f;
    var c1 = 0f;
    var c2 = 0f;
    var c3 = 0f;
    if (r < before) {
      for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 4u + 0u) * 64u + p * 8u + lane % 8u]; }
      for (var p = 0u; p < 8u; p++) { c1 += sums[(part * 4u + 1u) * 64u + p * 8u + lane % 8u]; }
      for (var p = 0u; p < 8u; p++) { c2 += sums[(part * 4u + 2u) * 64u + p * 8u + lane % 8u]; }
      for (var p = 0u; p < 8u; p++) { c3 += sums[(part * 4u + 3u) * 64u + p * 8u + lane % 8u]; }
    } else {
      c0 = value(call[1].y + r * 768u + u);
      c1 = value(call[1].w + r * 768u + u);
      c2 = value(call[2].y + r * 768u + u);
      c3 = value(call[2].w + r * 768u + u);
    }
    let v0 = value(call[1].x + r * 768u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 768u + u);
    let v5 = c1;
    let v6 = v4 + v5;
    let v7 = sigmoid_of(v6);
    let v8 = value(call[2].x + r * 768u + u);
    let v9 = c2;
    let v10 = v8 + v9;
    let v11 = sigmoid_of(v10);
    let v12 = value(call[2].z + r * 768u + u);
    let v13 = c3;
    let v14 = v12 + v13;
    let v15 = tanh_of(v14);
    let v16 = value(call[3].x + r * 192u + u);
    let v17 = v7 * v16;
    let v18 = v11 * v15;
    let v19 = v17 + v18;
    let v20 = tanh_of(v19);
    let v21 = v3 * v20;
    let v22 = value(call[3].y + r * 192u + u);
    set_value(call[3].z + r * 192u + u, v3);
    set_value(call[3].w + r * 192u + u, v7);
    set_value(call[4].x + r * 192u + u, v11);
    set_value(call[4].y + r * 192u + u, v15);
    set_value(call[4].z + r * 192u + u, v19);
    set_value(call[4].w + r * 192u + u, v21);
    set_value(call[5].x + r * 192u + u, v21);
    set_value(call[5].y + r * 192u + u, v16);
    set_value(call[5].z + r * 192u + u, v22);
    set_value(call[5].w + r * 384u + u, v21);
  }
}
`,
  },
  map_caption_loss_2: {
    across: 1,
    rows: 1,
    words: 6,
    code: `
// map with reductions over rows of 97
var<workgroup> scratch: array<f32, 216>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = min(lane + 64u, 96u);
  let v0 = value(call[0].y + r);
  let v9 = f32(bitcast<i32>(arena[call[0].w + r]));
  let v10 = -v9;
  var r2 = of_bits(0xff800000u);
  let v1_0 = value(call[0].z + r * 97u + c0);
  r2 = max_of(r2, v1_0);
  let v1_1 = value(call[0].z + r * 97u + c1);
  r2 = max_of(r2, select(of_bits(0xff800000u), v1_1, lane + 64u < 97u));
  scratch[lane] = r2;
  workgroupBarrier();
  if (lane < 8u) {
    var p2 = scratch[lane];
    for (var k = 1u; k < 8u; k++) { p2 = max_of(p2, scratch[lane + k * 8u]); }
    scratch[64u + lane] = p2;
  }
  workgroupBarrier();
  var v2 = scratch[64u + 0u];
  for (var k = 1u; k < 8u; k++) { v2 = max_of(v2, scratch[64u + k]); }
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
  r6 = r6 + select(0f, v5_1, lane + 64u < 97u);
  r17 = r17 + select(0f, v16_1, lane + 64u < 97u);
  scratch[72u + lane] = r6;
  scratch[144u + lane] = r17;
  workgroupBarrier();
  if (lane < 8u) {
    var p6 = scratch[72u + lane];
    for (var k = 1u; k < 8u; k++) { p6 = p6 + scratch[72u + lane + k * 8u]; }
    scratch[136u + lane] = p6;
    var p17 = scratch[144u + lane];
    for (var k = 1u; k < 8u; k++) { p17 = p17 + scratch[144u + lane + k * 8u]; }
    scratch[208u + lane] = p17;
  }
  workgroupBarrier();
  var v6 = scratch[136u + 0u];
  for (var k = 1u; k < 8u; k++) { v6 = v6 + scratch[136u + k]; }
  var v17 = scratch[208u + 0u];
  for (var k = 1u; k < 8u; k++) { v17 = v17 + scratch[208u + k]; }
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
  set_value(call[1].y + r * 97u + c0, v25_0);
  if (lane + 64u < 97u) {
    set_value(call[1].y + r * 97u + c1, v25_1);
  }
  storageBarrier();
  if (lane == 0u) {
    set_value(call[1].x + r, v20);
  }
}
`,
  },
  gemm_97x192: {
    across: 3,
    rows: 32,
    words: 4,
    code: `
// C[r, 192] = A[r, 97] · B[97, 192], in tiles of 32 rows and 64 columns
const K = 97u;
const N = 192u;

const DEPTH = 14u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 126>;
var<workgroup> block_b: array<vec4f, 224>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  if (k >= K) { return vec4f(); }
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 97u),
    value(a + min(r + 1u, last) * 97u),
    value(a + min(r + 2u, last) * 97u),
    value(a + min(r + 3u, last) * 97u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = min(at + e / 8u % DEPTH, K - 1u);
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 23u) * 776u),
    weight(b + min(panel + 1u, 23u) * 776u),
    weight(b + min(panel + 2u, 23u) * 776u),
    weight(b + min(panel + 3u, 23u) * 776u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 192u + column;
  set_value(at, sum);
}

/** A row's columns of a thread, eight apart. */
fn store_row(r: u32, column: u32, sums: vec4f) {
  if (r >= call[0].x) { return; }
  store_c(r, column, sums.x);
  store_c(r, column + 8u, sums.y);
  store_c(r, column + 16u, sums.z);
  store_c(r, column + 24u, sums.w);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 3u;
  let first = group(id) / 3u * 32u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = 0u; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < K) {
      next_a_0 = load_a(first, at, lane);
      next_b_0 = load_b(part, at, lane);
      next_b_1 = load_b(part, at, lane + 128u);
    }
    if (at > 0u) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    if (lane < 112u) { block_a[place_a(lane)] = next_a_0; }
    block_b[place_b(lane)] = next_b_0;
    if (lane + 128u < 224u) { block_b[place_b(lane + 128u)] = next_b_1; }
    workgroupBarrier();
  }

  let row = first + row_lane * 4u;
  let column = part * 64u + column_lane / 8u * 32u + column_lane % 8u;
  store_row(row, column, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(row + 1u, column, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(row + 2u, column, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(row + 3u, column, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
}
`,
  },
  row_product_97x192: {
    across: 192,
    rows: 0,
    words: 4,
    code: `
// C[97, 192] = the sum over rows of A[r, 97] transposed · B[r, 192], in 32 chunks of rows
const M = 97u;
const N = 192u;
const QUADS = 16u;

const DEPTH = 16u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 272>;
var<workgroup> block_b: array<vec4f, 256>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 97u;
  return vec4f(
    value(row + min(i, M - 1u)),
    value(row + min(i + QUADS, M - 1u)),
    value(row + min(i + QUADS * 2u, M - 1u)),
    value(row + min(i + QUADS * 3u, M - 1u)),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec4f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 192u;
  return vec4f(
    value(row + j),
    value(row + j + COLUMN_LANES),
    value(row + j + COLUMN_LANES * 2u),
    value(row + j + COLUMN_LANES * 3u),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec4f) {
  if (i >= M) { return; }
  let at = out + i * 192u;
  set_weight(at + j, sums.x);
  set_weight(at + j + COLUMN_LANES, sums.y);
  set_weight(at + j + COLUMN_LANES * 2u, sums.z);
  set_weight(at + j + COLUMN_LANES * 3u, sums.w);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part % 6u / 3u * 64u;
  let column_0 = part % 3u * 64u;
  let chunk = part / 6u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 18624u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var sum_1_0 = vec4f(); var sum_1_1 = vec4f(); var sum_1_2 = vec4f(); var sum_1_3 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_a_1 = load_a(row_0, at, end, lane + 128u);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 128u);
    }
    if (at > start) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
        let a_1 = block_a[k * QUAD_STRIDE + ROW_LANES + row_lane];
        sum_1_0 += a_1 * b.x;
        sum_1_1 += a_1 * b.y;
        sum_1_2 += a_1 * b.z;
        sum_1_3 += a_1 * b.w;
      }
    }
    if (at >= end) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_a[place_a(lane + 128u)] = next_a_1;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 128u)] = next_b_1;
    workgroupBarrier();
  }

  let i = row_0 + row_lane;
  let j = column_0 + column_lane;
  store_row(out, i, j, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(out, i + QUADS, j, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(out, i + QUADS * 2u, j, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(out, i + QUADS * 3u, j, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
  store_row(out, i + ROW_LANES, j, vec4f(sum_1_0.x, sum_1_1.x, sum_1_2.x, sum_1_3.x));
  store_row(out, i + QUADS + ROW_LANES, j, vec4f(sum_1_0.y, sum_1_1.y, sum_1_2.y, sum_1_3.y));
  store_row(out, i + QUADS * 2u + ROW_LANES, j, vec4f(sum_1_0.z, sum_1_1.z, sum_1_2.z, sum_1_3.z));
  store_row(out, i + QUADS * 3u + ROW_LANES, j, vec4f(sum_1_0.w, sum_1_1.w, sum_1_2.w, sum_1_3.w));
}
`,
  },
  sum_rows_97: {
    across: 13,
    rows: 0,
    words: 3,
    code: `
// out[97] = the sum of source[r, 97] over all rows
const WIDTH = 97u;
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
      value(source + r * 97u + j),
      value(source + (r + LANES) * 97u + j),
      value(source + (r + 2u * LANES) * 97u + j),
      value(source + (r + 3u * LANES) * 97u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 97u + j); }
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
  loop_decoder_2_dc_before: {
    across: 1,
    rows: 1,
    words: 17,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 192>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let steps = axes[call[3].z];
  for (var i = call[3].w; i < call[4].x; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[3].z + 3u + t];
    let start = axes[call[3].z + 3u + steps + t];
    if (first < rows) {
      {
        if (lane < 192u) {
          let j = lane;
          let v0 = value(call[0].y + r * 192u + j);
          let v1 = -v0;
          let v2 = max_of(v0, v1);
          let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
          let v7 = value(call[0].z + r * 192u + j);
          let v8 = -v7;
          let v9 = max_of(v7, v8);
          let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
          let v12 = value(call[0].w + start * 192u + r * 192u + j);
          let v13 = v11 + v12;
          let v14 = value(call[1].x + start * 192u + r * 192u + j);
          let v16 = value(call[1].y + start * 192u + r * 192u + j);
          let v17 = value(call[1].z + start * 192u + r * 192u + j);
          let v18 = v16 * v17;
          let v19 = value(call[1].w + start * 192u + r * 192u + j);
          let v20 = value(call[2].x + start * 192u + r * 192u + j);
          let v21 = v19 * v20;
          let v22 = v18 + v21;
          let v23 = tanh_of(v22);
          let v24 = v23 * v23;
          let v26 = 1f - v24;
          let v27 = v13 * v14 * v26;
          let v28 = v6 + v27;
          let v29 = v28 * v16;
          let v31 = 1f - v19;
          let v32 = v28 * v20 * v19 * v31;
          let v34 = 1f - v16;
          let v35 = v28 * v17 * v16 * v34;
          let v36 = v20 * v20;
          let v38 = 1f - v36;
          let v39 = v28 * v19 * v38;
          let v41 = 1f - v14;
          let v42 = v13 * v23 * v14 * v41;
          set_value(call[0].y + r * 192u + j, v29);
          set_value(call[2].y + start * 768u + r * 768u + j, v32);
          set_value(call[2].z + start * 768u + r * 768u + j, v35);
          set_value(call[2].w + start * 768u + r * 768u + j, v39);
          set_value(call[3].x + start * 768u + r * 768u + j, v42);
        }
      }
      storageBarrier();
      workgroupBarrier();
      {
        let a = call[2].y + start * 768u + r * 768u;
        let c = call[0].z + r * 192u;
        for (var i = lane; i < 192u; i += 256u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        for (var column = lane; column < 192u; column += 256u) {
          let panel = call[3].y + (column >> 3u) * 6144u + (column & 7u);
          var sum = vec4f();
          for (var i = 0u; i < 192u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
          set_value(c + column, sum.x + sum.y + sum.z + sum.w);
        }
      }
    }
  }
}
`,
  },
  map_decoder_2_dc_before_state: {
    across: 1,
    rows: 1,
    words: 14,
    code: `
// pointwise [rows, 192]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  for (var j = lane; j < 192u; j += 64u) {
    let v0 = value(call[0].y + r * 192u + j);
    let v1 = -v0;
    let v2 = max_of(v0, v1);
    let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
    let v7 = value(call[0].z + r * 192u + j);
    let v8 = -v7;
    let v9 = max_of(v7, v8);
    let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
    let v12 = value(call[0].w + r * 192u + j);
    let v13 = v11 + v12;
    let v14 = value(call[1].x + r * 192u + j);
    let v16 = value(call[1].y + r * 192u + j);
    let v17 = value(call[1].z + r * 192u + j);
    let v18 = v16 * v17;
    let v19 = value(call[1].w + r * 192u + j);
    let v20 = value(call[2].x + r * 192u + j);
    let v21 = v19 * v20;
    let v22 = v18 + v21;
    let v23 = tanh_of(v22);
    let v24 = v23 * v23;
    let v26 = 1f - v24;
    let v27 = v13 * v14 * v26;
    let v28 = v6 + v27;
    let v29 = v28 * v16;
    let v31 = 1f - v19;
    let v32 = v28 * v20 * v19 * v31;
    let v34 = 1f - v16;
    let v35 = v28 * v17 * v16 * v34;
    let v36 = v20 * v20;
    let v38 = 1f - v36;
    let v39 = v28 * v19 * v38;
    let v41 = 1f - v14;
    let v42 = v13 * v23 * v14 * v41;
    set_value(call[2].y + r * 192u + j, v29);
    set_value(call[2].z + r * 768u + j, v32);
    set_value(call[2].w + r * 768u + j, v35);
    set_value(call[3].x + r * 768u + j, v39);
    set_value(call[3].y + r * 768u + j, v42);
  }
}
`,
  },
  gemm_768x192_map_decoder_2_dc_before_state: {
    across: 24,
    rows: 8,
    words: 18,
    code: `
// [rows, 768] · [768, 192], then a map over 192 units
var<workgroup> memory: array<f32, 2048>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 24u * 8u + lane % 8u;
  let u = min(unit, 191u);
  let part = lane / 8u;
  let before = call[4].y;
  let all = max(before, call[0].x);
  let stride = (call[0].x + 7u) / 8u * 8u;
  if (group(id) / 24u * 8u >= call[0].x) { return; }
  for (var first = group(id) / 24u * 8u; first < all; first += stride) {
    if (first < before) {
      let from0 = call[0].z + (u >> 3u) * 6144u + (u & 7u);
      var sum0_0 = 0f;
      var sum1_0 = 0f;
      var sum2_0 = 0f;
      var sum3_0 = 0f;
      var sum4_0 = 0f;
      var sum5_0 = 0f;
      var sum6_0 = 0f;
      var sum7_0 = 0f;
      for (var k0 = 0u; k0 < 768u; k0 += 256u) {
        for (var i = lane; i < 2048u; i += 64u) {
          let row = first + i / 256u;
          let column = k0 + i % 256u;
          var a = 0f;
          if (row < before && column < 768u) { a = value(call[0].y + row * 768u + column); }
          memory[i] = a;
        }
        workgroupBarrier();
        for (var i = part; i < min(256u, 768u - k0); i += 8u) {
          let b0 = weight(from0 + (k0 + i) * 8u);
          let a0 = memory[0u + i];
          sum0_0 += a0 * b0;
          let a1 = memory[256u + i];
          sum1_0 += a1 * b0;
          let a2 = memory[512u + i];
          sum2_0 += a2 * b0;
          let a3 = memory[768u + i];
          sum3_0 += a3 * b0;
          let a4 = memory[1024u + i];
          sum4_0 += a4 * b0;
          let a5 = memory[1280u + i];
          sum5_0 += a5 * b0;
          let a6 = memory[1536u + i];
          sum6_0 += a6 * b0;
          let a7 = memory[1792u + i];
          sum7_0 += a7 * b0;
        }
        workgroupBarrier();
      }
      sums[0u + lane] = sum0_0;
      sums[64u + lane] = sum1_0;
      sums[128u + lane] = sum2_0;
      sums[192u + lane] = sum3_0;
      sums[256u + lane] = sum4_0;
      sums[320u + lane] = sum5_0;
      sums[384u + lane] = sum6_0;
      sums[448u + lane] = sum7_0;
      workgroupBarrier();
    }
    let r = first + part;
    if (part < 8u && r < all && unit < 192u) {
      var c0 = 0f;
      if (r < before) {
        for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
        set_value(call[0].w + r * 192u + u, c0);
      } else {
        c0 = value(call[1].y + r * 192u + u);
      }
      if (r < call[0].x) {
        let v0 = value(call[1].x + r * 192u + u);
        let v1 = -v0;
        let v2 = max_of(v0, v1);
        let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
        let v7 = c0;
        let v8 = -v7;
        let v9 = max_of(v7, v8);
        let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
        let v12 = value(call[1].z + r * 192u + u);
        let v13 = v11 + v12;
        let v14 = value(call[1].w + r * 192u + u);
        let v16 = value(call[2].x + r * 192u + u);
        let v17 = value(call[2].y + r * 192u + u);
        let v18 = v16 * v17;
        let v19 = value(call[2].z + r * 192u + u);
        let v20 = value(call[2].w + r * 192u + u);
        let v21 = v19 * v20;
        let v22 = v18 + v21;
        let v23 = tanh_of(v22);
        let v24 = v23 * v23;
        let v26 = 1f - v24;
        let v27 = v13 * v14 * v26;
        let v28 = v6 + v27;
        let v29 = v28 * v16;
        let v31 = 1f - v19;
        let v32 = v28 * v20 * v19 * v31;
        let v34 = 1f - v16;
        let v35 = v28 * v17 * v16 * v34;
        let v36 = v20 * v20;
        let v38 = 1f - v36;
        let v39 = v28 * v19 * v38;
        let v41 = 1f - v14;
        let v42 = v13 * v23 * v14 * v41;
        set_value(call[3].x + r * 192u + u, v29);
        set_value(call[3].y + r * 768u + u, v32);
        set_value(call[3].z + r * 768u + u, v35);
        set_value(call[3].w + r * 768u + u, v39);
        set_value(call[4].x + r * 768u + u, v42);
      }
    }
    workgroupBarrier();
  }
}
`,
  },
  gemm_768x192: {
    across: 24,
    rows: 8,
    words: 4,
    code: `
// C[r, 192] = A[r, 768] · B[768, 192], for few rows: 8 rows and 8 columns a workgroup, k in 32 slices
const K = 768u;
const N = 192u;
const CHUNK = 256u;
const SLICES = 32u;
const THREADS = 256u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 512>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 768u),
    value(a + min(r + 1u, last) * 768u),
    value(a + min(r + 2u, last) * 768u),
    value(a + min(r + 3u, last) * 768u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 192u + column;
  set_value(at, sum);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 24u;
  let first = group(id) / 24u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 6144u + lane % 8u;
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
    let j = part * 8u + column;
    if (r < call[0].x) { store_c(r, j, sum); }
  }
}
`,
  },
  row_product_384x18: {
    across: 6,
    rows: 0,
    words: 4,
    code: `
// C[384, 18] = the sum over rows of A[r, 384] transposed · B[r, 18]
const M = 384u;
const N = 18u;
const QUADS = 16u;

const DEPTH = 16u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 16u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 272>;
var<workgroup> block_b: array<vec4f, 128>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 384u;
  return vec4f(
    value(row + i),
    value(row + i + QUADS),
    value(row + i + QUADS * 2u),
    value(row + i + QUADS * 3u),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec4f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 18u;
  return vec4f(
    value(row + min(j, N - 1u)),
    value(row + min(j + COLUMN_LANES, N - 1u)),
    value(row + min(j + COLUMN_LANES * 2u, N - 1u)),
    value(row + min(j + COLUMN_LANES * 3u, N - 1u)),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec4f) {
  let at = out + i * 18u;
  if (j < N) { set_weight(at + j, sums.x); }
  if (j + COLUMN_LANES < N) { set_weight(at + j + COLUMN_LANES, sums.y); }
  if (j + COLUMN_LANES * 2u < N) { set_weight(at + j + COLUMN_LANES * 2u, sums.z); }
  if (j + COLUMN_LANES * 3u < N) { set_weight(at + j + COLUMN_LANES * 3u, sums.w); }
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part / 1u * 64u;
  let column_0 = 0u;
  let start = 0u;
  let end = call[0].x;
  let out = call[0].w;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: vec4f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_a_1 = load_a(row_0, at, end, lane + 128u);
      next_b_0 = load_b(column_0, at, end, lane);
    }
    if (at > start) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
      }
    }
    if (at >= end) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_a[place_a(lane + 128u)] = next_a_1;
    block_b[place_b(lane)] = next_b_0;
    workgroupBarrier();
  }

  let i = row_0 + row_lane;
  let j = column_0 + column_lane;
  store_row(out, i, j, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(out, i + QUADS, j, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(out, i + QUADS * 2u, j, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(out, i + QUADS * 3u, j, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
}
`,
  },
  sum_rows_384: {
    across: 48,
    rows: 0,
    words: 3,
    code: `
// out[384] = the sum of source[r, 384] over all rows
const WIDTH = 384u;
const COLUMNS = 8u;
const LANES = 8u;
const PARTS = 8u;
var<workgroup> sums: array<f32, 64>;
var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(64)
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
      value(source + r * 384u + j),
      value(source + (r + LANES) * 384u + j),
      value(source + (r + 2u * LANES) * 384u + j),
      value(source + (r + 3u * LANES) * 384u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 384u + j); }
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
  gemm_768x32: {
    across: 1,
    rows: 32,
    words: 4,
    code: `
// C[r, 32] = A[r, 768] · B[768, 32], in tiles of 32 rows and 32 columns
const K = 768u;
const N = 32u;

const DEPTH = 16u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 144>;
var<workgroup> block_b: array<vec4f, 128>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 768u),
    value(a + min(r + 1u, last) * 768u),
    value(a + min(r + 2u, last) * 768u),
    value(a + min(r + 3u, last) * 768u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + panel * 6144u),
    weight(b + (panel + 1u) * 6144u),
    weight(b + (panel + 2u) * 6144u),
    weight(b + (panel + 3u) * 6144u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 32u + column;
  set_value(at, sum);
}

/** A row's columns of a thread, eight apart. */
fn store_row(r: u32, column: u32, sums: vec4f) {
  if (r >= call[0].x) { return; }
  store_c(r, column, sums.x);
  store_c(r, column + 8u, sums.y);
  store_c(r, column + 16u, sums.z);
  store_c(r, column + 24u, sums.w);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 32u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = 0u; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < K) {
      next_a_0 = load_a(first, at, lane);
      next_a_1 = load_a(first, at, lane + 64u);
      next_b_0 = load_b(at, lane);
      next_b_1 = load_b(at, lane + 64u);
    }
    if (at > 0u) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_a[place_a(lane + 64u)] = next_a_1;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 64u)] = next_b_1;
    workgroupBarrier();
  }

  let row = first + row_lane * 4u;
  let column = column_lane;
  store_row(row, column, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(row + 1u, column, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(row + 2u, column, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(row + 3u, column, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
}
`,
  },
  row_product_768x32: {
    across: 192,
    rows: 0,
    words: 4,
    code: `
// C[768, 32] = the sum over rows of A[r, 768] transposed · B[r, 32], in 16 chunks of rows
const M = 768u;
const N = 32u;
const QUADS = 16u;

const DEPTH = 16u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 16u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 272>;
var<workgroup> block_b: array<vec4f, 128>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 768u;
  return vec4f(
    value(row + i),
    value(row + i + QUADS),
    value(row + i + QUADS * 2u),
    value(row + i + QUADS * 3u),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec4f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 32u;
  return vec4f(
    value(row + j),
    value(row + j + COLUMN_LANES),
    value(row + j + COLUMN_LANES * 2u),
    value(row + j + COLUMN_LANES * 3u),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec4f) {
  let at = out + i * 32u;
  set_weight(at + j, sums.x);
  set_weight(at + j + COLUMN_LANES, sums.y);
  set_weight(at + j + COLUMN_LANES * 2u, sums.z);
  set_weight(at + j + COLUMN_LANES * 3u, sums.w);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part % 12u / 1u * 64u;
  let column_0 = 0u;
  let chunk = part / 12u;
  let rows = (call[0].x + 15u) / 16u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 24576u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: vec4f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_a_1 = load_a(row_0, at, end, lane + 128u);
      next_b_0 = load_b(column_0, at, end, lane);
    }
    if (at > start) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
      }
    }
    if (at >= end) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_a[place_a(lane + 128u)] = next_a_1;
    block_b[place_b(lane)] = next_b_0;
    workgroupBarrier();
  }

  let i = row_0 + row_lane;
  let j = column_0 + column_lane;
  store_row(out, i, j, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(out, i + QUADS, j, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(out, i + QUADS * 2u, j, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(out, i + QUADS * 3u, j, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
}
`,
  },
  row_product_768x192: {
    across: 216,
    rows: 0,
    words: 4,
    code: `
// C[768, 192] = the sum over rows of A[r, 768] transposed · B[r, 192], in 6 chunks of rows
const M = 768u;
const N = 192u;
const QUADS = 16u;

const DEPTH = 16u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 272>;
var<workgroup> block_b: array<vec4f, 256>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 768u;
  return vec4f(
    value(row + i),
    value(row + i + QUADS),
    value(row + i + QUADS * 2u),
    value(row + i + QUADS * 3u),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec4f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 192u;
  return vec4f(
    value(row + j),
    value(row + j + COLUMN_LANES),
    value(row + j + COLUMN_LANES * 2u),
    value(row + j + COLUMN_LANES * 3u),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec4f) {
  let at = out + i * 192u;
  set_weight(at + j, sums.x);
  set_weight(at + j + COLUMN_LANES, sums.y);
  set_weight(at + j + COLUMN_LANES * 2u, sums.z);
  set_weight(at + j + COLUMN_LANES * 3u, sums.w);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part % 36u / 3u * 64u;
  let column_0 = part % 3u * 64u;
  let chunk = part / 36u;
  let rows = (call[0].x + 5u) / 6u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 147456u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var sum_1_0 = vec4f(); var sum_1_1 = vec4f(); var sum_1_2 = vec4f(); var sum_1_3 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_a_1 = load_a(row_0, at, end, lane + 128u);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 128u);
    }
    if (at > start) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        sum_0_2 += a_0 * b.z;
        sum_0_3 += a_0 * b.w;
        let a_1 = block_a[k * QUAD_STRIDE + ROW_LANES + row_lane];
        sum_1_0 += a_1 * b.x;
        sum_1_1 += a_1 * b.y;
        sum_1_2 += a_1 * b.z;
        sum_1_3 += a_1 * b.w;
      }
    }
    if (at >= end) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_a[place_a(lane + 128u)] = next_a_1;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 128u)] = next_b_1;
    workgroupBarrier();
  }

  let i = row_0 + row_lane;
  let j = column_0 + column_lane;
  store_row(out, i, j, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(out, i + QUADS, j, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(out, i + QUADS * 2u, j, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(out, i + QUADS * 3u, j, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
  store_row(out, i + ROW_LANES, j, vec4f(sum_1_0.x, sum_1_1.x, sum_1_2.x, sum_1_3.x));
  store_row(out, i + QUADS + ROW_LANES, j, vec4f(sum_1_0.y, sum_1_1.y, sum_1_2.y, sum_1_3.y));
  store_row(out, i + QUADS * 2u + ROW_LANES, j, vec4f(sum_1_0.z, sum_1_1.z, sum_1_2.z, sum_1_3.z));
  store_row(out, i + QUADS * 3u + ROW_LANES, j, vec4f(sum_1_0.w, sum_1_1.w, sum_1_2.w, sum_1_3.w));
}
`,
  },
  sum_rows_768: {
    across: 96,
    rows: 0,
    words: 3,
    code: `
// out[768] = the sum of source[r, 768] over all rows
const WIDTH = 768u;
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
      value(source + r * 768u + j),
      value(source + (r + LANES) * 768u + j),
      value(source + (r + 2u * LANES) * 768u + j),
      value(source + (r + 3u * LANES) * 768u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 768u + j); }
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
    across: 2979,
    rows: 0,
    words: 7,
    code: `
// sums of partial sums: [32, 18624], [16, 24576], [6, 147456]
fn sum_weights_weights(partials: u32, out: u32, i: u32, size: u32, chunks: u32) {
  if (i >= size) { return; }
  var sum = weight(partials + i);
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += weight(partials + chunk * size + i); }
  set_weight(out + i, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  if (part < 291u) {
    sum_weights_weights(call[0].y, call[0].z, part * 64u + lane, 18624u, 32u);
  } else if (part < 675u) {
    sum_weights_weights(call[0].w, call[1].x, (part - 291u) * 64u + lane, 24576u, 16u);
  } else {
    sum_weights_weights(call[1].y, call[1].z, (part - 675u) * 64u + lane, 147456u, 6u);
  }
}
`,
  },
  scatter_add_32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// table[ids[r], 32] += values[r], in the order of r
/** What each lane found: whether an earlier row has the id, or how many rows of a block have it. */
var<workgroup> found: array<u32, 64>;
/** Rows of a block that have the id, in order. */
var<workgroup> matches: array<u32, 1024>;
var<workgroup> earlier: u32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let count = call[0].x;
  let ids = call[0].y;
  let values = call[0].z;
  let table = call[0].w;
  let wanted = bitcast<i32>(arena[ids + first]);

  // whether an earlier row has the id
  found[lane] = 0u;
  if (lane == 0u) { earlier = 0u; }
  for (var begin = 0u; begin < first; begin += 1024u) {
    for (var r = begin + lane; r < min(begin + 1024u, first); r += 64u) {
      if (bitcast<i32>(arena[ids + r]) == wanted) { found[lane] = 1u; }
    }
    workgroupBarrier();
    if (lane == 0u) {
      for (var i = 0u; i < 64u; i++) { earlier |= found[i]; }
    }
    if (workgroupUniformLoad(&earlier) != 0u) { return; }
  }

  let j = lane;
  let column = min(j, 31u);
  let place = table + u32(max(wanted, 0)) * 32u + column;
  var sum = weight(place);
  for (var begin = first; begin < count; begin += 1024u) {
    // each lane looks at 16 rows one after the other, so that what the lanes find is in order
    let mine = begin + lane * 16u;
    let end = min(mine + 16u, count);
    var number = 0u;
    for (var r = mine; r < end; r++) { number += u32(bitcast<i32>(arena[ids + r]) == wanted); }
    found[lane] = number;
    workgroupBarrier();
    var total = 0u;
    var next = 0u;
    for (var i = 0u; i < 64u; i++) {
      next += select(0u, found[i], i < lane);
      total += found[i];
    }
    for (var r = mine; r < end; r++) {
      if (bitcast<i32>(arena[ids + r]) == wanted) {
        matches[next] = r;
        next++;
      }
    }
    workgroupBarrier();
    // four loads under way at a time; the sum is still in order
    var i = 0u;
    for (; i + 4u <= total; i += 4u) {
      let x = vec4f(
        value(values + matches[i] * 32u + column),
        value(values + matches[i + 1u] * 32u + column),
        value(values + matches[i + 2u] * 32u + column),
        value(values + matches[i + 3u] * 32u + column),
      );
      sum = sum + x.x + x.y + x.z + x.w;
    }
    for (; i < total; i++) { sum += value(values + matches[i] * 32u + column); }
  }
  // an id that is no row of the table, which nobody may have checked where data come from the device, adds nothing
  if (j < 32u && bitcast<u32>(wanted) < 97u) { set_weight(place, sum); }
}
`,
  },
  moves_backward: {
    across: 2,
    rows: 1,
    words: 3,
    code: `
// 2 x zero [192]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u;
  if (first >= call[0].x) { return; }
  // 2 alike
  let own = part;
  let word = own + 1u;
  let out = argument(word);
  let r = first;
  for (var j = lane; j < 192u; j += 64u) {
    arena[out + r * 192u + j] = 0u;
  }
}
`,
  },
  moves_backward_2: {
    across: 47,
    rows: 1,
    words: 18,
    code: `
// 4 x copy [192], copy [3456], copy [192], copy [3456], copy [192], zero [3104]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 47u;
  let first = group(id) / 47u;
  if (first >= call[0].x) { return; }
  if (part < 4u) {
    // 4 alike
    let own = part;
    let word = own * 2u + 1u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = lane; j < 192u; j += 64u) {
      weights[out + r * 192u + j] = weights[source + j];
    }
  } else if (part < 18u) {
    let source = call[2].y;
    let out = call[2].z;
    let r = first;
    for (var j = (part - 4u) * 256u + lane; j < min((part - 4u) * 256u + 256u, 3456u); j += 64u) {
      weights[out + r * 3456u + j] = weights[source + j];
    }
  } else if (part < 19u) {
    let source = call[2].w;
    let out = call[3].x;
    let r = first;
    for (var j = lane; j < 192u; j += 64u) {
      weights[out + r * 192u + j] = weights[source + j];
    }
  } else if (part < 33u) {
    let source = call[3].y;
    let out = call[3].z;
    let r = first;
    for (var j = (part - 19u) * 256u + lane; j < min((part - 19u) * 256u + 256u, 3456u); j += 64u) {
      weights[out + r * 3456u + j] = weights[source + j];
    }
  } else if (part < 34u) {
    let source = call[3].w;
    let out = call[4].x;
    let r = first;
    for (var j = lane; j < 192u; j += 64u) {
      weights[out + r * 192u + j] = weights[source + j];
    }
  } else {
    let out = call[4].y;
    let r = first;
    for (var j = (part - 34u) * 256u + lane; j < min((part - 34u) * 256u + 256u, 3104u); j += 64u) {
      weights[out + r * 3104u + j] = 0u;
    }
  }
}
`,
  },
  map_norm_pass_1: {
    across: 198,
    rows: 0,
    words: 13,
    code: `
// pass 1 of 2 over a row of 201921
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let v25 = weight(call[1].y);
  let v26 = weight(call[1].z);
  let v28 = weight(call[1].w);
  var r2 = 0f;
  for (var c = part * 64u + lane; c < 201921u; c += 12672u) {
    let v0 = weight(call[0].y + c);
    let v1 = v0 * v0;
    r2 = r2 + v1;
  }
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
  if (lane == 0u) {
    set_weight(call[3].x + 0u + part, v2);
  }
}
`,
  },
  map_norm_pass_2: {
    across: 198,
    rows: 0,
    words: 13,
    code: `
// pass 2 of 2 over a row of 201921
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  var r2 = 0f;
  for (var g = lane; g < 198u; g += 64u) { r2 = r2 + weight(call[3].x + 0u + g); }
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
  let v25 = weight(call[1].y);
  let v26 = weight(call[1].z);
  let v28 = weight(call[1].w);
  let v3 = sqrt(v2);
  let v10 = 9.999999974752427e-7f + v3;
  let v11 = 1f / v10;
  let v12 = -v11;
  let v13 = max_of((-1f), v12);
  for (var c = part * 64u + lane; c < 201921u; c += 12672u) {
    let v5 = weight(call[0].z + c);
    let v6 = 0.8999999761581421f * v5;
    let v0 = weight(call[0].y + c);
    let v14 = v0 * v13;
    let v15 = 0.10000000149011612f * v14;
    let v17 = v6 - v15;
    let v19 = weight(call[0].w + c);
    let v20 = 0.9990000128746033f * v19;
    let v22 = 0.0010000000474974513f * v14 * v14;
    let v23 = v20 + v22;
    let v24 = weight(call[1].x + c);
    let v29 = v23 * v28;
    let v30 = sqrt(v29);
    let v31 = 9.99999993922529e-9f + v30;
    let v33 = v25 * v17 * v26 / v31;
    let v35 = v24 - v33;
    set_weight(call[2].y + c, v17);
    set_weight(call[2].z + c, v23);
    set_weight(call[2].w + c, v35);
  }
  if (part == 0u && lane == 0u) {
    set_weight(call[2].x, v3);
  }
}
`,
  },
  gather_32_2: {
    across: 1,
    rows: 8,
    words: 4,
    code: `
// out[r, 32] = table[ids[r]]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let table = call[0].y;
  let ids = call[0].z;
  let out = call[0].w;
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    // ids are checked where data come in; a bad one reads something of the buffer, never outside of it
    let row = u32(max(bitcast<i32>(arena[ids + r]), 0));
    arena[out + r * 32u + j] = weights[table + row * 32u + j];
  }
}
`,
  },
  gemm_192x768: {
    across: 48,
    rows: 8,
    words: 4,
    code: `
// C[r, 768] = A[r, 192] · B[192, 768], for few rows: 8 rows and 16 columns a workgroup, k in 16 slices
const K = 192u;
const N = 768u;
const CHUNK = 192u;
const SLICES = 16u;
const THREADS = 128u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 512>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 192u),
    value(a + min(r + 1u, last) * 192u),
    value(a + min(r + 2u, last) * 192u),
    value(a + min(r + 3u, last) * 192u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 768u + column;
  set_value(at, sum);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 48u;
  let first = group(id) / 48u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + (part * 2u) * 1536u + lane % 8u;
  let b_1 = call[0].z + (part * 2u + 1u) * 1536u + lane % 8u;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f();
  var sum_1_0 = vec4f(); var sum_1_1 = vec4f();
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
      let w_1 = weight(b_1 + (k0 + i) * 8u);
      let a_0 = shared_quads[i];
      let a_1 = shared_quads[CHUNK + i];
      sum_0_0 += a_0 * w_0;
      sum_0_1 += a_0 * w_1;
      sum_1_0 += a_1 * w_0;
      sum_1_1 += a_1 * w_1;
    }
  }
  workgroupBarrier();
  shared_quads[lane] = sum_0_0;
  shared_quads[THREADS * 2u + lane] = sum_0_1;
  shared_quads[THREADS + lane] = sum_1_0;
  shared_quads[THREADS * 3u + lane] = sum_1_1;
  workgroupBarrier();

  // a number of C for a thread: the sums of its slices, in order
  for (var o = lane; o < 128u; o += THREADS) {
    let column = o % 16u;
    let row = o / 16u;
    let begin = (column / 8u * 2u + row / 4u) * THREADS + column % 8u;
    var sum = 0.0;
    for (var i = 0u; i < SLICES; i++) { sum += shared_quads[begin + i * 8u][row % 4u]; }
    let r = first + row;
    let j = part * 16u + column;
    if (r < call[0].x) { store_c(r, j, sum); }
  }
}
`,
  },
  gemm_32x768: {
    across: 48,
    rows: 8,
    words: 4,
    code: `
// C[r, 768] = A[r, 32] · B[32, 768], for few rows: 8 rows and 16 columns a workgroup, k in 8 slices
const K = 32u;
const N = 768u;
const CHUNK = 32u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 256>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 32u),
    value(a + min(r + 1u, last) * 32u),
    value(a + min(r + 2u, last) * 32u),
    value(a + min(r + 3u, last) * 32u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 768u + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 48u;
  let first = group(id) / 48u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + (part * 2u) * 256u + lane % 8u;
  let b_1 = call[0].z + (part * 2u + 1u) * 256u + lane % 8u;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f();
  var sum_1_0 = vec4f(); var sum_1_1 = vec4f();
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
      let w_1 = weight(b_1 + (k0 + i) * 8u);
      let a_0 = shared_quads[i];
      let a_1 = shared_quads[CHUNK + i];
      sum_0_0 += a_0 * w_0;
      sum_0_1 += a_0 * w_1;
      sum_1_0 += a_1 * w_0;
      sum_1_1 += a_1 * w_1;
    }
  }
  workgroupBarrier();
  shared_quads[lane] = sum_0_0;
  shared_quads[THREADS * 2u + lane] = sum_0_1;
  shared_quads[THREADS + lane] = sum_1_0;
  shared_quads[THREADS * 3u + lane] = sum_1_1;
  workgroupBarrier();

  // a number of C for a thread: the sums of its slices, in order
  for (var o = lane; o < 128u; o += THREADS) {
    let column = o % 16u;
    let row = o / 16u;
    let begin = (column / 8u * 2u + row / 4u) * THREADS + column % 8u;
    var sum = 0.0;
    for (var i = 0u; i < SLICES; i++) { sum += shared_quads[begin + i * 8u][row % 4u]; }
    let r = first + row;
    let j = part * 16u + column;
    if (r < call[0].x) { store_c(r, j, sum); }
  }
}
`,
  },
  map_final_decoder_2_c: {
    across: 1,
    rows: 1,
    words: 16,
    code: `
// pointwise [rows, 192]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  for (var j = lane; j < 192u; j += 64u) {
    let v0 = value(call[0].y + r * 768u + j);
    let v1 = value(call[0].z + r * 768u + j);
    let v2 = weight(call[0].w + j);
    let v3 = v0 + v1 + v2;
    let v4 = sigmoid_of(v3);
    let v5 = value(call[1].x + r * 192u + j);
    let v6 = v4 * v5;
    let v7 = value(call[1].y + r * 768u + j);
    let v8 = value(call[1].z + r * 768u + j);
    let v9 = weight(call[1].w + j);
    let v10 = v7 + v8 + v9;
    let v11 = sigmoid_of(v10);
    let v12 = value(call[2].x + r * 768u + j);
    let v13 = value(call[2].y + r * 768u + j);
    let v14 = weight(call[2].z + j);
    let v15 = v12 + v13 + v14;
    let v16 = tanh_of(v15);
    let v17 = v11 * v16;
    let v18 = v6 + v17;
    let v19 = value(call[2].w + r * 768u + j);
    let v20 = value(call[3].x + r * 768u + j);
    let v21 = weight(call[3].y + j);
    let v22 = v19 + v20 + v21;
    let v23 = sigmoid_of(v22);
    let v24 = tanh_of(v18);
    let v25 = v23 * v24;
    set_value(call[3].z + r * 192u + j, v18);
    set_value(call[3].w + r * 192u + j, v25);
  }
}
`,
  },
  gemm_192x97_bias_2: {
    across: 13,
    rows: 8,
    words: 5,
    code: `
// C[r, 97] = A[r, 192] · B[192, 97] + bias, for few rows: 8 rows and 8 columns a workgroup, k in 32 slices
const K = 192u;
const N = 97u;
const CHUNK = 192u;
const SLICES = 32u;
const THREADS = 256u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 512>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 192u),
    value(a + min(r + 1u, last) * 192u),
    value(a + min(r + 2u, last) * 192u),
    value(a + min(r + 3u, last) * 192u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 97u + column;
  set_value(at, sum + weight(call[1].x + column));
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 13u;
  let first = group(id) / 13u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 1536u + lane % 8u;
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
    let j = part * 8u + column;
    if (r < call[0].x && j < N) { store_c(r, j, sum); }
  }
}
`,
  },
  map_output_caption_2: {
    across: 1,
    rows: 1,
    words: 3,
    code: `
// map with reductions over rows of 97
var<workgroup> scratch: array<f32, 144>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = min(lane + 64u, 96u);
  var r1 = of_bits(0xff800000u);
  let v0_0 = value(call[0].y + r * 97u + c0);
  r1 = max_of(r1, v0_0);
  let v0_1 = value(call[0].y + r * 97u + c1);
  r1 = max_of(r1, select(of_bits(0xff800000u), v0_1, lane + 64u < 97u));
  scratch[lane] = r1;
  workgroupBarrier();
  if (lane < 8u) {
    var p1 = scratch[lane];
    for (var k = 1u; k < 8u; k++) { p1 = max_of(p1, scratch[lane + k * 8u]); }
    scratch[64u + lane] = p1;
  }
  workgroupBarrier();
  var v1 = scratch[64u + 0u];
  for (var k = 1u; k < 8u; k++) { v1 = max_of(v1, scratch[64u + k]); }
  let v2 = -v1;
  var r5 = 0f;
  let v3_0 = v0_0 + v2;
  let v4_0 = exp_of(v3_0);
  r5 = r5 + v4_0;
  let v3_1 = v0_1 + v2;
  let v4_1 = exp_of(v3_1);
  r5 = r5 + select(0f, v4_1, lane + 64u < 97u);
  scratch[72u + lane] = r5;
  workgroupBarrier();
  if (lane < 8u) {
    var p5 = scratch[72u + lane];
    for (var k = 1u; k < 8u; k++) { p5 = p5 + scratch[72u + lane + k * 8u]; }
    scratch[136u + lane] = p5;
  }
  workgroupBarrier();
  var v5 = scratch[136u + 0u];
  for (var k = 1u; k < 8u; k++) { v5 = v5 + scratch[136u + k]; }
  let v6 = 1f / v5;
  let v7_0 = v4_0 * v6;
  let v7_1 = v4_1 * v6;
  set_value(call[0].z + r * 97u + c0, v7_0);
  if (lane + 64u < 97u) {
    set_value(call[0].z + r * 97u + c1, v7_1);
  }
}
`,
  },
} satisfies WebGpuPrograms["kernels"];
