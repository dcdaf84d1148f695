// Runs a generated module that is only text so far: `rnnc train` compiles and goes on without leaving files behind.
// Writes JavaScript into a fresh temporary folder, imports it and removes the folder.
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { toJavaScript } from "../compiler/5-emit/javascript.js";

export interface ImportOptions {
  /** The URL `@rnnc/runtime` is imported from, other entries of it too: by default the runtime this program uses. */
  readonly runtime?: string;
}

/** The exports of the module's `index.ts`. Rejects where the folder can't be written, or the module throws. */
export async function importModule(files: readonly { readonly path: string; readonly text: string }[], options: ImportOptions = {}): Promise<Record<string, unknown>> {
  const scripts = await toJavaScript(files, findRuntimes(options.runtime));
  // The real path: imports are known by it, and the system's temporary folder is a link on some.
  const folder = await realpath(await mkdtemp(join(tmpdir(), "rnnc-")));
  try {
    // Without it Node would look for a package.json in the folders above, to find out what kind of module this is.
    await writeFile(join(folder, "package.json"), `{ "type": "module" }\n`);
    await Promise.all(scripts.map(({ path, text }) => writeFile(join(folder, path), text)));
    return (await import(/* @vite-ignore */ pathToFileURL(join(folder, "index.js")).href)) as Record<string, unknown>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where the runtime's entries are: from sources (in tests) the runtime's sources, else the installed package. */
function findRuntimes(all: string | undefined): Readonly<Record<string, string>> {
  const sources = import.meta.url.endsWith(".ts");
  const entries = { "@rnnc/runtime": "../runtime/index.ts", "@rnnc/runtime/webgpu": "../runtime/webgpu/index.ts" };
  return Object.fromEntries(Object.entries(entries).map(([name, source]) => [name, all ?? (sources ? new URL(source, import.meta.url).href : import.meta.resolve(name))]));
}
