// One numbering for everything that rnnc can say is wrong: every code in the sources has one page, every page one
// code that something uses, and each part of the project keeps to its own hundreds.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { listCodes, explainCode } from "../cli/compiler.js";
import { runtimePages } from "../cli/runtime-codes.js";
import { catalogue } from "../compiler/1-check/catalogue.js";
import { syntaxCatalogue } from "../grammar/catalogue.js";

const root = fileURLToPath(new URL("..", import.meta.url));

function sourcesOf(folder: string): { readonly path: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](node_modules|dist)[\\/]/.test(path))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

/** The codes that stand in strings of a folder's sources: what may be said, not what comments mention. */
function codesIn(folder: string, pages: RegExp): string[] {
  const texts = sourcesOf(folder).filter(({ path }) => !pages.test(path));
  expect(texts).not.toHaveLength(0);
  return [...new Set(texts.flatMap(({ text }) => [...text.matchAll(/["'`](RNN\d+)["'`]/g)].map(([, code]) => code)))].sort();
}

/** A code twice in one object would lose the first page without a word; TypeScript says so, and so does this. */
function keysIn(path: string): string[] {
  return [...readFileSync(join(root, path), "utf8").matchAll(/^ +(RNN\d+): \{/gm)].map(([, code]) => code);
}

describe("codes", () => {
  const parts: readonly [string, readonly string[], RegExp, RegExp][] = [
    ["grammar", Object.keys(syntaxCatalogue), /catalogue\.ts$/, /^RNN1\d\d$/],
    ["compiler", Object.keys(catalogue), /[\\/](pages-\w+|catalogue)\.ts$/, /^RNN[2-5]\d\d$/],
    ["runtime", Object.keys(runtimePages), /^$/, /^RNN[6-9]\d\d$/],
  ];
  it.each(parts)("%s: each has a page, each page is used, all in the hundreds of this part", (folder, pages, written, hundreds) => {
    expect(codesIn(folder, written)).toEqual([...pages].sort());
    for (const code of pages) expect(code).toMatch(hundreds);
  });

  it("no two pages share a code", async () => {
    const files = ["grammar/catalogue.ts", "compiler/1-check/pages-cells.ts", "compiler/1-check/pages-models.ts", "compiler/1-check/pages-train.ts", "cli/runtime-codes.ts"];
    const written = files.flatMap(keysIn).sort();
    const listed = (await listCodes()).map(({ code }) => code);
    expect(written).toEqual([...new Set(written)]);
    expect(listed).toEqual(written);
  });

  it("no two titles are the same, and each fits a line of 80 columns", async () => {
    const titles = (await listCodes()).map(({ title }) => title);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
    for (const title of titles) {
      expect(title.length, title).toBeGreaterThan(5);
      expect(title.length, title).toBeLessThanOrEqual(70);
      expect(title, title).not.toMatch(/\.$/);
    }
  });

  it("the codes that the command line looks at exist", async () => {
    const known = new Set((await listCodes()).map(({ code }) => code));
    for (const { path, text } of sourcesOf("cli")) for (const [code] of text.matchAll(/\bRNN\d{3}\b/g)) expect(known.has(code), `${code} in ${path}`).toBe(true);
  });

  it("a page of the runtime says what, why and what to do", async () => {
    for (const [code, { meaning, cause, remedy }] of Object.entries(runtimePages)) {
      for (const text of [meaning, cause, remedy]) expect(text, code).toMatch(/^[A-Z`"][^]+[.]$/);
      const page = await explainCode(code);
      for (const text of [`${code}: `, meaning, cause, remedy]) expect(page).toContain(text);
    }
    for (const wrong of ["RNN999", "", "__proto__", "toString"]) expect(await explainCode(wrong)).toBeNull();
  });
});
