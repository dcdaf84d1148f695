// Made by rnnc from the model `forecast` in specs/models/forecast.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type Recurrences, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [31901].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.moves_prepare(
    m.parameters + offset.history_1_b_i,
    m.history_1_b,
    m.parameters + offset.history_1_b_f,
    m.history_1_b + 50,
    m.parameters + offset.history_1_b_g,
    m.history_1_b + 100,
    m.parameters + offset.history_1_b_o,
    m.history_1_b + 150,
    m.parameters + offset.history_2_b_i,
    m.history_2_b,
    m.parameters + offset.history_2_b_f,
    m.history_2_b + 50,
    m.parameters + offset.history_2_b_g,
    m.history_2_b + 100,
    m.parameters + offset.history_2_b_o,
    m.history_2_b + 150,
    m.parameters,
    m.history_1_W_packed,
    m.parameters + offset.history_1_W_f,
    m.history_1_W_packed + 48,
    m.parameters + offset.history_1_W_g,
    m.history_1_W_packed + 96,
    m.parameters + offset.history_1_W_o,
    m.history_1_W_packed + 144,
    m.parameters + offset.history_1_U_i,
    m.history_1_U_packed,
    m.parameters + offset.history_1_U_f,
    m.history_1_U_packed + 2400,
    m.parameters + offset.history_1_U_g,
    m.history_1_U_packed + 4800,
    m.parameters + offset.history_1_U_o,
    m.history_1_U_packed + 7200,
    m.parameters + offset.history_2_W_i,
    m.history_2_W_packed,
    m.parameters + offset.history_2_W_f,
    m.history_2_W_packed + 2400,
    m.parameters + offset.history_2_W_g,
    m.history_2_W_packed + 4800,
    m.parameters + offset.history_2_W_o,
    m.history_2_W_packed + 7200,
    m.parameters + offset.history_2_U_i,
    m.history_2_U_packed,
    m.parameters + offset.history_2_U_f,
    m.history_2_U_packed + 2400,
    m.parameters + offset.history_2_U_g,
    m.history_2_U_packed + 4800,
    m.parameters + offset.history_2_U_o,
    m.history_2_U_packed + 7200,
    m.parameters + offset.history_4_W,
    m.history_4_W_packed,
    m.parameters + offset.x_W,
    m.x_W_packed,
    m.parameters + offset.x_W,
    m.x_W_packed_2,
    m.parameters + offset.history_4_W,
    m.history_4_W_packed_2,
    m.parameters + offset.history_2_U_i,
    m.history_2_U_packed_2,
    m.parameters + offset.history_2_U_f,
    m.history_2_U_packed_2 + 400,
    m.parameters + offset.history_2_U_g,
    m.history_2_U_packed_2 + 800,
    1,
  ); // history.1.b_i [50], history.1.b_f [50], history.1.b_g [50] and 11 more
  k.moves_prepare_2(
    m.parameters + offset.history_2_U_o,
    m.history_2_U_packed_2 + 1200,
    m.parameters + offset.history_2_W_i,
    m.history_2_W_packed_2,
    m.parameters + offset.history_2_W_f,
    m.history_2_W_packed_2 + 400,
    m.parameters + offset.history_2_W_g,
    m.history_2_W_packed_2 + 800,
    m.parameters + offset.history_2_W_o,
    m.history_2_W_packed_2 + 1200,
    m.parameters + offset.history_1_U_i,
    m.history_1_U_packed_2,
    m.parameters + offset.history_1_U_f,
    m.history_1_U_packed_2 + 400,
    m.parameters + offset.history_1_U_g,
    m.history_1_U_packed_2 + 800,
    m.parameters + offset.history_1_U_o,
    m.history_1_U_packed_2 + 1200,
    1,
  ); // history.2.U for products, history.2.W for products, history.1.U for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads x [N, 1].
 * Gives output.x [B, 1].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_1x200_bias(m.x, m.history_1_W_packed, m.history_1_pre, m.history_1_b, T.total); // history.1.pre [N, 200]
  k.moves_predict(m.history_1_h_state, m.history_1_c_state, batch.size); // history.1.h_before starts at zeros, history.1.c_before starts at zeros

  // history.1.h, history.1.c
  if (together("loop_history_1_h")) {
    k.loop_history_1_h(
      m.history_1_h_state,
      m.history_1_U_packed,
      m.history_1_U_h_before,
      m.history_1_pre + 50,
      m.history_1_U_h_before + 50,
      m.history_1_c_state,
      m.history_1_pre,
      m.history_1_pre + 100,
      m.history_1_U_h_before + 100,
      m.history_1_pre + 150,
      m.history_1_U_h_before + 150,
      m.history_1_h,
      T,
      batch.size,
    );
  } else {
    k.copy_50_twice(m.history_1_h_state, m.history_1_h_state_turns, m.history_1_h_state, m.history_1_h_state_turns + 50, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_50x200_map_history_1_c_state(
        m.history_1_h_state_turns + (t & 1) * 50,
        m.history_1_U_packed,
        m.history_1_U_h_before,
        m.history_1_pre + 50 + at * 200,
        m.history_1_U_h_before + 50,
        m.history_1_c_state,
        m.history_1_pre + at * 200,
        m.history_1_U_h_before,
        m.history_1_pre + 100 + at * 200,
        m.history_1_U_h_before + 100,
        m.history_1_pre + 150 + at * 200,
        m.history_1_U_h_before + 150,
        m.history_1_c_state,
        m.history_1_h + at * 50,
        m.history_1_h_state,
        m.history_1_h_state_turns + (~t & 1) * 50,
        rows,
        rows,
      ); // history.1.U_h_before [B, 200], history.1.c [B, 50], history.1.h [B, 50]
    }
  }

  k.gemm_50x200_bias(m.history_1_h, m.history_2_W_packed, m.history_2_pre, m.history_2_b, T.total); // history.2.pre [N, 200]
  k.moves_predict(m.history_2_h_state, m.history_2_c_state, batch.size); // history.2.h_before starts at zeros, history.2.c_before starts at zeros

  // history.2.h, history.2.c
  if (together("loop_history_2_h")) {
    k.loop_history_2_h(
      m.history_2_h_state,
      m.history_2_U_packed,
      m.history_2_U_h_before,
      m.history_2_pre + 50,
      m.history_2_U_h_before + 50,
      m.history_2_c_state,
      m.history_2_pre,
      m.history_2_pre + 100,
      m.history_2_U_h_before + 100,
      m.history_2_pre + 150,
      m.history_2_U_h_before + 150,
      T,
      batch.size,
    );
  } else {
    k.copy_50_twice(m.history_2_h_state, m.history_2_h_state_turns, m.history_2_h_state, m.history_2_h_state_turns + 50, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_50x200_map_history_2_c_state(
        m.history_2_h_state_turns + (t & 1) * 50,
        m.history_2_U_packed,
        m.history_2_U_h_before,
        m.history_2_pre + 50 + at * 200,
        m.history_2_U_h_before + 50,
        m.history_2_c_state,
        m.history_2_pre + at * 200,
        m.history_2_U_h_before,
        m.history_2_pre + 100 + at * 200,
        m.history_2_U_h_before + 100,
        m.history_2_pre + 150 + at * 200,
        m.history_2_U_h_before + 150,
        m.history_2_c_state,
        m.history_2_h_state,
        m.history_2_h_state_turns + (~t & 1) * 50,
        rows,
        rows,
      ); // history.2.U_h_before [B, 200], history.2.c [B, 50], history.2.h [B, 50]
    }
  }

  k.gemm_50x25_bias(m.history_2_h_state, m.history_4_W_packed, m.history_4_b_add, m.parameters + offset.history_4_b, batch.size); // history.4.b.add [B, 25]
  k.map_history_4(m.history_4_b_add, m.history_4, batch.size); // history.4 [B, 25]
  k.gemm_25x1_bias(m.history_4, m.x_W_packed, m.output_x, m.parameters + offset.x_b, batch.size); // x [B, 1]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.x [B], target.x [B, 1].
 * Gives loss.x [], loss [].
 */
export function score(k: GpuKernels, m: Arena, batch: Packed): void {
  k.map_x_loss(m.weight_x, m.output_x, m.target_x, m.x_loss, batch.size); // x.loss [B]
  k.sum_rows_1(m.x_loss, m.loss_x, batch.size); // x.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads x [N, 1], weight.x [B], target.x [B, 1].
 * Gives loss.x [], loss [].
 */
export function forward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_1x200_bias(m.x_2, m.history_1_W_packed, m.history_1_pre_2, m.history_1_b, T.total); // history.1.pre [N, 200]
  k.moves_predict(m.history_1_h_state_2, m.history_1_c_state_2, batch.size); // history.1.h_before starts at zeros, history.1.c_before starts at zeros

  // history.1.h, history.1.c
  if (together("loop_history_1_h_2")) {
    k.loop_history_1_h_2(
      m.history_1_h_state_2,
      m.history_1_U_packed,
      m.history_1_U_h_before_2,
      m.history_1_pre_2 + 150,
      m.history_1_U_h_before_2 + 150,
      m.history_1_pre_2 + 50,
      m.history_1_U_h_before_2 + 50,
      m.history_1_pre_2,
      m.history_1_pre_2 + 100,
      m.history_1_U_h_before_2 + 100,
      m.history_1_c_state_2,
      m.history_1_o,
      m.history_1_f,
      m.history_1_i,
      m.history_1_g,
      m.history_1_h_2,
      m.history_1_c_before,
      m.history_1_h_before,
      T,
      batch.size,
    );
  } else {
    k.copy_50_twice(
      m.history_1_h_state_2,
      m.history_1_h_state_2_turns,
      m.history_1_h_state_2,
      m.history_1_h_state_2_turns + 50,
      batch.size,
    ); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_50x200_map_history_1_o(
        m.history_1_h_state_2_turns + (t & 1) * 50,
        m.history_1_U_packed,
        m.history_1_U_h_before_2,
        m.history_1_pre_2 + 150 + at * 200,
        m.history_1_U_h_before_2 + 150,
        m.history_1_pre_2 + 50 + at * 200,
        m.history_1_U_h_before_2 + 50,
        m.history_1_pre_2 + at * 200,
        m.history_1_U_h_before_2,
        m.history_1_pre_2 + 100 + at * 200,
        m.history_1_U_h_before_2 + 100,
        m.history_1_c_state_2,
        m.history_1_h_state_2,
        m.history_1_o + at * 50,
        m.history_1_f + at * 50,
        m.history_1_i + at * 50,
        m.history_1_g + at * 50,
        m.history_1_c_state_2,
        m.history_1_h_2 + at * 50,
        m.history_1_h_state_2,
        m.history_1_c_before + at * 50,
        m.history_1_h_before + at * 50,
        m.history_1_h_state_2_turns + (~t & 1) * 50,
        rows,
        rows,
      ); // history.1.U_h_before [B, 200], history.1.o [B, 50], history.1.f [B, 50], history.1.i [B, 50], history.1.g [B, 50], history.1.c [B, 50], history.1.h [B, 50], history.1.c_before [B, 50], history.1.h_before [B, 50]
    }
  }

  k.gemm_50x200_bias(m.history_1_h_2, m.history_2_W_packed, m.history_2_pre_2, m.history_2_b, T.total); // history.2.pre [N, 200]
  k.moves_predict(m.history_2_h_state_2, m.history_2_c_state_2, batch.size); // history.2.h_before starts at zeros, history.2.c_before starts at zeros

  // history.2.h, history.2.c
  if (together("loop_history_2_h_2")) {
    k.loop_history_2_h_2(
      m.history_2_h_state_2,
      m.history_2_U_packed,
      m.history_2_U_h_before_2,
      m.history_2_pre_2 + 150,
      m.history_2_U_h_before_2 + 150,
      m.history_2_pre_2 + 50,
      m.history_2_U_h_before_2 + 50,
      m.history_2_pre_2,
      m.history_2_pre_2 + 100,
      m.history_2_U_h_before_2 + 100,
      m.history_2_c_state_2,
      m.history_2_o,
      m.history_2_f,
      m.history_2_i,
      m.history_2_g,
      m.history_2_c_before,
      m.history_2_h_before,
      T,
      batch.size,
    );
  } else {
    k.copy_50_twice(
      m.history_2_h_state_2,
      m.history_2_h_state_2_turns,
      m.history_2_h_state_2,
      m.history_2_h_state_2_turns + 50,
      batch.size,
    ); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_50x200_map_history_2_o(
        m.history_2_h_state_2_turns + (t & 1) * 50,
        m.history_2_U_packed,
        m.history_2_U_h_before_2,
        m.history_2_pre_2 + 150 + at * 200,
        m.history_2_U_h_before_2 + 150,
        m.history_2_pre_2 + 50 + at * 200,
        m.history_2_U_h_before_2 + 50,
        m.history_2_pre_2 + at * 200,
        m.history_2_U_h_before_2,
        m.history_2_pre_2 + 100 + at * 200,
        m.history_2_U_h_before_2 + 100,
        m.history_2_c_state_2,
        m.history_2_h_state_2,
        m.history_2_o + at * 50,
        m.history_2_f + at * 50,
        m.history_2_i + at * 50,
        m.history_2_g + at * 50,
        m.history_2_c_state_2,
        m.history_2_h_state_2,
        m.history_2_c_before + at * 50,
        m.history_2_h_before + at * 50,
        m.history_2_h_state_2_turns + (~t & 1) * 50,
        rows,
        rows,
      ); // history.2.U_h_before [B, 200], history.2.o [B, 50], history.2.f [B, 50], history.2.i [B, 50], history.2.g [B, 50], history.2.c [B, 50], history.2.h [B, 50], history.2.c_before [B, 50], history.2.h_before [B, 50]
    }
  }

  k.gemm_50x25_bias(m.history_2_h_state_2, m.history_4_W_packed, m.history_4_b_add_2, m.parameters + offset.history_4_b, batch.size); // history.4.b.add [B, 25]
  k.map_history_4_2(m.history_4_b_add_2, m.history_4_2, m.less, batch.size); // history.4 [B, 25], less [B, 25]
  k.gemm_25x1(m.history_4_2, m.x_W_packed, m.x_W_4, batch.size); // x.W_4 [B, 1]
  k.map_x_loss_2(m.weight_x_2, m.x_W_4, m.parameters + offset.x_b, m.target_x_2, m.x_loss_2, m.add, batch.size); // x.loss [B], add [B, 1]
  k.sum_rows_1(m.x_loss_2, m.loss_x_2, batch.size); // x.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads x [N, 1].
 * Gives gradients [31901].
 */
export function backward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_1x25(m.add, m.x_W_packed_2, m.history_d4, batch.size); // history.d4 [B, 25]
  k.row_product_1x25(m.add, m.history_4_2, m.gradients + offset.x_W, batch.size); // x.dW [1, 25]
  k.sum_rows_1(m.add, m.gradients + offset.x_b, batch.size); // x.db [1]
  k.map_history_d4_mul(m.history_d4, m.less, m.history_d4_mul, batch.size); // history.d4.mul [B, 25]
  k.gemm_25x50(m.history_d4_mul, m.history_4_W_packed_2, m.history_4_W_mul, batch.size); // history.4.W_mul [B, 50]
  k.row_product_25x50(m.history_d4_mul, m.history_2_h_state_2, m.gradients + offset.history_4_W, batch.size); // history.4.dW [25, 50]
  k.sum_rows_25(m.history_d4_mul, m.gradients + offset.history_4_b, batch.size); // history.4.db [25]
  k.moves_backward(m.history_2_dc_before_state, m.history_4_W_mul, m.history_2_dh_before_state, batch.size); // history.2.dc_after starts at zeros, the state at the start

  // history.2.dc_before, history.2.dh_before
  if (together("loop_history_2_dc_before")) {
    k.loop_history_2_dc_before(
      m.history_2_dc_before_state,
      m.history_2_dh_before_state,
      m.history_2_o,
      m.history_2_f,
      m.history_2_c_before,
      m.history_2_i,
      m.history_2_g,
      m.history_2_di_pre_df_pre_dg_pre_do_pre,
      m.history_2_di_pre_df_pre_dg_pre_do_pre + 50,
      m.history_2_di_pre_df_pre_dg_pre_do_pre + 100,
      m.history_2_di_pre_df_pre_dg_pre_do_pre + 150,
      m.history_2_U_packed_2,
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
        k.map_history_2_dc_before_state(
          m.history_2_dc_before_state,
          m.history_2_dh_before_state,
          m.history_2_o + at * 50,
          m.history_2_f + at * 50,
          m.history_2_c_before + at * 50,
          m.history_2_i + at * 50,
          m.history_2_g + at * 50,
          m.history_2_dc_before_state,
          m.history_2_di_pre_df_pre_dg_pre_do_pre + at * 200,
          m.history_2_di_pre_df_pre_dg_pre_do_pre + 50 + at * 200,
          m.history_2_di_pre_df_pre_dg_pre_do_pre + 100 + at * 200,
          m.history_2_di_pre_df_pre_dg_pre_do_pre + 150 + at * 200,
          rows,
        ); // history.2.dc_before [B, 50], history.2.di_pre [B, 50], history.2.df_pre [B, 50], history.2.dg_pre [B, 50], history.2.do_pre [B, 50]
      } else {
        k.gemm_200x50_map_history_2_dc_before_state(
          m.history_2_di_pre_df_pre_dg_pre_do_pre + atBefore * 200,
          m.history_2_U_packed_2,
          m.history_2_dh_before_state,
          m.history_2_dc_before_state,
          m.history_2_dh_before_state,
          m.history_2_o + at * 50,
          m.history_2_f + at * 50,
          m.history_2_c_before + at * 50,
          m.history_2_i + at * 50,
          m.history_2_g + at * 50,
          m.history_2_dc_before_state,
          m.history_2_di_pre_df_pre_dg_pre_do_pre + at * 200,
          m.history_2_di_pre_df_pre_dg_pre_do_pre + 50 + at * 200,
          m.history_2_di_pre_df_pre_dg_pre_do_pre + 100 + at * 200,
          m.history_2_di_pre_df_pre_dg_pre_do_pre + 150 + at * 200,
          rowsBefore,
          rows,
        ); // history.2.dh_before [B, 50], history.2.dc_before [B, 50], history.2.di_pre [B, 50], history.2.df_pre [B, 50], history.2.dg_pre [B, 50], history.2.do_pre [B, 50]
      }
      atBefore = at;
      rowsBefore = rows;
    }
    if (rowsBefore > 0) {
      k.gemm_200x50(
        m.history_2_di_pre_df_pre_dg_pre_do_pre + atBefore * 200,
        m.history_2_U_packed_2,
        m.history_2_dh_before_state,
        rowsBefore,
      ); // history.2.dh_before [B, 50]
    }
  }

  k.gemm_200x50_2(m.history_2_di_pre_df_pre_dg_pre_do_pre, m.history_2_W_packed_2, m.history_2_W_di_pre_df_pre_dg_pre_do_pre, T.total); // history.2.W_di_pre_df_pre_dg_pre_do_pre [N, 50]
  k.row_product_200x50(m.history_2_di_pre_df_pre_dg_pre_do_pre, m.history_1_h_2, m.backward_partials, T.total); // row_product [200, 50]
  k.row_product_200x50(m.history_2_di_pre_df_pre_dg_pre_do_pre, m.history_2_h_before, m.backward_partials_2, T.total); // row_product [200, 50]
  k.sum_rows_200(m.history_2_di_pre_df_pre_dg_pre_do_pre, m.sum_rows, T.total); // sum_rows [200]
  k.moves_backward_2(
    m.sum_rows,
    m.gradients + offset.history_2_b_i,
    m.sum_rows + 100,
    m.gradients + offset.history_2_b_g,
    m.sum_rows + 150,
    m.gradients + offset.history_2_b_o,
    m.sum_rows + 50,
    m.gradients + offset.history_2_b_f,
    1,
  ); // history.2.db_i [50], history.2.db_g [50], history.2.db_o [50], history.2.db_f [50]
  k.moves_predict(m.history_1_dc_before_state, m.history_1_dh_before_state, batch.size); // history.1.dc_after starts at zeros, history.1.dh_after starts at zeros

  // history.1.dc_before, history.1.dh_before
  if (together("loop_history_1_dc_before")) {
    k.loop_history_1_dc_before(
      m.history_1_dc_before_state,
      m.history_1_dh_before_state,
      m.history_2_W_di_pre_df_pre_dg_pre_do_pre,
      m.history_1_o,
      m.history_1_f,
      m.history_1_c_before,
      m.history_1_i,
      m.history_1_g,
      m.history_1_di_pre_df_pre_dg_pre_do_pre,
      m.history_1_di_pre_df_pre_dg_pre_do_pre + 50,
      m.history_1_di_pre_df_pre_dg_pre_do_pre + 100,
      m.history_1_di_pre_df_pre_dg_pre_do_pre + 150,
      m.history_1_U_packed_2,
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
        k.map_history_1_dc_before_state(
          m.history_1_dc_before_state,
          m.history_1_dh_before_state,
          m.history_2_W_di_pre_df_pre_dg_pre_do_pre + at * 50,
          m.history_1_o + at * 50,
          m.history_1_f + at * 50,
          m.history_1_c_before + at * 50,
          m.history_1_i + at * 50,
          m.history_1_g + at * 50,
          m.history_1_dc_before_state,
          m.history_1_di_pre_df_pre_dg_pre_do_pre + at * 200,
          m.history_1_di_pre_df_pre_dg_pre_do_pre + 50 + at * 200,
          m.history_1_di_pre_df_pre_dg_pre_do_pre + 100 + at * 200,
          m.history_1_di_pre_df_pre_dg_pre_do_pre + 150 + at * 200,
          rows,
        ); // history.1.dc_before [B, 50], history.1.di_pre [B, 50], history.1.df_pre [B, 50], history.1.dg_pre [B, 50], history.1.do_pre [B, 50]
      } else {
        k.gemm_200x50_map_history_1_dc_before_state(
          m.history_1_di_pre_df_pre_dg_pre_do_pre + atBefore * 200,
          m.history_1_U_packed_2,
          m.history_1_dh_before_state,
          m.history_1_dc_before_state,
          m.history_1_dh_before_state,
          m.history_2_W_di_pre_df_pre_dg_pre_do_pre + at * 50,
          m.history_1_o + at * 50,
          m.history_1_f + at * 50,
          m.history_1_c_before + at * 50,
          m.history_1_i + at * 50,
          m.history_1_g + at * 50,
          m.history_1_dc_before_state,
          m.history_1_di_pre_df_pre_dg_pre_do_pre + at * 200,
          m.history_1_di_pre_df_pre_dg_pre_do_pre + 50 + at * 200,
          m.history_1_di_pre_df_pre_dg_pre_do_pre + 100 + at * 200,
          m.history_1_di_pre_df_pre_dg_pre_do_pre + 150 + at * 200,
          rowsBefore,
          rows,
        ); // history.1.dh_before [B, 50], history.1.dc_before [B, 50], history.1.di_pre [B, 50], history.1.df_pre [B, 50], history.1.dg_pre [B, 50], history.1.do_pre [B, 50]
      }
      atBefore = at;
      rowsBefore = rows;
    }
    if (rowsBefore > 0) {
      k.gemm_200x50(
        m.history_1_di_pre_df_pre_dg_pre_do_pre + atBefore * 200,
        m.history_1_U_packed_2,
        m.history_1_dh_before_state,
        rowsBefore,
      ); // history.1.dh_before [B, 50]
    }
  }

  k.row_product_200x1(m.history_1_di_pre_df_pre_dg_pre_do_pre, m.x_2, m.backward_partials_3, T.total); // x.row_product [200, 1]
  k.row_product_200x50(m.history_1_di_pre_df_pre_dg_pre_do_pre, m.history_1_h_before, m.backward_partials_4, T.total); // row_product [200, 50]
  k.sum_rows_200(m.history_1_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_2, T.total); // sum_rows [200]
  k.moves_backward_2(
    m.sum_rows_2,
    m.gradients + offset.history_1_b_i,
    m.sum_rows_2 + 100,
    m.gradients + offset.history_1_b_g,
    m.sum_rows_2 + 150,
    m.gradients + offset.history_1_b_o,
    m.sum_rows_2 + 50,
    m.gradients + offset.history_1_b_f,
    1,
  ); // history.1.db_i [50], history.1.db_g [50], history.1.db_o [50], history.1.db_f [50]
  k.add_up_backward(
    m.backward_partials,
    m.gradients + offset.history_2_W_i,
    m.backward_partials_2,
    m.gradients + offset.history_2_U_i,
    m.backward_partials_3,
    m.gradients + offset.history_1_W_i,
    m.backward_partials_4,
    m.gradients + offset.history_1_U_i,
    1,
  ); // the parts of row_product [200, 50], row_product [200, 50], x.row_product [200, 1], row_product [200, 50]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [31901], moment1 [31901], moment2 [31901], parameters [31901], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [31901], moment2 [31901], parameters [31901].
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
  ); // sqrt [], add [31901], parameters.add [31901]
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
  ); // sqrt [], add [31901], parameters.add [31901]
}

/**
 * One step of every sequence: states in and out.
 * Reads x [B, 1], state.history.1.h [B, 50], state.history.2.h [B, 50], state.history.1.c [B, 50], state.history.2.c [B, 50].
 * Gives output.x [B, 1], final.history.1.h [B, 50], final.history.1.c [B, 50], final.history.2.h [B, 50], final.history.2.c [B, 50].
 */
export function step(k: GpuKernels, m: Arena, batch: Packed): void {
  k.gemm_1x200(m.x_3, m.history_1_W_packed, m.history_1_W_x, batch.size); // history.1.W_x [B, 200]
  k.gemm_50x200(m.state_history_1_h, m.history_1_U_packed, m.history_1_U_initial, batch.size); // history.1.U_initial [B, 200]
  k.gemm_50x200(m.state_history_2_h, m.history_2_U_packed, m.history_2_U_initial, batch.size); // history.2.U_initial [B, 200]
  k.map_final_history_1_c(
    m.history_1_W_x + 50,
    m.history_1_U_initial + 50,
    m.parameters + offset.history_1_b_f,
    m.state_history_1_c,
    m.history_1_W_x,
    m.history_1_U_initial,
    m.parameters + offset.history_1_b_i,
    m.history_1_W_x + 100,
    m.history_1_U_initial + 100,
    m.parameters + offset.history_1_b_g,
    m.history_1_W_x + 150,
    m.history_1_U_initial + 150,
    m.parameters + offset.history_1_b_o,
    m.final_history_1_c,
    m.final_history_1_h,
    batch.size,
  ); // history.1.c [B, 50], history.1.h [B, 50]
  k.gemm_50x200(m.final_history_1_h, m.history_2_W_packed, m.history_2_W_h, batch.size); // history.2.W_h [B, 200]
  k.map_final_history_1_c(
    m.history_2_W_h + 50,
    m.history_2_U_initial + 50,
    m.parameters + offset.history_2_b_f,
    m.state_history_2_c,
    m.history_2_W_h,
    m.history_2_U_initial,
    m.parameters + offset.history_2_b_i,
    m.history_2_W_h + 100,
    m.history_2_U_initial + 100,
    m.parameters + offset.history_2_b_g,
    m.history_2_W_h + 150,
    m.history_2_U_initial + 150,
    m.parameters + offset.history_2_b_o,
    m.final_history_2_c,
    m.final_history_2_h,
    batch.size,
  ); // history.2.c [B, 50], history.2.h [B, 50]
  k.gemm_50x25_bias(m.final_history_2_h, m.history_4_W_packed, m.history_4_b_add_3, m.parameters + offset.history_4_b, batch.size); // history.4.b.add [B, 25]
  k.map_history_4(m.history_4_b_add_3, m.history_4_3, batch.size); // history.4 [B, 25]
  k.gemm_25x1_bias(m.history_4_3, m.x_W_packed, m.output_x_2, m.parameters + offset.x_b, batch.size); // x [B, 1]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  history_1_W_i: 0,
  history_1_W_f: 50,
  history_1_W_g: 100,
  history_1_W_o: 150,
  history_1_U_i: 200,
  history_1_U_f: 2700,
  history_1_U_g: 5200,
  history_1_U_o: 7700,
  history_1_b_i: 10200,
  history_1_b_g: 10250,
  history_1_b_o: 10300,
  history_1_b_f: 10350,
  history_2_W_i: 10400,
  history_2_W_f: 12900,
  history_2_W_g: 15400,
  history_2_W_o: 17900,
  history_2_U_i: 20400,
  history_2_U_f: 22900,
  history_2_U_g: 25400,
  history_2_U_o: 27900,
  history_2_b_i: 30400,
  history_2_b_g: 30450,
  history_2_b_o: 30500,
  history_2_b_f: 30550,
  history_4_W: 30600,
  history_4_b: 31850,
  x_W: 31875,
  x_b: 31900,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 1161637,
  B: 1402,
  "N:T": 851,
} satisfies WebGpuPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 31901, integer: false }, // [31901]
  gradients: { rows: "none", offset: 31901, width: 31901, integer: false }, // [31901]
  moment1: { rows: "none", offset: 63802, width: 31901, integer: false }, // [31901]
  moment2: { rows: "none", offset: 95703, width: 31901, integer: false }, // [31901]
  output_x: { rows: "B", offset: 2, width: 1, integer: false }, // [B, 1] output.x
  history_4: { rows: "B", offset: 28, width: 25, integer: false }, // [B, 25] history.4
  history_4_b_add: { rows: "B", offset: 3, width: 25, integer: false }, // [B, 25] history.4.b.add
  history_2_pre: { rows: "N:T", offset: 0, width: 200, integer: false }, // [N, 200] history.2.pre
  history_1_pre: { rows: "N:T", offset: 1, width: 200, integer: false }, // [N, 200] history.1.pre
  x: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N, 1]
  history_1_W_packed: { rows: "none", offset: 127604, width: 200, integer: false }, // [1, 200] packed history.1.W.packed
  history_1_b: { rows: "none", offset: 127804, width: 200, integer: false }, // [200] history.1.b
  history_1_h_state: { rows: "B", offset: 203, width: 50, integer: false }, // [B, 50] history.1.h.state
  history_1_c_state: { rows: "B", offset: 253, width: 50, integer: false }, // [B, 50] history.1.c.state
  history_1_h: { rows: "N:T", offset: 201, width: 50, integer: false }, // [N, 50] history.1.h
  history_1_U_h_before: { rows: "B", offset: 3, width: 200, integer: false }, // [B, 200] history.1.U_h_before
  history_1_U_packed: { rows: "none", offset: 128004, width: 10000, integer: false }, // [50, 200] packed history.1.U.packed
  history_2_W_packed: { rows: "none", offset: 138004, width: 10000, integer: false }, // [50, 200] packed history.2.W.packed
  history_2_b: { rows: "none", offset: 148004, width: 200, integer: false }, // [200] history.2.b
  history_2_h_state: { rows: "B", offset: 203, width: 50, integer: false }, // [B, 50] history.2.h.state
  history_2_c_state: { rows: "B", offset: 253, width: 50, integer: false }, // [B, 50] history.2.c.state
  history_2_U_h_before: { rows: "B", offset: 3, width: 200, integer: false }, // [B, 200] history.2.U_h_before
  history_2_U_packed: { rows: "none", offset: 148204, width: 10000, integer: false }, // [50, 200] packed history.2.U.packed
  history_4_W_packed: { rows: "none", offset: 158204, width: 1600, integer: false }, // [50, 25] packed history.4.W.packed
  x_W_packed: { rows: "none", offset: 159804, width: 200, integer: false }, // [25, 1] packed x.W.packed
  loss_x: { rows: "none", offset: 195036, width: 1, integer: false }, // [] loss.x
  x_loss: { rows: "B", offset: 3, width: 1, integer: false }, // [B] x.loss
  weight_x: { rows: "B", offset: 0, width: 1, integer: false }, // [B] weight.x
  target_x: { rows: "B", offset: 1, width: 1, integer: false }, // [B, 1] target.x
  loss_x_2: { rows: "none", offset: 195036, width: 1, integer: false }, // [] loss.x_2
  less: { rows: "B", offset: 27, width: 25, integer: false }, // [B, 25]
  add: { rows: "B", offset: 3, width: 1, integer: false }, // [B, 1]
  x_loss_2: { rows: "B", offset: 4, width: 1, integer: false }, // [B] x.loss_2
  x_W_4: { rows: "B", offset: 2, width: 1, integer: false }, // [B, 1] x.W_4
  history_4_2: { rows: "B", offset: 52, width: 25, integer: false }, // [B, 25] history.4_2
  history_4_b_add_2: { rows: "B", offset: 2, width: 25, integer: false }, // [B, 25] history.4.b.add_2
  history_2_pre_2: { rows: "N:T", offset: 1, width: 200, integer: false }, // [N, 200] history.2.pre_2
  history_1_pre_2: { rows: "N:T", offset: 1, width: 200, integer: false }, // [N, 200] history.1.pre_2
  x_2: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N, 1]
  history_1_h_state_2: { rows: "B", offset: 202, width: 50, integer: false }, // [B, 50] history.1.h.state_2
  history_1_c_state_2: { rows: "B", offset: 252, width: 50, integer: false }, // [B, 50] history.1.c.state_2
  history_1_h_2: { rows: "N:T", offset: 201, width: 50, integer: false }, // [N, 50] history.1.h_2
  history_1_f: { rows: "N:T", offset: 251, width: 50, integer: false }, // [N, 50] history.1.f
  history_1_o: { rows: "N:T", offset: 301, width: 50, integer: false }, // [N, 50] history.1.o
  history_1_c_before: { rows: "N:T", offset: 351, width: 50, integer: false }, // [N, 50] history.1.c_before
  history_1_i: { rows: "N:T", offset: 401, width: 50, integer: false }, // [N, 50] history.1.i
  history_1_g: { rows: "N:T", offset: 451, width: 50, integer: false }, // [N, 50] history.1.g
  history_1_h_before: { rows: "N:T", offset: 501, width: 50, integer: false }, // [N, 50] history.1.h_before
  history_1_U_h_before_2: { rows: "B", offset: 2, width: 200, integer: false }, // [B, 200] history.1.U_h_before_2
  history_2_h_state_2: { rows: "B", offset: 202, width: 50, integer: false }, // [B, 50] history.2.h.state_2
  history_2_c_state_2: { rows: "B", offset: 252, width: 50, integer: false }, // [B, 50] history.2.c.state_2
  history_2_f: { rows: "N:T", offset: 551, width: 50, integer: false }, // [N, 50] history.2.f
  history_2_o: { rows: "N:T", offset: 601, width: 50, integer: false }, // [N, 50] history.2.o
  history_2_c_before: { rows: "N:T", offset: 651, width: 50, integer: false }, // [N, 50] history.2.c_before
  history_2_i: { rows: "N:T", offset: 701, width: 50, integer: false }, // [N, 50] history.2.i
  history_2_g: { rows: "N:T", offset: 751, width: 50, integer: false }, // [N, 50] history.2.g
  history_2_h_before: { rows: "N:T", offset: 801, width: 50, integer: false }, // [N, 50] history.2.h_before
  history_2_U_h_before_2: { rows: "B", offset: 2, width: 200, integer: false }, // [B, 200] history.2.U_h_before_2
  weight_x_2: { rows: "B", offset: 0, width: 1, integer: false }, // [B] weight.x_2
  target_x_2: { rows: "B", offset: 1, width: 1, integer: false }, // [B, 1] target.x_2
  sum_rows: { rows: "none", offset: 195037, width: 200, integer: false }, // [200]
  sum_rows_2: { rows: "none", offset: 195037, width: 200, integer: false }, // [200]
  history_2_W_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 551, width: 50, integer: false }, // [N, 50] history.2.W_di_pre_df_pre_dg_pre_do_pre
  history_4_W_mul: { rows: "B", offset: 25, width: 50, integer: false }, // [B, 50] history.4.W_mul
  history_d4_mul: { rows: "B", offset: 0, width: 25, integer: false }, // [B, 25] history.d4.mul
  history_d4: { rows: "B", offset: 77, width: 25, integer: false }, // [B, 25] history.d4
  x_W_packed_2: { rows: "none", offset: 160004, width: 32, integer: false }, // [1, 25] packed x.W.packed_2
  history_4_W_packed_2: { rows: "none", offset: 160036, width: 1400, integer: false }, // [25, 50] packed history.4.W.packed_2
  history_2_dc_before_state: { rows: "B", offset: 75, width: 50, integer: false }, // [B, 50] history.2.dc_before.state
  history_2_dh_before_state: { rows: "B", offset: 125, width: 50, integer: false }, // [B, 50] history.2.dh_before.state
  history_2_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 1, width: 200, integer: false }, // [N, 200] history.2.di_pre_df_pre_dg_pre_do_pre
  history_2_U_packed_2: { rows: "none", offset: 161436, width: 11200, integer: false }, // [200, 50] packed history.2.U.packed_2
  history_2_W_packed_2: { rows: "none", offset: 172636, width: 11200, integer: false }, // [200, 50] packed history.2.W.packed_2
  history_1_dc_before_state: { rows: "B", offset: 0, width: 50, integer: false }, // [B, 50] history.1.dc_before.state
  history_1_dh_before_state: { rows: "B", offset: 50, width: 50, integer: false }, // [B, 50] history.1.dh_before.state
  history_1_di_pre_df_pre_dg_pre_do_pre: { rows: "N:T", offset: 1, width: 200, integer: false }, // [N, 200] history.1.di_pre_df_pre_dg_pre_do_pre
  history_1_U_packed_2: { rows: "none", offset: 183836, width: 11200, integer: false }, // [200, 50] packed history.1.U.packed_2
  norm: { rows: "none", offset: 195039, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 195036, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 195037, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 195038, width: 1, integer: false }, // [] update.bias2
  output_x_2: { rows: "B", offset: 401, width: 1, integer: false }, // [B, 1] output.x_2
  final_history_1_h: { rows: "B", offset: 201, width: 50, integer: false }, // [B, 50] final.history.1.h
  final_history_1_c: { rows: "B", offset: 251, width: 50, integer: false }, // [B, 50] final.history.1.c
  final_history_2_h: { rows: "B", offset: 301, width: 50, integer: false }, // [B, 50] final.history.2.h
  final_history_2_c: { rows: "B", offset: 351, width: 50, integer: false }, // [B, 50] final.history.2.c
  history_4_3: { rows: "B", offset: 25, width: 25, integer: false }, // [B, 25] history.4_3
  history_4_b_add_3: { rows: "B", offset: 0, width: 25, integer: false }, // [B, 25] history.4.b.add_3
  history_2_U_initial: { rows: "B", offset: 802, width: 200, integer: false }, // [B, 200] history.2.U_initial
  history_2_W_h: { rows: "B", offset: 402, width: 200, integer: false }, // [B, 200] history.2.W_h
  history_1_U_initial: { rows: "B", offset: 602, width: 200, integer: false }, // [B, 200] history.1.U_initial
  history_1_W_x: { rows: "B", offset: 402, width: 200, integer: false }, // [B, 200] history.1.W_x
  x_3: { rows: "B", offset: 200, width: 1, integer: false }, // [B, 1]
  state_history_1_h: { rows: "B", offset: 0, width: 50, integer: false }, // [B, 50] state.history.1.h
  state_history_2_h: { rows: "B", offset: 50, width: 50, integer: false }, // [B, 50] state.history.2.h
  state_history_1_c: { rows: "B", offset: 100, width: 50, integer: false }, // [B, 50] state.history.1.c
  state_history_2_c: { rows: "B", offset: 150, width: 50, integer: false }, // [B, 50] state.history.2.c
  history_1_h_state_turns: { rows: "B", offset: 1002, width: 100, integer: false }, // [B, 2·50] history.1.h.state.turns
  history_2_h_state_turns: { rows: "B", offset: 1102, width: 100, integer: false }, // [B, 2·50] history.2.h.state.turns
  history_1_h_state_2_turns: { rows: "B", offset: 1202, width: 100, integer: false }, // [B, 2·50] history.1.h.state_2.turns
  history_2_h_state_2_turns: { rows: "B", offset: 1302, width: 100, integer: false }, // [B, 2·50] history.2.h.state_2.turns
  backward_partials: { rows: "none", offset: 195237, width: 320000, integer: false }, // [32, 200, 50] backward.partials
  backward_partials_2: { rows: "none", offset: 515237, width: 320000, integer: false }, // [32, 200, 50] backward.partials_2
  backward_partials_3: { rows: "none", offset: 835237, width: 6400, integer: false }, // [32, 200, 1] backward.partials_3
  backward_partials_4: { rows: "none", offset: 841637, width: 320000, integer: false }, // [32, 200, 50] backward.partials_4
  update_partials: { rows: "none", offset: 195237, width: 32, integer: false }, // [1, 32] update.partials
} satisfies WebGpuPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { x: "x" }, outputs: { "output.x": "output_x" } },
  score: { run: score, inputs: { "weight.x": "weight_x", "target.x": "target_x" }, outputs: { "loss.x": "loss_x", loss: "loss_x" } },
  forward: {
    run: forward,
    inputs: { x: "x_2", "weight.x": "weight_x_2", "target.x": "target_x_2" },
    outputs: { "loss.x": "loss_x_2", loss: "loss_x_2" },
  },
  backward: { run: backward, inputs: { x: "x_2" }, outputs: { gradients: "gradients" } },
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
      "state.history.1.h": "state_history_1_h",
      "state.history.2.h": "state_history_2_h",
      "state.history.1.c": "state_history_1_c",
      "state.history.2.c": "state_history_2_c",
    },
    outputs: {
      "output.x": "output_x_2",
      "final.history.1.h": "final_history_1_h",
      "final.history.1.c": "final_history_1_c",
      "final.history.2.h": "final_history_2_h",
      "final.history.2.c": "final_history_2_c",
    },
  },
} satisfies WebGpuPrograms["programs"];

/** The kernels, without what stands before each of them (runtime/webgpu/prelude.ts). */
export const kernels = {
  moves_prepare: {
    across: 192,
    rows: 1,
    words: 63,
    code: `
// 8 x copy [50], pack [1, 50], pack [1, 50], pack [1, 50], pack [1, 50], pack [50, 50], pack [50, 50], pack [50, 50], pack [50, 50], pack [50, 50], pack [50, 50], pack [50, 50], pack [50, 50], pack [50, 50], pack [50, 50], pack [50, 50], pack [50, 50], pack [50, 25], pack [25, 1], pack [1, 25], pack [25, 50], 3 x pack [50, 50]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 192u;
  let first = group(id) / 192u;
  if (first >= call[0].x) { return; }
  if (part < 8u) {
    // 8 alike
    let own = part;
    let word = own * 2u + 1u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = lane; j < 50u; j += 64u) {
      weights[out + r * 50u + j] = weights[source + j];
    }
  } else if (part < 9u) {
    let source = call[4].y;
    let out = call[4].z;
    let r = first;
    for (var j = lane; j < 56u; j += 64u) {
      let i = j / 8u % 1u;
      let panel = j / 8u;
      let column = panel * 8u + j % 8u;
      if (column < 50u) { weights[out + (panel + i) * 8u + j % 8u] = weights[source + i + column]; }
    }
  } else if (part < 10u) {
    let source = call[4].w;
    let out = call[5].x;
    let r = first;
    for (var j = lane; j < 56u; j += 64u) {
      let i = j / 8u % 1u;
      let panel = j / 8u;
      let column = panel * 8u + j % 8u;
      if (column >= 2u && column < 52u) { weights[out + (panel + i) * 8u + j % 8u] = weights[source + i + column - 2u]; }
    }
  } else if (part < 11u) {
    let source = call[5].y;
    let out = call[5].z;
    let r = first;
    for (var j = lane; j < 56u; j += 64u) {
      let i = j / 8u % 1u;
      let panel = j / 8u;
      let column = panel * 8u + j % 8u;
      if (column >= 4u && column < 54u) { weights[out + (panel + i) * 8u + j % 8u] = weights[source + i + column - 4u]; }
    }
  } else if (part < 12u) {
    let source = call[5].w;
    let out = call[6].x;
    let r = first;
    for (var j = lane; j < 56u; j += 64u) {
      let i = j / 8u % 1u;
      let panel = j / 8u;
      let column = panel * 8u + j % 8u;
      if (column >= 6u && column < 56u) { weights[out + (panel + i) * 8u + j % 8u] = weights[source + i + column - 6u]; }
    }
  } else if (part < 23u) {
    let source = call[6].y;
    let out = call[6].z;
    let r = first;
    for (var j = (part - 12u) * 256u + lane; j < min((part - 12u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column < 50u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + column * 50u]; }
    }
  } else if (part < 34u) {
    let source = call[6].w;
    let out = call[7].x;
    let r = first;
    for (var j = (part - 23u) * 256u + lane; j < min((part - 23u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column >= 2u && column < 52u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + (column - 2u) * 50u]; }
    }
  } else if (part < 45u) {
    let source = call[7].y;
    let out = call[7].z;
    let r = first;
    for (var j = (part - 34u) * 256u + lane; j < min((part - 34u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column >= 4u && column < 54u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + (column - 4u) * 50u]; }
    }
  } else if (part < 56u) {
    let source = call[7].w;
    let out = call[8].x;
    let r = first;
    for (var j = (part - 45u) * 256u + lane; j < min((part - 45u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column >= 6u && column < 56u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + (column - 6u) * 50u]; }
    }
  } else if (part < 67u) {
    let source = call[8].y;
    let out = call[8].z;
    let r = first;
    for (var j = (part - 56u) * 256u + lane; j < min((part - 56u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column < 50u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + column * 50u]; }
    }
  } else if (part < 78u) {
    let source = call[8].w;
    let out = call[9].x;
    let r = first;
    for (var j = (part - 67u) * 256u + lane; j < min((part - 67u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column >= 2u && column < 52u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + (column - 2u) * 50u]; }
    }
  } else if (part < 89u) {
    let source = call[9].y;
    let out = call[9].z;
    let r = first;
    for (var j = (part - 78u) * 256u + lane; j < min((part - 78u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column >= 4u && column < 54u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + (column - 4u) * 50u]; }
    }
  } else if (part < 100u) {
    let source = call[9].w;
    let out = call[10].x;
    let r = first;
    for (var j = (part - 89u) * 256u + lane; j < min((part - 89u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column >= 6u && column < 56u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + (column - 6u) * 50u]; }
    }
  } else if (part < 111u) {
    let source = call[10].y;
    let out = call[10].z;
    let r = first;
    for (var j = (part - 100u) * 256u + lane; j < min((part - 100u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column < 50u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + column * 50u]; }
    }
  } else if (part < 122u) {
    let source = call[10].w;
    let out = call[11].x;
    let r = first;
    for (var j = (part - 111u) * 256u + lane; j < min((part - 111u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column >= 2u && column < 52u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + (column - 2u) * 50u]; }
    }
  } else if (part < 133u) {
    let source = call[11].y;
    let out = call[11].z;
    let r = first;
    for (var j = (part - 122u) * 256u + lane; j < min((part - 122u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column >= 4u && column < 54u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + (column - 4u) * 50u]; }
    }
  } else if (part < 144u) {
    let source = call[11].w;
    let out = call[12].x;
    let r = first;
    for (var j = (part - 133u) * 256u + lane; j < min((part - 133u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column >= 6u && column < 56u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + (column - 6u) * 50u]; }
    }
  } else if (part < 151u) {
    let source = call[12].y;
    let out = call[12].z;
    let r = first;
    for (var j = (part - 144u) * 256u + lane; j < min((part - 144u) * 256u + 256u, 1600u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column < 25u) { weights[out + (panel * 50u + i) * 8u + j % 8u] = weights[source + i + column * 50u]; }
    }
  } else if (part < 152u) {
    let source = call[12].w;
    let out = call[13].x;
    let r = first;
    for (var j = lane; j < 200u; j += 64u) {
      let i = j / 8u % 25u;
      let panel = j / 200u;
      let column = panel * 8u + j % 8u;
      if (column < 1u) { weights[out + (panel * 25u + i) * 8u + j % 8u] = weights[source + i + column * 25u]; }
    }
  } else if (part < 153u) {
    let source = call[13].y;
    let out = call[13].z;
    let r = first;
    for (var j = lane; j < 32u; j += 64u) {
      let i = j / 8u % 1u;
      let panel = j / 8u;
      let column = panel * 8u + j % 8u;
      if (column < 25u) { weights[out + (panel + i) * 8u + j % 8u] = weights[source + i * 25u + column]; }
    }
  } else if (part < 159u) {
    let source = call[13].w;
    let out = call[14].x;
    let r = first;
    for (var j = (part - 153u) * 256u + lane; j < min((part - 153u) * 256u + 256u, 1400u); j += 64u) {
      let i = j / 8u % 25u;
      let panel = j / 200u;
      let column = panel * 8u + j % 8u;
      if (column < 50u) { weights[out + (panel * 25u + i) * 8u + j % 8u] = weights[source + i * 50u + column]; }
    }
  } else {
    // 3 alike
    let own = part - 159u;
    let word = (own / 11u) * 2u + 57u;
    let source = argument(word);
    let out = argument(word + 1u);
    let r = first;
    for (var j = (own % 11u) * 256u + lane; j < min((own % 11u) * 256u + 256u, 2800u); j += 64u) {
      let i = j / 8u % 50u;
      let panel = j / 400u;
      let column = panel * 8u + j % 8u;
      if (column < 50u) { weights[out + (panel * 200u + i) * 8u + j % 8u] = weights[source + i * 50u + column]; }
    }
  }
}
`,
  },
  moves_prepare_2: {
    across: 99,
    rows: 1,
    words: 19,
    code: `
// 9 x pack [50, 50]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 99u;
  let first = group(id) / 99u;
  if (first >= call[0].x) { return; }
  // 9 alike
  let own = part;
  let word = (own / 11u) * 2u + 1u;
  let source = argument(word);
  let out = argument(word + 1u);
  let r = first;
  for (var j = (own % 11u) * 256u + lane; j < min((own % 11u) * 256u + 256u, 2800u); j += 64u) {
    let i = j / 8u % 50u;
    let panel = j / 400u;
    let column = panel * 8u + j % 8u;
    if (column < 50u) { weights[out + (panel * 200u + i) * 8u + j % 8u] = weights[source + i * 50u + column]; }
  }
}
`,
  },
  gemm_1x200_bias: {
    across: 4,
    rows: 64,
    words: 5,
    code: `
// C[r, 200] = A[r, 1] · B[1, 200] + bias, in tiles of 64 rows and 64 columns
const K = 1u;
const N = 200u;

const DEPTH = 1u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 17>;
var<workgroup> block_b: array<vec4f, 16>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last)),
    value(a + min(r + 1u, last)),
    value(a + min(r + 2u, last)),
    value(a + min(r + 3u, last)),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 24u) * 8u),
    weight(b + min(panel + 1u, 24u) * 8u),
    weight(b + min(panel + 2u, 24u) * 8u),
    weight(b + min(panel + 3u, 24u) * 8u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 200u + column;
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
  let part = group(id) % 4u;
  let first = group(id) / 4u * 64u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var sum_1_0 = vec4f(); var sum_1_1 = vec4f(); var sum_1_2 = vec4f(); var sum_1_3 = vec4f();
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
        let a_1 = block_a[k * QUAD_STRIDE + ROW_LANES + row_lane];
        sum_1_0 += a_1 * b.x;
        sum_1_1 += a_1 * b.y;
        sum_1_2 += a_1 * b.z;
        sum_1_3 += a_1 * b.w;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    if (lane < 16u) { block_a[place_a(lane)] = next_a_0; }
    if (lane < 16u) { block_b[place_b(lane)] = next_b_0; }
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
  loop_history_1_h: {
    across: 1,
    rows: 1,
    words: 16,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 13>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let near0_0 = min(column0_0, 199u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 400u + (near0_0 & 7u);
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
  let w0_0_12 = vec4f(weight(from0_0 + 384u), weight(from0_0 + 392u), 0f, 0f);
  let steps = axes[call[3].y];
  for (var i = call[3].z; i < call[3].w; i++) {
    let t = i;
    let rows = axes[call[3].y + 3u + t];
    let start = axes[call[3].y + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    {
      let a = call[0].y + r * 50u;
      let c = call[0].w + r * 200u;
      for (var i = lane; i < 13u; i += 256u) {
        if (i < 12u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        } else {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), 0f, 0f);
        }
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
      if (column0_0 < 200u) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    storageBarrier();
    {
      if (lane < 50u) {
        let j = lane;
        let v0 = value(call[1].x + start * 200u + r * 200u + j);
        let v1 = value(call[1].y + r * 200u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + r * 50u + j);
        let v5 = v3 * v4;
        let v6 = value(call[1].w + start * 200u + r * 200u + j);
        let v7 = value(call[0].w + r * 200u + j);
        let v8 = v6 + v7;
        let v9 = sigmoid_of(v8);
        let v10 = value(call[2].x + start * 200u + r * 200u + j);
        let v11 = value(call[2].y + r * 200u + j);
        let v12 = v10 + v11;
        let v13 = tanh_of(v12);
        let v14 = v9 * v13;
        let v15 = v5 + v14;
        let v16 = value(call[2].z + start * 200u + r * 200u + j);
        let v17 = value(call[2].w + r * 200u + j);
        let v18 = v16 + v17;
        let v19 = sigmoid_of(v18);
        let v20 = tanh_of(v15);
        let v21 = v19 * v20;
        set_value(call[1].z + r * 50u + j, v15);
        set_value(call[3].x + start * 50u + r * 50u + j, v21);
        set_value(call[0].y + r * 50u + j, v21);
      }
    }
  }
}
`,
  },
  copy_50_twice: {
    across: 2,
    rows: 5,
    words: 5,
    code: `
// 2 x copy [50]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 5u;
  if (first >= call[0].x) { return; }
  // 2 alike
  let own = part;
  let word = own * 2u + 1u;
  let source = argument(word);
  let out = argument(word + 1u);
  for (var e = lane; e < min(5u, call[0].x - first) * 50u; e += 64u) {
    let r = first + e / 50u;
    let j = e % 50u;
    arena[out + r * 100u + j] = arena[source + r * 50u + j];
  }
}
`,
  },
  gemm_50x200_map_history_1_c_state: {
    across: 7,
    rows: 4,
    words: 18,
    code: `
// [rows, 50] · [50, 200], then a map over 50 units
var<workgroup> memory: array<f32, 200>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 7u * 8u + lane % 8u;
  let u = min(unit, 49u);
  let part = lane / 8u;
  let before = call[4].y;
  let first = group(id) / 7u * 4u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + ((50u + u) >> 3u) * 400u + ((50u + u) & 7u);
    let from1 = call[0].z + (u >> 3u) * 400u + (u & 7u);
    let from2 = call[0].z + ((100u + u) >> 3u) * 400u + ((100u + u) & 7u);
    let from3 = call[0].z + ((150u + u) >> 3u) * 400u + ((150u + u) & 7u);
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
    for (var i = lane; i < 200u; i += 64u) {
      let row = first + i / 50u;
      let column = i % 50u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 100u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 50u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let b2 = weight(from2 + i * 8u);
      let b3 = weight(from3 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      sum0_2 += a0 * b2;
      sum0_3 += a0 * b3;
      let a1 = memory[50u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      sum1_2 += a1 * b2;
      sum1_3 += a1 * b3;
      let a2 = memory[100u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      sum2_2 += a2 * b2;
      sum2_3 += a2 * b3;
      let a3 = memory[150u + i];
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
  if (part < 4u && r < call[0].x && unit < 50u) {
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
      c0 = value(call[1].y + r * 200u + u);
      c1 = value(call[2].x + r * 200u + u);
      c2 = value(call[2].z + r * 200u + u);
      c3 = value(call[3].x + r * 200u + u);
    }
    let v0 = value(call[1].x + r * 200u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 50u + u);
    let v5 = v3 * v4;
    let v6 = value(call[1].w + r * 200u + u);
    let v7 = c1;
    let v8 = v6 + v7;
    let v9 = sigmoid_of(v8);
    let v10 = value(call[2].y + r * 200u + u);
    let v11 = c2;
    let v12 = v10 + v11;
    let v13 = tanh_of(v12);
    let v14 = v9 * v13;
    let v15 = v5 + v14;
    let v16 = value(call[2].w + r * 200u + u);
    let v17 = c3;
    let v18 = v16 + v17;
    let v19 = sigmoid_of(v18);
    let v20 = tanh_of(v15);
    let v21 = v19 * v20;
    set_value(call[3].y + r * 50u + u, v15);
    set_value(call[3].z + r * 50u + u, v21);
    set_value(call[3].w + r * 50u + u, v21);
    set_value(call[4].x + r * 100u + u, v21);
  }
}
`,
  },
  gemm_50x200_bias: {
    across: 4,
    rows: 64,
    words: 5,
    code: `
// C[r, 200] = A[r, 50] · B[50, 200] + bias, in tiles of 64 rows and 64 columns
const K = 50u;
const N = 200u;

const DEPTH = 13u;
const QUAD_STRIDE = 17u;
const ROW_LANES = 8u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 221>;
var<workgroup> block_b: array<vec4f, 208>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  if (k >= K) { return vec4f(); }
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 50u),
    value(a + min(r + 1u, last) * 50u),
    value(a + min(r + 2u, last) * 50u),
    value(a + min(r + 3u, last) * 50u),
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(part: u32, at: u32, e: u32) -> vec4f {
  let k = min(at + e / 8u % DEPTH, K - 1u);
  let panel = part * 8u + (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 24u) * 400u),
    weight(b + min(panel + 1u, 24u) * 400u),
    weight(b + min(panel + 2u, 24u) * 400u),
    weight(b + min(panel + 3u, 24u) * 400u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 200u + column;
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
    if (lane + 128u < 208u) { block_a[place_a(lane + 128u)] = next_a_1; }
    block_b[place_b(lane)] = next_b_0;
    if (lane + 128u < 208u) { block_b[place_b(lane + 128u)] = next_b_1; }
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
  loop_history_2_h: {
    across: 1,
    rows: 1,
    words: 15,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 13>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let near0_0 = min(column0_0, 199u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 400u + (near0_0 & 7u);
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
  let w0_0_12 = vec4f(weight(from0_0 + 384u), weight(from0_0 + 392u), 0f, 0f);
  let steps = axes[call[3].x];
  for (var i = call[3].y; i < call[3].z; i++) {
    let t = i;
    let rows = axes[call[3].x + 3u + t];
    let start = axes[call[3].x + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    {
      let a = call[0].y + r * 50u;
      let c = call[0].w + r * 200u;
      for (var i = lane; i < 13u; i += 256u) {
        if (i < 12u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        } else {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), 0f, 0f);
        }
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
      if (column0_0 < 200u) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    storageBarrier();
    {
      if (lane < 50u) {
        let j = lane;
        let v0 = value(call[1].x + start * 200u + r * 200u + j);
        let v1 = value(call[1].y + r * 200u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + r * 50u + j);
        let v5 = v3 * v4;
        let v6 = value(call[1].w + start * 200u + r * 200u + j);
        let v7 = value(call[0].w + r * 200u + j);
        let v8 = v6 + v7;
        let v9 = sigmoid_of(v8);
        let v10 = value(call[2].x + start * 200u + r * 200u + j);
        let v11 = value(call[2].y + r * 200u + j);
        let v12 = v10 + v11;
        let v13 = tanh_of(v12);
        let v14 = v9 * v13;
        let v15 = v5 + v14;
        let v16 = value(call[2].z + start * 200u + r * 200u + j);
        let v17 = value(call[2].w + r * 200u + j);
        let v18 = v16 + v17;
        let v19 = sigmoid_of(v18);
        let v20 = tanh_of(v15);
        let v21 = v19 * v20;
        set_value(call[1].z + r * 50u + j, v15);
        set_value(call[0].y + r * 50u + j, v21);
      }
    }
  }
}
`,
  },
  gemm_50x200_map_history_2_c_state: {
    across: 7,
    rows: 4,
    words: 17,
    code: `
// [rows, 50] · [50, 200], then a map over 50 units
var<workgroup> memory: array<f32, 200>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 7u * 8u + lane % 8u;
  let u = min(unit, 49u);
  let part = lane / 8u;
  let before = call[4].x;
  let first = group(id) / 7u * 4u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + ((50u + u) >> 3u) * 400u + ((50u + u) & 7u);
    let from1 = call[0].z + (u >> 3u) * 400u + (u & 7u);
    let from2 = call[0].z + ((100u + u) >> 3u) * 400u + ((100u + u) & 7u);
    let from3 = call[0].z + ((150u + u) >> 3u) * 400u + ((150u + u) & 7u);
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
    for (var i = lane; i < 200u; i += 64u) {
      let row = first + i / 50u;
      let column = i % 50u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 100u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 50u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let b2 = weight(from2 + i * 8u);
      let b3 = weight(from3 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      sum0_2 += a0 * b2;
      sum0_3 += a0 * b3;
      let a1 = memory[50u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      sum1_2 += a1 * b2;
      sum1_3 += a1 * b3;
      let a2 = memory[100u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      sum2_2 += a2 * b2;
      sum2_3 += a2 * b3;
      let a3 = memory[150u + i];
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
  if (part < 4u && r < call[0].x && unit < 50u) {
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
      c0 = value(call[1].y + r * 200u + u);
      c1 = value(call[2].x + r * 200u + u);
      c2 = value(call[2].z + r * 200u + u);
      c3 = value(call[3].x + r * 200u + u);
    }
    let v0 = value(call[1].x + r * 200u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 50u + u);
    let v5 = v3 * v4;
    let v6 = value(call[1].w + r * 200u + u);
    let v7 = c1;
    let v8 = v6 + v7;
    let v9 = sigmoid_of(v8);
    let v10 = value(call[2].y + r * 200u + u);
    let v11 = c2;
    let v12 = v10 + v11;
    let v13 = tanh_of(v12);
    let v14 = v9 * v13;
    let v15 = v5 + v14;
    let v16 = value(call[2].w + r * 200u + u);
    let v17 = c3;
    let v18 = v16 + v17;
    let v19 = sigmoid_of(v18);
    let v20 = tanh_of(v15);
    let v21 = v19 * v20;
    set_value(call[3].y + r * 50u + u, v15);
    set_value(call[3].z + r * 50u + u, v21);
    set_value(call[3].w + r * 100u + u, v21);
  }
}
`,
  },
  gemm_50x25_bias: {
    across: 4,
    rows: 8,
    words: 5,
    code: `
// C[r, 25] = A[r, 50] · B[50, 25] + bias, for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 50u;
const N = 25u;
const CHUNK = 50u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 50u),
    value(a + min(r + 1u, last) * 50u),
    value(a + min(r + 2u, last) * 50u),
    value(a + min(r + 3u, last) * 50u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 25u + column;
  set_value(at, sum + weight(call[1].x + column));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 4u;
  let first = group(id) / 4u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 400u + lane % 8u;
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
    if (r < call[0].x && j < N) { store_c(r, j, sum); }
  }
}
`,
  },
  map_history_4: {
    across: 1,
    rows: 10,
    words: 3,
    code: `
// pointwise [rows, 25]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 10u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(10u, call[0].x - first) * 25u; e += 64u) {
    let r = first + e / 25u;
    let j = e % 25u;
    let at = r * 25u + j;
    let v0 = value(call[0].y + at);
    let v2 = max_of(v0, 0f);
    set_value(call[0].z + at, v2);
  }
}
`,
  },
  gemm_25x1_bias: {
    across: 1,
    rows: 8,
    words: 5,
    code: `
// C[r, 1] = A[r, 25] · B[25, 1] + bias, for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 25u;
const N = 1u;
const CHUNK = 25u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 25u),
    value(a + min(r + 1u, last) * 25u),
    value(a + min(r + 2u, last) * 25u),
    value(a + min(r + 3u, last) * 25u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r + column;
  set_value(at, sum + weight(call[1].x + column));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + 0u * 200u + lane % 8u;
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
  moves_predict: {
    across: 2,
    rows: 5,
    words: 3,
    code: `
// 2 x zero [50]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 5u;
  if (first >= call[0].x) { return; }
  // 2 alike
  let own = part;
  let word = own + 1u;
  let out = argument(word);
  for (var e = lane; e < min(5u, call[0].x - first) * 50u; e += 64u) {
    let r = first + e / 50u;
    let j = e % 50u;
    arena[out + r * 50u + j] = 0u;
  }
}
`,
  },
  map_x_loss: {
    across: 1,
    rows: 256,
    words: 5,
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
    let v0 = value(call[0].y + at);
    let v1 = value(call[0].z + at);
    let v2 = value(call[0].w + at);
    let v4 = v1 - v2;
    let v5 = v4 * v4;
    let v6 = v5;
    let v7 = v0 * v6;
    set_value(call[1].x + at, v7);
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
  loop_history_1_h_2: {
    across: 1,
    rows: 1,
    words: 22,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 13>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let near0_0 = min(column0_0, 199u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 400u + (near0_0 & 7u);
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
  let w0_0_12 = vec4f(weight(from0_0 + 384u), weight(from0_0 + 392u), 0f, 0f);
  let steps = axes[call[4].w];
  for (var i = call[5].x; i < call[5].y; i++) {
    let t = i;
    let rows = axes[call[4].w + 3u + t];
    let start = axes[call[4].w + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    {
      let a = call[0].y + r * 50u;
      let c = call[0].w + r * 200u;
      for (var i = lane; i < 13u; i += 256u) {
        if (i < 12u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        } else {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), 0f, 0f);
        }
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
      if (column0_0 < 200u) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    storageBarrier();
    {
      if (lane < 50u) {
        let j = lane;
        let v0 = value(call[1].x + start * 200u + r * 200u + j);
        let v1 = value(call[1].y + r * 200u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + start * 200u + r * 200u + j);
        let v5 = value(call[1].w + r * 200u + j);
        let v6 = v4 + v5;
        let v7 = sigmoid_of(v6);
        let v8 = value(call[2].x + start * 200u + r * 200u + j);
        let v9 = value(call[0].w + r * 200u + j);
        let v10 = v8 + v9;
        let v11 = sigmoid_of(v10);
        let v12 = value(call[2].y + start * 200u + r * 200u + j);
        let v13 = value(call[2].z + r * 200u + j);
        let v14 = v12 + v13;
        let v15 = tanh_of(v14);
        let v16 = value(call[2].w + r * 50u + j);
        let v17 = v7 * v16;
        let v18 = v11 * v15;
        let v19 = v17 + v18;
        let v20 = tanh_of(v19);
        let v21 = v3 * v20;
        let v22 = value(call[0].y + r * 50u + j);
        set_value(call[3].x + start * 50u + r * 50u + j, v3);
        set_value(call[3].y + start * 50u + r * 50u + j, v7);
        set_value(call[3].z + start * 50u + r * 50u + j, v11);
        set_value(call[3].w + start * 50u + r * 50u + j, v15);
        set_value(call[2].w + r * 50u + j, v19);
        set_value(call[4].x + start * 50u + r * 50u + j, v21);
        set_value(call[0].y + r * 50u + j, v21);
        set_value(call[4].y + start * 50u + r * 50u + j, v16);
        set_value(call[4].z + start * 50u + r * 50u + j, v22);
      }
    }
  }
}
`,
  },
  gemm_50x200_map_history_1_o: {
    across: 7,
    rows: 4,
    words: 25,
    code: `
// [rows, 50] · [50, 200], then a map over 50 units
var<workgroup> memory: array<f32, 200>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 7u * 8u + lane % 8u;
  let u = min(unit, 49u);
  let part = lane / 8u;
  let before = call[6].x;
  let first = group(id) / 7u * 4u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + ((150u + u) >> 3u) * 400u + ((150u + u) & 7u);
    let from1 = call[0].z + ((50u + u) >> 3u) * 400u + ((50u + u) & 7u);
    let from2 = call[0].z + (u >> 3u) * 400u + (u & 7u);
    let from3 = call[0].z + ((100u + u) >> 3u) * 400u + ((100u + u) & 7u);
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
    for (var i = lane; i < 200u; i += 64u) {
      let row = first + i / 50u;
      let column = i % 50u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 100u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 50u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let b2 = weight(from2 + i * 8u);
      let b3 = weight(from3 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      sum0_2 += a0 * b2;
      sum0_3 += a0 * b3;
      let a1 = memory[50u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      sum1_2 += a1 * b2;
      sum1_3 += a1 * b3;
      let a2 = memory[100u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      sum2_2 += a2 * b2;
      sum2_3 += a2 * b3;
      let a3 = memory[150u + i];
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
  if (part < 4u && r < call[0].x && unit < 50u) {
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
      c0 = value(call[1].y + r * 200u + u);
      c1 = value(call[1].w + r * 200u + u);
      c2 = value(call[2].y + r * 200u + u);
      c3 = value(call[2].w + r * 200u + u);
    }
    let v0 = value(call[1].x + r * 200u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 200u + u);
    let v5 = c1;
    let v6 = v4 + v5;
    let v7 = sigmoid_of(v6);
    let v8 = value(call[2].x + r * 200u + u);
    let v9 = c2;
    let v10 = v8 + v9;
    let v11 = sigmoid_of(v10);
    let v12 = value(call[2].z + r * 200u + u);
    let v13 = c3;
    let v14 = v12 + v13;
    let v15 = tanh_of(v14);
    let v16 = value(call[3].x + r * 50u + u);
    let v17 = v7 * v16;
    let v18 = v11 * v15;
    let v19 = v17 + v18;
    let v20 = tanh_of(v19);
    let v21 = v3 * v20;
    let v22 = value(call[3].y + r * 50u + u);
    set_value(call[3].z + r * 50u + u, v3);
    set_value(call[3].w + r * 50u + u, v7);
    set_value(call[4].x + r * 50u + u, v11);
    set_value(call[4].y + r * 50u + u, v15);
    set_value(call[4].z + r * 50u + u, v19);
    set_value(call[4].w + r * 50u + u, v21);
    set_value(call[5].x + r * 50u + u, v21);
    set_value(call[5].y + r * 50u + u, v16);
    set_value(call[5].z + r * 50u + u, v22);
    set_value(call[5].w + r * 100u + u, v21);
  }
}
`,
  },
  loop_history_2_h_2: {
    across: 1,
    rows: 1,
    words: 21,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 13>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let column0_0 = lane;
  let near0_0 = min(column0_0, 199u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 400u + (near0_0 & 7u);
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
  let w0_0_12 = vec4f(weight(from0_0 + 384u), weight(from0_0 + 392u), 0f, 0f);
  let steps = axes[call[4].z];
  for (var i = call[4].w; i < call[5].x; i++) {
    let t = i;
    let rows = axes[call[4].z + 3u + t];
    let start = axes[call[4].z + 3u + steps + t];
    if (first >= rows) { break; }
    storageBarrier();
    {
      let a = call[0].y + r * 50u;
      let c = call[0].w + r * 200u;
      for (var i = lane; i < 13u; i += 256u) {
        if (i < 12u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        } else {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), 0f, 0f);
        }
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
      if (column0_0 < 200u) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    storageBarrier();
    {
      if (lane < 50u) {
        let j = lane;
        let v0 = value(call[1].x + start * 200u + r * 200u + j);
        let v1 = value(call[1].y + r * 200u + j);
        let v2 = v0 + v1;
        let v3 = sigmoid_of(v2);
        let v4 = value(call[1].z + start * 200u + r * 200u + j);
        let v5 = value(call[1].w + r * 200u + j);
        let v6 = v4 + v5;
        let v7 = sigmoid_of(v6);
        let v8 = value(call[2].x + start * 200u + r * 200u + j);
        let v9 = value(call[0].w + r * 200u + j);
        let v10 = v8 + v9;
        let v11 = sigmoid_of(v10);
        let v12 = value(call[2].y + start * 200u + r * 200u + j);
        let v13 = value(call[2].z + r * 200u + j);
        let v14 = v12 + v13;
        let v15 = tanh_of(v14);
        let v16 = value(call[2].w + r * 50u + j);
        let v17 = v7 * v16;
        let v18 = v11 * v15;
        let v19 = v17 + v18;
        let v20 = tanh_of(v19);
        let v21 = v3 * v20;
        let v22 = value(call[0].y + r * 50u + j);
        set_value(call[3].x + start * 50u + r * 50u + j, v3);
        set_value(call[3].y + start * 50u + r * 50u + j, v7);
        set_value(call[3].z + start * 50u + r * 50u + j, v11);
        set_value(call[3].w + start * 50u + r * 50u + j, v15);
        set_value(call[2].w + r * 50u + j, v19);
        set_value(call[0].y + r * 50u + j, v21);
        set_value(call[4].x + start * 50u + r * 50u + j, v16);
        set_value(call[4].y + start * 50u + r * 50u + j, v22);
      }
    }
  }
}
`,
  },
  gemm_50x200_map_history_2_o: {
    across: 7,
    rows: 4,
    words: 24,
    code: `
// [rows, 50] · [50, 200], then a map over 50 units
var<workgroup> memory: array<f32, 200>;
var<workgroup> sums: array<f32, 1024>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 7u * 8u + lane % 8u;
  let u = min(unit, 49u);
  let part = lane / 8u;
  let before = call[5].w;
  let first = group(id) / 7u * 4u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + ((150u + u) >> 3u) * 400u + ((150u + u) & 7u);
    let from1 = call[0].z + ((50u + u) >> 3u) * 400u + ((50u + u) & 7u);
    let from2 = call[0].z + (u >> 3u) * 400u + (u & 7u);
    let from3 = call[0].z + ((100u + u) >> 3u) * 400u + ((100u + u) & 7u);
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
    for (var i = lane; i < 200u; i += 64u) {
      let row = first + i / 50u;
      let column = i % 50u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 100u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 50u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let b1 = weight(from1 + i * 8u);
      let b2 = weight(from2 + i * 8u);
      let b3 = weight(from3 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      sum0_1 += a0 * b1;
      sum0_2 += a0 * b2;
      sum0_3 += a0 * b3;
      let a1 = memory[50u + i];
      sum1_0 += a1 * b0;
      sum1_1 += a1 * b1;
      sum1_2 += a1 * b2;
      sum1_3 += a1 * b3;
      let a2 = memory[100u + i];
      sum2_0 += a2 * b0;
      sum2_1 += a2 * b1;
      sum2_2 += a2 * b2;
      sum2_3 += a2 * b3;
      let a3 = memory[150u + i];
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
  if (part < 4u && r < call[0].x && unit < 50u) {
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
      c0 = value(call[1].y + r * 200u + u);
      c1 = value(call[1].w + r * 200u + u);
      c2 = value(call[2].y + r * 200u + u);
      c3 = value(call[2].w + r * 200u + u);
    }
    let v0 = value(call[1].x + r * 200u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = sigmoid_of(v2);
    let v4 = value(call[1].z + r * 200u + u);
    let v5 = c1;
    let v6 = v4 + v5;
    let v7 = sigmoid_of(v6);
    let v8 = value(call[2].x + r * 200u + u);
    let v9 = c2;
    let v10 = v8 + v9;
    let v11 = sigmoid_of(v10);
    let v12 = value(call[2].z + r * 200u + u);
    let v13 = c3;
    let v14 = v12 + v13;
    let v15 = tanh_of(v14);
    let v16 = value(call[3].x + r * 50u + u);
    let v17 = v7 * v16;
    let v18 = v11 * v15;
    let v19 = v17 + v18;
    let v20 = tanh_of(v19);
    let v21 = v3 * v20;
    let v22 = value(call[3].y + r * 50u + u);
    set_value(call[3].z + r * 50u + u, v3);
    set_value(call[3].w + r * 50u + u, v7);
    set_value(call[4].x + r * 50u + u, v11);
    set_value(call[4].y + r * 50u + u, v15);
    set_value(call[4].z + r * 50u + u, v19);
    set_value(call[4].w + r * 50u + u, v21);
    set_value(call[5].x + r * 50u + u, v16);
    set_value(call[5].y + r * 50u + u, v22);
    set_value(call[5].z + r * 100u + u, v21);
  }
}
`,
  },
  map_history_4_2: {
    across: 1,
    rows: 10,
    words: 4,
    code: `
// pointwise [rows, 25]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 10u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(10u, call[0].x - first) * 25u; e += 64u) {
    let r = first + e / 25u;
    let j = e % 25u;
    let at = r * 25u + j;
    let v0 = value(call[0].y + at);
    let v2 = max_of(v0, 0f);
    let v3 = select(0f, 1f, 0f < v0);
    set_value(call[0].z + at, v2);
    set_value(call[0].w + at, v3);
  }
}
`,
  },
  gemm_25x1: {
    across: 1,
    rows: 8,
    words: 4,
    code: `
// C[r, 1] = A[r, 25] · B[25, 1], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 25u;
const N = 1u;
const CHUNK = 25u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 25u),
    value(a + min(r + 1u, last) * 25u),
    value(a + min(r + 2u, last) * 25u),
    value(a + min(r + 3u, last) * 25u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + 0u * 200u + lane % 8u;
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
  map_x_loss_2: {
    across: 1,
    rows: 256,
    words: 7,
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
    let v0 = value(call[0].y + at);
    let v1 = value(call[0].z + at);
    let v2 = weight(call[0].w);
    let v3 = value(call[1].x + at);
    let v5 = v1 + v2 - v3;
    let v6 = v5 * v5;
    let v7 = v6;
    let v8 = v0 * v7;
    let v9 = v0 * v5;
    let v10 = v9 + v9;
    set_value(call[1].y + at, v8);
    set_value(call[1].z + at, v10);
  }
}
`,
  },
  gemm_1x25: {
    across: 4,
    rows: 8,
    words: 4,
    code: `
// C[r, 25] = A[r, 1] · B[1, 25], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 1u;
const N = 25u;
const CHUNK = 1u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last)),
    value(a + min(r + 1u, last)),
    value(a + min(r + 2u, last)),
    value(a + min(r + 3u, last)),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 25u + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 4u;
  let first = group(id) / 4u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 8u + lane % 8u;
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
    if (r < call[0].x && j < N) { store_c(r, j, sum); }
  }
}
`,
  },
  row_product_1x25: {
    across: 1,
    rows: 0,
    words: 4,
    code: `
// C[1, 25] = the sum over rows of A[r, 1] transposed · B[r, 25]
const M = 1u;
const N = 25u;
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
  let row = call[0].y + r;
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
  let row = call[0].z + r * 25u;
  return vec2f(
    value(row + min(j, N - 1u)),
    value(row + min(j + COLUMN_LANES, N - 1u)),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec2f) {
  if (i >= M) { return; }
  let at = out + i * 25u;
  if (j < N) { set_weight(at + j, sums.x); }
  if (j + COLUMN_LANES < N) { set_weight(at + j + COLUMN_LANES, sums.y); }
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
  map_history_d4_mul: {
    across: 1,
    rows: 10,
    words: 4,
    code: `
// pointwise [rows, 25]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 10u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(10u, call[0].x - first) * 25u; e += 64u) {
    let r = first + e / 25u;
    let j = e % 25u;
    let at = r * 25u + j;
    let v0 = value(call[0].y + at);
    let v1 = value(call[0].z + at);
    let v2 = v0 * v1;
    set_value(call[0].w + at, v2);
  }
}
`,
  },
  gemm_25x50: {
    across: 7,
    rows: 8,
    words: 4,
    code: `
// C[r, 50] = A[r, 25] · B[25, 50], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 25u;
const N = 50u;
const CHUNK = 25u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 25u),
    value(a + min(r + 1u, last) * 25u),
    value(a + min(r + 2u, last) * 25u),
    value(a + min(r + 3u, last) * 25u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 50u + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 7u;
  let first = group(id) / 7u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 200u + lane % 8u;
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
    if (r < call[0].x && j < N) { store_c(r, j, sum); }
  }
}
`,
  },
  row_product_25x50: {
    across: 1,
    rows: 0,
    words: 4,
    code: `
// C[25, 50] = the sum over rows of A[r, 25] transposed · B[r, 50]
const M = 25u;
const N = 50u;
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
  let row = call[0].y + r * 25u;
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
  let row = call[0].z + r * 50u;
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
  let at = out + i * 50u;
  if (j < N) { set_weight(at + j, sums.x); }
  if (j + COLUMN_LANES < N) { set_weight(at + j + COLUMN_LANES, sums.y); }
  if (j + COLUMN_LANES * 2u < N) { set_weight(at + j + COLUMN_LANES * 2u, sums.z); }
  if (j + COLUMN_LANES * 3u < N) { set_weight(at + j + COLUMN_LANES * 3u, sums.w); }
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = 0u;
  let column_0 = 0u;
  let start = 0u;
  let end = call[0].x;
  let out = call[0].w;

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
  sum_rows_25: {
    across: 4,
    rows: 0,
    words: 3,
    code: `
// out[25] = the sum of source[r, 25] over all rows
const WIDTH = 25u;
const COLUMNS = 8u;
const LANES = 8u;
const PARTS = 8u;
var<workgroup> sums: array<f32, 64>;
var<workgroup> parts: array<f32, 64>;

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
      value(source + r * 25u + j),
      value(source + (r + LANES) * 25u + j),
      value(source + (r + 2u * LANES) * 25u + j),
      value(source + (r + 3u * LANES) * 25u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 25u + j); }
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
  loop_history_2_dc_before: {
    across: 1,
    rows: 1,
    words: 16,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 50>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let steps = axes[call[3].y];
  for (var i = call[3].z; i < call[3].w; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[3].y + 3u + t];
    let start = axes[call[3].y + 3u + steps + t];
    if (first < rows) {
      {
        if (lane < 50u) {
          let j = lane;
          let v0 = value(call[0].y + r * 50u + j);
          let v1 = -v0;
          let v2 = max_of(v0, v1);
          let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
          let v7 = value(call[0].z + r * 50u + j);
          let v8 = -v7;
          let v9 = max_of(v7, v8);
          let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
          let v12 = value(call[0].w + start * 50u + r * 50u + j);
          let v14 = value(call[1].x + start * 50u + r * 50u + j);
          let v15 = value(call[1].y + start * 50u + r * 50u + j);
          let v16 = v14 * v15;
          let v17 = value(call[1].z + start * 50u + r * 50u + j);
          let v18 = value(call[1].w + start * 50u + r * 50u + j);
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
          set_value(call[0].y + r * 50u + j, v27);
          set_value(call[2].x + start * 200u + r * 200u + j, v30);
          set_value(call[2].y + start * 200u + r * 200u + j, v33);
          set_value(call[2].z + start * 200u + r * 200u + j, v37);
          set_value(call[2].w + start * 200u + r * 200u + j, v40);
        }
      }
      storageBarrier();
      workgroupBarrier();
      {
        let a = call[2].x + start * 200u + r * 200u;
        let c = call[0].z + r * 50u;
        for (var i = lane; i < 50u; i += 64u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        for (var column = lane; column < 50u; column += 64u) {
          let panel = call[3].x + (column >> 3u) * 1600u + (column & 7u);
          var sum = vec4f();
          for (var i = 0u; i < 50u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
          set_value(c + column, sum.x + sum.y + sum.z + sum.w);
        }
      }
    }
  }
}
`,
  },
  map_history_2_dc_before_state: {
    across: 1,
    rows: 5,
    words: 13,
    code: `
// pointwise [rows, 50]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 5u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(5u, call[0].x - first) * 50u; e += 64u) {
    let r = first + e / 50u;
    let j = e % 50u;
    let v0 = value(call[0].y + r * 50u + j);
    let v1 = -v0;
    let v2 = max_of(v0, v1);
    let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
    let v7 = value(call[0].z + r * 50u + j);
    let v8 = -v7;
    let v9 = max_of(v7, v8);
    let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
    let v12 = value(call[0].w + r * 50u + j);
    let v14 = value(call[1].x + r * 50u + j);
    let v15 = value(call[1].y + r * 50u + j);
    let v16 = v14 * v15;
    let v17 = value(call[1].z + r * 50u + j);
    let v18 = value(call[1].w + r * 50u + j);
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
    set_value(call[2].x + r * 50u + j, v27);
    set_value(call[2].y + r * 200u + j, v30);
    set_value(call[2].z + r * 200u + j, v33);
    set_value(call[2].w + r * 200u + j, v37);
    set_value(call[3].x + r * 200u + j, v40);
  }
}
`,
  },
  gemm_200x50_map_history_2_dc_before_state: {
    across: 7,
    rows: 8,
    words: 17,
    code: `
// [rows, 200] · [200, 50], then a map over 50 units
var<workgroup> memory: array<f32, 1600>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 7u * 8u + lane % 8u;
  let u = min(unit, 49u);
  let part = lane / 8u;
  let before = call[4].x;
  let all = max(before, call[0].x);
  let stride = (call[0].x + 7u) / 8u * 8u;
  if (group(id) / 7u * 8u >= call[0].x) { return; }
  for (var first = group(id) / 7u * 8u; first < all; first += stride) {
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
    if (part < 8u && r < all && unit < 50u) {
      var c0 = 0f;
      if (r < before) {
        for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
        set_value(call[0].w + r * 50u + u, c0);
      } else {
        c0 = value(call[1].y + r * 50u + u);
      }
      if (r < call[0].x) {
        let v0 = value(call[1].x + r * 50u + u);
        let v1 = -v0;
        let v2 = max_of(v0, v1);
        let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
        let v7 = c0;
        let v8 = -v7;
        let v9 = max_of(v7, v8);
        let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
        let v12 = value(call[1].z + r * 50u + u);
        let v14 = value(call[1].w + r * 50u + u);
        let v15 = value(call[2].x + r * 50u + u);
        let v16 = v14 * v15;
        let v17 = value(call[2].y + r * 50u + u);
        let v18 = value(call[2].z + r * 50u + u);
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
        set_value(call[2].w + r * 50u + u, v27);
        set_value(call[3].x + r * 200u + u, v30);
        set_value(call[3].y + r * 200u + u, v33);
        set_value(call[3].z + r * 200u + u, v37);
        set_value(call[3].w + r * 200u + u, v40);
      }
    }
    workgroupBarrier();
  }
}
`,
  },
  gemm_200x50: {
    across: 7,
    rows: 8,
    words: 4,
    code: `
// C[r, 50] = A[r, 200] · B[200, 50], for few rows: 8 rows and 8 columns a workgroup, k in 32 slices
const K = 200u;
const N = 50u;
const CHUNK = 200u;
const SLICES = 32u;
const THREADS = 256u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 512>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 200u),
    value(a + min(r + 1u, last) * 200u),
    value(a + min(r + 2u, last) * 200u),
    value(a + min(r + 3u, last) * 200u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 50u + column;
  set_value(at, sum);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 7u;
  let first = group(id) / 7u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 1600u + lane % 8u;
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
    if (r < call[0].x && j < N) { store_c(r, j, sum); }
  }
}
`,
  },
  gemm_200x50_2: {
    across: 1,
    rows: 32,
    words: 4,
    code: `
// C[r, 50] = A[r, 200] · B[200, 50], in tiles of 32 rows and 64 columns
const K = 200u;
const N = 50u;

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
    weight(b + min(panel, 6u) * 1600u),
    weight(b + min(panel + 1u, 6u) * 1600u),
    weight(b + min(panel + 2u, 6u) * 1600u),
    weight(b + min(panel + 3u, 6u) * 1600u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 50u + column;
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
  row_product_200x50: {
    across: 128,
    rows: 0,
    words: 4,
    code: `
// C[200, 50] = the sum over rows of A[r, 200] transposed · B[r, 50], in 32 chunks of rows
const M = 200u;
const N = 50u;
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
  let row = call[0].z + r * 50u;
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
  let at = out + i * 50u;
  if (j < N) { set_weight(at + j, sums.x); }
  if (j + COLUMN_LANES < N) { set_weight(at + j + COLUMN_LANES, sums.y); }
  if (j + COLUMN_LANES * 2u < N) { set_weight(at + j + COLUMN_LANES * 2u, sums.z); }
  if (j + COLUMN_LANES * 3u < N) { set_weight(at + j + COLUMN_LANES * 3u, sums.w); }
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
  sum_rows_200: {
    across: 25,
    rows: 0,
    words: 3,
    code: `
// out[200] = the sum of source[r, 200] over all rows
const WIDTH = 200u;
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
      value(source + r * 200u + j),
      value(source + (r + LANES) * 200u + j),
      value(source + (r + 2u * LANES) * 200u + j),
      value(source + (r + 3u * LANES) * 200u + j),
    );
  }
  for (; r < count; r += LANES) { four.x += value(source + r * 200u + j); }
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
  loop_history_1_dc_before: {
    across: 1,
    rows: 1,
    words: 17,
    loop: true,
    code: `
// a loop of 2 calls, a sequence a workgroup
var<workgroup> tile: array<vec4f, 50>;

@compute @workgroup_size(64)
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
        if (lane < 50u) {
          let j = lane;
          let v0 = value(call[0].y + r * 50u + j);
          let v1 = -v0;
          let v2 = max_of(v0, v1);
          let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
          let v7 = value(call[0].z + r * 50u + j);
          let v8 = -v7;
          let v9 = max_of(v7, v8);
          let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
          let v12 = value(call[0].w + start * 50u + r * 50u + j);
          let v13 = v11 + v12;
          let v14 = value(call[1].x + start * 50u + r * 50u + j);
          let v16 = value(call[1].y + start * 50u + r * 50u + j);
          let v17 = value(call[1].z + start * 50u + r * 50u + j);
          let v18 = v16 * v17;
          let v19 = value(call[1].w + start * 50u + r * 50u + j);
          let v20 = value(call[2].x + start * 50u + r * 50u + j);
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
          set_value(call[0].y + r * 50u + j, v29);
          set_value(call[2].y + start * 200u + r * 200u + j, v32);
          set_value(call[2].z + start * 200u + r * 200u + j, v35);
          set_value(call[2].w + start * 200u + r * 200u + j, v39);
          set_value(call[3].x + start * 200u + r * 200u + j, v42);
        }
      }
      storageBarrier();
      workgroupBarrier();
      {
        let a = call[2].y + start * 200u + r * 200u;
        let c = call[0].z + r * 50u;
        for (var i = lane; i < 50u; i += 64u) {
          tile[i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        for (var column = lane; column < 50u; column += 64u) {
          let panel = call[3].y + (column >> 3u) * 1600u + (column & 7u);
          var sum = vec4f();
          for (var i = 0u; i < 50u; i++) { sum += vec4f(weight(panel + i * 32u + 0u), weight(panel + i * 32u + 8u), weight(panel + i * 32u + 16u), weight(panel + i * 32u + 24u)) * tile[i]; }
          set_value(c + column, sum.x + sum.y + sum.z + sum.w);
        }
      }
    }
  }
}
`,
  },
  map_history_1_dc_before_state: {
    across: 1,
    rows: 5,
    words: 14,
    code: `
// pointwise [rows, 50]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 5u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(5u, call[0].x - first) * 50u; e += 64u) {
    let r = first + e / 50u;
    let j = e % 50u;
    let v0 = value(call[0].y + r * 50u + j);
    let v1 = -v0;
    let v2 = max_of(v0, v1);
    let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
    let v7 = value(call[0].z + r * 50u + j);
    let v8 = -v7;
    let v9 = max_of(v7, v8);
    let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
    let v12 = value(call[0].w + r * 50u + j);
    let v13 = v11 + v12;
    let v14 = value(call[1].x + r * 50u + j);
    let v16 = value(call[1].y + r * 50u + j);
    let v17 = value(call[1].z + r * 50u + j);
    let v18 = v16 * v17;
    let v19 = value(call[1].w + r * 50u + j);
    let v20 = value(call[2].x + r * 50u + j);
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
    set_value(call[2].y + r * 50u + j, v29);
    set_value(call[2].z + r * 200u + j, v32);
    set_value(call[2].w + r * 200u + j, v35);
    set_value(call[3].x + r * 200u + j, v39);
    set_value(call[3].y + r * 200u + j, v42);
  }
}
`,
  },
  gemm_200x50_map_history_1_dc_before_state: {
    across: 7,
    rows: 8,
    words: 18,
    code: `
// [rows, 200] · [200, 50], then a map over 50 units
var<workgroup> memory: array<f32, 1600>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 7u * 8u + lane % 8u;
  let u = min(unit, 49u);
  let part = lane / 8u;
  let before = call[4].y;
  let all = max(before, call[0].x);
  let stride = (call[0].x + 7u) / 8u * 8u;
  if (group(id) / 7u * 8u >= call[0].x) { return; }
  for (var first = group(id) / 7u * 8u; first < all; first += stride) {
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
    if (part < 8u && r < all && unit < 50u) {
      var c0 = 0f;
      if (r < before) {
        for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
        set_value(call[0].w + r * 50u + u, c0);
      } else {
        c0 = value(call[1].y + r * 50u + u);
      }
      if (r < call[0].x) {
        let v0 = value(call[1].x + r * 50u + u);
        let v1 = -v0;
        let v2 = max_of(v0, v1);
        let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
        let v7 = c0;
        let v8 = -v7;
        let v9 = max_of(v7, v8);
        let v11 = select(v7, 0f, v9 < 1.0000000031710769e-30f);
        let v12 = value(call[1].z + r * 50u + u);
        let v13 = v11 + v12;
        let v14 = value(call[1].w + r * 50u + u);
        let v16 = value(call[2].x + r * 50u + u);
        let v17 = value(call[2].y + r * 50u + u);
        let v18 = v16 * v17;
        let v19 = value(call[2].z + r * 50u + u);
        let v20 = value(call[2].w + r * 50u + u);
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
        set_value(call[3].x + r * 50u + u, v29);
        set_value(call[3].y + r * 200u + u, v32);
        set_value(call[3].z + r * 200u + u, v35);
        set_value(call[3].w + r * 200u + u, v39);
        set_value(call[4].x + r * 200u + u, v42);
      }
    }
    workgroupBarrier();
  }
}
`,
  },
  row_product_200x1: {
    across: 128,
    rows: 0,
    words: 4,
    code: `
// C[200, 1] = the sum over rows of A[r, 200] transposed · B[r, 1], in 32 chunks of rows
const M = 200u;
const N = 1u;
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
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec2f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec2f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r;
  return vec2f(
    value(row + min(j, N - 1u)),
    value(row + min(j + COLUMN_LANES, N - 1u)),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec2f) {
  if (i >= M) { return; }
  let at = out + i;
  if (j < N) { set_weight(at + j, sums.x); }
  if (j + COLUMN_LANES < N) { set_weight(at + j + COLUMN_LANES, sums.y); }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = part % 4u / 1u * 64u;
  let column_0 = 0u;
  let chunk = part / 4u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 200u;

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
    across: 475,
    rows: 0,
    words: 9,
    code: `
// sums of partial sums: [32, 10000], [32, 10000], [32, 200], [32, 10000]
fn sum_weights_weights(partials: u32, out: u32, i: u32, size: u32, chunks: u32) {
  if (i >= size) { return; }
  var sum = weight(partials + i);
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += weight(partials + chunk * size + i); }
  set_weight(out + i, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  if (part < 157u) {
    sum_weights_weights(call[0].y, call[0].z, part * 64u + lane, 10000u, 32u);
  } else if (part < 314u) {
    sum_weights_weights(call[0].w, call[1].x, (part - 157u) * 64u + lane, 10000u, 32u);
  } else if (part < 318u) {
    sum_weights_weights(call[1].y, call[1].z, (part - 314u) * 64u + lane, 200u, 32u);
  } else {
    sum_weights_weights(call[1].w, call[2].x, (part - 318u) * 64u + lane, 10000u, 32u);
  }
}
`,
  },
  moves_backward: {
    across: 2,
    rows: 5,
    words: 4,
    code: `
// zero [50], copy [50]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 2u;
  let first = group(id) / 2u * 5u;
  if (first >= call[0].x) { return; }
  if (part < 1u) {
    let out = call[0].y;
    for (var e = lane; e < min(5u, call[0].x - first) * 50u; e += 64u) {
      let r = first + e / 50u;
      let j = e % 50u;
      arena[out + r * 50u + j] = 0u;
    }
  } else {
    let source = call[0].z;
    let out = call[0].w;
    for (var e = lane; e < min(5u, call[0].x - first) * 50u; e += 64u) {
      let r = first + e / 50u;
      let j = e % 50u;
      arena[out + r * 50u + j] = arena[source + r * 50u + j];
    }
  }
}
`,
  },
  moves_backward_2: {
    across: 4,
    rows: 5,
    words: 9,
    code: `
// 4 x copy [50]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 4u;
  let first = group(id) / 4u * 5u;
  if (first >= call[0].x) { return; }
  // 4 alike
  let own = part;
  let word = own * 2u + 1u;
  let source = argument(word);
  let out = argument(word + 1u);
  for (var e = lane; e < min(5u, call[0].x - first) * 50u; e += 64u) {
    let r = first + e / 50u;
    let j = e % 50u;
    weights[out + r * 50u + j] = weights[source + j];
  }
}
`,
  },
  map_norm_pass_1: {
    across: 32,
    rows: 0,
    words: 13,
    code: `
// pass 1 of 2 over a row of 31901
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let v25 = weight(call[1].y);
  let v26 = weight(call[1].z);
  let v28 = weight(call[1].w);
  var r2 = 0f;
  for (var c = part * 64u + lane; c < 31901u; c += 2048u) {
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
    across: 32,
    rows: 0,
    words: 13,
    code: `
// pass 2 of 2 over a row of 31901
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  var r2 = 0f;
  for (var g = lane; g < 32u; g += 64u) { r2 = r2 + weight(call[3].x + 0u + g); }
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
  for (var c = part * 64u + lane; c < 31901u; c += 2048u) {
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
  gemm_1x200: {
    across: 25,
    rows: 8,
    words: 4,
    code: `
// C[r, 200] = A[r, 1] · B[1, 200], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 1u;
const N = 200u;
const CHUNK = 1u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last)),
    value(a + min(r + 1u, last)),
    value(a + min(r + 2u, last)),
    value(a + min(r + 3u, last)),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 200u + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 25u;
  let first = group(id) / 25u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 8u + lane % 8u;
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
  gemm_50x200: {
    across: 25,
    rows: 8,
    words: 4,
    code: `
// C[r, 200] = A[r, 50] · B[50, 200], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 50u;
const N = 200u;
const CHUNK = 50u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 50u),
    value(a + min(r + 1u, last) * 50u),
    value(a + min(r + 2u, last) * 50u),
    value(a + min(r + 3u, last) * 50u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 200u + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 25u;
  let first = group(id) / 25u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 400u + lane % 8u;
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
  map_final_history_1_c: {
    across: 1,
    rows: 5,
    words: 16,
    code: `
// pointwise [rows, 50]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 5u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(5u, call[0].x - first) * 50u; e += 64u) {
    let r = first + e / 50u;
    let j = e % 50u;
    let v0 = value(call[0].y + r * 200u + j);
    let v1 = value(call[0].z + r * 200u + j);
    let v2 = weight(call[0].w + j);
    let v3 = v0 + v1 + v2;
    let v4 = sigmoid_of(v3);
    let v5 = value(call[1].x + r * 50u + j);
    let v6 = v4 * v5;
    let v7 = value(call[1].y + r * 200u + j);
    let v8 = value(call[1].z + r * 200u + j);
    let v9 = weight(call[1].w + j);
    let v10 = v7 + v8 + v9;
    let v11 = sigmoid_of(v10);
    let v12 = value(call[2].x + r * 200u + j);
    let v13 = value(call[2].y + r * 200u + j);
    let v14 = weight(call[2].z + j);
    let v15 = v12 + v13 + v14;
    let v16 = tanh_of(v15);
    let v17 = v11 * v16;
    let v18 = v6 + v17;
    let v19 = value(call[2].w + r * 200u + j);
    let v20 = value(call[3].x + r * 200u + j);
    let v21 = weight(call[3].y + j);
    let v22 = v19 + v20 + v21;
    let v23 = sigmoid_of(v22);
    let v24 = tanh_of(v18);
    let v25 = v23 * v24;
    set_value(call[3].z + r * 50u + j, v18);
    set_value(call[3].w + r * 50u + j, v25);
  }
}
`,
  },
} satisfies WebGpuPrograms["kernels"];
