// A model as people use it: what a generated module's `create` gives. It joins encoding, packing, the executor and what is
// made of its outputs; what each of them does is in its own file.
import type { Description, Executor, InputDescription } from "./device.js";
import type { Example, Fitted, Sequence } from "./examples.js";
import { pack, unpackRows } from "./batch.js";
import { readCheckpoint, writeCheckpoint, type Tensor, type TrainingPosition } from "./checkpoint.js";
import { createEncoder, decode, fitTo, namesOf, NOTHING_FITTED, unusedIds, type Encoder } from "./encode.js";
import { DataError, didYouMean, isLoss, show, UsageError } from "./errors.js";
import { evaluate, type EvaluateOptions, type Evaluation } from "./evaluate.js";
import { generate, generateAll, type Generated, type GeneratedSequence } from "./generation/generate.js";
import type { BatchOptions, GenerateOptions } from "./generation/options.js";
import { isToGenerate, splitInputs } from "./generation/writers.js";
import { predictionMaker } from "./predictions.js";
import { packProgress, unpackProgress, type Progress } from "./progress.js";
import { resolveSettings } from "./settings.js";
import { splitExamples } from "./split.js";
import { createStream, type Stream, type StreamOptions } from "./stream.js";
import { fit, trainStep, type FitOptions, type Report, type StepResult, type TrainableModel } from "./train.js";
import { placeVectors, symbolsOfInput, type FoundVectors, type Vectors } from "./vectors.js";
import { parameterOf, sliceOf } from "./weights.js";
import { hasBoundary, rowsOf, stepsOf } from "./windows.js";

/** What a generated module says of its model: the columns of an example to read, to train on; what is predicted; a step of a stream and what is said of it. */
export interface ModelTypes {
  readonly input: object;
  readonly example: object;
  readonly prediction: object;
  readonly step: object;
  readonly stepPrediction: object;
  /** Of a model that predicts what it reads. */
  readonly generative?: GenerativeTypes;
}

/** What a generative model is given beside what it generates; a prompt; what it says a step; the sequences that it makes, by input. */
export interface GenerativeTypes {
  readonly given: object;
  readonly prompt: unknown;
  readonly generated: unknown;
  readonly sequences: object;
}

/** Where a module says nothing of it, anything goes. */
type GenerativeOf<T extends ModelTypes> = T extends { readonly generative: infer G extends GenerativeTypes } ? G : { given: Example; prompt: unknown; generated: Generated; sequences: Readonly<Record<string, GeneratedSequence>> };

/** By input: for each example a list of its sequences. */
export type SequenceLists<Sequences> = { readonly [Input in keyof Sequences]: readonly (readonly Sequences[Input][])[] };

/** How `predict` generates: to the boundary or `length`, the most probable symbol each time, or by beam search. */
export type PredictOptions = Pick<BatchOptions, "length" | "beam" | "lengthPenalty" | "signal">;

/** Column by column: a list with one value an example. */
export type Columns<Row> = { readonly [Name in keyof Row]: readonly Row[Name][] };

/** The inputs that a step doesn't read: they are known before the first one. */
export type BeforeSteps<T extends ModelTypes> = Omit<T["input"], keyof T["step"]>;

export interface ModelFitOptions<E> extends Omit<FitOptions, "progress"> {
  /** Held-out examples; absent: a share of the examples is held out, as the train block says. */
  readonly validation?: Iterable<E>;
  /** Goes on where the loaded checkpoint (or the last `fit`) stopped, as if it had not. With the same examples. Default false. */
  readonly resume?: boolean;
  /** Called once vocabularies, classes and scalers are fitted, before the first update of a new model: the time for `setEmbedding`. */
  readonly onFitted?: () => void | Promise<void>;
}

/** Rows of one batch of `predict`, about. */
const PREDICT_ROWS = 4096;

/** A model on a device. Everything but `dispose` throws UsageError RNN601 once it is disposed of. */
export class Model<T extends ModelTypes = ModelTypes> implements TrainableModel {
  /** Where training stands; null: never trained. */
  progress: Progress | null = null;
  copy: NonNullable<TrainableModel["copy"]> | null = null;
  #fitted: Fitted | null = null;
  #encoder: Encoder | null = null;
  /** Embeddings that were given vectors. */
  readonly #given = new Set<string>();
  /** Something trains it: no one else may change what it learns meanwhile. */
  #trains = false;

  constructor(readonly description: Description, readonly executor: Executor) {}

  /** What it runs on. */
  get device(): "wasm" | "webgpu" {
    return this.executor.device;
  }

  /** What was fitted to the training part: by `fit`, or with the weights. */
  get fitted(): Fitted {
    return this.#fitted ?? NOTHING_FITTED;
  }

  /** True once something was fitted or loaded. */
  get isFitted(): boolean {
    return this.#fitted !== null;
  }

  /** Sets what was fitted, for training with one's own loop (`fitTo`). Only once: weights mean nothing with another vocabulary. Throws UsageError RNN615. */
  setFitted(fitted: Fitted): void {
    if (this.#fitted && this.#fitted !== fitted) throw new UsageError("RNN615", `\`${this.description.name}\` has its vocabulary and scalers already; create a new model to fit others`);
    this.#setFitted(fitted);
  }

  #setFitted(fitted: Fitted | null): void {
    this.#fitted = fitted;
    this.#encoder = null;
  }

  get encoder(): Encoder {
    return (this.#encoder ??= createEncoder(this.description, this.fitted));
  }

  /** An example as numbers, targets too; `id` counts the examples from 0. Throws DataError RNN701 to RNN707. */
  encode(example: T["example"], id: number): Sequence {
    return this.encoder(example as Example, id, { targets: true });
  }

  /**
   * What the heads say of each example, in the order given: `predict({ review: ["a fine film", "dull"] })` gives
   * `{ label: [{ value: "positive", probabilities }, …] }`; a head at every step gives one of these a step, in a list. All steps given
   * are read: give a model that learned from windows the last window.
   *
   * Without the columns that a generative model predicts it generates them, from the others: `predict({ source: ["a house"] })` gives
   * `{ target: [{ steps, text, logProbability, ended }] }`, always the most probable symbol next, or the best of beam search with `beam`.
   * Throws DataError for values the model doesn't take, UsageError RNN612 for columns it doesn't have.
   */
  predict(columns: Columns<T["input"]>): Promise<Columns<T["prediction"]>>;
  predict(columns: T extends { readonly generative: infer G extends GenerativeTypes } ? Columns<G["given"]> : never, options?: PredictOptions): Promise<Columns<GenerativeOf<T>["sequences"]>>;
  async predict(columns: object, options: PredictOptions = {}): Promise<unknown> {
    const { description: d } = this;
    if (isToGenerate(d, columns as Example)) {
      const examples = this.#examplesOf(columns as Example, splitInputs(d).given);
      const made = await generateAll(this, examples, options.beam === undefined ? { ...options, temperature: 0 } : options);
      return Object.fromEntries(Object.entries(made).map(([name, lists]) => [name, lists.map(([best]) => best)]));
    }
    const sequences = this.#examplesOf(columns as Example).map((example, id) => this.encoder(example, id, { targets: false }));
    const makers = d.heads.map((head) => ({ head, make: predictionMaker(d, this.fitted, head), made: new Array<unknown>(sequences.length) }));
    const segments = sequences.map((sequence) => ({ sequence, from: 0, to: stepsOf(d, sequence) }));
    const rows = segments.map((segment) => Math.max(1, rowsOf(d, segment)));
    // Like lengths together, so that a batch's memory is that of its own rows.
    const order = Array.from(segments.keys()).sort((a, b) => rows[b]! - rows[a]!);
    for (let from = 0; from < order.length; ) {
      const count = Math.max(1, Math.floor(PREDICT_ROWS / rows[order[from]!]!));
      const part = order.slice(from, (from += count));
      const batch = pack(d, part.map((index) => segments[index]!), { targets: false });
      const outputs = await this.executor.run(["predict"], batch, d.heads.map((head) => `output.${head.name}`));
      for (const { head, make, made } of makers) {
        unpackRows(batch, head.axis, outputs[`output.${head.name}`]!, head.size).forEach((rows, i) => {
          // A head with a column of its own says nothing at the step that is the boundary's.
          const predictions = make(head.axis !== null && head.predicts === null && hasBoundary(d, head.axis) ? rows.subarray(0, rows.length - head.size) : rows);
          made[part[i]!] = head.axis === null ? predictions[0] : predictions;
        });
      }
    }
    return Object.fromEntries(makers.map(({ head, made }) => [head.name, made]));
  }

  /** Loss and metrics on examples with their heads' columns. Throws DataError as `encode` and `evaluate` do. */
  evaluate(examples: Iterable<T["example"]>, options: EvaluateOptions = {}): Promise<Evaluation> {
    return evaluate(this, Array.from(examples, (example, id) => this.encode(example, id)), options);
  }

  /**
   * Trains, reporting as it goes: `for await (const report of model.fit(examples)) …`. Fits vocabularies, classes and scalers to the training
   * part first, unless the model has them. Save between reports. Leaving the loop stops training. One at a time: throws UsageError RNN626.
   */
  async *fit(examples: Iterable<T["example"]>, options: ModelFitOptions<T["example"]> = {}): AsyncGenerator<Report, void, void> {
    this.#beginTraining();
    try {
      yield* this.#fit(examples, options);
    } finally {
      this.#trains = false;
    }
  }

  #beginTraining(): void {
    this.#checkIdle("trained");
    this.#trains = true;
  }

  #checkIdle(what: string): void {
    if (this.#trains) throw new UsageError("RNN626", `\`${this.description.name}\` is being trained, and can't be ${what} before that has ended: leave the loop over \`fit\`, or abort its \`signal\`, and await its end`);
  }

  async *#fit(examples: Iterable<T["example"]>, options: ModelFitOptions<T["example"]>): AsyncGenerator<Report, void, void> {
    const { validation, resume = false, onFitted, ...rest } = options;
    if (resume && !this.progress) throw new UsageError("RNN625", `there is no training of \`${this.description.name}\` to go on with: load a checkpoint of a training, or leave out \`resume\``);
    const settings = resolveSettings(this.description, rest, ["signal", "every", "onUpdate"]);
    const all = Array.from(examples) as Example[];
    const split = validation ? { training: all, validation: Array.from(validation) as Example[] } : splitExamples(this.description, all, settings.validate, settings.seed);
    const fresh = this.#fitted === null;
    // Messages name an example by its place in what was given; a part of a single one is that one.
    const numbers = new Map(all.map((example, i) => [example, i]));
    const numberOf = (example: Example): number | undefined => numbers.get(example) ?? (all.length === 1 && !validation ? 0 : undefined);
    const fitted = this.#fitted ?? fitTo(this.description, split.training, numberOf);
    const encoder = createEncoder(this.description, fitted);
    const training = split.training.map((example, id) => encoder(example, id, { targets: true, number: numberOf(example) }));
    const held = split.validation.map((example, i) => encoder(example, training.length + i, { targets: true, number: numberOf(example) }));
    // Not before all data were read: after an error in them the model is as it was.
    this.setFitted(fitted);
    if (fresh) await onFitted?.();
    let notes = fresh ? unusedIds(this.description, fitted).map(({ column, size, used }) => `Of the ${size.toLocaleString("en-US")} ids of \`${column}\`, the training data use ${used.toLocaleString("en-US")}; the others are never trained.`) : [];
    if (fresh) for (const { name, file } of this.description.parameters) if (file !== undefined && !this.#given.has(name)) notes.push(`\`${name}\` begins with random numbers: nobody gave the vectors of ${file}, which the spec names (\`setEmbedding\`).`);
    for await (const report of fit(this, { training, validation: held }, { ...rest, progress: resume ? this.progress : null })) {
      yield notes.length > 0 ? { ...report, notes: [...notes, ...report.notes] } : report;
      notes = [];
    }
  }

  /** One update on one batch of examples, for loops of one's own; no schedule. One at a time, as `fit`. The model must be fitted (`setFitted`) where it has anything to fit. */
  async trainStep(examples: Iterable<T["example"]>, options: { readonly rate?: number; readonly seed?: number } = {}): Promise<StepResult> {
    this.#beginTraining();
    try {
      return await trainStep(this, Array.from(examples, (example, id) => this.encode(example, id)), options);
    } finally {
      this.#trains = false;
    }
  }

  /**
   * One step at a time, states carried: `const stream = model.stream(); await stream.step({ x })`. What is known before the first step is given
   * here: `model.stream({ inputs: { image } })`. Throws UsageError RNN616 with the reason where the model can't, and for inputs what `encode` does.
   */
  stream(...options: BeforeSteps<T> extends infer Before ? (object extends Before ? [options?: StreamOptions<Before>] : [options: Required<StreamOptions<Before>>]) : never): Stream<T["step"], T["stepPrediction"]> {
    return createStream(this, options[0] as StreamOptions<object> | undefined);
  }

  /** Writes one sequence step by step: `for await (const character of model.generate({ prompt: "The island", length: 400 })) …`. See `GenerateOptions`. */
  generate(options: GenerateOptions<GenerativeOf<T>["prompt"], GenerativeOf<T>["given"]> = {}): AsyncGenerator<GenerativeOf<T>["generated"], void, void> {
    return generate(this, options as GenerateOptions) as AsyncGenerator<GenerativeOf<T>["generated"], void, void>;
  }

  /**
   * Writes sequences for many examples at the same time: columns of what the model is given, and of prompts, as for `predict`. By input,
   * for each example a list of `count` sequences, drawn, or the best of beam search: `generateAll({ source }, { beam: 5, count: 5 })`.
   * Without columns it is one example. Throws what `generate` throws.
   */
  async generateAll(columns: Columns<GenerativeOf<T>["given"]> & Partial<Columns<T["input"]>>, options: BatchOptions = {}): Promise<SequenceLists<GenerativeOf<T>["sequences"]>> {
    const given = columns as Example;
    const { inputs } = this.description;
    const required = splitInputs(this.description).given;
    const prompts = inputs.filter((input) => !required.includes(input) && Object.hasOwn(given, input.name));
    const examples = Object.keys(given).length === 0 && required.length === 0 ? [{}] : this.#examplesOf(given, [...required, ...prompts]);
    return (await generateAll(this, examples, options)) as unknown as SequenceLists<GenerativeOf<T>["sequences"]>;
  }

  /** Ids of an input's symbols as text. */
  decode(input: string, ids: ArrayLike<number>): string {
    return decode(this.description, this.fitted, input, ids);
  }

  /** Names of a class head's ids, in their order (symbols, for a head that predicts them: the boundary is none of them); null where ids have no names. Throws UsageError RNN612. */
  labels(head: string): readonly string[] | null {
    const { heads, name } = this.description;
    const found = heads.find((candidate) => candidate.name === head);
    if (!found) throw new UsageError("RNN612", `\`${name}\` has no head \`${head}\`${didYouMean(head, heads.map((known) => known.name))}`);
    return namesOf(this.fitted, found);
  }

  /** The symbols of an input by id (id 0, the unknown symbol, is ""); null where ids are their own names. Throws UsageError RNN612, and RNN611 before it was fitted. */
  symbols(input: string): readonly string[] | null {
    return symbolsOfInput(this.description, this.fitted, input);
  }

  /**
   * Vectors learned elsewhere as rows of an embedding, by word, character or id: `model.setEmbedding("encoder.1.E", { film: [0.1, …] })`. Rows
   * of other symbols stay. The vocabulary must be fitted: do it in `onFitted` of `fit`. Gives how many of the input's symbols were found.
   * Throws UsageError RNN603, RNN611 and RNN614.
   */
  async setEmbedding(name: string, vectors: Vectors): Promise<FoundVectors> {
    const { description: d, executor } = this;
    const rows = d.parameters.some((parameter) => parameter.name === name) ? sliceOf(d, await executor.read("parameters"), name) : new Float32Array();
    const found = await placeVectors(d, this.fitted, name, rows, vectors);
    executor.write("parameters", rows, parameterOf(d, name).offset);
    this.#given.add(name);
    return found;
  }

  /** Parameters by name, row-major: copies. Throws UsageError RNN614 for a name the model doesn't have, RNN603 for another number of values. */
  readonly parameters = {
    names: (): string[] => this.description.parameters.map(({ name }) => name),
    get: async (name: string): Promise<Tensor> => {
      const { shape } = parameterOf(this.description, name);
      return { shape, data: sliceOf(this.description, await this.executor.read("parameters"), name).slice() };
    },
    set: async (name: string, data: ArrayLike<number>): Promise<void> => {
      parameterOf(this.description, name);
      const flat = await this.executor.read("parameters");
      const values = sliceOf(this.description, flat, name);
      if (values.length !== data.length) throw new UsageError("RNN603", `parameter \`${name}\` has ${values.length} numbers, but ${data.length} were given`);
      values.set(data);
      if (!values.every(Number.isFinite)) throw new UsageError("RNN603", `parameter \`${name}\` was given numbers that are not finite`);
      this.executor.write("parameters", flat);
    },
  };

  /**
   * A checkpoint (safetensors): weights, what was fitted, and where training stands, if there was any. Also when the GPU it ran on is lost: as
   * it was after the last update that is kept, which `progress` then says. Throws UsageError RNN632 where nothing is.
   */
  async save(): Promise<Uint8Array<ArrayBuffer>> {
    // Its buffers are live, and reading from the device takes time: what is saved must be of one moment.
    const position = this.progress && copyTensors(packProgress(this.progress));
    try {
      return await this.#write(position, (buffer) => this.executor.read(buffer));
    } catch (error) {
      if (!isLoss(error) || !this.copy) throw error;
      const { progress, buffers } = this.copy;
      this.progress = progress;
      return this.#write(packProgress(progress), async (buffer) => buffers[buffer]!);
    }
  }

  async #write(position: TrainingPosition | null, read: (buffer: string) => Promise<Float32Array>): Promise<Uint8Array<ArrayBuffer>> {
    const { description: d } = this;
    const parameters = await read("parameters");
    const moments: Float32Array[] = [];
    if (position) for (let i = 1; i <= d.moments; i++) moments.push(await read(`moment${i}`));
    return writeCheckpoint(d, { parameters, moments, fitted: this.#fitted, position });
  }

  /** Takes everything a checkpoint has. On an error nothing is changed. Throws DataError RNN801 to RNN805, UsageError RNN626 while it is being trained. */
  async load(bytes: Uint8Array): Promise<void> {
    this.#checkIdle("loaded");
    const { description: d, executor } = this;
    const { parameters, moments, fitted, position } = readCheckpoint(d, bytes);
    const progress = position && unpackProgress(position);
    executor.write("parameters", parameters);
    for (let i = 1; i <= d.moments; i++) executor.write(`moment${i}`, moments[i - 1] ?? new Float32Array(d.parameterCount));
    this.#setFitted(fitted);
    this.progress = progress;
    this.copy = null;
  }

  /** Frees the device's memory. */
  dispose(): void {
    this.executor.dispose();
  }

  /** Columns to examples; `wanted` are the inputs that must be there. */
  #examplesOf(columns: Example, wanted: readonly InputDescription[] = this.description.inputs): Example[] {
    const { inputs, name } = this.description;
    for (const given of Object.keys(columns)) {
      if (!inputs.some((input) => input.name === given)) throw new UsageError("RNN612", `\`${name}\` has no input \`${given}\`${didYouMean(given, inputs.map((input) => input.name))}`);
    }
    const lists = wanted.map((input): readonly [string, readonly unknown[]] => {
      const list = Object.hasOwn(columns, input.name) ? columns[input.name] : undefined;
      if (list === undefined) throw new DataError("RNN701", `there is no column \`${input.name}\`, which \`${name}\` reads`);
      if (!Array.isArray(list)) throw new DataError("RNN702", `column \`${input.name}\` should be a list with one value an example, but is ${show(list)}`);
      return [input.name, list];
    });
    const [first] = lists;
    const other = lists.find(([, list]) => list.length !== first![1].length);
    if (other) throw new DataError("RNN707", `column \`${other[0]}\` has ${other[1].length} examples, but \`${first![0]}\` has ${first![1].length}`);
    return Array.from(first?.[1] ?? [], (_, i) => Object.fromEntries(lists.map(([column, list]) => [column, list[i]])));
  }
}

function copyTensors({ json, tensors }: TrainingPosition): TrainingPosition {
  return { json, tensors: Object.fromEntries(Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }])) };
}
