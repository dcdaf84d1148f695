// A plan refined for a GPU does what the plan does: both in float64, on random cells in random models, with loops step by step and as one
// dispatch. No device: kernels are what they are defined to be, and what is done side by side is done in an order drawn at random.
// RNNC_SEED and RNNC_CELLS change where the seeds start and how many there are.
import { describe, expect, test } from "vitest";
import type { Description, Packed } from "@rnnc/runtime";
import { refineForGpu } from "../compiler/4-schedule/webgpu/index.js";
import { emitWgsl } from "../compiler/5-emit/webgpu/index.js";
import type { GpuStep } from "../compiler/gpu-plan.js";
import type { Plan } from "../compiler/plan.js";
import { lengthIn } from "../runtime/arena.js";
import type { ProgramName } from "../runtime/device.js";
import { interpretPlan, type How, type Interpreted } from "./support/interpret-plan.js";
import { findRaces } from "./support/loop-races.js";
import { packWhole, randomModel, randomSequences } from "./support/random-models.js";
import { seeded, seedOf, type Random } from "./support/random.js";
import { compileStages } from "./support/stages.js";
import { relativeDistance, tolerances } from "./support/tolerances.js";

const first = seedOf("RNNC_SEED", 1);
const count = seedOf("RNNC_CELLS", 12);
console.log(`seeds from ${first} (RNNC_SEED=${first} repeats them)`);

/** In this order, each on what those before left. */
const PROGRAMS: readonly ProgramName[] = ["prepare", "predict", "score", "forward", "backward", "update", "prepare", "apply", "pullback", "begin", "step", "rtrl"];

/** A batch with everything that a program reads: what packing doesn't give is drawn. */
function completed(program: ProgramName, network: Interpreted, batch: Packed, random: Random): Packed {
  const data = { ...batch.data };
  for (const [name, buffer] of network.reads(program)) {
    const length = lengthIn(buffer, batch);
    if (data[name]?.length === length) continue;
    data[name] = buffer.integer ? Int32Array.from({ length }, () => random.int(0, 1)) : Float32Array.from({ length }, () => 0.1 + random.next() * 0.9);
  }
  return { ...batch, data };
}

/** In loops that are one dispatch, lanes meet wherever one needs what another made. */
function expectNoRaces(plan: Plan): void {
  const { programs, kernels, buffers } = refineForGpu(plan);
  const named = new Map(buffers.map((buffer) => [buffer.name, buffer]));
  const visit = (steps: readonly GpuStep[]): void => {
    for (const step of steps) {
      if (step.kind !== "loop") continue;
      const kernel = step.together && kernels[step.together.kernel]!;
      if (kernel?.kind === "loop") expect(findRaces(kernel, step.together!.arguments, named), step.together!.kernel).toEqual([]);
      if (step.apart) visit(step.apart.steps);
    }
  };
  for (const { steps } of programs) visit(steps);
}

/** Kernels want no more than every device with WebGPU has: bytes of workgroup memory, lanes of a workgroup, bytes of a uniform binding. */
function expectLimits(plan: Plan): void {
  const sizes: Readonly<Record<string, number>> = { f32: 4, u32: 4, vec2f: 8, vec4f: 16 };
  for (const [name, kernel] of Object.entries(refineForGpu(plan).kernels)) {
    const { code, words } = emitWgsl(kernel);
    const threads = Number(/@workgroup_size\((\d+)\)/.exec(code)![1]);
    const shared = [...code.matchAll(/var<workgroup> \w+: (?:array<(\w+), (\d+)>|(\w+));/g)].reduce((sum, [, of, count, single]) => sum + sizes[of ?? single!]! * Number(count ?? 1), 0);
    expect(shared, `${name}: workgroup memory`).toBeLessThanOrEqual(16384);
    expect(threads, `${name}: lanes`).toBeLessThanOrEqual(256);
    expect(words * 4, `${name}: a record`).toBeLessThanOrEqual(65536);
  }
}

/** All programs of a model, on batches of several shapes. */
function expectSame(spec: string, seed: number): void {
  const random = seeded(seed);
  const stages = compileStages(spec, undefined, undefined, { layer: true });
  expectNoRaces(stages.plan);
  expectLimits(stages.plan);
  const d: Description = stages.description;
  const hows: readonly How[] = ["plan", "together", "apart"];
  const networks = hows.map((how) => ({ how, network: interpretPlan(stages, how, seeded(seed + 1)) }));
  const [plan, ...refined] = networks.map(({ network }) => network) as [Interpreted, ...Interpreted[]];
  const lists = [[3, 0, 4, 1], Array.from({ length: random.int(1, 6) }, () => random.int(0, 7)), [0, 0]];
  for (const lengths of lists) {
    const packed = packWhole(d, randomSequences(random, d, lengths));
    for (const program of PROGRAMS) {
      if (!plan.has(program)) continue;
      const batch = completed(program, plan, packed, random);
      const expected = plan.run(program, batch);
      for (const [i, network] of refined.entries()) {
        const where = `${hows[i + 1]!}, lengths ${lengths.join(" ")}, ${program}`;
        const found = network.run(program, batch);
        expect(Object.keys(found)).toEqual(Object.keys(expected));
        for (const [name, values] of Object.entries(expected)) expect(relativeDistance(found[name]!, values), `${where}: ${name}`).toBeLessThanOrEqual(tolerances.passes);
        expect(relativeDistance(network.flat("parameters"), plan.flat("parameters")), `${where}: parameters`).toBeLessThanOrEqual(tolerances.passes);
      }
    }
  }
}

describe("a refined plan does what the plan does", () => {
  test.each([
    ["lstm, clipping over many workgroups", "model m { input x: real[T, 6]  stack h from x { lstm(20)  elman(3) }  head y[t]: class(3) from h  train { optimizer = adam(rate = 1e-2)  clip = norm(1) } }"],
    ["two directions, a gated cell, a window", "model m { input x: real[T, 3]  stack h from x { bidirectional gru(5)  window(2)  backward gru_reset_after(4)  layer_norm }  head y: class(3) from last(h) ++ first(h)  train { optimizer = rmsprop  clip = value(1) } }"],
    ["an encoder and a decoder of ids", "model m { input a: token[S] of 5  input b: token[T] of 4  stack e from a { embed(3)  lstm(4) }  stack h from b[t-1] init final(e) { embed(3)  lstm(4) }  head b[t] from h }"],
    ["real-time recurrent learning", "model m { input x: real[T, 3]  stack h from x { gru(4) }  head y[t]: real[2] from h  train { gradient = rtrl } }"],
    ["chunks, states that go on", "model m { input x: real[T, 3]  stack h from x { lstm_peephole(4)  elman(3) }  head y[t]: real[2] from h  train { gradient = tbptt(2) } }"],
  ])("%s", (_, spec) => expectSame(spec, first));

  test("wide layers keep to the limits, and their lanes meet", () => {
    for (const layer of ["layer_norm_lstm(1100)", "lstm(300)", "gru_reset_after(20)", "lstm_projected(600, 2100)", "min_gru(5000)"]) {
      const { plan } = compileStages(`model m { input x: real[T, 7]  stack h from x { ${layer} }  head y[t]: class(3) from h }`);
      expectLimits(plan);
      if (!/\d{4}/.test(layer)) expectNoRaces(plan);
    }
  });

  test.each(Array.from({ length: count }, (_, i) => first + i))("a random model, seed %i", (seed) => {
    const spec = randomModel(seeded(seed));
    try {
      expectSame(spec, seed);
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${spec}`);
    }
  });
});
