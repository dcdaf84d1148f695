// Leaves, and the loop. The interpreter and the passes know these by name.
import type { Rows, Shape } from "../ir.js";
import type { ControlEntry, ControlName, Type } from "./entry.js";
import { internal } from "../errors.js";

export const control: Readonly<Record<ControlName, ControlEntry>> = {
  input: {
    kind: "control",
    doc: "data the caller gives: `name`, one of runtime/device.ts; `integer` for ids and keys",
    type: (_, attributes): Type => ({ shape: attributes["shape"] as Shape, rows: attributes["rows"] as Rows }),
  },
  param: {
    kind: "control",
    doc: "a parameter by `name`",
    type: (_, attributes): Type => ({ shape: attributes["shape"] as Shape, rows: "none" }),
  },
  const: {
    kind: "control",
    doc: "a number",
    type: (): Type => ({ shape: [], rows: "none" }),
  },
  index: {
    kind: "control",
    doc: "0, 1, 2, … along a vector",
    type: (_, attributes): Type => ({ shape: attributes["shape"] as Shape, rows: "none" }),
  },
  random: {
    kind: "control",
    doc: "uniform in [0, 1), drawn anew for each (key, row, site, column): inputs key and row identity, attribute site",
    type: (inputs, attributes): Type => ({ shape: attributes["shape"] as Shape, rows: inputs[1]!.rows }),
  },
  gradient: {
    kind: "control",
    doc: "∂loss/∂parameter (or an input), until `differentiate` has worked it out",
    type: ([, of]): Type => ({ shape: of!.shape, rows: of!.rows }),
  },
  tangent: {
    kind: "control",
    doc: "how a value of one row changes in the direction of each row, until `differentiate` has worked it out: inputs the value, `states` pairs of a leaf and its change, `parameters` triples of a parameter and the row and column that change",
    type: ([value]): Type => ({ shape: value!.shape, rows: "B" }),
  },
  carry: {
    kind: "control",
    doc: "in a scan's body: the state before this step",
    type: (_, attributes): Type => ({ shape: attributes["shape"] as Shape, rows: "B" }),
  },
  element: {
    kind: "control",
    doc: "in a scan's body: this step's row of a source",
    type: (_, attributes): Type => ({ shape: attributes["shape"] as Shape, rows: "B" }),
  },
  scan: {
    kind: "control",
    doc: "the loop over an axis: a state is a buffer of B rows that starts as `initial`; step t, in either direction, replaces its first rows[t] rows",
    type(inputs, attributes, { body }): Type {
      if (!body || inputs.length !== body.carries.length + body.elements.length) internal("a scan's inputs and leaves differ in number");
      const axis = `N:${attributes["axis"] as string}`;
      inputs.forEach((input, i) => {
        const fits = i < body.carries.length ? input.rows === "none" || input.rows === "B" : input.rows === axis;
        if (!fits) internal(`a scan over ${axis} reads rows ${input.rows}`);
      });
      return { shape: [], rows: "none" };
    },
  },
  final: {
    kind: "control",
    doc: "state `index` of a scan after its last step",
    type: ([scan], attributes): Type => ({ shape: scan!.body!.carries[attributes["index"] as number]!.shape, rows: "B" }),
  },
  every: {
    kind: "control",
    doc: "a value of a scan's body, at every step",
    type: ([scan], _, { node }): Type => ({ shape: node!.shape, rows: `N:${scan!.attributes["axis"] as string}` }),
  },
};
