// What classes are called in a terminal, where the end of a sequence needs a name too. How probabilities are shown is predict.ts.
import { boundaryOf } from "@rnnc/runtime";
import type { AnyModel } from "./load.js";

/** What ids of a class head are called in a terminal; the boundary of a sequence is `(end)`. null: they are ids alone. */
export function shownLabels(model: AnyModel, name: string): readonly string[] | null {
  const labels = model.labels(name);
  const head = model.description.heads.find((one) => one.name === name);
  const end = head === undefined ? null : boundaryOf(model.description, head);
  if (end === null) return labels;
  const shown = labels === null ? Array.from({ length: end }, (_, id) => String(id)) : [...labels];
  shown[end] = "(end)";
  return shown;
}
