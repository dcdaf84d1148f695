// Loop fission: everything that is on no cycle through a state leaves the loop, to run over all steps at
// once. Each strongly connected component of a body becomes a loop of its own; a state that is on no cycle
// becomes a shift. Pointwise work at the border goes to the side where fewer numbers cross.
import { bodyNodes, demandedValues, insideOf, runOrder, sizeOf, topological, type Graph, type Node, type Program } from "../ir.js";
import { ops } from "../ops/index.js";
import { mapOutputs, rebuild, rewriter, rewriteProgram, rootsOf } from "../rewrite.js";
import { components } from "./components.js";
import { simplify } from "./simplify.js";
import { minimumCut } from "./minimum-cut.js";

export function hoist(program: Program, g: Graph): Program {
  const split = splitProducts(g, program);
  // Simplified, a sum that was split is part of the sum it stands in.
  const prepared = regroupSums(g, rootsOf(split).every((root, i) => root === rootsOf(program)[i]) ? program : simplify(split, g));
  const roots = rootsOf(prepared);
  const demanded = demandedValues(roots);
  const known = new Map<Node, Node>();
  const loops = new Map<Node, Loops>();
  for (const node of runOrder(roots, demanded)) {
    if (node.op === "scan") {
      loops.set(node, splitScan(g, node, demanded.get(node) ?? [], known));
      known.set(node, node);
    } else if (node.op === "final") known.set(node, loops.get(node.inputs[0]!)!.final(node.attributes["index"] as number));
    else if (node.op === "every") known.set(node, loops.get(node.inputs[0]!)!.every(node.node!));
    else known.set(node, keepName(g, node, rebuild(g, node, (n) => known.get(n)!)));
  }
  return mapOutputs(prepared, (node) => known.get(node)!);
}

function keepName(g: Graph, was: Node, made: Node): Node {
  const name = g.names.get(was);
  return name === undefined ? made : g.name(made, name);
}

/** In a body, the product of values side by side becomes a sum of products: each can then leave by itself. */
function splitProducts(g: Graph, program: Program): Program {
  const inBody = new Set<Node>();
  const demanded = demandedValues(rootsOf(program));
  for (const scan of scansOf(program)) for (const node of bodyNodes(scan.body!, [...scan.body!.next, ...(demanded.get(scan) ?? [])])) inBody.add(node);
  return rewriteProgram(g, program, (node, was) => {
    if (node.op !== "matmul" || !inBody.has(was) || node.inputs[0]!.rows !== "none" || node.inputs[1]!.op !== "concat") return node;
    const [matrix, vector] = node.inputs as [Node, Node];
    let at = 0;
    return g.add(
      ...vector.inputs.map((part) => {
        const product = g.matmul(g.slice(matrix, at, part.shape[0]!, 1), part);
        at += part.shape[0]!;
        return product;
      }),
    );
  });
}

function scansOf(program: Program): Node[] {
  return topological(rootsOf(program)).filter((node) => node.op === "scan");
}

function isProduct(node: Node): boolean {
  return node.op === "matmul" || node.op === "reduce";
}

/** A product, or a sum of products and what every row shares: worth doing for all steps at once. */
function isAffine(node: Node): boolean {
  return isProduct(node) || (node.op === "add" && node.inputs.every((n) => n.op === "matmul" || n.rows === "none"));
}

/** In sums on a cycle, the products off it and what every row shares are added first: `W @ x + b` leaves together. */
function regroupSums(g: Graph, program: Program): Program {
  const demanded = demandedValues(rootsOf(program));
  const groups = new Map<Node, Set<Node>>();
  for (const scan of scansOf(program)) {
    const cycles = cyclesOf(scan, demanded.get(scan) ?? []);
    const inside = insideOf(scan.body!);
    for (const node of cycles.nodes) {
      if (node.op !== "add" || !cycles.on(node)) continue;
      const products = node.inputs.filter((n) => inside(n) && !cycles.on(n) && !cycles.after(n) && n.op === "matmul");
      const shared = node.inputs.filter((n) => n.rows === "none");
      if (products.length > 0 && products.length + shared.length > 1) groups.set(node, new Set([...products, ...shared]));
    }
  }
  return rewriteProgram(g, program, (node, was) => {
    const group = groups.get(was);
    if (!group || node.op !== "add") return node;
    const together = node.inputs.filter((_, i) => group.has(was.inputs[i]!));
    const rest = node.inputs.filter((_, i) => !group.has(was.inputs[i]!));
    return rest.length === 0 ? node : g.add(namePre(g, g.add(...together)), ...rest);
  });
}

/** What the past does not change of a gate: `pre`, beside the weights it is made of. */
function namePre(g: Graph, sum: Node): Node {
  let weights = sum.inputs.find((n) => n.op === "matmul")?.inputs[0];
  while (weights?.op === "slice") weights = weights.inputs[0];
  const name = weights && g.names.get(weights);
  return name === undefined ? sum : g.name(sum, `${name.slice(0, name.lastIndexOf(".") + 1)}pre`);
}

interface Cycles {
  readonly nodes: readonly Node[];
  readonly components: readonly (readonly Node[])[];
  on(node: Node): boolean;
  /** Reads, directly or not, something on a cycle of this scan. */
  after(node: Node): boolean;
}

function cyclesOf(scan: Node, demanded: readonly Node[]): Cycles {
  const body = scan.body!;
  const inside = insideOf(body);
  const nodes = bodyNodes(body, [...body.next, ...demanded]);
  for (const carry of body.carries) if (!nodes.includes(carry)) nodes.unshift(carry);
  const reads = (node: Node): readonly Node[] => {
    const k = body.carries.indexOf(node);
    return (k >= 0 ? [body.next[k]!] : node.inputs).filter(inside);
  };
  const all = components(nodes, reads);
  const cyclic = all.filter((part) => part.length > 1 || reads(part[0]!).includes(part[0]!));
  const on = new Set(cyclic.flat());
  const after = new Set<Node>(on);
  for (const part of all) for (const node of part) if (reads(node).some((n) => after.has(n))) after.add(node);
  return { nodes, components: cyclic, on: (node) => on.has(node), after: (node) => after.has(node) };
}

/** Pointwise work and moves of columns: may stand on either side of a loop's border. */
function movable(node: Node): boolean {
  const kind = ops[node.op].kind;
  return (kind === "pointwise" || (kind === "linear" && !isProduct(node))) && !isAffine(node);
}

interface Loops {
  final(index: number): Node;
  every(node: Node): Node;
}

function splitScan(g: Graph, scan: Node, demanded: readonly Node[], outer: ReadonlyMap<Node, Node>): Loops {
  const body = scan.body!;
  const inside = insideOf(body);
  const cycles = cyclesOf(scan, demanded);
  const rows = `N:${scan.attributes["axis"] as string}` as const;
  const reverse = scan.attributes["reverse"] as boolean;
  const initial = (k: number): Node => outer.get(scan.inputs[k]!)!;
  const users = new Map<Node, Node[]>(cycles.nodes.map((node) => [node, []]));
  for (const node of cycles.nodes) for (const input of new Set(node.inputs)) users.get(input)?.push(node);

  const lifted = new Map<Node, Node>(); // body values outside any loop, rows N
  const toSteps = (node: Node): Node => (node.rows === rows ? node : g.node("expand", [node], { rows }));
  const lift = (node: Node): Node => {
    const known = lifted.get(node);
    if (known) return known;
    const element = body.elements.indexOf(node);
    const carry = body.carries.indexOf(node);
    const made = !inside(node)
      ? outer.get(node)!
      : element >= 0
        ? outer.get(scan.inputs[body.carries.length + element]!)!
        : carry >= 0
          ? g.node("shift", [toSteps(lift(body.next[carry]!)), initial(carry)], { reverse })
          : rebuild(g, node, lift);
    lifted.set(node, made);
    return keepName(g, node, made);
  };

  const finals = new Map<number, Node>();
  for (const members of cycles.components) {
    const own = new Set(members);
    const entering = valuesEntering(members, own, inside, cycles);
    const carries = members.filter((node) => body.carries.includes(node));
    const here = new Map<Node, Node>();
    const inLoop = rewriter(g, (node) => node, here);
    const translate = (root: Node): Node => {
      for (const node of topological([root], (n) => (here.has(n) ? [] : n.inputs))) if (!inside(node)) here.set(node, outer.get(node)!);
      return inLoop(root);
    };
    const open = g.openScan(scan.attributes["axis"] as string, reverse);
    for (const carry of carries) here.set(carry, keepName(g, carry, open.carry(initial(body.carries.indexOf(carry)))));
    for (const node of entering) here.set(node, open.element(toSteps(lift(node))));
    const made = open.close(carries.map((carry) => translate(body.next[body.carries.indexOf(carry)]!)));
    carries.forEach((carry, i) => finals.set(body.carries.indexOf(carry), g.final(made, i)));
    for (const node of members) lifted.set(node, g.every(made, translate(node)));
    for (const node of valuesLeaving(own, here, users, demanded, inside, cycles)) lifted.set(node, g.every(made, translate(node)));
  }
  return {
    final: (k) => finals.get(k) ?? g.node("end", [toSteps(lift(body.next[k]!)), initial(k)], { at: reverse ? "first" : "last" }),
    every: (node) => toSteps(lift(node)),
  };
}

/** The cheapest values to hand to a loop; among equals the earliest, so that pointwise work is done where its result is used. */
function valuesEntering(members: readonly Node[], own: ReadonlySet<Node>, inside: (node: Node) => boolean, cycles: Cycles): Node[] {
  const entry = [...new Set(members.flatMap((node) => (node.op === "carry" ? [] : node.inputs)))].filter((node) => inside(node) && !own.has(node));
  const stop = (node: Node): boolean => !movable(node) || cycles.on(node) || node.op === "carry" || node.op === "element";
  const region = topological(entry, (node) => (stop(node) ? [] : node.inputs.filter(inside)));
  const users = new Map<Node, Node[]>(region.map((node) => [node, []]));
  for (const node of region) if (!stop(node)) for (const input of new Set(node.inputs)) users.get(input)?.push(node);
  const cut = minimumCut({ nodes: region, users: (node) => users.get(node)!, cost: (node) => sizeOf(node.shape), sources: region.filter(stop), sinks: entry }, "sources");
  return region.filter((node) => cut.has(node));
}

/** The cheapest values to hand out of a loop; among equals the latest. */
function valuesLeaving(
  own: ReadonlySet<Node>, here: ReadonlyMap<Node, Node>, users: ReadonlyMap<Node, readonly Node[]>,
  demanded: readonly Node[], inside: (node: Node) => boolean, cycles: Cycles,
): Node[] {
  const region = new Set<Node>(own);
  for (const node of cycles.nodes) {
    if (region.has(node) || cycles.on(node) || !movable(node)) continue;
    const reads = node.inputs.filter(inside);
    if (reads.some((n) => region.has(n)) && reads.every((n) => region.has(n) || here.has(n))) region.add(node);
  }
  const wanted = new Set(demanded);
  const nodes = [...region];
  const sinks = nodes.filter((node) => wanted.has(node) || users.get(node)!.some((user) => !region.has(user)));
  const cut = minimumCut({ nodes, users: (node) => users.get(node)!.filter((user) => region.has(user) && !own.has(user)), cost: (node) => sizeOf(node.shape), sources: [...own], sinks }, "sinks");
  return nodes.filter((node) => cut.has(node));
}
