// Fused maps of the WGSL emitter: random kernels against float64, softmax, in-place outputs, the accuracy of each function over its range,
// NaN that must stay seen, random numbers equal bit for bit to runtime/random.ts, and maps in passes over many workgroups.
import { describe, expect, test } from "vitest";
import type { Space } from "../compiler/gpu-plan.js";
import { stagesOf } from "../compiler/5-emit/webgpu/map.js";
import { emitWgsl } from "../compiler/5-emit/webgpu/index.js";
import type { MapInstruction, MapKernel } from "../compiler/plan.js";
import { uniform } from "../runtime/random.js";
import { evaluateMap, expectedOf, farthest, randomMap, softmaxMap, ulp } from "./support/maps.js";
import { relativeDistance } from "./support/tolerances.js";
import { whyNoWebGpu } from "./support/webgpu.js";
import { generator, seed, type Generator } from "./wasm/machine.js";
import { compileKernel } from "./webgpu/machine.js";

console.log(`seed ${seed} (SEED=${seed} repeats it)`);

const loadX = { op: "load", input: 0 } as const;

/** Compiles a map; `run` wants its inputs and outputs, all in the arena or where `spaces` say. */
async function compileMap(kernel: MapKernel, spaces?: readonly Space[]) {
  const operands = kernel.inputs.length + kernel.outputs.length;
  return compileKernel({ kind: "single", kernel, spaces: spaces ?? new Array<Space>(operands).fill("arena"), many: true });
}

/** One function over many values. */
async function applyTo(code: readonly MapInstruction[], values: Float32Array): Promise<Float32Array> {
  const kernel = (width: number): MapKernel => ({
    kind: "map",
    width,
    inputs: [{ stride: width, scalar: false, integer: false }],
    code,
    outputs: [{ value: code.length - 1, stride: width, scalar: false }],
  });
  const [, out] = await (await compileMap(kernel(1)))([values, new Float32Array(values.length)], values.length);
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

describe.skipIf(whyNoWebGpu)("webgpu maps", () => {
  test("random kernels, also in place", async () => {
    const random = generator(seed);
    let inPlace = 0;
    for (let round = 0; round < 120; round++) {
      const kernel = randomMap(random);
      const rows = random.pick([0, 1, 2, 3, random.integer(4, 40)]);
      const size = (stride: number, scalar: boolean): number => (rows === 0 ? 0 : (rows - 1) * stride + (scalar ? 1 : kernel.width));
      const inputs = kernel.inputs.map((input) => {
        const count = input.stride === 0 && rows === 0 ? 1 : size(input.stride, input.scalar);
        return input.integer ? Int32Array.from({ length: count }, () => random.integer(-2, 2)) : random.floats(count);
      });
      const spaces: Space[] = inputs.map(() => random.pick(["arena", "weights"] as const));
      // an output may take the place of an input of the same form, each input once
      const free = new Set(inputs.keys());
      const outputs = kernel.outputs.map((output) => {
        const at = [...free].find((i) => kernel.inputs[i].stride === output.stride && kernel.inputs[i].scalar === output.scalar && !kernel.inputs[i].integer);
        if (at === undefined || random.next() < 0.3) {
          spaces.push(random.pick(["arena", "weights"] as const));
          return random.floats(size(output.stride, output.scalar));
        }
        free.delete(at);
        inPlace++;
        spaces.push(spaces[at]);
        return inputs[at];
      });
      const expected = expectedOf(kernel, inputs, outputs, rows);
      const results = (await (await compileMap(kernel, spaces))([...inputs, ...outputs], rows)).slice(inputs.length);
      results.forEach((actual, i) => {
        expect(farthest(actual, expected[i]), JSON.stringify({ kernel, rows, output: i })).toBeLessThan(3e-5);
      });
    }
    expect(inPlace).toBeGreaterThan(10);
  }, 60_000);

  test("softmax in place; NaN after a row never counts, NaN inside it is seen", async () => {
    const random = generator(seed);
    for (const width of [1, 2, 5, 8, 9, 16, 17, 40, 64, 100, 300, 1500]) {
      const stride = width + 3;
      const kernel = softmaxMap(width, stride);
      const rows = 5;
      const x = random.floats((rows - 1) * stride + width, -20, 20);
      for (let r = 0; r + 1 < rows; r++) x.fill(NaN, r * stride + width, (r + 1) * stride);
      x[stride] = NaN; // row 1
      if (width > 1) x[2 * stride] = -Infinity;
      const [, softmax, logs, tops] = await (await compileMap(kernel))([x, x, new Float32Array(rows), new Float32Array(rows)], rows);
      for (let r = 0; r < rows; r++) {
        const row = [...x.slice(r * stride, r * stride + width)];
        const top = Math.max(...row);
        const sum = row.reduce((s, v) => s + Math.exp(v - top), 0);
        expect(tops[r]).toBe(top);
        const wanted = row.map((v) => Math.exp(v - top) / sum);
        wanted.forEach((value, j) => {
          // of one column, a driver may see that it divides a number by itself
          if (r === 1) expect(width === 1 ? NaN : softmax[r * stride + j]).toBeNaN();
          else expect(Math.abs(softmax[r * stride + j] - value)).toBeLessThan(3e-7);
        });
        if (r !== 1) expect(Math.abs(logs[r] - Math.log(sum))).toBeLessThan(1e-6);
        else expect(logs[r]).toBeNaN();
      }
    }
  });

  test("more reductions than the workgroup's memory holds at once", async () => {
    const random = generator(seed);
    for (const [width, count] of [[1100, 18], [20, 60]] as const) {
      // x · 1, x · 2, …, whose sums are taken at once, then those of their squares' distance from the sums
      const code: MapInstruction[] = [loadX];
      const add = (instruction: MapInstruction): number => code.push(instruction) - 1;
      const sums = Array.from({ length: count / 2 }, (_, i) => add({ op: "reduce_sum", args: [add({ op: "mul", args: [0, add({ op: "const", value: (i + 1) / count }) ] })] }));
      const tops = sums.map((sum) => add({ op: "reduce_max", args: [add({ op: "add", args: [0, sum] })] }));
      const kernel: MapKernel = { kind: "map", width, inputs: [{ stride: width, scalar: false, integer: false }], code, outputs: [{ value: add({ op: "add", args: [0, ...tops] }), stride: width, scalar: false }] };
      expect(emitWgsl({ kind: "single", kernel, spaces: ["arena", "arena"], many: true }).code).toMatch(/scratch: array<f32, [1-4]?\d?\d?\d>/);
      const rows = 3;
      const x = random.floats(rows * width);
      const [, found] = await (await compileMap(kernel))([x, new Float32Array(rows * width)], rows);
      for (let r = 0; r < rows; r++) {
        const last = evaluateMap(kernel, [(row, column) => x[row * width + column]!], r).at(-1)!;
        const scale = Math.max(1, ...last.map(Math.abs));
        last.forEach((value, j) => expect(Math.abs(found![r * width + j]! - value) / scale).toBeLessThan(3e-5));
      }
    }
  });

  test("what several passes compute is rounded alike in each", async () => {
    const random = generator(seed);
    // The largest of a / b, and where it stands; 1 / b and a · b + a are results too, which changes how a pass could write it.
    const quotient: MapKernel["code"] = [loadX, { op: "load", input: 1 }, { op: "recip", args: [1] }, { op: "mul", args: [0, 2] }, { op: "mul", args: [0, 1] }, { op: "add", args: [4, 0] }];
    for (const width of [7, 70, 700]) {
      for (const [value, also] of [[3, 2], [5, 4]] as const) {
        const kernel: MapKernel = {
          kind: "map",
          width,
          inputs: [0, 1].map(() => ({ stride: width, scalar: false, integer: false })),
          code: [...quotient, { op: "reduce_max", args: [value] }, { op: "less", args: [value, 6] }, { op: "reduce_sum", args: [7] }],
          outputs: [{ value: also, stride: width, scalar: false }, { value: 8, stride: 1, scalar: true }],
        };
        const rows = 100;
        const [, , , below] = await (await compileMap(kernel))([random.floats(rows * width), Float32Array.from({ length: rows * width }, () => random.real(0.5, 2)), new Float32Array(rows * width), new Float32Array(rows)], rows);
        // equal numbers may be the largest together
        expect([...below!].every((count) => count < width && count >= width - 3), String([...below!])).toBe(true);
      }
    }
  });

  test("a map in passes over many workgroups is the map", async () => {
    const random = generator(seed);
    for (const [width, groups, clipped] of [[300_003, 12, true], [5000, 3, true], [700, 2, false], [100, 5, true], [70_000, 200, true]] as const) {
      // Adam's shape: a norm over all, what is clipped by it, a moment and the parameters in place; with `clipped` false only numbers come out.
      const vector = { stride: 0, scalar: false, integer: false } as const;
      const kernel: MapKernel = {
        kind: "map",
        width,
        inputs: [vector, vector, vector, { ...vector, scalar: true }],
        code: [
          { op: "load", input: 0 },
          { op: "load", input: 1 },
          { op: "load", input: 2 },
          { op: "load", input: 3 },
          { op: "mul", args: [0, 0] },
          { op: "reduce_sum", args: [4] },
          { op: "sqrt", args: [5] },
          { op: "recip", args: [6] },
          { op: "mul", args: [0, 7] },
          { op: "reduce_max", args: [8] },
          { op: "const", value: 0.5 },
          { op: "mul", args: [1, 10] },
          { op: "add", args: [11, 8] },
          { op: "mul", args: [12, 3] },
          { op: "add", args: [2, 13] },
        ],
        outputs: clipped
          ? [{ value: 6, stride: 0, scalar: true }, { value: 12, stride: 0, scalar: false }, { value: 14, stride: 0, scalar: false }, { value: 9, stride: 0, scalar: true }]
          : [{ value: 9, stride: 0, scalar: true }, { value: 6, stride: 0, scalar: true }],
      };
      expect(stagesOf(kernel)).toBe(3);
      const gradient = random.floats(width);
      const moment = random.floats(width);
      const parameters = random.floats(width);
      const rate = Float32Array.of(0.25);
      const partials = new Float32Array(2 * groups).fill(NaN);
      const norm = Math.sqrt(gradient.reduce((sum, x) => sum + x * x, 0));
      const scaled = gradient.map((x) => x / norm);
      const moved = moment.map((m, i) => m / 2 + scaled[i]);
      const wanted = clipped
        ? [[norm], moved, parameters.map((p, i) => p + moved[i] * rate[0]), [scaled.reduce((a, b) => Math.max(a, b), -Infinity)]]
        : [[scaled.reduce((a, b) => Math.max(a, b), -Infinity)], [norm]];
      let held = [gradient, moment, parameters, rate, ...(clipped ? [new Float32Array(1), moment, parameters, new Float32Array(1)] : [new Float32Array(1), new Float32Array(1)]), partials];
      const spaces = held.map((): Space => "weights");
      for (let stage = 0; stage < 3; stage++) {
        const run = await compileKernel({ kind: "map_stage", map: kernel, stage, groups, spaces });
        const after = await run(held, 1);
        // what was one buffer stays one
        held = held.map((buffer) => after[held.indexOf(buffer)]);
      }
      wanted.forEach((values, i) => expect(relativeDistance(held[4 + i], values)).toBeLessThan(1e-6));
    }
  });

  const functions = {
    sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
    tanh: Math.tanh,
    exp: Math.exp,
    log: Math.log,
    sqrt: Math.sqrt,
  } as const;
  const one = (op: keyof typeof functions): MapInstruction[] => [loadX, { op, args: [0] }];

  test.each(["sigmoid", "tanh"] as const)("%s to 1e-7", async (op) => {
    const x = sweep(generator(seed), -30, 7, 12);
    const y = await applyTo(one(op), x);
    let worst = 0;
    y.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - functions[op](x[i])))));
    console.log(`${op}: ${worst}`);
    expect(worst).toBeLessThan(1e-7);
    const low = op === "tanh" ? -1 : 0;
    const [a, b, c, d, e, f] = await applyTo(one(op), Float32Array.of(100, -100, Infinity, -Infinity, 1e30, -1e30));
    expect([a, c, e]).toEqual([1, 1, 1]);
    for (const v of [b, d, f]) expect(Math.abs(v - low)).toBeLessThan(1e-37);
  });

  test("exp, log, sqrt", async () => {
    const random = generator(seed);
    const x = sweep(random, -30, 8, 104);
    let worst = 0;
    (await applyTo(one("exp"), x)).forEach((value, i) => {
      const wanted = Math.exp(x[i]);
      if (wanted > 3.4028235e38) expect(value).toBe(Infinity);
      // subnormal numbers may be 0
      else if (wanted < 2 ** -126) expect(value).toBeLessThan(2 ** -125);
      else worst = Math.max(worst, Math.abs(value - wanted) / ulp(wanted));
    });
    console.log(`exp: ${worst} units in the last place`);
    expect(worst).toBeLessThan(2);

    const positive = sweep(random, -126, 127, 2).map(Math.abs);
    worst = 0;
    (await applyTo(one("log"), positive)).forEach((value, i) => {
      if (positive[i] >= 2 ** -126 && positive[i] !== 1) worst = Math.max(worst, Math.abs(value / Math.log(positive[i]) - 1));
    });
    console.log(`log: ${worst} relative`);
    expect(worst).toBeLessThan(2e-7);
    worst = 0;
    (await applyTo(one("sqrt"), positive)).forEach((value, i) => (worst = Math.max(worst, Math.abs(value / Math.sqrt(positive[i]) - 1))));
    expect(worst).toBeLessThan(3e-7);
  });

  test("ends of the ranges, and NaN stays NaN", async () => {
    const at = async (op: keyof typeof functions, ...x: number[]): Promise<number[]> => [...(await applyTo(one(op), Float32Array.from(x)))];
    expect(await at("exp", -Infinity, Infinity, 100, -200, 0, -1000, 1e38)).toEqual([0, Infinity, Infinity, 0, 1, 0, Infinity]);
    expect(await at("log", 0, -0, 1, Infinity, -1, -Infinity)).toEqual([-Infinity, -Infinity, 0, Infinity, NaN, NaN]);
    expect(Object.is((await at("tanh", -0))[0], -0)).toBe(true);
    for (const op of ["exp", "log", "sqrt", "tanh", "sigmoid"] as const) expect((await at(op, NaN))[0]).toBeNaN();
    const max = await applyTo([loadX, { op: "const", value: 0 }, { op: "max", args: [0, 1] }, { op: "max", args: [1, 2] }], Float32Array.of(NaN, -1, 1, Infinity, -Infinity));
    expect([...max]).toEqual([NaN, 0, 1, Infinity, 0]);
    const where = await applyTo([loadX, { op: "const", value: Infinity }, { op: "const", value: 1e-40 }, { op: "where", args: [0, 1, 2] }], Float32Array.of(0, 1, -1));
    expect([...where].map((v) => (v < 1e-38 ? 0 : v))).toEqual([0, Infinity, Infinity]);
    const two = await applyTo([loadX, { op: "const", value: 0 }, { op: "const", value: 1 }, { op: "recip", args: [1] }, { op: "mul", args: [2, 3] }, { op: "max", args: [0, 4] }], Float32Array.of(0, 1));
    expect([...two]).toEqual([Infinity, Infinity]);
  });

  test("random numbers are those of runtime/random.ts", async () => {
    const random = generator(seed);
    for (const width of [1, 3, 70, 300]) {
      for (const summed of [false, true]) {
        const rows = 6;
        const site = random.integer(0, 2 ** 31 - 1);
        const kernel: MapKernel = {
          kind: "map",
          width,
          inputs: [
            { stride: 0, scalar: true, integer: true },
            { stride: 1, scalar: true, integer: true },
          ],
          code: [
            { op: "random", key: 0, row: 1, site },
            { op: "reduce_sum", args: [0] },
          ],
          outputs: [{ value: 0, stride: width, scalar: false }, ...(summed ? [{ value: 1, stride: 1, scalar: true }] : [])],
        };
        const key = Int32Array.of(random.integer(-(2 ** 31), 2 ** 31 - 1));
        const ids = Int32Array.from({ length: rows }, () => random.integer(-(2 ** 31), 2 ** 31 - 1));
        const [, , drawn, sums] = await (await compileMap(kernel))([key, ids, new Float32Array(rows * width), ...(summed ? [new Float32Array(rows)] : [])], rows);
        for (let r = 0; r < rows; r++) {
          const wanted = Array.from({ length: width }, (_, j) => uniform(key[0] >>> 0, ids[r] >>> 0, site, j));
          expect([...drawn.slice(r * width, (r + 1) * width)]).toEqual(wanted);
          if (summed) expect(Math.abs(sums[r] - wanted.reduce((a, b) => a + b))).toBeLessThan(1e-4);
        }
      }
    }
  });
});
