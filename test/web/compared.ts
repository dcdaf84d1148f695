// Networks compiled in Node, for a browser that measures them on WASM and on WebGPU (networks.ts), and what they are held to: the interpreter
// (float64, here), and each other.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { initialise } from "@rnnc/runtime";
import { interpret } from "../../compiler/interpret.js";
import { compileOne } from "../support/load.js";
import { seedOf } from "../support/random.js";
import { compileStages, parametersOf, programOf } from "../support/stages.js";
import { distance, relativeDistance, tolerances } from "../support/tolerances.js";
import { dataOf, type Measured } from "./networks.js";
import { root } from "./support.js";

export const seed = seedOf("RNNC_SEED", 1);
/** Ragged, one of them empty. */
export const lengths = [5, 0, 9, 3, 1];

/** A representative part of what there is. */
export const networks: Readonly<Record<string, string>> = {
  "a language model: embedding, LSTM twice, dropout, truncated BPTT, clipping by norm, Adam": `
    model a { input s: token[T] of 11  stack h from s { embed(8)  lstm(24)  dropout(20%)  lstm(17) }  head s[t+1] from h
      train { optimizer = adam(rate = 1e-2)  clip = norm(1)  gradient = tbptt(4) } }`,
  "a tagger: both directions, layer norm, recurrent dropout, AdamW": `
    model a { input x: real[T, 6]  stack h from x { dense(13, tanh)  bidirectional gru(19, recurrent_dropout = 20%)  layer_norm }  head y[t]: class(5) from h
      train { optimizer = adamw(rate = 1e-2) } }`,
  "a classifier: batch norm, window, residual, pooling, several labels, RMSprop, clipping by value": `
    model a { input x: real[T, 5]  stack h from x { window(3)  batch_norm  residual { gru_reset_after(15) }  indrnn(12) }  head y: multilabel(4) from mean(h)
      train { optimizer = rmsprop(rate = 1e-3)  clip = value(0.5) } }`,
  "two time axes: an encoder's end and its mean in a decoder that predicts what it reads": `
    model a { input s: token[S] of 7  input w: token[T] of 9
      stack e from s { embed(6)  lstm(21) }  stack d from w[t-1] init final(e) { embed(5)  lstm(21) }  head w[t] from d ++ mean(e)
      train { optimizer = adam(rate = 1e-2) } }`,
  "a cell of one's own: matrices made of its state and its input, learned first state, SGD": `
    cell turning(H) { input x: [D]  state h: [H]  output h
      param W: [H, D]  param U: [H, H] = orthogonal  param b: [H]
      h = tanh(tanh(mean(h[t-1]) * W) @ x + (U * mean(x)) @ h[t-1] + b) }
    model a { input x: real[T, 4]  stack h from x init learned { turning(16) }  head y[t]: real[3] from h
      train { optimizer = sgd(rate = 0.05, momentum = 0.9) } }`,
};

/** Modules of networks, and a script for the browser that exports them (`networks`), what is in networks.ts, and `measureNetwork`, which measures the one of a number. */
export async function writeNetworks(specs: readonly string[]): Promise<{ readonly entry: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), "rnnc-networks-"));
  const imports: string[] = [];
  for (const [i, spec] of specs.entries()) {
    const { files } = await compileOne(spec, undefined, undefined, { modules: "plain" });
    mkdirSync(join(folder, `n${i}`));
    for (const { path, text } of files) writeFileSync(join(folder, `n${i}`, path), text);
    imports.push(`  () => import("./n${i}/index.js"),`);
  }
  const measuring = JSON.stringify(join(root, "test/web/networks.ts"));
  const entry = join(folder, "entry.ts");
  writeFileSync(
    entry,
    `import { measure } from ${measuring};
export * from ${measuring};
export const networks = [
${imports.join("\n")}
];
export const measureNetwork = async (i, ...how) => measure((await networks[i]()).default, ...how);
`,
  );
  return { entry, remove: () => rmSync(folder, { recursive: true }) };
}

/** Outputs, losses and gradients are the interpreter's. */
export function expectInterpreted(spec: string, measured: readonly Measured[]): void {
  const { description: d, plain } = compileStages(spec);
  const { packed } = dataOf(d, seed, lengths);
  const batch = { size: packed.size, axes: packed.axes, data: packed.data, parameters: parametersOf(d, initialise(d, seed)) };
  const predicted = interpret(programOf(plain, "predict"), batch);
  const trained = interpret(programOf(plain, "train"), batch);
  const trainedCount = trained["gradients"]!.length;
  for (const { device, predicted: outputs, loss, gradients } of measured) {
    const on = `${device}, seed ${seed}`;
    for (const [output, values] of Object.entries(outputs)) expect(relativeToOne(values, predicted[output]!), `${on}: ${output}`).toBeLessThanOrEqual(tolerances.wasmInterpreter);
    expect(relativeToOne(loss, trained["loss"]!), `${on}: loss`).toBeLessThanOrEqual(tolerances.wasmInterpreter);
    expect(relativeToOne(gradients.slice(0, trainedCount), trained["gradients"]!), `${on}: gradients`).toBeLessThanOrEqual(tolerances.wasmInterpreter);
  }
}

/** On WebGPU they are what they are on WASM, through twenty updates. */
export function expectAlike(spec: string, wasm: Measured, webgpu: Measured): void {
  const { description: d } = compileStages(spec);
  for (const [output, values] of Object.entries(webgpu.predicted)) expect(distance(values, wasm.predicted[output]!), output).toBeLessThanOrEqual(tolerances.devicesOutputs);
  for (const { name, offset, shape, frozen } of d.parameters) {
    if (frozen) continue;
    const part = (all: readonly number[]): number[] => all.slice(offset, offset + shape.reduce((a, b) => a * b, 1));
    expect(relativeDistance(part(webgpu.gradients), part(wasm.gradients)), `d${name}`).toBeLessThanOrEqual(tolerances.devicesGradients);
  }
  expect(wasm.losses.at(-1)).toBeLessThan(wasm.losses[0]!);
  expect(distance(webgpu.losses, wasm.losses), "losses of twenty updates").toBeLessThanOrEqual(tolerances.devicesLosses);
}

/** max|a - b| / max(1, max|b|). */
function relativeToOne(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return distance(a, b) / Math.max(1, ...Array.from(b, Math.abs));
}
