// The train block: options, their values, their defaults. What goes together is checked in rules.ts.
import type { Argument, Expression, Option, Span, Train } from "../../grammar/ast.js";
import type { Head, Training } from "../model.js";
import { matchArguments } from "./arguments.js";
import { readChoice, readCount, readInRange, readNumber, readOptions, readWord } from "./options.js";
import type { Report } from "./report.js";
import type { Suggest } from "./suggest.js";

/** What a train block that says nothing means. */
export const trainDefaults = {
  optimizer: { kind: "adam", rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  schedule: { kind: "constant", warmup: 0 },
  clip: null,
  gradient: { kind: "bptt" },
  update: "batch",
  batch: 32,
  epochs: 10,
  validate: 0,
  patience: null,
  cut: null,
  teacherForcing: null,
  decay: 0,
  seed: 1,
  metrics: [],
} as const satisfies Training;

/** What an optimiser's name alone means. */
export const optimizerDefaults = {
  sgd: { kind: "sgd", rate: 1e-2, momentum: 0, nesterov: false },
  rmsprop: { kind: "rmsprop", rate: 1e-3, alpha: 0.99, epsilon: 1e-8 },
  adagrad: { kind: "adagrad", rate: 1e-2, epsilon: 1e-10 },
  adam: trainDefaults.optimizer,
  adamw: { kind: "adamw", rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 1e-2 },
} as const satisfies { readonly [kind in Training["optimizer"]["kind"]]: Training["optimizer"] & { readonly kind: kind } };

/** The metrics, and the kinds of head that have each. */
export const metricKinds = {
  accuracy: ["class", "binary", "multilabel"],
  f1: ["class", "binary", "multilabel"],
  precision: ["class", "binary", "multilabel"],
  recall: ["class", "binary", "multilabel"],
  entity_f1: ["class"],
  cross_entropy: ["class"],
  perplexity: ["class"],
  bits: ["class"],
  auc: ["binary"],
  subset_accuracy: ["multilabel"],
  mae: ["real"],
  rmse: ["real"],
} as const satisfies Readonly<Record<string, readonly Head["kind"][]>>;
export type MetricName = keyof typeof metricKinds;
export const metricNames = Object.keys(metricKinds) as readonly MetricName[];

/** The options in the order of the language's page. */
export const trainOptions = ["optimizer", "schedule", "clip", "gradient", "update", "batch", "epochs", "validate", "patience", "cut", "teacher_forcing", "decay", "seed", "metrics"] as const;
export type TrainOption = (typeof trainOptions)[number];

export interface CheckedTrain {
  readonly training: Training;
  /** Where each option that was given stands. */
  readonly spans: ReadonlyMap<string, Span>;
  /** Where each metric that was chosen stands. */
  readonly metrics: ReadonlyMap<MetricName, Span>;
}

interface Context {
  readonly report: Report;
  readonly suggest: Suggest;
}

export function checkTrain(tree: Train | null, report: Report, suggest: Suggest): CheckedTrain {
  const context: Context = { report, suggest };
  const options = readOptions(tree?.options ?? null, trainOptions, "`train`", "RNN401", report, suggest);
  const spans = new Map([...options].map(([name, option]) => [name, option.span]));
  const read = <Value>(name: TrainOption, reader: (value: Expression, context: Context, option: Option) => Value | null, otherwise: Value): Value => {
    const option = options.get(name);
    if (!option || option.value.kind === "error") return otherwise;
    return reader(option.value, context, option) ?? otherwise;
  };
  const count = (what: string, least: number, most: number) => (value: Expression) => readCount(value, what, report, suggest, least, most);
  const metrics = read<ReadonlyMap<MetricName, Span>>("metrics", readMetrics, new Map());
  const training: Training = {
    optimizer: read<Training["optimizer"]>("optimizer", readOptimizer, trainDefaults.optimizer),
    schedule: read<Training["schedule"]>("schedule", readSchedule, trainDefaults.schedule),
    clip: read<Training["clip"]>("clip", readClip, trainDefaults.clip),
    gradient: read<Training["gradient"]>("gradient", readGradient, trainDefaults.gradient),
    update: read<Training["update"]>("update", readUpdate, trainDefaults.update),
    batch: read("batch", count("`batch`", 1, 1_000_000), trainDefaults.batch),
    epochs: read<number>("epochs", (value) => readInRange(value, "`epochs`", { least: 0, most: 1e6, openLeast: true }, "RNN402", report, suggest), trainDefaults.epochs),
    validate: read<number>("validate", (value) => readInRange(value, "`validate`", { least: 0, most: 1, openMost: true, share: true }, "RNN402", report, suggest), trainDefaults.validate),
    patience: read<number | null>("patience", count("`patience`", 1, 1_000_000), trainDefaults.patience),
    cut: read<Training["cut"]>("cut", readCut, trainDefaults.cut),
    teacherForcing: read<Training["teacherForcing"]>("teacher_forcing", readForcing, trainDefaults.teacherForcing),
    decay: read<number>("decay", (value) => readInRange(value, "`decay`", { least: 0, most: 1, openMost: true }, "RNN402", report, suggest), trainDefaults.decay),
    seed: read("seed", count("`seed`", 0, 4_294_967_295), trainDefaults.seed),
    metrics: [...metrics.keys()],
  };
  // Where an update is after each sequence or each step of one, nothing stands side by side.
  const alone = training.update === "sequence" || (training.update === "step" && training.gradient.kind !== "tbptt");
  return { training: alone && !options.has("batch") ? { ...training, batch: 1 } : training, spans, metrics };
}

function argumentsOf(value: Expression, positional: readonly string[], named: readonly string[], context: Context): Map<string, Argument> {
  const name = value.kind === "call" ? value.callee.text : "";
  return matchArguments(value.kind === "call" ? value.arguments : [], { positional, named, what: `\`${name}\`` }, "RNN402", context.report, context.suggest);
}

type Range = Parameters<typeof readInRange>[2];
const positive: Range = { least: 0, most: Infinity, openLeast: true };
const rate: Range = { least: 0, most: 1000, openLeast: true };
const beta: Range = { least: 0, most: 1, openMost: true };

function inRange(given: ReadonlyMap<string, Argument>, name: string, range: Range, otherwise: number, context: Context): number {
  const argument = given.get(name);
  return argument ? (readInRange(argument.value, `\`${name}\``, range, "RNN402", context.report, context.suggest) ?? otherwise) : otherwise;
}

/** A required value; null: an error was given. */
function needed(given: ReadonlyMap<string, Argument>, name: string, range: Range, value: Expression, usage: string, context: Context): number | null {
  const argument = given.get(name);
  if (argument) return readInRange(argument.value, `\`${name}\``, range, "RNN402", context.report, context.suggest);
  return missing(value, name, usage, context);
}

function missing(value: Expression, name: string, usage: string, { report }: Context): null {
  if (value.kind === "call" && value.arguments.some((a) => a.value.kind === "error")) return null;
  report.accept({ code: "RNN402", title: `\`${report.quote(value.span)}\` needs its ${name.replace("_", " ")}`, span: value.span, label: `write \`${usage}\`` });
  return null;
}

function readOptimizer(value: Expression, context: Context): Training["optimizer"] | null {
  const choice = readChoice(value, Object.keys(optimizerDefaults), "an optimizer", "RNN402", context.report, context.suggest);
  switch (choice?.name) {
    case "sgd": {
      const d = optimizerDefaults.sgd;
      const given = argumentsOf(value, ["rate", "momentum", "nesterov"], [], context);
      const momentum = inRange(given, "momentum", beta, d.momentum, context);
      const nesterov = readFlag(given.get("nesterov"), "nesterov", context);
      if (nesterov && momentum === 0) {
        context.report.accept({ code: "RNN402", title: "`nesterov` needs a momentum", span: given.get("nesterov")!.span, label: "without momentum it does nothing", hint: "write `sgd(rate = 0.1, momentum = 0.9, nesterov = true)`" });
      }
      return { kind: "sgd", rate: inRange(given, "rate", rate, d.rate, context), momentum, nesterov };
    }
    case "rmsprop": {
      const d = optimizerDefaults.rmsprop;
      const given = argumentsOf(value, ["rate", "alpha", "epsilon"], [], context);
      return { kind: "rmsprop", rate: inRange(given, "rate", rate, d.rate, context), alpha: inRange(given, "alpha", beta, d.alpha, context), epsilon: inRange(given, "epsilon", positive, d.epsilon, context) };
    }
    case "adagrad": {
      const d = optimizerDefaults.adagrad;
      const given = argumentsOf(value, ["rate", "epsilon"], [], context);
      return { kind: "adagrad", rate: inRange(given, "rate", rate, d.rate, context), epsilon: inRange(given, "epsilon", positive, d.epsilon, context) };
    }
    case "adam":
    case "adamw": {
      const d = optimizerDefaults.adamw;
      const given = argumentsOf(value, ["rate", "beta1", "beta2", "epsilon"], choice.name === "adamw" ? ["decay"] : [], context);
      const adam = {
        rate: inRange(given, "rate", rate, d.rate, context),
        beta1: inRange(given, "beta1", beta, d.beta1, context),
        beta2: inRange(given, "beta2", beta, d.beta2, context),
        epsilon: inRange(given, "epsilon", positive, d.epsilon, context),
      };
      return choice.name === "adam" ? { kind: "adam", ...adam } : { kind: "adamw", ...adam, decay: inRange(given, "decay", { least: 0, most: 1, openMost: true }, d.decay, context) };
    }
    default:
      return null;
  }
}

function readFlag(argument: Argument | undefined, word: string, { report, suggest }: Context): boolean {
  if (!argument) return false;
  // The word alone says yes: `norm(1, each)`.
  if (argument.name === null && argument.value.kind === "name" && argument.value.text === word) return true;
  return readWord(argument.value, ["true", "false"], `\`${word}\``, "RNN402", report, suggest) === "true";
}

function readSchedule(value: Expression, context: Context): Training["schedule"] | null {
  const choice = readChoice(value, ["constant", "step", "exponential", "cosine", "plateau"], "a schedule", "RNN402", context.report, context.suggest);
  const factor: Range = { least: 0, most: 1, openLeast: true };
  const warm = (given: ReadonlyMap<string, Argument>): number => inRange(given, "warmup", { least: 0, most: 1e6 }, 0, context);
  switch (choice?.name) {
    case "constant":
      return { kind: "constant", warmup: warm(argumentsOf(value, [], ["warmup"], context)) };
    case "step": {
      const given = argumentsOf(value, ["every", "factor"], ["warmup"], context);
      const every = needed(given, "every", positive, value, "step(every = 5, factor = 0.5)", context);
      return every === null ? null : { kind: "step", every, factor: inRange(given, "factor", factor, 0.1, context), warmup: warm(given) };
    }
    case "exponential": {
      const given = argumentsOf(value, ["factor"], ["warmup"], context);
      const each = needed(given, "factor", factor, value, "exponential(0.9)", context);
      return each === null ? null : { kind: "exponential", factor: each, warmup: warm(given) };
    }
    case "cosine": {
      const given = argumentsOf(value, ["to", "warmup"], [], context);
      return { kind: "cosine", to: inRange(given, "to", { least: 0, most: 1000 }, 0, context), warmup: warm(given) };
    }
    case "plateau": {
      const given = argumentsOf(value, ["patience", "factor"], [], context);
      const patience = needed(given, "patience", positive, value, "plateau(patience = 2, factor = 0.5)", context);
      return patience === null ? null : { kind: "plateau", patience, factor: inRange(given, "factor", factor, 0.1, context) };
    }
    default:
      return null;
  }
}

function readClip(value: Expression, context: Context): Training["clip"] {
  const choice = readChoice(value, ["norm", "value"], "`clip`", "RNN402", context.report, context.suggest);
  if (!choice) return null;
  const given = argumentsOf(value, choice.name === "norm" ? ["limit", "each"] : ["limit"], [], context);
  const limit = needed(given, "limit", positive, value, `${choice.name}(1)`, context);
  if (limit === null) return null;
  return choice.name === "norm" ? { kind: "norm", limit, each: readFlag(given.get("each"), "each", context) } : { kind: "value", limit };
}

function readGradient(value: Expression, context: Context): Training["gradient"] | null {
  const { report, suggest } = context;
  const choice = readChoice(value, ["bptt", "tbptt", "rtrl"], "`gradient`", "RNN402", report, suggest);
  if (!choice) return null;
  if (choice.name === "rtrl" || choice.name === "bptt") {
    argumentsOf(value, [], [], context);
    return { kind: choice.name };
  }
  const given = argumentsOf(value, ["steps", "every"], [], context);
  const stepsArgument = given.get("steps");
  if (!stepsArgument) return missing(value, "number of steps", "tbptt(64)", context);
  const steps = readCount(stepsArgument.value, "the steps of `tbptt`", report, suggest, 1, 1_000_000);
  const everyArgument = given.get("every");
  const every = everyArgument ? readCount(everyArgument.value, "`every`", report, suggest, 1, 1_000_000) : steps;
  if (steps === null || every === null) return null;
  if (every > steps) {
    report.accept({ code: "RNN402", title: "`every` is at most the number of steps", span: everyArgument!.span, label: `this is more than ${steps}`, also: [{ span: stepsArgument.span, label: "the steps are here" }] });
    return null;
  }
  return { kind: "tbptt", steps, every };
}

function readUpdate(value: Expression, { report, suggest }: Context): Training["update"] | null {
  return readWord<Training["update"]>(value, ["batch", "sequence", "step", "epoch"], "`update`", "RNN402", report, suggest);
}

function readCut(value: Expression, context: Context): Training["cut"] {
  const { report, suggest } = context;
  if (!readChoice(value, ["windows"], "`cut`", "RNN402", report, suggest)) return null;
  const given = argumentsOf(value, ["length", "stride"], [], context);
  const length = given.get("length");
  if (!length) return missing(value, "length", "windows(50)", context);
  const steps = readCount(length.value, "the length of a window", report, suggest, 1, 1_000_000);
  const strideArgument = given.get("stride");
  const stride = strideArgument ? readCount(strideArgument.value, "`stride`", report, suggest, 1, 1_000_000) : 1;
  return steps === null || stride === null ? null : { steps, stride };
}

function readForcing(value: Expression, context: Context): Training["teacherForcing"] {
  const { report, suggest } = context;
  const share: Range = { least: 0, most: 1, share: true };
  if (value.kind !== "call") {
    const always = readNumber(value, "RNN402", report, suggest);
    if (always === null) return null;
    const checked = readInRange(value, "`teacher_forcing`", share, "RNN402", report, suggest);
    if (checked === null || checked === 1) return null;
    return { from: checked, to: checked, over: 0 };
  }
  if (!readChoice(value, ["ramp"], "`teacher_forcing`", "RNN402", report, suggest)) return null;
  const given = argumentsOf(value, ["from", "to", "over"], [], context);
  const usage = "ramp(100%, 50%, over = 10)";
  const from = needed(given, "from", share, value, usage, context);
  const to = from === null ? null : needed(given, "to", share, value, usage, context);
  const over = to === null ? null : needed(given, "over", positive, value, usage, context);
  if (from === null || to === null || over === null || (from === 1 && to === 1)) return null;
  return { from, to, over };
}

function readMetrics(value: Expression, context: Context): ReadonlyMap<MetricName, Span> {
  const metrics = new Map<MetricName, Span>();
  const parts: Expression[] = [];
  let at = value;
  for (; at.kind === "binary" && at.operator === "++"; at = at.left) parts.unshift(at.right);
  parts.unshift(at);
  for (const part of parts) {
    const name = readWord<MetricName>(part, metricNames, "a metric", "RNN402", context.report, context.suggest);
    if (name !== null && !metrics.has(name)) metrics.set(name, part.span);
  }
  return metrics;
}
