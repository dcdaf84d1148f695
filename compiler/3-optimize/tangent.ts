// Forward mode: replaces each `tangent` by the nodes that compute it. A row is one direction, in which one number of one
// parameter grows; what is differentiated has one row for all of them. The tangent of a vector is a vector a row. That of a
// matrix would be a matrix a row: it is kept as Σ scale ⊙ row ⊗ column, and multiplied from there. Loops are not its business.
import { topological, type Graph, type Node, type Shape } from "../ir.js";
import { ops } from "../ops/index.js";
import { internal } from "../errors.js";

/** A part of a matrix's tangent, row ⊗ column, times `scale` place by place. `row` [m] and `column` [k] differ by direction. */
interface Outer {
  readonly scale: Node | null;
  readonly row: Node;
  readonly column: Node;
  /** `row` is 1 at this place alone, which is none where it is -1. */
  readonly at: Node | null;
}

/** Of a matrix its parts; of a vector or number one node; null where it is zero. */
type Tangent = readonly Outer[] | Node | null;

/** What stands in the place of a `tangent`. */
export function tangentOf(g: Graph, node: Node): Node {
  const [value, ...rest] = node.inputs;
  const known = new Map<Node, Tangent>();
  const states = node.attributes["states"] as number;
  for (let i = 0; i < states; i++) known.set(rest[2 * i]!, rest[2 * i + 1]!);
  for (let i = 2 * states; i < rest.length; i += 3) known.set(rest[i]!, seed(g, rest[i]!.shape, rest[i + 1]!, rest[i + 2]!));
  for (const one of topological([value!], (n) => (known.has(n) ? [] : n.inputs))) {
    if (known.has(one)) continue;
    const tangent = push(g, one, one.inputs.map((input) => known.get(input) ?? null));
    known.set(one, tangent && !isParts(tangent) ? named(g, one, fit(g, tangent, one.shape)) : tangent);
  }
  const found = known.get(value!) ?? null;
  if (found === null) return g.node("expand", [filled(g, 0, value!.shape)], { rows: "B" });
  return isParts(found) ? g.node("reshape", [flatten(g, found, value!.shape)], { shape: [...value!.shape] }) : found;
}

function isParts(tangent: Tangent): tangent is readonly Outer[] {
  return Array.isArray(tangent);
}

/** `h.1.h` → `h.1.δh`: in the direction of the row. */
function named(g: Graph, of: Node, tangent: Node): Node {
  const name = g.names.get(of);
  if (name === undefined || tangent.rows !== "B") return tangent;
  const at = name.lastIndexOf(".") + 1;
  return g.name(tangent, `${name.slice(0, at)}δ${name.slice(at)}`);
}

/** The direction in which one number of a parameter grows. */
function seed(g: Graph, shape: Shape, row: Node, column: Node): Tangent {
  if (shape.length === 0) return oneAt(g, row, []);
  if (shape.length === 1) return oneAt(g, row, shape);
  return [{ scale: null, row: oneAt(g, row, [shape[0]!]), column: oneAt(g, column, [shape[1]!]), at: row }];
}

/** 1 at a place, 0 elsewhere; 0 everywhere for -1. */
function oneAt(g: Graph, place: Node, shape: Shape): Node {
  const distance = shape.length === 0 ? place : g.sub(g.node("index", [], { shape: [...shape] }), place);
  return g.less(g.max(distance, g.neg(distance)), g.const(0.5));
}

function filled(g: Graph, value: number, shape: Shape): Node {
  return shape.length === 0 ? g.const(value) : g.node("broadcast", [g.const(value)], { shape: [...shape] });
}

/** A number that goes with every place is spread over them. */
function fit(g: Graph, tangent: Node, shape: Shape): Node {
  return tangent.shape.length < shape.length ? g.node("broadcast", [tangent], { shape: [...shape] }) : tangent;
}

/** The tangent of a node from those of its inputs. */
function push(g: Graph, node: Node, tangents: readonly Tangent[]): Tangent {
  if (tangents.every((tangent) => tangent === null)) return null;
  const entry = ops[node.op];
  if (entry.kind === "pointwise") {
    const partials = entry.partials(g, { node, inputs: node.inputs, self: node });
    return node.shape.length === 2 ? scaleParts(g, node, partials, tangents) : sum(g, partials.map((partial, i) => times(g, partial, vectorOf(g, node.inputs[i]!, tangents[i]!))));
  }
  const [first, second] = node.inputs;
  const [a, b] = tangents as [Tangent, Tangent | undefined];
  const vector = (): Node => vectorOf(g, first!, a)!;
  switch (node.op) {
    case "matmul":
      return sum(g, [...(a === null ? [] : partsOf(g, first!, a).map((part) => apply(g, part, second!, g.names.get(first!)))), b ? g.matmul(first!, vectorOf(g, second!, b)!) : null]);
    case "reduce": {
      if (node.attributes["kind"] === "sum") return g.sum(vector());
      // Where several are the largest they share, as in reverse mode.
      const largest = g.sub(g.const(1), g.less(first!, node));
      return g.mul(g.sum(g.mul(largest, vector())), g.unary("recip", g.sum(largest)));
    }
    case "broadcast":
      return node.shape.length === 2 ? spread(g, null, vector(), node.shape) : g.node("broadcast", [vector()], node.attributes);
    case "reshape":
      if (first!.shape.length === 2 && node.shape.length === 2) return rowsOf(g, flatten(g, partsOf(g, first!, a), first!.shape), node.shape);
      if (node.shape.length === 2) return rowsOf(g, vector(), node.shape);
      return g.node("reshape", [vector()], node.attributes);
    case "transpose":
      return partsOf(g, first!, a).map(({ scale, row, column }) => ({ scale: scale && g.transpose(scale), row: column, column: row, at: null }));
    case "slice":
    case "pad":
      return moveParts(g, node, first!, a, (x, axis) => (axis === node.attributes["axis"] ? g.node(node.op, [x], { ...node.attributes, axis: x.shape.length === 1 ? 0 : axis }) : x));
    case "concat":
      return concatOf(g, node, tangents);
    case "outer": {
      const [da, db] = [vectorOf(g, first!, a), vectorOf(g, second!, b ?? null)];
      return [...(da ? [{ scale: null, row: da, column: second!, at: null }] : []), ...(db ? [{ scale: null, row: first!, column: db, at: null }] : [])];
    }
    case "gather": {
      if (b) internal("the tangent of ids");
      const id = second!;
      return sum(g, partsOf(g, first!, a).map(({ scale, row, column, at }) => {
        const picked = at ? oneAt(g, g.sub(at, id), []) : g.sum(g.mul(row, oneAt(g, id, row.shape)));
        return g.mul(picked, scale ? g.mul(g.node("gather", [scale, id]), column) : column);
      }));
    }
    default:
      return internal(`the tangent of ${node.op}`);
  }
}

function times(g: Graph, partial: Node | null, tangent: Node | null): Node | null {
  return partial === null || tangent === null ? null : g.mul(partial, tangent);
}

function sum(g: Graph, terms: readonly (Node | null)[]): Node | null {
  const found = terms.filter((term) => term !== null);
  if (found.length === 0) return null;
  // A number beside vectors goes with every place of them.
  return g.add(...found);
}

/** Vectors and numbers; of a matrix all its numbers, in their order. */
function vectorOf(g: Graph, of: Node, tangent: Tangent): Node | null {
  return tangent !== null && isParts(tangent) ? flatten(g, tangent, of.shape) : tangent;
}

function partsOf(g: Graph, of: Node, tangent: Tangent): readonly Outer[] {
  if (tangent === null) return [];
  return isParts(tangent) ? tangent : rowsOf(g, tangent, of.shape);
}

/** (scale ⊙ row ⊗ column) @ x; for a parameter, entry i, j, that is x_j at place i. */
function apply(g: Graph, { scale, row, column }: Outer, x: Node, matrix: string | undefined): Node {
  const reached = g.mul(column, x);
  if (scale) return g.mul(row, g.matmul(scale, reached));
  const sum = g.sum(reached);
  return g.mul(row, matrix === undefined ? sum : g.name(sum, `${matrix}.x_j`));
}

/** A number's tangent at every place of a matrix. */
function spread(g: Graph, scale: Node | null, tangent: Node, [m, k]: Shape): Outer[] {
  return [{ scale, row: g.node("broadcast", [tangent], { shape: [m!] }), column: filled(g, 1, [k!]), at: null }];
}

function scaleParts(g: Graph, node: Node, partials: readonly (Node | null)[], tangents: readonly Tangent[]): Outer[] {
  return tangents.flatMap((tangent, i): Outer[] => {
    const partial = partials[i];
    if (tangent === null || !partial) return [];
    if (node.inputs[i]!.shape.length === 0) return partial.shape.length === 2 ? spread(g, partial, tangent as Node, node.shape) : spread(g, null, g.mul(partial, tangent as Node), node.shape);
    return partsOf(g, node, tangent).map((part) =>
      partial.shape.length === 2 ? { ...part, scale: part.scale ? g.mul(partial, part.scale) : partial } : { ...part, row: g.mul(partial, part.row), at: null },
    );
  });
}

/** A slice or a pad: of a matrix each part by its rows or by its columns. */
function moveParts(g: Graph, node: Node, input: Node, tangent: Tangent, move: (x: Node, axis: number) => Node): Tangent {
  if (input.shape.length === 1) return g.node(node.op, [vectorOf(g, input, tangent)!], node.attributes);
  return partsOf(g, input, tangent).map(({ scale, row, column }) => ({ scale: scale && move(scale, node.attributes["axis"] as number), row: move(row, 0), column: move(column, 1), at: null }));
}

function concatOf(g: Graph, node: Node, tangents: readonly Tangent[]): Tangent {
  const axis = node.attributes["axis"] as number;
  if (node.shape.length === 1) return g.concat(node.inputs.map((input, i) => vectorOf(g, input, tangents[i]!) ?? g.node("expand", [filled(g, 0, input.shape)], { rows: "B" })));
  let start = 0;
  return node.inputs.flatMap((input, i) => {
    const place = (x: Node, along: number): Node => (along === axis ? g.node("pad", [x], { axis: x.shape.length === 1 ? 0 : axis, start, size: node.shape[axis]! }) : x);
    const moved = partsOf(g, input, tangents[i]!).map(({ scale, row, column }) => ({ scale: scale && place(scale, axis), row: place(row, 0), column: place(column, 1), at: null }));
    start += input.shape[axis]!;
    return moved;
  });
}

/** All numbers of a matrix's tangent, row by row. */
function flatten(g: Graph, parts: readonly Outer[], [m, k]: Shape): Node {
  const flat = parts.map(({ scale, row, column }) => {
    const outer = g.node("reshape", [g.node("outer", [row, column])], { shape: [m! * k!] });
    return scale ? g.mul(g.node("reshape", [scale], { shape: [m! * k!] }), outer) : outer;
  });
  return g.add(...flat);
}

/** A matrix's tangent from all its numbers: a part for each of its rows. */
function rowsOf(g: Graph, flat: Node, [m, k]: Shape): Outer[] {
  return Array.from({ length: m! }, (_, i) => ({ scale: null, row: oneAt(g, g.const(i), [m!]), column: g.slice(flat, i * k!, k!), at: null }));
}
