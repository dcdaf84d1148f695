// Where states start: learned, drawn, an affine map of a vector, the states another stack ended with. Cells with weights
// of zeros or identities show the start itself; gradients are held to differences, in chunks that carry states too.
import { describe, expect, test } from "vitest";
import { pack, unpackRows, type Description, type Segment, type Sequence } from "@rnnc/runtime";
import { interpret, type Batch } from "../compiler/interpret.js";
import { Graph, type Program } from "../compiler/ir.js";
import { passes } from "../compiler/pipeline.js";
import { schedule } from "../compiler/4-schedule/index.js";
import { standardNormal } from "../compiler/2-lower/functions.js";
import { bits, key as keyOf, uniform } from "../runtime/random.js";
import { carryStates, countChunks, layEndToEnd, readChunk } from "../runtime/streams.js";
import { countOf } from "../runtime/weights.js";
import { variants } from "./support/device.js";
import { seeded, seedOf } from "./support/random.js";
import { runPlan } from "./support/run-plan.js";
import { compileStages, programOf, type Stages } from "./support/stages.js";
import { distance, tolerances } from "./support/tolerances.js";

const seed = seedOf("RNNC_SEED", 1);
const D = 2;
const cells = `
cell keep(H, m = 0, s = 1) { input x: [D]  state h: [H] = normal(m, s)  output h  param W: [H, D]  h = h[t-1] + W @ x }
cell held(H) { input x: [D]  state h: [H] = learned  output h  param W: [H, D]  h = h[t-1] + W @ x }
cell late(H) { input x: [D]  state h: [H] = learned  output h  param W: [H, D]  h = h[t-3] + W @ x }
cell pair(H) { input x: [D]  state h: [H]  state c: []  output h  param W: [H, D]  c = 0.5 * c[t-1] + mean(x)  h = tanh(h[t-1] + W @ x) + c }`;

const model = (stacks: string, train = "", head = "head y[t]: real[3] = h { loss = mean_absolute_error }"): string => `${cells}\nmodel m {\n  input x: real[T, ${D}]\n  input v: real[2]\n  ${stacks}\n  ${head}\n  train { ${train} }\n}`;
const chunked = "gradient = tbptt(3)";

const lengths = [3, 0, 4, 1, 2];
const sequencesOf = (d: Description, of: readonly number[] = lengths): Sequence[] => {
  const random = seeded(seed);
  const reals = (count: number): Float32Array => Float32Array.from(random.fill(count, 1));
  return of.map((length, id) => ({
    id,
    columns: Object.fromEntries([
      ...d.inputs.map((input) => [input.name, input.axis === null ? { length: 1, data: reals(input.size) } : { length, data: reals(length * input.size) }]),
      ...d.heads.map((head) => [head.name, head.axis === null ? { length: 1, data: reals(head.size) } : { length, data: reals(length * head.size) }]),
    ]),
  }));
};
const whole = (sequence: Sequence): Segment => ({ sequence, from: 0, to: sequence.columns["x"]!.length });
const parametersOf = ({ description: d }: Stages, given: Readonly<Record<string, readonly number[]>>): Record<string, Float64Array> =>
  Object.fromEntries(d.parameters.map((p) => [p.name, Float64Array.from({ length: countOf(p) }, (_, i) => given[p.name]?.[i] ?? 0)]));
const flatOf = (parameters: Readonly<Record<string, Float64Array>>): Float32Array => Float32Array.from(Object.values(parameters).flatMap((values) => [...values]));
const parametersWith = (stages: Stages): Record<string, Float64Array> => {
  const random = seeded(seed + 1);
  return Object.fromEntries(stages.description.parameters.map((p) => [p.name, random.fill(countOf(p), 0.7)]));
};

/** Φ⁻¹ by Wichura's AS 241 (1988), 16 digits. */
function quantile(p: number): number {
  const rational = (r: number, numerator: readonly number[], denominator: readonly number[]): number => [numerator, denominator].map((list) => list.reduceRight((sum, c) => sum * r + c, 0)).reduce((a, b) => a / b);
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425)
    return q * rational(0.180625 - q * q, [3.3871328727963666, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227], [1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943, 5226.495278852545]);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const tail =
    r <= 5
      ? rational(r - 1.6, [1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 7.745450142783414e-4], [1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 5.475938084995345e-4, 1.0507500716444169e-9])
      : rational(r - 5, [6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7], [1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 7.868691311456133e-4, 1.8463183175100548e-5, 1.4215117583164459e-7, 2.0442631033899397e-15]);
  return q < 0 ? -tail : tail;
}

describe("numbers of the normal distribution", () => {
  const places = [0, 1, 2, 3, 100, 5000, 113_000, 2 ** 20, 2 ** 23 - 2, 2 ** 23 - 1];
  const uniforms = [...places, ...places.map((k) => 2 ** 24 - 1 - k), ...Array.from({ length: 4000 }, (_, i) => bits(seed, i, 0, 0) >>> 8)].map((k) => k * 2 ** -24);
  const g = new Graph();
  const program: Program = { name: "predict", sections: [{ name: "predict", outputs: { normal: standardNormal(g, g.node("input", [], { name: "u", rows: "B", shape: [1], integer: false })) } }] };
  const batch = { size: uniforms.length, axes: {}, data: { u: Float32Array.from(uniforms) } };
  const expectNormal = (found: ArrayLike<number>, bound: number): void => {
    const errors = uniforms.map((u, i) => {
      const exact = quantile(u + 2 ** -25);
      return Math.abs(found[i]! - exact) / Math.abs(exact);
    });
    expect(Math.max(...errors)).toBeLessThan(bound);
  };

  test("in float64: what the formula says of itself", () => expectNormal(interpret(program, { ...batch, parameters: {} })["normal"]!, tolerances.normal));

  test.each(variants)("on the device, %s: the roundings of f32 besides", async (variant) => {
    const { description } = compileStages(model("stack h from x { held(3) }"));
    const programs = passes.reduce<readonly Program[]>((all, pass) => all.map((one) => pass(one, g)), [program]);
    const executor = await runPlan({ plan: schedule(g, programs, [], 0), description: { ...description, parameters: [], parameterCount: 0 } }, variant);
    expectNormal((await executor.run(["predict"], batch, ["normal"]))["normal"]!, tolerances.normal);
    executor.dispose();
  });
});

describe("normal(m, s)", () => {
  const stages = compileStages(model("stack h from x { keep(3, m = 1, s = 0.5) }", chunked));
  const { description: d } = stages;
  const sequences = sequencesOf(d, Array.from({ length: 400 }, (_, i) => i % 3));
  const parameters = parametersOf(stages, {});
  const drawn = (packed: ReturnType<typeof pack>, program = "train"): Float64Array => interpret(programOf(stages.programs, program), { ...packed, parameters } satisfies Batch)["final.h.1.h"]!;
  const byId = (packed: ReturnType<typeof pack>, segments: readonly Segment[], values: ArrayLike<number>): Map<number, number[]> =>
    new Map(Array.from(packed.order, (at, b) => [segments[at]!.sequence.id, [0, 1, 2].map((j) => values[b * 3 + j]!)]));

  test("m + s times a normal number for each sequence and place, on the device too", async () => {
    const segments = sequences.map(whole);
    const packed = pack(d, segments, { targets: true, key: keyOf(seed, 5) });
    const found = byId(packed, segments, drawn(packed));
    for (const [id, values] of found) values.forEach((value, j) => expect(value).toBeCloseTo(1 + 0.5 * quantile(uniform(keyOf(seed, 5), keyOf(id), 0, j) + 2 ** -25), 5));
    const all = [...found.values()].flat();
    const mean = all.reduce((a, b) => a + b) / all.length;
    const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
    expect(Math.abs(mean - 1)).toBeLessThan((4 * 0.5) / Math.sqrt(all.length));
    expect(Math.abs(variance - 0.25)).toBeLessThan(4 * 0.25 * Math.sqrt(2 / all.length));
    const executor = await runPlan(stages);
    executor.write("parameters", flatOf(parameters));
    const onDevice = byId(packed, segments, (await executor.run(["forward"], packed, ["final.h.1.h"]))["final.h.1.h"]!);
    for (const [id, values] of found) values.forEach((value, j) => expect(onDevice.get(id)![j]).toBeCloseTo(value, 5));
    executor.dispose();
  });

  test("belongs to the sequence, not to its place in the batch; another update draws others", () => {
    const segments = sequences.slice(0, 40).map(whole);
    const other = [...segments].reverse().slice(3);
    const [first, again] = [pack(d, segments, { targets: true, key: 5 }), pack(d, other, { targets: true, key: 5 })];
    const [a, b] = [byId(first, segments, drawn(first)), byId(again, other, drawn(again))];
    for (const [id, values] of b) expect(a.get(id)).toEqual(values);
    const later = pack(d, segments, { targets: true, key: 6 });
    for (const [id, values] of byId(later, segments, drawn(later))) expect(a.get(id)).not.toEqual(values);
  });

  test("is its mean outside training; a carried state is what it was", () => {
    const segments = sequences.slice(0, 6).map((sequence, i) => ({ ...whole(sequence), ...(i % 2 === 0 && { states: { "h.1.h": Float32Array.of(7, 8, 9) } }) }));
    const packed = pack(d, segments, { targets: true, key: 5 });
    const [predicted, trained] = [byId(packed, segments, drawn(packed, "predict")), byId(packed, segments, drawn(packed))];
    for (const [id, values] of predicted) expect(values).toEqual(id % 2 === 0 ? [7, 8, 9] : [1, 1, 1]);
    for (const [id, values] of trained) if (id % 2 === 0) expect(values).toEqual([7, 8, 9]);
      else for (const value of values) expect(value).not.toBe(1);
  });
});

describe("learned", () => {
  test("a parameter of its place, starting at zeros", () => {
    const { description: d } = compileStages(model("stack h from x { held(3)  late(3) }"));
    expect(d.parameters.filter((p) => p.name.endsWith(".initial"))).toMatchObject([
      { name: "h.1.h.initial", shape: [3], initial: { kind: "zeros" } },
      { name: "h.2.h.initial", shape: [3], initial: { kind: "zeros" } },
    ]);
  });

  test("every step before the first has it, however far back", () => {
    const stages = compileStages(model("stack h from x { late(3) }"));
    const packed = pack(stages.description, sequencesOf(stages.description, [4]).map(whole), { targets: true, key: 1 });
    const outputs = interpret(programOf(stages.programs, "predict"), { ...packed, parameters: parametersOf(stages, { "h.1.h.initial": [1, -2, 3] }) });
    expect([...outputs["output.y"]!]).toEqual([1, -2, 3, 1, -2, 3, 1, -2, 3, 1, -2, 3]);
  });

  test("`init learned`: every state of every recurrent layer, single numbers too, whatever their cells say", () => {
    const { description: d } = compileStages(model("stack h from x init learned { pair(4)  dense(2, tanh)  keep(3) }"));
    expect(d.parameters.filter((p) => p.name.endsWith(".initial")).map(({ name, shape }) => [name, shape])).toEqual([["h.1.h.initial", [4]], ["h.1.c.initial", []], ["h.3.h.initial", [3]]]);
  });
});

describe("`init v`", () => {
  const stages = compileStages(model("stack h from x init v { pair(3) }", chunked));
  const { description: d } = stages;

  test("an affine map of its own for each state", () => {
    expect(d.parameters.filter((p) => p.name.includes(".initial.")).map(({ name, shape }) => [name, shape])).toEqual([
      ["h.1.h.initial.W", [3, 2]],
      ["h.1.h.initial.b", [3]],
      ["h.1.c.initial.W", [1, 2]],
      ["h.1.c.initial.b", [1]],
    ]);
    const sequences = sequencesOf(d, [0, 0]);
    const packed = pack(d, sequences.map(whole), { targets: true, key: 1 });
    const given = { "h.1.h.initial.W": [1, 0, 0, 1, 2, 2], "h.1.h.initial.b": [0, 0, 1], "h.1.c.initial.W": [-1, 1], "h.1.c.initial.b": [5] };
    const outputs = interpret(programOf(stages.programs, "predict"), { ...packed, parameters: parametersOf(stages, given) });
    sequences.forEach(({ columns }, b) => {
      const [p, q] = columns["v"]!.data as unknown as [number, number];
      [p, q, 2 * p + 2 * q + 1].forEach((value, j) => expect(outputs["final.h.1.h"]![b * 3 + j]).toBeCloseTo(value, 12));
      expect(outputs["final.h.1.c"]![b]).toBeCloseTo(5 - p + q, 12);
    });
  });
});

describe("`init final(s)`", () => {
  test("layers from the bottom to the top, states by name, however their cells say they start", () => {
    const stages = compileStages(model("stack e from x { pair(2)  dense(4)  held(3) }  stack h from x init final(e) { pair(2)  keep(3) }", "", "head y: real[3] = last(h)"));
    const { description: d } = stages;
    const names = d.parameters.map(({ name }) => name);
    expect(names).toContain("e.3.h.initial");
    expect(names.filter((name) => name.startsWith("h.") && name.includes("initial"))).toEqual([]);
    const sequences = sequencesOf(d, [0, 3, 1]);
    const packed = pack(d, sequences.map(whole), { targets: true, key: 1 });
    // Nothing but the start of `e` comes through; the layers of `h` add nothing.
    const outputs = interpret(programOf(stages.programs, "predict"), { ...packed, parameters: parametersOf(stages, { "e.3.h.initial": [4, 5, 6] }) });
    expect([...outputs["output.y"]!]).toEqual([4, 5, 6, 4, 5, 6, 4, 5, 6]);
  });
});

describe("gradients in a chunk: some segments go on, others begin", () => {
  const fixed = "stack h from x";
  test.each([
    ["learned", `${fixed} init learned { pair(3)  late(3) }`],
    ["an affine map", `${fixed} init v { pair(3)  late(3) }`],
    ["an affine map of a learned map", `stack e from v { dense(4, tanh) }  ${fixed} init e ++ v { pair(3) }`],
    ["drawn", `${fixed} { keep(3)  late(3) }`],
  ])("%s", (_, stacks) => {
    const stages = compileStages(model(stacks, chunked));
    const { description: d } = stages;
    const random = seeded(seed + 2);
    const sequences = sequencesOf(d, [6, 5, 4, 2, 0]);
    const segments = sequences.map((sequence, i): Segment => {
      const { to } = whole(sequence);
      return i % 2 === 0 ? { sequence, from: Math.floor(to / 2), to, states: Object.fromEntries(d.states.map(({ name, size }) => [name, Float32Array.from(random.fill(size, 1))])) } : { sequence, from: 0, to };
    });
    const packed = pack(d, segments, { targets: true, key: 3 });
    const parameters = parametersWith(stages);
    const gradients = interpret(programOf(stages.programs, "train"), { ...packed, parameters })["gradients"]!;
    const { outputs } = programOf(stages.plain, "train").sections[0]!;
    const loss: Program = { name: "loss", sections: [{ name: "loss", outputs: { loss: outputs["loss"]! } }] };
    const step = tolerances.finiteDifferenceStep;
    for (const p of d.parameters.filter(({ name }) => name.includes(".initial"))) {
      for (let i = 0; i < countOf(p); i++) {
        const at = (by: number): number => interpret(loss, { ...packed, parameters: { ...parameters, [p.name]: parameters[p.name]!.map((value, k) => (k === i ? value + by : value)) } })["loss"]![0]!;
        const found = (at(step) - at(-step)) / (2 * step);
        expect(Math.abs(found - gradients[p.offset + i]!), `${p.name} ${i}`).toBeLessThanOrEqual(tolerances.finiteDifferences);
      }
    }
    // What is learned of the start, only those that begin tell.
    const started = { ...packed, data: { ...packed.data, "state.fresh": new Float32Array(packed.size) } };
    const none = interpret(programOf(stages.programs, "train"), { ...started, parameters })["gradients"]!;
    for (const p of d.parameters.filter(({ name }) => name.includes(".initial"))) expect([...none.subarray(p.offset, p.offset + countOf(p))].every((value) => value === 0), p.name).toBe(true);
  });
});

describe("streams of chunks", () => {
  const stages = compileStages(`model m { input x: real[T, 2]  stack h from x init learned { lstm(3)  gru(2) }  head x[t+1] from h  train { gradient = tbptt(3) } }`);
  const { description: d } = stages;
  const parameters = parametersWith(stages);
  const sequences = sequencesOf(d, [8, 3, 5, 2, 6]);

  /** What the head says at each step of each sequence, read as `count` streams in chunks of `steps`. */
  const read = (count: number, steps: number): Map<string, number[]> => {
    const streams = layEndToEnd(d, sequences, count);
    const said = new Map<string, number[]>();
    for (let c = 0; c < countChunks(streams, steps); c++) {
      const chunk = readChunk(streams, c, steps);
      const packed = pack(d, chunk.segments, { targets: true, key: 1 });
      const outputs = interpret(programOf(stages.programs, "predict"), { ...packed, parameters });
      unpackRows(packed, "T", Float32Array.from(outputs["output.x"]!), 2).forEach((rows, i) => {
        const { sequence, from, to } = chunk.segments[i]!;
        for (let t = from; t < to; t++) said.set(`${sequence.id} ${t}`, [...rows.subarray((t - from) * 2, (t - from + 1) * 2)]);
      });
      carryStates(streams, chunk, Object.fromEntries(Object.entries(outputs).map(([name, values]) => [name, Float32Array.from(values)])), packed.order);
    }
    return said;
  };

  test("a sequence that begins in the middle of a stream starts from what is learned, and so does a stream inside a sequence", () => {
    const packed = pack(d, sequences.map((sequence) => ({ sequence, from: 0, to: sequence.columns["x"]!.length - 1 })), { targets: true, key: 1 });
    const whole = unpackRows(packed, "T", Float32Array.from(interpret(programOf(stages.programs, "predict"), { ...packed, parameters })["output.x"]!), 2);
    for (const count of [1, 2, 4])
      for (const steps of [1, 3, 5]) {
        const said = read(count, steps);
        const { starts, total } = layEndToEnd(d, sequences, count);
        expect(said.size).toBe(total);
        for (const { id } of sequences) {
          // The first step of a stream that lies inside this sequence, if there is one: from there on it was started anew.
          const inside = Array.from({ length: count }, (_, i) => Math.floor((i * total) / count) - starts[id]!).filter((t) => t > 0 && t < whole[id]!.length / 2);
          for (let t = 0; t < Math.min(...inside, whole[id]!.length / 2); t++) expect(distance(said.get(`${id} ${t}`)!, whole[id]!.subarray(t * 2, t * 2 + 2))).toBeLessThanOrEqual(tolerances.streaming);
          const [restarted] = inside;
          if (restarted === undefined) continue;
          const segment = pack(d, [{ sequence: sequences[id]!, from: restarted, to: restarted + 1 }], { targets: true });
          const begun = interpret(programOf(stages.programs, "predict"), { ...segment, parameters })["output.x"]!;
          expect(distance(said.get(`${id} ${restarted}`)!, [...begun])).toBeLessThanOrEqual(tolerances.streaming);
        }
      }
  });
});
