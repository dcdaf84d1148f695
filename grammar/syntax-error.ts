// From an exception of the parser to a problem a person understands. Not here: the wording (report.ts).
import type { IRecognitionException, IToken } from "chevrotain";
import type { Span } from "./ast.js";
import { EOF } from "./chevrotain.js";
import type { Problem } from "./problem.js";
import * as report from "./report.js";
import * as T from "./tokens.js";

const closers = new Map([
  ["RightCurly", { sign: "}", open: T.LeftCurly }],
  ["RightRound", { sign: ")", open: T.LeftRound }],
  ["RightSquare", { sign: "]", open: T.LeftSquare }],
]);
const startsOperand = new Set([T.Name, T.Number, T.Text, T.LeftRound, T.Time]);
const isCloser = (token: IToken): boolean =>
  token.tokenType === T.RightCurly || token.tokenType === T.RightRound || token.tokenType === T.RightSquare;
const keywords = new Set(T.reserved.values());
/** What can't be part of what the bracket encloses, so that it must have ended before. */
const endsSentence = new Set([...keywords, T.Key, T.Of, T.Init, T.LeftCurly, T.RightCurly, T.RightRound, T.RightSquare]);

export interface Read {
  readonly tokens: readonly IToken[];
  /** Where in `tokens` each of them stands. */
  readonly places: ReadonlyMap<IToken, number>;
  readonly text: string;
}

export function explainSyntaxError(error: IRecognitionException, { tokens, places, text }: Read): Problem {
  const token = error.token;
  const atEnd = token.tokenType === EOF || Number.isNaN(token.startOffset);
  const index = atEnd ? tokens.length : (places.get(token) ?? tokens.length);
  const previous = tokens[index - 1];
  const found = atEnd ? "" : token.image;
  const afterPrevious: Span = previous === undefined ? { start: 0, end: 0 } : { start: previous.endOffset! + 1, end: previous.endOffset! + 1 };
  const here: Span = atEnd ? afterPrevious : T.spanOf(token);
  const rule = error.context.ruleStack.at(-1) ?? "file";
  const expected = error.name === "MismatchedTokenException" ? error.message : "";

  if (rule === "operand" && expected === "") {
    const operator = previous !== undefined && previous.tokenType.CATEGORIES?.includes(T.Operator);
    const opens = previous?.tokenType === T.Equals || previous?.tokenType === T.LeftRound || previous?.tokenType === T.Comma ||
      previous?.tokenType === T.From;
    if (previous !== undefined && (operator || opens)) return report.missingValue(T.spanOf(previous), previous.image, found);
    return report.missingValue(here, "", found);
  }
  const closer = closers.get(expected);
  if (closer !== undefined) {
    // A closing bracket of another kind, or one too many, stands in the way rather than ours being missing.
    const open = findOpen(tokens, index, closer.open);
    if (closer.sign === "}" && !atEnd && !keywords.has(token.tokenType)) return strayInBlock(error, token, here, tokens[index - 2]);
    // Something on the same line stands in its place; what comes on the next line is not to blame.
    const sameLine = previous !== undefined && !atEnd && !text.slice(afterPrevious.start, token.startOffset).includes("\n");
    if (closer.sign !== "}" && sameLine && !endsSentence.has(token.tokenType)) {
      const inCell = error.context.ruleStack.includes("cell");
      const hint = found === "=" ? "an equation begins with one name: `h = …`"
        : inCell && startsOperand.has(token.tokenType) ? "is an operator missing? a matrix product is `@`, an elementwise product `*`"
        : undefined;
      return report.unexpected(here, found, closer.sign === ")" ? "`,` or `)`" : "`]`", hint);
    }
    return report.unclosed(afterPrevious, open, closer.sign);
  }
  if (rule === "file") {
    return report.unexpected(here, found, "`cell`, `model` or `use`", found === "}" ? "there is one `}` too many" : "everything else stands inside a cell or a model");
  }
  if (token.tokenType === T.Time && (expected === "Name" || rule === "names")) return report.timeAsValue(here);
  if (!atEnd && keywords.has(token.tokenType) && expected === "Name" && token.tokenType !== T.From) {
    return report.unexpected(here, found, describe(expected, rule));
  }
  if (expected === "Equals" || expected === "Colon") {
    const sign = expected === "Equals" ? "=" : ":";
    if (insertedHere(rule)) return report.missingSign(afterPrevious, sign, missingAfter(previous, sign, rule));
  }
  return report.unexpected(here, found, describe(expected, rule), hintFor(rule, expected, token));
}

function insertedHere(rule: string): boolean {
  return ["inputMember", "declaration", "modelInput", "partMember", "entry", "headerEntry", "equation"].includes(rule);
}

function missingAfter(previous: IToken | undefined, sign: string, rule: string): string {
  const what = rule === "modelInput" ? "the type" : "the size";
  return sign === ":" ? `expected \`:\` and ${what} of \`${previous?.image ?? ""}\`` : "expected `=` and a value";
}

/** Something in a `{ … }` that begins nothing there. */
function strayInBlock(error: IRecognitionException, token: IToken, here: Span, beforeLast: IToken | undefined): Problem {
  const rule = error.context.ruleStack.at(-1);
  const expected = rule === "cell" ? "a declaration, an equation `name = …` or `}`"
    : rule === "model" ? "`input`, `stack`, `head`, `train` or `}`"
    : rule === "layers" ? "a layer or `}`"
    : "an option `name = …` or `}`";
  const hint = token.tokenType === T.Key && rule === "layers" ? `an option of a layer stands in its parentheses: \`lstm(64, ${token.image} = …)\``
    : token.tokenType === T.Key && rule === "model" ? `options of training stand in \`train { ${token.image} = … }\``
    : token.tokenType === T.Comma && beforeLast?.tokenType === T.Output ? "a cell has one output"
    : isCloser(token) ? `there is one \`${token.image}\` too many`
    : undefined;
  return report.unexpected(here, token.image, expected, hint);
}

const described = new Map([
  ["Name", "a name"], ["Text", "a text in quotes"], ["LeftCurly", "`{`"], ["LeftRound", "`(`"], ["LeftSquare", "`[`"], ["From", "`from`"],
  ["Equals", "`=`"], ["Colon", "`:`"], ["Comma", "`,`"], ["Number", "a number"], ["Key", "`name = …`"], ["EOF", "the end of the file"],
]);

function describe(expected: string, rule: string): string {
  if (rule === "sizes" && expected === "LeftSquare") return "a size in brackets, such as `[H]`";
  const known = described.get(expected);
  if (known !== undefined) return known;
  switch (rule) {
    case "headerEntry": return "a name, or `name = value`";
    case "names": return "a name";
    default: return "something else";
  }
}

function hintFor(rule: string, expected: string, token: IToken): string | undefined {
  if (rule === "use") return 'a file is named in quotes: `use "./mine.rnn"`';
  if (rule === "cell" && expected === "LeftCurly" && token.tokenType === T.Equals) return "a cell is written `cell name(H) { … }`";
  return undefined;
}

/** The bracket still open before `index` that the missing one would close. */
function findOpen(tokens: readonly IToken[], index: number, open: IToken["tokenType"]): { span: Span; sign: string } | null {
  const closing = open === T.LeftRound ? T.RightRound : open === T.LeftSquare ? T.RightSquare : T.RightCurly;
  let depth = 0;
  for (let i = index - 1; i >= 0; i--) {
    const token = tokens[i]!;
    if (token.tokenType === closing) depth++;
    else if (token.tokenType === open && depth-- === 0) return { span: T.spanOf(token), sign: token.image };
  }
  return null;
}
