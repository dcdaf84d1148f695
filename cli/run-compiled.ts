// Runs a model that was compiled a moment ago: what its module would export, without writing the module. `rnnc train` compiles and goes on
// like this; it leaves no files behind. A device's programs are made when the device is asked for.
import * as runtime from "@rnnc/runtime";
import { emitWasmScript, emitWebGpuScript } from "../compiler/5-emit/module.js";
import type { Compiled } from "../compiler/pipeline.js";

/** The model of a compiled spec, as its module's default export is. */
export function runCompiled(compiled: Pick<Compiled, "plan" | "description">): runtime.ModelFactory<runtime.ModelTypes> {
  return runtime.defineModel({
    description: compiled.description,
    devices: {
      wasm: async () => {
        const { body, kernels } = emitWasmScript(compiled, { relaxed: runtime.hasRelaxedSimd() });
        return evaluate<runtime.WasmPrograms>(body, { "@rnnc/runtime": runtime, "./wasm.binary.js": { kernels } });
      },
      webgpu: async () => evaluate<runtime.WebGpuModule>(emitWebGpuScript(compiled), { "@rnnc/runtime": runtime, "@rnnc/runtime/webgpu": await import("@rnnc/runtime/webgpu") }),
    },
  });
}

function evaluate<T>(body: string, modules: Readonly<Record<string, object>>): T {
  return (new Function("modules", body) as (modules: object) => T)(modules);
}
