// The shape of every expression of a cell: what `@`, the elementwise operators and the functions take and give.
// Unknown (null) means an error was given already; nothing more is said of what contains it.
import type { Binary, Call, Delay, Equation, Expression, NameExpression, Span } from "../../grammar/ast.js";
import { addSizes, equalShapes, equalSizes, isSize, multiplySizes, printShape, printSize, readSize, type Shape } from "./sizes.js";
import { functions } from "./functions.js";
import { checkNumber, listOf } from "./arguments.js";
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

function reportDifference(place: Span, a: readonly [Expression, Shape], b: readonly [Expression, Shape], context: Shaping): void {
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

function inferCall(call: Call, context: Shaping): Shape | null {
  const { scope, report } = context;
  const name = call.callee.text;
  const named = scope.names.get(name);
  if (named?.kind === "part") {
    context.used.add(name);
    return context.callPart(call, call.arguments.map((a) => inferShape(a.value, context)));
  }
  const entry = named?.kind === "function" ? { kind: "elementwise" as const, usage: `${name}(v)` } : functions.get(name);
  if (named?.kind === "function") context.used.add(name);
  if (!entry) return unknownFunction(call, named, context);
  for (const argument of call.arguments) {
    if (!argument.name) continue;
    report.accept({ code: "RNN216", title: `the values of \`${name}\` have no names`, span: argument.name.span, label: "leave the name out", hint: `write \`${entry.usage}\`` });
    return null;
  }
  const given = call.arguments.map((a) => a.value);
  const arity = { elementwise: [1, 1], vector: [1, 1], reduction: [1, 1], extreme: [1, 2], where: [3, 3], dropout: [2, 2], repeat: [2, 2] }[entry.kind];
  if (given.length < arity[0]! || given.length > arity[1]!) {
    if (given.some((g) => g.kind === "error")) return null;
    const counts = arity[0] === arity[1] ? plural(arity[0]!, "value") : `${arity[0]} or ${arity[1]} values`;
    report.accept({ code: "RNN216", title: `\`${name}\` takes ${counts}`, span: call.span, label: `${given.length === 0 ? "none" : given.length} given`, hint: `write \`${entry.usage}\`` });
    return null;
  }
  const needsVector = (shape: Shape | null, at: Expression): Shape | null => {
    if (!shape || shape.length === 1) return shape;
    report.accept({ code: "RNN216", title: `\`${name}\` takes a vector`, span: at.span, label: `this is ${kindOf(shape)}` });
    return null;
  };
  switch (entry.kind) {
    case "elementwise":
      return inferShape(given[0]!, context);
    case "vector":
      return needsVector(inferShape(given[0]!, context), given[0]!);
    case "reduction":
      return needsVector(inferShape(given[0]!, context), given[0]!) && number;
    case "extreme":
      if (given.length === 1) return needsVector(inferShape(given[0]!, context), given[0]!) && number;
      return joinShapes(call, given, context);
    case "where":
      return joinShapes(call, given, context);
    case "dropout": {
      const shape = needsVector(inferShape(given[0]!, context), given[0]!);
      if (!checkConstant(given[1]!, context)) return null;
      const p = given[1]!;
      if (p.kind === "number" && !(p.value >= 0 && p.value < 1)) reportProbability(p.span, p.value, "dropout", report);
      return shape;
    }
    case "repeat": {
      const shape = needsVector(inferShape(given[0]!, context), given[0]!);
      const times = readSize(given[1]!, (n) => scope.sizes.has(n));
      if (!isSize(times)) {
        if (times.reason !== "silent") {
          report.accept({ code: "RNN216", title: "`repeat` takes a vector and a size", span: times.at.span, label: times.reason === "unknown name" ? `\`${report.quote(times.at.span)}\` is not the name of a size` : "this is not a size", hint: scope.sizes.size > 0 ? `known sizes: ${listOf([...scope.sizes.keys()].slice(0, 8))}` : undefined });
        }
        return null;
      }
      for (const key of times.keys()) for (const n of key.split("*")) context.usedSizes.add(n);
      for (const key of times.keys()) for (const n of key.split("*")) context.used.add(n);
      return shape && [multiplySizes(shape[0]!, times)];
    }
  }
}

function checkConstant(expression: Expression, context: Shaping): boolean {
  const ok = checkNumber(expression, context.numbers, "RNN216", context.report, context.suggest);
  forEachName(expression, (name) => {
    context.used.add(name);
    if (context.scope.sizes.has(name)) context.usedSizes.add(name);
  });
  return ok;
}

/** Probability out of range; `50` is most likely meant as 50%. */
export function reportProbability(span: Span, value: number, what: string, report: Report): void {
  const percent = Number.isInteger(value) && value > 1 && value < 100 ? `${value}%` : null;
  report.accept({
    code: "RNN317",
    title: `\`${what}\` is a probability, from 0% to less than 100%`,
    span,
    label: `this is ${Math.round(value * 1e6) / 1e4}%`,
    hint: percent ? `write \`${percent}\`` : undefined,
    fix: percent ? [{ span, text: percent }] : undefined,
  });
}

function joinShapes(call: Call, given: readonly Expression[], context: Shaping): Shape | null {
  let joined: readonly [Expression, Shape] | null = null;
  let known = true;
  for (const value of given) {
    const shape = inferShape(value, context);
    if (!shape) known = false;
    else if (shape.length === 0) continue;
    else {
      if (joined && !equalShapes(joined[1], shape)) {
        reportDifference(call.span, joined, [value, shape], context);
        known = false;
      }
      joined = [value, shape];
    }
  }
  return known ? (joined?.[1] ?? number) : null;
}

function unknownFunction(call: Call, named: Named | undefined, context: Shaping): null {
  const { report, suggest, scope } = context;
  const { callee } = call;
  const argument = call.arguments[0]?.value;
  if (named) {
    context.used.add(callee.text);
    const product = named.kind === "param" && call.arguments.length === 1 && argument ? `${callee.text} @ ${report.quote(argument.span)}` : null;
    report.accept({
      code: "RNN215",
      title: `\`${callee.text}\` is ${nounOf(named)}, not a function`,
      span: callee.span,
      label: "only functions and parts are called",
      also: [{ span: named.span, label: "declared here" }],
      hint: product ? `the product of a matrix and a vector is written \`${product}\`` : undefined,
    });
    for (const a of call.arguments) inferShape(a.value, context);
    return null;
  }
  const callable = (): string[] => [...functions.keys(), ...[...scope.names].filter(([, n]) => n.kind === "function" || n.kind === "part").map(([n]) => n)];
  const near = suggest(callee.text, callable);
  report.accept({
    code: "RNN215",
    title: `the function \`${callee.text}\` is not known`,
    span: callee.span,
    label: near ? `did you mean \`${near}\`?` : "unknown",
    hint: near ? undefined : `the functions are ${listOf([...functions.keys()])}`,
    fix: near ? [{ span: callee.span, text: near }] : undefined,
  });
  for (const a of call.arguments) inferShape(a.value, context);
  return null;
}

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

function kindOf(shape: Shape): string {
  if (shape.length === 0) return "a single number";
  return shape.length === 1 ? `a vector ${printShape(shape)}` : `a matrix ${printShape(shape)}`;
}

function values(size: Shape[number]): string {
  const text = printSize(size);
  return `${text} ${text === "1" ? "value" : "values"}`;
}

function plural(count: number, noun: string): string {
  return `${count === 1 ? "one" : count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A short expression names itself. */
function nameOf(expression: Expression, context: Shaping): string {
  return expression.kind === "name" || expression.kind === "delay" ? context.report.quote(expression.span) : "this";
}

function textOf(span: Span, context: Shaping): string {
  return context.report.source.text.slice(span.start, span.end);
}

/** ", from `input x: [D]` on line 4": where the size of a name comes from. */
function originOf(expression: Expression, context: Shaping): string {
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
