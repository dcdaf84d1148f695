// A cell and the cells inside it, flat: what a layer holds once its parts are counted in. Names are paths from the
// layer: the state `h` of the part `lower` is `lower.h`. Where they start as values is 2-lower's business.
import { evaluateSize } from "./1-check/sizes.js";
import type { Expression } from "../grammar/ast.js";
import type { Cell, CellArguments, CellInitial } from "./model.js";

export interface Instance {
  readonly cell: Cell;
  readonly given: CellArguments;
  /** What its names begin with: empty for the layer's own cell, `lower.` for its part `lower`. */
  readonly prefix: string;
}

export interface CellState {
  /** `h`, `lower.h` */
  readonly name: string;
  readonly shape: readonly number[];
  /** Numbers in it. */
  readonly size: number;
  readonly initial: CellInitial;
  /** What the expressions of `initial` may read. */
  readonly given: CellArguments;
  /** The furthest back it is read, at least 1. */
  readonly delay: number;
}

/** The cell itself, then its parts in the order declared, each before its own parts. */
export function withParts(cell: Cell, given: CellArguments, prefix = ""): readonly Instance[] {
  return [{ cell, given, prefix }, ...cell.parts.flatMap((part) => withParts(part.cell, part.arguments(given), `${prefix}${part.name}.`))];
}

/** The states of a cell used as a layer, those of its parts among them. */
export function statesOf(cell: Cell, given: CellArguments): readonly CellState[] {
  return withParts(cell, given).flatMap((instance) =>
    instance.cell.states.map((state) => {
      const shape = shapeOf(state.size, instance.given);
      return { name: instance.prefix + state.name, shape, size: shape.reduce((a, b) => a * b, 1), initial: state.initial, given: instance.given, delay: Math.max(1, state.delay) };
    }),
  );
}

export function shapeOf(size: readonly Expression[], given: CellArguments): readonly number[] {
  return size.map((expression) => evaluateSize(expression, given.sizes));
}
