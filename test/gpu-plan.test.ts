// A plan refined for a GPU does what the plan does: both in float64, on random cells in random models, with loops step by step and as one
// dispatch. No device: kernels are what they are defined to be, and what is done side by side is done in an order drawn at random.
// RNNC_SEED and RNNC_CELLS change where the seeds start and how many there are.
import { describe, expect, test } from "vitest";
import type { Description, Packed } from "@rnnc/runtime";
import { lengthIn } from "../runtime/arena.js";
import type { ProgramName } from "../runtime/device.js";
import { interpretPlan, type How, type Interpreted } from "./support/interpret-plan.js";
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

/** All programs of a model, on batches of several shapes. */
function expectSame(spec: string, seed: number): void {
  const random = seeded(seed);
  const stages = compileStages(spec, undefined, undefined, { layer: true });
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

  test("random models", () => {
    for (let seed = first; seed < first + count; seed++) {
      const spec = randomModel(seeded(seed));
      try {
        expectSame(spec, seed);
      } catch (error) {
        throw new Error(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${spec}`);
      }
    }
  });
});
