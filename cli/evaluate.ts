// `rnnc evaluate`: loss and metrics of trained weights on data, the held-out part where the data are those
// of the training.
import { Command, Option } from "commander";
import type { Data } from "./data/read.js";
import type { AnyModel, LoadedModel } from "./load.js";
import { describeConfusions } from "./confusions.js";
import { Failure } from "./failure.js";
import { describeAmount, describeBleu, describeEvaluation } from "./figures.js";
import { showPath } from "./files.js";
import { duration } from "./numbers.js";
import { addDataOptions, addModelOptions, collect, whole, type DataOptions, type ModelOptions } from "./options.js";
import { printJson, reportNote } from "./report.js";
import { colorsFor, widthOf } from "./terminal.js";
import type { TrainingNotes } from "./weights.js";

type PartName = "validation" | "test" | "all";

interface EvaluateOptions extends DataOptions, ModelOptions {
  readonly weights: string;
  readonly data?: readonly string[];
  readonly part?: PartName;
  readonly sample?: number;
  readonly confusion?: true;
  readonly bleu?: true;
  readonly beam?: number;
}

export function define(): Command {
  const command = new Command("evaluate")
    .description("Loss and metrics of a trained model on data, beside what needs no network. On the data it was trained on, the part that was held out.")
    .argument("<spec>", "the .rnn file it was trained with")
    .requiredOption("-w, --weights <file>", "what `rnnc train` wrote")
    .option("-d, --data <file>", "data as for training, may be given several times (default: what it was trained on)", collect)
    .addOption(new Option("--part <part>", "of the data it was trained on: what was held out, the third part of --split, or all").choices(["validation", "test", "all"]))
    .option("--sample <n>", "evaluate on n sequences of it drawn at random, for a quick look", whole(1))
    .option("--confusion", "which classes are taken for which, also where there are many")
    .option("--bleu", "for a translation: BLEU of what the model writes, on words as it splits them (symbols, for other kinds of input)")
    .option("--beam <n>", "with --bleu: write by beam search, following n at once", whole(1));
  return addModelOptions(addDataOptions(command))
    .addHelpText("after", "\nExamples:\n  rnnc evaluate char_lm.rnn --weights char_lm.safetensors --data shakespeare.txt\n  rnnc evaluate newsgroups.rnn --weights newsgroups.safetensors --data test.jsonl.gz")
    .action(evaluate);
}

async function evaluate(spec: string, options: EvaluateOptions): Promise<void> {
  if (options.beam !== undefined && options.bleu !== true) throw new Failure("--beam is for --bleu: give that too", { exitCode: 2 });
  if (options.data !== undefined) (await import("./data/sources.js")).findSources(options.data);
  const [{ createTrained }, { explainRuntimeError }, { evaluationOptions, wordingOf }] = await Promise.all([import("./trained.js"), import("./load.js"), import("./summary.js")]);
  const { loaded, model, notes } = await createTrained(spec, options);
  const data = await readAsTrained(loaded, model, notes, options);
  const { examples, places, part, file } = await choosePart(model, data, notes, options);
  const settings = notes?.settings ?? { batch: loaded.checked.train.batch, cut: loaded.checked.train.cut, truncate: null };
  try {
    const evaluation = await model.evaluate(examples, evaluationOptions(settings));
    const bleu = options.bleu === true ? await (await import("@rnnc/runtime")).evaluateBleu(model, examples, options.beam === undefined ? {} : { beam: options.beam }) : null;
    if (options.json === true) printJson({ ok: true, model: loaded.name, weights: options.weights, data: data.file, part, ...evaluation, ...(bleu === null ? {} : { bleu }) });
    else {
      const c = colorsFor(process.stdout);
      // With --part all on the training's own data the figures flatter the model: most of it was learned from.
      const learned = part === "all" && notes !== null && notes.data.fingerprint === data.fingerprint;
      const what = part === "validation" ? (file === data.file ? `the part of ${data.file} that was held out` : `${file}, which was held out`) : part === "test" ? `the test part of ${data.file}` : learned ? `all of ${data.file}, which it was trained on` : data.file;
      process.stdout.write(`${c.bold(loaded.name)} on ${what}: ${describeAmount(evaluation, loaded.checked.train.cut !== null)}${evaluation.seconds < 1 ? "" : `, in ${duration(evaluation.seconds)}`}.\n`);
      process.stdout.write([...describeEvaluation(evaluation, wordingOf(loaded, model)), ...(bleu === null ? [] : describeBleu(bleu, options.beam)), ...describeConfusions(evaluation, widthOf(process.stdout), options.confusion === true)].join("\n") + "\n");
    }
  } catch (error) {
    throw explainRuntimeError(error, { file, places });
  } finally {
    model.dispose();
  }
}

/** Reads data as training did (columns, format, limit, sample) where it is the same file and nothing else is said. */
async function readAsTrained(loaded: LoadedModel, model: AnyModel, notes: TrainingNotes | null, options: EvaluateOptions): Promise<Data> {
  const { readData } = await import("./data/read.js");
  const paths = options.data ?? notes?.data.paths;
  if (paths === undefined) throw new Failure("--data is missing: these weights do not say what they were trained on", { exitCode: 2 });
  if (paths.includes("-") && options.data === undefined) throw new Failure("--data is missing: these weights were trained on what came from standard input", { exitCode: 2 });
  const then = notes === null ? {} : { columns: notes.data.columns, format: notes.data.format };
  const common = { columns: options.columns ?? (options.data === undefined || options.data.join("\n") === notes?.data.paths.join("\n") ? then.columns : undefined), format: options.format, targets: true, classes: model.fitted.classes, categories: notes?.data.categories };
  if (options.limit === undefined && notes !== null && (notes.data.limit !== undefined || notes.data.sample !== undefined)) {
    const { limit, sample, fingerprint } = notes.data;
    const same = await readData(paths, loaded.factory.description, { ...common, limit, sample: sample === undefined ? undefined : { count: sample, seed: notes.settings.seed }, note: reportNote });
    if (same.fingerprint === fingerprint) return same;
  }
  return readData(paths, loaded.factory.description, { ...common, limit: options.limit, note: reportNote });
}

interface Chosen extends Pick<Data, "file" | "examples" | "places"> {
  readonly part: PartName;
}

async function choosePart(model: AnyModel, data: Data, notes: TrainingNotes | null, options: EvaluateOptions): Promise<Chosen> {
  const { drawSample } = await import("./data/read.js");
  const chosen = await chooseWhole(model, data, notes, options);
  return { ...chosen, ...drawSample(chosen, options.sample === undefined ? undefined : { count: options.sample, seed: notes?.settings.seed ?? 1 }) };
}

async function chooseWhole(model: AnyModel, data: Data, notes: TrainingNotes | null, { part: asked, limit }: EvaluateOptions): Promise<Chosen> {
  // Of other rows of the same file another part would be held out.
  const same = notes !== null && notes.data.fingerprint === data.fingerprint && (limit === undefined || limit === notes.data.limit);
  const { file } = data;
  const all: Chosen = { file, examples: data.examples, places: data.places, part: "all" };
  if (asked === "all" || (asked === undefined && !same)) return all;
  if (notes === null) throw new Failure("these weights do not say which part was held out", { exitCode: 2, hint: `leave out --part ${asked}.` });
  if (!same) throw new Failure(`these are not ${limit === undefined ? "" : "all of "}the data the model was trained on, so no part of them was held out`, { exitCode: 2, where: { file }, hint: `it was trained on ${notes.data.paths.map(showPath).join(", ")}; leave out --part to evaluate on all.` });
  const held = await heldOut(model, data, notes, asked ?? "validation");
  if (held !== null) return held;
  if (asked !== undefined) throw new Failure(asked === "test" ? "no test part was set apart in this training" : "nothing was held out in this training", { exitCode: 2, ...(asked === "test" ? { hint: "the third part of --split is one; or give a file with --data." } : {}) });
  return all;
}

/** What was held out when the training began: by --split, as files of their own, or at random. */
async function heldOut(model: AnyModel, data: Data, notes: TrainingNotes, part: "validation" | "test"): Promise<Chosen | null> {
  const { split, validation: paths, columns, format, categories } = notes.data;
  if (split !== undefined) {
    const { divide } = await import("./data/parts.js");
    const found = divide(split, data, model.description, notes.settings.cut)[part];
    return found === null ? null : { file: data.file, part, ...found };
  }
  if (part === "test") return null;
  if (paths !== undefined) {
    const { readData } = await import("./data/read.js");
    return { part, ...(await readData(paths, model.description, { columns, format, categories, classes: model.fitted.classes, targets: true, note: reportNote })) };
  }
  const { splitExamples } = await import("@rnnc/runtime");
  const { validation } = splitExamples(model.description, data.examples, notes.settings.validate, notes.settings.seed);
  if (validation.length === 0) return null;
  const places = new Map(data.examples.map((example, i) => [example, data.places[i]]));
  return { file: data.file, part, examples: validation, places: validation.map((example) => places.get(example) ?? data.places[0]) };
}
