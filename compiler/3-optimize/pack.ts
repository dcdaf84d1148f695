// Fewer, larger products. Products that are summed become one with a longer K; products that share an
// input become one with more columns; so do gradients of matrices (row_product) and sums over rows. The
// parts are then slices and concats, which the scheduler lays out as views of one buffer.
import { isOfWeights, topological, type Graph, type Node, type Program } from "../ir.js";
import { ops } from "../ops/index.js";
import { countUses, mapOutputs, rewriter, rewriteProgram, rootsOf } from "../rewrite.js";

export function pack(program: Program, g: Graph): Program {
  return [packSums, packProducts, packGradients].reduce((p, step) => step(p, g), program);
}

/** Σ A_k·x_k = [A_1 … A_n]·(x_1 ++ … ++ x_n), where the x_k are made side by side by pointwise work. */
function packSums(program: Program, g: Graph): Program {
  const uses = countUses(program);
  return rewriteProgram(g, program, (node, was) => {
    if (node.op !== "add") return node;
    const products = node.inputs.filter((n, i) => isWeightProduct(n) && uses.get(was.inputs[i]!) === 1 && isPointwise(n.inputs[1]!));
    if (products.length < 2) return node;
    const sorted = [...products].sort((a, b) => firstParameter(a.inputs[0]!) - firstParameter(b.inputs[0]!));
    const packed = g.matmul(g.concat(sorted.map((n) => n.inputs[0]!), 1), g.concat(sorted.map((n) => n.inputs[1]!)));
    return g.add(packed, ...node.inputs.filter((n) => !products.includes(n)));
  });
}

function isPointwise(value: Node): boolean {
  return ops[(value.op === "every" ? value.node! : value).op].kind === "pointwise";
}

function isWeightProduct(node: Node): boolean {
  return node.op === "matmul" && node.inputs[1]!.rows !== "none" && isOfWeights(node.inputs[0]!);
}

/** The order in which a spec declares parameters is the order of parts. */
function firstParameter(matrix: Node): number {
  return Math.min(...topological([matrix]).filter((n) => n.op === "param").map((n) => n.id), matrix.id);
}

/** A product, or a product to which nothing is added but what every row shares (a bias). */
interface Affine {
  readonly node: Node;
  readonly product: Node;
  readonly bias: readonly Node[];
}

/** A_1·x + b_1, …, A_n·x + b_n = slices of [A_1; …; A_n]·x + (b_1 ++ … ++ b_n). */
function packProducts(program: Program, g: Graph): Program {
  const uses = countUses(program);
  const nodes = everyNode(program);
  const affine = new Map<Node, Affine>();
  for (const product of nodes.filter(isWeightProduct)) affine.set(product, { node: product, product, bias: [] });
  for (const sum of nodes) {
    if (sum.op !== "add") continue;
    const products = sum.inputs.filter((n) => affine.has(n));
    const bias = sum.inputs.filter((n) => n !== products[0]);
    if (products.length !== 1 || uses.get(products[0]!) !== 1 || !bias.every((n) => n.rows === "none" && n.shape.length === 1)) continue;
    affine.set(products[0]!, { node: sum, product: products[0]!, bias });
  }
  const groups = groupBy([...affine.values()], (a) => a.product.inputs[1]!).map((members) => [...members].sort((a, b) => firstParameter(a.product.inputs[0]!) - firstParameter(b.product.inputs[0]!)));
  const find = new Map(groups.flat().map((a) => [a.node, a]));
  return replaceGroups(g, program, groups.map((members) => members.map((a) => a.node)), (members, map) => {
    const parts = members.map((node) => find.get(node)!);
    const product = g.matmul(g.concat(parts.map((a) => map(a.product.inputs[0]!))), map(parts[0]!.product.inputs[1]!));
    if (parts.every((a) => a.bias.length === 0)) return product;
    const names = parts.map((a) => g.names.get(a.product.inputs[0]!) ?? "");
    const place = names[0]!.slice(0, names[0]!.lastIndexOf(".") + 1);
    const zeros = (n: Node): Node => g.node("broadcast", [g.const(0)], { shape: [...n.shape] });
    const bias = g.concat(parts.map((a) => (a.bias.length === 0 ? zeros(a.node) : g.add(...a.bias.map(map)))));
    return g.name(g.add(product, bias), `${place}pre`);
  });
}

/** Gradients of matrices whose products shared an input; and the sums of the same values over rows (gradients of biases). */
function packGradients(program: Program, g: Graph): Program {
  const products = topological(rootsOf(program)).filter((node) => node.op === "row_product");
  const groups = groupBy(products, (node) => node.inputs[1]!).flatMap(ofOneLoop).map((members) => inOrderOfConcats(members, program));
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

/** In groups, each of what one loop has made: to put what two loops made side by side, as of two directions of a layer, it would have to be copied. */
function ofOneLoop(products: readonly Node[]): Node[][] {
  const groups = new Map<Node | null, Node[]>();
  for (const product of products) {
    const loop = loopOf(product.inputs[0]!);
    groups.set(loop, [...(groups.get(loop) ?? []), product]);
  }
  return [...groups.values()].filter((members) => members.length > 1);
}

/** The last loop that a value comes from, itself or through work on its columns. */
function loopOf(value: Node): Node | null {
  const from = topological([value], (node) => (["pointwise", "linear"].includes(ops[node.op].kind) ? node.inputs : [])).filter((node) => node.op === "every");
  return from.reduce<Node | null>((last, { inputs: [scan] }) => (last === null || scan!.id > last.id ? scan! : last), null);
}

/** The order that their values already have side by side in a product of sums; others after them, as they were made. */
function inOrderOfConcats(products: readonly Node[], program: Program): Node[] {
  const valueOf = (product: Node): Node => (product.inputs[0]!.op === "every" ? product.inputs[0]!.node! : product.inputs[0]!);
  const place = new Map<Node, number>();
  for (const concat of everyNode(program)) if (concat.op === "concat" && concat.rows !== "none") concat.inputs.forEach((part, i) => place.set(part, i));
  const rank = (product: Node): number => place.get(valueOf(product)) ?? 1e6 + valueOf(product).id;
  return [...products].sort((a, b) => rank(a) - rank(b));
}

/** All nodes, those of bodies too, in order of making. */
function everyNode(program: Program): Node[] {
  return [...countUses(program).keys()].sort((a, b) => a.id - b.id);
}

function groupBy<T>(items: readonly T[], key: (item: T) => Node): T[][] {
  const groups = new Map<Node, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
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
