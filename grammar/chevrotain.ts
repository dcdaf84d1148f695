// The parser toolkit, loaded the fast way. Not an interface over it: everything is chevrotain's own.
//
// chevrotain's entry point is some six hundred small modules (its own and lodash's), which take Node 0.3 s
// to read: more than everything else `rnnc check` does. The package also ships all of it as one file, which
// loads in 0.01 s but is not among its exports, so it is found beside the entry point. Where that is not
// possible (in a page, in a bundle) the entry point itself is imported.
import type * as Chevrotain from "chevrotain";

interface Requiring {
  createRequire(from: string): { resolve(name: string): string };
}

async function load(): Promise<typeof Chevrotain> {
  const bundle = findBundle();
  if (bundle !== null) {
    try {
      return (await import(/* @vite-ignore */ bundle)) as typeof Chevrotain;
    } catch {
      // Another release may have no such file; its entry point is as good, only slower.
    }
  }
  return import("chevrotain");
}

function findBundle(): string | null {
  if (typeof process === "undefined" || typeof process.getBuiltinModule !== "function") return null;
  try {
    const { createRequire } = process.getBuiltinModule("node:module") as Requiring;
    const { pathToFileURL } = process.getBuiltinModule("node:url") as { pathToFileURL(path: string): URL };
    const entry = pathToFileURL(createRequire(import.meta.url).resolve("chevrotain"));
    return new URL("../chevrotain.min.mjs", entry).href;
  } catch {
    return null;
  }
}

export const { CstParser, EOF, Lexer, createToken } = await load();
