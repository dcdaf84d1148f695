// When there is an update, and by which gradient: real-time recurrent learning, truncated backpropagation with `every`, and updates after
// each step, sequence or epoch, against what they should be equal to. As a user trains.
import { describe, expect, test } from "vitest";
import { pack, type Model, type ModelTypes, type Report } from "@rnnc/runtime";
import { onWebGpu } from "./support/device.js";
import { compileAndLoad } from "./support/load.js";
import { seeded } from "./support/random.js";
import { distance, relativeDistance, tolerances } from "./support/tolerances.js";

type TestModel = Model<ModelTypes>;

/** One sequence after the other, of these lengths. */
function examplesOf(lengths: readonly number[], seed = 5): object[] {
  const random = seeded(seed);
  return lengths.map((length) => ({ x: Array.from({ length }, () => [random.next() - 0.5, random.next()]), y: random.int(0, 2) }));
}

const spec = (train: string, layers = "elman(4) gru(3)"): string => `model m {
  input x: real[T, 2]
  stack h from x { ${layers} }
  head x[t+1] from h
  head y: class(3) from last(h)
  train { ${train} }
}`;

interface Trained {
  readonly model: TestModel;
  readonly reports: readonly Report[];
  readonly parameters: Float32Array;
}

async function train(train: string, examples: readonly object[], options: { epochs?: number; rate?: number; layers?: string } = {}): Promise<Trained> {
  const { layers, ...given } = options;
  const model = await compileAndLoad(spec(train, layers), { seed: 3 });
  const reports: Report[] = [];
  for await (const report of model.fit(examples as never, { epochs: 1, every: { updates: 1 }, ...given })) reports.push(report);
  return { model, reports, parameters: await model.executor.read("parameters") };
}

/** Loss and norm of every update of the first epoch. */
const updatesOf = ({ reports }: Trained): [number, number][] => reports.map(({ batchLoss, gradientNorm }) => [batchLoss!, gradientNorm!]);

function expectSame(a: Trained, b: Trained, bound: number = tolerances.trained): void {
  expect(a.reports.map(({ update }) => update)).toEqual(b.reports.map(({ update }) => update));
  expect(relativeDistance(updatesOf(a).flat(), updatesOf(b).flat())).toBeLessThan(1e-5);
  expect(distance(a.parameters, b.parameters)).toBeLessThan(bound);
}

const lengths = [5, 3, 8, 2, 6];
const sgd = "optimizer = sgd(rate = 0.1)";

describe("rtrl", () => {
  test.each([
    ["batch", "batch = 2"],
    ["sequence", "update = sequence"],
    ["epoch", "update = epoch  batch = 2"],
  ])("with update = %s trains as backpropagation through time does", async (_, when) => {
    const examples = examplesOf(lengths);
    expectSame(await train(`${sgd} ${when} gradient = rtrl`, examples, { epochs: 3 }), await train(`${sgd} ${when}`, examples, { epochs: 3 }));
  });

  test.each(["elman(8)", "gru(8)"])("%s: its gradient is that of backpropagation through time, to 1e-6", async (layers) => {
    const gradientOf = async (gradient: string): Promise<Float32Array> => {
      const { model } = await train(`${sgd} ${gradient}`, examplesOf([20]), { rate: 0, layers });
      return model.executor.read("gradients");
    };
    expect(relativeDistance(await gradientOf("gradient = rtrl"), await gradientOf(""))).toBeLessThan(1e-6);
  });

  test("with update = step, each step has the gradient that backpropagation to the start has, and that tbptt has when its reach is long enough", async () => {
    const examples = examplesOf([9]);
    const [rtrl, bptt, tbptt] = [await train(`${sgd} update = step gradient = rtrl`, examples, { rate: 0 }), await train(`${sgd} update = step`, examples, { rate: 0 }), await train(`${sgd} update = step batch = 1 gradient = tbptt(50)`, examples, { rate: 0 })];
    // The last step has the label, but nothing after it to predict.
    expect(rtrl.reports).toHaveLength(9);
    expect(relativeDistance(updatesOf(rtrl).flat(), updatesOf(bptt).flat())).toBeLessThan(1e-5);
    expect(relativeDistance(updatesOf(tbptt).flat(), updatesOf(bptt).flat())).toBeLessThan(1e-5);
  });

  test("dropout drops the same of a step in every update that reads it", async () => {
    const layers = "gru(3, dropout = 30%, recurrent_dropout = 30%) dropout(30%) elman(3)";
    const losses = async (option: string): Promise<number[]> => updatesOf(await train(`${sgd} update = step ${option}`, examplesOf([9]), { rate: 0, layers })).flat();
    const bptt = await losses("");
    expect(relativeDistance(await losses("gradient = rtrl"), bptt)).toBeLessThan(1e-5);
    expect(relativeDistance(await losses("batch = 1 gradient = tbptt(50)"), bptt)).toBeLessThan(1e-5);
  });

  test("an update of one batch of one's own", async () => {
    const step = async (gradient: string): Promise<number[]> => {
      const model = await compileAndLoad(spec(`${sgd} ${gradient}`), { seed: 3 });
      model.setFitted({ vocabularies: {}, classes: {}, scalers: {} });
      const { loss, gradientNorm } = await model.trainStep(examplesOf(lengths) as never);
      return [loss, gradientNorm];
    };
    expect(relativeDistance(await step("gradient = rtrl"), await step(""))).toBeLessThan(1e-5);
  });

  test("an empty text with a label is learned from as well", async () => {
    const examples = [{ x: [], y: 1 }, ...examplesOf([3])];
    expectSame(await train(`${sgd} gradient = rtrl`, examples), await train(sgd, examples));
    expect((await train(`${sgd} gradient = rtrl update = step`, examples)).reports).toHaveLength(1 + 3);
  });
});

describe("update", () => {
  test("sequence is batch = 1, and epoch is a batch of everything, in parts", async () => {
    const examples = examplesOf(lengths);
    expectSame(await train(`${sgd} update = sequence`, examples, { epochs: 2 }), await train(`${sgd} batch = 1`, examples, { epochs: 2 }), 1e-12);
    expectSame(await train(`${sgd} update = epoch batch = 2`, examples, { epochs: 3 }), await train(`${sgd} batch = 5`, examples, { epochs: 3 }));
  });

  test("epoch and sequence sum the chunks of tbptt; where the reach is long enough, that is backpropagation through time", async () => {
    const examples = examplesOf(lengths);
    expectSame(await train(`${sgd} update = sequence gradient = tbptt(50)`, examples, { epochs: 2 }), await train(`${sgd} update = sequence`, examples, { epochs: 2 }));
    const short = await train(`${sgd} update = sequence gradient = tbptt(3)`, examples, { rate: 0 });
    const whole = await train(`${sgd} update = sequence`, examples, { rate: 0 });
    // The losses are the same, the gradients are not.
    expect(relativeDistance(updatesOf(short).map(([loss]) => loss), updatesOf(whole).map(([loss]) => loss))).toBeLessThan(1e-5);
    expect(relativeDistance(updatesOf(short).map(([, norm]) => norm), updatesOf(whole).map(([, norm]) => norm))).toBeGreaterThan(1e-4);
    const epoch = await train(`${sgd} update = epoch batch = 1 gradient = tbptt(4)`, examples, { rate: 0 });
    expect(epoch.reports).toHaveLength(1);
    expect(epoch.reports[0]!.loss).toBeCloseTo((await train(`${sgd} batch = 5`, examples, { rate: 0 })).reports[0]!.loss!, 5);
  });

  test("steps without a value are no updates of their own", async () => {
    const label = `model m { input x: real[T, 2] stack h from x { elman(3) } head y: class(3) from last(h) train { ${sgd} update = step gradient = GRADIENT } }`;
    const run = async (gradient: string): Promise<Report[]> => {
      const reports: Report[] = [];
      for await (const report of (await compileAndLoad(label.replace("GRADIENT", gradient), { seed: 3 })).fit(examplesOf(lengths) as never, { epochs: 1, every: { updates: 1 } })) reports.push(report);
      return reports;
    };
    const [rtrl, bptt] = [await run("rtrl"), await run("bptt")];
    expect([rtrl.length, bptt.length, rtrl[0]!.steps]).toEqual([5, 5, 5]);
    expect(relativeDistance(rtrl.map((r) => r.batchLoss!), bptt.map((r) => r.batchLoss!))).toBeLessThan(1e-5);
  });
});

describe("tbptt", () => {
  test("every k steps, K back: windows that start from the state that the weights give there", async () => {
    const [K, every] = [5, 2];
    const examples = examplesOf([17, 4]);
    const { model, reports } = await train(`${sgd} batch = 1 gradient = tbptt(${K}, every = ${every})`, examples, { rate: 0 });
    const { description: d, executor } = model;
    // Sequences as they are read: one step less is predicted from than there are, unless the label counts there.
    const wanted: [number, number][] = [];
    const read = examples.map((example, id) => model.encode(example, id));
    const stateAt = async (s: number, t: number): Promise<Record<string, Float32Array>> => {
      const results = await executor.run(["predict"], pack(d, [{ sequence: read[s]!, from: 0, to: t }], { targets: false }), d.states.map(({ name }) => `final.${name}`));
      return Object.fromEntries(d.states.map(({ name }) => [name, results[`final.${name}`]!]));
    };
    const total = 17 + 4;
    for (let end = every; end - every < total; end += every) {
      const segments = [];
      for (const [s, [start, stop]] of [[0, 17], [17, 21]].entries()) {
        const [newest, to] = [Math.max(end - every, start!), Math.min(end, stop!, total)];
        if (newest >= to) continue;
        const from = Math.max(end - K, start!, 0) - start!;
        segments.push({ sequence: read[s]!, from, to: to - start!, counted: newest - start!, unfinished: to < stop!, ...(from > 0 && { states: await stateAt(s, from) }) });
      }
      const batch = pack(d, segments, { targets: true, key: 1 });
      const { loss } = await executor.run(["forward", "backward"], batch, ["loss"]);
      const gradient = await executor.read("gradients");
      wanted.push([loss![0]!, Math.hypot(...gradient)]);
    }
    expect(reports).toHaveLength(wanted.length);
    expect(relativeDistance(reports.map((r) => r.batchLoss!), wanted.map(([loss]) => loss))).toBeLessThan(1e-5);
    expect(relativeDistance(reports.map((r) => r.gradientNorm!), wanted.map(([, norm]) => norm))).toBeLessThan(1e-5);
  });

  test("a head with one value a sequence counts where its sequence ends, in training and when evaluated", async () => {
    const examples = examplesOf([7, 3, 12, 1]);
    const { model, reports } = await train(`${sgd} batch = 1 gradient = tbptt(4)`, examples, { rate: 0 });
    const whole = await train(`${sgd} batch = 4`, examples, { rate: 0 });
    // Of one stream the states go on from the first step of each sequence to its last.
    expect(reports.at(-1)!.loss).toBeCloseTo(whole.reports[0]!.loss!, 5);
    const [a, b] = [await model.evaluate(examples as never), await whole.model.evaluate(examples as never)];
    expect(a.heads["y"]!.rows).toBe(4);
    expect(a.loss).toBeCloseTo(b.loss, 5);
    expect(a.heads["y"]!.loss).toBeCloseTo(b.heads["y"]!.loss, 5);
  });
});

test("a chunk in which nothing is to be said brings the states on and is no update", async () => {
  const label = `model m { input x: real[T, 2] stack h from x { elman(3) } head y: class(3) from last(h) train { optimizer = adam(rate = 0.01) batch = 1 gradient = tbptt(3) } }`;
  const examples = examplesOf([7, 12]);
  const model = await compileAndLoad(label, { seed: 3 });
  const updates: number[] = [];
  for await (const report of model.fit(examples as never, { epochs: 2, every: { updates: 1 }, onUpdate: ({ update }) => void updates.push(update) })) expect(report.steps).toBe(7);
  // Steps 7 and 19 end a sequence: chunks 3 and 7 of each epoch.
  expect(updates).toEqual([1, 2, 3, 4]);
  expect(model.progress!.position.update).toBe(4);
  // The gradient of the last two steps of the first sequence: of chunk 3, from the state that the chunks before have left.
  const fresh = await compileAndLoad(label, { seed: 3 });
  for await (const report of fresh.fit(examples as never, { epochs: 1, rate: 0, every: { updates: 1 } })) if (report.update === 1) break;
  const wanted = await compileAndLoad(label, { seed: 3 });
  const { description: d, executor } = wanted;
  wanted.setFitted({ vocabularies: {}, classes: {}, scalers: {} });
  const sequence = wanted.encode(examples[0] as never, 0);
  const before = await executor.run(["predict"], pack(d, [{ sequence, from: 0, to: 6 }], { targets: false }), ["final.h.1.h"]);
  await executor.run(["forward", "backward"], pack(d, [{ sequence, from: 6, to: 7, states: { "h.1.h": before["final.h.1.h"]! } }], { targets: true, key: 1 }), ["loss"]);
  expect(relativeDistance(await fresh.executor.read("gradients"), await executor.read("gradients"))).toBeLessThan(1e-5);
});

describe("an interrupted training ends with the same bits", () => {
  test.each([
    "gradient = rtrl update = step",
    "gradient = rtrl update = sequence",
    "gradient = tbptt(6, every = 2) batch = 2",
    "gradient = tbptt(4) update = sequence",
    "update = step",
    "update = epoch batch = 2",
  ])("%s", async (option) => {
    const examples = examplesOf(lengths);
    const options = { epochs: 2, every: { updates: 1 } } as const;
    const create = (): Promise<TestModel> => compileAndLoad(spec(`optimizer = adam(rate = 0.01) ${option}`, "gru(3, dropout = 20%, recurrent_dropout = 20%) dropout(20%)"), { seed: 3 });
    const straight = await create();
    let updates = 0;
    for await (const report of straight.fit(examples as never, options)) updates = report.update;
    const first = await create();
    const stop = Math.max(1, Math.floor(updates / 3));
    for await (const report of first.fit(examples as never, options)) if (report.update === stop) break;
    const saved = await first.save();
    const second = await create();
    await second.load(saved);
    for await (const _ of second.fit(examples as never, { ...options, resume: true }));
    expect(second.progress!.position.update).toBe(updates);
    expect(await second.executor.read("parameters")).toEqual(await straight.executor.read("parameters"));
  });
});

// Of the runtime alone, and many updates: not again on SwiftShader.
if (!onWebGpu) describe("what goes with every update", () => {
  test("a schedule counts epochs, whatever an update comes after", async () => {
    const examples = examplesOf([4, 2]);
    const rates = async (option: string): Promise<number[]> => (await train(`optimizer = sgd(rate = 0.1) ${option}`, examples, { epochs: 2 })).reports.map(({ learningRate }) => learningRate!);
    // Six steps an epoch have something to predict.
    const steps = Array.from({ length: 12 }, (_, i) => i / 6);
    for (const gradient of ["rtrl", "bptt"]) {
      const online = await rates(`schedule = exponential(0.25) update = step gradient = ${gradient}`);
      expect(distance(online, steps.map((e) => 0.1 * 0.25 ** e))).toBeLessThan(1e-9);
    }
    expect(distance(await rates("schedule = cosine(to = 0, warmup = 0.5) update = step"), steps.map((e) => (0.1 * Math.min(1, (e + 1 / 6) / 0.5) * (1 + Math.cos(Math.PI * Math.max(0, (e - 0.5) / 1.5)))) / 2))).toBeLessThan(1e-9);
    expect(distance(await rates("schedule = step(every = 1, factor = 0.5) update = sequence"), [0.1, 0.1, 0.05, 0.05])).toBeLessThan(1e-9);
    expect(distance(await rates("schedule = exponential(0.25) update = epoch"), [0.1, 0.025])).toBeLessThan(1e-9);
  });

  test("plateau lowers the rate after epochs that were no better, online too", async () => {
    const model = await compileAndLoad(spec("optimizer = sgd(rate = 0.1) schedule = plateau(patience = 1, factor = 0.5) update = step gradient = rtrl validate = 40%"), { seed: 3 });
    const epochs: { rate: number; loss: number }[] = [];
    for await (const report of model.fit(examplesOf(lengths) as never, { epochs: 6, rate: 2, every: { seconds: 3600 } })) epochs.push({ rate: report.learningRate!, loss: report.validation!.loss });
    let [rate, best] = [2, Infinity];
    for (const epoch of epochs) {
      expect(epoch.rate).toBeCloseTo(rate, 6);
      if (epoch.loss < best) best = epoch.loss;
      else rate /= 2;
    }
    expect(rate).toBeLessThan(2);
  });

  test("decay is added to the gradient", async () => {
    const examples = examplesOf([6]);
    const one = async (option: string): Promise<{ before: Float32Array; after: Float32Array; gradient: Float32Array }> => {
      const model = await compileAndLoad(spec(option), { seed: 3 });
      const before = await model.executor.read("parameters");
      for await (const _ of model.fit(examples as never, { epochs: 1 }));
      return { before, after: await model.executor.read("parameters"), gradient: await model.executor.read("gradients") };
    };
    for (const gradient of ["bptt", "rtrl"]) {
      const { before, after, gradient: g } = await one(`optimizer = sgd(rate = 0.1) decay = 0.2 gradient = ${gradient}`);
      expect(distance(after, before.map((p, i) => p - 0.1 * (g[i]! + 0.2 * p)))).toBeLessThan(1e-6);
    }
  });

  test("an update that diverges leaves the model as it was before it, in the middle of a sequence", async () => {
    const model = await compileAndLoad(spec("optimizer = sgd(rate = 0.1) update = step gradient = rtrl"), { seed: 3 });
    const [{ x, y }] = examplesOf([8]) as [{ x: number[][]; y: number }];
    x[5] = [1e30, 0];
    await expect((async () => { for await (const _ of model.fit([{ x, y }] as never, { epochs: 1 })); })()).rejects.toMatchObject({ code: "RNN901", update: 5 });
    expect(model.progress!.position).toMatchObject({ step: 4, update: 4 });
    expect((await model.executor.read("parameters")).every(Number.isFinite)).toBe(true);
    const once = await compileAndLoad(spec("optimizer = sgd(rate = 0.1) update = step gradient = rtrl"), { seed: 3 });
    for await (const report of once.fit([{ x, y }] as never, { epochs: 1, every: { updates: 1 } })) if (report.update === 4) break;
    expect(await model.executor.read("parameters")).toEqual(await once.executor.read("parameters"));
    expect(model.progress!.states).toEqual(once.progress!.states);
  });
});

test.each(onWebGpu ? ["rate", "gradients"] : ["rate", "fresh", "parameters", "gradients", "moment1", "bias1", "norm", "loss", "influenced"])("an input may be called `%s`, as programs call something of theirs", async (name) => {
  const losses = async (column: string, gradient: string): Promise<number[]> => {
    const model = await compileAndLoad(`model m { input ${column}: real[T] stack s from ${column} init learned { elman(3) } head y[t]: real from s train { gradient = ${gradient} } }`, { seed: 3 });
    const made: number[] = [];
    for await (const report of model.fit([{ [column]: [1, 2, 3, 4, 5, 4, 3, 2, 1], y: [2, 3, 4, 5, 4, 3, 2, 1, 0] }] as never, { epochs: 2 })) made.push(report.loss!);
    return made;
  };
  for (const gradient of ["tbptt(4)", "rtrl"]) expect(await losses(name, gradient)).toEqual(await losses("x", gradient));
});
