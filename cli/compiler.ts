// The compiler as the command line calls it: a source in, plain data out; each part of it is loaded when a
// command needs it. Prints nothing.
import type { Cell, Model } from "../compiler/model.js";
import type { Diagnostic, Source } from "../compiler/diagnostics.js";
import type { Plan } from "../compiler/plan.js";
import type { Description } from "@rnnc/runtime";
import { openSources } from "./library.js";

/** What the checks say of a spec, and what of it is right. */
export interface CheckedSpec {
  readonly models: readonly Model[];
  readonly cells: readonly Cell[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function checkSpecFully(source: Source): Promise<CheckedSpec> {
  const [{ parse }, { check }] = await Promise.all([import("../grammar/index.js"), import("../compiler/1-check/index.js")]);
  const { tree, problems } = parse(source.text);
  return check(tree, source, openSources(), problems);
}

export async function checkSpec(source: Source): Promise<readonly Diagnostic[]> {
  return (await checkSpecFully(source)).diagnostics;
}

/** The formatted text; null with diagnostics where the text does not parse. */
export async function formatSpec(source: Source): Promise<{ readonly text: string | null; readonly diagnostics: readonly Diagnostic[] }> {
  const { parse, print } = await import("../grammar/index.js");
  const { tree, problems } = parse(source.text);
  if (problems.length === 0) return { text: print(tree), diagnostics: [] };
  return { text: null, diagnostics: problems.map((problem) => toDiagnostic(problem, source)) };
}

type Problem = ReturnType<typeof import("../grammar/index.js").parse>["problems"][number];

function toDiagnostic({ code, title, span, label, also = [], hint, fix }: Problem, source: Source): Diagnostic {
  return {
    code,
    severity: "error",
    title,
    labels: [{ source, span, text: label }, ...also.map((place) => ({ source, span: place.span, text: place.label }))],
    ...(hint === undefined ? {} : { hint }),
    ...(fix === undefined ? {} : { fix: fix.map((one) => ({ source, ...one })) }),
  };
}

export interface Explanation {
  readonly code: string;
  readonly title: string;
  readonly text: string;
}
