// Real-time recurrent learning: its gradient is that of backpropagation through time, for any cell, in the interpreter and on
// the device, with the passes and without. RNNC_SEED and RNNC_CELLS change where the seeds start and how many there are.
import { describe, expect, test } from "vitest";
import { pack, type Description, type Executor, type Packed, type PackedBatch, type Segment } from "@rnnc/runtime";
import { interpret } from "../compiler/interpret.js";
import type { Program } from "../compiler/ir.js";
import { addGradient, directionsOf, outputsOfStep, packDirections, startOf } from "../runtime/rtrl.js";
import { countValues } from "../runtime/targets.js";
import { wholeSegment } from "../runtime/windows.js";
import { onWebGpu, variants } from "./support/device.js";
import { randomModel, randomSequences } from "./support/random-models.js";
import { seeded, seedOf } from "./support/random.js";
import { runPlan } from "./support/run-plan.js";
import { compileStages, parametersOf, programOf, type Stages } from "./support/stages.js";
import { relativeDistance, tolerances } from "./support/tolerances.js";

const first = seedOf("RNNC_SEED", 1);
const count = Math.ceil(seedOf("RNNC_CELLS", onWebGpu ? 20 : 60) / 10);

type Run = (packed: Packed) => Promise<Readonly<Record<string, Float32Array>>> | Readonly<Record<string, Float32Array>>;

/** The gradient and the losses of a whole batch, one sequence after the other. States go on in the precision that `run` gives. */
async function learn(d: Description, segments: readonly Segment[], run: Run): Promise<{ readonly gradient: Float64Array; readonly loss: number }> {
  const directions = directionsOf(d);
  const gradient = new Float64Array(d.parameterCount);
  const values = countValues(d, segments);
  const start = startOf(d, directions);
  let loss = 0;
  for (const { sequence, to } of segments) {
    let states = start;
    for (let t = 0; t < to; t++) {
      const step = pack(d, [{ sequence, from: t, to: t + 1, unfinished: t + 1 < to, ...(t > 0 && { states }) }], { targets: true, key: 7, values });
      const packed = packDirections(directions, step, states);
      const exact = Object.fromEntries(d.states.map(({ name }) => [`state.${name}`, states[name]!]));
      const results = await run({ ...packed, data: { ...packed.data, ...exact } });
      addGradient(gradient, directions, results);
      states = Object.fromEntries(Object.keys(start).map((name) => [name, results[`final.${name}`]!]));
      loss += results["loss"]![0]!;
    }
  }
  return { gradient, loss };
}

const interpreted = (program: Program, d: Description, flat: ArrayLike<number>): Run => {
  const parameters = parametersOf(d, flat);
  return (packed) => interpret(program, { ...packed, parameters }) as unknown as Record<string, Float32Array>;
};
const onDevice = (executor: Executor, d: Description): Run => (packed) => executor.run(["rtrl"], packed, outputsOfStep(d, startOf(d, directionsOf(d))));

function gradientOf(stages: Pick<Stages, "programs" | "description">, batch: PackedBatch, flat: ArrayLike<number>): { readonly gradient: ArrayLike<number>; readonly loss: number } {
  const { gradients, loss } = interpret(programOf(stages.programs, "train"), { ...batch, parameters: parametersOf(stages.description, flat) });
  return { gradient: gradients!, loss: loss![0]! };
}

/** Compares everything on one model: the passes on and off, all variants. */
async function compare(spec: string, seed: number, lengths: readonly number[]): Promise<void> {
  const random = seeded(seed + 1000);
  const stages = compileStages(spec);
  const d = stages.description;
  const segments = randomSequences(random, d, lengths).map((sequence) => wholeSegment(d, sequence));
  const batch = pack(d, segments, { targets: true, key: 7 });
  const flat = Float32Array.from(random.fill(d.parameterCount, 0.8));
  const wanted = gradientOf(stages, batch, flat);
  for (const programs of [stages.plain, stages.programs]) {
    const { gradient, loss } = await learn(d, segments, interpreted(programOf(programs, "rtrl"), d, flat));
    expect(loss).toBeCloseTo(wanted.loss, 9);
    expect(relativeDistance(gradient, wanted.gradient), `seed ${seed}\n${spec}`).toBeLessThan(tolerances.rtrl);
  }
  // A step has no loop, so loops have one form there.
  for (const variant of onWebGpu ? variants.slice(0, 1) : variants) {
    const executor = await runPlan(stages, variant);
    executor.write("parameters", flat);
    const { gradient } = await learn(d, segments, onDevice(executor, d));
    expect(relativeDistance(gradient, wanted.gradient), `seed ${seed}, ${variant}\n${spec}`).toBeLessThan(tolerances.wasmInterpreter);
    executor.dispose();
  }
}

const start = "cell s(H) { input x: [D] state h: [H] = learned state c: [H] = normal(0.1, 0.5) output h param W: [H, D] h = tanh(W @ x + c[t-1]) c = 0.5 * h + 0.3 * h[t-2] }\nmodel m";
const parts = "cell upper(H) { input x: [D] state b: [H] output b part lower = elman(H) b = lower(x ++ b[t-1]) }\nmodel m";
const model = (lines: string): string => `model m {\n${lines}\n  train { gradient = rtrl }\n}`;

describe("equal to backpropagation through time", () => {
  test.each([
    ["elman", model("input x: real[T, 2] stack h from x { elman(5) } head x[t+1] from h")],
    ["gru", model("input x: real[T, 2] stack h from x { gru(5) } head x[t+1] from h")],
    ["lstm, two layers", model("input x: real[T] stack h from x { lstm(3) lstm(4) } head y[t]: class(3) from h")],
    ["an embedding, and dense layers on both sides", model("input w: token[T] of 6 stack h from w { embed(3) dense(4, tanh) elman(3) dense(2, relu) } head w[t+1] from h")],
    ["a delayed source, and the input beside the state", model("input x: real[T, 2] stack h from x[t-1] { elman(3) } stack g from h[t-1] ++ x { elman(2) } head y[t]: real[2] from g ++ x")],
    ["a vector beside a sequence", model("input x: real[T] input v: real[3] stack u from v { dense(2, tanh) } stack h from x ++ u { gru(3) } head y[t]: binary from h")],
    ["learned, drawn and computed initial states", model("input x: real[T] input v: real[2] stack h from x init v { gru(3) } stack g from h init learned { lstm(2) s(2) } head y[t]: real from g").replace("model m", start)],
    ["a part, and one value after the end", model("input x: real[T, 2] stack h from x { upper(3) } head y: class(3) from last(h) head x[t+1..t+2] from h").replace("model m", parts)],
    ["a matrix that is made of inputs and states", `cell fast(H) { input x: [D] state h: [H] state a: [] output h param W, V: [H, D] param U: [H, H] = orthogonal\n a = tanh(0.5 * a[t-1] + mean(x)) h = tanh(tanh(a[t-1] * W + V) @ x + (U * (1 + mean(x))) @ h[t-1]) }\n${model("input x: real[T, 3] stack h from x { fast(4) } head x[t+1] from h")}`],
    ["layers between", model("input w: token[T] of 5 stack h from w { onehot window(2) residual { elman(10) } layer_norm dense(3, relu) gru(2) } head w[t+1] from h ++ h[t-1]")],
    ["no state at all", model("input x: real[T] stack h from x { window(3) dense(4, tanh) } head x[t+1] from h")],
    ["dropout of every kind", model("input x: real[T, 3] stack h from x { dropout(30%) lstm(3, dropout = 20%, recurrent_dropout = 30%) dropout(20%) } head y[t]: real from h")],
  ])("%s", (_, spec) => compare(spec, 1, [4, 6, 1]));

  test.each(Array.from({ length: count }, (_, i) => first + i))("random cells, seed %i", async (seed) => {
    const spec = randomModel(seeded(seed));
    if (!spec.includes("tbptt")) return;
    await compare(spec.replace(/gradient = tbptt\(\d+\)/, "gradient = rtrl").replaceAll("batch_norm", "layer_norm"), seed, [3, 0, 4, 1]);
  });
});
