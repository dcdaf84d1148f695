// Made by rnnc from the model `char_lm` in specs/models/char_lm.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type Recurrences, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [497280].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.moves_prepare(
    m.parameters + offset.memory_2_b_i,
    m.memory_2_b,
    m.parameters + offset.memory_2_b_f,
    m.memory_2_b + 192,
    m.parameters + offset.memory_2_b_g,
    m.memory_2_b + 384,
    m.parameters + offset.memory_2_b_o,
    m.memory_2_b + 576,
    m.parameters + offset.memory_3_b_i,
    m.memory_3_b,
    m.parameters + offset.memory_3_b_f,
    m.memory_3_b + 192,
    m.parameters + offset.memory_3_b_g,
    m.memory_3_b + 384,
    m.parameters + offset.memory_3_b_o,
    m.memory_3_b + 576,
    m.parameters + offset.memory_2_W_i,
    m.memory_2_W_packed,
    m.parameters + offset.memory_2_W_f,
    m.memory_2_W_packed + 6144,
    m.parameters + offset.memory_2_W_g,
    m.memory_2_W_packed + 12288,
    m.parameters + offset.memory_2_W_o,
    m.memory_2_W_packed + 18432,
    m.parameters + offset.memory_2_U_i,
    m.memory_2_U_packed,
    m.parameters + offset.memory_2_U_f,
    m.memory_2_U_packed + 36864,
    m.parameters + offset.memory_2_U_g,
    m.memory_2_U_packed + 73728,
    m.parameters + offset.memory_2_U_o,
    m.memory_2_U_packed + 110592,
    m.parameters + offset.memory_3_W_i,
    m.memory_3_W_packed,
    m.parameters + offset.memory_3_W_f,
    m.memory_3_W_packed + 36864,
    m.parameters + offset.memory_3_W_g,
    m.memory_3_W_packed + 73728,
    m.parameters + offset.memory_3_W_o,
    m.memory_3_W_packed + 110592,
    m.parameters + offset.memory_3_U_i,
    m.memory_3_U_packed,
    m.parameters + offset.memory_3_U_f,
    m.memory_3_U_packed + 36864,
    m.parameters + offset.memory_3_U_g,
    m.memory_3_U_packed + 73728,
    m.parameters + offset.memory_3_U_o,
    m.memory_3_U_packed + 110592,
    m.parameters + offset.text_W,
    m.text_W_packed,
    m.parameters + offset.text_W,
    m.text_W_packed_2,
    m.parameters + offset.memory_3_U_i,
    m.memory_3_U_packed_2,
    m.parameters + offset.memory_3_U_f,
    m.memory_3_U_packed_2 + 1536,
    m.parameters + offset.memory_3_U_g,
    m.memory_3_U_packed_2 + 3072,
    m.parameters + offset.memory_3_U_o,
    m.memory_3_U_packed_2 + 4608,
    m.parameters + offset.memory_3_W_i,
    m.memory_3_W_packed_2,
    1,
  ); // memory.2.b_i [192], memory.2.b_f [192], memory.2.b_g [192] and 10 more
  k.map_const(m.const$, 1); // const []
  k.moves_prepare_2(
    m.parameters + offset.memory_3_W_f,
    m.memory_3_W_packed_2 + 1536,
    m.parameters + offset.memory_3_W_g,
    m.memory_3_W_packed_2 + 3072,
    m.parameters + offset.memory_3_W_o,
    m.memory_3_W_packed_2 + 4608,
    m.parameters + offset.memory_2_U_i,
    m.memory_2_U_packed_2,
    m.parameters + offset.memory_2_U_f,
    m.memory_2_U_packed_2 + 1536,
    m.parameters + offset.memory_2_U_g,
    m.memory_2_U_packed_2 + 3072,
    m.parameters + offset.memory_2_U_o,
    m.memory_2_U_packed_2 + 4608,
    m.parameters + offset.memory_2_W_i,
    m.memory_2_W_packed_2,
    m.parameters + offset.memory_2_W_f,
    m.memory_2_W_packed_2 + 1536,
    m.parameters + offset.memory_2_W_g,
    m.memory_2_W_packed_2 + 3072,
    m.parameters + offset.memory_2_W_o,
    m.memory_2_W_packed_2 + 4608,
    1,
  ); // memory.3.W for products, memory.2.U for products, memory.2.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads text [N], state.memory.2.h [B, 192], state.memory.2.c [B, 192], state.memory.3.h [B, 192], state.memory.3.c [B, 192].
 * Gives output.text [N, 128], final.memory.2.h [B, 192], final.memory.2.c [B, 192], final.memory.3.h [B, 192], final.memory.3.c [B, 192].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gather_32(m.parameters + offset.memory_1_E, m.text, m.memory_1, T.total); // memory.1 [N, 32]
  k.gemm_32x768_bias(m.memory_1, m.memory_2_W_packed, m.memory_2_pre, m.memory_2_b, T.total); // memory.2.pre [N, 768]
  k.moves_predict(m.state_memory_2_h, m.memory_2_h_state, m.state_memory_2_c, m.memory_2_c_state, batch.size); // the state at the start

  // memory.2.h, memory.2.c
  if (together("loop_memory_2_h")) {
    k.loop_memory_2_h(
      m.memory_2_h_state,
      m.memory_2_U_packed,
      m.memory_2_U_h_before,
      m.memory_2_pre + 192,
      m.memory_2_U_h_before + 192,
      m.memory_2_c_state,
      m.memory_2_pre,
      m.memory_2_pre + 384,
      m.memory_2_U_h_before + 384,
      m.memory_2_pre + 576,
      m.memory_2_U_h_before + 576,
      m.memory_2_h,
      T,
      batch.size,
    );
  } else {
    k.copy_192_twice(m.memory_2_h_state, m.memory_2_h_state_turns, m.memory_2_h_state, m.memory_2_h_state_turns + 192, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_192x768_map_memory_2_c_state(
        m.memory_2_h_state_turns + (t & 1) * 192,
        m.memory_2_U_packed,
        m.memory_2_U_h_before,
        m.memory_2_pre + 192 + at * 768,
        m.memory_2_U_h_before + 192,
        m.memory_2_c_state,
        m.memory_2_pre + at * 768,
        m.memory_2_U_h_before,
        m.memory_2_pre + 384 + at * 768,
        m.memory_2_U_h_before + 384,
        m.memory_2_pre + 576 + at * 768,
        m.memory_2_U_h_before + 576,
        m.memory_2_c_state,
        m.memory_2_h + at * 192,
        m.memory_2_h_state,
        m.memory_2_h_state_turns + (~t & 1) * 192,
        rows,
        rows,
      ); // memory.2.U_h_before [B, 768], memory.2.c [B, 192], memory.2.h [B, 192]
    }
  }

  k.moves_predict_2(
    m.memory_2_h_state,
    m.final_memory_2_h,
    m.memory_2_c_state,
    m.final_memory_2_c,
    m.state_memory_3_h,
    m.memory_3_h_state,
    m.state_memory_3_c,
    m.memory_3_c_state,
    batch.size,
  ); // memory.2.h [B, 192], memory.2.c [B, 192], the state at the start
  k.gemm_192x768_bias(m.memory_2_h, m.memory_3_W_packed, m.memory_3_pre, m.memory_3_b, T.total); // memory.3.pre [N, 768]

  // memory.3.h, memory.3.c
  if (together("loop_memory_2_h")) {
    k.loop_memory_2_h(
      m.memory_3_h_state,
      m.memory_3_U_packed,
      m.memory_3_U_h_before,
      m.memory_3_pre + 192,
      m.memory_3_U_h_before + 192,
      m.memory_3_c_state,
      m.memory_3_pre,
      m.memory_3_pre + 384,
      m.memory_3_U_h_before + 384,
      m.memory_3_pre + 576,
      m.memory_3_U_h_before + 576,
      m.memory_3_h,
      T,
      batch.size,
    );
  } else {
    k.copy_192_twice(m.memory_3_h_state, m.memory_3_h_state_turns, m.memory_3_h_state, m.memory_3_h_state_turns + 192, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_192x768_map_memory_2_c_state(
        m.memory_3_h_state_turns + (t & 1) * 192,
        m.memory_3_U_packed,
        m.memory_3_U_h_before,
        m.memory_3_pre + 192 + at * 768,
        m.memory_3_U_h_before + 192,
        m.memory_3_c_state,
        m.memory_3_pre + at * 768,
        m.memory_3_U_h_before,
        m.memory_3_pre + 384 + at * 768,
        m.memory_3_U_h_before + 384,
        m.memory_3_pre + 576 + at * 768,
        m.memory_3_U_h_before + 576,
        m.memory_3_c_state,
        m.memory_3_h + at * 192,
        m.memory_3_h_state,
        m.memory_3_h_state_turns + (~t & 1) * 192,
        rows,
        rows,
      ); // memory.3.U_h_before [B, 768], memory.3.c [B, 192], memory.3.h [B, 192]
    }
  }

  k.moves_predict(m.memory_3_h_state, m.final_memory_3_h, m.memory_3_c_state, m.final_memory_3_c, batch.size); // memory.3.h [B, 192], memory.3.c [B, 192]
  k.gemm_192x128_bias(m.memory_3_h, m.text_W_packed, m.text_logits, m.parameters + offset.text_b, T.total); // text.logits [N, 128]
  k.map_text_logits_add(m.text_logits, m.text_logits_add, m.output_text, m.log, T.total); // text.logits.add [N, 128], mul [N, 128], log [N]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.text [N], target.text [N].
 * Gives loss.text [], loss [].
 */
export function score(k: GpuKernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_text_loss(m.weight_text, m.log, m.target_text, m.text_logits_add, m.text_loss, T.total); // text.loss [N]
  k.sum_rows_1(m.text_loss, m.loss_text, T.total); // text.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads text [N], state.memory.2.h [B, 192], state.memory.2.c [B, 192], state.memory.3.h [B, 192], state.memory.3.c [B, 192], random.key [], random.T [N], weight.text [N], target.text [N].
 * Gives loss.text [], loss [], final.memory.2.h [B, 192], final.memory.2.c [B, 192], final.memory.3.h [B, 192], final.memory.3.c [B, 192].
 */
export function forward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gather_32(m.parameters + offset.memory_1_E, m.text_2, m.memory_1_2, T.total); // memory.1 [N, 32]
  k.gemm_32x768_bias(m.memory_1_2, m.memory_2_W_packed, m.memory_2_pre_2, m.memory_2_b, T.total); // memory.2.pre [N, 768]
  k.moves_predict(m.state_memory_2_h_2, m.memory_2_h_state_2, m.state_memory_2_c_2, m.memory_2_c_state_2, batch.size); // the state at the start

  // memory.2.h, memory.2.c
  if (together("loop_memory_2_h_2")) {
    k.loop_memory_2_h_2(
      m.memory_2_h_state_2,
      m.memory_2_U_packed,
      m.memory_2_U_h_before_2,
      m.memory_2_pre_2 + 576,
      m.memory_2_U_h_before_2 + 576,
      m.memory_2_pre_2 + 192,
      m.memory_2_U_h_before_2 + 192,
      m.memory_2_pre_2,
      m.memory_2_pre_2 + 384,
      m.memory_2_U_h_before_2 + 384,
      m.memory_2_c_state_2,
      m.memory_2_o,
      m.memory_2_f,
      m.memory_2_i,
      m.memory_2_g,
      m.memory_2_h_2,
      m.memory_2_c_before,
      m.memory_2_h_before,
      T,
      batch.size,
    );
  } else {
    k.copy_192_twice(m.memory_2_h_state_2, m.memory_2_h_state_2_turns, m.memory_2_h_state_2, m.memory_2_h_state_2_turns + 192, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_192x768_map_memory_2_o(
        m.memory_2_h_state_2_turns + (t & 1) * 192,
        m.memory_2_U_packed,
        m.memory_2_U_h_before_2,
        m.memory_2_pre_2 + 576 + at * 768,
        m.memory_2_U_h_before_2 + 576,
        m.memory_2_pre_2 + 192 + at * 768,
        m.memory_2_U_h_before_2 + 192,
        m.memory_2_pre_2 + at * 768,
        m.memory_2_U_h_before_2,
        m.memory_2_pre_2 + 384 + at * 768,
        m.memory_2_U_h_before_2 + 384,
        m.memory_2_c_state_2,
        m.memory_2_h_state_2,
        m.memory_2_o + at * 192,
        m.memory_2_f + at * 192,
        m.memory_2_i + at * 192,
        m.memory_2_g + at * 192,
        m.memory_2_c_state_2,
        m.memory_2_h_2 + at * 192,
        m.memory_2_h_state_2,
        m.memory_2_c_before + at * 192,
        m.memory_2_h_before + at * 192,
        m.memory_2_h_state_2_turns + (~t & 1) * 192,
        rows,
        rows,
      ); // memory.2.U_h_before [B, 768], memory.2.o [B, 192], memory.2.f [B, 192], memory.2.i [B, 192], memory.2.g [B, 192], memory.2.c [B, 192], memory.2.h [B, 192], memory.2.c_before [B, 192], memory.2.h_before [B, 192]
    }
  }

  k.moves_predict_2(
    m.memory_2_h_state_2,
    m.final_memory_2_h_2,
    m.memory_2_c_state_2,
    m.final_memory_2_c_2,
    m.state_memory_3_h_2,
    m.memory_3_h_state_2,
    m.state_memory_3_c_2,
    m.memory_3_c_state_2,
    batch.size,
  ); // memory.2.h [B, 192], memory.2.c [B, 192], the state at the start
  k.gemm_192x768_bias(m.memory_2_h_2, m.memory_3_W_packed, m.memory_3_pre_2, m.memory_3_b, T.total); // memory.3.pre [N, 768]

  // memory.3.h, memory.3.c
  if (together("loop_memory_2_h_2")) {
    k.loop_memory_2_h_2(
      m.memory_3_h_state_2,
      m.memory_3_U_packed,
      m.memory_3_U_h_before_2,
      m.memory_3_pre_2 + 576,
      m.memory_3_U_h_before_2 + 576,
      m.memory_3_pre_2 + 192,
      m.memory_3_U_h_before_2 + 192,
      m.memory_3_pre_2,
      m.memory_3_pre_2 + 384,
      m.memory_3_U_h_before_2 + 384,
      m.memory_3_c_state_2,
      m.memory_3_o,
      m.memory_3_f,
      m.memory_3_i,
      m.memory_3_g,
      m.memory_3_h_2,
      m.memory_3_c_before,
      m.memory_3_h_before,
      T,
      batch.size,
    );
  } else {
    k.copy_192_twice(m.memory_3_h_state_2, m.memory_3_h_state_2_turns, m.memory_3_h_state_2, m.memory_3_h_state_2_turns + 192, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_192x768_map_memory_2_o(
        m.memory_3_h_state_2_turns + (t & 1) * 192,
        m.memory_3_U_packed,
        m.memory_3_U_h_before_2,
        m.memory_3_pre_2 + 576 + at * 768,
        m.memory_3_U_h_before_2 + 576,
        m.memory_3_pre_2 + 192 + at * 768,
        m.memory_3_U_h_before_2 + 192,
        m.memory_3_pre_2 + at * 768,
        m.memory_3_U_h_before_2,
        m.memory_3_pre_2 + 384 + at * 768,
        m.memory_3_U_h_before_2 + 384,
        m.memory_3_c_state_2,
        m.memory_3_h_state_2,
        m.memory_3_o + at * 192,
        m.memory_3_f + at * 192,
        m.memory_3_i + at * 192,
        m.memory_3_g + at * 192,
        m.memory_3_c_state_2,
        m.memory_3_h_2 + at * 192,
        m.memory_3_h_state_2,
        m.memory_3_c_before + at * 192,
        m.memory_3_h_before + at * 192,
        m.memory_3_h_state_2_turns + (~t & 1) * 192,
        rows,
        rows,
      ); // memory.3.U_h_before [B, 768], memory.3.o [B, 192], memory.3.f [B, 192], memory.3.i [B, 192], memory.3.g [B, 192], memory.3.c [B, 192], memory.3.h [B, 192], memory.3.c_before [B, 192], memory.3.h_before [B, 192]
    }
  }

  k.moves_predict(m.memory_3_h_state_2, m.final_memory_3_h_2, m.memory_3_c_state_2, m.final_memory_3_c_2, batch.size); // memory.3.h [B, 192], memory.3.c [B, 192]
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
export function backward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_128x192(m.text_dlogits, m.text_W_packed_2, m.dmemory, T.total); // dmemory [N, 192]
  k.row_product_128x192(m.text_dlogits, m.memory, m.backward_partials, T.total); // text.dW [128, 192]
  k.sum_rows_128(m.text_dlogits, m.gradients + offset.text_b, T.total); // text.db [128]
  k.map_memory_3_dh(m.dmemory, m.const$, m.random_key, m.random_T, m.memory_3_dh, T.total); // memory.3.dh [N, 192]
  k.moves_backward(m.memory_3_dc_before_state, m.memory_3_dh_before_state, batch.size); // memory.3.dc_after starts at zeros, memory.3.dh_after starts at zeros

  // memory.3.dc_before, memory.3.dh_before
  if (together("loop_memory_3_dc_before")) {
    k.loop_memory_3_dc_before(
      m.memory_3_dc_before_state,
      m.memory_3_dh_before_state,
      m.memory_3_dh,
      m.memory_3_o,
      m.memory_3_f,
      m.memory_3_c_before,
      m.memory_3_i,
      m.memory_3_g,
      m.memory_3_di_pre_df_pre_dg_pre_do_pre,
      m.memory_3_di_pre_df_pre_dg_pre_do_pre + 192,
      m.memory_3_di_pre_df_pre_dg_pre_do_pre + 384,
      m.memory_3_di_pre_df_pre_dg_pre_do_pre + 576,
      m.memory_3_U_packed_2,
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
        k.map_memory_3_dc_before_state(
          m.memory_3_dc_before_state,
          m.memory_3_dh_before_state,
          m.memory_3_dh + at * 192,
          m.memory_3_o + at * 192,
          m.memory_3_f + at * 192,
          m.memory_3_c_before + at * 192,
          m.memory_3_i + at * 192,
          m.memory_3_g + at * 192,
          m.memory_3_dc_before_state,
          m.memory_3_di_pre_df_pre_dg_pre_do_pre + at * 768,
          m.memory_3_di_pre_df_pre_dg_pre_do_pre + 192 + at * 768,
          m.memory_3_di_pre_df_pre_dg_pre_do_pre + 384 + at * 768,
          m.memory_3_di_pre_df_pre_dg_pre_do_pre + 576 + at * 768,
          rows,
        ); // memory.3.dc_before [B, 192], memory.3.di_pre [B, 192], memory.3.df_pre [B, 192], memory.3.dg_pre [B, 192], memory.3.do_pre [B, 192]
      } else {
        k.gemm_768x192_map_memory_3_dc_before_state(
          m.memory_3_di_pre_df_pre_dg_pre_do_pre + atBefore * 768,
          m.memory_3_U_packed_2,
          m.memory_3_dh_before_state,
          m.memory_3_dc_before_state,
          m.memory_3_dh_before_state,
          m.memory_3_dh + at * 192,
          m.memory_3_o + at * 192,
          m.memory_3_f + at * 192,
          m.memory_3_c_before + at * 192,
          m.memory_3_i + at * 192,
          m.memory_3_g + at * 192,
          m.memory_3_dc_before_state,
          m.memory_3_di_pre_df_pre_dg_pre_do_pre + at * 768,
          m.memory_3_di_pre_df_pre_dg_pre_do_pre + 192 + at * 768,
          m.memory_3_di_pre_df_pre_dg_pre_do_pre + 384 + at * 768,
          m.memory_3_di_pre_df_pre_dg_pre_do_pre + 576 + at * 768,
          rowsBefore,
          rows,
        ); // memory.3.dh_before [B, 192], memory.3.dc_before [B, 192], memory.3.di_pre [B, 192], memory.3.df_pre [B, 192], memory.3.dg_pre [B, 192], memory.3.do_pre [B, 192]
      }
      atBefore = at;
      rowsBefore = rows;
    }
    if (rowsBefore > 0) {
      k.gemm_768x192(
        m.memory_3_di_pre_df_pre_dg_pre_do_pre + atBefore * 768,
        m.memory_3_U_packed_2,
        m.memory_3_dh_before_state,
        rowsBefore,
      ); // memory.3.dh_before [B, 192]
    }
  }

  k.gemm_768x192_2(m.memory_3_di_pre_df_pre_dg_pre_do_pre, m.memory_3_W_packed_2, m.memory_3_W_di_pre_df_pre_dg_pre_do_pre, T.total); // memory.3.W_di_pre_df_pre_dg_pre_do_pre [N, 192]
  k.row_product_768x192(m.memory_3_di_pre_df_pre_dg_pre_do_pre, m.memory_2_h_2, m.backward_partials_2, T.total); // row_product [768, 192]
  k.row_product_768x192(m.memory_3_di_pre_df_pre_dg_pre_do_pre, m.memory_3_h_before, m.backward_partials_3, T.total); // row_product [768, 192]
  k.sum_rows_768(m.memory_3_di_pre_df_pre_dg_pre_do_pre, m.sum_rows, T.total); // sum_rows [768]
  k.moves_backward_2(
    m.sum_rows,
    m.gradients + offset.memory_3_b_i,
    m.sum_rows + 384,
    m.gradients + offset.memory_3_b_g,
    m.sum_rows + 576,
    m.gradients + offset.memory_3_b_o,
    m.sum_rows + 192,
    m.gradients + offset.memory_3_b_f,
    1,
  ); // memory.3.db_i [192], memory.3.db_g [192], memory.3.db_o [192], memory.3.db_f [192]
  k.moves_backward(m.memory_2_dc_before_state, m.memory_2_dh_before_state, batch.size); // memory.2.dc_after starts at zeros, memory.2.dh_after starts at zeros

  // memory.2.dc_before, memory.2.dh_before
  if (together("loop_memory_3_dc_before")) {
    k.loop_memory_3_dc_before(
      m.memory_2_dc_before_state,
      m.memory_2_dh_before_state,
      m.memory_3_W_di_pre_df_pre_dg_pre_do_pre,
      m.memory_2_o,
      m.memory_2_f,
      m.memory_2_c_before,
      m.memory_2_i,
      m.memory_2_g,
      m.memory_2_di_pre_df_pre_dg_pre_do_pre,
      m.memory_2_di_pre_df_pre_dg_pre_do_pre + 192,
      m.memory_2_di_pre_df_pre_dg_pre_do_pre + 384,
      m.memory_2_di_pre_df_pre_dg_pre_do_pre + 576,
      m.memory_2_U_packed_2,
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
        k.map_memory_3_dc_before_state(
          m.memory_2_dc_before_state,
          m.memory_2_dh_before_state,
          m.memory_3_W_di_pre_df_pre_dg_pre_do_pre + at * 192,
          m.memory_2_o + at * 192,
          m.memory_2_f + at * 192,
          m.memory_2_c_before + at * 192,
          m.memory_2_i + at * 192,
          m.memory_2_g + at * 192,
          m.memory_2_dc_before_state,
          m.memory_2_di_pre_df_pre_dg_pre_do_pre + at * 768,
          m.memory_2_di_pre_df_pre_dg_pre_do_pre + 192 + at * 768,
          m.memory_2_di_pre_df_pre_dg_pre_do_pre + 384 + at * 768,
          m.memory_2_di_pre_df_pre_dg_pre_do_pre + 576 + at * 768,
          rows,
        ); // memory.2.dc_before [B, 192], memory.2.di_pre [B, 192], memory.2.df_pre [B, 192], memory.2.dg_pre [B, 192], memory.2.do_pre [B, 192]
      } else {
        k.gemm_768x192_map_memory_3_dc_before_state(
          m.memory_2_di_pre_df_pre_dg_pre_do_pre + atBefore * 768,
          m.memory_2_U_packed_2,
          m.memory_2_dh_before_state,
          m.memory_2_dc_before_state,
          m.memory_2_dh_before_state,
          m.memory_3_W_di_pre_df_pre_dg_pre_do_pre + at * 192,
          m.memory_2_o + at * 192,
          m.memory_2_f + at * 192,
          m.memory_2_c_before + at * 192,
          m.memory_2_i + at * 192,
          m.memory_2_g + at * 192,
          m.memory_2_dc_before_state,
          m.memory_2_di_pre_df_pre_dg_pre_do_pre + at * 768,
          m.memory_2_di_pre_df_pre_dg_pre_do_pre + 192 + at * 768,
          m.memory_2_di_pre_df_pre_dg_pre_do_pre + 384 + at * 768,
          m.memory_2_di_pre_df_pre_dg_pre_do_pre + 576 + at * 768,
          rowsBefore,
          rows,
        ); // memory.2.dh_before [B, 192], memory.2.dc_before [B, 192], memory.2.di_pre [B, 192], memory.2.df_pre [B, 192], memory.2.dg_pre [B, 192], memory.2.do_pre [B, 192]
      }
      atBefore = at;
      rowsBefore = rows;
    }
    if (rowsBefore > 0) {
      k.gemm_768x192(
        m.memory_2_di_pre_df_pre_dg_pre_do_pre + atBefore * 768,
        m.memory_2_U_packed_2,
        m.memory_2_dh_before_state,
        rowsBefore,
      ); // memory.2.dh_before [B, 192]
    }
  }

  k.gemm_768x32(m.memory_2_di_pre_df_pre_dg_pre_do_pre, m.memory_2_W_packed_2, m.memory_2_W_di_pre_df_pre_dg_pre_do_pre, T.total); // memory.2.W_di_pre_df_pre_dg_pre_do_pre [N, 32]
  k.row_product_768x32(m.memory_2_di_pre_df_pre_dg_pre_do_pre, m.memory_1_2, m.backward_partials_4, T.total); // memory.1.row_product [768, 32]
  k.row_product_768x192(m.memory_2_di_pre_df_pre_dg_pre_do_pre, m.memory_2_h_before, m.backward_partials_5, T.total); // row_product [768, 192]
  k.sum_rows_768(m.memory_2_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_2, T.total); // sum_rows [768]
  k.moves_backward_3(
    m.sum_rows_2,
    m.gradients + offset.memory_2_b_i,
    m.sum_rows_2 + 384,
    m.gradients + offset.memory_2_b_g,
    m.sum_rows_2 + 576,
    m.gradients + offset.memory_2_b_o,
    m.sum_rows_2 + 192,
    m.gradients + offset.memory_2_b_f,
    m.gradients,
    1,
  ); // memory.2.db_i [192], memory.2.db_g [192], memory.2.db_o [192] and 2 more
  k.add_up_backward(
    m.backward_partials,
    m.gradients + offset.text_W,
    m.backward_partials_2,
    m.gradients + offset.memory_3_W_i,
    m.backward_partials_3,
    m.gradients + offset.memory_3_U_i,
    m.backward_partials_4,
    m.gradients + offset.memory_2_W_i,
    m.backward_partials_5,
    m.gradients + offset.memory_2_U_i,
    1,
  ); // the parts of text.dW [128, 192], row_product [768, 192], row_product [768, 192], memory.1.row_product [768, 32], row_product [768, 192]
  k.scatter_add_32(m.text_2, m.memory_2_W_di_pre_df_pre_dg_pre_do_pre, m.gradients + offset.memory_1_E, T.total); // memory.1.dE [128, 32]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [497280], moment1 [497280], moment2 [497280], parameters [497280], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [497280], moment2 [497280], parameters [497280].
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
  ); // sqrt [], add [497280], parameters.add [497280]
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
  ); // sqrt [], add [497280], parameters.add [497280]
}

/**
 * One step of every sequence: states in and out.
 * Reads text [B], state.memory.2.h [B, 192], state.memory.3.h [B, 192], state.memory.2.c [B, 192], state.memory.3.c [B, 192].
 * Gives output.text [B, 128], final.memory.2.h [B, 192], final.memory.2.c [B, 192], final.memory.3.h [B, 192], final.memory.3.c [B, 192].
 */
export function step(k: GpuKernels, m: Arena, batch: Packed): void {
  k.gather_32_2(m.parameters + offset.memory_1_E, m.text_3, m.memory_1_3, batch.size); // memory.1 [B, 32]
  k.gemm_192x768(m.state_memory_2_h_3, m.memory_2_U_packed, m.memory_2_U_initial, batch.size); // memory.2.U_initial [B, 768]
  k.gemm_192x768(m.state_memory_3_h_3, m.memory_3_U_packed, m.memory_3_U_initial, batch.size); // memory.3.U_initial [B, 768]
  k.gemm_32x768(m.memory_1_3, m.memory_2_W_packed, m.memory_2_W_1, batch.size); // memory.2.W_1 [B, 768]
  k.map_final_memory_2_c_3(
    m.memory_2_W_1 + 192,
    m.memory_2_U_initial + 192,
    m.parameters + offset.memory_2_b_f,
    m.state_memory_2_c_3,
    m.memory_2_W_1,
    m.memory_2_U_initial,
    m.parameters + offset.memory_2_b_i,
    m.memory_2_W_1 + 384,
    m.memory_2_U_initial + 384,
    m.parameters + offset.memory_2_b_g,
    m.memory_2_W_1 + 576,
    m.memory_2_U_initial + 576,
    m.parameters + offset.memory_2_b_o,
    m.final_memory_2_c_3,
    m.final_memory_2_h_3,
    batch.size,
  ); // memory.2.c [B, 192], memory.2.h [B, 192]
  k.gemm_192x768(m.final_memory_2_h_3, m.memory_3_W_packed, m.memory_3_W_h, batch.size); // memory.3.W_h [B, 768]
  k.map_final_memory_2_c_3(
    m.memory_3_W_h + 192,
    m.memory_3_U_initial + 192,
    m.parameters + offset.memory_3_b_f,
    m.state_memory_3_c_3,
    m.memory_3_W_h,
    m.memory_3_U_initial,
    m.parameters + offset.memory_3_b_i,
    m.memory_3_W_h + 384,
    m.memory_3_U_initial + 384,
    m.parameters + offset.memory_3_b_g,
    m.memory_3_W_h + 576,
    m.memory_3_U_initial + 576,
    m.parameters + offset.memory_3_b_o,
    m.final_memory_3_c_3,
    m.final_memory_3_h_3,
    batch.size,
  ); // memory.3.c [B, 192], memory.3.h [B, 192]
  k.gemm_192x128_bias_2(m.final_memory_3_h_3, m.text_W_packed, m.text_logits_3, m.parameters + offset.text_b, batch.size); // text.logits [B, 128]
  k.map_output_text_2(m.text_logits_3, m.output_text_2, batch.size); // mul [B, 128]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  memory_1_E: 0,
  memory_2_W_i: 4096,
  memory_2_W_f: 10240,
  memory_2_W_g: 16384,
  memory_2_W_o: 22528,
  memory_2_U_i: 28672,
  memory_2_U_f: 65536,
  memory_2_U_g: 102400,
  memory_2_U_o: 139264,
  memory_2_b_i: 176128,
  memory_2_b_g: 176320,
  memory_2_b_o: 176512,
  memory_2_b_f: 176704,
  memory_3_W_i: 176896,
  memory_3_W_f: 213760,
  memory_3_W_g: 250624,
  memory_3_W_o: 287488,
  memory_3_U_i: 324352,
  memory_3_U_f: 361216,
  memory_3_U_g: 398080,
  memory_3_U_o: 434944,
  memory_3_b_i: 471808,
  memory_3_b_g: 472000,
  memory_3_b_o: 472192,
  memory_3_b_f: 472384,
  text_W: 472576,
  text_b: 497152,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 6808323,
  "N:T": 4260,
  B: 5537,
} satisfies WebGpuPrograms["regions"];

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
  memory_2_h_state_turns: { rows: "B", offset: 4001, width: 384, integer: false }, // [B, 2·192] memory.2.h.state.turns
  memory_3_h_state_turns: { rows: "B", offset: 4385, width: 384, integer: false }, // [B, 2·192] memory.3.h.state.turns
  memory_2_h_state_2_turns: { rows: "B", offset: 4769, width: 384, integer: false }, // [B, 2·192] memory.2.h.state_2.turns
  memory_3_h_state_2_turns: { rows: "B", offset: 5153, width: 384, integer: false }, // [B, 2·192] memory.3.h.state_2.turns
  backward_partials: { rows: "none", offset: 2974467, width: 786432, integer: false }, // [32, 128, 192] backward.partials
  backward_partials_2: { rows: "none", offset: 3760899, width: 884736, integer: false }, // [6, 768, 192] backward.partials_2
  backward_partials_3: { rows: "none", offset: 4645635, width: 884736, integer: false }, // [6, 768, 192] backward.partials_3
  backward_partials_4: { rows: "none", offset: 5530371, width: 393216, integer: false }, // [16, 768, 32] backward.partials_4
  backward_partials_5: { rows: "none", offset: 5923587, width: 884736, integer: false }, // [6, 768, 192] backward.partials_5
  update_partials: { rows: "none", offset: 2974467, width: 256, integer: false }, // [1, 256] update.partials
} satisfies WebGpuPrograms["buffers"];

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
} satisfies WebGpuPrograms["programs"];

/** The kernels, without what stands before each of them (runtime/webgpu/prelude.ts). */
export const kernels = {
  map_const: {
    across: 1,
    rows: 256,
    words: 2,
    code: `
// pointwise [rows, 1]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 256u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(256u, call[0].x - first) * 1u; e += 64u) {
    let r = first + e / 1u;
    let j = e % 1u;
    if (j == 0u) { set_weight(call[0].y, 1f); }
  }
}
`,
  },
  moves_prepare: {
    across: 2744,
    rows: 1,
    words: 63,
    code: `
// 8 x copy [192], 4 x pack [32, 192], 12 x pack [192, 192], pack [192, 128], pack [128, 192], 5 x pack [192, 192]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2744u;
  let first = group(id) / 2744u;
  if (first >= call[0].x) { return; }
  if (part < 8u) {
    // 8 alike
    let own = part;
    let word = own * 2u + 1u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = lane; j < 192u; j += 64u) {
      weights[out + r * 192u + j] = weights[source + j];
    }
  } else if (part < 104u) {
    // 4 alike
    let own = part - 8u;
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
  } else if (part < 1832u) {
    // 12 alike
    let own = part - 104u;
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
  } else if (part < 1928u) {
    let source = call[12].y;
    let out = call[12].z;
    let r = first;
    for (var j = (part - 1832u) * 256u + lane; j < min((part - 1832u) * 256u + 256u, 24576u); j += 64u) {
      let i = j / 8u % 192u;
      let panel = j / 1536u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 192u + i) * 8u + j % 8u] = weights[source + i + column * 192u];
    }
  } else if (part < 2024u) {
    let source = call[12].w;
    let out = call[13].x;
    let r = first;
    for (var j = (part - 1928u) * 256u + lane; j < min((part - 1928u) * 256u + 256u, 24576u); j += 64u) {
      let i = j / 8u % 128u;
      let panel = j / 1024u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 128u + i) * 8u + j % 8u] = weights[source + i * 192u + column];
    }
  } else {
    // 5 alike
    let own = part - 2024u;
    let word = (own / 144u) * 2u + 53u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 144u) * 256u + lane; j < min((own % 144u) * 256u + 256u, 36864u); j += 64u) {
      let i = j / 8u % 192u;
      let panel = j / 1536u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 768u + i) * 8u + j % 8u] = weights[source + i * 192u + column];
    }
  }
}
`,
  },
  moves_prepare_2: {
    across: 1104,
    rows: 1,
    words: 23,
    code: `
// 7 x pack [192, 192], 4 x pack [192, 32]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 1104u;
  let first = group(id) / 1104u;
  if (first >= call[0].x) { return; }
  if (part < 1008u) {
    // 7 alike
    let own = part;
    let word = (own / 144u) * 2u + 1u;
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
    let own = part - 1008u;
    let word = (own / 24u) * 2u + 15u;
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
  loop_memory_2_h: {
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
  gemm_192x768_map_memory_2_c_state: {
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
  gemm_192x768_bias: {
    across: 12,
    rows: 64,
    words: 5,
    code: `
// C[r, 768] = A[r, 192] · B[192, 768] + bias, in tiles of 64 rows and 64 columns
const K = 192u;
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
    weight(b + panel * 1536u),
    weight(b + (panel + 1u) * 1536u),
    weight(b + (panel + 2u) * 1536u),
    weight(b + (panel + 3u) * 1536u),
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
  gemm_192x128_bias: {
    across: 2,
    rows: 32,
    words: 5,
    code: `
// C[r, 128] = A[r, 192] · B[192, 128] + bias, in tiles of 32 rows and 64 columns
const K = 192u;
const N = 128u;

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
    weight(b + panel * 1536u),
    weight(b + (panel + 1u) * 1536u),
    weight(b + (panel + 2u) * 1536u),
    weight(b + (panel + 3u) * 1536u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 128u + column;
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
  map_text_logits_add: {
    across: 1,
    rows: 1,
    words: 5,
    code: `
// map with reductions over rows of 128
var<workgroup> scratch: array<f32, 144>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = lane + 64u;
  var r1 = of_bits(0xff800000u);
  let v0_0 = value(call[0].y + r * 128u + c0);
  r1 = max_of(r1, v0_0);
  let v0_1 = value(call[0].y + r * 128u + c1);
  r1 = max_of(r1, v0_1);
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
  r5 = r5 + v4_1;
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
  set_value(call[0].z + r * 128u + c0, v3_0);
  set_value(call[0].w + r * 128u + c0, v7_0);
  set_value(call[0].z + r * 128u + c1, v3_1);
  set_value(call[0].w + r * 128u + c1, v7_1);
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
    arena[out + r * 192u + j] = arena[source + r * 192u + j];
  }
}
`,
  },
  moves_predict_2: {
    across: 4,
    rows: 1,
    words: 9,
    code: `
// 4 x copy [192]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 4u;
  let first = group(id) / 4u;
  if (first >= call[0].x) { return; }
  // 4 alike
  let own = part;
  let word = own * 2u + 1u;
  let source = argument(word);
  let out = argument(word + 1u);
  let r = first;
  for (var j = lane; j < 192u; j += 64u) {
    arena[out + r * 192u + j] = arena[source + r * 192u + j];
  }
}
`,
  },
  map_text_loss: {
    across: 1,
    rows: 1,
    words: 6,
    code: `
// map with reductions over rows of 128
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = lane + 64u;
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
  let v10_0 = value(call[1].x + r * 128u + c0);
  let v11_0 = v9_0 * v10_0;
  r12 = r12 + v11_0;
  let v2_1 = f32(c1);
  let v5_1 = v2_1 + v4;
  let v6_1 = -v5_1;
  let v7_1 = max_of(v5_1, v6_1);
  let v9_1 = select(0f, 1f, v7_1 < 0.5f);
  let v10_1 = value(call[1].x + r * 128u + c1);
  let v11_1 = v9_1 * v10_1;
  r12 = r12 + v11_1;
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
  loop_memory_2_h_2: {
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
  gemm_192x768_map_memory_2_o: {
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
  map_memory: {
    across: 1,
    rows: 1,
    words: 5,
    code: `
// pointwise [rows, 192]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  for (var j = lane; j < 192u; j += 64u) {
    let row_3 = random_row(weights[call[0].z], arena[call[0].w + r], 0u);
    let v1 = value(call[0].y + r * 192u + j);
    let v3 = random_of(row_3, j);
    let v5 = select(0f, 1f, v3 < 0.10000000149011612f);
    let v7 = 1f - v5;
    let v8 = 1.1111111640930176f * v1 * v7;
    set_value(call[1].x + r * 192u + j, v8);
  }
}
`,
  },
  map_text_loss_2: {
    across: 1,
    rows: 1,
    words: 6,
    code: `
// map with reductions over rows of 128
var<workgroup> scratch: array<f32, 216>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = lane + 64u;
  let v0 = value(call[0].y + r);
  let v9 = f32(bitcast<i32>(arena[call[0].w + r]));
  let v10 = -v9;
  var r2 = of_bits(0xff800000u);
  let v1_0 = value(call[0].z + r * 128u + c0);
  r2 = max_of(r2, v1_0);
  let v1_1 = value(call[0].z + r * 128u + c1);
  r2 = max_of(r2, v1_1);
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
  r6 = r6 + v5_1;
  r17 = r17 + v16_1;
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
  set_value(call[1].y + r * 128u + c0, v25_0);
  set_value(call[1].y + r * 128u + c1, v25_1);
  storageBarrier();
  if (lane == 0u) {
    set_value(call[1].x + r, v20);
  }
}
`,
  },
  gemm_128x192: {
    across: 3,
    rows: 32,
    words: 4,
    code: `
// C[r, 192] = A[r, 128] · B[128, 192], in tiles of 32 rows and 64 columns
const K = 128u;
const N = 192u;

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
    value(a + min(r, last) * 128u),
    value(a + min(r + 1u, last) * 128u),
    value(a + min(r + 2u, last) * 128u),
    value(a + min(r + 3u, last) * 128u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + panel * 1024u),
    weight(b + (panel + 1u) * 1024u),
    weight(b + (panel + 2u) * 1024u),
    weight(b + (panel + 3u) * 1024u),
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
  row_product_128x192: {
    across: 192,
    rows: 0,
    words: 4,
    code: `
// C[128, 192] = the sum over rows of A[r, 128] transposed · B[r, 192], in 32 chunks of rows
const M = 128u;
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
  let row = call[0].y + r * 128u;
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
  let row_0 = part % 6u / 3u * 64u;
  let column_0 = part % 3u * 64u;
  let chunk = part / 6u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 24576u;

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
  sum_rows_128: {
    across: 16,
    rows: 0,
    words: 3,
    code: `
// out[128] = the sum of source[r, 128] over all rows
const WIDTH = 128u;
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
      value(source + r * 128u + j),
      value(source + (r + LANES) * 128u + j),
      value(source + (r + 2u * LANES) * 128u + j),
      value(source + (r + 3u * LANES) * 128u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 128u + j); }
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
  map_memory_3_dh: {
    across: 1,
    rows: 1,
    words: 6,
    code: `
// pointwise [rows, 192]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  for (var j = lane; j < 192u; j += 64u) {
    let row_3 = random_row(weights[call[0].w], arena[call[1].x + r], 0u);
    let v1 = value(call[0].y + r * 192u + j);
    let v2 = weight(call[0].z);
    let v3 = random_of(row_3, j);
    let v5 = select(0f, 1f, v3 < 0.10000000149011612f);
    let v7 = v2 - v5;
    let v8 = 1.1111111640930176f * v1 * v7;
    set_value(call[1].y + r * 192u + j, v8);
  }
}
`,
  },
  loop_memory_3_dc_before: {
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
  map_memory_3_dc_before_state: {
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
  gemm_768x192_map_memory_3_dc_before_state: {
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
  gemm_768x192_2: {
    across: 3,
    rows: 32,
    words: 4,
    code: `
// C[r, 192] = A[r, 768] · B[768, 192], in tiles of 32 rows and 64 columns
const K = 768u;
const N = 192u;

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
    value(a + min(r, last) * 768u),
    value(a + min(r + 1u, last) * 768u),
    value(a + min(r + 2u, last) * 768u),
    value(a + min(r + 3u, last) * 768u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
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
  add_up_backward: {
    across: 7680,
    rows: 0,
    words: 11,
    code: `
// sums of partial sums: [32, 24576], [6, 147456], [6, 147456], [16, 24576], [6, 147456]
fn sum_weights_weights(partials: u32, out: u32, i: u32, size: u32, chunks: u32) {
  if (i >= size) { return; }
  var sum = weight(partials + i);
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += weight(partials + chunk * size + i); }
  set_weight(out + i, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  if (part < 384u) {
    sum_weights_weights(call[0].y, call[0].z, part * 64u + lane, 24576u, 32u);
  } else if (part < 2688u) {
    sum_weights_weights(call[0].w, call[1].x, (part - 384u) * 64u + lane, 147456u, 6u);
  } else if (part < 4992u) {
    sum_weights_weights(call[1].y, call[1].z, (part - 2688u) * 64u + lane, 147456u, 6u);
  } else if (part < 5376u) {
    sum_weights_weights(call[1].w, call[2].x, (part - 4992u) * 64u + lane, 24576u, 16u);
  } else {
    sum_weights_weights(call[2].y, call[2].z, (part - 5376u) * 64u + lane, 147456u, 6u);
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
  if (j < 32u && bitcast<u32>(wanted) < 128u) { set_weight(place, sum); }
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
    across: 4,
    rows: 1,
    words: 9,
    code: `
// 4 x copy [192]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 4u;
  let first = group(id) / 4u;
  if (first >= call[0].x) { return; }
  // 4 alike
  let own = part;
  let word = own * 2u + 1u;
  let source = argument(word);
  let out = argument(word + 1u);
  let r = first;
  for (var j = lane; j < 192u; j += 64u) {
    weights[out + r * 192u + j] = weights[source + j];
  }
}
`,
  },
  moves_backward_3: {
    across: 20,
    rows: 1,
    words: 10,
    code: `
// 4 x copy [192], zero [4096]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 20u;
  let first = group(id) / 20u;
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
  } else {
    let out = call[2].y;
    let r = first;
    for (var j = (part - 4u) * 256u + lane; j < min((part - 4u) * 256u + 256u, 4096u); j += 64u) {
      weights[out + r * 4096u + j] = 0u;
    }
  }
}
`,
  },
  map_norm_pass_1: {
    across: 256,
    rows: 0,
    words: 13,
    code: `
// pass 1 of 2 over a row of 497280
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let v25 = weight(call[1].y);
  let v26 = weight(call[1].z);
  let v28 = weight(call[1].w);
  var r2 = 0f;
  for (var c = part * 64u + lane; c < 497280u; c += 16384u) {
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
    across: 256,
    rows: 0,
    words: 13,
    code: `
// pass 2 of 2 over a row of 497280
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  var r2 = 0f;
  for (var g = lane; g < 256u; g += 64u) { r2 = r2 + weight(call[3].x + 0u + g); }
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
  for (var c = part * 64u + lane; c < 497280u; c += 16384u) {
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
  map_final_memory_2_c_3: {
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
  gemm_192x128_bias_2: {
    across: 16,
    rows: 8,
    words: 5,
    code: `
// C[r, 128] = A[r, 192] · B[192, 128] + bias, for few rows: 8 rows and 8 columns a workgroup, k in 32 slices
const K = 192u;
const N = 128u;
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
  let at = call[0].w + r * 128u + column;
  set_value(at, sum + weight(call[1].x + column));
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 16u;
  let first = group(id) / 16u * 8u;
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
    if (r < call[0].x) { store_c(r, j, sum); }
  }
}
`,
  },
  map_output_text_2: {
    across: 1,
    rows: 1,
    words: 3,
    code: `
// map with reductions over rows of 128
var<workgroup> scratch: array<f32, 144>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = lane + 64u;
  var r1 = of_bits(0xff800000u);
  let v0_0 = value(call[0].y + r * 128u + c0);
  r1 = max_of(r1, v0_0);
  let v0_1 = value(call[0].y + r * 128u + c1);
  r1 = max_of(r1, v0_1);
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
  r5 = r5 + v4_1;
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
  set_value(call[0].z + r * 128u + c0, v7_0);
  set_value(call[0].z + r * 128u + c1, v7_1);
}
`,
  },
} satisfies WebGpuPrograms["kernels"];
