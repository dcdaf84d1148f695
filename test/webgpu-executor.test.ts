// The WebGPU executor with kernels and programs written by hand: what it makes and when, growth, loops both ways, what
// it refuses, and what is left when the device is lost. Kernels of the compiler have tests of their own.
import { afterAll, describe, expect, it } from "vitest";
import type { WebGpuPrograms } from "../runtime/device.js";
import { KeptBuffers } from "../runtime/webgpu/kept.js";
import { acquireDevice, createWebGpuExecutor, releaseDevice, useDevice } from "../runtime/webgpu/index.js";
import { batchOf, create, D, d, each, expected, OUTPUTS, programs, storeOf } from "./support/adder.js";
import { whyNoWebGpu } from "./support/webgpu.js";

describe.skipIf(whyNoWebGpu)("the executor", () => {
  afterAll(releaseDevice);

  it("runs programs: rows of every length, nothing at all, loops both ways", async () => {
    for (const recurrence of ["stepped", "persistent", "auto"] as const) {
      const executor = await create({ recurrence, measurements: storeOf() });
      for (const lengths of [[3, 1, 2], [1], [4, 4, 0, 2], [], [0], Array.from({ length: 40 }, (_, i) => i % 7)]) {
        const batch = batchOf(1, lengths);
        const outputs = await executor.run(["predict"], batch, OUTPUTS);
        expect(outputs, `${recurrence} ${lengths.join(" ")}`).toEqual(expected(batch, [1, 10, 100]));
      }
      executor.dispose();
    }
  });

  it("makes nothing and notes nothing down in the second run of a shape", async () => {
    for (const recurrence of ["stepped", "persistent", "auto"] as const) {
      const executor = await create({ recurrence, measurements: storeOf() });
      const names = ["predict", "backward", "update"] as const;
      await executor.run(names, batchOf(2, [5, 2]), ["output.y", "gradients"]);
      const before = { ...executor.counters };
      for (let i = 0; i < 3; i++) await executor.run(names, batchOf(3 + i, [5, 2]), ["output.y", "gradients"]);
      const { submits, passes, dispatches, ...made } = executor.counters;
      expect(made).toEqual(Object.fromEntries(Object.entries(before).filter(([name]) => name in made)));
      expect(submits - before.submits).toBe(3);
      expect(passes - before.passes).toBe(12);
      if (recurrence !== "auto") expect((dispatches - before.dispatches) / 3).toBe(recurrence === "stepped" ? 1 + 3 + 5 + 1 + 1 : 1 + 3 + 1 + 1 + 1);
      executor.dispose();
      expect(executor.memory).toBe(0);
    }
  });

  it("keeps the weights when a batch grows, and prepares them only when they changed", async () => {
    const executor = await create();
    await executor.run(["predict"], batchOf(1, [2]), []);
    const { memory } = executor;
    for (const lengths of [[30, 20], [500, 3, 1], [2]]) {
      const batch = batchOf(7, lengths);
      const { dispatches } = executor.counters;
      expect(await executor.run(["predict"], batch, OUTPUTS)).toEqual(expected(batch, [1, 10, 100]));
      expect(executor.counters.dispatches - dispatches).toBe(3 + lengths[0]!);
    }
    expect(executor.memory).toBeGreaterThan(memory);
    expect(await executor.read("parameters")).toEqual(Float32Array.of(1, 10, 100));
    executor.write("parameters", Float32Array.of(7), 1);
    const batch = batchOf(8, [4]);
    expect(await executor.run(["predict"], batch, OUTPUTS)).toEqual(expected(batch, [1, 7, 100]));
    executor.dispose();
  });

  it("goes through more workgroups than one dimension holds", async () => {
    const executor = await create({ recurrence: "persistent" });
    const batch = batchOf(1, [600_000]);
    const outputs = await executor.run(["predict"], { ...batch, axes: { T: { steps: 1, total: 600_000, rows: Int32Array.of(600_000), start: Int32Array.of(0) } }, size: 600_000, data: { ...batch.data } }, ["output.y"]);
    expect(outputs["output.y"]!.every((value, i) => value === batch.data["x"]![i]! + 2 * [1, 10, 100][i % 3]!)).toBe(true);
    executor.dispose();
  });

  it("updates, and reads what an update left", async () => {
    const executor = await create();
    const batch = batchOf(4, [2], 0.5);
    const { gradients } = await executor.run(["predict", "backward", "update"], batch, ["gradients"]);
    expect(gradients).toEqual(expected(batch, [1, 10, 100])["output.y"].slice(0, D));
    const w = [1, 10, 100].map((value, i) => value + 0.5 * gradients![i]!);
    expect(await executor.read("parameters")).toEqual(Float32Array.from(w));
    expect(await executor.read("moment1")).toEqual(gradients);
    expect(await executor.run(["predict"], batch, OUTPUTS)).toEqual(expected(batch, w));
    executor.dispose();
  });

  it("takes calls in the order they are made, also while the first is getting ready", async () => {
    const executor = await create({ recurrence: "auto", measurements: storeOf() });
    const [a, b] = [batchOf(1, [3, 2]), batchOf(2, [9, 1])];
    const given = Float32Array.of(5, 6, 7);
    const first = executor.run(["predict"], a, OUTPUTS);
    executor.write("parameters", given);
    given.fill(0);
    const between = executor.read("parameters");
    const second = executor.run(["predict"], b, OUTPUTS);
    executor.write("parameters", Float32Array.of(1, 1, 1));
    expect(await first).toEqual(expected(a, [1, 10, 100]));
    expect(await between).toEqual(Float32Array.of(5, 6, 7));
    expect(await second).toEqual(expected(b, [5, 6, 7]));
    expect(await executor.read("parameters")).toEqual(Float32Array.of(1, 1, 1));
    executor.dispose();
  });

  it("measures a loop once for each size, and keeps what it found", async () => {
    const kept = new Map<string, string>();
    const executor = await create({ recurrence: "auto", measurements: storeOf(kept) });
    const { gradients } = await executor.run(["predict", "backward"], batchOf(1, [3, 2]), ["gradients"]);
    expect([...kept.values()]).toEqual([expect.stringMatching(/^(together|apart) \d+$/)]);
    // Nothing of a trial is left.
    expect(await executor.read("gradients")).toEqual(gradients);
    expect(await executor.read("parameters")).toEqual(Float32Array.of(1, 10, 100));
    const { recordings } = executor.counters;
    await executor.run(["predict"], batchOf(1, [20, 19]), []);
    expect(kept.size).toBe(1);
    expect(executor.counters.recordings).toBe(recordings + 1);
    await executor.run(["predict"], batchOf(1, [1, 1, 1, 1, 1]), []);
    expect(kept.size).toBe(2);
    executor.dispose();
    const other = await create({ recurrence: "auto", measurements: storeOf(kept) });
    await other.run(["predict"], batchOf(1, [3, 2]), []);
    expect(other.counters.recordings).toBe(2);
    expect(kept.size).toBe(2);
    other.dispose();
    // A long loop is cut where it would take too long.
    for (const [key] of kept) kept.set(key, "together 4");
    const cut = await create({ recurrence: "auto", measurements: storeOf(kept) });
    const batch = batchOf(1, [10, 2]);
    expect(await cut.run(["predict"], batch, OUTPUTS)).toEqual(expected(batch, [1, 10, 100]));
    expect(cut.counters.dispatches).toBe(1 + 3 + 3);
    cut.dispose();
  });

  it("gives every trial its data again: what a run leaves in their place is never taken for ids", async () => {
    const { predict } = programs.programs;
    const spoiling: WebGpuPrograms = {
      ...programs,
      kernels: {
        ...programs.kernels,
        // Writes where x says: a number of g, or with what `spoil` leaves one of m, which is kept.
        mark: each(3, `set_weight(call[0].z + u32(value(call[0].y)), 1.0);`),
        spoil: each(2, `set_value(call[0].y + r * ${D}u + j, ${D}.0);`),
      },
      programs: {
        ...programs.programs,
        predict: {
          ...predict!,
          run: (k, m, batch, together) => {
            k["mark"]!(m["x"]!, m["g"]!, 1);
            predict!.run(k, m, batch, together);
            k["spoil"]!(m["x"]!, batch.axes["T"]!.total);
          },
        },
      },
    };
    const executor = await createWebGpuExecutor(spoiling, d, { recurrence: "auto", measurements: storeOf() });
    const batch = batchOf(1, [3, 2]);
    await executor.run(["predict"], { ...batch, data: { ...batch.data, x: new Float32Array(5 * D) } }, []);
    expect(await executor.read("moment1")).toEqual(new Float32Array(D));
    expect(await executor.read("gradients")).toEqual(Float32Array.of(1, 0, 0));
    executor.dispose();
  });

  it("measures nothing on a batch without steps", async () => {
    const kept = new Map<string, string>();
    const executor = await create({ recurrence: "auto", measurements: storeOf(kept) });
    for (const lengths of [[], [0, 0]]) expect(await executor.run(["predict"], batchOf(1, lengths), OUTPUTS)).toEqual(expected(batchOf(1, lengths), [1, 10, 100]));
    expect(kept.size).toBe(0);
    executor.dispose();
  });

  it("takes and gives data on the device", async () => {
    const { device } = await acquireDevice();
    const executor = await create({ recurrence: "auto", measurements: storeOf() });
    const batch = batchOf(4, [3, 1]);
    const x = batch.data["x"] as Float32Array;
    const source = device.createBuffer({ size: 8 + x.byteLength, usage: 0x8 | 0x4 });
    const target = device.createBuffer({ size: 8 + x.byteLength, usage: 0x8 | 0x4 });
    const result = device.createBuffer({ size: 8 + x.byteLength, usage: 0x8 | 0x1 });
    device.queue.writeBuffer(source, 8, x as Float32Array<ArrayBuffer>);
    const data = { x: { buffer: source, offset: 8, length: x.length } };
    const outputs = { "output.y": { buffer: target, offset: 4, length: x.length } };
    const enqueue = (more = {}) => executor.enqueue(["predict"], { ...batch, data: { ...data, ...more } }, outputs);
    expect(enqueue).toThrow(expect.objectContaining({ code: "RNN633" }));
    await executor.warm(["predict"]);
    for (const [more, w] of [
      [{}, [1, 10, 100]],
      [{ parameters: Float32Array.of(2, 3, 4) }, [2, 3, 4]],
      [{ parameters: { ...data.x, length: D } }, [...x.slice(0, D)]],
    ] as const) {
      enqueue(more);
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(target, 4, result, 0, x.byteLength);
      device.queue.submit([encoder.finish()]);
      await result.mapAsync(1);
      expect(new Float32Array(result.getMappedRange().slice(0, x.byteLength))).toEqual(expected(batch, [...w])["output.y"]);
      result.unmap();
    }
    const refuse = (data: object, outputs: object, code: string) => expect(() => executor.enqueue(["predict"], { ...batch, data: data as {} }, outputs as {})).toThrow(expect.objectContaining({ code }));
    refuse({ x: { ...data.x, length: 2 } }, {}, "RNN603");
    refuse({ ...data, parameters: data.x }, {}, "RNN603");
    refuse(data, { "output.y": { ...outputs["output.y"], length: 1 } }, "RNN603");
    refuse(data, { "output.y": new Float32Array(x.length) }, "RNN630");
    refuse(data, { gradients: outputs["output.y"] }, "RNN604");
    refuse({}, {}, "RNN607");
    for (const buffer of [source, target, result]) buffer.destroy();
    executor.dispose();
  });

  it("says what is wrong", async () => {
    const executor = await create();
    const batch = batchOf(1, [2, 1]);
    const { "random.sequence": key, ...rest } = batch.data;
    const wrong = (code: string, act: () => Promise<unknown>) => expect(act(), code).rejects.toMatchObject({ code });
    await wrong("RNN604", () => executor.run(["predict"], batch, ["gradients"]));
    await wrong("RNN605", () => executor.run(["step"], batch, []));
    await wrong("RNN606", () => executor.read("moment2"));
    await wrong("RNN607", () => executor.run(["backward"], { ...batch, data: rest }, []));
    await wrong("RNN603", () => executor.run(["predict"], { ...batch, data: { ...batch.data, x: new Float32Array(4) } }, []));
    await wrong("RNN603", () => executor.run(["backward"], { ...batch, data: { ...batch.data, "random.sequence": Float32Array.from(key!) } }, []));
    expect(() => executor.write("parameters", new Float32Array(2))).toThrow(expect.objectContaining({ code: "RNN603" }));
    expect(() => executor.write("parameters", new Float32Array(2), 2)).toThrow(expect.objectContaining({ code: "RNN603" }));
    expect(() => executor.write("moment2", new Float32Array(D))).toThrow(expect.objectContaining({ code: "RNN606" }));
    await expect(executor.run(["rtrl"], batch, [])).rejects.toThrow(/^internal: the GPU refuses kernel wrong of adder: .*nonsense/);
    const huge = { ...batch, axes: { T: { ...batch.axes["T"]!, total: 2 ** 31 } } };
    await expect(executor.run(["predict"], huge, [])).rejects.toThrow(/a batch of `adder` this large needs 72.0 GiB, more than the GPU .* gives here/);
    // None of that has done harm.
    expect(await executor.run(["predict"], batch, OUTPUTS)).toEqual(expected(batch, [1, 10, 100]));
    const running = executor.run(["predict"], batch, OUTPUTS);
    executor.dispose();
    executor.dispose();
    await wrong("RNN601", () => running);
    await wrong("RNN601", () => executor.run(["predict"], batch, []));
    await wrong("RNN601", () => executor.read("parameters"));
    expect(() => executor.write("parameters", new Float32Array(D))).toThrow(expect.objectContaining({ code: "RNN601" }));
  });
});

describe.skipIf(whyNoWebGpu)("a lost device", () => {
  const wrong = (act: () => Promise<unknown>) => expect(act()).rejects.toMatchObject({ code: "RNN632", message: expect.stringMatching(/the GPU device of `adder` was lost: it was destroyed\. The weights after the last completed update are kept/) });
  const learn = ["predict", "backward", "update"] as const;

  it("rejects what is going on and what comes; what the last completed update left can be read, and written", async () => {
    const executor = await create();
    const batch = batchOf(4, [2], 0.5);
    await executor.run(learn, batch, ["gradients"]);
    const { gradients } = await executor.run(learn, batch, ["gradients"]);
    const [parameters, moment1] = [await executor.read("parameters"), await executor.read("moment1")];
    expect(parameters).not.toEqual(Float32Array.of(1, 10, 100));
    const running = executor.run(learn, batch, ["gradients"]);
    const reading = executor.read("parameters");
    releaseDevice();
    await wrong(() => running);
    expect(await reading).toEqual(parameters);
    await wrong(() => executor.run(["predict"], batch, []));
    await wrong(() => executor.warm(["predict"]));
    await wrong(async () => executor.enqueue(["predict"], batch, {}));
    await wrong(() => executor.read("gradients"));
    expect(await executor.read("moment1")).toEqual(moment1);
    executor.write("parameters", Float32Array.of(7), 2);
    expect(await executor.read("parameters")).toEqual(Float32Array.of(parameters[0]!, parameters[1]!, 7));
    executor.dispose();
    await expect(executor.read("parameters")).rejects.toMatchObject({ code: "RNN601" });

    // A new one gets a new device, and goes on.
    const next = await create();
    next.write("parameters", parameters);
    next.write("moment1", moment1);
    expect((await next.run(learn, batch, ["gradients"]))["gradients"]).toEqual(gradients!.map((_, i) => batch.data["x"]![i]! + 2 * parameters[i]!));
    next.dispose();
  });

  it("before the first update, what was written can be read; what waits for its turn is rejected", async () => {
    const executor = await create({ recurrence: "auto", measurements: storeOf() });
    executor.write("moment1", Float32Array.of(1, 2, 3));
    const [first, second] = [executor.run(learn, batchOf(1, [3]), ["gradients"]), executor.run(learn, batchOf(1, [5]), [])];
    executor.write("moment1", new Float32Array(D));
    second.catch(() => {});
    releaseDevice();
    await wrong(() => first);
    await wrong(() => second);
    expect(await executor.read("parameters")).toEqual(Float32Array.of(1, 10, 100));
    expect(await executor.read("moment1")).toEqual(Float32Array.of(1, 2, 3));
    executor.dispose();
  });

  it("what was on its way when the device went on unseen is not kept", () => {
    const kept = new KeptBuffers(new Map([["parameters", 2]]));
    const [first, second] = [kept.expect(), kept.expect()];
    kept.arrived(first, new Map([["parameters", Float32Array.of(1, 2)]]));
    expect(kept.read("parameters")).toEqual(Float32Array.of(1, 2));
    kept.miss();
    kept.arrived(second, new Map([["parameters", Float32Array.of(3, 4)]]));
    expect(kept.has("parameters")).toBe(false);
    kept.arrived(kept.expect(), new Map([["parameters", Float32Array.of(5, 6)]]));
    expect(kept.read("parameters")).toEqual(Float32Array.of(5, 6));
  });

  it("what is written while an update is on its way is kept", async () => {
    const executor = await create();
    const batch = batchOf(4, [2], 0.5);
    await executor.run(["predict"], batch, []);
    await executor.warm(learn);
    const running = executor.run(learn, batch, []);
    executor.write("parameters", Float32Array.of(9), 1);
    await running;
    const parameters = await executor.read("parameters");
    expect(parameters[1]).toBe(9);
    releaseDevice();
    await wrong(() => executor.run(["predict"], batch, []));
    expect(await executor.read("parameters")).toEqual(parameters);
    executor.dispose();
  });

  it("that of another library: models on it are lost with it, and the next gets one of its own", async () => {
    const { device } = await acquireDevice();
    const adapter = await navigator.gpu.requestAdapter();
    const theirs = await adapter!.requestDevice();
    useDevice(theirs, adapter!.info);
    expect((await acquireDevice()).device).toBe(theirs);
    const executor = await create();
    const batch = batchOf(1, [2, 1]);
    expect(await executor.run(["predict"], batch, OUTPUTS)).toEqual(expected(batch, [1, 10, 100]));
    theirs.destroy();
    await wrong(() => executor.run(["predict"], batch, []));
    expect((await acquireDevice()).device).not.toBe(device);
    expect((await acquireDevice()).device).not.toBe(theirs);
    releaseDevice();
    await expect(acquireDevice({ software: false })).rejects.toMatchObject({ code: "RNN631", message: expect.stringMatching(/only .*(wiftshader|llvmpipe).*, which computes on the CPU/i) });
    await expect(acquireDevice({ gpu: { requestAdapter: async () => null } as unknown as GPU })).rejects.toMatchObject({ code: "RNN631", message: expect.stringMatching(/finds no GPU/) });
    device.destroy();
  });
});
