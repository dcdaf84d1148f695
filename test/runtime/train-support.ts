// Two tiny networks done by hand in float64, behind the Executor contract: an Elman language model with carried
// states, and a linear forecast from the last value. So training is tested without a compiler or kernels.

import type { Description, Executor, Packed, ProgramName, TrainingDescription, SteppingDescription } from "../../runtime/device.js";
import type { Sequence } from "../../runtime/examples.js";
import { key, uniform } from "../../runtime/random.js";
import type { TrainableModel } from "../../runtime/train.js";

/** A model whose executor remembers what it was given. */
export interface FakeModel extends TrainableModel {
  readonly executor: FakeExecutor;
}

export interface FakeExecutor extends Executor {
  /** Every batch that was run, by first program. */
  readonly log: { readonly programs: readonly ProgramName[]; readonly batch: Packed; readonly parameters: Float32Array }[];
  /** Keep the log? Off for long runs. */
  logging: boolean;
  readonly buffers: Readonly<Record<string, Float32Array>>;
}

/** loss per head, outputs and finals by name, and the gradient. */
interface Pass {
  readonly named: Readonly<Record<string, Float32Array>>;
  readonly gradient: Float64Array;
}
type Network = (parameters: Float32Array, batch: Packed, training: boolean) => Pass;

const training: TrainingDescription = {
  optimizer: { kind: "adam", rate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  schedule: { kind: "constant", warmup: 0 },
  clip: null,
  gradient: { kind: "bptt" },
  update: "batch",
  batch: 3,
  epochs: 3,
  validate: 0,
  patience: null,
  cut: null,
  teacherForcing: null,
  decay: 0,
  seed: 1,
  metrics: [],
};

const common = { doc: "", fingerprint: "f", streamable: true, whyNotStreamable: null, moments: 2 } as const;
const steppingOf = (head: string): SteppingDescription => ({ axis: "T", starts: [], context: [], heads: [head], begun: [] });

export const V = 5;
export const H = 3;
const SIZES = { W: H * V, U: H * H, b: H, A: V * H, c: V };
const P = Object.values(SIZES).reduce((a, b) => a + b, 0);

/** `head text[t+1] from h`, h = tanh(W·x + U·h[t-1] + b). */
export function languageModel(over: Partial<TrainingDescription> = {}): FakeModel {
  const d: Description = {
    ...common,
    name: "lm",
    stepping: steppingOf("text"),
    axes: ["T"],
    inputs: [{ name: "text", kind: "token", axis: "T", size: V, scale: null, keep: null, lowercase: false, boundary: false }],
    heads: [{ name: "text", kind: "class", size: V, classes: null, predicts: { input: "text", from: 1, to: 1 }, axis: "T", loss: "cross_entropy", weight: 1, scale: null }],
    parameters: [],
    parameterCount: P,
    states: [{ name: "h.1.h", size: H }],
    training: { ...training, ...over },
  };
  return createFake(d, elman, Float32Array.from({ length: P }, (_, i) => uniform(7, i, 0, 0) - 0.5));
}

/** `head x[t+1] from last(…)`: y = w·x[last] + b, squared error; x scaled by (x − 10) / 4. */
export function forecastModel(over: Partial<TrainingDescription> = {}): FakeModel {
  const d: Description = {
    ...common,
    name: "forecast",
    stepping: steppingOf("x"),
    axes: ["T"],
    inputs: [{ name: "x", kind: "real", axis: "T", size: 1, scale: "standard", keep: null, lowercase: false, boundary: false }],
    heads: [{ name: "x", kind: "real", size: 1, classes: null, predicts: { input: "x", from: 1, to: 1 }, axis: null, loss: "mean_squared_error", weight: 1, scale: null }],
    parameters: [],
    parameterCount: 2,
    states: [],
    training: { ...training, ...over },
  };
  return { ...createFake(d, linear, Float32Array.of(0.3, 0.1)), fitted: { vocabularies: {}, classes: {}, scalers: { x: { shift: [10], scale: [4] } } } };
}

export function textOf(id: number, ids: readonly number[]): Sequence {
  return { id, columns: { text: { data: Int32Array.from(ids), length: ids.length } } };
}

/** Random ids. */
export function randomText(seed: number, id: number, length: number): Sequence {
  return textOf(id, Array.from({ length }, (_, t) => Math.floor(uniform(key(seed, id), t, 0, 0) * V)));
}

export function seriesOf(id: number, values: readonly number[]): Sequence {
  return { id, columns: { x: { data: Float32Array.from(values, (value) => (value - 10) / 4), length: values.length } } };
}

function createFake(d: Description, network: Network, parameters: Float32Array): FakeModel {
  const buffers: Record<string, Float32Array> = {
    parameters: parameters.slice(),
    moment1: new Float32Array(parameters.length),
    moment2: new Float32Array(parameters.length),
    gradients: new Float32Array(parameters.length),
  };
  const executor: FakeExecutor = {
    device: "wasm",
    uses: 0,
    variant: "fake",
    memory: 0,
    log: [],
    logging: true,
    buffers,
    write: (name, data) => buffers[name].set(data),
    read: async (name) => buffers[name].slice(),
    dispose() {},
    async warm() {},
    enqueue() {
      throw new Error("the fake executor has nothing to enqueue");
    },
    async run(programs, batch, outputs) {
      if (executor.logging) executor.log.push({ programs, batch, parameters: buffers["parameters"].slice() });
      const pass = network(buffers["parameters"], batch, programs.includes("forward"));
      const named: Record<string, Float32Array> = { ...pass.named };
      if (programs.includes("update")) {
        named["norm"] = Float32Array.of(Math.sqrt(pass.gradient.reduce((sum, g) => sum + g * g, 0)));
        buffers["gradients"].set(pass.gradient);
        adam(buffers, pass.gradient, batch);
      }
      return Object.fromEntries(
        outputs.map((name) => {
          if (!named[name]) throw new Error(`no output ${name}`);
          return [name, named[name]];
        }),
      );
    },
  };
  return { description: d, executor, fitted: { vocabularies: {}, classes: {}, scalers: {} }, progress: null };
}

function adam(buffers: Record<string, Float32Array>, gradient: Float64Array, batch: Packed): void {
  const { parameters, moment1, moment2 } = buffers;
  const [rate, bias1, bias2] = ["rate", "bias1", "bias2"].map((name) => batch.data[`update.${name}`][0]);
  gradient.forEach((g, i) => {
    moment1[i] = 0.9 * moment1[i] + 0.1 * g;
    moment2[i] = 0.999 * moment2[i] + 0.001 * g * g;
    parameters[i] -= (rate * moment1[i] * bias1) / (Math.sqrt(moment2[i] * bias2) + 1e-8);
  });
}

/** Flat parameters taken apart. */
export function views(flat: Float32Array | Float64Array) {
  let at = 0;
  const next = (size: number) => flat.subarray(at, (at += size));
  return { W: next(SIZES.W), U: next(SIZES.U), b: next(SIZES.b), A: next(SIZES.A), c: next(SIZES.c) };
}

/** One step, the obvious way: the new state and the probabilities. `noise` stands for dropout. */
export function elmanStep(parameters: Float32Array, x: number, h: ArrayLike<number>, noise: number): { h: Float64Array; p: Float64Array } {
  const { W, U, b, A, c } = views(parameters);
  const next = Float64Array.from({ length: H }, (_, j) => {
    let a = W[j * V + x] + b[j] + noise;
    for (let k = 0; k < H; k++) a += U[j * H + k] * h[k];
    return Math.tanh(a);
  });
  const e = Float64Array.from({ length: V }, (_, v) => {
    let a = c[v];
    for (let k = 0; k < H; k++) a += A[v * H + k] * next[k];
    return Math.exp(a);
  });
  const sum = e.reduce((total, value) => total + value, 0);
  return { h: next, p: e.map((value) => value / sum) };
}

/** What dropout stands in for: depends on seed, update, sequence and step. */
export function noiseOf(batch: Packed, row: number): number {
  return 0.1 * uniform(batch.data["random.key"][0], batch.data["random.T"][row], 3, 0);
}

const elman: Network = (parameters, batch, isTraining) => {
  const axis = batch.axes["T"];
  const { text, ["target.text"]: target, ["weight.text"]: weight, ["state.h.1.h"]: state } = batch.data;
  const gradient = new Float64Array(parameters.length);
  const { U, A } = views(parameters);
  const d = views(gradient);
  const output = new Float32Array(axis.total * V);
  const final = new Float32Array(batch.size * H);
  let loss = 0;
  for (let s = 0; s < batch.size; s++) {
    const steps: { row: number; before: ArrayLike<number>; h: Float64Array; p: Float64Array }[] = [];
    let h: ArrayLike<number> = state.subarray(s * H, (s + 1) * H);
    for (let t = 0; t < axis.steps && axis.rows[t] > s; t++) {
      const row = axis.start[t] + s;
      const step = elmanStep(parameters, text[row], h, isTraining ? noiseOf(batch, row) : 0);
      steps.push({ row, before: h, ...step });
      output.set(step.p, row * V);
      if (weight[row] !== 0) loss -= weight[row] * Math.log(step.p[target[row]]);
      h = step.h;
    }
    final.set(h, s * H);
    let dh = new Float64Array(H);
    for (const { row, before, h, p } of steps.reverse()) {
      for (let v = 0; v < V; v++) {
        const g = weight[row] * (p[v] - (target[row] === v ? 1 : 0));
        d.c[v] += g;
        for (let k = 0; k < H; k++) {
          d.A[v * H + k] += g * h[k];
          dh[k] += g * A[v * H + k];
        }
      }
      const earlier = new Float64Array(H);
      for (let j = 0; j < H; j++) {
        const a = dh[j] * (1 - h[j] * h[j]);
        d.b[j] += a;
        d.W[j * V + text[row]] += a;
        for (let k = 0; k < H; k++) {
          d.U[j * H + k] += a * before[k];
          earlier[k] += a * U[j * H + k];
        }
      }
      dh = earlier;
    }
  }
  return { named: { loss: Float32Array.of(loss), "loss.text": Float32Array.of(loss), "output.text": output, "final.h.1.h": final }, gradient };
};

const linear: Network = ([w, b], batch) => {
  const axis = batch.axes["T"];
  const { x, ["target.x"]: target, ["weight.x"]: weight } = batch.data;
  const gradient = new Float64Array(2);
  const output = new Float32Array(batch.size);
  let loss = 0;
  for (let s = 0; s < batch.size; s++) {
    let last = 0;
    for (let t = 0; t < axis.steps && axis.rows[t] > s; t++) last = x[axis.start[t] + s];
    output[s] = w * last + b;
    const error = w * last + b - target[s];
    loss += weight[s] * error * error;
    gradient[0] += weight[s] * 2 * error * last;
    gradient[1] += weight[s] * 2 * error;
  }
  return { named: { loss: Float32Array.of(loss), "loss.x": Float32Array.of(loss), "output.x": output }, gradient };
};

/** All reports of a run. */
export async function collect<T>(reports: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const report of reports) all.push(report);
  return all;
}

/** A seed of its own for every test run; RNNC_SEED repeats one. */
export function randomSeed(): number {
  const seed = Number(process.env["RNNC_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`seed ${seed} (RNNC_SEED=${seed} repeats it)`);
  return seed;
}
