// A stream: one sequence a step at a time, states carried from step to step. What live data use; generation stands on its session.
import type { Description, Executor } from "./device.js";
import type { Example, Fitted, Sequence, Series } from "./examples.js";
import { own } from "./columns.js";
import type { Encoder } from "./encode.js";
import { DataError, didYouMean, UsageError } from "./errors.js";
import { predictionMaker, type HeadPrediction } from "./predictions.js";
import { createStepper, type SteppedTo } from "./stepper.js";

/** States by PATH.NAME, [size] each. */
export type States = Readonly<Record<string, Float32Array>>;

/** What streams and generation need of a model. */
export interface RunnableModel {
  readonly description: Description;
  readonly executor: Executor;
  readonly fitted: Fitted;
  readonly encoder: Encoder;
}

export interface StreamOptions<Inputs> {
  /** What is known before the first step: the inputs without time, and those along another time axis than the steps'. */
  readonly inputs?: Inputs;
}

export interface Stream<Step, StepPrediction> {
  /**
   * What comes before the first step: the first states, and what is computed once for all steps. The first step does it by itself; to read
   * `state` before it, where states don't start at zeros, wait for this.
   */
  begin(): Promise<void>;
  /**
   * Reads one step (a value for each input with the time of the steps) and says what every head says there. Of symbols with a boundary it
   * reads the one before, null at the start. Steps run in the order of the calls. Throws DataError for values the model doesn't take.
   */
  step(inputs: Step): Promise<StepPrediction>;
  /**
   * States after the last step: copies; at first the initial ones. Setting some leaves the others. Throws UsageError RNN613 for unknown names
   * and other sizes, and where initial states are read that are not computed yet.
   */
  state: States;
  /** Back to the start. */
  reset(): void;
}

/** Throws UsageError RNN616 with the reason where a model can't be streamed, and for `inputs` what the encoder throws. */
export function createStream<Step, StepPrediction>(model: RunnableModel, options: StreamOptions<object> = {}): Stream<Step, StepPrediction> {
  const { description: d, encoder } = model;
  const stepped = (input: { readonly axis: string | null }): boolean => input.axis !== null && input.axis === d.stepping?.axis;
  const names = { before: d.inputs.filter((input) => !stepped(input)).map(({ name }) => name), steps: d.inputs.filter(stepped).map(({ name }) => name) };
  const before = (options.inputs ?? {}) as Example;
  checkNames(d, before, names.before, (name) => `\`${name}\` of \`${d.name}\` is read step by step: give it to \`step\``);
  const early = (name: string): string => `\`${name}\` of \`${d.name}\` is known before the first step: give it to \`stream({ inputs: { ${name} } })\``;
  const session = createSession(model, () => encoder(before, 0, { targets: false, inputs: names.before }));
  for (const name of names.before) if ((own(before, name) ?? null) === null) throw new DataError("RNN701", early(name));
  if (names.before.length > 0) session.check();
  const said = [...(d.stepping?.heads ?? []), ...(d.stepping?.begun ?? [])];
  const makers = d.heads.filter(({ name }) => said.includes(name)).map((head) => ({ head, make: predictionMaker(d, model.fitted, head) }));
  let queue: Promise<unknown> = Promise.resolve();
  let steps = 0;
  const enqueue = <T>(task: () => Promise<T>): Promise<T> => {
    const next = queue.then(task);
    queue = next.catch(() => undefined);
    return next;
  };

  async function step(inputs: Example): Promise<StepPrediction> {
    checkNames(d, inputs, names.steps, early);
    const columns = readStep(model, inputs, names.steps, steps++);
    const outputs = await session.step(Object.fromEntries(Object.entries(columns).map(([name, { data }]) => [name, data])));
    return Object.fromEntries(makers.map(({ head, make }): [string, HeadPrediction] => [head.name, make(outputs[`output.${head.name}`]!)[0]!])) as StepPrediction;
  }

  return {
    begin: () => enqueue(() => session.begin()),
    step: (inputs) => enqueue(() => step(inputs as Example)),
    get state() {
      return session.state;
    },
    set state(states) {
      session.state = states;
    },
    reset: () => session.reset(),
  };
}

function checkNames(d: Description, given: Example, known: readonly string[], elsewhere: (name: string) => string): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    if (d.inputs.some((input) => input.name === name)) throw new UsageError("RNN612", elsewhere(name));
    throw new UsageError("RNN612", `\`${d.name}\` has no input \`${name}\`${didYouMean(name, d.inputs.map((input) => input.name))}`);
  }
}

/** One step's values as columns of one step. Where null stands for the boundary, any symbol is read and the boundary put in its place. */
function readStep({ description: d, encoder }: RunnableModel, given: Example, names: readonly string[], id: number): Readonly<Record<string, Series>> {
  const inputs = d.inputs.filter(({ name }) => names.includes(name));
  const starts = inputs.filter((input) => input.boundary && (own(given, input.name) ?? null) === null);
  const example = Object.fromEntries(
    inputs.map((input) => {
      const value = own(given, input.name);
      if (starts.includes(input)) return [input.name, [input.kind === "words" || input.kind === "chars" ? "" : 0]];
      // A character is a text of one character already; anything else is a list of one.
      return [input.name, value === undefined || value === null ? value : [value]];
    }),
  );
  const { columns } = encoder(example, id, { targets: false, inputs: names });
  return { ...columns, ...Object.fromEntries(starts.map((input) => [input.name, { data: Int32Array.of(input.size), length: 1 }])) };
}

/** One sequence a step at a time. `read` gives the columns that are known before the first step, when they are needed. */
function createSession({ description: d, executor }: Pick<RunnableModel, "description" | "executor">, read: () => Sequence) {
  const stepper = createStepper({ description: d, executor });
  let sequence: Sequence | null = null;
  let now: SteppedTo | null = null;
  /** States that were set before the first step. */
  let given: States = {};

  const check = (): Sequence => (sequence ??= read());
  async function begin(): Promise<SteppedTo> {
    if (now) return now;
    const begun = await stepper.begin([check()]);
    const states = { ...begun.states, values: { ...begun.states.values, ...Object.fromEntries(Object.entries(given).map(([name, state]) => [`state.${name}`, state])) } };
    return (now = { states, outputs: begun.outputs });
  }

  return {
    /** Throws what reading the columns throws. */
    check,
    async begin(): Promise<void> {
      await begin();
    },
    /** Outputs of the one row, by `output.HEAD`. */
    async step(inputs: Readonly<Record<string, Float32Array | Int32Array>>, heads?: readonly string[]): Promise<Readonly<Record<string, Float32Array>>> {
      const { states, outputs: begun } = await begin();
      const { states: next, outputs } = await stepper.step(states, inputs, heads);
      now = { states: next, outputs: begun };
      return { ...begun, ...outputs };
    },
    get state(): States {
      const initial = (name: string, size: number): Float32Array => {
        const state = (now ? (now.states.values[`state.${name}`] as Float32Array) : given[name])?.slice();
        if (state === undefined && stepper.stepping.starts.includes(name)) throw new UsageError("RNN613", `the states of \`${d.name}\` don't start at zeros, and are computed before the first step: \`await stream.begin()\` before reading them`);
        return state ?? new Float32Array(size);
      };
      return Object.fromEntries(d.states.map(({ name, size }) => [name, initial(name, size)]));
    },
    set state(states: States) {
      for (const [name, state] of Object.entries(states)) {
        const known = d.states.find((candidate) => candidate.name === name);
        if (!known) throw new UsageError("RNN613", `\`${d.name}\` has no state \`${name}\`${didYouMean(name, d.states.map((candidate) => candidate.name))}`);
        if (state.length !== known.size) throw new UsageError("RNN613", `state \`${name}\` of \`${d.name}\` has ${known.size} numbers, but ${state.length} were given`);
        if (!state.every(Number.isFinite)) throw new UsageError("RNN613", `state \`${name}\` has numbers that are not finite`);
      }
      const copies = Object.fromEntries(Object.entries(states).map(([name, state]) => [name, Float32Array.from(state)]));
      if (now) now = { ...now, states: { ...now.states, values: { ...now.states.values, ...Object.fromEntries(Object.entries(copies).map(([name, state]) => [`state.${name}`, state])) } } };
      else given = { ...given, ...copies };
    },
    reset(): void {
      now = null;
      given = {};
    },
  };
}
