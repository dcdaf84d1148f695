// What stages of the compiler are printed as. Each file of cases/graphs is named after a stage: a spec, a line `==>`, and
// what `rnnc compile --stage` prints for it; `UPDATE=1` writes them anew. A pass that changes what it makes shows here.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openSources } from "../cli/library.js";
import { compile } from "../compiler/pipeline.js";
import { printStage } from "../compiler/print-graph.js";

const folder = fileURLToPath(new URL("cases/graphs", import.meta.url));
const separator = "\n==>\n";

async function print(text: string, stage: string): Promise<string> {
  const printed: string[] = [];
  await compile({ path: `${stage}.rnn`, text }, { library: openSources(), stage, trace: (name, value, names) => {
    if (name === stage) printed.push(printStage(name, value, names));
  } });
  return `${printed.join("\n\n")}\n`;
}

describe("cases", () => {
  const cases = readdirSync(folder).filter((name) => name.endsWith(".rnn"));
  test("there are some", () => expect(cases).toEqual(["hoist.rnn", "lower.rnn", "pack.rnn"]));
  test.each(cases)("%s", async (name) => {
    const whole = readFileSync(join(folder, name), "utf8");
    const at = whole.indexOf(separator);
    const text = whole.slice(0, at + 1);
    const found = await print(text, name.replace(".rnn", ""));
    if (process.env["UPDATE"]) writeFileSync(join(folder, name), text + separator.slice(1) + found);
    else expect(found).toBe(whole.slice(at + separator.length));
  });
});

describe("printed stages", () => {
  const two = "model a { input x: real[T]  head y[t]: real from x }\nmodel b { input z: real[T]  stack h from z { lstm(3) }  head w: class(2) from last(h) }";

  test("every model of a file is printed", async () => {
    expect((await print(two, "lower")).match(/^program predict$/gm)).toHaveLength(2);
    expect((await print(two, "plan")).match(/^program predict$/gm)).toHaveLength(2);
  });

  test("a node is numbered once, and read after it is made", async () => {
    for (const program of (await print(two, "pack")).split("\n\n")) {
      const made = program.split("\n").flatMap((line) => /^ +(%\d+) /.exec(line)?.[1] ?? []);
      expect(new Set(made).size).toBe(made.length);
      const known = new Set<string>();
      for (const line of program.split("\n")) {
        const [, own, rest] = /^ +(%\d+) +(.*)$/.exec(line) ?? [null, null, line];
        for (const [read] of rest!.matchAll(/%\d+/g)) expect(known, line).toContain(read);
        if (own) known.add(own);
      }
      expect(program).not.toContain("?");
    }
  });

  test("lines fit", async () => {
    for (const stage of ["lower", "pack", "plan"]) for (const line of (await print(two, stage)).split("\n")) expect(line.length, line).toBeLessThanOrEqual(120);
  });

  test("trees and models are JSON without the text of the source", async () => {
    for (const stage of ["tree", "model"]) expect(JSON.stringify(JSON.parse(await print(two, stage)))).not.toContain("input x: real");
  });

  test("modules are their files", async () => {
    expect((await print(two, "code")).match(/^\/\/ ===== .*$/gm)).toEqual(["index.ts", "wasm.ts", "webgpu.ts", "wasm.binary.ts", "index.ts", "wasm.ts", "webgpu.ts", "wasm.binary.ts"].map((path) => `// ===== ${path}`));
  });
});
