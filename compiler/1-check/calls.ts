// Calls in equations: functions, functions of the header, parts. What each takes is in functions.ts.
import type { Call, Expression, Span } from "../../grammar/ast.js";
import { checkNumber, listOf } from "./arguments.js";
import { kindOf, plural, reportDifference } from "./describe.js";
import { functions } from "./functions.js";
import { forEachName } from "./reads.js";
import type { Report } from "./report.js";
import { nounOf, type Named } from "./scope.js";
import { inferShape, type Shaping } from "./shapes.js";
import { equalShapes, isSize, multiplySizes, readSize, type Shape } from "./sizes.js";

const number: Shape = [];

export function inferCall(call: Call, context: Shaping): Shape | null {
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
      else context.probabilities.push(p);
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
