// What a head says, in people's terms: names, probabilities, values in the data's units.
import type { Description, HeadDescription } from "./device.js";
import type { Fitted } from "./examples.js";
import { boundaryOf, namesOf, scalerOf, unscale } from "./encode.js";

/**
 * A head once, for a sequence or a step:
 * - class: the most probable class, by name where classes have names, else its id; of a head that predicts symbols, the
 *   symbol ("" is the unknown one, null the boundary: the sequence ends). `probabilities` [size], by id; `model.labels(head)` names them.
 * - binary: the probability of yes; multilabel (and binary of several): [size].
 * - real: a number, or [size]; in the data's units. Of a head that predicts k steps: [k], or k times [D].
 */
export type HeadPrediction = { readonly value: string | number | null; readonly probabilities: Float32Array } | number | Float32Array | readonly Float32Array[];

/** Makes predictions of a head from its rows [rows · size], one a row. Reals are brought back to the data's units in place. */
export function predictionMaker(d: Description, fitted: Fitted, head: HeadDescription): (values: Float32Array) => HeadPrediction[] {
  const { size } = head;
  const names = head.kind === "class" ? namesOf(fitted, head) : null;
  const boundary = boundaryOf(d, head);
  const scaler = head.kind === "real" ? scalerOf(fitted, head) : null;
  const steps = stepsAhead(head);
  const one = (row: Float32Array): HeadPrediction => {
    if (head.kind !== "class" && steps > 1 && size > steps) return Array.from({ length: steps }, (_, i) => row.subarray((i * size) / steps, ((i + 1) * size) / steps));
    if (head.kind !== "class") return size === 1 && head.kind !== "multilabel" ? row[0]! : row;
    const id = argmax(row);
    if (id === boundary) return { value: null, probabilities: row };
    // An id that was never fitted has no name.
    return { value: names ? (names[id] ?? "") : id, probabilities: row };
  };
  return (values) => {
    unscale(scaler, values);
    return Array.from({ length: values.length / size }, (_, row) => one(values.subarray(row * size, (row + 1) * size)));
  };
}

/** How many steps of an input a head predicts at once: 3 for `x[t+1..t+3]`, 1 for any other. */
export function stepsAhead({ predicts }: HeadDescription): number {
  return predicts ? predicts.to - predicts.from + 1 : 1;
}

/** The first of the largest. */
export function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
