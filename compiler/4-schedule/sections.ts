// Which section computes what. A section computes what its outputs need; pointwise work of a later section
// that reads only what an earlier one has at hand, and would else have to be kept, is done by the earlier one.
import { runOrder, type Node, type Program } from "../ir.js";
import { isFusable, isView, memoryReads } from "./fuse.js";

export interface Section {
  readonly name: string;
  readonly outputs: Readonly<Record<string, Node>>;
  /** Also computed here, for later sections. */
  readonly also: readonly Node[];
}

export function moveToForward(program: Program, isWeights: (node: Node) => boolean): Section[] {
  const roots = program.sections.flatMap((section) => Object.values(section.outputs));
  const order = runOrder(roots).filter((node) => !isWeights(node));
  const done = new Set<Node>();
  return program.sections.map((section, i) => {
    const needed = new Set(runOrder(Object.values(section.outputs)));
    const nodes = order.filter((node) => needed.has(node) && !done.has(node));
    for (const node of nodes) done.add(node);
    if (i + 1 === program.sections.length) return { ...section, also: [] };
    const stored = memoryReads({ nodes, wanted: new Set(Object.values(section.outputs)), biased: new Map() });
    const own = new Set(nodes);
    const moved = new Set<Node>();
    const made = (node: Node): boolean => moved.has(node) || (own.has(node) && isFusable(node) && !stored.has(node) && node.op !== "expand" && node.op !== "broadcast");
    for (const node of order) {
      if (done.has(node) || !isFusable(node) || node.op === "expand") continue;
      const here = node.inputs.every((input) => isWeights(input) || own.has(input) || moved.has(input));
      if (here && node.inputs.some(made) && !node.inputs.some((input) => isView(input) && !done.has(input))) moved.add(node);
    }
    for (const node of moved) done.add(node);
    return { ...section, also: [...moved] };
  });
}
