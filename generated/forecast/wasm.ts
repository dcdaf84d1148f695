// Made by rnnc from the model `forecast` in specs/models/forecast.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [31901].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.copy_50_2(m.parameters + offset.history_1_b_i, m.history_1_b, 1); // history.1.b_i [50]
  k.copy_50_2(m.parameters + offset.history_1_b_f, m.history_1_b + 200, 1); // history.1.b_f [50]
  k.copy_50_2(m.parameters + offset.history_1_b_g, m.history_1_b + 400, 1); // history.1.b_g [50]
  k.copy_50_2(m.parameters + offset.history_1_b_o, m.history_1_b + 600, 1); // history.1.b_o [50]
  k.copy_50_2(m.parameters + offset.history_2_b_i, m.history_2_b, 1); // history.2.b_i [50]
  k.copy_50_2(m.parameters + offset.history_2_b_f, m.history_2_b + 200, 1); // history.2.b_f [50]
  k.copy_50_2(m.parameters + offset.history_2_b_g, m.history_2_b + 400, 1); // history.2.b_g [50]
  k.copy_50_2(m.parameters + offset.history_2_b_o, m.history_2_b + 600, 1); // history.2.b_o [50]
  k.pack_1x50(m.parameters + offset.history_1_W_i, m.history_1_W_packed); // history.1.W for products
  k.pack_1x50_2(m.parameters + offset.history_1_W_f, m.history_1_W_packed + 192); // history.1.W for products
  k.pack_1x50_3(m.parameters + offset.history_1_W_g, m.history_1_W_packed + 384); // history.1.W for products
  k.pack_1x50_4(m.parameters + offset.history_1_W_o, m.history_1_W_packed + 576); // history.1.W for products
  k.pack_50x50(m.parameters + offset.history_1_U_i, m.history_1_U_packed); // history.1.U for products
  k.pack_50x50_2(m.parameters + offset.history_1_U_f, m.history_1_U_packed + 9600); // history.1.U for products
  k.pack_50x50_3(m.parameters + offset.history_1_U_g, m.history_1_U_packed + 19200); // history.1.U for products
  k.pack_50x50_4(m.parameters + offset.history_1_U_o, m.history_1_U_packed + 28800); // history.1.U for products
  k.pack_50x50(m.parameters + offset.history_2_W_i, m.history_2_W_packed); // history.2.W for products
  k.pack_50x50_2(m.parameters + offset.history_2_W_f, m.history_2_W_packed + 9600); // history.2.W for products
  k.pack_50x50_3(m.parameters + offset.history_2_W_g, m.history_2_W_packed + 19200); // history.2.W for products
  k.pack_50x50_4(m.parameters + offset.history_2_W_o, m.history_2_W_packed + 28800); // history.2.W for products
  k.pack_50x50(m.parameters + offset.history_2_U_i, m.history_2_U_packed); // history.2.U for products
  k.pack_50x50_2(m.parameters + offset.history_2_U_f, m.history_2_U_packed + 9600); // history.2.U for products
  k.pack_50x50_3(m.parameters + offset.history_2_U_g, m.history_2_U_packed + 19200); // history.2.U for products
  k.pack_50x50_4(m.parameters + offset.history_2_U_o, m.history_2_U_packed + 28800); // history.2.U for products
  k.pack_50x25(m.parameters + offset.history_4_W, m.history_4_W_packed); // history.4.W for products
  k.pack_25x1(m.parameters + offset.x_W, m.x_W_packed); // x.W for products
  k.pack_1x25(m.parameters + offset.x_W, m.x_W_packed_2); // x.W for products
  k.pack_25x50(m.parameters + offset.history_4_W, m.history_4_W_packed_2); // history.4.W for products
  k.pack_50x50_5(m.parameters + offset.history_2_U_i, m.history_2_U_packed_2); // history.2.U for products
  k.pack_50x50_5(m.parameters + offset.history_2_U_f, m.history_2_U_packed_2 + 1600); // history.2.U for products
  k.pack_50x50_5(m.parameters + offset.history_2_U_g, m.history_2_U_packed_2 + 3200); // history.2.U for products
  k.pack_50x50_5(m.parameters + offset.history_2_U_o, m.history_2_U_packed_2 + 4800); // history.2.U for products
  k.pack_50x50_5(m.parameters + offset.history_2_W_i, m.history_2_W_packed_2); // history.2.W for products
  k.pack_50x50_5(m.parameters + offset.history_2_W_f, m.history_2_W_packed_2 + 1600); // history.2.W for products
  k.pack_50x50_5(m.parameters + offset.history_2_W_g, m.history_2_W_packed_2 + 3200); // history.2.W for products
  k.pack_50x50_5(m.parameters + offset.history_2_W_o, m.history_2_W_packed_2 + 4800); // history.2.W for products
  k.pack_50x50_5(m.parameters + offset.history_1_U_i, m.history_1_U_packed_2); // history.1.U for products
  k.pack_50x50_5(m.parameters + offset.history_1_U_f, m.history_1_U_packed_2 + 1600); // history.1.U for products
  k.pack_50x50_5(m.parameters + offset.history_1_U_g, m.history_1_U_packed_2 + 3200); // history.1.U for products
  k.pack_50x50_5(m.parameters + offset.history_1_U_o, m.history_1_U_packed_2 + 4800); // history.1.U for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads x [N, 1].
 * Gives output.x [B, 1].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_1x200_bias(m.x, m.history_1_W_packed, m.history_1_pre, m.history_1_b, T.total); // history.1.pre [N, 200]
  k.zero_50(m.history_1_h_state, batch.size); // history.1.h_before starts at zeros
  k.zero_50(m.history_1_c_state, batch.size); // history.1.c_before starts at zeros

  // history.1.h, history.1.c
  const { history_1_h_state, history_1_U_packed, history_1_U_h_before, history_1_pre, history_1_c_state, history_1_h } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_50x200(history_1_h_state, history_1_U_packed, history_1_U_h_before, rows); // history.1.U_h_before [B, 200]
    k.map_history_1_c_state(
      history_1_pre + 200 + at * 800,
      history_1_U_h_before + 200,
      history_1_c_state,
      history_1_pre + at * 800,
      history_1_U_h_before,
      history_1_pre + 400 + at * 800,
      history_1_U_h_before + 400,
      history_1_pre + 600 + at * 800,
      history_1_U_h_before + 600,
      history_1_c_state,
      history_1_h + at * 200,
      history_1_h_state,
      rows,
    ); // history.1.c [B, 50], history.1.h [B, 50]
  }

  k.gemm_50x200_bias(m.history_1_h, m.history_2_W_packed, m.history_2_pre, m.history_2_b, T.total); // history.2.pre [N, 200]
  k.zero_50(m.history_2_h_state, batch.size); // history.2.h_before starts at zeros
  k.zero_50(m.history_2_c_state, batch.size); // history.2.c_before starts at zeros

  // history.2.h, history.2.c
  const { history_2_h_state, history_2_U_packed, history_2_U_h_before, history_2_pre, history_2_c_state } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_50x200(history_2_h_state, history_2_U_packed, history_2_U_h_before, rows); // history.2.U_h_before [B, 200]
    k.map_history_2_c_state(
      history_2_pre + 200 + at * 800,
      history_2_U_h_before + 200,
      history_2_c_state,
      history_2_pre + at * 800,
      history_2_U_h_before,
      history_2_pre + 400 + at * 800,
      history_2_U_h_before + 400,
      history_2_pre + 600 + at * 800,
      history_2_U_h_before + 600,
      history_2_c_state,
      history_2_h_state,
      rows,
    ); // history.2.c [B, 50], history.2.h [B, 50]
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
export function score(k: Kernels, m: Arena, batch: Packed): void {
  k.map_x_loss(m.weight_x, m.output_x, m.target_x, m.x_loss, batch.size); // x.loss [B]
  k.sum_rows_1(m.x_loss, m.loss_x, batch.size); // x.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads x [N, 1], weight.x [B], target.x [B, 1].
 * Gives loss.x [], loss [].
 */
export function forward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_1x200_bias(m.x_2, m.history_1_W_packed, m.history_1_pre_2, m.history_1_b, T.total); // history.1.pre [N, 200]
  k.zero_50(m.history_1_h_state_2, batch.size); // history.1.h_before starts at zeros
  k.zero_50(m.history_1_c_state_2, batch.size); // history.1.c_before starts at zeros

  // history.1.h, history.1.c
  const {
    history_1_h_state_2,
    history_1_U_packed,
    history_1_U_h_before_2,
    history_1_pre_2,
    history_1_c_state_2,
    history_1_o,
    history_1_f,
    history_1_i,
    history_1_g,
    history_1_h_2,
    history_1_c_before,
    history_1_h_before,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_50x200(history_1_h_state_2, history_1_U_packed, history_1_U_h_before_2, rows); // history.1.U_h_before [B, 200]
    k.map_history_1_o(
      history_1_pre_2 + 600 + at * 800,
      history_1_U_h_before_2 + 600,
      history_1_pre_2 + 200 + at * 800,
      history_1_U_h_before_2 + 200,
      history_1_pre_2 + at * 800,
      history_1_U_h_before_2,
      history_1_pre_2 + 400 + at * 800,
      history_1_U_h_before_2 + 400,
      history_1_c_state_2,
      history_1_h_state_2,
      history_1_o + at * 200,
      history_1_f + at * 200,
      history_1_i + at * 200,
      history_1_g + at * 200,
      history_1_c_state_2,
      history_1_h_2 + at * 200,
      history_1_h_state_2,
      history_1_c_before + at * 200,
      history_1_h_before + at * 200,
      rows,
    ); // history.1.o [B, 50], history.1.f [B, 50], history.1.i [B, 50], history.1.g [B, 50], history.1.c [B, 50], history.1.h [B, 50], history.1.c_before [B, 50], history.1.h_before [B, 50]
  }

  k.gemm_50x200_bias(m.history_1_h_2, m.history_2_W_packed, m.history_2_pre_2, m.history_2_b, T.total); // history.2.pre [N, 200]
  k.zero_50(m.history_2_h_state_2, batch.size); // history.2.h_before starts at zeros
  k.zero_50(m.history_2_c_state_2, batch.size); // history.2.c_before starts at zeros

  // history.2.h, history.2.c
  const {
    history_2_h_state_2,
    history_2_U_packed,
    history_2_U_h_before_2,
    history_2_pre_2,
    history_2_c_state_2,
    history_2_o,
    history_2_f,
    history_2_i,
    history_2_g,
    history_2_c_before,
    history_2_h_before,
  } = m;
  for (let t = 0; t < T.steps; t++) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.gemm_50x200(history_2_h_state_2, history_2_U_packed, history_2_U_h_before_2, rows); // history.2.U_h_before [B, 200]
    k.map_history_2_o(
      history_2_pre_2 + 600 + at * 800,
      history_2_U_h_before_2 + 600,
      history_2_pre_2 + 200 + at * 800,
      history_2_U_h_before_2 + 200,
      history_2_pre_2 + at * 800,
      history_2_U_h_before_2,
      history_2_pre_2 + 400 + at * 800,
      history_2_U_h_before_2 + 400,
      history_2_c_state_2,
      history_2_h_state_2,
      history_2_o + at * 200,
      history_2_f + at * 200,
      history_2_i + at * 200,
      history_2_g + at * 200,
      history_2_c_state_2,
      history_2_h_state_2,
      history_2_c_before + at * 200,
      history_2_h_before + at * 200,
      rows,
    ); // history.2.o [B, 50], history.2.f [B, 50], history.2.i [B, 50], history.2.g [B, 50], history.2.c [B, 50], history.2.h [B, 50], history.2.c_before [B, 50], history.2.h_before [B, 50]
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
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_1x25(m.add, m.x_W_packed_2, m.history_d4, batch.size); // history.d4 [B, 25]
  k.row_product_1x25(m.add, m.history_4_2, m.gradients + offset.x_W, batch.size); // x.dW [1, 25]
  k.sum_rows_1(m.add, m.gradients + offset.x_b, batch.size); // x.db [1]
  k.map_history_d4_mul(m.history_d4, m.less, m.history_d4_mul, batch.size); // history.d4.mul [B, 25]
  k.gemm_25x50(m.history_d4_mul, m.history_4_W_packed_2, m.history_4_W_mul, batch.size); // history.4.W_mul [B, 50]
  k.row_product_25x50(m.history_d4_mul, m.history_2_h_state_2, m.gradients + offset.history_4_W, batch.size); // history.4.dW [25, 50]
  k.sum_rows_25(m.history_d4_mul, m.gradients + offset.history_4_b, batch.size); // history.4.db [25]
  k.zero_50(m.history_2_dc_before_state, batch.size); // history.2.dc_after starts at zeros
  k.copy_50(m.history_4_W_mul, m.history_2_dh_before_state, batch.size); // the state at the start

  // history.2.dc_before, history.2.dh_before
  const {
    history_2_dc_before_state,
    history_2_dh_before_state,
    history_2_o,
    history_2_f,
    history_2_c_before,
    history_2_i,
    history_2_g,
    history_2_di_pre_df_pre_dg_pre_do_pre,
    history_2_U_packed_2,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_history_2_dc_before_state(
      history_2_dc_before_state,
      history_2_dh_before_state,
      history_2_o + at * 200,
      history_2_f + at * 200,
      history_2_c_before + at * 200,
      history_2_i + at * 200,
      history_2_g + at * 200,
      history_2_dc_before_state,
      history_2_di_pre_df_pre_dg_pre_do_pre + at * 800,
      history_2_di_pre_df_pre_dg_pre_do_pre + 200 + at * 800,
      history_2_di_pre_df_pre_dg_pre_do_pre + 400 + at * 800,
      history_2_di_pre_df_pre_dg_pre_do_pre + 600 + at * 800,
      rows,
    ); // history.2.dc_before [B, 50], history.2.di_pre [B, 50], history.2.df_pre [B, 50], history.2.dg_pre [B, 50], history.2.do_pre [B, 50]
    k.gemm_200x50(history_2_di_pre_df_pre_dg_pre_do_pre + at * 800, history_2_U_packed_2, history_2_dh_before_state, rows); // history.2.dh_before [B, 50]
  }

  k.gemm_200x50(m.history_2_di_pre_df_pre_dg_pre_do_pre, m.history_2_W_packed_2, m.history_2_W_di_pre_df_pre_dg_pre_do_pre, T.total); // history.2.W_di_pre_df_pre_dg_pre_do_pre [N, 50]
  k.row_product_200x50(m.history_2_di_pre_df_pre_dg_pre_do_pre, m.history_1_h_2, m.gradients + offset.history_2_W_i, T.total); // row_product [200, 50]
  k.row_product_200x50(m.history_2_di_pre_df_pre_dg_pre_do_pre, m.history_2_h_before, m.gradients + offset.history_2_U_i, T.total); // row_product [200, 50]
  k.sum_rows_200(m.history_2_di_pre_df_pre_dg_pre_do_pre, m.sum_rows, T.total); // sum_rows [200]
  k.copy_50_2(m.sum_rows, m.gradients + offset.history_2_b_i, 1); // history.2.db_i [50]
  k.copy_50_2(m.sum_rows + 400, m.gradients + offset.history_2_b_g, 1); // history.2.db_g [50]
  k.copy_50_2(m.sum_rows + 600, m.gradients + offset.history_2_b_o, 1); // history.2.db_o [50]
  k.copy_50_2(m.sum_rows + 200, m.gradients + offset.history_2_b_f, 1); // history.2.db_f [50]
  k.zero_50(m.history_1_dc_before_state, batch.size); // history.1.dc_after starts at zeros
  k.zero_50(m.history_1_dh_before_state, batch.size); // history.1.dh_after starts at zeros

  // history.1.dc_before, history.1.dh_before
  const {
    history_1_dc_before_state,
    history_1_dh_before_state,
    history_2_W_di_pre_df_pre_dg_pre_do_pre,
    history_1_o,
    history_1_f,
    history_1_c_before,
    history_1_i,
    history_1_g,
    history_1_di_pre_df_pre_dg_pre_do_pre,
    history_1_U_packed_2,
  } = m;
  for (let t = T.steps - 1; t >= 0; t--) {
    const at = T.start[t];
    const rows = T.rows[t];
    k.map_history_1_dc_before_state(
      history_1_dc_before_state,
      history_1_dh_before_state,
      history_2_W_di_pre_df_pre_dg_pre_do_pre + at * 200,
      history_1_o + at * 200,
      history_1_f + at * 200,
      history_1_c_before + at * 200,
      history_1_i + at * 200,
      history_1_g + at * 200,
      history_1_dc_before_state,
      history_1_di_pre_df_pre_dg_pre_do_pre + at * 800,
      history_1_di_pre_df_pre_dg_pre_do_pre + 200 + at * 800,
      history_1_di_pre_df_pre_dg_pre_do_pre + 400 + at * 800,
      history_1_di_pre_df_pre_dg_pre_do_pre + 600 + at * 800,
      rows,
    ); // history.1.dc_before [B, 50], history.1.di_pre [B, 50], history.1.df_pre [B, 50], history.1.dg_pre [B, 50], history.1.do_pre [B, 50]
    k.gemm_200x50(history_1_di_pre_df_pre_dg_pre_do_pre + at * 800, history_1_U_packed_2, history_1_dh_before_state, rows); // history.1.dh_before [B, 50]
  }

  k.row_product_200x1(m.history_1_di_pre_df_pre_dg_pre_do_pre, m.x_2, m.gradients + offset.history_1_W_i, T.total); // x.row_product [200, 1]
  k.row_product_200x50(m.history_1_di_pre_df_pre_dg_pre_do_pre, m.history_1_h_before, m.gradients + offset.history_1_U_i, T.total); // row_product [200, 50]
  k.sum_rows_200(m.history_1_di_pre_df_pre_dg_pre_do_pre, m.sum_rows_2, T.total); // sum_rows [200]
  k.copy_50_2(m.sum_rows_2, m.gradients + offset.history_1_b_i, 1); // history.1.db_i [50]
  k.copy_50_2(m.sum_rows_2 + 400, m.gradients + offset.history_1_b_g, 1); // history.1.db_g [50]
  k.copy_50_2(m.sum_rows_2 + 600, m.gradients + offset.history_1_b_o, 1); // history.1.db_o [50]
  k.copy_50_2(m.sum_rows_2 + 200, m.gradients + offset.history_1_b_f, 1); // history.1.db_f [50]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [31901], moment1 [31901], moment2 [31901], parameters [31901], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [31901], moment2 [31901], parameters [31901].
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
  ); // sqrt [], add [31901], parameters.add [31901]
}

/**
 * One step of every sequence: states in and out.
 * Reads x [B, 1], state.history.1.h [B, 50], state.history.2.h [B, 50], state.history.1.c [B, 50], state.history.2.c [B, 50].
 * Gives output.x [B, 1], final.history.1.h [B, 50], final.history.1.c [B, 50], final.history.2.h [B, 50], final.history.2.c [B, 50].
 */
export function step(k: Kernels, m: Arena, batch: Packed): void {
  k.gemm_1x200(m.x_3, m.history_1_W_packed, m.history_1_W_x, batch.size); // history.1.W_x [B, 200]
  k.gemm_50x200(m.state_history_1_h, m.history_1_U_packed, m.history_1_U_initial, batch.size); // history.1.U_initial [B, 200]
  k.gemm_50x200(m.state_history_2_h, m.history_2_U_packed, m.history_2_U_initial, batch.size); // history.2.U_initial [B, 200]
  k.map_final_history_1_c(
    m.history_1_W_x + 200,
    m.history_1_U_initial + 200,
    m.parameters + offset.history_1_b_f,
    m.state_history_1_c,
    m.history_1_W_x,
    m.history_1_U_initial,
    m.parameters + offset.history_1_b_i,
    m.history_1_W_x + 400,
    m.history_1_U_initial + 400,
    m.parameters + offset.history_1_b_g,
    m.history_1_W_x + 600,
    m.history_1_U_initial + 600,
    m.parameters + offset.history_1_b_o,
    m.final_history_1_c,
    m.final_history_1_h,
    batch.size,
  ); // history.1.c [B, 50], history.1.h [B, 50]
  k.gemm_50x200(m.final_history_1_h, m.history_2_W_packed, m.history_2_W_h, batch.size); // history.2.W_h [B, 200]
  k.map_final_history_1_c(
    m.history_2_W_h + 200,
    m.history_2_U_initial + 200,
    m.parameters + offset.history_2_b_f,
    m.state_history_2_c,
    m.history_2_W_h,
    m.history_2_U_initial,
    m.parameters + offset.history_2_b_i,
    m.history_2_W_h + 400,
    m.history_2_U_initial + 400,
    m.parameters + offset.history_2_b_g,
    m.history_2_W_h + 600,
    m.history_2_U_initial + 600,
    m.parameters + offset.history_2_b_o,
    m.final_history_2_c,
    m.final_history_2_h,
    batch.size,
  ); // history.2.c [B, 50], history.2.h [B, 50]
  k.gemm_50x25_bias(m.final_history_2_h, m.history_4_W_packed, m.history_4_b_add_3, m.parameters + offset.history_4_b, batch.size); // history.4.b.add [B, 25]
  k.map_history_4(m.history_4_b_add_3, m.history_4_3, batch.size); // history.4 [B, 25]
  k.gemm_25x1_bias(m.history_4_3, m.x_W_packed, m.output_x_2, m.parameters + offset.x_b, batch.size); // x [B, 1]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  history_1_W_i: 0,
  history_1_W_f: 200,
  history_1_W_g: 400,
  history_1_W_o: 600,
  history_1_U_i: 800,
  history_1_U_f: 10800,
  history_1_U_g: 20800,
  history_1_U_o: 30800,
  history_1_b_i: 40800,
  history_1_b_g: 41000,
  history_1_b_o: 41200,
  history_1_b_f: 41400,
  history_2_W_i: 41600,
  history_2_W_f: 51600,
  history_2_W_g: 61600,
  history_2_W_o: 71600,
  history_2_U_i: 81600,
  history_2_U_f: 91600,
  history_2_U_g: 101600,
  history_2_U_o: 111600,
  history_2_b_i: 121600,
  history_2_b_g: 121800,
  history_2_b_o: 122000,
  history_2_b_f: 122200,
  history_4_W: 122400,
  history_4_b: 127400,
  x_W: 127500,
  x_b: 127600,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 195237,
  B: 1002,
  "N:T": 851,
} satisfies WasmPrograms["regions"];

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
} satisfies WasmPrograms["buffers"];

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
} satisfies WasmPrograms["programs"];
