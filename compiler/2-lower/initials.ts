// Where states start: at zeros, at a learned value, at a drawn one, at an affine map of a vector, or where the states
// of another stack ended. What a program that carries states does with it is in recurrence.ts.
import { evaluateNumber } from "../1-check/sizes.js";
import { recurrentLayers } from "../1-check/init.js";
import { internal } from "../errors.js";
import { sizeOf, type Node } from "../ir.js";
import type { CellArguments, CellInitial, Layer, Model, SourceValue, Stack } from "../model.js";
import { parameter, uniform, type Context } from "./context.js";
import { merge, standardNormal } from "./functions.js";

/** A state of a cell at its place in the network: `h` and `decoder.2.h`, or `lower.h` and `decoder.2.lower.h` in a part. */
export interface StatePlace {
  readonly name: string;
  readonly path: string;
  readonly shape: readonly number[];
}

/** The first value of a state of one layer: rows none or B; null for zeros. */
export type Start = (state: StatePlace) => Node | null;

/** By layer of a stack; null: its cell says where its states start. */
export type Starts = (layer: CellLayer) => Start | null;

type CellLayer = Layer & { readonly kind: "cell" };

/** What the declaration of a state says; null for zeros. Drawn values are anew for each sequence in training, outside it their mean. */
export function initialOfCell(context: Context, { path, shape }: StatePlace, initial: CellInitial, given: CellArguments): Node | null {
  const { g } = context;
  switch (initial.kind) {
    case "zeros":
      return null;
    case "learned":
      return learned(context, path, shape);
    case "normal": {
      const [mean, deviation] = [evaluateNumber(initial.mean, given), evaluateNumber(initial.deviation, given)];
      const middle = shape.length === 0 ? g.const(mean) : g.node("broadcast", [g.const(mean)], { shape: [...shape] });
      if (!context.mode.training || deviation === 0) return mean === 0 ? null : middle;
      return g.add(middle, g.mul(g.const(deviation), standardNormal(g, uniform(context, shape, "B"))));
    }
  }
}

/** What `init` of a stack says. */
export function startsOf(context: Context, model: Model, stack: Stack, source: (value: SourceValue) => Node): Starts {
  const { g } = context;
  const { initial } = stack;
  switch (initial?.kind) {
    case undefined:
      return () => null;
    case "learned":
      return () => ({ path, shape }) => learned(context, path, shape);
    case "affine": {
      const v = source(initial.source);
      return () => ({ path, shape }) => {
        const size = sizeOf(shape);
        const W = parameter(context, `${path}.initial.W`, [size, v.shape[0]!], { kind: "glorot" });
        const b = parameter(context, `${path}.initial.b`, [size], { kind: "zeros" });
        const value = g.add(g.matmul(W, v), b);
        return shape.length === 1 ? value : g.node("reshape", [value], { shape: [...shape] });
      };
    }
    case "final": {
      const from = recurrentLayers((model.stacks.find(({ name }) => name === initial.stack) ?? internal(`no stack ${initial.stack}`)).layers);
      const layers = recurrentLayers(stack.layers);
      return (layer) => {
        const source = from[layers.indexOf(layer)] ?? internal(`${layer.path} has no layer to start from`);
        return ({ name }) => finalOf(context, source, name);
      };
    }
  }
}

function learned(context: Context, path: string, shape: readonly number[]): Node {
  return parameter(context, `${path}.initial`, shape, { kind: "zeros" });
}

/** What a state of a layer ends with; of two directions, merged as the layer merges what it gives. */
function finalOf({ g, finals }: Context, { path, direction }: CellLayer, name: string): Node {
  const of = (place: string): Node => finals.get(`${place}.${name}`) ?? internal(`the state ${place}.${name} has no end`);
  if (direction === "forward" || direction === "backward") return of(path);
  return merge(g, direction, of(`${path}.forward`), of(`${path}.backward`));
}
