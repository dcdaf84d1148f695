// Ops that make each row of the output from the same row of the inputs: products, reductions, moves of columns.
import type { Attributes, Graph, Node, Shape } from "../ir.js";
import { joinRows, sameShape, type LinearEntry, type LinearName, type Type } from "./entry.js";
import { internal } from "../errors.js";

const size = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);
const number = (attributes: Attributes, name: string): number => attributes[name] as number;

/** Copies a block of a row-major tensor of `from` to one of `to`, along `axis`. */
function block(
  source: ArrayLike<number>, from: Shape, sourceAt: number,
  target: Float64Array, to: Shape, targetAt: number, count: number, axis: number,
): void {
  const inner = size(from.slice(axis + 1));
  const outer = size(from.slice(0, axis));
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < count * inner; i++)
      target[(o * to[axis]! + targetAt) * inner + i] = source[(o * from[axis]! + sourceAt) * inner + i]!;
}

function withAxis(shape: Shape, axis: number, length: number): Shape {
  return shape.map((n, i) => (i === axis ? length : n));
}

export const linear: Readonly<Record<LinearName, LinearEntry>> = {
  matmul: {
    kind: "linear",
    doc: "matrix [m, k] times vector [k]: [m]; the matrix may be one for all rows or one for each",
    type([a, x]): Type {
      if (a!.shape.length !== 2 || x!.shape.length !== 1 || a!.shape[1] !== x!.shape[0]) internal(`matmul of [${a!.shape.join(", ")}] and [${x!.shape.join(", ")}]`);
      return { shape: [a!.shape[0]!], rows: joinRows([a!.rows, x!.rows]) };
    },
    row([a, x], node) {
      const [m, k] = node.inputs[0]!.shape as [number, number];
      return Float64Array.from({ length: m }, (_, i) => {
        let sum = 0;
        for (let j = 0; j < k; j++) sum += a![i * k + j]! * x![j]!;
        return sum;
      });
    },
    transpose(g, { inputs: [a, x] }, dy) {
      return [g.node(a!.rows === "none" ? "row_product" : "outer", [dy, x!]), g.matmul(g.transpose(a!), dy)];
    },
  },
  outer: {
    kind: "linear",
    doc: "a bᵀ: [m] and [n] to [m, n]; the gradient of a matrix that differs by row",
    type([a, b]): Type {
      if (a!.shape.length !== 1 || b!.shape.length !== 1) internal("outer of what are not vectors");
      return { shape: [a!.shape[0]!, b!.shape[0]!], rows: joinRows([a!.rows, b!.rows]) };
    },
    row([a, b], node) {
      const n = node.shape[1]!;
      return Float64Array.from({ length: size(node.shape) }, (_, i) => a![Math.floor(i / n)]! * b![i % n]!);
    },
    transpose: (g, { inputs: [a, b] }, dy) => [g.matmul(dy, b!), g.matmul(g.transpose(dy), a!)],
  },
  reduce: {
    kind: "linear",
    doc: "sum or max over a vector: one number",
    type([x]): Type {
      return { shape: [], rows: x!.rows };
    },
    row([x], node) {
      if (node.attributes["kind"] === "sum") return [x!.reduce((a, b) => a + b, 0)];
      return [x!.reduce((a, b) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : Math.max(a, b)), -Infinity)];
    },
    transpose(g, { node, inputs: [x], self }, dy) {
      const spread = g.node("broadcast", [dy], { shape: [...x!.shape] });
      if (node.attributes["kind"] === "sum") return [spread];
      // Where several are the largest they share, as in PyTorch's amax: `max(repeat(v, 2))` has the gradient of `max(v)`.
      const largest = g.sub(g.const(1), g.less(x!, self));
      // Computed again elsewhere in float32, a value can round to less than the maximum it was: better no gradient than a division by none.
      return [g.mul(spread, largest, g.unary("recip", g.max(g.sum(largest), g.const(1))))];
    },
  },
  broadcast: {
    kind: "linear",
    doc: "one number, at every place of a shape",
    type([x], attributes): Type {
      if (x!.shape.length !== 0) internal("broadcast of what is not one number");
      return { shape: attributes["shape"] as Shape, rows: x!.rows };
    },
    row([x], node) {
      return new Float64Array(size(node.shape)).fill(x![0]!);
    },
    transpose(g, { inputs: [x] }, dy) {
      return [x!.shape.length === dy.shape.length ? dy : g.sum(flat(g, dy))];
    },
  },
  reshape: {
    kind: "linear",
    doc: "the same numbers in another shape, row-major",
    type([x], attributes): Type {
      const shape = attributes["shape"] as Shape;
      if (size(shape) !== size(x!.shape)) internal(`reshape of [${x!.shape.join(", ")}] to [${shape.join(", ")}]`);
      return { shape, rows: x!.rows };
    },
    row: ([x]) => x!,
    transpose: (g, { inputs: [x] }, dy) => [g.node("reshape", [dy], { shape: [...x!.shape] })],
  },
  transpose: {
    kind: "linear",
    doc: "matrix [m, n] to [n, m]",
    type([x]): Type {
      if (x!.shape.length !== 2) internal("transpose of what is not a matrix");
      return { shape: [x!.shape[1]!, x!.shape[0]!], rows: x!.rows };
    },
    row([x], node) {
      const [n, m] = node.shape as [number, number];
      return Float64Array.from({ length: n * m }, (_, i) => x![(i % m) * n + Math.floor(i / m)]!);
    },
    transpose: (g, _, dy) => [g.transpose(dy)],
  },
  concat: {
    kind: "linear",
    doc: "side by side along an axis",
    type(inputs, attributes): Type {
      const axis = number(attributes, "axis");
      const first = inputs[0]!.shape;
      for (const input of inputs) if (!sameShape(withAxis(input.shape, axis, 0), withAxis(first, axis, 0))) internal("concat of shapes that differ");
      return { shape: withAxis(first, axis, inputs.reduce((sum, n) => sum + n.shape[axis]!, 0)), rows: joinRows(inputs.map((n) => n.rows)) };
    },
    row(inputs, node) {
      const axis = number(node.attributes, "axis");
      const out = new Float64Array(size(node.shape));
      let at = 0;
      node.inputs.forEach((input, i) => {
        block(inputs[i]!, input.shape, 0, out, node.shape, at, input.shape[axis]!, axis);
        at += input.shape[axis]!;
      });
      return out;
    },
    transpose(g, { node, inputs }, dy) {
      const axis = number(node.attributes, "axis");
      let at = 0;
      return inputs.map((input) => {
        const part = g.slice(dy, at, input.shape[axis]!, axis);
        at += input.shape[axis]!;
        return part;
      });
    },
  },
  slice: {
    kind: "linear",
    doc: "places start … start + size - 1 along an axis",
    type([x], attributes): Type {
      const [axis, start, count] = [number(attributes, "axis"), number(attributes, "start"), number(attributes, "size")];
      if (start < 0 || start + count > x!.shape[axis]!) internal(`slice ${start}..${start + count} of ${x!.shape[axis]}`);
      return { shape: withAxis(x!.shape, axis, count), rows: x!.rows };
    },
    row([x], node) {
      const out = new Float64Array(size(node.shape));
      const { axis, start, size: count } = node.attributes as { axis: number; start: number; size: number };
      block(x!, node.inputs[0]!.shape, start, out, node.shape, 0, count, axis);
      return out;
    },
    transpose(g, { node, inputs: [x] }, dy) {
      const { axis, start } = node.attributes as { axis: number; start: number };
      return [g.node("pad", [dy], { axis, start, size: x!.shape[axis]! })];
    },
  },
  pad: {
    kind: "linear",
    doc: "the input at `start` along an axis of length `size`, zeros elsewhere: the transpose of slice",
    type([x], attributes): Type {
      return { shape: withAxis(x!.shape, number(attributes, "axis"), number(attributes, "size")), rows: x!.rows };
    },
    row([x], node) {
      const out = new Float64Array(size(node.shape));
      const { axis, start } = node.attributes as { axis: number; start: number };
      const from = node.inputs[0]!.shape;
      block(x!, from, 0, out, node.shape, start, from[axis]!, axis);
      return out;
    },
    transpose(g, { node, inputs: [x] }, dy) {
      const { axis, start } = node.attributes as { axis: number; start: number };
      return [g.slice(dy, start, x!.shape[axis]!, axis)];
    },
  },
};

function flat(g: Graph, x: Node): Node {
  return x.shape.length === 1 ? x : g.node("reshape", [x], { shape: [size(x.shape)] });
}
