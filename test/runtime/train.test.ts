// Schedules, what is held out, order, early stopping, failure, options: training around the updates.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { DataError, UsageError } from "../../runtime/errors.js";
import { advancePlateau, biasCorrections, freshPlateau, rateAt, type Schedule } from "../../runtime/schedule.js";
import { permute } from "../../runtime/shuffle.js";
import { splitExamples, splitIndices, splitSequences } from "../../runtime/split.js";
import { fit, trainStep } from "../../runtime/train.js";
import { DivergenceError } from "../../runtime/update.js";
import { collect, forecastModel, languageModel, randomSeed, randomText, seriesOf, textOf, type FakeModel } from "./train-support.js";

const texts = [12, 0, 5, 1, 4, 2, 7, 9, 3].map((length, id) => randomText(11, id, length));
const tbptt = { kind: "tbptt", steps: 4, every: 4 } as const;

describe("schedules", () => {
  const rates = (schedule: Schedule, steps: number, epochs: number): number[] =>
    Array.from({ length: steps * epochs }, (_, i) => Number(rateAt(1, schedule, { epoch: Math.floor(i / steps), step: i % steps, steps, epochs }).toFixed(6)));

  test("constant, with a straight warm-up of half an epoch", () => {
    expect(rates({ kind: "constant", warmup: 0 }, 2, 2)).toEqual([1, 1, 1, 1]);
    expect(rates({ kind: "constant", warmup: 0.5 }, 4, 2)).toEqual([0.5, 1, 1, 1, 1, 1, 1, 1]);
  });
  test("step: every epoch and a half; fractions that float64 can't hold fall on the right update", () => {
    expect(rates({ kind: "step", every: 1.5, factor: 0.1, warmup: 0 }, 2, 4)).toEqual([1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01]);
    expect(rates({ kind: "step", every: 0.1, factor: 0.5, warmup: 0 }, 10, 1).at(3)).toBe(0.125);
    expect(rates({ kind: "step", every: 0.1, factor: 0.5, warmup: 0 }, 10, 1).at(6)).toBe(1 / 64);
  });
  test("exponential falls by its factor an epoch, smoothly", () => {
    expect(rates({ kind: "exponential", factor: 0.25, warmup: 0 }, 2, 2)).toEqual([1, 0.5, 0.25, 0.125]);
  });
  test("cosine from the end of the warm-up to `to` at the end", () => {
    expect(rates({ kind: "cosine", to: 0.2, warmup: 0 }, 1, 4)).toEqual([1, 0.882843, 0.6, 0.317157]);
    expect(rates({ kind: "cosine", to: 0, warmup: 2 }, 1, 4)).toEqual([0.5, 1, 1, 0.5]);
    expect(rateAt(1, { kind: "cosine", to: 0.2, warmup: 0 }, { epoch: 9, step: 0, steps: 1, epochs: 4 })).toBeCloseTo(0.2);
  });
  test("plateau", () => {
    const schedule: Schedule = { kind: "plateau", patience: 2, factor: 0.5 };
    let state = freshPlateau;
    const factors = [3, 2, 2, 2.5, 1.9, 5, 5, 5, 5].map((loss) => (state = advancePlateau(schedule, state, loss)).factor);
    expect(factors).toEqual([1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125]);
    expect(rateAt(0.1, schedule, { epoch: 5, step: 0, steps: 1, epochs: 9 }, state)).toBeCloseTo(0.0125);
    expect(advancePlateau({ kind: "constant", warmup: 0 }, freshPlateau, 1)).toBe(freshPlateau);
  });
  test("Adam's corrections", () => {
    const adam = { kind: "adam", rate: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
    expect(biasCorrections(adam, 1).bias1).toBeCloseTo(10, 12);
    expect(biasCorrections(adam, 2).bias2).toBeCloseTo(1 / (1 - 0.998001), 8);
    expect(biasCorrections(adam, 1e9)).toEqual({ bias1: 1, bias2: 1 });
    expect(biasCorrections({ kind: "sgd", rate: 1, momentum: 0.9, nesterov: false }, 1)).toEqual({ bias1: 1, bias2: 1 });
  });
  test("fit gives each update its rate", async () => {
    const model = languageModel({ schedule: { kind: "exponential", factor: 0.25, warmup: 0 }, epochs: 2, batch: 4 });
    const reports = await collect(fit(model, { training: texts }, { rate: 0.8, every: { updates: 1 } }));
    const expected = [0.8, 0.4, 0.2, 0.1].map(Math.fround);
    expect(model.executor.log.map(({ batch }) => batch.data["update.rate"][0])).toEqual(expected);
    expect(reports.map((report) => Math.fround(report.learningRate ?? 0))).toEqual(expected);
  });
});

describe("what is held out", () => {
  const { description: d } = languageModel();

  test("a random share, by seed; every sequence once; in the order of the data", () => {
    const seed = randomSeed();
    const { training, validation } = splitIndices(100, 0.2, seed);
    expect(validation.length).toBe(20);
    expect([...training, ...validation].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    for (const part of [training, validation]) expect(part).toEqual([...part].sort((a, b) => a - b));
    expect(splitIndices(100, 0.2, seed)).toEqual({ training, validation });
    expect(splitIndices(100, 0.2, seed + 1)).not.toEqual({ training, validation });
    expect(splitIndices(3, 0.01, seed).validation.length).toBe(1);
    expect(splitIndices(3, 0.99, seed).training.length).toBe(1);
    expect(splitIndices(3, 0, seed).validation.length).toBe(0);
  });

  test("of one sequence the last part, before windows are cut", async () => {
    const { training, validation } = splitSequences(d, [textOf(4, [0, 1, 2, 3, 4, 0, 1, 2, 3, 4])], 0.3, 1);
    expect(training.map((s) => [...s.columns["text"].data])).toEqual([[0, 1, 2, 3, 4, 0, 1]]);
    expect(validation.map((s) => [...s.columns["text"].data])).toEqual([[2, 3, 4]]);
    expect(() => splitSequences(d, [textOf(0, [1])], 0.3, 1)).toThrow(/can't be split/);

    const model = forecastModel({ cut: { steps: 2, stride: 1 }, validate: 0.4, epochs: 1, batch: 100 });
    await collect(fit(model, { training: [seriesOf(0, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])] }));
    const targets = model.executor.log.map(({ batch }) => [...batch.data["target.x"]].map((x) => x * 4 + 10).sort((a, b) => a - b));
    expect(targets).toEqual([[3, 4, 5, 6], [9, 10]]);
  });

  test("of examples, before anything is fitted: strings, lists, reals side by side", () => {
    const reals = { ...d, inputs: [{ ...d.inputs[0], name: "x", kind: "real", size: 2 }], heads: [{ ...d.heads[0], predicts: null, name: "tag" }] } as const;
    expect(splitExamples(reals, [{ x: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), tag: [0, 1, 2, 3] }], 0.25, 1)).toEqual({
      training: [{ x: Float32Array.of(1, 2, 3, 4, 5, 6), tag: [0, 1, 2] }],
      validation: [{ x: Float32Array.of(7, 8), tag: [3] }],
    });
    expect(() => splitExamples(reals, [{ x: [[1, 2], [3, 4]], tag: [0] }], 0.5, 1)).toThrow(/go together/);
    const chars = { ...d, inputs: [{ ...d.inputs[0], kind: "chars" }] } as const;
    expect(splitExamples(chars, [{ text: "a😀bc😀d" }], 0.5, 1)).toEqual({ training: [{ text: "a😀b" }], validation: [{ text: "c😀d" }] });
    const words = { ...d, inputs: [{ ...d.inputs[0], kind: "words" }] } as const;
    expect(splitExamples(words, [{ text: "one two three four" }], 0.5, 1)).toEqual({ training: [{ text: "one two three" }], validation: [{ text: " four" }] });
    const labelled = { ...d, heads: [{ ...d.heads[0], predicts: null, axis: null, name: "label" }] };
    expect(() => splitExamples(labelled, [{ text: [1, 2, 3], label: 1 }], 0.5, 1)).toThrow(DataError);
    expect(splitExamples(labelled, [{ text: [1] }, { text: [2] }], 0.5, 1).validation.length).toBe(1);
  });
});

describe("the order of reading", () => {
  test("a permutation, evenly drawn", () => {
    const seed = randomSeed();
    const first = new Int32Array(4);
    for (let k = 0; k < 4000; k++) {
      const order = permute(new Uint32Array(4), seed + k);
      expect([...order].sort()).toEqual([0, 1, 2, 3]);
      first[order[0]]++;
    }
    // Five standard deviations of a binomial: one run in a million fails.
    for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(750));
  });

  test("each epoch reads every sequence once, in an order of its own that the seed repeats", async () => {
    const orderOf = async (seed: number): Promise<number[][]> => {
      const marked = Array.from({ length: 8 }, (_, i) => seriesOf(i, [i, i]));
      const model = forecastModel({ seed, batch: 3, epochs: 2 });
      await collect(fit(model, { training: marked }));
      const values = model.executor.log.map(({ batch }) => [...batch.data["x"]].map((x) => x * 4 + 10));
      expect(values.map((batch) => batch.length)).toEqual([3, 3, 2, 3, 3, 2]);
      return [values.slice(0, 3).flat(), values.slice(3).flat()];
    };
    const [one, two] = await orderOf(5);
    expect([...one].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...two].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(two).not.toEqual(one);
    expect(await orderOf(5)).toEqual([one, two]);
    expect((await orderOf(6))[0]).not.toEqual(one);
  });

  test("sequences without anything to predict are left out, and the first report says so", async () => {
    const model = languageModel({ epochs: 1, batch: 1 });
    const reports = await collect(fit(model, { training: texts }, { every: { updates: 1 } }));
    expect(model.executor.log.length).toBe(7);
    expect(reports.map(({ notes }) => notes.length)).toEqual([1, 0, 0, 0, 0, 0, 0]);
    // Kernels are compiled in the first update: it says nothing of how long the others take.
    expect(reports.map(({ secondsLeft }) => secondsLeft === null)).toEqual([true, false, false, false, false, false, false]);
    expect(reports.at(-1)?.secondsLeft).toBe(0);
    expect(reports[0].notes[0]).toMatch(/2 of 9 training sequences/);
    const windows = forecastModel({ epochs: 1, cut: { steps: 3, stride: 1 } });
    const [report] = await collect(fit(windows, { training: [seriesOf(0, [1, 2, 3, 4]), seriesOf(1, [1, 2, 3])] }));
    expect(report.notes[0]).toMatch(/1 of 2 training sequences are too short/);
  });

  test("two windows of one sequence draw different masks", async () => {
    const model = forecastModel({ cut: { steps: 2, stride: 1 }, epochs: 1, batch: 10 });
    await collect(fit(model, { training: [seriesOf(0, [1, 2, 3, 4, 5, 6])] }));
    expect(new Set(model.executor.log[0].batch.data["random.sequence"]).size).toBe(4);
  });
});

describe("patience", () => {
  /** Validation losses as a script; the parameters stay what training makes of them. */
  function scripted(model: FakeModel, losses: number[]): FakeModel {
    const { run } = model.executor;
    model.executor.run = async (programs, batch, outputs) => {
      const results = await run(programs, batch, outputs);
      return programs.includes("score") ? { ...results, "loss.text": Float32Array.of(losses.shift() ?? NaN) } : results;
    };
    return model;
  }

  test("stops after so many epochs without improvement and restores the best parameters", async () => {
    const model = scripted(languageModel({ patience: 2, epochs: 9, batch: 9 }), [3, 2, 2.5, 2]);
    const after: Float32Array[] = [];
    const reports = [];
    for await (const report of fit(model, { training: texts, validation: texts.slice(0, 1) })) {
      reports.push(report);
      after.push(model.executor.buffers["parameters"].slice());
    }
    expect(reports.map(({ validation, improved }) => [validation?.loss, improved])).toEqual([[3, true], [2, true], [2.5, false], [2, false]]);
    expect(reports.at(-1)).toMatchObject({ done: "patience", restored: 2, epoch: 4 });
    expect(after[3]).toEqual(after[1]);
    expect(after[2]).not.toEqual(after[1]);
    await expect(collect(fit(model, { training: texts, validation: texts }, { progress: model.progress }))).rejects.toThrow(/stopped early/);
  });

  test("counts epochs in a row: an improvement starts the count again", async () => {
    const model = scripted(languageModel({ patience: 2, epochs: 9, batch: 9 }), [3, 4, 2, 3, 2.5, 1]);
    const reports = await collect(fit(model, { training: texts, validation: texts.slice(0, 1) }));
    expect(reports.map(({ improved }) => improved)).toEqual([true, false, true, false, false]);
    expect(reports.at(-1)).toMatchObject({ done: "patience", restored: 3 });
  });

  test("taken up later, it knows no parameters from before, and watches from then on", async () => {
    const model = scripted(languageModel({ epochs: 4, batch: 9 }), [1, 3, 2, 5]);
    const data = { training: texts, validation: texts.slice(0, 1) };
    for await (const report of fit(model, data)) if (report.epoch === 1) break;
    const reports = await collect(fit(model, data, { progress: model.progress, patience: 2 }));
    expect(reports.map(({ improved }) => improved)).toEqual([true, true, false]);
    expect(reports.at(-1)).toMatchObject({ done: "epochs", restored: 3 });
  });

  test("restores the best at the last epoch too; without patience the last stay", async () => {
    for (const patience of [5, null]) {
      const model = scripted(languageModel({ patience, epochs: 3, batch: 9 }), [1, 2, 3]);
      const after: Float32Array[] = [];
      for await (const _ of fit(model, { training: texts, validation: texts.slice(0, 1) })) after.push(model.executor.buffers["parameters"].slice());
      expect(after.length).toBe(3);
      if (patience === null) expect(after[2]).not.toEqual(after[0]);
      else expect(after[2]).toEqual(after[0]);
    }
  });

  test("plateau lowers the rate from the next epoch on", async () => {
    const model = scripted(languageModel({ schedule: { kind: "plateau", patience: 1, factor: 0.5 }, epochs: 4, batch: 9 }), [2, 2, 1, 1]);
    const reports = await collect(fit(model, { training: texts, validation: texts.slice(0, 1) }, { rate: 1 }));
    expect(reports.map(({ learningRate }) => learningRate)).toEqual([1, 1, 0.5, 0.5]);
  });

  test("needs something held out", async () => {
    await expect(collect(fit(languageModel({ patience: 2 }), { training: texts }))).rejects.toThrow(/nothing is held out/);
  });
});

describe("an update that fails", () => {
  const broken = (model: FakeModel, at: number, what: "loss" | "norm", value: number): FakeModel => {
    const { run, buffers } = model.executor;
    model.executor.run = async (programs, batch, outputs) => {
      const results = await run(programs, batch, outputs);
      if (!programs.includes("update") || batch.data["random.key"][0] !== keys[at - 1]) return results;
      for (const name of ["parameters", "moment1", "moment2"]) buffers[name].fill(NaN);
      return { ...results, [what]: Float32Array.of(value) };
    };
    return model;
  };
  const options = { gradient: tbptt, batch: 2, epochs: 2 } as const;
  let keys: number[] = [];

  test.each([
    [1, "loss", NaN],
    [3, "loss", Infinity],
    [4, "norm", NaN],
    [6, "norm", Infinity],
  ] as const)("update %i, %s %d: says where, and leaves the model as it was before", async (at, what, value) => {
    const whole = languageModel(options);
    const before: Float32Array[] = [];
    for await (const _ of fit(whole, { training: texts }, { every: { updates: 1 } })) before.push(whole.executor.buffers["parameters"].slice());
    keys = whole.executor.log.map(({ batch }) => batch.data["random.key"][0]);
    expect(before.length).toBeGreaterThan(at);

    const model = broken(languageModel(options), at, what, value);
    const error: unknown = await collect(fit(model, { training: texts })).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DivergenceError);
    const { message } = error as DivergenceError;
    expect(message).toContain(`${what === "loss" ? "loss" : "norm of the gradient"} is ${value} at update ${at} (epoch ${at > 5 ? 2 : 1}`);
    expect(message).toContain("learning rate of 0.05");
    expect(message).toContain("smaller rate (0.005)");
    expect(message).toContain("clip = norm(1)");
    expect(message).toContain(`as they were after update ${at - 1}`);
    expect(model.executor.buffers["parameters"]).toEqual(at === 1 ? languageModel().executor.buffers["parameters"] : before[at - 2]);
    expect(model.progress?.position.update).toBe(at - 1);
  });

  test("trainStep says that the parameters may be lost", async () => {
    keys = [];
    const model = languageModel();
    const { run } = model.executor;
    model.executor.run = async (programs, batch, outputs) => ({ ...(await run(programs, batch, outputs)), loss: Float32Array.of(NaN) });
    await expect(trainStep(model, texts)).rejects.toThrow(/loss is NaN at update 1 .*load them again/);
  });
});

test("an aborted run stops between two updates; nothing runs after it", async () => {
  const model = languageModel({ batch: 2 });
  const abort = new AbortController();
  const reports = [];
  for await (const report of fit(model, { training: texts }, { signal: abort.signal, every: { updates: 1 } })) {
    reports.push(report);
    if (report.update === 2) abort.abort();
  }
  expect(reports.map(({ update, done }) => [update, done])).toEqual([[1, undefined], [2, undefined], [2, "aborted"]]);
  expect(model.executor.log.length).toBe(2);
  expect(model.progress?.position).toMatchObject({ epoch: 0, step: 2, update: 2 });
});

test("a timer fires while training runs: the event loop is not starved", async () => {
  const model = languageModel({ batch: 1, epochs: 100_000 });
  model.executor.logging = false;
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 20);
  const reports = await collect(fit(model, { training: texts }, { signal: abort.signal, every: { seconds: 3600 } }));
  expect(reports.at(-1)?.done).toBe("aborted");
});

describe("options", () => {
  const run = (over: object, spec: Parameters<typeof languageModel>[0] = {}) => collect(fit(languageModel(spec), { training: texts }, over));

  test.each([
    [{ batch: 0 }, {}, /`batch` should be a whole number of at least 1, but is 0/],
    [{ epochs: 0 }, {}, /`epochs` should be a number above 0/],
    [{ epochs: Infinity }, {}, /`epochs`/],
    [{ rate: NaN }, {}, /`rate`/],
    [{ validate: 1 }, {}, /`validate`/],
    [{ bacth: 3 }, {}, /no training option `bacth`, did you mean "batch"/],
    [{ clip: { kind: "norm", limit: 1 } }, {}, /`clip` is compiled into the model/],
    [{ steps: 4 }, {}, /compiled with gradient = bptt/],
    [{ cut: { steps: 3, stride: 1 } }, { gradient: tbptt }, /exclude each other/],
    [{ batch: 2 }, { update: "step" }, /compiled with update = step.*`batch` is 1, not 2/],
    [{ batch: 8 }, { update: "sequence" }, /compiled with update = sequence/],
    [{ steps: 3 }, { gradient: { kind: "tbptt", steps: 20, every: 5 } }, /`steps` should be a whole number of at least 5, but is 3/],
    [{ teacherForcing: { from: 1, to: 50, over: 10 } }, {}, /`teacherForcing` should be \{ from, to, over \}, shares from 0 to 1/],
  ] as const)("%j with %j", async (over, spec, message) => {
    await expect(run(over, spec)).rejects.toThrow(message);
    await expect(run(over, spec)).rejects.toBeInstanceOf(UsageError);
  });

  test("no data, or nothing in them", async () => {
    await expect(collect(fit(languageModel(), { training: [] }))).rejects.toThrow(/not one sequence/);
    await expect(collect(fit(languageModel(), { training: [textOf(0, [1])] }))).rejects.toThrow(/nothing to predict/);
    await expect(collect(fit(languageModel({ gradient: tbptt }), { training: [textOf(0, [1])] }))).rejects.toThrow(/nothing to predict/);
    await expect(collect(fit(forecastModel({ cut: { steps: 9, stride: 1 } }), { training: [seriesOf(0, [1, 2])] }))).rejects.toThrow(/long enough for one window of 9 steps/);
  });
});

test("a fresh start forgets the optimiser's moments", async () => {
  const fresh = languageModel({ epochs: 1 });
  await collect(fit(fresh, { training: texts }));
  const used = languageModel({ epochs: 1 });
  const parameters = await used.executor.read("parameters");
  await trainStep(used, texts);
  used.executor.write("parameters", parameters);
  await collect(fit(used, { training: texts }));
  expect(used.executor.buffers["parameters"]).toEqual(fresh.executor.buffers["parameters"]);
});

test("memory after 10,000 updates is what it was after 1,000", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  const model = languageModel({ gradient: tbptt, batch: 2, epochs: 100_000 });
  model.executor.logging = false;
  const used: number[] = [];
  for await (const { update } of fit(model, { training: texts }, { every: { updates: 1000 } })) {
    if (update % 1000 !== 0) continue;
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    used.push(heapUsed + arrayBuffers);
    if (update >= 10_000) break;
  }
  // 9,000 updates that each kept one small object would keep far more.
  expect(used.at(-1)! - used[0]).toBeLessThan(400_000);
});

test("training makes the loss smaller", async () => {
  const training = [textOf(0, Array.from({ length: 200 }, (_, t) => t % 5))];
  const model = languageModel({ gradient: tbptt, batch: 4, epochs: 30 });
  const reports = await collect(fit(model, { training }));
  expect(reports[0].loss).toBeGreaterThan(1);
  expect(reports.at(-1)?.loss).toBeLessThan(0.1);
});
