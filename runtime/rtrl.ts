// Real-time recurrent learning, a step at a time: what the program `rtrl` reads, and the gradient of a step's loss from what it
// gives. States and their derivatives go from step to step here. When to update is not decided here.

import { pack, type PackedBatch } from "./batch.js";
import type { Description, Executor, Packed } from "./device.js";
import { UsageError } from "./errors.js";
import type { Segment } from "./examples.js";
import { pacer } from "./pause.js";

/** The directions of a model: one for each number of the parameters that its states depend on. */
export interface Directions {
  /** How many: rows B of `rtrl`. */
  readonly size: number;
  /** `direction.PARAMETER.row`, `.column`: which number of it a direction is; -1 and 0 in those of other parameters. */
  readonly data: Readonly<Record<string, Int32Array>>;
  /** [size]: where in the flat buffers its number lies. */
  readonly places: Int32Array;
}

/** Throws UsageError RNN620 for a model that was compiled with another gradient. */
export function directionsOf(d: Description): Directions {
  if (!d.rtrl) throw new UsageError("RNN620", `\`${d.name}\` was compiled with gradient = ${d.training.gradient.kind}: write \`gradient = rtrl\` in its train block and compile again.`);
  const parameters = d.rtrl.parameters.map((name) => d.parameters.find((p) => p.name === name)!);
  const counts = parameters.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  const size = counts.reduce((a, b) => a + b, 0);
  const places = new Int32Array(size);
  const data: [string, Int32Array][] = [];
  let first = 0;
  parameters.forEach(({ name, shape, offset }, i) => {
    const rows = new Int32Array(size).fill(-1);
    const columns = new Int32Array(size);
    const width = shape[1] ?? 1;
    for (let j = 0; j < counts[i]!; j++) {
      rows[first + j] = Math.floor(j / width);
      columns[first + j] = j % width;
      places[first + j] = offset + j;
    }
    data.push([`direction.${name}.row`, rows]);
    if (shape.length > 1) data.push([`direction.${name}.column`, columns]);
    first += counts[i]!;
  });
  return { size, data: Object.fromEntries(data), places };
}

/** What goes from step to step: states [H] by PATH.NAME, and `influence.PATH.NAME` [directions, H]. */
export type Followed = Readonly<Record<string, Float32Array>>;

/** Before the first step: no state depends on a parameter yet. */
export function startOf(d: Description, directions: Directions): Followed {
  const influences = d.rtrl!.states.map((name) => d.states.find((state) => state.name === name)!);
  return Object.fromEntries([
    ...d.states.map(({ name, size }): [string, Float32Array] => [name, new Float32Array(size)]),
    ...influences.map(({ name, size }): [string, Float32Array] => [`influence.${name}`, new Float32Array(directions.size * size)]),
  ]);
}

/** What `rtrl` reads: one step of one sequence, packed with targets and a key, and what is followed. */
export function packDirections(directions: Directions, step: PackedBatch, followed: Followed): Packed {
  const influences = Object.fromEntries(Object.entries(followed).filter(([name]) => name.startsWith("influence.")));
  return { size: directions.size, axes: {}, data: { ...step.data, ...directions.data, ...influences } };
}

/** Names of what `rtrl` is asked for at each step. */
export function outputsOfStep(d: Description, followed: Followed): string[] {
  return ["loss", ...d.heads.map((head) => `loss.${head.name}`), "gradients", ...(d.rtrl!.states.length > 0 ? ["influenced"] : []), ...Object.keys(followed).map((name) => `final.${name}`)];
}

/** Adds the gradient of a step's loss to `sum` [P]. */
export function addGradient(sum: Float64Array, { places }: Directions, { gradients, influenced }: Readonly<Record<string, Float32Array>>): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += gradients![i]!;
  if (influenced) for (let i = 0; i < places.length; i++) sum[places[i]!]! += influenced[i]!;
}

/** Goes through sequences step by step. */
export interface Follower {
  /** What is followed now: live buffers, to be saved and set. */
  readonly states: Followed;
  /**
   * Runs steps [from, to) of a segment, from zeros where `from` is its first step, else from where the last call stopped; adds the
   * gradient of their losses to `sum` [P], and gives the losses by name (`loss`, `loss.HEAD`).
   */
  follow(executor: Executor, segment: Segment, from: number, to: number, options: { readonly key: number; readonly values?: Readonly<Record<string, number>> }, sum: Float64Array): Promise<Readonly<Record<string, number>>>;
}

export function createFollower(d: Description): Follower {
  const directions = directionsOf(d);
  const states = startOf(d, directions);
  const outputs = outputsOfStep(d, states);
  const pause = pacer();
  const losses = ["loss", ...d.heads.map((head) => `loss.${head.name}`)];
  return {
    states,
    async follow(executor, segment, from, to, options, sum) {
      const { sequence } = segment;
      const total = Object.fromEntries(losses.map((name) => [name, 0]));
      if (from === segment.from) for (const state of Object.values(states)) state.fill(0);
      for (let t = from; t < to; t++) {
        const unfinished = segment.unfinished === true || t + 1 < segment.to;
        const step = pack(d, [{ sequence, from: t, to: t + 1, unfinished, ...(t > segment.from && { states }) }], { targets: true, ...options });
        const results = await executor.run(["rtrl"], packDirections(directions, step, states), outputs);
        addGradient(sum, directions, results);
        for (const [name, state] of Object.entries(states)) state.set(results[`final.${name}`]!);
        for (const name of losses) total[name]! += results[name]![0]!;
        await pause();
      }
      return total;
    },
  };
}
