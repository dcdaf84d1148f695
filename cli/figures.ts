// What an evaluation says, in words and columns: losses, metrics, and beside each the number that needs no
// network. Computes nothing.
import type { Evaluation, HeadEvaluation } from "@rnnc/runtime";
import { count, figure, plural, table } from "./terminal.js";

/** `49.1 %` */
export function percent(x: number): string {
  return `${(100 * x).toFixed(1)} %`;
}

/** One head's most telling number, for an epoch's line. */
export function headline(head: HeadEvaluation): string {
  return head.kind === "real" ? `rmse ${figure(head.rmse)}` : `accuracy ${percent(head.accuracy)}`;
}

/** All metrics of all heads, one a line, the baseline in the last column. `labels`: names of a class head's ids. `unitOf`: what a head predicts of a sequence of symbols, for "nats a character"; null for other heads. */
export function describeEvaluation(evaluation: Evaluation, labels: (head: string) => readonly string[] | null, unitOf: (head: string) => string | null): string[] {
  const heads = Object.entries(evaluation.heads);
  const rows: string[][] = [];
  const total = heads.length > 1 ? [["loss (all heads)", figure(evaluation.loss), ""]] : [];
  for (const [name, head] of heads) {
    const of = heads.length > 1 ? ` of ${name}` : "";
    const unit = unitOf(name);
    rows.push([`loss${of}`, figure(head.loss), ""]);
    if (head.kind === "class") {
      const label = labels(name)?.[head.baseline.class] ?? head.baseline.class;
      if (unit !== null) {
        rows.push([`cross entropy${of}`, figure(head.crossEntropy), `nats a ${unit}; ${figure(head.bits)} bits`]);
        rows.push([`perplexity${of}`, figure(head.perplexity), ""]);
      }
      rows.push([`accuracy${of}`, percent(head.accuracy), `always ${JSON.stringify(label)}: ${percent(head.baseline.accuracy)}`]);
      if (unit === null) rows.push([`macro F1${of}`, figure(head.macroF1), ""]);
    } else if (head.kind === "real") {
      const beside = (value: number | undefined): string => `in the data's units${value === undefined ? "" : `; last value again: ${figure(value)}`}`;
      rows.push([`mean absolute error${of}`, figure(head.mae), beside(head.baseline?.mae)]);
      rows.push([`root mean square error${of}`, figure(head.rmse), beside(head.baseline?.rmse)]);
    } else {
      rows.push([`accuracy${of}`, percent(head.accuracy), `always the more frequent: ${percent(head.baseline.accuracy)}`]);
      rows.push([`F1${of}`, figure(head.f1), ""]);
    }
  }
  return table([...total, ...rows], ["left", "right", "left"]).map((line) => `  ${line}`);
}

/** `3,482 windows, 174,100 steps` */
export function describeAmount(evaluation: Evaluation, windows: boolean): string {
  return `${plural(evaluation.items, windows ? "window" : "sequence")}, ${count(evaluation.rows)} steps`;
}
