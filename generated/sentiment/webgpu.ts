// Made by rnnc from the model `sentiment` in specs/models/sentiment.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type Recurrences, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [706306].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.moves_prepare(
    m.parameters + offset.encoder_2_forward_b_i,
    m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo,
    m.parameters + offset.encoder_2_forward_b_f,
    m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 64,
    m.parameters + offset.encoder_2_forward_b_g,
    m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 128,
    m.parameters + offset.encoder_2_forward_b_o,
    m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 192,
    m.parameters + offset.encoder_2_backward_b_i,
    m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 256,
    m.parameters + offset.encoder_2_backward_b_f,
    m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 320,
    m.parameters + offset.encoder_2_backward_b_g,
    m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 384,
    m.parameters + offset.encoder_2_backward_b_o,
    m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 448,
    m.parameters + offset.encoder_2_forward_b_i,
    m.encoder_2_forward_b,
    m.parameters + offset.encoder_2_forward_b_f,
    m.encoder_2_forward_b + 64,
    m.parameters + offset.encoder_2_forward_b_g,
    m.encoder_2_forward_b + 128,
    m.parameters + offset.encoder_2_forward_b_o,
    m.encoder_2_forward_b + 192,
    m.parameters + offset.encoder_2_backward_b_i,
    m.encoder_2_backward_b,
    m.parameters + offset.encoder_2_backward_b_f,
    m.encoder_2_backward_b + 64,
    m.parameters + offset.encoder_2_backward_b_g,
    m.encoder_2_backward_b + 128,
    m.parameters + offset.encoder_2_backward_b_o,
    m.encoder_2_backward_b + 192,
    m.parameters + offset.encoder_2_forward_W_i,
    m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed,
    m.parameters + offset.encoder_2_forward_W_f,
    m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 4096,
    m.parameters + offset.encoder_2_forward_W_g,
    m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 8192,
    m.parameters + offset.encoder_2_forward_W_o,
    m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 12288,
    m.parameters + offset.encoder_2_backward_W_i,
    m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 16384,
    m.parameters + offset.encoder_2_backward_W_f,
    m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 20480,
    m.parameters + offset.encoder_2_backward_W_g,
    m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 24576,
    m.parameters + offset.encoder_2_backward_W_o,
    m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 28672,
    m.parameters + offset.encoder_2_forward_U_i,
    m.encoder_2_forward_U_packed,
    m.parameters + offset.encoder_2_forward_U_f,
    m.encoder_2_forward_U_packed + 4096,
    m.parameters + offset.encoder_2_forward_U_g,
    m.encoder_2_forward_U_packed + 8192,
    m.parameters + offset.encoder_2_forward_U_o,
    m.encoder_2_forward_U_packed + 12288,
    m.parameters + offset.encoder_2_backward_U_i,
    m.encoder_2_backward_U_packed,
    m.parameters + offset.encoder_2_backward_U_f,
    m.encoder_2_backward_U_packed + 4096,
    m.parameters + offset.encoder_2_backward_U_g,
    m.encoder_2_backward_U_packed + 8192,
    1,
  ); // encoder.2.forward.b_i [64], encoder.2.forward.b_f [64], encoder.2.forward.b_g [64] and 8 more
  k.map_const(m.const$, m.const_2, 1); // const []
  k.moves_prepare_2(
    m.parameters + offset.encoder_2_backward_U_o,
    m.encoder_2_backward_U_packed + 12288,
    m.parameters + offset.label_W,
    m.label_W_packed,
    m.parameters + offset.encoder_2_forward_W_i,
    m.encoder_2_forward_W_packed,
    m.parameters + offset.encoder_2_forward_W_f,
    m.encoder_2_forward_W_packed + 4096,
    m.parameters + offset.encoder_2_forward_W_g,
    m.encoder_2_forward_W_packed + 8192,
    m.parameters + offset.encoder_2_forward_W_o,
    m.encoder_2_forward_W_packed + 12288,
    m.parameters + offset.encoder_2_backward_W_i,
    m.encoder_2_backward_W_packed,
    m.parameters + offset.encoder_2_backward_W_f,
    m.encoder_2_backward_W_packed + 4096,
    m.parameters + offset.encoder_2_backward_W_g,
    m.encoder_2_backward_W_packed + 8192,
    m.parameters + offset.encoder_2_backward_W_o,
    m.encoder_2_backward_W_packed + 12288,
    m.parameters + offset.label_W,
    m.label_W_packed_2,
    m.parameters + offset.encoder_2_backward_U_i,
    m.encoder_2_backward_U_packed_2,
    m.parameters + offset.encoder_2_backward_U_f,
    m.encoder_2_backward_U_packed_2 + 512,
    m.parameters + offset.encoder_2_backward_U_g,
    m.encoder_2_backward_U_packed_2 + 1024,
    m.parameters + offset.encoder_2_backward_U_o,
    m.encoder_2_backward_U_packed_2 + 1536,
    m.parameters + offset.encoder_2_forward_U_i,
    m.encoder_2_forward_U_packed_2,
    m.parameters + offset.encoder_2_forward_U_f,
    m.encoder_2_forward_U_packed_2 + 512,
    m.parameters + offset.encoder_2_forward_U_g,
    m.encoder_2_forward_U_packed_2 + 1024,
    m.parameters + offset.encoder_2_forward_U_o,
    m.encoder_2_forward_U_packed_2 + 1536,
    m.parameters + offset.encoder_2_backward_W_i,
    m.encoder_2_backward_W_packed_2,
    m.parameters + offset.encoder_2_backward_W_f,
    m.encoder_2_backward_W_packed_2 + 512,
    m.parameters + offset.encoder_2_backward_W_g,
    m.encoder_2_backward_W_packed_2 + 1024,
    m.parameters + offset.encoder_2_backward_W_o,
    m.encoder_2_backward_W_packed_2 + 1536,
    m.parameters + offset.encoder_2_forward_W_i,
    m.encoder_2_forward_W_packed_2,
    m.parameters + offset.encoder_2_forward_W_f,
    m.encoder_2_forward_W_packed_2 + 512,
    m.parameters + offset.encoder_2_forward_W_g,
    m.encoder_2_forward_W_packed_2 + 1024,
    m.parameters + offset.encoder_2_forward_W_o,
    m.encoder_2_forward_W_packed_2 + 1536,
    1,
  ); // encoder.2.backward.U for products, label.W for products, encoder.2.forward.W for products and 2 more
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads review [N].
 * Gives output.label [B, 2].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gather_64(m.parameters + offset.encoder_1_E, m.review, m.encoder_1, T.total); // encoder.1 [N, 64]
  k.gemm_64x512_bias(
    m.encoder_1,
    m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed,
    m.encoder_2_forward_pre,
    m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo,
    T.total,
  ); // encoder.2.forward.pre [N, 512]
  k.moves_predict(m.encoder_2_forward_h_state, m.encoder_2_forward_c_state, batch.size); // encoder.2.forward.h_before starts at zeros, encoder.2.forward.c_before starts at zeros

  // encoder.2.forward.h, encoder.2.forward.c
  if (together("loop_encoder_2_forward_h")) {
    k.loop_encoder_2_forward_h(
      m.encoder_2_forward_h_state,
      m.encoder_2_forward_U_packed,
      m.encoder_2_forward_U_h_before,
      m.encoder_2_forward_pre + 64,
      m.encoder_2_forward_U_h_before + 64,
      m.encoder_2_forward_c_state,
      m.encoder_2_forward_pre,
      m.encoder_2_forward_pre + 128,
      m.encoder_2_forward_U_h_before + 128,
      m.encoder_2_forward_pre + 192,
      m.encoder_2_forward_U_h_before + 192,
      T,
      batch.size,
    );
  } else {
    k.copy_64_twice(
      m.encoder_2_forward_h_state,
      m.encoder_2_forward_h_state_turns,
      m.encoder_2_forward_h_state,
      m.encoder_2_forward_h_state_turns + 64,
      batch.size,
    ); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_64x256_map_encoder_2_forward_c_state(
        m.encoder_2_forward_h_state_turns + (t & 1) * 64,
        m.encoder_2_forward_U_packed,
        m.encoder_2_forward_U_h_before,
        m.encoder_2_forward_pre + 64 + at * 512,
        m.encoder_2_forward_U_h_before + 64,
        m.encoder_2_forward_c_state,
        m.encoder_2_forward_pre + at * 512,
        m.encoder_2_forward_U_h_before,
        m.encoder_2_forward_pre + 128 + at * 512,
        m.encoder_2_forward_U_h_before + 128,
        m.encoder_2_forward_pre + 192 + at * 512,
        m.encoder_2_forward_U_h_before + 192,
        m.encoder_2_forward_c_state,
        m.encoder_2_forward_h_state,
        m.encoder_2_forward_h_state_turns + (~t & 1) * 64,
        rows,
        rows,
      ); // encoder.2.forward.U_h_before [B, 256], encoder.2.forward.c [B, 64], encoder.2.forward.h [B, 64]
    }
  }

  k.moves_predict(m.encoder_2_backward_h_state, m.encoder_2_backward_c_state, batch.size); // encoder.2.backward.h_before starts at zeros, encoder.2.backward.c_before starts at zeros

  // encoder.2.backward.h, encoder.2.backward.c
  if (together("loop_encoder_2_backward_h")) {
    k.loop_encoder_2_backward_h(
      m.encoder_2_backward_h_state,
      m.encoder_2_backward_U_packed,
      m.encoder_2_backward_U_h_before,
      m.encoder_2_forward_pre + 320,
      m.encoder_2_backward_U_h_before + 64,
      m.encoder_2_backward_c_state,
      m.encoder_2_forward_pre + 256,
      m.encoder_2_forward_pre + 384,
      m.encoder_2_backward_U_h_before + 128,
      m.encoder_2_forward_pre + 448,
      m.encoder_2_backward_U_h_before + 192,
      T,
      batch.size,
    );
  } else {
    k.copy_64_twice(
      m.encoder_2_backward_h_state,
      m.encoder_2_backward_h_state_turns,
      m.encoder_2_backward_h_state,
      m.encoder_2_backward_h_state_turns + 64,
      batch.size,
    ); // two copies that steps take turns to read and write
    for (let t = T.steps - 1; t >= 0; t--) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_64x256_map_encoder_2_forward_c_state(
        m.encoder_2_backward_h_state_turns + (t & 1) * 64,
        m.encoder_2_backward_U_packed,
        m.encoder_2_backward_U_h_before,
        m.encoder_2_forward_pre + 320 + at * 512,
        m.encoder_2_backward_U_h_before + 64,
        m.encoder_2_backward_c_state,
        m.encoder_2_forward_pre + 256 + at * 512,
        m.encoder_2_backward_U_h_before,
        m.encoder_2_forward_pre + 384 + at * 512,
        m.encoder_2_backward_U_h_before + 128,
        m.encoder_2_forward_pre + 448 + at * 512,
        m.encoder_2_backward_U_h_before + 192,
        m.encoder_2_backward_c_state,
        m.encoder_2_backward_h_state,
        m.encoder_2_backward_h_state_turns + (~t & 1) * 64,
        rows,
        rows,
      ); // encoder.2.backward.U_h_before [B, 256], encoder.2.backward.c [B, 64], encoder.2.backward.h [B, 64]
    }
  }

  k.copy_64_twice(
    m.encoder_2_forward_h_state,
    m.encoder_2_forward_h_backward_h,
    m.encoder_2_backward_h_state,
    m.encoder_2_forward_h_backward_h + 64,
    batch.size,
  ); // encoder.2.forward.h [B, 64], encoder.2.backward.h [B, 64]
  k.gemm_128x2_bias(m.encoder_2_forward_h_backward_h, m.label_W_packed, m.label_logits, m.parameters + offset.label_b, batch.size); // label.logits [B, 2]
  k.map_label_logits_add(m.label_logits, m.label_logits_add, m.output_label, m.log, batch.size); // label.logits.add [B, 2], mul [B, 2], log [B]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.label [B], target.label [B].
 * Gives loss.label [], loss [].
 */
export function score(k: GpuKernels, m: Arena, batch: Packed): void {
  k.map_label_loss(m.weight_label, m.log, m.target_label, m.label_logits_add, m.label_loss, batch.size); // label.loss [B]
  k.sum_rows_1(m.label_loss, m.loss_label, batch.size); // label.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads review [N], random.key [], random.sequence [B], weight.label [B], target.label [B].
 * Gives loss.label [], loss [].
 */
export function forward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gather_64(m.parameters + offset.encoder_1_E, m.review_2, m.encoder_1_2, T.total); // encoder.1 [N, 64]
  k.map_mul_2(m.random_key, m.random_sequence, m.mul_2, m.mul, batch.size); // mul [B, 64]
  k.expand_64(m.mul_2, m.expand_2, T, T.total); // expand [N, 64]
  k.expand_64(m.mul, m.expand, T, T.total); // expand [N, 64]
  k.map_encoder_1_mul_2(m.encoder_1_2, m.expand_2, m.expand, m.encoder_1_mul_2, m.encoder_1_mul, T.total); // encoder.1.mul [N, 64]
  k.gemm_64x256_bias(m.encoder_1_mul_2, m.encoder_2_forward_W_packed, m.encoder_2_forward_pre_2, m.encoder_2_forward_b, T.total); // encoder.2.forward.pre [N, 256]
  k.gemm_64x256_bias(m.encoder_1_mul, m.encoder_2_backward_W_packed, m.encoder_2_backward_pre, m.encoder_2_backward_b, T.total); // encoder.2.backward.pre [N, 256]
  k.map_add_2(m.random_key, m.random_sequence, m.add_2, m.add, batch.size); // add [B, 64]
  k.moves_predict(m.encoder_2_forward_h_state_2, m.encoder_2_forward_c_state_2, batch.size); // encoder.2.forward.h_before starts at zeros, encoder.2.forward.c_before starts at zeros

  // encoder.2.forward.h, encoder.2.forward.c
  if (together("loop_encoder_2_forward_h_2")) {
    k.loop_encoder_2_forward_h_2(
      m.encoder_2_forward_h_state_2,
      m.add_2,
      m.encoder_2_forward_c_state_2,
      m.encoder_2_forward_h_before_mul,
      m.encoder_2_forward_c_before,
      m.encoder_2_forward_h_before,
      m.encoder_2_forward_U_packed,
      m.encoder_2_forward_U_mul,
      m.encoder_2_forward_pre_2 + 192,
      m.encoder_2_forward_U_mul + 192,
      m.encoder_2_forward_pre_2 + 64,
      m.encoder_2_forward_U_mul + 64,
      m.encoder_2_forward_pre_2,
      m.encoder_2_forward_pre_2 + 128,
      m.encoder_2_forward_U_mul + 128,
      m.encoder_2_forward_o,
      m.encoder_2_forward_f,
      m.encoder_2_forward_i,
      m.encoder_2_forward_g,
      T,
      batch.size,
    );
  } else {
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.map_encoder_2_forward_h_before_mul(
        m.encoder_2_forward_h_state_2,
        m.add_2,
        m.encoder_2_forward_c_state_2,
        m.encoder_2_forward_h_before_mul,
        m.encoder_2_forward_c_before + at * 64,
        m.encoder_2_forward_h_before + at * 64,
        rows,
      ); // encoder.2.forward.h_before.mul [B, 64], encoder.2.forward.c_before [B, 64], encoder.2.forward.h_before [B, 64]
      k.gemm_64x256_map_encoder_2_forward_o(
        m.encoder_2_forward_h_before_mul,
        m.encoder_2_forward_U_packed,
        m.encoder_2_forward_U_mul,
        m.encoder_2_forward_pre_2 + 192 + at * 256,
        m.encoder_2_forward_U_mul + 192,
        m.encoder_2_forward_pre_2 + 64 + at * 256,
        m.encoder_2_forward_U_mul + 64,
        m.encoder_2_forward_pre_2 + at * 256,
        m.encoder_2_forward_U_mul,
        m.encoder_2_forward_pre_2 + 128 + at * 256,
        m.encoder_2_forward_U_mul + 128,
        m.encoder_2_forward_c_state_2,
        m.encoder_2_forward_o + at * 64,
        m.encoder_2_forward_f + at * 64,
        m.encoder_2_forward_i + at * 64,
        m.encoder_2_forward_g + at * 64,
        m.encoder_2_forward_c_state_2,
        m.encoder_2_forward_h_state_2,
        rows,
        rows,
      ); // encoder.2.forward.U_mul [B, 256], encoder.2.forward.o [B, 64], encoder.2.forward.f [B, 64], encoder.2.forward.i [B, 64], encoder.2.forward.g [B, 64], encoder.2.forward.c [B, 64], encoder.2.forward.h [B, 64]
    }
  }

  k.moves_predict(m.encoder_2_backward_h_state_2, m.encoder_2_backward_c_state_2, batch.size); // encoder.2.backward.h_before starts at zeros, encoder.2.backward.c_before starts at zeros

  // encoder.2.backward.h, encoder.2.backward.c
  if (together("loop_encoder_2_backward_h_2")) {
    k.loop_encoder_2_backward_h_2(
      m.encoder_2_backward_h_state_2,
      m.add,
      m.encoder_2_backward_c_state_2,
      m.encoder_2_backward_h_before_mul,
      m.encoder_2_backward_c_before,
      m.encoder_2_backward_h_before,
      m.encoder_2_backward_U_packed,
      m.encoder_2_backward_U_mul,
      m.encoder_2_backward_pre + 192,
      m.encoder_2_backward_U_mul + 192,
      m.encoder_2_backward_pre + 64,
      m.encoder_2_backward_U_mul + 64,
      m.encoder_2_backward_pre,
      m.encoder_2_backward_pre + 128,
      m.encoder_2_backward_U_mul + 128,
      m.encoder_2_backward_o,
      m.encoder_2_backward_f,
      m.encoder_2_backward_i,
      m.encoder_2_backward_g,
      T,
      batch.size,
    );
  } else {
    for (let t = T.steps - 1; t >= 0; t--) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.map_encoder_2_forward_h_before_mul(
        m.encoder_2_backward_h_state_2,
        m.add,
        m.encoder_2_backward_c_state_2,
        m.encoder_2_backward_h_before_mul,
        m.encoder_2_backward_c_before + at * 64,
        m.encoder_2_backward_h_before + at * 64,
        rows,
      ); // encoder.2.backward.h_before.mul [B, 64], encoder.2.backward.c_before [B, 64], encoder.2.backward.h_before [B, 64]
      k.gemm_64x256_map_encoder_2_forward_o(
        m.encoder_2_backward_h_before_mul,
        m.encoder_2_backward_U_packed,
        m.encoder_2_backward_U_mul,
        m.encoder_2_backward_pre + 192 + at * 256,
        m.encoder_2_backward_U_mul + 192,
        m.encoder_2_backward_pre + 64 + at * 256,
        m.encoder_2_backward_U_mul + 64,
        m.encoder_2_backward_pre + at * 256,
        m.encoder_2_backward_U_mul,
        m.encoder_2_backward_pre + 128 + at * 256,
        m.encoder_2_backward_U_mul + 128,
        m.encoder_2_backward_c_state_2,
        m.encoder_2_backward_o + at * 64,
        m.encoder_2_backward_f + at * 64,
        m.encoder_2_backward_i + at * 64,
        m.encoder_2_backward_g + at * 64,
        m.encoder_2_backward_c_state_2,
        m.encoder_2_backward_h_state_2,
        rows,
        rows,
      ); // encoder.2.backward.U_mul [B, 256], encoder.2.backward.o [B, 64], encoder.2.backward.f [B, 64], encoder.2.backward.i [B, 64], encoder.2.backward.g [B, 64], encoder.2.backward.c [B, 64], encoder.2.backward.h [B, 64]
    }
  }

  k.copy_64_twice(
    m.encoder_2_forward_h_state_2,
    m.encoder_2_forward_h_backward_h_2,
    m.encoder_2_backward_h_state_2,
    m.encoder_2_forward_h_backward_h_2 + 64,
    batch.size,
  ); // encoder.2.forward.h [B, 64], encoder.2.backward.h [B, 64]
  k.gemm_128x2_bias(m.encoder_2_forward_h_backward_h_2, m.label_W_packed, m.label_logits_2, m.parameters + offset.label_b, batch.size); // label.logits [B, 2]
  k.map_label_loss_2(m.weight_label_2, m.label_logits_2, m.target_label_2, m.label_loss_2, m.label_dlogits, batch.size); // label.loss [B], label.dlogits [B, 2]
  k.sum_rows_1(m.label_loss_2, m.loss_label_2, batch.size); // label.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads review [N], random.key [], random.sequence [B].
 * Gives gradients [706306].
 */
export function backward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_2x128(m.label_dlogits, m.label_W_packed_2, m.label_W_dlogits, batch.size); // label.W_dlogits [B, 128]
  k.row_product_2x128(m.label_dlogits, m.encoder_2_forward_h_backward_h_2, m.gradients + offset.label_W, batch.size); // label.dW [2, 128]
  k.sum_rows_2(m.label_dlogits, m.gradients + offset.label_b, batch.size); // label.db [2]
  k.map_add_4(m.const$, m.random_key, m.random_sequence, m.add_4, m.add_3, batch.size); // add [B, 64]
  k.expand_64(m.add_3, m.expand_3, T, T.total); // expand [N, 64]
  k.expand_64(m.add_4, m.expand_4, T, T.total); // expand [N, 64]
  k.moves_backward(m.encoder_2_backward_dc_before_state, m.label_W_dlogits + 64, m.encoder_2_backward_dh_before_state, batch.size); // encoder.2.backward.dc_after starts at zeros, the state at the start

  // encoder.2.backward.dc_before, encoder.2.backward.dh_before
  if (together("loop_encoder_2_backward_dc_before")) {
    k.loop_encoder_2_backward_dc_before(
      m.encoder_2_backward_dc_before_state,
      m.encoder_2_backward_dh_before_state,
      m.encoder_2_backward_o,
      m.encoder_2_backward_f,
      m.encoder_2_backward_c_before,
      m.encoder_2_backward_i,
      m.encoder_2_backward_g,
      m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre,
      m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + 64,
      m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + 128,
      m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + 192,
      m.encoder_2_backward_U_packed_2,
      m.encoder_2_backward_U_di_pre_df_pre_dg_pre_do_pre,
      m.add_3,
      T,
      batch.size,
    );
  } else {
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.map_encoder_2_backward_dc_before_state(
        m.encoder_2_backward_dc_before_state,
        m.encoder_2_backward_dh_before_state,
        m.encoder_2_backward_o + at * 64,
        m.encoder_2_backward_f + at * 64,
        m.encoder_2_backward_c_before + at * 64,
        m.encoder_2_backward_i + at * 64,
        m.encoder_2_backward_g + at * 64,
        m.encoder_2_backward_dc_before_state,
        m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + at * 256,
        m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + 64 + at * 256,
        m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + 128 + at * 256,
        m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + 192 + at * 256,
        rows,
      ); // encoder.2.backward.dc_before [B, 64], encoder.2.backward.di_pre [B, 64], encoder.2.backward.df_pre [B, 64], encoder.2.backward.dg_pre [B, 64], encoder.2.backward.do_pre [B, 64]
      k.gemm_256x64_map_encoder_2_backward_dh_before_state(
        m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + at * 256,
        m.encoder_2_backward_U_packed_2,
        m.encoder_2_backward_U_di_pre_df_pre_dg_pre_do_pre,
        m.encoder_2_backward_U_di_pre_df_pre_dg_pre_do_pre,
        m.add_3,
        m.encoder_2_backward_dh_before_state,
        rows,
        rows,
      ); // encoder.2.backward.U_di_pre_df_pre_dg_pre_do_pre [B, 64], encoder.2.backward.dh_before [B, 64]
    }
  }

  k.moves_backward(m.encoder_2_forward_dc_before_state, m.label_W_dlogits, m.encoder_2_forward_dh_before_state, batch.size); // encoder.2.forward.dc_after starts at zeros, the state at the start

  // encoder.2.forward.dc_before, encoder.2.forward.dh_before
  if (together("loop_encoder_2_forward_dc_before")) {
    k.loop_encoder_2_forward_dc_before(
      m.encoder_2_forward_dc_before_state,
      m.encoder_2_forward_dh_before_state,
      m.encoder_2_forward_o,
      m.encoder_2_forward_f,
      m.encoder_2_forward_c_before,
      m.encoder_2_forward_i,
      m.encoder_2_forward_g,
      m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre,
      m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + 64,
      m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + 128,
      m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + 192,
      m.encoder_2_forward_U_packed_2,
      m.encoder_2_forward_U_di_pre_df_pre_dg_pre_do_pre,
      m.add_4,
      T,
      batch.size,
    );
  } else {
    for (let t = T.steps - 1; t >= 0; t--) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.map_encoder_2_backward_dc_before_state(
        m.encoder_2_forward_dc_before_state,
        m.encoder_2_forward_dh_before_state,
        m.encoder_2_forward_o + at * 64,
        m.encoder_2_forward_f + at * 64,
        m.encoder_2_forward_c_before + at * 64,
        m.encoder_2_forward_i + at * 64,
        m.encoder_2_forward_g + at * 64,
        m.encoder_2_forward_dc_before_state,
        m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + at * 256,
        m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + 64 + at * 256,
        m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + 128 + at * 256,
        m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + 192 + at * 256,
        rows,
      ); // encoder.2.forward.dc_before [B, 64], encoder.2.forward.di_pre [B, 64], encoder.2.forward.df_pre [B, 64], encoder.2.forward.dg_pre [B, 64], encoder.2.forward.do_pre [B, 64]
      k.gemm_256x64_map_encoder_2_backward_dh_before_state(
        m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + at * 256,
        m.encoder_2_forward_U_packed_2,
        m.encoder_2_forward_U_di_pre_df_pre_dg_pre_do_pre,
        m.encoder_2_forward_U_di_pre_df_pre_dg_pre_do_pre,
        m.add_4,
        m.encoder_2_forward_dh_before_state,
        rows,
        rows,
      ); // encoder.2.forward.U_di_pre_df_pre_dg_pre_do_pre [B, 64], encoder.2.forward.dh_before [B, 64]
    }
  }

  k.map_mul_4(m.const_2, m.encoder_2_forward_h_before, m.expand_4, m.encoder_2_backward_h_before, m.expand_3, m.mul_4, m.mul_3, T.total); // mul [N, 64]
  k.gemm_256x64(
    m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre,
    m.encoder_2_backward_W_packed_2,
    m.encoder_2_backward_W_di_pre_df_pre_dg_pre_do_pre,
    T.total,
  ); // encoder.2.backward.W_di_pre_df_pre_dg_pre_do_pre [N, 64]
  k.gemm_256x64(
    m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre,
    m.encoder_2_forward_W_packed_2,
    m.encoder_2_forward_W_di_pre_df_pre_dg_pre_do_pre,
    T.total,
  ); // encoder.2.forward.W_di_pre_df_pre_dg_pre_do_pre [N, 64]
  k.row_product_256x64(m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre, m.encoder_1_mul_2, m.backward_partials, T.total); // row_product [256, 64]
  k.row_product_256x64(m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre, m.mul_4, m.backward_partials_2, T.total); // row_product [256, 64]
  k.sum_rows_256(m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_2, T.total); // sum_rows [256]
  k.row_product_256x64(m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre, m.encoder_1_mul, m.backward_partials_3, T.total); // row_product [256, 64]
  k.row_product_256x64(m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre, m.mul_3, m.backward_partials_4, T.total); // row_product [256, 64]
  k.sum_rows_256(m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre, m.sum_rows, T.total); // sum_rows [256]
  k.moves_backward_2(
    m.sum_rows_2,
    m.gradients + offset.encoder_2_forward_b_i,
    m.sum_rows_2 + 128,
    m.gradients + offset.encoder_2_forward_b_g,
    m.sum_rows_2 + 192,
    m.gradients + offset.encoder_2_forward_b_o,
    m.sum_rows_2 + 64,
    m.gradients + offset.encoder_2_forward_b_f,
    m.sum_rows,
    m.gradients + offset.encoder_2_backward_b_i,
    m.sum_rows + 128,
    m.gradients + offset.encoder_2_backward_b_g,
    m.sum_rows + 192,
    m.gradients + offset.encoder_2_backward_b_o,
    m.sum_rows + 64,
    m.gradients + offset.encoder_2_backward_b_f,
    m.gradients,
    1,
  ); // encoder.2.forward.db_i [64], encoder.2.forward.db_g [64], encoder.2.forward.db_o [64] and 6 more
  k.map_encoder_d1(
    m.encoder_2_backward_W_di_pre_df_pre_dg_pre_do_pre,
    m.expand,
    m.encoder_2_forward_W_di_pre_df_pre_dg_pre_do_pre,
    m.expand_2,
    m.encoder_d1,
    T.total,
  ); // encoder.d1 [N, 64]
  k.add_up_backward(
    m.backward_partials,
    m.gradients + offset.encoder_2_forward_W_i,
    m.backward_partials_2,
    m.gradients + offset.encoder_2_forward_U_i,
    m.backward_partials_3,
    m.gradients + offset.encoder_2_backward_W_i,
    m.backward_partials_4,
    m.gradients + offset.encoder_2_backward_U_i,
    1,
  ); // the parts of row_product [256, 64], row_product [256, 64], row_product [256, 64], row_product [256, 64]
  k.scatter_add_64(m.review_2, m.encoder_d1, m.gradients + offset.encoder_1_E, T.total); // encoder.1.dE [10000, 64]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [706306], moment1 [706306], moment2 [706306], parameters [706306], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [706306], moment2 [706306], parameters [706306].
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
  ); // sqrt [], add [706306], parameters.add [706306]
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
  ); // sqrt [], add [706306], parameters.add [706306]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  encoder_1_E: 0,
  encoder_2_forward_W_i: 640000,
  encoder_2_forward_W_f: 644096,
  encoder_2_forward_W_g: 648192,
  encoder_2_forward_W_o: 652288,
  encoder_2_forward_U_i: 656384,
  encoder_2_forward_U_f: 660480,
  encoder_2_forward_U_g: 664576,
  encoder_2_forward_U_o: 668672,
  encoder_2_forward_b_i: 672768,
  encoder_2_forward_b_g: 672832,
  encoder_2_forward_b_o: 672896,
  encoder_2_forward_b_f: 672960,
  encoder_2_backward_W_i: 673024,
  encoder_2_backward_W_f: 677120,
  encoder_2_backward_W_g: 681216,
  encoder_2_backward_W_o: 685312,
  encoder_2_backward_U_i: 689408,
  encoder_2_backward_U_f: 693504,
  encoder_2_backward_U_g: 697600,
  encoder_2_backward_U_o: 701696,
  encoder_2_backward_b_i: 705792,
  encoder_2_backward_b_g: 705856,
  encoder_2_backward_b_o: 705920,
  encoder_2_backward_b_f: 705984,
  label_W: 706048,
  label_b: 706304,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 5089036,
  B: 835,
  "N:T": 1537,
} satisfies WebGpuPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 706306, integer: false }, // [706306]
  gradients: { rows: "none", offset: 706306, width: 706306, integer: false }, // [706306]
  moment1: { rows: "none", offset: 1412612, width: 706306, integer: false }, // [706306]
  moment2: { rows: "none", offset: 2118918, width: 706306, integer: false }, // [706306]
  output_label: { rows: "B", offset: 2, width: 2, integer: false }, // [B, 2] output.label
  encoder_2_forward_h_backward_h: { rows: "B", offset: 4, width: 128, integer: false }, // [B, 128] encoder.2.forward.h_backward.h
  log: { rows: "B", offset: 6, width: 1, integer: false }, // [B]
  label_logits_add: { rows: "B", offset: 4, width: 2, integer: false }, // [B, 2] label.logits.add
  label_logits: { rows: "B", offset: 132, width: 2, integer: false }, // [B, 2] label.logits
  encoder_2_forward_pre: { rows: "N:T", offset: 65, width: 512, integer: false }, // [N, 512] encoder.2.forward.pre
  encoder_1: { rows: "N:T", offset: 1, width: 64, integer: false }, // [N, 64] encoder.1
  review: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed: { rows: "none", offset: 2825224, width: 32768, integer: false }, // [64, 512] packed encoder.2.forward.W_i_forward.W_f_forward.W_g_fo.packed
  encoder_2_forward_b_i_forward_b_f_forward_b_g_fo: { rows: "none", offset: 2857992, width: 512, integer: false }, // [512] encoder.2.forward.b_i_forward.b_f_forward.b_g_fo
  encoder_2_forward_h_state: { rows: "B", offset: 260, width: 64, integer: false }, // [B, 64] encoder.2.forward.h.state
  encoder_2_forward_c_state: { rows: "B", offset: 324, width: 64, integer: false }, // [B, 64] encoder.2.forward.c.state
  encoder_2_forward_U_h_before: { rows: "B", offset: 4, width: 256, integer: false }, // [B, 256] encoder.2.forward.U_h_before
  encoder_2_forward_U_packed: { rows: "none", offset: 2858504, width: 16384, integer: false }, // [64, 256] packed encoder.2.forward.U.packed
  encoder_2_backward_h_state: { rows: "B", offset: 324, width: 64, integer: false }, // [B, 64] encoder.2.backward.h.state
  encoder_2_backward_c_state: { rows: "B", offset: 388, width: 64, integer: false }, // [B, 64] encoder.2.backward.c.state
  encoder_2_backward_U_h_before: { rows: "B", offset: 4, width: 256, integer: false }, // [B, 256] encoder.2.backward.U_h_before
  encoder_2_backward_U_packed: { rows: "none", offset: 2874888, width: 16384, integer: false }, // [64, 256] packed encoder.2.backward.U.packed
  label_W_packed: { rows: "none", offset: 2891272, width: 1024, integer: false }, // [128, 2] packed label.W.packed
  loss_label: { rows: "none", offset: 2991370, width: 1, integer: false }, // [] loss.label
  label_loss: { rows: "B", offset: 7, width: 1, integer: false }, // [B] label.loss
  weight_label: { rows: "B", offset: 0, width: 1, integer: false }, // [B] weight.label
  target_label: { rows: "B", offset: 1, width: 1, integer: true }, // [B] target.label
  loss_label_2: { rows: "none", offset: 2991371, width: 1, integer: false }, // [] loss.label_2
  encoder_2_forward_h_backward_h_2: { rows: "B", offset: 3, width: 128, integer: false }, // [B, 128] encoder.2.forward.h_backward.h_2
  label_dlogits: { rows: "B", offset: 133, width: 2, integer: false }, // [B, 2] label.dlogits
  label_loss_2: { rows: "B", offset: 135, width: 1, integer: false }, // [B] label.loss_2
  label_logits_2: { rows: "B", offset: 131, width: 2, integer: false }, // [B, 2] label.logits_2
  add: { rows: "B", offset: 3, width: 64, integer: false }, // [B, 64]
  encoder_2_backward_pre: { rows: "N:T", offset: 577, width: 256, integer: false }, // [N, 256] encoder.2.backward.pre
  encoder_1_mul: { rows: "N:T", offset: 193, width: 64, integer: false }, // [N, 64] encoder.1.mul
  expand: { rows: "N:T", offset: 129, width: 64, integer: false }, // [N, 64]
  mul: { rows: "B", offset: 3, width: 64, integer: false }, // [B, 64]
  add_2: { rows: "B", offset: 67, width: 64, integer: false }, // [B, 64]
  encoder_2_forward_pre_2: { rows: "N:T", offset: 321, width: 256, integer: false }, // [N, 256] encoder.2.forward.pre_2
  encoder_1_mul_2: { rows: "N:T", offset: 257, width: 64, integer: false }, // [N, 64] encoder.1.mul_2
  expand_2: { rows: "N:T", offset: 65, width: 64, integer: false }, // [N, 64]
  mul_2: { rows: "B", offset: 67, width: 64, integer: false }, // [B, 64]
  encoder_1_2: { rows: "N:T", offset: 1, width: 64, integer: false }, // [N, 64] encoder.1_2
  review_2: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  random_key: { rows: "none", offset: 2991370, width: 1, integer: true }, // [] random.key
  random_sequence: { rows: "B", offset: 0, width: 1, integer: true }, // [B] random.sequence
  encoder_2_forward_W_packed: { rows: "none", offset: 2892296, width: 16384, integer: false }, // [64, 256] packed encoder.2.forward.W.packed
  encoder_2_forward_b: { rows: "none", offset: 2908680, width: 256, integer: false }, // [256] encoder.2.forward.b
  encoder_2_backward_W_packed: { rows: "none", offset: 2908936, width: 16384, integer: false }, // [64, 256] packed encoder.2.backward.W.packed
  encoder_2_backward_b: { rows: "none", offset: 2925320, width: 256, integer: false }, // [256] encoder.2.backward.b
  encoder_2_forward_h_state_2: { rows: "B", offset: 387, width: 64, integer: false }, // [B, 64] encoder.2.forward.h.state_2
  encoder_2_forward_c_state_2: { rows: "B", offset: 451, width: 64, integer: false }, // [B, 64] encoder.2.forward.c.state_2
  encoder_2_forward_f: { rows: "N:T", offset: 1, width: 64, integer: false }, // [N, 64] encoder.2.forward.f
  encoder_2_forward_o: { rows: "N:T", offset: 833, width: 64, integer: false }, // [N, 64] encoder.2.forward.o
  encoder_2_forward_c_before: { rows: "N:T", offset: 897, width: 64, integer: false }, // [N, 64] encoder.2.forward.c_before
  encoder_2_forward_i: { rows: "N:T", offset: 961, width: 64, integer: false }, // [N, 64] encoder.2.forward.i
  encoder_2_forward_g: { rows: "N:T", offset: 1025, width: 64, integer: false }, // [N, 64] encoder.2.forward.g
  encoder_2_forward_h_before: { rows: "N:T", offset: 1089, width: 64, integer: false }, // [N, 64] encoder.2.forward.h_before
  encoder_2_forward_U_mul: { rows: "B", offset: 131, width: 256, integer: false }, // [B, 256] encoder.2.forward.U_mul
  encoder_2_forward_h_before_mul: { rows: "B", offset: 515, width: 64, integer: false }, // [B, 64] encoder.2.forward.h_before.mul
  encoder_2_backward_h_state_2: { rows: "B", offset: 323, width: 64, integer: false }, // [B, 64] encoder.2.backward.h.state_2
  encoder_2_backward_c_state_2: { rows: "B", offset: 451, width: 64, integer: false }, // [B, 64] encoder.2.backward.c.state_2
  encoder_2_backward_f: { rows: "N:T", offset: 321, width: 64, integer: false }, // [N, 64] encoder.2.backward.f
  encoder_2_backward_o: { rows: "N:T", offset: 385, width: 64, integer: false }, // [N, 64] encoder.2.backward.o
  encoder_2_backward_c_before: { rows: "N:T", offset: 449, width: 64, integer: false }, // [N, 64] encoder.2.backward.c_before
  encoder_2_backward_i: { rows: "N:T", offset: 513, width: 64, integer: false }, // [N, 64] encoder.2.backward.i
  encoder_2_backward_g: { rows: "N:T", offset: 1153, width: 64, integer: false }, // [N, 64] encoder.2.backward.g
  encoder_2_backward_h_before: { rows: "N:T", offset: 1217, width: 64, integer: false }, // [N, 64] encoder.2.backward.h_before
  encoder_2_backward_U_mul: { rows: "B", offset: 67, width: 256, integer: false }, // [B, 256] encoder.2.backward.U_mul
  encoder_2_backward_h_before_mul: { rows: "B", offset: 515, width: 64, integer: false }, // [B, 64] encoder.2.backward.h_before.mul
  weight_label_2: { rows: "B", offset: 1, width: 1, integer: false }, // [B] weight.label_2
  target_label_2: { rows: "B", offset: 2, width: 1, integer: true }, // [B] target.label_2
  sum_rows: { rows: "none", offset: 2991628, width: 256, integer: false }, // [256]
  mul_3: { rows: "N:T", offset: 1, width: 64, integer: false }, // [N, 64]
  expand_3: { rows: "N:T", offset: 577, width: 64, integer: false }, // [N, 64]
  sum_rows_2: { rows: "none", offset: 2991372, width: 256, integer: false }, // [256]
  mul_4: { rows: "N:T", offset: 705, width: 64, integer: false }, // [N, 64]
  expand_4: { rows: "N:T", offset: 641, width: 64, integer: false }, // [N, 64]
  encoder_d1: { rows: "N:T", offset: 1, width: 64, integer: false }, // [N, 64] encoder.d1
  encoder_2_forward_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 641, width: 64, integer: false }, // [N, 64] encoder.2.forward.W_di_pre_df_pre_dg_pre_do_pre
  encoder_2_backward_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 577, width: 64, integer: false }, // [N, 64] encoder.2.backward.W_di_pre_df_pre_dg_pre_do_pre
  label_W_dlogits: { rows: "B", offset: 135, width: 128, integer: false }, // [B, 128] label.W_dlogits
  add_3: { rows: "B", offset: 1, width: 64, integer: false }, // [B, 64]
  add_4: { rows: "B", offset: 65, width: 64, integer: false }, // [B, 64]
  label_W_packed_2: { rows: "none", offset: 2925576, width: 256, integer: false }, // [2, 128] packed label.W.packed_2
  const$: { rows: "none", offset: 2925832, width: 1, integer: false }, // [] const
  encoder_2_backward_dc_before_state: { rows: "B", offset: 263, width: 64, integer: false }, // [B, 64] encoder.2.backward.dc_before.state
  encoder_2_backward_dh_before_state: { rows: "B", offset: 327, width: 64, integer: false }, // [B, 64] encoder.2.backward.dh_before.state
  encoder_2_backward_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 1281, width: 256, integer: false }, // [N, 256] encoder.2.backward.di_pre_df_pre_dg_pre_do_pre
  encoder_2_backward_U_di_pre_df_pre_dg_pre_do_pre: { rows: "B", offset: 391, width: 64, integer: false }, // [B, 64] encoder.2.backward.U_di_pre_df_pre_dg_pre_do_pre
  encoder_2_backward_U_packed_2: { rows: "none", offset: 2925833, width: 16384, integer: false }, // [256, 64] packed encoder.2.backward.U.packed_2
  encoder_2_forward_dc_before_state: { rows: "B", offset: 0, width: 64, integer: false }, // [B, 64] encoder.2.forward.dc_before.state
  encoder_2_forward_dh_before_state: { rows: "B", offset: 263, width: 64, integer: false }, // [B, 64] encoder.2.forward.dh_before.state
  encoder_2_forward_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 321, width: 256, integer: false }, // [N, 256] encoder.2.forward.di_pre_df_pre_dg_pre_do_pre
  encoder_2_forward_U_di_pre_df_pre_dg_pre_do_pre: { rows: "B", offset: 327, width: 64, integer: false }, // [B, 64] encoder.2.forward.U_di_pre_df_pre_dg_pre_do_pre
  encoder_2_forward_U_packed_2: { rows: "none", offset: 2942217, width: 16384, integer: false }, // [256, 64] packed encoder.2.forward.U.packed_2
  const_2: { rows: "none", offset: 2958601, width: 1, integer: false }, // []
  encoder_2_backward_W_packed_2: { rows: "none", offset: 2958602, width: 16384, integer: false }, // [256, 64] packed encoder.2.backward.W.packed_2
  encoder_2_forward_W_packed_2: { rows: "none", offset: 2974986, width: 16384, integer: false }, // [256, 64] packed encoder.2.forward.W.packed_2
  norm: { rows: "none", offset: 2991373, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 2991370, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 2991371, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 2991372, width: 1, integer: false }, // [] update.bias2
  encoder_2_forward_h_state_turns: { rows: "B", offset: 579, width: 128, integer: false }, // [B, 2·64] encoder.2.forward.h.state.turns
  encoder_2_backward_h_state_turns: { rows: "B", offset: 707, width: 128, integer: false }, // [B, 2·64] encoder.2.backward.h.state.turns
  backward_partials: { rows: "none", offset: 2991884, width: 524288, integer: false }, // [32, 256, 64] backward.partials
  backward_partials_2: { rows: "none", offset: 3516172, width: 524288, integer: false }, // [32, 256, 64] backward.partials_2
  backward_partials_3: { rows: "none", offset: 4040460, width: 524288, integer: false }, // [32, 256, 64] backward.partials_3
  backward_partials_4: { rows: "none", offset: 4564748, width: 524288, integer: false }, // [32, 256, 64] backward.partials_4
  update_partials: { rows: "none", offset: 2991884, width: 256, integer: false }, // [1, 256] update.partials
} satisfies WebGpuPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { review: "review" }, outputs: { "output.label": "output_label" } },
  score: {
    run: score,
    inputs: { "weight.label": "weight_label", "target.label": "target_label" },
    outputs: { "loss.label": "loss_label", loss: "loss_label" },
  },
  forward: {
    run: forward,
    inputs: {
      review: "review_2",
      "random.key": "random_key",
      "random.sequence": "random_sequence",
      "weight.label": "weight_label_2",
      "target.label": "target_label_2",
    },
    outputs: { "loss.label": "loss_label_2", loss: "loss_label_2" },
  },
  backward: {
    run: backward,
    inputs: { review: "review_2", "random.key": "random_key", "random.sequence": "random_sequence" },
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
} satisfies WebGpuPrograms["programs"];

/** The kernels, without what stands before each of them (runtime/webgpu/prelude.ts). */
export const kernels = {
  map_const: {
    across: 1,
    rows: 256,
    words: 3,
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
    if (j == 0u) { set_weight(call[0].z, 1.25f); }
  }
}
`,
  },
  moves_prepare: {
    across: 256,
    rows: 1,
    words: 63,
    code: `
// 16 x copy [64], 15 x pack [64, 64]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 256u;
  let first = group(id) / 256u;
  if (first >= call[0].x) { return; }
  if (part < 16u) {
    // 16 alike
    let own = part;
    let word = own * 2u + 1u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = lane; j < 64u; j += 64u) {
      weights[out + r * 64u + j] = weights[source + j];
    }
  } else {
    // 15 alike
    let own = part - 16u;
    let word = (own / 16u) * 2u + 33u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 16u) * 256u + lane; j < min((own % 16u) * 256u + 256u, 4096u); j += 64u) {
      let i = j / 8u % 64u;
      let panel = j / 512u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 64u + i) * 8u + j % 8u] = weights[source + i + column * 64u];
    }
  }
}
`,
  },
  moves_prepare_2: {
    across: 405,
    rows: 1,
    words: 55,
    code: `
// pack [64, 64], pack [128, 2], 8 x pack [64, 64], pack [2, 128], 16 x pack [64, 64]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 405u;
  let first = group(id) / 405u;
  if (first >= call[0].x) { return; }
  if (part < 16u) {
    let source = call[0].y;
    let out = call[0].z;
    let r = first;
    for (var j = part * 256u + lane; j < min(part * 256u + 256u, 4096u); j += 64u) {
      let i = j / 8u % 64u;
      let panel = j / 512u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 64u + i) * 8u + j % 8u] = weights[source + i + column * 64u];
    }
  } else if (part < 20u) {
    let source = call[0].w;
    let out = call[1].x;
    let r = first;
    for (var j = (part - 16u) * 256u + lane; j < min((part - 16u) * 256u + 256u, 1024u); j += 64u) {
      let i = j / 8u % 128u;
      let panel = j / 1024u;
      let column = panel * 8u + j % 8u;
      if (column < 2u) { weights[out + (panel * 128u + i) * 8u + j % 8u] = weights[source + i + column * 128u]; }
    }
  } else if (part < 148u) {
    // 8 alike
    let own = part - 20u;
    let word = (own / 16u) * 2u + 5u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 16u) * 256u + lane; j < min((own % 16u) * 256u + 256u, 4096u); j += 64u) {
      let i = j / 8u % 64u;
      let panel = j / 512u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 64u + i) * 8u + j % 8u] = weights[source + i + column * 64u];
    }
  } else if (part < 149u) {
    let source = call[5].y;
    let out = call[5].z;
    let r = first;
    for (var j = lane; j < 256u; j += 64u) {
      let i = j / 8u % 2u;
      let panel = j / 16u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 2u + i) * 8u + j % 8u] = weights[source + i * 128u + column];
    }
  } else {
    // 16 alike
    let own = part - 149u;
    let word = (own / 16u) * 2u + 23u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 16u) * 256u + lane; j < min((own % 16u) * 256u + 256u, 4096u); j += 64u) {
      let i = j / 8u % 64u;
      let panel = j / 512u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 256u + i) * 8u + j % 8u] = weights[source + i * 64u + column];
    }
  }
}
`,
  },
  gather_64: {
    across: 1,
    rows: 4,
    words: 4,
    code: `
// out[r, 64] = table[ids[r]]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  let table = call[0].y;
  let ids = call[0].z;
  let out = call[0].w;
  for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
    let r = first + e / 64u;
    let j = e % 64u;
    // ids are checked where data come in; a bad one reads something of the buffer, never outside of it
    let row = u32(max(bitcast<i32>(arena[ids + r]), 0));
    arena[out + r * 64u + j] = weights[table + row * 64u + j];
  }
}
`,
  },
  gemm_64x512_bias: {
    across: 8,
    rows: 64,
    words: 5,
    code: `
// C[r, 512] = A[r, 64] · B[64, 512] + bias, in tiles of 64 rows and 64 columns
const K = 64u;
const N = 512u;

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
    value(a + min(r, last) * 64u),
    value(a + min(r + 1u, last) * 64u),
    value(a + min(r + 2u, last) * 64u),
    value(a + min(r + 3u, last) * 64u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + panel * 512u),
    weight(b + (panel + 1u) * 512u),
    weight(b + (panel + 2u) * 512u),
    weight(b + (panel + 3u) * 512u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 512u + column;
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
  let part = group(id) % 8u;
  let first = group(id) / 8u * 64u;
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
  loop_encoder_2_forward_h: {
    across: 1,
    rows: 1,
    words: 15,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 16>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let from0_0 = call[0].z + (column0_0 >> 3u) * 512u + (column0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), weight(from0_0 + 16u), weight(from0_0 + 24u));
  let w0_0_1 = vec4f(weight(from0_0 + 32u), weight(from0_0 + 40u), weight(from0_0 + 48u), weight(from0_0 + 56u));
  let w0_0_2 = vec4f(weight(from0_0 + 64u), weight(from0_0 + 72u), weight(from0_0 + 80u), weight(from0_0 + 88u));
  let w0_0_3 = vec4f(weight(from0_0 + 96u), weight(from0_0 + 104u), weight(from0_0 + 112u), weight(from0_0 + 120u));
  let w0_0_4 = vec4f(weight(from0_0 + 128u), weight(from0_0 + 136u), weight(from0_0 + 144u), weight(from0_0 + 152u));
  let w0_0_5 = vec4f(weight(from0_0 + 160u), weight(from0_0 + 168u), weight(from0_0 + 176u), weight(from0_0 + 184u));
  let w0_0_6 = vec4f(weight(from0_0 + 192u), weight(from0_0 + 200u), weight(from0_0 + 208u), weight(from0_0 + 216u));
  let w0_0_7 = vec4f(weight(from0_0 + 224u), weight(from0_0 + 232u), weight(from0_0 + 240u), weight(from0_0 + 248u));
  let w0_0_8 = vec4f(weight(from0_0 + 256u), weight(from0_0 + 264u), weight(from0_0 + 272u), weight(from0_0 + 280u));
  let w0_0_9 = vec4f(weight(from0_0 + 288u), weight(from0_0 + 296u), weight(from0_0 + 304u), weight(from0_0 + 312u));
  let w0_0_10 = vec4f(weight(from0_0 + 320u), weight(from0_0 + 328u), weight(from0_0 + 336u), weight(from0_0 + 344u));
  let w0_0_11 = vec4f(weight(from0_0 + 352u), weight(from0_0 + 360u), weight(from0_0 + 368u), weight(from0_0 + 376u));
  let w0_0_12 = vec4f(weight(from0_0 + 384u), weight(from0_0 + 392u), weight(from0_0 + 400u), weight(from0_0 + 408u));
  let w0_0_13 = vec4f(weight(from0_0 + 416u), weight(from0_0 + 424u), weight(from0_0 + 432u), weight(from0_0 + 440u));
  let w0_0_14 = vec4f(weight(from0_0 + 448u), weight(from0_0 + 456u), weight(from0_0 + 464u), weight(from0_0 + 472u));
  let w0_0_15 = vec4f(weight(from0_0 + 480u), weight(from0_0 + 488u), weight(from0_0 + 496u), weight(from0_0 + 504u));
  let steps = axes[call[3].x];
  for (var i = call[3].y; i < call[3].z; i++) {
    let t = i;
    let rows = axes[call[3].x + 3u + t];
    let start = axes[call[3].x + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    {
      let a = call[0].y + r * 64u;
      let c = call[0].w + r * 256u;
      for (var i = lane; i < 16u; i += 256u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      var sum0 = w0_0_0 * tile[0u];
      sum0 += w0_0_1 * tile[1u];
      sum0 += w0_0_2 * tile[2u];
      sum0 += w0_0_3 * tile[3u];
      sum0 += w0_0_4 * tile[4u];
      sum0 += w0_0_5 * tile[5u];
      sum0 += w0_0_6 * tile[6u];
      sum0 += w0_0_7 * tile[7u];
      sum0 += w0_0_8 * tile[8u];
      sum0 += w0_0_9 * tile[9u];
      sum0 += w0_0_10 * tile[10u];
      sum0 += w0_0_11 * tile[11u];
      sum0 += w0_0_12 * tile[12u];
      sum0 += w0_0_13 * tile[13u];
      sum0 += w0_0_14 * tile[14u];
      sum0 += w0_0_15 * tile[15u];
      set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
    }
    storageBarrier();
    {
      if (lane < 64u) {
        let j = lane;
        let v0 = value(call[1].x + start * 512u + r * 512u + j);
        let v1 = value(call[1].y + r * 256u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + r * 64u + j);
        let v5 = v3 * v4;
        let v6 = value(call[1].w + start * 512u + r * 512u + j);
        let v7 = value(call[0].w + r * 256u + j);
        let v8 = v6 + v7;
        let v9 = sigmoid_of(v8);
        let v10 = value(call[2].x + start * 512u + r * 512u + j);
        let v11 = value(call[2].y + r * 256u + j);
        let v12 = v10 + v11;
        let v13 = tanh_of(v12);
        let v14 = v9 * v13;
        let v15 = v5 + v14;
        let v16 = value(call[2].z + start * 512u + r * 512u + j);
        let v17 = value(call[2].w + r * 256u + j);
        let v18 = v16 + v17;
        let v19 = sigmoid_of(v18);
        let v20 = tanh_of(v15);
        let v21 = v19 * v20;
        set_value(call[1].z + r * 64u + j, v15);
        set_value(call[0].y + r * 64u + j, v21);
      }
    }
  }
}
`,
  },
  copy_64_twice: {
    across: 2,
    rows: 4,
    words: 5,
    code: `
// 2 x copy [64]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 4u;
  if (first >= call[0].x) { return; }
  // 2 alike
  let own = part;
  let word = own * 2u + 1u;
  let source = argument(word);
  let out = argument(word + 1u);
  for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
    let r = first + e / 64u;
    let j = e % 64u;
    arena[out + r * 128u + j] = arena[source + r * 64u + j];
  }
}
`,
  },
  gemm_64x256_map_encoder_2_forward_c_state: {
    across: 8,
    rows: 4,
    words: 17,
    code: `
// [rows, 64] · [64, 256], then a map over 64 units
var<workgroup> memory: array<f32, 256>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 8u * 8u + lane % 8u;
  let u = min(unit, 63u);
  let part = lane / 8u;
  let before = call[4].x;
  let first = group(id) / 8u * 4u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + ((64u + u) >> 3u) * 512u + ((64u + u) & 7u);
    let from1 = call[0].z + (u >> 3u) * 512u + (u & 7u);
    let from2 = call[0].z + ((128u + u) >> 3u) * 512u + ((128u + u) & 7u);
    let from3 = call[0].z + ((192u + u) >> 3u) * 512u + ((192u + u) & 7u);
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
    for (var i = lane; i < 256u; i += 64u) {
      let row = first + i / 64u;
      let column = i % 64u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 128u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 64u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let b2 = weight(from2 + i * 8u);
      let b3 = weight(from3 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      sum0_2 += a0 * b2;
      sum0_3 += a0 * b3;
      let a1 = memory[64u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      sum1_2 += a1 * b2;
      sum1_3 += a1 * b3;
      let a2 = memory[128u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      sum2_2 += a2 * b2;
      sum2_3 += a2 * b3;
      let a3 = memory[192u + i];
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
  if (part < 4u && r < call[0].x && unit < 64u) {
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
      c0 = value(call[1].y + r * 256u + u);
      c1 = value(call[2].x + r * 256u + u);
      c2 = value(call[2].z + r * 256u + u);
      c3 = value(call[3].x + r * 256u + u);
    }
    let v0 = value(call[1].x + r * 512u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 64u + u);
    let v5 = v3 * v4;
    let v6 = value(call[1].w + r * 512u + u);
    let v7 = c1;
    let v8 = v6 + v7;
    let v9 = sigmoid_of(v8);
    let v10 = value(call[2].y + r * 512u + u);
    let v11 = c2;
    let v12 = v10 + v11;
    let v13 = tanh_of(v12);
    let v14 = v9 * v13;
    let v15 = v5 + v14;
    let v16 = value(call[2].w + r * 512u + u);
    let v17 = c3;
    let v18 = v16 + v17;
    let v19 = sigmoid_of(v18);
    let v20 = tanh_of(v15);
    let v21 = v19 * v20;
    set_value(call[3].y + r * 64u + u, v15);
    set_value(call[3].z + r * 64u + u, v21);
    set_value(call[3].w + r * 128u + u, v21);
  }
}
`,
  },
  loop_encoder_2_backward_h: {
    across: 1,
    rows: 1,
    words: 15,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 16>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let from0_0 = call[0].z + (column0_0 >> 3u) * 512u + (column0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), weight(from0_0 + 16u), weight(from0_0 + 24u));
  let w0_0_1 = vec4f(weight(from0_0 + 32u), weight(from0_0 + 40u), weight(from0_0 + 48u), weight(from0_0 + 56u));
  let w0_0_2 = vec4f(weight(from0_0 + 64u), weight(from0_0 + 72u), weight(from0_0 + 80u), weight(from0_0 + 88u));
  let w0_0_3 = vec4f(weight(from0_0 + 96u), weight(from0_0 + 104u), weight(from0_0 + 112u), weight(from0_0 + 120u));
  let w0_0_4 = vec4f(weight(from0_0 + 128u), weight(from0_0 + 136u), weight(from0_0 + 144u), weight(from0_0 + 152u));
  let w0_0_5 = vec4f(weight(from0_0 + 160u), weight(from0_0 + 168u), weight(from0_0 + 176u), weight(from0_0 + 184u));
  let w0_0_6 = vec4f(weight(from0_0 + 192u), weight(from0_0 + 200u), weight(from0_0 + 208u), weight(from0_0 + 216u));
  let w0_0_7 = vec4f(weight(from0_0 + 224u), weight(from0_0 + 232u), weight(from0_0 + 240u), weight(from0_0 + 248u));
  let w0_0_8 = vec4f(weight(from0_0 + 256u), weight(from0_0 + 264u), weight(from0_0 + 272u), weight(from0_0 + 280u));
  let w0_0_9 = vec4f(weight(from0_0 + 288u), weight(from0_0 + 296u), weight(from0_0 + 304u), weight(from0_0 + 312u));
  let w0_0_10 = vec4f(weight(from0_0 + 320u), weight(from0_0 + 328u), weight(from0_0 + 336u), weight(from0_0 + 344u));
  let w0_0_11 = vec4f(weight(from0_0 + 352u), weight(from0_0 + 360u), weight(from0_0 + 368u), weight(from0_0 + 376u));
  let w0_0_12 = vec4f(weight(from0_0 + 384u), weight(from0_0 + 392u), weight(from0_0 + 400u), weight(from0_0 + 408u));
  let w0_0_13 = vec4f(weight(from0_0 + 416u), weight(from0_0 + 424u), weight(from0_0 + 432u), weight(from0_0 + 440u));
  let w0_0_14 = vec4f(weight(from0_0 + 448u), weight(from0_0 + 456u), weight(from0_0 + 464u), weight(from0_0 + 472u));
  let w0_0_15 = vec4f(weight(from0_0 + 480u), weight(from0_0 + 488u), weight(from0_0 + 496u), weight(from0_0 + 504u));
  let steps = axes[call[3].x];
  for (var i = call[3].y; i < call[3].z; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[3].x + 3u + t];
    let start = axes[call[3].x + 3u + steps + t];
    if (first < rows) {
      storageBarrier();
      {
        let a = call[0].y + r * 64u;
        let c = call[0].w + r * 256u;
        for (var i = lane; i < 16u; i += 256u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        var sum0 = w0_0_0 * tile[0u];
        sum0 += w0_0_1 * tile[1u];
        sum0 += w0_0_2 * tile[2u];
        sum0 += w0_0_3 * tile[3u];
        sum0 += w0_0_4 * tile[4u];
        sum0 += w0_0_5 * tile[5u];
        sum0 += w0_0_6 * tile[6u];
        sum0 += w0_0_7 * tile[7u];
        sum0 += w0_0_8 * tile[8u];
        sum0 += w0_0_9 * tile[9u];
        sum0 += w0_0_10 * tile[10u];
        sum0 += w0_0_11 * tile[11u];
        sum0 += w0_0_12 * tile[12u];
        sum0 += w0_0_13 * tile[13u];
        sum0 += w0_0_14 * tile[14u];
        sum0 += w0_0_15 * tile[15u];
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
      storageBarrier();
      {
        if (lane < 64u) {
          let j = lane;
          let v0 = value(call[1].x + start * 512u + r * 512u + j);
          let v1 = value(call[1].y + r * 256u + j);
          let v2 = v0 + v1;
          let v3 = sigmoid_of(v2);
          let v4 = value(call[1].z + r * 64u + j);
          let v5 = v3 * v4;
          let v6 = value(call[1].w + start * 512u + r * 512u + j);
          let v7 = value(call[0].w + r * 256u + j);
          let v8 = v6 + v7;
          let v9 = sigmoid_of(v8);
          let v10 = value(call[2].x + start * 512u + r * 512u + j);
          let v11 = value(call[2].y + r * 256u + j);
          let v12 = v10 + v11;
          let v13 = tanh_of(v12);
          let v14 = v9 * v13;
          let v15 = v5 + v14;
          let v16 = value(call[2].z + start * 512u + r * 512u + j);
          let v17 = value(call[2].w + r * 256u + j);
          let v18 = v16 + v17;
          let v19 = sigmoid_of(v18);
          let v20 = tanh_of(v15);
          let v21 = v19 * v20;
          set_value(call[1].z + r * 64u + j, v15);
          set_value(call[0].y + r * 64u + j, v21);
        }
      }
    }
  }
}
`,
  },
  gemm_128x2_bias: {
    across: 1,
    rows: 8,
    words: 5,
    code: `
// C[r, 2] = A[r, 128] · B[128, 2] + bias, for few rows: 8 rows and 8 columns a workgroup, k in 16 slices
const K = 128u;
const N = 2u;
const CHUNK = 128u;
const SLICES = 16u;
const THREADS = 128u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 256>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 128u),
    value(a + min(r + 1u, last) * 128u),
    value(a + min(r + 2u, last) * 128u),
    value(a + min(r + 3u, last) * 128u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 2u + column;
  set_value(at, sum + weight(call[1].x + column));
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + 0u * 1024u + lane % 8u;
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
    let j = column;
    if (r < call[0].x && j < N) { store_c(r, j, sum); }
  }
}
`,
  },
  map_label_logits_add: {
    across: 1,
    rows: 64,
    words: 5,
    code: `
// map with reductions over rows of 2
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let c1 = 1u;
  var r1 = of_bits(0xff800000u);
  let v0_0 = value(call[0].y + r * 2u + c0);
  r1 = max_of(r1, v0_0);
  let v0_1 = value(call[0].y + r * 2u + c1);
  r1 = max_of(r1, v0_1);
  let v1 = r1;
  let v2 = -v1;
  var r5 = 0f;
  let v3_0 = v0_0 + v2;
  let v4_0 = exp_of(v3_0);
  r5 = r5 + v4_0;
  let v3_1 = v0_1 + v2;
  let v4_1 = exp_of(v3_1);
  r5 = r5 + v4_1;
  let v5 = r5;
  let v6 = 1f / v5;
  let v8 = log_of(v5);
  let v7_0 = v4_0 * v6;
  let v7_1 = v4_1 * v6;
  if (mine < call[0].x) {
    set_value(call[0].z + r * 2u + c0, v3_0);
    set_value(call[0].w + r * 2u + c0, v7_0);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 2u + c1, v3_1);
    set_value(call[0].w + r * 2u + c1, v7_1);
  }
  if (mine < call[0].x) {
    set_value(call[1].x + r, v8);
  }
}
`,
  },
  moves_predict: {
    across: 2,
    rows: 4,
    words: 3,
    code: `
// 2 x zero [64]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 4u;
  if (first >= call[0].x) { return; }
  // 2 alike
  let own = part;
  let word = own + 1u;
  let out = argument(word);
  for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
    let r = first + e / 64u;
    let j = e % 64u;
    arena[out + r * 64u + j] = 0u;
  }
}
`,
  },
  map_label_loss: {
    across: 1,
    rows: 64,
    words: 6,
    code: `
// map with reductions over rows of 2
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let c1 = 1u;
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
  let v10_0 = value(call[1].x + r * 2u + c0);
  let v11_0 = v9_0 * v10_0;
  r12 = r12 + v11_0;
  let v2_1 = f32(c1);
  let v5_1 = v2_1 + v4;
  let v6_1 = -v5_1;
  let v7_1 = max_of(v5_1, v6_1);
  let v9_1 = select(0f, 1f, v7_1 < 0.5f);
  let v10_1 = value(call[1].x + r * 2u + c1);
  let v11_1 = v9_1 * v10_1;
  r12 = r12 + v11_1;
  let v12 = r12;
  let v14 = v1 - v12;
  let v15 = v0 * v14;
  if (mine < call[0].x) {
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
const LANES = 64u;
const PARTS = 8u;
var<workgroup> sums: array<f32, 64>;
var<workgroup> parts: array<f32, 8>;

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
  map_mul_2: {
    across: 1,
    rows: 4,
    words: 5,
    code: `
// pointwise [rows, 64]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
    let r = first + e / 64u;
    let j = e % 64u;
    let row_2 = random_row(weights[call[0].y], arena[call[0].z + r], 2u);
    let row_8 = random_row(weights[call[0].y], arena[call[0].z + r], 5u);
    let v2 = random_of(row_2, j);
    let v4 = select(0f, 1f, v2 < 0.30000001192092896f);
    let v6 = 1f - v4;
    let v7 = 1.4285714626312256f * v6;
    let v8 = random_of(row_8, j);
    let v9 = select(0f, 1f, v8 < 0.30000001192092896f);
    let v11 = 1f - v9;
    let v12 = 1.4285714626312256f * v11;
    set_value(call[0].w + r * 64u + j, v7);
    set_value(call[1].x + r * 64u + j, v12);
  }
}
`,
  },
  expand_64: {
    across: 1,
    rows: 4,
    words: 4,
    code: `
// expand [N, 64]
fn start_of(axis: u32, t: u32) -> u32 { return axes[axis + 3u + axes[axis] + t]; }
/** The step that row r is of. */
fn step_of(axis: u32, r: u32) -> u32 { return axes[axis + 3u + 2u * axes[axis] + axes[axis + 2u] + r]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let out = call[0].z;
  let axis = call[0].w;
  for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
    let r = first + e / 64u;
    let j = e % 64u;
    let t = step_of(axis, r);
    let b = r - start_of(axis, t);
    arena[out + r * 64u + j] = arena[source + b * 64u + j];
  }
}
`,
  },
  map_encoder_1_mul_2: {
    across: 1,
    rows: 4,
    words: 6,
    code: `
// pointwise [rows, 64]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
    let r = first + e / 64u;
    let j = e % 64u;
    let at = r * 64u + j;
    let v0 = value(call[0].y + at);
    let v1 = value(call[0].z + at);
    let v2 = v0 * v1;
    let v3 = value(call[0].w + at);
    let v4 = v0 * v3;
    set_value(call[1].x + at, v2);
    set_value(call[1].y + at, v4);
  }
}
`,
  },
  gemm_64x256_bias: {
    across: 4,
    rows: 64,
    words: 5,
    code: `
// C[r, 256] = A[r, 64] · B[64, 256] + bias, in tiles of 64 rows and 64 columns
const K = 64u;
const N = 256u;

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
    value(a + min(r, last) * 64u),
    value(a + min(r + 1u, last) * 64u),
    value(a + min(r + 2u, last) * 64u),
    value(a + min(r + 3u, last) * 64u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + panel * 512u),
    weight(b + (panel + 1u) * 512u),
    weight(b + (panel + 2u) * 512u),
    weight(b + (panel + 3u) * 512u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 256u + column;
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
  let part = group(id) % 4u;
  let first = group(id) / 4u * 64u;
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
  map_add_2: {
    across: 1,
    rows: 4,
    words: 5,
    code: `
// pointwise [rows, 64]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
    let r = first + e / 64u;
    let j = e % 64u;
    let row_1 = random_row(weights[call[0].y], arena[call[0].z + r], 0u);
    let row_6 = random_row(weights[call[0].y], arena[call[0].z + r], 3u);
    let v1 = random_of(row_1, j);
    let v3 = select(0f, 1f, v1 < 0.20000000298023224f);
    let v5 = 1f - v3;
    let v6 = random_of(row_6, j);
    let v7 = select(0f, 1f, v6 < 0.20000000298023224f);
    let v9 = 1f - v7;
    set_value(call[0].w + r * 64u + j, v5);
    set_value(call[1].x + r * 64u + j, v9);
  }
}
`,
  },
  loop_encoder_2_forward_h_2: {
    across: 1,
    rows: 1,
    words: 23,
    loop: true,
    code: `
// a loop of 3 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 16>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column1_0 = lane;
  let from1_0 = call[1].w + (column1_0 >> 3u) * 512u + (column1_0 & 7u);
  let w1_0_0 = vec4f(weight(from1_0 + 0u), weight(from1_0 + 8u), weight(from1_0 + 16u), weight(from1_0 + 24u));
  let w1_0_1 = vec4f(weight(from1_0 + 32u), weight(from1_0 + 40u), weight(from1_0 + 48u), weight(from1_0 + 56u));
  let w1_0_2 = vec4f(weight(from1_0 + 64u), weight(from1_0 + 72u), weight(from1_0 + 80u), weight(from1_0 + 88u));
  let w1_0_3 = vec4f(weight(from1_0 + 96u), weight(from1_0 + 104u), weight(from1_0 + 112u), weight(from1_0 + 120u));
  let w1_0_4 = vec4f(weight(from1_0 + 128u), weight(from1_0 + 136u), weight(from1_0 + 144u), weight(from1_0 + 152u));
  let w1_0_5 = vec4f(weight(from1_0 + 160u), weight(from1_0 + 168u), weight(from1_0 + 176u), weight(from1_0 + 184u));
  let w1_0_6 = vec4f(weight(from1_0 + 192u), weight(from1_0 + 200u), weight(from1_0 + 208u), weight(from1_0 + 216u));
  let w1_0_7 = vec4f(weight(from1_0 + 224u), weight(from1_0 + 232u), weight(from1_0 + 240u), weight(from1_0 + 248u));
  let w1_0_8 = vec4f(weight(from1_0 + 256u), weight(from1_0 + 264u), weight(from1_0 + 272u), weight(from1_0 + 280u));
  let w1_0_9 = vec4f(weight(from1_0 + 288u), weight(from1_0 + 296u), weight(from1_0 + 304u), weight(from1_0 + 312u));
  let w1_0_10 = vec4f(weight(from1_0 + 320u), weight(from1_0 + 328u), weight(from1_0 + 336u), weight(from1_0 + 344u));
  let w1_0_11 = vec4f(weight(from1_0 + 352u), weight(from1_0 + 360u), weight(from1_0 + 368u), weight(from1_0 + 376u));
  let w1_0_12 = vec4f(weight(from1_0 + 384u), weight(from1_0 + 392u), weight(from1_0 + 400u), weight(from1_0 + 408u));
  let w1_0_13 = vec4f(weight(from1_0 + 416u), weight(from1_0 + 424u), weight(from1_0 + 432u), weight(from1_0 + 440u));
  let w1_0_14 = vec4f(weight(from1_0 + 448u), weight(from1_0 + 456u), weight(from1_0 + 464u), weight(from1_0 + 472u));
  let w1_0_15 = vec4f(weight(from1_0 + 480u), weight(from1_0 + 488u), weight(from1_0 + 496u), weight(from1_0 + 504u));
  let steps = axes[call[5].x];
  for (var i = call[5].y; i < call[5].z; i++) {
    let t = i;
    let rows = axes[call[5].x + 3u + t];
    let start = axes[call[5].x + 3u + steps + t];
    if (first >= rows) { break; }
    {
      if (lane < 64u) {
        let j = lane;
        let v1 = value(call[0].y + r * 64u + j);
        let v2 = value(call[0].z + r * 64u + j);
        let v3 = 1.25f * v1 * v2;
        let v4 = value(call[0].w + r * 64u + j);
        set_value(call[1].x + r * 64u + j, v3);
        set_value(call[1].y + start * 64u + r * 64u + j, v4);
        set_value(call[1].z + start * 64u + r * 64u + j, v1);
      }
    }
    storageBarrier();
    {
      let a = call[1].x + r * 64u;
      let c = call[2].x + r * 256u;
      for (var i = lane; i < 16u; i += 256u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      var sum0 = w1_0_0 * tile[0u];
      sum0 += w1_0_1 * tile[1u];
      sum0 += w1_0_2 * tile[2u];
      sum0 += w1_0_3 * tile[3u];
      sum0 += w1_0_4 * tile[4u];
      sum0 += w1_0_5 * tile[5u];
      sum0 += w1_0_6 * tile[6u];
      sum0 += w1_0_7 * tile[7u];
      sum0 += w1_0_8 * tile[8u];
      sum0 += w1_0_9 * tile[9u];
      sum0 += w1_0_10 * tile[10u];
      sum0 += w1_0_11 * tile[11u];
      sum0 += w1_0_12 * tile[12u];
      sum0 += w1_0_13 * tile[13u];
      sum0 += w1_0_14 * tile[14u];
      sum0 += w1_0_15 * tile[15u];
      set_value(c + column1_0, sum0.x + sum0.y + sum0.z + sum0.w);
    }
    storageBarrier();
    {
      if (lane < 64u) {
        let j = lane;
        let v0 = value(call[2].y + start * 256u + r * 256u + j);
        let v1 = value(call[2].z + r * 256u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[2].w + start * 256u + r * 256u + j);
        let v5 = value(call[3].x + r * 256u + j);
        let v6 = v4 + v5;
        let v7 = sigmoid_of(v6);
        let v8 = value(call[3].y + start * 256u + r * 256u + j);
        let v9 = value(call[2].x + r * 256u + j);
        let v10 = v8 + v9;
        let v11 = sigmoid_of(v10);
        let v12 = value(call[3].z + start * 256u + r * 256u + j);
        let v13 = value(call[3].w + r * 256u + j);
        let v14 = v12 + v13;
        let v15 = tanh_of(v14);
        let v16 = value(call[0].w + r * 64u + j);
        let v17 = v7 * v16;
        let v18 = v11 * v15;
        let v19 = v17 + v18;
        let v20 = tanh_of(v19);
        let v21 = v3 * v20;
        set_value(call[4].x + start * 64u + r * 64u + j, v3);
        set_value(call[4].y + start * 64u + r * 64u + j, v7);
        set_value(call[4].z + start * 64u + r * 64u + j, v11);
        set_value(call[4].w + start * 64u + r * 64u + j, v15);
        set_value(call[0].w + r * 64u + j, v19);
        set_value(call[0].y + r * 64u + j, v21);
      }
    }
  }
}
`,
  },
  map_encoder_2_forward_h_before_mul: {
    across: 1,
    rows: 4,
    words: 7,
    code: `
// pointwise [rows, 64]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
    let r = first + e / 64u;
    let j = e % 64u;
    let at = r * 64u + j;
    let v1 = value(call[0].y + at);
    let v2 = value(call[0].z + at);
    let v3 = 1.25f * v1 * v2;
    let v4 = value(call[0].w + at);
    set_value(call[1].x + at, v3);
    set_value(call[1].y + at, v4);
    set_value(call[1].z + at, v1);
  }
}
`,
  },
  gemm_64x256_map_encoder_2_forward_o: {
    across: 8,
    rows: 4,
    words: 20,
    code: `
// [rows, 64] · [64, 256], then a map over 64 units
var<workgroup> memory: array<f32, 256>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 8u * 8u + lane % 8u;
  let u = min(unit, 63u);
  let part = lane / 8u;
  let before = call[4].w;
  let first = group(id) / 8u * 4u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + ((192u + u) >> 3u) * 512u + ((192u + u) & 7u);
    let from1 = call[0].z + ((64u + u) >> 3u) * 512u + ((64u + u) & 7u);
    let from2 = call[0].z + (u >> 3u) * 512u + (u & 7u);
    let from3 = call[0].z + ((128u + u) >> 3u) * 512u + ((128u + u) & 7u);
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
    for (var i = lane; i < 256u; i += 64u) {
      let row = first + i / 64u;
      let column = i % 64u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 64u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 64u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let b2 = weight(from2 + i * 8u);
      let b3 = weight(from3 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      sum0_2 += a0 * b2;
      sum0_3 += a0 * b3;
      let a1 = memory[64u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      sum1_2 += a1 * b2;
      sum1_3 += a1 * b3;
      let a2 = memory[128u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      sum2_2 += a2 * b2;
      sum2_3 += a2 * b3;
      let a3 = memory[192u + i];
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
  if (part < 4u && r < call[0].x && unit < 64u) {
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
      c0 = value(call[1].y + r * 256u + u);
      c1 = value(call[1].w + r * 256u + u);
      c2 = value(call[2].y + r * 256u + u);
      c3 = value(call[2].w + r * 256u + u);
    }
    let v0 = value(call[1].x + r * 256u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 256u + u);
    let v5 = c1;
    let v6 = v4 + v5;
    let v7 = sigmoid_of(v6);
    let v8 = value(call[2].x + r * 256u + u);
    let v9 = c2;
    let v10 = v8 + v9;
    let v11 = sigmoid_of(v10);
    let v12 = value(call[2].z + r * 256u + u);
    let v13 = c3;
    let v14 = v12 + v13;
    let v15 = tanh_of(v14);
    let v16 = value(call[3].x + r * 64u + u);
    let v17 = v7 * v16;
    let v18 = v11 * v15;
    let v19 = v17 + v18;
    let v20 = tanh_of(v19);
    let v21 = v3 * v20;
    set_value(call[3].y + r * 64u + u, v3);
    set_value(call[3].z + r * 64u + u, v7);
    set_value(call[3].w + r * 64u + u, v11);
    set_value(call[4].x + r * 64u + u, v15);
    set_value(call[4].y + r * 64u + u, v19);
    set_value(call[4].z + r * 64u + u, v21);
  }
}
`,
  },
  loop_encoder_2_backward_h_2: {
    across: 1,
    rows: 1,
    words: 23,
    loop: true,
    code: `
// a loop of 3 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 16>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column1_0 = lane;
  let from1_0 = call[1].w + (column1_0 >> 3u) * 512u + (column1_0 & 7u);
  let w1_0_0 = vec4f(weight(from1_0 + 0u), weight(from1_0 + 8u), weight(from1_0 + 16u), weight(from1_0 + 24u));
  let w1_0_1 = vec4f(weight(from1_0 + 32u), weight(from1_0 + 40u), weight(from1_0 + 48u), weight(from1_0 + 56u));
  let w1_0_2 = vec4f(weight(from1_0 + 64u), weight(from1_0 + 72u), weight(from1_0 + 80u), weight(from1_0 + 88u));
  let w1_0_3 = vec4f(weight(from1_0 + 96u), weight(from1_0 + 104u), weight(from1_0 + 112u), weight(from1_0 + 120u));
  let w1_0_4 = vec4f(weight(from1_0 + 128u), weight(from1_0 + 136u), weight(from1_0 + 144u), weight(from1_0 + 152u));
  let w1_0_5 = vec4f(weight(from1_0 + 160u), weight(from1_0 + 168u), weight(from1_0 + 176u), weight(from1_0 + 184u));
  let w1_0_6 = vec4f(weight(from1_0 + 192u), weight(from1_0 + 200u), weight(from1_0 + 208u), weight(from1_0 + 216u));
  let w1_0_7 = vec4f(weight(from1_0 + 224u), weight(from1_0 + 232u), weight(from1_0 + 240u), weight(from1_0 + 248u));
  let w1_0_8 = vec4f(weight(from1_0 + 256u), weight(from1_0 + 264u), weight(from1_0 + 272u), weight(from1_0 + 280u));
  let w1_0_9 = vec4f(weight(from1_0 + 288u), weight(from1_0 + 296u), weight(from1_0 + 304u), weight(from1_0 + 312u));
  let w1_0_10 = vec4f(weight(from1_0 + 320u), weight(from1_0 + 328u), weight(from1_0 + 336u), weight(from1_0 + 344u));
  let w1_0_11 = vec4f(weight(from1_0 + 352u), weight(from1_0 + 360u), weight(from1_0 + 368u), weight(from1_0 + 376u));
  let w1_0_12 = vec4f(weight(from1_0 + 384u), weight(from1_0 + 392u), weight(from1_0 + 400u), weight(from1_0 + 408u));
  let w1_0_13 = vec4f(weight(from1_0 + 416u), weight(from1_0 + 424u), weight(from1_0 + 432u), weight(from1_0 + 440u));
  let w1_0_14 = vec4f(weight(from1_0 + 448u), weight(from1_0 + 456u), weight(from1_0 + 464u), weight(from1_0 + 472u));
  let w1_0_15 = vec4f(weight(from1_0 + 480u), weight(from1_0 + 488u), weight(from1_0 + 496u), weight(from1_0 + 504u));
  let steps = axes[call[5].x];
  for (var i = call[5].y; i < call[5].z; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[5].x + 3u + t];
    let start = axes[call[5].x + 3u + steps + t];
    if (first < rows) {
      {
        if (lane < 64u) {
          let j = lane;
          let v1 = value(call[0].y + r * 64u + j);
          let v2 = value(call[0].z + r * 64u + j);
          let v3 = 1.25f * v1 * v2;
          let v4 = value(call[0].w + r * 64u + j);
          set_value(call[1].x + r * 64u + j, v3);
          set_value(call[1].y + start * 64u + r * 64u + j, v4);
          set_value(call[1].z + start * 64u + r * 64u + j, v1);
        }
      }
      storageBarrier();
      {
        let a = call[1].x + r * 64u;
        let c = call[2].x + r * 256u;
        for (var i = lane; i < 16u; i += 256u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        var sum0 = w1_0_0 * tile[0u];
        sum0 += w1_0_1 * tile[1u];
        sum0 += w1_0_2 * tile[2u];
        sum0 += w1_0_3 * tile[3u];
        sum0 += w1_0_4 * tile[4u];
        sum0 += w1_0_5 * tile[5u];
        sum0 += w1_0_6 * tile[6u];
        sum0 += w1_0_7 * tile[7u];
        sum0 += w1_0_8 * tile[8u];
        sum0 += w1_0_9 * tile[9u];
        sum0 += w1_0_10 * tile[10u];
        sum0 += w1_0_11 * tile[11u];
        sum0 += w1_0_12 * tile[12u];
        sum0 += w1_0_13 * tile[13u];
        sum0 += w1_0_14 * tile[14u];
        sum0 += w1_0_15 * tile[15u];
        set_value(c + column1_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
      storageBarrier();
      {
        if (lane < 64u) {
          let j = lane;
          let v0 = value(call[2].y + start * 256u + r * 256u + j);
          let v1 = value(call[2].z + r * 256u + j);
          let v2 = v0 + v1;
          let v3 = sigmoid_of(v2);
          let v4 = value(call[2].w + start * 256u + r * 256u + j);
          let v5 = value(call[3].x + r * 256u + j);
          let v6 = v4 + v5;
          let v7 = sigmoid_of(v6);
          let v8 = value(call[3].y + start * 256u + r * 256u + j);
          let v9 = value(call[2].x + r * 256u + j);
          let v10 = v8 + v9;
          let v11 = sigmoid_of(v10);
          let v12 = value(call[3].z + start * 256u + r * 256u + j);
          let v13 = value(call[3].w + r * 256u + j);
          let v14 = v12 + v13;
          let v15 = tanh_of(v14);
          let v16 = value(call[0].w + r * 64u + j);
          let v17 = v7 * v16;
          let v18 = v11 * v15;
          let v19 = v17 + v18;
          let v20 = tanh_of(v19);
          let v21 = v3 * v20;
          set_value(call[4].x + start * 64u + r * 64u + j, v3);
          set_value(call[4].y + start * 64u + r * 64u + j, v7);
          set_value(call[4].z + start * 64u + r * 64u + j, v11);
          set_value(call[4].w + start * 64u + r * 64u + j, v15);
          set_value(call[0].w + r * 64u + j, v19);
          set_value(call[0].y + r * 64u + j, v21);
        }
      }
    }
  }
}
`,
  },
  map_label_loss_2: {
    across: 1,
    rows: 64,
    words: 6,
    code: `
// map with reductions over rows of 2
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let c1 = 1u;
  let v0 = value(call[0].y + r);
  let v9 = f32(bitcast<i32>(arena[call[0].w + r]));
  let v10 = -v9;
  var r2 = of_bits(0xff800000u);
  let v1_0 = value(call[0].z + r * 2u + c0);
  r2 = max_of(r2, v1_0);
  let v1_1 = value(call[0].z + r * 2u + c1);
  r2 = max_of(r2, v1_1);
  let v2 = r2;
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
  let v6 = r6;
  let v17 = r17;
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
  if (mine < call[0].x) {
    set_value(call[1].y + r * 2u + c0, v25_0);
  }
  if (mine < call[0].x) {
    set_value(call[1].y + r * 2u + c1, v25_1);
  }
  if (mine < call[0].x) {
    set_value(call[1].x + r, v20);
  }
}
`,
  },
  gemm_2x128: {
    across: 16,
    rows: 8,
    words: 4,
    code: `
// C[r, 128] = A[r, 2] · B[2, 128], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 2u;
const N = 128u;
const CHUNK = 2u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 2u),
    value(a + min(r + 1u, last) * 2u),
    value(a + min(r + 2u, last) * 2u),
    value(a + min(r + 3u, last) * 2u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 128u + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 16u;
  let first = group(id) / 16u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 16u + lane % 8u;
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
  row_product_2x128: {
    across: 2,
    rows: 0,
    words: 4,
    code: `
// C[2, 128] = the sum over rows of A[r, 2] transposed · B[r, 128]
const M = 2u;
const N = 128u;
const QUADS = 4u;

const DEPTH = 16u;
const QUAD_STRIDE = 5u;
const ROW_LANES = 4u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 80>;
var<workgroup> block_b: array<vec4f, 256>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 2u;
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
  let row = call[0].z + r * 128u;
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
  let at = out + i * 128u;
  set_weight(at + j, sums.x);
  set_weight(at + j + COLUMN_LANES, sums.y);
  set_weight(at + j + COLUMN_LANES * 2u, sums.z);
  set_weight(at + j + COLUMN_LANES * 3u, sums.w);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = 0u;
  let column_0 = part % 2u * 64u;
  let start = 0u;
  let end = call[0].x;
  let out = call[0].w;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  var next_b_2: vec4f;
  var next_b_3: vec4f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 64u);
      next_b_2 = load_b(column_0, at, end, lane + 128u);
      next_b_3 = load_b(column_0, at, end, lane + 192u);
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
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 64u)] = next_b_1;
    block_b[place_b(lane + 128u)] = next_b_2;
    block_b[place_b(lane + 192u)] = next_b_3;
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
  sum_rows_2: {
    across: 1,
    rows: 0,
    words: 3,
    code: `
// out[2] = the sum of source[r, 2] over all rows
const WIDTH = 2u;
const COLUMNS = 2u;
const LANES = 32u;
const PARTS = 8u;
var<workgroup> sums: array<f32, 64>;
var<workgroup> parts: array<f32, 16>;

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
      value(source + r * 2u + j),
      value(source + (r + LANES) * 2u + j),
      value(source + (r + 2u * LANES) * 2u + j),
      value(source + (r + 3u * LANES) * 2u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 2u + j); }
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
  map_add_4: {
    across: 1,
    rows: 4,
    words: 6,
    code: `
// pointwise [rows, 64]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
    let r = first + e / 64u;
    let j = e % 64u;
    let row_1 = random_row(weights[call[0].z], arena[call[0].w + r], 0u);
    let row_6 = random_row(weights[call[0].z], arena[call[0].w + r], 3u);
    let v0 = weight(call[0].y);
    let v1 = random_of(row_1, j);
    let v3 = select(0f, 1f, v1 < 0.20000000298023224f);
    let v5 = v0 - v3;
    let v6 = random_of(row_6, j);
    let v7 = select(0f, 1f, v6 < 0.20000000298023224f);
    let v9 = v0 - v7;
    set_value(call[1].x + r * 64u + j, v5);
    set_value(call[1].y + r * 64u + j, v9);
  }
}
`,
  },
  loop_encoder_2_backward_dc_before: {
    across: 1,
    rows: 1,
    words: 18,
    loop: true,
    code: `
// a loop of 3 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let steps = axes[call[3].w];
  for (var i = call[4].x; i < call[4].y; i++) {
    let t = i;
    let rows = axes[call[3].w + 3u + t];
    let start = axes[call[3].w + 3u + steps + t];
    if (first >= rows) { break; }
    {
      let j = lane;
      let v0 = value(call[0].y + r * 64u + j);
      let v1 = -v0;
      let v2 = max_of(v0, v1);
      let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
      let v7 = value(call[0].z + r * 64u + j);
      let v8 = -v7;
      let v9 = max_of(v7, v8);
      let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
      let v12 = value(call[0].w + start * 64u + r * 64u + j);
      let v14 = value(call[1].x + start * 64u + r * 64u + j);
      let v15 = value(call[1].y + start * 64u + r * 64u + j);
      let v16 = v14 * v15;
      let v17 = value(call[1].z + start * 64u + r * 64u + j);
      let v18 = value(call[1].w + start * 64u + r * 64u + j);
      let v19 = v17 * v18;
      let v20 = v16 + v19;
      let v21 = tanh_of(v20);
      let v22 = v21 * v21;
      let v24 = 1f - v22;
      let v25 = v11 * v12 * v24;
      let v26 = v6 + v25;
      let v27 = v26 * v14;
      let v29 = 1f - v17;
      let v30 = v26 * v18 * v17 * v29;
      let v32 = 1f - v14;
      let v33 = v26 * v15 * v14 * v32;
      let v34 = v18 * v18;
      let v36 = 1f - v34;
      let v37 = v26 * v17 * v36;
      let v39 = 1f - v12;
      let v40 = v11 * v21 * v12 * v39;
      set_value(call[0].y + r * 64u + j, v27);
      set_value(call[2].x + start * 256u + r * 256u + j, v30);
      set_value(call[2].y + start * 256u + r * 256u + j, v33);
      set_value(call[2].z + start * 256u + r * 256u + j, v37);
      set_value(call[2].w + start * 256u + r * 256u + j, v40);
    }
    storageBarrier();
    workgroupBarrier();
    {
      let a = call[2].x + start * 256u + r * 256u;
      let c = call[3].y + r * 64u;
      for (var i = lane; i < 64u; i += 64u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      for (var column = lane; column < 64u; column += 64u) {
        let panel = call[3].x + (column >> 3u) * 2048u + (column & 7u);
        var sum = vec4f();
        for (var i = 0u; i < 64u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
        set_value(c + column, sum.x + sum.y + sum.z + sum.w);
      }
    }
    {
      let j = lane;
      let v1 = value(call[3].y + r * 64u + j);
      let v2 = value(call[3].z + r * 64u + j);
      let v3 = 1.25f * v1 * v2;
      set_value(call[0].z + r * 64u + j, v3);
    }
  }
}
`,
  },
  map_encoder_2_backward_dc_before_state: {
    across: 1,
    rows: 4,
    words: 13,
    code: `
// pointwise [rows, 64]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
    let r = first + e / 64u;
    let j = e % 64u;
    let v0 = value(call[0].y + r * 64u + j);
    let v1 = -v0;
    let v2 = max_of(v0, v1);
    let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
    let v7 = value(call[0].z + r * 64u + j);
    let v8 = -v7;
    let v9 = max_of(v7, v8);
    let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
    let v12 = value(call[0].w + r * 64u + j);
    let v14 = value(call[1].x + r * 64u + j);
    let v15 = value(call[1].y + r * 64u + j);
    let v16 = v14 * v15;
    let v17 = value(call[1].z + r * 64u + j);
    let v18 = value(call[1].w + r * 64u + j);
    let v19 = v17 * v18;
    let v20 = v16 + v19;
    let v21 = tanh_of(v20);
    let v22 = v21 * v21;
    let v24 = 1f - v22;
    let v25 = v11 * v12 * v24;
    let v26 = v6 + v25;
    let v27 = v26 * v14;
    let v29 = 1f - v17;
    let v30 = v26 * v18 * v17 * v29;
    let v32 = 1f - v14;
    let v33 = v26 * v15 * v14 * v32;
    let v34 = v18 * v18;
    let v36 = 1f - v34;
    let v37 = v26 * v17 * v36;
    let v39 = 1f - v12;
    let v40 = v11 * v21 * v12 * v39;
    set_value(call[2].x + r * 64u + j, v27);
    set_value(call[2].y + r * 256u + j, v30);
    set_value(call[2].z + r * 256u + j, v33);
    set_value(call[2].w + r * 256u + j, v37);
    set_value(call[3].x + r * 256u + j, v40);
  }
}
`,
  },
  gemm_256x64_map_encoder_2_backward_dh_before_state: {
    across: 8,
    rows: 8,
    words: 8,
    code: `
// [rows, 256] · [256, 64], then a map over 64 units
var<workgroup> memory: array<f32, 2048>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 8u * 8u + lane % 8u;
  let u = min(unit, 63u);
  let part = lane / 8u;
  let before = call[1].w;
  let first = group(id) / 8u * 8u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + (u >> 3u) * 2048u + (u & 7u);
    var sum0_0 = 0f;
    var sum1_0 = 0f;
    var sum2_0 = 0f;
    var sum3_0 = 0f;
    var sum4_0 = 0f;
    var sum5_0 = 0f;
    var sum6_0 = 0f;
    var sum7_0 = 0f;
    for (var i = lane; i < 2048u; i += 64u) {
      let row = first + i / 256u;
      let column = i % 256u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 256u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 256u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
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
  if (part < 8u && r < call[0].x && unit < 64u) {
    var c0 = 0f;
    if (r < before) {
      for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
    } else {
      c0 = value(call[1].x + r * 64u + u);
    }
    let v1 = c0;
    let v2 = value(call[1].y + r * 64u + u);
    let v3 = 1.25f * v1 * v2;
    set_value(call[1].z + r * 64u + u, v3);
  }
}
`,
  },
  loop_encoder_2_forward_dc_before: {
    across: 1,
    rows: 1,
    words: 18,
    loop: true,
    code: `
// a loop of 3 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let steps = axes[call[3].w];
  for (var i = call[4].x; i < call[4].y; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[3].w + 3u + t];
    let start = axes[call[3].w + 3u + steps + t];
    if (first < rows) {
      {
        let j = lane;
        let v0 = value(call[0].y + r * 64u + j);
        let v1 = -v0;
        let v2 = max_of(v0, v1);
        let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
        let v7 = value(call[0].z + r * 64u + j);
        let v8 = -v7;
        let v9 = max_of(v7, v8);
        let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
        let v12 = value(call[0].w + start * 64u + r * 64u + j);
        let v14 = value(call[1].x + start * 64u + r * 64u + j);
        let v15 = value(call[1].y + start * 64u + r * 64u + j);
        let v16 = v14 * v15;
        let v17 = value(call[1].z + start * 64u + r * 64u + j);
        let v18 = value(call[1].w + start * 64u + r * 64u + j);
        let v19 = v17 * v18;
        let v20 = v16 + v19;
        let v21 = tanh_of(v20);
        let v22 = v21 * v21;
        let v24 = 1f - v22;
        let v25 = v11 * v12 * v24;
        let v26 = v6 + v25;
        let v27 = v26 * v14;
        let v29 = 1f - v17;
        let v30 = v26 * v18 * v17 * v29;
        let v32 = 1f - v14;
        let v33 = v26 * v15 * v14 * v32;
        let v34 = v18 * v18;
        let v36 = 1f - v34;
        let v37 = v26 * v17 * v36;
        let v39 = 1f - v12;
        let v40 = v11 * v21 * v12 * v39;
        set_value(call[0].y + r * 64u + j, v27);
        set_value(call[2].x + start * 256u + r * 256u + j, v30);
        set_value(call[2].y + start * 256u + r * 256u + j, v33);
        set_value(call[2].z + start * 256u + r * 256u + j, v37);
        set_value(call[2].w + start * 256u + r * 256u + j, v40);
      }
      storageBarrier();
      workgroupBarrier();
      {
        let a = call[2].x + start * 256u + r * 256u;
        let c = call[3].y + r * 64u;
        for (var i = lane; i < 64u; i += 64u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        for (var column = lane; column < 64u; column += 64u) {
          let panel = call[3].x + (column >> 3u) * 2048u + (column & 7u);
          var sum = vec4f();
          for (var i = 0u; i < 64u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
          set_value(c + column, sum.x + sum.y + sum.z + sum.w);
        }
      }
      {
        let j = lane;
        let v1 = value(call[3].y + r * 64u + j);
        let v2 = value(call[3].z + r * 64u + j);
        let v3 = 1.25f * v1 * v2;
        set_value(call[0].z + r * 64u + j, v3);
      }
    }
  }
}
`,
  },
  map_mul_4: {
    across: 1,
    rows: 4,
    words: 8,
    code: `
// pointwise [rows, 64]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
    let r = first + e / 64u;
    let j = e % 64u;
    let at = r * 64u + j;
    let v0 = weight(call[0].y);
    let v1 = value(call[0].z + at);
    let v2 = value(call[0].w + at);
    let v3 = v0 * v1 * v2;
    let v4 = value(call[1].x + at);
    let v5 = value(call[1].y + at);
    let v6 = v0 * v4 * v5;
    set_value(call[1].z + at, v3);
    set_value(call[1].w + at, v6);
  }
}
`,
  },
  gemm_256x64: {
    across: 1,
    rows: 32,
    words: 4,
    code: `
// C[r, 64] = A[r, 256] · B[256, 64], in tiles of 32 rows and 64 columns
const K = 256u;
const N = 64u;

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
    value(a + min(r, last) * 256u),
    value(a + min(r + 1u, last) * 256u),
    value(a + min(r + 2u, last) * 256u),
    value(a + min(r + 3u, last) * 256u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + panel * 2048u),
    weight(b + (panel + 1u) * 2048u),
    weight(b + (panel + 2u) * 2048u),
    weight(b + (panel + 3u) * 2048u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 64u + column;
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
  let first = group(id) * 32u;
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
      next_b_0 = load_b(at, lane);
      next_b_1 = load_b(at, lane + 128u);
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
  let column = column_lane / 8u * 32u + column_lane % 8u;
  store_row(row, column, vec4f(sum_0_0.x, sum_0_1.x, sum_0_2.x, sum_0_3.x));
  store_row(row + 1u, column, vec4f(sum_0_0.y, sum_0_1.y, sum_0_2.y, sum_0_3.y));
  store_row(row + 2u, column, vec4f(sum_0_0.z, sum_0_1.z, sum_0_2.z, sum_0_3.z));
  store_row(row + 3u, column, vec4f(sum_0_0.w, sum_0_1.w, sum_0_2.w, sum_0_3.w));
}
`,
  },
  row_product_256x64: {
    across: 128,
    rows: 0,
    words: 4,
    code: `
// C[256, 64] = the sum over rows of A[r, 256] transposed · B[r, 64], in 32 chunks of rows
const M = 256u;
const N = 64u;
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
  let row = call[0].y + r * 256u;
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
  let row = call[0].z + r * 64u;
  return vec4f(
    value(row + j),
    value(row + j + COLUMN_LANES),
    value(row + j + COLUMN_LANES * 2u),
    value(row + j + COLUMN_LANES * 3u),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec4f) {
  let at = out + i * 64u;
  set_weight(at + j, sums.x);
  set_weight(at + j + COLUMN_LANES, sums.y);
  set_weight(at + j + COLUMN_LANES * 2u, sums.z);
  set_weight(at + j + COLUMN_LANES * 3u, sums.w);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part % 4u / 1u * 64u;
  let column_0 = 0u;
  let chunk = part / 4u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 16384u;

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
  sum_rows_256: {
    across: 32,
    rows: 0,
    words: 3,
    code: `
// out[256] = the sum of source[r, 256] over all rows
const WIDTH = 256u;
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
      value(source + r * 256u + j),
      value(source + (r + LANES) * 256u + j),
      value(source + (r + 2u * LANES) * 256u + j),
      value(source + (r + 3u * LANES) * 256u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 256u + j); }
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
  map_encoder_d1: {
    across: 1,
    rows: 4,
    words: 6,
    code: `
// pointwise [rows, 64]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
    let r = first + e / 64u;
    let j = e % 64u;
    let at = r * 64u + j;
    let v0 = value(call[0].y + at);
    let v1 = value(call[0].z + at);
    let v2 = v0 * v1;
    let v3 = value(call[0].w + at);
    let v4 = value(call[1].x + at);
    let v5 = v3 * v4;
    let v6 = v2 + v5;
    set_value(call[1].y + at, v6);
  }
}
`,
  },
  add_up_backward: {
    across: 1024,
    rows: 0,
    words: 9,
    code: `
// sums of partial sums: [32, 16384], [32, 16384], [32, 16384], [32, 16384]
fn sum_weights_weights(partials: u32, out: u32, i: u32, size: u32, chunks: u32) {
  if (i >= size) { return; }
  var sum = weight(partials + i);
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += weight(partials + chunk * size + i); }
  set_weight(out + i, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  if (part < 256u) {
    sum_weights_weights(call[0].y, call[0].z, part * 64u + lane, 16384u, 32u);
  } else if (part < 512u) {
    sum_weights_weights(call[0].w, call[1].x, (part - 256u) * 64u + lane, 16384u, 32u);
  } else if (part < 768u) {
    sum_weights_weights(call[1].y, call[1].z, (part - 512u) * 64u + lane, 16384u, 32u);
  } else {
    sum_weights_weights(call[1].w, call[2].x, (part - 768u) * 64u + lane, 16384u, 32u);
  }
}
`,
  },
  scatter_add_64: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// table[ids[r], 64] += values[r], in the order of r
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
  let column = min(j, 63u);
  let place = table + u32(max(wanted, 0)) * 64u + column;
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
        value(values + matches[i] * 64u + column),
        value(values + matches[i + 1u] * 64u + column),
        value(values + matches[i + 2u] * 64u + column),
        value(values + matches[i + 3u] * 64u + column),
      );
      sum = sum + x.x + x.y + x.z + x.w;
    }
    for (; i < total; i++) { sum += value(values + matches[i] * 64u + column); }
  }
  // an id that is no row of the table, which nobody may have checked where data come from the device, adds nothing
  if (j < 64u && bitcast<u32>(wanted) < 10000u) { set_weight(place, sum); }
}
`,
  },
  moves_backward: {
    across: 2,
    rows: 4,
    words: 4,
    code: `
// zero [64], copy [64]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 4u;
  if (first >= call[0].x) { return; }
  if (part < 1u) {
    let out = call[0].y;
    for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
      let r = first + e / 64u;
      let j = e % 64u;
      arena[out + r * 64u + j] = 0u;
    }
  } else {
    let source = call[0].z;
    let out = call[0].w;
    for (var e = lane; e < min(4u, call[0].x - first) * 64u; e += 64u) {
      let r = first + e / 64u;
      let j = e % 64u;
      arena[out + r * 64u + j] = arena[source + r * 128u + j];
    }
  }
}
`,
  },
  moves_backward_2: {
    across: 2508,
    rows: 1,
    words: 18,
    code: `
// 8 x copy [64], zero [640000]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2508u;
  let first = group(id) / 2508u;
  if (first >= call[0].x) { return; }
  if (part < 8u) {
    // 8 alike
    let own = part;
    let word = own * 2u + 1u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = lane; j < 64u; j += 64u) {
      weights[out + r * 64u + j] = weights[source + j];
    }
  } else {
    let out = call[4].y;
    let r = first;
    for (var j = (part - 8u) * 256u + lane; j < min((part - 8u) * 256u + 256u, 640000u); j += 64u) {
      weights[out + r * 640000u + j] = 0u;
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
// pass 1 of 2 over a row of 706306
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let v25 = weight(call[1].y);
  let v26 = weight(call[1].z);
  let v28 = weight(call[1].w);
  var r2 = 0f;
  for (var c = part * 64u + lane; c < 706306u; c += 16384u) {
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
// pass 2 of 2 over a row of 706306
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
  for (var c = part * 64u + lane; c < 706306u; c += 16384u) {
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
} satisfies WebGpuPrograms["kernels"];
