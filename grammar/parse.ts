// A text to its tree and problems: the order of the steps, the limits, and which problems are worth showing.
import type { Comment, Tree } from "./ast.js";
import { buildTree } from "./build.js";
import { createParser, type ParseTokens } from "./parser.js";
import type { Problem } from "./problem.js";
import * as report from "./report.js";
import * as T from "./tokens.js";
import { classify } from "./words.js";

const limits = { characters: 1_000_000, brackets: 100, problems: 100 };

export interface Parsed {
  readonly tree: Tree;
  /** By place. */
  readonly problems: readonly Problem[];
}

interface Machine {
  readonly tokenize: T.Tokenize;
  readonly parseTokens: ParseTokens;
}

/**
 * Reads a .rnn file. Never throws, whatever the text. With problems the tree is what could be made out.
 */
export const parse: (text: string) => Parsed = (() => {
  // Making a parser takes chevrotain some milliseconds, using it doesn't, and it keeps nothing from one text to
  // the next that matters: one is made when first needed, and stays.
  let machine: Machine | null = null;
  return (text) => {
    const refused = refuse(text);
    if (refused !== null) return refused;
    machine ??= { tokenize: T.createTokenizer(), parseTokens: createParser(limits.problems) };
    return run(machine, text);
  };
})();

function run({ tokenize, parseTokens }: Machine, text: string): Parsed {
  const { tokens, comments, problems } = tokenize(text);
  if (tokens.length === 0) {
    const found = problems.length > 0 ? problems : [report.emptyFile({ start: 0, end: 0 }, comments.length > 0)];
    return { tree: emptyTree(text, comments), problems: select([found], [], [], text) };
  }
  const words = classify(tokens, text);
  const deep = findTooDeep(words.tokens);
  if (deep !== null) return { tree: emptyTree(text, comments), problems: [deep] };
  if (!words.tokens.some(({ tokenType }) => tokenType === T.Cell || tokenType === T.Model || tokenType === T.Use)) {
    return { tree: emptyTree(text, comments), problems: [report.nothingKnown(T.spanOf(tokens[0]!))] };
  }
  const parsed = parseTokens(words.tokens, text);
  const slips = [problems, words.problems];
  if (parsed.root === null) return { tree: emptyTree(text, comments), problems: select(slips, parsed.problems, words.starts, text) };
  const built = buildTree(parsed.root, text, comments);
  return { tree: built.tree, problems: select(slips, [...parsed.problems, ...built.problems], words.starts, text) };
}

const emptyTree = (text: string, comments: readonly Comment[]): Tree => ({
  uses: [],
  items: [],
  comments,
  span: { start: 0, end: text.length },
});

/** What is not worth reading: too much, or not text at all. */
function refuse(text: string): Parsed | null {
  const only = (problem: Problem): Parsed => ({ tree: emptyTree(text, []), problems: [problem] });
  if (text.length > limits.characters) return only(report.tooLarge(text.length, limits.characters));
  const odd = /[\0\uFFFD]|\p{Surrogate}/u.exec(text);
  if (odd === null) return null;
  const span = { start: odd.index, end: odd.index + 1 };
  if (odd[0] === "\0") return only(report.notText(span, "a zero byte: this looks like a binary file, or UTF-16"));
  return only(report.notText(span, "what stands here is not a character"));
}

function findTooDeep(tokens: ReturnType<typeof classify>["tokens"]): Problem | null {
  let depth = 0;
  for (const token of tokens) {
    const type = token.tokenType;
    if (type === T.LeftRound || type === T.LeftCurly || type === T.LeftSquare) {
      if (++depth > limits.brackets) return report.tooDeep(T.spanOf(token), limits.brackets);
    } else if (type === T.RightRound || type === T.RightCurly || type === T.RightSquare) {
      depth = Math.max(0, depth - 1);
    } else if (type === T.Cell || type === T.Model) {
      depth = 0;
    }
  }
  return null;
}

/**
 * The problems worth showing, by place. What comes of another mistake in the same sentence is left out: after a stray character
 * two values may seem side by side, and after anything the parser may stumble over the rest. Of what the parser itself
 * has to say about a sentence, only the first is surely so.
 */
function select(slips: readonly (readonly Problem[])[], parsed: readonly Problem[], starts: readonly number[], text: string): Problem[] {
  const chosen: Problem[] = [];
  const spoilt = new Set<number>();
  for (const stage of slips) {
    const fresh = stage.filter((problem) => !spoilt.has(findSentence(starts, problem)));
    chosen.push(...fresh);
    for (const problem of fresh) spoilt.add(findSentence(starts, problem));
  }
  for (const problem of parsed) {
    const sentence = findSentence(starts, problem);
    // The `}` after a sentence that could not be read is often in its way; that is not a mistake of its own.
    const innocent = problem.code === "RNN101" && text[problem.span.start] === "}" && spoilt.has(sentence - 1);
    if (!spoilt.has(sentence) && !innocent) chosen.push(problem);
    spoilt.add(sentence);
  }
  chosen.sort((a, b) => a.span.start - b.span.start);
  if (chosen.length <= limits.problems) return chosen;
  return [...chosen.slice(0, limits.problems), report.tooMany(chosen[limits.problems]!.span, limits.problems)];
}

function findSentence(starts: readonly number[], { span }: Problem): number {
  const at = span.start === span.end ? span.start - 1 : span.start;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
