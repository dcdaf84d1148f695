// Every spec printed in docs/ is compiled as it stands there, or gets exactly the diagnostic that the page says.
//
//   ```rnn            a file that compiles, without a warning
//   ```rnn RNN203     a file that gets this diagnostic, and no other error
//   ```rnn model      the members of a model: `model example { … }` is put around them
//   ```rnn cell       the members of a cell, likewise
//
// A block that names a code may say both: ```rnn model RNN319.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openSources } from "../cli/library.js";
import { codes } from "../compiler/1-check/catalogue.js";
import { functions } from "../compiler/1-check/functions.js";
import { numberFunctions } from "../compiler/1-check/sizes.js";
import { metricNames, optimizerDefaults, trainOptions } from "../compiler/1-check/train.js";
import { headTypes, inputTypes, layerNames, merges } from "../compiler/1-check/words.js";
import type { CellInitial, Loss, ParamInitial, Training } from "../compiler/model.js";
import { compile } from "../compiler/pipeline.js";
import { reserved } from "../grammar/tokens.js";

const docs = fileURLToPath(new URL("../docs/", import.meta.url));
const pages = readdirSync(docs, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md")).sort();

interface Block {
  readonly line: number;
  readonly text: string;
  readonly code: string | null;
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(join(docs, page), "utf8");
  return [...text.matchAll(/^```rnn([^\n]*)\n([\s\S]*?)^```$/gm)].map((match) => {
    const words = match[1]!.trim().split(/\s+/).filter((word) => word !== "");
    const unknown = words.find((word) => !/^(model|cell|RNN\d{3})$/.test(word));
    if (unknown !== undefined) throw new Error(`${page}: a block can't be "${unknown}"`);
    const around = words.find((word) => !word.startsWith("RNN"));
    return {
      line: text.slice(0, match.index).split("\n").length,
      text: around === undefined ? match[2]! : `${around} ${around === "cell" ? "example(H)" : "example"} {\n${match[2]!}}\n`,
      code: words.find((word) => word.startsWith("RNN")) ?? null,
    };
  });
}

describe.each(pages.filter((page) => blocksOf(page).length > 0))("docs/%s", (page) => {
  test.each(blocksOf(page).map((block) => [block.line, block] as const))("line %i", async (_, { text, code }) => {
    const { diagnostics, compiled, models } = await compile({ path: "example.rnn", text }, { library: openSources(), modules: "plain" });
    const found = diagnostics.map((d) => `${d.code} ${d.title}`);
    if (code === null) {
      expect(found).toEqual([]);
      expect(compiled).toHaveLength(models.length);
    } else {
      expect(found.join("\n")).toContain(code);
      expect(new Set(diagnostics.filter((d) => d.severity === "error").map((d) => d.code))).toEqual(new Set(diagnostics.some((d) => d.severity === "error") ? [code] : []));
    }
  });
});

test("there are pages", () => {
  expect(pages).toEqual(expect.arrayContaining(["language.md", "results.md"]));
});

describe.each(pages)("links of docs/%s", (page) => {
  const proseOf = (name: string): string => readFileSync(join(docs, name), "utf8").replace(/^```[\s\S]*?^```$/gm, "");
  /** As GitHub makes them of headings. */
  const anchorsOf = (name: string): readonly string[] =>
    [...proseOf(name).matchAll(/^#+ (.*)$/gm)].map(([, title]) => title!.toLowerCase().replace(/[^\p{L}\p{M}\p{N}_ -]/gu, "").replaceAll(" ", "-"));

  test("lead somewhere", () => {
    const targets = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!).filter((target) => !/^[a-z]+:/.test(target));
    const dead = targets.filter((target) => {
      const [file, anchor] = target.split("#") as [string, string | undefined];
      const name = file === "" ? page : join(dirname(page), file);
      return !existsSync(join(docs, name)) || (anchor !== undefined && name.endsWith(".md") && !anchorsOf(name).includes(decodeURIComponent(anchor)));
    });
    expect(dead).toEqual([]);
  });
});

describe("docs/language.md has all of the language", () => {
  const text = readFileSync(join(docs, "language.md"), "utf8");
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  /** Every word that stands in code marks in the prose. */
  const words = new Set([...prose.matchAll(/`([^`]+)`/g)].flatMap((match) => match[1]!.match(/[\p{L}_][\p{L}\p{M}\p{N}_]*/gu) ?? []));
  /** Rows of tables, by what the first cell has in code marks. */
  const rowOf = (name: string): string[] =>
    prose.split("\n").filter((line) => line.startsWith("|")).map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, ""))).find(([first]) => first!.includes(`\`${name}\``)) ?? [];

  // The checks of types keep these lists complete.
  const losses = Object.keys({ cross_entropy: 0, binary_cross_entropy: 0, squared_error: 0, mean_squared_error: 0, mean_absolute_error: 0, huber: 0 } satisfies Record<Loss, 0>);
  const schedules = Object.keys({ constant: 0, step: 0, exponential: 0, cosine: 0, plateau: 0 } satisfies Record<Training["schedule"]["kind"], 0>);
  const gradients = Object.keys({ bptt: 0, tbptt: 0, rtrl: 0 } satisfies Record<Training["gradient"]["kind"], 0>);
  const updates = Object.keys({ batch: 0, sequence: 0, step: 0, epoch: 0 } satisfies Record<Training["update"], 0>);
  const clips = Object.keys({ norm: 0, value: 0 } satisfies Record<NonNullable<Training["clip"]>["kind"], 0>);
  const starts = Object.keys({ glorot: 0, zeros: 0, ones: 0, orthogonal: 0, identity: 0, uniform: 0, normal: 0, learned: 0 } satisfies Record<Exclude<(ParamInitial | CellInitial)["kind"], "constant">, 0>);

  test.each<[string, Iterable<string>]>([
    ["reserved words", reserved.keys()],
    ["types of inputs", inputTypes],
    ["layers", layerNames],
    ["merges of directions", merges],
    ["functions", functions.keys()],
    ["functions of numbers", numberFunctions.keys()],
    ["types of heads", headTypes],
    ["losses", losses],
    ["ways to start", starts],
    ["options of train", trainOptions],
    ["optimisers", Object.keys(optimizerDefaults)],
    ["schedules", schedules],
    ["gradients", gradients],
    ["updates", updates],
    ["clips", clips],
    ["metrics", metricNames],
  ])("%s", (_, names) => {
    expect([...names].filter((name) => !words.has(name))).toEqual([]);
  });

  const standard = openSources().standard.map(({ text: file }) => /^cell (\w+)\((.*)\) \{$/m.exec(file)!.slice(1, 3) as [string, string]);
  test.each(standard)("the standard cell %s, with its header", (name, header) => {
    expect(rowOf(name)[1]).toBe(`\`${header}\``);
  });

  test.each(Object.entries(optimizerDefaults))("what %s takes, with defaults", (name, { kind: _, ...defaults }) => {
    const given = [...rowOf(name)[1]!.matchAll(/(\w+) = ([\w.-]+)/g)].map(([, option, value]) => [option, JSON.parse(value!) as unknown]);
    expect(Object.fromEntries(given)).toEqual(defaults);
  });

  test("every diagnostic of a spec", () => {
    expect(codes().filter((code) => !text.includes(code))).toEqual([]);
  });
});
