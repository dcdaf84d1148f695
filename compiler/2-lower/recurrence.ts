// A cell used as a layer becomes the body of a scan; in a program of one step, the body itself.
import { evaluateNumber, evaluateSize } from "../1-check/sizes.js";
import { internal } from "../errors.js";
import { sizeOf, type Node } from "../ir.js";
import type { Cell, CellArguments, ParamInitial } from "../model.js";
import type { Initial } from "@rnnc/runtime";
import { dropout, dropoutMask, input, isStepped, parameter, zerosOf, type Context } from "./context.js";
import { lowerExpression, type Environment } from "./equations.js";
import { initialOfCell, type Start } from "./initials.js";

export interface Recurrence {
  readonly cell: Cell;
  readonly arguments: CellArguments;
  readonly path: string;
  readonly axis: string;
  readonly reverse: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  /** Where the stack says that its states start; null: where the cell says. */
  readonly start: Start | null;
}

export interface Unrolled {
  /** The output at every step; in a program of one step, now. */
  readonly every: Node;
  /** The output at the end of each sequence. */
  readonly final: Node;
}

/** One value a name has had: `h` k steps back. */
interface Memory {
  readonly name: string;
  readonly back: number;
  readonly shape: readonly number[];
  /** Its value before the first step; null: zeros. */
  readonly initial: Node | null;
}

export function lowerRecurrence(context: Context, layer: Recurrence, inputs: ReadonlyMap<string, Node>): Unrolled {
  const { g, mode } = context;
  const { cell } = layer;
  const sizes = (size: readonly Parameters<typeof evaluateSize>[0][]): number[] => size.map((e) => evaluateSize(e, layer.arguments.sizes));
  const parameters = new Map(
    cell.params.map((p) => [p.name, parameter(context, `${layer.path}.${p.name}`, sizes(p.size), initialOf(p.initial, layer.arguments))]),
  );
  const memories: Memory[] = [
    ...cell.states.flatMap((state) => {
      const place = { name: state.name, path: `${layer.path}.${state.name}`, shape: sizes(state.size) };
      const initial = layer.start ? layer.start(place) : initialOfCell(context, place, state.initial, layer.arguments);
      return Array.from({ length: Math.max(1, state.delay) }, (_, k) => ({ name: state.name, back: k + 1, shape: place.shape, initial }));
    }),
    ...delaysOfInputs(cell).flatMap(([name, delay]) => Array.from({ length: delay }, (_, k) => ({ name, back: k + 1, shape: inputs.get(name)!.shape, initial: null }))),
  ];
  const initial = memories.map((memory) => valueBefore(context, layer, memory));
  const masks = new Map(cell.states.map((state) => [state.name, mode.training && layer.recurrentDropout > 0 ? dropoutMask(context, sizes(state.size), layer.recurrentDropout, "B") : null]));
  const names = [...inputs.keys()];
  const sources = names.map((name) => dropout(context, inputs.get(name)!, layer.dropout, "B"));
  const made = new Map<string, Node>();
  const open = isStepped(context, layer.axis) ? null : g.openScan(layer.axis, layer.reverse);

  const before = initial.map((node, i) => (open ? g.name(open.carry(node), `${layer.path}.${memories[i]!.name}_before${memories[i]!.back > 1 ? memories[i]!.back : ""}`) : node));
  const now = sources.map((node) => (open ? open.element(node) : node));
  const at = (name: string, back: number): number => memories.findIndex((memory) => memory.name === name && memory.back === back);
  const env: Environment = {
    g,
    arguments: layer.arguments,
    values: new Map<string, Node>([...parameters, ...names.map((name, i) => [name, now[i]!] as const)]),
    delayed(name, steps, inProduct) {
      const value = before[at(name, steps)] ?? internal(`${name}[t-${steps}] is not kept`);
      const mask = inProduct ? masks.get(name) : null;
      return mask ? g.mul(value, mask) : value;
    },
    // Drawn anew at each step: the mask comes from outside, as an element.
    dropout(value, probability) {
      if (!open || !mode.training || probability === 0) return value;
      return g.mul(value, open.element(dropoutMask(context, value.shape, probability, `N:${layer.axis}`)));
    },
  };
  for (const { name, value } of cell.equations) {
    const node = lowerExpression(value, env);
    const state = cell.states.find((s) => s.name === name);
    const fitted = state && node.shape.length < state.size.length ? g.node("broadcast", [node], { shape: sizes(state.size) }) : node;
    const seen = open && context.probes ? context.probes.see(open, layer, name, fitted, state !== undefined) : fitted;
    env.values.set(name, g.name(seen, `${layer.path}.${name}`));
    // What an outermost function is applied to is called after the equation too: its gradient needs a name.
    if (value.kind === "call" && node.inputs.length === 1) g.name(node.inputs[0]!, `${layer.path}.${name}_pre`);
    made.set(name, seen);
  }
  const next = memories.map((memory) => (memory.back === 1 ? env.values.get(memory.name)! : before[at(memory.name, memory.back - 1)]!));
  if (!open) {
    // What reads neither input nor state is the same for all sequences; outside it is a row of each.
    const ofEach = (node: Node): Node => (node.rows === "none" ? g.node("expand", [node], { rows: "B" }) : node);
    memories.forEach((memory, i) => context.finals.set(stateName(layer, memory), ofEach(next[i]!)));
    const output = ofEach(made.get(cell.output)!);
    return { every: output, final: output };
  }
  const scan = open.close(next);
  context.probes?.close(open, scan);
  memories.forEach((memory, i) => context.finals.set(stateName(layer, memory), g.final(scan, i)));
  const every = g.name(g.every(scan, made.get(cell.output)!), `${layer.path}.${cell.output}`);
  if (at(cell.output, 1) >= 0) return { every, final: g.final(scan, at(cell.output, 1)) };
  const zeros = g.node("broadcast", [g.const(0)], { shape: [...every.shape] });
  return { every, final: g.node("end", [every, zeros], { at: layer.reverse ? "first" : "last" }) };
}

/** `x[t-1]` of an input: how far back each is read. */
function delaysOfInputs(cell: Cell): [string, number][] {
  const names = new Set(cell.inputs.map((i) => i.name));
  const delays = new Map<string, number>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const e = value as { kind?: string; offset?: number; value?: { kind?: string; text?: string } };
    if (e.kind === "delay" && e.value?.kind === "name" && names.has(e.value.text!) && e.offset! < 0) delays.set(e.value.text!, Math.max(delays.get(e.value.text!) ?? 0, -e.offset!));
    Object.values(value).forEach(visit);
  };
  cell.equations.forEach((equation) => visit(equation.value));
  return [...delays];
}

function stateName(layer: Recurrence, memory: Memory): string {
  return `${layer.path}.${memory.name}${memory.back > 1 ? `.${memory.back}` : ""}`;
}

/** The value a memory has before the first step that is read: the initial one, or what was carried. */
function valueBefore(context: Context, layer: Recurrence, memory: Memory): Node {
  const { g, mode } = context;
  const name = stateName(layer, memory);
  context.states.set(name, { name, size: sizeOf(memory.shape), axis: layer.axis });
  const { initial } = memory;
  if (initial) context.initials.set(name, initial);
  const stepped = isStepped(context, layer.axis);
  if (!mode.carried && !stepped) return initial ?? zerosOf(context, memory.shape);
  const given = input(context, `state.${name}`, "B", memory.shape);
  // Zeros are what a segment without states is given.
  const carried = initial && !stepped ? g.where(input(context, "fresh", "B", []), initial, given) : given;
  return g.name(carried, `${name}.initial`);
}

/** Expressions over the cell's sizes and numbers, as numbers. */
export function initialOf(initial: ParamInitial, given: CellArguments): Initial {
  switch (initial.kind) {
    case "constant":
      return { kind: "constant", value: evaluateNumber(initial.value, given) };
    case "uniform":
      return { kind: "uniform", low: evaluateNumber(initial.low, given), high: evaluateNumber(initial.high, given) };
    case "normal":
      return { kind: "normal", mean: evaluateNumber(initial.mean, given), deviation: evaluateNumber(initial.deviation, given) };
    default:
      return { kind: initial.kind };
  }
}
