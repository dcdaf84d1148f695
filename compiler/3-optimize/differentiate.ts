// Derivatives. Forward mode (`tangent`) is tangent.ts; the rest is reverse mode: replaces each `gradient` of a loss by a parameter with the nodes that compute it. The
// gradient of a scan is a scan the other way (adjoint.ts). It runs before hoist and pack, so that the
// backward pass gets every optimisation that the forward pass gets.
import { demandedValues, runOrder, sizeOf, topological, type Graph, type Node, type Program, type Rows, type Shape } from "../ir.js";
import { ops } from "../ops/index.js";
import { sameShape, type Application } from "../ops/entry.js";
import { rewriter, rewriteProgram, rootsOf } from "../rewrite.js";
import { internal } from "../errors.js";
import { adjointOfScan } from "./adjoint.js";
import { tangentOf } from "./tangent.js";

export function differentiate(program: Program, g: Graph): Program {
  const gradients = topological(rootsOf(program)).filter((node) => node.op === "gradient");
  const results = new Map<Node, Node>();
  for (const loss of new Set(gradients.map((node) => node.inputs[0]!))) {
    const wanted = gradients.filter((node) => node.inputs[0] === loss);
    const found = gradientsOf(g, loss, wanted.map((node) => node.inputs[1]!));
    wanted.forEach((node, i) => results.set(node, found[i]!));
  }
  for (const node of topological(rootsOf(program))) if (node.op === "tangent") results.set(node, tangentOf(g, node));
  const withGradients = rewriter(g, (node, was) => results.get(was) ?? node);
  return withoutStops(g, { ...program, sections: program.sections.map((section) => ({ ...section, outputs: Object.fromEntries(Object.entries(section.outputs).map(([name, node]) => [name, withGradients(node)])) })) });
}

/** `stop` has done its work once gradients are taken. */
function withoutStops(g: Graph, program: Program): Program {
  return rewriteProgram(g, program, (node) => (node.op === "stop" ? node.inputs[0]! : node));
}

/** Sums of what flows back to each node. */
export class Cotangents {
  #terms = new Map<Node, Node[]>();
  constructor(readonly g: Graph) {}

  add(node: Node, term: Node | null): void {
    if (term === null || isZero(term)) return;
    const fitted = reduceTo(this.g, term, node.shape, node.rows);
    const terms = this.#terms.get(node);
    if (terms) terms.push(fitted);
    else this.#terms.set(node, [fitted]);
  }
  of(node: Node): Node | null {
    const terms = this.#terms.get(node);
    if (!terms) return null;
    const sum = this.g.add(...terms);
    const name = this.g.names.get(node);
    return name === undefined ? sum : this.g.name(sum, nameGradient(name));
  }
}

/** `h.1.c` → `h.1.dc` */
function nameGradient(name: string): string {
  const at = name.lastIndexOf(".") + 1;
  return `${name.slice(0, at)}d${name.slice(at)}`;
}

function isZero(node: Node): boolean {
  return node.op === "const" && node.attributes["value"] === 0;
}

export function zeros(g: Graph, shape: Shape): Node {
  return shape.length === 0 ? g.const(0) : g.node("broadcast", [g.const(0)], { shape: [...shape] });
}

/** A gradient of more rows or places than what it belongs to is summed over them; of fewer, is spread. */
export function reduceTo(g: Graph, term: Node, shape: Shape, rows: Rows): Node {
  let out = term;
  if (out.rows !== rows) {
    if (rows === "none") out = g.node("sum_rows", [out]);
    else if (rows === "B" && out.rows.startsWith("N:")) out = g.node("sum_steps", [out]);
    else out = g.node("expand", [out], { rows });
  }
  if (!sameShape(out.shape, shape)) {
    if (shape.length === 0) out = g.sum(out.shape.length === 1 ? out : g.node("reshape", [out], { shape: [sizeOf(out.shape)] }));
    else if (out.shape.length === 0) out = g.node("broadcast", [out], { shape: [...shape] });
    else internal(`a gradient of shape [${out.shape.join(", ")}] for a value of [${shape.join(", ")}]`);
  }
  return out;
}

/** What flows back from a node to each of its inputs. */
export function pullBack(g: Graph, at: Application, dy: Node): readonly (Node | null)[] {
  const entry = ops[at.node.op];
  if (entry.kind === "control") return at.inputs.map(() => null);
  if (entry.kind !== "pointwise") return entry.transpose(g, at, dy);
  return entry.partials(g, at).map((partial) => (partial === null ? null : g.mul(dy, partial)));
}

/** ∂loss/∂each parameter or input; zeros where the loss doesn't depend on it. */
function gradientsOf(g: Graph, loss: Node, parameters: readonly Node[]): Node[] {
  const demanded = demandedValues([loss]);
  const order = runOrder([loss], demanded);
  const useful = dependsOn(order, new Set(parameters), demanded);
  const cotangents = new Cotangents(g);
  cotangents.add(loss, g.const(1));
  const finals = new Map<Node, Map<number, Node>>();
  const everies = new Map<Node, Map<Node, Node>>();
  for (const node of order.reverse()) {
    if (!useful.has(node)) continue;
    if (node.op === "scan") {
      const into = adjointOfScan(g, node, finals.get(node) ?? new Map<number, Node>(), everies.get(node) ?? new Map<Node, Node>(), useful);
      for (const [target, term] of into) cotangents.add(target, term);
      continue;
    }
    const dy = cotangents.of(node);
    if (!dy) continue;
    if (node.op === "final") entry(finals, node.inputs[0]!).set(node.attributes["index"] as number, dy);
    else if (node.op === "every") entry(everies, node.inputs[0]!).set(node.node!, dy);
    else pullBack(g, { node, inputs: node.inputs, self: node }, dy).forEach((term, i) => {
      if (useful.has(node.inputs[i]!)) cotangents.add(node.inputs[i]!, term);
    });
  }
  return parameters.map((parameter) => cotangents.of(parameter) ?? reduceTo(g, zeros(g, parameter.shape), parameter.shape, parameter.rows));
}

function entry<K, V>(of: Map<Node, Map<K, V>>, key: Node): Map<K, V> {
  const known = of.get(key) ?? new Map<K, V>();
  of.set(key, known);
  return known;
}

/** The nodes through which the parameters reach the loss; a scan counts if anything of it does. */
function dependsOn(order: readonly Node[], parameters: ReadonlySet<Node>, demanded: ReadonlyMap<Node, readonly Node[]>): Set<Node> {
  const useful = new Set<Node>();
  for (const node of order) {
    const reads = node.body || node.node ? dependenciesOf(node, demanded.get(node) ?? []) : node.inputs;
    if (parameters.has(node) || reads.some((input) => useful.has(input))) useful.add(node);
  }
  return useful;
}

function dependenciesOf(node: Node, every: readonly Node[]): Node[] {
  const found = new Set<Node>();
  for (const root of node.body ? [...node.body.next, ...every, ...node.inputs] : [node.node!, ...node.inputs]) for (const n of topological([root], (x) => x.inputs)) found.add(n);
  return [...found];
}
