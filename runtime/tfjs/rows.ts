// Tensors as TensorFlow.js programs have them, [B, T, n] with steps past a sequence's end, and packed rows as generated programs read
// them (runtime/device.ts): which rows belong together, and the way there and back by operations of the tensors' own backend.
import { concat, gather, reshape, tensor1d, transpose, zeros, type Tensor } from "@tensorflow/tfjs-core";
import { packAxis, sortByLength } from "../batch.js";
import type { Description, PackedAxis } from "../device.js";
import { didYouMean, show, UsageError } from "../errors.js";
import { key as keyOf } from "../random.js";

/** Lengths of the sequences [B], of a model with one time axis; of one with several, by axis. */
export type Lengths = ArrayLike<number> | Readonly<Record<string, ArrayLike<number>>>;

/** How the rows of a batch of tensors are packed. */
export interface Layout {
  /** B */
  readonly size: number;
  /** Row b of B is sequence order[b]; null: they are in their own order. */
  readonly order: Int32Array | null;
  readonly axes: Readonly<Record<string, AxisLayout>>;
  /** `order.S` and `rank.S` of the axes that aren't the first. */
  readonly data: Readonly<Record<string, Int32Array>>;
}

interface AxisLayout {
  readonly axis: PackedAxis;
  /** Of the tensors: T. */
  readonly steps: number;
  /** The sequence in each place. */
  readonly sequences: Int32Array;
  /** Every sequence has all steps, in its own place. */
  readonly plain: boolean;
}

/** Throws UsageError RNN641 for lengths that the tensors don't have. `steps`: T of each axis. */
export function layOutRows(d: Description, size: number, steps: Readonly<Record<string, number>>, lengths: Lengths | undefined): Layout {
  const lengthsOf = (axis: string): Int32Array | null => {
    const given = lengths === undefined ? undefined : isList(lengths) ? lengths : Object.hasOwn(lengths, axis) ? lengths[axis] : undefined;
    if (given === undefined) return null;
    const wrong = (why: string): never => {
      throw new UsageError("RNN641", `\`lengths\` of \`${d.name}\`${d.axes.length > 1 ? ` along ${axis}` : ""} ${why}`);
    };
    if (!isList(given) || given.length !== size) return wrong(`should be a list of ${size} lengths, one a sequence, but is ${show(given)}`);
    return Int32Array.from({ length: size }, (_, b) => {
      const length = given[b]!;
      return Number.isInteger(length) && length >= 0 && length <= steps[axis]! ? length : wrong(`should be whole numbers from 0 to ${steps[axis]}, the steps of the tensors, but one is ${show(length)}`);
    });
  };
  if (lengths !== undefined && isList(lengths) && d.axes.length > 1) throw new UsageError("RNN641", `\`${d.name}\` has several time axes: give \`lengths\` by axis, { ${d.axes.map((axis) => `${axis}: […]`).join(", ")} }`);
  if (lengths !== undefined && (typeof lengths !== "object" || lengths === null || "dataId" in lengths)) {
    const given = typeof lengths === "object" && lengths !== null ? "a tensor, which can't always be read at once: give `await lengths.data()`" : show(lengths);
    throw new UsageError("RNN641", `\`lengths\` of \`${d.name}\` should be a list, but is ${given}`);
  }
  if (lengths !== undefined && !isList(lengths)) {
    for (const axis of Object.keys(lengths)) if (!d.axes.includes(axis)) throw new UsageError("RNN641", `\`${d.name}\` has no time axis ${show(axis)}${didYouMean(axis, d.axes)}`);
  }
  const all = d.axes.map((name) => lengthsOf(name) ?? new Int32Array(size).fill(steps[name]!));
  const sorted = all.length === 0 ? null : sortByLength(all[0]!);
  const order = sorted === null || isIdentity(sorted) ? null : sorted;
  const sequenceOf = (b: number): number => order?.[b] ?? b;
  const data: Record<string, Int32Array> = {};
  const axes = d.axes.map((name, i): [string, AxisLayout] => {
    const given = all[i]!;
    // Which row of B stands in each place of the axis.
    const places = i === 0 ? Int32Array.from({ length: size }, (_, b) => b) : sortByLength(Int32Array.from({ length: size }, (_, b) => given[sequenceOf(b)]!));
    const sequences = places.map(sequenceOf);
    const axis = packAxis(sequences.map((b) => given[b]!));
    if (i > 0) {
      const rank = new Int32Array(size);
      places.forEach((b, p) => (rank[b] = p));
      data[`order.${name}`] = places;
      data[`rank.${name}`] = rank;
    }
    return [name, { axis, steps: steps[name]!, sequences, plain: axis.total === size * steps[name]! && isIdentity(sequences) }];
  });
  return { size, order, axes: Object.fromEntries(axes), data };
}

function isList(value: Lengths): value is ArrayLike<number> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function isIdentity(order: Int32Array): boolean {
  return order.every((b, i) => b === i);
}

/** Rows that the rows of an axis are: N, or B without an axis. */
export function countRows(layout: Layout, axis: string | null): number {
  return axis === null ? layout.size : layout.axes[axis]!.axis.total;
}

/** [B, T, n] to rows [N, n] along an axis, or [B, n] to rows in the order of B; without `width` for one number a row. Called in a `tidy`. */
export function packRows(layout: Layout, axis: string | null, tensor: Tensor, width: number | null): Tensor {
  const tail = width === null ? [] : [width];
  if (axis === null) {
    const rows = reshape(tensor, [layout.size, ...tail]);
    return layout.order === null ? rows : gather(rows, tensor1d(layout.order, "int32"));
  }
  const { axis: packed, steps, sequences, plain } = layout.axes[axis]!;
  if (plain) {
    // Steps come first in packed rows. Where there is one of either, the order is the same.
    const moved = layout.size === 1 || steps === 1 ? tensor : transpose(tensor, width === null ? [1, 0] : [1, 0, 2]);
    return reshape(moved, [packed.total, ...tail]);
  }
  const index = new Int32Array(packed.total);
  eachRow(packed, (row, t, p) => (index[row] = sequences[p]! * steps + t));
  return gather(reshape(tensor, [layout.size * steps, ...tail]), tensor1d(index, "int32"));
}

/** The way back: [N, n] to [B, T, n] with zeros past the end of each sequence, or rows of B to [B, n]. Called in a `tidy`. */
export function unpackTensor(layout: Layout, axis: string | null, rows: Tensor, width: number): Tensor {
  if (axis === null) {
    if (layout.order === null) return rows;
    const rank = new Int32Array(layout.size);
    layout.order.forEach((sequence, b) => (rank[sequence] = b));
    return gather(rows, tensor1d(rank, "int32"));
  }
  const { axis: packed, steps, sequences, plain } = layout.axes[axis]!;
  const shape: [number, number, number] = [layout.size, steps, width];
  if (plain) return layout.size === 1 || steps === 1 ? reshape(rows, shape) : transpose(reshape(rows, [steps, layout.size, width]), [1, 0, 2]);
  if (packed.total === 0) return zeros(shape);
  // A row of zeros behind the others is what steps past the end read.
  const index = new Int32Array(layout.size * steps).fill(packed.total);
  eachRow(packed, (row, t, p) => (index[sequences[p]! * steps + t] = row));
  return reshape(gather(concat([rows, zeros([1, width])], 0), tensor1d(index, "int32")), shape);
}

/** What dropout draws by: as `pack` has it, of sequences that are numbered by their place in the batch. */
export function randomData(layout: Layout, key: number): Record<string, Int32Array> {
  const data: Record<string, Int32Array> = { "random.key": Int32Array.of(key), "random.sequence": Int32Array.from({ length: layout.size }, (_, b) => keyOf(layout.order?.[b] ?? b)) };
  Object.entries(layout.axes).forEach(([name, { axis, sequences }], i) => {
    const steps = new Int32Array(axis.total);
    eachRow(axis, (row, t, p) => (steps[row] = keyOf(sequences[p]!, t)));
    data[`random.${name}`] = steps;
    if (i > 0) data[`random.sequence.${name}`] = sequences.map((b) => keyOf(b));
  });
  return data;
}

function eachRow({ steps, rows, start }: PackedAxis, take: (row: number, t: number, place: number) => void): void {
  for (let t = 0; t < steps; t++) for (let p = 0; p < rows[t]!; p++) take(start[t]! + p, t, p);
}
