// Every spec printed in docs/ is compiled as it stands there, or gets exactly the diagnostic that the page says.
//
//   ```rnn            a file that compiles, without a warning
//   ```rnn RNN203     a file that gets this diagnostic, and no other error
//   ```rnn model      the members of a model: `model example { … }` is put around them
//   ```rnn cell       the members of a cell, likewise
//
// A block that names a code may say both: ```rnn model RNN319.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openSources } from "../cli/library.js";
import { compile } from "../compiler/pipeline.js";

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
    const { diagnostics, compiled, models } = await compile({ path: "example.rnn", text }, { library: openSources(), format: false });
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
  expect(pages).toContain("results.md");
});
