// The files of one device of a generated module: the programs and tables of `wasm.ts`, and the bytes of the
// kernels beside them, apart so that the first can be read.
import type { Plan } from "../../plan.js";
import { internal } from "../../errors.js";
import { packBuilds } from "../wasm/pack-builds.js";
import { nameModule, writeProgram, type Flat, type ModuleNames, type ProgramText } from "./programs.js";
import { docText, lineComment, literal, propertyKey, quote } from "./text.js";
import type { Part } from "./print.js";

export interface WasmBuilds {
  /** The two builds of the kernels: without and with relaxed SIMD's fused multiply-add. */
  readonly plain: Uint8Array;
  readonly relaxed: Uint8Array;
  /** Bytes at the bottom of memory that the kernels keep for constants. */
  readonly reserved: number;
}

/** The names the runtime knows (`ProgramName`), in the order a reader meets them. */
const PROGRAMS = ["prepare", "predict", "score", "forward", "backward", "update", "begin", "step", "rtrl", "apply", "pullback"];

/** Data of the programs that are one number for each parameter. */
const FLAT = ["parameters", "gradients", "moment1", "moment2"];

/** The parts of `wasm.ts`. `parameters` are those of the description. */
export async function writeWasm(plan: Plan, wasm: WasmBuilds, parameters: Flat["parameters"]): Promise<Part[]> {
  const { StructureKind } = await import("ts-morph");
  const names = nameModule(plan);
  const plans = [...plan.programs].sort((a, b) => PROGRAMS.indexOf(a.name) - PROGRAMS.indexOf(b.name));
  for (const [index, { name }] of plans.entries()) {
    if (!PROGRAMS.includes(name)) internal(`no device runs a program called ${name}`);
    if (plans[index + 1]?.name === name) internal(`two programs are called ${name}`);
  }
  const flat: Flat = {
    buffers: new Set(plans.flatMap(({ name: program, inputs, outputs }) => FLAT.flatMap((name) => [["update", "prepare"].includes(program) ? inputs[name] : undefined, outputs[name]])).filter((name) => name !== undefined)),
    parameters: [...parameters].sort((a, b) => a.offset - b.offset),
  };
  const programs = plans.map((program) => writeProgram(plan, program, names, flat));
  const placed = flat.parameters.filter(({ name }) => programs.some(({ weights }) => weights.includes(name)));
  const moves = [...new Set(programs.flatMap((program) => program.moves))].sort();
  const used = (what: keyof ProgramText["uses"]): boolean => programs.some((program) => program.uses[what]);
  const types = [...(used("arena") ? ["Arena"] : []), ...(used("kernels") ? ["Kernels"] : []), ...(used("batch") ? ["Packed"] : []), "WasmPrograms"];

  return [
    {
      kind: StructureKind.ImportDeclaration,
      moduleSpecifier: "@rnnc/runtime",
      namedImports: [...moves.map((name) => ({ name })), ...types.map((name) => ({ name, isTypeOnly: true }))],
    },
    { kind: StructureKind.ExportDeclaration, moduleSpecifier: "./wasm.binary.js", namedExports: ["kernels"] },
    ...programs.map((program): Part => ({
      kind: StructureKind.Function,
      name: program.name,
      isExported: true,
      docs: program.doc === "" ? [] : [{ description: `\n${program.doc}` }],
      parameters: parametersOf(program),
      returnType: "void",
      statements: program.body,
    })),
    ...(placed.length === 0
      ? []
      : [
          [
            "/** Bytes from the start of the flat buffers to each parameter. */",
            "const offset = {",
            ...placed.map(({ name, offset }) => `  ${propertyKey(names.parameter(name))}: ${literal(offset * 4)},`),
            "} as const;",
          ].join("\n"),
        ]),
    [
      `/** Bytes at the bottom of memory that hold the kernels' constants. */`,
      `export const reserved = ${literal(wasm.reserved)};`,
    ].join("\n"),
    table(
      "Floats that each region of the arena has: in all for `none`, a row for the others.",
      "regions",
      Object.entries(plan.regions).map(([rows, floats]) => `${propertyKey(rows)}: ${literal(floats)},`),
      `WasmPrograms["regions"]`,
    ),
    table(
      "Where buffers lie: floats from the start of their region (times the rows the arena is made for), floats from one row to the next.",
      "buffers",
      plan.buffers.map(({ name, rows, offset, width, integer, shape }) => {
        const id = names.buffer(name);
        return `${propertyKey(id)}: ${literal({ rows, offset, width, integer })}, ${lineComment(name === id ? shape : `${shape}  ${name}`)}`.trimEnd();
      }),
      `WasmPrograms["buffers"]`,
    ),
    table(
      "The programs, and which buffers hold what they read and give.",
      "programs",
      plans.map((program) => `${program.name}: { run: ${program.name}, inputs: ${named(program.inputs, names)}, outputs: ${named(program.outputs, names)} },`),
      `WasmPrograms["programs"]`,
    ),
  ];
}

function named(buffers: Readonly<Record<string, string>>, names: ModuleNames): string {
  const entries = Object.entries(buffers).map(([name, buffer]) => `${propertyKey(name)}: ${quote(names.buffer(buffer))}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** k, m, batch: as many as the body reads, since what is not used is not named. */
function parametersOf({ uses }: ProgramText): { name: string; type: string }[] {
  const all = [
    { name: "k", type: "Kernels", used: uses.kernels },
    { name: "m", type: "Arena", used: uses.arena },
    { name: "batch", type: "Packed", used: uses.batch },
  ];
  const last = all.findLastIndex(({ used }) => used);
  return all.slice(0, last + 1).map(({ name, type, used }) => (used ? { name, type } : { name: `_${name}`, type: "unknown" }));
}

function table(doc: string, name: string, lines: readonly string[], type: string): string {
  return [`/** ${docText(doc)} */`, `export const ${name} = {`, ...lines.map((line) => `  ${line}`), `} satisfies ${type};`].join("\n");
}

/** The text of `wasm.binary.ts`. Not formatted: there is nothing to read in it. */
export function writeBinary(head: string, wasm: WasmBuilds): string {
  return `${head}\n\nexport const kernels = ${quote(packBuilds(wasm.plain, wasm.relaxed))};\n`;
}
