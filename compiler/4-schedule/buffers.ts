// Where values lie while a plan is made: buffers, and places in them. Offsets come last (arena.ts), once
// it is known when each buffer is in use.
import { sizeOf, type Node, type Rows } from "../ir.js";
import { internal } from "../errors.js";
import type { CopyKernel } from "../plan.js";

/** A buffer of the plan to be; `first` and `last` are the outermost steps between which it holds something. */
export interface Storage {
  readonly name: string;
  readonly rows: Rows;
  readonly width: number;
  readonly integer: boolean;
  readonly shape: string;
  /** Keeps its content from run to run: parameters, packed weights. */
  readonly persistent: boolean;
  first: number;
  last: number;
}

/** Columns of a buffer: where one value lies. */
export interface Place {
  readonly storage: Storage;
  readonly column: number;
}

/** Where a slice or a reshape lies, from where the value lies that it shows. */
export function viewOf(node: Node, base: Place): Place {
  if (node.op === "reshape") return base;
  const { axis, start } = node.attributes as { axis: number; start: number };
  if (axis !== 0) internal("a slice of columns in memory");
  return { storage: base.storage, column: base.column + start * sizeOf(node.inputs[0]!.shape.slice(1)) };
}

/** Floats from one row to the next; 0 where there is one row for all. */
export function strideOf(place: Place): number {
  return place.storage.rows === "none" ? 0 : place.storage.width;
}

/** The kernel that copies (or adds) `width` columns from one place to another. */
export function copyKernel(width: number, from: Place, to: Place, accumulate = false): CopyKernel {
  return { kind: "copy", width, ldSource: strideOf(from), ldTarget: strideOf(to) || width, accumulate };
}

/** Makes buffers with names of their own. */
export class Storages {
  readonly all: Storage[] = [];
  #names = new Set<string>();

  make(name: string, rows: Rows, width: number, options: { integer?: boolean; persistent?: boolean; shape?: string } = {}): Storage {
    let unique = name;
    for (let i = 2; this.#names.has(unique); i++) unique = `${name}_${i}`;
    this.#names.add(unique);
    const storage: Storage = {
      name: unique,
      rows,
      width,
      integer: options.integer ?? false,
      persistent: options.persistent ?? false,
      shape: options.shape ?? printShape(rows, [width]),
      first: Infinity,
      last: -Infinity,
    };
    this.all.push(storage);
    return storage;
  }
}

export function printShape(rows: Rows, shape: readonly number[]): string {
  const first = rows === "none" ? [] : [rows === "B" ? "B" : rows.slice(2) === "T" ? "N" : `N of ${rows.slice(2)}`];
  return `[${[...first, ...shape].join(", ")}]`;
}

/** Marks a buffer as in use at an outermost step. */
export function touch(storage: Storage, step: number): void {
  storage.first = Math.min(storage.first, step);
  storage.last = Math.max(storage.last, step);
}

export function widthOf(node: Node): number {
  return sizeOf(node.shape);
}

/**
 * Offsets in floats (a row), region by region: persistent buffers one after the other; the others where no
 * buffer lies that is in use at the same time. Programs never run at the same time, so each starts anew.
 */
export function layOut(storages: readonly Storage[], programs: readonly (readonly Storage[])[]): { offsets: Map<Storage, number>; regions: Record<string, number> } {
  const offsets = new Map<Storage, number>();
  const regions: Record<string, number> = { none: 0 };
  for (const storage of storages) {
    if (!storage.persistent) continue;
    if (storage.rows !== "none") internal(`the buffer ${storage.name} is kept but has rows ${storage.rows}`);
    offsets.set(storage, regions["none"]!);
    regions["none"]! += storage.width;
  }
  const kept = regions["none"]!;
  for (const own of programs) {
    for (const rows of new Set(own.map((s) => s.rows))) {
      const base = rows === "none" ? kept : 0;
      const placed: Storage[] = [];
      for (const storage of own.filter((s) => s.rows === rows).sort((a, b) => a.first - b.first || b.width - a.width)) {
        const busy = placed.filter((other) => other.first <= storage.last && storage.first <= other.last).sort((a, b) => offsets.get(a)! - offsets.get(b)!);
        let at = base;
        for (const other of busy) {
          if (offsets.get(other)! - at >= storage.width) break;
          at = Math.max(at, offsets.get(other)! + other.width);
        }
        offsets.set(storage, at);
        placed.push(storage);
        regions[rows] = Math.max(regions[rows] ?? 0, at + storage.width);
      }
    }
  }
  return { offsets, regions };
}
