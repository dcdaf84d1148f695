// What the passes make of a network means what PyTorch computes in float64: the interpreter against the references to 1e-8,
// where the kernels (pytorch.test.ts) can only be held to f32. A wrong formula can't hide behind a rounding here.
import { describe, expect, test } from "vitest";
import { interpret, type Batch } from "../compiler/interpret.js";
import { lengthOf, pack, placeOf, type PackedBatch } from "../runtime/batch.js";
import type { Description } from "../runtime/device.js";
import { createEncoder, NOTHING_FITTED } from "../runtime/encode.js";
import { biasCorrections } from "../runtime/schedule.js";
import { countOf } from "../runtime/weights.js";
import { stepsOf } from "../runtime/windows.js";
import { compilePrograms } from "./support/load.js";
import { networkNames, readDecoders, readInitials, readLosses, readNetwork, readOptimizers, type LossReference, type NetworkReference } from "./support/references.js";
import { distance, relativeDistance, tolerances } from "./support/tolerances.js";

type Problem = Pick<NetworkReference, "examples" | "parameters">;
type Reference = Pick<NetworkReference | LossReference, "examples" | "parameters" | "outputs" | "gradients">;

/** All examples as one batch in float64, and how its rows are told apart. */
function packExactly(d: Description, { examples, parameters }: Problem) {
  const encode = createEncoder(d, NOTHING_FITTED);
  const segments = examples.map((example, id) => {
    const sequence = encode(example, id, { targets: true });
    return { sequence, from: 0, to: stepsOf(d, sequence) };
  });
  const packed = pack(d, segments, { targets: true, key: 0 });
  // The runtime gives weights of rows in f32; 1/N there is off by more than what is compared here.
  const weights = d.heads.map(({ name, weight }) => {
    const rounded = Array.from(packed.data[`weight.${name}`]);
    const count = rounded.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
    return [`weight.${name}`, Float64Array.from(rounded, (value) => (value > 0 ? weight / count : 0))] as const;
  });
  const batch: Batch = {
    size: packed.size,
    axes: packed.axes,
    data: { ...packed.data, ...Object.fromEntries(weights) },
    // Nine digits stand for a float32 number: here it has to be that number itself.
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, { data }]) => [name, Float32Array.from(data)])),
  };
  return { packed, batch };
}

/** The runtime's unpackRows, in float64: for each example its rows end to end. */
function unpackExactly(packed: PackedBatch, axis: string | null, values: Float64Array, width: number): number[][] {
  const apart: number[][] = [];
  packed.order.forEach((example, b) => {
    const place = axis === null ? b : placeOf(packed, axis, b);
    const steps = axis === null ? [b] : Array.from({ length: lengthOf(packed.axes[axis], place) }, (_, t) => packed.axes[axis].start[t] + place);
    apart[example] = steps.flatMap((row) => Array.from(values.subarray(row * width, (row + 1) * width)));
  });
  return apart;
}

async function expectSame(spec: string, reference: Reference, losses: Readonly<Record<string, number>>): Promise<void> {
  const { description: d, programs } = await compilePrograms(spec);
  const { packed, batch } = packExactly(d, reference);
  const program = (name: string) => programs.find((candidate) => candidate.name === name)!;

  const predicted = interpret(program("predict"), batch);
  for (const { name, axis, size } of d.heads) {
    const rows = unpackExactly(packed, axis, predicted[`output.${name}`], size);
    expect(distance(rows.flat(), reference.outputs[name].flat()), `output ${name}`).toBeLessThanOrEqual(tolerances.interpreterReference);
  }
  const trained = interpret(program("train"), batch);
  for (const [name, loss] of Object.entries(losses)) {
    expect(relativeDistance(predicted[name], [loss]), `${name} of predict`).toBeLessThanOrEqual(tolerances.interpreterReference);
    expect(relativeDistance(trained[name], [loss]), `${name} of train`).toBeLessThanOrEqual(tolerances.interpreterReference);
  }
  expect(Object.keys(reference.gradients).sort()).toEqual(d.parameters.map((parameter) => parameter.name).sort());
  for (const parameter of d.parameters) {
    const gradient = trained["gradients"].slice(parameter.offset, parameter.offset + countOf(parameter));
    expect(relativeDistance(gradient, reference.gradients[parameter.name]), `d${parameter.name}`).toBeLessThanOrEqual(tolerances.interpreterReference);
  }
}

describe("networks", () => {
  test.each(networkNames)("%s", async (name) => {
    const reference = readNetwork(name);
    const { total, y, z } = reference.losses;
    await expectSame(reference.spec, reference, { loss: total, "loss.y": y, "loss.z": 0.5 * z });
  });
});

describe("decoders", () => {
  test.each(readDecoders().map((reference) => [reference.name, reference] as const))("%s", async (_, reference) => {
    await expectSame(reference.spec, reference, { loss: reference.training[0]! });
  });
});

describe("learned first states", () => {
  test.each(readInitials().map((reference) => [reference.name, reference] as const))("%s", async (_, reference) => {
    await expectSame(reference.spec, reference, { loss: reference.loss });
  });
});

describe("losses", () => {
  test.each(readLosses().map((reference) => [reference.name, reference] as const))("%s", async (_, reference) => {
    await expectSame(reference.spec, reference, { loss: reference.loss });
  });
});

describe("optimisers, ten updates", () => {
  test.each(readOptimizers().map((reference) => [reference.name, reference] as const))("%s", async (_, reference) => {
    const { description: d, programs } = await compilePrograms(reference.spec);
    const { batch } = packExactly(d, reference);
    const program = (name: string) => programs.find((candidate) => candidate.name === name)!;
    const { optimizer } = d.training;
    let flat = new Float64Array(d.parameterCount);
    for (const { name, offset } of d.parameters) flat.set(reference.parameters[name].data, offset);
    let moments: Record<string, Float64Array> = { moment1: new Float64Array(d.parameterCount), moment2: new Float64Array(d.parameterCount) };
    const losses: number[] = [];
    const norms: number[] = [];
    for (let update = 1; update <= reference.training.length; update++) {
      const parameters = Object.fromEntries(d.parameters.map((parameter) => [parameter.name, flat.subarray(parameter.offset, parameter.offset + countOf(parameter))]));
      const { loss, gradients } = interpret(program("train"), { ...batch, parameters });
      const { bias1, bias2 } = biasCorrections(optimizer, update);
      const data = { parameters: flat, gradients, ...moments, "update.rate": [optimizer.rate], "update.bias1": [bias1], "update.bias2": [bias2] };
      const { norm, parameters: next, ...kept } = interpret(program("update"), { size: 0, axes: {}, data, parameters: {} });
      losses.push(loss[0]);
      norms.push(norm[0]);
      flat = next as Float64Array<ArrayBuffer>;
      moments = { ...moments, ...kept };
    }
    expect(relativeDistance(losses, reference.training)).toBeLessThanOrEqual(tolerances.interpreterReference);
    expect(relativeDistance(norms, reference.norms)).toBeLessThanOrEqual(tolerances.interpreterReference);
    for (const parameter of d.parameters) {
      const trained = flat.subarray(parameter.offset, parameter.offset + countOf(parameter));
      expect(relativeDistance(trained, reference.trained[parameter.name]), parameter.name).toBeLessThanOrEqual(tolerances.interpreterReference);
    }
  });
});
