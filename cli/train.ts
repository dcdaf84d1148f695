// `rnnc train`: a spec and data in, weights out. The loop is training.ts; here are options, resuming, and
// what is said at the end.
import { Command } from "commander";
import type { Settings, TrainingOverrides } from "@rnnc/runtime";
import { Failure } from "./failure.js";
import { ensureWritable, exists, showPath } from "./files.js";
import { above, addDataOptions, addModelOptions, collect, share, whole, type DataOptions, type ModelOptions } from "./options.js";
import type { TrainingJob } from "./training.js";
import type { TrainingNotes, Weights } from "./weights.js";

interface TrainOptions extends DataOptions, ModelOptions {
  readonly data?: readonly string[];
  readonly test?: readonly string[];
  readonly out?: string;
  readonly epochs?: number;
  readonly batch?: number;
  readonly rate?: number;
  readonly seed?: number;
  readonly validate?: number;
  readonly patience?: number;
  readonly steps?: number;
  readonly minutes?: number;
  readonly resume?: true;
}

export function define(): Command {
  const command = new Command("train")
    .description("Trains a model. The weights are saved after each epoch; Ctrl-C saves them and stops, and --resume goes on exactly there.")
    .argument("<spec>", "a .rnn file")
    .option("-d, --data <file>", "what to learn from: text, CSV, TSV, JSON lines, CoNLL-U, columns of tokens or .ts, gzipped or not, or a folder; may be given several times", collect)
    .option("--test <file>", "more data, to evaluate on at the end", collect)
    .option("-o, --out <file>", "where the weights go (default: MODEL.safetensors here)")
    .option("--resume", "go on with the training whose weights are in --out")
    .option("--epochs <n>", "times through the data, instead of the spec's; 0.5 is half of it", above(0))
    .option("--batch <n>", "sequences an update (with tbptt: streams)", whole(1))
    .option("--rate <x>", "the optimiser's rate", above(0))
    .option("--steps <k>", "steps of truncated backpropagation, the K of tbptt(K)", whole(1))
    .option("--validate <share>", "the share held out: 10% or 0.1", share)
    .option("--patience <n>", "stop after n epochs that did not improve", whole(1))
    .option("--seed <n>", "another seed: other initial weights, order, dropout and held-out part", whole(0))
    .option("--minutes <n>", "stop after so long, as Ctrl-C would", above(0));
  addModelOptions(addDataOptions(command));
  return command
    .addHelpText(
      "after",
      `
Examples:
  rnnc train char_lm.rnn --data shakespeare.txt
  rnnc train newsgroups.rnn --data train.jsonl.gz --test test.jsonl.gz
  rnnc train forecast.rnn --data sunspots.csv --columns x=Sunspots --epochs 50
  rnnc train char_lm.rnn --resume`,
    )
    .action(train);
}

async function train(spec: string, options: TrainOptions): Promise<void> {
  if (options.data === undefined && options.resume !== true) {
    throw new Failure("--data is missing: there is nothing to learn from", { exitCode: 2, hint: `rnnc train ${spec} --data FILE` });
  }
  const { findSources } = await import("./data/sources.js");
  for (const paths of [options.data, options.test]) if (paths !== undefined) findSources(paths);
  const stop = catchInterrupts();
  const [{ loadModel, explainRuntimeError }, { readData }, { runTraining }, weights, runtime] = await Promise.all([
    import("./load.js"),
    import("./data/read.js"),
    import("./training.js"),
    import("./weights.js"),
    import("@rnnc/runtime"),
  ]);
  const loaded = await loadModel(spec, options.model);
  const { description } = loaded.factory;
  const out = options.out ?? `${loaded.name}.safetensors`;
  ensureWritable(out);
  const before = options.resume === true ? weights.readWeights(out) : null;
  if (before !== null && before.notes === null) throw new Failure("these weights do not say how they were trained, so training can't go on with them", { where: { file: showPath(out) } });
  const overrides: TrainingOverrides = { ...before?.notes?.overrides, ...overridesOf(options) };

  const note = (text: string): void => void process.stderr.write(`note: ${text}\n`);
  const given = dataOptionsOf(options, before?.notes ?? null);
  const data = await readData(given.paths, description, { ...given, targets: true, categories: before?.notes?.data.categories, note });
  try {
    const settings = runtime.resolveSettings(description, overrides);
    const model = await loaded.factory.create({ device: options.device, ...(before === null ? { seed: settings.seed } : { weights: before.bytes }) });
    checkSameData(before, data.fingerprint, model.progress?.position.step ?? 0, note);
    const notes: TrainingNotes = { data: { ...given, fingerprint: data.fingerprint, categories: data.categories }, overrides, settings: pickSettings(settings), best: before?.notes?.best ?? null, ...(before?.notes?.history === undefined ? {} : { history: before.notes.history }) };
    if (options.json !== true) announce(loaded.name, description.parameterCount, data, settings, before === null && exists(out) ? out : null);
    if (description.training.gradient.kind === "bptt" && settings.cut === null && data.examples.length === 1)
      note("all of the data is one sequence, so an epoch is one update and little is learned. For a long text or series write `gradient = tbptt(64)` or `cut = windows(50)` in the train block; for many short examples give them one a line, as JSON lines or a table.");
    const best = notes.best;
    const job: TrainingJob = {
      model, overrides, notes, out,
      examples: data.examples,
      resume: before !== null,
      bestBytes: before !== null && best !== null && model.progress?.position.step === 0 && model.progress.position.best?.epoch === model.progress.position.epoch ? before.bytes : null,
      unit: unitOf(description.inputs),
      signal: stop.signal,
      seconds: options.minutes === undefined ? null : options.minutes * 60,
      json: options.json === true,
    };
    const outcome = await runTraining(job);
    const { summarise } = await import("./summary.js");
    await summarise({ spec, loaded, job, outcome, settings, data: given.paths, test: options.test, columns: given.columns, format: given.format, defaultOut: options.out === undefined });
    model.dispose();
    if (outcome.why === "stopped") process.exitCode = 130;
  } catch (error) {
    throw explainRuntimeError(error, data);
  }
}

/** The first Ctrl-C asks for an orderly stop; the second quits at once. */
function catchInterrupts(): AbortController {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) {
      if (process.stdout.isTTY) process.stdout.write("\x1b[?25h"); // the bar hides the cursor
      process.exit(130);
    }
    process.stderr.write("\nStopping and saving … (Ctrl-C again quits at once)\n");
    stop.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return stop;
}

function overridesOf(options: TrainOptions): TrainingOverrides {
  const { epochs, batch, rate, seed, validate, patience, steps } = options;
  const given = Object.entries({ epochs, batch, rate, seed, validate, patience, steps }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

/** Which data and how to read it: as given now, else as it was when the training began. */
function dataOptionsOf(options: TrainOptions, notes: TrainingNotes | null): { paths: readonly string[] } & DataOptions {
  const now = { columns: options.columns, format: options.format, limit: options.limit };
  const then = notes === null ? {} : { columns: notes.data.columns, format: notes.data.format, limit: notes.data.limit };
  const paths = options.data ?? notes?.data.paths;
  if (paths === undefined) throw new Failure("--data is missing", { exitCode: 2 });
  if (paths.includes("-") && options.data === undefined) throw new Failure("--data is missing: these weights were trained on what came from standard input", { exitCode: 2 });
  const merged = Object.entries({ ...then, ...Object.fromEntries(Object.entries(now).filter(([, value]) => value !== undefined)) }).filter(([, value]) => value !== undefined);
  return { paths, ...Object.fromEntries(merged) };
}

/** Inside an epoch training can only go on with the same data; between two, with other data too. */
function checkSameData(before: Weights | null, fingerprint: string, step: number, note: (text: string) => void): void {
  if (before?.notes === null || before === null || before.notes.data.fingerprint === fingerprint) return;
  if (step > 0) throw new Failure("these are not the data the training began with, and it stopped inside an epoch", { hint: "give the same file with --data, or start afresh without --resume." });
  note("these are not the data the training began with; it goes on with them from here.");
}

function pickSettings({ validate, seed, batch, cut, truncate }: Settings): TrainingNotes["settings"] {
  return { validate, seed, batch, cut, truncate };
}

function announce(name: string, parameters: number, data: { file: string; examples: readonly unknown[] }, settings: Settings, replaced: string | null): void {
  const held = settings.validate > 0 ? `, ${Math.round(settings.validate * 100)} % of it held out` : "";
  const amount = data.examples.length === 1 ? "one sequence" : `${data.examples.length.toLocaleString("en-US")} rows`;
  process.stdout.write(`Training ${name} (${parameters.toLocaleString("en-US")} parameters) on ${data.file}: ${amount}${held}.\n`);
  if (replaced !== null) process.stderr.write(`note: ${showPath(replaced)} is there already and is replaced after the first epoch (--resume would go on with it).\n`);
}

/** What one step of the first input is called. */
export function unitOf(inputs: readonly { readonly kind: string; readonly axis: string | null }[]): string {
  const kind = inputs.find((input) => input.axis !== null)?.kind;
  return kind === "chars" ? "characters" : kind === "words" ? "words" : kind === "bytes" ? "bytes" : "steps";
}

