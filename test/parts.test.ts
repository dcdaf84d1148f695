// Cells inside cells: a part means its equations put in place, its states and parameters are the layer's under the part's name.
// Random cells with parts are in cells.test.ts, wrong use in cases/diagnostics/part*.rnn.
import { describe, expect, test } from "vitest";
import { interpret } from "../compiler/interpret.js";
import { statesOf } from "../compiler/states.js";
import { packWhole, randomSequences } from "./support/random-models.js";
import { seeded, seedOf } from "./support/random.js";
import { compileAndLoad } from "./support/load.js";
import { compileStages, programOf, type Stages } from "./support/stages.js";
import { distance, tolerances } from "./support/tolerances.js";

const seed = seedOf("RNNC_SEED", 1);

const nested = `
cell mixed(H, k = 0.5) {
  input  x: [D]
  input  y: [E]
  state  g: [H]
  output h
  param W: [H, D]
  param V: [H, E]
  g = tanh(V @ y + k * g[t-2] + mean(x[t-1]))
  h = g + W @ x
}
cell middle(H) {
  input  u: [H]
  output v
  part one = mixed(H, k = 1 / H)
  part two = elman(H, relu)
  v = one(u, y = u ++ u) - two(u)
}
cell outer(H) {
  input  x: [D]
  state  b: [H]
  output b
  param P: [H, D]
  part lower = elman(H)
  part upper = middle(H)
  b = sigmoid(upper(lower(x ++ b[t-1])) + P @ x)
}`;

const inlined = `
cell outer(H) {
  input  x: [D]
  state  b, lower_h, one_g, two_h, lower_before: [H]
  output b
  param P: [H, D]
  param lower_W: [H, D + H]
  param lower_U: [H, H] = orthogonal
  param lower_b: [H]
  param one_W: [H, H]
  param one_V: [H, H + H]
  param two_W: [H, H]
  param two_U: [H, H] = orthogonal
  param two_b: [H]
  lower_h = tanh(lower_W @ (x ++ b[t-1]) + lower_U @ lower_h[t-1] + lower_b)
  lower_before = lower_h
  one_g = tanh(one_V @ (lower_h ++ lower_h) + 1 / H * one_g[t-2] + mean(lower_before[t-1]))
  two_h = relu(two_W @ lower_h + two_U @ two_h[t-1] + two_b)
  b = sigmoid(one_g + one_W @ lower_h - two_h + P @ x)
}`;

const modelOf = (cell: string, options = "", train = ""): string => `${cell}\nmodel m { input x: real[T, 3]  stack h from x { outer(4${options}) }  head y[t]: class(3) from h  head z: real[2] from last(h) ${train} }`;

/** Parameters by what they are called once `.` is `_` and the path of the inner part's owner is left out. */
const plainName = (name: string): string => name.replace("upper.", "").replace(/^h\.1\./, "").replaceAll(".", "_");

function run(stages: Stages, program: "predict" | "train", values: ReadonlyMap<string, ArrayLike<number>>): Record<string, Float64Array> {
  const { description: d } = stages;
  const packed = packWhole(d, randomSequences(seeded(seed), d, [4, 0, 3, 1]));
  const parameters = Object.fromEntries(d.parameters.map((p) => [p.name, values.get(plainName(p.name))!]));
  return interpret(programOf(stages.programs, program), { size: packed.size, axes: packed.axes, data: packed.data, parameters });
}

describe("a cell inside a cell", () => {
  const stages = compileStages(modelOf(nested));
  const { description: d } = stages;

  test("its parameters and states are the layer's, under its name", () => {
    expect(d.parameters.map((p) => p.name)).toEqual([
      "h.1.P", "h.1.lower.W", "h.1.lower.U", "h.1.lower.b", "h.1.upper.one.W", "h.1.upper.one.V", "h.1.upper.two.W", "h.1.upper.two.U", "h.1.upper.two.b", "y.W", "y.b", "z.W", "z.b",
    ]);
    expect(d.parameters.map((p) => p.shape).slice(0, 6)).toEqual([[4, 3], [4, 7], [4, 4], [4], [4, 4], [4, 8]]);
    // `g` is read two steps back, the input `x` of `one` one step.
    expect(d.states.map((s) => s.name)).toEqual(["h.1.b", "h.1.lower.h", "h.1.upper.one.g", "h.1.upper.one.g.2", "h.1.upper.two.h", "h.1.upper.one.x"]);
    const layer = stages.model.stacks[0]!.layers[0]!;
    if (layer.kind !== "cell") throw new Error("no cell");
    expect(statesOf(layer.cell, layer.arguments).map(({ name, size, delay, initial }) => [name, size, delay, initial.kind])).toEqual([
      ["b", 4, 1, "zeros"], ["lower.h", 4, 1, "zeros"], ["upper.one.g", 4, 2, "zeros"], ["upper.two.h", 4, 1, "zeros"],
    ]);
  });

  test.each(["", ", recurrent_dropout = 50%", ", dropout = 30%"])("means its equations put in place: outputs, losses, gradients%s", (options) => {
    const [parts, flat] = [compileStages(modelOf(nested, options)), compileStages(modelOf(inlined, options))];
    const random = seeded(seed);
    const values = new Map(parts.description.parameters.map((p) => [plainName(p.name), random.fill(p.shape.reduce((a, b) => a * b, 1), 0.7)]));
    expect(flat.description.parameters.map((p) => plainName(p.name)).sort()).toEqual([...values.keys()].sort());
    for (const program of ["predict", "train"] as const) {
      const [found, expected] = [run(parts, program, values), run(flat, program, values)];
      for (const name of Object.keys(expected)) if (name !== "gradients") expect(distance(found[name]!, expected[name]!), name).toBeLessThanOrEqual(tolerances.passes);
      if (program === "predict") continue;
      const gradient = (stages: Stages, of: Record<string, Float64Array>, name: string): Float64Array => {
        const p = stages.description.parameters.find((one) => plainName(one.name) === name)!;
        return of["gradients"]!.slice(p.offset, p.offset + values.get(name)!.length);
      };
      for (const name of values.keys()) expect(distance(gradient(parts, found, name), gradient(flat, expected, name)), `d${name}`).toBeLessThanOrEqual(tolerances.passes);
    }
  });

  test("recurrent dropout acts on states of parts, and on what is handed to a part that multiplies it", () => {
    // Fed by its own output alone: without the mask there is no other way for the two to differ.
    const cell = (of: string): string => `${of}\ncell outer(H) { input x: [D]  state b: [H]  output b  part p = inner(H)  b = p(b[t-1]) + mean(x) }`;
    const loss = (text: string, options: string): number => {
      const stages = compileStages(modelOf(text, options));
      return run(stages, "train", new Map(stages.description.parameters.map((p) => [plainName(p.name), Array.from({ length: p.shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i + 1))])))["loss"]![0]!;
    };
    const multiplies = cell("cell inner(H) { input x: [D]  output y  param W: [H, D]  y = W @ x }");
    const adds = cell("cell inner(H) { input x: [H]  state h: [H]  output y  param W: [H, H]  h = W @ h[t-1] + 1  y = h + x }");
    for (const text of [multiplies, adds]) expect(Math.abs(loss(text, ", recurrent_dropout = 50%") - loss(text, ""))).toBeGreaterThan(1e-3);
  });

  test("streams, trains and is saved: the states of parts are carried by their names", async () => {
    const model = await compileAndLoad(modelOf(nested, "", "train { gradient = tbptt(2) }").replace("head z: real[2] from last(h)", ""), { seed });
    const x = randomSequences(seeded(seed), model.description, [6])[0]!.columns["x"]!.data as Float32Array;
    const rows = Array.from({ length: 6 }, (_, t) => Array.from(x.subarray(3 * t, 3 * t + 3)));
    const whole = (await model.predict({ x: [rows] })) as unknown as { y: { probabilities: Float32Array }[][] };
    const stream = model.stream();
    for (const [t, row] of rows.entries()) {
      const { y } = (await stream.step({ x: row })) as unknown as { y: { probabilities: Float32Array } };
      expect(distance(y.probabilities, whole.y[0]![t]!.probabilities)).toBeLessThanOrEqual(tolerances.streaming);
    }
    expect(Object.keys(stream.state)).toEqual(d.states.map((s) => s.name));
    const losses: number[] = [];
    for await (const report of model.fit([{ x: rows, y: [0, 1, 2, 0, 1, 2] }], { epochs: 30, batch: 1, seed })) losses.push(report.loss!);
    expect(losses.at(-1)!).toBeLessThan(losses[0]!);
    model.dispose();
  });

  test("states of parts start as they say, or as the stack says; both directions have parts of their own", () => {
    const text = `cell inner(H) { input x: [D]  state h: [H] = learned  state k: []  output h  param W: [H, D]  k = 0.5 * k[t-1] + 1  h = tanh(W @ x + k * h[t-1]) }
      cell outer(H) { input x: [D]  output y  part p = inner(H)  part q = inner(2)  y = p(x ++ q(x)) }`;
    const described = (stacks: string, more = "") => compileStages(`${text} model m { input x: real[T, 3]  input v: real[2]  ${stacks}  head y[t]: class(3) from h  head z: real from last(h) ++ v ${more} }`).description;
    const names = (d: { readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[] }): string[] => d.parameters.filter((p) => p.name.startsWith("h.")).map((p) => `${p.name} [${p.shape.join(", ")}]`);
    expect(names(described("stack h from x { outer(4) }"))).toEqual(["h.1.p.W [4, 5]", "h.1.q.W [2, 3]", "h.1.p.h.initial [4]", "h.1.q.h.initial [2]"]);
    expect(names(described("stack h from x init v { outer(4) }"))).toEqual([
      "h.1.p.W [4, 5]", "h.1.q.W [2, 3]",
      ...["p.h", "p.k", "q.h", "q.k"].flatMap((state) => [`h.1.${state}.initial.W [${{ "p.h": 4, "q.h": 2 }[state] ?? 1}, 2]`, `h.1.${state}.initial.b [${{ "p.h": 4, "q.h": 2 }[state] ?? 1}]`]),
    ]);
    expect(names(described("stack e from x { outer(4) }  stack h from x init final(e) { outer(4) }"))).toEqual(["h.1.p.W [4, 5]", "h.1.q.W [2, 3]"]);
    expect(names(described("stack h from x { bidirectional outer(4) }"))).toContain("h.1.backward.q.h.initial [2]");
  });
});
