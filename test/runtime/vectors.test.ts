// Vectors as rows of an embedding: which symbol gets which row, and what is no vector or no embedding.
import { describe, expect, test } from "vitest";
import { placeVectors, symbolsOfInput } from "../../runtime/vectors.js";
import { describeModel } from "./support.js";

const zeros = { kind: "zeros" } as const;
const d = describeModel({
  name: "reader",
  inputs: [
    { name: "review", kind: "words", axis: "T", size: 5, scale: null, keep: null, lowercase: true, boundary: false },
    { name: "id", kind: "token", axis: "T", size: 3, scale: null, keep: null, lowercase: false, boundary: false },
    { name: "x", kind: "real", axis: "T", size: 3, scale: null, keep: null, lowercase: false, boundary: false },
  ],
  parameters: [
    { name: "h.1.E", shape: [5, 2], offset: 0, initial: zeros, frozen: false, embeds: "review" },
    { name: "g.1.E", shape: [3, 2], offset: 10, initial: zeros, frozen: false, embeds: "id" },
    { name: "h.2.W", shape: [2, 2], offset: 16, initial: zeros, frozen: false },
  ],
  parameterCount: 20,
});
const fitted = { vocabularies: { review: { symbols: ["", "film", "good", "__proto__"] } }, classes: {}, scalers: {} };
const rowsAfter = async (...given: [name: string, vectors: Parameters<typeof placeVectors>[4]]): Promise<[number[], { found: number; of: number }]> => {
  const rows = Float32Array.from({ length: given[0] === "g.1.E" ? 6 : 10 }, () => 9);
  const found = await placeVectors(d, fitted, given[0], rows, given[1]);
  return [[...rows], found];
};

describe("vectors become rows", () => {
  test("of known words; others keep what they have", async () => {
    expect(await rowsAfter("h.1.E", { good: [1, 2], bad: [3, 4] })).toEqual([[9, 9, 9, 9, 1, 2, 9, 9, 9, 9], { found: 1, of: 3 }]);
    expect(await rowsAfter("h.1.E", new Map([["__proto__", [1, 2]], ["<unk>", [5, 6]]]))).toEqual([[5, 6, 9, 9, 9, 9, 1, 2, 9, 9], { found: 1, of: 3 }]);
  });
  test("in lower case where the input is; the word itself counts more, and the first of several", async () => {
    const vectors = [["Film", [1, 1]], ["FILM", [2, 2]], ["film", [3, 3]], ["film", [4, 4]], ["Good", [5, 5]], ["GOOD", [6, 6]]] as const;
    expect(await rowsAfter("h.1.E", vectors)).toEqual([[9, 9, 3, 3, 5, 5, 9, 9, 9, 9], { found: 2, of: 3 }]);
    expect(await rowsAfter("h.1.E", [["film", [3, 3]], ["Film", [1, 1]]])).toEqual([[9, 9, 3, 3, 9, 9, 9, 9, 9, 9], { found: 1, of: 3 }]);
  });
  test("of ids, written as numbers", async () => {
    expect(await rowsAfter("g.1.E", { 2: [1, 2], 3: [3, 4], 0: [5, 6], "01": [7, 8] })).toEqual([[5, 6, 9, 9, 1, 2], { found: 2, of: 3 }]);
  });
  test("as they come in", async () => {
    async function* stream(): AsyncGenerator<[string, number[]]> {
      yield await Promise.resolve(["good", [1, 2]]);
    }
    expect(await rowsAfter("h.1.E", stream())).toEqual([[9, 9, 9, 9, 1, 2, 9, 9, 9, 9], { found: 1, of: 3 }]);
  });
});

describe("what is wrong changes nothing", () => {
  test.each<[string, string, Parameters<typeof placeVectors>[4], string, RegExp]>([
    ["another size", "h.1.E", [["film", [1, 2]], ["good", [1, 2, 3]]], "RNN603", /the vector of "good" has 3 numbers, but the rows of `h.1.E` have 2/],
    ["not finite", "h.1.E", { good: [1, NaN] }, "RNN603", /the vector of "good" has a number that is not finite: NaN/],
    ["no embedding", "h.2.W", {}, "RNN614", /`h.2.W` is no embedding of `reader`: it has `h.1.E`, `g.1.E`/],
    ["no parameter", "h.1.F", {}, "RNN614", /`h.1.F` is no embedding/],
  ])("%s", async (_, name, vectors, code, message) => {
    const rows = new Float32Array(10);
    await expect(placeVectors(d, fitted, name, rows, vectors)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect([...rows]).toEqual(Array.from({ length: 10 }, () => 0));
  });
  test("no vocabulary yet", async () => {
    await expect(placeVectors(d, { vocabularies: {}, classes: {}, scalers: {} }, "h.1.E", new Float32Array(10), {})).rejects.toMatchObject({ code: "RNN611" });
    expect(() => symbolsOfInput(d, fitted, "x")).toThrow(/no input of symbols `x`/);
    expect(symbolsOfInput(d, fitted, "id")).toBeNull();
    expect(symbolsOfInput(d, fitted, "review")).toEqual(["", "film", "good", "__proto__"]);
  });
});
