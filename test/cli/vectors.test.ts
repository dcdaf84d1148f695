// Embeddings that begin with a file of vectors: what `rnnc train` reads, says and refuses; what frozen rows are after it.
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { findSources } from "../../cli/data/sources.js";
import { readVectors } from "../../cli/vectors.js";
import { compileAndLoad } from "../support/load.js";
import { openPlace } from "./run.js";

const place = openPlace();
afterAll(() => place.remove());
const write = (name: string, text: string | Uint8Array): string => {
  writeFileSync(place.at(name), text);
  return place.at(name);
};

async function read(content: string | Uint8Array, width: number, wanted: (symbol: string) => boolean = () => true): Promise<[string, number[]][]> {
  const [source] = findSources([write("vectors", content)]);
  const found: [string, number[]][] = [];
  for await (const [symbol, vector] of readVectors(source!, width, wanted)) found.push([symbol, [...vector]]);
  return found;
}

describe("files of vectors", () => {
  const both = [["the", [1, -0.5]], ["film", [0.25, 2e-3]]];
  const text = "the 1 -0.5\nfilm 0.25 2e-3\n";
  const close = async (content: string | Uint8Array): Promise<void> => expect((await read(content, 2)).map(([symbol, vector]) => [symbol, vector.map((value) => Number(value.toPrecision(6)))])).toEqual(both);
  test("GloVe's: a symbol and its numbers", () => close(text));
  test("word2vec's: with a first line, and a space at the end of lines", () => close("2 2\nthe 1 -0.5 \nfilm 0.25 2e-3 \n"));
  test("gzipped, with Windows' line ends, without a last line end, with tabs", async () => {
    await close(gzipSync(text));
    await close(text.replaceAll("\n", "\r\n").trimEnd().replaceAll(" ", "\t"));
  });
  test("symbols with spaces in them, as GloVe's largest has", async () => {
    expect(await read("the 1 2\n. . 3 4\nx 5 6", 2)).toEqual([["the", [1, 2]], [". .", [3, 4]], ["x", [5, 6]]]);
  });
  test("numbers alone, and one number", async () => {
    expect(await read("7 1 2\n8 3 4", 2)).toEqual([["7", [1, 2]], ["8", [3, 4]]]);
    expect(await read("a 1\nb 2", 1)).toEqual([["a", [1]], ["b", [2]]]);
    expect(await read("2 1\na 1\nb 2", 1)).toEqual([["a", [1]], ["b", [2]]]);
  });
  test("only what is wanted is read as numbers", async () => expect(await read("the 1 x\nfilm 3 4", 2, (symbol) => symbol === "film")).toEqual([["film", [3, 4]]]));

  test.each<[string, string | Uint8Array, RegExp, number | undefined]>([
    ["another width, by the first line", "2 3\nthe 1 2 3\nfilm 1 2 3", /these vectors have 3 numbers, but the embedding has 2/, 1],
    ["another width", "the 1 2 3\nfilm 1 2 3", /here stand a symbol and 3 numbers, but the embedding has 2/, 1],
    ["no vectors but words", "the\nfilm", /here stand a symbol and 0 numbers/, 1],
    ["a short line", "the 1 2\nfilm 3", /this vector has 1 number, but those before it have 2/, 2],
    ["what is no number", "the 1 2\nfilm 3 four", /number 2 of the vector of "film" is "four", which is no number/, 2],
    ["a number that is too large", "the 1 1e999", /is "1e999"/, 1],
    ["a file that was cut off", "3 2\nthe 1 2\nfilm 3 4\n", /this file has 2 vectors, but its first line says 3/, 3],
    ["nothing", "\n\n", /this file has no vectors/, undefined],
    ["a binary file", new Uint8Array([1, 0, 2, 255, 254, 0]), /binary file/, undefined],
  ])("%s is an error with its line", async (_, content, message, line) => {
    await expect(read(content, 2)).rejects.toMatchObject({ message: expect.stringMatching(message) as string, where: line === undefined ? {} : { line } });
  });
});

describe("rnnc train", () => {
  const spec = (embed: string): string => `model m { input text: words[T] of 20  stack h from text { ${embed}  elman(4)  last }  head y: binary from h  train { epochs = 2  batch = 4  validate = 0  optimizer = adamw(rate = 1e-2, decay = 0.1) } }`;
  write("data.jsonl", Array.from({ length: 12 }, (_, i) => JSON.stringify({ text: i % 2 ? "A good film" : "bad , bad film", y: i % 2 })).join("\n"));

  test("reads the file beside the spec, says what it found, and leaves frozen rows as they are", async () => {
    write("v.txt", "film 1 2\nGood 3 4\nunheard 5 6\n");
    write("frozen.rnn", spec('embed(2, frozen = true, file = "v.txt")'));
    const { code, out, err } = place.run("train", "frozen.rnn", "--data", "data.jsonl", "--out", "w.safetensors");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("note: v.txt has vectors for 2 of the 5 words of `text`; the others keep their random numbers.");
    const model = await compileAndLoad(spec('embed(2, frozen = true, file = "v.txt")'));
    await model.load((await import("node:fs")).readFileSync(place.at("w.safetensors")));
    const { data } = await model.parameters.get("h.1.E");
    const rowOf = (word: string): number[] => [...data.slice(model.symbols("text")!.indexOf(word) * 2).subarray(0, 2)];
    expect([rowOf("film"), rowOf("good")]).toEqual([[1, 2], [3, 4]]);
    // Going on reads no file, and neither does anything else that has weights.
    write("v.txt", "");
    expect(place.run("train", "frozen.rnn", "--resume", "--out", "w.safetensors", "--epochs", "3").code).toBe(0);
    expect(place.run("predict", "frozen.rnn", "--weights", "w.safetensors", "--text", "good film").code).toBe(0);
  });

  test("what isn't frozen learns from there", async () => {
    write("v.txt", "film 1 2\n");
    write("free.rnn", spec('embed(2, file = "v.txt")'));
    expect(place.run("train", "free.rnn", "--data", "data.jsonl", "--out", "free.safetensors").code).toBe(0);
    const model = await compileAndLoad(spec('embed(2, file = "v.txt")'));
    await model.load((await import("node:fs")).readFileSync(place.at("free.safetensors")));
    const { data } = await model.parameters.get("h.1.E");
    const film = model.symbols("text")!.indexOf("film") * 2;
    expect(data[film]).not.toBe(1);
    expect(Math.abs(data[film]! - 1)).toBeLessThan(0.2);
  });

  test.each([
    ["a file that is not there", "none.txt", null, /none\.txt: there is no such file\n.*`bad\.rnn` names it in its embedding `h\.1`; such paths are relative to the spec/s],
    ["a file of another width", "w.txt", "film 1 2 3\n", /w\.txt:1: here stand a symbol and 3 numbers, but the embedding has 2\n.*write `embed\(3, file = …\)`/s],
    ["a file of other words", "o.txt", "película 1 2\n", /o\.txt: this file has a vector for none of the 5 words of `text`/],
  ])("%s is an error, and nothing is trained", (_, file, content, message) => {
    if (content !== null) write(file, content);
    write("bad.rnn", spec(`embed(2, file = "${file}")`));
    const { code, err } = place.run("train", "bad.rnn", "--data", "data.jsonl", "--out", "bad.safetensors");
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });
});

describe("in a program", () => {
  test("vectors are given once the vocabulary is there; without them the first report says so", async () => {
    const text = `model m { input text: words[T] of 20  stack h from text { embed(2, file = "v.txt")  elman(4)  last }  head y: binary from h  train { epochs = 1  validate = 0 } }`;
    const examples = [{ text: "good film", y: 1 }, { text: "bad film", y: 0 }];
    const given = await compileAndLoad(text);
    let found: unknown;
    const notes: string[] = [];
    for await (const report of given.fit(examples, { onFitted: async () => void (found = await given.setEmbedding("h.1.E", { film: [1, 2], other: [3, 4] })) })) notes.push(...report.notes);
    expect(found).toEqual({ found: 1, of: 3 });
    expect(notes.join("\n")).not.toContain("random");
    const without = await compileAndLoad(text);
    for await (const report of without.fit(examples)) notes.push(...report.notes);
    expect(notes.join("\n")).toContain("`h.1.E` begins with random numbers: nobody gave the vectors of v.txt, which the spec names (`setEmbedding`).");
  });
});
