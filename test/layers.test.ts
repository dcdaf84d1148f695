// What layers give, and what the ends of a sequence are above them: `last` is what each direction ends with, `first` what each
// begins with, merged as the layer merges. In float64, by hand; gradients, passes and kernels are tested on random models.
import { describe, expect, test } from "vitest";
import { interpret } from "../compiler/interpret.js";
import { topological, type Node } from "../compiler/ir.js";
import { rootsOf } from "../compiler/rewrite.js";
import { compileStages, programOf } from "./support/stages.js";

/** Sums what it has read so far: for 1 2 3 forward 1 3 6, backward 6 5 3. */
const cell = "cell total(H) { input x: [H]  state s: [H]  output s  s = s[t-1] + x }";

/** What the heads say of the sequences [1, 2, 3], [5] and an empty one, which are numbers x and ids i. */
function outputsOf(layers: string, heads: Readonly<Record<string, string>>, size = 1, from = "x", parameters: Readonly<Record<string, readonly number[]>> = {}): Record<string, number[]> {
  const lines = Object.entries(heads).map(([name, source]) => `head ${name}${source === "h" ? "[t]" : ""}: real[${size}] = ${source}`);
  const { programs } = compileStages(`${cell}\nmodel m { input x: real[T]  input i: token[T] of 6  stack h from ${from} { ${layers} }  ${lines.join("  ")}  head w: real from last(h) }`);
  const outputs: Readonly<Record<string, Node>> = programOf(programs, "predict").sections[0]!.outputs;
  const wanted = Object.fromEntries(Object.keys(heads).map((name) => [name, outputs[`output.${name}`]!]));
  const found = interpret({ name: "predict", sections: [{ name: "predict", outputs: wanted }] }, {
    size: 3,
    axes: { T: { steps: 3, total: 4, start: [0, 2, 3], rows: [2, 1, 1] } },
    data: { x: [1, 5, 2, 3], i: [1, 5, 2, 3] }, // step by step, the longest sequence first
    parameters,
  });
  return Object.fromEntries(Object.keys(heads).map((name) => [name, Array.from(found[name]!, (value) => Math.round(value * 1e9) / 1e9)]));
}

const ends = { last_h: "last(h)", first_h: "first(h)", mean_h: "mean(h)", max_h: "max(h)" };

describe("directions, and the ends of a sequence", () => {
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

test("each direction draws masks of its own", () => {
  const { plain } = compileStages("model m { input x: real[T, 2]  stack h from x { bidirectional lstm(3, dropout = 20%, recurrent_dropout = 20%) }  head y: real from last(h) }");
  const drawn = topological(rootsOf(programOf(plain, "train"))).filter((node) => node.op === "random");
  expect(new Set(drawn.map((node) => node.attributes["site"])).size).toBe(4); // of x and of h[t-1], twice
});

describe("window", () => {
  test("the last steps side by side, the oldest first; zeros outside the sequence", () => {
    expect(outputsOf("window(3)", { y: "h" }, 3)).toEqual({ y: [0, 0, 1, 0, 0, 5, 0, 1, 2, 1, 2, 3] });
    expect(outputsOf("window(1)", { y: "h" }, 1)).toEqual({ y: [1, 5, 2, 3] });
    expect(outputsOf("window(2, ahead = 2)", { y: "h" }, 4)).toEqual({ y: [0, 1, 2, 3, 0, 5, 0, 0, 1, 2, 3, 0, 2, 3, 0, 0] });
  });
  test("its ends are those of its steps; nothing is an empty sequence's", () => {
    expect(outputsOf("window(2)", { last_h: "last(h)", first_h: "first(h)" }, 2)).toEqual({ last_h: [2, 3, 0, 5, 0, 0], first_h: [0, 1, 0, 5, 0, 0] });
    expect(outputsOf("backward total(1)  window(2)", { last_h: "last(h)" }, 2)).toEqual({ last_h: [5, 3, 0, 5, 0, 0] });
  });
  test("reading ahead is no way of learning step by step, nor of streaming", () => {
    expect(() => compileStages("model m { input x: real[T]  stack h from x { window(2, ahead = 1)  dense(3) }  head y[t]: real from h  train { gradient = tbptt(5) } }")).toThrow(/RNN403 `tbptt` can't train a layer that reads later steps/);
    expect(() => compileStages("model m { input x: real[T]  stack h from x { window(2, ahead = 1)  dense(3) }  head x[t+1] from h }")).toThrow(/RNN322/);
    const { description } = compileStages("model m { input x: real[T]  stack h from x { window(2, ahead = 1)  dense(3) }  head y[t]: real from h }");
    expect(description.whyNotStreamable).toBe("the layer h.1 reads ahead");
  });
  test("in a stream, what is past is kept", () => {
    const { description } = compileStages("model m { input x: real[T, 2]  stack h from x { window(3)  dense(3) }  head x[t+1] from h }");
    expect(description.states).toEqual([{ name: "h.1.before1", size: 2 }, { name: "h.1.before2", size: 2 }]);
  });
});

describe("onehot", () => {
  test("1 at the id", () => {
    expect(outputsOf("onehot", { y: "h" }, 6, "i")).toEqual({ y: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0] });
    expect(outputsOf("onehot", { last_h: "last(h)" }, 6, "i")).toMatchObject({ last_h: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, ...[0, 0, 0, 0, 0, 0]] });
  });
});

test("onehot of an input with a boundary has a place for it", () => {
  const { description, model } = compileStages("model m { input s: token[T] of 5  stack h from s[t-1] { onehot  elman(3) }  head s[t] from h }");
  expect(model.stacks[0]!.layers[0]).toMatchObject({ kind: "onehot", size: 6 });
  expect(description.parameters.find(({ name }) => name === "h.2.W")!.shape).toEqual([3, 6]);
});

describe("residual", () => {
  test("adds what comes in to what comes out, at every step and at the ends", () => {
    expect(outputsOf("residual { total(1) }", { y: "h", last_h: "last(h)", first_h: "first(h)", mean_h: "mean(h)" })).toEqual({ y: [2, 10, 5, 9], last_h: [9, 10, 0], first_h: [2, 10, 0], mean_h: [5.333333333, 10, 0] });
    expect(outputsOf("residual { residual { total(1) } }", { y: "h" })).toEqual({ y: [3, 15, 7, 12] });
  });
  test("of a layer that runs backward: what each of the two ends with", () => {
    expect(outputsOf("residual { backward total(1) }", { y: "h", last_h: "last(h)" })).toEqual({ y: [7, 10, 7, 6], last_h: [9, 10, 0] });
  });
});

describe("layer_norm", () => {
  test("each row by itself, then gain and shift", () => {
    const root = Math.sqrt(2 / 3 + 1e-5);
    const { y } = outputsOf("window(3)  layer_norm", { y: "h" }, 3, "x", { "h.2.gain": [1, 2, 3], "h.2.shift": [0, 0, 10] });
    expect(y!.slice(9)).toEqual([-1 / root, 0, 10 + 3 / root].map((value) => Math.round(value * 1e9) / 1e9));
  });
  test("starts as PyTorch's: gain 1, shift 0", () => {
    const { description } = compileStages("model m { input x: real[T, 4]  stack h from x { layer_norm }  head y: real from last(h) }");
    expect(description.parameters.slice(0, 2)).toMatchObject([{ name: "h.1.gain", shape: [4], initial: { kind: "ones" } }, { name: "h.1.shift", shape: [4], initial: { kind: "zeros" } }]);
  });
});
