// What goes together in a model: the way of training with its layers, heads and other options.
import type { Span } from "../../grammar/ast.js";
import type { Input, Layer, Model, Stack } from "../model.js";
import { statesOf } from "../states.js";
import { whyNotStreamable } from "../streaming.js";
import type { CheckedHead } from "./heads.js";
import type { Report } from "./report.js";
import { listOf } from "./arguments.js";
import { metricKinds, metricNames, type CheckedTrain, type MetricName } from "./train.js";

export interface Parts {
  readonly name: Span;
  readonly inputs: readonly Input[];
  readonly heads: readonly CheckedHead[];
  readonly stacks: readonly Stack[];
  /** Whether these are all heads: none had an error. */
  readonly allHeads: boolean;
  readonly train: CheckedTrain;
  /** Marks of layers that read later steps: they run from the end of the sequence, or look ahead. */
  readonly backward: readonly Span[];
  /** Marks of what reads the whole sequence at once. */
  readonly pooled: readonly Span[];
}

type Rule = (parts: Parts, report: Report) => void;

const rules: readonly Rule[] = [streamsRunForward, streamsHaveSteps, partsHaveOneAxis, oneSequenceAtATime, oneUpdate, windowsNeedTime, patienceNeedsValidation, decayOnce, metricsFitHeads, forcingActs, normsHaveBatches];

/** What is learned step by step can be read so. Asked of a model that has no other error. */
export function checkStepByStep(model: Model, parts: Parts, report: Report): void {
  const stream = streaming(parts);
  const reason = stream && whyNotStreamable(model);
  if (!stream || !reason) return;
  const [pooled] = parts.pooled;
  report.accept({
    code: "RNN403",
    title: `${stream.what} can't train \`${model.name}\`: ${reason}`,
    span: stream.span,
    label: "this learns before the end of a sequence is known",
    also: pooled ? [{ span: pooled, label: "this is known only at the end" }] : [],
    hint: "`last(…)` for a head is fine; else use `gradient = bptt`, and for long sequences `cut = windows(50)`",
  });
}

/** Derivatives that forward mode carries for one model: each of its numbers takes 4 bytes in a step's input and in its result. */
const mostInfluences = 2 ** 27;

/** `parameters` are those that states may depend on. */
export function checkInfluences(model: Model, parts: Parts, parameters: number, report: Report): void {
  const span = parts.train.spans.get("gradient");
  if (model.train.gradient.kind !== "rtrl" || !span) return;
  const states = countStates(model);
  if (parameters * states <= mostInfluences) return;
  const print = (n: number): string => n.toLocaleString("en");
  report.accept({
    code: "RNN407",
    title: `\`rtrl\` would carry ${print(parameters * states)} derivatives from step to step; at most ${print(mostInfluences)} can be`,
    span,
    label: `of ${print(states)} numbers of states by ${print(parameters)} parameters`,
    also: [{ span: parts.name, label: "this model" }],
    hint: "truncated backpropagation keeps steps in place of derivatives: `gradient = tbptt(20, every = 1)`",
  });
}

function countStates(model: Model): number {
  const of = (layer: Layer): number =>
    layer.kind === "residual" ? layer.layers.reduce((sum, inner) => sum + of(inner), 0)
    : layer.kind === "cell" ? statesOf(layer.cell, layer.arguments).reduce((sum, { size, delay }) => sum + size * delay, 0)
    : 0;
  return model.stacks.flatMap((stack) => stack.layers).reduce((sum, layer) => sum + of(layer), 0);
}

export function checkRules(parts: Parts, report: Report): void {
  for (const rule of rules) rule(parts, report);
}

/** Which option makes the model learn from a part of the sequence at a time, if one does. */
function streaming({ train }: Parts): { readonly what: string; readonly span: Span } | null {
  const { gradient, update } = train.training;
  const span = train.spans.get(gradient.kind === "bptt" ? "update" : "gradient");
  if (!span) return null;
  if (gradient.kind !== "bptt") return { what: `\`${gradient.kind}\``, span };
  return update === "step" ? { what: "`update = step`", span } : null;
}

function streamsRunForward(parts: Parts, report: Report): void {
  const stream = streaming(parts);
  const backward = parts.backward[0];
  if (!stream || !backward) return;
  report.accept({
    code: "RNN403",
    title: `${stream.what} can't train a layer that reads later steps`,
    span: stream.span,
    label: "this learns before the end of a sequence is known",
    also: [{ span: backward, label: "this layer reads steps that come later" }],
    hint: "use `gradient = bptt`, or let the layer read this step and those before it",
  });
}

function streamsHaveSteps(parts: Parts, report: Report): void {
  const stream = streaming(parts);
  if (!stream) return;
  if (!parts.inputs.some((input) => input.axis !== null)) {
    report.accept({ code: "RNN403", title: `${stream.what} needs an input with time`, span: stream.span, label: "no input of this model has time", also: [{ span: parts.name, label: "this model" }] });
    return;
  }
  const cut = parts.train.spans.get("cut");
  if (cut && parts.train.training.gradient.kind === "tbptt") {
    report.accept({ code: "RNN403", title: "`tbptt` and `windows` both cut the sequences", span: cut, label: "windows are sequences of their own", also: [{ span: stream.span, label: "this carries the state from chunk to chunk" }], hint: "keep one of them" });
  }
}

/** What is learned from parts of sequences knows where each begins and ends: along one axis. */
function partsHaveOneAxis(parts: Parts, report: Report): void {
  const cut = parts.train.training.cut ? parts.train.spans.get("cut") : undefined;
  const part = streaming(parts) ?? (cut ? { what: "`windows`", span: cut } : null);
  const timed = parts.inputs.filter((input) => input.axis !== null);
  const second = timed.find((input) => input.axis !== timed[0]!.axis);
  if (!part || !second) return;
  report.accept({
    code: "RNN403",
    title: `${part.what} needs a model with one time axis`,
    span: part.span,
    label: "this learns from a part of the steps at a time",
    also: [timed[0]!, second].map((input) => ({ span: input.span, label: `this has the steps of \`${input.axis}\`` })),
    hint: "sequences of two axes are read whole: use `gradient = bptt` and no `cut`",
  });
}

function oneSequenceAtATime({ train }: Parts, report: Report): void {
  const { update, gradient, batch } = train.training;
  const [span, updateSpan] = [train.spans.get("batch"), train.spans.get("update")];
  if (!span || !updateSpan || batch === 1 || !(update === "sequence" || (update === "step" && gradient.kind !== "tbptt"))) return;
  report.accept({
    code: "RNN403",
    title: `\`update = ${update}\` learns from one sequence after the other`,
    span,
    label: "nothing is put side by side",
    also: [{ span: updateSpan, label: `an update after each ${update}` }],
    hint: `leave \`batch\` out${update === "step" ? "; streams side by side are `gradient = tbptt(20, every = 1)`" : ", or write `update = batch`"}`,
  });
}

function oneUpdate({ train }: Parts, report: Report): void {
  const { update, gradient } = train.training;
  const [span, gradientSpan] = [train.spans.get("update"), train.spans.get("gradient")];
  if (!span || !gradientSpan || gradient.kind !== "tbptt" || gradient.every === gradient.steps || update === "batch" || (update === "step" && gradient.every === 1)) return;
  report.accept({
    code: "RNN403",
    title: `\`every\` and \`update = ${update}\` both say when to update`,
    span,
    label: `after each ${update}`,
    also: [{ span: gradientSpan, label: `after each ${gradient.every} steps` }],
    hint: "keep one of them",
  });
}

function windowsNeedTime(parts: Parts, report: Report): void {
  const cut = parts.train.spans.get("cut");
  if (!cut || !parts.train.training.cut || parts.inputs.some((input) => input.axis !== null)) return;
  report.accept({ code: "RNN403", title: "`windows` needs an input with time", span: cut, label: "no input of this model has time", also: [{ span: parts.name, label: "this model" }] });
}

function patienceNeedsValidation({ train }: Parts, report: Report): void {
  const span = train.spans.get("patience");
  if (!span || train.training.patience === null || train.training.validate > 0) return;
  report.accept({ code: "RNN405", title: "`patience` needs data that isn't trained on", span, label: "it waits for the validation loss to get better", hint: "add `validate = 10%`, or give validation data when training" });
}

function decayOnce({ train }: Parts, report: Report): void {
  const span = train.spans.get("decay");
  if (!span || train.training.decay === 0 || train.training.optimizer.kind !== "adamw") return;
  report.accept({ code: "RNN403", title: "`adamw` has a decay of its own", span, label: "this one would be added to it", also: [{ span: train.spans.get("optimizer")!, label: "this decays the weights already" }], hint: "write `adamw(rate, decay = …)` and leave this out" });
}

function metricsFitHeads({ heads, allHeads, train }: Parts, report: Report): void {
  if (!allHeads || heads.length === 0) return;
  const fits = (metric: MetricName, { head }: CheckedHead): boolean => {
    const kinds: readonly string[] = metricKinds[metric];
    if (!kinds.includes(head.kind)) return false;
    return metric !== "entity_f1" || (head.axis !== null && head.predicts === null && (head.classes === null || head.classes.every((name) => /^(?:O|[BIES]-.+)$/su.test(name))));
  };
  for (const [metric, span] of train.metrics) {
    if (heads.some((head) => fits(metric, head))) continue;
    const others = metricNames.filter((name) => heads.some((head) => fits(name, head)));
    const of = metric === "entity_f1" ? "it is of labels like `B-PER`, `I-PER` and `O` at every step" : `it is of heads of type ${listOf(metricKinds[metric], "or")}`;
    report.accept({
      code: "RNN406",
      title: `no head of this model has the metric \`${metric}\``,
      span,
      label: of,
      also: heads.slice(0, 3).map(({ head }) => ({ span: head.span, label: `this is \`${head.kind}\`` })),
      hint: `${heads.length === 1 ? "this head has" : "these heads have"} ${listOf(others)}`,
    });
  }
}

/** `batch_norm` takes means over the rows of a batch; of one row there is none. */
function normsHaveBatches({ stacks, train }: Parts, report: Report): void {
  const { gradient, update, batch } = train.training;
  const alone = gradient.kind === "rtrl" ? "gradient" : update === "step" ? "update" : null;
  const single = update === "sequence" ? "update" : batch === 1 ? "batch" : null;
  for (const { layer, axis } of stacks.flatMap(normsOf)) {
    const option = alone ?? (axis === null ? single : null);
    const span = option && train.spans.get(option);
    if (!span) continue;
    report.accept({
      code: "RNN403",
      title: "`batch_norm` needs a batch to learn from",
      span,
      label: alone ? "this learns from one step at a time" : "this learns from one sequence at a time, which is one vector here",
      also: [{ span: layer.span, label: "this takes the mean over the rows of a batch" }],
      hint: "`layer_norm` takes each row by itself",
    });
    return;
  }
}

/** Each `batch_norm` of a stack, and whether what it reads has time. */
function normsOf(stack: Stack): { readonly layer: Layer; readonly axis: string | null }[] {
  let { axis } = stack.source;
  const found: { layer: Layer; axis: string | null }[] = [];
  const visit = (layer: Layer): void => {
    if (layer.kind === "pool") axis = null;
    else if (layer.kind === "batch_norm") found.push({ layer, axis });
    else if (layer.kind === "residual") layer.layers.forEach(visit);
  };
  stack.layers.forEach(visit);
  return found;
}

/** Below 100 % a model reads what it says itself: there must be something, and it must be read step by step in training too. */
function forcingActs({ inputs, heads, allHeads, train }: Parts, report: Report): void {
  const span = train.spans.get("teacher_forcing");
  if (!span || train.training.teacherForcing === null || !allHeads) return;
  const { gradient, update } = train.training;
  const online = gradient.kind === "rtrl" ? train.spans.get("gradient") : update === "step" ? train.spans.get("update") : undefined;
  if (online) {
    report.accept({ code: "RNN403", title: "`teacher_forcing` below 100% needs an update after whole sequences or chunks", span, label: "what is read is drawn before each update", also: [{ span: online, label: "this learns from one step at a time" }], hint: "use `gradient = bptt` or `tbptt(20)`" });
    return;
  }
  const acts = ({ head: { predicts, axis, kind } }: CheckedHead): boolean => kind === "class" && axis !== null && predicts !== null && predicts.to === predicts.from && predicts.from === (inputs.find(({ name }) => name === predicts.input)?.boundary ? 0 : 1);
  if (heads.some(acts)) return;
  const [first] = heads;
  const symbols = inputs.find((input) => input.kind !== "real" && input.axis !== null);
  report.accept({
    code: "RNN408",
    title: "`teacher_forcing` has nothing to act on",
    span,
    label: "no head says the symbol that is read at the next step",
    also: first ? [{ span: first.head.span, label: first.head.predicts?.from === undefined ? "this predicts none of the inputs" : first.head.kind === "real" ? "this predicts real values" : first.head.axis === null ? "this predicts once a sequence" : "this predicts another step" }] : [],
    hint: symbols ? `where \`head ${symbols.name}[t+1] from …\` predicts each next symbol, training can read that in place of the data` : "it is for models that read symbols and predict the next one, as in a translation",
  });
}

/** What a model says itself is known step by step. Asked of a model that has no other error. */
export function checkForcedSteps(model: Model, train: CheckedTrain, report: Report): void {
  const span = train.spans.get("teacher_forcing");
  const reason = span && model.train.teacherForcing ? whyNotStreamable(model) : null;
  if (!span || reason === null) return;
  report.accept({ code: "RNN408", title: "`teacher_forcing` below 100% needs a model that goes step by step", span, label: reason, hint: "leave it out: then training reads the data alone" });
}

/** Parameters a machine can still hold with gradients and moments in 4 GB of memory. */
export const mostParameters = 2 ** 28;

export function checkParameters(model: Pick<Model, "name">, parts: readonly { readonly count: number; readonly span: Span; readonly what: string; readonly frozen: boolean }[], name: Span, report: Report): void {
  if (parts.every((part) => part.count === 0 || part.frozen)) {
    report.accept({ code: "RNN334", title: `\`${model.name}\` has no parameters${parts.some((part) => part.count > 0) ? " that aren't frozen" : ""}`, span: name, label: "nothing in it can learn", hint: "write `from` in place of `=` to give a head weights, or add a layer that has some" });
    return;
  }
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  if (total <= mostParameters) return;
  const largest = parts.reduce((a, b) => (b.count > a.count ? b : a));
  const print = (n: number): string => n.toLocaleString("en");
  report.accept({
    code: "RNN330",
    title: `\`${model.name}\` would have ${print(total)} parameters; at most ${print(mostParameters)} can be trained`,
    span: largest.span,
    label: `${print(largest.count)} of them are in this ${largest.what}`,
    also: [{ span: name, label: "this model" }],
    hint: "a smaller size, or a smaller `of`, makes it fit",
  });
}
