// Where training stands: what has to be kept beside parameters and moments so that it goes on bit for bit as if
// it had never stopped. The plain part is JSON; the buffers are saved as tensors. Saving is checkpoint.ts.

import type { TrainingPosition } from "./checkpoint.js";
import { DataError } from "./errors.js";
import type { Reading } from "./reading.js";
import { freshPlateau, type PlateauState } from "./schedule.js";
import type { Settings } from "./settings.js";

/** Plain JSON. Numbers are float64 and survive JSON exactly. */
export interface Position {
  /** Epochs that are complete, with their validation. */
  readonly epoch: number;
  /** Updates done in the epoch that is going on. All of them: its validation is still to be done. */
  readonly step: number;
  /** Updates since the optimiser's moments were zero. */
  readonly update: number;
  /** Per head, over this epoch's updates: Σ loss · rows, and rows. */
  readonly sums: Readonly<Record<string, readonly [loss: number, rows: number]>>;
  /** The lowest validation loss, and the epoch (from 1) it came after. */
  readonly best: { readonly loss: number; readonly epoch: number } | null;
  /** Epochs in a row without improvement. */
  readonly waiting: number;
  readonly plateau: PlateauState;
  /** What the order of reading depends on; null before the first epoch. */
  readonly order: { readonly seed: number; readonly batch: number; readonly items: number; readonly rows: number; readonly steps: number } | null;
}

export interface Progress {
  readonly position: Position;
  /** tbptt: the streams' states, [streams, size] by name (PATH.NAME). Live: training goes on writing in them. */
  readonly states: Readonly<Record<string, Float32Array>>;
  /** The best parameters so far, [P], where `patience` will restore them. */
  readonly best: Float32Array | null;
}

export const freshPosition: Position = { epoch: 0, step: 0, update: 0, sums: {}, best: null, waiting: 0, plateau: freshPlateau, order: null };

/** What the order of reading depends on, for `Position.order`. */
export function orderOf(reading: Reading, settings: Settings): NonNullable<Position["order"]> {
  return { seed: settings.seed, batch: settings.batch, items: reading.items, rows: reading.rows, steps: reading.steps };
}

/**
 * Checks that a position can be gone on from, and puts the carried states in place. Between epochs, anything may have
 * changed; inside one, the rest of it can only be read if the data and their order are the same. Throws DataError RNN902.
 */
export function resume(progress: Progress, reading: Reading, settings: Settings): Position {
  const { position } = progress;
  if (position.step === 0) return position;
  const now = orderOf(reading, settings);
  const then = position.order;
  const words = { seed: "seed", batch: "batch", items: "number of sequences or windows", rows: "number of steps to read", steps: "number of updates an epoch" };
  for (const name of Object.keys(words) as (keyof typeof words)[]) {
    if (then === null || then[name] !== now[name])
      throw new DataError("RNN902", `Training stopped inside epoch ${position.epoch + 1}, and can't go on there: the ${words[name]} was ${then?.[name]}, and is ${now[name]} now. Use the same data and options, or start afresh.`);
  }
  for (const [name, state] of Object.entries(reading.states)) {
    const saved = progress.states[name];
    if (saved?.length !== state.length) throw new DataError("RNN902", `Training stopped inside epoch ${position.epoch + 1}, and can't go on there: the carried state \`${name}\` was not saved with it. Start afresh.`);
    state.set(saved);
  }
  return position;
}

// ------------------------------------------------------------------------------------- in a file

const VERSION = 1;
const STATE = "state.";

/** For `writeCheckpoint`. The tensors are the progress's own buffers: write them before training goes on. */
export function packProgress({ position, states, best }: Progress): TrainingPosition {
  const tensors = Object.entries(states).map(([name, data]) => [STATE + name, { shape: [data.length], data }] as const);
  return {
    json: { version: VERSION, ...position },
    tensors: Object.fromEntries(best ? [...tensors, ["best", { shape: [best.length], data: best }] as const] : tensors),
  };
}

/** From `readCheckpoint`, which has verified the file's checksum and that it is of the same model. Throws DataError RNN807 for another version's position. */
export function unpackProgress({ json, tensors }: TrainingPosition): Progress {
  const { version, ...position } = json as Position & { readonly version: number };
  if (version !== VERSION) throw new DataError("RNN807", `The checkpoint's position in training is of version ${version}, and this version of rnnc reads ${VERSION}: the weights can be used, training can't go on from here.`);
  const states = Object.entries(tensors).filter(([name]) => name.startsWith(STATE)).map(([name, { data }]) => [name.slice(STATE.length), data] as const);
  return { position, states: Object.fromEntries(states), best: tensors["best"]?.data ?? null };
}
