// The plan for a device where a dispatch costs more than the arithmetic in it: the common plan, with less to dispatch.
// Arena, kernels and their order stay; what is here merges small moves, splits long sums, and gives loops their forms.
import { isReduction } from "../../5-emit/map-facts.js";
import { stagesOf } from "../../5-emit/webgpu/map.js";
import type { GpuOperand, GpuPlan, GpuStep, SumPartialsKernel } from "../../gpu-plan.js";
import type { CopyKernel, MapKernel, PackKernel, Plan, ProgramPlan, RowProductKernel, Step, ZeroKernel } from "../../plan.js";
import { isMany, singleCall } from "./calls.js";
import { Context, MOST_ARGUMENTS } from "./context.js";
import { bufferOf, conflict, footprintOf, join, meet, type Footprint } from "./footprint.js";
import { refineLoop } from "./loops.js";

type Call = Extract<Step, { kind: "call" }>;
type MoveCall = Call & { readonly of: CopyKernel | ZeroKernel | PackKernel };

/** Columns from which on a map of one row with reductions is spread over workgroups, and those each takes. */
const WIDE = 2048;
const COLUMNS_EACH = 1024;
const MOST_GROUPS = 256;
/** Workgroups that a sum over rows should have, with tiles of this many rows and columns of the result. */
const WANTED_GROUPS = 192;
const TILE = 64;
const MOST_CHUNKS = 32;

export function refineForGpu(plan: Plan): GpuPlan {
  const context = new Context(plan);
  const scratch = context.regions["none"] ?? 0;
  let end = scratch;
  const steps = plan.programs.flatMap((program) => program.steps);
  const programs = plan.programs.map((program) => {
    const refined = new ProgramRefiner(context, program, steps, scratch);
    const made = refined.run();
    end = Math.max(end, refined.end);
    return { name: program.name, doc: program.doc, steps: made, inputs: program.inputs, outputs: program.outputs };
  });
  context.regions["none"] = end;
  return { kernels: Object.fromEntries(context.kernels.byName), buffers: context.buffers, regions: context.regions, programs };
}

/** Steps that are decided, or moves that others may join. */
interface Entry {
  footprint: Footprint;
  readonly steps: readonly GpuStep[];
  readonly moves: MoveCall[] | null;
}

class ProgramRefiner {
  readonly #entries: Entry[] = [];
  /** Partial sums that wait to be added up, together. */
  #sums: { readonly item: SumPartialsKernel["items"][number]; readonly operands: readonly GpuOperand[]; readonly footprint: Footprint; readonly comment: string }[] = [];
  /** Behind the last float of this program's partial sums. */
  end: number;

  constructor(
    readonly context: Context,
    readonly program: ProgramPlan,
    /** Of all programs. */
    readonly all: readonly Step[],
    scratch: number,
  ) {
    this.end = scratch;
  }

  run(): GpuStep[] {
    for (const step of this.program.steps) this.#take(step);
    this.#addUp();
    return this.#entries.flatMap(({ steps, moves }) => (moves ? [this.#merged(moves)] : [...steps]));
  }

  #take(step: Step): void {
    const { context } = this;
    const footprint = footprintOf(context.tables, step);
    if (this.#sums.some((sum) => conflict(sum.footprint, footprint))) this.#addUp();
    if (step.kind === "move") return this.#push(footprint, [this.#axisMove(step)]);
    if (step.kind === "loop") {
      const refined = refineLoop(context, step, this.all.filter((other) => other !== step));
      return this.#push(footprint, [refined]);
    }
    const kernel = context.plan.kernels[step.kernel]!;
    if (kernel.kind === "copy" || kernel.kind === "zero" || kernel.kind === "pack") return this.#move({ ...step, of: kernel }, footprint);
    if (kernel.kind === "row_product") return this.#product(step, kernel, footprint);
    if (kernel.kind === "map" && kernel.width >= WIDE && step.rows !== null && "of" in step.rows && step.rows.of === "none" && stagesOf(kernel) > 1) return this.#push(footprint, this.#stages(step, kernel));
    this.#push(footprint, [singleCall(context, step)]);
  }

  #push(footprint: Footprint, steps: readonly GpuStep[]): void {
    this.#entries.push({ footprint, steps, moves: null });
  }

  /** Joins the last moves it can be carried up to: of as many rows, with nothing between that it must stay behind. */
  #move(step: MoveCall, footprint: Footprint): void {
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      const entry = this.#entries[i]!;
      const apart = entry.moves ? entry.moves.every((other) => independent(this.context, step, other)) : !conflict(entry.footprint, footprint);
      if (entry.moves && apart && sameRows(entry.moves[0]!, step) && argumentsOf([...entry.moves, step]) <= MOST_ARGUMENTS) {
        entry.moves.push(step);
        entry.footprint = join([entry.footprint, footprint]);
        return;
      }
      if (!apart) break;
    }
    this.#entries.push({ footprint, steps: [], moves: [step] });
  }

  #merged(moves: readonly MoveCall[]): GpuStep {
    const [first] = moves;
    const name = moves.length === 1 ? first!.kernel : `moves_${this.program.name}`;
    const comments = [...new Set(moves.map(({ comment }) => comment))];
    const comment = comments.length > 4 ? `${comments.slice(0, 3).join(", ")} and ${comments.length - 3} more` : comments.join(", ");
    return this.context.call(
      { kind: "moves", moves: moves.map(({ of, operands }) => ({ kernel: of, spaces: this.context.spaces(operands) })) },
      name,
      moves.flatMap(({ operands }) => operands),
      [],
      first!.rows ?? { of: "none" },
      comment,
    );
  }

  #axisMove(step: Extract<Step, { kind: "move" }>): GpuStep {
    const { context } = this;
    const strides = step.operands.map((operand) => {
      const { rows, width } = bufferOf(context.tables, operand);
      return rows === "none" ? 0 : width;
    });
    const toSequences = step.move === "sum_steps" || step.move === "last" || step.move === "first";
    return context.call(
      { kind: "axis_move", move: step.move, width: step.width, strides, spaces: context.spaces(step.operands) },
      `${step.move}_${step.width}`,
      step.operands,
      [{ axis: step.axis }],
      { of: toSequences ? "B" : `N:${step.axis}` },
      step.comment,
    );
  }

  /** Sums over many rows in parts, so that there is work for all of the device, and in the order of the rows. */
  #product(step: Call, kernel: RowProductKernel, footprint: Footprint): void {
    const { context } = this;
    const tiles = Math.ceil(kernel.m / TILE) * Math.ceil(kernel.n / TILE);
    const chunks = step.rows !== null && isMany(step.rows) ? Math.min(MOST_CHUNKS, Math.ceil(WANTED_GROUPS / tiles)) : 1;
    if (chunks === 1 || kernel.ldc !== kernel.n) return this.#push(footprint, [singleCall(context, step)]);
    const size = kernel.m * kernel.n;
    const partials = context.addBufferAt(`${this.program.name}.partials`, "none", chunks * size, `[${chunks}, ${kernel.m}, ${kernel.n}]`, this.end);
    this.end += chunks * size;
    const [a, b, c] = step.operands as [Call["operands"][number], Call["operands"][number], Call["operands"][number]];
    const sum: GpuOperand = { buffer: partials.name, column: 0, step: false };
    const spaces = context.spaces(step.operands);
    this.#push({ reads: footprint.reads, writes: [] }, [context.call({ kind: "partial_product", kernel, chunks, spaces: [spaces[0]!, spaces[1]!, "weights"] }, step.kernel, [a, b, sum], [], step.rows!, step.comment)]);
    this.#sums.push({ item: { size, chunks, spaces: ["weights", spaces[2]!] }, operands: [sum, c], footprint: { reads: [], writes: footprint.writes }, comment: step.comment });
  }

  #addUp(): void {
    const most = Math.floor(MOST_ARGUMENTS / 2);
    for (let from = 0; from < this.#sums.length; from += most) {
      const part = this.#sums.slice(from, from + most);
      const comment = `the parts of ${part.map((sum) => sum.comment).join(", ")}`;
      const kernel: SumPartialsKernel = { kind: "sum_partials", items: part.map(({ item }) => item) };
      this.#push(join(part.map(({ footprint }) => footprint)), [this.context.call(kernel, `add_up_${this.program.name}`, part.flatMap(({ operands }) => operands), [], { of: "none" }, comment)]);
    }
    this.#sums = [];
  }

  #stages(step: Call, map: MapKernel): GpuStep[] {
    const { context } = this;
    const groups = Math.min(MOST_GROUPS, Math.ceil(map.width / COLUMNS_EACH));
    const reductions = map.code.filter(isReduction).length;
    const partials = context.addBufferAt(`${this.program.name}.partials`, "none", reductions * groups, `[${reductions}, ${groups}]`, this.end);
    this.end += reductions * groups;
    const operands: GpuOperand[] = [...step.operands, { buffer: partials.name, column: 0, step: false }];
    const spaces = [...context.spaces(step.operands), "weights" as const];
    return Array.from({ length: stagesOf(map) }, (_, stage) => context.call({ kind: "map_stage", map, stage, groups, spaces }, `${step.kernel}_pass_${stage + 1}`, operands, [], { of: "none" }, step.comment));
  }
}

function sameRows(a: Call, b: Call): boolean {
  const rows = (call: Call): string => JSON.stringify(call.rows ?? { of: "none" });
  return rows(a) === rows(b);
}

function argumentsOf(moves: readonly Call[]): number {
  return moves.reduce((sum, { operands }) => sum + operands.length, 0);
}

/** Blocks of one packed operand never meet, though their panels interleave. */
function independent(context: Context, a: MoveCall, b: MoveCall): boolean {
  const [x, y] = [footprintOf(context.tables, a), footprintOf(context.tables, b)];
  if (a.of.kind !== "pack" || b.of.kind !== "pack" || a.operands[1]!.buffer !== b.operands[1]!.buffer) return !conflict(x, y);
  return !meet(x.reads, y.writes) && !meet(y.reads, x.writes);
}
