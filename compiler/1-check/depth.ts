// How many operations follow each other within one step of a cell. Not how deep one expression is written: that
// is the grammar's business. Passes walk such a chain by recursion, and no one means a longer one.
import type { Equation, Expression } from "../../grammar/ast.js";
import type { Report } from "./report.js";

/** Real cells have about ten. `gelu` or `softmax` become several operations of the graph. */
export const mostInARow = 200;

/** The longest chain. One error, at the first equation that needs too long a chain. `ordered` stand after what they read; `parts` are depths by name. */
export function checkDepth(ordered: readonly Equation[], parts: ReadonlyMap<string, number>, report: Report): number {
  const depths = new Map<string, number>();
  let most = 0;
  for (const equation of ordered) {
    const depth = depthOf(equation.value, { values: depths, parts });
    depths.set(equation.name.text, depth);
    most = Math.max(most, depth);
    if (depth <= mostInARow) continue;
    report.accept({
      code: "RNN330",
      title: `\`${equation.name.text}\` needs more than ${mostInARow} operations one after another at every step`,
      span: equation.name.span,
      label: "the chain of equations that leads here is too long",
      hint: "layers do what cells repeat: `stacked 3 { … }`",
    });
    return depth;
  }
  return most;
}

interface Depths {
  readonly values: ReadonlyMap<string, number>;
  readonly parts: ReadonlyMap<string, number>;
}

function depthOf(expression: Expression, depths: Depths): number {
  switch (expression.kind) {
    case "name":
      return depths.values.get(expression.text) ?? 0;
    case "unary":
      return 1 + depthOf(expression.value, depths);
    case "binary":
      return 1 + Math.max(...operandsOf(expression).map((operand) => depthOf(operand, depths)));
    case "call":
      return (depths.parts.get(expression.callee.text) ?? 1) + Math.max(0, ...expression.arguments.map((argument) => depthOf(argument.value, depths)));
    default:
      return 0; // a number, or a value of an earlier step
  }
}

/** `a + b + c` is one operation. */
function operandsOf(expression: Expression & { kind: "binary" }): Expression[] {
  const operands = [expression.right];
  let left = expression.left;
  while (left.kind === "binary" && left.operator === expression.operator) {
    operands.push(left.right);
    left = left.left;
  }
  return [...operands, left];
}
