// Several sequences a step at a time, their states in the caller's hands: what streams, generation and beam search stand on.
// Values of a sequence are rows, which can be chosen, repeated and left out between two steps. Encodes nothing.
import { pack, packAxis, unpackRows } from "./batch.js";
import { own } from "./columns.js";
import type { Description, Executor, InputDescription, SteppingDescription } from "./device.js";
import { UsageError } from "./errors.js";
import type { Segment, Sequence } from "./examples.js";
import { stepsOf } from "./windows.js";

/** What a step needs to know of B sequences besides its inputs. Plain data: keep it, copy it, choose rows of it. */
export interface StepStates {
  /** B */
  readonly size: number;
  /**
   * By the names that programs give them, a row a sequence: `state.PATH.NAME`, `context.NAME` (what `begin` computed), and inputs
   * without time (ids, or [D] numbers a row).
   */
  readonly values: Readonly<Record<string, Float32Array | Int32Array>>;
}

/** After `begin` or a step. */
export interface SteppedTo {
  readonly states: StepStates;
  /** `output.HEAD`, a row a sequence, of the heads that are said there (`stepping.begun`, `stepping.heads`). */
  readonly outputs: Readonly<Record<string, Float32Array>>;
}

export interface Stepper {
  readonly stepping: SteppingDescription;
  /** Inputs that a step reads a value of. */
  readonly inputs: readonly InputDescription[];
  /**
   * Before the first step: the states of these sequences, in their order. Reads the columns of all inputs that `step` doesn't; the others
   * may be there or not. Throws UsageError RNN613 for a column that is missing.
   */
  begin(sequences: readonly Sequence[]): Promise<SteppedTo>;
  /**
   * One step of every row. `inputs`, by name, hold a value a row: ids, or [D] numbers. Of symbols with a boundary a step reads the one
   * before, which is `size` (the boundary's id) at the start. `heads` are those whose outputs are wanted, all by default. Nothing given is changed.
   */
  step(states: StepStates, inputs: Readonly<Record<string, Float32Array | Int32Array>>, heads?: readonly string[]): Promise<SteppedTo>;
}

/** Throws UsageError RNN616 with the reason where a model can't go one step at a time. */
export function createStepper({ description: d, executor }: { readonly description: Description; readonly executor: Executor }): Stepper {
  const { stepping } = d;
  if (!stepping) throw new UsageError("RNN616", `\`${d.name}\` can't be streamed: ${d.whyNotStreamable ?? "it needs the whole sequence"}`);
  const { axis, starts, context, begun } = stepping;
  const inputs = d.inputs.filter((input) => input.axis === axis);
  const vectors = d.inputs.filter((input) => input.axis === null);
  const finals = d.states.map(({ name }) => `final.${name}`);
  /** What `begin` gives, and how many numbers a row. */
  const started = [
    ...d.states.filter(({ name }) => starts.includes(name)).map(({ name, size }) => ({ name: `state.${name}`, size })),
    ...context.map(({ name, size }) => ({ name: `context.${name}`, size })),
  ];
  const said = d.heads.filter(({ name }) => begun.includes(name)).map(({ name, size }) => ({ name: `output.${name}`, size }));

  return {
    stepping,
    inputs,
    async begin(sequences) {
      const size = sequences.length;
      const values: Record<string, Float32Array | Int32Array> = Object.fromEntries([
        ...d.states.map(({ name, size: width }) => [`state.${name}`, new Float32Array(size * width)]),
        ...vectors.map((input) => [input.name, columnOf(d, input, sequences)]),
      ]);
      if (started.length + said.length === 0) return { states: { size, values }, outputs: {} };
      const batch = pack(d, sequences.map((sequence) => beforeSteps(d, inputs, sequence)), { targets: false });
      const found = await executor.run(["begin"], batch, [...started, ...said].map(({ name }) => name));
      const inOrder = ({ name, size: width }: { readonly name: string; readonly size: number }) => [name, join(unpackRows(batch, null, found[name]!, width), width)] as const;
      return { states: { size, values: { ...values, ...Object.fromEntries(started.map(inOrder)) } }, outputs: Object.fromEntries(said.map(inOrder)) };
    },
    async step(states, given, heads = stepping.heads) {
      const one = packAxis(Array.from({ length: states.size }, () => 1));
      const outputs = heads.map((name) => `output.${name}`);
      const batch = { size: states.size, axes: Object.fromEntries(d.axes.map((name) => [name, one])), data: { ...states.values, ...given } };
      const found = await executor.run(["step"], batch, [...outputs, ...finals]);
      const next = d.states.map(({ name }) => [`state.${name}`, found[`final.${name}`]!] as const);
      return { states: { size: states.size, values: { ...states.values, ...Object.fromEntries(next) } }, outputs: Object.fromEntries(outputs.map((name) => [name, found[name]!])) };
    },
  };
}

/** Rows of states by index, in this order: some may be left out, some be there several times. Copies. */
export function selectRows({ size, values }: StepStates, rows: ArrayLike<number>): StepStates {
  const select = <A extends Float32Array | Int32Array>(from: A): A => {
    const width = size === 0 ? 0 : from.length / size;
    const to = new (from.constructor as new (length: number) => A)(rows.length * width);
    for (let i = 0; i < rows.length; i++) to.set(from.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
    return to;
  };
  return { size: rows.length, values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, select(value)])) };
}

/** A sequence before its first step: along the axis of the steps there is nothing. */
function beforeSteps(d: Description, inputs: readonly InputDescription[], { id, columns }: Sequence): Segment {
  const nothing = inputs.map(({ name, kind }) => [name, { data: kind === "real" ? new Float32Array() : new Int32Array(), length: 0 }] as const);
  const sequence: Sequence = { id, columns: { ...columns, ...Object.fromEntries(nothing) } };
  return { sequence, from: 0, to: d.axes.length > 1 ? stepsOf(d, sequence) : 0 };
}

/** An input without time, a row a sequence. */
function columnOf(d: Description, { name, kind, size }: InputDescription, sequences: readonly Sequence[]): Float32Array | Int32Array {
  const rows = sequences.map(({ id, columns }) => own(columns, name)?.data ?? missing(d, name, id));
  return kind === "real" ? join(rows as Float32Array[], size) : Int32Array.from(rows, (row) => row[0]!);
}

function missing(d: Description, name: string, id: number): never {
  throw new UsageError("RNN613", `sequence ${id} has no column \`${name}\`, which \`${d.name}\` reads`);
}

function join(rows: readonly Float32Array[], width: number): Float32Array {
  const joined = new Float32Array(rows.length * width);
  rows.forEach((row, i) => joined.set(row, i * width));
  return joined;
}
