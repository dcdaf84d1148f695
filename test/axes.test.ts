// Models with several time axes and with the boundary of sequences, as people use them: a batch says what its sequences say by
// themselves, in any order; sentences end; chunks and streams go on where sequences do. Kernels and passes: cells.test.ts.
import { describe, expect, test } from "vitest";
import { pack, sliceOf, trainStep, unpackRows, type Description, type Executor, type PackedBatch, type Sequence } from "@rnnc/runtime";
import { stepsOf } from "../runtime/windows.js";
import { onWebGpu } from "./support/device.js";
import { compileAndLoad } from "./support/load.js";
import { randomSequences } from "./support/random-models.js";
import { seeded, seedOf } from "./support/random.js";
import { readDecoders } from "./support/references.js";
import { runPlan } from "./support/run-plan.js";
import { compileStages } from "./support/stages.js";
import { distance, relativeDistance, tolerances } from "./support/tolerances.js";

const seed = seedOf("RNNC_SEED", 1);

const translate = `model translate {
  input source: words[S] of 30
  input target: words[T] of 20
  input topic: real[2]
  stack encoder from source { embed(4)  bidirectional gru(3, dropout = 20%, recurrent_dropout = 20%) }
  stack decoder from target[t-1] init final(encoder) { embed(3)  gru(6, recurrent_dropout = 20%) }
  stack both from decoder ++ mean(encoder) ++ topic { lstm(5, dropout = 20%)  dropout(10%) }
  head target[t] from both
  head language: class(3) from last(encoder) ++ max(both)
  head kind[t]: class(4) from encoder
}`;

/** Largest difference, of what is at least 1. */
function far(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (value, i) => Math.abs(value - b[i]!) / Math.max(1, Math.abs(b[i]!))));
}

describe(`pairs of ragged sequences, seed ${seed}`, () => {
  const stages = compileStages(translate);
  const d = stages.description;
  // Lengths along the second axis are those of the first in the opposite order: long sources have short targets. Some are empty.
  const lengths = [5, 0, 9, 2, 2, 7, 1, 0, 4];
  const random = seeded(seed);
  const sequences = randomSequences(random, d, lengths);
  const parameters = Float32Array.from(random.fill(d.parameterCount, 0.5));
  const packAll = (which: readonly Sequence[]): PackedBatch => pack(d, which.map((sequence) => ({ sequence, from: 0, to: stepsOf(d, sequence) })), { targets: true, key: 5 });
  const open = async (): Promise<Executor> => {
    const executor = await runPlan(stages);
    executor.write("parameters", parameters);
    return executor;
  };
  const outputs = async (executor: Executor, which: readonly Sequence[]): Promise<Map<number, Record<string, Float32Array>>> => {
    const batch = packAll(which);
    const said = await executor.run(["predict"], batch, d.heads.map((head) => `output.${head.name}`));
    const apart = d.heads.map((head) => ({ head, rows: unpackRows(batch, head.axis, said[`output.${head.name}`]!, head.size) }));
    return new Map(which.map((sequence, i) => [sequence.id, Object.fromEntries(apart.map(({ head, rows }) => [head.name, rows[i]!]))]));
  };

  test("say together what each says alone, in any order", async () => {
    const executor = await open();
    const together = await outputs(executor, sequences);
    const reversed = await outputs(executor, [...sequences].reverse());
    for (const sequence of sequences) {
      const alone = (await outputs(executor, [sequence])).get(sequence.id)!;
      for (const head of d.heads) {
        expect(alone[head.name]!.length).toBe(head.size * (head.axis === null ? 1 : sequence.columns[head.axis === "S" ? "source" : "target"]!.length + (head.axis === "T" ? 1 : 0)));
        expect(far(together.get(sequence.id)![head.name]!, alone[head.name]!), `${head.name} of ${sequence.id}`).toBeLessThanOrEqual(tolerances.streaming);
        expect(reversed.get(sequence.id)![head.name]).toEqual(together.get(sequence.id)![head.name]);
      }
    }
    executor.dispose();
  });

  test("have together the losses and gradients that each has alone, dropout and all", async () => {
    const executor = await open();
    const names = ["loss", ...d.heads.map((head) => `loss.${head.name}`)];
    const run = async (batch: PackedBatch): Promise<{ losses: Record<string, Float32Array>; gradients: Float32Array }> => {
      const losses = await executor.run(["forward", "backward"], batch, names);
      return { losses, gradients: await executor.read("gradients") };
    };
    const whole = packAll(sequences);
    const together = await run(whole);
    const sums = Object.fromEntries(names.map((name) => [name, 0]));
    const gradients = new Float64Array(d.parameterCount);
    for (const sequence of sequences) {
      const alone = packAll([sequence]);
      // Weights are of the whole batch: the mean is over its rows.
      const weights = d.heads.map((head): [string, Float32Array] => {
        const weight = whole.data[`weight.${head.name}`]!.find((value) => value !== 0) ?? 0;
        return [`weight.${head.name}`, Float32Array.from(alone.data[`weight.${head.name}`]!, (value) => (value === 0 ? 0 : weight))];
      });
      const one = await run({ ...alone, data: { ...alone.data, ...Object.fromEntries(weights) } });
      for (const name of names) sums[name]! += one.losses[name]![0]!;
      one.gradients.forEach((value, i) => (gradients[i]! += value));
    }
    for (const name of names) expect(far(together.losses[name]!, [sums[name]!]), name).toBeLessThanOrEqual(tolerances.wasmInterpreter);
    expect(far(together.gradients, gradients)).toBeLessThanOrEqual(tolerances.wasmInterpreter);
    executor.dispose();
  });
});

describe.each(readDecoders().map((reference) => [reference.name, reference] as const))("a decoder against PyTorch: %s", (_, reference) => {
  const load = async (): Promise<{ model: Awaited<ReturnType<typeof compileAndLoad>>; sequences: readonly Sequence[] }> => {
    const model = await compileAndLoad(reference.spec);
    const { description: d } = model;
    expect(d.parameters.map(({ name }) => name).sort()).toEqual(Object.keys(reference.parameters).sort());
    const flat = new Float32Array(d.parameterCount);
    for (const [name, { data }] of Object.entries(reference.parameters)) sliceOf(d, flat, name).set(data);
    model.executor.write("parameters", flat);
    return { model, sequences: reference.examples.map((example, id) => model.encode(example, id)) };
  };

  test("what it says, and the gradients of the first update", async () => {
    const { model, sequences } = await load();
    const { description: d, executor } = model;
    const batch = pack(d, sequences.map((sequence) => ({ sequence, from: 0, to: stepsOf(d, sequence) })), { targets: true, key: 0 });
    const { "output.target": said } = await executor.run(["predict"], batch, ["output.target"]);
    unpackRows(batch, "T", said!, 8).forEach((rows, i) => expect(distance(rows, reference.outputs["target"]![i]!)).toBeLessThanOrEqual(tolerances.outputs));
    const { loss } = await executor.run(["forward", "backward"], batch, ["loss"]);
    expect(Math.abs(loss![0]! - reference.training[0]!)).toBeLessThanOrEqual(tolerances.losses);
    const flat = await executor.read("gradients");
    for (const [name, gradient] of Object.entries(reference.gradients)) expect(relativeDistance(sliceOf(d, flat, name), gradient), `d${name}`).toBeLessThanOrEqual(tolerances.gradients);
    model.dispose();
  });

  test("ten updates", async () => {
    const { model, sequences } = await load();
    const results: { loss: number; gradientNorm: number }[] = [];
    for (let i = 0; i < reference.training.length; i++) results.push(await trainStep(model, sequences));
    expect(distance(results.map(({ loss }) => loss), reference.training)).toBeLessThanOrEqual(tolerances.losses);
    expect(relativeDistance(results.map(({ gradientNorm }) => gradientNorm), reference.norms)).toBeLessThanOrEqual(tolerances.gradients);
    model.dispose();
  });
});

describe("a model that translates", () => {
  /** Digits to letters, the other way round. */
  const pairs = Array.from({ length: 240 }, (_, i) => {
    const random = seeded(1000 + i);
    const digits = Array.from({ length: random.int(0, 4) }, () => random.int(0, 4));
    return { source: digits.map(String).join(" "), target: digits.map((digit) => "abcde"[digit]).reverse().join(" ") };
  });
  const spec = `model reverse {
    input source: words[S] of 6
    input target: words[T] of 6
    stack encoder from source { embed(8)  gru(32) }
    stack decoder from target[t-1] init final(encoder) { embed(8)  gru(32) }
    head target[t] from decoder
    train { optimizer = adam(rate = 1e-2)  clip = norm(1)  batch = 16  epochs = 25 }
  }`;

  // Hundreds of updates: a minute on SwiftShader, for what losses and gradients say sooner.
  if (!onWebGpu) test("learns pairs it has not seen, and is evaluated the same in small batches and large ones", async () => {
    const model = await compileAndLoad(spec, { seed: 3 });
    let rows = 0;
    for await (const report of model.fit(pairs.slice(0, 200), { validate: 0 })) rows = report.rowsPerSecond ?? rows;
    const held = pairs.slice(200);
    const large = await model.evaluate(held);
    const small = await model.evaluate(held, { rowsAtOnce: 7 });
    expect(large.heads["target"]).toMatchObject({ kind: "class", rows: held.reduce((sum, { target }) => sum + (target === "" ? 0 : target.split(" ").length) + 1, 0) });
    expect((large.heads["target"] as { accuracy: number }).accuracy).toBeGreaterThan(0.85);
    expect(far([small.loss], [large.loss])).toBeLessThan(1e-5);
    // Steps along both axes.
    expect(large.rows).toBe(held.reduce((sum, { source, target }) => sum + [source, target].map((text) => (text === "" ? 0 : text.split(" ").length)).reduce((a, b) => a + b), held.length));

    // What is said at each step, the end among it; of an empty source and target just that.
    const said = (await model.predict({ source: ["0 1", ""], target: ["b a", ""] } as never)) as unknown as { target: { value: string | null }[][] };
    expect(said.target.map((steps) => steps.map(({ value }) => value))).toEqual([["b", "a", null], [null]]);
    expect(rows).toBeGreaterThan(0);
    model.dispose();
  });

  test("reads whole sequences: no windows, no part held out of one pair", async () => {
    const model = await compileAndLoad(spec);
    const fit = async (examples: readonly object[], options: object): Promise<void> => {
      for await (const report of model.fit(examples as never[], options)) void report;
    };
    await expect(fit(pairs, { cut: { steps: 3, stride: 1 } })).rejects.toThrow("`reverse` has several time axes (S, T), so its sequences can't be cut into windows: leave out `cut`.");
    await expect(fit(pairs.slice(0, 1), { validate: 0.5 })).rejects.toThrow("it has two times (S, T)");
    model.dispose();
  });
});

describe("sentences that end", () => {
  const spec = (gradient: string): string => `model sentences {
    input s: chars[T] of 5
    input x: real[T]
    stack h from s[t-1] { embed(3)  gru(6) }
    stack g from h ++ x[t-1] { lstm(4) }
    head s[t] from g
    head x[t] from g
    head tag[t]: class("low", "high") from h
    train { gradient = ${gradient}  batch = 3  optimizer = adam(rate = 2e-2)  epochs = 60 }
  }`;
  const texts = ["abca", "", "c", "bb", "abcabcabc", "cab"];
  const examples = texts.map((s) => ({ s, x: [...s].map((symbol, t) => symbol.charCodeAt(0) / 100 - t / 9), tag: [...s].map((symbol) => (symbol < "b" ? "low" : "high")) }));
  type Said = { s: { value: string | null; probabilities: Float32Array }[][]; x: number[][]; tag: { value: string }[][] };

  if (!onWebGpu) test("say one symbol more than they read, labels as many", async () => {
    const model = await compileAndLoad(spec("bptt"), { seed: 1 });
    for await (const report of model.fit(examples, { validate: 0 })) void report;
    expect(model.description.heads.map(({ size }) => size)).toEqual([6, 1, 2]);
    expect(model.labels("s")).toEqual(["", "b", "a", "c"]);
    const said = (await model.predict({ s: texts, x: examples.map(({ x }) => x) } as never)) as unknown as Said;
    texts.forEach((text, i) => {
      expect([said.s[i]!.length, said.x[i]!.length, said.tag[i]!.length]).toEqual([text.length + 1, text.length + 1, text.length]);
    });
    expect(said.s[5]!.at(-1)!.value).toBe(null);
    expect(model.decode("s", [2, 1, 5])).toBe("ab");
    model.dispose();
  });

  test("evaluated in chunks that carry states as read whole", async () => {
    const [whole, chunked] = [await compileAndLoad(spec("bptt"), { seed: 2 }), await compileAndLoad(spec("tbptt(3)"), { seed: 2 })];
    const { fitTo } = await import("@rnnc/runtime");
    for (const model of [whole, chunked]) model.setFitted(fitTo(model.description, examples));
    const [a, b] = [await whole.evaluate(examples), await chunked.evaluate(examples, { steps: 4, rowsAtOnce: 4 })];
    for (const head of ["s", "x", "tag"]) {
      expect(b.heads[head]!.rows).toBe(a.heads[head]!.rows);
      expect(far([b.heads[head]!.loss], [a.heads[head]!.loss])).toBeLessThan(1e-5);
    }
    expect(a.heads["s"]!.rows).toBe(texts.join("").length + texts.length);
    expect(a.heads["tag"]!.rows).toBe(texts.join("").length);
    // Always saying the step before again: no such step at the first.
    expect((a.heads["x"] as { rows: number }).rows).toBe(texts.join("").length);
    for (const model of [whole, chunked]) model.dispose();
  });

  test("learn in chunks", async () => {
    const model = await compileAndLoad(spec("tbptt(3)"), { seed: 1 });
    const losses: number[] = [];
    for await (const report of model.fit(examples, { validate: 0, epochs: 40 })) losses.push(report.loss!);
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
    model.dispose();
  });

  test("a stream reads the symbol before, null at the start", async () => {
    const model = await compileAndLoad("model m { input s: chars[T] of 5  stack h from s[t-1] { embed(3)  gru(6) }  head s[t] from h }", { seed: 4 });
    const { fitTo } = await import("@rnnc/runtime");
    model.setFitted(fitTo(model.description, examples));
    const whole = (await model.predict({ s: ["abc"] } as never)) as unknown as Said;
    const stream = model.stream();
    for (const [t, before] of [null, "a", "b", "c"].entries()) {
      const step = (await stream.step({ s: before } as never)) as unknown as { s: { value: string | null; probabilities: Float32Array } };
      expect(far(step.s.probabilities, whole.s[0]![t]!.probabilities)).toBeLessThanOrEqual(tolerances.streaming);
    }
    model.dispose();
  });

  test("one sentence has no last part to hold out", async () => {
    const model = await compileAndLoad(spec("bptt"));
    const fit = async (): Promise<void> => {
      for await (const report of model.fit(examples.slice(0, 1), { validate: 0.2 })) void report;
    };
    await expect(fit()).rejects.toThrow("`sentences` learns where sequences begin and end: it can't be cut");
    model.dispose();
  });
});

test("descriptions say which inputs have a boundary", () => {
  const of = (spec: string): Pick<Description["inputs"][number], "name" | "boundary" | "size">[] => compileStages(spec).description.inputs.map(({ name, boundary, size }) => ({ name, boundary, size }));
  expect(of("model m { input s: bytes[T]  input x: real[T]  stack h from s[t-1] { embed(2)  gru(3) }  head s[t] from h ++ x[t-1]  head x[t] from h }")).toEqual([{ name: "s", boundary: true, size: 256 }, { name: "x", boundary: false, size: 1 }]);
  expect(of("model m { input s: bytes[T]  stack h from s { embed(2)  gru(3) }  head s[t+1] from h }")).toEqual([{ name: "s", boundary: false, size: 256 }]);
});
