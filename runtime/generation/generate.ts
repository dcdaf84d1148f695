// Generation: a model that predicts its own next input reads what it said. Symbols are drawn (temperature, top-k,
// top-p) or searched for (beam.ts); real values are the prediction itself. One sequence step by step, or many at a time.
import type { Example, Sequence } from "../examples.js";
import { own } from "../columns.js";
import { decode, unscale } from "../encode.js";
import { DataError, UsageError } from "../errors.js";
import { key, uniform } from "../random.js";
import type { RunnableModel } from "../stream.js";
import { beamSearch, type Stepped } from "./beam.js";
import { checkOptions, defaults, type BatchOptions, type GenerateOptions } from "./options.js";
import { sample } from "./sample.js";
import { createReader, type ReadTo, type Standing, type StepInputs } from "./reader.js";
import { createWriters, type Writer } from "./writers.js";

/** What is generated at a step: a word or character; an id or byte; a number, or [D], in the data's units. */
export type Generated = string | number | Float32Array;

/** A sequence that was generated. */
export interface GeneratedSequence<Step = Generated> {
  /** One a step, the prompt and the boundary not among them. */
  readonly steps: readonly Step[];
  /** The steps as text: words joined as they are written, characters one after another. Null for real values. */
  readonly text: string | null;
  /** ln of the probability that the model gives to these symbols, and to the boundary where it ended there. Null for real values. */
  readonly logProbability: number | null;
  /** It ended by itself, at the boundary; false: it was cut at `length`. */
  readonly ended: boolean;
}

/**
 * Generates step by step, up to `length` steps after the prompt, or to the boundary. Of one generated input, what it says; of several, a
 * record of what each says. A model that says one value a sequence (`x[t+1] from last(h)`) and learned from windows reads a window each
 * time; others carry their states on. The unknown symbol and ids that were never fitted are not drawn.
 * Throws UsageError RNN617 for a model that doesn't predict its inputs, RNN618 for options that can't be, DataError RNN710 where there
 * is no prompt and no boundary to begin at, and the DataErrors of values that the model doesn't take.
 */
export async function* generate(model: RunnableModel, options: GenerateOptions): AsyncGenerator<Generated | Readonly<Record<string, Generated>>, void, void> {
  const { description: d, fitted } = model;
  const writers = createWriters(d, fitted);
  checkOptions(options, writers);
  for (const name of ["beam", "count"]) if (Object.hasOwn(options, name)) throw new UsageError("RNN618", `\`${name}\` is an option of \`generateAll\`: \`generate\` gives one sequence, step by step`);
  const prompt = writers.length === 1 && options.prompt !== undefined ? { [writers[0]!.input.name]: options.prompt } : ((options.prompt ?? {}) as Example);
  const sequence = encodePrompt(model, writers, { ...options.inputs, ...prompt }, 0);
  const draw = { ...options, key: key(options.seed ?? 0), row: 0 };
  for await (const said of write(model, writers, [{ sequence, draw }], options)) {
    for (const { values, ended } of said) {
      if (ended) return;
      const named = writers.map((writer): [string, Generated] => [writer.input.name, nameOf(writer, values[writer.input.name]!)]);
      yield named.length === 1 ? named[0]![1] : Object.fromEntries(named);
    }
  }
}

/**
 * Generates a sequence, or `count`, for each example of given inputs, all at the same time. Columns of inputs that are generated are
 * prompts. By input: for each example its sequences, of beam search best first. Throws what `generate` throws.
 */
export async function generateAll(model: RunnableModel, examples: readonly Example[], options: BatchOptions = {}): Promise<Record<string, GeneratedSequence[][]>> {
  const { description: d } = model;
  const writers = createWriters(d, model.fitted);
  checkOptions(options, writers);
  const { count, beam, length } = { ...defaults, ...options };
  const sequences = examples.map((example, id) => encodePrompt(model, writers, example, id));
  const made = Object.fromEntries(writers.map(({ input }) => [input.name, sequences.map((): GeneratedSequence[] => [])]));
  // Rows that are read at once: what is said of them, and what a program reads before the first step, stays small.
  const widest = Math.max(...d.heads.map((head) => head.size));
  const rows = Math.max(1, Math.floor(Math.min(512, 2 ** 22 / widest) / (beam ?? count)));
  for (let from = 0; from < sequences.length; from += rows) {
    const part = sequences.slice(from, from + rows);
    const found = beam === undefined ? await drawAll(model, writers, part, from, { ...options, count, length }) : await searchAll(model, writers, part, { ...options, beam, count, length });
    found.forEach((samples, i) => {
      for (const [name, sequence] of samples.flat()) made[name]![from + i]!.push(sequence);
    });
  }
  return made;
}

/** A sequence for each generated input, by its name. */
type Sample = readonly (readonly [input: string, sequence: GeneratedSequence])[];

// ------------------------------------------------------------------------------------- one by one

interface Row {
  readonly sequence: Sequence;
  readonly draw: Parameters<typeof sample>[1] & { readonly key: number; readonly row: number };
}

/** What one row said at a step. `ended`: its boundary; there are no values then. */
interface Said {
  readonly row: number;
  readonly values: StepInputs;
  readonly ended: boolean;
  /** ln of the probability of each symbol, by input. */
  readonly logProbabilities: Readonly<Record<string, number>>;
}

/** Leads rows step by step through the model, each until its boundary or `length` steps after its prompt. Yields what they say, as soon as they do. */
async function* write(model: RunnableModel, writers: readonly Writer[], rows: readonly Row[], { length, signal }: { readonly length?: number; readonly signal?: AbortSignal }): AsyncGenerator<readonly Said[], void, void> {
  const most = length ?? defaults.length;
  const reader = createReader(model, writers[0]!.input.axis!, writers.map(({ head }) => head));
  const prompts = rows.map(({ sequence }) => sequence.columns[writers[0]!.input.name]!.length);
  const ahead = writers.filter(({ says }) => says === "ahead");
  const later = writers.filter(({ says }) => says !== "ahead");
  const unread = writers.some(({ says }) => says === "before");
  let standing: readonly Standing[] = await reader.begin(rows.map(({ sequence }) => sequence));
  let outputs: readonly ReadTo["outputs"][] = [];
  let before: readonly StepInputs[] = [];
  let live = rows.map((_, i) => i).filter(() => most > 0);

  for (let t = 0; live.length > 0; t++) {
    if (signal?.aborted) return;
    // What is read at this step, as far as it is known before the model reads it.
    const choices = live.map((row, i) => choose(rows[row]!, ahead, outputs[i], t, prompts[row]!));
    const says = (row: number): boolean => t >= prompts[row]!;
    const isSilent = (row: number): boolean => t + 1 < prompts[row]!;
    const isLast = (row: number): boolean => t + 1 >= prompts[row]! + most;
    if (later.length === 0) {
      yield live.flatMap((row, i) => (says(row) ? [{ row, ...choices[i]!, ended: false }] : []));
      const going = live.map((_, i) => i).filter((i) => !isLast(live[i]!));
      [live, standing] = [going.map((i) => live[i]!), going.map((i) => standing[i]!)];
      if (live.length === 0) return;
      const results = await reader.step(going.map((i, at) => ({ standing: standing[at]!, inputs: choices[i]!.values, silent: isSilent(live[at]!) })));
      [standing, outputs] = [results.map((result) => result.standing), results.map((result) => result.outputs)];
      continue;
    }
    const inputs = live.map((_, i) => ({ ...choices[i]!.values, ...Object.fromEntries(later.map((writer) => [writer.input.name, readBefore(writer, before[i])])) }));
    let results = await reader.step(live.map((row, i) => ({ standing: standing[i]!, inputs: inputs[i]!, silent: isSilent(row) })));
    const rest = live.map((row, i) => choose(rows[row]!, later, results[i]!.outputs, t, prompts[row]!));
    // Values that are read at [t-1] are known now: the step is read again with them, for what goes on from it.
    if (unread) {
      const known = (i: number): StepInputs => ({ ...inputs[i]!, ...Object.fromEntries(writers.filter(({ says }) => says === "before").map(({ input }) => [input.name, rest[i]!.values[input.name]!])) });
      results = await reader.step(live.map((row, i) => ({ standing: standing[i]!, inputs: known(i), silent: isSilent(row) })));
    }
    const ends = live.map((row, i) => says(row) && later.some(({ says, input }) => says === "boundary" && rest[i]!.values[input.name] === input.size));
    const said = live.map((row, i): Said => ({ row, values: { ...choices[i]!.values, ...rest[i]!.values }, ended: ends[i]!, logProbabilities: { ...choices[i]!.logProbabilities, ...rest[i]!.logProbabilities } }));
    yield said.filter(({ row }) => says(row));
    const going = live.map((_, i) => i).filter((i) => !ends[i] && !isLast(live[i]!));
    [live, standing, outputs, before] = [going.map((i) => live[i]!), going.map((i) => results[i]!.standing), going.map((i) => results[i]!.outputs), going.map((i) => said[i]!.values)];
  }
}

/** What some writers say at step t: the prompt's value as long as there is one, else what the model says. */
function choose({ sequence, draw }: Row, writers: readonly Writer[], outputs: ReadTo["outputs"] | undefined, t: number, prompt: number): Pick<Said, "values" | "logProbabilities"> {
  const values: [string, number | Float32Array][] = [];
  const logProbabilities: [string, number][] = [];
  writers.forEach((writer, i) => {
    const { input, head, allowed } = writer;
    if (t < prompt) {
      const { data } = own(sequence.columns, input.name)!;
      values.push([input.name, input.kind === "real" ? (data.slice(t * input.size, (t + 1) * input.size) as Float32Array) : data[t]!]);
      return;
    }
    const said = own(outputs ?? {}, head.name)!;
    if (input.kind === "real") return void values.push([input.name, said.slice(0, input.size)]);
    const id = sample(said, draw, uniform(draw.key, t - prompt, draw.row, i), allowed);
    values.push([input.name, id]);
    logProbabilities.push([input.name, logOf(said[id]!)]);
  });
  return { values: Object.fromEntries(values), logProbabilities: Object.fromEntries(logProbabilities) };
}

/** What an input that is said at its own step reads there: the symbol before, the boundary at first; of a value, nothing yet. */
function readBefore({ input, says }: Writer, before: StepInputs | undefined): number | Float32Array {
  if (says === "before") return new Float32Array(input.size);
  return (before && own(before, input.name)) ?? input.size;
}

async function drawAll(model: RunnableModel, writers: readonly Writer[], sequences: readonly Sequence[], first: number, options: BatchOptions & { readonly count: number }): Promise<Sample[][]> {
  const { seed = 0, count } = options;
  const rows = sequences.flatMap((sequence, i) => Array.from({ length: count }, (_, c): Row => ({ sequence, draw: { ...options, key: c === 0 ? key(seed) : key(seed, c), row: first + i } })));
  const said = rows.map(() => ({ values: [] as StepInputs[], logProbabilities: {} as Readonly<Record<string, number>>, ended: false }));
  for await (const step of write(model, writers, rows, options)) {
    for (const { row, values, ended, logProbabilities } of step) {
      const of = said[row]!;
      if (!ended) of.values.push(values);
      of.ended = ended;
      of.logProbabilities = Object.fromEntries(Object.entries(logProbabilities).map(([name, p]) => [name, (own(of.logProbabilities, name) ?? 0) + p]));
    }
  }
  options.signal?.throwIfAborted();
  const samples = said.map(({ values, ended, logProbabilities }): Sample =>
    writers.map((writer) => [writer.input.name, sequenceOf(model, writer, values.map((value) => value[writer.input.name]!), own(logProbabilities, writer.input.name) ?? 0, ended)]),
  );
  return sequences.map((_, i) => samples.slice(i * count, (i + 1) * count));
}

// ------------------------------------------------------------------------------------- beam search

async function searchAll(model: RunnableModel, writers: readonly Writer[], sequences: readonly Sequence[], options: BatchOptions & { readonly beam: number; readonly count: number; readonly length: number }): Promise<Sample[][]> {
  const [writer] = writers;
  const { input, head, says, allowed } = writer!;
  const reader = createReader(model, input.axis!, [head]);
  const read = async (rows: readonly { readonly state: Standing; readonly symbol: number; readonly silent?: boolean }[]): Promise<Stepped<Standing>[]> => {
    const results = await reader.step(rows.map(({ state, symbol, silent = false }) => ({ standing: state, inputs: { [input.name]: symbol }, silent })));
    return results.map(({ standing, outputs }) => ({ state: standing, probabilities: own(outputs, head.name) ?? new Float32Array() }));
  };
  // Prompts first; they may differ in length.
  const readings = sequences.map(({ columns }) => [...(says === "boundary" ? [input.size] : []), ...own(columns, input.name)!.data]);
  const starts = (await reader.begin(sequences)).map((state): Stepped<Standing> => ({ state, probabilities: new Float32Array() }));
  for (let t = 0; ; t++) {
    const reading = readings.flatMap((symbols, i) => (t < symbols.length ? [i] : []));
    if (reading.length === 0) break;
    options.signal?.throwIfAborted();
    (await read(reading.map((i) => ({ state: starts[i]!.state, symbol: readings[i]![t]!, silent: t + 1 < readings[i]!.length })))).forEach((start, at) => (starts[reading[at]!] = start));
  }
  const found = await beamSearch(starts, read, { beam: options.beam, length: options.length, lengthPenalty: options.lengthPenalty ?? defaults.lengthPenalty, count: options.count, boundary: says === "boundary" ? input.size : null, allowed }, options.signal);
  return found.map((hypotheses) => hypotheses.map(({ symbols, logProbability, ended }) => [[input.name, sequenceOf(model, writer!, symbols, logProbability, ended)]]));
}

// -------------------------------------------------------------------------------- in and out of ids

/** An example whose generated inputs are a prompt: absent, they are empty. */
function encodePrompt({ description: d, encoder }: RunnableModel, writers: readonly Writer[], example: Example, id: number): Sequence {
  const prompts = writers.filter(({ input }) => (own(example, input.name) ?? null) !== null);
  const absent = writers.filter((writer) => !prompts.includes(writer));
  if (prompts.length > 0 && absent.length > 0) {
    throw new DataError("RNN710", `the prompt has \`${prompts[0]!.input.name}\`, but not \`${absent[0]!.input.name}\`: \`${d.name}\` generates both, a step of each at a time`);
  }
  const sequence = encoder({ ...example, ...Object.fromEntries(absent.map(({ input }) => [input.name, []])) }, id, { targets: false });
  for (const { input, says } of writers) {
    if (says === "ahead" && own(sequence.columns, input.name)!.length === 0) {
      throw new DataError("RNN710", `${prompts.length > 0 ? "the prompt is empty" : "there is no prompt"}: \`${d.name}\` needs at least one step of \`${input.name}\` to go on from`);
    }
  }
  return sequence;
}

function nameOf({ names, scaler }: Writer, value: number | Float32Array): Generated {
  if (typeof value === "number") return names ? names[value]! : value;
  const values = unscale(scaler, value.slice());
  return values.length === 1 ? values[0]! : values;
}

function sequenceOf({ description: d, fitted }: RunnableModel, writer: Writer, values: readonly (number | Float32Array)[], logProbability: number, ended: boolean): GeneratedSequence {
  const symbols = writer.input.kind !== "real";
  return {
    steps: values.map((value) => nameOf(writer, value)),
    text: symbols ? decode(d, fitted, writer.input.name, values as readonly number[]) : null,
    logProbability: symbols ? logProbability : null,
    ended,
  };
}

/** A probability that has underflowed counts as the smallest normal f32. */
function logOf(probability: number): number {
  return Math.log(Math.max(probability, 1.1754943508222875e-38));
}
