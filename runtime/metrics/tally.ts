// What a head got right, added up over batches: losses, accuracies, errors, and beside each the number that
// needs no network (the most frequent class, the last seen value). Reads packed outputs and targets; runs nothing.

import { lengthOf, type PackedBatch } from "../batch.js";
import type { Description, HeadDescription, Packed } from "../device.js";
import { namesOf } from "../encode.js";
import type { Fitted, Segment, Sequence } from "../examples.js";
import { noEntity, tallyEntities, type EntityState, type EntityTally } from "./entities.js";
import { scoresOf, type ClassScores, type HeadEvaluation } from "./evaluation.js";
import { tallyReals } from "./reals.js";
import { tallyRoc } from "./roc.js";

/** Adds up one head's batches. */
export interface HeadTally {
  /**
   * `loss` is the batch's `loss.HEAD`: a mean over its rows that have a value. `output` is `output.HEAD`, rows in packed order.
   * `segments` are those the batch was packed from.
   */
  add(batch: PackedBatch, output: Float32Array, loss: number, segments: readonly Segment[]): void;
  result(): HeadEvaluation;
}

/** Classes up to which a table of confusions is kept. */
const CONFUSION_LIMIT = 1000;

/**
 * A tally for one head. Memory: the head's size (squared for up to 1000 classes), however many rows there are. `carried`: sequences
 * come in parts, each going on where the one before ended.
 */
export function tally(d: Description, fitted: Fitted, head: HeadDescription, carried = false): HeadTally {
  if (head.kind === "class") return tallyClasses(head, head.predicts ? null : namesOf(fitted, head), carried);
  if (head.kind === "real") return tallyReals(d, fitted, head);
  return head.kind === "binary" && head.size === 1 ? tallyBinary(head) : tallyLabels(head, namesOf(fitted, head));
}

/** Rows of a batch that have a value of this head. */
export function rowsWithValue(batch: Packed, head: HeadDescription): number {
  const weight = batch.data[`weight.${head.name}`];
  let rows = 0;
  for (let r = 0; r < weight.length; r++) if (weight[r] !== 0) rows++;
  return rows;
}

function tallyClasses(head: HeadDescription, names: readonly string[] | null, carried: boolean): HeadTally {
  const size = head.size;
  const targets = new Float64Array(size);
  const predictions = new Float64Array(size);
  const hits = new Float64Array(size);
  const confusion = head.predicts === null && size <= CONFUSION_LIMIT ? Array.from({ length: size }, () => new Float64Array(size)) : null;
  const entities = names && head.axis !== null ? tallyEntities(names) : null;
  const reader = entities && readEntities(entities, head, carried);
  let rows = 0;
  let loss = 0;
  let nats = 0;
  return {
    add(batch, output, batchLoss, segments) {
      const weight = batch.data[`weight.${head.name}`];
      const target = batch.data[`target.${head.name}`];
      const before = rows;
      for (let r = 0; r < target.length; r++) {
        if (weight[r] === 0) continue;
        const said = argmax(output, r * size, size);
        const right = target[r];
        rows++;
        targets[right]++;
        predictions[said]++;
        if (said === right) hits[right]++;
        if (confusion) confusion[right][said]++;
        // A probability that has underflowed counts as the smallest normal f32.
        nats -= Math.log(Math.max(output[r * size + right], 1.1754943508222875e-38));
      }
      reader?.add(batch, output, segments);
      if (rows > before) loss += batchLoss * (rows - before);
    },
    result() {
      const most = argmax(targets, 0, size);
      // The loss is the better number where it is the cross entropy: it was taken from logits.
      const crossEntropy = head.loss === "cross_entropy" && head.weight !== 0 ? loss / rows / head.weight : nats / rows;
      const scores = Array.from(targets, (actual, c): ClassScores => ({ label: names?.[c] ?? String(c), rows: actual, ...scoresOf(hits[c], predictions[c], actual) }));
      const occurring = scores.filter((_, c) => targets[c] + predictions[c] > 0);
      reader?.end();
      return {
        kind: "class",
        rows,
        loss: loss / rows,
        accuracy: sum(hits) / rows,
        crossEntropy,
        perplexity: Math.exp(crossEntropy),
        bits: crossEntropy / Math.LN2,
        macroPrecision: mean(occurring, ({ precision }) => precision),
        macroRecall: mean(occurring, ({ recall }) => recall),
        macroF1: mean(occurring, ({ f1 }) => f1),
        classes: confusion && scores,
        confusion: confusion && confusion.map((row) => [...row]),
        entities: entities && entities.result(),
        baseline: { class: most, accuracy: targets[most] / rows },
      };
    },
  };
}

/** Leads the steps of each sequence, in order, through a tally of entities. */
function readEntities(entities: EntityTally, head: HeadDescription, carried: boolean): { add(batch: PackedBatch, output: Float32Array, segments: readonly Segment[]): void; end(): void } {
  const axis = head.axis ?? "";
  /** Sequences of which a part has been read, by the sequence: one a stream at a time. */
  const open = new Map<Sequence, { readonly at: number; readonly state: EntityState }>();
  return {
    add(batch, output, segments) {
      const weight = batch.data[`weight.${head.name}`];
      const target = batch.data[`target.${head.name}`];
      const packed = batch.axes[axis];
      for (let b = 0; b < batch.size; b++) {
        const { sequence, from } = segments[batch.order[b]];
        const before = carried ? open.get(sequence) : undefined;
        if (before) open.delete(sequence);
        const goesOn = before !== undefined && before.at === from;
        if (before && !goesOn) entities.end(before.state);
        let state = goesOn ? before.state : noEntity;
        const length = lengthOf(packed, b);
        for (let t = 0; t < length; t++) {
          const row = packed.start[t] + b;
          state = entities.step(state, weight[row] === 0 ? -1 : target[row], argmax(output, row * head.size, head.size));
        }
        if (carried) open.set(sequence, { at: from + length, state });
        else entities.end(state);
      }
    },
    end() {
      for (const { state } of open.values()) entities.end(state);
      open.clear();
    },
  };
}

function tallyBinary(head: HeadDescription): HeadTally {
  const confusion = [new Float64Array(2), new Float64Array(2)];
  const roc = tallyRoc();
  let rows = 0;
  let loss = 0;
  return {
    add(batch, output, batchLoss) {
      const weight = batch.data[`weight.${head.name}`];
      const target = batch.data[`target.${head.name}`];
      const before = rows;
      for (let r = 0; r < weight.length; r++) {
        if (weight[r] === 0) continue;
        rows++;
        confusion[target[r] !== 0 ? 1 : 0][output[r] >= 0.5 ? 1 : 0]++;
        roc.add(output[r], target[r] !== 0);
      }
      if (rows > before) loss += batchLoss * (rows - before);
    },
    result() {
      const [[trueNo, falseYes], [falseNo, trueYes]] = confusion;
      const positives = falseNo + trueYes;
      return {
        kind: "binary",
        rows,
        loss: loss / rows,
        accuracy: (trueNo + trueYes) / rows,
        ...scoresOf(trueYes, falseYes + trueYes, positives),
        auc: roc.area(),
        confusion: confusion.map((row) => [...row]),
        baseline: { accuracy: Math.max(positives, rows - positives) / rows },
      };
    },
  };
}

function tallyLabels(head: HeadDescription, names: readonly string[] | null): HeadTally {
  const size = head.size;
  const [actual, predicted, correct] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  let rows = 0;
  let loss = 0;
  let right = 0;
  let wholly = 0;
  return {
    add(batch, output, batchLoss) {
      const weight = batch.data[`weight.${head.name}`];
      const target = batch.data[`target.${head.name}`];
      const before = rows;
      for (let r = 0; r < weight.length; r++) {
        if (weight[r] === 0) continue;
        rows++;
        let alike = 0;
        for (let i = 0; i < size; i++) {
          const said = output[r * size + i] >= 0.5;
          const truth = target[r * size + i] !== 0;
          if (said === truth) alike++;
          if (said && truth) correct[i]++;
          if (said) predicted[i]++;
          if (truth) actual[i]++;
        }
        right += alike;
        if (alike === size) wholly++;
      }
      if (rows > before) loss += batchLoss * (rows - before);
    },
    result() {
      const labels = Array.from(actual, (count, i): ClassScores => ({ label: names?.[i] ?? String(i), rows: count, ...scoresOf(correct[i], predicted[i], count) }));
      let frequent = 0;
      for (const count of actual) frequent += Math.max(count, rows - count);
      return {
        kind: "multilabel",
        rows,
        loss: loss / rows,
        accuracy: right / (rows * size),
        ...scoresOf(sum(correct), sum(predicted), sum(actual)),
        macroF1: mean(labels.filter((_, i) => actual[i] + predicted[i] > 0), ({ f1 }) => f1),
        subsetAccuracy: wholly / rows,
        labels,
        baseline: { accuracy: frequent / (rows * size) },
      };
    },
  };
}

function argmax(values: Float32Array | Float64Array, from: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (values[from + i] > values[from + best]) best = i;
  return best;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** 0 of nothing. */
function mean<T>(list: readonly T[], value: (item: T) => number): number {
  return list.length === 0 ? 0 : list.reduce((total, item) => total + value(item), 0) / list.length;
}
