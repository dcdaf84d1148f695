// What evaluations say in a terminal of 80 columns: metrics, baselines, and which classes are taken for which.
import type { ClassEvaluation, Evaluation, HeadEvaluation } from "@rnnc/runtime";
import { describe, expect, test } from "vitest";
import { describeConfusions } from "../../cli/confusions.js";
import { describeBleu, describeEvaluation, headline } from "../../cli/figures.js";

function evaluationOf(heads: Readonly<Record<string, HeadEvaluation>>): Evaluation {
  return { loss: 1.25, heads, items: 10, rows: 100, seconds: 1 };
}

function classes(confusion: readonly (readonly number[])[], names: readonly string[], over: Partial<ClassEvaluation> = {}): ClassEvaluation {
  const rowsOf = (c: number): number => confusion[c].reduce((sum, n) => sum + n, 0);
  return {
    kind: "class", rows: 100, loss: 0.5, accuracy: 0.875, crossEntropy: 0.5, perplexity: 1.6487, bits: 0.7213,
    macroPrecision: 0.8, macroRecall: 0.7, macroF1: 0.7467, confusion,
    classes: names.map((label, c) => ({ label, rows: rowsOf(c), precision: 1, recall: 1, f1: 1 })),
    entities: null, baseline: { class: 0, accuracy: 0.5 }, ...over,
  };
}

const wording = { labels: () => ["negative", "a label that is far too long for a line of a terminal"], unitOf: () => null, metrics: [] };

/** The lines, each at most 80 columns wide. */
function shown(lines: readonly string[]): string {
  for (const line of lines) expect([...line].length, line).toBeLessThanOrEqual(80);
  return lines.join("\n");
}

describe("metrics", () => {
  test("classes", () => {
    const head = classes([[4, 1], [2, 3]], ["negative", "positive"]);
    expect(shown(describeEvaluation(evaluationOf({ label: head }), wording))).toBe(
      ["  loss         0.5", '  accuracy  87.5 %  always "negative": 50.0 %', "  macro F1  0.7467"].join("\n"),
    );
    const long = classes([[4, 1], [2, 3]], ["negative", "positive"], { baseline: { class: 1, accuracy: 0.5 } });
    expect(shown(describeEvaluation(evaluationOf({ label: long }), wording))).toContain('always "a label that is far to…: 50.0 %');
    expect(headline(head, [])).toBe("accuracy 87.5 %");
    expect(headline(head, ["recall"])).toBe("recall 0.7");
  });

  test("entities", () => {
    const entities = { entities: 1200, predicted: 1100, correct: 1000, precision: 0.9091, recall: 0.8333, f1: 0.8696, types: [] };
    const head = classes([[4, 1], [2, 3]], ["O", "B-PER"], { entities });
    expect(shown(describeEvaluation(evaluationOf({ tag: head }), wording))).toBe(
      [
        "  loss          0.5",
        '  accuracy   87.5 %  always "negative": 50.0 %',
        "  entity F1  0.8696  precision 0.9091, recall 0.8333",
        "  entities    1,200  1,100 found, 1,000 of them right",
      ].join("\n"),
    );
    expect(headline(head, [])).toBe("entity F1 0.8696");
    expect(shown(describeEvaluation(evaluationOf({ tag: classes([[1, 0], [0, 1]], ["a", "b"]) }), { ...wording, metrics: ["entity_f1"] }))).toBe(
      ["  loss       0.5", "  entity F1    -  labels are not all like B-PER, I-PER, O"].join("\n"),
    );
  });

  test("binary and multilabel heads beside each other", () => {
    const alarm: HeadEvaluation = { kind: "binary", rows: 10, loss: 0.25, accuracy: 0.9, precision: 0.75, recall: 0.6, f1: 0.6667, auc: 0.9312, confusion: [[7, 1], [1, 1]], baseline: { accuracy: 0.8 } };
    const topics: HeadEvaluation = { kind: "multilabel", rows: 10, loss: 1, accuracy: 0.95, precision: 0.75, recall: 0.6, f1: 0.6667, macroF1: 0.5, subsetAccuracy: 0.4, labels: [], baseline: { accuracy: 0.8 } };
    expect(shown(describeEvaluation(evaluationOf({ alarm, topics }), wording))).toBe(
      [
        "  loss (all heads)                     1.25",
        "  loss of alarm                        0.25",
        "  accuracy of alarm                  90.0 %  always the more frequent: 80.0 %",
        "  precision of alarm                   0.75  of yes",
        "  recall of alarm                       0.6  of yes",
        "  F1 of alarm                        0.6667",
        "  area under the ROC curve of alarm  0.9312  chance: 0.5",
        "  loss of topics                          1",
        "  accuracy of topics                 95.0 %  always the more frequent: 80.0 %",
        "  all labels right of topics         40.0 %",
        "  micro F1 of topics                 0.6667  over all labels",
        "  macro F1 of topics                    0.5  mean of the labels' own",
      ].join("\n"),
    );
  });

  test("reals of several steps, beside the last value", () => {
    const value = (ahead: number, rmse: number) => ({ ahead, feature: 0, mae: rmse / 2, rmse, baseline: { mae: rmse, rmse: 2 * rmse } });
    const x: HeadEvaluation = { kind: "real", rows: 10, loss: 1, mae: 3, rmse: 4, baseline: { mae: 6, rmse: 8 }, values: [value(1, 2), value(2, 5.5)] };
    expect(shown(describeEvaluation(evaluationOf({ x }), { ...wording, metrics: ["rmse"] }))).toBe(
      [
        "  loss                      1",
        "  root mean square error    4  in the data's units; last value again: 8",
        "    1 step ahead            2  last value again: 4",
        "    2 steps ahead         5.5  last value again: 11",
      ].join("\n"),
    );
  });
});

test("BLEU", () => {
  const bleu = { bleu: 0.28145, precisions: [0.61, 0.352, 0.221, 0.14], brevityPenalty: 0.9512, candidateLength: 61_234, referenceLength: 64_301, exact: 0.0312, sequences: 2500 };
  expect(shown(describeBleu(bleu, 5))).toBe(
    [
      "  BLEU                28.14  by beam search (5)",
      "    precisions               61.0 / 35.2 / 22.1 / 14.0 of 1 to 4 in a row",
      "    brevity penalty  0.9512  61,234 written, 64,301 in the data",
      "  exactly right       3.1 %  of 2,500 sequences",
    ].join("\n"),
  );
});

describe("confusions", () => {
  test("a table for few classes; those that never occur are left out", () => {
    const head = classes([[1200, 3, 0], [40, 5, 0], [0, 0, 0]], ["negative", "positive", "neither"]);
    expect(shown(describeConfusions(evaluationOf({ label: head }), 80, false))).toBe(
      ["", "  What it is (rows) and what it was taken for (columns):", "            negative  positive", "  negative     1,200         3", "  positive        40         5"].join("\n"),
    );
  });

  test("yes and no", () => {
    const alarm: HeadEvaluation = { kind: "binary", rows: 10, loss: 0.25, accuracy: 0.8, precision: 0.5, recall: 0.5, f1: 0.5, auc: null, confusion: [[7, 1], [1, 1]], baseline: { accuracy: 0.8 } };
    expect(shown(describeConfusions(evaluationOf({ alarm, other: alarm }), 80, false)).split("\n").slice(1, 5)).toEqual([
      "  What it is of `alarm` (rows) and what it was taken for (columns):",
      "       no  yes",
      "  no    7    1",
      "  yes   1    1",
    ]);
  });

  test("one class alone is told where the table was asked for", () => {
    const one = evaluationOf({ label: classes([[7, 0], [0, 0]], ["yes", "no"]) });
    expect(describeConfusions(one, 80, false)).toEqual([]);
    expect(shown(describeConfusions(one, 80, true))).toBe('\n  Every row is of one class, "yes", and was taken for it.');
  });

  test("many classes: nothing unless asked; then the most frequent pairs", () => {
    const names = Array.from({ length: 30 }, (_, c) => `class number ${c}`);
    const counts = names.map((_, c) => names.map((_, d) => (c === d ? 90_000 : d === c + 1 ? 10_000 - c : 0)));
    const evaluation = evaluationOf({ label: classes(counts, names) });
    expect(describeConfusions(evaluation, 80, false)).toEqual([]);
    const lines = describeConfusions(evaluation, 80, true);
    expect(shown(lines).split("\n").slice(0, 4)).toEqual([
      "",
      "  Most often taken for another class (the first 20 of 29 pairs):",
      "  10,000  class number 0 taken for class number 1    10.0 % of class number 0",
      "   9,999  class number 1 taken for class number 2    10.0 % of class number 1",
    ]);
    expect(lines).toHaveLength(22);
  });

  test("a table that is too wide: the most frequent pairs", () => {
    const names = Array.from({ length: 17 }, (_, c) => `TAG${c}`);
    const counts = (n: number) => names.map((_, c) => names.map((_, d) => (c === d ? n - c : d === c + 1 ? c : 0)));
    const few = shown(describeConfusions(evaluationOf({ tag: classes(counts(99), names) }), 80, false)).split("\n");
    expect(few.slice(1, 3)).toEqual(["  Most often taken for another class (the first 5 of 15 pairs):", "  15  TAG15 taken for TAG16  15.2 % of TAG15"]);
    expect(few).toHaveLength(7);
    const wide = describeConfusions(evaluationOf({ tag: classes(counts(99), names) }), 100, false);
    expect(wide[2]).toBe(`  ${["     ", ...names.map((name) => `${name.slice(0, 2)}…`)].join("  ")}`);
  });
});
