// The stages of the compiler one by one, for tests that look between them: programs before and after the passes,
// and the plan, which run-plan.ts runs. Not how users compile: that is load.ts.
import type { Description } from "@rnnc/runtime";
import { openSources } from "../../cli/library.js";
import { check, type Sources } from "../../compiler/1-check/index.js";
import { lower, type LowerOptions } from "../../compiler/2-lower/index.js";
import { differentiate } from "../../compiler/3-optimize/differentiate.js";
import { schedule } from "../../compiler/4-schedule/index.js";
import { countMoments, describe } from "../../compiler/5-emit/describe.js";
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
    plan: schedule(graph, programs, lowered.parameters, countMoments(model.train.optimizer)),
  };
}

export function programOf(programs: readonly Program[], name: string): Program {
  const found = programs.find((program) => program.name === name);
  if (!found) throw new Error(`no program ${name}, only ${programs.map((program) => program.name).join(", ")}`);
  return found;
}
