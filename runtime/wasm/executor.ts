// The executor of WASM programs: one module instance, one memory, one arena. It moves data in and out and calls
// programs; what they compute is in the generated module. Memory grows only when a batch is larger than any before.
//
// Memory: [0, reserved) constants of the kernels; then the region "none" (weights, gradients, moments, packed weights), which
// never moves; then a region for each of the other row spaces, laid out anew when capacity grows. What is in those lives for a run.
import type { Arena, Description, DeviceBatch, DeviceData, Executor, Kernels, Packed, ProgramName, WasmPrograms } from "../device.js";
import { UsageError } from "../errors.js";
import { unpackBuild } from "./builds.js";

const PAGE = 65536;
/** Bytes: regions start at a multiple of this, and as much is left free behind each (kernels may load past the end). */
const ALIGNMENT = 64;
const FLAT = ["parameters", "gradients", "moment1", "moment2"];

/** `(a, b, c) => f32x4.relaxed_madd(a, b, c)`: valid where relaxed SIMD is built in. */
const RELAXED_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11,
]);

/** True where the engine has fused multiply-add by relaxed SIMD. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(RELAXED_PROBE);
}

/**
 * Compiles the build that suits the engine and lays out memory for the weights (all zeros).
 * `variant` overrules the choice. Throws UsageError RNN608 where the engine can't run it.
 */
export async function createWasmExecutor(programs: WasmPrograms, d: Description, options: { variant?: "plain" | "relaxed" } = {}): Promise<Executor> {
  const variant = options.variant ?? (hasRelaxedSimd() ? "relaxed" : "plain");
  const arena = createArena(programs, d);
  let kernels: Kernels;
  try {
    const { instance } = await WebAssembly.instantiate(await unpackBuild(programs.kernels, variant), { env: { memory: arena.memory } });
    kernels = instance.exports as unknown as Kernels;
  } catch (error) {
    throw new UsageError("RNN608", `this engine can't run the ${variant} WebAssembly build of \`${d.name}\` (it needs 128-bit SIMD): ${String(error)}`);
  }
  return new WasmExecutor(programs, d, variant, arena, kernels);
}

class WasmExecutor implements Executor {
  readonly device = "wasm";
  #parametersChanged = true;
  #disposed = false;

  constructor(
    readonly programs: WasmPrograms,
    readonly description: Description,
    readonly variant: string,
    private arena: ReturnType<typeof createArena>,
    private kernels: Kernels,
  ) {}

  get memory(): number {
    return this.#disposed ? 0 : this.arena.memory.buffer.byteLength;
  }

  write(buffer: string, data: Float32Array, offset?: number): void {
    const view = this.#flat(buffer);
    const fits = offset === undefined ? data.length === view.length : Number.isInteger(offset) && offset >= 0 && offset + data.length <= view.length;
    if (!fits) throw new UsageError("RNN603", `\`${buffer}\` of \`${this.description.name}\` holds ${view.length} numbers, but ${data.length} were given${offset === undefined ? "" : ` from place ${offset} on`}`);
    view.set(data, offset);
    if (buffer === "parameters") this.#parametersChanged = true;
  }

  async read(buffer: string): Promise<Float32Array> {
    return this.#flat(buffer).slice();
  }

  async run(names: readonly ProgramName[], batch: Packed, outputs: readonly string[]): Promise<Record<string, Float32Array>> {
    this.#checkAlive();
    const made: Record<string, Float32Array> = {};
    this.#runAll(names, batch, (output, values) => {
      if (outputs.includes(output)) made[output] = values.slice();
    });
    for (const output of outputs) {
      if (!Object.hasOwn(made, output)) throw new UsageError("RNN604", `\`${output}\` is not an output of ${names.join(", ")} of \`${this.description.name}\``);
    }
    return made;
  }

  /** Runs programs over one batch; `take` sees every output, in place, just after the program that makes it. */
  #runAll(names: readonly ProgramName[], batch: Packed, take: (output: string, values: Float32Array) => void): void {
    this.arena.reserve(batch);
    for (const name of names) {
      if (this.#parametersChanged && name !== "update") this.#prepare(batch);
      const program = this.#program(name);
      // Inputs are written just before the program that reads them and outputs read just after it:
      // buffers are shared over time, so they are sure to be there at no other moment.
      for (const [data, buffer] of Object.entries(program.inputs)) if (!(name === "update" && FLAT.includes(data))) this.#load(name, data, buffer, batch);
      program.run(this.kernels, this.arena.addresses, batch);
      if (name === "update") this.#parametersChanged = true;
      for (const [output, buffer] of Object.entries(program.outputs)) take(output, this.arena.view(buffer, batch, Float32Array));
    }
  }

  async warm(): Promise<void> {
    this.#checkAlive();
  }

  enqueue(names: readonly ProgramName[], batch: DeviceBatch, outputs: Readonly<Record<string, DeviceData>>): void {
    this.#checkAlive();
    const data: Record<string, Float32Array | Int32Array> = {};
    for (const [name, values] of Object.entries(batch.data)) data[name] = inMemory(values);
    const { parameters, ...rest } = data;
    if (parameters instanceof Float32Array) this.write("parameters", parameters);
    this.#runAll(names, { ...batch, data: rest }, (output, values) => {
      const target = Object.hasOwn(outputs, output) ? outputs[output] : undefined;
      if (target) inMemory(target).set(values);
    });
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    // The memory is freed when nothing refers to it.
    this.arena = createArena({ ...this.programs, reserved: 0, buffers: {}, regions: {} }, this.description);
    this.kernels = {};
  }

  #checkAlive(): void {
    if (this.#disposed) throw new UsageError("RNN601", `\`${this.description.name}\` was disposed of; create it again to use it`);
  }

  #prepare(batch: Packed): void {
    this.programs.programs.prepare?.run(this.kernels, this.arena.addresses, batch);
    this.#parametersChanged = false;
  }

  #program(name: ProgramName) {
    const program = this.programs.programs[name];
    if (program) return program;
    throw new UsageError("RNN605", `\`${this.description.name}\` has no program \`${name}\` for wasm`);
  }

  #flat(name: string): Float32Array {
    this.#checkAlive();
    const { update, prepare } = this.programs.programs;
    for (const buffer of [update?.inputs[name], prepare?.inputs[name], ...Object.values(this.programs.programs).map((program) => program.outputs[name])]) {
      if (buffer !== undefined && FLAT.includes(name)) return this.arena.view(buffer, null, Float32Array);
    }
    throw new UsageError("RNN606", `\`${this.description.name}\` keeps no buffer \`${name}\``);
  }

  #load(program: ProgramName, name: string, buffer: string, batch: Packed): void {
    const data = Object.hasOwn(batch.data, name) ? batch.data[name] : undefined;
    if (data === undefined) throw new UsageError("RNN607", `program \`${program}\` of \`${this.description.name}\` reads \`${name}\`, which the batch doesn't have`);
    const { integer } = this.programs.buffers[buffer]!;
    const view = integer ? this.arena.view(buffer, batch, Int32Array) : this.arena.view(buffer, batch, Float32Array);
    if (data.length !== view.length) throw new UsageError("RNN603", `\`${name}\` of \`${this.description.name}\` takes ${view.length} numbers in this batch, but has ${data.length}`);
    if (integer !== data instanceof Int32Array) throw new UsageError("RNN603", `\`${name}\` of \`${this.description.name}\` should be ${integer ? "an Int32Array" : "a Float32Array"}`);
    view.set(data);
  }
}

function inMemory(data: DeviceData): Float32Array | Int32Array {
  if (ArrayBuffer.isView(data)) return data;
  throw new UsageError("RNN630", "data in a GPU buffer can't be used by a model on WASM: create it on `webgpu`");
}

/** Memory, and the addresses in it for the current capacity. */
function createArena(programs: WasmPrograms, d: Description) {
  const align = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
  const persistent = align(programs.reserved);
  const rest = persistent + align((programs.regions["none"] ?? 0) * 4) + ALIGNMENT;
  const spaces = Object.keys(programs.regions).filter((rows) => rows !== "none");
  const capacity: Record<string, number> = Object.fromEntries(spaces.map((rows) => [rows, 0]));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(rest / PAGE) });
  const addresses: Record<string, number> = {};
  let floats = new Float32Array(memory.buffer);
  let integers = new Int32Array(memory.buffer);
  layOut();

  function layOut(): void {
    const bases: Record<string, number> = { none: persistent };
    let end = rest;
    for (const rows of spaces) {
      bases[rows] = end;
      end += align(programs.regions[rows]! * capacity[rows]! * 4) + ALIGNMENT;
    }
    const missing = Math.ceil(end / PAGE) - memory.buffer.byteLength / PAGE;
    if (missing > 0) {
      try {
        memory.grow(missing);
      } catch {
        throw new UsageError("RNN609", `a batch of \`${d.name}\` this large needs ${(end / 2 ** 30).toFixed(1)} GiB, more than WebAssembly gives here: use a smaller batch or shorter sequences`);
      }
      floats = new Float32Array(memory.buffer);
      integers = new Int32Array(memory.buffer);
    }
    for (const [name, { rows, offset }] of Object.entries(programs.buffers)) {
      addresses[name] = bases[rows]! + offset * (rows === "none" ? 1 : capacity[rows]!) * 4;
    }
  }

  /** Makes room for a batch. */
  function reserve(batch: Packed): void {
    const before = { ...capacity };
    let larger = false;
    for (const rows of spaces) {
      const needed = rowsOf(rows, batch);
      if (needed <= capacity[rows]!) continue;
      // A quarter more than asked for, once it is clear that batches grow: fewer new layouts.
      capacity[rows] = capacity[rows] === 0 ? needed : Math.max(needed, Math.ceil(capacity[rows]! * 1.25));
      larger = true;
    }
    if (!larger) return;
    try {
      layOut();
    } catch (error) {
      Object.assign(capacity, before);
      throw error;
    }
  }

  function view(buffer: string, batch: Packed | null, type: typeof Int32Array): Int32Array<ArrayBuffer>;
  function view(buffer: string, batch: Packed | null, type: typeof Float32Array): Float32Array<ArrayBuffer>;
  function view(buffer: string, batch: Packed | null, type: typeof Int32Array | typeof Float32Array): Int32Array | Float32Array {
    const { rows, width } = programs.buffers[buffer]!;
    const start = addresses[buffer]! / 4;
    const end = start + width * (rows === "none" ? 1 : rowsOf(rows, batch!));
    return type === Int32Array ? integers.subarray(start, end) : floats.subarray(start, end);
  }

  return { memory, addresses: addresses as Arena, reserve, view };
}

/** How many rows a row space has in a batch: "B" sequences, "N:T" the steps of axis T of all of them. */
function rowsOf(rows: string, batch: Packed): number {
  return rows === "B" ? batch.size : (batch.axes[rows.slice(2)]?.total ?? 0);
}
