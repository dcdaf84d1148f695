// `rnnc check`: says what is wrong with specs, all of it, and writes nothing. With --gradients it also compares the
// gradients that are derived with differences of the loss (gradient-check.ts).
import { Command } from "commander";
import type { Diagnostic } from "../compiler/diagnostics.js";
import { checkSpec } from "./compiler.js";
import { Failure } from "./failure.js";
import type { CheckedGradient } from "./gradient-check.js";
import { findSpecs, readSpec } from "./files.js";
import { plural } from "./numbers.js";
import { diagnosticToJson, failureToJson, hasErrors, printJson, reportDiagnostics, reportFailure } from "./report.js";
import { colorsFor } from "./terminal.js";

export function define(): Command {
  return new Command("check")
    .description("Says what is wrong with specs, all of it at once, and writes nothing.")
    .argument("<paths...>", "files, or folders with .rnn files")
    .option("--gradients", "check also the gradient of every cell and model, in float64, against differences of the loss")
    .option("--json", "diagnostics as JSON on standard output")
    .addHelpText("after", "\nExamples:\n  rnnc check sentiment.rnn\n  rnnc check specs\n  rnnc check mine.rnn --gradients\n\nExit code: 0 if there is no error (warnings are allowed), 1 if there is one or a gradient differs.")
    .action(check);
}

async function check(paths: readonly string[], options: { readonly json?: true; readonly gradients?: true }): Promise<void> {
  const specs = findSpecs(paths);
  const all: Diagnostic[] = [];
  const unread: Failure[] = [];
  const files: unknown[] = [];
  const gradients: { readonly path: string; readonly checked: readonly CheckedGradient[] }[] = [];
  for (const path of specs) {
    try {
      const source = readSpec(path);
      const diagnostics = await checkSpec(source);
      all.push(...diagnostics);
      const checked = options.gradients === true && !hasErrors(diagnostics) ? await (await import("./gradient-check.js")).checkGradients(source) : null;
      if (checked !== null) gradients.push({ path, checked });
      files.push({ path, diagnostics: diagnostics.map(diagnosticToJson), ...(checked === null ? {} : { gradients: checked }) });
    } catch (error) {
      if (!(error instanceof Failure) || specs.length === 1) throw error;
      unread.push(error); // one unreadable file doesn't keep the others from being checked
      files.push({ path, diagnostics: [], error: failureToJson(error) });
    }
  }
  const differ = gradients.some(({ checked }) => checked.some(({ parameters }) => parameters.some(({ agrees }) => !agrees)));
  const wrong = hasErrors(all) || unread.length > 0 || differ;
  if (options.json === true) printJson({ ok: !wrong, files });
  else {
    await reportDiagnostics(all);
    for (const failure of unread) reportFailure(failure);
    if (gradients.length > 0) await printGradients(gradients);
    if (!wrong) process.stdout.write(`${specs.length === 1 ? specs[0] : plural(specs.length, "file")}: ${all.length === 0 ? "no problems" : "no errors"}.\n`);
  }
  if (wrong) process.exitCode = 1;
}

async function printGradients(gradients: readonly { readonly path: string; readonly checked: readonly CheckedGradient[] }[]): Promise<void> {
  const { gradientLines } = await import("./gradient-check.js");
  const c = colorsFor(process.stdout);
  for (const { path, checked } of gradients) process.stdout.write([c.bold(`${path}: gradients beside differences of the loss`), ...gradientLines(checked, c), ""].join("\n") + "\n");
}
