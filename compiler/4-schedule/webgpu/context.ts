// What the files of this folder share while one plan is refined.
import type { GpuArgument, GpuKernel, GpuOperand, GpuStep, Space } from "../../gpu-plan.js";
import type { Buffer, Operand, Plan, RowCount } from "../../plan.js";
import { KernelTable } from "../kernels.js";
import { bufferOf, type Tables } from "./footprint.js";

/** Most words of a record but its count: 256 bytes, the least distance of two records. */
export const MOST_ARGUMENTS = 63;

export class Context {
  readonly tables: Tables;
  readonly kernels = new KernelTable<GpuKernel>();
  /** Those of the plan, and those that only this device needs. */
  readonly #buffers: Map<string, Buffer>;
  readonly regions: Record<string, number>;
  /** Buffers that callers read. */
  readonly outputs: ReadonlySet<string>;

  constructor(readonly plan: Plan) {
    this.#buffers = new Map(plan.buffers.map((buffer) => [buffer.name, buffer]));
    this.tables = { kernels: plan.kernels, buffers: this.#buffers };
    this.outputs = new Set(plan.programs.flatMap((program) => Object.values(program.outputs)));
    this.regions = { ...plan.regions };
  }

  get buffers(): readonly Buffer[] {
    return [...this.#buffers.values()];
  }

  spaces(operands: readonly Operand[]): Space[] {
    return operands.map((operand) => (bufferOf(this.tables, operand).rows === "none" ? "weights" : "arena"));
  }

  /** A buffer behind all others of its region. */
  addBuffer(name: string, rows: Buffer["rows"], width: number, shape: string): Buffer {
    const offset = this.regions[rows] ?? 0;
    this.regions[rows] = offset + width;
    return this.addBufferAt(name, rows, width, shape, offset);
  }

  addBufferAt(name: string, rows: Buffer["rows"], width: number, shape: string, offset: number): Buffer {
    let unique = name;
    for (let i = 2; this.#buffers.has(unique); i++) unique = `${name}_${i}`;
    const buffer: Buffer = { name: unique, rows, width, integer: false, offset, shape };
    this.#buffers.set(unique, buffer);
    return buffer;
  }

  call(kernel: GpuKernel, hint: string, operands: readonly GpuOperand[], more: readonly GpuArgument[], rows: RowCount, comment: string): Extract<GpuStep, { kind: "call" }> {
    return { kind: "call", kernel: this.kernels.add(kernel, hint), arguments: [...operands, ...more, { rows }], comment };
  }
}
