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
import { parse, type Expression } from "../grammar/index.js";

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

function render(checked: Pick<Checked, "diagnostics">): string {
  return checked.diagnostics.map((d) => renderDiagnostic(d, { color: false, width: 100 })).join("\n\n") + "\n";
}

/** The one model of a text that has nothing to complain of. */
function modelOf(text: string): Model {
  const { models, diagnostics } = checkText(text);
  expect(render({ diagnostics })).toBe("\n");
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
    // RNN502 takes more than a hundred mistakes: its page has them.
    expect(Object.keys(catalogue).filter((code) => !seen.has(code) && code !== "RNN502")).toEqual([]);
  });
});

describe("catalogue", () => {
  for (const [code, page] of Object.entries(catalogue)) {
    if (page.bad === "") continue;
    test(`${code}: the bad example has it, the good one nothing`, () => {
      expect(codesOf(checkText(page.bad))).toContain(code);
      expect(codesOf(checkText(page.good))).toEqual([]);
    });
  }
  test("a page is found by its code, whatever the case, and nothing else is", () => {
    for (const code of codes()) expect(explain(code.toLowerCase())).toContain(code);
    for (const wrong of ["RNN999", "", "__proto__", "toString"]) expect(explain(wrong)).toBeNull();
  });
});

describe("models", () => {
  test("char_lm", () => {
    const { models, diagnostics } = checkSpec("test/cases/models/char_lm.rnn");
    expect(diagnostics).toEqual([]);
    const [model] = models;
    expect(model).toMatchObject({
      name: "char_lm",
      axes: ["T"],
      inputs: [{ name: "text", kind: "chars", axis: "T", size: 128, scale: null, keep: null, lowercase: false, boundary: false }],
      heads: [{ name: "text", kind: "class", size: 128, classes: null, predicts: { input: "text", from: 1, to: 1 }, axis: "T", projection: true, loss: "cross_entropy", weight: 1 }],
    });
    const [stack] = model!.stacks;
    expect(stack!.layers.map((l) => [l.path, l.kind, l.inputSize, l.size])).toEqual([
      ["memory.1", "embed", 128, 32],
      ["memory.2", "cell", 32, 192],
      ["memory.3", "cell", 192, 192],
      ["memory.4", "dropout", 192, 192],
    ]);
    expect(stack).toMatchObject({ axis: "T", size: 192, source: { kind: "input", input: "text", delay: 0, axis: "T", size: 128 } });
    const cell = cellLayer(stack!.layers[1]!);
    expect(cell.arguments).toEqual({ sizes: { H: 192, D: 32 }, numbers: { forget_bias: 1 }, functions: {} });
    expect(cell).toMatchObject({ direction: "forward", dropout: 0, recurrentDropout: 0, sides: {} });
    expect(cell.cell.output).toBe("h");
    expect(cell.cell.states.map((s) => [s.name, s.delay, s.initial.kind])).toEqual([["h", 1, "zeros"], ["c", 1, "zeros"]]);
    expect(model!.train).toEqual({
      ...trainDefaults,
      optimizer: { kind: "adam", rate: 3e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      schedule: { kind: "cosine", to: 1e-4, warmup: 0 },
      clip: { kind: "norm", limit: 1, each: false },
      gradient: { kind: "tbptt", steps: 64, every: 64 },
      epochs: 4,
      validate: 0.1,
    });
  });

  test("newsgroups", () => {
    const { models, diagnostics } = checkSpec("test/cases/models/newsgroups.rnn");
    expect(diagnostics).toEqual([]);
    expect(models[0]).toMatchObject({
      inputs: [{ kind: "words", size: 10_000, keep: { from: "first", count: 100 }, lowercase: true }],
      stacks: [{ axis: null, size: 128 }],
      heads: [{ name: "label", kind: "class", size: 2, classes: null, predicts: null, axis: null, loss: "cross_entropy" }],
    });
  });

  test("forecast", () => {
    const { models, diagnostics } = checkSpec("test/cases/models/forecast.rnn");
    expect(diagnostics).toEqual([]);
    expect(models[0]).toMatchObject({
      inputs: [{ kind: "real", size: 1, axis: "T", scale: "standard" }],
      heads: [{ kind: "real", size: 1, predicts: { input: "x", from: 1, to: 1 }, axis: null, loss: "mean_squared_error" }],
      train: { cut: { steps: 50, stride: 1 }, patience: 5 },
    });
    expect(models[0]!.stacks[0]!.layers.at(-1)).toMatchObject({ kind: "dense", activation: "relu", inputSize: 50, size: 25 });
  });

  test("every standard cell is clean, and its equations stand in order", () => {
    for (const name of readdirSync(cells)) {
      const { cells: found, diagnostics } = checkSpec(`specs/cells/${name}`);
      expect(diagnostics, name).toEqual([]);
      for (const cell of found) {
        const done = new Set([...cell.inputs, ...cell.params].map((n) => n.name));
        for (const equation of cell.equations) {
          for (const read of namesNow(equation.value)) if (cell.equations.some((e) => e.name === read)) expect(done.has(read), `${name}: ${equation.name} reads ${read}`).toBe(true);
          done.add(equation.name);
        }
      }
    }
  });

  test("equations are ordered, delays counted, whatever the order written", () => {
    const { cells, diagnostics } = checkText("cell a(H) {\n input x: [D]\n state h, k: [H]\n output y\n param W: [H, D]\n y = k + z\n k = h[t-3] + k[t-1]\n z = 2 * h\n h = W @ x[t-2] + h[t-1]\n}");
    expect(diagnostics).toEqual([]);
    expect(cells[0]!.states.map((s) => [s.name, s.delay])).toEqual([["h", 3], ["k", 1]]);
    const order = cells[0]!.equations.map((e) => e.name);
    expect(order.indexOf("h")).toBeLessThan(order.indexOf("z"));
    expect(order.indexOf("y")).toBe(3);
  });

  test("`stacked` is unrolled and goes on counting", () => {
    const model = modelOf("model m {\n input x: real[T, 3]\n stack h from x { dense(4, tanh)  stacked 2 { elman(5, relu)  dropout(10%) }  relu }\n head x[t+1] from h\n}");
    expect(model.stacks[0]!.layers.map((l) => [l.path, l.kind, l.inputSize])).toEqual([
      ["h.1", "dense", 3],
      ["h.2", "cell", 4],
      ["h.3", "dropout", 5],
      ["h.4", "cell", 5],
      ["h.5", "dropout", 5],
      ["h.6", "activation", 5],
    ]);
    expect(cellLayer(model.stacks[0]!.layers[1]!).arguments.functions).toEqual({ activation: "relu" });
    expect(model.train).toEqual(trainDefaults);
  });

  test("stacks come in the order of reading; sources are joined", () => {
    const model = modelOf("model m {\n input x: real[T]\n input v: real[7]\n stack b from a ++ v ++ x { elman(4) }\n stack a from x { elman(5, dropout = 10%, recurrent_dropout = 0.2) }\n head y[t]: real[2] from b\n head z: binary from last(a) ++ v { weight = 0.5 }\n}");
    expect(model.stacks.map((s) => s.name)).toEqual(["a", "b"]);
    expect(model.stacks[1]!.source).toMatchObject({ kind: "join", axis: "T", size: 13 });
    expect(cellLayer(model.stacks[0]!.layers[0]!)).toMatchObject({ dropout: 0.1, recurrentDropout: 0.2 });
    expect(model.heads).toMatchObject([
      { name: "y", kind: "real", size: 2, axis: "T", weight: 1 },
      { name: "z", kind: "binary", size: 1, axis: null, weight: 0.5, loss: "binary_cross_entropy", source: { kind: "join", size: 12, axis: null } },
    ]);
  });

  test("a cell of the file, and a side input", () => {
    const text = "cell ctx(H, k = 1/sqrt(H)) {\n input x: [D]\n input z: [E]\n state h: [H]\n output h\n param W: [H, D] = uniform(-k, k)\n param V: [H, E + D]\n h = tanh(W @ x + V @ (z ++ x) + k * h[t-1])\n}\nmodel m {\n input x: real[T, 2]\n input v: real[3]\n stack h from x { ctx(16, z = v) }\n head x[t+1] from h\n}";
    const layer = cellLayer(modelOf(text).stacks[0]!.layers[0]!);
    expect(layer.arguments).toEqual({ sizes: { H: 16, D: 2, E: 3 }, numbers: { k: 0.25 }, functions: {} });
    expect(layer.sides).toEqual({ z: { kind: "input", input: "v", delay: 0, axis: null, size: 3 } });
    const [w, v] = layer.cell.params;
    expect(v!.size.map((size) => evaluateSize(size, layer.arguments.sizes))).toEqual([16, 5]);
    expect(w!.initial.kind === "uniform" && evaluateNumber(w!.initial.low, layer.arguments)).toBe(-0.25);
  });

  test("two names are never equal, products are: M * C and C * M", () => {
    const clean = checkText("cell a(M, C = 2) {\n input x: [D]\n state h: [M * C]\n output h\n param W: [C * M, D]\n h = tanh(W @ x + h[t-1])\n}");
    expect(clean.diagnostics).toEqual([]);
    expect(codesOf(checkText("cell a(M, C) {\n input x: [D]\n state h: [M]\n output h\n param W: [C, D]\n h = tanh(W @ x) + h[t-1]\n}"))).toEqual(["RNN204"]);
  });

  test("names that JavaScript knows are names like any other", () => {
    const text = "cell __proto__(H, constructor = 2) {\n input toString: [D]\n state valueOf: [H]\n output valueOf\n param hasOwnProperty: [H, D]\n valueOf = constructor * tanh(hasOwnProperty @ toString + valueOf[t-1])\n}\nmodel __proto__ {\n input __proto__: real[T]\n stack constructor from __proto__ { __proto__(8) }\n head __proto__[t+1] from constructor\n}";
    const model = modelOf(text);
    expect(model.name).toBe("__proto__");
    expect(cellLayer(model.stacks[0]!.layers[0]!).arguments.numbers["constructor"]).toBe(2);
  });

  test("a model with an error is not given, others of the file are", () => {
    const { models } = checkText("model a {\n input x: real[T]\n stack h from x { elman(0) }\n head x[t+1] from h\n}\nmodel b {\n input x: real[T]\n stack h from x { elman(4) }\n head x[t+1] from h\n}");
    expect(models.map((m) => m.name)).toEqual(["b"]);
  });

  test("the specs of all twelve shapes say nothing", () => {
    for (const name of ["captions", "char_lm", "forecast", "sentiment", "translate", "window"]) {
      const codes = new Set(codesOf(checkSpec(`test/cases/language/${name}.rnn`)));
      expect([...codes], name).toEqual([]);
    }
  });
});

describe("frames", () => {
  const frame = (text: string, width = 100, color = false): string => renderDiagnostic(checkText(text).diagnostics[0]!, { color, width });

  test("the example of the language's page", () => {
    const text = "/// doc\ncell mine(H) {\n  // x\n  input  x: [D]\n  state  h: [H]\n  output h\n\n  param b_f, c_f: [H]\n  param W_f: [H, H]\n\n\n\n\n  f = sigmoid(W_f @ x + b_f)\n  h = f * h[t-1] + c_f\n}";
    expect(frame(text)).toBe(
      [
        "error[RNN203]: the sizes in `W_f @ x` differ",
        "  spec.rnn:14:15",
        "   9 |   param W_f: [H, H]",
        "     |                  ─ W_f takes H values",
        "  14 |   f = sigmoid(W_f @ x + b_f)",
        "     |                     ^ x has D values, from `input x: [D]` on line 4",
        "  hint: declare `param W_f: [H, D]`",
      ].join("\n"),
    );
  });

  test("no line of the source is wider than the terminal, and the mark is in it", () => {
    const long = `cell mine(H) {\n  input x: [D]\n  state h: [H]\n  output h\n  param W: [H, D]\n  h = ${"W @ x + ".repeat(30)}nothing + ${"h[t-1] + ".repeat(30)}h[t-1]\n}`;
    const lines = frame(long, 60).split("\n");
    const source = lines[2]!;
    expect([...source].length).toBeLessThanOrEqual(60);
    const at = lines[3]!.indexOf("^");
    expect(source.slice(at, at + 7)).toBe("nothing");
  });

  test("control characters are shown, not sent; colours only when asked for", () => {
    const text = 'model m {\n  input x: real[T]\n  stack h from x { elman(4, "\u001b[31m") }\n  head x[t+1] from h\n}';
    expect(frame(text)).not.toContain("\u001b");
    expect(frame(text, 100, true)).toContain("\u001b[");
  });
});

describe("large and broken texts", () => {
  test("at most a hundred problems are shown, errors first", () => {
    const { diagnostics } = checkText(`cell a(H) {\n input x: [D]\n state h: [H]\n output h\n${Array.from({ length: 500 }, (_, i) => ` a${i} = b${i}`).join("\n")}\n h = h[t-1]\n}`);
    expect(diagnostics).toHaveLength(101);
    expect(diagnostics.at(-1)!.code).toBe("RNN502");
  });

  test("long chains and nested `stacked` don't overflow", () => {
    const chain = `cell a(H) {\n input x: [H]\n state h: [H]\n output h\n v0 = x\n${Array.from({ length: 20_000 }, (_, i) => ` v${i + 1} = v${i}`).join("\n")}\n h = h[t-1] + v20000\n}`;
    expect(checkText(chain).cells).toHaveLength(1);
    expect(codesOf(checkText("model m { input x: real[T] stack s from x { stacked 900 { stacked 900 { elman(3) } } } head y[t]: real from s }"))).toEqual(["RNN330"]);
  });

  test("any cut of a spec is checked without a thrown error", () => {
    const whole = `${readFileSync(join(root, "test/cases/language/sentiment.rnn"), "utf8")}\n${readFileSync(join(cells, "lstm.rnn"), "utf8")}`;
    for (let end = 0; end < whole.length; end += 7) {
      const { tree, problems } = parse(whole.slice(0, end));
      const checked = check(tree, { path: "cut.rnn", text: whole.slice(0, end) }, sources, problems);
      expect(problems.length === 0 || checked.diagnostics.some((d) => d.severity === "error")).toBe(true);
    }
  });
});

function cellLayer(layer: Layer): Layer & { readonly kind: "cell" } {
  if (layer.kind !== "cell") throw new Error(`${layer.path} is ${layer.kind}`);
  return layer;
}

/** Names read at this step. */
function namesNow(expression: Expression): string[] {
  switch (expression.kind) {
    case "name":
      return [expression.text];
    case "unary":
      return namesNow(expression.value);
    case "binary":
      return [...namesNow(expression.left), ...namesNow(expression.right)];
    case "call":
      return expression.arguments.flatMap((a) => namesNow(a.value));
    default:
      return [];
  }
}
