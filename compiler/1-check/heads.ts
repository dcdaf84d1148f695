// The heads of a model: what is predicted, by which type, from which source, and whether that is allowed.
import type { Head as HeadTree, HeadType, Span } from "../../grammar/ast.js";
import type { Head, Input, Loss } from "../model.js";
import { listOf, matchArguments } from "./arguments.js";
import { readCount, readInRange, readOptions, readWord } from "./options.js";
import { readSource, refuseIds, type SourceFlow, type SourceNames } from "./sources.js";
import { checkLeak } from "./time.js";
import { headTypes } from "./words.js";

export interface HeadContext extends SourceNames {
  countParameters(count: number, span: Span, what: string): void;
}

/** A checked head and what it reads; null: it has an error. */
export interface CheckedHead {
  readonly head: Head;
  readonly flow: SourceFlow;
}

const losses: Readonly<Record<Head["kind"], readonly Loss[]>> = {
  class: ["cross_entropy", "squared_error"],
  binary: ["binary_cross_entropy"],
  multilabel: ["binary_cross_entropy"],
  real: ["mean_squared_error", "squared_error", "mean_absolute_error", "huber"],
};
const allLosses: readonly Loss[] = ["cross_entropy", "binary_cross_entropy", "squared_error", "mean_squared_error", "mean_absolute_error", "huber"];

type Prediction = Pick<Head, "kind" | "size" | "classes"> & { readonly predicts: Head["predicts"]; readonly span: Span };

export function checkHead(tree: HeadTree, context: HeadContext): CheckedHead | null {
  const { report } = context;
  const before = report.errors();
  const flow = readSource(tree.source, context);
  const prediction = checkPrediction(tree, context);
  const options = checkHeadOptions(tree, prediction, context);
  const ids = flow !== null && refuseIds(flow, tree.source.span, "a head", report);
  if (flow && !ids) checkTime(tree, flow, prediction, context);
  if (!flow || !prediction || !options || ids) return null;
  if (tree.projection === "=" && flow.size !== prediction.size) {
    report.accept({
      code: "RNN323",
      title: `\`${tree.name.text}\` needs ${values(prediction.size)}, but its source has ${flow.size}`,
      span: tree.source.span,
      label: `this has ${values(flow.size)}`,
      also: [{ span: prediction.span, label: `this needs ${values(prediction.size)}` }],
      hint: "write `from` in place of `=` to put a learned map between them",
    });
  }
  if (report.errors() > before) return null;
  if (tree.projection === "from") context.countParameters((flow.size + 1) * prediction.size, tree.span, `\`${tree.name.text}\``);
  const { kind, size, classes, predicts } = prediction;
  return {
    flow,
    head: { name: tree.name.text, kind, size, classes, predicts, axis: flow.axis, projection: tree.projection === "from", source: flow.value, ...options, span: tree.span },
  };
}

function checkPrediction(tree: HeadTree, context: HeadContext): Prediction | null {
  const { report } = context;
  const name = tree.name.text;
  const input = context.inputs.get(name);
  if (input === undefined) {
    if (tree.time && tree.time.to !== 0) {
      const near = context.suggest(name, context.inputs.keys());
      report.accept({
        code: "RNN321",
        title: "only a head that predicts an input can look ahead",
        span: tree.time.span,
        label: `\`${name}\` is no input`,
        hint: near ? `did you mean \`${near}\`?` : `one value a step is written \`${name}[t]\``,
      });
      return null;
    }
    if (tree.type) return checkType(tree.type, context);
    const near = context.suggest(name, context.inputs.keys());
    report.accept({
      code: "RNN319",
      title: `the head \`${name}\` needs a type`,
      span: tree.name.span,
      label: near ? `did you mean the input \`${near}\`?` : "what does it predict?",
      hint: `write \`head ${name}${tree.time ? "[t]" : ""}: class(4) from …\`, or ${listOf(["binary", "multilabel(12)", "real"])}`,
      fix: near ? [{ span: tree.name.span, text: near }] : undefined,
    });
    return null;
  }
  if (!input) return null;
  return checkPredictedInput(tree, input, context);
}

function checkPredictedInput(tree: HeadTree, input: Input, context: HeadContext): Prediction | null {
  const { report } = context;
  const name = input.name;
  if (input.axis === null) {
    report.accept({ code: "RNN202", title: `\`${name}\` is the name of an input already`, span: tree.name.span, label: "again here", also: [{ span: input.span, label: "an input without time can't be predicted" }], hint: "choose another name; the data then has a column of that name" });
    return null;
  }
  if (!tree.time) {
    report.accept({
      code: "RNN321",
      title: `which step of \`${name}\` does this head predict?`,
      span: tree.name.span,
      label: `\`${name}\` is an input with time`,
      also: [{ span: input.span, label: "declared here" }],
      hint: `the next step is \`head ${name}[t+1]\``,
      fix: [{ span: { start: tree.name.span.end, end: tree.name.span.end }, text: "[t+1]" }],
    });
    return null;
  }
  const { from, to } = tree.time;
  if (from < 0 || to < from) {
    report.accept({ code: "RNN321", title: from < 0 ? "a head predicts this step or a later one" : "the first step predicted comes after the last", span: tree.time.span, label: from < 0 ? "this is in the past" : `${from} to ${to}` });
    return null;
  }
  const symbols = input.kind !== "real";
  if (to > from && symbols) {
    report.accept({
      code: "RNN321",
      title: "only numbers are predicted several steps at once",
      span: tree.time.span,
      label: `\`${name}\` has symbols`,
      also: [{ span: input.span, label: "declared here" }],
      hint: `predict one step, \`head ${name}[t+${Math.max(1, from)}]\`; further ones come by generating`,
      fix: [{ span: tree.time.span, text: `[t+${Math.max(1, from)}]` }],
    });
    return null;
  }
  const size = symbols ? input.size + (input.boundary ? 1 : 0) : input.size * (to - from + 1);
  if (tree.type) {
    const own = checkType(tree.type, context);
    if (!own) return null;
    const wanted = symbols ? `class(${size})` : size === 1 ? "real" : `real[${size}]`;
    if (own.kind !== (symbols ? "class" : "real") || own.size !== size || own.classes) {
      report.accept({ code: "RNN320", title: `the input \`${name}\` is predicted as \`${wanted}\``, span: tree.type.span, label: "leave the type out", also: [{ span: input.span, label: "it has the type of the input" }], fix: [{ span: { start: tree.time.span.end, end: tree.type.span.end }, text: "" }] });
      return null;
    }
  }
  return { kind: symbols ? "class" : "real", size, classes: null, predicts: { input: name, from, to }, span: tree.name.span };
}

function checkType(type: HeadType, context: HeadContext): Prediction | null {
  const { report, suggest } = context;
  const kind = headTypes.find((t) => t === type.name.text);
  const { span } = type;
  const wrong = (at: Span, title: string, label: string, hint?: string, fix?: string): null => {
    report.accept({ code: "RNN320", title, span: at, label, hint, fix: fix === undefined ? undefined : [{ span: at, text: fix }] });
    return null;
  };
  if (!kind) {
    const near = suggest(type.name.text, headTypes);
    return wrong(type.name.span, `\`${type.name.text}\` is not a type of head`, near ? `did you mean \`${near}\`?` : "unknown", near ? undefined : `a head is ${listOf(["class(4)", "binary", "multilabel(12)", "real"], "or")}`, near ?? undefined);
  }
  const given = type.arguments ?? [];
  if (given.some((a) => a.value.kind === "error") || type.sizes?.sizes.some((s) => s.kind === "error")) return null;
  if (kind === "real") {
    if (type.arguments) return wrong(type.span, "the size of `real` stands in square brackets", given.length === 1 ? `write \`real[${report.quote(given[0]!.span)}]\`` : "write `real[5]`");
    if (!type.sizes) return { kind, size: 1, classes: null, predicts: null, span };
    const only = type.sizes.sizes[0];
    if (!only || type.sizes.sizes.length > 1) return wrong(type.sizes.span, "`real` has one size here", "write `real[5]`", "time stands after the name of the head: `head y[t]: real[5]`");
    const size = readCount(only, "the size of a head", report, suggest);
    return size === null ? null : { kind, size, classes: null, predicts: null, span };
  }
  if (type.sizes) return wrong(type.sizes.span, `\`${kind}\` has no size in square brackets`, kind === "binary" ? "remove this" : `write \`${kind}(${type.sizes.sizes[0] ? report.quote(type.sizes.sizes[0].span) : "4"})\``);
  if (kind === "binary") {
    if (given.length > 0) return wrong(given[0]!.span, "`binary` takes nothing", "remove this", `for names of two classes write \`class("no", "yes")\``);
    return { kind, size: 1, classes: null, predicts: null, span };
  }
  const first = given[0];
  if (!first) return wrong(type.name.span, `\`${kind}\` needs to know how many`, `write \`${kind}(4)\`, or their names: \`${kind}("no", "yes")\``);
  if (first.value.kind === "name" && first.name === null) return wrong(first.span, `\`${kind}\` takes a number or names`, `write \`${kind}("${first.value.text}", …)\`: names stand in quotes`);
  const least = kind === "class" ? 2 : 1;
  if (first.value.kind === "string") {
    const names = new Map<string, Span>();
    for (const argument of given) {
      if (argument.name || argument.value.kind !== "string") return wrong(argument.span, `\`${kind}\` takes a number or names, not both`, "a name in quotes is needed here");
      const text = argument.value.value;
      const again = names.get(text);
      if (again) {
        report.accept({ code: "RNN320", title: `"${text}" is named twice`, span: argument.span, label: "again here", also: [{ span: again, label: "first here" }] });
        return null;
      }
      names.set(text, argument.span);
    }
    if (names.size < least) return wrong(first.span, "a class head needs at least two classes", "only one here", "for yes or no write `binary`");
    return { kind, size: names.size, classes: [...names.keys()], predicts: null, span };
  }
  const matched = matchArguments(given, { positional: ["count"], named: [], what: `\`${kind}\`` }, "RNN320", report, suggest);
  const count = matched.get("count");
  if (!count || given.length > 1) return null;
  const size = readCount(count.value, kind === "class" ? "the number of classes" : "the number of labels", report, suggest, least);
  return size === null ? null : { kind, size, classes: null, predicts: null, span };
}

/** Steps on both sides, or on neither; and nothing that was predicted may be read. */
function checkTime(tree: HeadTree, flow: SourceFlow, prediction: Prediction | null, context: HeadContext): void {
  const { report } = context;
  const name = tree.name.text;
  const predicts = prediction?.predicts ?? null;
  const source = report.quote(tree.source.span);
  if (!predicts) {
    if (context.inputs.has(name)) return;
    if (flow.axis !== null && !tree.time) {
      report.accept({
        code: "RNN321",
        title: `\`${name}\` is one prediction a sequence, but its source has one value a step`,
        span: tree.source.span,
        label: `this has the steps of \`${flow.axis}\``,
        hint: `make one vector of it, \`last(${source})\` or \`mean(${source})\`; or predict at every step, \`head ${name}[t]\``,
        fix: [{ span: tree.source.span, text: `last(${source})` }],
      });
    } else if (flow.axis === null && tree.time && tree.time.to === 0) {
      report.accept({
        code: "RNN321",
        title: `\`${name}[t]\` is one prediction a step, but its source has no time`,
        span: tree.source.span,
        label: "this is one vector a sequence",
        also: flow.pooled && flow.pooled.start !== tree.source.span.start ? [{ span: flow.pooled, label: "time ends here" }] : [],
        hint: `for one prediction a sequence write \`head ${name}\``,
      });
    }
    return;
  }
  const input = context.inputs.get(predicts.input);
  if (!input) return;
  if (flow.axis !== null && flow.axis !== input.axis) {
    report.accept({
      code: "RNN310",
      title: `\`${name}\` has the steps of \`${input.axis}\`, its source those of \`${flow.axis}\``,
      span: tree.source.span,
      label: `this has the steps of \`${flow.axis}\``,
      also: [{ span: input.span, label: `\`${name}\` has the steps of \`${input.axis}\`` }],
      hint: `read \`${name}[t-1]\` through a stack that starts from the other one's end: \`stack decoder from ${name}[t-1] init final(encoder) { … }\``,
    });
    return;
  }
  const before = report.errors();
  checkLeak({ input: predicts.input, from: predicts.from, written: report.quote({ start: tree.name.span.start, end: tree.time!.span.end }), span: { start: tree.name.span.start, end: tree.time!.span.end }, stepwise: flow.axis !== null }, flow.reach, report);
  if (report.errors() === before && flow.axis === null && predicts.from === 0) {
    report.accept({
      code: "RNN321",
      title: `\`${name}[t]\` is one prediction a step, but its source has no time`,
      span: tree.source.span,
      label: "this is one vector a sequence",
      hint: `what comes after the end is \`head ${name}[t+1]\``,
    });
  }
}

function checkHeadOptions(tree: HeadTree, prediction: Prediction | null, context: HeadContext): Pick<Head, "loss" | "weight" | "scale"> | null {
  const { report, suggest } = context;
  const kind = prediction?.kind ?? null;
  const own = prediction !== null && prediction.predicts === null;
  const known = ["loss", "weight", ...(kind === null || (kind === "real" && own) ? ["scale"] : [])];
  const what = kind === "real" && !own ? "a head that predicts an input" : kind ? `a head of type \`${kind}\`` : "a head";
  const options = readOptions(tree.options, known, what, "RNN306", report, suggest);
  const lossOption = options.get("loss");
  const weightOption = options.get("weight");
  const scaleOption = options.get("scale");
  const weight = weightOption ? readInRange(weightOption.value, "`weight`", { least: 0, most: Infinity, openLeast: true }, "RNN306", report, suggest) : 1;
  const scale = scaleOption ? readWord(scaleOption.value, ["standard", "minmax"], "`scale`", "RNN306", report, suggest) : null;
  if (!prediction) return null;
  const allowed = losses[prediction.kind];
  let loss: Loss | null = allowed[0]!;
  if (lossOption) {
    loss = readWord(lossOption.value, allLosses, "`loss`", "RNN325", report, suggest);
    if (loss && !allowed.includes(loss)) {
      report.accept({ code: "RNN325", title: `\`${loss}\` is no loss of a \`${prediction.kind}\` head`, span: lossOption.value.span, label: `not with \`${prediction.kind}\``, also: [{ span: prediction.span, label: `this is a \`${prediction.kind}\` head` }], hint: allowed.length === 1 ? `its loss is ${listOf(allowed)}` : `its losses are ${listOf(allowed)}` });
      loss = null;
    }
  }
  return loss === null || weight === null ? null : { loss, weight, scale };
}

function values(count: number): string {
  return `${count} ${count === 1 ? "value" : "values"}`;
}
