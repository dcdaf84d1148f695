// The pieces of pictures by themselves: charts, heat maps, their PNG, and the history of a training as it grows. Whole pages
// are test/cli/plot.test.ts's.
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Report } from "@rnnc/runtime";
import { recordHistory } from "../cli/history.js";
import { heatMap, levelOf, paletteOf, scaleFor, signedScale } from "../cli/plot/heat.js";
import { encodePng } from "../cli/plot/pixels.js";
import { rasterise } from "../cli/plot/png.js";
import { escape, lineChart } from "../cli/plot/svg.js";

/** Places and texts of what stands left of a chart's area: the marks of its y axis. */
function marksOf(body: string): { y: number; name: string }[] {
  return [...body.matchAll(/<text class="m" x="[\d.]+" y="([\d.]+)" font-size="11" text-anchor="end">([^<]*)</g)].map(([, y, name]) => ({ y: Number(y), name: name! }));
}

describe("line charts", () => {
  const chart = (values: readonly number[], log: boolean) => lineChart({ title: "t", x: { label: "x" }, y: { label: "y", log }, series: [{ name: "s", points: values.map((value, i) => [i, value] as const) }] });
  test.each([[[1, 2, 3], false], [[0.2, 8], true], [[1e-30, 1], true], [[3, 3.4], true], [[5, 5], true], [[5, 5], false], [[0.1, 900], true], [[-1e-7, 1e-7], false]] as const)("marks of %j stand apart, in order, and there are some", (values, log) => {
    const marks = marksOf(chart(values, log).body);
    expect(marks.length).toBeGreaterThanOrEqual(2);
    for (let i = 1; i < marks.length; i++) expect(marks[i - 1]!.y - marks[i]!.y, marks.map(({ name }) => name).join(" ")).toBeGreaterThanOrEqual(11);
    expect(new Set(marks.map(({ name }) => name)).size).toBe(marks.length);
  });
  test("a point stands where its axis says", () => {
    const { body } = chart([1e-4, 1e-2, 1], true);
    const [low, middle, high] = [...body.matchAll(/cy="([\d.]+)"/g)].map(([, y]) => Number(y));
    expect(middle).toBeCloseTo((low! + high!) / 2, 1);
    expect(marksOf(body).map(({ name }) => name)).toEqual(["10⁻⁴", "10⁻³", "0.01", "0.1", "1"]);
  });
  test("what has no place on a log axis is left out, and nothing at all is a chart too", () => {
    expect(chart([1, 0, -1, NaN, 2], true).body.match(/<circle/g)).toHaveLength(2);
    expect(chart([], true).body).toContain(">y</text>");
    expect(chart([Infinity], false).body).not.toContain("NaN");
  });
  test("text is escaped, whatever it is", () => {
    expect(escape(`<a href="x">&'\u0000\ud800`)).toBe("&lt;a href=&quot;x&quot;&gt;&amp;&#39;\ufffd\ufffd");
  });
});

describe("heat maps", () => {
  test("a scale is symmetric about zero; shares keep theirs", () => {
    expect(scaleFor([-0.5, 2])).toEqual({ kind: "signed", limit: 2 });
    expect(scaleFor([0, 0.3])).toEqual({ kind: "share", limit: 1 });
    expect(scaleFor([0, 1.2])).toEqual({ kind: "signed", limit: 1.2 });
    expect(scaleFor([0, 0])).toEqual({ kind: "signed", limit: 1 });
    const scale = signedScale(2);
    expect([-2, -1, 0, 1, 2, 9, NaN].map((value) => levelOf(value, scale))).toEqual([0, 64, 127, 191, 254, 254, 127]);
    const [low, zero, high] = [0, 127, 254].map((level) => paletteOf(scale)[level]!);
    expect(low![2]).toBeGreaterThan(low![0]); // blue
    expect(high![0]).toBeGreaterThan(high![2]); // red
    expect(Math.min(...zero!)).toBeGreaterThan(230); // nearly white
  });
  test("few cells are rectangles that say their numbers, many are one image of a pixel each", () => {
    const map = (rows: number, columns: number): string => heatMap({ rows, columns, values: Float64Array.from({ length: rows * columns }, (_, i) => i), scale: signedScale(rows * columns), nameOf: (r, c) => `${r},${c}` }, 0, 0, 100, 100);
    expect(map(2, 3).match(/<rect /g)).toHaveLength(7);
    expect(map(2, 3)).toContain("<title>1,2: 5</title>");
    const image = /base64,([^"]*)"/.exec(map(100, 60))![1]!;
    const png = Buffer.from(image, "base64");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([60, 100]);
  });
  test("a PNG has the pixels that it was given", () => {
    const png = Buffer.from(encodePng(3, 2, Uint8Array.of(0, 1, 2, 2, 1, 0), [[255, 0, 0], [0, 255, 0], [0, 0, 255]]));
    const at = png.indexOf("IDAT");
    expect([...inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))]).toEqual([0, 0, 1, 2, 0, 2, 1, 0]);
    expect(png.subarray(png.indexOf("PLTE") + 4, png.indexOf("PLTE") + 13)).toEqual(Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255]));
  });
  test("pictures are drawn with letters: Latin, Greek, mathematics, arrows", async () => {
    const draw = (content: string) => rasterise(`<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="2" y="15" font-size="12">${content}</text></svg>`);
    const blank = Buffer.from(await draw(""));
    const drawn = new Set<string>();
    for (const letter of ["i", "φ", "∂", "‖", "⁻", "␣", "↵", "▪", "ñ"]) drawn.add(Buffer.from(await draw(letter)).toString("base64"));
    expect(drawn.size).toBe(9); // a letter that is missing would look like another that is
    expect(drawn.has(blank.toString("base64"))).toBe(false);
  });
});

describe("the history of a training", () => {
  const made = (update: number) => ({ update, loss: 1 / update, gradientNorm: update % 7, learningRate: update / 1000 });
  test("grows by pairs, and says the same when it is interrupted anywhere", () => {
    const whole = recordHistory(null, 0);
    for (let update = 1; update <= 3001; update++) whole.update(made(update));
    const { stride, count, loss, norm, rate } = whole.read();
    expect({ stride, count, bins: loss.length }).toEqual({ stride: 8, count: 3001, bins: 376 });
    expect(loss[0]).toBeCloseTo([1, 2, 3, 4, 5, 6, 7, 8].reduce((sum, update) => sum + 1 / update, 0), 12);
    expect(norm.reduce((a, b) => a + b, 0)).toBe(Array.from({ length: 3001 }, (_, i) => (i + 1) % 7).reduce((a, b) => a + b, 0));
    expect([rate[0], rate.at(-1)]).toEqual([0.008, 3.001]);
    for (const stop of [1, 511, 512, 513, 1027, 2999]) {
      const first = recordHistory(null, 0);
      for (let update = 1; update <= stop; update++) first.update(made(update));
      const second = recordHistory(JSON.parse(JSON.stringify(first.read())) as ReturnType<typeof first.read>, stop);
      for (let update = stop + 1; update <= 3001; update++) second.update(made(update));
      expect(second.read()).toEqual(whole.read());
    }
  });
  test("weights without one, or with one of other updates, begin one where they are", () => {
    const before = recordHistory(null, 0);
    before.update(made(1));
    expect(recordHistory(before.read(), 5).read()).toMatchObject({ from: 5, count: 0, epochs: [] });
    expect(recordHistory(before.read(), 1).read()).toMatchObject({ from: 0, count: 1 });
  });
  test("of an epoch it keeps losses and the numbers of each head, not tables", () => {
    const history = recordHistory(null, 0);
    const heads = { y: { kind: "class", rows: 9, loss: 0.5, accuracy: 0.75, confusion: [[1]], entities: null, baseline: { class: 0, accuracy: 0.5 } } };
    history.epoch({ epoch: 3, step: 5, steps: 10, update: 25, loss: 0.7, validation: { loss: 0.5, heads } } as unknown as Report);
    expect(history.read().epochs).toEqual([{ epoch: 2.5, update: 25, loss: 0.7, validation: { loss: 0.5, heads: { y: { loss: 0.5, accuracy: 0.75 } } } }]);
  });
});
