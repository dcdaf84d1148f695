// How a training went: losses, gradient norms and rates by update, validation by epoch. Kept in the notes beside the weights
// (weights.ts), so that it is saved with them, goes on with them, and never says more than they know. No times of day: the
// same training has the same history. Drawn by plot/curves.ts.
import type { Evaluation, FitOptions, HeadEvaluation, Report } from "@rnnc/runtime";

/** Plain data. `loss[i]`, `norm[i]`: sums over the `stride` updates of bin i (the last bin may hold fewer); `rate[i]`: of its last update. */
export interface History {
  /** Updates before the first bin: not 0 where weights from before there was a history were trained on. */
  readonly from: number;
  /** Updates in all bins. */
  readonly count: number;
  /** Updates a bin, a power of two that grows with the training. */
  readonly stride: number;
  readonly loss: readonly number[];
  readonly norm: readonly number[];
  readonly rate: readonly number[];
  readonly epochs: readonly HistoryEpoch[];
}

export interface HistoryEpoch {
  /** From 1; a fraction where training ended inside one. */
  readonly epoch: number;
  /** Updates done in all at its end. */
  readonly update: number;
  /** Mean training loss, dropout on. */
  readonly loss: number | null;
  /** Of the held-out part: the loss, and what else a number says of each head. */
  readonly validation?: { readonly loss: number; readonly heads: Readonly<Record<string, Readonly<Record<string, number>>>> };
}

/** More bins say nothing more on a page, and would make the file of weights larger. */
const mostBins = 512;
const mostEpochs = 2000;

export interface Recorder {
  readonly update: NonNullable<FitOptions["onUpdate"]>;
  /** At the end of an epoch, or of the training. */
  epoch(report: Report): void;
  read(): History;
}

/** Goes on with a history, or begins one after `done` updates. */
export function recordHistory(before: History | null, done: number): Recorder {
  const known = before !== null && before.from + before.count === done ? before : null;
  const from = known?.from ?? done;
  let count = known?.count ?? 0;
  let stride = known?.stride ?? 1;
  let [loss, norm, rate] = [[...(known?.loss ?? [])], [...(known?.norm ?? [])], [...(known?.rate ?? [])]];
  let epochs = [...(known?.epochs ?? [])];
  const halve = (sums: readonly number[]): number[] => Array.from({ length: sums.length / 2 }, (_, i) => sums[2 * i] + sums[2 * i + 1]);
  return {
    update(made) {
      if (count % stride === 0) {
        if (loss.length === mostBins) {
          [loss, norm, rate] = [halve(loss), halve(norm), rate.filter((_, i) => i % 2 === 1)];
          stride *= 2;
        }
        loss.push(0);
        norm.push(0);
        rate.push(0);
      }
      const bin = loss.length - 1;
      loss[bin] += made.loss;
      norm[bin] += made.gradientNorm;
      rate[bin] = made.learningRate;
      count++;
    },
    epoch({ epoch, step, steps, update, loss: mean, validation }) {
      epochs.push({ epoch: epoch - 1 + step / Math.max(1, steps), update, loss: mean, ...(validation === undefined ? {} : { validation: { loss: validation.loss, heads: numbersOf(validation.heads) } }) });
      if (epochs.length > mostEpochs) epochs = epochs.filter((_, i) => i % 2 === 1);
    },
    read: () => ({ from, count, stride, loss, norm, rate, epochs }),
  };
}

/** What is a number of each head's evaluation: accuracy, perplexity, rmse, … */
function numbersOf(heads: Evaluation["heads"]): Record<string, Record<string, number>> {
  const numbers = (head: HeadEvaluation): [string, number][] => Object.entries({ ...head, ...(head.kind === "class" && head.entities !== null ? { entityF1: head.entities.f1 } : {}) }).filter((entry): entry is [string, number] => typeof entry[1] === "number" && Number.isFinite(entry[1]) && entry[0] !== "rows");
  return Object.fromEntries(Object.entries(heads).map(([name, head]) => [name, Object.fromEntries(numbers(head))]));
}
