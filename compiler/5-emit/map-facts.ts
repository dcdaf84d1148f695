// What both devices know of a fused map: which of its values are scalars, which are the same for every row, how many passes over the
// columns come before each, and whether rows matter at all. No code is made here.
import { internal } from "../errors.js";
import type { MapInstruction, MapKernel, PointwiseOp } from "../plan.js";

export type Reduction = Extract<MapInstruction, { readonly op: "reduce_sum" | "reduce_max" }>;
export type Pointwise = Extract<MapInstruction, { readonly op: PointwiseOp }>;
/** Reads no other value of its pass. */
export type Leaf = Exclude<MapInstruction, Pointwise>;

export function isPointwise(instruction: MapInstruction): instruction is Pointwise {
  return "args" in instruction && !isReduction(instruction);
}

export function isReduction(instruction: MapInstruction): instruction is Reduction {
  return instruction.op === "reduce_sum" || instruction.op === "reduce_max";
}

/** What is known of each value of a map. */
export interface Facts {
  /** One number of the row, or of the call. */
  readonly scalar: readonly boolean[];
  /** The same for every row. */
  readonly fixed: readonly boolean[];
  /** Reductions on the longest path to the value. */
  readonly stage: readonly number[];
  /** Instructions that some output needs. */
  readonly needed: readonly boolean[];
  /** Read by more than one instruction or output, see wasm/region.ts. */
  readonly shared: ReadonlySet<number>;
}

/** Throws where a map is not well made. */
export function checkMap(name: string, { code, inputs, outputs }: MapKernel): void {
  const { scalar } = analyse({ code, inputs, outputs });
  code.forEach((instruction, i) => {
    const args = isPointwise(instruction) || isReduction(instruction) ? instruction.args : [];
    if (args.some((arg) => !(arg >= 0 && arg < i))) internal(`map ${name}: instruction ${i} reads one that is not before it`);
    if (instruction.op === "load" && !inputs[instruction.input]) internal(`map ${name}: no input ${instruction.input}`);
    if (instruction.op === "random" && [instruction.key, instruction.row].some((input) => !inputs[input]?.integer || !inputs[input].scalar)) {
      internal(`map ${name}: random wants integer scalar inputs`);
    }
  });
  outputs.forEach((output, i) => {
    if (!code[output.value]) internal(`map ${name}: output ${i} has no value`);
    if (output.scalar && !scalar[output.value]) internal(`map ${name}: output ${i} is a scalar, its value is not`);
  });
}

export function analyse({ code, inputs, outputs }: Pick<MapKernel, "code" | "inputs" | "outputs">): Facts {
  const scalar: boolean[] = [];
  const fixed: boolean[] = [];
  const stage: number[] = [];
  for (const instruction of code) {
    if (isPointwise(instruction)) {
      scalar.push(instruction.args.every((arg) => scalar[arg]));
      fixed.push(instruction.args.every((arg) => fixed[arg]));
      stage.push(Math.max(...instruction.args.map((arg) => stage[arg])));
    } else if (isReduction(instruction)) {
      scalar.push(true);
      fixed.push(false);
      stage.push(stage[instruction.args[0]] + 1);
    } else {
      const input = instruction.op === "load" ? inputs[instruction.input] : null;
      scalar.push(instruction.op === "const" || input?.scalar === true);
      fixed.push(instruction.op === "const" || (input?.scalar === true && input.stride === 0));
      stage.push(0);
    }
  }
  const needed = code.map(() => false);
  for (const { value } of outputs) needed[value] = true;
  for (let i = code.length - 1; i >= 0; i--) {
    const instruction = code[i];
    if (needed[i] && (isPointwise(instruction) || isReduction(instruction))) for (const arg of instruction.args) needed[arg] = true;
  }
  const roots = [...outputs.map((o) => o.value), ...code.flatMap((instruction, i) => (needed[i] && isReduction(instruction) ? instruction.args : []))];
  const shared = new Set([...countUses({ code, known: new Map() }, roots)].filter(([, uses]) => uses > 1).map(([index]) => index));
  return { scalar, fixed, stage, needed, shared };
}

/**
 * A row takes passes 0 to `lastPass` over its columns; pass p makes the reductions of stage p + 1, the last one stores the vectors.
 * `lastStage` is that of the last scalars: one more than the last pass where an output is made of its reductions.
 */
export function passesOf(kernel: MapKernel, facts: Facts): { readonly lastPass: number; readonly lastStage: number; readonly reductions: readonly number[] } {
  const reductions = kernel.code.map((_, i) => i).filter((i) => facts.needed[i] && isReduction(kernel.code[i]));
  const vectorOutputs = kernel.outputs.filter((o) => !o.scalar);
  const lastPass = Math.max(-1, ...reductions.map((i) => facts.stage[i] - 1), ...vectorOutputs.map((o) => facts.stage[o.value]));
  return { reductions, lastPass, lastStage: Math.max(lastPass, ...kernel.outputs.map((o) => facts.stage[o.value])) };
}

/**
 * The kernel as one over a run of numbers, or null where rows matter. With one column, rows of stride 1 are
 * such a run; with more, dense buffers of vectors with scalars that are the same for all rows.
 */
export function flattened(kernel: MapKernel): MapKernel | null {
  const { width, inputs, outputs, code } = kernel;
  if (width === 1) {
    if (!inputs.every((i) => i.stride === 0 || i.stride === 1) || !outputs.every((o) => o.stride === 1)) return null;
    return {
      ...kernel,
      inputs: inputs.map((i) => ({ ...i, scalar: i.stride === 0 })),
      outputs: outputs.map((o) => ({ ...o, scalar: false })),
      // over one column a reduction is its argument, as is a sum of one term
      code: code.map((i) => (isReduction(i) ? { op: "add", args: i.args } : i.op === "index" ? { op: "const", value: 0 } : i)),
    };
  }
  const dense =
    inputs.every((i) => (i.scalar ? i.stride === 0 : i.stride === width)) &&
    outputs.every((o) => !o.scalar && o.stride === width) &&
    code.every((i) => !isReduction(i) && i.op !== "index" && i.op !== "random");
  return dense ? kernel : null;
}

/** How often each value is read by the instructions that the roots need and that are not known. */
export function countUses({ code, known }: { readonly code: readonly MapInstruction[]; readonly known: ReadonlyMap<number, unknown> }, roots: readonly number[]): Map<number, number> {
  const uses = new Map<number, number>();
  const visit = (index: number): void => {
    const before = uses.get(index) ?? 0;
    uses.set(index, before + 1);
    const instruction = code[index];
    // a sum reads through a negation, so each use of it is one of its argument
    if ((before === 0 || instruction.op === "neg") && !known.has(index) && isPointwise(instruction)) instruction.args.forEach(visit);
  };
  roots.forEach(visit);
  return uses;
}
