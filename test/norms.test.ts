// `batch_norm` and `layer_norm` against PyTorch: what they say before and after training, gradients, ten losses, running
// statistics. Then what running statistics have to survive: saving, stopping, going back to the best epoch.
import { describe, expect, test } from "vitest";
import type { TrainableModel } from "../runtime/train.js";
import { pack, unpackRows, type PackedBatch } from "../runtime/batch.js";
import { createEncoder } from "../runtime/encode.js";
import type { Sequence } from "../runtime/examples.js";
import { fit, trainStep } from "../runtime/train.js";
import { initialise, sliceOf } from "../runtime/weights.js";
import { compileAndLoad } from "./support/load.js";
import { readNorms, type NormReference } from "./support/references.js";
import { compileStages } from "./support/stages.js";
import { distance, relativeDistance, tolerances } from "./support/tolerances.js";

async function load(reference: NormReference): Promise<{ model: TrainableModel; sequences: readonly Sequence[]; batch: PackedBatch }> {
  const model: TrainableModel = await compileAndLoad(reference.spec);
  const { description: d } = model;
  expect(d.parameters.map(({ name }) => name).sort()).toEqual(Object.keys(reference.parameters).sort());
  const flat = new Float32Array(d.parameterCount);
  for (const [name, { data }] of Object.entries(reference.parameters)) sliceOf(d, flat, name).set(data);
  model.executor.write("parameters", flat);
  const encode = createEncoder(d, model.fitted);
  const sequences = reference.examples.map((example, id) => encode(example, id, { targets: true }));
  const batch = pack(d, sequences.map((sequence) => ({ sequence, from: 0, to: sequence.columns["x"].length })), { targets: true, key: 0 });
  return { model, sequences, batch };
}

async function expectSays({ description: d, executor }: TrainableModel, batch: PackedBatch, expected: NormReference["untrained"]): Promise<void> {
  const found = await executor.run(["predict"], batch, d.heads.map((head) => `output.${head.name}`));
  for (const head of d.heads) {
    const rows = unpackRows(batch, head.axis, found[`output.${head.name}`], head.size);
    expect(distance(rows.flatMap((row) => [...row]), expected[head.name].flat()), head.name).toBeLessThanOrEqual(tolerances.trained);
  }
}

describe.each(readNorms().map((reference) => [reference.name, reference] as const))("%s against PyTorch", (_, reference) => {
  test("what it says before training, and the gradients of the first update", async () => {
    const { model, batch } = await load(reference);
    await expectSays(model, batch, reference.untrained);
    const { loss } = await model.executor.run(["forward", "backward"], batch, ["loss"]);
    expect(Math.abs(loss[0] - reference.training[0])).toBeLessThanOrEqual(tolerances.losses);
    const flat = await model.executor.read("gradients");
    for (const [name, gradient] of Object.entries(reference.gradients)) expect(relativeDistance(sliceOf(model.description, flat, name), gradient), `d${name}`).toBeLessThanOrEqual(tolerances.gradients);
  });

  test("ten updates, the running statistics they leave, and what the network says by them", async () => {
    const { model, sequences, batch } = await load(reference);
    const [losses, norms]: number[][] = [[], []];
    for (let i = 0; i < reference.training.length; i++) {
      const { loss, gradientNorm } = await trainStep(model, sequences);
      losses.push(loss);
      norms.push(gradientNorm);
    }
    expect(distance(losses, reference.training), `losses ${losses.join(" ")}`).toBeLessThanOrEqual(tolerances.losses);
    expect(relativeDistance(norms, reference.norms), `norms ${norms.join(" ")}`).toBeLessThanOrEqual(tolerances.gradients);
    const flat = await model.executor.read("parameters");
    expect(Object.keys(reference.running).sort()).toEqual(model.description.parameters.filter((p) => p.running).map(({ name }) => name).sort());
    for (const [name, values] of Object.entries(reference.running)) expect(distance(sliceOf(model.description, flat, name), values), name).toBeLessThanOrEqual(tolerances.running);
    await expectSays(model, batch, reference.evaluated);
  });
});

describe("running statistics", () => {
  const spec = `model m { input x: real[T, 3]  stack h from x { batch_norm  gru(4)  batch_norm }  head y[t]: class(3) from h
    train { optimizer = adamw(rate = 1e-2, decay = 0.1)  clip = norm(1, each)  batch = 4  epochs = 4  validate = 25%  patience = 2 } }`;
  const examples = Array.from({ length: 16 }, (_, i) => {
    const length = 2 + (i % 5);
    return { x: Array.from({ length }, (_, t) => [Math.sin(i + t), Math.cos(i * t), 5 + ((i * t) % 3)]), y: Array.from({ length }, (_, t) => (i + t) % 3) };
  });
  const fresh = async () => {
    const model = await compileAndLoad(spec);
    model.executor.write("parameters", initialise(model.description, 1));
    const encode = createEncoder(model.description, model.fitted);
    return { model, data: examples.map((example, id) => encode(example, id, { targets: true })) };
  };

  test("start at 0 and 1, lie behind all that learns, and have no gradient, decay or moments", async () => {
    const { model, data } = await fresh();
    const { description: d, executor } = model;
    const trained = d.parameters.filter((p) => !p.frozen);
    expect(d.parameters.slice(trained.length).map(({ name, initial, running }) => [name, initial.kind, running])).toEqual(["h.1", "h.3"].flatMap((path) => [[`${path}.running_mean`, "zeros", true], [`${path}.running_var`, "ones", true]]));
    await trainStep(model, data.slice(0, 5));
    const from = d.parameters[trained.length].offset;
    for (const buffer of ["gradients", "moment1", "moment2"]) expect([...(await executor.read(buffer)).subarray(from)], buffer).toEqual(Array.from({ length: d.parameterCount - from }, () => 0));
    // 0.9 of what it was and 0.1 of the batch's: no decay.
    const rows = examples.slice(0, 5).flatMap(({ x }) => x.map((row) => row[0]));
    const mean = rows.reduce((a, b) => a + b) / rows.length;
    const variance = rows.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (rows.length - 1);
    const flat = await executor.read("parameters");
    expect(sliceOf(d, flat, "h.1.running_mean")[0]).toBeCloseTo(0.1 * mean, 6);
    expect(sliceOf(d, flat, "h.1.running_var")[0]).toBeCloseTo(0.9 + 0.1 * variance, 6);
  });

  test("one row alone moves nothing", async () => {
    const { model, data } = await fresh();
    const one = { ...data[0], columns: Object.fromEntries(Object.entries(data[0].columns).map(([name, { data: values, length }]) => [name, { length: 1, data: values.slice(0, values.length / length) }])) } as Sequence;
    const before = await model.executor.read("parameters");
    await trainStep(model, [one]);
    const after = await model.executor.read("parameters");
    for (const { name } of model.description.parameters.filter((p) => p.running)) expect(sliceOf(model.description, after, name)).toEqual(sliceOf(model.description, before, name));
  });

  test("a run that was stopped, saved and resumed ends with the same bits; patience brings those of the best epoch", async () => {
    const whole = await fresh();
    let best: Float32Array | null = null;
    let restored = 0;
    for await (const report of fit(whole.model, { training: whole.data })) {
      if (report.improved) best = report.done ? best : await whole.model.executor.read("parameters");
      restored = report.restored ?? restored;
    }
    const expected = await whole.model.executor.read("parameters");
    if (best && restored < 4) expect(expected).toEqual(best);

    const { model, data } = await fresh();
    for await (const report of fit(model, { training: data }, { every: { updates: 1 } })) if (report.update === 5) break;
    const again = await fresh();
    await again.model.load(await model.save());
    for await (const report of fit(again.model, { training: again.data }, { progress: again.model.progress })) void report;
    expect(await again.model.executor.read("parameters")).toEqual(expected);
  });

  test("learning one step at a time has no batch to normalise by", () => {
    for (const train of ["update = step", "gradient = rtrl"])
      expect(() => compileStages(`model m { input x: real[T]  stack h from x { elman(4)  batch_norm }  head y[t]: class(3) from h  train { ${train} } }`)).toThrow(/RNN403 `batch_norm` needs a batch/);
    expect(() => compileStages("model m { input x: real[3]  stack h from x { dense(4)  batch_norm }  head y: class(3) from h  train { batch = 1 } }")).toThrow(/RNN403 `batch_norm` needs a batch/);
  });
});
