// The commands of a run: for each program its data are copied into place, one pass runs its calls, its outputs are copied out.
import type { Layout } from "../arena.js";
import type { Description, DeviceBatch, ProgramName, WebGpuPrograms } from "../device.js";
import type { Calls, Shape } from "./calls.js";
import type { GpuMemory } from "./memory.js";
import type { Pipelines } from "./pipelines.js";
import { Placing } from "./placing.js";
import type { Recordings } from "./recordings.js";
import { planLoads, type Loads, type Takes, type Uploads } from "./transfers.js";

export class Commands {
  readonly placing: Placing;
  readonly #recordOffset = new Uint32Array(1);

  constructor(
    readonly programs: WebGpuPrograms,
    readonly description: Description,
    readonly gpu: GpuMemory,
    readonly layout: Layout,
    readonly recordings: Recordings,
    readonly pipelines: Pipelines,
  ) {
    this.placing = new Placing(gpu);
  }

  begin(): GPUCommandEncoder {
    return this.gpu.device.createCommandEncoder();
  }

  /** Programs with their data before and their outputs behind each. Everything is checked before anything is done. */
  encode(encoder: GPUCommandEncoder, programs: readonly ProgramName[], batch: DeviceBatch, takes: ReadonlyMap<number, Takes>): void {
    const { loads, uploads } = planLoads(this.programs, programs, batch, this.description);
    const recorded = programs.map((name): [ProgramName, Calls] => [name, this.recordings.callsOf(name, batch)]);
    this.place(batch, recorded, uploads);
    for (const [i, [, calls]] of recorded.entries()) {
      this.dispatch(encoder, calls, loads[i]!);
      this.copyOut(encoder, takes.get(i) ?? []);
    }
  }

  /** Puts in place what calls for a batch read beside what is copied in: tables, records, and the data that come from the CPU. */
  place(batch: Shape, recorded: readonly (readonly [name: string, calls: Calls])[], { places, bytes }: Uploads): void {
    this.placing.placeTables(batch);
    this.placing.placeRecords(recorded);
    this.gpu.ensure("upload", bytes);
    for (const [values, offset] of places) if (values.length > 0) this.gpu.put("upload", offset, values);
  }

  /** Calls that are in place, behind copies of their data. */
  dispatch(encoder: GPUCommandEncoder, calls: Calls, loads: Loads): void {
    for (const { to, buffer, offset, bytes } of loads) {
      const { target, at } = this.spaceOf(to);
      if (bytes > 0) encoder.copyBufferToBuffer(buffer ?? this.gpu.upload, offset, target, at, bytes);
    }
    if (calls.count === 0) return;
    const { counters, group } = this.gpu;
    const pass = encoder.beginComputePass();
    let current = -1;
    for (let i = 0; i < calls.count; i++) {
      const kernel = calls.kernels[i]!;
      if (kernel !== current) pass.setPipeline(this.pipelines.at((current = kernel))!);
      this.#recordOffset[0] = calls.start + i * calls.wordsApart * 4;
      pass.setBindGroup(0, group, this.#recordOffset, 0, 1);
      pass.dispatchWorkgroups(calls.across[i]!, calls.down[i]!);
    }
    pass.end();
    counters.passes++;
    counters.dispatches += calls.count;
  }

  copyOut(encoder: GPUCommandEncoder, takes: Takes): void {
    for (const { from, buffer, offset, length } of takes) {
      const { target, at } = this.spaceOf(from);
      if (length > 0) encoder.copyBufferToBuffer(target, at, buffer, offset, length * 4);
    }
  }

  /** What is to be written: zeros, whatever becomes of what writes it. */
  clear(takes: Takes): void {
    const encoder = this.begin();
    for (const { buffer, offset, length } of takes) if (length > 0) encoder.clearBuffer(buffer, offset, length * 4);
    this.submit(encoder);
  }

  /** Where a buffer lies: bytes. */
  spaceOf(buffer: string): { readonly target: GPUBuffer; readonly at: number } {
    return { target: this.programs.buffers[buffer]!.rows === "none" ? this.gpu.weights : this.gpu.arena, at: this.layout.places[buffer]! * 4 };
  }

  submit(encoder: GPUCommandEncoder): void {
    this.gpu.counters.submits++;
    this.gpu.device.queue.submit([encoder.finish()]);
  }
}
