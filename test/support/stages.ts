// The stages of the compiler one by one, for tests that look between them: programs before and after the passes,
// the plan, and an executor that runs the plan without writing a module. Not how users compile: that is load.ts.
import { createWasmExecutor, type Description, type Executor, type WasmPrograms } from "@rnnc/runtime";
import * as moves from "../../runtime/wasm/rows.js";
import { openSources } from "../../cli/library.js";
import { check, type Sources } from "../../compiler/1-check/index.js";
import { lower, type LowerOptions } from "../../compiler/2-lower/index.js";
import { differentiate } from "../../compiler/3-optimize/differentiate.js";
import { scheduleWasm } from "../../compiler/4-schedule/wasm.js";
import { countMoments, describe } from "../../compiler/5-emit/describe.js";
import { nameModule, writeProgram } from "../../compiler/5-emit/module/programs.js";
import { emitWasm } from "../../compiler/5-emit/wasm/index.js";
import { packBuilds } from "../../compiler/5-emit/wasm/pack-builds.js";
import { Graph, sizeOf, type Program } from "../../compiler/ir.js";
import type { Model } from "../../compiler/model.js";
import { passes } from "../../compiler/pipeline.js";
import type { Plan } from "../../compiler/plan.js";
import { verify } from "../../compiler/verify.js";
import { parse } from "../../grammar/index.js";

export interface Stages {
  readonly model: Model;
  readonly description: Description;
  readonly graph: Graph;
  /** Lowered and differentiated, nothing else. */
  readonly plain: readonly Program[];
  /** After each pass, by position in `passes`. */
  readonly passed: readonly (readonly Program[])[];
  /** After all passes. */
  readonly programs: readonly Program[];
  readonly plan: Plan;
}

/** The checked model of a spec with one; throws with all errors it has, `path` says where `use` looks. */
export function checkOne(spec: string, library: Sources = openSources(), path = "test.rnn"): Model {
  const { tree, problems } = parse(spec);
  const { models, diagnostics } = check(tree, { path, text: spec }, library, problems);
  const errors = diagnostics.filter((d) => d.severity === "error");
  const [model] = models;
  if (errors.length > 0 || !model) throw new Error(`the spec has errors:\n${errors.map((d) => `${d.code} ${d.title}: ${d.labels[0].text}`).join("\n")}\n${spec}`);
  return model;
}

/** Flat parameters by name, as the interpreter takes them. */
export function parametersOf(d: Description, flat: ArrayLike<number>): Record<string, Float64Array> {
  return Object.fromEntries(d.parameters.map((p) => [p.name, Float64Array.from({ length: sizeOf(p.shape) }, (_, i) => flat[p.offset + i]!)]));
}

/** Compiles a spec with one model; throws with all errors it has, `path` says where `use` looks. */
export function compileStages(spec: string, library: Sources = openSources(), path = "test.rnn", options: LowerOptions = {}): Stages {
  const model = checkOne(spec, library, path);
  const graph = new Graph();
  const lowered = lower(model, graph, options);
  const start = lowered.programs.map(verify);
  const plain = start.map((program) => verify(differentiate(program, graph)));
  const passed: Program[][] = [];
  for (const pass of passes) passed.push((passed.at(-1) ?? start).map((program) => verify(pass(program, graph))));
  const programs = passed.at(-1) ?? plain;
  return {
    model,
    description: describe(model, lowered),
    graph,
    plain,
    passed,
    programs,
    plan: scheduleWasm(graph, programs, lowered.parameters, countMoments(model.train.optimizer)),
  };
}

export function programOf(programs: readonly Program[], name: string): Program {
  const found = programs.find((program) => program.name === name);
  if (!found) throw new Error(`no program ${name}, only ${programs.map((program) => program.name).join(", ")}`);
  return found;
}

/** An executor of a plan: the bodies of the generated module's functions, without the module around them. */
export async function runPlan({ plan, description }: Pick<Stages, "plan" | "description">, variant: "plain" | "relaxed"): Promise<Executor> {
  const { bytes, reserved } = emitWasm(plan.kernels, { relaxed: variant === "relaxed" });
  const names = nameModule(plan);
  const flat = { buffers: new Set(["parameters", "gradients", "moment1", "moment2"]), parameters: [...description.parameters].sort((a, b) => a.offset - b.offset) };
  const offset = Object.fromEntries(description.parameters.map((parameter) => [names.parameter(parameter.name), parameter.offset * 4]));
  const buffersOf = (named: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(named).map(([name, buffer]) => [name, names.buffer(buffer)]));
  const programs: WasmPrograms = {
    kernels: packBuilds(bytes, bytes),
    reserved,
    regions: plan.regions,
    buffers: Object.fromEntries(plan.buffers.map(({ name, rows, offset: at, width, integer }) => [names.buffer(name), { rows, offset: at, width, integer }])),
    programs: Object.fromEntries(
      plan.programs.map((program) => {
        const { body } = writeProgram(plan, program, names, flat);
        const made = new Function("offset", ...Object.keys(moves), "k", "m", "batch", body) as (...given: unknown[]) => void;
        return [program.name, { run: made.bind(null, offset, ...Object.values(moves)), inputs: buffersOf(program.inputs), outputs: buffersOf(program.outputs) }];
      }),
    ),
  };
  return createWasmExecutor(programs, description, { variant });
}
