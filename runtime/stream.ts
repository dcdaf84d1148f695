// A stream: one step at a time, states carried from step to step. What generation and live data use.
import type { Description, Executor } from "./device.js";
import type { Example, Fitted, Sequence, Series } from "./examples.js";
import { packStep } from "./batch.js";
import { own } from "./columns.js";
import type { Encoder } from "./encode.js";
import { didYouMean, UsageError } from "./errors.js";
import { predictionMaker, type HeadPrediction } from "./predictions.js";

/** States by PATH.NAME, [size] each. */
export type States = Readonly<Record<string, Float32Array>>;

/** What streams and generation need of a model. */
export interface RunnableModel {
  readonly description: Description;
  readonly executor: Executor;
  readonly fitted: Fitted;
  readonly encoder: Encoder;
}

export interface Stream<Step, StepPrediction> {
  /**
   * Reads one step (a value for each input; those without time too) and says what every head says there. Of symbols with a boundary it
   * reads the one before, null at the start. Steps run in the order of the calls. Throws DataError for values the model doesn't take.
   */
  step(inputs: Step): Promise<StepPrediction>;
  /** States after the last step: copies; zeros at first. Setting some leaves the others. Throws UsageError RNN613 for unknown names and other sizes. */
  state: States;
  /** Back to the start: zeros. */
  reset(): void;
}

/** Throws UsageError RNN616 with the reason where a model can't be streamed. */
export function createStream<Step, StepPrediction>(model: RunnableModel): Stream<Step, StepPrediction> {
  const { description: d, encoder } = model;
  const runner = createStepRunner(model);
  const makers = d.heads.map((head) => ({ head, make: predictionMaker(d, model.fitted, head) }));
  const outputs = d.heads.map((head) => `output.${head.name}`);
  let queue: Promise<unknown> = Promise.resolve();
  let steps = 0;

  async function step(inputs: Step): Promise<StepPrediction> {
    for (const name of Object.keys(inputs as Example)) {
      if (!d.inputs.some((input) => input.name === name)) throw new UsageError("RNN612", `\`${d.name}\` has no input \`${name}\`${didYouMean(name, d.inputs.map((known) => known.name))}`);
    }
    // Where null stands for the boundary, any symbol is read and the boundary put in its place.
    const starts = d.inputs.filter((input) => input.boundary && (own(inputs as Example, input.name) ?? null) === null);
    const example = Object.fromEntries(
      d.inputs.map((input) => {
        const value = own(inputs as Example, input.name);
        // A character is a text of one character already; anything else is a list of one.
        if (input.axis !== null && starts.includes(input)) return [input.name, [input.kind === "words" || input.kind === "chars" ? "" : 0]];
        return [input.name, input.axis === null || value === undefined || value === null ? value : [value]];
      }),
    );
    const { id, columns } = encoder(example, steps++, { targets: false });
    const boundaries = starts.map((input): [string, Series] => [input.name, { data: Int32Array.of(input.size), length: 1 }]);
    const results = await runner.step({ id, columns: { ...columns, ...Object.fromEntries(boundaries) } }, outputs);
    return Object.fromEntries(makers.map(({ head, make }): [string, HeadPrediction] => [head.name, make(results[`output.${head.name}`]!)[0]!])) as StepPrediction;
  }

  return {
    step(inputs) {
      const next = queue.then(() => step(inputs));
      queue = next.catch(() => undefined);
      return next;
    },
    get state() {
      return runner.state;
    },
    set state(states) {
      runner.state = states;
    },
    reset: () => runner.reset(),
  };
}

/** Runs the program `step` on sequences of one step, carrying the states. */
export function createStepRunner({ description: d, executor }: RunnableModel) {
  if (!d.streamable) throw new UsageError("RNN616", `\`${d.name}\` can't be streamed: ${d.whyNotStreamable ?? "it needs the whole sequence"}`);
  const finals = d.states.map(({ name }) => `final.${name}`);
  const zeros = (): Record<string, Float32Array> => Object.fromEntries(d.states.map(({ name, size }) => [name, new Float32Array(size)]));
  let states: States = zeros();

  return {
    /** Outputs of the one row. */
    async step(sequence: Sequence, outputs: readonly string[]): Promise<Record<string, Float32Array>> {
      const results = await executor.run(["step"], packStep(d, [{ columns: sequence.columns, states }]), [...outputs, ...finals]);
      states = Object.fromEntries(d.states.map(({ name }) => [name, results[`final.${name}`]!]));
      return results;
    },
    get state(): States {
      return Object.fromEntries(Object.entries(states).map(([name, state]) => [name, state.slice()]));
    },
    set state(given: States) {
      for (const [name, state] of Object.entries(given)) {
        const known = d.states.find((candidate) => candidate.name === name);
        if (!known) throw new UsageError("RNN613", `\`${d.name}\` has no state \`${name}\`${didYouMean(name, d.states.map((candidate) => candidate.name))}`);
        if (state.length !== known.size) throw new UsageError("RNN613", `state \`${name}\` of \`${d.name}\` has ${known.size} numbers, but ${state.length} were given`);
        if (!state.every(Number.isFinite)) throw new UsageError("RNN613", `state \`${name}\` has numbers that are not finite`);
      }
      states = Object.fromEntries(Object.entries(states).map(([name, state]) => [name, Float32Array.from(own(given, name) ?? state)]));
    },
    reset(): void {
      states = zeros();
    },
  };
}
