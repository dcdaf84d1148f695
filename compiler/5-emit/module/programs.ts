// The steps of a plan as TypeScript: one function body a program. It decides nothing about the order of
// work or where buffers lie; it writes down what 4-schedule decided so that a person can read it.
import type { Buffer, Operand, Plan, ProgramPlan, Step } from "../../plan.js";
import { nameBuffers, ProgramWriter, variable, type Flat, type ModuleNames, type ProgramText, type Scope } from "./program-writer.js";
import { lineComment, member } from "./text.js";

export interface WasmProgramText extends ProgramText {
  /** Functions of the runtime that the body calls. */
  readonly moves: readonly string[];
}

/** Names that mean something in every function of `wasm.ts`. */
const LOCALS = ["k", "m", "batch", "t", "at", "rows", "plain", "relaxed", "offset", "reserved", "buffers", "regions", "programs", "Arena", "Kernels", "Packed", "WasmPrograms"];

/** The moves of a plan and the functions of the runtime (runtime/wasm/rows.ts) that do them. */
const MOVES = {
  expand: { call: "expand", size: false },
  sum_steps: { call: "sumSteps", size: true },
  shift: { call: "shift", size: false },
  shift_reverse: { call: "shiftReverse", size: false },
  last: { call: "last", size: true },
  first: { call: "first", size: true },
  place_last: { call: "placeLast", size: false },
  place_first: { call: "placeFirst", size: false },
} as const satisfies Record<Extract<Step, { kind: "move" }>["move"], { call: string; size: boolean }>;

export function nameModule(plan: Plan): ModuleNames {
  const axes = new Set<string>();
  const visit = (steps: readonly Step[]): void => {
    for (const step of steps) {
      if (step.kind !== "call") axes.add(step.axis);
      if (step.kind === "loop") visit(step.steps);
    }
  };
  for (const program of plan.programs) visit(program.steps);
  return nameBuffers(plan, [...LOCALS, ...Object.values(MOVES).map((move) => move.call)], axes);
}

type LoopScope = Scope<"t" | "at" | "rows">;

export function writeProgram(plan: Plan, program: ProgramPlan, names: ModuleNames, flat: Flat): WasmProgramText {
  const writer = new ProgramWriter<"t" | "at" | "rows">(plan, program, names, flat, 4);
  const moves = new Set<string>();
  /** Addresses that a loop needs are read once, before the first loop that needs them. */
  const hoisted = new Set<string>();

  function address(operand: Operand, scopes: readonly LoopScope[], whole: boolean): string {
    const name = names.buffer(operand.buffer);
    const terms = writer.place(operand, whole, scopes.length > 0 ? name : member("m", name));
    return [...terms, ...(operand.step ? [writer.toStep(operand, "at", scopes)] : [])].join(" + ");
  }

  function isWhole(kernel: string): boolean {
    return ["map", "zero", "copy"].includes(plan.kernels[kernel]?.kind ?? "");
  }

  function write(steps: readonly Step[], scopes: readonly LoopScope[]): string[] {
    return steps.flatMap((step) => {
      switch (step.kind) {
        case "call": {
          const operands = step.operands.map((operand) => address(operand, scopes, isWhole(step.kernel)));
          const rows = step.rows === null ? [] : [writer.rowCount(step.rows, "rows", scopes)];
          return [`${writer.kernel(step.kernel)}(${[...operands, ...rows].join(", ")}); ${lineComment(step.comment)}`.trimEnd()];
        }
        case "move": {
          const { call, size: needsSize } = MOVES[step.move];
          moves.add(call);
          const given = [
            ...step.kernels.map((name) => writer.kernel(name)),
            ...step.operands.map((operand) => address(operand, scopes, true)),
            ...step.operands.map((operand) => String(stride(writer.bufferOf(operand)))),
            writer.axis(step.axis),
            ...(needsSize ? [writer.size()] : []),
          ];
          return [`${call}(${given.join(", ")}); ${lineComment(step.comment)}`.trimEnd()];
        }
        case "loop":
          return writeLoop(step, scopes);
      }
    });
  }

  function writeLoop(step: Extract<Step, { kind: "loop" }>, scopes: readonly LoopScope[]): string[] {
    const scope: LoopScope = { axis: step.axis, depth: scopes.length, read: new Set() };
    const needed = [...new Set(operandsOf(step.steps).map((operand) => names.buffer(operand.buffer)))];
    const fresh = needed.filter((name) => !hoisted.has(name));
    for (const name of fresh) hoisted.add(name);
    const inside = write(step.steps, [...scopes, scope]);
    const t = variable("t", scope);
    const T = writer.axis(step.axis);
    return [
      "",
      ...(step.comment === "" ? [] : [lineComment(step.comment)]),
      ...(fresh.length > 0 ? [`const { ${fresh.join(", ")} } = m;`] : []),
      step.reverse ? `for (let ${t} = ${T}.steps - 1; ${t} >= 0; ${t}--) {` : `for (let ${t} = 0; ${t} < ${T}.steps; ${t}++) {`,
      ...(scope.read.has("at") ? [`const ${variable("at", scope)} = ${T}.start[${t}];`] : []),
      ...(scope.read.has("rows") ? [`const ${variable("rows", scope)} = ${T}.rows[${t}];`] : []),
      ...inside,
      "}",
      "",
    ];
  }

  const lines = write(program.steps, []);
  return { ...writer.text(lines), moves: [...moves] };
}

/** Bytes from one row to the next; 0 where there is one row for all. */
function stride(buffer: Buffer): number {
  return buffer.rows === "none" ? 0 : buffer.width * 4;
}

function operandsOf(steps: readonly Step[]): Operand[] {
  return steps.flatMap((step) => (step.kind === "loop" ? operandsOf(step.steps) : [...step.operands]));
}
