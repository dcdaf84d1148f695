// What an evaluation says, in words and columns: losses, metrics, and beside each the number that needs no
// network. Tables of confusions are confusions.ts. Computes nothing.
import type { BleuEvaluation, ClassEvaluation, Errors, Evaluation, HeadEvaluation, RealEvaluation } from "@rnnc/runtime";
import { count, figure, plural } from "./numbers.js";
import { cut, table } from "./terminal.js";

/** `49.1 %` */
export function percent(x: number): string {
  return `${(100 * x).toFixed(1)} %`;
}

/** One head's most telling number, for an epoch's line: the first of the spec's `metrics` that it has, if there are any. */
export function headline(head: HeadEvaluation, metrics: readonly string[]): string {
  const chosen = metrics.map((metric) => shortly(head, metric)).find((text) => text !== null);
  if (chosen !== undefined) return chosen;
  const usual = head.kind === "real" ? "rmse" : head.kind === "class" && head.entities !== null ? "entity_f1" : "accuracy";
  return shortly(head, usual) ?? "";
}

function shortly(head: HeadEvaluation, metric: string): string | null {
  if (head.kind === "real") return metric === "rmse" ? `rmse ${figure(head.rmse)}` : metric === "mae" ? `mae ${figure(head.mae)}` : null;
  if (metric === "accuracy") return `accuracy ${percent(head.accuracy)}`;
  if (metric === "f1") return `F1 ${figure(head.kind === "class" ? head.macroF1 : head.f1)}`;
  if (metric === "precision") return `precision ${figure(head.kind === "class" ? head.macroPrecision : head.precision)}`;
  if (metric === "recall") return `recall ${figure(head.kind === "class" ? head.macroRecall : head.recall)}`;
  if (metric === "auc") return head.kind === "binary" && head.auc !== null ? `AUC ${figure(head.auc)}` : null;
  if (metric === "subset_accuracy") return head.kind === "multilabel" ? `all labels right ${percent(head.subsetAccuracy)}` : null;
  if (head.kind !== "class") return null;
  if (metric === "entity_f1") return head.entities === null ? null : `entity F1 ${figure(head.entities.f1)}`;
  if (metric === "cross_entropy") return `cross entropy ${figure(head.crossEntropy)}`;
  if (metric === "perplexity") return `perplexity ${figure(head.perplexity)}`;
  return metric === "bits" ? `bits ${figure(head.bits)}` : null;
}

export interface Wording {
  /** Names of a class head's ids. */
  readonly labels: (head: string) => readonly string[] | null;
  /** What a head predicts of a sequence of symbols, for "nats a character"; null for other heads. */
  readonly unitOf: (head: string) => string | null;
  /** Those that the spec names; none: those of the head's type. */
  readonly metrics: readonly string[];
}

/** Name, value, what stands beside it. */
type Row = readonly [string, string, string];
/** Whether a metric is told: those that the spec names; where it names none, those that are usual. */
type Wanted = (metric: string, usual: boolean) => boolean;

/** Metrics of all heads, one a line, the baseline in the last column. Fits 80 columns for one head. */
export function describeEvaluation(evaluation: Evaluation, { labels, unitOf, metrics }: Wording): string[] {
  const heads = Object.entries(evaluation.heads);
  const wanted: Wanted = (metric, usual) => (metrics.length === 0 ? usual : metrics.includes(metric));
  const several = heads.length > 1;
  const rows: Row[] = several ? [["loss (all heads)", figure(evaluation.loss), ""]] : [];
  for (const [name, head] of heads) {
    const told: Row[] = [["loss", figure(head.loss), ""]];
    if (head.kind === "class") told.push(...describeClasses(head, unitOf(name), labels(name), wanted));
    else if (head.kind === "real") told.push(...describeReals(head, several, wanted));
    else {
      if (wanted("accuracy", true)) told.push(["accuracy", percent(head.accuracy), `always the more frequent: ${percent(head.baseline.accuracy)}`]);
      if (head.kind === "multilabel" && wanted("subset_accuracy", true)) told.push(["all labels right", percent(head.subsetAccuracy), ""]);
      if (wanted("precision", head.kind === "binary")) told.push(["precision", figure(head.precision), head.kind === "binary" ? "of yes" : "over all labels"]);
      if (wanted("recall", head.kind === "binary")) told.push(["recall", figure(head.recall), head.kind === "binary" ? "of yes" : "over all labels"]);
      if (head.kind === "binary" && wanted("f1", true)) told.push(["F1", figure(head.f1), ""]);
      if (head.kind === "binary" && wanted("auc", head.auc !== null)) told.push(["area under the ROC curve", head.auc === null ? "-" : figure(head.auc), head.auc === null ? "all rows are alike" : "chance: 0.5"]);
      if (head.kind === "multilabel" && wanted("f1", true)) told.push(["micro F1", figure(head.f1), "over all labels"], ["macro F1", figure(head.macroF1), "mean of the labels' own"]);
    }
    rows.push(...told.map(([metric, value, beside]): Row => [several ? `${metric} of ${name}` : metric, value, beside]));
  }
  return table(rows, ["left", "right", "left"]).map((line) => `  ${line}`);
}

function describeClasses(head: ClassEvaluation, unit: string | null, labels: readonly string[] | null, wanted: Wanted): Row[] {
  const rows: Row[] = [];
  const { entities } = head;
  const label = cut(JSON.stringify(labels?.[head.baseline.class] ?? head.baseline.class), 24);
  if (wanted("cross_entropy", unit !== null)) rows.push(["cross entropy", figure(head.crossEntropy), unit === null ? "" : `nats a ${unit}; ${figure(head.bits)} bits`]);
  if (wanted("bits", false)) rows.push(["bits", figure(head.bits), unit === null ? "" : `a ${unit}`]);
  if (wanted("perplexity", unit !== null)) rows.push(["perplexity", figure(head.perplexity), ""]);
  if (wanted("accuracy", true)) rows.push(["accuracy", percent(head.accuracy), `always ${label}: ${percent(head.baseline.accuracy)}`]);
  if (wanted("precision", false)) rows.push(["macro precision", figure(head.macroPrecision), "mean of the classes' own"]);
  if (wanted("recall", false)) rows.push(["macro recall", figure(head.macroRecall), "mean of the classes' own"]);
  if (wanted("f1", unit === null && entities === null)) rows.push(["macro F1", figure(head.macroF1), ""]);
  if (entities !== null && wanted("entity_f1", true)) {
    rows.push(["entity F1", figure(entities.f1), `precision ${figure(entities.precision)}, recall ${figure(entities.recall)}`]);
    rows.push(["entities", count(entities.entities), `${count(entities.predicted)} found, ${count(entities.correct)} of them right`]);
  } else if (wanted("entity_f1", false) && unit === null) rows.push(["entity F1", "-", "labels are not all like B-PER, I-PER, O"]);
  return rows;
}

function describeReals(head: RealEvaluation, several: boolean, wanted: Wanted): Row[] {
  const rows: Row[] = [];
  const names = { mae: "mean absolute error", rmse: "root mean square error" } as const;
  const units = several && head.baseline !== null ? "" : "in the data's units";
  for (const metric of ["mae", "rmse"] as const) {
    if (!wanted(metric, true)) continue;
    rows.push([names[metric], figure(head[metric]), [units, again(head.baseline, metric)].filter((part) => part !== "").join("; ")]);
    const ahead = stepsAhead(head, metric);
    if (ahead.length <= 12) rows.push(...ahead);
  }
  return rows;
}

/** The error of each step, where several are predicted at once. */
function stepsAhead(head: RealEvaluation, metric: keyof Errors): Row[] {
  const steps = [...new Set(head.values.map(({ ahead }) => ahead))];
  if (steps.length < 2) return [];
  return steps.map((ahead) => {
    const values = head.values.filter((value) => value.ahead === ahead);
    const over = (list: readonly Errors[]): number =>
      metric === "mae" ? list.reduce((sum, { mae }) => sum + mae, 0) / list.length : Math.sqrt(list.reduce((sum, { rmse }) => sum + rmse * rmse, 0) / list.length);
    const baselines = values.map(({ baseline }) => baseline).filter((baseline) => baseline !== null);
    return [`  ${plural(ahead ?? 0, "step")} ahead`, figure(over(values)), baselines.length === 0 ? "" : `last value again: ${figure(over(baselines))}`];
  });
}

function again(baseline: Errors | null, metric: keyof Errors): string {
  return baseline === null ? "" : `last value again: ${figure(baseline[metric])}`;
}

/** BLEU as papers print it, times 100, and what it is made of. */
export function describeBleu(bleu: BleuEvaluation, beam: number | undefined): string[] {
  const rows: Row[] = [
    ["BLEU", (100 * bleu.bleu).toFixed(2), beam === undefined ? "the most probable symbol each time" : `by beam search (${beam})`],
    ["  precisions", "", `${bleu.precisions.map((precision) => (100 * precision).toFixed(1)).join(" / ")} of 1 to ${bleu.precisions.length} in a row`],
    ["  brevity penalty", figure(bleu.brevityPenalty), `${count(bleu.candidateLength)} written, ${count(bleu.referenceLength)} in the data`],
    ["exactly right", percent(bleu.exact), `of ${plural(bleu.sequences, "sequence")}`],
  ];
  return table(rows, ["left", "right", "left"]).map((line) => `  ${line}`);
}

/** `3,482 windows, 174,100 steps` */
export function describeAmount(evaluation: Evaluation, windows: boolean): string {
  return `${plural(evaluation.items, windows ? "window" : "sequence")}, ${count(evaluation.rows)} steps`;
}
