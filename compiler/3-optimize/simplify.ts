// Algebra on single nodes, and the removal of what nothing reads. Rules are local and never make more
// work; what a rule needs to know about the whole program (uses) is counted first.
import { bodyNodes, insideOf, type Graph, type Node, type Program } from "../ir.js";
import { ops } from "../ops/index.js";
import { joinRows, sameShape } from "../ops/entry.js";
import { productOfWeights } from "./factor.js";
import { countUses, mapOutputs, rewriter, rewriteProgram, rootsOf } from "../rewrite.js";

export function simplify(program: Program, g: Graph): Program {
  let before: Program;
  let after = program;
  do {
    before = after;
    const uses = countUses(before);
    after = trimScans(g, rewriteProgram(g, before, (node, was) => simplifyNode(g, node, was, uses)));
  } while (rootsOf(after).some((root, i) => root !== rootsOf(before)[i]));
  return after;
}

const isConst = (node: Node, value?: number): boolean => node.op === "const" && (value === undefined || node.attributes["value"] === value);
const valueOf = (node: Node): number => node.attributes["value"] as number;

/** A number at every place and row: its value; null for anything else. */
function uniformValue(node: Node): number | null {
  if (node.op === "const") return valueOf(node);
  return node.op === "broadcast" || node.op === "expand" ? uniformValue(node.inputs[0]!) : null;
}

/** A number at every place of the shape and rows that `like` has. */
function filled(g: Graph, value: number, like: Node): Node {
  const c = g.const(value);
  const shaped = like.shape.length === 0 ? c : g.node("broadcast", [c], { shape: [...like.shape] });
  return like.rows === "none" ? shaped : g.node("expand", [shaped], { rows: like.rows });
}

/** The replacement, unless it would change the type (rows or shape) of the node: then the node as it is. */
function fitting(node: Node, replacement: Node): Node {
  return sameShape(node.shape, replacement.shape) && node.rows === replacement.rows ? replacement : node;
}

function simplifyNode(g: Graph, node: Node, was: Node, uses: ReadonlyMap<Node, number>): Node {
  const inBody = node.rows === "B";
  if (ops[node.op].kind === "pointwise" && node.op !== "stop") {
    const simpler = simplifyPointwise(g, node, was, uses);
    // A constant of a body's rows can't be spread there: it stays as it is.
    return simpler.op === "expand" && inBody ? node : simpler;
  }
  const [x] = node.inputs;
  switch (node.op) {
    case "transpose":
      return x!.op === "transpose" ? x!.inputs[0]! : node;
    case "reshape":
      if (sameShape(x!.shape, node.shape)) return x!;
      return x!.op === "reshape" ? g.node("reshape", [x!.inputs[0]!], node.attributes) : node;
    case "slice":
      return simplifySlice(g, node);
    case "concat":
      return simplifyConcat(g, node);
    case "matmul": {
      const zero = node.inputs.find((input) => uniformValue(input) === 0);
      if (zero && !inBody) return filled(g, 0, node);
      return x!.rows === "none" ? node : fitting(node, productOfWeights(g, x!, node.inputs[1]!) ?? node);
    }
    case "outer":
      return node.inputs.some((input) => uniformValue(input) === 0) && !inBody ? filled(g, 0, node) : node;
    case "expand":
      if (x!.rows === node.rows) return x!;
      return x!.op === "expand" ? g.node("expand", [x!.inputs[0]!], node.attributes) : node;
    case "shift":
      return uniformValue(x!) !== null && uniformValue(x!) === uniformValue(node.inputs[1]!) ? x! : node;
    case "end":
      if (uniformValue(x!) === 0 && uniformValue(node.inputs[1]!) === 0) return filled(g, 0, node);
      return node;
    case "permute":
      if (uniformValue(x!) !== null) return x!;
      return x!.op === "permute" && x!.inputs[1] === node.inputs[2] ? x!.inputs[0]! : node;
    case "every":
      return simplifyEvery(g, node);
    case "sum_rows":
    case "sum_steps":
      return uniformValue(x!) === 0 ? filled(g, 0, node) : node;
    case "row_product":
      return node.inputs.some((input) => uniformValue(input) === 0) ? filled(g, 0, node) : node;
    default:
      return node;
  }
}

function simplifyPointwise(g: Graph, node: Node, was: Node, uses: ReadonlyMap<Node, number>): Node {
  const entry = ops[node.op];
  if (entry.kind !== "pointwise") return node;
  if (node.inputs.every((input) => isConst(input))) return fitting(node, g.const(entry.apply(...node.inputs.map(valueOf))));
  const slim = withoutSpreads(g, node);
  if (slim !== node) return slim;
  switch (node.op) {
    case "neg": {
      const [x] = node.inputs;
      if (x!.op === "neg") return x!.inputs[0]!;
      return node;
    }
    case "add":
    case "mul":
      return simplifyMany(g, node, was, uses);
    case "where": {
      const [, a, b] = node.inputs;
      return a === b ? fitting(node, a!) : node;
    }
    default:
      return node;
  }
}

/** Sums and products: constants together, neutral ones away, inner ones of the same kind that nothing else reads unfolded. */
function simplifyMany(g: Graph, node: Node, was: Node, uses: ReadonlyMap<Node, number>): Node {
  const sum = node.op === "add";
  const neutral = sum ? 0 : 1;
  const flat = node.inputs.flatMap((input, i) => (input.op === node.op && (uses.get(was.inputs[i]!) ?? 2) === 1 ? input.inputs : [input]));
  let constant: number = neutral;
  let negative = false;
  const rest: Node[] = [];
  for (const input of flat) {
    const value = uniformValue(input);
    if (value !== null) constant = sum ? constant + value : constant * value;
    else if (!sum && input.op === "neg") {
      negative = !negative;
      rest.push(input.inputs[0]!);
    } else rest.push(input);
  }
  if (!sum && constant === 0) return filled(g, 0, node);
  if (!sum && constant < 0) {
    negative = !negative;
    constant = -constant;
  }
  if (rest.length === 0) return filled(g, negative ? -constant : constant, node);
  const joined = sum ? joinPads(g, rest) : rest;
  const parts = constant === neutral ? joined : [g.const(constant), ...joined];
  const same = !negative && parts.length === node.inputs.length && parts.every((part, i) => part === node.inputs[i]);
  if (same) return node;
  const made = sum ? g.add(...parts) : g.mul(...parts);
  return fitting(node, negative ? g.neg(made) : made);
}

/** Blocks at different places of one vector, added: side by side instead. */
function joinPads(g: Graph, terms: readonly Node[]): readonly Node[] {
  const pads = terms.filter((term) => term.op === "pad");
  const [first] = pads;
  if (!first) return terms;
  const mates = pads.filter((pad) => pad.attributes["axis"] === first.attributes["axis"] && pad.attributes["size"] === first.attributes["size"] && pad.rows === first.rows);
  const sorted = [...mates].sort((a, b) => (a.attributes["start"] as number) - (b.attributes["start"] as number));
  const axis = first.attributes["axis"] as number;
  let at = 0;
  for (const pad of sorted) {
    if (pad.attributes["start"] !== at) return terms;
    at += pad.inputs[0]!.shape[axis]!;
  }
  if (at !== first.attributes["size"]) return terms;
  return [...terms.filter((term) => !mates.includes(term)), g.concat(sorted.map((pad) => pad.inputs[0]!), axis)];
}

/** Pointwise ops spread one number, or one row, by themselves. */
function withoutSpreads(g: Graph, node: Node): Node {
  let made = node;
  node.inputs.forEach((input, i) => {
    const spreads = input.op === "broadcast" || (input.op === "expand" && input.inputs[0]!.rows === "none");
    if (!spreads) return;
    const inputs = made.inputs.map((n, j) => (j === i ? input.inputs[0]! : n));
    const shape = inputs.find((n) => n.shape.length > 0)?.shape ?? [];
    if (sameShape(shape, node.shape) && joinRows(inputs.map((n) => n.rows)) === node.rows) made = g.node(made.op, inputs, made.attributes);
  });
  return made;
}

function simplifySlice(g: Graph, node: Node): Node {
  const [x] = node.inputs;
  const { axis, start, size } = node.attributes as { axis: number; start: number; size: number };
  if (size === x!.shape[axis]) return x!;
  if (x!.op === "slice" && x!.attributes["axis"] === axis) return g.slice(x!.inputs[0]!, (x!.attributes["start"] as number) + start, size, axis);
  if (x!.op === "concat" && x!.attributes["axis"] === axis) {
    let at = 0;
    for (const part of x!.inputs) {
      const length = part.shape[axis]!;
      if (start >= at && start + size <= at + length) return fitting(node, g.slice(part, start - at, size, axis));
      at += length;
    }
  }
  return node;
}

function simplifyConcat(g: Graph, node: Node): Node {
  const axis = node.attributes["axis"] as number;
  const parts = node.inputs.flatMap((part) => (part.op === "concat" && part.attributes["axis"] === axis && part.rows === node.rows ? part.inputs : [part]));
  if (parts.length === 1) return parts[0]!;
  const [first] = parts;
  if (first!.op === "slice" && first!.attributes["axis"] === axis) {
    let at = 0;
    const whole = first!.inputs[0]!;
    const consecutive = parts.every((part) => {
      const fits = part.op === "slice" && part.inputs[0] === whole && part.attributes["axis"] === axis && part.attributes["start"] === at;
      at += part.shape[axis]!;
      return fits;
    });
    if (consecutive && at === whole.shape[axis]) return whole;
  }
  // The same values at every step of one loop: joined inside it.
  if (first!.op === "every" && parts.every((part) => part.op === "every" && part.inputs[0] === first!.inputs[0])) {
    return g.every(first!.inputs[0]!, g.concat(parts.map((part) => part.node!), axis));
  }
  return parts.length === node.inputs.length ? node : g.concat(parts, axis);
}

function simplifyEvery(g: Graph, node: Node): Node {
  const scan = node.inputs[0]!;
  const body = scan.body!;
  const value = node.node!;
  const element = body.elements.indexOf(value);
  if (element >= 0) return scan.inputs[body.carries.length + element]!;
  if (!insideOf(body)(value)) return value.rows === node.rows ? value : g.node("expand", [value], { rows: node.rows });
  return node;
}

/** Takes states that nothing reads, elements that no value needs, and whatever of both comes twice, out of scans. */
function trimScans(g: Graph, program: Program): Program {
  const finals = new Map<Node, Set<number>>();
  const everies = new Map<Node, Set<Node>>();
  const scans: Node[] = [];
  for (const node of countUses(program).keys()) {
    if (node.op === "scan") scans.push(node);
    else if (node.op === "final") (finals.get(node.inputs[0]!) ?? finals.set(node.inputs[0]!, new Set()).get(node.inputs[0]!)!).add(node.attributes["index"] as number);
    else if (node.op === "every") (everies.get(node.inputs[0]!) ?? everies.set(node.inputs[0]!, new Set()).get(node.inputs[0]!)!).add(node.node!);
  }
  const trimmed = new Map<Node, { carries: number[]; elements: number[]; twins: Map<Node, Node>; place: (carry: number) => number }>();
  for (const scan of scans) {
    const body = scan.body!;
    const carries = new Set(finals.get(scan) ?? []);
    let reached: Set<Node>;
    for (let size = -1; size !== carries.size; ) {
      size = carries.size;
      reached = new Set(bodyNodes(body, [...[...carries].map((k) => body.next[k]!), ...(everies.get(scan) ?? [])].filter(insideOf(body))));
      body.carries.forEach((carry, k) => {
        if (reached.has(carry)) carries.add(k);
      });
    }
    const firstOf = new Map<Node, Node>();
    const twins = new Map<Node, Node>();
    // States that start alike and go on alike are one.
    const same = (k: number): number => body.carries.findIndex((_, i) => carries.has(i) && scan.inputs[i] === scan.inputs[k] && body.next[i] === body.next[k]);
    const kept = [...carries].filter((k) => same(k) === k).sort((a, b) => a - b);
    for (const k of carries) if (same(k) !== k) twins.set(body.carries[k]!, body.carries[same(k)]!);
    const elements: number[] = [];
    body.elements.forEach((element, i) => {
      if (!reached.has(element)) return;
      const source = scan.inputs[body.carries.length + i]!;
      const first = firstOf.get(source);
      if (first) twins.set(element, first);
      else {
        firstOf.set(source, element);
        elements.push(i);
      }
    });
    if (kept.length < body.carries.length || elements.length < body.elements.length) trimmed.set(scan, { carries: kept, elements, twins, place: (k) => kept.indexOf(same(k)) });
  }
  if (trimmed.size === 0) return program;
  const twins = new Map([...trimmed.values()].flatMap((t) => [...t.twins]));
  const known = new Map<Node, Node>();
  const rewrite = rewriter(g, (node, was) => {
    const change = trimmed.get(was);
    if (change) {
      const body = node.body!;
      const inputs = [...change.carries.map((k) => node.inputs[k]!), ...change.elements.map((i) => node.inputs[body.carries.length + i]!)];
      const pick = (list: readonly Node[], which: readonly number[]): Node[] => which.map((i) => list[i]!);
      const made = g.node("scan", inputs, node.attributes, { carries: pick(body.carries, change.carries), elements: pick(body.elements, change.elements), next: pick(body.next, change.carries) });
      // Its final states have other places now.
      for (const k of finals.get(was) ?? []) {
        const [before, after] = [g.final(was, k), g.final(made, change.place(k))];
        const name = g.names.get(before);
        known.set(before, name === undefined ? after : g.name(after, name));
      }
      return made;
    }
    return twins.get(was) ?? node;
  }, known);
  return mapOutputs(program, rewrite);
}

