// Made by rnnc from the model `captions` in specs/models/captions.rnn. Change the spec and compile it again, not this file.
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
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":192,"ldSource":0,"ldTarget":192,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":192,"ldSource":0,"ldTarget":192,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":192,"ldS
`,
  },
  gather_32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gather","width":32,"ldTable":32,"ldOut":32},"spaces":["weights","arena","arena"],"many":true}
`,
  },
  gemm_18x384_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":18,"n":384,"lda":18,"ldc":384,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":false}
`,
  },
  gemm_32x768_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":32,"n":768,"lda":32,"ldc":768,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
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
  copy_192_twice: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":192,"ldSource":192,"ldTarget":384,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":192,"ldSource":192,"ldTarget":384,"accumulate":false},"spaces":["arena","arena"]}]}
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
  gemm_192x97_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":192,"n":97,"lda":192,"ldc":97,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  map_caption_logits_add: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":97,"inputs":[{"stride":97,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5]}
`,
  },
  moves_predict: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":192,"ldSource":384,"ldTarget":192,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":192,"ldSource":384,"ldTarget":192,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  map_caption_loss: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":97,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":true},{"stride":97,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"in
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
  map_mul: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":0,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"const","value":1.25},{"op":"const","value":1},{"op":"random","key":0,"row":1,"site":0},{"op":"const","value":0.2},{"op":"less","args":[2,3]
`,
  },
  expand_32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"axis_move","move":"expand","width":32,"strides":[32,32],"spaces":["arena","arena"]}
`,
  },
  map_decoder_1_mul: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"mul","args":[0,1]}],"outputs":[{"value":2,"stride":32,"scalar":false}]},"spaces":["ar
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
  map_caption_loss_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":97,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":97,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"reduce_max","args":[1]},{"op":"neg","args":[2
`,
  },
  gemm_97x192: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":97,"n":192,"lda":97,"ldc":192,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_97x192: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":97,"n":192,"lda":97,"ldb":192,"ldc":192},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_97: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":97,"ld":97},"spaces":["arena","weights"],"many":true}
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
  row_product_384x18: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":384,"n":18,"lda":384,"ldb":18,"ldc":18},"chunks":1,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_384: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":384,"ld":384},"spaces":["arena","weights"],"many":false}
`,
  },
  gemm_768x32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":768,"n":32,"lda":768,"ldc":32,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_768x32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":768,"n":32,"lda":768,"ldb":32,"ldc":32},"chunks":16,"spaces":["arena","arena","weights"]}
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
  add_up_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"sum_partials","items":[{"size":18624,"chunks":32,"spaces":["weights","weights"]},{"size":24576,"chunks":16,"spaces":["weights","weights"]},{"size":147456,"chunks":6,"spaces":["weights","weights"]}]}
`,
  },
  scatter_add_32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"scatter_add","width":32,"ldValues":32},"spaces":["arena","arena","weights"],"many":true}
`,
  },
  moves_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":192},"spaces":["arena"]},{"kernel":{"kind":"zero","width":192},"spaces":["arena"]}]}
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
// {"kind":"map_stage","map":{"kind":"map","width":201921,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"sca
`,
  },
  map_norm_pass_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":201921,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"sca
`,
  },
  gather_32_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gather","width":32,"ldTable":32,"ldOut":32},"spaces":["weights","arena","arena"],"many":false}
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
  gemm_32x768: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":32,"n":768,"lda":32,"ldc":768,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
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
  gemm_192x97_bias_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":192,"n":97,"lda":192,"ldc":97,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":false}
`,
  },
  map_output_caption_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":97,"inputs":[{"stride":97,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5]}
`,
  },
} satisfies WebGpuPrograms["kernels"];
