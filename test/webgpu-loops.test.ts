// Kernels of recurrences in WGSL: a product with the map that reads it, and loops over ragged steps in one dispatch, against the same steps
// in float64.
import { describe, expect, test } from "vitest";
import type { LoopCall, LoopKernel, ProductMapKernel, Space } from "../compiler/gpu-plan.js";
import type { GemmKernel, MapInstruction, MapKernel } from "../compiler/plan.js";
import { findBarriers } from "../compiler/5-emit/webgpu/loop-barriers.js";
import type { PackedAxis } from "../runtime/device.js";
import { evaluateMap, randomMap } from "./support/maps.js";
import { whyNoWebGpu } from "./support/webgpu.js";
import { generator, seed, type Generator } from "./wasm/machine.js";
import { compileKernel, type Argument } from "./webgpu/machine.js";

console.log(`seed ${seed} (SEED=${seed} repeats it)`);

/** B in panels of 8 columns (compiler/plan.ts, PackKernel), from `weight(i, j)`. */
function packed(k: number, n: number, weight: (i: number, j: number) => number): Float32Array {
  const panels = new Float32Array(Math.ceil(n / 8) * 8 * k);
  for (let i = 0; i < k; i++) for (let j = 0; j < n; j++) panels[((j >> 3) * k + i) * 8 + (j & 7)] = weight(i, j);
  return panels;
}

describe("barriers of a loop", () => {
  const operands = (...places: readonly (readonly [number, number])[]) => ({
    places: places.map(([buffer, column]) => ({ buffer, column })),
    words: (...words: readonly number[]) => words.map((word) => ({ word, step: false, stride: 0 })),
  });
  const product: GemmKernel = { kind: "gemm", k: 8, n: 16, lda: 8, ldc: 16, accumulate: false, bias: false };
  const copy = { kind: "copy", width: 8, ldSource: 8, ldTarget: 8, accumulate: false } as const;

  test("a product, and a map of other lanes' sums that writes the state", () => {
    const { places, words } = operands([0, 0], [1, 0], [2, 0], [2, 8]);
    const map = pointwise(8, [16, 16], [{ op: "mul", args: [0, 1] }], [[2, 8]]);
    const calls = [{ kernel: product, operands: words(0, 1, 2) }, { kernel: map, operands: words(2, 3, 0) }];
    expect(findBarriers(calls, places, 16, () => true)).toEqual([["storageBarrier();"], ["storageBarrier();"]]);
    expect(findBarriers(calls, null, 16, () => true)).toEqual([["storageBarrier();", "workgroupBarrier();"], ["storageBarrier();", "workgroupBarrier();"]]);
  });

  test("lanes that stay in their columns don't meet; those that don't, do", () => {
    const { places, words } = operands([0, 0], [1, 0], [2, 0], [1, 16], [1, 4]);
    expect(findBarriers([{ kernel: copy, operands: words(0, 1) }, { kernel: copy, operands: words(1, 0) }], places, 16, () => true)).toEqual([[], []]);
    expect(findBarriers([{ kernel: copy, operands: words(0, 1) }, { kernel: copy, operands: words(4, 2) }], places, 16, () => true)).toEqual([["storageBarrier();"], ["storageBarrier();"]]);
    expect(findBarriers([{ kernel: copy, operands: words(0, 1) }, { kernel: copy, operands: words(3, 2) }], places, 16, () => true)).toEqual([[], []]);
    // in the next step what this one wrote is read by others
    expect(findBarriers([{ kernel: copy, operands: words(4, 2) }, { kernel: copy, operands: words(0, 1) }], places, 16, () => true)).toEqual([["storageBarrier();"], ["storageBarrier();"]]);
  });
});

describe.skipIf(whyNoWebGpu)("webgpu recurrences", () => {
  test("a product with its map is the product, then the map", async () => {
    const random = generator(seed);
    for (let round = 0; round < 10; round++) {
      const width = random.pick([1, 3, 8, 16, random.integer(5, 40)]);
      const columns = random.pick([1, 2, 3, 4, 4, random.integer(5, 20)]);
      const k = random.pick([1, 7, 16, random.integer(20, 100), 300, 700]);
      const n = width * columns;
      const accumulate = random.next() < 0.2;
      const gemm: GemmKernel = { kind: "gemm", k, n, lda: k + random.pick([0, 3]), ldc: n + random.pick([0, 5]), accumulate, bias: !accumulate && random.next() < 0.5 };
      // gates lie in any order
      const order = Array.from({ length: columns }, (_, j) => j).sort(() => random.next() - 0.5);
      const first = random.integer(0, 1);
      const between = Array.from({ length: first }, () => ({ scalar: true, integer: true, stride: 1 }));
      const map = randomMap(random, { width, pointwise: true, inputs: [...between, ...order.map(() => ({ scalar: false, integer: false, stride: gemm.ldc }))] });
      const joined = order.map((j, i) => ({ input: first + i, column: j * width }));
      const stored = random.next() < 0.5;
      const rows = random.pick([1, 2, 8, random.integer(3, 40)]);
      const before = random.pick([rows, rows, 0, random.integer(0, rows), rows + random.integer(1, 20)]);
      const all = Math.max(rows, before);

      const a = random.floats((all - 1) * gemm.lda + k);
      const b = packed(k, n, () => random.real(-1, 1) / Math.sqrt(k));
      const c = random.floats((all - 1) * gemm.ldc + n);
      const bias = random.floats(n);
      const inputs = map.inputs.map((input) => {
        const size = (rows - 1) * input.stride + (input.scalar ? 1 : width);
        return input.integer ? Int32Array.from({ length: size }, () => random.integer(-2, 2)) : random.floats(size);
      });
      const space = (): Space => random.pick(["arena", "weights"] as const);
      const spaces: Space[] = [space(), space(), space(), ...(gemm.bias ? [space()] : []), ...inputs.map(space)];
      const head = gemm.bias ? 4 : 3;
      for (const { input } of joined) spaces[head + input] = spaces[2];
      const free = new Set([...inputs.keys()].filter((i) => !joined.some((part) => part.input === i) && !map.inputs[i].integer && !map.inputs[i].scalar));
      const outputs = map.outputs.map((output) => {
        const at = [...free].find((i) => map.inputs[i].stride === output.stride && !output.scalar);
        if (at === undefined) {
          spaces.push(space());
          return random.floats((rows - 1) * output.stride + (output.scalar ? 1 : width));
        }
        free.delete(at);
        spaces.push(spaces[head + at]);
        return inputs[at];
      });

      const wantedC = Float64Array.from(c);
      for (let r = 0; r < before; r++) {
        for (let j = 0; j < n; j++) {
          let sum = accumulate ? c[r * gemm.ldc + j] : gemm.bias ? bias[j] : 0;
          for (let i = 0; i < k; i++) sum += a[r * gemm.lda + i] * b[((j >> 3) * k + i) * 8 + (j & 7)];
          wantedC[r * gemm.ldc + j] = sum;
        }
      }
      const readers = map.inputs.map((input, i) => {
        const part = joined.find((p) => p.input === i);
        const values = inputs[i].slice();
        return (row: number, column: number): number => (part ? wantedC[row * gemm.ldc + part.column + column] : values[row * input.stride + (input.scalar ? 0 : column)]);
      });
      const wanted = outputs.map((output) => Float64Array.from(output));
      for (let r = 0; r < rows; r++) {
        const vectors = evaluateMap(map, readers, r);
        map.outputs.forEach((output, i) => {
          for (let j = 0; j < (output.scalar ? 1 : width); j++) wanted[i][r * output.stride + j] = vectors[output.value][j];
        });
      }

      const kernel: ProductMapKernel = { kind: "product_map", gemm, map, joined, store: stored, spaces };
      const args: Argument[] = [a, b, c, ...(gemm.bias ? [bias] : []), ...inputs.map((input, i) => {
        const part = joined.find((p) => p.input === i);
        return part ? { buffer: c, from: part.column } : input;
      }), ...outputs, before];
      const results = await (await compileKernel(kernel))(args, rows);
      const near = (actual: Float32Array, expected: Float64Array, what: string): void => {
        let worst = 0;
        actual.forEach((value, j) => {
          const difference = Math.abs(value - expected[j]) / (1 + Math.abs(expected[j]));
          worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
        });
        expect(worst, `${what} ${JSON.stringify({ kernel, rows, before })}`).toBeLessThan(3e-5);
      };
      near(results[2], stored ? wantedC : Float64Array.from(c), "c");
      outputs.forEach((_, i) => near(results[head + inputs.length + i], wanted[i], `output ${i}`));
    }
  });

  const bodies: Readonly<Record<string, (random: Generator) => Body>> = {
    "a product and gates": (random) => {
      const units = random.pick([3, 8, 16, 20, 64]);
      const bias = random.next() < 0.5;
      return {
        buffers: { pre: ["N", 4 * units], h: ["B", units], c: ["B", units], u: ["B", 4 * units], every: ["N", units], U: ["packed", units, 4 * units], b: ["none", 4 * units] },
        calls: [
          [{ kind: "gemm", k: units, n: 4 * units, lda: units, ldc: 4 * units, accumulate: false, bias }, "h", "U", "u", ...(bias ? ["b"] : [])],
          [gates(units), ...[0, 1, 2, 3].flatMap((j) => [`pre+${j * units}`, `u+${j * units}`]), "c", "c", "h", "every"],
        ],
      };
    },
    "two products, one added to a buffer of steps": (random) => {
      const units = random.pick([5, 12, 40]);
      return {
        buffers: { pre: ["N", 2 * units], h: ["B", units], rh: ["B", units], every: ["N", units], U: ["packed", units, units], V: ["packed", units, units] },
        calls: [
          [{ kind: "gemm", k: units, n: units, lda: units, ldc: 2 * units, accumulate: true, bias: false }, "h", "U", "pre"],
          [pointwise(units, [2 * units, units], [{ op: "sigmoid", args: [0] }, { op: "mul", args: [1, 2] }], [[3, units]]), "pre", "h", "rh"],
          [{ kind: "gemm", k: units, n: units, lda: units, ldc: 2 * units, accumulate: true, bias: false }, "rh", "V", `pre+${units}`],
          [pointwise(units, [2 * units], [{ op: "tanh", args: [0] }], [[1, units], [1, units]]), `pre+${units}`, "h", "every"],
        ],
      };
    },
    "a wide product": (random) => ({
      buffers: { x: ["N", 301], h: ["B", 301], W: ["packed", 301, 301], y: ["B", 310] },
      calls: [
        [{ kind: "gemm", k: 301, n: 301, lda: 301, ldc: 310, accumulate: false, bias: false }, "h", "W", "y"],
        [pointwise(301, [310, 301], [{ op: "add", args: [0, 1] }, { op: "tanh", args: [2] }], [[3, 301], [3, 301]]), "y", "x", "h", random.next() < 0.5 ? "x" : "h"],
      ],
    }),
    "a product of rows longer than the workgroup keeps": () => ({
      buffers: { h: ["B", 2203], W: ["packed", 2203, 5], y: ["N", 5] },
      calls: [
        [{ kind: "gemm", k: 2203, n: 5, lda: 2203, ldc: 5, accumulate: false, bias: false }, "h", "W", "y"],
        [{ kind: "copy", width: 5, ldSource: 5, ldTarget: 2203, accumulate: false }, "y", "h+7"],
      ],
    }),
    "reductions, and a scalar that changes in place": (random) => {
      const units = random.pick([3, 20, 70, 300]);
      return {
        buffers: { x: ["N", units], h: ["B", units], count: ["B", 1], norm: ["N", 1] },
        calls: [
          [
            {
              kind: "map",
              width: units,
              inputs: [{ stride: units, scalar: false, integer: false }, { stride: units, scalar: false, integer: false }, { stride: 1, scalar: true, integer: false }],
              code: [
                { op: "load", input: 0 },
                { op: "load", input: 1 },
                { op: "load", input: 2 },
                { op: "add", args: [0, 1, 2] },
                { op: "reduce_max", args: [3] },
                { op: "neg", args: [4] },
                { op: "add", args: [3, 5] },
                { op: "exp", args: [6] },
                { op: "reduce_sum", args: [7] },
                { op: "recip", args: [8] },
                { op: "mul", args: [7, 9] },
                { op: "const", value: 0.5 },
                { op: "mul", args: [2, 11] },
                { op: "add", args: [12, 9] },
              ],
              outputs: [{ value: 10, stride: units, scalar: false }, { value: 13, stride: 1, scalar: true }, { value: 8, stride: 1, scalar: true }],
            },
            "x",
            "h",
            "count",
            "h",
            "count",
            "norm",
          ],
        ],
      };
    },
    "a matrix a row": (random) => {
      const [m, n] = [random.integer(2, 9), random.integer(2, 9)];
      const transposed = random.next() < 0.5;
      return {
        buffers: { x: ["N", n], key: ["N", m], M: ["B", m * n], o: ["B", m * n], y: ["B", m], every: ["N", m + 2], sum: ["B", m], ids: ["ids", 1], table: ["none", 5 * n], e: ["B", n], z: ["N", 3] },
        calls: [
          [{ kind: "gather", width: n, ldTable: n, ldOut: n }, "table", "ids", "e"],
          [pointwise(n, [n, n], [{ op: "mul", args: [0, 1] }], [[2, n]]), "x", "e", "e"],
          [{ kind: "outer", m: transposed ? n : m, n: transposed ? m : n, lda: transposed ? n : m, ldb: transposed ? m : n, ldc: m * n }, transposed ? "e" : "key", transposed ? "key" : "e", "o"],
          [pointwise(m * n, [m * n, m * n], [{ op: "add", args: [0, 1] }, { op: "tanh", args: [2] }], [[3, m * n]]), "M", "o", "M"],
          [{ kind: "matvec", m, k: n, transposed, ldMatrix: m * n, ldx: n, ldy: m }, "M", "x", "y"],
          [{ kind: "copy", width: m, ldSource: m, ldTarget: m + 2, accumulate: false }, "y", "every+2"],
          [{ kind: "copy", width: m, ldSource: m, ldTarget: m, accumulate: true }, "y", "sum"],
          [{ kind: "zero", width: 3 }, "z"],
        ],
      };
    },
    "only pointwise": (random) => {
      const units = random.pick([1, 7, 33, 130]);
      return {
        buffers: { x: ["N", 2 * units], h: ["B", units], every: ["N", units], z: ["N", units] },
        calls: [
          [pointwise(units, [2 * units, 2 * units, units], [{ op: "sigmoid", args: [0] }, { op: "mul", args: [3, 2] }, { op: "add", args: [4, 1] }], [[5, units], [3, units]]), "x", `x+${units}`, "h", "h", "z"],
          [{ kind: "copy", width: units, ldSource: units, ldTarget: units, accumulate: false }, "h", "every"],
        ],
      };
    },
  };

  test.each(Object.keys(bodies))("a loop: %s", async (name) => {
    const random = generator(seed);
    for (let round = 0; round < 4; round++) {
      const body = bodies[name](random);
      const batch = random.pick([1, 3, 9]);
      const lengths = Array.from({ length: batch }, () => random.integer(0, 7)).sort((x, y) => y - x);
      lengths[0] = Math.max(lengths[0], 2);
      const axis = pack(lengths);
      const reverse = round % 2 === 1;
      const space = (): Space => random.pick(["arena", "weights"] as const);
      const data = new Map<string, { values: Float32Array | Int32Array; rows: string; width: number; space: Space }>();
      for (const [buffer, [rows, width, columns]] of Object.entries(body.buffers)) {
        const size = rows === "packed" ? 0 : width * (rows === "B" ? batch : rows === "none" ? 1 : axis.total);
        const values = rows === "packed" ? packed(width, columns!, () => random.real(-1, 1) / Math.sqrt(width)) : rows === "ids" ? Int32Array.from({ length: size }, () => random.integer(0, 4)) : random.floats(size);
        data.set(buffer, { values, rows: rows === "ids" ? "N" : rows, width, space: space() });
      }
      // operands of the loop: each place once
      const places = [...new Set(body.calls.flatMap(([, ...operands]) => operands))].map((place) => {
        const [buffer, column] = place.split("+");
        return { place, buffer, column: Number(column ?? 0) };
      });
      const kernel: LoopKernel = {
        kind: "loop",
        reverse,
        spaces: places.map(({ buffer }) => data.get(buffer)!.space),
        calls: body.calls.map(([kernel, ...operands]) => ({
          kernel,
          operands: operands.map((operand) => {
            const word = places.findIndex(({ place }) => place === operand);
            const { rows, width } = data.get(places[word].buffer)!;
            return { word, step: rows === "N", stride: rows === "N" ? width : 0 };
          }),
        })),
      };

      // half of the time with what tells which barriers aren't needed
      const buffers = [...data.keys()];
      const told: LoopKernel = { ...kernel, places: places.map(({ buffer, column }) => ({ buffer: buffers.indexOf(buffer), column })) };

      const wanted = new Map([...data].map(([buffer, { values }]) => [buffer, Float64Array.from(values)]));
      for (let i = 0; i < axis.steps; i++) {
        const t = reverse ? axis.steps - 1 - i : i;
        for (const call of kernel.calls) {
          const operands = call.operands.map(({ word, step, stride }) => ({ values: wanted.get(places[word].buffer)!, at: places[word].column + (step ? axis.start[t] * stride : 0) }));
          for (let r = 0; r < axis.rows[t]; r++) evaluateRow(call.kernel, operands, r);
        }
      }

      const run = await compileKernel(round < 2 ? told : kernel);
      let held = new Map([...data].map(([buffer, { values }]) => [buffer, values]));
      const cuts = [0, ...[random.integer(0, axis.steps), random.integer(0, axis.steps)].sort((x, y) => x - y), axis.steps];
      for (let c = 0; c + 1 < cuts.length; c++) {
        const after = await run([...places.map(({ buffer, column }) => ({ buffer: held.get(buffer)!, from: column })), { axis, size: batch }], batch, cuts[c], cuts[c + 1]);
        held = new Map(places.map(({ buffer }, i) => [buffer, data.get(buffer)!.rows === "N" && data.get(buffer)!.values instanceof Int32Array ? data.get(buffer)!.values : after[i]]));
      }
      for (const [buffer, values] of held) {
        if (values instanceof Int32Array) continue;
        let worst = 0;
        values.forEach((value, j) => {
          const difference = Math.abs(value - wanted.get(buffer)![j]) / (1 + Math.abs(wanted.get(buffer)![j]));
          worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
        });
        expect(worst, `${buffer} ${JSON.stringify({ kernel, lengths, reverse, cuts })}`).toBeLessThan(3e-5);
      }
    }
  });
});

type Kernel = LoopCall["kernel"];
/** A loop's body. Buffers: rows and width, packed weights k and n. Calls: a kernel and its operands, `buffer+column`. */
interface Body {
  readonly buffers: Readonly<Record<string, readonly ["N" | "B" | "none" | "ids" | "packed", number, number?]>>;
  readonly calls: readonly (readonly [Kernel, ...string[]])[];
}

/** A map whose inputs are vectors at these strides, loaded first. */
function pointwise(width: number, inputs: readonly number[], code: readonly MapInstruction[], outputs: readonly (readonly [number, number])[]): MapKernel {
  return {
    kind: "map",
    width,
    inputs: inputs.map((stride) => ({ stride, scalar: false, integer: false })),
    code: [...inputs.map((_, input): MapInstruction => ({ op: "load", input })), ...code],
    outputs: outputs.map(([value, stride]) => ({ value, stride, scalar: false })),
  };
}

/** Four gates from pairs of sums, a cell and what comes out of it. */
function gates(units: number): MapKernel {
  const code: MapInstruction[] = [0, 1, 2, 3].flatMap((j): MapInstruction[] => [
    { op: "add", args: [2 * j, 2 * j + 1] },
    { op: j === 2 ? "tanh" : "sigmoid", args: [9 + 2 * j] },
  ]);
  const cell: MapInstruction[] = [
    { op: "mul", args: [12, 8] },
    { op: "mul", args: [10, 14] },
    { op: "add", args: [17, 18] },
    { op: "tanh", args: [19] },
    { op: "mul", args: [16, 20] },
  ];
  return pointwise(units, [4, 4, 4, 4, 4, 4, 4, 4, 1].map((wide) => wide * units), [...code, ...cell], [[19, units], [21, units], [21, units]]);
}

/** Sequences of these lengths, the longest first. */
function pack(lengths: readonly number[]): PackedAxis {
  const steps = lengths[0];
  const rows = Int32Array.from({ length: steps }, (_, t) => lengths.filter((length) => length > t).length);
  const start = Int32Array.from({ length: steps }, (_, t) => rows.slice(0, t).reduce((a, b) => a + b, 0));
  return { steps, rows, start, total: lengths.reduce((a, b) => a + b, 0) };
}

/** What a kernel does to one row, in float64. */
function evaluateRow(kernel: Kernel, operands: readonly { readonly values: Float64Array; readonly at: number }[], r: number): void {
  const get = (operand: number, index: number): number => operands[operand].values[operands[operand].at + index];
  const set = (operand: number, index: number, value: number): void => void (operands[operand].values[operands[operand].at + index] = value);
  const range = (count: number): number[] => Array.from({ length: count }, (_, j) => j);
  switch (kernel.kind) {
    case "gemm": {
      const { k, n, lda, ldc } = kernel;
      for (const j of range(n)) {
        const sum = range(k).reduce((total, i) => total + get(0, r * lda + i) * get(1, ((j >> 3) * k + i) * 8 + (j & 7)), 0);
        set(2, r * ldc + j, sum + (kernel.bias ? get(3, j) : 0) + (kernel.accumulate ? get(2, r * ldc + j) : 0));
      }
      return;
    }
    case "map": {
      const readers = kernel.inputs.map((input, i) => (row: number, column: number): number => get(i, row * input.stride + (input.scalar ? 0 : column)));
      const vectors = evaluateMap(kernel, readers, r);
      kernel.outputs.forEach((output, i) => {
        for (const j of range(output.scalar ? 1 : kernel.width)) set(kernel.inputs.length + i, r * output.stride + j, vectors[output.value][j]);
      });
      return;
    }
    case "matvec": {
      const { m, k, transposed } = kernel;
      for (const j of range(m)) set(2, r * kernel.ldy + j, range(k).reduce((sum, i) => sum + get(0, r * kernel.ldMatrix + (transposed ? i * m + j : j * k + i)) * get(1, r * kernel.ldx + i), 0));
      return;
    }
    case "outer":
      for (const i of range(kernel.m)) for (const j of range(kernel.n)) set(2, r * kernel.ldc + i * kernel.n + j, get(0, r * kernel.lda + i) * get(1, r * kernel.ldb + j));
      return;
    case "gather":
      for (const j of range(kernel.width)) set(2, r * kernel.ldOut + j, get(0, get(1, r) * kernel.ldTable + j));
      return;
    case "copy":
      for (const j of range(kernel.width)) set(1, r * kernel.ldTarget + j, get(0, r * kernel.ldSource + j) + (kernel.accumulate ? get(1, r * kernel.ldTarget + j) : 0));
      return;
    case "zero":
      for (const j of range(kernel.width)) set(0, r * kernel.width + j, 0);
  }
}
