// Made by rnnc from the model `sentiment` in specs/models/sentiment.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { expand, type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [706306].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.copy_64_4(m.parameters + offset.encoder_2_forward_b_i, m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo, 1); // encoder.2.forward.b_i [64]
  k.copy_64_4(m.parameters + offset.encoder_2_forward_b_f, m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 256, 1); // encoder.2.forward.b_f [64]
  k.copy_64_4(m.parameters + offset.encoder_2_forward_b_g, m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 512, 1); // encoder.2.forward.b_g [64]
  k.copy_64_4(m.parameters + offset.encoder_2_forward_b_o, m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 768, 1); // encoder.2.forward.b_o [64]
  k.copy_64_4(m.parameters + offset.encoder_2_backward_b_i, m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 1024, 1); // encoder.2.backward.b_i [64]
  k.copy_64_4(m.parameters + offset.encoder_2_backward_b_f, m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 1280, 1); // encoder.2.backward.b_f [64]
  k.copy_64_4(m.parameters + offset.encoder_2_backward_b_g, m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 1536, 1); // encoder.2.backward.b_g [64]
  k.copy_64_4(m.parameters + offset.encoder_2_backward_b_o, m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo + 1792, 1); // encoder.2.backward.b_o [64]
  k.copy_64_4(m.parameters + offset.encoder_2_forward_b_i, m.encoder_2_forward_b, 1); // encoder.2.forward.b_i [64]
  k.copy_64_4(m.parameters + offset.encoder_2_forward_b_f, m.encoder_2_forward_b + 256, 1); // encoder.2.forward.b_f [64]
  k.copy_64_4(m.parameters + offset.encoder_2_forward_b_g, m.encoder_2_forward_b + 512, 1); // encoder.2.forward.b_g [64]
  k.copy_64_4(m.parameters + offset.encoder_2_forward_b_o, m.encoder_2_forward_b + 768, 1); // encoder.2.forward.b_o [64]
  k.copy_64_4(m.parameters + offset.encoder_2_backward_b_i, m.encoder_2_backward_b, 1); // encoder.2.backward.b_i [64]
  k.copy_64_4(m.parameters + offset.encoder_2_backward_b_f, m.encoder_2_backward_b + 256, 1); // encoder.2.backward.b_f [64]
  k.copy_64_4(m.parameters + offset.encoder_2_backward_b_g, m.encoder_2_backward_b + 512, 1); // encoder.2.backward.b_g [64]
  k.copy_64_4(m.parameters + offset.encoder_2_backward_b_o, m.encoder_2_backward_b + 768, 1); // encoder.2.backward.b_o [64]
  k.map_const(m.const$, m.const_2, 1); // const []
  k.pack_64x64(m.parameters + offset.encoder_2_forward_W_i, m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed); // encoder.2.forward.W_i_forward.W_f_forward.W_g_fo for products
  k.pack_64x64(m.parameters + offset.encoder_2_forward_W_f, m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 16384); // encoder.2.forward.W_i_forward.W_f_forward.W_g_fo for products
  k.pack_64x64(m.parameters + offset.encoder_2_forward_W_g, m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 32768); // encoder.2.forward.W_i_forward.W_f_forward.W_g_fo for products
  k.pack_64x64(m.parameters + offset.encoder_2_forward_W_o, m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 49152); // encoder.2.forward.W_i_forward.W_f_forward.W_g_fo for products
  k.pack_64x64(m.parameters + offset.encoder_2_backward_W_i, m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 65536); // encoder.2.forward.W_i_forward.W_f_forward.W_g_fo for products
  k.pack_64x64(m.parameters + offset.encoder_2_backward_W_f, m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 81920); // encoder.2.forward.W_i_forward.W_f_forward.W_g_fo for products
  k.pack_64x64(m.parameters + offset.encoder_2_backward_W_g, m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 98304); // encoder.2.forward.W_i_forward.W_f_forward.W_g_fo for products
  k.pack_64x64(m.parameters + offset.encoder_2_backward_W_o, m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed + 114688); // encoder.2.forward.W_i_forward.W_f_forward.W_g_fo for products
  k.pack_64x64(m.parameters + offset.encoder_2_forward_U_i, m.encoder_2_forward_U_packed); // encoder.2.forward.U for products
  k.pack_64x64(m.parameters + offset.encoder_2_forward_U_f, m.encoder_2_forward_U_packed + 16384); // encoder.2.forward.U for products
  k.pack_64x64(m.parameters + offset.encoder_2_forward_U_g, m.encoder_2_forward_U_packed + 32768); // encoder.2.forward.U for products
  k.pack_64x64(m.parameters + offset.encoder_2_forward_U_o, m.encoder_2_forward_U_packed + 49152); // encoder.2.forward.U for products
  k.pack_64x64(m.parameters + offset.encoder_2_backward_U_i, m.encoder_2_backward_U_packed); // encoder.2.backward.U for products
  k.pack_64x64(m.parameters + offset.encoder_2_backward_U_f, m.encoder_2_backward_U_packed + 16384); // encoder.2.backward.U for products
  k.pack_64x64(m.parameters + offset.encoder_2_backward_U_g, m.encoder_2_backward_U_packed + 32768); // encoder.2.backward.U for products
  k.pack_64x64(m.parameters + offset.encoder_2_backward_U_o, m.encoder_2_backward_U_packed + 49152); // encoder.2.backward.U for products
  k.pack_128x2(m.parameters + offset.label_W, m.label_W_packed); // label.W for products
  k.pack_64x64(m.parameters + offset.encoder_2_forward_W_i, m.encoder_2_forward_W_packed); // encoder.2.forward.W for products
  k.pack_64x64(m.parameters + offset.encoder_2_forward_W_f, m.encoder_2_forward_W_packed + 16384); // encoder.2.forward.W for products
  k.pack_64x64(m.parameters + offset.encoder_2_forward_W_g, m.encoder_2_forward_W_packed + 32768); // encoder.2.forward.W for products
  k.pack_64x64(m.parameters + offset.encoder_2_forward_W_o, m.encoder_2_forward_W_packed + 49152); // encoder.2.forward.W for products
  k.pack_64x64(m.parameters + offset.encoder_2_backward_W_i, m.encoder_2_backward_W_packed); // encoder.2.backward.W for products
  k.pack_64x64(m.parameters + offset.encoder_2_backward_W_f, m.encoder_2_backward_W_packed + 16384); // encoder.2.backward.W for products
  k.pack_64x64(m.parameters + offset.encoder_2_backward_W_g, m.encoder_2_backward_W_packed + 32768); // encoder.2.backward.W for products
  k.pack_64x64(m.parameters + offset.encoder_2_backward_W_o, m.encoder_2_backward_W_packed + 49152); // encoder.2.backward.W for products
  k.pack_2x128(m.parameters + offset.label_W, m.label_W_packed_2); // label.W for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_backward_U_i, m.encoder_2_backward_U_packed_2); // encoder.2.backward.U for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_backward_U_f, m.encoder_2_backward_U_packed_2 + 2048); // encoder.2.backward.U for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_backward_U_g, m.encoder_2_backward_U_packed_2 + 4096); // encoder.2.backward.U for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_backward_U_o, m.encoder_2_backward_U_packed_2 + 6144); // encoder.2.backward.U for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_forward_U_i, m.encoder_2_forward_U_packed_2); // encoder.2.forward.U for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_forward_U_f, m.encoder_2_forward_U_packed_2 + 2048); // encoder.2.forward.U for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_forward_U_g, m.encoder_2_forward_U_packed_2 + 4096); // encoder.2.forward.U for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_forward_U_o, m.encoder_2_forward_U_packed_2 + 6144); // encoder.2.forward.U for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_backward_W_i, m.encoder_2_backward_W_packed_2); // encoder.2.backward.W for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_backward_W_f, m.encoder_2_backward_W_packed_2 + 2048); // encoder.2.backward.W for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_backward_W_g, m.encoder_2_backward_W_packed_2 + 4096); // encoder.2.backward.W for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_backward_W_o, m.encoder_2_backward_W_packed_2 + 6144); // encoder.2.backward.W for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_forward_W_i, m.encoder_2_forward_W_packed_2); // encoder.2.forward.W for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_forward_W_f, m.encoder_2_forward_W_packed_2 + 2048); // encoder.2.forward.W for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_forward_W_g, m.encoder_2_forward_W_packed_2 + 4096); // encoder.2.forward.W for products
  k.pack_64x64_2(m.parameters + offset.encoder_2_forward_W_o, m.encoder_2_forward_W_packed_2 + 6144); // encoder.2.forward.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads review [N].
 * Gives output.label [B, 2].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_64(m.parameters + offset.encoder_1_E, m.review, m.encoder_1, T.total); // encoder.1 [N, 64]
  k.gemm_64x512_bias(
    m.encoder_1,
    m.encoder_2_forward_W_i_forward_W_f_forward_W_g_fo_packed,
    m.encoder_2_forward_pre,
    m.encoder_2_forward_b_i_forward_b_f_forward_b_g_fo,
    T.total,
  ); // encoder.2.forward.pre [N, 512]
  k.zero_64(m.encoder_2_forward_h_state, batch.size); // encoder.2.forward.h_before starts at zeros
  k.zero_64(m.encoder_2_forward_c_state, batch.size); // encoder.2.forward.c_before starts at zeros

  // encoder.2.forward.h, encoder.2.forward.c
  const {
    encoder_2_forward_h_state,
    encoder_2_forward_U_packed,
    encoder_2_forward_U_h_before,
    encoder_2_forward_pre,
    encoder_2_forward_c_state,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_64x256(encoder_2_forward_h_state, encoder_2_forward_U_packed, encoder_2_forward_U_h_before, rows); // encoder.2.forward.U_h_before [B, 256]
    k.map_encoder_2_forward_c_state(
      encoder_2_forward_pre + 256 + at * 2048,
      encoder_2_forward_U_h_before + 256,
      encoder_2_forward_c_state,
      encoder_2_forward_pre + at * 2048,
      encoder_2_forward_U_h_before,
      encoder_2_forward_pre + 512 + at * 2048,
      encoder_2_forward_U_h_before + 512,
      encoder_2_forward_pre + 768 + at * 2048,
      encoder_2_forward_U_h_before + 768,
      encoder_2_forward_c_state,
      encoder_2_forward_h_state,
      rows,
    ); // encoder.2.forward.c [B, 64], encoder.2.forward.h [B, 64]
  }

  k.zero_64(m.encoder_2_backward_h_state, batch.size); // encoder.2.backward.h_before starts at zeros
  k.zero_64(m.encoder_2_backward_c_state, batch.size); // encoder.2.backward.c_before starts at zeros

  // encoder.2.backward.h, encoder.2.backward.c
  const { encoder_2_backward_h_state, encoder_2_backward_U_packed, encoder_2_backward_U_h_before, encoder_2_backward_c_state } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_64x256(encoder_2_backward_h_state, encoder_2_backward_U_packed, encoder_2_backward_U_h_before, rows); // encoder.2.backward.U_h_before [B, 256]
    k.map_encoder_2_forward_c_state(
      encoder_2_forward_pre + 1280 + at * 2048,
      encoder_2_backward_U_h_before + 256,
      encoder_2_backward_c_state,
      encoder_2_forward_pre + 1024 + at * 2048,
      encoder_2_backward_U_h_before,
      encoder_2_forward_pre + 1536 + at * 2048,
      encoder_2_backward_U_h_before + 512,
      encoder_2_forward_pre + 1792 + at * 2048,
      encoder_2_backward_U_h_before + 768,
      encoder_2_backward_c_state,
      encoder_2_backward_h_state,
      rows,
    ); // encoder.2.backward.c [B, 64], encoder.2.backward.h [B, 64]
  }

  k.copy_64(m.encoder_2_forward_h_state, m.encoder_2_forward_h_backward_h, batch.size); // encoder.2.forward.h [B, 64]
  k.copy_64(m.encoder_2_backward_h_state, m.encoder_2_forward_h_backward_h + 256, batch.size); // encoder.2.backward.h [B, 64]
  k.gemm_128x2_bias(m.encoder_2_forward_h_backward_h, m.label_W_packed, m.label_logits, m.parameters + offset.label_b, batch.size); // label.logits [B, 2]
  k.map_label_logits_add(m.label_logits, m.label_logits_add, m.output_label, m.log, batch.size); // label.logits.add [B, 2], mul [B, 2], log [B]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.label [B], target.label [B].
 * Gives loss.label [], loss [].
 */
export function score(k: Kernels, m: Arena, batch: Packed): void {
  k.map_label_loss(m.weight_label, m.log, m.target_label, m.label_logits_add, m.label_loss, batch.size); // label.loss [B]
  k.sum_rows_1(m.label_loss, m.loss_label, batch.size); // label.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads review [N], random.key [], random.sequence [B], weight.label [B], target.label [B].
 * Gives loss.label [], loss [].
 */
export function forward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_64(m.parameters + offset.encoder_1_E, m.review_2, m.encoder_1_2, T.total); // encoder.1 [N, 64]
  k.map_mul_2(m.random_key, m.random_sequence, m.mul_2, m.mul, batch.size); // mul [B, 64]
  expand(k.copy_64_2, m.mul_2, m.expand_2_2, 256, 256, T); // expand [N, 64]
  expand(k.copy_64_2, m.mul, m.expand_2, 256, 256, T); // expand [N, 64]
  k.map_encoder_1_mul_2(m.encoder_1_2, m.expand_2_2, m.expand_2, m.encoder_1_mul_2, m.encoder_1_mul, T.total); // encoder.1.mul [N, 64]
  k.gemm_64x256_bias(m.encoder_1_mul_2, m.encoder_2_forward_W_packed, m.encoder_2_forward_pre_2, m.encoder_2_forward_b, T.total); // encoder.2.forward.pre [N, 256]
  k.gemm_64x256_bias(m.encoder_1_mul, m.encoder_2_backward_W_packed, m.encoder_2_backward_pre, m.encoder_2_backward_b, T.total); // encoder.2.backward.pre [N, 256]
  k.map_add_2(m.random_key, m.random_sequence, m.add_2, m.add, batch.size); // add [B, 64]
  k.zero_64(m.encoder_2_forward_h_state_2, batch.size); // encoder.2.forward.h_before starts at zeros
  k.zero_64(m.encoder_2_forward_c_state_2, batch.size); // encoder.2.forward.c_before starts at zeros

  // encoder.2.forward.h, encoder.2.forward.c
  const {
    encoder_2_forward_h_state_2,
    add_2,
    encoder_2_forward_c_state_2,
    encoder_2_forward_h_before_mul,
    encoder_2_forward_c_before,
    encoder_2_forward_h_before,
    encoder_2_forward_U_packed,
    encoder_2_forward_U_mul,
    encoder_2_forward_pre_2,
    encoder_2_forward_o,
    encoder_2_forward_f,
    encoder_2_forward_i,
    encoder_2_forward_g,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_encoder_2_forward_h_before_mul(
      encoder_2_forward_h_state_2,
      add_2,
      encoder_2_forward_c_state_2,
      encoder_2_forward_h_before_mul,
      encoder_2_forward_c_before + at * 256,
      encoder_2_forward_h_before + at * 256,
      rows,
    ); // encoder.2.forward.h_before.mul [B, 64], encoder.2.forward.c_before [B, 64], encoder.2.forward.h_before [B, 64]
    k.gemm_64x256(encoder_2_forward_h_before_mul, encoder_2_forward_U_packed, encoder_2_forward_U_mul, rows); // encoder.2.forward.U_mul [B, 256]
    k.map_encoder_2_forward_o(
      encoder_2_forward_pre_2 + 768 + at * 1024,
      encoder_2_forward_U_mul + 768,
      encoder_2_forward_pre_2 + 256 + at * 1024,
      encoder_2_forward_U_mul + 256,
      encoder_2_forward_pre_2 + at * 1024,
      encoder_2_forward_U_mul,
      encoder_2_forward_pre_2 + 512 + at * 1024,
      encoder_2_forward_U_mul + 512,
      encoder_2_forward_c_state_2,
      encoder_2_forward_o + at * 256,
      encoder_2_forward_f + at * 256,
      encoder_2_forward_i + at * 256,
      encoder_2_forward_g + at * 256,
      encoder_2_forward_c_state_2,
      encoder_2_forward_h_state_2,
      rows,
    ); // encoder.2.forward.o [B, 64], encoder.2.forward.f [B, 64], encoder.2.forward.i [B, 64], encoder.2.forward.g [B, 64], encoder.2.forward.c [B, 64], encoder.2.forward.h [B, 64]
  }

  k.zero_64(m.encoder_2_backward_h_state_2, batch.size); // encoder.2.backward.h_before starts at zeros
  k.zero_64(m.encoder_2_backward_c_state_2, batch.size); // encoder.2.backward.c_before starts at zeros

  // encoder.2.backward.h, encoder.2.backward.c
  const {
    encoder_2_backward_h_state_2,
    add,
    encoder_2_backward_c_state_2,
    encoder_2_backward_h_before_mul,
    encoder_2_backward_c_before,
    encoder_2_backward_h_before,
    encoder_2_backward_U_packed,
    encoder_2_backward_U_mul,
    encoder_2_backward_pre,
    encoder_2_backward_o,
    encoder_2_backward_f,
    encoder_2_backward_i,
    encoder_2_backward_g,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_encoder_2_forward_h_before_mul(
      encoder_2_backward_h_state_2,
      add,
      encoder_2_backward_c_state_2,
      encoder_2_backward_h_before_mul,
      encoder_2_backward_c_before + at * 256,
      encoder_2_backward_h_before + at * 256,
      rows,
    ); // encoder.2.backward.h_before.mul [B, 64], encoder.2.backward.c_before [B, 64], encoder.2.backward.h_before [B, 64]
    k.gemm_64x256(encoder_2_backward_h_before_mul, encoder_2_backward_U_packed, encoder_2_backward_U_mul, rows); // encoder.2.backward.U_mul [B, 256]
    k.map_encoder_2_forward_o(
      encoder_2_backward_pre + 768 + at * 1024,
      encoder_2_backward_U_mul + 768,
      encoder_2_backward_pre + 256 + at * 1024,
      encoder_2_backward_U_mul + 256,
      encoder_2_backward_pre + at * 1024,
      encoder_2_backward_U_mul,
      encoder_2_backward_pre + 512 + at * 1024,
      encoder_2_backward_U_mul + 512,
      encoder_2_backward_c_state_2,
      encoder_2_backward_o + at * 256,
      encoder_2_backward_f + at * 256,
      encoder_2_backward_i + at * 256,
      encoder_2_backward_g + at * 256,
      encoder_2_backward_c_state_2,
      encoder_2_backward_h_state_2,
      rows,
    ); // encoder.2.backward.o [B, 64], encoder.2.backward.f [B, 64], encoder.2.backward.i [B, 64], encoder.2.backward.g [B, 64], encoder.2.backward.c [B, 64], encoder.2.backward.h [B, 64]
  }

  k.copy_64(m.encoder_2_forward_h_state_2, m.encoder_2_forward_h_backward_h_2, batch.size); // encoder.2.forward.h [B, 64]
  k.copy_64(m.encoder_2_backward_h_state_2, m.encoder_2_forward_h_backward_h_2 + 256, batch.size); // encoder.2.backward.h [B, 64]
  k.gemm_128x2_bias(m.encoder_2_forward_h_backward_h_2, m.label_W_packed, m.label_logits_2, m.parameters + offset.label_b, batch.size); // label.logits [B, 2]
  k.map_label_loss_2(m.weight_label_2, m.label_logits_2, m.target_label_2, m.label_loss_2, m.label_dlogits, batch.size); // label.loss [B], label.dlogits [B, 2]
  k.sum_rows_1(m.label_loss_2, m.loss_label_2, batch.size); // label.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads review [N], random.key [], random.sequence [B].
 * Gives gradients [706306].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_2x128(m.label_dlogits, m.label_W_packed_2, m.label_W_dlogits, batch.size); // label.W_dlogits [B, 128]
  k.row_product_2x128(m.label_dlogits, m.encoder_2_forward_h_backward_h_2, m.gradients + offset.label_W, batch.size); // label.dW [2, 128]
  k.sum_rows_2(m.label_dlogits, m.gradients + offset.label_b, batch.size); // label.db [2]
  k.map_add_4(m.const$, m.random_key, m.random_sequence, m.add_4, m.add_3, batch.size); // add [B, 64]
  expand(k.copy_64_2, m.add_3, m.expand_3, 256, 256, T); // expand [N, 64]
  expand(k.copy_64_2, m.add_4, m.expand_4, 256, 256, T); // expand [N, 64]
  k.zero_64(m.encoder_2_backward_dc_before_state, batch.size); // encoder.2.backward.dc_after starts at zeros
  k.copy_64_3(m.label_W_dlogits + 256, m.encoder_2_backward_dh_before_state, batch.size); // the state at the start

  // encoder.2.backward.dc_before, encoder.2.backward.dh_before
  const {
    encoder_2_backward_dc_before_state,
    encoder_2_backward_dh_before_state,
    encoder_2_backward_o,
    encoder_2_backward_f,
    encoder_2_backward_c_before,
    encoder_2_backward_i,
    encoder_2_backward_g,
    encoder_2_backward_di_pre_df_pre_dg_pre_do_pre,
    encoder_2_backward_U_packed_2,
    encoder_2_backward_U_di_pre_df_pre_dg_pre_do_pre,
    add_3,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_encoder_2_backward_dc_before_state(
      encoder_2_backward_dc_before_state,
      encoder_2_backward_dh_before_state,
      encoder_2_backward_o + at * 256,
      encoder_2_backward_f + at * 256,
      encoder_2_backward_c_before + at * 256,
      encoder_2_backward_i + at * 256,
      encoder_2_backward_g + at * 256,
      encoder_2_backward_dc_before_state,
      encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + at * 1024,
      encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + 256 + at * 1024,
      encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + 512 + at * 1024,
      encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + 768 + at * 1024,
      rows,
    ); // encoder.2.backward.dc_before [B, 64], encoder.2.backward.di_pre [B, 64], encoder.2.backward.df_pre [B, 64], encoder.2.backward.dg_pre [B, 64], encoder.2.backward.do_pre [B, 64]
    k.gemm_256x64(
      encoder_2_backward_di_pre_df_pre_dg_pre_do_pre + at * 1024,
      encoder_2_backward_U_packed_2,
      encoder_2_backward_U_di_pre_df_pre_dg_pre_do_pre,
      rows,
    ); // encoder.2.backward.U_di_pre_df_pre_dg_pre_do_pre [B, 64]
    k.map_encoder_2_backward_dh_before_state(
      encoder_2_backward_U_di_pre_df_pre_dg_pre_do_pre,
      add_3,
      encoder_2_backward_dh_before_state,
      rows,
    ); // encoder.2.backward.dh_before [B, 64]
  }

  k.zero_64(m.encoder_2_forward_dc_before_state, batch.size); // encoder.2.forward.dc_after starts at zeros
  k.copy_64_3(m.label_W_dlogits, m.encoder_2_forward_dh_before_state, batch.size); // the state at the start

  // encoder.2.forward.dc_before, encoder.2.forward.dh_before
  const {
    encoder_2_forward_dc_before_state,
    encoder_2_forward_dh_before_state,
    encoder_2_forward_o,
    encoder_2_forward_f,
    encoder_2_forward_c_before,
    encoder_2_forward_i,
    encoder_2_forward_g,
    encoder_2_forward_di_pre_df_pre_dg_pre_do_pre,
    encoder_2_forward_U_packed_2,
    encoder_2_forward_U_di_pre_df_pre_dg_pre_do_pre,
    add_4,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_encoder_2_backward_dc_before_state(
      encoder_2_forward_dc_before_state,
      encoder_2_forward_dh_before_state,
      encoder_2_forward_o + at * 256,
      encoder_2_forward_f + at * 256,
      encoder_2_forward_c_before + at * 256,
      encoder_2_forward_i + at * 256,
      encoder_2_forward_g + at * 256,
      encoder_2_forward_dc_before_state,
      encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + at * 1024,
      encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + 256 + at * 1024,
      encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + 512 + at * 1024,
      encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + 768 + at * 1024,
      rows,
    ); // encoder.2.forward.dc_before [B, 64], encoder.2.forward.di_pre [B, 64], encoder.2.forward.df_pre [B, 64], encoder.2.forward.dg_pre [B, 64], encoder.2.forward.do_pre [B, 64]
    k.gemm_256x64(
      encoder_2_forward_di_pre_df_pre_dg_pre_do_pre + at * 1024,
      encoder_2_forward_U_packed_2,
      encoder_2_forward_U_di_pre_df_pre_dg_pre_do_pre,
      rows,
    ); // encoder.2.forward.U_di_pre_df_pre_dg_pre_do_pre [B, 64]
    k.map_encoder_2_backward_dh_before_state(
      encoder_2_forward_U_di_pre_df_pre_dg_pre_do_pre,
      add_4,
      encoder_2_forward_dh_before_state,
      rows,
    ); // encoder.2.forward.dh_before [B, 64]
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
  k.row_product_256x64(
    m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre,
    m.encoder_1_mul_2,
    m.gradients + offset.encoder_2_forward_W_i,
    T.total,
  ); // row_product [256, 64]
  k.row_product_256x64(m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre, m.mul_4, m.gradients + offset.encoder_2_forward_U_i, T.total); // row_product [256, 64]
  k.sum_rows_256(m.encoder_2_forward_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_2, T.total); // sum_rows [256]
  k.row_product_256x64(
    m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre,
    m.encoder_1_mul,
    m.gradients + offset.encoder_2_backward_W_i,
    T.total,
  ); // row_product [256, 64]
  k.row_product_256x64(m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre, m.mul_3, m.gradients + offset.encoder_2_backward_U_i, T.total); // row_product [256, 64]
  k.sum_rows_256(m.encoder_2_backward_di_pre_df_pre_dg_pre_do_pre, m.sum_rows, T.total); // sum_rows [256]
  k.copy_64_4(m.sum_rows_2, m.gradients + offset.encoder_2_forward_b_i, 1); // encoder.2.forward.db_i [64]
  k.copy_64_4(m.sum_rows_2 + 512, m.gradients + offset.encoder_2_forward_b_g, 1); // encoder.2.forward.db_g [64]
  k.copy_64_4(m.sum_rows_2 + 768, m.gradients + offset.encoder_2_forward_b_o, 1); // encoder.2.forward.db_o [64]
  k.copy_64_4(m.sum_rows_2 + 256, m.gradients + offset.encoder_2_forward_b_f, 1); // encoder.2.forward.db_f [64]
  k.copy_64_4(m.sum_rows, m.gradients + offset.encoder_2_backward_b_i, 1); // encoder.2.backward.db_i [64]
  k.copy_64_4(m.sum_rows + 512, m.gradients + offset.encoder_2_backward_b_g, 1); // encoder.2.backward.db_g [64]
  k.copy_64_4(m.sum_rows + 768, m.gradients + offset.encoder_2_backward_b_o, 1); // encoder.2.backward.db_o [64]
  k.copy_64_4(m.sum_rows + 256, m.gradients + offset.encoder_2_backward_b_f, 1); // encoder.2.backward.db_f [64]
  k.map_encoder_d1(
    m.encoder_2_backward_W_di_pre_df_pre_dg_pre_do_pre,
    m.expand_2,
    m.encoder_2_forward_W_di_pre_df_pre_dg_pre_do_pre,
    m.expand_2_2,
    m.encoder_d1,
    T.total,
  ); // encoder.d1 [N, 64]
  k.zero_640000(m.gradients, 1); // encoder.1.dE [10000, 64]
  k.scatter_add_64(m.review_2, m.encoder_d1, m.gradients + offset.encoder_1_E, T.total); // encoder.1.dE [10000, 64]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [706306], moment1 [706306], moment2 [706306], parameters [706306], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [706306], moment2 [706306], parameters [706306].
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
  ); // sqrt [], add [706306], parameters.add [706306]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  encoder_1_E: 0,
  encoder_2_forward_W_i: 2560000,
  encoder_2_forward_W_f: 2576384,
  encoder_2_forward_W_g: 2592768,
  encoder_2_forward_W_o: 2609152,
  encoder_2_forward_U_i: 2625536,
  encoder_2_forward_U_f: 2641920,
  encoder_2_forward_U_g: 2658304,
  encoder_2_forward_U_o: 2674688,
  encoder_2_forward_b_i: 2691072,
  encoder_2_forward_b_g: 2691328,
  encoder_2_forward_b_o: 2691584,
  encoder_2_forward_b_f: 2691840,
  encoder_2_backward_W_i: 2692096,
  encoder_2_backward_W_f: 2708480,
  encoder_2_backward_W_g: 2724864,
  encoder_2_backward_W_o: 2741248,
  encoder_2_backward_U_i: 2757632,
  encoder_2_backward_U_f: 2774016,
  encoder_2_backward_U_g: 2790400,
  encoder_2_backward_U_o: 2806784,
  encoder_2_backward_b_i: 2823168,
  encoder_2_backward_b_g: 2823424,
  encoder_2_backward_b_o: 2823680,
  encoder_2_backward_b_f: 2823936,
  label_W: 2824192,
  label_b: 2825216,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 2991884,
  B: 579,
  "N:T": 1537,
} satisfies WasmPrograms["regions"];

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
  expand_2: { rows: "N:T", offset: 129, width: 64, integer: false }, // [N, 64] expand
  mul: { rows: "B", offset: 3, width: 64, integer: false }, // [B, 64]
  add_2: { rows: "B", offset: 67, width: 64, integer: false }, // [B, 64]
  encoder_2_forward_pre_2: { rows: "N:T", offset: 321, width: 256, integer: false }, // [N, 256] encoder.2.forward.pre_2
  encoder_1_mul_2: { rows: "N:T", offset: 257, width: 64, integer: false }, // [N, 64] encoder.1.mul_2
  expand_2_2: { rows: "N:T", offset: 65, width: 64, integer: false }, // [N, 64] expand_2
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
} satisfies WasmPrograms["buffers"];

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
} satisfies WasmPrograms["programs"];
