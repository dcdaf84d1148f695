// The checks: what they say of wrong specs, and the models they make of right ones. Each file of
// cases/diagnostics is a spec, a line `==>`, and what the command line prints for it; `UPDATE=1` writes them anew.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { renderDiagnostic } from "../cli/frames.js";
import { catalogue, codes, explain } from "../compiler/1-check/catalogue.js";
import { check, type Checked, type Sources } from "../compiler/1-check/index.js";
import { evaluateNumber, evaluateSize } from "../compiler/1-check/sizes.js";
import { trainDefaults } from "../compiler/1-check/train.js";
import type { Layer, Model } from "../compiler/model.js";
import { parse } from "../grammar/index.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "test/cases/diagnostics");
const cells = join(root, "specs/cells");
const separator = "\n==>\n";

// The pages call any cell `plain`.
const plain = "cell plain(H) {\n  input x: [D]\n  state h: [H]\n  output h\n  param W: [H, D]\n  param U: [H, H]\n  h = tanh(W @ x + U @ h[t-1])\n}\n";
const sources: Sources = {
  standard: [
    ...readdirSync(cells)
      .sort()
      .map((name) => ({ path: `specs/cells/${name}`, text: readFileSync(join(cells, name), "utf8") })),
    { path: "specs/cells/plain.rnn", text: plain },
  ],
  resolve: (_, path) => (path.startsWith("./used/") ? { path: path.slice(2), text: readFileSync(join(folder, path), "utf8") } : null),
};

function checkText(text: string, path = "spec.rnn", given: Sources = sources): Checked {
  const { tree, problems } = parse(text);
  return check(tree, { path, text }, given, problems);
}

function checkSpec(path: string): Checked {
  return checkText(readFileSync(join(root, path), "utf8"), path);
}

function render(checked: Checked): string {
  return checked.diagnostics.map((d) => renderDiagnostic(d, { color: false, width: 100 })).join("\n\n") + "\n";
}

/** The one model of a text that has nothing to complain of. */
function modelOf(text: string): Model {
  const { models, diagnostics } = checkText(text);
  expect(render({ models, cells: [], diagnostics })).toBe("\n");
  expect(models).toHaveLength(1);
  return models[0]!;
}

function codesOf(checked: Checked): string[] {
  return checked.diagnostics.map((d) => d.code);
}

describe("cases", () => {
  const cases = readdirSync(folder).filter((name) => name.endsWith(".rnn"));
  const seen = new Set<string>();
  for (const name of cases) {
    test(name, () => {
      const file = join(folder, name);
      const whole = readFileSync(file, "utf8");
      const at = whole.indexOf(separator);
      const text = at < 0 ? whole : whole.slice(0, at + 1);
      const found = render(checkText(text, name));
      if (process.env["UPDATE"]) writeFileSync(file, text.replace(/\n*$/, "\n") + separator.slice(1) + found);
      else expect(found).toBe(whole.slice(at + separator.length));
    });
  }
  for (const name of cases) for (const [code] of readFileSync(join(folder, name), "utf8").matchAll(/\bRNN\d+\b/g)) seen.add(code);
  test("every code has a case", () => {
    expect(Object.keys(catalogue).filter((code) => !seen.has(code))).toEqual([]);
  });
});

describe("catalogue", () => {
  for (const [code, page] of Object.entries(catalogue)) {
    if (page.bad === "") continue;
    test(`${code}: the bad example has it, the good one nothing`, () => {
      expect(codesOf(checkText(page.bad))).toContain(code);
      expect(codesOf(checkText(page.good))).toEqual(page.good.includes("part ") || page.good.includes("init ") ? ["RNN501"] : []);
    });
  }
  test("a page is found by its code, whatever the case, and nothing else is", () => {
    for (const code of codes()) expect(explain(code.toLowerCase())).toContain(code);
    for (const wrong of ["RNN999", "", "__proto__", "toString"]) expect(explain(wrong)).toBeNull();
  });
});
