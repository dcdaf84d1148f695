import { afterEach, describe, expect, it } from "vitest";
import { acquireDevice, releaseDevice } from "@rnnc/runtime/webgpu";
import { anotherAsked, openDevice, whyNoWebGpu } from "../support/webgpu.js";

describe.skipIf(whyNoWebGpu)("the device that tests run on", () => {
  it("is SwiftShader, one for all, and computes", async () => {
    const device = await openDevice();
    expect(await openDevice()).toBe(device);
    if (!anotherAsked) expect(device.adapterInfo.architecture).toBe("swiftshader");
    expect(await navigator.gpu.requestAdapter()).toBeTruthy();
    const module = device.createShaderModule({ code: "@group(0) @binding(0) var<storage, read_write> x: array<f32>; @compute @workgroup_size(4) fn main(@builtin(local_invocation_index) i: u32) { x[i] = x[i] * 2; }" });
    const pipeline = device.createComputePipeline({ layout: "auto", compute: { module } });
    const x = device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
    const read = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    device.queue.writeBuffer(x, 0, new Float32Array([1, 2, 3, 4]));
    const commands = device.createCommandEncoder();
    const pass = commands.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer: x } }] }));
    pass.dispatchWorkgroups(1);
    pass.end();
    commands.copyBufferToBuffer(x, 0, read, 0, 16);
    device.queue.submit([commands.finish()]);
    await read.mapAsync(GPUMapMode.READ);
    expect([...new Float32Array(read.getMappedRange())]).toEqual([2, 4, 6, 8]);
  });
});

describe.skipIf(whyNoWebGpu)("the device that models share", () => {
  afterEach(releaseDevice);
  const nothing = { requestAdapter: async () => null } as unknown as GPU;

  it("is one for all that ask, also at the same time", async () => {
    const [one, other] = await Promise.all([acquireDevice(), acquireDevice()]);
    expect(other).toBe(one);
    expect(await acquireDevice()).toBe(one);
  });

  it("one that another can't have, or doesn't want, is opened for who can", async () => {
    const asked = [acquireDevice({ gpu: nothing }), acquireDevice({ software: false }), acquireDevice(), acquireDevice({ gpu: nothing }), acquireDevice({ software: false })];
    const [none, noSoftware, one, same, noSoftwareAgain] = await Promise.allSettled(asked);
    expect(none).toMatchObject({ status: "rejected", reason: { code: "RNN631" } });
    for (const found of [noSoftware, noSoftwareAgain]) expect(found).toMatchObject({ status: "rejected", reason: { code: "RNN631", message: expect.stringContaining("computes on the CPU") as string } });
    expect(one).toMatchObject({ status: "fulfilled", value: { software: true } });
    expect(same).toEqual(one);
  });

  it("is opened anew after a loss", async () => {
    const first = await acquireDevice();
    first.device.destroy();
    await first.device.lost;
    expect((await acquireDevice()).device).not.toBe(first.device);
  });
});
