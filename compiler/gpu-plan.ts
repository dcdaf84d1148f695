// What the second device is asked to do. The plan (plan.ts) is refined for it: calls that are small and independent are
// merged, a product and the pointwise work that reads it become one, moves between steps and sequences become kernels,
// and a loop can run as one dispatch. Each kernel here becomes one WGSL kernel (5-emit/webgpu).
//
// Words. A call is a record of 32-bit words. Word 0 is the COUNT (the last argument of the call: rows, or 1), words 1, 2, …
// are the other arguments in order. An operand's word is the place of its row 0 in its buffer, counted in words of 4 bytes,
// column included; an axis's word is where its table starts (runtime/device.ts, `axisTable`).
// Spaces. Each operand lies in one of two buffers: `weights` (region "none": parameters, packed weights, gradients,
// moments, single numbers, partial sums) or `arena` (all other regions).
import type { Buffer, CopyKernel, GatherKernel, GemmKernel, MapKernel, MatvecKernel, OuterKernel, PackKernel, Plan, ProgramPlan, RowCount, RowProductKernel, ScatterKernel, SumRowsKernel, ZeroKernel } from "./plan.js";

export type Space = "weights" | "arena";

/** A kernel of the plan by itself. Arguments: the operands in the kernel's own order (plan.ts), then rows. */
export interface SingleKernel {
  readonly kind: "single";
  readonly kernel: GemmKernel | MatvecKernel | OuterKernel | MapKernel | GatherKernel | ScatterKernel | SumRowsKernel;
  /** Of each operand. */
  readonly spaces: readonly Space[];
  /** Over all steps of all sequences (rows N); else over the sequences of a step, or one row. */
  readonly many: boolean;
}

/** Copies, zeros and packings that don't depend on each other, in one dispatch. Arguments: the operands of each in turn, then the rows, which all share. */
export interface MovesKernel {
  readonly kind: "moves";
  readonly moves: readonly { readonly kernel: CopyKernel | ZeroKernel | PackKernel; readonly spaces: readonly Space[] }[];
}

/**
 * Rows moved between steps and sequences (plan.ts, `move`). Arguments: from, [initial,] to, axis, then the count: rows N of the axis for
 * expand, shift, shift_reverse, place_last and place_first, sequences B for sum_steps, last and first. All rows of `to` are written.
 */
export interface AxisMoveKernel {
  readonly kind: "axis_move";
  readonly move: "expand" | "sum_steps" | "shift" | "shift_reverse" | "last" | "first" | "place_last" | "place_first";
  readonly width: number;
  /** Floats from one row to the next, of each operand; 0 where all rows are one. */
  readonly strides: readonly number[];
  readonly spaces: readonly Space[];
}

/**
 * C[m, n] = Σ over rows of A[r, m]ᵀ · B[r, n], the rows in `chunks` parts of equal size whose sums go to partial sums [chunks, m, n], in order
 * (with one chunk: to C itself, with its stride). Arguments: a, b, c, then rows.
 */
export interface PartialProductKernel {
  readonly kind: "partial_product";
  readonly kernel: RowProductKernel;
  readonly chunks: number;
  readonly spaces: readonly Space[];
}

/** Adds up partial sums, in order of the chunks. Arguments: for each item its partial sums and where the sum goes (dense), then 1. */
export interface SumPartialsKernel {
  readonly kind: "sum_partials";
  readonly items: readonly { readonly size: number; readonly chunks: number; readonly spaces: readonly [Space, Space] }[];
}

/**
 * One pass of a map with a single wide row and reductions, spread over many workgroups: stage s (reductions on the longest path, as the
 * map's passes) reads the partial sums (or maxima) of the reductions of stages before it and leaves those of its own, or, as the last one, stores.
 * Partials: [reduction in order of code, groups]. Arguments: inputs…, outputs…, partials, then 1. See 5-emit/webgpu/map.ts for `stagesOf`.
 */
export interface MapStageKernel {
  readonly kind: "map_stage";
  readonly map: MapKernel;
  readonly stage: number;
  readonly groups: number;
  /** Of inputs, outputs, partials. */
  readonly spaces: readonly Space[];
}

/**
 * A product and the map that reads it, one dispatch: who computes unit u of a row computes the columns of the product that the map reads at
 * column u, then the map there. The map has no reductions; its vectors are as wide as `map.width`; the product's columns are covered exactly
 * once: gemm.n = map.width · joined.length, input `input` of the map being column `column` + u of C.
 * Arguments: a, b, c, [bias,] inputs… of the map (those joined too), outputs…, rowsBefore, then rows.
 * The product runs over the first `rowsBefore` rows, the map over the first `rows`; the map reads c where row ≥ rowsBefore (the product of a step
 * of fewer rows, before one of more); with rowsBefore > rows the rest of the product's rows get the product alone. With `store` the product is also stored in c.
 */
export interface ProductMapKernel {
  readonly kind: "product_map";
  readonly gemm: GemmKernel;
  readonly map: MapKernel;
  readonly joined: readonly { readonly input: number; readonly column: number }[];
  readonly store: boolean;
  /** Of a, b, c, [bias,] inputs…, outputs…. */
  readonly spaces: readonly Space[];
}

/** What a kernel of a loop's body works on: words by index among the loop's operands, and the floats from one row to the next where a step moves it on. */
export interface LoopCall {
  readonly kernel: GemmKernel | MatvecKernel | OuterKernel | MapKernel | GatherKernel | CopyKernel | ZeroKernel;
  readonly operands: readonly { readonly word: number; readonly step: boolean; readonly stride: number }[];
}

/**
 * A loop as one dispatch: all calls work row by row, so a workgroup takes some sequences and goes through their steps, with barriers between calls.
 * Sequence r takes part in step t while r < rows[t]. An operand with `step` lies at its word + start[t] · stride.
 * Arguments: the loop's operands in order, axis, then B; the runtime adds two words behind: the steps [from, to) of this dispatch,
 * counted in the order they run (0 is the first, which for a reverse loop is the last step of the axis).
 */
export interface LoopKernel {
  readonly kind: "loop";
  readonly reverse: boolean;
  readonly calls: readonly LoopCall[];
  /** Of each of the loop's operands. */
  readonly spaces: readonly Space[];
  /**
   * Of each, which buffer (any number for it) and from which of its columns on: what two calls do to different columns needs no barrier between
   * them, and what a lane alone works on neither. Without it there is a barrier behind each call.
   */
  readonly places?: readonly { readonly buffer: number; readonly column: number }[];
}

export type GpuKernel = SingleKernel | MovesKernel | AxisMoveKernel | PartialProductKernel | SumPartialsKernel | MapStageKernel | ProductMapKernel | LoopKernel;

/** Columns from `column` on of a buffer. In a loop: `step` at row start[t] of its axis; `before`: of the step that ran before; `flip`: every other step `flip` columns further on, beginning with the first (0) or the second (1) step that runs. */
export interface GpuOperand {
  readonly buffer: string;
  readonly column: number;
  readonly step: boolean;
  readonly before?: boolean;
  readonly flip?: { readonly columns: number; readonly phase: 0 | 1 };
}

/** An argument of a call beside operands: a table of an axis, a count of rows; `before`: those of the step that ran before. */
export type GpuArgument = GpuOperand | { readonly axis: string } | { readonly rows: RowCount; readonly before?: boolean };

export type GpuStep =
  | { readonly kind: "call"; readonly kernel: string; readonly arguments: readonly GpuArgument[]; readonly comment: string }
  /**
   * A loop, as one dispatch (`together`, where it can be) or step by step. `first` instead of `steps` at the first step that runs and `last`
   * behind the last one, where work of one step is joined to that of the next.
   */
  | {
      readonly kind: "loop";
      readonly axis: string;
      readonly reverse: boolean;
      readonly together: Extract<GpuStep, { kind: "call" }> | null;
      /** Null where the loop always runs as one dispatch. */
      readonly apart: { readonly first: readonly GpuStep[] | null; readonly steps: readonly GpuStep[]; readonly last: readonly GpuStep[] } | null;
      /** What `apart` alone needs before. */
      readonly before: readonly GpuStep[];
      readonly comment: string;
    };

export interface GpuProgram extends Omit<ProgramPlan, "steps"> {
  readonly steps: readonly GpuStep[];
}

export interface GpuPlan {
  readonly kernels: Readonly<Record<string, GpuKernel>>;
  readonly buffers: readonly Buffer[];
  readonly regions: Plan["regions"];
  readonly programs: readonly GpuProgram[];
}
