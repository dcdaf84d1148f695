// The generated module of a model: its files as text. The TypeScript is the schedule and the typed API; the
// arithmetic is in the kernels (5-emit/wasm), whose bytes come in here. Or one device of it as a script, for whoever runs the model at
// once. Writes no files.
import type { Description } from "@rnnc/runtime";
import { internal } from "../errors.js";
import { refineForGpu } from "../4-schedule/webgpu/index.js";
import type { GpuPlan } from "../gpu-plan.js";
import type { Model } from "../model.js";
import type { Plan } from "../plan.js";
import { writeApi } from "./module/api.js";
import { writeBinary, writeWasm, writeWebGpu } from "./module/devices.js";
import { printFile, printScript } from "./module/print.js";
import { lineComment } from "./module/text.js";
import { emitWasm, type WasmBuilds } from "./wasm/index.js";
import { packBuilds } from "./wasm/pack-builds.js";

export interface ModuleInput {
  readonly model: Model;
  readonly description: Description;
  readonly plan: Plan;
  readonly wasm: WasmBuilds;
  readonly gpu: GpuPlan;
}

/** Stands at the head of files of programs, so that they compile under any settings of whoever imports them. Here they are checked without it (test/module). */
export const NOT_CHECKED = "// @ts-nocheck";

export interface ModuleFile {
  /** Relative to the model's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/**
 * `index.ts` (typed API, parameter table, description), `wasm.ts` (programs), `wasm.binary.ts` (their kernels) and `webgpu.ts` (programs
 * and kernels). `format` runs prettier over all but the binary. The same input gives the same bytes.
 */
export async function emitModule(input: ModuleInput, options: { readonly format: boolean }): Promise<readonly ModuleFile[]> {
  const { model, description, plan, wasm, gpu } = input;
  if (description.streamable && !plan.programs.some(({ name }) => name === "step")) internal(`${model.name} should be streamable, but its plan has no program for a step`);
  const origin = lineComment(`Made by rnnc from the model \`${model.name}\` in ${model.source.path}. Change the spec and compile it again, not this file.`);
  // Programs look up thousands of kernels and buffers by names that stand in the same file; strictest settings want each of them proved.
  const programs = [origin, NOT_CHECKED];
  const heads = {
    index: [origin, "// The typed API: what goes in, what comes out, the parameters and the description. See wasm.ts and webgpu.ts for how it runs."],
    wasm: [
      ...programs,
      "// The programs on WASM: one function each, in the order of the work. `k` holds the kernels, `m` the byte addresses of buffers, `batch`",
      "// the packed rows. Shapes: B sequences, N the steps of all of them. Sequences are sorted, longest first: step t of an axis holds",
      "// `rows[t]` rows, from row `start[t]` on. Addresses are in bytes, 4 a number.",
    ],
    webgpu: [
      ...programs,
      "// The programs on WebGPU: one function each, in the order of the work. `k` notes down what is to be dispatched, `m` holds places of",
      "// buffers, `batch` the packed rows; `together` says which loops run as one dispatch. Shapes and rows as in wasm.ts; places are in floats.",
    ],
    binary: [origin, "// The compiled kernels: two WebAssembly modules, without and with relaxed SIMD, compressed, in base64. Each imports `env.memory`", "// and exports one function a kernel; they are read by the runtime (wasm/builds.ts)."],
  };
  return [
    { path: "index.ts", text: await printFile("index.ts", heads.index.join("\n"), writeApi(model, description), options) },
    { path: "wasm.ts", text: await printFile("wasm.ts", heads.wasm.join("\n"), writeWasm(plan, wasm.reserved, description.parameters), options) },
    { path: "webgpu.ts", text: await printFile("webgpu.ts", heads.webgpu.join("\n"), writeWebGpu(gpu, description.parameters), options) },
    { path: "wasm.binary.ts", text: writeBinary(heads.binary.join("\n"), wasm) },
  ];
}

/**
 * What `wasm.ts` exports, as the body of a function of `modules`: `@rnnc/runtime`, and `./wasm.binary.js` with the `kernels` given here, which
 * are one build alone.
 */
export function emitWasmScript({ plan, description }: Pick<ModuleInput, "plan" | "description">, options: { readonly relaxed: boolean }): { readonly body: string; readonly kernels: string } {
  const { bytes, reserved } = emitWasm(plan.kernels, options);
  return { body: printScript(writeWasm(plan, reserved, description.parameters)), kernels: packBuilds(bytes, bytes) };
}

/** What `webgpu.ts` exports, as the body of a function of `modules`: `@rnnc/runtime` and `@rnnc/runtime/webgpu`. */
export function emitWebGpuScript({ plan, description }: Pick<ModuleInput, "plan" | "description">): string {
  return printScript(writeWebGpu(refineForGpu(plan), description.parameters));
}
