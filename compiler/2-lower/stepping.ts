// The programs `begin` and `step` of a model that goes one step at a time. What is the same at every step (an encoder's end, an
// image's features, products with them) is computed once, in `begin`, which also gives the states their first values.
import type { SteppingDescription, StateDescription } from "@rnnc/runtime";
import { dependencies, sizeOf, topological, type Graph, type Node, type Program } from "../ir.js";
import { internal } from "../errors.js";
import type { Model } from "../model.js";
import { rewriter } from "../rewrite.js";
import type { Context } from "./context.js";

export interface Stepped {
  readonly programs: readonly Program[];
  readonly stepping: SteppingDescription;
}

/** `context` has lowered the model with one step of `axis`; `outputs` are what its heads say, by name of head. */
export function lowerStepping(context: Context, model: Model, axis: string, outputs: ReadonlyMap<string, Node>): Stepped {
  const { g } = context;
  const states = [...context.states.values()].filter((state) => state.axis === axis);
  const finals = states.map(({ name }): [string, Node] => [`final.${name}`, context.finals.get(name) ?? internal(`the state ${name} has no next value`)]);
  const changes = changing([...outputs.values(), ...finals.map(([, node]) => node)], model, axis);
  // A head along another axis says nothing at a step of this one.
  const heads = model.heads.filter((head) => head.axis === null || head.axis === axis);
  const before = heads.filter(({ name, axis: along }) => along === null && !changes(outputs.get(name)!)); // one with a value a step says it at each, be it the same
  const now = heads.filter((head) => !before.includes(head));
  const known = createContext(g, changes);
  const step: Record<string, Node> = Object.fromEntries([...now.map(({ name }): [string, Node] => [`output.${name}`, outputs.get(name)!]), ...finals].map(([name, node]) => [name, ofEach(g, known.atStep(node))]));
  const starts = states.filter(({ name }) => context.initials.has(name)).map(({ name }) => name);
  const begin: Record<string, Node> = {
    ...Object.fromEntries(starts.map((name) => [`state.${name}`, ofEach(g, context.initials.get(name)!)])),
    ...Object.fromEntries(known.values.map(([{ name }, node]) => [`context.${name}`, node])),
    ...Object.fromEntries(before.map(({ name }) => [`output.${name}`, ofEach(g, outputs.get(name)!)])),
  };
  return {
    programs: [...(Object.keys(begin).length > 0 ? [{ name: "begin", sections: [{ name: "begin", outputs: begin }] }] : []), { name: "step", sections: [{ name: "step", outputs: step }] }],
    stepping: { axis, starts, context: known.values.map(([description]) => description), heads: now.map(({ name }) => name), begun: before.map(({ name }) => name) },
  };
}

/** What is the same for all sequences is, outside a program, a row of each. */
function ofEach(g: Graph, node: Node): Node {
  return node.rows === "none" ? g.node("expand", [node], { rows: "B" }) : node;
}

/** Tells of all nodes that the roots need whether they can differ from step to step: those that read states, or inputs along the axis. */
function changing(roots: readonly Node[], model: Model, axis: string): (node: Node) => boolean {
  const inputs = new Set(model.inputs.filter((input) => input.axis === axis).map(({ name }) => name));
  const found = new Map<Node, boolean>();
  for (const node of topological(roots)) {
    const name = node.op === "input" ? (node.attributes["name"] as string) : null;
    found.set(node, name === null ? dependencies(node).some((other) => found.get(other)) : inputs.has(name) || name.startsWith("state."));
  }
  return (node) => found.get(node) ?? false;
}

/** Puts inputs `context.NAME` in the place of what doesn't change from step to step; raw inputs and what is one for all sequences stay. */
function createContext(g: Graph, changes: (node: Node) => boolean) {
  const values: [StateDescription, Node][] = [];
  const names = new Set<string>();
  const replaced = new Map<Node, Node>();
  const given = (node: Node): Node => {
    if (node.rows !== "B") return internal(`a step reads ${node.op} of rows ${node.rows}`);
    const base = nameOf(g, node);
    let name = base;
    for (let i = 2; names.has(name); i++) name = `${base}.${i}`;
    names.add(name);
    values.push([{ name, size: sizeOf(node.shape) }, node]);
    return g.node("input", [], { name: `context.${name}`, rows: "B", shape: [...node.shape], integer: false });
  };
  const rewrite = rewriter(g, (made) => made, replaced);
  return {
    values,
    atStep(root: Node): Node {
      for (const node of topological([root], (n) => (changes(n) ? n.inputs : []))) {
        if (!changes(node) && !replaced.has(node)) replaced.set(node, node.rows === "none" || node.op === "input" ? node : given(node));
      }
      return rewrite(root);
    },
  };
}

/** A name for what a reader knows: that of the value, or of the weights it is a product with. */
function nameOf(g: Graph, node: Node): string {
  const name = g.names.get(node) ?? (node.op === "matmul" ? g.names.get(node.inputs[0]!) : undefined);
  return name ?? "value";
}
