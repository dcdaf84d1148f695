// The functions of the language, written in ops. Each takes and gives values of one row; sizes are known.
import { sizeOf, type Graph, type Node } from "../ir.js";
import type { Direction } from "../model.js";

const half = 0.5;

export function relu(g: Graph, x: Node): Node {
  return g.max(x, g.const(0));
}
export function abs(g: Graph, x: Node): Node {
  return g.max(x, g.neg(x));
}
export function minimum(g: Graph, a: Node, b: Node): Node {
  return g.neg(g.max(g.neg(a), g.neg(b)));
}
/** log(1 + e^x), without overflow. */
export function softplus(g: Graph, x: Node): Node {
  return g.add(relu(g, x), g.unary("log", g.add(g.const(1), g.unary("exp", g.neg(abs(g, x))))));
}
export function mean(g: Graph, x: Node): Node {
  return g.mul(g.const(1 / sizeOf(x.shape)), g.sum(x));
}
export function maximum(g: Graph, x: Node): Node {
  return g.node("reduce", [x], { kind: "max" });
}
/** x - max(x); the shift changes no result below, so no gradient flows through it. */
export function shifted(g: Graph, x: Node): Node {
  return g.sub(x, g.node("stop", [maximum(g, x)]));
}
export function softmax(g: Graph, x: Node): Node {
  const e = g.unary("exp", shifted(g, x));
  return g.mul(e, g.unary("recip", g.sum(e)));
}
/** (x - mean) / sqrt(variance + 1e-5), as in PyTorch, without gain or shift. */
export function layerNorm(g: Graph, x: Node): Node {
  const centred = g.sub(x, mean(g, x));
  return g.mul(centred, g.unary("recip", g.unary("sqrt", g.add(mean(g, g.mul(centred, centred)), g.const(1e-5)))));
}
/** 1 at the id, 0 elsewhere: |index - id| < 1/2. */
export function oneHot(g: Graph, id: Node, size: number): Node {
  return g.less(abs(g, g.sub(g.node("index", [], { shape: [size] }), id)), g.const(half));
}
/** repeat(v, C): v₁ C times, then v₂ C times. */
export function repeat(g: Graph, v: Node, times: number): Node {
  const parts = Array.from({ length: v.shape[0]! }, (_, i) => g.node("broadcast", [g.node("reshape", [g.slice(v, i, 1)], { shape: [] })], { shape: [times] }));
  return g.concat(parts);
}

/** What two directions say, as one value. */
export function merge(g: Graph, how: Exclude<Direction, "forward" | "backward">, forward: Node, backward: Node): Node {
  switch (how) {
    case "concat":
      return g.concat([forward, backward]);
    case "sum":
      return g.add(forward, backward);
    case "mean":
      return g.mul(g.const(0.5), g.add(forward, backward));
    case "product":
      return g.mul(forward, backward);
  }
}

/**
 * Numbers of the standard normal distribution from numbers uniform in [0, 1) with 24 bits: √2 erf⁻¹(2u - 1 + 2⁻²⁴), which
 * is symmetric, never infinite, and exact in f32 before erf⁻¹. That is Giles' approximation in single precision
 * ("Approximating the erfinv function", GPU Computing Gems 2, 2011): relative error below 4e-7.
 */
export function standardNormal(g: Graph, uniform: Node): Node {
  const x = g.add(g.mul(g.const(2), uniform), g.const(2 ** -24 - 1));
  // 1 - x from 1 - u, both exact: drivers of GPUs may make (2 - 2⁻²⁴) - 2u of 1 - (2u + (2⁻²⁴ - 1)), and that rounds away what is left at the upper end.
  const above = g.sub(g.mul(g.const(2), g.sub(g.const(1), uniform)), g.const(2 ** -24));
  const w = relu(g, g.neg(g.unary("log", g.mul(above, g.add(g.const(1), x)))));
  const polynomial = (at: Node, coefficients: readonly number[]): Node => coefficients.map((c) => g.const(c)).reduce((sum, c) => g.add(g.mul(sum, at), c));
  const middle = polynomial(g.add(w, g.const(-2.5)), erfInverse.middle);
  const tail = polynomial(g.add(g.unary("sqrt", w), g.const(-3)), erfInverse.tail);
  return g.mul(g.const(Math.SQRT2), x, g.where(g.less(w, g.const(5)), middle, tail));
}
/** Of the highest power first: in w - 5/2 below 5, in √w - 3 above, w = -log(1 - x²). */
const erfInverse = {
  middle: [2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 2.1858087e-4, -1.25372503e-3, -4.17768164e-3, 0.246640727, 1.50140941],
  tail: [-2.00214257e-4, 1.00950558e-4, 1.34934322e-3, -3.67342844e-3, 5.73950773e-3, -7.6224613e-3, 9.43887047e-3, 1.00167406, 2.83297682],
};

/** The elementwise and vector functions of one value, by name in the language; activations of layers are among them. */
export const unaryFunctions: Readonly<Record<string, (g: Graph, x: Node) => Node>> = Object.assign(Object.create(null) as object, {
  linear: (_: Graph, x: Node) => x,
  sigmoid: (g: Graph, x: Node) => g.unary("sigmoid", x),
  tanh: (g: Graph, x: Node) => g.unary("tanh", x),
  exp: (g: Graph, x: Node) => g.unary("exp", x),
  log: (g: Graph, x: Node) => g.unary("log", x),
  sqrt: (g: Graph, x: Node) => g.unary("sqrt", x),
  relu,
  abs,
  softplus,
  softmax,
  layer_norm: layerNorm,
  sum: (g: Graph, x: Node) => g.sum(x),
  mean,
  /** relu6(x + 3) / 6, PyTorch's. */
  hard_sigmoid: (g: Graph, x: Node) => minimum(g, g.max(g.add(g.mul(g.const(1 / 6), x), g.const(half)), g.const(0)), g.const(1)),
  /** The tanh form (Hendrycks & Gimpel 2016). */
  gelu: (g: Graph, x: Node) => {
    const inner = g.mul(g.const(Math.sqrt(2 / Math.PI)), g.add(x, g.mul(g.const(0.044715), x, x, x)));
    return g.mul(g.const(half), x, g.add(g.const(1), g.unary("tanh", inner)));
  },
  silu: (g: Graph, x: Node) => g.mul(x, g.unary("sigmoid", x)),
  elu: (g: Graph, x: Node) => g.add(relu(g, x), minimum(g, g.const(0), g.add(g.unary("exp", minimum(g, x, g.const(0))), g.const(-1)))),
});
