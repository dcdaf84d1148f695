// Formats beyond text and tables (CoNLL-U, columns of tokens, recordings, folders, zip archives), several files at once,
// and which columns become what. Files are made here, a few lines each.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { vectorOfName } from "../../cli/data/categories.js";
import { readData, type Reads, type ReadOptions } from "../../cli/data/read.js";
import { Failure } from "../../cli/failure.js";

const folder = mkdtempSync(join(tmpdir(), "rnnc-formats-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const input = { axis: "T", size: 100, scale: null, keep: null, lowercase: false, boundary: false } as const;
const head = { axis: null, classes: null, predicts: null, loss: "cross_entropy", weight: 1, scale: null, kind: "class" } as const;
const tagger: Reads = { inputs: [{ ...input, name: "words", kind: "words" }], heads: [{ ...head, name: "tag", size: 17, axis: "T" }] };
const sentiment: Reads = { inputs: [{ ...input, name: "review", kind: "words" }], heads: [{ ...head, name: "label", size: 2, classes: ["negative", "positive"] }] };
const motion: Reads = { inputs: [{ ...input, name: "x", kind: "real", size: 2 }], heads: [{ ...head, name: "activity", size: 2 }] };
const pairs: Reads = {
  inputs: [{ ...input, name: "source", kind: "words", axis: "S" }, { ...input, name: "target", kind: "words", boundary: true }],
  heads: [{ ...head, name: "target", size: 101, axis: "T", predicts: { input: "target", from: 0, to: 0 } }],
};
const captions: Reads = {
  inputs: [{ ...input, name: "language", kind: "real", axis: null, size: 3 }, { ...input, name: "caption", kind: "chars", boundary: true }],
  heads: [{ ...head, name: "caption", size: 101, axis: "T", predicts: { input: "caption", from: 0, to: 0 } }],
};
const letters: Reads = { inputs: [{ ...input, name: "text", kind: "chars" }], heads: [{ ...head, name: "text", size: 100, axis: "T", predicts: { input: "text", from: 1, to: 1 } }] };
const origin: Reads = { inputs: [{ ...input, name: "name", kind: "chars" }], heads: [{ ...head, name: "language", size: 2 }] };
const several: Reads = { inputs: [{ ...input, name: "x", kind: "real", size: 3 }], heads: [{ ...head, name: "x", kind: "real", size: 3, axis: "T", predicts: { input: "x", from: 1, to: 1 } }] };

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function read(model: Reads, paths: string | readonly string[], options: Partial<ReadOptions> = {}) {
  const notes: string[] = [];
  const data = await readData(paths, model, { targets: true, note: (note) => notes.push(note), ...options });
  return { ...data, notes };
}

async function wrong(model: Reads, paths: string | readonly string[], options: Partial<ReadOptions> = {}) {
  try {
    await read(model, paths, options);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { message: error.message, hint: error.hint ?? "", exitCode: error.exitCode, file: error.where?.file, line: error.where?.line, column: error.where?.column };
  }
  throw new Error("reading was expected to fail");
}

const token = (id: string, form: string, upos: string): string => `${id}\t${form}\t${form.toLowerCase()}\t${upos}\t_\t_\t0\troot\t_\t_\n`;

describe("CoNLL-U", () => {
  const content = `# sent_id = 1\n# text = Dámelo ya\n1-3\tDámelo\t_\t_\t_\t_\t_\t_\t_\t_\n${token("1", "Da", "VERB")}${token("2", "me", "PRON")}${token("3", "lo", "PRON")}${token("4", "ya", "ADV")}\n# text = No\n${token("1", "No", "INTJ")}${token("1.1", "hay", "VERB")}\n`;
  it("is a sentence an example; what is no word is left out and counted", async () => {
    const { examples, places, notes, format } = await read(tagger, put("a.conllu.gz", gzipSync(content)), { columns: "words=form,tag=upos" });
    expect(format).toBe("conllu");
    expect(examples).toEqual([{ words: ["Da", "me", "lo", "ya"], tag: ["VERB", "PRON", "PRON", "ADV"] }, { words: ["No"], tag: ["INTJ"] }]);
    expect(places.map(({ line }) => line)).toEqual([4, 10]);
    expect(notes).toEqual([expect.stringMatching(/: left out are 1 multiword token \(ids like 3-4\), whose words are read, and 1 empty node \(8\.1\)\./)]);
  });
  it("has its customs where no column is named, and says so", async () => {
    const { examples, notes } = await read(tagger, put("b.conllu", token("1", "Hola", "INTJ")));
    expect(examples).toEqual([{ words: ["Hola"], tag: ["INTJ"] }]);
    expect(notes).toEqual([expect.stringMatching(/`words` is read from the column `form`/), expect.stringMatching(/`tag` is read from the column `upos`/)]);
  });
  it("keeps capitals, and says so where texts lose them", async () => {
    const lower = { ...tagger, inputs: [{ ...tagger.inputs[0], lowercase: true }] };
    const { examples, notes } = await read(lower, put("b2.conllu", token("1", "Hola", "INTJ")), { columns: "words=form,tag=upos" });
    expect(examples[0]?.["words"]).toEqual(["Hola"]);
    expect(notes).toEqual([expect.stringContaining("`words` is given as lists of words, which keep their capitals")]);
  });
  it("reads no tags where they are not wanted, whatever they are", async () => {
    const { examples } = await read(tagger, put("c.conllu", token("1", "Hola", "_")), { targets: false, columns: "words=form,tag=upos" });
    expect(examples).toEqual([{ words: ["Hola"] }]);
  });
  it("is told where it is wrong, with the line", async () => {
    expect(await wrong(tagger, put("d.conllu", `${token("1", "a", "X")}2\tb\n`))).toMatchObject({ line: 2, message: "this line has 2 fields where CoNLL-U has 10, with tabs between them" });
    expect(await wrong(tagger, put("e.conllu", `${token("1", "a", "X")}${token("1", "b", "X")}`))).toMatchObject({ line: 2, message: "token 1 stands where token 2 of the sentence was expected" });
    expect(await wrong(tagger, put("f.conllu", token("one", "a", "X")))).toMatchObject({ line: 1, column: "id", message: '"one" is not the id of a token' });
    expect(await wrong(tagger, put("g.conllu", "# nothing\n\n"))).toMatchObject({ message: "this file has no sentences" });
    expect(await wrong(tagger, put("h.conllu", token("1", "a", "X")), { columns: "words=from" })).toMatchObject({ exitCode: 2, message: expect.stringContaining("`form`, `lemma`, `upos`") as string, hint: "did you mean `form`?" });
  });
});

describe("columns of tokens", () => {
  const content = "-DOCSTART- -X- O O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\nPeter NNP B-NP B-PER\n";
  it("are a sentence an example; the first and the last column by custom", async () => {
    const { examples, notes } = await read(tagger, put("a.iob", content));
    expect(examples).toEqual([{ words: ["EU", "rejects"], tag: ["B-ORG", "O"] }, { words: ["Peter"], tag: ["B-PER"] }]);
    expect(notes.map((note) => note.replace(/^.*: /, "")).sort()).toEqual(["1 line with -DOCSTART- left out.", "`tag` is read from the column `4`.", "`words` is read from the column `1`."]);
  });
  it("are named by number or in order", async () => {
    const path = put("b.conll", content);
    expect((await read(tagger, path, { columns: "words=1,tag=2" })).examples[0]).toEqual({ words: ["EU", "rejects"], tag: ["NNP", "VBZ"] });
    expect((await read(tagger, path, { columns: "words,_,tag,_" })).examples[1]).toEqual({ words: ["Peter"], tag: ["B-NP"] });
    expect((await wrong(tagger, path, { columns: "words,tag" })).message).toContain("names 2 columns but line 3 has 4");
  });
  it("are told where a line has another number of fields", async () => {
    expect(await wrong(tagger, put("c.bio", "a X\nb\n"))).toMatchObject({ line: 2, message: "this line has 1 field where the first has 2" });
  });
});

describe("recordings", () => {
  const header = "# about\n@problemName walk\n@timeStamps false\n@univariate false\n@dimensions 2\n@classLabel true Standing Running\n@data\n";
  it("are a line each, dimensions side by side, of any length; missing ends are padding", async () => {
    const { examples, notes, places } = await read(motion, put("a.ts", `${header}1,2,3:4,5,6:Standing\n7,?:8,NaN:Running\n`));
    expect(examples).toEqual([{ x: [[1, 4], [2, 5], [3, 6]], activity: "Standing" }, { x: [[7, 8]], activity: "Running" }]);
    expect(places.map(({ line }) => line)).toEqual([8, 9]);
    expect(notes.join("\n")).toContain("missing values at the end of 1 recording are taken for padding");
  });
  it.each([
    ["1,?,3:4,5,6:Standing", "the value of step 2 of dimension 1 is missing", "fill the value in"],
    ["1,x:2,3:Standing", 'step 2 of dimension 1 is "x", which is not a number', ""],
    ["1,2:3:Standing", "dimension 2 has 1 value where dimension 1 has 2", "same steps"],
    ["1,2:Standing", "1 dimension where 2 were expected, and the label", "split by `:`"],
    ["1,2:3,4:Walking", '"Walking" is none of the labels of the header', "Standing, Running"],
  ])("%s", async (line, message, hint) => {
    expect(await wrong(motion, put("b.ts", `${header}1:2:Running\n${line}\n`))).toMatchObject({ line: 9, message: expect.stringContaining(message) as string, hint: expect.stringContaining(hint) as string });
  });
  it("need their header", async () => {
    expect((await wrong(motion, put("c.ts", "1,2:3,4:Standing\n"))).message).toContain("before the line `@data`");
    expect((await wrong(motion, put("d.ts", "@timeStamps true\n@data\n1\n"))).message).toContain("time stamps are not read");
    expect((await wrong(motion, put("e.ts", header))).message).toContain("no recordings");
    expect((await wrong({ ...motion, inputs: [{ ...motion.inputs[0], size: 3 }] }, put("f.ts", `${header}1:2:Running\n`))).message).toContain("step 1 has 2 numbers where `x` has 3");
  });
});

describe("tables without a header", () => {
  it("have columns by number, and ids for classes that have names", async () => {
    const path = put("imdb.tsv.gz", gzipSync('0\t3\t0\tA "dull film.\n1\t9\t1\tFine<br />fun\n'));
    expect((await read(sentiment, path, { columns: "label=1,review=4" })).examples).toEqual([{ review: 'A "dull film.', label: "negative" }, { review: "Fine<br />fun", label: "positive" }]);
    expect(await wrong(sentiment, path, { columns: "label=1,review=5" })).toMatchObject({ exitCode: 2, message: expect.stringContaining("it has `1`, `2`, `3`, `4`") as string });
    expect(await wrong(sentiment, put("three.tsv", "1\ta\n2\tb\n"), { columns: "label=1,review=2" })).toMatchObject({ line: 2, column: "1", message: '"2" is no label of `label`' });
  });
  it("need no names where there is one way to read them, which is told", async () => {
    const content = "1\t9\t0\tA fine film\n0\t2\t1\tDull and long\n1\t8\t2\tFun for all\n";
    const { examples, notes } = await read(sentiment, put("guess.tsv", content));
    expect(examples[1]).toEqual({ review: "Dull and long", label: "negative" });
    expect(notes).toHaveLength(2);
  });
  it("lose no first row where it holds words alone", async () => {
    const path = put("spam.tsv", "ham\thello there\nspam\tbuy now\nham\tgood bye\n");
    const free = { ...sentiment, heads: [{ ...sentiment.heads[0], classes: null }] };
    const { examples, notes } = await read(free, path, { columns: "label=1,review=2" });
    expect({ count: examples.length, notes }).toEqual({ count: 3, notes: [] });
    const alone = await read({ ...sentiment, heads: [] }, put("one.tsv", "ham\thello there\nham\tgood bye\n"), { format: "tsv" }).catch((error: Failure) => error.message);
    expect(alone).toBe("no column for the input `review`: the file has columns `1`, `2`");
    expect((await read(pairs, put("pairs.tsv", "Go.\tVe.\nGo.\tVaya.\n"), { columns: "source=1,target=2" })).examples).toEqual([{ source: "Go.", target: "Ve." }, { source: "Go.", target: "Vaya." }]);
  });
  it("keep their header where there is one, whether it is used by name or by number", async () => {
    const path = put("headed.csv", "kind,score,post\nham,1,hello\nham,2,bye\n");
    const free = { ...sentiment, heads: [{ ...sentiment.heads[0], classes: null }] };
    for (const columns of ["label=kind,review=post", "label=1,review=3"]) expect((await read(free, path, { columns })).examples).toEqual([{ review: "hello", label: "ham" }, { review: "bye", label: "ham" }]);
  });
});

describe("zip archives", () => {
  it("give their one file of data, read by its name", async () => {
    const path = put("pairs.zip", zipSync({ "spa/pairs.tsv": strToU8("Run!\t¡Corre!\nWho?\t¿Quién?\n"), "spa/_about.txt": strToU8("about"), "README.md": strToU8("read me"), "__MACOSX/spa/x": strToU8("x") }));
    const { examples, file } = await read(pairs, path, { columns: "source=1,target=2" });
    expect(examples).toEqual([{ source: "Run!", target: "¡Corre!" }, { source: "Who?", target: "¿Quién?" }]);
    expect(file).toMatch(/pairs\.zip$/);
  });
  it("say which files they hold where there are several, and give the one that is named", async () => {
    const path = put("two.zip", zipSync({ "a.tsv": strToU8("x\ty\n"), "b.tsv": strToU8("u\tv\n") }));
    const several = await wrong(pairs, path);
    expect(several.message).toBe("this zip archive holds 2 files: a.tsv, b.tsv");
    expect(several.hint).toMatch(/two\.zip\/a\.tsv/);
    expect((await read(pairs, `${path}/b.tsv`, { columns: "source=1,target=2" })).examples).toEqual([{ source: "u", target: "v" }]);
    expect((await wrong(pairs, `${path}/c.tsv`)).message).toBe("there is no such file in the archive: it has a.tsv, b.tsv");
  });
  it("are told to be damaged, or not to be", async () => {
    const good = zipSync({ "a.tsv": strToU8("x\ty\n".repeat(1000)) });
    expect((await wrong(pairs, put("cut.zip", good.subarray(0, 60)))).message).toContain("this zip archive is damaged");
    const path = put("no.zip", "plain text");
    expect((await wrong(pairs, `${path}/a.tsv`)).message).toContain("not a zip archive");
  });
});

describe("several files", () => {
  it("are read one after the other, each in its format", async () => {
    const one = put("one.jsonl", '{"review": "a", "label": "positive"}\n');
    const two = put("two.csv", "label,review\nnegative,b\n");
    const { examples, places, file } = await read(sentiment, [one, two]);
    expect(examples).toEqual([{ review: "a", label: "positive" }, { review: "b", label: "negative" }]);
    expect(places).toEqual([{ file: expect.stringMatching(/one\.jsonl$/) as string, line: 1 }, { file: expect.stringMatching(/two\.csv$/) as string, line: 2 }]);
    expect(file).toMatch(/one\.jsonl and 1 more file$/);
    expect((await read(sentiment, [one, two], { limit: 1 })).examples).toHaveLength(1);
    expect((await read(sentiment, [two, one])).fingerprint).not.toBe((await read(sentiment, [one, two])).fingerprint);
  });
  it("share the labels they may have", async () => {
    const of = (name: string, label: string): string => put(name, `review,label\na,${label}\n`);
    const free = { ...sentiment, heads: [{ ...sentiment.heads[0], classes: null }] };
    expect(await wrong(free, [of("x.csv", "x"), of("y.csv", "y"), of("z.csv", "z")])).toMatchObject({ message: '"z" is label number 3, but `label` is class(2)', file: expect.stringMatching(/z\.csv$/) as string });
  });
  it("of a model of text are a sequence each; a series a file is one too", async () => {
    expect((await read(letters, [put("1.txt", "ab\ncd"), put("2.txt", "ef")])).examples).toEqual([{ text: "ab\ncd" }, { text: "ef" }]);
    expect((await read(letters, [put("1.txt", "ab\ncd\n")], { columns: "text=line" })).examples).toEqual([{ text: "ab" }, { text: "cd" }]);
    const { examples } = await read(motion, [put("walk/a.csv", "u,v\n1,2\n3,4\n"), put("run/b.csv", "u,v\n5,6\n")], { columns: "x=u+v,activity=folder" });
    expect(examples).toEqual([{ x: [[1, 2], [3, 4]], activity: "walk" }, { x: [[5, 6]], activity: "run" }]);
  });
  it("are not one file twice, nor standard input and another", async () => {
    const path = put("twice.txt", "a");
    expect(await wrong(letters, [path, path])).toMatchObject({ exitCode: 2, message: "this file is given twice as data" });
    expect(await wrong(letters, [path, "-"])).toMatchObject({ exitCode: 2 });
  });
});

describe("a folder", () => {
  put("names/Irish.txt", "Adam\nAhearn\n");
  put("names/Greek.txt", "Adamidis\n\n");
  put("names/.hidden", "x");
  it("is all its files; a line and the file's name are columns", async () => {
    const { examples, notes, file } = await read(origin, join(folder, "names"));
    expect(file).toMatch(/names \(2 files\)$/);
    expect(examples).toEqual([{ name: "Adamidis", language: "Greek" }, { name: "Adam", language: "Irish" }, { name: "Ahearn", language: "Irish" }]);
    expect(notes).toEqual([expect.stringContaining("`language` is read from the column `file`")]);
    expect((await read(origin, join(folder, "names"), { columns: "name=line,language=file" })).notes).toEqual([]);
  });
  it("may hold a document a file, in a folder named as their class", async () => {
    put("reviews/pos/0_9.txt", "Fine.\r\n\r\nVery fine.\n");
    put("reviews/neg/0_2.txt", "Dull");
    const { examples } = await read({ ...sentiment, heads: [{ ...sentiment.heads[0], classes: ["neg", "pos"] }] }, join(folder, "reviews"), { columns: "label=folder,review=content" });
    expect(examples).toEqual([{ review: "Dull", label: "neg" }, { review: "Fine.\n\nVery fine.", label: "pos" }]);
  });
  it("may be empty, which is told", async () => {
    mkdirSync(join(folder, "empty"));
    expect((await wrong(origin, join(folder, "empty"))).message).toBe("this folder holds no files");
    expect((await wrong(origin, put("alone.txt", "Adam\nEve\n"), { columns: "name=line" })).message).toBe("no column for the head `language`: the file has the column `line`");
  });
});

describe("vectors", () => {
  it("have a single 1 for a name, names in order", async () => {
    const { examples, categories } = await read(captions, join(folder, "names"), { columns: "language=onehot(file),caption=line" });
    expect(categories).toEqual({ "language/1": ["Greek", "Irish"] });
    expect(examples).toEqual([{ language: [1, 0, 0], caption: "Adamidis" }, { language: [0, 1, 0], caption: "Adam" }, { language: [0, 1, 0], caption: "Ahearn" }]);
  });
  it("mean the same with the names kept with weights, whatever else is read", async () => {
    const known = { "language/1": ["Greek", "Irish"] };
    const columns = "language=onehot(file),caption=line";
    const { examples, notes } = await read(captions, join(folder, "names/Irish.txt"), { columns, categories: known, limit: 1 });
    expect(examples).toEqual([{ language: [0, 1, 0], caption: "Adam" }]);
    expect(notes).toEqual([]);
    // From another column too, and without what is not read now.
    expect((await read({ inputs: [captions.inputs[0]], heads: [] }, join(folder, "names/Irish.txt"), { columns, categories: known, unread: ["caption"], limit: 1 })).examples).toEqual([{ language: [0, 1, 0] }]);
    expect((await read(captions, put("named.csv", "from,caption\nIrish,Eve\n"), { columns: "language=onehot(from),caption=caption", categories: known })).examples).toEqual([{ language: [0, 1, 0], caption: "Eve" }]);
    expect(vectorOfName("Irish", { name: "language", size: 3 }, known, columns)).toEqual([0, 1, 0]);
    expect(vectorOfName("Irish", { name: "language", size: 3 }, known, "language=a+onehot(file)")).toBeNull();
    expect(vectorOfName("0 1 0", { name: "language", size: 3 }, known, columns)).toBeNull();
    expect(() => vectorOfName("Iris", { name: "language", size: 3 }, known, columns)).toThrow('"Iris" is none of the names that `language` was trained with');
    expect(await wrong(captions, put("Grek.txt", "x\n"), { columns, categories: known })).toMatchObject({ column: "file", line: 1, message: '"Grek" is none of the names that `language` was trained with', hint: expect.stringContaining('did you mean "Greek"') as string });
  });
  it("are joined of columns, ranges and names; too many are told", async () => {
    const path = put("rows.csv", "kind,u,v,caption\nb,1,2,x\na,3,4,y\n");
    expect((await read({ ...captions, inputs: [{ ...captions.inputs[0], size: 4 }, captions.inputs[1]] }, path, { columns: "language=u+onehot(kind)+v" })).examples).toEqual([{ language: [1, 0, 1, 2], caption: "x" }, { language: [3, 1, 0, 4], caption: "y" }]);
    expect((await wrong(captions, path, { columns: "language=u..v+onehot(kind)" })).message).toBe("`language` is real[3], and the data give it 4 numbers (onehot(kind) 2)");
    expect((await wrong(captions, path, { columns: "caption=onehot(kind)" })).message).toContain("`caption` is not `real[…]`");
    expect((await read(captions, put("rows.jsonl", '{"language": [1, 0, 0.5], "caption": "x"}\n'))).examples).toEqual([{ language: [1, 0, 0.5], caption: "x" }]);
  });
  it("are steps of a long series by a range of its columns, or lists side by side", async () => {
    const path = put("ett.csv", "date,HUFL,HULL,OT\n2016-07-01,1,2,3\n2016-07-02,4,5,6\n");
    expect((await read(several, path, { columns: "x=HUFL..OT" })).examples).toEqual([{ x: [[1, 2, 3], [4, 5, 6]] }]);
    expect((await read(several, path, { columns: "x=2..4" })).examples).toEqual([{ x: [[1, 2, 3], [4, 5, 6]] }]);
    expect((await wrong(several, path, { columns: "x=OT..HUFL" })).hint).toBe("write `HUFL..OT`.");
    const lists = put("lists.jsonl", '{"a": [1, 2], "b": [3, 4], "c": [5, 6]}\n');
    expect((await read(several, lists, { columns: "x=a+b+c" })).examples).toEqual([{ x: [[1, 3, 5], [2, 4, 6]] }]);
    expect((await wrong(several, put("uneven.jsonl", '{"a": [1, 2], "b": [3], "c": [5, 6]}\n'), { columns: "x=a+b+c" })).message).toBe("this column has 1 steps where `a` has 2");
  });
});
