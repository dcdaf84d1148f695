// Rows moved between the steps and the sequences of a packed axis (the `move`s of compiler/plan.ts), as calls of
// `copy` and `zero` kernels. Called by generated programs; it knows nothing of arenas or networks.
//
// How a move of a plan is written in a generated program:
//
//   move(kernels…, operands…, strides…, batch.axes.T[, batch.size])
//
//   kernels   as functions (`k.copy_128`): see each function. A `copy` takes (source, target, rows), a `zero` (target, rows).
//   operands  byte addresses of row 0 (`m.a`, plus 4 · column), in the plan's order: (from, to) or (from, initial, to)
//   strides   BYTES from one row to the next, one for each operand in the same order; 0 for an `initial` that is one row
//             for all sequences (rows "none"; its kernel then has ldSource 0)
//   size      batch.size, for the moves that write [B] rows: sumSteps, last, first
//
//   plan move      call                                                                       needs
//   expand         expand(copy, from, to, sFrom, sTo, axis)                                   copy B→N
//   sum_steps      sumSteps(add, zero, from, to, sFrom, sTo, axis, size)                      accumulating copy N→B; zero of `to`
//   shift          shift(copy, copyInitial, from, initial, to, sFrom, sInitial, sTo, axis)    copy N→N; copy B→N
//   shift_reverse  shiftReverse(copy, copyInitial, from, initial, to, sFrom, sInitial, sTo, axis)
//   last           last(copy, zero, from, to, sFrom, sTo, axis, size)                         copy N→B; zero of `to`
//   first          first(copy, zero, from, to, sFrom, sTo, axis, size)
//   place_last     placeLast(copy, zero, from, to, sFrom, sTo, axis)                          copy B→N; zero of `to`
//   place_first    placeFirst(copy, zero, from, to, sFrom, sTo, axis)
//
// `to` must not overlap `from`, and must be dense where a `zero` kernel is used. No kernel is called for 0 rows.
import type { PackedAxis } from "../device.js";

type Kernel = (...operands: number[]) => void;

/** Rows of step t; 0 past the end, so that the rows that end at t are [rowsAt(t + 1), rowsAt(t)). */
function rowsAt(axis: PackedAxis, t: number): number {
  return t < axis.steps ? axis.rows[t]! : 0;
}

/** B→N: every step of a sequence gets its row. */
export function expand(copy: Kernel, from: number, to: number, _strideFrom: number, strideTo: number, axis: PackedAxis): void {
  for (let t = 0; t < axis.steps; t++) copy(from, to + axis.start[t]! * strideTo, axis.rows[t]!);
}

/** N→B: the sum over a sequence's steps; zeros for a sequence without steps. */
export function sumSteps(add: Kernel, zero: Kernel, from: number, to: number, strideFrom: number, _strideTo: number, axis: PackedAxis, size: number): void {
  if (size > 0) zero(to, size);
  for (let t = 0; t < axis.steps; t++) add(from + axis.start[t]! * strideFrom, to, axis.rows[t]!);
}

/** N→N: to[t] = from[t - 1]; to[0] = initial. */
export function shift(
  copy: Kernel, copyInitial: Kernel,
  from: number, initial: number, to: number,
  strideFrom: number, _strideInitial: number, strideTo: number,
  axis: PackedAxis,
): void {
  if (axis.steps > 0) copyInitial(initial, to, axis.rows[0]!);
  for (let t = 1; t < axis.steps; t++) copy(from + axis.start[t - 1]! * strideFrom, to + axis.start[t]! * strideTo, axis.rows[t]!);
}

/** N→N: to[t] = from[t + 1]; to = initial at each sequence's last step. */
export function shiftReverse(
  copy: Kernel, copyInitial: Kernel,
  from: number, initial: number, to: number,
  strideFrom: number, strideInitial: number, strideTo: number,
  axis: PackedAxis,
): void {
  for (let t = 0; t < axis.steps; t++) {
    const going = rowsAt(axis, t + 1);
    const ending = axis.rows[t]! - going;
    if (going > 0) copy(from + axis.start[t + 1]! * strideFrom, to + axis.start[t]! * strideTo, going);
    if (ending > 0) copyInitial(initial + going * strideInitial, to + (axis.start[t]! + going) * strideTo, ending);
  }
}

/** N→B: each sequence's last step; zeros for a sequence without steps. */
export function last(copy: Kernel, zero: Kernel, from: number, to: number, strideFrom: number, strideTo: number, axis: PackedAxis, size: number): void {
  const empty = size - rowsAt(axis, 0);
  if (empty > 0) zero(to + rowsAt(axis, 0) * strideTo, empty);
  for (let t = 0; t < axis.steps; t++) {
    const going = rowsAt(axis, t + 1);
    const ending = axis.rows[t]! - going;
    if (ending > 0) copy(from + (axis.start[t]! + going) * strideFrom, to + going * strideTo, ending);
  }
}

/** N→B: each sequence's first step; zeros for a sequence without steps. */
export function first(copy: Kernel, zero: Kernel, from: number, to: number, _strideFrom: number, strideTo: number, axis: PackedAxis, size: number): void {
  const rows = rowsAt(axis, 0);
  if (rows > 0) copy(from, to, rows);
  if (size > rows) zero(to + rows * strideTo, size - rows);
}

/** B→N: a sequence's row at its last step, zeros at the others. The transpose of `last`. */
export function placeLast(copy: Kernel, zero: Kernel, from: number, to: number, strideFrom: number, strideTo: number, axis: PackedAxis): void {
  for (let t = 0; t < axis.steps; t++) {
    const going = rowsAt(axis, t + 1);
    const ending = axis.rows[t]! - going;
    if (going > 0) zero(to + axis.start[t]! * strideTo, going);
    if (ending > 0) copy(from + going * strideFrom, to + (axis.start[t]! + going) * strideTo, ending);
  }
}

/** B→N: a sequence's row at its first step, zeros at the others. The transpose of `first`. */
export function placeFirst(copy: Kernel, zero: Kernel, from: number, to: number, _strideFrom: number, strideTo: number, axis: PackedAxis): void {
  const rows = rowsAt(axis, 0);
  if (rows > 0) copy(from, to, rows);
  if (axis.total > rows) zero(to + rows * strideTo, axis.total - rows);
}
