import { describe, expect, it } from "vitest";
import { createEncoder, decode, encode, fitTo, joinWords, NOTHING_FITTED, tokenize, unusedIds } from "../../runtime/encode.js";
import { describeModel, head, input } from "./support.js";

const words = input("text", { kind: "words", size: 6 });
const chars = input("text", { kind: "chars", size: 5 });
const failing = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
  return "nothing was thrown";
};

describe("tokenize", () => {
  it.each([
    ["A fine film, really.", ["a", "fine", "film", ",", "really", "."]],
    ["don't  well-kept\n3.14 1,000. (yes)", ["don't", "well-kept", "3.14", "1,000", ".", "(", "yes", ")"]],
    ["¿Qué? ¡Ñandú!", ["¿", "qué", "?", "¡", "ñandú", "!"]],
    ["snake_case x2 - a--b", ["snake_case", "x2", "-", "a", "-", "-", "b"]],
    ["🙂 ok", ["🙂", "ok"]],
    ["   ", []],
    ["", []],
  ])("splits %j into words", (text, expected) => expect(tokenize(text, "words")).toEqual(expected));

  it("keeps case where asked", () => expect(tokenize("Big", "words", false)).toEqual(["Big"]));
  it("reads code points, not UTF-16 units", () => expect(tokenize("a🙂é", "chars")).toEqual(["a", "🙂", "é"]));
  it("reads UTF-8 bytes", () => expect(tokenize("é", "bytes").map((c) => c.charCodeAt(0))).toEqual([0xc3, 0xa9]));
  it.each(["A fine film, really (yes). \"Good\" it was!", "It's 3.14 - don't?"])("joins words back to %j", (text) => {
    expect(joinWords(tokenize(text, "words", false))).toBe(text);
  });
});

describe("fitTo", () => {
  it("orders a vocabulary by frequency, then by code point; id 0 is the unknown symbol; the rest is unknown", () => {
    const d = describeModel({ inputs: [words] });
    const fitted = fitTo(d, [{ text: "b a c b" }, { text: "d c e f z" }]);
    expect(fitted.vocabularies["text"]!.symbols).toEqual(["", "b", "c", "a", "d", "e"]);
    expect(encode(d, fitted, { text: "b z never a" }, 0, { targets: false }).columns["text"]!.data).toEqual(Int32Array.of(1, 0, 0, 3));
  });

  it("breaks ties by code point, not by UTF-16 unit", () => {
    const d = describeModel({ inputs: [chars] });
    // U+FF5E sorts before U+1F642, but its UTF-16 unit is larger than the emoji's first.
    expect(fitTo(d, [{ text: "🙂～" }]).vocabularies["text"]!.symbols).toEqual(["", "～", "🙂"]);
  });

  it("counts only what `keep` leaves", () => {
    const d = describeModel({ inputs: [input("text", { kind: "chars", size: 5, keep: { from: "last", count: 2 } })] });
    expect(fitTo(d, [{ text: "xxxab" }]).vocabularies["text"]!.symbols).toEqual(["", "a", "b"]);
  });

  it("sorts class names, and keeps ids as ids", () => {
    const d = describeModel({ inputs: [chars], heads: [head("label", { size: 3 }), head("kind", { size: 3 })] });
    const fitted = fitTo(d, [{ text: "a", label: "no", kind: 2 }, { text: "b", label: "maybe", kind: 0 }, { text: "c" }]);
    expect(fitted.classes).toEqual({ label: ["maybe", "no"] });
    expect(unusedIds(d, fitted)).toEqual([{ column: "text", size: 5, used: 4 }, { column: "label", size: 3, used: 2 }]);
    expect(encode(d, fitted, { text: "", label: "no", kind: 2 }, 0, { targets: true }).columns["label"]!.data).toEqual(Int32Array.of(1));
  });

  it("refuses more classes than the head has", () => {
    const d = describeModel({ inputs: [chars], heads: [head("label")] });
    expect(failing(() => fitTo(d, ["a", "b", "c"].map((label) => ({ text: "", label }))))).toMatch(/^RNN708 .*2 classes.*has 3: a, b, c/);
  });

  it("refuses no examples", () => expect(failing(() => fitTo(describeModel({ inputs: [chars] }), []))).toMatch(/^RNN709/));

  it("fits scalers per feature; a constant feature is only shifted", () => {
    const d = describeModel({
      inputs: [input("x", { size: 2, scale: "standard" }), input("y", { axis: null, scale: "minmax" })],
      heads: [head("price", { kind: "real", size: 1, scale: "standard" })],
    });
    const fitted = fitTo(d, [{ x: [[1, 5], [3, 5]], y: 10, price: 2 }, { x: [[5, 5]], y: 30 }]);
    expect(fitted.scalers["x"]).toEqual({ shift: [3, 5], scale: [Math.sqrt(8 / 3), 1] });
    expect(fitted.scalers["y"]).toEqual({ shift: [10], scale: [20] });
    expect(fitted.scalers["price"]).toEqual({ shift: [2], scale: [1] });
    expect(encode(d, fitted, { x: [[3, 6]], y: 20 }, 0, { targets: false }).columns["y"]!.data).toEqual(Float32Array.of(0.5));
  });

  it("keeps names that are special to JavaScript", () => {
    const d = describeModel({ inputs: [input("__proto__", { kind: "chars", size: 9 }), input("constructor", { kind: "words", size: 9 })], heads: [head("toString")] });
    const example = JSON.parse('{"__proto__":"ab","constructor":"__proto__ x","toString":"__proto__"}') as Record<string, unknown>;
    const fitted = fitTo(d, [example]);
    const { columns } = encode(d, fitted, example, 0, { targets: true });
    expect(Object.keys(columns)).toEqual(["__proto__", "constructor", "toString"]);
    expect(columns["constructor"]!.data).toEqual(Int32Array.of(1, 2));
    expect(failing(() => encode(d, fitted, JSON.parse('{"__proto__":"a"}') as Record<string, unknown>, 0, { targets: true }))).toMatch(/^RNN701 .*constructor/);
  });
});

describe("encode", () => {
  const tagger = describeModel({ inputs: [words, input("x", { size: 2 })], heads: [head("tag", { axis: "T", size: 3, classes: ["N", "V", ","] })] });
  const fitted = fitTo(tagger, [{ text: "the dog", x: [[1, 2], [3, 4]] }]);
  const good = { text: ["the", "dog"], x: [[1, 2], [3, 4]], tag: ["N", "V"] };
  const run = (over: Record<string, unknown>) => encode(tagger, fitted, { ...good, ...over }, 6, { targets: true }).columns;

  it("reads lists of words as they are, nested and flat reals, labels by name, id and text", () => {
    expect(run({}).x!.data).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(run({ x: Float64Array.of(1, 2, 3, 4) }).x).toEqual({ data: Float32Array.of(1, 2, 3, 4), length: 2 });
    expect(run({ tag: "V ," }).tag!.data).toEqual(Int32Array.of(1, 2));
    expect(run({ tag: ["V", null] }).tag!.data).toEqual(Int32Array.of(1, -1));
    expect(run({ text: "The DOG" }).text!.data).toEqual(run({}).text!.data);
    expect(Object.keys(run({ tag: undefined }))).toEqual(["text", "x"]);
  });

  it.each([
    [{ text: undefined }, /^RNN701 column `text`, example 7: .*columns found: `text`, `x`, `tag`/],
    [{ text: 5 }, /^RNN702 column `text`, example 7: .*a text or a list of words, but is 5/],
    [{ text: ["the", 3] }, /^RNN702 .*number 2 of the list is 3/],
    [{ x: [[1, 2], [3]] }, /^RNN703 .*step 2 should be a list of 2 numbers, but is a list of 1/],
    [{ x: [1, 2, 3] }, /^RNN703 .*3 numbers are no multiple of 2/],
    [{ x: [[1, 2], [3, NaN]] }, /^RNN704 .*step 2, number 2 is NaN/],
    [{ x: [[1, 2], [3, 1e39]] }, /^RNN704 .*too large/],
    [{ x: [[1, 2], [3, "four"]] }, /^RNN702 .*step 2, number 2 should be a number, but is "four"/],
    [{ x: [[1, 2]] }, /^RNN707 column `x`, example 7: has 1 steps, but `text` has 2/],
    [{ tag: ["N"] }, /^RNN707 column `tag`, example 7: has 1 steps, but `x` has 2/],
    [{ tag: ["N", "W"] }, /^RNN706 .*step 2 is "W", which is none of the labels: N, V, ,/],
  ])("refuses %j", (over, message) => expect(failing(() => run(over))).toMatch(message));

  it("suggests the nearest label", () => {
    const d = describeModel({ inputs: [chars], heads: [head("label", { classes: ["negative", "positive"] })] });
    const vocabulary = fitTo(d, [{ text: "a" }]);
    expect(failing(() => encode(d, vocabulary, { text: "a", label: "postive" }, 0, { targets: true }))).toMatch(/^RNN706 .*did you mean "positive"\?/);
    // Where the spec names the classes, their ids are known too; a name comes first.
    for (const label of ["positive", 1, "1"]) expect(encode(d, vocabulary, { text: "a", label }, 0, { targets: true }).columns["label"]!.data).toEqual(Int32Array.of(1));
    for (const label of [2, "2", -1, 0.5, "1.0", ""]) expect(failing(() => encode(d, vocabulary, { text: "a", label }, 0, { targets: true }))).toMatch(/^RNN706/);
    const digits = describeModel({ inputs: [chars], heads: [head("label", { classes: ["1", "0"] })] });
    expect(encode(digits, vocabulary, { text: "a", label: 1 }, 0, { targets: true }).columns["label"]!.data).toEqual(Int32Array.of(0));
  });

  it.each([
    [[0, 4], null],
    ["0 4", null],
    [[0, 5], /^RNN705 .*step 2 is 5, but ids are whole numbers from 0 to 4/],
    [[0, -1], /^RNN705/],
    [[0.5], /^RNN705/],
    ["a b", /^RNN702 .*step 1 should be a number, but is "a"/],
  ])("reads ids %j", (ids, message) => {
    const d = describeModel({ inputs: [input("ids", { kind: "token", size: 5 })] });
    const run = () => encode(d, NOTHING_FITTED, { ids }, 0, { targets: false }).columns["ids"]!.data;
    if (message) expect(failing(run)).toMatch(message);
    else expect(run()).toEqual(Int32Array.of(0, 4));
  });

  it("keeps the last steps of every column of the axis", () => {
    const d = describeModel({ inputs: [input("x", { keep: { from: "last", count: 2 } })], heads: [head("tag", { axis: "T", size: 4 })] });
    const { columns } = createEncoder(d, NOTHING_FITTED)({ x: [1, 2, 3], tag: [1, 2, 3] }, 0, { targets: true });
    expect(columns["x"]).toEqual({ data: Float32Array.of(2, 3), length: 2 });
    expect(columns["tag"]).toEqual({ data: Int32Array.of(2, 3), length: 2 });
  });

  it("reads binary, multilabel and real targets, with gaps", () => {
    const d = describeModel({
      inputs: [input("x", { axis: null })],
      heads: [head("on", { kind: "binary", size: 1 }), head("topics", { kind: "multilabel", size: 3, classes: ["a", "b", "c"] }), head("y", { kind: "real", axis: null, size: 2 })],
    });
    const { columns } = encode(d, NOTHING_FITTED, { x: "1.5", on: "true", topics: "c, a", y: [1, NaN] }, 0, { targets: true });
    expect(columns["x"]!.data).toEqual(Float32Array.of(1.5));
    expect(columns["on"]!.data).toEqual(Float32Array.of(1));
    expect(columns["topics"]).toEqual({ data: Float32Array.of(1, 0, 1), length: 1 });
    expect(columns["y"]!.data).toEqual(Float32Array.of(1, NaN));
    expect(failing(() => encode(d, NOTHING_FITTED, { x: 1, on: 2 }, 0, { targets: true }))).toMatch(/^RNN702 .*0 or 1/);
  });

  it("says that a vocabulary is missing", () => {
    expect(failing(() => encode(describeModel({ inputs: [chars] }), NOTHING_FITTED, { text: "a" }, 0, { targets: false }))).toMatch(/^RNN611 .*no vocabulary for `text`/);
  });

  it("decodes what it encoded", () => {
    const d = describeModel({ inputs: [chars] });
    const fitted = fitTo(d, [{ text: "añ🙂" }]);
    expect(decode(d, fitted, "text", encode(d, fitted, { text: "🙂añ?" }, 0, { targets: false }).columns["text"]!.data)).toBe("🙂añ\ufffd");
    const bytes = describeModel({ inputs: [input("raw", { kind: "bytes", size: 256 })] });
    const { data } = encode(bytes, NOTHING_FITTED, { raw: "añ🙂" }, 0, { targets: false }).columns["raw"]!;
    expect(data.length).toBe(7);
    expect(decode(bytes, NOTHING_FITTED, "raw", data)).toBe("añ🙂");
    const one = describeModel({ inputs: [input("id", { kind: "token", axis: null, size: 9 })] });
    expect(failing(() => encode(one, NOTHING_FITTED, { id: [1, 2] }, 0, { targets: false }))).toMatch(/^RNN703 .*2 values.*takes one/);
    expect(failing(() => decode(d, fitted, "tex", []))).toMatch(/^RNN612 .*did you mean "text"/);
  });
});
