// Made by rnnc from the model `alarm` in specs/models/alarm.rnn. Change the spec and compile it again, not this file.
// @ts-nocheck
// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of
// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.

import { type Arena, type GpuKernels, type Packed, type Recurrences, type WebGpuPrograms } from "@rnnc/runtime";
export { createWebGpuExecutor as createExecutor } from "@rnnc/runtime/webgpu";

/**
 * Packs the weights for the products.
 * Reads parameters [42].
 */
export function prepare(k: GpuKernels, m: Arena): void {
  k.moves_prepare(
    m.parameters,
    m.h_1_W_packed,
    m.parameters + offset.h_1_U,
    m.h_1_U_packed,
    m.parameters + offset.alarm_W,
    m.alarm_W_packed,
    1,
  ); // Wᵀ [3, 4], Uᵀ [4, 4], Wᵀ [4, 2]
}

/**
 * h[t] = tanh(W·x[t] + U·h[t-1] + b), and the classes of every step.
 * Reads x [N, 3].
 * Gives output.alarm [N, 2], final.h.1.h [B, 4].
 */
export function predict(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;
  k.gemm_3x4_bias(m.x, m.h_1_W_packed, m.h_1_pre, m.parameters + offset.h_1_b, T.total); // pre = x·Wᵀ + b [N, 4]
  k.zero_4(m.h_1_h, batch.size); // h = 0 [B, 4]

  // for each step: the state from the one before
  if (together("loop_for$20each$20step$3a$20the$20state$20from$20the$20one$20before")) {
    k.loop_for$20each$20step$3a$20the$20state$20from$20the$20one$20before(m.h_1_h, m.h_1_U_packed, m.h_1_pre, T, batch.size);
  } else {
    for (let t = 0; t < T.steps; t++) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_4x4_add(m.h_1_h, m.h_1_U_packed, m.h_1_pre + at * 4, rows); // pre += h·Uᵀ [rows, 4]
      k.tanh_4(m.h_1_pre + at * 4, m.h_1_pre + at * 4, m.h_1_h, rows); // h = tanh(pre) [rows, 4]
    }
  }

  k.gemm_4x2_bias(m.h_1_pre, m.alarm_W_packed, m.output_alarm, m.parameters + offset.alarm_b, T.total); // logits [N, 2]
}

/**
 * Gradients of the weights.
 * Gives gradients [42].
 */
export function backward(k: GpuKernels, m: Arena, batch: Packed, together: Recurrences): void {
  const T = batch.axes.T;

  // from the last step to the first
  if (together("loop_from$20the$20last$20step$20to$20the$20first")) {
    k.loop_from$20the$20last$20step$20to$20the$20first(m.h_1_pre, m.h_1_U_packed, m.h_1_h, T, batch.size);
  } else {
    for (let t = T.steps - 1; t >= 0; t--) {
      const at = T.start[t];
      const rows = T.rows[t];
      k.gemm_4x4_add(m.h_1_pre + at * 4, m.h_1_U_packed, m.h_1_h, rows); // dh = dpre·U [rows, 4]
      k.add_4(m.h_1_h, m.h_1_pre + at * 4, rows);
    }
  }

  k.shift_4(m.h_1_pre, m.zero, m.h_1_h_before, T, T.total); // h[t-1] [N, 4]
  k.sum_steps_4(m.h_1_pre, m.mean, T, batch.size); // Σ over the steps [B, 4]
  k.row_product_4x3(m.h_1_pre, m.x, m.backward_partials, T.total); // dW [4, 3]
  k.add_up_backward(m.backward_partials, m.gradients + offset.h_1_W, 1); // the parts of dW [4, 3]
}

/**
 * One step of every sequence.
 * Reads x [N, 3], state.h.1.h [B, 4].
 * Gives final.h.1.h [B, 4].
 */
export function step(k: GpuKernels, m: Arena, batch: Packed): void {
  const T = batch.axes.T;
  k.gemm_3x4_bias(m.x, m.h_1_W_packed, m.h_1_pre, m.parameters + offset.h_1_b, T.total); // pre = x·Wᵀ + b [N, 4]
  k.gemm_4x4_add(m.h_1_h, m.h_1_U_packed, m.h_1_pre, batch.size); // pre += h·Uᵀ [B, 4]
  k.tanh_4(m.h_1_pre, m.h_1_pre, m.h_1_h, batch.size); // h = tanh(pre) [B, 4]
}

/** Floats from the start of the flat buffers to each parameter. */
const offset = {
  h_1_W: 0,
  h_1_U: 12,
  h_1_b: 28,
  alarm_W: 32,
  alarm_b: 40,
} as const;

/** Floats that each region of the arena has: in all for `none`, a row for the others. */
export const regions = {
  none: 560,
  B: 8,
  "N:T": 17,
} satisfies WebGpuPrograms["regions"];

/** Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next. */
export const buffers = {
  parameters: { rows: "none", offset: 0, width: 42, integer: false }, // [42]
  gradients: { rows: "none", offset: 42, width: 42, integer: false }, // [42]
  h_1_W_packed: { rows: "none", offset: 84, width: 24, integer: false }, // [3, 8] h.1.W.packed
  h_1_U_packed: { rows: "none", offset: 108, width: 32, integer: false }, // [4, 8] h.1.U.packed
  alarm_W_packed: { rows: "none", offset: 140, width: 32, integer: false }, // [4, 8] alarm.W.packed
  zero: { rows: "none", offset: 172, width: 4, integer: false }, // [4]
  h_1_h: { rows: "B", offset: 0, width: 4, integer: false }, // [B, 4] h.1.h
  mean: { rows: "B", offset: 4, width: 4, integer: false }, // [B, 4]
  x: { rows: "N:T", offset: 0, width: 3, integer: false }, // [N, 3]
  h_1_pre: { rows: "N:T", offset: 3, width: 4, integer: false }, // [N, 4] h.1.pre
  h_1_h_before: { rows: "N:T", offset: 7, width: 4, integer: false }, // [N, 4] h.1.h.before
  output_alarm: { rows: "N:T", offset: 11, width: 2, integer: false }, // [N, 2] output.alarm
  backward_partials: { rows: "none", offset: 176, width: 384, integer: false }, // [32, 4, 3] backward.partials
} satisfies WebGpuPrograms["buffers"];

/** The programs, and which buffers hold what they read and give. */
export const programs = {
  prepare: { run: prepare, inputs: { parameters: "parameters" }, outputs: {} },
  predict: { run: predict, inputs: { x: "x" }, outputs: { "output.alarm": "output_alarm", "final.h.1.h": "h_1_h" } },
  backward: { run: backward, inputs: {}, outputs: { gradients: "gradients" } },
  step: { run: step, inputs: { x: "x", "state.h.1.h": "h_1_h" }, outputs: { "final.h.1.h": "h_1_h" } },
} satisfies WebGpuPrograms["programs"];

/** The kernels, without what stands before each of them (runtime/webgpu/prelude.ts). */
export const kernels = {
  loop_from$20the$20last$20step$20to$20the$20first: {
    across: 1,
    rows: 4,
    words: 7,
    loop: true,
    code: `
// a loop of 2 calls, 4 sequences a workgroup
var<workgroup> tile: array<vec4f, 4>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  let own = lane % 16u;
  let team = lane / 16u;
  let mine = first + team;
  let r = min(mine, call[0].x - 1u);
  let column0_0 = own;
  let near0_0 = min(column0_0, 3u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 32u + (near0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), weight(from0_0 + 16u), weight(from0_0 + 24u));
  let steps = axes[call[1].x];
  for (var i = call[1].y; i < call[1].z; i++) {
    let t = steps - 1u - i;
    let rows = axes[call[1].x + 3u + t];
    let start = axes[call[1].x + 3u + steps + t];
    if (first < rows) {
      let exists = mine < rows;
      workgroupBarrier();
      {
        let a = call[0].y + start * 4u + r * 4u;
        let c = call[0].w + r * 4u;
        for (var i = own; i < 1u; i += 16u) {
          tile[team * 1u + i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
        }
        workgroupBarrier();
        var sum0 = w0_0_0 * tile[team * 1u + 0u];
        if (exists && column0_0 < 4u) {
          set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w + value(c + column0_0));
        }
      }
      {
        if (own < 4u && exists) {
          let j = own;
          set_value(call[0].y + start * 4u + r * 4u + j, value(call[0].y + start * 4u + r * 4u + j) + value(call[0].w + r * 4u + j));
        }
      }
    }
  }
}
`,
  },
  gemm_4x4_add: {
    across: 1,
    rows: 8,
    words: 4,
    code: `
// C[r, 4] += A[r, 4] · B[4, 4], for few rows: 8 rows and 8 columns a workgroup, k in 8 slices
const K = 4u;
const N = 4u;
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
  let at = call[0].w + r * 4u + column;
  set_value(at, value(at) + sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 8u;
  if (first >= call[0].x) { return; }
  let slice = lane / 8u;
  let b_0 = call[0].z + 0u * 32u + lane % 8u;
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
  add_4: {
    across: 1,
    rows: 64,
    words: 3,
    code: `
// add [4]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let out = call[0].z;
  for (var e = lane; e < min(64u, call[0].x - first) * 4u; e += 64u) {
    let r = first + e / 4u;
    let j = e % 4u;
    set_value(out + r * 4u + j, value(out + r * 4u + j) + value(source + r * 4u + j));
  }
}
`,
  },
  shift_4: {
    across: 1,
    rows: 64,
    words: 5,
    code: `
// shift [N, 4]
fn start_of(axis: u32, t: u32) -> u32 { return axes[axis + 3u + axes[axis] + t]; }
/** The step that row r is of. */
fn step_of(axis: u32, r: u32) -> u32 { return axes[axis + 3u + 2u * axes[axis] + axes[axis + 2u] + r]; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let initial = call[0].z;
  let out = call[0].w;
  let axis = call[1].x;
  for (var e = lane; e < min(64u, call[0].x - first) * 4u; e += 64u) {
    let r = first + e / 4u;
    let j = e % 4u;
    let t = step_of(axis, r);
    let b = r - start_of(axis, t);
    if (t > 0u) {
      arena[out + r * 4u + j] = arena[source + (start_of(axis, t - 1u) + b) * 4u + j];
    } else {
      arena[out + r * 4u + j] = weights[initial + j];
    }
  }
}
`,
  },
  sum_steps_4: {
    across: 1,
    rows: 1,
    words: 4,
    code: `
// sum_steps [B, 4]
fn start_of(axis: u32, t: u32) -> u32 { return axes[axis + 3u + axes[axis] + t]; }
/** Steps of sequence b. */
fn length_of(axis: u32, b: u32) -> u32 { return axes[axis + 3u + 2u * axes[axis] + b]; }

var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id);
  if (first >= call[0].x) { return; }
  let source = call[0].y;
  let out = call[0].z;
  let axis = call[0].w;
  let column = lane % 4u;
  let j = min(column, 3u);
  let steps = length_of(axis, first);
  var sum = 0.0;
  for (var t = lane / 4u; t < steps; t += 16u) { sum += value(source + (start_of(axis, t) + first) * 4u + j); }
  sums[lane] = sum;
  workgroupBarrier();
  if (lane < 4u && column < 4u) {
    for (var i = 1u; i < 16u; i++) { sum += sums[i * 4u + lane]; }
    set_value(out + first * 4u + column, sum);
  }
}
`,
  },
  row_product_4x3: {
    across: 32,
    rows: 0,
    words: 4,
    code: `
// C[4, 3] = the sum over rows of A[r, 4] transposed · B[r, 3], in 32 chunks of rows
const M = 4u;
const N = 3u;
const QUADS = 4u;

const DEPTH = 16u;
const QUAD_STRIDE = 5u;
const ROW_LANES = 4u;
const COLUMN_LANES = 16u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 80>;
var<workgroup> block_b: array<f32, 256>;

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
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> f32 {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return f32(); }
  let j = j0 + e % COLUMN_LANES;
  let row = call[0].z + r * 3u;
  return value(row + min(j, N - 1u));
}
fn place_b(e: u32) -> u32 { return e; }

fn store_row(out: u32, i: u32, j: u32, sums: f32) {
  if (i >= M) { return; }
  let at = out + i * 3u;
  if (j < N) { set_weight(at + j, sums); }
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
  let out = call[0].w + chunk * 12u;

  let row_lane = lane / COLUMN_LANES;
  let column_lane = lane % COLUMN_LANES;
  var sum_0_0 = vec4f();
  var next_a_0: vec4f;
  var next_b_0: f32;
  var next_b_1: f32;
  var next_b_2: f32;
  var next_b_3: f32;
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
        sum_0_0 += a_0 * b;
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
  store_row(out, i, j, sum_0_0.x);
  store_row(out, i + QUADS, j, sum_0_0.y);
  store_row(out, i + QUADS * 2u, j, sum_0_0.z);
  store_row(out, i + QUADS * 3u, j, sum_0_0.w);
}
`,
  },
  add_up_backward: {
    across: 1,
    rows: 0,
    words: 3,
    code: `
// sums of partial sums: [32, 12]
fn sum_weights_weights(partials: u32, out: u32, i: u32, size: u32, chunks: u32) {
  if (i >= size) { return; }
  var sum = weight(partials + i);
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += weight(partials + chunk * size + i); }
  set_weight(out + i, sum);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id);
  sum_weights_weights(call[0].y, call[0].z, part * 64u + lane, 12u, 32u);
}
`,
  },
  gemm_3x4_bias: {
    across: 1,
    rows: 32,
    words: 5,
    code: `
// C[r, 4] = A[r, 3] · B[3, 4] + bias, in tiles of 32 rows and 8 columns
const K = 3u;
const N = 4u;

const DEPTH = 3u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 27>;
var<workgroup> block_b: array<f32, 24>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 3u),
    value(a + min(r + 1u, last) * 3u),
    value(a + min(r + 2u, last) * 3u),
    value(a + min(r + 3u, last) * 3u),
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
  let at = call[0].w + r * 4u + column;
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
  var next_b_0: f32;
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
        sum_0_0 += a_0 * b;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    if (lane < 24u) { block_a[place_a(lane)] = next_a_0; }
    if (lane < 24u) { block_b[place_b(lane)] = next_b_0; }
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
  tanh_4: {
    across: 1,
    rows: 64,
    words: 4,
    code: `
// pointwise [rows, 4]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  for (var e = lane; e < min(64u, call[0].x - first) * 4u; e += 64u) {
    let r = first + e / 4u;
    let j = e % 4u;
    let at = r * 4u + j;
    let v0 = value(call[0].y + at);
    let v1 = tanh_of(v0);
    set_value(call[0].z + at, v1);
    set_value(call[0].w + at, v1);
  }
}
`,
  },
  moves_prepare: {
    across: 3,
    rows: 8,
    words: 7,
    code: `
// pack [3, 4], pack [4, 4], pack [4, 2]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = group(id) % 3u;
  let first = group(id) / 3u * 8u;
  if (first >= call[0].x) { return; }
  if (part < 1u) {
    let source = call[0].y;
    let out = call[0].z;
    for (var e = lane; e < min(8u, call[0].x - first) * 24u; e += 64u) {
      let r = first + e / 24u;
      let j = e % 24u;
      let i = j / 8u % 3u;
      let panel = j / 24u;
      let column = panel * 8u + j % 8u;
      if (column < 4u) { weights[out + (panel * 3u + i) * 8u + j % 8u] = weights[source + i + column * 3u]; }
    }
  } else if (part < 2u) {
    let source = call[0].w;
    let out = call[1].x;
    for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
      let r = first + e / 32u;
      let j = e % 32u;
      let i = j / 8u % 4u;
      let panel = j / 32u;
      let column = panel * 8u + j % 8u;
      if (column < 4u) { weights[out + (panel * 4u + i) * 8u + j % 8u] = weights[source + i + column * 4u]; }
    }
  } else {
    let source = call[1].y;
    let out = call[1].z;
    for (var e = lane; e < min(8u, call[0].x - first) * 32u; e += 64u) {
      let r = first + e / 32u;
      let j = e % 32u;
      let i = j / 8u % 4u;
      let panel = j / 32u;
      let column = panel * 8u + j % 8u;
      if (column < 2u) { weights[out + (panel * 4u + i) * 8u + j % 8u] = weights[source + i + column * 4u]; }
    }
  }
}
`,
  },
  loop_for$20each$20step$3a$20the$20state$20from$20the$20one$20before: {
    across: 1,
    rows: 4,
    words: 7,
    loop: true,
    code: `
// a loop of 2 calls, 4 sequences a workgroup
var<workgroup> tile: array<vec4f, 4>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 4u;
  if (first >= call[0].x) { return; }
  let own = lane % 16u;
  let team = lane / 16u;
  let mine = first + team;
  let r = min(mine, call[0].x - 1u);
  let column0_0 = own;
  let near0_0 = min(column0_0, 3u);
  let from0_0 = call[0].z + (near0_0 >> 3u) * 32u + (near0_0 & 7u);
  let w0_0_0 = vec4f(weight(from0_0 + 0u), weight(from0_0 + 8u), weight(from0_0 + 16u), weight(from0_0 + 24u));
  let steps = axes[call[1].x];
  for (var i = call[1].y; i < call[1].z; i++) {
    let t = i;
    let rows = axes[call[1].x + 3u + t];
    let start = axes[call[1].x + 3u + steps + t];
    if (first >= rows) { break; }
    let exists = mine < rows;
    storageBarrier();
    workgroupBarrier();
    {
      let a = call[0].y + r * 4u;
      let c = call[0].w + start * 4u + r * 4u;
      for (var i = own; i < 1u; i += 16u) {
        tile[team * 1u + i] = vec4f(value(a + i * 4u + 0u), value(a + i * 4u + 1u), value(a + i * 4u + 2u), value(a + i * 4u + 3u));
      }
      workgroupBarrier();
      var sum0 = w0_0_0 * tile[team * 1u + 0u];
      if (exists && column0_0 < 4u) {
        set_value(c + column0_0, sum0.x + sum0.y + sum0.z + sum0.w + value(c + column0_0));
      }
    }
    {
      if (own < 4u && exists) {
        let j = own;
        let v0 = value(call[0].w + start * 4u + r * 4u + j);
        let v1 = tanh_of(v0);
        set_value(call[0].w + start * 4u + r * 4u + j, v1);
        set_value(call[0].y + r * 4u + j, v1);
      }
    }
  }
}
`,
  },
  gemm_4x2_bias: {
    across: 1,
    rows: 32,
    words: 5,
    code: `
// C[r, 2] = A[r, 4] · B[4, 2] + bias, in tiles of 32 rows and 8 columns
const K = 4u;
const N = 2u;

const DEPTH = 4u;
const QUAD_STRIDE = 9u;
const ROW_LANES = 8u;
const COLUMN_LANES = 8u;

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, 36>;
var<workgroup> block_b: array<f32, 32>;

/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = call[0].y + k;
  return vec4f(
    value(a + min(r, last) * 4u),
    value(a + min(r + 1u, last) * 4u),
    value(a + min(r + 2u, last) * 4u),
    value(a + min(r + 3u, last) * 4u),
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
  let at = call[0].w + r * 2u + column;
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
  var next_b_0: f32;
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
        sum_0_0 += a_0 * b;
      }
    }
    if (at >= K) { break; }
    workgroupBarrier();
    if (lane < 32u) { block_a[place_a(lane)] = next_a_0; }
    if (lane < 32u) { block_b[place_b(lane)] = next_b_0; }
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
  zero_4: {
    across: 1,
    rows: 64,
    words: 2,
    code: `
// zero [4]
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = group(id) * 64u;
  if (first >= call[0].x) { return; }
  let out = call[0].y;
  for (var e = lane; e < min(64u, call[0].x - first) * 4u; e += 64u) {
    let r = first + e / 4u;
    let j = e % 4u;
    arena[out + r * 4u + j] = 0u;
  }
}
`,
  },
} satisfies WebGpuPrograms["kernels"];
