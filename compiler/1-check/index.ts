// From a tree to checked models: names, sizes, time, rules. Collects everything there is to say about a file
// and never stops at the first error. Reads no files and prints nothing.
import type { Tree } from "../../grammar/ast.js";
import type { Problem } from "../../grammar/problem.js";
import type { Diagnostic, Source } from "../diagnostics.js";
import type { Cell, Model } from "../model.js";
import type { CheckedCell } from "./cells.js";
import { createLibrary, type Sources } from "./library.js";
import { checkModel } from "./models.js";
import { damagedIn, reportProblems } from "./problems.js";
import { createReport } from "./report.js";
import { createSuggest } from "./suggest.js";

export { codes, explain } from "./catalogue.js";
export { evaluateNumber, evaluateSize } from "./sizes.js";
export { trainDefaults } from "./train.js";
export type { CheckedCell } from "./cells.js";
export type { Sources } from "./library.js";

export interface Checked {
  /** Those without errors. */
  readonly models: readonly Model[];
  /** Cells of this file without errors. */
  readonly cells: readonly Cell[];
  /** Of this file, and of the cells of other files that it uses; by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** The cell that a layer of this name is, with errors or without; null: there is none. */
  readonly findCell: (name: string) => CheckedCell | null;
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
      if (found !== null && found !== "recursive" && found !== "deep" && found.cell.cell) cells.push(found.cell.cell);
    } else {
      const model = checkModel(item, source, report.part(damaged(item.span)), library, suggest);
      if (model && !damaged(item.span)) models.push(model);
    }
  }
  const shown = chooseShown([...diagnostics.values()], source);
  const findCell = (name: string): CheckedCell | null => {
    const found = library.find(name);
    return found !== null && found !== "recursive" && found !== "deep" ? found.cell : null;
  };
  return { models, cells, diagnostics: shown, findCell };
}

/** More than anyone reads. */
const mostShown = 100;

/** By place, this file first; of too many the errors, and how many are left out. */
function chooseShown(all: readonly Diagnostic[], source: Source): readonly Diagnostic[] {
  const foreign = (d: Diagnostic): number => (d.labels[0].source.path === source.path ? 0 : 1);
  const mild = (d: Diagnostic): number => (d.severity === "error" ? 0 : 1);
  const byPlace = (a: Diagnostic, b: Diagnostic): number => foreign(a) - foreign(b) || a.labels[0].span.start - b.labels[0].span.start;
  if (all.length <= mostShown) return [...all].sort(byPlace);
  const shown = [...all].sort((a, b) => mild(a) - mild(b) || byPlace(a, b)).slice(0, mostShown).sort(byPlace);
  const rest: Diagnostic[] = [];
  createReport(source, (diagnostic) => rest.push(diagnostic)).accept({
    code: "RNN502",
    title: `${all.length - mostShown} more problems are not shown`,
    span: shown[shown.length - 1]!.labels[0].source === source ? shown[shown.length - 1]!.labels[0].span : { start: 0, end: 0 },
    label: "the last one shown is here",
    hint: "mend these first: one mistake often causes many",
  });
  return [...shown, ...rest];
}
