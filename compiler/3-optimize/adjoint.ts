// The gradient of a scan: a scan the other way over values that the forward one keeps. Its states are the
// gradients of the states: they start from d(final) and end at d(initial). What a value shared by many
// rows receives is summed over rows outside (a row_product for a matrix), never carried.
import { bodyNodes, insideOf, sizeOf, topological, type Body, type Graph, type Node } from "../ir.js";
import { ops } from "../ops/index.js";
import { rewriter } from "../rewrite.js";
import { Cotangents, pullBack, zeros } from "./differentiate.js";
import { minimumCut } from "./minimum-cut.js";

/** What flows back to the scan's inputs and free values, given what flows back to its final states and to values at every step. */
export function adjointOfScan(
  g: Graph,
  scan: Node,
  finals: ReadonlyMap<number, Node>,
  everies: ReadonlyMap<Node, Node>,
  useful: ReadonlySet<Node>,
): [Node, Node][] {
  if (finals.size === 0 && everies.size === 0) return [];
  const body = scan.body!;
  const inside = insideOf(body);
  const result: [Node, Node][] = [];
  const elementsFrom = [...everies].filter(([node]) => inside(node));
  for (const [node, dy] of everies) if (!inside(node)) result.push([node, dy]);

  // 1. Reverse mode through one step, in terms of the forward body's own values.
  const open = g.openScan(scan.attributes["axis"] as string, !scan.attributes["reverse"]);
  const dNext = body.carries.map((carry, k) => named(g, body.next[k]!, open.carry(finals.get(k) ?? zeros(g, carry.shape))));
  const dEvery = elementsFrom.map(([, dy]) => open.element(dy));
  const cotangents = new Cotangents(g);
  body.next.forEach((next, k) => {
    if (inside(next)) cotangents.add(next, withoutTraces(g, dNext[k]!));
  });
  elementsFrom.forEach(([node], i) => cotangents.add(node, dEvery[i]!));
  const free: { target: Node; node: Node; input: number; dy: Node }[] = [];
  const freeNext = body.next.flatMap((next, k) => (inside(next) ? [] : [{ target: next, dy: dNext[k]! }]));
  const wanted = wantedIn(body, [...elementsFrom.map(([node]) => node)], useful, scan);
  for (const node of bodyNodes(body, [...body.next, ...elementsFrom.map(([n]) => n)]).reverse()) {
    const dy = cotangents.of(node);
    if (!dy || !wanted.has(node) || body.carries.includes(node) || body.elements.includes(node)) continue;
    pullBack(g, { node, inputs: node.inputs, self: node }, dy).forEach((term, i) => {
      const input = node.inputs[i]!;
      if (term === null) return;
      if (!inside(input)) {
        if (useful.has(input)) free.push({ target: input, node, input: i, dy });
      } else if (wanted.has(input)) cotangents.add(input, term);
    });
  }
  const dCarries = body.carries.map((carry) => cotangents.of(carry) ?? zeros(g, carry.shape));
  const dElements = body.elements.map((element) => cotangents.of(element));

  // 2. Which forward values are needed, and which of them are kept rather than computed again.
  const forward = new Set(bodyNodes(body, [...body.next, ...[...everies.keys()].filter(inside)]));
  const needed = new Set<Node>();
  const borders = topological([...dCarries, ...dElements.filter((n) => n !== null), ...free.map((f) => f.dy)], (n) => (forward.has(n) ? [] : n.inputs));
  for (const node of borders) if (forward.has(node)) needed.add(node);
  for (const f of free) for (const used of valuesFor(g, f.node, f.input)) if (inside(used)) needed.add(used);
  const keep = valuesToKeep(body, [...forward], [...needed]);

  // 3. The adjoint's own body: forward values come as elements, or are computed again from them.
  const here = new Map<Node, Node>();
  for (const leaf of [...dNext, ...dEvery]) here.set(leaf, leaf);
  const lifted = new Map<Node, Node>(); // forward values outside, rows N
  const outside = rewriter(g, (node) => node, lifted);
  const liftForward = (node: Node): Node => {
    for (const n of topological([node], (x) => (lifted.has(x) ? [] : x.inputs))) {
      if (lifted.has(n)) continue;
      if (!inside(n)) lifted.set(n, n);
      else if (body.elements.includes(n)) lifted.set(n, scan.inputs[body.carries.length + body.elements.indexOf(n)]!);
      else if (body.carries.includes(n) || keep.has(n) || !recomputable(n)) lifted.set(n, g.every(scan, n));
    }
    return outside(node);
  };
  const inAdjoint = (root: Node): Node => {
    for (const n of topological([root], (x) => (here.has(x) ? [] : x.inputs))) {
      if (here.has(n) || !forward.has(n)) continue;
      const element = body.elements.indexOf(n);
      if (element >= 0) here.set(n, open.element(scan.inputs[body.carries.length + element]!));
      else if (body.carries.includes(n) || keep.has(n)) here.set(n, open.element(g.every(scan, n)));
    }
    return rewriter(g, (node) => node, here)(root);
  };
  const next = dCarries.map(inAdjoint);
  const emitted = new Map<Node, Node>([...dElements.filter((n) => n !== null), ...free.map((f) => f.dy)].map((dy) => [dy, inAdjoint(dy)]));
  const adjoint = open.close(next);

  // 4. What leaves it.
  body.carries.forEach((_, k) => result.push([scan.inputs[k]!, g.final(adjoint, k)]));
  dElements.forEach((dy, i) => {
    if (dy) result.push([scan.inputs[body.carries.length + i]!, g.every(adjoint, emitted.get(dy)!)]);
  });
  for (const { target, dy } of freeNext) result.push([target, g.every(adjoint, dy)]);
  for (const { target, node, input, dy } of free) {
    const used = new Set(valuesFor(g, node, input));
    const at = { node, inputs: node.inputs.map((n) => (used.has(n) ? liftForward(n) : n)), self: used.has(node) ? liftForward(node) : node };
    const term = pullBack(g, at, g.every(adjoint, emitted.get(dy)!))[input];
    if (term) result.push([target, term]);
  }
  return result;
}

/** Less than this of a gradient that comes from later steps is nothing: it changes no weight. */
const trace = 1e-30;

/**
 * A gradient that vanishes over many steps becomes numbers so small (subnormal, below 1e-38) that processors take a hundred times as long
 * for each: zeros in their place.
 */
function withoutTraces(g: Graph, x: Node): Node {
  return g.where(g.less(g.max(x, g.neg(x)), g.const(trace)), g.const(0), x);
}

/** The gradient that a state brings from the step after. */
function named(g: Graph, of: Node, node: Node): Node {
  const name = g.names.get(of);
  return name === undefined ? node : g.name(node, `${name.slice(0, name.lastIndexOf(".") + 1)}d${name.slice(name.lastIndexOf(".") + 1)}_after`);
}

/** Body nodes through which something that wants a gradient is reached. */
function wantedIn(body: Body, every: readonly Node[], useful: ReadonlySet<Node>, scan: Node): Set<Node> {
  const wanted = new Set<Node>();
  const nodes = bodyNodes(body, [...body.next, ...every]);
  for (const carry of body.carries) wanted.add(carry); // a state leads back to everything the step reads
  body.elements.forEach((element, i) => {
    if (useful.has(scan.inputs[body.carries.length + i]!)) wanted.add(element);
  });
  for (const node of nodes) if (node.inputs.some((input) => wanted.has(input) || useful.has(input))) wanted.add(node);
  return wanted;
}

/** The values (inputs, or the node itself) that the gradient for one input is made of. */
function valuesFor(g: Graph, node: Node, input: number): Node[] {
  const dy = g.node("input", [], { name: "dy", shape: [...node.shape], rows: node.rows });
  const term = pullBack(g, { node, inputs: node.inputs, self: node }, dy)[input];
  if (!term) return [];
  const candidates = new Set([...node.inputs, node]);
  return topological([term], (n) => (candidates.has(n) ? [] : n.inputs)).filter((n) => candidates.has(n));
}

/** Values that cost no product to compute again. */
function recomputable(node: Node): boolean {
  const kind = ops[node.op].kind;
  return kind === "pointwise" || (kind === "linear" && node.op !== "matmul" && node.op !== "reduce") || node.op === "const";
}

/**
 * A minimum cut between what can't be computed again (products, reductions) and what is needed; states and
 * elements are there anyway. Among equal cuts the one nearest to the use.
 */
function valuesToKeep(body: Body, forward: readonly Node[], needed: readonly Node[]): Set<Node> {
  const leaves = new Set([...body.carries, ...body.elements]);
  const nodes = forward.filter((node) => !leaves.has(node));
  const users = new Map<Node, Node[]>(nodes.map((node) => [node, []]));
  for (const node of nodes) for (const input of new Set(node.inputs)) users.get(input)?.push(node);
  return minimumCut(
    {
      nodes,
      users: (node) => users.get(node)!.filter(recomputable),
      cost: (node) => sizeOf(node.shape),
      sources: nodes.filter((node) => !recomputable(node)),
      sinks: needed.filter((node) => !leaves.has(node)),
    },
    "sinks",
  );
}

