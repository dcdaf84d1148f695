// Metrics and baselines against the same counted by hand, on packed rows of ragged batches.

import { expect, test } from "vitest";
import type { Description, Executor, HeadDescription, Packed } from "../../runtime/device.js";
import { evaluate } from "../../runtime/evaluate.js";
import type { Sequence } from "../../runtime/examples.js";
import { uniform } from "../../runtime/random.js";
import { forecastModel, languageModel, randomSeed, seriesOf, textOf } from "./train-support.js";

test("a regression: errors in the data's units, beside the persistence forecast", async () => {
  const model = forecastModel({ cut: { steps: 2, stride: 1 } });
  const values = [[3, 8, 1, 9, 4, 4], [10, 30, 20]];
  const evaluation = await evaluate(model, values.map((v, id) => seriesOf(id, v)), { rowsAtOnce: 5 });
  const pairs = values.flatMap((v) => v.slice(2).map((next, i) => ({ last: v[i + 1], next })));
  const errors = pairs.map(({ last, next }) => 0.3 * (last - 10) + 0.1 * 4 + 10 - next);
  const persistence = pairs.map(({ last, next }) => last - next);
  const mae = (list: number[]) => list.reduce((sum, e) => sum + Math.abs(e), 0) / list.length;
  const rmse = (list: number[]) => Math.sqrt(list.reduce((sum, e) => sum + e * e, 0) / list.length);
  const head = evaluation.heads["x"];
  if (head.kind !== "real") throw new Error("kind");
  expect(evaluation.items).toBe(5);
  expect(head.rows).toBe(5);
  expect(head.mae).toBeCloseTo(mae(errors), 5);
  expect(head.rmse).toBeCloseTo(rmse(errors), 5);
  expect(head.baseline?.mae).toBeCloseTo(mae(persistence), 5);
  expect(head.baseline?.rmse).toBeCloseTo(rmse(persistence), 5);
  expect(evaluation.loss).toBeCloseTo(rmse(errors) ** 2 / 16, 5);
});

test("a language model: cross entropy, perplexity, bits, the most frequent symbol", async () => {
  const model = languageModel();
  const evaluation = await evaluate(model, [textOf(0, [1, 2, 2, 0]), textOf(1, [4]), textOf(2, [0, 2])]);
  const head = evaluation.heads["text"];
  if (head.kind !== "class") throw new Error("kind");
  expect(head.rows).toBe(4);
  expect(head.crossEntropy).toBe(evaluation.loss);
  expect(head.perplexity).toBeCloseTo(Math.exp(evaluation.loss), 10);
  expect(head.bits).toBeCloseTo(evaluation.loss * Math.LOG2E, 10);
  expect(head.baseline).toEqual({ class: 2, accuracy: 0.75 });
  expect(head.confusion).toBe(null);
  await expect(evaluate(model, [textOf(0, [1])])).rejects.toThrow(/nothing to evaluate/);
});

test("an aborted evaluation throws the signal's reason", async () => {
  const abort = new AbortController();
  abort.abort(new Error("enough"));
  await expect(evaluate(languageModel(), [textOf(0, [1, 2])], { signal: abort.signal })).rejects.toThrow("enough");
});

const LABELS = 3;

/** Heads with columns of their own whose outputs depend on the input alone: what is said is a table. */
function tableModel(heads: readonly HeadDescription[], said: Readonly<Record<string, readonly (readonly number[])[]>>) {
  const base = languageModel();
  const description: Description = { ...base.description, heads, states: [] };
  const executor: Executor = {
    ...base.executor,
    async run(_programs, batch: Packed, outputs) {
      const ids = batch.data["text"];
      return Object.fromEntries(
        outputs.map((name) => {
          const [kind, head] = name.split(".");
          if (kind === "loss") return [name, Float32Array.of(Array.from(batch.data[`weight.${head}`]).reduce((sum, w) => sum + w, 0) * 2)];
          return [name, Float32Array.from(Array.from(ids).flatMap((id) => said[head][id]))];
        }),
      );
    },
  };
  return { ...base, description, executor };
}

test("classes, some rows without a label: accuracy, macro F1, confusion, majority", async () => {
  const seed = randomSeed();
  const said = Array.from({ length: 5 }, (_, id) => Array.from({ length: LABELS }, (_, c) => uniform(seed, id, c, 9)));
  const head: HeadDescription = { name: "tag", kind: "class", size: LABELS, classes: null, predicts: null, axis: "T", loss: "squared_error", weight: 0.5, scale: null };
  const sequences: Sequence[] = [7, 0, 3, 1, 12].map((length, s) => ({
    id: s,
    columns: {
      text: { data: Int32Array.from({ length }, (_, t) => Math.floor(uniform(seed, s, t, 1) * 5)), length },
      tag: { data: Int32Array.from({ length }, (_, t) => Math.floor(uniform(seed, s, t, 2) * (LABELS + 1)) - 1), length },
    },
  }));
  const evaluation = await evaluate(tableModel([head], { tag: said }), sequences, { rowsAtOnce: 8 });
  const rows = sequences.flatMap(({ columns: { text, tag } }) => Array.from(text.data, (id, t) => ({ said: said[id].indexOf(Math.max(...said[id])), right: tag.data[t], p: said[id][tag.data[t]] }))).filter(({ right }) => right >= 0);
  const confusion = Array.from({ length: LABELS }, (_, r) => Array.from({ length: LABELS }, (_, c) => rows.filter((row) => row.right === r && row.said === c).length));
  const f1 = confusion.flatMap((row, c) => {
    const predicted = confusion.reduce((sum, other) => sum + other[c], 0);
    const actual = row.reduce((sum, n) => sum + n, 0);
    if (predicted + actual === 0) return [];
    const precision = predicted ? row[c] / predicted : 0;
    const recall = actual ? row[c] / actual : 0;
    return [precision + recall ? (2 * precision * recall) / (precision + recall) : 0];
  });
  const counts = confusion.map((row) => row.reduce((sum, n) => sum + n, 0));
  const result = evaluation.heads["tag"];
  if (result.kind !== "class") throw new Error("kind");
  expect(result.confusion).toEqual(confusion);
  expect(result.rows).toBe(rows.length);
  expect(result.accuracy).toBeCloseTo(rows.filter((row) => row.said === row.right).length / rows.length, 10);
  expect(result.macroF1).toBeCloseTo(f1.reduce((a, b) => a + b, 0) / f1.length, 10);
  expect(result.baseline.accuracy).toBeCloseTo(Math.max(...counts) / rows.length, 10);
  // Not the loss here: that is a squared error, of weight 0.5.
  expect(result.crossEntropy).toBeCloseTo(-rows.reduce((sum, { p }) => sum + Math.log(p), 0) / rows.length, 5);
  expect(result.loss).toBeCloseTo(1, 5);
});

test("binary and multilabel heads beside each other: their losses are added", async () => {
  const alarm: HeadDescription = { name: "alarm", kind: "binary", size: 1, classes: null, predicts: null, axis: "T", loss: "binary_cross_entropy", weight: 1, scale: null };
  const said = { alarm: [[0.9], [0.2], [0.5], [0.4], [0.6]] };
  const sequences: Sequence[] = [
    { id: 0, columns: { text: { data: Int32Array.of(0, 1, 2), length: 3 }, alarm: { data: Float32Array.of(1, 1, 0), length: 3 } } },
    { id: 1, columns: { text: { data: Int32Array.of(3, 4), length: 2 }, alarm: { data: Float32Array.of(0, NaN), length: 2 } } },
  ];
  const { heads, loss } = await evaluate(tableModel([alarm], said), sequences);
  // Said yes to 0 and 2; right on 0 and 3; one yes missed.
  expect(heads["alarm"]).toMatchObject({ kind: "binary", rows: 4, accuracy: 0.5, f1: 0.5, baseline: { accuracy: 0.5 } });
  expect(loss).toBeCloseTo(2, 6);
});
