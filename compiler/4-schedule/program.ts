// Programs become plans: regions are scheduled in order, heavy nodes get their kernels, loops their bodies.
// Weights that products want packed, and whatever else depends on weights alone, go to `prepare`.
import { internal } from "../errors.js";
import { bodyNodes, demandedValues, insideOf, isOfWeights, runOrder, sizeOf, topological, type Graph, type Node, type Program } from "../ir.js";
import type { ProgramPlan, Step } from "../plan.js";
import { copyKernel, printShape, Storages, touch, viewOf, widthOf, type Place, type Storage } from "./buffers.js";
import { countUses } from "../rewrite.js";
import { isCheap, type BiasedProduct, type Region } from "./fuse.js";
import { makeHeavy, type HeavyContext } from "./heavy.js";
import { KernelTable } from "./kernels.js";
import { blocksOf, packedSize, packKernel } from "./products.js";
import { scheduleRegion, type State, type Surroundings } from "./region.js";
import { moveToForward } from "./sections.js";

export interface Scheduled {
  readonly program: ProgramPlan;
  readonly storages: readonly Storage[];
}

/** What all programs of a model share. */
export interface Shared {
  readonly g: Graph;
  readonly storages: Storages;
  readonly kernels: KernelTable;
  /** Kept buffers by name: `parameters`, `gradients`, moments. */
  readonly flat: ReadonlyMap<string, Storage>;
  /** Floats from the start of the parameters. */
  readonly offsets: ReadonlyMap<string, number>;
  /** Weights packed for products, by matrix. */
  readonly packed: Map<Node, Storage>;
  /** Values that depend on weights alone, wanted in memory by some program. */
  readonly prepared: Map<Node, Storage>;
}

export function scheduleProgram(shared: Shared, program: Program, docs: Readonly<Record<string, string>>): Scheduled[] {
  const { g, storages, kernels } = shared;
  const before = storages.all.length;
  const weights = new Map<Node, boolean>();
  const isWeights = (node: Node): boolean => isOfWeights(node, weights);
  const uses = countUses(program);
  const sections = moveToForward(program, isWeights);
  const roots = program.sections.flatMap((section) => Object.values(section.outputs));
  const demanded = demandedValues(roots);
  const order = runOrder(roots, demanded).filter((node) => !isWeights(node));
  const places = new Map<Node, Place>(); // of inputs, and what finished regions and loops left
  const inputs = new Map<Node, Storage>();
  let position = 0;

  const inputStorage = (node: Node): Storage => {
    const known = inputs.get(node);
    if (known) return known;
    const name = node.attributes["name"] as string;
    // Elsewhere an input may be called so.
    const kept = program.name === "update" ? shared.flat.get(name) : undefined;
    const made = kept ?? storages.make(name, node.rows, sizeOf(node.shape), { integer: node.attributes["integer"] as boolean, shape: printShape(node.rows, node.shape) });
    if (!kept) touch(made, -1);
    inputs.set(node, made);
    return made;
  };

  const placeOutside = (node: Node): Place => {
    const known = places.get(node);
    if (known) return known;
    if (node.op === "input") return { storage: inputStorage(node), column: 0 };
    if (isWeights(node)) return weightPlace(shared, node);
    if (node.op === "slice" || node.op === "reshape") return viewOf(node, placeOutside(node.inputs[0]!));
    return internal(`no place for ${node.op} of rows ${node.rows} in ${program.name}`);
  };

  const surroundings = (loop: string | null, outside: (node: Node) => Place): Surroundings => ({
    loop,
    placeOutside: outside,
    makeStorage: (node, name) => storages.make(name ?? nameOf(g, node), loop !== null && node.rows === "none" ? "B" : node.rows, widthOf(node), { shape: printShape(node.rows, node.shape) }),
    call(kernel, hint, operands, rows, comment) {
      for (const { storage } of operands) touch(storage, position);
      const inLoop = (storage: Storage): boolean => loop !== null && storage.rows.startsWith("N:");
      return {
        kind: "call",
        kernel: kernels.add(kernel, hint),
        operands: operands.map(({ storage, column }) => ({ buffer: storage.name, column, step: inLoop(storage) })),
        rows: kernel.kind === "pack" ? null : loop !== null && rows !== "none" ? { step: loop } : { of: rows },
        comment,
      };
    },
    heavy: (node, biased, placeOf, to) => (node.op === "scan" ? scheduleScan(node, placeOf) : makeHeavy(heavyContext(loop), node, biased, placeOf, to ?? internal(`no place for ${node.op}`))),
    comment: (node) => `${nameOf(g, node)} ${printShape(loop !== null ? "B" : node.rows, node.shape)}`,
    advance: () => {
      position++;
    },
  });

  const heavyContext = (loop: string | null): HeavyContext => ({
    call: surroundings(loop, placeOutside).call,
    comment: surroundings(loop, placeOutside).comment,
    packed: (matrix) => ({ storage: packedStorage(shared, matrix), column: 0 }),
    loop,
    touch: (place) => touch(place.storage, position),
    kernels,
    isWeights,
  });

  function scheduleScan(scan: Node, placeOf: (node: Node) => Place): Step[] {
    const body = scan.body!;
    const axis = scan.attributes["axis"] as string;
    const every = demanded.get(scan) ?? [];
    const inside = insideOf(body);
    const leaves = new Set([...body.carries, ...body.elements]);
    const nodes = bodyNodes(body, [...body.next, ...every]).filter((node) => !leaves.has(node));
    const here = new Map<Node, Place>();
    const start: Step[] = [];
    const states: State[] = body.carries.map((carry, k) => {
      const next = body.next[k]!;
      const storage = storages.make(`${nameOf(g, next)}.state`, "B", widthOf(carry), { shape: printShape("B", carry.shape) });
      const place: Place = { storage, column: 0 };
      here.set(carry, place);
      start.push(...startState(scan.inputs[k]!, place, carry, placeOf));
      return { carry, next, place };
    });
    body.elements.forEach((element, i) => here.set(element, placeOf(scan.inputs[body.carries.length + i]!)));
    const destinations = new Map<Node, Place[]>();
    for (const node of every) {
      if (!inside(node)) internal("a value at every step that doesn't change");
      const storage = storages.make(nameOf(g, node), `N:${axis}`, widthOf(node), { shape: printShape(`N:${axis}`, node.shape) });
      destinations.set(node, [{ storage, column: 0 }]);
    }
    const region = withBiases(g, { nodes, wanted: new Set([...every, ...body.next]) }, uses, isWeights);
    const outside = (node: Node): Place => {
      const known = here.get(node);
      if (known) return known;
      if (inside(node) && (node.op === "slice" || node.op === "reshape")) return viewOf(node, outside(node.inputs[0]!));
      return placeOf(node);
    };
    const scheduled = scheduleRegion(region, surroundings(axis, outside), destinations, states);
    body.carries.forEach((_, k) => places.set(g.final(scan, k), states[k]!.place));
    for (const node of every) places.set(g.every(scan, node), destinations.get(node)![0]!);
    for (const state of states) touch(state.place.storage, position);
    return [...start, { kind: "loop", axis, reverse: scan.attributes["reverse"] as boolean, steps: scheduled.steps, comment: loopComment(g, scan) }];
  }

  /** The state before the first step: all B rows. */
  function startState(initial: Node, place: Place, carry: Node, placeOf: (node: Node) => Place): Step[] {
    const { call } = surroundings(null, placeOutside);
    const width = widthOf(carry);
    if (isZero(initial)) return [call({ kind: "zero", width }, `zero_${width}`, [place], "B", `${nameOf(g, carry)} starts at zeros`)];
    const from = placeOf(initial);
    return [call(copyKernel(width, from, place), `copy_${width}`, [from, place], "B", "the state at the start")];
  }

  const done = new Set<Node>();
  const scheduled: Scheduled[] = [];
  const outputsBefore = new Map<Node, Storage>();
  for (const section of sections) {
    const needed = new Set(runOrder([...Object.values(section.outputs), ...section.also]));
    const nodes = order.filter((node) => needed.has(node) && (!done.has(node) || isCheap(node)) && node.op !== "input");
    const own = new Set(nodes);
    // What later sections read must stay in memory; what earlier ones made is there.
    const later = new Set(order.filter((node) => !done.has(node) && !own.has(node)));
    const wanted = new Set<Node>(Object.values(section.outputs).filter((node) => own.has(node)));
    for (const node of later) for (const input of readsOutside(node, demanded)) if (own.has(input) && !isCheap(input)) wanted.add(input);
    const destinations = new Map<Node, Place[]>();
    const outputs: Record<string, string> = {};
    const lateCopies: { node: Node; place: Place }[] = [];
    for (const [name, node] of Object.entries(section.outputs)) {
      const storage = shared.flat.get(name) ?? outputsBefore.get(node) ?? storages.make(name, node.rows, widthOf(node), { shape: printShape(node.rows, node.shape) });
      if (!shared.flat.has(name)) {
        touch(storage, 0);
        touch(storage, Infinity);
      }
      outputs[name] = storage.name;
      if (outputsBefore.get(node) === storage) continue;
      outputsBefore.set(node, storage);
      if (own.has(node)) destinations.set(node, [...(destinations.get(node) ?? []), { storage, column: 0 }]);
      else lateCopies.push({ node, place: { storage, column: 0 } });
    }
    const around = surroundings(null, placeOutside);
    const region = scheduleRegion(withBiases(g, { nodes, wanted, free: new Map(nodes.filter((node) => node.body).map((node) => [node, readsOutside(node, demanded)])) }, uses, isWeights), around, destinations);
    const steps = [...region.steps];
    for (const { node, place } of lateCopies) {
      around.advance();
      const from = placeOutside(node);
      steps.push(around.call(copyKernel(widthOf(node), from, place), `copy_${widthOf(node)}`, [from, place], place.storage.rows, around.comment(node)));
    }
    position++;
    for (const node of nodes) {
      done.add(node);
      if (wanted.has(node) && node.op !== "scan" && !places.has(node)) places.set(node, region.place(node));
    }
    const read = new Set(steps.flatMap(buffersOf));
    const reads = Object.fromEntries([...inputs].filter(([, storage]) => read.has(storage.name)).map(([node, storage]) => [node.attributes["name"] as string, storage.name]));
    scheduled.push({ program: { name: section.name, doc: docs[section.name] ?? "", steps, inputs: reads, outputs }, storages: [] });
  }
  const own = storages.all.slice(before).filter((storage) => !storage.persistent && storage.first < Infinity);
  return scheduled.map(({ program }, i) => ({ program, storages: i === 0 ? own : [] }));
}

/** Finds the products whose kernel can add a bias on its way: nothing else reads the product. */
function withBiases(g: Graph, region: Omit<Region, "biased">, uses: ReadonlyMap<Node, number>, isWeights: (node: Node) => boolean): Region {
  const biased = new Map<Node, BiasedProduct>();
  const own = new Set(region.nodes);
  for (const sum of region.nodes) {
    if (sum.op !== "add") continue;
    const products = sum.inputs.filter((n) => n.op === "matmul" && isWeights(n.inputs[0]!) && own.has(n) && n.rows === sum.rows && uses.get(n) === 1 && !region.wanted.has(n));
    const rest = sum.inputs.filter((n) => n !== products[0]);
    if (products.length === 1 && rest.every((n) => isWeights(n) && n.shape.length === 1)) biased.set(sum, { product: products[0]!, bias: g.add(...rest) });
  }
  const products = new Set([...biased.values()].map((b) => b.product));
  return { ...region, nodes: region.nodes.filter((node) => !products.has(node)), biased };
}

/** What a node reads from outside itself: inputs, and free values of what it loops over. */
function readsOutside(node: Node, demanded: ReadonlyMap<Node, readonly Node[]>): Node[] {
  if (!node.body) return node.op === "every" || node.op === "final" ? [node] : [...node.inputs];
  const inside = insideOf(node.body);
  const nodes = topological([...node.body.next, ...(demanded.get(node) ?? [])], (n) => (inside(n) ? n.inputs : []));
  return [...node.inputs, ...nodes.filter((n) => !inside(n))];
}

function buffersOf(step: Step): string[] {
  return step.kind === "loop" ? step.steps.flatMap(buffersOf) : step.operands.map((operand) => operand.buffer);
}

export function isZero(node: Node): boolean {
  return (node.op === "const" && node.attributes["value"] === 0) || ((node.op === "broadcast" || node.op === "expand") && isZero(node.inputs[0]!));
}

/** Where a value lies that depends on weights alone. */
export function weightPlace(shared: Shared, node: Node): Place {
  if (node.op === "param") return { storage: shared.flat.get("parameters")!, column: shared.offsets.get(node.attributes["name"] as string)! };
  if (node.op === "reshape" || (node.op === "slice" && node.attributes["axis"] === 0)) return viewOf(node, weightPlace(shared, node.inputs[0]!));
  const known = shared.prepared.get(node) ?? shared.storages.make(nameOf(shared.g, node), "none", widthOf(node), { persistent: true, shape: printShape("none", node.shape) });
  shared.prepared.set(node, known);
  return { storage: known, column: 0 };
}

function packedStorage(shared: Shared, matrix: Node): Storage {
  const known = shared.packed.get(matrix);
  if (known) return known;
  const [n, k] = matrix.shape as [number, number];
  const made = shared.storages.make(`${nameOf(shared.g, matrix)}.packed`, "none", packedSize(matrix), { persistent: true, shape: `[${k}, ${n}] packed` });
  shared.packed.set(matrix, made);
  return made;
}

/** The program that packs weights, and computes what depends on them alone. */
export function schedulePrepare(shared: Shared, doc: string): Scheduled {
  const { g, storages, kernels } = shared;
  const before = storages.all.length;
  const blocks = (): { matrix: Node; storage: Storage; block: ReturnType<typeof blocksOf>[number] }[] =>
    [...shared.packed].flatMap(([matrix, storage]) => blocksOf(matrix, (node) => weightPlace(shared, node)).map((block) => ({ matrix, storage, block })));
  // Finds which values of weights are wanted in memory; products among them want matrices packed, made of values again.
  for (let size = -1; size !== shared.packed.size + shared.prepared.size; ) {
    size = shared.packed.size + shared.prepared.size;
    for (const node of topological(shared.prepared.keys())) if (node.op === "matmul") packedStorage(shared, node.inputs[0]!);
    blocks();
  }
  let position = 0;
  const call: Surroundings["call"] = (kernel, hint, operands, rows, comment) => {
    for (const { storage } of operands) touch(storage, position);
    return { kind: "call", kernel: kernels.add(kernel, hint), operands: operands.map(({ storage, column }) => ({ buffer: storage.name, column, step: false })), rows: kernel.kind === "pack" ? null : { of: rows }, comment };
  };
  const comment = (node: Node): string => `${nameOf(g, node)} ${printShape("none", node.shape)}`;
  const wanted = new Set(shared.prepared.keys());
  const nodes = topological(wanted).filter((node) => node.op !== "param" && !(node.op === "const" && !wanted.has(node)));
  const destinations = new Map([...shared.prepared].map(([node, storage]) => [node, [{ storage, column: 0 }]]));
  const early = new Set<Node>(); // packed for products that stand in here
  const packsOf = (which: (matrix: Node) => boolean): Step[] =>
    blocks()
      .filter(({ matrix }) => which(matrix))
      .map(({ matrix, storage, block }) => {
        const { kernel, at } = packKernel(matrix, block);
        return call(kernel, `pack_${kernel.k}x${kernel.n}`, [block.place, { storage, column: at }], "none", `${nameOf(g, matrix)} for products`);
      });
  const packBefore = (node: Node): Step[] => {
    const [matrix] = node.inputs;
    if (node.op !== "matmul" || early.has(matrix!)) return [];
    early.add(matrix!);
    return packsOf((m) => m === matrix);
  };
  const region = scheduleRegion(
    { nodes, wanted, biased: new Map() },
    {
      loop: null,
      placeOutside: (node) => weightPlace(shared, node),
      makeStorage: (node) => storages.make(nameOf(g, node), "none", widthOf(node), { persistent: true, shape: printShape("none", node.shape) }),
      call,
      heavy: (node, biased, placeOf, to) => [
        ...packBefore(node),
        ...makeHeavy({ call, comment, loop: null, packed: (matrix) => ({ storage: packedStorage(shared, matrix), column: 0 }), touch: (place) => touch(place.storage, position), kernels, isWeights: () => true }, node, biased, placeOf, to ?? internal(`no place for ${node.op}`)),
      ],
      comment,
      advance: () => {
        position++;
      },
    },
    destinations,
  );
  const packs = packsOf((matrix) => !early.has(matrix));
  return { program: { name: "prepare", doc, steps: [...region.steps, ...packs], inputs: { parameters: "parameters" }, outputs: {} }, storages: storages.all.slice(before).filter((s) => !s.persistent) };
}

function loopComment(g: Graph, scan: Node): string {
  return scan.body!.next.map((next) => nameOf(g, next)).join(", ");
}

/** A readable name: what lowering or a pass called it, else its op and something it belongs to. */
export function nameOf(g: Graph, node: Node): string {
  const own = g.names.get(node);
  if (own !== undefined) return own;
  if (node.op === "every") return nameOf(g, node.node!);
  if (node.op === "final" || node.op === "transpose" || node.op === "reshape") return nameOf(g, node.op === "final" ? node.inputs[0]!.body!.next[node.attributes["index"] as number]! : node.inputs[0]!);
  if (node.op === "concat" || node.op === "slice") {
    const names = node.inputs.map((input) => nameOf(g, input));
    const prefix = commonPlace(names);
    const rest = names.map((name) => name.slice(prefix.length));
    const shared = rest.length > 1 ? commonWord(rest) : "";
    return `${prefix}${shared || rest.join("_")}`.slice(0, 48);
  }
  if (node.op === "matmul") return `${nameOf(g, node.inputs[0]!)}_${lastPart(nameOf(g, node.inputs[1]!))}`.slice(0, 48);
  if (node.op === "input" || node.op === "param") return node.attributes["name"] as string;
  const named = node.inputs.find((input) => g.names.has(input) || input.op === "input");
  return named ? `${nameOf(g, named)}.${node.op}` : node.op;
}

/** `h.1.` of `h.1.i` and `h.1.f`. */
function commonPlace(names: readonly string[]): string {
  const parts = names.map((name) => name.split("."));
  let n = 0;
  while (parts.every((p) => p.length > n + 1 && p[n] === parts[0]![n])) n++;
  return n === 0 ? "" : `${parts[0]!.slice(0, n).join(".")}.`;
}

/** `W` of `W_i`, `W_f`, `W_o`. */
function commonWord(names: readonly string[]): string {
  const word = names[0]!.split("_")[0]!;
  return names.every((name) => name.startsWith(`${word}_`)) ? word : "";
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
