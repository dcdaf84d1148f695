// What the files of this folder share while one plan is refined.
import type { GpuArgument, GpuBuffer, GpuKernel, GpuOperand, GpuStep, Space } from "../../gpu-plan.js";
import type { Operand, Plan, RowCount } from "../../plan.js";
import { KernelTable } from "../kernels.js";
import { bufferOf, type Tables } from "./footprint.js";

/** Most words of a record but its count: 256 bytes, the least distance of two records. */
export const MOST_ARGUMENTS = 63;

export class Context {
  readonly tables: Tables;
  readonly kernels = new KernelTable<GpuKernel>();
  /** Buffers that only this device needs. */
  readonly added: GpuBuffer[] = [];
  readonly regions: Record<string, number>;
  /** Buffers that callers read. */
  readonly outputs: ReadonlySet<string>;
  #names: Set<string>;

  constructor(readonly plan: Plan) {
    this.tables = { kernels: plan.kernels, buffers: new Map(plan.buffers.map((buffer) => [buffer.name, buffer])) };
    this.outputs = new Set(plan.programs.flatMap((program) => Object.values(program.outputs)));
    this.regions = { ...plan.regions };
    this.#names = new Set(plan.buffers.map((buffer) => buffer.name));
  }

  space(operand: Operand): Space {
    return bufferOf(this.tables, operand).rows === "none" ? "weights" : "arena";
  }

  spaces(operands: readonly Operand[]): Space[] {
    return operands.map((operand) => this.space(operand));
  }

  /** A buffer behind all others of its region. */
  addBuffer(name: string, rows: GpuBuffer["rows"], width: number, shape: string): GpuBuffer {
    const offset = this.regions[rows] ?? 0;
    this.regions[rows] = offset + width;
    return this.addBufferAt(name, rows, width, shape, offset);
  }

  addBufferAt(name: string, rows: GpuBuffer["rows"], width: number, shape: string, offset: number): GpuBuffer {
    let unique = name;
    for (let i = 2; this.#names.has(unique); i++) unique = `${name}_${i}`;
    this.#names.add(unique);
    const buffer: GpuBuffer = { name: unique, rows, width, integer: false, offset, shape };
    this.added.push(buffer);
    return buffer;
  }

  call(kernel: GpuKernel, hint: string, operands: readonly GpuOperand[], more: readonly GpuArgument[], rows: RowCount, comment: string): Extract<GpuStep, { kind: "call" }> {
    return { kind: "call", kernel: this.kernels.add(kernel, hint), arguments: [...operands, ...more, { rows }], comment };
  }
}
