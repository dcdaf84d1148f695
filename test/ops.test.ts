// Every entry of every op table by itself: derivatives of pointwise ops against finite differences on the
// entry's own example, transposes of linear and row ops by the dot-product test ⟨A·x, y⟩ = ⟨x, Aᵀ·y⟩.
import { describe, expect, test } from "vitest";
import { interpret, type Batch } from "../compiler/interpret.js";
import { Graph, sizeOf, type Node, type Rows } from "../compiler/ir.js";
import { control } from "../compiler/ops/control.js";
import { ops } from "../compiler/ops/index.js";
import { linear } from "../compiler/ops/linear.js";
import { pointwise } from "../compiler/ops/pointwise.js";
import { rows } from "../compiler/ops/rows.js";

const seed = Number(process.env["SEED"] ?? 11);
console.log(`test/ops: SEED=${seed}`);
let state = seed;
const random = (): number => {
  state = (state * 48271) % 2147483647;
  return (state / 2147483647) * 2 - 1;
};

// Lengths 3, 2, 2, 0: an empty sequence among them.
const axis = { steps: 3, total: 7, rows: [3, 3, 1], start: [0, 3, 6] };
const counts: Record<string, number> = { none: 1, B: 4, "N:T": axis.total };
const batchOf = (data: Batch["data"]): Batch => ({ size: 4, axes: { T: axis }, data, parameters: {} });

test("every op is in one table and says what it is", () => {
  expect(Object.keys(ops).sort()).toEqual([pointwise, linear, rows, control].flatMap((table) => Object.keys(table)).sort());
  for (const [name, entry] of Object.entries(ops)) expect(entry.doc.length, name).toBeGreaterThan(0);
});

describe("pointwise: partial derivatives", () => {
  for (const [name, entry] of Object.entries(pointwise)) {
    test(name, () => {
      for (const example of entry.example) {
        const g = new Graph();
        const inputs = example.map((_, i) => g.node("input", [], { name: `x${i}`, rows: "none", shape: [], integer: false }));
        const self = g.node(name as keyof typeof pointwise, inputs);
        const value = (x: readonly number[]): number => interpret({ name: "p", sections: [{ name: "s", outputs: { self } }] }, batchOf(Object.fromEntries(x.map((v, i) => [`x${i}`, [v]]))))["self"]![0]!;
        expect(value(example)).toBeCloseTo(entry.apply(...example), 12);
        entry.partials(g, { node: self, inputs, self }).forEach((partial, i) => {
          const data = Object.fromEntries(example.map((v, j) => [`x${j}`, [v]]));
          const exact = partial === null ? 0 : interpret({ name: "p", sections: [{ name: "s", outputs: { partial } }] }, batchOf(data))["partial"]![0]!;
          const nudge = (by: number): number => value(example.map((v, j) => (i === j ? v + by : v)));
          expect(exact, `∂${name}/∂${i} at ${example.join(", ")}`).toBeCloseTo((nudge(1e-6) - nudge(-1e-6)) / 2e-6, 6);
        });
      }
    });
  }
});

/** One way to use an op: its inputs' shapes and rows, attributes; ids are whole numbers below the size. */
interface Use {
  readonly op: keyof typeof linear | keyof typeof rows;
  readonly inputs: readonly { readonly shape: readonly number[]; readonly rows: Rows; readonly ids?: number }[];
  readonly attributes?: Record<string, string | number | boolean | readonly number[]>;
}

const N: Rows = "N:T";
const uses: readonly Use[] = [
  { op: "matmul", inputs: [{ shape: [3, 4], rows: "none" }, { shape: [4], rows: N }] },
  { op: "matmul", inputs: [{ shape: [3, 4], rows: "none" }, { shape: [4], rows: "none" }] },
  { op: "reduce", inputs: [{ shape: [5], rows: N }], attributes: { kind: "sum" } },
  { op: "broadcast", inputs: [{ shape: [], rows: "B" }], attributes: { shape: [4] } },
  { op: "reshape", inputs: [{ shape: [6], rows: N }], attributes: { shape: [2, 3] } },
  { op: "transpose", inputs: [{ shape: [2, 3], rows: "none" }] },
  { op: "concat", inputs: [{ shape: [2], rows: N }, { shape: [3], rows: N }], attributes: { axis: 0 } },
  { op: "concat", inputs: [{ shape: [2, 2], rows: "none" }, { shape: [2, 3], rows: "none" }], attributes: { axis: 1 } },
  { op: "slice", inputs: [{ shape: [5], rows: N }], attributes: { axis: 0, start: 1, size: 3 } },
  { op: "slice", inputs: [{ shape: [3, 4], rows: "none" }], attributes: { axis: 1, start: 1, size: 2 } },
  { op: "pad", inputs: [{ shape: [3], rows: N }], attributes: { axis: 0, start: 1, size: 5 } },
  { op: "row_product", inputs: [{ shape: [2], rows: N }, { shape: [3], rows: N }] },
  { op: "row_product", inputs: [{ shape: [2], rows: "B" }, { shape: [3], rows: "B" }] },
  { op: "sum_rows", inputs: [{ shape: [3], rows: N }] },
  { op: "sum_steps", inputs: [{ shape: [3], rows: N }] },
  { op: "expand", inputs: [{ shape: [3], rows: "B" }], attributes: { rows: N } },
  { op: "expand", inputs: [{ shape: [3], rows: "none" }], attributes: { rows: "B" } },
  ...[false, true].flatMap((reverse) => (["B", "none"] as const).map((border): Use => ({ op: "shift", inputs: [{ shape: [3], rows: N }, { shape: [3], rows: border }], attributes: { reverse } }))),
  ...["first", "last"].flatMap((at) => (["B", "none"] as const).map((border): Use => ({ op: "end", inputs: [{ shape: [3], rows: N }, { shape: [3], rows: border }], attributes: { at } }))),
  ...["first", "last"].map((at): Use => ({ op: "place", inputs: [{ shape: [3], rows: "B" }], attributes: { at, rows: N } })),
  { op: "gather", inputs: [{ shape: [5, 3], rows: "none" }, { shape: [], rows: N, ids: 5 }] },
  { op: "scatter_add", inputs: [{ shape: [], rows: N, ids: 5 }, { shape: [3], rows: N }], attributes: { size: 5 } },
];

describe("linear and row ops: the dot-product test", () => {
  test("every op is tried", () => {
    expect([...new Set(uses.map((use) => use.op))].sort()).toEqual([...Object.keys(linear), ...Object.keys(rows)].sort());
  });

  uses.forEach((use, number) => {
    test(`${use.op} ${JSON.stringify(use.attributes ?? {})} of rows ${use.inputs.map((i) => i.rows).join(", ")}`, () => {
      const g = new Graph();
      const numbers = (shape: readonly number[], of: Rows, ids?: number): number[] => Array.from({ length: sizeOf(shape) * counts[of]! }, () => (ids ? Math.floor(((random() + 1) / 2) * ids) : random()));
      const data: Record<string, number[]> = {};
      const inputs = use.inputs.map(({ shape, rows: of, ids }, i) => {
        data[`x${i}`] = numbers(shape, of, ids);
        return g.node("input", [], { name: `x${i}`, rows: of, shape: [...shape], integer: ids !== undefined });
      });
      const self = g.node(use.op, inputs, use.attributes ?? {});
      data["dy"] = numbers(self.shape, self.rows);
      const dy = g.node("input", [], { name: "dy", rows: self.rows, shape: [...self.shape], integer: false });
      const entry = ops[use.op];
      if (entry.kind === "control" || entry.kind === "pointwise") throw new Error("not linear");
      const gradients = entry.transpose(g, { node: self, inputs, self }, dy);
      const run = (node: Node, given: Record<string, number[]>): Float64Array => interpret({ name: "p", sections: [{ name: "s", outputs: { node } }] }, batchOf(given))["node"]!;
      const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from({ length: a.length }, (_, i) => a[i]! * b[i]!).reduce((x, y) => x + y, 0);
      let tried = 0;
      inputs.forEach((input, i) => {
        const gradient = gradients[i];
        if (!gradient) return;
        // Linear in input i with the others held: what the other inputs add by themselves is taken off.
        const without = run(self, { ...data, [`x${i}`]: data[`x${i}`]!.map(() => 0) });
        const moved = run(self, data).map((v, j) => v - without[j]!);
        const back = run(gradient, data);
        // A gradient may have more rows than the input: it is summed over them.
        const size = sizeOf(input.shape);
        const fitted = new Float64Array(size * counts[input.rows]!);
        if (gradient.rows === input.rows) fitted.set(back);
        else back.forEach((v, j) => (fitted[j % size]! += v));
        expect(dot(fitted, data[`x${i}`]!), `input ${i}, use ${number}`).toBeCloseTo(dot(moved, data["dy"]!), 10);
        tried++;
      });
      expect(tried).toBeGreaterThan(0);
    });
  });
});
