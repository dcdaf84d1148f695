// What runs in the browser for networks.test.ts and other.test.ts: a network that was compiled in Node, on a device there. Bundled with the generated modules.
import { trainStep, type Model, type ModelFactory, type ModelTypes } from "@rnnc/runtime";
import type { WebGpuExecutor } from "@rnnc/runtime/webgpu";
import { packWhole, randomSequences } from "../support/random-models.js";
import { seeded } from "../support/random.js";

/** Numbers of one network on one device; arrays that survive the way to Node. */
export interface Measured {
  readonly device: string;
  /** By name: `output.HEAD`, `loss.HEAD`. */
  readonly predicted: Readonly<Record<string, number[]>>;
  readonly loss: number[];
  readonly gradients: number[];
  /** Of twenty updates on the same batch. */
  readonly losses: number[];
}

export const updates = 20;

/** The same data in Node and in the browser, from the same seed. */
export function dataOf(d: ModelFactory<ModelTypes>["description"], seed: number, lengths: readonly number[]) {
  const sequences = randomSequences(seeded(seed), d, lengths);
  return { sequences, packed: packWhole(d, sequences) };
}

/** How many times calls of programs were noted down for one prediction: trials of loops note down theirs too. */
export async function recordingsOf(factory: ModelFactory<ModelTypes>, seed: number, lengths: readonly number[]): Promise<number> {
  const { description: d } = factory;
  const model: Model = await factory.create({ device: "webgpu", seed, webgpu: { recurrence: "auto" } });
  try {
    await model.executor.run(["predict"], dataOf(d, seed, lengths).packed, []);
    return (model.executor as WebGpuExecutor).counters.recordings;
  } finally {
    model.dispose();
  }
}

/** On a driver that computes on the CPU loops run step by step, unless `recurrence` says otherwise. */
export async function measure(factory: ModelFactory<ModelTypes>, device: "wasm" | "webgpu", seed: number, lengths: readonly number[], recurrence?: "stepped" | "persistent"): Promise<Measured> {
  const { description: d } = factory;
  const { sequences, packed } = dataOf(d, seed, lengths);
  const model: Model = await factory.create({ device, seed, ...(recurrence && { webgpu: { recurrence } }) });
  try {
    const plain = (values: Readonly<Record<string, Float32Array>>): Record<string, number[]> => Object.fromEntries(Object.entries(values).map(([name, numbers]) => [name, Array.from(numbers)]));
    const predicted = await model.executor.run(["predict", "score"], packed, d.heads.flatMap(({ name }) => [`output.${name}`, `loss.${name}`]));
    const { loss } = await model.executor.run(["forward", "backward"], packed, ["loss"]);
    const gradients = await model.executor.read("gradients");
    const losses: number[] = [];
    for (let i = 0; i < updates; i++) losses.push((await trainStep(model, sequences, { seed })).loss);
    return { device: model.executor.device, predicted: plain(predicted), loss: Array.from(loss!), gradients: Array.from(gradients), losses };
  } finally {
    model.dispose();
  }
}
