// Progress: what fits a terminal, what the plain lines say.
import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { drawBar, startProgress } from "../../cli/progress.js";
import { nearest } from "../../grammar/nearest.js";
import { fold, table, wrap } from "../../cli/terminal.js";

it("the bar fits every width, and says more where there is room", () => {
  const step = { share: 0.42, stage: "epoch 12/100", loss: 1.69372, rate: 123_456, left: 725 };
  for (let width = 20; width <= 120; width++) expect([...drawBar(step, "characters", width)].length, `width ${width}`).toBeLessThanOrEqual(width);
  expect(drawBar(step, "characters", 79)).toMatch(/^epoch 12\/100 █+░+ +42% {2}loss 1\.694 {2}12 min 05 s left {2}123 k characters\/s$/);
  expect(drawBar({ ...step, share: 1.2 }, "rows", 79)).toContain("100%");
  expect(drawBar({ share: 0, stage: "reading", loss: null }, "rows", 79)).toMatch(/^reading ░+ {3}0%$/);
});

it("without a terminal there is a plain line every few seconds, without control codes", async () => {
  let written = "";
  const stream = Object.assign(
    new Writable({
      write(chunk, _, done) {
        written += String(chunk);
        done();
      },
    }),
    { isTTY: false, columns: 80 },
  ) as unknown as NodeJS.WriteStream;
  let at = 0;
  const progress = await startProgress({ stream, unit: "rows", every: 5, now: () => at });
  for (at = 0; at < 12_000; at += 100) progress.update({ share: at / 20_000, stage: "epoch 1/2", loss: 2, rate: 100, left: (20_000 - at) / 1000 });
  progress.line("epoch 1 done");
  progress.stop();
  expect(written.split("\n")).toEqual([
    expect.stringMatching(/^epoch 1\/2 {2}25% {2}loss 2 {2}15 s left {2}100 rows\/s$/),
    expect.stringMatching(/^epoch 1\/2 {2}50% {2}loss 2 {2}10 s left {2}100 rows\/s$/),
    "epoch 1 done",
    "",
  ]);
});

it("tables are aligned, paragraphs broken at spaces", () => {
  expect(table([["a", "1"], ["bcd", "23"]], ["left", "right"])).toEqual(["a     1", "bcd  23"]);
  expect(wrap("one two three four", 9)).toEqual(["one two", "three", "four"]);
});

it("the nearest word is near", () => {
  expect([nearest("trian", ["train", "test"]), nearest("xyz", ["train", "test"])]).toEqual(["train", null]);
});

it("long lines are folded for a terminal, commands kept whole, and nowhere else", () => {
  const text = "the weights are saved: `rnnc train mine.rnn --resume` goes on from there";
  expect(fold(text, { isTTY: true, columns: 40 })).toBe("the weights are saved:\n  `rnnc train mine.rnn --resume` goes on\n  from there");
  expect(fold("one\ntwo", { isTTY: true, columns: 80 })).toBe("one\n  two");
  expect(fold(text, { isTTY: false, columns: 40 })).toBe(text);
});
