// Values of earlier steps (`h[t-2]`, `x[t-1]`) and functions of a cell's header, by arithmetic done by hand: interpreter, device, a stream,
// chunks. Random cells have both as well (cells.test.ts); wrong use is in cases/diagnostics/delays.rnn and function_parameters.rnn.
import { describe, expect, test } from "vitest";
import { pack, unpackRows, type Segment, type Sequence } from "@rnnc/runtime";
import { passable } from "../compiler/1-check/functions.js";
import { interpret } from "../compiler/interpret.js";
import { compileAndLoad } from "./support/load.js";
import { packWhole, randomSequences } from "./support/random-models.js";
import { seeded, seedOf } from "./support/random.js";
import { runPlan } from "./support/run-plan.js";
import { compileStages, programOf, type Stages } from "./support/stages.js";

const seed = seedOf("RNNC_SEED", 1);

/** Adds up what it read: three steps of x, the state two steps back, a number three steps back. */
const cell = `cell back(H) {
  input x: [H]
  state h: [H]
  state k: []
  output h
  k = 1 + 0.5 * k[t-3]
  h = x[t-1] + 10 * x[t-3] + 0.5 * h[t-2] + 0 * x + k
}`;
const spec = (gradient: string): string => `${cell}\nmodel m { input x: real[T, 2]  stack h from x { back }  head y[t]: real[2] = h  head z[t]: real from x  train { gradient = ${gradient} } }`.replace("back }", "back(2) }");

function byHand(x: readonly (readonly number[])[]): number[][] {
  const h: number[][] = [];
  const k: number[] = [];
  const at = (values: readonly (readonly number[])[], t: number, j: number): number => values[t]?.[j] ?? 0;
  for (let t = 0; t < x.length; t++) {
    k.push(1 + 0.5 * (k[t - 3] ?? 0));
    h.push([0, 1].map((j) => at(x, t - 1, j) + 10 * at(x, t - 3, j) + 0.5 * at(h, t - 2, j) + k[t]!));
  }
  return h;
}

const data = [7, 1, 0, 4].map((length, i) => Array.from({ length }, (_, t) => [t + 1 + i, (t * t) / 4 - i]));
const sequences = data.map((x, id): Sequence => ({ id, columns: { x: { length: x.length, data: Float32Array.from(x.flat()) }, y: { length: x.length, data: new Float32Array(2 * x.length) }, z: { length: x.length, data: new Float32Array(x.length) } } }));

describe("values of earlier steps", () => {
  const stages = compileStages(spec("bptt"));

  test("interpreter and device, sequences of several lengths", async () => {
    const packed = packWhole(stages.description, sequences);
    const parameters = Object.fromEntries(stages.description.parameters.map((p) => [p.name, new Float64Array(p.shape.reduce((a, b) => a * b, 1))]));
    const executor = await runPlan(stages);
    executor.write("parameters", new Float32Array(stages.description.parameterCount));
    for (const values of [interpret(programOf(stages.programs, "predict"), { ...packed, parameters })["output.y"]!, (await executor.run(["predict"], packed, ["output.y"]))["output.y"]!])
      expect(unpackRows(packed, "T", Float32Array.from(values), 2).map((rows) => [...rows])).toEqual(data.map((x) => byHand(x).flat()));
    executor.dispose();
  });

  test("what is carried: a state for each step that is read", () => {
    expect(stages.description.states.map(({ name, size }) => [name, size])).toEqual([["h.1.h", 2], ["h.1.h.2", 2], ["h.1.k", 1], ["h.1.k.2", 1], ["h.1.k.3", 1], ["h.1.x", 2], ["h.1.x.2", 2], ["h.1.x.3", 2]]);
  });

  test("a stream, one step at a time", async () => {
    const model = await compileAndLoad(spec("bptt"), { seed });
    const stream = model.stream();
    const said: number[][] = [];
    for (const x of data[0]!) said.push([...((await stream.step({ x })) as unknown as { y: Float32Array }).y]);
    expect(said).toEqual(byHand(data[0]!));
    stream.reset();
    expect([...((await stream.step({ x: data[0]![0]! })) as unknown as { y: Float32Array }).y]).toEqual(byHand(data[0]!)[0]);
    model.dispose();
  });

  test("chunks of two steps, states carried", async () => {
    const chunked = compileStages(spec("tbptt(2)"));
    const executor = await runPlan(chunked);
    executor.write("parameters", new Float32Array(chunked.description.parameterCount));
    let states: Record<string, Float32Array> = {};
    const said: number[] = [];
    for (let from = 0; from < 7; from += 2) {
      const segment: Segment = { sequence: sequences[0]!, from, to: Math.min(from + 2, 7), ...(from > 0 ? { states } : {}) };
      const packed = pack(chunked.description, [segment], { targets: false });
      const found = await executor.run(["predict"], packed, ["output.y", ...chunked.description.states.map((s) => `final.${s.name}`)]);
      said.push(...unpackRows(packed, "T", found["output.y"]!, 2)[0]!);
      states = Object.fromEntries(chunked.description.states.map(({ name, size }) => [name, found[`final.${name}`]!.slice(0, size)]));
    }
    expect(said).toEqual(byHand(data[0]!).flat());
    executor.dispose();
  });
});

describe("functions of the header", () => {
  const layer = (f: string, header: string): string => `cell c(H${header}) { input x: [D]  state h: [H]  output h  param W: [H, D]  param U: [H, H]  h = 0.5 * h[t-1] + tanh(${f}(0.3 * (W @ x) + 2) + U @ h[t-1]) }`;
  const model = (text: string, given: string): Stages => compileStages(`${text}\nmodel m { input x: real[T, 3]  stack h from x { c(4${given}) }  head y[t]: class(3) from h }`);
  const losses = (stages: Stages): number[] => {
    const { description: d } = stages;
    const packed = packWhole(d, randomSequences(seeded(seed), d, [3, 4]));
    const random = seeded(seed + 1);
    const parameters = Object.fromEntries(d.parameters.map((p) => [p.name, random.fill(p.shape.reduce((a, b) => a * b, 1), 0.5)]));
    const found = interpret(programOf(stages.programs, "train"), { ...packed, parameters });
    return [...found["loss"]!, ...found["gradients"]!];
  };

  test.each(passable.map((name) => [name]))("%s given, by default, and handed on to a part: the same as written in place", (name) => {
    const expected = losses(model(layer(name, ""), ""));
    expect(losses(model(layer("act", ", act = tanh"), `, act = ${name}`))).toEqual(expected);
    expect(losses(model(layer("act", ", act = tanh"), `, ${name}`))).toEqual(expected);
    expect(losses(model(layer("act", `, act = ${name}`), ""))).toEqual(expected);
    const outer = `${layer("act", ", act = tanh").replace("cell c", "cell inner")} cell c(H, f = relu) { input x: [D]  output y  part p = inner(H, act = f)  y = p(x) }`;
    expect(losses(model(outer, `, f = ${name}`))).toEqual(expected);
  });
});
