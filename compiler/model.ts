// A checked model: every name resolved, every size a number, time proved sound. What 1-check makes
// of a tree and 2-lower turns into programs. Legend of sizes: B batch, T steps, N rows (steps of all
// sequences), D input, H hidden, V vocabulary.
import type { Expression, Span } from "../grammar/ast.js";
import type { TrainingDescription } from "@rnnc/runtime";
import type { Source as SourceText } from "./diagnostics.js";

export interface Model {
  readonly name: string;
  readonly doc: string;
  readonly source: SourceText;
  /** Time axes, in order of first mention: `["T"]`. */
  readonly axes: readonly string[];
  readonly inputs: readonly Input[];
  /** In dependency order. */
  readonly stacks: readonly Stack[];
  readonly heads: readonly Head[];
  readonly train: Training;
}

export interface Input {
  readonly name: string;
  readonly kind: "token" | "words" | "chars" | "bytes" | "real";
  /** null: one vector a sequence, no time. */
  readonly axis: string | null;
  /** Ids (V) for symbols, features (D) for `real`. */
  readonly size: number;
  readonly scale: "standard" | "minmax" | null;
  readonly keep: { readonly from: "first" | "last"; readonly count: number } | null;
  /** `words` are lower-cased unless `case = keep`. */
  readonly lowercase: boolean;
  /** Read at [t-1] and predicted at [t]: one more symbol, of id `size`, begins and ends sequences. */
  readonly boundary: boolean;
  readonly span: Span;
}

/** Where values come from. `axis` null means one row a sequence. */
export type SourceValue =
  | { readonly kind: "input"; readonly input: string; /** 1 for `v[t-1]`. */ readonly delay: 0 | 1; readonly axis: string | null; readonly size: number }
  | { readonly kind: "stack"; readonly stack: string; readonly delay: 0 | 1; readonly axis: string | null; readonly size: number }
  | { readonly kind: "pool"; readonly how: Pooling; readonly of: SourceValue; readonly axis: null; readonly size: number }
  | { readonly kind: "join"; readonly sources: readonly SourceValue[]; readonly axis: string | null; readonly size: number };

export type Pooling = "last" | "first" | "mean" | "max";

export interface Stack {
  readonly name: string;
  readonly source: SourceValue;
  readonly initial: StackInitial | null;
  readonly layers: readonly Layer[];
  /** Of what comes out: null after a pooling layer. */
  readonly axis: string | null;
  readonly size: number;
  readonly span: Span;
}

export type StackInitial =
  | { readonly kind: "affine"; readonly source: SourceValue }
  | { readonly kind: "final"; readonly stack: string }
  | { readonly kind: "learned" };

export type Activation = "sigmoid" | "tanh" | "relu" | "softplus" | "exp" | "softmax" | "hard_sigmoid" | "gelu" | "silu" | "elu" | "linear";

/** In which order a recurrent layer reads the steps: from the start, from the end, or both ways, and how what they say is merged. */
export type Direction = "forward" | "backward" | "concat" | "sum" | "mean" | "product";

interface LayerBase {
  /** By place, layers counted from 1: `encoder.2`; weights are `encoder.2.W_i`. `stacked` is unrolled and goes on counting. */
  readonly path: string;
  /** Size of what comes in (V of ids for `embed` and `onehot`) and out. */
  readonly inputSize: number;
  readonly size: number;
  readonly span: Span;
}

export type Layer =
  | (LayerBase & {
      readonly kind: "cell";
      readonly cell: Cell;
      readonly arguments: CellArguments;
      /** `forward`, `backward`, or both merged; the weights of both are `encoder.2.forward.W_i`, `encoder.2.backward.W_i`. */
      readonly direction: Direction;
      /** Probabilities of dropping, 0 when off. */
      readonly dropout: number;
      readonly recurrentDropout: number;
      /** Inputs of the cell after the first, by name. */
      readonly sides: Readonly<Record<string, SourceValue>>;
    })
  | (LayerBase & { readonly kind: "embed"; /** The input whose ids it reads. */ readonly input: string; readonly frozen: boolean; readonly file: string | null })
  | (LayerBase & { readonly kind: "onehot" })
  | (LayerBase & { readonly kind: "dense"; readonly activation: Activation })
  | (LayerBase & { readonly kind: "dropout"; readonly probability: number })
  | (LayerBase & { readonly kind: "activation"; readonly activation: Activation })
  | (LayerBase & { readonly kind: "batch_norm" })
  | (LayerBase & { readonly kind: "layer_norm" })
  | (LayerBase & { readonly kind: "window"; readonly past: number; readonly ahead: number })
  | (LayerBase & { readonly kind: "pool"; readonly how: Pooling })
  | (LayerBase & { readonly kind: "residual"; readonly layers: readonly Layer[] });

/** What the header of a cell was given: sizes, numbers, functions; and the sizes its inputs bound (`D`). */
export interface CellArguments {
  readonly sizes: Readonly<Record<string, number>>;
  readonly numbers: Readonly<Record<string, number>>;
  /** Functions by name: `activation` → `tanh`. */
  readonly functions: Readonly<Record<string, string>>;
}

/** A checked cell; sizes are still expressions over names (evaluate with `evaluateSize`, 1-check/sizes.ts). */
export interface Cell {
  readonly name: string;
  readonly doc: string;
  readonly source: SourceText;
  readonly inputs: readonly { readonly name: string; readonly size: readonly Expression[] }[];
  readonly states: readonly {
    readonly name: string;
    readonly size: readonly Expression[];
    readonly initial: CellInitial;
    /** The furthest back it is read: 1 for `[t-1]` alone, 2 with `[t-2]`. */
    readonly delay: number;
  }[];
  readonly output: string;
  readonly params: readonly { readonly name: string; readonly size: readonly Expression[]; readonly initial: ParamInitial }[];
  /** `sizes`: those of this cell that the part's arguments mention. */
  readonly parts: readonly { readonly name: string; readonly cell: Cell; readonly sizes: readonly string[]; readonly arguments: (outer: CellArguments) => CellArguments }[];
  /** In an order in which each reads only what stands before it, delayed values apart. */
  readonly equations: readonly { readonly name: string; readonly value: Expression; readonly span: Span }[];
}

export type CellInitial =
  | { readonly kind: "zeros" }
  | { readonly kind: "learned" }
  | { readonly kind: "normal"; readonly mean: Expression; readonly deviation: Expression };

/** How a parameter starts. Numbers are expressions over the cell's sizes and numbers (`1/sqrt(H)`). */
export type ParamInitial =
  | { readonly kind: "glorot" | "zeros" | "ones" | "orthogonal" | "identity" }
  | { readonly kind: "constant"; readonly value: Expression }
  | { readonly kind: "uniform"; readonly low: Expression; readonly high: Expression }
  | { readonly kind: "normal"; readonly mean: Expression; readonly deviation: Expression };

export interface Head {
  readonly name: string;
  readonly kind: "class" | "binary" | "multilabel" | "real";
  /** Classes, labels or values. For a head that predicts symbols, V (one more where the input has a boundary). */
  readonly size: number;
  /** Names given in the spec; null where they are fitted or ids. */
  readonly classes: readonly string[] | null;
  /** The input it predicts, and how far ahead: `text[t+1]` 1 to 1, `target[t]` 0 to 0; null for a head with its own column. */
  readonly predicts: { readonly input: string; readonly from: number; readonly to: number } | null;
  /** null: one row a sequence. */
  readonly axis: string | null;
  readonly projection: boolean;
  readonly source: SourceValue;
  readonly loss: Loss;
  readonly weight: number;
  readonly scale: "standard" | "minmax" | null;
  readonly span: Span;
}

export type Loss =
  | "cross_entropy"
  | "binary_cross_entropy"
  | "squared_error"
  | "mean_squared_error"
  | "mean_absolute_error"
  | "huber";

/** The train block with its defaults filled in. Counts of time are epochs. Plain data: it is written into the generated module as it is. */
export type Training = TrainingDescription;
