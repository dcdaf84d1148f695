// What heads say of sequences that are read a step at a time by a Stepper, for comparison with whole sequences. Sequences that have
// ended leave, so that rows are chosen at every length.
import { createStepper, selectRows, type Description, type Executor, type Sequence } from "@rnnc/runtime";
import { stepsAlong } from "../../runtime/windows.js";

/** By head, for each sequence its rows end to end; of a head of the end, what it says at the last step (nothing without steps). */
export async function saySteps(d: Description, executor: Executor, sequences: readonly Sequence[]): Promise<Record<string, number[][]>> {
  const stepper = createStepper({ description: d, executor });
  const { axis, heads, begun } = stepper.stepping;
  const said: Record<string, number[][]> = Object.fromEntries(d.heads.map(({ name }) => [name, sequences.map(() => [])]));
  let { states, outputs } = await stepper.begin(sequences);
  let going = sequences.map((_, i) => i);
  const keep = (names: readonly string[]): void => {
    for (const { name, axis: along, size } of d.heads.filter((head) => names.includes(head.name)))
      going.forEach((i, k) => {
        const row = [...outputs[`output.${name}`]!.subarray(k * size, (k + 1) * size)];
        if (along === null) said[name]![i] = row;
        else said[name]![i]!.push(...row);
      });
  };
  keep(begun);
  for (let t = 0; ; t++) {
    const rows = going.flatMap((i, k) => (stepsAlong(d, sequences[i]!, axis) > t ? [k] : []));
    going = rows.map((k) => going[k]!);
    if (going.length === 0) return said;
    const inputs = stepper.inputs.map(({ name, kind, size, boundary }) => {
      const data = (i: number): Int32Array | Float32Array => sequences[i]!.columns[name]!.data;
      if (boundary) return [name, Int32Array.from(going, (i) => (t === 0 ? size : data(i)[t - 1]!))] as const;
      // Beside a boundary the last step has no value: zeros.
      if (kind !== "real") return [name, Int32Array.from(going, (i) => data(i)[t] ?? 0)] as const;
      return [name, Float32Array.from(going.flatMap((i) => Array.from({ length: size }, (_, j) => data(i)[t * size + j] ?? 0)))] as const;
    });
    ({ states, outputs } = await stepper.step(selectRows(states, rows), Object.fromEntries(inputs)));
    keep(heads);
  }
}
