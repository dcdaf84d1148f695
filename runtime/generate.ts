// Generation: a model that predicts its own next input reads what it said. Symbols are drawn (temperature, top-k,
// top-p); real values are the prediction itself.
import type { Description, HeadDescription, InputDescription } from "./device.js";
import type { Example, Series } from "./examples.js";
import { pack } from "./batch.js";
import { namesOf, scalerOf, unscale } from "./encode.js";
import { DataError, show, UsageError } from "./errors.js";
import { key, uniform } from "./random.js";
import { createSession, type RunnableModel } from "./stream.js";

export interface SamplingOptions {
  /** 1: the model's own probabilities; less: nearer to the most probable; 0: always the most probable. Default 1. */
  readonly temperature?: number;
  /** Only the k most probable symbols. */
  readonly topK?: number;
  /** Only the most probable symbols that have this share together, above 0 to 1 (Holtzman et al. 2020). */
  readonly topP?: number;
}

export interface GenerateOptions<Prompt = unknown, Inputs = Example> extends SamplingOptions {
  /** What the model reads first, at least one step: a value of the input it predicts. */
  readonly prompt: Prompt;
  /** Values of the inputs without time, where there are any. */
  readonly inputs?: Partial<Inputs>;
  /** How many steps to generate. */
  readonly length: number;
  /** The same seed gives the same symbols. Default 0. */
  readonly seed?: number;
  /** Stops between two steps. */
  readonly signal?: AbortSignal;
}

/** What is generated at a step: a word or character; an id or byte; a number, or [D], in the data's units. */
export type Generated = string | number | Float32Array;

/**
 * Generates `length` steps after the prompt. A model that says one value a sequence (`x[t+1] from last(h)`) and learned from windows
 * reads a window each time; others carry their states on. The unknown symbol and ids that were never fitted are not drawn.
 * Throws UsageError RNN617 for a model that doesn't predict its inputs, RNN618 for options that can't be, DataError RNN710 for an empty prompt.
 */
export async function* generate(model: RunnableModel, options: GenerateOptions): AsyncGenerator<Generated, void, void> {
  const { description: d, fitted, encoder } = model;
  const { input, head } = generativeHead(d);
  checkOptions(options);
  const sequence = encoder({ ...options.inputs, [input.name]: options.prompt }, 0, { targets: false });
  const prompt = sequence.columns[input.name]!;
  if (prompt.length === 0) throw new DataError("RNN710", `the prompt is empty: \`${d.name}\` needs at least one step of \`${input.name}\` to go on from`);

  const names = namesOf(fitted, head);
  const scaler = scalerOf(fitted, head);
  const k = key(options.seed ?? 0);
  const { next, read } = createReader(model, sequence.columns, input, head);
  let unread: Series = prompt;
  for (let i = 0; i < options.length; i++) {
    if (options.signal?.aborted) return;
    await read(unread);
    let said = await next();
    if (head.kind === "real") {
      said = said.slice(0, input.size);
      unread = { data: said.slice(), length: 1 };
      unscale(scaler, said);
      yield said.length === 1 ? said[0]! : said;
    } else {
      const id = sample(said, options, uniform(k, i, 0, 0), names ? { from: 1, to: names.length } : { from: 0, to: said.length });
      unread = { data: Int32Array.of(id), length: 1 };
      yield names ? names[id]! : id;
    }
  }
}

/**
 * Draws an id of probabilities [V] with u, uniform in [0, 1): among `allowed` (to excluded), after temperature, top-k and top-p in this
 * order. Where all allowed have probability 0, the first of them.
 */
export function sample(probabilities: Float32Array, options: SamplingOptions, u: number, allowed: { readonly from: number; readonly to: number }): number {
  const { temperature = 1, topK, topP } = options;
  let ids = Array.from({ length: Math.max(0, allowed.to - allowed.from) }, (_, i) => allowed.from + i);
  let most = allowed.from;
  for (const id of ids) if (probabilities[id]! > probabilities[most]!) most = id;
  if (temperature === 0 || !(probabilities[most]! > 0)) return most;
  const weights = new Float64Array(probabilities.length);
  for (const id of ids) weights[id] = probabilities[id] === 0 ? 0 : Math.exp(Math.log(probabilities[id]! / probabilities[most]!) / temperature);
  const sum = (): number => ids.reduce((total, id) => total + weights[id]!, 0);
  if (topK !== undefined || topP !== undefined) {
    ids.sort((a, b) => weights[b]! - weights[a]! || a - b);
    if (topK !== undefined) ids = ids.slice(0, topK);
    if (topP !== undefined) {
      const enough = topP * sum();
      let share = 0;
      const count = ids.findIndex((id) => (share += weights[id]!) >= enough);
      if (count >= 0) ids = ids.slice(0, count + 1);
    }
  }
  let rest = u * sum();
  for (const id of ids) {
    rest -= weights[id]!;
    if (rest < 0) return id;
  }
  return ids.findLast((id) => weights[id]! > 0) ?? most;
}

/** The one input with time and the head that predicts it. */
function generativeHead(d: Description): { input: InputDescription; head: HeadDescription } {
  const refuse = (why: string): never => {
    throw new UsageError("RNN617", `\`${d.name}\` can't generate: ${why}`);
  };
  const timed = d.inputs.filter(({ axis }) => axis !== null);
  const [input] = timed;
  if (!input) return refuse("it has no input with time");
  for (const { name } of timed) if (!d.heads.some((head) => head.predicts?.input === name)) refuse(`no head predicts its input \`${name}\``);
  if (timed.length > 1) return refuse("generating several inputs at once is not built yet");
  // Of several steps ahead the first is read; a head of exactly the next step has the better right.
  const heads = d.heads.filter(({ predicts }) => predicts?.input === input.name && predicts.from === 1).sort((a, b) => a.predicts!.to - b.predicts!.to);
  const [head] = heads;
  return head ? { input, head } : refuse(`no head predicts the next step, \`${input.name}[t+1]\``);
}

/** Reads steps, and says what the head says of the next one. */
function createReader(model: RunnableModel, columns: Readonly<Record<string, Series>>, input: InputDescription, head: HeadDescription): { read(series: Series): Promise<void>; next(): Promise<Float32Array> } {
  const { description: d, executor } = model;
  const output = `output.${head.name}`;
  const width = input.kind === "real" ? input.size : 1;
  const sequenceOf = (series: Series) => ({ id: 0, columns: { ...columns, [input.name]: series } });

  if (d.streamable && !(head.axis === null && d.training.cut)) {
    const session = createSession(model, () => ({ id: 0, columns }));
    let said = new Float32Array();
    return {
      async read({ data, length }) {
        for (let t = 0; t < length; t++) said = (await session.step({ [input.name]: data.slice(t * width, (t + 1) * width) }, [head.name]))[output]! as Float32Array<ArrayBuffer>;
      },
      next: async () => said,
    };
  }
  const most = (d.training.cut?.steps ?? Infinity) * width;
  let seen: number[] = [];
  return {
    async read({ data }) {
      for (const value of data) seen.push(value);
      if (seen.length > most) seen = seen.slice(-most);
    },
    async next() {
      const data = input.kind === "real" ? Float32Array.from(seen) : Int32Array.from(seen);
      const length = data.length / width;
      const said = (await executor.run(["predict"], pack(d, [{ sequence: sequenceOf({ data, length }), from: 0, to: length }], { targets: false }), [output]))[output]!;
      return said.slice(-head.size);
    },
  };
}

function checkOptions({ length, temperature, topK, topP, seed }: GenerateOptions): void {
  const check = (fine: boolean, name: string, value: unknown, expected: string): void => {
    if (!fine) throw new UsageError("RNN618", `\`${name}\` should be ${expected}, but is ${show(value)}`);
  };
  check(Number.isSafeInteger(length) && length >= 0, "length", length, "a whole number of at least 0");
  check(temperature === undefined || (Number.isFinite(temperature) && temperature >= 0), "temperature", temperature, "a number of at least 0");
  check(topK === undefined || (Number.isSafeInteger(topK) && topK >= 1), "topK", topK, "a whole number of at least 1");
  check(topP === undefined || (topP > 0 && topP <= 1), "topP", topP, "a number above 0, at most 1");
  check(seed === undefined || Number.isSafeInteger(seed), "seed", seed, "a whole number");
}
