// The whole compiler in one file: from the text of a spec to the text of modules. Pure: sources come in,
// results go out. `trace` sees what every stage makes; with `stage`, nothing after that one runs.
import { parse } from "../grammar/index.js";
import type { Description } from "@rnnc/runtime";
import { check, type Sources } from "./1-check/index.js";
import { lower, type LowerOptions } from "./2-lower/index.js";
import { differentiate } from "./3-optimize/differentiate.js";
import { hoist } from "./3-optimize/hoist.js";
import { pack } from "./3-optimize/pack.js";
import { simplify } from "./3-optimize/simplify.js";
import { schedule } from "./4-schedule/index.js";
import { refineForGpu } from "./4-schedule/webgpu/index.js";
import { countMoments, describe } from "./5-emit/describe.js";
import { emitModule, type ModuleFile } from "./5-emit/module.js";
import { emitBuilds } from "./5-emit/wasm/index.js";
import type { Diagnostic, Source } from "./diagnostics.js";
import { Graph, type Node, type Program } from "./ir.js";
import type { Cell, Model } from "./model.js";
import type { Plan } from "./plan.js";
import { verify } from "./verify.js";

export interface Options extends LowerOptions {
  /** The standard cells, and files named by `use`. */
  readonly library: Sources;
  /** How modules are written: formatted by prettier (the default), as they are, or not at all. */
  readonly modules?: "formatted" | "plain" | "none";
  /** The last stage to run: `tree model lower simplify differentiate hoist pack plan code`. */
  readonly stage?: string;
  /** Gets what every stage makes; `names` of nodes, once there are any. */
  readonly trace?: (stage: string, value: unknown, names: ReadonlyMap<Node, string>) => void;
}

export interface Compiled {
  readonly model: Model;
  readonly description: Description;
  readonly programs: readonly Program[];
  readonly plan: Plan;
  /** `index.ts`, `wasm.ts`, `wasm.binary.ts`, `webgpu.ts`: paths from the model's own folder. None where modules aren't written. */
  readonly files: readonly ModuleFile[];
}

export interface Result {
  readonly diagnostics: readonly Diagnostic[];
  readonly models: readonly Model[];
  readonly cells: readonly Cell[];
  /** Empty when there are errors, or when an earlier stage was asked for. */
  readonly compiled: readonly Compiled[];
}

export const passes = [simplify, differentiate, simplify, hoist, pack, simplify]; // no device in here

export async function compile(source: Source, options: Options): Promise<Result> {
  let stopped = false;
  let g = new Graph();
  const trace = <T>(stage: string, value: T): T => {
    if (!stopped) options.trace?.(stage, value, g.names);
    stopped ||= stage === options.stage;
    return value;
  };
  const { tree, problems } = trace("tree", parse(source.text));
  const { models, cells, diagnostics } = trace("model", check(tree, source, options.library, problems));
  const compiled: Compiled[] = [];
  if (stopped || diagnostics.some((d) => d.severity === "error")) return { diagnostics, models, cells, compiled };
  for (const model of models) {
    stopped = false;
    g = new Graph();
    const lowered = lower(model, g, options);
    let programs = trace("lower", lowered.programs.map(verify));
    for (const pass of passes) if (!stopped) programs = trace(pass.name, programs.map((program) => verify(pass(program, g))));
    if (stopped) continue;
    const description = describe(model, lowered);
    const plan = trace("plan", schedule(g, programs, lowered.parameters, countMoments(model.train.optimizer)));
    if (stopped) continue;
    const write = (format: boolean) => emitModule({ model, description, plan, wasm: emitBuilds(plan.kernels), gpu: refineForGpu(plan) }, { format });
    const files = options.modules === "none" ? [] : trace("code", await write(options.modules !== "plain"));
    compiled.push({ model, description, programs, plan, files });
  }
  return { diagnostics, models, cells, compiled };
}
