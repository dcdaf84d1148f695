// Which barriers a loop's body needs (loop.ts). Lanes of a team meet where one reads or writes what another wrote since they last met, in
// the buffers or in the workgroup's memory, in this step or the one before. A lane that works on its own columns only meets nobody.
import type { LoopCall, LoopKernel } from "../../gpu-plan.js";
import type { GemmKernel } from "../../plan.js";
import { analyse, passesOf } from "../map-facts.js";

/** Columns of a buffer that a call reads or writes. `own`: column i of them by lane i of the team (modulo its size) alone. */
interface Access {
  readonly memory: "storage" | "workgroup";
  readonly buffer: number;
  readonly column: number;
  readonly width: number;
  readonly writes: boolean;
  readonly own: boolean;
  /** Of the rows of one step, which the next has others of. */
  readonly step: boolean;
}

/** Statements before each call. `staged`: whether a product copies the row it reads into the workgroup's memory. */
export function findBarriers(calls: readonly LoopCall[], places: LoopKernel["places"] | null, size: number, staged: (kernel: GemmKernel) => boolean): readonly (readonly string[])[] {
  const accesses = calls.map((call) => accessesOf(call, places, staged));
  const needed = calls.map(() => ({ storage: places === null, workgroup: places === null }));
  if (places === null) return needed.map(barriers);
  // Around the loop until nothing is added: what is open at the end of a step is open at the next one's beginning.
  let open: Access[] = [];
  for (let before = ""; ; ) {
    calls.forEach(({ kernel }, i) => {
      for (const memory of ["storage", "workgroup"] as const) {
        const conflict = open.some((before) => before.memory === memory && accesses[i].some((now) => meet(before, now, size)));
        if (conflict) needed[i][memory] = true;
      }
      for (const memory of ["storage", "workgroup"] as const) if (needed[i][memory]) open = passed(open, memory);
      // A staged product meets by itself between reading its row and using it: nobody reads it any more then.
      const meets = kernel.kind === "gemm" && staged(kernel);
      if (meets) open = passed(open, "workgroup");
      // what goes through the workgroup's memory has been written before the call's own last barrier
      open = [...open, ...accesses[i].slice(meets ? 1 : 0).filter((access) => access.memory === "storage" || !access.writes)];
    });
    open = distinct(open.filter((access) => !access.step));
    const state = JSON.stringify([needed, open]);
    if (state === before) return needed.map(barriers);
    before = state;
  }
}

const barriers = ({ storage, workgroup }: { readonly storage: boolean; readonly workgroup: boolean }): string[] => [...(storage ? ["storageBarrier();"] : []), ...(workgroup ? ["workgroupBarrier();"] : [])];

/**
 * What is open still behind a barrier. One for the buffers has all stores of calls done, so also what they read in the workgroup's memory; one for
 * the workgroup's memory says nothing of the buffers.
 */
function passed(open: readonly Access[], memory: Access["memory"]): Access[] {
  return open.filter((access) => access.memory !== memory && !(memory === "storage" && !access.writes));
}

function meet(a: Access, b: Access, size: number): boolean {
  if (a.memory !== b.memory || a.buffer !== b.buffer || !(a.writes || b.writes)) return false;
  if (a.column + a.width <= b.column || b.column + b.width <= a.column) return false;
  return !(a.own && b.own && (a.column - b.column) % size === 0);
}

/** Each once, in an order of its own, so that two can be compared. */
function distinct(accesses: readonly Access[]): Access[] {
  const texts = new Map(accesses.map((access) => [JSON.stringify(access), access]));
  return [...texts.keys()].sort().map((text) => texts.get(text)!);
}

function accessesOf({ kernel, operands }: LoopCall, places: LoopKernel["places"] | null, staged: (kernel: GemmKernel) => boolean): Access[] {
  const access = (operand: number, width: number, writes: boolean, own: boolean): Access => {
    const { word, step } = operands[operand];
    return { memory: "storage", buffer: places?.[word].buffer ?? 0, column: places?.[word].column ?? 0, width, writes, own, step };
  };
  const reads = (operand: number, width: number): Access => access(operand, width, false, false);
  const readsOwn = (operand: number, width: number): Access => access(operand, width, false, true);
  const writesOwn = (operand: number, width: number): Access => access(operand, width, true, true);
  /** Memory of the workgroup that lanes pass things through: 0 rows of products, 1 reductions. */
  const passes = (buffer: number): Access[] => [true, false].map((writes) => ({ memory: "workgroup", buffer, column: 0, width: 1, writes, own: false, step: false }));
  switch (kernel.kind) {
    case "gemm":
      // the row of A first: findBarriers wants it there
      return [reads(0, kernel.k), writesOwn(2, kernel.n), ...(staged(kernel) ? passes(0) : [])];
    case "matvec":
      return [reads(0, kernel.m * kernel.k), reads(1, kernel.k), writesOwn(2, kernel.m)];
    case "outer":
      return [reads(0, kernel.m), reads(1, kernel.n), writesOwn(2, kernel.m * kernel.n)];
    case "map": {
      const inputs = kernel.inputs.map(({ scalar }, i) => (scalar ? reads(i, 1) : readsOwn(i, kernel.width)));
      const outputs = kernel.outputs.map(({ scalar }, i) => access(kernel.inputs.length + i, scalar ? 1 : kernel.width, true, !scalar));
      return [...inputs, ...outputs, ...(passesOf(kernel, analyse(kernel)).reductions.length > 0 ? passes(1) : [])];
    }
    case "gather":
      return [reads(1, 1), writesOwn(2, kernel.width)];
    case "copy":
      return [readsOwn(0, kernel.width), writesOwn(1, kernel.width)];
    case "zero":
      return [writesOwn(0, kernel.width)];
  }
}
