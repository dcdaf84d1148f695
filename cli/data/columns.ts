// Which columns of a file feed which inputs and heads of a model: by --columns, by name, or by type where
// only one answer is possible; what was not by name is said. Converts nothing (cells.ts).
import type { Description, HeadDescription, InputDescription } from "@rnnc/runtime";
import { nearest } from "../../grammar/nearest.js";
import { Failure } from "../failure.js";
import { isNumber, quote, type Table } from "./tables.js";

/** What a model wants of its data: an input, or a head that is not one of its inputs. */
export interface Wanted {
  readonly name: string;
  readonly kind: InputDescription["kind"] | HeadDescription["kind"];
  /** Features of a real input, ids, classes, or values. */
  readonly size: number;
  readonly axis: string | null;
  /** Names given in the spec. */
  readonly classes: readonly string[] | null;
  readonly isHead: boolean;
}

/** A part of what `--columns` gives a name: `price`, `HUFL..OT` (all from one to the other), `onehot(kind)`. */
export interface Term {
  readonly column: string;
  readonly to: string | null;
  readonly onehot: boolean;
}

export interface Mapping {
  /** Names of the file's columns in order (`--columns label,_,text`), for a file without a header. */
  readonly names: readonly string[] | null;
  /** The model's name to the file's (`--columns post=text`, `--columns x=HUFL+HULL`). */
  readonly pairs: ReadonlyMap<string, readonly Term[]>;
}

/** Reads `--columns`. Throws a Failure with exit code 2 for what cannot be meant. */
export function parseMapping(text: string | undefined): Mapping {
  const pairs = new Map<string, readonly Term[]>();
  if (text === undefined) return { names: null, pairs };
  const entries = text.split(",").map((entry) => entry.trim());
  const wrong = (message: string): Failure =>
    new Failure(`--columns ${text}: ${message}`, {
      exitCode: 2,
      hint: "write `--columns post=text,label=topic` (the model's name = the file's, or its number), or all columns of a file without a header in order: `--columns label,_,text`.",
    });
  if (entries.some((entry) => entry === "")) throw wrong("a name is missing");
  const withMark = entries.filter((entry) => entry.includes("="));
  if (withMark.length === 0) return { names: entries, pairs };
  if (withMark.length < entries.length) throw wrong("either every entry has a `=` or none has");
  for (const entry of entries) {
    const mark = entry.indexOf("=");
    const name = entry.slice(0, mark).trim();
    const terms = entry.slice(mark + 1).split("+").map(parseTerm);
    if (name === "" || terms.some(({ column, to }) => column === "" || to === "")) throw wrong(`\`${entry}\` lacks a name`);
    if (pairs.has(name)) throw wrong(`\`${name}\` stands twice`);
    pairs.set(name, terms);
  }
  return { names: null, pairs };
}

function parseTerm(text: string): Term {
  const onehot = /^onehot\((.*)\)$/.exec(text.trim())?.[1];
  const [column, to = null] = onehot === undefined ? text.split("..", 2) : [onehot];
  return { column: column.trim(), to: to === null ? null : to.trim(), onehot: onehot !== undefined };
}

/** Names of the file's columns that a mapping uses. */
export function namesUsed({ pairs }: Mapping): string[] {
  return [...pairs.values()].flat().flatMap(({ column, to }) => (to === null ? [column] : [column, to]));
}

/** The columns a model reads: inputs and, for training and evaluation (`targets`), heads that are none of them. */
export function wantedColumns(description: Pick<Description, "inputs" | "heads">, targets: boolean): Wanted[] {
  const inputs = description.inputs.map((input): Wanted => ({ ...pick(input), classes: null, isHead: false }));
  const heads = headNames(description).flatMap((name) => description.heads.filter((head) => head.name === name));
  return [...inputs, ...(targets ? heads.map((head): Wanted => ({ ...pick(head), classes: head.classes, isHead: true })) : [])];
}

/** Heads that have a column of their own. */
export function headNames(description: Pick<Description, "inputs" | "heads">): string[] {
  return description.heads.filter((head) => head.predicts === null && !description.inputs.some((input) => input.name === head.name)).map((head) => head.name);
}

function pick<K>(item: { name: string; kind: K; size: number; axis: string | null }): { name: string; kind: K; size: number; axis: string | null } {
  return { name: item.name, kind: item.kind, size: item.size, axis: item.axis };
}

/** A column of a table, or what is the same in all its rows. */
export interface Column {
  readonly name: string;
  /** -1 for what is the same in all rows. */
  readonly index: number;
  readonly constant: string | null;
  /** Its text is a category, and becomes a vector with a single 1. */
  readonly onehot: boolean;
}

/** The columns for each wanted name; a name that is absent from the answer has none. */
export type Assignment = ReadonlyMap<string, readonly Column[]>;

/**
 * Matches what a model wants with the columns of a table. `others`: names of the model that `--columns` may give and that are not wanted
 * now. `note` is told what was matched other than by name.
 */
export function matchColumns(wanted: readonly Wanted[], table: Table, mapping: Mapping, others: readonly string[], note: (text: string) => void): Assignment {
  const found = new Map<string, readonly Column[]>();
  const taken = new Set<number>();
  const take = (want: Wanted, columns: readonly Column[]): void => {
    found.set(want.name, columns);
    for (const { index } of columns) taken.add(index);
  };
  const at = (index: number): Column => ({ name: table.columns[index], index, constant: null, onehot: false });
  const where = { file: table.file };

  for (const [name, terms] of mapping.pairs) {
    const want = wanted.find((w) => w.name === name);
    if (want === undefined) {
      if (others.includes(name)) continue;
      const near = nearest(name, wanted.map((w) => w.name));
      throw new Failure(`--columns: the model reads no \`${name}\`; it reads ${list(wanted.map((w) => w.name))}`, { exitCode: 2, ...(near === null ? {} : { hint: `did you mean \`${near}\`?` }) });
    }
    if (want.kind !== "real" && terms.some(({ onehot }) => onehot)) throw new Failure(`--columns: onehot(…) makes a vector, and \`${name}\` is not \`real[…]\``, { exitCode: 2 });
    take(want, terms.flatMap((term) => columnsOf(term, table)));
  }
  for (const want of wanted) {
    if (found.has(want.name)) continue;
    const fold = (text: string): string => text.normalize("NFC").toLowerCase();
    const exact = table.columns.indexOf(want.name);
    const near = exact >= 0 ? [exact] : table.columns.flatMap((column, i) => (fold(column) === fold(want.name) ? [i] : []));
    if (near.length === 1 && !taken.has(near[0])) take(want, near.map(at));
  }
  // By the custom of the format.
  for (const kind of ["words", "number", "label"] as const) {
    const name = table.custom?.[kind];
    const missing = wanted.filter((want) => !found.has(want.name) && kindOf(want) === kind);
    if (name === undefined || missing.length !== 1) continue;
    const columns = columnsOf({ column: name, to: null, onehot: false }, table);
    if (columns.some(({ index }) => index >= 0 && taken.has(index))) continue;
    take(missing[0], columns);
    if (table.columns.length > 1 || name === "file") note(`${table.file}: \`${missing[0].name}\` is read from the column \`${name}\`.`);
  }
  // By type, symbols first: what is left is matched only if there is one way to do it, which a match may leave to the next.
  for (const kind of ["words", "number", "label", "words"] as const) {
    const missing = wanted.filter((want) => !found.has(want.name) && kindOf(want) === kind);
    if (missing.length !== 1) continue;
    const want = missing[0];
    const free = table.columns.flatMap((name, i) => (!taken.has(i) && name !== "_" && suits(want, i, table) ? [i] : []));
    const width = featuresOf(want);
    if (free.length !== 1 && (width === 1 || free.length !== width)) continue;
    take(want, free.map(at));
    note(`${table.file}: no column is called \`${want.name}\`; read from ${free.map((i) => `\`${table.columns[i]}\``).join(", ")}, the only ${free.length > 1 ? `${free.length} columns` : "column"} of ${kind === "number" ? "numbers" : kind === "words" ? "text" : "labels"} left.`);
  }
  for (const want of wanted) {
    if (found.has(want.name)) continue;
    throw missingColumn(want, table, where);
  }
  for (const want of wanted) {
    const columns = found.get(want.name);
    if (columns === undefined || columns.length === 1 || columns.length === featuresOf(want) || columns.some(({ onehot }) => onehot)) continue;
    throw new Failure(`\`${want.name}\` has ${featuresOf(want)} features and was given ${columns.length} columns`, { exitCode: 2, where });
  }
  return found;
}

function missingColumn(want: Wanted, table: Table, where: { file: string }): Failure {
  const columns = table.columns.filter((name) => name !== "_");
  const shown = columns.slice(0, 12).map((name) => `\`${name}\``).join(", ") + (columns.length > 12 ? ", …" : "");
  const example = columns.find((name) => !["label", "id"].includes(name)) ?? "column";
  const headless =
    table.named === "header" ? ` If line 1 is data and not a header, give the columns by number: \`--columns ${want.name}=1\`.` : "";
  return new Failure(`no column for ${want.isHead ? "the head" : "the input"} \`${want.name}\`: the file has ${table.named === "header" || table.named === "keys" ? "" : columns.length === 1 ? "the column " : "columns "}${shown}`, {
    where,
    hint: `say which: \`--columns ${want.name}=${example}\`.${headless}`,
  });
}

/** The columns that a term names: by name, by number from 1, or what is the same in all rows (`file`, `folder`). */
function columnsOf({ column, to, onehot }: Term, table: Table): Column[] {
  const whole = to === null ? column : `${column}..${to}`;
  if (table.columns.includes(whole)) return [{ name: whole, index: table.columns.indexOf(whole), constant: null, onehot }];
  if (to === null && Object.hasOwn(table.constants, column)) return [{ name: column, index: -1, constant: table.constants[column], onehot }];
  const from = indexOf(column, table);
  const end = to === null ? from : indexOf(to, table);
  if (end < from) throw new Failure(`--columns: \`${whole}\` goes from right to left`, { exitCode: 2, where: { file: table.file }, hint: `write \`${to}..${column}\`.` });
  return Array.from({ length: end - from + 1 }, (_, i) => ({ name: table.columns[from + i], index: from + i, constant: null, onehot }));
}

function indexOf(column: string, table: Table): number {
  const index = table.columns.indexOf(column);
  if (index >= 0) return index;
  if (/^[1-9]\d*$/.test(column) && Number(column) <= table.columns.length && (table.named === "header" || table.named === "given")) return Number(column) - 1;
  const near = nearest(column, table.columns);
  throw new Failure(`--columns: the file has no column \`${column}\`; it has ${list([...table.columns, ...Object.keys(table.constants).filter((name) => table.format === "lines" && name === "file")])}`, {
    exitCode: 2,
    where: { file: table.file },
    ...(near === null ? {} : { hint: `did you mean \`${near}\`?` }),
  });
}

function kindOf(want: Wanted): "words" | "number" | "label" {
  if (want.kind === "real" || want.kind === "token" || want.kind === "bytes") return "number";
  return want.kind === "words" || want.kind === "chars" ? "words" : "label";
}

/** Columns that one step of an input or head may be spread over. */
export function featuresOf(want: Wanted): number {
  return want.kind === "real" ? want.size : 1;
}

/** Whether a column may be what is wanted, judged by its first rows. */
function suits(want: Wanted, column: number, table: Table): boolean {
  const cells = table.sample.map((row) => row.cells[column]).filter((cell) => cell !== undefined && cell !== null && cell !== "");
  if (cells.length === 0) return false;
  const isNumeric = (cell: unknown): boolean => isNumber(cell) || (Array.isArray(cell) && cell.length > 0 && (isNumber(cell[0]) || Array.isArray(cell[0])));
  const numeric = cells.filter(isNumeric).length / cells.length;
  if (kindOf(want) === "number") return numeric > 0.8;
  if (kindOf(want) === "words") return numeric < 0.2;
  const distinct = new Set(cells.map((cell) => JSON.stringify(cell))).size;
  return want.axis !== null || want.kind === "multilabel" || distinct <= Math.max(2, want.size);
}

function list(names: readonly string[]): string {
  return names.slice(0, 12).map((name) => (name === "" ? quote(name) : `\`${name}\``)).join(", ") + (names.length > 12 ? ", …" : "");
}
