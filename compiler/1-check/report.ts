// How checks say what they found: each calls `accept(...)` and goes on. Turns findings into diagnostics.
// It decides no wording; codes and severities stand in the catalogue.
import type { Span } from "../../grammar/ast.js";
import type { Diagnostic, Label, Source } from "../diagnostics.js";
import { catalogue, type Code } from "./catalogue.js";

export interface Finding {
  readonly code: Code;
  /** One line, lower case, no full stop. */
  readonly title: string;
  /** What is marked first. */
  readonly span: Span;
  /** What stands under that mark. */
  readonly label: string;
  /** The places it conflicts with; in this file unless a source is given. */
  readonly also?: readonly { readonly span: Span; readonly label: string; readonly source?: Source }[];
  readonly hint?: string | undefined;
  /** Replacements in this file. */
  readonly fix?: readonly { readonly span: Span; readonly text: string }[] | undefined;
  readonly place?: Span;
}

/** What checks of one file report to. */
export interface Report {
  readonly source: Source;
  accept(finding: Finding): void;
  /** The text of a span on one line, shortened; for titles and hints. */
  quote(span: Span): string;
  /** From 1. */
  lineOf(span: Span): number;
  /** Errors so far, in this report and those made from it. */
  errors(): number;
  /** A report of the same file that counts its own errors. `damaged`: part of the text did not parse, so nothing is said of what is missing or unused. */
  part(damaged: boolean): Report;
}

export function createReport(source: Source, sink: (diagnostic: Diagnostic) => void): Report {
  let lineStarts: number[] | null = null;
  const lineOf = (span: Span): number => {
    lineStarts ??= startsOfLines(source.text);
    let low = 0;
    let high = lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (lineStarts[middle]! <= span.start) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  const quote = (span: Span): string => {
    const text = source.text.slice(span.start, Math.min(span.end, span.start + 400)).replace(/\s+/g, " ").trim();
    return text.length > 48 ? `${text.slice(0, 45)}…` : text;
  };
  const make = (damaged: boolean, parent: (errors: number) => void): Report => {
    let errors = 0;
    const count = (n: number): void => {
      errors += n;
      parent(n);
    };
    const report: Report = {
      source,
      quote,
      lineOf,
      errors: () => errors,
      part: (more) => make(damaged || more, count),
      accept(finding) {
        const entry = catalogue[finding.code];
        // What is missing may stand in the part that did not parse.
        if (damaged && entry.absence) {
          if (entry.severity === "error") count(1);
          return;
        }
        if (entry.severity === "error") count(1);
        sink(diagnosticOf(finding, source));
      },
    };
    return report;
  };
  return make(false, () => {});
}

function diagnosticOf(finding: Finding, source: Source): Diagnostic {
  const also: Label[] = (finding.also ?? []).map((a) => ({ source: a.source ?? source, span: a.span, text: a.label }));
  return {
    code: finding.code,
    severity: catalogue[finding.code].severity,
    title: finding.title,
    labels: [{ source, span: finding.span, text: finding.label }, ...also],
    ...(finding.hint === undefined ? {} : { hint: finding.hint }),
    ...(finding.fix === undefined ? {} : { fix: finding.fix.map((f) => ({ source, ...f })) }),
    ...(finding.place === undefined ? {} : { place: finding.place }),
  };
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
