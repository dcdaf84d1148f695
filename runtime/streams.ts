// Truncated BPTT's way through the data: sequences laid end to end, cut into streams, read K steps an update
// in order. No masks: where a chunk crosses the border of a sequence it becomes two segments, and only the
// first of them goes on from a carried state.

import type { Description } from "./device.js";
import type { Segment, Sequence } from "./examples.js";
import { readableSteps } from "./windows.js";

/**
 * Sequences end to end, in the order of the data. R rows in all; stream i of `count` reads rows
 * [⌊i·R/count⌋, ⌊(i+1)·R/count⌋), so lengths differ by one at most and nothing is left out.
 */
export interface Streams {
  readonly count: number;
  /** R: readable steps of all sequences. */
  readonly total: number;
  /** Sequences with at least one step to read, and how many that is. */
  readonly sequences: readonly Sequence[];
  readonly steps: readonly number[];
  /** [sequences + 1]: the row each one starts at. Float64, for more rows than 2³¹. */
  readonly starts: Float64Array;
  /** States by name, [count, size], and a view of each stream's own row. */
  readonly states: Readonly<Record<string, Float32Array>>;
  readonly views: readonly Readonly<Record<string, Float32Array>>[];
}

/** `count` is what is asked for; with fewer rows there are fewer streams. */
export function layEndToEnd(d: Description, all: readonly Sequence[], count: number): Streams {
  const sequences = all.filter((sequence) => readableSteps(d, sequence) > 0);
  const steps = sequences.map((sequence) => readableSteps(d, sequence));
  const starts = new Float64Array(sequences.length + 1);
  steps.forEach((n, i) => (starts[i + 1] = starts[i] + n));
  const total = starts[sequences.length];
  const streams = Math.min(count, total);
  const states: Record<string, Float32Array> = {};
  for (const state of d.states) states[state.name] = new Float32Array(streams * state.size);
  const views = Array.from({ length: streams }, (_, i) =>
    Object.fromEntries(d.states.map(({ name, size }) => [name, states[name].subarray(i * size, (i + 1) * size)])),
  );
  return { count: streams, total, sequences, steps, starts, states, views };
}

/** Updates an epoch: chunks of `steps` steps of the longest stream. */
export function countChunks(streams: Streams, steps: number): number {
  return streams.count === 0 ? 0 : Math.ceil(Math.ceil(streams.total / streams.count) / steps);
}

/** One chunk of every stream. Streams that have ended are not in it. */
export interface Chunk {
  readonly segments: readonly Segment[];
  /** [streams]: which segment is the last of each stream; −1 for a stream that has ended. Its final states are carried. */
  readonly last: Int32Array;
}

/**
 * Steps [chunk·steps, (chunk+1)·steps) of every stream, read from up to `back` steps before their end: the older ones don't count.
 * A segment that goes on in a sequence has the stream's carried states, those of the step where it begins; one that begins a
 * sequence, or a stream, has none.
 */
export function readChunk(streams: Streams, chunk: number, steps: number, back = steps): Chunk {
  const segments: Segment[] = [];
  const last = new Int32Array(streams.count).fill(-1);
  for (let stream = 0; stream < streams.count; stream++) {
    const { begin, end } = boundsOf(streams, stream);
    const start = startOfChunk(begin, chunk, steps, back);
    let row = begin + chunk * steps;
    const stop = Math.min(row + steps, end);
    for (let s = row < stop ? sequenceAt(streams.starts, row) : 0; row < stop; s++) {
      const counted = row - streams.starts[s];
      const from = Math.min(counted, Math.max(0, start - streams.starts[s]));
      const to = Math.min(streams.steps[s], stop - streams.starts[s]);
      segments.push({
        sequence: streams.sequences[s],
        from,
        to,
        // Only the first segment of a chunk can begin inside a sequence.
        ...(start > begin && from > 0 && { states: streams.views[stream] }),
        ...(counted > from && { counted }),
        ...(to < streams.steps[s] && { unfinished: true }),
      });
      row = streams.starts[s] + to;
      last[stream] = segments.length - 1;
    }
  }
  return { segments, last };
}

/** From where a chunk is read to where the next one is: what brings the carried states on, where chunks overlap. */
export function readOverlap(streams: Streams, chunk: number, steps: number, back: number): Chunk {
  const segments: Segment[] = [];
  const last = new Int32Array(streams.count).fill(-1);
  for (let stream = 0; stream < streams.count; stream++) {
    const { begin, end } = boundsOf(streams, stream);
    const [start, next] = [startOfChunk(begin, chunk, steps, back), startOfChunk(begin, chunk + 1, steps, back)];
    if (next === start || begin + (chunk + 1) * steps >= end) continue;
    const s = sequenceAt(streams.starts, next);
    const [from, to] = [Math.max(0, start - streams.starts[s]), next - streams.starts[s]];
    // A sequence that begins there begins afresh.
    if (to === 0) continue;
    last[stream] = segments.length;
    segments.push({ sequence: streams.sequences[s], from, to, ...(start > begin && from > 0 && { states: streams.views[stream] }), unfinished: true });
  }
  return { segments, last };
}

/** The rows of a stream. */
function boundsOf({ count, total }: Streams, stream: number): { readonly begin: number; readonly end: number } {
  return { begin: Math.floor((stream * total) / count), end: Math.floor(((stream + 1) * total) / count) };
}

function startOfChunk(begin: number, chunk: number, steps: number, back: number): number {
  return Math.max(begin, begin + (chunk + 1) * steps - back);
}

/** Keeps what a chunk ended with. `outputs["final.NAME"]` is [segments, size]; row b of it belongs to segment `order[b]`. */
export function carryStates(streams: Streams, chunk: Chunk, outputs: Readonly<Record<string, Float32Array>>, order: Int32Array): void {
  const rowOf = new Int32Array(order.length);
  order.forEach((segment, row) => (rowOf[segment] = row));
  for (const [name, state] of Object.entries(streams.states)) {
    const size = state.length / streams.count;
    const final = outputs[`final.${name}`];
    for (let stream = 0; stream < streams.count; stream++) {
      const segment = chunk.last[stream];
      if (segment >= 0) state.set(final.subarray(rowOf[segment] * size, (rowOf[segment] + 1) * size), stream * size);
    }
  }
}

/** The sequence that row is in: the last one that starts at or before it. No sequence here is empty. */
function sequenceAt(starts: Float64Array, row: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= row) low = middle;
    else high = middle;
  }
  return low;
}
