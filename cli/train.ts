// `rnnc train`: a spec and data in, weights out. The loop is training.ts; here are options, resuming, and
// what is said at the end.
import { Command } from "commander";
import type { Settings, TrainingOverrides } from "@rnnc/runtime";
import type { Part } from "./data/parts.js";
import { Failure } from "./failure.js";
import { ensureWritable, exists, showPath } from "./files.js";
import { plural } from "./numbers.js";
import { above, addDataOptions, addModelOptions, collect, share, whole, type DataOptions, type ModelOptions } from "./options.js";
import type { AnyModel, LoadedModel } from "./load.js";
import { reportNote } from "./report.js";
import type { TestData } from "./summary.js";
import { word } from "./terminal.js";
import type { TrainingJob } from "./training.js";
import type { TrainingNotes, Weights } from "./weights.js";

interface TrainOptions extends DataOptions, ModelOptions {
  readonly data?: readonly string[];
  readonly test?: readonly string[];
  readonly validation?: readonly string[];
  readonly split?: string;
  readonly sample?: number;
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
    .option("--validation <file>", "more data, to hold out instead of a share", collect)
    .option("--split <parts>", "how much of the data, in its order, is learned from, held out and tested on: `8640,2880,2880` steps (of one long series) or sequences, or `70%,10%,20%`")
    .option("--sample <n>", "learn from n sequences drawn at random, for a quick look", whole(1))
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
  rnnc train sentiment.rnn --data imdb_train.tsv.gz --columns label=1,review=4
  rnnc train tagger.rnn --data train.conllu.gz --columns words=form,tag=upos
  rnnc train weather.rnn --data ETTh1.csv --columns x=HUFL..OT --split 70%,10%,20%
  rnnc train char_lm.rnn --resume`,
    )
    .action(train);
}

async function train(spec: string, options: TrainOptions): Promise<void> {
  if (options.data === undefined && options.resume !== true) {
    throw new Failure("--data is missing: there is nothing to learn from", { exitCode: 2, hint: `rnnc train ${spec} --data FILE` });
  }
  const { findSources } = await import("./data/sources.js");
  for (const paths of [options.data, options.test, options.validation]) if (paths !== undefined) findSources(paths);
  const { divide, parseSplit } = await import("./data/parts.js");
  checkHeldOut(options, parseSplit);
  const stop = catchInterrupts();
  const [{ openDevice }, { loadModel, explainRuntimeError }, { readData }, { runTraining }, vectors, weights, runtime] = await Promise.all([
    import("./gpu.js"),
    import("./load.js"),
    import("./data/read.js"),
    import("./training.js"),
    import("./vectors.js"),
    import("./weights.js"),
    import("@rnnc/runtime"),
  ]);
  const loaded = await loadModel(spec, options.model);
  const { description } = loaded.factory;
  const device = await openDevice(options.device, description);
  const out = options.out ?? `${loaded.name}.safetensors`;
  ensureWritable(out);
  const vectorFiles = options.resume === true ? [] : vectors.findVectorFiles(description, spec);
  const before = options.resume === true ? weights.readWeights(out) : null;
  if (before !== null && before.notes === null) throw new Failure("these weights do not say how they were trained, so training can't go on with them", { where: { file: showPath(out) } });
  let overrides: TrainingOverrides = { ...before?.notes?.overrides, ...overridesOf(options) };

  const given = dataOptionsOf(options, before?.notes ?? null);
  const how = { ...given, targets: true, categories: before?.notes?.data.categories, note: reportNote };
  const data = await readData(given.paths, description, { ...how, sample: given.sample === undefined ? undefined : { count: given.sample, seed: overrides.seed ?? description.training.seed } });
  const likewise = { ...how, sample: undefined, limit: undefined, categories: data.categories };
  let places = data.places;
  try {
    const parts = given.split === undefined ? null : divide(given.split, data, description, overrides.cut === undefined ? description.training.cut : overrides.cut);
    if (parts !== null && parts.validation === null) overrides = { ...overrides, validate: 0 };
    const held = parts?.validation ?? (given.validation === undefined ? null : await readData(given.validation, description, likewise));
    const settings = runtime.resolveSettings(description, overrides);
    const training = parts?.training ?? data;
    places = held === null ? training.places : [...training.places, ...held.places];
    const model = await loaded.factory.create({ ...device, ...(before === null ? { seed: settings.seed } : { weights: before.bytes }) });
    checkSameData(before, data.fingerprint, model.progress?.position.step ?? 0);
    const notes: TrainingNotes = { data: { ...given, fingerprint: data.fingerprint, categories: data.categories }, overrides, settings: pickSettings(settings), best: before?.notes?.best ?? null, ...(before?.notes?.history === undefined ? {} : { history: before.notes.history }) };
    if (parts?.left != null) reportNote(parts.left);
    if (options.json !== true) {
      const amount = data.examples.length === 1 ? "one sequence" : plural(data.examples.length, "row");
      const share = settings.validate > 0 ? `, ${Math.round(settings.validate * 100)} % of it held out` : "";
      const apart = parts !== null ? `, ${parts.told}` : held !== null ? `, and ${plural(held.examples.length, held.examples.length === 1 ? "sequence" : "row")} held out` : share;
      announce(model, `${data.file}: ${amount}${apart}`, before === null && exists(out) ? out : null);
    }
    const { gradient, update } = description.training;
    if (update !== "step" && !(gradient.kind === "tbptt" && update === "batch") && settings.cut === null && training.examples.length === 1)
      reportNote("all of the data is one sequence, so an epoch is one update and little is learned. For a long text or series write `gradient = tbptt(64)` or `cut = windows(50)` in the train block; for many short examples give them one a line, as JSON lines or a table.");
    const best = notes.best;
    const job: TrainingJob = {
      model, overrides, notes, out,
      examples: training.examples,
      validation: held?.examples ?? null,
      resume: before !== null,
      onFitted: (tell) => vectors.placeVectorFiles(model, vectorFiles, tell),
      bestBytes: before !== null && best !== null && model.progress?.position.step === 0 && model.progress.position.best?.epoch === model.progress.position.epoch ? before.bytes : null,
      unit: unitOf(description.inputs),
      goOn: resumeCommand(spec, loaded, options),
      signal: stop.signal,
      seconds: options.minutes === undefined ? null : options.minutes * 60,
      json: options.json === true,
    };
    const outcome = await runTraining(job);
    const { summarise } = await import("./summary.js");
    const { test } = options;
    const tested: TestData | null =
      test !== undefined ? { name: test.map((path) => (path === "-" ? "standard input" : showPath(path))).join(", "), read: () => readData(test, description, { ...likewise, classes: model.fitted.classes }) }
      : parts?.test != null ? { name: "the test part", read: () => Promise.resolve({ file: data.file, ...(parts.test as Part) }) }
      : null;
    await summarise({ spec, loaded, job, outcome, settings, data: given.paths, test: tested, columns: given.columns });
    model.dispose();
    if (outcome.why === "stopped") process.exitCode = 130;
  } catch (error) {
    throw explainRuntimeError(error, { file: data.file, places });
  }
}

/** Refuses what says twice what is held out. */
function checkHeldOut({ split, validation, validate, test }: TrainOptions, parseSplit: (text: string) => { readonly numbers: readonly number[] }): void {
  const given = Object.entries({ "--split": split, "--validation": validation, "--validate": validate }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (given.length > 1) throw new Failure(`${given.join(" and ")} exclude each other: each says what is held out`, { exitCode: 2 });
  const sizes = split === undefined ? [] : parseSplit(split).numbers;
  if (sizes.length === 3 && test !== undefined) throw new Failure("--test and a third part of --split exclude each other", { exitCode: 2 });
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

type Given = DataOptions & Pick<TrainingNotes["data"], "paths" | "sample" | "split" | "validation">;

/** Which data and how to read it: as given now, else as it was when the training began. */
function dataOptionsOf(options: TrainOptions, notes: TrainingNotes | null): Given {
  const paths = options.data ?? notes?.data.paths;
  if (paths === undefined) throw new Failure("--data is missing", { exitCode: 2 });
  if (paths.includes("-") && options.data === undefined) throw new Failure("--data is missing: these weights were trained on what came from standard input", { exitCode: 2 });
  const pick = ({ columns, format, limit, sample, split, validation }: Partial<Given>): Partial<Given> =>
    Object.fromEntries(Object.entries({ columns, format, limit, sample, split, validation }).filter(([, value]) => value !== undefined));
  // What is held out is said in one way: what is said now takes the place of what was.
  const { split: _, validation: __, ...then } = pick(notes?.data ?? {});
  const apart = options.split === undefined && options.validation === undefined && options.validate === undefined ? pick(notes?.data ?? {}) : {};
  return { ...then, ...apart, ...pick(options), paths };
}

/** Inside an epoch training can only go on with the same data; between two, with other data too. */
function checkSameData(before: Weights | null, fingerprint: string, step: number): void {
  if (before?.notes === null || before === null || before.notes.data.fingerprint === fingerprint) return;
  if (step > 0) throw new Failure("these are not the data the training began with, and it stopped inside an epoch", { hint: "give the same file with --data, or start afresh without --resume." });
  reportNote("these are not the data the training began with; it goes on with them from here.");
}

/** What goes on with a training that was stopped: all else is in the notes beside the weights. */
function resumeCommand(spec: string, { name, several }: LoadedModel, { out, device }: TrainOptions): string {
  return `rnnc train ${word(spec)} --resume${several ? ` --model ${name}` : ""}${out === undefined ? "" : ` --out ${word(out)}`}${device === "auto" ? "" : ` --device ${device}`}`;
}

function pickSettings({ validate, seed, batch, cut, truncate }: Settings): TrainingNotes["settings"] {
  return { validate, seed, batch, cut, truncate };
}

function announce({ description: { name, parameterCount }, device, executor }: AnyModel, data: string, replaced: string | null): void {
  // Nothing is said of what everybody has.
  const on = device === "wasm" ? "" : ` It runs on the GPU (${executor.variant}).`;
  process.stdout.write(`Training ${name} (${plural(parameterCount, "parameter")}) on ${data}.${on}\n`);
  if (replaced !== null) reportNote(`${showPath(replaced)} is there already and is replaced after the first epoch (--resume would go on with it).`);
}

/** What one step of the first input is called. */
export function unitOf(inputs: readonly { readonly kind: string; readonly axis: string | null }[]): string {
  const kind = inputs.find((input) => input.axis !== null)?.kind;
  return kind === "chars" ? "characters" : kind === "words" ? "words" : kind === "bytes" ? "bytes" : "steps";
}

