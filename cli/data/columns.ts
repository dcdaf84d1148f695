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
  readonly required: boolean;
}

export interface Mapping {
  /** Names of the file's columns in order (`--columns label,_,text`), for a file without a header. */
  readonly names: readonly string[] | null;
  /** The model's name to the file's (`--columns post=text`, `--columns x=HUFL+HULL`). */
  readonly pairs: ReadonlyMap<string, readonly string[]>;
}

/** Reads `--columns`. Throws a Failure with exit code 2 for what cannot be meant. */
export function parseMapping(text: string | undefined): Mapping {
  const pairs = new Map<string, readonly string[]>();
  if (text === undefined) return { names: null, pairs };
  const entries = text.split(",").map((entry) => entry.trim());
  const wrong = (message: string): Failure =>
    new Failure(`--columns ${text}: ${message}`, {
      exitCode: 2,
      hint: "write `--columns post=text,label=topic` (the model's name = the file's), or all columns of a file without a header in order: `--columns label,_,text`.",
    });
  if (entries.some((entry) => entry === "")) throw wrong("a name is missing");
  const withMark = entries.filter((entry) => entry.includes("="));
  if (withMark.length === 0) return { names: entries, pairs };
  if (withMark.length < entries.length) throw wrong("either every entry has a `=` or none has");
  for (const entry of entries) {
    const mark = entry.indexOf("=");
    const name = entry.slice(0, mark).trim();
    const columns = entry.slice(mark + 1).split("+").map((column) => column.trim());
    if (name === "" || columns.some((column) => column === "")) throw wrong(`\`${entry}\` lacks a name`);
    if (pairs.has(name)) throw wrong(`\`${name}\` stands twice`);
    pairs.set(name, columns);
  }
  return { names: null, pairs };
}

/** The columns a model reads. Heads are required for training and evaluation; prediction works without. */
export function wantedColumns(description: Pick<Description, "inputs" | "heads">, headsRequired: boolean): Wanted[] {
  const inputs = description.inputs.map((input): Wanted => ({ ...pick(input), classes: null, isHead: false, required: true }));
  const heads = description.heads
    .filter((head) => head.predicts === null && !description.inputs.some((input) => input.name === head.name))
    .map((head): Wanted => ({ ...pick(head), classes: head.classes, isHead: true, required: headsRequired }));
  return [...inputs, ...heads];
}

function pick<K>(item: { name: string; kind: K; size: number; axis: string | null }): { name: string; kind: K; size: number; axis: string | null } {
  return { name: item.name, kind: item.kind, size: item.size, axis: item.axis };
}

/** Indices of the table's columns for each wanted name; a name that is absent from the answer has no column. */
export type Assignment = ReadonlyMap<string, readonly number[]>;

/** Matches what a model wants with the columns of a table. `note` is told what was matched other than by name. */
export function matchColumns(wanted: readonly Wanted[], table: Table, mapping: Mapping, note: (text: string) => void): Assignment {
  const found = new Map<string, readonly number[]>();
  const taken = new Set<number>();
  const take = (want: Wanted, columns: readonly number[]): void => {
    found.set(want.name, columns);
    for (const column of columns) taken.add(column);
  };
  const where = { file: table.file };

  for (const [name, columns] of mapping.pairs) {
    const want = wanted.find((w) => w.name === name);
    if (want === undefined) {
      const near = nearest(name, wanted.map((w) => w.name));
      throw new Failure(`--columns: the model reads no \`${name}\`; it reads ${list(wanted.map((w) => w.name))}`, { exitCode: 2, ...(near === null ? {} : { hint: `did you mean \`${near}\`?` }) });
    }
    take(want, columns.map((column) => indexOf(column, table)));
  }
  for (const want of wanted) {
    if (found.has(want.name)) continue;
    const fold = (text: string): string => text.normalize("NFC").toLowerCase();
    const exact = table.columns.indexOf(want.name);
    const near = exact >= 0 ? [exact] : table.columns.flatMap((column, i) => (fold(column) === fold(want.name) ? [i] : []));
    if (near.length === 1 && !taken.has(near[0])) take(want, near);
  }
  // By type, symbols first: what is left is matched only if there is one way to do it.
  for (const kind of ["words", "number", "label"] as const) {
    const missing = wanted.filter((want) => !found.has(want.name) && kindOf(want) === kind);
    if (missing.length !== 1) continue;
    const want = missing[0];
    const free = table.columns.flatMap((name, i) => (!taken.has(i) && name !== "_" && suits(want, i, table) ? [i] : []));
    const width = featuresOf(want);
    if (free.length !== 1 && (width === 1 || free.length !== width)) continue;
    if (want.isHead && table.named === "header" && !want.required) continue; // an optional label is not worth a guess
    take(want, free);
    note(`${table.file}: no column is called \`${want.name}\`; read from ${free.map((i) => `\`${table.columns[i]}\``).join(", ")}, the only ${free.length > 1 ? `${free.length} columns` : "column"} of ${kind === "number" ? "numbers" : kind === "words" ? "text" : "labels"} left.`);
  }
  for (const want of wanted) {
    if (found.has(want.name) || !want.required) continue;
    throw missingColumn(want, table, where);
  }
  for (const want of wanted) {
    const columns = found.get(want.name);
    if (columns === undefined || columns.length === 1 || columns.length === featuresOf(want)) continue;
    throw new Failure(`\`${want.name}\` has ${featuresOf(want)} features and was given ${columns.length} columns`, { exitCode: 2, where });
  }
  return found;
}

function missingColumn(want: Wanted, table: Table, where: { file: string }): Failure {
  const columns = table.columns.filter((name) => name !== "_");
  const shown = columns.slice(0, 12).map((name) => `\`${name}\``).join(", ") + (columns.length > 12 ? ", …" : "");
  const example = columns.find((name) => !["label", "id"].includes(name)) ?? "column";
  const headless =
    table.named === "header" ? ` If line 1 is data and not a header, name the columns in order: \`--columns ${columns.map((_, i) => (i === 0 ? want.name : "_")).join(",")}\`.` : "";
  return new Failure(`no column for ${want.isHead ? "the head" : "the input"} \`${want.name}\`: the file has ${table.named === "header" || table.named === "keys" ? "" : "columns "}${shown}`, {
    where,
    hint: `say which: \`--columns ${want.name}=${example}\`.${headless}`,
  });
}

function indexOf(column: string, table: Table): number {
  const index = table.columns.indexOf(column);
  if (index >= 0) return index;
  const near = nearest(column, table.columns);
  throw new Failure(`--columns: the file has no column \`${column}\`; it has ${list(table.columns)}`, {
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
