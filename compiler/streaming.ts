// Can a model run one step at a time, as its input comes in? A stream has seen nothing but the past.
import type { Layer, Model, SourceValue } from "./model.js";

/** Why a model can't be streamed, for a person to read; null where it can. */
export function whyNotStreamable(model: Model): string | null {
  if (model.axes.length === 0) return "it has no time axis";
  if (model.axes.length > 1) return `it has more than one time axis (${model.axes.join(", ")})`;
  if (model.stacks.some((stack) => stack.initial !== null || stack.layers.flatMap(flatten).some((layer) => layer.kind === "cell" && layer.cell.states.some((state) => state.initial.kind !== "zeros")))) return "its states don't start at zeros";
  for (const layer of model.stacks.flatMap((stack) => stack.layers.flatMap(flatten))) {
    if (layer.kind === "cell" && layer.direction !== "forward") return `the layer ${layer.path} reads sequences backward`;
    if (layer.kind === "window" && layer.ahead > 0) return `the layer ${layer.path} reads ahead`;
    if (layer.kind === "pool" && layer.how !== "last") return `the layer ${layer.path} takes the ${layer.how} of a whole sequence`;
  }
  const sides = model.stacks.flatMap((stack) => stack.layers.flatMap(flatten).flatMap((layer) => (layer.kind === "cell" ? Object.values(layer.sides) : [])));
  const sources = [...model.stacks.map((stack) => stack.source), ...model.heads.map((head) => head.source), ...sides];
  for (const source of sources.flatMap(parts)) if (source.kind === "pool" && source.how !== "last") return `it takes the ${source.how} of a whole sequence`;
  // A vector beside a sequence is read at its every step: what a sequence ends with isn't known there.
  const besideSteps = [...sides, ...sources.flatMap(parts).flatMap((source) => (source.kind === "join" && source.axis !== null ? source.sources : []))];
  if (besideSteps.some((source) => source.axis === null && isEnd(source, model))) return "it reads the end of a sequence at its every step";
  return null;
}

/** Is this vector what a sequence ends with, or made of it? */
function isEnd(source: SourceValue, model: Model): boolean {
  return parts(source).some((part) => {
    if (part.kind !== "stack") return part.kind === "pool";
    const stack = model.stacks.find(({ name }) => name === part.stack);
    return stack !== undefined && part.axis === null && (stack.source.axis !== null || isEnd(stack.source, model));
  });
}

function flatten(layer: Layer): readonly Layer[] {
  return layer.kind === "residual" ? layer.layers.flatMap(flatten) : [layer];
}

function parts(source: SourceValue): readonly SourceValue[] {
  if (source.kind === "join") return [source, ...source.sources.flatMap(parts)];
  return source.kind === "pool" ? [source, ...parts(source.of)] : [source];
}
