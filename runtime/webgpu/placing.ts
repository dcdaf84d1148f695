// Where kernels find what belongs to a batch beside its data: the records of calls, and the tables of its axes. Both stay where they
// are until another batch needs others, so that a second run of a shape uploads neither.
import { axisTable, axisTableLength, type PackedAxis } from "../device.js";
import { sameAxes, type Calls, type Shape } from "./calls.js";
import type { GpuMemory } from "./memory.js";

/** Where the tables of a batch's axes begin, in words. */
export function tableStarts({ size, axes }: Shape): ReadonlyMap<PackedAxis, number> {
  const starts = new Map<PackedAxis, number>();
  let start = 0;
  for (const axis of Object.values(axes)) {
    starts.set(axis, start);
    start += axisTableLength(axis, size);
  }
  return starts;
}

export class Placing {
  /** Where programs have their records: bytes. */
  readonly #ranges = new Map<string, { start: number; bytes: number }>();
  /** Whose records are there. */
  readonly #placed = new Map<string, Calls>();
  /** Whose tables are there. */
  #tables: Shape | null = null;

  constructor(readonly gpu: GpuMemory) {}

  /** Puts the tables of a batch's axes in place. */
  placeTables(shape: Shape): void {
    const { size, axes } = shape;
    const all = Object.values(axes);
    if (all.length === 0 || (this.#tables && this.#tables.size === size && sameAxes(this.#tables.axes, axes))) return;
    this.gpu.ensure("axes", all.reduce((sum, axis) => sum + axisTableLength(axis, size), 0) * 4);
    for (const [axis, start] of tableStarts(shape)) this.gpu.put("axes", start * 4, axisTable(axis, size));
    this.#tables = { size, axes };
  }

  /** Puts records of programs in place, and tells each where they begin. */
  placeRecords(recorded: readonly (readonly [program: string, calls: Calls])[]): void {
    let end = 0;
    for (const { start, bytes } of this.#ranges.values()) end = Math.max(end, start + bytes);
    let grown = false;
    for (const [program, calls] of recorded) {
      const range = this.#ranges.get(program);
      if (range && calls.bytes <= range.bytes) continue;
      // A quarter more, once it is clear that there are longer ones.
      const bytes = range ? Math.ceil((calls.count * 5) / 4) * calls.wordsApart * 4 : calls.bytes;
      this.#ranges.set(program, { start: end, bytes });
      end += bytes;
      grown = true;
    }
    if (grown && end > this.gpu.sizeOf("calls")) {
      // Anew and without gaps; then nothing is where it was.
      end = 0;
      for (const range of this.#ranges.values()) {
        range.start = end;
        end += range.bytes;
      }
      this.gpu.ensure("calls", end);
      this.#placed.clear();
    }
    for (const [program, calls] of recorded) {
      if (this.#placed.get(program) === calls) continue;
      calls.start = this.#ranges.get(program)!.start;
      if (calls.count > 0) this.gpu.put("calls", calls.start, calls.words, calls.count * calls.wordsApart);
      this.#placed.set(program, calls);
    }
  }

  /** Nothing is in its place any more. */
  clear(): void {
    this.#ranges.clear();
    this.#placed.clear();
    this.#tables = null;
  }

  /** Gives up the place of a program's records. */
  remove(program: string): void {
    this.#ranges.delete(program);
    this.#placed.delete(program);
  }
}
