// Diagnostics for a person (frames on standard error) and for a program (JSON). What a frame looks like is
// frames.ts's business.
import type { Diagnostic, Label } from "../compiler/diagnostics.js";
import { colorsFor, plural, wantsColor } from "./terminal.js";

/** Prints diagnostics as frames and, where there is any, how many there are. */
export async function reportDiagnostics(diagnostics: readonly Diagnostic[]): Promise<void> {
  if (diagnostics.length === 0) return;
  const { renderDiagnostic } = await import("./frames.js");
  const color = wantsColor(process.stderr);
  for (const diagnostic of diagnostics) process.stderr.write(renderDiagnostic(diagnostic, { color }) + "\n\n");
  const errors = diagnostics.filter((d) => d.severity === "error").length;
  const warnings = diagnostics.filter((d) => d.severity === "warning").length;
  const c = colorsFor(process.stderr);
  const counts = [...(errors > 0 ? [c.red(plural(errors, "error"))] : []), ...(warnings > 0 ? [c.yellow(plural(warnings, "warning"))] : [])];
  const first = diagnostics.find((d) => d.severity === "error");
  const more = first === undefined ? "" : `; \`rnnc explain ${first.code}\` says more`;
  if (counts.length > 0) process.stderr.write(`${counts.join(", ")}${more}.\n`);
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** A diagnostic as plain data: places as lines and columns (from 1, columns in UTF-16 units) and as offsets. */
export function diagnosticToJson(diagnostic: Diagnostic): unknown {
  const labels = diagnostic.labels.map(labelToJson);
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    title: diagnostic.title,
    path: labels[0].path,
    line: labels[0].line,
    column: labels[0].column,
    labels,
    ...(diagnostic.hint === undefined ? {} : { hint: diagnostic.hint }),
    ...(diagnostic.fix === undefined ? {} : { fix: diagnostic.fix.map(({ source, span, text }) => ({ path: source.path, start: span.start, end: span.end, text })) }),
  };
}

function labelToJson(label: Label): { path: string; line: number; column: number; start: number; end: number; text: string } {
  const before = label.source.text.slice(0, label.span.start);
  const line = before.split("\n").length;
  return { path: label.source.path, line, column: label.span.start - before.lastIndexOf("\n"), start: label.span.start, end: label.span.end, text: label.text };
}

/** One JSON document on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(JSON.stringify(value) + "\n");
}
