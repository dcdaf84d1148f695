// Models one step at a time say what they say of whole sequences: begun from vectors, from other stacks, from sequences along another
// axis; with a boundary; rows chosen between steps. What is the same at every step is computed once.
import { describe, expect, test } from "vitest";
import { createStepper, pack, selectRows, unpackRows, type Description, type Executor, type Sequence, type Series } from "@rnnc/runtime";
import { stepsAlong, stepsOf } from "../runtime/windows.js";
import { seeded, seedOf } from "./support/random.js";
import { compileStages, programOf, runPlan, type Stages } from "./support/stages.js";
import { distance, tolerances } from "./support/tolerances.js";

const seed = seedOf("RNNC_SEED", 1);

/** Lengths along each axis, by sequence: neither sorted, some empty. */
const lengths: Readonly<Record<string, readonly number[]>> = { S: [3, 0, 5, 1, 4, 2], T: [2, 4, 0, 5, 1, 3] };

function sequencesOf(d: Description): Sequence[] {
  const random = seeded(seed);
  return lengths["T"]!.map((_, id) => {
    const series = (axis: string | null, ids: number | null, width: number): Series => {
      const length = axis === null ? 1 : lengths[axis]![id]!;
      return { length, data: ids === null ? Float32Array.from(random.fill(length * width, 1)) : Int32Array.from({ length }, () => random.int(0, ids - 1)) };
    };
    return { id, columns: Object.fromEntries(d.inputs.map((input) => [input.name, series(input.axis, input.kind === "real" ? null : input.size, input.size)])) };
  });
}

async function load(stages: Stages): Promise<Executor> {
  const executor = await runPlan(stages, "plain");
  executor.write("parameters", Float32Array.from(seeded(seed + 1).fill(stages.description.parameterCount, 0.7)));
  return executor;
}

/** What heads say of whole sequences, targets given: by head, for each sequence. */
async function sayWhole(d: Description, executor: Executor, sequences: readonly Sequence[]): Promise<Record<string, Float32Array[]>> {
  const batch = pack(d, sequences.map((sequence) => ({ sequence, from: 0, to: stepsOf(d, sequence) })), { targets: false });
  const outputs = await executor.run(["predict"], batch, d.heads.map(({ name }) => `output.${name}`));
  return Object.fromEntries(d.heads.map(({ name, axis, size }) => [name, unpackRows(batch, axis, outputs[`output.${name}`]!, size)]));
}

/** The same a step at a time; sequences that have ended leave. */
async function saySteps(d: Description, executor: Executor, sequences: readonly Sequence[]): Promise<Record<string, number[][]>> {
  const stepper = createStepper({ description: d, executor });
  const { axis, heads, begun } = stepper.stepping;
  const said: Record<string, number[][]> = Object.fromEntries(d.heads.map(({ name }) => [name, sequences.map(() => [])]));
  let { states, outputs } = await stepper.begin(sequences);
  let going = sequences.map((_, i) => i);
  const keep = (names: readonly string[]): void => {
    for (const { name, axis: along, size } of d.heads.filter((head) => names.includes(head.name)))
      going.forEach((i, k) => {
        const row = [...outputs[`output.${name}`]!.subarray(k * size, (k + 1) * size)];
        if (along === null) said[name]![i] = row;
        else said[name]![i]!.push(...row);
      });
  };
  keep(begun);
  for (let t = 0; ; t++) {
    const rows = going.flatMap((i, k) => (stepsAlong(d, sequences[i]!, axis) > t ? [k] : []));
    going = rows.map((k) => going[k]!);
    if (going.length === 0) return said;
    const inputs = stepper.inputs.map(({ name, kind, size, boundary }) => {
      if (boundary) return [name, Int32Array.from(going, (i) => (t === 0 ? size : sequences[i]!.columns[name]!.data[t - 1]!))] as const;
      if (kind !== "real") return [name, Int32Array.from(going, (i) => sequences[i]!.columns[name]!.data[t]!)] as const;
      return [name, Float32Array.from(going.flatMap((i) => Array.from({ length: size }, (_, j) => sequences[i]!.columns[name]!.data[t * size + j] ?? 0)))] as const;
    });
    ({ states, outputs } = await stepper.step(selectRows(states, rows), Object.fromEntries(inputs)));
    keep(heads);
  }
}

const cell = `cell ctx(H) { input x: [D]  input z: [E]  state h: [H] = learned  output h  param W: [H, D]  param V: [H, E]  param U: [H, H]  h = tanh(W @ x + V @ z + U @ h[t-1] + U @ h[t-2]) }`;
const source = "input source: token[S] of 7";
const target = "input target: token[T] of 5";
const image = "input image: real[3]";
const embedded = "embed(4)";
const say = "head target[t] from h";

/** What the model is, which states `begin` gives, what else. */
const models: readonly (readonly [string, string, { readonly starts?: readonly string[]; readonly context?: readonly string[]; readonly begun?: readonly string[] }])[] = [
  ["sentences, from zeros", `${target}  stack h from target[t-1] { ${embedded}  lstm(5) }  ${say}`, {}],
  ["captions", `${image}  ${target}  stack seen from image { dense(4, tanh) }  stack h from target[t-1] init seen { ${embedded}  lstm(5)  gru(3) }  ${say}`, { starts: ["h.2.h", "h.2.c", "h.3.h"] }],
  ["captions that see the image at every step", `${image}  ${target}  stack seen from image { dense(4, tanh) }  stack words from target[t-1] { ${embedded} }  stack h from words ++ seen { lstm(5) }  ${say}`, { context: ["seen.1"] }],
  ["the same, read as it is", `${image}  ${target}  stack words from target[t-1] { ${embedded} }  stack h from words ++ image { lstm(5) }  ${say}`, {}],
  ["a side input: products with it are computed once", `${image}  ${target}  stack h from target[t-1] { ${embedded}  ctx(5, z = image) }  ${say}`, { starts: ["h.2.h", "h.2.h.2"], context: ["h.2.V"] }],
  ["translation, two layers of lstm", `${source}  ${target}  stack e from source { embed(3)  lstm(4)  lstm(5) }  stack h from target[t-1] init final(e) { ${embedded}  lstm(4)  lstm(5) }  ${say}`, { starts: ["h.2.h", "h.2.c", "h.3.h", "h.3.c"] }],
  ["translation, the target declared first", `${target}  ${source}  stack e from source { embed(3)  gru(4) }  stack h from target[t-1] init final(e) { ${embedded}  gru(4) }  ${say}`, { starts: ["h.2.h"] }],
  ["translation, both ways to one", `${source}  ${target}  stack e from source { embed(3)  bidirectional lstm(3) }  stack h from target[t-1] init final(e) { ${embedded}  lstm(6) }  ${say}`, { starts: ["h.2.h", "h.2.c"] }],
  ["translation, the means of both ways", `${target}  ${source}  stack e from source { embed(3)  bidirectional(mean) gru(5) }  stack h from target[t-1] init final(e) { ${embedded}  gru(5) }  ${say}`, { starts: ["h.2.h"] }],
  ["the source's end beside each word", `${source}  ${target}  stack e from source { embed(3)  lstm(4) }  stack words from target[t-1] { ${embedded} }  stack h from words ++ last(e) init learned { lstm(5) }  ${say}`, { starts: ["h.1.h", "h.1.c"], context: ["last.e"] }],
  ["all poolings of the source", `${source}  ${target}  stack e from source { embed(3)  gru(4) }  stack words from target[t-1] { ${embedded} }  stack h from words init max(e) ++ mean(e) { ctx(5, z = first(e)) }  head target[t] from h ++ mean(e)`, {}],
  ["what is said of the source", `${source}  ${target}  stack e from source { embed(3)  gru(4) }  stack h from target[t-1] init final(e) { ${embedded}  gru(4) }  ${say}  head kind: class(3) from last(e)  head end: real from last(h)`, { starts: ["h.2.h"], begun: ["kind"] }],
  ["endless text with a learned start", `${target}  stack h from target init learned { ${embedded}  lstm(5)  window(2)  gru(3) }  head target[t+1] from h`, { starts: ["h.2.h", "h.2.c", "h.4.h"] }],
  ["a series about something", `${image}  input x: real[T, 2]  stack h from x ++ x[t-1] init image { gru(4)  residual { gru(4) } }  head x[t+1] from h`, { starts: ["h.1.h", "h.3.h"] }],
];

describe.each(models)("%s", (_, lines, expected) => {
  const stages = compileStages(`${cell}\nmodel m { ${lines} }`);
  const { description: d } = stages;

  test("steps say what the whole sequence says", async () => {
    const executor = await load(stages);
    const sequences = sequencesOf(d);
    const whole = await sayWhole(d, executor, sequences);
    const steps = await saySteps(d, executor, sequences);
    const { stepping } = d;
    for (const { name, axis } of d.heads.filter((head) => [...stepping!.heads, ...stepping!.begun].includes(head.name)))
      whole[name]!.forEach((row, i) => {
        // Before the first step a head of the end says nothing yet.
        if (axis === null && stepping!.heads.includes(name) && stepsAlong(d, sequences[i]!, stepping!.axis) === 0) return;
        expect(distance(steps[name]![i]!, row), `${name} of sequence ${i}`).toBeLessThanOrEqual(tolerances.streaming);
      });
    executor.dispose();
  });

  test("what begins it", () => {
    const { stepping } = d;
    expect(stepping).toMatchObject({ axis: "T", begun: expected.begun ?? [] });
    if (expected.starts) expect(stepping!.starts).toEqual(expected.starts);
    if (expected.context) expect(stepping!.context.map(({ name }) => name)).toEqual(expected.context);
    const nothing = stepping!.starts.length + stepping!.context.length + stepping!.begun.length === 0;
    expect(stages.programs.some(({ name }) => name === "begin")).toBe(!nothing);
    // The states that are carried are the decoder's alone.
    expect(d.states.every(({ name }) => !name.startsWith("e."))).toBe(true);
    expect(Object.keys(programOf(stages.programs, "step").sections[0]!.outputs).sort()).toEqual([...stepping!.heads.map((name) => `output.${name}`), ...d.states.map(({ name }) => `final.${name}`)].sort());
  });
});

describe("rows", () => {
  const stages = compileStages(`model m { ${image}  ${target}  stack h from target[t-1] init image { ${embedded}  lstm(5) }  ${say} }`);

  test("are chosen, repeated and left out; the same row goes on as it would have", async () => {
    const executor = await load(stages);
    const stepper = createStepper({ description: stages.description, executor });
    const begun = await stepper.begin(sequencesOf(stages.description));
    const first = await stepper.step(begun.states, { target: Int32Array.of(5, 5, 5, 5, 5, 5) });
    const chosen = selectRows(first.states, [4, 1, 1]);
    expect(chosen.size).toBe(3);
    expect(Object.keys(chosen.values).sort()).toEqual(["image", "state.h.2.c", "state.h.2.h"]);
    const all = await stepper.step(first.states, { target: Int32Array.of(0, 2, 0, 0, 3, 0) });
    const some = await stepper.step(chosen, { target: Int32Array.of(3, 2, 2) }, ["target"]);
    const rowOf = (values: Float32Array, row: number): Float32Array => values.subarray(row * 6, (row + 1) * 6);
    [4, 1, 1].forEach((row, k) => expect(distance(rowOf(some.outputs["output.target"]!, k), rowOf(all.outputs["output.target"]!, row))).toBeLessThanOrEqual(tolerances.streaming));
    // Nothing that was given has changed.
    const again = await stepper.step(first.states, { target: Int32Array.of(0, 2, 0, 0, 3, 0) });
    expect(again).toEqual(all);
    expect(selectRows(first.states, []).values["state.h.2.h"]).toEqual(new Float32Array());
    executor.dispose();
  });

  test("a column that is missing is told", async () => {
    const executor = await load(stages);
    const stepper = createStepper({ description: stages.description, executor });
    await expect(stepper.begin([{ id: 3, columns: {} }])).rejects.toMatchObject({ code: "RNN613", message: "sequence 3 has no column `image`, which `m` reads" });
    executor.dispose();
  });
});
