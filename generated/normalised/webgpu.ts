// Made by rnnc from the model `normalised` in specs/models/normalised.rnn. Change the spec and compile it again, not this file.
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
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1,"inputs":[],"code":[{"op":"const","value":1}],"outputs":[{"value":0,"stride":0,"scalar":true}]},"spaces":["weights"],"many":false}
`,
  },
  map_recip: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false}],"code":[{"op":"const","value":0.00001},{"op":"load","input":0},{"op":"add","args":[0,1]},{"op":"sqrt","args":[2]},{"op":"recip","args":[3]},{"op":"loa
`,
  },
  moves_prepare: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":32,"ldSource":0,"ldTarget":32,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":32,"ldSource":0,"ldTarget":32,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":32,"ldSource
`,
  },
  moves_prepare_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"pack","k":32,"n":32,"K":128,"k0":0,"n0":0,"rowStride":32,"columnStride":1},"spaces":["weights","weights"]},{"kernel":{"kind":"pack","k":32,"n":32,"K":128,"k0":0,"n0":0,"rowStride":32,"columnStride":1},"spaces":["weights","weights"]},{"kernel":{"kind":"pack
`,
  },
  gemm_6x128_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":6,"n":128,"lda":6,"ldc":128,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_encoder_1_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":32,"n":128,"lda":32,"ldc":128,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":32,"inputs":[{"st
`,
  },
  copy_32_twice: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":32,"ldSource":32,"ldTarget":64,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":32,"ldSource":32,"ldTarget":64,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  gemm_32x128_map_encoder_1_c_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":32,"n":128,"lda":64,"ldc":128,"accumulate":false,"bias":false},"map":{"kind":"map","width":32,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":1
`,
  },
  map_encoder_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false}],"code":[{"op":"lo
`,
  },
  gemm_32x128_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":32,"n":128,"lda":32,"ldc":128,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_encoder_4_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":32,"n":128,"lda":32,"ldc":128,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":32,"inputs":[{"st
`,
  },
  gemm_32x128_map_encoder_4_c_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":32,"n":128,"lda":64,"ldc":128,"accumulate":false,"bias":false},"map":{"kind":"map","width":32,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":1
`,
  },
  gemm_32x4_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":32,"n":4,"lda":32,"ldc":4,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":false}
`,
  },
  map_activity_logits_add: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":4,"inputs":[{"stride":4,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5]},{
`,
  },
  moves_predict: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":32},"spaces":["arena"]},{"kernel":{"kind":"zero","width":32},"spaces":["arena"]}]}
`,
  },
  map_activity_loss: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":4,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":true},{"stride":4,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"inde
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
  map_expand: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1,"inputs":[],"code":[{"op":"const","value":1}],"outputs":[{"value":0,"stride":1,"scalar":true}]},"spaces":["arena"],"many":true}
`,
  },
  sum_rows_1_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":1,"ld":1},"spaces":["arena","weights"],"many":true}
`,
  },
  loop_encoder_1_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":32,"n":128,"lda":32,"ldc":128,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":32,"inputs":[{"st
`,
  },
  gemm_32x128_map_encoder_1_o: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":32,"n":128,"lda":64,"ldc":128,"accumulate":false,"bias":false},"map":{"kind":"map","width":32,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":
`,
  },
  map_recip_3: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":0,"scalar":true,"integer":false}],"code":[{"op":"load","input":0},{"op":"const","value":1},{"op":"max","args":[0,1]},{"op":"recip","args":[2]}],"outputs":[{"value":3,"stride":0,"scalar":true}]},"spaces":["weights","weights"],"man
`,
  },
  sum_rows_32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":32,"ld":32},"spaces":["arena","weights"],"many":true}
`,
  },
  map_encoder_2_mean_neg: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false}],"code":[{"op":"load"
`,
  },
  map_add: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"add","args":[0,1]},{"op":"mul","args":[2,2]}],"outputs":[{"value":2,"stride":32,"scala
`,
  },
  map_recip_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar":f
`,
  },
  map_encoder_2_mul: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":true},{"stride":1,"scalar"
`,
  },
  loop_encoder_4_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":32,"n":128,"lda":32,"ldc":128,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":32,"inputs":[{"st
`,
  },
  gemm_32x128_map_encoder_4_o: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":32,"n":128,"lda":64,"ldc":128,"accumulate":false,"bias":false},"map":{"kind":"map","width":32,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":
`,
  },
  map_activity_loss_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":4,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":4,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":true}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"reduce_max","args":[1]},{"op":"neg","args":[2]}
`,
  },
  gemm_4x32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":4,"n":32,"lda":4,"ldc":32,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  row_product_4x32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":4,"n":32,"lda":4,"ldb":32,"ldc":32},"chunks":1,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_4: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":4,"ld":4},"spaces":["arena","weights"],"many":false}
`,
  },
  loop_encoder_4_dc_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer
`,
  },
  map_encoder_4_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"
`,
  },
  gemm_128x32_map_encoder_4_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":128,"n":32,"lda":128,"ldc":32,"accumulate":false,"bias":false},"map":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,
`,
  },
  gemm_128x32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":32,"lda":128,"ldc":32,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  gemm_128x32_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":128,"n":32,"lda":128,"ldc":32,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_128x32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":128,"n":32,"lda":128,"ldb":32,"ldc":32},"chunks":32,"spaces":["arena","arena","weights"]}
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
  map_encoder_d2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":true},{"stride":0,"scalar":false,"integer":false},{"stride":32,"scalar":f
`,
  },
  map_add_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":32,"scala
`,
  },
  map_neg: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"mul","args":[0,1]},{"op":"neg","args":[2]}],"outputs":[{"value":3,"stride":0,"scalar":fa
`,
  },
  map_encoder_1_dh: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"add","args":[0,1]}],"outputs":[{"value":2,"stride":32,"scalar":false}]},"spaces":["are
`,
  },
  loop_encoder_1_dc_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer
`,
  },
  map_encoder_1_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"
`,
  },
  gemm_128x32_map_encoder_1_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":128,"n":32,"lda":128,"ldc":32,"accumulate":false,"bias":false},"map":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,
`,
  },
  row_product_128x6: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":128,"n":6,"lda":128,"ldb":6,"ldc":6},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  add_up_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"sum_partials","items":[{"size":4096,"chunks":32,"spaces":["weights","weights"]},{"size":4096,"chunks":32,"spaces":["weights","weights"]},{"size":768,"chunks":32,"spaces":["weights","weights"]},{"size":4096,"chunks":32,"spaces":["weights","weights"]}]}
`,
  },
  moves_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":32},"spaces":["arena"]},{"kernel":{"kind":"copy","width":32,"ldSource":32,"ldTarget":32,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  moves_backward_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":32,"ldSource":0,"ldTarget":32,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":32,"ldSource":0,"ldTarget":32,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":32,"ldSource
`,
  },
  map_norm_pass_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":13508,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scal
`,
  },
  map_norm_pass_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":13508,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scal
`,
  },
  gemm_6x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":6,"n":128,"lda":6,"ldc":128,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  gemm_32x128: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":32,"n":128,"lda":32,"ldc":128,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  map_final_encoder_1_c: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":12
`,
  },
  map_final_encoder_4_c: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":128,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":128,"scalar":false,"integer":false},{"stride":12
`,
  },
  map_output_activity_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":4,"inputs":[{"stride":4,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"reduce_max","args":[0]},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"exp","args":[3]},{"op":"reduce_sum","args":[4]},{"op":"recip","args":[5]},{
`,
  },
} satisfies WebGpuPrograms["kernels"];
