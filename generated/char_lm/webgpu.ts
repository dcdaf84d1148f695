// Made by rnnc from the model `char_lm` in specs/models/char_lm.rnn. Change the spec and compile it again, not this file.
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
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1,"inputs":[],"code":[{"op":"const","value":1}],"outputs":[{"value":0,"stride":0,"scalar":true}]},"spaces":["weights"],"many":false}
`,
  },
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
// {"kind":"moves","moves":[{"kernel":{"kind":"pack","k":192,"n":192,"K":768,"k0":0,"n0":0,"rowStride":192,"columnStride":1},"spaces":["weights","weights"]},{"kernel":{"kind":"pack","k":192,"n":192,"K":768,"k0":0,"n0":0,"rowStride":192,"columnStride":1},"spaces":["weights","weights"]},{"kernel":{"kind"
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
  gemm_32x768_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":32,"n":768,"lda":32,"ldc":768,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_memory_2_h: {
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
  gemm_192x768_map_memory_2_c_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":192,"n":768,"lda":384,"ldc":768,"accumulate":false,"bias":false},"map":{"kind":"map","width":192,"inputs":[{"stride":768,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"strid
`,
  },
  gemm_192x768_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":192,"n":768,"lda":192,"ldc":768,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  gemm_192x128_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":192,"n":128,"lda":192,"ldc":128,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  map_text_logits_add: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5
`,
  },
  moves_predict: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":192,"ldSource":192,"ldTarget":192,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":192,"ldSource":192,"ldTarget":192,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  moves_predict_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":192,"ldSource":192,"ldTarget":192,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":192,"ldSource":192,"ldTarget":192,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":192,"ldSourc
`,
  },
  map_text_loss: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":true},{"stride":128,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"
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
  loop_memory_2_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":192,"n":768,"lda":192,"ldc":768,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":192,"inputs":[{
`,
  },
  gemm_192x768_map_memory_2_o: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":192,"n":768,"lda":384,"ldc":768,"accumulate":false,"bias":false},"map":{"kind":"map","width":192,"inputs":[{"stride":768,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"strid
`,
  },
  map_memory: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":192,"inputs":[{"stride":192,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"const","value":1.1111111111111112},{"op":"load","input":0},{"op":"const","value":1},{"op":"r
`,
  },
  map_text_loss_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"reduce_max","args":[1]},{"op":"neg","args":
`,
  },
  gemm_128x192: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":192,"lda":128,"ldc":192,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_128x192: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":128,"n":192,"lda":128,"ldb":192,"ldc":192},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":128,"ld":128},"spaces":["arena","weights"],"many":true}
`,
  },
  map_memory_3_dh: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":192,"inputs":[{"stride":192,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"const","value":1.1111111111111112},{"op":"load","
`,
  },
  loop_memory_3_dc_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":192,"inputs":[{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"i
`,
  },
  map_memory_3_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":192,"inputs":[{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride
`,
  },
  gemm_768x192_map_memory_3_dc_before_state: {
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
  gemm_768x192_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":768,"n":192,"lda":768,"ldc":192,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
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
  add_up_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"sum_partials","items":[{"size":24576,"chunks":32,"spaces":["weights","weights"]},{"size":147456,"chunks":6,"spaces":["weights","weights"]},{"size":147456,"chunks":6,"spaces":["weights","weights"]},{"size":24576,"chunks":16,"spaces":["weights","weights"]},{"size":147456,"chunks":6,"spaces":[
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
  moves_backward_3: {
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
// {"kind":"map_stage","map":{"kind":"map","width":497280,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"sca
`,
  },
  map_norm_pass_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":497280,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"sca
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
  map_final_memory_2_c_3: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":192,"inputs":[{"stride":768,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":192,"scalar":false,"integer":false},{"stride":768,"scalar":false,"integer":false},{"stride":
`,
  },
  gemm_192x128_bias_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":192,"n":128,"lda":192,"ldc":128,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":false}
`,
  },
  map_output_text_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":128,"inputs":[{"stride":128,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5
`,
  },
} satisfies WebGpuPrograms["kernels"];
