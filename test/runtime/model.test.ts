// Models, streams and generation over executors that are a few lines of arithmetic.
import { describe, expect, it } from "vitest";
import { emitWasm } from "../../compiler/5-emit/wasm/index.js";
import { packBuilds } from "../../compiler/5-emit/wasm/pack-builds.js";
import { defineModel, suitsGpu } from "../../runtime/create.js";
import type { Description, Executor, Packed } from "../../runtime/device.js";
import { NOTHING_FITTED } from "../../runtime/encode.js";
import { generate } from "../../runtime/generation/generate.js";
import { sample } from "../../runtime/generation/sample.js";
import { UsageError } from "../../runtime/errors.js";
import { Model } from "../../runtime/model.js";
import { initialise } from "../../runtime/weights.js";
import { describeModel, fakeExecutor, head, input, randomFrom } from "./support.js";

interface AnyTypes {
  readonly input: Record<string, unknown>;
  readonly example: Record<string, unknown>;
  readonly prediction: Record<string, unknown>;
  readonly step: Record<string, unknown>;
  readonly stepPrediction: Record<string, unknown>;
}
const modelOf = (d: Description, executor: Executor): Model<AnyTypes> => new Model<AnyTypes>(d, executor);
async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

/** Rows of values by sequence: what a program sees of an axis. */
function sequencesOf(batch: Packed, name: string, width: number): number[][][] {
  const { rows, start, steps } = batch.axes["T"]!;
  return Array.from({ length: batch.size }, (_, b) => {
    const list: number[][] = [];
    for (let t = 0; t < steps && rows[t]! > b; t++) list.push([...batch.data[name]!.slice((start[t]! + b) * width, (start[t]! + b + 1) * width)]);
    return list;
  });
}

describe("predict", () => {
  const d = describeModel({
    inputs: [input("x", { scale: "standard" })],
    heads: [head("sum", { kind: "real" , size: 1 }), head("sign", { classes: ["minus", "plus"] }), head("x", { kind: "real", size: 1, axis: "T", predicts: { input: "x", from: 1, to: 1 } }), head("on", { kind: "binary", size: 1, axis: "T" }), head("pair", { kind: "real", size: 2 }), head("topics", { kind: "multilabel", size: 1 })],
  });
  const batches: number[] = [];
  const executor = fakeExecutor((_, batch) => {
    batches.push(batch.axes["T"]!.total);
    const sums = sequencesOf(batch, "x", 1).map((steps) => steps.reduce((a, [b]) => a + b!, 0));
    return {
      "output.sum": Float32Array.from(sums),
      "output.sign": Float32Array.from(sums.flatMap((sum) => (sum < 0 ? [0.75, 0.25] : [0.25, 0.75]))),
      "output.x": Float32Array.from(batch.data["x"]!),
      "output.on": Float32Array.from(batch.data["x"]!, (x) => (x > 0 ? 1 : 0)),
      "output.pair": Float32Array.from(sums.flatMap((sum) => [sum, -sum])),
      "output.topics": Float32Array.from(sums, () => 0.5),
    };
  });
  const model = modelOf(d, executor);
  model.setFitted({ ...NOTHING_FITTED, scalers: { x: { shift: [10], scale: [2] } } });

  it("says everything in the caller's order and units", async () => {
    const said = await model.predict({ x: [[12, 6], [], [12, 12, 14]] });
    expect(said["sum"]).toEqual([-1, 0, 4]);
    expect(said["sign"]).toEqual([
      { value: "minus", probabilities: Float32Array.of(0.75, 0.25) },
      { value: "plus", probabilities: Float32Array.of(0.25, 0.75) },
      { value: "plus", probabilities: Float32Array.of(0.25, 0.75) },
    ]);
    expect(said["x"]).toEqual([[12, 6], [], [12, 12, 14]]);
    expect(said["on"]).toEqual([[1, 0], [], [1, 1, 1]]);
    expect(said["pair"]).toEqual([Float32Array.of(-1, 1), Float32Array.of(0, -0), Float32Array.of(4, -4)]);
    expect(said["topics"]).toEqual([0, 0, 0].map(() => Float32Array.of(0.5)));
  });

  it("cuts much data into batches and loses nothing (seed 4)", async () => {
    const random = randomFrom(4);
    const x = Array.from({ length: 3000 }, () => Array.from({ length: random.below(20) }, () => 10 + 2 * random.below(5)));
    batches.length = 0;
    expect((await model.predict({ x }))["x"]).toEqual(x);
    expect(batches.length).toBeGreaterThan(3);
    expect(Math.max(...batches)).toBeLessThanOrEqual(4096);
    expect(await model.predict({ x: [] })).toMatchObject({ sum: [], x: [] });
  });

  it.each([
    [{}, "RNN701", /no column `x`/],
    [{ y: [], x: [] }, "RNN612", /no input `y`, did you mean "x"/],
    [{ x: "12" }, "RNN702", /should be a list with one value an example, but is "12"/],
    [{ x: [[1], [NaN]] }, "RNN704", /column `x`, example 2: step 1 is NaN/],
  ])("refuses %j", async (columns, code, message) => {
    await expect(model.predict(columns as Record<string, never[]>)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it("wants as many examples in every column", async () => {
    const two = modelOf(describeModel({ inputs: [input("a"), input("b")] }), executor);
    await expect(two.predict({ a: [[1]], b: [] })).rejects.toMatchObject({ code: "RNN707" });
  });

  it("names classes: those of the spec, those fitted, ids, symbols", () => {
    expect(model.labels("sign")).toEqual(["minus", "plus"]);
    expect(model.labels("sum")).toBe(null);
    expect(() => model.labels("sing")).toThrow(/no head `sing`, did you mean "sign"/);
  });
});

/** step: h' = h + x; y = 2h'. */
const adder = describeModel({ name: "adder", inputs: [input("x")], heads: [head("y", { kind: "real", size: 1, axis: "T" })], states: [{ name: "a.1.h", size: 1 }] });
const addingExecutor = fakeExecutor((program, batch) => {
  expect(program).toBe("step");
  expect(batch.axes["T"]).toMatchObject({ steps: 1, total: 1 });
  const h = batch.data["state.a.1.h"]![0]! + batch.data["x"]![0]!;
  return { "output.y": Float32Array.of(2 * h), "final.a.1.h": Float32Array.of(h) };
});

describe("stream", () => {
  it("carries states; they can be read, set and reset", async () => {
    const stream = modelOf(adder, addingExecutor).stream();
    expect(await stream.step({ x: 1 })).toEqual({ y: 2 });
    expect(await stream.step({ x: [3] })).toEqual({ y: 8 });
    const kept = stream.state;
    expect(kept).toEqual({ "a.1.h": Float32Array.of(4) });
    kept["a.1.h"]![0] = 99;
    expect(await stream.step({ x: 1 })).toEqual({ y: 10 });
    stream.reset();
    expect(await stream.step({ x: 1 })).toEqual({ y: 2 });
    stream.state = { "a.1.h": Float32Array.of(10) };
    expect(await stream.step({ x: 1 })).toEqual({ y: 22 });
    stream.state = {};
    expect(stream.state["a.1.h"]![0]).toBe(11);
  });

  it("runs steps in the order of the calls, and goes on after an error", async () => {
    const stream = modelOf(adder, addingExecutor).stream();
    const results = await Promise.allSettled([stream.step({ x: 1 }), stream.step({ x: NaN }), stream.step({ x: 2 })]);
    expect(results.map((result) => (result.status === "fulfilled" ? result.value["y"] : "failed"))).toEqual([2, "failed", 6]);
  });

  it("two streams of a model don't mix", async () => {
    const model = modelOf(adder, addingExecutor);
    const [a, b] = [model.stream(), model.stream()];
    await a.step({ x: 5 });
    expect(await b.step({ x: 1 })).toEqual({ y: 2 });
    expect(await a.step({ x: 1 })).toEqual({ y: 12 });
  });

  it("says why it can't, and what is wrong", async () => {
    expect(() => modelOf({ ...adder, streamable: false, whyNotStreamable: "`a` reads backward", stepping: null }, addingExecutor).stream()).toThrow(/`adder` can't be streamed: `a` reads backward/);
    const stream = modelOf(adder, addingExecutor).stream();
    expect(() => (stream.state = { "a.1.c": new Float32Array(1) })).toThrow(/no state `a.1.c`, did you mean "a.1.h"/);
    expect(() => (stream.state = { "a.1.h": new Float32Array(2) })).toThrow(/has 1 numbers, but 2 were given/);
    await expect(stream.step({ z: 1 })).rejects.toMatchObject({ code: "RNN612" });
    await expect(stream.step({})).rejects.toMatchObject({ code: "RNN701" });
  });
});

describe("sample", () => {
  const p = Float32Array.of(0.4, 0.1, 0.3, 0.2, 0);
  const all = [0, 1, 2, 3, 4];
  const n = 20_000;
  /** Four standard deviations of a share. */
  const tolerance = 4 * Math.sqrt(0.25 / n);
  const expectShares = (options: Parameters<typeof sample>[1], expected: readonly number[], allowed = all): void => {
    const random = randomFrom(11);
    const counts = new Array<number>(5).fill(0);
    for (let i = 0; i < n; i++) counts[sample(p, options, random.next(), allowed)]!++;
    const total = expected.reduce((a, b) => a + b);
    expected.forEach((share, id) => {
      if (share === 0) expect(counts[id], `id ${id}`).toBe(0);
      else expect(Math.abs(counts[id]! / n - share / total), `id ${id}`).toBeLessThan(tolerance);
    });
  };
  it("draws by probability", () => expectShares({}, [4, 1, 3, 2, 0]));
  it("temperature sharpens and flattens", () => {
    expectShares({ temperature: 0.5 }, [16, 1, 9, 4, 0]);
    expectShares({ temperature: 2 }, [2, 1, Math.sqrt(3), Math.SQRT2, 0]);
  });
  it("temperature 0 and top-k 1 take the most probable", () => {
    expectShares({ temperature: 0 }, [1, 0, 0, 0, 0]);
    expectShares({ topK: 1 }, [1, 0, 0, 0, 0]);
  });
  it("top-k, top-p and allowed ids", () => {
    expectShares({ topK: 2 }, [4, 0, 3, 0, 0]);
    expectShares({ topP: 0.69 }, [4, 0, 3, 0, 0]);
    expectShares({ topP: 0.71 }, [4, 0, 3, 2, 0]);
    expectShares({ topP: 1 }, [4, 1, 3, 2, 0]);
    expectShares({}, [0, 1, 3, 2, 0], [1, 2, 3]);
    expectShares({ topP: 0.6, topK: 3, temperature: 2 }, [2, 0, Math.sqrt(3), 0, 0]);
  });
  it("never draws what has probability 0, at either end of u", () => {
    expect(sample(Float32Array.of(0, 1, 0), {}, 0, [0, 1, 2])).toBe(1);
    expect(sample(Float32Array.of(0, 1, 0), {}, 1 - 2 ** -24, [0, 1, 2])).toBe(1);
    expect(sample(Float32Array.of(0.5, 0, 0), {}, 0.3, [1, 2])).toBe(1);
  });
});

describe("generate", () => {
  // After symbol i comes i + 1 mostly, else i + 2; the unknown symbol and an id that was never fitted are likelier still.
  const V = 6;
  const text = describeModel({ name: "lm", inputs: [input("text", { kind: "chars", size: V })], heads: [head("text", { size: V, axis: "T", predicts: { input: "text", from: 1, to: 1 } })], states: [{ name: "h.1.h", size: 1 }] });
  const follow = (id: number): Float32Array => {
    const p = new Float32Array(V);
    p[0] = 0.3;
    p[5] = 0.3;
    p[(id % 4) + 1]! += 0.3;
    p[((id + 1) % 4) + 1]! += 0.1;
    return p;
  };
  const read: number[] = [];
  const executor = fakeExecutor((_, batch) => {
    read.push(batch.data["text"]![0]!);
    return { "output.text": follow(batch.data["text"]![0]!), "final.h.1.h": Float32Array.of(0) };
  });
  const model = modelOf(text, executor);
  model.setFitted({ ...NOTHING_FITTED, vocabularies: { text: { symbols: ["", "a", "b", "c", "d"] } } });
  const say = async (options: Record<string, unknown>): Promise<string> => (await collect(generate(model, { prompt: "a", length: 12, ...options } as Parameters<typeof generate>[1]))).join("");

  it("goes on from the prompt, reading what it said", async () => {
    read.length = 0;
    expect(await say({ prompt: "dc", temperature: 0, length: 5 })).toBe("dabcd");
    expect(read).toEqual([4, 3, 4, 1, 2, 3]);
  });

  it("the same seed says the same, another seed something else; never an unknown symbol", async () => {
    const one = await say({ seed: 1, length: 60 });
    expect(await say({ seed: 1, length: 60 })).toBe(one);
    expect(await say({ seed: 2, length: 60 })).not.toBe(one);
    expect(one).toMatch(/^[abcd]{60}$/);
    expect(await say({ seed: 1, length: 20 })).toBe(one.slice(0, 20));
    expect(await say({ seed: 2, topK: 1 })).toBe(await say({ temperature: 0 }));
  });

  it("stops when aborted, and at length 0", async () => {
    const stop = new AbortController();
    const seen: unknown[] = [];
    for await (const symbol of model.generate({ prompt: "a", length: 100, signal: stop.signal })) if (seen.push(symbol) === 3) stop.abort();
    expect(seen.length).toBe(3);
    expect(await say({ length: 0 })).toBe("");
  });

  it.each([
    [{ prompt: "" }, "RNN710"],
    [{ prompt: 3 }, "RNN702"],
    [{ length: -1 }, "RNN618"],
    [{ length: 1.5 }, "RNN618"],
    [{ temperature: -1 }, "RNN618"],
    [{ topK: 0 }, "RNN618"],
    [{ topP: 0 }, "RNN618"],
    [{ topP: 1.1 }, "RNN618"],
    [{ seed: 0.5 }, "RNN618"],
  ])("refuses %j", async (options, code) => await expect(say(options)).rejects.toMatchObject({ code }));

  it("says why a model can't", async () => {
    const mute = modelOf(describeModel({ inputs: [input("x")], heads: [head("label")] }), executor);
    await expect(collect(mute.generate({ prompt: [1], length: 1 }))).rejects.toMatchObject({ code: "RNN617", message: expect.stringMatching(/no head predicts its input `x`/) as string });
  });

  it("feeds real predictions back, scaled, and gives them in the data's units", async () => {
    const d = describeModel({ inputs: [input("x", { scale: "standard" })], heads: [head("x", { kind: "real", size: 1, axis: "T", predicts: { input: "x", from: 1, to: 1 } })] });
    const halving = modelOf(d, fakeExecutor((_, batch) => ({ "output.x": Float32Array.of(batch.data["x"]![0]! / 2) })));
    halving.setFitted({ ...NOTHING_FITTED, scalers: { x: { shift: [10], scale: [2] } } });
    expect(await collect(halving.generate({ prompt: [50, 26], length: 3 }))).toEqual([18, 14, 12]);
  });

  it("reads windows where the model learned from windows", async () => {
    const base = describeModel({ inputs: [input("x")], heads: [head("x", { kind: "real", size: 1, predicts: { input: "x", from: 1, to: 1 } })] });
    const d: Description = { ...base, training: { ...base.training, cut: { steps: 3, stride: 1 } } };
    const windows: number[][] = [];
    const summing = modelOf(d, fakeExecutor((program, batch) => {
      expect(program).toBe("predict");
      windows.push([...batch.data["x"]!]);
      return { "output.x": Float32Array.of(Array.from(batch.data["x"]!).reduce((a, b) => a + b, 0)) };
    }));
    expect(await collect(summing.generate({ prompt: [9, 1, 1, 2], length: 3 }))).toEqual([4, 7, 13]);
    expect(windows).toEqual([[1, 1, 2], [1, 2, 4], [2, 4, 7]]);
  });
});

describe("models", () => {
  const zeros = { kind: "glorot" } as const;
  const d = describeModel({
    inputs: [input("text", { kind: "words", size: 9 })],
    heads: [head("label", { size: 3 })],
    parameters: [{ name: "W", shape: [2, 2], offset: 0, initial: zeros, frozen: false }, { name: "b", shape: [3], offset: 4, initial: { kind: "ones" }, frozen: false }],
    parameterCount: 7,
  });
  const create = (over: Partial<Description["training"]> = {}) => {
    const buffers = { parameters: initialise(d, 1), moment1: new Float32Array(7), moment2: new Float32Array(7), gradients: new Float32Array(7) };
    const executor = fakeExecutor((program, batch) => {
      if (program === "update") buffers.moment1[0]!++;
      return { loss: Float32Array.of(1), norm: Float32Array.of(1), "loss.label": Float32Array.of(1), "output.label": new Float32Array(batch.size * 3).fill(1 / 3) };
    }, buffers);
    return modelOf({ ...d, training: { ...d.training, ...over } }, executor);
  };
  const rows = ["good", "bad", "fine", "dull", "long", "so so"].map((text, i) => ({ text, label: ["yes", "no"][i % 2] }));

  it("is trained by one at a time", async () => {
    const model = create({ validate: 0.34, epochs: 2 });
    const busy = (what: string) => expect.objectContaining({ code: "RNN626", message: expect.stringContaining(`is being trained, and can't be ${what} before`) as string }) as unknown;
    const training = model.fit(rows, { every: { updates: 1 } });
    await training.next();
    const saved = await model.save();
    await expect(model.fit(rows).next()).rejects.toEqual(busy("trained"));
    await expect(model.trainStep(rows)).rejects.toEqual(busy("trained"));
    await expect(model.load(saved)).rejects.toEqual(busy("loaded"));
    // The one that was first goes on; after it the others may.
    expect((await collect(training)).at(-1)).toMatchObject({ epoch: 2, done: "epochs" });
    const [first, second] = await Promise.allSettled([model.trainStep(rows), model.trainStep(rows)]);
    expect([first!.status, second!.status]).toEqual(["fulfilled", "rejected"]);
    await model.load(saved);
    for await (const _ of model.fit(rows)) break;
    await expect(model.fit(rows, { batch: 0 }).next()).rejects.toMatchObject({ code: "RNN621" });
    await model.trainStep(rows);
  });

  it("fit fits vocabularies to the training part alone, reports, and can be saved, loaded and gone on with", async () => {
    const model = create({ validate: 0.34, epochs: 2 });
    expect(model.isFitted).toBe(false);
    const reports = await collect(model.fit(rows));
    expect(reports.at(-1)).toMatchObject({ epoch: 2, done: "epochs" });
    expect(reports[0]!.notes.join(" ")).toMatch(/Of the 9 ids of `text`, the training data use \d; .* Of the 3 ids of `label`, the training data use 2/);
    const symbols = new Set(model.fitted.vocabularies["text"]!.symbols);
    expect(rows.filter(({ text }) => symbols.has(text.split(" ")[0]!)).length).toBe(4);
    expect(model.labels("label")).toEqual(["no", "yes"]);

    const bytes = await model.save();
    const other = create({ validate: 0.34, epochs: 3 });
    await other.load(bytes);
    expect(await other.save()).toEqual(bytes);
    expect(other.fitted).toEqual(model.fitted);
    expect(other.progress).toEqual(model.progress);
    const more = await collect(other.fit(rows, { resume: true }));
    expect(more[0]!.epoch).toBe(3);
    expect((await other.executor.read("moment1"))[0]).toBeGreaterThan((await model.executor.read("moment1"))[0]!);
  });

  it("is as it was after an error in the data", async () => {
    const model = create();
    const labels = modelOf({ ...model.description, heads: [head("label", { size: 3 }), head("more", { classes: ["a", "b"] })] }, model.executor);
    await expect(collect(labels.fit([...rows, { text: "a", label: "no", more: "c" } as never]))).rejects.toMatchObject({ code: "RNN706" });
    expect(labels.isFitted).toBe(false);
  });

  it("names a wrong example by its place in the data, whichever part it is in", async () => {
    const model = create({ validate: 0.5 });
    const labels = modelOf({ ...model.description, heads: [head("label", { size: 3, classes: ["no", "yes"] })] }, model.executor);
    for (let at = 0; at < 6; at++) {
      const data = Array.from({ length: 6 }, (_, i) => ({ text: "a", label: i === at ? "nope" : "no" }));
      await expect(collect(labels.fit(data as never))).rejects.toMatchObject({ code: "RNN706", message: expect.stringContaining(`example ${at + 1}:`) as string });
    }
  });

  it("evaluates and makes single updates", async () => {
    const model = create();
    model.setFitted({ ...NOTHING_FITTED, vocabularies: { text: { symbols: ["", "good"] } }, classes: { label: ["no", "yes"] } });
    expect(await model.trainStep(rows)).toMatchObject({ loss: 1, update: 1 });
    expect((await model.evaluate(rows)).loss).toBeCloseTo(1, 6);
  });

  it("is fitted once", async () => {
    const model = create();
    model.setFitted(NOTHING_FITTED);
    expect(() => model.setFitted({ ...NOTHING_FITTED })).toThrow(/has its vocabulary and scalers already/);
    await expect(collect(model.fit(rows, { resume: true }))).rejects.toMatchObject({ code: "RNN625" });
    await expect(create().predict({ text: ["a"] })).rejects.toMatchObject({ code: "RNN611" });
  });

  it("reads and writes parameters by name", async () => {
    const model = create();
    expect(model.parameters.names()).toEqual(["W", "b"]);
    const before = await model.parameters.get("W");
    await model.parameters.set("b", [1, 2, 3]);
    expect(await model.parameters.get("b")).toEqual({ shape: [3], data: Float32Array.of(1, 2, 3) });
    expect(await model.parameters.get("W")).toEqual(before);
    await expect(model.parameters.set("b", [1])).rejects.toMatchObject({ code: "RNN603" });
    await expect(model.parameters.set("b", [1, 2, Infinity])).rejects.toMatchObject({ code: "RNN603" });
    await expect(model.parameters.get("c")).rejects.toMatchObject({ code: "RNN614" });
  });

  it("a checkpoint that can't be read changes nothing", async () => {
    const model = create();
    const bytes = await model.save();
    await model.parameters.set("b", [7, 8, 9]);
    bytes[bytes.length - 1]! ^= 1;
    await expect(model.load(bytes)).rejects.toMatchObject({ code: "RNN803" });
    expect((await model.parameters.get("b")).data).toEqual(Float32Array.of(7, 8, 9));
  });
});

describe("defineModel", () => {
  const d = describeModel({ parameters: [{ name: "W", shape: [4, 4], offset: 0, initial: { kind: "glorot" }, frozen: false }], parameterCount: 16 });
  // An empty module: no kernels.
  const { bytes } = emitWasm({}, { relaxed: false });
  const empty = packBuilds(bytes, bytes);
  const factory = defineModel<AnyTypes>({
    description: { ...d, moments: 0 },
    devices: {
      wasm: async () => ({ kernels: empty, reserved: 0, regions: { none: 16 }, buffers: { W: { rows: "none", offset: 0, width: 16, integer: false } }, programs: { prepare: { run: () => undefined, inputs: { parameters: "W" }, outputs: {} } } }),
    },
  });
  const weightsOf = async (model: Model<AnyTypes>) => (await model.parameters.get("W")).data;

  it("starts from a seed, the spec's own by default", async () => {
    expect(await weightsOf(await factory.create())).toEqual(initialise(d, 1));
    expect(await weightsOf(await factory.create({ seed: 7, device: "wasm" }))).toEqual(initialise(d, 7));
  });

  it("starts from bytes and from URLs", async () => {
    const bytes = await (await factory.create({ seed: 9 })).save();
    expect(await weightsOf(await factory.create({ weights: bytes }))).toEqual(initialise(d, 9));
    expect(await weightsOf(await factory.create({ weights: new Uint8Array(bytes).buffer }))).toEqual(initialise(d, 9));
    const url = `data:application/octet-stream;base64,${btoa(String.fromCharCode(...bytes))}`;
    expect(await weightsOf(await factory.create({ weights: url }))).toEqual(initialise(d, 9));
    expect(await weightsOf(await factory.create({ weights: new URL(url) }))).toEqual(initialise(d, 9));
  });

  it("says what is wrong with the options", async () => {
    await expect(factory.create({ seed: 0.5 })).rejects.toMatchObject({ code: "RNN619" });
    await expect(factory.create({ device: "tpu" as "wasm" })).rejects.toThrow(/no device "tpu": use "wasm"/);
    await expect(factory.create({ devise: "wasm" } as object)).rejects.toThrow("`create` has no option `devise`, did you mean \"device\"?");
    await expect(factory.create({ webgpu: { recurrence: "fast" as "auto" } })).rejects.toThrow("`recurrence` should be \"stepped\", \"persistent\" or \"auto\", but is \"fast\"");
    await expect(factory.create({ webgpu: { adapter: 1 } as object })).rejects.toMatchObject({ code: "RNN619" });
    await expect(factory.create(null as never)).rejects.toThrow("the options of `create` should be an object, but are null");
    await expect(factory.create({ weights: "weights.safetensors" })).rejects.toThrow(/should be bytes or a URL, but is "weights.safetensors"/);
    await expect(factory.create({ weights: new Uint8Array(4) })).rejects.toMatchObject({ code: "RNN801" });
  });

  describe("on a device", () => {
    const wasmOf = ({ parameterCount: width }: Description) => async () => ({ kernels: empty, reserved: 0, regions: { none: width }, buffers: { W: { rows: "none", offset: 0, width, integer: false } }, programs: { prepare: { run: () => undefined, inputs: { parameters: "W" }, outputs: {} } } });
    const wasm = wasmOf(d);
    /** A module for WebGPU that notes how it is used; without a GPU where `error` says so. */
    const moduleOf = (used: unknown[], error: UsageError | null) => async () => ({
      ...{ kernels: {}, regions: {}, buffers: {}, programs: {} },
      createExecutor: async (_: unknown, __: unknown, options: unknown) => {
        used.push(options);
        if (error) throw error;
        return { ...fakeExecutor(() => ({})), device: "webgpu" as const, variant: "a GPU" };
      },
    });
    const large = { ...d, parameters: [{ ...d.parameters[0]!, shape: [512, 512] }], parameterCount: 512 * 512, training: { ...d.training, batch: 4 } };
    const none = new UsageError("RNN631", "none");

    it("takes the one that is asked for", async () => {
      const used: unknown[] = [];
      const model = await defineModel<AnyTypes>({ description: d, devices: { wasm, webgpu: moduleOf(used, null) } }).create({ device: "webgpu", webgpu: { recurrence: "stepped" } });
      expect([model.device, model.executor.variant, used]).toEqual(["webgpu", "a GPU", [{ recurrence: "stepped" }]]);
      await expect(defineModel<AnyTypes>({ description: d, devices: { wasm, webgpu: moduleOf([], none) } }).create({ device: "webgpu" })).rejects.toBe(none);
      await expect(defineModel<AnyTypes>({ description: d, devices: { wasm } }).create({ device: "webgpu" })).rejects.toThrow(/`small` was compiled without WebGPU/);
    });

    it("leaves nothing behind where the weights are refused", async () => {
      let disposed = 0;
      const webgpu = async () => ({ ...(await moduleOf([], null)()), createExecutor: async () => ({ ...fakeExecutor(() => ({})), device: "webgpu" as const, variant: "a GPU", dispose: () => void disposed++ }) });
      const factory = defineModel<AnyTypes>({ description: d, devices: { wasm, webgpu } });
      await expect(factory.create({ device: "webgpu", weights: new Uint8Array(4) })).rejects.toMatchObject({ code: "RNN801" });
      expect(disposed).toBe(1);
    });

    it("by itself takes a GPU where there is a real one and enough to compute, else WASM", async () => {
      expect([suitsGpu(d), suitsGpu(large)]).toEqual([false, true]);
      expect(suitsGpu({ ...large, training: { ...large.training, update: "step" } })).toBe(false);
      expect(suitsGpu({ ...large, parameters: [{ ...large.parameters[0]!, embeds: "text" }] })).toBe(false);
      for (const [description, error, device, asked] of [
        [large, null, "webgpu", [{ software: false }]],
        [large, none, "wasm", [{ software: false }]],
        [d, null, "wasm", []],
      ] as const) {
        const used: unknown[] = [];
        const model = await defineModel<AnyTypes>({ description, devices: { wasm: wasmOf(description), webgpu: moduleOf(used, error) } }).create();
        expect([model.device, used]).toEqual([device, asked]);
      }
      const broken = new Error("broken");
      await expect(defineModel<AnyTypes>({ description: large, devices: { wasm, webgpu: moduleOf([], broken as UsageError) } }).create()).rejects.toBe(broken);
    });
  });

  it("is gone after dispose", async () => {
    const model = await factory.create();
    model.dispose();
    await expect(model.save()).rejects.toMatchObject({ code: "RNN601" });
  });
});
