// Compiles a spec as `rnnc train` does and runs what comes out, for tests of whole networks.
import type { Description, Model, ModelFactory, ModelTypes } from "@rnnc/runtime";
import { openSources } from "../../cli/library.js";
import { runCompiled } from "../../cli/run-compiled.js";
import type { Sources } from "../../compiler/1-check/index.js";
import type { LowerOptions } from "../../compiler/2-lower/index.js";
import type { Program } from "../../compiler/ir.js";
import { compile, type Compiled, type Options } from "../../compiler/pipeline.js";
import { device } from "./device.js";

/** Compiles a spec with one model; throws with all diagnostics where it has errors. Its module is written where `modules` says so. */
export async function compileOne(spec: string, library: Sources = openSources(), path = "test.rnn", options: Pick<Options, "layer" | "modules"> = {}): Promise<Compiled> {
  const { diagnostics, compiled } = await compile({ path, text: spec }, { library, modules: "none", ...options });
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0 || compiled.length !== 1) throw new Error(`the spec has errors:\n${errors.map((d) => `${d.code} ${d.title}: ${d.labels[0].text}`).join("\n")}\n${spec}`);
  return compiled[0]!;
}

/** The programs after all passes, for the interpreter. */
export async function compilePrograms(spec: string): Promise<{ description: Description; programs: readonly Program[] }> {
  const { description, programs } = await compileOne(spec);
  return { description, programs };
}

/** The model of a spec, as its module exports it. */
export async function loadFactory(spec: string, options: LowerOptions = {}): Promise<ModelFactory<ModelTypes>> {
  return runCompiled(await compileOne(spec, undefined, undefined, options));
}

/** A model made from a spec, on the device of these tests. */
export async function compileAndLoad(spec: string, options: { seed?: number; device?: "wasm" | "webgpu" } = {}): Promise<Model<ModelTypes>> {
  const factory = await loadFactory(spec);
  return factory.create({ seed: options.seed ?? 1, device: options.device ?? device });
}
