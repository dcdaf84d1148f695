// Reads a step in each of many sequences, each from where it stands: with the programs `begin` and `step`, or, for models that say
// something of a whole sequence or a window, by reading again what was read. What is said next is not its affair.
import type { HeadDescription, InputDescription } from "../device.js";
import type { Sequence, Series } from "../examples.js";
import { pack, unpackRows } from "../batch.js";
import { createStepper, type StepStates } from "../stepper.js";
import type { RunnableModel } from "../stream.js";
import { stepsOf } from "../windows.js";

/** Where a sequence stands. Never changed, so that several can go on from one. */
export type Standing =
  | { readonly kind: "states"; readonly states: StepStates; readonly row: number }
  | { readonly kind: "read"; readonly sequence: Sequence; readonly read: Readonly<Record<string, readonly number[]>> };

/** What one sequence reads at a step: an id or [D] for each input along the axis; of a symbol with a boundary the one before, V at the start. */
export type StepInputs = Readonly<Record<string, number | Float32Array>>;

export interface ReaderRow {
  readonly standing: Standing;
  readonly inputs: StepInputs;
  /** Nothing has to be said after this step: outputs may be missing. */
  readonly silent: boolean;
}

export interface ReadTo {
  readonly standing: Standing;
  /** By head: its row. Empty where nothing had to be said. */
  readonly outputs: Readonly<Record<string, Float32Array>>;
}

export interface Reader {
  /** Before the first step. Of the sequences, the columns of inputs that are not read step by step are read. */
  begin(sequences: readonly Sequence[]): Promise<Standing[]>;
  step(rows: readonly ReaderRow[]): Promise<ReadTo[]>;
}

/** A reader along `axis`, saying what `heads` say. */
export function createReader(model: RunnableModel, axis: string, heads: readonly HeadDescription[]): Reader {
  const { description: d } = model;
  const inputs = d.inputs.filter((input) => input.axis === axis);
  // What is said once after the end was learned from windows: a window is read each time.
  const windows = d.training.cut !== null && heads.some((head) => head.axis === null);
  return d.stepping?.axis === axis && !windows ? createStateReader(model, inputs, heads) : createRereader(model, inputs, heads);
}

function createStateReader(model: RunnableModel, inputs: readonly InputDescription[], heads: readonly HeadDescription[]): Reader {
  const stepper = createStepper(model);
  const names = heads.map(({ name }) => name);
  return {
    async begin(sequences) {
      const { states } = await stepper.begin(sequences);
      return sequences.map((_, row) => ({ kind: "states", states, row }));
    },
    async step(rows) {
      const values = inputs.map((input): [string, Float32Array | Int32Array] => [input.name, columnOf(input, rows)]);
      const { states, outputs } = await stepper.step(gather(rows), Object.fromEntries(values), names);
      return rows.map((_, row) => ({
        standing: { kind: "states", states, row },
        outputs: Object.fromEntries(heads.map(({ name, size }) => [name, outputs[`output.${name}`]!.slice(row * size, (row + 1) * size)])),
      }));
    },
  };
}

function columnOf({ name, kind, size }: InputDescription, rows: readonly ReaderRow[]): Float32Array | Int32Array {
  if (kind !== "real") return Int32Array.from(rows, ({ inputs }) => inputs[name] as number);
  const values = new Float32Array(rows.length * size);
  rows.forEach(({ inputs }, b) => values.set(inputs[name] as Float32Array, b * size));
  return values;
}

/** The states of rows that may stand in different batches. */
function gather(rows: readonly ReaderRow[]): StepStates {
  const standings = rows.map(({ standing }) => (standing.kind === "states" ? standing : internal()));
  const { states: first } = standings[0] ?? internal();
  if (first.size === rows.length && standings.every(({ states, row }, b) => states === first && row === b)) return first;
  const values = Object.entries(first.values).map(([name, one]): [string, Float32Array | Int32Array] => {
    const width = one.length / first.size;
    const joined = one instanceof Int32Array ? new Int32Array(rows.length * width) : new Float32Array(rows.length * width);
    standings.forEach(({ states, row }, b) => joined.set(states.values[name]!.subarray(row * width, (row + 1) * width), b * width));
    return [name, joined];
  });
  return { size: rows.length, values: Object.fromEntries(values) };
}

function createRereader({ description: d, executor }: RunnableModel, inputs: readonly InputDescription[], heads: readonly HeadDescription[]): Reader {
  const most = d.training.cut?.steps ?? Infinity;
  const widthOf = (input: InputDescription): number => (input.kind === "real" ? input.size : 1);
  const readOn = (row: ReaderRow): Readonly<Record<string, readonly number[]>> => {
    const { read } = row.standing.kind === "read" ? row.standing : internal();
    return Object.fromEntries(
      inputs.map((input): [string, readonly number[]] => {
        const value = row.inputs[input.name]!;
        // A sequence holds its symbols; packing puts the boundary before them.
        if (input.boundary && value === input.size) return [input.name, []];
        return [input.name, [...read[input.name]!, ...(typeof value === "number" ? [value] : value)].slice(-most * widthOf(input))];
      }),
    );
  };
  const sequenceOf = ({ standing }: ReaderRow, read: Readonly<Record<string, readonly number[]>>): Sequence => {
    const { sequence } = standing.kind === "read" ? standing : internal();
    const columns = inputs.map((input): [string, Series] => {
      const values = read[input.name]!;
      return [input.name, { data: input.kind === "real" ? Float32Array.from(values) : Int32Array.from(values), length: values.length / widthOf(input) }];
    });
    return { id: sequence.id, columns: { ...sequence.columns, ...Object.fromEntries(columns) } };
  };
  return {
    begin: async (sequences) => sequences.map((sequence) => ({ kind: "read", sequence, read: Object.fromEntries(inputs.map(({ name }) => [name, []])) })),
    async step(rows) {
      const read = rows.map(readOn);
      const saying = rows.flatMap(({ silent }, b) => (silent ? [] : [b]));
      const said = new Map<number, Readonly<Record<string, Float32Array>>>();
      if (saying.length > 0) {
        const batch = pack(d, saying.map((b) => sequenceOf(rows[b]!, read[b]!)).map((sequence) => ({ sequence, from: 0, to: stepsOf(d, sequence) })), { targets: false });
        const results = await executor.run(["predict"], batch, heads.map((head) => `output.${head.name}`));
        const last = heads.map((head) => unpackRows(batch, head.axis, results[`output.${head.name}`]!, head.size).map((values) => values.slice(-head.size)));
        saying.forEach((b, i) => said.set(b, Object.fromEntries(heads.map(({ name }, h) => [name, last[h]![i]!]))));
      }
      return rows.map(({ standing }, b) => ({ standing: { ...(standing.kind === "read" ? standing : internal()), read: read[b]! }, outputs: said.get(b) ?? {} }));
    },
  };
}

function internal(): never {
  throw new Error("internal: a standing of another reader");
}
