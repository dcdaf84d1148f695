// Schedules one region: gives each value a place, each piece of work a step. The order of work is that of
// slots (fuse.ts); a map writes its results straight to where they are wanted, columns of a concat among them.
import { internal } from "../errors.js";
import type { Node } from "../ir.js";
import type { Kernel, Step } from "../plan.js";
import { copyKernel, viewOf, widthOf, type Place, type Storage } from "./buffers.js";
import { fuse, inMap, isView, memoryReads, readsOf, type BiasedProduct, type Cluster, type Fusion, type Region } from "./fuse.js";
import { clearsTarget } from "./heavy.js";
import { makeMap } from "./map-kernel.js";

/** What a region needs from the program it stands in. */
export interface Surroundings {
  /** In a loop over this axis, else null. */
  readonly loop: string | null;
  /** Where a value made outside the region lies. */
  placeOutside(node: Node): Place;
  makeStorage(node: Node, name?: string): Storage;
  /** A call of a kernel; `rows` as the work's row space. */
  call(kernel: Kernel, hint: string, places: readonly Place[], rows: Node["rows"], comment: string): Step;
  /** The steps of a heavy node, its result at `to` (a loop has none: its states have places of their own). */
  heavy(node: Node, biased: BiasedProduct | undefined, placeOf: (node: Node) => Place, to: Place | null): readonly Step[];
  comment(node: Node): string;
  /** Tells that the step to be is at this outermost position, see Storage.first. */
  advance(): void;
}

export interface ScheduledRegion {
  readonly steps: readonly Step[];
  place(node: Node): Place;
}

/** A state of a loop: where it lies, what it is before a step, what it becomes. */
export interface State {
  readonly carry: Node;
  readonly next: Node;
  readonly place: Place;
}

/**
 * `destinations`: places where values must end up, besides those they get here; `states` of the loop whose
 * body the region is: they change in place where nothing reads the old value afterwards.
 */
export function scheduleRegion(region: Region, around: Surroundings, destinations: ReadonlyMap<Node, readonly Place[]>, states: readonly State[] = []): ScheduledRegion {
  const own = new Set(region.nodes);
  const fusion = fuse(region);
  const inMemory = memoryReads(region);
  const wanted = new Map(destinations);
  const late = changeStates(states, fusion, region, wanted);
  const places = assignPlaces(region, fusion, inMemory, around, wanted);
  const placeOf = (node: Node): Place => (own.has(node) ? (places.of(node) ?? internal(`no place for ${node.op}`)) : around.placeOutside(node));

  // Work by slot: maps, heavy nodes, copies to a second place.
  const work: { slot: number; order: number; run: () => readonly Step[] }[] = [];
  for (const cluster of fusion.clusters) {
    const stores = cluster.nodes.flatMap((node) => places.all(node).map((place) => ({ node, place })));
    const extra = places.loaded(cluster);
    if (stores.length + extra.length === 0) continue;
    work.push({ slot: cluster.slot, order: cluster.nodes[0]!.id, run: () => [runMap(cluster, [...stores, ...extra])] });
  }
  for (const node of region.nodes) {
    if (inMap(region, node)) continue;
    const [first, ...more] = places.all(node);
    const ready = fusion.heavySlot(node);
    if (!isView(node)) {
      if (first === undefined && node.op !== "scan") continue;
      work.push({ slot: ready, order: node.id, run: () => around.heavy(node, region.biased.get(node), placeOf, first ?? null) });
    }
    for (const place of more) work.push({ slot: fusion.copySlot(node), order: node.id, run: () => [copy(placeOf(node), place, node)] });
  }
  for (const { node, from, to } of places.copies) work.push({ slot: fusion.copySlot(from), order: node.id - 0.5, run: () => [copy(placeOf(from), to, from)] });

  for (const { from, to } of places.early) work.push({ slot: -3, order: 0, run: () => [copy(placeOf(from), to, from)] });
  for (const { state, early } of late) {
    // A state that takes the value of another one would read what has changed: through a copy made first.
    const between = early ? { storage: around.makeStorage(state.next), column: 0 } : null;
    if (between) work.push({ slot: -2, order: 0, run: () => [copy(placeOf(state.next), between, state.next)] });
    work.push({ slot: Infinity, order: 0, run: () => [copy(between ?? placeOf(state.next), state.place, state.next)] });
  }
  work.sort((a, b) => (a.slot === b.slot ? 0 : a.slot - b.slot) || a.order - b.order);
  const steps: Step[] = [];
  for (const { run } of work) {
    if (around.loop === null) around.advance();
    steps.push(...run());
  }
  return { steps, place: placeOf };

  function runMap(cluster: Cluster, stores: readonly { node: Node; place: Place }[]): Step {
    const { kernel, inputs, outputs } = makeMap(cluster, fusion, stores, placeOf);
    const main = stores[0]!;
    const rows = cluster.nodes[0]!.rows;
    return around.call(kernel, `map_${main.place.storage.name}`, [...inputs, ...outputs], rows, [...new Set(stores.map(({ node }) => around.comment(node)))].join(", "));
  }

  function copy(from: Place, to: Place, node: Node): Step {
    return around.call(copyKernel(widthOf(node), from, to), `copy_${widthOf(node)}`, [from, to], node.rows === "none" && to.storage.rows !== "none" ? to.storage.rows : node.rows, around.comment(node));
  }
}

/**
 * Lets each state's next value be written over the old one, where all that reads the old one has run by
 * then; returns those that must be copied when the step is over (`early`: from a copy made before it).
 */
function changeStates(states: readonly State[], fusion: Fusion, region: Region, wanted: Map<Node, readonly Place[]>): { state: State; early: boolean }[] {
  const own = new Set(region.nodes);
  const carries = new Set(states.map((s) => s.carry));
  const late: { state: State; early: boolean }[] = [];
  for (const state of states) {
    const { next } = state;
    const writer = fusion.clusterOf.get(next) ?? null;
    const writes = writer ? writer.slot : own.has(next) && !isView(next) ? fusion.heavySlot(next) : null;
    const safe =
      writes !== null &&
      fusion.clusters.every((cluster) => cluster === writer || cluster.slot < writes || !readsCarry(region, cluster.nodes, state.carry, fusion)) &&
      region.nodes.every((node) => inMap(region, node) || isView(node) || fusion.heavySlot(node) < writes || !readsCarry(region, [node], state.carry, fusion));
    if (safe) wanted.set(next, [...(wanted.get(next) ?? []), state.place]);
    else late.push({ state, early: carries.has(next) && next !== state.carry });
  }
  return late.filter(({ state }) => state.next !== state.carry);
}

/** Does one of the nodes read the state, by itself or through a view or what is computed in place? */
function readsCarry(region: Region, nodes: readonly Node[], carry: Node, fusion: Fusion): boolean {
  const reads = (node: Node): boolean => node === carry || ((isView(node) || fusion.isInline(node)) && node.inputs.some(reads));
  return nodes.some((node) => readsOf(region, node).some(reads));
}

interface Places {
  of(node: Node): Place | undefined;
  all(node: Node): readonly Place[];
  /** Values that a cluster doesn't make but writes somewhere on its way. */
  loaded(cluster: Cluster): readonly { node: Node; place: Place }[];
  readonly copies: readonly { readonly node: Node; readonly from: Node; readonly to: Place }[];
  /** Before anything else. */
  readonly early: readonly { readonly from: Node; readonly to: Place }[];
}

function assignPlaces(region: Region, fusion: Fusion, inMemory: ReadonlySet<Node>, around: Surroundings, destinations: ReadonlyMap<Node, readonly Place[]>): Places {
  const own = new Set(region.nodes);
  const lists = new Map<Node, Place[]>();
  const views = new Set<Node>();
  const copies: { node: Node; from: Node; to: Place }[] = [];
  const early: { node: Node; from: Node; to: Place }[] = [];
  const loaded = new Map<Cluster, { node: Node; place: Place }[]>();
  const add = (node: Node, place: Place): void => {
    lists.set(node, [...(lists.get(node) ?? []), place]);
  };
  for (const [node, wanted] of destinations) {
    if (own.has(node)) for (const place of wanted) add(node, place);
    else for (const place of wanted) keepOutside(node, place);
  }

  /** A value from outside (a state before the step) goes along with a map of its width, before anything changes it; else it is copied. */
  function keepOutside(node: Node, place: Place): void {
    const fitting = fusion.clusters.filter((c) => c.rows === node.rows && c.width === widthOf(node) && node.shape.length === 1).sort((a, b) => a.slot - b.slot)[0];
    const changed = Math.min(...region.nodes.filter((n) => !inMap(region, n) && !isView(n) && (destinations.get(n) ?? []).length > 0).map((n) => fusion.heavySlot(n)));
    if (fitting && fitting.slot < changed) loaded.set(fitting, [...(loaded.get(fitting) ?? []), { node, place }]);
    else early.push({ node, from: node, to: place });
  }

  // Values that something other than their own map reads.
  const crossing = new Set<Node>();
  for (const cluster of fusion.clusters)
    for (const node of cluster.nodes) {
      const visit = (input: Node): void => {
        if (fusion.isInline(input)) input.inputs.forEach(visit);
        else if (fusion.clusterOf.get(input) !== cluster) crossing.add(input);
      };
      node.inputs.forEach(visit);
    }
  const needed = (node: Node): boolean => lists.has(node) || inMemory.has(node) || crossing.has(node);

  // From users to what they read, so that a concat's place is known before its parts'.
  const concats = region.nodes.filter((node) => node.op === "concat").sort((a, b) => widthOf(b) - widthOf(a));
  for (const node of [...concats, ...region.nodes.filter((n) => n.op !== "concat").reverse()]) {
    if (!needed(node) || fusion.isInline(node)) continue;
    if (node.op === "slice" || node.op === "transpose" || node.op === "scan" || node.op === "final" || node.op === "every") {
      // A view that must also stand elsewhere is copied there.
      for (const place of lists.get(node) ?? []) copies.push({ node, from: node, to: place });
      lists.delete(node);
      continue;
    }
    if (node.op === "reshape") {
      for (const place of lists.get(node) ?? []) passOn(node.inputs[0]!, place, node);
      lists.delete(node);
      continue;
    }
    if (!lists.has(node)) {
      const view = node.op === "concat" ? findInAnother(node) : null;
      if (view) continue;
      add(node, { storage: around.makeStorage(node), column: 0 });
    }
    if (node.op === "concat") placeParts(node, lists.get(node)![0]!);
  }

  /** A concat whose parts already lie side by side in another. */
  function findInAnother(node: Node): Place | null {
    const [first, ...rest] = node.inputs;
    for (const place of lists.get(first!) ?? []) {
      let at = place.column + widthOf(first!);
      const fits = rest.every((part) => {
        const found = (lists.get(part) ?? []).some((p) => p.storage === place.storage && p.column === at);
        at += widthOf(part);
        return found;
      });
      if (fits) {
        add(node, place);
        views.add(node);
        return place;
      }
    }
    return null;
  }

  function placeParts(node: Node, place: Place): void {
    if (node.attributes["axis"] !== 0) internal("a concat of columns of a matrix in memory");
    let at = place.column;
    const parts = node.inputs;
    for (let i = 0; i < parts.length; i++) {
      const whole = consecutive(parts, i);
      if (whole) {
        passOn(whole.of, { storage: place.storage, column: at }, node);
        at += widthOf(whole.of);
        i += whole.count - 1;
        continue;
      }
      passOn(parts[i]!, { storage: place.storage, column: at }, node);
      at += widthOf(parts[i]!);
    }
  }

  /** A value goes to a place: made there if it can be, else copied. */
  function passOn(value: Node, place: Place, reader: Node): void {
    let base = value;
    while (base.op === "reshape" && own.has(base)) base = base.inputs[0]!;
    const direct = own.has(base) && !isView(base) && base.op !== "final" && base.op !== "every" && !clearsTarget(base) && base.id < reader.id;
    if (direct && (inMap(region, base) || !lists.has(base))) add(base, place);
    else if (base.op === "concat" && own.has(base) && !lists.has(base)) add(base, place);
    else copies.push({ node: reader, from: base, to: place });
  }

  /** Slices that together are all of one value, in order: `reshape(slice(x, 0, …)), reshape(slice(x, …)), …` */
  function consecutive(parts: readonly Node[], from: number): { of: Node; count: number } | null {
    const strip = (node: Node): Node => (node.op === "reshape" ? strip(node.inputs[0]!) : node);
    const first = strip(parts[from]!);
    if (first.op !== "slice" || first.attributes["axis"] !== 0 || first.attributes["start"] !== 0) return null;
    const of = first.inputs[0]!;
    let at = 0;
    let count = 0;
    for (; from + count < parts.length && at < of.shape[0]!; count++) {
      const part = strip(parts[from + count]!);
      if (part.op !== "slice" || part.inputs[0] !== of || part.attributes["axis"] !== 0 || part.attributes["start"] !== at) return null;
      at += part.shape[0]!;
    }
    return at === of.shape[0] && own.has(of) && !isView(of) && !lists.has(of) ? { of, count } : null;
  }

  const find = (node: Node): Place | undefined => {
    const list = lists.get(node);
    if (list) return list[0];
    if (!own.has(node) || node.op === "final" || node.op === "every") return around.placeOutside(node);
    if (node.op === "reshape" || node.op === "slice") {
      const base = find(node.inputs[0]!);
      return base && viewOf(node, base);
    }
    return undefined;
  };
  return { of: find, all: (node) => (views.has(node) ? [] : (lists.get(node) ?? [])), loaded: (cluster) => loaded.get(cluster) ?? [], copies, early };
}
