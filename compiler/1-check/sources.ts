// Where stacks and heads read from: inputs, stacks, `v[t-1]`, `last(v)`, joins. Turns what is written into a
// flow: its axis, its size, and what it knows of each input.
import type { Expression, Span } from "../../grammar/ast.js";
import type { Input, SourceValue } from "../model.js";
import { listOf } from "./arguments.js";
import type { Report } from "./report.js";
import type { Suggest } from "./suggest.js";
import { delayReach, joinReach, reachOfInput, wholeReach, type Reach } from "./time.js";
import { poolings } from "./words.js";

/** What flows from one place of a model to another. */
export interface Flow {
  /** null: one row a sequence. */
  readonly axis: string | null;
  readonly size: number;
  /** Ids of an input; they must be embedded before anything else reads them. */
  readonly ids: Input | null;
  readonly reach: Reach;
  /** Some layer below reads later steps: it runs from the end of the sequence, or looks ahead; its mark. */
  readonly backward: Span | null;
  /** Some layer or source below reads the whole sequence at once; its mark. */
  readonly pooled: Span | null;
}

export interface SourceFlow extends Flow {
  readonly value: SourceValue;
}

export interface SourceNames {
  readonly report: Report;
  readonly suggest: Suggest;
  /** null: it has an error already. */
  readonly inputs: ReadonlyMap<string, Input | null>;
  /** Stacks checked so far, and null for those with errors. */
  readonly stacks: ReadonlyMap<string, Flow | null>;
  readonly heads: { has(name: string): boolean };
  /** Of inputs and stacks. */
  readonly names: readonly string[];
  /** Called for what is read, with its delay. */
  onRead(name: string, delay: number, span: Span): void;
}

/** null: an error was given, here or before. */
export function readSource(expression: Expression, context: SourceNames): SourceFlow | null {
  const { report } = context;
  switch (expression.kind) {
    case "error":
      return null;
    case "name":
      return readName(expression.text, expression.span, 0, context);
    case "delay":
      if (expression.value.kind !== "name") {
        if (expression.value.kind !== "error") {
          report.accept({ code: "RNN308", title: "only the name of an input or a stack can be delayed", span: expression.value.span, label: "this is an expression", hint: "delay what it reads: `last(v)` has no steps, and `(a ++ b)[t-1]` is `a[t-1] ++ b[t-1]`" });
        }
        return null;
      }
      return readDelay(expression.value.text, expression.value.span, expression.offset, expression.span, context);
    case "call":
      return readPooling(expression, context);
    case "binary":
      if (expression.operator === "++") return readJoin(expression, context);
      report.accept({
        code: "RNN308",
        title: `\`${expression.operator}\` can't stand in a source`,
        span: expression.operatorSpan,
        label: "sources are joined by `++`",
        hint: "sums and products are written as equations of a cell",
      });
      return null;
    case "unary":
    case "number":
    case "string":
      report.accept({ code: "RNN308", title: `\`${report.quote(expression.span)}\` is no source`, span: expression.span, label: "an input or a stack is needed here", hint: `a source is an input, a stack, \`v[t-1]\`, ${listOf(poolings.map((p) => `${p}(v)`))}, or several joined by \`++\`` });
      return null;
  }
}

function readName(name: string, span: Span, delay: 0 | 1, context: SourceNames): SourceFlow | null {
  const { report, inputs, stacks } = context;
  const input = inputs.get(name);
  if (input !== undefined) {
    context.onRead(name, delay, span);
    if (!input) return null;
    const size = input.kind === "real" ? input.size : input.size + (input.boundary ? 1 : 0);
    return {
      axis: input.axis,
      size,
      ids: input.kind === "real" ? null : input,
      reach: input.axis === null ? new Map() : reachOfInput(name, { name, span, label: "" }),
      backward: null,
      pooled: null,
      value: { kind: "input", input: name, delay, axis: input.axis, size },
    };
  }
  const flow = stacks.get(name);
  if (flow !== undefined) {
    context.onRead(name, delay, span);
    return flow && { ...flow, value: { kind: "stack", stack: name, delay, axis: flow.axis, size: flow.size } };
  }
  if (context.heads.has(name)) {
    report.accept({ code: "RNN308", title: `\`${name}\` is a head`, span, label: "a head can't be read", hint: "read the stack that the head reads" });
    return null;
  }
  const near = context.suggest(name, context.names);
  report.accept({
    code: "RNN301",
    title: `there is no input or stack \`${name}\``,
    span,
    label: near ? `did you mean \`${near}\`?` : "unknown",
    hint: near ? undefined : `known here: ${listOf(context.names.slice(0, 8)) || "nothing"}`,
    fix: near ? [{ span, text: near }] : undefined,
  });
  return null;
}

function readDelay(name: string, nameSpan: Span, offset: number, span: Span, context: SourceNames): SourceFlow | null {
  const { report } = context;
  if (offset === 0) return readName(name, nameSpan, 0, context);
  if (offset !== -1) {
    report.accept({
      code: "RNN308",
      title: offset > 0 ? `\`${report.quote(span)}\` is in the future` : "a source reaches at most one step back",
      span,
      label: offset > 0 ? "a source can't read ahead" : `${-offset} steps back`,
      hint: offset > 0 ? "a head predicts ahead: `head x[t+1] from …`; the layer `window(p, ahead = q)` sees steps ahead" : "further back: `h[t-2]` in a cell, or the layer `window(3)`",
    });
    // What stands there is read all the same.
    if (context.inputs.has(name) || context.stacks.has(name)) context.onRead(name, 0, nameSpan);
    return null;
  }
  const flow = readName(name, nameSpan, 1, context);
  if (!flow) return null;
  if (flow.axis === null) {
    report.accept({ code: "RNN309", title: `\`${name}\` has no time`, span, label: "there is no step before", hint: `write \`${name}\``, fix: [{ span, text: name }] });
    return null;
  }
  return { ...flow, reach: delayReach(flow.reach, { name: `${name}[t-1]`, span, label: "" }) };
}

function readPooling(call: Expression & { readonly kind: "call" }, context: SourceNames): SourceFlow | null {
  const { report, suggest } = context;
  const how = poolings.find((p) => p === call.callee.text);
  if (!how) {
    const near = suggest(call.callee.text, poolings);
    report.accept({
      code: "RNN308",
      title: `\`${call.callee.text}\` can't stand in a source`,
      span: call.callee.span,
      label: near ? `did you mean \`${near}\`?` : `only ${listOf(poolings)} can`,
      hint: near ? undefined : "cells and layers stand in a stack: `stack h from x { … }`",
      fix: near ? [{ span: call.callee.span, text: near }] : undefined,
    });
    return null;
  }
  const argument = call.arguments[0];
  if (!argument || call.arguments.length > 1 || argument.name) {
    report.accept({ code: "RNN308", title: `\`${how}\` takes one source`, span: call.span, label: `${call.arguments.length === 0 ? "none" : call.arguments.length} given`, hint: `write \`${how}(encoder)\`` });
    return null;
  }
  const flow = readSource(argument.value, context);
  if (!flow) return null;
  if (flow.axis === null) {
    report.accept({ code: "RNN309", title: `\`${how}\` needs a sequence, and \`${report.quote(argument.span)}\` has no time`, span: argument.span, label: "this is one vector a sequence", hint: `write \`${report.quote(argument.span)}\` alone` });
    return null;
  }
  if (refuseIds(flow, argument.span, `\`${how}\``, report)) return null;
  return {
    axis: null,
    size: flow.size,
    ids: null,
    backward: flow.backward,
    pooled: call.span,
    reach: wholeReach(flow.reach, { name: report.quote(call.span), span: call.span, label: `\`${report.quote(call.span)}\` is known after the end` }),
    value: { kind: "pool", how, of: flow.value, axis: null, size: flow.size },
  };
}

function readJoin(join: Expression & { readonly kind: "binary" }, context: SourceNames): SourceFlow | null {
  const { report } = context;
  const operands: Expression[] = [];
  for (let at: Expression = join; ; at = at.left) {
    if (at.kind !== "binary" || at.operator !== "++") {
      operands.unshift(at);
      break;
    }
    operands.unshift(at.right);
  }
  const flows: SourceFlow[] = [];
  let timed: { readonly flow: SourceFlow; readonly at: Expression } | null = null;
  let ok = true;
  for (const operand of operands) {
    const flow = readSource(operand, context);
    if (!flow) {
      ok = false;
      continue;
    }
    if (refuseIds(flow, operand.span, "a join", report)) ok = false;
    else if (flow.axis !== null && timed && timed.flow.axis !== flow.axis) {
      ok = false;
      reportAxes(operand, flow, timed.at, timed.flow, report);
    } else if (flow.axis !== null) timed ??= { flow, at: operand };
    flows.push(flow);
  }
  if (!ok) return null;
  const axis = timed?.flow.axis ?? null;
  const size = flows.reduce((sum, f) => sum + f.size, 0);
  return {
    axis,
    size,
    ids: null,
    reach: flows.map((f) => f.reach).reduce(joinReach),
    backward: flows.find((f) => f.backward)?.backward ?? null,
    pooled: flows.find((f) => f.pooled)?.pooled ?? null,
    value: { kind: "join", sources: flows.map((f) => f.value), axis, size },
  };
}

export function reportAxes(at: { readonly span: Span }, flow: Flow, other: { readonly span: Span }, otherFlow: Flow, report: Report): void {
  report.accept({
    code: "RNN310",
    title: `two different time axes meet: \`${otherFlow.axis}\` and \`${flow.axis}\``,
    span: at.span,
    label: `this has the steps of \`${flow.axis}\``,
    also: [{ span: other.span, label: `this has the steps of \`${otherFlow.axis}\`` }],
    hint: `make one vector of one of them, such as \`last(${report.quote(at.span)})\`; or, if both are always of the same length, give their inputs the same axis`,
  });
}

/** Ids can only be embedded; true if that was reported. */
export function refuseIds(flow: Flow, span: Span, reader: string, report: Report): boolean {
  if (!flow.ids) return false;
  const { name, kind } = flow.ids;
  report.accept({
    code: "RNN313",
    title: `${reader} can't read the ids of \`${name}\``,
    span,
    label: `these are ids of \`${kind}\`, not numbers to calculate with`,
    hint: reader.startsWith("`") && !poolings.some((p) => reader === `\`${p}\``) ? `put \`embed(64)\` before it` : `read them through a stack: \`stack e from ${name} { embed(64) }\``,
  });
  return true;
}
