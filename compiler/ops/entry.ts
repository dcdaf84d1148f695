// What an entry of the op tables holds. One entry is everything about an op: documentation, type,
// meaning in float64, derivative. The tables are pointwise.ts, linear.ts, rows.ts and control.ts.
import type { Attributes, Body, Graph, Node, Rows, Shape } from "../ir.js";
import type { PointwiseOp } from "../plan.js";
import { internal } from "../errors.js";

export type PointwiseName = PointwiseOp | "stop";
export type LinearName = "matmul" | "outer" | "reduce" | "broadcast" | "reshape" | "transpose" | "concat" | "slice" | "pad";
export type RowsName = "row_product" | "sum_rows" | "sum_steps" | "expand" | "shift" | "end" | "place" | "permute" | "gather" | "scatter_add";
export type ControlName = "input" | "param" | "const" | "index" | "random" | "gradient" | "tangent" | "carry" | "element" | "scan" | "final" | "every";
export type OpName = PointwiseName | LinearName | RowsName | ControlName;

export interface Type {
  readonly shape: Shape;
  readonly rows: Rows;
}

export interface Extra {
  readonly body: Body | null;
  readonly node: Node | null;
}

/** All rows of one node, row-major: row r of a value of size n is data[r·n … r·n + n). */
export type Values = Float64Array;

/** What the interpreter tells an op that works across rows. */
export interface AxisRows {
  readonly steps: number;
  readonly total: number;
  /** Rows of step t, and where they start. */
  readonly rows: ArrayLike<number>;
  readonly start: ArrayLike<number>;
}

export interface Context {
  readonly size: number;
  axis(rows: Rows): AxisRows;
  count(rows: Rows): number;
}

/** What a derivative sees of the node it differentiates: inside a scan's gradient these are not the node's own inputs. */
export interface Application {
  readonly node: Node;
  readonly inputs: readonly Node[];
  /** The value of the node itself. */
  readonly self: Node;
}

interface EntryBase {
  readonly doc: string;
  type(inputs: readonly Node[], attributes: Attributes, extra: Extra): Type;
}

/** Each output number from the numbers at the same place; a single number goes with every place. */
export interface PointwiseEntry extends EntryBase {
  readonly kind: "pointwise";
  apply(...x: number[]): number;
  /** ∂self/∂inputs, in the same place; null where it is zero everywhere. */
  partials(g: Graph, at: Application): readonly (Node | null)[];
  /** Numbers to try it on, away from kinks. */
  readonly example: readonly (readonly number[])[];
}

/** Each row of the output from the same row of the inputs, linear in each input apart from the others (`reduce` max excepted). */
export interface LinearEntry extends EntryBase {
  readonly kind: "linear";
  row(inputs: readonly Values[], node: Node): ArrayLike<number>;
  /** The gradient for each input, given dy: with the rows of dy, or of the input where those are fewer. */
  transpose(g: Graph, at: Application, dy: Node): readonly (Node | null)[];
}

/** Works across rows. */
export interface RowsEntry extends EntryBase {
  readonly kind: "rows";
  evaluate(inputs: readonly Values[], node: Node, context: Context): Values;
  transpose(g: Graph, at: Application, dy: Node): readonly (Node | null)[];
}

/** Leaves and control: the interpreter and the passes know these by name. */
export interface ControlEntry extends EntryBase {
  readonly kind: "control";
}

export type Entry = PointwiseEntry | LinearEntry | RowsEntry | ControlEntry;

/** The space that holds a row for every row of each: none ⊂ B ⊂ N. */
export function joinRows(all: readonly Rows[]): Rows {
  let joined: Rows = "none";
  for (const rows of all) {
    if (rows === "none" || rows === joined) continue;
    if (joined === "none" || joined === "B") joined = rows === "B" ? joined === "none" ? "B" : joined : rows;
    else if (rows !== "B") internal(`rows of ${joined} meet rows of ${rows}`);
  }
  return joined;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}
