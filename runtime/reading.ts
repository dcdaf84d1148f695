// The order in which training reads its data: which segments the updates of an epoch get. Whole sequences and
// windows are shuffled each epoch; truncated BPTT reads streams in order and carries their states.

import { own } from "./columns.js";
import type { Description } from "./device.js";
import { DataError } from "./errors.js";
import type { Segment, Sequence } from "./examples.js";
import { key } from "./random.js";
import type { Settings } from "./settings.js";
import { permute } from "./shuffle.js";
import { carryStates, countChunks, layEndToEnd, readChunk, type Chunk } from "./streams.js";
import { cutWindows, hasTarget, rowsOf, wholeSegment, windowSegment } from "./windows.js";

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
  /** What update `step` (from 0) of the epoch reads. */
  segments(step: number): readonly Segment[];
  /** Names of the `final.*` outputs that `carry` wants; none but for streams. */
  readonly finals: readonly string[];
  /** After the update of the segments read last: row b of each final belongs to segment `order[b]`. */
  carry(outputs: Readonly<Record<string, Float32Array>>, order: Int32Array): void;
  /** The carried states, [streams, size] by name: live buffers, changed by `carry`. */
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
  const reading =
    settings.truncate !== null ? readStreams(d, sequences, settings.batch, settings.truncate)
    : settings.cut === null ? readWhole(d, sequences, settings)
    : readWindows(d, sequences, settings, settings.cut);
  return { ...reading, notes: [...idle.map((name) => `No row of the training data has a value of \`${name}\`, so that head is not trained.`), ...reading.notes] };
}

/** Heads that need a column of the data and have not one value in it. */
function headsWithoutValues(d: Description, sequences: readonly Sequence[]): string[] {
  const wanting = d.heads.filter((head) => head.predicts === null);
  return wanting.map((head) => head.name).filter((name) => !sequences.some((sequence) => own(sequence.columns, name) !== undefined));
}

function readWhole(d: Description, all: readonly Sequence[], settings: Settings): Reading {
  const segments = all.map((sequence) => wholeSegment(d, sequence)).filter((segment) => hasTarget(d, segment));
  const left = all.length - segments.length;
  if (segments.length === 0) throw new DataError("RNN716", "The training data have nothing to predict: every sequence is empty, or too short for what the heads look ahead.");
  const notes = left > 0 ? [`${left} of ${all.length} training sequences have nothing to predict and are not read.`] : [];
  const rows = segments.reduce((sum, segment) => sum + rowsOf(d, segment), 0);
  return shuffled(segments.length, settings, { rows, notes }, (i) => segments[i]);
}

function readWindows(d: Description, all: readonly Sequence[], settings: Settings, cut: { readonly steps: number; readonly stride: number }): Reading {
  const windows = cutWindows(d, all, cut.steps, cut.stride);
  if (windows.count === 0) throw new DataError("RNN716", `No training sequence is long enough for one window of ${cut.steps} steps and what comes next. Give longer sequences, or smaller windows.`);
  const notes = windows.tooShort > 0 ? [`${windows.tooShort} of ${all.length} training sequences are too short for a window of ${cut.steps} steps and are not read.`] : [];
  return shuffled(windows.count, settings, { rows: windows.count * cut.steps, notes }, (i) => windowSegment(windows, all, i));
}

function shuffled(items: number, settings: Settings, about: { readonly rows: number; readonly notes: readonly string[] }, segmentAt: (item: number) => Segment): Reading {
  const order = new Uint32Array(items);
  const { batch, seed } = settings;
  return {
    ...about,
    items,
    steps: Math.ceil(items / batch),
    finals: [],
    states: {},
    begin: (epoch) => void permute(order, key(seed, SHUFFLE, epoch)),
    segments: (step) => Array.from(order.subarray(step * batch, (step + 1) * batch), segmentAt),
    carry() {},
  };
}

function readStreams(d: Description, all: readonly Sequence[], count: number, steps: number): Reading {
  const streams = layEndToEnd(d, all, count);
  if (streams.count === 0) throw new DataError("RNN716", "The training data have nothing to predict: every sequence is empty, or too short for what the heads look ahead.");
  const left = all.length - streams.sequences.length;
  let chunk: Chunk = { segments: [], last: new Int32Array(0) };
  return {
    steps: countChunks(streams, steps),
    rows: streams.total,
    items: streams.sequences.length,
    notes: left > 0 ? [`${left} of ${all.length} training sequences have nothing to predict and are not read.`] : [],
    finals: d.states.map((state) => `final.${state.name}`),
    states: streams.states,
    begin() {},
    segments(step) {
      chunk = readChunk(streams, step, steps);
      return chunk.segments;
    },
    carry: (outputs, order) => carryStates(streams, chunk, outputs, order),
  };
}
