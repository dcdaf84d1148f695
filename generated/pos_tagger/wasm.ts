// Made by rnnc from the model `pos_tagger` in specs/models/pos_tagger.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { expand, type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [1124017].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.copy_100_3(m.parameters + offset.encoder_3_forward_b_z, m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba, 1); // encoder.3.forward.b_z [100]
  k.copy_100_3(m.parameters + offset.encoder_3_forward_b_r, m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba + 400, 1); // encoder.3.forward.b_r [100]
  k.copy_100_3(m.parameters + offset.encoder_3_forward_b_n, m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba + 800, 1); // encoder.3.forward.b_n [100]
  k.copy_100_3(m.parameters + offset.encoder_3_backward_b_z, m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba + 1200, 1); // encoder.3.backward.b_z [100]
  k.copy_100_3(m.parameters + offset.encoder_3_backward_b_r, m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba + 1600, 1); // encoder.3.backward.b_r [100]
  k.copy_100_3(m.parameters + offset.encoder_3_backward_b_n, m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba + 2000, 1); // encoder.3.backward.b_n [100]
  k.copy_100_3(m.parameters + offset.encoder_3_forward_b_z, m.encoder_3_forward_b, 1); // encoder.3.forward.b_z [100]
  k.copy_100_3(m.parameters + offset.encoder_3_forward_b_r, m.encoder_3_forward_b + 400, 1); // encoder.3.forward.b_r [100]
  k.copy_100_3(m.parameters + offset.encoder_3_forward_b_n, m.encoder_3_forward_b + 800, 1); // encoder.3.forward.b_n [100]
  k.copy_100_3(m.parameters + offset.encoder_3_backward_b_z, m.encoder_3_backward_b, 1); // encoder.3.backward.b_z [100]
  k.copy_100_3(m.parameters + offset.encoder_3_backward_b_r, m.encoder_3_backward_b + 400, 1); // encoder.3.backward.b_r [100]
  k.copy_100_3(m.parameters + offset.encoder_3_backward_b_n, m.encoder_3_backward_b + 800, 1); // encoder.3.backward.b_n [100]
  k.map_const(m.const$, 1); // const []
  k.pack_100x100(m.parameters + offset.encoder_3_forward_W_z, m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed); // encoder.3.forward.W_z_forward.W_r_forward.W_n_ba for products
  k.pack_100x100_2(m.parameters + offset.encoder_3_forward_W_r, m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed + 38400); // encoder.3.forward.W_z_forward.W_r_forward.W_n_ba for products
  k.pack_100x100(m.parameters + offset.encoder_3_forward_W_n, m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed + 80000); // encoder.3.forward.W_z_forward.W_r_forward.W_n_ba for products
  k.pack_100x100_2(m.parameters + offset.encoder_3_backward_W_z, m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed + 118400); // encoder.3.forward.W_z_forward.W_r_forward.W_n_ba for products
  k.pack_100x100(m.parameters + offset.encoder_3_backward_W_r, m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed + 160000); // encoder.3.forward.W_z_forward.W_r_forward.W_n_ba for products
  k.pack_100x100_2(m.parameters + offset.encoder_3_backward_W_n, m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed + 198400); // encoder.3.forward.W_z_forward.W_r_forward.W_n_ba for products
  k.pack_100x100(m.parameters + offset.encoder_3_forward_U_z, m.encoder_3_forward_U_packed); // encoder.3.forward.U for products
  k.pack_100x100_2(m.parameters + offset.encoder_3_forward_U_r, m.encoder_3_forward_U_packed + 38400); // encoder.3.forward.U for products
  k.pack_100x100(m.parameters + offset.encoder_3_forward_U_n, m.encoder_3_forward_U_n_packed); // encoder.3.forward.U_n for products
  k.pack_100x100(m.parameters + offset.encoder_3_backward_U_z, m.encoder_3_backward_U_packed); // encoder.3.backward.U for products
  k.pack_100x100_2(m.parameters + offset.encoder_3_backward_U_r, m.encoder_3_backward_U_packed + 38400); // encoder.3.backward.U for products
  k.pack_100x100(m.parameters + offset.encoder_3_backward_U_n, m.encoder_3_backward_U_n_packed); // encoder.3.backward.U_n for products
  k.pack_200x17(m.parameters + offset.tag_W, m.tag_W_packed); // tag.W for products
  k.pack_100x100(m.parameters + offset.encoder_3_forward_W_z, m.encoder_3_forward_W_packed); // encoder.3.forward.W for products
  k.pack_100x100_2(m.parameters + offset.encoder_3_forward_W_r, m.encoder_3_forward_W_packed + 38400); // encoder.3.forward.W for products
  k.pack_100x100(m.parameters + offset.encoder_3_forward_W_n, m.encoder_3_forward_W_packed + 80000); // encoder.3.forward.W for products
  k.pack_100x100(m.parameters + offset.encoder_3_backward_W_z, m.encoder_3_backward_W_packed); // encoder.3.backward.W for products
  k.pack_100x100_2(m.parameters + offset.encoder_3_backward_W_r, m.encoder_3_backward_W_packed + 38400); // encoder.3.backward.W for products
  k.pack_100x100(m.parameters + offset.encoder_3_backward_W_n, m.encoder_3_backward_W_packed + 80000); // encoder.3.backward.W for products
  k.pack_17x200(m.parameters + offset.tag_W, m.tag_W_packed_2); // tag.W for products
  k.pack_100x100_3(m.parameters + offset.encoder_3_backward_U_n, m.encoder_3_backward_U_n_packed_2); // encoder.3.backward.U_n for products
  k.pack_100x100_4(m.parameters + offset.encoder_3_backward_U_z, m.encoder_3_backward_U_packed_2); // encoder.3.backward.U for products
  k.pack_100x100_4(m.parameters + offset.encoder_3_backward_U_r, m.encoder_3_backward_U_packed_2 + 3200); // encoder.3.backward.U for products
  k.pack_100x100_3(m.parameters + offset.encoder_3_forward_U_n, m.encoder_3_forward_U_n_packed_2); // encoder.3.forward.U_n for products
  k.pack_100x100_4(m.parameters + offset.encoder_3_forward_U_z, m.encoder_3_forward_U_packed_2); // encoder.3.forward.U for products
  k.pack_100x100_4(m.parameters + offset.encoder_3_forward_U_r, m.encoder_3_forward_U_packed_2 + 3200); // encoder.3.forward.U for products
  k.pack_100x100_5(m.parameters + offset.encoder_3_backward_W_z, m.encoder_3_backward_W_packed_2); // encoder.3.backward.W for products
  k.pack_100x100_5(m.parameters + offset.encoder_3_backward_W_r, m.encoder_3_backward_W_packed_2 + 3200); // encoder.3.backward.W for products
  k.pack_100x100_5(m.parameters + offset.encoder_3_backward_W_n, m.encoder_3_backward_W_packed_2 + 6400); // encoder.3.backward.W for products
  k.pack_100x100_5(m.parameters + offset.encoder_3_forward_W_z, m.encoder_3_forward_W_packed_2); // encoder.3.forward.W for products
  k.pack_100x100_5(m.parameters + offset.encoder_3_forward_W_r, m.encoder_3_forward_W_packed_2 + 3200); // encoder.3.forward.W for products
  k.pack_100x100_5(m.parameters + offset.encoder_3_forward_W_n, m.encoder_3_forward_W_packed_2 + 6400); // encoder.3.forward.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads words [N].
 * Gives output.tag [N, 17].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_100(m.parameters + offset.encoder_1_E, m.words, m.encoder_1, T.total); // encoder.1 [N, 100]
  k.gemm_100x600_bias(
    m.encoder_1,
    m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed,
    m.encoder_3_forward_pre,
    m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba,
    T.total,
  ); // encoder.3.forward.pre [N, 600]
  k.zero_100(m.encoder_3_forward_h_state, batch.size); // encoder.3.forward.h_before starts at zeros

  // encoder.3.forward.h
  const {
    encoder_3_forward_h_state,
    encoder_3_forward_U_packed,
    encoder_3_forward_U_h_before,
    encoder_3_forward_pre,
    encoder_3_forward_r_mul,
    encoder_3_forward_U_n_packed,
    encoder_3_forward_U_n_mul,
    encoder_3_forward_h,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_100x200(encoder_3_forward_h_state, encoder_3_forward_U_packed, encoder_3_forward_U_h_before, rows); // encoder.3.forward.U_h_before [B, 200]
    k.map_encoder_3_forward_r_mul(
      encoder_3_forward_pre + 400 + at * 2400,
      encoder_3_forward_U_h_before + 400,
      encoder_3_forward_h_state,
      encoder_3_forward_r_mul,
      rows,
    ); // encoder.3.forward.r.mul [B, 100]
    k.gemm_100x100(encoder_3_forward_r_mul, encoder_3_forward_U_n_packed, encoder_3_forward_U_n_mul, rows); // encoder.3.forward.U_n_mul [B, 100]
    k.map_encoder_3_forward_h(
      encoder_3_forward_pre + at * 2400,
      encoder_3_forward_U_h_before,
      encoder_3_forward_h_state,
      encoder_3_forward_pre + 800 + at * 2400,
      encoder_3_forward_U_n_mul,
      encoder_3_forward_h + at * 400,
      encoder_3_forward_h_state,
      rows,
    ); // encoder.3.forward.h [B, 100]
  }

  k.zero_100(m.encoder_3_backward_h_state, batch.size); // encoder.3.backward.h_before starts at zeros

  // encoder.3.backward.h
  const {
    encoder_3_backward_h_state,
    encoder_3_backward_U_packed,
    encoder_3_backward_U_h_before,
    encoder_3_backward_r_mul,
    encoder_3_backward_U_n_packed,
    encoder_3_backward_U_n_mul,
    encoder_3_backward_h,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_100x200(encoder_3_backward_h_state, encoder_3_backward_U_packed, encoder_3_backward_U_h_before, rows); // encoder.3.backward.U_h_before [B, 200]
    k.map_encoder_3_forward_r_mul(
      encoder_3_forward_pre + 1600 + at * 2400,
      encoder_3_backward_U_h_before + 400,
      encoder_3_backward_h_state,
      encoder_3_backward_r_mul,
      rows,
    ); // encoder.3.backward.r.mul [B, 100]
    k.gemm_100x100(encoder_3_backward_r_mul, encoder_3_backward_U_n_packed, encoder_3_backward_U_n_mul, rows); // encoder.3.backward.U_n_mul [B, 100]
    k.map_encoder_3_forward_h(
      encoder_3_forward_pre + 1200 + at * 2400,
      encoder_3_backward_U_h_before,
      encoder_3_backward_h_state,
      encoder_3_forward_pre + 2000 + at * 2400,
      encoder_3_backward_U_n_mul,
      encoder_3_backward_h + at * 400,
      encoder_3_backward_h_state,
      rows,
    ); // encoder.3.backward.h [B, 100]
  }

  k.copy_100(m.encoder_3_forward_h, m.encoder_3, T.total); // encoder.3.forward.h [N, 100]
  k.copy_100(m.encoder_3_backward_h, m.encoder_3 + 400, T.total); // encoder.3.backward.h [N, 100]
  k.gemm_200x17_bias(m.encoder_3, m.tag_W_packed, m.tag_logits, m.parameters + offset.tag_b, T.total); // tag.logits [N, 17]
  k.map_tag_logits_add(m.tag_logits, m.tag_logits_add, m.output_tag, m.log, T.total); // tag.logits.add [N, 17], mul [N, 17], log [N]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.tag [N], target.tag [N].
 * Gives loss.tag [], loss [].
 */
export function score(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_tag_loss(m.weight_tag, m.log, m.target_tag, m.tag_logits_add, m.tag_loss, T.total); // tag.loss [N]
  k.sum_rows_1(m.tag_loss, m.loss_tag, T.total); // tag.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads words [N], random.key [], random.sequence [B], random.T [N], weight.tag [N], target.tag [N].
 * Gives loss.tag [], loss [].
 */
export function forward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gather_100(m.parameters + offset.encoder_1_E, m.words_2, m.encoder_1_2, T.total); // encoder.1 [N, 100]
  k.map_mul_4(m.const$, m.random_key, m.random_sequence, m.mul_4, m.mul_2, batch.size); // mul [B, 100]
  expand(k.copy_100_2, m.mul_4, m.expand_2_2, 400, 400, T); // expand [N, 100]
  expand(k.copy_100_2, m.mul_2, m.expand_2, 400, 400, T); // expand [N, 100]
  k.map_mul_3(m.encoder_1_2, m.const$, m.random_key, m.random_T, m.expand_2_2, m.expand_2, m.mul_3, m.mul, T.total); // mul [N, 100]
  k.gemm_100x300_bias(m.mul_3, m.encoder_3_forward_W_packed, m.encoder_3_forward_pre_2, m.encoder_3_forward_b, T.total); // encoder.3.forward.pre [N, 300]
  k.gemm_100x300_bias(m.mul, m.encoder_3_backward_W_packed, m.encoder_3_backward_pre, m.encoder_3_backward_b, T.total); // encoder.3.backward.pre [N, 300]
  k.zero_100(m.encoder_3_forward_h_state_2, batch.size); // encoder.3.forward.h_before starts at zeros

  // encoder.3.forward.h
  const {
    encoder_3_forward_h_state_2,
    encoder_3_forward_U_packed,
    encoder_3_forward_U_h_before_2,
    encoder_3_forward_pre_2,
    encoder_3_forward_z,
    encoder_3_forward_r,
    encoder_3_forward_r_mul_2,
    encoder_3_forward_h_before,
    encoder_3_forward_U_n_packed,
    encoder_3_forward_U_n_mul_2,
    encoder_3_forward_n,
    encoder_3_forward_h_2,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_100x200(encoder_3_forward_h_state_2, encoder_3_forward_U_packed, encoder_3_forward_U_h_before_2, rows); // encoder.3.forward.U_h_before [B, 200]
    k.map_encoder_3_forward_z(
      encoder_3_forward_pre_2 + at * 1200,
      encoder_3_forward_U_h_before_2,
      encoder_3_forward_pre_2 + 400 + at * 1200,
      encoder_3_forward_U_h_before_2 + 400,
      encoder_3_forward_h_state_2,
      encoder_3_forward_z + at * 400,
      encoder_3_forward_r + at * 400,
      encoder_3_forward_r_mul_2,
      encoder_3_forward_h_before + at * 400,
      rows,
    ); // encoder.3.forward.z [B, 100], encoder.3.forward.r [B, 100], encoder.3.forward.r.mul [B, 100], encoder.3.forward.h_before [B, 100]
    k.gemm_100x100(encoder_3_forward_r_mul_2, encoder_3_forward_U_n_packed, encoder_3_forward_U_n_mul_2, rows); // encoder.3.forward.U_n_mul [B, 100]
    k.map_encoder_3_forward_n(
      encoder_3_forward_pre_2 + 800 + at * 1200,
      encoder_3_forward_U_n_mul_2,
      encoder_3_forward_z + at * 400,
      encoder_3_forward_h_state_2,
      encoder_3_forward_n + at * 400,
      encoder_3_forward_h_2 + at * 400,
      encoder_3_forward_h_state_2,
      rows,
    ); // encoder.3.forward.n [B, 100], encoder.3.forward.h [B, 100]
  }

  k.zero_100(m.encoder_3_backward_h_state_2, batch.size); // encoder.3.backward.h_before starts at zeros

  // encoder.3.backward.h
  const {
    encoder_3_backward_h_state_2,
    encoder_3_backward_U_packed,
    encoder_3_backward_U_h_before_2,
    encoder_3_backward_pre,
    encoder_3_backward_z,
    encoder_3_backward_r,
    encoder_3_backward_r_mul_2,
    encoder_3_backward_h_before,
    encoder_3_backward_U_n_packed,
    encoder_3_backward_U_n_mul_2,
    encoder_3_backward_n,
    encoder_3_backward_h_2,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_100x200(encoder_3_backward_h_state_2, encoder_3_backward_U_packed, encoder_3_backward_U_h_before_2, rows); // encoder.3.backward.U_h_before [B, 200]
    k.map_encoder_3_forward_z(
      encoder_3_backward_pre + at * 1200,
      encoder_3_backward_U_h_before_2,
      encoder_3_backward_pre + 400 + at * 1200,
      encoder_3_backward_U_h_before_2 + 400,
      encoder_3_backward_h_state_2,
      encoder_3_backward_z + at * 400,
      encoder_3_backward_r + at * 400,
      encoder_3_backward_r_mul_2,
      encoder_3_backward_h_before + at * 400,
      rows,
    ); // encoder.3.backward.z [B, 100], encoder.3.backward.r [B, 100], encoder.3.backward.r.mul [B, 100], encoder.3.backward.h_before [B, 100]
    k.gemm_100x100(encoder_3_backward_r_mul_2, encoder_3_backward_U_n_packed, encoder_3_backward_U_n_mul_2, rows); // encoder.3.backward.U_n_mul [B, 100]
    k.map_encoder_3_forward_n(
      encoder_3_backward_pre + 800 + at * 1200,
      encoder_3_backward_U_n_mul_2,
      encoder_3_backward_z + at * 400,
      encoder_3_backward_h_state_2,
      encoder_3_backward_n + at * 400,
      encoder_3_backward_h_2 + at * 400,
      encoder_3_backward_h_state_2,
      rows,
    ); // encoder.3.backward.n [B, 100], encoder.3.backward.h [B, 100]
  }

  k.copy_100(m.encoder_3_forward_h_2, m.encoder_3_2, T.total); // encoder.3.forward.h [N, 100]
  k.copy_100(m.encoder_3_backward_h_2, m.encoder_3_2 + 400, T.total); // encoder.3.backward.h [N, 100]
  k.map_encoder(m.encoder_3_2, m.const$, m.random_key, m.random_T, m.encoder, T.total); // encoder [N, 200]
  k.gemm_200x17_bias(m.encoder, m.tag_W_packed, m.tag_logits_2, m.parameters + offset.tag_b, T.total); // tag.logits [N, 17]
  k.map_tag_loss_2(m.weight_tag_2, m.tag_logits_2, m.target_tag_2, m.tag_loss_2, m.tag_dlogits, T.total); // tag.loss [N], tag.dlogits [N, 17]
  k.sum_rows_1(m.tag_loss_2, m.loss_tag_2, T.total); // tag.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads words [N], random.key [], random.T [N].
 * Gives gradients [1124017].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_17x200(m.tag_dlogits, m.tag_W_packed_2, m.dencoder, T.total); // dencoder [N, 200]
  k.row_product_17x200(m.tag_dlogits, m.encoder, m.gradients + offset.tag_W, T.total); // tag.dW [17, 200]
  k.sum_rows_17(m.tag_dlogits, m.gradients + offset.tag_b, T.total); // tag.db [17]
  k.map_encoder(m.dencoder, m.const$, m.random_key, m.random_T, m.encoder_d3, T.total); // encoder.d3 [N, 200]
  k.zero_100(m.encoder_3_backward_dh_before_state, batch.size); // encoder.3.backward.dh_after starts at zeros

  // encoder.3.backward.dh_before
  const {
    encoder_3_backward_dh_before_state,
    encoder_d3,
    encoder_3_backward_z,
    encoder_3_backward_n,
    encoder_3_backward_h_before,
    encoder_3_backward_dh,
    add,
    encoder_3_backward_dz_pre_dr_pre_dn_pre,
    encoder_3_backward_dz_pre_dr_pre,
    encoder_3_backward_dn_pre,
    encoder_3_backward_U_n_packed_2,
    encoder_3_backward_U_n_dn_pre,
    encoder_3_backward_r,
    encoder_3_backward_U_packed_2,
    encoder_3_backward_U_dz_pre_dr_pre,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_encoder_3_backward_dh(
      encoder_3_backward_dh_before_state,
      encoder_d3 + 400 + at * 800,
      encoder_3_backward_z + at * 400,
      encoder_3_backward_n + at * 400,
      encoder_3_backward_h_before + at * 400,
      encoder_3_backward_dh,
      add,
      encoder_3_backward_dz_pre_dr_pre_dn_pre + at * 1200,
      encoder_3_backward_dz_pre_dr_pre + at * 800,
      encoder_3_backward_dn_pre + at * 400,
      encoder_3_backward_dz_pre_dr_pre_dn_pre + 800 + at * 1200,
      rows,
    ); // encoder.3.backward.dh [B, 100], add [B, 100], encoder.3.backward.dz_pre [B, 100], encoder.3.backward.dn_pre [B, 100]
    k.gemm_100x100(encoder_3_backward_dn_pre + at * 400, encoder_3_backward_U_n_packed_2, encoder_3_backward_U_n_dn_pre, rows); // encoder.3.backward.U_n_dn_pre [B, 100]
    k.map_encoder_3_backward_dz_pre_dr_pre_dn_pre(
      encoder_3_backward_U_n_dn_pre,
      encoder_3_backward_h_before + at * 400,
      encoder_3_backward_r + at * 400,
      encoder_3_backward_dz_pre_dr_pre_dn_pre + 400 + at * 1200,
      encoder_3_backward_dz_pre_dr_pre + 400 + at * 800,
      rows,
    ); // encoder.3.backward.dr_pre [B, 100]
    k.gemm_200x100(encoder_3_backward_dz_pre_dr_pre + at * 800, encoder_3_backward_U_packed_2, encoder_3_backward_U_dz_pre_dr_pre, rows); // encoder.3.backward.U_dz_pre_dr_pre [B, 100]
    k.map_encoder_3_backward_dh_before_state(
      encoder_3_backward_U_dz_pre_dr_pre,
      encoder_3_backward_U_n_dn_pre,
      encoder_3_backward_r + at * 400,
      encoder_3_backward_dh,
      add,
      encoder_3_backward_dh_before_state,
      rows,
    ); // encoder.3.backward.dh_before [B, 100]
  }

  k.zero_100(m.encoder_3_forward_dh_before_state, batch.size); // encoder.3.forward.dh_after starts at zeros

  // encoder.3.forward.dh_before
  const {
    encoder_3_forward_dh_before_state,
    encoder_3_forward_z,
    encoder_3_forward_n,
    encoder_3_forward_h_before,
    encoder_3_forward_dh,
    add_2,
    encoder_3_forward_dz_pre_dr_pre_dn_pre,
    encoder_3_forward_dz_pre_dr_pre,
    encoder_3_forward_dn_pre,
    encoder_3_forward_U_n_packed_2,
    encoder_3_forward_U_n_dn_pre,
    encoder_3_forward_r,
    encoder_3_forward_U_packed_2,
    encoder_3_forward_U_dz_pre_dr_pre,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_encoder_3_backward_dh(
      encoder_3_forward_dh_before_state,
      encoder_d3 + at * 800,
      encoder_3_forward_z + at * 400,
      encoder_3_forward_n + at * 400,
      encoder_3_forward_h_before + at * 400,
      encoder_3_forward_dh,
      add_2,
      encoder_3_forward_dz_pre_dr_pre_dn_pre + at * 1200,
      encoder_3_forward_dz_pre_dr_pre + at * 800,
      encoder_3_forward_dn_pre + at * 400,
      encoder_3_forward_dz_pre_dr_pre_dn_pre + 800 + at * 1200,
      rows,
    ); // encoder.3.forward.dh [B, 100], add [B, 100], encoder.3.forward.dz_pre [B, 100], encoder.3.forward.dn_pre [B, 100]
    k.gemm_100x100(encoder_3_forward_dn_pre + at * 400, encoder_3_forward_U_n_packed_2, encoder_3_forward_U_n_dn_pre, rows); // encoder.3.forward.U_n_dn_pre [B, 100]
    k.map_encoder_3_backward_dz_pre_dr_pre_dn_pre(
      encoder_3_forward_U_n_dn_pre,
      encoder_3_forward_h_before + at * 400,
      encoder_3_forward_r + at * 400,
      encoder_3_forward_dz_pre_dr_pre_dn_pre + 400 + at * 1200,
      encoder_3_forward_dz_pre_dr_pre + 400 + at * 800,
      rows,
    ); // encoder.3.forward.dr_pre [B, 100]
    k.gemm_200x100(encoder_3_forward_dz_pre_dr_pre + at * 800, encoder_3_forward_U_packed_2, encoder_3_forward_U_dz_pre_dr_pre, rows); // encoder.3.forward.U_dz_pre_dr_pre [B, 100]
    k.map_encoder_3_backward_dh_before_state(
      encoder_3_forward_U_dz_pre_dr_pre,
      encoder_3_forward_U_n_dn_pre,
      encoder_3_forward_r + at * 400,
      encoder_3_forward_dh,
      add_2,
      encoder_3_forward_dh_before_state,
      rows,
    ); // encoder.3.forward.dh_before [B, 100]
  }

  k.map_mul_6(
    m.encoder_3_forward_r,
    m.encoder_3_forward_h_before,
    m.encoder_3_backward_r,
    m.encoder_3_backward_h_before,
    m.mul_6,
    m.mul_5,
    T.total,
  ); // mul [N, 100]
  k.row_product_100x100(m.encoder_3_forward_dn_pre, m.mul_6, m.gradients + offset.encoder_3_forward_U_n, T.total); // encoder.3.forward.dU_n [100, 100]
  k.row_product_100x100(m.encoder_3_backward_dn_pre, m.mul_5, m.gradients + offset.encoder_3_backward_U_n, T.total); // encoder.3.backward.dU_n [100, 100]
  k.gemm_300x100(
    m.encoder_3_backward_dz_pre_dr_pre_dn_pre,
    m.encoder_3_backward_W_packed_2,
    m.encoder_3_backward_W_dz_pre_dr_pre_dn_pre,
    T.total,
  ); // encoder.3.backward.W_dz_pre_dr_pre_dn_pre [N, 100]
  k.gemm_300x100(
    m.encoder_3_forward_dz_pre_dr_pre_dn_pre,
    m.encoder_3_forward_W_packed_2,
    m.encoder_3_forward_W_dz_pre_dr_pre_dn_pre,
    T.total,
  ); // encoder.3.forward.W_dz_pre_dr_pre_dn_pre [N, 100]
  k.row_product_300x100(m.encoder_3_forward_dz_pre_dr_pre_dn_pre, m.mul_3, m.gradients + offset.encoder_3_forward_W_z, T.total); // row_product [300, 100]
  k.row_product_200x100(
    m.encoder_3_forward_dz_pre_dr_pre,
    m.encoder_3_forward_h_before,
    m.gradients + offset.encoder_3_forward_U_z,
    T.total,
  ); // row_product [200, 100]
  k.sum_rows_300(m.encoder_3_forward_dz_pre_dr_pre_dn_pre, m.gradients + offset.encoder_3_forward_b_z, T.total); // sum_rows [300]
  k.row_product_300x100(m.encoder_3_backward_dz_pre_dr_pre_dn_pre, m.mul, m.gradients + offset.encoder_3_backward_W_z, T.total); // row_product [300, 100]
  k.row_product_200x100(
    m.encoder_3_backward_dz_pre_dr_pre,
    m.encoder_3_backward_h_before,
    m.gradients + offset.encoder_3_backward_U_z,
    T.total,
  ); // row_product [200, 100]
  k.sum_rows_300(m.encoder_3_backward_dz_pre_dr_pre_dn_pre, m.gradients + offset.encoder_3_backward_b_z, T.total); // sum_rows [300]
  k.map_encoder_d1(
    m.encoder_3_backward_W_dz_pre_dr_pre_dn_pre,
    m.expand_2,
    m.encoder_3_forward_W_dz_pre_dr_pre_dn_pre,
    m.expand_2_2,
    m.const$,
    m.random_key,
    m.random_T,
    m.encoder_d1,
    T.total,
  ); // encoder.d1 [N, 100]
  k.zero_1000000(m.gradients, 1); // encoder.1.dE [10000, 100]
  k.scatter_add_100(m.words_2, m.encoder_d1, m.gradients + offset.encoder_1_E, T.total); // encoder.1.dE [10000, 100]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [1124017], moment1 [1124017], moment2 [1124017], parameters [1124017], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [1124017], moment2 [1124017], parameters [1124017].
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
  ); // sqrt [], add [1124017], parameters.add [1124017]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  encoder_1_E: 0,
  encoder_3_forward_W_z: 4000000,
  encoder_3_forward_W_r: 4040000,
  encoder_3_forward_W_n: 4080000,
  encoder_3_forward_U_z: 4120000,
  encoder_3_forward_U_r: 4160000,
  encoder_3_forward_U_n: 4200000,
  encoder_3_forward_b_z: 4240000,
  encoder_3_forward_b_r: 4240400,
  encoder_3_forward_b_n: 4240800,
  encoder_3_backward_W_z: 4241200,
  encoder_3_backward_W_r: 4281200,
  encoder_3_backward_W_n: 4321200,
  encoder_3_backward_U_z: 4361200,
  encoder_3_backward_U_r: 4401200,
  encoder_3_backward_U_n: 4441200,
  encoder_3_backward_b_z: 4481200,
  encoder_3_backward_b_r: 4481600,
  encoder_3_backward_b_n: 4482000,
  tag_W: 4482400,
  tag_b: 4496000,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 4811873,
  "N:T": 2604,
  B: 500,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 1124017, integer: false }, // [1124017]
  gradients: { rows: "none", offset: 1124017, width: 1124017, integer: false }, // [1124017]
  moment1: { rows: "none", offset: 2248034, width: 1124017, integer: false }, // [1124017]
  moment2: { rows: "none", offset: 3372051, width: 1124017, integer: false }, // [1124017]
  output_tag: { rows: "N:T", offset: 3, width: 17, integer: false }, // [N, 17] output.tag
  encoder_3: { rows: "N:T", offset: 120, width: 200, integer: false }, // [N, 200] encoder.3
  log: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N]
  tag_logits_add: { rows: "N:T", offset: 37, width: 17, integer: false }, // [N, 17] tag.logits.add
  tag_logits: { rows: "N:T", offset: 20, width: 17, integer: false }, // [N, 17] tag.logits
  encoder_3_forward_pre: { rows: "N:T", offset: 120, width: 600, integer: false }, // [N, 600] encoder.3.forward.pre
  encoder_1: { rows: "N:T", offset: 20, width: 100, integer: false }, // [N, 100] encoder.1
  words: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed: { rows: "none", offset: 4496068, width: 60000, integer: false }, // [100, 600] packed encoder.3.forward.W_z_forward.W_r_forward.W_n_ba.packed
  encoder_3_forward_b_z_forward_b_r_forward_b_n_ba: { rows: "none", offset: 4556068, width: 600, integer: false }, // [600] encoder.3.forward.b_z_forward.b_r_forward.b_n_ba
  encoder_3_forward_h_state: { rows: "B", offset: 200, width: 100, integer: false }, // [B, 100] encoder.3.forward.h.state
  encoder_3_forward_h: { rows: "N:T", offset: 20, width: 100, integer: false }, // [N, 100] encoder.3.forward.h
  encoder_3_forward_U_n_mul: { rows: "B", offset: 300, width: 100, integer: false }, // [B, 100] encoder.3.forward.U_n_mul
  encoder_3_forward_r_mul: { rows: "B", offset: 400, width: 100, integer: false }, // [B, 100] encoder.3.forward.r.mul
  encoder_3_forward_U_h_before: { rows: "B", offset: 0, width: 200, integer: false }, // [B, 200] encoder.3.forward.U_h_before
  encoder_3_forward_U_packed: { rows: "none", offset: 4556668, width: 20000, integer: false }, // [100, 200] packed encoder.3.forward.U.packed
  encoder_3_forward_U_n_packed: { rows: "none", offset: 4576668, width: 10400, integer: false }, // [100, 100] packed encoder.3.forward.U_n.packed
  encoder_3_backward_h_state: { rows: "B", offset: 200, width: 100, integer: false }, // [B, 100] encoder.3.backward.h.state
  encoder_3_backward_h: { rows: "N:T", offset: 720, width: 100, integer: false }, // [N, 100] encoder.3.backward.h
  encoder_3_backward_U_n_mul: { rows: "B", offset: 300, width: 100, integer: false }, // [B, 100] encoder.3.backward.U_n_mul
  encoder_3_backward_r_mul: { rows: "B", offset: 400, width: 100, integer: false }, // [B, 100] encoder.3.backward.r.mul
  encoder_3_backward_U_h_before: { rows: "B", offset: 0, width: 200, integer: false }, // [B, 200] encoder.3.backward.U_h_before
  encoder_3_backward_U_packed: { rows: "none", offset: 4587068, width: 20000, integer: false }, // [100, 200] packed encoder.3.backward.U.packed
  encoder_3_backward_U_n_packed: { rows: "none", offset: 4607068, width: 10400, integer: false }, // [100, 100] packed encoder.3.backward.U_n.packed
  tag_W_packed: { rows: "none", offset: 4617468, width: 4800, integer: false }, // [200, 17] packed tag.W.packed
  loss_tag: { rows: "none", offset: 4811869, width: 1, integer: false }, // [] loss.tag
  tag_loss: { rows: "N:T", offset: 20, width: 1, integer: false }, // [N] tag.loss
  weight_tag: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.tag
  target_tag: { rows: "N:T", offset: 2, width: 1, integer: true }, // [N] target.tag
  loss_tag_2: { rows: "none", offset: 4811870, width: 1, integer: false }, // [] loss.tag_2
  encoder_3_2: { rows: "N:T", offset: 804, width: 200, integer: false }, // [N, 200] encoder.3_2
  tag_dlogits: { rows: "N:T", offset: 21, width: 17, integer: false }, // [N, 17] tag.dlogits
  tag_loss_2: { rows: "N:T", offset: 38, width: 1, integer: false }, // [N] tag.loss_2
  tag_logits_2: { rows: "N:T", offset: 4, width: 17, integer: false }, // [N, 17] tag.logits_2
  encoder: { rows: "N:T", offset: 1704, width: 200, integer: false }, // [N, 200]
  encoder_3_backward_pre: { rows: "N:T", offset: 804, width: 300, integer: false }, // [N, 300] encoder.3.backward.pre
  mul: { rows: "N:T", offset: 304, width: 100, integer: false }, // [N, 100]
  expand_2: { rows: "N:T", offset: 204, width: 100, integer: false }, // [N, 100] expand
  mul_2: { rows: "B", offset: 1, width: 100, integer: false }, // [B, 100]
  encoder_3_forward_pre_2: { rows: "N:T", offset: 504, width: 300, integer: false }, // [N, 300] encoder.3.forward.pre_2
  mul_3: { rows: "N:T", offset: 404, width: 100, integer: false }, // [N, 100]
  expand_2_2: { rows: "N:T", offset: 104, width: 100, integer: false }, // [N, 100] expand_2
  mul_4: { rows: "B", offset: 101, width: 100, integer: false }, // [B, 100]
  encoder_1_2: { rows: "N:T", offset: 4, width: 100, integer: false }, // [N, 100] encoder.1_2
  words_2: { rows: "N:T", offset: 0, width: 1, integer: true }, // [N]
  const$: { rows: "none", offset: 4622268, width: 1, integer: false }, // [] const
  random_key: { rows: "none", offset: 4811869, width: 1, integer: true }, // [] random.key
  random_sequence: { rows: "B", offset: 0, width: 1, integer: true }, // [B] random.sequence
  random_T: { rows: "N:T", offset: 1, width: 1, integer: true }, // [N] random.T
  encoder_3_forward_W_packed: { rows: "none", offset: 4622269, width: 30400, integer: false }, // [100, 300] packed encoder.3.forward.W.packed
  encoder_3_forward_b: { rows: "none", offset: 4652669, width: 300, integer: false }, // [300] encoder.3.forward.b
  encoder_3_backward_W_packed: { rows: "none", offset: 4652969, width: 30400, integer: false }, // [100, 300] packed encoder.3.backward.W.packed
  encoder_3_backward_b: { rows: "none", offset: 4683369, width: 300, integer: false }, // [300] encoder.3.backward.b
  encoder_3_forward_h_state_2: { rows: "B", offset: 200, width: 100, integer: false }, // [B, 100] encoder.3.forward.h.state_2
  encoder_3_forward_h_2: { rows: "N:T", offset: 4, width: 100, integer: false }, // [N, 100] encoder.3.forward.h_2
  encoder_3_forward_r: { rows: "N:T", offset: 1104, width: 100, integer: false }, // [N, 100] encoder.3.forward.r
  encoder_3_forward_z: { rows: "N:T", offset: 1204, width: 100, integer: false }, // [N, 100] encoder.3.forward.z
  encoder_3_forward_n: { rows: "N:T", offset: 1304, width: 100, integer: false }, // [N, 100] encoder.3.forward.n
  encoder_3_forward_h_before: { rows: "N:T", offset: 1404, width: 100, integer: false }, // [N, 100] encoder.3.forward.h_before
  encoder_3_forward_U_n_mul_2: { rows: "B", offset: 300, width: 100, integer: false }, // [B, 100] encoder.3.forward.U_n_mul_2
  encoder_3_forward_r_mul_2: { rows: "B", offset: 400, width: 100, integer: false }, // [B, 100] encoder.3.forward.r.mul_2
  encoder_3_forward_U_h_before_2: { rows: "B", offset: 0, width: 200, integer: false }, // [B, 200] encoder.3.forward.U_h_before_2
  encoder_3_backward_h_state_2: { rows: "B", offset: 200, width: 100, integer: false }, // [B, 100] encoder.3.backward.h.state_2
  encoder_3_backward_h_2: { rows: "N:T", offset: 504, width: 100, integer: false }, // [N, 100] encoder.3.backward.h_2
  encoder_3_backward_r: { rows: "N:T", offset: 604, width: 100, integer: false }, // [N, 100] encoder.3.backward.r
  encoder_3_backward_z: { rows: "N:T", offset: 704, width: 100, integer: false }, // [N, 100] encoder.3.backward.z
  encoder_3_backward_n: { rows: "N:T", offset: 1504, width: 100, integer: false }, // [N, 100] encoder.3.backward.n
  encoder_3_backward_h_before: { rows: "N:T", offset: 1604, width: 100, integer: false }, // [N, 100] encoder.3.backward.h_before
  encoder_3_backward_U_n_mul_2: { rows: "B", offset: 300, width: 100, integer: false }, // [B, 100] encoder.3.backward.U_n_mul_2
  encoder_3_backward_r_mul_2: { rows: "B", offset: 400, width: 100, integer: false }, // [B, 100] encoder.3.backward.r.mul_2
  encoder_3_backward_U_h_before_2: { rows: "B", offset: 0, width: 200, integer: false }, // [B, 200] encoder.3.backward.U_h_before_2
  weight_tag_2: { rows: "N:T", offset: 2, width: 1, integer: false }, // [N] weight.tag_2
  target_tag_2: { rows: "N:T", offset: 3, width: 1, integer: true }, // [N] target.tag_2
  mul_5: { rows: "N:T", offset: 704, width: 100, integer: false }, // [N, 100]
  mul_6: { rows: "N:T", offset: 1204, width: 100, integer: false }, // [N, 100]
  encoder_d1: { rows: "N:T", offset: 304, width: 100, integer: false }, // [N, 100] encoder.d1
  encoder_3_forward_W_dz_pre_dr_pre_dn_pre: { rows: "N:T", offset: 504, width: 100, integer: false }, // [N, 100] encoder.3.forward.W_dz_pre_dr_pre_dn_pre
  encoder_3_backward_W_dz_pre_dr_pre_dn_pre: { rows: "N:T", offset: 2, width: 100, integer: false }, // [N, 100] encoder.3.backward.W_dz_pre_dr_pre_dn_pre
  encoder_d3: { rows: "N:T", offset: 1704, width: 200, integer: false }, // [N, 200] encoder.d3
  dencoder: { rows: "N:T", offset: 804, width: 200, integer: false }, // [N, 200]
  tag_W_packed_2: { rows: "none", offset: 4683669, width: 3400, integer: false }, // [17, 200] packed tag.W.packed_2
  encoder_3_backward_dh_before_state: { rows: "B", offset: 0, width: 100, integer: false }, // [B, 100] encoder.3.backward.dh_before.state
  encoder_3_backward_dz_pre_dr_pre_dn_pre: { rows: "N:T", offset: 804, width: 300, integer: false }, // [N, 300] encoder.3.backward.dz_pre_dr_pre_dn_pre
  encoder_3_backward_dz_pre_dr_pre: { rows: "N:T", offset: 1904, width: 200, integer: false }, // [N, 200] encoder.3.backward.dz_pre_dr_pre
  encoder_3_backward_dn_pre: { rows: "N:T", offset: 2, width: 100, integer: false }, // [N, 100] encoder.3.backward.dn_pre
  encoder_3_backward_U_dz_pre_dr_pre: { rows: "B", offset: 100, width: 100, integer: false }, // [B, 100] encoder.3.backward.U_dz_pre_dr_pre
  encoder_3_backward_U_n_dn_pre: { rows: "B", offset: 200, width: 100, integer: false }, // [B, 100] encoder.3.backward.U_n_dn_pre
  add: { rows: "B", offset: 300, width: 100, integer: false }, // [B, 100]
  encoder_3_backward_dh: { rows: "B", offset: 400, width: 100, integer: false }, // [B, 100] encoder.3.backward.dh
  encoder_3_backward_U_n_packed_2: { rows: "none", offset: 4687069, width: 10400, integer: false }, // [100, 100] packed encoder.3.backward.U_n.packed_2
  encoder_3_backward_U_packed_2: { rows: "none", offset: 4697469, width: 20800, integer: false }, // [200, 100] packed encoder.3.backward.U.packed_2
  encoder_3_forward_dh_before_state: { rows: "B", offset: 0, width: 100, integer: false }, // [B, 100] encoder.3.forward.dh_before.state
  encoder_3_forward_dz_pre_dr_pre_dn_pre: { rows: "N:T", offset: 2104, width: 300, integer: false }, // [N, 300] encoder.3.forward.dz_pre_dr_pre_dn_pre
  encoder_3_forward_dz_pre_dr_pre: { rows: "N:T", offset: 2404, width: 200, integer: false }, // [N, 200] encoder.3.forward.dz_pre_dr_pre
  encoder_3_forward_dn_pre: { rows: "N:T", offset: 504, width: 100, integer: false }, // [N, 100] encoder.3.forward.dn_pre
  encoder_3_forward_U_dz_pre_dr_pre: { rows: "B", offset: 100, width: 100, integer: false }, // [B, 100] encoder.3.forward.U_dz_pre_dr_pre
  encoder_3_forward_U_n_dn_pre: { rows: "B", offset: 200, width: 100, integer: false }, // [B, 100] encoder.3.forward.U_n_dn_pre
  add_2: { rows: "B", offset: 300, width: 100, integer: false }, // [B, 100]
  encoder_3_forward_dh: { rows: "B", offset: 400, width: 100, integer: false }, // [B, 100] encoder.3.forward.dh
  encoder_3_forward_U_n_packed_2: { rows: "none", offset: 4718269, width: 10400, integer: false }, // [100, 100] packed encoder.3.forward.U_n.packed_2
  encoder_3_forward_U_packed_2: { rows: "none", offset: 4728669, width: 20800, integer: false }, // [200, 100] packed encoder.3.forward.U.packed_2
  encoder_3_backward_W_packed_2: { rows: "none", offset: 4749469, width: 31200, integer: false }, // [300, 100] packed encoder.3.backward.W.packed_2
  encoder_3_forward_W_packed_2: { rows: "none", offset: 4780669, width: 31200, integer: false }, // [300, 100] packed encoder.3.forward.W.packed_2
  norm: { rows: "none", offset: 4811872, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 4811869, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 4811870, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 4811871, width: 1, integer: false }, // [] update.bias2
} satisfies WasmPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { words: "words" }, outputs: { "output.tag": "output_tag" } },
  score: {
    run: score,
    inputs: { "weight.tag": "weight_tag", "target.tag": "target_tag" },
    outputs: { "loss.tag": "loss_tag", loss: "loss_tag" },
  },
  forward: {
    run: forward,
    inputs: {
      words: "words_2",
      "random.key": "random_key",
      "random.sequence": "random_sequence",
      "random.T": "random_T",
      "weight.tag": "weight_tag_2",
      "target.tag": "target_tag_2",
    },
    outputs: { "loss.tag": "loss_tag_2", loss: "loss_tag_2" },
  },
  backward: {
    run: backward,
    inputs: { words: "words_2", "random.key": "random_key", "random.T": "random_T" },
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
