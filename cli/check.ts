// `rnnc check`: says what is wrong with specs, all of it, and writes nothing.
import { Command } from "commander";
import type { Diagnostic } from "../compiler/diagnostics.js";
import { checkSpec } from "./compiler.js";
import { Failure } from "./failure.js";
import { findSpecs, readSpec } from "./files.js";
import { diagnosticToJson, failureToJson, hasErrors, printJson, reportDiagnostics, reportFailure } from "./report.js";
import { plural } from "./terminal.js";

export function define(): Command {
  return new Command("check")
    .description("Says what is wrong with specs, all of it at once, and writes nothing.")
    .argument("<paths...>", "files, or folders with .rnn files")
    .option("--json", "diagnostics as JSON on standard output")
    .addHelpText("after", "\nExamples:\n  rnnc check sentiment.rnn\n  rnnc check specs\n\nExit code: 0 if there is no error (warnings are allowed), 1 if there is one.")
    .action(check);
}

async function check(paths: readonly string[], options: { readonly json?: true }): Promise<void> {
  const specs = findSpecs(paths);
  const all: Diagnostic[] = [];
  const unread: Failure[] = [];
  const files: unknown[] = [];
  for (const path of specs) {
    try {
      const diagnostics = await checkSpec(readSpec(path));
      all.push(...diagnostics);
      files.push({ path, diagnostics: diagnostics.map(diagnosticToJson) });
    } catch (error) {
      if (!(error instanceof Failure) || specs.length === 1) throw error;
      unread.push(error); // one unreadable file doesn't keep the others from being checked
      files.push({ path, diagnostics: [], error: failureToJson(error) });
    }
  }
  const wrong = hasErrors(all) || unread.length > 0;
  if (options.json === true) printJson({ ok: !wrong, files });
  else {
    await reportDiagnostics(all);
    for (const failure of unread) reportFailure(failure);
    if (!wrong) process.stdout.write(`${specs.length === 1 ? specs[0] : plural(specs.length, "file")}: ${all.length === 0 ? "no problems" : "no errors"}.\n`);
  }
  if (wrong) process.exitCode = 1;
}
