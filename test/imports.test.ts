// Who may import whom, and which words may stand where: the architecture's rules that no compiler checks.
// Reads the source files; runs none of them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ts } from "ts-morph";
import { describe, expect, test } from "vitest";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What the files of a folder may import, beside their own folder: folders of this project, packages, Node's modules. */
const rules: Readonly<Record<string, { readonly folders: readonly string[]; readonly packages: readonly string[]; readonly node: boolean }>> = {
  grammar: { folders: [], packages: ["chevrotain"], node: false },
  // Pure: no file system, no environment. The runtime's numbers (random, descriptions) are shared, so that they agree.
  compiler: { folders: ["grammar", "runtime"], packages: ["ts-morph", "prettier"], node: false },
  // A package of its own, which runs in pages too.
  runtime: { folders: [], packages: [], node: false },
  editor: { folders: ["grammar", "compiler"], packages: ["vscode-languageserver", "vscode-languageserver-textdocument"], node: false },
  cli: { folders: ["grammar", "compiler", "runtime", "editor"], packages: ["@resvg/resvg-wasm", "cli-progress", "commander", "csv-parse", "d3-scale", "d3-scale-chromatic", "d3-shape", "fflate", "picocolors", "prettier", "vscode-languageserver", "webgpu"], node: true },
  generated: { folders: ["runtime"], packages: [], node: false },
  // The demo's page, and the server of it.
  "web/page": { folders: ["generated", "runtime", "cli"], packages: ["d3-scale", "d3-shape"], node: false },
  "web/serve": { folders: ["cli"], packages: ["commander", "esbuild"], node: true },
};

/** Where a folder is in one package only: what its files may import besides. */
const optional: Readonly<Record<string, readonly string[]>> = { "runtime/tfjs/": ["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers"] };

/** Names of architectures: a compiler that knows one of them has a blessed cell. */
const cellNames = new Set([
  ...["elman", "jordan", "lstm", "gru", "peephole", "mgu", "ugrnn", "indrnn"],
  ...listFiles("specs/cells", ".rnn").map((path) => posix.basename(path, ".rnn").toLowerCase()),
]);
const deviceNames = new Set(["wasm", "webassembly", "simd", "webgpu", "gpu", "wgsl", "cpu", "cuda"]);

function listFiles(folder: string, ending = ".ts"): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path) && !path.endsWith(".d.ts"))
    .sort();
}

function readText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** What is wrong with the imports of a file, one line each. */
function findBadImports(path: string, text: string): string[] {
  const folder = Object.keys(rules).find((name) => path.startsWith(`${name}/`)) ?? "";
  const rule = rules[folder];
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
    const bad = [`${path} imports ${fileName}`];
    if (fileName.startsWith("node:")) return rule.node ? [] : bad;
    if (fileName.startsWith(".")) {
      const target = posix.normalize(posix.join(posix.dirname(path), fileName));
      return target.startsWith(`${folder}/`) || rule.folders.includes(target.split("/")[0]) ? [] : bad;
    }
    const name = fileName.split("/").slice(0, fileName.startsWith("@") ? 2 : 1).join("/");
    // The runtime, whichever of its entries.
    if (name === "@rnnc/runtime") return rule.folders.includes("runtime") ? [] : bad;
    const more = Object.entries(optional).flatMap(([within, packages]) => (path.startsWith(within) ? packages : []));
    return [...rule.packages, ...more].includes(name) ? [] : bad;
  });
}

/** Names, strings and template texts in a file, comments apart, each with its line. */
function listWords(path: string, text: string): { readonly word: string; readonly line: number }[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const found: { word: string; line: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
      for (const [word] of node.text.matchAll(/[\p{L}\p{N}_]+/gu)) found.push({ word, line });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Uses of forbidden words as a name or as a part of one: `lstm`, `lstm_gates`, `isLstm`, `LSTM2`. */
function findWords(path: string, text: string, forbidden: ReadonlySet<string>): string[] {
  return listWords(path, text)
    .filter(({ word }) => {
      const parts = word.replace(/(\p{Ll})(\p{Lu})/gu, "$1_$2").toLowerCase().split(/[_\d]+/);
      return forbidden.has(word.toLowerCase()) || parts.some((part) => forbidden.has(part));
    })
    .map(({ word, line }) => `${path}:${line} says ${word}`);
}

describe("imports go one way", () => {
  for (const folder of Object.keys(rules)) {
    test(folder, () => {
      const files = listFiles(folder);
      expect(files, `no files in ${folder}/`).not.toHaveLength(0);
      expect(files.flatMap((path) => findBadImports(path, readText(path)))).toEqual([]);
    });
  }

  test("the runtime's package has no dependency", () => {
    const { dependencies, peerDependencies } = JSON.parse(readText("runtime/package.json")) as Record<string, Record<string, string> | undefined>;
    expect(dependencies).toBeUndefined();
    expect(Object.keys(peerDependencies ?? {}).filter((name) => !name.startsWith("@tensorflow/"))).toEqual([]);
  });

  test("what is optional is imported by nothing that isn't", () => {
    const rest = listFiles("runtime").filter((path) => !path.startsWith("runtime/tfjs/"));
    const imported = rest.flatMap((path) => ts.preProcessFile(readText(path), true, true).importedFiles.map(({ fileName }) => posix.normalize(posix.join(posix.dirname(path), fileName))));
    expect(imported.filter((path) => path.startsWith("runtime/tfjs/"))).toEqual([]);
    // tf.layers is large: only those who want layers load it.
    const functions = listFiles("runtime/tfjs").filter((path) => path !== "runtime/tfjs/layers.ts");
    expect(functions.filter((path) => readText(path).includes("@tensorflow/tfjs-layers\""))).toEqual([]);
  });

  test("a wrong import is noticed, however it is written", () => {
    const of = (path: string, line: string) => findBadImports(path, line).length;
    expect(of("grammar/parser.ts", `import { check } from "../compiler/check.js";`)).toBe(1);
    expect(of("compiler/2-lower/cell.ts", `import type { Command } from "../../cli/train.js";`)).toBe(1);
    expect(of("compiler/pipeline.ts", `import { readFileSync } from "node:fs";`)).toBe(1);
    expect(of("runtime/model.ts", `const fs = await import("node:fs/promises");`)).toBe(1);
    expect(of("runtime/wasm/load.ts", `export * from "../../compiler/plan.js";`)).toBe(1);
    expect(of("runtime/model.ts", `import pc from "picocolors";`)).toBe(1);
    expect(of("runtime/train.ts", `import { tensor } from "@tensorflow/tfjs-core";`)).toBe(1);
    expect(of("runtime/tfjs/rows.ts", `import { tensor } from "@tensorflow/tfjs-core";`)).toBe(0);
    expect(of("compiler/2-lower/cell.ts", `import { parse } from "../../grammar/parser.js"; import { internal } from "../errors.js";`)).toBe(0);
  });
});

describe("words", () => {
  test("the compiler is pure: it touches neither console nor process", () => {
    // grammar/chevrotain.ts only looks for a faster copy of the same package.
    const files = [...listFiles("compiler"), ...listFiles("grammar")].filter((path) => path !== "grammar/chevrotain.ts");
    const found = files.flatMap((path) => {
      const file = ts.createSourceFile(path, readText(path), ts.ScriptTarget.Latest);
      const bad: string[] = [];
      const visit = (node: ts.Node): void => {
        const named = ts.isPropertyAccessExpression(node) ? [node.expression, node.name] : [];
        if (named.some((name) => ts.isIdentifier(name) && ["console", "process"].includes(name.text))) bad.push(`${path} uses ${node.getText(file)}`);
        ts.forEachChild(node, visit);
      };
      visit(file);
      return bad;
    });
    expect(found).toEqual([]);
  });

  test("no device is named in compiler/3-optimize", () => {
    const files = listFiles("compiler/3-optimize");
    expect(files).not.toHaveLength(0);
    expect(files.flatMap((path) => findWords(path, readText(path), deviceNames))).toEqual([]);
  });

  test("no cell is named in the code of compiler/ and runtime/", () => {
    const files = [...listFiles("compiler"), ...listFiles("runtime")];
    expect(cellNames.size).toBeGreaterThan(5);
    expect(files.flatMap((path) => findWords(path, readText(path), cellNames))).toEqual([]);
  });

  test("a forbidden word is noticed in names and strings, not in comments", () => {
    const of = (line: string) => findWords("compiler/x.ts", line, cellNames).length;
    expect(of(`// an lstm keeps 4H a row`)).toBe(0);
    expect(of(`const congruent = 1;`)).toBe(0);
    expect(of(`const isLstm = true;`)).toBe(1);
    expect(of(`if (cell.name === "gru") {}`)).toBe(1);
    expect(of("const text = `cell ${a} elman_${b}`;")).toBe(1);
    expect(of(`class X { #lstmGates = 1; }`)).toBe(1);
  });
});

test("compiler/pipeline.ts, which shows the whole compiler, stays under 80 lines", () => {
  expect(readText("compiler/pipeline.ts").trimEnd().split("\n").length).toBeLessThan(80);
});
