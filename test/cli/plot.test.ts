// `rnnc plot` as a person runs it: what is drawn from what, that the numbers in the pictures are the interpreter's and the
// file's, and what is said when something can't be drawn. How it looks, no test can say.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTensors } from "../../runtime/checkpoint.js";
import { openPlace, root } from "./run.js";

const place = openPlace();
afterAll(() => place.remove());
const { at, run } = place;

const spec = `cell mine(H) {
  input x: [D]
  state h: [H]
  output h
  param W: [H, D]
  param U: [H, H] = orthogonal
  param a: [H]
  keep = sigmoid(W @ x + a)
  h = keep * h[t-1] + (1 - keep) * tanh(U @ h[t-1] + W @ x)
}
/// <b>A & B</b>
model small {
  input text: chars[T] of 30
  stack memory from text { embed(4)  mine(5)  lstm(6) }
  head text[t+1] from memory
  train { optimizer = adam(rate = 1e-2)  gradient = tbptt(16)  batch = 4  epochs = 3  validate = 10%  seed = 5 }
}
`;

interface Notes {
  readonly history: { readonly from: number; readonly count: number; readonly stride: number; readonly loss: number[]; readonly norm: number[]; readonly rate: number[]; readonly epochs: { epoch: number; update: number; loss: number; validation: { loss: number; heads: Record<string, Record<string, number>> } }[] };
}
const historyOf = (name: string): Notes["history"] => (JSON.parse(readTensors(readFileSync(at(name))).metadata["rnnc.training"]!) as Notes).history;
const page = (name: string): string => readFileSync(at(name), "utf8");
const titles = (text: string): string[] => [...text.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title!);

let events: { epoch: number; update: number; loss: number; validation: { loss: number } }[];
beforeAll(() => {
  writeFileSync(at("small.rnn"), spec);
  writeFileSync(at("text.txt"), "the cat sat on the mat, and that was <that>. ".repeat(40));
  const trained = run("train", "small.rnn", "--data", "text.txt", "--json");
  expect(trained).toMatchObject({ code: 0 });
  events = trained.out.trim().split("\n").map((line) => JSON.parse(line) as { event: string } & (typeof events)[number]).filter(({ event }) => event === "epoch");
});

describe("the history of a training", () => {
  it("is kept with the weights: every update's loss, norm and rate, every epoch's losses and metrics", () => {
    const { from, count, stride, loss, norm, rate, epochs } = historyOf("small.safetensors");
    expect({ from, count, stride }).toEqual({ from: 0, count: events.at(-1)!.update, stride: 1 });
    for (const list of [loss, norm, rate]) expect(list).toHaveLength(count);
    expect(norm.every((value) => value > 0)).toBe(true);
    expect(new Set(rate)).toEqual(new Set([0.01]));
    expect(epochs.map(({ epoch, update, loss, validation }) => [epoch, update, loss, validation.loss])).toEqual(events.map(({ epoch, update, loss, validation }) => [epoch, update, loss, validation.loss]));
    expect(epochs[0]!.validation.heads["text"]!["accuracy"]).toBeGreaterThan(0);
  });
  it("goes on with --resume, to the same as a training that never stopped", () => {
    expect(run("train", "small.rnn", "--data", "text.txt", "--epochs", "2", "--out", "parts.safetensors").code).toBe(0);
    expect(run("train", "small.rnn", "--resume", "--epochs", "3", "--out", "parts.safetensors").code).toBe(0);
    expect(historyOf("parts.safetensors")).toEqual(historyOf("small.safetensors"));
  });
});

describe("a page", () => {
  let text: string;
  beforeAll(() => {
    const { code, out, err } = run("plot", "small.rnn", "--weights", "small.safetensors", "--text", "the <cat> sat", "--steps", "12");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/Written: small.plot.html \(\d+ kB\)/);
    expect(out.split("\n").every((line) => line.length <= 80)).toBe(true);
    text = page("small.plot.html");
  });
  it("has all that can be drawn, and needs nothing beside it", () => {
    expect(titles(text)).toEqual(["How the training went", "Inside memory.2 (mine), step by step", "Inside memory.3 (lstm), step by step", "How far back the gradient reaches", "Weights of memory.2 (mine)", "Weights of memory.3 (lstm)"]);
    expect(text).not.toMatch(/<script|<link|@import|url\(|src=/);
    expect([...text.matchAll(/(?:href|xmlns)="([^"]{0,30})/g)].map(([, target]) => target).filter((target) => target !== "http://www.w3.org/2000/svg" && !target!.startsWith("data:image/png;base64,"))).toEqual([]);
    expect(text).toContain("prefers-color-scheme:dark");
  });
  it("is well formed, whatever the symbols are", () => {
    for (const [svg] of text.matchAll(/<svg[^]*?<\/svg>/g)) expectWellFormed(svg);
    expect(text).toContain("step 5 (&lt;)");
  });
  it("draws the history's numbers", () => {
    const { epochs } = historyOf("small.safetensors");
    for (const { epoch, validation } of epochs) expect(text).toContain(`<title>validation: ${Number(validation.loss.toPrecision(4))} at ${epoch}</title>`);
  });
  it("draws the weights' numbers, with the names of the spec along the axes", () => {
    const U = readTensors(readFileSync(at("small.safetensors"))).tensors.get("memory.2.U")!;
    for (const [row, column] of [[0, 0], [4, 2]] as const) expect(text).toContain(`<title>memory.2.U[${row + 1}, ${column + 1}]: ${Number(U.data[row * 5 + column]!.toPrecision(4))}</title>`);
    expect(text).toContain(`aria-label="memory.2.U, rows: unit of h, columns: h[t-1]"`);
    expect(text).toContain(`aria-label="memory.3.W_f, rows: unit of f, columns: x"`);
    expect(text).toContain(`aria-label="memory.2.W, rows: unit of keep, h, columns: x"`);
  });
  it("draws what each equation gives: as the weights and the equation say", () => {
    const { tensors } = readTensors(readFileSync(at("small.safetensors")));
    const vocabulary = (JSON.parse(readTensors(readFileSync(at("small.safetensors"))).metadata["fitted"]!) as { vocabularies: { text: { symbols: string[] } } }).vocabularies.text.symbols;
    const of = (name: string) => tensors.get(name)!.data;
    const id = vocabulary.indexOf("t");
    const x = of("memory.1.E").slice(id * 4, id * 4 + 4);
    const pre = (unit: number): number => x.reduce((sum, value, i) => sum + value * of("memory.2.W")[unit * 4 + i]!, 0);
    for (const unit of [0, 3]) {
      const keep = 1 / (1 + Math.exp(-pre(unit) - of("memory.2.a")[unit]!));
      expect(text).toContain(`<title>keep, unit ${unit + 1}, step 1 (t): ${Number(keep.toPrecision(4))}</title>`);
      expect(text).toContain(`<title>h, unit ${unit + 1}, step 1 (t): ${Number(((1 - keep) * Math.tanh(pre(unit))).toPrecision(4))}</title>`);
    }
    expect(text).toContain("keep = sigmoid(W @ x + a)");
  });
});

describe("gradients", () => {
  // h[t] = w h[t-1] + x[t], and L = (h[T] - y)² : ∂L/∂h[t] is w^(T-t) times ∂L/∂h[T].
  const decay = (name: string, w: number): string => `model ${name} { input x: real[T]  stack h from x { line(1, w = ${w}) }  head y: real = last(h) }\n`;
  const line = "cell line(H, w = 1) {\n  input x: [D]\n  state h: [H]\n  output h\n  param V: [H, D] = ones\n  h = w * h[t-1] + V @ x\n}\n";
  it("fall by the factor that the recurrence has, on fresh weights and without data", () => {
    writeFileSync(at("decay.rnn"), line + decay("half", 0.5) + decay("same", 1));
    const { code, out, err } = run("plot", "decay.rnn", "--gradients", "--steps", "21", "--sequences", "1", "--out", "d.html");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("How far back the gradient reaches");
    const { figures } = JSON.parse(run("plot", "decay.rnn", "--gradients", "--steps", "21", "--sequences", "1", "--out", "d.html", "--json").out) as { figures: { panels: { series: { name: string; points: [number, number][] }[] }[] }[] };
    const [told] = figures[0]!.panels[0]!.series;
    expect(told!.name).toBe("half h.1 (line)");
    told!.points.forEach(([distance, norm]) => expect(norm / told!.points[0]![1]).toBeCloseTo(0.5 ** distance, 14));
    const text = page("d.html");
    const values = (label: string): number[] => [...text.matchAll(/<title>(.*?): (\S+) at (\d+)<\/title>/g)].filter(([, name]) => name === label).map(([, , value]) => Number(value));
    const [half, same] = [values("half h.1 (line)"), values("same h.1 (line)")];
    expect(half).toHaveLength(21);
    half.forEach((norm, d) => expect(norm / (half[0]! * 0.5 ** d)).toBeCloseTo(1, 2));
    same.forEach((norm) => expect(norm).toBe(same[0]));
    expect(text).toContain("half h.1 (line): 20 steps back, 9.5 · 10⁻⁷ of it is left.");
    expect(text).toContain("same h.1 (line): 20 steps back, 100 % of it is left.");
  });
  it("of cells that stand alone in their files, side by side: one file is enough for a cell of one's own", () => {
    writeFileSync(at("line.rnn"), line);
    const { code, err, out } = run("plot", "line.rnn", `${root}/specs/cells/elman.rnn`, "--gradients", "--out", "cells.html");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("How far back the gradient reaches");
    const text = page("cells.html");
    expect(text).toContain("<h1>line, elman</h1>");
    expect(text).toContain("line(24) on 4 values a step, 121 parameters. elman(24) on 4 values a step, 721 parameters.");
    expect(text).toContain("line: 99 steps back, 100 % of it is left. elman: 99 steps back, ");
    expect(run("plot", "line.rnn")).toMatchObject({ code: 0, out: expect.stringContaining("line.plot.html") as string });
    expect(titles(page("line.plot.html"))).toEqual(["Inside h.1 (line), step by step", "How far back the gradient reaches", "Weights of h.1 (line)"]);
  });
  it("are those of the loss at the last step alone, where a head says something at each", () => {
    writeFileSync(at("each.rnn"), line + "model each { input x: real[T]  stack h from x { line(1, w = 0.5) }  head y[t]: real = h }\n");
    run("plot", "each.rnn", "--gradients", "--steps", "11", "--out", "e.html");
    expect(page("e.html")).toContain("10 steps back, 9.8 · 10⁻⁴ of it is left.");
  });
});

describe("every sort of network", () => {
  const draw = (name: string, text: string, ...more: string[]): string[] => {
    writeFileSync(at(`${name}.rnn`), text);
    const { code, err } = run("plot", `${name}.rnn`, "--out", `${name}.html`, "--states", "--gradients", ...more);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const [svg] of page(`${name}.html`).matchAll(/<svg[^]*?<\/svg>/g)) expectWellFormed(svg);
    return titles(page(`${name}.html`));
  };
  it("both directions, each with its own states; a backward one is shown for the loss at the first step", () => {
    writeFileSync(at("reviews.jsonl"), '{"review": "A dull <film>", "label": "bad"}\n{"review": "fine & short", "label": "good"}\n');
    const told = draw("both", 'model both { input review: words[T] of 20  stack h from review { embed(3)  bidirectional lstm(4) }  head label: class("bad", "good") from last(h) }', "--data", "reviews.jsonl");
    expect(told).toEqual(["Inside h.2.forward (lstm), step by step", "Inside h.2.backward (lstm), step by step", "How far back the gradient reaches"]);
    expect(page("both.html")).toContain("This layer reads from the right to the left.");
    expect(page("both.html")).toContain("A layer that reads backward is shown for the loss at the first step.");
    expect(page("both.html")).toContain(">dull</text>");
  });
  it("two time axes, and the boundary before the first symbol", () => {
    writeFileSync(at("pairs.jsonl"), '{"source": "a small cat", "target": "un gato"}\n{"source": "dogs", "target": "perros y gatos"}\n');
    const told = draw("pair", "model pair { input source: words[S] of 20  input target: words[T] of 20  stack e from source { embed(3)  gru(4) }  stack d from target[t-1] init final(e) { embed(3)  gru(4) }  head target[t] from d }", "--data", "pairs.jsonl");
    expect(told).toEqual(["Inside e.2 (gru), step by step", "Inside d.2 (gru), step by step", "How far back the gradient reaches"]);
    expect(page("pair.html")).toMatch(/▪.*un.*gato/);
  });
  it("a cell with a part; numbers that are read are drawn as lines", () => {
    const told = draw("parts", "cell two(H) { input x: [D] state s: [H] output s part lower = elman(H) s = lower(x ++ s[t-1]) }\nmodel parts { input x: real[T, 2]  stack h from x { two(3) }  head x[t+1] from h }", "--steps", "9");
    expect(told).toEqual(["Inside h.1.lower (elman), step by step", "Inside h.1 (two), step by step", "How far back the gradient reaches"]);
    expect(page("parts.html")).toContain("x, what is read");
  });
  it("a network without a state has nothing of this to draw, and says so", () => {
    writeFileSync(at("still.rnn"), "model still { input x: real[T, 2]  stack h from x { window(3)  dense(4, tanh) }  head x[t+1] from h }");
    const { code, err } = run("plot", "still.rnn");
    expect(code).toBe(1);
    expect(err).toContain("there is nothing to draw");
    expect(err).toContain("still has no recurrent layer");
    expect(run("plot", "still.rnn", "--weights-of", "h.2", "--out", "w.html")).toMatchObject({ code: 0, err: "" });
    expect(titles(page("w.html"))).toEqual(["Weights of h.2"]);
  });
});

describe("a picture", () => {
  it("is a PNG of the page's figures", () => {
    const { code, err } = run("plot", "small.rnn", "-w", "small.safetensors", "--curves", "--out", "curves.png");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const bytes = readFileSync(at("curves.png"));
    expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    expect(bytes.readUInt32BE(16)).toBe(2000);
  });
});

describe("what can't be drawn is said", () => {
  const fails = (...words: string[]): { code: number | null; err: string } => {
    const { code, err } = run("plot", ...words);
    expect(err.split("\n").every((line) => line.length <= 160)).toBe(true);
    return { code, err };
  };
  it.each([
    [["small.rnn", "--curves"], 2, "give the weights that `rnnc train` wrote"],
    [["small.rnn", "--weights-of", "memory.9"], 2, "there is no layer or head with weights `memory.9`"],
    [["small.rnn", "--states", "--layer", "memory.1"], 2, "there is no recurrent layer `memory.1`"],
    [["small.rnn", "--gradients", "--head", "texts"], 2, "did you mean `text`?"],
    [["small.rnn", "--out", "small.rnn"], 2, "neither a page (.html) nor a picture (.png)"],
    [["small.rnn", "--text", "a", "--data", "text.txt"], 2, "exclude each other"],
    [["small.rnn", "--model", "other"], 2, "there is no model `other`"],
    [["small.rnn", "-w", "none.safetensors"], 1, "there is no such file"],
    [["small.rnn", "-w", "text.txt"], 1, "safetensors"],
    [["decay.rnn", "-w", "small.safetensors"], 1, "these are weights of `small`"],
    [["decay.rnn", "--text", "abc", "--states"], 2, "--text is for a model that reads one text"],
  ])("plot %j", (words, code, message) => {
    const failed = fails(...words);
    expect(failed.err).toContain(message);
    expect(failed.code).toBe(code);
  });
  it("a page stays as it was when the data are wrong", () => {
    writeFileSync(at("kept.html"), "kept");
    writeFileSync(at("bad.csv"), "x\n1\nabc\n");
    expect(run("plot", "decay.rnn", "--states", "--data", "bad.csv", "--out", "kept.html").code).toBe(1);
    expect(page("kept.html")).toBe("kept");
    expect(existsSync(at("half.plot.html"))).toBe(false);
  });
});

/** Tags close in order; no stray `<` or `&`. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  const rest = svg.replace(/<(\/?)([a-z]+)((?:\s+[a-zA-Z-]+="[^"<]*")*)\s*(\/?)>/g, (_, closing: string, name: string, _attributes: string, empty: string) => {
    if (closing) expect(open.pop()).toBe(name);
    else if (!empty) open.push(name);
    return "";
  });
  expect(open).toEqual([]);
  expect(rest).not.toContain("<");
  expect(rest.replace(/&(amp|lt|gt|quot|#39);/g, "")).not.toContain("&");
}
