import { describe, expect, it } from "vitest";
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
