// Compiles a spec as a user would and loads what comes out, for tests of whole networks.
import type { Description, Model, ModelFactory, ModelTypes } from "@rnnc/runtime";
import { importModule } from "../../cli/import-module.js";
import { openSources } from "../../cli/library.js";
import type { Sources } from "../../compiler/1-check/index.js";
import type { LowerOptions } from "../../compiler/2-lower/index.js";
import type { Program } from "../../compiler/ir.js";
import { compile, type Compiled } from "../../compiler/pipeline.js";
import { device } from "./device.js";

/** Compiles a spec with one model; throws with all diagnostics where it has errors. */
export async function compileOne(spec: string, library: Sources = openSources(), path = "test.rnn", options: LowerOptions = {}): Promise<Compiled> {
  const { diagnostics, compiled } = await compile({ path, text: spec }, { library, format: false, ...options });
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0 || compiled.length !== 1) throw new Error(`the spec has errors:\n${errors.map((d) => `${d.code} ${d.title}: ${d.labels[0].text}`).join("\n")}\n${spec}`);
  return compiled[0]!;
}

/** The programs after all passes, for the interpreter. */
export async function compilePrograms(spec: string): Promise<{ description: Description; programs: readonly Program[] }> {
  const { description, programs } = await compileOne(spec);
  return { description, programs };
}

/** What a generated module exports, made from a spec. */
export async function loadFactory(spec: string, options: LowerOptions = {}): Promise<ModelFactory<ModelTypes>> {
  const { files } = await compileOne(spec, undefined, undefined, options);
  return (await importModule(files))["default"] as ModelFactory<ModelTypes>;
}

/** A model made from a spec, through its generated module, on the device of these tests. */
export async function compileAndLoad(spec: string, options: { seed?: number; device?: "wasm" | "webgpu" } = {}): Promise<Model<ModelTypes>> {
  const factory = await loadFactory(spec);
  return factory.create({ seed: options.seed ?? 1, device: options.device ?? device });
}
