// Training and what comes after it, run as a person runs it: progress, weights on the disk, stopping and going on,
// bad data and bad weights. The networks are tiny; what they learn is checked only where it must be learned.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTensors } from "../../runtime/checkpoint.js";
import { openPlace, root } from "./run.js";

const place = openPlace();
afterAll(() => place.remove());
const { at, run } = place;

const spec = (name: string, epochs: number, more = ""): string => `model ${name} {
  input text: chars[T] of 32
  stack h from text { embed(6)  elman(12)  dropout(20%) }
  head text[t+1] from h
  train { optimizer = adam(rate = 1e-2)  gradient = tbptt(16)  batch = 4  epochs = ${epochs}  validate = 10%  seed = 5 ${more} }
}
`;
/** Rows of two sorts that a network tells apart by one word. */
const rows = Array.from({ length: 80 }, (_, i) => ({ kind: i % 2 === 0 ? "good" : "bad", text: `w${i % 7} ${i % 2 === 0 ? "fine" : "dull"} w${i % 5}` }));
const sorter = `model sorter {
  input text: words[T] of 40
  stack h from text { embed(6)  elman(8)  last }
  head kind: class("bad", "good") from h
  train { optimizer = adam(rate = 2e-2)  batch = 8  epochs = 8  validate = 20% }
}
`;
const wave = Array.from({ length: 300 }, (_, t) => Math.sin(t / 5) * 10 + 50);

beforeAll(() => {
  writeFileSync(at("tiny.rnn"), spec("tiny", 2));
  writeFileSync(at("long.rnn"), spec("long", 400));
  writeFileSync(at("text.txt"), "the cat sat on the mat, and that was that. ".repeat(120));
  writeFileSync(at("sorter.rnn"), sorter);
  writeFileSync(at("rows.jsonl.gz"), gzipSync(rows.map((row) => JSON.stringify(row)).join("\n")));
  writeFileSync(at("series.rnn"), `model series {\n  input x: real[T] { scale = standard }\n  stack h from x { elman(6)  last }\n  head x[t+1] from h\n  train { cut = windows(10)  batch = 32  epochs = 3  validate = 20% }\n}\n`);
  writeFileSync(at("wave.csv"), `step,height\n${wave.map((value, t) => `s${t},${value}`).join("\n")}\n`);
});

/** Every event of a training that ran with --json. */
function eventsOf(out: string): { event: string; loss: number; why?: string; validation?: { loss: number } }[] {
  return out.trim().split("\n").map((line) => JSON.parse(line) as ReturnType<typeof eventsOf>[number]);
}

describe("a language model", () => {
  let trained: ReturnType<typeof run>;
  beforeAll(() => {
    trained = run("train", "tiny.rnn", "--data", "text.txt");
  });
  it("trains, tells each epoch, and says where the weights are and what to try next", () => {
    expect(trained).toMatchObject({ code: 0 });
    expect(trained.out).toMatch(/epoch 1\/2 {2}loss [\d.]+ {2}validation [\d.]+ \(best\) {2}accuracy [\d.]+ %/);
    expect(trained.out).toMatch(/cross entropy +[\d.]+ +nats a character/);
    expect(trained.out).toContain("Weights: tiny.safetensors");
    expect(trained.out).toContain("rnnc generate tiny.rnn --weights tiny.safetensors");
    expect(trained.out).not.toContain("\x1b");
    expect(readdirSync(place.folder).filter((name) => name.includes(".tmp"))).toEqual([]);
  });
  it("evaluates to the loss that training printed, on the part that was held out", () => {
    const told = /On the part held out:\n {2}loss +([\d.]+)/.exec(trained.out)?.[1];
    const evaluated = run("evaluate", "tiny.rnn", "--weights", "tiny.safetensors", "--data", "text.txt");
    expect(evaluated).toMatchObject({ code: 0, err: "" });
    expect(/ loss +([\d.]+)/.exec(evaluated.out)?.[1]).toBe(told);
    expect(evaluated.out).toContain("that was held out");
    expect(run("evaluate", "tiny.rnn", "--weights", "tiny.safetensors").out).toBe(evaluated.out);
    const all = JSON.parse(run("evaluate", "tiny.rnn", "--weights", "tiny.safetensors", "--part", "all", "--json").out) as { part: string; rows: number };
    expect(all).toMatchObject({ part: "all", rows: 43 * 120 - 1 });
    expect(run("evaluate", "tiny.rnn", "--weights", "tiny.safetensors", "--part", "all").out).toContain("all of text.txt, which it was trained on");
    writeFileSync(at("other.txt"), "the mat sat on the cat. ".repeat(50));
    expect(run("evaluate", "tiny.rnn", "--weights", "tiny.safetensors", "--data", "other.txt").out).not.toContain("held out");
    expect(run("evaluate", "tiny.rnn", "--weights", "tiny.safetensors", "--data", "other.txt", "--part", "validation")).toMatchObject({ code: 2 });
  });
  it("writes from a prompt: the same for the same seed, another for another", () => {
    const generate = (...more: string[]): string => {
      const { code, out, err } = run("generate", "tiny.rnn", "-w", "tiny.safetensors", "--length", "80", "--prompt", "the ", ...more);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      return out;
    };
    expect(generate()).toMatch(/^the [^]{80}\n$/);
    expect(generate("--seed", "3")).toBe(generate("--seed", "3"));
    expect(generate("--seed", "3")).not.toBe(generate("--seed", "4"));
    expect(generate("--temperature", "0")).toBe(generate("--top-k", "1"));
    expect(JSON.parse(generate("--json", "--seed", "3"))).toMatchObject({ ok: true, prompt: "the ", text: generate("--seed", "3").slice(4, -1) });
    expect(run("generate", "tiny.rnn", "-w", "tiny.safetensors", "--length", "5").code).toBe(0);
    expect(run("generate", "tiny.rnn", "-w", "tiny.safetensors", "--prompt", "")).toMatchObject({ code: 2 });
  });
  it("predicts what comes next", () => {
    expect(run("predict", "tiny.rnn", "-w", "tiny.safetensors", "--text", "the ca").out).toMatch(/^next: \S+ 0\.\d\d {2}\S+ 0\.\d\d/);
  });
});

describe("stopping and going on", () => {
  // A hundred epochs: it must not be done before the signal comes, however late that is sent.
  it("Ctrl-C saves; --resume goes on to the same bits as if nothing had happened", async () => {
    const whole = run("train", "long.rnn", "--data", "text.txt", "--epochs", "100", "--out", "whole.safetensors", "--json");
    expect(whole.code).toBe(0);
    const stopped = await place.interrupt(/"epoch":2,/, "SIGINT", "train", "long.rnn", "--data", "text.txt", "--epochs", "100", "--out", "parts.safetensors", "--json");
    expect(eventsOf(stopped.out).at(-1)).toMatchObject({ event: "done", why: "stopped" });
    expect(stopped.code).toBe(130);
    const half = readFileSync(at("parts.safetensors"));
    const resumed = run("train", "long.rnn", "--resume", "--out", "parts.safetensors", "--json");
    expect(resumed.code, resumed.err).toBe(0);
    expect(half.equals(readFileSync(at("parts.safetensors")))).toBe(false);
    expect(eventsOf(resumed.out).at(-1)?.validation?.loss).toBe(eventsOf(whole.out).at(-1)?.validation?.loss);
    const tensors = (name: string) => readTensors(readFileSync(at(name))).tensors;
    expect([...tensors("parts.safetensors")]).toEqual([...tensors("whole.safetensors")]);
    expect(run("train", "long.rnn", "--resume", "--out", "parts.safetensors")).toMatchObject({ code: 2, err: expect.stringContaining("give more epochs") as string });
  });
  it("says how to go on, and the first Ctrl-C is enough", async () => {
    const { code, out, err } = await place.interrupt(/epoch 1\/400/, "SIGINT", "train", "long.rnn", "--data", "text.txt", "--out", "said.safetensors");
    expect({ code, out }).toEqual({ code: 130, out: expect.stringContaining("rnnc train long.rnn --resume --out said.safetensors") as string });
    expect(err).toContain("Ctrl-C again");
  });
  it("the clock stops it too, with figures", () => {
    const { code, out } = run("train", "long.rnn", "--data", "text.txt", "--minutes", "0.01", "--out", "timed.safetensors");
    expect(code).toBe(0);
    expect(out).toMatch(/Time is up in epoch \d+ of 400/);
    expect(out).toContain("On the part held out:");
  });
  it("refuses to go on where it can't: no weights, other data inside an epoch", async () => {
    expect(run("train", "tiny.rnn", "--resume", "--out", "nowhere.safetensors")).toMatchObject({ code: 1, err: expect.stringContaining("there is no such file") as string });
    writeFileSync(at("more.txt"), "and that was the mat. ".repeat(300));
    await place.interrupt(/"epoch":1,/, "SIGINT", "train", "long.rnn", "--data", "text.txt", "--out", "inside.safetensors", "--json");
    const other = run("train", "long.rnn", "--resume", "--data", "more.txt", "--out", "inside.safetensors", "--minutes", "0.01");
    // Stopped between two epochs (rarely) it may go on with other data, and says so.
    expect(other.err).toMatch(/these are not the data the training began with/);
  });
});

describe("a classifier", () => {
  it("learns, evaluates on a test set beside the majority class, and predicts in lines and JSON", () => {
    const trained = run("train", "sorter.rnn", "--data", "rows.jsonl.gz", "--test", "rows.jsonl.gz");
    expect(trained.code, trained.err).toBe(0);
    expect(trained.out).toMatch(/On rows\.jsonl\.gz:[^]*accuracy +100\.0 % {2}always "(good|bad)": 50\.0 %/);
    expect(run("predict", "sorter.rnn", "-w", "sorter.safetensors", "--text", "w1 fine w2").out).toMatch(/^good [01]\.\d\d {2}bad [01]\.\d\d\n$/);
    const piped = place.runWith({ input: "w1 fine w2\nw3 dull w1\n" }, "predict", "sorter.rnn", "-w", "sorter.safetensors", "--json");
    const said = piped.out.trim().split("\n").map((line) => JSON.parse(line) as { kind: { value: string; probabilities: Record<string, number> } });
    expect(said.map((one) => one.kind.value)).toEqual(["good", "bad"]);
    expect(said[0].kind.probabilities["good"] + said[0].kind.probabilities["bad"]).toBeCloseTo(1, 5);
    expect(run("generate", "sorter.rnn", "-w", "sorter.safetensors")).toMatchObject({ code: 2, err: expect.stringContaining("can't generate") as string });
  });
});

describe("patience", () => {
  it("says how long nothing improved, and whose weights these are", () => {
    // At this rate nothing changes: the first epoch stays the best.
    const { code, out } = run("train", "sorter.rnn", "--data", "rows.jsonl.gz", "--rate", "1e-30", "--patience", "2", "--out", "patient.safetensors");
    expect(code).toBe(0);
    expect(out).toMatch(/stopped after epoch 3, as 2 epochs in a row had not improved; .* The weights are those of epoch 1, the best\./);
  });
});

describe("a forecast", () => {
  it("is told beside the last value, and goes on in the data's units", () => {
    const trained = run("train", "series.rnn", "--data", "wave.csv");
    expect(trained.code, trained.err).toBe(0);
    expect(trained.err).toContain("read from `height`");
    expect(trained.out).toMatch(/root mean square error +[\d.]+ {2}in the data's units; last value again: [\d.]+/);
    const named = run("train", "series.rnn", "--data", "wave.csv", "--columns", "x=height", "--epochs", "1", "--out", "named.safetensors");
    expect(named.err).toBe("");
    expect(named.out).toContain("rnnc generate series.rnn --weights named.safetensors --data wave.csv --columns x=height\n");
    const predicted = run("predict", "series.rnn", "-w", "series.safetensors", "--data", "wave.csv");
    expect(Number(predicted.out)).toBeGreaterThan(30);
    expect(Number(predicted.out)).toBeLessThan(70);
    const generated = run("generate", "series.rnn", "-w", "series.safetensors", "--data", "wave.csv", "--length", "3");
    expect(generated.out.trim().split("\n").map(Number)).toHaveLength(3);
    // The first generated value is what is predicted.
    expect(generated.out.split("\n")[0]).toBe(predicted.out.trim());
    expect(run("generate", "series.rnn", "-w", "series.safetensors")).toMatchObject({ code: 2, err: expect.stringContaining("--data") as string });
  });
});

describe("bad data", () => {
  it.each<[string, string, string, string | Uint8Array, RegExp]>([
    ["missing", "tiny.rnn", "absent.txt", "", /absent\.txt: there is no such file/],
    ["empty", "tiny.rnn", "empty.txt", "", /empty\.txt: this file is empty/],
    ["of the wrong encoding", "tiny.rnn", "latin.txt", new Uint8Array([0x61, 0xe9, 0x62]), /latin\.txt:1: byte 0xE9 at offset 1 is not UTF-8/],
    ["with an unknown label", "sorter.rnn", "label.csv", "text,kind\na b,good\nc,goood\n", /label\.csv:3: column `kind`: "goood" is no label/],
    ["with text in a number column", "series.rnn", "text.csv", "x\n1\n2\n3\n4\nfive\n", /text\.csv:6: column `x`: "five" is not a number/],
    ["with NaN", "series.rnn", "nan.csv", "x\n1\nNaN\n3\n", /nan\.csv:3: column `x`: "NaN" is not a value/],
    ["ragged", "sorter.rnn", "ragged.csv", "text,kind\na,good\nb\n", /ragged\.csv:3: this row has 1 field/],
    ["too short", "series.rnn", "short.csv", "x\n1\n2\n", /short\.csv/],
    ["shorter than one window", "series.rnn", "window.csv", "x\n1\n2\n3\n4\n", /^error\[RNN716\]: window\.csv: No training sequence is long enough/m],
    ["without a column", "sorter.rnn", "column.csv", "kind\ngood\nbad\n", /column\.csv: no column for the input `text`/],
  ])("%s is refused with exit code 1, and nothing is written", (_, model, name, content, message) => {
    if (name !== "absent.txt") writeFileSync(at(name), content);
    const ran = run("train", model, "--data", name, "--out", "never.safetensors");
    expect(ran.err).toMatch(message);
    expect(ran.code).toBe(1);
    expect(ran.err).not.toMatch(/\n +at /); // no stack: it is no bug
    expect(existsSync(at("never.safetensors"))).toBe(false);
    expect(readdirSync(place.folder).filter((file) => file.includes(".tmp"))).toEqual([]);
  });
});

it("an error of the runtime has its code and the line of the file, whichever part the row is in", () => {
  writeFileSync(at("tags.rnn"), "model tags {\n  input x: real[T]\n  stack h from x { elman(2) }\n  head y[t]: real from h\n  train { epochs = 1  validate = 50% }\n}\n");
  for (const bad of [2, 3, 4, 5]) {
    writeFileSync(at("tags.jsonl"), Array.from({ length: 6 }, (_, i) => JSON.stringify({ x: [1, 2, 3], y: i + 1 === bad ? [1, 2] : [1, 2, 3] })).join("\n"));
    const ran = run("train", "tags.rnn", "--data", "tags.jsonl", "--json");
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(new RegExp(`^error\\[RNN707\\]: tags\\.jsonl:${bad}: column \`y\`: has 2 steps`, "m"));
    expect(eventsOf(ran.out).at(-1)).toMatchObject({ ok: false, error: { code: "RNN707", file: "tags.jsonl", line: bad } });
  }
});

describe("bad weights", () => {
  beforeAll(() => {
    if (!existsSync(at("tiny.safetensors"))) run("train", "tiny.rnn", "--data", "text.txt");
  });
  it.each<[string, (bytes: Uint8Array) => Uint8Array, RegExp]>([
    ["truncated", (bytes) => bytes.slice(0, bytes.length - 100), /truncated/],
    ["cut off in the header", (bytes) => bytes.slice(0, 50), /truncated|damaged|not a safetensors/],
    ["empty", () => new Uint8Array(), /truncated/],
    ["with a bit flipped", (bytes) => bytes.map((byte, i) => (i === bytes.length - 1000 ? byte ^ 4 : byte)), /damaged/],
    ["another kind of file", () => new TextEncoder().encode("these are no weights at all"), /not a safetensors/],
  ])("%s are refused with exit code 1", (name, change, message) => {
    writeFileSync(at("bad.safetensors"), change(new Uint8Array(readFileSync(at("tiny.safetensors")))));
    const ran = run("generate", "tiny.rnn", "--weights", "bad.safetensors");
    expect({ name, code: ran.code, out: ran.out }).toEqual({ name, code: 1, out: "" });
    expect(ran.err).toMatch(/^error\[RNN80[123]\]: bad\.safetensors: [^]*\n`rnnc explain RNN80[123]` says more\.\n$/);
    expect(ran.err).toMatch(message);
  });
  it("of another model are refused with both names", () => {
    const ran = run("predict", "sorter.rnn", "--weights", "tiny.safetensors", "--text", "a");
    expect(ran).toMatchObject({ code: 1, out: "", err: expect.stringMatching(/tiny\.safetensors: .*`tiny`.*`sorter`/) as string });
    expect(run("predict", "sorter.rnn", "--weights", "none.safetensors", "--text", "a")).toMatchObject({ code: 1, err: expect.stringContaining("there is no such file") as string });
  });
});

describe("a full disk", () => {
  it("keeps the previous weights and says so", ({ skip }) => {
    const disk = at("disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=40k", "tmpfs", disk], { stdio: "pipe" });
    } catch (error) {
      skip(`a small disk could not be mounted here: ${String(error).split("\n")[0]}`);
    }
    try {
      copyFileSync(at("tiny.safetensors"), join(disk, "tiny.safetensors"));
      writeFileSync(join(disk, "filler"), new Uint8Array(40_000 - 5000 - readFileSync(at("tiny.safetensors")).length));
      const before = readFileSync(join(disk, "tiny.safetensors"));
      const ran = run("train", "tiny.rnn", "--data", "text.txt", "--out", "disk/tiny.safetensors");
      expect(ran.code).toBe(1);
      expect(ran.out).toContain("Training goes on");
      expect(ran.err).toMatch(/disk\/tiny\.safetensors: the disk is full.*the previous file is unchanged/);
      expect(readFileSync(join(disk, "tiny.safetensors")).equals(before)).toBe(true);
      expect(readdirSync(disk).sort()).toEqual(["filler", "tiny.safetensors"]);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});

it("takes the demo's and the README's first steps: init, check, train, generate", () => {
  expect(run("init", "first").code).toBe(0);
  const trained = run("train", "first/first.rnn", "--data", join(root, "package.json"), "--epochs", "1");
  expect(trained.code, trained.err).toBe(0);
  expect(run("generate", "first/first.rnn", "--weights", "first.safetensors", "--length", "10").code).toBe(0);
});
