// `rnnc compile`: writes the TypeScript of a spec's models. What it holds is the compiler's business.
import { existsSync, watch } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { nearest } from "../grammar/nearest.js";
import { exportName } from "../compiler/5-emit/identifier.js";
import { compileSpec, type CompiledSpec } from "./compiler.js";
import { Failure } from "./failure.js";
import { readSpec, showPath, writeChanged } from "./files.js";
import { duration, figure } from "./numbers.js";
import { diagnosticToJson, hasErrors, printJson, reportDiagnostics, reportFailure } from "./report.js";
import { colorsFor } from "./terminal.js";

const stages = ["tree", "model", "lower", "simplify", "differentiate", "hoist", "pack", "plan", "code"];

interface CompileOptions {
  readonly out: string;
  readonly watch?: true;
  readonly layer?: true;
  readonly stage?: string;
  readonly json?: true;
}

export function define(): Command {
  return new Command("compile")
    .description("Turns a spec into TypeScript that runs its networks: one folder a model. Files that would not change are not touched.")
    .argument("<spec>", "a .rnn file")
    .option("-o, --out <folder>", "where to write: FOLDER/<model>/index.ts and more", "generated")
    .option("-w, --watch", "compile again whenever the spec, or a file it uses, is saved")
    .option("--layer", "also write what a TensorFlow.js model needs to train this one as a part of it (`@rnnc/runtime/tfjs`); modules get larger")
    .option("--stage <name>", "print what a stage of the compiler makes and write nothing: " + stages.join(", "))
    .option("--json", "what was written as JSON on standard output")
    .addHelpText("after", "\nExamples:\n  rnnc compile sentiment.rnn\n  rnnc compile sentiment.rnn --out src/models --watch\n  rnnc compile sentiment.rnn --stage hoist")
    .action(compile);
}

async function compile(spec: string, options: CompileOptions): Promise<void> {
  if (options.watch === true) {
    if (options.stage !== undefined || options.json === true) throw new Failure("--watch goes with neither --stage nor --json", { exitCode: 2 });
    await watchSpec(spec, options);
    return;
  }
  if (options.stage !== undefined && options.json === true) throw new Failure("--stage prints text: it does not go with --json", { exitCode: 2 });
  const compiled = await compileSpec(readSpec(spec), { layer: options.layer === true, ...(options.stage === undefined ? {} : { stage: checkStage(options.stage) }) });
  const failed = hasErrors(compiled.diagnostics);
  if (options.stage !== undefined) {
    await reportDiagnostics(compiled.diagnostics);
    if (compiled.stage !== null) process.stdout.write(compiled.stage.endsWith("\n") ? compiled.stage : compiled.stage + "\n");
  } else {
    const written = failed ? [] : writeModules(compiled, options.out);
    if (options.json === true) {
      const files = written.map(({ path, changed }) => ({ path, changed }));
      printJson({ ok: !failed, models: compiled.models.map((model) => model.name), files, diagnostics: compiled.diagnostics.map(diagnosticToJson) });
    } else {
      await reportDiagnostics(compiled.diagnostics);
      if (!failed) tellUse(compiled, written, options.out);
    }
  }
  if (failed) process.exitCode = 1;
}

function checkStage(stage: string): string {
  if (stages.includes(stage)) return stage;
  const near = nearest(stage, stages);
  throw new Failure(`there is no stage \`${stage}\`; the stages are ${stages.join(", ")}`, { exitCode: 2, ...(near === null ? {} : { hint: `did you mean \`${near}\`?` }) });
}

interface Written {
  readonly path: string;
  readonly changed: boolean;
}

function writeModules({ compiled }: CompiledSpec, out: string): Written[] {
  const files = compiled.flatMap(({ model, files }) => files.map(({ path, text }) => ({ path: join(out, model.name, path), content: text })));
  const changed = writeChanged(files);
  return files.map(({ path }, i) => ({ path, changed: changed[i] }));
}

function tellUse(compiled: CompiledSpec, written: readonly Written[], out: string): void {
  const c = colorsFor(process.stdout);
  if (compiled.models.length === 0) {
    process.stdout.write("This file holds cells and no model: it is right, and there is nothing to write.\nA model uses them with `use`; `rnnc inspect` shows a cell's parameters.\n");
    return;
  }
  for (const { name: model } of compiled.models) {
    const inside = written.filter((file) => dirname(file.path) === join(out, model));
    const changed = inside.filter((file) => file.changed).length;
    const files = inside.map((file) => basename(file.path)).join(", ");
    process.stdout.write(`${c.bold(showPath(join(out, model)))}: ${files}${changed === 0 ? " (unchanged)" : ""}\n`);
  }
  const { name } = compiled.models[0];
  const exported = exportName(name);
  const folder = showPath(join(out, name)).replaceAll("\\", "/");
  process.stdout.write(`\nUse it:\n  import { ${exported} } from "${/^(\.\.|\/)/.test(folder) ? folder : `./${folder}`}/index.js";\n  const model = await ${exported}.create();\n`);
}

/** Compiles, and again after each change of the spec or a file it uses, until Ctrl-C. */
async function watchSpec(spec: string, options: CompileOptions): Promise<void> {
  const c = colorsFor(process.stdout);
  let folders = new Set<string>();
  let wake: (() => void) | null = null;
  let changed = true;
  const watchers: ReturnType<typeof watch>[] = [];
  let sources = new Set([resolve(spec)]);
  const noteChange = (folder: string, file: string | null): void => {
    // Editors save by renaming over a file, so the folder is watched and not the file.
    if (file !== null && !sources.has(join(folder, file))) return;
    changed = true;
    wake?.();
  };
  const watchFolders = (): void => {
    const wanted = new Set([...sources].map((path) => dirname(path)).filter((folder) => existsSync(folder)));
    for (const folder of wanted) if (!folders.has(folder)) watchers.push(watch(folder, (_, file) => noteChange(folder, file)));
    folders = new Set([...folders, ...wanted]);
  };
  let stopped = false;
  process.once("SIGINT", () => {
    stopped = true;
    wake?.();
  });
  while (!stopped) {
    if (!changed) {
      await new Promise<void>((resolveWait) => (wake = resolveWait));
      wake = null;
      await new Promise((resolveWait) => setTimeout(resolveWait, 50)); // several events come with one save
      continue;
    }
    changed = false;
    const start = performance.now();
    try {
      const compiled = await compileSpec(readSpec(spec), { layer: options.layer === true });
      sources = new Set([resolve(spec), ...compiled.used.map((path) => resolve(path))]);
      await reportDiagnostics(compiled.diagnostics);
      if (!hasErrors(compiled.diagnostics)) {
        const written = writeModules(compiled, options.out);
        const count = written.filter((file) => file.changed).length;
        const seconds = (performance.now() - start) / 1000;
        process.stdout.write(`${c.green("compiled")} ${showPath(spec)} in ${seconds < 10 ? `${figure(seconds)} s` : duration(seconds)}: ${count === 0 ? "nothing changed" : `${count} of ${written.length} files changed`}\n`);
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      reportFailure(error);
    }
    watchFolders();
    process.stdout.write(c.dim("Watching; Ctrl-C stops.\n"));
  }
  for (const watcher of watchers) watcher.close();
}
