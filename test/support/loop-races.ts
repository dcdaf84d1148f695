// Whether lanes of a loop that runs as one dispatch can get in each other's way: every float that each lane reads or writes through some steps of
// one sequence, by what loop.ts and map-rows.ts say who does what, and whether a barrier stands between two lanes that meet. Knows nothing of
// how the barriers were found.
import { analyse, passesOf } from "../../compiler/5-emit/map-facts.js";
import { arrangeLoop } from "../../compiler/5-emit/webgpu/loop.js";
import type { GpuArgument, GpuOperand, LoopKernel } from "../../compiler/gpu-plan.js";
import type { Buffer, MapKernel } from "../../compiler/plan.js";

type Memory = "storage" | "workgroup";
/** A lane, or several. */
const SEVERAL = -1;
const STEPS = 3;

/** Texts that say which call of which step met whom; empty where all is well. `operands`: the arguments of the loop's call. */
export function findRaces(kernel: LoopKernel, operands: readonly GpuArgument[], buffers: ReadonlyMap<string, Buffer>): string[] {
  const { size, barriers, staged } = arrangeLoop(kernel);
  const races: string[] = [];
  /** What was written that not all see yet, and by whom; who read what since all met last. */
  const unseen = { storage: new Map<string, number>(), workgroup: new Map<string, number>() };
  const readers = { storage: new Map<string, number>(), workgroup: new Map<string, number>() };
  let where = "";

  const meet = (memory: Memory): void => {
    unseen[memory].clear();
    readers.storage.clear();
    readers.workgroup.clear();
  };
  const touch = (memory: Memory, lane: number, address: string, writes: boolean): void => {
    const other = (by: number | undefined): boolean => by !== undefined && (by !== lane || by === SEVERAL);
    if (other(unseen[memory].get(address))) races.push(`${where}: ${writes ? "writes" : "reads"} ${memory} ${address} that another lane wrote`);
    if (!writes) {
      const before = readers[memory].get(address);
      readers[memory].set(address, before === undefined || before === lane ? lane : SEVERAL);
      return;
    }
    if (other(readers[memory].get(address))) races.push(`${where}: writes ${memory} ${address} that another lane read`);
    unseen[memory].set(address, lane);
  };
  const several = size === 1 ? 0 : SEVERAL;

  for (let i = 0; i < STEPS; i++) {
    const t = kernel.reverse ? STEPS - 1 - i : i;
    kernel.calls.forEach((call, c) => {
      where = `step ${i}, call ${c} (${call.kernel.kind})`;
      for (const barrier of barriers[c]!) meet(barrier.startsWith("storage") ? "storage" : "workgroup");
      /** One sequence of as many steps, with room for no more. */
      const address = (operand: number, column: number): string => {
        const { word, step } = call.operands[operand]!;
        const of = operands[word] as GpuOperand;
        const buffer = buffers.get(of.buffer)!;
        const rows = buffer.rows.startsWith("N:") ? STEPS : 1;
        return `${buffer.rows} ${buffer.offset * rows + (step ? t * buffer.width : 0) + of.column + column}`;
      };
      const columns = (width: number, act: (column: number, lane: number) => void): void => {
        for (let column = 0; column < width; column++) act(column, column % size);
      };
      const read = (operand: number, lane: number, column: number): void => touch("storage", lane, address(operand, column), false);
      const write = (operand: number, lane: number, column: number): void => touch("storage", lane, address(operand, column), true);
      const readWhole = (operand: number, width: number): void => columns(width, (column) => read(operand, several, column));
      const of = call.kernel;
      switch (of.kind) {
        case "gemm":
          if (staged(of)) {
            for (let quad = 0; quad < Math.ceil(of.k / 4); quad++) {
              for (let k = quad * 4; k < Math.min(of.k, quad * 4 + 4); k++) read(0, quad % size, k);
              touch("workgroup", quad % size, `tile ${quad}`, true);
            }
            meet("workgroup");
            for (let quad = 0; quad < Math.ceil(of.k / 4); quad++) touch("workgroup", several, `tile ${quad}`, false);
          } else readWhole(0, of.k);
          columns(of.n, (column, lane) => {
            if (of.accumulate) read(2, lane, column);
            write(2, lane, column);
          });
          return;
        case "matvec":
          readWhole(0, of.m * of.k);
          readWhole(1, of.k);
          return columns(of.m, (column, lane) => write(2, lane, column));
        case "outer":
          readWhole(0, of.m);
          readWhole(1, of.n);
          return columns(of.m * of.n, (column, lane) => write(2, lane, column));
        case "gather":
          readWhole(1, 1);
          return columns(of.width, (column, lane) => write(2, lane, column));
        case "copy":
          return columns(of.width, (column, lane) => {
            read(0, lane, column);
            if (of.accumulate) read(1, lane, column);
            write(1, lane, column);
          });
        case "zero":
          return columns(of.width, (column, lane) => write(0, lane, column));
        case "map":
          return mapRow(of, read, write, columns);
      }
    });
  }
  return races;

  function mapRow(map: MapKernel, read: (operand: number, lane: number, column: number) => void, write: (operand: number, lane: number, column: number) => void, columns: (width: number, act: (column: number, lane: number) => void) => void): void {
    const facts = analyse(map);
    const { reductions, lastPass, lastStage } = passesOf(map, facts);
    const outputs = map.outputs.map((output, o) => ({ ...output, operand: map.inputs.length + o }));
    for (let stage = 0; stage <= Math.max(0, lastStage); stage++) {
      map.inputs.forEach(({ scalar }, input) => (scalar ? read(input, several, 0) : columns(map.width, (column, lane) => read(input, lane, column))));
      if (stage === lastPass) for (const { operand } of outputs.filter(({ scalar }) => !scalar)) columns(map.width, (column, lane) => write(operand, lane, column));
      const made = reductions.filter((r) => facts.stage[r] === stage + 1);
      if (made.length === 0) continue;
      for (const r of made) for (let lane = 0; lane < size; lane++) touch("workgroup", lane, `lane ${lane} of reduction ${reductions.indexOf(r)}`, true);
      meet("workgroup");
      for (const r of made) for (let lane = 0; lane < size; lane++) touch("workgroup", several, `lane ${lane} of reduction ${reductions.indexOf(r)}`, false);
    }
    const scalars = outputs.filter(({ scalar }) => scalar);
    if (scalars.length > 0) meet("storage");
    for (const { operand } of scalars) write(operand, 0, 0);
  }
}
