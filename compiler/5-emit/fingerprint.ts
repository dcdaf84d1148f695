// The fingerprint of a model: changes when shapes, names or equations do, not when comments, the order of equations,
// how weights start or how it is trained do. A checkpoint with the same fingerprint fits. Not a checksum of a file.
import type { Expression } from "../../grammar/ast.js";
import type { Cell, CellArguments, Layer, Model, Stack, SourceValue } from "../model.js";
import { literal, type Literal } from "./module/text.js";

/** 16 hexadecimal digits: FNV-1a (Fowler, Noll, Vo), 64 bits, over the UTF-16 code units of the model's meaning. */
export function fingerprint(model: Model): string {
  const text = literal(meaningOf(model));
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}

function meaningOf(model: Model): Literal {
  return [
    model.axes,
    model.inputs.map((input) => [input.name, input.kind, input.axis, input.size, input.lowercase, input.boundary]),
    model.stacks.map(stack),
    model.heads.map((head) => [
      head.name, head.kind, head.size, head.classes, head.axis, head.projection, source(head.source),
      head.predicts && [head.predicts.input, head.predicts.from, head.predicts.to],
    ]),
  ];
}

function stack({ name, source: from, initial, layers }: Stack): Literal {
  const start = initial === null ? null : initial.kind === "affine" ? [initial.kind, source(initial.source)] : initial.kind === "final" ? [initial.kind, initial.stack] : [initial.kind];
  return [name, source(from), start, layers.map(layer)];
}

function source(value: SourceValue): Literal {
  switch (value.kind) {
    case "input":
      return [value.kind, value.input, value.delay, value.axis, value.size];
    case "stack":
      return [value.kind, value.stack, value.delay, value.axis, value.size];
    case "pool":
      return [value.kind, value.how, source(value.of)];
    case "join":
      return [value.kind, value.sources.map(source)];
  }
}

function layer(value: Layer): Literal {
  const base = [value.path, value.kind, value.inputSize, value.size];
  switch (value.kind) {
    case "cell":
      return [...base, value.direction, cell(value.cell, value.arguments), sorted(value.sides).map(([name, side]) => [name, source(side)])];
    case "dense":
    case "activation":
      return [...base, value.activation];
    case "window":
      return [...base, value.past, value.ahead];
    case "pool":
      return [...base, value.how];
    case "residual":
      return [...base, value.layers.map(layer)];
    // Frozen or not, at whatever rate it drops: the same function of the same weights.
    case "embed":
    case "onehot":
    case "dropout":
    case "batch_norm":
    case "layer_norm":
      return base;
  }
}

function cell(value: Cell, given: CellArguments): Literal {
  return [
    [sorted(given.sizes), sorted(given.numbers), sorted(given.functions)],
    value.inputs.map((input) => [input.name, input.size.map(expression)]),
    byName(value.states).map((state) => {
      const start = state.initial.kind === "normal" ? [expression(state.initial.mean), expression(state.initial.deviation)] : [];
      return [state.name, state.size.map(expression), state.delay, state.initial.kind, start];
    }),
    value.output,
    byName(value.params).map((param) => [param.name, param.size.map(expression)]),
    byName(value.parts).map((part) => [part.name, cell(part.cell, part.arguments(given))]),
    byName(value.equations).map((equation) => [equation.name, expression(equation.value)]),
  ];
}

function expression(value: Expression): Literal {
  switch (value.kind) {
    case "number":
      return value.value;
    case "string":
      return [value.kind, value.value];
    case "name":
      return value.text;
    case "call":
      return [value.kind, value.callee.text, value.arguments.map((argument) => [argument.name?.text ?? null, expression(argument.value)])];
    case "delay":
      return [value.kind, expression(value.value), value.offset];
    case "unary":
      return [value.operator, expression(value.value)];
    case "binary":
      return [value.operator, expression(value.left), expression(value.right)];
    case "error":
      return [value.kind];
  }
}

function byName<T extends { readonly name: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => compare(a.name, b.name));
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => compare(a, b));
}

/** By code units: the same in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
