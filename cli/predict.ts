// `rnnc predict`: what trained weights say of new data: labels with probabilities, tags step by step,
// forecasts. As lines for people, JSON lines for programs.
import { Command } from "commander";
import type { Description, Example, GeneratedSequence, HeadDescription, InputDescription } from "@rnnc/runtime";
import type { Data } from "./data/read.js";
import { Failure } from "./failure.js";
import { shownLabels } from "./labels.js";
import type { AnyModel } from "./load.js";
import { boundaryOf, isConditional, splitInputs, tokenize } from "@rnnc/runtime";
import { figure } from "./numbers.js";
import { addDataOptions, addModelOptions, collect, whole, type DataOptions, type ModelOptions } from "./options.js";
import { reportNote } from "./report.js";
import { colorsFor, cut, widthOf } from "./terminal.js";
import type { TrainingNotes } from "./weights.js";

interface PredictOptions extends DataOptions, ModelOptions {
  readonly weights: string;
  readonly data?: readonly string[];
  readonly text?: string;
  readonly top: number;
  readonly tsv?: true;
  readonly beam?: number;
  readonly length?: number;
}

export function define(): Command {
  const command = new Command("predict")
    .description("What a trained model says of new data: labels with their probabilities, a tag a word, a forecast, a translation. Reads --text, --data or standard input.")
    .argument("<spec>", "the .rnn file it was trained with")
    .requiredOption("-w, --weights <file>", "what `rnnc train` wrote")
    .option("-d, --data <file>", "data as for training; columns of heads are not read. Plain text: an example a line", collect)
    .option("-t, --text <text>", "one example, for a model that reads one text")
    .option("--top <n>", "how many of the most probable labels to show", whole(1), 3)
    .option("--tsv", "a table: a row a sequence; of heads at every step a row a step, beside what was read there")
    .option("--beam <n>", "for a model that writes: search for the most probable sequence, following n at once", whole(1))
    .option("--length <n>", "for a model that writes: how many words, characters or steps at most (default: 200)", whole(0));
  return addModelOptions(addDataOptions(command))
    .addHelpText("after", `\nExamples:\n  rnnc predict sentiment.rnn --weights sentiment.safetensors --text "a fine film"\n  rnnc predict newsgroups.rnn --weights newsgroups.safetensors --data new.jsonl --json\n  echo "a fine film" | rnnc predict sentiment.rnn --weights sentiment.safetensors`)
    .action(predict);
}

async function predict(spec: string, options: PredictOptions): Promise<void> {
  if (options.tsv === true && options.json === true) throw new Failure("--tsv and --json exclude each other", { exitCode: 2 });
  if (options.text !== undefined && options.data !== undefined) throw new Failure("--text and --data exclude each other", { exitCode: 2 });
  if (options.data !== undefined) (await import("./data/sources.js")).findSources(options.data);
  const { createTrained } = await import("./trained.js");
  const { explainRuntimeError } = await import("./load.js");
  const { model, notes } = await createTrained(spec, options);
  const data = await readExamples(model, notes, options);
  const { predictionTable } = await import("./predict-table.js");
  let from = 0;
  try {
    const { description } = model;
    const writes = isConditional(description);
    if (!writes) refuseWriting(options);
    const table = options.tsv === true && !writes ? predictionTable(model, new Set(data.places.map(({ file }) => file)).size > 1) : null;
    if (table?.header != null) process.stdout.write(table.header + "\n");
    if (writes && options.tsv === true) process.stdout.write(headerOf(description) + "\n");
    // In parts, so that lines come out while a large file is read and memory stays small.
    for (; from < data.examples.length; from += 1000) {
      const part = data.examples.slice(from, from + 1000).map((example) => lastWindow(example, description));
      if (writes) {
        await writePart(model, part, options);
        continue;
      }
      const columns = Object.fromEntries(description.inputs.map((input) => [input.name, part.map((example) => example[input.name])]));
      const said = (await model.predict(columns as never)) as unknown as Readonly<Record<string, readonly unknown[]>>;
      for (const [i, example] of part.entries()) {
        const row = Object.fromEntries(description.heads.map((head) => [head.name, said[head.name][i]]));
        const text = table !== null ? table.lines(row, example, data.places[from + i]).join("\n") : options.json === true ? JSON.stringify(toJson(row, model)) : toLines(row, example, model, options.top, part.length > 1 || from > 0).join("\n");
        process.stdout.write(text + "\n");
      }
    }
  } catch (error) {
    throw explainRuntimeError(error, { file: data.file, places: data.places.slice(from) });
  } finally {
    model.dispose();
  }
}

function refuseWriting({ beam, length }: PredictOptions): void {
  if (beam === undefined && length === undefined) return;
  throw new Failure(`--${beam === undefined ? "length" : "beam"} is for models that write a sequence from what they are given, such as a translation`, { exitCode: 2, hint: "leave it out; a model that goes on from a text or a series writes with `rnnc generate`." });
}

/** What is written from each example: beside it as a line, or as JSON. */
async function writePart(model: AnyModel, examples: readonly Example[], { json, beam, length }: PredictOptions): Promise<void> {
  const { generated, given } = splitInputs(model.description);
  const columns = Object.fromEntries(given.map(({ name }) => [name, examples.map((example) => example[name])]));
  const settings = { ...(beam === undefined ? {} : { beam }), ...(length === undefined ? {} : { length }) };
  const made = (await model.predict(columns as never, settings)) as Readonly<Record<string, readonly GeneratedSequence[]>>;
  const texts = given.filter(({ kind }) => kind === "words" || kind === "chars" || kind === "bytes");
  for (const [i, example] of examples.entries()) {
    const written = generated.map((input): [string, GeneratedSequence] => [input.name, made[input.name][i]]);
    if (json === true) {
      const plain = ({ steps, text, logProbability, ended }: GeneratedSequence, { kind }: InputDescription): unknown => ({
        ...(text === null || kind === "token" ? { steps: steps.map((step) => (ArrayBuffer.isView(step) ? Array.from(step) : step)) } : { text }),
        ...(logProbability === null ? {} : { logProbability }),
        ended,
      });
      const row = [...texts.map(({ name }) => [name, textOf(example[name])]), ...written.map(([name, sequence], g) => [name, plain(sequence, generated[g])])];
      process.stdout.write(JSON.stringify(Object.fromEntries(row)) + "\n");
    } else {
      // Tabs and line ends would break the line.
      const cells = [...texts.map(({ name }) => textOf(example[name])), ...written.map(([, { text, steps }]) => text ?? steps.map((step) => (ArrayBuffer.isView(step) ? Array.from(step, figure).join(",") : figure(Number(step)))).join(" "))];
      process.stdout.write(cells.map((cell) => cell.replace(/\s+/g, " ").trim()).join("\t") + "\n");
    }
  }
}

/** The given texts and what is written: the columns of its lines. */
function headerOf(d: Description): string {
  const { generated, given } = splitInputs(d);
  return [...given.filter(({ kind }) => kind === "words" || kind === "chars" || kind === "bytes"), ...generated].map(({ name }) => name).join("\t");
}

/** A given text as it was, or its words. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(" ");
  return ArrayBuffer.isView(value) ? new TextDecoder().decode(value as Uint8Array) : String(value);
}

async function readExamples(model: AnyModel, notes: TrainingNotes | null, options: PredictOptions): Promise<Pick<Data, "examples" | "places" | "file">> {
  // A model that writes needs what it is given alone; a column of what it is to write may be there.
  const writes = isConditional(model.description);
  const inputs = writes ? splitInputs(model.description).given : model.description.inputs;
  if (options.text !== undefined) {
    if (inputs.length !== 1 || inputs[0].kind === "real" || inputs[0].kind === "token") {
      throw new Failure(`--text is for a model that reads one text; this one reads ${inputs.map((input) => `\`${input.name}\``).join(", ")}`, { exitCode: 2, hint: "give the data with --data." });
    }
    return { examples: [{ [inputs[0].name]: options.text }], places: [], file: "--text" };
  }
  if (options.data === undefined && process.stdin.isTTY) throw new Failure("there is nothing to predict from", { exitCode: 2, hint: "give --text, --data, or pipe data in." });
  const { readData } = await import("./data/read.js");
  return readData(options.data ?? ["-"], writes ? { inputs, heads: [] } : model.description, { columns: options.columns, format: options.format, limit: options.limit, targets: false, categories: notes?.data.categories, unread: model.description.inputs.map(({ name }) => name), note: reportNote });
}

/** A model that learned from windows and says one value a sequence reads the last window. */
function lastWindow(example: Example, { training, heads, inputs }: Description): Example {
  const { cut: windows } = training;
  if (windows === null || heads.some((head) => head.axis !== null)) return example;
  const cutColumn = (value: unknown): unknown => (Array.isArray(value) ? value.slice(-windows.steps) : value);
  return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, inputs.some((input) => input.name === name && input.axis !== null) ? cutColumn(value) : value]));
}

// ------------------------------------------------------------------------------- for programs

/** Plain JSON of what the heads say; probabilities by label. */
function toJson(row: Readonly<Record<string, unknown>>, model: AnyModel): unknown {
  return Object.fromEntries(model.description.heads.map((head) => [head.name, headToJson(row[head.name], head, model.labels(head.name), model.description)]));
}

function headToJson(said: unknown, head: HeadDescription, labels: readonly string[] | null, description: Description): unknown {
  if (Array.isArray(said)) return said.map((step) => headToJson(step, head, labels, description));
  const end = boundaryOf(description, head);
  if (isClass(said)) return { value: said.value, ...(end === null ? {} : { end: said.probabilities[end] }), ...(head.size > 1000 ? {} : { probabilities: byLabel(said.probabilities, labels) }) };
  if (ArrayBuffer.isView(said)) return head.kind === "multilabel" ? byLabel(said as Float32Array, labels) : Array.from(said as Float32Array);
  return said;
}

function byLabel(probabilities: Float32Array, labels: readonly string[] | null): unknown {
  const numbers = Array.from(probabilities);
  return labels === null ? numbers : Object.fromEntries(numbers.slice(0, labels.length).map((p, id) => [labels[id], p]));
}

// --------------------------------------------------------------------------------- for people

function toLines(row: Readonly<Record<string, unknown>>, example: Example, model: AnyModel, top: number, several: boolean): string[] {
  const { heads, inputs } = model.description;
  const c = colorsFor(process.stdout);
  return heads.map((head): string => {
    const name = heads.length > 1 ? `${head.name}: ` : "";
    const labels = shownLabels(model, head.name);
    const said = row[head.name];
    if (head.axis !== null && Array.isArray(said)) return name + describeSteps(said, head, example, model, top);
    const line = name + describeOne(said, head, labels, top);
    const text = inputs.find((input) => typeof example[input.name] === "string");
    if (!several || text === undefined || heads.length > 1) return line;
    const excerpt = String(example[text.name]).replace(/\s+/g, " ");
    return `${line}  ${c.dim(cut(excerpt, Math.max(20, widthOf(process.stdout) - line.length - 2)))}`;
  });
}

/** `sci.space 0.93  talk.politics.misc 0.07`, `yes 0.93`, `52.61` */
function describeOne(said: unknown, head: HeadDescription, labels: readonly string[] | null, top: number): string {
  if (isClass(said)) return rank(said.probabilities, labels, top);
  if (head.kind === "binary" && typeof said === "number") return `${said >= 0.5 ? "yes" : "no"}  ${said.toFixed(2)}`;
  if (head.kind === "multilabel" && ArrayBuffer.isView(said)) {
    const all = said as Float32Array;
    const yes = Array.from(all.keys()).filter((id) => all[id] >= 0.5);
    return yes.length === 0 ? "(none)" : yes.map((id) => `${labels?.[id] ?? id} ${all[id].toFixed(2)}`).join("  ");
  }
  if (typeof said === "number") return figure(said);
  // Several steps of several numbers.
  if (Array.isArray(said)) return said.map((step) => describeOne(step, head, labels, top)).join("; ");
  return ArrayBuffer.isView(said) ? Array.from(said as Float32Array, figure).join(" ") : JSON.stringify(said);
}

/** Tags beside what they are of; of a head that predicts the next step, what comes after the last; else a value a line. */
function describeSteps(said: readonly unknown[], head: HeadDescription, example: Example, model: AnyModel, top: number): string {
  if (said.length === 0) return "(nothing was read)";
  if (head.predicts !== null) return `next: ${describeOne(said[said.length - 1], head, shownLabels(model, head.name), top)}`;
  if (!said.every(isClass)) return said.map((step) => describeOne(step, head, model.labels(head.name), top)).join(model.description.heads.length > 1 ? "; " : "\n");
  const input = model.description.inputs.find((one) => one.axis !== null && one.kind !== "real");
  const value = input === undefined ? undefined : example[input.name];
  const symbols = Array.isArray(value) ? value.map(String) : typeof value === "string" && input !== undefined ? tokenizeAs(value, input.kind) : [];
  return said.map((step, t) => (symbols.length === said.length ? `${symbols[t]}/${step.value}` : String(step.value))).join(" ");
}

function tokenizeAs(text: string, kind: string): string[] {
  return kind === "words" ? tokenize(text, "words", false) : kind === "chars" ? [...text] : [];
}

function rank(probabilities: Float32Array, labels: readonly string[] | null, top: number): string {
  const ids = Array.from(probabilities.keys()).sort((a, b) => probabilities[b] - probabilities[a]);
  const nameOf = (id: number): string => {
    const label = labels === null ? String(id) : labels[id];
    return label === "" ? "(unknown)" : label === undefined ? `(${id})` : /\s|^["']/.test(label) ? JSON.stringify(label) : label;
  };
  return ids.slice(0, top).map((id) => `${nameOf(id)} ${probabilities[id].toFixed(2)}`).join("  ");
}

function isClass(said: unknown): said is { value: string | number | null; probabilities: Float32Array } {
  return typeof said === "object" && said !== null && "value" in said && "probabilities" in said;
}
