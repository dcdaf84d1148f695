// Rebuilding a program bottom-up: the one way passes change graphs. Bodies of scans and the values that
// `every` means are rebuilt by the same rule, so references stay true.
import { topological, type Graph, type Node, type Program } from "./ir.js";

/** Gets a node with its inputs already rebuilt, and the node it was; returns what stands in its place. */
export type Rule = (node: Node, was: Node) => Node;

function allInputs({ inputs, body, node }: Node): readonly Node[] {
  if (body) return [...inputs, ...body.next, ...body.carries, ...body.elements];
  return node ? [...inputs, node] : inputs;
}

/** A function that rebuilds nodes by `rule`, each once. */
export function rewriter(g: Graph, rule: Rule, known = new Map<Node, Node>()): (root: Node) => Node {
  return (root) => {
    for (const was of topological([root], (n) => (known.has(n) ? [] : allInputs(n)))) {
      if (known.has(was)) continue;
      const made = rule(rebuild(g, was, (n) => known.get(n)!), was);
      const name = g.names.get(was);
      if (name !== undefined) g.name(made, name);
      known.set(was, made);
    }
    return known.get(root)!;
  };
}

/** The same node over other inputs. */
export function rebuild(g: Graph, node: Node, map: (node: Node) => Node): Node {
  const inputs = node.inputs.map(map);
  const body = node.body && { carries: node.body.carries.map(map), elements: node.body.elements.map(map), next: node.body.next.map(map) };
  const value = node.node && map(node.node);
  const same =
    inputs.every((n, i) => n === node.inputs[i]) &&
    value === node.node &&
    (!body || [body.carries, body.elements, body.next].every((list, i) => list.every((n, j) => n === [node.body!.carries, node.body!.elements, node.body!.next][i]![j])));
  return same ? node : g.node(node.op, inputs, node.attributes, body, value);
}

export function rewriteProgram(g: Graph, program: Program, rule: Rule): Program {
  const rewrite = rewriter(g, rule);
  return mapOutputs(program, rewrite);
}

export function mapOutputs(program: Program, map: (node: Node) => Node): Program {
  return {
    ...program,
    sections: program.sections.map((section) => ({
      ...section,
      outputs: Object.fromEntries(Object.entries(section.outputs).map(([name, node]) => [name, map(node)])),
    })),
  };
}

export function rootsOf(program: Program): Node[] {
  return program.sections.flatMap((section) => Object.values(section.outputs));
}

/** How many nodes read each node, bodies included. */
export function countUses(program: Program): Map<Node, number> {
  const uses = new Map<Node, number>();
  const seen = new Set<Node>();
  const stack = rootsOf(program);
  const use = (node: Node): void => {
    uses.set(node, (uses.get(node) ?? 0) + 1);
    if (!seen.has(node)) stack.push(node);
  };
  for (const root of [...stack]) uses.set(root, (uses.get(root) ?? 0) + 1);
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    node.inputs.forEach(use);
    node.body?.next.forEach(use);
    if (node.node) use(node.node);
  }
  return uses;
}
