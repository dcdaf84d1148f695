// `rnnc generate`: a trained model goes on from a prompt: text as it comes, or the next values of a series.
import { Command } from "commander";
import type { InputDescription } from "@rnnc/runtime";
import { Failure } from "./failure.js";
import type { AnyModel } from "./load.js";
import { above, addDataOptions, addModelOptions, collect, whole, type DataOptions, type ModelOptions } from "./options.js";
import { printJson } from "./report.js";
import { figure } from "./terminal.js";
import type { TrainingNotes } from "./weights.js";

interface GenerateOptions extends DataOptions, ModelOptions {
  readonly weights: string;
  readonly prompt?: string;
  readonly data?: readonly string[];
  readonly length: number;
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed: number;
}

export function define(): Command {
  const command = new Command("generate")
    .description("Lets a trained model write: it reads a prompt and goes on from there, reading what it wrote. A model of a series forecasts.")
    .argument("<spec>", "the .rnn file it was trained with")
    .requiredOption("-w, --weights <file>", "what `rnnc train` wrote")
    .option("-p, --prompt <text>", "what it reads first (default: its most frequent symbol, or a new line)")
    .option("-d, --data <file>", "for a series: what it reads first", collect)
    .option("-n, --length <n>", "how many characters, words or steps", whole(0), 400)
    .option("-T, --temperature <x>", "0: always the most probable; 1: as it learned; more: bolder", above(0, true), 0.8)
    .option("--top-k <k>", "draw only from the k most probable", whole(1))
    .option("--top-p <p>", "draw only from the most probable that have this share together", above(0))
    .option("--seed <n>", "another seed writes another text", whole(0), 0);
  return addModelOptions(addDataOptions(command))
    .addHelpText("after", `\nExamples:\n  rnnc generate char_lm.rnn --weights char_lm.safetensors --prompt "ROMEO:" --length 600\n  rnnc generate char_lm.rnn --weights char_lm.safetensors --temperature 0.5 --seed 7\n  rnnc generate forecast.rnn --weights forecast.safetensors --data sunspots.csv --length 12`)
    .action(generate);
}

async function generate(spec: string, options: GenerateOptions): Promise<void> {
  if (options.prompt !== undefined && options.data !== undefined) throw new Failure("--prompt and --data exclude each other", { exitCode: 2 });
  if (options.topP !== undefined && options.topP > 1) throw new Failure("--top-p is a share, at most 1", { exitCode: 2 });
  if (options.data !== undefined) (await import("./data/sources.js")).findSources(options.data);
  const { createTrained } = await import("./trained.js");
  const { explainRuntimeError } = await import("./load.js");
  const { model, loaded, notes } = await createTrained(spec, options);
  try {
    const input = model.description.inputs.find((one) => one.axis !== null && model.description.heads.some((head) => head.predicts?.input === one.name));
    if (input === undefined) {
      throw new Failure(`\`${loaded.name}\` can't generate: no head predicts what it reads`, { exitCode: 2, hint: `a model that generates has a head like \`head text[t+1] from h\`; try \`rnnc predict\`.` });
    }
    const prompt = await promptOf(model, input, notes, options);
    const stop = new AbortController();
    process.once("SIGINT", () => stop.abort());
    const drawn = { length: options.length, temperature: options.temperature, seed: options.seed, ...(options.topK === undefined ? {} : { topK: options.topK }), ...(options.topP === undefined ? {} : { topP: options.topP }), signal: stop.signal };
    const steps = model.generate({ prompt: prompt as never, ...drawn }) as AsyncIterable<unknown>;
    await write(steps, input, prompt, options.json === true);
  } catch (error) {
    throw explainRuntimeError(error, null);
  } finally {
    model.dispose();
  }
}

/** What the model reads first: at least one step. */
async function promptOf(model: AnyModel, input: InputDescription, notes: TrainingNotes | null, options: GenerateOptions): Promise<unknown> {
  const byText = input.kind === "words" || input.kind === "chars" || input.kind === "bytes";
  if (options.data !== undefined) {
    const { readData } = await import("./data/read.js");
    const data = await readData(options.data, model.description, { columns: options.columns, format: options.format, limit: options.limit, targets: false, categories: notes?.data.categories, note: (text) => void process.stderr.write(`note: ${text}\n`) });
    return data.examples[0]?.[input.name];
  }
  if (options.prompt !== undefined) {
    if (options.prompt === "") throw new Failure("the prompt is empty: the model needs something to go on from", { exitCode: 2 });
    if (byText) return options.prompt;
    const numbers = options.prompt.trim().split(/[\s,;]+/).map(Number);
    if (numbers.some((value) => !Number.isFinite(value))) throw new Failure(`\`${input.name}\` is read as numbers: --prompt "1.5 2.25 3"`, { exitCode: 2 });
    return numbers;
  }
  if (!byText) throw new Failure(`there is nothing to go on from: \`${input.name}\` is read as numbers`, { exitCode: 2, hint: "give --data with what came before, or --prompt with numbers." });
  if (input.kind === "bytes") return "\n";
  const symbols = model.fitted.vocabularies[input.name]?.symbols ?? [];
  const first = symbols.includes("\n") ? "\n" : symbols[1];
  if (first === undefined) throw new Failure("there is nothing to go on from", { exitCode: 2, hint: "give --prompt." });
  return input.kind === "words" ? [first] : first;
}

/** Prints the prompt and what follows as it comes; as JSON, all at the end. */
async function write(steps: AsyncIterable<unknown>, input: InputDescription, prompt: unknown, json: boolean): Promise<void> {
  const { joinWords } = await import("@rnnc/runtime");
  const made: unknown[] = [];
  const decoder = new TextDecoder();
  const words: string[] = input.kind === "words" ? (Array.isArray(prompt) ? prompt.map(String) : []) : [];
  const opening = typeof prompt === "string" && prompt.trim() !== "" ? prompt : words.join(" ");
  if (!json && input.kind !== "real" && input.kind !== "token") process.stdout.write(opening);
  let text = "";
  for await (const step of steps) {
    made.push(step);
    let piece = "";
    if (input.kind === "chars") piece = String(step);
    else if (input.kind === "bytes") piece = decoder.decode(Uint8Array.of(Number(step)), { stream: true });
    else if (input.kind === "words") {
      words.push(String(step));
      const joined = joinWords(words);
      const before = joinWords(words.slice(0, -1));
      piece = before === "" && typeof prompt === "string" && !/\s$/.test(prompt) ? ` ${joined}` : joined.slice(before.length);
    } else piece = ArrayBuffer.isView(step) ? Array.from(step as Float32Array, figure).join(" ") + "\n" : `${typeof step === "number" && input.kind === "real" ? figure(step) : String(step)}\n`;
    text += piece;
    if (!json) process.stdout.write(piece);
  }
  if (json) printJson({ ok: true, prompt, ...(input.kind === "real" || input.kind === "token" ? { values: made.map((step) => (ArrayBuffer.isView(step) ? Array.from(step as Float32Array) : step)) } : { text }) });
  else if (!text.endsWith("\n")) process.stdout.write("\n");
}
