// Sources, stacks and layers of a model, to nodes. A Flow is a value at every step, and what it is at the
// ends of each sequence: `last` of a recurrent layer is what each of its directions ends with, not a row picked from its steps.
import { internal } from "../errors.js";
import type { Node } from "../ir.js";
import type { Activation, Layer, Model, Pooling, SourceValue } from "../model.js";
import { lowerBatchNorm } from "./batch-norm.js";
import { cross, dropout, input, isStepped, parameter, rowsOf, zerosOf, type Context } from "./context.js";
import { layerNorm, merge, oneHot, unaryFunctions } from "./functions.js";
import { startsOf, type Starts } from "./initials.js";
import { lowerRecurrence } from "./recurrence.js";
import { lowerWindow } from "./window.js";

export interface Flow {
  readonly axis: string | null;
  /** Rows N of the axis; rows B without one, and in a program of one step. */
  readonly node: Node;
  readonly last: () => Node;
  readonly first: () => Node;
  /** Of what is pooled: 1 for a sequence that had steps, 0 for an empty one. Absent where every row is real. */
  readonly real?: () => Node;
}

export interface Flows {
  source(source: SourceValue): Flow;
}

/** All stacks of a model, in order; sources find them by name. */
export function lowerStacks(context: Context, model: Model): Flows {
  const stacks = new Map<string, Flow>();
  const source = (value: SourceValue): Flow => {
    switch (value.kind) {
      case "input": {
        const described = model.inputs.find((i) => i.name === value.input) ?? internal(`no input ${value.input}`);
        const ids = described.kind !== "real";
        const node = input(context, value.input, rowsOf(context, value.axis), ids ? [] : [described.size], ids);
        const flow = stepwise(context, value.axis, node);
        // Symbols with a boundary are read before each step: a packed batch holds them so.
        return value.delay === 0 || described.boundary ? flow : delayed(context, flow, `${value.input}.before`);
      }
      case "stack": {
        const flow = stacks.get(value.stack) ?? internal(`no stack ${value.stack}`);
        return value.delay === 0 ? flow : delayed(context, flow, `${value.stack}.before`);
      }
      case "pool": {
        const flow = pooled(context, source(value.of), value.how);
        // What a step reads of what is known before has a name that readers know.
        if (context.mode.stepped !== null) context.g.name(flow.node, nameOf(value));
        return flow;
      }
      case "join": {
        const parts = value.sources.map(source);
        const join = (pick: (flow: Flow) => Node, axis: string | null = null): Node => context.g.concat(parts.map((flow) => (flow.axis === null ? cross(context, flow.node, null, axis) : pick(flow))));
        const reals = parts.flatMap((flow) => flow.real ?? []);
        const real = reals.length === 0 ? undefined : (): Node => reals.map((of) => of()).reduce((a, b) => context.g.max(a, b));
        return { axis: value.axis, node: join((f) => f.node, value.axis), last: () => join((f) => f.last()), first: () => join((f) => f.first()), ...(value.axis === null && real && { real }) };
      }
    }
  };
  for (const stack of model.stacks) {
    const starts = startsOf(context, model, stack, (value) => source(value).node);
    const flow = stack.layers.reduce((below, layer) => lowerLayer(context, layer, below, source, starts), source(stack.source));
    context.g.name(flow.node, stack.name);
    stacks.set(stack.name, flow);
  }
  return { source };
}

/** `last.encoder` for `last(encoder)` */
function nameOf(source: SourceValue): string {
  switch (source.kind) {
    case "input":
      return source.input;
    case "stack":
      return source.stack;
    case "pool":
      return `${source.how}.${nameOf(source.of)}`;
    case "join":
      return source.sources.map(nameOf).join("_");
  }
}

/** A value known at every step, nothing more: its ends are picked from its steps, zeros for an empty sequence. */
function stepwise(context: Context, axis: string | null, node: Node): Flow {
  const { g } = context;
  if (axis === null || isStepped(context, axis)) return { axis, node, last: () => node, first: () => node };
  const zeros = zerosOf(context, node.shape);
  const end = (at: "last" | "first"): Node => cross(context, g.node("end", [node, zeros], { at }), axis, null);
  return { axis, node, last: () => end("last"), first: () => end("first") };
}

/** `v[t-1]`: zeros before the start. A stream keeps the last value as a state. */
function delayed(context: Context, flow: Flow, name: string): Flow {
  const { g, mode } = context;
  const { node } = flow;
  const axis = flow.axis ?? internal(`${name} has no time`);
  const stepped = isStepped(context, axis);
  context.states.set(name, { name, size: node.shape[0]!, axis });
  const before = mode.carried || stepped ? cross(context, input(context, `state.${name}`, "B", node.shape), null, axis) : zerosOf(context, node.shape);
  if (stepped) {
    context.finals.set(name, node);
    return stepwise(context, axis, before);
  }
  context.finals.set(name, cross(context, g.node("end", [node, before], { at: "last" }), axis, null));
  return stepwise(context, axis, g.node("shift", [node, before], { reverse: false }));
}

/** Applies what acts on each row by itself. */
function map(flow: Flow, f: (node: Node) => Node): Flow {
  return { ...flow, node: f(flow.node), last: () => f(flow.last()), first: () => f(flow.first()) };
}

function lowerLayer(context: Context, layer: Layer, below: Flow, source: (value: SourceValue) => Flow, starts: Starts): Flow {
  const { g } = context;
  switch (layer.kind) {
    case "embed": {
      const table = parameter(context, `${layer.path}.E`, [layer.inputSize, layer.size], { kind: "normal", mean: 0, deviation: embeddingDeviation }, { frozen: layer.frozen, embeds: layer.input, ...(layer.file !== null && { file: layer.file }) });
      return stepwise(context, below.axis, g.name(g.node("gather", [table, below.node]), layer.path)); // an empty sequence has no symbol to look up
    }
    case "dense": {
      const W = parameter(context, `${layer.path}.W`, [layer.size, layer.inputSize], { kind: "glorot" });
      const b = parameter(context, `${layer.path}.b`, [layer.size], { kind: "zeros" });
      return map(below, (x) => g.name(activate(context, layer.activation, g.add(g.matmul(W, x), b)), layer.path));
    }
    case "onehot":
      return stepwise(context, below.axis, g.name(oneHot(g, below.node, layer.size), layer.path));
    case "layer_norm": {
      const gain = parameter(context, `${layer.path}.gain`, [layer.size], { kind: "ones" });
      const shift = parameter(context, `${layer.path}.shift`, [layer.size], { kind: "zeros" });
      return map(below, (x) => g.name(g.add(g.mul(gain, layerNorm(g, x)), shift), layer.path));
    }
    case "batch_norm":
      return map(below, lowerBatchNorm(context, layer, below.node, below.axis === null ? below.real?.() : undefined));
    case "window":
      return stepwise(context, below.axis, lowerWindow(context, below, layer));
    case "residual": {
      const inner = layer.layers.reduce((flow, one) => lowerLayer(context, one, flow, source, starts), below);
      return { ...below, node: g.name(g.add(below.node, inner.node), layer.path), last: () => g.add(below.last(), inner.last()), first: () => g.add(below.first(), inner.first()) };
    }
    case "activation":
      return map(below, (x) => activate(context, layer.activation, x));
    case "dropout":
      return {
        axis: below.axis,
        node: dropout(context, below.node, layer.probability, below.axis === null ? "B" : `N:${below.axis}`),
        last: () => dropout(context, below.last(), layer.probability, "B"),
        first: () => dropout(context, below.first(), layer.probability, "B"),
      };
    case "pool":
      return pooled(context, below, layer.how);
    case "cell": {
      const axis = below.axis ?? internal(`${layer.path} has no time`);
      const [main, ...others] = layer.cell.inputs;
      const inputs = new Map([[main!.name, below.node]]);
      for (const other of others) {
        const side = source(layer.sides[other.name] ?? internal(`${layer.path} lacks the input ${other.name}`));
        inputs.set(other.name, isStepped(context, axis) || side.axis !== null ? side.node : g.node("expand", [cross(context, side.node, null, axis)], { rows: rowsOf(context, axis) }));
      }
      const { cell, dropout, recurrentDropout, direction } = layer;
      const start = starts(layer);
      const run = (path: string, reverse: boolean): Flow => {
        const { every, final } = lowerRecurrence(context, { cell, arguments: layer.arguments, path, axis, reverse, dropout, recurrentDropout, start }, inputs);
        const steps = stepwise(context, axis, every);
        return { ...steps, last: () => final, first: reverse ? steps.last : steps.first };
      };
      if (direction === "forward" || direction === "backward") return run(layer.path, direction === "backward");
      const [forward, backward] = [run(`${layer.path}.forward`, false), run(`${layer.path}.backward`, true)];
      return {
        axis,
        node: g.name(merge(g, direction, forward.node, backward.node), layer.path),
        last: () => merge(g, direction, forward.last(), backward.last()),
        first: () => merge(g, direction, forward.first(), backward.first()),
      };
    }
  }
}

/** N(0, 1), as in PyTorch: with smaller numbers the layer above sees next to nothing for the first hundreds of updates. */
const embeddingDeviation = 1;

function activate(context: Context, activation: Activation, x: Node): Node {
  return (unaryFunctions[activation] ?? internal(`the activation ${activation}`))(context.g, x);
}

/** One row a sequence. */
function pooled(context: Context, flow: Flow, how: Pooling): Flow {
  const { g } = context;
  const node = pool(context, flow, how);
  const axis = flow.axis ?? internal("pooling without time");
  const real = (): Node => cross(context, g.less(g.const(0.5), g.node("sum_steps", [g.node("expand", [g.const(1)], { rows: flow.node.rows })])), axis, null);
  return { axis: null, node, last: () => node, first: () => node, ...(!isStepped(context, axis) && { real }) };
}

/** One row a sequence from its steps; zeros for an empty sequence. */
function pool(context: Context, flow: Flow, how: Pooling): Node {
  const { g } = context;
  if (how === "last") return flow.last();
  if (how === "first") return flow.first();
  if (flow.axis === context.mode.stepped) return internal(`a pooling by ${how} in a program of one step`);
  const { node } = flow;
  const axis = flow.axis ?? internal("pooling without time");
  const one = g.node("expand", [g.const(1)], { rows: node.rows });
  const count = g.node("sum_steps", [one]);
  if (how === "mean") return cross(context, g.mul(g.node("sum_steps", [node]), g.unary("recip", g.max(count, g.const(1)))), axis, null);
  // A running maximum; the first step's value starts it.
  const open = g.openScan(axis, false);
  const most = open.carry(cross(context, stepwise(context, axis, node).first(), null, axis));
  const value = open.element(node);
  return cross(context, g.final(open.close([g.max(most, value)]), 0), axis, null);
}
