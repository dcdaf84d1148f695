// The train block of one run: the spec's values with a caller's own over them, checked. What the update program
// has compiled in (optimizer, clip, decay, kind of gradient) can't be changed here.

import type { Description, TrainingDescription } from "./device.js";
import { didYouMean, show, UsageError } from "./errors.js";
import { feedings } from "./forcing.js";

/** Values of the spec's train block that a run can change. What is absent is the spec's. */
export interface TrainingOverrides {
  /** The optimiser's learning rate, before the schedule. */
  readonly rate?: number;
  readonly schedule?: TrainingDescription["schedule"];
  /** Sequences or windows an update; streams with tbptt. */
  readonly batch?: number;
  /** A fraction ends inside an epoch: 0.5 reads half of the data. */
  readonly epochs?: number;
  /** Share held out, 0 to 1 (1 not included); not used where validation data are given. */
  readonly validate?: number;
  /** Epochs without improvement before stopping; null: never stop early. */
  readonly patience?: number | null;
  readonly cut?: { readonly steps: number; readonly stride: number } | null;
  /** K of tbptt(K); only for a model compiled with tbptt. */
  readonly steps?: number;
  readonly seed?: number;
  /** The share of steps that read the data in place of what the model says itself, from the first epoch to the one after `over`; null: all. */
  readonly teacherForcing?: TrainingDescription["teacherForcing"];
}

/** The train block of a run: everything has a value. */
export interface Settings {
  readonly optimizer: TrainingDescription["optimizer"];
  readonly schedule: TrainingDescription["schedule"];
  readonly clip: TrainingDescription["clip"];
  /** K of truncated BPTT; null: whole sequences or windows. */
  readonly truncate: number | null;
  /** Steps between updates of truncated BPTT, at most K. */
  readonly every: number | null;
  /** Forward mode. */
  readonly rtrl: boolean;
  /** What there is an update after. With truncated BPTT, `batch`: after `every` steps of all streams. */
  readonly update: TrainingDescription["update"];
  readonly rate: number;
  readonly batch: number;
  readonly epochs: number;
  readonly validate: number;
  readonly patience: number | null;
  readonly cut: { readonly steps: number; readonly stride: number } | null;
  readonly seed: number;
  readonly teacherForcing: TrainingDescription["teacherForcing"];
}

const OVERRIDES = ["rate", "schedule", "batch", "epochs", "validate", "patience", "cut", "steps", "seed", "teacherForcing"] as const satisfies readonly (keyof TrainingOverrides)[];
const COMPILED_IN = ["optimizer", "clip", "decay", "gradient", "update", "loss", "metrics"];

/** `others` are the names of further options of the call, which are not looked at. Throws UsageError RNN620 and RNN621. */
export function resolveSettings(d: Description, given: TrainingOverrides, others: readonly string[] = []): Settings {
  for (const name of Object.keys(given)) {
    if ((OVERRIDES as readonly string[]).includes(name) || others.includes(name)) continue;
    if (COMPILED_IN.includes(name)) throw new UsageError("RNN620", `\`${name}\` is compiled into the model: change it in the train block of \`${d.name}\` and compile again.`);
    throw new UsageError("RNN620", `There is no training option \`${name}\`${didYouMean(name, [...OVERRIDES, ...others])}`);
  }
  const spec = d.training;
  if (given.steps !== undefined && spec.gradient.kind !== "tbptt")
    throw new UsageError("RNN620", `\`steps\` is the K of tbptt(K), and \`${d.name}\` was compiled with gradient = ${spec.gradient.kind}.`);
  const { gradient } = spec;
  const truncate = gradient.kind === "tbptt" ? (given.steps ?? gradient.steps) : null;
  const settings: Settings = {
    optimizer: spec.optimizer,
    clip: spec.clip,
    schedule: given.schedule ?? spec.schedule,
    truncate,
    every: gradient.kind !== "tbptt" ? null : spec.update === "step" ? 1 : gradient.every < gradient.steps ? gradient.every : truncate,
    rtrl: gradient.kind === "rtrl",
    update: gradient.kind === "tbptt" && spec.update === "step" ? "batch" : spec.update,
    rate: given.rate ?? spec.optimizer.rate,
    batch: given.batch ?? spec.batch,
    epochs: given.epochs ?? spec.epochs,
    validate: given.validate ?? spec.validate,
    patience: given.patience === undefined ? spec.patience : given.patience,
    cut: given.cut === undefined ? spec.cut : given.cut,
    seed: given.seed ?? spec.seed,
    teacherForcing: given.teacherForcing === undefined ? spec.teacherForcing : given.teacherForcing,
  };
  checkWhole("batch", settings.batch, 1);
  if (!(Number.isFinite(settings.epochs) && settings.epochs > 0)) throw new UsageError("RNN621", `\`epochs\` should be a number above 0 (fractions are fine), but is ${show(settings.epochs)}.`);
  checkWhole("seed", settings.seed, -Number.MAX_SAFE_INTEGER);
  if (settings.truncate !== null) checkWhole("steps", settings.truncate, settings.every === settings.truncate ? 1 : settings.every!);
  if (given.batch !== undefined && given.batch !== 1 && (settings.update === "step" || settings.update === "sequence"))
    throw new UsageError("RNN621", `\`${d.name}\` was compiled with update = ${settings.update}: it learns from one sequence after the other, so \`batch\` is 1, not ${show(given.batch)}.`);
  checkForcing(d, settings);
  if (settings.patience !== null) checkWhole("patience", settings.patience, 1);
  if (settings.cut !== null) {
    checkWhole("cut.steps", settings.cut.steps, 1);
    checkWhole("cut.stride", settings.cut.stride, 1);
  }
  if (!(Number.isFinite(settings.rate) && settings.rate >= 0)) throw new UsageError("RNN621", `\`rate\` should be a finite number of at least 0, but is ${show(settings.rate)}.`);
  if (!(settings.validate >= 0 && settings.validate < 1)) throw new UsageError("RNN621", `\`validate\` should be a share from 0 to below 1 (0.1 is 10 %), but is ${show(settings.validate)}.`);
  if (settings.cut !== null && d.axes.length > 1)
    throw new UsageError("RNN621", `\`${d.name}\` has several time axes (${d.axes.join(", ")}), so its sequences can't be cut into windows: leave out \`cut\`.`);
  if (settings.truncate !== null && settings.cut !== null)
    throw new UsageError("RNN621", `Windows and truncated BPTT exclude each other: windows are read apart, tbptt carries the state on. Leave out \`cut\`, or compile with gradient = bptt.`);
  return settings;
}

function checkForcing(d: Description, { teacherForcing: forcing, rtrl, update }: Settings): void {
  if (forcing === null) return;
  const isShare = (x: unknown): boolean => typeof x === "number" && x >= 0 && x <= 1;
  if (!isShare(forcing.from) || !isShare(forcing.to) || !(Number.isFinite(forcing.over) && forcing.over >= 0))
    throw new UsageError("RNN621", `\`teacherForcing\` should be { from, to, over }, shares from 0 to 1 (0.5 is 50 %) and a number of epochs, but is ${show(forcing)}.`);
  if (forcing.from === 1 && forcing.to === 1) return;
  if (rtrl || update === "step") throw new UsageError("RNN621", `\`teacherForcing\` below 1 needs an update after whole sequences or chunks, and \`${d.name}\` learns from one step at a time.`);
  if (feedings(d).length === 0)
    throw new UsageError("RNN621", `\`teacherForcing\` has nothing to act on: no head of \`${d.name}\` says, step by step, the symbol that is read next.`);
}

function checkWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new UsageError("RNN621", `\`${name}\` should be a whole number${least > 0 ? ` of at least ${least}` : ""}, but is ${show(value)}.`);
}
