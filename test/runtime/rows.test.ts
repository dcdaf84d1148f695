// The moves against their definitions, over random ragged axes: kernels are closures over two arrays, and every
// row is looked up by (step, sequence).
import { describe, expect, it } from "vitest";
import type { PackedAxis } from "../../runtime/device.js";
import { lengthOf, packAxis } from "../../runtime/batch.js";
import { expand, first, last, placeFirst, placeLast, shift, shiftReverse, sumSteps } from "../../runtime/wasm/rows.js";
import { randomFrom } from "./support.js";

const WIDTH = 2;
const STRIDE = WIDTH * 4;
const DIRTY = -99;

/** A memory of floats with bump allocation, and kernels over it that refuse calls for no rows. */
function createMemory() {
  const floats = new Float32Array(4096).fill(DIRTY);
  let end = 16;
  const copy = (ldSource: number, accumulate = false) => (source: number, target: number, rows: number): void => {
    expect(rows).toBeGreaterThan(0);
    for (let r = 0; r < rows; r++) for (let i = 0; i < WIDTH; i++) floats[target / 4 + r * WIDTH + i] = (accumulate ? floats[target / 4 + r * WIDTH + i]! : 0) + floats[source / 4 + r * ldSource + i]!;
  };
  const zero = (target: number, rows: number): void => {
    expect(rows).toBeGreaterThan(0);
    floats.fill(0, target / 4, target / 4 + rows * WIDTH);
  };
  return {
    copy: copy(WIDTH),
    copyOne: copy(0),
    add: copy(WIDTH, true),
    zero,
    put(values: readonly number[]): number {
      floats.set(values, end);
      return this.take(values.length / WIDTH);
    },
    /** A buffer full of rubbish; the place behind it must stay rubbish. */
    take(rows: number): number {
      const at = end * 4;
      end += rows * WIDTH + 1;
      return at;
    },
    rows(at: number, count: number): number[][] {
      expect(floats[at / 4 + count * WIDTH]).toBe(DIRTY);
      return Array.from({ length: count }, (_, r) => [...floats.slice(at / 4 + r * WIDTH, at / 4 + (r + 1) * WIDTH)]);
    },
  };
}

const cases = Array.from({ length: 40 }, (_, i) => i + 1);

describe.each(cases)("moves (seed %i)", (seed) => {
  const random = randomFrom(seed);
  const lengths = Array.from({ length: random.below(7) }, () => random.below(6)).sort((a, b) => b - a);
  const axis: PackedAxis = packAxis(lengths);
  const B = lengths.length;
  const N = axis.total;
  const numbers = (rows: number): number[] => Array.from({ length: rows * WIDTH }, () => 1 + random.below(100));
  const [n, b, one] = [numbers(N), numbers(B), numbers(1)];
  const rowOfN = (t: number, s: number): number[] => n.slice((axis.start[t]! + s) * WIDTH, (axis.start[t]! + s + 1) * WIDTH);
  const rowOfB = (s: number): number[] => b.slice(s * WIDTH, (s + 1) * WIDTH);
  /** [N] rows by (step, sequence). */
  const everyStep = (value: (t: number, s: number) => number[]): number[][] => {
    const rows: number[][] = [];
    for (let t = 0; t < axis.steps; t++) for (let s = 0; s < axis.rows[t]!; s++) rows[axis.start[t]! + s] = value(t, s);
    return rows;
  };
  const everySequence = (value: (s: number, length: number) => number[]): number[][] => lengths.map((length, s) => value(s, length));

  it("lengths", () => expect(lengths.map((_, s) => lengthOf(axis, s))).toEqual(lengths));

  it("expand, sum_steps", () => {
    const m = createMemory();
    const [from, to] = [m.put(b), m.take(N)];
    expand(m.copy, from, to, STRIDE, STRIDE, axis);
    expect(m.rows(to, N)).toEqual(everyStep((_, s) => rowOfB(s)));
    const [every, sum] = [m.put(n), m.take(B)];
    sumSteps(m.add, m.zero, every, sum, STRIDE, STRIDE, axis, B);
    expect(m.rows(sum, B)).toEqual(everySequence((s, length) => Array.from({ length }, (_, t) => rowOfN(t, s)).reduce((x, y) => x.map((v, i) => v + y[i]!), [0, 0])));
  });

  it("shift, shift_reverse", () => {
    const m = createMemory();
    const [from, initial] = [m.put(n), m.put(b)];
    const forward = m.take(N);
    shift(m.copy, m.copy, from, initial, forward, STRIDE, STRIDE, STRIDE, axis);
    expect(m.rows(forward, N)).toEqual(everyStep((t, s) => (t === 0 ? rowOfB(s) : rowOfN(t - 1, s))));
    const backward = m.take(N);
    shiftReverse(m.copy, m.copy, from, initial, backward, STRIDE, STRIDE, STRIDE, axis);
    expect(m.rows(backward, N)).toEqual(everyStep((t, s) => (t === lengths[s]! - 1 ? rowOfB(s) : rowOfN(t + 1, s))));
    // One initial row for all sequences: stride 0.
    const [single, forward1, backward1] = [m.put(one), m.take(N), m.take(N)];
    shift(m.copy, m.copyOne, from, single, forward1, STRIDE, 0, STRIDE, axis);
    shiftReverse(m.copy, m.copyOne, from, single, backward1, STRIDE, 0, STRIDE, axis);
    expect(m.rows(forward1, N)).toEqual(everyStep((t, s) => (t === 0 ? one : rowOfN(t - 1, s))));
    expect(m.rows(backward1, N)).toEqual(everyStep((t, s) => (t === lengths[s]! - 1 ? one : rowOfN(t + 1, s))));
  });

  it("last, first", () => {
    const m = createMemory();
    const [from, ends, starts] = [m.put(n), m.take(B), m.take(B)];
    last(m.copy, m.zero, from, ends, STRIDE, STRIDE, axis, B);
    first(m.copy, m.zero, from, starts, STRIDE, STRIDE, axis, B);
    expect(m.rows(ends, B)).toEqual(everySequence((s, length) => (length === 0 ? [0, 0] : rowOfN(length - 1, s))));
    expect(m.rows(starts, B)).toEqual(everySequence((s, length) => (length === 0 ? [0, 0] : rowOfN(0, s))));
  });

  it("place_last, place_first", () => {
    const m = createMemory();
    const [from, ends, starts] = [m.put(b), m.take(N), m.take(N)];
    placeLast(m.copy, m.zero, from, ends, STRIDE, STRIDE, axis);
    placeFirst(m.copy, m.zero, from, starts, STRIDE, STRIDE, axis);
    expect(m.rows(ends, N)).toEqual(everyStep((t, s) => (t === lengths[s]! - 1 ? rowOfB(s) : [0, 0])));
    expect(m.rows(starts, N)).toEqual(everyStep((t, s) => (t === 0 ? rowOfB(s) : [0, 0])));
  });
});
