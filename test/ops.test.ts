// Every entry of every op table: its type, its meaning, its derivative against differences of that meaning. For what
// is linear, that the transpose is one: ⟨A x, y⟩ = ⟨x, Aᵀ y⟩, on ragged batches with empty sequences.
import { describe, expect, test } from "vitest";
import { interpret, type Batch } from "../compiler/interpret.js";
import { Graph, sizeOf, type Node, type Rows } from "../compiler/ir.js";
import { ops } from "../compiler/ops/index.js";
import { control } from "../compiler/ops/control.js";
import { linear } from "../compiler/ops/linear.js";
import { pointwise } from "../compiler/ops/pointwise.js";
import { rows } from "../compiler/ops/rows.js";
import { packAxis } from "../runtime/batch.js";
import { seeded, seedOf } from "./support/random.js";

const seed = seedOf("RNNC_SEED", 1);
const N: Rows = "N:T";
const lengths = [4, 2, 2, 0];
const axis = packAxis(lengths);

/** A value the caller gives. */
function given(g: Graph, name: string, shape: readonly number[], of: Rows): Node {
  return g.node("input", [], { name, shape: [...shape], rows: of, integer: false });
}

function countOf(node: Node): number {
  return sizeOf(node.shape) * (node.rows === "none" ? 1 : node.rows === "B" ? lengths.length : axis.total);
}

function run(node: Node, data: Batch["data"]): Float64Array {
  return interpret({ name: "test", sections: [{ name: "test", outputs: { out: node } }] }, { size: lengths.length, axes: { T: axis }, data, parameters: {} })["out"]!;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0);
};

test("an op has an entry in one table, with documentation", () => {
  const tables = [control, linear, pointwise, rows];
  const names = tables.flatMap((table) => Object.keys(table));
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(ops).sort()).toEqual([...names].sort());
  for (const [name, entry] of Object.entries(ops)) expect(entry.doc.length, name).toBeGreaterThan(0);
});

describe("pointwise", () => {
  const named = Object.entries(pointwise).filter(([name]) => name !== "stop");
  test.each(named)("%s: partials against differences at its examples", (name, entry) => {
    expect(entry.example.length).toBeGreaterThan(0);
    for (const example of entry.example) {
      const g = new Graph();
      const inputs = example.map((_, i) => given(g, `x${i}`, [], "none"));
      const node = g.node(name as keyof typeof pointwise, inputs);
      expect([node.shape, node.rows]).toEqual([[], "none"]);
      const data = Object.fromEntries(example.map((value, i) => [`x${i}`, [value]]));
      expect(run(node, data)[0]).toBe(entry.apply(...example));
      const partials = entry.partials(g, { node, inputs, self: node });
      expect(partials).toHaveLength(example.length);
      partials.forEach((partial, i) => {
        const at = (step: number): number => entry.apply(...example.map((value, j) => (i === j ? value + step : value)));
        const found = (at(1e-6) - at(-1e-6)) / 2e-6;
        expect(Math.abs((partial === null ? 0 : run(partial, data)[0]!) - found), `∂${name}/∂x${i} at ${example.join(", ")}`).toBeLessThan(1e-8 * Math.max(1, Math.abs(found)));
      });
    }
  });

  test.each(named)("%s: one number goes with every place, rows join", (name, entry) => {
    const g = new Graph();
    const count = entry.example[0]!.length;
    const shapes = [[3], [], [3]];
    const spaces: Rows[] = [N, "none", N];
    const inputs = Array.from({ length: count }, (_, i) => given(g, `x${i}`, shapes[i]!, spaces[i]!));
    const node = g.node(name as keyof typeof pointwise, inputs);
    expect([node.shape, node.rows]).toEqual([[3], N]);
    expect(() => entry.type([given(g, "a", [3], N), given(g, "b", [4], N)], {}, { body: null, node: null })).toThrow("internal:");
  });

  test("stop lets values through and no gradient", () => {
    const g = new Graph();
    const x = given(g, "x", [2], "B");
    const node = g.node("stop", [x]);
    expect(pointwise.stop.apply(0.3)).toBe(0.3);
    expect(pointwise.stop.partials(g, { node, inputs: [x], self: node })).toEqual([null]);
  });

  test("a maximum of equal numbers has one gradient, the second's; NaN stays", () => {
    const g = new Graph();
    const [a, b] = [given(g, "a", [], "none"), given(g, "b", [], "none")];
    const node = g.max(a, b);
    const partials = pointwise.max.partials(g, { node, inputs: [a, b], self: node });
    expect(partials.map((partial) => run(partial!, { a: [2], b: [2] })[0])).toEqual([0, 1]);
    expect(pointwise.max.apply(NaN, 1)).toBeNaN();
    expect(pointwise.max.apply(1, NaN)).toBeNaN();
  });
});

/** An op by example: what it reads (shape and rows), and what it must give. */
interface Sample {
  readonly op: keyof typeof linear | keyof typeof rows;
  readonly inputs: readonly { readonly shape: readonly number[]; readonly rows: Rows; readonly ids?: number; readonly is?: readonly number[] }[];
  readonly attributes?: Parameters<Graph["node"]>[2];
  readonly gives: readonly [shape: readonly number[], rows: Rows];
  /** Inputs in which it isn't linear, apart from the others. */
  readonly notIn?: readonly number[];
}

const vector = (size: number, of: Rows = N) => ({ shape: [size], rows: of });
const samples: readonly Sample[] = [
  { op: "matmul", inputs: [{ shape: [4, 3], rows: "none" }, vector(3)], gives: [[4], N] },
  { op: "matmul", inputs: [{ shape: [4, 3], rows: "none" }, vector(3, "none")], gives: [[4], "none"] },
  { op: "matmul", inputs: [{ shape: [4, 3], rows: N }, vector(3)], gives: [[4], N] },
  { op: "matmul", inputs: [{ shape: [4, 3], rows: "B" }, vector(3, "none")], gives: [[4], "B"] },
  { op: "outer", inputs: [vector(2), vector(3)], gives: [[2, 3], N] },
  { op: "outer", inputs: [vector(2, "B"), vector(3, "none")], gives: [[2, 3], "B"] },
  { op: "reduce", inputs: [vector(3)], attributes: { kind: "sum" }, gives: [[], N] },
  { op: "broadcast", inputs: [{ shape: [], rows: "B" }], attributes: { shape: [5] }, gives: [[5], "B"] },
  { op: "broadcast", inputs: [{ shape: [], rows: "none" }], attributes: { shape: [2, 3] }, gives: [[2, 3], "none"] },
  { op: "reshape", inputs: [{ shape: [2, 3], rows: "none" }], attributes: { shape: [6] }, gives: [[6], "none"] },
  { op: "transpose", inputs: [{ shape: [2, 3], rows: "none" }], gives: [[3, 2], "none"] },
  { op: "concat", inputs: [vector(2), vector(3)], attributes: { axis: 0 }, gives: [[5], N] },
  { op: "concat", inputs: [{ shape: [2, 3], rows: "none" }, { shape: [2, 1], rows: "none" }], attributes: { axis: 1 }, gives: [[2, 4], "none"] },
  { op: "slice", inputs: [vector(5)], attributes: { axis: 0, start: 1, size: 3 }, gives: [[3], N] },
  { op: "slice", inputs: [{ shape: [2, 4], rows: "none" }], attributes: { axis: 1, start: 1, size: 2 }, gives: [[2, 2], "none"] },
  { op: "pad", inputs: [vector(2)], attributes: { axis: 0, start: 1, size: 5 }, gives: [[5], N] },
  { op: "row_product", inputs: [vector(2), vector(3)], gives: [[2, 3], "none"] },
  { op: "row_product", inputs: [vector(2, "B"), vector(3, "B")], gives: [[2, 3], "none"] },
  { op: "sum_rows", inputs: [vector(3)], gives: [[3], "none"] },
  { op: "sum_rows", inputs: [vector(3, "B")], gives: [[3], "none"] },
  { op: "sum_steps", inputs: [vector(3)], gives: [[3], "B"] },
  { op: "expand", inputs: [vector(3, "none")], attributes: { rows: N }, gives: [[3], N] },
  { op: "expand", inputs: [vector(3, "none")], attributes: { rows: "B" }, gives: [[3], "B"] },
  { op: "expand", inputs: [vector(3, "B")], attributes: { rows: N }, gives: [[3], N] },
  ...[false, true].flatMap((reverse): Sample[] => [
    { op: "shift", inputs: [vector(2), vector(2, "B")], attributes: { reverse }, gives: [[2], N] },
    { op: "shift", inputs: [vector(2), vector(2, "none")], attributes: { reverse }, gives: [[2], N] },
  ]),
  ...["last", "first"].flatMap((at): Sample[] => [
    { op: "end", inputs: [vector(2), vector(2, "B")], attributes: { at }, gives: [[2], "B"] },
    { op: "end", inputs: [vector(2), vector(2, "none")], attributes: { at }, gives: [[2], "B"] },
    { op: "place", inputs: [vector(2, "B")], attributes: { at, rows: N }, gives: [[2], N] },
  ]),
  { op: "permute", inputs: [vector(2, "B"), { shape: [], rows: "B", is: [2, 0, 3, 1] }, { shape: [], rows: "B", is: [1, 3, 0, 2] }], gives: [[2], "B"], notIn: [1, 2] },
  { op: "gather", inputs: [{ shape: [5, 3], rows: "none" }, { shape: [], rows: N, ids: 5 }], gives: [[3], N], notIn: [1] },
  { op: "scatter_add", inputs: [{ shape: [], rows: N, ids: 5 }, vector(3)], attributes: { size: 5 }, gives: [[5, 3], "none"], notIn: [0] },
];

describe(`linear ops and ops across rows, seed ${seed}`, () => {
  test("each has a sample", () => {
    const sampled = new Set<string>(samples.map((sample) => sample.op));
    expect([...Object.keys(linear), ...Object.keys(rows)].filter((name) => !sampled.has(name))).toEqual([]);
  });

  test.each(samples.map((sample) => [`${sample.op} of ${sample.inputs.map((input) => `[${input.shape.join(", ")}] ${input.rows}`).join(" and ")} ${JSON.stringify(sample.attributes ?? {})}`, sample] as const))("%s", (_, sample) => {
    const random = seeded(seed);
    const g = new Graph();
    const inputs = sample.inputs.map((input, i) => given(g, `x${i}`, input.shape, input.rows));
    const node = g.node(sample.op, inputs, sample.attributes ?? {});
    expect([node.shape, node.rows]).toEqual(sample.gives);
    const data: Record<string, ArrayLike<number>> = Object.fromEntries(
      inputs.map((input, i) => [`x${i}`, sample.inputs[i]!.is ?? (sample.inputs[i]!.ids ? Array.from({ length: countOf(input) }, () => random.int(0, sample.inputs[i]!.ids! - 1)) : random.fill(countOf(input), 1))]),
    );
    const y = random.fill(countOf(node), 1);
    const dy = given(g, "dy", node.shape, node.rows);
    const entry = ops[sample.op];
    if (entry.kind !== "linear" && entry.kind !== "rows") throw new Error(`${sample.op} is ${entry.kind}`);
    const back = entry.transpose(g, { node, inputs, self: node }, dy);
    expect(back).toHaveLength(inputs.length);
    const linearIn = inputs.map((_, i) => i).filter((i) => !(sample.notIn ?? []).includes(i));
    // Linear in all inputs together, but for products, which are so in each by itself.
    const together = !["matmul", "outer", "row_product"].includes(sample.op);
    const forward = dot(run(node, data), y);
    const backward = linearIn.map((i) => {
      const term = back[i];
      if (!term) throw new Error(`${sample.op} has no gradient for input ${i}`);
      expect(term.shape).toEqual(inputs[i]!.shape);
      const gradient = run(term, { ...data, dy: y });
      return dot(gradient.length === countOf(inputs[i]!) ? gradient : sumRows(gradient, countOf(inputs[i]!)), data[`x${i}`]!);
    });
    for (const i of inputs.keys()) if (!linearIn.includes(i)) expect(back[i]).toBeNull();
    if (together) expect(Math.abs(backward.reduce((a, b) => a + b) - forward)).toBeLessThan(1e-12);
    else for (const value of backward) expect(Math.abs(value - forward)).toBeLessThan(1e-12);
  });

  /** A gradient with the rows of dy belongs to an input with fewer: summed over them, as differentiate does. */
  function sumRows(values: Float64Array, size: number): Float64Array {
    const out = new Float64Array(size);
    values.forEach((value, i) => (out[i % size]! += value));
    return out;
  }
});

describe("reduce max", () => {
  const transpose = (values: readonly number[]): number[] => {
    const g = new Graph();
    const x = given(g, "x", [values.length], "none");
    const node = g.node("reduce", [x], { kind: "max" });
    const dy = given(g, "dy", [], "none");
    const [back] = linear.reduce.transpose(g, { node, inputs: [x], self: node }, dy);
    return [...run(back!, { x: values, dy: [3] })];
  };
  test("the gradient goes to the largest", () => expect(transpose([1, 4, 2])).toEqual([0, 3, 0]));
  test("equals share it", () => expect(transpose([4, 1, 4])).toEqual([1.5, 0, 1.5]));
  test("NaN stays", () => {
    const g = new Graph();
    expect(run(g.node("reduce", [given(g, "x", [3], "none")], { kind: "max" }), { x: [1, NaN, 2] })[0]).toBeNaN();
  });
});

describe("what ops refuse", () => {
  const g = new Graph();
  const matrix = given(g, "m", [2, 3], "none");
  test.each([
    ["a product of sizes that differ", () => g.matmul(matrix, given(g, "x", [2], N))],
    ["a reshape to another number of places", () => g.node("reshape", [matrix], { shape: [5] })],
    ["a slice past the end", () => g.node("slice", [matrix], { axis: 1, start: 2, size: 2 })],
    ["side by side, of other heights", () => g.concat([matrix, given(g, "n", [3, 3], "none")], 1)],
    ["sums over the steps of what has none", () => g.node("sum_steps", [given(g, "x", [2], "B")])],
    ["a shift of what has no steps", () => g.node("shift", [given(g, "x", [2], "B"), given(g, "y", [2], "B")], { reverse: false })],
    ["another order of what has no sequences", () => g.node("permute", [given(g, "x", [2], N), given(g, "i", [], "B"), given(g, "j", [], "B")])],
    ["rows of two axes", () => g.add(given(g, "x", [2], "N:S"), given(g, "y", [2], N))],
    ["a table that isn't one", () => g.node("gather", [given(g, "x", [2], "none"), given(g, "i", [], N)])],
  ])("%s", (_, make) => expect(make).toThrow("internal:"));
});

