// What is compiled computes what PyTorch computes: outputs, states at the end, every parameter's gradient, ten training
// losses; every loss and every optimiser by itself. Ragged batches with empty sequences. The numbers are data in
// test/reference; the bounds are in test/support/tolerances.ts.
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { pack, unpackRows, type PackedBatch } from "../runtime/batch.js";
import { createEncoder } from "../runtime/encode.js";
import type { Example, Sequence } from "../runtime/examples.js";
import { trainStep, type TrainableModel } from "../runtime/train.js";
import { countOf, parameterOf, sliceOf } from "../runtime/weights.js";
import { stepsOf } from "../runtime/windows.js";
import { onWebGpu } from "./support/device.js";
import { compileAndLoad } from "./support/load.js";
import { networkNames, readInitials, readLosses, readNetwork, readOptimizers, type NetworkReference } from "./support/references.js";
import { distance, relativeDistance, tolerances } from "./support/tolerances.js";

interface Reference {
  readonly spec: string;
  readonly examples: readonly Example[];
  readonly parameters: NetworkReference["parameters"];
}

/** Models by their specs: the tests of a network share it, and the one that trains it is the last. */
const models = new Map<string, Promise<TrainableModel>>();

/** The reference's network with its weights. Every parameter must be given: none is left to chance. */
async function load(reference: Reference): Promise<TrainableModel> {
  if (!models.has(reference.spec)) models.set(reference.spec, compileAndLoad(reference.spec));
  const model = await models.get(reference.spec)!;
  expect(model.progress, "a model that was trained").toBe(null);
  const { description: d, executor } = model;
  expect(d.parameters.map(({ name }) => name).sort()).toEqual(Object.keys(reference.parameters).sort());
  const flat = new Float32Array(d.parameterCount);
  for (const [name, { shape, data }] of Object.entries(reference.parameters)) {
    expect(countOf(parameterOf(d, name)), `numbers in ${name} ${shape.join("x")}`).toBe(data.length);
    sliceOf(d, flat, name).set(data);
  }
  executor.write("parameters", flat);
  return model;
}

/** All examples as one batch, in one packed order. */
function packAll(model: TrainableModel, examples: readonly Example[]): { readonly sequences: readonly Sequence[]; readonly batch: PackedBatch } {
  const encode = createEncoder(model.description, model.fitted);
  const sequences = examples.map((example, id) => encode(example, id, { targets: true }));
  const segments = sequences.map((sequence) => ({ sequence, from: 0, to: stepsOf(model.description, sequence) }));
  return { sequences, batch: pack(model.description, segments, { targets: true, key: 0 }) };
}

/** What the examples' rows hold, end to end. */
const joined = (rows: readonly ArrayLike<number>[]): number[] => rows.flatMap((row) => Array.from(row));

async function expectGradients(model: TrainableModel, expected: Readonly<Record<string, readonly number[]>>): Promise<void> {
  const flat = await model.executor.read("gradients");
  for (const [name, gradient] of Object.entries(expected)) {
    expect(relativeDistance(sliceOf(model.description, flat, name), gradient), `d${name}`).toBeLessThanOrEqual(tolerances.gradients);
  }
}

async function expectTraining(model: TrainableModel, sequences: readonly Sequence[], training: readonly number[], norms: readonly number[]): Promise<void> {
  const losses: number[] = [];
  const found: number[] = [];
  for (let step = 0; step < training.length; step++) {
    const { loss, gradientNorm } = await trainStep(model, sequences);
    losses.push(loss);
    found.push(gradientNorm);
  }
  expect(distance(losses, training), `losses ${losses.join(" ")}`).toBeLessThanOrEqual(tolerances.losses);
  expect(relativeDistance(found, norms), `norms ${found.join(" ")}`).toBeLessThanOrEqual(tolerances.gradients);
}

describe.each(networkNames)("%s", (name) => {
  const reference = readNetwork(name);
  const both = reference.cell.startsWith("bidirectional ");
  afterAll(() => models.clear());

  test("outputs and losses", async () => {
    const model = await load(reference);
    const { batch } = packAll(model, reference.examples);
    const found = await model.executor.run(["predict", "score"], batch, ["output.y", "output.z", "loss.y", "loss.z", "loss"]);
    for (const head of model.description.heads) {
      const rows = unpackRows(batch, head.axis, found[`output.${head.name}`], head.size);
      expect(rows.map((row) => row.length)).toEqual(reference.outputs[head.name].map((row) => row.length));
      expect(distance(joined(rows), joined(reference.outputs[head.name])), head.name).toBeLessThanOrEqual(tolerances.outputs);
    }
    const { y, z, total } = reference.losses;
    // A head's loss is weighted: z counts half.
    const losses = [found["loss"][0], found["loss.y"][0], found["loss.z"][0]];
    expect(distance(losses, [total, y, 0.5 * z]), `losses ${losses.join(" ")}`).toBeLessThanOrEqual(tolerances.losses);
  });

  if (!both) test("hidden states at every step, and all states at the end", async () => {
    const { D, H, cell, layers } = reference;
    // The same stack, its states as outputs; models trained in chunks give their states at the end.
    const spec = `model states { input x: real[T, ${D}]  stack h from x { ${`${cell} `.repeat(layers)}}  head s[t]: real[${H}] = h  train { gradient = tbptt(64) } }`;
    const parameters = Object.fromEntries(Object.entries(reference.parameters).filter(([name]) => name.startsWith("h.")));
    const model = await load({ spec, examples: reference.examples, parameters });
    const { batch } = packAll(model, reference.examples.map(({ x }) => ({ x })));
    expect(model.description.states.map((state) => state.name).sort()).toEqual(Object.keys(reference.finals).sort());
    const finals = model.description.states.map((state) => `final.${state.name}`);
    const found = await model.executor.run(["predict"], batch, ["output.s", ...finals]);
    expect(distance(joined(unpackRows(batch, "T", found["output.s"], H)), joined(reference.hidden))).toBeLessThanOrEqual(tolerances.outputs);
    for (const { name, size } of model.description.states) {
      const rows = unpackRows(batch, null, found[`final.${name}`], size);
      expect(distance(joined(rows), joined(reference.finals[name])), name).toBeLessThanOrEqual(tolerances.finals);
    }
  });

  // A network for each state of each layer: not again on SwiftShader, where outputs and gradients of all say as much.
  if (both && !onWebGpu) test("hidden states at every step, and all states at the end of both directions", async () => {
    const { D, H, cell, layers } = reference;
    const [, name, sizes] = /^bidirectional (\w+)(.*)$/.exec(cell)!;
    const given = readFileSync(new URL(`../specs/cells/${name}.rnn`, import.meta.url), "utf8");
    const states = /state +(.*): \[H\]/.exec(given)![1].split(", ");
    for (let layer = 1; layer <= layers; layer++) {
      for (const state of states) {
        // What a direction ends with is the last of what it puts out: let the cell of this layer put out this state.
        const top = given.replace(new RegExp(`cell ${name}\\b`), "cell top").replace(/output \w+/, `output ${state}`);
        const every = layer === layers && state === states[0] ? `head s[t]: real[${2 * H}] = h` : "";
        const spec = `${top} model states { input x: real[T, ${D}]  stack h from x { ${`${cell} `.repeat(layer - 1)} bidirectional top${sizes} }  head end: real[${2 * H}] = last(h)  ${every} }`;
        const parameters = Object.fromEntries(Object.entries(reference.parameters).filter(([name]) => name.startsWith("h.") && Number(name.split(".")[1]) <= layer));
        const model = await load({ spec, examples: reference.examples, parameters });
        const { batch } = packAll(model, reference.examples.map(({ x }) => ({ x })));
        const found = await model.executor.run(["predict"], batch, ["output.end", ...(every === "" ? [] : ["output.s"])]);
        if (every !== "") expect(distance(joined(unpackRows(batch, "T", found["output.s"], 2 * H)), joined(reference.hidden))).toBeLessThanOrEqual(tolerances.outputs);
        const ends = unpackRows(batch, null, found["output.end"], 2 * H);
        ["forward", "backward"].forEach((direction, i) => {
          const expected = reference.finals[`h.${layer}.${direction}.${state}`];
          expect(distance(joined(ends.map((row) => row.subarray(i * H, (i + 1) * H))), joined(expected)), `${direction} ${state} of layer ${layer}`).toBeLessThanOrEqual(tolerances.finals);
        });
      }
    }
  });

  test("every parameter's gradient", async () => {
    const model = await load(reference);
    const { batch } = packAll(model, reference.examples);
    await model.executor.run(["forward", "backward"], batch, ["loss"]);
    expect(Object.keys(reference.gradients).sort()).toEqual(model.description.parameters.map((parameter) => parameter.name).sort());
    await expectGradients(model, reference.gradients);
  });

  test("ten training losses with Adam and clipping", async () => {
    const model = await load(reference);
    const { sequences } = packAll(model, reference.examples);
    await expectTraining(model, sequences, reference.training, reference.norms);
  });
});

describe("learned first states", () => {
  test.each(readInitials().map((reference) => [reference.name, reference] as const))("%s", async (_, reference) => {
    const model = await load(reference);
    const { sequences, batch } = packAll(model, reference.examples);
    const found = await model.executor.run(["predict"], batch, model.description.heads.map(({ name }) => `output.${name}`));
    for (const { name, axis, size } of model.description.heads) {
      expect(distance(joined(unpackRows(batch, axis, found[`output.${name}`], size)), joined(reference.outputs[name])), name).toBeLessThanOrEqual(tolerances.outputs);
    }
    const { loss } = await model.executor.run(["forward", "backward"], batch, ["loss"]);
    expect(distance(loss, [reference.loss])).toBeLessThanOrEqual(tolerances.losses);
    await expectGradients(model, reference.gradients);
    await expectTraining(model, sequences, reference.training, reference.norms);
  });
});

describe("each loss by itself", () => {
  test.each(readLosses().map((reference) => [reference.name, reference] as const))("%s", async (_, reference) => {
    const model = await load(reference);
    const { batch } = packAll(model, reference.examples);
    const found = await model.executor.run(["predict", "score"], batch, ["output.y", "loss"]);
    const rows = unpackRows(batch, null, found["output.y"], model.description.heads[0].size);
    expect(distance(joined(rows), joined(reference.outputs["y"]))).toBeLessThanOrEqual(tolerances.outputs);
    expect(relativeDistance(found["loss"], [reference.loss])).toBeLessThanOrEqual(tolerances.losses);
    const trained = await model.executor.run(["forward", "backward"], batch, ["loss"]);
    expect(relativeDistance(trained["loss"], [reference.loss])).toBeLessThanOrEqual(tolerances.losses);
    await expectGradients(model, reference.gradients);
  });
});

describe("each optimiser by itself, ten updates", () => {
  test.each(readOptimizers().map((reference) => [reference.name, reference] as const))("%s", async (_, reference) => {
    const model = await load(reference);
    const { sequences } = packAll(model, reference.examples);
    await expectTraining(model, sequences, reference.training, reference.norms);
    const flat = await model.executor.read("parameters");
    for (const [name, values] of Object.entries(reference.trained)) {
      expect(distance(sliceOf(model.description, flat, name), values), name).toBeLessThanOrEqual(tolerances.trained);
    }
  });
});
