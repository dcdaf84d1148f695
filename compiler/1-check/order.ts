// Puts things that read each other in an order in which each reads only what stands before it, and finds the
// cycles. Iterative: a text can hold longer chains than a stack. For the equations of a cell it names the
// cycles that have no delay in them.
import type { Equation, Span } from "../../grammar/ast.js";
import { forEachName } from "./reads.js";
import type { Scope } from "./scope.js";
import type { Report } from "./report.js";

export interface Read {
  readonly name: string;
  readonly span: Span;
}

/** Each entry reads the next one, the last the first. */
export type Cycle = readonly { readonly name: string; readonly read: Read }[];

export function orderByReads(reads: ReadonlyMap<string, readonly Read[]>): { readonly ordered: readonly string[]; readonly cycles: readonly Cycle[]; readonly cyclic: ReadonlySet<string> } {
  const ordered: string[] = [];
  const cycles: Cycle[] = [];
  const cyclic = new Set<string>();
  const state = new Map<string, "open" | "done">();
  const place = new Map<string, number>();
  for (const root of reads.keys()) {
    if (state.has(root)) continue;
    const path: { name: string; next: number }[] = [];
    const open = (name: string): void => {
      state.set(name, "open");
      place.set(name, path.length);
      path.push({ name, next: 0 });
    };
    open(root);
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      const read = reads.get(top.name)![top.next++];
      if (!read) {
        state.set(top.name, "done");
        ordered.push(top.name);
        path.pop();
      } else if (!reads.has(read.name)) {
        continue;
      } else if (!state.has(read.name)) {
        open(read.name);
      } else if (state.get(read.name) === "open" && !(cyclic.has(read.name) && cyclic.has(top.name))) {
        const cycle = path.slice(place.get(read.name)).map((p) => ({ name: p.name, read: reads.get(p.name)![p.next - 1]! }));
        for (const { name } of cycle) cyclic.add(name);
        cycles.push(cycle);
      }
    }
  }
  return { ordered, cycles, cyclic };
}

/** The equations in an order of dependence, and the names that are part of a cycle. */
export function orderEquations(scope: Scope, report: Report): { readonly ordered: readonly Equation[]; readonly cyclic: ReadonlySet<string> } {
  const reads = new Map<string, readonly Read[]>();
  for (const [name, equation] of scope.equations) {
    const list: Read[] = [];
    forEachName(equation.value, (read, span, delay) => {
      if (delay <= 0 && scope.equations.has(read)) list.push({ name: read, span });
    });
    reads.set(name, list);
  }
  const { ordered, cycles, cyclic } = orderByReads(reads);
  for (const cycle of cycles) reportCycle(cycle, scope, report);
  return { ordered: ordered.map((name) => scope.equations.get(name)!), cyclic };
}

/** `a → b → a`, shortened in the middle. */
export function printCycle(cycle: Cycle): string {
  const names = [...cycle.map((c) => c.name), cycle[0]!.name];
  return (names.length > 9 ? [...names.slice(0, 5), "…", ...names.slice(-3)] : names).join(" → ");
}

function reportCycle(cycle: Cycle, scope: Scope, report: Report): void {
  const last = cycle[cycle.length - 1]!;
  const delayed = cycle.find((c) => scope.names.get(c.read.name)?.kind === "state") ?? last;
  const { name } = delayed.read;
  const isState = scope.names.get(name)?.kind === "state";
  report.accept({
    code: "RNN210",
    title: cycle.length === 1 ? `\`${last.name}\` needs its own value of the same step` : `these values need each other at the same step: ${printCycle(cycle)}`,
    span: delayed.read.span,
    label: `${delayed.name} reads ${name} of this step`,
    also: cycle
      .filter((c) => c !== delayed)
      .slice(0, 4)
      .map((c) => ({ span: c.read.span, label: `${c.name} reads ${c.read.name} of this step` })),
    hint: isState ? `the last step's value is \`${name}[t-1]\`` : `for the last step's value declare \`${name}\` a \`state\` and write \`${name}[t-1]\``,
    fix: isState ? [{ span: delayed.read.span, text: `${name}[t-1]` }] : undefined,
  });
}
