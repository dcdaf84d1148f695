// The words of models: layers, directions, poolings, activations. One list of each, for checks, suggestions
// and the editor.
import type { Activation, Pooling } from "../model.js";

export const poolings = ["last", "first", "mean", "max"] as const satisfies readonly Pooling[];
export const activations = [
  "sigmoid",
  "tanh",
  "relu",
  "softplus",
  "exp",
  "softmax",
  "hard_sigmoid",
  "gelu",
  "silu",
  "elu",
  "linear",
] as const satisfies readonly Activation[];

/** Layers other than cells. */
export const layerNames: ReadonlySet<string> = new Set([
  "embed",
  "onehot",
  "dense",
  "dropout",
  "batch_norm",
  "layer_norm",
  "window",
  ...poolings,
  ...activations,
  "stacked",
  "residual",
]);

export const inputTypes = ["token", "words", "chars", "bytes", "real"] as const;
export const headTypes = ["class", "binary", "multilabel", "real"] as const;
export const merges = ["concat", "sum", "mean", "product"] as const;

/** What a head without time predicts, after the last step that it reads. */
export function nounOfReads(ahead: number): string {
  return ahead === 0 ? "the last step" : ahead === 1 ? "the step after the end" : `${ahead} steps after the end`;
}
