// What is learned from, held out and tested on: `--split`, `--validation`, `--sample`; as functions, and as a person
// trains and evaluates with them. What is fitted to data is fitted to what is learned from alone.
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { divide, parseSplit } from "../../cli/data/parts.js";
import { readData } from "../../cli/data/read.js";
import { Failure } from "../../cli/failure.js";
import { readTensors } from "../../runtime/checkpoint.js";
import type { Fitted } from "../../runtime/examples.js";
import { describeModel, head, input } from "../runtime/support.js";
import { openPlace } from "./run.js";

const place = openPlace();
afterAll(() => place.remove());
const { at, run } = place;

const next = { predicts: { input: "x", from: 1, to: 1 }, kind: "real", size: 1, loss: "mean_squared_error" } as const;
const windows = describeModel({ inputs: [input("x")], heads: [head("x", { ...next, axis: null })] });
const everyStep = describeModel({ inputs: [input("x")], heads: [head("x", { ...next, axis: "T" })] });
const labelled = describeModel({ inputs: [input("review", { kind: "words", size: 9 })], heads: [head("label")] });
const words = describeModel({ inputs: [input("text", { kind: "words", size: 9 })], heads: [head("text", { axis: "T", size: 9, predicts: { input: "text", from: 1, to: 1 } })] });

const data = (examples: readonly Record<string, unknown>[]) => ({ file: "data.csv", examples, places: examples.map((_, i) => ({ file: "data.csv", line: i + 2 })) });
const series = data([{ x: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }]);
const cut = { steps: 2, stride: 1 };

function failureOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
  throw new Error("a Failure was expected");
}

describe("--split", () => {
  it("takes numbers or shares", () => {
    expect(parseSplit("8_640, 2880,2880")).toEqual({ numbers: [8640, 2880, 2880], shares: false });
    expect(parseSplit("70%,30%")).toEqual({ numbers: [0.7, 0.3], shares: true });
    for (const wrong of ["", "10", "1,2,3,4", "10%,5", "a,b", "0,5", "1.5,2", "-1,2", "1,,2"]) expect(failureOf(() => parseSplit(wrong))).toMatch(/two or three numbers/);
    expect(failureOf(() => parseSplit("70%,40%"))).toBe("--split 70%,40%: the shares are 110 % together");
  });
  it("cuts one series in its order; where windows are read, what is first predicted is the first of the part", () => {
    const parts = divide("5,2,2", series, windows, cut);
    expect([parts.training, parts.validation, parts.test].map((part) => part?.examples)).toEqual([[{ x: [0, 1, 2, 3, 4] }], [{ x: [3, 4, 5, 6] }], [{ x: [5, 6, 7, 8] }]]);
    expect(parts.told).toBe("5 steps to learn from, 2 held out, 2 to test on");
    expect(parts.left).toBe("--split leaves the last 1 step out.");
  });
  it("reads nothing twice where a head says something at every step", () => {
    expect(divide("50%,50%", series, everyStep, null).validation?.examples).toEqual([{ x: [5, 6, 7, 8, 9] }]);
    expect(divide("50%,50%", series, everyStep, cut).validation?.examples).toEqual([{ x: [5, 6, 7, 8, 9] }]);
  });
  it("cuts many sequences in their order, with their places", () => {
    const rows = data(["a", "b", "c", "d"].map((review) => ({ review, label: "x" })));
    const parts = divide("2,0,2", rows, labelled, null);
    expect(parts.training.examples).toEqual([{ review: "a", label: "x" }, { review: "b", label: "x" }]);
    expect(parts.validation).toBeNull();
    expect(parts.test?.places.map(({ line }) => line)).toEqual([4, 5]);
    expect(parts.told).toBe("2 sequences to learn from, 2 to test on");
    expect(parts.left).toBeNull();
  });
  it("cuts a text of words by shares, at spaces", () => {
    const text = data([{ text: "one two three four" }]);
    const { training, validation } = divide("50%,50%", text, words, null);
    expect([training.examples[0]["text"], validation?.examples[0]["text"]]).toEqual(["one two three", " four"]);
    expect(failureOf(() => divide("2,2", text, words, null))).toBe("--split: one long text of words is cut by shares");
  });
  it("says when the data are too few", () => {
    expect(failureOf(() => divide("8,3", series, windows, cut))).toBe("--split asks for 11 steps, and the data have 10");
    expect(failureOf(() => divide("1%,99%", series, windows, cut))).toBe("--split leaves nothing of 10 steps to learn from");
  });
});

describe("a training with parts", () => {
  const wave = Array.from({ length: 120 }, (_, t) => (t < 80 ? t % 10 : 1000 + t));
  beforeAll(() => {
    writeFileSync(at("series.rnn"), "model series {\n  input x: real[T] { scale = standard }\n  stack h from x { elman(4)  last }\n  head x[t+1] from h\n  train { cut = windows(5)  batch = 32  epochs = 1  validate = 10% }\n}\n");
    writeFileSync(at("wave.csv"), `x\n${wave.join("\n")}\n`);
    writeFileSync(at("later.csv"), `x\n${wave.slice(80).join("\n")}\n`);
    writeFileSync(at("earlier.csv"), `x\n${wave.slice(0, 80).join("\n")}\n`);
  });
  const fittedOf = (name: string): Fitted => JSON.parse(readTensors(new Uint8Array(readFileSync(at(name)))).metadata["fitted"]!) as Fitted;

  it("by --split fits scalers to the first part alone, and evaluates each part", () => {
    const trained = run("train", "series.rnn", "--data", "wave.csv", "--split", "80,20,20", "--json");
    expect(trained).toMatchObject({ code: 0, err: "" });
    const done = JSON.parse(trained.out.trim().split("\n").at(-1)!) as { validation: { items: number; loss: number }; test: { items: number; loss: number } };
    expect([done.validation.items, done.test.items]).toEqual([20, 20]);
    expect(fittedOf("series.safetensors").scalers["x"]).toEqual({ shift: [expect.closeTo(4.5, 10)], scale: [expect.closeTo(Math.sqrt(8.25), 10)] });
    const part = (name: string): { part: string; loss: number } => JSON.parse(run("evaluate", "series.rnn", "-w", "series.safetensors", "--part", name, "--json").out) as ReturnType<typeof part>;
    expect(part("validation")).toMatchObject({ part: "validation", loss: done.validation.loss });
    expect(part("test")).toMatchObject({ part: "test", loss: done.test.loss });
    const resumed = run("train", "series.rnn", "--resume", "--epochs", "2");
    expect(resumed.out).toContain("80 steps to learn from, 20 held out, 20 to test on");
    expect(resumed.out).toContain("On the test part:");
  });
  it("by --validation does the same with files", () => {
    const trained = run("train", "series.rnn", "--data", "earlier.csv", "--validation", "later.csv", "-o", "files.safetensors");
    expect(trained).toMatchObject({ code: 0 });
    expect(trained.out).toContain("on earlier.csv: one sequence, and 1 sequence held out.");
    expect(fittedOf("files.safetensors")).toEqual(fittedOf("series.safetensors"));
    const evaluated = run("evaluate", "series.rnn", "-w", "files.safetensors");
    expect(evaluated.out).toContain("series on later.csv, which was held out: 35 windows");
    expect(/loss +([\d.]+)/.exec(evaluated.out)?.[1]).toBe(/On the part held out:\n {2}loss +([\d.]+)/.exec(trained.out)?.[1]);
    expect(run("evaluate", "series.rnn", "-w", "files.safetensors", "--part", "test")).toMatchObject({ code: 2, err: expect.stringContaining("no test part was set apart") as string });
  });
  it("refuses what says it twice", () => {
    expect(run("train", "series.rnn", "--data", "wave.csv", "--split", "80,20", "--validate", "10%")).toMatchObject({ code: 2, err: expect.stringContaining("--split and --validate exclude each other") as string });
    expect(run("train", "series.rnn", "--data", "wave.csv", "--split", "80,20,20", "--test", "later.csv")).toMatchObject({ code: 2, err: expect.stringContaining("--test and a third part of --split") as string });
  });
});

describe("--sample", () => {
  it("draws by seed, and keeps the order", async () => {
    writeFileSync(at("rows.csv"), `review,label\n${Array.from({ length: 50 }, (_, i) => `w${i},${i % 2}`).join("\n")}\n`);
    const of = async (count: number, seed: number): Promise<number[]> =>
      (await readData(at("rows.csv"), labelled, { targets: true, note: () => {}, sample: { count, seed } })).places.map(({ line }) => line);
    const first = await of(10, 1);
    expect(first).toHaveLength(10);
    expect(first).toEqual([...first].sort((a, b) => a - b));
    expect(await of(10, 1)).toEqual(first);
    expect(await of(10, 2)).not.toEqual(first);
    expect(await of(100, 1)).toHaveLength(50);
    await expect(readData(at("wave.csv"), windows, { targets: true, note: () => {}, sample: { count: 3, seed: 1 } })).rejects.toThrow("one long sequence");
  });
});
