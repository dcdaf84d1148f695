// Reads one column of one example: checks that it is what the model takes and says exactly where it is not.
// What symbols and labels mean as ids is encode.ts's affair.
import type { Example } from "./examples.js";
import type { HeadDescription, InputDescription } from "./device.js";
import { DataError, show } from "./errors.js";
import { tokenize } from "./text.js";

/** Where a value stands, for messages. */
export interface Place {
  readonly column: string;
  /** Number of the example, from 0; messages count from 1. */
  readonly id: number;
}

export function fail(code: DataError["code"], { column, id }: Place, message: string): never {
  throw new DataError(code, `column \`${column}\`, example ${id + 1}: ${message}`);
}

/** The value of a column; undefined where there is none (absent, null or undefined). */
export function columnOf(example: Example, name: string): unknown {
  return Object.hasOwn(example, name) ? (example[name] ?? undefined) : undefined;
}

/** The value of an input, which can't be missing. */
export function inputOf(example: Example, input: InputDescription, id: number): unknown {
  const value = columnOf(example, input.name);
  if (value !== undefined) return value;
  const found = Object.keys(example).map((name) => `\`${name}\``).join(", ");
  return fail("RNN701", { column: input.name, id }, `there is no value, but the model reads \`${input.name}\` (columns found: ${found || "none"})`);
}

/** True for arrays and typed arrays of numbers. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** A finite number; a string that is one counts. */
export function numberOf(value: unknown, place: Place, where: string): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : typeof value === "boolean" ? Number(value) : value;
  if (typeof number !== "number" || (Number.isNaN(number) && typeof value !== "number")) return fail("RNN702", place, `${where} should be a number, but is ${show(value)}`);
  if (!Number.isFinite(number)) return fail("RNN704", place, `${where} is ${number}; every number must be finite`);
  if (!Number.isFinite(Math.fround(number))) return fail("RNN704", place, `${where} is ${number}, too large for a 32-bit float`);
  return number;
}

/** A list; a string is split at spaces, commas and semicolons. */
export function listOf(value: unknown, place: Place, of: string): ArrayLike<unknown> {
  if (isList(value)) return value;
  if (typeof value === "string") return value.split(/[\s,;]+/).filter((part) => part !== "");
  return fail("RNN702", place, `should be a list of ${of}, but is ${show(value)}`);
}

/** The words or characters of an input. */
export function symbolsOf(value: unknown, input: InputDescription, place: Place): readonly string[] {
  const kind = input.kind as "words" | "chars";
  if (typeof value === "string") return tokenize(value, kind, input.lowercase);
  const of = kind === "words" ? "a text or a list of words" : "a text or a list of characters";
  if (!isList(value)) return fail("RNN702", place, `should be ${of}, but is ${show(value)}`);
  return Array.from(value, (symbol, t) => (typeof symbol === "string" ? symbol : fail("RNN702", place, `should be ${of}, but number ${t + 1} of the list is ${show(symbol)}`)));
}

/** The ids of a `token` or `bytes` input. */
export function idsOf(value: unknown, input: InputDescription, place: Place): Int32Array {
  if (input.kind === "bytes" && typeof value === "string") return Int32Array.from(new TextEncoder().encode(value));
  const what = input.kind === "bytes" ? "bytes" : "ids";
  const list = listOf(typeof value === "number" && input.axis === null ? [value] : value, place, what);
  return Int32Array.from({ length: list.length }, (_, t) => idOf(list[t], input.size, place, input.axis === null ? "the id" : `step ${t + 1}`, what));
}

/** An id in 0 … size - 1. */
export function idOf(value: unknown, size: number, place: Place, where: string, what = "ids"): number {
  const id = numberOf(value, place, where);
  if (!Number.isInteger(id) || id < 0 || id >= size) return fail("RNN705", place, `${where} is ${id}, but ${what} are whole numbers from 0 to ${size - 1}`);
  return id;
}

/** Reals, row-major: `length` rows of `size`. Nested lists, a flat list of typed numbers, or plain numbers where size is 1. `gaps` lets null and NaN through as NaN. */
export function realsOf(value: unknown, shape: { axis: string | null; size: number }, place: Place, gaps = false): Float64Array {
  const { axis, size } = shape;
  const lone = !isList(value) && size === 1 && axis === null;
  const rows = lone ? [value] : listOf(value, place, size === 1 ? "numbers" : `lists of ${size} numbers`);
  const number = (element: unknown, where: string): number => (gaps && (element === null || element === undefined || Number.isNaN(element)) ? NaN : numberOf(element, place, where));
  const nested = axis !== null && rows.length > 0 && Array.prototype.some.call(rows, isList);
  if (!nested) {
    if (axis === null ? rows.length !== size : rows.length % size !== 0) {
      return fail("RNN703", place, axis === null ? `should have ${size} numbers, but has ${rows.length}` : `should have ${size} numbers a step, but its ${rows.length} numbers are no multiple of ${size}`);
    }
    return Float64Array.from({ length: rows.length }, (_, i) => number(rows[i], lone ? "the value" : axis === null ? `number ${i + 1}` : size === 1 ? `step ${i + 1}` : `step ${Math.floor(i / size) + 1}, number ${(i % size) + 1}`));
  }
  const data = new Float64Array(rows.length * size);
  for (let t = 0; t < rows.length; t++) {
    const row = rows[t];
    if (gaps && (row === null || row === undefined)) {
      data.fill(NaN, t * size, (t + 1) * size);
      continue;
    }
    if (!isList(row) || row.length !== size) return fail("RNN703", place, `step ${t + 1} should be a list of ${size} numbers, but is ${show(row)}`);
    for (let i = 0; i < size; i++) data[t * size + i] = number(row[i], `step ${t + 1}, number ${i + 1}`);
  }
  return data;
}

/** Steps [from, to) of a column of `length` steps that an input's `keep` leaves. */
export function kept(keep: InputDescription["keep"], length: number): readonly [number, number] {
  if (!keep || length <= keep.count) return [0, length];
  return keep.from === "first" ? [0, keep.count] : [length - keep.count, length];
}

/** The `keep` that holds for an axis, or for one column without time. */
export function keepOf(inputs: readonly InputDescription[], axis: string | null): InputDescription["keep"] {
  return axis === null ? null : (inputs.find((input) => input.axis === axis && input.keep)?.keep ?? null);
}

/** The elements of a class head's column: one, or one a step (a string is split at spaces alone: a label may be a comma). */
export function labelsOf(value: unknown, head: HeadDescription, place: Place): ArrayLike<unknown> {
  if (head.axis === null) return [value];
  return typeof value === "string" ? value.split(/\s+/).filter((part) => part !== "") : listOf(value, place, "labels");
}

/** The labels of a multilabel head at one place: names or ids. A string is split at commas and semicolons, or else at spaces. */
export function labelSetOf(value: unknown, place: Place): ArrayLike<unknown> {
  if (typeof value === "number") return [value];
  if (typeof value === "string") return value.split(/[,;]/.test(value) ? /[,;]/ : /\s+/).map((part) => part.trim()).filter((part) => part !== "");
  return listOf(value, place, "labels");
}

/** A record's own property: names like `constructor` are found only where they were put. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
