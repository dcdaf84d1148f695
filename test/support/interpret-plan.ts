// Plans in float64, without a device: the programs of a module as they are written, with kernels that do what plan.ts and gpu-plan.ts say they
// do. What a kernel of a GPU plan computes side by side is computed here in an order drawn at random, so that a result that depends on who
// comes first is found out. Memory that nothing was written to holds random numbers.
import { initialise, type Description, type Packed, type PackedAxis } from "@rnnc/runtime";
import { refineForGpu } from "../../compiler/4-schedule/webgpu/index.js";
import { nameGpuModule, writeGpuProgram } from "../../compiler/5-emit/module/gpu-programs.js";
import { nameModule, writeProgram } from "../../compiler/5-emit/module/programs.js";
import { stagesOf } from "../../compiler/5-emit/webgpu/map.js";
import { internal } from "../../compiler/errors.js";
import type { AxisMoveKernel, GpuKernel, LoopKernel, ProductMapKernel, Space } from "../../compiler/gpu-plan.js";
import type { Kernel, MapKernel, Plan } from "../../compiler/plan.js";
import { createLayout, dataFor, inputsOf, lengthIn, persistentSize } from "../../runtime/arena.js";
import type { BufferDescription, ProgramName } from "../../runtime/device.js";
import * as moves from "../../runtime/wasm/rows.js";
import { evaluateMap } from "./maps.js";
import type { Random } from "./random.js";

/** Work that may be done in any order beside other such work. */
type Task = () => void;
/** What a kernel is called with: places in `memory` (or axes) in order, then how many rows. */
type Work = (memory: Float64Array, operands: readonly number[], rows: number) => Task[];

type Numbers = Float32Array | Int32Array;

/** A network whose programs can be run one by one. */
export interface Interpreted {
  /** Runs a program on a batch; gives all its outputs. */
  run(name: ProgramName, batch: Packed): Record<string, Float64Array>;
  has(name: ProgramName): boolean;
  /** What a program reads of a batch: by name, the buffer. */
  reads(name: ProgramName): readonly (readonly [name: string, buffer: BufferDescription])[];
  flat(buffer: string): Float64Array;
}

interface Stages {
  readonly plan: Plan;
  readonly description: Description;
}

/** `together`: loops as one dispatch. */
export type How = "plan" | "together" | "apart";

/** The plan as it is for WASM, or refined for a GPU. Parameters are initial values. */
export function interpretPlan({ plan, description: d }: Stages, how: How, random: Random): Interpreted {
  const flat = { buffers: new Set(["parameters", "gradients", "moment1", "moment2"]), parameters: [...d.parameters].sort((a, b) => a.offset - b.offset) };
  const gpu = refineForGpu(plan);
  const of = how === "plan" ? plan : gpu;
  const names = how === "plan" ? nameModule(plan) : nameGpuModule(gpu);
  const buffers = Object.fromEntries(of.buffers.map(({ name, ...buffer }) => [names.buffer(name), buffer]));
  const regions = of.regions;
  const named = (list: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(list).map(([name, buffer]) => [name, names.buffer(buffer)]));
  const programs = Object.fromEntries(of.programs.map((program) => [program.name, { inputs: named(program.inputs), outputs: named(program.outputs) }]));
  const layout = createLayout({ buffers, regions });
  const weights = persistentSize({ regions });
  let memory = new Float64Array(weights);
  // What the plan keeps starts as zeros; what only the refined one has, as anything.
  for (let i = plan.regions["none"]!; i < weights; i++) memory[i] = random.next() * 8 - 4;
  memory.set(initialise(d, 1), layout.places[names.buffer("parameters")]!);

  const run = (tasks: readonly Task[], ordered: boolean): void => {
    const order = tasks.map((task) => ({ task, at: ordered ? 0 : random.next() }));
    for (const { task } of order.sort((a, b) => a.at - b.at)) task();
  };
  const scale = how === "plan" ? 4 : 1;
  const offset = Object.fromEntries(d.parameters.map((p) => [names.parameter(p.name), p.offset * scale]));
  /** Places as programs get them: bytes in one memory, or words in two. */
  const places = (): Record<string, number> => Object.fromEntries(Object.entries(layout.places).map(([name, place]) => [name, how === "plan" ? (place + (buffers[name]!.rows === "none" ? 0 : weights)) * 4 : place]));
  const kernels = Object.fromEntries(
    how === "plan"
      ? Object.entries(plan.kernels).map(([name, kernel]) => [name, (...words: number[]) => {
          const operands = kernel.kind === "pack" ? words : words.slice(0, -1);
          run(workOf(kernel)(memory, operands.map((word) => word / 4), kernel.kind === "pack" ? 1 : words.at(-1)!), true);
        }])
      : Object.entries(gpu.kernels).map(([name, kernel]) => [name, (...words: (number | PackedAxis)[]) => {
          run(gpuWork(kernel, memory, words.slice(0, -1), words.at(-1) as number, weights, random), false);
        }]),
  );
  const bodies = new Map<string, (batch: Packed) => void>();
  if (how === "plan") {
    for (const program of plan.programs) {
      const made = new Function("offset", ...Object.keys(moves), "k", "m", "batch", writeProgram(plan, program, names, flat).body) as (...given: unknown[]) => void;
      bodies.set(program.name, (batch) => made(offset, ...Object.values(moves), kernels, places(), batch));
    }
  } else {
    for (const program of gpu.programs) {
      const made = new Function("offset", "k", "m", "batch", "together", writeGpuProgram(gpu, program, names, flat).body) as (...given: unknown[]) => void;
      bodies.set(program.name, (batch) => made(offset, kernels, places(), batch, () => how === "together"));
    }
  }

  const at = (buffer: string): number => layout.places[buffer]! + (buffers[buffer]!.rows === "none" ? 0 : weights);
  return {
    has: (name) => bodies.has(name),
    reads: (name) => inputsOf(name, programs[name]!).map(([data, buffer]) => [data, buffers[buffer]!]),
    flat: (buffer) => memory.slice(at(names.buffer(buffer)), at(names.buffer(buffer)) + buffers[names.buffer(buffer)]!.width),
    run(name, batch) {
      const capacity = layout.enlarged(batch);
      if (capacity) {
        layout.layOut(capacity);
        const larger = new Float64Array(weights + layout.sizeOf(capacity)).map(() => random.next() * 8 - 4);
        larger.set(memory.subarray(0, weights));
        memory = larger;
      }
      for (const [data, buffer] of inputsOf(name, programs[name]!)) memory.set(dataFor<Numbers>(name, data, buffers[buffer]!, batch, d), at(buffer));
      bodies.get(name)!(batch);
      return Object.fromEntries(Object.entries(programs[name]!.outputs).map(([output, buffer]) => [output, memory.slice(at(buffer), at(buffer) + lengthIn(buffers[buffer]!, batch))]));
    },
  };
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
/** Number (i, j) of a packed operand of `k` rows. */
const packed = (k: number, i: number, j: number): number => ((j >> 3) * k + i) * 8 + (j & 7);

/** What a kernel of the plan does, in parts that may be done in any order. */
function workOf(kernel: Kernel): Work {
  switch (kernel.kind) {
    case "gemm":
      return (memory, [a, b, c, bias], rows) => range(rows).flatMap((r) => range(kernel.n).map((j) => () => (memory[c! + r * kernel.ldc + j] = product(kernel, memory, a!, b!, c!, bias, r, j))));
    case "row_product":
      return (memory, [a, b, c], rows) => range(kernel.m).flatMap((i) => range(kernel.n).map((j) => () => (memory[c! + i * kernel.ldc + j] = range(rows).reduce((sum, r) => sum + memory[a! + r * kernel.lda + i]! * memory[b! + r * kernel.ldb + j]!, 0))));
    case "matvec":
      return (memory, [matrix, x, y], rows) =>
        range(rows).flatMap((r) => range(kernel.m).map((i) => () => (memory[y! + r * kernel.ldy + i] = range(kernel.k).reduce((sum, j) => sum + memory[matrix! + r * kernel.ldMatrix + (kernel.transposed ? j * kernel.m + i : i * kernel.k + j)]! * memory[x! + r * kernel.ldx + j]!, 0))));
    case "outer":
      return (memory, [a, b, c], rows) => range(rows).flatMap((r) => range(kernel.m * kernel.n).map((i) => () => (memory[c! + r * kernel.ldc + i] = memory[a! + r * kernel.lda + Math.floor(i / kernel.n)]! * memory[b! + r * kernel.ldb + (i % kernel.n)]!)));
    case "pack":
      return (memory, [source, out]) => range(kernel.k).flatMap((i) => range(kernel.n).map((j) => () => (memory[out! + packed(kernel.K, kernel.k0 + i, kernel.n0 + j)] = memory[source! + i * kernel.rowStride + j * kernel.columnStride]!)));
    case "map":
      return (memory, operands, rows) => range(rows).flatMap((r) => mapTasks(kernel, memory, operands, r));
    case "gather":
      return (memory, [table, ids, out], rows) => range(rows).map((r) => () => memory.copyWithin(out! + r * kernel.ldOut, table! + memory[ids! + r]! * kernel.ldTable, table! + memory[ids! + r]! * kernel.ldTable + kernel.width));
    case "scatter_add":
      return (memory, [ids, values, table], rows) => range(kernel.width).map((j) => () => range(rows).forEach((r) => (memory[table! + memory[ids! + r]! * kernel.width + j]! += memory[values! + r * kernel.ldValues + j]!)));
    case "sum_rows":
      return (memory, [source, out], rows) => range(kernel.width).map((j) => () => (memory[out! + j] = range(rows).reduce((sum, r) => sum + memory[source! + r * kernel.ld + j]!, 0)));
    case "copy":
      return (memory, [source, target], rows) => range(rows).flatMap((r) => range(kernel.width).map((j) => () => (memory[target! + r * kernel.ldTarget + j] = (kernel.accumulate ? memory[target! + r * kernel.ldTarget + j]! : 0) + memory[source! + r * kernel.ldSource + j]!)));
    case "zero":
      return (memory, [target], rows) => range(rows * kernel.width).map((i) => () => (memory[target! + i] = 0));
  }
}

/** Number (r, j) of a product. */
function product(kernel: Extract<Kernel, { kind: "gemm" }>, memory: Float64Array, a: number, b: number, c: number, bias: number | undefined, r: number, j: number): number {
  let sum = kernel.accumulate ? memory[c + r * kernel.ldc + j]! : kernel.bias ? memory[bias! + j]! : 0;
  for (let i = 0; i < kernel.k; i++) sum += memory[a + r * kernel.lda + i]! * memory[b + packed(kernel.k, i, j)]!;
  return sum;
}

/** A row of a map: a column at a time, where none waits for others. */
function mapTasks(kernel: MapKernel, memory: Float64Array, operands: readonly number[], r: number): Task[] {
  const reads = kernel.inputs.map((input, i) => (row: number, column: number) => memory[operands[i]! + row * input.stride + (input.scalar ? 0 : column)]!);
  const whole = kernel.outputs.some(({ scalar }) => scalar) || kernel.code.some(({ op }) => op === "reduce_sum" || op === "reduce_max");
  return (whole ? [range(kernel.width)] : range(kernel.width).map((j) => [j])).map((columns) => () => storeMap(kernel, memory, operands, r, columns, evaluateMap(kernel, reads, r, columns)));
}

function storeMap(kernel: MapKernel, memory: Float64Array, operands: readonly number[], r: number, columns: readonly number[], values: readonly (readonly number[])[]): void {
  kernel.outputs.forEach(({ value, scalar, stride }, i) => {
    for (const [place, column] of (scalar ? [0] : columns).entries()) memory[operands[kernel.inputs.length + i]! + r * stride + (scalar ? 0 : column)] = values[value]![place]!;
  });
}

/** What a call of a kernel does, in parts that may be done in any order. `arena`: where that space begins in `memory`. */
function gpuWork(kernel: GpuKernel, memory: Float64Array, words: readonly (number | PackedAxis)[], count: number, arena: number, random: Random): Task[] {
  let next = 0;
  const operand = (space: Space): number => (words[next++] as number) + (space === "arena" ? arena : 0);
  switch (kernel.kind) {
    case "single":
      return workOf(kernel.kernel)(memory, kernel.spaces.map(operand), count);
    case "moves":
      return kernel.moves.flatMap((move) => workOf(move.kernel)(memory, move.spaces.map(operand), count));
    case "axis_move":
      return moveTasks(kernel, memory, kernel.spaces.map(operand), words.at(-1) as PackedAxis, count);
    case "partial_product": {
      const { chunks, kernel: of } = kernel;
      const [a, b, c] = kernel.spaces.map(operand) as [number, number, number];
      if (chunks === 1) return workOf(of)(memory, [a, b, c], count);
      const rows = Math.ceil(count / chunks);
      return range(chunks).flatMap((chunk) => workOf({ ...of, ldc: of.n })(memory, [a + chunk * rows * of.lda, b + chunk * rows * of.ldb, c + chunk * of.m * of.n], Math.max(0, Math.min(rows, count - chunk * rows))));
    }
    case "sum_partials":
      return kernel.items.flatMap(({ size, chunks, spaces }) => {
        const [from, to] = spaces.map(operand) as [number, number];
        return range(size).map((i) => () => (memory[to + i] = range(chunks).reduce((sum, chunk) => sum + memory[from + chunk * size + i]!, 0)));
      });
    case "map_stage": {
      const operands = kernel.spaces.map(operand);
      const { map, stage, groups } = kernel;
      // What stages leave for each other is not told; that nobody else's numbers lie there is.
      const partials = map.code.filter(({ op }) => op === "reduce_sum" || op === "reduce_max").length * groups;
      const spoil = (): void => range(partials).forEach((i) => (memory[operands.at(-1)! + i] = random.next()));
      return [spoil, ...(stage === stagesOf(map) - 1 ? mapTasks(map, memory, operands, 0) : [])];
    }
    case "product_map":
      return productMapTasks(kernel, memory, kernel.spaces.map(operand), words.at(-1) as number, count);
    case "loop":
      return loopTasks(kernel, memory, kernel.spaces.map(operand), words.at(-1) as PackedAxis, count);
  }
}

/** A task for each row and unit. */
function productMapTasks({ gemm, map, joined, store }: ProductMapKernel, memory: Float64Array, operands: readonly number[], rowsBefore: number, rows: number): Task[] {
  const [a, b, c] = operands as [number, number, number];
  const head = gemm.bias ? 4 : 3;
  const own = operands.slice(head);
  return range(Math.max(rows, rowsBefore)).flatMap((r) =>
    range(map.width).map((u) => () => {
      const at = (column: number): number => c + r * gemm.ldc + column + u;
      const made = joined.map(({ column }) => (r < rowsBefore ? product(gemm, memory, a, b, c, gemm.bias ? operands[3] : undefined, r, column + u) : memory[at(column)]!));
      if (store && r < rowsBefore) joined.forEach(({ column }, i) => (memory[at(column)] = made[i]!));
      if (!store && rowsBefore > rows) internal("rows of a product that nobody gets");
      if (r >= rows) return;
      const reads = map.inputs.map((input, i) => (row: number, column: number) => {
        const known = joined.findIndex((part) => part.input === i);
        return known >= 0 ? made[known]! : memory[own[i]! + row * input.stride + (input.scalar ? 0 : column)]!;
      });
      storeMap(map, memory, own, r, [u], evaluateMap(map, reads, r, [u]));
    }),
  );
}

/** A task for each sequence. */
function loopTasks({ calls, reverse }: LoopKernel, memory: Float64Array, operands: readonly number[], axis: PackedAxis, size: number): Task[] {
  return range(size).map((r) => () => {
    for (let i = 0; i < axis.steps; i++) {
      const t = reverse ? axis.steps - 1 - i : i;
      if (r >= axis.rows[t]!) continue;
      for (const call of calls) {
        const places = call.operands.map(({ word, step, stride }, operand) => operands[word]! + (step ? axis.start[t]! * stride : 0) + r * strideOf(call.kernel, operand));
        for (const task of workOf(call.kernel)(memory, places, 1)) task();
      }
    }
  });
}

/** Floats from one row to the next of an operand of a kernel that may be in a loop. */
function strideOf(kernel: Kernel, operand: number): number {
  switch (kernel.kind) {
    case "gemm":
      return [kernel.lda, 0, kernel.ldc, 0][operand]!;
    case "matvec":
      return [kernel.ldMatrix, kernel.ldx, kernel.ldy][operand]!;
    case "outer":
      return [kernel.lda, kernel.ldb, kernel.ldc][operand]!;
    case "map":
      return [...kernel.inputs, ...kernel.outputs][operand]!.stride;
    case "gather":
      return [0, 1, kernel.ldOut][operand]!;
    case "copy":
      return [kernel.ldSource, kernel.ldTarget][operand]!;
    case "zero":
      return kernel.width;
    default:
      return internal(`${kernel.kind} in a loop`);
  }
}

/** A task for each row of what is written. */
function moveTasks({ move, width, strides }: AxisMoveKernel, memory: Float64Array, operands: readonly number[], axis: PackedAxis, count: number): Task[] {
  const lengthOf = (b: number): number => axis.rows.filter((rows) => b < rows).length;
  const [from, to] = [operands[0]!, operands.at(-1)!];
  const row = (operand: number, r: number): number[] => range(width).map((j) => memory[operands[operand]! + r * strides[operand]! + j]!);
  const zeros = range(width).map(() => 0);
  const sourceOf = (r: number): number[] => {
    const t = axis.start.findLastIndex((start) => start <= r);
    const b = r - (axis.start[t] ?? 0);
    switch (move) {
      case "expand":
        return row(0, b);
      case "shift":
        return t > 0 ? row(0, axis.start[t - 1]! + b) : row(1, b);
      case "shift_reverse":
        return t + 1 < lengthOf(b) ? row(0, axis.start[t + 1]! + b) : row(1, b);
      case "place_last":
        return t + 1 === lengthOf(b) ? row(0, b) : zeros;
      case "place_first":
        return t === 0 ? row(0, b) : zeros;
      case "last":
        return lengthOf(r) > 0 ? row(0, axis.start[lengthOf(r) - 1]! + r) : zeros;
      case "first":
        return lengthOf(r) > 0 ? row(0, r) : zeros;
      case "sum_steps":
        return range(lengthOf(r)).reduce((sum, step) => row(0, axis.start[step]! + r).map((value, j) => value + sum[j]!), zeros);
    }
  };
  if (from === to) internal("a move in place");
  return range(count).map((r) => () => memory.set(sourceOf(r), to + r * strides.at(-1)!));
}
