// How shapes and expressions of a cell are spoken of in diagnostics: "a vector [H]", "x has D values, from …".
import type { Expression, Span } from "../../grammar/ast.js";
import type { Shaping } from "./shapes.js";
import { equalShapes, printShape, printSize, type Shape } from "./sizes.js";

export function reportDifference(place: Span, a: readonly [Expression, Shape], b: readonly [Expression, Shape], context: Shaping): void {
  // Of a long sum the term next to the mark says more than the whole sum.
  const other = lastTerm(a[0], a[1], context);
  const say = (e: Expression, shape: Shape): string =>
    shape.length === 1 ? `${nameOf(e, context)} has ${values(shape[0]!)}${originOf(e, context)}` : `${nameOf(e, context)} is ${kindOf(shape)}${originOf(e, context)}`;
  const one = [a[1], b[1]].some((s) => s.length === 1 && s[0]!.size === 1 && s[0]!.get("") === 1);
  context.report.accept({
    code: "RNN204",
    title: `the sizes in \`${context.report.quote(place)}\` differ`,
    span: b[0].span,
    label: say(b[0], b[1]),
    also: [{ span: other.span, label: say(other, a[1]) }],
    place,
    hint: one ? "a single number, which goes with every size, is declared with `[]`" : undefined,
  });
}

/** The last term of a sum that is no single number: `U @ h` of `W @ x + U @ h + 1`. */
function lastTerm(expression: Expression, shape: Shape, context: Shaping): Expression {
  let at = expression;
  while (at.kind === "binary" && (at.operator === "+" || at.operator === "-")) {
    const right = context.shapes.get(at.right) ?? null;
    at = right && equalShapes(right, shape) ? at.right : at.left;
  }
  return at;
}

export function kindOf(shape: Shape): string {
  if (shape.length === 0) return "a single number";
  return shape.length === 1 ? `a vector ${printShape(shape)}` : `a matrix ${printShape(shape)}`;
}

export function values(size: Shape[number]): string {
  const text = printSize(size);
  return `${text} ${text === "1" ? "value" : "values"}`;
}

export function plural(count: number, noun: string): string {
  return `${count === 1 ? "one" : count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A short expression names itself. */
export function nameOf(expression: Expression, context: Shaping): string {
  return expression.kind === "name" || expression.kind === "delay" ? context.report.quote(expression.span) : "this";
}

export function textOf(span: Span, context: Shaping): string {
  return context.report.source.text.slice(span.start, span.end);
}

/** ", from `input x: [D]` on line 4": where the size of a name comes from. */
export function originOf(expression: Expression, context: Shaping): string {
  const name = expression.kind === "delay" ? expression.value : expression;
  if (name.kind !== "name") return "";
  const named = context.scope.names.get(name.text);
  const { report } = context;
  switch (named?.kind) {
    case "input":
    case "state":
    case "param":
      return `, from \`${named.kind} ${name.text}: ${report.quote(named.member.size.span)}\` on line ${report.lineOf(named.span)}`;
    case "value":
      return `, from its equation on line ${report.lineOf(named.span)}`;
    default:
      return "";
  }
}
