// The layers of a stack, one after the other: each takes what the one below gives. Cells get numbers for
// their sizes here; what a layer may be is in the table `checks`.
import type { Argument, Layer as LayerTree, Span } from "../../grammar/ast.js";
import type { Activation, Layer } from "../model.js";
import { matchArguments } from "./arguments.js";
import { checkCellLayer } from "./instances.js";
import type { Library } from "./library.js";
import { readCount, readWord } from "./options.js";
import { reportProbability } from "./calls.js";
import { readNumber } from "./options.js";
import { refuseIds, type Flow, type SourceNames } from "./sources.js";
import { advanceReach, wholeReach } from "./time.js";
import { activations, layerNames, poolings } from "./words.js";

/** More layers than anyone stacks; also what `stacked` may unroll to. */
const mostLayers = 1000;

export interface LayerContext extends SourceNames {
  readonly library: Library;
  readonly stack: string;
  /** Counts the layers of the stack. */
  nextPath(): string;
  /** Layers of the whole model so far. */
  readonly budget: { left: number };
  /** Parameters a layer has, for the limit of a whole model; `frozen` ones don't learn. */
  countParameters(count: number, span: Span, what: string, frozen?: boolean): void;
}

export function createBudget(): { left: number } {
  return { left: mostLayers };
}

export interface Step {
  /** null: an error was given; the layers above stay silent. */
  readonly flow: Flow | null;
  readonly layers: readonly Layer[];
}

export function checkLayers(trees: readonly LayerTree[], from: Flow | null, context: LayerContext): Step {
  let flow = from;
  const layers: Layer[] = [];
  for (const tree of trees) {
    const step = checkLayer(tree, flow, context);
    layers.push(...step.layers);
    flow = step.flow;
  }
  return { flow, layers };
}

type Check = (tree: LayerTree, flow: Flow, context: LayerContext) => Step;

const failed: Step = { flow: null, layers: [] };

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["embed", checkEmbed],
  ["onehot", checkOnehot],
  ["dense", checkDense],
  ["dropout", checkDropout],
  ["batch_norm", checkNorm],
  ["layer_norm", checkNorm],
  ["window", checkWindow],
  ...poolings.map((how) => [how, checkPooling] as const),
  ...activations.map((name) => [name, checkActivation] as const),
  ["stacked", checkStacked],
  ["residual", checkResidual],
]);

function checkLayer(tree: LayerTree, flow: Flow | null, context: LayerContext): Step {
  const { report } = context;
  const name = tree.name.text;
  const check = checks.get(name);
  if (check && tree.direction) {
    const direction = tree.direction.name;
    report.accept({
      code: "RNN315",
      title: `\`${direction.text}\` is for cells`,
      span: direction.span,
      label: `\`${name}\` has no direction`,
      hint: `remove \`${direction.text}\``,
    });
  }
  if (tree.layers && name !== "stacked" && name !== "residual") {
    const near = context.suggest(name, ["stacked", "residual"]);
    report.accept({
      code: "RNN311",
      title: `\`${name}\` has no layers inside`,
      span: tree.name.span,
      label: near ? `did you mean \`${near}\`?` : "only `stacked` and `residual` have",
      fix: near ? [{ span: tree.name.span, text: near }] : undefined,
    });
    return failed;
  }
  if (context.budget.left-- <= 0) {
    if (context.budget.left === -1) report.accept({ code: "RNN330", title: `a model has at most ${mostLayers} layers`, span: tree.name.span, label: "one too many", hint: "mind that `stacked` multiplies" });
    return failed;
  }
  if (check) {
    // A layer above a mistake is still checked for its own words, as far as that needs no size.
    return flow ? check(tree, flow, context) : check === checkStacked || check === checkResidual ? checkLayers(tree.layers ?? [], null, context) : failed;
  }
  const found = context.library.find(name);
  if (found === null) {
    const near = context.suggest(name, () => [...layerNames, ...context.library.names()]);
    report.accept({
      code: "RNN311",
      title: `there is no layer or cell \`${name}\``,
      span: tree.name.span,
      label: near ? `did you mean \`${near}\`?` : "unknown",
      hint: near ? undefined : "declare it (`cell " + name + "(H) { … }`) or name its file: `use \"./cells.rnn\"`",
      fix: near ? [{ span: tree.name.span, text: near }] : undefined,
    });
    return failed;
  }
  if (found === "recursive" || found === "deep") return failed;
  return checkCellLayer(tree, found.cell, flow, context);
}

function match(tree: LayerTree, positional: readonly string[], named: readonly string[], context: LayerContext): Map<string, Argument> {
  return matchArguments(tree.arguments ?? [], { positional, named, what: `\`${tree.name.text}\`` }, "RNN312", context.report, context.suggest);
}

/** A required argument; null: an error was given. */
function required(tree: LayerTree, given: ReadonlyMap<string, Argument>, name: string, usage: string, context: LayerContext): Argument | null {
  const argument = given.get(name);
  if (argument) return argument;
  if ((tree.arguments ?? []).some((a) => a.value.kind === "error")) return null;
  context.report.accept({ code: "RNN312", title: `\`${tree.name.text}\` needs its ${name}`, span: tree.name.span, label: `write \`${usage}\`` });
  return null;
}

function isFlag(argument: Argument | undefined, what: string, context: LayerContext): boolean | null {
  if (!argument) return false;
  const word = readWord(argument.value, ["true", "false"], what, "RNN312", context.report, context.suggest);
  return word === null ? null : word === "true";
}

function checkEmbed(tree: LayerTree, flow: Flow, context: LayerContext): Step {
  const { report } = context;
  const given = match(tree, ["size"], ["frozen", "file"], context);
  const size = required(tree, given, "size", "embed(64)", context);
  const count = size && readCount(size.value, "the size of an embedding", report, context.suggest);
  const frozen = isFlag(given.get("frozen"), "`frozen`", context);
  const file = given.get("file");
  if (file && file.value.kind !== "string") report.accept({ code: "RNN312", title: "`file` is a text", span: file.value.span, label: "the path stands in quotes", hint: 'write `file = "vectors.txt"`' });
  if (!flow.ids) {
    report.accept({ code: "RNN313", title: "`embed` reads ids", span: tree.name.span, label: "what comes in here are numbers already", hint: count === null ? undefined : `for a linear map of numbers write \`dense(${count})\`` });
    return failed;
  }
  if (count === null || frozen === null) return failed;
  context.countParameters(flow.size * count, tree.span, "`embed`", frozen);
  if (frozen && !file) {
    report.accept({
      code: "RNN336",
      title: "a frozen embedding without a `file` keeps its random numbers",
      span: given.get("frozen")!.span,
      label: "nothing here learns",
      hint: "name a file of vectors: `file = \"vectors.txt\"`; a program can give them with `setEmbedding`",
    });
  }
  const layer: Layer = { kind: "embed", path: context.nextPath(), inputSize: flow.size, size: count, span: tree.span, input: flow.ids.name, frozen, file: file?.value.kind === "string" ? file.value.value : null };
  return { flow: { ...flow, ids: null, size: count }, layers: [layer] };
}

function checkOnehot(tree: LayerTree, flow: Flow, context: LayerContext): Step {
  match(tree, [], [], context);
  if (!flow.ids) {
    context.report.accept({ code: "RNN313", title: "`onehot` reads ids", span: tree.name.span, label: "what comes in here are numbers already" });
    return failed;
  }
  return { flow: { ...flow, ids: null }, layers: [{ kind: "onehot", path: context.nextPath(), inputSize: flow.size, size: flow.size, span: tree.span }] };
}

function checkDense(tree: LayerTree, flow: Flow, context: LayerContext): Step {
  const { report } = context;
  const given = match(tree, ["size", "activation"], [], context);
  const size = required(tree, given, "size", "dense(64)", context);
  const count = size && readCount(size.value, "the size of a layer", report, context.suggest);
  const written = given.get("activation");
  const activation = written ? readWord<Activation>(written.value, activations, "an activation", "RNN312", report, context.suggest) : "linear";
  if (refuseIds(flow, tree.name.span, "`dense`", report) || count === null || activation === null) return failed;
  context.countParameters((flow.size + 1) * count, tree.span, "`dense`");
  return { flow: { ...flow, size: count }, layers: [{ kind: "dense", path: context.nextPath(), inputSize: flow.size, size: count, span: tree.span, activation }] };
}

function checkDropout(tree: LayerTree, flow: Flow, context: LayerContext): Step {
  const given = match(tree, ["probability"], [], context);
  const argument = required(tree, given, "probability", "dropout(20%)", context);
  const probability = argument && readProbability(argument, "dropout", context);
  if (refuseIds(flow, tree.name.span, "`dropout`", context.report) || probability === null) return failed;
  return { flow, layers: [{ kind: "dropout", path: context.nextPath(), inputSize: flow.size, size: flow.size, span: tree.span, probability }] };
}

export function readProbability(argument: Argument, what: string, context: LayerContext): number | null {
  const value = readNumber(argument.value, "RNN317", context.report, context.suggest);
  if (value === null || (value >= 0 && value < 1)) return value;
  reportProbability(argument.value.span, value, what, context.report);
  return null;
}

function checkNorm(tree: LayerTree, flow: Flow, context: LayerContext): Step {
  match(tree, [], [], context);
  const kind = tree.name.text === "batch_norm" ? "batch_norm" : "layer_norm";
  if (refuseIds(flow, tree.name.span, `\`${kind}\``, context.report)) return failed;
  context.countParameters(2 * flow.size, tree.span, `\`${kind}\``);
  if (kind === "batch_norm") context.countParameters(2 * flow.size, tree.span, `\`${kind}\``, true);
  return { flow, layers: [{ kind, path: context.nextPath(), inputSize: flow.size, size: flow.size, span: tree.span }] };
}

function checkWindow(tree: LayerTree, flow: Flow, context: LayerContext): Step {
  const { report, suggest } = context;
  const given = match(tree, ["length"], ["ahead"], context);
  const length = required(tree, given, "length", "window(5)", context);
  const past = length && readCount(length.value, "the length of a window", report, suggest, 1, 10_000);
  const aheadArgument = given.get("ahead");
  const ahead = aheadArgument ? readCount(aheadArgument.value, "`ahead`", report, suggest, 0, 10_000) : 0;
  if (refuseIds(flow, tree.name.span, "`window`", report) || refuseNoTime(flow, tree, context) || past === null || ahead === null) return failed;
  const size = flow.size * (past + ahead);
  const reach = ahead === 0 ? flow.reach : advanceReach(flow.reach, ahead, { name: "window", span: tree.span, label: `\`window\` reads ${ahead} ahead` });
  return { flow: { ...flow, size, reach, backward: ahead > 0 ? tree.name.span : flow.backward }, layers: [{ kind: "window", path: context.nextPath(), inputSize: flow.size, size, span: tree.span, past, ahead }] };
}

function checkPooling(tree: LayerTree, flow: Flow, context: LayerContext): Step {
  match(tree, [], [], context);
  const how = poolings.find((p) => p === tree.name.text)!;
  if (refuseIds(flow, tree.name.span, `\`${how}\``, context.report) || refuseNoTime(flow, tree, context)) return failed;
  const reach = wholeReach(flow.reach, { name: how, span: tree.name.span, label: `\`${how}\` is known after the end` });
  return { flow: { ...flow, axis: null, reach, pooled: tree.name.span }, layers: [{ kind: "pool", how, path: context.nextPath(), inputSize: flow.size, size: flow.size, span: tree.span }] };
}

function checkActivation(tree: LayerTree, flow: Flow, context: LayerContext): Step {
  match(tree, [], [], context);
  const activation = activations.find((a) => a === tree.name.text)!;
  if (refuseIds(flow, tree.name.span, `\`${activation}\``, context.report)) return failed;
  return { flow, layers: [{ kind: "activation", activation, path: context.nextPath(), inputSize: flow.size, size: flow.size, span: tree.span }] };
}

function checkStacked(tree: LayerTree, flow: Flow, context: LayerContext): Step {
  const { report } = context;
  if (!tree.count || !tree.layers) {
    report.accept({ code: "RNN312", title: "`stacked` needs a number and layers", span: tree.name.span, label: "write `stacked 3 { … }`" });
    return failed;
  }
  const count = readCount(tree.count, "the number of layers stacked", report, context.suggest, 1, mostLayers);
  if (tree.layers.length === 0) {
    report.accept({ code: "RNN312", title: "`stacked` has no layers inside", span: tree.span, label: "nothing to repeat" });
    return failed;
  }
  if (count === null) return failed;
  let at: Flow | null = flow;
  const layers: Layer[] = [];
  for (let i = 0; i < count && at; i++) {
    const step: Step = checkLayers(tree.layers, at, context);
    layers.push(...step.layers);
    at = step.flow;
  }
  return { flow: at, layers };
}

function checkResidual(tree: LayerTree, flow: Flow, context: LayerContext): Step {
  const { report } = context;
  if (!tree.layers || tree.layers.length === 0) {
    report.accept({ code: "RNN312", title: "`residual` has no layers inside", span: tree.name.span, label: "write `residual { … }`" });
    return failed;
  }
  if (refuseIds(flow, tree.name.span, "`residual`", report)) return failed;
  const path = context.nextPath();
  const inner = checkLayers(tree.layers, flow, context);
  if (!inner.flow) return failed;
  if (inner.flow.size !== flow.size || inner.flow.axis !== flow.axis) {
    report.accept({
      code: "RNN316",
      title: "`residual` adds what comes in to what comes out, so both need one size",
      span: tree.name.span,
      label: inner.flow.axis !== flow.axis ? "time goes in, and one vector comes out" : `${flow.size} values come in, ${inner.flow.size} come out`,
    });
    return failed;
  }
  return { flow: inner.flow, layers: [{ kind: "residual", path, inputSize: flow.size, size: flow.size, span: tree.span, layers: inner.layers }] };
}

/** A layer that needs steps; true if that was reported. */
export function refuseNoTime(flow: Flow, tree: LayerTree, context: LayerContext): boolean {
  if (flow.axis !== null) return false;
  context.report.accept({
    code: "RNN314",
    title: `\`${tree.name.text}\` needs a sequence`,
    span: tree.name.span,
    label: "what comes in here is one vector, without time",
    also: flow.pooled ? [{ span: flow.pooled, label: "time ends here" }] : [],
    hint: flow.pooled ? `put \`${tree.name.text}\` before it` : "layers without time are `dense`, `dropout` and the activations",
  });
  return true;
}
