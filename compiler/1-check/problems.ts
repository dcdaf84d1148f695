// Hands the parser's problems on as diagnostics, and tells which parts of a text are damaged by them.
import type { Span } from "../../grammar/ast.js";
import type { Problem } from "../../grammar/problem.js";
import type { Diagnostic, Source } from "../diagnostics.js";

export function reportProblems(problems: readonly Problem[], source: Source, sink: (diagnostic: Diagnostic) => void): void {
  for (const problem of problems) {
    sink({
      code: problem.code,
      severity: "error",
      title: problem.title,
      labels: [{ source, span: problem.span, text: problem.label }, ...(problem.also ?? []).map((a) => ({ source, span: a.span, text: a.label }))],
      ...(problem.hint === undefined ? {} : { hint: problem.hint }),
      ...(problem.fix === undefined ? {} : { fix: problem.fix.map((f) => ({ source, ...f })) }),
    });
  }
}

/** Whether a problem lies in a span: then what is missing there may only have been lost. */
export function damagedIn(problems: readonly Problem[]): (span: Span) => boolean {
  const places = problems.map((p) => p.span.start).sort((a, b) => a - b);
  return (span) => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle]! < span.start) low = middle + 1;
      else high = middle;
    }
    // A problem just after the end (a missing brace, say) belongs to the item too.
    return low < places.length && places[low]! <= span.end + 1;
  };
}
