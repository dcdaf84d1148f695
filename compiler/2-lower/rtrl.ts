// Real-time recurrent learning (Williams & Zipser 1989): one step of one sequence, and how its states change with every
// number of the parameters. What the step reads and computes has rows "none"; a row B is one direction, one number of one
// parameter. `influence.PATH.NAME` [B, H] are ∂state/∂that number, carried from step to step; from the step's own loss they
// give its gradient. The derivatives themselves are taken by `differentiate`.
import type { ParameterDescription, RtrlDescription } from "@rnnc/runtime";
import { sizeOf, topological, type Graph, type Node, type Program } from "../ir.js";
import { rewriter } from "../rewrite.js";

/** What lowering one step of a model in training gave; rows B. */
export interface LoweredStep {
  readonly losses: Readonly<Record<string, Node>>;
  /** The states after the step, by PATH.NAME. */
  readonly finals: ReadonlyMap<string, Node>;
}

/** `parameters` are those that are trained. */
export function lowerRtrl(g: Graph, step: LoweredStep, parameters: readonly ParameterDescription[]): { readonly program: Program; readonly rtrl: RtrlDescription } {
  const one = oneRow(g);
  const losses = Object.fromEntries(Object.entries(step.losses).map(([name, node]) => [name, one(node)]));
  const next = new Map([...step.finals].map(([name, node]) => [name, one(node)]));
  const loss = losses["loss"]!;
  const trained = new Map(parameters.map((p) => [p.name, p]));
  const { states, directions } = whatParametersReach(next, trained);

  const influences = states.flatMap((name) => {
    const before = leaf([loss, ...next.values()], name);
    return before ? [{ name, before, influence: g.node("input", [], { name: `influence.${name}`, rows: "B", shape: [...before.shape], integer: false }) }] : [];
  });
  const seeds = directions.flatMap((p) => {
    const place = (what: string): Node => g.node("input", [], { name: `direction.${p.name}.${what}`, rows: "B", shape: [], integer: true });
    return [g.node("param", [], { name: p.name, shape: [...p.shape] }), place("row"), p.shape.length > 1 ? place("column") : g.const(0)];
  });
  const leaves = [...influences.flatMap(({ before, influence }) => [before, influence]), ...seeds];
  const tangents = states.map((name) => [`final.influence.${name}`, g.node("tangent", [next.get(name)!, ...leaves], { states: influences.length, parameters: directions.length })] as const);

  // ∂loss/∂θ = Σ over states ∂loss/∂state · ∂state/∂θ, from before the step, and what this step's own use of θ gives.
  const carried = influences.map(({ before, influence }) => {
    const product = g.mul(g.node("gradient", [loss, before]), influence);
    return product.shape.length === 0 ? product : g.sum(product);
  });
  const direct = parameters.map((p) => {
    const gradient = g.node("gradient", [loss, g.node("param", [], { name: p.name, shape: [...p.shape] })]);
    return g.node("reshape", [gradient], { shape: [sizeOf(p.shape)] });
  });
  const outputs: Record<string, Node> = {
    ...losses,
    ...Object.fromEntries([...next].map(([name, node]) => [`final.${name}`, node])),
    ...(carried.length > 0 ? { influenced: g.name(g.add(...carried), "influenced") } : {}),
    gradients: g.concat(direct),
    ...Object.fromEntries(tangents),
  };
  return { program: { name: "rtrl", sections: [{ name: "rtrl", outputs }] }, rtrl: { parameters: directions.map((p) => p.name), states } };
}

/** The same for the one row there is: rows B become rows "none". */
function oneRow(g: Graph): (node: Node) => Node {
  return rewriter(g, (node) => {
    if (node.op === "input" && node.rows === "B") return g.node("input", [], { ...node.attributes, rows: "none" });
    if (node.op === "expand" && node.attributes["rows"] === "B") return node.inputs[0]!;
    return node.op === "sum_rows" && node.inputs[0]!.rows === "none" ? node.inputs[0]! : node;
  });
}

/** The state before the step, where anything reads it: the last of several delays the loss alone. */
function leaf(roots: readonly Node[], state: string): Node | undefined {
  return topological(roots).find((node) => node.op === "input" && node.attributes["name"] === `state.${state}`);
}

/** The states that depend on parameters, now or by way of other states, and those parameters. */
function whatParametersReach(next: ReadonlyMap<string, Node>, parameters: ReadonlyMap<string, ParameterDescription>): { readonly states: string[]; readonly directions: ParameterDescription[] } {
  const reads = new Map([...next].map(([name, node]) => [name, topological([node], (n) => (n.op === "stop" ? [] : n.inputs)).map((n) => ({ op: n.op, name: n.attributes["name"] as string }))]));
  const directions = new Set([...reads.values()].flat().filter(({ op, name }) => op === "param" && parameters.has(name)).map(({ name }) => name));
  const states = new Set<string>();
  for (let size = -1; size !== states.size; ) {
    size = states.size;
    for (const [name, list] of reads) {
      if (list.some((read) => (read.op === "param" && directions.has(read.name)) || (read.op === "input" && read.name.startsWith("state.") && states.has(read.name.slice("state.".length))))) states.add(name);
    }
  }
  return { states: [...next.keys()].filter((name) => states.has(name)), directions: [...parameters.values()].filter((p) => directions.has(p.name)) };
}
