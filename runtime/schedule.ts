// The learning rate of every update, and Adam's bias corrections, in float64. Not the update itself, which
// is a program on the device: these numbers go to it as `update.rate`, `update.bias1` and `update.bias2`.

import type { TrainingDescription } from "./device.js";

export type Schedule = TrainingDescription["schedule"];
export type Optimizer = TrainingDescription["optimizer"];

/** What `plateau` has seen. Plain data: part of a saved position. */
export interface PlateauState {
  /** The rate is multiplied by this. */
  readonly factor: number;
  readonly best: number | null;
  /** Epochs in a row without improvement. */
  readonly waiting: number;
}

export const freshPlateau: PlateauState = { factor: 1, best: null, waiting: 0 };

/** Where an update stands: it is number `step` (from 0) of the `steps` updates of epoch `epoch` (from 0) of `epochs`. */
export interface Moment {
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
  readonly epochs: number;
}

// Counts like 0.3 / 0.1 fall just under a whole number in float64; a millionth of an epoch is no update.
const SLACK = 1e-9;

/**
 * The learning rate of one update. With e = epochs passed (`epoch + step / steps`):
 * - `constant`: `rate`;
 * - `step(every, factor)`: `rate · factor^⌊e / every⌋`;
 * - `exponential(factor)`: `rate · factor^e`, falling smoothly, by `factor` an epoch;
 * - `cosine(to, warmup)`: from `rate` at the end of the warm-up along half a cosine to `to` at the end of the last
 *   epoch (Loshchilov & Hutter 2017, without restarts);
 * - `plateau(patience, factor)`: `rate · plateau.factor`, see `advancePlateau`.
 *
 * During the first `warmup` epochs this is multiplied by the share of the warm-up that is done at the end of
 * this update: a straight line from just above 0 to 1.
 */
export function rateAt(rate: number, schedule: Schedule, at: Moment, plateau: PlateauState = freshPlateau): number {
  const passed = at.epoch + at.step / at.steps;
  switch (schedule.kind) {
    case "plateau":
      return rate * plateau.factor;
    case "constant":
      return rate * warmth(schedule.warmup, at);
    case "step":
      return rate * schedule.factor ** Math.floor(passed / schedule.every + SLACK) * warmth(schedule.warmup, at);
    case "exponential":
      return rate * schedule.factor ** passed * warmth(schedule.warmup, at);
    case "cosine": {
      const span = at.epochs - schedule.warmup;
      const share = span > 0 ? Math.min(1, Math.max(0, (passed - schedule.warmup) / span)) : 0;
      return (schedule.to + ((rate - schedule.to) * (1 + Math.cos(Math.PI * share))) / 2) * warmth(schedule.warmup, at);
    }
  }
}

function warmth(warmup: number, at: Moment): number {
  if (warmup <= 0) return 1;
  return Math.min(1, (at.epoch + (at.step + 1) / at.steps) / warmup);
}

/**
 * After an epoch: after `patience` epochs in a row without improvement the rate is multiplied by `factor` once more.
 * `loss` is the validation loss, or the training loss where nothing is held out. Any other schedule leaves the state as it is.
 */
export function advancePlateau(schedule: Schedule, state: PlateauState, loss: number): PlateauState {
  if (schedule.kind !== "plateau") return state;
  if (state.best === null || loss < state.best) return { factor: state.factor, best: loss, waiting: 0 };
  const waiting = state.waiting + 1;
  if (waiting < schedule.patience) return { ...state, waiting };
  return { factor: state.factor * schedule.factor, best: state.best, waiting: 0 };
}

/**
 * `1 / (1 - beta^n)` for update n = 1, 2, … (Kingma & Ba 2015, algorithm 1); 1 for optimisers without them.
 * In float64: in f32, `0.999^n` for small n would lose half the digits.
 */
export function biasCorrections(optimizer: Optimizer, update: number): { readonly bias1: number; readonly bias2: number } {
  if (optimizer.kind !== "adam" && optimizer.kind !== "adamw") return { bias1: 1, bias2: 1 };
  return { bias1: 1 / (1 - optimizer.beta1 ** update), bias2: 1 / (1 - optimizer.beta2 ** update) };
}
