// Finds cells by name: in the file, in the files it uses, among the standard cells. Parses and checks what is
// asked for, once. It reads no files: shells hand them in.
import type { Cell, Span, Tree } from "../../grammar/ast.js";
import { parse } from "../../grammar/index.js";
import type { Diagnostic, Source } from "../diagnostics.js";
import { checkCell, type CheckedCell } from "./cells.js";
import { createReport, type Report } from "./report.js";
import { damagedIn, reportProblems } from "./problems.js";
import type { Suggest } from "./suggest.js";

/** What shells hand in. */
export interface Sources {
  /** The texts of specs/cells/*.rnn. */
  readonly standard: readonly Source[];
  /** The file that `use "path"` means in the file `from`; null if there is none. */
  resolve(from: string, path: string): Source | null;
}

export type Found = { readonly cell: CheckedCell } | "recursive" | "deep" | null;

/** Cells inside cells; parts multiply: a cell of two parts, each of two parts … */
export const mostCells = 200;

export interface Library {
  /** null: no such cell. "recursive": it is being checked right now, so it contains itself. "deep": it stands inside too many others. */
  find(name: string): Found;
  /** Names of all cells that can be found. */
  names(): readonly string[];
}

interface Entry {
  readonly tree: Cell;
  readonly source: Source;
  readonly report: () => Report;
  /** Errors in a cell say where it is looked up, so each file looks in its own surroundings. */
  readonly library: () => Library;
  state: "new" | "open" | CheckedCell;
}

const nameOfCell = /^[ \t]*cell[ \t]+([\p{L}_][\p{L}\p{M}\p{N}_]*)/gmu;

/** The library as the file sees it. Problems of used and standard files go to `sink` when a cell in them is looked up. */
export function createLibrary(tree: Tree, source: Source, report: Report, sources: Sources, suggest: Suggest, sink: (diagnostic: Diagnostic) => void, damaged: (span: Span) => boolean): Library {
  const standard = new Map<string, Source>();
  for (const file of sources.standard) {
    for (const match of file.text.matchAll(nameOfCell)) {
      const name = match[1]!.normalize("NFC");
      if (!standard.has(name)) standard.set(name, file);
    }
  }
  let open = 0;
  const files = new Map<string, Map<string, Entry>>();
  const standardEntries = new Map<string, Entry>();

  const entriesOf = (file: Tree, from: Source, reportOf: () => Report, isDamaged: (span: Span) => boolean, library: () => Library): Map<string, Entry> => {
    const entries = new Map<string, Entry>();
    for (const item of file.items) {
      if (item.kind !== "cell" || entries.has(item.name.text)) continue;
      entries.set(item.name.text, { tree: item, source: from, report: () => reportOf().part(isDamaged(item.span)), library, state: "new" });
    }
    return entries;
  };
  const readFile = (from: Source, chain: readonly Map<string, Entry>[]): Map<string, Entry> => {
    const known = files.get(from.path);
    if (known) return known;
    const parsed = parse(from.text);
    const own = createReport(from, sink);
    reportProblems(parsed.problems, from, sink);
    let library: Library | null = null;
    const entries = entriesOf(parsed.tree, from, () => own, damagedIn(parsed.problems), () => library!);
    files.set(from.path, entries);
    library = lookup([entries, ...readUses(parsed.tree, from, own, [...chain, entries])]);
    return entries;
  };
  const readUses = (file: Tree, from: Source, reportOf: Report, chain: readonly Map<string, Entry>[]): Map<string, Entry>[] => {
    const used: Map<string, Entry>[] = [];
    const seen = new Map<string, Span>();
    for (const use of file.uses) {
      const first = seen.get(use.path.value);
      if (first) {
        reportOf.accept({ code: "RNN331", title: `"${shorten(use.path.value)}" is used twice`, span: use.path.span, label: "again here", also: [{ span: first, label: "first here" }] });
        continue;
      }
      seen.set(use.path.value, use.path.span);
      const found = sources.resolve(from.path, use.path.value);
      if (!found) {
        reportOf.accept({ code: "RNN331", title: `the file "${shorten(use.path.value)}" can't be read`, span: use.path.span, label: "no such file", hint: "the path is relative to this file" });
      } else used.push(readFile(found, chain));
    }
    return used;
  };
  const standardEntry = (name: string): Entry | undefined => {
    const known = standardEntries.get(name);
    if (known) return known;
    const file = standard.get(name);
    if (!file) return undefined;
    const parsed = parse(file.text);
    const own = createReport(file, sink);
    reportProblems(parsed.problems, file, sink);
    // A standard cell is built of standard cells.
    for (const [key, entry] of entriesOf(parsed.tree, file, () => own, damagedIn(parsed.problems), () => lookup([]))) if (standard.get(key) === file) standardEntries.set(key, entry);
    return standardEntries.get(name);
  };
  const lookup = (chain: readonly Map<string, Entry>[]): Library => ({
    find(name) {
      const entry = chain.find((entries) => entries.has(name))?.get(name) ?? standardEntry(name);
      if (!entry) return null;
      if (entry.state === "open") return "recursive";
      if (entry.state === "new") {
        if (open >= mostCells) return "deep";
        open++;
        entry.state = "open";
        const own = entry.report();
        const hidden = standard.get(name);
        if (hidden && hidden.text !== entry.source.text) {
          own.accept({ code: "RNN225", title: `this \`${name}\` hides the standard cell of that name`, span: entry.tree.name.span, label: "layers use this one" });
        }
        entry.state = checkCell(entry.tree, entry.source, own, entry.library(), suggest);
        open--;
      }
      return { cell: entry.state };
    },
    names: () => [...new Set([...chain.flatMap((entries) => [...entries.keys()]), ...standard.keys()])],
  });

  let library: Library | null = null;
  const own = entriesOf(tree, source, () => report, damaged, () => library!);
  files.set(source.path, own);
  library = lookup([own, ...readUses(tree, source, report, [own])]);
  return library;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
