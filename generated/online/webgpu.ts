// Made by rnnc from the model `online` in specs/models/online.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type Recurrences, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [1121].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.moves_prepare(
    m.parameters,
    m.h_1_W_packed,
    m.parameters + offset.h_1_U,
    m.h_1_U_packed,
    m.parameters + offset.x_W,
    m.x_W_packed,
    m.parameters + offset.x_W,
    m.x_W_packed_2,
    m.parameters + offset.h_1_U,
    m.h_1_U_packed_2,
    1,
  ); // h.1.W for products, h.1.U for products, x.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads x [N, 1].
 * Gives output.x [N, 1].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_1x32_bias(m.x, m.h_1_W_packed, m.h_1_pre, m.parameters + offset.h_1_b, T.total); // h.1.pre [N, 32]
  k.zero_32(m.h_1_h_state, batch.size); // h.1.h_before starts at zeros

  // h.1.h
  if (together("loop_h_1_h")) {
    k.loop_h_1_h(m.h_1_h_state, m.h_1_U_packed, m.h_1_U_h_before, m.h_1_pre, m.h_1_h, T, batch.size);
  } else {
    k.copy_32_twice(m.h_1_h_state, m.h_1_h_state_turns, m.h_1_h_state, m.h_1_h_state_turns + 32, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_32x32_map_h_1_h(
        m.h_1_h_state_turns + (t & 1) * 32,
        m.h_1_U_packed,
        m.h_1_U_h_before,
        m.h_1_pre + at * 32,
        m.h_1_U_h_before,
        m.h_1_h + at * 32,
        m.h_1_h_state,
        m.h_1_h_state_turns + (~t & 1) * 32,
        rows,
        rows,
      ); // h.1.U_h_before [B, 32], h.1.h [B, 32]
    }
  }

  k.gemm_32x1_bias(m.h_1_h, m.x_W_packed, m.output_x, m.parameters + offset.x_b, T.total); // x [N, 1]
}

/**
 * After `predict`, on the same batch: how far the outputs are from the targets.
 * Reads weight.x [N], target.x [N, 1].
 * Gives loss.x [], loss [].
 */
export function score(k: GpuKernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.map_x_loss(m.weight_x, m.output_x, m.target_x, m.x_loss, T.total); // x.loss [N]
  k.sum_rows_1(m.x_loss, m.loss_x, T.total); // x.loss.sum_rows []
}

/**
 * The loss, keeping what `backward` needs.
 * Reads x [N, 1], weight.x [N], target.x [N, 1].
 * Gives loss.x [], loss [].
 */
export function forward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_1x32_bias(m.x_2, m.h_1_W_packed, m.h_1_pre_2, m.parameters + offset.h_1_b, T.total); // h.1.pre [N, 32]
  k.zero_32(m.h_1_h_state_2, batch.size); // h.1.h_before starts at zeros

  // h.1.h
  if (together("loop_h_1_h_2")) {
    k.loop_h_1_h_2(m.h_1_h_state_2, m.h_1_U_packed, m.h_1_U_h_before_2, m.h_1_pre_2, m.h_1_h_2, m.h_1_h_before, T, batch.size);
  } else {
    k.copy_32_twice(m.h_1_h_state_2, m.h_1_h_state_2_turns, m.h_1_h_state_2, m.h_1_h_state_2_turns + 32, batch.size); // two copies that steps take turns to read and write
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_32x32_map_h_1_h_2(
        m.h_1_h_state_2_turns + (t & 1) * 32,
        m.h_1_U_packed,
        m.h_1_U_h_before_2,
        m.h_1_pre_2 + at * 32,
        m.h_1_U_h_before_2,
        m.h_1_h_state_2,
        m.h_1_h_2 + at * 32,
        m.h_1_h_state_2,
        m.h_1_h_before + at * 32,
        m.h_1_h_state_2_turns + (~t & 1) * 32,
        rows,
        rows,
      ); // h.1.U_h_before [B, 32], h.1.h [B, 32], h.1.h_before [B, 32]
    }
  }

  k.gemm_32x1(m.h_1_h_2, m.x_W_packed, m.x_W_h, T.total); // x.W_h [N, 1]
  k.map_x_loss_2(m.weight_x_2, m.x_W_h, m.parameters + offset.x_b, m.target_x_2, m.x_loss_2, m.add, T.total); // x.loss [N], add [N, 1]
  k.sum_rows_1(m.x_loss_2, m.loss_x_2, T.total); // x.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Reads x [N, 1].
 * Gives gradients [1121].
 */
export function backward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_1x32(m.add, m.x_W_packed_2, m.h_1_dh, T.total); // h.1.dh [N, 32]
  k.row_product_1x32(m.add, m.h_1_h_2, m.backward_partials, T.total); // x.dW [1, 32]
  k.sum_rows_1(m.add, m.gradients + offset.x_b, T.total); // x.db [1]
  k.zero_32(m.h_1_dh_before_state, batch.size); // h.1.dh_after starts at zeros

  // h.1.dh_before
  if (together("loop_h_1_dh_before")) {
    k.loop_h_1_dh_before(m.h_1_dh_before_state, m.h_1_dh, m.h_1_h_2, m.h_1_dh_pre, m.h_1_U_packed_2, T, batch.size);
  } else {
    let atBefore = 0;
    let rowsBefore = 0;
    for (let t = T.steps - 1; t >= 0; t--) {
      const at = T.start[t];
      const rows = T.rows[t];
      if (t === T.steps - 1) {
        k.map_h_1_dh_pre(m.h_1_dh_before_state, m.h_1_dh + at * 32, m.h_1_h_2 + at * 32, m.h_1_dh_pre + at * 32, rows); // h.1.dh_pre [B, 32]
      } else {
        k.gemm_32x32_map_h_1_dh_pre(
          m.h_1_dh_pre + atBefore * 32,
          m.h_1_U_packed_2,
          m.h_1_dh_before_state,
          m.h_1_dh_before_state,
          m.h_1_dh + at * 32,
          m.h_1_h_2 + at * 32,
          m.h_1_dh_pre + at * 32,
          rowsBefore,
          rows,
        ); // h.1.dh_before [B, 32], h.1.dh_pre [B, 32]
      }
      atBefore = at;
      rowsBefore = rows;
    }
    if (rowsBefore > 0) {
      k.gemm_32x32(m.h_1_dh_pre + atBefore * 32, m.h_1_U_packed_2, m.h_1_dh_before_state, rowsBefore); // h.1.dh_before [B, 32]
    }
  }

  k.row_product_32x1(m.h_1_dh_pre, m.x_2, m.backward_partials_2, T.total); // h.1.dW [32, 1]
  k.row_product_32x32(m.h_1_dh_pre, m.h_1_h_before, m.backward_partials_3, T.total); // h.1.dU [32, 32]
  k.sum_rows_32(m.h_1_dh_pre, m.gradients + offset.h_1_b, T.total); // h.1.db [32]
  k.add_up_backward(
    m.backward_partials,
    m.gradients + offset.x_W,
    m.backward_partials_2,
    m.gradients + offset.h_1_W,
    m.backward_partials_3,
    m.gradients + offset.h_1_U,
    1,
  ); // the parts of x.dW [1, 32], h.1.dW [32, 1], h.1.dU [32, 32]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [1121], parameters [1121], update.rate [].
 * Gives norm [], parameters [1121].
 */
export function update(k: GpuKernels, m: Arena): void {
  k.map_norm(m.gradients, m.parameters, m.update_rate, m.norm, m.parameters, 1); // sqrt [], parameters.add [1121]
}

/**
 * One step of every sequence: states in and out.
 * Reads x [B, 1], state.h.1.h [B, 32].
 * Gives output.x [B, 1], final.h.1.h [B, 32].
 */
export function step(k: GpuKernels, m: Arena, batch: Packed): void {
  k.gemm_1x32_2(m.x_3, m.h_1_W_packed, m.h_1_W_x, batch.size); // h.1.W_x [B, 32]
  k.gemm_32x32(m.state_h_1_h, m.h_1_U_packed, m.h_1_U_initial, batch.size); // h.1.U_initial [B, 32]
  k.map_final_h_1_h(m.h_1_W_x, m.h_1_U_initial, m.parameters + offset.h_1_b, m.final_h_1_h, batch.size); // h.1.h [B, 32]
  k.gemm_32x1_bias_2(m.final_h_1_h, m.x_W_packed, m.output_x_2, m.parameters + offset.x_b, batch.size); // x [B, 1]
}

/**
 * Real-time recurrent learning: one step of one sequence. Each row B is one direction, one number of one parameter.
 * Reads x [1], state.h.1.h [32], influence.h.1.h [B, 32], direction.h.1.W.column [B], weight.x [], target.x [1], direction.h.1.W.row [B], direction.h.1.U.row [B], direction.h.1.U.column [B], direction.h.1.b.row [B].
 * Gives loss.x [], loss [], final.h.1.h [32], influenced [B], gradients [1121], final.influence.h.1.h [B, 32].
 */
export function rtrl(k: GpuKernels, m: Arena, batch: Packed): void {
  k.gemm_1x32_3(m.x_4, m.h_1_W_packed, m.h_1_W_x_2, 1); // h.1.W_x [32]
  k.gemm_32x32_2(m.state_h_1_h_2, m.h_1_U_packed, m.h_1_U_initial_2, 1); // h.1.U_initial [32]
  k.gemm_32x32(m.influence_h_1_h, m.h_1_U_packed, m.h_1_U_h, batch.size); // h.1.U_h [B, 32]
  k.map_final_h_1_h_2(m.h_1_W_x_2, m.h_1_U_initial_2, m.parameters + offset.h_1_b, m.final_h_1_h_2, m.x_dloss_add, 1); // h.1.h [32], x.dloss.add [32]
  k.map_h_1_W_x_j(m.direction_h_1_W_column, m.x_4, m.h_1_W_x_j, batch.size); // h.1.W.x_j [B]
  k.gemm_32x1_2(m.final_h_1_h_2, m.x_W_packed, m.x_W_h_2, 1); // x.W_h [1]
  k.map_loss_x_3(m.weight_x_3, m.x_W_h_2, m.parameters + offset.x_b, m.target_x_3, m.loss_x_3, m.gradients + offset.x_b, 1); // x.loss [], x.db [1]
  k.map_final_influence_h_1_h(
    m.x_dloss_add,
    m.direction_h_1_W_row,
    m.h_1_W_x_j,
    m.direction_h_1_U_row,
    m.direction_h_1_U_column,
    m.state_h_1_h_2,
    m.h_1_U_h,
    m.direction_h_1_b_row,
    m.final_influence_h_1_h,
    batch.size,
  ); // h.1.δh [B, 32]
  k.gemm_1x32_3(m.gradients + offset.x_b, m.x_W_packed_2, m.h_1_dh_2, 1); // h.1.dh [32]
  k.row_product_1x32_2(m.gradients + offset.x_b, m.final_h_1_h_2, m.gradients + offset.x_W, 1); // x.dW [1, 32]
  k.map_gradients(m.h_1_dh_2, m.x_dloss_add, m.gradients + offset.h_1_b, 1); // h.1.dh_pre [32]
  k.gemm_32x32_2(m.gradients + offset.h_1_b, m.h_1_U_packed_2, m.h_1_h_dinitial, 1); // h.1.h.dinitial [32]
  k.row_product_32x1_2(m.gradients + offset.h_1_b, m.x_4, m.gradients + offset.h_1_W, 1); // h.1.dW [32, 1]
  k.row_product_32x32_2(m.gradients + offset.h_1_b, m.state_h_1_h_2, m.gradients + offset.h_1_U, 1); // h.1.dU [32, 32]
  k.map_influenced(m.h_1_h_dinitial, m.influence_h_1_h, m.influenced, batch.size); // influenced [B]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  h_1_W: 0,
  h_1_U: 32,
  h_1_b: 1056,
  x_W: 1088,
  x_b: 1120,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 39590,
  "N:T": 131,
  B: 258,
} satisfies WebGpuPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 1121, integer: false }, // [1121]
  gradients: { rows: "none", offset: 1121, width: 1121, integer: false }, // [1121]
  output_x: { rows: "N:T", offset: 3, width: 1, integer: false }, // [N, 1] output.x
  h_1_pre: { rows: "N:T", offset: 4, width: 32, integer: false }, // [N, 32] h.1.pre
  x: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N, 1]
  h_1_W_packed: { rows: "none", offset: 2242, width: 32, integer: false }, // [1, 32] packed h.1.W.packed
  h_1_h_state: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] h.1.h.state
  h_1_h: { rows: "N:T", offset: 36, width: 32, integer: false }, // [N, 32] h.1.h
  h_1_U_h_before: { rows: "B", offset: 32, width: 32, integer: false }, // [B, 32] h.1.U_h_before
  h_1_U_packed: { rows: "none", offset: 2274, width: 1024, integer: false }, // [32, 32] packed h.1.U.packed
  x_W_packed: { rows: "none", offset: 3298, width: 256, integer: false }, // [32, 1] packed x.W.packed
  loss_x: { rows: "none", offset: 4610, width: 1, integer: false }, // [] loss.x
  x_loss: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N] x.loss
  weight_x: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.x
  target_x: { rows: "N:T", offset: 2, width: 1, integer: false }, // [N, 1] target.x
  loss_x_2: { rows: "none", offset: 4610, width: 1, integer: false }, // [] loss.x_2
  add: { rows: "N:T", offset: 4, width: 1, integer: false }, // [N, 1]
  x_loss_2: { rows: "N:T", offset: 5, width: 1, integer: false }, // [N] x.loss_2
  x_W_h: { rows: "N:T", offset: 3, width: 1, integer: false }, // [N, 1] x.W_h
  h_1_pre_2: { rows: "N:T", offset: 3, width: 32, integer: false }, // [N, 32] h.1.pre_2
  x_2: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N, 1]
  h_1_h_state_2: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] h.1.h.state_2
  h_1_h_2: { rows: "N:T", offset: 35, width: 32, integer: false }, // [N, 32] h.1.h_2
  h_1_h_before: { rows: "N:T", offset: 67, width: 32, integer: false }, // [N, 32] h.1.h_before
  h_1_U_h_before_2: { rows: "B", offset: 32, width: 32, integer: false }, // [B, 32] h.1.U_h_before_2
  weight_x_2: { rows: "N:T", offset: 1, width: 1, integer: false }, // [N] weight.x_2
  target_x_2: { rows: "N:T", offset: 2, width: 1, integer: false }, // [N, 1] target.x_2
  h_1_dh: { rows: "N:T", offset: 99, width: 32, integer: false }, // [N, 32] h.1.dh
  x_W_packed_2: { rows: "none", offset: 3554, width: 32, integer: false }, // [1, 32] packed x.W.packed_2
  h_1_dh_before_state: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] h.1.dh_before.state
  h_1_dh_pre: { rows: "N:T", offset: 1, width: 32, integer: false }, // [N, 32] h.1.dh_pre
  h_1_U_packed_2: { rows: "none", offset: 3586, width: 1024, integer: false }, // [32, 32] packed h.1.U.packed_2
  norm: { rows: "none", offset: 4611, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 4610, width: 1, integer: false }, // [] update.rate
  output_x_2: { rows: "B", offset: 65, width: 1, integer: false }, // [B, 1] output.x_2
  final_h_1_h: { rows: "B", offset: 33, width: 32, integer: false }, // [B, 32] final.h.1.h
  h_1_U_initial: { rows: "B", offset: 98, width: 32, integer: false }, // [B, 32] h.1.U_initial
  h_1_W_x: { rows: "B", offset: 66, width: 32, integer: false }, // [B, 32] h.1.W_x
  x_3: { rows: "B", offset: 32, width: 1, integer: false }, // [B, 1]
  state_h_1_h: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] state.h.1.h
  loss_x_3: { rows: "none", offset: 4677, width: 1, integer: false }, // [] loss.x_3
  final_h_1_h_2: { rows: "none", offset: 4645, width: 32, integer: false }, // [32] final.h.1.h_2
  influenced: { rows: "B", offset: 69, width: 1, integer: false }, // [B]
  final_influence_h_1_h: { rows: "B", offset: 37, width: 32, integer: false }, // [B, 32] final.influence.h.1.h
  h_1_U_h: { rows: "B", offset: 70, width: 32, integer: false }, // [B, 32] h.1.U_h
  h_1_W_x_j: { rows: "B", offset: 102, width: 1, integer: false }, // [B] h.1.W.x_j
  h_1_h_dinitial: { rows: "none", offset: 4678, width: 32, integer: false }, // [32] h.1.h.dinitial
  x_dloss_add: { rows: "none", offset: 4742, width: 32, integer: false }, // [32] x.dloss.add
  h_1_dh_2: { rows: "none", offset: 4678, width: 32, integer: false }, // [32] h.1.dh_2
  x_W_h_2: { rows: "none", offset: 4678, width: 1, integer: false }, // [1] x.W_h_2
  h_1_U_initial_2: { rows: "none", offset: 4710, width: 32, integer: false }, // [32] h.1.U_initial_2
  h_1_W_x_2: { rows: "none", offset: 4678, width: 32, integer: false }, // [32] h.1.W_x_2
  x_4: { rows: "none", offset: 4642, width: 1, integer: false }, // [1]
  state_h_1_h_2: { rows: "none", offset: 4610, width: 32, integer: false }, // [32] state.h.1.h_2
  influence_h_1_h: { rows: "B", offset: 0, width: 32, integer: false }, // [B, 32] influence.h.1.h
  direction_h_1_W_column: { rows: "B", offset: 32, width: 1, integer: true }, // [B] direction.h.1.W.column
  weight_x_3: { rows: "none", offset: 4643, width: 1, integer: false }, // [] weight.x_3
  target_x_3: { rows: "none", offset: 4644, width: 1, integer: false }, // [1] target.x_3
  direction_h_1_W_row: { rows: "B", offset: 33, width: 1, integer: true }, // [B] direction.h.1.W.row
  direction_h_1_U_row: { rows: "B", offset: 34, width: 1, integer: true }, // [B] direction.h.1.U.row
  direction_h_1_U_column: { rows: "B", offset: 35, width: 1, integer: true }, // [B] direction.h.1.U.column
  direction_h_1_b_row: { rows: "B", offset: 36, width: 1, integer: true }, // [B] direction.h.1.b.row
  h_1_h_state_turns: { rows: "B", offset: 130, width: 64, integer: false }, // [B, 2·32] h.1.h.state.turns
  h_1_h_state_2_turns: { rows: "B", offset: 194, width: 64, integer: false }, // [B, 2·32] h.1.h.state_2.turns
  backward_partials: { rows: "none", offset: 4774, width: 1024, integer: false }, // [32, 1, 32] backward.partials
  backward_partials_2: { rows: "none", offset: 5798, width: 1024, integer: false }, // [32, 32, 1] backward.partials_2
  backward_partials_3: { rows: "none", offset: 6822, width: 32768, integer: false }, // [32, 32, 32] backward.partials_3
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
    inputs: { gradients: "gradients", parameters: "parameters", "update.rate": "update_rate" },
    outputs: { norm: "norm", parameters: "parameters" },
  },
  step: {
    run: step,
    inputs: { x: "x_3", "state.h.1.h": "state_h_1_h" },
    outputs: { "output.x": "output_x_2", "final.h.1.h": "final_h_1_h" },
  },
  rtrl: {
    run: rtrl,
    inputs: {
      x: "x_4",
      "state.h.1.h": "state_h_1_h_2",
      "influence.h.1.h": "influence_h_1_h",
      "direction.h.1.W.column": "direction_h_1_W_column",
      "weight.x": "weight_x_3",
      "target.x": "target_x_3",
      "direction.h.1.W.row": "direction_h_1_W_row",
      "direction.h.1.U.row": "direction_h_1_U_row",
      "direction.h.1.U.column": "direction_h_1_U_column",
      "direction.h.1.b.row": "direction_h_1_b_row",
    },
    outputs: {
      "loss.x": "loss_x_3",
      loss: "loss_x_3",
      "final.h.1.h": "final_h_1_h_2",
      influenced: "influenced",
      gradients: "gradients",
      "final.influence.h.1.h": "final_influence_h_1_h",
    },
  },
} satisfies WebGpuPrograms["programs"];

/** The kernels, without what stands before each of them (runtime/webgpu/prelude.ts). */
export const kernels = {
  moves_prepare: {
    across: 11,
    rows: 1,
    words: 11,
    code: `
// pack [1, 32], pack [32, 32], pack [32, 1], pack [1, 32], pack [32, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 11u;
  let first = group(id) / 11u;
  if (first >= call[0].x) { return; }
  if (part < 1u) {
    let source = call[0].y;
    let out = call[0].z;
    let r = first;
    for (var j = lane; j < 32u; j += 64u) {
      let i = j / 8u % 1u;
      let panel = j / 8u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel + i) * 8u + j % 8u] = weights[source + i + column];
    }
  } else if (part < 5u) {
    let source = call[0].w;
    let out = call[1].x;
    let r = first;
    for (var j = (part - 1u) * 256u + lane; j < min((part - 1u) * 256u + 256u, 1024u); j += 64u) {
      let i = j / 8u % 32u;
      let panel = j / 256u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 32u + i) * 8u + j % 8u] = weights[source + i + column * 32u];
    }
  } else if (part < 6u) {
    let source = call[1].y;
    let out = call[1].z;
    let r = first;
    for (var j = lane; j < 256u; j += 64u) {
      let i = j / 8u % 32u;
      let panel = j / 256u;
      let column = panel * 8u + j % 8u;
      if (column < 1u) { weights[out + (panel * 32u + i) * 8u + j % 8u] = weights[source + i + column * 32u]; }
    }
  } else if (part < 7u) {
    let source = call[1].w;
    let out = call[2].x;
    let r = first;
    for (var j = lane; j < 32u; j += 64u) {
      let i = j / 8u % 1u;
      let panel = j / 8u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel + i) * 8u + j % 8u] = weights[source + i * 32u + column];
    }
  } else {
    let source = call[2].y;
    let out = call[2].z;
    let r = first;
    for (var j = (part - 7u) * 256u + lane; j < min((part - 7u) * 256u + 256u, 1024u); j += 64u) {
      let i = j / 8u % 32u;
      let panel = j / 256u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 32u + i) * 8u + j % 8u] = weights[source + i * 32u + column];
    }
  }
}
`,
  },
  gemm_1x32_bias: {
    across: 1,
    rows: 32,
    words: 5,
    code: `
// C[r, 32] = A[r, 1] · B[1, 32] + bias, in tiles of 32 rows and 32 columns
const K = 1u;
const N = 32u;

const DEPTH = 1u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 9>;
var<workgroup> block_b: array<vec4f, 8>;

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
fn load_b(at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 3u) * 8u),
    weight(b + min(panel + 1u, 3u) * 8u),
    weight(b + min(panel + 2u, 3u) * 8u),
    weight(b + min(panel + 3u, 3u) * 8u),
  );
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 32u + column;
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

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 32u;
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
      next_b_0 = load_b(at, lane);
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
    if (lane < 8u) { block_a[place_a(lane)] = next_a_0; }
    if (lane < 8u) { block_b[place_b(lane)] = next_b_0; }
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
  loop_h_1_h: {
    across: 1,
    rows: 2,
    words: 9,
    loop: true,
    code: `
// a loop of 2 calls, 2 sequences a workgroup
var<workgroup> tile: array<vec4f, 16>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let own = lane % 32u;
  let team = lane / 32u;
  let mine = first + team;
  let r = min(mine, call[0].x - 1u);
  let column0_0 = own;
  let from0_0 = call[0].z + (column0_0 >> 3u) * 256u + (column0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), weight(from0_0 + 16u), weight(from0_0 + 24u));
  let w0_0_1 = vec4f(weight(from0_0 + 32u), weight(from0_0 + 40u), weight(from0_0 + 48u), weight(from0_0 + 56u));
  let w0_0_2 = vec4f(weight(from0_0 + 64u), weight(from0_0 + 72u), weight(from0_0 + 80u), weight(from0_0 + 88u));
  let w0_0_3 = vec4f(weight(from0_0 + 96u), weight(from0_0 + 104u), weight(from0_0 + 112u), weight(from0_0 + 120u));
  let w0_0_4 = vec4f(weight(from0_0 + 128u), weight(from0_0 + 136u), weight(from0_0 + 144u), weight(from0_0 + 152u));
  let w0_0_5 = vec4f(weight(from0_0 + 160u), weight(from0_0 + 168u), weight(from0_0 + 176u), weight(from0_0 + 184u));
  let w0_0_6 = vec4f(weight(from0_0 + 192u), weight(from0_0 + 200u), weight(from0_0 + 208u), weight(from0_0 + 216u));
  let w0_0_7 = vec4f(weight(from0_0 + 224u), weight(from0_0 + 232u), weight(from0_0 + 240u), weight(from0_0 + 248u));
  let steps = axes[call[1].z];
  for (var i = call[1].w; i < call[2].x; i++) {
    let t = i;
    let rows = axes[call[1].z + 3u + t];
    let start = axes[call[1].z + 3u + steps + t];
    if (first >= rows) { break; }
    let exists = mine < rows;
    storageBarrier();
    workgroupBarrier();
    {
      let a = call[0].y + r * 32u;
      let c = call[0].w + r * 32u;
      for (var i = own; i < 8u; i += 32u) {
        tile[team * 8u + i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      var sum0 = w0_0_0 * tile[team * 8u + 0u];
      sum0 += w0_0_1 * tile[team * 8u + 1u];
      sum0 += w0_0_2 * tile[team * 8u + 2u];
      sum0 += w0_0_3 * tile[team * 8u + 3u];
      sum0 += w0_0_4 * tile[team * 8u + 4u];
      sum0 += w0_0_5 * tile[team * 8u + 5u];
      sum0 += w0_0_6 * tile[team * 8u + 6u];
      sum0 += w0_0_7 * tile[team * 8u + 7u];
      if (exists) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    {
      if (exists) {
        let j = own;
        let v0 = value(call[1].x + start * 32u + r * 32u + j);
        let v1 = value(call[0].w + r * 32u + j);
        let v2 = v0 + v1;
        let v3 = tanh_of(v2);
        set_value(call[1].y + start * 32u + r * 32u + j, v3);
        set_value(call[0].y + r * 32u + j, v3);
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
  gemm_32x32_map_h_1_h: {
    across: 4,
    rows: 8,
    words: 10,
    code: `
// [rows, 32] · [32, 32], then a map over 32 units
var<workgroup> memory: array<f32, 256>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 4u * 8u + lane % 8u;
  let u = min(unit, 31u);
  let part = lane / 8u;
  let before = call[2].y;
  let first = group(id) / 4u * 8u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + (u >> 3u) * 256u + (u & 7u);
    var sum0_0 = 0f;
    var sum1_0 = 0f;
    var sum2_0 = 0f;
    var sum3_0 = 0f;
    var sum4_0 = 0f;
    var sum5_0 = 0f;
    var sum6_0 = 0f;
    var sum7_0 = 0f;
    for (var i = lane; i < 256u; i += 64u) {
      let row = first + i / 32u;
      let column = i % 32u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 64u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 32u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      let a1 = memory[32u + i];
      sum1_0 += a1 * b0;
      let a2 = memory[64u + i];
      sum2_0 += a2 * b0;
      let a3 = memory[96u + i];
      sum3_0 += a3 * b0;
      let a4 = memory[128u + i];
      sum4_0 += a4 * b0;
      let a5 = memory[160u + i];
      sum5_0 += a5 * b0;
      let a6 = memory[192u + i];
      sum6_0 += a6 * b0;
      let a7 = memory[224u + i];
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
  if (part < 8u && r < call[0].x && unit < 32u) {
    var c0 = 0f;
    if (r < before) {
      for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
    } else {
      c0 = value(call[1].y + r * 32u + u);
    }
    let v0 = value(call[1].x + r * 32u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = tanh_of(v2);
    set_value(call[1].z + r * 32u + u, v3);
    set_value(call[1].w + r * 32u + u, v3);
    set_value(call[2].x + r * 64u + u, v3);
  }
}
`,
  },
  gemm_32x1_bias: {
    across: 1,
    rows: 32,
    words: 5,
    code: `
// C[r, 1] = A[r, 32] · B[32, 1] + bias, in tiles of 32 rows and 8 columns
const K = 32u;
const N = 1u;

const DEPTH = 16u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 144>;
var<workgroup> block_b: array<f32, 128>;

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
fn load_b(at: u32, e: u32) -> f32 {
  let k = at + e / 8u % DEPTH;
  let b = call[0].z + k * 8u + e % 8u;
  return weight(b);
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r + column;
  set_value(at, sum + weight(call[1].x + column));
}

/** A row's columns of a thread. */
fn store_row(r: u32, column: u32, sums: f32) {
  if (r >= call[0].x) { return; }
  if (column < N) { store_c(r, column, sums); }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 32u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: f32;
  var next_b_1: f32;
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
        sum_0_0 += a_0 * b;
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
  store_row(row, column, sum_0_0.x);
  store_row(row + 1u, column, sum_0_0.y);
  store_row(row + 2u, column, sum_0_0.z);
  store_row(row + 3u, column, sum_0_0.w);
}
`,
  },
  zero_32: {
    across: 1,
    rows: 8,
    words: 2,
    code: `
// zero [32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let out = call[0].y;
  for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
    let r = first + e / 32u;
    let j = e % 32u;
    arena[out + r * 32u + j] = 0u;
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
  loop_h_1_h_2: {
    across: 1,
    rows: 2,
    words: 10,
    loop: true,
    code: `
// a loop of 2 calls, 2 sequences a workgroup
var<workgroup> tile: array<vec4f, 16>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let own = lane % 32u;
  let team = lane / 32u;
  let mine = first + team;
  let r = min(mine, call[0].x - 1u);
  let column0_0 = own;
  let from0_0 = call[0].z + (column0_0 >> 3u) * 256u + (column0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), weight(from0_0 + 16u), weight(from0_0 + 24u));
  let w0_0_1 = vec4f(weight(from0_0 + 32u), weight(from0_0 + 40u), weight(from0_0 + 48u), weight(from0_0 + 56u));
  let w0_0_2 = vec4f(weight(from0_0 + 64u), weight(from0_0 + 72u), weight(from0_0 + 80u), weight(from0_0 + 88u));
  let w0_0_3 = vec4f(weight(from0_0 + 96u), weight(from0_0 + 104u), weight(from0_0 + 112u), weight(from0_0 + 120u));
  let w0_0_4 = vec4f(weight(from0_0 + 128u), weight(from0_0 + 136u), weight(from0_0 + 144u), weight(from0_0 + 152u));
  let w0_0_5 = vec4f(weight(from0_0 + 160u), weight(from0_0 + 168u), weight(from0_0 + 176u), weight(from0_0 + 184u));
  let w0_0_6 = vec4f(weight(from0_0 + 192u), weight(from0_0 + 200u), weight(from0_0 + 208u), weight(from0_0 + 216u));
  let w0_0_7 = vec4f(weight(from0_0 + 224u), weight(from0_0 + 232u), weight(from0_0 + 240u), weight(from0_0 + 248u));
  let steps = axes[call[1].w];
  for (var i = call[2].x; i < call[2].y; i++) {
    let t = i;
    let rows = axes[call[1].w + 3u + t];
    let start = axes[call[1].w + 3u + steps + t];
    if (first >= rows) { break; }
    let exists = mine < rows;
    storageBarrier();
    workgroupBarrier();
    {
      let a = call[0].y + r * 32u;
      let c = call[0].w + r * 32u;
      for (var i = own; i < 8u; i += 32u) {
        tile[team * 8u + i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      var sum0 = w0_0_0 * tile[team * 8u + 0u];
      sum0 += w0_0_1 * tile[team * 8u + 1u];
      sum0 += w0_0_2 * tile[team * 8u + 2u];
      sum0 += w0_0_3 * tile[team * 8u + 3u];
      sum0 += w0_0_4 * tile[team * 8u + 4u];
      sum0 += w0_0_5 * tile[team * 8u + 5u];
      sum0 += w0_0_6 * tile[team * 8u + 6u];
      sum0 += w0_0_7 * tile[team * 8u + 7u];
      if (exists) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w);
      }
    }
    {
      if (exists) {
        let j = own;
        let v0 = value(call[1].x + start * 32u + r * 32u + j);
        let v1 = value(call[0].w + r * 32u + j);
        let v2 = v0 + v1;
        let v3 = tanh_of(v2);
        let v4 = value(call[0].y + r * 32u + j);
        set_value(call[1].y + start * 32u + r * 32u + j, v3);
        set_value(call[0].y + r * 32u + j, v3);
        set_value(call[1].z + start * 32u + r * 32u + j, v4);
      }
    }
  }
}
`,
  },
  gemm_32x32_map_h_1_h_2: {
    across: 4,
    rows: 8,
    words: 12,
    code: `
// [rows, 32] · [32, 32], then a map over 32 units
var<workgroup> memory: array<f32, 256>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 4u * 8u + lane % 8u;
  let u = min(unit, 31u);
  let part = lane / 8u;
  let before = call[2].w;
  let first = group(id) / 4u * 8u;
  if (first >= call[0].x) { return; }
  if (first < before) {
    let from0 = call[0].z + (u >> 3u) * 256u + (u & 7u);
    var sum0_0 = 0f;
    var sum1_0 = 0f;
    var sum2_0 = 0f;
    var sum3_0 = 0f;
    var sum4_0 = 0f;
    var sum5_0 = 0f;
    var sum6_0 = 0f;
    var sum7_0 = 0f;
    for (var i = lane; i < 256u; i += 64u) {
      let row = first + i / 32u;
      let column = i % 32u;
      var a = 0f;
      if (row < before) { a = value(call[0].y + row * 64u + column); }
      memory[i] = a;
    }
    workgroupBarrier();
    for (var i = part; i < 32u; i += 8u) {
      let b0 = weight(from0 + i * 8u);
      let a0 = memory[0u + i];
      sum0_0 += a0 * b0;
      let a1 = memory[32u + i];
      sum1_0 += a1 * b0;
      let a2 = memory[64u + i];
      sum2_0 += a2 * b0;
      let a3 = memory[96u + i];
      sum3_0 += a3 * b0;
      let a4 = memory[128u + i];
      sum4_0 += a4 * b0;
      let a5 = memory[160u + i];
      sum5_0 += a5 * b0;
      let a6 = memory[192u + i];
      sum6_0 += a6 * b0;
      let a7 = memory[224u + i];
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
  if (part < 8u && r < call[0].x && unit < 32u) {
    var c0 = 0f;
    if (r < before) {
      for (var p = 0u; p < 8u; p++) { c0 += sums[(part * 1u + 0u) * 64u + p * 8u + lane % 8u]; }
    } else {
      c0 = value(call[1].y + r * 32u + u);
    }
    let v0 = value(call[1].x + r * 32u + u);
    let v1 = c0;
    let v2 = v0 + v1;
    let v3 = tanh_of(v2);
    let v4 = value(call[1].z + r * 32u + u);
    set_value(call[1].w + r * 32u + u, v3);
    set_value(call[2].x + r * 32u + u, v3);
    set_value(call[2].y + r * 32u + u, v4);
    set_value(call[2].z + r * 64u + u, v3);
  }
}
`,
  },
  gemm_32x1: {
    across: 1,
    rows: 32,
    words: 4,
    code: `
// C[r, 1] = A[r, 32] · B[32, 1], in tiles of 32 rows and 8 columns
const K = 32u;
const N = 1u;

const DEPTH = 16u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 144>;
var<workgroup> block_b: array<f32, 128>;

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
fn load_b(at: u32, e: u32) -> f32 {
  let k = at + e / 8u % DEPTH;
  let b = call[0].z + k * 8u + e % 8u;
  return weight(b);
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r + column;
  set_value(at, sum);
}

/** A row's columns of a thread. */
fn store_row(r: u32, column: u32, sums: f32) {
  if (r >= call[0].x) { return; }
  if (column < N) { store_c(r, column, sums); }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 32u;
  if (first >= call[0].x) { return; }

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: f32;
  var next_b_1: f32;
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
        sum_0_0 += a_0 * b;
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
  store_row(row, column, sum_0_0.x);
  store_row(row + 1u, column, sum_0_0.y);
  store_row(row + 2u, column, sum_0_0.z);
  store_row(row + 3u, column, sum_0_0.w);
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
  gemm_1x32: {
    across: 1,
    rows: 32,
    words: 4,
    code: `
// C[r, 32] = A[r, 1] · B[1, 32], in tiles of 32 rows and 32 columns
const K = 1u;
const N = 32u;

const DEPTH = 1u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 9>;
var<workgroup> block_b: array<vec4f, 8>;

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
fn load_b(at: u32, e: u32) -> vec4f {
  let k = at + e / 8u % DEPTH;
  let panel = (e / (8u * DEPTH)) * 4u;
  let b = call[0].z + k * 8u + e % 8u;
  return vec4f(
    weight(b + min(panel, 3u) * 8u),
    weight(b + min(panel + 1u, 3u) * 8u),
    weight(b + min(panel + 2u, 3u) * 8u),
    weight(b + min(panel + 3u, 3u) * 8u),
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
  var next_b_0: vec4f;
  for (var at = 0u; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < K) {
      next_a_0 = load_a(first, at, lane);
      next_b_0 = load_b(at, lane);
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
    if (lane < 8u) { block_a[place_a(lane)] = next_a_0; }
    if (lane < 8u) { block_b[place_b(lane)] = next_b_0; }
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
  row_product_1x32: {
    across: 32,
    rows: 0,
    words: 4,
    code: `
// C[1, 32] = the sum over rows of A[r, 1] transposed · B[r, 32], in 32 chunks of rows
const M = 1u;
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
  let chunk = part / 1u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 32u;

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
  loop_h_1_dh_before: {
    across: 1,
    rows: 2,
    words: 9,
    loop: true,
    code: `
// a loop of 2 calls, 2 sequences a workgroup
var<workgroup> tile: array<vec4f, 16>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let own = lane % 32u;
  let team = lane / 32u;
  let mine = first + team;
  let r = min(mine, call[0].x - 1u);
  let column1_0 = own;
  let from1_0 = call[1].y + (column1_0 >> 3u) * 256u + (column1_0 & 7u);
  let w1_0_0 = vec4f(weight(from1_0 + 0u), weight(from1_0 + 8u), weight(from1_0 + 16u), weight(from1_0 + 24u));
  let w1_0_1 = vec4f(weight(from1_0 + 32u), weight(from1_0 + 40u), weight(from1_0 + 48u), weight(from1_0 + 56u));
  let w1_0_2 = vec4f(weight(from1_0 + 64u), weight(from1_0 + 72u), weight(from1_0 + 80u), weight(from1_0 + 88u));
  let w1_0_3 = vec4f(weight(from1_0 + 96u), weight(from1_0 + 104u), weight(from1_0 + 112u), weight(from1_0 + 120u));
  let w1_0_4 = vec4f(weight(from1_0 + 128u), weight(from1_0 + 136u), weight(from1_0 + 144u), weight(from1_0 + 152u));
  let w1_0_5 = vec4f(weight(from1_0 + 160u), weight(from1_0 + 168u), weight(from1_0 + 176u), weight(from1_0 + 184u));
  let w1_0_6 = vec4f(weight(from1_0 + 192u), weight(from1_0 + 200u), weight(from1_0 + 208u), weight(from1_0 + 216u));
  let w1_0_7 = vec4f(weight(from1_0 + 224u), weight(from1_0 + 232u), weight(from1_0 + 240u), weight(from1_0 + 248u));
  let steps = axes[call[1].z];
  for (var i = call[1].w; i < call[2].x; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[1].z + 3u + t];
    let start = axes[call[1].z + 3u + steps + t];
    if (first < rows) {
      let exists = mine < rows;
      {
        if (exists) {
          let j = own;
          let v0 = value(call[0].y + r * 32u + j);
          let v1 = -v0;
          let v2 = max_of(v0, v1);
          let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
          let v7 = value(call[0].z + start * 32u + r * 32u + j);
          let v8 = v6 + v7;
          let v10 = value(call[0].w + start * 32u + r * 32u + j);
          let v11 = v10 * v10;
          let v13 = 1f - v11;
          let v14 = v8 * v13;
          set_value(call[1].x + start * 32u + r * 32u + j, v14);
        }
      }
      storageBarrier();
      workgroupBarrier();
      {
        let a = call[1].x + start * 32u + r * 32u;
        let c = call[0].y + r * 32u;
        for (var i = own; i < 8u; i += 32u) {
          tile[team * 8u + i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        var sum0 = w1_0_0 * tile[team * 8u + 0u];
        sum0 += w1_0_1 * tile[team * 8u + 1u];
        sum0 += w1_0_2 * tile[team * 8u + 2u];
        sum0 += w1_0_3 * tile[team * 8u + 3u];
        sum0 += w1_0_4 * tile[team * 8u + 4u];
        sum0 += w1_0_5 * tile[team * 8u + 5u];
        sum0 += w1_0_6 * tile[team * 8u + 6u];
        sum0 += w1_0_7 * tile[team * 8u + 7u];
        if (exists) {
          set_value(c + column1_0, sum0.x + sum0.y + sum0.z + sum0.w);
        }
      }
    }
  }
}
`,
  },
  map_h_1_dh_pre: {
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
    let at = r * 32u + j;
    let v0 = value(call[0].y + at);
    let v1 = -v0;
    let v2 = max_of(v0, v1);
    let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
    let v7 = value(call[0].z + at);
    let v8 = v6 + v7;
    let v10 = value(call[0].w + at);
    let v11 = v10 * v10;
    let v13 = 1f - v11;
    let v14 = v8 * v13;
    set_value(call[1].x + at, v14);
  }
}
`,
  },
  gemm_32x32_map_h_1_dh_pre: {
    across: 4,
    rows: 8,
    words: 9,
    code: `
// [rows, 32] · [32, 32], then a map over 32 units
var<workgroup> memory: array<f32, 256>;
var<workgroup> sums: array<f32, 512>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let unit = group(id) % 4u * 8u + lane % 8u;
  let u = min(unit, 31u);
  let part = lane / 8u;
  let before = call[2].x;
  let all = max(before, call[0].x);
  let stride = (call[0].x + 7u) / 8u * 8u;
  if (group(id) / 4u * 8u >= call[0].x) { return; }
  for (var first = group(id) / 4u * 8u; first < all; first += stride) {
    if (first < before) {
      let from0 = call[0].z + (u >> 3u) * 256u + (u & 7u);
      var sum0_0 = 0f;
      var sum1_0 = 0f;
      var sum2_0 = 0f;
      var sum3_0 = 0f;
      var sum4_0 = 0f;
      var sum5_0 = 0f;
      var sum6_0 = 0f;
      var sum7_0 = 0f;
      for (var i = lane; i < 256u; i += 64u) {
        let row = first + i / 32u;
        let column = i % 32u;
        var a = 0f;
        if (row < before) { a = value(call[0].y + row * 32u + column); }
        memory[i] = a;
      }
      workgroupBarrier();
      for (var i = part; i < 32u; i += 8u) {
        let b0 = weight(from0 + i * 8u);
        let a0 = memory[0u + i];
        sum0_0 += a0 * b0;
        let a1 = memory[32u + i];
        sum1_0 += a1 * b0;
        let a2 = memory[64u + i];
        sum2_0 += a2 * b0;
        let a3 = memory[96u + i];
        sum3_0 += a3 * b0;
        let a4 = memory[128u + i];
        sum4_0 += a4 * b0;
        let a5 = memory[160u + i];
        sum5_0 += a5 * b0;
        let a6 = memory[192u + i];
        sum6_0 += a6 * b0;
        let a7 = memory[224u + i];
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
        c0 = value(call[1].x + r * 32u + u);
      }
      if (r < call[0].x) {
        let v0 = c0;
        let v1 = -v0;
        let v2 = max_of(v0, v1);
        let v6 = select(v0, 0f, v2 < 1.0000000031710769e-30f);
        let v7 = value(call[1].y + r * 32u + u);
        let v8 = v6 + v7;
        let v10 = value(call[1].z + r * 32u + u);
        let v11 = v10 * v10;
        let v13 = 1f - v11;
        let v14 = v8 * v13;
        set_value(call[1].w + r * 32u + u, v14);
      }
    }
    workgroupBarrier();
  }
}
`,
  },
  gemm_32x32: {
    across: 4,
    rows: 8,
    words: 4,
    code: `
// C[r, 32] = A[r, 32] · B[32, 32], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 32u;
const N = 32u;
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
  let at = call[0].w + r * 32u + column;
  set_value(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 4u;
  let first = group(id) / 4u * 8u;
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
  row_product_32x1: {
    across: 32,
    rows: 0,
    words: 4,
    code: `
// C[32, 1] = the sum over rows of A[r, 32] transposed · B[r, 1], in 32 chunks of rows
const M = 32u;
const N = 1u;
const QUADS = 8u;

const DEPTH = 16u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 144>;
var<workgroup> block_b: array<vec2f, 128>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 32u;
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
  let row = call[0].z + r;
  return vec2f(
    value(row + min(j, N - 1u)),
    value(row + min(j + COLUMN_LANES, N - 1u)),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec2f) {
  let at = out + i;
  if (j < N) { set_weight(at + j, sums.x); }
  if (j + COLUMN_LANES < N) { set_weight(at + j + COLUMN_LANES, sums.y); }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = 0u;
  let column_0 = 0u;
  let chunk = part / 1u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 32u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: vec2f;
  var next_b_1: vec2f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_a_1 = load_a(row_0, at, end, lane + 64u);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 64u);
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
    block_a[place_a(lane + 64u)] = next_a_1;
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
}
`,
  },
  row_product_32x32: {
    across: 32,
    rows: 0,
    words: 4,
    code: `
// C[32, 32] = the sum over rows of A[r, 32] transposed · B[r, 32], in 32 chunks of rows
const M = 32u;
const N = 32u;
const QUADS = 8u;

const DEPTH = 16u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 144>;
var<workgroup> block_b: array<vec4f, 128>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y + r * 32u;
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

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  let row_0 = 0u;
  let column_0 = 0u;
  let chunk = part / 1u;
  let rows = (call[0].x + 31u) / 32u;
  let start = chunk * rows;
  let end = min(start + rows, call[0].x);
  let out = call[0].w + chunk * 1024u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_a_1 = load_a(row_0, at, end, lane + 64u);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 64u);
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
    block_a[place_a(lane + 64u)] = next_a_1;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 64u)] = next_b_1;
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
  add_up_backward: {
    across: 18,
    rows: 0,
    words: 7,
    code: `
// sums of partial sums: [32, 32], [32, 32], [32, 1024]
fn sum_weights_weights(partials: u32, out: u32, i: u32, size: u32, chunks: u32) {
  if (i >= size) { return; }
  var sum = weight(partials + i);
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += weight(partials + chunk * size + i); }
  set_weight(out + i, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  if (part < 1u) {
    sum_weights_weights(call[0].y, call[0].z, part * 64u + lane, 32u, 32u);
  } else if (part < 2u) {
    sum_weights_weights(call[0].w, call[1].x, (part - 1u) * 64u + lane, 32u, 32u);
  } else {
    sum_weights_weights(call[1].y, call[1].z, (part - 2u) * 64u + lane, 1024u, 32u);
  }
}
`,
  },
  map_norm: {
    across: 1,
    rows: 1,
    words: 6,
    code: `
// map with reductions over rows of 1121
var<workgroup> scratch: array<f32, 272>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let v5 = weight(call[0].w);
  var r2 = 0f;
  for (var c = lane; c < 1121u; c += 256u) {
    let v0 = weight(call[0].y + c);
    let v1 = v0 * v0;
    r2 = r2 + v1;
  }
  scratch[lane] = r2;
  workgroupBarrier();
  if (lane < 16u) {
    var p2 = scratch[lane];
    for (var k = 1u; k < 16u; k++) { p2 = p2 + scratch[lane + k * 16u]; }
    scratch[256u + lane] = p2;
  }
  workgroupBarrier();
  var v2 = scratch[256u + 0u];
  for (var k = 1u; k < 16u; k++) { v2 = v2 + scratch[256u + k]; }
  let v3 = sqrt(v2);
  let v8 = 9.999999974752427e-7f + v3;
  let v9 = 1f / v8;
  let v10 = -v9;
  let v11 = max_of((-1f), v10);
  for (var c = lane; c < 1121u; c += 256u) {
    let v4 = weight(call[0].z + c);
    let v0 = weight(call[0].y + c);
    let v12 = v5 * v0 * v11;
    let v13 = v4 + v12;
    set_weight(call[1].y + c, v13);
  }
  storageBarrier();
  if (lane == 0u) {
    set_weight(call[1].x, v3);
  }
}
`,
  },
  gemm_1x32_2: {
    across: 4,
    rows: 8,
    words: 4,
    code: `
// C[r, 32] = A[r, 1] · B[1, 32], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 1u;
const N = 32u;
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
  let at = call[0].w + r * 32u + column;
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
    if (r < call[0].x) { store_c(r, j, sum); }
  }
}
`,
  },
  map_final_h_1_h: {
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
    let v1 = value(call[0].z + r * 32u + j);
    let v2 = weight(call[0].w + j);
    let v3 = v0 + v1 + v2;
    let v4 = tanh_of(v3);
    set_value(call[1].x + r * 32u + j, v4);
  }
}
`,
  },
  gemm_32x1_bias_2: {
    across: 1,
    rows: 8,
    words: 5,
    code: `
// C[r, 1] = A[r, 32] · B[32, 1] + bias, for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 32u;
const N = 1u;
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
  let at = call[0].w + r + column;
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
  gemm_1x32_3: {
    across: 4,
    rows: 8,
    words: 4,
    code: `
// C[r, 32] = A[r, 1] · B[1, 32], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 1u;
const N = 32u;
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
    weight(a + min(r, last)),
    weight(a + min(r + 1u, last)),
    weight(a + min(r + 2u, last)),
    weight(a + min(r + 3u, last)),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 32u + column;
  set_weight(at, sum);
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
    if (r < call[0].x) { store_c(r, j, sum); }
  }
}
`,
  },
  gemm_32x32_2: {
    across: 4,
    rows: 8,
    words: 4,
    code: `
// C[r, 32] = A[r, 32] · B[32, 32], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 32u;
const N = 32u;
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
    weight(a + min(r, last) * 32u),
    weight(a + min(r + 1u, last) * 32u),
    weight(a + min(r + 2u, last) * 32u),
    weight(a + min(r + 3u, last) * 32u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 32u + column;
  set_weight(at, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 4u;
  let first = group(id) / 4u * 8u;
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
  map_final_h_1_h_2: {
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
    let v0 = weight(call[0].y + j);
    let v1 = weight(call[0].z + j);
    let v2 = weight(call[0].w + j);
    let v3 = v0 + v1 + v2;
    let v4 = tanh_of(v3);
    let v6 = v4 * v4;
    let v8 = 1f - v6;
    set_weight(call[1].x + j, v4);
    set_weight(call[1].y + j, v8);
  }
}
`,
  },
  map_h_1_W_x_j: {
    across: 1,
    rows: 256,
    words: 4,
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
    let v1 = f32(bitcast<i32>(arena[call[0].y + at]));
    let v3 = 0f - v1;
    let v4 = -v3;
    let v5 = max_of(v3, v4);
    let v7 = select(0f, 1f, v5 < 0.5f);
    let v8 = weight(call[0].z);
    let v9 = v7 * v8;
    let v10 = v9;
    set_value(call[0].w + at, v10);
  }
}
`,
  },
  gemm_32x1_2: {
    across: 1,
    rows: 8,
    words: 4,
    code: `
// C[r, 1] = A[r, 32] · B[32, 1], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 32u;
const N = 1u;
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
    weight(a + min(r, last) * 32u),
    weight(a + min(r + 1u, last) * 32u),
    weight(a + min(r + 2u, last) * 32u),
    weight(a + min(r + 3u, last) * 32u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r + column;
  set_weight(at, sum);
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
  map_loss_x_3: {
    across: 1,
    rows: 64,
    words: 7,
    code: `
// map with reductions over rows of 1
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let mine = first + lane;
  let r = min(mine, call[0].x - 1u);
  let c0 = 0u;
  let v0 = weight(call[0].y);
  var r7 = 0f;
  let v1 = weight(call[0].z + c0);
  let v2 = weight(call[0].w + c0);
  let v3 = weight(call[1].x + c0);
  let v5 = v1 + v2 - v3;
  let v6 = v5 * v5;
  let v9 = v0 * v5;
  let v10 = v9 + v9;
  r7 = r7 + v6;
  if (mine < call[0].x) {
    set_weight(call[1].z + c0, v10);
  }
  let v7 = r7;
  let v8 = v0 * v7;
  if (mine < call[0].x) {
    set_weight(call[1].y, v8);
  }
}
`,
  },
  map_final_influence_h_1_h: {
    across: 1,
    rows: 2,
    words: 10,
    code: `
// map with reductions over rows of 32
var<workgroup> scratch: array<f32, 80>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let own = lane % 32u;
  let mine = first + lane / 32u;
  let r = min(mine, call[0].x - 1u);
  let c0 = own;
  let v2 = f32(bitcast<i32>(arena[call[0].z + r]));
  let v3 = -v2;
  let v9 = value(call[0].w + r);
  let v11 = f32(bitcast<i32>(arena[call[1].x + r]));
  let v12 = -v11;
  let v17 = f32(bitcast<i32>(arena[call[1].y + r]));
  let v18 = -v17;
  let v28 = f32(bitcast<i32>(arena[call[2].x + r]));
  let v29 = -v28;
  var r25 = 0f;
  let v1 = f32(c0);
  let v19 = v1 + v18;
  let v20 = -v19;
  let v21 = max_of(v19, v20);
  let v22 = select(0f, 1f, v21 < 0.5f);
  let v23 = weight(call[1].z + c0);
  let v24 = v22 * v23;
  r25 = r25 + v24;
  scratch[lane] = r25;
  workgroupBarrier();
  if (own < 8u) {
    var p25 = scratch[lane / 32u * 32u + own];
    for (var k = 1u; k < 4u; k++) { p25 = p25 + scratch[lane / 32u * 32u + own + k * 8u]; }
    scratch[64u + lane / 32u * 8u + own] = p25;
  }
  workgroupBarrier();
  var v25 = scratch[64u + lane / 32u * 8u + 0u];
  for (var k = 1u; k < 8u; k++) { v25 = v25 + scratch[64u + lane / 32u * 8u + k]; }
  let v0 = weight(call[0].y + c0);
  let v4 = v1 + v3;
  let v5 = -v4;
  let v6 = max_of(v4, v5);
  let v8 = select(0f, 1f, v6 < 0.5f);
  let v10 = v8 * v9;
  let v13 = v1 + v12;
  let v14 = -v13;
  let v15 = max_of(v13, v14);
  let v16 = select(0f, 1f, v15 < 0.5f);
  let v26 = v16 * v25;
  let v27 = value(call[1].w + r * 32u + c0);
  let v30 = v1 + v29;
  let v31 = -v30;
  let v32 = max_of(v30, v31);
  let v33 = select(0f, 1f, v32 < 0.5f);
  let v34 = v10 + v26 + v27 + v33;
  let v35 = v0 * v34;
  if (mine < call[0].x) {
    set_value(call[2].y + r * 32u + c0, v35);
  }
}
`,
  },
  row_product_1x32_2: {
    across: 1,
    rows: 0,
    words: 4,
    code: `
// C[1, 32] = the sum over rows of A[r, 1] transposed · B[r, 32]
const M = 1u;
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
  let row = call[0].y;
  return vec4f(
    weight(row + min(i, M - 1u)),
    weight(row + min(i + QUADS, M - 1u)),
    weight(row + min(i + QUADS * 2u, M - 1u)),
    weight(row + min(i + QUADS * 3u, M - 1u)),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec2f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec2f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z;
  return vec2f(
    weight(row + j),
    weight(row + j + COLUMN_LANES),
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
  map_gradients: {
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
    let v1 = weight(call[0].z + j);
    let v2 = v0 * v1;
    set_weight(call[0].w + j, v2);
  }
}
`,
  },
  row_product_32x1_2: {
    across: 1,
    rows: 0,
    words: 4,
    code: `
// C[32, 1] = the sum over rows of A[r, 32] transposed · B[r, 1]
const M = 32u;
const N = 1u;
const QUADS = 8u;

const DEPTH = 16u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 144>;
var<workgroup> block_b: array<vec2f, 128>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y;
  return vec4f(
    weight(row + i),
    weight(row + i + QUADS),
    weight(row + i + QUADS * 2u),
    weight(row + i + QUADS * 3u),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec2f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec2f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z;
  return vec2f(
    weight(row + min(j, N - 1u)),
    weight(row + min(j + COLUMN_LANES, N - 1u)),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec2f) {
  let at = out + i;
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
  var next_a_1: vec4f;
  var next_b_0: vec2f;
  var next_b_1: vec2f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_a_1 = load_a(row_0, at, end, lane + 64u);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 64u);
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
    block_a[place_a(lane + 64u)] = next_a_1;
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
}
`,
  },
  row_product_32x32_2: {
    across: 1,
    rows: 0,
    words: 4,
    code: `
// C[32, 32] = the sum over rows of A[r, 32] transposed · B[r, 32]
const M = 32u;
const N = 32u;
const QUADS = 8u;

const DEPTH = 16u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 144>;
var<workgroup> block_b: array<vec4f, 128>;

/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = call[0].y;
  return vec4f(
    weight(row + i),
    weight(row + i + QUADS),
    weight(row + i + QUADS * 2u),
    weight(row + i + QUADS * 3u),
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return vec4f(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z;
  return vec4f(
    weight(row + j),
    weight(row + j + COLUMN_LANES),
    weight(row + j + COLUMN_LANES * 2u),
    weight(row + j + COLUMN_LANES * 3u),
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
  var sum_0_0 = vec4f(); var sum_0_1 = vec4f(); var sum_0_2 = vec4f(); var sum_0_3 = vec4f();
  var next_a_0: vec4f;
  var next_a_1: vec4f;
  var next_b_0: vec4f;
  var next_b_1: vec4f;
  for (var at = start; ; at += DEPTH) {
    // the next block is on its way while this thread works on the one before
    if (at < end) {
      next_a_0 = load_a(row_0, at, end, lane);
      next_a_1 = load_a(row_0, at, end, lane + 64u);
      next_b_0 = load_b(column_0, at, end, lane);
      next_b_1 = load_b(column_0, at, end, lane + 64u);
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
    block_a[place_a(lane + 64u)] = next_a_1;
    block_b[place_b(lane)] = next_b_0;
    block_b[place_b(lane + 64u)] = next_b_1;
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
  map_influenced: {
    across: 1,
    rows: 2,
    words: 4,
    code: `
// map with reductions over rows of 32
var<workgroup> scratch: array<f32, 80>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 2u;
  if (first >= call[0].x) { return; }
  let own = lane % 32u;
  let mine = first + lane / 32u;
  let r = min(mine, call[0].x - 1u);
  let c0 = own;
  var r3 = 0f;
  let v0 = weight(call[0].y + c0);
  let v1 = value(call[0].z + r * 32u + c0);
  let v2 = v0 * v1;
  r3 = r3 + v2;
  scratch[lane] = r3;
  workgroupBarrier();
  if (own < 8u) {
    var p3 = scratch[lane / 32u * 32u + own];
    for (var k = 1u; k < 4u; k++) { p3 = p3 + scratch[lane / 32u * 32u + own + k * 8u]; }
    scratch[64u + lane / 32u * 8u + own] = p3;
  }
  workgroupBarrier();
  var v3 = scratch[64u + lane / 32u * 8u + 0u];
  for (var k = 1u; k < 8u; k++) { v3 = v3 + scratch[64u + lane / 32u * 8u + k]; }
  storageBarrier();
  if (own == 0u && mine < call[0].x) {
    set_value(call[0].w + r, v3);
  }
}
`,
  },
} satisfies WebGpuPrograms["kernels"];
