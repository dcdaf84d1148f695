// Counts floating-point operations and memory of a plan, for given numbers of rows. Measures nothing: it
// adds up what the plan says will be run.
import type { Kernel, MapInstruction, Plan, ProgramPlan, Step } from "../compiler/plan.js";

/** Rows of a batch: sequences, and all their steps by time axis. */
export interface Rows {
  readonly sequences: number;
  readonly steps: Readonly<Record<string, number>>;
  /** The longest sequence, by axis: how often a loop runs. */
  readonly longest: Readonly<Record<string, number>>;
}

/** Operations of programs: a multiplication, an addition and a function each count as one. */
export function countOperations(plan: Plan, programs: readonly string[], rows: Rows): number {
  return programsOf(plan, programs).reduce((sum, program) => sum + program.steps.reduce((inner, step) => inner + ofStep(step, plan, rows, null), 0), 0);
}

/** Bytes of the buffers that programs touch, each region as far as its furthest buffer reaches. */
export function countMemory(plan: Plan, programs: readonly string[], rows: Rows): number {
  const touched = new Set(programsOf(plan, programs).flatMap((program) => [...program.steps.flatMap(buffersOf), ...Object.values(program.inputs), ...Object.values(program.outputs)]));
  const reach = new Map<string, number>();
  for (const buffer of plan.buffers) {
    if (touched.has(buffer.name)) reach.set(buffer.rows, Math.max(reach.get(buffer.rows) ?? 0, buffer.offset + buffer.width));
  }
  let floats = 0;
  for (const [region, width] of reach) floats += width * rowsOf(region, rows);
  return 4 * floats;
}

function programsOf(plan: Plan, names: readonly string[]): ProgramPlan[] {
  return plan.programs.filter((program) => names.includes(program.name));
}

function rowsOf(region: string, rows: Rows): number {
  if (region === "none") return 1;
  if (region === "B") return rows.sequences;
  return rows.steps[region.slice(2)] ?? 0;
}

/** `axis`: the loop this step is in. Inside it, the rows of step t add up to all rows. */
function ofStep(step: Step, plan: Plan, rows: Rows, axis: string | null): number {
  if (step.kind === "loop") return step.steps.reduce((sum, inner) => sum + ofStep(inner, plan, rows, step.axis), 0);
  if (step.kind === "move") return step.move === "sum_steps" ? step.width * (rows.steps[step.axis] ?? 0) : 0;
  const kernel = plan.kernels[step.kernel];
  if (kernel === undefined) return 0;
  const times = axis === null ? 1 : (rows.longest[axis] ?? 0);
  const count = step.rows === null ? times : "step" in step.rows ? (rows.steps[step.rows.step] ?? 0) : rowsOf(step.rows.of, rows) * times;
  return operationsARow(kernel) * count;
}

function operationsARow(kernel: Kernel): number {
  switch (kernel.kind) {
    case "gemm":
      return 2 * kernel.k * kernel.n + (kernel.bias ? kernel.n : 0);
    case "row_product":
      return 2 * kernel.m * kernel.n;
    case "matvec":
      return 2 * kernel.m * kernel.k;
    case "outer":
      return kernel.m * kernel.n;
    case "map":
      return ofCode(kernel.code, kernel.width, kernel.inputs.map((input) => input.scalar));
    case "scatter_add":
    case "sum_rows":
      return kernel.width;
    case "copy":
      return kernel.accumulate ? kernel.width : 0;
    case "pack":
    case "gather":
    case "zero":
      return 0;
  }
}

/** An instruction counts once a column, or once where it works on one number of the row. */
function ofCode(code: readonly MapInstruction[], width: number, scalarInputs: readonly boolean[]): number {
  const isVector: boolean[] = [];
  let total = 0;
  for (const instruction of code) {
    switch (instruction.op) {
      case "load":
        isVector.push(!scalarInputs[instruction.input]);
        break;
      case "const":
        isVector.push(false);
        break;
      case "index":
      case "random":
        isVector.push(true);
        break;
      case "reduce_sum":
      case "reduce_max":
        isVector.push(false);
        total += width;
        break;
      default: {
        const vector = instruction.args.some((arg) => isVector[arg]);
        isVector.push(vector);
        total += (vector ? width : 1) * Math.max(1, instruction.args.length - 1);
      }
    }
  }
  return total;
}

function buffersOf(step: Step): string[] {
  return step.kind === "loop" ? step.steps.flatMap(buffersOf) : step.operands.map((operand) => operand.buffer);
}
