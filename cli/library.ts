// Where cells come from beyond a spec's own file: files it names by `use`, and the standard cells that
// come with rnnc. The compiler reads no files; it asks this.
import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Source } from "../compiler/diagnostics.js";
import type { Sources } from "../compiler/1-check/library.js";
import { exists, readSpec, showPath } from "./files.js";

/** The folder of the standard cells, beside this package whether it runs from source or from dist. */
export function standardFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [join(here, "..", "specs", "cells"), join(here, "..", "..", "specs", "cells")];
  return candidates.find(exists) ?? candidates[candidates.length - 1];
}

export interface FileSources extends Sources {
  /** Files that specs named by `use` and that were asked for, as paths from here. Grows while compiling. */
  readonly used: readonly string[];
}

/** Sources on the disk: `use "path"` is relative to the file it stands in. */
export function openSources(): FileSources {
  const folder = standardFolder();
  const names = readdirSync(folder).filter((name) => name.endsWith(".rnn")).sort();
  const standard: Source[] = names.map((name) => ({ path: showPath(join(folder, name)), text: readSpec(join(folder, name)).text }));
  const used: string[] = [];
  return {
    standard,
    used,
    resolve(from, path) {
      const target = resolve(dirname(resolve(from)), path);
      used.push(target); // a missing file too: `--watch` waits for it to come
      return exists(target) ? readSpec(target) : null;
    },
  };
}
