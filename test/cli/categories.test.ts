// A model that is given a vector made of names (`onehot(file)`): the names stay with the weights, and mean the same in
// training, evaluation, prediction and generation.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readWeights } from "../../cli/weights.js";
import { openPlace } from "./run.js";

const place = openPlace();
afterAll(() => place.remove());
const { at, run } = place;
const weights = ["-w", "captions.safetensors"];

beforeAll(() => {
  mkdirSync(at("names"));
  writeFileSync(at("names/Aa.txt"), "aaa\naaa\naaa\n".repeat(30));
  writeFileSync(at("names/Bb.txt"), "bb\nbb\nbb\n".repeat(30));
  writeFileSync(at("captions.rnn"), "model captions {\n  input kind: real[2]\n  input caption: chars[T] of 4\n  stack h from caption[t-1] init kind { embed(6)  elman(12) }\n  head caption[t] from h\n  train { optimizer = adam(rate = 3e-2)  batch = 8  epochs = 6  validate = 10% }\n}\n");
  expect(run("train", "captions.rnn", "--data", "names", "--columns", "kind=onehot(file),caption=line")).toMatchObject({ code: 0 });
});

it("keeps the names with the weights, and evaluates to what training printed", () => {
  expect(readWeights(at("captions.safetensors")).notes?.data.categories).toEqual({ "kind/1": ["Aa", "Bb"] });
  expect(run("evaluate", "captions.rnn", ...weights).out).toMatch(/captions on the part of names \(2 files\) that was held out: 18 sequences/);
});

it("writes for a name", () => {
  for (const [name, caption] of [["Aa", "aaa"], ["Bb", "bb"]]) expect(run("generate", "captions.rnn", ...weights, "--input", `kind=${name}`, "--temperature", "0")).toEqual({ code: 0, out: `${caption}\n`, err: "" });
  expect(run("generate", "captions.rnn", ...weights, "--input", "kind=0 1", "--temperature", "0").out).toBe("bb\n");
  expect(run("generate", "captions.rnn", ...weights, "--input", "kind=Bc")).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "Bb"?') as string });
});

it("predicts from the names of another table, which has not all of them", () => {
  writeFileSync(at("wanted.csv"), "id,of\n1,Bb\n2,Bb\n");
  const { code, out } = run("predict", "captions.rnn", ...weights, "--data", "wanted.csv", "--columns", "kind=onehot(of),caption=line", "--json");
  expect(code).toBe(0);
  expect(out.trim().split("\n").map((line) => (JSON.parse(line) as { caption: { text: string } }).caption.text)).toEqual(["bb", "bb"]);
});

it("goes on with them", () => {
  writeFileSync(at("names/Aa.txt"), readFileSync(at("names/Aa.txt"), "utf8") + "aaa\n");
  const resumed = run("train", "captions.rnn", "--resume", "--epochs", "7");
  expect(resumed).toMatchObject({ code: 0, err: expect.stringContaining("not the data the training began with") as string });
  writeFileSync(at("names/Cc.txt"), "c\n");
  expect(run("train", "captions.rnn", "--resume", "--epochs", "8")).toMatchObject({ code: 1, err: expect.stringContaining('"Cc" is none of the names that `kind` was trained with') as string });
});
