// Expressions: which operator binds tighter, what `[t-1]` says, and names as they are meant (NFC, aliases).
import type { CstElement, CstNode, IToken } from "chevrotain";
import type { Argument, BinaryOperator, Expression, HeadTime, Name, NumberLiteral, Span, StringLiteral } from "./ast.js";
import type { Problem } from "./problem.js";
import * as report from "./report.js";
import { readNumber, readText, signOf, spanOf } from "./tokens.js";

/** Deeper than this, whatever walks the tree could run out of stack. */
export const maximumDepth = 400;

/** From loosest to tightest; `-` before an operand stands between `*` and `@`. */
const precedence: Readonly<Record<BinaryOperator, number>> = {
  "<": 1, ">": 1, "<=": 1, ">=": 1, "==": 1, "!=": 1, "++": 2, "+": 3, "-": 3, "*": 4, "/": 4, "@": 6,
};
const unaryPrecedence = 5;

export interface Builder {
  readonly source: string;
  readonly problems: Problem[];
  name(token: IToken): Name;
  number(token: IToken): NumberLiteral;
  text(token: IToken): StringLiteral;
  /** `near` is where an ErrorExpression goes if there is nothing. */
  expression(node: CstNode | undefined, near: Span): Expression;
  arguments(node: CstNode): Argument[];
}

export function createBuilder(source: string): Builder {
  const problems: Problem[] = [];
  const depths = new Map<Expression, number>();

  const builder: Builder = {
    source,
    problems,
    name: (token) => ({ text: nameOf(token.image), span: spanOf(token) }),
    number: (token) => {
      const value = readNumber(token.image);
      return { kind: "number", value: Number.isFinite(value) ? value : 1, text: token.image, span: spanOf(token) };
    },
    text: (token) => ({ kind: "string", value: readText(token.image) ?? token.image.slice(1, -1), span: spanOf(token) }),
    expression: (node, near) => {
      if (node === undefined) return { kind: "error", span: { start: near.end, end: near.end } };
      return buildExpression(node);
    },
    arguments: buildArguments,
  };
  return builder;

  function deepen<E extends Expression>(expression: E, ...parts: readonly Expression[]): E {
    depths.set(expression, 1 + parts.reduce((most, part) => Math.max(most, depths.get(part) ?? 1), 0));
    return expression;
  }

  function buildExpression(node: CstNode): Expression {
    const { value } = buildOperation(node);
    if ((depths.get(value) ?? 1) <= maximumDepth) return value;
    problems.push(report.tooLong(value.span, maximumDepth));
    return { kind: "error", span: value.span };
  }

  /** Two stacks instead of calls, for a sum may be long. */
  function buildOperation(node: CstNode): Item {
    const operands = childNodes(node, "operand");
    const operators = childTokens(node, "Operator");
    const items: Item[] = [];
    const waiting: Waiting[] = [];

    const reduce = (): void => {
      const { token, unary } = waiting.pop()!;
      const right = items.pop()!;
      if (unary) {
        const span = { start: token.startOffset, end: right.span.end };
        const value = deepen({ kind: "unary", operator: "-", value: right.value, span }, right.value);
        items.push({ value, span, comparison: null });
        return;
      }
      const left = items.pop()!;
      const operator = signOf(token) as BinaryOperator;
      const comparison = precedence[operator] === 1 ? spanOf(token) : null;
      if (comparison !== null && left.comparison !== null) problems.push(report.chainedComparison(comparison, left.comparison));
      const span = { start: left.span.start, end: right.span.end };
      const value: Expression = { kind: "binary", operator, operatorSpan: spanOf(token), left: left.value, right: right.value, span };
      items.push({ value: deepen(value, left.value, right.value), span, comparison });
    };

    for (let i = 0; i <= operators.length; i++) {
      const operand = operands[i];
      for (const token of operand === undefined ? [] : childTokens(operand, "Minus")) waiting.push({ token, unary: true, binds: unaryPrecedence });
      const end = operators[i - 1]?.endOffset;
      items.push(operand === undefined ? missing(end === undefined ? spanOfNode(node).end : end + 1) : buildOperand(operand));
      const token = operators[i];
      if (token === undefined) break;
      const binds = precedence[signOf(token) as BinaryOperator];
      const rightward = signOf(token) === "@";
      while (waiting.length > 0 && (waiting.at(-1)!.binds > binds || (waiting.at(-1)!.binds === binds && !rightward))) reduce();
      waiting.push({ token, unary: false, binds });
    }
    while (waiting.length > 0) reduce();
    return items[0]!;
  }

  function missing(at: number): Item {
    const span = { start: at, end: at };
    return { value: { kind: "error", span }, span, comparison: null };
  }

  function buildOperand(node: CstNode): Item {
    let item = buildPrimary(node);
    for (const time of childNodes(node, "time")) {
      const step = readTime(builder, time);
      if (step === null) {
        // `h[0]` is not `h`: taken for this step's value, it would be blamed for a loop.
        const { end } = spanOfNode(time);
        item = { value: { kind: "error", span: { start: item.span.start, end } }, span: { start: item.span.start, end }, comparison: null };
        continue;
      }
      if (step.to !== step.from) problems.push(report.badTime(step.span, source.slice(step.span.start + 1, step.span.end - 1)));
      const span = { start: item.span.start, end: step.span.end };
      item = { value: deepen({ kind: "delay", value: item.value, offset: step.from, span }, item.value), span, comparison: null };
    }
    return item;
  }

  function buildPrimary(node: CstNode): Item {
    const number = childToken(node, "Number");
    if (number !== undefined) return whole(builder.number(number));
    const text = childToken(node, "Text");
    if (text !== undefined) return whole(builder.text(text));
    const time = childToken(node, "Time");
    if (time !== undefined) {
      problems.push(report.timeAsValue(spanOf(time)));
      return whole({ kind: "error", span: spanOf(time) });
    }
    const name = childToken(node, "Name");
    if (name !== undefined) {
      const given = childNode(node, "arguments");
      if (given === undefined) return whole({ kind: "name", text: nameOf(name.image), span: spanOf(name) });
      const parts = buildArguments(given);
      const span = { start: name.startOffset, end: spanOfNode(given).end };
      return whole(deepen({ kind: "call", callee: builder.name(name), arguments: parts, span }, ...parts.map((part) => part.value)));
    }
    const open = childToken(node, "LeftRound");
    const inner = childNode(node, "expression");
    if (open === undefined || inner === undefined) {
      const { start, end } = spanOfNode(node);
      return { ...missing(end), span: { start, end } };
    }
    const close = childToken(node, "RightRound");
    const { value, span } = buildOperation(inner);
    return { value, span: { start: open.startOffset, end: close === undefined ? span.end : close.endOffset! + 1 }, comparison: null };
  }

  function buildArguments(node: CstNode): Argument[] {
    return childNodes(node, "argument").map((argument) => {
      const key = childToken(argument, "Key");
      const span = spanOfNode(argument);
      const value = builder.expression(childNode(argument, "expression"), span);
      return { name: key === undefined ? null : builder.name(key), value, span };
    });
  }
}

/** An operand with the room it takes, parentheses and all. */
interface Item {
  readonly value: Expression;
  readonly span: Span;
  /** Where its comparison is, if it is a bare one. */
  readonly comparison: Span | null;
}

interface Waiting {
  readonly token: IToken;
  readonly unary: boolean;
  readonly binds: number;
}

const whole = (value: Expression): Item => ({ value, span: value.span, comparison: null });

/** `[t]`, `[t-1]`, `[t+1..t+3]`; null, with a problem, if the brackets hold anything else. */
export function readTime(builder: Builder, node: CstNode): HeadTime | null {
  const span = spanOfNode(node);
  const parts = childNodes(node, "expression");
  const steps = parts.map(readStep);
  const [from, to = from] = steps;
  const wanted = childToken(node, "Range") === undefined ? 1 : 2;
  if (parts.length === wanted && from != null && to != null && from <= to) return { from, to, span };
  const close = childToken(node, "RightSquare");
  const end = close === undefined || Number.isNaN(close.startOffset) ? span.end : close.startOffset;
  builder.problems.push(report.badTime(span, builder.source.slice(span.start + 1, end).trim()));
  return null;
}

/** `t`, `t-1`, `t+2` as an offset. */
function readStep(node: CstNode): number | null {
  const [time, count, ...more] = childNodes(node, "operand");
  const [sign, ...others] = childTokens(node, "Operator");
  if (time === undefined || !isBare(time, "Time") || more.length > 0 || others.length > 0) return null;
  if (sign === undefined) return 0;
  if (count === undefined || !isBare(count, "Number")) return null;
  const steps = readNumber(childToken(count, "Number")!.image);
  const which = signOf(sign);
  if (!Number.isSafeInteger(steps) || steps > 1e6 || (which !== "+" && which !== "-")) return null;
  return which === "+" || steps === 0 ? steps : -steps;
}

function isBare(operand: CstNode, type: string): boolean {
  return childToken(operand, type) !== undefined && Object.keys(operand.children).length === 1;
}

/** As it is meant: `σ` is `sigmoid`, and a letter with its accent apart is the letter with its accent. */
function nameOf(image: string): string {
  return image === "σ" ? "sigmoid" : image.normalize("NFC");
}

// ------------------------------------------------------------------- reading chevrotain's nodes

const isNode = (element: CstElement): element is CstNode => "children" in element;

export function childNodes(node: CstNode, rule: string): CstNode[] {
  return (node.children[rule] ?? []).filter(isNode);
}

export function childNode(node: CstNode, rule: string): CstNode | undefined {
  return (node.children[rule] ?? []).find(isNode);
}

/** Tokens that stand in the text, not those that recovery made up. */
export function childTokens(node: CstNode, type: string): IToken[] {
  return (node.children[type] ?? []).filter((element): element is IToken => !isNode(element) && !Number.isNaN(element.startOffset));
}

export function childToken(node: CstNode, type: string): IToken | undefined {
  return childTokens(node, type)[0];
}

/** Of a node that recovery left empty: nothing, at the start of the file. */
export function spanOfNode(node: CstNode): Span {
  const { startOffset = 0, endOffset = -1 } = node.location ?? {};
  const start = Number.isNaN(startOffset) ? 0 : startOffset;
  return { start, end: Number.isNaN(endOffset) ? start : Math.max(start, endOffset + 1) };
}
