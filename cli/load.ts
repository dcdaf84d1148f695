// From a spec to a model that runs: compiles in memory. Leaves no files.
import type { Model, ModelFactory, ModelTypes } from "@rnnc/runtime";
import { DataError, DivergenceError, isLoss, UsageError } from "@rnnc/runtime";
import { nearest } from "../grammar/nearest.js";
import type { Model as CheckedModel } from "../compiler/model.js";
import { compileSpec } from "./compiler.js";
import type { Data } from "./data/read.js";
import { Failure } from "./failure.js";
import { readSpec, showPath } from "./files.js";
import { hasErrors, reportDiagnostics } from "./report.js";

export type AnyModel = Model<ModelTypes>;

export interface LoadedModel {
  readonly name: string;
  /** The spec, as a person would name it. */
  readonly spec: string;
  readonly checked: CheckedModel;
  /** The spec holds more than one model. */
  readonly several: boolean;
  readonly factory: ModelFactory<ModelTypes>;
}

/** Compiles a spec in memory. Warnings are shown; errors are a Failure. `name` is needed where a spec has several models. */
export async function loadModel(specPath: string, name?: string): Promise<LoadedModel> {
  const source = readSpec(specPath);
  const compiled = await compileSpec(source, { modules: "none" });
  const spec = showPath(specPath);
  if (hasErrors(compiled.diagnostics)) throw new Failure("this spec has errors", { where: { file: spec }, diagnostics: compiled.diagnostics, ...(spec.endsWith(".rnn") ? {} : { hint: "is it a spec? Their names end in .rnn; data is given with --data." }) });
  await reportDiagnostics(compiled.diagnostics.filter((diagnostic) => diagnostic.severity === "warning"));
  const checked = chooseModel(compiled.models, name, spec);
  const { runCompiled } = await import("./run-compiled.js");
  return { name: checked.name, spec, checked, several: compiled.models.length > 1, factory: runCompiled(compiled.compiled.find(({ model }) => model === checked)!) };
}

export function chooseModel(models: readonly CheckedModel[], name: string | undefined, spec: string): CheckedModel {
  const names = models.map((model) => model.name);
  if (models.length === 0) throw new Failure("there is no model in this file, only cells", { where: { file: spec }, hint: "a model says what is read and what is predicted: `rnnc init` writes one." });
  if (name === undefined) {
    if (models.length === 1) return models[0];
    throw new Failure(`there are several models in this file: ${names.join(", ")}`, { exitCode: 2, where: { file: spec }, hint: `say which: \`--model ${names[0]}\`.` });
  }
  const chosen = models.find((model) => model.name === name);
  if (chosen !== undefined) return chosen;
  const near = nearest(name, names);
  throw new Failure(`there is no model \`${name}\` in this file; it has ${names.join(", ")}`, { exitCode: 2, where: { file: spec }, ...(near === null ? {} : { hint: `did you mean \`${near}\`?` }) });
}

/** That the GPU went away, as a Failure: why, as well as it is known, and what became of the work. */
export function explainLoss({ code, message }: UsageError, what = "", hint = "run it again; `--device wasm` needs no GPU."): Failure {
  // What the runtime says besides is for programs: which of its functions still work.
  const [, why = message] = /was lost: (.+?)\. (?:The|Its) weights/s.exec(message) ?? [];
  return new Failure(`the GPU was lost: ${why}.${what === "" ? "" : ` ${what}`}`, { code, hint });
}

/** What the runtime says went wrong, as a Failure: with the place in the data where it names an example. Other errors stay. */
export function explainRuntimeError(error: unknown, data: Pick<Data, "file" | "places"> | null): unknown {
  if (!(error instanceof DataError || error instanceof UsageError || error instanceof DivergenceError)) return error;
  if (isLoss(error)) return explainLoss(error);
  const { code, message } = error;
  if (error instanceof UsageError) return new Failure(message, { code, exitCode: 2 });
  if (data === null || !code.startsWith("RNN7")) return new Failure(message, { code });
  const [named, number] = /, example (\d+)(?=:)/.exec(message) ?? [];
  const place = data.places[Number(number) - 1];
  // A line of the file says more than the number of an example.
  return new Failure(named === undefined || place === undefined ? message : message.replace(named, ""), { code, where: place ?? { file: data.file } });
}
