// The commands that work on specs, run as a person runs them: exit codes, what is printed where, what is on the disk after.
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openPlace, root, type Ran } from "./run.js";

const place = openPlace();
afterAll(() => place.remove());
const { at, run, runWith } = place;
const cells = join(root, "specs", "cells");

const model = (cell: string, use = ""): string => `${use}${cell}
model m {
  input x: real[T, 3]
  stack h from x { mine(4) }
  head y[t]: real from h
}
`;
const good = `cell mine(H) {
  input  x: [D]
  state  h: [H]
  output h

  param W: [H, D]
  param U: [H, H] = orthogonal

  h = tanh(W @ x + U @ h[t-1])
}
`;

function write(name: string, text: string | Uint8Array): string {
  writeFileSync(at(name), text);
  return name;
}

interface Json {
  readonly ok: boolean;
  readonly files: readonly { readonly diagnostics: readonly { readonly code: string; readonly severity: string; readonly title: string; readonly line: number }[] }[];
}

function errorsOf({ out }: Ran): { code: string; title: string; line: number }[] {
  return (JSON.parse(out) as Json).files.flatMap((file) => file.diagnostics).filter((one) => one.severity === "error");
}

describe("being called", () => {
  it("helps on standard output, with every command and examples", () => {
    const help = run("--help");
    expect(help).toMatchObject({ code: 0, err: "" });
    for (const name of ["init", "check", "fmt", "inspect", "explain", "compile", "train", "evaluate", "predict", "generate"]) {
      expect(help.out).toContain(`  ${name} `);
      expect(run(name, "--help")).toMatchObject({ code: 0, err: "", out: expect.stringContaining("Examples:") as string });
    }
    expect(run("help", "train").out).toBe(run("train", "--help").out);
    expect(run()).toMatchObject({ code: 0, out: help.out });
    expect(run("--version").out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
  it("exits with 2 when used wrongly, and says what is near", () => {
    expect(run("trian")).toMatchObject({ code: 2, out: "", err: expect.stringContaining("Did you mean train?") as string });
    expect(run("check", "--jsn", "x.rnn")).toMatchObject({ code: 2, err: expect.stringContaining("Did you mean --json?") as string });
    expect(run("check")).toMatchObject({ code: 2, err: expect.stringContaining("missing required argument") as string });
    expect(run("train", "x.rnn", "--epochs", "many")).toMatchObject({ code: 2, err: expect.stringContaining("number above 0") as string });
  });
});

describe("bench", () => {
  it("measures an update, a prediction and a step on random input", () => {
    write("good.rnn", model(good));
    const { code, out, err } = run("bench", "good.rnn", "--batch", "2", "--steps", "3", "--seconds", "0.01");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const what of ["an update on 2 sequences", "a prediction of 2 sequences", "one step of one sequence"]) expect(out).toContain(what);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    const { measured } = JSON.parse(run("bench", "good.rnn", "--batch", "2", "--steps", "3", "--seconds", "0.01", "--json").out) as { measured: { rows: number; runs: number; least: number; median: number }[] };
    expect(measured.map(({ rows }) => rows)).toEqual([6, 6, 1]);
    for (const { runs, least, median } of measured) expect(runs >= 3 && least > 0 && median >= least).toBe(true);
  });
  it("is told when it is used wrongly", () => {
    expect(run("bench")).toMatchObject({ code: 2, err: expect.stringContaining("missing required argument") as string });
    expect(run("bench", "x.rnn", "--steps", "0")).toMatchObject({ code: 2, err: expect.stringContaining("whole number") as string });
  });
});

describe("check", () => {
  it("is content with what is right, in a file and a folder", () => {
    write("good.rnn", model(good));
    expect(run("check", "good.rnn")).toEqual({ code: 0, out: "good.rnn: no problems.\n", err: "" });
    expect(run("check", cells)).toMatchObject({ code: 0, err: "" });
  });
  it("shows frames with places on standard error, in colour only for terminals", () => {
    write("wrong.rnn", model(good.replace("[H, D]", "[H, H]")));
    const plain = run("check", "wrong.rnn");
    expect(plain).toMatchObject({ code: 1, out: "" });
    expect(plain.err).toMatch(/error\[RNN\d+\]: .*\n {2}wrong\.rnn:9:\d+\n/);
    expect(plain.err).not.toContain("\x1b");
    const [, line, column] = /wrong\.rnn:(\d+):(\d+)/.exec(plain.err) ?? [];
    expect(JSON.parse(run("check", "--json", "wrong.rnn").out)).toMatchObject({ files: [{ diagnostics: [{ line: Number(line), column: Number(column) }] }] });
    expect(runWith({ env: { FORCE_COLOR: "1" } }, "check", "wrong.rnn").err).toContain("\x1b[");
    expect(runWith({ env: { FORCE_COLOR: "1", NO_COLOR: "1" } }, "check", "wrong.rnn").err).not.toContain("\x1b");
  });
  it.each<[string, string, number]>([
    ["a syntax error", model(good.replace("tanh(", "tanh((")), 1],
    ["three at once", model(good.replace("[H, D]", "[H, ]").replace("state  h: [H]", "state  h [H]").replace("U @ h[t-1]", "U @ @ h[t-1]")), 3],
    ["an unknown name", model(good.replace("W @ x", "W @ z")), 1],
    ["a shape conflict", model(good.replace("[H, D]", "[H, H]")), 1],
    ["a cycle without delay", model(good.replace("h[t-1]", "h")), 1],
    ["a state without an equation", model(good.replace("state  h:", "state  h, c:")), 1],
    ["a duplicate name", model(good.replace("param W:", "param U: [H, H]\n  param W:")), 1],
    ["a dimension of 0", model(good).replace("mine(4)", "mine(0)"), 1],
    ["a dimension of 10^9", model(good).replace("mine(4)", "mine(1_000_000_000)"), 1],
    ["deep nesting", model(good.replace("W @ x", `${"(".repeat(20_000)}W @ x${")".repeat(20_000)}`)), 1],
    ["an empty file", "", 1],
  ])("refuses %s", (_, text, least) => {
    write("bad.rnn", text);
    const ran = run("check", "--json", "bad.rnn");
    expect(ran.code).toBe(1);
    expect(errorsOf(ran).length).toBeGreaterThanOrEqual(least);
    if (least === 3) expect(new Set(errorsOf(ran).map((error) => error.line)).size).toBe(3);
    expect(ran.err).toBe("");
    const compiled = run("compile", "bad.rnn", "--out", "never");
    expect(compiled.code).toBe(1);
    expect(compiled.err).not.toContain("internal");
    expect(readdirSync(place.folder)).not.toContain("never");
  });
  it("refuses files that are no specs: missing, a folder without, too large, binary", () => {
    write("large.rnn", "// ".padEnd(1_000_001, "x"));
    write("binary.rnn", new Uint8Array([1, 0, 2]));
    mkdirSync(at("nothing"));
    expect(run("check", "missing.rnn")).toMatchObject({ code: 1, err: expect.stringContaining("missing.rnn: there is no such file") as string });
    expect(run("check", "nothing")).toMatchObject({ code: 1, err: expect.stringContaining("no .rnn file") as string });
    expect(run("check", "large.rnn")).toMatchObject({ code: 1, err: expect.stringContaining("at most 1 MB") as string });
    expect(run("check", "binary.rnn")).toMatchObject({ code: 1, err: expect.stringContaining("binary") as string });
    expect(JSON.parse(run("check", "--json", "missing.rnn").out)).toMatchObject({ ok: false, error: { message: "there is no such file", file: "missing.rnn" } });
  });
  it("takes a spec of nearly a megabyte", () => {
    write("long.rnn", model(good) + "// comment\n".repeat(85_000));
    expect(run("check", "long.rnn").code).toBe(0);
  });
  it("follows `use` from the file it stands in, and names that file when something in it is wrong", () => {
    mkdirSync(at("lib"), { recursive: true });
    write("lib/cell.rnn", good);
    mkdirSync(at("deep"), { recursive: true });
    write("deep/user.rnn", model("", 'use "../lib/cell.rnn"\n'));
    expect(run("check", "deep/user.rnn")).toMatchObject({ code: 0, err: "" });
    write("lib/cell.rnn", good.replace("W @ x", "W @ z"));
    expect(run("check", "deep/user.rnn")).toMatchObject({ code: 1, err: expect.stringContaining("lib/cell.rnn:") as string });
    write("deep/user.rnn", model("", 'use "../lib/missing.rnn"\n'));
    expect(run("check", "deep/user.rnn").code).toBe(1);
  });
});

describe("fmt", () => {
  const untidy = model(good.replace("state  h: [H]", "state h:[H]"));
  it("says with --check what would change, changes it, and has nothing to do then", () => {
    write("untidy.rnn", untidy);
    expect(run("fmt", "--check", "untidy.rnn")).toMatchObject({ code: 1, out: "would change untidy.rnn\n" });
    expect(readFileSync(at("untidy.rnn"), "utf8")).toBe(untidy);
    expect(run("fmt", "untidy.rnn")).toMatchObject({ code: 0, out: "formatted untidy.rnn\n" });
    expect(run("fmt", "--check", "untidy.rnn").code).toBe(0);
  });
  it("leaves a file with a syntax error as it is", () => {
    const text = untidy.replace("tanh(", "tanh((");
    write("broken.rnn", text);
    expect(run("fmt", "broken.rnn")).toMatchObject({ code: 1, err: expect.stringContaining("broken.rnn:") as string });
    expect(readFileSync(at("broken.rnn"), "utf8")).toBe(text);
  });
});

describe("compile", () => {
  it("writes a module a model, says how to use it, and touches nothing that would not change", () => {
    write("good.rnn", model(good));
    const first = run("compile", "good.rnn");
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toContain('import { m } from "./generated/m/index.js"');
    const files = readdirSync(at("generated/m"));
    expect(files).toContain("index.ts");
    const times = files.map((name) => statSync(at(`generated/m/${name}`), { bigint: true }).mtimeNs);
    expect(run("compile", "good.rnn").out).toContain("(unchanged)");
    expect(files.map((name) => statSync(at(`generated/m/${name}`), { bigint: true }).mtimeNs)).toEqual(times);
  });
  it("says the name that a module really exports", () => {
    write("words.rnn", model(good).replace("model m", "model delete"));
    expect(run("compile", "words.rnn").out).toContain('import { delete$ } from "./generated/delete/index.js";\n  const model = await delete$.create();');
    expect(readFileSync(at("generated/delete/index.ts"), "utf8")).toContain("export const delete$ = ");
  });
  it("takes any number of the cell as the probability of dropout", () => {
    write("dropped.rnn", model(good.replace("mine(H)", "mine(H, keep = 0.5)").replace("W @ x", "dropout(W @ x, max(1 - keep, 0.1) / 4)")));
    expect(run("compile", "dropped.rnn", "--stage", "lower")).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/less %\d+, 0\.125 /) as string });
  });
  it("prints a stage and writes nothing", () => {
    const { code, out } = run("compile", "good.rnn", "--stage", "hoist", "--out", "staged");
    expect(code).toBe(0);
    expect(out).toContain("scan over T");
    expect(readdirSync(place.folder)).not.toContain("staged");
    expect(run("compile", "good.rnn", "--stage", "hoits")).toMatchObject({ code: 2, err: expect.stringContaining("did you mean `hoist`?") as string });
  });
  it("writes the programs of a part of a larger model where they are asked for", () => {
    write("good.rnn", model(good));
    for (const layer of [true, false]) {
      expect(run("compile", "good.rnn", "--out", "parts", ...(layer ? ["--layer"] : []))).toMatchObject({ code: 0, err: "" });
      for (const file of ["wasm.ts", "webgpu.ts"]) expect(readFileSync(at(`parts/m/${file}`), "utf8").includes("export function pullback("), file).toBe(layer);
    }
    expect(run("compile", "good.rnn", "--layer", "--stage", "lower").out).toContain("gradient.x");
  });
  it("watches until Ctrl-C", async () => {
    write("good.rnn", model(good));
    const changing = setInterval(() => {
      // Saved again and again with other numbers, until the watcher has seen it once.
      write("good.rnn", model(good.replace("tanh(W", `tanh(${Date.now() % 1000} * W`).replace("* W @ x", "* (W @ x)")));
    }, 300);
    try {
      const { code, out } = await place.interrupt(/compiled[^]*Watching[^]*compiled[^]*files changed/, "SIGINT", "compile", "good.rnn", "--out", "watched", "--watch");
      expect(code).toBe(0);
      expect(out).toContain("Watching; Ctrl-C stops.");
    } finally {
      clearInterval(changing);
    }
    expect(readdirSync(at("watched/m"))).toContain("index.ts");
  });
});

describe("inspect", () => {
  it("says where states start, with what is learned of it, and what comes before the first step", () => {
    write("starts.rnn", "model m { input v: real[3]  input s: words[S] of 20  input u: words[T] of 9  stack e from s { embed(3)  bidirectional gru(4) }  stack d from u[t-1] init v ++ last(e) { embed(2)  gru(5) }  stack f from d init final(e) { gru(8) }  stack g from f { slow(2) }  head u[t] from g }\ncell slow(H) { input x: [D]  state h: [H] = normal(0, 1/H)  output h  param W: [H, D]  h = 0.5 * h[t-1] + W @ x }");
    const { out } = run("inspect", "starts.rnn");
    expect(out).toMatch(/d\.2\.h +starts: an affine map of v \+\+ last\(e\) +\[5\] +60\n/);
    expect(out).toMatch(/f\.1\.h +starts: the ends of e\.2\.h, both ways +\[8\] +-\n/);
    expect(out).toMatch(/g\.1\.h +starts: normal\(0, 0\.5\), drawn in training +\[2\] +-\n/);
    expect(out).toContain("One step at a time\n  yes, along T; computed once, before the first step: where d.2.h, f.1.h start\n");
    const { models } = JSON.parse(run("inspect", "starts.rnn", "--json").out) as { models: { initialStates: object[] }[] };
    expect(models[0].initialStates).toEqual([
      { path: "d.2.h", shape: [5], starts: "an affine map of v ++ last(e)", parameters: 60 },
      { path: "f.1.h", shape: [8], starts: "the ends of e.2.h, both ways", parameters: 0 },
      { path: "g.1.h", shape: [2], starts: "normal(0, 0.5), drawn in training", parameters: 0 },
    ]);
  });

  it("says that an Elman network of 300 inputs and 256 units has 142,592 parameters", () => {
    expect(run("inspect", join(cells, "elman.rnn"), "--input", "300", "--size", "H=256").out).toMatch(/parameters in all +142,592\n/);
    const json = JSON.parse(run("inspect", join(cells, "elman.rnn"), "--input", "300", "--size", "H=256", "--json").out) as { cells: { parameterCount: number }[] };
    expect(json.cells[0].parameterCount).toBe(142_592);
    expect(run("inspect", join(cells, "elman.rnn"), "--size", "M=2")).toMatchObject({ code: 2 });
  });
  it("shows every model in 80 columns: layers, parameters that add up, costs, training", () => {
    for (const name of ["char_lm", "forecast", "newsgroups", "translate"]) {
      const spec = join(root, "specs", "models", `${name}.rnn`);
      const { code, out, err } = run("inspect", spec);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      for (const line of out.split("\n")) expect([...line].length, line).toBeLessThanOrEqual(80);
      expect(out).toContain("optimizer");
      const { models } = JSON.parse(run("inspect", spec, "--json").out) as { models: { parameterCount: number; layers: { parameters: number }[]; parameters: { name: string; shape: number[] }[]; heads: { name: string }[]; costs: Record<"training" | "inference", { operations: number; memory: number }> }[] };
      const [one] = models;
      const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
      expect(one.parameters.reduce((sum, { shape }) => sum + size(shape), 0)).toBe(one.parameterCount);
      const ofHeads = one.parameters.filter((p) => one.heads.some((head) => p.name.startsWith(`${head.name}.`))).reduce((sum, { shape }) => sum + size(shape), 0);
      expect(one.layers.reduce((sum, layer) => sum + layer.parameters, 0) + ofHeads).toBe(one.parameterCount);
      expect(one.costs.training.operations).toBeGreaterThan(one.costs.inference.operations);
      expect(one.costs.training.memory).toBeGreaterThan(4 * one.parameterCount);
    }
  });
  it("counts steps along each time axis, and the symbol that ends a sequence", () => {
    write("pairs.rnn", "model m { input a: words[S] of 20  input b: words[T] of 9  stack e from a { embed(3)  gru(4) }  stack d from b[t-1] init final(e) { embed(2)  gru(4) }  head b[t] from d }");
    const { out } = run("inspect", "pairs.rnn");
    expect(out).toMatch(/input b +words\[T\] of 9 \{ with a boundary \} +\[T\]\n/);
    expect(out).toMatch(/d\.1 +embed\(2\) +\[T, 2\] +20\n/);
    expect(out).toMatch(/head b\[t\] +class\(10\), cross_entropy +\[T, 10\] +50\n/);
    expect(out).toMatch(/an update on 32 sequences of 100 steps +\d/);
    expect(out).toContain("Sequences are taken to have 100 steps along S and T; the data says how long\n  they are.");
    write("kept.rnn", "model m { input a: words[S] of 20 { keep = last(30) }  input b: real[T]  stack e from a { embed(3)  gru(4) }  stack d from b init final(e) { backward gru(4) }  head y[t]: real from d }");
    const kept = run("inspect", "kept.rnn").out;
    expect(kept).toMatch(/an update on 32 sequences of 30 and 100 steps +\d/);
    expect(kept).toContain("taken to have 100 steps along T;");
    expect(kept).toContain("a prediction of one step of each  ");
  });
  it("counts the operations of a layer that can be counted by hand", () => {
    // One step of elman(256) on 300 inputs and a head of one value: 2·(300 + 256)·256 for products; pointwise work is small.
    write("hand.rnn", "model hand {\n  input x: real[T, 300]\n  stack h from x { elman(256) }\n  head y[t]: real from h\n}\n");
    const { models } = JSON.parse(run("inspect", "hand.rnn", "--json").out) as { models: { costs: { inference: { operations: number } } }[] };
    const products = 2 * (300 + 256) * 256 + 2 * 256;
    expect(models[0].costs.inference.operations).toBeGreaterThanOrEqual(products);
    expect(models[0].costs.inference.operations).toBeLessThan(products * 1.02);
  });
});

it("explain prints a page, lists all, and says what is near", () => {
  expect(run("explain", "RNN203")).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/^RNN203: /) as string });
  expect(run("explain", "203").out).toBe(run("explain", "rnn203").out);
  const list = run("explain").out;
  for (const code of ["RNN101", "RNN203", "RNN703", "RNN901"]) expect(list).toContain(`  ${code}  `);
  for (const line of [...list.split("\n"), ...run("explain", "703").out.split("\n"), ...run("explain", "110").out.split("\n")]) expect([...line].length, line).toBeLessThanOrEqual(80);
  expect(run("explain", "703").out).toMatch(/^RNN703: [^]*Often because: [^]*What to do: /);
  expect(JSON.parse(run("explain", "--json").out)).toContainEqual({ code: "RNN803", title: "a checkpoint is damaged", group: "Running: weights and checkpoints" });
  expect(run("explain", "RNN999")).toMatchObject({ code: 2, err: expect.stringContaining("from RNN901") as string });
});

describe("init", () => {
  it("writes a spec that checks, formats and compiles as it is; never over another", () => {
    expect(run("init", "poems")).toMatchObject({ code: 0, out: expect.stringContaining("rnnc check poems/poems.rnn") as string });
    expect(run("check", "poems")).toMatchObject({ code: 0, err: "" });
    expect(run("fmt", "--check", "poems").code).toBe(0);
    expect(run("compile", "poems/poems.rnn", "--out", "poems/generated").code).toBe(0);
    writeFileSync(at("poems/poems.rnn"), "mine");
    expect(run("init", "poems")).toMatchObject({ code: 1, err: expect.stringContaining("overwrites nothing") as string });
    expect(readFileSync(at("poems/poems.rnn"), "utf8")).toBe("mine");
  });
  it.each(["model.rnn", "3 Ways to go.rnn", "Ünï-cödé.rnn", "$(rm).rnn", "__proto__.rnn"])("makes a name of %j that the language takes", (name) => {
    expect(run("init", name).code).toBe(0);
    expect(run("check", name)).toMatchObject({ code: 0, err: "" });
  });
});
