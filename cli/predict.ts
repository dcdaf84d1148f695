// `rnnc predict`: what trained weights say of new data: labels with probabilities, tags step by step,
// forecasts. As lines for people, JSON lines for programs.
import { Command } from "commander";
import type { Description, Example, HeadDescription } from "@rnnc/runtime";
import type { Data } from "./data/read.js";
import { Failure } from "./failure.js";
import { ensureReadable } from "./files.js";
import type { AnyModel } from "./load.js";
import { addDataOptions, addModelOptions, whole, type DataOptions, type ModelOptions } from "./options.js";
import { colorsFor, cut, figure, widthOf } from "./terminal.js";

interface PredictOptions extends DataOptions, ModelOptions {
  readonly weights: string;
  readonly data?: string;
  readonly text?: string;
  readonly top: number;
}

export function define(): Command {
  const command = new Command("predict")
    .description("What a trained model says of new data: labels with their probabilities, a tag a word, a forecast. Reads --text, --data or standard input.")
    .argument("<spec>", "the .rnn file it was trained with")
    .requiredOption("-w, --weights <file>", "what `rnnc train` wrote")
    .option("-d, --data <file>", "data as for training; columns of heads may be missing. Plain text: an example a line")
    .option("-t, --text <text>", "one example, for a model that reads one text")
    .option("--top <n>", "how many of the most probable labels to show", whole(1), 3);
  return addModelOptions(addDataOptions(command))
    .addHelpText("after", `\nExamples:\n  rnnc predict sentiment.rnn --weights sentiment.safetensors --text "a fine film"\n  rnnc predict newsgroups.rnn --weights newsgroups.safetensors --data new.jsonl --json\n  echo "a fine film" | rnnc predict sentiment.rnn --weights sentiment.safetensors`)
    .action(predict);
}

async function predict(spec: string, options: PredictOptions): Promise<void> {
  if (options.text !== undefined && options.data !== undefined) throw new Failure("--text and --data exclude each other", { exitCode: 2 });
  if (options.data !== undefined && options.data !== "-") ensureReadable(options.data);
  const { createTrained } = await import("./trained.js");
  const { explainRuntimeError } = await import("./load.js");
  const { model } = await createTrained(spec, options);
  const data = await readExamples(model, options);
  try {
    const { description } = model;
    // In parts, so that lines come out while a large file is read and memory stays small.
    for (let from = 0; from < data.examples.length; from += 1000) {
      const part = data.examples.slice(from, from + 1000).map((example) => lastWindow(example, description));
      const columns = Object.fromEntries(description.inputs.map((input) => [input.name, part.map((example) => example[input.name])]));
      const said = (await model.predict(columns as never)) as unknown as Readonly<Record<string, readonly unknown[]>>;
      for (const [i, example] of part.entries()) {
        const row = Object.fromEntries(description.heads.map((head) => [head.name, said[head.name][i]]));
        const text = options.json === true ? JSON.stringify(toJson(row, model)) : toLines(row, example, model, options.top, part.length > 1 || from > 0).join("\n");
        process.stdout.write(text + "\n");
      }
    }
  } catch (error) {
    throw explainRuntimeError(error, data);
  } finally {
    model.dispose();
  }
}

async function readExamples(model: AnyModel, options: PredictOptions): Promise<Pick<Data, "examples" | "lines" | "file">> {
  const { inputs } = model.description;
  if (options.text !== undefined) {
    if (inputs.length !== 1 || inputs[0].kind === "real" || inputs[0].kind === "token") {
      throw new Failure(`--text is for a model that reads one text; this one reads ${inputs.map((input) => `\`${input.name}\``).join(", ")}`, { exitCode: 2, hint: "give the data with --data." });
    }
    return { examples: [{ [inputs[0].name]: options.text }], lines: [1], file: "--text" };
  }
  if (options.data === undefined && process.stdin.isTTY) throw new Failure("there is nothing to predict from", { exitCode: 2, hint: "give --text, --data, or pipe data in." });
  const { readData } = await import("./data/read.js");
  const note = (text: string): void => void process.stderr.write(`note: ${text}\n`);
  return readData(options.data ?? "-", model.description, { columns: options.columns, format: options.format, limit: options.limit, targets: false, note });
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
  return Object.fromEntries(model.description.heads.map((head) => [head.name, headToJson(row[head.name], head, model.labels(head.name))]));
}

function headToJson(value: unknown, head: HeadDescription, labels: readonly string[] | null): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array);
  if (Array.isArray(value)) return value.map((item) => headToJson(item, head, labels));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, name === "probabilities" ? probabilitiesToJson(item, labels) : item]));
}

/** [size] as an object by label where labels have names (and are not a whole vocabulary); a list where not, or at every step. */
function probabilitiesToJson(value: unknown, labels: readonly string[] | null): unknown {
  if (Array.isArray(value)) return value.map((item) => probabilitiesToJson(item, null));
  const numbers = Array.from(value as Float32Array);
  return labels === null || labels.length > 1000 ? numbers : Object.fromEntries(numbers.slice(0, labels.length).map((p, id) => [labels[id], p]));
}

// --------------------------------------------------------------------------------- for people

function toLines(row: Readonly<Record<string, unknown>>, example: Example, model: AnyModel, top: number, several: boolean): string[] {
  const c = colorsFor(process.stdout);
  const { heads, inputs } = model.description;
  return heads.flatMap((head): string[] => {
    const name = heads.length > 1 ? `${head.name}: ` : "";
    const value = row[head.name];
    const labels = model.labels(head.name);
    if (isClass(value)) {
      const said = rank(value.probabilities, labels, top);
      const input = inputs.find((one) => typeof example[one.name] === "string");
      const excerpt = several && input !== undefined ? String(example[input.name]).replace(/\s+/g, " ") : "";
      const line = `${name}${said}`;
      return [excerpt === "" ? line : `${line}  ${c.dim(cut(excerpt, Math.max(20, widthOf(process.stdout) - line.length - 2)))}`];
    }
    if (isClassSteps(value)) {
      if (head.predicts !== null) {
        const last = value.probabilities[value.probabilities.length - 1];
        return [last === undefined ? `${name}(nothing was read)` : `${name}next: ${rank(last, labels, top)}`];
      }
      return [name + pairSteps(example, value.labels, model)];
    }
    if (typeof value === "object" && value !== null && "probability" in value && "value" in value) return [`${name}${value.value === true ? "yes" : "no"}  ${figure(Number(value.probability))}`];
    if (typeof value === "number") return [name + figure(value)];
    return [name + listNumbers(value)];
  });
}

/** `sci.space 0.93  talk.politics.misc 0.07` */
function rank(probabilities: Float32Array, labels: readonly string[] | null, top: number): string {
  const ids = Array.from(probabilities.keys()).sort((a, b) => probabilities[b] - probabilities[a]);
  const nameOf = (id: number): string => {
    const label = labels === null ? String(id) : labels[id];
    return label === "" ? "(unknown)" : label === undefined ? `(${id})` : /^\s+$|^["']|\s/.test(label) ? JSON.stringify(label) : label;
  };
  return ids.slice(0, top).map((id) => `${nameOf(id)} ${probabilities[id].toFixed(2)}`).join("  ");
}

/** `The/DET cat/NOUN` */
function pairSteps(example: Example, said: readonly (string | number)[], model: AnyModel): string {
  const input = model.description.inputs.find((one) => one.axis !== null);
  const value = input === undefined ? undefined : example[input.name];
  const symbols = Array.isArray(value) ? value.map(String) : typeof value === "string" && input?.kind === "chars" ? [...value] : typeof value === "string" ? value.split(/\s+/).filter((w) => w !== "") : [];
  return said.map((label, t) => (symbols.length === said.length ? `${symbols[t]}/${label}` : String(label))).join(" ");
}

function listNumbers(value: unknown): string {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array, figure).join(" ");
  if (Array.isArray(value)) return value.map(listNumbers).join("\n");
  return typeof value === "number" ? figure(value) : JSON.stringify(value);
}

function isClass(value: unknown): value is { label: string | number; probabilities: Float32Array } {
  return typeof value === "object" && value !== null && "label" in value && "probabilities" in value;
}

function isClassSteps(value: unknown): value is { labels: readonly (string | number)[]; probabilities: readonly Float32Array[] } {
  return typeof value === "object" && value !== null && "labels" in value && "probabilities" in value && Array.isArray(value.probabilities);
}
