// Training that is interrupted anywhere and goes on in another process ends with the same bits as training that is not.

import { describe, expect, test } from "vitest";
import { readCheckpoint, writeCheckpoint } from "../../runtime/checkpoint.js";
import type { TrainingDescription } from "../../runtime/device.js";
import { packProgress, unpackProgress } from "../../runtime/progress.js";
import { fit, trainStep, type FitOptions, type Report } from "../../runtime/train.js";
import { collect, forecastModel, languageModel, randomText, seriesOf, type FakeModel } from "./train-support.js";

/** What a process that ends leaves, and the next one begins with. */
function throughFile(model: FakeModel, make: () => FakeModel): FakeModel {
  if (!model.progress) throw new Error("no progress");
  const d = { ...model.description, parameters: [{ name: "all", shape: [model.description.parameterCount], offset: 0, initial: { kind: "zeros" }, frozen: false }] } as const;
  const { parameters, moment1, moment2 } = model.executor.buffers;
  const bytes = writeCheckpoint(d, { parameters, moments: [moment1, moment2], fitted: model.fitted, position: packProgress(model.progress) });
  const saved = readCheckpoint(d, bytes.slice());
  const next = make();
  next.executor.write("parameters", saved.parameters);
  saved.moments.forEach((moment, i) => next.executor.write(`moment${i + 1}`, moment));
  if (!saved.position) throw new Error("no position");
  next.progress = unpackProgress(saved.position);
  return next;
}

/** What doesn't depend on the time it takes, nor on when it is asked. */
const facts = ({ epoch, step, update, loss, validation, improved, done, restored }: Report) => ({ epoch, step, update, loss, validation: validation?.loss, improved, done, restored });

const texts = [12, 0, 5, 1, 4, 2, 7, 9, 3].map((length, id) => randomText(11, id, length));
const heldOut = [randomText(12, 50, 20), randomText(12, 51, 6)];
const series = [0, 1].map((id) => seriesOf(id, Array.from({ length: 14 }, (_, t) => 10 + 4 * Math.sin(t + id))));
const tbptt = { kind: "tbptt", steps: 4, every: 4 } as const;

const cases: { name: string; make: () => FakeModel; data: Parameters<typeof fit>[1] }[] = [
  { name: "tbptt", make: () => languageModel({ gradient: tbptt, batch: 2 }), data: { training: texts, validation: heldOut } },
  ...(
    [
      ["whole sequences, shuffled, split, patience", { validate: 0.3, patience: 2, batch: 2, epochs: 4 }],
      ["plateau", { validate: 0.3, schedule: { kind: "plateau", patience: 1, factor: 0.5 }, epochs: 4 }],
      ["cosine with warmup", { schedule: { kind: "cosine", to: 0.001, warmup: 0.5 } }],
    ] satisfies [string, Partial<TrainingDescription>][]
  ).map(([name, over]) => ({ name, make: () => languageModel(over), data: { training: texts } })),
  { name: "tbptt of one text, its last part held out, patience", make: () => languageModel({ gradient: tbptt, batch: 3, validate: 0.2, patience: 1, epochs: 4, optimizer: { kind: "adam", rate: 0.6, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } }), data: { training: [randomText(13, 0, 60)] } },
  { name: "windows", make: () => forecastModel({ cut: { steps: 3, stride: 2 }, validate: 0.5, epochs: 5 }), data: { training: series } },
];

describe.each(cases)("$name", ({ make, data }) => {
  const options: FitOptions = { every: { updates: 1 } };

  test("interrupted after every update, by leaving the loop", async () => {
    const whole = make();
    const reports = await collect(fit(whole, data, options));
    expect(reports.length).toBeGreaterThan(6);
    for (let stop = 0; stop < reports.length - 1; stop++) {
      const first = make();
      const seen: Report[] = [];
      for await (const report of fit(first, data, options)) {
        seen.push(report);
        if (seen.length > stop) break;
      }
      const second = throughFile(first, make);
      seen.push(...(await collect(fit(second, data, { ...options, progress: second.progress }))));
      expect(seen.map(facts)).toEqual(reports.map(facts));
      expect(second.executor.buffers["parameters"]).toEqual(whole.executor.buffers["parameters"]);
      expect(second.executor.buffers["moment2"]).toEqual(whole.executor.buffers["moment2"]);
      expect(JSON.stringify(second.progress?.position)).toBe(JSON.stringify(whole.progress?.position));
    }
  });

  test("interrupted by its signal at every call of the device, validation included", async () => {
    const whole = make();
    await collect(fit(whole, data, options));
    const calls = whole.executor.log.length;
    for (let stop = 1; stop < calls; stop++) {
      const first = make();
      const abort = new AbortController();
      const { run } = first.executor;
      let called = 0;
      first.executor.run = (programs, batch, outputs) => {
        if (++called === stop) abort.abort();
        return run(programs, batch, outputs);
      };
      const seen = await collect(fit(first, data, { ...options, signal: abort.signal }));
      if (seen.at(-1)?.done !== "aborted") continue; // the very last call: it was done anyway
      const second = throughFile(first, make);
      await collect(fit(second, data, { ...options, progress: second.progress }));
      expect(second.executor.buffers["parameters"]).toEqual(whole.executor.buffers["parameters"]);
      expect(second.executor.buffers["moment1"]).toEqual(whole.executor.buffers["moment1"]);
    }
  });
});

test("two epochs are one epoch, a save, a load and one epoch more", async () => {
  const make = () => languageModel({ gradient: tbptt, batch: 2 });
  const two = make();
  await collect(fit(two, { training: texts }, { epochs: 2 }));
  const one = make();
  await collect(fit(one, { training: texts }, { epochs: 1 }));
  const more = throughFile(one, make);
  const reports = await collect(fit(more, { training: texts }, { epochs: 2, progress: more.progress }));
  expect(reports.at(-1)).toMatchObject({ epoch: 2, done: "epochs" });
  expect(more.executor.buffers["parameters"]).toEqual(two.executor.buffers["parameters"]);
});

test("fractions of epochs: half an epoch, and later the rest, bit for bit", async () => {
  const make = () => languageModel({ gradient: tbptt, batch: 2 });
  const data = { training: texts, validation: heldOut };
  const whole = make();
  await collect(fit(whole, data, { epochs: 2 }));
  const half = make();
  const first = await collect(fit(half, data, { epochs: 0.5, every: { updates: 1 } }));
  const { steps } = first[0];
  expect(first.at(-1)).toMatchObject({ epoch: 1, step: Math.round(steps / 2), done: "epochs", secondsLeft: 0 });
  expect(first.at(-1)?.validation).toBeDefined();
  const more = throughFile(half, make);
  const second = await collect(fit(more, data, { epochs: 1.4, progress: more.progress }));
  expect(second.map(({ epoch, step, done }) => [epoch, step, done])).toEqual([[1, steps, undefined], [2, Math.round(1.4 * steps) - steps, "epochs"]]);
  const last = throughFile(more, make);
  await collect(fit(last, data, { epochs: 2, progress: last.progress }));
  expect(last.executor.buffers["parameters"]).toEqual(whole.executor.buffers["parameters"]);
  expect(last.progress?.position.best).toEqual(expect.objectContaining({ epoch: expect.any(Number) }));
  await expect(collect(fit(last, data, { epochs: 1.5, progress: last.progress }))).rejects.toThrow(/complete: 2 epochs of 1.5/);
});

test("a position is only gone on from where that makes sense", async () => {
  const model = languageModel({ batch: 2, epochs: 1 });
  for await (const _ of fit(model, { training: texts }, { every: { updates: 1 } })) break;
  const { progress } = model;
  await expect(collect(fit(model, { training: texts.slice(1) }, { progress }))).rejects.toThrow(/number of sequences/);
  await expect(collect(fit(model, { training: texts }, { progress, batch: 3 }))).rejects.toThrow(/the batch was 2, and is 3 now/);
  await expect(collect(fit(model, { training: texts }, { progress, seed: 5 }))).rejects.toThrow(/the seed was 1, and is 5 now/);
  await collect(fit(model, { training: texts }, { progress }));
  await expect(collect(fit(model, { training: texts }, { progress: model.progress }))).rejects.toThrow(/complete: 1 epochs of 1/);
});

test("trainStep counts updates for the optimiser's corrections, and fit starts afresh", async () => {
  const model = languageModel();
  const first = await trainStep(model, texts);
  const second = await trainStep(model, texts);
  expect([first.update, second.update]).toEqual([1, 2]);
  expect(second.loss).not.toBe(first.loss);
  expect(model.executor.log.map(({ batch }) => batch.data["update.bias1"][0])).toEqual([1 / (1 - 0.9), 1 / (1 - 0.9 ** 2)].map(Math.fround));
  expect(model.progress?.position.update).toBe(2);
  for await (const report of fit(model, { training: texts }, { every: { updates: 1 } })) {
    expect(report.update).toBe(1);
    break;
  }
  await expect(trainStep(model, [randomText(1, 0, 1)])).rejects.toThrow(/nothing to predict/);
});
