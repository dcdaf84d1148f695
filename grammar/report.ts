// The wording of every syntax problem: one function each, data in, Problem out. When a problem is found is
// decided elsewhere (tokens.ts, words.ts, parser.ts, build.ts); its page is in catalogue.ts.
import type { Span } from "./ast.js";
import type { Problem } from "./problem.js";

const fixing = (span: Span, text: string) => ({ fix: [{ span, text }] });
const quote = (text: string): string => {
  const points = [...text];
  return `\`${points.length > 40 ? `${points.slice(0, 40).join("")}…` : text}\``;
};

export const unexpected = (span: Span, found: string, expected: string, hint?: string): Problem => ({
  code: "RNN101",
  title: found === "" ? "the file ends too early" : `${quote(found)} can't stand here`,
  span,
  label: `expected ${expected}`,
  ...(hint === undefined ? {} : { hint }),
});

export const missingValue = (span: Span, after: string, found: string): Problem => ({
  code: "RNN102",
  title: after === "" ? "a value is missing" : `a value is missing after ${quote(after)}`,
  span,
  label: found === "" ? "the file ends before the value" : `expected a value, found ${quote(found)}`,
});

export const unclosed = (span: Span, open: { readonly span: Span; readonly sign: string } | null, sign: string): Problem => ({
  code: "RNN103",
  title: `a ${quote(sign)} is missing`,
  span,
  label: `expected ${quote(sign)}`,
  ...(open === null ? {} : { also: [{ span: open.span, label: `this ${quote(open.sign)} is never closed` }] }),
});

export const misspelt = (span: Span, found: string, meant: string): Problem => ({
  code: "RNN104",
  title: `${quote(found)} is not a keyword`,
  span,
  label: `did you mean \`${meant}\`?`,
  ...fixing(span, meant),
});

export const unknownDeclaration = (span: Span, found: string, known: readonly string[]): Problem => ({
  code: "RNN104",
  title: `${quote(found)} is not a keyword`,
  span,
  label: "nothing begins with this word",
  hint: `what can begin here: ${known.map((word) => `\`${word}\``).join(", ")}`,
});

export const reservedWord = (span: Span, word: string): Problem => ({
  code: "RNN105",
  title: `\`${word}\` is a reserved word`,
  span,
  label: "it can't be the name of a value",
  hint: `choose another name, such as \`${word}_gate\` or \`${word[0]!}\``,
});

export const sideBySide = (span: Span, left: string, right: string, call: boolean): Problem => ({
  code: "RNN106",
  title: `${quote(`${left} ${right}`)}: two values side by side`,
  span,
  label: "an operator is missing before this",
  hint: /^[\d.]/.test(left) && !call
    ? `a product with a number is \`${left} * ${right}\``
    : call
    ? `an argument goes into parentheses: \`${left}(${right})\``
    : `a matrix product is \`${left} @ ${right}\`, an elementwise product \`${left} * ${right}\``,
});

export const timeInParentheses = (span: Span, brackets: readonly [Span, Span], name: string, time: string): Problem => ({
  code: "RNN107",
  title: `\`${name}(${time})\` reads as a function`,
  span,
  label: `write \`${name}[${time}]\``,
  hint: "the past of a value stands in square brackets",
  fix: [{ span: brackets[0], text: "[" }, { span: brackets[1], text: "]" }],
});

export const subscript = (span: Span, found: string, meant: string): Problem => ({
  code: "RNN108",
  title: "a subscript in braces is not part of this language",
  span,
  label: `write \`${meant}\``,
  hint: "`h_{t-1}` is written `h[t-1]`, and `W_{xh}` is written `W_xh`",
  ...(found === meant ? {} : fixing(span, meant)),
});

const characterHints = new Map([
  ["%", "a percentage is written without a space: `10%`"],
  ["^", "a power is written as a product, `x * x`; a transposed matrix is declared with its sizes the other way round"],
  ["'", "texts stand in double quotes: `\"…\"`"],
  ["&", "multiply with `*`: comparisons give 0 or 1"],
  ["|", "add and compare instead: comparisons give 0 or 1"],
  ["!", "write `1 - x`: comparisons give 0 or 1"],
  [".", "a fraction begins with a digit: `0.5`; a name has no `.` inside"],
  ["`", "texts stand in double quotes: `\"…\"`"],
  ["\\", "signs are written as they are: `σ`, `⊙`, or `sigmoid`, `*`"],
  ["$", "equations are written without `$`"],
]);

export const unknownCharacter = (span: Span, found: string): Problem => {
  const first = [...found][0]!;
  const code = `U+${first.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
  const hint = characterHints.get(first);
  const visible = /[\p{C}\p{Z}]/u.test(first) ? `the character ${code}` : quote(found);
  return {
    code: "RNN109",
    title: `${visible} is not part of this language`,
    span,
    label: [...found].length > 1 ? "these characters have no meaning here" : `this character has no meaning here`,
    ...(hint === undefined ? {} : { hint }),
  };
};

export const lookalike = (span: Span, found: string, meant: string): Problem => ({
  code: "RNN109",
  title: `${quote(found)} is not part of this language`,
  span,
  label: `write \`${meant}\``,
  ...(found === "×" ? { hint: "for a matrix product write `@`" } : {}),
  ...fixing(span, meant),
});

export const badText = (span: Span, found: string): Problem => {
  const inside = found.replace(/^["'“”„]|["'“”]$/g, "");
  if (!found.startsWith('"')) {
    return {
      code: "RNN110",
      title: "texts stand in double quotes",
      span,
      label: `write \`${JSON.stringify(inside)}\``,
      ...fixing(span, JSON.stringify(inside)),
    };
  }
  const closed = found.length > 1 && found.endsWith('"');
  return {
    code: "RNN110",
    title: closed ? "this text has an escape that doesn't exist" : "this text is never closed",
    span,
    label: closed ? "a backslash is written `\\\\`" : 'expected `"` before the end of the line',
  };
};

export const badNumber = (span: Span, found: string): Problem => {
  const hint = /^\d+[\p{L}_]/u.test(found) && !/^\d+_*\d*_*$|^\d+[eE]/.test(found)
    ? "a product is written with `*`, and a name can't begin with a digit"
    : "numbers look like `128`, `10_000`, `0.5`, `2e-3`, `10%`";
  return { code: "RNN111", title: `${quote(found)} is not a number`, span, label: "can't be read", hint };
};

export const badTime = (span: Span, found: string): Problem => ({
  code: "RNN112",
  title: `${quote(`[${found}]`)} is not a step in time`,
  span,
  label: "expected `t`, `t-1`, `t+1` and the like",
  hint: "brackets after a value only say which step it is of: vectors are not indexed",
});

export const missingSign = (span: Span, sign: string, expected: string): Problem => ({
  code: "RNN113",
  title: `a \`${sign}\` is missing`,
  span,
  label: expected,
  // Where a `:` is missing, what should follow it may be too.
  ...(sign === "=" ? fixing(span, " =") : sign === "," ? fixing(span, ",") : {}),
});

export const missingSource = (at: number, what: string): Problem => ({
  code: "RNN113",
  title: "a `from` is missing",
  span: { start: at, end: at },
  label: `expected \`from\` and what the ${what} reads`,
  hint: what === "stack" ? "for example `stack encoder from review { … }`" : "for example `head label: class(4) from last(encoder)`",
});

export const missingType = (at: number): Problem => ({
  code: "RNN113",
  title: "a type is missing after `:`",
  span: { start: at, end: at },
  label: "expected `class(…)`, `binary`, `multilabel(…)` or `real`",
});

export const nothingKnown = (span: Span): Problem => ({
  code: "RNN101",
  title: "there is no cell and no model in this file",
  span,
  label: "expected `cell`, `model` or `use`",
  hint: "everything stands inside a `cell name(…) { … }` or a `model name { … }`; `rnnc init` writes a first one",
});

export const wrongSign = (span: Span, found: string, sign: string, why: string): Problem => ({
  code: "RNN113",
  title: `\`${sign}\` is written here, not \`${found}\``,
  span,
  label: why,
  ...fixing(span, sign),
});

export const foreignComment = (start: number, found: string): Problem => {
  const span = { start, end: start + (found.startsWith("#") ? 1 : 2) };
  return {
    code: "RNN114",
    title: "comments begin with `//`",
    span,
    label: "expected `//`",
    ...(found.startsWith("#") ? fixing(span, "//") : {}),
  };
};

export const emptyFile = (span: Span, comments: boolean): Problem => ({
  code: "RNN115",
  title: comments ? "there are only comments in this file" : "this file is empty",
  span,
  label: "expected a `cell` or a `model`",
  hint: "`rnnc init` writes a first model to begin with",
});

export const notText = (span: Span, why: string): Problem => ({
  code: "RNN116",
  title: "this file is not text in UTF-8",
  span,
  label: why,
  hint: "a .rnn file is plain text; save it again with the encoding UTF-8",
});

export const tooLarge = (size: number, limit: number): Problem => ({
  code: "RNN117",
  title: `this file has ${size.toLocaleString("en-US")} characters, and at most ${limit.toLocaleString("en-US")} are read`,
  span: { start: 0, end: 0 },
  label: "is this a .rnn file?",
});

export const tooDeep = (span: Span, limit: number): Problem => ({
  code: "RNN118",
  title: `more than ${limit} brackets inside each other`,
  span,
  label: "this one is too deep",
  hint: "give a part of it a name of its own",
});

export const tooLong = (span: Span, limit: number): Problem => ({
  code: "RNN118",
  title: `this expression is more than ${limit} operations deep`,
  span,
  label: "too long to be read",
  hint: "give a part of it a name of its own",
});

export const needlessSeparator = (span: Span, found: string): Problem => ({
  code: "RNN119",
  title: `no \`${found}\` is written here`,
  span,
  label: "leave it out",
  ...fixing(span, ""),
});

export const chainedComparison = (span: Span, also: Span): Problem => ({
  code: "RNN120",
  title: "comparisons can't be chained",
  span,
  label: "the second comparison",
  also: [{ span: also, label: "gives 0 or 1" }],
  hint: "write `(a < b) * (b < c)`",
});

export const definesOtherStep = (span: Span, name: string, found: string): Problem => ({
  code: "RNN121",
  title: "an equation gives the value of this step",
  span,
  label: `\`${name}[${found}]\` is another step`,
  hint: `write \`${name} = …\`, and on the right \`[t-1]\` for the step before`,
});

export const timeAsValue = (span: Span): Problem => ({
  code: "RNN122",
  title: "`t` is the time and nothing else",
  span,
  label: "it can only stand in brackets, as in `h[t-1]`",
});

export const tooMany = (span: Span, limit: number): Problem => ({
  code: "RNN123",
  title: `there are more than ${limit} problems; the rest is not shown`,
  span,
  label: "reading stopped here",
  hint: "is this a .rnn file?",
});
