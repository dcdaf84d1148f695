// What a model says, in people's terms: labels, probabilities, values in the data's units. Types that generated modules
// name, and the making of them from a head's numbers.
import type { HeadDescription } from "./device.js";
import type { Fitted } from "./examples.js";
import { namesOf, scalerOf, unscale } from "./encode.js";

/** A class head, once a sequence. `probabilities` [size], by id: `model.labels(head)` names them. */
export interface ClassPrediction<Label = string | number> {
  readonly label: Label;
  readonly probabilities: Float32Array;
}
/** A class head at every step: `labels` [T], `probabilities` T arrays of [size]. The label "" is the unknown symbol. */
export interface ClassSteps<Label = string | number> {
  readonly labels: readonly Label[];
  readonly probabilities: readonly Float32Array[];
}
/** A binary head, once a sequence: true from probability 0.5 on. */
export interface BinaryPrediction {
  readonly value: boolean;
  readonly probability: number;
}
/** A binary head at every step: [T] each. */
export interface BinarySteps {
  readonly values: readonly boolean[];
  readonly probabilities: Float32Array;
}
/** A multilabel head: those of probability 0.5 and more; `probabilities` [size], by id. At every step: a list of these. */
export interface MultilabelPrediction<Label = string | number> {
  readonly labels: readonly Label[];
  readonly probabilities: Float32Array;
}
/** A real head in the data's units: a number, or [D]. */
export type RealPrediction = number | Float32Array;
/** A real head at every step: [T], or T arrays of [D]. */
export type RealSteps = Float32Array | readonly Float32Array[];

/** Any head's. */
export type HeadPrediction =
  | ClassPrediction | ClassSteps | BinaryPrediction | BinarySteps | MultilabelPrediction | readonly MultilabelPrediction[] | RealPrediction | RealSteps;

/** Makes one sequence's prediction from a head's rows: `values` is [size], or [T · size] with `steps`. */
export function predictionMaker(fitted: Fitted, head: HeadDescription): (values: Float32Array, steps: boolean) => HeadPrediction {
  const { size } = head;
  const names = head.kind === "real" ? null : namesOf(fitted, head);
  // An id that was never fitted has no name.
  const label = (id: number): string | number => (names ? (names[id] ?? "") : id);
  const rows = (values: Float32Array): Float32Array[] => Array.from({ length: values.length / size }, (_, t) => values.subarray(t * size, (t + 1) * size));
  const labels = (row: Float32Array): MultilabelPrediction => ({ labels: Array.from(row.keys()).filter((id) => row[id]! >= 0.5).map(label), probabilities: row });

  if (head.kind === "class") {
    return (values, steps) => {
      if (!steps) return { label: label(argmax(values)), probabilities: values };
      const probabilities = rows(values);
      return { labels: probabilities.map((row) => label(argmax(row))), probabilities };
    };
  }
  if (head.kind === "real") {
    const scaler = scalerOf(fitted, head);
    return (values, steps) => {
      unscale(scaler, values);
      return size === 1 ? (steps ? values : values[0]!) : steps ? rows(values) : values;
    };
  }
  if (head.kind === "binary" && size === 1) {
    return (values, steps) => (steps ? { values: Array.from(values, (p) => p >= 0.5), probabilities: values } : { value: values[0]! >= 0.5, probability: values[0]! });
  }
  return (values, steps) => (steps ? rows(values).map(labels) : labels(values));
}

/** The first of the largest. */
export function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
