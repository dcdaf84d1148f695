// The steps of a plan as TypeScript: one function body a program. It decides nothing about the order of
// work or where buffers lie; it writes down what 4-schedule decided so that a person can read it.
import { internal } from "../../errors.js";
import type { Buffer, Operand, Plan, ProgramPlan, RowCount, Step } from "../../plan.js";
import { Names } from "../identifier.js";
import { docText, lineComment, member } from "./text.js";

/** What a program's function reads from its arguments, besides its body. */
export interface ProgramText {
  readonly name: string;
  readonly doc: string;
  /** Lines of the body. */
  readonly body: string;
  /** Functions of the runtime that the body calls. */
  readonly moves: readonly string[];
  /** Parameters whose places the body names. */
  readonly weights: readonly string[];
  readonly uses: { readonly kernels: boolean; readonly arena: boolean; readonly batch: boolean };
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

/** The identifiers of a module: its buffers by name, its axes, its programs. One scope, so that nothing hides anything. */
export interface ModuleNames {
  buffer(name: string): string;
  axis(name: string): string;
  /** A key of the table `offset`, which is a scope of its own. */
  parameter(name: string): string;
}

export function nameModule(plan: Plan): ModuleNames {
  return nameBuffers(plan, [...LOCALS, ...Object.values(MOVES).map((move) => move.call)], axesOf(plan));
}

/** `reserved`: names that mean something else in the module's functions. */
export function nameBuffers(plan: Pick<Plan, "buffers"> & { readonly programs: readonly { readonly name: string }[] }, reserved: readonly string[], axesRead: readonly string[]): ModuleNames {
  const names = new Names([...reserved, ...plan.programs.map((program) => program.name)]);
  // Axes first: T stays T.
  const axes = new Map(axesRead.map((axis) => [axis, names.of(`axis ${axis}`, axis)]));
  const buffers = new Map<string, string>();
  for (const { name } of plan.buffers) {
    if (buffers.has(name)) internal(`two buffers are called ${name}`);
    buffers.set(name, names.of(`buffer ${name}`, name));
  }
  const parameters = new Names();
  return {
    parameter: (name) => parameters.of(name),
    buffer: (name) => buffers.get(name) ?? internal(`no buffer is called ${name}`),
    axis: (name) => axes.get(name) ?? internal(`no buffer has rows N:${name}`),
  };
}

function axesOf(plan: Plan): string[] {
  const axes = new Set<string>();
  const visit = (steps: readonly Step[]): void => {
    for (const step of steps) {
      if (step.kind !== "call") axes.add(step.axis);
      if (step.kind === "loop") visit(step.steps);
    }
  };
  for (const { rows } of plan.buffers) if (rows.startsWith("N:")) axes.add(rows.slice(2));
  for (const program of plan.programs) visit(program.steps);
  return [...axes];
}

/** A loop that is being written, and which of its variables were read. */
interface Scope {
  readonly axis: string;
  readonly depth: number;
  readonly read: Set<"at" | "rows">;
}

/** The buffers that hold all parameters, or something for each of them, one after the other. */
export interface Flat {
  readonly buffers: ReadonlySet<string>;
  /** In order of offset; offsets in floats. */
  readonly parameters: readonly { readonly name: string; readonly offset: number }[];
}

export function writeProgram(plan: Plan, program: ProgramPlan, names: ModuleNames, flat: Flat): ProgramText {
  const buffers = new Map(plan.buffers.map((buffer) => [buffer.name, buffer]));
  const moves = new Set<string>();
  const axes = new Set<string>();
  /** Addresses that a loop needs are read once, before the first loop that needs them. */
  const hoisted = new Set<string>();
  const weights = new Set<string>();
  const uses = { kernels: false, arena: false, batch: false };

  const bufferOf = (operand: Operand): Buffer => buffers.get(operand.buffer) ?? internal(`${program.name} reads ${operand.buffer}, which is no buffer`);

  function axis(name: string): string {
    axes.add(name);
    uses.batch = true;
    return names.axis(name);
  }

  function size(): string {
    uses.batch = true;
    return "batch.size";
  }

  function kernel(name: string): string {
    if (!Object.hasOwn(plan.kernels, name)) internal(`${program.name} calls ${name}, which is no kernel`);
    uses.kernels = true;
    return member("k", name);
  }

  /** `whole`: what is called runs over all of a flat buffer when it starts at its start, as the optimiser does. */
  function address(operand: Operand, scopes: readonly Scope[], whole: boolean): string {
    const buffer = bufferOf(operand);
    const name = names.buffer(buffer.name);
    uses.arena = true;
    const terms = [scopes.length > 0 ? name : member("m", name)];
    const named = flat.buffers.has(buffer.name) && !(whole && operand.column === 0);
    const parameter = named ? flat.parameters.findLast(({ offset }) => offset <= operand.column) : undefined;
    if (parameter !== undefined) {
      weights.add(parameter.name);
      terms.push(member("offset", names.parameter(parameter.name)));
      if (operand.column > parameter.offset) terms.push(String((operand.column - parameter.offset) * 4));
    } else if (operand.column > 0) terms.push(String(operand.column * 4));
    if (operand.step) terms.push(`${read("at", scopeOf(buffer.rows, scopes, operand.buffer))} * ${buffer.width * 4}`);
    return terms.join(" + ");
  }

  function scopeOf(rows: string, scopes: readonly Scope[], what: string): Scope {
    return scopes.find((scope) => `N:${scope.axis}` === rows) ?? internal(`${program.name} reads a step of ${what} outside a loop over its axis`);
  }

  function isWhole(kernel: string): boolean {
    return ["map", "zero", "copy"].includes(plan.kernels[kernel]?.kind ?? "");
  }

  function rowCount(count: RowCount, scopes: readonly Scope[]): string {
    if ("step" in count) return read("rows", scopeOf(`N:${count.step}`, scopes, "the rows"));
    if (count.of === "none") return "1";
    if (count.of === "B") return size();
    return `${axis(count.of.slice(2))}.total`;
  }

  function write(steps: readonly Step[], scopes: readonly Scope[]): string[] {
    return steps.flatMap((step) => {
      switch (step.kind) {
        case "call": {
          const operands = step.operands.map((operand) => address(operand, scopes, isWhole(step.kernel)));
          const rows = step.rows === null ? [] : [rowCount(step.rows, scopes)];
          return [`${kernel(step.kernel)}(${[...operands, ...rows].join(", ")}); ${lineComment(step.comment)}`.trimEnd()];
        }
        case "move": {
          const { call, size: needsSize } = MOVES[step.move];
          moves.add(call);
          const given = [
            ...step.kernels.map(kernel),
            ...step.operands.map((operand) => address(operand, scopes, true)),
            ...step.operands.map((operand) => String(stride(bufferOf(operand)))),
            axis(step.axis),
            ...(needsSize ? [size()] : []),
          ];
          return [`${call}(${given.join(", ")}); ${lineComment(step.comment)}`.trimEnd()];
        }
        case "loop":
          return writeLoop(step, scopes);
      }
    });
  }

  function writeLoop(step: Extract<Step, { kind: "loop" }>, scopes: readonly Scope[]): string[] {
    const scope: Scope = { axis: step.axis, depth: scopes.length, read: new Set() };
    const needed = [...new Set(operandsOf(step.steps).map((operand) => names.buffer(operand.buffer)))];
    const fresh = needed.filter((name) => !hoisted.has(name));
    for (const name of fresh) hoisted.add(name);
    const inside = write(step.steps, [...scopes, scope]);
    const t = variable("t", scope);
    const T = axis(step.axis);
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
  const head = [...axes].map((name) => `const ${names.axis(name)} = ${member("batch.axes", name)};`);
  return { name: program.name, doc: describeProgram(program, buffers), body: [...head, ...lines].join("\n").replace(/\n{3,}/g, "\n\n").trim(), moves: [...moves], weights: [...weights], uses };
}

/** `t`, and `t2`, `t3` in loops inside loops. */
function variable(word: "t" | "at" | "rows", scope: Scope): string {
  return scope.depth === 0 ? word : `${word}$${scope.depth + 1}`;
}

function read(word: "at" | "rows", scope: Scope): string {
  scope.read.add(word);
  return variable(word, scope);
}

/** Bytes from one row to the next; 0 where there is one row for all. */
function stride(buffer: Buffer): number {
  return buffer.rows === "none" ? 0 : buffer.width * 4;
}

function operandsOf(steps: readonly Step[]): Operand[] {
  return steps.flatMap((step) => (step.kind === "loop" ? operandsOf(step.steps) : [...step.operands]));
}

/** The plan's own words, then what the program reads and gives, with shapes. */
export function describeProgram(program: Pick<ProgramPlan, "name" | "doc" | "inputs" | "outputs">, buffers: ReadonlyMap<string, Pick<Buffer, "shape">>): string {
  const list = (what: string, named: Readonly<Record<string, string>>): string[] => {
    const entries = Object.entries(named).map(([name, buffer]) => `${name} ${buffers.get(buffer)?.shape ?? internal(`${program.name} names the buffer ${buffer}`)}`);
    return entries.length === 0 ? [] : [`${what} ${entries.join(", ")}.`];
  };
  return docText([program.doc, ...list("Reads", program.inputs), ...list("Gives", program.outputs)].join("\n"));
}
