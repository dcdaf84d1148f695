// From a tree to checked models: names, sizes, time, rules. Collects everything there is to say about a file
// and never stops at the first error. Reads no files and prints nothing.
import type { Tree } from "../../grammar/ast.js";
import type { Problem } from "../../grammar/problem.js";
import type { Diagnostic, Source } from "../diagnostics.js";
import type { Cell, Model } from "../model.js";
import { createLibrary, type Sources } from "./library.js";
import { checkModel } from "./models.js";
import { damagedIn, reportProblems } from "./problems.js";
import { createReport } from "./report.js";
import { createSuggest } from "./suggest.js";

export { codes, explain, explanations } from "./catalogue.js";
export { evaluateNumber, evaluateSize } from "./sizes.js";
export { trainDefaults } from "./train.js";
export type { Sources } from "./library.js";

export interface Checked {
  /** Those without errors. */
  readonly models: readonly Model[];
  /** Cells of this file without errors. */
  readonly cells: readonly Cell[];
  /** Of this file, and of the cells of other files that it uses; by place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a parsed file. `problems` are what the parser had to say; they come back as diagnostics. */
export function check(tree: Tree, source: Source, sources: Sources, problems: readonly Problem[] = []): Checked {
  const diagnostics = new Map<string, Diagnostic>();
  // Layers that `stacked` unrolls say the same once each.
  const sink = (diagnostic: Diagnostic): void => {
    const { source: where, span } = diagnostic.labels[0];
    const key = `${diagnostic.code} ${span.start} ${span.end} ${where.path} ${diagnostic.title}`;
    if (!diagnostics.has(key)) diagnostics.set(key, diagnostic);
  };
  reportProblems(problems, source, sink);
  const report = createReport(source, sink);
  const suggest = createSuggest();
  const damaged = damagedIn(problems);
  const library = createLibrary(tree, source, report, sources, suggest, sink, damaged);
  const cells: Cell[] = [];
  const models: Model[] = [];
  const seen = new Map<string, Tree["items"][number]>();
  for (const item of tree.items) {
    const key = `${item.kind} ${item.name.text}`;
    const first = seen.get(key);
    if (first) {
      report.accept({ code: "RNN202", title: `there are two ${item.kind}s \`${item.name.text}\``, span: item.name.span, label: "again here", also: [{ span: first.name.span, label: "first here" }] });
      continue;
    }
    seen.set(key, item);
    if (item.kind === "cell") {
      const found = library.find(item.name.text);
      if (found !== null && found !== "recursive" && found.cell.cell) cells.push(found.cell.cell);
    } else {
      const model = checkModel(item, source, report.part(damaged(item.span)), library, suggest);
      if (model && !damaged(item.span)) models.push(model);
    }
  }
  const place = (d: Diagnostic): number => d.labels[0].span.start;
  const own = (d: Diagnostic): number => (d.labels[0].source.path === source.path ? 0 : 1);
  return { models, cells, diagnostics: [...diagnostics.values()].sort((a, b) => own(a) - own(b) || place(a) - place(b)) };
}
