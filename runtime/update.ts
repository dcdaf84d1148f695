// One update: the gradients of its passes are added up, then the optimiser makes its step. Also what happens when an
// update fails: the state before it is computed again from a snapshot, since updates give the same bits twice.

import { pack } from "./batch.js";
import { own } from "./columns.js";
import type { Description } from "./device.js";
import { isLoss, UsageError } from "./errors.js";
import type { EvaluableModel } from "./evaluate.js";
import { feedOwn, forcedShare } from "./forcing.js";
import { rowsWithValue } from "./metrics/tally.js";
import { pacer } from "./pause.js";
import { orderOf, type Position } from "./progress.js";
import { key } from "./random.js";
import type { Reading, Work } from "./reading.js";
import { biasCorrections, rateAt } from "./schedule.js";
import type { Settings } from "./settings.js";
import { countValues } from "./targets.js";
import { countOf } from "./weights.js";
import { rowsOf } from "./windows.js";

/** Everything a run of `fit` has at hand. */
export interface Run {
  readonly model: EvaluableModel;
  readonly settings: Settings;
  readonly reading: Reading;
  position: Position;
  /** The best parameters so far, where `patience` will restore them. */
  best: Float32Array | null;
}

export interface UpdateResult {
  readonly loss: number;
  /** Global norm of the gradient before clipping. */
  readonly norm: number;
  readonly rate: number;
  /** Steps of sequences that were read. */
  readonly rows: number;
  /** Per head: its loss and the rows that have a value. */
  readonly heads: Readonly<Record<string, readonly [loss: number, rows: number]>>;
  /** False where no row had a value (a chunk in which no sequence ends): states were brought on, nothing was learned. */
  readonly updated: boolean;
}

/** The loss or the gradient of an update is not a finite number: training can't go on. */
export class DivergenceError extends Error {
  override readonly name = "DivergenceError";
  readonly code = "RNN901";
  constructor(
    readonly update: number,
    readonly result: UpdateResult,
    message: string,
  ) {
    super(message);
  }
}

/** What an update is computed with, besides its work. */
export interface UpdateOptions {
  /** From 1: Adam's corrections depend on it. */
  readonly update: number;
  readonly rate: number;
  /** Of the generator. */
  readonly key: number;
  /** The share of steps that read the data, in place of what the model says itself. */
  readonly forced: number;
}

/** The gradient of some work, and one update by it. */
export async function runUpdate({ model: { description: d, executor }, settings }: Pick<Run, "model" | "settings">, work: Work, { update, rate, key, forced }: UpdateOptions): Promise<UpdateResult> {
  const options = { targets: true, key, ...(work.values && { values: work.values }) };
  const losses = ["loss", ...d.heads.map((head) => `loss.${head.name}`)];
  const total = Object.fromEntries(losses.map((name) => [name, 0]));
  const counted = d.heads.map((head) => (work.values && own(work.values, head.name)) ?? 0);
  const { bias1, bias2 } = biasCorrections(settings.optimizer, update);
  const numbers = { "update.rate": Float32Array.of(rate), "update.bias1": Float32Array.of(bias1), "update.bias2": Float32Array.of(bias2) };
  const gradient = sumGradients(executor, countTrained(d));
  // One pass alone goes through all programs at once.
  const alone = Array.isArray(work.passes) && work.passes.length === 1;
  const running = d.parameters.filter((p) => p.running);
  let norm: number | null = null;
  const pause = pacer();
  let rows = 0;
  for (const pass of work.passes) {
    if (pass.kind === "follow") {
      const { segment, from, to, follower } = pass;
      const made = await follower.follow(executor, segment, from, to, options, await gradient.take());
      for (const name of losses) total[name]! += made[name]!;
      if (work.values === null) for (const [name, n] of Object.entries(countValues(d, [{ ...segment, from, to, unfinished: to < segment.to }]))) counted[d.heads.findIndex((head) => head.name === name)]! += n;
      rows += to - from;
    } else {
      const batch = await feedOwn({ description: d, executor }, pack(d, pass.segments, options), pass.segments, forced);
      for (const segment of pass.kind === "learn" ? pass.segments : []) rows += rowsOf(d, segment.counted === undefined ? segment : { ...segment, from: segment.counted });
      const learns = pass.kind === "learn" && d.heads.some((head) => rowsWithValue(batch, head) > 0);
      if (!learns && !pass.carry) continue;
      if (learns) await gradient.begin();
      const outputs = [...(learns ? [...losses, ...running.map(({ name }) => `running.${name}`)] : []), ...(learns && alone ? ["norm"] : []), ...(pass.carry ? d.states.map(({ name }) => `final.${name}`) : [])];
      const results = await executor.run(learns ? ["forward", "backward", ...(alone ? (["update"] as const) : [])] : ["forward"], { ...batch, data: { ...batch.data, ...numbers } }, outputs);
      pass.carry?.(results, batch.order);
      if (!learns) continue;
      for (const { name, offset } of running) executor.write("parameters", results[`running.${name}`]!, offset);
      if (alone) norm = results["norm"]![0]!;
      for (const name of losses) total[name]! += results[name]![0]!;
      if (work.values === null) d.heads.forEach((head, i) => (counted[i]! += rowsWithValue(batch, head)));
    }
    await pause();
  }
  const updated = counted.some((n) => n > 0);
  if (norm === null && updated) {
    await gradient.finish();
    norm = (await executor.run(["update"], { size: 0, axes: {}, data: numbers }, ["norm"]))["norm"]![0]!;
  }
  const heads = Object.fromEntries(d.heads.map((head, i): [string, readonly [number, number]] => [head.name, [total[`loss.${head.name}`]!, counted[i]!]]));
  return { loss: total["loss"]!, norm: norm ?? 0, rate, rows, heads, updated };
}

/** Numbers that have a gradient: they come first in the flat buffers. */
function countTrained({ parameters }: Description): number {
  return parameters.reduce((sum, parameter) => sum + (parameter.frozen ? 0 : countOf(parameter)), 0);
}

/** The gradients of several passes, added up in float64. One backward pass alone stays where it is, on the device. */
function sumGradients(executor: EvaluableModel["executor"], count: number) {
  let sum: Float64Array | null = null;
  let onDevice = false;
  const collect = async (): Promise<Float64Array> => {
    sum ??= new Float64Array(count);
    if (onDevice) {
      const more = await executor.read("gradients");
      for (let i = 0; i < count; i++) sum[i]! += more[i]!;
    }
    onDevice = false;
    return sum;
  };
  return {
    /** Before a backward pass, which leaves its gradient on the device. */
    async begin(): Promise<void> {
      if (onDevice || sum) await collect();
      onDevice = true;
    },
    /** What is added up here, to add to. */
    take: collect,
    /** Puts the sum where the update reads it. */
    async finish(): Promise<void> {
      if (sum) executor.write("gradients", Float32Array.from(await collect()), 0);
    },
  };
}

/** Names a use of the generator. */
const EPOCH = 0xe90c;

/** The next update of a run, at the scheduled rate; moves the position on. */
export async function nextUpdate(run: Run): Promise<UpdateResult> {
  const { settings, reading, position } = run;
  const at = { epoch: position.epoch, step: position.step, steps: reading.steps, epochs: settings.epochs };
  const rate = rateAt(settings.rate, settings.schedule, at, position.plateau);
  const update = position.update + 1;
  const random = reading.overlaps ? key(settings.seed, EPOCH, position.epoch) : key(settings.seed, update);
  const work = reading.work(position.step);
  // Of several passes some may be done when a device is lost.
  const before = isOnePass(work) || run.model.executor.device === "wasm" ? null : copyStates(reading);
  let result: UpdateResult;
  try {
    result = await runUpdate(run, work, { update, rate, key: random, forced: forcedShare(settings.teacherForcing, position.epoch + position.step / reading.steps) });
  } catch (error) {
    if (before && isLoss(error)) for (const [name, state] of Object.entries(before)) reading.states[name].set(state);
    throw error;
  }
  // Not by assignment: a head may be called `__proto__`.
  const sums = Object.fromEntries(
    Object.entries(result.heads).map(([name, [loss, rows]]): [string, readonly [number, number]] => {
      const [lossBefore, rowsBefore] = own(position.sums, name) ?? [0, 0];
      return [name, [lossBefore + (rows > 0 ? loss * rows : 0), rowsBefore + rows]];
    }),
  );
  run.position = { ...position, step: position.step + 1, update: result.updated ? update : position.update, sums, order: orderOf(reading, settings) };
  return result;
}

/** An update that is computed at once: it is done, or nothing is. */
function isOnePass({ passes }: Work): boolean {
  return Array.isArray(passes) && passes.length === 1 && passes[0].kind === "learn";
}

function copyStates({ states }: Reading): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(states).map(([name, state]) => [name, state.slice()]));
}

/** Mean training loss since the epoch began; null before its first update. */
export function meanLoss(position: Position): number | null {
  const sums = Object.values(position.sums).filter(([, rows]) => rows > 0);
  return sums.length === 0 ? null : sums.reduce((total, [loss, rows]) => total + loss / rows, 0);
}

export function hasDiverged(result: UpdateResult): boolean {
  return !(Number.isFinite(result.loss) && Number.isFinite(result.norm));
}

// ------------------------------------------------------------------------------------- going back

const MOMENTS = ["moment1", "moment2"] as const;

/** A run as it was after some update. */
export interface Snapshot {
  /** `performance.now()` */
  readonly at: number;
  readonly position: Position;
  readonly states: Readonly<Record<string, Float32Array>>;
  readonly best: Float32Array | null;
  readonly buffers: Readonly<Record<string, Float32Array>>;
  /** Milliseconds that it took to take. */
  readonly took: number;
}

/** Copies parameters, moments and carried states. */
export async function takeSnapshot({ model: { description: d, executor }, reading, position, best }: Run): Promise<Snapshot> {
  const began = performance.now();
  const buffers: Record<string, Float32Array> = {};
  for (const name of ["parameters", ...MOMENTS.slice(0, d.moments)]) buffers[name] = await executor.read(name);
  const states = copyStates(reading);
  const at = performance.now();
  return { at, position, states, best, buffers, took: at - began };
}

/**
 * After the device was lost: what is left is as it was after the run's last update. The run goes back to its last snapshot where nothing is left, and where
 * passes of the next update may have brought on parameters that follow the data. Gives the error that also says where training stands.
 */
export async function standStill(run: Run, snapshot: Snapshot | null, { message }: UsageError): Promise<UsageError> {
  const { model, reading, position } = run;
  const mixed = model.description.parameters.some(({ running }) => running) && position.step < reading.steps && !isOnePass(reading.work(position.step));
  if (snapshot && (mixed || !(await takeSnapshot(run).catch(() => null)))) restore(run, snapshot);
  return new UsageError("RNN632", `${message} Training stands after update ${run.position.update}.`);
}

/**
 * After the run's last update has failed: puts everything back as it was before that update, by repeating those since the
 * snapshot (of the same epoch), and throws the error that says what happened.
 */
export async function goBackAndFail(run: Run, snapshot: Snapshot, failed: UpdateResult): Promise<never> {
  const failure = describeFailure(run, failed);
  const { update } = run.position;
  restore(run, snapshot);
  while (run.position.update < update - 1) {
    // On a device that doesn't repeat its bits a repetition may fail earlier: then the snapshot is what there is.
    if (hasDiverged(await nextUpdate(run))) {
      restore(run, snapshot);
      break;
    }
  }
  throw new DivergenceError(update, failed, `${failure} The parameters are as they were after update ${run.position.update}.`);
}

function restore(run: Run, snapshot: Snapshot): void {
  for (const [name, data] of Object.entries(snapshot.buffers)) run.model.executor.write(name, data);
  for (const [name, state] of Object.entries(snapshot.states)) run.reading.states[name].set(state);
  run.position = snapshot.position;
  run.best = snapshot.best;
}

function describeFailure({ settings, reading, position }: Run, failed: UpdateResult): string {
  return `${describe(failed, position.update)} (epoch ${position.epoch + 1}, step ${position.step} of ${reading.steps}) ${advise(failed, settings)}`;
}

/** `The loss is NaN at update 17` */
export function describe(failed: UpdateResult, update: number): string {
  const [what, value] = Number.isFinite(failed.loss) ? ["norm of the gradient", failed.norm] : ["loss", failed.loss];
  return `Training stopped: the ${what} is ${value} at update ${update}`;
}

export function advise(failed: UpdateResult, settings: Settings): string {
  const smaller = Number((settings.rate / 10).toPrecision(1));
  const clip =
    settings.clip === null ? "or write `clip = norm(1)` in the train block"
    : `or a tighter clip than ${settings.clip.kind}(${settings.clip.limit})`;
  return `with a learning rate of ${failed.rate}. Try a smaller rate (${smaller}), ${clip}; and look for values in the data that are far larger than the rest.`;
}
