// Made by rnnc from the model `pos_tagger` in specs/models/pos_tagger.rnn. Change the spec and compile it again, not this file.
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
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":100,"ldSource":0,"ldTarget":100,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":100,"ldSource":0,"ldTarget":100,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":100,"ldS
`,
  },
  moves_prepare_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"pack","k":17,"n":200,"K":17,"k0":0,"n0":0,"rowStride":200,"columnStride":1},"spaces":["weights","weights"]},{"kernel":{"kind":"pack","k":100,"n":100,"K":100,"k0":0,"n0":0,"rowStride":100,"columnStride":1},"spaces":["weights","weights"]},{"kernel":{"kind":"
`,
  },
  gather_100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gather","width":100,"ldTable":100,"ldOut":100},"spaces":["weights","arena","arena"],"many":true}
`,
  },
  gemm_100x600_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":100,"n":600,"lda":100,"ldc":600,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_encoder_3_forward_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":100,"n":200,"lda":100,"ldc":200,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":100,"inputs":[{
`,
  },
  gemm_100x200: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":100,"n":200,"lda":100,"ldc":200,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  map_encoder_3_forward_r_mul: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":100,"inputs":[{"stride":600,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"add","args":[0,1]},{"op":"sigmoid","
`,
  },
  gemm_100x100_map_encoder_3_forward_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":100,"n":100,"lda":100,"ldc":100,"accumulate":false,"bias":false},"map":{"kind":"map","width":100,"inputs":[{"stride":600,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"strid
`,
  },
  loop_encoder_3_backward_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"gemm","k":100,"n":200,"lda":100,"ldc":200,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":100,"inputs":[{"
`,
  },
  gemm_200x17_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":200,"n":17,"lda":200,"ldc":17,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  map_tag_logits_add: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":17,"inputs":[{"stride":17,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5]}
`,
  },
  zero_100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":100},"spaces":["arena"]}]}
`,
  },
  moves_predict: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":100,"ldSource":100,"ldTarget":200,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":100,"ldSource":100,"ldTarget":200,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  map_tag_loss: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":17,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":true},{"stride":17,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"in
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
  map_mul_4: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":100,"inputs":[{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"const","value":1.25},{"op":"load","input":0},{"op":"random","key":1,"row":2,"site":1},{"op":"co
`,
  },
  expand_100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"axis_move","move":"expand","width":100,"strides":[100,100],"spaces":["arena","arena"]}
`,
  },
  map_mul_3: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":100,"inputs":[{"stride":100,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":true},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scal
`,
  },
  gemm_100x300_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":100,"n":300,"lda":100,"ldc":300,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_encoder_3_forward_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":100,"n":200,"lda":100,"ldc":200,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":100,"inputs":[{
`,
  },
  gemm_100x200_map_encoder_3_forward_z: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":100,"n":200,"lda":100,"ldc":200,"accumulate":false,"bias":false},"map":{"kind":"map","width":100,"inputs":[{"stride":300,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride":300,"scalar":false,"integer":false},{"strid
`,
  },
  gemm_100x100_map_encoder_3_forward_n: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":100,"n":100,"lda":100,"ldc":100,"accumulate":false,"bias":false},"map":{"kind":"map","width":100,"inputs":[{"stride":300,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"strid
`,
  },
  loop_encoder_3_backward_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"gemm","k":100,"n":200,"lda":100,"ldc":200,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":100,"inputs":[{"
`,
  },
  map_encoder: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":200,"inputs":[{"stride":200,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"const","value":1.4285714285714286},{"op":"load","
`,
  },
  map_tag_loss_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":17,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":17,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"reduce_max","args":[1]},{"op":"neg","args":[2
`,
  },
  gemm_17x200: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":17,"n":200,"lda":17,"ldc":200,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_17x200: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":17,"n":200,"lda":17,"ldb":200,"ldc":200},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_17: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":17,"ld":17},"spaces":["arena","weights"],"many":true}
`,
  },
  loop_encoder_3_backward_dh_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"map","width":100,"inputs":[{"stride":100,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"
`,
  },
  map_encoder_3_backward_dh: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":100,"inputs":[{"stride":100,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false}],"code":
`,
  },
  gemm_100x100_map_encoder_3_backward_dz_pre_dr_pre_dn_pre: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":100,"n":100,"lda":100,"ldc":100,"accumulate":false,"bias":false},"map":{"kind":"map","width":100,"inputs":[{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false}],"code"
`,
  },
  gemm_200x100_map_encoder_3_backward_dh_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":200,"n":100,"lda":200,"ldc":100,"accumulate":false,"bias":false},"map":{"kind":"map","width":100,"inputs":[{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"strid
`,
  },
  loop_encoder_3_forward_dh_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":100,"inputs":[{"stride":100,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"i
`,
  },
  map_mul_6: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":100,"inputs":[{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":
`,
  },
  row_product_100x100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":100,"n":100,"lda":100,"ldb":100,"ldc":100},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  gemm_300x100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":300,"n":100,"lda":300,"ldc":100,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_300x100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":300,"n":100,"lda":300,"ldb":100,"ldc":100},"chunks":20,"spaces":["arena","arena","weights"]}
`,
  },
  row_product_200x100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":200,"n":100,"lda":200,"ldb":100,"ldc":100},"chunks":24,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_300: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":300,"ld":300},"spaces":["arena","weights"],"many":true}
`,
  },
  map_encoder_d1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":100,"inputs":[{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":100,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0
`,
  },
  add_up_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"sum_partials","items":[{"size":3400,"chunks":32,"spaces":["weights","weights"]},{"size":10000,"chunks":32,"spaces":["weights","weights"]},{"size":10000,"chunks":32,"spaces":["weights","weights"]},{"size":30000,"chunks":20,"spaces":["weights","weights"]},{"size":20000,"chunks":24,"spaces":["
`,
  },
  scatter_add_100: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"scatter_add","width":100,"ldValues":100},"spaces":["arena","arena","weights"],"many":true}
`,
  },
  zero_1000000: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":1000000},"spaces":["weights"]}]}
`,
  },
  map_norm_pass_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":1124017,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"sc
`,
  },
  map_norm_pass_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":1124017,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"sc
`,
  },
} satisfies WebGpuPrograms["kernels"];
