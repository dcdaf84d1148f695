// What `--data` names as files to read: files as they are, all files of a folder, one file of a zip archive.
// Finds them and says which are missing; opens none (bytes.ts).
import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Failure } from "../failure.js";
import { readingFailure, showPath } from "../files.js";

export interface Source {
  /** Of the file on the disk; `-` is standard input. */
  readonly path: string;
  /** A file inside it, where it is a zip archive and `archive.zip/inner/file.txt` was given. */
  readonly entry: string | null;
  /** As a person would name it. */
  readonly name: string;
  /** Found in a folder that was given, and not by its own name. */
  readonly inFolder: boolean;
}

/**
 * The files that paths name, in this order; those of a folder with all below it, by name, without hidden ones. Throws the Failure
 * that reading would where something is missing, so that it is told before long work.
 */
export function findSources(paths: readonly string[]): Source[] {
  const sources = paths.flatMap(findSource);
  if (sources.length > 1 && paths.includes("-")) throw new Failure("standard input can't be read together with other data", { exitCode: 2 });
  const seen = new Set<string>();
  for (const { path, entry, name } of sources) {
    const key = `${path}\n${entry ?? ""}`;
    if (seen.has(key)) throw new Failure("this file is given twice as data", { exitCode: 2, where: { file: name } });
    seen.add(key);
  }
  return sources;
}

function findSource(path: string): Source[] {
  if (path === "-") return [{ path, entry: null, name: "standard input", inFolder: false }];
  const archive = archiveOf(path);
  if (archive !== null) return [archive];
  try {
    if (!statSync(path).isDirectory()) {
      accessSync(path, constants.R_OK);
      return [{ path, entry: null, name: showPath(path), inFolder: false }];
    }
    const files = filesBelow(path);
    if (files.length === 0) throw new Failure("this folder holds no files", { where: { file: showPath(path) } });
    return files.map((file) => ({ path: file, entry: null, name: showPath(file), inFolder: true }));
  } catch (error) {
    throw readingFailure(error, path);
  }
}

/** `pairs.zip/inner/pairs.txt`, where `pairs.zip` is a file; null for any other path. */
function archiveOf(path: string): Source | null {
  const parts = path.split(/[\\/]/);
  for (let i = 1; i < parts.length; i++) {
    if (!/\.zip$/i.test(parts[i - 1])) continue;
    const outer = parts.slice(0, i).join("/");
    if (statSync(outer, { throwIfNoEntry: false })?.isFile() === true) return { path: outer, entry: parts.slice(i).join("/"), name: `${showPath(outer)}/${parts.slice(i).join("/")}`, inFolder: false };
  }
  return null;
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.name.startsWith("."));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

/** What every row of a file has beside the file's own columns: its name without endings, and the folder it is in. */
export function placeColumns(source: Source): Readonly<Record<"file" | "folder", string>> {
  const inner = source.entry ?? source.path;
  return { file: source.path === "-" ? "-" : basename(inner).replace(/(?<=.)\.[^.]*(\.gz)?$/i, ""), folder: basename(dirname(inner)) };
}
