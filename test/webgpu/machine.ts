// Runs one kernel of the WGSL emitter over buffers that stand between guard words. Not a device: no arena, no programs.
import { emitWgsl } from "../../compiler/5-emit/webgpu/index.js";
import type { GpuKernel, Space } from "../../compiler/gpu-plan.js";
import { axisTable, type PackedAxis } from "../../runtime/device.js";
import { GROUPS_ACROSS, prelude } from "../../runtime/webgpu/prelude.js";
import { openDevice } from "../support/webgpu.js";

const guard = 0x7fc0dead; // a NaN: what reads it into a result is seen

type Numbers = Float32Array | Int32Array;
/** A buffer (its row 0), a place in one, an axis of a batch with its sequences, or a word as it is. */
export type Argument = Numbers | { readonly buffer: Numbers; readonly from: number } | { readonly axis: PackedAxis; readonly size: number } | number;

/** Of each operand, in order of the arguments. */
function spacesOf(kernel: GpuKernel): readonly Space[] {
  if (kernel.kind === "moves") return kernel.moves.flatMap((move) => move.spaces);
  if (kernel.kind === "sum_partials") return kernel.items.flatMap((item) => item.spaces);
  return kernel.spaces;
}

const isBuffer = (value: Argument): value is Numbers => ArrayBuffer.isView(value);

/** Pipelines by code: a kernel that is compiled twice is made once. */
const pipelines = new Map<string, Promise<{ device: GPUDevice; layout: GPUBindGroupLayout; pipeline: GPUComputePipeline }>>();

async function makePipeline(code: string) {
  const device = await openDevice();
  device.pushErrorScope("validation");
  const module = device.createShaderModule({ code });
  await device.popErrorScope(); // the messages say more
  const messages = (await module.getCompilationInfo()).messages.filter((message) => message.type === "error");
  if (messages.length > 0) throw new Error(`${messages.map(({ lineNum, message }) => `${lineNum}: ${message}`).join("\n")}\n${code.split("\n").map((line, i) => `${i + 1}  ${line}`).join("\n")}`);
  const types = ["storage", "storage", "read-only-storage", "uniform"] as const;
  const layout = device.createBindGroupLayout({ entries: types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })) });
  const pipeline = await device.createComputePipelineAsync({ layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }), compute: { module, entryPoint: "main" } });
  return { device, layout, pipeline };
}

/**
 * Compiles a kernel once. `run` takes its arguments in order (gpu-plan.ts), then the count, then a loop's steps from and to; a buffer named twice is
 * the same memory. It copies the buffers in, each to its operand's space, calls, checks all guards, and returns what each operand's buffer holds.
 */
export async function compileKernel(kernel: GpuKernel): Promise<(args: readonly Argument[], count: number, ...steps: number[]) => Promise<Float32Array[]>> {
  const wgsl = emitWgsl(kernel);
  const spaces = spacesOf(kernel);
  const code = prelude(wgsl.words) + wgsl.code;
  if (!pipelines.has(code)) pipelines.set(code, makePipeline(code));
  const { device, layout, pipeline } = await pipelines.get(code)!;

  return async (args, count, ...steps) => {
    const places = new Map<Numbers, { space: Space; place: number }>();
    const next = { weights: 16, arena: 16 };
    const operands: Numbers[] = [];
    const table: number[] = [guard, guard, guard]; // a table starts anywhere
    const record = [count];
    for (const argument of args) {
      if (typeof argument === "number") record.push(argument);
      else if ("axis" in argument) {
        record.push(table.length);
        table.push(...axisTable(argument.axis, argument.size), guard);
      } else {
        const { buffer, from } = isBuffer(argument) ? { buffer: argument, from: 0 } : argument;
        const space = spaces[operands.length];
        operands.push(buffer);
        if (places.has(buffer) && places.get(buffer)!.space !== space) throw new Error("one buffer in two spaces");
        if (!places.has(buffer)) {
          places.set(buffer, { space, place: next[space] });
          next[space] += buffer.length + 17; // odd: nothing is aligned to more than 4 bytes
        }
        record.push(places.get(buffer)!.place + from);
      }
    }
    record.push(...steps);
    if (operands.length !== spaces.length || record.length !== wgsl.words) throw new Error(`${record.length} words and ${operands.length} operands, not ${wgsl.words} and ${spaces.length}`);

    const contents = { weights: new Int32Array(next.weights).fill(guard), arena: new Int32Array(next.arena).fill(guard) };
    for (const [buffer, { space, place }] of places) contents[space].set(new Int32Array(buffer.buffer, buffer.byteOffset, buffer.length), place);
    const upload = (words: Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>, usage: number): GPUBuffer => {
      const made = device.createBuffer({ size: words.byteLength, usage: usage | GPUBufferUsage.COPY_DST });
      device.queue.writeBuffer(made, 0, words);
      return made;
    };
    const uniform = new Uint32Array(Math.ceil(wgsl.words / 4) * 4);
    uniform.set(record);
    const buffers = [
      upload(contents.weights, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC),
      upload(contents.arena, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC),
      upload(Uint32Array.from(table), GPUBufferUsage.STORAGE),
      upload(uniform, GPUBufferUsage.UNIFORM),
    ];
    const encoder = device.createCommandEncoder();
    const groups = wgsl.rows === 0 ? wgsl.across : wgsl.across * Math.ceil(count / wgsl.rows);
    if (groups > 0) {
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, device.createBindGroup({ layout, entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })) }));
      pass.dispatchWorkgroups(Math.min(groups, GROUPS_ACROSS), Math.ceil(groups / GROUPS_ACROSS));
      pass.end();
    }
    const read = device.createBuffer({ size: (next.weights + next.arena) * 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    encoder.copyBufferToBuffer(buffers[0], 0, read, 0, next.weights * 4);
    encoder.copyBufferToBuffer(buffers[1], 0, read, next.weights * 4, next.arena * 4);
    device.queue.submit([encoder.finish()]);
    await read.mapAsync(GPUMapMode.READ);
    const both = new Int32Array(read.getMappedRange().slice(0));
    const after = { weights: both.slice(0, next.weights), arena: both.slice(next.weights) };
    for (const buffer of [...buffers, read]) buffer.destroy();

    for (const space of ["weights", "arena"] as const) {
      const inside = new Uint8Array(next[space]);
      for (const [buffer, place] of places) if (place.space === space) inside.fill(1, place.place, place.place + buffer.length);
      for (let i = 0; i < next[space]; i++) {
        if (!inside[i] && after[space][i] !== guard) throw new Error(`a store outside of the buffers, at word ${i} of ${space}\n${wgsl.code}`);
      }
    }
    return operands.map((buffer) => {
      const { space, place } = places.get(buffer)!;
      return new Float32Array(after[space].slice(place, place + buffer.length).buffer);
    });
  };
}
