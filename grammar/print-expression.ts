// Expressions back to text, with the parentheses they need and no others.
import type { Argument, Binary, BinaryOperator, Expression, HeadTime, Sizes } from "./ast.js";

/** From loosest to tightest, as in build-expression.ts. */
const precedence: Readonly<Record<BinaryOperator, number>> = {
  "<": 1, ">": 1, "<=": 1, ">=": 1, "==": 1, "!=": 1, "++": 2, "+": 3, "-": 3, "*": 4, "/": 4, "@": 6,
};
const unary = 5;
const primary = 7;

/** `text` is the source, for what could not be read and stays as it was. */
export function printExpression(expression: Expression, text: string): string {
  const inner = (part: Expression, least: number): string => {
    const printed = printExpression(part, text);
    return bindingOf(part) < least ? `(${printed})` : printed;
  };
  switch (expression.kind) {
    case "number":
      return expression.text;
    case "string":
      return JSON.stringify(expression.value);
    case "name":
      return expression.text;
    case "call":
      return expression.callee.text + printArguments(expression.arguments, text);
    case "delay":
      return inner(expression.value, primary) + printTime({ from: expression.offset, to: expression.offset });
    case "unary":
      return `-${inner(expression.value, unary)}`;
    case "binary": {
      const binds = precedence[expression.operator];
      // A product of matrices groups to the right; comparisons don't chain at all.
      const left = expression.operator === "@" || binds === 1 ? binds + 1 : binds;
      const right = expression.operator === "@" ? binds : binds + 1;
      return `${inner(expression.left, left)} ${expression.operator} ${inner(expression.right, right)}`;
    }
    case "error":
      return text.slice(expression.span.start, expression.span.end).replace(/\s+/g, " ");
  }
}

/** The terms of a sum or a join, each with the operator before it: where a long line may be broken. */
export function splitTerms(expression: Expression, text: string): readonly string[] {
  if (expression.kind !== "binary") return [printExpression(expression, text)];
  const loosest = precedence[expression.operator];
  if (expression.operator === "@" || loosest === 1) return [printExpression(expression, text)];
  const terms: string[] = [];
  let rest: Expression = expression;
  while (rest.kind === "binary" && precedence[rest.operator] === loosest) {
    const { operator, right }: Binary = rest;
    const printed = printExpression(right, text);
    terms.unshift(`${operator} ${bindingOf(right) < loosest + 1 ? `(${printed})` : printed}`);
    rest = rest.left;
  }
  const first = printExpression(rest, text);
  return [bindingOf(rest) < loosest ? `(${first})` : first, ...terms];
}

export function printArguments(given: readonly Argument[], text: string): string {
  const parts = given.map(({ name, value }) => (name === null ? "" : `${name.text} = `) + printExpression(value, text));
  return `(${parts.join(", ")})`;
}

export function printSizes({ sizes }: Sizes, text: string): string {
  return `[${sizes.map((size) => printExpression(size, text)).join(", ")}]`;
}

export function printTime({ from, to }: Pick<HeadTime, "from" | "to">): string {
  return from === to ? `[${printStep(from)}]` : `[${printStep(from)}..${printStep(to)}]`;
}

function printStep(offset: number): string {
  return offset === 0 ? "t" : offset > 0 ? `t+${offset}` : `t${offset}`;
}

function bindingOf(expression: Expression): number {
  if (expression.kind === "binary") return precedence[expression.operator];
  return expression.kind === "unary" ? unary : primary;
}
