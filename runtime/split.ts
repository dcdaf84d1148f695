// What is held out for validation: a random share of the sequences; of one long sequence, its last part,
// split before anything is cut. For examples (before vocabularies are fitted, so that nothing of the held-out
// part is seen) and for sequences that are already encoded.

import { own } from "./columns.js";
import type { Description } from "./device.js";
import { DataError } from "./errors.js";
import type { Example, Sequence, Series } from "./examples.js";
import { key } from "./random.js";
import { permute } from "./shuffle.js";
import { hasBoundary, stepsOf } from "./windows.js";

export interface Split<T> {
  readonly training: readonly T[];
  readonly validation: readonly T[];
}

/** Names the use of the generator, so that the split and the order of an epoch don't draw the same numbers. */
const SPLIT = 0x5e1ec7;

/** Indices of `count` sequences, both parts in the order of the data. At least one on each side when `share` > 0 and `count` ≥ 2. */
export function splitIndices(count: number, share: number, seed: number): Split<number> {
  const held = share <= 0 || count < 2 ? 0 : Math.min(count - 1, Math.max(1, Math.round(count * share)));
  const isHeld = new Uint8Array(count);
  const order = permute(new Uint32Array(count), key(seed, SPLIT));
  for (let i = 0; i < held; i++) isHeld[order[i]] = 1;
  const training: number[] = [];
  const validation: number[] = [];
  for (let i = 0; i < count; i++) (isHeld[i] ? validation : training).push(i);
  return { training, validation };
}

/** The first step of the held-out part of one sequence of `steps` steps; at least one step on each side. */
export function splitPoint(steps: number, share: number): number {
  return Math.min(steps - 1, Math.max(1, steps - Math.round(steps * share)));
}

/** Splits encoded sequences. `share` from 0 (nothing is held out) to 1, not included. */
export function splitSequences(d: Description, sequences: readonly Sequence[], share: number, seed: number): Split<Sequence> {
  if (share <= 0 || sequences.length === 0) return { training: sequences, validation: [] };
  if (sequences.length > 1) {
    const { training, validation } = splitIndices(sequences.length, share, seed);
    return { training: training.map((i) => sequences[i]), validation: validation.map((i) => sequences[i]) };
  }
  const [sequence] = sequences;
  const axis = cuttableAxis(d);
  const steps = stepsOf(d, sequence);
  if (steps < 2) throw new DataError("RNN711", `A sequence of ${steps} steps can't be split into a training and a validation part. Give more data, or set validate = 0.`);
  const at = splitPoint(steps, share);
  const timed = timedColumns(d, axis);
  const part = (from: number, to: number): Sequence => ({
    id: sequence.id,
    columns: Object.fromEntries(Object.entries(sequence.columns).map(([name, series]) => [name, timed.has(name) ? sliceSeries(series, from, to) : series])),
  });
  return { training: [part(0, at)], validation: [part(at, steps)] };
}

/** Splits examples the same way. A string of `words` is cut at the white space nearest after the point. */
export function splitExamples(d: Description, examples: readonly Example[], share: number, seed: number): Split<Example> {
  if (share <= 0 || examples.length === 0) return { training: examples, validation: [] };
  if (examples.length > 1) {
    const { training, validation } = splitIndices(examples.length, share, seed);
    return { training: training.map((i) => examples[i]), validation: validation.map((i) => examples[i]) };
  }
  const [example] = examples;
  const columns = cuttableColumns(d, example);
  const steps = columns[0]?.steps ?? 0;
  if (steps < 2) throw new DataError("RNN711", `The data are one sequence of ${steps} steps: nothing can be held out for validation. Give more data, or set validate = 0.`);
  const at = splitPoint(steps, share);
  const training: Record<string, unknown> = { ...example };
  const validation: Record<string, unknown> = { ...example };
  for (const { name, cut } of columns) [training[name], validation[name]] = cut(at);
  return { training: [training], validation: [validation] };
}

/** Steps of one example along the time that all its columns share. Throws DataError RNN711 to RNN715 where it can't be cut. */
export function stepsOfExample(d: Description, example: Example): number {
  return cuttableColumns(d, example)[0]?.steps ?? 0;
}

/** Steps [from, to) of one example, as `splitExamples` cuts it. Throws DataError RNN711 to RNN715. */
export function sliceExample(d: Description, example: Example, from: number, to: number): Example {
  const slices = cuttableColumns(d, example).map(({ name, steps, cut }): [string, unknown] => {
    const start = to >= steps ? example[name] : cut(to)[0];
    return [name, from <= 0 ? start : rawColumn(d, name, start).cut(from)[1]];
  });
  return { ...example, ...Object.fromEntries(slices) };
}

/** The columns with time of one example, all of the same length. */
function cuttableColumns(d: Description, example: Example): RawColumn[] {
  const timed = [...timedColumns(d, cuttableAxis(d))].filter((name) => (own(example, name) ?? null) !== null);
  const columns = timed.map((name) => rawColumn(d, name, example[name]));
  const exact = columns.filter((column) => column.exact);
  if (exact.length > 0 && exact.length < columns.length)
    throw new DataError("RNN712", `One sequence can't be split for validation while \`${columns.find((c) => !c.exact)?.name}\` is a string of words and \`${exact[0].name}\` goes with it step by step. Give the words as a list.`);
  for (const { name, steps } of columns) {
    if (steps !== columns[0].steps) throw new DataError("RNN713", `\`${name}\` has ${steps} steps, \`${columns[0].name}\` has ${columns[0].steps}: they go together step by step.`);
  }
  return columns;
}

/** The axis along which one sequence can be cut in two, or an error that says why not. */
function cuttableAxis(d: Description): string {
  const [axis] = d.axes;
  const advice = "Give more than one sequence, give validation data of their own, or set validate = 0.";
  if (axis === undefined) throw new DataError("RNN714", `The data are one example without time: nothing can be held out for validation. ${advice}`);
  if (d.axes.length > 1) throw new DataError("RNN714", `The data are one sequence, and it has two times (${d.axes.join(", ")}): it can't be cut to hold out its last part. ${advice}`);
  if (hasBoundary(d, axis)) throw new DataError("RNN714", `The data are one sequence, and \`${d.name}\` learns where sequences begin and end: it can't be cut to hold out its last part. ${advice}`);
  const once = d.heads.find((head) => head.axis === null && head.predicts === null);
  if (once) throw new DataError("RNN714", `The data are one sequence, with one value of \`${once.name}\`: it can't be cut to hold out its last part. ${advice}`);
  return axis;
}

function timedColumns(d: Description, axis: string): Set<string> {
  const inputs = d.inputs.filter((input) => input.axis === axis).map((input) => input.name);
  const heads = d.heads.filter((head) => head.axis === axis && head.predicts === null).map((head) => head.name);
  return new Set([...inputs, ...heads]);
}

/** Steps [from, to) of a series, without a copy. */
export function sliceSeries(series: Series, from: number, to: number): Series {
  const width = series.length === 0 ? 0 : series.data.length / series.length;
  return { data: series.data.subarray(from * width, to * width), length: to - from };
}

interface RawColumn {
  readonly name: string;
  readonly steps: number;
  /** Whether `steps` are the model's steps; characters of a string of words are not. */
  readonly exact: boolean;
  readonly cut: (at: number) => readonly [unknown, unknown];
}

function rawColumn(d: Description, name: string, value: unknown): RawColumn {
  const input = d.inputs.find((one) => one.name === name);
  if (typeof value === "string") {
    if (input?.kind === "words") return { name, steps: value.length, exact: false, cut: (at) => cutAtSpace(value, at) };
    if (input?.kind === "bytes") return rawColumn(d, name, new TextEncoder().encode(value));
    let steps = 0;
    for (const _ of value) steps++;
    return { name, steps, exact: true, cut: (at) => cutAtCodePoint(value, at) };
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const flat = value as Float32Array; // any typed array: only length and subarray are used
    const width = input?.kind === "real" ? input.size : 1;
    return { name, steps: flat.length / width, exact: true, cut: (at) => [flat.subarray(0, at * width), flat.subarray(at * width)] };
  }
  if (Array.isArray(value)) return { name, steps: value.length, exact: true, cut: (at) => [value.slice(0, at), value.slice(at)] };
  throw new DataError("RNN715", `\`${name}\` should be a string or a list with one entry a step.`);
}

function cutAtSpace(text: string, at: number): readonly [string, string] {
  const rest = text.slice(at).search(/\s/u);
  const point = rest < 0 ? text.lastIndexOf(" ", at) : at + rest;
  if (point <= 0) throw new DataError("RNN711", "The data are one text without white space: nothing can be held out for validation. Give more data, or set validate = 0.");
  return [text.slice(0, point), text.slice(point)];
}

function cutAtCodePoint(text: string, at: number): readonly [string, string] {
  let point = 0;
  for (let i = 0; i < at; i++) point += (text.codePointAt(point) ?? 0) > 0xffff ? 2 : 1;
  return [text.slice(0, point), text.slice(point)];
}
