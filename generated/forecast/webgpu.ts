// Made by rnnc from the model `forecast` in specs/models/forecast.rnn. Change the spec and compile it again, not this file.
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
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":50,"ldSource":0,"ldTarget":50,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":50,"ldSource":0,"ldTarget":50,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":50,"ldSource
`,
  },
  moves_prepare_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"pack","k":50,"n":50,"K":200,"k0":0,"n0":0,"rowStride":50,"columnStride":1},"spaces":["weights","weights"]},{"kernel":{"kind":"pack","k":50,"n":50,"K":200,"k0":0,"n0":0,"rowStride":50,"columnStride":1},"spaces":["weights","weights"]},{"kernel":{"kind":"pack
`,
  },
  gemm_1x200_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":1,"n":200,"lda":1,"ldc":200,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_history_1_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":50,"n":200,"lda":50,"ldc":200,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":50,"inputs":[{"st
`,
  },
  copy_50_twice: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":50,"ldSource":50,"ldTarget":100,"accumulate":false},"spaces":["arena","arena"]},{"kernel":{"kind":"copy","width":50,"ldSource":50,"ldTarget":100,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  gemm_50x200_map_history_1_c_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":50,"n":200,"lda":100,"ldc":200,"accumulate":false,"bias":false},"map":{"kind":"map","width":50,"inputs":[{"stride":200,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":
`,
  },
  gemm_50x200_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":50,"n":200,"lda":50,"ldc":200,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_history_2_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":50,"n":200,"lda":50,"ldc":200,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":50,"inputs":[{"st
`,
  },
  gemm_50x200_map_history_2_c_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":50,"n":200,"lda":100,"ldc":200,"accumulate":false,"bias":false},"map":{"kind":"map","width":50,"inputs":[{"stride":200,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":
`,
  },
  gemm_50x25_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":50,"n":25,"lda":50,"ldc":25,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":false}
`,
  },
  map_history_4: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":25,"inputs":[{"stride":25,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"const","value":0},{"op":"max","args":[0,1]}],"outputs":[{"value":2,"stride":25,"scalar":false}]},"spaces":["arena","arena"],"many":false}
`,
  },
  gemm_25x1_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":25,"n":1,"lda":25,"ldc":1,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":false}
`,
  },
  moves_predict: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":50},"spaces":["arena"]},{"kernel":{"kind":"zero","width":50},"spaces":["arena"]}]}
`,
  },
  map_x_loss: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":false,"integer":false},{"stride":1,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"load","input":2},{"op":"neg","args":[2]},{"op
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
  loop_history_1_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":50,"n":200,"lda":50,"ldc":200,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":50,"inputs":[{"st
`,
  },
  gemm_50x200_map_history_1_o: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":50,"n":200,"lda":100,"ldc":200,"accumulate":false,"bias":false},"map":{"kind":"map","width":50,"inputs":[{"stride":200,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride"
`,
  },
  loop_history_2_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":50,"n":200,"lda":50,"ldc":200,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":50,"inputs":[{"st
`,
  },
  gemm_50x200_map_history_2_o: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":50,"n":200,"lda":100,"ldc":200,"accumulate":false,"bias":false},"map":{"kind":"map","width":50,"inputs":[{"stride":200,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride"
`,
  },
  map_history_4_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":25,"inputs":[{"stride":25,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"const","value":0},{"op":"max","args":[0,1]},{"op":"less","args":[1,0]}],"outputs":[{"value":2,"stride":25,"scalar":false},{"value":3,"stride":25,"scalar":
`,
  },
  gemm_25x1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":25,"n":1,"lda":25,"ldc":1,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  map_x_loss_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1,"inputs":[{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":1,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"l
`,
  },
  gemm_1x25: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":1,"n":25,"lda":1,"ldc":25,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  row_product_1x25: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":1,"n":25,"lda":1,"ldb":25,"ldc":25},"chunks":1,"spaces":["arena","arena","weights"]}
`,
  },
  map_history_d4_mul: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":25,"inputs":[{"stride":25,"scalar":false,"integer":false},{"stride":25,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"mul","args":[0,1]}],"outputs":[{"value":2,"stride":25,"scalar":false}]},"spaces":["ar
`,
  },
  gemm_25x50: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":25,"n":50,"lda":25,"ldc":50,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  row_product_25x50: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":25,"n":50,"lda":25,"ldb":50,"ldc":50},"chunks":1,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_25: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":25,"ld":25},"spaces":["arena","weights"],"many":false}
`,
  },
  loop_history_2_dc_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":50,"inputs":[{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer
`,
  },
  map_history_2_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":50,"inputs":[{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"
`,
  },
  gemm_200x50_map_history_2_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":200,"n":50,"lda":200,"ldc":50,"accumulate":false,"bias":false},"map":{"kind":"map","width":50,"inputs":[{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,
`,
  },
  gemm_200x50: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":200,"n":50,"lda":200,"ldc":50,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  gemm_200x50_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":200,"n":50,"lda":200,"ldc":50,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_200x50: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":200,"n":50,"lda":200,"ldb":50,"ldc":50},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  sum_rows_200: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"sum_rows","width":200,"ld":200},"spaces":["arena","weights"],"many":true}
`,
  },
  loop_history_1_dc_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":50,"inputs":[{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer
`,
  },
  map_history_1_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":50,"inputs":[{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"
`,
  },
  gemm_200x50_map_history_1_dc_before_state: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":200,"n":50,"lda":200,"ldc":50,"accumulate":false,"bias":false},"map":{"kind":"map","width":50,"inputs":[{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":50,
`,
  },
  row_product_200x1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":200,"n":1,"lda":200,"ldb":1,"ldc":1},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  add_up_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"sum_partials","items":[{"size":10000,"chunks":32,"spaces":["weights","weights"]},{"size":10000,"chunks":32,"spaces":["weights","weights"]},{"size":200,"chunks":32,"spaces":["weights","weights"]},{"size":10000,"chunks":32,"spaces":["weights","weights"]}]}
`,
  },
  moves_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":50},"spaces":["arena"]},{"kernel":{"kind":"copy","width":50,"ldSource":50,"ldTarget":50,"accumulate":false},"spaces":["arena","arena"]}]}
`,
  },
  moves_backward_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"copy","width":50,"ldSource":0,"ldTarget":50,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":50,"ldSource":0,"ldTarget":50,"accumulate":false},"spaces":["weights","weights"]},{"kernel":{"kind":"copy","width":50,"ldSource
`,
  },
  map_norm_pass_1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":31901,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scal
`,
  },
  map_norm_pass_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"map_stage","map":{"kind":"map","width":31901,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false},{"stride":0,"scal
`,
  },
  gemm_1x200: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":1,"n":200,"lda":1,"ldc":200,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  gemm_50x200: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":50,"n":200,"lda":50,"ldc":200,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  map_final_history_1_c: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":50,"inputs":[{"stride":200,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":50,"scalar":false,"integer":false},{"stride":200,"scalar":false,"integer":false},{"stride":20
`,
  },
} satisfies WebGpuPrograms["kernels"];
