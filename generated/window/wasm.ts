// Made by rnnc from the model `window` in specs/models/window.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`
// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds
// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.

import { last, shift, type Arena, type Kernels, type Packed, type WasmPrograms } from "@rnnc/runtime";
export { kernels } from "./wasm.binary.js";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [225].
 */
export function prepare(k: Kernels, m: Arena): void {
  k.map_broadcast(m.broadcast, 1); // broadcast [1]
  k.pack_5x32(m.parameters + offset.near_3_W, m.near_3_W_packed); // near.3.W for products
  k.pack_32x1(m.parameters + offset.x_W, m.x_W_packed); // x.W for products
  k.pack_1x32(m.parameters + offset.x_W, m.x_W_packed_2); // x.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads x [N, 1].
 * Gives output.x [B, 1].
 */
export function predict(k: Kernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  shift(k.copy_1, k.copy_1_2, m.x, m.broadcast, m.near_1 + 12, 4, 0, 20, T); // x.shift [N, 1]
  k.copy_1(m.x, m.near_1 + 16, T.total); // x [N, 1]
  shift(k.copy_1_3, k.copy_1_2, m.near_1 + 12, m.broadcast, m.near_1 + 8, 20, 0, 20, T); // shift [N, 1]
  shift(k.copy_1_3, k.copy_1_2, m.near_1 + 8, m.broadcast, m.near_1 + 4, 20, 0, 20, T); // shift [N, 1]
  shift(k.copy_1_3, k.copy_1_2, m.near_1 + 4, m.broadcast, m.near_1, 20, 0, 20, T); // shift [N, 1]
  last(k.copy_5, k.zero_5, m.near_1, m.near_1_end, 20, 20, T, batch.size); // near.1.end [B, 5]
  k.gemm_5x32_bias(m.near_1_end, m.near_3_W_packed, m.near_3_b_add, m.parameters + offset.near_3_b, batch.size); // near.3.b.add [B, 32]
  k.map_near_3(m.near_3_b_add, m.near_3, batch.size); // near.3 [B, 32]
  k.gemm_32x1_bias(m.near_3, m.x_W_packed, m.output_x, m.parameters + offset.x_b, batch.size); // x [B, 1]
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
  shift(k.copy_1, k.copy_1_2, m.x_2, m.broadcast, m.near_1_2 + 12, 4, 0, 20, T); // x.shift [N, 1]
  k.copy_1(m.x_2, m.near_1_2 + 16, T.total); // x [N, 1]
  shift(k.copy_1_3, k.copy_1_2, m.near_1_2 + 12, m.broadcast, m.near_1_2 + 8, 20, 0, 20, T); // shift [N, 1]
  shift(k.copy_1_3, k.copy_1_2, m.near_1_2 + 8, m.broadcast, m.near_1_2 + 4, 20, 0, 20, T); // shift [N, 1]
  shift(k.copy_1_3, k.copy_1_2, m.near_1_2 + 4, m.broadcast, m.near_1_2, 20, 0, 20, T); // shift [N, 1]
  last(k.copy_5, k.zero_5, m.near_1_2, m.near_1_end_2, 20, 20, T, batch.size); // near.1.end [B, 5]
  k.gemm_5x32_bias(m.near_1_end_2, m.near_3_W_packed, m.near_3_b_add_2, m.parameters + offset.near_3_b, batch.size); // near.3.b.add [B, 32]
  k.map_near_3(m.near_3_b_add_2, m.near_3_2, batch.size); // near.3 [B, 32]
  k.gemm_32x1(m.near_3_2, m.x_W_packed, m.x_W_3, batch.size); // x.W_3 [B, 1]
  k.map_x_loss_2(m.weight_x_2, m.x_W_3, m.parameters + offset.x_b, m.target_x_2, m.x_loss_2, m.add, batch.size); // x.loss [B], add [B, 1]
  k.sum_rows_1(m.x_loss_2, m.loss_x_2, batch.size); // x.loss.sum_rows []
}

/**
 * After `forward`, on the same batch: the gradient of the loss by every parameter.
 * Gives gradients [225].
 */
export function backward(k: Kernels, m: Arena, batch: Packed): void {
  k.gemm_1x32(m.add, m.x_W_packed_2, m.near_d3, batch.size); // near.d3 [B, 32]
  k.row_product_1x32(m.add, m.near_3_2, m.gradients + offset.x_W, batch.size); // x.dW [1, 32]
  k.sum_rows_1(m.add, m.gradients + offset.x_b, batch.size); // x.db [1]
  k.map_near_d3_mul(m.near_d3, m.near_3_2, m.near_d3_mul, batch.size); // near.d3.mul [B, 32]
  k.row_product_32x5(m.near_d3_mul, m.near_1_end_2, m.gradients + offset.near_3_W, batch.size); // near.3.dW [32, 5]
  k.sum_rows_32(m.near_d3_mul, m.gradients + offset.near_3_b, batch.size); // near.3.db [32]
}

/**
 * Clipping and one step of the optimiser, over the flat buffers.
 * Reads gradients [225], moment1 [225], moment2 [225], parameters [225], update.rate [], update.bias1 [], update.bias2 [].
 * Gives norm [], moment1 [225], moment2 [225], parameters [225].
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
  ); // sqrt [], add [225], parameters.add [225]
}

/**
 * One step of every sequence: states in and out.
 * Reads state.near.1.before4 [B, 1], state.near.1.before3 [B, 1], state.near.1.before2 [B, 1], state.near.1.before1 [B, 1], x [B, 1].
 * Gives output.x [B, 1], final.near.1.before1 [B, 1], final.near.1.before2 [B, 1], final.near.1.before3 [B, 1], final.near.1.before4 [B, 1].
 */
export function step(k: Kernels, m: Arena, batch: Packed): void {
  k.copy_1(m.state_near_1_before4, m.near_1_3, batch.size); // state.near.1.before4 [B, 1]
  k.copy_1(m.state_near_1_before3, m.near_1_3 + 4, batch.size); // state.near.1.before3 [B, 1]
  k.copy_1(m.state_near_1_before2, m.near_1_3 + 8, batch.size); // state.near.1.before2 [B, 1]
  k.copy_1(m.state_near_1_before1, m.near_1_3 + 12, batch.size); // state.near.1.before1 [B, 1]
  k.copy_1(m.x_3, m.near_1_3 + 16, batch.size); // x [B, 1]
  k.gemm_5x32_bias(m.near_1_3, m.near_3_W_packed, m.near_3_b_add_3, m.parameters + offset.near_3_b, batch.size); // near.3.b.add [B, 32]
  k.map_near_3(m.near_3_b_add_3, m.near_3_3, batch.size); // near.3 [B, 32]
  k.gemm_32x1_bias(m.near_3_3, m.x_W_packed, m.output_x_2, m.parameters + offset.x_b, batch.size); // x [B, 1]
  k.copy_1_4(m.x_3, m.final_near_1_before1, batch.size); // x [B, 1]
  k.copy_1_4(m.state_near_1_before1, m.final_near_1_before2, batch.size); // state.near.1.before1 [B, 1]
  k.copy_1_4(m.state_near_1_before2, m.final_near_1_before3, batch.size); // state.near.1.before2 [B, 1]
  k.copy_1_4(m.state_near_1_before3, m.final_near_1_before4, batch.size); // state.near.1.before3 [B, 1]
}

/** Bytes from the start of the flat buffers to each parameter. */
const offset = {
  near_3_W: 0,
  near_3_b: 640,
  x_W: 768,
  x_b: 896,
} as const;

/** Bytes at the bottom of memory that hold the kernels' constants. */
export const reserved = 26816;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 1353,
  B: 103,
  "N:T": 6,
} satisfies WasmPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 225, integer: false }, // [225]
  gradients: { rows: "none", offset: 225, width: 225, integer: false }, // [225]
  moment1: { rows: "none", offset: 450, width: 225, integer: false }, // [225]
  moment2: { rows: "none", offset: 675, width: 225, integer: false }, // [225]
  output_x: { rows: "B", offset: 2, width: 1, integer: false }, // [B, 1] output.x
  near_1: { rows: "N:T", offset: 1, width: 5, integer: false }, // [N, 5] near.1
  near_3: { rows: "B", offset: 40, width: 32, integer: false }, // [B, 32] near.3
  near_3_b_add: { rows: "B", offset: 8, width: 32, integer: false }, // [B, 32] near.3.b.add
  near_1_end: { rows: "B", offset: 3, width: 5, integer: false }, // [B, 5] near.1.end
  x: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N, 1]
  broadcast: { rows: "none", offset: 900, width: 1, integer: false }, // [1]
  near_3_W_packed: { rows: "none", offset: 901, width: 160, integer: false }, // [5, 32] packed near.3.W.packed
  x_W_packed: { rows: "none", offset: 1061, width: 256, integer: false }, // [32, 1] packed x.W.packed
  loss_x: { rows: "none", offset: 1349, width: 1, integer: false }, // [] loss.x
  x_loss: { rows: "B", offset: 3, width: 1, integer: false }, // [B] x.loss
  weight_x: { rows: "B", offset: 0, width: 1, integer: false }, // [B] weight.x
  target_x: { rows: "B", offset: 1, width: 1, integer: false }, // [B, 1] target.x
  loss_x_2: { rows: "none", offset: 1349, width: 1, integer: false }, // [] loss.x_2
  near_1_2: { rows: "N:T", offset: 1, width: 5, integer: false }, // [N, 5] near.1_2
  add: { rows: "B", offset: 8, width: 1, integer: false }, // [B, 1]
  x_loss_2: { rows: "B", offset: 9, width: 1, integer: false }, // [B] x.loss_2
  x_W_3: { rows: "B", offset: 7, width: 1, integer: false }, // [B, 1] x.W_3
  near_3_2: { rows: "B", offset: 39, width: 32, integer: false }, // [B, 32] near.3_2
  near_3_b_add_2: { rows: "B", offset: 7, width: 32, integer: false }, // [B, 32] near.3.b.add_2
  near_1_end_2: { rows: "B", offset: 2, width: 5, integer: false }, // [B, 5] near.1.end_2
  x_2: { rows: "N:T", offset: 0, width: 1, integer: false }, // [N, 1]
  weight_x_2: { rows: "B", offset: 0, width: 1, integer: false }, // [B] weight.x_2
  target_x_2: { rows: "B", offset: 1, width: 1, integer: false }, // [B, 1] target.x_2
  near_d3_mul: { rows: "B", offset: 7, width: 32, integer: false }, // [B, 32] near.d3.mul
  near_d3: { rows: "B", offset: 71, width: 32, integer: false }, // [B, 32] near.d3
  x_W_packed_2: { rows: "none", offset: 1317, width: 32, integer: false }, // [1, 32] packed x.W.packed_2
  norm: { rows: "none", offset: 1352, width: 1, integer: false }, // []
  update_rate: { rows: "none", offset: 1349, width: 1, integer: false }, // [] update.rate
  update_bias1: { rows: "none", offset: 1350, width: 1, integer: false }, // [] update.bias1
  update_bias2: { rows: "none", offset: 1351, width: 1, integer: false }, // [] update.bias2
  output_x_2: { rows: "B", offset: 5, width: 1, integer: false }, // [B, 1] output.x_2
  final_near_1_before1: { rows: "B", offset: 6, width: 1, integer: false }, // [B, 1] final.near.1.before1
  final_near_1_before2: { rows: "B", offset: 7, width: 1, integer: false }, // [B, 1] final.near.1.before2
  final_near_1_before3: { rows: "B", offset: 8, width: 1, integer: false }, // [B, 1] final.near.1.before3
  final_near_1_before4: { rows: "B", offset: 9, width: 1, integer: false }, // [B, 1] final.near.1.before4
  near_1_3: { rows: "B", offset: 10, width: 5, integer: false }, // [B, 5] near.1_3
  near_3_3: { rows: "B", offset: 47, width: 32, integer: false }, // [B, 32] near.3_3
  near_3_b_add_3: { rows: "B", offset: 15, width: 32, integer: false }, // [B, 32] near.3.b.add_3
  state_near_1_before4: { rows: "B", offset: 0, width: 1, integer: false }, // [B, 1] state.near.1.before4
  state_near_1_before3: { rows: "B", offset: 1, width: 1, integer: false }, // [B, 1] state.near.1.before3
  state_near_1_before2: { rows: "B", offset: 2, width: 1, integer: false }, // [B, 1] state.near.1.before2
  state_near_1_before1: { rows: "B", offset: 3, width: 1, integer: false }, // [B, 1] state.near.1.before1
  x_3: { rows: "B", offset: 4, width: 1, integer: false }, // [B, 1]
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
  backward: { run: backward, inputs: {}, outputs: { gradients: "gradients" } },
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
      "state.near.1.before4": "state_near_1_before4",
      "state.near.1.before3": "state_near_1_before3",
      "state.near.1.before2": "state_near_1_before2",
      "state.near.1.before1": "state_near_1_before1",
      x: "x_3",
    },
    outputs: {
      "output.x": "output_x_2",
      "final.near.1.before1": "final_near_1_before1",
      "final.near.1.before2": "final_near_1_before2",
      "final.near.1.before3": "final_near_1_before3",
      "final.near.1.before4": "final_near_1_before4",
    },
  },
} satisfies WasmPrograms["programs"];
