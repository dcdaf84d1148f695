// `rnnc fmt`: prints specs in the one way there is. A file with a syntax error is left as it is.
import { Command } from "commander";
import type { Diagnostic } from "../compiler/diagnostics.js";
import { formatSpec } from "./compiler.js";
import { findSpecs, readSpec, writeAtomically } from "./files.js";
import { plural } from "./numbers.js";
import { diagnosticToJson, printJson, reportDiagnostics } from "./report.js";

export function define(): Command {
  return new Command("fmt")
    .description("Formats specs, in place. There is one format and nothing to configure.")
    .argument("<paths...>", "files, or folders with .rnn files")
    .option("--check", "change nothing; exit code 1 if a file would change")
    .option("--json", "what changed as JSON on standard output")
    .addHelpText("after", "\nExamples:\n  rnnc fmt sentiment.rnn\n  rnnc fmt --check specs     for continuous integration")
    .action(format);
}

async function format(paths: readonly string[], options: { readonly check?: true; readonly json?: true }): Promise<void> {
  const specs = findSpecs(paths);
  const changed: string[] = [];
  const wrong: Diagnostic[] = [];
  for (const path of specs) {
    const source = readSpec(path);
    const { text, diagnostics } = await formatSpec(source);
    if (text === null) {
      wrong.push(...diagnostics);
      continue;
    }
    if (text === source.text) continue;
    changed.push(path);
    if (options.check !== true) writeAtomically(path, text);
  }
  if (options.json === true) printJson({ ok: wrong.length === 0 && (options.check !== true || changed.length === 0), changed, diagnostics: wrong.map(diagnosticToJson) });
  else {
    await reportDiagnostics(wrong);
    const verb = options.check === true ? "would change" : "formatted";
    for (const path of changed) process.stdout.write(`${verb} ${path}\n`);
    if (changed.length === 0 && wrong.length === 0) process.stdout.write(`${plural(specs.length, "file")} already formatted.\n`);
  }
  if (wrong.length > 0 || (options.check === true && changed.length > 0)) process.exitCode = 1;
}
