// A GPU that is lost in the middle of training: what is said, that the weights of the last completed update can be saved, and that training goes on
// from them to the same bits as one that was never interrupted.
import { afterAll, describe, expect, it } from "vitest";
import type { Model, ModelFactory, ModelTypes, TrainingOverrides } from "@rnnc/runtime";
import { acquireDevice, releaseDevice } from "@rnnc/runtime/webgpu";
import { importModule } from "../cli/import-module.js";
import { readCheckpoint } from "../runtime/checkpoint.js";
import { DataError, UsageError } from "../runtime/errors.js";
import { fit } from "../runtime/train.js";
import { compileOne } from "./support/load.js";
import { whyNoWebGpu } from "./support/webgpu.js";
import { forecastModel, languageModel, randomText, seriesOf, type FakeModel } from "./runtime/train-support.js";

const trainings: Readonly<Record<string, string>> = {
  "whole sequences": "optimizer = adam(0.01), batch = 3, epochs = 2, validate = 0%",
  "states carried from update to update": "optimizer = adam(0.01), batch = 2, epochs = 2, validate = 0%, gradient = tbptt(5)",
  "several passes an update": "optimizer = sgd(0.1, momentum = 0.9), batch = 4, epochs = 2, validate = 0%, gradient = tbptt(5, every = 3)",
};

const spec = (training: string): string => `model lost {
  input x: real[T, 2]
  stack h from x { elman(4) }
  head y[t]: real[2] from h
  train { ${training.replaceAll(", ", "\n").replace("(0.1\nmomentum", "(0.1, momentum").replace("(5\nevery", "(5, every")} }
}`;

/** Reals, the same in every run. */
const wave = (seed: number, length: number): number[][] => Array.from({ length }, (_, t) => [Math.sin(t + seed), Math.cos(2 * t - seed)]);
const examples = Array.from({ length: 8 }, (_, i) => ({ x: wave(i, 6 + 3 * (i % 4)), y: wave(i + 0.5, 6 + 3 * (i % 4)) }));

const options = { every: { updates: 1 } } satisfies TrainingOverrides & { every: { updates: number } };

describe.skipIf(whyNoWebGpu)("training on a device that is lost", () => {
  afterAll(releaseDevice);

  for (const [name, training] of Object.entries(trainings)) {
    it(name, async () => {
      const compiled = await compileOne(spec(training));
      const factory = (await importModule(compiled.files))["default"] as ModelFactory<ModelTypes>;
      const create = (weights?: Uint8Array): Promise<Model> => factory.create({ device: "webgpu", webgpu: { recurrence: "stepped" }, seed: 3, ...(weights && { weights }) });
      const whole = await create();
      expect(whole.device).toBe("webgpu");
      let updates = 0;
      for await (const { update } of whole.fit(examples, options)) updates = update;
      const expected = await whole.save();
      whole.dispose();
      expect(updates).toBeGreaterThan(4);

      for (const at of [1, Math.floor(updates / 2)]) {
        const first = await create();
        const { device } = await acquireDevice();
        const seen: number[] = [];
        const failure = await (async () => {
          for await (const _ of first.fit(examples, { ...options, onUpdate: ({ update }) => void (seen.push(update), update === at && setTimeout(() => device.destroy())) }));
        })().catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(UsageError);
        const { code, message } = failure as UsageError;
        expect(code).toBe("RNN632");
        const stands = first.progress!.position.update;
        expect(message).toBe(`the GPU device of \`lost\` was lost: it was destroyed. The weights after the last completed update are kept: \`model.save()\` gives them, and a model created with them goes on from there. Training stands after update ${stands}.`);
        expect(stands).toBeGreaterThan(0);
        // In one pass an update is done or not; in several, the last copy is a little older.
        if (name !== "several passes an update") expect(stands).toBe(seen.at(-1));
        const saved = await first.save();
        await expect(first.predict({ x: [wave(1, 3)] })).rejects.toMatchObject({ code: "RNN632" });
        first.dispose();

        const second = await create(saved);
        for await (const _ of second.fit(examples, { ...options, resume: true }));
        const { parameters, moments } = readCheckpoint(second.description, await second.save());
        const truth = readCheckpoint(second.description, expected);
        expect(parameters).toEqual(truth.parameters);
        expect(moments).toEqual(truth.moments);
        second.dispose();
      }
    });
  }
});

/** A fake model whose device is lost in its `last` run: its flat buffers are as they were then, or can't be read any more. */
function losing(model: FakeModel, last: number, keeps: boolean): FakeModel {
  const { executor } = model;
  let runs = 0;
  const fail = (): never => {
    throw new UsageError("RNN632", "lost.");
  };
  return {
    ...model,
    executor: {
      ...executor,
      device: "webgpu",
      run: async (...given) => (++runs >= last ? fail() : executor.run(...given)),
      read: async (name) => (runs >= last && !keeps ? fail() : executor.read(name)),
    },
  };
}

describe("what is left of a training", () => {
  it("is of the last update, where it is done in one pass", async () => {
    const model = losing(languageModel(), 5, true);
    const texts = Array.from({ length: 9 }, (_, id) => randomText(11, id, 6 + id));
    await expect((async () => { for await (const _ of fit(model, { training: texts }, options)); })()).rejects.toMatchObject({ code: "RNN632", message: "lost. Training stands after update 4." });
    expect(model.progress!.position.update).toBe(4);
  });

  it("is of the last copy, where an update was done in part", async () => {
    // Eight runs an update of two passes, forward and backward, and one: the device is lost between the passes of the second.
    const model = losing(forecastModel({ update: "epoch", batch: 1, cut: { steps: 3, stride: 2 } }), 12, true);
    const series = [0, 1].map((id) => seriesOf(id, Array.from({ length: 9 }, (_, t) => 10 + 4 * Math.sin(t + id))));
    const before = model.executor.buffers["parameters"].slice();
    await expect((async () => { for await (const _ of fit(model, { training: series, validation: series }, options)); })()).rejects.toMatchObject({ code: "RNN632" });
    const { position } = model.progress!;
    expect(model.copy!.progress.position.update).toBe(position.update);
    expect(model.executor.buffers["parameters"]).toEqual(model.copy!.buffers["parameters"]);
    if (position.update === 0) expect(model.executor.buffers["parameters"]).toEqual(before);
  });
});

void DataError;
