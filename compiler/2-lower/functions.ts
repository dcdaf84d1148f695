// The functions of the language, written in ops. Each takes and gives values of one row; sizes are known.
import { sizeOf, type Graph, type Node } from "../ir.js";

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
/** repeat(v, C): v₁ C times, then v₂ C times. */
export function repeat(g: Graph, v: Node, times: number): Node {
  const parts = Array.from({ length: v.shape[0]! }, (_, i) => g.node("broadcast", [g.node("reshape", [g.slice(v, i, 1)], { shape: [] })], { shape: [times] }));
  return g.concat(parts);
}

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
