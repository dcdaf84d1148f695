// Metrics against numbers counted by hand: entities as the CoNLL evaluation counts them, areas under ROC curves, labels,
// values of several steps. What evaluate does with batches is train-metrics.test.ts.
import { expect, test } from "vitest";
import { pack } from "../../runtime/batch.js";
import type { Sequence } from "../../runtime/examples.js";
import { noEntity, tallyEntities } from "../../runtime/metrics/entities.js";
import { tallyRoc } from "../../runtime/metrics/roc.js";
import { tally } from "../../runtime/metrics/tally.js";
import { describeModel, head, input, randomFrom } from "./support.js";
import { randomSeed } from "./train-support.js";

const LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];

function entitiesOf(pairs: readonly (readonly [truth: string, said: string])[]) {
  const entities = tallyEntities(LABELS)!;
  let state = noEntity;
  for (const [truth, said] of pairs) state = entities.step(state, LABELS.indexOf(truth), LABELS.indexOf(said));
  entities.end(state);
  return entities.result();
}

test("entities: whole spans and their types count", () => {
  const result = entitiesOf([
    ["B-PER", "B-PER"], ["I-PER", "I-PER"], ["O", "O"], // right
    ["B-LOC", "B-LOC"], ["I-LOC", "O"], ["O", "O"], // too short
    ["B-PER", "B-LOC"], ["O", "O"], // another type
    ["B-LOC", "B-LOC"], ["B-LOC", "B-LOC"], // two beside each other, right
    ["O", "I-PER"], // found where there is none: I- after another type begins one
  ]);
  expect(result).toMatchObject({ entities: 5, predicted: 6, correct: 3, precision: 0.5, recall: 0.6 });
  expect(result.f1).toBeCloseTo(6 / 11, 12);
  expect(result.types).toEqual([
    { type: "LOC", entities: 3, predicted: 4, correct: 2, precision: 0.5, recall: 2 / 3, f1: 4 / 7 },
    { type: "PER", entities: 2, predicted: 2, correct: 1, precision: 0.5, recall: 0.5, f1: 0.5 },
  ]);
});

test("entities: too long is wrong, I- without B- begins one, the end of a sequence ends one", () => {
  expect(entitiesOf([["B-PER", "B-PER"], ["O", "I-PER"]])).toMatchObject({ entities: 1, predicted: 1, correct: 0, f1: 0 });
  expect(entitiesOf([["I-PER", "B-PER"], ["I-PER", "I-PER"]])).toMatchObject({ entities: 1, predicted: 1, correct: 1, f1: 1 });
  expect(entitiesOf([["B-PER", "B-PER"], ["I-PER", "B-PER"]])).toMatchObject({ entities: 1, predicted: 2, correct: 0 });
  expect(entitiesOf([["O", "O"]])).toMatchObject({ entities: 0, predicted: 0, correct: 0, precision: 0, recall: 0, f1: 0 });
});

test("entities: other labels are none", () => {
  expect(tallyEntities(["NOUN", "VERB"])).toBe(null);
  expect(tallyEntities(["O", "B-PER", "NOUN"])).toBe(null);
  expect(tallyEntities(["O"])).toBe(null);
  expect(tallyEntities(["O", "S-__proto__", "E-constructor"])?.result().types.map(({ type }) => type)).toEqual(["__proto__", "constructor"]);
});

test("entities of ragged batches, and of a sequence that comes in parts", () => {
  const tag = head("tag", { size: LABELS.length, axis: "T", classes: LABELS });
  const d = describeModel({ inputs: [input("text", { kind: "token", size: 5 })], heads: [tag], states: [{ name: "h.1.h", size: 1 }] });
  const labels = [["B-PER", "I-PER", "I-PER", "O", "B-LOC"], ["I-LOC"], ["O", "B-LOC"]];
  const sequences = labels.map((list, id): Sequence => {
    const ids = Int32Array.from(list, (label) => LABELS.indexOf(label));
    return { id, columns: { text: { data: ids, length: ids.length }, tag: { data: ids, length: ids.length } } };
  });
  const outputOf = (ids: Int32Array): Float32Array => Float32Array.from(Array.from(ids).flatMap((id) => LABELS.map((_, c) => (c === id ? 0.9 : 0.025))));
  const whole = tally(d, { vocabularies: {}, classes: {}, scalers: {} }, tag);
  const segments = sequences.map((sequence) => ({ sequence, from: 0, to: sequence.columns["text"].length }));
  const batch = pack(d, segments, { targets: true });
  whole.add(batch, outputOf(batch.data["text"] as Int32Array), 1, segments);
  const parts = tally(d, { vocabularies: {}, classes: {}, scalers: {} }, tag, true);
  for (const chunk of [segments.map((s) => ({ ...s, to: Math.min(2, s.to) })), [{ ...segments[0], from: 2 }]]) {
    const packed = pack(d, chunk, { targets: true });
    parts.add(packed, outputOf(packed.data["text"] as Int32Array), 1, chunk);
  }
  for (const result of [whole.result(), parts.result()]) {
    if (result.kind !== "class") throw new Error("kind");
    expect(result.entities).toMatchObject({ entities: 4, predicted: 4, correct: 4, f1: 1 });
    expect(result.classes?.map(({ label, rows, f1 }) => [label, rows, f1])).toEqual([["O", 2, 1], ["B-PER", 1, 1], ["I-PER", 2, 1], ["B-LOC", 2, 1], ["I-LOC", 1, 1]]);
  }
});

test("the area under the ROC curve counts pairs", () => {
  const roc = tallyRoc();
  expect(roc.area()).toBe(null);
  for (const [p, yes] of [[0.1, false], [0.4, false], [0.35, true], [0.8, true]] as const) roc.add(p, yes);
  expect(roc.area()).toBe(0.75);
  roc.add(0.4, true); // as probable as one of no: half a pair
  expect(roc.area()).toBeCloseTo((1 + 2 + 1.5) / 6, 12);
});

test("the area under the ROC curve is near the exact one, also where probabilities are extreme", () => {
  const random = randomFrom(randomSeed());
  const rows = Array.from({ length: 400 }, () => {
    const yes = random.next() < 0.3;
    return { yes, p: Math.fround(1 / (1 + Math.exp(-((yes ? 2 : -2) + 12 * (random.next() - 0.5))))) };
  });
  const roc = tallyRoc();
  for (const { p, yes } of rows) roc.add(p, yes);
  let [won, pairs] = [0, 0];
  for (const a of rows) for (const b of rows) if (a.yes && !b.yes) [won, pairs] = [won + (a.p > b.p ? 1 : a.p === b.p ? 0.5 : 0), pairs + 1];
  expect(roc.area()).toBeCloseTo(won / pairs, 3);
});

test("binary: confusion, precision, recall, F1, area", () => {
  const alarm = head("alarm", { kind: "binary", size: 1, axis: "T", loss: "binary_cross_entropy" });
  const d = describeModel({ inputs: [input("x")], heads: [alarm] });
  const sequence: Sequence = { id: 0, columns: { x: { data: new Float32Array(5), length: 5 }, alarm: { data: Float32Array.of(1, 1, 0, 1, NaN), length: 5 } } };
  const segments = [{ sequence, from: 0, to: 5 }];
  const t = tally(d, { vocabularies: {}, classes: {}, scalers: {} }, alarm);
  t.add(pack(d, segments, { targets: true }), Float32Array.of(0.9, 0.3, 0.6, 0.7, 0.99), 0.5, segments);
  expect(t.result()).toMatchObject({ kind: "binary", rows: 4, accuracy: 0.5, precision: 2 / 3, recall: 2 / 3, confusion: [[0, 1], [1, 2]], auc: 2 / 3, baseline: { accuracy: 0.75 } });
});

test("multilabel: micro and macro F1, rows of which all labels are right", () => {
  const topics = head("topics", { kind: "multilabel", size: 3, classes: ["a", "b", "c"], loss: "binary_cross_entropy" });
  const d = describeModel({ inputs: [input("x")], heads: [topics] });
  const truths = [[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0]];
  const said = [[0.9, 0.1, 0.2], [0.8, 0.2, 0.1], [0.7, 0.6, 0.1], [0.1, 0.2, 0.3]];
  const segments = truths.map((labels, id) => ({ sequence: { id, columns: { x: { data: new Float32Array(1), length: 1 }, topics: { data: Float32Array.from(labels), length: 1 } } }, from: 0, to: 1 }));
  const t = tally(d, { vocabularies: {}, classes: {}, scalers: {} }, topics);
  t.add(pack(d, segments, { targets: true }), Float32Array.from(said.flat()), 1, segments);
  // a: 2 right of 3 said, 2 in the data. b: 1 of 1 said, 2 in the data. c: never.
  const result = t.result();
  expect(result).toMatchObject({ kind: "multilabel", rows: 4, accuracy: 10 / 12, precision: 0.75, recall: 0.75, f1: 0.75, subsetAccuracy: 0.5, baseline: { accuracy: 8 / 12 } });
  if (result.kind !== "multilabel") throw new Error("kind");
  expect(result.macroF1).toBeCloseTo((0.8 + 2 / 3) / 2, 12);
  expect(result.labels.map(({ label, rows, f1 }) => [label, rows, f1])).toEqual([["a", 2, 0.8], ["b", 2, 2 / 3], ["c", 0, 0]]);
});

test("reals: each step ahead and feature, beside the last value read", () => {
  const x = head("x", { kind: "real", size: 4, predicts: { input: "x", from: 1, to: 2 }, axis: "T", loss: "mean_squared_error" });
  const d = describeModel({ inputs: [input("x", { size: 2 })], heads: [x] });
  const sequence: Sequence = { id: 0, columns: { x: { data: Float32Array.of(0, 10, 1, 20, 3, 40), length: 3 } } };
  const segments = [{ sequence, from: 0, to: 1 }];
  const t = tally(d, { vocabularies: {}, classes: {}, scalers: { x: { shift: [1, 0], scale: [2, 10] } } }, x);
  // In the data's units: [1 20] and [3 40] scaled by 2 and shifted by 1: 3 200 and 7 400; the last value read is 1 100.
  t.add(pack(d, segments, { targets: true }), Float32Array.of(1, 19, 2, 40), 1, segments);
  expect(t.result()).toMatchObject({
    kind: "real",
    rows: 1,
    mae: (0 + 10 + 2 + 0) / 4,
    rmse: Math.sqrt((100 + 4) / 4),
    baseline: { mae: (2 + 100 + 6 + 300) / 4 },
    values: [
      { ahead: 1, feature: 0, mae: 0, baseline: { mae: 2, rmse: 2 } },
      { ahead: 1, feature: 1, mae: 10, rmse: 10, baseline: { mae: 100 } },
      { ahead: 2, feature: 0, mae: 2, baseline: { mae: 6 } },
      { ahead: 2, feature: 1, mae: 0, baseline: { mae: 300 } },
    ],
  });
});

test("reals predicted at the step itself: the last value is that of the step before", () => {
  const x = head("x", { kind: "real", size: 1, predicts: { input: "x", from: 0, to: 0 }, axis: "T", loss: "mean_squared_error" });
  const d = describeModel({ inputs: [input("x")], heads: [x] });
  const segments = [[1, 3, 7], [5]].map((values, id) => ({ sequence: { id, columns: { x: { data: Float32Array.from(values), length: values.length } } }, from: 0, to: values.length }));
  const t = tally(d, { vocabularies: {}, classes: {}, scalers: {} }, x);
  const batch = pack(d, segments, { targets: true });
  t.add(batch, new Float32Array(4), 1, segments);
  expect(t.result()).toMatchObject({ rows: 4, mae: 4, baseline: { mae: 3 } });
});
