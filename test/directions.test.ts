// What the ends of a sequence are for layers that read it backward or both ways: `last` is what each direction ends with,
// `first` what each begins with, merged as the layer merges. Numbers in float64, by hand.
import { describe, expect, test } from "vitest";
import { interpret } from "../compiler/interpret.js";
import { compileStages, programOf } from "./support/stages.js";

/** Sums what it has read so far: for 1 2 3 forward 1 3 6, backward 6 5 3. */
const cell = "cell total(H) { input x: [H]  state s: [H]  output s  s = s[t-1] + x }";

/** What the heads say of the sequences [1, 2, 3], [5] and an empty one. */
function outputsOf(layers: string, heads: Readonly<Record<string, string>>, size = 1): Record<string, number[]> {
  const lines = Object.entries(heads).map(([name, source]) => `head ${name}: real[${size}] = ${source}`);
  const { programs, description } = compileStages(`${cell}\nmodel m { input x: real[T]  stack h from x { ${layers} }  ${lines.join("  ")}  head w: real from last(h) }`);
  const [predict] = programOf(programs, "predict").sections;
  const found = interpret({ name: "predict", sections: [predict!] }, {
    size: 3,
    axes: { T: { steps: 3, total: 4, start: [0, 2, 3], rows: [2, 1, 1] } },
    data: { x: [1, 5, 2, 3] }, // step by step, the longest sequence first
    parameters: Object.fromEntries(description.parameters.map(({ name }) => [name, [0, 0]])),
  });
  return Object.fromEntries(Object.keys(heads).map((name) => [name, Array.from(found[`output.${name}`]!, (value) => Math.round(value * 1e9) / 1e9)]));
}

const ends = { last_h: "last(h)", first_h: "first(h)", mean_h: "mean(h)", max_h: "max(h)" };

describe("the ends of a sequence", () => {
  test("forward", () => {
    expect(outputsOf("total(1)", ends)).toEqual({ last_h: [6, 5, 0], first_h: [1, 5, 0], mean_h: [3.333333333, 5, 0], max_h: [6, 5, 0] });
  });
  test("backward: it ends at the first step, and begins at the last", () => {
    expect(outputsOf("backward total(1)", ends)).toEqual({ last_h: [6, 5, 0], first_h: [3, 5, 0], mean_h: [4.666666667, 5, 0], max_h: [6, 5, 0] });
  });
  test("both, side by side", () => {
    expect(outputsOf("bidirectional total(1)", { last_h: "last(h)", first_h: "first(h)" }, 2)).toEqual({ last_h: [6, 6, 5, 5, 0, 0], first_h: [1, 3, 5, 5, 0, 0] });
  });
  test("both, merged: the ends are merged, the other poolings read the steps", () => {
    // Steps: 1 3 6 and 6 5 3.
    expect(outputsOf("bidirectional(sum) total(1)", ends)).toEqual({ last_h: [12, 10, 0], first_h: [4, 10, 0], mean_h: [8, 10, 0], max_h: [9, 10, 0] });
    expect(outputsOf("bidirectional(mean) total(1)", ends)).toEqual({ last_h: [6, 5, 0], first_h: [2, 5, 0], mean_h: [4, 5, 0], max_h: [4.5, 5, 0] });
    expect(outputsOf("bidirectional(product) total(1)", ends)).toEqual({ last_h: [36, 25, 0], first_h: [3, 25, 0], mean_h: [13, 25, 0], max_h: [18, 25, 0] });
  });
  test("layers that act step by step are applied to the ends", () => {
    expect(outputsOf("bidirectional(sum) total(1)  relu", { last_h: "last(h)", first_h: "first(h)" })).toEqual({ last_h: [12, 10, 0], first_h: [4, 10, 0] });
  });
  test("a backward layer reads the other one's steps, from the end", () => {
    expect(outputsOf("total(1)  backward total(1)", ends)).toMatchObject({ last_h: [10, 5, 0], first_h: [6, 5, 0] });
  });
});
