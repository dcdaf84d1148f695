// Fewer, larger products. Products that are summed become one with a longer K; products that share an
// input become one with more columns; so do gradients of matrices (row_product) and sums over rows. The
// parts are then slices and concats, which the scheduler lays out as views of one buffer.
import { topological, type Graph, type Node, type Program } from "../ir.js";
import { mapOutputs, rewriter, rewriteProgram, rootsOf } from "../rewrite.js";
import { countUses } from "./simplify.js";

export function pack(program: Program, g: Graph): Program {
  return [packSums, packProducts, packGradients].reduce((p, step) => step(p, g), program);
}

/** Σ A_k·x_k = [A_1 … A_n]·(x_1 ++ … ++ x_n). */
function packSums(program: Program, g: Graph): Program {
  const uses = countUses(program);
  return rewriteProgram(g, program, (node, was) => {
    if (node.op !== "add") return node;
    const products = node.inputs.filter((n, i) => isWeightProduct(n) && uses.get(was.inputs[i]!) === 1);
    if (products.length < 2) return node;
    const sorted = [...products].sort((a, b) => a.inputs[1]!.id - b.inputs[1]!.id);
    const packed = g.matmul(g.concat(sorted.map((n) => n.inputs[0]!), 1), g.concat(sorted.map((n) => n.inputs[1]!)));
    return g.add(packed, ...node.inputs.filter((n) => !products.includes(n)));
  });
}

function isWeightProduct(node: Node): boolean {
  return node.op === "matmul" && node.inputs[0]!.rows === "none" && node.inputs[1]!.rows !== "none";
}

/** A_1·x, …, A_n·x = slices of [A_1; …; A_n]·x. */
function packProducts(program: Program, g: Graph): Program {
  const groups = groupBy(everyNode(program).filter(isWeightProduct), (node) => node.inputs[1]!);
  return replaceGroups(g, program, groups, (members, map) => g.matmul(g.concat(members.map((n) => map(n.inputs[0]!))), map(members[0]!.inputs[1]!)));
}

/** Gradients of matrices whose products shared an input; and the sums of the same values over rows (gradients of biases). */
function packGradients(program: Program, g: Graph): Program {
  const products = topological(rootsOf(program)).filter((node) => node.op === "row_product");
  const groups = groupBy(products, (node) => node.inputs[1]!).map((members) => [...members].sort((a, b) => placeOf(a) - placeOf(b)));
  const joined = replaceGroups(g, program, groups, (members, map) => g.node("row_product", [g.concat(members.map((n) => map(n.inputs[0]!))), map(members[0]!.inputs[1]!)]));
  // Sums over rows of the parts of one of those concats, when all of its parts are summed.
  const sums = new Map(topological(rootsOf(joined)).filter((node) => node.op === "sum_rows").map((node) => [node.inputs[0]!, node]));
  const taken = new Set<Node>();
  const sumGroups: Node[][] = [];
  const concats = topological(rootsOf(joined)).filter((node) => node.op === "row_product" && node.inputs[0]!.op === "concat").map((node) => node.inputs[0]!);
  for (const concat of concats.sort((a, b) => b.inputs.length - a.inputs.length)) {
    const members = concat.inputs.map((part) => sums.get(part));
    if (members.some((n) => !n || taken.has(n))) continue;
    sumGroups.push(members as Node[]);
    for (const n of members) taken.add(n!);
  }
  return replaceGroups(g, joined, sumGroups, (members, map) => g.node("sum_rows", [g.concat(members.map((n) => map(n.inputs[0]!)))]));
}

/** The order in which a value was made: in its loop, for values of one. */
function placeOf(product: Node): number {
  const value = product.inputs[0]!;
  return value.op === "every" ? value.node!.id : value.id;
}

/** All nodes, those of bodies too, in order of making. */
function everyNode(program: Program): Node[] {
  return [...countUses(program).keys()].sort((a, b) => a.id - b.id);
}

function groupBy(nodes: readonly Node[], key: (node: Node) => Node): Node[][] {
  const groups = new Map<Node, Node[]>();
  for (const node of nodes) groups.set(key(node), [...(groups.get(key(node)) ?? []), node]);
  return [...groups.values()].filter((members) => members.length > 1);
}

/** Puts slices of one joined value in place of the members of each group. */
function replaceGroups(g: Graph, program: Program, groups: readonly (readonly Node[])[], join: (members: readonly Node[], map: (node: Node) => Node) => Node): Program {
  if (groups.length === 0) return program;
  const groupOf = new Map(groups.flatMap((members) => members.map((n) => [n, members] as const)));
  const known = new Map<Node, Node>();
  const done = new Map<readonly Node[], Node>();
  const rewrite: (root: Node) => Node = rewriter(
    g,
    (node, was) => {
      const members = groupOf.get(was);
      if (!members) return node;
      // What the members read stands before each of them, so it can be rebuilt here.
      const joined = done.get(members) ?? join(members, rewrite);
      done.set(members, joined);
      let at = 0;
      for (const member of members) {
        if (member === was) break;
        at += member.shape[0]!;
      }
      return g.slice(joined, at, was.shape[0]!);
    },
    known,
  );
  return mapOutputs(program, rewrite);
}
