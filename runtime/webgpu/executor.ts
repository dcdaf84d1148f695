// The executor of WebGPU programs. A run is one command buffer: for each program its data are copied into place, one pass runs its
// calls, its outputs are copied out. What a run needs is made the first time a program sees a shape; then nothing is made any more.
//
// Calls take effect in the order they were made. Mostly they are submitted at once; one that has to wait, for pipelines or a
// measurement, lets those behind it wait too.
import { checkAlive, checkOutputs, checkWritten, createLayout, FLAT, flatBuffer, lengthIn, persistentSize, programOf, type Layout } from "../arena.js";
import type { Description, DeviceBatch, DeviceData, Executor, Packed, ProgramName, WebGpuPrograms } from "../device.js";
import { UsageError } from "../errors.js";
import type { Shape } from "./calls.js";
import { Commands } from "./commands.js";
import { acquireDevice, type DeviceOptions, type SharedDevice } from "./device.js";
import { KeptBuffers } from "./kept.js";
import { GpuMemory, largestStorage, zeroCounters, type Counters } from "./memory.js";
import { Pipelines, RefusedKernels } from "./pipelines.js";
import { NO_BATCH, Recordings } from "./recordings.js";
import { Recurrences, type Recurrence } from "./recurrences.js";
import { Room } from "./room.js";
import { openStore, type MeasurementStore } from "./store.js";
import { planResults, planTakes } from "./transfers.js";
import { Trials } from "./trials.js";
import { DeviceWatch } from "./watch.js";

export interface WebGpuOptions extends DeviceOptions {
  /** How recurrences run: step by step, each as one dispatch, or whichever a measurement finds faster: the default, but not on a CPU, where nothing is gained. */
  readonly recurrence?: Recurrence;
  /** Where measurements are kept. Default: the browser's IndexedDB, or this process's memory. */
  readonly measurements?: MeasurementStore;
}

const READ = 0x1;

/**
 * Opens the shared device, if it isn't, and makes buffers for the weights (all zeros). Throws UsageError RNN631 where there is no GPU, RNN608 where the
 * device can't hold the network.
 */
export async function createWebGpuExecutor(programs: WebGpuPrograms, d: Description, options: WebGpuOptions = {}): Promise<WebGpuExecutor> {
  const [shared, measurements] = await Promise.all([acquireDevice(options), options.measurements ?? openStore()]);
  const { device } = shared;
  const bytes = persistentSize(programs) * 4;
  const most = largestStorage(device);
  const refused = (): UsageError => new UsageError("RNN608", `the weights of \`${d.name}\` and what is made of them take ${gibibytes(bytes)} GiB, more than the GPU ${shared.name} gives one model (${gibibytes(most)} GiB)`);
  if (bytes > most) throw refused();
  const words = Math.max(4, ...Object.values(programs.kernels).map((kernel) => kernel.words));
  device.pushErrorScope("out-of-memory");
  const tooLarge = (needed: number): UsageError => new UsageError("RNN609", `a batch of \`${d.name}\` this large needs ${gibibytes(needed)} GiB, more than the GPU ${shared.name} gives here: use a smaller batch or shorter sequences`);
  const memory = new GpuMemory(device, d.name, bytes, Math.ceil(words / 4) * 16, zeroCounters(), tooLarge);
  if (await device.popErrorScope()) {
    memory.destroy();
    throw refused();
  }
  const prefix = `${shared.name} ${d.name} ${d.fingerprint}`;
  const recurrences = new Recurrences(options.recurrence ?? (shared.software ? "stepped" : "auto"), measurements, prefix, (loop) => programs.kernels[loop]?.code ?? "");
  return new WebGpuExecutor(programs, d, shared, memory, words, recurrences);
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}

export class WebGpuExecutor implements Executor {
  readonly device = "webgpu";
  uses = 0;
  readonly variant: string;
  readonly #device: GPUDevice;
  readonly #layout: Layout;
  readonly #pipelines: Pipelines;
  readonly #kept: KeptBuffers;
  readonly #watch: DeviceWatch;
  readonly #room: Room;
  readonly #recordings: Recordings;
  readonly #commands: Commands;
  readonly #trials: Trials;
  #parametersChanged = true;
  #disposed = false;
  /** Ends when every call made so far is submitted; null where all are. */
  #turn: Promise<void> | null = null;

  constructor(
    readonly programs: WebGpuPrograms,
    readonly description: Description,
    shared: SharedDevice,
    private readonly gpu: GpuMemory,
    words: number,
    private readonly recurrences: Recurrences,
  ) {
    this.#device = shared.device;
    this.variant = shared.name;
    this.#layout = createLayout(programs);
    this.#watch = new DeviceWatch(shared.device, () => this.#whyUnusable());
    this.#room = new Room(gpu, this.#layout, this.#watch, () => {
      this.uses++;
      this.#parametersChanged = true;
      this.#commands.placing.clear();
    });
    this.#pipelines = new Pipelines(shared.device, description.name, programs.kernels, gpu.layout, words, gpu.counters);
    this.#recordings = new Recordings(programs, description, this.#layout, recurrences, words, gpu.counters);
    this.#commands = new Commands(programs, description, gpu, this.#layout, this.#recordings, this.#pipelines);
    this.#trials = new Trials(recurrences, this.#recordings, this.#commands, this.#watch);
    const { update } = programs.programs;
    const flat = Object.keys(update?.inputs ?? {}).filter((name) => FLAT.includes(name) && name !== "gradients");
    this.#kept = new KeptBuffers(new Map(flat.map((name) => [name, lengthIn(programs.buffers[update!.inputs[name]!]!, null)])));
  }

  /** What buffers given to `enqueue` must be of. */
  get gpuDevice(): GPUDevice {
    return this.#device;
  }

  get counters(): Counters {
    return this.gpu.counters;
  }

  get memory(): number {
    return this.gpu.bytes;
  }

  /** After the device was lost: to the copy that is left. */
  write(buffer: string, data: Float32Array, offset?: number): void {
    checkAlive(this.#disposed, this.description);
    const id = flatBuffer(this.programs, buffer, this.description);
    checkWritten(buffer, lengthIn(this.programs.buffers[id]!, null), data, offset, this.description);
    const write = (values: Float32Array): void => {
      if (this.#kept.follows || this.#watch.loss) this.#kept.write(buffer, values, offset);
      if (this.#watch.loss) return;
      this.uses++;
      this.gpu.put("weights", (this.#layout.places[id]! + (offset ?? 0)) * 4, values);
      if (buffer === "parameters") this.#parametersChanged = true;
    };
    if (!this.#turn) return write(data);
    const copy = data.slice();
    // Where it can't be done any more, nothing is left to say it to but the calls behind.
    this.#inTurn(null, () => write(copy)).catch(() => {});
  }

  async read(buffer: string): Promise<Float32Array> {
    checkAlive(this.#disposed, this.description);
    const id = flatBuffer(this.programs, buffer, this.description);
    const length = lengthIn(this.programs.buffers[id]!, null);
    if (!this.#watch.loss) {
      const read = async (): Promise<Float32Array> => {
        const staging = this.gpu.takeStaging(length * 4);
        const encoder = this.#commands.begin();
        this.#commands.copyOut(encoder, [{ from: id, buffer: staging, offset: 0, length }]);
        this.#commands.submit(encoder);
        return this.#mapped(staging, length * 4, (values) => values.slice(0, length));
      };
      try {
        return await this.#inTurn(null, read);
      } catch (error) {
        if (!this.#watch.loss || this.#disposed) throw error;
      }
    }
    const kept = this.#kept.read(buffer);
    if (kept) return kept;
    throw this.#lostError();
  }

  async run(names: readonly ProgramName[], batch: Packed, outputs: readonly string[]): Promise<Record<string, Float32Array>> {
    this.#checkUsable();
    for (const name of names) programOf(this.programs, name, this.description, this.device);
    checkOutputs(this.programs, names, outputs, this.description);
    return this.#inTurn({ names, batch }, () => this.#runAndRead(names, batch, outputs));
  }

  async warm(names: readonly ProgramName[]): Promise<void> {
    this.#checkUsable();
    await this.#room.settle();
    const all = this.programs.programs.prepare ? (["prepare", ...names] as const) : names;
    await this.#compile(all, this.#recordings.kernelsOf(all));
  }

  enqueue(names: readonly ProgramName[], batch: DeviceBatch, outputs: Readonly<Record<string, DeviceData>>): void {
    this.#checkUsable();
    // It can't stand behind them, and must not overtake them.
    if (this.#turn) throw new UsageError("RNN633", `${names.join(", ")} of \`${this.description.name}\` can't be enqueued yet: calls made before still wait for kernels or for memory; await them first`);
    this.#room.check();
    for (const name of names) programOf(this.programs, name, this.description, this.device);
    checkOutputs(this.programs, names, Object.keys(outputs), this.description);
    this.#room.attempt(batch, (unsure) => this.#enqueue(names, batch, outputs, unsure));
  }

  #enqueue(names: readonly ProgramName[], batch: DeviceBatch, outputs: Readonly<Record<string, DeviceData>>, unsure: boolean): void {
    const { parameters, ...data } = batch.data;
    const shape = { size: batch.size, axes: batch.axes };
    const encoder = this.#commands.begin();
    if (parameters) this.#takeParameters(parameters, encoder);
    const sequence = this.#sequenceOf(names);
    if (this.#missing(sequence.programs, shape).length > 0) throw new UsageError("RNN633", `${names.join(", ")} of \`${this.description.name}\` can't be enqueued yet: await \`warm\` for them first`);
    const takes = planTakes(this.programs, sequence.programs, Object.keys(outputs), shape, (output, length) => {
      const target = outputs[output]!;
      if (ArrayBuffer.isView(target)) throw new UsageError("RNN630", `\`${output}\` of \`${this.description.name}\` can't go to the CPU's memory without waiting: use \`run\`, or give a GPU buffer`);
      if (target.length !== length) throw new UsageError("RNN603", `\`${output}\` of \`${this.description.name}\` has ${length} numbers in this batch, but there is room for ${target.length}`);
      return { buffer: target.buffer, offset: target.offset };
    });
    if (unsure) this.#commands.clear([...takes.values()].flat());
    this.#commands.encode(encoder, sequence.programs, { ...batch, data }, takes);
    this.#commands.submit(encoder);
    this.uses++;
    this.#parametersChanged = sequence.parametersChanged;
    if (names.includes("update")) this.#kept.miss();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.gpu.destroy();
    this.#recordings.clear();
    this.#watch.close();
  }

  // ------------------------------------------------------------------------------ order and loss

  /** Does something once all calls before it are submitted, and what it needs is there. */
  async #inTurn<Result>(needs: { readonly names: readonly ProgramName[]; readonly batch: Packed } | null, act: () => Result): Promise<Awaited<Result>> {
    if (!this.#turn && this.#room.isQuiet && (!needs || this.#isReady(needs.names, needs.batch))) return act() as Awaited<Result>;
    const before = this.#turn;
    const doing = (async () => {
      await before;
      await this.#room.settle();
      this.#checkUsable();
      if (needs) await this.#makeReady(needs.names, needs.batch);
      // In an object: the turn is over when it is submitted, not when its results are there.
      return { result: act() };
    })();
    const turn = doing.then(
      () => {},
      () => {},
    );
    this.#turn = turn;
    void turn.then(() => {
      if (this.#turn === turn) this.#turn = null;
    });
    return (await doing).result as Awaited<Result>;
  }

  #checkUsable(): void {
    if (this.#disposed || this.#watch.loss) throw this.#whyUnusable();
  }

  #whyUnusable(): unknown {
    try {
      checkAlive(this.#disposed, this.description);
    } catch (error) {
      return error;
    }
    return this.#lostError();
  }

  #lostError(): UsageError {
    const { name } = this.description;
    const { reason, message } = this.#watch.loss!;
    // A driver's first line says what happened; behind it may come where in its own code.
    const cause = reason === "destroyed" ? "it was destroyed" : message.trim().split("\n")[0]!.replace(/[.\s]+$/, "") || "the browser or the driver gave no reason";
    const left =
      this.#kept.has("parameters") ? "The weights after the last completed update are kept: `model.save()` gives them, and a model created with them goes on from there."
      : this.#kept.follows ? "Its weights were last written on the device itself, and are lost with it."
      : `Its weights and moments (${(this.#kept.bytes / 2 ** 20).toFixed(0)} MiB) are too many to be copied after every update: \`model.save()\` gives those of the last copy that \`fit\` made, which it makes as often as costs a tenth of the time.`;
    return new UsageError("RNN632", `the GPU device of \`${name}\` was lost: ${cause}. ${left}`);
  }

  // --------------------------------------------------------------------- what a run needs to run

  /** The programs of a run with those that prepare weights, and whether parameters will have changed since. */
  #sequenceOf(names: readonly ProgramName[]): { readonly programs: readonly ProgramName[]; readonly parametersChanged: boolean } {
    let parametersChanged = this.#parametersChanged;
    const programs = names.flatMap((name): ProgramName[] => {
      const prepares = parametersChanged && name !== "update" && name !== "prepare";
      parametersChanged = name === "update";
      return prepares && this.programs.programs.prepare ? ["prepare", name] : [name];
    });
    return { programs, parametersChanged };
  }

  #isReady(names: readonly ProgramName[], batch: Packed): boolean {
    return !this.#layout.enlarged(batch) && this.#trials.unmeasured(names, batch).length === 0 && this.#missing(this.#sequenceOf(names).programs, batch).length === 0;
  }

  async #makeReady(names: readonly ProgramName[], batch: Packed): Promise<void> {
    await this.#room.make(batch);
    const unmeasured = this.#trials.unmeasured(names, batch);
    if (unmeasured.length > 0) {
      await this.warm(unmeasured);
      if (this.#sequenceOf(unmeasured).programs[0] === "prepare") await this.#runAndRead(["prepare"], NO_BATCH, []);
      this.uses++;
      for (const name of unmeasured) await this.#trials.measure(name, batch);
    }
    const { programs } = this.#sequenceOf(names);
    // A loop that is refused needs others instead.
    for (let missing; (missing = this.#missing(programs, batch)).length > 0; ) await this.#compile(programs, missing);
  }

  /** Compiles kernels of programs. Loops that the device refuses run step by step from now on, where they can. */
  async #compile(names: readonly ProgramName[], kernels: Iterable<number>): Promise<void> {
    try {
      await this.#watch.wait(this.#pipelines.make(kernels));
    } catch (error) {
      if (!(error instanceof RefusedKernels)) throw error;
      const loops = names.flatMap((name) => this.#recordings.survey(name).loops);
      for (const kernel of error.kernels) {
        const uses = loops.filter(({ name }) => name === kernel);
        if (uses.length === 0 || !uses.every(({ both }) => both) || !this.recurrences.refuse(kernel)) throw error;
      }
    }
  }

  /** Kernels that programs need for a batch and that aren't compiled. */
  #missing(programs: readonly ProgramName[], shape: Shape): number[] {
    const missing = new Set<number>();
    for (const name of programs) for (const kernel of this.#recordings.callsOf(name, shape).kernels) if (!this.#pipelines.at(kernel)) missing.add(kernel);
    return [...missing];
  }

  // -------------------------------------------------------------------------------------- results

  /** Submits at once; the promise is that of the results. */
  async #runAndRead(names: readonly ProgramName[], batch: Packed, outputs: readonly string[]): Promise<Record<string, Float32Array>> {
    const { programs, parametersChanged } = this.#sequenceOf(names);
    // An update's results that stay, to be there when the device is lost.
    const update = this.#kept.follows ? programs.lastIndexOf("update") : -1;
    const { floats, takesInto, outputsIn, flatIn } = planResults(this.programs, programs, outputs, batch, update >= 0 ? { update, names: this.#kept.names } : null);
    const staging = floats > 0 ? this.gpu.takeStaging(floats * 4) : null;

    const encoder = this.#commands.begin();
    this.#device.pushErrorScope("validation");
    let invalid: Promise<GPUError | null>;
    try {
      this.#commands.encode(encoder, programs, batch, staging ? takesInto(staging) : new Map());
      this.#commands.submit(encoder);
    } catch (error) {
      if (staging) this.gpu.giveBack(staging);
      throw error;
    } finally {
      invalid = this.#device.popErrorScope();
    }
    this.uses++;
    this.#parametersChanged = parametersChanged;
    if (programs.includes("update") && update < 0) this.#kept.miss();
    const awaited = update >= 0 ? this.#kept.expect() : null;
    try {
      const refused = invalid.then((error) => {
        if (error) throw new Error(`internal: the GPU refuses ${names.join(", ")} of ${this.description.name}: ${error.message}`);
      });
      refused.catch(() => {});
      if (!staging) {
        await this.#watch.wait(Promise.all([this.#device.queue.onSubmittedWorkDone(), refused]));
        return Object.fromEntries(outputs.map((output) => [output, new Float32Array()]));
      }
      return await this.#mapped(staging, floats * 4, (values) => {
        if (awaited) this.#kept.arrived(awaited, flatIn(values));
        return outputsIn(values);
      }, refused);
    } finally {
      if (awaited) this.#kept.failed(awaited);
    }
  }

  /** What `take` makes of what was copied to a buffer, which goes back to the others then. */
  async #mapped<Result>(staging: GPUBuffer, bytes: number, take: (values: Float32Array) => Result, also?: Promise<void>): Promise<Result> {
    await this.#watch.wait(Promise.all([staging.mapAsync(READ, 0, bytes), also]));
    const result = take(new Float32Array(staging.getMappedRange(0, bytes)));
    staging.unmap();
    this.gpu.giveBack(staging);
    return result;
  }

  /** Parameters that came with a batch. */
  #takeParameters(data: DeviceData, encoder: GPUCommandEncoder): void {
    if (data instanceof Float32Array) return this.write("parameters", data);
    const buffer = flatBuffer(this.programs, "parameters", this.description);
    const length = lengthIn(this.programs.buffers[buffer]!, null);
    if (data instanceof Int32Array || data.length !== length) throw new UsageError("RNN603", `\`parameters\` of \`${this.description.name}\` holds ${length} numbers, but ${data.length} were given`);
    const { target, at } = this.#commands.spaceOf(buffer);
    encoder.copyBufferToBuffer(data.buffer, data.offset, target, at, length * 4);
    this.#parametersChanged = true;
    this.#kept.miss();
  }
}
