// A loop in its two forms. Together: one dispatch, in which a workgroup takes some sequences through all steps, since
// the work of a body never crosses sequences. Apart: dispatches for every step, a product joined with the pointwise work
// that reads it, also where the one stands at the end of a step and the other at the beginning of the next.
import { internal } from "../../errors.js";
import type { GpuArgument, GpuOperand, GpuStep, LoopCall } from "../../gpu-plan.js";
import { isReduction } from "../../5-emit/map-facts.js";
import { MOST_JOINED } from "../../5-emit/webgpu/product-map.js";
import type { GemmKernel, Kernel, MapKernel, Operand, Step } from "../../plan.js";
import { singleCall } from "./calls.js";
import { MOST_ARGUMENTS, type Context } from "./context.js";
import { access, bufferOf, footprintOf, meet, overlap } from "./footprint.js";

type Call = Extract<Step, { kind: "call" }>;
type Loop = Extract<Step, { kind: "loop" }>;
type GpuCall = Extract<GpuStep, { kind: "call" }>;
type GpuLoop = Extract<GpuStep, { kind: "loop" }>;

/** A product and the map that reads it. */
interface Pair {
  readonly product: Call & { readonly of: GemmKernel };
  readonly map: Call & { readonly of: MapKernel };
  readonly joined: readonly { readonly input: number; readonly column: number }[];
  /** The product is of the step that ran before. */
  readonly across: boolean;
  /** The product reads what the map writes (a state): through two copies that take turns. */
  readonly turns: { readonly output: number } | null;
  readonly store: boolean;
}

/** `others`: all other steps of the model's programs. */
export function refineLoop(context: Context, loop: Loop, others: readonly Step[]): GpuLoop {
  const together = loopTogether(context, loop);
  const pointwise = loop.steps.every((step) => step.kind === "call" && isPointwise(context.plan.kernels[step.kernel]!));
  const before: GpuStep[] = [];
  return {
    kind: "loop",
    axis: loop.axis,
    reverse: loop.reverse,
    together,
    apart: together && pointwise ? null : stepByStep(context, loop, others, before),
    before,
    comment: loop.comment,
  };
}

function isPointwise(kernel: Kernel): boolean {
  return kernel.kind === "copy" || kernel.kind === "zero" || (kernel.kind === "map" && !hasReductions(kernel));
}

function hasReductions(kernel: MapKernel): boolean {
  return kernel.code.some(isReduction);
}

function loopTogether(context: Context, loop: Loop): GpuCall | null {
  const operands: Operand[] = [];
  const wordOf = (operand: Operand): number => {
    const known = operands.findIndex((other) => other.buffer === operand.buffer && other.column === operand.column && other.step === operand.step);
    return known >= 0 ? known : operands.push(operand) - 1;
  };
  const calls: LoopCall[] = [];
  for (const step of loop.steps) {
    if (step.kind !== "call" || step.rows === null || !("step" in step.rows)) return null;
    const kernel = context.plan.kernels[step.kernel]!;
    if (kernel.kind === "row_product" || kernel.kind === "scatter_add" || kernel.kind === "sum_rows" || kernel.kind === "pack") return null;
    calls.push({ kernel, operands: step.operands.map((operand) => ({ word: wordOf(operand), step: operand.step, stride: operand.step ? bufferOf(context.tables, operand).width : 0 })) });
  }
  // The axis, and the steps from and to, have words too.
  if (operands.length + 3 > MOST_ARGUMENTS) return null;
  const name = loop.comment.split(", ")[0] || "steps";
  const buffers = [...new Set(operands.map(({ buffer }) => buffer))];
  const places = operands.map(({ buffer, column }) => ({ buffer: buffers.indexOf(buffer), column }));
  return context.call({ kind: "loop", reverse: loop.reverse, calls, spaces: context.spaces(operands), places }, `loop_${name}`, operands.map((operand) => ({ ...operand, step: false })), [{ axis: loop.axis }], { of: "B" }, loop.comment);
}

function stepByStep(context: Context, loop: Loop, others: readonly Step[], before: GpuStep[]): NonNullable<GpuLoop["apart"]> {
  const { steps } = loop;
  const first: GpuStep[] = [];
  const middle: GpuStep[] = [];
  const last: GpuStep[] = [];
  const around = steps.length > 1 ? pairOf(context, loop, steps[steps.length - 1]!, steps[0]!, others, true) : null;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    if (around && i === 0) {
      first.push(plain(step));
      middle.push(joinedCall(context, around, before));
      continue;
    }
    if (around && i === steps.length - 1) {
      last.push(ofStepBefore(plain(step)));
      continue;
    }
    const next = steps[i + 1];
    const pair = next && !(around && i + 1 === steps.length - 1) ? pairOf(context, loop, step, next, others, false) : null;
    const made = pair ? joinedCall(context, pair, before) : plain(step);
    if (pair) i++;
    first.push(made);
    middle.push(made);
  }
  return { first: around ? first : null, steps: middle, last };

  function plain(step: Step): GpuCall {
    if (step.kind === "call") return singleCall(context, step);
    // Who reads what a product makes is looked for in this loop and outside of it, not in a loop around it: no model makes one.
    return internal(`a ${step.kind} inside a loop`);
  }
}

function ofStepBefore(step: GpuCall): GpuCall {
  return {
    ...step,
    arguments: step.arguments.map((argument): GpuArgument => {
      if ("axis" in argument) return argument;
      if ("rows" in argument) return "step" in argument.rows ? { ...argument, before: true } : argument;
      return argument.step ? { ...argument, before: true } : argument;
    }),
  };
}

/** The two as one dispatch, if nothing of the product is read or changed by another's part of it. */
function pairOf(context: Context, loop: Loop, product: Step, map: Step, others: readonly Step[], across: boolean): Pair | null {
  if (product.kind !== "call" || map.kind !== "call") return null;
  const [gemm, work] = [context.plan.kernels[product.kernel]!, context.plan.kernels[map.kernel]!];
  if (gemm.kind !== "gemm" || gemm.accumulate || work.kind !== "map" || hasReductions(work)) return null;
  // A number of the row may be changed in place, when workgroups with other units have yet to read it.
  if (work.outputs.some(({ scalar }) => scalar)) return null;
  if (product.operands.length + map.operands.length + 1 > MOST_ARGUMENTS) return null;
  if (product.rows === null || map.rows === null || !("step" in product.rows) || !("step" in map.rows)) return null;
  const [a, , c] = product.operands as [Operand, Operand, Operand];
  const { tables } = context;

  const joined: { input: number; column: number }[] = [];
  const made = access(tables, c, gemm.n);
  for (const [i, input] of work.inputs.entries()) {
    const operand = map.operands[i]!;
    const read = access(tables, operand, input.scalar ? 1 : work.width);
    if (!overlap(read, made)) continue;
    if (operand.buffer !== c.buffer || operand.step !== c.step || input.scalar || input.integer || read.from < made.from || read.to > made.to) return null;
    joined.push({ input: i, column: operand.column - c.column });
  }
  const columns = joined.map(({ column }) => column).sort((x, y) => x - y);
  if (columns.length === 0 || columns.length > MOST_JOINED || gemm.n !== work.width * columns.length || columns.some((column, i) => column !== i * work.width)) return null;
  // Across steps the product's rows are those of the step before: what the map writes at this one must not be what that one reads.
  if (across && (c.step || !a.step)) return null;

  const outputs = map.operands.slice(work.inputs.length).map((operand, i) => ({ i, operand, at: access(tables, operand, work.width) }));
  const source = access(tables, a, gemm.k);
  if (overlap(source, made)) return null;
  const met = outputs.filter(({ at }) => overlap(at, source));
  const elsewhere = (step: Step): boolean => step !== product && step !== map;
  let turns: Pair["turns"] = null;
  if (met.length > 0 && !(across && met.every(({ operand }) => operand.step && operand.buffer === a.buffer))) {
    const [state] = met;
    const exact = met.length === 1 && !across && !a.step && state!.operand.buffer === a.buffer && state!.operand.column === a.column && work.width === gemm.k;
    const alone = loop.steps.filter(elsewhere).every((step) => !meet(footprintOf(tables, step).writes, [source]));
    if (!exact || !alone || tables.buffers.get(a.buffer)!.rows !== "B") return null;
    turns = { output: state!.i };
  }
  // Buffers that only share the place with it are in use at other times.
  const isRead = (step: Step): boolean => footprintOf(tables, step).reads.some((read) => read.buffer === made.buffer && overlap(read, made));
  const store = across || context.outputs.has(c.buffer) || [...loop.steps.filter(elsewhere), ...others].some(isRead);
  return { product: { ...product, of: gemm }, map: { ...map, of: work }, joined, across, turns, store };
}

function joinedCall(context: Context, pair: Pair, before: GpuStep[]): GpuCall {
  const { product, map, joined, across, store, turns } = pair;
  let work = map.of;
  const operands: GpuOperand[] = product.operands.map((operand) => (across && operand.step ? { ...operand, before: true } : operand));
  const mapOperands: GpuOperand[] = [...map.operands];
  if (turns) {
    const { k } = product.of;
    const state = product.operands[0]!;
    const buffer = context.addBuffer(`${state.buffer}.turns`, "B", 2 * k, `[B, 2·${k}]`);
    const half = (column: number): Operand => ({ buffer: buffer.name, column, step: false });
    const copy = { kind: "copy", width: k, ldSource: bufferOf(context.tables, state).width, ldTarget: 2 * k, accumulate: false } as const;
    const spaces = ["arena", "arena"] as const;
    before.push(context.call({ kind: "moves", moves: [{ kernel: copy, spaces }, { kernel: copy, spaces }] }, `copy_${k}_twice`, [state, half(0), state, half(k)], [], { of: "B" }, "two copies that steps take turns to read and write"));
    operands[0] = { ...half(0), flip: { columns: k, phase: 1 } };
    mapOperands.push({ ...half(0), flip: { columns: k, phase: 0 } });
    work = { ...work, outputs: [...work.outputs, { value: work.outputs[turns.output]!.value, stride: 2 * k, scalar: false }] };
  }
  const all = [...operands, ...mapOperands];
  return context.call(
    { kind: "product_map", gemm: turns ? { ...product.of, lda: 2 * product.of.k } : product.of, map: work, joined, store, spaces: context.spaces(all) },
    `${product.kernel}_${map.kernel}`,
    all,
    [{ rows: product.rows!, before: across }],
    map.rows!,
    `${product.comment}, ${map.comment}`,
  );
}
