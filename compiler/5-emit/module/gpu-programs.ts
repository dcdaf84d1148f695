// The steps of a GPU plan as TypeScript: one function body a program, which notes down what is to be dispatched. As
// programs.ts it decides nothing; addresses here are in floats, and loops have two forms.
import { internal } from "../../errors.js";
import type { GpuArgument, GpuOperand, GpuPlan, GpuProgram, GpuStep } from "../../gpu-plan.js";
import { nameBuffers, ProgramWriter, read, variable, type Flat, type ModuleNames, type ProgramText, type Scope } from "./program-writer.js";
import { lineComment, quote } from "./text.js";

export interface GpuProgramText extends ProgramText {
  readonly uses: ProgramText["uses"] & { readonly together: boolean };
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
  for (const { steps } of plan.programs) visit(steps);
  return nameBuffers(plan, LOCALS, axes);
}

type Variable = "t" | "at" | "rows" | "atBefore" | "rowsBefore";
type LoopScope = Scope<Variable>;

export function writeGpuProgram(plan: GpuPlan, program: GpuProgram, names: ModuleNames, flat: Flat): GpuProgramText {
  const writer = new ProgramWriter<Variable>(plan, program, names, flat, 1);
  let hasTogether = false;

  function address(operand: GpuOperand, scopes: readonly LoopScope[], whole: boolean): string {
    const terms = writer.place(operand, whole);
    if (operand.step) terms.push(writer.toStep(operand, operand.before ? "atBefore" : "at", scopes));
    if (operand.flip) {
      const scope = scopes[0] ?? internal(`${program.name} takes turns with ${operand.buffer} outside a loop`);
      terms.push(`(${operand.flip.phase === 0 ? "~" : ""}${read("t", scope)} & 1) * ${operand.flip.columns}`);
    }
    return terms.join(" + ");
  }

  function argument(given: GpuArgument, scopes: readonly LoopScope[], whole: boolean): string {
    if ("axis" in given) return writer.axis(given.axis);
    return "rows" in given ? writer.rowCount(given.rows, given.before ? "rowsBefore" : "rows", scopes) : address(given, scopes, whole);
  }

  function write(steps: readonly GpuStep[], scopes: readonly LoopScope[]): string[] {
    return steps.flatMap((step) => (step.kind === "call" ? writeCall(step, scopes) : writeLoop(step, scopes)));
  }

  function writeCall(step: Extract<GpuStep, { kind: "call" }>, scopes: readonly LoopScope[]): string[] {
    const of = plan.kernels[step.kernel]!;
    const whole = of.kind === "map_stage" || of.kind === "moves" || (of.kind === "single" && of.kernel.kind === "map");
    return [`${writer.kernel(step.kernel)}(${step.arguments.map((given) => argument(given, scopes, whole)).join(", ")}); ${lineComment(step.comment)}`.trimEnd()];
  }

  function writeLoop(step: Extract<GpuStep, { kind: "loop" }>, scopes: readonly LoopScope[]): string[] {
    const comment = step.comment === "" ? [] : [lineComment(step.comment)];
    if (!step.apart) return ["", ...comment, ...writeCall(step.together ?? internal("a loop of neither form"), scopes), ""];
    const apart = [...write(step.before, scopes), ...writeSteps(step, step.apart, scopes)];
    if (!step.together) return ["", ...comment, "{", ...apart, "}", ""];
    hasTogether = true;
    return ["", ...comment, `if (together(${quote(step.together.kernel)})) {`, ...writeCall({ ...step.together, comment: "" }, scopes), "} else {", ...apart, "}", ""];
  }

  function writeSteps(step: Extract<GpuStep, { kind: "loop" }>, apart: NonNullable<Extract<GpuStep, { kind: "loop" }>["apart"]>, scopes: readonly LoopScope[]): string[] {
    const scope: LoopScope = { axis: step.axis, depth: scopes.length, read: new Set() };
    const inner = [...scopes, scope];
    const first = apart.first && write(apart.first, inner);
    const inside = write(apart.steps, inner);
    const last = write(apart.last, inner);
    const t = variable("t", scope);
    const T = writer.axis(step.axis);
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

  const text = writer.text(write(program.steps, []));
  return { ...text, uses: { ...text.uses, together: hasTogether } };
}
