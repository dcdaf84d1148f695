// Fused maps of the WASM emitter: random kernels against float64, softmax, in-place outputs, the accuracy of each
// function over its range, NaN that must stay seen, and random numbers equal bit for bit to runtime/random.ts.
import { describe, expect, test } from "vitest";
import type { MapInstruction, MapKernel } from "../compiler/plan.js";
import { uniform } from "../runtime/random.js";
import { expectedOf, farthest, randomMap, softmaxMap, ulp } from "./support/maps.js";
import { builds, compileKernel, generator, seed, type Generator } from "./wasm/machine.js";

console.log(`seed ${seed} (SEED=${seed} repeats it)`);

const loadX = { op: "load", input: 0 } as const;

/** One function over many values, as one row of `values.length` columns and again as rows of one. */
function applyTo(code: readonly MapInstruction[], values: Float32Array, options: { relaxed: boolean }): Float32Array {
  const kernel = (width: number): MapKernel => ({
    kind: "map",
    width,
    inputs: [{ stride: width, scalar: false, integer: false }],
    code,
    outputs: [{ value: code.length - 1, stride: width, scalar: false }],
  });
  const out = compileKernel(kernel(values.length), options)([values, new Float32Array(values.length)], 1)[1];
  expect(compileKernel(kernel(1), options)([values, new Float32Array(values.length)], values.length)[1]).toEqual(out);
  return out;
}

/** Values of both signs over all exponents from 2^low to 2^high, and evenly in [-range, range]. */
function sweep(random: Generator, low: number, high: number, range: number): Float32Array {
  const values: number[] = [];
  for (let i = 0; i < 20001; i++) {
    values.push(random.real(-range, range));
    values.push((random.next() < 0.5 ? -1 : 1) * 2 ** random.real(low, high));
  }
  return Float32Array.from(values);
}

describe.each(builds())("wasm maps, relaxed: $relaxed", (options) => {
  test("random kernels, also in place", () => {
    const random = generator(seed);
    let inPlace = 0;
    for (let round = 0; round < 250; round++) {
      const kernel = randomMap(random);
      const rows = random.pick([0, 1, 2, 3, random.integer(4, 40)]);
      const size = (stride: number, scalar: boolean): number => (rows === 0 ? 0 : (rows - 1) * stride + (scalar ? 1 : kernel.width));
      const inputs = kernel.inputs.map((input) => {
        const count = input.stride === 0 && rows === 0 ? 1 : size(input.stride, input.scalar);
        return input.integer ? Int32Array.from({ length: count }, () => random.integer(-2, 2)) : random.floats(count);
      });
      // an output may take the place of an input of the same form, each input once
      const free = new Set(inputs.keys());
      const outputs = kernel.outputs.map((output) => {
        const at = [...free].find((i) => kernel.inputs[i].stride === output.stride && kernel.inputs[i].scalar === output.scalar && !kernel.inputs[i].integer);
        if (at === undefined || random.next() < 0.3) return random.floats(size(output.stride, output.scalar));
        free.delete(at);
        inPlace++;
        return inputs[at];
      });
      const expected = expectedOf(kernel, inputs, outputs, rows);
      const results = compileKernel(kernel, options)([...inputs, ...outputs], rows).slice(inputs.length);
      results.forEach((actual, i) => {
        expect(farthest(actual, expected[i]), JSON.stringify({ kernel, rows, output: i })).toBeLessThan(3e-5);
      });
    }
    expect(inPlace).toBeGreaterThan(20);
  });

  test("what several passes compute is rounded alike in each", () => {
    const random = generator(seed);
    // The largest of a / b, and where it stands; 1 / b and a · b + a are results too, which changes how a pass could write it.
    const quotient: MapKernel["code"] = [loadX, { op: "load", input: 1 }, { op: "recip", args: [1] }, { op: "mul", args: [0, 2] }, { op: "mul", args: [0, 1] }, { op: "add", args: [4, 0] }];
    for (const [value, also] of [[3, 2], [5, 4]] as const) {
      const kernel: MapKernel = {
        kind: "map",
        width: 7,
        inputs: [0, 1].map(() => ({ stride: 7, scalar: false, integer: false })),
        code: [...quotient, { op: "reduce_max", args: [value] }, { op: "less", args: [value, 6] }, { op: "reduce_sum", args: [7] }],
        outputs: [{ value: also, stride: 7, scalar: false }, { value: 8, stride: 1, scalar: true }],
      };
      const rows = 400;
      const [, , , below] = compileKernel(kernel, options)([random.floats(rows * 7), Float32Array.from({ length: rows * 7 }, () => random.real(0.5, 2)), new Float32Array(rows * 7), new Float32Array(rows)], rows);
      expect([...below!].every((count) => count === 6)).toBe(true);
    }
  });

  test("softmax in place; NaN after a row never counts, NaN inside it is seen", () => {
    const random = generator(seed);
    for (let width = 1; width <= 21; width++) {
      const stride = width + 3;
      const kernel = softmaxMap(width, stride);
      const rows = 5;
      const x = random.floats((rows - 1) * stride + width, -20, 20);
      for (let r = 0; r + 1 < rows; r++) x.fill(NaN, r * stride + width, (r + 1) * stride);
      x[stride] = NaN; // row 1
      if (width > 1) x[2 * stride] = -Infinity;
      const [, softmax, logs, tops] = compileKernel(kernel, options)([x, x, new Float32Array(rows), new Float32Array(rows)], rows);
      for (let r = 0; r < rows; r++) {
        const row = [...x.slice(r * stride, r * stride + width)];
        const top = Math.max(...row);
        const sum = row.reduce((s, v) => s + Math.exp(v - top), 0);
        expect(tops[r]).toBe(top);
        const wanted = row.map((v) => Math.exp(v - top) / sum);
        wanted.forEach((value, j) => {
          if (r === 1) expect(softmax[r * stride + j]).toBeNaN();
          else expect(Math.abs(softmax[r * stride + j] - value)).toBeLessThan(3e-7);
        });
        if (r !== 1) expect(Math.abs(logs[r] - Math.log(sum))).toBeLessThan(1e-6);
        else expect(logs[r]).toBeNaN();
      }
    }
  });

  test("long sums keep their digits", () => {
    const width = 300_003;
    const x = generator(seed).floats(width, 0, 1);
    const kernel: MapKernel = {
      kind: "map",
      width,
      inputs: [{ stride: width, scalar: false, integer: false }],
      code: [loadX, { op: "reduce_sum", args: [0] }, { op: "reduce_max", args: [0] }],
      outputs: [1, 2].map((value) => ({ value, stride: 1, scalar: true })),
    };
    const [, sum, max] = compileKernel(kernel, options)([x, new Float32Array(1), new Float32Array(1)], 1);
    const expected = x.reduce((a, b) => a + b, 0);
    expect(Math.abs(sum[0] / expected - 1)).toBeLessThan(1e-6);
    expect(max[0]).toBe(x.reduce((a, b) => Math.max(a, b), -Infinity));
  });

  const functions = {
    sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
    tanh: Math.tanh,
    exp: Math.exp,
    log: Math.log,
    sqrt: Math.sqrt,
  } as const;
  const one = (op: keyof typeof functions): MapInstruction[] => [loadX, { op, args: [0] }];

  test.each(["sigmoid", "tanh"] as const)("%s to 1e-7", (op) => {
    const x = sweep(generator(seed), -30, 7, 12);
    const y = applyTo(one(op), x, options);
    let worst = 0;
    y.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - functions[op](x[i])))));
    console.log(`${op}: ${worst}`);
    expect(worst).toBeLessThan(1e-7);
    const low = op === "tanh" ? -1 : 0;
    const [a, b, c, d, e, f] = applyTo(one(op), Float32Array.of(100, -100, Infinity, -Infinity, 1e30, -1e30), options);
    expect([a, c, e]).toEqual([1, 1, 1]);
    for (const v of [b, d, f]) expect(Math.abs(v - low)).toBeLessThan(1e-37);
  });

  test("exp, log, sqrt", () => {
    const random = generator(seed);
    const x = sweep(random, -30, 8, 104);
    let worst = 0;
    applyTo(one("exp"), x, options).forEach((value, i) => {
      const wanted = Math.exp(x[i]);
      if (wanted > 3.4028235e38) expect(value).toBe(Infinity);
      else worst = Math.max(worst, Math.abs(value - wanted) / ulp(wanted));
    });
    console.log(`exp: ${worst} units in the last place`);
    expect(worst).toBeLessThan(2);

    const positive = sweep(random, -126, 127, 2).map(Math.abs);
    worst = 0;
    applyTo(one("log"), positive, options).forEach((value, i) => {
      if (positive[i] >= 2 ** -126 && positive[i] !== 1) worst = Math.max(worst, Math.abs(value / Math.log(positive[i]) - 1));
    });
    console.log(`log: ${worst} relative`);
    expect(worst).toBeLessThan(2e-7);
    expect(applyTo(one("sqrt"), positive, options)).toEqual(positive.map(Math.sqrt));
  });

  test("ends of the ranges, and NaN stays NaN", () => {
    const at = (op: keyof typeof functions, ...x: number[]): number[] => [...applyTo(one(op), Float32Array.from(x), options)];
    expect(at("exp", -Infinity, Infinity, 100, -200, 0, -1000, 1e38)).toEqual([0, Infinity, Infinity, 0, 1, 0, Infinity]);
    expect(at("log", 0, -0, 1, Infinity, -1, -Infinity)).toEqual([-Infinity, -Infinity, 0, Infinity, NaN, NaN]);
    expect(at("log", 1e-40)[0]).toBeCloseTo(Math.log(Math.fround(1e-40)), 4);
    expect(Object.is(at("tanh", -0)[0], -0)).toBe(true);
    const nans = new Float32Array(Int32Array.of(0x7fc00000, 0x7f800001, 0x7fffffff, -1, 0x7fc00001).buffer);
    for (const op of ["sigmoid", "tanh", "exp", "log", "sqrt", "neg", "recip"] as const) {
      for (const value of applyTo([loadX, { op, args: [0] }], nans, options)) expect(value, op).toBeNaN();
    }
    for (const code of [
      [loadX, { op: "const", value: 0 }, { op: "max", args: [0, 1] }],
      [loadX, { op: "const", value: 0 }, { op: "max", args: [1, 0] }],
      [loadX, { op: "const", value: 2 }, { op: "add", args: [1, 1] }, { op: "max", args: [2, 0] }],
      [loadX, { op: "sigmoid", args: [0] }, { op: "tanh", args: [0] }, { op: "mul", args: [1, 2] }],
    ] satisfies MapInstruction[][]) {
      for (const value of applyTo(code, nans, options)) expect(value).toBeNaN();
    }
  });

  test("random numbers are those of runtime/random.ts, bit for bit", () => {
    const random = generator(seed);
    for (const width of [1, 3, 4, 17, 64]) {
      const rows = 9;
      const site = random.integer(0, 1000);
      const key = Int32Array.of(random.integer(-(2 ** 31), 2 ** 31 - 1));
      const rowKeys = Int32Array.from({ length: rows }, () => random.integer(-(2 ** 31), 2 ** 31 - 1));
      const kernel: MapKernel = {
        kind: "map",
        width,
        inputs: [
          { stride: 0, scalar: true, integer: true },
          { stride: 1, scalar: true, integer: true },
        ],
        code: [{ op: "random", key: 0, row: 1, site }, { op: "index" }, { op: "load", input: 0 }],
        outputs: [
          { value: 0, stride: width, scalar: false },
          { value: 1, stride: width, scalar: false },
        ],
      };
      const [, , numbers, indices] = compileKernel(kernel, options)([key, rowKeys, new Float32Array(rows * width), new Float32Array(rows * width)], rows);
      numbers.forEach((value, i) => expect(value).toBe(uniform(key[0], rowKeys[Math.floor(i / width)], site, i % width)));
      indices.forEach((value, i) => expect(value).toBe(i % width));
    }
  });
});
