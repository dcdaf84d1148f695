// Hovers and definitions at cursor markers (`‸` stands right before the place): what a reader is told of a name, of a layer, of an option. The
// tables of words are complete: each word of the language has its sentence.
import { describe, expect, test } from "vitest";
import { openSources } from "../../cli/library.js";
import { functions } from "../../compiler/1-check/functions.js";
import { metricNames, optimizerDefaults, trainOptions } from "../../compiler/1-check/train.js";
import { activations, headTypes, inputTypes, layerNames, merges } from "../../compiler/1-check/words.js";
import { reserved } from "../../grammar/tokens.js";
import { definition, hover } from "../../editor/hover.js";
import * as words from "../../editor/words.js";

const sources = openSources();
const spec = `/// Keeps what it learned.
cell leaky(H, slope = 1, activation = tanh) {
  input  x: [D]
  state  h: [H]
  output h
  param W: [H, D]
  param U: [H, H] = orthogonal
  param a, b: [H]
  k = sigmoid(slope * a)
  h = k * h[t-1] + (1 - k) * activation(W @ x + U @ h[t-1] + b)
}

/// Reads a text.
model writer {
  input text: chars[T] of 128 { keep = last(400) }
  stack memory from text {
    embed(32)
    leaky(48, slope = 2, dropout = 10%)
    bidirectional lstm(64)
    dense(10, relu)
  }
  head label: class(4) from last(memory) { loss = squared_error }
  train { optimizer = adam(rate = 3e-3)  update = batch  batch = 16  metrics = accuracy }
}
`;

/** The place of `‸` before a piece of text that stands there once. */
function placeOf(marked: string, text = spec): number {
  const plain = marked.replace("‸", "");
  const at = text.indexOf(plain);
  expect(at, `${plain} is there`).toBeGreaterThanOrEqual(0);
  expect(text.indexOf(plain, at + 1), `${plain} is there once`).toBe(-1);
  return at + marked.indexOf("‸");
}

function hoverAt(marked: string, text = spec): string | null {
  return hover({ path: "test.rnn", text }, placeOf(marked, text), sources)?.markdown ?? null;
}

describe("in a cell", () => {
  test("names: what they are, their shapes, with numbers where the file uses the cell", () => {
    expect(hoverAt("param ‸U:")).toBe("**param** `U: [H, H]` = `[48, 48]` in `memory.2`\n\nStarts as `orthogonal`. Rows (or columns) at right angles and of length 1 (Saxe, McClelland & Ganguli 2014).");
    expect(hoverAt("‸W @ x")).toContain("**param** `W: [H, D]` = `[48, 32]` in `memory.2`");
    expect(hoverAt("W @ ‸x")).toBe("**input** `x: [D]` = `[32]` in `memory.2`\n\nWhat the cell reads at this step.");
    expect(hoverAt("  ‸k = sig")).toBe("**value** `k: [H]` = `[48]` in `memory.2`\n\n```rnn\nk = sigmoid(slope * a)\n```");
    expect(hoverAt("x: [‸D]")).toContain("`D` = `32` in `memory.2`.");
    expect(hoverAt("cell leaky(‸H")).toContain("`H` = `48` in `memory.2`.");
    expect(hoverAt("sigmoid(‸slope")).toContain("**number** `slope = 1`");
  });
  test("the past, products, functions, initial values", () => {
    expect(hoverAt("k * h‸[t-1]")).toContain("`h[t-1]`: the value one step before; before the first step, its initial value.");
    expect(hoverAt("U ‸@ h")).toBe("**matrix product** `U @ h[t-1]`\n\n[H, H] @ [H] → [H]");
    expect(hoverAt("‸sigmoid(")).toContain("1 / (1 + e⁻ᵛ)");
    expect(hoverAt("= ‸orthogonal")).toContain("**starts as** `orthogonal`");
    expect(hoverAt("‸state  h")).toContain("carried from step to step");
    expect(hoverAt("Keeps ‸what")).toBe(null);
  });
  test("the cell itself: its doc comment, equations, what it reads, carries and learns", () => {
    expect(hoverAt("cell ‸leaky")).toBe(
      "**cell** `leaky(H, slope = 1, activation = tanh)`\n\nKeeps what it learned.\n\n```rnn\nk = sigmoid(slope * a)\nh = k * h[t-1] + (1 - k) * activation(W @ x + U @ h[t-1] + b)\n```\n\n- reads `x: [D]`\n- carries `h: [H]`\n- gives `h`\n- learns `W: [H, D]`, `U: [H, H] = orthogonal`, `a, b: [H]`\n\nUsed in `writer` as `memory.2`.",
    );
  });
  test("a part, and what is inside it", () => {
    const text = "cell two(H) {\n  input x: [D]\n  state s: [H]\n  output s\n  part lower = elman(H)\n  s = lower(x ++ s[t-1])\n}\n";
    expect(hoverAt("s = ‸lower", text)).toMatch(/^\*\*part\*\* `lower = elman\(H\)`\n\n\*\*cell\*\* `elman\(H, activation = tanh\)`/);
    expect(hoverAt("= ‸elman", text)).toMatch(/^\*\*cell\*\* `elman/);
    expect(definition({ path: "test.rnn", text }, placeOf("= ‸elman", text), sources)!.source.path).toMatch(/elman\.rnn$/);
  });
});

describe("in a model", () => {
  test("layers: the cell with its equations, sizes in and out, how many weights", () => {
    const found = hoverAt("bidirectional ‸lstm");
    expect(found).toContain("Hochreiter & Schmidhuber 1997");
    expect(found).toContain("f = sigmoid(W_f @ x + U_f @ h[t-1] + b_f)");
    expect(found).toContain(`- \`memory.3\`: 48 → 128 values, ${(2 * 4 * (64 * 48 + 64 * 64 + 64)).toLocaleString("en")} weights`);
    expect(hoverAt("  ‸embed(32)")).toContain("- `memory.1`: 128 ids → 32 values");
    expect(hoverAt("‸bidirectional lstm")).toContain("side by side");
    expect(hoverAt("‸dense(10")).toContain("- `memory.4`: 128 → 10 values");
    expect(hoverAt("leaky(48, ‸slope")).toBe("**number** `slope` of `leaky`\n\nDefault: `1`.");
    expect(hoverAt("2, ‸dropout = 10%")).toContain("one mask a sequence");
  });
  test("inputs, stacks and heads, where they are declared and where they are named", () => {
    const input = "```rnn\ninput text: chars[T] of 128 { keep = last(400) }\n```\n\nText as characters. Those of the training part have ids, most frequent first; id 0 is any other.\n\nThe column `text` of the data: one of 128 ids at every step of `T`.";
    expect(hoverAt("input ‸text")).toBe(input);
    expect(hoverAt("from ‸text")).toBe(input);
    expect(hoverAt("last(‸memory)")).toContain("Gives 10 values at every step of `T`.");
    expect(hoverAt("head ‸label")).toContain("Reads 10 values, says one of 4 classes, once a sequence.");
    expect(hoverAt("head ‸label")).toContain("Loss: `squared_error`. Half the sum of squared differences.");
    expect(hoverAt("{ ‸keep =")).toContain("first(100)");
    expect(hoverAt("text: ‸chars")).toContain("**input type** `chars`");
    expect(hoverAt("label: ‸class")).toContain("**head type** `class`");
    expect(hoverAt("model ‸writer")).toContain("Reads a text.");
  });
  test("options of the train block with their defaults; a word that is an option and a value", () => {
    expect(hoverAt("‸optimizer")).toBe("**option** `optimizer`\n\nHow weights follow their gradients: `sgd`, `rmsprop`, `adagrad`, `adam`, `adamw`, with a `rate`.\n\nDefault: `adam(rate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8)`.");
    expect(hoverAt("‸batch = 16")).toContain("Default: `32`.");
    expect(hoverAt("update = ‸batch")).toBe("**value** `batch`\n\nWeights change after every batch.");
    expect(hoverAt("= ‸adam(")).toContain("Kingma & Ba 2015");
    expect(hoverAt("metrics = ‸accuracy")).toContain("The share that is right.");
  });
});

describe("while it is wrong", () => {
  test("a diagnostic's page stands below what is known", () => {
    const text = spec.replace("W @ x + U", "W @ x + W");
    const found = hoverAt("W @ ‸h[t-1]", text);
    expect(found).toContain("**state** `h: [H]`");
    expect(found).toContain("**RNN203**: the sizes in `W @ h[t-1]` differ");
    expect(found).toContain("Not so:");
  });
  test("half a spec still has hovers", () => {
    const text = spec.slice(0, spec.indexOf("    dense"));
    expect(hoverAt("param ‸U:", text)).toContain("**param** `U: [H, H]`");
    expect(hoverAt("  ‸leaky(48", text)).toContain("Keeps what it learned.");
    for (let offset = 0; offset <= text.length; offset++) expect(() => hover({ path: "test.rnn", text }, offset, sources)).not.toThrow();
  });
  test("names like those of prototypes are names", () => {
    const text = "cell constructor(H) {\n  input toString: [D]\n  state h: [H]\n  output h\n  param __proto__: [H, D]\n  h = __proto__ @ toString\n}\n";
    expect(hoverAt("= ‸__proto__", text)).toContain("**param** `__proto__: [H, D]`");
    expect(hoverAt("@ ‸toString", text)).toContain("**input** `toString: [D]`");
  });
});

describe("definitions", () => {
  const target = (marked: string): string => {
    const found = definition({ path: "test.rnn", text: spec }, placeOf(marked), sources);
    return found === null ? "none" : `${found.source.path.split("/").at(-1)}: ${found.source.text.slice(found.span.start, found.span.end + 3)}`;
  };
  test.each([
    ["U @ ‸h[t-1] + b", "test.rnn: h: ["],
    ["- ‸k)", "test.rnn: k = "],
    ["  ‸leaky(48", "test.rnn: leaky(H,"],
    ["bidirectional ‸lstm", "lstm.rnn: lstm(H,"],
    ["last(‸memory)", "test.rnn: memory fr"],
    ["from ‸text", "test.rnn: text: c"],
    ["‸optimizer", "none"],
  ])("%s", (marked, expected) => expect(target(marked)).toBe(expected));
});

test("every word of the language has its sentence", () => {
  const missing = (names: Iterable<string>, ...tables: readonly Readonly<Record<string, string>>[]): string[] => [...names].filter((name) => !tables.some((table) => Object.hasOwn(table, name)));
  expect(missing(functions.keys(), words.functions)).toEqual([]);
  expect(missing(layerNames, words.layers, words.functions)).toEqual([]);
  expect(missing(activations, words.layers, words.functions)).toEqual([]);
  expect(missing(merges, words.directions)).toEqual([]);
  expect(missing(inputTypes, words.inputTypes)).toEqual([]);
  expect(missing(headTypes, words.headTypes)).toEqual([]);
  expect(missing(trainOptions, words.trainOptions)).toEqual([]);
  expect(missing(Object.keys(optimizerDefaults), words.trainWords)).toEqual([]);
  expect(missing(metricNames, words.metricWords)).toEqual([]);
  expect(missing(reserved.keys(), words.keywords)).toEqual([]);
});
