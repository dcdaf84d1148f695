// Ops across rows: sums over rows, moves between steps and sequences, tables read and written by id.
// A sequence's rows: step t of row b of an axis lies at start[t] + b, for b < rows[t] (longest first).
import type { Node, Rows } from "../ir.js";
import { joinRows, type AxisRows, type RowsEntry, type RowsName, type Type, type Values } from "./entry.js";
import { internal } from "../errors.js";

/** The step at which row b's sequence ends: the last t with b < rows[t]; -1 for an empty one. */
function lastStep(axis: AxisRows, b: number): number {
  let t = axis.steps - 1;
  while (t >= 0 && b >= axis.rows[t]!) t--;
  return t;
}

/** The row of the step that `at` means for sequence b; -1 for an empty one. */
function endRow(axis: AxisRows, b: number, at: string): number {
  const t = lastStep(axis, b);
  return t < 0 ? -1 : axis.start[at === "last" ? t : 0]! + b;
}

/** f(row of a step, its sequence, its step), for all rows of an axis. */
function eachRow(axis: AxisRows, f: (row: number, b: number, t: number) => void): void {
  for (let t = 0; t < axis.steps; t++) for (let b = 0; b < axis.rows[t]!; b++) f(axis.start[t]! + b, b, t);
}

function isSteps(rows: Rows): boolean {
  return rows.startsWith("N:");
}

const sizeOf = (node: Node): number => node.shape.reduce((a, b) => a * b, 1);

/** Row r of a value, or its only row where it has none. */
const at = (values: Values, node: Node, r: number, j: number): number => values[(node.rows === "none" ? 0 : r) * sizeOf(node) + j]!;

export const rows: Readonly<Record<RowsName, RowsEntry>> = {
  row_product: {
    kind: "rows",
    doc: "Σ over rows of a bᵀ: [m] and [n] to [m, n]; the gradient of a matrix",
    type([a, b]): Type {
      if (a!.shape.length !== 1 || b!.shape.length !== 1) internal("row_product of what are not vectors");
      return { shape: [a!.shape[0]!, b!.shape[0]!], rows: "none" };
    },
    evaluate([a, b], node, context) {
      const [m, n] = node.shape as [number, number];
      const out = new Float64Array(m * n);
      const count = context.count(joinRows(node.inputs.map((x) => x.rows)));
      for (let r = 0; r < count; r++)
        for (let i = 0; i < m; i++)
          for (let j = 0; j < n; j++) out[i * n + j]! += at(a!, node.inputs[0]!, r, i) * at(b!, node.inputs[1]!, r, j);
      return out;
    },
    transpose: (g, { inputs: [a, b] }, dy) => [g.matmul(dy, b!), g.matmul(g.transpose(dy), a!)],
  },
  sum_rows: {
    kind: "rows",
    doc: "Σ over all rows; the gradient of what every row shares",
    type: ([x]): Type => ({ shape: x!.shape, rows: "none" }),
    evaluate([x], node, context) {
      const size = sizeOf(node);
      const out = new Float64Array(size);
      const count = context.count(node.inputs[0]!.rows);
      for (let i = 0; i < count * size; i++) out[i % size]! += x![i]!;
      return out;
    },
    transpose: (g, { inputs: [x] }, dy) => [g.node("expand", [dy], { rows: x!.rows })],
  },
  sum_steps: {
    kind: "rows",
    doc: "Σ over the steps of each sequence: N to B",
    type([x]): Type {
      if (!isSteps(x!.rows)) internal(`sum_steps of rows ${x!.rows}`);
      return { shape: x!.shape, rows: "B" };
    },
    evaluate([x], node, context) {
      const size = sizeOf(node);
      const out = new Float64Array(context.size * size);
      eachRow(context.axis(node.inputs[0]!.rows), (row, b) => {
        for (let j = 0; j < size; j++) out[b * size + j]! += x![row * size + j]!;
      });
      return out;
    },
    transpose: (g, { inputs: [x] }, dy) => [g.node("expand", [dy], { rows: x!.rows })],
  },
  expand: {
    kind: "rows",
    doc: "the same value for each row of a larger row space: none to B or N, B to N",
    type: ([x], attributes): Type => ({ shape: x!.shape, rows: attributes["rows"] as Rows }),
    evaluate([x], node, context) {
      const size = sizeOf(node);
      const out = new Float64Array(context.count(node.rows) * size);
      if (node.inputs[0]!.rows === "none") for (let i = 0; i < out.length; i++) out[i] = x![i % size]!;
      else
        eachRow(context.axis(node.rows), (row, b) => {
          for (let j = 0; j < size; j++) out[row * size + j] = x![b * size + j]!;
        });
      return out;
    },
    transpose: (g, { inputs: [x] }, dy) => [g.node(x!.rows === "none" ? "sum_rows" : "sum_steps", [dy])],
  },
  shift: {
    kind: "rows",
    doc: "the value one step earlier (one later when `reverse`); at the border the second input, a value for each sequence",
    type([x, initial]): Type {
      if (!isSteps(x!.rows) || isSteps(initial!.rows)) internal("shift of rows that are not steps");
      return { shape: x!.shape, rows: x!.rows };
    },
    evaluate([x, initial], node, context) {
      const size = sizeOf(node);
      const axis = context.axis(node.rows);
      const out = new Float64Array(axis.total * size);
      eachRow(axis, (row, b, t) => {
        const from = t + (node.attributes["reverse"] ? 1 : -1);
        const inside = from >= 0 && from < axis.steps && b < axis.rows[from]!;
        for (let j = 0; j < size; j++) out[row * size + j] = inside ? x![(axis.start[from]! + b) * size + j]! : at(initial!, node.inputs[1]!, b, j);
      });
      return out;
    },
    transpose(g, { node, inputs: [, initial] }, dy) {
      const zeros = g.node("broadcast", [g.const(0)], { shape: [...node.shape] });
      const reverse = node.attributes["reverse"] as boolean;
      const border = g.node("end", [dy, zeros], { at: reverse ? "last" : "first" });
      return [g.node("shift", [dy, zeros], { reverse: !reverse }), initial!.rows === "none" ? g.node("sum_rows", [border]) : border];
    },
  },
  end: {
    kind: "rows",
    doc: "each sequence's last or first step (`at`): N to B; the second input for an empty sequence",
    type([x, initial]): Type {
      if (!isSteps(x!.rows) || isSteps(initial!.rows)) internal("end of rows that are not steps");
      return { shape: x!.shape, rows: "B" };
    },
    evaluate([x, initial], node, context) {
      const size = sizeOf(node);
      const axis = context.axis(node.inputs[0]!.rows);
      const out = new Float64Array(context.size * size);
      for (let b = 0; b < context.size; b++) {
        const row = endRow(axis, b, node.attributes["at"] as string);
        for (let j = 0; j < size; j++) out[b * size + j] = row >= 0 ? x![row * size + j]! : at(initial!, node.inputs[1]!, b, j);
      }
      return out;
    },
    transpose(g, { node, inputs: [x, initial] }, dy) {
      const zeros = g.node("broadcast", [g.const(0)], { shape: [...node.shape] });
      const empty = g.node("end", [g.node("expand", [zeros], { rows: x!.rows }), dy], { at: node.attributes["at"]! });
      return [g.node("place", [dy], { at: node.attributes["at"]!, rows: x!.rows }), initial!.rows === "none" ? g.node("sum_rows", [empty]) : empty];
    },
  },
  place: {
    kind: "rows",
    doc: "each sequence's value at its last or first step, zeros elsewhere: B to N; the transpose of `end`",
    type: ([x], attributes): Type => ({ shape: x!.shape, rows: attributes["rows"] as Rows }),
    evaluate([x], node, context) {
      const size = sizeOf(node);
      const axis = context.axis(node.rows);
      const out = new Float64Array(axis.total * size);
      for (let b = 0; b < context.size; b++) {
        const row = endRow(axis, b, node.attributes["at"] as string);
        for (let j = 0; row >= 0 && j < size; j++) out[row * size + j] = x![b * size + j]!;
      }
      return out;
    },
    transpose(g, { node }, dy) {
      const zeros = g.node("broadcast", [g.const(0)], { shape: [...node.shape] });
      return [g.node("end", [dy, zeros], { at: node.attributes["at"]! })];
    },
  },
  permute: {
    kind: "rows",
    doc: "sequences in another order: row r is row order[r] of the first input, B to B; the third input is the way back, rank[order[r]] = r",
    type([x, order, rank]): Type {
      if (x!.rows !== "B" || order!.rows !== "B" || rank!.rows !== "B" || order!.shape.length + rank!.shape.length > 0) internal("permute of what are not sequences");
      return { shape: x!.shape, rows: "B" };
    },
    evaluate([x, order], node, context) {
      const size = sizeOf(node);
      return Float64Array.from({ length: context.size * size }, (_, i) => x![order![Math.floor(i / size)]! * size + (i % size)]!);
    },
    transpose: (g, { inputs: [, order, rank] }, dy) => [g.node("permute", [dy, rank!, order!]), null, null],
  },
  gather: {
    kind: "rows",
    doc: "rows of a table [V, E] by id: [E]",
    type([table, ids]): Type {
      if (table!.rows !== "none" || table!.shape.length !== 2 || ids!.shape.length !== 0) internal("gather wants a table and ids");
      return { shape: [table!.shape[1]!], rows: ids!.rows };
    },
    evaluate([table, ids], node, context) {
      const size = sizeOf(node);
      const out = new Float64Array(context.count(node.rows) * size);
      for (let i = 0; i < out.length; i++) out[i] = table![ids![Math.floor(i / size)]! * size + (i % size)]!;
      return out;
    },
    transpose: (g, { inputs: [table, ids] }, dy) => [g.node("scatter_add", [ids!, dy], { size: table!.shape[0]! }), null],
  },
  scatter_add: {
    kind: "rows",
    doc: "Σ of the rows that have an id, for each id: ids and [E] to [V, E]; the transpose of `gather`",
    type: ([, values], attributes): Type => ({ shape: [attributes["size"] as number, values!.shape[0]!], rows: "none" }),
    evaluate([ids, values], node, context) {
      const size = node.shape[1]!;
      const out = new Float64Array(sizeOf(node));
      const count = context.count(node.inputs[0]!.rows);
      for (let i = 0; i < count * size; i++) out[ids![Math.floor(i / size)]! * size + (i % size)]! += values![i]!;
      return out;
    },
    transpose: (g, { inputs: [ids] }, dy) => [null, g.node("gather", [dy, ids!])],
  },
};
