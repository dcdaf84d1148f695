// Training: epochs of updates, validation, early stopping, exact resumption. What an update computes is in the
// model's programs, which data it reads is reading.ts; this file runs them in order and says how it goes.

import { isLoss, UsageError } from "./errors.js";
import { evaluateWith, type EvaluableModel, type Evaluation } from "./evaluate.js";
import type { Sequence } from "./examples.js";
import { forcedShare } from "./forcing.js";
import { pacer } from "./pause.js";
import { freshPosition, resume, type Position, type Progress } from "./progress.js";
import { key } from "./random.js";
import { followAll, planReading } from "./reading.js";
import { advancePlateau } from "./schedule.js";
import { resolveSettings, type Settings, type TrainingOverrides } from "./settings.js";
import { splitSequences } from "./split.js";
import { advise, describe, DivergenceError, goBackAndFail, hasDiverged, meanLoss, nextUpdate, runUpdate, standStill, takeSnapshot, type Run, type Snapshot, type UpdateResult } from "./update.js";
import { hasTarget, wholeSegment } from "./windows.js";

/** What training needs of a model. */
export interface TrainableModel extends EvaluableModel {
  /**
   * Where training stands; null: never trained. Set by `fit` and `trainStep` after each update; saved with the
   * parameters and moments. Its buffers are live: save while `fit` waits for its next report to be taken.
   */
  progress: Progress | null;
  /** What `fit` copied last, and where training stood then: what can be saved of a model that was too large to be copied after each update, when its device is lost. */
  copy?: { readonly progress: Progress; readonly buffers: Readonly<Record<string, Float32Array>> } | null;
}

export interface TrainingData {
  /** Encoded with their targets. */
  readonly training: readonly Sequence[];
  /** Held out by the caller; absent: a share of `training` is, as the train block says. */
  readonly validation?: readonly Sequence[];
}

export interface FitOptions extends TrainingOverrides {
  /** Stops between two updates, with a last report. */
  readonly signal?: AbortSignal;
  /** How often to report inside an epoch. Default: every second. */
  readonly every?: { readonly seconds: number } | { readonly updates: number };
  /** Called after each update: for histories and logs. */
  readonly onUpdate?: (update: Pick<StepResult, "update" | "loss" | "gradientNorm" | "learningRate">) => void;
  /** Goes on from here, as if training had never stopped; the model must hold the parameters and moments of that moment. Absent: starts afresh, with moments of zero. */
  readonly progress?: Progress | null;
}

export interface Report {
  /** The epoch this is about, from 1, and how many there are to be. */
  readonly epoch: number;
  readonly epochs: number;
  /** Updates done in this epoch, of how many. */
  readonly step: number;
  readonly steps: number;
  /** Updates done in all. */
  readonly update: number;
  /** Training loss since the epoch began, dropout on: mean over its rows. Cross entropy is in nats. Null before the epoch's first update. */
  readonly loss: number | null;
  /** Of the last update alone: loss, norm of the gradient before clipping, rate. Null before the first update. */
  readonly batchLoss: number | null;
  readonly gradientNorm: number | null;
  readonly learningRate: number | null;
  /** Steps of sequences a second since the last report, validation left out. Null where no update was done since, the first one not counted. */
  readonly rowsPerSecond: number | null;
  /** To the end of the last epoch, if `patience` doesn't end it sooner. Null before the second update. */
  readonly secondsLeft: number | null;
  /** After an epoch, where data are held out. `improved`: no epoch before was as good. */
  readonly validation?: Evaluation;
  readonly improved?: boolean;
  /** In the last report: why there are no more. */
  readonly done?: "epochs" | "patience" | "aborted";
  /** In the last report, with `patience`: the epoch whose parameters the model now has. */
  readonly restored?: number;
  /** What is worth knowing about the data; in the first report. */
  readonly notes: readonly string[];
}

/** Milliseconds between snapshots: what has to be computed again at most when an update fails. Of a large model, so many times what one takes. */
const SNAPSHOT = 3000;
const SNAPSHOT_TIMES = 10;

/**
 * Trains. Each epoch reads all training data once; after it the held-out data are evaluated (`validation`). Yields a report
 * now and then, after each epoch, and at the end; while it waits, the caller may save the model. Leaving the loop stops
 * training, and so does `signal`; either way `fit` can go on from `model.progress`. With `patience` the model has the best
 * parameters at the end; a run that goes on beyond that end goes on from them.
 *
 * Throws DivergenceError when the loss or the gradient is no finite number (the model is then as it was before that
 * update), UsageError RNN620 to RNN625 for options that can't be, DataError RNN711 to RNN716 for data that can't be trained on
 * and RNN902 for a training that can't go on with them, RNN632 when a GPU is lost (the model can then be saved, as it was after the last update that is kept).
 */
export async function* fit(model: TrainableModel, data: TrainingData, options: FitOptions = {}): AsyncGenerator<Report, void, void> {
  const { description: d } = model;
  const settings = resolveSettings(d, options, ["signal", "every", "onUpdate", "progress"]);
  const { training, validation: held } = data.validation ? { training: data.training, validation: data.validation } : splitSequences(d, data.training, settings.validate, settings.seed);
  if (settings.patience !== null && held.length === 0)
    throw new UsageError("RNN623", "`patience` waits for the validation loss to improve, and nothing is held out: set `validate`, give validation data, or leave out `patience`.");
  const reading = planReading(d, training, settings);
  const position = options.progress ? resume(options.progress, reading, settings) : freshPosition;
  const { steps } = reading;
  const total = countUpdates(settings, steps);
  refuseFinished(position, settings, steps, total);
  if (!options.progress) forgetMoments(model);
  const run: Run & { readonly model: TrainableModel } = { model, settings, reading, position, best: options.progress?.best ?? null };
  const { signal } = options;
  const every = options.every ?? { seconds: 1 };
  const clock = createClock(run, total);
  const pause = pacer();
  let notes = reading.notes;
  let last: UpdateResult | null = null;

  const report = (more: Partial<Report> = {}): Report => {
    const made: Report = {
      epoch: run.position.epoch + 1,
      epochs: settings.epochs,
      step: run.position.step,
      steps,
      update: run.position.update,
      loss: meanLoss(run.position),
      batchLoss: last?.loss ?? null,
      gradientNorm: last?.norm ?? null,
      learningRate: last?.rate ?? null,
      ...clock.read(),
      notes,
      ...more,
    };
    notes = [];
    return made;
  };

  let snapshot: Snapshot | null = null;
  /** What work gives. Where it fails, the model's progress is that of what is left of it. */
  const settled = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      return await work;
    } catch (error) {
      const told = isLoss(error) ? await standStill(run, snapshot, error) : error;
      model.progress = progressOf(run);
      throw told;
    }
  };

  for (;;) {
    reading.begin(run.position.epoch);
    model.progress = progressOf(run);
    snapshot = await settled(takeCopy(run));
    /** Fewer in the last epoch, where `epochs` is a fraction. */
    const end = Math.min(steps, total - run.position.epoch * steps);
    while (run.position.step < end) {
      if (signal?.aborted) return yield report({ done: "aborted" });
      const began = performance.now();
      const result = await settled(nextUpdate(run));
      if (result.updated) last = result;
      if (hasDiverged(result)) await settled(goBackAndFail(run, snapshot, result));
      model.progress = progressOf(run);
      if (result.updated) options.onUpdate?.({ update: run.position.update, loss: result.loss, gradientNorm: result.norm, learningRate: result.rate });
      if (performance.now() - snapshot.at > Math.max(SNAPSHOT, SNAPSHOT_TIMES * snapshot.took)) snapshot = await settled(takeCopy(run));
      clock.updated(result.rows, performance.now() - began);
      const due = "updates" in every ? result.updated && run.position.update % every.updates === 0 : clock.sinceReport() >= every.seconds;
      if (due && run.position.step < end) yield report();
      await pause();
    }

    // Until its validation is done, the position stays at the epoch's last update.
    const began = performance.now();
    const validation = signal?.aborted ? null : await settled(validate(run, held, signal));
    if (signal?.aborted) return yield report({ done: "aborted" });
    clock.validated(performance.now() - began);
    const ended = report();
    const improved = await settled(endEpoch(run, validation));
    const done = run.position.epoch * steps + run.position.step >= total ? "epochs" : hasWaited(run.position, settings) ? "patience" : null;
    const restored = done !== null && settings.patience !== null ? restoreBest(run) : null;
    model.progress = progressOf(run);
    yield { ...ended, ...(validation && { validation, improved }), ...(done && { done }), ...(restored !== null && { restored }) };
    if (done !== null) return;
  }
}

/** The result of one update on one batch; the names are those of `Report`. */
export interface StepResult {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly update: number;
  /** Steps of sequences that were read. */
  readonly rows: number;
}

/**
 * One update on one batch of whole sequences, at the spec's rate or `rate`, without a schedule (of teacher forcing, with the share it begins with): for loops of one's own. One
 * at a time. Throws UsageError RNN624 for a batch with nothing to predict, and DivergenceError; the parameters may then hold
 * NaN (a copy before every update would cost more than it is worth): keep one of your own, or use `fit`.
 */
export async function trainStep(model: TrainableModel, sequences: readonly Sequence[], options: Pick<TrainingOverrides, "rate" | "seed"> = {}): Promise<StepResult> {
  const { description: d } = model;
  const settings = resolveSettings(d, options);
  const segments = sequences.map((sequence) => wholeSegment(d, sequence)).filter((segment) => hasTarget(d, segment));
  if (segments.length === 0) throw new UsageError("RNN624", "This batch has nothing to predict: it has no sequence, or each is too short for what the heads look ahead.");
  const progress = model.progress ?? { position: freshPosition, states: {}, best: null };
  const update = progress.position.update + 1;
  const work = settings.rtrl ? followAll(d, segments) : { passes: [{ kind: "learn", segments, carry: null }] as const, values: null };
  const result = await runUpdate({ model, settings }, work, { update, rate: settings.rate, key: key(settings.seed, update), forced: forcedShare(settings.teacherForcing, 0) });
  model.progress = { ...progress, position: { ...progress.position, update } };
  if (hasDiverged(result)) throw new DivergenceError(update, result, `${describe(result, update)} ${advise(result, settings)} The parameters may hold NaN now: load them again.`);
  return { loss: result.loss, gradientNorm: result.norm, learningRate: result.rate, update, rows: result.rows };
}

// ------------------------------------------------------------------------------------ parts of fit

/** What would be saved now. Carried states matter inside an epoch only. */
function progressOf({ position, reading, best }: Run): Progress {
  return { position, states: position.step > 0 ? reading.states : {}, best };
}

/** A snapshot, which the model has too where its device can be lost. */
async function takeCopy(run: Run & { readonly model: TrainableModel }): Promise<Snapshot> {
  const snapshot = await takeSnapshot(run);
  if (run.model.executor.device === "wasm") return snapshot;
  const { position, states, best, buffers } = snapshot;
  run.model.copy = { progress: { position, states: position.step > 0 ? states : {}, best }, buffers };
  return snapshot;
}

function forgetMoments({ description: d, executor }: TrainableModel): void {
  const zeros = new Float32Array(d.parameterCount);
  for (const name of ["moment1", "moment2"].slice(0, d.moments)) executor.write(name, zeros);
}

/** Updates of a whole run; at least one. */
function countUpdates(settings: Settings, steps: number): number {
  return Math.max(1, Math.round(settings.epochs * steps));
}

function refuseFinished(position: Position, settings: Settings, steps: number, total: number): void {
  const done = position.epoch * steps + position.step;
  // At the very end inside an epoch, the validation may be missing.
  if (position.step === 0 ? done >= total : done > total) throw new UsageError("RNN625", `This training is complete: ${position.epoch + position.step / steps} epochs of ${settings.epochs}. To go on, give more epochs.`);
  if (position.step === 0 && hasWaited(position, settings))
    throw new UsageError("RNN625", `This training is complete: it stopped early, after ${position.waiting} epochs without improvement. To go on, give more patience than ${settings.patience}.`);
}

function hasWaited(position: Position, settings: Settings): boolean {
  return settings.patience !== null && position.waiting >= settings.patience;
}

/** Null where nothing is held out, and when aborted. */
async function validate(run: Run, held: readonly Sequence[], signal: AbortSignal | undefined): Promise<Evaluation | null> {
  if (held.length === 0) return null;
  try {
    return await evaluateWith(run.model, held, run.settings, signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted) return null;
    throw error;
  }
}

/**
 * Moves the position to the next epoch; not from the middle of one, where a fraction of `epochs` ends: training may go on there.
 * True where the validation loss is the lowest so far.
 */
async function endEpoch(run: Run, validation: Evaluation | null): Promise<boolean> {
  const { position, settings } = run;
  const epoch = position.epoch + 1;
  const watched = validation?.loss ?? meanLoss(position);
  const plateau = watched === null ? position.plateau : advancePlateau(settings.schedule, position.plateau, watched);
  let { best, waiting } = position;
  // Parameters to restore are there from the first epoch with `patience` on.
  const improved = validation !== null && (best === null || validation.loss < best.loss || (settings.patience !== null && run.best === null));
  if (improved) {
    best = { loss: validation.loss, epoch };
    waiting = 0;
    if (settings.patience !== null) run.best = await run.model.executor.read("parameters");
  } else if (validation !== null) waiting++;
  if (position.step < run.reading.steps) {
    run.position = { ...position, best };
    return improved;
  }
  run.position = { ...position, epoch, step: 0, sums: {}, best, waiting, plateau };
  return improved;
}

function restoreBest(run: Run): number | null {
  if (run.best === null || run.position.best === null) return null;
  run.model.executor.write("parameters", run.best);
  return run.position.best.epoch;
}

/** Times of this run, in milliseconds: without its first update, and with the last validation alone. Kernels are compiled in the first of both, which says nothing of those to come. */
function createClock(run: Run, total: number) {
  const all = { updates: 0, time: 0, validation: 0 };
  let recent = { rows: 0, time: 0, since: performance.now() };
  return {
    updated(rows: number, time: number): void {
      if (++all.updates === 1) return;
      all.time += time;
      recent.rows += rows;
      recent.time += time;
    },
    validated(time: number): void {
      all.validation = time;
    },
    /** Seconds. */
    sinceReport: (): number => (performance.now() - recent.since) / 1000,
    read(): Pick<Report, "rowsPerSecond" | "secondsLeft"> {
      const rowsPerSecond = recent.time > 0 ? (recent.rows / recent.time) * 1000 : null;
      recent = { rows: 0, time: 0, since: performance.now() };
      const { position, reading } = run;
      const updates = total - position.epoch * reading.steps - position.step;
      if (updates > 0 && all.updates < 2) return { rowsPerSecond, secondsLeft: null };
      const validations = Math.ceil(updates / reading.steps);
      return { rowsPerSecond, secondsLeft: ((all.time / Math.max(1, all.updates - 1)) * updates + all.validation * validations) / 1000 };
    },
  };
}
