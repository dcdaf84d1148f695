// A cell used as a layer becomes the body of a scan; in a program of one step, the body itself.
import type { Call } from "../../grammar/ast.js";
import { forEachName } from "../1-check/reads.js";
import { evaluateNumber } from "../1-check/sizes.js";
import { internal } from "../errors.js";
import { sizeOf, type Node } from "../ir.js";
import type { Cell, CellArguments, ParamInitial } from "../model.js";
import { shapeOf, statesOf, withParts, type Instance } from "../states.js";
import type { Initial } from "@rnnc/runtime";
import { cross, dropout, dropoutMask, input, isStepped, parameter, zerosOf, type Context } from "./context.js";
import { asOperand, lowerExpression, type Environment, type Operand } from "./equations.js";
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
  /** A path from the layer: `h`, or `lower.h` for a state of the part `lower`. */
  readonly name: string;
  readonly back: number;
  readonly shape: readonly number[];
  /** Its value before the first step; null: zeros. */
  readonly initial: Node | null;
}

export function lowerRecurrence(context: Context, layer: Recurrence, inputs: ReadonlyMap<string, Node>): Unrolled {
  const { g, mode } = context;
  const { cell } = layer;
  const instances = withParts(cell, layer.arguments);
  const states = statesOf(cell, layer.arguments);
  const parameters = new Map(
    instances.flatMap(({ cell: { params }, given, prefix }) =>
      params.map((p) => [prefix + p.name, parameter(context, `${layer.path}.${prefix}${p.name}`, shapeOf(p.size, given), initialOf(p.initial, given))] as const),
    ),
  );
  const memories: Memory[] = [
    ...states.flatMap(({ name, shape, delay, initial, given }) => {
      const place = { name, path: `${layer.path}.${name}`, shape };
      return remember(name, shape, delay, layer.start ? layer.start(place) : initialOfCell(context, place, initial, given));
    }),
    ...instances.flatMap((instance) =>
      instance.cell.inputs.flatMap((input) => remember(instance.prefix + input.name, shapeOf(input.size, instance.given), delayOfInput(instance.cell, input.name), null)),
    ),
  ];
  const initial = memories.map((memory) => valueBefore(context, layer, memory));
  const masks = new Map(states.map(({ name, shape }) => [name, mode.training && layer.recurrentDropout > 0 ? dropoutMask(context, shape, layer.recurrentDropout, "B", layer.axis) : null]));
  const names = [...inputs.keys()];
  const sources = names.map((name) => dropout(context, inputs.get(name)!, layer.dropout, "B", layer.axis));
  const open = isStepped(context, layer.axis) ? null : g.openScan(layer.axis, layer.reverse);

  const before = initial.map((node, i) => (open ? g.name(open.carry(cross(context, node, null, layer.axis)), `${layer.path}.${memories[i]!.name}_before${memories[i]!.back > 1 ? memories[i]!.back : ""}`) : node));
  const at = (name: string, back: number): number => memories.findIndex((memory) => memory.name === name && memory.back === back);
  /** What each name, as a path, is at this step. */
  const now = new Map<string, Node>();

  const runStep = (instance: Instance, given: ReadonlyMap<string, Operand>): Node => {
    const { prefix } = instance;
    const path = prefix === "" ? layer.path : `${layer.path}.${prefix.slice(0, -1)}`;
    const drawn = new Map<Call, Node>();
    const env: Environment = {
      g,
      arguments: instance.given,
      values: new Map<string, Operand>(instance.cell.params.map((p) => [p.name, asOperand(parameters.get(prefix + p.name)!)])),
      delayed(name, steps, inProduct) {
        const value = before[at(prefix + name, steps)] ?? internal(`${prefix}${name}[t-${steps}] is not kept`);
        const mask = inProduct ? masks.get(prefix + name) : null;
        return mask ? g.mul(value, mask) : value;
      },
      // Drawn anew at each step: the mask comes from outside, in a loop as an element.
      dropout(value, probability, place) {
        if (!mode.training || probability === 0) return value;
        const outside = (): Node => dropoutMask(context, value.shape, probability, `N:${layer.axis}`);
        const mask = drawn.get(place) ?? (open ? open.element(outside()) : outside());
        drawn.set(place, mask);
        return g.mul(value, mask);
      },
      ran: new Map(),
      part(name) {
        const part = instance.cell.parts.some((p) => p.name === name) ? instances.find((one) => one.prefix === `${prefix}${name}.`) : undefined;
        return part ? { inputs: part.cell.inputs.map((input) => input.name), run: (values) => runStep(part, values) } : null;
      },
    };
    for (const [name, value] of given) {
      env.values.set(name, value);
      now.set(prefix + name, value.value);
    }
    for (const { name, value } of instance.cell.equations) {
      const node = lowerExpression(value, env);
      const state = states.find((s) => s.name === prefix + name);
      const fitted = state && node.shape.length < state.shape.length ? g.node("broadcast", [node], { shape: [...state.shape] }) : node;
      const seen = open && context.probes ? context.probes.see(open, { ...layer, path }, name, fitted, state !== undefined) : fitted;
      env.values.set(name, asOperand(g.name(seen, `${path}.${name}`)));
      // What an outermost function is applied to is called after the equation too: its gradient needs a name.
      if (value.kind === "call" && node.inputs.length === 1) g.name(node.inputs[0]!, `${path}.${name}_pre`);
      now.set(prefix + name, seen);
    }
    return now.get(prefix + instance.cell.output)!;
  };
  const made = runStep(instances[0]!, new Map(names.map((name, i) => [name, asOperand(open ? open.element(sources[i]!) : sources[i]!)])));

  const next = memories.map((memory) => (memory.back === 1 ? now.get(memory.name)! : before[at(memory.name, memory.back - 1)]!));
  if (!open) {
    // What reads neither input nor state is the same for all sequences; outside it is a row of each.
    const ofEach = (node: Node): Node => (node.rows === "none" ? g.node("expand", [node], { rows: "B" }) : node);
    memories.forEach((memory, i) => context.finals.set(stateName(layer, memory), ofEach(next[i]!)));
    const output = ofEach(made);
    return { every: output, final: output };
  }
  const scan = open.close(next);
  context.probes?.close(open, scan);
  memories.forEach((memory, i) => context.finals.set(stateName(layer, memory), cross(context, g.final(scan, i), layer.axis, null)));
  const every = g.name(g.every(scan, made), `${layer.path}.${cell.output}`);
  if (at(cell.output, 1) >= 0) return { every, final: cross(context, g.final(scan, at(cell.output, 1)), layer.axis, null) };
  const zeros = g.node("broadcast", [g.const(0)], { shape: [...every.shape] });
  return { every, final: cross(context, g.node("end", [every, zeros], { at: layer.reverse ? "first" : "last" }), layer.axis, null) };
}

function remember(name: string, shape: readonly number[], delay: number, initial: Node | null): Memory[] {
  return Array.from({ length: delay }, (_, k) => ({ name, back: k + 1, shape, initial }));
}

/** `x[t-2]` of an input: how far back it is read. */
function delayOfInput(cell: Cell, input: string): number {
  let most = 0;
  for (const { value } of cell.equations) {
    forEachName(value, (name, _, delay) => {
      if (name === input) most = Math.max(most, delay);
    });
  }
  return most;
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
  if (!mode.carried && !isStepped(context, layer.axis)) return initial ?? zerosOf(context, memory.shape);
  const given = input(context, `state.${name}`, "B", memory.shape);
  // Zeros are what a segment without states is given.
  const carried = initial && mode.carried ? g.where(input(context, "state.fresh", "B", []), initial, given) : given;
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
