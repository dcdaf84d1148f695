// Joins segments of sequences to a packed batch, and takes packed rows apart again. Sequences are sorted by length;
// step t holds the rows of those that have a step t: no padding, no masks. The names of the data are in device.ts.
import type { Description, HeadDescription, InputDescription, Packed, PackedAxis } from "./device.js";
import type { Segment, Series } from "./examples.js";
import { own } from "./columns.js";
import { targetWidth } from "./encode.js";
import { UsageError } from "./errors.js";
import { checkBuilt } from "./fit.js";
import { key as keyOf } from "./random.js";

export interface PackedBatch extends Packed {
  /** [B] Row b of the batch is segments[order[b]]. */
  readonly order: Int32Array;
}

/**
 * Packs segments, longest first (the order of equals is kept). A segment [from, to) reads steps from … to - 1 of every input with
 * time and all of one without. What heads should say, with `targets`:
 * - a head with a column of its own: that column's steps [from, to), or its one value;
 * - `x[t+k]` at every step: the input's steps [from + k, to + k); once after the end: its steps to - 1 + k;
 * - where there is no such step, or no value, the weight is 0 and the target 0.
 * `state.*` are always there (zeros where a segment has none), and `fresh`, which says that it has none; `random.*` with `key`,
 * which is key(seed, update).
 * Throws UsageError RNN613 for steps that a sequence doesn't have or states of another size.
 */
export function pack(d: Description, segments: readonly Segment[], options: { readonly targets: boolean; readonly key?: number }): PackedBatch {
  checkBuilt(d);
  const B = segments.length;
  const length = ({ from, to }: Segment): number => to - from;
  const order = Int32Array.from(segments.keys()).sort((a, b) => length(segments[b]!) - length(segments[a]!) || a - b);
  const sorted = Array.from(order, (index) => segments[index]!);
  const axes = Object.fromEntries(d.axes.map((name) => [name, packAxis(sorted.map(length))]));
  const rows = (column: { axis: string | null }): PackedAxis | null => (column.axis === null ? null : axes[column.axis]!);
  const data: [string, Int32Array | Float32Array][] = [];

  for (const input of d.inputs) {
    const series = sorted.map((segment) => seriesOf(d, segment, input));
    data.push([input.name, packRows(rows(input), input.kind === "real" ? input.size : 1, input.kind === "real" ? Float32Array : Int32Array, series, (b) => (input.axis === null ? 0 : sorted[b]!.from))]);
  }
  for (const head of options.targets ? d.heads : []) data.push(...packTargets(d, head, rows(head), sorted));
  for (const { name, size } of d.states) {
    const states = new Float32Array(B * size);
    sorted.forEach((segment, b) => {
      const state = segment.states && own(segment.states, name);
      if (state && state.length !== size) throw new UsageError("RNN613", `state \`${name}\` of \`${d.name}\` has ${size} numbers, but ${state.length} were given`);
      if (state) states.set(state, b * size);
    });
    data.push([`state.${name}`, states]);
  }
  data.push(["fresh", Float32Array.from(sorted, ({ states }) => (states ? 0 : 1))]);
  if (options.key !== undefined) {
    data.push(["random.key", Int32Array.of(options.key)]);
    data.push(["random.B", Int32Array.from(sorted, ({ sequence }) => keyOf(sequence.id))]);
    for (const [name, axis] of Object.entries(axes)) {
      const keys = new Int32Array(axis.total);
      sorted.forEach(({ sequence, from, to }, b) => {
        for (let t = from; t < to; t++) keys[axis.start[t - from]! + b] = keyOf(sequence.id, t);
      });
      data.push([`random.${name}`, keys]);
    }
  }
  return { size: B, axes, data: Object.fromEntries(data), order };
}

/** The axis of sequences of these lengths, longest first. */
export function packAxis(lengths: readonly number[]): PackedAxis {
  const steps = lengths[0] ?? 0;
  const rows = new Int32Array(steps);
  const start = new Int32Array(steps);
  for (const length of lengths) if (length > 0) rows[length - 1]!++;
  for (let t = steps - 2; t >= 0; t--) rows[t]! += rows[t + 1]!;
  for (let t = 1; t < steps; t++) start[t] = start[t - 1]! + rows[t - 1]!;
  return { steps, total: steps === 0 ? 0 : start[steps - 1]! + rows[steps - 1]!, rows, start };
}

/** The length of row b. */
export function lengthOf(axis: PackedAxis, b: number): number {
  // rows never rises: the last step that has more than b rows.
  let [low, high] = [0, axis.steps];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (axis.rows[middle]! > b) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Packed rows, `width` numbers each, taken apart in the caller's order: for each segment [length · width] along an axis, or
 * [width] where `axis` is null.
 */
export function unpackRows(batch: PackedBatch, axis: string | null, values: Float32Array, width: number): Float32Array[] {
  const packed = axis === null ? null : batch.axes[axis]!;
  const apart = new Array<Float32Array>(batch.size);
  batch.order.forEach((segment, b) => {
    if (!packed) {
      apart[segment] = values.slice(b * width, (b + 1) * width);
      return;
    }
    const length = lengthOf(packed, b);
    const own = new Float32Array(length * width);
    for (let t = 0; t < length; t++) {
      const row = packed.start[t]! + b;
      if (width === 1) own[t] = values[row]!;
      else own.set(values.subarray(row * width, (row + 1) * width), t * width);
    }
    apart[segment] = own;
  });
  return apart;
}

function seriesOf(d: Description, { sequence, from, to }: Segment, input: InputDescription): Series {
  const series = own(sequence.columns, input.name);
  if (!series) throw new UsageError("RNN613", `sequence ${sequence.id} has no column \`${input.name}\`, which \`${d.name}\` reads`);
  if (input.axis !== null && (from < 0 || from > to || to > series.length)) {
    throw new UsageError("RNN613", `a segment has steps ${from} to ${to} of \`${input.name}\` of sequence ${sequence.id}, which has ${series.length} steps`);
  }
  return series;
}

function packRows(axis: PackedAxis | null, width: number, type: typeof Int32Array | typeof Float32Array, series: readonly Series[], from: (b: number) => number): Int32Array | Float32Array {
  const packed = new type((axis ? axis.total : series.length) * width);
  series.forEach(({ data }, b) => {
    const length = axis ? lengthOf(axis, b) : 1;
    const first = from(b);
    for (let t = 0; t < length; t++) {
      const row = axis ? axis.start[t]! + b : b;
      const source = (first + t) * width;
      for (let i = 0; i < width; i++) packed[row * width + i] = data[source + i]!;
    }
  });
  return packed;
}

function packTargets(d: Description, head: HeadDescription, axis: PackedAxis | null, sorted: readonly Segment[]): [string, Int32Array | Float32Array][] {
  const rows = axis ? axis.total : sorted.length;
  const width = targetWidth(head);
  const targets = head.kind === "class" ? new Int32Array(rows) : new Float32Array(rows * width);
  const weights = new Float32Array(rows);
  const input = head.predicts && d.inputs.find(({ name }) => name === head.predicts!.input)!;
  /** Numbers a step of the column that the targets come from: several steps of it side by side where a head predicts several. */
  const stepWidth = head.predicts ? width / (head.predicts.to - head.predicts.from + 1) : width;
  let valued = 0;

  sorted.forEach(({ sequence, from, to }, b) => {
    const series = own(sequence.columns, input ? input.name : head.name);
    if (!series) return;
    const length = axis ? to - from : 1;
    for (let t = 0; t < length; t++) {
      const row = axis ? axis.start[t]! + b : b;
      const step = head.predicts ? (axis ? from + t : to - 1) + head.predicts.from : axis ? from + t : 0;
      const source = step * stepWidth;
      if (source < 0 || source + width > series.length * stepWidth) continue;
      if (!isValued(series.data, source, width)) continue;
      for (let i = 0; i < width; i++) targets[row * width + i] = series.data[source + i]!;
      weights[row] = 1;
      valued++;
    }
  });
  for (let row = 0; row < rows; row++) if (weights[row] !== 0) weights[row] = head.weight / valued;
  return [[`target.${head.name}`, targets], [`weight.${head.name}`, weights]];
}

/** No label is -1, no value NaN. */
function isValued(data: Int32Array | Float32Array, from: number, width: number): boolean {
  if (data instanceof Int32Array) return data[from]! >= 0;
  for (let i = from; i < from + width; i++) if (Number.isNaN(data[i]!)) return false;
  return true;
}
