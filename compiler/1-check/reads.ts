// Which names an expression reads, and how many steps back. Resolves nothing.
import type { Expression, Span } from "../../grammar/ast.js";

/** Calls back for every name an expression reads, with its delay. */
export function forEachName(expression: Expression, found: (name: string, span: Span, delay: number) => void): void {
  switch (expression.kind) {
    case "name":
      found(expression.text, expression.span, 0);
      break;
    case "delay":
      if (expression.value.kind === "name") found(expression.value.text, expression.span, -expression.offset);
      else forEachName(expression.value, found);
      break;
    case "unary":
      forEachName(expression.value, found);
      break;
    case "binary":
      forEachName(expression.left, found);
      forEachName(expression.right, found);
      break;
    case "call":
      for (const argument of expression.arguments) forEachName(argument.value, found);
      break;
    default:
      break;
  }
}
