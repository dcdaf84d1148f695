// Generation by real networks: what is written is what the model says when it is fed its own words, one at a time or many, from a source, a
// vector, the boundary or a prompt. Small models learn in seconds. The rules of generation are tested in runtime/generate.test.ts.
import { beforeAll, describe, expect, test } from "vitest";
import { evaluateBleu, Model, type GeneratedSequence, type HeadPrediction, type ModelTypes } from "@rnnc/runtime";
import { onWebGpu } from "./support/device.js";
import { compileAndLoad } from "./support/load.js";

type Lists = Readonly<Record<string, readonly (readonly GeneratedSequence[])[]>>;
type Sequences = Readonly<Record<string, readonly GeneratedSequence[]>>;
type Said = Readonly<Record<string, readonly (readonly { readonly value: string | number | null; readonly probabilities: Float32Array }[])[]>>;

const generateAll = async (model: Model, columns: object, options: object): Promise<Lists> => (await model.generateAll(columns as never, options)) as Lists;
const write = async (model: Model, columns: object, options: object = {}): Promise<Sequences> => (await model.predict(columns as never, options as never)) as unknown as Sequences;
/** What the heads say where the symbols are given. */
const follow = async (model: Model, columns: object): Promise<Said> => (await model.predict(columns as never)) as unknown as Said;
async function collect<T>(steps: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const step of steps) list.push(step);
  return list;
}
/** A model that has learned the examples. Hundreds of updates, which SwiftShader takes long for, are made on WASM: what is shown here is what comes after them. */
async function learn(spec: string, examples: readonly object[]): Promise<Model<ModelTypes>> {
  const learning = await compileAndLoad(spec, { device: "wasm" });
  for await (const _ of learning.fit(examples));
  if (!onWebGpu) return learning;
  const model = await compileAndLoad(spec);
  await model.load(await learning.save());
  return model;
}

const LETTERS = "abcd";
const words = Array.from({ length: 84 }, (_, i) => (i < 4 ? LETTERS[i] : i < 20 ? LETTERS[(i - 4) % 4] + LETTERS[Math.floor((i - 4) / 4)] : LETTERS[(i - 20) % 4] + LETTERS[Math.floor((i - 20) / 4) % 4] + LETTERS[Math.floor((i - 20) / 16)]));
const reversed = (word: string): string => [...word].reverse().join("");

describe("a sequence from a sequence: words of up to three letters, backwards", () => {
  let model: Model;
  beforeAll(async () => {
    model = await learn(`
      model reverse {
        input source: chars[S] of 6
        input target: chars[T] of 6
        stack encoder from source { embed(8)  gru(24) }
        stack decoder from target[t-1] init final(encoder) { embed(8)  gru(24) }
        head target[t] from decoder
        train { optimizer = adam(rate = 2e-2)  batch = 12  epochs = 40 }
      }`, words.map((word) => ({ source: word, target: reversed(word) })));
  });

  test("is learned", async () => {
    const { target } = await write(model, { source: words });
    const right = target.filter(({ text }, i) => text === reversed(words[i])).length;
    expect(right).toBeGreaterThan(0.9 * words.length);
    const bleu = await evaluateBleu(model, words.map((word) => ({ source: word, target: reversed(word) })));
    expect(bleu.exact).toBeCloseTo(right / words.length, 12);
    expect(bleu.precisions[0]).toBeGreaterThan(0.9);
  });

  test("the most probable is what it says when fed its own symbols, and its probability that of all of them", async () => {
    const { target } = await write(model, { source: words });
    const said = await follow(model, { source: words, target: target.map(({ steps }) => steps) });
    const symbols = model.labels("target")!;
    target.forEach(({ steps, ended, logProbability }, i) => {
      const rows = said["target"][i];
      expect(rows).toHaveLength(steps.length + 1);
      let sum = 0;
      rows.slice(0, ended ? rows.length : -1).forEach(({ probabilities }, t) => {
        const next = t < steps.length ? symbols.indexOf(steps[t] as string) : probabilities.length - 1;
        const allowed = Array.from(probabilities.keys()).filter((id) => id > 0 && (id < symbols.length || id === probabilities.length - 1));
        expect(next).toBe(allowed.reduce((a, b) => (probabilities[b] > probabilities[a] ? b : a)));
        sum += Math.log(probabilities[next]);
      });
      expect(logProbability).toBeCloseTo(sum, 4);
    });
  });

  test("step by step, in a batch, carried or read again: the same", async () => {
    const sources = words.slice(0, 30);
    const { target } = await write(model, { source: sources });
    for (const [i, source] of sources.slice(15, 20).entries()) expect(await collect(model.generate({ inputs: { source }, temperature: 0 }))).toEqual(target[15 + i].steps);
    const again = new Model({ ...model.description, stepping: null }, model.executor);
    again.setFitted(model.fitted);
    expect((await write(again, { source: sources }))["target"].map(({ text }) => text)).toEqual(target.map(({ text }) => text));
    const drawn = await generateAll(model, { source: sources }, { seed: 4, count: 2, temperature: 2 });
    expect((await generateAll(again, { source: sources }, { seed: 4, count: 2, temperature: 2 }))["target"].map((list) => list.map(({ text }) => text))).toEqual(drawn["target"].map((list) => list.map(({ text }) => text)));
    expect(drawn["target"].some(([one, other]) => one.text !== other.text)).toBe(true);
    const prompted = await generateAll(model, { source: ["abc", "dca"], target: ["c", "ac"] }, { temperature: 0 });
    expect(prompted["target"].map(([{ text }]) => text)).toEqual(["ba", "d"]);
  });

  test("a beam of one is greedy; a wide one has the probabilities of what it finds, and never less probable ones first", async () => {
    const sources = words.slice(10, 30);
    const { target } = await write(model, { source: sources });
    expect((await write(model, { source: sources }, { beam: 1 }))["target"].map(({ text }) => text)).toEqual(target.map(({ text }) => text));
    const best = await generateAll(model, { source: sources }, { beam: 4, count: 4, lengthPenalty: 0, length: 8 });
    for (const [i, source] of sources.entries()) {
      const list = best["target"][i];
      expect(list).toHaveLength(4);
      expect(list[0].logProbability).toBeGreaterThanOrEqual(target[i].logProbability! - 1e-4);
      const said = await follow(model, { source: list.map(() => source), target: list.map(({ steps }) => steps) });
      list.forEach(({ steps, ended, logProbability }, n) => {
        const ids = [...steps.map((step) => model.labels("target")!.indexOf(step as string)), ...(ended ? [6] : [])];
        expect(logProbability).toBeCloseTo(ids.reduce((sum, id, t) => sum + Math.log(said["target"][n][t].probabilities[id]), 0), 3);
        if (n > 0) expect(logProbability).toBeLessThanOrEqual(list[n - 1].logProbability!);
      });
    }
  });
});

test("a sequence from a vector: a caption, begun where the vector says", async () => {
  const captions = ["a red house", "a cat", "the sea"];
  const images = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  const model = await learn(`
    model captions {
      input image: real[3]
      input caption: words[T] of 8
      stack decoder from caption[t-1] init image { embed(6)  gru(16) }
      head caption[t] from decoder
      train { optimizer = adam(rate = 3e-2)  batch = 3  epochs = 60 }
    }`, captions.map((caption, i) => ({ image: images[i], caption })));
  expect((await write(model, { image: images }))["caption"].map(({ text, ended }) => [text, ended])).toEqual(captions.map((caption) => [caption, true]));
  expect(await collect(model.generate({ inputs: { image: [0, 0, 1] }, temperature: 0 }))).toEqual(["the", "sea"]);
});

test("from the boundary: whole words, and an empty prompt is none", async () => {
  const names = ["ada", "dan", "lena", "nora"];
  const model = await learn(`
    model names {
      input name: chars[T] of 8
      stack h from name[t-1] { embed(6)  gru(16) }
      head name[t] from h
      train { optimizer = adam(rate = 3e-2)  batch = 4  epochs = 80 }
    }`, names.map((name) => ({ name })));
  const { name } = await generateAll(model, {}, { count: 40, seed: 2 });
  const written = name[0].map(({ text }) => text!);
  expect(new Set(written).size).toBeGreaterThan(2);
  expect(written.filter((text) => names.includes(text)).length).toBeGreaterThan(30);
  expect((await collect(model.generate({ prompt: "l", temperature: 0 }))).join("")).toBe("ena");
  expect(await collect(model.generate({ seed: 2 }))).toEqual(name[0][0].steps);
  expect(await collect(model.generate({ prompt: "", seed: 2 }))).toEqual(name[0][0].steps);
});

describe("several inputs at once: what is written is what the model says when fed it", () => {
  const valueOf = (prediction: HeadPrediction): unknown => (typeof prediction === "object" && "value" in prediction ? prediction.value : prediction);
  const followAll = async (model: Model, columns: object) => (await model.predict(columns as never)) as unknown as Readonly<Record<string, readonly (readonly HeadPrediction[])[]>>;

  test("a step ahead", async () => {
    const model = await compileAndLoad(`
      model duet {
        input high: token[T] of 5
        input loud: real[T, 2]
        stack a from high { embed(4) }
        stack h from a ++ loud { elman(8) }
        head high[t+1] from h
        head loud[t+1] from h
      }`);
    const { high, loud } = await generateAll(model, { high: [[1, 2], [4]], loud: [[[0.5, 1], [-1, 0]], [[0, 2]]] }, { temperature: 0, length: 6 });
    for (const [i, given] of [{ high: [1, 2], loud: [[0.5, 1], [-1, 0]] }, { high: [4], loud: [[0, 2]] }].entries()) {
      const [notes, values] = [high[i][0].steps as number[], loud[i][0].steps as Float32Array[]];
      expect([notes.length, values.length]).toEqual([6, 6]);
      const said = await followAll(model, { high: [[...given.high, ...notes]], loud: [[...given.loud, ...values]] });
      const from = given.high.length - 1;
      expect(said["high"][0].slice(from, from + 6).map(valueOf)).toEqual(notes);
      values.forEach((value, t) => Array.from(value).forEach((x, k) => expect((said["loud"][0][from + t] as Float32Array)[k]).toBeCloseTo(x, 5)));
    }
    const steps = await collect(model.generate({ prompt: { high: [4], loud: [[0, 2]] }, temperature: 0, length: 6 }) as AsyncIterable<unknown>);
    expect(steps).toEqual((high[1][0].steps as number[]).map((step, t) => ({ high: step, loud: loud[1][0].steps[t] })));
  });

  test("from the boundary, beside values that are read a step later", async () => {
    const model = await compileAndLoad(`
      model chorale {
        input high: token[T] of 5
        input low: token[T] of 4
        input loud: real[T]
        stack a from high[t-1] { embed(4) }
        stack b from low[t-1] { embed(4) }
        stack h from a ++ b ++ loud[t-1] { elman(8) }
        head high[t] from h
        head low[t] from h
        head loud[t] from h
      }`);
    for (const [seed, prompt] of [[1, {}], [2, { high: [[1, 2]], low: [[3, 0]], loud: [[0.5, -1]] }]] as const) {
      const { high, low, loud } = await generateAll(model, prompt, { seed, length: 7 });
      const [h, l, x] = [high[0][0], low[0][0], loud[0][0]];
      expect([l.steps.length, x.steps.length]).toEqual([h.steps.length, h.steps.length]);
      const before = { high: [], low: [], loud: [], ...Object.fromEntries(Object.entries(prompt).map(([name, [list]]) => [name, list])) };
      const said = await followAll(model, { high: [[...before.high, ...h.steps]], low: [[...before.low, ...l.steps]], loud: [[...before.loud, ...x.steps]] });
      (x.steps as number[]).forEach((value, t) => expect(said["loud"][0][before.high.length + t]).toBeCloseTo(value, 5));
    }
  });
});
