// The compiler as the command line calls it: a source in, plain data out; each part of it is loaded when a
// command needs it. Prints nothing.
import type { Cell, Model } from "../compiler/model.js";
import type { Diagnostic, Source } from "../compiler/diagnostics.js";
import type { Options, Result } from "../compiler/pipeline.js";
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
  if (problems.length === 0) return { text: print(tree, source.text), diagnostics: [] };
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

/** The page of a diagnostic or of an error of the runtime as plain text, or null if there is no such code. */
export async function explainCode(code: string): Promise<string | null> {
  const [{ explain }, { explainRuntimeCode }] = await Promise.all([import("../compiler/1-check/catalogue.js"), import("./runtime-codes.js")]);
  return explain(code) ?? explainRuntimeCode(code);
}

/** All codes in order, the compiler's and the runtime's, with the titles of their pages. */
export async function listCodes(): Promise<readonly { readonly code: string; readonly title: string }[]> {
  const [{ codes, explain }, { runtimePages }] = await Promise.all([import("../compiler/1-check/catalogue.js"), import("./runtime-codes.js")]);
  return [
    ...codes().map((code) => ({ code, title: (explain(code) ?? "").split("\n", 1)[0].replace(/^[^:]*: */, "") })),
    ...Object.entries(runtimePages).map(([code, { title }]) => ({ code, title })),
  ];
}

// -------------------------------------------------------------------------------------- compile

export type { Compiled } from "../compiler/pipeline.js";

export type CompileOptions = Pick<Options, "modules" | "layer" | "stage">;

export interface CompiledSpec extends Result {
  /** What the stage made that was asked for, as text. */
  readonly stage: string | null;
  /** Other files that were asked for by `use`. */
  readonly used: readonly string[];
}

export async function compileSpec(source: Source, options: CompileOptions): Promise<CompiledSpec> {
  const { compile } = await import("../compiler/pipeline.js");
  const library = openSources();
  if (options.stage === undefined) return { ...(await compile(source, { library, ...options })), stage: null, used: library.used };
  const { printStage } = await import("../compiler/print-graph.js");
  const made: string[] = [];
  const result = await compile(source, {
    library,
    ...options,
    trace: (stage, value, names) => {
      if (stage === options.stage) made.push(printStage(stage, value, names));
    },
  });
  return { ...result, stage: made.join("\n\n"), used: library.used };
}
