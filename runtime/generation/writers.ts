// What a generative model says next: for each input along one axis, the head that predicts it, which symbols may be
// said, and how they are called. Whether it says them one by one or by beam search is generate.ts.
import type { Description, HeadDescription, InputDescription } from "../device.js";
import type { Example, Fitted, Scaler } from "../examples.js";
import { own } from "../columns.js";
import { namesOf, scalerOf } from "../encode.js";
import { UsageError } from "../errors.js";

export interface Writer {
  readonly input: InputDescription;
  readonly head: HeadDescription;
  /**
   * When its head says a step: `before` it is read, beside the boundary (a symbol read at [t-1]), or without one (a value that is read at
   * [t-1]); or at the step before it (`[t+1]`).
   */
  readonly says: "boundary" | "before" | "ahead";
  /** Names of ids; null where they are ids. */
  readonly names: readonly string[] | null;
  readonly scaler: Scaler | null;
  /** Ids that may be said, ascending; the boundary (V) last where there is one. Not the unknown symbol, nor ids that were never fitted. */
  readonly allowed: Int32Array;
}

/** The axis that is generated: that of the inputs which heads predict; null for a model that isn't generative. */
export function generatedAxis(d: Description): string | null {
  const predicted = d.inputs.filter((input) => d.heads.some((head) => head.predicts?.input === input.name));
  return predicted[0]?.axis ?? null;
}

/** Inputs that are generated and those that are given; empty lists for a model that isn't generative. */
export function splitInputs(d: Description): { readonly generated: readonly InputDescription[]; readonly given: readonly InputDescription[] } {
  const axis = generatedAxis(d);
  const generated = axis === null ? [] : d.inputs.filter((input) => input.axis === axis);
  return { generated, given: d.inputs.filter((input) => !generated.includes(input)) };
}

/** Whether every input along the generated axis is predicted, at its next step. */
export function isGenerative(d: Description): boolean {
  const { generated } = splitInputs(d);
  return generated.length > 0 && generated.every((input) => headOf(d, input) !== undefined);
}

/** The head that says an input's next step: `[t+1]`, or `[t]` where it is read at [t-1]. */
function headOf(d: Description, input: InputDescription): HeadDescription | undefined {
  return d.heads.find(({ predicts }) => predicts?.input === input.name && (predicts.from === 1 || predicts.from === 0));
}

/** A writer for each generated input. Throws UsageError RNN617 with the reason where the model can't generate. */
export function createWriters(d: Description, fitted: Fitted): readonly Writer[] {
  const refuse = (why: string): never => {
    throw new UsageError("RNN617", `\`${d.name}\` can't generate: ${why}`);
  };
  const { generated } = splitInputs(d);
  if (generated.length === 0) {
    const read = d.inputs.find(({ axis }) => axis !== null);
    return refuse(read ? `no head predicts its input \`${read.name}\`` : "it has no input with time");
  }
  return generated.map((input): Writer => {
    if (!d.heads.some((head) => head.predicts?.input === input.name)) return refuse(`no head predicts its input \`${input.name}\``);
    const head = headOf(d, input);
    if (!head) return refuse(`no head predicts the next step, \`${input.name}[t+1]\``);
    const names = namesOf(fitted, head);
    const says = input.boundary ? "boundary" : head.predicts!.from === 0 ? "before" : "ahead";
    const ids = names ? Array.from({ length: Math.max(0, names.length - 1) }, (_, i) => i + 1) : Array.from({ length: input.kind === "real" ? 0 : input.size }, (_, i) => i);
    return { input, head, says, names, scaler: scalerOf(fitted, head), allowed: Int32Array.from(input.boundary ? [...ids, input.size] : ids) };
  });
}

/** Whether a model makes sequences of what it is given: a translation, a caption. They end at a boundary. */
export function isConditional(d: Description): boolean {
  const { generated, given } = splitInputs(d);
  return isGenerative(d) && given.length > 0 && generated.some(({ boundary }) => boundary);
}

/** Whether columns leave out what such a model generates: `predict` generates it then. */
export function isToGenerate(d: Description, columns: Example): boolean {
  const { generated, given } = splitInputs(d);
  return isConditional(d) && generated.every(({ name }) => own(columns, name) === undefined) && given.some(({ name }) => own(columns, name) !== undefined);
}
