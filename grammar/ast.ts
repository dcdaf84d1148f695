// The syntax tree of a .rnn file: what the parser builds, what the formatter prints, what the
// checks read. Every node knows its place. Nothing here is resolved: names are just names.

/** A half-open range of UTF-16 offsets into the source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Located {
  readonly span: Span;
}

export interface Name extends Located {
  /** In NFC. */
  readonly text: string;
}

/** A whole file. Comments are kept apart, in order of place; the formatter weaves them back. */
export interface Tree extends Located {
  readonly uses: readonly Use[];
  /** Cells and models in the order written. */
  readonly items: readonly (Cell | Model)[];
  readonly comments: readonly Comment[];
}

export interface Comment extends Located {
  /** With its slashes. `doc` for `///`. */
  readonly text: string;
  readonly doc: boolean;
}

/** `use "./mine.rnn"` */
export interface Use extends Located {
  readonly kind: "use";
  readonly path: StringLiteral;
}

// ---------------------------------------------------------------------------------------- cells

export interface Cell extends Located {
  readonly kind: "cell";
  /** The text of the `///` lines above, without slashes; empty if there are none. */
  readonly doc: string;
  readonly name: Name;
  /** `lstm(H, forget_bias = 1)`: a capital is a size, a lower-case name a number or a function. */
  readonly header: readonly HeaderEntry[];
  readonly members: readonly CellMember[];
}

export interface HeaderEntry extends Located {
  readonly name: Name;
  readonly value: Expression | null;
}

export type CellMember = InputMember | StateMember | OutputMember | ParamMember | PartMember | Equation;

/** `input x: [D]`; several names may share a size: `input x, z: [D]`. */
export interface InputMember extends Located {
  readonly kind: "input";
  readonly names: readonly Name[];
  readonly size: Sizes;
}

/** `state h, c: [H] = learned` */
export interface StateMember extends Located {
  readonly kind: "state";
  readonly names: readonly Name[];
  readonly size: Sizes;
  readonly initial: Expression | null;
}

/** `output h` */
export interface OutputMember extends Located {
  readonly kind: "output";
  readonly name: Name;
}

/** `param U_i, U_f: [H, H] = orthogonal` */
export interface ParamMember extends Located {
  readonly kind: "param";
  readonly names: readonly Name[];
  readonly size: Sizes;
  readonly initial: Expression | null;
}

/** `part lower = elman(H)` */
export interface PartMember extends Located {
  readonly kind: "part";
  readonly name: Name;
  readonly value: Expression;
}

/** `h = o * tanh(c)`; `h[t] = …` is the same. */
export interface Equation extends Located {
  readonly kind: "equation";
  readonly name: Name;
  readonly value: Expression;
}

/** `[H, D]`, `[M * C]`, `[]` for a single number. */
export interface Sizes extends Located {
  readonly sizes: readonly Expression[];
}

// --------------------------------------------------------------------------------------- models

export interface Model extends Located {
  readonly kind: "model";
  readonly doc: string;
  readonly name: Name;
  readonly members: readonly ModelMember[];
}

export type ModelMember = ModelInput | Stack | Head | Train;

/** `input review: words[T] of 10_000 { keep = last(400) }` */
export interface ModelInput extends Located {
  readonly kind: "model-input";
  readonly name: Name;
  /** `token`, `words`, `chars`, `bytes`, `real` or a mistake. */
  readonly type: Name;
  /** What stands in brackets: `[T]`, `[T, 6]`, `[2048]`; null without brackets. */
  readonly sizes: Sizes | null;
  /** After `of`. */
  readonly count: Expression | null;
  readonly options: Options | null;
}

/** `stack encoder from review init final(e) { … }` */
export interface Stack extends Located {
  readonly kind: "stack";
  readonly name: Name;
  readonly source: Expression;
  /** `init v`, `init final(encoder)`, `init learned`. */
  readonly init: Expression | null;
  readonly layers: readonly Layer[];
}

/**
 * `lstm(64, dropout = 20%)`, `tanh`, `bidirectional(mean) gru(64)`, `stacked 3 { … }`, `residual { … }`.
 * Which words are layers is not known here: `name` is whatever was written.
 */
export interface Layer extends Located {
  readonly kind: "layer";
  /** `backward`, or `bidirectional` with its optional merge. */
  readonly direction: { readonly name: Name; readonly merge: Name | null } | null;
  readonly name: Name;
  /** null without parentheses. */
  readonly arguments: readonly Argument[] | null;
  /** `stacked 3`. */
  readonly count: Expression | null;
  /** `{ … }` of `stacked` and `residual`. */
  readonly layers: readonly Layer[] | null;
}

/** `head label: class(4) from last(encoder) { loss = … }`, `head text[t+1] from h`, `head y[t]: real[5] = rnn`. */
export interface Head extends Located {
  readonly kind: "head";
  readonly name: Name;
  /** `[t]`, `[t+1]`, `[t+1..t+3]`; null without. */
  readonly time: HeadTime | null;
  readonly type: HeadType | null;
  /** `from` puts a learned affine map before the type; `=` takes the value as it is. */
  readonly projection: "from" | "=";
  readonly source: Expression;
  readonly options: Options | null;
}

export interface HeadTime extends Located {
  /** Offsets from t: `[t]` 0 to 0, `[t+1..t+3]` 1 to 3. */
  readonly from: number;
  readonly to: number;
}

/** `class(4)`, `class("no", "yes")`, `binary`, `multilabel(12)`, `real`, `real[5]`. */
export interface HeadType extends Located {
  readonly name: Name;
  readonly arguments: readonly Argument[] | null;
  readonly sizes: Sizes | null;
}

/** `train { … }` */
export interface Train extends Located {
  readonly kind: "train";
  readonly options: Options;
}

/** `{ keep = last(400)  scale = standard }` */
export interface Options extends Located {
  readonly entries: readonly Option[];
}

export interface Option extends Located {
  readonly name: Name;
  readonly value: Expression;
}

/** A value, or `name = value`. */
export interface Argument extends Located {
  readonly name: Name | null;
  readonly value: Expression;
}

// ---------------------------------------------------------------------------------- expressions

export type Expression =
  | NumberLiteral
  | StringLiteral
  | NameExpression
  | Call
  | Delay
  | Unary
  | Binary
  | ErrorExpression;

/** `128`, `10_000`, `2e-3`, `10%`. */
export interface NumberLiteral extends Located {
  readonly kind: "number";
  /** `10%` is 0.1. */
  readonly value: number;
  /** As written. */
  readonly text: string;
}

export interface StringLiteral extends Located {
  readonly kind: "string";
  readonly value: string;
}

/** A name in an expression. `σ` is read as `sigmoid`. */
export interface NameExpression extends Located {
  readonly kind: "name";
  readonly text: string;
}

/** `tanh(c)`, `lstm(128, dropout = 10%)`. */
export interface Call extends Located {
  readonly kind: "call";
  readonly callee: Name;
  readonly arguments: readonly Argument[];
}

/** `h[t-1]`: offset -1. `h[t]`: 0. `x[t+1]`: 1 (an error in a cell). `x[t+1..t+3]` is only in heads. */
export interface Delay extends Located {
  readonly kind: "delay";
  readonly value: Expression;
  readonly offset: number;
}

export interface Unary extends Located {
  readonly kind: "unary";
  readonly operator: "-";
  readonly value: Expression;
}

/** `⊙` is read as `*`, `·` and `⋅` as `@`. */
export type BinaryOperator = "@" | "*" | "/" | "+" | "-" | "++" | "<" | ">" | "<=" | ">=" | "==" | "!=";

export interface Binary extends Located {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

/** Stands where recovery gave up on an expression; a diagnostic has been given, the checks stay silent on it. */
export interface ErrorExpression extends Located {
  readonly kind: "error";
}
