// One network twice, for tests inside TensorFlow.js: layers of tf.layers with a bidirectional LSTM in the middle, generated in one and
// tf.layers' own in the other, with the same weights. What must hold of the two on whatever backend is set.
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { expect } from "vitest";
import { asFunction } from "@rnnc/runtime/tfjs";
import { layerOf } from "@rnnc/runtime/tfjs/layers";
import type { CreateOptions } from "@rnnc/runtime";
import { loadFactory } from "./load.js";
import { seeded } from "./random.js";
import { distance, relativeDistance, tolerances } from "./tolerances.js";

const [D, H, OUT] = [5, 6, 3];
export const MIDDLE = `model middle { input x: real[T, ${D}]  stack h from x { bidirectional lstm(${H}) }  head y[t]: real[${2 * H}] = h }`;
const gates = ["i", "f", "g", "o"]; // tf.layers has them in this order, side by side

export function randomTensor(shape: number[], seed: number, size = 1): tf.Tensor {
  return tf.tensor(Float32Array.from(seeded(seed).fill(shape.reduce((a, b) => a * b, 1), size)), shape);
}

type Numbers = Record<string, ArrayLike<number>>;

/** Columns [from, from + count) of a row-major [rows, columns], transposed. */
function transposed(values: ArrayLike<number>, columns: number, from: number, count: number): Float32Array {
  const rows = values.length / columns;
  return Float32Array.from({ length: rows * count }, (_, i) => values[(i % rows) * columns + from + Math.floor(i / rows)]!);
}

/** tf.layers' kernel, recurrent kernel and bias of one direction, by our names. */
function byGate(path: string, [kernel, recurrent, bias]: readonly ArrayLike<number>[]): Numbers {
  return Object.fromEntries(
    gates.flatMap((gate, k) => [
      [`${path}.W_${gate}`, transposed(kernel!, 4 * H, k * H, H)],
      [`${path}.U_${gate}`, transposed(recurrent!, 4 * H, k * H, H)],
      [`${path}.b_${gate}`, Array.from(bias!).slice(k * H, (k + 1) * H)],
    ]),
  );
}

export interface Network {
  readonly model: tfl.LayersModel;
  /** What belongs to each trainable weight, in their order, by names that both networks have. */
  named(values: readonly ArrayLike<number>[]): Numbers;
}

/** Around the middle: dense(tanh) before it, dense after it. */
function around(middle: tfl.layers.Layer): tfl.LayersModel {
  const input = tfl.input({ shape: [null, 4] });
  const before = tfl.layers.dense({ units: D, activation: "tanh", kernelInitializer: tfl.initializers.glorotNormal({ seed: 3 }) }).apply(input);
  const after = tfl.layers.dense({ units: OUT, kernelInitializer: tfl.initializers.glorotNormal({ seed: 4 }) });
  return tfl.model({ inputs: input, outputs: after.apply(middle.apply(before)) as tfl.SymbolicTensor });
}

export async function generatedNetwork(options: CreateOptions): Promise<Network & { readonly dispose: () => void }> {
  const Middle = await layerOf(await loadFactory(MIDDLE, { layer: true }), options);
  const model = around(new Middle());
  const names = Middle.model.description.parameters.map(({ name }) => name);
  return {
    model,
    named: (values) => Object.fromEntries(["before.kernel", "before.bias", ...names, "after.kernel", "after.bias"].map((name, i) => [name, values[i]!])),
    dispose() {
      model.dispose();
      Middle.model.dispose();
    },
  };
}

/** With the weights of the other. */
export async function layersNetwork(like: Network): Promise<Network> {
  const lstm = tfl.layers.lstm({ units: H, returnSequences: true, recurrentActivation: "sigmoid", recurrentInitializer: "glorotNormal" }) as tfl.RNN;
  const model = around(tfl.layers.bidirectional({ layer: lstm, mergeMode: "concat" }));
  const named = (values: readonly ArrayLike<number>[]): Numbers => ({
    "before.kernel": values[0]!, "before.bias": values[1]!, "after.kernel": values[8]!, "after.bias": values[9]!,
    ...byGate("h.1.forward", values.slice(2, 5)), ...byGate("h.1.backward", values.slice(5, 8)),
  });
  // byGate only moves numbers: its image of the places says where each comes from.
  const source = like.named(await Promise.all(like.model.trainableWeights.map((weight) => weight.read().data())));
  const places = model.trainableWeights.map((weight) => weight.read().size);
  let at = 0;
  const numbered = places.map((count) => Float64Array.from({ length: count }, () => at++));
  const flat = new Float32Array(at);
  for (const [name, images] of Object.entries(named(numbered))) Array.from(images).forEach((place, i) => (flat[place] = source[name]![i]!));
  at = 0;
  model.setWeights(model.trainableWeights.map((weight) => {
    const { shape, size } = weight.read();
    return tf.tensor(flat.slice(at, (at += size)), shape);
  }));
  return { model, named };
}

export interface Data {
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
}

export function data(batch: number, steps: number): Data {
  return { x: randomTensor([batch, steps, 4], 1), y: randomTensor([batch, steps, OUT], 2) };
}

export function lossOf({ model }: Network, { x, y }: Data): () => tf.Scalar {
  return () => tf.mean(tf.squaredDifference(model.apply(x, { training: true }) as tf.Tensor, y)) as tf.Scalar;
}

export function variablesOf({ model }: Network): tf.Variable[] {
  return model.trainableWeights.map((weight) => weight.read() as tf.Variable);
}

async function gradientsOf(network: Network, of: Data): Promise<{ loss: number; gradients: Numbers }> {
  const variables = variablesOf(network);
  const { value, grads } = tf.variableGrads(lossOf(network, of), variables);
  const loss = (await value.data())[0]!;
  const gradients = network.named(await Promise.all(variables.map(({ name }) => grads[name]!.data())));
  tf.dispose([value, grads]);
  return { loss, gradients };
}

/** Outputs, loss and each gradient of the two networks. */
export async function expectSame(a: Network, b: Network, of: Data): Promise<void> {
  const [ours, theirs] = [a.model.predict(of.x) as tf.Tensor, b.model.predict(of.x) as tf.Tensor];
  expect(distance(await ours.data(), await theirs.data())).toBeLessThanOrEqual(tolerances.outputs);
  tf.dispose([ours, theirs]);
  const mine = await gradientsOf(a, of);
  const other = await gradientsOf(b, of);
  expect(Math.abs(mine.loss - other.loss)).toBeLessThanOrEqual(tolerances.outputs);
  expect(Object.keys(mine.gradients).sort()).toEqual(Object.keys(other.gradients).sort());
  for (const [name, values] of Object.entries(other.gradients)) expect(relativeDistance(mine.gradients[name]!, values), name).toBeLessThanOrEqual(tolerances.gradients);
}

/** Trains: the loss is half of what it was, and no step leaves a tensor behind. */
export async function expectTraining(network: Network, of: Data, steps: number, optimizer: tf.Optimizer): Promise<void> {
  const step = (): tf.Scalar => optimizer.minimize(lossOf(network, of), true, variablesOf(network))!;
  const first = step();
  const start = (await first.data())[0]!;
  first.dispose();
  const { numTensors, numDataBuffers } = tf.memory();
  let last = start;
  for (let i = 0; i < steps; i++) {
    const loss = step();
    if (i % 50 === 49 || i === steps - 1) last = (await loss.data())[0]!;
    loss.dispose();
    const now = tf.memory();
    if (now.numTensors !== numTensors || now.numDataBuffers !== numDataBuffers) expect({ step: i, ...now }).toMatchObject({ numTensors, numDataBuffers });
  }
  expect(last).toBeLessThan(start / 2);
  optimizer.dispose();
}

// ------------------------------------------------------------------------- functions of tensors

export const RAGGED: readonly (readonly [what: string, spec: string])[] = [
  ["a head at every step and one a sequence", "model m { input x: real[T, 3]  input v: real[2]  stack h from x ++ v { gru(4) }  head y: class(3) from last(h)  head z[t]: real[2] from h }"],
  ["ids", "model m { input w: token[T] of 5  stack h from w { embed(4)  bidirectional elman(3) }  head y[t]: multilabel(2) from h }"],
  ["ids with a boundary, carried states", "model m { input w: token[T] of 5  stack h from w[t-1] { embed(4)  lstm(3) }  head w[t] from h  train { gradient = tbptt(3) } }"],
  ["two axes", "model m { input a: real[S, 2]  input b: real[T, 3]  stack e from a { lstm(4) }  stack h from b init final(e) { lstm(4) }  head y[t]: real[4] = h  head z[t]: real[2] from e }"],
  ["no time", "model m { input v: real[3]  stack h from v { dense(5, tanh) }  head y: class(3) from h }"],
];

/**
 * A ragged batch says of each sequence what it says of the sequence alone, zeros past its end; the gradients of the parameters are the sums of
 * those, the gradients of the inputs those themselves; outputs are what `model.predict` would say.
 */
export async function expectRagged(spec: string, options: CreateOptions): Promise<void> {
  const model = await (await loadFactory(spec, { layer: true })).create({ ...options, seed: 5 });
  const { description: d } = model;
  const fn = await asFunction(model);
  const random = seeded(11);
  const lengths: Record<string, number[]> = Object.fromEntries(d.axes.map((axis, i) => [axis, i === 0 ? [2, 5, 0, 4] : [3, 1, 2, 3]]));
  const most = (axis: string): number => Math.max(...lengths[axis]!) + 1; // a step that no sequence has
  const shapeOf = (axis: string | null, size: number | null, length: (axis: string) => number): number[] => [...(axis === null ? [] : [length(axis)]), ...(size === null ? [] : [size])];
  /** Of a sequence alone. Some backends can do nothing with tensors of no numbers: an empty sequence has a step that isn't read. */
  const stepsOf = (axis: string, of: number): number => Math.max(1, lengths[axis]![of]!);
  const optionsOf = (of: number | null) => ({ lengths: of === null ? lengths : Object.fromEntries(d.axes.map((axis) => [axis, [lengths[axis]![of]!]])) });
  const real = d.inputs.map(({ kind }) => kind === "real");
  const values = d.inputs.map(({ axis, kind, size, boundary }) => {
    const count = 4 * shapeOf(axis, kind === "real" ? size : null, most).reduce((a, b) => a * b, 1);
    return kind === "real" ? Float32Array.from(random.fill(count, 1)) : Int32Array.from({ length: count }, () => random.int(0, size - (boundary ? 0 : 1)));
  });
  const tensorOf = (i: number, of: number | null): tf.Tensor => {
    const { axis, size } = d.inputs[i]!;
    const whole = shapeOf(axis, real[i] ? size : null, most);
    const each = whole.reduce((a, b) => a * b, 1);
    if (of === null) return tf.tensor(values[i]!.slice(), [4, ...whole], real[i] ? "float32" : "int32");
    const own = shapeOf(axis, real[i] ? size : null, (name) => stepsOf(name, of));
    return tf.tensor(values[i]!.slice(of * each, of * each + own.reduce((a, b) => a * b, 1)), [1, ...own], real[i] ? "float32" : "int32");
  };
  const seeds = d.heads.map(({ axis, size }) => Float32Array.from(random.fill(4 * shapeOf(axis, size, most).reduce((a, b) => a * b, 1), 1)));
  const run = async (of: number | null): Promise<{ outputs: Record<string, Float32Array>; parameters: Record<string, Float32Array>; inputs: Record<string, Float32Array> }> => {
    const inputs = Object.fromEntries(d.inputs.map(({ name }, i): [string, tf.Tensor] => [name, tensorOf(i, of)]));
    const sum = (given: Record<string, tf.Tensor>): tf.Scalar => {
      const outputs = fn(given, optionsOf(of));
      const terms = d.heads.map(({ name, axis, size }, i) => {
        const whole = shapeOf(axis, size, most);
        const each = whole.reduce((a, b) => a * b, 1);
        const own = shapeOf(axis, size, (one) => (of === null ? most(one) : stepsOf(one, of)));
        const seed = of === null ? tf.tensor(seeds[i]!.slice(), [4, ...whole]) : tf.tensor(seeds[i]!.slice(of * each, of * each + own.reduce((a, b) => a * b, 1)), [1, ...own]);
        return tf.sum(tf.mul(outputs[name]!, seed));
      });
      return tf.addN(terms) as tf.Scalar;
    };
    const made = fn(inputs, optionsOf(of));
    const { value, grads } = tf.variableGrads(() => sum(inputs), Object.values(fn.variables).filter(({ trainable }) => trainable));
    const reals = d.inputs.filter((_, i) => real[i]).map(({ name }) => name);
    const byInput = reals.length === 0 ? [] : tf.grads((...list) => sum({ ...inputs, ...Object.fromEntries(reals.map((name, i) => [name, list[i]!])) }))(reals.map((name) => inputs[name]!));
    const read = async (tensors: Record<string, tf.Tensor>): Promise<Record<string, Float32Array>> => Object.fromEntries(await Promise.all(Object.entries(tensors).map(async ([name, tensor]) => [name, (await tensor.data()) as Float32Array] as const)));
    const result = { outputs: await read(made), parameters: await read(Object.fromEntries(Object.entries(fn.variables).filter(([, { trainable }]) => trainable).map(([name, one]) => [name, grads[one.name]!]))), inputs: await read(Object.fromEntries(reals.map((name, i) => [name, byInput[i]!]))) };
    tf.dispose([inputs, made, value, grads, byInput]);
    return result;
  };
  const before = tf.memory().numTensors;
  const together = await run(null);
  const alone = [await run(0), await run(1), await run(2), await run(3)];
  expect(tf.memory().numTensors).toBe(before);
  const expectRows = (found: Float32Array, of: (b: number) => Float32Array, what: string, bound: number): void => {
    const each = found.length / 4;
    for (let b = 0; b < 4; b++) {
      const expected = new Float32Array(each);
      expected.set(of(b));
      expect(distance(found.subarray(b * each, (b + 1) * each), expected), `${what}, sequence ${b}`).toBeLessThanOrEqual(bound);
    }
  };
  for (const { name } of d.heads) expectRows(together.outputs[name]!, (b) => alone[b]!.outputs[name]!, name, tolerances.outputs);
  for (const name of Object.keys(together.inputs)) expectRows(together.inputs[name]!, (b) => alone[b]!.inputs[name]!, `d${name}`, tolerances.gradients);
  for (const [name, gradient] of Object.entries(together.parameters)) {
    const sum = gradient.map((_, i) => alone.reduce((total, one) => total + one.parameters[name]![i]!, 0));
    expect(relativeDistance(gradient, sum), `d${name}`).toBeLessThanOrEqual(tolerances.gradients);
    expect(gradient.some((value) => value !== 0), `d${name} is all zeros`).toBe(true);
  }
  const columns = Object.fromEntries(d.inputs.map(({ name, axis, size, boundary }, i) => [name, alone.map((_, b) => {
    const flat = Array.from(values[i]!.slice(b * (values[i]!.length / 4)));
    const own = axis === null ? flat.slice(0, size) : flat.slice(0, lengths[axis]![b]! * (real[i] ? size : 1));
    return axis !== null && real[i] ? Array.from({ length: lengths[axis]![b]! }, (_, t) => own.slice(t * size, (t + 1) * size)) : boundary ? null : own;
  })]));
  if (!d.inputs.some(({ boundary }) => boundary)) {
    const predicted = (await model.predict(columns as never)) as Record<string, unknown[]>;
    for (const head of d.heads) {
      const flat = (value: unknown): number[] => (typeof value === "number" ? [value] : ArrayBuffer.isView(value) || Array.isArray(value) ? Array.from(value as unknown as ArrayLike<unknown>).flatMap(flat) : flat((value as { probabilities: Float32Array }).probabilities));
      expectRows(together.outputs[head.name]!, (b) => Float32Array.from(flat(predicted[head.name]![b])), `${head.name} by predict`, tolerances.outputs);
    }
  }
  fn.dispose();
  model.dispose();
}
