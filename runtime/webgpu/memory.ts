// The GPU buffers of one executor: two for the network (weights, arena), tables of axes, records of calls, and what data go in
// and out through. Each is made again only when it is too small; the one bind group then too. Everything made is counted.

/** WebGPU's flags, by number: in Node their names are globals only where somebody put them. */
const USAGE = { mapRead: 0x1, copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80 } as const;
const COMPUTE = 0x4;

/** What was made and done so far; tests and benchmarks compare them before and after. */
export interface Counters {
  readonly buffers: number;
  readonly bindGroups: number;
  readonly shaderModules: number;
  readonly pipelines: number;
  readonly submits: number;
  readonly passes: number;
  readonly dispatches: number;
  /** Programs whose calls were noted down anew. */
  readonly recordings: number;
}

export type Counting = { -readonly [Name in keyof Counters]: number };

export function zeroCounters(): Counting {
  return { buffers: 0, bindGroups: 0, shaderModules: 0, pipelines: 0, submits: 0, passes: 0, dispatches: 0, recordings: 0 };
}

/** Buffers that may be replaced by larger ones. What they hold is lost then. */
export type Growing = "arena" | "axes" | "calls" | "upload";

const usages = {
  arena: USAGE.storage | USAGE.copySource | USAGE.copyTarget,
  axes: USAGE.storage | USAGE.copyTarget,
  calls: USAGE.uniform | USAGE.copyTarget,
  upload: USAGE.copySource | USAGE.copyTarget,
} satisfies Record<Growing, number>;

/** Bytes that a buffer which kernels read may have. */
export function largestStorage({ limits }: GPUDevice): number {
  return Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
}

/** Free buffers to read through that are kept for later, at most. */
const KEPT_FREE = 4;

export class GpuMemory {
  readonly weights: GPUBuffer;
  readonly layout: GPUBindGroupLayout;
  readonly #growing: Record<Growing, GPUBuffer>;
  readonly #free: GPUBuffer[] = [];
  readonly #all = new Set<GPUBuffer>();
  #group: GPUBindGroup | null = null;

  /** Bytes of the weights and of a record that a kernel sees. */
  constructor(
    readonly device: GPUDevice,
    readonly label: string,
    weights: number,
    readonly recordBytes: number,
    readonly counters: Counting,
    /** What to say of a buffer that is larger than any may be. */
    readonly tooLarge: (bytes: number) => Error,
  ) {
    this.weights = this.#make("weights", weights, usages.arena);
    this.#growing = {
      arena: this.#make("arena", this.#leastOf("arena"), usages.arena),
      axes: this.#make("axes", this.#leastOf("axes"), usages.axes),
      calls: this.#make("calls", this.#leastOf("calls"), usages.calls),
      upload: this.#make("upload", this.#leastOf("upload"), usages.upload),
    };
    this.layout = device.createBindGroupLayout({
      label,
      entries: [
        { binding: 0, visibility: COMPUTE, buffer: { type: "storage" } },
        { binding: 1, visibility: COMPUTE, buffer: { type: "storage" } },
        { binding: 2, visibility: COMPUTE, buffer: { type: "read-only-storage" } },
        { binding: 3, visibility: COMPUTE, buffer: { type: "uniform", hasDynamicOffset: true, minBindingSize: recordBytes } },
      ],
    });
  }

  get arena(): GPUBuffer {
    return this.#growing.arena;
  }

  get upload(): GPUBuffer {
    return this.#growing.upload;
  }

  /** Bytes of all buffers. */
  get bytes(): number {
    let sum = 0;
    for (const buffer of this.#all) sum += buffer.size;
    return sum;
  }

  sizeOf(name: Growing): number {
    return this.#growing[name].size;
  }

  /** Replaces a buffer by one of `bytes`; what was submitted before still uses the old one. */
  replace(name: Growing, bytes: number): void {
    this.#destroy(this.#growing[name]);
    this.#growing[name] = this.#make(name, bytes, usages[name]);
    if (name !== "upload") this.#group = null;
  }

  /** Replaces all by buffers as small as the first. */
  shrink(): void {
    for (const name of Object.keys(usages) as Growing[]) this.replace(name, this.#leastOf(name));
  }

  /** Makes a buffer at least `bytes` large, a quarter larger than asked for where it was in use before. True where it was replaced. */
  ensure(name: Growing, bytes: number): boolean {
    const { size } = this.#growing[name];
    if (bytes <= size) return false;
    const most = usages[name] & USAGE.storage ? largestStorage(this.device) : this.device.limits.maxBufferSize;
    if (bytes > most) throw this.tooLarge(bytes);
    this.replace(name, Math.max(bytes, Math.min(most, Math.ceil((size * 1.25) / 16) * 16)));
    return true;
  }

  put(name: Growing | "weights", offset: number, data: Uint32Array | Int32Array | Float32Array, length = data.length): void {
    this.device.queue.writeBuffer(name === "weights" ? this.weights : this.#growing[name], offset, data as AllowSharedBufferSource, 0, length);
  }

  /** The bindings that all kernels share. */
  get group(): GPUBindGroup {
    if (this.#group) return this.#group;
    this.counters.bindGroups++;
    const { arena, axes, calls } = this.#growing;
    this.#group = this.device.createBindGroup({
      label: this.label,
      layout: this.layout,
      entries: [
        { binding: 0, resource: { buffer: this.weights } },
        { binding: 1, resource: { buffer: arena } },
        { binding: 2, resource: { buffer: axes } },
        { binding: 3, resource: { buffer: calls, size: this.recordBytes } },
      ],
    });
    return this.#group;
  }

  /** A buffer of at least `bytes` to copy results into and map; give it back unmapped. */
  takeStaging(bytes: number): GPUBuffer {
    let best = -1;
    for (const [i, { size }] of this.#free.entries()) if (size >= bytes && (best < 0 || size < this.#free[best]!.size)) best = i;
    if (best >= 0) return this.#free.splice(best, 1)[0]!;
    const unit = bytes < 2 ** 20 ? 256 : 2 ** 20;
    return this.#make("results", Math.ceil(bytes / unit) * unit, USAGE.mapRead | USAGE.copyTarget);
  }

  giveBack(staging: GPUBuffer): void {
    if (!this.#all.has(staging)) return;
    this.#free.push(staging);
    // The smallest goes: what fits it fits the others.
    if (this.#free.length > KEPT_FREE) {
      const least = this.#free.reduce((a, b) => (b.size < a.size ? b : a));
      this.#free.splice(this.#free.indexOf(least), 1);
      this.#destroy(least);
    }
  }

  destroy(): void {
    for (const buffer of this.#all) buffer.destroy();
    this.#all.clear();
    this.#free.length = 0;
    this.#group = null;
  }

  #leastOf(name: Growing): number {
    return name === "calls" ? this.recordBytes : 64;
  }

  #make(name: string, bytes: number, usage: number): GPUBuffer {
    this.counters.buffers++;
    const buffer = this.device.createBuffer({ label: `${this.label}: ${name}`, size: Math.ceil(bytes / 4) * 4, usage });
    this.#all.add(buffer);
    return buffer;
  }

  #destroy(buffer: GPUBuffer): void {
    this.#all.delete(buffer);
    buffer.destroy();
  }
}
