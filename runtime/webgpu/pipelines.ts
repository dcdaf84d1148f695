// Kernels as pipelines: each is compiled when a program first needs it, all that are needed together at the same time, and once for all
// models on a device that have the same kernel.
import type { WgslKernel } from "../device.js";
import { prelude } from "./prelude.js";
import type { Counting } from "./memory.js";

/** The device doesn't take some kernels. */
export class RefusedKernels extends Error {
  constructor(
    /** Their names. */
    readonly kernels: readonly string[],
    message: string,
  ) {
    super(message);
  }
}

/** By device and text. Layouts that say the same are the same to WebGPU, and the text says how long a record is. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

export class Pipelines {
  readonly #names: readonly string[];
  readonly #kernels: readonly WgslKernel[];
  readonly #ready: (GPUComputePipeline | undefined)[];
  readonly #layout: GPUPipelineLayout;
  readonly #prelude: string;
  readonly #compiled: Map<string, Promise<GPUComputePipeline>>;

  constructor(
    readonly device: GPUDevice,
    /** The model's name. */
    readonly model: string,
    kernels: Readonly<Record<string, WgslKernel>>,
    group: GPUBindGroupLayout,
    words: number,
    readonly counters: Counting,
  ) {
    this.#names = Object.keys(kernels);
    this.#kernels = Object.values(kernels);
    this.#ready = new Array<undefined>(this.#names.length).fill(undefined);
    this.#layout = device.createPipelineLayout({ label: model, bindGroupLayouts: [group] });
    this.#prelude = prelude(words);
    this.#compiled = compiled.get(device) ?? new Map();
    compiled.set(device, this.#compiled);
  }

  /** The pipeline of a kernel, by its place among the kernels; undefined before it was made. */
  at(kernel: number): GPUComputePipeline | undefined {
    return this.#ready[kernel];
  }

  /** Compiles what isn't yet. Rejects with RefusedKernels, `internal:`, once all others are compiled. */
  async make(kernels: Iterable<number>): Promise<void> {
    const refused = new Map<string, Error>();
    await Promise.all(Array.from(kernels, (kernel) => this.#make(kernel).catch((error: Error) => refused.set(this.#names[kernel]!, error))));
    for (const [name, { message }] of refused) throw new RefusedKernels([...refused.keys()], `internal: the GPU refuses kernel ${name} of ${this.model}: ${message}`);
  }

  async #make(kernel: number): Promise<void> {
    if (this.#ready[kernel]) return;
    const code = this.#prelude + this.#kernels[kernel]!.code;
    let making = this.#compiled.get(code);
    if (!making) this.#compiled.set(code, (making = this.#compile(this.#names[kernel]!, code)));
    try {
      this.#ready[kernel] = await making;
    } catch (error) {
      // A loop that asks for too much does so whenever it is asked for; its other form is there instead.
      if (!this.#kernels[kernel]!.loop) this.#compiled.delete(code);
      throw error;
    }
  }

  async #compile(label: string, code: string): Promise<GPUComputePipeline> {
    this.counters.shaderModules++;
    this.counters.pipelines++;
    // What is wrong with the text is told by the pipeline's error too, but as nobody's until it is asked for.
    this.device.pushErrorScope("validation");
    const module = this.device.createShaderModule({ label, code });
    const invalid = this.device.popErrorScope();
    invalid.catch(() => {});
    try {
      return await this.device.createComputePipelineAsync({ label, layout: this.#layout, compute: { module, entryPoint: "main" } });
    } catch (error) {
      const { messages } = await module.getCompilationInfo().catch(() => ({ messages: [] }));
      // wgpu's messages are several lines, with an excerpt of the text.
      const said = messages.filter(({ type }) => type === "error").map(({ lineNum, linePos, message }) => `${lineNum}:${linePos} ${message.trim().replace(/\s+/g, " ")}`);
      throw said.length > 0 ? new Error(said.join("; ")) : error;
    }
  }
}
