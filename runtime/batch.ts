// Joins segments of sequences to a packed batch, and takes packed rows apart again. Sequences are sorted by length;
// step t holds the rows of those that have a step t: no padding, no masks. The names of the data are in device.ts.
import type { Description, InputDescription, Packed, PackedAxis } from "./device.js";
import type { Segment, Series } from "./examples.js";
import { own } from "./columns.js";
import { UsageError } from "./errors.js";
import { key as keyOf } from "./random.js";
import { packTargets } from "./targets.js";
import { hasBoundary, rangeAlong, stepsOf } from "./windows.js";

export interface PackedBatch extends Packed {
  /** [B] Row b of the batch is segments[order[b]]. */
  readonly order: Int32Array;
}

export interface PackOptions {
  readonly targets: boolean;
  /** Of the generator: key(seed, update). */
  readonly key?: number;
  /** By head: the rows that its mean is over, where they are more than those of this batch. */
  readonly values?: Readonly<Record<string, number>>;
}

/** Where the steps of an axis lie: the segment in place p of its order (longest first) is row `order[p]` of B. */
export interface Layout {
  readonly axis: PackedAxis;
  readonly order: Int32Array;
  /** [B] in this order: the first step read, and how many are. */
  readonly from: Int32Array;
  readonly length: Int32Array;
}

/**
 * Packs segments, longest first (the order of equals is kept), rows B by the model's first axis. A segment [from, to) reads steps from …
 * to - 1 of every input with time and all of one without; with several axes it is a whole sequence. Where symbols have a boundary there is
 * a step more than there are symbols: step t reads the symbol before it, step 0 the boundary (id V). What heads should say, with `targets`:
 * - a head with a column of its own: that column's steps [from, to), or its one value;
 * - `x[t+k]` at every step: the input's steps [from + k, to + k); once after the end: its steps to - 1 + k. The boundary follows the last symbol;
 * - where there is no such step, or no value, the weight is 0 and the target 0; so is the weight of steps before `counted`, and of a head with
 *   one value a sequence where the segment is `unfinished`.
 * `state.*` are always there (zeros where a segment has none), and `state.fresh`, which says that it has none; `random.*` with `key`,
 * which is key(seed, update).
 * Throws UsageError RNN613 for steps that a sequence doesn't have or states of another size.
 */
export function pack(d: Description, segments: readonly Segment[], options: PackOptions): PackedBatch {
  const B = segments.length;
  for (const segment of segments) checkSegment(d, segment);
  const rangeOf = (segment: Segment, axis: string | undefined): { from: number; to: number } => (axis === undefined ? segment : rangeAlong(d, segment, axis));
  const order = sortByLength(segments.map((segment) => lengthOfRange(rangeOf(segment, d.axes[0]))));
  const sorted = Array.from(order, (index) => segments[index]!);
  const layouts: [string, Layout][] = d.axes.map((axis, i) => {
    const ranges = sorted.map((segment) => rangeOf(segment, axis));
    const places = i === 0 ? Int32Array.from(ranges.keys()) : sortByLength(ranges.map(lengthOfRange));
    const length = Int32Array.from(places, (b) => ranges[b]!.to - ranges[b]!.from);
    return [axis, { axis: packAxis(length), order: places, from: Int32Array.from(places, (b) => ranges[b]!.from), length }];
  });
  const layoutOf = (axis: string | null): Layout | null => layouts.find(([name]) => name === axis)?.[1] ?? null;
  const data: [string, Int32Array | Float32Array][] = [];

  for (const input of d.inputs) {
    const series = sorted.map((segment) => own(segment.sequence.columns, input.name)!);
    data.push([input.name, packInput(input, layoutOf(input.axis), series)]);
  }
  for (const head of options.targets ? d.heads : []) data.push(...packTargets(d, head, layoutOf(head.axis), sorted, options.values));
  data.push(...packStates(d, sorted));
  for (const [name, { order: places }] of layouts.slice(1)) {
    const rank = new Int32Array(B);
    places.forEach((b, p) => (rank[b] = p));
    data.push([`order.${name}`, places], [`rank.${name}`, rank]);
  }
  if (options.key !== undefined) {
    const keys = Int32Array.from(sorted, ({ sequence }) => keyOf(sequence.id));
    data.push(["random.key", Int32Array.of(options.key)], ["random.sequence", keys]);
    layouts.forEach(([name, { axis, order: places, from, length }], i) => {
      if (i > 0) data.push([`random.sequence.${name}`, Int32Array.from(places, (b) => keys[b]!)]);
      const ofSteps = new Int32Array(axis.total);
      places.forEach((b, p) => {
        for (let t = 0; t < length[p]!; t++) ofSteps[axis.start[t]! + p] = keyOf(sorted[b]!.sequence.id, from[p]! + t);
      });
      data.push([`random.${name}`, ofSteps]);
    });
  }
  return { size: B, axes: Object.fromEntries(layouts.map(([name, { axis }]) => [name, axis])), data: Object.fromEntries(data), order };
}

function packStates(d: Description, rows: readonly Pick<Segment, "states">[]): [string, Float32Array][] {
  const fresh = Float32Array.from(rows, ({ states }) => (states ? 0 : 1));
  const given = d.states.map(({ name, size }): [string, Float32Array] => {
    const states = new Float32Array(rows.length * size);
    rows.forEach(({ states: before }, b) => {
      const state = before && own(before, name);
      if (state && state.length !== size) throw new UsageError("RNN613", `state \`${name}\` of \`${d.name}\` has ${size} numbers, but ${state.length} were given`);
      if (state) states.set(state, b * size);
    });
    return [`state.${name}`, states];
  });
  return [...given, ["state.fresh", fresh]];
}

function lengthOfRange({ from, to }: { readonly from: number; readonly to: number }): number {
  return to - from;
}

/** Indices of lengths, longest first, equals as they are. */
export function sortByLength(lengths: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: lengths.length }, (_, i) => i).sort((a, b) => lengths[b]! - lengths[a]! || a - b);
}

/** The axis of sequences of these lengths, longest first. */
export function packAxis(lengths: ArrayLike<number>): PackedAxis {
  const steps = lengths[0] ?? 0;
  const rows = new Int32Array(steps);
  const start = new Int32Array(steps);
  for (let b = 0; b < lengths.length; b++) if (lengths[b]! > 0) rows[lengths[b]! - 1]!++;
  for (let t = steps - 2; t >= 0; t--) rows[t]! += rows[t + 1]!;
  for (let t = 1; t < steps; t++) start[t] = start[t - 1]! + rows[t - 1]!;
  return { steps, total: steps === 0 ? 0 : start[steps - 1]! + rows[steps - 1]!, rows, start };
}

/** The length of the sequence in place b of the axis. */
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
    if (!packed || axis === null) {
      apart[segment] = values.slice(b * width, (b + 1) * width);
      return;
    }
    const place = placeOf(batch, axis, b);
    const length = lengthOf(packed, place);
    const own = new Float32Array(length * width);
    for (let t = 0; t < length; t++) {
      const row = packed.start[t]! + place;
      if (width === 1) own[t] = values[row]!;
      else own.set(values.subarray(row * width, (row + 1) * width), t * width);
    }
    apart[segment] = own;
  });
  return apart;
}

/** Where row b of a batch stands in the order of an axis. */
export function placeOf(batch: Packed, axis: string, b: number): number {
  return own(batch.data, `rank.${axis}`)?.[b] ?? b;
}

function checkSegment(d: Description, segment: Segment): void {
  const { sequence, from, to } = segment;
  for (const input of d.inputs) {
    const series = own(sequence.columns, input.name);
    if (!series) throw new UsageError("RNN613", `sequence ${sequence.id} has no column \`${input.name}\`, which \`${d.name}\` reads`);
    const steps = series.length + (input.axis !== null && hasBoundary(d, input.axis) ? 1 : 0);
    if (input.axis !== null && d.axes.length === 1 && (from < 0 || from > to || to > steps)) {
      throw new UsageError("RNN613", `a segment has steps ${from} to ${to} of \`${input.name}\` of sequence ${sequence.id}, which has ${steps} steps`);
    }
  }
  if (d.axes.length > 1 && (from !== 0 || to !== stepsOf(d, sequence))) throw new UsageError("RNN613", `\`${d.name}\` has several time axes (${d.axes.join(", ")}): it reads whole sequences, not steps ${from} to ${to} of sequence ${sequence.id}`);
}

function packInput({ kind, size, boundary }: InputDescription, layout: Layout | null, series: readonly Series[]): Int32Array | Float32Array {
  const width = kind === "real" ? size : 1;
  const packed = new (kind === "real" ? Float32Array : Int32Array)((layout ? layout.axis.total : series.length) * width);
  const order = layout?.order ?? series.keys();
  let place = 0;
  for (const b of order) {
    const { data } = series[b]!;
    const length = layout ? layout.length[place]! : 1;
    const first = (layout ? layout.from[place]! : 0) - (boundary ? 1 : 0);
    for (let t = 0; t < length; t++) {
      const row = layout ? layout.axis.start[t]! + place : place;
      const source = (first + t) * width;
      // Beside a boundary the last step has no value: zeros.
      for (let i = 0; i < width; i++) packed[row * width + i] = source < 0 ? size : (data[source + i] ?? 0);
    }
    place++;
  }
  return packed;
}
