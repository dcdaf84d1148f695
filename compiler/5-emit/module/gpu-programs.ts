// The steps of a GPU plan as TypeScript: one function body a program, which notes down what is to be dispatched. As
// programs.ts it decides nothing; addresses here are in floats, and loops have two forms.
import { internal } from "../../errors.js";
import type { GpuArgument, GpuOperand, GpuPlan, GpuProgram, GpuStep } from "../../gpu-plan.js";
import type { Buffer, RowCount } from "../../plan.js";
import { describeProgram, nameBuffers, type Flat, type ModuleNames } from "./programs.js";
import { lineComment, member, quote } from "./text.js";

export interface GpuProgramText {
  readonly name: string;
  readonly doc: string;
  readonly body: string;
  /** Parameters whose places the body names. */
  readonly weights: readonly string[];
  readonly uses: { readonly kernels: boolean; readonly arena: boolean; readonly batch: boolean; readonly together: boolean };
}

const LOCALS = ["k", "m", "batch", "together", "t", "at", "rows", "atBefore", "rowsBefore", "offset", "kernels", "buffers", "regions", "programs", "createExecutor", "Arena", "GpuKernels", "Packed", "Recurrences", "WebGpuPrograms"];

export function nameGpuModule(plan: GpuPlan): ModuleNames {
  const axes = new Set<string>();
  const visit = (steps: readonly GpuStep[]): void => {
    for (const step of steps) {
      if (step.kind === "call") for (const argument of step.arguments) {
          if ("axis" in argument) axes.add(argument.axis);
        }
      else {
        axes.add(step.axis);
        visit([...step.before, ...(step.apart ? [...(step.apart.first ?? []), ...step.apart.steps, ...step.apart.last] : [])]);
      }
    }
  };
  for (const { rows } of plan.buffers) if (rows.startsWith("N:")) axes.add(rows.slice(2));
  for (const { steps } of plan.programs) visit(steps);
  return nameBuffers(plan, LOCALS, [...axes]);
}

/** A loop that is being written, and which of its variables were read. */
interface Scope {
  readonly axis: string;
  readonly depth: number;
  readonly read: Set<Variable>;
}

type Variable = "t" | "at" | "rows" | "atBefore" | "rowsBefore";

export function writeGpuProgram(plan: GpuPlan, program: GpuProgram, names: ModuleNames, flat: Flat): GpuProgramText {
  const buffers = new Map(plan.buffers.map((buffer) => [buffer.name, buffer]));
  const axes = new Set<string>();
  const weights = new Set<string>();
  const uses = { kernels: false, arena: false, batch: false, together: false };

  const bufferOf = (operand: GpuOperand): Buffer => buffers.get(operand.buffer) ?? internal(`${program.name} reads ${operand.buffer}, which is no buffer`);

  function axis(name: string): string {
    axes.add(name);
    uses.batch = true;
    return names.axis(name);
  }

  function kernel(name: string): string {
    if (!Object.hasOwn(plan.kernels, name)) internal(`${program.name} calls ${name}, which is no kernel`);
    uses.kernels = true;
    return member("k", name);
  }

  function address(operand: GpuOperand, scopes: readonly Scope[], whole: boolean): string {
    const buffer = bufferOf(operand);
    uses.arena = true;
    const terms = [member("m", names.buffer(buffer.name))];
    const named = flat.buffers.has(buffer.name) && !(whole && operand.column === 0);
    const parameter = named ? flat.parameters.findLast(({ offset }) => offset <= operand.column) : undefined;
    if (parameter !== undefined) {
      weights.add(parameter.name);
      terms.push(member("offset", names.parameter(parameter.name)));
      if (operand.column > parameter.offset) terms.push(String(operand.column - parameter.offset));
    } else if (operand.column > 0) terms.push(String(operand.column));
    if (operand.step) terms.push(`${read(operand.before ? "atBefore" : "at", scopeOf(buffer.rows, scopes, operand.buffer))} * ${buffer.width}`);
    if (operand.flip) {
      const scope = scopes[0] ?? internal(`${program.name} takes turns with ${operand.buffer} outside a loop`);
      terms.push(`(${operand.flip.phase === 0 ? "~" : ""}${read("t", scope)} & 1) * ${operand.flip.columns}`);
    }
    return terms.join(" + ");
  }

  function scopeOf(rows: string, scopes: readonly Scope[], what: string): Scope {
    return scopes.find((scope) => `N:${scope.axis}` === rows) ?? internal(`${program.name} reads a step of ${what} outside a loop over its axis`);
  }

  function rowCount(count: RowCount, before: boolean, scopes: readonly Scope[]): string {
    if ("step" in count) return read(before ? "rowsBefore" : "rows", scopeOf(`N:${count.step}`, scopes, "the rows"));
    if (count.of === "none") return "1";
    if (count.of !== "B") return `${axis(count.of.slice(2))}.total`;
    uses.batch = true;
    return "batch.size";
  }

  function argument(given: GpuArgument, scopes: readonly Scope[], whole: boolean): string {
    if ("axis" in given) return axis(given.axis);
    return "rows" in given ? rowCount(given.rows, given.before ?? false, scopes) : address(given, scopes, whole);
  }

  function write(steps: readonly GpuStep[], scopes: readonly Scope[]): string[] {
    return steps.flatMap((step) => (step.kind === "call" ? writeCall(step, scopes) : writeLoop(step, scopes)));
  }

  function writeCall(step: Extract<GpuStep, { kind: "call" }>, scopes: readonly Scope[]): string[] {
    const of = plan.kernels[step.kernel]!;
    const whole = of.kind === "map_stage" || of.kind === "moves" || (of.kind === "single" && of.kernel.kind === "map");
    return [`${kernel(step.kernel)}(${step.arguments.map((given) => argument(given, scopes, whole)).join(", ")}); ${lineComment(step.comment)}`.trimEnd()];
  }

  function writeLoop(step: Extract<GpuStep, { kind: "loop" }>, scopes: readonly Scope[]): string[] {
    const comment = step.comment === "" ? [] : [lineComment(step.comment)];
    if (!step.apart) return ["", ...comment, ...writeCall(step.together ?? internal("a loop of neither form"), scopes), ""];
    const apart = [...write(step.before, scopes), ...writeSteps(step, step.apart, scopes)];
    if (!step.together) return ["", ...comment, "{", ...apart, "}", ""];
    uses.together = true;
    return ["", ...comment, `if (together(${quote(step.together.kernel)})) {`, ...writeCall({ ...step.together, comment: "" }, scopes), "} else {", ...apart, "}", ""];
  }

  function writeSteps(step: Extract<GpuStep, { kind: "loop" }>, apart: NonNullable<Extract<GpuStep, { kind: "loop" }>["apart"]>, scopes: readonly Scope[]): string[] {
    const scope: Scope = { axis: step.axis, depth: scopes.length, read: new Set() };
    const inner = [...scopes, scope];
    const first = apart.first && write(apart.first, inner);
    const inside = write(apart.steps, inner);
    const last = write(apart.last, inner);
    const t = variable("t", scope);
    const T = axis(step.axis);
    const begin = step.reverse ? `${T}.steps - 1` : "0";
    const needs = (...words: Variable[]): boolean => words.some((word) => scope.read.has(word));
    const kept = (["at", "rows"] as const).filter((word) => needs(`${word}Before`) || (word === "rows" && last.length > 0));
    return [
      ...kept.map((word) => `let ${variable(`${word}Before`, scope)} = 0;`),
      step.reverse ? `for (let ${t} = ${begin}; ${t} >= 0; ${t}--) {` : `for (let ${t} = ${begin}; ${t} < ${T}.steps; ${t}++) {`,
      ...(needs("at", "atBefore") ? [`const ${variable("at", scope)} = ${T}.start[${t}];`] : []),
      ...(needs("rows", "rowsBefore") || last.length > 0 ? [`const ${variable("rows", scope)} = ${T}.rows[${t}];`] : []),
      ...(first ? [`if (${t} === ${begin}) {`, ...first, "} else {", ...inside, "}"] : inside),
      ...kept.map((word) => `${variable(`${word}Before`, scope)} = ${variable(word, scope)};`),
      "}",
      ...(last.length > 0 ? [`if (${variable("rowsBefore", scope)} > 0) {`, ...last, "}"] : []),
    ];
  }

  const lines = write(program.steps, []);
  const head = [...axes].map((name) => `const ${names.axis(name)} = ${member("batch.axes", name)};`);
  return { name: program.name, doc: describeProgram(program, buffers), body: [...head, ...lines].join("\n").replace(/\n{3,}/g, "\n\n").trim(), weights: [...weights], uses };
}

/** `t`, and `t$2` in loops inside loops. */
function variable(word: Variable, scope: Scope): string {
  return scope.depth === 0 ? word : `${word}$${scope.depth + 1}`;
}

function read(word: Variable, scope: Scope): string {
  scope.read.add(word);
  return variable(word, scope);
}
