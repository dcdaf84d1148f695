// `rnnc inspect`: what a spec is, before anything is trained: layers, shapes, parameters, what a step costs,
// and every training default. For a file of cells: their parameters at given sizes.
import { Command, InvalidArgumentError } from "commander";
import type { Layer, Model } from "../compiler/model.js";
import { checkSpecFully, compileSpec, type Compiled } from "./compiler.js";
import { countMemory, countOperations, type Rows } from "./cost.js";
import { Failure } from "./failure.js";
import { readSpec, showPath } from "./files.js";
import { cellReport, cellToJson } from "./inspect-cell.js";
import { initialStates } from "./inspect-initials.js";
import { describeInput, describeLayer, describeStepping, describeTraining, headTitle, headType } from "./inspect-words.js";
import { bytes, count, figure, plural } from "./numbers.js";
import { whole } from "./options.js";
import { diagnosticToJson, hasErrors, printJson, reportDiagnostics } from "./report.js";
import { colorsFor, table, widthOf, wrap } from "./terminal.js";

interface InspectOptions {
  readonly input?: number;
  readonly size: Readonly<Record<string, number>>;
  readonly json?: true;
}

export function define(): Command {
  return new Command("inspect")
    .description("Shows what a spec is: layers with shapes and parameters, operations and memory a step, training defaults. For a file of cells, their parameters.")
    .argument("<spec>", "a .rnn file")
    .option("--input <n>", "for cells: the size of the input", whole(1))
    .option("--size <name=n>", "for cells: a size of the header, `H=256`; may be repeated", collectSize, {})
    .option("--json", "as JSON on standard output")
    .addHelpText("after", "\nExamples:\n  rnnc inspect sentiment.rnn\n  rnnc inspect specs/cells/elman.rnn --input 300 --size H=256")
    .action(inspect);
}

function collectSize(text: string, before: Readonly<Record<string, number>>): Record<string, number> {
  const match = /^([\p{L}_][\p{L}\p{M}\p{N}_]*)=(\d[\d_]*)$/u.exec(text.trim());
  const value = Number(match?.[2]?.replaceAll("_", ""));
  if (match === null || !Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError("A name and a whole number are expected: H=256.");
  return { ...before, [match[1]]: value };
}

async function inspect(spec: string, options: InspectOptions): Promise<void> {
  const source = readSpec(spec);
  const checked = await checkSpecFully(source);
  if (hasErrors(checked.diagnostics)) throw new Failure("this spec has errors", { where: { file: showPath(spec) }, diagnostics: checked.diagnostics });
  if (options.json !== true) await reportDiagnostics(checked.diagnostics);
  const c = colorsFor(process.stdout);
  const width = Math.min(80, widthOf(process.stdout));
  if (checked.models.length === 0) {
    if (options.json === true) printJson({ ok: true, cells: checked.cells.map((cell) => cellToJson(cell, options)), diagnostics: checked.diagnostics.map(diagnosticToJson) });
    else process.stdout.write(checked.cells.map((cell) => cellReport(cell, options, c, width).join("\n")).join("\n\n") + "\n");
    return;
  }
  const compiled = await compileSpec(source, { modules: "none" });
  if (hasErrors(compiled.diagnostics)) throw new Failure("this spec can't be compiled yet", { where: { file: showPath(spec) }, diagnostics: compiled.diagnostics });
  if (options.json === true) {
    printJson({ ok: true, models: compiled.compiled.map(modelToJson), diagnostics: compiled.diagnostics.map(diagnosticToJson) });
    return;
  }
  process.stdout.write(compiled.compiled.map((model) => modelReport(model, c, width).join("\n")).join("\n\n") + "\n");
}

// -------------------------------------------------------------------------------------- a model

/** Breaks the texts of one column so that the table fits a width; what is left over stands below, by itself. */
function wrapColumn(rows: readonly (readonly string[])[], column: number, width: number): string[][] {
  const others = rows[0].map((_, i) => (i === column ? 0 : Math.max(...rows.map((row) => [...row[i]].length))));
  const room = Math.max(16, width - others.reduce((a, b) => a + b + 2, -2));
  return rows.flatMap((row) => (row[column] === "" ? [""] : wrap(row[column], room)).map((text, line) => row.map((cell, i) => (i === column ? text : line === 0 ? cell : ""))));
}

function modelReport(compiled: Compiled, c: ReturnType<typeof colorsFor>, width: number): string[] {
  const { model, description } = compiled;
  const lines = [c.bold(`model ${model.name}`), ...(model.doc === "" ? [] : wrap(model.doc, width - 2).map((line) => c.dim(`  ${line}`))), ""];
  const of = (path: string): number => parametersOf(compiled, path);
  const rows: string[][] = [["", "", "output", "parameters"]];
  for (const input of model.inputs) rows.push([`input ${input.name}`, describeInput(input), input.axis === null ? `[${input.size}]` : input.kind === "real" ? `[${input.axis}, ${input.size}]` : `[${input.axis}]`, ""]);
  for (const stack of model.stacks) {
    rows.push([`stack ${stack.name}`, "", "", ""]);
    let axis = axisOfSource(stack.source);
    for (const { layer, depth } of stack.layers.flatMap((layer) => withInner(layer))) {
      if (layer.kind === "pool") axis = null;
      const initials = initialStates(model, stack, layer).map((state) => ({ ...state, parameters: parametersOfInitial(compiled, state.path) }));
      const parameters = of(layer.path) - initials.reduce((sum, state) => sum + state.parameters, 0);
      rows.push([`${"  ".repeat(depth + 1)}${layer.path}`, layer.kind === "residual" ? "residual" : describeLayer(layer), axis === null ? `[${layer.size}]` : `[${axis}, ${layer.size}]`, parameters === 0 ? "-" : count(parameters)]);
      for (const state of initials) rows.push([`${"  ".repeat(depth + 2)}${state.path}`, `starts: ${state.starts}`, `[${state.shape.join(", ")}]`, state.parameters === 0 ? "-" : count(state.parameters)]);
    }
  }
  for (const head of model.heads) rows.push([`head ${headTitle(head)}`, headType(head), head.axis === null ? `[${head.size}]` : `[${head.axis}, ${head.size}]`, count(of(head.name))]);
  rows.push(["in all", "", "", count(description.parameterCount)]);
  const frozen = description.parameters.filter((parameter) => parameter.frozen);
  const [head, ...body] = table(wrapColumn(rows, 1, width - 2), ["left", "left", "left", "right"]);
  lines.push(c.dim(`  ${head}`), ...body.map((line, i) => (i === body.length - 1 ? c.bold(`  ${line}`) : `  ${line}`)));
  if (frozen.length > 0) lines.push(c.dim(`  ${count(countOf(frozen))} of them don't learn: ${listOfFrozen(frozen)}.`));

  const costs = costsOf(compiled);
  lines.push("", c.bold("What it costs"));
  const cost = (what: string, flops: number, memory: number): string[] => [what, `${operations(flops)}`, bytes(memory)];
  lines.push(...table([["", "operations", "memory"], cost(`${costs.what} ${costs.batch}`, costs.training.operations, costs.training.memory), cost(model.axes.length > 1 && description.stepping === null ? "a prediction of one step of each" : "a prediction of one step", costs.inference.operations, costs.inference.memory)], ["left", "right", "right"]).map((line) => `  ${line}`));
  lines.push(c.dim(`  Each multiplication, addition and function counts as one operation.`));
  if (costs.assumed !== null) {
    const along = model.axes.length > 1 ? ` along ${costs.assumed.along.join(" and ")}` : "";
    lines.push(...wrap(`Sequences are taken to have ${costs.assumed.steps} steps${along}; the data says how long they are.`, width - 2).map((line) => c.dim(`  ${line}`)));
  }

  lines.push("", c.bold("One step at a time"), ...wrap(describeStepping(description), width - 2).map((line) => `  ${line}`));

  lines.push("", c.bold("Training"), ...table(describeTraining(model.train).flatMap(([name, value]) => wrap(value, width - 20).map((line, i) => [i === 0 ? name : "", line])), ["left", "left"]).map((line) => `  ${line}`));
  return lines;
}

/** A layer, then those inside it, each with how deep it lies. */
function withInner(layer: Layer, depth = 0): { readonly layer: Layer; readonly depth: number }[] {
  return [{ layer, depth }, ...(layer.kind === "residual" ? layer.layers.flatMap((inner) => withInner(inner, depth + 1)) : [])];
}

/** Parameters whose names begin with a place: `memory.2.W_i` is of `memory.2`. */
function parametersOf({ description }: Compiled, path: string): number {
  return countOf(description.parameters.filter(({ name }) => name.startsWith(`${path}.`)));
}

function countOf(parameters: Compiled["description"]["parameters"]): number {
  return parameters.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
}

function listOfFrozen(parameters: Compiled["description"]["parameters"]): string {
  const embeddings = parameters.some((parameter) => parameter.running !== true);
  const statistics = parameters.some((parameter) => parameter.running === true);
  return [...(embeddings ? ["frozen embeddings"] : []), ...(statistics ? ["running statistics"] : [])].join(", ");
}

/** Parameters of a state's first value: `decoder.2.h.initial`, or `decoder.2.h.initial.W` and `.b`. */
function parametersOfInitial(compiled: Compiled, path: string): number {
  const own = compiled.description.parameters.find(({ name }) => name === `${path}.initial`);
  return own ? own.shape.reduce((product, size) => product * size, 1) : parametersOf(compiled, `${path}.initial`);
}

function axisOfSource(source: Model["stacks"][number]["source"]): string | null {
  return source.axis;
}

interface Costs {
  /** `an update on`, of what follows. */
  readonly what: string;
  readonly batch: string;
  /** Steps a sequence was taken to have along these axes; null where the spec says. */
  readonly assumed: { readonly steps: number; readonly along: readonly string[] } | null;
  readonly training: { readonly operations: number; readonly memory: number };
  readonly inference: { readonly operations: number; readonly memory: number };
}

const usualLength = 100;

function costsOf({ model, description, plan }: Compiled): Costs {
  const { train } = model;
  const whole = train.gradient.kind !== "tbptt" && train.cut === null;
  const keptOf = (axis: string): number | null => model.inputs.find((input) => input.axis === axis && input.keep !== null)?.keep?.count ?? null;
  const stepsOf = (axis: string): number => (train.gradient.kind === "tbptt" ? train.gradient.steps : (train.cut?.steps ?? keptOf(axis) ?? usualLength));
  const rowsFor = (sequences: number, length: (axis: string) => number): Rows => ({
    sequences,
    steps: Object.fromEntries(model.axes.map((axis) => [axis, sequences * length(axis)])),
    longest: Object.fromEntries(model.axes.map((axis) => [axis, length(axis)])),
  });
  const assumed = whole ? model.axes.filter((axis) => keptOf(axis) === null) : [];
  const training = rowsFor(train.batch, stepsOf);
  const single = rowsFor(1, () => 1);
  const streams = plan.programs.some((program) => program.name === "step") ? ["step"] : ["predict"];
  const update = ["prepare", "forward", "backward", "update"];
  const what = train.gradient.kind === "tbptt" ? plural(train.batch, "stream") : train.cut === null ? plural(train.batch, "sequence") : plural(train.batch, "window");
  const inference = { operations: countOperations(plan, streams, single), memory: countMemory(plan, ["prepare", ...streams], single) };
  if (description.rtrl) {
    // A row for each direction; an update is once a step, or after many.
    const directions: Rows = { sequences: countOf(description.parameters.filter(({ name }) => description.rtrl!.parameters.includes(name))), steps: {}, longest: {} };
    const online = train.update === "step";
    const programs = online ? ["prepare", "rtrl", "update"] : ["rtrl"];
    return { what: online ? "an update after" : "learning from", batch: "one step", assumed: null, training: { operations: countOperations(plan, programs, directions), memory: countMemory(plan, ["prepare", "rtrl", "update"], directions) }, inference };
  }
  return {
    what: "an update on",
    batch: model.axes.length === 0 ? plural(train.batch, "row") : `${what} of ${[...new Set(model.axes.map(stepsOf))].join(" and ")} steps`,
    assumed: assumed.length > 0 ? { steps: usualLength, along: assumed } : null,
    training: { operations: countOperations(plan, update, training), memory: countMemory(plan, update, training) },
    inference,
  };
}

/** `142,592`, `3.1 million`, `12.4 thousand million` */
function operations(n: number): string {
  if (n < 1e6) return count(n);
  if (n < 1e9) return `${figure(Number((n / 1e6).toPrecision(3)))} million`;
  return `${figure(Number((n / 1e9).toPrecision(3)))} thousand million`;
}

function modelToJson(compiled: Compiled): unknown {
  const { model, description } = compiled;
  return {
    name: model.name,
    inputs: description.inputs,
    layers: model.stacks.flatMap((stack) => stack.layers.flatMap((layer) => withInner(layer)).map(({ layer }) => ({ path: layer.path, layer: describeLayer(layer), inputSize: layer.inputSize, size: layer.size, parameters: parametersOf(compiled, layer.path) }))),
    initialStates: model.stacks.flatMap((stack) => stack.layers.flatMap((layer) => withInner(layer)).flatMap(({ layer }) => initialStates(model, stack, layer)).map((state) => ({ ...state, parameters: parametersOfInitial(compiled, state.path) }))),
    stepping: description.stepping,
    whyNotStreamable: description.whyNotStreamable,
    heads: description.heads,
    parameters: description.parameters.map(({ name, shape, frozen }) => ({ name, shape, frozen })),
    parameterCount: description.parameterCount,
    costs: costsOf(compiled),
    training: model.train,
  };
}
