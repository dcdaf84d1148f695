// What a head got right, added up over batches: losses, accuracies, errors, and beside each the number that
// needs no network (the most frequent class, the last seen value). Reads packed outputs and targets; runs nothing.

import { lengthOf, placeOf } from "./batch.js";
import { own } from "./columns.js";
import type { Description, HeadDescription, Packed, PackedAxis } from "./device.js";
import { scalerOf } from "./encode.js";
import type { Fitted, Scaler } from "./examples.js";

/** Shares are 0 to 1. `rows` are the rows that have a value. `loss` is the head's loss times its weight, as in training. */
export type HeadEvaluation =
  | {
      readonly kind: "class";
      readonly rows: number;
      readonly loss: number;
      readonly accuracy: number;
      /** Nats a symbol: mean of −ln p(target). Perplexity is its exponential; bits a symbol (a character, a byte, a word) are it / ln 2. */
      readonly crossEntropy: number;
      readonly perplexity: number;
      readonly bits: number;
      /** Mean F1 over the classes that occur as a target or as a prediction. */
      readonly macroF1: number;
      /** [target][predicted] counts, for at most 100 classes and not for the symbols of an input. */
      readonly confusion: readonly (readonly number[])[] | null;
      /** Always saying the class that is most frequent in these data. */
      readonly baseline: { readonly class: number; readonly accuracy: number };
    }
  | {
      readonly kind: "binary" | "multilabel";
      readonly rows: number;
      readonly loss: number;
      /** Over all rows and labels, yes from 0.5 on. */
      readonly accuracy: number;
      /** Of yes, over all rows and labels. */
      readonly f1: number;
      /** Always saying, for each label, what is more frequent in these data. */
      readonly baseline: { readonly accuracy: number };
    }
  | {
      readonly kind: "real";
      readonly rows: number;
      readonly loss: number;
      /** In the data's units, over all features. */
      readonly mae: number;
      readonly rmse: number;
      /** For heads that predict a real input: always saying the last value that was read. */
      readonly baseline: { readonly mae: number; readonly rmse: number } | null;
    };

/** Adds up one head's batches. */
export interface HeadTally {
  /** `loss` is the batch's `loss.HEAD`: a mean over its rows that have a value. `output` is `output.HEAD`, rows in packed order. */
  add(batch: Packed, output: Float32Array, loss: number): void;
  result(): HeadEvaluation;
}

/** Classes up to which a table of confusions is kept. */
const CONFUSION_LIMIT = 100;

/** A tally for one head. Memory: the head's size (squared for up to 100 classes), however many rows there are. */
export function tally(d: Description, fitted: Fitted, head: HeadDescription): HeadTally {
  if (head.kind === "class") return tallyClasses(head);
  if (head.kind === "real") return tallyReals(d, fitted, head);
  return tallyLabels(head, head.kind);
}

/** Rows of a batch that have a value of this head. */
export function rowsWithValue(batch: Packed, head: HeadDescription): number {
  const weight = batch.data[`weight.${head.name}`];
  let rows = 0;
  for (let r = 0; r < weight.length; r++) if (weight[r] !== 0) rows++;
  return rows;
}

function tallyClasses(head: HeadDescription): HeadTally {
  const size = head.size;
  const targets = new Float64Array(size);
  const predictions = new Float64Array(size);
  const hits = new Float64Array(size);
  const confusion = head.predicts === null && size <= CONFUSION_LIMIT ? Array.from({ length: size }, () => new Float64Array(size)) : null;
  let rows = 0;
  let loss = 0;
  let nats = 0;
  return {
    add(batch, output, batchLoss) {
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
      if (rows > before) loss += batchLoss * (rows - before);
    },
    result() {
      const most = argmax(targets, 0, size);
      // The loss is the better number where it is the cross entropy: it was taken from logits.
      const crossEntropy = head.loss === "cross_entropy" && head.weight !== 0 ? loss / rows / head.weight : nats / rows;
      let f1 = 0;
      let classes = 0;
      for (let c = 0; c < size; c++) {
        if (targets[c] + predictions[c] === 0) continue;
        classes++;
        f1 += (2 * hits[c]) / (targets[c] + predictions[c]);
      }
      return {
        kind: "class",
        rows,
        loss: loss / rows,
        accuracy: sum(hits) / rows,
        crossEntropy,
        perplexity: Math.exp(crossEntropy),
        bits: crossEntropy / Math.LN2,
        macroF1: f1 / classes,
        confusion: confusion && confusion.map((row) => [...row]),
        baseline: { class: most, accuracy: targets[most] / rows },
      };
    },
  };
}

function tallyLabels(head: HeadDescription, kind: "binary" | "multilabel"): HeadTally {
  const size = head.size;
  const yes = new Float64Array(size);
  let rows = 0;
  let loss = 0;
  let right = 0;
  let truePositives = 0;
  let saidYes = 0;
  return {
    add(batch, output, batchLoss) {
      const weight = batch.data[`weight.${head.name}`];
      const target = batch.data[`target.${head.name}`];
      const before = rows;
      for (let r = 0; r < weight.length; r++) {
        if (weight[r] === 0) continue;
        rows++;
        for (let i = 0; i < size; i++) {
          const said = output[r * size + i] >= 0.5;
          const truth = target[r * size + i] !== 0;
          if (said === truth) right++;
          if (said && truth) truePositives++;
          if (said) saidYes++;
          if (truth) yes[i]++;
        }
      }
      if (rows > before) loss += batchLoss * (rows - before);
    },
    result() {
      const all = rows * size;
      const positives = sum(yes);
      let frequent = 0;
      for (const count of yes) frequent += Math.max(count, rows - count);
      return {
        kind,
        rows,
        loss: loss / rows,
        accuracy: right / all,
        f1: positives + saidYes === 0 ? 0 : (2 * truePositives) / (positives + saidYes),
        baseline: { accuracy: frequent / all },
      };
    },
  };
}

function tallyReals(d: Description, fitted: Fitted, head: HeadDescription): HeadTally {
  const size = head.size;
  const input = head.predicts && d.inputs.find((one) => one.name === head.predicts?.input && one.kind === "real");
  const units = unitsOf(scalerOf(fitted, head));
  const inputUnits = unitsOf(input ? (own(fitted.scalers, input.name) ?? null) : null);
  let rows = 0;
  let loss = 0;
  let absolute = 0;
  let squared = 0;
  let seen = 0;
  let lastAbsolute = 0;
  let lastSquared = 0;
  return {
    add(batch, output, batchLoss) {
      const weight = batch.data[`weight.${head.name}`];
      const target = batch.data[`target.${head.name}`];
      const read = input ? batch.data[input.name] : null;
      const lastRows = input && input.axis !== null ? (head.axis === null ? lastRowOfEach(batch, input.axis) : head.predicts?.from === 0 ? rowBeforeEach(batch.axes[input.axis]) : null) : null;
      const before = rows;
      for (let r = 0; r < weight.length; r++) {
        if (weight[r] === 0) continue;
        rows++;
        const from = lastRows ? lastRows[r] : r;
        if (input && from >= 0) seen++;
        for (let i = 0; i < size; i++) {
          const truth = units.back(target[r * size + i], i);
          const error = units.back(output[r * size + i], i) - truth;
          absolute += Math.abs(error);
          squared += error * error;
          if (!input || !read || from < 0) continue;
          // x[t+1..t+3] has 3·D values: each is compared with the same last D.
          const feature = i % input.size;
          const persistence = inputUnits.back(read[from * input.size + feature], feature) - truth;
          lastAbsolute += Math.abs(persistence);
          lastSquared += persistence * persistence;
        }
      }
      if (rows > before) loss += batchLoss * (rows - before);
    },
    result: () => ({
      kind: "real",
      rows,
      loss: loss / rows,
      mae: absolute / (rows * size),
      rmse: Math.sqrt(squared / (rows * size)),
      baseline: seen === 0 ? null : { mae: lastAbsolute / (seen * size), rmse: Math.sqrt(lastSquared / (seen * size)) },
    }),
  };
}

/** By rows B: the row each sequence ends at, −1 for an empty one. */
function lastRowOfEach(batch: Packed, name: string): Int32Array {
  const axis = batch.axes[name];
  return Int32Array.from({ length: batch.size }, (_, b) => {
    const place = placeOf(batch, name, b);
    const length = lengthOf(axis, place);
    return length === 0 ? -1 : axis.start[length - 1] + place;
  });
}

/** By rows of an axis: the row of the step before, −1 at the first. */
function rowBeforeEach(axis: PackedAxis): Int32Array {
  const before = new Int32Array(axis.total).fill(-1);
  for (let t = 1; t < axis.steps; t++) for (let b = 0; b < axis.rows[t]; b++) before[axis.start[t] + b] = axis.start[t - 1] + b;
  return before;
}

/** Back to the data's units: value · scale + shift, feature by feature. */
function unitsOf(scaler: Scaler | null): { back(value: number, feature: number): number } {
  if (!scaler) return { back: (value) => value };
  const n = scaler.shift.length;
  return { back: (value, feature) => value * scaler.scale[feature % n] + scaler.shift[feature % n] };
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
