// The compiler's one node type and the builder that makes nodes unique. A graph is immutable: passes
// make new nodes. A node means one tensor of `shape` for each row of its row space; see ops/ for what
// each op means and interpret.ts for its definition in float64.
import type { Rows } from "./plan.js";
import { ops } from "./ops/index.js";
import { joinRows, type OpName } from "./ops/entry.js";
import { internal } from "./errors.js";

export type { Rows } from "./plan.js";
export type { OpName } from "./ops/entry.js";

export type Attribute = string | number | boolean | readonly number[];
export type Attributes = Readonly<Record<string, Attribute>>;
export type Shape = readonly number[];

export interface Node {
  /** In order of making: inputs have smaller ids. */
  readonly id: number;
  readonly op: OpName;
  readonly inputs: readonly Node[];
  readonly attributes: Attributes;
  readonly shape: Shape;
  readonly rows: Rows;
  /** Of a `scan`: what happens at a step. */
  readonly body: Body | null;
  /** Of an `every`: the node of the scan's body whose value at every step is meant. */
  readonly node: Node | null;
  /** The scans whose leaves (carries, elements) the value depends on: those it stands in. Their `scan` attributes, sorted. */
  readonly within: readonly number[];
}

/**
 * The body of a scan. `carries` and `elements` are leaves; a body value has rows "B", meaning the rows of the
 * current step. What a body reads that depends on no leaf of it is free: rows "none", or "B" (then its
 * first rows are read). The scan's inputs are the initial value of each carry, then the source (rows N) of each element.
 */
export interface Body {
  readonly carries: readonly Node[];
  readonly elements: readonly Node[];
  /** The next value of each carry. */
  readonly next: readonly Node[];
}

/** Outputs by name (runtime/device.ts has the names), in sections: a section becomes one function of the module and reads what earlier ones made. */
export interface Program {
  readonly name: string;
  readonly sections: readonly { readonly name: string; readonly outputs: Readonly<Record<string, Node>> }[];
}

/** Makes nodes and keeps them unique. One graph belongs to one compile. */
export class Graph {
  #nodes = new Map<string, Node>();
  #nextId = 0;
  #nextScan = 0;
  /** Readable names given by lowering, for buffers and comments; not part of identity. */
  readonly names = new Map<Node, string>();

  node(op: OpName, inputs: readonly Node[] = [], attributes: Attributes = {}, body: Body | null = null, node: Node | null = null): Node {
    if (ops[op].kind === "pointwise" || ops[op].kind === "linear") inputs = this.#joined(inputs);
    let key: string = op;
    for (const input of inputs) key += `,${input.id}`;
    const names = Object.keys(attributes);
    if (names.length > 0) key += `|${JSON.stringify(names.sort().map((name) => [name, attributes[name]]))}`;
    if (body) key += `|${[body.carries, body.elements, body.next].map((list) => list.map((n) => n.id).join(",")).join(";")}`;
    if (node) key += `@${node.id}`;
    const known = this.#nodes.get(key);
    if (known) return known;
    const entry = ops[op];
    const { shape, rows } = entry.type(inputs, attributes, { body, node });
    const within = op === "carry" || op === "element" ? [attributes["scan"] as number] : scansOf(inputs);
    const made: Node = { id: this.#nextId++, op, inputs, attributes, shape, rows, body, node, within };
    this.#nodes.set(key, made);
    return made;
  }

  /** Where rows of steps meet rows of sequences, each sequence's row goes to all its steps. */
  #joined(inputs: readonly Node[]): readonly Node[] {
    const rows = joinRows(inputs.map((n) => n.rows));
    return rows.startsWith("N:") ? inputs.map((n) => (n.rows === "B" ? this.node("expand", [n], { rows }) : n)) : inputs;
  }

  /** Gives a node a name for readers, unless it has one. */
  name(node: Node, name: string): Node {
    if (!this.names.has(node)) this.names.set(node, name);
    return node;
  }

  /** Begins a scan: leaves are made one by one, then `close` takes the next value of each carry. */
  openScan(axis: string, reverse: boolean): ScanBuilder {
    const scan = this.#nextScan++;
    const carries: Node[] = [];
    const elements: Node[] = [];
    const initials: Node[] = [];
    const sources: Node[] = [];
    const leaf = (op: "carry" | "element", leaves: Node[], of: Node, from: Node[]): Node => {
      const made = this.node(op, [], { scan, index: leaves.length, shape: [...of.shape] });
      leaves.push(made);
      from.push(of);
      return made;
    };
    return {
      carry: (initial) => leaf("carry", carries, initial, initials),
      element: (source) => leaf("element", elements, source, sources),
      close: (next) => {
        if (next.length !== carries.length) internal(`a scan of ${carries.length} carries got ${next.length} next values`);
        return this.node("scan", [...initials, ...sources], { axis, reverse }, { carries, elements, next });
      },
    };
  }
  final(scan: Node, index: number): Node {
    return this.node("final", [scan], { index });
  }
  every(scan: Node, node: Node): Node {
    return this.node("every", [scan], {}, null, node);
  }

  const(value: number): Node {
    return this.node("const", [], { value });
  }
  add(...terms: Node[]): Node {
    return terms.length === 1 ? terms[0]! : this.node("add", terms);
  }
  sub(a: Node, b: Node): Node {
    return this.add(a, this.neg(b));
  }
  mul(...factors: Node[]): Node {
    return factors.length === 1 ? factors[0]! : this.node("mul", factors);
  }
  div(a: Node, b: Node): Node {
    return this.mul(a, this.node("recip", [b]));
  }
  neg(a: Node): Node {
    return this.node("neg", [a]);
  }
  unary(op: "recip" | "exp" | "log" | "sqrt" | "tanh" | "sigmoid", a: Node): Node {
    return this.node(op, [a]);
  }
  max(a: Node, b: Node): Node {
    return this.node("max", [a, b]);
  }
  less(a: Node, b: Node): Node {
    return this.node("less", [a, b]);
  }
  where(condition: Node, a: Node, b: Node): Node {
    return this.node("where", [condition, a, b]);
  }
  matmul(matrix: Node, vector: Node): Node {
    return this.node("matmul", [matrix, vector]);
  }
  transpose(matrix: Node): Node {
    return this.node("transpose", [matrix]);
  }
  sum(vector: Node): Node {
    return this.node("reduce", [vector], { kind: "sum" });
  }
  concat(parts: readonly Node[], axis = 0): Node {
    return parts.length === 1 ? parts[0]! : this.node("concat", parts, { axis });
  }
  slice(value: Node, start: number, size: number, axis = 0): Node {
    return start === 0 && value.shape[axis] === size ? value : this.node("slice", [value], { start, size, axis });
  }
}

export interface ScanBuilder {
  /** A state, from its value before the first step. */
  carry(initial: Node): Node;
  /** This step's row of a source (rows N). */
  element(source: Node): Node;
  close(next: readonly Node[]): Node;
}

const NOWHERE: readonly number[] = [];

/** The scans that any of the nodes stands in. */
function scansOf(nodes: readonly Node[]): readonly number[] {
  let found = NOWHERE;
  for (const { within } of nodes) {
    if (within.length === 0 || within === found || within.every((scan) => found.includes(scan))) continue;
    found = found.every((scan) => within.includes(scan)) ? within : [...new Set([...found, ...within])].sort((a, b) => a - b);
  }
  return found;
}

/** What a node reads: its inputs; for a scan also the free values of its body, for an `every` those of its value. */
export function dependencies(node: Node): readonly Node[] {
  if (node.body) return [...node.inputs, ...freeValues(node.body, [])];
  if (node.node) return [...node.inputs, ...freeOf(node.inputs[0]!.body!, [node.node])];
  return node.inputs;
}

/** All nodes the roots need (bodies of scans apart), inputs first. */
export function topological(roots: Iterable<Node>, next: (node: Node) => readonly Node[] = dependencies): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const stack: { node: Node; next: readonly Node[]; at: number }[] = [];
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    stack.push({ node, next: next(node), at: 0 });
  };
  for (const root of roots) {
    visit(root);
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      if (top.at < top.next.length) visit(top.next[top.at++]!);
      else order.push(stack.pop()!.node);
    }
  }
  return order;
}

/** For each scan, the body values that something outside reads at every step. */
export function demandedValues(roots: Iterable<Node>): Map<Node, Node[]> {
  const demanded = new Map<Node, Node[]>();
  for (const node of topological(roots)) {
    if (node.op !== "every") continue;
    const list = demanded.get(node.inputs[0]!) ?? [];
    list.push(node.node!);
    demanded.set(node.inputs[0]!, list);
  }
  return demanded;
}

/** All nodes the roots need in an order in which they can be run: a scan after all that its step reads. */
export function runOrder(roots: readonly Node[], demanded = demandedValues(roots)): Node[] {
  return topological(roots, (node) => (node.body ? [...node.inputs, ...freeValues(node.body, demanded.get(node) ?? [])] : dependencies(node)));
}

/** The nodes of a body that depend on its carries or elements, reached from `roots` (`next` when empty), inputs first. */
export function bodyNodes(body: Body, roots: readonly Node[]): Node[] {
  const inside = insideOf(body);
  const start = roots.length > 0 ? roots : body.next;
  return topological(start.filter(inside), (node) => (node.within.length === 0 ? NOTHING : node.inputs)).filter(inside);
}

const NOTHING: readonly Node[] = [];

/** What the body reads from outside: values that depend on no leaf of it, at the border. */
export function freeValues(body: Body, every: readonly Node[]): Node[] {
  return freeOf(body, [...body.next, ...every]);
}

/** What the roots, values of the body, read from outside it. */
function freeOf(body: Body, roots: readonly Node[]): Node[] {
  const inside = insideOf(body);
  const free = new Set<Node>();
  for (const root of roots) if (!inside(root)) free.add(root);
  for (const node of bodyNodes(body, roots)) for (const input of node.inputs) if (!inside(input)) free.add(input);
  return [...free];
}

/** Tells whether a node depends on the body's leaves. */
export function insideOf(body: Body): (node: Node) => boolean {
  const scans = scansOf([...body.carries, ...body.elements]);
  const [scan] = scans;
  return scans.length === 1 ? (node) => node.within.includes(scan!) : (node) => node.within.some((one) => scans.includes(one));
}

/** Made of parameters and constants alone: it changes with an update, not with the data. */
export function isOfWeights(node: Node, known = new Map<Node, boolean>()): boolean {
  for (const n of topological([node], (x) => (known.has(x) ? [] : x.inputs))) {
    if (!known.has(n)) known.set(n, n.rows === "none" && n.op !== "input" && n.op !== "random" && n.op !== "final" && n.op !== "every" && n.op !== "scan" && n.inputs.every((input) => known.get(input)));
  }
  return known.get(node)!;
}

export function sizeOf(shape: Shape): number {
  return shape.reduce((a, b) => a * b, 1);
}
