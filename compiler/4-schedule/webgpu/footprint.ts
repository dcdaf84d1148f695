// What a step of a plan reads and writes, as columns of buffers, and whether two steps may change places. Buffers share
// memory over time, so two of them can be the same floats.
import { internal } from "../../errors.js";
import type { Buffer, Kernel, MapKernel, Operand, Step } from "../../plan.js";

/** Columns [from, to) of a buffer. */
export interface Access {
  readonly buffer: Buffer;
  readonly from: number;
  readonly to: number;
}

export interface Footprint {
  readonly reads: readonly Access[];
  readonly writes: readonly Access[];
}

export interface Tables {
  readonly kernels: Readonly<Record<string, Kernel>>;
  readonly buffers: ReadonlyMap<string, Buffer>;
}

/** May the two be the same floats? In one buffer where columns meet; in two where their places in the region do. */
export function overlap(a: Access, b: Access): boolean {
  if (a.buffer === b.buffer) return a.from < b.to && b.from < a.to;
  return a.buffer.rows === b.buffer.rows && a.buffer.offset < b.buffer.offset + b.buffer.width && b.buffer.offset < a.buffer.offset + a.buffer.width;
}

export function meet(some: readonly Access[], others: readonly Access[]): boolean {
  return some.some((one) => others.some((other) => overlap(one, other)));
}

/** Must they stay in order? */
export function conflict(a: Footprint, b: Footprint): boolean {
  return meet(a.writes, b.reads) || meet(a.reads, b.writes) || meet(a.writes, b.writes);
}

export function join(footprints: readonly Footprint[]): Footprint {
  return { reads: footprints.flatMap((f) => f.reads), writes: footprints.flatMap((f) => f.writes) };
}

export function bufferOf(tables: Tables, operand: Operand): Buffer {
  return tables.buffers.get(operand.buffer) ?? internal(`no buffer is called ${operand.buffer}`);
}

/** The columns an operand covers; to the buffer's end where `width` is null. */
export function access(tables: Tables, operand: Operand, width: number | null): Access {
  const buffer = bufferOf(tables, operand);
  return { buffer, from: operand.column, to: width === null ? buffer.width : operand.column + width };
}

export function footprintOf(tables: Tables, step: Step): Footprint {
  if (step.kind === "loop") return join(step.steps.map((inner) => footprintOf(tables, inner)));
  const at = (i: number, width: number | null): Access => access(tables, step.operands[i]!, width);
  if (step.kind === "move") {
    const last = step.operands.length - 1;
    return { reads: step.operands.slice(0, last).map((_, i) => at(i, step.width)), writes: [at(last, step.width)] };
  }
  const kernel = tables.kernels[step.kernel] ?? internal(`no kernel is called ${step.kernel}`);
  switch (kernel.kind) {
    case "gemm":
      return { reads: [at(0, kernel.k), at(1, Math.ceil(kernel.n / 8) * 8 * kernel.k), ...(kernel.bias ? [at(3, kernel.n)] : []), ...(kernel.accumulate ? [at(2, kernel.n)] : [])], writes: [at(2, kernel.n)] };
    case "row_product":
      return { reads: [at(0, kernel.m), at(1, kernel.n)], writes: [at(2, (kernel.m - 1) * kernel.ldc + kernel.n)] };
    case "matvec":
      return { reads: [at(0, kernel.m * kernel.k), at(1, kernel.k)], writes: [at(2, kernel.m)] };
    case "outer":
      return { reads: [at(0, kernel.m), at(1, kernel.n)], writes: [at(2, kernel.m * kernel.n)] };
    case "pack":
      return { reads: [at(0, (kernel.k - 1) * kernel.rowStride + (kernel.n - 1) * kernel.columnStride + 1)], writes: [at(1, null)] };
    case "map":
      return mapFootprint(kernel, at);
    case "gather":
      return { reads: [at(0, null), at(1, 1)], writes: [at(2, kernel.width)] };
    case "scatter_add":
      return { reads: [at(0, 1), at(1, kernel.width), at(2, null)], writes: [at(2, null)] };
    case "sum_rows":
      return { reads: [at(0, kernel.width)], writes: [at(1, kernel.width)] };
    case "copy":
      return { reads: [at(0, kernel.width), ...(kernel.accumulate ? [at(1, kernel.width)] : [])], writes: [at(1, kernel.width)] };
    case "zero":
      return { reads: [], writes: [at(0, kernel.width)] };
  }
}

function mapFootprint(kernel: MapKernel, at: (i: number, width: number) => Access): Footprint {
  return {
    reads: kernel.inputs.map(({ scalar }, i) => at(i, scalar ? 1 : kernel.width)),
    writes: kernel.outputs.map(({ scalar }, i) => at(kernel.inputs.length + i, scalar ? 1 : kernel.width)),
  };
}
