// The programs of a model that is part of a larger one: what `apply` says is what training sees, and `pullback` brings ∂L/∂outputs back to
// parameters as backpropagation does and to inputs as differences say. The interpreter against both, each device against the interpreter.
import { describe, expect, test } from "vitest";
import type { Description } from "@rnnc/runtime";
import { interpret, type Batch } from "../compiler/interpret.js";
import { onWebGpu, variants, type Variant } from "./support/device.js";
import { packWhole, randomModel, randomSequences } from "./support/random-models.js";
import { seeded, seedOf } from "./support/random.js";
import { runPlan } from "./support/run-plan.js";
import { compileStages, parametersOf, programOf } from "./support/stages.js";
import { relativeDistance, tolerances } from "./support/tolerances.js";

const first = seedOf("RNNC_SEED", 1);
const count = seedOf("RNNC_LAYERS", onWebGpu ? 3 : 8);

/** max|a - b| / max(1, max|b|). */
function far(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let [most, scale] = [0, 1];
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]! - b[i]!)) return NaN;
    most = Math.max(most, Math.abs(a[i]! - b[i]!));
    scale = Math.max(scale, Math.abs(b[i]!));
  }
  return most / scale;
}

/** A model with data and seeds, and what its program says by the interpreter, before any pass. */
function makeCase(spec: string, seed: number, lengths: readonly number[]) {
  const random = seeded(seed);
  const stages = compileStages(spec, undefined, undefined, { layer: true });
  const d = stages.description;
  const packed = packWhole(d, randomSequences(random, d, lengths));
  const flat = Float32Array.from(random.fill(d.parameterCount, 0.7));
  for (const p of d.parameters) if (p.name.endsWith(".running_var")) for (let i = p.offset; i < p.offset + p.shape[0]!; i++) flat[i] = 0.2 + Math.abs(flat[i]!);
  const seeds = Object.fromEntries(d.heads.map((head) => [`seed.${head.name}`, Float32Array.from(random.fill((head.axis === null ? packed.size : packed.axes[head.axis]!.total) * head.size, 1))]));
  const batch: Batch = { size: packed.size, axes: packed.axes, data: { ...packed.data, ...seeds }, parameters: parametersOf(d, flat) };
  return { random, stages, d, flat, seeds, batch, given: { ...packed, data: { ...packed.data, ...seeds } }, plain: interpret(programOf(stages.plain, "layer"), batch) };
}

async function expectPullback(spec: string, seed: number, lengths: readonly number[] = [3, 0, 4, 1]): Promise<void> {
  const made = makeCase(spec, seed, lengths);
  // What the compiler makes of a spec is the same for every device: once is enough.
  if (!onWebGpu) expectMeaning(made);
  for (const variant of variants) await expectKernels(made, variant);
}

/** The passes change nothing, outputs are those of `predict`, gradients are what differences say. */
function expectMeaning({ random, stages, d, seeds, batch, plain }: ReturnType<typeof makeCase>): void {
  const passed = interpret(programOf(stages.programs, "layer"), batch);
  expect(Object.keys(passed).sort()).toEqual(Object.keys(plain).sort());
  for (const [name, values] of Object.entries(plain)) expect(far(passed[name]!, values), `after the passes: ${name}`).toBeLessThanOrEqual(tolerances.passes);
  if (!d.layer!.differs && d.training.gradient.kind !== "tbptt") {
    const predicted = interpret(programOf(stages.plain, "predict"), batch);
    for (const head of d.heads) expect(far(plain[`output.${head.name}`]!, predicted[`output.${head.name}`]!)).toBeLessThanOrEqual(tolerances.passes);
  }

  // Σ seed · output, whose derivatives are wanted.
  const apply = { ...programOf(stages.plain, "layer"), sections: [programOf(stages.plain, "layer").sections[0]!] };
  const sumAt = (at: Batch): number => {
    const outputs = interpret(apply, at);
    return d.heads.reduce((sum, { name }) => sum + outputs[`output.${name}`]!.reduce((s, y, i) => s + y * seeds[`seed.${name}`]![i]!, 0), 0);
  };
  /** Along a random direction of some values, `moved` by it. */
  const expectAlong = (values: ArrayLike<number>, gradient: ArrayLike<number>, moved: (values: number[]) => Batch, what: string): void => {
    const direction = Array.from(values, () => (random.chance(0.5) ? 1 : -1));
    const told = direction.reduce((sum, v, i) => sum + v * gradient[i]!, 0);
    const at = (step: number): number => sumAt(moved(direction.map((v, i) => values[i]! + step * v)));
    const difference = (step: number): number => (at(step) - at(-step)) / (2 * step);
    const found = difference(tolerances.finiteDifferenceStep);
    if (far([told], [found]) <= tolerances.finiteDifferences) return;
    // Where two steps disagree there is a kink between.
    if (far([difference(tolerances.finiteDifferenceStep / 4)], [found]) <= tolerances.finiteDifferences / 2) expect(far([told], [found]), `${what}: ${told}, by differences ${found}`).toBeLessThanOrEqual(tolerances.finiteDifferences);
  };
  for (const { name, offset, frozen } of d.parameters) {
    if (!frozen) expectAlong(batch.parameters[name]!, plain["gradients"]!.subarray(offset), (values) => ({ ...batch, parameters: { ...batch.parameters, [name]: values } }), name);
  }
  for (const { name, kind } of d.inputs) {
    if (kind === "real") expectAlong(batch.data[name]!, plain[`gradient.${name}`]!, (values) => ({ ...batch, data: { ...batch.data, [name]: values } }), name);
  }
}

async function expectKernels({ stages, flat, given, plain }: ReturnType<typeof makeCase>, variant: Variant): Promise<void> {
  const executor = await runPlan(stages, variant);
  executor.write("parameters", flat);
  const ofApply = Object.keys(programOf(stages.plain, "layer").sections[0]!.outputs);
  const applied = await executor.run(["apply"], given, ofApply);
  // Apart: what a larger model does between the two is its own business.
  const pulled = await executor.run(["pullback"], given, Object.keys(plain).filter((name) => !ofApply.includes(name) && name !== "gradients"));
  for (const [name, values] of Object.entries({ ...applied, ...pulled })) expect(far(values, plain[name]!), `${variant}: ${name}`).toBeLessThanOrEqual(tolerances.wasmInterpreter);
  if (plain["gradients"]) expect(far((await executor.read("gradients")).subarray(0, plain["gradients"].length), plain["gradients"]), variant).toBeLessThanOrEqual(tolerances.wasmInterpreter);
  executor.dispose();
}

describe("apply and pullback", () => {
  test.each([
    ["two directions in the middle", "model m { input x: real[T, 3]  stack h from x { bidirectional lstm(4) }  head y[t]: real[8] = h }"],
    ["one value a sequence, and one a step", "model m { input x: real[T, 3]  input v: real[2]  stack h from x ++ v { gru(4)  dropout(20%) }  head y: class(3) from last(h)  head z[t]: multilabel(2) from h }"],
    ["ids", "model m { input w: token[T] of 5  stack h from w { embed(4)  elman(3)  batch_norm }  head y: binary from mean(h) }"],
    ["two axes", "model m { input a: real[S, 2]  input b: real[T, 3]  stack e from a { lstm(4) }  stack h from b init final(e) { lstm(4) }  head y[t]: class(2) from h }"],
    ["an input that nothing reads in time, carried states left out", "model m { input x: real[T, 3]  stack h from x { lstm(4) }  head y[t]: real[4] = h  train { gradient = tbptt(2) } }"],
    ["no time at all", "model m { input v: real[3]  stack h from v { dense(5, tanh) }  head y: class(3) from h }"],
  ])("%s", (_, spec) => expectPullback(spec, first));

  test("random models", async () => {
    for (let seed = first; seed < first + count; seed++) {
      const spec = randomModel(seeded(seed));
      await expectPullback(spec, seed).catch((error: unknown) => {
        throw new Error(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${spec}`);
      });
    }
  });

  test("seeds that are a loss's derivative give the gradient of training", async () => {
    const stages = compileStages("model m { input x: real[T, 3]  stack h from x { lstm(4)  gru(3) }  head y[t]: real[2] from h { loss = mean_squared_error } }", undefined, undefined, { layer: true });
    const d: Description = stages.description;
    const random = seeded(first);
    const packed = packWhole(d, randomSequences(random, d, [4, 2, 3]));
    const batch: Batch = { size: packed.size, axes: packed.axes, data: packed.data, parameters: parametersOf(d, random.fill(d.parameterCount, 0.5)) };
    const train = interpret(programOf(stages.programs, "train"), batch);
    const { "output.y": y } = interpret(programOf(stages.programs, "predict"), batch);
    const seed = y!.map((value, i) => packed.data["weight.y"]![i >> 1]! * (value - packed.data["target.y"]![i]!)); // 2/n · (y - target), n = 2
    const { gradients } = interpret(programOf(stages.programs, "layer"), { ...batch, data: { ...packed.data, "seed.y": seed } });
    expect(relativeDistance(gradients!, train["gradients"]!)).toBeLessThanOrEqual(tolerances.passes);
  });
});

test("a model has these programs only where they are asked for", () => {
  const spec = "model m { input x: real[T, 3]  stack h from x { lstm(4) }  head y[t]: real[4] = h }";
  expect(compileStages(spec).programs.map(({ name }) => name)).not.toContain("layer");
  expect(compileStages(spec).description.layer).toBeUndefined();
  expect(compileStages(spec, undefined, undefined, { layer: true }).description.layer).toEqual({ differs: false });
  expect(compileStages(spec.replace("lstm(4)", "lstm(4, dropout = 20%)"), undefined, undefined, { layer: true }).description.layer).toEqual({ differs: true });
});
