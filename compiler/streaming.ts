// Can a model go one step at a time? Two questions: along which of its axes, and what stands in the way. Such a model has seen
// nothing but the past of that axis; of everything else it knows the whole before the first step.
import type { Layer, Model, SourceValue, Stack } from "./model.js";

/**
 * The axis along which a model goes one step at a time: that of the input it predicts the steps of, else its only one. null where
 * there is none, or no single one.
 */
export function steppedAxis(model: Model): string | null {
  const axes = model.axes.length > 1 ? predictedAxes(model) : model.axes;
  return axes.length === 1 ? axes[0]! : null;
}

/** Why a model can't go one step at a time, for a person to read; null where it can. */
export function whyNotStreamable(model: Model): string | null {
  const axis = steppedAxis(model);
  if (axis === null) {
    if (model.axes.length === 0) return "it has no time axis";
    const predicted = predictedAxes(model);
    if (predicted.length === 0) return `it has more than one time axis (${model.axes.join(", ")}) and predicts the steps of none`;
    return `it predicts steps of more than one time axis (${predicted.join(", ")})`;
  }
  const knows = knowledgeOf(model, axis);
  /** Of what is made of the steps of the axis alone: the rest is known before. */
  const after = model.stacks.filter(knows.stack);
  for (const stack of after) {
    if (stack.source.axis !== null && stack.source.axis !== axis) return `the stack ${stack.name} has the steps of ${stack.source.axis}, but knows what comes of those of ${axis}`;
    let pooled = stack.source.axis === null;
    for (const layer of stack.layers.flatMap(flatten)) {
      if (pooled) break;
      if (layer.kind === "cell" && layer.direction !== "forward") return `the layer ${layer.path} reads sequences backward`;
      if (layer.kind === "window" && layer.ahead > 0) return `the layer ${layer.path} reads ahead`;
      if (layer.kind === "pool" && layer.how !== "last") return `the layer ${layer.path} takes the ${layer.how} of a whole sequence`;
      pooled = layer.kind === "pool";
    }
  }
  const sides = after.flatMap(sidesOf);
  const sources = [...after.map((stack) => stack.source), ...model.heads.map((head) => head.source), ...sides];
  for (const source of sources.flatMap(partsOf)) if (source.kind === "pool" && source.how !== "last" && knows.source(source.of)) return `it takes the ${source.how} of a whole sequence`;
  // A vector beside a sequence is read at its every step: what a sequence ends with isn't known there.
  const besideSteps = [...sides, ...sources.flatMap(partsOf).flatMap((source) => (source.kind === "join" && source.axis !== null ? source.sources : []))];
  if (besideSteps.some((source) => source.axis === null && knows.source(source))) return "it reads the end of a sequence at its every step";
  for (const stack of after) if (stack.source.axis !== null && knows.start(stack)) return `the stack ${stack.name} starts from the end of a sequence`;
  return null;
}

/** Axes of the inputs whose steps are predicted. */
function predictedAxes(model: Model): string[] {
  return model.axes.filter((axis) => model.heads.some((head) => head.predicts !== null && model.inputs.some((input) => input.name === head.predicts!.input && input.axis === axis)));
}

/** What is made of the steps of an axis, at every step or at their end. */
function knowledgeOf(model: Model, axis: string) {
  const known = new Map<string, boolean>();
  const named = (name: string): boolean => known.get(name) ?? false;
  const source = (value: SourceValue): boolean => {
    switch (value.kind) {
      case "input":
        return value.axis === axis;
      case "stack":
        return known.get(value.stack) ?? value.axis === axis;
      case "pool":
        return source(value.of);
      case "join":
        return value.sources.some(source);
    }
  };
  const start = ({ initial }: Stack): boolean => initial !== null && (initial.kind === "affine" ? source(initial.source) : initial.kind === "final" && named(initial.stack));
  for (const stack of model.stacks) known.set(stack.name, source(stack.source) || start(stack) || sidesOf(stack).some(source));
  return { source, start, stack: ({ name }: Stack): boolean => named(name) };
}

function sidesOf(stack: Stack): SourceValue[] {
  return stack.layers.flatMap(flatten).flatMap((layer) => (layer.kind === "cell" ? Object.values(layer.sides) : []));
}

function flatten(layer: Layer): readonly Layer[] {
  return layer.kind === "residual" ? layer.layers.flatMap(flatten) : [layer];
}

function partsOf(source: SourceValue): readonly SourceValue[] {
  if (source.kind === "join") return [source, ...source.sources.flatMap(partsOf)];
  return source.kind === "pool" ? [source, ...partsOf(source.of)] : [source];
}
