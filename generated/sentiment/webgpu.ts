// Made by rnnc from the model `sentiment` in specs/models/sentiment.rnn. Change the spec and compile it again, not this file.
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
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1,"inputs":[],"code":[{"op":"const","value":1},{"op":"const","value":1.25}],"outputs":[{"value":0,"stride":0,"scalar":true},{"value":1,"stride":0,"scalar":true}]},"spaces":["weights","weights"],"many":false}
`,
  },
  moves_prepare: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":64,"ldSource":0,"ldTarget":64,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":64,"ldSource":0,"ldTarget":64,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":64,"ldSource
`,
  },
  moves_prepare_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"pack","k":64,"n":64,"K":64,"k0":0,"n0":0,"rowStride":1,"columnStride":64},"spaces":["weights","weights"]},{"kernel":{"kind":"pack","k":128,"n":2,"K":128,"k0":0,"n0":0,"rowStride":1,"columnStride":128},"spaces":["weights","weights"]},{"kernel":{"kind":"pack
`,
  },
  gather_64: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gather","width":64,"ldTable":64,"ldOut":64},"spaces":["weights","arena","arena"],"many":true}
`,
  },
  gemm_64x512_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":64,"n":512,"lda":64,"ldc":512,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_encoder_2_forward_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":64,"n":256,"lda":64,"ldc":256,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":64,"inputs":[{"st
`,
  },
  copy_64_twice: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":64,"ldSource":64,"ldTarget":128,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":64,"ldSource":64,"ldTarget":128,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  gemm_64x256_map_encoder_2_forward_c_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":64,"n":256,"lda":128,"ldc":256,"accumulate":false,"bias":false},"map":{"kind":"map","width":64,"inputs":[{"stride":512,"scalar":false,"integer":false},{"stride":256,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":
`,
  },
  loop_encoder_2_backward_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"gemm","k":64,"n":256,"lda":64,"ldc":256,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":64,"inputs":[{"str
`,
  },
  gemm_128x2_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":2,"lda":128,"ldc":2,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":false}
`,
  },
  map_label_logits_add: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":2,"inputs":[{"stride":2,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5]},{
`,
  },
  moves_predict: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":64},"spaces":["arena"]},{"kernel":{"kind":"zero","width":64},"spaces":["arena"]}]}
`,
  },
  map_label_loss: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":2,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":true},{"stride":2,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"inde
`,
  },
  sum_rows_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":1,"ld":1},"spaces":["arena","weights"],"many":false}
`,
  },
  map_mul_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":64,"inputs":[{"stride":0,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"const","value":1.4285714285714286},{"op":"const","value":1},{"op":"random","key":0,"row":1,"site":2},{"op":"const","value":0.3},{"op":"less
`,
  },
  expand_64: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"axis_move","move":"expand","width":64,"strides":[64,64],"spaces":["arena","arena"]}
`,
  },
  map_encoder_1_mul_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":64,"inputs":[{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"mul","args":[0,1]},{"op":"load","input":
`,
  },
  gemm_64x256_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":64,"n":256,"lda":64,"ldc":256,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  map_add_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":64,"inputs":[{"stride":0,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"const","value":1},{"op":"random","key":0,"row":1,"site":0},{"op":"const","value":0.2},{"op":"less","args":[1,2]},{"op":"neg","args":[3]},{"
`,
  },
  loop_encoder_2_forward_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"map","width":64,"inputs":[{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false}],"code":[{"op":"const","value":1.25},{"op":"load","input":0},{"op":"load","input
`,
  },
  map_encoder_2_forward_h_before_mul: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":64,"inputs":[{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false}],"code":[{"op":"const","value":1.25},{"op":"load","input":0},{"op":"load","input":1},{"op":"mul","args":
`,
  },
  gemm_64x256_map_encoder_2_forward_o: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":64,"n":256,"lda":64,"ldc":256,"accumulate":false,"bias":false},"map":{"kind":"map","width":64,"inputs":[{"stride":256,"scalar":false,"integer":false},{"stride":256,"scalar":false,"integer":false},{"stride":256,"scalar":false,"integer":false},{"stride":
`,
  },
  loop_encoder_2_backward_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":64,"inputs":[{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false}],"code":[{"op":"const","value":1.25},{"op":"load","input":0},{"op":"load","input"
`,
  },
  map_label_loss_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":2,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":2,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"reduce_max","args":[1]},{"op":"neg","args":[2]}
`,
  },
  gemm_2x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":2,"n":128,"lda":2,"ldc":128,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  row_product_2x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":2,"n":128,"lda":2,"ldb":128,"ldc":128},"chunks":1,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":2,"ld":2},"spaces":["arena","weights"],"many":false}
`,
  },
  map_add_4: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":64,"inputs":[{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"load","input":0},{"op":"random","key":1,"row":2,"site":0},{"op":"const","value":0.2},{"op":"less
`,
  },
  loop_encoder_2_backward_dc_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"map","width":64,"inputs":[{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"intege
`,
  },
  map_encoder_2_backward_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":64,"inputs":[{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"
`,
  },
  gemm_256x64_map_encoder_2_backward_dh_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":256,"n":64,"lda":256,"ldc":64,"accumulate":false,"bias":false},"map":{"kind":"map","width":64,"inputs":[{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false}],"code":[{"op":"const","value":1.25},{"op":"load","input":
`,
  },
  loop_encoder_2_forward_dc_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":64,"inputs":[{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer
`,
  },
  map_mul_4: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":64,"inputs":[{"stride":0,"scalar":true,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false}],"code":[{"op":"
`,
  },
  gemm_256x64: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":256,"n":64,"lda":256,"ldc":64,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_256x64: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":256,"n":64,"lda":256,"ldb":64,"ldc":64},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_256: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":256,"ld":256},"spaces":["arena","weights"],"many":true}
`,
  },
  map_encoder_d1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":64,"inputs":[{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false},{"stride":64,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"
`,
  },
  add_up_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"sum_partials","items":[{"size":16384,"chunks":32,"spaces":["weights","weights"]},{"size":16384,"chunks":32,"spaces":["weights","weights"]},{"size":16384,"chunks":32,"spaces":["weights","weights"]},{"size":16384,"chunks":32,"spaces":["weights","weights"]}]}
`,
  },
  scatter_add_64: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"scatter_add","width":64,"ldValues":64},"spaces":["arena","arena","weights"],"many":true}
`,
  },
  moves_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":64},"spaces":["arena"]},{"kernel":{"kind":"copy","width":64,"ldSource":128,"ldTarget":64,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  moves_backward_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":64,"ldSource":0,"ldTarget":64,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":64,"ldSource":0,"ldTarget":64,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":64,"ldSource
`,
  },
  map_norm_pass_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":706306,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"sca
`,
  },
  map_norm_pass_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":706306,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"sca
`,
  },
} satisfies WebGpuPrograms["kernels"];
