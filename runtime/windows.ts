// Which steps of a sequence can be read, and its windows. Knows nothing of batches: what is decided here
// are pairs (sequence, from, to).

import { own } from "./columns.js";
import type { Description } from "./device.js";
import type { Segment, Sequence } from "./examples.js";
import { key } from "./random.js";

/** Steps of a sequence along the model's first time axis: T. 1 for a model without time. */
export function stepsOf(d: Description, sequence: Sequence): number {
  const axis = d.axes[0];
  if (axis === undefined) return 1;
  const name = d.inputs.find((input) => input.axis === axis)?.name ?? d.heads.find((head) => head.axis === axis && head.predicts === null)?.name;
  const series = name === undefined ? undefined : own(sequence.columns, name);
  return series?.length ?? 0;
}

/**
 * Steps at the end of a sequence that no head can be trained on, since what it predicts lies beyond: k for a model
 * whose heads all predict `[t+1..t+k]` or further, 0 as soon as one head has a value at the last step.
 */
export function lookahead(d: Description): number {
  if (d.heads.length === 0) return 0;
  return Math.min(...d.heads.map((head) => (head.predicts === null ? 0 : head.predicts.to)));
}

/** Steps that are read when a sequence is read whole: T − lookahead, at least 0. */
export function readableSteps(d: Description, sequence: Sequence): number {
  return Math.max(0, stepsOf(d, sequence) - lookahead(d));
}

/** Whether reading this much of a sequence teaches anything. An empty sequence does if a head has one value a sequence (a label of an empty text). */
export function hasTarget(d: Description, sequence: Sequence, readable: number): boolean {
  if (readable > 0) return true;
  return d.heads.some((head) => head.predicts === null && head.axis === null && own(sequence.columns, head.name) !== undefined);
}

/** Windows of a set of sequences, by number; no object a window until it is read. */
export interface Windows {
  readonly count: number;
  readonly steps: number;
  /** [count]: index of the sequence, and the first step read. */
  readonly sequence: Int32Array;
  readonly from: Int32Array;
  /** Sequences with no window since they are shorter than `steps + lookahead`. */
  readonly tooShort: number;
}

/** Every window reads `steps` steps, starts `stride` after the one before, and has what comes next to predict. */
export function cutWindows(d: Description, sequences: readonly Sequence[], steps: number, stride: number): Windows {
  const windowsIn = sequences.map((sequence) => Math.max(0, Math.floor((readableSteps(d, sequence) - steps) / stride) + 1));
  const count = windowsIn.reduce((sum, n) => sum + n, 0);
  const windows = { count, steps, sequence: new Int32Array(count), from: new Int32Array(count), tooShort: windowsIn.filter((n) => n === 0).length };
  let at = 0;
  windowsIn.forEach((n, s) => {
    for (let w = 0; w < n; w++, at++) {
      windows.sequence[at] = s;
      windows.from[at] = w * stride;
    }
  });
  return windows;
}

/** Window `w` as a segment. It has an id of its own, so that two windows of one sequence draw different dropout masks. */
export function windowSegment(windows: Windows, sequences: readonly Sequence[], w: number): Segment {
  const sequence = sequences[windows.sequence[w]];
  const from = windows.from[w];
  return { sequence: { id: key(sequence.id, from), columns: sequence.columns }, from, to: from + windows.steps };
}
