// What a driver refuses: loops that ask for too much run step by step, and are not asked for again; of memory, what is said and that it goes on.
import { afterEach, describe, expect, it } from "vitest";
import type { Packed, WebGpuPrograms } from "../runtime/device.js";
import { acquireDevice, releaseDevice } from "../runtime/webgpu/index.js";
import { batchOf, create, D, expected, OUTPUTS, programs, storeOf } from "./support/adder.js";
import { whyNoWebGpu } from "./support/webgpu.js";

/** The loop asks for more workgroup memory than any device has. */
const greedy: WebGpuPrograms = {
  ...programs,
  kernels: {
    ...programs.kernels,
    loop: { ...programs.kernels["loop"]!, code: `var<workgroup> much: array<vec4f, 60000>;\n${programs.kernels["loop"]!.code.replace("{", "{ much[lane].x = 1.0;")}` },
  },
};

/** Notes down the pipelines that the shared device is asked for. */
async function asked(): Promise<string[]> {
  const names: string[] = [];
  const { device } = await acquireDevice();
  const make = device.createComputePipelineAsync.bind(device);
  device.createComputePipelineAsync = (descriptor) => {
    names.push(descriptor.label!);
    return make(descriptor);
  };
  return names;
}

describe.skipIf(whyNoWebGpu)("a loop that the device refuses", () => {
  // What a device refused once it isn't asked again: each test gets one of its own.
  afterEach(releaseDevice);

  it("runs step by step, whatever the size; nobody asks for it again", async () => {
    const names = await asked();
    const kept = new Map<string, string>();
    const executor = await create({ recurrence: "auto", measurements: storeOf(kept) }, greedy);
    for (const lengths of [[3, 1], [4, 4, 2, 2, 1], [2]]) {
      const batch = batchOf(1, lengths);
      const { dispatches } = executor.counters;
      expect(await executor.run(["predict"], batch, OUTPUTS)).toEqual(expected(batch, [1, 10, 100]));
      expect(executor.counters.dispatches - dispatches).toBeGreaterThanOrEqual(3 + lengths[0]!);
    }
    // As a measurement finds it, for each size.
    expect([...kept.values()]).toEqual(["apart 1", "apart 1", "apart 1"]);
    await executor.warm(["predict"]);
    executor.dispose();
    const next = await create({ recurrence: "auto", measurements: storeOf() }, greedy);
    await next.warm(["predict"]);
    const batch = batchOf(2, [5, 3, 3]);
    expect(await next.run(["predict"], batch, OUTPUTS)).toEqual(expected(batch, [1, 10, 100]));
    next.dispose();
    expect(names.filter((name) => name === "loop")).toHaveLength(1);
  });

  it("also where it ran as one dispatch when it was measured", async () => {
    const names = await asked();
    const executor = await create({ recurrence: "auto", measurements: { getItem: () => "together 100", setItem() {} } }, greedy);
    const batches = [batchOf(1, [3, 1]), batchOf(2, [6, 2])];
    const results = await Promise.all(batches.map((batch) => executor.run(["predict"], batch, OUTPUTS)));
    expect(results).toEqual(batches.map((batch) => expected(batch, [1, 10, 100])));
    expect(names.filter((name) => name === "loop")).toHaveLength(1);
    executor.dispose();
  });

  it("is enqueued step by step after `warm`, which two may ask for at once", async () => {
    const { device } = await acquireDevice();
    const executor = await create({ recurrence: "auto", measurements: storeOf() }, greedy);
    await Promise.all([executor.warm(["predict"]), executor.warm(["predict"])]);
    const batch = batchOf(3, [7, 2]);
    const { "output.sum": sum } = expected(batch, [1, 10, 100]);
    const target = device.createBuffer({ size: sum.byteLength, usage: 0x8 | 0x1 });
    const { dispatches } = executor.counters;
    executor.enqueue(["predict"], batch, { "output.sum": { buffer: target, offset: 0, length: sum.length } });
    expect(executor.counters.dispatches - dispatches).toBe(1 + 3 + 7);
    await target.mapAsync(1);
    expect(new Float32Array(target.getMappedRange())).toEqual(sum);
    executor.dispose();
  });

  it("is an error where it was asked for, and the same the next time", async () => {
    const names = await asked();
    const executor = await create({ recurrence: "persistent" }, greedy);
    const refused = /^internal: the GPU refuses kernel loop of adder: .*workgroup/s;
    await expect(executor.run(["predict"], batchOf(1, [3]), OUTPUTS)).rejects.toThrow(refused);
    await expect(executor.warm(["predict"])).rejects.toThrow(refused);
    expect(names.filter((name) => name === "loop")).toHaveLength(1);
    executor.dispose();
  });
});

/** The shared device, with little memory: buffers of `most` bytes or more are refused as a driver refuses them. Gives what no error scope caught. */
async function outOfMemory(most: number): Promise<string[]> {
  const { device } = await acquireDevice();
  const uncaught: string[] = [];
  device.addEventListener("uncapturederror", ({ error }) => uncaught.push(error.message));
  const scopes: { filter: GPUErrorFilter; refused: boolean }[] = [];
  const [push, pop, make] = [device.pushErrorScope.bind(device), device.popErrorScope.bind(device), device.createBuffer.bind(device)];
  device.pushErrorScope = (filter) => {
    scopes.push({ filter, refused: false });
    push(filter);
  };
  device.popErrorScope = async () => {
    const { refused } = scopes.pop()!;
    const error = await pop();
    return refused ? ({ message: "out of memory" } as GPUError) : error;
  };
  device.createBuffer = (descriptor) => {
    if (descriptor.size < most) return make(descriptor);
    const scope = scopes.findLast(({ filter }) => filter === "out-of-memory");
    if (scope) scope.refused = true;
    else uncaught.push("out of memory");
    // Something that can't be used, as a refused buffer is.
    push("validation");
    const invalid = make({ ...descriptor, usage: 0 });
    void pop();
    return invalid;
  };
  return uncaught;
}

describe.skipIf(whyNoWebGpu)("a batch that the device has no memory for", () => {
  afterEach(releaseDevice);

  const large = batchOf(1, [1000]);
  const small = batchOf(2, [3, 2]);
  const right = expected(small, [1, 10, 100]);
  const needs = expect.stringMatching(/^a batch of `adder` this large needs 0\.0 GiB, more than the GPU .* gives here: use a smaller batch or shorter sequences$/) as string;
  const needed = expect.stringMatching(/^a batch of `adder` this large needs 0\.0 GiB, .*\. It was enqueued by an earlier call, whose results are zeros$/) as string;

  it("is an error of a call that waits, and smaller ones go on", async () => {
    const uncaught = await outOfMemory(20_000);
    const executor = await create();
    await executor.run(["predict"], small, []);
    // The other calls aren't told what was this one's.
    const [tooLarge, ...others] = await Promise.allSettled([executor.run(["predict"], large, OUTPUTS), executor.warm(["predict"]), executor.read("parameters"), executor.run(["predict"], small, OUTPUTS)]);
    expect(tooLarge).toMatchObject({ status: "rejected", reason: { code: "RNN609", message: needs } });
    expect(others).toEqual([undefined, Float32Array.of(1, 10, 100), right].map((value) => ({ status: "fulfilled", value })));
    expect(uncaught).toEqual([]);
    executor.dispose();
  });

  it("is an error of the next call where it was enqueued, and smaller ones go on", async () => {
    const uncaught = await outOfMemory(20_000);
    const executor = await create();
    const { device } = await acquireDevice();
    await executor.warm(["predict"]);
    const length = 1000 * D;
    const target = device.createBuffer({ size: length * 4, usage: 0x8 | 0x4 });
    const result = device.createBuffer({ size: length * 4, usage: 0x8 | 0x1 });
    const given = async (count: number): Promise<Float32Array> => {
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(target, 0, result, 0, count * 4);
      device.queue.submit([encoder.finish()]);
      await result.mapAsync(1, 0, count * 4);
      const values = new Float32Array(result.getMappedRange(0, count * 4).slice(0));
      result.unmap();
      return values;
    };
    const enqueue = (batch: Packed): void => executor.enqueue(["predict"], batch, { "output.y": { buffer: target, offset: 0, length: batch.data["x"]!.length } });
    const wrong = (act: () => Promise<unknown>) => expect(act()).rejects.toMatchObject({ code: "RNN609", message: needed });
    const next: (() => Promise<unknown>)[] = [
      () => executor.warm(["predict"]),
      () => executor.read("parameters"),
      () => executor.run(["predict"], small, OUTPUTS),
      // One that can't wait says it as soon as it is known.
      async () => {
        await device.queue.onSubmittedWorkDone();
        await new Promise((later) => setTimeout(later));
        enqueue(small);
      },
    ];
    for (const call of next) {
      enqueue(small);
      expect(await given(small.data["x"]!.length)).toEqual(right["output.y"]);
      const { uses } = executor;
      enqueue(large);
      // Before it is known: in the same room.
      enqueue(small);
      device.queue.writeBuffer(target, 0, new Float32Array(length).fill(7));
      enqueue(large);
      expect(await given(length)).toEqual(new Float32Array(length));
      await wrong(call);
      // Once.
      expect(await executor.run(["predict"], small, OUTPUTS)).toEqual(right);
      expect(executor.uses).toBeGreaterThan(uses + 4);
    }
    // Weights that came with it are not there: they are prepared anew.
    executor.write("parameters", Float32Array.of(4, 5, 6));
    enqueue(large);
    await wrong(next[0]!);
    enqueue(small);
    expect(await given(small.data["x"]!.length)).toEqual(expected(small, [4, 5, 6])["output.y"]);
    expect(uncaught).toEqual([]);
    executor.dispose();
  });
});
