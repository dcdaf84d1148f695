// `rnnc predict`: what trained weights say of new data: labels with probabilities, tags step by step,
// forecasts. As lines for people, JSON lines for programs.
import { Command } from "commander";
import type { Description, Example, HeadDescription } from "@rnnc/runtime";
import type { Data } from "./data/read.js";
import { Failure } from "./failure.js";
import { shownLabels } from "./labels.js";
import type { AnyModel } from "./load.js";
import { boundaryOf, tokenize } from "@rnnc/runtime";
import { addDataOptions, addModelOptions, collect, whole, type DataOptions, type ModelOptions } from "./options.js";
import { colorsFor, cut, figure, widthOf } from "./terminal.js";
import type { TrainingNotes } from "./weights.js";

interface PredictOptions extends DataOptions, ModelOptions {
  readonly weights: string;
  readonly data?: readonly string[];
  readonly text?: string;
  readonly top: number;
  readonly tsv?: true;
}

export function define(): Command {
  const command = new Command("predict")
    .description("What a trained model says of new data: labels with their probabilities, a tag a word, a forecast. Reads --text, --data or standard input.")
    .argument("<spec>", "the .rnn file it was trained with")
    .requiredOption("-w, --weights <file>", "what `rnnc train` wrote")
    .option("-d, --data <file>", "data as for training; columns of heads are not read. Plain text: an example a line", collect)
    .option("-t, --text <text>", "one example, for a model that reads one text")
    .option("--top <n>", "how many of the most probable labels to show", whole(1), 3)
    .option("--tsv", "a table: a row a sequence; of heads at every step a row a step, beside what was read there");
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
    const table = options.tsv === true ? predictionTable(model, new Set(data.places.map(({ file }) => file)).size > 1) : null;
    if (table?.header != null) process.stdout.write(table.header + "\n");
    // In parts, so that lines come out while a large file is read and memory stays small.
    for (; from < data.examples.length; from += 1000) {
      const part = data.examples.slice(from, from + 1000).map((example) => lastWindow(example, description));
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

async function readExamples(model: AnyModel, notes: TrainingNotes | null, options: PredictOptions): Promise<Pick<Data, "examples" | "places" | "file">> {
  const { inputs } = model.description;
  if (options.text !== undefined) {
    if (inputs.length !== 1 || inputs[0].kind === "real" || inputs[0].kind === "token") {
      throw new Failure(`--text is for a model that reads one text; this one reads ${inputs.map((input) => `\`${input.name}\``).join(", ")}`, { exitCode: 2, hint: "give the data with --data." });
    }
    return { examples: [{ [inputs[0].name]: options.text }], places: [], file: "--text" };
  }
  if (options.data === undefined && process.stdin.isTTY) throw new Failure("there is nothing to predict from", { exitCode: 2, hint: "give --text, --data, or pipe data in." });
  const { readData } = await import("./data/read.js");
  const note = (text: string): void => void process.stderr.write(`note: ${text}\n`);
  return readData(options.data ?? ["-"], model.description, { columns: options.columns, format: options.format, limit: options.limit, targets: false, categories: notes?.data.categories, note });
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
