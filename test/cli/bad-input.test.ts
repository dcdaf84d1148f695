// Everything a person can get wrong, as functions where that is enough: specs, names that look like code, data,
// weights. Each mistake must be told in its own words and leave nothing behind. Commands as processes: specs.test.ts,
// training.test.ts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DataError, type Model, type ModelTypes } from "@rnnc/runtime";
import { checkSpec } from "../../cli/compiler.js";
import { readData } from "../../cli/data/read.js";
import { Failure } from "../../cli/failure.js";
import { readSpec } from "../../cli/files.js";
import { loadModel } from "../../cli/load.js";
import { openSources } from "../../cli/library.js";
import { runCompiled } from "../../cli/run-compiled.js";
import { readWeights } from "../../cli/weights.js";
import { importModule } from "../support/import-module.js";
import { compile } from "../../compiler/pipeline.js";
import { openPlace, root } from "./run.js";

type Made = Model<ModelTypes>;

const folder = mkdtempSync(join(tmpdir(), "rnnc-bad-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
function write(ending: string, content: string | Uint8Array): string {
  const path = join(folder, `${++files}${ending}`);
  writeFileSync(path, content);
  return path;
}

/** The errors of a spec: code and title. */
async function errorsOf(text: string): Promise<string[]> {
  const diagnostics = await checkSpec({ path: "bad.rnn", text });
  for (const { labels } of diagnostics) {
    expect(labels[0].span.start).toBeGreaterThanOrEqual(0);
    expect(labels[0].span.end).toBeLessThanOrEqual(text.length);
  }
  return diagnostics.filter((one) => one.severity === "error").map((one) => `${one.code} ${one.title}`);
}

async function failureOf(action: () => unknown): Promise<Failure> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("a Failure was expected");
}

const told = (failure: Failure): string => `${failure.code ?? ""} ${failure.message}`.trim();

const model = "model m {\n  input x: chars[T] of 20\n  stack h from x { embed(4)  mine(5) }\n  head x[t+1] from h\n}\n";
const declared = "  input x: [D]\n  state h: [H]\n  output h\n  param W: [H, D]\n  param U: [H, H]\n";
const cell = (equations: string, declarations = declared): string => `cell mine(H) {\n${declarations}${equations}\n}\n${model}`;
const right = "  h = tanh(W @ x + U @ h[t-1])";

describe("a bad spec", () => {
  it("the one that the others are made from is right", async () => {
    expect(await errorsOf(cell(right))).toEqual([]);
  });
  const equations = (n: number): string => Array.from({ length: n }, (_, i) => `  a${i + 1} = tanh(a${i})`).join("\n");
  it.each<[string, string, RegExp[]]>([
    ["a syntax error", cell("  h = tanh(W @ x +"), [/RNN102 a value is missing after `\+`/]],
    ["three at once", cell("  h = tanh(W @ x + U @ h[t-1]").replace("input x: chars", "inptu x: chars").replace("embed(4)", "embed(4"), [/RNN103 a `\)` is missing/, /RNN104 `inptu`/, /RNN101 `mine` can't stand here/]],
    ["an unknown name", cell("  h = tanh(W @ x + V @ h[t-1])"), [/RNN201 the name `V` is not known/]],
    ["an unknown cell", model, [/RNN311 there is no layer or cell `mine`/]],
    ["a shape conflict", cell("  h = tanh(U @ x + U @ h[t-1] + W @ x)"), [/RNN203 the sizes in `U @ x` differ/]],
    ["a cycle without delay", cell("  a = tanh(W @ x + b)\n  b = sigmoid(a)\n  h = a + U @ h[t-1]"), [/RNN210 .*a → b → a/]],
    ["a state without an equation", cell(right, declared.replace("state h:", "state h, c:")), [/RNN209 the state `c` has no equation/]],
    ["two equations of one name", cell(`${right}\n  h = W @ x`), [/RNN202 `h` has two equations/]],
    ["a name declared twice", cell(right, `${declared}  param W: [H, H]\n`), [/RNN202 `W` is declared twice/]],
    ["a size of 0", cell(right).replace("mine(5)", "mine(0)"), [/RNN307 the size `H` of `mine` is a whole number from 1/]],
    ["a size of 10^9", cell(right).replace("mine(5)", "mine(1_000_000_000)"), [/RNN330 .*parameters; at most/]],
    ["10^9 symbols", cell(right).replace("of 20", "of 1000000000"), [/RNN330 .*parameters; at most/]],
    ["a size below 0", cell(right).replace("mine(5)", "mine(-5)"), [/RNN307/]],
    ["a size that is no whole number", cell(right).replace("mine(5)", "mine(2.5)"), [/RNN307/]],
    ["a number that is none", cell(right).replace("mine(5)", "mine(1e999)"), [/RNN111 `1e999` is not a number/]],
    ["deep brackets", cell(`  h = ${"(".repeat(5000)}W @ x${")".repeat(5000)}`), [/RNN118 more than 100 brackets/]],
    ["deep calls", cell(`  h = ${"tanh(".repeat(5000)}W @ x${")".repeat(5000)}`), [/RNN118 more than 100 brackets/]],
    ["deep operations", cell(`  h = ${"-".repeat(20_000)}x`), [/RNN118 .*400 operations deep/]],
    ["a long sum", cell(`  h = ${Array.from({ length: 5000 }, () => "W @ x").join(" + ")}`), [/RNN118 .*400 operations deep/]],
    ["a long chain of equations", cell(`  a0 = W @ x\n${equations(5000)}\n  h = a5000 + U @ h[t-1]`), [/RNN330 `a200` needs more than 200 operations one after another/]],
    ["deep layers", `model m {\n  input x: chars[T] of 20\n  stack h from x { embed(4)  ${"stacked 2 { ".repeat(40)}elman(3)${" }".repeat(40)} }\n  head x[t+1] from h\n}\n`, [/RNN330 a model has at most 1000 layers/]],
    ["an empty file", "", [/RNN115 this file is empty/]],
    ["white space", " \n\t\n", [/RNN115 this file is empty/]],
    ["comments", "// nothing\n", [/RNN115 there are only comments/]],
    ["a text that is no spec", "Before we proceed any further, hear me speak.\n", [/^RNN1\d\d /]],
  ])("%s", async (_, text, expected) => {
    const errors = await errorsOf(text);
    expect(errors.length, errors.join("\n")).toBeGreaterThanOrEqual(expected.length);
    expected.forEach((pattern, i) => expect(errors[i]).toMatch(pattern));
  });
  it("a chain that is just short enough compiles", async () => {
    const { compiled, diagnostics } = await compile({ path: "long.rnn", text: cell(`  a0 = W @ x\n${equations(190).replaceAll("tanh", "gelu")}\n  h = a190 + U @ h[t-1]`) }, { library: openSources(), modules: "plain" });
    expect(diagnostics).toEqual([]);
    expect(compiled).toHaveLength(1);
  });
  it.each<[string, string | Uint8Array, RegExp]>([
    ["larger than a megabyte", `${cell(right)}// ${"x".repeat(1_100_000)}`, /has 1.1 MB; a spec has at most 1 MB/],
    ["binary", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]), /binary file/],
    ["in Latin-1", Buffer.from(`// é\n${cell(right)}`, "latin1"), /byte 0xE9 at offset 3 is not UTF-8/],
    ["in UTF-16", Buffer.from(`\uFEFF${cell(right)}`, "utf16le"), /binary file/],
  ])("a file that is %s", async (_, content, expected) => {
    const failure = await failureOf(() => readSpec(write(".rnn", content)));
    expect(told(failure)).toMatch(expected);
    expect(failure.exitCode).toBe(1);
  });
  it("a folder, and a file that is not there", async () => {
    expect(told(await failureOf(() => readSpec(folder)))).toContain("this is a folder");
    expect(told(await failureOf(() => readSpec(join(folder, "none.rnn"))))).toBe("there is no such file");
  });
});

describe("names and texts that look like code", () => {
  const hostile = String.raw`/// */ process.exit(99) /* ${"`${process.exit(98)}`"} "; process.exit(97)
/// <script>alert(1)</script> \u002a/ process.exit(95) //
cell constructor(H, __proto__ = 1) {
  input  toString: [D]
  state  hasOwnProperty: [H]
  output hasOwnProperty
  param class, function: [H, D]
  param delete: [H, H]
  param await, valueOf, __proto: [H]
  var = class @ toString + await * __proto__ + __proto
  hasOwnProperty = tanh(var + delete @ hasOwnProperty[t-1] + valueOf + function @ toString)
}
/// ${"`${process.exit(96)}`"} */
model __proto__ {
  input constructor: words[T] of 20
  input __proto__: real[T] { scale = standard }
  input eval: real[2]
  stack import from constructor { embed(3) }
  stack prototype from import ++ __proto__ ++ eval { constructor(5)  constructor(4, __proto__ = 2) }
  head yield: class("\"; process.exit(1); \"", "*/ process.exit()", "${"${process.exit(1)}`"}", "__proto__", "constructor", "", "a\nb", "</script>", "\\", "\u2028") from last(prototype)
  head then: real from last(prototype) { scale = minmax }
  head hasOwnProperty: class(3) from last(prototype)
  head isPrototypeOf[t]: binary from prototype
  head constructor[t+1] from prototype
  train { batch = 2  epochs = 1  validate = 30% }
}
`;
  // As JSON: in an object literal, \`__proto__\` would mean something else.
  const row = (i: number): Record<string, unknown> =>
    JSON.parse(`{"constructor": ["a", "constructor", "__proto__", "${i}"], "__proto__": [1, ${i}, 3, 4], "eval": [1, 2], "yield": "${["__proto__", "a\\nb", "constructor"][i % 3]}", "then": ${i}, "hasOwnProperty": "${["__proto__", "constructor", "x"][i % 3]}", "isPrototypeOf": [0, 1, 0, 1]}`) as Record<string, unknown>;
  const rows = [0, 1, 2, 3, 4, 5, 6, 7].map(row);

  it("compile, train, evaluate, predict and are saved; nothing runs", async () => {
    const { compiled, diagnostics } = await compile({ path: "hostile.rnn", text: hostile }, { library: openSources(), modules: "plain" });
    expect(diagnostics.filter((one) => one.severity === "error")).toEqual([]);
    const factory = (await importModule(compiled[0].files))["default"] as { create(options: { seed?: number; weights?: Uint8Array }): Promise<Made> };
    const made = await factory.create({ seed: 1 });
    const reports = [];
    for await (const report of made.fit(rows as never)) reports.push(report);
    const last = reports.at(-1)!;
    expect(last.loss).toBeGreaterThan(0);
    expect(Object.keys(last.validation!.heads)).toEqual(["yield", "then", "hasOwnProperty", "isPrototypeOf", "constructor"]);
    expect(Number.isFinite((await made.trainStep(rows as never)).loss)).toBe(true);
    expect(made.labels("hasOwnProperty")).toEqual(["__proto__", "constructor", "x"]);
    const columns = Object.fromEntries(["constructor", "__proto__", "eval"].map((name) => [name, rows.map((each) => Object.getOwnPropertyDescriptor(each, name)!.value as unknown)]));
    const said = (await made.predict(columns as never)) as unknown as Record<string, unknown[]>;
    expect(said["yield"]).toHaveLength(rows.length);
    // As `rnnc train` runs it: without the module.
    const again = (await runCompiled(compiled[0]).create({ weights: await made.save() })) as unknown as Made;
    expect(await again.predict(columns as never)).toEqual(said);
    expect(Object.keys(Object.prototype)).toEqual([]);
    made.dispose();
    again.dispose();
  });

  it("the formatted module is sound TypeScript that holds them as texts", async () => {
    const { compiled } = await compile({ path: "hostile.rnn", text: hostile }, { library: openSources() });
    const index = compiled[0].files.find((file) => file.path === "index.ts")!.text;
    for (const part of ["process.exit(99)", "process.exit(96)"]) expect(index.split("\n").filter((line) => line.includes(part)).every((line) => /^\s*(\*|\/\/|\/\*\*|doc:|["'])/.test(line)), part).toBe(true);
    const { default: ts } = await import("esbuild");
    const { warnings, code } = await ts.transform(index, { loader: "ts", format: "esm", target: "es2022" });
    expect(warnings).toEqual([]);
    // Without texts and comments nothing is left of it.
    const { code: bare } = await ts.transform(code, { minify: true });
    expect(bare.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, "")).not.toMatch(/process|alert/);
  });

  it.each([
    ['"a" b"', /RNN1\d\d/],
    ["'a'", /RNN110 texts stand in double quotes/],
    ['"a\\q"', /RNN110 .*escape/],
    ['"a\nb"', /RNN110 this text is never closed/],
    ["`a`", /RNN1\d\d/],
    ["${a}", /RNN1\d\d/],
  ])("what is no text is refused: %j", async (text, expected) => {
    const errors = await errorsOf(`model m { input x: words[T] of 9 stack h from x { embed(2) elman(2) } head y: class(${text}, "z") from last(h) }`);
    expect(errors.some((error) => expected.test(error)), errors.join("\n")).toBe(true);
  });
});

describe("bad data", () => {
  const specs = {
    text: "model text { input text: chars[T] of 50 stack h from text { embed(2) elman(3) } head text[t+1] from h }",
    labels: 'model labels { input text: words[T] of 50 stack h from text { embed(2) elman(3) last } head label: class("neg", "pos") from h }',
    series: "model series { input x: real[T] stack h from x { elman(3) last } head x[t+1] from h train { cut = windows(5) } }",
    vectors: "model vectors { input x: real[3] input s: real[T, 2] stack h from s ++ x { elman(3) last } head y: real from h }",
    tokens: "model tokens { input ids: token[T] of 5 stack h from ids { embed(2) elman(3) } head tag[t]: class(3) from h }",
  } as const;
  const loaded = new Map<string, ReturnType<typeof loadModel>>();
  const descriptionOf = async (name: keyof typeof specs) => {
    if (!loaded.has(name)) loaded.set(name, loadModel(write(".rnn", specs[name])));
    return (await loaded.get(name)!).factory.description;
  };
  const csv = (text: string): string => write(".csv", text);
  const lines = (text: string): string => write(".jsonl", text);

  it.each<[string, keyof typeof specs, () => string, RegExp, number?]>([
    ["missing", "text", () => join(folder, "none.txt"), /there is no such file/],
    ["an empty folder", "text", () => mkdtempSync(join(folder, "empty-")), /this folder holds no files/],
    ["empty", "text", () => write(".txt", ""), /this file is empty/],
    ["white space", "text", () => write(".txt", " \n \n"), /nothing but white space/],
    ["in Latin-1", "text", () => write(".txt", Buffer.from("caf\xe9 au lait", "latin1")), /byte 0xE9 at offset 3 is not UTF-8 .*"é" in Latin-1/, 1],
    ["in UTF-16", "text", () => write(".txt", Buffer.from("\uFEFFhello", "utf16le")), /UTF-16/],
    ["binary", "text", () => write(".txt", Uint8Array.from({ length: 4000 }, (_, i) => (i * 37) % 256)), /binary file/],
    ["a header and no rows", "labels", () => csv("text,label\n"), /a header and no rows/],
    ["an unknown label", "labels", () => csv("text,label\na b,pos\nc d,maybe\n"), /"maybe" is no label of `label`/, 3],
    ["a field too few", "labels", () => csv("text,label\na b,pos\nc d\n"), /this row has 1 field where the header has 2/, 3],
    ["an open quotation mark", "labels", () => csv('text,label\na b,pos\n"c d,neg\n'), /quotation mark opens a field/],
    ["other columns", "labels", () => csv("foo,bar\na b,pos\n"), /no column for the input `text`: the file has `foo`, `bar`/],
    ["no column of labels", "labels", () => csv("text\na b\n"), /no column for the head `label`/],
    ["other separators", "labels", () => csv("text;label\na b;pos\n"), /separated by `;`/, 1],
    ["text in a column of numbers", "series", () => csv("x\n1\nthree\n"), /"three" is not a number/, 3],
    ["NaN", "series", () => csv("x\n1\n2\nNaN\n"), /"NaN" is not a value a model can learn from/, 4],
    ["NaN in JSON", "vectors", () => lines('{"x": [1, 2, NaN], "s": [[1, 2]], "y": 1}'), /NaN and Infinity are not JSON/, 1],
    ["an empty line in a series", "series", () => csv("x\n1\n2\n\n4\n"), /the line before this one is empty/, 5],
    ["a number of 64 bits", "series", () => csv("x\n1\n1e39\n"), /"1e39" is too large/, 3],
    ["a decimal comma", "series", () => csv('x\n"1,5"\n'), /is not a number/, 2],
    ["a broken line", "labels", () => lines('{"text": "a", "label": "pos"}\n{"text": '), /this line is not JSON/, 2],
    ["a line that is no object", "labels", () => lines("[1, 2]\n"), /JSON, but not an object/, 1],
    ["a number where text belongs", "labels", () => lines('{"text": 5, "label": "pos"}'), /text was expected, and this is "5"/, 1],
    ["an id too large", "tokens", () => lines('{"ids": [0, 7], "tag": [0, 1]}'), /7 is not an id from 0 to 4/, 1],
    ["half an id", "tokens", () => lines('{"ids": [0, 1.5], "tag": [0, 1]}'), /1.5 is not an id/, 1],
    ["a number missing in a vector", "vectors", () => lines('{"x": [1, 2], "s": [[1, 2]], "y": 1}'), /2 numbers where `x` has 3/, 1],
    ["a ragged step", "vectors", () => lines('{"x": [1, 2, 3], "s": [[1, 2], [3]], "y": 1}'), /step 2 has 1 number where `s` has 2/, 1],
    ["a null", "vectors", () => lines('{"x": [1, 2, null], "s": [[1, 2]], "y": 1}'), /a number is missing here/, 1],
    ["gzip that was cut off", "text", () => write(".txt.gz", new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b])), /ends too early/],
    ["a format that is not read", "labels", () => write(".parquet", "PAR1"), /does not read \.parquet files/],
  ])("%s", async (_, spec, file, expected, line) => {
    const description = await descriptionOf(spec);
    const failure = await failureOf(() => readData(file(), description, { targets: true, note: () => undefined }));
    expect(told(failure)).toMatch(expected);
    expect(failure.exitCode).toBe(1);
    if (line !== undefined) expect(failure.where?.line).toBe(line);
  });

  it.each<[string, keyof typeof specs, Record<string, unknown>[], RegExp]>([
    ["too short for a window", "series", [{ x: [1, 2] }], /RNN716 .*long enough for one window of 5 steps/],
    ["nothing to predict", "text", [{ text: "a" }], /RNN716 .*nothing to predict/],
    ["no value of any head", "labels", [{ text: "a b" }, { text: "c" }], /RNN716 .*no row of the training data has a value of `label`/],
    ["tags of another length", "tokens", [{ ids: [0, 1, 2], tag: [0, 1] }], /RNN707 .*has 2 steps, but `ids` has 3/],
    ["a class too large", "tokens", [{ ids: [0, 1], tag: [0, 3] }], /RNN705 .*ids are whole numbers from 0 to 2/],
    ["NaN", "series", [{ x: [1, 2, 3, NaN, 5, 6, 7] }], /RNN704 .*NaN/],
  ])("the runtime tells: %s", async (_, spec, examples, expected) => {
    await descriptionOf(spec);
    const made = await (await loaded.get(spec)!).factory.create({ seed: 1 });
    const error: unknown = await (async () => {
      for await (const _report of made.fit(examples as never));
    })().catch((caught: unknown) => caught);
    made.dispose();
    expect(error).toBeInstanceOf(DataError);
    expect(`${(error as DataError).code} ${(error as DataError).message}`).toMatch(expected);
  });
});

describe("bad weights", () => {
  const small = "model small { input text: chars[T] of 9 stack h from text { embed(2) elman(2) } head text[t+1] from h train { epochs = 1  batch = 1 } }";
  const trained = (async () => {
    const { factory } = await loadModel(write(".rnn", small));
    const made = await factory.create({ seed: 1 });
    for await (const _ of made.fit([{ text: "abcabcabc" }, { text: "cba" }] as never));
    return { factory, bytes: await made.save() };
  })();
  const open = async (bytes: Uint8Array): Promise<string> => {
    const { factory } = await trained;
    try {
      const { bytes: read } = readWeights(write(".safetensors", bytes));
      const made = await factory.create({ weights: read });
      made.dispose();
      return "accepted";
    } catch (error) {
      if (error instanceof Failure) return told(error);
      if (error instanceof DataError) return `${error.code} ${error.message}`;
      throw error; // anything else is a bug
    }
  };

  it("whole ones are read", async () => expect(await open((await trained).bytes)).toBe("accepted"));
  it("a flipped bit is found: in every byte of the beginning, in every fifth after it", async () => {
    const { factory, bytes } = await trained;
    for (let i = 0; i < bytes.length; i += i < 1500 ? 1 : 5) {
      const flipped = bytes.slice();
      flipped[i] ^= 1 << (i % 8);
      const error: unknown = await factory.create({ weights: flipped }).then(() => `byte ${i}, bit ${i % 8}: accepted`, (caught: unknown) => caught);
      if (!(error instanceof DataError && /^RNN80[123]$/.test(error.code))) throw new Error(`byte ${i}, bit ${i % 8}: ${String(error)}`);
    }
  });
  it.each<[string, (bytes: Uint8Array) => Uint8Array, RegExp]>([
    ["empty", () => new Uint8Array(0), /RNN801 .*truncated: it has 0 bytes/],
    ["the beginning alone", (bytes) => bytes.slice(0, 100), /RNN801 .*truncated/],
    ["the last byte missing", (bytes) => bytes.slice(0, -1), /RNN801 .*ends 1 byte too early/],
    ["a byte too many", (bytes) => Uint8Array.of(...bytes, 0), /RNN803 .*1 byte too many/],
    ["a text", () => new TextEncoder().encode("hello, this is no model\n".repeat(9)), /RNN802 .*not a safetensors file/],
  ])("%s", async (_, change, expected) => {
    expect(await open(change((await trained).bytes))).toMatch(expected);
  });
  it("of another model, and of another version of this one", async () => {
    const { bytes } = await trained;
    const other = await loadModel(write(".rnn", small.replace("model small", "model other").replace("embed(2)", "embed(4)")));
    await expect(other.factory.create({ weights: bytes })).rejects.toMatchObject({ code: "RNN804", message: expect.stringMatching(/of the model `small`, not of this `other`/) as string });
    const wider = await loadModel(write(".rnn", small.replace("elman(2)", "elman(3)")));
    await expect(wider.factory.create({ weights: bytes })).rejects.toMatchObject({ code: "RNN804", message: expect.stringMatching(/another version of `small`/) as string });
  });
});

describe("as commands: exit code 1, a sentence, nothing half-written", () => {
  const place = openPlace();
  afterAll(() => place.remove());
  it("compile of a bad spec, train on bad data", () => {
    writeFileSync(place.at("bad.rnn"), cell("  h = tanh(U @ x)"));
    const compiled = place.run("compile", "bad.rnn", "--out", "made/here");
    expect(compiled).toMatchObject({ code: 1, out: "" });
    expect(compiled.err).toContain("error[RNN203]");
    expect(compiled.err).not.toMatch(/^ +at |internal:/m);
    writeFileSync(place.at("good.rnn"), 'model good { input text: words[T] of 50 stack h from text { embed(2) elman(3) last } head label: class("neg", "pos") from h }');
    writeFileSync(place.at("unknown.csv"), "text,label\na b,pos\nc d,maybe\n");
    const trained = place.run("train", "good.rnn", "--data", "unknown.csv", "--out", "made/weights.safetensors", "--json");
    expect(trained.code).toBe(1);
    expect(JSON.parse(trained.out)).toMatchObject({ ok: false, error: { message: '"maybe" is no label of `label`', file: "unknown.csv", line: 3 } });
    expect(existsSync(place.at("made"))).toBe(false);
    expect(readdirSync(place.folder).sort()).toEqual(["bad.rnn", "good.rnn", "unknown.csv"]);
  });
  it("used wrongly: exit code 2, and as JSON where that was asked for", () => {
    expect(place.run("trian", "good.rnn")).toMatchObject({ code: 2, err: expect.stringContaining("Did you mean train?") as string });
    expect(place.run("help", "trian")).toMatchObject({ code: 2, err: expect.stringContaining("did you mean `train`?") as string });
    const wrong = place.run("train", "good.rnn", "--batch", "none", "--json");
    expect(wrong.code).toBe(2);
    expect(JSON.parse(wrong.out)).toMatchObject({ ok: false, error: { message: expect.stringContaining("'none' is invalid") as string } });
  });
  it("output into a pipe that closes is no error", () => {
    const { stdout, stderr } = spawnSync("sh", ["-c", '"$0" dist/cli/rnnc.js explain | head -1', process.execPath], { cwd: root, encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: "Specs: syntax\n", stderr: "" });
  });
});
