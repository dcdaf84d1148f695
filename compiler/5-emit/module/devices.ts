// The files of each device of a generated module: the programs and tables of `wasm.ts` with the bytes of the kernels
// beside them, apart so that the first can be read; and `webgpu.ts`, whose kernels can be read.
import type { GpuPlan } from "../../gpu-plan.js";
import type { Buffer, Plan } from "../../plan.js";
import { internal } from "../../errors.js";
import { nameGpuModule, writeGpuProgram, type GpuProgramText } from "./gpu-programs.js";
import type { WasmBuilds } from "../wasm/index.js";
import { emitWgsl } from "../webgpu/index.js";
import { packBuilds } from "../wasm/pack-builds.js";
import type { Flat, ModuleNames, ProgramText } from "./program-writer.js";
import { nameModule, writeProgram } from "./programs.js";
import { docText, lineComment, literal, propertyKey, quote } from "./text.js";
import type { DevicePart } from "./print.js";

/** The names the runtime knows (`ProgramName`), in the order a reader meets them. */
const PROGRAMS = ["prepare", "predict", "score", "forward", "backward", "update", "begin", "step", "rtrl", "apply", "pullback"];

/** Data of the programs that are one number for each parameter. */
const FLAT = ["parameters", "gradients", "moment1", "moment2"];

/** The parts of `wasm.ts`. `reserved`: bytes at the bottom of memory that the kernels keep; `parameters` are those of the description. */
export function writeWasm(plan: Plan, reserved: number, parameters: Flat["parameters"]): DevicePart[] {
  const names = nameModule(plan);
  const plans = inOrder(plan.programs);
  const flat = flatOf(plans, parameters);
  const programs = plans.map((program) => writeProgram(plan, program, names, flat));
  const moves = [...new Set(programs.flatMap((program) => program.moves))].sort();
  const used = (what: keyof ProgramText["uses"]): boolean => programs.some((program) => program.uses[what]);
  const types = [...(used("arena") ? ["Arena"] : []), ...(used("kernels") ? ["Kernels"] : []), ...(used("batch") ? ["Packed"] : []), "WasmPrograms"];

  return [
    { kind: "import", from: "@rnnc/runtime", names: moves, types },
    { kind: "reexport", from: "./wasm.binary.js", name: "kernels", as: "kernels" },
    ...programs.map((program): DevicePart => ({ kind: "function", name: program.name, doc: program.doc, parameters: parametersOf(program.uses, "Kernels"), body: program.body })),
    ...offsetsOf(programs, flat, names, "Bytes", 4),
    { kind: "constant", name: "reserved", doc: "Bytes at the bottom of memory that hold the kernels' constants.", exported: true, value: literal(reserved) },
    ...placesOf(plan, plans, names, "WasmPrograms"),
  ];
}

/** The parts of `webgpu.ts`. `parameters` are those of the description. */
export function writeWebGpu(plan: GpuPlan, parameters: Flat["parameters"]): DevicePart[] {
  const names = nameGpuModule(plan);
  const plans = inOrder(plan.programs);
  const flat = flatOf(plans, parameters);
  const programs = plans.map((program) => writeGpuProgram(plan, program, names, flat));
  const used = (what: keyof GpuProgramText["uses"]): boolean => programs.some((program) => program.uses[what]);
  const types = [...(used("arena") ? ["Arena"] : []), ...(used("kernels") ? ["GpuKernels"] : []), ...(used("batch") ? ["Packed"] : []), ...(used("together") ? ["Recurrences"] : []), "WebGpuPrograms"];

  return [
    { kind: "import", from: "@rnnc/runtime", names: [], types },
    { kind: "reexport", from: "@rnnc/runtime/webgpu", name: "createWebGpuExecutor", as: "createExecutor" },
    ...programs.map((program): DevicePart => ({ kind: "function", name: program.name, doc: program.doc, parameters: parametersOf(program.uses, "GpuKernels"), body: program.body })),
    ...offsetsOf(programs, flat, names, "Floats", 1),
    ...placesOf(plan, plans, names, "WebGpuPrograms"),
    table(
      "The kernels, without what stands before each of them (runtime/webgpu/prelude.ts).",
      "kernels",
      Object.entries(plan.kernels).map(([name, kernel]) => {
        const { code, ...geometry } = emitWgsl(kernel);
        if (/[`\\$]/.test(code)) internal(`the kernel ${name} has a character that means something in a template`);
        return `${propertyKey(name)}: { ${Object.entries(geometry).map(([key, value]) => `${key}: ${literal(value)}`).join(", ")}, code: \`\n${code.trim()}\n\` },`;
      }),
      `WebGpuPrograms["kernels"]`,
    ),
  ];
}

/** Programs as a reader meets them; all known, none twice. */
function inOrder<P extends { readonly name: string }>(programs: readonly P[]): P[] {
  const plans = [...programs].sort((a, b) => PROGRAMS.indexOf(a.name) - PROGRAMS.indexOf(b.name));
  for (const [index, { name }] of plans.entries()) {
    if (!PROGRAMS.includes(name)) internal(`no device runs a program called ${name}`);
    if (plans[index + 1]?.name === name) internal(`two programs are called ${name}`);
  }
  return plans;
}

function flatOf(plans: readonly Pick<Plan["programs"][number], "name" | "inputs" | "outputs">[], parameters: Flat["parameters"]): Flat {
  return {
    buffers: new Set(plans.flatMap(({ name: program, inputs, outputs }) => FLAT.flatMap((name) => [["update", "prepare"].includes(program) ? inputs[name] : undefined, outputs[name]])).filter((name) => name !== undefined)),
    parameters: [...parameters].sort((a, b) => a.offset - b.offset),
  };
}

function offsetsOf(programs: readonly { readonly weights: readonly string[] }[], flat: Flat, names: ModuleNames, unit: string, scale: number): DevicePart[] {
  const placed = flat.parameters.filter(({ name }) => programs.some(({ weights }) => weights.includes(name)));
  if (placed.length === 0) return [];
  const value = lines(placed.map(({ name, offset }) => `${propertyKey(names.parameter(name))}: ${literal(offset * scale)},`));
  return [{ kind: "constant", name: "offset", doc: `${unit} from the start of the flat buffers to each parameter.`, exported: false, value, checked: "as const" }];
}

/** Where things lie, and what programs read and give. */
function placesOf(plan: { readonly buffers: readonly Buffer[]; readonly regions: Plan["regions"] }, plans: readonly Pick<Plan["programs"][number], "name" | "inputs" | "outputs">[], names: ModuleNames, type: string): DevicePart[] {
  return [
    table(
      "Floats that each region of the arena has: in all for `none`, a row for the others.",
      "regions",
      Object.entries(plan.regions).map(([rows, floats]) => `${propertyKey(rows)}: ${literal(floats)},`),
      `${type}["regions"]`,
    ),
    table(
      "Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next.",
      "buffers",
      plan.buffers.map(({ name, rows, offset, width, integer, shape }) => {
        const id = names.buffer(name);
        return `${propertyKey(id)}: ${literal({ rows, offset, width, integer })}, ${lineComment(name === id ? shape : `${shape}  ${name}`)}`.trimEnd();
      }),
      `${type}["buffers"]`,
    ),
    table(
      "The programs, and which buffers hold what they read and give.",
      "programs",
      plans.map((program) => `${program.name}: { run: ${program.name}, inputs: ${named(program.inputs, names)}, outputs: ${named(program.outputs, names)} },`),
      `${type}["programs"]`,
    ),
  ];
}

function named(buffers: Readonly<Record<string, string>>, names: ModuleNames): string {
  const entries = Object.entries(buffers).map(([name, buffer]) => `${propertyKey(name)}: ${quote(names.buffer(buffer))}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** k, m, batch, together: as many as the body reads, since what is not used is not named. */
function parametersOf(uses: Partial<GpuProgramText["uses"]>, kernels: string): { name: string; type: string }[] {
  const all = [
    { name: "k", type: kernels, used: uses.kernels },
    { name: "m", type: "Arena", used: uses.arena },
    { name: "batch", type: "Packed", used: uses.batch },
    { name: "together", type: "Recurrences", used: uses.together },
  ];
  const last = all.findLastIndex(({ used }) => used);
  return all.slice(0, last + 1).map(({ name, type, used }) => (used ? { name, type } : { name: `_${name}`, type: "unknown" }));
}

function table(doc: string, name: string, entries: readonly string[], type: string): DevicePart {
  return { kind: "constant", name, doc: docText(doc), exported: true, value: lines(entries), checked: `satisfies ${type}` };
}

/** An object literal, an entry a line. */
function lines(entries: readonly string[]): string {
  return ["{", ...entries.map((entry) => `  ${entry}`), "}"].join("\n");
}

/** The text of `wasm.binary.ts`. Not formatted: there is nothing to read in it. */
export function writeBinary(head: string, wasm: WasmBuilds): string {
  return `${head}\n\nexport const kernels = ${quote(packBuilds(wasm.plain, wasm.relaxed))};\n`;
}
