// Weights as products want them: packed in panels, once after every update (the program `prepare`). What is
// packed may be any arrangement of parameters: side by side, one above the other, cut, transposed.
import { internal } from "../errors.js";
import type { Node } from "../ir.js";
import type { PackKernel } from "../plan.js";
import type { Place } from "./buffers.js";

/** A block of a matrix: rows × columns at (row, column), lying in memory at `place` with two strides. */
export interface Block {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly place: Place;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** The blocks a matrix is made of; `placeOf` for parameters and whatever else lies in memory. */
export function blocksOf(matrix: Node, placeOf: (node: Node) => Place): Block[] {
  const [m, n] = matrix.shape as [number, number];
  switch (matrix.op) {
    case "transpose":
      return blocksOf(matrix.inputs[0]!, placeOf).map((b) => ({ row: b.column, column: b.row, rows: b.columns, columns: b.rows, place: b.place, rowStride: b.columnStride, columnStride: b.rowStride }));
    case "concat": {
      const along = matrix.attributes["axis"] as 0 | 1;
      let at = 0;
      return matrix.inputs.flatMap((part) => {
        const start = at;
        at += part.shape[along]!;
        return blocksOf(part, placeOf).map((b) => (along === 0 ? { ...b, row: b.row + start } : { ...b, column: b.column + start }));
      });
    }
    case "slice": {
      const { axis, start, size } = matrix.attributes as { axis: 0 | 1; start: number; size: number };
      return blocksOf(matrix.inputs[0]!, placeOf).flatMap((b) => cut(b, axis, start, size));
    }
    default:
      if (matrix.shape.length !== 2) internal(`a matrix of shape [${matrix.shape.join(", ")}]`);
      return [{ row: 0, column: 0, rows: m, columns: n, place: placeOf(matrix), rowStride: n, columnStride: 1 }];
  }
}

function cut(b: Block, axis: 0 | 1, start: number, size: number): Block[] {
  const [from, length] = axis === 0 ? [b.row, b.rows] : [b.column, b.columns];
  const first = Math.max(from, start);
  const end = Math.min(from + length, start + size);
  if (end <= first) return [];
  const stride = axis === 0 ? b.rowStride : b.columnStride;
  const place = { storage: b.place.storage, column: b.place.column + (first - from) * stride };
  return [axis === 0 ? { ...b, place, row: first - start, rows: end - first } : { ...b, place, column: first - start, columns: end - first }];
}

/** Floats of a packed operand of a product with `matrix`. */
export function packedSize(matrix: Node): number {
  const [n, k] = matrix.shape as [number, number];
  return Math.ceil(n / 8) * 8 * k;
}

/**
 * x·matrixᵀ reads the operand [k, n]: element (i, j) is matrix[j, i]. Panels are eight columns wide, so a block that
 * begins with one is packed as if it were the first, at another place: `at` floats from the operand's start.
 */
export function packKernel(matrix: Node, b: Block): { kernel: PackKernel; at: number } {
  const K = matrix.shape[1]!;
  const kernel: PackKernel = { kind: "pack", k: b.columns, n: b.rows, K, k0: 0, n0: b.row % 8, rowStride: b.columnStride, columnStride: b.rowStride };
  return { kernel, at: Math.floor(b.row / 8) * K * 8 + b.column * 8 };
}
