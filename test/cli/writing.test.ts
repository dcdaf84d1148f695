// The command line of models that write: a translation with predict, generate and evaluate; names from nothing.
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPlace } from "./run.js";

const { at, run, runWith, remove } = openPlace();
afterAll(remove);

describe("a translation", () => {
  beforeAll(() => {
    writeFileSync(at("double.rnn"), "model double {\n  input source: words[S] of 8\n  input target: words[T] of 8\n  stack e from source { embed(6)  gru(12) }\n  stack d from target[t-1] init final(e) { embed(6)  gru(12) }\n  head target[t] from d\n  train { optimizer = adam(rate = 3e-2)  batch = 4  epochs = 40 }\n}\n");
    const dictionary: Readonly<Record<string, string>> = { one: "uno", two: "dos", three: "tres" };
    const rows = Object.keys(dictionary).flatMap((a) => Object.keys(dictionary).map((b) => `${a} ${b}\t${dictionary[a]} ${dictionary[b]} .`));
    writeFileSync(at("pairs.tsv"), ["source\ttarget", ...rows].join("\n"));
    const trained = run("train", "double.rnn", "--data", "pairs.tsv");
    expect(trained.err + trained.out).toContain("rnnc predict double.rnn --weights double.safetensors --data pairs.tsv");
  }, 400_000);

  it("predict writes it beside the source, and JSON lines for programs; a target column is not needed", () => {
    expect(run("predict", "double.rnn", "-w", "double.safetensors", "--text", "two one")).toMatchObject({ code: 0, out: "two one\tdos uno.\n" });
    expect(run("predict", "double.rnn", "-w", "double.safetensors", "--data", "pairs.tsv", "--limit", "2").out).toBe("one one\tuno uno.\none two\tuno dos.\n");
    const json = runWith({ input: '{"source": "three two"}\n' }, "predict", "double.rnn", "-w", "double.safetensors", "--data", "-", "--format", "jsonl", "--json", "--beam", "3");
    expect(JSON.parse(json.out)).toEqual({ source: "three two", target: { text: "tres dos.", logProbability: expect.any(Number) as number, ended: true } });
    expect(run("predict", "double.rnn", "-w", "double.safetensors", "--text", "two one", "--length", "1").out).toBe("two one\tdos\n");
  }, 400_000);

  it("generate takes what it is given by name; a beam shows the best with their probabilities", () => {
    expect(run("generate", "double.rnn", "-w", "double.safetensors", "--input", "source=one three", "--temperature", "0").out).toBe("uno tres.\n");
    const { out } = run("generate", "double.rnn", "-w", "double.safetensors", "--input", "source=one three", "--beam", "3", "--count", "2");
    expect(out).toMatch(/^score +ln p\n *-\d\.\d\d +-\d\.\d\d {2}uno tres\.\n.+\n$/);
    expect(run("generate", "double.rnn", "-w", "double.safetensors")).toMatchObject({ code: 2, err: expect.stringContaining("`source` is missing") as string });
    expect(run("generate", "double.rnn", "-w", "double.safetensors", "--input", "sauce=one")).toMatchObject({ code: 2, err: expect.stringContaining("no input `sauce`") as string });
    expect(run("generate", "double.rnn", "-w", "double.safetensors", "--input", "source=one", "--beam", "2", "--temperature", "1")).toMatchObject({ code: 2, err: expect.stringContaining("draws nothing") as string });
  }, 400_000);

  it("evaluate --bleu", () => {
    const { out } = run("evaluate", "double.rnn", "-w", "double.safetensors", "--bleu");
    expect(out).toMatch(/BLEU +\d+\.\d\d {2}the most probable symbol each time\n +precisions +[\d./ ]+ of 1 to 4 in a row\n +brevity penalty +[\d.]+ {2}\d+ written, 27 in the data\n +exactly right +\d+\.\d % {2}of 9 sequences\n/);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    const json = JSON.parse(run("evaluate", "double.rnn", "-w", "double.safetensors", "--bleu", "--beam", "2", "--json").out) as { bleu: { exact: number; sequences: number } };
    expect(json.bleu).toMatchObject({ sequences: 9, exact: 1 });
    expect(run("evaluate", "double.rnn", "-w", "double.safetensors", "--beam", "2")).toMatchObject({ code: 2, err: expect.stringContaining("--beam is for --bleu") as string });
  }, 400_000);
});

it("names from nothing: as many as are asked for, each ending by itself", () => {
  writeFileSync(at("names.rnn"), "model names {\n  input name: chars[T] of 8\n  stack h from name[t-1] { embed(6)  gru(16) }\n  head name[t] from h\n  train { optimizer = adam(rate = 3e-2)  batch = 4  epochs = 60 }\n}\n");
  writeFileSync(at("names.txt"), "ada\ndan\nlena\nnora\n");
  expect(run("train", "names.rnn", "--data", "names.txt").out).toContain("rnnc generate names.rnn --weights names.safetensors");
  const written = run("generate", "names.rnn", "-w", "names.safetensors", "--count", "8", "--temperature", "0.5").out.trim().split("\n");
  expect(written).toHaveLength(8);
  expect(written.filter((name) => ["ada", "dan", "lena", "nora"].includes(name)).length).toBeGreaterThan(5);
  expect(run("generate", "names.rnn", "-w", "names.safetensors", "--prompt", "no", "--temperature", "0").out).toBe("nora\n");
  const json = JSON.parse(run("generate", "names.rnn", "-w", "names.safetensors", "--json").out) as object;
  expect(json).toEqual({ ok: true, prompt: null, text: expect.any(String) as string, logProbability: expect.any(Number) as number, ended: true });
  expect(run("predict", "names.rnn", "-w", "names.safetensors", "--text", "n", "--beam", "2")).toMatchObject({ code: 2, err: expect.stringContaining("--beam is for models that write") as string });
}, 400_000);
