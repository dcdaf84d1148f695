// One network twice, for tests inside TensorFlow.js: layers of tf.layers with a bidirectional LSTM in the middle, generated in one and
// tf.layers' own in the other, with the same weights. What must hold of the two on whatever backend is set.
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { expect } from "vitest";
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
