// The grammar: case files (source, `==>`, result), the specs, and random texts. Set SEED to repeat a random test, and
// UPDATE_CASES to write the results the case files have now (then read the difference).
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Expression, Tree } from "../grammar/index.js";
import { lineAndColumn, nearest, parse, print, reserved, syntaxCatalogue } from "../grammar/index.js";
import { createTokenizer } from "../grammar/tokens.js";

const root = new URL("../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const list = (folder: string): string[] =>
  readdirSync(new URL(`${folder}/`, root)).filter((name) => name.endsWith(".rnn")).sort().map((name) => `${folder}/${name}`);

const specs = [...list("specs/cells"), ...list("specs/models"), ...list("test/cases/language")];
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

/** Numbers in [0, 1) from a seed (a linear congruence with a mixed output: enough to pick tokens). */
function createRandom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
  };
}

/** What a tree says, without places, comments and documentation. */
function strip(tree: Tree | Expression): unknown {
  const apart = new Set(["span", "operatorSpan", "comments", "doc"]);
  return JSON.parse(JSON.stringify(tree, (key, value: unknown) => (apart.has(key) ? undefined : value)));
}

const format = (text: string): string => print(parse(text).tree, text);

function outline(tree: Tree): string {
  return tree.items
    .map((item) => {
      const members = item.members.map((member) => {
        if ("names" in member) return `${member.kind} ${member.names.map((name) => name.text).join(", ")}`;
        if (member.kind === "train") return `train ${member.options.entries.map((entry) => entry.name.text).join(", ")}`;
        const layers = member.kind === "stack" ? ` { ${member.layers.map((layer) => layer.name.text).join("  ")} }` : "";
        return `${member.kind} ${member.name.text}${layers}`;
      });
      return `  ${item.kind} ${item.name.text}: ${members.join("; ")}\n`;
    })
    .join("");
}

/** What the right half of a case file says: the problems and what was understood all the same, or the formatted text. */
function report(text: string): string {
  const { tree, problems } = parse(text);
  if (problems.length === 0) return print(tree, text);
  const lines = problems.map((problem) => {
    const place = (offset: number): string => {
      const { line, column } = lineAndColumn(text, offset);
      return `${line}:${column}`;
    };
    const marked = text.slice(problem.span.start, problem.span.end).replace(/\s+/g, " ");
    const more = [
      ...(problem.also ?? []).map((also) => `  also ${place(also.span.start)} ${also.label}\n`),
      ...(problem.hint === undefined ? [] : [`  hint: ${problem.hint}\n`]),
      ...(problem.fix ?? []).map((fix) => `  fix ${place(fix.span.start)}-${place(fix.span.end)} ${JSON.stringify(fix.text)}\n`),
    ];
    return `${place(problem.span.start)} ${problem.code} ${problem.title}\n  \`${marked}\`: ${problem.label}\n${more.join("")}`;
  });
  return `${lines.join("")}understood:\n${outline(tree)}`;
}

describe("cases", () => {
  for (const path of list("test/cases/syntax")) {
    test(path.slice(path.lastIndexOf("/") + 1, -4), () => {
      const [source, expected] = read(path).split(/^==>\n/m) as [string, string];
      const found = report(source);
      if (process.env["UPDATE_CASES"]) writeFileSync(new URL(path, root), `${source}==>\n${found}`);
      else expect(found).toBe(expected);
      if (parse(source).problems.length === 0) expect(format(found)).toBe(found);
    });
  }
});

describe("specs", () => {
  for (const path of specs) {
    test(`${path} parses and stands as the formatter writes it`, () => {
      const text = read(path);
      const { tree, problems } = parse(text);
      expect(problems).toEqual([]);
      expect(print(tree, text)).toBe(text);
    });

    test(`${path} means the same on one line, and all in pieces`, () => {
      const text = read(path);
      const tokens = createTokenizer()(text).tokens.map((token) => token.image);
      // A block on one line stays on one line if it fits; what it says is the same.
      for (const between of [" ", "\n", "\n\n\n\t"]) {
        const torn = tokens.join(between);
        const { tree, problems } = parse(torn);
        expect(problems).toEqual([]);
        expect(strip(tree)).toEqual(strip({ ...parse(text).tree, span: tree.span }));
        const once = print(tree, torn);
        expect(format(once)).toBe(once);
        expect(strip(parse(once).tree)).toEqual(strip(tree));
      }
    });
  }

  test("the language page's systems are all there", () => {
    const names = specs.flatMap((path) => parse(read(path)).tree.items.map((item) => item.name.text));
    const wanted = [
      ..."char_lm sentiment newsgroups pos_tagger forecast captions translate anbncn online window normalised feedback".split(" "),
      ..."elman jordan output_recurrent lstm_1997 lstm lstm_peephole lstm_coupled lstm_projected gru gru_reset_after".split(" "),
      ..."minimal_gru ugrnn indrnn layer_norm_lstm min_gru min_lstm".split(" "),
    ];
    expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe("the tree", () => {
  const member = (text: string): unknown => {
    const { tree, problems } = parse(`model m { ${text} }`);
    expect(problems).toEqual([]);
    return strip({ ...tree, items: [] } as Tree) && (strip(tree) as { items: { members: unknown[] }[] }).items[0]!.members[0];
  };
  const value = (text: string): unknown => {
    const { tree, problems } = parse(`cell c(H) { y = ${text} }`);
    expect(problems).toEqual([]);
    return (strip(tree) as { items: { members: { value: unknown }[] }[] }).items[0]!.members[0]!.value;
  };
  const name = (text: string) => ({ kind: "name", text });
  const number = (text: string, of = Number(text)) => ({ kind: "number", value: of, text });
  const binary = (operator: string, left: unknown, right: unknown) => ({ kind: "binary", operator, left, right });

  test("operators bind as the language page says", () => {
    expect(value("a + b * c")).toEqual(binary("+", name("a"), binary("*", name("b"), name("c"))));
    expect(value("a - b - c")).toEqual(binary("-", binary("-", name("a"), name("b")), name("c")));
    expect(value("A @ B @ x")).toEqual(binary("@", name("A"), binary("@", name("B"), name("x"))));
    expect(value("-A @ x * y")).toEqual(binary("*", { kind: "unary", operator: "-", value: binary("@", name("A"), name("x")) }, name("y")));
    expect(value("a ++ b + c == d")).toEqual(binary("==", binary("++", name("a"), binary("+", name("b"), name("c"))), name("d")));
    expect(value("W @ h[t-1]")).toEqual(binary("@", name("W"), { kind: "delay", value: name("h"), offset: -1 }));
    expect(value("a * -b[t]")).toEqual(binary("*", name("a"), { kind: "unary", operator: "-", value: { kind: "delay", value: name("b"), offset: 0 } }));
  });

  test("numbers", () => {
    expect(value("10_000")).toEqual(number("10_000", 10000));
    expect(value("7%")).toEqual(number("7%", 0.07));
    expect(value("2e-3")).toEqual(number("2e-3"));
    expect(value("2.5E+3")).toEqual(number("2.5E+3"));
    expect(value("0.1")).toEqual(number("0.1"));
  });

  test("aliases are read as what they stand for", () => {
    expect(value("σ(a ⊙ b) · c")).toEqual(value("sigmoid(a * b) @ c"));
    expect(value("A ⋅ c")).toEqual(value("A @ c"));
  });

  test("names are in NFC, and any name is only a name", () => {
    expect(value("e\u0301")).toEqual(name("\u00e9"));
    expect(value("__proto__ + constructor * hasOwnProperty")).toEqual(
      binary("+", name("__proto__"), binary("*", name("constructor"), name("hasOwnProperty"))),
    );
    expect(value("use + of * init @ backward")).toEqual(
      binary("+", name("use"), binary("*", name("of"), binary("@", name("init"), name("backward")))),
    );
  });

  test("heads", () => {
    const head = (rest: object) => ({ kind: "head", time: null, type: null, projection: "from", options: null, ...rest });
    expect(member("head x[t+1..t+3] from last(h)")).toMatchObject(head({ name: { text: "x" }, time: { from: 1, to: 3 } }));
    expect(member("head text[t+1] from h")).toMatchObject(head({ time: { from: 1, to: 1 }, source: name("h") }));
    expect(member("head y[t]: real[5] = rnn")).toMatchObject(
      head({ time: { from: 0, to: 0 }, projection: "=", type: { name: { text: "real" }, arguments: null, sizes: { sizes: [number("5")] } } }),
    );
    expect(member('head label: class("no", "yes") from last(e) { weight = 10% }')).toMatchObject(
      head({
        type: { name: { text: "class" }, arguments: [{ name: null, value: { kind: "string", value: "no" } }, { value: { value: "yes" } }], sizes: null },
        options: { entries: [{ name: { text: "weight" }, value: number("10%", 0.1) }] },
      }),
    );
  });

  test("stacks and layers", () => {
    const layers = (text: string): unknown => (member(`stack s from v { ${text} }`) as { layers: unknown }).layers;
    const layer = (text: string, rest: object = {}) => ({
      kind: "layer", direction: null, name: { text }, arguments: null, count: null, layers: null, ...rest,
    });
    expect(layers("tanh last dropout(p)")).toEqual([
      layer("tanh"), layer("last"), layer("dropout", { arguments: [{ name: null, value: name("p") }] }),
    ]);
    expect(layers("backward lstm(1) bidirectional gru(1) bidirectional(mean) gru(1)")).toMatchObject([
      { direction: { name: { text: "backward" }, merge: null } },
      { direction: { name: { text: "bidirectional" }, merge: null } },
      { direction: { name: { text: "bidirectional" }, merge: { text: "mean" } }, name: { text: "gru" } },
    ]);
    expect(layers("stacked 3 { residual { tanh } } last")).toEqual([
      layer("stacked", { count: number("3"), layers: [layer("residual", { layers: [layer("tanh")] })] }),
      layer("last"),
    ]);
    expect(member("stack s from a ++ last(b) init final(e) { last }")).toMatchObject({
      source: binary("++", name("a"), { kind: "call", callee: { text: "last" } }),
      init: { kind: "call", callee: { text: "final" }, arguments: [{ name: null, value: name("e") }] },
    });
    expect(member("stack s from v[t-1] init learned { last }")).toMatchObject({ source: { kind: "delay", offset: -1 }, init: name("learned") });
    expect(member("stack init from init init init { init }")).toMatchObject({ name: { text: "init" }, source: name("init"), init: name("init") });
  });

  test("inputs", () => {
    expect(member("input x: real[T, 6] { scale = standard }")).toMatchObject({
      type: { text: "real" }, sizes: { sizes: [name("T"), number("6")] }, count: null, options: { entries: [{ value: name("standard") }] },
    });
    expect(member("input of: words[T] of 10_000")).toMatchObject({ name: { text: "of" }, count: number("10_000", 10000), options: null });
    expect(member("input b: bytes")).toMatchObject({ sizes: null, count: null });
  });

  test("documentation is the block of `///` right above", () => {
    const text = "/// of the file\n\n/// one\n// not this\n///two\ncell a(H) {}\n/// three\nmodel b {} /// not this either\ncell c(H) {}\n";
    expect(parse(text).tree.items.map((item) => item.doc)).toEqual(["one\ntwo", "three", ""]);
  });

  test("every node lies where its text is", () => {
    for (const path of specs) {
      const text = read(path);
      const visit = (node: unknown, outer: { start: number; end: number }): void => {
        if (typeof node !== "object" || node === null) return;
        const { span, kind, text: word } = node as { span?: { start: number; end: number }; kind?: string; text?: string };
        if (span !== undefined) {
          expect(span.start).toBeGreaterThanOrEqual(outer.start);
          expect(span.end).toBeLessThanOrEqual(outer.end);
          expect(span.end).toBeGreaterThan(span.start);
          if (kind === "name" || kind === "number") expect(text.slice(span.start, span.end)).toBe(word);
        }
        for (const [key, part] of Object.entries(node)) if (key !== "span") visit(part, span ?? outer);
      };
      visit(parse(text).tree, { start: 0, end: text.length });
    }
  });
});

describe("problems", () => {
  for (const [code, page] of Object.entries(syntaxCatalogue)) {
    test(`${code}'s page shows it, and shows it mended`, () => {
      if (page.bad !== "") expect(parse(page.bad).problems.map((problem) => problem.code)).toEqual([code]);
      expect(parse(page.good).problems).toEqual([]);
      expect(page.explanation.length).toBeGreaterThan(40);
    });
  }

  test("every code that is used has a page, and every page is used", () => {
    const used = new Set(read("grammar/report.ts").match(/RNN\d{3}/g));
    expect([...used].sort()).toEqual(Object.keys(syntaxCatalogue).sort());
  });

  test("a text of more than a million characters is one problem", () => {
    expect(parse("cell a(H) { h = x }\n".repeat(60_000)).problems.map((problem) => problem.code)).toEqual(["RNN117"]);
  });

  test("deep nesting is one problem, not a stack overflow", () => {
    const deep = (open: string, inner: string, close: string): string => open.repeat(5000) + inner + close.repeat(5000);
    const texts = [
      `cell a(H) { h = ${deep("(", "x", ")")} }`,
      `cell a(H) { h = ${deep("f(", "x", ")")} }`,
      `cell a(H) { h = ${"(".repeat(5000)}`,
      `cell a(H) { h = ${deep("x[", "t", "]")} }`,
      `cell a(H) { h = x${" + x".repeat(5000)} }`,
      `cell a(H) { h = x${" @ x".repeat(5000)} }`,
      `cell a(H) { h = ${"-".repeat(5000)}x }`,
      `cell a(H) { h = x${"[t-1]".repeat(5000)} }`,
      `model m { stack a from b { ${deep("residual { ", "tanh", "}")} } }`,
      `model m { stack a from b { ${"stacked 2 { ".repeat(5000)}`,
    ];
    for (const text of texts) expect(parse(text).problems.map((problem) => problem.code)).toEqual(["RNN118"]);
  });

  test("nesting up to the limit is fine", () => {
    const text = `cell a(H) { h = ${"(".repeat(99)}x${")".repeat(99)}${" + x".repeat(390)} }`;
    expect(parse(text).problems).toEqual([]);
    expect(format(format(text))).toBe(format(text));
  });

  test("what is not text is one problem", () => {
    const bytes = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 197) % 256));
    const codes = (text: string): string[] => parse(text).problems.map((problem) => problem.code);
    expect(codes(bytes.toString("utf8"))).toEqual(["RNN116"]);
    expect(codes(bytes.toString("utf16le"))).toEqual(["RNN116"]);
    expect(codes(Buffer.from("cell é(H) {}", "latin1").toString("utf8"))).toEqual(["RNN116"]);
    expect(codes("cell a(H) { h = \ud800 }")).toEqual(["RNN116"]);
    expect(codes("cell a\0")).toEqual(["RNN116"]);
    expect(codes("")).toEqual(["RNN115"]);
    expect(codes(" \n\t")).toEqual(["RNN115"]);
    expect(codes("\ufeffcell a(H) { h = x }\r\n")).toEqual([]);
  });

  test("nothing but errors ends after a hundred", () => {
    for (const text of ["cell a(H) {\n" + " + h =\n".repeat(20_000), "model m { stack a from b { " + "x { } ) ".repeat(20_000), "cell a(H) { " + "] ".repeat(100_000)]) {
      const { problems } = parse(text);
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.length).toBeLessThanOrEqual(101);
    }
  });

  test("a text with problems leaves nothing behind for the next", () => {
    const good = read("specs/cells/lstm.rnn");
    const before = parse(good);
    parse("cell a(H) { h = (((");
    parse("model m { ) ".repeat(5000));
    expect(parse(good)).toEqual(before);
  });

  test("fixes mend what they say they mend", () => {
    for (const path of list("test/cases/syntax")) {
      let [text] = read(path).split(/^==>\n/m) as [string];
      const { problems } = parse(text);
      if (problems.length === 0 || problems.some((problem) => problem.fix === undefined)) continue;
      const fixes = problems.flatMap((problem) => problem.fix!).sort((a, b) => b.span.start - a.span.start);
      for (const fix of fixes) text = text.slice(0, fix.span.start) + fix.text + text.slice(fix.span.end);
      const left = parse(text).problems.filter((problem) => problems.some((other) => other.title === problem.title));
      expect(left.map((problem) => `${path}: ${problem.title}`)).toEqual([]);
    }
  });
});

describe(`random texts, SEED=${seed}`, () => {
  test("comments are kept, in order, and nothing else changes", () => {
    for (let round = 0; round < 150; round++) {
      const random = createRandom(seed + round);
      const path = specs[Math.floor(random() * specs.length)]!;
      const text = read(path);
      const places = createTokenizer()(text).tokens.map((token) => token.startOffset);
      let commented = "";
      let at = 0;
      let count = 0;
      for (const place of [...places, text.length]) {
        commented += text.slice(at, place);
        at = place;
        if (random() > 0.15) continue;
        // At the end of a line, or on a line of its own, with or without a blank line around it.
        const start = random() < 0.5 ? " " : random() < 0.5 ? "\n" : "\n\n";
        commented += `${start}//${random() < 0.2 ? "/" : ""} c${count++}c\n${random() < 0.2 ? "\n" : ""}`;
      }
      const where = `SEED=${seed + round} ${path}`;
      const { tree, problems } = parse(commented);
      expect(problems, where).toEqual([]);
      expect(strip(tree), where).toEqual(strip(parse(text).tree));
      const once = print(tree, commented);
      const kept = [...once.matchAll(/\/\/\/? c(\d+)c$/gm)].map((match) => Number(match[1]));
      expect(kept, where).toEqual(Array.from({ length: count }, (_, i) => i));
      expect(strip(parse(once).tree), where).toEqual(strip(tree));
      expect(format(once), where).toBe(once);
    }
  });

  test("a spec with its tokens shaken never throws, and is either wrong or a tree", () => {
    let wrong = 0;
    for (let round = 0; round < 600; round++) {
      const random = createRandom(seed + round);
      const pick = <E>(from: readonly E[]): E => from[Math.floor(random() * from.length)]!;
      const path = pick(specs);
      const tokens = createTokenizer()(read(path)).tokens.map((token) => token.image);
      for (let k = 1 + Math.floor(random() * 4); k > 0; k--) {
        const at = Math.floor(random() * tokens.length);
        if (random() < 0.4) tokens.splice(at, 1);
        else if (random() < 0.6) tokens.splice(at, 0, pick(tokens));
        else tokens[at] = pick([...tokens, ...reserved.keys(), "t", "$", "\"", "1__0", "use", "of", "init", "backward"]);
      }
      const text = tokens.map((token) => token + pick([" ", "\n"])).join("");
      const where = `SEED=${seed + round} ${path}`;
      const { tree, problems } = parse(text);
      for (const { code, span, title, label } of problems) {
        expect(syntaxCatalogue[code], where).toBeDefined();
        expect(`${title}${label}`, where).not.toMatch(/undefined|NaN|\[object/);
        expect(span.start >= 0 && span.end <= text.length && span.start <= span.end, where).toBe(true);
      }
      expect(problems.map(({ span }) => span.start), where).toEqual(problems.map(({ span }) => span.start).sort((a, b) => a - b));
      const printed = print(tree, text);
      if (problems.length > 0) wrong++;
      else {
        expect(strip(parse(printed).tree), where).toEqual(strip(tree));
        expect(format(printed), where).toBe(printed);
      }
    }
    expect(wrong).toBeGreaterThan(300);
  });

  test("any characters at all", () => {
    const signs = [..." \n\t(){}[]:,;=<>!+-*/@.%\"'#\\_$^&|?~`tTxhW09éσ⊙·⋅−×“”≤…\u0303\u{1d400}"];
    for (let round = 0; round < 600; round++) {
      const random = createRandom(seed + round);
      const text = (random() < 0.5 ? "cell a(H) {" : random() < 0.5 ? "model m { stack a from b {" : "") +
        Array.from({ length: Math.floor(random() * 120) }, () => signs[Math.floor(random() * signs.length)]).join("");
      const { tree, problems } = parse(text);
      expect(problems.every(({ span }) => span.start <= span.end && span.end <= text.length), `SEED=${seed + round}`).toBe(true);
      expect(() => print(tree, text)).not.toThrow();
    }
  });

  test("any expression is printed so that it is read back the same", () => {
    const span = { start: 0, end: 0 };
    for (let round = 0; round < 400; round++) {
      const random = createRandom(seed + round);
      const pick = <E>(from: readonly E[]): E => from[Math.floor(random() * from.length)]!;
      const grow = (depth: number, bare = false): Expression => {
        const kind = depth === 0 ? pick(["name", "number", "string"] as const) : pick(["binary", "binary", "binary", "unary", "delay", "call"] as const);
        switch (kind) {
          case "name": return { kind, text: pick(["x", "W_i", "h̃", "sigmoid", "update"]), span };
          case "number": return { kind, ...pick([{ value: 2, text: "2" }, { value: 0.1, text: "10%" }, { value: 1000, text: "1_000" }]), span };
          case "string": return { kind, value: pick(["", 'a "quote"', "tab\tand\nline\\", "é\u0001"]), span };
          case "unary": return { kind, operator: "-", value: grow(depth - 1), span };
          case "delay": return { kind, value: grow(depth - 1), offset: pick([0, -1, -3, 2]), span };
          case "call": {
            const given = Array.from({ length: Math.floor(random() * 3) }, () => ({
              name: random() < 0.3 ? { text: "rate", span } : null, value: grow(depth - 1), span,
            }));
            return { kind, callee: { text: "f", span }, arguments: given, span };
          }
          case "binary": {
            const operator = pick(["@", "*", "/", "+", "-", "++", ...(bare ? [] : (["<", "=="] as const))] as const);
            return { kind, operator, operatorSpan: span, left: grow(depth - 1), right: grow(depth - 1), span };
          }
        }
      };
      const value = grow(1 + Math.floor(random() * 5));
      const tree: Tree = {
        uses: [], comments: [], span,
        items: [{
          kind: "cell", doc: "", name: { text: "c", span }, header: [], span,
          members: [{ kind: "equation", name: { text: "y", span }, value, span }],
        }],
      };
      const text = print(tree, "");
      const back = parse(text);
      expect(back.problems, `SEED=${seed + round} ${text}`).toEqual([]);
      expect(strip(back.tree), `SEED=${seed + round} ${text}`).toEqual(strip(tree));
    }
  });
});

test("lines and columns", () => {
  const text = "ab\r\ncd\n\u{1d400}x";
  expect(lineAndColumn(text, 0)).toEqual({ line: 1, column: 1, lineStart: 0, lineEnd: 2 });
  expect(lineAndColumn(text, 4)).toEqual({ line: 2, column: 1, lineStart: 4, lineEnd: 6 });
  expect(lineAndColumn(text, 6)).toEqual({ line: 2, column: 3, lineStart: 4, lineEnd: 6 });
  expect(lineAndColumn(text, 9)).toEqual({ line: 3, column: 2, lineStart: 7, lineEnd: 10 });
  expect(lineAndColumn(text, 99)).toMatchObject({ line: 3, column: 3 });
  expect(lineAndColumn("", 0)).toEqual({ line: 1, column: 1, lineStart: 0, lineEnd: 0 });
});

test("nearest names", () => {
  expect(nearest("optimiser", ["optimizer", "schedule"])).toBe("optimizer");
  expect(nearest("bacth", ["batch", "patience"])).toBe("batch");
  expect(nearest("W_f", ["W_i", "U_f"])).toBe("W_i");
  expect(nearest("dropout", ["embed", "lstm"])).toBeNull();
  expect(nearest("h", [])).toBeNull();
});
