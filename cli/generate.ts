// `rnnc generate`: a trained model writes: on from a prompt, from the beginning, or from what it is given. One sequence as it
// comes; several, or the best of beam search, when they are done.
import { Command } from "commander";
import type { BatchOptions, Description, Example, Generated, GeneratedSequence, InputDescription } from "@rnnc/runtime";
import { Failure } from "./failure.js";
import type { AnyModel } from "./load.js";
import { figure } from "./numbers.js";
import { above, addDataOptions, addModelOptions, collect, whole, type DataOptions, type ModelOptions } from "./options.js";
import { printJson, reportNote } from "./report.js";
import { table } from "./terminal.js";
import type { TrainingNotes } from "./weights.js";

interface GenerateOptions extends DataOptions, ModelOptions {
  readonly weights: string;
  readonly prompt?: string;
  readonly input?: readonly string[];
  readonly data?: readonly string[];
  readonly length: number;
  readonly count: number;
  readonly beam?: number;
  readonly lengthPenalty?: number;
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed: number;
}

const TEMPERATURE = 0.8;

export function define(): Command {
  const command = new Command("generate")
    .description("Lets a trained model write: it reads a prompt, or begins at the beginning, and goes on from there, reading what it wrote. A model of a series forecasts; a translation or a caption is written from --input.")
    .argument("<spec>", "the .rnn file it was trained with")
    .requiredOption("-w, --weights <file>", "what `rnnc train` wrote")
    .option("-p, --prompt <text>", "what it reads first (default: the beginning of a sequence; where there is none, a new line or the most frequent symbol)")
    .option("-i, --input <name=value>", "what a model is given beside what it writes: a text, or numbers. Again for each input", collect)
    .option("-d, --data <file>", "for a series: what it reads first; else, the inputs (first row)", collect)
    .option("-n, --length <n>", "how many characters, words or steps at most", whole(0), 400)
    .option("-c, --count <n>", "how many sequences", whole(1), 1)
    .option("-T, --temperature <x>", `0: always the most probable; 1: as it learned; more: bolder (default: ${TEMPERATURE})`, above(0, true))
    .option("--top-k <k>", "draw only from the k most probable", whole(1))
    .option("--top-p <p>", "draw only from the most probable that have this share together", above(0))
    .option("--beam <n>", "search for the most probable sequences, following n at once, in place of drawing", whole(1))
    .option("--length-penalty <a>", "of beam search: ln p is divided by length^a, so that long sequences aren't worse (default: 1)", above(0, true))
    .option("--seed <n>", "another seed writes another text", whole(0), 0);
  return addModelOptions(addDataOptions(command))
    .addHelpText("after", `\nExamples:\n  rnnc generate char_lm.rnn --weights char_lm.safetensors --prompt "ROMEO:" --length 600\n  rnnc generate char_lm.rnn --weights char_lm.safetensors --temperature 0.5 --seed 7\n  rnnc generate forecast.rnn --weights forecast.safetensors --data sunspots.csv --length 12\n  rnnc generate names.rnn --weights names.safetensors --count 10\n  rnnc generate translate.rnn --weights translate.safetensors --input source="a house" --beam 5 --count 5`)
    .action(generate);
}

async function generate(spec: string, options: GenerateOptions): Promise<void> {
  refuseOptions(options);
  if (options.data !== undefined) (await import("./data/sources.js")).findSources(options.data);
  const { createTrained } = await import("./trained.js");
  const { explainRuntimeError } = await import("./load.js");
  // One step after the other of a sequence or a few: nothing that a GPU is faster at.
  const { model, loaded, notes } = await createTrained(spec, { ...options, device: options.device === "auto" ? "wasm" : options.device });
  try {
    const { isGenerative, splitInputs } = await import("@rnnc/runtime");
    const { description } = model;
    if (!isGenerative(description)) {
      throw new Failure(`\`${loaded.name}\` can't generate: no head predicts the next step of ${description.inputs.filter((one) => one.axis !== null).map((one) => `\`${one.name}\``).join(", ") || "what it reads"}`, { exitCode: 2, hint: `a model that generates has a head like \`head text[t+1] from h\`; try \`rnnc predict\`.` });
    }
    const { generated, given } = splitInputs(description);
    const { prompts, inputs } = await readInputs(model, generated, given, notes, options);
    const stop = new AbortController();
    process.once("SIGINT", () => stop.abort());
    const common = { length: options.length, seed: options.seed, signal: stop.signal };
    const drawn = options.beam === undefined ? { temperature: options.temperature ?? TEMPERATURE, ...(options.topK === undefined ? {} : { topK: options.topK }), ...(options.topP === undefined ? {} : { topP: options.topP }) } : { beam: options.beam, ...(options.lengthPenalty === undefined ? {} : { lengthPenalty: options.lengthPenalty }) };
    if (options.json !== true && options.count === 1 && options.beam === undefined && generated.length === 1) {
      const prompt = prompts[generated[0].name];
      const steps = model.generate({ ...(prompt === undefined ? {} : { prompt }), inputs, ...common, ...drawn }) as AsyncIterable<Generated>;
      await write(steps, generated[0], prompt);
      return;
    }
    const lists = await makeAll(model, { ...inputs, ...prompts }, { count: options.count, ...common, ...drawn });
    if (options.json === true) printAsJson(lists, generated, prompts, options);
    else process.stdout.write(describeAll(lists, generated, options.beam === undefined ? null : (options.lengthPenalty ?? 1)).join("\n") + "\n");
  } catch (error) {
    throw explainRuntimeError(error, null);
  } finally {
    model.dispose();
  }
}

function refuseOptions(options: GenerateOptions): void {
  const refuse = (text: string): never => {
    throw new Failure(text, { exitCode: 2 });
  };
  if (options.topP !== undefined && options.topP > 1) refuse("--top-p is a share, at most 1");
  if (options.prompt === "") refuse("the prompt is empty: the model needs something to go on from");
  if (options.beam === undefined && options.lengthPenalty !== undefined) refuse("--length-penalty is of beam search: give --beam too");
  if (options.beam !== undefined && (options.temperature !== undefined || options.topK !== undefined || options.topP !== undefined)) refuse("beam search draws nothing: leave out --temperature, --top-k and --top-p, or leave out --beam");
  if (options.beam !== undefined && options.count > options.beam) refuse(`a beam of ${options.beam} finds at most ${options.beam} sequences: --count is ${options.count}`);
}

async function makeAll(model: AnyModel, example: Example, options: BatchOptions): Promise<Readonly<Record<string, readonly GeneratedSequence[]>>> {
  const columns = Object.fromEntries(Object.entries(example).map(([name, value]) => [name, [value]]));
  const made = (await model.generateAll(columns as never, options)) as Readonly<Record<string, readonly (readonly GeneratedSequence[])[]>>;
  return Object.fromEntries(Object.entries(made).map(([name, [list]]) => [name, list]));
}

// ---------------------------------------------------------------------------------- what it reads

interface Read {
  /** By generated input; empty where the model begins at the beginning. */
  readonly prompts: Example;
  readonly inputs: Example;
}

async function readInputs(model: AnyModel, generated: readonly InputDescription[], given: readonly InputDescription[], notes: TrainingNotes | null, options: GenerateOptions): Promise<Read> {
  const values = new Map<string, unknown>();
  for (const text of options.input ?? []) {
    const [name, value] = splitInput(text, model.description);
    const input = model.description.inputs.find((one) => one.name === name);
    if (input === undefined) continue;
    const vector = notes === null || input.kind !== "real" ? null : (await import("./data/categories.js")).vectorOfName(value, input, notes.data.categories, notes.data.columns);
    values.set(name, vector ?? toValue(value, input));
  }
  if (options.data !== undefined) {
    // A series goes on from the data; what is given beside it is there too.
    const wanted = generated.every(({ boundary }) => boundary) ? given : [...generated, ...given];
    if (options.prompt !== undefined && wanted.length > given.length) throw new Failure("--prompt and --data exclude each other", { exitCode: 2 });
    if (wanted.length === 0) throw new Failure("this model reads nothing before it writes", { exitCode: 2, hint: "leave out --data." });
    const { readData } = await import("./data/read.js");
    const data = await readData(options.data, { inputs: wanted, heads: [] }, { columns: options.columns, format: options.format, limit: options.limit, targets: false, categories: notes?.data.categories, unread: model.description.inputs.map(({ name }) => name), note: reportNote });
    for (const { name } of wanted) if (!values.has(name)) values.set(name, data.examples[0]?.[name]);
  }
  if (options.prompt !== undefined) {
    if (generated.length > 1) throw new Failure(`this model writes several inputs at once: ${generated.map((one) => `\`${one.name}\``).join(", ")}`, { exitCode: 2, hint: `give each its own: ${generated.map((one) => `--input ${one.name}=…`).join(" ")}` });
    values.set(generated[0].name, toValue(options.prompt, generated[0]));
  }
  const missing = given.find((input) => !values.has(input.name));
  if (missing !== undefined) throw new Failure(`\`${missing.name}\` is missing, which the model is given`, { exitCode: 2, hint: `give it with --input ${missing.name}=…, or with --data.` });
  for (const input of generated) if (!values.has(input.name) && !generated.every(({ boundary }) => boundary)) values.set(input.name, firstOf(model, input));
  const pick = (inputs: readonly InputDescription[]): Example => Object.fromEntries(inputs.flatMap(({ name }) => (values.has(name) ? [[name, values.get(name)]] : [])));
  return { prompts: pick(generated), inputs: pick(given) };
}

function splitInput(text: string, { inputs }: Description): readonly [string, string] {
  const at = text.indexOf("=");
  const name = text.slice(0, Math.max(0, at)).trim();
  const names = inputs.map((input) => `\`${input.name}\``).join(", ");
  if (at < 1) throw new Failure(`--input is a name and a value: --input ${inputs[0]?.name ?? "name"}=…, but is ${JSON.stringify(text)}`, { exitCode: 2 });
  if (!inputs.some((input) => input.name === name)) throw new Failure(`the model has no input \`${name}\`; it has ${names}`, { exitCode: 2 });
  return [name, text.slice(at + 1)];
}

function isText(input: InputDescription): boolean {
  return input.kind === "words" || input.kind === "chars" || input.kind === "bytes";
}

/** A text, or numbers: a list, for a step each where there is time. */
function toValue(text: string, input: InputDescription): unknown {
  if (isText(input)) return text;
  const numbers = text.trim() === "" ? [] : text.trim().split(/[\s,;]+/).map(Number);
  if (numbers.some((value) => !Number.isFinite(value))) throw new Failure(`\`${input.name}\` is read as numbers, like "1.5 2.25 3"`, { exitCode: 2 });
  if (input.axis === null) return input.size === 1 || input.kind === "token" ? numbers[0] : numbers;
  return input.kind === "real" && input.size > 1 ? Float32Array.from(numbers) : numbers;
}

/** What a model that has no beginning reads first. */
function firstOf(model: AnyModel, input: InputDescription): unknown {
  if (!isText(input)) throw new Failure(`there is nothing to go on from: \`${input.name}\` is read as numbers`, { exitCode: 2, hint: "give --data with what came before, or --prompt with numbers." });
  if (input.kind === "bytes") return "\n";
  const symbols = model.fitted.vocabularies[input.name]?.symbols ?? [];
  const first = symbols.includes("\n") ? "\n" : symbols[1];
  if (first === undefined) throw new Failure("there is nothing to go on from", { exitCode: 2, hint: "give --prompt." });
  return input.kind === "words" ? [first] : first;
}

// ---------------------------------------------------------------------------------- what it writes

/** Prints the prompt and what follows as it comes. */
async function write(steps: AsyncIterable<Generated>, input: InputDescription, prompt: unknown): Promise<void> {
  const { joinWords } = await import("@rnnc/runtime");
  const decoder = new TextDecoder();
  const words: string[] = input.kind === "words" ? (Array.isArray(prompt) ? prompt.map(String) : []) : [];
  const opening = typeof prompt === "string" && prompt.trim() !== "" ? prompt : words.join(" ");
  if (isText(input)) process.stdout.write(opening);
  let text = "";
  for await (const step of steps) {
    let piece = "";
    if (input.kind === "chars") piece = String(step);
    else if (input.kind === "bytes") piece = decoder.decode(Uint8Array.of(Number(step)), { stream: true });
    else if (input.kind === "words") {
      words.push(String(step));
      const joined = joinWords(words);
      const before = joinWords(words.slice(0, -1));
      piece = before === "" && typeof prompt === "string" && !/\s$/.test(prompt) ? ` ${joined}` : joined.slice(before.length);
    } else piece = `${showStep(step, input)}\n`;
    text += piece;
    process.stdout.write(piece);
  }
  if (!text.endsWith("\n")) process.stdout.write("\n");
}

function showStep(step: Generated, input: InputDescription): string {
  if (ArrayBuffer.isView(step)) return Array.from(step, figure).join(" ");
  return typeof step === "number" && input.kind === "real" ? figure(step) : String(step);
}

/** One sequence a line; of several inputs one step a line. After a beam search, with what it was ranked by and ln p. */
function describeAll(lists: Readonly<Record<string, readonly GeneratedSequence[]>>, generated: readonly InputDescription[], lengthPenalty: number | null): string[] {
  const samples = lists[generated[0].name].map((_, i) => generated.map((input) => ({ input, sequence: lists[input.name][i] })));
  if (generated.length > 1) {
    return samples.flatMap((sample, i) => {
      const steps = sample[0].sequence.steps.map((_, t) => sample.map(({ input, sequence }) => showStep(sequence.steps[t], input)));
      return [...(i > 0 ? [""] : []), ...table([generated.map(({ name }) => name), ...steps], generated.map((input) => (isText(input) ? "left" : "right")))];
    });
  }
  const [input] = generated;
  const sequences = samples.map(([{ sequence }]) => {
    const text = isText(input) && sequence.text !== null ? sequence.text : sequence.steps.map((step) => showStep(step, input)).join(" ");
    return [sequence, text] as const;
  });
  if (lengthPenalty !== null) {
    const score = ({ logProbability, steps, ended }: GeneratedSequence): number => (logProbability ?? 0) / Math.max(1, steps.length + (ended ? 1 : 0)) ** lengthPenalty;
    return table([["score", "ln p", ""], ...sequences.map(([sequence, text]) => [score(sequence).toFixed(2), (sequence.logProbability ?? 0).toFixed(2), text.replace(/\s+/g, " ")])], ["right", "right", "left"]);
  }
  const lines = sequences.map(([, text]) => text);
  // Texts of several lines stand apart.
  return lines.some((line) => line.includes("\n")) ? lines.flatMap((line, i) => (i > 0 ? ["", line] : [line])) : lines;
}

function printAsJson(lists: Readonly<Record<string, readonly GeneratedSequence[]>>, generated: readonly InputDescription[], prompts: Example, options: GenerateOptions): void {
  const plain = (input: InputDescription, i: number): Record<string, unknown> => {
    const { steps, text, logProbability, ended } = lists[input.name][i];
    const values = steps.map((step) => (ArrayBuffer.isView(step) ? Array.from(step) : step));
    return { ...(isText(input) ? { text } : { values }), ...(logProbability === null ? {} : { logProbability }), ended };
  };
  const [first] = generated;
  const prompt = generated.length === 1 ? (prompts[first.name] ?? null) : prompts;
  const samples = lists[first.name].map((_, i) => (generated.length === 1 ? plain(first, i) : Object.fromEntries(generated.map((input) => [input.name, plain(input, i)]))));
  printJson({ ok: true, prompt, ...(options.count === 1 ? samples[0] : { sequences: samples }) });
}
