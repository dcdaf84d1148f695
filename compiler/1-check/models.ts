// Checks one model: its names, then its stacks in order of reading, its heads, its train block, and what is unused.
import type { Expression, Head as HeadTree, Layer as LayerTree, Model as ModelTree, ModelInput, Span, Stack as StackTree, Train } from "../../grammar/ast.js";
import type { Source } from "../diagnostics.js";
import type { Input, Model, Stack } from "../model.js";

import { checkHead, type CheckedHead } from "./heads.js";
import { axesOf, checkInput, type CheckedInput } from "./inputs.js";
import { checkInit } from "./init.js";
import { checkLayers, createBudget, type LayerContext } from "./layers.js";
import type { Library } from "./library.js";
import { orderByReads, printCycle, type Read } from "./order.js";
import type { Report } from "./report.js";
import { checkForcedSteps, checkInfluences, checkParameters, checkRules, checkStepByStep, type Parts } from "./rules.js";
import { forEachName } from "./reads.js";
import { readSource, type Flow, type SourceNames } from "./sources.js";
import type { Suggest } from "./suggest.js";
import { joinReach, passReach } from "./time.js";
import { checkTrain } from "./train.js";

/** null: it has an error. */
export function checkModel(tree: ModelTree, source: Source, report: Report, library: Library, suggest: Suggest): Model | null {
  const { inputs, stacks, heads, train } = declare(tree, report);
  const checkedInputs = new Map<string, CheckedInput>([...inputs].map(([name, input]) => [name, checkInput(input, report, suggest)]));
  const axes = axesOf(tree, checkedInputs);
  const known = decideBoundaries(checkedInputs, stacks, heads);

  const parameters: { count: number; span: Span; what: string; frozen: boolean }[] = [];
  const reads = new Map<string, { readonly name: string; readonly delay: number; readonly span: Span }[]>();
  const flows = new Map<string, Flow | null>();
  for (const name of stacks.keys()) flows.set(name, null);
  const names = [...inputs.keys(), ...stacks.keys()];
  const namesFor = (reader: string): SourceNames => {
    const list: { name: string; delay: number; span: Span }[] = [];
    reads.set(reader, list);
    return { report, suggest, inputs: known, stacks: flows, heads, names, onRead: (name, delay, span) => list.push({ name, delay, span }) };
  };

  const order = orderStacks(stacks, report);
  const budget = createBudget();
  const checked = new Map<string, Stack>();
  for (const name of order) {
    const stack = stacks.get(name)!;
    let path = 0;
    const context: LayerContext = {
      ...namesFor(`stack ${name}`),
      library,
      stack: name,
      budget,
      nextPath: () => `${name}.${++path}`,
      countParameters: (count, span, what, frozen = false) => parameters.push({ count, span, what, frozen }),
    };
    const result = checkStack(stack, context, checked);
    flows.set(name, result.flow);
    if (result.stack) checked.set(name, result.stack);
  }
  const checkedHeads: CheckedHead[] = [];
  for (const [name, head] of heads) {
    const result = checkHead(head, { ...namesFor(`head ${name}`), countParameters: (count, span, what, frozen = false) => parameters.push({ count, span, what, frozen }) });
    if (result) checkedHeads.push(result);
  }
  checkDelays(known, reads, report);
  if (inputs.size === 0) report.accept({ code: "RNN326", title: `the model \`${tree.name.text}\` has no input`, span: tree.name.span, label: "it reads nothing", hint: "declare what it reads: `input text: chars[T] of 128`" });
  if (heads.size === 0) report.accept({ code: "RNN326", title: `the model \`${tree.name.text}\` has no head`, span: tree.name.span, label: "it predicts nothing", hint: "say what it predicts: `head label: class(4) from last(h)`" });
  warnUnused(inputs, stacks, heads, reads, report);

  const trained = checkTrain(train, report, suggest);
  const layersInUse = [...flows.values()].filter((flow) => flow !== null);
  const parts: Parts = {
    name: tree.name.span,
    inputs: [...known.values()].filter((input) => input !== null),
    heads: checkedHeads,
    stacks: [...checked.values()],
    allHeads: checkedHeads.length === heads.size,
    train: trained,
    backward: marks([...layersInUse, ...checkedHeads.map((h) => h.flow)], (flow) => flow.backward),
    pooled: marks([...layersInUse, ...checkedHeads.map((h) => h.flow)], (flow) => flow.pooled),
  };
  checkRules(parts, report);
  const whole = [...flows.values(), ...known.values()].every((one) => one !== null) && checkedHeads.length === heads.size;
  if (parameters.length > 0 || (whole && report.errors() === 0)) checkParameters({ name: tree.name.text }, parameters, tree.name.span, report);
  if (report.errors() > 0 || !whole) return null; // not whole: what is wrong was said elsewhere, in a cell
  const model: Model = {
    name: tree.name.text,
    doc: tree.doc,
    source,
    axes: axes.map((axis) => axis.name),
    inputs: [...known.values()].filter((input) => input !== null),
    stacks: order.map((name) => checked.get(name)!),
    heads: checkedHeads.map((h) => h.head),
    train: trained.training,
  };
  checkStepByStep(model, parts, report);
  const below = parameters.filter(({ span }) => !checkedHeads.some((h) => h.head.span === span));
  checkInfluences(model, parts, below.reduce((sum, { count }) => sum + count, 0), report);
  checkForcedSteps(model, trained, report);
  return report.errors() > 0 ? null : model;
}

interface Declared {
  readonly inputs: ReadonlyMap<string, ModelInput>;
  readonly stacks: ReadonlyMap<string, StackTree>;
  readonly heads: ReadonlyMap<string, HeadTree>;
  readonly train: Train | null;
}

/** A head may have the name of the input that it predicts; apart from that every name stands for one thing. */
function declare(tree: ModelTree, report: Report): Declared {
  const inputs = new Map<string, ModelInput>();
  const stacks = new Map<string, StackTree>();
  const heads = new Map<string, HeadTree>();
  let train: Train | null = null;
  const noun = { "model-input": "an input", stack: "a stack", head: "a head" } as const;
  // Inputs and stacks first: a head may stand above the input that it predicts.
  const members = [...tree.members].sort((a, b) => (a.kind === "head" ? 1 : 0) - (b.kind === "head" ? 1 : 0));
  for (const member of members) {
    if (member.kind === "train") {
      if (train) report.accept({ code: "RNN404", title: "a model has one `train` block", span: { start: member.span.start, end: member.span.start + 5 }, label: "a second one here", also: [{ span: { start: train.span.start, end: train.span.start + 5 }, label: "first here" }] });
      else train = member;
      continue;
    }
    const { text, span } = member.name;
    const first = heads.get(text) ?? stacks.get(text) ?? (member.kind === "head" ? undefined : inputs.get(text));
    if (first) {
      report.accept({
        code: "RNN202",
        title: `\`${text}\` is declared twice`,
        span,
        label: "again here",
        also: [{ span: first.name.span, label: `first here, as ${noun[first.kind]}` }],
        hint: member.kind === "head" && first.kind === "stack" ? "a head names what is predicted: a column of the data, or an input" : undefined,
      });
    } else if (member.kind === "model-input") inputs.set(text, member);
    else if (member.kind === "stack") stacks.set(text, member);
    else heads.set(text, member);
  }
  return { inputs, stacks, heads, train };
}

/** Where an input is read at [t-1] and predicted at [t], one more symbol begins and ends it. */
function decideBoundaries(inputs: ReadonlyMap<string, CheckedInput>, stacks: ReadonlyMap<string, StackTree>, heads: ReadonlyMap<string, HeadTree>): Map<string, Input | null> {
  const before = new Map<string, Span>();
  const look = (expression: Expression): void => {
    forEachName(expression, (name, span, delay) => {
      if (delay > 0 && !before.has(name)) before.set(name, span);
    });
  };
  for (const stack of stacks.values()) {
    look(stack.source);
    if (stack.init) look(stack.init);
    forEachLayerExpression(stack.layers, look);
  }
  for (const head of heads.values()) look(head.source);
  const known = new Map<string, Input | null>();
  for (const [name, { input }] of inputs) {
    const predicted = heads.get(name)?.time;
    const boundary = before.has(name) && predicted?.from === 0;
    known.set(name, input && { ...input, boundary: boundary && input.kind !== "real" });
  }
  return known;
}

function forEachLayerExpression(layers: readonly LayerTree[], look: (expression: Expression) => void): void {
  for (const layer of layers) {
    for (const argument of layer.arguments ?? []) look(argument.value);
    if (layer.layers) forEachLayerExpression(layer.layers, look);
  }
}

function orderStacks(stacks: ReadonlyMap<string, StackTree>, report: Report): readonly string[] {
  const reads = new Map<string, readonly Read[]>();
  for (const [name, stack] of stacks) {
    const list: Read[] = [];
    const look = (expression: Expression): void => {
      forEachName(expression, (read, span) => stacks.has(read) && list.push({ name: read, span }));
    };
    look(stack.source);
    if (stack.init) look(stack.init);
    forEachLayerExpression(stack.layers, look);
    reads.set(name, list);
  }
  const { ordered, cycles } = orderByReads(reads);
  for (const cycle of cycles) {
    const [first, ...rest] = cycle;
    report.accept({
      code: "RNN318",
      title: cycle.length === 1 ? `the stack \`${first!.name}\` reads itself` : `these stacks read each other: ${printCycle(cycle)}`,
      span: first!.read.span,
      label: `${first!.name} reads ${first!.read.name}`,
      also: rest.slice(0, 4).map((c) => ({ span: c.read.span, label: `${c.name} reads ${c.read.name}` })),
      hint: "feedback from one layer to another is written as equations of one cell, with `part` and `[t-1]`",
    });
  }
  return ordered;
}

function checkStack(tree: StackTree, context: LayerContext, earlier: ReadonlyMap<string, Stack>): { readonly flow: Flow | null; readonly stack: Stack | null } {
  const { report } = context;
  const before = report.errors();
  const source = readSource(tree.source, context);
  const name = tree.name.text;
  if (tree.layers.length === 0) {
    report.accept({ code: "RNN311", title: `the stack \`${name}\` has no layers`, span: tree.name.span, label: "nothing stands in its braces", hint: "a head can read an input or another stack itself" });
  }
  const below: Flow | null = source && { ...source, reach: passReach(source.reach, { name, span: tree.source.span, label: `\`${name}\` reads \`${report.quote(tree.source.span)}\`` }) };
  const { flow, layers } = checkLayers(tree.layers, below, context);
  const initial = tree.init ? checkInit(tree, tree.init, layers, flow, context, earlier) : null;
  const start = initial?.flow;
  const whole = flow && start ? { ...flow, reach: joinReach(flow.reach, start.reach), backward: flow.backward ?? start.backward, pooled: flow.pooled ?? start.pooled } : flow;
  if (!source || !flow || report.errors() > before) return { flow: whole, stack: null };
  return { flow: whole, stack: { name, source: source.value, initial: initial?.initial ?? null, layers, axis: flow.axis, size: flow.size, span: tree.span } };
}

/** Ids have no value before the first step, unless a boundary gives them one; nor where it ends the sequence. */
function checkDelays(inputs: ReadonlyMap<string, Input | null>, reads: ReadonlyMap<string, readonly { readonly name: string; readonly delay: number; readonly span: Span }[]>, report: Report): void {
  for (const list of reads.values()) {
    for (const { name, delay, span } of list) {
      const input = inputs.get(name);
      if (delay === 0 || !input || input.kind === "real" || input.boundary) continue;
      report.accept({
        code: "RNN329",
        title: `\`${name}[t-1]\` has no symbol at the first step`,
        span,
        label: `\`${name}\` is not predicted at \`[t]\` by this model`,
        also: [{ span: input.span, label: "declared here" }],
        hint: `where a head predicts \`${name}[t]\`, a boundary stands before the first step; else read \`${name}\``,
      });
    }
  }
  if (report.errors() > 0) return;
  for (const { name, delay, span } of [...reads.values()].flat()) {
    const input = inputs.get(name);
    if (delay > 0 || !input || input.kind === "real" || input.axis === null) continue;
    const ended = input.boundary ? input : [...inputs.values()].find((other) => other?.boundary && other.axis === input.axis);
    if (!ended) continue;
    report.accept({
      code: "RNN335",
      title: `\`${name}\` has no symbol at the step that ends ${input.boundary ? "it" : `\`${ended.name}\``}`,
      span,
      label: "this is read at every step",
      also: [{ span: ended.span, label: `\`${ended.name}\` ends with a boundary, one step after its last symbol` }],
      hint: input.boundary
        ? `read \`${name}[t-1]\` here too; to read it whole, give the model the same data once more, as an input with a time axis of its own`
        : `give \`${name}\` a time axis of its own and read a vector of it, \`last(…)\`; or predict \`${ended.name}[t+1]\`, which needs no boundary`,
    });
  }
}

function warnUnused(
  inputs: ReadonlyMap<string, ModelInput>,
  stacks: ReadonlyMap<string, StackTree>,
  heads: ReadonlyMap<string, HeadTree>,
  reads: ReadonlyMap<string, readonly { readonly name: string }[]>,
  report: Report,
): void {
  const reached = new Set<string>();
  const open = [...heads.keys()].map((name) => `head ${name}`);
  for (let reader = open.pop(); reader !== undefined; reader = open.pop()) {
    for (const { name } of reads.get(reader) ?? []) {
      if (reached.has(name)) continue;
      reached.add(name);
      if (stacks.has(name)) open.push(`stack ${name}`);
    }
  }
  // After an error some reading may have been lost.
  if (heads.size === 0 || report.errors() > 0) return;
  for (const [name, stack] of stacks) {
    if (!reached.has(name)) report.accept({ code: "RNN327", title: `the stack \`${name}\` is never used`, span: stack.name.span, label: "no head is computed from it" });
  }
  const readAtAll = new Set([...reads.values()].flatMap((list) => list.map((read) => read.name)));
  for (const [name, input] of inputs) {
    if (!readAtAll.has(name) && !heads.has(name)) report.accept({ code: "RNN327", title: `the input \`${name}\` is never used`, span: input.name.span, label: "no stack and no head reads it" });
  }
}

function marks(flows: readonly Flow[], pick: (flow: Flow) => Span | null): Span[] {
  return flows.map(pick).filter((span) => span !== null);
}
