// Compiles a spec and loads what comes out: its description and an executor, on WASM or as `options` of `create` say.
// From dist: `npm run bench` builds first.
import { compile } from "../dist/compiler/pipeline.js";
import { openSources } from "../dist/cli/library.js";
import { runCompiled } from "../dist/cli/run-compiled.js";

/** @param blank for who writes all weights: they begin as zeros. */
export async function loadSpec(text, { blank = false, ...options } = { device: "wasm" }) {
  const sources = openSources();
  const { diagnostics, compiled } = await compile({ path: "bench.rnn", text }, { library: sources, modules: "none" });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(`the benchmark's spec has errors: ${errors.map(({ code, title }) => `${code} ${title}`).join("; ")}\n${text}`);
  const model = runCompiled(compiled[0]);
  const { description } = model;
  // Nothing is drawn that is written over.
  if (blank) for (const parameter of description.parameters) parameter.initial = { kind: "zeros" };
  const { executor } = await model.create({ ...options, seed: 1 });
  return { description, executor };
}
