// Made by rnnc from the model `online` in specs/models/online.rnn. Change the spec and compile it again, not this file.
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
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"pack","k":1,"n":32,"K":1,"k0":0,"n0":0,"rowStride":1,"columnStride":1},"spaces":["weights","weights"]},{"kernel":{"kind":"pack","k":32,"n":32,"K":32,"k0":0,"n0":0,"rowStride":1,"columnStride":32},"spaces":["weights","weights"]},{"kernel":{"kind":"pack","k"
`,
  },
  gemm_1x32_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":1,"n":32,"lda":1,"ldc":32,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  loop_h_1_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":32,"n":32,"lda":32,"ldc":32,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":32,"inputs":[{"stri
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
  gemm_32x32_map_h_1_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":32,"n":32,"lda":64,"ldc":32,"accumulate":false,"bias":false},"map":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"o
`,
  },
  gemm_32x1_bias: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":32,"n":1,"lda":32,"ldc":1,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":true}
`,
  },
  zero_32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"moves","moves":[{"kernel":{"kind":"zero","width":32},"spaces":["arena"]}]}
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
// {"kind":"single","kernel":{"kind":"sum_rows","width":1,"ld":1},"spaces":["arena","weights"],"many":true}
`,
  },
  loop_h_1_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":false,"calls":[{"kernel":{"kind":"gemm","k":32,"n":32,"lda":32,"ldc":32,"accumulate":false,"bias":false},"operands":[{"word":0,"step":false,"stride":0},{"word":1,"step":false,"stride":0},{"word":2,"step":false,"stride":0}]},{"kernel":{"kind":"map","width":32,"inputs":[{"stri
`,
  },
  gemm_32x32_map_h_1_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":32,"n":32,"lda":64,"ldc":32,"accumulate":false,"bias":false},"map":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false}],"code":[{"op":
`,
  },
  gemm_32x1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":32,"n":1,"lda":32,"ldc":1,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
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
  gemm_1x32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":1,"n":32,"lda":1,"ldc":32,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":true}
`,
  },
  row_product_1x32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":1,"n":32,"lda":1,"ldb":32,"ldc":32},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  loop_h_1_dh_before: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"loop","reverse":true,"calls":[{"kernel":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"neg","args":[0]},{"op":"max","args":[0,1]
`,
  },
  map_h_1_dh_pre: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"neg","args":[0]},{"op":"max","args":[0,1]},{"op":"const","value"
`,
  },
  gemm_32x32_map_h_1_dh_pre: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"product_map","gemm":{"kind":"gemm","k":32,"n":32,"lda":32,"ldc":32,"accumulate":false,"bias":false},"map":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false}],"code":[{"op":
`,
  },
  gemm_32x32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":32,"n":32,"lda":32,"ldc":32,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  row_product_32x1: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":32,"n":1,"lda":32,"ldb":1,"ldc":1},"chunks":32,"spaces":["arena","arena","weights"]}
`,
  },
  row_product_32x32: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":32,"n":32,"lda":32,"ldb":32,"ldc":32},"chunks":32,"spaces":["arena","arena","weights"]}
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
  add_up_backward: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"sum_partials","items":[{"size":32,"chunks":32,"spaces":["weights","weights"]},{"size":32,"chunks":32,"spaces":["weights","weights"]},{"size":1024,"chunks":32,"spaces":["weights","weights"]}]}
`,
  },
  map_norm: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1121,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":true,"integer":false}],"code":[{"op":"load","input":0},{"op":"mul","args":[0,0]},{"op":"reduce_sum","args":[1]},{"op":"sqrt","ar
`,
  },
  gemm_1x32_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":1,"n":32,"lda":1,"ldc":32,"accumulate":false,"bias":false},"spaces":["arena","weights","arena"],"many":false}
`,
  },
  map_final_h_1_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":32,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"load","input":2},{"op":"add","args":[0,1,
`,
  },
  gemm_32x1_bias_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":32,"n":1,"lda":32,"ldc":1,"accumulate":false,"bias":true},"spaces":["arena","weights","arena","weights"],"many":false}
`,
  },
  gemm_1x32_3: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":1,"n":32,"lda":1,"ldc":32,"accumulate":false,"bias":false},"spaces":["weights","weights","weights"],"many":false}
`,
  },
  gemm_32x32_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":32,"n":32,"lda":32,"ldc":32,"accumulate":false,"bias":false},"spaces":["weights","weights","weights"],"many":false}
`,
  },
  map_final_h_1_h_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"load","input":2},{"op":"add","args":[0,1,2]
`,
  },
  map_h_1_W_x_j: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1,"inputs":[{"stride":1,"scalar":true,"integer":true},{"stride":0,"scalar":false,"integer":false}],"code":[{"op":"index"},{"op":"load","input":0},{"op":"neg","args":[1]},{"op":"add","args":[0,2]},{"op":"neg","args":[3]},{"op":"max","args":[3,4]},{"op":
`,
  },
  gemm_32x1_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"gemm","k":32,"n":1,"lda":32,"ldc":1,"accumulate":false,"bias":false},"spaces":["weights","weights","weights"],"many":false}
`,
  },
  map_loss_x_3: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":1,"inputs":[{"stride":0,"scalar":true,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"l
`,
  },
  map_final_influence_h_1_h: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":1,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":false},{"stride":1,"scalar":true,"integer":true},{"stride":1,"scalar":true,"integer":true},{"stride":0,"scalar":false
`,
  },
  row_product_1x32_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":1,"n":32,"lda":0,"ldb":0,"ldc":32},"chunks":1,"spaces":["weights","weights","weights"]}
`,
  },
  map_gradients: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":0,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"mul","args":[0,1]}],"outputs":[{"value":2,"stride":0,"scalar":false}]},"spaces":["weigh
`,
  },
  row_product_32x1_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":32,"n":1,"lda":0,"ldb":0,"ldc":1},"chunks":1,"spaces":["weights","weights","weights"]}
`,
  },
  row_product_32x32_2: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"partial_product","kernel":{"kind":"row_product","m":32,"n":32,"lda":0,"ldb":0,"ldc":32},"chunks":1,"spaces":["weights","weights","weights"]}
`,
  },
  map_influenced: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// {"kind":"single","kernel":{"kind":"map","width":32,"inputs":[{"stride":0,"scalar":false,"integer":false},{"stride":32,"scalar":false,"integer":false}],"code":[{"op":"load","input":0},{"op":"load","input":1},{"op":"mul","args":[0,1]},{"op":"reduce_sum","args":[2]}],"outputs":[{"value":3,"stride":1,"s
`,
  },
} satisfies WebGpuPrograms["kernels"];
