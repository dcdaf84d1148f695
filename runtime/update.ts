// One update: a packed batch with its rate and random key goes through the programs. Also what happens when an
// update fails: the state before it is computed again from a snapshot, since updates give the same bits twice.

import { pack } from "./batch.js";
import { own } from "./columns.js";
import type { EvaluableModel } from "./evaluate.js";
import type { Segment } from "./examples.js";
import { rowsWithValue } from "./metrics/tally.js";
import { orderOf, type Position } from "./progress.js";
import { key } from "./random.js";
import type { Reading } from "./reading.js";
import { biasCorrections, rateAt } from "./schedule.js";
import type { Settings } from "./settings.js";
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

/** Forward, backward, update on one batch. `update` counts from 1: Adam's corrections and the random key depend on it. */
export async function runUpdate(
  { model: { description: d, executor }, settings }: Pick<Run, "model" | "settings">,
  segments: readonly Segment[],
  update: number,
  rate: number,
  finals: { readonly names: readonly string[]; readonly carry: Reading["carry"] } | null,
): Promise<UpdateResult> {
  const batch = pack(d, segments, { targets: true, key: key(settings.seed, update) });
  const { bias1, bias2 } = biasCorrections(settings.optimizer, update);
  const data = { ...batch.data, rate: Float32Array.of(rate), bias1: Float32Array.of(bias1), bias2: Float32Array.of(bias2) };
  const running = d.parameters.filter((p) => p.running);
  const outputs = ["loss", "norm", ...running.map(({ name }) => `running.${name}`), ...d.heads.map((head) => `loss.${head.name}`), ...(finals?.names ?? [])];
  const results = await executor.run(["forward", "backward", "update"], { ...batch, data }, outputs);
  finals?.carry(results, batch.order);
  for (const { name, offset } of running) executor.write("parameters", results[`running.${name}`], offset);
  const heads = Object.fromEntries(d.heads.map((head): [string, readonly [number, number]] => [head.name, [results[`loss.${head.name}`][0], rowsWithValue(batch, head)]]));
  return { loss: results["loss"][0], norm: results["norm"][0], rate, rows: segments.reduce((sum, segment) => sum + rowsOf(d, segment), 0), heads };
}

/** The next update of a run, at the scheduled rate; moves the position on. */
export async function nextUpdate(run: Run): Promise<UpdateResult> {
  const { settings, reading, position } = run;
  const at = { epoch: position.epoch, step: position.step, steps: reading.steps, epochs: settings.epochs };
  const rate = rateAt(settings.rate, settings.schedule, at, position.plateau);
  const result = await runUpdate(run, reading.segments(position.step), position.update + 1, rate, { names: reading.finals, carry: reading.carry });
  // Not by assignment: a head may be called `__proto__`.
  const sums = Object.fromEntries(
    Object.entries(result.heads).map(([name, [loss, rows]]): [string, readonly [number, number]] => {
      const [lossBefore, rowsBefore] = own(position.sums, name) ?? [0, 0];
      return [name, [lossBefore + (rows > 0 ? loss * rows : 0), rowsBefore + rows]];
    }),
  );
  run.position = { ...position, step: position.step + 1, update: position.update + 1, sums, order: orderOf(reading, settings) };
  return result;
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
  readonly buffers: Readonly<Record<string, Float32Array>>;
}

/** Copies parameters, moments and carried states. */
export async function takeSnapshot({ model: { description: d, executor }, reading, position }: Run): Promise<Snapshot> {
  const buffers: Record<string, Float32Array> = {};
  for (const name of ["parameters", ...MOMENTS.slice(0, d.moments)]) buffers[name] = await executor.read(name);
  const states = Object.fromEntries(Object.entries(reading.states).map(([name, state]) => [name, state.slice()]));
  return { at: performance.now(), position, states, buffers };
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
