// `npm run learn` without its trainings: which there are, the data it makes, what it says of missing data, and how
// its file of results grows. The trainings themselves take minutes and are run by hand.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const data = mkdtempSync(join(tmpdir(), "rnnc-learn-"));
afterAll(() => rmSync(data, { recursive: true }));

function learn(...words: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["learn/run.mjs", ...words], { cwd: root, encoding: "utf8", env: { ...process.env, RNNC_DATA: data } });
  return { code: status, out: stdout, err: stderr };
}

/** What an expression makes of the exports of a module in learn/. */
function evaluate(module: string, names: string, expression: string): unknown {
  const script = `import { ${names} } from "./learn/${module}"; console.log(JSON.stringify(${expression}))`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root, encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout);
}

test("names its trainings, and refuses others", () => {
  const listed = learn("--list").out.trim().split("\n").map((line) => line.split(" ")[0]);
  const known = evaluate("trainings.mjs", "trainings", "trainings.map(({ name, spec }) => [name, spec])") as [string, string][];
  expect(listed).toEqual(known.map(([name]) => name));
  for (const [, spec] of known) expect(existsSync(join(root, spec)), spec).toBe(true);
  expect(learn("shakespear")).toMatchObject({ code: 2, err: expect.stringContaining("There is no training shakespear: shakespeare,") as string });
});

test("says which data are missing", () => {
  const { code, err } = learn("newsgroups", "island");
  expect(code).toBe(1);
  expect(err).toContain("newsgroups needs newsgroups/20news-bydate-train.sci.space_vs_talk.politics.misc.jsonl.gz, ");
  expect(err).toContain("island needs charlm/mysterious_island_1268-0.txt");
  expect(err).toContain("RNNC_DATA");
});

test("cuts a book out of its wrapping: no byte order mark, no CR, nothing of Project Gutenberg after it", () => {
  mkdirSync(join(data, "charlm"));
  writeFileSync(join(data, "charlm", "mysterious_island_1268-0.txt"), "\ufeffThe Project Gutenberg EBook\r\n*** THE MYSTERIOUS ISLAND\r\n\r\nAre we rising?\r\nEnd of the Project Gutenberg EBook\r\nLicence");
  const made = evaluate("data.mjs", "makeData", `makeData("mysterious_island.txt", ${JSON.stringify(data)}, ${JSON.stringify(join(data, "made"))})`);
  expect(readFileSync(made as string, "utf8")).toBe("THE MYSTERIOUS ISLAND\n\nAre we rising?\n");
  writeFileSync(join(data, "charlm", "don_quijote_2000_utf8.txt"), "something else");
  expect(() => evaluate("data.mjs", "makeData", `makeData("don_quijote.txt", ${JSON.stringify(data)}, ${JSON.stringify(join(data, "made"))})`)).toThrow(/don_quijote_2000_utf8\.txt: there is no "El ingenioso hidalgo/);
});

test("the noisy sine is the same for a seed, and its noise is normal with deviation 0.1", () => {
  const [one, again, other] = evaluate("synthetic.mjs", "noisySine", "[noisySine(2000, 1), noisySine(2000, 1), noisySine(2000, 2)]") as number[][];
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
  const noise = one.map((value, t) => (value - Math.sin((2 * Math.PI * t) / 40)) / 0.1);
  const mean = noise.reduce((sum, e) => sum + e, 0) / noise.length;
  const moment = (k: number): number => noise.reduce((sum, e) => sum + (e - mean) ** k, 0) / noise.length;
  const following = noise.slice(1).reduce((sum, e, t) => sum + (e - mean) * (noise[t] - mean), 0) / noise.length;
  expect(Math.abs(mean)).toBeLessThan(0.1);
  expect(Math.abs(moment(2) - 1)).toBeLessThan(0.15);
  expect(Math.abs(moment(4) / moment(2) ** 2 - 3)).toBeLessThan(0.5);
  expect(Math.abs(following)).toBeLessThan(0.1);
});

test("the counting baselines are those of the last tenth under the rest", () => {
  const path = join(data, "abab.txt");
  writeFileSync(path, "ab".repeat(500));
  const counted = evaluate("data.mjs", "countingBaselines", `countingBaselines(${JSON.stringify(path)})`) as { characters: number; symbols: number; single: number; pair: number };
  expect(counted).toMatchObject({ characters: 1000, symbols: 2 });
  expect(counted.single).toBeCloseTo(Math.LN2, 6);
  // 450 of 450 `ab` and 449 of 450 `ba`, with one added to each.
  expect(counted.pair).toBeCloseTo(-(50 * Math.log(451 / 452) + 49 * Math.log(450 / 452)) / 99, 6);
});

test("a new section replaces the old one of its name; the others stay, in their order", () => {
  const grown = evaluate("report.mjs", "replaceSection", `["sine", "sunspots", "sine"].reduce((text, name, i) => replaceSection(text, name, "## " + name + "\\n\\nresult " + i + "\\n", ["sunspots", "sine"]), "")`) as string;
  expect(grown.match(/^## .*|^result .*/gm)).toEqual(["## sunspots", "result 1", "## sine", "result 2"]);
  expect(grown.match(/^# /gm)).toHaveLength(1);
});

test("aⁿbⁿcⁿ is one string of each length, as text and as ids", () => {
  expect(evaluate("synthetic.mjs", "anbncn", "anbncn({ least: 1, most: 2 })")).toEqual([
    { n: 1, symbol: "SabcT", ids: [0, 1, 2, 3, 4], string: "abc" },
    { n: 2, symbol: "SaabbccT", ids: [0, 1, 1, 2, 2, 3, 3, 4], string: "aabbcc" },
  ]);
});

test("the adding problem marks one number in each half, says their sum, and is the same for a seed", () => {
  const [one, again, other] = evaluate("synthetic.mjs", "adding", "[1, 1, 2].map((seed) => adding({ count: 500, steps: 11, seed }))") as { x: [number, number][]; y: number }[][];
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
  for (const { x, y } of one) {
    const marked = x.flatMap(([, mark], t) => (mark === 1 ? [t] : []));
    expect({ steps: x.length, first: marked[0] < 5, second: marked[1] >= 5, marks: marked.length }).toEqual({ steps: 11, first: true, second: true, marks: 2 });
    expect(y).toBeCloseTo(x[marked[0]][0] + x[marked[1]][0], 10);
    for (const [value] of x) expect(value >= 0 && value <= 1).toBe(true);
  }
  const error = one.reduce((sum, { y }) => sum + (y - 1) ** 2, 0) / one.length;
  expect(Math.abs(error - 1 / 6)).toBeLessThan(0.03);
});

test("make-data writes them, gzipped where the name says so, and says what can't be", () => {
  const make = (...words: string[]): { code: number | null; out: string; err: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["learn/make-data.mjs", ...words], { cwd: root, encoding: "utf8" });
    return { code: status, out: stdout, err: stderr };
  };
  const path = join(data, "adding.jsonl.gz");
  expect(make("adding", "--out", path, "--count", "3", "--steps", "4")).toEqual({ code: 0, out: `${path}: 3 lines\n`, err: "" });
  expect(gunzipSync(readFileSync(path)).toString().trim().split("\n").map((line) => (JSON.parse(line) as { x: unknown[] }).x.length)).toEqual([4, 4, 4]);
  expect(make("anbncn", "--out", "-", "--least", "3", "--most", "3").out).toBe('{"n":3,"symbol":"SaaabbbcccT","ids":[0,1,1,1,2,2,2,3,3,3,4],"string":"aaabbbccc"}\n');
  expect(make("sine", "--out", "-", "--steps", "2").out).toMatch(/^x\n-?\d\.\d{4}\n-?\d\.\d{4}\n$/);
  expect(make("cosine", "--out", "-")).toMatchObject({ code: 2, err: "One name is expected: anbncn, adding, sine.\n" });
  expect(make("sine")).toMatchObject({ code: 2, err: "--out is missing: where the data go.\n" });
  expect(make("sine", "--out", "-", "--most", "3").err).toBe("sine has no option --most; it has --seed, --steps.\n");
  expect(make("adding", "--out", "-", "--count", "-1").code).toBe(2);
});
