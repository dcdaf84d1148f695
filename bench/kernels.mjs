// Speed of the WASM kernels alone: GFLOP/s of products, nanoseconds a number of maps, beside this core's peak.
// `npm run build`, then `node bench/kernels.mjs [part of a name]`. Not the benchmark against other libraries.
import { setFlagsFromString } from "node:v8";

if (process.version.startsWith("v20")) setFlagsFromString("--experimental-wasm-relaxed-simd");
const { emitWasm } = await import(process.env.KERNELS_DIST ?? "../dist/compiler/5-emit/wasm/index.js");
const { probeModule } = await import("./peak.mjs");

const only = process.argv[2] ?? "";
const memory = new WebAssembly.Memory({ initial: 1024 });
const floats = new Float32Array(memory.buffer);
for (let i = 0; i < floats.length; i++) floats[i] = Math.sin(i) * 0.1;

function compile(kernels, relaxed) {
  const { bytes, reserved } = emitWasm(kernels, { relaxed });
  return { k: new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }).exports, reserved, size: bytes.length };
}

/** Seconds of one call: the fastest of many samples of about a millisecond, since other work disturbs most of them. */
function time(call) {
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < 60; count++) call();
  count = Math.max(1, Math.round(count / 60));
  let best = Infinity;
  for (const begin = performance.now(); performance.now() - begin < Number(process.env.MILLISECONDS ?? 250); ) {
    const from = performance.now();
    for (let i = 0; i < count; i++) call();
    best = Math.min(best, (performance.now() - from) / count);
  }
  return best / 1000;
}

const base = 65536;
const place = (bytes, at) => at + Math.ceil(bytes / 64) * 64 + 64;
const builds = [false, true].filter((relaxed) => WebAssembly.validate(emitWasm({ z: gemm(4, 8) }, { relaxed }).bytes));

function gemm(k, n, extra = {}) {
  return { kind: "gemm", k, n, lda: k, ldc: n, accumulate: false, bias: false, ...extra };
}

function row(name, unit, measure) {
  if (!name.includes(only)) return;
  const cells = builds.map((relaxed) => measure(relaxed));
  console.log(name.padEnd(44) + cells.map(([value, size]) => `${value.toFixed(2).padStart(9)} ${unit}${size ? `${String(size).padStart(6)} B` : ""}`).join("   "));
}

console.log(`${process.version} (V8 ${process.versions.v8}); columns: ${builds.map((r) => (r ? "relaxed" : "plain")).join(", ")}`);
row("peak of the core, f32x4", "GFLOP/s", (relaxed) => {
  const { bytes, flops } = probeModule(relaxed);
  const { probe } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {}).exports;
  return [flops(1e5) / time(() => probe(1e5)) / 1e9];
});

for (const [m, k, n, extra] of [
  [32, 128, 512],
  [32, 128, 512, { accumulate: true }],
  [32, 256, 1024],
  [16, 512, 2048],
  [3200, 64, 512],
  [3200, 64, 512, { bias: true }],
  [12, 32, 96],
  [2048, 256, 80],
  [16, 64, 256],
  [15, 64, 256],
  [14, 64, 256],
  [13, 64, 256],
  [1, 32, 128],
  [1, 128, 512],
  [1, 128, 520],
  [1, 256, 1024],
  [2, 128, 512],
  [3, 128, 512],
  [32, 100, 66],
]) {
  row(`gemm [${m},${k}]x[${k},${n}]${extra ? ` ${Object.keys(extra)}` : ""}`, "GFLOP/s", (relaxed) => {
    const { k: kernels, size } = compile({ gemm: gemm(k, n, extra) }, relaxed);
    const a = base;
    const b = place(m * k * 4, a);
    const c = place(k * Math.ceil(n / 8) * 32, b);
    const bias = place(m * n * 4, c);
    floats.fill(0, c / 4, c / 4 + m * n);
    const call = extra?.bias ? () => kernels.gemm(a, b, c, bias, m) : () => kernels.gemm(a, b, c, m);
    return [(2 * m * k * n) / time(call) / 1e9, size];
  });
}

for (const [rows, m, n] of [
  [3200, 512, 128],
  [2048, 1024, 256],
  [2048, 80, 256],
  [3200, 256, 64],
  [400, 512, 2048],
  [28, 128, 128],
  [320, 66, 30],
]) {
  row(`row_product [${rows},${m}]ᵀx[${rows},${n}]`, "GFLOP/s", (relaxed) => {
    const { k: kernels, size } = compile({ p: { kind: "row_product", m, n, lda: m, ldb: n, ldc: n } }, relaxed);
    const a = base;
    const b = place(rows * m * 4, a);
    const c = place(rows * n * 4, b);
    return [(2 * rows * m * n) / time(() => kernels.p(a, b, c, rows)) / 1e9, size];
  });
}

const op = (name, ...args) => ({ op: name, args });
const load = (input) => ({ op: "load", input });
const vector = (stride) => ({ stride, scalar: false, integer: false });
const H = 64;
const maps = {
  // pre [4H] with gates stored in place, c, → c, h, tanh(c)
  "lstm forward": {
    width: H,
    inputs: [vector(4 * H), vector(4 * H), vector(4 * H), vector(4 * H), vector(H)],
    code: [
      ...[0, 1, 2, 3, 4].map(load),
      op("sigmoid", 0),
      op("sigmoid", 1),
      op("tanh", 2),
      op("sigmoid", 3),
      op("mul", 6, 4),
      op("mul", 5, 7),
      op("add", 9, 10),
      op("tanh", 11),
      op("mul", 8, 12),
    ],
    outputs: [5, 6, 7, 8, 11, 13].map((value, i) => ({ value, stride: i < 4 ? 4 * H : H, scalar: false })),
  },
  "lstm inference": {
    width: H,
    inputs: [vector(4 * H), vector(4 * H), vector(4 * H), vector(4 * H), vector(H)],
    code: [
      ...[0, 1, 2, 3, 4].map(load),
      op("sigmoid", 0),
      op("sigmoid", 1),
      op("tanh", 2),
      op("sigmoid", 3),
      op("mul", 6, 4),
      op("mul", 5, 7),
      op("add", 9, 10),
      op("tanh", 11),
      op("mul", 8, 12),
    ],
    outputs: [11, 13].map((value) => ({ value, stride: H, scalar: false })),
  },
  tanh: { width: H, inputs: [vector(H)], code: [load(0), op("tanh", 0)], outputs: [{ value: 1, stride: H, scalar: false }] },
  sigmoid: { width: H, inputs: [vector(H)], code: [load(0), op("sigmoid", 0)], outputs: [{ value: 1, stride: H, scalar: false }] },
  "softmax of 64": {
    width: H,
    inputs: [vector(H)],
    code: [load(0), op("reduce_max", 0), op("neg", 1), op("add", 0, 2), op("exp", 3), op("reduce_sum", 4), op("recip", 5), op("mul", 4, 6)],
    outputs: [{ value: 7, stride: H, scalar: false }],
  },
  "a + b": { width: H, inputs: [vector(H), vector(H + 4)], code: [load(0), load(1), op("add", 0, 1)], outputs: [{ value: 2, stride: H, scalar: false }] },
  "a + b, dense": { width: H, inputs: [vector(H), vector(H)], code: [load(0), load(1), op("add", 0, 1)], outputs: [{ value: 2, stride: H, scalar: false }] },
  adam: {
    width: H,
    inputs: [vector(H), vector(H), vector(H), vector(H), { stride: 0, scalar: true, integer: false }],
    code: [
      ...[0, 1, 2, 3, 4].map(load),
      { op: "const", value: 0.9 },
      { op: "const", value: 0.1 },
      { op: "const", value: 0.001 },
      { op: "const", value: 0.999 },
      { op: "const", value: 1e-8 },
      op("mul", 1, 6),
      op("mul", 2, 5),
      op("add", 10, 11),
      op("mul", 1, 1, 7),
      op("mul", 3, 8),
      op("add", 13, 14),
      op("sqrt", 15),
      op("add", 16, 9),
      op("recip", 17),
      op("mul", 12, 18, 4),
      op("neg", 19),
      op("add", 0, 20),
    ],
    outputs: [21, 12, 15].map((value) => ({ value, stride: H, scalar: false })),
  },
};
for (const [name, map] of Object.entries(maps)) {
  const rows = 32;
  row(`map ${name} [${rows},${H}]`, "ns/number", (relaxed) => {
    const { k: kernels, size } = compile({ map: { kind: "map", ...map } }, relaxed);
    let at = base;
    const next = (stride) => {
      const here = at;
      at = place(rows * (stride + 4) * 4, at);
      return here;
    };
    for (let i = 0; i < rows * 6 * H * 12; i++) floats[base / 4 + i] = Math.abs(Math.sin(i * 1.1)) * 3;
    const operands = [...map.inputs.map((i) => next(i.stride)), ...map.outputs.map((o) => next(o.stride))];
    return [(time(() => kernels.map(...operands, rows)) * 1e9) / (rows * H), size];
  });
}

for (const [name, kernel, numbers, operands] of [
  ["copy [1000,64] strided", { kind: "copy", width: 64, ldSource: 64, ldTarget: 72, accumulate: false }, 64000, (m) => [m, m + 800000, 1000]],
  ["sum_rows [3200,512]", { kind: "sum_rows", width: 512, ld: 512 }, 3200 * 512, (m) => [m, m + 8000000, 3200]],
  ["pack 256x1024", { kind: "pack", k: 256, n: 1024, K: 256, k0: 0, n0: 0, rowStride: 1024, columnStride: 1 }, 256 * 1024, (m) => [m, m + 8000000]],
  ["pack 256x1024 transposed", { kind: "pack", k: 256, n: 1024, K: 256, k0: 0, n0: 0, rowStride: 1, columnStride: 256 }, 256 * 1024, (m) => [m, m + 8000000]],
]) {
  row(name, "ns/number", (relaxed) => {
    const { k, size } = compile({ kernel }, relaxed);
    return [(time(() => k.kernel(...operands(base))) * 1e9) / numbers, size];
  });
}
