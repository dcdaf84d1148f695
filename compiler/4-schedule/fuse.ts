// Which pointwise work runs together. Work is laid out in slots: products and moves in even ones, maps in
// odd ones; all pointwise work of one slot, one row space and one width becomes one map. Pointwise work is
// put as late as what reads it allows, so that it meets more of its kind.
import { sizeOf, type Node } from "../ir.js";
import { ops } from "../ops/index.js";

/** A part of a program that runs in one go: a section, or the body of a loop. */
export interface Region {
  /** In an order in which each reads only what stands before it. */
  readonly nodes: readonly Node[];
  /** Must lie in memory when the region has run. */
  readonly wanted: ReadonlySet<Node>;
  /** Sums that their product's kernel does: the product isn't among the nodes. */
  readonly biased: ReadonlyMap<Node, BiasedProduct>;
  /** Of each scan: what its body reads from outside, besides its inputs. */
  readonly free?: ReadonlyMap<Node, readonly Node[]>;
}

/** product + bias, a bias being what every row shares. */
export interface BiasedProduct {
  readonly product: Node;
  readonly bias: Node;
}

export interface Cluster {
  readonly slot: number;
  readonly rows: string;
  readonly width: number;
  readonly nodes: Node[];
}

export interface Fusion {
  readonly clusters: readonly Cluster[];
  readonly clusterOf: ReadonlyMap<Node, Cluster>;
  /** Computed wherever it is read, from nothing that is worth keeping. */
  isInline(node: Node): boolean;
  /** When a heavy node or a copy can run. */
  heavySlot(node: Node): number;
  /** When a value can be copied: it has been made, and nothing that reads the copy has run. */
  copySlot(node: Node): number;
}

/** Has no kernel of its own: a view of what it reads. */
export function isView(node: Node): boolean {
  return ["slice", "reshape", "concat", "transpose", "final", "every"].includes(node.op);
}

/** Runs in a map of this region. */
export function inMap(region: Region, node: Node): boolean {
  return isFusable(node) && !region.biased.has(node);
}

/** What a node of the region reads. */
export function readsOf(region: Region, node: Node): readonly Node[] {
  const biased = region.biased.get(node);
  if (biased) return [...biased.product.inputs, biased.bias];
  const free = region.free?.get(node);
  return free ? [...node.inputs, ...free] : node.inputs;
}

/** Can stand in a map. */
export function isFusable(node: Node): boolean {
  if (node.op === "expand") return node.inputs[0]!.rows === "none";
  return ops[node.op].kind === "pointwise" || node.op === "reduce" || node.op === "broadcast" || node.op === "const" || node.op === "index" || node.op === "random";
}

/** Made of drawn numbers, constants and numbers of a row alone: cheaper to compute again than to keep. */
export function isCheap(node: Node): boolean {
  if (node.op === "const" || node.op === "index" || node.op === "random") return true;
  if (node.op === "input") return node.shape.length === 0;
  return isFusable(node) && node.op !== "reduce" && node.inputs.every(isCheap);
}

/** Nodes whose value is read from memory by something: a heavy node, a view, the outside. */
export function memoryReads(region: Region): Set<Node> {
  const read = new Set(region.wanted);
  for (const node of region.nodes) if (!inMap(region, node)) for (const input of readsOf(region, node)) read.add(input);
  return read;
}

export function fuse(region: Region): Fusion {
  const own = new Set(region.nodes);
  const inMemory = memoryReads(region);
  const inline = new Set<Node>();
  const known = new Map<Node, boolean>();
  const isInline = (node: Node): boolean => {
    const before = known.get(node);
    if (before !== undefined) return before;
    known.set(node, false);
    const found = !region.biased.has(node) && decideInline(node, own, inMemory, isInline);
    known.set(node, found);
    return found;
  };
  for (const node of region.nodes) if (isInline(node)) inline.add(node);

  const users = new Map<Node, Node[]>(region.nodes.map((node) => [node, []]));
  // Through inline nodes to what stands in clusters or memory.
  const reads = (node: Node): Node[] => readsOf(region, node).flatMap((input) => (isInline(input) ? reads(input) : [input]));
  for (const node of region.nodes) if (!inline.has(node)) for (const input of new Set(reads(node))) users.get(input)?.push(node);

  // As early as can be.
  const slot = new Map<Node, number>();
  const width = new Map<Node, number>();
  const clustered = (node: Node): boolean => own.has(node) && inMap(region, node) && !inline.has(node);
  const afterMap = (input: Node): number => (own.has(input) ? (clustered(input) || isMapView(input) ? slot.get(input)! + 2 : slot.get(input)! + 1) : 1);
  const afterHeavy = (input: Node): number => (own.has(input) ? (clustered(input) || isMapView(input) ? slot.get(input)! + 1 : slot.get(input)! + 2) : 0);
  // A view is ready when what it shows is: it takes the slot (and parity) of the latest of its parts.
  const viewSlots = new Set<Node>();
  const isMapView = (node: Node): boolean => viewSlots.has(node);
  const sameCluster = (a: Node, b: Node): boolean => a.rows === b.rows && width.get(a) === width.get(b);
  for (const node of region.nodes) {
    if (inline.has(node)) continue;
    if (isView(node)) {
      const latest = node.inputs.filter((n) => own.has(n)).sort((a, b) => slot.get(b)! - slot.get(a)!)[0];
      slot.set(node, latest ? slot.get(latest)! : -2);
      if (latest && (clustered(latest) || isMapView(latest))) viewSlots.add(node);
      continue;
    }
    if (!inMap(region, node)) {
      slot.set(node, toEven(Math.max(0, ...readsOf(region, node).map((input) => (isInline(input) ? 0 : afterHeavy(input))))));
      continue;
    }
    const early = (w: number): number => {
      width.set(node, w);
      return toOdd(Math.max(1, ...reads(node).map((input) => (clustered(input) && sameCluster(input, node) ? slot.get(input)! : afterMap(input)))));
    };
    const widths = candidateWidths(node, reads(node).filter(clustered), width, users);
    const best = widths.map((w) => ({ w, at: early(w) })).sort((a, b) => a.at - b.at)[0]!;
    slot.set(node, early(best.w));
  }
  // As late as can be.
  for (const node of [...region.nodes].reverse()) {
    if (!clustered(node) || users.get(node)!.length === 0) continue;
    if (region.wanted.has(node)) continue;
    const latest = Math.min(...users.get(node)!.map((user) => {
      if (clustered(user)) return sameCluster(node, user) ? slot.get(user)! : slot.get(user)! - 2;
      return isView(user) ? slot.get(node)! : slot.get(user)! - 1;
    }));
    slot.set(node, Math.max(slot.get(node)!, toOdd(latest, -1)));
  }

  const clusters = new Map<string, Cluster>();
  const clusterOf = new Map<Node, Cluster>();
  for (const node of region.nodes) {
    if (!clustered(node)) continue;
    const [s, w] = [slot.get(node)!, width.get(node)!];
    const key = `${s} ${node.rows} ${w}`;
    const cluster = clusters.get(key) ?? { slot: s, rows: node.rows, width: w, nodes: [] };
    clusters.set(key, cluster);
    cluster.nodes.push(node);
    clusterOf.set(node, cluster);
  }
  const copySlot = (node: Node): number => (own.has(node) ? Math.max(0, slot.get(node)! + 0.5) : 0);
  return { clusters: [...clusters.values()], clusterOf, isInline, copySlot, heavySlot: (node) => (own.has(node) ? (inMap(region, node) ? slot.get(node)! + 1 : isView(node) ? (isMapView(node) ? slot.get(node)! + 1 : slot.get(node)! + 2) : slot.get(node)!) : 0) };
}

const toOdd = (slot: number, step = 1): number => (slot % 2 === 0 ? slot + step : slot);
const toEven = (slot: number): number => (slot % 2 === 0 ? slot : slot + 1);

function decideInline(node: Node, own: ReadonlySet<Node>, inMemory: ReadonlySet<Node>, isInline: (node: Node) => boolean): boolean {
  if (node.op === "const" || node.op === "index") return !inMemory.has(node);
  if (node.op === "broadcast" && !own.has(node)) return !inMemory.has(node) && isInline(node.inputs[0]!);
  if (!own.has(node) || !isFusable(node) || inMemory.has(node)) return false;
  if (node.op === "broadcast" || node.op === "expand") return true;
  if (node.op === "reduce") return false;
  return isCheap(node) || node.inputs.every((input) => isInline(input) || (!own.has(input) && input.shape.length === 0));
}

/** A vector has its width. A number of a row joins the map that makes or reads it. */
function candidateWidths(node: Node, before: readonly Node[], width: ReadonlyMap<Node, number>, users: ReadonlyMap<Node, readonly Node[]>): number[] {
  if (node.op === "reduce") return [sizeOf(node.inputs[0]!.shape)];
  if (node.shape.length > 0) return [sizeOf(node.shape)];
  const found = before.filter((n) => n.rows === node.rows).map((n) => width.get(n)!);
  if (found.length > 0) return [...new Set(found)];
  const queue = [...(users.get(node) ?? [])];
  for (const seen = new Set<Node>(); queue.length > 0; ) {
    const user = queue.shift()!;
    if (seen.has(user) || user.rows !== node.rows || !isFusable(user)) continue;
    seen.add(user);
    if (user.shape.length > 0) return [sizeOf(user.shape)];
    if (user.op === "reduce") return [sizeOf(user.inputs[0]!.shape)];
    queue.push(...(users.get(user) ?? []));
  }
  return [1];
}
