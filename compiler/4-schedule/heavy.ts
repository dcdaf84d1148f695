// Nodes that get a kernel of their own: products, tables, sums over rows, moves between rows.
import { internal } from "../errors.js";
import type { Node } from "../ir.js";
import type { Kernel, Step } from "../plan.js";
import { copyKernel, strideOf, widthOf, type Place } from "./buffers.js";
import type { BiasedProduct } from "./fuse.js";
import { isZero } from "./program.js";
import type { KernelTable } from "./kernels.js";
import type { Surroundings } from "./region.js";

export interface HeavyContext {
  readonly call: Surroundings["call"];
  readonly comment: Surroundings["comment"];
  /** The packed operand of products with a matrix. */
  packed(matrix: Node): Place;
  /** Made of weights alone: packed once an update. */
  isWeights(matrix: Node): boolean;
  readonly loop: string | null;
  readonly kernels: KernelTable;
  touch(place: Place): void;
}

export function makeHeavy(context: HeavyContext, node: Node, biased: BiasedProduct | undefined, placeOf: (node: Node) => Place, to: Place): Step[] {
  const { call } = context;
  const comment = context.comment(node);
  const [a, b] = (biased?.product ?? node).inputs as [Node, Node];
  switch (biased?.product.op ?? node.op) {
    case "matmul": {
      const [n, k] = a.shape as [number, number];
      const x = placeOf(b);
      if (!context.isWeights(a)) {
        const transposed = a.op === "transpose";
        const matrix = placeOf(transposed ? a.inputs[0]! : a);
        const each: Kernel = { kind: "matvec", m: n, k, transposed, ldMatrix: strideOf(matrix), ldx: strideOf(x), ldy: strideOf(to) || n };
        return [call(each, `matvec_${n}x${k}${transposed ? "_transposed" : ""}`, [matrix, x, to], node.rows, comment)];
      }
      const kernel: Kernel = { kind: "gemm", k, n, lda: strideOf(x) || k, ldc: strideOf(to) || n, accumulate: false, bias: biased !== undefined };
      const operands = [x, context.packed(a), to, ...(biased ? [placeOf(biased.bias)] : [])];
      return [call(kernel, `gemm_${k}x${n}${biased ? "_bias" : ""}`, operands, node.rows, comment)];
    }
    case "row_product": {
      const [m, n] = node.shape as [number, number];
      const [left, right] = [placeOf(a), placeOf(b)];
      return [call({ kind: "row_product", m, n, lda: strideOf(left), ldb: strideOf(right), ldc: n }, `row_product_${m}x${n}`, [left, right, to], b.rows, comment)];
    }
    case "outer": {
      const [m, n] = node.shape as [number, number];
      const [left, right] = [placeOf(a), placeOf(b)];
      return [call({ kind: "outer", m, n, lda: strideOf(left), ldb: strideOf(right), ldc: strideOf(to) || m * n }, `outer_${m}x${n}`, [left, right, to], node.rows, comment)];
    }
    case "gather": {
      const width = widthOf(node);
      return [call({ kind: "gather", width, ldTable: width, ldOut: strideOf(to) }, `gather_${width}`, [placeOf(a), placeOf(b), to], node.rows, comment)];
    }
    case "permute": {
      const width = widthOf(node);
      const from = placeOf(a);
      return [call({ kind: "gather", width, ldTable: strideOf(from), ldOut: strideOf(to) }, `permute_${width}`, [from, placeOf(b), to], "B", comment)];
    }
    case "scatter_add": {
      const values = placeOf(b);
      const width = b.shape[0]!;
      return [
        call({ kind: "zero", width: widthOf(node) }, `zero_${widthOf(node)}`, [to], "none", comment),
        call({ kind: "scatter_add", width, size: node.shape[0]!, ldValues: strideOf(values) }, `scatter_add_${width}`, [placeOf(a), values, to], a.rows, comment),
      ];
    }
    case "sum_rows": {
      const source = placeOf(a);
      const width = widthOf(node);
      return [call({ kind: "sum_rows", width, ld: strideOf(source) }, `sum_rows_${width}`, [source, to], a.rows, comment)];
    }
    case "pad": {
      const width = widthOf(a);
      const { start } = node.attributes as { start: number };
      if (node.shape.length !== 1 || to.column !== 0 || to.storage.width !== widthOf(node)) internal("a pad of what is not a vector of its own");
      const source = placeOf(a);
      return [
        call({ kind: "zero", width: widthOf(node) }, `zero_${widthOf(node)}`, [to], node.rows, comment),
        call(copyKernel(width, source, to), `copy_${width}`, [source, { storage: to.storage, column: start }], node.rows, comment),
      ];
    }
    case "sum_steps":
    case "expand":
    case "shift":
    case "end":
    case "place":
      return makeMove(context, node, placeOf, to);
    default:
      return internal(`no kernel for ${node.op}`);
  }
}

function makeMove(context: HeavyContext, node: Node, placeOf: (node: Node) => Place, to: Place): Step[] {
  if (context.loop !== null) internal(`${node.op} in a loop`);
  const { kernels } = context;
  const width = widthOf(node);
  const [source, initial] = node.inputs as [Node, Node | undefined];
  const from = placeOf(source);
  const axis = (node.op === "sum_steps" || node.op === "end" ? source.rows : node.rows).slice(2);
  const copy = (a: Place, b: Place, accumulate = false): string => kernels.add(copyKernel(width, a, b, accumulate), accumulate ? `add_${width}` : `copy_${width}`);
  const zero = (): string => kernels.add({ kind: "zero", width }, `zero_${width}`);
  type Move = Extract<Step, { kind: "move" }>;
  const move = (name: Move["move"], uses: readonly string[], operands: readonly Place[]): Step => {
    operands.forEach((place) => context.touch(place));
    return { kind: "move", move: name, axis, width, kernels: uses, operands: operands.map(({ storage, column }) => ({ buffer: storage.name, column, step: false })), comment: context.comment(node) };
  };
  if (clearsTarget(node) && (to.column !== 0 || to.storage.width !== width)) internal(`${node.op} to columns of a larger buffer`);
  switch (node.op) {
    case "sum_steps":
      return [move("sum_steps", [copy(from, to, true), zero()], [from, to])];
    case "expand":
      return [move("expand", [copy(from, to)], [from, to])];
    case "shift": {
      const border = placeOf(initial!);
      return [move(node.attributes["reverse"] ? "shift_reverse" : "shift", [copy(from, to), copy(border, to)], [from, border, to])];
    }
    case "place":
      return [move(node.attributes["at"] === "last" ? "place_last" : "place_first", [copy(from, to), zero()], [from, to])];
    case "end": {
      const at = node.attributes["at"] === "last" ? "last" : "first";
      if (isZero(initial!)) return [move(at, [copy(from, to), zero()], [from, to])];
      // Each step's rows over the initial ones: what stays is each sequence's last (first) step.
      const border = placeOf(initial!);
      [from, border, to].forEach((place) => context.touch(place));
      const inLoop = (place: Place): { buffer: string; column: number; step: boolean } => ({ buffer: place.storage.name, column: place.column, step: place.storage.rows.startsWith("N:") });
      return [
        context.call(copyKernel(width, border, to), `copy_${width}`, [border, to], "B", context.comment(node)),
        { kind: "loop", axis, reverse: at === "first", comment: "", steps: [{ kind: "call", kernel: copy(from, to), operands: [inLoop(from), inLoop(to)], rows: { step: axis }, comment: context.comment(node) }] },
      ];
    }
    default:
      return internal(`no move for ${node.op}`);
  }
}

/** What clears its target first needs it dense: not columns of a larger buffer. */
export function clearsTarget(node: Node): boolean {
  return ["sum_steps", "place", "end", "pad"].includes(node.op);
}
