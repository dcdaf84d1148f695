// A network for the WebGPU executor's tests, with kernels and programs written by hand.
import { pack } from "../../runtime/batch.js";
import type { Packed, WebGpuPrograms } from "../../runtime/device.js";
import { createWebGpuExecutor, type MeasurementStore, type WebGpuOptions } from "../../runtime/webgpu/index.js";
import { describeModel, head, input, randomFrom } from "../runtime/support.js";

export const D = 3;
/** A kernel of one invocation for each number of some rows; `body` sees row `r` and column `j`. */
export const each = (words: number, body: string) => ({
  code: `@compute @workgroup_size(64) fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let r = group(id) * 16u + lane / 4u;
  let j = lane % 4u;
  if (r >= call[0].x || j >= ${D}u) { return; }
  ${body}
}`,
  across: 1,
  rows: 16,
  words,
});

/** y = x + 2·w at every step (2·w is what `prepare` packs); sum = Σ of y up to each step, in a loop; end = the last y. g = the first row of y; update: w += rate · g, m += g. */
export const programs: WebGpuPrograms = {
  kernels: {
    double: each(3, `set_weight(call[0].z + j, 2.0 * weight(call[0].y + j));`),
    add: each(4, `set_value(call[0].z + r * ${D}u + j, value(call[0].y + r * ${D}u + j) + weight(call[0].w + j));`),
    zero: each(2, `set_value(call[0].y + r * ${D}u + j, 0.0);`),
    // Arguments: y, end, axis; row r of the last step of each sequence, by its length.
    last: each(
      4,
      `let table = call[0].w;
  let steps = axes[table];
  let length = axes[table + 3u + 2u * steps + r];
  var row = 0u;
  if (length > 0u) { row = axes[table + 3u + steps + length - 1u] + r; }
  set_value(call[0].z + r * ${D}u + j, select(0.0, value(call[0].y + row * ${D}u + j), length > 0u));`,
    ),
    // Arguments: y at this step, h, sum at this step.
    step: each(4, `let h = value(call[0].z + r * ${D}u + j) + value(call[0].y + r * ${D}u + j); set_value(call[0].z + r * ${D}u + j, h); set_value(call[0].w + r * ${D}u + j, h);`),
    // Arguments: y, h, sum, axis.
    loop: {
      ...each(
        7,
        `let table = call[1].x;
  let steps = axes[table];
  for (var t = call[1].y; t < call[1].z; t++) {
    if (r >= axes[table + 3u + t]) { break; }
    let at = (axes[table + 3u + steps + t] + r) * ${D}u + j;
    let h = value(call[0].z + r * ${D}u + j) + value(call[0].y + at);
    set_value(call[0].z + r * ${D}u + j, h);
    set_value(call[0].w + at, h);
  }`,
      ),
      loop: true,
    },
    first: each(3, `set_weight(call[0].z + j, value(call[0].y + j));`),
    // Arguments: g, m, w, rate.
    learn: each(5, `let g = weight(call[0].y + j); set_weight(call[0].z + j, weight(call[0].z + j) + g); set_weight(call[0].w + j, weight(call[0].w + j) + weight(call[1].x) * g);`),
    wrong: { code: "fn main() { nonsense(); }", across: 1, rows: 0, words: 1 },
  },
  regions: { none: 5 * D + 1, B: 2 * D + 1, "N:T": 3 * D },
  buffers: {
    w: { rows: "none", offset: 0, width: D, integer: false },
    packed: { rows: "none", offset: D, width: D, integer: false },
    g: { rows: "none", offset: 2 * D, width: D, integer: false },
    m: { rows: "none", offset: 3 * D, width: D, integer: false },
    rate: { rows: "none", offset: 4 * D, width: 1, integer: false },
    end: { rows: "B", offset: 0, width: D, integer: false },
    key: { rows: "B", offset: D, width: 1, integer: true },
    h: { rows: "B", offset: D + 1, width: D, integer: false },
    x: { rows: "N:T", offset: 0, width: D, integer: false },
    y: { rows: "N:T", offset: D, width: D, integer: false },
    sum: { rows: "N:T", offset: 2 * D, width: D, integer: false },
  },
  programs: {
    prepare: { run: (k, m) => k["double"]!(m["w"]!, m["packed"]!, 1), inputs: { parameters: "w" }, outputs: {} },
    predict: {
      run: (k, m, batch, together) => {
        const T = batch.axes["T"]!;
        k["add"]!(m["x"]!, m["y"]!, m["packed"]!, T.total);
        k["last"]!(m["y"]!, m["end"]!, T, batch.size);
        k["zero"]!(m["h"]!, batch.size);
        if (together("loop")) k["loop"]!(m["y"]!, m["h"]!, m["sum"]!, T, batch.size);
        else for (let t = 0; t < T.steps; t++) k["step"]!(m["y"]! + T.start[t]! * D, m["h"]!, m["sum"]! + T.start[t]! * D, T.rows[t]!);
      },
      inputs: { x: "x" },
      outputs: { "output.y": "y", "output.sum": "sum", "output.end": "end" },
    },
    backward: { run: (k, m) => k["first"]!(m["y"]!, m["g"]!, 1), inputs: { "random.sequence": "key" }, outputs: { gradients: "g" } },
    update: { run: (k, m) => k["learn"]!(m["g"]!, m["m"]!, m["w"]!, m["rate"]!, 1), inputs: { gradients: "g", moment1: "m", parameters: "w", rate: "rate" }, outputs: { parameters: "w", moment1: "m" } },
    rtrl: { run: (k) => k["wrong"]!(1), inputs: {}, outputs: {} },
  },
};
export const d = describeModel({ name: "adder", inputs: [input("x", { size: D })], heads: [head("y", { kind: "real", size: D, axis: "T" }), head("end", { kind: "real", size: D })] });

export function batchOf(seed: number, lengths: readonly number[], rate = 1) {
  const random = randomFrom(seed);
  const segments = lengths.map((length, id) => ({ sequence: { id, columns: { x: { data: Float32Array.from({ length: length * D }, () => random.below(100)), length } } }, from: 0, to: length }));
  const batch = pack(d, segments, { targets: false, key: 5 });
  const data: Readonly<Record<string, Int32Array | Float32Array>> = { ...batch.data, rate: Float32Array.of(rate) };
  return { ...batch, data };
}

/** What `predict` should give with parameters w. */
export function expected(batch: Packed, w: readonly number[]) {
  const T = batch.axes["T"]!;
  const x = batch.data["x"] as Float32Array;
  const y = x.map((value, i) => value + 2 * w[i % D]!);
  const sum = y.slice();
  for (let t = 1; t < T.steps; t++) for (let i = 0; i < T.rows[t]! * D; i++) sum[T.start[t]! * D + i]! += sum[T.start[t - 1]! * D + i]!;
  const end = new Float32Array(batch.size * D);
  for (let t = 0; t < T.steps; t++) end.set(y.subarray(T.start[t]! * D, (T.start[t]! + T.rows[t]!) * D));
  return { "output.y": y, "output.sum": sum, "output.end": end };
}

export const OUTPUTS = ["output.y", "output.sum", "output.end"];

/** With parameters 1, 10, 100. */
export async function create(options: WebGpuOptions = {}, of = programs) {
  const executor = await createWebGpuExecutor(of, d, { recurrence: "stepped", ...options });
  executor.write("parameters", Float32Array.of(1, 10, 100));
  return executor;
}

export function storeOf(kept: Map<string, string> = new Map()): MeasurementStore {
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}
