// Data readers: what they make of good files, and what they say of bad ones (file, line, column).
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { Failure } from "../../cli/failure.js";
import { readData, type Reads, type ReadOptions } from "../../cli/data/read.js";
import { findBadByte, unfinishedTail } from "../../cli/data/utf8.js";

const folder = mkdtempSync(join(tmpdir(), "rnnc-readers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const input = { axis: "T", size: 1, scale: null, keep: null, lowercase: false, boundary: false } as const;
const head = { axis: null, classes: null, predicts: null, loss: "cross_entropy", weight: 1, scale: null } as const;
const text: Reads = { inputs: [{ ...input, name: "text", kind: "chars", size: 128 }], heads: [{ ...head, name: "text", kind: "class", size: 128, axis: "T", predicts: { input: "text", from: 1, to: 1 } }] };
const lines: Reads = { ...text, inputs: [{ ...text.inputs[0], boundary: true }] };
const classify: Reads = { inputs: [{ ...input, name: "post", kind: "words", size: 100 }], heads: [{ ...head, name: "label", kind: "class", size: 2 }] };
const named: Reads = { ...classify, heads: [{ ...classify.heads[0], classes: ["negative", "positive"] }] };
const series: Reads = { inputs: [{ ...input, name: "x", kind: "real" }], heads: [{ ...head, name: "x", kind: "real", size: 1, axis: "T", predicts: { input: "x", from: 1, to: 1 }, loss: "mean_squared_error" }] };
const plane: Reads = { inputs: [{ ...input, name: "x", kind: "real", size: 2 }], heads: [{ ...head, name: "alarm", kind: "binary", size: 1, axis: "T" }] };
const tags: Reads = { inputs: [{ ...input, name: "words", kind: "words", size: 100 }], heads: [{ ...head, name: "tag", kind: "class", size: 3, axis: "T" }] };

async function read(model: Reads, content: string | Uint8Array, name = "data.csv", options: Partial<ReadOptions> = {}) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const notes: string[] = [];
  const data = await readData(path, model, { targets: true, note: (note) => notes.push(note), ...options });
  return { ...data, notes };
}

/** What reading says went wrong: message, line, column. */
async function wrong(model: Reads, content: string | Uint8Array, name = "data.csv", options: Partial<ReadOptions> = {}): Promise<{ message: string; line: number | undefined; column: string | undefined; hint: string; exitCode: number }> {
  try {
    await read(model, content, name, options);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.exitCode === 1) expect(error.where?.file).toMatch(/data/);
    return { message: error.message, line: error.where?.line, column: error.where?.column, hint: error.hint ?? "", exitCode: error.exitCode };
  }
  throw new Error("reading was expected to fail");
}

describe("text", () => {
  it("is one sequence, whole", async () => {
    const { examples, format } = await read(text, "to be\nor not", "data.txt");
    expect({ examples, format }).toEqual({ examples: [{ text: "to be\nor not" }], format: "text" });
  });
  it("is a sequence a line where the model has a boundary; empty lines are none", async () => {
    const { examples, places } = await read(lines, "anna\n\nbob\r\n", "names.txt");
    expect(examples).toEqual([{ text: "anna" }, { text: "bob" }]);
    expect(places.map(({ line }) => line)).toEqual([1, 3]);
  });
  it("is a sequence a line where no head goes on from it: what is translated, or written beside", async () => {
    const { examples } = await read({ ...text, heads: [] }, "to be\nor not", "sentences.txt");
    expect(examples).toEqual([{ text: "to be" }, { text: "or not" }]);
  });
  it("is read gzipped or not, whatever the name says, with the same fingerprint", async () => {
    const plain = await read(text, "día\n".repeat(50_000), "data.txt.gz");
    const zipped = await read(text, gzipSync("día\n".repeat(50_000)), "data.txt");
    expect(zipped.examples).toEqual(plain.examples);
    expect(zipped.fingerprint).toBe(plain.fingerprint);
  });
  it("loses its byte order mark, and CR LF becomes LF with a note", async () => {
    const { examples, notes } = await read(text, "\uFEFFa\r\nb", "data.txt");
    expect(examples).toEqual([{ text: "a\nb" }]);
    expect(notes.join()).toContain("CR LF");
  });
  it("is cut to --limit code points", async () => {
    expect((await read(text, "🙂🙃🙂", "data.txt", { limit: 2 })).examples).toEqual([{ text: "🙂🙃" }]);
  });
  it("is refused when empty, blank, missing, a folder, cut off, or not for this model", async () => {
    expect((await wrong(text, "", "data.txt")).message).toBe("this file is empty");
    expect((await wrong(text, gzipSync(""), "data.txt")).message).toBe("this file is empty");
    expect((await wrong(text, "\n \n", "data.txt")).message).toContain("white space");
    expect((await wrong(text, gzipSync("some text ".repeat(1000)).subarray(0, 60), "data.txt")).message).toContain("cut off");
    expect((await wrong(classify, "some text", "data.txt", { format: "text" })).message).toBe("no column for the head `label`: the file has the column `line`");
    await expect(readData(join(folder, "nowhere.txt"), text, { targets: true, note: () => {} })).rejects.toThrow("there is no such file");
  });
});

describe("encoding", () => {
  it("names the offset and the line of the first bad byte", async () => {
    const bytes = new Uint8Array([...Buffer.from("caña\nni"), 0xf1, ...Buffer.from("o\n")]);
    const { message, line, hint } = await wrong(text, bytes, "data.txt");
    expect(message).toBe('byte 0xF1 at offset 8 is not UTF-8 (it would be "ñ" in Latin-1)');
    expect(line).toBe(2);
    expect(hint).toContain("iconv");
  });
  it("finds a bad byte far into a large file, and a symbol cut off at its end", async () => {
    const far = Buffer.concat([Buffer.from("ñ\n".repeat(100_000)), Buffer.from([0xff])]);
    expect(await wrong(text, far, "data.txt")).toMatchObject({ message: expect.stringContaining("0xFF at offset 300000") as string, line: 100_001 });
    expect((await wrong(text, Buffer.from("día").subarray(0, 2), "data.txt")).message).toContain("0xC3 at offset 1");
  });
  it("knows UTF-16", async () => {
    expect((await wrong(text, Buffer.from("\uFEFFhello", "utf16le"), "data.txt")).message).toContain("UTF-16");
  });
  it.each([
    [[0x61, 0x80], 1], // a continuation without a start
    [[0xc0, 0xaf], 0], // overlong
    [[0xe0, 0x80, 0x80], 0], // overlong
    [[0xed, 0xa0, 0x80], 0], // a surrogate
    [[0xf4, 0x90, 0x80, 0x80], 0], // past U+10FFFF
    [[0xe2, 0x82, 0x61], 0],
    [[0xe2, 0x82, 0xac], -1],
    [[0xf0, 0x9f, 0x99, 0x82], -1],
  ])("judges bytes %j", (bytes, bad) => {
    expect(findBadByte(new Uint8Array(bytes))).toBe(bad);
  });
  it("leaves what a next piece may finish", () => {
    expect(unfinishedTail(new Uint8Array([0x61, 0xe2, 0x82]))).toBe(2);
    expect(unfinishedTail(new Uint8Array([0xe2, 0x82, 0xac]))).toBe(0);
    expect(unfinishedTail(new Uint8Array([0x61]))).toBe(0);
  });
});

describe("CSV and TSV", () => {
  it("match columns by name, whatever their order and however they are quoted", async () => {
    const { examples, places } = await read(classify, 'label,id,post\ny,1,"a, ""b""\nc"\nn,2,d\n');
    expect(examples).toEqual([{ post: 'a, "b"\nc', label: "y" }, { post: "d", label: "n" }]);
    expect(places.map(({ line }) => line)).toEqual([2, 4]);
  });
  it("match by type where there is one way, and say so", async () => {
    const { examples, notes } = await read(classify, "label,id,body\ny,1,hello there\nn,2,good bye\n");
    expect(examples[0]).toEqual({ post: "hello there", label: "y" });
    expect(notes.join()).toContain("`post`; read from `body`");
  });
  it("match by --columns", async () => {
    const mapped = await read(classify, "a,b,c\nx,y,z\n", "data.csv", { columns: "post=c, label=a" });
    expect(mapped.examples).toEqual([{ post: "z", label: "x" }]);
    const given = await read(classify, "1\t10\tid\tsome \"text\n", "data.tsv", { columns: "label,_,_,post" });
    expect(given.examples).toEqual([{ post: 'some "text', label: "1" }]);
  });
  it("refuse to guess, and say what to write", async () => {
    const { message, hint } = await wrong(classify, "a,b\nx,y\n");
    expect(message).toBe("no column for the input `post`: the file has `a`, `b`");
    expect(hint).toContain("--columns post=a");
    expect((await wrong(classify, "post,label\nx,y\n", "data.csv", { columns: "psot=post" })).hint).toContain("`post`");
    expect((await wrong(classify, "post,label\nx,y\n", "data.csv", { columns: "post=pots" })).hint).toContain("`post`");
    expect((await wrong(classify, "post,label\nx,y\n", "data.csv", { columns: "post=post,label" })).exitCode).toBe(2);
  });
  it("name the line of a ragged row and of a stray quotation mark", async () => {
    expect(await wrong(classify, "post,label\na,y\nb\n")).toMatchObject({ line: 3, message: "this row has 1 field where the header has 2" });
    expect(await wrong(classify, 'post,label\na,y\n"b,n\n')).toMatchObject({ message: expect.stringContaining("quotation mark") as string });
    expect(await wrong(classify, 'post,label\na "b",y\n')).toMatchObject({ line: 2, message: expect.stringContaining("quotation mark") as string });
  });
  it("refuse a header without rows, and a name that stands twice", async () => {
    expect((await wrong(classify, "post,label\n")).message).toContain("no rows");
    expect((await wrong(classify, "post,post\na,b\n")).message).toContain("two columns");
  });
  it("take a lone column of numbers as one long sequence", async () => {
    const { examples, notes } = await read(series, '"Month","Sunspots"\n"1749-01",58.0\n"1749-02",62.6\n"1749-03",-7e1\n');
    expect(examples).toEqual([{ x: [58, 62.6, -70] }]);
    expect(notes.join()).toContain("`Sunspots`");
    expect((await read(series, "1\n2\n3\n", "data.txt")).examples).toEqual([{ x: [1, 2, 3] }]);
    expect((await read(series, "a,x\n5,1\n6,2\n", "data.csv", { limit: 1 })).examples).toEqual([{ x: [1] }]);
  });
  it("join columns to features, and read a value a step of a head", async () => {
    const { examples } = await read(plane, "u,v,alarm\n1,2,0\n3,4,true\n", "data.csv", { columns: "x=u+v,alarm=alarm" });
    expect(examples).toEqual([{ x: [[1, 2], [3, 4]], alarm: [0, 1] }]);
  });
  it.each([
    ["abc", "is not a number"],
    ["NaN", "not a value a model can learn from"],
    ["inf", "not a value a model can learn from"],
    ["", "a number is missing here"],
    ["1e999", "too large"],
  ])("say what is wrong with %j in a column of numbers", async (cell, message) => {
    expect(await wrong(series, `x,y\n1,a\n${cell},b\n3,c\n4,d\n5,e\n6,f\n`)).toMatchObject({ line: 3, column: "x", message: expect.stringContaining(message) as string });
  });
  it("hint at a decimal comma", async () => {
    expect(await wrong(series, 'x,y\n1,a\n"1.234,5",b\n')).toMatchObject({ line: 3, hint: "a decimal point is expected: 1234.5" });
  });
});

describe("JSON lines", () => {
  it("are read by key; a row without a head's value keeps its place", async () => {
    const { examples } = await read(classify, '{"label": "y", "post": "a"}\n\n{"post": "b", "id": 3}\n', "data.jsonl");
    expect(examples).toEqual([{ post: "a", label: "y" }, { post: "b" }]);
  });
  it("may be told by content", async () => {
    expect((await read(classify, '{"label": "y", "post": "a"}', "data")).format).toBe("jsonl");
  });
  it("hold lists: tags a step, sequences of numbers", async () => {
    expect((await read(tags, '{"words": ["a", "b"], "tag": ["X", "Y"]}', "data.jsonl")).examples).toEqual([{ words: ["a", "b"], tag: ["X", "Y"] }]);
    expect((await read(series, '{"x": [1, 2]}\n{"x": []}', "data.jsonl")).examples).toEqual([{ x: [1, 2] }, { x: [] }]);
    expect((await read(plane, '{"x": [[1, 2]], "alarm": [true]}', "data.jsonl")).examples).toEqual([{ x: [[1, 2]], alarm: [1] }]);
  });
  it("name the line of what is no JSON, no object, or NaN", async () => {
    expect(await wrong(classify, '{"post": "a", "label": "y"}\n{"post": \n', "data.jsonl")).toMatchObject({ line: 2, message: expect.stringContaining("not JSON") as string });
    expect(await wrong(classify, '[{"post": "a"}]', "data.jsonl")).toMatchObject({ line: 1, message: expect.stringContaining("not an object") as string });
    expect(await wrong(series, '{"x": [1, NaN]}', "data.jsonl")).toMatchObject({ line: 1, message: expect.stringContaining("NaN") as string });
    expect(await wrong(series, '{"x": [1, "two"]}', "data.jsonl")).toMatchObject({ line: 1, column: "x", message: '"two" is not a number' });
    expect(await wrong(plane, '{"x": [[1, 2], [3]], "alarm": [0, 1]}', "data.jsonl")).toMatchObject({ line: 1, column: "x", message: expect.stringContaining("step 2 has 1 number") as string });
  });
  it("take no key for code", async () => {
    const { examples } = await read(classify, '{"__proto__": {"polluted": 1}, "post": "a", "label": "y"}', "data.jsonl");
    expect(examples).toEqual([{ post: "a", label: "y" }]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("labels", () => {
  it("are those of the spec, or their ids", async () => {
    expect((await read(named, "post,label\na,positive\nb,0\n")).examples.map((row) => row["label"])).toEqual(["positive", "negative"]);
    expect(await wrong(named, "post,label\na,positive\nb,postive\n")).toMatchObject({ line: 3, column: "label", message: '"postive" is no label of `label`', hint: expect.stringContaining('"positive"') as string });
  });
  it("are at most as many as the head has classes", async () => {
    expect(await wrong(classify, "post,label\na,x\nb,y\nc,z\n")).toMatchObject({ line: 4, column: "label", message: '"z" is label number 3, but `label` is class(2)' });
  });
  it("are those kept with weights", async () => {
    expect(await wrong(classify, "post,label\na,x\nb,z\n", "data.csv", { classes: { label: ["x", "y"] } })).toMatchObject({ line: 3, column: "label" });
  });
  it("may be absent where only inputs are wanted", async () => {
    expect((await read(classify, "one text\nanother, with a comma\n", "data.txt", { targets: false })).examples).toEqual([{ post: "one text" }, { post: "another, with a comma" }]);
  });
});

it("says which files it does not read", async () => {
  expect((await wrong(tags, "PAR1", "data.parquet")).message).toBe("rnnc does not read .parquet files");
  expect((await read(text, '{"any": "text"}', "data.json")).format).toBe("text");
  expect((await read(text, "# text", "data.conllu")).format).toBe("text");
});
