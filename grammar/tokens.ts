// Text to tokens: numbers, names, strings, signs, and the comments kept apart. Not here: which names are
// keywords, for that depends on what stands around them (words.ts).
import type { IToken, TokenType } from "chevrotain";
import type { Comment, Span } from "./ast.js";
import { Lexer, createToken } from "./chevrotain.js";
import type { Problem } from "./problem.js";
import * as report from "./report.js";

/** What a name may look like, as a sticky pattern. `\p{ID_Continue}` would let `·` in, which is a product here. */
export const identifierPattern = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;

// chevrotain takes regular expressions apart and builds them anew without their `u` flag, after which `\p{L}`
// matches nothing. A function is left alone.
function matchName(text: string, offset: number): RegExpExecArray | null {
  identifierPattern.lastIndex = offset;
  return identifierPattern.exec(text);
}

// Takes in what is wrong but surely meant as a number (`1__0`, `3x`, `.5`, `1.`, `2e`), so that it is one problem and one token.
const numberLike = /(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?[\p{L}\p{M}\p{N}_]*%?/uy;
const properNumber = /^\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+)?%?$/;

function matchNumber(text: string, offset: number): RegExpExecArray | null {
  numberLike.lastIndex = offset;
  return numberLike.exec(text);
}

const plain = (name: string, pattern: RegExp | string, label: string, more: { categories?: TokenType[] } = {}): TokenType =>
  createToken({ name, pattern, label, ...more });

const skipped = createToken({ name: "Space", pattern: /[\s\uFEFF]+/, group: Lexer.SKIPPED, line_breaks: true });
const comment = createToken({ name: "Comment", pattern: /\/\/[^\n\r]*/, group: "comments", line_breaks: false });
const foreignComment = createToken({
  name: "ForeignComment",
  pattern: /#[^\n\r]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/,
  group: "foreign",
  line_breaks: true,
});

/** Every sign between two operands; `-` before one is the same token. */
export const Operator = createToken({ name: "Operator", pattern: Lexer.NA, label: "an operator" });
const operator = { categories: [Operator] };

export const Name = createToken({ name: "Name", pattern: { exec: matchName }, label: "a name", line_breaks: false });
export const Number = createToken({ name: "Number", pattern: { exec: matchNumber }, label: "a number", line_breaks: false });
export const Text = plain("Text", /"(?:[^"\\\n\r]|\\[^\n\r])*"?|[“”„][^“”"\n\r]*[“”"]?|'[^'\n\r]*'/, "a text in quotes");

export const LeftCurly = plain("LeftCurly", "{", "`{`");
export const RightCurly = plain("RightCurly", "}", "`}`");
export const LeftRound = plain("LeftRound", "(", "`(`");
export const RightRound = plain("RightRound", ")", "`)`");
export const LeftSquare = plain("LeftSquare", "[", "`[`");
export const RightSquare = plain("RightSquare", "]", "`]`");
export const Colon = plain("Colon", ":", "`:`");
export const Comma = plain("Comma", ",", "`,`");
export const Semicolon = plain("Semicolon", ";", "`;`");
export const Range = plain("Range", /\.\.\.?|…/, "`..`");
export const Equals = plain("Equals", /=|:=|←/, "`=`");
export const Compare = plain("Compare", /[<>!=]=|[<>≤≥≠]/, "a comparison", operator);
export const Join = plain("Join", "++", "`++`", operator);
export const Plus = plain("Plus", "+", "`+`", operator);
export const Minus = plain("Minus", /[-−–]/, "`-`", operator);
export const Star = plain("Star", /[*⊙×∘]/, "`*`", operator);
export const Slash = plain("Slash", /[/÷]/, "`/`", operator);
export const At = plain("At", /[@·⋅]/, "`@`", operator);

// Words that stand for themselves only in some places; words.ts gives these types to names.
const word = (name: string): TokenType =>
  createToken({ name, pattern: Lexer.NA, label: `\`${name.toLowerCase()}\`` });

export const Cell = word("Cell");
export const Model = word("Model");
export const Input = word("Input");
export const Output = word("Output");
export const State = word("State");
export const Param = word("Param");
export const Part = word("Part");
export const Stack = word("Stack");
export const Head = word("Head");
export const Train = word("Train");
export const From = word("From");
export const Use = word("Use");
export const Of = word("Of");
export const Init = word("Init");
/** `backward`, `bidirectional` before a layer. */
export const Direction = createToken({ name: "Direction", pattern: Lexer.NA, label: "a direction" });
/** `t`. */
export const Time = createToken({ name: "Time", pattern: Lexer.NA, label: "`t`" });
/** A name that is given a value here: `h` in `h = …`, `h[t] = …`, `f(h = …)`. Never an operand, so that a sum left open ends there. */
export const Key = createToken({ name: "Key", pattern: Lexer.NA, label: "a name" });

/** The reserved words; a `Map`, for a name may well be `constructor`. */
export const reserved: ReadonlyMap<string, TokenType> = new Map(
  [Cell, Model, Input, Output, State, Param, Part, Stack, Head, Train, From].map((type) => [type.name.toLowerCase(), type]),
);

const lexed = [
  skipped, comment, foreignComment, Name, Number, Text, LeftCurly, RightCurly, LeftRound, RightRound, LeftSquare, RightSquare,
  Compare, Equals, Colon, Comma, Semicolon, Range, Join, Plus, Minus, Star, Slash, At,
];
export const vocabulary = [
  ...lexed, Operator, ...reserved.values(), Use, Of, Init, Direction, Time, Key,
];

/** Other ways to write a sign that are read as they stand; the formatter prints one. */
const aliases = new Set(["⊙", "·", "⋅"]);
const signs = new Map<TokenType, string>([[Range, ".."], [Equals, "="], [Minus, "-"], [Star, "*"], [Slash, "/"], [At, "@"]]);
const lookalikes = new Map([["≤", "<="], ["≥", ">="], ["≠", "!="]]);

export interface Tokens {
  readonly tokens: readonly IToken[];
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
}

export type Tokenize = (text: string) => Tokens;

export function spanOf(token: IToken): Span {
  return { start: token.startOffset, end: token.endOffset! + 1 };
}

/** What a sign means, however it is written: `⊙` is `*`. */
export function signOf(token: IToken): string {
  return signs.get(token.tokenType) ?? lookalikes.get(token.image) ?? token.image;
}

export function createTokenizer(): Tokenize {
  const lexer = new Lexer(lexed, { positionTracking: "onlyOffset", skipValidations: true, ensureOptimizations: false });
  return (text) => {
    const { tokens, groups, errors } = lexer.tokenize(text);
    const problems: Problem[] = [];
    for (const token of tokens) {
      // Lines and columns are counted only where one is shown; chevrotain leaves the end out with them.
      token.endOffset = token.startOffset + token.image.length - 1;
      const problem = inspect(token);
      if (problem !== null) problems.push(problem);
    }
    for (const token of groups["foreign"] ?? []) problems.push(report.foreignComment(token.startOffset, token.image));
    for (const { offset, length } of errors) {
      problems.push(report.unknownCharacter({ start: offset, end: offset + length }, text.slice(offset, offset + length)));
    }
    const comments = (groups["comments"] ?? []).map((token): Comment => {
      const image = token.image.trimEnd();
      const doc = /^\/\/\/(?!\/)/.test(image);
      return { text: image, doc, span: { start: token.startOffset, end: token.startOffset + image.length } };
    });
    return { tokens, comments, problems };
  };
}

/** What is wrong with one token by itself; the parser goes on as if it were right. */
function inspect(token: IToken): Problem | null {
  const { tokenType: type, image } = token;
  if (type === Number) {
    const clean = properNumber.test(image) && globalThis.Number.isFinite(readNumber(image));
    return clean ? null : report.badNumber(spanOf(token), image);
  }
  if (type === Text) return readText(image) === null ? report.badText(spanOf(token), image) : null;
  const sign = signOf(token);
  return sign === image || aliases.has(image) || type === Name ? null : report.lookalike(spanOf(token), image, sign);
}

/** `10_000` is 10000, `10%` is 0.1. */
export function readNumber(image: string): number {
  const digits = image.replaceAll("_", "");
  if (!digits.endsWith("%")) return globalThis.Number(digits);
  // `7%` must be the double nearest 0.07, which 7 / 100 is and 7 * 0.01 is not.
  return globalThis.Number(digits.slice(0, -1)) / 100;
}

/** The value of `"…"`, with the escapes of JSON; null if it is not one. */
export function readText(image: string): string | null {
  try {
    const value: unknown = JSON.parse(image.replace(/\t/g, "\\t"));
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}
