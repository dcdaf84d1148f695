// Networks on WebGPU beside the same on WASM: twenty losses of every model of specs/models and of random ones, streams, generated text;
// and what one training step dispatches and makes. The suite of networks and gradients runs on WebGPU by itself: vitest.config.ts.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { initialise, Model, trainStep, type Description, type Executor, type Sequence } from "@rnnc/runtime";
import type { WebGpuExecutor } from "@rnnc/runtime/webgpu";
import { hasTarget, wholeSegment } from "../../runtime/windows.js";
import { packWhole, randomModel, randomSequences } from "../support/random-models.js";
import { seeded, seedOf } from "../support/random.js";
import { compileAndLoad, loadFactory } from "../support/load.js";
import { runPlan } from "../support/run-plan.js";
import { compileStages } from "../support/stages.js";
import { distance, relativeDistance, tolerances } from "../support/tolerances.js";
import { whyNoWebGpu } from "../support/webgpu.js";

const first = seedOf("RNNC_SEED", 1);
const STEPS = 20;
type TestModel = Awaited<ReturnType<typeof compileAndLoad>>;

/** Losses of training steps on one batch and then on another, shorter one; in turn. */
async function losses(model: Model, batches: readonly (readonly Sequence[])[], steps = STEPS): Promise<number[]> {
  const made: number[] = [];
  for (let step = 0; step < steps; step++) made.push((await trainStep(model, batches[step % batches.length]!)).loss);
  return made;
}

/** A step of a model with more parameters takes SwiftShader a second or two, as real-time learning does with fewer. */
const LARGE = 150_000;

/** The spec with an eighth of every size that is large. */
function smaller(spec: string): string {
  return spec.replace(/\b\d[\d_]*\b(?!%)/g, (text) => (Number(text.replaceAll("_", "")) < 24 ? text : String(Math.ceil(Number(text.replaceAll("_", "")) / 8))));
}

/** Ragged, one sequence empty where the model can take that; then two, one of a single step. Random targets may all be missing: then others are drawn. */
function batchesOf(d: Description, seed: number): Sequence[][] {
  return [[5, 2, 0, 4], [1, 4]].map((lengths, i) => {
    const random = seeded(seed + i);
    for (let attempt = 0; attempt < 30; attempt++) {
      const sequences = randomSequences(random, d, lengths).map((sequence) => ({ ...sequence, id: sequence.id + 10 * i }));
      if (sequences.some((sequence) => hasTarget(d, wholeSegment(d, sequence)))) return sequences;
    }
    throw new Error(`seed ${seed}: no targets in sequences of ${lengths.join(", ")} steps`);
  });
}

function expectLosses(found: readonly number[], expected: readonly number[]): void {
  const scale = Math.max(1, ...expected);
  expect(distance(found, expected) / scale, `losses ${found.join(" ")}\non WASM ${expected.join(" ")}`).toBeLessThanOrEqual(tolerances.devicesLosses);
}

describe.skipIf(whyNoWebGpu)(`${STEPS} training steps have the losses that they have on WASM`, () => {
  const folder = fileURLToPath(new URL("../../specs/models/", import.meta.url));
  const models = readdirSync(folder).filter((file) => file.endsWith(".rnn")).map((file) => file.slice(0, -4));
  test.each(models)("%s", async (name) => {
    const { default: factory } = (await import(`../../generated/${name}/index.ts`)) as { default: { readonly description: Description; create(options: object): Promise<Model> } };
    const { parameterCount, training } = factory.description;
    const large = parameterCount > LARGE || training.gradient.kind === "rtrl";
    const compare = async (made: { readonly description: Description; create(options: object): Promise<Model> }, steps: number): Promise<void> => {
      const batches = batchesOf(made.description, first);
      const run = async (device: "wasm" | "webgpu"): Promise<number[]> => {
        const model = await made.create({ device, seed: 3 });
        const found = await losses(model, batches, steps);
        model.dispose();
        return found;
      };
      const expected = await run("wasm");
      expect(expected[2 * Math.floor((steps - 1) / 2)]!).not.toBe(expected[0]!);
      expectLosses(await run("webgpu"), expected);
    };
    // As it is; all steps of a large one with an eighth of its sizes.
    await compare(factory, large ? 3 : STEPS);
    if (large) {
      const small = await loadFactory(smaller(readFileSync(`${folder}${name}.rnn`, "utf8")));
      expect(small.description.parameterCount).toBeLessThan(LARGE);
      await compare(small, STEPS);
    }
  });

  test.each(Array.from({ length: 2 }, (_, i) => [first + i, i % 2 === 0 ? "persistent" : "stepped"] as const))("a random model, seed %i, %s", async (seed, way) => {
    const stages = compileStages(randomModel(seeded(seed)));
    const { description: d } = stages;
    const batches = batchesOf(d, seed);
    const made: number[][] = [];
    for (const variant of ["plain", way] as const) {
      const executor = await runPlan(stages, variant);
      executor.write("parameters", initialise(d, seed));
      made.push(await losses(new Model(d, executor), batches));
      executor.dispose();
    }
    expectLosses(made[1]!, made[0]!);
  });
});

const lstm = (unit: number): string => `model m {
  input x: real[T, 6]
  stack h from x { lstm(${unit}) }
  head y: class(3) from last(h)
  train { optimizer = adam(rate = 1e-2)  clip = norm(1) }
}`;

describe.skipIf(whyNoWebGpu)("one training step of an LSTM of 100 steps", () => {
  const stages = compileStages(lstm(16));
  const { description: d } = stages;
  const sequences = randomSequences(seeded(first), d, [100, 100, 80, 31]).map((sequence) => ({ ...sequence, columns: { ...sequence.columns, y: { length: 1, data: Int32Array.of(1) } } }));
  const open = async (variant: "stepped" | "persistent"): Promise<{ model: Model; executor: WebGpuExecutor }> => {
    const executor = (await runPlan(stages, variant)) as WebGpuExecutor;
    executor.write("parameters", initialise(d, 1));
    return { model: new Model(d, executor), executor };
  };

  test.each([["stepped", 230], ["persistent", 20]] as const)("%s: at most %i dispatches, as many each time; nothing is made after the first", async (variant, most) => {
    const { model, executor } = await open(variant);
    await trainStep(model, sequences);
    const before = { ...executor.counters };
    await trainStep(model, sequences);
    const after = { ...executor.counters };
    const dispatches = after.dispatches - before.dispatches;
    console.log(`${variant}: ${dispatches} dispatches, ${after.passes - before.passes} passes, ${after.submits - before.submits} submits`);
    expect(dispatches).toBeLessThanOrEqual(most);
    for (const what of ["buffers", "bindGroups", "shaderModules", "pipelines"] as const) expect(after[what], what).toBe(before[what]);
    await trainStep(model, sequences);
    expect(executor.counters.dispatches - after.dispatches).toBe(dispatches);
    executor.dispose();
  });

  test("both ways have the same outputs and gradients, which are WASM's", async () => {
    const batch = packWhole(d, sequences);
    const results = new Map<string, { y: Float32Array; gradients: Float32Array }>();
    for (const variant of ["plain", "stepped", "persistent"] as const) {
      const executor = await runPlan(stages, variant);
      executor.write("parameters", initialise(d, 1));
      const { "output.y": y } = await executor.run(["predict"], batch, ["output.y"]);
      await executor.run(["forward", "backward"], batch, ["loss"]);
      results.set(variant, { y: y!, gradients: await executor.read("gradients") });
      executor.dispose();
    }
    const wasm = results.get("plain")!;
    for (const variant of ["stepped", "persistent"]) {
      const { y, gradients } = results.get(variant)!;
      expect(distance(y, wasm.y), variant).toBeLessThanOrEqual(tolerances.devicesOutputs);
      for (const p of d.parameters) {
        const of = (flat: Float32Array): Float32Array => flat.subarray(p.offset, p.offset + p.shape.reduce((a, b) => a * b, 1));
        expect(relativeDistance(of(gradients), of(wasm.gradients)), `d${p.name}, ${variant}`).toBeLessThanOrEqual(tolerances.devicesGradients);
      }
    }
  });
});

describe.skipIf(whyNoWebGpu)("what a trained model says, loaded on the other device", () => {
  const spec = `model m {
    input text: chars[T] of 16
    stack h from text { embed(6)  lstm(24)  gru(16) }
    head text[t+1] from h
    train { optimizer = adam(rate = 2e-2)  batch = 4  epochs = 6  gradient = tbptt(12) }
  }`;
  const text = "the sea, the sand, the tide and the rain. ".repeat(20);

  async function both(): Promise<readonly [wasm: TestModel, webgpu: TestModel]> {
    const wasm = await compileAndLoad(spec, { device: "wasm" });
    for await (const report of wasm.fit([{ text }], { validate: 0 })) void report;
    const webgpu = await compileAndLoad(spec, { device: "webgpu" });
    await webgpu.load(await wasm.save());
    return [wasm, webgpu];
  }

  test("the same text, drawn, most probable and by beam search; the same stream; the same bits when saved", async () => {
    const models = await both();
    const [wasm, webgpu] = models;
    expect([wasm.executor.device, webgpu.executor.device]).toEqual(["wasm", "webgpu"]);
    expect(await webgpu.save()).toEqual(await wasm.save());
    for (const options of [{ temperature: 0 }, { seed: 3 }, { seed: 4, temperature: 1.5, topK: 5 }]) {
      const [a, b] = await Promise.all(models.map(async (model) => {
        let written = "";
        for await (const symbol of model.generate({ prompt: "the ", length: 40, ...options } as never)) written += symbol as unknown as string;
        return written;
      }));
      expect(b).toBe(a);
      expect(a).toHaveLength(40);
    }
    const [a, b] = await Promise.all(models.map(async (model) => (await model.generateAll({ text: ["the ", "sand"] } as never, { beam: 3, count: 2, length: 12 })) as unknown as { text: { text: string }[][] }));
    expect(b!.text.map((list) => list.map((one) => one.text))).toEqual(a!.text.map((list) => list.map((one) => one.text)));

    const streams = models.map((model) => model.stream());
    for (const symbol of "the tide") {
      const [one, other] = await Promise.all(streams.map(async (stream) => (await stream.step({ text: symbol } as never)) as unknown as { text: { probabilities: Float32Array } }));
      expect(distance(other!.text.probabilities, one!.text.probabilities)).toBeLessThanOrEqual(tolerances.devicesOutputs);
    }
    for (const [name, state] of Object.entries(streams[0]!.state)) expect(distance(streams[1]!.state[name]!, state), name).toBeLessThanOrEqual(tolerances.devicesOutputs);
    for (const model of models) model.dispose();
  });
});

describe.skipIf(whyNoWebGpu)("batches at the edge, both ways, against WASM", () => {
  const specs = {
    "two axes, encoder and decoder": "model m { input a: words[S] of 6  input b: words[T] of 5  stack e from a { embed(3)  bidirectional lstm(2) }  stack d from b[t-1] init final(e) { embed(3)  lstm(4) }  head b[t] from d  head k[t]: class(3) from e }",
    "one axis, every pooling": "model m { input x: real[T, 3]  stack h from x { bidirectional gru(4)  lstm(3) }  head a: real[2] from last(h)  head b: real[2] from first(h)  head c: real from mean(h)  head d: real from max(h)  head y[t]: class(3) from h }",
  };
  const lengths = [[0], [1], [0, 0, 0], [1, 1, 1, 1, 1, 1, 1, 1, 1], [12], [70, 3, 0, 1], Array.from({ length: 70 }, (_, i) => i % 4)];
  for (const [name, spec] of Object.entries(specs)) {
    const stages = compileStages(spec);
    const { description: d } = stages;
    const flat = Float32Array.from(seeded(first).fill(d.parameterCount, 0.7));
    const outputs = d.heads.map((head) => `output.${head.name}`);
    // One executor for all lengths, so that memory grows and what a larger batch left is there.
    test(name, async () => {
      const open = async (variant: "plain" | "stepped" | "persistent"): Promise<Executor> => {
        const executor = await runPlan(stages, variant);
        executor.write("parameters", flat);
        return executor;
      };
      const [wasm, ...gpu] = [await open("plain"), await open("stepped"), await open("persistent")];
      for (const of of [...lengths, lengths[0]!]) {
        const sequences = randomSequences(seeded(first + 1), d, of);
        const batch = packWhole(d, sequences);
        const expected = await wasm.run(["predict"], batch, outputs);
        const trained = await wasm.run(["forward", "backward"], batch, ["loss"]);
        const gradients = await wasm.read("gradients");
        for (const executor of gpu) {
          const said = await executor.run(["predict"], batch, outputs);
          for (const output of outputs) expect(distance(said[output]!, expected[output]!), `${output}, lengths ${of.join(" ")}`).toBeLessThanOrEqual(tolerances.devicesOutputs);
          const { loss } = await executor.run(["forward", "backward"], batch, ["loss"]);
          expect(relativeDistance(loss!, trained["loss"]!), `loss, lengths ${of.join(" ")}`).toBeLessThanOrEqual(tolerances.devicesGradients);
          expect(relativeDistance(await executor.read("gradients"), gradients), `gradients, lengths ${of.join(" ")}`).toBeLessThanOrEqual(tolerances.devicesGradients);
        }
      }
      for (const executor of [wasm, ...gpu]) executor.dispose();
    });
  }
});
