// CSV, TSV, JSON lines and lines of plain text as rows of raw cells with their line numbers. Files with a sentence or a
// recording a row are sentences.ts and recordings.ts; what the cells mean is columns.ts's and cells.ts's business.
import { Readable } from "node:stream";
import { Failure, messageOf } from "../failure.js";
import { plural } from "../numbers.js";
import type { DataFile } from "./bytes.js";

export type TableFormat = "csv" | "tsv" | "jsonl" | "lines" | "conllu" | "conll" | "ts";

export interface RawRow {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  /** In the order of the table's columns: strings of CSV and TSV, any JSON value of JSON lines; undefined where a key is missing. */
  readonly cells: readonly unknown[];
  /** Of CSV and TSV: an empty line stands before this one. */
  readonly afterGap?: boolean;
}

export interface Table {
  readonly file: string;
  readonly format: TableFormat;
  /** From the header, the keys, the format or `--columns`; else `1`, `2`, … */
  readonly columns: readonly string[];
  /** Where the names come from. */
  readonly named: "header" | "keys" | "format" | "given" | "numbers";
  /** What each row has beside its own cells: where the file is. */
  readonly constants: Readonly<Record<string, string>>;
  /** The columns that by custom hold what is read and what is said, where a format has such a custom. */
  readonly custom?: { readonly words?: string; readonly number?: string; readonly label?: string };
  /** The first rows, for guessing types. They come again in `rows`. */
  readonly sample: readonly RawRow[];
  readonly rows: AsyncGenerator<RawRow>;
}

/** How the columns of a file get their names. */
export interface Naming {
  /** The columns of a file without a header, in order (`--columns label,_,text`). */
  readonly names: readonly string[] | null;
  /** Names that a header may be known by: the model's, and those of `--columns`. */
  readonly known: readonly string[];
  /** `--columns` gives numbers: `label=1`. */
  readonly byNumber: boolean;
  /** `--columns` asks for the `content` of a text. */
  readonly whole: boolean;
  readonly constants: Table["constants"];
  /** Whether the file is one of a folder's, so that its name may say what it holds. */
  readonly inFolder: boolean;
  readonly note: (text: string) => void;
}

export const sampleSize = 200;

/** Takes the first rows of a table for guessing; `rows` gives them again. */
export async function takeSample(records: AsyncGenerator<RawRow>): Promise<{ sample: RawRow[]; rows: AsyncGenerator<RawRow> }> {
  const sample: RawRow[] = [];
  while (sample.length < sampleSize) {
    const next = await records.next();
    if (next.done === true) break;
    sample.push(next.value);
  }
  async function* rows(): AsyncGenerator<RawRow> {
    yield* sample;
    yield* records;
  }
  return { sample, rows: rows() };
}

/** Columns without names. */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i + 1));
}

/** Plain text, a row a line (white space alone is none) or, where `--columns` asks for its `content`, the whole of it one row. */
export async function openLines(file: DataFile, naming: Naming): Promise<Table> {
  const { whole } = naming;
  async function* records(): AsyncGenerator<RawRow> {
    const lines: string[] = [];
    for await (const { line, text } of readLines(file)) {
      if (whole) lines.push(text);
      else if (text.trim() !== "") yield { line, cells: [text] };
    }
    const content = lines.join("\n");
    if (content.trim() !== "") yield { line: 1, cells: [content] };
  }
  const { sample, rows } = await takeSample(records());
  if (sample.length === 0) throw new Failure("this file holds nothing but white space", { where: { file: file.name } });
  return { file: file.name, format: "lines", columns: [whole ? "content" : "line"], named: "format", constants: naming.constants, custom: { words: whole ? "content" : "line", ...(naming.inFolder ? { label: "file" } : {}) }, sample, rows };
}

// ------------------------------------------------------------------------------------ CSV and TSV

interface SeparatedRow extends RawRow {
  readonly cells: readonly string[];
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number; readonly empty_lines: number };
}

/**
 * Opens CSV or TSV. `names`: the columns of a file without a header, in order. Otherwise the first row is the header, unless it looks
 * like data (`isHeader`): then columns are called `1`, `2`, ….
 */
export async function openSeparated(file: DataFile, format: "csv" | "tsv", naming: Naming): Promise<Table> {
  const { names } = naming;
  const taken = await takeSample(format === "tsv" ? parseTabs(file) : parseRecords(file));
  if (taken.sample.length === 0) throw new Failure("this file has no rows", { where: { file: file.name } });
  const [first, ...others] = taken.sample as SeparatedRow[];
  const headed = names === null && isHeader(first, others, naming, file.name);
  const columns = names ?? (headed ? first.cells.map((cell) => cell.trim()) : numbered(first.cells.length));
  checkNames(names, first, file.name);
  const [only] = columns;
  const other = headed && columns.length === 1 && format === "csv" ? /[;\t|]/.exec(only)?.[0] : undefined;
  if (other !== undefined) {
    const shown = other === "\t" ? "tabs" : `\`${other}\``;
    throw new Failure(`the fields of this file are separated by ${shown}, not by commas`, { where: { file: file.name, line: 1 }, hint: other === "\t" ? "say so: --format tsv." : "save it with commas, or with tabs and --format tsv." });
  }
  const twice = columns.find((name, i) => name !== "_" && name !== "" && columns.indexOf(name) !== i);
  if (twice !== undefined) throw new Failure(`two columns are called \`${twice}\``, { where: { file: file.name, line: first.line } });

  const width = first.cells.length;
  const checked = (row: RawRow): RawRow => {
    if (row.cells.length === width) return row;
    const expected = headed ? "the header" : "the first row";
    throw new Failure(`this row has ${plural(row.cells.length, "field")} where ${expected} has ${width}`, {
      where: { file: file.name, line: row.line },
      hint: `a field that holds a ${format === "csv" ? 'comma or a line end must stand in quotes: "a, b"' : "tab cannot be written in TSV; use CSV or JSON lines"}.`,
    });
  };
  const sample = (headed ? others : taken.sample).map(checked);
  if (sample.length === 0) throw new Failure("this file has a header and no rows", { where: { file: file.name } });
  async function* rows(): AsyncGenerator<RawRow> {
    let skip = headed;
    for await (const row of taken.rows) {
      if (!skip) yield checked(row);
      skip = false;
    }
  }
  return { file: file.name, format, columns, named: names !== null ? "given" : headed ? "header" : "numbers", constants: naming.constants, sample, rows: rows() };
}

/** Throws a Failure where `--columns` names other than all columns of a file without a header. */
export function checkNames(names: readonly string[] | null, first: RawRow, file: string): void {
  if (names === null || names.length === first.cells.length) return;
  throw new Failure(`--columns names ${plural(names.length, "column")} but line ${first.line} has ${first.cells.length}: ${first.cells.slice(0, 8).map(quote).join(", ")}`, {
    exitCode: 2,
    where: { file, line: first.line },
    hint: "name every column in order; `_` leaves one out.",
  });
}

/**
 * Whether the first row is names of columns. It is if it has a name that is looked for, or a text over a column of numbers; it is data if a
 * field is empty or a number, if a field comes again below itself as only values do, or if columns are asked for by number.
 */
function isHeader(first: SeparatedRow, others: readonly SeparatedRow[], { known, byNumber, note }: Naming, file: string): boolean {
  const fold = (text: string): string => text.trim().normalize("NFC").toLowerCase();
  const sought = new Set(known.map(fold));
  if (first.cells.some((cell) => sought.has(fold(cell)))) return true;
  if (first.cells.some((cell) => cell.trim() === "" || isNumber(cell))) return false;
  const below = (i: number): string[] => others.map((row) => row.cells[i]).filter((cell) => cell !== undefined && cell !== "");
  const overNumbers = first.cells.some((_, i) => below(i).length > 0 && below(i).filter(isNumber).length > 0.8 * below(i).length);
  if (overNumbers) return true;
  if (first.cells.length > 1 && first.cells.some((cell, i) => below(i).includes(cell))) {
    if (!byNumber) note(`${file}: line 1 is read as data, not as names of columns.`);
    return false;
  }
  return !byNumber;
}

/** TSV has no quoting (IANA text/tab-separated-values): a quotation mark is text, and a line is a row. */
async function* parseTabs(file: DataFile): AsyncGenerator<SeparatedRow> {
  let afterGap = false;
  for await (const { line, text } of readLines(file)) {
    if (text === "") {
      afterGap = true;
      continue;
    }
    yield { line, cells: text.split("\t"), afterGap };
    afterGap = false;
  }
}

async function* parseRecords(file: DataFile): AsyncGenerator<SeparatedRow> {
  const { parse } = await import("csv-parse");
  const parser = parse({
    info: true,
    relax_column_count: true, // told in our own words, with the line where the row begins
    skip_empty_lines: true,
  });
  const source = Readable.from(file.text());
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let empty = 0;
  try {
    for await (const parsed of parser as AsyncIterable<ParsedRecord>) {
      const inside = parsed.record.reduce((lines, cell) => lines + countNewlines(cell), 0);
      yield { line: parsed.info.lines - inside, cells: parsed.record, afterGap: parsed.info.empty_lines > empty };
      empty = parsed.info.empty_lines;
    }
  } catch (error) {
    throw separatedFailure(error, file.name);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function separatedFailure(error: unknown, name: string): unknown {
  if (error instanceof Failure || !(error instanceof Error) || !("code" in error)) return error;
  const line = "lines" in error && typeof error.lines === "number" ? error.lines : null;
  const where = { file: name, ...(line === null ? {} : { line }) };
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return new Failure('a quotation mark opens a field here and none closes it before the end of the file', { where });
    case "INVALID_OPENING_QUOTE":
    case "CSV_INVALID_CLOSING_QUOTE":
      return new Failure("a quotation mark stands inside a field", { where, hint: 'put the field in quotes and double the mark: "say ""hello""".' });
    default:
      return new Failure(`this is not CSV: ${error.message}`, { where });
  }
}

function countNewlines(text: string): number {
  let lines = 0;
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) lines++;
  return lines;
}

// ------------------------------------------------------------------------------------- JSON lines

export async function openJsonLines(file: DataFile, naming: Naming): Promise<Table> {
  const records = parseJsonLines(file);
  const first: { line: number; value: ReadonlyMap<string, unknown> }[] = [];
  while (first.length < sampleSize) {
    const next = await records.next();
    if (next.done === true) break;
    first.push(next.value);
  }
  if (first.length === 0) throw new Failure("this file has no rows", { where: { file: file.name } });
  const columns = [...new Set(first.flatMap((row) => [...row.value.keys()]))];
  const toRow = (row: { line: number; value: ReadonlyMap<string, unknown> }): RawRow => ({ line: row.line, cells: columns.map((name) => row.value.get(name)) });
  const sample = first.map(toRow);
  async function* rows(): AsyncGenerator<RawRow> {
    yield* sample;
    for await (const row of records) yield toRow(row);
  }
  return { file: file.name, format: "jsonl", columns, named: "keys", constants: naming.constants, sample, rows: rows() };
}

async function* parseJsonLines(file: DataFile): AsyncGenerator<{ line: number; value: ReadonlyMap<string, unknown> }> {
  for await (const { line, text } of readLines(file)) {
    if (text.trim() === "") continue;
    const where = { file: file.name, line };
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      if (/(?<![\w"])(NaN|-?Infinity)(?![\w"])/.test(text)) throw new Failure("NaN and Infinity are not JSON, and no model can learn from them", { where, hint: "leave the row out, or fill the value in." });
      const array = line === 1 && text.trimStart().startsWith("[");
      throw new Failure(`this line is not JSON: ${messageOf(error)}`, { where, hint: array ? "JSON lines hold one object a line, not one array." : 'each line is one object: {"text": "…", "label": "…"}' });
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new Failure("this line is JSON, but not an object", { where, hint: 'each line is one object: {"text": "…", "label": "…"}' });
    }
    yield { line, value: new Map(Object.entries(value)) };
  }
}

/** The lines of a file without their ends (`\n`, `\r\n`). */
export async function* readLines(file: DataFile): AsyncGenerator<{ line: number; text: string }> {
  let line = 1;
  let pending: string[] = []; // pieces of one line: joined once, so that a very long line costs no more than its length
  const strip = (text: string): string => (text.endsWith("\r") ? text.slice(0, -1) : text);
  for await (const piece of file.text()) {
    const parts = piece.split("\n");
    const last = parts.pop() ?? "";
    for (const part of parts) {
      yield { line: line++, text: strip(pending.length === 0 ? part : pending.join("") + part) };
      pending = [];
    }
    if (last !== "") pending.push(last);
  }
  if (pending.length > 0) yield { line, text: strip(pending.join("")) };
}

// ---------------------------------------------------------------------------------------- numbers

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Whether a cell is one finite number (of JSON, or written as one). */
export function isNumber(cell: unknown): boolean {
  if (typeof cell === "number") return Number.isFinite(cell);
  return typeof cell === "string" && decimal.test(cell.trim());
}

export function quote(cell: unknown): string {
  const text = typeof cell === "string" ? cell : JSON.stringify(cell) ?? "nothing";
  return `"${text.length > 30 ? text.slice(0, 29) + "…" : text}"`;
}
