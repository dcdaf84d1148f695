// One training from start to end as the command line does it: progress, a line an epoch, weights saved
// whole after each, an orderly stop. What is learned is the runtime's business; options are train.ts's.
import type { Evaluation, Example, Report, TrainingOverrides } from "@rnnc/runtime";
import { isLoss } from "@rnnc/runtime";
import { Failure } from "./failure.js";
import { headline } from "./figures.js";
import { showPath, writeAtomically } from "./files.js";
import { recordHistory } from "./history.js";
import { explainLoss, type AnyModel } from "./load.js";
import { duration, figure } from "./numbers.js";
import { startProgress } from "./progress.js";
import { printJson, reportNote } from "./report.js";
import { colorsFor, fold } from "./terminal.js";
import { addNotes, type TrainingNotes } from "./weights.js";

export interface TrainingJob {
  readonly model: AnyModel;
  readonly examples: readonly Example[];
  /** Held out where this is said; null: a share of the examples is. */
  readonly validation: readonly Example[] | null;
  readonly overrides: TrainingOverrides;
  readonly resume: boolean;
  /** What a new model needs once its vocabulary is fitted: files of vectors. */
  readonly onFitted?: (note: (text: string) => void) => Promise<void>;
  /** Where the weights go. Where a later epoch is worse, the best stay beside it (`bestPath`). */
  readonly out: string;
  readonly notes: TrainingNotes;
  /** The file that is gone on from, if it holds the best weights so far. */
  readonly bestBytes: Uint8Array | null;
  /** What a step is: `characters`, `words`, `steps`. */
  readonly unit: string;
  /** The command that goes on with this training where it stopped. */
  readonly goOn: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Stops after so many seconds, as Ctrl-C would. */
  readonly seconds: number | null;
  readonly json: boolean;
}

export interface Outcome {
  readonly why: "epochs" | "patience" | "stopped" | "time";
  readonly report: Report;
  readonly best: TrainingNotes["best"];
  /** Of the last complete epoch. */
  readonly validation: Evaluation | null;
  readonly seconds: number;
  /** Whether anything was learned, and so saved. */
  readonly learned: boolean;
  /** Where the best weights are if not in `out`. */
  readonly bestPath: string | null;
}

/** `char_lm.safetensors` → `char_lm.best.safetensors` */
export function bestPathOf(out: string): string {
  return out.endsWith(".safetensors") ? out.replace(/\.safetensors$/, ".best.safetensors") : `${out}.best`;
}

/** Trains and saves. Throws a Failure when the last save fails; an earlier one that fails is told and training goes on. */
export async function runTraining(job: TrainingJob): Promise<Outcome> {
  const { model, out } = job;
  const c = colorsFor(process.stdout);
  const began = performance.now();
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  job.signal.addEventListener("abort", onAbort);
  if (job.signal.aborted) onAbort();
  const timer = job.seconds === null ? null : setTimeout(onAbort, job.seconds * 1000);
  const progress = job.json ? null : await startProgress({ stream: process.stdout, unit: job.unit });
  const keepsBest = job.overrides.patience === undefined ? model.description.training.patience === null : job.overrides.patience === null;
  let best = job.notes.best;
  let bestBytes = job.bestBytes;
  let bestPath: string | null = null;
  let validation: Evaluation | null = null;
  let last: Report | null = null;
  /** The last epoch could not be saved. */
  let unsaved = false;
  let epochBegan = began;
  const updatesBefore = model.progress?.position.update ?? 0;

  const history = recordHistory(job.resume ? (job.notes.history ?? null) : null, updatesBefore);

  /** Saves the weights after an update; the best so far, if these are no longer them, go to a file of their own first. Throws UsageError RNN632 where they are lost. */
  const save = async (isBest: boolean, update: number): Promise<void> => {
    const saved = await model.save();
    // A lost GPU leaves a copy that may be older: it says why, and what is left is saved below.
    if ((model.progress?.position.update ?? 0) < update) await model.executor.read("parameters");
    const bytes = addNotes(saved, { ...job.notes, best, history: history.read() });
    if (isBest) bestBytes = keepsBest ? bytes : null;
    else if (bestBytes !== null) {
      bestPath = bestPathOf(out);
      writeAtomically(bestPath, bestBytes);
      bestBytes = null;
    }
    writeAtomically(out, bytes);
  };

  try {
    for await (const report of model.fit(job.examples, { ...job.overrides, ...(job.validation === null ? {} : { validation: job.validation }), resume: job.resume, onFitted: () => job.onFitted?.((text) => tell(text, progress, job.json)), signal: stop.signal, onUpdate: history.update, every: { seconds: process.stdout.isTTY ? 0.2 : 1 } })) {
      last = report;
      for (const note of report.notes) tell(note, progress, job.json);
      const done = (report.epoch - 1 + report.step / Math.max(1, report.steps)) / report.epochs;
      const elapsed = (performance.now() - began) / 1000;
      const left = job.seconds === null || report.secondsLeft === null ? report.secondsLeft : Math.min(report.secondsLeft, job.seconds - elapsed);
      const share = job.seconds === null ? done : Math.max(done, Math.min(1, elapsed / job.seconds));
      progress?.update({ share, stage: epochOf(report), loss: report.loss, rate: report.rowsPerSecond, left });
      if (report.done === "aborted" || (report.step < report.steps && report.done === undefined)) continue;
      // The end of an epoch, or of the fraction of one that training ends with.
      const bestBefore = best;
      if (report.validation !== undefined) {
        validation = report.validation;
        if (report.improved === true) best = { loss: report.validation.loss, epoch: report.epoch };
      }
      history.epoch(report);
      const now = performance.now();
      if (job.json) printJson({ event: "epoch", ...plainReport(report), seconds: (now - epochBegan) / 1000 });
      else progress?.line(epochLine(report, model.description.training.metrics, (now - epochBegan) / 1000, c));
      epochBegan = now;
      try {
        await save(report.improved === true, report.update);
        unsaved = false;
      } catch (error) {
        unsaved = true;
        if (isLoss(error)) best = bestBefore; // lost before they could be read
        if (!(error instanceof Failure) || report.done !== undefined) throw error;
        tell(`${showPath(out)}: ${error.message}. Training goes on, and the next epoch is saved again.`, progress, job.json);
      }
    }
    if (last === null) throw new Error("internal: training ended without a report");
    // Between two epochs everything is saved already; where nothing was learned, what was there before is worth more.
    if (last.done === "aborted" && (last.step > 0 || unsaved) && last.update > updatesBefore) await save(false, last.update);
  } catch (error) {
    if (!isLoss(error)) throw error;
    const { epoch = 0, step = 0, update = 0 } = model.progress?.position ?? {};
    if (update <= updatesBefore) throw explainLoss(error, job.resume ? `Nothing was learned before that; ${showPath(out)} is as it was.` : "Nothing was learned before that.");
    if (step > 0 || unsaved) await save(false, update);
    const apart = bestPath === null || best === null ? "" : ` The best, of epoch ${best.epoch}, are in ${showPath(bestPath)}.`;
    throw explainLoss(error, `The weights after update ${update}, ${step > 0 ? `in epoch ${epoch + 1}` : `the last of epoch ${epoch}`}, are saved in ${showPath(out)}.${apart}`, `\`${job.goOn}\` goes on from there; with \`--device wasm\` it needs no GPU.`);
  } finally {
    progress?.stop();
    if (timer !== null) clearTimeout(timer);
    job.signal.removeEventListener("abort", onAbort);
  }
  const why = last.done !== "aborted" ? (last.done ?? "epochs") : job.signal.aborted ? "stopped" : "time";
  return { why, report: last, best, validation, seconds: (performance.now() - began) / 1000, learned: last.update > updatesBefore, bestPath };
}

function tell(text: string, progress: { line(text: string): void } | null, json: boolean): void {
  if (json) reportNote(text);
  else progress?.line(fold(`note: ${text}`, process.stdout));
}

/** `epoch 2/4`; `epoch 2.5/2.5` where that is all. */
function epochOf({ epoch, epochs }: Report): string {
  return `epoch ${Math.min(epoch, epochs)}/${epochs}`;
}

/** `epoch 2/4  loss 1.832  validation 1.744 (best)  accuracy 49.1 %  42 s` */
function epochLine(report: Report, metrics: readonly string[], seconds: number, c: ReturnType<typeof colorsFor>): string {
  const held = report.validation;
  const heads = held === undefined ? [] : Object.values(held.heads);
  return [
    c.bold(epochOf(report)),
    ...(report.loss === null ? [] : [`loss ${figure(report.loss)}`]),
    ...(held === undefined ? [] : [`validation ${figure(held.loss)}${report.improved === true ? c.green(" (best)") : ""}`]),
    ...(heads.length === 1 ? [headline(heads[0], metrics)] : []),
    c.dim(duration(seconds)),
  ].join("  ");
}

/** A report as plain JSON, with shorter names for what programs want of it. */
function plainReport(report: Report): Record<string, unknown> {
  const { epoch, epochs, update, loss, gradientNorm, learningRate, validation, improved, done } = report;
  return { epoch, epochs, update, loss, gradientNorm, learningRate, ...(validation === undefined ? {} : { validation: withoutTables(validation), improved }), ...(done === undefined ? {} : { done }) };
}

/** An evaluation without what is as long as the head has classes or values: an epoch's line stays a line. */
function withoutTables(evaluation: Evaluation): unknown {
  const tables = ["confusion", "classes", "labels", "values"];
  const heads = Object.entries(evaluation.heads).map(([name, head]): [string, unknown] => [name, Object.fromEntries(Object.entries(head).filter(([field]) => !tables.includes(field)))]);
  return { ...evaluation, heads: Object.fromEntries(heads) };
}
