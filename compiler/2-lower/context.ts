// What lowering one program keeps at hand: the graph, the parameters met so far, the mode.
import type { Initial, ParameterDescription, StateDescription } from "@rnnc/runtime";
import { sizeOf, type Graph, type Node, type Rows } from "../ir.js";
import type { Probes } from "./probes.js";

export interface Mode {
  /** Dropout draws masks; otherwise it is off. */
  readonly training: boolean;
  /** States start from the inputs `state.*` instead of zeros (truncated BPTT, and streaming). */
  readonly carried: boolean;
  /** The axis of which there is one step of every sequence: its rows are rows B, and it has no loop. null: every axis has all its steps. */
  readonly stepped: string | null;
}

type PlacedLater = Omit<ParameterDescription, "offset">;

export interface Context {
  readonly g: Graph;
  readonly mode: Mode;
  /** Time axes of the model. Rows B are in the order of the first, see `cross`. */
  readonly axes: readonly string[];
  /** Parameters by name, shared by the programs of a model, in order of place; `layOut` says where each lies. */
  readonly parameters: Map<string, PlacedLater>;
  /** States by PATH.NAME, in order of place, and the axis along which they go on. */
  readonly states: Map<string, StateDescription & { readonly axis: string }>;
  /** Where states start, by PATH.NAME: those of this program that don't start at zeros. */
  readonly initials: Map<string, Node>;
  /** final.PATH.NAME of this program. */
  readonly finals: Map<string, Node>;
  /** Next values of parameters that follow the data, by name. */
  readonly running: Map<string, Node>;
  /** Looks into the cells; absent in the programs that are compiled. */
  readonly probes?: Probes;
  /** Counts places that draw random numbers, so that each has a site of its own. */
  nextSite(): number;
}

/** Is there one step of this axis at a time, and no loop over it? */
export function isStepped({ mode }: Context, axis: string): boolean {
  return mode.stepped === axis;
}

/** The rows of an axis; where it has one step at a time, one row a sequence. */
export function rowsOf(context: Context, axis: string | null): Rows {
  return axis === null || isStepped(context, axis) ? "B" : `N:${axis}`;
}

/**
 * A value of each sequence (rows B) from the order of one axis to that of another; null is the order of B itself, that of the
 * model's first axis. Each axis is sorted by its own lengths, so whatever is B beside the steps of an axis (starts a scan or a
 * shift over it, is spread over its steps, comes from its ends or sums) must be in its order; everything else is in that of B.
 */
export function cross(context: Context, node: Node, from: string | null, to: string | null): Node {
  const [here, there] = [orderOf(context, from), orderOf(context, to)];
  if (node.rows !== "B" || here === there) return node;
  const place = (name: string): Node => input(context, name, "B", [], true);
  const inB = here === null ? node : context.g.node("permute", [node, place(`rank.${here}`), place(`order.${here}`)]);
  return there === null ? inB : context.g.node("permute", [inB, place(`order.${there}`), place(`rank.${there}`)]);
}

/** The axis whose order B values stand in beside it; null where that is the order of B. */
function orderOf(context: Context, axis: string | null): string | null {
  return axis === context.axes[0] || axis === context.mode.stepped ? null : axis;
}

export function input(context: Context, name: string, rows: Rows, shape: readonly number[], integer = false): Node {
  return context.g.node("input", [], { name, rows, shape: [...shape], integer });
}

/** Where each parameter lies in the flat buffers: one after the other, frozen ones last, so that gradients and updates end before them. */
export function layOut(parameters: Iterable<PlacedLater>): ParameterDescription[] {
  let offset = 0;
  const all = [...parameters];
  return [...all.filter((p) => !p.frozen), ...all.filter((p) => p.frozen)].map(({ name, shape, ...rest }) => {
    const placed = { name, shape, offset, ...rest };
    offset += sizeOf(shape);
    return placed;
  });
}

/** A parameter by its place; the same place gives the same parameter in every program. */
export function parameter(context: Context, name: string, shape: readonly number[], initial: Initial, kind: Pick<ParameterDescription, "frozen" | "running" | "embeds" | "file"> = { frozen: false }): Node {
  if (!context.parameters.has(name)) {
    context.parameters.set(name, { name, shape: [...shape], initial, ...kind });
  }
  return context.g.name(context.g.node("param", [], { name, shape: [...shape] }), name);
}

/**
 * x with each number dropped with a probability and the others made larger; `draw` "B" keeps one mask a sequence, in the order of
 * `axis` (see `cross`). Off outside training.
 */
export function dropout(context: Context, x: Node, probability: number, draw: Rows, axis: string | null = null): Node {
  return context.mode.training && probability > 0 ? context.g.mul(x, dropoutMask(context, x.shape, probability, draw, axis)) : x;
}

export function dropoutMask(context: Context, shape: readonly number[], probability: number, draw: Rows, axis: string | null = null): Node {
  const { g } = context;
  const drawn = uniform(context, shape, draw, axis);
  return g.mul(g.const(1 / (1 - probability)), g.sub(g.const(1), g.less(drawn, g.const(probability))));
}

/** Numbers uniform in [0, 1), drawn anew for each update and each row of `draw`; those of sequences (rows B) in the order of `axis`, see `cross`. */
export function uniform(context: Context, shape: readonly number[], draw: Rows, axis: string | null = null): Node {
  const { g } = context;
  // They are drawn for the places of a vector.
  if (shape.length !== 1) return g.node("reshape", [uniform(context, [sizeOf(shape)], draw, axis)], { shape: [...shape] });
  const key = input(context, "random.key", "none", [], true);
  const order = orderOf(context, axis);
  const row = draw === "B" ? input(context, `random.sequence${order === null ? "" : `.${order}`}`, "B", [], true) : input(context, `random.${draw.slice(2)}`, rowsOf(context, draw.slice(2)), [], true);
  return g.node("random", [key, row], { site: context.nextSite(), shape: [...shape] });
}

/** Zeros of a shape. */
export function zerosOf({ g }: Context, shape: readonly number[]): Node {
  return shape.length === 0 ? g.const(0) : g.node("broadcast", [g.const(0)], { shape: [...shape] });
}
