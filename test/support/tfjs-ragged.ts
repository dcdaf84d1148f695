// Functions of tensors on ragged batches, for tests inside TensorFlow.js: what a batch of sequences of different lengths says, and its
// gradients, against each sequence alone and against the model asked directly. On whatever backend is set.
import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { asFunction } from "@rnnc/runtime/tfjs";
import type { CreateOptions } from "@rnnc/runtime";
import { loadFactory } from "./load.js";
import { seeded } from "./random.js";
import { distance, relativeDistance, tolerances } from "./tolerances.js";

export const RAGGED: readonly (readonly [what: string, spec: string])[] = [
  ["a head at every step and one a sequence", "model m { input x: real[T, 3]  input v: real[2]  stack h from x ++ v { gru(4) }  head y: class(3) from last(h)  head z[t]: real[2] from h }"],
  ["ids", "model m { input w: token[T] of 5  stack h from w { embed(4)  bidirectional elman(3) }  head y[t]: multilabel(2) from h }"],
  ["ids with a boundary, carried states", "model m { input w: token[T] of 5  stack h from w[t-1] { embed(4)  lstm(3) }  head w[t] from h  train { gradient = tbptt(3) } }"],
  ["two axes", "model m { input a: real[S, 2]  input b: real[T, 3]  stack e from a { lstm(4) }  stack h from b init final(e) { lstm(4) }  head y[t]: real[4] = h  head z[t]: real[2] from e }"],
  ["no time", "model m { input v: real[3]  stack h from v { dense(5, tanh) }  head y: class(3) from h }"],
];

const B = 4;
/** Of the sequences, along a model's first and second axis. */
const LENGTHS = [[2, 5, 0, 4], [3, 1, 2, 3]];

/** Numbers of all sequences, [B, T, …] or [B, …]: T is more than any sequence has. */
interface Dense {
  readonly data: Float32Array | Int32Array;
  readonly axis: string | null;
  readonly shape: readonly number[];
}

type Numbers = Record<string, Float32Array>;

interface Results {
  readonly outputs: Numbers;
  readonly parameters: Numbers;
  /** Of inputs of reals. */
  readonly inputs: Numbers;
}

/**
 * A ragged batch says of each sequence what it says of the sequence alone, zeros past its end; the gradients of the parameters are the sums of
 * those, the gradients of the inputs those themselves; outputs are what `model.predict` says.
 */
export async function expectRagged(spec: string, options: CreateOptions): Promise<void> {
  const model = await (await loadFactory(spec, { layer: true })).create({ ...options, seed: 5 });
  const { description: d } = model;
  const fn = await asFunction(model);
  const random = seeded(11);
  const lengths: Record<string, readonly number[]> = Object.fromEntries(d.axes.map((axis, i) => [axis, LENGTHS[i]!]));

  const dense = (axis: string | null, width: readonly number[], id: (() => number) | null): Dense => {
    const shape = [B, ...(axis === null ? [] : [Math.max(...lengths[axis]!) + 1]), ...width];
    const count = shape.reduce((a, b) => a * b, 1);
    return { data: id ? Int32Array.from({ length: count }, id) : Float32Array.from(random.fill(count, 1)), axis, shape };
  };
  const given = new Map(d.inputs.map(({ name, axis, kind, size, boundary }) => [name, kind === "real" ? dense(axis, [size], null) : dense(axis, [], () => random.int(0, size - (boundary ? 0 : 1)))]));
  const seeds = new Map(d.heads.map(({ name, axis, size }) => [name, dense(axis, [size], null)]));

  /** Of sequence `b`, as many steps as it has. Some backends can do nothing with tensors of no numbers: an empty one has a step, which isn't read. */
  const numbersOf = ({ data, axis, shape }: Dense, b: number): { readonly data: Dense["data"]; readonly shape: number[] } => {
    const own = axis === null ? shape.slice(1) : [Math.max(1, lengths[axis]![b]!), ...shape.slice(2)];
    const start = b * (data.length / B);
    return { data: data.slice(start, start + own.reduce((x, y) => x * y, 1)), shape: [1, ...own] };
  };
  /** Of one sequence, or of all. */
  const tensorOf = (of: Dense, b: number | null): tf.Tensor => {
    const { data, shape } = b === null ? { data: of.data.slice(), shape: [...of.shape] } : numbersOf(of, b);
    return tf.tensor(data, shape, data instanceof Int32Array ? "int32" : "float32");
  };

  const run = async (b: number | null): Promise<Results> => {
    const lengthsOf = { lengths: b === null ? lengths : Object.fromEntries(d.axes.map((axis) => [axis, [lengths[axis]![b]!]])) };
    const inputs: Record<string, tf.Tensor> = Object.fromEntries(Array.from(given, ([name, of]) => [name, tensorOf(of, b)]));
    const reals = d.inputs.filter(({ kind }) => kind === "real").map(({ name }) => name);
    const trained = Object.entries(fn.variables).filter(([, { trainable }]) => trainable);
    /** Σ seed · output. */
    const sum = (at: Record<string, tf.Tensor>): tf.Scalar => {
      const outputs = fn(at, lengthsOf);
      return tf.addN(Array.from(seeds, ([name, seed]) => tf.sum(tf.mul(outputs[name]!, tensorOf(seed, b))))) as tf.Scalar;
    };
    const outputs = fn(inputs, lengthsOf);
    const { value, grads } = tf.variableGrads(() => sum(inputs), trained.map(([, variable]) => variable));
    const byInput = reals.length === 0 ? [] : tf.grads((...list) => sum({ ...inputs, ...Object.fromEntries(reals.map((name, i) => [name, list[i]!])) }))(reals.map((name) => inputs[name]!));
    const results = {
      outputs: await read(outputs),
      parameters: await read(Object.fromEntries(trained.map(([name, variable]) => [name, grads[variable.name]!]))),
      inputs: await read(Object.fromEntries(reals.map((name, i) => [name, byInput[i]!]))),
    };
    tf.dispose([inputs, { ...outputs }, value, grads, byInput]);
    return results;
  };
  const { numTensors } = tf.memory();
  const together = await run(null);
  const alone: Results[] = [];
  for (let b = 0; b < B; b++) alone.push(await run(b));
  expect(tf.memory().numTensors).toBe(numTensors);

  for (const { name } of d.heads) expectRows(together.outputs[name]!, (b) => alone[b]!.outputs[name]!, name, tolerances.outputs);
  for (const [name, rows] of Object.entries(together.inputs)) expectRows(rows, (b) => alone[b]!.inputs[name]!, `d${name}`, tolerances.gradients);
  for (const [name, gradient] of Object.entries(together.parameters)) {
    const sum = gradient.map((_, i) => alone.reduce((total, one) => total + one.parameters[name]![i]!, 0));
    expect(relativeDistance(gradient, sum), `d${name}`).toBeLessThanOrEqual(tolerances.gradients);
    expect(gradient.some((value) => value !== 0), `d${name} is all zeros`).toBe(true);
  }
  // A boundary is none of the symbols that `predict` takes.
  if (!d.inputs.some(({ boundary }) => boundary)) {
    const columns = d.inputs.map(({ name, axis, kind, size }): [string, unknown] => [name, Array.from({ length: B }, (_, b) => {
      const own = Array.from(numbersOf(given.get(name)!, b).data);
      if (axis === null) return own;
      return kind === "real" ? Array.from({ length: lengths[axis]![b]! }, (_, t) => own.slice(t * size, (t + 1) * size)) : own.slice(0, lengths[axis]![b]!);
    })]);
    const predicted = (await model.predict(Object.fromEntries(columns) as never)) as Record<string, unknown[]>;
    for (const { name } of d.heads) expectRows(together.outputs[name]!, (b) => numbersIn(predicted[name]![b]), `${name} by predict`, tolerances.outputs);
  }
  fn.dispose();
  model.dispose();
}

/** Each sequence's part of a dense tensor: what is expected of it, then zeros. */
function expectRows(found: Float32Array, of: (b: number) => Float32Array, what: string, bound: number): void {
  const each = found.length / B;
  for (let b = 0; b < B; b++) {
    const expected = new Float32Array(each);
    expected.set(of(b));
    expect(distance(found.subarray(b * each, (b + 1) * each), expected), `${what}, sequence ${b}`).toBeLessThanOrEqual(bound);
  }
}

async function read(tensors: Record<string, tf.Tensor>): Promise<Numbers> {
  return Object.fromEntries(await Promise.all(Object.entries(tensors).map(async ([name, tensor]): Promise<[string, Float32Array]> => [name, (await tensor.data()) as Float32Array])));
}

/** All numbers of a prediction, in order; of a class its probabilities. */
function numbersIn(prediction: unknown): Float32Array {
  const list = (value: unknown): number[] => {
    if (typeof value === "number") return [value];
    return ArrayBuffer.isView(value) || Array.isArray(value) ? Array.from(value as ArrayLike<unknown>).flatMap(list) : list((value as { probabilities: Float32Array }).probabilities);
  };
  return Float32Array.from(list(prediction));
}
