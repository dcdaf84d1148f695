// Which steps of a sequence can be read, and its windows. Knows nothing of batches: what is decided here
// are pairs (sequence, from, to).

import { own } from "./columns.js";
import type { Description } from "./device.js";
import type { Segment, Sequence } from "./examples.js";
import { key } from "./random.js";

/** Steps of a sequence along an axis; where symbols have a boundary, the step that says it is one more. */
export function stepsAlong(d: Description, sequence: Sequence, axis: string): number {
  const name = d.inputs.find((input) => input.axis === axis)?.name ?? d.heads.find((head) => head.axis === axis && head.predicts === null)?.name;
  const series = name === undefined ? undefined : own(sequence.columns, name);
  return (series?.length ?? 0) + (hasBoundary(d, axis) ? 1 : 0);
}

/** Steps of a sequence along the model's first time axis: T. 1 for a model without time. */
export function stepsOf(d: Description, sequence: Sequence): number {
  const axis = d.axes[0];
  return axis === undefined ? 1 : stepsAlong(d, sequence, axis);
}

/** Whether sequences have a boundary along an axis. */
export function hasBoundary(d: Description, axis: string): boolean {
  return d.inputs.some((input) => input.boundary && input.axis === axis);
}

/** Steps [from, to) along one of the axes that a segment reads. Only sequences of one axis are read in parts. */
export function rangeAlong(d: Description, { sequence, from, to }: Segment, axis: string): { readonly from: number; readonly to: number } {
  return d.axes.length > 1 ? { from: 0, to: stepsAlong(d, sequence, axis) } : { from, to };
}

/** Steps that a segment reads, along all axes. */
export function rowsOf(d: Description, segment: Segment): number {
  return d.axes.length > 1 ? d.axes.reduce((sum, axis) => sum + stepsAlong(d, segment.sequence, axis), 0) : segment.to - segment.from;
}

/** A sequence as it is read whole, as far as there is anything to predict. */
export function wholeSegment(d: Description, sequence: Sequence): Segment {
  return { sequence, from: 0, to: readableSteps(d, sequence) };
}

/**
 * Steps at the end of a sequence that no head can be trained on, since what it predicts lies beyond: k for a model
 * whose heads all predict `[t+1..t+k]` or further, 0 as soon as one head has a value at the last step. 0 with several axes.
 */
export function lookahead(d: Description): number {
  if (d.heads.length === 0 || d.axes.length > 1) return 0;
  return Math.min(...d.heads.map((head) => (head.predicts === null ? 0 : head.predicts.to)));
}

/** Steps that are read when a sequence is read whole: T − lookahead, at least 0. */
export function readableSteps(d: Description, sequence: Sequence): number {
  return Math.max(0, stepsOf(d, sequence) - lookahead(d));
}

/** Whether reading a segment teaches anything. An empty sequence does if a head has one value a sequence (a label of an empty text). */
export function hasTarget(d: Description, segment: Segment): boolean {
  const { sequence } = segment;
  if (d.axes.length <= 1 && segment.to > segment.from) return true;
  return d.heads.some((head) => {
    if (head.predicts === null) return own(sequence.columns, head.name) !== undefined && (head.axis === null || stepsAlong(d, sequence, head.axis) > 0);
    const axis = d.inputs.find(({ name }) => name === head.predicts!.input)?.axis;
    return d.axes.length > 1 && typeof axis === "string" && stepsAlong(d, sequence, axis) > (head.axis === null ? 0 : head.predicts.to);
  });
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
