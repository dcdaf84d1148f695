// Pointwise ops: each number of the output comes from the numbers at the same place of the inputs.
// The names are compiler/plan.ts's PointwiseOp (a device has a line for each) and `stop`, which no device sees.
import type { Graph, Node } from "../ir.js";
import { joinRows, sameShape, type Application, type PointwiseEntry, type PointwiseName, type Type } from "./entry.js";
import { internal } from "../errors.js";

function type(inputs: readonly Node[]): Type {
  let shape = inputs[0]!.shape;
  for (const input of inputs) {
    if (input.shape.length === 0) continue;
    if (shape.length === 0) shape = input.shape;
    else if (!sameShape(shape, input.shape)) internal(`pointwise shapes [${shape.join(", ")}] and [${input.shape.join(", ")}] differ`);
  }
  return { shape, rows: joinRows(inputs.map((n) => n.rows)) };
}

function define(
  doc: string,
  apply: (...x: number[]) => number,
  partials: (g: Graph, x: readonly Node[], self: Node) => readonly (Node | null)[],
  example: readonly (readonly number[])[],
): PointwiseEntry {
  return { kind: "pointwise", doc, type, apply, partials: (g, at: Application) => partials(g, at.inputs, at.self), example };
}

export const pointwise: Readonly<Record<PointwiseName, PointwiseEntry>> = {
  neg: define("-x", (x) => -x!, (g) => [g.const(-1)], [[0.3], [-2]]),
  recip: define("1 / x", (x) => 1 / x!, (g, _, y) => [g.neg(g.mul(y, y))], [[0.7], [-3]]),
  exp: define("e to the x", (x) => Math.exp(x!), (_g, _x, y) => [y], [[0.5], [-4]]),
  log: define("natural logarithm", (x) => Math.log(x!), (g, [x]) => [g.unary("recip", x!)], [[0.5], [4]]),
  sqrt: define("square root", (x) => Math.sqrt(x!), (g, _, y) => [g.mul(g.const(0.5), g.unary("recip", y))], [[0.5], [4]]),
  tanh: define("hyperbolic tangent", (x) => Math.tanh(x!), (g, _, y) => [g.sub(g.const(1), g.mul(y, y))], [[0.4], [-2]]),
  sigmoid: define("1 / (1 + e^-x)", (x) => 1 / (1 + Math.exp(-x!)), (g, _, y) => [g.mul(y, g.sub(g.const(1), y))], [[0.4], [-2]]),
  add: define("sum of two or more", (...x) => x.reduce((a, b) => a + b), (g, x) => x.map(() => g.const(1)), [[1, 2, 3]]),
  mul: define(
    "product of two or more",
    (...x) => x.reduce((a, b) => a * b),
    (g, x) => x.map((_, i) => g.mul(...x.filter((_, j) => j !== i))),
    [[2, -3, 0.5]],
  ),
  // At a tie the gradient goes to the second, so that relu(x) = max(x, 0) has derivative 0 at 0, as in PyTorch.
  max: define(
    "the larger of two",
    (a, b) => (Number.isNaN(a!) || Number.isNaN(b!) ? NaN : Math.max(a!, b!)),
    (g, [a, b]) => [g.less(b!, a!), g.sub(g.const(1), g.less(b!, a!))],
    [[1, 2], [2, 1]],
  ),
  less: define("1 where a < b, else 0", (a, b) => (a! < b! ? 1 : 0), () => [null, null], [[1, 2], [2, 1]]),
  where: define(
    "where(c, a, b): a where c is not 0, else b",
    (c, a, b) => (c !== 0 ? a! : b!),
    (g, [c]) => [null, g.where(c!, g.const(1), g.const(0)), g.where(c!, g.const(0), g.const(1))],
    [[1, 2, 3], [0, 2, 3]],
  ),
  stop: define("x, through which no gradient flows", (x) => x!, () => [null], []),
};
