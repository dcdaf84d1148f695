// The definition of every op and of the loop, in float64: slow and obvious. All kernels and all passes
// are tested against it, and it against finite differences. It knows nothing of devices or of time spent.
import { uniform } from "@rnnc/runtime";
import { bodyNodes, demandedValues, insideOf, runOrder, sizeOf, type Node, type Program, type Rows } from "./ir.js";
import { ops } from "./ops/index.js";
import type { AxisRows, Context, Values } from "./ops/entry.js";
import { internal } from "./errors.js";

/** A packed batch (runtime/device.ts) with parameters by name; numbers may be of any array type. */
export interface Batch {
  readonly size: number;
  readonly axes: Readonly<Record<string, AxisRows>>;
  readonly data: Readonly<Record<string, ArrayLike<number>>>;
  readonly parameters: Readonly<Record<string, ArrayLike<number>>>;
}

/** Runs a program: all outputs of all its sections by name, all rows, row-major. */
export function interpret(program: Program, batch: Batch): Record<string, Values> {
  const outputs = Object.assign({}, ...program.sections.map((section) => section.outputs)) as Record<string, Node>;
  const known = new Map<Node, Values>();
  const context: Context = {
    size: batch.size,
    axis: (rows) => batch.axes[rows.slice(2)] ?? internal(`no axis ${rows}`),
    count: (rows) => countRows(batch, rows),
  };
  const demanded = demandedValues(Object.values(outputs));
  const scans = new Map<Node, ScanValues>();
  for (const node of runOrder(Object.values(outputs), demanded)) {
    if (node.op === "scan") scans.set(node, runScan(node, demanded.get(node) ?? [], known, context));
    else if (node.op === "final") known.set(node, scans.get(node.inputs[0]!)!.finals[node.attributes["index"] as number]!);
    else if (node.op === "every") known.set(node, scans.get(node.inputs[0]!)!.every.get(node.node!)!);
    else if (node.op === "input" || node.op === "param") known.set(node, leaf(node, batch));
    else known.set(node, evaluate(node, node.inputs.map((n) => known.get(n)!), context.count(node.rows), context));
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, node]) => [name, known.get(node)!]));
}

function countRows(batch: Batch, rows: Rows): number {
  if (rows === "none") return 1;
  return rows === "B" ? batch.size : batch.axes[rows.slice(2)]!.total;
}

function leaf(node: Node, batch: Batch): Values {
  const name = node.attributes["name"] as string;
  const given = node.op === "param" ? batch.parameters[name] : batch.data[name];
  const wanted = countRows(batch, node.rows) * sizeOf(node.shape);
  if (!given) internal(`the interpreter was not given ${node.op} ${name}`);
  if (given.length < wanted) internal(`${name} has ${given.length} numbers, not ${wanted}`);
  return Float64Array.from({ length: wanted }, (_, i) => given[i]!);
}

/** One node over `count` rows, from the values of its inputs (which have one row where their rows are "none"). */
function evaluate(node: Node, inputs: readonly Values[], count: number, context: Context): Values {
  const size = sizeOf(node.shape);
  const entry = ops[node.op];
  if (entry.kind === "rows") return entry.evaluate(inputs, node, context);
  const out = new Float64Array(count * size);
  const row = (i: number, r: number): number => (node.inputs[i]!.rows === "none" ? 0 : r * sizeOf(node.inputs[i]!.shape));
  if (entry.kind === "pointwise") {
    const x: number[] = [];
    const ofRow = node.inputs.map((n) => (n.rows === "none" ? 0 : sizeOf(n.shape)));
    const ofPlace = node.inputs.map((n) => (n.shape.length === 0 ? 0 : 1));
    for (let r = 0; r < count; r++)
      for (let j = 0; j < size; j++) {
        for (let i = 0; i < inputs.length; i++) x[i] = inputs[i]![r * ofRow[i]! + j * ofPlace[i]!]!;
        out[r * size + j] = entry.apply(...x);
      }
  } else if (entry.kind === "linear") {
    for (let r = 0; r < count; r++)
      out.set(entry.row(inputs.map((values, i) => values.subarray(row(i, r), row(i, r) + sizeOf(node.inputs[i]!.shape))), node), r * size);
  } else if (node.op === "const") out.fill(node.attributes["value"] as number);
  else if (node.op === "index") for (let j = 0; j < size; j++) out[j] = j;
  else if (node.op === "random")
    for (let i = 0; i < out.length; i++)
      out[i] = uniform(inputs[0]![0]! >>> 0, inputs[1]![Math.floor(i / size)]! >>> 0, node.attributes["site"] as number, i % size);
  else internal(`the interpreter met ${node.op}`);
  return out;
}

interface ScanValues {
  readonly finals: readonly Values[];
  readonly every: ReadonlyMap<Node, Values>;
}

function runScan(scan: Node, demanded: readonly Node[], outer: ReadonlyMap<Node, Values>, context: Context): ScanValues {
  const body = scan.body!;
  const axis = context.axis(`N:${scan.attributes["axis"] as string}`);
  const states = body.carries.map((carry, k) => {
    const initial = outer.get(scan.inputs[k]!)!;
    const size = sizeOf(carry.shape);
    return Float64Array.from({ length: context.size * size }, (_, i) => initial[scan.inputs[k]!.rows === "none" ? i % size : i]!);
  });
  const every = new Map(demanded.map((node) => [node, new Float64Array(axis.total * sizeOf(node.shape))]));
  const inside = insideOf(body);
  const order = bodyNodes(body, [...body.next, ...demanded]);
  for (let i = 0; i < axis.steps; i++) {
    const t = scan.attributes["reverse"] ? axis.steps - 1 - i : i;
    const [count, start] = [axis.rows[t]!, axis.start[t]!];
    const here = new Map<Node, Values>();
    const value = (node: Node): Values => (inside(node) ? here : outer).get(node)!;
    body.carries.forEach((carry, k) => here.set(carry, states[k]!.slice(0, count * sizeOf(carry.shape))));
    body.elements.forEach((element, k) => {
      const size = sizeOf(element.shape);
      here.set(element, outer.get(scan.inputs[body.carries.length + k]!)!.slice(start * size, (start + count) * size));
    });
    for (const node of order) if (!here.has(node)) here.set(node, evaluate(node, node.inputs.map(value), count, context));
    for (const [node, values] of every) {
      const size = sizeOf(node.shape);
      const now = value(node);
      for (let j = 0; j < count * size; j++) values[start * size + j] = now[node.rows === "none" ? j % size : j]!;
    }
    body.next.forEach((next, k) => {
      const now = value(next);
      const size = sizeOf(next.shape);
      for (let j = 0; j < count * size; j++) states[k]![j] = now[next.rows === "none" ? j % size : j]!;
    });
  }
  return { finals: states, every };
}
