// The order in which training reads its data: what each update of an epoch is made of. Whole sequences and windows are shuffled
// each epoch; truncated BPTT reads streams in order and carries their states. What is computed is update.ts.

import { own } from "./columns.js";
import type { Description } from "./device.js";
import { DataError } from "./errors.js";
import type { Segment, Sequence } from "./examples.js";
import { key } from "./random.js";
import { createFollower, type Follower } from "./rtrl.js";
import type { Settings } from "./settings.js";
import { permute } from "./shuffle.js";
import { carryStates, countChunks, layEndToEnd, readChunk, readOverlap, type Chunk, type Streams } from "./streams.js";
import { countValues, stepsWithValue } from "./targets.js";
import { cutWindows, hasTarget, lookahead, rowsOf, wholeSegment, windowSegment } from "./windows.js";

/** A part of an update. Gradients of several are summed. */
export type Pass =
  /** Loss and gradient of a batch, by backpropagation. */
  | { readonly kind: "learn"; readonly segments: readonly Segment[]; readonly carry: Carry | null }
  /** States alone, brought on. */
  | { readonly kind: "advance"; readonly segments: readonly Segment[]; readonly carry: Carry }
  /** Loss and gradient of steps [from, to) of a sequence, by real-time recurrent learning. */
  | { readonly kind: "follow"; readonly segment: Segment; readonly from: number; readonly to: number; readonly follower: Follower };

/** Keeps the states that segments ended with (`final.PATH.NAME`): row b of each belongs to segment `order[b]`. */
export type Carry = (outputs: Readonly<Record<string, Float32Array>>, order: Int32Array) => void;

export interface Work {
  readonly passes: Iterable<Pass>;
  /** By head: the rows with a value in all passes, which losses are means over; null: one pass has them all. */
  readonly values: Readonly<Record<string, number>> | null;
}

export interface Reading {
  /** Updates an epoch, and rows read in them. */
  readonly steps: number;
  readonly rows: number;
  /** Sequences that are read, or windows. */
  readonly items: number;
  /** What is left out and why; sentences. */
  readonly notes: readonly string[];
  /** Before the first update of an epoch, and when one is resumed. Shuffles by seed and epoch. */
  begin(epoch: number): void;
  /** What update `step` (from 0) of the epoch is made of. */
  work(step: number): Work;
  /** Steps are read by more than one update: dropout must drop the same of them each time, so it is drawn by epoch. */
  readonly overlaps: boolean;
  /** What is carried from update to update by name, `PATH.NAME` [streams, size] and what rtrl follows: live buffers. */
  readonly states: Readonly<Record<string, Float32Array>>;
}

/** Names the use of the generator. */
const SHUFFLE = 0x0de5;

/** Throws DataError RNN716 where there is nothing to learn from. */
export function planReading(d: Description, sequences: readonly Sequence[], settings: Settings): Reading {
  if (sequences.length === 0) throw new DataError("RNN716", "There are no training data: not one sequence.");
  const idle = headsWithoutValues(d, sequences);
  if (d.heads.length > 0 && idle.length === d.heads.length)
    throw new DataError("RNN716", `There is nothing to learn from: no row of the training data has a value of ${idle.map((name) => `\`${name}\``).join(" or ")}.`);
  const { truncate, update, cut } = settings;
  const reading =
    truncate !== null && update !== "sequence" ? readStreams(d, sequences, settings, truncate)
    : readItems(d, cut === null ? wholeItems(d, sequences) : windowItems(d, sequences, cut), settings);
  // Said once, of a step that is not in the data: sequences are read to their end for another head.
  const beyond = cut === null ? d.heads.filter(({ axis, predicts }) => axis === null && predicts !== null && predicts.to > lookahead(d)) : [];
  const notes = [
    ...idle.map((name) => `No row of the training data has a value of \`${name}\`, so that head is not trained.`),
    ...beyond.map(({ name }) => `Sequences are read to their end, and \`${name}\` is predicted after it, so that head is not trained: only windows leave something to predict.`),
    ...reading.notes,
  ];
  return { ...reading, notes };
}

/** Heads that need a column of the data and have not one value in it. */
function headsWithoutValues(d: Description, sequences: readonly Sequence[]): string[] {
  const wanting = d.heads.filter((head) => head.predicts === null);
  return wanting.map((head) => head.name).filter((name) => !sequences.some((sequence) => own(sequence.columns, name) !== undefined));
}

/** What is read apart: sequences, or windows of them. */
interface Items {
  readonly count: number;
  readonly rows: number;
  readonly notes: readonly string[];
  at(item: number): Segment;
}

function wholeItems(d: Description, all: readonly Sequence[]): Items {
  const segments = all.map((sequence) => wholeSegment(d, sequence)).filter((segment) => hasTarget(d, segment));
  if (segments.length === 0) throw new DataError("RNN716", "The training data have nothing to predict: every sequence is empty, or too short for what the heads look ahead.");
  return { count: segments.length, rows: segments.reduce((sum, segment) => sum + rowsOf(d, segment), 0), notes: leftOut(all.length - segments.length, all.length), at: (item) => segments[item] };
}

function windowItems(d: Description, all: readonly Sequence[], cut: { readonly steps: number; readonly stride: number }): Items {
  const windows = cutWindows(d, all, cut.steps, cut.stride);
  if (windows.count === 0) throw new DataError("RNN716", `No training sequence is long enough for one window of ${cut.steps} steps and what comes next. Give longer sequences, or smaller windows.`);
  const notes = windows.tooShort > 0 ? [`${windows.tooShort} of ${all.length} training sequences are too short for a window of ${cut.steps} steps and are not read.`] : [];
  return { count: windows.count, rows: windows.count * cut.steps, notes, at: (item) => windowSegment(windows, all, item) };
}

function leftOut(left: number, all: number): string[] {
  return left > 0 ? [`${left} of ${all} training sequences have nothing to predict and are not read.`] : [];
}

function readItems(d: Description, items: Items, settings: Settings): Reading {
  const { seed, update } = settings;
  const order = new Uint32Array(items.count);
  const follower = settings.rtrl ? createFollower(d) : null;
  const segmentsOf = (from: number, to: number): Segment[] => Array.from(order.subarray(from, to), items.at);
  const about = { rows: items.rows, items: items.count, notes: items.notes, overlaps: false, states: {} };
  const begin = (epoch: number): void => void permute(order, key(seed, SHUFFLE, epoch));

  /** The passes that together learn from some items. */
  const learn = (from: number, to: number): Pass[] => {
    const segments = segmentsOf(from, to);
    if (follower) return segments.map((segment) => followWhole(segment, follower));
    return settings.truncate === null ? [{ kind: "learn", segments, carry: null }] : segments.flatMap((segment) => chunksOf(d, segment, settings.truncate!));
  };
  if (update === "step") return { ...about, ...readSteps(d, items, order, follower, begin) };
  if (update === "epoch") {
    let values: Record<string, number> | null = null;
    const batches = Math.ceil(items.count / settings.batch);
    function* passes(): Generator<Pass> {
      for (let i = 0; i < batches; i++) yield* learn(i * settings.batch, (i + 1) * settings.batch);
    }
    return { ...about, begin, steps: 1, work: () => ({ passes: passes(), values: (values ??= countValues(d, segmentsOf(0, items.count))) }) };
  }
  const size = update === "sequence" ? 1 : settings.batch;
  return {
    ...about,
    begin,
    steps: Math.ceil(items.count / size),
    work(step) {
      const passes = learn(step * size, (step + 1) * size);
      return { passes, values: passes.length === 1 && !follower ? null : countValues(d, segmentsOf(step * size, (step + 1) * size)) };
    },
  };
}

function followWhole(segment: Segment, follower: Follower): Pass {
  // A sequence without steps has no step to follow.
  return segment.to > segment.from ? { kind: "follow", segment, from: segment.from, to: segment.to, follower } : { kind: "learn", segments: [segment], carry: null };
}

/** One batch of whole sequences by real-time recurrent learning. */
export function followAll(d: Description, segments: readonly Segment[]): Work {
  const follower = createFollower(d);
  return { passes: segments.map((segment) => followWhole(segment, follower)), values: countValues(d, segments) };
}

/** A sequence by truncated BPTT, chunk by chunk. */
function chunksOf(d: Description, { sequence }: Segment, steps: number): Pass[] {
  const streams = layEndToEnd(d, [sequence], 1);
  if (streams.count === 0) return [{ kind: "learn", segments: [wholeSegment(d, sequence)], carry: null }];
  return Array.from({ length: countChunks(streams, steps) }, (_, i) => carrying(streams, readChunk(streams, i, steps)));
}

function carrying(streams: Streams, chunk: Chunk, kind: "learn" | "advance" = "learn"): Pass {
  return { kind, segments: chunk.segments, carry: (outputs, order) => carryStates(streams, chunk, outputs, order) };
}

/** An update after each step that has something to learn from: of one item after the other. */
function readSteps(d: Description, items: Items, order: Uint32Array, follower: Follower | null, shuffle: (epoch: number) => void): Pick<Reading, "steps" | "begin" | "work" | "states" | "overlaps"> {
  const counts = Int32Array.from({ length: items.count }, (_, item) => Math.max(1, stepsWithValue(d, items.at(item)).length));
  /** [items + 1]: the update at which each item begins, in this epoch's order. */
  const starts = new Float64Array(items.count + 1);
  let now: { readonly item: number; readonly steps: Int32Array } = { item: -1, steps: new Int32Array() };
  return {
    steps: counts.reduce((sum, n) => sum + n, 0),
    overlaps: true,
    states: follower?.states ?? {},
    begin(epoch) {
      shuffle(epoch);
      order.forEach((item, i) => (starts[i + 1] = starts[i] + counts[item]));
      now = { item: -1, steps: new Int32Array() };
    },
    work(step) {
      const place = lastAtMost(starts, step);
      const item = order[place];
      const segment = items.at(item);
      if (now.item !== item) now = { item, steps: stepsWithValue(d, segment) };
      const which = step - starts[place];
      // A sequence without steps: its value is learned from where states start.
      if (now.steps.length === 0) return { passes: [{ kind: "learn", segments: [segment], carry: null }], values: null };
      const to = segment.from + now.steps[which] + 1;
      if (follower) return { passes: [{ kind: "follow", segment, from: which === 0 ? segment.from : segment.from + now.steps[which - 1] + 1, to, follower }], values: null };
      return { passes: [{ kind: "learn", segments: [{ ...segment, to, counted: to - 1, ...(to < segment.to && { unfinished: true }) }], carry: null }], values: null };
    },
  };
}

/** The last place whose start is at most `step`. */
function lastAtMost(starts: Float64Array, step: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= step) low = middle;
    else high = middle;
  }
  return low;
}

function readStreams(d: Description, all: readonly Sequence[], settings: Settings, back: number): Reading {
  const streams = layEndToEnd(d, all, settings.batch);
  if (streams.count === 0) throw new DataError("RNN716", "The training data have nothing to predict: every sequence is empty, or too short for what the heads look ahead.");
  const every = settings.every ?? back;
  const chunks = countChunks(streams, every);
  const about = { rows: streams.total, items: streams.sequences.length, notes: leftOut(all.length - streams.sequences.length, all.length), states: streams.states, begin() {} };
  if (settings.update === "epoch") {
    let values: Record<string, number> | null = null;
    function* passes(): Generator<Pass> {
      for (let i = 0; i < chunks; i++) yield carrying(streams, readChunk(streams, i, back));
    }
    return { ...about, steps: 1, overlaps: false, work: () => ({ passes: passes(), values: (values ??= countValues(d, streams.sequences.map((sequence) => wholeSegment(d, sequence)))) }) };
  }
  return {
    ...about,
    steps: chunks,
    overlaps: every < back,
    work(step) {
      const chunk = readChunk(streams, step, every, back);
      if (every === back) return { passes: [carrying(streams, chunk)], values: null };
      const overlap = readOverlap(streams, step, every, back);
      const learn: Pass = { kind: "learn", segments: chunk.segments, carry: null };
      return { passes: overlap.segments.length > 0 ? [learn, carrying(streams, overlap, "advance")] : [learn], values: null };
    },
  };
}
