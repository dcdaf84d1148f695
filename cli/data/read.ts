// A data file as examples for a model. The one entry to the readers; formats are in text.ts and tables.ts.
import type { Description, Example } from "@rnnc/runtime";
import { Failure } from "../failure.js";
import { openData, type DataFile } from "./bytes.js";
import { collectLabels, toInput, toNumber, toTarget, type Labels, type Place } from "./cells.js";
import { featuresOf, matchColumns, parseMapping, wantedColumns, type Assignment, type Mapping, type Wanted } from "./columns.js";
import { isNumber, openTable, readLines, type RawRow, type Table, type TableFormat } from "./tables.js";

export type Format = "text" | TableFormat;

export interface ReadOptions {
  /** `--columns` as it was written. */
  readonly columns?: string | undefined;
  /** `--format`; without it, by the file's name and content. */
  readonly format?: Format | undefined;
  /** At most this many rows (or lines); of one long sequence, this many steps. */
  readonly limit?: number | undefined;
  /** Whether every head must have its column: for training and evaluation. */
  readonly targets: boolean;
  /** Class names kept with weights, by head. */
  readonly classes?: Readonly<Record<string, readonly string[]>>;
  /** Is told what was decided that is not obvious. */
  readonly note: (text: string) => void;
}

export interface Data {
  readonly file: string;
  readonly format: Format;
  readonly examples: readonly Example[];
  /** Where each example begins in the file, from 1. */
  readonly lines: readonly number[];
  /** SHA-256 of the unzipped content. */
  readonly fingerprint: string;
}

/** What the readers need to know of a model. */
export type Reads = Pick<Description, "inputs" | "heads">;

/** Reads a data file (`-`: standard input). Throws a Failure naming file, line and column for what is wrong with it. */
export async function readData(path: string, model: Reads, options: ReadOptions): Promise<Data> {
  const mapping = parseMapping(options.columns);
  const wanted = wantedColumns(model, options.targets);
  const named = options.format ?? formatByName(path, modelsText(model));
  const file = await openData(path);
  const format = named ?? formatByContent(file, model, wanted);
  if (format === "text") {
    const read = await readText(file, model, wanted, options);
    return { file: file.name, format, ...read, fingerprint: await fingerprintOf(path, file, options) };
  }
  const table = await openTable(file, format, mapping.names);
  const read = await readTable(table, wanted, mapping, options);
  return { file: file.name, format, ...read, fingerprint: await fingerprintOf(path, file, options) };
}

/** Of the whole file, even where only its beginning was wanted. */
async function fingerprintOf(path: string, file: DataFile, options: ReadOptions): Promise<string> {
  if (options.limit === undefined || path === "-") return file.fingerprint();
  const again = await openData(path);
  for await (const _ of again.bytes());
  return again.fingerprint();
}

/** By the name's end; null where it says nothing. A model of text reads anything that is text. */
function formatByName(path: string, modelsText: boolean): Format | null {
  const name = path.toLowerCase().replace(/\.gz$/, "");
  if (name.endsWith(".csv")) return "csv";
  if (/\.(tsv|tab)$/.test(name)) return "tsv";
  if (/\.(jsonl|ndjson)$/.test(name)) return "jsonl";
  const isBinary = /\.(zip|xlsx?|parquet|arrow|npy|npz|bz2|xz|zst)$/.test(name);
  if (isBinary || (!modelsText && /\.(conllu|ts|json)$/.test(name))) {
    const end = name.slice(name.lastIndexOf("."));
    throw new Failure(`rnnc does not read ${end} files yet`, {
      where: { file: path },
      hint: "it reads text, CSV, TSV and JSON lines, gzipped or not. If the file is one of these, say so: --format text, csv, tsv or jsonl.",
    });
  }
  return null;
}

/** What an unnamed format must be: text for a model of text alone; else by the first line. */
function formatByContent(file: DataFile, model: Reads, wanted: readonly Wanted[]): Format {
  if (modelsText(model)) return "text";
  const line = file.start.subarray(0, 65_536).toString("utf8").split("\n", 1)[0];
  if (line.trimStart().startsWith("{")) return "jsonl";
  const required = wanted.filter((want) => want.required);
  if (required.length === 1 && isSymbols(required[0].kind)) return "text";
  return line.includes("\t") ? "tsv" : "csv";
}

/** Whether a plain text says everything about this model: one input of symbols, and heads that predict it. */
function modelsText(model: Reads): boolean {
  return model.inputs.length === 1 && isSymbols(model.inputs[0].kind) && model.heads.every((head) => head.predicts !== null);
}

function isSymbols(kind: Wanted["kind"]): boolean {
  return kind === "words" || kind === "chars" || kind === "bytes";
}

// ------------------------------------------------------------------------------------------- text

interface Read {
  readonly examples: Example[];
  readonly lines: number[];
}

/** A text for a model of text is one sequence; for a model with a boundary (`s[t-1]` read, `s[t]` predicted) and for any other, a sequence a line. */
async function readText(file: DataFile, model: Reads, wanted: readonly Wanted[], options: ReadOptions): Promise<Read> {
  const required = wanted.filter((want) => want.required);
  const input = model.inputs.find((one) => one.name === required[0].name);
  if (required.length !== 1 || input === undefined || !isSymbols(input.kind)) {
    throw new Failure(`a plain text cannot hold what this model reads: ${required.map((want) => `\`${want.name}\``).join(", ")}`, {
      where: { file: file.name },
      hint: "give CSV, TSV or JSON lines with a column for each; --format says which it is when the file's name does not.",
    });
  }
  if (input.boundary || !modelsText(model)) {
    const examples: Example[] = [];
    const lines: number[] = [];
    for await (const { line, text } of readLines(file)) {
      if (options.limit !== undefined && examples.length >= options.limit) break;
      if (text.trim() === "") continue;
      examples.push({ [input.name]: text });
      lines.push(line);
    }
    if (examples.length === 0) throw new Failure("this file holds nothing but white space", { where: { file: file.name } });
    return { examples, lines };
  }
  if (input.kind === "bytes") {
    const pieces: Buffer[] = [];
    for await (const piece of file.bytes()) pieces.push(piece);
    return { examples: [{ [input.name]: new Uint8Array(Buffer.concat(pieces)).subarray(0, options.limit) }], lines: [1] };
  }
  const pieces: string[] = [];
  for await (const piece of file.text()) pieces.push(piece);
  let text = pieces.join("");
  if (text.includes("\r\n")) {
    text = text.replaceAll("\r\n", "\n");
    options.note(`${file.name}: line ends of Windows (CR LF) are read as one symbol, LF.`);
  }
  if (text.trim() === "") throw new Failure("this file holds nothing but white space", { where: { file: file.name } });
  return { examples: [{ [input.name]: options.limit === undefined ? text : [...text].slice(0, options.limit).join("") }], lines: [1] };
}

// ----------------------------------------------------------------------------------------- tables

async function readTable(table: Table, wanted: readonly Wanted[], mapping: Mapping, options: ReadOptions): Promise<Read> {
  const assignment = matchColumns(wanted, table, mapping, options.note);
  const present = wanted.filter((want) => assignment.has(want.name));
  if (rowsAreSteps(table, present, assignment)) return { examples: [await readSteps(table, present, assignment, options)], lines: [table.sample[0].line] };
  const labels = new Map<string, Labels>();
  for (const want of present) {
    if (want.kind === "class" || want.kind === "multilabel") labels.set(want.name, collectLabels(want, knownClasses(options, want)));
  }
  const examples: Example[] = [];
  const lines: number[] = [];
  for await (const row of table.rows) {
    if (options.limit !== undefined && examples.length >= options.limit) break;
    examples.push(toExample(row, table, present, assignment, labels));
    lines.push(row.line);
  }
  return { examples, lines };
}

/** The classes that training fitted for a head. */
function knownClasses({ classes = {} }: ReadOptions, { name }: Wanted): readonly string[] | null {
  return Object.hasOwn(classes, name) ? classes[name] : null;
}

function toExample(row: RawRow, table: Table, wanted: readonly Wanted[], assignment: Assignment, labels: ReadonlyMap<string, Labels>): Example {
  const entries = wanted.flatMap((want): [string, unknown][] => {
    const columns = assignment.get(want.name) ?? [];
    const cell = columns.length === 1 ? row.cells[columns[0]] : columns.map((column) => toNumber(row.cells[column], placeOf(row, column, table)));
    const place = placeOf(row, columns[0], table);
    const value = want.isHead ? toTarget(cell, want, labels.get(want.name) ?? null, place) : toInput(cell, want, place);
    return value === undefined ? [] : [[want.name, value]];
  });
  return Object.fromEntries(entries);
}

/** Rows are steps of one long sequence where all that is wanted has the same time and a cell holds one number. */
function rowsAreSteps(table: Table, wanted: readonly Wanted[], assignment: Assignment): boolean {
  const inputs = wanted.filter((want) => !want.isHead);
  if (!inputs.some((want) => want.kind === "real")) return false;
  if (wanted.some((want) => want.axis === null || want.axis !== inputs[0].axis)) return false;
  const cells = inputs.filter((want) => want.kind === "real").flatMap((want) => (assignment.get(want.name) ?? []).map((column) => table.sample[0].cells[column]));
  const single = (cell: unknown): boolean => isNumber(cell) || (typeof cell === "string" && !/[\s;]/.test(cell.trim()));
  return cells.every(single);
}

async function readSteps(table: Table, wanted: readonly Wanted[], assignment: Assignment, options: ReadOptions): Promise<Example> {
  const columns = wanted.map((want) => {
    const indices = assignment.get(want.name) ?? [];
    if (want.kind === "real" && indices.length !== featuresOf(want)) {
      throw new Failure(`\`${want.name}\` has ${featuresOf(want)} features a step and one column was found for it`, {
        where: { file: table.file },
        hint: `name them: \`--columns ${want.name}=${table.columns.slice(0, 3).join("+")}…\`.`,
      });
    }
    const labels = want.kind === "class" ? collectLabels(want, knownClasses(options, want)) : null;
    return { want, indices, labels, values: [] as unknown[] };
  });
  let steps = 0;
  for await (const row of table.rows) {
    if (options.limit !== undefined && steps >= options.limit) break;
    // In a file of one column an empty line is a step without its value.
    if (row.afterGap === true && steps > 0 && table.columns.length === 1) {
      throw new Failure("the line before this one is empty: a number is missing there", { where: placeOf(row, 0, table), hint: "fill the value in, or remove the line." });
    }
    for (const { want, indices, labels, values } of columns) {
      const place = placeOf(row, indices[0], table);
      if (want.kind === "real") {
        const numbers = indices.map((column) => toNumber(row.cells[column], placeOf(row, column, table)));
        values.push(numbers.length === 1 ? numbers[0] : numbers);
      } else if (want.isHead) {
        const value = toTarget(row.cells[indices[0]], { ...want, axis: null }, labels, place);
        if (value === undefined) throw new Failure(`a value of \`${want.name}\` is missing here`, { where: place });
        values.push(value);
      } else values.push(...(toInput(row.cells[indices[0]], want, place) as number[]));
    }
    steps++;
  }
  return Object.fromEntries(columns.map(({ want, values }) => [want.name, values]));
}

function placeOf(row: RawRow, column: number, table: Table): Place {
  return { file: table.file, line: row.line, column: table.columns[column] };
}
