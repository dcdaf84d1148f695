// Packing against a slow and obvious reference: for every number in the packed batch, what it should be is looked
// up by (segment, step).
import { describe, expect, it } from "vitest";
import { lengthOf, pack, packAxis, placeOf, unpackRows, type PackedBatch } from "../../runtime/batch.js";
import type { Segment, Sequence, Series } from "../../runtime/examples.js";
import { key } from "../../runtime/random.js";
import { describeModel, head, input, randomFrom } from "./support.js";

const d = describeModel({
  inputs: [input("text", { kind: "token", size: 50 }), input("x", { size: 3 }), input("g", { axis: null, size: 2 })],
  heads: [
    head("text", { size: 50, axis: "T", predicts: { input: "text", from: 1, to: 1 }, weight: 2 }),
    head("x", { kind: "real", size: 3, predicts: { input: "x", from: 1, to: 1 } }),
    head("tag", { size: 7, axis: "T" }),
    head("label", { size: 4, weight: 0.5 }),
    head("y", { kind: "real", size: 2, axis: "T" }),
    head("alarm", { kind: "binary", size: 1 }),
  ],
  states: [{ name: "h.1.h", size: 2 }, { name: "h.1.c", size: 1 }],
});
const HEADS = [
  { name: "text", timed: true, width: 1, column: "text", ahead: 1, weight: 2 },
  { name: "x", timed: false, width: 3, column: "x", ahead: 1, weight: 1 },
  { name: "tag", timed: true, width: 1, column: "tag", ahead: 0, weight: 1 },
  { name: "label", timed: false, width: 1, column: "label", ahead: null, weight: 0.5 },
  { name: "y", timed: true, width: 2, column: "y", ahead: 0, weight: 1 },
  { name: "alarm", timed: false, width: 1, column: "alarm", ahead: null, weight: 1 },
];

function randomSequence(random: ReturnType<typeof randomFrom>, id: number, length: number): Sequence {
  const ids = (n: number, V: number, gaps: boolean): Series => ({ data: Int32Array.from({ length: n }, () => (gaps && random.below(4) === 0 ? -1 : random.below(V))), length: n });
  const reals = (n: number, D: number, gaps: boolean): Series => ({ data: Float32Array.from({ length: n * D }, () => (gaps && random.below(6) === 0 ? NaN : random.next())), length: n });
  const columns: Record<string, Series> = { text: ids(length, 50, false), x: reals(length, 3, false), g: reals(1, 2, false) };
  if (random.below(3) > 0) columns["tag"] = ids(length, 7, true);
  if (random.below(3) > 0) columns["label"] = ids(1, 4, true);
  if (random.below(3) > 0) columns["y"] = reals(length, 2, true);
  if (random.below(3) > 0) columns["alarm"] = reals(1, 1, true);
  return { id, columns };
}

function randomSegments(seed: number): Segment[] {
  const random = randomFrom(seed);
  return Array.from({ length: 1 + random.below(9) }, (_, i) => {
    const length = random.below(3) === 0 ? 0 : random.below(12);
    const from = random.below(length + 1);
    const states = random.below(2) === 0 ? { states: { "h.1.h": Float32Array.of(random.next(), random.next()) } } : {};
    return { sequence: randomSequence(random, 100 + i, length), from, to: from + random.below(length - from + 1), ...states };
  });
}

/** The row of step t (from the segment's start) of row b, found by counting. */
function rowOf(batch: PackedBatch, segments: readonly Segment[], b: number, t: number): number {
  const lengths = Array.from(batch.order, (s) => segments[s]!.to - segments[s]!.from);
  let row = 0;
  for (let step = 0; step < t; step++) row += lengths.filter((length) => length > step).length;
  return row + lengths.slice(0, b).filter((length) => length > t).length;
}

describe("pack", () => {
  it.each(Array.from({ length: 60 }, (_, i) => i + 1))("packs what was in the segments (seed %i)", (seed) => {
    const segments = randomSegments(seed);
    const batch = pack(d, segments, { targets: true, key: 77 });
    const lengths = segments.map(({ from, to }) => to - from);
    const total = lengths.reduce((a, b) => a + b, 0);
    expect(batch.size).toBe(segments.length);
    expect(batch.axes["T"]!.total).toBe(total);
    expect(batch.axes["T"]!.steps).toBe(Math.max(...lengths));
    // Sorted, equals in their order, nothing lost.
    for (let b = 1; b < batch.size; b++) {
      const [p, q] = [batch.order[b - 1]!, batch.order[b]!];
      expect(lengths[p]! > lengths[q]! || (lengths[p] === lengths[q] && p < q)).toBe(true);
    }
    expect([...batch.order].sort((a, b) => a - b)).toEqual(segments.map((_, i) => i));

    const seen = new Set<number>();
    const expected = new Map<string, { rows: Map<number, number[] | null>; weight: number; width: number }>(HEADS.map(({ name, weight, width }) => [name, { rows: new Map(), weight, width }]));
    batch.order.forEach((s, b) => {
      const { sequence, from, to, states } = segments[s]!;
      const { columns } = sequence;
      for (let t = 0; t < to - from; t++) {
        const row = rowOf(batch, segments, b, t);
        seen.add(row);
        expect(row).toBe(batch.axes["T"]!.start[t]! + b);
        expect(batch.data["text"]![row]).toBe(columns["text"]!.data[from + t]);
        expect([...batch.data["x"]!.slice(row * 3, row * 3 + 3)]).toEqual([...columns["x"]!.data.slice((from + t) * 3, (from + t) * 3 + 3)]);
        expect(batch.data["random.T"]![row]).toBe(key(sequence.id, from + t) | 0);
      }
      expect([...batch.data["g"]!.slice(b * 2, b * 2 + 2)]).toEqual([...columns["g"]!.data]);
      expect(batch.data["random.sequence"]![b]).toBe(key(sequence.id) | 0);
      expect([...batch.data["state.h.1.h"]!.slice(b * 2, b * 2 + 2)]).toEqual([...(states?.["h.1.h"] ?? [0, 0])]);
      expect(batch.data["state.h.1.c"]![b]).toBe(0);
      for (const { name, timed, width, column, ahead } of HEADS) {
        for (let t = 0; t < (timed ? to - from : 1); t++) {
          const step = ahead === null ? 0 : timed ? from + t + ahead : to - 1 + ahead;
          const series = columns[column];
          const value = series && step >= 0 && step < series.length ? [...series.data.slice(step * width, (step + 1) * width)] : null;
          const missing = value === null || value.some(Number.isNaN) || (series!.data instanceof Int32Array && value[0]! < 0);
          expected.get(name)!.rows.set(timed ? rowOf(batch, segments, b, t) : b, missing ? null : value);
        }
      }
    });
    expect(seen.size).toBe(total);
    expect(batch.data["random.key"]).toEqual(Int32Array.of(77));

    for (const [name, { rows, weight, width }] of expected) {
      const valued = [...rows.values()].filter((value) => value !== null).length;
      const targets = batch.data[`target.${name}`]!;
      const weights = batch.data[`weight.${name}`]!;
      expect(weights.length).toBe(rows.size);
      expect(targets.length).toBe(rows.size * width);
      for (const [row, value] of rows) {
        expect(weights[row]).toBe(value ? Math.fround(weight / valued) : 0);
        expect([...targets.slice(row * width, (row + 1) * width)]).toEqual(value ?? new Array(width).fill(0));
      }
    }
  });

  it("gives no targets and no keys unless asked", () => {
    expect(Object.keys(pack(d, randomSegments(3), { targets: false }).data).sort()).toEqual(["g", "state.fresh", "state.h.1.c", "state.h.1.h", "text", "x"]);
  });

  it("says which step a sequence doesn't have", () => {
    const sequence = randomSequence(randomFrom(1), 5, 4);
    expect(() => pack(d, [{ sequence, from: 2, to: 5 }], { targets: false })).toThrow(/steps 2 to 5 of `text` of sequence 5, which has 4 steps/);
    expect(() => pack(d, [{ sequence, from: 0, to: 1, states: { "h.1.h": new Float32Array(3) } }], { targets: false })).toThrow(/state `h.1.h`.*has 2 numbers, but 3/);
  });

  it("several steps ahead, side by side", () => {
    const ahead = describeModel({ inputs: [input("x", { size: 2 })], heads: [head("x", { kind: "real", size: 6, predicts: { input: "x", from: 1, to: 3 } })] });
    const sequence: Sequence = { id: 0, columns: { x: { data: Float32Array.from({ length: 12 }, (_, i) => i), length: 6 } } };
    const batch = pack(ahead, [{ sequence, from: 0, to: 2 }, { sequence, from: 3, to: 4 }], { targets: true });
    expect([...batch.data["target.x"]!]).toEqual([4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0]);
    expect([...batch.data["weight.x"]!]).toEqual([1, 0]);
  });
});

describe("a boundary", () => {
  const words = input("s", { kind: "words", size: 9, boundary: true });
  const sentences = describeModel({ inputs: [words, input("x")], heads: [head("s", { size: 10, axis: "T", predicts: { input: "s", from: 0, to: 0 } }), head("tag", { size: 4, axis: "T" })] });
  const sequence = (id: number, s: number[], x: number[]): Sequence => ({ id, columns: { s: { data: Int32Array.from(s), length: s.length }, x: { data: Float32Array.from(x), length: x.length }, tag: { data: Int32Array.from(s, (id) => id % 4), length: s.length } } });

  it("comes before the first symbol and after the last; numbers and labels have no value at the step it ends at", () => {
    const batch = pack(sentences, [{ sequence: sequence(0, [], []), from: 0, to: 1 }, { sequence: sequence(1, [5, 6, 7], [1, 2, 3]), from: 0, to: 4 }], { targets: true });
    expect([...batch.order]).toEqual([1, 0]);
    expect([...batch.axes["T"]!.rows]).toEqual([2, 1, 1, 1]);
    // Rows: both first steps, then those of the longer one.
    expect([...batch.data["s"]!]).toEqual([9, 9, 5, 6, 7]);
    expect([...batch.data["target.s"]!]).toEqual([5, 9, 6, 7, 9]);
    expect([...batch.data["weight.s"]!]).toEqual([0.2, 0.2, 0.2, 0.2, 0.2].map(Math.fround));
    expect([...batch.data["x"]!]).toEqual([1, 0, 2, 3, 0]);
    expect([...batch.data["target.tag"]!]).toEqual([1, 0, 2, 3, 0]);
    expect([...batch.data["weight.tag"]!].map((weight) => weight > 0)).toEqual([true, false, true, true, false]);
  });

  it("a segment from the middle reads the symbol before it", () => {
    const whole = sequence(1, [5, 6, 7], [1, 2, 3]);
    const batch = pack(sentences, [{ sequence: whole, from: 2, to: 4 }], { targets: true });
    expect([...batch.data["s"]!]).toEqual([6, 7]);
    expect([...batch.data["target.s"]!]).toEqual([7, 9]);
    expect(() => pack(sentences, [{ sequence: whole, from: 2, to: 5 }], { targets: false })).toThrow(/steps 2 to 5 of `s` of sequence 1, which has 4 steps/);
  });
});

describe("several axes", () => {
  const pairs = describeModel({
    axes: ["S", "T"],
    inputs: [input("a", { kind: "token", size: 9, axis: "S" }), input("b", { size: 2, axis: "T" }), input("v")].map((one) => (one.name === "v" ? { ...one, axis: null } : one)),
    heads: [head("tag", { size: 9, axis: "T" }), head("label")],
  });
  const lengths = [[2, 1], [0, 3], [4, 0], [2, 3]];
  const sequences = lengths.map(([s, t], id): Sequence => ({
    id,
    columns: {
      a: { data: Int32Array.from({ length: s! }, (_, i) => id * 2 + (i % 2)), length: s! },
      b: { data: Float32Array.from({ length: t! * 2 }, (_, i) => id * 10 + i), length: t! },
      v: { data: Float32Array.of(id), length: 1 },
      tag: { data: Int32Array.from({ length: t! }, (_, i) => id + i), length: t! },
      label: { data: Int32Array.of(id % 2), length: 1 },
    },
  }));
  const batch = pack(pairs, sequences.map((sequence, i) => ({ sequence, from: 0, to: lengths[i]![0]! })), { targets: true, key: 3 });

  it("are sorted each by its own lengths; rows B are in the order of the first", () => {
    expect([...batch.order]).toEqual([2, 0, 3, 1]);
    expect([...batch.data["v"]!]).toEqual([2, 0, 3, 1]);
    expect([...batch.axes["S"]!.rows]).toEqual([3, 3, 1, 1]);
    expect([...batch.axes["T"]!.rows]).toEqual([3, 2, 2]);
    // By the lengths along T, of rows B: 0, 1, 3, 3.
    expect([...batch.data["order.T"]!]).toEqual([2, 3, 1, 0]);
    expect([...batch.data["rank.T"]!]).toEqual([3, 2, 0, 1]);
    expect([...batch.data["a"]!]).toEqual([4, 0, 6, 5, 1, 7, 4, 5]);
    expect([...batch.data["b"]!]).toEqual([30, 31, 10, 11, 0, 1, 32, 33, 12, 13, 34, 35, 14, 15]);
    expect([...batch.data["target.tag"]!]).toEqual([3, 1, 0, 4, 2, 5, 3]);
    expect([...batch.data["target.label"]!]).toEqual([0, 0, 1, 1]);
  });

  it("keys of sequences stand in the order of each axis", () => {
    expect([...batch.data["random.sequence"]!]).toEqual([2, 0, 3, 1].map((id) => key(id) | 0));
    expect([...batch.data["random.sequence.T"]!]).toEqual([3, 1, 0, 2].map((id) => key(id) | 0));
    expect([...batch.data["random.T"]!]).toEqual([key(3, 0), key(1, 0), key(0, 0), key(3, 1), key(1, 1), key(3, 2), key(1, 2)].map((k) => k | 0));
    expect([0, 1, 2, 3].map((b) => placeOf(batch, "T", b))).toEqual([3, 2, 0, 1]);
    expect([0, 1, 2, 3].map((b) => placeOf(batch, "S", b))).toEqual([0, 1, 2, 3]);
  });

  it("are taken apart again in the caller's order", () => {
    expect(unpackRows(batch, "T", batch.data["b"] as Float32Array, 2).map((rows) => [...rows])).toEqual([[0, 1], [10, 11, 12, 13, 14, 15], [], [30, 31, 32, 33, 34, 35]]);
    expect(unpackRows(batch, null, batch.data["v"] as Float32Array, 1).map((rows) => [...rows])).toEqual([[0], [1], [2], [3]]);
  });

  it("are read whole", () => {
    expect(() => pack(pairs, [{ sequence: sequences[3]!, from: 0, to: 1 }], { targets: false })).toThrow("`small` has several time axes (S, T): it reads whole sequences, not steps 0 to 1 of sequence 3");
  });
});

describe("axes", () => {
  it("counts rows and starts", () => {
    const axis = packAxis([4, 2, 2, 0]);
    expect([...axis.rows]).toEqual([3, 3, 1, 1]);
    expect([...axis.start]).toEqual([0, 3, 6, 7]);
    expect(axis.total).toBe(8);
    expect([0, 1, 2, 3].map((b) => lengthOf(axis, b))).toEqual([4, 2, 2, 0]);
    expect(packAxis([0, 0])).toEqual({ steps: 0, total: 0, rows: new Int32Array(0), start: new Int32Array(0) });
    expect(packAxis([]).total).toBe(0);
  });

  it.each([1, 2, 3, 4, 5])("unpacks to the caller's order (seed %i)", (seed) => {
    const segments = randomSegments(seed);
    const batch = pack(d, segments, { targets: false });
    const x = batch.data["x"] as Float32Array;
    const apart = unpackRows(batch, "T", x, 3);
    expect(apart.map((rows) => [...rows])).toEqual(segments.map(({ sequence, from, to }) => [...sequence.columns["x"]!.data.slice(from * 3, to * 3)]));
    const whole = unpackRows(batch, null, batch.data["g"] as Float32Array, 2);
    expect(whole.map((rows) => [...rows])).toEqual(segments.map(({ sequence }) => [...sequence.columns["g"]!.data]));
  });
});
