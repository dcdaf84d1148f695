// Which numbers go into which buffers before a program of a run, and which come out behind it. Only planned here, and checked.
import { dataFor, inputsOf, lengthIn } from "../arena.js";
import type { Description, DeviceBatch, ProgramName, WebGpuPrograms } from "../device.js";
import type { Shape } from "./calls.js";

/** Copies that a program begins with, into the buffers named; from the buffer of uploads where `buffer` is null. Bytes. */
export type Loads = readonly { readonly to: string; readonly buffer: GPUBuffer | null; readonly offset: number; readonly bytes: number }[];

/** What comes from the CPU, and at which byte of the buffer of uploads. */
export interface Uploads {
  readonly places: ReadonlyMap<Float32Array | Int32Array, number>;
  readonly bytes: number;
}

/** By program, what a batch gives it. Throws what `dataFor` does. */
export function planLoads(programs: WebGpuPrograms, names: readonly ProgramName[], batch: DeviceBatch, d: Description): { readonly loads: readonly Loads[]; readonly uploads: Uploads } {
  const places = new Map<Float32Array | Int32Array, number>();
  let bytes = 0;
  const loads = names.map((name): Loads => {
    // What it reads is there.
    if (name === "prepare") return [];
    return inputsOf(name, programs.programs[name]!).map(([data, to]) => {
      const values = dataFor(name, data, programs.buffers[to]!, batch, d);
      if (!(values instanceof Float32Array || values instanceof Int32Array)) return { to, buffer: values.buffer, offset: values.offset, bytes: values.length * 4 };
      // The same data are read by several programs.
      let offset = places.get(values);
      if (offset === undefined) {
        places.set(values, (offset = bytes));
        bytes += values.byteLength;
      }
      return { to, buffer: null, offset, bytes: values.byteLength };
    });
  });
  return { loads, uploads: { places, bytes } };
}

/** Copies that a program ends with, out of the buffers named: `length` floats to byte `offset` of `buffer`. */
export type Takes = readonly Take[];

interface Take extends Target {
  readonly from: string;
  readonly length: number;
}

export interface Target {
  readonly buffer: GPUBuffer;
  readonly offset: number;
}

/** By place of the program among `names`, what to copy where `targetOf` says. */
export function planTakes(programs: WebGpuPrograms, names: readonly ProgramName[], outputs: readonly string[], batch: Shape, targetOf: (output: string, length: number) => Target): ReadonlyMap<number, Takes> {
  return groupTakes(placeOutputs(programs, names, outputs, batch).map(({ output, behind, from, length }) => ({ behind, take: { ...targetOf(output, length), from, length } })));
}

/** The buffer that an output is in, behind the last program that gives it. */
function placeOutputs(programs: WebGpuPrograms, names: readonly ProgramName[], outputs: readonly string[], batch: Shape) {
  return Array.from(new Set(outputs), (output) => {
    const behind = names.findLastIndex((name) => Object.hasOwn(programs.programs[name]!.outputs, output));
    const from = programs.programs[names[behind]!]!.outputs[output]!;
    return { output, behind, from, length: lengthIn(programs.buffers[from]!, batch) };
  });
}

function groupTakes(all: readonly { readonly behind: number; readonly take: Take }[]): ReadonlyMap<number, Takes> {
  const takes = new Map<number, Take[]>();
  for (const { behind, take } of all) takes.set(behind, [...(takes.get(behind) ?? []), take]);
  return takes;
}

/** Where results lie that come through one buffer: the outputs asked for, and the flat buffers that an update at place `update` leaves. */
export function planResults(programs: WebGpuPrograms, names: readonly ProgramName[], outputs: readonly string[], batch: Shape, flat: { readonly update: number; readonly names: readonly string[] } | null) {
  let floats = 0;
  const reserve = (length: number): number => (floats += length) - length;
  const planned = Array.from(placeOutputs(programs, names, outputs, batch), ({ output, ...place }) => ({ output, ...place, start: reserve(place.length) }));
  const kept = (flat?.names ?? []).map((name) => {
    const from = programs.programs.update!.inputs[name]!;
    const length = lengthIn(programs.buffers[from]!, null);
    return { name, behind: flat!.update, from, length, start: reserve(length) };
  });
  return {
    /** Of all together. */
    floats,
    takesInto(buffer: GPUBuffer): ReadonlyMap<number, Takes> {
      return groupTakes([...planned, ...kept].map(({ behind, from, length, start }) => ({ behind, take: { from, length, buffer, offset: start * 4 } })));
    },
    /** Copies. */
    outputsIn: (values: Float32Array): Record<string, Float32Array> => Object.fromEntries(planned.map(({ output, start, length }) => [output, values.slice(start, start + length)])),
    flatIn: (values: Float32Array): ReadonlyMap<string, Float32Array> => new Map(kept.map(({ name, start, length }) => [name, values.subarray(start, start + length)])),
  };
}
