// Reading specs and writing results: what can be wrong with a file is said here, in sentences.
// Not data files, which are read as streams (data/bytes.ts).
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { nearest } from "../grammar/nearest.js";
import type { Source } from "../compiler/diagnostics.js";
import { Failure, messageOf, systemCode } from "./failure.js";
import { findBadByte } from "./data/utf8.js";
import { bytes } from "./numbers.js";

/** A spec is a page or two; a megabyte of it is a mistake. */
const largestSpec = 1_000_000;

/** Reads a spec. Throws a Failure for a file that is missing, a folder, too large, binary or not UTF-8. */
export function readSpec(path: string): Source {
  const shown = showPath(path);
  const where = { file: shown };
  let size: number;
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw new Failure("this is a folder; a spec is a file that ends in .rnn", { where, ...hintOf(specInside(path)) });
    size = stat.size;
  } catch (error) {
    throw readingFailure(error, path);
  }
  if (size > largestSpec) {
    throw new Failure(`this file has ${bytes(size)}; a spec has at most ${bytes(largestSpec)}`, { where, hint: "is it a spec? Data is given with --data." });
  }
  let data: Buffer;
  try {
    data = readFileSync(path);
  } catch (error) {
    throw readingFailure(error, path);
  }
  const zero = data.indexOf(0);
  if (zero >= 0) throw new Failure(`this is a binary file (a zero byte at offset ${zero}); a spec is text in UTF-8`, { where });
  const bad = findBadByte(data);
  if (bad >= 0) {
    const hex = data[bad].toString(16).toUpperCase().padStart(2, "0");
    const line = data.subarray(0, bad).filter((b) => b === 10).length + 1;
    throw new Failure(`byte 0x${hex} at offset ${bad} is not UTF-8`, { where: { file: shown, line }, hint: "save the file as UTF-8." });
  }
  const text = data.toString("utf8");
  return { path: shown, text: text.startsWith("\uFEFF") ? text.slice(1) : text };
}

/** The .rnn files that the arguments name: files as they are, folders with all below them, in order. */
export function findSpecs(paths: readonly string[]): string[] {
  const found: string[] = [];
  for (const path of paths) {
    let isFolder: boolean;
    try {
      isFolder = statSync(path).isDirectory();
    } catch (error) {
      throw readingFailure(error, path);
    }
    if (!isFolder) {
      found.push(path);
      continue;
    }
    const inside = specsBelow(path);
    if (inside.length === 0) throw new Failure("no .rnn file in this folder or below it", { where: { file: showPath(path) }, hint: "`rnnc init` writes a first spec." });
    found.push(...inside);
  }
  return [...new Set(found)];
}

function specsBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith(".") || entry.name === "node_modules" ? [] : specsBelow(path);
    return entry.name.endsWith(".rnn") ? [path] : [];
  });
}

function specInside(folder: string): string | null {
  const specs = readdirSync(folder).filter((name) => name.endsWith(".rnn"));
  return specs.length === 0 ? null : `did you mean ${showPath(join(folder, specs[0]))}?`;
}

/** A failure to read, as a Failure that says what to do; a Failure stays itself. */
export function readingFailure(error: unknown, path: string): Failure {
  if (error instanceof Failure) return error;
  const where = { file: showPath(path) };
  switch (systemCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return new Failure("there is no such file", { where, ...hintOf(neighbour(path)) });
    case "EISDIR":
      return new Failure("this is a folder, not a file", { where });
    case "EACCES":
    case "EPERM":
      return new Failure("this file may not be read (permission denied)", { where });
    default:
      return new Failure(`this file could not be read: ${messageOf(error)}`, { where });
  }
}

/** "did you mean …?" for a misspelt file name. */
function neighbour(path: string): string | null {
  try {
    const folder = dirname(path);
    const name = nearest(basename(path), readdirSync(folder));
    return name === null ? null : `did you mean ${showPath(join(folder, name))}?`;
  } catch {
    return null;
  }
}

function hintOf(hint: string | null): { hint?: string } {
  return hint === null ? {} : { hint };
}

/** The file system as `writeAtomically` uses it; tests give one that fails. */
export interface WriteSystem {
  readonly openSync: typeof openSync;
  readonly writeSync: (descriptor: number, data: Uint8Array, offset: number, length: number) => number;
  readonly fsyncSync: typeof fsyncSync;
  readonly closeSync: typeof closeSync;
  readonly renameSync: typeof renameSync;
}

const realSystem: WriteSystem = { openSync, writeSync, fsyncSync, closeSync, renameSync };

/** A file to write, and what it shall hold. */
export interface NewFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes a file whole or not at all: into a temporary file beside it, to the disk, then renamed over it. When that fails
 * (a full disk), what was there before is untouched and nothing is left behind; throws a Failure that says so.
 */
export function writeAtomically(path: string, content: string | Uint8Array, system: WriteSystem = realSystem): void {
  writeTogether([{ path, content }], system);
}

/** Writes files that belong together: none is put in its place before all are on the disk. Fails as `writeAtomically` does. */
export function writeTogether(files: readonly NewFile[], system: WriteSystem = realSystem): void {
  const undo: (() => void)[] = [];
  let path = "";
  let descriptor: number | null = null;
  try {
    const staged: { readonly temporary: string; readonly path: string }[] = [];
    for (const { content, ...file } of files) {
      path = file.path;
      const data = typeof content === "string" ? new TextEncoder().encode(content) : content;
      const temporary = temporaryOf(path);
      undo.push(makeFolder(dirname(temporary)));
      undo.push(() => rmSync(temporary, { force: true }));
      descriptor = system.openSync(temporary, "w");
      for (let done = 0; done < data.length; ) done += system.writeSync(descriptor, data, done, data.length - done);
      system.fsyncSync(descriptor); // a full disk may only show here
      system.closeSync(descriptor);
      descriptor = null;
      staged.push({ temporary, path });
    }
    for (const file of staged) {
      path = file.path;
      system.renameSync(file.temporary, path);
    }
  } catch (error) {
    if (descriptor !== null) closeQuietly(descriptor, system);
    for (const step of undo.reverse()) step();
    throw writingFailure(error, path);
  }
}

function temporaryOf(path: string): string {
  return join(dirname(resolve(path)), `.${basename(path)}.${process.pid}.tmp`);
}

/** Makes a folder and those above it; returns what removes again those that were not there, as far as they are empty. */
function makeFolder(folder: string): () => void {
  const first = mkdirSync(folder, { recursive: true });
  return () => {
    if (first === undefined) return;
    try {
      for (let made = folder; made.length >= first.length; made = dirname(made)) rmdirSync(made);
    } catch {
      // Something else stands in it by now.
    }
  };
}

/** Finds out before long work whether its result could be written. Throws the Failure that writing would. */
export function ensureWritable(path: string): void {
  const temporary = temporaryOf(path);
  const undo: (() => void)[] = [];
  try {
    if (exists(path) && statSync(path).isDirectory()) throw Object.assign(new Error("a folder"), { code: "EISDIR" });
    undo.push(makeFolder(dirname(temporary)));
    undo.push(() => rmSync(temporary, { force: true }));
    closeSync(openSync(temporary, "w"));
  } catch (error) {
    throw writingFailure(error, path);
  } finally {
    for (const step of undo.reverse()) step();
  }
}

function closeQuietly(descriptor: number, system: WriteSystem): void {
  try {
    system.closeSync(descriptor);
  } catch {
    // The write has failed already and that is what gets reported.
  }
}

function writingFailure(error: unknown, path: string): Failure {
  const where = { file: showPath(path) };
  const kept = exists(path) ? "; the previous file is unchanged" : "; nothing was written";
  switch (systemCode(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return new Failure(`the disk is full: this file could not be saved${kept}`, { where, hint: "make room, or name another place with --out." });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new Failure(`this file may not be written (permission denied)${kept}`, { where });
    case "EISDIR":
      return new Failure("this is a folder; name a file to write", { where });
    default:
      return new Failure(`this file could not be saved: ${messageOf(error)}${kept}`, { where });
  }
}

/** Writes texts only where they differ, all of them or none; says which did. */
export function writeChanged(files: readonly { readonly path: string; readonly content: string }[]): boolean[] {
  const changed = files.map(({ path, content }) => {
    try {
      return readFileSync(path, "utf8") !== content;
    } catch {
      return true; // not there yet, or not readable: writing will say
    }
  });
  writeTogether(files.filter((_, i) => changed[i]));
  return changed;
}

export function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** As a person would name it: relative to where they are, or absolute where that is shorter. */
export function showPath(path: string): string {
  const near = relative(process.cwd(), path);
  if (near === "") return ".";
  return near.length <= resolve(path).length ? near : resolve(path);
}
