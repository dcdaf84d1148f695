// Diagnostics and failures for a person (on standard error) and for a program (JSON). What a frame looks like is
// frames.ts's business.
import type { Diagnostic, Label, Source } from "../compiler/diagnostics.js";
import { describePlace, type Failure } from "./failure.js";
import { plural } from "./numbers.js";
import { colorsFor, fold, wantsColor, widthOf } from "./terminal.js";

/** Prints diagnostics as frames and, where there is any, how many there are. */
export async function reportDiagnostics(diagnostics: readonly Diagnostic[]): Promise<void> {
  if (diagnostics.length === 0) return;
  const { renderDiagnostic } = await import("./frames.js");
  const options = { color: wantsColor(process.stderr), width: widthOf(process.stderr) };
  for (const diagnostic of diagnostics) process.stderr.write(renderDiagnostic(diagnostic, options) + "\n\n");
  const errors = diagnostics.filter((d) => d.severity === "error").length;
  const warnings = diagnostics.filter((d) => d.severity === "warning").length;
  const c = colorsFor(process.stderr);
  const counts = [...(errors > 0 ? [c.red(plural(errors, "error"))] : []), ...(warnings > 0 ? [c.yellow(plural(warnings, "warning"))] : [])];
  const first = diagnostics.find((d) => d.severity === "error");
  const more = first === undefined ? "" : `; \`rnnc explain ${first.code}\` says more`;
  if (counts.length > 0) process.stderr.write(`${counts.join(", ")}${more}.\n`);
}

/** Prints a failure as diagnostics look, with its file and line where they are known; not the diagnostics that it carries. */
export function reportFailure({ code, where, message, hint }: Failure): void {
  const c = colorsFor(process.stderr);
  const title = code === null ? "error" : `error[${code}]`;
  const told = fold(`${title}: ${describePlace(where)}${message}`, process.stderr);
  const lines = [`${c.bold(c.red(title))}${c.bold(":")}${told.slice(title.length + 1)}`];
  if (hint !== null) lines.push(`  ${c.cyan("hint")}: ${fold(`hint: ${hint}`, process.stderr, "    ").slice("hint: ".length)}`);
  if (code !== null) lines.push(`\`rnnc explain ${code}\` says more.`);
  process.stderr.write(lines.join("\n") + "\n");
}

/** What is worth knowing and no error. */
export function reportNote(text: string): void {
  process.stderr.write(`${fold(`note: ${text}`, process.stderr)}\n`);
}

export function failureToJson({ code, where, message, hint }: Failure): object {
  return { ...(code === null ? {} : { code }), message, ...where, ...(hint === null ? {} : { hint }) };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** A diagnostic as plain data: places as lines and columns (from 1, columns in UTF-16 units) and as offsets. */
export function diagnosticToJson(diagnostic: Diagnostic): unknown {
  const labels = diagnostic.labels.map(labelToJson);
  const { line, column } = diagnostic.place === undefined ? labels[0] : placeOf(diagnostic.labels[0].source, diagnostic.place.start);
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    title: diagnostic.title,
    path: labels[0].path,
    line,
    column,
    labels,
    ...(diagnostic.hint === undefined ? {} : { hint: diagnostic.hint }),
    ...(diagnostic.fix === undefined ? {} : { fix: diagnostic.fix.map(({ source, span, text }) => ({ path: source.path, start: span.start, end: span.end, text })) }),
  };
}

function labelToJson(label: Label): { path: string; line: number; column: number; start: number; end: number; text: string } {
  return { path: label.source.path, ...placeOf(label.source, label.span.start), start: label.span.start, end: label.span.end, text: label.text };
}

function placeOf(source: Source, offset: number): { line: number; column: number } {
  const before = source.text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/** One JSON document on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(JSON.stringify(value) + "\n");
}
