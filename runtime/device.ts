// The contract between a generated module, the runtime and a device. A generated module says what its
// network reads and writes (Description) and brings the programs for each device; an Executor runs them.
//
// Names of what programs read and write (those with a point can't be names of inputs):
//   NAME             an input: ids (i32, one a row) or reals ([D] a row); where symbols have a boundary, those before each step
//   target.HEAD      what a head should say: class ids (i32), 0/1 for binary ([1] or [n]), reals
//   weight.HEAD      f32, one a row: the head's weight / number of rows that have a value; 0 where there is none
//   state.PATH.NAME  [B, H] states at the start (programs of models trained by tbptt, and `step`)
//   state.fresh      f32, one a sequence: 1 where it has no given states and starts from the initial ones (with `state.*`, where those aren't zeros)
//   random.key       i32: key(seed, update);  random.T  i32: one a step, key(sequence, t)
//   random.sequence  i32 [B]: key(sequence);  random.sequence.S  the same in the order of axis S, which isn't the first
//   order.S rank.S   i32 [B]: row order.S[p] of B stands in place p of axis S; rank.S is the way back
//   update.rate, update.bias1, update.bias2  f32: learning rate after the schedule; 1/(1 - beta1^n), 1/(1 - beta2^n) for update n = 1, 2, …
//   output.HEAD      probabilities (class: [size]; binary, multilabel: [size]) or values, a row
//   loss.HEAD, loss  f32: weighted mean of a head over the batch; their sum
//   final.PATH.NAME  [B, H] states at the end
//   context.NAME     [B, n] what `begin` gives and `step` reads, besides the states `begin` gives as state.PATH.NAME
//   running.NAME     of `forward`: the next value of a parameter that follows the data (running statistics); written back by the runtime
//   influence.PATH.NAME, final.influence.PATH.NAME  [B, H] ∂state/∂parameters before and after the step: of `rtrl`, where the rest has
//                    one row and each row B is one direction, one number of one parameter (Description.rtrl has their order)
//   direction.PARAMETER.row, .column  i32: which number of it a direction is; row −1 and column 0 where it is one of another's
//   influenced       [B] of `rtrl`: what the step's loss changes by in each direction through the states before it; its
//                    `gradients` are those through the parameters' use in this step
//   seed.HEAD        ∂L/∂output.HEAD, of `pullback`: L is whatever a larger model makes of the outputs of `apply`
//   gradient.NAME    ∂L/∂NAME of `pullback`, for inputs of reals
//   norm             f32: global norm of the gradient before clipping
//   parameters gradients moment1 moment2   [P] flat

/** One axis of a packed batch: sequences sorted by their length along it, longest first; step t holds rows[t] rows from start[t] on. */
export interface PackedAxis {
  /** The longest length, T. */
  readonly steps: number;
  /** N: all rows. */
  readonly total: number;
  /** [T] */
  readonly rows: Int32Array;
  /** [T] */
  readonly start: Int32Array;
}

/**
 * What programs get: the axes by name (`batch.axes.T`), data by the names above (packed, row-major). Rows B are in the order of the
 * description's first axis; every other axis is sorted by its own lengths, and `order.S` says how the two belong together.
 */
export interface Packed {
  /** B: sequences. */
  readonly size: number;
  readonly axes: Readonly<Record<string, PackedAxis>>;
  readonly data: Readonly<Record<string, Int32Array | Float32Array>>;
}

// ---------------------------------------------------------------------------------- description

export interface InputDescription {
  readonly name: string;
  readonly kind: "token" | "words" | "chars" | "bytes" | "real";
  readonly axis: string | null;
  /** V ids, or D features. */
  readonly size: number;
  readonly scale: "standard" | "minmax" | null;
  readonly keep: { readonly from: "first" | "last"; readonly count: number } | null;
  readonly lowercase: boolean;
  readonly boundary: boolean;
}

export interface HeadDescription {
  readonly name: string;
  readonly kind: "class" | "binary" | "multilabel" | "real";
  readonly size: number;
  readonly classes: readonly string[] | null;
  readonly predicts: { readonly input: string; readonly from: number; readonly to: number } | null;
  readonly axis: string | null;
  readonly loss: string;
  readonly weight: number;
  readonly scale: "standard" | "minmax" | null;
}

export type Initial =
  | { readonly kind: "glorot" | "zeros" | "ones" | "orthogonal" | "identity" }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "normal"; readonly mean: number; readonly deviation: number };

export interface ParameterDescription {
  readonly name: string;
  /** Row-major. */
  readonly shape: readonly number[];
  /** Floats from the start of the flat parameters. */
  readonly offset: number;
  readonly initial: Initial;
  /** Gets no gradient, no decay and no moments. Frozen parameters lie behind all others. */
  readonly frozen: boolean;
  /** Follows the data: `forward` gives its next value as `running.NAME`. */
  readonly running?: boolean;
  /** Of an embedding [V, E]: the input whose symbols its rows are of. */
  readonly embeds?: string;
  /** Of an embedding: the file of vectors that training begins with, as the spec names it. */
  readonly file?: string;
}

export interface StateDescription {
  /** `h.1.c`: PATH.NAME of state.PATH.NAME and final.PATH.NAME. */
  readonly name: string;
  readonly size: number;
}

/** What forward mode follows; the rest of a model gets its gradient from each step alone. */
export interface RtrlDescription {
  /** Parameters that states depend on: their numbers, in this order and row-major, are the directions, rows B of `rtrl`. */
  readonly parameters: readonly string[];
  /** States that depend on parameters: `influence.PATH.NAME` is carried for each. */
  readonly states: readonly string[];
}

/**
 * The programs of a model that goes one step at a time, for streams and generation: `begin` once a sequence, then `step`. There is no
 * `begin` where all it would give is empty.
 */
export interface SteppingDescription {
  /** Of the inputs that `step` reads a step of. All others are known before the first step. */
  readonly axis: string;
  /** States that `begin` gives, by PATH.NAME; the others start at zeros. */
  readonly starts: readonly string[];
  /** context.NAME: what `begin` computes and `step` reads. */
  readonly context: readonly StateDescription[];
  /** Heads that `step` says. */
  readonly heads: readonly string[];
  /** Heads that `begin` says, since they don't depend on the steps. Heads along other axes are in neither list. */
  readonly begun: readonly string[];
}

/** Of a model that can be a part of a larger one: it has the programs `apply` and `pullback`. */
export interface LayerDescription {
  /** `apply` isn't `predict`: it drops out, or normalises by the batch. */
  readonly differs: boolean;
}

/** The spec's train block, defaults filled in. Counts of time are epochs. */
export interface TrainingDescription {
  readonly optimizer:
    | { readonly kind: "sgd"; readonly rate: number; readonly momentum: number; readonly nesterov: boolean }
    | { readonly kind: "rmsprop"; readonly rate: number; readonly alpha: number; readonly epsilon: number }
    | { readonly kind: "adagrad"; readonly rate: number; readonly epsilon: number }
    | { readonly kind: "adam"; readonly rate: number; readonly beta1: number; readonly beta2: number; readonly epsilon: number }
    | { readonly kind: "adamw"; readonly rate: number; readonly beta1: number; readonly beta2: number; readonly epsilon: number; readonly decay: number };
  readonly schedule:
    | { readonly kind: "constant"; readonly warmup: number }
    | { readonly kind: "step"; readonly every: number; readonly factor: number; readonly warmup: number }
    | { readonly kind: "exponential"; readonly factor: number; readonly warmup: number }
    | { readonly kind: "cosine"; readonly to: number; readonly warmup: number }
    | { readonly kind: "plateau"; readonly patience: number; readonly factor: number };
  readonly clip: { readonly kind: "norm"; readonly limit: number; readonly each: boolean } | { readonly kind: "value"; readonly limit: number } | null;
  readonly gradient: { readonly kind: "bptt" } | { readonly kind: "tbptt"; readonly steps: number; readonly every: number } | { readonly kind: "rtrl" };
  readonly update: "batch" | "sequence" | "step" | "epoch";
  readonly batch: number;
  readonly epochs: number;
  readonly validate: number;
  readonly patience: number | null;
  readonly cut: { readonly steps: number; readonly stride: number } | null;
  readonly teacherForcing: { readonly from: number; readonly to: number; readonly over: number } | null;
  readonly decay: number;
  readonly seed: number;
  readonly metrics: readonly string[];
}

/** What a model is, as plain data: in every generated module and, as JSON, in every checkpoint. */
export interface Description {
  readonly name: string;
  readonly doc: string;
  /** Of the spec's meaning: changes when shapes, names or equations do, not when comments or the train block do. */
  readonly fingerprint: string;
  readonly axes: readonly string[];
  readonly inputs: readonly InputDescription[];
  readonly heads: readonly HeadDescription[];
  readonly parameters: readonly ParameterDescription[];
  /** Of the flat buffers. */
  readonly parameterCount: number;
  /** What `stream` carries; null with the reason where a model can't be streamed (backward layers). */
  readonly states: readonly StateDescription[];
  readonly streamable: boolean;
  readonly whyNotStreamable: string | null;
  /** How it goes one step at a time; null where it can't. */
  readonly stepping: SteppingDescription | null;
  /** Optimiser state buffers used: 0 (plain sgd), 1 or 2. */
  readonly moments: 0 | 1 | 2;
  readonly training: TrainingDescription;
  /** Absent in a model that was compiled with another gradient than `rtrl`. */
  readonly rtrl?: RtrlDescription;
  /** Absent in a model that was compiled without the programs that need it (`rnnc compile --layer`). */
  readonly layer?: LayerDescription;
}

// -------------------------------------------------------------------------------- WASM programs

export interface BufferDescription {
  readonly rows: string;
  readonly offset: number;
  readonly width: number;
  readonly integer: boolean;
}

/** Byte addresses of the buffers, by identifier, for one capacity. */
export type Arena = Readonly<Record<string, number>>;
/** The kernels a WASM module exports, by name. */
export type Kernels = Readonly<Record<string, (...operands: number[]) => void>>;

export interface ProgramDescription {
  readonly run: (k: Kernels, m: Arena, batch: Packed) => void;
  /** name (above) → buffer. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What a generated `wasm.ts` exports. */
export interface WasmPrograms {
  /** Both builds, compressed, as text (runtime/wasm/builds.ts); each imports `env.memory` and exports its kernels. */
  readonly kernels: string;
  /** Bytes at the bottom of memory that the kernels keep for constants (data segments). */
  readonly reserved: number;
  readonly buffers: Readonly<Record<string, BufferDescription>>;
  readonly regions: Readonly<Record<string, number>>;
  /**
   * prepare: packs weights, after every change of the parameters.
   * predict: outputs. score (after predict, same batch): losses. forward: losses, keeping what backward needs.
   * backward (after forward): gradients. update: parameters from gradients. step: one step of every sequence, states in and out.
   * begin: what step reads of what is known before the first one; see `SteppingDescription`.
   * rtrl: one step of one sequence in training, its gradient and the states' derivatives in and out.
   * apply: outputs as training sees them, keeping what pullback needs. pullback (after apply): gradients from the outputs' seeds.
   */
  readonly programs: Readonly<Partial<Record<ProgramName, ProgramDescription>>>;
}

export type ProgramName = "prepare" | "predict" | "score" | "forward" | "backward" | "update" | "begin" | "step" | "rtrl" | "apply" | "pullback";

// ------------------------------------------------------------------------------ WebGPU programs

/**
 * The table of an axis, as kernels read it (u32), at a place of its own:
 * [0] steps T, [1] all rows N, [2] sequences B, then rows[T], start[T], length[B] (steps of each sequence), step[N] (the step each row is of).
 */
export function axisTable(axis: PackedAxis, size: number): Uint32Array<ArrayBuffer> {
  const { steps, total, rows, start } = axis;
  const table = new Uint32Array(axisTableLength(axis, size));
  table.set([steps, total, size]);
  table.set(rows, 3);
  table.set(start, 3 + steps);
  for (let t = 0; t < steps; t++) {
    for (let r = t + 1 < steps ? rows[t + 1]! : 0; r < rows[t]!; r++) table[3 + 2 * steps + r] = t + 1;
    table.fill(t, 3 + 2 * steps + size + start[t]!, 3 + 2 * steps + size + start[t]! + rows[t]!);
  }
  return table;
}

/** Words of an axis's table. */
export function axisTableLength({ steps, total }: PackedAxis, size: number): number {
  return 3 + 2 * steps + size + total;
}

/** A kernel in WGSL, without what stands before each (runtime/webgpu/prelude.ts). `main` is its entry. */
export interface WgslKernel {
  readonly code: string;
  /** Workgroups of a call: `across` · ⌈count / rows⌉, or `across` alone where `rows` is 0. */
  readonly across: number;
  readonly rows: number;
  /** Words of a record: count, arguments, and for a loop its steps from and to. */
  readonly words: number;
  /** A loop that goes through its steps by itself: it can be cut into dispatches of some steps each. */
  readonly loop?: boolean;
}

/** Kernels as a program calls them: arguments (compiler/gpu-plan.ts) in order, the count last. Addresses are in floats. A call is noted down; the executor runs what was noted. */
export type GpuKernels = Readonly<Record<string, (...words: (number | PackedAxis)[]) => void>>;

/** How loops run, by the name of their kernel: true for one dispatch, false step by step. */
export type Recurrences = (loop: string) => boolean;

export interface GpuProgramDescription {
  readonly run: (k: GpuKernels, m: Arena, batch: Packed, together: Recurrences) => void;
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What a generated `webgpu.ts` exports. Buffers of rows "none" lie in one GPU buffer, `weights`; all others in another, `arena`: an address counts from the start of its own. */
export interface WebGpuPrograms {
  readonly kernels: Readonly<Record<string, WgslKernel>>;
  readonly buffers: Readonly<Record<string, BufferDescription>>;
  readonly regions: Readonly<Record<string, number>>;
  readonly programs: Readonly<Partial<Record<ProgramName, GpuProgramDescription>>>;
}

// ------------------------------------------------------------------------------------- executor

/** Numbers that lie where the device can reach them. WASM: any memory. WebGPU: a buffer of the executor's device, from `offset` (bytes, a multiple of 4) on, `length` numbers. */
export type DeviceData = Float32Array | Int32Array | { readonly buffer: GPUBuffer; readonly offset: number; readonly length: number };

/** A batch whose data may lie on the device. */
export interface DeviceBatch extends Omit<Packed, "data"> {
  readonly data: Readonly<Record<string, DeviceData>>;
}

/** A network on a device: weights, arena, programs. Made by runtime/wasm or runtime/webgpu; used by everything above it. */
export interface Executor {
  readonly device: "wasm" | "webgpu";
  /** `relaxed` or `plain` SIMD, or the adapter's name. */
  readonly variant: string;
  /** Flat buffers: `parameters`, `gradients`, `moment1`, `moment2`. Reading copies. With `offset`, a part of the buffer is written, from that float on. */
  write(buffer: string, data: Float32Array, offset?: number): void;
  read(buffer: string): Promise<Float32Array>;
  /** Runs programs in order over one batch and reads the named outputs (copies; rows in packed order). Weights are prepared when they changed. */
  run(programs: readonly ProgramName[], batch: Packed, outputs: readonly string[]): Promise<Record<string, Float32Array>>;
  /** Gets what programs need to run at once: for `enqueue`. */
  warm(programs: readonly ProgramName[]): Promise<void>;
  /**
   * As `run`, without waiting: data may lie on the device, and the outputs named go where the device can reach them (packed rows). Programs must be warm.
   * `parameters` among the data is written to the flat parameters first. Where a GPU turns out to have no memory for it the outputs are zeros, and
   * the next call but a `write` throws UsageError RNN609.
   */
  enqueue(programs: readonly ProgramName[], batch: DeviceBatch, outputs: Readonly<Record<string, DeviceData>>): void;
  /** Goes up with every run and every write: who leaves something here between two calls sees whether it is still there. */
  readonly uses: number;
  /** Bytes the device holds for this network now. */
  readonly memory: number;
  dispose(): void;
}
