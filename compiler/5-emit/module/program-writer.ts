// What the programs of both devices are written with: names, addresses, counts of rows, and which of them a program reads, so
// that its function declares no more. Addresses count bytes for WASM and floats for WebGPU.
import { internal } from "../../errors.js";
import type { Buffer, Plan, ProgramPlan, RowCount } from "../../plan.js";
import { Names } from "../identifier.js";
import { docText, member } from "./text.js";

/** What a program's function reads from its arguments, besides its body. */
export interface ProgramText {
  readonly name: string;
  readonly doc: string;
  /** Lines of the body. */
  readonly body: string;
  /** Parameters whose places the body names. */
  readonly weights: readonly string[];
  readonly uses: { readonly kernels: boolean; readonly arena: boolean; readonly batch: boolean };
}

/** The identifiers of a module: its buffers by name, its axes, its programs. One scope, so that nothing hides anything. */
export interface ModuleNames {
  buffer(name: string): string;
  axis(name: string): string;
  /** A key of the table `offset`, which is a scope of its own. */
  parameter(name: string): string;
}

/** `reserved`: names that mean something else in the module's functions. `axesRead`: by programs, beside those that buffers have. */
export function nameBuffers(plan: Pick<Plan, "buffers"> & { readonly programs: readonly { readonly name: string }[] }, reserved: readonly string[], axesRead: Iterable<string>): ModuleNames {
  const names = new Names([...reserved, ...plan.programs.map((program) => program.name)]);
  const all = new Set(plan.buffers.flatMap(({ rows }) => (rows.startsWith("N:") ? [rows.slice(2)] : [])));
  for (const axis of axesRead) all.add(axis);
  // Axes first: T stays T.
  const axes = new Map(Array.from(all, (axis) => [axis, names.of(`axis ${axis}`, axis)]));
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

/** The buffers that hold all parameters, or something for each of them, one after the other. */
export interface Flat {
  readonly buffers: ReadonlySet<string>;
  /** In order of offset; offsets in floats. */
  readonly parameters: readonly { readonly name: string; readonly offset: number }[];
}

/** A loop that is being written, and which of its variables were read. */
export interface Scope<Variable extends string> {
  readonly axis: string;
  readonly depth: number;
  readonly read: Set<Variable>;
}

/** `t`, and `t$2`, `t$3` in loops inside loops. */
export function variable<Variable extends string>(word: Variable, scope: Scope<Variable>): string {
  return scope.depth === 0 ? word : `${word}$${scope.depth + 1}`;
}

export function read<Variable extends string>(word: Variable, scope: Scope<Variable>): string {
  scope.read.add(word);
  return variable(word, scope);
}

export class ProgramWriter<Variable extends string> {
  readonly #program: Pick<ProgramPlan, "name" | "doc" | "inputs" | "outputs">;
  readonly #kernels: Readonly<Record<string, unknown>>;
  readonly #buffers: ReadonlyMap<string, Buffer>;
  readonly #axes = new Set<string>();
  readonly #weights = new Set<string>();
  readonly #uses = { kernels: false, arena: false, batch: false };

  constructor(
    plan: { readonly buffers: readonly Buffer[]; readonly kernels: Readonly<Record<string, unknown>> },
    program: Pick<ProgramPlan, "name" | "doc" | "inputs" | "outputs">,
    readonly names: ModuleNames,
    readonly flat: Flat,
    /** What an address counts for one float: 4 where it counts bytes. */
    readonly unit: number,
  ) {
    this.#program = program;
    this.#kernels = plan.kernels;
    this.#buffers = new Map(plan.buffers.map((buffer) => [buffer.name, buffer]));
  }

  bufferOf({ buffer }: { readonly buffer: string }): Buffer {
    return this.#buffers.get(buffer) ?? internal(`${this.#program.name} reads ${buffer}, which is no buffer`);
  }

  axis(name: string): string {
    this.#axes.add(name);
    this.#uses.batch = true;
    return this.names.axis(name);
  }

  /** Sequences. */
  size(): string {
    this.#uses.batch = true;
    return "batch.size";
  }

  kernel(name: string): string {
    if (!Object.hasOwn(this.#kernels, name)) internal(`${this.#program.name} calls ${name}, which is no kernel`);
    this.#uses.kernels = true;
    return member("k", name);
  }

  /** The terms of the address of a column in a buffer's first row. `whole`: what is called runs over all of a flat buffer when it starts at its start, as the optimiser does. */
  place(operand: { readonly buffer: string; readonly column: number }, whole: boolean, start = member("m", this.names.buffer(operand.buffer))): string[] {
    const { name } = this.bufferOf(operand);
    this.#uses.arena = true;
    const named = this.flat.buffers.has(name) && !(whole && operand.column === 0);
    const parameter = named ? this.flat.parameters.findLast(({ offset }) => offset <= operand.column) : undefined;
    const rest = operand.column - (parameter?.offset ?? 0);
    if (parameter !== undefined) this.#weights.add(parameter.name);
    return [start, ...(parameter === undefined ? [] : [member("offset", this.names.parameter(parameter.name))]), ...(rest > 0 ? [String(rest * this.unit)] : [])];
  }

  /** From a buffer's first row to that of a step. `at` is the variable that counts the rows before it. */
  toStep(operand: { readonly buffer: string }, at: Variable, scopes: readonly Scope<Variable>[]): string {
    const { rows, width } = this.bufferOf(operand);
    return `${read(at, this.scopeOf(rows, scopes, operand.buffer))} * ${width * this.unit}`;
  }

  /** `rows` is the variable that counts those of a step. */
  rowCount(count: RowCount, rows: Variable, scopes: readonly Scope<Variable>[]): string {
    if ("step" in count) return read(rows, this.scopeOf(`N:${count.step}`, scopes, "the rows"));
    if (count.of === "none") return "1";
    return count.of === "B" ? this.size() : `${this.axis(count.of.slice(2))}.total`;
  }

  scopeOf(rows: string, scopes: readonly Scope<Variable>[], what: string): Scope<Variable> {
    return scopes.find((scope) => `N:${scope.axis}` === rows) ?? internal(`${this.#program.name} reads a step of ${what} outside a loop over its axis`);
  }

  /** The function of a program whose steps were written. */
  text(lines: readonly string[]): ProgramText {
    const head = Array.from(this.#axes, (name) => `const ${this.names.axis(name)} = ${member("batch.axes", name)};`);
    const body = [...head, ...lines].join("\n").replace(/\n{3,}/g, "\n\n").trim();
    return { name: this.#program.name, doc: this.#describe(), body, weights: [...this.#weights], uses: this.#uses };
  }

  /** The plan's own words, then what the program reads and gives, with shapes. */
  #describe(): string {
    const { doc, inputs, outputs } = this.#program;
    const list = (what: string, named: Readonly<Record<string, string>>): string[] => {
      const entries = Object.entries(named).map(([name, buffer]) => `${name} ${this.bufferOf({ buffer }).shape}`);
      return entries.length === 0 ? [] : [`${what} ${entries.join(", ")}.`];
    };
    return docText([doc, ...list("Reads", inputs), ...list("Gives", outputs)].join("\n"));
  }
}
