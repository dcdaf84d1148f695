// Examples to numbers and back, with what was fitted. Everything that comes in is checked here, so nothing behind
// this file meets a wrong id or a NaN. Joining sequences to batches is batch.ts.
import type { Description, HeadDescription, InputDescription } from "./device.js";
import type { Example, Fitted, Scaler, Sequence, Series } from "./examples.js";
import { columnOf, fail, idOf, idsOf, inputOf, isList, kept, keepOf, labelSetOf, labelsOf, listOf, own, realsOf, symbolsOf, type Place } from "./columns.js";
import { didYouMean, show, UsageError } from "./errors.js";
import { joinWords } from "./text.js";

export { fitTo, needsFitting, unusedIds } from "./fit.js";
export { joinWords, tokenize } from "./text.js";

/** Nothing fitted: for models that need nothing. */
export const NOTHING_FITTED: Fitted = { vocabularies: {}, classes: {}, scalers: {} };

export interface EncodeOptions {
  /** Reads the columns of heads too. A head's column may be missing. */
  readonly targets: boolean;
  /** What messages call the example, from 0, where it isn't `id`: its place in the data before some were held out. */
  readonly number?: number | undefined;
  /** Reads only these inputs. Default all. */
  readonly inputs?: readonly string[];
}

/** Encodes examples of one model; `id` names the example for the random generator and counts from 0. */
export type Encoder = (example: Example, id: number, options: EncodeOptions) => Sequence;

/** One example to numbers. For many, make an encoder once: `createEncoder(d, fitted)`. */
export function encode(d: Description, fitted: Fitted, example: Example, id: number, options: EncodeOptions): Sequence {
  return createEncoder(d, fitted)(example, id, options);
}

/**
 * An encoder. Columns of a sequence: ids [length] for symbols, reals [length, D] scaled. Of heads with a column of their own: class
 * ids (-1: no label), 0 and 1 for binary [length] and multilabel [length, n], reals (NaN: no value); a missing column is absent.
 * It throws DataError: RNN701 column missing, RNN702 wrong kind of value, RNN703 size, RNN704 not finite, RNN705 id out of
 * range, RNN706 unknown label, RNN707 lengths that disagree.
 */
export function createEncoder(d: Description, fitted: Fitted): Encoder {
  const inputs = d.inputs.map((input) => ({ input, read: readerOf(input, fitted) }));
  const heads = d.heads.filter((head) => !head.predicts).map((head) => ({ head, read: targetReaderOf(head, fitted) }));

  return (example, id, { targets, number = id, inputs: only }) => {
    const placeOf = (column: { readonly name: string }): Place => ({ column: column.name, id: number });
    const columns: [string, Series][] = [];
    const lengths = new Map<string, { length: number; column: string }>();
    const add = (column: { name: string; axis: string | null }, size: number, data: Int32Array | Float32Array): void => {
      const length = data.length / size;
      const known = column.axis === null ? undefined : lengths.get(column.axis);
      if (known && known.length !== length) {
        fail("RNN707", placeOf(column), `has ${length} steps, but \`${known.column}\` has ${known.length}; both have one value a step of ${column.axis}`);
      }
      if (column.axis === null && length !== 1) fail("RNN703", placeOf(column), `has ${length} values, but \`${column.name}\` has no time: it takes one`);
      if (column.axis !== null) lengths.set(column.axis, { length, column: column.name });
      const [from, to] = column.axis === null ? [0, length] : kept(keepOf(d.inputs, column.axis), length);
      columns.push([column.name, { data: to - from === length ? data : data.slice(from * size, to * size), length: to - from }]);
    };
    for (const { input, read } of inputs) if (!only || only.includes(input.name)) add(input, input.kind === "real" ? input.size : 1, read(inputOf(example, input, number), placeOf(input)));
    for (const { head, read } of targets ? heads : []) {
      const value = columnOf(example, head.name);
      if (value !== undefined) add(head, targetWidth(head), read(value, placeOf(head)));
    }
    return { id, columns: Object.fromEntries(columns) };
  };
}

/** Numbers a row in a head's target column: one id, or the values. */
export function targetWidth(head: HeadDescription): number {
  return head.kind === "class" ? 1 : head.size;
}

function readerOf(input: InputDescription, fitted: Fitted): (value: unknown, place: Place) => Int32Array | Float32Array {
  if (input.kind === "token" || input.kind === "bytes") return (value, place) => idsOf(value, input, place);
  if (input.kind === "real") {
    const scale = scaling(own(fitted.scalers, input.name), input);
    return (value, place) => scale(realsOf(value, input, place));
  }
  const vocabulary = own(fitted.vocabularies, input.name);
  if (!vocabulary) throw new UsageError("RNN611", `there is no vocabulary for \`${input.name}\` yet: fit the model, or load weights that have one`);
  const ids = new Map(vocabulary.symbols.map((symbol, id) => [symbol, id]));
  return (value, place) => Int32Array.from(symbolsOf(value, input, place), (symbol) => ids.get(symbol) ?? 0);
}

function targetReaderOf(head: HeadDescription, fitted: Fitted): (value: unknown, place: Place) => Int32Array | Float32Array {
  if (head.kind === "real") {
    const scale = scaling(own(fitted.scalers, head.name), head);
    return (value, place) => scale(realsOf(value, head, place, true));
  }
  if (head.kind === "binary") {
    return (value, place) => {
      const elements = head.axis === null && head.size === 1 && !isList(value) ? [value] : listOf(value, place, "0 and 1");
      if (head.axis === null && elements.length !== head.size) fail("RNN703", place, `should have ${head.size} values, but has ${elements.length}`);
      return Float32Array.from({ length: elements.length }, (_, i) => binaryOf(elements[i], place));
    };
  }
  const names = namesOf(fitted, head);
  const ids = names && new Map(names.map((name, id) => [name, id]));
  const labelOf = (label: unknown, place: Place, where: string): number => {
    if (!ids) return idOf(label, head.size, place, where);
    const id = ids.get(String(label)) ?? givenId(label, head);
    if (id !== undefined) return id;
    const choices = names.length <= 12 ? `: ${names.join(", ")}` : ` (${names.length} of them)`;
    return fail("RNN706", place, `${where} is ${show(label)}, which is none of the labels${choices}${didYouMean(String(label), names)}`);
  };
  return (value, place) => {
    const elements = Array.from(labelsOf(value, head, place));
    const where = (t: number): string => (head.axis === null ? "the label" : `step ${t + 1}`);
    if (head.kind === "class") return Int32Array.from(elements, (label, t) => (label === null || label === undefined ? -1 : labelOf(label, place, where(t))));
    const data = new Float32Array(elements.length * head.size);
    elements.forEach((element, t) => {
      if (element === null || element === undefined) data.fill(NaN, t * head.size, (t + 1) * head.size);
      else for (const label of Array.from(labelSetOf(element, place))) data[t * head.size + labelOf(label, place, where(t))] = 1;
    });
    return data;
  };
}

/** Where the spec names the classes their order is known, so a whole number that is no name is an id: 0 for the first. */
function givenId(label: unknown, { classes }: HeadDescription): number | undefined {
  const id = typeof label === "string" && /^\d+$/.test(label) ? Number(label) : label;
  return classes !== null && Number.isInteger(id) && (id as number) >= 0 && (id as number) < classes.length ? (id as number) : undefined;
}

function binaryOf(value: unknown, place: Place): number {
  if (value === null || value === undefined) return NaN;
  const text = String(value).trim().toLowerCase();
  if (text === "1" || text === "true") return 1;
  if (text === "0" || text === "false") return 0;
  return fail("RNN702", place, `should be 0 or 1, or true or false, but is ${show(value)}`);
}

function scaling(scaler: Scaler | undefined, column: { name: string; size: number; scale: unknown }): (reals: Float64Array) => Float32Array {
  if (!scaler) {
    if (column.scale) throw new UsageError("RNN611", `there is no scaler for \`${column.name}\` yet: fit the model, or load weights that have one`);
    return (reals) => Float32Array.from(reals);
  }
  return (reals) => Float32Array.from(reals, (value, i) => (value - scaler.shift[i % column.size]!) / scaler.scale[i % column.size]!);
}

// ----------------------------------------------------------------------------------------- back

/** What a class head's ids (or a multilabel's) are called; null where they are plain ids. For a head that predicts symbols, the symbols ("" is the unknown one). */
export function namesOf(fitted: Fitted, head: HeadDescription): readonly string[] | null {
  if (head.predicts) return own(fitted.vocabularies, head.predicts.input)?.symbols ?? null;
  return head.classes ?? own(fitted.classes, head.name) ?? null;
}

/** The id by which a head says that the sequence ends; null where its sequences have no boundary. It is no symbol of a vocabulary. */
export function boundaryOf(d: Description, head: HeadDescription): number | null {
  const input = head.predicts && d.inputs.find(({ name }) => name === head.predicts!.input);
  return input?.boundary ? input.size : null;
}

/** The scaler of a head's values: its own, or that of the input it predicts. */
export function scalerOf(fitted: Fitted, head: HeadDescription): Scaler | null {
  return own(fitted.scalers, head.predicts ? head.predicts.input : head.name) ?? null;
}

/** Scaled values, row-major, back in the data's units; in place. */
export function unscale(scaler: Scaler | null, values: Float32Array): Float32Array {
  if (scaler) for (let i = 0, D = scaler.shift.length; i < values.length; i++) values[i] = values[i]! * scaler.scale[i % D]! + scaler.shift[i % D]!;
  return values;
}

/** Ids of an input's symbols back as text, the boundary left out: words with sensible spaces, characters joined, bytes as UTF-8, ids with spaces between. */
export function decode(d: Description, fitted: Fitted, input: string, ids: ArrayLike<number>): string {
  const description = d.inputs.find(({ name }) => name === input);
  if (!description || description.kind === "real") throw new UsageError("RNN612", `\`${d.name}\` has no input \`${input}\` of symbols${didYouMean(input, d.inputs.map(({ name }) => name))}`);
  const said = Array.from(ids).filter((id) => !(description.boundary && id === description.size));
  if (description.kind === "bytes") return new TextDecoder().decode(Uint8Array.from(said));
  if (description.kind === "token") return said.join(" ");
  const symbols = own(fitted.vocabularies, input)?.symbols ?? [];
  const text = Array.from(said, (id) => symbols[id] || (description.kind === "words" ? "<unknown>" : "\ufffd"));
  return description.kind === "words" ? joinWords(text) : text.join("");
}
