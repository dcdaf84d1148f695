// The functions of equations: how many values each takes and what it makes of their shapes.
// What they compute is the lowering's business.

export type FunctionKind =
  /** One value of any shape, element by element. */
  | "elementwise"
  /** One vector to a vector of the same size. */
  | "vector"
  /** One vector to a number. */
  | "reduction"
  /** One vector to a number, or two values element by element. */
  | "extreme"
  | "where"
  | "dropout"
  | "repeat";

export const functions: ReadonlyMap<string, { readonly kind: FunctionKind; readonly usage: string }> = new Map<string, { readonly kind: FunctionKind; readonly usage: string }>([
  ...["sigmoid", "tanh", "relu", "softplus", "exp", "log", "sqrt", "abs", "hard_sigmoid", "gelu", "silu", "elu"].map(
    (name) => [name, { kind: "elementwise", usage: `${name}(v)` }] as const,
  ),
  ["softmax", { kind: "vector", usage: "softmax(v)" }],
  ["layer_norm", { kind: "vector", usage: "layer_norm(v)" }],
  ["sum", { kind: "reduction", usage: "sum(v)" }],
  ["mean", { kind: "reduction", usage: "mean(v)" }],
  ["max", { kind: "extreme", usage: "max(v) or max(a, b)" }],
  ["min", { kind: "extreme", usage: "min(v) or min(a, b)" }],
  ["where", { kind: "where", usage: "where(condition, a, b)" }],
  ["dropout", { kind: "dropout", usage: "dropout(v, 20%)" }],
  ["repeat", { kind: "repeat", usage: "repeat(v, C)" }],
]);

/** Can be given to a cell for a function of its header (`activation = relu`). */
export function isPassable(name: string): boolean {
  const kind = functions.get(name)?.kind;
  return kind === "elementwise" || kind === "vector";
}

export const passable: readonly string[] = [...functions.keys()].filter(isPassable);
