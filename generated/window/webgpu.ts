// Made by rnnc from the model `window` in specs/models/window.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for products and computes what depends on weights alone; after every change of the parameters.
 * Reads parameters [225].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.map_broadcast(m.broadcast, 1); // broadcast [1]
  k.moves_prepare(m.parameters, m.near_3_W_packed, m.parameters + offset.x_W, m.x_W_packed, m.parameters + offset.x_W, m.x_W_packed_2, 1); // near.3.W for products, x.W for products
}

/**
 * From inputs to outputs; keeps nothing but them.
 * Reads x [N, 1].
 * Gives output.x [B, 1].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.shift_1(m.x, m.broadcast, m.near_1 + 3, T, T.total); // x.shift [N, 1]
  k.copy_1(m.x, m.near_1 + 4, T.total); // x [N, 1]
  k.shift_1_2(m.near_1 + 3, m.broadcast, m.near_1 + 2, T, T.total); // shift [N, 1]
  k.shift_1_2(m.near_1 + 2, m.broadcast, m.near_1 + 1, T, T.total); // shift [N, 1]
  k.shift_1_2(m.near_1 + 1, m.broadcast, m.near_1, T, T.total); // shift [N, 1]
  k.last_5(m.near_1, m.near_1_end, T, batch.size); // near.1.end [B, 5]
  k.gemm_5x32_bias(m.near_1_end, m.near_3_W_packed, m.near_3_b_add, m.parameters + offset.near_3_b, batch.size); // near.3.b.add [B, 32]
  k.map_near_3(m.near_3_b_add, m.near_3, batch.size); // near.3 [B, 32]
  k.gemm_32x1_bias(m.near_3, m.x_W_packed, m.output_x, m.parameters + offset.x_b, batch.size); // x [B, 1]
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
export function forward(k: GpuKernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.shift_1(m.x_2, m.broadcast, m.near_1_2 + 3, T, T.total); // x.shift [N, 1]
  k.copy_1(m.x_2, m.near_1_2 + 4, T.total); // x [N, 1]
  k.shift_1_2(m.near_1_2 + 3, m.broadcast, m.near_1_2 + 2, T, T.total); // shift [N, 1]
  k.shift_1_2(m.near_1_2 + 2, m.broadcast, m.near_1_2 + 1, T, T.total); // shift [N, 1]
  k.shift_1_2(m.near_1_2 + 1, m.broadcast, m.near_1_2, T, T.total); // shift [N, 1]
  k.last_5(m.near_1_2, m.near_1_end_2, T, batch.size); // near.1.end [B, 5]
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
export function backward(k: GpuKernels, m: Arena, batch: Packed): void {
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
export function update(k: GpuKernels, m: Arena): void {
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
export function step(k: GpuKernels, m: Arena, batch: Packed): void {
  k.moves_step(
    m.state_near_1_before4,
    m.near_1_3,
    m.state_near_1_before3,
    m.near_1_3 + 1,
    m.state_near_1_before2,
    m.near_1_3 + 2,
    m.state_near_1_before1,
    m.near_1_3 + 3,
    m.x_3,
    m.near_1_3 + 4,
    m.x_3,
    m.final_near_1_before1,
    m.state_near_1_before1,
    m.final_near_1_before2,
    m.state_near_1_before2,
    m.final_near_1_before3,
    m.state_near_1_before3,
    m.final_near_1_before4,
    batch.size,
  ); // state.near.1.before4 [B, 1], state.near.1.before3 [B, 1], state.near.1.before2 [B, 1] and 2 more
  k.gemm_5x32_bias(m.near_1_3, m.near_3_W_packed, m.near_3_b_add_3, m.parameters + offset.near_3_b, batch.size); // near.3.b.add [B, 32]
  k.map_near_3(m.near_3_b_add_3, m.near_3_3, batch.size); // near.3 [B, 32]
  k.gemm_32x1_bias(m.near_3_3, m.x_W_packed, m.output_x_2, m.parameters + offset.x_b, batch.size); // x [B, 1]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  near_3_W: 0,
  near_3_b: 160,
  x_W: 192,
  x_b: 224,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 1353,
  B: 103,
  "N:T": 6,
} satisfies WebGpuPrograms["regions"];

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
} satisfies WebGpuPrograms["programs"];

/** The kernels, without what stands before each of them (runtime/webgpu/prelude.ts). */
export const kernels = {
  map_broadcast: {
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
    set_weight(call[0].y + j, 0f);
  }
}
`,
  },
  moves_prepare: {
    across: 3,
    rows: 1,
    words: 7,
    code: `
// pack [5, 32], pack [32, 1], pack [1, 32]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 3u;
  let first = group(id) / 3u;
  if (first >= call[0].x) { return; }
  if (part < 1u) {
    let source = call[0].y;
    let out = call[0].z;
    let r = first;
    for (var j = lane; j < 160u; j += 64u) {
      let i = j / 8u % 5u;
      let panel = j / 40u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel * 5u + i) * 8u + j % 8u] = weights[source + i + column * 5u];
    }
  } else if (part < 2u) {
    let source = call[0].w;
    let out = call[1].x;
    let r = first;
    for (var j = lane; j < 256u; j += 64u) {
      let i = j / 8u % 32u;
      let panel = j / 256u;
      let column = panel * 8u + j % 8u;
      if (column < 1u) { weights[out + (panel * 32u + i) * 8u + j % 8u] = weights[source + i + column * 32u]; }
    }
  } else {
    let source = call[1].y;
    let out = call[1].z;
    let r = first;
    for (var j = lane; j < 32u; j += 64u) {
      let i = j / 8u % 1u;
      let panel = j / 8u;
      let column = panel * 8u + j % 8u;
      weights[out + (panel + i) * 8u + j % 8u] = weights[source + i * 32u + column];
    }
  }
}
`,
  },
  shift_1: {
    across: 1,
    rows: 256,
    words: 5,
    code: `
// shift [N, 1]
fn start_of(axis: u32, t: u32) -> u32 { return axes[axis + 3u + axes[axis] + t]; }
/** The step that row r is of. */
fn step_of(axis: u32, r: u32) -> u32 { return axes[axis + 3u + 2u * axes[axis] + axes[axis + 2u] + r]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 256u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let initial = call[0].z;
  let out = call[0].w;
  let axis = call[1].x;
  for (var e = lane; e < min(256u, call[0].x - first) * 1u; e += 64u) {
    let r = first + e / 1u;
    let j = e % 1u;
    let t = step_of(axis, r);
    let b = r - start_of(axis, t);
    if (t > 0u) {
      arena[out + r * 5u + j] = arena[source + start_of(axis, t - 1u) + b + j];
    } else {
      arena[out + r * 5u + j] = weights[initial + j];
    }
  }
}
`,
  },
  shift_1_2: {
    across: 1,
    rows: 256,
    words: 5,
    code: `
// shift [N, 1]
fn start_of(axis: u32, t: u32) -> u32 { return axes[axis + 3u + axes[axis] + t]; }
/** The step that row r is of. */
fn step_of(axis: u32, r: u32) -> u32 { return axes[axis + 3u + 2u * axes[axis] + axes[axis + 2u] + r]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 256u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let initial = call[0].z;
  let out = call[0].w;
  let axis = call[1].x;
  for (var e = lane; e < min(256u, call[0].x - first) * 1u; e += 64u) {
    let r = first + e / 1u;
    let j = e % 1u;
    let t = step_of(axis, r);
    let b = r - start_of(axis, t);
    if (t > 0u) {
      arena[out + r * 5u + j] = arena[source + (start_of(axis, t - 1u) + b) * 5u + j];
    } else {
      arena[out + r * 5u + j] = weights[initial + j];
    }
  }
}
`,
  },
  last_5: {
    across: 1,
    rows: 51,
    words: 4,
    code: `
// last [B, 5]
fn start_of(axis: u32, t: u32) -> u32 { return axes[axis + 3u + axes[axis] + t]; }
/** Steps of sequence b. */
fn length_of(axis: u32, b: u32) -> u32 { return axes[axis + 3u + 2u * axes[axis] + b]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 51u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let out = call[0].z;
  let axis = call[0].w;
  for (var e = lane; e < min(51u, call[0].x - first) * 5u; e += 64u) {
    let r = first + e / 5u;
    let j = e % 5u;
    let b = r;
    if (length_of(axis, b) > 0u) {
      arena[out + r * 5u + j] = arena[source + (start_of(axis, length_of(axis, b) - 1u) + b) * 5u + j];
    } else {
      arena[out + r * 5u + j] = 0u;
    }
  }
}
`,
  },
  gemm_5x32_bias: {
    across: 4,
    rows: 8,
    words: 5,
    code: `
// C[r, 32] = A[r, 5] · B[5, 32] + bias, for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 5u;
const N = 32u;
const CHUNK = 5u;
const SLICES = 8u;
const THREADS = 64u;
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, 128>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 5u),
    value(a + min(r + 1u, last) * 5u),
    value(a + min(r + 2u, last) * 5u),
    value(a + min(r + 3u, last) * 5u),
  );
}

fn store_c(r: u32, column: u32, sum: f32) {
  let at = call[0].w + r * 32u + column;
  set_value(at, sum + weight(call[1].x + column));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 4u;
  let first = group(id) / 4u * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + part * 40u + lane % 8u;
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
  map_near_3: {
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
    let at = r * 32u + j;
    let v0 = value(call[0].y + at);
    let v1 = tanh_of(v0);
    set_value(call[0].z + at, v1);
  }
}
`,
  },
  gemm_32x1_bias: {
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
  copy_1: {
    across: 1,
    rows: 256,
    words: 3,
    code: `
// copy [1]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 256u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let out = call[0].z;
  for (var e = lane; e < min(256u, call[0].x - first) * 1u; e += 64u) {
    let r = first + e / 1u;
    let j = e % 1u;
    arena[out + r * 5u + j] = arena[source + r + j];
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
  gemm_32x1: {
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
    value(a + min(r, last) * 32u),
    value(a + min(r + 1u, last) * 32u),
    value(a + min(r + 2u, last) * 32u),
    value(a + min(r + 3u, last) * 32u),
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
  row_product_1x32: {
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
  map_near_d3_mul: {
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
    let at = r * 32u + j;
    let v0 = value(call[0].y + at);
    let v2 = value(call[0].z + at);
    let v3 = v2 * v2;
    let v5 = 1f - v3;
    let v6 = v0 * v5;
    set_value(call[0].w + at, v6);
  }
}
`,
  },
  row_product_32x5: {
    across: 1,
    rows: 0,
    words: 4,
    code: `
// C[32, 5] = the sum over rows of A[r, 32] transposed · B[r, 5]
const M = 32u;
const N = 5u;
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
  let row = call[0].z + r * 5u;
  return vec2f(
    value(row + min(j, N - 1u)),
    value(row + min(j + COLUMN_LANES, N - 1u)),
  );
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: vec2f) {
  let at = out + i * 5u;
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
  sum_rows_32: {
    across: 4,
    rows: 0,
    words: 3,
    code: `
// out[32] = the sum of source[r, 32] over all rows
const WIDTH = 32u;
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
  map_norm: {
    across: 1,
    rows: 1,
    words: 12,
    code: `
// map with reductions over rows of 225
var<workgroup> scratch: array<f32, 72>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let r = first;
  let c0 = lane;
  let c1 = lane + 64u;
  let c2 = lane + 128u;
  let c3 = min(lane + 192u, 224u);
  let v17 = weight(call[1].y);
  let v18 = weight(call[1].z);
  let v20 = weight(call[1].w);
  var r2 = 0f;
  let v0_0 = weight(call[0].y + c0);
  let v1_0 = v0_0 * v0_0;
  let v5_0 = weight(call[0].z + c0);
  let v6_0 = 0.8999999761581421f * v5_0;
  let v8_0 = 0.10000000149011612f * v0_0;
  let v9_0 = v6_0 + v8_0;
  let v11_0 = weight(call[0].w + c0);
  let v12_0 = 0.9990000128746033f * v11_0;
  let v14_0 = 0.0010000000474974513f * v1_0;
  let v15_0 = v12_0 + v14_0;
  let v16_0 = weight(call[1].x + c0);
  let v21_0 = v15_0 * v20;
  let v22_0 = sqrt(v21_0);
  let v23_0 = 9.99999993922529e-9f + v22_0;
  let v25_0 = v17 * v9_0 * v18 / v23_0;
  let v27_0 = v16_0 - v25_0;
  r2 = r2 + v1_0;
  let v0_1 = weight(call[0].y + c1);
  let v1_1 = v0_1 * v0_1;
  let v5_1 = weight(call[0].z + c1);
  let v6_1 = 0.8999999761581421f * v5_1;
  let v8_1 = 0.10000000149011612f * v0_1;
  let v9_1 = v6_1 + v8_1;
  let v11_1 = weight(call[0].w + c1);
  let v12_1 = 0.9990000128746033f * v11_1;
  let v14_1 = 0.0010000000474974513f * v1_1;
  let v15_1 = v12_1 + v14_1;
  let v16_1 = weight(call[1].x + c1);
  let v21_1 = v15_1 * v20;
  let v22_1 = sqrt(v21_1);
  let v23_1 = 9.99999993922529e-9f + v22_1;
  let v25_1 = v17 * v9_1 * v18 / v23_1;
  let v27_1 = v16_1 - v25_1;
  r2 = r2 + v1_1;
  let v0_2 = weight(call[0].y + c2);
  let v1_2 = v0_2 * v0_2;
  let v5_2 = weight(call[0].z + c2);
  let v6_2 = 0.8999999761581421f * v5_2;
  let v8_2 = 0.10000000149011612f * v0_2;
  let v9_2 = v6_2 + v8_2;
  let v11_2 = weight(call[0].w + c2);
  let v12_2 = 0.9990000128746033f * v11_2;
  let v14_2 = 0.0010000000474974513f * v1_2;
  let v15_2 = v12_2 + v14_2;
  let v16_2 = weight(call[1].x + c2);
  let v21_2 = v15_2 * v20;
  let v22_2 = sqrt(v21_2);
  let v23_2 = 9.99999993922529e-9f + v22_2;
  let v25_2 = v17 * v9_2 * v18 / v23_2;
  let v27_2 = v16_2 - v25_2;
  r2 = r2 + v1_2;
  let v0_3 = weight(call[0].y + c3);
  let v1_3 = v0_3 * v0_3;
  let v5_3 = weight(call[0].z + c3);
  let v6_3 = 0.8999999761581421f * v5_3;
  let v8_3 = 0.10000000149011612f * v0_3;
  let v9_3 = v6_3 + v8_3;
  let v11_3 = weight(call[0].w + c3);
  let v12_3 = 0.9990000128746033f * v11_3;
  let v14_3 = 0.0010000000474974513f * v1_3;
  let v15_3 = v12_3 + v14_3;
  let v16_3 = weight(call[1].x + c3);
  let v21_3 = v15_3 * v20;
  let v22_3 = sqrt(v21_3);
  let v23_3 = 9.99999993922529e-9f + v22_3;
  let v25_3 = v17 * v9_3 * v18 / v23_3;
  let v27_3 = v16_3 - v25_3;
  r2 = r2 + select(0f, v1_3, lane + 192u < 225u);
  set_weight(call[2].y + c0, v9_0);
  set_weight(call[2].z + c0, v15_0);
  set_weight(call[2].w + c0, v27_0);
  set_weight(call[2].y + c1, v9_1);
  set_weight(call[2].z + c1, v15_1);
  set_weight(call[2].w + c1, v27_1);
  set_weight(call[2].y + c2, v9_2);
  set_weight(call[2].z + c2, v15_2);
  set_weight(call[2].w + c2, v27_2);
  if (lane + 192u < 225u) {
    set_weight(call[2].y + c3, v9_3);
    set_weight(call[2].z + c3, v15_3);
    set_weight(call[2].w + c3, v27_3);
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
  let v3 = sqrt(v2);
  storageBarrier();
  if (lane == 0u) {
    set_weight(call[2].x, v3);
  }
}
`,
  },
  moves_step: {
    across: 9,
    rows: 256,
    words: 19,
    code: `
// 5 x copy [1], 4 x copy [1]
fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 9u;
  let first = group(id) / 9u * 256u;
  if (first >= call[0].x) { return; }
  if (part < 5u) {
    // 5 alike
    let own = part;
    let word = own * 2u + 1u;
    let source = argument(word);
    let out = argument(word + 1u);
    for (var e = lane; e < min(256u, call[0].x - first) * 1u; e += 64u) {
      let r = first + e / 1u;
      let j = e % 1u;
      arena[out + r * 5u + j] = arena[source + r + j];
    }
  } else {
    // 4 alike
    let own = part - 5u;
    let word = own * 2u + 11u;
    let source = argument(word);
    let out = argument(word + 1u);
    for (var e = lane; e < min(256u, call[0].x - first) * 1u; e += 64u) {
      let r = first + e / 1u;
      let j = e % 1u;
      arena[out + r + j] = arena[source + r + j];
    }
  }
}
`,
  },
} satisfies WebGpuPrograms["kernels"];
