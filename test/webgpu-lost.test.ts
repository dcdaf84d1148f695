// A GPU that is lost in the middle of training: what is said, that the weights of the last completed update can be saved, and that training goes on
// from them to the same bits as one that was never interrupted.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, describe, expect, it } from "vitest";
import type { Model, TrainingOverrides } from "@rnnc/runtime";
import { acquireDevice, releaseDevice } from "@rnnc/runtime/webgpu";
import { readCheckpoint } from "../runtime/checkpoint.js";
import { UsageError } from "../runtime/errors.js";
import { fit } from "../runtime/train.js";
import { DeviceWatch } from "../runtime/webgpu/watch.js";
import { loadFactory } from "./support/load.js";
import { whyNoWebGpu } from "./support/webgpu.js";
import { languageModel, randomText, type FakeModel } from "./runtime/train-support.js";

interface Case {
  readonly layers?: string;
  readonly train: readonly string[];
  /** Nothing is left but the copy that was made when the epoch began. */
  readonly goesBack?: true;
}

const adam = "optimizer = adam(0.01)";
const cases: Readonly<Record<string, Case>> = {
  "whole sequences": { train: [adam, "batch = 3"] },
  "states carried from update to update": { train: [adam, "batch = 2", "gradient = tbptt(5)"] },
  "several passes an update": { train: ["optimizer = sgd(0.1, momentum = 0.9)", "batch = 4", "gradient = tbptt(5, every = 3)"] },
  "parameters that follow the data": { layers: "batch_norm elman(4)", train: [adam, "batch = 3"] },
  "parameters that follow the data, several passes an update": { layers: "batch_norm elman(4)", train: [adam, "batch = 4", "gradient = tbptt(5, every = 3)"], goesBack: true },
};

const specOf = ({ layers = "elman(4)", train }: Case): string => `model lost {
  input x: real[T, 2]
  stack h from x { ${layers} }
  head y[t]: real[2] from h
  train {
    ${[...train, "epochs = 2", "validate = 0%"].join("\n    ")}
  }
}`;

/** Reals, the same in every run. */
const wave = (seed: number, length: number): number[][] => Array.from({ length }, (_, t) => [Math.sin(t + seed), Math.cos(2 * t - seed)]);
const examples = Array.from({ length: 8 }, (_, i) => ({ x: wave(i, 6 + 3 * (i % 4)), y: wave(i + 0.5, 6 + 3 * (i % 4)) }));

const options = { every: { updates: 1 } } satisfies TrainingOverrides & { every: { updates: number } };

describe.skipIf(whyNoWebGpu)("training on a device that is lost", () => {
  afterAll(releaseDevice);

  for (const [name, tried] of Object.entries(cases)) {
    it(name, async () => {
      const factory = await loadFactory(specOf(tried));
      const create = (weights?: Uint8Array): Promise<Model> => factory.create({ device: "webgpu", webgpu: { recurrence: "stepped" }, seed: 3, ...(weights && { weights }) });
      const whole = await create();
      expect(whole.device).toBe("webgpu");
      let updates = 0;
      for await (const { update } of whole.fit(examples, options)) updates = update;
      const expected = await whole.save();
      whole.dispose();
      expect(updates).toBeGreaterThan(4);

      const at = Math.ceil(updates / 2);
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
      if (tried.goesBack) expect(stands).toBe(first.copy!.progress.position.update);
      else expect(stands).toBe(seen.at(-1));
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

describe.skipIf(whyNoWebGpu)("a device that outlives its models", () => {
  afterAll(releaseDevice);

  it("keeps nothing of those that were disposed of", async () => {
    const factory = await loadFactory(specOf(cases["whole sequences"]));
    const executors: WeakRef<object>[] = [];
    for (let i = 0; i < 4; i++) {
      const model = await factory.create({ device: "webgpu" });
      executors.push(new WeakRef(model.executor));
      model.dispose();
    }
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    for (let i = 0; i < 5; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      collectGarbage();
    }
    // The last may still be in a register.
    expect(executors.filter((executor) => executor.deref() !== undefined).length).toBeLessThanOrEqual(1);
  });
});

describe("whoever watches a device", () => {
  /** A device of which nothing is but how it goes. */
  const createDevice = () => {
    let lose!: (info: GPUDeviceLostInfo) => void;
    const lost = new Promise<GPUDeviceLostInfo>((resolve) => (lose = resolve));
    return { device: { lost } as GPUDevice, lose: () => lose({ reason: "unknown", message: "gone" } as GPUDeviceLostInfo) };
  };
  const never = new Promise<void>(() => {});

  it("is told that it went, also who comes to it only then", async () => {
    const { device, lose } = createDevice();
    const [early, closed] = [1, 2].map(() => new DeviceWatch(device, () => "lost"));
    const waiting = early!.wait(never);
    closed!.close();
    lose();
    await expect(waiting).rejects.toBe("lost");
    const late = new DeviceWatch(device, () => "lost, too");
    await expect(late.wait(never)).rejects.toBe("lost, too");
    expect([early, late, closed].map((watch) => watch!.loss?.message ?? null)).toEqual(["gone", "gone", null]);
  });
});

describe("what is left of a training", () => {
  it("is of the last update, where it is done in one pass", async () => {
    const model = losing(languageModel(), 5, true);
    const texts = Array.from({ length: 9 }, (_, id) => randomText(11, id, 6 + id));
    await expect(readAll(fit(model, { training: texts }, options))).rejects.toMatchObject({ code: "RNN632", message: "lost. Training stands after update 4." });
    expect(model.progress!.position.update).toBe(4);
  });

  it("is of the epoch's last update, where the loss is noticed in its validation", async () => {
    const model = losing(languageModel(), 4, true);
    const [held, ...training] = [0, 1, 2, 3, 4, 5, 6, 7].map((id) => randomText(11, id, 6 + id));
    await expect(readAll(fit(model, { training, validation: [held] }, options))).rejects.toMatchObject({ code: "RNN632", message: "lost. Training stands after update 3." });
    expect(model.progress!.position).toMatchObject({ epoch: 0, step: 3, update: 3 });
  });

  it("is of the last copy, where nothing else is left", async () => {
    const model = losing(languageModel(), 5, false);
    await expect(readAll(fit(model, { training: [0, 1, 2, 3, 4, 5, 6].map((id) => randomText(11, id, 6 + id)) }, options))).rejects.toMatchObject({ code: "RNN632", message: "lost. Training stands after update 3." });
    // Made when the second epoch began, after three updates.
    expect(model.copy!.progress.position).toMatchObject({ epoch: 1, step: 0, update: 3 });
    expect(model.progress).toEqual(model.copy!.progress);

    const factory = await loadFactory(specOf(cases["whole sequences"]));
    const real = await factory.create({ device: "wasm" });
    for await (const { update } of real.fit(examples, options)) if (update === 2) break;
    const saved = await real.save();
    const { parameters, moments } = readCheckpoint(real.description, saved);
    real.executor.read = async () => {
      throw new UsageError("RNN632", "lost.");
    };
    await expect(real.save()).rejects.toMatchObject({ code: "RNN632" });
    real.copy = { progress: real.progress!, buffers: { parameters, moment1: moments[0], moment2: moments[1] } };
    real.progress = { ...real.progress!, position: { ...real.progress!.position, update: 9 } };
    expect(await real.save()).toEqual(saved);
    expect(real.progress.position.update).toBe(2);
  });

  it("is of the last copy, too, where the loss is noticed when the best weights are read", async () => {
    const whole = languageModel();
    const { executor } = whole;
    let runs = 0;
    const read = async (name: string): Promise<Float32Array> => {
      if (runs === 4) throw new UsageError("RNN632", "lost.");
      return executor.read(name);
    };
    const model: FakeModel = { ...whole, executor: { ...executor, device: "webgpu", run: async (...given) => (runs++, executor.run(...given)), read } };
    const [held, ...training] = [0, 1, 2, 3, 4, 5, 6, 7].map((id) => randomText(11, id, 6 + id));
    // Three updates and a validation; then the epoch's weights are read, which are the best so far.
    await expect(readAll(fit(model, { training, validation: [held] }, { ...options, patience: 2 }))).rejects.toMatchObject({ code: "RNN632", message: "lost. Training stands after update 0." });
    expect(model.progress!.position.update).toBe(0);
  });
});

async function readAll(reports: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of reports);
}
