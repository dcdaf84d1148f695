// Kernels as pipelines: each is compiled when a program first needs it, all that are needed together at the same time.
import type { WgslKernel } from "../device.js";
import { prelude } from "./prelude.js";
import type { Counting } from "./memory.js";

export class Pipelines {
  readonly names: readonly string[];
  readonly #kernels: readonly WgslKernel[];
  readonly #ready: (GPUComputePipeline | undefined)[];
  readonly #making = new Map<number, Promise<void>>();
  readonly #layout: GPUPipelineLayout;
  readonly #prelude: string;

  constructor(
    readonly device: GPUDevice,
    readonly label: string,
    kernels: Readonly<Record<string, WgslKernel>>,
    group: GPUBindGroupLayout,
    words: number,
    readonly counters: Counting,
  ) {
    this.names = Object.keys(kernels);
    this.#kernels = Object.values(kernels);
    this.#ready = new Array<undefined>(this.names.length).fill(undefined);
    this.#layout = device.createPipelineLayout({ label, bindGroupLayouts: [group] });
    this.#prelude = prelude(words);
  }

  /** The pipeline of a kernel, by its place among the kernels; undefined before it was made. */
  at(kernel: number): GPUComputePipeline | undefined {
    return this.#ready[kernel];
  }

  /** Compiles what isn't yet. Rejects with `internal:` for a kernel that the device refuses. */
  async make(kernels: Iterable<number>): Promise<void> {
    const all: Promise<void>[] = [];
    for (const kernel of kernels) {
      if (this.#ready[kernel]) continue;
      let making = this.#making.get(kernel);
      if (!making) {
        making = this.#compile(kernel).finally(() => this.#making.delete(kernel));
        this.#making.set(kernel, making);
      }
      all.push(making);
    }
    await Promise.all(all);
  }

  async #compile(kernel: number): Promise<void> {
    const label = `${this.label}: ${this.names[kernel]!}`;
    this.counters.shaderModules++;
    this.counters.pipelines++;
    // What is wrong with the text is told by the pipeline's error too, but as nobody's until it is asked for.
    this.device.pushErrorScope("validation");
    const module = this.device.createShaderModule({ label, code: this.#prelude + this.#kernels[kernel]!.code });
    const invalid = this.device.popErrorScope();
    try {
      this.#ready[kernel] = await this.device.createComputePipelineAsync({ label, layout: this.#layout, compute: { module, entryPoint: "main" } });
      await invalid;
    } catch (error) {
      const { messages } = await module.getCompilationInfo().catch(() => ({ messages: [] }));
      const said = messages.filter(({ type }) => type === "error").map(({ lineNum, linePos, message }) => `${lineNum}:${linePos} ${message}`);
      throw new Error(`internal: the GPU refuses kernel ${label}: ${said.length > 0 ? said.join("; ") : (error as Error).message}`);
    }
  }
}
