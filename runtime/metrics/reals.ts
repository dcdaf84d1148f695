// Errors of a head of reals, in the data's units, beside those of the persistence forecast: saying the last value that
// was read again. All values of a row together, and each by itself.

import { lengthOf, type PackedBatch } from "../batch.js";
import { own } from "../columns.js";
import type { Description, HeadDescription, InputDescription } from "../device.js";
import { scalerOf } from "../encode.js";
import type { Fitted, Scaler } from "../examples.js";
import type { Errors, RealEvaluation, ValueErrors } from "./evaluation.js";
import type { HeadTally } from "./tally.js";

export function tallyReals(d: Description, fitted: Fitted, head: HeadDescription): HeadTally {
  const { size, predicts } = head;
  const input = predicts && d.inputs.find((one) => one.name === predicts.input && one.kind === "real");
  const units = unitsOf(scalerOf(fitted, head));
  const inputUnits = unitsOf(input ? (own(fitted.scalers, input.name) ?? null) : null);
  const errors = createErrors(size);
  const persistence = createErrors(size);
  let rows = 0;
  let loss = 0;
  return {
    add(batch, output, batchLoss) {
      const weight = batch.data[`weight.${head.name}`];
      const target = batch.data[`target.${head.name}`];
      const read = input ? batch.data[input.name] : null;
      const last = input ? lastReadOfEach(batch, head, input) : null;
      const before = rows;
      for (let r = 0; r < weight.length; r++) {
        if (weight[r] === 0) continue;
        rows++;
        errors.next();
        const from = last ? last[r] : -1;
        if (from >= 0) persistence.next();
        for (let i = 0; i < size; i++) {
          const truth = units.back(target[r * size + i], i);
          errors.add(i, units.back(output[r * size + i], i) - truth);
          if (!input || !read || from < 0) continue;
          // x[t+1..t+3] has 3·D values: each is compared with the same last D.
          const feature = i % input.size;
          persistence.add(i, inputUnits.back(read[from * input.size + feature], feature) - truth);
        }
      }
      if (rows > before) loss += batchLoss * (rows - before);
    },
    result(): RealEvaluation {
      const value = (i: number): ValueErrors => ({
        ahead: predicts && predicts.from + Math.floor(i / (input ? input.size : size)),
        feature: input ? i % input.size : i,
        ...(errors.of(i) ?? { mae: NaN, rmse: NaN }),
        baseline: persistence.of(i),
      });
      return {
        kind: "real",
        rows,
        loss: loss / rows,
        ...(errors.all() ?? { mae: NaN, rmse: NaN }),
        baseline: persistence.all(),
        values: size === 1 ? [] : Array.from({ length: size }, (_, i) => value(i)),
      };
    },
  };
}

/** Errors of rows of `size` values. */
function createErrors(size: number): { next(): void; add(i: number, error: number): void; of(i: number): Errors | null; all(): Errors | null } {
  const absolute = new Float64Array(size);
  const squared = new Float64Array(size);
  let rows = 0;
  const over = (values: number, absolutes: number, squares: number): Errors | null => (rows === 0 ? null : { mae: absolutes / (rows * values), rmse: Math.sqrt(squares / (rows * values)) });
  const sum = (list: Float64Array): number => list.reduce((total, value) => total + value, 0);
  return {
    next: () => void rows++,
    add(i, error) {
      absolute[i] += Math.abs(error);
      squared[i] += error * error;
    },
    of: (i) => over(1, absolute[i], squared[i]),
    all: () => over(size, sum(absolute), sum(squared)),
  };
}

/** For each row of the head, the row of the input that was read last before what is predicted; -1 where nothing was. */
function lastReadOfEach(batch: PackedBatch, head: HeadDescription, input: InputDescription): Int32Array {
  const axis = batch.axes[input.axis ?? ""];
  if (head.axis === null) {
    const last = new Int32Array(batch.size).fill(-1);
    // Positions along an axis that isn't the first are in an order of their own.
    const order = batch.data[`order.${input.axis}`];
    for (let p = 0; p < batch.size; p++) {
      const length = lengthOf(axis, p);
      if (length > 0) last[order ? order[p] : p] = axis.start[length - 1] + p;
    }
    return last;
  }
  if (head.predicts?.from !== 0) return Int32Array.from({ length: axis.total }, (_, row) => row);
  // What predicts the step itself has read the step before.
  const last = new Int32Array(axis.total).fill(-1);
  for (let t = 1; t < axis.steps; t++) for (let b = 0; b < axis.rows[t]; b++) last[axis.start[t] + b] = axis.start[t - 1] + b;
  return last;
}

/** Back to the data's units: value · scale + shift, feature by feature. */
function unitsOf(scaler: Scaler | null): { back(value: number, feature: number): number } {
  if (!scaler) return { back: (value) => value };
  const n = scaler.shift.length;
  return { back: (value, feature) => value * scaler.scale[feature % n] + scaler.shift[feature % n] };
}
