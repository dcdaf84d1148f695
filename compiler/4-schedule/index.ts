// The plan: programs over an arena, kernels in an order that can be run. It is what WASM runs as it stands (products and maps
// apart: fusing them was measured and is slower there); webgpu/ refines it for a device where every dispatch costs.
import type { ParameterDescription } from "@rnnc/runtime";
import { sizeOf, type Graph, type Program } from "../ir.js";
import type { Plan } from "../plan.js";
import { layOut, Storages, type Storage } from "./buffers.js";
import { KernelTable } from "./kernels.js";
import { schedulePrepare, scheduleProgram, type Shared } from "./program.js";

const docs = {
  prepare: "Packs the weights for products and computes what depends on weights alone; after every change of the parameters.",
  predict: "From inputs to outputs; keeps nothing but them.",
  score: "After `predict`, on the same batch: how far the outputs are from the targets.",
  forward: "The loss, keeping what `backward` needs.",
  backward: "After `forward`, on the same batch: the gradient of the loss by every parameter.",
  update: "Clipping and one step of the optimiser, over the flat buffers.",
  begin: "Once a sequence, before its steps: the states it starts from, and what `step` reads at every step.",
  rtrl: "Real-time recurrent learning: one step of one sequence. Each row B is one direction, one number of one parameter.",
  apply: "The outputs as training sees them, keeping what `pullback` needs.",
  pullback: "After `apply`, on the same batch: from the derivative of a larger model's loss by the outputs, that by every parameter and input.",
  step: "One step of every sequence: states in and out.",
};

export function schedule(g: Graph, programs: readonly Program[], parameters: readonly ParameterDescription[], moments: number): Plan {
  const storages = new Storages();
  const count = parameters.reduce((sum, p) => sum + sizeOf(p.shape), 0);
  const flat = new Map<string, Storage>(["parameters", "gradients", "moment1", "moment2"].slice(0, 2 + moments).map((name) => [name, storages.make(name, "none", count, { persistent: true })]));
  const shared: Shared = {
    g,
    storages,
    kernels: new KernelTable(),
    flat,
    offsets: new Map(parameters.map((p) => [p.name, p.offset])),
    packed: new Map(),
    prepared: new Map(),
  };
  const scheduled = programs.map((program) => scheduleProgram(shared, program, docs));
  const prepare = schedulePrepare(shared, docs.prepare);
  const { offsets, regions } = layOut(storages.all, [...scheduled, [prepare]].map((sections) => sections.flatMap((section) => section.storages)));
  return {
    kernels: Object.fromEntries(shared.kernels.byName),
    buffers: storages.all.filter((s) => offsets.has(s)).map((s) => ({ name: s.name, rows: s.rows, width: s.width, integer: s.integer, offset: offsets.get(s)!, shape: s.shape })),
    regions,
    programs: [prepare, ...scheduled.flat()].map((section) => section.program),
  };
}
