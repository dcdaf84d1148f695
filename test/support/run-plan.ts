// Runs a plan without writing a module: the bodies of the functions that the module would have, the kernels, and a device's executor.
import { createWasmExecutor, type BufferDescription, type Description, type Executor, type WasmPrograms, type WebGpuPrograms } from "@rnnc/runtime";
import { refineForGpu } from "../../compiler/4-schedule/webgpu/index.js";
import { nameGpuModule, writeGpuProgram } from "../../compiler/5-emit/module/gpu-programs.js";
import type { ModuleNames } from "../../compiler/5-emit/module/program-writer.js";
import { nameModule, writeProgram } from "../../compiler/5-emit/module/programs.js";
import { emitWasm } from "../../compiler/5-emit/wasm/index.js";
import { packBuilds } from "../../compiler/5-emit/wasm/pack-builds.js";
import { emitWgsl } from "../../compiler/5-emit/webgpu/index.js";
import type { Plan } from "../../compiler/plan.js";
import * as moves from "../../runtime/wasm/rows.js";
import { variants, type Variant } from "./device.js";

type Run = (...given: unknown[]) => void;

/** An executor of a plan, all its parameters 0. `variant` says on which device, too. */
export async function runPlan({ plan, description: d }: { readonly plan: Plan; readonly description: Description }, variant: Variant = variants[0]!): Promise<Executor> {
  const flat = { buffers: new Set(["parameters", "gradients", "moment1", "moment2"]), parameters: [...d.parameters].sort((a, b) => a.offset - b.offset) };
  const offsets = (names: ModuleNames, scale: number): Record<string, number> => Object.fromEntries(d.parameters.map(({ name, offset }) => [names.parameter(name), offset * scale]));

  if (variant === "plain" || variant === "relaxed") {
    const names = nameModule(plan);
    const { bytes, reserved } = emitWasm(plan.kernels, { relaxed: variant === "relaxed" });
    const programs: WasmPrograms = {
      kernels: packBuilds(bytes, bytes),
      reserved,
      ...placesOf(plan, names),
      programs: Object.fromEntries(
        plan.programs.map((program) => {
          const made = new Function("offset", ...Object.keys(moves), "k", "m", "batch", writeProgram(plan, program, names, flat).body) as Run;
          return [program.name, { run: made.bind(null, offsets(names, 4), ...Object.values(moves)), ...named(program, names) }];
        }),
      ),
    };
    return createWasmExecutor(programs, d, { variant });
  }

  const gpu = refineForGpu(plan);
  const names = nameGpuModule(gpu);
  const programs: WebGpuPrograms = {
    kernels: Object.fromEntries(Object.entries(gpu.kernels).map(([name, kernel]) => [name, emitWgsl(kernel)])),
    ...placesOf(gpu, names),
    programs: Object.fromEntries(
      gpu.programs.map((program) => {
        const made = new Function("offset", "k", "m", "batch", "together", writeGpuProgram(gpu, program, names, flat).body) as Run;
        return [program.name, { run: made.bind(null, offsets(names, 1)), ...named(program, names) }];
      }),
    ),
  };
  const { createWebGpuExecutor } = await import("@rnnc/runtime/webgpu");
  return createWebGpuExecutor(programs, d, { recurrence: variant });
}

function placesOf({ regions, buffers }: { readonly regions: Plan["regions"]; readonly buffers: readonly ({ readonly name: string } & BufferDescription)[] }, names: ModuleNames): Pick<WasmPrograms, "regions" | "buffers"> {
  return { regions, buffers: Object.fromEntries(buffers.map(({ name, rows, offset, width, integer }) => [names.buffer(name), { rows, offset, width, integer }])) };
}

/** Which buffers hold what a program reads and gives. */
function named({ inputs, outputs }: Pick<Plan["programs"][number], "inputs" | "outputs">, names: ModuleNames): { readonly inputs: Record<string, string>; readonly outputs: Record<string, string> } {
  const each = (buffers: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(buffers).map(([name, buffer]) => [name, names.buffer(buffer)]));
  return { inputs: each(inputs), outputs: each(outputs) };
}
