// The executor of WASM programs: one module instance, one memory, one arena. It moves data in and out and calls
// programs; what they compute is in the generated module. Memory grows only when a batch is larger than any before.
//
// Memory: [0, reserved) constants of the kernels; then the buffers of rows "none", which never move; then the arena (arena.ts).
import { checkAlive, checkOutputs, checkWritten, createLayout, dataFor, flatBuffer, inputsOf, lengthIn, persistentSize, programOf } from "../arena.js";
import type { Arena, Description, DeviceBatch, DeviceData, Executor, Kernels, Packed, ProgramName, WasmPrograms } from "../device.js";
import { UsageError } from "../errors.js";
import { unpackBuild } from "./builds.js";

const PAGE = 65536;
/** Bytes: the spaces start at a multiple of this. */
const ALIGNMENT = 64;

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
  uses = 0;
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
    checkWritten(buffer, view.length, data, offset, this.description);
    view.set(data, offset);
    this.uses++;
    if (buffer === "parameters") this.#parametersChanged = true;
  }

  async read(buffer: string): Promise<Float32Array> {
    return this.#flat(buffer).slice();
  }

  async run(names: readonly ProgramName[], batch: Packed, outputs: readonly string[]): Promise<Record<string, Float32Array>> {
    this.#checkAlive();
    checkOutputs(this.programs, names, outputs, this.description);
    const made: Record<string, Float32Array> = {};
    this.#runAll(names, batch, (output, values) => {
      if (outputs.includes(output)) made[output] = values.slice();
    });
    return made;
  }

  /** Runs programs over one batch; `take` sees every output, in place, just after the program that makes it. */
  #runAll(names: readonly ProgramName[], batch: Packed, take: (output: string, values: Float32Array) => void): void {
    this.uses++;
    this.arena.reserve(batch);
    for (const name of names) {
      if (this.#parametersChanged && name !== "update") this.#prepare(batch);
      const program = programOf(this.programs, name, this.description, this.device);
      // Inputs are written just before the program that reads them and outputs read just after it:
      // buffers are shared over time, so they are sure to be there at no other moment.
      for (const [data, buffer] of inputsOf(name, program)) {
        const description = this.programs.buffers[buffer]!;
        const values = dataFor(name, data, description, batch, this.description);
        if (description.integer) this.arena.view(buffer, batch, Int32Array).set(values);
        else this.arena.view(buffer, batch, Float32Array).set(values);
      }
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
    checkAlive(this.#disposed, this.description);
  }

  #prepare(batch: Packed): void {
    this.programs.programs.prepare?.run(this.kernels, this.arena.addresses, batch);
    this.#parametersChanged = false;
  }

  #flat(name: string): Float32Array {
    this.#checkAlive();
    return this.arena.view(flatBuffer(this.programs, name, this.description), null, Float32Array);
  }
}

function inMemory(data: DeviceData): Float32Array | Int32Array {
  if (ArrayBuffer.isView(data)) return data;
  throw new UsageError("RNN630", "data in a GPU buffer can't be used by a model on WASM: create it on `webgpu`");
}

/** Memory, and the addresses in it for the current capacity. */
function createArena(programs: WasmPrograms, d: Description) {
  const persistent = Math.ceil(programs.reserved / ALIGNMENT) * ALIGNMENT;
  const rest = persistent + persistentSize(programs) * 4;
  const layout = createLayout(programs);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(rest / PAGE) });
  const addresses: Record<string, number> = {};
  let floats = new Float32Array(memory.buffer);
  let integers = new Int32Array(memory.buffer);
  place();

  function place(): void {
    for (const [name, { rows }] of Object.entries(programs.buffers)) addresses[name] = (rows === "none" ? persistent : rest) + layout.places[name]! * 4;
  }

  /** Makes room for a batch. */
  function reserve(batch: Packed): void {
    const larger = layout.enlarged(batch);
    if (!larger) return;
    const end = rest + layout.sizeOf(larger) * 4;
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
    layout.layOut(larger);
    place();
  }

  function view(buffer: string, batch: Packed | null, type: typeof Int32Array): Int32Array<ArrayBuffer>;
  function view(buffer: string, batch: Packed | null, type: typeof Float32Array): Float32Array<ArrayBuffer>;
  function view(buffer: string, batch: Packed | null, type: typeof Int32Array | typeof Float32Array): Int32Array | Float32Array {
    const start = addresses[buffer]! / 4;
    const end = start + lengthIn(programs.buffers[buffer]!, batch);
    return type === Int32Array ? integers.subarray(start, end) : floats.subarray(start, end);
  }

  return { memory, addresses: addresses as Arena, reserve, view };
}
