// What a driver refuses: loops that ask for too much run step by step, and are not asked for again.
import { afterEach, describe, expect, it } from "vitest";
import type { WebGpuPrograms } from "../runtime/device.js";
import { acquireDevice, releaseDevice } from "../runtime/webgpu/index.js";
import { batchOf, create, expected, OUTPUTS, programs, storeOf } from "./support/adder.js";
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
