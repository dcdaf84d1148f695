// Data files as examples for a model. The one entry to the readers: finds the files, their formats, and puts together
// what each holds.
import { createHash } from "node:crypto";
import { splitIndices, type Example } from "@rnnc/runtime";
import { Failure } from "../failure.js";
import { showPath } from "../files.js";
import { plural } from "../numbers.js";
import { openData, type DataFile } from "./bytes.js";
import { collectCategories, type Categories } from "./categories.js";
import { collectLabels, type Labels } from "./cells.js";
import { headNames, matchColumns, namesUsed, parseMapping, wantedColumns, type Mapping, type Wanted } from "./columns.js";
import { readTable, type Gathering } from "./examples.js";
import { formatByContent, formatByName, openTable, readsWholeText, type Format, type Reads } from "./formats.js";
import { findSources, placeColumns, type Source } from "./sources.js";

export type { Format, Reads } from "./formats.js";

export interface ReadOptions {
  /** `--columns` as it was written. */
  readonly columns?: string | undefined;
  /** `--format`; without it, by each file's name and content. */
  readonly format?: Format | undefined;
  /** At most this many rows (or lines) of all files; of long sequences, this many steps. */
  readonly limit?: number | undefined;
  /** Of what is left then, so many examples drawn at random, in the order of the data. */
  readonly sample?: { readonly count: number; readonly seed: number } | undefined;
  /** Names that `--columns` may give beside those that are read: of what a model has and does not read now. */
  readonly unread?: readonly string[];
  /** Whether heads are read, and must have their column: for training and evaluation. */
  readonly targets: boolean;
  /** Class names kept with weights, by head. */
  readonly classes?: Readonly<Record<string, readonly string[]>>;
  /** Names of `onehot(…)` columns kept with weights. */
  readonly categories?: Categories | undefined;
  /** Is told what was decided that is not obvious. */
  readonly note: (text: string) => void;
}

export interface Data {
  /** As a person would name it: `a.csv`, `a.csv and 2 more files`, `names (18 files)`. */
  readonly file: string;
  /** Of the first file. */
  readonly format: Format;
  readonly examples: readonly Example[];
  /** Where each example begins, lines from 1. */
  readonly places: readonly { readonly file: string; readonly line: number }[];
  /** Names of `onehot(…)` columns. */
  readonly categories: Categories;
  /** SHA-256 of the unzipped content; of several files, of their fingerprints. */
  readonly fingerprint: string;
}

/** Reads data files, folders of them, files in zip archives (`-`: standard input). Throws a Failure naming file, line and column for what is wrong with them. */
export async function readData(paths: string | readonly string[], model: Reads, given: ReadOptions): Promise<Data> {
  const options = { ...given, note: once(given.note) };
  const sources = findSources(typeof paths === "string" ? [paths] : paths);
  const mapping = parseMapping(options.columns);
  const wanted = wantedColumns(model, options.targets);
  const labels = new Map(wanted.filter(({ kind, isHead }) => isHead && (kind === "class" || kind === "multilabel")).map((want): [string, Labels] => [want.name, collectLabels(want, knownClasses(options, want))]));
  const vectors = collectCategories(options.categories ?? null, options.note);
  const gathering: Gathering = { examples: [], places: [], left: options.limit ?? Infinity, labelsOf: (want) => labels.get(want.name) ?? null, vectors };
  const read: { file: DataFile; format: Format; source: Source }[] = [];
  for (const source of sources) {
    const file = await openData(source);
    const format = options.format ?? formatByName(source, readsWholeText(model, mapping)) ?? formatByContent(file, source, model, wanted, mapping);
    read.push({ file, format, source });
    if (gathering.left <= 0) continue;
    if (format === "text" && readsWholeText(model, mapping)) await readText(file, wanted[0], gathering, options);
    else await readRows(file, format, source, model, wanted, mapping, gathering, options);
  }
  if (options.targets) tellCase(model, gathering.examples, options.note);
  const [{ format }] = read;
  const file = nameOf(paths, sources);
  const categories = vectors.finish();
  const drawn = drawSample({ file, ...gathering }, options.sample);
  return {
    file,
    format,
    ...drawn,
    categories,
    fingerprint: await fingerprintOf(read, options),
  };
}

/** Examples drawn at random, in their order. Throws a Failure (exit code 2) for one long sequence. */
export function drawSample({ file, examples, places }: Pick<Data, "file" | "examples" | "places">, sample: ReadOptions["sample"]): Pick<Data, "examples" | "places"> {
  if (sample === undefined || (examples.length <= sample.count && examples.length > 1)) return { examples, places };
  if (examples.length === 1) throw new Failure("these data are one long sequence, of which no sample can be drawn", { exitCode: 2, where: { file }, hint: "--limit reads its first steps." });
  const { validation: drawn } = splitIndices(examples.length, sample.count / examples.length, sample.seed);
  return { examples: drawn.map((i) => examples[i]), places: drawn.map((i) => places[i]) };
}

/** Lists of words are read as they are, but a text is lower-cased: who learns from lists and asks with a text would wonder. */
function tellCase({ inputs }: Reads, examples: readonly Example[], note: (text: string) => void): void {
  for (const { name, kind, lowercase } of inputs) {
    if (kind !== "words" || !lowercase) continue;
    const hasCapitals = examples.slice(0, 200).some((example) => Array.isArray(example[name]) && (example[name] as unknown[]).some((word) => typeof word === "string" && word !== word.toLowerCase()));
    if (hasCapitals) note(`\`${name}\` is given as lists of words, which keep their capitals; texts given later would lose them. \`{ case = keep }\` in the spec reads both alike.`);
  }
}

/** What is told of one file is not told again of the next. */
function once(note: (text: string) => void): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    const what = text.replace(/^.*?: /, "");
    if (!told.has(what)) note(text);
    told.add(what);
  };
}

/** `a.csv`, `a.csv and 2 more files`, `names (18 files)` */
function nameOf(paths: string | readonly string[], sources: readonly Source[]): string {
  const [first] = sources;
  if (first.inFolder && (typeof paths === "string" || paths.length === 1)) return `${showPath(typeof paths === "string" ? paths : paths[0])} (${plural(sources.length, "file")})`;
  return sources.length === 1 ? first.name : `${first.name} and ${plural(sources.length - 1, "more file")}`;
}

/** Of whole files, even where only their beginning was wanted. */
async function fingerprintOf(read: readonly { readonly file: DataFile; readonly source: Source }[], options: ReadOptions): Promise<string> {
  const prints: string[] = [];
  for (const { file, source } of read) {
    if (options.limit === undefined || source.path === "-") prints.push(file.fingerprint());
    else {
      const again = await openData(source);
      for await (const _ of again.bytes());
      prints.push(again.fingerprint());
    }
  }
  return prints.length === 1 ? prints[0] : createHash("sha256").update(prints.join("\n")).digest("hex");
}

async function readRows(file: DataFile, format: Format, source: Source, model: Reads, wanted: readonly Wanted[], mapping: Mapping, gathering: Gathering, options: ReadOptions): Promise<void> {
  const used = namesUsed(mapping);
  const table = await openTable(file, format, {
    names: mapping.names,
    known: [...wanted.map((want) => want.name), ...used],
    byNumber: used.some((name) => /^\d+$/.test(name)),
    whole: used.includes("content") && !used.includes("line"),
    constants: placeColumns(source),
    inFolder: source.inFolder,
    note: options.note,
  });
  const assignment = matchColumns(wanted, table, mapping, [...headNames(model), ...(options.unread ?? [])], options.note);
  await readTable(table, wanted, assignment, gathering);
}

/** The classes that training fitted for a head. */
function knownClasses({ classes = {} }: ReadOptions, { name }: Wanted): readonly string[] | null {
  return Object.hasOwn(classes, name) ? classes[name] : null;
}

/** A text that is read whole, as one sequence. */
async function readText(file: DataFile, { name, kind }: Wanted, into: Gathering, options: ReadOptions): Promise<void> {
  const pieces: (string | Buffer)[] = [];
  for await (const piece of kind === "bytes" ? file.bytes() : file.text()) pieces.push(piece);
  let value: string | Uint8Array;
  if (kind === "bytes") value = new Uint8Array(Buffer.concat(pieces as Buffer[])).subarray(0, Math.min(into.left, Number.MAX_SAFE_INTEGER));
  else {
    value = pieces.join("");
    if (value.includes("\r\n")) {
      value = value.replaceAll("\r\n", "\n");
      options.note(`${file.name}: line ends of Windows (CR LF) are read as one symbol, LF.`);
    }
    if (value.trim() === "") throw new Failure("this file holds nothing but white space", { where: { file: file.name } });
    if (into.left < value.length) value = [...value].slice(0, into.left).join("");
  }
  into.left -= value.length;
  into.examples.push({ [name]: value });
  into.places.push({ file: file.name, line: 1 });
}
