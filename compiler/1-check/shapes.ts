// The shape of every expression of a cell: what `@`, the elementwise operators and the functions take and give.
// Unknown (null) means an error was given already; nothing more is said of what contains it.
import type { Binary, Call, Delay, Equation, Expression, NameExpression, Span } from "../../grammar/ast.js";
import { inferCall } from "./calls.js";
import { kindOf, nameOf, originOf, reportDifference, textOf, values } from "./describe.js";
import { addSizes, equalShapes, equalSizes, printShape, printSize, type Shape } from "./sizes.js";
import { functions } from "./functions.js";
import { nounOf, type Named, type Scope } from "./scope.js";
import type { Report } from "./report.js";
import type { Suggest } from "./suggest.js";

/** Further back no one has read; every step back is a copy of the state. */
export const longestDelay = 64;

export interface Shaping {
  readonly scope: Scope;
  readonly report: Report;
  readonly suggest: Suggest;
  /** Of plain values, once inferred. */
  readonly values: ReadonlyMap<string, Shape | null>;
  readonly used: Set<string>;
  readonly usedSizes: Set<string>;
  /** Numbers an expression may read when compiling: sizes and numbers of the header. */
  readonly numbers: ReadonlySet<string>;
  /** Gives the shape of a part's output for its arguments' shapes. */
  callPart(call: Call, shapes: readonly (Shape | null)[]): Shape | null;
  /** The second values of `dropout(v, p)`: numbers once the header has its values. */
  readonly probabilities: Expression[];
  /** Of every expression seen so far. */
  readonly shapes: Map<Expression, Shape | null>;
  /** Unknown names that were reported. */
  readonly unknown: Set<string>;
}

const number: Shape = [];

export function inferShape(expression: Expression, context: Shaping): Shape | null {
  const shape = infer(expression, context);
  context.shapes.set(expression, shape);
  return shape;
}

function infer(expression: Expression, context: Shaping): Shape | null {
  const { report } = context;
  switch (expression.kind) {
    case "error":
      return null;
    case "number":
      return number;
    case "string":
      report.accept({ code: "RNN228", title: "a text has no place in an equation", span: expression.span, label: "this is a text" });
      return null;
    case "name":
      return inferName(expression, context);
    case "delay":
      return inferDelay(expression, context);
    case "unary":
      return inferShape(expression.value, context);
    case "binary":
      if (expression.operator === "@") return inferProduct(expression, context);
      if (expression.operator === "++") return inferJoin(expression, context);
      return inferElementwise(expression, context);
    case "call":
      return inferCall(expression, context);
  }
}

function inferName(name: NameExpression, context: Shaping): Shape | null {
  const { scope, report } = context;
  const named = scope.names.get(name.text);
  if (!named) return unknownName(name, context);
  context.used.add(name.text);
  switch (named.kind) {
    case "size":
      context.usedSizes.add(name.text);
      return number;
    case "number":
      return number;
    case "input":
    case "state":
    case "param":
      return named.shape;
    case "value":
      return context.values.get(name.text) ?? null;
    case "function":
    case "part":
      report.accept({
        code: "RNN228",
        title: `\`${name.text}\` is ${nounOf(named)}, not a value`,
        span: name.span,
        label: `write \`${name.text}(…)\``,
        also: [{ span: named.span, label: "declared here" }],
      });
      return null;
  }
}

function unknownName(name: { readonly text: string; readonly span: Span }, context: Shaping): null {
  const { scope, report, suggest } = context;
  if (context.unknown.has(name.text)) return null;
  context.unknown.add(name.text);
  const { text, span } = name;
  // The parser has refused it: `t` is the time.
  if (text === "t") return null;
  if (functions.has(text)) {
    report.accept({ code: "RNN228", title: `\`${text}\` is a function, not a value`, span, label: `write \`${functions.get(text)!.usage}\`` });
    return null;
  }
  const base = text.replace(/_(t|prev|old|last|tm1|t_1)$/, "");
  const past = base !== text && !text.endsWith("_t");
  const known = base !== text && scope.names.has(base) ? (past ? `${base}[t-1]` : base) : null;
  const near = known ?? suggest(text, scope.names.keys());
  report.accept({
    code: "RNN201",
    title: `the name \`${text}\` is not known`,
    span,
    label: near ? `did you mean \`${near}\`?` : "not declared in this cell, and no equation gives it",
    hint: known ? (past ? `the last step's value is written \`${near}\`` : `this step's value is written \`${near}\``) : near ? undefined : `declare it (\`param ${text}: […]\`) or give it an equation (\`${text} = …\`)`,
    fix: near ? [{ span, text: near }] : undefined,
  });
  return null;
}

function inferDelay(delay: Delay, context: Shaping): Shape | null {
  const { scope, report } = context;
  const { value } = delay;
  if (value.kind === "error") return null;
  if (value.kind !== "name") {
    report.accept({
      code: "RNN211",
      title: "only the name of a state or an input can be delayed",
      span: value.span,
      label: "this is an expression",
      hint: value.kind === "binary" ? "delay each name in it: `a[t-1] + b[t-1]`" : undefined,
    });
    return null;
  }
  const named = scope.names.get(value.text);
  if (!named) return unknownName(value, context);
  if (delay.offset > 0) {
    context.used.add(value.text);
    report.accept({
      code: "RNN212",
      title: `\`${report.quote(delay.span)}\` is in the future`,
      span: delay.span,
      label: "a cell knows this step and the steps before it",
      hint: "the past is `[t-1]`; a `backward` layer reads a sequence from its end",
    });
    return null;
  }
  if (delay.offset === 0) return inferName(value, context);
  context.used.add(value.text);
  if (named.kind === "state" || named.kind === "input") {
    if (delay.offset < -longestDelay) {
      report.accept({ code: "RNN230", title: `a value can be read at most ${longestDelay} steps back`, span: delay.span, label: `${-delay.offset} steps back` });
      return null;
    }
    return named.shape;
  }
  const shape = named.kind === "value" ? (context.values.get(value.text) ?? null) : null;
  const same = named.kind === "param" || named.kind === "number" || named.kind === "size";
  report.accept({
    code: "RNN211",
    title: `\`${value.text}\` can't be delayed: it is ${nounOf(named)}`,
    span: delay.span,
    label: "only states and inputs are kept from step to step",
    also: [{ span: named.span, label: named.kind === "value" ? "computed here" : "declared here" }],
    hint: same ? `it is the same at every step: write \`${value.text}\`` : named.kind === "value" ? `declare it \`state ${value.text}: ${shape ? printShape(shape) : "[…]"}\`` : undefined,
    fix: same ? [{ span: delay.span, text: value.text }] : undefined,
  });
  return shape;
}

function inferProduct(product: Binary, context: Shaping): Shape | null {
  const { report } = context;
  const left = inferShape(product.left, context);
  const right = inferShape(product.right, context);
  if (!left || !right) return null;
  const written = report.quote(product.span);
  if (left.length !== 2 || right.length !== 1) {
    const swapped = left.length === 1 && right.length === 2;
    const hint = swapped
      ? `write the matrix on the left: \`${report.quote(product.right.span)} @ ${report.quote(product.left.span)}\``
      : left.length === 0 || right.length === 0
        ? "with a single number the product is `*`"
        : left.length === 1 && right.length === 1
          ? "the inner product of two vectors is `sum(a * b)`, elementwise it is `a * b`"
          : "`@` groups to the right: `A @ B @ x` is `A @ (B @ x)`";
    report.accept({
      code: "RNN205",
      title: `\`@\` in \`${written}\` needs a matrix on its left and a vector on its right`,
      span: right.length === 1 ? product.left.span : product.right.span,
      label: right.length === 1 ? `this is ${kindOf(left)}` : `this is ${kindOf(right)}`,
      also: [{ span: right.length === 1 ? product.right.span : product.left.span, label: right.length === 1 ? `this is ${kindOf(right)}` : `this is ${kindOf(left)}` }],
      place: product.span,
      hint,
      fix: swapped ? [{ span: product.span, text: `${textOf(product.right.span, context)} @ ${textOf(product.left.span, context)}` }] : undefined,
    });
    return swapped ? [right[0]!] : null;
  }
  if (!equalSizes(left[1]!, right[0]!)) {
    const matrix = product.left.kind === "name" ? context.scope.names.get(product.left.text) : undefined;
    const param = matrix?.kind === "param" ? matrix : null;
    const declared = param && product.left.kind === "name" ? `${product.left.text}` : null;
    const better = declared ? `param ${declared}: [${printSize(left[0]!)}, ${printSize(right[0]!)}]` : null;
    const alone = param && param.member.names.length === 1;
    report.accept({
      code: "RNN203",
      title: `the sizes in \`${written}\` differ`,
      span: product.right.span,
      label: `${nameOf(product.right, context)} has ${values(right[0]!)}${originOf(product.right, context)}`,
      also: [{ span: param ? param.member.size.sizes[1]!.span : product.left.span, label: `${declared ?? "this"} takes ${values(left[1]!)}` }],
      place: product.span,
      hint: better ? `declare \`${better}\`` : undefined,
      fix: alone ? [{ span: param.member.size.sizes[1]!.span, text: printSize(right[0]!) }] : undefined,
    });
  }
  return [left[0]!];
}

function inferJoin(join: Binary, context: Shaping): Shape | null {
  const left = inferShape(join.left, context);
  const right = inferShape(join.right, context);
  if (!left || !right) return null;
  for (const [shape, side] of [
    [left, join.left],
    [right, join.right],
  ] as const) {
    if (shape.length === 1) continue;
    context.report.accept({ code: "RNN204", title: "`++` joins vectors", span: side.span, label: `this is ${kindOf(shape)}`, place: join.span });
    return null;
  }
  return [addSizes(left[0]!, right[0]!)];
}

function inferElementwise(binary: Binary, context: Shaping): Shape | null {
  const left = inferShape(binary.left, context);
  const right = inferShape(binary.right, context);
  if (!left || !right) return left ?? right;
  if (left.length === 0) return right;
  if (right.length === 0 || equalShapes(left, right)) return left;
  const { report } = context;
  const { operator } = binary;
  const matrix = operator === "*" && left.length === 2 && right.length === 1;
  const swapped = operator === "*" && left.length === 1 && right.length === 2;
  if (matrix || swapped) {
    const [a, b] = matrix ? [binary.left, binary.right] : [binary.right, binary.left];
    report.accept({
      code: "RNN205",
      title: `\`*\` in \`${report.quote(binary.span)}\` multiplies element by element, but one side is a matrix`,
      span: a.span,
      label: `this is ${kindOf(matrix ? left : right)}`,
      also: [{ span: b.span, label: `this is ${kindOf(matrix ? right : left)}` }],
      place: binary.span,
      hint: `the product of a matrix and a vector is written \`${report.quote(a.span)} @ ${report.quote(b.span)}\``,
      fix: matrix ? [{ span: binary.operatorSpan, text: "@" }] : [{ span: binary.span, text: `${textOf(a.span, context)} @ ${textOf(b.span, context)}` }],
    });
    return [(matrix ? left : right)[0]!];
  }
  reportDifference(binary.span, [binary.left, left], [binary.right, right], context);
  return null;
}

/** Checks the shape an equation gives against the one its state was declared with. */
export function checkDeclared(equation: Equation, shape: Shape, named: Named & { readonly kind: "state" }, context: Shaping): void {
  if (!named.shape || equalShapes(shape, named.shape)) return;
  const { report } = context;
  const name = equation.name.text;
  report.accept({
    code: "RNN214",
    title: `the equation of \`${name}\` gives ${kindOf(shape)}, but \`${name}\` is declared as ${kindOf(named.shape)}`,
    span: equation.value.span,
    label: `this is ${kindOf(shape)}`,
    also: [{ span: named.member.size.span, label: `${name} is declared as ${kindOf(named.shape)}` }],
    place: equation.name.span,
    hint:
      shape.length === 0
        ? "functions such as `sum` give one number; a vector is wanted here"
        : shape.length === 1 && named.shape.length === 1
          ? `declare \`state ${name}: ${printShape(shape)}\`, or change the size by a matrix: \`param W: [${printSize(named.shape[0]!)}, ${printSize(shape[0]!)}]\` and \`W @ …\``
          : undefined,
  });
}
