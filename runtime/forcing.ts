// Teacher forcing below 100 % (scheduled sampling; Bengio, Vinyals, Jaitly & Shazeer 2015): before an update, some steps of a packed batch
// are made to read what the model itself finds most probable there, in place of the symbol of the data. Targets stay those of the data.
import type { PackedBatch } from "./batch.js";
import { own } from "./columns.js";
import type { Description, Executor, HeadDescription, InputDescription, TrainingDescription } from "./device.js";
import type { Segment } from "./examples.js";
import { argmax } from "./predictions.js";
import { key, uniform } from "./random.js";
import { createStepper, selectRows, type StepStates } from "./stepper.js";

/** Names this use of the generator. */
const FORCING = 0x7eac4e;

/** The share of steps that read the data after `epochs` (fractions count). */
export function forcedShare(forcing: TrainingDescription["teacherForcing"], epochs: number): number {
  if (forcing === null) return 1;
  const { from, to, over } = forcing;
  return over > 0 ? from + (to - from) * Math.min(1, epochs / over) : to;
}

/** A head that says the symbol which its own input reads at the next step. */
interface Feeding {
  readonly input: InputDescription;
  readonly head: HeadDescription;
  /** Tells the draws of several inputs apart. */
  readonly site: number;
}

/** Inputs of symbols along the axis of the steps that a head says a step before they are read. */
export function feedings(d: Description): readonly Feeding[] {
  return d.inputs.flatMap((input, site) => {
    if (input.kind === "real" || input.axis === null || input.axis !== d.stepping?.axis) return [];
    const head = d.heads.find(({ predicts, axis }) => axis === input.axis && predicts?.input === input.name && predicts.from === (input.boundary ? 0 : 1) && predicts.to === predicts.from);
    return head ? [{ input, head, site }] : [];
  });
}

/**
 * A batch in which each sequence and step reads the data with probability `share`, and else the most probable symbol given what it has
 * read until then, by the parameters as they are, dropout off. The first step of a segment reads the data. Drawn from the batch's key, by
 * sequence and step: not by place in the batch. `segments` are those it was packed from.
 */
export async function feedOwn({ description: d, executor }: { readonly description: Description; readonly executor: Executor }, batch: PackedBatch, segments: readonly Segment[], share: number): Promise<PackedBatch> {
  const fed = feedings(d);
  if (share >= 1 || fed.length === 0) return batch;
  const { axis: name } = d.stepping!;
  const axis = batch.axes[name]!;
  const drawn = batch.data[`random.${name}`]!;
  const k = key(batch.data["random.key"]![0]!, FORCING);
  const data: Record<string, Int32Array | Float32Array> = Object.fromEntries(Object.entries(batch.data).map(([column, values]) => [column, fed.some(({ input }) => input.name === column) ? values.slice() : values]));
  // The last step at which something else than the data is read: what comes after it need not be said.
  let last = 0;
  for (let t = 1; t < axis.steps; t++) for (let p = 0; p < axis.rows[t]!; p++) if (fed.some(({ site }) => readsOwn(axis.start[t]! + p, site))) last = t;
  if (last === 0) return batch;

  const stepper = createStepper({ description: d, executor });
  let states = await startOf(stepper, d, batch, segments, name);
  for (let t = 0; t < last; t++) {
    const rows = axis.rows[t]!;
    if (rows < states.size) states = selectRows(states, Int32Array.from({ length: rows }, (_, p) => p));
    const columns = stepper.inputs.map((input): [string, Int32Array | Float32Array] => {
      const width = input.kind === "real" ? input.size : 1;
      return [input.name, data[input.name]!.slice(axis.start[t]! * width, (axis.start[t]! + rows) * width)];
    });
    const said = await stepper.step(states, Object.fromEntries(columns), fed.map(({ head }) => head.name));
    states = said.states;
    for (const { input, head, site } of fed) {
      const output = said.outputs[`output.${head.name}`]!;
      for (let p = 0; p < axis.rows[t + 1]!; p++) {
        const row = axis.start[t + 1]! + p;
        if (readsOwn(row, site)) data[input.name]![row] = argmax(output.subarray(p * head.size, (p + 1) * head.size));
      }
    }
  }
  return { ...batch, data };

  function readsOwn(row: number, site: number): boolean {
    return uniform(k, drawn[row]!, site, 0) >= share;
  }
}

/** States before the first step, in the order of the axis; those that are carried are the batch's. */
async function startOf(stepper: ReturnType<typeof createStepper>, d: Description, batch: PackedBatch, segments: readonly Segment[], axis: string): Promise<StepStates> {
  const order = own(batch.data, `order.${axis}`) ?? Int32Array.from(batch.order.keys());
  const { states } = await stepper.begin(Array.from(order, (row) => segments[batch.order[row]!]!.sequence));
  const fresh = batch.data["state.fresh"];
  if (!fresh || fresh.every((one) => one === 1)) return states;
  const carried = d.states.map(({ name, size }): [string, Float32Array] => {
    const values = (states.values[`state.${name}`] as Float32Array).slice();
    const given = batch.data[`state.${name}`] as Float32Array;
    order.forEach((row, p) => {
      if (fresh[row] === 0) values.set(given.subarray(row * size, (row + 1) * size), p * size);
    });
    return [`state.${name}`, values];
  });
  return { size: states.size, values: { ...states.values, ...Object.fromEntries(carried) } };
}
