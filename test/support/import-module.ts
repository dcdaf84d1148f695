// Runs a generated module as it is written. Compiled models of tests run without one: load.ts.
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The exports of `main` among files of TypeScript. `elsewhere` says where modules are imported from instead (URLs), the runtime's by default from its sources. */
export async function importModule(files: readonly { readonly path: string; readonly text: string }[], elsewhere: Readonly<Record<string, string>> = {}, main = "index.ts"): Promise<Record<string, unknown>> {
  // The real path: imports are known by it, and the system's temporary folder is a link on some.
  const folder = await realpath(await mkdtemp(join(tmpdir(), "rnnc-module-")));
  const load = (path: string): Promise<Record<string, unknown>> => import(/* @vite-ignore */ pathToFileURL(join(folder, path)).href) as Promise<Record<string, unknown>>;
  try {
    for (const { path, text } of files) {
      const placed = Object.entries(elsewhere).reduce((now, [from, to]) => now.replaceAll(`from "${from}";`, `from ${JSON.stringify(to)};`), text);
      await writeFile(join(folder, path), placed);
    }
    // What the model loads when it is created, too: then the files are gone.
    const [module] = await Promise.all([main, "wasm.ts"].map(load));
    return module!;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
