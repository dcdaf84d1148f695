// The loss of a model on data, and its metrics. Nothing is learned and nothing is drawn: dropout is off.
// Reads the data as training would (whole sequences, windows, or streams that carry states), in its own batches.

import { pack } from "./batch.js";
import type { Description, Executor } from "./device.js";
import { DataError } from "./errors.js";
import type { Fitted, Segment, Sequence } from "./examples.js";
import type { HeadEvaluation } from "./metrics/evaluation.js";
import { rowsWithValue, tally } from "./metrics/tally.js";
import { pacer } from "./pause.js";
import { resolveSettings, type Settings, type TrainingOverrides } from "./settings.js";
import { carryStates, countChunks, layEndToEnd, readChunk } from "./streams.js";
import { cutWindows, hasTarget, readableSteps, rowsOf, wholeSegment, windowSegment } from "./windows.js";

/** What evaluation needs of a model. */
export interface EvaluableModel {
  readonly description: Description;
  readonly executor: Executor;
  readonly fitted: Fitted;
}

export interface Evaluation {
  /** Sum over heads of `loss`, as in training: means over all rows that have a value, times the heads' weights. */
  readonly loss: number;
  readonly heads: Readonly<Record<string, HeadEvaluation>>;
  /** Sequences (or windows) and steps that were read. */
  readonly items: number;
  readonly rows: number;
  readonly seconds: number;
}

export interface EvaluateOptions extends Pick<TrainingOverrides, "batch" | "cut" | "steps"> {
  readonly signal?: AbortSignal;
  /** Rows a batch at most (one sequence is never cut for it): memory grows with them. Default 4096, fewer for heads of more than 1024 values. */
  readonly rowsAtOnce?: number;
  /** Called after each batch with the share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Floats of one head's output in a batch, at most. */
const OUTPUT_LIMIT = 2 ** 22;
/** A stream is at least this long, so that starting each from zeros changes the mean little. */
const STREAM_ROWS = 1000;

/**
 * Loss and metrics on `sequences`, which must be encoded with their targets.
 * With tbptt the sequences are read end to end with carried states, as at most 16 streams (or `batch`, if fewer) of at
 * least 1000 steps: beyond the first steps of each stream the number does not depend on how many there are.
 * Throws DataError RNN717 where no row has a value to compare with; the signal's reason when aborted.
 */
export async function evaluate(model: EvaluableModel, sequences: readonly Sequence[], options: EvaluateOptions = {}): Promise<Evaluation> {
  const { signal, rowsAtOnce, onProgress, ...overrides } = options;
  return evaluateWith(model, sequences, resolveSettings(model.description, overrides), {
    ...(signal && { signal }),
    ...(rowsAtOnce !== undefined && { rowsAtOnce }),
    ...(onProgress && { onProgress }),
  });
}

/** `evaluate` with settings that are already resolved. */
export async function evaluateWith(
  model: EvaluableModel,
  sequences: readonly Sequence[],
  settings: Settings,
  options: Pick<EvaluateOptions, "signal" | "rowsAtOnce" | "onProgress"> = {},
): Promise<Evaluation> {
  const { description: d, executor } = model;
  const began = performance.now();
  const widest = Math.max(1, ...d.heads.map((head) => head.size));
  const limit = options.rowsAtOnce ?? Math.max(1, Math.min(4096, Math.floor(OUTPUT_LIMIT / widest)));
  const plan = planEvaluation(d, sequences, settings, limit);
  const tallies = d.heads.map((head) => ({ head, tally: tally(d, model.fitted, head, settings.truncate !== null) }));
  const outputs = [...d.heads.flatMap((head) => [`output.${head.name}`, `loss.${head.name}`]), ...plan.finals];
  const pause = pacer();
  let rows = 0;
  for (let i = 0; i < plan.batches; i++) {
    options.signal?.throwIfAborted();
    const segments = plan.segments(i);
    const batch = pack(d, segments, { targets: true });
    const results = await executor.run(["predict", "score"], batch, outputs);
    plan.carry(results, batch.order);
    for (const { head, tally } of tallies) {
      if (rowsWithValue(batch, head) > 0) tally.add(batch, results[`output.${head.name}`], results[`loss.${head.name}`][0], segments);
    }
    for (const segment of segments) rows += rowsOf(d, segment);
    options.onProgress?.((i + 1) / plan.batches);
    await pause();
  }
  const heads: [string, HeadEvaluation][] = [];
  let loss = 0;
  for (const { head, tally } of tallies) {
    const result = tally.result();
    if (result.rows === 0) continue;
    heads.push([head.name, result]);
    loss += result.loss;
  }
  if (heads.length === 0) throw new DataError("RNN717", "There is nothing to evaluate: no row of these data has a value of a head to compare with.");
  return { loss, heads: Object.fromEntries(heads), items: plan.items, rows, seconds: (performance.now() - began) / 1000 };
}

interface EvaluationPlan {
  readonly batches: number;
  readonly items: number;
  segments(batch: number): readonly Segment[];
  readonly finals: readonly string[];
  carry(outputs: Readonly<Record<string, Float32Array>>, order: Int32Array): void;
}

function planEvaluation(d: Description, sequences: readonly Sequence[], settings: Settings, limit: number): EvaluationPlan {
  if (settings.truncate !== null) return planStreams(d, sequences, settings, limit);
  if (settings.cut === null) {
    const read = sequences.map((sequence) => wholeSegment(d, sequence)).filter((segment) => hasTarget(d, segment));
    // Like lengths together: fewer steps in all.
    read.sort((a, b) => rowsOf(d, a) - rowsOf(d, b));
    return planApart(read.length, (i) => rowsOf(d, read[i]), limit, (i) => read[i]);
  }
  const windows = cutWindows(d, sequences, settings.cut.steps, settings.cut.stride);
  return planApart(windows.count, () => windows.steps, limit, (i) => windowSegment(windows, sequences, i));
}

function planApart(count: number, stepsAt: (item: number) => number, limit: number, segmentAt: (item: number) => Segment): EvaluationPlan {
  const starts = [0];
  for (let i = 0, rows = 0; i < count; i++) {
    const next = Math.max(1, stepsAt(i));
    if (rows > 0 && rows + next > limit) {
      starts.push(i);
      rows = 0;
    }
    rows += next;
  }
  if (count > 0) starts.push(count);
  return {
    batches: starts.length - 1,
    items: count,
    segments: (batch) => Array.from({ length: starts[batch + 1] - starts[batch] }, (_, i) => segmentAt(starts[batch] + i)),
    finals: [],
    carry() {},
  };
}

function planStreams(d: Description, sequences: readonly Sequence[], settings: Settings, limit: number): EvaluationPlan {
  const total = sequences.reduce((sum, sequence) => sum + readableSteps(d, sequence), 0);
  const count = Math.max(1, Math.min(settings.batch, 16, limit, Math.floor(total / STREAM_ROWS)));
  const streams = layEndToEnd(d, sequences, count);
  const steps = Math.max(1, Math.floor(limit / count));
  let chunk = readChunk(streams, 0, steps);
  return {
    batches: countChunks(streams, steps),
    items: streams.sequences.length,
    segments(batch) {
      chunk = readChunk(streams, batch, steps);
      return chunk.segments;
    },
    finals: d.states.map((state) => `final.${state.name}`),
    carry: (outputs, order) => carryStates(streams, chunk, outputs, order),
  };
}
