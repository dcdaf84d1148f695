// `npm run generate`: compiles every model in specs/models into generated/<model>/, which is kept in git so that a change
// of the compiler shows what it changes. Files that stay the same are not touched, files that nothing makes are removed.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "../compiler/pipeline.js";
import type { Diagnostic, Source } from "../compiler/diagnostics.js";
import { openSources } from "./library.js";

const root = findRoot();

/** dist/cli or cli: the folder with the specs is above one of them. */
function findRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return join(here, here.endsWith(join("dist", "cli")) ? "../.." : "..");
}

function readSources(folder: string): Source[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".rnn")).sort();
  return names.map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), "utf8") }));
}

function show({ severity, code, title, labels: [{ source, span }] }: Diagnostic): string {
  const before = source.text.slice(0, span.start).split("\n");
  return `${severity}[${code}]: ${title}\n  ${source.path}:${before.length}:${before[before.length - 1].length + 1}`;
}

/** All files that should be in generated/, by path from there. Stops at the first spec with an error, before anything is written. */
async function compileAll(): Promise<Map<string, string>> {
  const library = openSources();
  const wanted = new Map<string, string>();
  for (const source of readSources("specs/models")) {
    const { diagnostics, compiled } = await compile(source, { library });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    for (const diagnostic of diagnostics.filter(({ severity }) => severity !== "note")) console.error(show(diagnostic));
    if (errors.length > 0) throw new Error(`${source.path} has ${errors.length === 1 ? "an error" : `${errors.length} errors`}: nothing was generated`);
    for (const { model, files } of compiled) for (const { path, text } of files) wanted.set(`${model.name}/${path}`, text);
  }
  return wanted;
}

function list(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? list(join(folder, entry.name)).map((path) => `${entry.name}/${path}`) : [entry.name]));
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

try {
  const wanted = await compileAll();
  const folder = join(root, "generated");
  mkdirSync(folder, { recursive: true });
  const changes: string[] = [];
  for (const path of list(folder).filter((path) => path.includes("/") && !wanted.has(path))) {
    rmSync(join(folder, path));
    changes.push(`- ${path}`);
  }
  for (const [path, text] of wanted) {
    const before = read(join(folder, path));
    if (before === text) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    changes.push(`${before === null ? "+" : "~"} ${path}`);
  }
  // Folders that are left empty.
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && list(join(folder, entry.name)).length === 0) rmSync(join(folder, entry.name), { recursive: true });
  }
  console.log(changes.length === 0 ? `generated/ is up to date (${wanted.size} files)` : changes.join("\n"));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
