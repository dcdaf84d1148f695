// What an evaluation says, in words and columns: losses, metrics, and beside each the number that needs no
// network. Computes nothing.
import type { Evaluation, HeadEvaluation } from "@rnnc/runtime";
import { count, figure, plural, table } from "./terminal.js";

/** `49.1 %` */
export function percent(x: number): string {
  return `${(100 * x).toFixed(1)} %`;
}

/** One head's most telling number, for an epoch's line: the first of the spec's `metrics` that it has, if there are any. */
export function headline(head: HeadEvaluation, metrics: readonly string[]): string {
  const chosen = metrics.map((metric) => shortly(head, metric)).find((text) => text !== null);
  return chosen ?? shortly(head, head.kind === "real" ? "rmse" : "accuracy") ?? "";
}

function shortly(head: HeadEvaluation, metric: string): string | null {
  if (head.kind === "real") return metric === "rmse" ? `rmse ${figure(head.rmse)}` : metric === "mae" ? `mae ${figure(head.mae)}` : null;
  if (metric === "accuracy") return `accuracy ${percent(head.accuracy)}`;
  if (metric === "f1") return `F1 ${figure(head.kind === "class" ? head.macroF1 : head.f1)}`;
  if (head.kind !== "class") return null;
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

/** Metrics of all heads, one a line, the baseline in the last column. */
export function describeEvaluation(evaluation: Evaluation, { labels, unitOf, metrics }: Wording): string[] {
  const heads = Object.entries(evaluation.heads);
  const rows: string[][] = [];
  const wanted = (metric: string, otherwise: boolean): boolean => (metrics.length === 0 ? otherwise : metrics.includes(metric));
  const total = heads.length > 1 ? [["loss (all heads)", figure(evaluation.loss), ""]] : [];
  for (const [name, head] of heads) {
    const of = heads.length > 1 ? ` of ${name}` : "";
    rows.push([`loss${of}`, figure(head.loss), ""]);
    if (head.kind === "class") {
      const unit = unitOf(name);
      const label = labels(name)?.[head.baseline.class] ?? head.baseline.class;
      if (wanted("cross_entropy", unit !== null)) rows.push([`cross entropy${of}`, figure(head.crossEntropy), unit === null ? "" : `nats a ${unit}; ${figure(head.bits)} bits`]);
      if (wanted("bits", false)) rows.push([`bits${of}`, figure(head.bits), ""]);
      if (wanted("perplexity", unit !== null)) rows.push([`perplexity${of}`, figure(head.perplexity), ""]);
      if (wanted("accuracy", true)) rows.push([`accuracy${of}`, percent(head.accuracy), `always ${JSON.stringify(label)}: ${percent(head.baseline.accuracy)}`]);
      if (wanted("f1", unit === null)) rows.push([`macro F1${of}`, figure(head.macroF1), ""]);
    } else if (head.kind === "real") {
      const beside = (value: number | undefined): string => `in the data's units${value === undefined ? "" : `; last value again: ${figure(value)}`}`;
      if (wanted("mae", true)) rows.push([`mean absolute error${of}`, figure(head.mae), beside(head.baseline?.mae)]);
      if (wanted("rmse", true)) rows.push([`root mean square error${of}`, figure(head.rmse), beside(head.baseline?.rmse)]);
    } else {
      if (wanted("accuracy", true)) rows.push([`accuracy${of}`, percent(head.accuracy), `always the more frequent: ${percent(head.baseline.accuracy)}`]);
      if (wanted("f1", true)) rows.push([`F1${of}`, figure(head.f1), ""]);
    }
  }
  return table([...total, ...rows], ["left", "right", "left"]).map((line) => `  ${line}`);
}

/** `3,482 windows, 174,100 steps` */
export function describeAmount(evaluation: Evaluation, windows: boolean): string {
  return `${plural(evaluation.items, windows ? "window" : "sequence")}, ${count(evaluation.rows)} steps`;
}
