// From a generated module to a model that runs: on which device, with which weights. Options are checked here.
import { DataError, didYouMean, show, UsageError } from "./errors.js";
import type { Description, Executor, WasmPrograms, WebGpuPrograms } from "./device.js";
import { Model, type ModelTypes } from "./model.js";
import { createWasmExecutor } from "./wasm/executor.js";
import type { WebGpuOptions } from "./webgpu/executor.js";
import { countOf, initialise } from "./weights.js";

export interface CreateOptions {
  /** Default `auto`: `webgpu` where there is a GPU and the model has enough to compute at once to gain by it (`suitsGpu`), else `wasm`. */
  readonly device?: "wasm" | "webgpu" | "auto";
  /** How it runs on `webgpu`; nothing to `wasm`. */
  readonly webgpu?: WebGpuOptions;
  /** Of the initial weights: the same seed gives the same weights everywhere. Default: the spec's. Not used with `weights`. */
  readonly seed?: number;
  /** A checkpoint's bytes, or where it is: `http:`, `https:`, `data:`, and in Node `file:`; in a page also relative to it. */
  readonly weights?: Uint8Array | ArrayBuffer | URL | string;
}

export interface ModelDefinition {
  readonly description: Description;
  /** What each device runs, loaded when it is asked for. */
  readonly devices: { readonly wasm: () => Promise<WasmPrograms>; readonly webgpu?: () => Promise<WebGpuModule> };
}

/** What a generated `webgpu.ts` exports: it brings its executor along, so that a page on WASM carries none of it. */
export interface WebGpuModule extends WebGpuPrograms {
  createExecutor(programs: WebGpuPrograms, description: Description, options?: WebGpuOptions): Promise<Executor>;
}

/** What a generated module exports. */
export interface ModelFactory<T extends ModelTypes> {
  readonly description: Description;
  /**
   * A model on a device, with fresh or given weights. Throws UsageError RNN608 where the device can't run it, RNN631 where there is no GPU for `webgpu`,
   * RNN619 for options that can't be, and for weights the DataErrors of `load`.
   */
  create(options?: CreateOptions): Promise<Model<T>>;
}

export function defineModel<T extends ModelTypes>(definition: ModelDefinition): ModelFactory<T> {
  const { description } = definition;
  return {
    description,
    async create(options = {}) {
      checkOptions("create", options, CREATE_OPTIONS);
      const { device = "auto", webgpu = {}, seed = description.training.seed, weights } = options;
      if (!["auto", "wasm", "webgpu"].includes(device)) throw new UsageError("RNN619", `there is no device ${show(device)}: use "wasm", "webgpu" or "auto"`);
      if (!Number.isSafeInteger(seed)) throw new UsageError("RNN619", `\`seed\` should be a whole number, but is ${show(seed)}`);
      checkOptions("webgpu", webgpu, WEBGPU_OPTIONS);
      const { recurrence = "auto" } = webgpu;
      if (!["stepped", "persistent", "auto"].includes(recurrence)) throw new UsageError("RNN619", `\`recurrence\` should be "stepped", "persistent" or "auto", but is ${show(recurrence)}`);
      const bytes = weights === undefined ? null : await readBytes(weights);
      const model = new Model<T>(description, await createExecutor(definition, device, webgpu));
      try {
        if (bytes) await model.load(bytes);
        else model.executor.write("parameters", initialise(description, seed));
        return model;
      } catch (error) {
        model.dispose();
        throw error;
      }
    },
  };
}

const CREATE_OPTIONS = ["device", "webgpu", "seed", "weights"];
const WEBGPU_OPTIONS = ["gpu", "software", "recurrence", "measurements"];

function checkOptions(of: string, options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) throw new UsageError("RNN619", `the options of \`${of}\` should be an object, but are ${show(options)}`);
  for (const name of Object.keys(options)) if (!known.includes(name)) throw new UsageError("RNN619", `\`${of}\` has no option \`${name}\`${didYouMean(name, known)}`);
}

async function createExecutor({ description, devices }: ModelDefinition, device: "wasm" | "webgpu" | "auto", options: WebGpuOptions): Promise<Executor> {
  if (device === "webgpu") {
    if (!devices.webgpu) throw new UsageError("RNN608", `\`${description.name}\` was compiled without WebGPU: compile it again, or use "wasm"`);
    const module = await devices.webgpu();
    return module.createExecutor(module, description, options);
  }
  // Outside of Node, where one may have been given to the runtime, there is none without this: nothing is loaded in vain.
  const { navigator, process } = globalThis as { navigator?: { gpu?: unknown }; process?: unknown };
  if (device === "auto" && devices.webgpu && suitsGpu(description) && (navigator?.gpu || process)) {
    try {
      const module = await devices.webgpu();
      return await module.createExecutor(module, description, { ...options, software: false });
    } catch (error) {
      if (!(error instanceof UsageError && ["RNN608", "RNN631"].includes(error.code))) throw error;
    }
  }
  return createWasmExecutor(await devices.wasm(), description);
}

/** Products that a step of training has, for all sequences of a batch, from which on a GPU is worth its way: below, WASM is done before a GPU has begun. */
const WORTH_A_GPU = 2 ** 20;

/** Whether training is likely to be faster on a GPU: a step takes WASM one product of each weight and row, and a GPU always about the same. */
export function suitsGpu({ parameters, training }: Description): boolean {
  const weights = parameters.reduce((sum, parameter) => sum + (parameter.shape.length < 2 || parameter.embeds !== undefined ? 0 : countOf(parameter)), 0);
  return weights * (training.update === "batch" || training.update === "epoch" ? training.batch : 1) >= WORTH_A_GPU;
}

async function readBytes(weights: Uint8Array | ArrayBuffer | URL | string): Promise<Uint8Array> {
  if (weights instanceof Uint8Array) return weights;
  if (weights instanceof ArrayBuffer) return new Uint8Array(weights);
  const place: { location?: { href: string }; process?: { getBuiltinModule?(name: string): { promises: { readFile(url: URL): Promise<Uint8Array> } } } } = globalThis as object;
  let url: URL;
  try {
    url = weights instanceof URL ? weights : new URL(weights, place.location?.href);
  } catch {
    throw new UsageError("RNN619", `\`weights\` should be bytes or a URL, but is ${show(weights)}; in Node, read the file and give its bytes`);
  }
  if (url.protocol === "file:") {
    // Nothing of Node is imported, so that the same module loads in a page.
    const files = place.process?.getBuiltinModule?.("node:fs");
    if (files) return files.promises.readFile(url);
  }
  const response = await fetch(url);
  if (!response.ok) throw new DataError("RNN806", `the weights at ${url.href} can't be read: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
