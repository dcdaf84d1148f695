// Made by rnnc from the model `normalised` in specs/models/normalised.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type Recurrences, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [13572].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.moves_prepare(
    m.parameters + offset.encoder_1_b_i,
    m.encoder_1_b,
    m.parameters + offset.encoder_1_b_f,
    m.encoder_1_b + 32,
    m.parameters + offset.encoder_1_b_g,
    m.encoder_1_b + 64,
    m.parameters + offset.encoder_1_b_o,
    m.encoder_1_b + 96,
    m.parameters + offset.encoder_4_b_i,
    m.encoder_4_b,
    m.parameters + offset.encoder_4_b_f,
    m.encoder_4_b + 32,
    m.parameters + offset.encoder_4_b_g,
    m.encoder_4_b + 64,
    m.parameters + offset.encoder_4_b_o,
    m.encoder_4_b + 96,
    m.parameters,
    m.encoder_1_W_packed,
    m.parameters + offset.encoder_1_W_f,
    m.encoder_1_W_packed + 192,
    m.parameters + offset.encoder_1_W_g,
    m.encoder_1_W_packed + 384,
    m.parameters + offset.encoder_1_W_o,
    m.encoder_1_W_packed + 576,
    m.parameters + offset.encoder_1_U_i,
    m.encoder_1_U_packed,
    m.parameters + offset.encoder_1_U_f,
    m.encoder_1_U_packed + 1024,
    m.parameters + offset.encoder_1_U_g,
    m.encoder_1_U_packed + 2048,
    m.parameters + offset.encoder_1_U_o,
    m.encoder_1_U_packed + 3072,
    m.parameters + offset.encoder_4_W_i,
    m.encoder_4_W_packed,
    m.parameters + offset.encoder_4_W_f,
    m.encoder_4_W_packed + 1024,
    m.parameters + offset.encoder_4_W_g,
    m.encoder_4_W_packed + 2048,
    m.parameters + offset.encoder_4_W_o,
    m.encoder_4_W_packed + 3072,
    m.parameters + offset.encoder_4_U_i,
    m.encoder_4_U_packed,
    m.parameters + offset.encoder_4_U_f,
    m.encoder_4_U_packed + 1024,
    m.parameters + offset.encoder_4_U_g,
    m.encoder_4_U_packed + 2048,
    m.parameters + offset.encoder_4_U_o,
    m.encoder_4_U_packed + 3072,
    m.parameters + offset.activity_W,
    m.activity_W_packed,
    m.parameters + offset.activity_W,
    m.activity_W_packed_2,
    m.parameters + offset.encoder_4_U_i,
    m.encoder_4_U_packed_2,
    m.parameters + offset.encoder_4_U_f,
    m.encoder_4_U_packed_2 + 256,
    m.parameters + offset.encoder_4_U_g,
    m.encoder_4_U_packed_2 + 512,
    m.parameters + offset.encoder_4_U_o,
    m.encoder_4_U_packed_2 + 768,
    m.parameters + offset.encoder_4_W_i,
    m.encoder_4_W_packed_2,
    1,
  ); // encoder.1.b_i [32], encoder.1.b_f [32], encoder.1.b_g [32] and 10 more
  k.map_const(m.const$, 1); // const []
  k.map_recip(
    m.parameters + offset.encoder_2_running_var,
    m.parameters + offset.encoder_2_running_mean,
    m.recip,
    m.encoder_2_running_mean_neg,
    m.encoder_2_running_var_neg,
    1,
  ); // recip [32], encoder.2.running_mean.neg [32], encoder.2.running_var.neg [32]
  k.moves_prepare_2(
    m.parameters + offset.encoder_4_W_f,
    m.encoder_4_W_packed_2 + 256,
    m.parameters + offset.encoder_4_W_g,
    m.encoder_4_W_packed_2 + 512,
    m.parameters + offset.encoder_4_W_o,
    m.encoder_4_W_packed_2 + 768,
    m.parameters + offset.encoder_1_U_i,
    m.encoder_1_U_packed_2,
    m.parameters + offset.encoder_1_U_f,
    m.encoder_1_U_packed_2 + 256,
    m.parameters + offset.encoder_1_U_g,
    m.encoder_1_U_packed_2 + 512,
    m.parameters + offset.encoder_1_U_o,
    m.encoder_1_U_packed_2 + 768,
    1,
  ); // encoder.4.W for products, encoder.1.U for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads x [N, 6].
 * Gives output.activity [B, 4].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_6x128_bias(m.x, m.encoder_1_W_packed, m.encoder_1_pre, m.encoder_1_b, T.total); // encoder.1.pre [N, 128]
  k.moves_predict(m.encoder_1_h_state, m.encoder_1_c_state, batch.size); // encoder.1.h_before starts at zeros, encoder.1.c_before starts at zeros

  // encoder.1.h, encoder.1.c
  if (together("loop_encoder_1_h")) {
    k.loop_encoder_1_h(
      m.encoder_1_h_state,
      m.encoder_1_U_packed,
      m.encoder_1_U_h_before,
      m.encoder_1_pre + 32,
      m.encoder_1_U_h_before + 32,
      m.encoder_1_c_state,
      m.encoder_1_pre,
      m.encoder_1_pre + 64,
      m.encoder_1_U_h_before + 64,
      m.encoder_1_pre + 96,
      m.encoder_1_U_h_before + 96,
      m.encoder_1_h,
      T,
      batch.size,
    );
  } else {
    k.copy_32_twice(m.encoder_1_h_state, m.encoder_1_h_state_turns, m.encoder_1_h_state, m.encoder_1_h_state_turns + 32, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_32x128_map_encoder_1_c_state(
        m.encoder_1_h_state_turns + (t & 1) * 32,
        m.encoder_1_U_packed,
        m.encoder_1_U_h_before,
        m.encoder_1_pre + 32 + at * 128,
        m.encoder_1_U_h_before + 32,
        m.encoder_1_c_state,
        m.encoder_1_pre + at * 128,
        m.encoder_1_U_h_before,
        m.encoder_1_pre + 64 + at * 128,
        m.encoder_1_U_h_before + 64,
        m.encoder_1_pre + 96 + at * 128,
        m.encoder_1_U_h_before + 96,
        m.encoder_1_c_state,
        m.encoder_1_h + at * 32,
        m.encoder_1_h_state,
        m.encoder_1_h_state_turns + (~t & 1) * 32,
        rows,
        rows,
      ); // encoder.1.U_h_before [B, 128], encoder.1.c [B, 32], encoder.1.h [B, 32]
    }
  }

  k.map_encoder_2(
    m.parameters + offset.encoder_2_gain,
    m.recip,
    m.encoder_1_h,
    m.encoder_2_running_mean_neg,
    m.parameters + offset.encoder_2_shift,
    m.encoder_2,
    T.total,
  ); // encoder.2 [N, 32]
  k.gemm_32x128_bias(m.encoder_2, m.encoder_4_W_packed, m.encoder_4_pre, m.encoder_4_b, T.total); // encoder.4.pre [N, 128]
  k.moves_predict(m.encoder_4_h_state, m.encoder_4_c_state, batch.size); // encoder.4.h_before starts at zeros, encoder.4.c_before starts at zeros

  // encoder.4.h, encoder.4.c
  if (together("loop_encoder_4_h")) {
    k.loop_encoder_4_h(
      m.encoder_4_h_state,
      m.encoder_4_U_packed,
      m.encoder_4_U_h_before,
      m.encoder_4_pre + 32,
      m.encoder_4_U_h_before + 32,
      m.encoder_4_c_state,
      m.encoder_4_pre,
      m.encoder_4_pre + 64,
      m.encoder_4_U_h_before + 64,
      m.encoder_4_pre + 96,
      m.encoder_4_U_h_before + 96,
      T,
      batch.size,
    );
  } else {
    k.copy_32_twice(m.encoder_4_h_state, m.encoder_4_h_state_turns, m.encoder_4_h_state, m.encoder_4_h_state_turns + 32, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_32x128_map_encoder_4_c_state(
        m.encoder_4_h_state_turns + (t & 1) * 32,
        m.encoder_4_U_packed,
        m.encoder_4_U_h_before,
        m.encoder_4_pre + 32 + at * 128,
        m.encoder_4_U_h_before + 32,
        m.encoder_4_c_state,
        m.encoder_4_pre + at * 128,
        m.encoder_4_U_h_before,
        m.encoder_4_pre + 64 + at * 128,
        m.encoder_4_U_h_before + 64,
        m.encoder_4_pre + 96 + at * 128,
        m.encoder_4_U_h_before + 96,
        m.encoder_4_c_state,
        m.encoder_4_h_state,
        m.encoder_4_h_state_turns + (~t & 1) * 32,
        rows,
        rows,
      ); // encoder.4.U_h_before [B, 128], encoder.4.c [B, 32], encoder.4.h [B, 32]
    }
  }

  k.gemm_32x4_bias(m.encoder_4_h_state, m.activity_W_packed, m.activity_logits, m.parameters + offset.activity_b, batch.size); // activity.logits [B, 4]
  k.map_activity_logits_add(m.activity_logits, m.activity_logits_add, m.output_activity, m.log, batch.size); // activity.logits.add [B, 4], mul [B, 4], log [B]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.activity [B], target.activity [B].
 * Gives loss.activity [], loss [].
 */
export function score(k: GpuKernels, m: Arena, batch: Packed): void {
  k.map_activity_loss(m.weight_activity, m.log, m.target_activity, m.activity_logits_add, m.activity_loss, batch.size); // activity.loss [B]
  k.sum_rows_1(m.activity_loss, m.loss_activity, batch.size); // activity.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads x [N, 6], random.key [], random.T [N], weight.activity [B], target.activity [B].
 * Gives loss.activity [], loss [], running.encoder.2.running_mean [32], running.encoder.2.running_var [32].
 */
export function forward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_6x128_bias(m.x_2, m.encoder_1_W_packed, m.encoder_1_pre_2, m.encoder_1_b, T.total); // encoder.1.pre [N, 128]
  k.map_expand(m.expand, T.total); // expand [N]
  k.sum_rows_1_2(m.expand, m.sum_rows_3, T.total); // sum_rows []
  k.moves_predict(m.encoder_1_h_state_2, m.encoder_1_c_state_2, batch.size); // encoder.1.h_before starts at zeros, encoder.1.c_before starts at zeros

  // encoder.1.h, encoder.1.c
  if (together("loop_encoder_1_h_2")) {
    k.loop_encoder_1_h_2(
      m.encoder_1_h_state_2,
      m.encoder_1_U_packed,
      m.encoder_1_U_h_before_2,
      m.encoder_1_pre_2 + 96,
      m.encoder_1_U_h_before_2 + 96,
      m.encoder_1_pre_2 + 32,
      m.encoder_1_U_h_before_2 + 32,
      m.encoder_1_pre_2,
      m.encoder_1_pre_2 + 64,
      m.encoder_1_U_h_before_2 + 64,
      m.encoder_1_c_state_2,
      m.encoder_1_o,
      m.encoder_1_f,
      m.encoder_1_i,
      m.encoder_1_g,
      m.encoder_1_h_2,
      m.encoder_1_c_before,
      m.encoder_1_h_before,
      T,
      batch.size,
    );
  } else {
    k.copy_32_twice(
      m.encoder_1_h_state_2,
      m.encoder_1_h_state_2_turns,
      m.encoder_1_h_state_2,
      m.encoder_1_h_state_2_turns + 32,
      batch.size,
    ); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_32x128_map_encoder_1_o(
        m.encoder_1_h_state_2_turns + (t & 1) * 32,
        m.encoder_1_U_packed,
        m.encoder_1_U_h_before_2,
        m.encoder_1_pre_2 + 96 + at * 128,
        m.encoder_1_U_h_before_2 + 96,
        m.encoder_1_pre_2 + 32 + at * 128,
        m.encoder_1_U_h_before_2 + 32,
        m.encoder_1_pre_2 + at * 128,
        m.encoder_1_U_h_before_2,
        m.encoder_1_pre_2 + 64 + at * 128,
        m.encoder_1_U_h_before_2 + 64,
        m.encoder_1_c_state_2,
        m.encoder_1_h_state_2,
        m.encoder_1_o + at * 32,
        m.encoder_1_f + at * 32,
        m.encoder_1_i + at * 32,
        m.encoder_1_g + at * 32,
        m.encoder_1_c_state_2,
        m.encoder_1_h_2 + at * 32,
        m.encoder_1_h_state_2,
        m.encoder_1_c_before + at * 32,
        m.encoder_1_h_before + at * 32,
        m.encoder_1_h_state_2_turns + (~t & 1) * 32,
        rows,
        rows,
      ); // encoder.1.U_h_before [B, 128], encoder.1.o [B, 32], encoder.1.f [B, 32], encoder.1.i [B, 32], encoder.1.g [B, 32], encoder.1.c [B, 32], encoder.1.h [B, 32], encoder.1.c_before [B, 32], encoder.1.h_before [B, 32]
    }
  }

  k.map_recip_3(m.sum_rows_3, m.recip_3, 1); // recip []
  k.sum_rows_32(m.encoder_1_h_2, m.sum_rows_2, T.total); // sum_rows [32]
  k.map_encoder_2_mean_neg(
    m.recip_3,
    m.sum_rows_2,
    m.sum_rows_3,
    m.parameters + offset.encoder_2_running_mean,
    m.encoder_2_running_mean_neg,
    m.encoder_2_mean_neg,
    m.mul,
    m.running_encoder_2_running_mean,
    1,
  ); // encoder.2.mean.neg [32], mul [], encoder.2.running_mean.add [32]
  k.map_add(m.encoder_1_h_2, m.encoder_2_mean_neg, m.add, m.mul_2, T.total); // add [N, 32], mul [N, 32]
  k.sum_rows_32(m.mul_2, m.sum_rows, T.total); // sum_rows [32]
  k.map_recip_2(
    m.recip_3,
    m.sum_rows,
    m.parameters + offset.encoder_2_running_var,
    m.mul,
    m.sum_rows_3,
    m.encoder_2_running_var_neg,
    m.recip_2,
    m.running_encoder_2_running_var,
    1,
  ); // recip [32], encoder.2.running_var.add [32]
  k.map_encoder_2_mul(
    m.parameters + offset.encoder_2_gain,
    m.recip_2,
    m.add,
    m.parameters + offset.encoder_2_shift,
    m.random_key,
    m.random_T,
    m.encoder_2_mul,
    T.total,
  ); // encoder.2.mul [N, 32]
  k.gemm_32x128_bias(m.encoder_2_mul, m.encoder_4_W_packed, m.encoder_4_pre_2, m.encoder_4_b, T.total); // encoder.4.pre [N, 128]
  k.moves_predict(m.encoder_4_h_state_2, m.encoder_4_c_state_2, batch.size); // encoder.4.h_before starts at zeros, encoder.4.c_before starts at zeros

  // encoder.4.h, encoder.4.c
  if (together("loop_encoder_4_h_2")) {
    k.loop_encoder_4_h_2(
      m.encoder_4_h_state_2,
      m.encoder_4_U_packed,
      m.encoder_4_U_h_before_2,
      m.encoder_4_pre_2 + 96,
      m.encoder_4_U_h_before_2 + 96,
      m.encoder_4_pre_2 + 32,
      m.encoder_4_U_h_before_2 + 32,
      m.encoder_4_pre_2,
      m.encoder_4_pre_2 + 64,
      m.encoder_4_U_h_before_2 + 64,
      m.encoder_4_c_state_2,
      m.encoder_4_o,
      m.encoder_4_f,
      m.encoder_4_i,
      m.encoder_4_g,
      m.encoder_4_c_before,
      m.encoder_4_h_before,
      T,
      batch.size,
    );
  } else {
    k.copy_32_twice(
      m.encoder_4_h_state_2,
      m.encoder_4_h_state_2_turns,
      m.encoder_4_h_state_2,
      m.encoder_4_h_state_2_turns + 32,
      batch.size,
    ); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_32x128_map_encoder_4_o(
        m.encoder_4_h_state_2_turns + (t & 1) * 32,
        m.encoder_4_U_packed,
        m.encoder_4_U_h_before_2,
        m.encoder_4_pre_2 + 96 + at * 128,
        m.encoder_4_U_h_before_2 + 96,
        m.encoder_4_pre_2 + 32 + at * 128,
        m.encoder_4_U_h_before_2 + 32,
        m.encoder_4_pre_2 + at * 128,
        m.encoder_4_U_h_before_2,
        m.encoder_4_pre_2 + 64 + at * 128,
        m.encoder_4_U_h_before_2 + 64,
        m.encoder_4_c_state_2,
        m.encoder_4_h_state_2,
        m.encoder_4_o + at * 32,
        m.encoder_4_f + at * 32,
        m.encoder_4_i + at * 32,
        m.encoder_4_g + at * 32,
        m.encoder_4_c_state_2,
        m.encoder_4_h_state_2,
        m.encoder_4_c_before + at * 32,
        m.encoder_4_h_before + at * 32,
        m.encoder_4_h_state_2_turns + (~t & 1) * 32,
        rows,
        rows,
      ); // encoder.4.U_h_before [B, 128], encoder.4.o [B, 32], encoder.4.f [B, 32], encoder.4.i [B, 32], encoder.4.g [B, 32], encoder.4.c [B, 32], encoder.4.h [B, 32], encoder.4.c_before [B, 32], encoder.4.h_before [B, 32]
    }
  }

  k.gemm_32x4_bias(m.encoder_4_h_state_2, m.activity_W_packed, m.activity_logits_2, m.parameters + offset.activity_b, batch.size); // activity.logits [B, 4]
  k.map_activity_loss_2(m.weight_activity_2, m.activity_logits_2, m.target_activity_2, m.activity_loss_2, m.activity_dlogits, batch.size); // activity.loss [B], activity.dlogits [B, 4]
  k.sum_rows_1(m.activity_loss_2, m.loss_activity_2, batch.size); // activity.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads x [N, 6], random.key [], random.T [N].
 * Gives gradients [13572].
 */
export function backward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_4x32(m.activity_dlogits, m.activity_W_packed_2, m.activity_W_dlogits, batch.size); // activity.W_dlogits [B, 32]
  k.row_product_4x32(m.activity_dlogits, m.encoder_4_h_state_2, m.gradients + offset.activity_W, batch.size); // activity.dW [4, 32]
  k.sum_rows_4(m.activity_dlogits, m.gradients + offset.activity_b, batch.size); // activity.db [4]
  k.moves_backward(m.encoder_4_dc_before_state, m.activity_W_dlogits, m.encoder_4_dh_before_state, batch.size); // encoder.4.dc_after starts at zeros, the state at the start

  // encoder.4.dc_before, encoder.4.dh_before
  if (together("loop_encoder_4_dc_before")) {
    k.loop_encoder_4_dc_before(
      m.encoder_4_dc_before_state,
      m.encoder_4_dh_before_state,
      m.encoder_4_o,
      m.encoder_4_f,
      m.encoder_4_c_before,
      m.encoder_4_i,
      m.encoder_4_g,
      m.encoder_4_di_pre_df_pre_dg_pre_do_pre,
      m.encoder_4_di_pre_df_pre_dg_pre_do_pre + 32,
      m.encoder_4_di_pre_df_pre_dg_pre_do_pre + 64,
      m.encoder_4_di_pre_df_pre_dg_pre_do_pre + 96,
      m.encoder_4_U_packed_2,
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
        k.map_encoder_4_dc_before_state(
          m.encoder_4_dc_before_state,
          m.encoder_4_dh_before_state,
          m.encoder_4_o + at * 32,
          m.encoder_4_f + at * 32,
          m.encoder_4_c_before + at * 32,
          m.encoder_4_i + at * 32,
          m.encoder_4_g + at * 32,
          m.encoder_4_dc_before_state,
          m.encoder_4_di_pre_df_pre_dg_pre_do_pre + at * 128,
          m.encoder_4_di_pre_df_pre_dg_pre_do_pre + 32 + at * 128,
          m.encoder_4_di_pre_df_pre_dg_pre_do_pre + 64 + at * 128,
          m.encoder_4_di_pre_df_pre_dg_pre_do_pre + 96 + at * 128,
          rows,
        ); // encoder.4.dc_before [B, 32], encoder.4.di_pre [B, 32], encoder.4.df_pre [B, 32], encoder.4.dg_pre [B, 32], encoder.4.do_pre [B, 32]
      } else {
        k.gemm_128x32_map_encoder_4_dc_before_state(
          m.encoder_4_di_pre_df_pre_dg_pre_do_pre + atBefore * 128,
          m.encoder_4_U_packed_2,
          m.encoder_4_dh_before_state,
          m.encoder_4_dc_before_state,
          m.encoder_4_dh_before_state,
          m.encoder_4_o + at * 32,
          m.encoder_4_f + at * 32,
          m.encoder_4_c_before + at * 32,
          m.encoder_4_i + at * 32,
          m.encoder_4_g + at * 32,
          m.encoder_4_dc_before_state,
          m.encoder_4_di_pre_df_pre_dg_pre_do_pre + at * 128,
          m.encoder_4_di_pre_df_pre_dg_pre_do_pre + 32 + at * 128,
          m.encoder_4_di_pre_df_pre_dg_pre_do_pre + 64 + at * 128,
          m.encoder_4_di_pre_df_pre_dg_pre_do_pre + 96 + at * 128,
          rowsBefore,
          rows,
        ); // encoder.4.dh_before [B, 32], encoder.4.dc_before [B, 32], encoder.4.di_pre [B, 32], encoder.4.df_pre [B, 32], encoder.4.dg_pre [B, 32], encoder.4.do_pre [B, 32]
      }
      atBefore = at;
      rowsBefore = rows;
    }
    if (rowsBefore > 0) {
      k.gemm_128x32(
        m.encoder_4_di_pre_df_pre_dg_pre_do_pre + atBefore * 128,
        m.encoder_4_U_packed_2,
        m.encoder_4_dh_before_state,
        rowsBefore,
      ); // encoder.4.dh_before [B, 32]
    }
  }

  k.gemm_128x32_2(m.encoder_4_di_pre_df_pre_dg_pre_do_pre, m.encoder_4_W_packed_2, m.encoder_4_W_di_pre_df_pre_dg_pre_do_pre, T.total); // encoder.4.W_di_pre_df_pre_dg_pre_do_pre [N, 32]
  k.row_product_128x32(m.encoder_4_di_pre_df_pre_dg_pre_do_pre, m.encoder_2_mul, m.backward_partials, T.total); // row_product [128, 32]
  k.row_product_128x32(m.encoder_4_di_pre_df_pre_dg_pre_do_pre, m.encoder_4_h_before, m.backward_partials_2, T.total); // row_product [128, 32]
  k.sum_rows_128(m.encoder_4_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_4, T.total); // sum_rows [128]
  k.moves_backward_2(
    m.sum_rows_4,
    m.gradients + offset.encoder_4_b_i,
    m.sum_rows_4 + 64,
    m.gradients + offset.encoder_4_b_g,
    m.sum_rows_4 + 96,
    m.gradients + offset.encoder_4_b_o,
    m.sum_rows_4 + 32,
    m.gradients + offset.encoder_4_b_f,
    1,
  ); // encoder.4.db_i [32], encoder.4.db_g [32], encoder.4.db_o [32], encoder.4.db_f [32]
  k.map_encoder_d2(
    m.encoder_4_W_di_pre_df_pre_dg_pre_do_pre,
    m.const$,
    m.random_key,
    m.random_T,
    m.parameters + offset.encoder_2_gain,
    m.add,
    m.recip_2,
    m.encoder_d2,
    m.encoder_d2_mul_2,
    m.encoder_d2_mul,
    T.total,
  ); // encoder.d2 [N, 32], encoder.d2.mul [N, 32]
  k.sum_rows_32(m.encoder_d2_mul_2, m.sum_rows_7, T.total); // sum_rows [32]
  k.sum_rows_32(m.encoder_d2_mul, m.gradients + offset.encoder_2_gain, T.total); // encoder.2.dgain [32]
  k.sum_rows_32(m.encoder_d2, m.gradients + offset.encoder_2_shift, T.total); // encoder.2.dshift [32]
  k.map_add_2(m.encoder_d2, m.parameters + offset.encoder_2_gain, m.recip_2, m.sum_rows_7, m.recip_3, m.add, m.add_2, T.total); // add [N, 32]
  k.sum_rows_32(m.add_2, m.sum_rows_6, T.total); // sum_rows [32]
  k.map_neg(m.sum_rows_6, m.recip_3, m.neg, 1); // neg [32]
  k.map_encoder_1_dh(m.add_2, m.neg, m.encoder_1_dh, T.total); // encoder.1.dh [N, 32]
  k.moves_predict(m.encoder_1_dc_before_state, m.encoder_1_dh_before_state, batch.size); // encoder.1.dc_after starts at zeros, encoder.1.dh_after starts at zeros

  // encoder.1.dc_before, encoder.1.dh_before
  if (together("loop_encoder_1_dc_before")) {
    k.loop_encoder_1_dc_before(
      m.encoder_1_dc_before_state,
      m.encoder_1_dh_before_state,
      m.encoder_1_dh,
      m.encoder_1_o,
      m.encoder_1_f,
      m.encoder_1_c_before,
      m.encoder_1_i,
      m.encoder_1_g,
      m.encoder_1_di_pre_df_pre_dg_pre_do_pre,
      m.encoder_1_di_pre_df_pre_dg_pre_do_pre + 32,
      m.encoder_1_di_pre_df_pre_dg_pre_do_pre + 64,
      m.encoder_1_di_pre_df_pre_dg_pre_do_pre + 96,
      m.encoder_1_U_packed_2,
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
        k.map_encoder_1_dc_before_state(
          m.encoder_1_dc_before_state,
          m.encoder_1_dh_before_state,
          m.encoder_1_dh + at * 32,
          m.encoder_1_o + at * 32,
          m.encoder_1_f + at * 32,
          m.encoder_1_c_before + at * 32,
          m.encoder_1_i + at * 32,
          m.encoder_1_g + at * 32,
          m.encoder_1_dc_before_state,
          m.encoder_1_di_pre_df_pre_dg_pre_do_pre + at * 128,
          m.encoder_1_di_pre_df_pre_dg_pre_do_pre + 32 + at * 128,
          m.encoder_1_di_pre_df_pre_dg_pre_do_pre + 64 + at * 128,
          m.encoder_1_di_pre_df_pre_dg_pre_do_pre + 96 + at * 128,
          rows,
        ); // encoder.1.dc_before [B, 32], encoder.1.di_pre [B, 32], encoder.1.df_pre [B, 32], encoder.1.dg_pre [B, 32], encoder.1.do_pre [B, 32]
      } else {
        k.gemm_128x32_map_encoder_1_dc_before_state(
          m.encoder_1_di_pre_df_pre_dg_pre_do_pre + atBefore * 128,
          m.encoder_1_U_packed_2,
          m.encoder_1_dh_before_state,
          m.encoder_1_dc_before_state,
          m.encoder_1_dh_before_state,
          m.encoder_1_dh + at * 32,
          m.encoder_1_o + at * 32,
          m.encoder_1_f + at * 32,
          m.encoder_1_c_before + at * 32,
          m.encoder_1_i + at * 32,
          m.encoder_1_g + at * 32,
          m.encoder_1_dc_before_state,
          m.encoder_1_di_pre_df_pre_dg_pre_do_pre + at * 128,
          m.encoder_1_di_pre_df_pre_dg_pre_do_pre + 32 + at * 128,
          m.encoder_1_di_pre_df_pre_dg_pre_do_pre + 64 + at * 128,
          m.encoder_1_di_pre_df_pre_dg_pre_do_pre + 96 + at * 128,
          rowsBefore,
          rows,
        ); // encoder.1.dh_before [B, 32], encoder.1.dc_before [B, 32], encoder.1.di_pre [B, 32], encoder.1.df_pre [B, 32], encoder.1.dg_pre [B, 32], encoder.1.do_pre [B, 32]
      }
      atBefore = at;
      rowsBefore = rows;
    }
    if (rowsBefore > 0) {
      k.gemm_128x32(
        m.encoder_1_di_pre_df_pre_dg_pre_do_pre + atBefore * 128,
        m.encoder_1_U_packed_2,
        m.encoder_1_dh_before_state,
        rowsBefore,
      ); // encoder.1.dh_before [B, 32]
    }
  }

  k.row_product_128x6(m.encoder_1_di_pre_df_pre_dg_pre_do_pre, m.x_2, m.backward_partials_3, T.total); // x.row_product [128, 6]
  k.row_product_128x32(m.encoder_1_di_pre_df_pre_dg_pre_do_pre, m.encoder_1_h_before, m.backward_partials_4, T.total); // row_product [128, 32]
  k.sum_rows_128(m.encoder_1_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_5, T.total); // sum_rows [128]
  k.moves_backward_2(
    m.sum_rows_5,
    m.gradients + offset.encoder_1_b_i,
    m.sum_rows_5 + 64,
    m.gradients + offset.encoder_1_b_g,
    m.sum_rows_5 + 96,
    m.gradients + offset.encoder_1_b_o,
    m.sum_rows_5 + 32,
    m.gradients + offset.encoder_1_b_f,
    1,
  ); // encoder.1.db_i [32], encoder.1.db_g [32], encoder.1.db_o [32], encoder.1.db_f [32]
  k.add_up_backward(
    m.backward_partials,
    m.gradients + offset.encoder_4_W_i,
    m.backward_partials_2,
    m.gradients + offset.encoder_4_U_i,
    m.backward_partials_3,
    m.gradients + offset.encoder_1_W_i,
    m.backward_partials_4,
    m.gradients + offset.encoder_1_U_i,
    1,
  ); // the parts of row_product [128, 32], row_product [128, 32], x.row_product [128, 6], row_product [128, 32]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [13572], moment1 [13572], moment2 [13572], parameters [13572], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [13572], moment2 [13572], parameters [13572].
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
  ); // sqrt [], add [13508], parameters.add [13508]
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
  ); // sqrt [], add [13508], parameters.add [13508]
}

/**
 * One step of every sequence: states in and out.
 * Reads x [B, 6], state.encoder.1.h [B, 32], state.encoder.4.h [B, 32], state.encoder.1.c [B, 32], state.encoder.4.c [B, 32].
 * Gives output.activity [B, 4], final.encoder.1.h [B, 32], final.encoder.1.c [B, 32], final.encoder.4.h [B, 32], final.encoder.4.c [B, 32].
 */
export function step(k: GpuKernels, m: Arena, batch: Packed): void {
  k.gemm_6x128(m.x_3, m.encoder_1_W_packed, m.encoder_1_W_x, batch.size); // encoder.1.W_x [B, 128]
  k.gemm_32x128(m.state_encoder_1_h, m.encoder_1_U_packed, m.encoder_1_U_initial, batch.size); // encoder.1.U_initial [B, 128]
  k.gemm_32x128(m.state_encoder_4_h, m.encoder_4_U_packed, m.encoder_4_U_initial, batch.size); // encoder.4.U_initial [B, 128]
  k.map_final_encoder_1_c(
    m.encoder_1_W_x + 32,
    m.encoder_1_U_initial + 32,
    m.parameters + offset.encoder_1_b_f,
    m.state_encoder_1_c,
    m.encoder_1_W_x,
    m.encoder_1_U_initial,
    m.parameters + offset.encoder_1_b_i,
    m.encoder_1_W_x + 64,
    m.encoder_1_U_initial + 64,
    m.parameters + offset.encoder_1_b_g,
    m.encoder_1_W_x + 96,
    m.encoder_1_U_initial + 96,
    m.parameters + offset.encoder_1_b_o,
    m.parameters + offset.encoder_2_gain,
    m.recip,
    m.encoder_2_running_mean_neg,
    m.parameters + offset.encoder_2_shift,
    m.final_encoder_1_c,
    m.final_encoder_1_h,
    m.encoder_2_2,
    batch.size,
  ); // encoder.1.c [B, 32], encoder.1.h [B, 32], encoder.2 [B, 32]
  k.gemm_32x128(m.encoder_2_2, m.encoder_4_W_packed, m.encoder_4_W_2, batch.size); // encoder.4.W_2 [B, 128]
  k.map_final_encoder_4_c(
    m.encoder_4_W_2 + 32,
    m.encoder_4_U_initial + 32,
    m.parameters + offset.encoder_4_b_f,
    m.state_encoder_4_c,
    m.encoder_4_W_2,
    m.encoder_4_U_initial,
    m.parameters + offset.encoder_4_b_i,
    m.encoder_4_W_2 + 64,
    m.encoder_4_U_initial + 64,
    m.parameters + offset.encoder_4_b_g,
    m.encoder_4_W_2 + 96,
    m.encoder_4_U_initial + 96,
    m.parameters + offset.encoder_4_b_o,
    m.final_encoder_4_c,
    m.final_encoder_4_h,
    batch.size,
  ); // encoder.4.c [B, 32], encoder.4.h [B, 32]
  k.gemm_32x4_bias(m.final_encoder_4_h, m.activity_W_packed, m.activity_logits_3, m.parameters + offset.activity_b, batch.size); // activity.logits [B, 4]
  k.map_output_activity_2(m.activity_logits_3, m.output_activity_2, batch.size); // mul [B, 4]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  encoder_1_W_i: 0,
  encoder_1_W_f: 192,
  encoder_1_W_g: 384,
  encoder_1_W_o: 576,
  encoder_1_U_i: 768,
  encoder_1_U_f: 1792,
  encoder_1_U_g: 2816,
  encoder_1_U_o: 3840,
  encoder_1_b_i: 4864,
  encoder_1_b_g: 4896,
  encoder_1_b_o: 4928,
  encoder_1_b_f: 4960,
  encoder_2_gain: 4992,
  encoder_2_shift: 5024,
  encoder_4_W_i: 5056,
  encoder_4_W_f: 6080,
  encoder_4_W_g: 7104,
  encoder_4_W_o: 8128,
  encoder_4_U_i: 9152,
  encoder_4_U_f: 10176,
  encoder_4_U_g: 11200,
  encoder_4_U_o: 12224,
  encoder_4_b_i: 13248,
  encoder_4_b_g: 13280,
  encoder_4_b_o: 13312,
  encoder_4_b_f: 13344,
  activity_W: 13376,
  activity_b: 13504,
  encoder_2_running_mean: 13508,
  encoder_2_running_var: 13540,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 498421,
  B: 906,
  "N:T": 583,
} satisfies WebGpuPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 13572, integer: false }, // [13572]
  gradients: { rows: "none", offset: 13572, width: 13572, integer: false }, // [13572]
  moment1: { rows: "none", offset: 27144, width: 13572, integer: false }, // [13572]
  moment2: { rows: "none", offset: 40716, width: 13572, integer: false }, // [13572]
  output_activity: { rows: "B", offset: 2, width: 4, integer: false }, // [B, 4] output.activity
  log: { rows: "B", offset: 14, width: 1, integer: false }, // [B]
  activity_logits_add: { rows: "B", offset: 10, width: 4, integer: false }, // [B, 4] activity.logits.add
  activity_logits: { rows: "B", offset: 6, width: 4, integer: false }, // [B, 4] activity.logits
  encoder_4_pre: { rows: "N:T", offset: 32, width: 128, integer: false }, // [N, 128] encoder.4.pre
  encoder_2: { rows: "N:T", offset: 0, width: 32, integer: false }, // [N, 32] encoder.2
  encoder_1_pre: { rows: "N:T", offset: 6, width: 128, integer: false }, // [N, 128] encoder.1.pre
  x: { rows: "N:T", offset: 0, width: 6, integer: false }, // [N, 6]
  encoder_1_W_packed: { rows: "none", offset: 54288, width: 768, integer: false }, // [6, 128] packed encoder.1.W.packed
  encoder_1_b: { rows: "none", offset: 55056, width: 128, integer: false }, // [128] encoder.1.b
  encoder_1_h_state: { rows: "B", offset: 134, width: 32, integer: false }, // [B, 32] encoder.1.h.state
  encoder_1_c_state: { rows: "B", offset: 166, width: 32, integer: false }, // [B, 32] encoder.1.c.state
  encoder_1_h: { rows: "N:T", offset: 134, width: 32, integer: false }, // [N, 32] encoder.1.h
  encoder_1_U_h_before: { rows: "B", offset: 6, width: 128, integer: false }, // [B, 128] encoder.1.U_h_before
  encoder_1_U_packed: { rows: "none", offset: 55184, width: 4096, integer: false }, // [32, 128] packed encoder.1.U.packed
  recip: { rows: "none", offset: 59280, width: 32, integer: false }, // [32]
  encoder_2_running_mean_neg: { rows: "none", offset: 59312, width: 32, integer: false }, // [32] encoder.2.running_mean.neg
  encoder_4_W_packed: { rows: "none", offset: 59344, width: 4096, integer: false }, // [32, 128] packed encoder.4.W.packed
  encoder_4_b: { rows: "none", offset: 63440, width: 128, integer: false }, // [128] encoder.4.b
  encoder_4_h_state: { rows: "B", offset: 134, width: 32, integer: false }, // [B, 32] encoder.4.h.state
  encoder_4_c_state: { rows: "B", offset: 166, width: 32, integer: false }, // [B, 32] encoder.4.c.state
  encoder_4_U_h_before: { rows: "B", offset: 6, width: 128, integer: false }, // [B, 128] encoder.4.U_h_before
  encoder_4_U_packed: { rows: "none", offset: 63568, width: 4096, integer: false }, // [32, 128] packed encoder.4.U.packed
  activity_W_packed: { rows: "none", offset: 67664, width: 256, integer: false }, // [32, 4] packed activity.W.packed
  loss_activity: { rows: "none", offset: 80369, width: 1, integer: false }, // [] loss.activity
  activity_loss: { rows: "B", offset: 6, width: 1, integer: false }, // [B] activity.loss
  weight_activity: { rows: "B", offset: 0, width: 1, integer: false }, // [B] weight.activity
  target_activity: { rows: "B", offset: 1, width: 1, integer: true }, // [B] target.activity
  loss_activity_2: { rows: "none", offset: 80434, width: 1, integer: false }, // [] loss.activity_2
  running_encoder_2_running_mean: { rows: "none", offset: 80370, width: 32, integer: false }, // [32] running.encoder.2.running_mean
  running_encoder_2_running_var: { rows: "none", offset: 80402, width: 32, integer: false }, // [32] running.encoder.2.running_var
  activity_dlogits: { rows: "B", offset: 6, width: 4, integer: false }, // [B, 4] activity.dlogits
  mul: { rows: "none", offset: 80501, width: 1, integer: false }, // []
  activity_loss_2: { rows: "B", offset: 10, width: 1, integer: false }, // [B] activity.loss_2
  activity_logits_2: { rows: "B", offset: 2, width: 4, integer: false }, // [B, 4] activity.logits_2
  encoder_4_pre_2: { rows: "N:T", offset: 359, width: 128, integer: false }, // [N, 128] encoder.4.pre_2
  encoder_2_mul: { rows: "N:T", offset: 7, width: 32, integer: false }, // [N, 32] encoder.2.mul
  recip_2: { rows: "none", offset: 80469, width: 32, integer: false }, // [32]
  sum_rows: { rows: "none", offset: 80437, width: 32, integer: false }, // [32]
  mul_2: { rows: "N:T", offset: 7, width: 32, integer: false }, // [N, 32]
  add: { rows: "N:T", offset: 39, width: 32, integer: false }, // [N, 32]
  encoder_2_mean_neg: { rows: "none", offset: 80469, width: 32, integer: false }, // [32] encoder.2.mean.neg
  sum_rows_2: { rows: "none", offset: 80437, width: 32, integer: false }, // [32]
  encoder_1_pre_2: { rows: "N:T", offset: 7, width: 128, integer: false }, // [N, 128] encoder.1.pre_2
  recip_3: { rows: "none", offset: 80436, width: 1, integer: false }, // []
  sum_rows_3: { rows: "none", offset: 80435, width: 1, integer: false }, // []
  expand: { rows: "N:T", offset: 135, width: 1, integer: false }, // [N]
  x_2: { rows: "N:T", offset: 0, width: 6, integer: false }, // [N, 6]
  encoder_1_h_state_2: { rows: "B", offset: 130, width: 32, integer: false }, // [B, 32] encoder.1.h.state_2
  encoder_1_c_state_2: { rows: "B", offset: 162, width: 32, integer: false }, // [B, 32] encoder.1.c.state_2
  encoder_1_h_2: { rows: "N:T", offset: 135, width: 32, integer: false }, // [N, 32] encoder.1.h_2
  encoder_1_f: { rows: "N:T", offset: 167, width: 32, integer: false }, // [N, 32] encoder.1.f
  encoder_1_o: { rows: "N:T", offset: 199, width: 32, integer: false }, // [N, 32] encoder.1.o
  encoder_1_c_before: { rows: "N:T", offset: 231, width: 32, integer: false }, // [N, 32] encoder.1.c_before
  encoder_1_i: { rows: "N:T", offset: 263, width: 32, integer: false }, // [N, 32] encoder.1.i
  encoder_1_g: { rows: "N:T", offset: 295, width: 32, integer: false }, // [N, 32] encoder.1.g
  encoder_1_h_before: { rows: "N:T", offset: 327, width: 32, integer: false }, // [N, 32] encoder.1.h_before
  encoder_1_U_h_before_2: { rows: "B", offset: 2, width: 128, integer: false }, // [B, 128] encoder.1.U_h_before_2
  encoder_2_running_var_neg: { rows: "none", offset: 67920, width: 32, integer: false }, // [32] encoder.2.running_var.neg
  random_key: { rows: "none", offset: 80369, width: 1, integer: true }, // [] random.key
  random_T: { rows: "N:T", offset: 6, width: 1, integer: true }, // [N] random.T
  encoder_4_h_state_2: { rows: "B", offset: 130, width: 32, integer: false }, // [B, 32] encoder.4.h.state_2
  encoder_4_c_state_2: { rows: "B", offset: 162, width: 32, integer: false }, // [B, 32] encoder.4.c.state_2
  encoder_4_f: { rows: "N:T", offset: 71, width: 32, integer: false }, // [N, 32] encoder.4.f
  encoder_4_o: { rows: "N:T", offset: 103, width: 32, integer: false }, // [N, 32] encoder.4.o
  encoder_4_c_before: { rows: "N:T", offset: 135, width: 32, integer: false }, // [N, 32] encoder.4.c_before
  encoder_4_i: { rows: "N:T", offset: 487, width: 32, integer: false }, // [N, 32] encoder.4.i
  encoder_4_g: { rows: "N:T", offset: 519, width: 32, integer: false }, // [N, 32] encoder.4.g
  encoder_4_h_before: { rows: "N:T", offset: 551, width: 32, integer: false }, // [N, 32] encoder.4.h_before
  encoder_4_U_h_before_2: { rows: "B", offset: 2, width: 128, integer: false }, // [B, 128] encoder.4.U_h_before_2
  weight_activity_2: { rows: "B", offset: 0, width: 1, integer: false }, // [B] weight.activity_2
  target_activity_2: { rows: "B", offset: 1, width: 1, integer: true }, // [B] target.activity_2
  sum_rows_4: { rows: "none", offset: 80501, width: 128, integer: false }, // [128]
  encoder_d2_mul: { rows: "N:T", offset: 7, width: 32, integer: false }, // [N, 32] encoder.d2.mul
  sum_rows_5: { rows: "none", offset: 80435, width: 128, integer: false }, // [128]
  encoder_1_dh: { rows: "N:T", offset: 38, width: 32, integer: false }, // [N, 32] encoder.1.dh
  neg: { rows: "none", offset: 80469, width: 32, integer: false }, // [32]
  sum_rows_6: { rows: "none", offset: 80437, width: 32, integer: false }, // [32]
  add_2: { rows: "N:T", offset: 6, width: 32, integer: false }, // [N, 32]
  sum_rows_7: { rows: "none", offset: 80437, width: 32, integer: false }, // [32]
  encoder_d2_mul_2: { rows: "N:T", offset: 103, width: 32, integer: false }, // [N, 32] encoder.d2.mul_2
  encoder_d2: { rows: "N:T", offset: 135, width: 32, integer: false }, // [N, 32] encoder.d2
  encoder_4_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 71, width: 32, integer: false }, // [N, 32] encoder.4.W_di_pre_df_pre_dg_pre_do_pre
  activity_W_dlogits: { rows: "B", offset: 10, width: 32, integer: false }, // [B, 32] activity.W_dlogits
  activity_W_packed_2: { rows: "none", offset: 67952, width: 128, integer: false }, // [4, 32] packed activity.W.packed_2
  encoder_4_dc_before_state: { rows: "B", offset: 42, width: 32, integer: false }, // [B, 32] encoder.4.dc_before.state
  encoder_4_dh_before_state: { rows: "B", offset: 74, width: 32, integer: false }, // [B, 32] encoder.4.dh_before.state
  encoder_4_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 359, width: 128, integer: false }, // [N, 128] encoder.4.di_pre_df_pre_dg_pre_do_pre
  encoder_4_U_packed_2: { rows: "none", offset: 68080, width: 4096, integer: false }, // [128, 32] packed encoder.4.U.packed_2
  encoder_4_W_packed_2: { rows: "none", offset: 72176, width: 4096, integer: false }, // [128, 32] packed encoder.4.W.packed_2
  const$: { rows: "none", offset: 76272, width: 1, integer: false }, // [] const
  encoder_1_dc_before_state: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] encoder.1.dc_before.state
  encoder_1_dh_before_state: { rows: "B", offset: 32, width: 32, integer: false }, // [B, 32] encoder.1.dh_before.state
  encoder_1_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 359, width: 128, integer: false }, // [N, 128] encoder.1.di_pre_df_pre_dg_pre_do_pre
  encoder_1_U_packed_2: { rows: "none", offset: 76273, width: 4096, integer: false }, // [128, 32] packed encoder.1.U.packed_2
  norm: { rows: "none", offset: 80372, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 80369, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 80370, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 80371, width: 1, integer: false }, // [] update.bias2
  output_activity_2: { rows: "B", offset: 262, width: 4, integer: false }, // [B, 4] output.activity_2
  final_encoder_1_h: { rows: "B", offset: 134, width: 32, integer: false }, // [B, 32] final.encoder.1.h
  final_encoder_1_c: { rows: "B", offset: 166, width: 32, integer: false }, // [B, 32] final.encoder.1.c
  final_encoder_4_h: { rows: "B", offset: 198, width: 32, integer: false }, // [B, 32] final.encoder.4.h
  final_encoder_4_c: { rows: "B", offset: 230, width: 32, integer: false }, // [B, 32] final.encoder.4.c
  activity_logits_3: { rows: "B", offset: 0, width: 4, integer: false }, // [B, 4] activity.logits_3
  encoder_4_U_initial: { rows: "B", offset: 522, width: 128, integer: false }, // [B, 128] encoder.4.U_initial
  encoder_4_W_2: { rows: "B", offset: 266, width: 128, integer: false }, // [B, 128] encoder.4.W_2
  encoder_2_2: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] encoder.2_2
  encoder_1_U_initial: { rows: "B", offset: 394, width: 128, integer: false }, // [B, 128] encoder.1.U_initial
  encoder_1_W_x: { rows: "B", offset: 266, width: 128, integer: false }, // [B, 128] encoder.1.W_x
  x_3: { rows: "B", offset: 128, width: 6, integer: false }, // [B, 6]
  state_encoder_1_h: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] state.encoder.1.h
  state_encoder_4_h: { rows: "B", offset: 32, width: 32, integer: false }, // [B, 32] state.encoder.4.h
  state_encoder_1_c: { rows: "B", offset: 64, width: 32, integer: false }, // [B, 32] state.encoder.1.c
  state_encoder_4_c: { rows: "B", offset: 96, width: 32, integer: false }, // [B, 32] state.encoder.4.c
  encoder_1_h_state_turns: { rows: "B", offset: 650, width: 64, integer: false }, // [B, 2·32] encoder.1.h.state.turns
  encoder_4_h_state_turns: { rows: "B", offset: 714, width: 64, integer: false }, // [B, 2·32] encoder.4.h.state.turns
  encoder_1_h_state_2_turns: { rows: "B", offset: 778, width: 64, integer: false }, // [B, 2·32] encoder.1.h.state_2.turns
  encoder_4_h_state_2_turns: { rows: "B", offset: 842, width: 64, integer: false }, // [B, 2·32] encoder.4.h.state_2.turns
  backward_partials: { rows: "none", offset: 80629, width: 131072, integer: false }, // [32, 128, 32] backward.partials
  backward_partials_2: { rows: "none", offset: 211701, width: 131072, integer: false }, // [32, 128, 32] backward.partials_2
  backward_partials_3: { rows: "none", offset: 342773, width: 24576, integer: false }, // [32, 128, 6] backward.partials_3
  backward_partials_4: { rows: "none", offset: 367349, width: 131072, integer: false }, // [32, 128, 32] backward.partials_4
  update_partials: { rows: "none", offset: 80629, width: 14, integer: false }, // [1, 14] update.partials
} satisfies WebGpuPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { x: "x" }, outputs: { "output.activity": "output_activity" } },
  score: {
    run: score,
    inputs: { "weight.activity": "weight_activity", "target.activity": "target_activity" },
    outputs: { "loss.activity": "loss_activity", loss: "loss_activity" },
  },
  forward: {
    run: forward,
    inputs: {
      x: "x_2",
      "random.key": "random_key",
      "random.T": "random_T",
      "weight.activity": "weight_activity_2",
      "target.activity": "target_activity_2",
    },
    outputs: {
      "loss.activity": "loss_activity_2",
      loss: "loss_activity_2",
      "running.encoder.2.running_mean": "running_encoder_2_running_mean",
      "running.encoder.2.running_var": "running_encoder_2_running_var",
    },
  },
  backward: {
    run: backward,
    inputs: { x: "x_2", "random.key": "random_key", "random.T": "random_T" },
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
      x: "x_3",
      "state.encoder.1.h": "state_encoder_1_h",
      "state.encoder.4.h": "state_encoder_4_h",
      "state.encoder.1.c": "state_encoder_1_c",
      "state.encoder.4.c": "state_encoder_4_c",
    },
    outputs: {
      "output.activity": "output_activity_2",
      "final.encoder.1.h": "final_encoder_1_h",
      "final.encoder.1.c": "final_encoder_1_c",
      "final.encoder.4.h": "final_encoder_4_h",
      "final.encoder.4.c": "final_encoder_4_c",
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
  map_recip: {
    across: 1,
    rows: 8,
    words: 6,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let v1 = weight(call[0].y + j);
    let v2 = 0.000009999999747378752f + v1;
    let v3 = sqrt(v2);
    let v4 = 1f / v3;
    let v5 = weight(call[0].z + j);
    let v6 = -v5;
    let v7 = -v1;
    set_weight(call[0].w + j, v4);
    set_weight(call[1].x + j, v6);
    set_weight(call[1].y + j, v7);
  }
}
`,
  },
  moves_prepare: {
    across: 82,
    rows: 1,
    words: 63,
    code: `
// 8 x copy [32], 4 x pack [6, 32], 12 x pack [32, 32], pack [32, 4], pack [4, 32], 5 x pack [32, 32]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 82u;
  let first = group(id) / 82u;
  if (first >= call[0].x) { return; }
  if (part < 8u) {
    // 8 alike
    let own = part;
    let word = own * 2u + 1u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = lane; j < 32u; j += 64u) {
      weights[out + r * 32u + j] = weights[source + j];
    }
  } else if (part < 12u) {
    // 4 alike
    let own = part - 8u;
    let word = own * 2u + 17u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = lane; j < 192u; j += 64u) {
      let i = j / 8u % 6u;
      let panel = j / 48u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 6u + i) * 8u + j % 8u] = weights[source + i + column * 6u];
    }
  } else if (part < 60u) {
    // 12 alike
    let own = part - 12u;
    let word = (own / 4u) * 2u + 25u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 4u) * 256u + lane; j < min((own % 4u) * 256u + 256u, 1024u); j += 64u) {
      let i = j / 8u % 32u;
      let panel = j / 256u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 32u + i) * 8u + j % 8u] = weights[source + i + column * 32u];
    }
  } else if (part < 61u) {
    let source = call[12].y;
    let out = call[12].z;
    let r = first;
    for (var j = lane; j < 256u; j += 64u) {
      let i = j / 8u % 32u;
      let panel = j / 256u;
      let column = panel * 8u + j % 8u;
      if (column < 4u) { weights[out + (panel * 32u + i) * 8u + j % 8u] = weights[source + i + column * 32u]; }
    }
  } else if (part < 62u) {
    let source = call[12].w;
    let out = call[13].x;
    let r = first;
    for (var j = lane; j < 128u; j += 64u) {
      let i = j / 8u % 4u;
      let panel = j / 32u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 4u + i) * 8u + j % 8u] = weights[source + i * 32u + column];
    }
  } else {
    // 5 alike
    let own = part - 62u;
    let word = (own / 4u) * 2u + 53u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 4u) * 256u + lane; j < min((own % 4u) * 256u + 256u, 1024u); j += 64u) {
      let i = j / 8u % 32u;
      let panel = j / 256u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 128u + i) * 8u + j % 8u] = weights[source + i * 32u + column];
    }
  }
}
`,
  },
  moves_prepare_2: {
    across: 28,
    rows: 1,
    words: 15,
    code: `
// 7 x pack [32, 32]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 28u;
  let first = group(id) / 28u;
  if (first >= call[0].x) { return; }
  // 7 alike
  let own = part;
  let word = (own / 4u) * 2u + 1u;
  let source = argument(word);
  let out = argument(word + 1u);
  let r = first;
  for (var j = (own % 4u) * 256u + lane; j < min((own % 4u) * 256u + 256u, 1024u); j += 64u) {
    let i = j / 8u % 32u;
    let panel = j / 256u;
    let column = panel * 8u + j % 8u;
    weights[out + (panel * 128u + i) * 8u + j % 8u] = weights[source + i * 32u + column];
  }
}
`,
  },
  gemm_6x128_bias: {
    across: 2,
    rows: 32,
    words: 5,
    code: `
// C[r, 128] = A[r, 6] · B[6, 128] + bias, in tiles of 32 rows and 64 columns
const K = 6u;
const N = 128u;

const DEPTH = 6u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 54>;
var<workgroup> block_b: array<vec4f, 96>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 6u),
    value(a + min(r + 1u, last) * 6u),
    value(a + min(r + 2u, last) * 6u),
    value(a + min(r + 3u, last) * 6u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 15u) * 48u),
    weight(b + min(panel + 1u, 15u) * 48u),
    weight(b + min(panel + 2u, 15u) * 48u),
    weight(b + min(panel + 3u, 15u) * 48u),
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
  for (var at = 0u; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < K) {
      next_a_0 = load_a(first, at, lane);
      next_b_0 = load_b(part, at, lane);
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
    if (lane < 48u) { block_a[place_a(lane)] = next_a_0; }
    if (lane < 96u) { block_b[place_b(lane)] = next_b_0; }
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
  loop_encoder_1_h: {
    across: 1,
    rows: 1,
    words: 16,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 8>;

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let from0_0 = call[0].z + (column0_0 >> 3u) * 256u + (column0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), weight(from0_0 + 16u), weight(from0_0 + 24u));
  let w0_0_1 = vec4f(weight(from0_0 + 32u), weight(from0_0 + 40u), weight(from0_0 + 48u), weight(from0_0 + 56u));
  let w0_0_2 = vec4f(weight(from0_0 + 64u), weight(from0_0 + 72u), weight(from0_0 + 80u), weight(from0_0 + 88u));
  let w0_0_3 = vec4f(weight(from0_0 + 96u), weight(from0_0 + 104u), weight(from0_0 + 112u), weight(from0_0 + 120u));
  let w0_0_4 = vec4f(weight(from0_0 + 128u), weight(from0_0 + 136u), weight(from0_0 + 144u), weight(from0_0 + 152u));
  let w0_0_5 = vec4f(weight(from0_0 + 160u), weight(from0_0 + 168u), weight(from0_0 + 176u), weight(from0_0 + 184u));
  let w0_0_6 = vec4f(weight(from0_0 + 192u), weight(from0_0 + 200u), weight(from0_0 + 208u), weight(from0_0 + 216u));
  let w0_0_7 = vec4f(weight(from0_0 + 224u), weight(from0_0 + 232u), weight(from0_0 + 240u), weight(from0_0 + 248u));
  let steps = axes[call[3].y];
  for (var i = call[3].z; i < call[3].w; i++) {
    let t = i;
    let rows = axes[call[3].y + 3u + t];
    let start = axes[call[3].y + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    {
      let a = call[0].y + r * 32u;
      let c = call[0].w + r * 128u;
      for (var i = lane; i < 8u; i += 128u) {
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
      set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
    }
    storageBarrier();
    {
      if (lane < 32u) {
        let j = lane;
        let v0 = value(call[1].x + start * 128u + r * 128u + j);
        let v1 = value(call[1].y + r * 128u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + r * 32u + j);
        let v5 = v3 * v4;
        let v6 = value(call[1].w + start * 128u + r * 128u + j);
        let v7 = value(call[0].w + r * 128u + j);
        let v8 = v6 + v7;
        let v9 = sigmoid_of(v8);
        let v10 = value(call[2].x + start * 128u + r * 128u + j);
        let v11 = value(call[2].y + r * 128u + j);
        let v12 = v10 + v11;
        let v13 = tanh_of(v12);
        let v14 = v9 * v13;
        let v15 = v5 + v14;
        let v16 = value(call[2].z + start * 128u + r * 128u + j);
        let v17 = value(call[2].w + r * 128u + j);
        let v18 = v16 + v17;
        let v19 = sigmoid_of(v18);
        let v20 = tanh_of(v15);
        let v21 = v19 * v20;
        set_value(call[1].z + r * 32u + j, v15);
        set_value(call[3].x + start * 32u + r * 32u + j, v21);
        set_value(call[0].y + r * 32u + j, v21);
      }
    }
  }
}
`,
  },
  copy_32_twice: {
    across: 2,
    rows: 8,
    words: 5,
    code: `
// 2 x copy [32]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 8u;
  if (first >= call[0].x) { return; }
  // 2 alike
  let own = part;
  let word = own * 2u + 1u;
  let source = argument(word);
  let out = argument(word + 1u);
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    arena[out + r * 64u + j] = arena[source + r * 32u + j];
  }
}
`,
  },
  gemm_32x128_map_encoder_1_c_state: {
    across: 4,
    rows: 4,
    words: 18,
    code: `
// [rows, 32] · [32, 128], then a map over 32 units
var<workgroup> memory: array<f32, 128>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 4u * 8u + lane % 8u;
  let u = min(unit, 31u);
  let part = lane / 8u;
  let before = call[4].y;
  let first = group(id) / 4u * 4u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + ((32u + u) >> 3u) * 256u + ((32u + u) & 7u);
    let from1 = call[0].z + (u >> 3u) * 256u + (u & 7u);
    let from2 = call[0].z + ((64u + u) >> 3u) * 256u + ((64u + u) & 7u);
    let from3 = call[0].z + ((96u + u) >> 3u) * 256u + ((96u + u) & 7u);
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
    for (var i = lane; i < 128u; i += 64u) {
      let row = first + i / 32u;
      let column = i % 32u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 64u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 32u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let b2 = weight(from2 + i * 8u);
      let b3 = weight(from3 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      sum0_2 += a0 * b2;
      sum0_3 += a0 * b3;
      let a1 = memory[32u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      sum1_2 += a1 * b2;
      sum1_3 += a1 * b3;
      let a2 = memory[64u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      sum2_2 += a2 * b2;
      sum2_3 += a2 * b3;
      let a3 = memory[96u + i];
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
  if (part < 4u && r < call[0].x && unit < 32u) {
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
      c0 = value(call[1].y + r * 128u + u);
      c1 = value(call[2].x + r * 128u + u);
      c2 = value(call[2].z + r * 128u + u);
      c3 = value(call[3].x + r * 128u + u);
    }
    let v0 = value(call[1].x + r * 128u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 32u + u);
    let v5 = v3 * v4;
    let v6 = value(call[1].w + r * 128u + u);
    let v7 = c1;
    let v8 = v6 + v7;
    let v9 = sigmoid_of(v8);
    let v10 = value(call[2].y + r * 128u + u);
    let v11 = c2;
    let v12 = v10 + v11;
    let v13 = tanh_of(v12);
    let v14 = v9 * v13;
    let v15 = v5 + v14;
    let v16 = value(call[2].w + r * 128u + u);
    let v17 = c3;
    let v18 = v16 + v17;
    let v19 = sigmoid_of(v18);
    let v20 = tanh_of(v15);
    let v21 = v19 * v20;
    set_value(call[3].y + r * 32u + u, v15);
    set_value(call[3].z + r * 32u + u, v21);
    set_value(call[3].w + r * 32u + u, v21);
    set_value(call[4].x + r * 64u + u, v21);
  }
}
`,
  },
  map_encoder_2: {
    across: 1,
    rows: 8,
    words: 7,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let v0 = weight(call[0].y + j);
    let v1 = weight(call[0].z + j);
    let v2 = value(call[0].w + r * 32u + j);
    let v3 = weight(call[1].x + j);
    let v4 = v2 + v3;
    let v5 = v0 * v1 * v4;
    let v6 = weight(call[1].y + j);
    let v7 = v5 + v6;
    set_value(call[1].z + r * 32u + j, v7);
  }
}
`,
  },
  gemm_32x128_bias: {
    across: 2,
    rows: 32,
    words: 5,
    code: `
// C[r, 128] = A[r, 32] · B[32, 128] + bias, in tiles of 32 rows and 64 columns
const K = 32u;
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
  loop_encoder_4_h: {
    across: 1,
    rows: 1,
    words: 15,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 8>;

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let from0_0 = call[0].z + (column0_0 >> 3u) * 256u + (column0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), weight(from0_0 + 16u), weight(from0_0 + 24u));
  let w0_0_1 = vec4f(weight(from0_0 + 32u), weight(from0_0 + 40u), weight(from0_0 + 48u), weight(from0_0 + 56u));
  let w0_0_2 = vec4f(weight(from0_0 + 64u), weight(from0_0 + 72u), weight(from0_0 + 80u), weight(from0_0 + 88u));
  let w0_0_3 = vec4f(weight(from0_0 + 96u), weight(from0_0 + 104u), weight(from0_0 + 112u), weight(from0_0 + 120u));
  let w0_0_4 = vec4f(weight(from0_0 + 128u), weight(from0_0 + 136u), weight(from0_0 + 144u), weight(from0_0 + 152u));
  let w0_0_5 = vec4f(weight(from0_0 + 160u), weight(from0_0 + 168u), weight(from0_0 + 176u), weight(from0_0 + 184u));
  let w0_0_6 = vec4f(weight(from0_0 + 192u), weight(from0_0 + 200u), weight(from0_0 + 208u), weight(from0_0 + 216u));
  let w0_0_7 = vec4f(weight(from0_0 + 224u), weight(from0_0 + 232u), weight(from0_0 + 240u), weight(from0_0 + 248u));
  let steps = axes[call[3].x];
  for (var i = call[3].y; i < call[3].z; i++) {
    let t = i;
    let rows = axes[call[3].x + 3u + t];
    let start = axes[call[3].x + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    {
      let a = call[0].y + r * 32u;
      let c = call[0].w + r * 128u;
      for (var i = lane; i < 8u; i += 128u) {
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
      set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
    }
    storageBarrier();
    {
      if (lane < 32u) {
        let j = lane;
        let v0 = value(call[1].x + start * 128u + r * 128u + j);
        let v1 = value(call[1].y + r * 128u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + r * 32u + j);
        let v5 = v3 * v4;
        let v6 = value(call[1].w + start * 128u + r * 128u + j);
        let v7 = value(call[0].w + r * 128u + j);
        let v8 = v6 + v7;
        let v9 = sigmoid_of(v8);
        let v10 = value(call[2].x + start * 128u + r * 128u + j);
        let v11 = value(call[2].y + r * 128u + j);
        let v12 = v10 + v11;
        let v13 = tanh_of(v12);
        let v14 = v9 * v13;
        let v15 = v5 + v14;
        let v16 = value(call[2].z + start * 128u + r * 128u + j);
        let v17 = value(call[2].w + r * 128u + j);
        let v18 = v16 + v17;
        let v19 = sigmoid_of(v18);
        let v20 = tanh_of(v15);
        let v21 = v19 * v20;
        set_value(call[1].z + r * 32u + j, v15);
        set_value(call[0].y + r * 32u + j, v21);
      }
    }
  }
}
`,
  },
  gemm_32x128_map_encoder_4_c_state: {
    across: 4,
    rows: 4,
    words: 17,
    code: `
// [rows, 32] · [32, 128], then a map over 32 units
var<workgroup> memory: array<f32, 128>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 4u * 8u + lane % 8u;
  let u = min(unit, 31u);
  let part = lane / 8u;
  let before = call[4].x;
  let first = group(id) / 4u * 4u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + ((32u + u) >> 3u) * 256u + ((32u + u) & 7u);
    let from1 = call[0].z + (u >> 3u) * 256u + (u & 7u);
    let from2 = call[0].z + ((64u + u) >> 3u) * 256u + ((64u + u) & 7u);
    let from3 = call[0].z + ((96u + u) >> 3u) * 256u + ((96u + u) & 7u);
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
    for (var i = lane; i < 128u; i += 64u) {
      let row = first + i / 32u;
      let column = i % 32u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 64u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 32u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let b2 = weight(from2 + i * 8u);
      let b3 = weight(from3 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      sum0_2 += a0 * b2;
      sum0_3 += a0 * b3;
      let a1 = memory[32u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      sum1_2 += a1 * b2;
      sum1_3 += a1 * b3;
      let a2 = memory[64u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      sum2_2 += a2 * b2;
      sum2_3 += a2 * b3;
      let a3 = memory[96u + i];
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
  if (part < 4u && r < call[0].x && unit < 32u) {
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
      c0 = value(call[1].y + r * 128u + u);
      c1 = value(call[2].x + r * 128u + u);
      c2 = value(call[2].z + r * 128u + u);
      c3 = value(call[3].x + r * 128u + u);
    }
    let v0 = value(call[1].x + r * 128u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 32u + u);
    let v5 = v3 * v4;
    let v6 = value(call[1].w + r * 128u + u);
    let v7 = c1;
    let v8 = v6 + v7;
    let v9 = sigmoid_of(v8);
    let v10 = value(call[2].y + r * 128u + u);
    let v11 = c2;
    let v12 = v10 + v11;
    let v13 = tanh_of(v12);
    let v14 = v9 * v13;
    let v15 = v5 + v14;
    let v16 = value(call[2].w + r * 128u + u);
    let v17 = c3;
    let v18 = v16 + v17;
    let v19 = sigmoid_of(v18);
    let v20 = tanh_of(v15);
    let v21 = v19 * v20;
    set_value(call[3].y + r * 32u + u, v15);
    set_value(call[3].z + r * 32u + u, v21);
    set_value(call[3].w + r * 64u + u, v21);
  }
}
`,
  },
  gemm_32x4_bias: {
    across: 1,
    rows: 8,
    words: 5,
    code: `
// C[r, 4] = A[r, 32] · B[32, 4] + bias, for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 32u;
const N = 4u;
const CHUNK = 32u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

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
  let at = call[0].w + r * 4u + column;
  set_value(at, sum + weight(call[1].x + column));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + 0u * 256u + lane % 8u;
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
  map_activity_logits_add: {
    across: 1,
    rows: 64,
    words: 5,
    code: `
// map with reductions over rows of 4
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let c1 = 1u;
  let c2 = 2u;
  let c3 = 3u;
  var r1 = of_bits(0xff800000u);
  let v0_0 = value(call[0].y + r * 4u + c0);
  r1 = max_of(r1, v0_0);
  let v0_1 = value(call[0].y + r * 4u + c1);
  r1 = max_of(r1, v0_1);
  let v0_2 = value(call[0].y + r * 4u + c2);
  r1 = max_of(r1, v0_2);
  let v0_3 = value(call[0].y + r * 4u + c3);
  r1 = max_of(r1, v0_3);
  let v1 = r1;
  let v2 = -v1;
  var r5 = 0f;
  let v3_0 = v0_0 + v2;
  let v4_0 = exp_of(v3_0);
  r5 = r5 + v4_0;
  let v3_1 = v0_1 + v2;
  let v4_1 = exp_of(v3_1);
  r5 = r5 + v4_1;
  let v3_2 = v0_2 + v2;
  let v4_2 = exp_of(v3_2);
  r5 = r5 + v4_2;
  let v3_3 = v0_3 + v2;
  let v4_3 = exp_of(v3_3);
  r5 = r5 + v4_3;
  let v5 = r5;
  let v6 = 1f / v5;
  let v8 = log_of(v5);
  let v7_0 = v4_0 * v6;
  let v7_1 = v4_1 * v6;
  let v7_2 = v4_2 * v6;
  let v7_3 = v4_3 * v6;
  if (mine < call[0].x) {
    set_value(call[0].z + r * 4u + c0, v3_0);
    set_value(call[0].w + r * 4u + c0, v7_0);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 4u + c1, v3_1);
    set_value(call[0].w + r * 4u + c1, v7_1);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 4u + c2, v3_2);
    set_value(call[0].w + r * 4u + c2, v7_2);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 4u + c3, v3_3);
    set_value(call[0].w + r * 4u + c3, v7_3);
  }
  if (mine < call[0].x) {
    set_value(call[1].x + r, v8);
  }
}
`,
  },
  moves_predict: {
    across: 2,
    rows: 8,
    words: 3,
    code: `
// 2 x zero [32]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 8u;
  if (first >= call[0].x) { return; }
  // 2 alike
  let own = part;
  let word = own + 1u;
  let out = argument(word);
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    arena[out + r * 32u + j] = 0u;
  }
}
`,
  },
  map_activity_loss: {
    across: 1,
    rows: 64,
    words: 6,
    code: `
// map with reductions over rows of 4
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let c1 = 1u;
  let c2 = 2u;
  let c3 = 3u;
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
  let v10_0 = value(call[1].x + r * 4u + c0);
  let v11_0 = v9_0 * v10_0;
  r12 = r12 + v11_0;
  let v2_1 = f32(c1);
  let v5_1 = v2_1 + v4;
  let v6_1 = -v5_1;
  let v7_1 = max_of(v5_1, v6_1);
  let v9_1 = select(0f, 1f, v7_1 < 0.5f);
  let v10_1 = value(call[1].x + r * 4u + c1);
  let v11_1 = v9_1 * v10_1;
  r12 = r12 + v11_1;
  let v2_2 = f32(c2);
  let v5_2 = v2_2 + v4;
  let v6_2 = -v5_2;
  let v7_2 = max_of(v5_2, v6_2);
  let v9_2 = select(0f, 1f, v7_2 < 0.5f);
  let v10_2 = value(call[1].x + r * 4u + c2);
  let v11_2 = v9_2 * v10_2;
  r12 = r12 + v11_2;
  let v2_3 = f32(c3);
  let v5_3 = v2_3 + v4;
  let v6_3 = -v5_3;
  let v7_3 = max_of(v5_3, v6_3);
  let v9_3 = select(0f, 1f, v7_3 < 0.5f);
  let v10_3 = value(call[1].x + r * 4u + c3);
  let v11_3 = v9_3 * v10_3;
  r12 = r12 + v11_3;
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
  map_expand: {
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
    let at = r * 1u + j;
    set_value(call[0].y + at, 1f);
  }
}
`,
  },
  sum_rows_1_2: {
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
  loop_encoder_1_h_2: {
    across: 1,
    rows: 1,
    words: 22,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 8>;

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let from0_0 = call[0].z + (column0_0 >> 3u) * 256u + (column0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), weight(from0_0 + 16u), weight(from0_0 + 24u));
  let w0_0_1 = vec4f(weight(from0_0 + 32u), weight(from0_0 + 40u), weight(from0_0 + 48u), weight(from0_0 + 56u));
  let w0_0_2 = vec4f(weight(from0_0 + 64u), weight(from0_0 + 72u), weight(from0_0 + 80u), weight(from0_0 + 88u));
  let w0_0_3 = vec4f(weight(from0_0 + 96u), weight(from0_0 + 104u), weight(from0_0 + 112u), weight(from0_0 + 120u));
  let w0_0_4 = vec4f(weight(from0_0 + 128u), weight(from0_0 + 136u), weight(from0_0 + 144u), weight(from0_0 + 152u));
  let w0_0_5 = vec4f(weight(from0_0 + 160u), weight(from0_0 + 168u), weight(from0_0 + 176u), weight(from0_0 + 184u));
  let w0_0_6 = vec4f(weight(from0_0 + 192u), weight(from0_0 + 200u), weight(from0_0 + 208u), weight(from0_0 + 216u));
  let w0_0_7 = vec4f(weight(from0_0 + 224u), weight(from0_0 + 232u), weight(from0_0 + 240u), weight(from0_0 + 248u));
  let steps = axes[call[4].w];
  for (var i = call[5].x; i < call[5].y; i++) {
    let t = i;
    let rows = axes[call[4].w + 3u + t];
    let start = axes[call[4].w + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    {
      let a = call[0].y + r * 32u;
      let c = call[0].w + r * 128u;
      for (var i = lane; i < 8u; i += 128u) {
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
      set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
    }
    storageBarrier();
    {
      if (lane < 32u) {
        let j = lane;
        let v0 = value(call[1].x + start * 128u + r * 128u + j);
        let v1 = value(call[1].y + r * 128u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + start * 128u + r * 128u + j);
        let v5 = value(call[1].w + r * 128u + j);
        let v6 = v4 + v5;
        let v7 = sigmoid_of(v6);
        let v8 = value(call[2].x + start * 128u + r * 128u + j);
        let v9 = value(call[0].w + r * 128u + j);
        let v10 = v8 + v9;
        let v11 = sigmoid_of(v10);
        let v12 = value(call[2].y + start * 128u + r * 128u + j);
        let v13 = value(call[2].z + r * 128u + j);
        let v14 = v12 + v13;
        let v15 = tanh_of(v14);
        let v16 = value(call[2].w + r * 32u + j);
        let v17 = v7 * v16;
        let v18 = v11 * v15;
        let v19 = v17 + v18;
        let v20 = tanh_of(v19);
        let v21 = v3 * v20;
        let v22 = value(call[0].y + r * 32u + j);
        set_value(call[3].x + start * 32u + r * 32u + j, v3);
        set_value(call[3].y + start * 32u + r * 32u + j, v7);
        set_value(call[3].z + start * 32u + r * 32u + j, v11);
        set_value(call[3].w + start * 32u + r * 32u + j, v15);
        set_value(call[2].w + r * 32u + j, v19);
        set_value(call[4].x + start * 32u + r * 32u + j, v21);
        set_value(call[0].y + r * 32u + j, v21);
        set_value(call[4].y + start * 32u + r * 32u + j, v16);
        set_value(call[4].z + start * 32u + r * 32u + j, v22);
      }
    }
  }
}
`,
  },
  gemm_32x128_map_encoder_1_o: {
    across: 4,
    rows: 4,
    words: 25,
    code: `
// [rows, 32] · [32, 128], then a map over 32 units
var<workgroup> memory: array<f32, 128>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 4u * 8u + lane % 8u;
  let u = min(unit, 31u);
  let part = lane / 8u;
  let before = call[6].x;
  let first = group(id) / 4u * 4u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + ((96u + u) >> 3u) * 256u + ((96u + u) & 7u);
    let from1 = call[0].z + ((32u + u) >> 3u) * 256u + ((32u + u) & 7u);
    let from2 = call[0].z + (u >> 3u) * 256u + (u & 7u);
    let from3 = call[0].z + ((64u + u) >> 3u) * 256u + ((64u + u) & 7u);
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
    for (var i = lane; i < 128u; i += 64u) {
      let row = first + i / 32u;
      let column = i % 32u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 64u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 32u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let b2 = weight(from2 + i * 8u);
      let b3 = weight(from3 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      sum0_2 += a0 * b2;
      sum0_3 += a0 * b3;
      let a1 = memory[32u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      sum1_2 += a1 * b2;
      sum1_3 += a1 * b3;
      let a2 = memory[64u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      sum2_2 += a2 * b2;
      sum2_3 += a2 * b3;
      let a3 = memory[96u + i];
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
  if (part < 4u && r < call[0].x && unit < 32u) {
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
      c0 = value(call[1].y + r * 128u + u);
      c1 = value(call[1].w + r * 128u + u);
      c2 = value(call[2].y + r * 128u + u);
      c3 = value(call[2].w + r * 128u + u);
    }
    let v0 = value(call[1].x + r * 128u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 128u + u);
    let v5 = c1;
    let v6 = v4 + v5;
    let v7 = sigmoid_of(v6);
    let v8 = value(call[2].x + r * 128u + u);
    let v9 = c2;
    let v10 = v8 + v9;
    let v11 = sigmoid_of(v10);
    let v12 = value(call[2].z + r * 128u + u);
    let v13 = c3;
    let v14 = v12 + v13;
    let v15 = tanh_of(v14);
    let v16 = value(call[3].x + r * 32u + u);
    let v17 = v7 * v16;
    let v18 = v11 * v15;
    let v19 = v17 + v18;
    let v20 = tanh_of(v19);
    let v21 = v3 * v20;
    let v22 = value(call[3].y + r * 32u + u);
    set_value(call[3].z + r * 32u + u, v3);
    set_value(call[3].w + r * 32u + u, v7);
    set_value(call[4].x + r * 32u + u, v11);
    set_value(call[4].y + r * 32u + u, v15);
    set_value(call[4].z + r * 32u + u, v19);
    set_value(call[4].w + r * 32u + u, v21);
    set_value(call[5].x + r * 32u + u, v21);
    set_value(call[5].y + r * 32u + u, v16);
    set_value(call[5].z + r * 32u + u, v22);
    set_value(call[5].w + r * 64u + u, v21);
  }
}
`,
  },
  map_recip_3: {
    across: 1,
    rows: 8,
    words: 3,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let v0 = weight(call[0].y);
    let v2 = max_of(v0, 1f);
    let v3 = 1f / v2;
    if (j == 0u) { set_weight(call[0].z, v3); }
  }
}
`,
  },
  sum_rows_32: {
    across: 4,
    rows: 0,
    words: 3,
    code: `
// out[32] = the sum of source[r, 32] over all rows
const WIDTH = 32u;
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
      value(source + r * 32u + j),
      value(source + (r + LANES) * 32u + j),
      value(source + (r + 2u * LANES) * 32u + j),
      value(source + (r + 3u * LANES) * 32u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 32u + j); }
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
  map_encoder_2_mean_neg: {
    across: 1,
    rows: 8,
    words: 9,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let v0 = weight(call[0].y);
    let v1 = weight(call[0].z + j);
    let v2 = v0 * v1;
    let v3 = -v2;
    let v6 = weight(call[0].w);
    let v7 = select(0f, 1f, 1.5f < v6);
    let v8 = 0.10000000149011612f * v7;
    let v9 = weight(call[1].x + j);
    let v10 = weight(call[1].y + j);
    let v11 = v2 + v10;
    let v12 = v8 * v11;
    let v13 = v9 + v12;
    set_weight(call[1].z + j, v3);
    if (j == 0u) { set_weight(call[1].w, v8); }
    set_weight(call[2].x + j, v13);
  }
}
`,
  },
  map_add: {
    across: 1,
    rows: 8,
    words: 5,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let v0 = value(call[0].y + r * 32u + j);
    let v1 = weight(call[0].z + j);
    let v2 = v0 + v1;
    let v3 = v2 * v2;
    set_value(call[0].w + r * 32u + j, v2);
    set_value(call[1].x + r * 32u + j, v3);
  }
}
`,
  },
  map_recip_2: {
    across: 1,
    rows: 8,
    words: 9,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let v1 = weight(call[0].y);
    let v2 = weight(call[0].z + j);
    let v3 = v1 * v2;
    let v4 = 0.000009999999747378752f + v3;
    let v5 = sqrt(v4);
    let v6 = 1f / v5;
    let v7 = weight(call[0].w + j);
    let v8 = weight(call[1].x);
    let v9 = weight(call[1].y);
    let v11 = (-1f) + v9;
    let v13 = max_of(v11, 1f);
    let v15 = v3 * v9 / v13;
    let v16 = weight(call[1].z + j);
    let v17 = v15 + v16;
    let v18 = v8 * v17;
    let v19 = v7 + v18;
    set_weight(call[1].w + j, v6);
    set_weight(call[2].x + j, v19);
  }
}
`,
  },
  map_encoder_2_mul: {
    across: 1,
    rows: 8,
    words: 8,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let row_8 = random_row(weights[call[1].y], arena[call[1].z + r], 0u);
    let v1 = weight(call[0].y + j);
    let v2 = weight(call[0].z + j);
    let v3 = value(call[0].w + r * 32u + j);
    let v4 = v1 * v2 * v3;
    let v5 = weight(call[1].x + j);
    let v6 = v4 + v5;
    let v8 = random_of(row_8, j);
    let v10 = select(0f, 1f, v8 < 0.20000000298023224f);
    let v12 = 1f - v10;
    let v13 = 1.25f * v6 * v12;
    set_value(call[1].w + r * 32u + j, v13);
  }
}
`,
  },
  loop_encoder_4_h_2: {
    across: 1,
    rows: 1,
    words: 21,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 8>;

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let from0_0 = call[0].z + (column0_0 >> 3u) * 256u + (column0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), weight(from0_0 + 16u), weight(from0_0 + 24u));
  let w0_0_1 = vec4f(weight(from0_0 + 32u), weight(from0_0 + 40u), weight(from0_0 + 48u), weight(from0_0 + 56u));
  let w0_0_2 = vec4f(weight(from0_0 + 64u), weight(from0_0 + 72u), weight(from0_0 + 80u), weight(from0_0 + 88u));
  let w0_0_3 = vec4f(weight(from0_0 + 96u), weight(from0_0 + 104u), weight(from0_0 + 112u), weight(from0_0 + 120u));
  let w0_0_4 = vec4f(weight(from0_0 + 128u), weight(from0_0 + 136u), weight(from0_0 + 144u), weight(from0_0 + 152u));
  let w0_0_5 = vec4f(weight(from0_0 + 160u), weight(from0_0 + 168u), weight(from0_0 + 176u), weight(from0_0 + 184u));
  let w0_0_6 = vec4f(weight(from0_0 + 192u), weight(from0_0 + 200u), weight(from0_0 + 208u), weight(from0_0 + 216u));
  let w0_0_7 = vec4f(weight(from0_0 + 224u), weight(from0_0 + 232u), weight(from0_0 + 240u), weight(from0_0 + 248u));
  let steps = axes[call[4].z];
  for (var i = call[4].w; i < call[5].x; i++) {
    let t = i;
    let rows = axes[call[4].z + 3u + t];
    let start = axes[call[4].z + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    {
      let a = call[0].y + r * 32u;
      let c = call[0].w + r * 128u;
      for (var i = lane; i < 8u; i += 128u) {
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
      set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
    }
    storageBarrier();
    {
      if (lane < 32u) {
        let j = lane;
        let v0 = value(call[1].x + start * 128u + r * 128u + j);
        let v1 = value(call[1].y + r * 128u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + start * 128u + r * 128u + j);
        let v5 = value(call[1].w + r * 128u + j);
        let v6 = v4 + v5;
        let v7 = sigmoid_of(v6);
        let v8 = value(call[2].x + start * 128u + r * 128u + j);
        let v9 = value(call[0].w + r * 128u + j);
        let v10 = v8 + v9;
        let v11 = sigmoid_of(v10);
        let v12 = value(call[2].y + start * 128u + r * 128u + j);
        let v13 = value(call[2].z + r * 128u + j);
        let v14 = v12 + v13;
        let v15 = tanh_of(v14);
        let v16 = value(call[2].w + r * 32u + j);
        let v17 = v7 * v16;
        let v18 = v11 * v15;
        let v19 = v17 + v18;
        let v20 = tanh_of(v19);
        let v21 = v3 * v20;
        let v22 = value(call[0].y + r * 32u + j);
        set_value(call[3].x + start * 32u + r * 32u + j, v3);
        set_value(call[3].y + start * 32u + r * 32u + j, v7);
        set_value(call[3].z + start * 32u + r * 32u + j, v11);
        set_value(call[3].w + start * 32u + r * 32u + j, v15);
        set_value(call[2].w + r * 32u + j, v19);
        set_value(call[0].y + r * 32u + j, v21);
        set_value(call[4].x + start * 32u + r * 32u + j, v16);
        set_value(call[4].y + start * 32u + r * 32u + j, v22);
      }
    }
  }
}
`,
  },
  gemm_32x128_map_encoder_4_o: {
    across: 4,
    rows: 4,
    words: 24,
    code: `
// [rows, 32] · [32, 128], then a map over 32 units
var<workgroup> memory: array<f32, 128>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 4u * 8u + lane % 8u;
  let u = min(unit, 31u);
  let part = lane / 8u;
  let before = call[5].w;
  let first = group(id) / 4u * 4u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + ((96u + u) >> 3u) * 256u + ((96u + u) & 7u);
    let from1 = call[0].z + ((32u + u) >> 3u) * 256u + ((32u + u) & 7u);
    let from2 = call[0].z + (u >> 3u) * 256u + (u & 7u);
    let from3 = call[0].z + ((64u + u) >> 3u) * 256u + ((64u + u) & 7u);
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
    for (var i = lane; i < 128u; i += 64u) {
      let row = first + i / 32u;
      let column = i % 32u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 64u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 32u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let b2 = weight(from2 + i * 8u);
      let b3 = weight(from3 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      sum0_2 += a0 * b2;
      sum0_3 += a0 * b3;
      let a1 = memory[32u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      sum1_2 += a1 * b2;
      sum1_3 += a1 * b3;
      let a2 = memory[64u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      sum2_2 += a2 * b2;
      sum2_3 += a2 * b3;
      let a3 = memory[96u + i];
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
  if (part < 4u && r < call[0].x && unit < 32u) {
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
      c0 = value(call[1].y + r * 128u + u);
      c1 = value(call[1].w + r * 128u + u);
      c2 = value(call[2].y + r * 128u + u);
      c3 = value(call[2].w + r * 128u + u);
    }
    let v0 = value(call[1].x + r * 128u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 128u + u);
    let v5 = c1;
    let v6 = v4 + v5;
    let v7 = sigmoid_of(v6);
    let v8 = value(call[2].x + r * 128u + u);
    let v9 = c2;
    let v10 = v8 + v9;
    let v11 = sigmoid_of(v10);
    let v12 = value(call[2].z + r * 128u + u);
    let v13 = c3;
    let v14 = v12 + v13;
    let v15 = tanh_of(v14);
    let v16 = value(call[3].x + r * 32u + u);
    let v17 = v7 * v16;
    let v18 = v11 * v15;
    let v19 = v17 + v18;
    let v20 = tanh_of(v19);
    let v21 = v3 * v20;
    let v22 = value(call[3].y + r * 32u + u);
    set_value(call[3].z + r * 32u + u, v3);
    set_value(call[3].w + r * 32u + u, v7);
    set_value(call[4].x + r * 32u + u, v11);
    set_value(call[4].y + r * 32u + u, v15);
    set_value(call[4].z + r * 32u + u, v19);
    set_value(call[4].w + r * 32u + u, v21);
    set_value(call[5].x + r * 32u + u, v16);
    set_value(call[5].y + r * 32u + u, v22);
    set_value(call[5].z + r * 64u + u, v21);
  }
}
`,
  },
  map_activity_loss_2: {
    across: 1,
    rows: 64,
    words: 6,
    code: `
// map with reductions over rows of 4
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let c1 = 1u;
  let c2 = 2u;
  let c3 = 3u;
  let v0 = value(call[0].y + r);
  let v9 = f32(bitcast<i32>(arena[call[0].w + r]));
  let v10 = -v9;
  var r2 = of_bits(0xff800000u);
  let v1_0 = value(call[0].z + r * 4u + c0);
  r2 = max_of(r2, v1_0);
  let v1_1 = value(call[0].z + r * 4u + c1);
  r2 = max_of(r2, v1_1);
  let v1_2 = value(call[0].z + r * 4u + c2);
  r2 = max_of(r2, v1_2);
  let v1_3 = value(call[0].z + r * 4u + c3);
  r2 = max_of(r2, v1_3);
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
  let v4_2 = v1_2 + v3;
  let v5_2 = exp_of(v4_2);
  let v8_2 = f32(c2);
  let v11_2 = v8_2 + v10;
  let v12_2 = -v11_2;
  let v13_2 = max_of(v11_2, v12_2);
  let v15_2 = select(0f, 1f, v13_2 < 0.5f);
  let v16_2 = v15_2 * v4_2;
  r6 = r6 + v5_2;
  r17 = r17 + v16_2;
  let v4_3 = v1_3 + v3;
  let v5_3 = exp_of(v4_3);
  let v8_3 = f32(c3);
  let v11_3 = v8_3 + v10;
  let v12_3 = -v11_3;
  let v13_3 = max_of(v11_3, v12_3);
  let v15_3 = select(0f, 1f, v13_3 < 0.5f);
  let v16_3 = v15_3 * v4_3;
  r6 = r6 + v5_3;
  r17 = r17 + v16_3;
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
  let v21_2 = v0 * v15_2;
  let v24_2 = v0 * v23 * v5_2;
  let v25_2 = -v21_2 + v24_2;
  let v21_3 = v0 * v15_3;
  let v24_3 = v0 * v23 * v5_3;
  let v25_3 = -v21_3 + v24_3;
  if (mine < call[0].x) {
    set_value(call[1].y + r * 4u + c0, v25_0);
  }
  if (mine < call[0].x) {
    set_value(call[1].y + r * 4u + c1, v25_1);
  }
  if (mine < call[0].x) {
    set_value(call[1].y + r * 4u + c2, v25_2);
  }
  if (mine < call[0].x) {
    set_value(call[1].y + r * 4u + c3, v25_3);
  }
  if (mine < call[0].x) {
    set_value(call[1].x + r, v20);
  }
}
`,
  },
  gemm_4x32: {
    across: 4,
    rows: 8,
    words: 4,
    code: `
// C[r, 32] = A[r, 4] · B[4, 32], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 4u;
const N = 32u;
const CHUNK = 4u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 4u),
    value(a + min(r + 1u, last) * 4u),
    value(a + min(r + 2u, last) * 4u),
    value(a + min(r + 3u, last) * 4u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 32u + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 4u;
  let first = group(id) / 4u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 32u + lane % 8u;
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
  row_product_4x32: {
    across: 1,
    rows: 0,
    words: 4,
    code: `
// C[4, 32] = the sum over rows of A[r, 4] transposed · B[r, 32]
const M = 4u;
const N = 32u;
const QUADS = 4u;

const DEPTH = 16u;
const QUAD_STRIDE = 5u;
const ROW_LANES = 4u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 80>;
var<workgroup> block_b: array<vec2f, 256>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 4u;
  return vec4f(
    value(row + min(i, M - 1u)),
    value(row + min(i + QUADS, M - 1u)),
    value(row + min(i + QUADS * 2u, M - 1u)),
    value(row + min(i + QUADS * 3u, M - 1u)),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec2f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec2f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 32u;
  return vec2f(
    value(row + j),
    value(row + j + COLUMN_LANES),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec2f) {
  if (i >= M) { return; }
  let at = out + i * 32u;
  set_weight(at + j, sums.x);
  set_weight(at + j + COLUMN_LANES, sums.y);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = 0u;
  let column_0 = 0u;
  let start = 0u;
  let end = call[0].x;
  let out = call[0].w;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: vec2f;
  var next_b_1: vec2f;
  var next_b_2: vec2f;
  var next_b_3: vec2f;
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
  store_row(out, i, j, vec2f(sum_0_0.x, sum_0_1.x));
  store_row(out, i + QUADS, j, vec2f(sum_0_0.y, sum_0_1.y));
  store_row(out, i + QUADS * 2u, j, vec2f(sum_0_0.z, sum_0_1.z));
  store_row(out, i + QUADS * 3u, j, vec2f(sum_0_0.w, sum_0_1.w));
}
`,
  },
  sum_rows_4: {
    across: 1,
    rows: 0,
    words: 3,
    code: `
// out[4] = the sum of source[r, 4] over all rows
const WIDTH = 4u;
const COLUMNS = 4u;
const LANES = 16u;
const PARTS = 8u;
var<workgroup> sums: array<f32, 64>;
var<workgroup> parts: array<f32, 32>;

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
      value(source + r * 4u + j),
      value(source + (r + LANES) * 4u + j),
      value(source + (r + 2u * LANES) * 4u + j),
      value(source + (r + 3u * LANES) * 4u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 4u + j); }
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
  loop_encoder_4_dc_before: {
    across: 1,
    rows: 2,
    words: 16,
    loop: true,
    code: `
// a loop of 2 calls, 2 sequences a workgroup
var<workgroup> tile: array<vec4f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let own = lane % 32u;
  let team = lane / 32u;
  let mine = first + team;
  let r = min(mine, call[0].x - 1u);
  let column1_0 = own;
  let from1_0 = call[3].x + (column1_0 >> 3u) * 1024u + (column1_0 & 7u);
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
  let w1_0_25 = vec4f(weight(from1_0 + 800u), weight(from1_0 + 808u), weight(from1_0 + 816u), weight(from1_0 + 824u));
  let w1_0_26 = vec4f(weight(from1_0 + 832u), weight(from1_0 + 840u), weight(from1_0 + 848u), weight(from1_0 + 856u));
  let w1_0_27 = vec4f(weight(from1_0 + 864u), weight(from1_0 + 872u), weight(from1_0 + 880u), weight(from1_0 + 888u));
  let w1_0_28 = vec4f(weight(from1_0 + 896u), weight(from1_0 + 904u), weight(from1_0 + 912u), weight(from1_0 + 920u));
  let w1_0_29 = vec4f(weight(from1_0 + 928u), weight(from1_0 + 936u), weight(from1_0 + 944u), weight(from1_0 + 952u));
  let w1_0_30 = vec4f(weight(from1_0 + 960u), weight(from1_0 + 968u), weight(from1_0 + 976u), weight(from1_0 + 984u));
  let w1_0_31 = vec4f(weight(from1_0 + 992u), weight(from1_0 + 1000u), weight(from1_0 + 1008u), weight(from1_0 + 1016u));
  let steps = axes[call[3].y];
  for (var i = call[3].z; i < call[3].w; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[3].y + 3u + t];
    let start = axes[call[3].y + 3u + steps + t];
    if (first < rows) {
      let exists = mine < rows;
      {
        if (exists) {
          let j = own;
          let v0 = value(call[0].y + r * 32u + j);
          let v1 = -v0;
          let v2 = max_of(v0, v1);
          let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
          let v7 = value(call[0].z + r * 32u + j);
          let v8 = -v7;
          let v9 = max_of(v7, v8);
          let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
          let v12 = value(call[0].w + start * 32u + r * 32u + j);
          let v14 = value(call[1].x + start * 32u + r * 32u + j);
          let v15 = value(call[1].y + start * 32u + r * 32u + j);
          let v16 = v14 * v15;
          let v17 = value(call[1].z + start * 32u + r * 32u + j);
          let v18 = value(call[1].w + start * 32u + r * 32u + j);
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
          set_value(call[0].y + r * 32u + j, v27);
          set_value(call[2].x + start * 128u + r * 128u + j, v30);
          set_value(call[2].y + start * 128u + r * 128u + j, v33);
          set_value(call[2].z + start * 128u + r * 128u + j, v37);
          set_value(call[2].w + start * 128u + r * 128u + j, v40);
        }
      }
      storageBarrier();
      workgroupBarrier();
      {
        let a = call[2].x + start * 128u + r * 128u;
        let c = call[0].z + r * 32u;
        for (var i = own; i < 32u; i += 32u) {
          tile[team * 32u + i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        var sum0 = w1_0_0 * tile[team * 32u + 0u];
        sum0 += w1_0_1 * tile[team * 32u + 1u];
        sum0 += w1_0_2 * tile[team * 32u + 2u];
        sum0 += w1_0_3 * tile[team * 32u + 3u];
        sum0 += w1_0_4 * tile[team * 32u + 4u];
        sum0 += w1_0_5 * tile[team * 32u + 5u];
        sum0 += w1_0_6 * tile[team * 32u + 6u];
        sum0 += w1_0_7 * tile[team * 32u + 7u];
        sum0 += w1_0_8 * tile[team * 32u + 8u];
        sum0 += w1_0_9 * tile[team * 32u + 9u];
        sum0 += w1_0_10 * tile[team * 32u + 10u];
        sum0 += w1_0_11 * tile[team * 32u + 11u];
        sum0 += w1_0_12 * tile[team * 32u + 12u];
        sum0 += w1_0_13 * tile[team * 32u + 13u];
        sum0 += w1_0_14 * tile[team * 32u + 14u];
        sum0 += w1_0_15 * tile[team * 32u + 15u];
        sum0 += w1_0_16 * tile[team * 32u + 16u];
        sum0 += w1_0_17 * tile[team * 32u + 17u];
        sum0 += w1_0_18 * tile[team * 32u + 18u];
        sum0 += w1_0_19 * tile[team * 32u + 19u];
        sum0 += w1_0_20 * tile[team * 32u + 20u];
        sum0 += w1_0_21 * tile[team * 32u + 21u];
        sum0 += w1_0_22 * tile[team * 32u + 22u];
        sum0 += w1_0_23 * tile[team * 32u + 23u];
        sum0 += w1_0_24 * tile[team * 32u + 24u];
        sum0 += w1_0_25 * tile[team * 32u + 25u];
        sum0 += w1_0_26 * tile[team * 32u + 26u];
        sum0 += w1_0_27 * tile[team * 32u + 27u];
        sum0 += w1_0_28 * tile[team * 32u + 28u];
        sum0 += w1_0_29 * tile[team * 32u + 29u];
        sum0 += w1_0_30 * tile[team * 32u + 30u];
        sum0 += w1_0_31 * tile[team * 32u + 31u];
        if (exists) {
          set_value(c + column1_0, sum0.x + sum0.y + sum0.z + sum0.w);
        }
      }
    }
  }
}
`,
  },
  map_encoder_4_dc_before_state: {
    across: 1,
    rows: 8,
    words: 13,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let v0 = value(call[0].y + r * 32u + j);
    let v1 = -v0;
    let v2 = max_of(v0, v1);
    let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
    let v7 = value(call[0].z + r * 32u + j);
    let v8 = -v7;
    let v9 = max_of(v7, v8);
    let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
    let v12 = value(call[0].w + r * 32u + j);
    let v14 = value(call[1].x + r * 32u + j);
    let v15 = value(call[1].y + r * 32u + j);
    let v16 = v14 * v15;
    let v17 = value(call[1].z + r * 32u + j);
    let v18 = value(call[1].w + r * 32u + j);
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
    set_value(call[2].x + r * 32u + j, v27);
    set_value(call[2].y + r * 128u + j, v30);
    set_value(call[2].z + r * 128u + j, v33);
    set_value(call[2].w + r * 128u + j, v37);
    set_value(call[3].x + r * 128u + j, v40);
  }
}
`,
  },
  gemm_128x32_map_encoder_4_dc_before_state: {
    across: 4,
    rows: 8,
    words: 17,
    code: `
// [rows, 128] · [128, 32], then a map over 32 units
var<workgroup> memory: array<f32, 1024>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 4u * 8u + lane % 8u;
  let u = min(unit, 31u);
  let part = lane / 8u;
  let before = call[4].x;
  let all = max(before, call[0].x);
  let stride = (call[0].x + 7u) / 8u * 8u;
  if (group(id) / 4u * 8u >= call[0].x) { return; }
  for (var first = group(id) / 4u * 8u; first < all; first += stride) {
    if (first < before) {
      let from0 = call[0].z + (u >> 3u) * 1024u + (u & 7u);
      var sum0_0 = 0f;
      var sum1_0 = 0f;
      var sum2_0 = 0f;
      var sum3_0 = 0f;
      var sum4_0 = 0f;
      var sum5_0 = 0f;
      var sum6_0 = 0f;
      var sum7_0 = 0f;
      for (var i = lane; i < 1024u; i += 64u) {
        let row = first + i / 128u;
        let column = i % 128u;
        var a = 0f;
        if (row < before) { a = value(call[0].y + row * 128u + column); }
        memory[i] = a;
      }
      workgroupBarrier();
      for (var i = part; i < 128u; i += 8u) {
        let b0 = weight(from0 + i * 8u);
        let a0 = memory[0u + i];
        sum0_0 += a0 * b0;
        let a1 = memory[128u + i];
        sum1_0 += a1 * b0;
        let a2 = memory[256u + i];
        sum2_0 += a2 * b0;
        let a3 = memory[384u + i];
        sum3_0 += a3 * b0;
        let a4 = memory[512u + i];
        sum4_0 += a4 * b0;
        let a5 = memory[640u + i];
        sum5_0 += a5 * b0;
        let a6 = memory[768u + i];
        sum6_0 += a6 * b0;
        let a7 = memory[896u + i];
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
    if (part < 8u && r < all && unit < 32u) {
      var c0 = 0f;
      if (r < before) {
        for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
        set_value(call[0].w + r * 32u + u, c0);
      } else {
        c0 = value(call[1].y + r * 32u + u);
      }
      if (r < call[0].x) {
        let v0 = value(call[1].x + r * 32u + u);
        let v1 = -v0;
        let v2 = max_of(v0, v1);
        let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
        let v7 = c0;
        let v8 = -v7;
        let v9 = max_of(v7, v8);
        let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
        let v12 = value(call[1].z + r * 32u + u);
        let v14 = value(call[1].w + r * 32u + u);
        let v15 = value(call[2].x + r * 32u + u);
        let v16 = v14 * v15;
        let v17 = value(call[2].y + r * 32u + u);
        let v18 = value(call[2].z + r * 32u + u);
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
        set_value(call[2].w + r * 32u + u, v27);
        set_value(call[3].x + r * 128u + u, v30);
        set_value(call[3].y + r * 128u + u, v33);
        set_value(call[3].z + r * 128u + u, v37);
        set_value(call[3].w + r * 128u + u, v40);
      }
    }
    workgroupBarrier();
  }
}
`,
  },
  gemm_128x32: {
    across: 4,
    rows: 8,
    words: 4,
    code: `
// C[r, 32] = A[r, 128] · B[128, 32], for few rows: 8 rows and 8 columns a workgroup, k in 16 slices
const K = 128u;
const N = 32u;
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
  let at = call[0].w + r * 32u + column;
  set_value(at, sum);
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 4u;
  let first = group(id) / 4u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 1024u + lane % 8u;
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
  gemm_128x32_2: {
    across: 1,
    rows: 32,
    words: 4,
    code: `
// C[r, 32] = A[r, 128] · B[128, 32], in tiles of 32 rows and 32 columns
const K = 128u;
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
    value(a + min(r, last) * 128u),
    value(a + min(r + 1u, last) * 128u),
    value(a + min(r + 2u, last) * 128u),
    value(a + min(r + 3u, last) * 128u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = (e / (8u * DEPTH)) * 4u;
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
  row_product_128x32: {
    across: 64,
    rows: 0,
    words: 4,
    code: `
// C[128, 32] = the sum over rows of A[r, 128] transposed · B[r, 32], in 32 chunks of rows
const M = 128u;
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
  let row_0 = part % 2u / 1u * 64u;
  let column_0 = 0u;
  let chunk = part / 2u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 4096u;

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
  map_encoder_d2: {
    across: 1,
    rows: 8,
    words: 11,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let row_3 = random_row(weights[call[0].w], arena[call[1].x + r], 0u);
    let v1 = value(call[0].y + r * 32u + j);
    let v2 = weight(call[0].z);
    let v3 = random_of(row_3, j);
    let v5 = select(0f, 1f, v3 < 0.20000000298023224f);
    let v7 = v2 - v5;
    let v8 = 1.25f * v1 * v7;
    let v9 = weight(call[1].y + j);
    let v10 = value(call[1].z + r * 32u + j);
    let v11 = v8 * v9 * v10;
    let v12 = weight(call[1].w + j);
    let v13 = v8 * v12 * v10;
    set_value(call[2].x + r * 32u + j, v8);
    set_value(call[2].y + r * 32u + j, v11);
    set_value(call[2].z + r * 32u + j, v13);
  }
}
`,
  },
  map_add_2: {
    across: 1,
    rows: 8,
    words: 8,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let v0 = value(call[0].y + r * 32u + j);
    let v1 = weight(call[0].z + j);
    let v2 = weight(call[0].w + j);
    let v3 = v0 * v1 * v2;
    let v5 = weight(call[1].x + j);
    let v6 = weight(call[1].y);
    let v7 = value(call[1].z + r * 32u + j);
    let v8 = 0.5f * v5 * v2 * v2 * v2 * v6 * v7;
    let v9 = -v8;
    let v10 = v3 + v9 + v9;
    set_value(call[1].w + r * 32u + j, v10);
  }
}
`,
  },
  map_neg: {
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
    let v0 = weight(call[0].y + j);
    let v1 = weight(call[0].z);
    let v2 = v0 * v1;
    let v3 = -v2;
    set_weight(call[0].w + j, v3);
  }
}
`,
  },
  map_encoder_1_dh: {
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
    let v0 = value(call[0].y + r * 32u + j);
    let v1 = weight(call[0].z + j);
    let v2 = v0 + v1;
    set_value(call[0].w + r * 32u + j, v2);
  }
}
`,
  },
  loop_encoder_1_dc_before: {
    across: 1,
    rows: 2,
    words: 17,
    loop: true,
    code: `
// a loop of 2 calls, 2 sequences a workgroup
var<workgroup> tile: array<vec4f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let own = lane % 32u;
  let team = lane / 32u;
  let mine = first + team;
  let r = min(mine, call[0].x - 1u);
  let column1_0 = own;
  let from1_0 = call[3].y + (column1_0 >> 3u) * 1024u + (column1_0 & 7u);
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
  let w1_0_25 = vec4f(weight(from1_0 + 800u), weight(from1_0 + 808u), weight(from1_0 + 816u), weight(from1_0 + 824u));
  let w1_0_26 = vec4f(weight(from1_0 + 832u), weight(from1_0 + 840u), weight(from1_0 + 848u), weight(from1_0 + 856u));
  let w1_0_27 = vec4f(weight(from1_0 + 864u), weight(from1_0 + 872u), weight(from1_0 + 880u), weight(from1_0 + 888u));
  let w1_0_28 = vec4f(weight(from1_0 + 896u), weight(from1_0 + 904u), weight(from1_0 + 912u), weight(from1_0 + 920u));
  let w1_0_29 = vec4f(weight(from1_0 + 928u), weight(from1_0 + 936u), weight(from1_0 + 944u), weight(from1_0 + 952u));
  let w1_0_30 = vec4f(weight(from1_0 + 960u), weight(from1_0 + 968u), weight(from1_0 + 976u), weight(from1_0 + 984u));
  let w1_0_31 = vec4f(weight(from1_0 + 992u), weight(from1_0 + 1000u), weight(from1_0 + 1008u), weight(from1_0 + 1016u));
  let steps = axes[call[3].z];
  for (var i = call[3].w; i < call[4].x; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[3].z + 3u + t];
    let start = axes[call[3].z + 3u + steps + t];
    if (first < rows) {
      let exists = mine < rows;
      {
        if (exists) {
          let j = own;
          let v0 = value(call[0].y + r * 32u + j);
          let v1 = -v0;
          let v2 = max_of(v0, v1);
          let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
          let v7 = value(call[0].z + r * 32u + j);
          let v8 = -v7;
          let v9 = max_of(v7, v8);
          let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
          let v12 = value(call[0].w + start * 32u + r * 32u + j);
          let v13 = v11 + v12;
          let v14 = value(call[1].x + start * 32u + r * 32u + j);
          let v16 = value(call[1].y + start * 32u + r * 32u + j);
          let v17 = value(call[1].z + start * 32u + r * 32u + j);
          let v18 = v16 * v17;
          let v19 = value(call[1].w + start * 32u + r * 32u + j);
          let v20 = value(call[2].x + start * 32u + r * 32u + j);
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
          set_value(call[0].y + r * 32u + j, v29);
          set_value(call[2].y + start * 128u + r * 128u + j, v32);
          set_value(call[2].z + start * 128u + r * 128u + j, v35);
          set_value(call[2].w + start * 128u + r * 128u + j, v39);
          set_value(call[3].x + start * 128u + r * 128u + j, v42);
        }
      }
      storageBarrier();
      workgroupBarrier();
      {
        let a = call[2].y + start * 128u + r * 128u;
        let c = call[0].z + r * 32u;
        for (var i = own; i < 32u; i += 32u) {
          tile[team * 32u + i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        var sum0 = w1_0_0 * tile[team * 32u + 0u];
        sum0 += w1_0_1 * tile[team * 32u + 1u];
        sum0 += w1_0_2 * tile[team * 32u + 2u];
        sum0 += w1_0_3 * tile[team * 32u + 3u];
        sum0 += w1_0_4 * tile[team * 32u + 4u];
        sum0 += w1_0_5 * tile[team * 32u + 5u];
        sum0 += w1_0_6 * tile[team * 32u + 6u];
        sum0 += w1_0_7 * tile[team * 32u + 7u];
        sum0 += w1_0_8 * tile[team * 32u + 8u];
        sum0 += w1_0_9 * tile[team * 32u + 9u];
        sum0 += w1_0_10 * tile[team * 32u + 10u];
        sum0 += w1_0_11 * tile[team * 32u + 11u];
        sum0 += w1_0_12 * tile[team * 32u + 12u];
        sum0 += w1_0_13 * tile[team * 32u + 13u];
        sum0 += w1_0_14 * tile[team * 32u + 14u];
        sum0 += w1_0_15 * tile[team * 32u + 15u];
        sum0 += w1_0_16 * tile[team * 32u + 16u];
        sum0 += w1_0_17 * tile[team * 32u + 17u];
        sum0 += w1_0_18 * tile[team * 32u + 18u];
        sum0 += w1_0_19 * tile[team * 32u + 19u];
        sum0 += w1_0_20 * tile[team * 32u + 20u];
        sum0 += w1_0_21 * tile[team * 32u + 21u];
        sum0 += w1_0_22 * tile[team * 32u + 22u];
        sum0 += w1_0_23 * tile[team * 32u + 23u];
        sum0 += w1_0_24 * tile[team * 32u + 24u];
        sum0 += w1_0_25 * tile[team * 32u + 25u];
        sum0 += w1_0_26 * tile[team * 32u + 26u];
        sum0 += w1_0_27 * tile[team * 32u + 27u];
        sum0 += w1_0_28 * tile[team * 32u + 28u];
        sum0 += w1_0_29 * tile[team * 32u + 29u];
        sum0 += w1_0_30 * tile[team * 32u + 30u];
        sum0 += w1_0_31 * tile[team * 32u + 31u];
        if (exists) {
          set_value(c + column1_0, sum0.x + sum0.y + sum0.z + sum0.w);
        }
      }
    }
  }
}
`,
  },
  map_encoder_1_dc_before_state: {
    across: 1,
    rows: 8,
    words: 14,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let v0 = value(call[0].y + r * 32u + j);
    let v1 = -v0;
    let v2 = max_of(v0, v1);
    let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
    let v7 = value(call[0].z + r * 32u + j);
    let v8 = -v7;
    let v9 = max_of(v7, v8);
    let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
    let v12 = value(call[0].w + r * 32u + j);
    let v13 = v11 + v12;
    let v14 = value(call[1].x + r * 32u + j);
    let v16 = value(call[1].y + r * 32u + j);
    let v17 = value(call[1].z + r * 32u + j);
    let v18 = v16 * v17;
    let v19 = value(call[1].w + r * 32u + j);
    let v20 = value(call[2].x + r * 32u + j);
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
    set_value(call[2].y + r * 32u + j, v29);
    set_value(call[2].z + r * 128u + j, v32);
    set_value(call[2].w + r * 128u + j, v35);
    set_value(call[3].x + r * 128u + j, v39);
    set_value(call[3].y + r * 128u + j, v42);
  }
}
`,
  },
  gemm_128x32_map_encoder_1_dc_before_state: {
    across: 4,
    rows: 8,
    words: 18,
    code: `
// [rows, 128] · [128, 32], then a map over 32 units
var<workgroup> memory: array<f32, 1024>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 4u * 8u + lane % 8u;
  let u = min(unit, 31u);
  let part = lane / 8u;
  let before = call[4].y;
  let all = max(before, call[0].x);
  let stride = (call[0].x + 7u) / 8u * 8u;
  if (group(id) / 4u * 8u >= call[0].x) { return; }
  for (var first = group(id) / 4u * 8u; first < all; first += stride) {
    if (first < before) {
      let from0 = call[0].z + (u >> 3u) * 1024u + (u & 7u);
      var sum0_0 = 0f;
      var sum1_0 = 0f;
      var sum2_0 = 0f;
      var sum3_0 = 0f;
      var sum4_0 = 0f;
      var sum5_0 = 0f;
      var sum6_0 = 0f;
      var sum7_0 = 0f;
      for (var i = lane; i < 1024u; i += 64u) {
        let row = first + i / 128u;
        let column = i % 128u;
        var a = 0f;
        if (row < before) { a = value(call[0].y + row * 128u + column); }
        memory[i] = a;
      }
      workgroupBarrier();
      for (var i = part; i < 128u; i += 8u) {
        let b0 = weight(from0 + i * 8u);
        let a0 = memory[0u + i];
        sum0_0 += a0 * b0;
        let a1 = memory[128u + i];
        sum1_0 += a1 * b0;
        let a2 = memory[256u + i];
        sum2_0 += a2 * b0;
        let a3 = memory[384u + i];
        sum3_0 += a3 * b0;
        let a4 = memory[512u + i];
        sum4_0 += a4 * b0;
        let a5 = memory[640u + i];
        sum5_0 += a5 * b0;
        let a6 = memory[768u + i];
        sum6_0 += a6 * b0;
        let a7 = memory[896u + i];
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
    if (part < 8u && r < all && unit < 32u) {
      var c0 = 0f;
      if (r < before) {
        for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
        set_value(call[0].w + r * 32u + u, c0);
      } else {
        c0 = value(call[1].y + r * 32u + u);
      }
      if (r < call[0].x) {
        let v0 = value(call[1].x + r * 32u + u);
        let v1 = -v0;
        let v2 = max_of(v0, v1);
        let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
        let v7 = c0;
        let v8 = -v7;
        let v9 = max_of(v7, v8);
        let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
        let v12 = value(call[1].z + r * 32u + u);
        let v13 = v11 + v12;
        let v14 = value(call[1].w + r * 32u + u);
        let v16 = value(call[2].x + r * 32u + u);
        let v17 = value(call[2].y + r * 32u + u);
        let v18 = v16 * v17;
        let v19 = value(call[2].z + r * 32u + u);
        let v20 = value(call[2].w + r * 32u + u);
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
        set_value(call[3].x + r * 32u + u, v29);
        set_value(call[3].y + r * 128u + u, v32);
        set_value(call[3].z + r * 128u + u, v35);
        set_value(call[3].w + r * 128u + u, v39);
        set_value(call[4].x + r * 128u + u, v42);
      }
    }
    workgroupBarrier();
  }
}
`,
  },
  row_product_128x6: {
    across: 64,
    rows: 0,
    words: 4,
    code: `
// C[128, 6] = the sum over rows of A[r, 128] transposed · B[r, 6], in 32 chunks of rows
const M = 128u;
const N = 6u;
const QUADS = 16u;

const DEPTH = 16u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 272>;
var<workgroup> block_b: array<vec2f, 128>;

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
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec2f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec2f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 6u;
  return vec2f(
    value(row + min(j, N - 1u)),
    value(row + min(j + COLUMN_LANES, N - 1u)),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec2f) {
  let at = out + i * 6u;
  if (j < N) { set_weight(at + j, sums.x); }
  if (j + COLUMN_LANES < N) { set_weight(at + j + COLUMN_LANES, sums.y); }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part % 2u / 1u * 64u;
  let column_0 = 0u;
  let chunk = part / 2u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 768u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f();
  var sum_1_0 = vec4f(); var sum_1_1 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_a_2: vec4f;
  var next_a_3: vec4f;
  var next_b_0: vec2f;
  var next_b_1: vec2f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_a_1 = load_a(row_0, at, end, lane + 64u);
      next_a_2 = load_a(row_0, at, end, lane + 128u);
      next_a_3 = load_a(row_0, at, end, lane + 192u);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 64u);
    }
    if (at > start) {
      for (var k = 0u; k < DEPTH; k++) {
        let b = block_b[k * COLUMN_LANES + column_lane];
        let a_0 = block_a[k * QUAD_STRIDE + row_lane];
        sum_0_0 += a_0 * b.x;
        sum_0_1 += a_0 * b.y;
        let a_1 = block_a[k * QUAD_STRIDE + ROW_LANES + row_lane];
        sum_1_0 += a_1 * b.x;
        sum_1_1 += a_1 * b.y;
      }
    }
    if (at >= end) { break; }
    workgroupBarrier();
    block_a[place_a(lane)] = next_a_0;
    block_a[place_a(lane + 64u)] = next_a_1;
    block_a[place_a(lane + 128u)] = next_a_2;
    block_a[place_a(lane + 192u)] = next_a_3;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 64u)] = next_b_1;
    workgroupBarrier();
  }

  let i = row_0 + row_lane;
  let j = column_0 + column_lane;
  store_row(out, i, j, vec2f(sum_0_0.x, sum_0_1.x));
  store_row(out, i + QUADS, j, vec2f(sum_0_0.y, sum_0_1.y));
  store_row(out, i + QUADS * 2u, j, vec2f(sum_0_0.z, sum_0_1.z));
  store_row(out, i + QUADS * 3u, j, vec2f(sum_0_0.w, sum_0_1.w));
  store_row(out, i + ROW_LANES, j, vec2f(sum_1_0.x, sum_1_1.x));
  store_row(out, i + QUADS + ROW_LANES, j, vec2f(sum_1_0.y, sum_1_1.y));
  store_row(out, i + QUADS * 2u + ROW_LANES, j, vec2f(sum_1_0.z, sum_1_1.z));
  store_row(out, i + QUADS * 3u + ROW_LANES, j, vec2f(sum_1_0.w, sum_1_1.w));
}
`,
  },
  add_up_backward: {
    across: 204,
    rows: 0,
    words: 9,
    code: `
// sums of partial sums: [32, 4096], [32, 4096], [32, 768], [32, 4096]
fn sum_weights_weights(partials: u32, out: u32, i: u32, size: u32, chunks: u32) {
  if (i >= size) { return; }
  var sum = weight(partials + i);
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += weight(partials + chunk * size + i); }
  set_weight(out + i, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  if (part < 64u) {
    sum_weights_weights(call[0].y, call[0].z, part * 64u + lane, 4096u, 32u);
  } else if (part < 128u) {
    sum_weights_weights(call[0].w, call[1].x, (part - 64u) * 64u + lane, 4096u, 32u);
  } else if (part < 140u) {
    sum_weights_weights(call[1].y, call[1].z, (part - 128u) * 64u + lane, 768u, 32u);
  } else {
    sum_weights_weights(call[1].w, call[2].x, (part - 140u) * 64u + lane, 4096u, 32u);
  }
}
`,
  },
  moves_backward: {
    across: 2,
    rows: 8,
    words: 4,
    code: `
// zero [32], copy [32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 8u;
  if (first >= call[0].x) { return; }
  if (part < 1u) {
    let out = call[0].y;
    for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
      let r = first + e / 32u;
      let j = e % 32u;
      arena[out + r * 32u + j] = 0u;
    }
  } else {
    let source = call[0].z;
    let out = call[0].w;
    for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
      let r = first + e / 32u;
      let j = e % 32u;
      arena[out + r * 32u + j] = arena[source + r * 32u + j];
    }
  }
}
`,
  },
  moves_backward_2: {
    across: 4,
    rows: 8,
    words: 9,
    code: `
// 4 x copy [32]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 4u;
  let first = group(id) / 4u * 8u;
  if (first >= call[0].x) { return; }
  // 4 alike
  let own = part;
  let word = own * 2u + 1u;
  let source = argument(word);
  let out = argument(word + 1u);
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    weights[out + r * 32u + j] = weights[source + j];
  }
}
`,
  },
  map_norm_pass_1: {
    across: 14,
    rows: 0,
    words: 13,
    code: `
// pass 1 of 2 over a row of 13508
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let v25 = weight(call[1].y);
  let v26 = weight(call[1].z);
  let v28 = weight(call[1].w);
  var r2 = 0f;
  for (var c = part * 64u + lane; c < 13508u; c += 896u) {
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
    across: 14,
    rows: 0,
    words: 13,
    code: `
// pass 2 of 2 over a row of 13508
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  var r2 = 0f;
  for (var g = lane; g < 14u; g += 64u) { r2 = r2 + weight(call[3].x + 0u + g); }
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
  for (var c = part * 64u + lane; c < 13508u; c += 896u) {
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
  gemm_6x128: {
    across: 16,
    rows: 8,
    words: 4,
    code: `
// C[r, 128] = A[r, 6] · B[6, 128], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 6u;
const N = 128u;
const CHUNK = 6u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 6u),
    value(a + min(r + 1u, last) * 6u),
    value(a + min(r + 2u, last) * 6u),
    value(a + min(r + 3u, last) * 6u),
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
  let b_0 = call[0].z + part * 48u + lane % 8u;
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
  gemm_32x128: {
    across: 16,
    rows: 8,
    words: 4,
    code: `
// C[r, 128] = A[r, 32] · B[32, 128], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 32u;
const N = 128u;
const CHUNK = 32u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

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
  let at = call[0].w + r * 128u + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 16u;
  let first = group(id) / 16u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 256u + lane % 8u;
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
  map_final_encoder_1_c: {
    across: 1,
    rows: 8,
    words: 21,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let v0 = value(call[0].y + r * 128u + j);
    let v1 = value(call[0].z + r * 128u + j);
    let v2 = weight(call[0].w + j);
    let v3 = v0 + v1 + v2;
    let v4 = sigmoid_of(v3);
    let v5 = value(call[1].x + r * 32u + j);
    let v6 = v4 * v5;
    let v7 = value(call[1].y + r * 128u + j);
    let v8 = value(call[1].z + r * 128u + j);
    let v9 = weight(call[1].w + j);
    let v10 = v7 + v8 + v9;
    let v11 = sigmoid_of(v10);
    let v12 = value(call[2].x + r * 128u + j);
    let v13 = value(call[2].y + r * 128u + j);
    let v14 = weight(call[2].z + j);
    let v15 = v12 + v13 + v14;
    let v16 = tanh_of(v15);
    let v17 = v11 * v16;
    let v18 = v6 + v17;
    let v19 = value(call[2].w + r * 128u + j);
    let v20 = value(call[3].x + r * 128u + j);
    let v21 = weight(call[3].y + j);
    let v22 = v19 + v20 + v21;
    let v23 = sigmoid_of(v22);
    let v24 = tanh_of(v18);
    let v25 = v23 * v24;
    let v26 = weight(call[3].z + j);
    let v27 = weight(call[3].w + j);
    let v28 = weight(call[4].x + j);
    let v29 = v25 + v28;
    let v30 = v26 * v27 * v29;
    let v31 = weight(call[4].y + j);
    let v32 = v30 + v31;
    set_value(call[4].z + r * 32u + j, v18);
    set_value(call[4].w + r * 32u + j, v25);
    set_value(call[5].x + r * 32u + j, v32);
  }
}
`,
  },
  map_final_encoder_4_c: {
    across: 1,
    rows: 8,
    words: 16,
    code: `
// pointwise [rows, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    let v0 = value(call[0].y + r * 128u + j);
    let v1 = value(call[0].z + r * 128u + j);
    let v2 = weight(call[0].w + j);
    let v3 = v0 + v1 + v2;
    let v4 = sigmoid_of(v3);
    let v5 = value(call[1].x + r * 32u + j);
    let v6 = v4 * v5;
    let v7 = value(call[1].y + r * 128u + j);
    let v8 = value(call[1].z + r * 128u + j);
    let v9 = weight(call[1].w + j);
    let v10 = v7 + v8 + v9;
    let v11 = sigmoid_of(v10);
    let v12 = value(call[2].x + r * 128u + j);
    let v13 = value(call[2].y + r * 128u + j);
    let v14 = weight(call[2].z + j);
    let v15 = v12 + v13 + v14;
    let v16 = tanh_of(v15);
    let v17 = v11 * v16;
    let v18 = v6 + v17;
    let v19 = value(call[2].w + r * 128u + j);
    let v20 = value(call[3].x + r * 128u + j);
    let v21 = weight(call[3].y + j);
    let v22 = v19 + v20 + v21;
    let v23 = sigmoid_of(v22);
    let v24 = tanh_of(v18);
    let v25 = v23 * v24;
    set_value(call[3].z + r * 32u + j, v18);
    set_value(call[3].w + r * 32u + j, v25);
  }
}
`,
  },
  map_output_activity_2: {
    across: 1,
    rows: 64,
    words: 3,
    code: `
// map with reductions over rows of 4
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let c1 = 1u;
  let c2 = 2u;
  let c3 = 3u;
  var r1 = of_bits(0xff800000u);
  let v0_0 = value(call[0].y + r * 4u + c0);
  r1 = max_of(r1, v0_0);
  let v0_1 = value(call[0].y + r * 4u + c1);
  r1 = max_of(r1, v0_1);
  let v0_2 = value(call[0].y + r * 4u + c2);
  r1 = max_of(r1, v0_2);
  let v0_3 = value(call[0].y + r * 4u + c3);
  r1 = max_of(r1, v0_3);
  let v1 = r1;
  let v2 = -v1;
  var r5 = 0f;
  let v3_0 = v0_0 + v2;
  let v4_0 = exp_of(v3_0);
  r5 = r5 + v4_0;
  let v3_1 = v0_1 + v2;
  let v4_1 = exp_of(v3_1);
  r5 = r5 + v4_1;
  let v3_2 = v0_2 + v2;
  let v4_2 = exp_of(v3_2);
  r5 = r5 + v4_2;
  let v3_3 = v0_3 + v2;
  let v4_3 = exp_of(v3_3);
  r5 = r5 + v4_3;
  let v5 = r5;
  let v6 = 1f / v5;
  let v7_0 = v4_0 * v6;
  let v7_1 = v4_1 * v6;
  let v7_2 = v4_2 * v6;
  let v7_3 = v4_3 * v6;
  if (mine < call[0].x) {
    set_value(call[0].z + r * 4u + c0, v7_0);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 4u + c1, v7_1);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 4u + c2, v7_2);
  }
  if (mine < call[0].x) {
    set_value(call[0].z + r * 4u + c3, v7_3);
  }
}
`,
  },
} satisfies WebGpuPrograms["kernels"];
