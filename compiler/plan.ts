// What a device is asked to do: kernels (the arithmetic, made for fixed sizes) and programs (the order
// in which they run, over buffers of the arena). 4-schedule makes plans, 5-emit turns them into code.
// All data is f32 but ids and keys, which are i32. Rows are dense: the stride of a buffer is its width,
// no row or column is padded, nothing is aligned to more than 4 bytes. Loads may run up to 12 bytes past
// the end of a buffer (the arena leaves room); stores never do.

/** none: one thing a model. B: one row a sequence. N:T: one row a step of a sequence of axis T. */
export type Rows = "none" | "B" | `N:${string}`;

export type PointwiseOp =
  | "neg" | "recip" | "exp" | "log" | "sqrt" | "tanh" | "sigmoid" // of one value
  | "add" | "mul" // of two or more
  | "max" | "less" // of two; less gives 1 where a < b, else 0
  | "where"; // where(condition, a, b): a where condition ≠ 0

/** C[rows, n] = A[rows, k] · B, or += with `accumulate`; `bias` [n] is added (never with accumulate). B is packed, see PackKernel. Arguments: a, b, c, bias?, rows. */
export interface GemmKernel {
  readonly kind: "gemm";
  readonly k: number;
  readonly n: number;
  /** Floats from one row of A, of C to the next. */
  readonly lda: number;
  readonly ldc: number;
  readonly accumulate: boolean;
  readonly bias: boolean;
}

/** C[m, n] = Σ over rows of A[r, m]ᵀ · B[r, n] (gradients of weights); zeros for no rows. Arguments: a, b, c, rows. */
export interface RowProductKernel {
  readonly kind: "row_product";
  readonly m: number;
  readonly n: number;
  readonly lda: number;
  readonly ldb: number;
  readonly ldc: number;
}

/**
 * Puts a k×n block into the panels of a packed K×N operand, at row k0, column n0. Element (i, j) of the block
 * lies at source[i * rowStride + j * columnStride], so a transposed matrix packs as well. A panel is 8 columns
 * wide: element (i, j) of the operand lies at ((j >> 3) * K + i) * 8 + (j & 7). An operand has ceil(N / 8) * 8 * K
 * floats, zero where no block was put (memory starts as zeros). Arguments: source, packed.
 */
export interface PackKernel {
  readonly kind: "pack";
  readonly k: number;
  readonly n: number;
  readonly K: number;
  readonly k0: number;
  readonly n0: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/**
 * Fused pointwise mathematics and reductions along a row. For each row, values are vectors of `width` columns
 * or one number of the row ("scalar"). `code` is in order: an instruction reads only those before it.
 * Outputs are stored in the last pass over the columns, after every load, since an output may have the address and
 * stride of an input (in place); otherwise buffers are disjoint. Arguments: inputs…, outputs…, rows.
 */
export interface MapKernel {
  readonly kind: "map";
  readonly width: number;
  readonly inputs: readonly {
    /** Floats from one row to the next; 0 for what is the same in every row. */
    readonly stride: number;
    readonly scalar: boolean;
    /** i32, converted to a float when loaded (exact below 2^24), unless `random` reads it. */
    readonly integer: boolean;
  }[];
  readonly code: readonly MapInstruction[];
  readonly outputs: readonly { readonly value: number; readonly stride: number; readonly scalar: boolean }[];
}

export type MapInstruction =
  | { readonly op: "load"; readonly input: number }
  | { readonly op: "const"; readonly value: number }
  /** The column, 0 to width - 1, as a float. */
  | { readonly op: "index" }
  /** Uniform in [0, 1), vector: runtime/random.ts `uniform(key, row, site, column)`; key and row are integer scalar inputs. */
  | { readonly op: "random"; readonly key: number; readonly row: number; readonly site: number }
  | { readonly op: PointwiseOp; readonly args: readonly number[] }
  /** Over the columns of a vector value: one number of the row. */
  | { readonly op: "reduce_sum" | "reduce_max"; readonly args: readonly [number] };

/**
 * y[r, m] = A[r] · x[r, k], a matrix for each row: A[r] is [m, k], or where `transposed` [k, m] and its transpose is meant.
 * A stride of 0 is what all rows share. Arguments: A, x, y, rows.
 */
export interface MatvecKernel {
  readonly kind: "matvec";
  readonly m: number;
  readonly k: number;
  readonly transposed: boolean;
  /** Floats from one row's matrix to the next. */
  readonly ldMatrix: number;
  readonly ldx: number;
  readonly ldy: number;
}

/** C[r] = a[r, m] · b[r, n]ᵀ, a matrix [m, n] for each row. Arguments: a, b, C, rows. */
export interface OuterKernel {
  readonly kind: "outer";
  readonly m: number;
  readonly n: number;
  readonly lda: number;
  readonly ldb: number;
  readonly ldc: number;
}

/** out[r] = table[ids[r]] (`width` columns, ids i32, dense). Arguments: table, ids, out, rows. */
export interface GatherKernel {
  readonly kind: "gather";
  readonly width: number;
  readonly ldTable: number;
  readonly ldOut: number;
}

/** table[ids[r]] += values[r], in order of r. Arguments: ids, values, table, rows. */
export interface ScatterKernel {
  readonly kind: "scatter_add";
  readonly width: number;
  /** Rows of the table: where ids can't be checked before, those that are none of them add nothing. */
  readonly size: number;
  readonly ldValues: number;
}

/** out[j] = Σ over rows of source[r, j]; zeros for no rows. Arguments: source, out, rows. */
export interface SumRowsKernel {
  readonly kind: "sum_rows";
  readonly width: number;
  readonly ld: number;
}

/** target[r, 0..width] = source[r, 0..width], or +=. A source stride of 0 repeats one row. Arguments: source, target, rows. */
export interface CopyKernel {
  readonly kind: "copy";
  readonly width: number;
  readonly ldSource: number;
  readonly ldTarget: number;
  readonly accumulate: boolean;
}

/** target[r, 0..width] = 0 over a dense buffer. Arguments: target, rows. */
export interface ZeroKernel {
  readonly kind: "zero";
  readonly width: number;
}

export type Kernel =
  | GemmKernel | RowProductKernel | MatvecKernel | OuterKernel | PackKernel | MapKernel | GatherKernel | ScatterKernel | SumRowsKernel | CopyKernel | ZeroKernel;

/** A place in the arena. Address = base of the region + offset · (rows the arena is made for); stride = width. */
export interface Buffer {
  /** In the spec's own names: `encoder.2.gates`. Unique, also as a TypeScript identifier after `identifier()`. */
  readonly name: string;
  readonly rows: Rows;
  /** Floats from one row to the next. For rows "none" the number of floats. */
  readonly width: number;
  readonly integer: boolean;
  /** Floats a row from the region's start. */
  readonly offset: number;
  /** For a reader: `[N, 4·64]`. */
  readonly shape: string;
}

/** Columns from `column` on of a buffer; at row `start[t]` of its axis inside a loop when `step`, else at row 0. */
export interface Operand {
  readonly buffer: string;
  readonly column: number;
  readonly step: boolean;
}

/** How many rows a call covers: all of a row space, the rows of the loop's step t, or one. */
export type RowCount = { readonly of: Rows } | { readonly step: string };

export type Step =
  | { readonly kind: "call"; readonly kernel: string; readonly operands: readonly Operand[]; readonly rows: RowCount | null; readonly comment: string }
  /** t from 0 up, or from the last step down when `reverse`. */
  | { readonly kind: "loop"; readonly axis: string; readonly reverse: boolean; readonly steps: readonly Step[]; readonly comment: string }
  /**
   * Rows moved between steps and sequences, with `copy` kernels over the steps of an axis (runtime/wasm/rows.ts):
   * expand B→N (from, to), sum_steps N→B (from, to), shift (from, initial, to) forward or reverse,
   * end N→B (from, to): each sequence's last or first step; place B→N (from, to): the transpose of end.
   */
  | {
      readonly kind: "move";
      readonly move: "expand" | "sum_steps" | "shift" | "shift_reverse" | "last" | "first" | "place_last" | "place_first";
      readonly axis: string;
      readonly width: number;
      readonly kernels: readonly string[];
      readonly operands: readonly Operand[];
      readonly comment: string;
    };

/** One function of the generated module: `predict`, `score`, `forward`, `backward`, `update`, `step`, `prepare`. */
export interface ProgramPlan {
  readonly name: string;
  readonly doc: string;
  readonly steps: readonly Step[];
  /** Named data the caller writes before, and results it reads after: name → buffer. See runtime/device.ts for the names. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface Plan {
  readonly kernels: Readonly<Record<string, Kernel>>;
  readonly buffers: readonly Buffer[];
  /** Floats of each region: in all for "none", a row for the others. */
  readonly regions: Readonly<Record<string, number>>;
  readonly programs: readonly ProgramPlan[];
}
