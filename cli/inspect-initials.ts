// Where the states of a model start, for `rnnc inspect`, in words; those that start at zeros are not told.
import type { CellInitial, Layer, Model, SourceValue, Stack } from "../compiler/model.js";
import { recurrentLayers } from "../compiler/1-check/init.js";
import { evaluateNumber } from "../compiler/1-check/sizes.js";
import { statesOf, type CellState } from "../compiler/states.js";
import { figure } from "./numbers.js";

export interface InitialState {
  /** By place: `decoder.2.h` */
  readonly path: string;
  readonly shape: readonly number[];
  /** `an affine map of seen` */
  readonly starts: string;
}

type CellLayer = Layer & { readonly kind: "cell" };

/** The states of a layer that don't start at zeros, in the order of its cell; of both directions where there are two. */
export function initialStates(model: Model, stack: Stack, layer: Layer): InitialState[] {
  if (layer.kind !== "cell") return [];
  const paths = layer.direction === "forward" || layer.direction === "backward" ? [layer.path] : [`${layer.path}.forward`, `${layer.path}.backward`];
  return paths.flatMap((path) =>
    statesOf(layer.cell, layer.arguments).flatMap((state) => {
      const starts = stack.initial ? startOfStack(model, stack, layer, state) : describeInitial(state.initial, (value) => figure(evaluateNumber(value, state.given)));
      return starts === null ? [] : [{ path: `${path}.${state.name}`, shape: state.shape, starts }];
    }),
  );
}

/** null for zeros; `write` gives the numbers as they are to be read. */
export function describeInitial(initial: CellInitial, write: (value: Extract<CellInitial, { kind: "normal" }>["mean"]) => string): string | null {
  switch (initial.kind) {
    case "zeros":
      return null;
    case "learned":
      return "learned";
    case "normal":
      return `normal(${write(initial.mean)}, ${write(initial.deviation)}), drawn in training`;
  }
}

function startOfStack(model: Model, { initial, layers }: Stack, layer: CellLayer, { name }: CellState): string | null {
  switch (initial?.kind) {
    case undefined:
      return null;
    case "learned":
      return "learned";
    case "affine":
      return `an affine map of ${writeSource(initial.source)}`;
    case "final": {
      const from = recurrentLayers(model.stacks.find((stack) => stack.name === initial.stack)?.layers ?? [])[recurrentLayers(layers).indexOf(layer)];
      if (!from) return null;
      return from.direction === "forward" || from.direction === "backward" ? `the end of ${from.path}.${name}` : `the ends of ${from.path}.${name}, both ways`;
    }
  }
}

/** As it is written in a spec. */
function writeSource(source: SourceValue): string {
  switch (source.kind) {
    case "input":
      return `${source.input}${source.delay === 0 ? "" : "[t-1]"}`;
    case "stack":
      return `${source.stack}${source.delay === 0 ? "" : "[t-1]"}`;
    case "pool":
      return `${source.how}(${writeSource(source.of)})`;
    case "join":
      return source.sources.map(writeSource).join(" ++ ");
  }
}
