// Which format a data file has: by what was said, by its name, by its first line. Reads nothing else of it.
import type { Description } from "@rnnc/runtime";
import { Failure } from "../failure.js";
import type { DataFile } from "./bytes.js";
import { namesUsed, type Mapping, type Wanted } from "./columns.js";
import type { Source } from "./sources.js";
import { openJsonLines, openLines, openSeparated, type Naming, type Table, type TableFormat } from "./tables.js";

/** What `--format` may be. */
export const formats = ["text", "csv", "tsv", "jsonl", "conllu", "conll", "ts"] as const;
export type Format = (typeof formats)[number];

/** What the readers need to know of a model. */
export type Reads = Pick<Description, "inputs" | "heads">;

const endings: readonly (readonly [RegExp, Format])[] = [
  [/\.csv$/, "csv"],
  [/\.(tsv|tab)$/, "tsv"],
  [/\.(jsonl|ndjson)$/, "jsonl"],
  [/\.conllu$/, "conllu"],
  [/\.(conll|iob2?|bio)$/, "conll"],
  [/\.ts$/, "ts"],
];

/** By the name's end; null where it says nothing. A model of text alone reads sentences and `.ts` as the text that they are. */
export function formatByName({ path, entry, name: shown }: Source, readsWhole: boolean): Format | null {
  const name = (entry ?? path).toLowerCase().replace(/\.gz$/, "");
  const format = endings.find(([ending]) => ending.test(name))?.[1] ?? null;
  if (format !== null && !(readsWhole && ["conllu", "conll", "ts"].includes(format))) return format;
  if (/\.(xlsx?|parquet|arrow|npy|npz|bz2|xz|zst|7z|tar|tgz)$/.test(name) || (!readsWhole && name.endsWith(".json"))) {
    throw new Failure(`rnnc does not read ${name.slice(name.lastIndexOf("."))} files`, {
      where: { file: shown },
      hint: `it reads text, CSV, TSV, JSON lines, CoNLL and .ts files, gzipped or not. If the file is one of these, say so: --format ${formats.join(", ")}.`,
    });
  }
  return null;
}

/** What an unnamed format must be: text for a model of text alone or where `line` or `content` is asked for; else by the first line. */
export function formatByContent(file: DataFile, source: Source, model: Reads, wanted: readonly Wanted[], mapping: Mapping): Format {
  if (readsWholeText(model, mapping) || asksForLines(mapping)) return "text";
  const line = file.start.subarray(0, 65_536).toString("utf8").split("\n", 1)[0];
  if (line.trimStart().startsWith("{")) return "jsonl";
  if (wanted.length === 1 && isSymbols(wanted[0].kind) && mapping.pairs.size === 0) return "text";
  if (line.includes("\t")) return "tsv";
  return source.inFolder && wanted.some((want) => isSymbols(want.kind)) ? "text" : "csv";
}

/** Opens any format but a text that is read whole. */
export async function openTable(file: DataFile, format: Format, naming: Naming): Promise<Table> {
  const table: TableFormat = format === "text" ? "lines" : format;
  switch (table) {
    case "lines":
      return openLines(file, naming);
    case "csv":
    case "tsv":
      return openSeparated(file, table, naming);
    case "jsonl":
      return openJsonLines(file, naming);
    case "ts":
      return (await import("./recordings.js")).openRecordings(file, naming);
    default: {
      const { openConll, openConllu } = await import("./sentences.js");
      return table === "conllu" ? openConllu(file, naming) : openConll(file, naming);
    }
  }
}

/**
 * Whether a plain text is read whole, as one sequence: by a model with one input of symbols, which all its heads predict, and without a
 * boundary (`s[t-1]` read, `s[t]` predicted: its sequences end, and so one is a line). `--columns text=line` asks for lines too.
 */
export function readsWholeText({ inputs, heads }: Reads, mapping: Mapping): boolean {
  return inputs.length === 1 && isSymbols(inputs[0].kind) && heads.length > 0 && heads.every((head) => head.predicts?.input === inputs[0].name) && !inputs[0].boundary && mapping.pairs.size === 0;
}

function asksForLines(mapping: Mapping): boolean {
  return namesUsed(mapping).some((name) => name === "line" || name === "content");
}

function isSymbols(kind: Wanted["kind"]): boolean {
  return kind === "words" || kind === "chars" || kind === "bytes";
}
