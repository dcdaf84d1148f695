// Made by rnnc from the model `pos_tagger` in specs/models/pos_tagger.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type Recurrences, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [1124017].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.moves_prepare(
    m.parameters + offset.encoder_3_forward_b_z,
    m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba,
    m.parameters + offset.encoder_3_forward_b_r,
    m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba + 100,
    m.parameters + offset.encoder_3_forward_b_n,
    m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba + 200,
    m.parameters + offset.encoder_3_backward_b_z,
    m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba + 300,
    m.parameters + offset.encoder_3_backward_b_r,
    m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba + 400,
    m.parameters + offset.encoder_3_backward_b_n,
    m.encoder_3_forward_b_z_forward_b_r_forward_b_n_ba + 500,
    m.parameters + offset.encoder_3_forward_b_z,
    m.encoder_3_forward_b,
    m.parameters + offset.encoder_3_forward_b_r,
    m.encoder_3_forward_b + 100,
    m.parameters + offset.encoder_3_forward_b_n,
    m.encoder_3_forward_b + 200,
    m.parameters + offset.encoder_3_backward_b_z,
    m.encoder_3_backward_b,
    m.parameters + offset.encoder_3_backward_b_r,
    m.encoder_3_backward_b + 100,
    m.parameters + offset.encoder_3_backward_b_n,
    m.encoder_3_backward_b + 200,
    m.parameters + offset.encoder_3_forward_W_z,
    m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed,
    m.parameters + offset.encoder_3_forward_W_r,
    m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed + 9600,
    m.parameters + offset.encoder_3_forward_W_n,
    m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed + 20000,
    m.parameters + offset.encoder_3_backward_W_z,
    m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed + 29600,
    m.parameters + offset.encoder_3_backward_W_r,
    m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed + 40000,
    m.parameters + offset.encoder_3_backward_W_n,
    m.encoder_3_forward_W_z_forward_W_r_forward_W_n_ba_packed + 49600,
    m.parameters + offset.encoder_3_forward_U_z,
    m.encoder_3_forward_U_packed,
    m.parameters + offset.encoder_3_forward_U_r,
    m.encoder_3_forward_U_packed + 9600,
    m.parameters + offset.encoder_3_forward_U_n,
    m.encoder_3_forward_U_n_packed,
    m.parameters + offset.encoder_3_backward_U_z,
    m.encoder_3_backward_U_packed,
    m.parameters + offset.encoder_3_backward_U_r,
    m.encoder_3_backward_U_packed + 9600,
    m.parameters + offset.encoder_3_backward_U_n,
    m.encoder_3_backward_U_n_packed,
    m.parameters + offset.tag_W,
    m.tag_W_packed,
    m.parameters + offset.encoder_3_forward_W_z,
    m.encoder_3_forward_W_packed,
    m.parameters + offset.encoder_3_forward_W_r,
    m.encoder_3_forward_W_packed + 9600,
    m.parameters + offset.encoder_3_forward_W_n,
    m.encoder_3_forward_W_packed + 20000,
    m.parameters + offset.encoder_3_backward_W_z,
    m.encoder_3_backward_W_packed,
    m.parameters + offset.encoder_3_backward_W_r,
    m.encoder_3_backward_W_packed + 9600,
    m.parameters + offset.encoder_3_backward_W_n,
    m.encoder_3_backward_W_packed + 20000,
    1,
  ); // encoder.3.forward.b_z [100], encoder.3.forward.b_r [100], encoder.3.forward.b_n [100] and 11 more
  k.map_const(m.const$, 1); // const []
  k.moves_prepare_2(
    m.parameters + offset.tag_W,
    m.tag_W_packed_2,
    m.parameters + offset.encoder_3_backward_U_n,
    m.encoder_3_backward_U_n_packed_2,
    m.parameters + offset.encoder_3_backward_U_z,
    m.encoder_3_backward_U_packed_2,
    m.parameters + offset.encoder_3_backward_U_r,
    m.encoder_3_backward_U_packed_2 + 800,
    m.parameters + offset.encoder_3_forward_U_n,
    m.encoder_3_forward_U_n_packed_2,
    m.parameters + offset.encoder_3_forward_U_z,
    m.encoder_3_forward_U_packed_2,
    m.parameters + offset.encoder_3_forward_U_r,
    m.encoder_3_forward_U_packed_2 + 800,
    m.parameters + offset.encoder_3_backward_W_z,
    m.encoder_3_backward_W_packed_2,
    m.parameters + offset.encoder_3_backward_W_r,
    m.encoder_3_backward_W_packed_2 + 800,
    m.parameters + offset.encoder_3_backward_W_n,
    m.encoder_3_backward_W_packed_2 + 1600,
    m.parameters + offset.encoder_3_forward_W_z,
    m.encoder_3_forward_W_packed_2,
    m.parameters + offset.encoder_3_forward_W_r,
    m.encoder_3_forward_W_packed_2 + 800,
    m.parameters + offset.encoder_3_forward_W_n,
    m.encoder_3_forward_W_packed_2 + 1600,
    1,
  ); // tag.W for products, encoder.3.backward.U_n for products, encoder.3.backward.U for products and 4 more
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads words [N].
 * Gives output.tag [N, 17].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
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
  if (together("loop_encoder_3_forward_h")) {
    k.loop_encoder_3_forward_h(
      m.encoder_3_forward_h_state,
      m.encoder_3_forward_U_packed,
      m.encoder_3_forward_U_h_before,
      m.encoder_3_forward_pre + 100,
      m.encoder_3_forward_U_h_before + 100,
      m.encoder_3_forward_r_mul,
      m.encoder_3_forward_U_n_packed,
      m.encoder_3_forward_U_n_mul,
      m.encoder_3_forward_pre,
      m.encoder_3_forward_pre + 200,
      m.encoder_3_forward_h,
      T,
      batch.size,
    );
  } else {
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_100x200(m.encoder_3_forward_h_state, m.encoder_3_forward_U_packed, m.encoder_3_forward_U_h_before, rows); // encoder.3.forward.U_h_before [B, 200]
      k.map_encoder_3_forward_r_mul(
        m.encoder_3_forward_pre + 100 + at * 600,
        m.encoder_3_forward_U_h_before + 100,
        m.encoder_3_forward_h_state,
        m.encoder_3_forward_r_mul,
        rows,
      ); // encoder.3.forward.r.mul [B, 100]
      k.gemm_100x100_map_encoder_3_forward_h(
        m.encoder_3_forward_r_mul,
        m.encoder_3_forward_U_n_packed,
        m.encoder_3_forward_U_n_mul,
        m.encoder_3_forward_pre + at * 600,
        m.encoder_3_forward_U_h_before,
        m.encoder_3_forward_h_state,
        m.encoder_3_forward_pre + 200 + at * 600,
        m.encoder_3_forward_U_n_mul,
        m.encoder_3_forward_h + at * 100,
        m.encoder_3_forward_h_state,
        rows,
        rows,
      ); // encoder.3.forward.U_n_mul [B, 100], encoder.3.forward.h [B, 100]
    }
  }

  k.zero_100(m.encoder_3_backward_h_state, batch.size); // encoder.3.backward.h_before starts at zeros

  // encoder.3.backward.h
  if (together("loop_encoder_3_backward_h")) {
    k.loop_encoder_3_backward_h(
      m.encoder_3_backward_h_state,
      m.encoder_3_backward_U_packed,
      m.encoder_3_backward_U_h_before,
      m.encoder_3_forward_pre + 400,
      m.encoder_3_backward_U_h_before + 100,
      m.encoder_3_backward_r_mul,
      m.encoder_3_backward_U_n_packed,
      m.encoder_3_backward_U_n_mul,
      m.encoder_3_forward_pre + 300,
      m.encoder_3_forward_pre + 500,
      m.encoder_3_backward_h,
      T,
      batch.size,
    );
  } else {
    for (let t = T.steps - 1; t >= 0; t--) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_100x200(m.encoder_3_backward_h_state, m.encoder_3_backward_U_packed, m.encoder_3_backward_U_h_before, rows); // encoder.3.backward.U_h_before [B, 200]
      k.map_encoder_3_forward_r_mul(
        m.encoder_3_forward_pre + 400 + at * 600,
        m.encoder_3_backward_U_h_before + 100,
        m.encoder_3_backward_h_state,
        m.encoder_3_backward_r_mul,
        rows,
      ); // encoder.3.backward.r.mul [B, 100]
      k.gemm_100x100_map_encoder_3_forward_h(
        m.encoder_3_backward_r_mul,
        m.encoder_3_backward_U_n_packed,
        m.encoder_3_backward_U_n_mul,
        m.encoder_3_forward_pre + 300 + at * 600,
        m.encoder_3_backward_U_h_before,
        m.encoder_3_backward_h_state,
        m.encoder_3_forward_pre + 500 + at * 600,
        m.encoder_3_backward_U_n_mul,
        m.encoder_3_backward_h + at * 100,
        m.encoder_3_backward_h_state,
        rows,
        rows,
      ); // encoder.3.backward.U_n_mul [B, 100], encoder.3.backward.h [B, 100]
    }
  }

  k.moves_predict(m.encoder_3_forward_h, m.encoder_3, m.encoder_3_backward_h, m.encoder_3 + 100, T.total); // encoder.3.forward.h [N, 100], encoder.3.backward.h [N, 100]
  k.gemm_200x17_bias(m.encoder_3, m.tag_W_packed, m.tag_logits, m.parameters + offset.tag_b, T.total); // tag.logits [N, 17]
  k.map_tag_logits_add(m.tag_logits, m.tag_logits_add, m.output_tag, m.log, T.total); // tag.logits.add [N, 17], mul [N, 17], log [N]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.tag [N], target.tag [N].
 * Gives loss.tag [], loss [].
 */
export function score(k: GpuKernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_tag_loss(m.weight_tag, m.log, m.target_tag, m.tag_logits_add, m.tag_loss, T.total); // tag.loss [N]
  k.sum_rows_1(m.tag_loss, m.loss_tag, T.total); // tag.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads words [N], random.key [], random.sequence [B], random.T [N], weight.tag [N], target.tag [N].
 * Gives loss.tag [], loss [].
 */
export function forward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gather_100(m.parameters + offset.encoder_1_E, m.words_2, m.encoder_1_2, T.total); // encoder.1 [N, 100]
  k.map_mul_4(m.const$, m.random_key, m.random_sequence, m.mul_4, m.mul_2, batch.size); // mul [B, 100]
  k.expand_100(m.mul_4, m.expand_2, T, T.total); // expand [N, 100]
  k.expand_100(m.mul_2, m.expand, T, T.total); // expand [N, 100]
  k.map_mul_3(m.encoder_1_2, m.const$, m.random_key, m.random_T, m.expand_2, m.expand, m.mul_3, m.mul, T.total); // mul [N, 100]
  k.gemm_100x300_bias(m.mul_3, m.encoder_3_forward_W_packed, m.encoder_3_forward_pre_2, m.encoder_3_forward_b, T.total); // encoder.3.forward.pre [N, 300]
  k.gemm_100x300_bias(m.mul, m.encoder_3_backward_W_packed, m.encoder_3_backward_pre, m.encoder_3_backward_b, T.total); // encoder.3.backward.pre [N, 300]
  k.zero_100(m.encoder_3_forward_h_state_2, batch.size); // encoder.3.forward.h_before starts at zeros

  // encoder.3.forward.h
  if (together("loop_encoder_3_forward_h_2")) {
    k.loop_encoder_3_forward_h_2(
      m.encoder_3_forward_h_state_2,
      m.encoder_3_forward_U_packed,
      m.encoder_3_forward_U_h_before_2,
      m.encoder_3_forward_pre_2,
      m.encoder_3_forward_pre_2 + 100,
      m.encoder_3_forward_U_h_before_2 + 100,
      m.encoder_3_forward_z,
      m.encoder_3_forward_r,
      m.encoder_3_forward_r_mul_2,
      m.encoder_3_forward_h_before,
      m.encoder_3_forward_U_n_packed,
      m.encoder_3_forward_U_n_mul_2,
      m.encoder_3_forward_pre_2 + 200,
      m.encoder_3_forward_n,
      m.encoder_3_forward_h_2,
      T,
      batch.size,
    );
  } else {
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_100x200_map_encoder_3_forward_z(
        m.encoder_3_forward_h_state_2,
        m.encoder_3_forward_U_packed,
        m.encoder_3_forward_U_h_before_2,
        m.encoder_3_forward_pre_2 + at * 300,
        m.encoder_3_forward_U_h_before_2,
        m.encoder_3_forward_pre_2 + 100 + at * 300,
        m.encoder_3_forward_U_h_before_2 + 100,
        m.encoder_3_forward_h_state_2,
        m.encoder_3_forward_z + at * 100,
        m.encoder_3_forward_r + at * 100,
        m.encoder_3_forward_r_mul_2,
        m.encoder_3_forward_h_before + at * 100,
        rows,
        rows,
      ); // encoder.3.forward.U_h_before [B, 200], encoder.3.forward.z [B, 100], encoder.3.forward.r [B, 100], encoder.3.forward.r.mul [B, 100], encoder.3.forward.h_before [B, 100]
      k.gemm_100x100_map_encoder_3_forward_n(
        m.encoder_3_forward_r_mul_2,
        m.encoder_3_forward_U_n_packed,
        m.encoder_3_forward_U_n_mul_2,
        m.encoder_3_forward_pre_2 + 200 + at * 300,
        m.encoder_3_forward_U_n_mul_2,
        m.encoder_3_forward_z + at * 100,
        m.encoder_3_forward_h_state_2,
        m.encoder_3_forward_n + at * 100,
        m.encoder_3_forward_h_2 + at * 100,
        m.encoder_3_forward_h_state_2,
        rows,
        rows,
      ); // encoder.3.forward.U_n_mul [B, 100], encoder.3.forward.n [B, 100], encoder.3.forward.h [B, 100]
    }
  }

  k.zero_100(m.encoder_3_backward_h_state_2, batch.size); // encoder.3.backward.h_before starts at zeros

  // encoder.3.backward.h
  if (together("loop_encoder_3_backward_h_2")) {
    k.loop_encoder_3_backward_h_2(
      m.encoder_3_backward_h_state_2,
      m.encoder_3_backward_U_packed,
      m.encoder_3_backward_U_h_before_2,
      m.encoder_3_backward_pre,
      m.encoder_3_backward_pre + 100,
      m.encoder_3_backward_U_h_before_2 + 100,
      m.encoder_3_backward_z,
      m.encoder_3_backward_r,
      m.encoder_3_backward_r_mul_2,
      m.encoder_3_backward_h_before,
      m.encoder_3_backward_U_n_packed,
      m.encoder_3_backward_U_n_mul_2,
      m.encoder_3_backward_pre + 200,
      m.encoder_3_backward_n,
      m.encoder_3_backward_h_2,
      T,
      batch.size,
    );
  } else {
    for (let t = T.steps - 1; t >= 0; t--) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_100x200_map_encoder_3_forward_z(
        m.encoder_3_backward_h_state_2,
        m.encoder_3_backward_U_packed,
        m.encoder_3_backward_U_h_before_2,
        m.encoder_3_backward_pre + at * 300,
        m.encoder_3_backward_U_h_before_2,
        m.encoder_3_backward_pre + 100 + at * 300,
        m.encoder_3_backward_U_h_before_2 + 100,
        m.encoder_3_backward_h_state_2,
        m.encoder_3_backward_z + at * 100,
        m.encoder_3_backward_r + at * 100,
        m.encoder_3_backward_r_mul_2,
        m.encoder_3_backward_h_before + at * 100,
        rows,
        rows,
      ); // encoder.3.backward.U_h_before [B, 200], encoder.3.backward.z [B, 100], encoder.3.backward.r [B, 100], encoder.3.backward.r.mul [B, 100], encoder.3.backward.h_before [B, 100]
      k.gemm_100x100_map_encoder_3_forward_n(
        m.encoder_3_backward_r_mul_2,
        m.encoder_3_backward_U_n_packed,
        m.encoder_3_backward_U_n_mul_2,
        m.encoder_3_backward_pre + 200 + at * 300,
        m.encoder_3_backward_U_n_mul_2,
        m.encoder_3_backward_z + at * 100,
        m.encoder_3_backward_h_state_2,
        m.encoder_3_backward_n + at * 100,
        m.encoder_3_backward_h_2 + at * 100,
        m.encoder_3_backward_h_state_2,
        rows,
        rows,
      ); // encoder.3.backward.U_n_mul [B, 100], encoder.3.backward.n [B, 100], encoder.3.backward.h [B, 100]
    }
  }

  k.moves_predict(m.encoder_3_forward_h_2, m.encoder_3_2, m.encoder_3_backward_h_2, m.encoder_3_2 + 100, T.total); // encoder.3.forward.h [N, 100], encoder.3.backward.h [N, 100]
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
export function backward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_17x200(m.tag_dlogits, m.tag_W_packed_2, m.dencoder, T.total); // dencoder [N, 200]
  k.row_product_17x200(m.tag_dlogits, m.encoder, m.backward_partials, T.total); // tag.dW [17, 200]
  k.sum_rows_17(m.tag_dlogits, m.gradients + offset.tag_b, T.total); // tag.db [17]
  k.map_encoder(m.dencoder, m.const$, m.random_key, m.random_T, m.encoder_d3, T.total); // encoder.d3 [N, 200]
  k.zero_100(m.encoder_3_backward_dh_before_state, batch.size); // encoder.3.backward.dh_after starts at zeros

  // encoder.3.backward.dh_before
  if (together("loop_encoder_3_backward_dh_before")) {
    k.loop_encoder_3_backward_dh_before(
      m.encoder_3_backward_dh_before_state,
      m.encoder_d3 + 100,
      m.encoder_3_backward_z,
      m.encoder_3_backward_n,
      m.encoder_3_backward_h_before,
      m.encoder_3_backward_dh,
      m.add,
      m.encoder_3_backward_dz_pre_dr_pre_dn_pre,
      m.encoder_3_backward_dz_pre_dr_pre,
      m.encoder_3_backward_dn_pre,
      m.encoder_3_backward_dz_pre_dr_pre_dn_pre + 200,
      m.encoder_3_backward_U_n_packed_2,
      m.encoder_3_backward_U_n_dn_pre,
      m.encoder_3_backward_r,
      m.encoder_3_backward_dz_pre_dr_pre_dn_pre + 100,
      m.encoder_3_backward_dz_pre_dr_pre + 100,
      m.encoder_3_backward_U_packed_2,
      m.encoder_3_backward_U_dz_pre_dr_pre,
      T,
      batch.size,
    );
  } else {
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.map_encoder_3_backward_dh(
        m.encoder_3_backward_dh_before_state,
        m.encoder_d3 + 100 + at * 200,
        m.encoder_3_backward_z + at * 100,
        m.encoder_3_backward_n + at * 100,
        m.encoder_3_backward_h_before + at * 100,
        m.encoder_3_backward_dh,
        m.add,
        m.encoder_3_backward_dz_pre_dr_pre_dn_pre + at * 300,
        m.encoder_3_backward_dz_pre_dr_pre + at * 200,
        m.encoder_3_backward_dn_pre + at * 100,
        m.encoder_3_backward_dz_pre_dr_pre_dn_pre + 200 + at * 300,
        rows,
      ); // encoder.3.backward.dh [B, 100], add [B, 100], encoder.3.backward.dz_pre [B, 100], encoder.3.backward.dn_pre [B, 100]
      k.gemm_100x100_map_encoder_3_backward_dz_pre_dr_pre_dn_pre(
        m.encoder_3_backward_dn_pre + at * 100,
        m.encoder_3_backward_U_n_packed_2,
        m.encoder_3_backward_U_n_dn_pre,
        m.encoder_3_backward_U_n_dn_pre,
        m.encoder_3_backward_h_before + at * 100,
        m.encoder_3_backward_r + at * 100,
        m.encoder_3_backward_dz_pre_dr_pre_dn_pre + 100 + at * 300,
        m.encoder_3_backward_dz_pre_dr_pre + 100 + at * 200,
        rows,
        rows,
      ); // encoder.3.backward.U_n_dn_pre [B, 100], encoder.3.backward.dr_pre [B, 100]
      k.gemm_200x100_map_encoder_3_backward_dh_before_state(
        m.encoder_3_backward_dz_pre_dr_pre + at * 200,
        m.encoder_3_backward_U_packed_2,
        m.encoder_3_backward_U_dz_pre_dr_pre,
        m.encoder_3_backward_U_dz_pre_dr_pre,
        m.encoder_3_backward_U_n_dn_pre,
        m.encoder_3_backward_r + at * 100,
        m.encoder_3_backward_dh,
        m.add,
        m.encoder_3_backward_dh_before_state,
        rows,
        rows,
      ); // encoder.3.backward.U_dz_pre_dr_pre [B, 100], encoder.3.backward.dh_before [B, 100]
    }
  }

  k.zero_100(m.encoder_3_forward_dh_before_state, batch.size); // encoder.3.forward.dh_after starts at zeros

  // encoder.3.forward.dh_before
  if (together("loop_encoder_3_forward_dh_before")) {
    k.loop_encoder_3_forward_dh_before(
      m.encoder_3_forward_dh_before_state,
      m.encoder_d3,
      m.encoder_3_forward_z,
      m.encoder_3_forward_n,
      m.encoder_3_forward_h_before,
      m.encoder_3_forward_dh,
      m.add_2,
      m.encoder_3_forward_dz_pre_dr_pre_dn_pre,
      m.encoder_3_forward_dz_pre_dr_pre,
      m.encoder_3_forward_dn_pre,
      m.encoder_3_forward_dz_pre_dr_pre_dn_pre + 200,
      m.encoder_3_forward_U_n_packed_2,
      m.encoder_3_forward_U_n_dn_pre,
      m.encoder_3_forward_r,
      m.encoder_3_forward_dz_pre_dr_pre_dn_pre + 100,
      m.encoder_3_forward_dz_pre_dr_pre + 100,
      m.encoder_3_forward_U_packed_2,
      m.encoder_3_forward_U_dz_pre_dr_pre,
      T,
      batch.size,
    );
  } else {
    for (let t = T.steps - 1; t >= 0; t--) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.map_encoder_3_backward_dh(
        m.encoder_3_forward_dh_before_state,
        m.encoder_d3 + at * 200,
        m.encoder_3_forward_z + at * 100,
        m.encoder_3_forward_n + at * 100,
        m.encoder_3_forward_h_before + at * 100,
        m.encoder_3_forward_dh,
        m.add_2,
        m.encoder_3_forward_dz_pre_dr_pre_dn_pre + at * 300,
        m.encoder_3_forward_dz_pre_dr_pre + at * 200,
        m.encoder_3_forward_dn_pre + at * 100,
        m.encoder_3_forward_dz_pre_dr_pre_dn_pre + 200 + at * 300,
        rows,
      ); // encoder.3.forward.dh [B, 100], add [B, 100], encoder.3.forward.dz_pre [B, 100], encoder.3.forward.dn_pre [B, 100]
      k.gemm_100x100_map_encoder_3_backward_dz_pre_dr_pre_dn_pre(
        m.encoder_3_forward_dn_pre + at * 100,
        m.encoder_3_forward_U_n_packed_2,
        m.encoder_3_forward_U_n_dn_pre,
        m.encoder_3_forward_U_n_dn_pre,
        m.encoder_3_forward_h_before + at * 100,
        m.encoder_3_forward_r + at * 100,
        m.encoder_3_forward_dz_pre_dr_pre_dn_pre + 100 + at * 300,
        m.encoder_3_forward_dz_pre_dr_pre + 100 + at * 200,
        rows,
        rows,
      ); // encoder.3.forward.U_n_dn_pre [B, 100], encoder.3.forward.dr_pre [B, 100]
      k.gemm_200x100_map_encoder_3_backward_dh_before_state(
        m.encoder_3_forward_dz_pre_dr_pre + at * 200,
        m.encoder_3_forward_U_packed_2,
        m.encoder_3_forward_U_dz_pre_dr_pre,
        m.encoder_3_forward_U_dz_pre_dr_pre,
        m.encoder_3_forward_U_n_dn_pre,
        m.encoder_3_forward_r + at * 100,
        m.encoder_3_forward_dh,
        m.add_2,
        m.encoder_3_forward_dh_before_state,
        rows,
        rows,
      ); // encoder.3.forward.U_dz_pre_dr_pre [B, 100], encoder.3.forward.dh_before [B, 100]
    }
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
  k.row_product_100x100(m.encoder_3_forward_dn_pre, m.mul_6, m.backward_partials_2, T.total); // encoder.3.forward.dU_n [100, 100]
  k.row_product_100x100(m.encoder_3_backward_dn_pre, m.mul_5, m.backward_partials_3, T.total); // encoder.3.backward.dU_n [100, 100]
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
  k.row_product_300x100(m.encoder_3_forward_dz_pre_dr_pre_dn_pre, m.mul_3, m.backward_partials_4, T.total); // row_product [300, 100]
  k.row_product_200x100(m.encoder_3_forward_dz_pre_dr_pre, m.encoder_3_forward_h_before, m.backward_partials_5, T.total); // row_product [200, 100]
  k.sum_rows_300(m.encoder_3_forward_dz_pre_dr_pre_dn_pre, m.gradients + offset.encoder_3_forward_b_z, T.total); // sum_rows [300]
  k.row_product_300x100(m.encoder_3_backward_dz_pre_dr_pre_dn_pre, m.mul, m.backward_partials_6, T.total); // row_product [300, 100]
  k.row_product_200x100(m.encoder_3_backward_dz_pre_dr_pre, m.encoder_3_backward_h_before, m.backward_partials_7, T.total); // row_product [200, 100]
  k.sum_rows_300(m.encoder_3_backward_dz_pre_dr_pre_dn_pre, m.gradients + offset.encoder_3_backward_b_z, T.total); // sum_rows [300]
  k.map_encoder_d1(
    m.encoder_3_backward_W_dz_pre_dr_pre_dn_pre,
    m.expand,
    m.encoder_3_forward_W_dz_pre_dr_pre_dn_pre,
    m.expand_2,
    m.const$,
    m.random_key,
    m.random_T,
    m.encoder_d1,
    T.total,
  ); // encoder.d1 [N, 100]
  k.zero_1000000(m.gradients, 1); // encoder.1.dE [10000, 100]
  k.add_up_backward(
    m.backward_partials,
    m.gradients + offset.tag_W,
    m.backward_partials_2,
    m.gradients + offset.encoder_3_forward_U_n,
    m.backward_partials_3,
    m.gradients + offset.encoder_3_backward_U_n,
    m.backward_partials_4,
    m.gradients + offset.encoder_3_forward_W_z,
    m.backward_partials_5,
    m.gradients + offset.encoder_3_forward_U_z,
    m.backward_partials_6,
    m.gradients + offset.encoder_3_backward_W_z,
    m.backward_partials_7,
    m.gradients + offset.encoder_3_backward_U_z,
    1,
  ); // the parts of tag.dW [17, 200], encoder.3.forward.dU_n [100, 100], encoder.3.backward.dU_n [100, 100], row_product [300, 100], row_product [200, 100], row_product [300, 100], row_product [200, 100]
  k.scatter_add_100(m.words_2, m.encoder_d1, m.gradients + offset.encoder_1_E, T.total); // encoder.1.dE [10000, 100]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [1124017], moment1 [1124017], moment2 [1124017], parameters [1124017], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [1124017], moment2 [1124017], parameters [1124017].
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
  ); // sqrt [], add [1124017], parameters.add [1124017]
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
  ); // sqrt [], add [1124017], parameters.add [1124017]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  encoder_1_E: 0,
  encoder_3_forward_W_z: 1000000,
  encoder_3_forward_W_r: 1010000,
  encoder_3_forward_W_n: 1020000,
  encoder_3_forward_U_z: 1030000,
  encoder_3_forward_U_r: 1040000,
  encoder_3_forward_U_n: 1050000,
  encoder_3_forward_b_z: 1060000,
  encoder_3_forward_b_r: 1060100,
  encoder_3_forward_b_n: 1060200,
  encoder_3_backward_W_z: 1060300,
  encoder_3_backward_W_r: 1070300,
  encoder_3_backward_W_n: 1080300,
  encoder_3_backward_U_z: 1090300,
  encoder_3_backward_U_r: 1100300,
  encoder_3_backward_U_n: 1110300,
  encoder_3_backward_b_z: 1120300,
  encoder_3_backward_b_r: 1120400,
  encoder_3_backward_b_n: 1120500,
  tag_W: 1120600,
  tag_b: 1124000,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 7720673,
  "N:T": 2604,
  B: 500,
} satisfies WebGpuPrograms["regions"];

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
  expand: { rows: "N:T", offset: 204, width: 100, integer: false }, // [N, 100]
  mul_2: { rows: "B", offset: 1, width: 100, integer: false }, // [B, 100]
  encoder_3_forward_pre_2: { rows: "N:T", offset: 504, width: 300, integer: false }, // [N, 300] encoder.3.forward.pre_2
  mul_3: { rows: "N:T", offset: 404, width: 100, integer: false }, // [N, 100]
  expand_2: { rows: "N:T", offset: 104, width: 100, integer: false }, // [N, 100]
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
  backward_partials: { rows: "none", offset: 4811873, width: 108800, integer: false }, // [32, 17, 200] backward.partials
  backward_partials_2: { rows: "none", offset: 4920673, width: 320000, integer: false }, // [32, 100, 100] backward.partials_2
  backward_partials_3: { rows: "none", offset: 5240673, width: 320000, integer: false }, // [32, 100, 100] backward.partials_3
  backward_partials_4: { rows: "none", offset: 5560673, width: 600000, integer: false }, // [20, 300, 100] backward.partials_4
  backward_partials_5: { rows: "none", offset: 6160673, width: 480000, integer: false }, // [24, 200, 100] backward.partials_5
  backward_partials_6: { rows: "none", offset: 6640673, width: 600000, integer: false }, // [20, 300, 100] backward.partials_6
  backward_partials_7: { rows: "none", offset: 7240673, width: 480000, integer: false }, // [24, 200, 100] backward.partials_7
  update_partials: { rows: "none", offset: 4811873, width: 256, integer: false }, // [1, 256] update.partials
} satisfies WebGpuPrograms["buffers"];

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
    across: 769,
    rows: 1,
    words: 63,
    code: `
// 12 x copy [100], pack [100, 100], pack [100, 100], pack [100, 100], pack [100, 100], pack [100, 100], pack [100, 100], pack [100, 100], pack [100, 100], 2 x pack [100, 100], pack [100, 100], pack [100, 100], pack [200, 17], pack [100, 100], pack [100, 100], 2 x pack [100, 100], pack [100, 100], pack [100, 100]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 769u;
  let first = group(id) / 769u;
  if (first >= call[0].x) { return; }
  if (part < 12u) {
    // 12 alike
    let own = part;
    let word = own * 2u + 1u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = lane; j < 100u; j += 64u) {
      weights[out + r * 100u + j] = weights[source + j];
    }
  } else if (part < 53u) {
    let source = call[6].y;
    let out = call[6].z;
    let r = first;
    for (var j = (part - 12u) * 256u + lane; j < min((part - 12u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + column * 100u]; }
    }
  } else if (part < 94u) {
    let source = call[6].w;
    let out = call[7].x;
    let r = first;
    for (var j = (part - 53u) * 256u + lane; j < min((part - 53u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column >= 4u && column < 104u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + (column - 4u) * 100u]; }
    }
  } else if (part < 135u) {
    let source = call[7].y;
    let out = call[7].z;
    let r = first;
    for (var j = (part - 94u) * 256u + lane; j < min((part - 94u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + column * 100u]; }
    }
  } else if (part < 176u) {
    let source = call[7].w;
    let out = call[8].x;
    let r = first;
    for (var j = (part - 135u) * 256u + lane; j < min((part - 135u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column >= 4u && column < 104u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + (column - 4u) * 100u]; }
    }
  } else if (part < 217u) {
    let source = call[8].y;
    let out = call[8].z;
    let r = first;
    for (var j = (part - 176u) * 256u + lane; j < min((part - 176u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + column * 100u]; }
    }
  } else if (part < 258u) {
    let source = call[8].w;
    let out = call[9].x;
    let r = first;
    for (var j = (part - 217u) * 256u + lane; j < min((part - 217u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column >= 4u && column < 104u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + (column - 4u) * 100u]; }
    }
  } else if (part < 299u) {
    let source = call[9].y;
    let out = call[9].z;
    let r = first;
    for (var j = (part - 258u) * 256u + lane; j < min((part - 258u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + column * 100u]; }
    }
  } else if (part < 340u) {
    let source = call[9].w;
    let out = call[10].x;
    let r = first;
    for (var j = (part - 299u) * 256u + lane; j < min((part - 299u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column >= 4u && column < 104u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + (column - 4u) * 100u]; }
    }
  } else if (part < 422u) {
    // 2 alike
    let own = part - 340u;
    let word = (own / 41u) * 2u + 41u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 41u) * 256u + lane; j < min((own % 41u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + column * 100u]; }
    }
  } else if (part < 463u) {
    let source = call[11].y;
    let out = call[11].z;
    let r = first;
    for (var j = (part - 422u) * 256u + lane; j < min((part - 422u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column >= 4u && column < 104u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + (column - 4u) * 100u]; }
    }
  } else if (part < 504u) {
    let source = call[11].w;
    let out = call[12].x;
    let r = first;
    for (var j = (part - 463u) * 256u + lane; j < min((part - 463u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + column * 100u]; }
    }
  } else if (part < 523u) {
    let source = call[12].y;
    let out = call[12].z;
    let r = first;
    for (var j = (part - 504u) * 256u + lane; j < min((part - 504u) * 256u + 256u, 4800u); j += 64u) {
      let i = j / 8u % 200u;
      let panel = j / 1600u;
      let column = panel * 8u + j % 8u;
      if (column < 17u) { weights[out + (panel * 200u + i) * 8u + j % 8u] = weights[source + i + column * 200u]; }
    }
  } else if (part < 564u) {
    let source = call[12].w;
    let out = call[13].x;
    let r = first;
    for (var j = (part - 523u) * 256u + lane; j < min((part - 523u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + column * 100u]; }
    }
  } else if (part < 605u) {
    let source = call[13].y;
    let out = call[13].z;
    let r = first;
    for (var j = (part - 564u) * 256u + lane; j < min((part - 564u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column >= 4u && column < 104u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + (column - 4u) * 100u]; }
    }
  } else if (part < 687u) {
    // 2 alike
    let own = part - 605u;
    let word = (own / 41u) * 2u + 55u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 41u) * 256u + lane; j < min((own % 41u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + column * 100u]; }
    }
  } else if (part < 728u) {
    let source = call[14].w;
    let out = call[15].x;
    let r = first;
    for (var j = (part - 687u) * 256u + lane; j < min((part - 687u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column >= 4u && column < 104u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + (column - 4u) * 100u]; }
    }
  } else {
    let source = call[15].y;
    let out = call[15].z;
    let r = first;
    for (var j = (part - 728u) * 256u + lane; j < min((part - 728u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i + column * 100u]; }
    }
  }
}
`,
  },
  moves_prepare_2: {
    across: 506,
    rows: 1,
    words: 27,
    code: `
// pack [17, 200], pack [100, 100], 2 x pack [100, 100], pack [100, 100], 2 x pack [100, 100], 6 x pack [100, 100]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 506u;
  let first = group(id) / 506u;
  if (first >= call[0].x) { return; }
  if (part < 14u) {
    let source = call[0].y;
    let out = call[0].z;
    let r = first;
    for (var j = part * 256u + lane; j < min(part * 256u + 256u, 3400u); j += 64u) {
      let i = j / 8u % 17u;
      let panel = j / 136u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 17u + i) * 8u + j % 8u] = weights[source + i * 200u + column];
    }
  } else if (part < 55u) {
    let source = call[0].w;
    let out = call[1].x;
    let r = first;
    for (var j = (part - 14u) * 256u + lane; j < min((part - 14u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i * 100u + column]; }
    }
  } else if (part < 137u) {
    // 2 alike
    let own = part - 55u;
    let word = (own / 41u) * 2u + 5u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 41u) * 256u + lane; j < min((own % 41u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 200u + i) * 8u + j % 8u] = weights[source + i * 100u + column]; }
    }
  } else if (part < 178u) {
    let source = call[2].y;
    let out = call[2].z;
    let r = first;
    for (var j = (part - 137u) * 256u + lane; j < min((part - 137u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 100u + i) * 8u + j % 8u] = weights[source + i * 100u + column]; }
    }
  } else if (part < 260u) {
    // 2 alike
    let own = part - 178u;
    let word = (own / 41u) * 2u + 11u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 41u) * 256u + lane; j < min((own % 41u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 200u + i) * 8u + j % 8u] = weights[source + i * 100u + column]; }
    }
  } else {
    // 6 alike
    let own = part - 260u;
    let word = (own / 41u) * 2u + 15u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 41u) * 256u + lane; j < min((own % 41u) * 256u + 256u, 10400u); j += 64u) {
      let i = j / 8u % 100u;
      let panel = j / 800u;
      let column = panel * 8u + j % 8u;
      if (column < 100u) { weights[out + (panel * 300u + i) * 8u + j % 8u] = weights[source + i * 100u + column]; }
    }
  }
}
`,
  },
  gather_100: {
    across: 1,
    rows: 2,
    words: 4,
    code: `
// out[r, 100] = table[ids[r]]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let table = call[0].y;
  let ids = call[0].z;
  let out = call[0].w;
  for (var e = lane; e < min(2u, call[0].x - first) * 100u; e += 64u) {
    let r = first + e / 100u;
    let j = e % 100u;
    // ids are checked where data come in; a bad one reads something of the buffer, never outside of it
    let row = u32(max(bitcast<i32>(arena[ids + r]), 0));
    arena[out + r * 100u + j] = weights[table + row * 100u + j];
  }
}
`,
  },
  gemm_100x600_bias: {
    across: 10,
    rows: 64,
    words: 5,
    code: `
// C[r, 600] = A[r, 100] · B[100, 600] + bias, in tiles of 64 rows and 64 columns
const K = 100u;
const N = 600u;

const DEPTH = 15u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 255>;
var<workgroup> block_b: array<vec4f, 240>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  if (k >= K) { return vec4f(); }
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 100u),
    value(a + min(r + 1u, last) * 100u),
    value(a + min(r + 2u, last) * 100u),
    value(a + min(r + 3u, last) * 100u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = min(at + e / 8u % DEPTH, K - 1u);
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 74u) * 800u),
    weight(b + min(panel + 1u, 74u) * 800u),
    weight(b + min(panel + 2u, 74u) * 800u),
    weight(b + min(panel + 3u, 74u) * 800u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 600u + column;
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
  let part = group(id) % 10u;
  let first = group(id) / 10u * 64u;
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
    if (lane + 128u < 240u) { block_a[place_a(lane + 128u)] = next_a_1; }
    block_b[place_b(lane)] = next_b_0;
    if (lane + 128u < 240u) { block_b[place_b(lane + 128u)] = next_b_1; }
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
  loop_encoder_3_forward_h: {
    across: 1,
    rows: 1,
    words: 15,
    loop: true,
    code: `
// a loop of 4 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 25>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let near0_0 = min(column0_0, 199u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 800u + (near0_0 & 7u);
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
  let w0_0_16 = vec4f(weight(from0_0 + 512u), weight(from0_0 + 520u), weight(from0_0 + 528u), weight(from0_0 + 536u));
  let w0_0_17 = vec4f(weight(from0_0 + 544u), weight(from0_0 + 552u), weight(from0_0 + 560u), weight(from0_0 + 568u));
  let w0_0_18 = vec4f(weight(from0_0 + 576u), weight(from0_0 + 584u), weight(from0_0 + 592u), weight(from0_0 + 600u));
  let w0_0_19 = vec4f(weight(from0_0 + 608u), weight(from0_0 + 616u), weight(from0_0 + 624u), weight(from0_0 + 632u));
  let w0_0_20 = vec4f(weight(from0_0 + 640u), weight(from0_0 + 648u), weight(from0_0 + 656u), weight(from0_0 + 664u));
  let w0_0_21 = vec4f(weight(from0_0 + 672u), weight(from0_0 + 680u), weight(from0_0 + 688u), weight(from0_0 + 696u));
  let w0_0_22 = vec4f(weight(from0_0 + 704u), weight(from0_0 + 712u), weight(from0_0 + 720u), weight(from0_0 + 728u));
  let w0_0_23 = vec4f(weight(from0_0 + 736u), weight(from0_0 + 744u), weight(from0_0 + 752u), weight(from0_0 + 760u));
  let w0_0_24 = vec4f(weight(from0_0 + 768u), weight(from0_0 + 776u), weight(from0_0 + 784u), weight(from0_0 + 792u));
  let steps = axes[call[3].x];
  for (var i = call[3].y; i < call[3].z; i++) {
    let t = i;
    let rows = axes[call[3].x + 3u + t];
    let start = axes[call[3].x + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    workgroupBarrier();
    {
      let a = call[0].y + r * 100u;
      let c = call[0].w + r * 200u;
      for (var i = lane; i < 25u; i += 256u) {
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
      sum0 += w0_0_16 * tile[16u];
      sum0 += w0_0_17 * tile[17u];
      sum0 += w0_0_18 * tile[18u];
      sum0 += w0_0_19 * tile[19u];
      sum0 += w0_0_20 * tile[20u];
      sum0 += w0_0_21 * tile[21u];
      sum0 += w0_0_22 * tile[22u];
      sum0 += w0_0_23 * tile[23u];
      sum0 += w0_0_24 * tile[24u];
      if (column0_0 < 200u) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    storageBarrier();
    {
      if (lane < 100u) {
        let j = lane;
        let v0 = value(call[1].x + start * 600u + r * 600u + j);
        let v1 = value(call[1].y + r * 200u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[0].y + r * 100u + j);
        let v5 = v3 * v4;
        set_value(call[1].z + r * 100u + j, v5);
      }
    }
    storageBarrier();
    {
      let a = call[1].z + r * 100u;
      let c = call[2].x + r * 100u;
      for (var i = lane; i < 25u; i += 256u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      for (var column = lane; column < 100u; column += 256u) {
        let panel = call[1].w + (column >> 3u) * 800u + (column & 7u);
        var sum = vec4f();
        for (var i = 0u; i < 25u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
        set_value(c + column, sum.x + sum.y + sum.z + sum.w);
      }
    }
    {
      if (lane < 100u) {
        let j = lane;
        let v1 = value(call[2].y + start * 600u + r * 600u + j);
        let v2 = value(call[0].w + r * 200u + j);
        let v3 = v1 + v2;
        let v4 = sigmoid_of(v3);
        let v6 = 1f - v4;
        let v7 = value(call[0].y + r * 100u + j);
        let v8 = v6 * v7;
        let v9 = value(call[2].z + start * 600u + r * 600u + j);
        let v10 = value(call[2].x + r * 100u + j);
        let v11 = v9 + v10;
        let v12 = tanh_of(v11);
        let v13 = v4 * v12;
        let v14 = v8 + v13;
        set_value(call[2].w + start * 100u + r * 100u + j, v14);
        set_value(call[0].y + r * 100u + j, v14);
      }
    }
  }
}
`,
  },
  gemm_100x200: {
    across: 25,
    rows: 8,
    words: 4,
    code: `
// C[r, 200] = A[r, 100] · B[100, 200], for few rows: 8 rows and 8 columns a workgroup, k in 16 slices
const K = 100u;
const N = 200u;
const CHUNK = 100u;
const SLICES = 16u;
const THREADS = 128u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 256>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 100u),
    value(a + min(r + 1u, last) * 100u),
    value(a + min(r + 2u, last) * 100u),
    value(a + min(r + 3u, last) * 100u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 200u + column;
  set_value(at, sum);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 25u;
  let first = group(id) / 25u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 800u + lane % 8u;
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
  map_encoder_3_forward_r_mul: {
    across: 1,
    rows: 2,
    words: 5,
    code: `
// pointwise [rows, 100]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(2u, call[0].x - first) * 100u; e += 64u) {
    let r = first + e / 100u;
    let j = e % 100u;
    let v0 = value(call[0].y + r * 600u + j);
    let v1 = value(call[0].z + r * 200u + j);
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[0].w + r * 100u + j);
    let v5 = v3 * v4;
    set_value(call[1].x + r * 100u + j, v5);
  }
}
`,
  },
  gemm_100x100_map_encoder_3_forward_h: {
    across: 13,
    rows: 8,
    words: 12,
    code: `
// [rows, 100] · [100, 100], then a map over 100 units
var<workgroup> memory: array<f32, 800>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 13u * 8u + lane % 8u;
  let u = min(unit, 99u);
  let part = lane / 8u;
  let before = call[2].w;
  let first = group(id) / 13u * 8u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + (u >> 3u) * 800u + (u & 7u);
    var sum0_0 = 0f;
    var sum1_0 = 0f;
    var sum2_0 = 0f;
    var sum3_0 = 0f;
    var sum4_0 = 0f;
    var sum5_0 = 0f;
    var sum6_0 = 0f;
    var sum7_0 = 0f;
    for (var i = lane; i < 800u; i += 64u) {
      let row = first + i / 100u;
      let column = i % 100u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 100u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 100u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      let a1 = memory[100u + i];
      sum1_0 += a1 * b0;
      let a2 = memory[200u + i];
      sum2_0 += a2 * b0;
      let a3 = memory[300u + i];
      sum3_0 += a3 * b0;
      let a4 = memory[400u + i];
      sum4_0 += a4 * b0;
      let a5 = memory[500u + i];
      sum5_0 += a5 * b0;
      let a6 = memory[600u + i];
      sum6_0 += a6 * b0;
      let a7 = memory[700u + i];
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
  if (part < 8u && r < call[0].x && unit < 100u) {
    var c0 = 0f;
    if (r < before) {
      for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
    } else {
      c0 = value(call[2].x + r * 100u + u);
    }
    let v1 = value(call[1].x + r * 600u + u);
    let v2 = value(call[1].y + r * 200u + u);
    let v3 = v1 + v2;
    let v4 = sigmoid_of(v3);
    let v6 = 1f - v4;
    let v7 = value(call[1].z + r * 100u + u);
    let v8 = v6 * v7;
    let v9 = value(call[1].w + r * 600u + u);
    let v10 = c0;
    let v11 = v9 + v10;
    let v12 = tanh_of(v11);
    let v13 = v4 * v12;
    let v14 = v8 + v13;
    set_value(call[2].y + r * 100u + u, v14);
    set_value(call[2].z + r * 100u + u, v14);
  }
}
`,
  },
  loop_encoder_3_backward_h: {
    across: 1,
    rows: 1,
    words: 15,
    loop: true,
    code: `
// a loop of 4 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 25>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let near0_0 = min(column0_0, 199u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 800u + (near0_0 & 7u);
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
  let w0_0_16 = vec4f(weight(from0_0 + 512u), weight(from0_0 + 520u), weight(from0_0 + 528u), weight(from0_0 + 536u));
  let w0_0_17 = vec4f(weight(from0_0 + 544u), weight(from0_0 + 552u), weight(from0_0 + 560u), weight(from0_0 + 568u));
  let w0_0_18 = vec4f(weight(from0_0 + 576u), weight(from0_0 + 584u), weight(from0_0 + 592u), weight(from0_0 + 600u));
  let w0_0_19 = vec4f(weight(from0_0 + 608u), weight(from0_0 + 616u), weight(from0_0 + 624u), weight(from0_0 + 632u));
  let w0_0_20 = vec4f(weight(from0_0 + 640u), weight(from0_0 + 648u), weight(from0_0 + 656u), weight(from0_0 + 664u));
  let w0_0_21 = vec4f(weight(from0_0 + 672u), weight(from0_0 + 680u), weight(from0_0 + 688u), weight(from0_0 + 696u));
  let w0_0_22 = vec4f(weight(from0_0 + 704u), weight(from0_0 + 712u), weight(from0_0 + 720u), weight(from0_0 + 728u));
  let w0_0_23 = vec4f(weight(from0_0 + 736u), weight(from0_0 + 744u), weight(from0_0 + 752u), weight(from0_0 + 760u));
  let w0_0_24 = vec4f(weight(from0_0 + 768u), weight(from0_0 + 776u), weight(from0_0 + 784u), weight(from0_0 + 792u));
  let steps = axes[call[3].x];
  for (var i = call[3].y; i < call[3].z; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[3].x + 3u + t];
    let start = axes[call[3].x + 3u + steps + t];
    if (first < rows) {
      storageBarrier();
      workgroupBarrier();
      {
        let a = call[0].y + r * 100u;
        let c = call[0].w + r * 200u;
        for (var i = lane; i < 25u; i += 256u) {
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
        sum0 += w0_0_16 * tile[16u];
        sum0 += w0_0_17 * tile[17u];
        sum0 += w0_0_18 * tile[18u];
        sum0 += w0_0_19 * tile[19u];
        sum0 += w0_0_20 * tile[20u];
        sum0 += w0_0_21 * tile[21u];
        sum0 += w0_0_22 * tile[22u];
        sum0 += w0_0_23 * tile[23u];
        sum0 += w0_0_24 * tile[24u];
        if (column0_0 < 200u) {
          set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
        }
      }
      storageBarrier();
      {
        if (lane < 100u) {
          let j = lane;
          let v0 = value(call[1].x + start * 600u + r * 600u + j);
          let v1 = value(call[1].y + r * 200u + j);
          let v2 = v0 + v1;
          let v3 = sigmoid_of(v2);
          let v4 = value(call[0].y + r * 100u + j);
          let v5 = v3 * v4;
          set_value(call[1].z + r * 100u + j, v5);
        }
      }
      storageBarrier();
      {
        let a = call[1].z + r * 100u;
        let c = call[2].x + r * 100u;
        for (var i = lane; i < 25u; i += 256u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        for (var column = lane; column < 100u; column += 256u) {
          let panel = call[1].w + (column >> 3u) * 800u + (column & 7u);
          var sum = vec4f();
          for (var i = 0u; i < 25u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
          set_value(c + column, sum.x + sum.y + sum.z + sum.w);
        }
      }
      {
        if (lane < 100u) {
          let j = lane;
          let v1 = value(call[2].y + start * 600u + r * 600u + j);
          let v2 = value(call[0].w + r * 200u + j);
          let v3 = v1 + v2;
          let v4 = sigmoid_of(v3);
          let v6 = 1f - v4;
          let v7 = value(call[0].y + r * 100u + j);
          let v8 = v6 * v7;
          let v9 = value(call[2].z + start * 600u + r * 600u + j);
          let v10 = value(call[2].x + r * 100u + j);
          let v11 = v9 + v10;
          let v12 = tanh_of(v11);
          let v13 = v4 * v12;
          let v14 = v8 + v13;
          set_value(call[2].w + start * 100u + r * 100u + j, v14);
          set_value(call[0].y + r * 100u + j, v14);
        }
      }
    }
  }
}
`,
  },
  gemm_200x17_bias: {
    across: 1,
    rows: 32,
    words: 5,
    code: `
// C[r, 17] = A[r, 200] · B[200, 17] + bias, in tiles of 32 rows and 32 columns
const K = 200u;
const N = 17u;

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
  if (k >= K) { return vec4f(); }
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 200u),
    value(a + min(r + 1u, last) * 200u),
    value(a + min(r + 2u, last) * 200u),
    value(a + min(r + 3u, last) * 200u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(at: u32, e: u32) -> vec4f {
  let k = min(at + e / 8u % DEPTH, K - 1u);
  let panel = (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 2u) * 1600u),
    weight(b + min(panel + 1u, 2u) * 1600u),
    weight(b + min(panel + 2u, 2u) * 1600u),
    weight(b + min(panel + 3u, 2u) * 1600u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 17u + column;
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
  map_tag_logits_add: {
    across: 1,
    rows: 2,
    words: 5,
    code: `
// map with reductions over rows of 17
var<workgroup> scratch: array<f32, 160>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let own = lane % 32u;
  let mine = first + lane / 32u;
  let r = min(mine, call[0].x - 1u);
  let c0 = min(own, 16u);
  var r1 = of_bits(0xff800000u);
  let v0 = value(call[0].y + r * 17u + c0);
  r1 = max_of(r1, select(of_bits(0xff800000u), v0, own < 17u));
  scratch[lane] = r1;
  workgroupBarrier();
  if (own < 8u) {
    var p1 = scratch[lane / 32u * 32u + own];
    for (var k = 1u; k < 4u; k++) { p1 = max_of(p1, scratch[lane / 32u * 32u + own + k * 8u]); }
    scratch[64u + lane / 32u * 8u + own] = p1;
  }
  workgroupBarrier();
  var v1 = scratch[64u + lane / 32u * 8u + 0u];
  for (var k = 1u; k < 8u; k++) { v1 = max_of(v1, scratch[64u + lane / 32u * 8u + k]); }
  let v2 = -v1;
  var r5 = 0f;
  let v3 = v0 + v2;
  let v4 = exp_of(v3);
  r5 = r5 + select(0f, v4, own < 17u);
  scratch[80u + lane] = r5;
  workgroupBarrier();
  if (own < 8u) {
    var p5 = scratch[80u + lane / 32u * 32u + own];
    for (var k = 1u; k < 4u; k++) { p5 = p5 + scratch[80u + lane / 32u * 32u + own + k * 8u]; }
    scratch[144u + lane / 32u * 8u + own] = p5;
  }
  workgroupBarrier();
  var v5 = scratch[144u + lane / 32u * 8u + 0u];
  for (var k = 1u; k < 8u; k++) { v5 = v5 + scratch[144u + lane / 32u * 8u + k]; }
  let v6 = 1f / v5;
  let v8 = log_of(v5);
  let v7 = v4 * v6;
  if (own < 17u && mine < call[0].x) {
    set_value(call[0].z + r * 17u + c0, v3);
    set_value(call[0].w + r * 17u + c0, v7);
  }
  storageBarrier();
  if (own == 0u && mine < call[0].x) {
    set_value(call[1].x + r, v8);
  }
}
`,
  },
  zero_100: {
    across: 1,
    rows: 2,
    words: 2,
    code: `
// zero [100]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let out = call[0].y;
  for (var e = lane; e < min(2u, call[0].x - first) * 100u; e += 64u) {
    let r = first + e / 100u;
    let j = e % 100u;
    arena[out + r * 100u + j] = 0u;
  }
}
`,
  },
  moves_predict: {
    across: 2,
    rows: 2,
    words: 5,
    code: `
// 2 x copy [100]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 2u;
  if (first >= call[0].x) { return; }
  // 2 alike
  let own = part;
  let word = own * 2u + 1u;
  let source = argument(word);
  let out = argument(word + 1u);
  for (var e = lane; e < min(2u, call[0].x - first) * 100u; e += 64u) {
    let r = first + e / 100u;
    let j = e % 100u;
    arena[out + r * 200u + j] = arena[source + r * 100u + j];
  }
}
`,
  },
  map_tag_loss: {
    across: 1,
    rows: 2,
    words: 6,
    code: `
// map with reductions over rows of 17
var<workgroup> scratch: array<f32, 80>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let own = lane % 32u;
  let mine = first + lane / 32u;
  let r = min(mine, call[0].x - 1u);
  let c0 = min(own, 16u);
  let v0 = value(call[0].y + r);
  let v1 = value(call[0].z + r);
  let v3 = f32(bitcast<i32>(arena[call[0].w + r]));
  let v4 = -v3;
  var r12 = 0f;
  let v2 = f32(c0);
  let v5 = v2 + v4;
  let v6 = -v5;
  let v7 = max_of(v5, v6);
  let v9 = select(0f, 1f, v7 < 0.5f);
  let v10 = value(call[1].x + r * 17u + c0);
  let v11 = v9 * v10;
  r12 = r12 + select(0f, v11, own < 17u);
  scratch[lane] = r12;
  workgroupBarrier();
  if (own < 8u) {
    var p12 = scratch[lane / 32u * 32u + own];
    for (var k = 1u; k < 4u; k++) { p12 = p12 + scratch[lane / 32u * 32u + own + k * 8u]; }
    scratch[64u + lane / 32u * 8u + own] = p12;
  }
  workgroupBarrier();
  var v12 = scratch[64u + lane / 32u * 8u + 0u];
  for (var k = 1u; k < 8u; k++) { v12 = v12 + scratch[64u + lane / 32u * 8u + k]; }
  let v14 = v1 - v12;
  let v15 = v0 * v14;
  storageBarrier();
  if (own == 0u && mine < call[0].x) {
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
  map_mul_4: {
    across: 1,
    rows: 2,
    words: 6,
    code: `
// pointwise [rows, 100]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(2u, call[0].x - first) * 100u; e += 64u) {
    let r = first + e / 100u;
    let j = e % 100u;
    let row_2 = random_row(weights[call[0].z], arena[call[0].w + r], 1u);
    let row_8 = random_row(weights[call[0].z], arena[call[0].w + r], 2u);
    let v1 = weight(call[0].y);
    let v2 = random_of(row_2, j);
    let v4 = select(0f, 1f, v2 < 0.20000000298023224f);
    let v6 = v1 - v4;
    let v7 = 1.25f * v6;
    let v8 = random_of(row_8, j);
    let v9 = select(0f, 1f, v8 < 0.20000000298023224f);
    let v11 = v1 - v9;
    let v12 = 1.25f * v11;
    set_value(call[1].x + r * 100u + j, v7);
    set_value(call[1].y + r * 100u + j, v12);
  }
}
`,
  },
  expand_100: {
    across: 1,
    rows: 2,
    words: 4,
    code: `
// expand [N, 100]
fn start_of(axis: u32, t: u32) -> u32 { return axes[axis + 3u + axes[axis] + t]; }
/** The step that row r is of. */
fn step_of(axis: u32, r: u32) -> u32 { return axes[axis + 3u + 2u * axes[axis] + axes[axis + 2u] + r]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let out = call[0].z;
  let axis = call[0].w;
  for (var e = lane; e < min(2u, call[0].x - first) * 100u; e += 64u) {
    let r = first + e / 100u;
    let j = e % 100u;
    let t = step_of(axis, r);
    let b = r - start_of(axis, t);
    arena[out + r * 100u + j] = arena[source + b * 100u + j];
  }
}
`,
  },
  map_mul_3: {
    across: 1,
    rows: 2,
    words: 9,
    code: `
// pointwise [rows, 100]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(2u, call[0].x - first) * 100u; e += 64u) {
    let r = first + e / 100u;
    let j = e % 100u;
    let row_3 = random_row(weights[call[0].w], arena[call[1].x + r], 0u);
    let v1 = value(call[0].y + r * 100u + j);
    let v2 = weight(call[0].z);
    let v3 = random_of(row_3, j);
    let v5 = select(0f, 1f, v3 < 0.30000001192092896f);
    let v7 = v2 - v5;
    let v8 = 1.4285714626312256f * v1 * v7;
    let v9 = value(call[1].y + r * 100u + j);
    let v10 = v8 * v9;
    let v11 = value(call[1].z + r * 100u + j);
    let v12 = v8 * v11;
    set_value(call[1].w + r * 100u + j, v10);
    set_value(call[2].x + r * 100u + j, v12);
  }
}
`,
  },
  gemm_100x300_bias: {
    across: 5,
    rows: 64,
    words: 5,
    code: `
// C[r, 300] = A[r, 100] · B[100, 300] + bias, in tiles of 64 rows and 64 columns
const K = 100u;
const N = 300u;

const DEPTH = 15u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 255>;
var<workgroup> block_b: array<vec4f, 240>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  if (k >= K) { return vec4f(); }
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 100u),
    value(a + min(r + 1u, last) * 100u),
    value(a + min(r + 2u, last) * 100u),
    value(a + min(r + 3u, last) * 100u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = min(at + e / 8u % DEPTH, K - 1u);
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 37u) * 800u),
    weight(b + min(panel + 1u, 37u) * 800u),
    weight(b + min(panel + 2u, 37u) * 800u),
    weight(b + min(panel + 3u, 37u) * 800u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 300u + column;
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
  let part = group(id) % 5u;
  let first = group(id) / 5u * 64u;
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
    if (lane + 128u < 240u) { block_a[place_a(lane + 128u)] = next_a_1; }
    block_b[place_b(lane)] = next_b_0;
    if (lane + 128u < 240u) { block_b[place_b(lane + 128u)] = next_b_1; }
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
  loop_encoder_3_forward_h_2: {
    across: 1,
    rows: 1,
    words: 19,
    loop: true,
    code: `
// a loop of 4 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 25>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let near0_0 = min(column0_0, 199u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 800u + (near0_0 & 7u);
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
  let w0_0_16 = vec4f(weight(from0_0 + 512u), weight(from0_0 + 520u), weight(from0_0 + 528u), weight(from0_0 + 536u));
  let w0_0_17 = vec4f(weight(from0_0 + 544u), weight(from0_0 + 552u), weight(from0_0 + 560u), weight(from0_0 + 568u));
  let w0_0_18 = vec4f(weight(from0_0 + 576u), weight(from0_0 + 584u), weight(from0_0 + 592u), weight(from0_0 + 600u));
  let w0_0_19 = vec4f(weight(from0_0 + 608u), weight(from0_0 + 616u), weight(from0_0 + 624u), weight(from0_0 + 632u));
  let w0_0_20 = vec4f(weight(from0_0 + 640u), weight(from0_0 + 648u), weight(from0_0 + 656u), weight(from0_0 + 664u));
  let w0_0_21 = vec4f(weight(from0_0 + 672u), weight(from0_0 + 680u), weight(from0_0 + 688u), weight(from0_0 + 696u));
  let w0_0_22 = vec4f(weight(from0_0 + 704u), weight(from0_0 + 712u), weight(from0_0 + 720u), weight(from0_0 + 728u));
  let w0_0_23 = vec4f(weight(from0_0 + 736u), weight(from0_0 + 744u), weight(from0_0 + 752u), weight(from0_0 + 760u));
  let w0_0_24 = vec4f(weight(from0_0 + 768u), weight(from0_0 + 776u), weight(from0_0 + 784u), weight(from0_0 + 792u));
  let steps = axes[call[4].x];
  for (var i = call[4].y; i < call[4].z; i++) {
    let t = i;
    let rows = axes[call[4].x + 3u + t];
    let start = axes[call[4].x + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    workgroupBarrier();
    {
      let a = call[0].y + r * 100u;
      let c = call[0].w + r * 200u;
      for (var i = lane; i < 25u; i += 256u) {
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
      sum0 += w0_0_16 * tile[16u];
      sum0 += w0_0_17 * tile[17u];
      sum0 += w0_0_18 * tile[18u];
      sum0 += w0_0_19 * tile[19u];
      sum0 += w0_0_20 * tile[20u];
      sum0 += w0_0_21 * tile[21u];
      sum0 += w0_0_22 * tile[22u];
      sum0 += w0_0_23 * tile[23u];
      sum0 += w0_0_24 * tile[24u];
      if (column0_0 < 200u) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    storageBarrier();
    {
      if (lane < 100u) {
        let j = lane;
        let v0 = value(call[1].x + start * 300u + r * 300u + j);
        let v1 = value(call[0].w + r * 200u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].y + start * 300u + r * 300u + j);
        let v5 = value(call[1].z + r * 200u + j);
        let v6 = v4 + v5;
        let v7 = sigmoid_of(v6);
        let v8 = value(call[0].y + r * 100u + j);
        let v9 = v7 * v8;
        set_value(call[1].w + start * 100u + r * 100u + j, v3);
        set_value(call[2].x + start * 100u + r * 100u + j, v7);
        set_value(call[2].y + r * 100u + j, v9);
        set_value(call[2].z + start * 100u + r * 100u + j, v8);
      }
    }
    storageBarrier();
    {
      let a = call[2].y + r * 100u;
      let c = call[3].x + r * 100u;
      for (var i = lane; i < 25u; i += 256u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      for (var column = lane; column < 100u; column += 256u) {
        let panel = call[2].w + (column >> 3u) * 800u + (column & 7u);
        var sum = vec4f();
        for (var i = 0u; i < 25u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
        set_value(c + column, sum.x + sum.y + sum.z + sum.w);
      }
    }
    {
      if (lane < 100u) {
        let j = lane;
        let v0 = value(call[3].y + start * 300u + r * 300u + j);
        let v1 = value(call[3].x + r * 100u + j);
        let v2 = v0 + v1;
        let v3 = tanh_of(v2);
        let v5 = value(call[1].w + start * 100u + r * 100u + j);
        let v7 = 1f - v5;
        let v8 = value(call[0].y + r * 100u + j);
        let v9 = v7 * v8;
        let v10 = v5 * v3;
        let v11 = v9 + v10;
        set_value(call[3].z + start * 100u + r * 100u + j, v3);
        set_value(call[3].w + start * 100u + r * 100u + j, v11);
        set_value(call[0].y + r * 100u + j, v11);
      }
    }
  }
}
`,
  },
  gemm_100x200_map_encoder_3_forward_z: {
    across: 13,
    rows: 8,
    words: 14,
    code: `
// [rows, 100] · [100, 200], then a map over 100 units
var<workgroup> memory: array<f32, 800>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 13u * 8u + lane % 8u;
  let u = min(unit, 99u);
  let part = lane / 8u;
  let before = call[3].y;
  let first = group(id) / 13u * 8u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + (u >> 3u) * 800u + (u & 7u);
    let from1 = call[0].z + ((100u + u) >> 3u) * 800u + ((100u + u) & 7u);
    var sum0_0 = 0f;
    var sum0_1 = 0f;
    var sum1_0 = 0f;
    var sum1_1 = 0f;
    var sum2_0 = 0f;
    var sum2_1 = 0f;
    var sum3_0 = 0f;
    var sum3_1 = 0f;
    var sum4_0 = 0f;
    var sum4_1 = 0f;
    var sum5_0 = 0f;
    var sum5_1 = 0f;
    var sum6_0 = 0f;
    var sum6_1 = 0f;
    var sum7_0 = 0f;
    var sum7_1 = 0f;
    for (var i = lane; i < 800u; i += 64u) {
      let row = first + i / 100u;
      let column = i % 100u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 100u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 100u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      let a1 = memory[100u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      let a2 = memory[200u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      let a3 = memory[300u + i];
      sum3_0 += a3 * b0;
      sum3_1 += a3 * b1;
      let a4 = memory[400u + i];
      sum4_0 += a4 * b0;
      sum4_1 += a4 * b1;
      let a5 = memory[500u + i];
      sum5_0 += a5 * b0;
      sum5_1 += a5 * b1;
      let a6 = memory[600u + i];
      sum6_0 += a6 * b0;
      sum6_1 += a6 * b1;
      let a7 = memory[700u + i];
      sum7_0 += a7 * b0;
      sum7_1 += a7 * b1;
    }
    sums[0u + lane] = sum0_0;
    sums[64u + lane] = sum0_1;
    sums[128u + lane] = sum1_0;
    sums[192u + lane] = sum1_1;
    sums[256u + lane] = sum2_0;
    sums[320u + lane] = sum2_1;
    sums[384u + lane] = sum3_0;
    sums[448u + lane] = sum3_1;
    sums[512u + lane] = sum4_0;
    sums[576u + lane] = sum4_1;
    sums[640u + lane] = sum5_0;
    sums[704u + lane] = sum5_1;
    sums[768u + lane] = sum6_0;
    sums[832u + lane] = sum6_1;
    sums[896u + lane] = sum7_0;
    sums[960u + lane] = sum7_1;
    workgroupBarrier();
  }
  let r = first + part;
  if (part < 8u && r < call[0].x && unit < 100u) {
    var c0 = 0f;
    var c1 = 0f;
    if (r < before) {
      for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 2u + 0u) * 64u + p * 8u + lane % 8u]; }
      for (var p = 0u; p < 8u; p++) { c1 += sums[(part * 2u + 1u) * 64u + p * 8u + lane % 8u]; }
    } else {
      c0 = value(call[1].y + r * 200u + u);
      c1 = value(call[1].w + r * 200u + u);
    }
    let v0 = value(call[1].x + r * 300u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 300u + u);
    let v5 = c1;
    let v6 = v4 + v5;
    let v7 = sigmoid_of(v6);
    let v8 = value(call[2].x + r * 100u + u);
    let v9 = v7 * v8;
    set_value(call[2].y + r * 100u + u, v3);
    set_value(call[2].z + r * 100u + u, v7);
    set_value(call[2].w + r * 100u + u, v9);
    set_value(call[3].x + r * 100u + u, v8);
  }
}
`,
  },
  gemm_100x100_map_encoder_3_forward_n: {
    across: 13,
    rows: 8,
    words: 12,
    code: `
// [rows, 100] · [100, 100], then a map over 100 units
var<workgroup> memory: array<f32, 800>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 13u * 8u + lane % 8u;
  let u = min(unit, 99u);
  let part = lane / 8u;
  let before = call[2].w;
  let first = group(id) / 13u * 8u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + (u >> 3u) * 800u + (u & 7u);
    var sum0_0 = 0f;
    var sum1_0 = 0f;
    var sum2_0 = 0f;
    var sum3_0 = 0f;
    var sum4_0 = 0f;
    var sum5_0 = 0f;
    var sum6_0 = 0f;
    var sum7_0 = 0f;
    for (var i = lane; i < 800u; i += 64u) {
      let row = first + i / 100u;
      let column = i % 100u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 100u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 100u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      let a1 = memory[100u + i];
      sum1_0 += a1 * b0;
      let a2 = memory[200u + i];
      sum2_0 += a2 * b0;
      let a3 = memory[300u + i];
      sum3_0 += a3 * b0;
      let a4 = memory[400u + i];
      sum4_0 += a4 * b0;
      let a5 = memory[500u + i];
      sum5_0 += a5 * b0;
      let a6 = memory[600u + i];
      sum6_0 += a6 * b0;
      let a7 = memory[700u + i];
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
  if (part < 8u && r < call[0].x && unit < 100u) {
    var c0 = 0f;
    if (r < before) {
      for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
    } else {
      c0 = value(call[1].y + r * 100u + u);
    }
    let v0 = value(call[1].x + r * 300u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = tanh_of(v2);
    let v5 = value(call[1].z + r * 100u + u);
    let v7 = 1f - v5;
    let v8 = value(call[1].w + r * 100u + u);
    let v9 = v7 * v8;
    let v10 = v5 * v3;
    let v11 = v9 + v10;
    set_value(call[2].x + r * 100u + u, v3);
    set_value(call[2].y + r * 100u + u, v11);
    set_value(call[2].z + r * 100u + u, v11);
  }
}
`,
  },
  loop_encoder_3_backward_h_2: {
    across: 1,
    rows: 1,
    words: 19,
    loop: true,
    code: `
// a loop of 4 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 25>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let near0_0 = min(column0_0, 199u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 800u + (near0_0 & 7u);
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
  let w0_0_16 = vec4f(weight(from0_0 + 512u), weight(from0_0 + 520u), weight(from0_0 + 528u), weight(from0_0 + 536u));
  let w0_0_17 = vec4f(weight(from0_0 + 544u), weight(from0_0 + 552u), weight(from0_0 + 560u), weight(from0_0 + 568u));
  let w0_0_18 = vec4f(weight(from0_0 + 576u), weight(from0_0 + 584u), weight(from0_0 + 592u), weight(from0_0 + 600u));
  let w0_0_19 = vec4f(weight(from0_0 + 608u), weight(from0_0 + 616u), weight(from0_0 + 624u), weight(from0_0 + 632u));
  let w0_0_20 = vec4f(weight(from0_0 + 640u), weight(from0_0 + 648u), weight(from0_0 + 656u), weight(from0_0 + 664u));
  let w0_0_21 = vec4f(weight(from0_0 + 672u), weight(from0_0 + 680u), weight(from0_0 + 688u), weight(from0_0 + 696u));
  let w0_0_22 = vec4f(weight(from0_0 + 704u), weight(from0_0 + 712u), weight(from0_0 + 720u), weight(from0_0 + 728u));
  let w0_0_23 = vec4f(weight(from0_0 + 736u), weight(from0_0 + 744u), weight(from0_0 + 752u), weight(from0_0 + 760u));
  let w0_0_24 = vec4f(weight(from0_0 + 768u), weight(from0_0 + 776u), weight(from0_0 + 784u), weight(from0_0 + 792u));
  let steps = axes[call[4].x];
  for (var i = call[4].y; i < call[4].z; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[4].x + 3u + t];
    let start = axes[call[4].x + 3u + steps + t];
    if (first < rows) {
      storageBarrier();
      workgroupBarrier();
      {
        let a = call[0].y + r * 100u;
        let c = call[0].w + r * 200u;
        for (var i = lane; i < 25u; i += 256u) {
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
        sum0 += w0_0_16 * tile[16u];
        sum0 += w0_0_17 * tile[17u];
        sum0 += w0_0_18 * tile[18u];
        sum0 += w0_0_19 * tile[19u];
        sum0 += w0_0_20 * tile[20u];
        sum0 += w0_0_21 * tile[21u];
        sum0 += w0_0_22 * tile[22u];
        sum0 += w0_0_23 * tile[23u];
        sum0 += w0_0_24 * tile[24u];
        if (column0_0 < 200u) {
          set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
        }
      }
      storageBarrier();
      {
        if (lane < 100u) {
          let j = lane;
          let v0 = value(call[1].x + start * 300u + r * 300u + j);
          let v1 = value(call[0].w + r * 200u + j);
          let v2 = v0 + v1;
          let v3 = sigmoid_of(v2);
          let v4 = value(call[1].y + start * 300u + r * 300u + j);
          let v5 = value(call[1].z + r * 200u + j);
          let v6 = v4 + v5;
          let v7 = sigmoid_of(v6);
          let v8 = value(call[0].y + r * 100u + j);
          let v9 = v7 * v8;
          set_value(call[1].w + start * 100u + r * 100u + j, v3);
          set_value(call[2].x + start * 100u + r * 100u + j, v7);
          set_value(call[2].y + r * 100u + j, v9);
          set_value(call[2].z + start * 100u + r * 100u + j, v8);
        }
      }
      storageBarrier();
      {
        let a = call[2].y + r * 100u;
        let c = call[3].x + r * 100u;
        for (var i = lane; i < 25u; i += 256u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        for (var column = lane; column < 100u; column += 256u) {
          let panel = call[2].w + (column >> 3u) * 800u + (column & 7u);
          var sum = vec4f();
          for (var i = 0u; i < 25u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
          set_value(c + column, sum.x + sum.y + sum.z + sum.w);
        }
      }
      {
        if (lane < 100u) {
          let j = lane;
          let v0 = value(call[3].y + start * 300u + r * 300u + j);
          let v1 = value(call[3].x + r * 100u + j);
          let v2 = v0 + v1;
          let v3 = tanh_of(v2);
          let v5 = value(call[1].w + start * 100u + r * 100u + j);
          let v7 = 1f - v5;
          let v8 = value(call[0].y + r * 100u + j);
          let v9 = v7 * v8;
          let v10 = v5 * v3;
          let v11 = v9 + v10;
          set_value(call[3].z + start * 100u + r * 100u + j, v3);
          set_value(call[3].w + start * 100u + r * 100u + j, v11);
          set_value(call[0].y + r * 100u + j, v11);
        }
      }
    }
  }
}
`,
  },
  map_encoder: {
    across: 1,
    rows: 1,
    words: 6,
    code: `
// pointwise [rows, 200]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  for (var j = lane; j < 200u; j += 64u) {
    let row_3 = random_row(weights[call[0].w], arena[call[1].x + r], 3u);
    let v1 = value(call[0].y + r * 200u + j);
    let v2 = weight(call[0].z);
    let v3 = random_of(row_3, j);
    let v5 = select(0f, 1f, v3 < 0.30000001192092896f);
    let v7 = v2 - v5;
    let v8 = 1.4285714626312256f * v1 * v7;
    set_value(call[1].y + r * 200u + j, v8);
  }
}
`,
  },
  map_tag_loss_2: {
    across: 1,
    rows: 2,
    words: 6,
    code: `
// map with reductions over rows of 17
var<workgroup> scratch: array<f32, 240>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let own = lane % 32u;
  let mine = first + lane / 32u;
  let r = min(mine, call[0].x - 1u);
  let c0 = min(own, 16u);
  let v0 = value(call[0].y + r);
  let v9 = f32(bitcast<i32>(arena[call[0].w + r]));
  let v10 = -v9;
  var r2 = of_bits(0xff800000u);
  let v1 = value(call[0].z + r * 17u + c0);
  r2 = max_of(r2, select(of_bits(0xff800000u), v1, own < 17u));
  scratch[lane] = r2;
  workgroupBarrier();
  if (own < 8u) {
    var p2 = scratch[lane / 32u * 32u + own];
    for (var k = 1u; k < 4u; k++) { p2 = max_of(p2, scratch[lane / 32u * 32u + own + k * 8u]); }
    scratch[64u + lane / 32u * 8u + own] = p2;
  }
  workgroupBarrier();
  var v2 = scratch[64u + lane / 32u * 8u + 0u];
  for (var k = 1u; k < 8u; k++) { v2 = max_of(v2, scratch[64u + lane / 32u * 8u + k]); }
  let v3 = -v2;
  var r6 = 0f;
  var r17 = 0f;
  let v4 = v1 + v3;
  let v5 = exp_of(v4);
  let v8 = f32(c0);
  let v11 = v8 + v10;
  let v12 = -v11;
  let v13 = max_of(v11, v12);
  let v15 = select(0f, 1f, v13 < 0.5f);
  let v16 = v15 * v4;
  r6 = r6 + select(0f, v5, own < 17u);
  r17 = r17 + select(0f, v16, own < 17u);
  scratch[80u + lane] = r6;
  scratch[160u + lane] = r17;
  workgroupBarrier();
  if (own < 8u) {
    var p6 = scratch[80u + lane / 32u * 32u + own];
    for (var k = 1u; k < 4u; k++) { p6 = p6 + scratch[80u + lane / 32u * 32u + own + k * 8u]; }
    scratch[144u + lane / 32u * 8u + own] = p6;
    var p17 = scratch[160u + lane / 32u * 32u + own];
    for (var k = 1u; k < 4u; k++) { p17 = p17 + scratch[160u + lane / 32u * 32u + own + k * 8u]; }
    scratch[224u + lane / 32u * 8u + own] = p17;
  }
  workgroupBarrier();
  var v6 = scratch[144u + lane / 32u * 8u + 0u];
  for (var k = 1u; k < 8u; k++) { v6 = v6 + scratch[144u + lane / 32u * 8u + k]; }
  var v17 = scratch[224u + lane / 32u * 8u + 0u];
  for (var k = 1u; k < 8u; k++) { v17 = v17 + scratch[224u + lane / 32u * 8u + k]; }
  let v7 = log_of(v6);
  let v19 = v7 - v17;
  let v20 = v0 * v19;
  let v23 = 1f / v6;
  let v21 = v0 * v15;
  let v24 = v0 * v23 * v5;
  let v25 = -v21 + v24;
  if (own < 17u && mine < call[0].x) {
    set_value(call[1].y + r * 17u + c0, v25);
  }
  storageBarrier();
  if (own == 0u && mine < call[0].x) {
    set_value(call[1].x + r, v20);
  }
}
`,
  },
  gemm_17x200: {
    across: 4,
    rows: 64,
    words: 4,
    code: `
// C[r, 200] = A[r, 17] · B[17, 200], in tiles of 64 rows and 64 columns
const K = 17u;
const N = 200u;

const DEPTH = 9u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 153>;
var<workgroup> block_b: array<vec4f, 144>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  if (k >= K) { return vec4f(); }
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 17u),
    value(a + min(r + 1u, last) * 17u),
    value(a + min(r + 2u, last) * 17u),
    value(a + min(r + 3u, last) * 17u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = min(at + e / 8u % DEPTH, K - 1u);
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 24u) * 136u),
    weight(b + min(panel + 1u, 24u) * 136u),
    weight(b + min(panel + 2u, 24u) * 136u),
    weight(b + min(panel + 3u, 24u) * 136u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 200u + column;
  set_value(at, sum);
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
    if (lane + 128u < 144u) { block_a[place_a(lane + 128u)] = next_a_1; }
    block_b[place_b(lane)] = next_b_0;
    if (lane + 128u < 144u) { block_b[place_b(lane + 128u)] = next_b_1; }
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
  row_product_17x200: {
    across: 128,
    rows: 0,
    words: 4,
    code: `
// C[17, 200] = the sum over rows of A[r, 17] transposed · B[r, 200], in 32 chunks of rows
const M = 17u;
const N = 200u;
const QUADS = 8u;

const DEPTH = 16u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 144>;
var<workgroup> block_b: array<vec4f, 256>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 17u;
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
  let row = call[0].z + r * 200u;
  return vec4f(
    value(row + min(j, N - 1u)),
    value(row + min(j + COLUMN_LANES, N - 1u)),
    value(row + min(j + COLUMN_LANES * 2u, N - 1u)),
    value(row + min(j + COLUMN_LANES * 3u, N - 1u)),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec4f) {
  if (i >= M) { return; }
  let at = out + i * 200u;
  if (j < N) { set_weight(at + j, sums.x); }
  if (j + COLUMN_LANES < N) { set_weight(at + j + COLUMN_LANES, sums.y); }
  if (j + COLUMN_LANES * 2u < N) { set_weight(at + j + COLUMN_LANES * 2u, sums.z); }
  if (j + COLUMN_LANES * 3u < N) { set_weight(at + j + COLUMN_LANES * 3u, sums.w); }
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = 0u;
  let column_0 = part % 4u * 64u;
  let chunk = part / 4u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 3400u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
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
      }
    }
    if (at >= end) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
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
}
`,
  },
  sum_rows_17: {
    across: 3,
    rows: 0,
    words: 3,
    code: `
// out[17] = the sum of source[r, 17] over all rows
const WIDTH = 17u;
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
      value(source + r * 17u + j),
      value(source + (r + LANES) * 17u + j),
      value(source + (r + 2u * LANES) * 17u + j),
      value(source + (r + 3u * LANES) * 17u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 17u + j); }
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
  loop_encoder_3_backward_dh_before: {
    across: 1,
    rows: 1,
    words: 22,
    loop: true,
    code: `
// a loop of 5 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 50>;

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column1_0 = lane;
  let near1_0 = min(column1_0, 99u);
  let from1_0 = call[3].x + (near1_0 >> 3u) * 800u + (near1_0 & 7u);
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
  let w1_0_16 = vec4f(weight(from1_0 + 512u), weight(from1_0 + 520u), weight(from1_0 + 528u), weight(from1_0 + 536u));
  let w1_0_17 = vec4f(weight(from1_0 + 544u), weight(from1_0 + 552u), weight(from1_0 + 560u), weight(from1_0 + 568u));
  let w1_0_18 = vec4f(weight(from1_0 + 576u), weight(from1_0 + 584u), weight(from1_0 + 592u), weight(from1_0 + 600u));
  let w1_0_19 = vec4f(weight(from1_0 + 608u), weight(from1_0 + 616u), weight(from1_0 + 624u), weight(from1_0 + 632u));
  let w1_0_20 = vec4f(weight(from1_0 + 640u), weight(from1_0 + 648u), weight(from1_0 + 656u), weight(from1_0 + 664u));
  let w1_0_21 = vec4f(weight(from1_0 + 672u), weight(from1_0 + 680u), weight(from1_0 + 688u), weight(from1_0 + 696u));
  let w1_0_22 = vec4f(weight(from1_0 + 704u), weight(from1_0 + 712u), weight(from1_0 + 720u), weight(from1_0 + 728u));
  let w1_0_23 = vec4f(weight(from1_0 + 736u), weight(from1_0 + 744u), weight(from1_0 + 752u), weight(from1_0 + 760u));
  let w1_0_24 = vec4f(weight(from1_0 + 768u), weight(from1_0 + 776u), weight(from1_0 + 784u), weight(from1_0 + 792u));
  let steps = axes[call[4].w];
  for (var i = call[5].x; i < call[5].y; i++) {
    let t = i;
    let rows = axes[call[4].w + 3u + t];
    let start = axes[call[4].w + 3u + steps + t];
    if (first >= rows) { break; }
    {
      if (lane < 100u) {
        let j = lane;
        let v0 = value(call[0].y + r * 100u + j);
        let v1 = -v0;
        let v2 = max_of(v0, v1);
        let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
        let v7 = value(call[0].z + start * 200u + r * 200u + j);
        let v8 = v6 + v7;
        let v10 = value(call[0].w + start * 100u + r * 100u + j);
        let v12 = 1f - v10;
        let v13 = value(call[1].x + start * 100u + r * 100u + j);
        let v14 = v8 * v13;
        let v15 = value(call[1].y + start * 100u + r * 100u + j);
        let v16 = v8 * v15;
        let v18 = v14 - v16;
        let v19 = v18 * v10 * v12;
        let v20 = v13 * v13;
        let v22 = 1f - v20;
        let v23 = v8 * v10 * v22;
        set_value(call[1].z + r * 100u + j, v8);
        set_value(call[1].w + r * 100u + j, v12);
        set_value(call[2].x + start * 300u + r * 300u + j, v19);
        set_value(call[2].y + start * 200u + r * 200u + j, v19);
        set_value(call[2].z + start * 100u + r * 100u + j, v23);
        set_value(call[2].w + start * 300u + r * 300u + j, v23);
      }
    }
    storageBarrier();
    workgroupBarrier();
    {
      let a = call[2].z + start * 100u + r * 100u;
      let c = call[3].y + r * 100u;
      for (var i = lane; i < 25u; i += 128u) {
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
      sum0 += w1_0_16 * tile[16u];
      sum0 += w1_0_17 * tile[17u];
      sum0 += w1_0_18 * tile[18u];
      sum0 += w1_0_19 * tile[19u];
      sum0 += w1_0_20 * tile[20u];
      sum0 += w1_0_21 * tile[21u];
      sum0 += w1_0_22 * tile[22u];
      sum0 += w1_0_23 * tile[23u];
      sum0 += w1_0_24 * tile[24u];
      if (column1_0 < 100u) {
        set_value(c + column1_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    {
      if (lane < 100u) {
        let j = lane;
        let v0 = value(call[3].y + r * 100u + j);
        let v1 = value(call[1].y + start * 100u + r * 100u + j);
        let v2 = value(call[3].z + start * 100u + r * 100u + j);
        let v5 = 1f - v2;
        let v6 = v0 * v1 * v2 * v5;
        set_value(call[3].w + start * 300u + r * 300u + j, v6);
        set_value(call[4].x + start * 200u + r * 200u + j, v6);
      }
    }
    storageBarrier();
    workgroupBarrier();
    {
      let a = call[2].y + start * 200u + r * 200u;
      let c = call[4].z + r * 100u;
      for (var i = lane; i < 50u; i += 128u) {
        tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      for (var column = lane; column < 100u; column += 128u) {
        let panel = call[4].y + (column >> 3u) * 1600u + (column & 7u);
        var sum = vec4f();
        for (var i = 0u; i < 50u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
        set_value(c + column, sum.x + sum.y + sum.z + sum.w);
      }
    }
    {
      if (lane < 100u) {
        let j = lane;
        let v0 = value(call[4].z + r * 100u + j);
        let v1 = value(call[3].y + r * 100u + j);
        let v2 = value(call[3].z + start * 100u + r * 100u + j);
        let v3 = v1 * v2;
        let v4 = value(call[1].z + r * 100u + j);
        let v5 = value(call[1].w + r * 100u + j);
        let v6 = v4 * v5;
        let v7 = v0 + v3 + v6;
        set_value(call[0].y + r * 100u + j, v7);
      }
    }
  }
}
`,
  },
  map_encoder_3_backward_dh: {
    across: 1,
    rows: 2,
    words: 12,
    code: `
// pointwise [rows, 100]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(2u, call[0].x - first) * 100u; e += 64u) {
    let r = first + e / 100u;
    let j = e % 100u;
    let v0 = value(call[0].y + r * 100u + j);
    let v1 = -v0;
    let v2 = max_of(v0, v1);
    let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
    let v7 = value(call[0].z + r * 200u + j);
    let v8 = v6 + v7;
    let v10 = value(call[0].w + r * 100u + j);
    let v12 = 1f - v10;
    let v13 = value(call[1].x + r * 100u + j);
    let v14 = v8 * v13;
    let v15 = value(call[1].y + r * 100u + j);
    let v16 = v8 * v15;
    let v18 = v14 - v16;
    let v19 = v18 * v10 * v12;
    let v20 = v13 * v13;
    let v22 = 1f - v20;
    let v23 = v8 * v10 * v22;
    set_value(call[1].z + r * 100u + j, v8);
    set_value(call[1].w + r * 100u + j, v12);
    set_value(call[2].x + r * 300u + j, v19);
    set_value(call[2].y + r * 200u + j, v19);
    set_value(call[2].z + r * 100u + j, v23);
    set_value(call[2].w + r * 300u + j, v23);
  }
}
`,
  },
  gemm_100x100_map_encoder_3_backward_dz_pre_dr_pre_dn_pre: {
    across: 13,
    rows: 8,
    words: 10,
    code: `
// [rows, 100] · [100, 100], then a map over 100 units
var<workgroup> memory: array<f32, 800>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 13u * 8u + lane % 8u;
  let u = min(unit, 99u);
  let part = lane / 8u;
  let before = call[2].y;
  let all = max(before, call[0].x);
  let stride = (call[0].x + 7u) / 8u * 8u;
  if (group(id) / 13u * 8u >= call[0].x) { return; }
  for (var first = group(id) / 13u * 8u; first < all; first += stride) {
    if (first < before) {
      let from0 = call[0].z + (u >> 3u) * 800u + (u & 7u);
      var sum0_0 = 0f;
      var sum1_0 = 0f;
      var sum2_0 = 0f;
      var sum3_0 = 0f;
      var sum4_0 = 0f;
      var sum5_0 = 0f;
      var sum6_0 = 0f;
      var sum7_0 = 0f;
      for (var i = lane; i < 800u; i += 64u) {
        let row = first + i / 100u;
        let column = i % 100u;
        var a = 0f;
        if (row < before) { a = value(call[0].y + row * 100u + column); }
        memory[i] = a;
      }
      workgroupBarrier();
      for (var i = part; i < 100u; i += 8u) {
        let b0 = weight(from0 + i * 8u);
        let a0 = memory[0u + i];
        sum0_0 += a0 * b0;
        let a1 = memory[100u + i];
        sum1_0 += a1 * b0;
        let a2 = memory[200u + i];
        sum2_0 += a2 * b0;
        let a3 = memory[300u + i];
        sum3_0 += a3 * b0;
        let a4 = memory[400u + i];
        sum4_0 += a4 * b0;
        let a5 = memory[500u + i];
        sum5_0 += a5 * b0;
        let a6 = memory[600u + i];
        sum6_0 += a6 * b0;
        let a7 = memory[700u + i];
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
    if (part < 8u && r < all && unit < 100u) {
      var c0 = 0f;
      if (r < before) {
        for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
        set_value(call[0].w + r * 100u + u, c0);
      } else {
        c0 = value(call[1].x + r * 100u + u);
      }
      if (r < call[0].x) {
        let v0 = c0;
        let v1 = value(call[1].y + r * 100u + u);
        let v2 = value(call[1].z + r * 100u + u);
        let v5 = 1f - v2;
        let v6 = v0 * v1 * v2 * v5;
        set_value(call[1].w + r * 300u + u, v6);
        set_value(call[2].x + r * 200u + u, v6);
      }
    }
    workgroupBarrier();
  }
}
`,
  },
  gemm_200x100_map_encoder_3_backward_dh_before_state: {
    across: 13,
    rows: 8,
    words: 11,
    code: `
// [rows, 200] · [200, 100], then a map over 100 units
var<workgroup> memory: array<f32, 1600>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 13u * 8u + lane % 8u;
  let u = min(unit, 99u);
  let part = lane / 8u;
  let before = call[2].z;
  let first = group(id) / 13u * 8u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + (u >> 3u) * 1600u + (u & 7u);
    var sum0_0 = 0f;
    var sum1_0 = 0f;
    var sum2_0 = 0f;
    var sum3_0 = 0f;
    var sum4_0 = 0f;
    var sum5_0 = 0f;
    var sum6_0 = 0f;
    var sum7_0 = 0f;
    for (var i = lane; i < 1600u; i += 64u) {
      let row = first + i / 200u;
      let column = i % 200u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 200u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 200u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      let a1 = memory[200u + i];
      sum1_0 += a1 * b0;
      let a2 = memory[400u + i];
      sum2_0 += a2 * b0;
      let a3 = memory[600u + i];
      sum3_0 += a3 * b0;
      let a4 = memory[800u + i];
      sum4_0 += a4 * b0;
      let a5 = memory[1000u + i];
      sum5_0 += a5 * b0;
      let a6 = memory[1200u + i];
      sum6_0 += a6 * b0;
      let a7 = memory[1400u + i];
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
  if (part < 8u && r < call[0].x && unit < 100u) {
    var c0 = 0f;
    if (r < before) {
      for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
    } else {
      c0 = value(call[1].x + r * 100u + u);
    }
    let v0 = c0;
    let v1 = value(call[1].y + r * 100u + u);
    let v2 = value(call[1].z + r * 100u + u);
    let v3 = v1 * v2;
    let v4 = value(call[1].w + r * 100u + u);
    let v5 = value(call[2].x + r * 100u + u);
    let v6 = v4 * v5;
    let v7 = v0 + v3 + v6;
    set_value(call[2].y + r * 100u + u, v7);
  }
}
`,
  },
  loop_encoder_3_forward_dh_before: {
    across: 1,
    rows: 1,
    words: 22,
    loop: true,
    code: `
// a loop of 5 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 50>;

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column1_0 = lane;
  let near1_0 = min(column1_0, 99u);
  let from1_0 = call[3].x + (near1_0 >> 3u) * 800u + (near1_0 & 7u);
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
  let w1_0_16 = vec4f(weight(from1_0 + 512u), weight(from1_0 + 520u), weight(from1_0 + 528u), weight(from1_0 + 536u));
  let w1_0_17 = vec4f(weight(from1_0 + 544u), weight(from1_0 + 552u), weight(from1_0 + 560u), weight(from1_0 + 568u));
  let w1_0_18 = vec4f(weight(from1_0 + 576u), weight(from1_0 + 584u), weight(from1_0 + 592u), weight(from1_0 + 600u));
  let w1_0_19 = vec4f(weight(from1_0 + 608u), weight(from1_0 + 616u), weight(from1_0 + 624u), weight(from1_0 + 632u));
  let w1_0_20 = vec4f(weight(from1_0 + 640u), weight(from1_0 + 648u), weight(from1_0 + 656u), weight(from1_0 + 664u));
  let w1_0_21 = vec4f(weight(from1_0 + 672u), weight(from1_0 + 680u), weight(from1_0 + 688u), weight(from1_0 + 696u));
  let w1_0_22 = vec4f(weight(from1_0 + 704u), weight(from1_0 + 712u), weight(from1_0 + 720u), weight(from1_0 + 728u));
  let w1_0_23 = vec4f(weight(from1_0 + 736u), weight(from1_0 + 744u), weight(from1_0 + 752u), weight(from1_0 + 760u));
  let w1_0_24 = vec4f(weight(from1_0 + 768u), weight(from1_0 + 776u), weight(from1_0 + 784u), weight(from1_0 + 792u));
  let steps = axes[call[4].w];
  for (var i = call[5].x; i < call[5].y; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[4].w + 3u + t];
    let start = axes[call[4].w + 3u + steps + t];
    if (first < rows) {
      {
        if (lane < 100u) {
          let j = lane;
          let v0 = value(call[0].y + r * 100u + j);
          let v1 = -v0;
          let v2 = max_of(v0, v1);
          let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
          let v7 = value(call[0].z + start * 200u + r * 200u + j);
          let v8 = v6 + v7;
          let v10 = value(call[0].w + start * 100u + r * 100u + j);
          let v12 = 1f - v10;
          let v13 = value(call[1].x + start * 100u + r * 100u + j);
          let v14 = v8 * v13;
          let v15 = value(call[1].y + start * 100u + r * 100u + j);
          let v16 = v8 * v15;
          let v18 = v14 - v16;
          let v19 = v18 * v10 * v12;
          let v20 = v13 * v13;
          let v22 = 1f - v20;
          let v23 = v8 * v10 * v22;
          set_value(call[1].z + r * 100u + j, v8);
          set_value(call[1].w + r * 100u + j, v12);
          set_value(call[2].x + start * 300u + r * 300u + j, v19);
          set_value(call[2].y + start * 200u + r * 200u + j, v19);
          set_value(call[2].z + start * 100u + r * 100u + j, v23);
          set_value(call[2].w + start * 300u + r * 300u + j, v23);
        }
      }
      storageBarrier();
      workgroupBarrier();
      {
        let a = call[2].z + start * 100u + r * 100u;
        let c = call[3].y + r * 100u;
        for (var i = lane; i < 25u; i += 128u) {
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
        sum0 += w1_0_16 * tile[16u];
        sum0 += w1_0_17 * tile[17u];
        sum0 += w1_0_18 * tile[18u];
        sum0 += w1_0_19 * tile[19u];
        sum0 += w1_0_20 * tile[20u];
        sum0 += w1_0_21 * tile[21u];
        sum0 += w1_0_22 * tile[22u];
        sum0 += w1_0_23 * tile[23u];
        sum0 += w1_0_24 * tile[24u];
        if (column1_0 < 100u) {
          set_value(c + column1_0, sum0.x + sum0.y + sum0.z + sum0.w);
        }
      }
      {
        if (lane < 100u) {
          let j = lane;
          let v0 = value(call[3].y + r * 100u + j);
          let v1 = value(call[1].y + start * 100u + r * 100u + j);
          let v2 = value(call[3].z + start * 100u + r * 100u + j);
          let v5 = 1f - v2;
          let v6 = v0 * v1 * v2 * v5;
          set_value(call[3].w + start * 300u + r * 300u + j, v6);
          set_value(call[4].x + start * 200u + r * 200u + j, v6);
        }
      }
      storageBarrier();
      workgroupBarrier();
      {
        let a = call[2].y + start * 200u + r * 200u;
        let c = call[4].z + r * 100u;
        for (var i = lane; i < 50u; i += 128u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        for (var column = lane; column < 100u; column += 128u) {
          let panel = call[4].y + (column >> 3u) * 1600u + (column & 7u);
          var sum = vec4f();
          for (var i = 0u; i < 50u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
          set_value(c + column, sum.x + sum.y + sum.z + sum.w);
        }
      }
      {
        if (lane < 100u) {
          let j = lane;
          let v0 = value(call[4].z + r * 100u + j);
          let v1 = value(call[3].y + r * 100u + j);
          let v2 = value(call[3].z + start * 100u + r * 100u + j);
          let v3 = v1 * v2;
          let v4 = value(call[1].z + r * 100u + j);
          let v5 = value(call[1].w + r * 100u + j);
          let v6 = v4 * v5;
          let v7 = v0 + v3 + v6;
          set_value(call[0].y + r * 100u + j, v7);
        }
      }
    }
  }
}
`,
  },
  map_mul_6: {
    across: 1,
    rows: 2,
    words: 7,
    code: `
// pointwise [rows, 100]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(2u, call[0].x - first) * 100u; e += 64u) {
    let r = first + e / 100u;
    let j = e % 100u;
    let at = r * 100u + j;
    let v0 = value(call[0].y + at);
    let v1 = value(call[0].z + at);
    let v2 = v0 * v1;
    let v3 = value(call[0].w + at);
    let v4 = value(call[1].x + at);
    let v5 = v3 * v4;
    set_value(call[1].y + at, v2);
    set_value(call[1].z + at, v5);
  }
}
`,
  },
  row_product_100x100: {
    across: 128,
    rows: 0,
    words: 4,
    code: `
// C[100, 100] = the sum over rows of A[r, 100] transposed · B[r, 100], in 32 chunks of rows
const M = 100u;
const N = 100u;
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
  let row = call[0].y + r * 100u;
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
  let row = call[0].z + r * 100u;
  return vec4f(
    value(row + min(j, N - 1u)),
    value(row + min(j + COLUMN_LANES, N - 1u)),
    value(row + min(j + COLUMN_LANES * 2u, N - 1u)),
    value(row + min(j + COLUMN_LANES * 3u, N - 1u)),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec4f) {
  if (i >= M) { return; }
  let at = out + i * 100u;
  if (j < N) { set_weight(at + j, sums.x); }
  if (j + COLUMN_LANES < N) { set_weight(at + j + COLUMN_LANES, sums.y); }
  if (j + COLUMN_LANES * 2u < N) { set_weight(at + j + COLUMN_LANES * 2u, sums.z); }
  if (j + COLUMN_LANES * 3u < N) { set_weight(at + j + COLUMN_LANES * 3u, sums.w); }
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part % 4u / 2u * 64u;
  let column_0 = part % 2u * 64u;
  let chunk = part / 4u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 10000u;

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
  gemm_300x100: {
    across: 2,
    rows: 32,
    words: 4,
    code: `
// C[r, 100] = A[r, 300] · B[300, 100], in tiles of 32 rows and 64 columns
const K = 300u;
const N = 100u;

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
  if (k >= K) { return vec4f(); }
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 300u),
    value(a + min(r + 1u, last) * 300u),
    value(a + min(r + 2u, last) * 300u),
    value(a + min(r + 3u, last) * 300u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = min(at + e / 8u % DEPTH, K - 1u);
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 12u) * 2400u),
    weight(b + min(panel + 1u, 12u) * 2400u),
    weight(b + min(panel + 2u, 12u) * 2400u),
    weight(b + min(panel + 3u, 12u) * 2400u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 100u + column;
  set_value(at, sum);
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
  row_product_300x100: {
    across: 200,
    rows: 0,
    words: 4,
    code: `
// C[300, 100] = the sum over rows of A[r, 300] transposed · B[r, 100], in 20 chunks of rows
const M = 300u;
const N = 100u;
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
  let row = call[0].y + r * 300u;
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
  let row = call[0].z + r * 100u;
  return vec4f(
    value(row + min(j, N - 1u)),
    value(row + min(j + COLUMN_LANES, N - 1u)),
    value(row + min(j + COLUMN_LANES * 2u, N - 1u)),
    value(row + min(j + COLUMN_LANES * 3u, N - 1u)),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec4f) {
  if (i >= M) { return; }
  let at = out + i * 100u;
  if (j < N) { set_weight(at + j, sums.x); }
  if (j + COLUMN_LANES < N) { set_weight(at + j + COLUMN_LANES, sums.y); }
  if (j + COLUMN_LANES * 2u < N) { set_weight(at + j + COLUMN_LANES * 2u, sums.z); }
  if (j + COLUMN_LANES * 3u < N) { set_weight(at + j + COLUMN_LANES * 3u, sums.w); }
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part % 10u / 2u * 64u;
  let column_0 = part % 2u * 64u;
  let chunk = part / 10u;
  let rows = (call[0].x + 19u) / 20u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 30000u;

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
  row_product_200x100: {
    across: 192,
    rows: 0,
    words: 4,
    code: `
// C[200, 100] = the sum over rows of A[r, 200] transposed · B[r, 100], in 24 chunks of rows
const M = 200u;
const N = 100u;
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
  let row = call[0].y + r * 200u;
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
  let row = call[0].z + r * 100u;
  return vec4f(
    value(row + min(j, N - 1u)),
    value(row + min(j + COLUMN_LANES, N - 1u)),
    value(row + min(j + COLUMN_LANES * 2u, N - 1u)),
    value(row + min(j + COLUMN_LANES * 3u, N - 1u)),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec4f) {
  if (i >= M) { return; }
  let at = out + i * 100u;
  if (j < N) { set_weight(at + j, sums.x); }
  if (j + COLUMN_LANES < N) { set_weight(at + j + COLUMN_LANES, sums.y); }
  if (j + COLUMN_LANES * 2u < N) { set_weight(at + j + COLUMN_LANES * 2u, sums.z); }
  if (j + COLUMN_LANES * 3u < N) { set_weight(at + j + COLUMN_LANES * 3u, sums.w); }
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part % 8u / 2u * 64u;
  let column_0 = part % 2u * 64u;
  let chunk = part / 8u;
  let rows = (call[0].x + 23u) / 24u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 20000u;

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
  sum_rows_300: {
    across: 38,
    rows: 0,
    words: 3,
    code: `
// out[300] = the sum of source[r, 300] over all rows
const WIDTH = 300u;
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
      value(source + r * 300u + j),
      value(source + (r + LANES) * 300u + j),
      value(source + (r + 2u * LANES) * 300u + j),
      value(source + (r + 3u * LANES) * 300u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 300u + j); }
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
    rows: 2,
    words: 9,
    code: `
// pointwise [rows, 100]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(2u, call[0].x - first) * 100u; e += 64u) {
    let r = first + e / 100u;
    let j = e % 100u;
    let row_9 = random_row(weights[call[1].z], arena[call[1].w + r], 0u);
    let v1 = value(call[0].y + r * 100u + j);
    let v2 = value(call[0].z + r * 100u + j);
    let v3 = v1 * v2;
    let v4 = value(call[0].w + r * 100u + j);
    let v5 = value(call[1].x + r * 100u + j);
    let v6 = v4 * v5;
    let v7 = v3 + v6;
    let v8 = weight(call[1].y);
    let v9 = random_of(row_9, j);
    let v11 = select(0f, 1f, v9 < 0.30000001192092896f);
    let v13 = v8 - v11;
    let v14 = 1.4285714626312256f * v7 * v13;
    set_value(call[2].x + r * 100u + j, v14);
  }
}
`,
  },
  add_up_backward: {
    across: 1932,
    rows: 0,
    words: 15,
    code: `
// sums of partial sums: [32, 3400], [32, 10000], [32, 10000], [20, 30000], [24, 20000], [20, 30000], [24, 20000]
fn sum_weights_weights(partials: u32, out: u32, i: u32, size: u32, chunks: u32) {
  if (i >= size) { return; }
  var sum = weight(partials + i);
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += weight(partials + chunk * size + i); }
  set_weight(out + i, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  if (part < 54u) {
    sum_weights_weights(call[0].y, call[0].z, part * 64u + lane, 3400u, 32u);
  } else if (part < 211u) {
    sum_weights_weights(call[0].w, call[1].x, (part - 54u) * 64u + lane, 10000u, 32u);
  } else if (part < 368u) {
    sum_weights_weights(call[1].y, call[1].z, (part - 211u) * 64u + lane, 10000u, 32u);
  } else if (part < 837u) {
    sum_weights_weights(call[1].w, call[2].x, (part - 368u) * 64u + lane, 30000u, 20u);
  } else if (part < 1150u) {
    sum_weights_weights(call[2].y, call[2].z, (part - 837u) * 64u + lane, 20000u, 24u);
  } else if (part < 1619u) {
    sum_weights_weights(call[2].w, call[3].x, (part - 1150u) * 64u + lane, 30000u, 20u);
  } else {
    sum_weights_weights(call[3].y, call[3].z, (part - 1619u) * 64u + lane, 20000u, 24u);
  }
}
`,
  },
  scatter_add_100: {
    across: 2,
    rows: 1,
    words: 4,
    code: `
// table[ids[r], 100] += values[r], in the order of r
/** What each lane found: whether an earlier row has the id, or how many rows of a block have it. */
var<workgroup> found: array<u32, 64>;
/** Rows of a block that have the id, in order. */
var<workgroup> matches: array<u32, 1024>;
var<workgroup> earlier: u32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u;
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

  let j = part * 64u + lane;
  let column = min(j, 99u);
  let place = table + u32(max(wanted, 0)) * 100u + column;
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
        value(values + matches[i] * 100u + column),
        value(values + matches[i + 1u] * 100u + column),
        value(values + matches[i + 2u] * 100u + column),
        value(values + matches[i + 3u] * 100u + column),
      );
      sum = sum + x.x + x.y + x.z + x.w;
    }
    for (; i < total; i++) { sum += value(values + matches[i] * 100u + column); }
  }
  // an id that is no row of the table, which nobody may have checked where data come from the device, adds nothing
  if (j < 100u && bitcast<u32>(wanted) < 10000u) { set_weight(place, sum); }
}
`,
  },
  zero_1000000: {
    across: 3907,
    rows: 1,
    words: 2,
    code: `
// zero [1000000]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 3907u;
  let first = group(id) / 3907u;
  if (first >= call[0].x) { return; }
  let out = call[0].y;
  let r = first;
  for (var j = part * 256u + lane; j < min(part * 256u + 256u, 1000000u); j += 64u) {
    weights[out + r * 1000000u + j] = 0u;
  }
}
`,
  },
  map_norm_pass_1: {
    across: 256,
    rows: 0,
    words: 13,
    code: `
// pass 1 of 2 over a row of 1124017
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let v25 = weight(call[1].y);
  let v26 = weight(call[1].z);
  let v28 = weight(call[1].w);
  var r2 = 0f;
  for (var c = part * 64u + lane; c < 1124017u; c += 16384u) {
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
// pass 2 of 2 over a row of 1124017
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
  for (var c = part * 64u + lane; c < 1124017u; c += 16384u) {
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
