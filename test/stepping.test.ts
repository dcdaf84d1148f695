// Models one step at a time say what they say of whole sequences: begun from vectors, from other stacks, from sequences along another
// axis; with a boundary; rows chosen between steps. What is the same at every step is computed once.
import { describe, expect, test } from "vitest";
import { createStepper, pack, selectRows, unpackRows, type Description, type Executor, type Sequence, type Series } from "@rnnc/runtime";
import { stepsAlong, stepsOf } from "../runtime/windows.js";
import { seeded, seedOf } from "./support/random.js";
import { runPlan } from "./support/run-plan.js";
import { compileStages, programOf, type Stages } from "./support/stages.js";
import { compileAndLoad } from "./support/load.js";
import { saySteps } from "./support/steps.js";
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
  const executor = await runPlan(stages);
  const flat = Float32Array.from(seeded(seed + 1).fill(stages.description.parameterCount, 0.7));
  // A variance isn't negative.
  for (const { name, offset, shape } of stages.description.parameters) if (name.endsWith(".running_var")) flat.fill(0.5, offset, offset + shape[0]!);
  executor.write("parameters", flat);
  return executor;
}

/** What heads say of whole sequences, targets given: by head, for each sequence. */
async function sayWhole(d: Description, executor: Executor, sequences: readonly Sequence[]): Promise<Record<string, Float32Array[]>> {
  const batch = pack(d, sequences.map((sequence) => ({ sequence, from: 0, to: stepsOf(d, sequence) })), { targets: false });
  const outputs = await executor.run(["predict"], batch, d.heads.map(({ name }) => `output.${name}`));
  return Object.fromEntries(d.heads.map(({ name, axis, size }) => [name, unpackRows(batch, axis, outputs[`output.${name}`]!, size)]));
}

const cell = `cell ctx(H) { input x: [D]  input z: [E]  state h: [H] = learned  output h  param W: [H, D]  param V: [H, E]  param U: [H, H]  h = tanh(W @ x + V @ z + U @ h[t-1] + U @ h[t-2]) }
cell inner(H, m = 0.5) { input x: [D]  state h: [H] = normal(m, 1)  output h  param W: [H, D]  h = 0.5 * h[t-1] + tanh(W @ x) }
cell outer(H) { input x: [D]  state h: [H] = learned  output h  part lower = inner(H)  param U: [H, H]  h = tanh(lower(x) + U @ h[t-1]) }`;
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
  ["a cell in a cell, which starts at its mean", `${target}  stack h from target[t-1] { ${embedded}  outer(4)  batch_norm  outer(4) }  ${say}`, { starts: ["h.2.h", "h.2.lower.h", "h.4.h", "h.4.lower.h"] }],
  ["a cell in a cell, from the same of another sequence", `${source}  ${target}  stack e from source { embed(3)  layer_norm  outer(4) }  stack h from target[t-1] init final(e) { ${embedded}  outer(4) }  ${say}`, { starts: ["h.2.h", "h.2.lower.h"], context: [] }],
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

describe("streams", () => {
  const captions = `model m { ${image}  ${target}  stack h from target[t-1] init image { ${embedded}  lstm(5) }  ${say}  head bright: binary from image }`;
  interface Said {
    readonly target: { readonly value: number; readonly probabilities: Float32Array };
    readonly bright: number;
  }
  const inputs = { image: [0.5, -1, 2] };
  const symbols = [3, 0, 4];
  const read = async (stream: { step(inputs: object): Promise<object> }): Promise<Said[]> => {
    const said: Said[] = [];
    for (const symbol of [null, ...symbols]) said.push((await stream.step({ target: symbol })) as Said);
    return said;
  };

  test("begin from what is known before; each step says what the whole sequence says", async () => {
    const model = await compileAndLoad(captions);
    const stream = model.stream({ inputs });
    const whole = await model.predict({ image: [inputs.image], target: [symbols] } as never);
    const steps = (whole as unknown as { target: Said["target"][][] }).target[0]!;
    const said = await read(stream);
    expect(said).toHaveLength(4);
    said.forEach(({ target: { value, probabilities }, bright }, t) => {
      expect(value).toBe(steps[t]!.value);
      expect(distance(probabilities, steps[t]!.probabilities)).toBeLessThanOrEqual(tolerances.streaming);
      expect(bright).toBeCloseTo((whole as unknown as { bright: number[] }).bright[0]!, 6);
    });
    stream.reset();
    expect(await read(stream)).toEqual(said);
    // Another stream beside it.
    const other = model.stream({ inputs: { image: [9, 9, 9] } });
    expect((await read(other))[0]!.target.probabilities).not.toEqual(said[0]!.target.probabilities);
    model.dispose();
  });

  test("the first states are known after `begin`; set ones are kept", async () => {
    const model = await compileAndLoad(captions);
    const stream = model.stream({ inputs });
    expect(() => stream.state).toThrow("the states of `m` don't start at zeros, and are computed before the first step: `await stream.begin()` before reading them");
    await stream.begin();
    const W = await model.parameters.get("h.2.h.initial.W");
    const first = Array.from({ length: 5 }, (_, i) => inputs.image.reduce((sum, x, j) => sum + W.data[i * 3 + j]! * x, 0));
    expect(distance(stream.state["h.2.h"]!, first)).toBeLessThanOrEqual(tolerances.streaming);
    const kept = stream.state;
    await stream.step({ target: null });
    const later = stream.state;
    stream.reset();
    stream.state = { "h.2.c": later["h.2.c"]! };
    await stream.begin();
    expect(stream.state).toEqual({ "h.2.h": kept["h.2.h"], "h.2.c": later["h.2.c"] });
    model.dispose();
  });

  test("what is given at the wrong place is told", async () => {
    const model = await compileAndLoad(captions);
    const begin = (given: object) => () => model.stream({ inputs: given });
    expect(begin({})).toThrow("`image` of `m` is known before the first step: give it to `stream({ inputs: { image } })`");
    expect(begin({ image: [1, 2] })).toThrow("column `image`");
    expect(begin({ ...inputs, target: 3 })).toThrow("`target` of `m` is read step by step: give it to `step`");
    expect(begin({ ...inputs, imago: 3 })).toThrow('`m` has no input `imago`, did you mean "image"?');
    const stream = model.stream({ inputs });
    await expect(stream.step({ target: 1, image: [1, 2, 3] })).rejects.toThrow("`image` of `m` is known before the first step: give it to `stream({ inputs: { image } })`");
    await expect(stream.step({ target: 5 })).rejects.toMatchObject({ code: "RNN705" });
    model.dispose();
  });

  test("types ask for what is known before the first step, where there is any", async () => {
    const { default: captions } = await import("../generated/captions/index.js");
    const { default: charLm } = await import("../generated/char_lm/index.js");
    const model = await captions.create();
    const language = Array.from({ length: 18 }, () => 0);
    const unfitted = "there is no vocabulary";
    const [asked, missing, tooMuch] = [
      () => model.stream({ inputs: { language } }),
      // @ts-expect-error nothing says which language
      () => model.stream(),
      // @ts-expect-error the caption is read step by step
      () => model.stream({ inputs: { language, caption: "a" } }),
    ];
    for (const stream of [asked, missing, tooMuch]) expect(stream).toThrow(unfitted);
    const text = await charLm.create();
    expect(() => text.stream()).toThrow(unfitted);
    model.dispose();
    text.dispose();
  });

  test("generating begins where the model says", async () => {
    const model = await compileAndLoad(`model m { ${target}  stack h from target init learned { onehot  gru(6) }  head target[t+1] from h }`);
    await model.parameters.set("h.2.h.initial", [1, -2, 1, -1, 2, -1]);
    const generated: unknown[] = [];
    for await (const symbol of model.generate({ prompt: [1, 2], length: 6, temperature: 0 } as never)) generated.push(symbol);
    const text = [1, 2];
    for (let i = 0; i < 6; i++) {
      const { target: said } = (await model.predict({ target: [text] } as never)) as unknown as { target: { value: number }[][] };
      text.push(said[0]!.at(-1)!.value);
    }
    expect(generated).toEqual(text.slice(2));
    model.dispose();
  });
});
