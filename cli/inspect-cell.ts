// A cell by itself, for `rnnc inspect`: its inputs, states and parameters, with numbers where sizes are given.
import type { Expression } from "../grammar/ast.js";
import { nearest } from "../grammar/nearest.js";
import type { Cell } from "../compiler/model.js";
import { describeInitial } from "./inspect-initials.js";
import { Failure } from "./failure.js";
import { count } from "./numbers.js";
import { type colorsFor, table, wrap } from "./terminal.js";

export interface CellSizes {
  /** Of the first input. */
  readonly input?: number;
  readonly size: Readonly<Record<string, number>>;
}

interface SizedParam {
  readonly name: string;
  /** As written: `[H, D]`. */
  readonly written: string;
  /** null while a size is not given. */
  readonly shape: readonly number[] | null;
  readonly initial: string;
}

export function cellReport(cell: Cell, given: CellSizes, c: ReturnType<typeof colorsFor>, width: number): string[] {
  const sizes = sizesOf(cell, given);
  const params = paramsOf(cell, sizes);
  const lines = [c.bold(`cell ${cell.name}`), ...(cell.doc === "" ? [] : wrap(cell.doc, width - 2).map((line) => c.dim(`  ${line}`))), ""];
  const shape = (written: string, sizesWritten: readonly Expression[]): string => {
    const numbers = numbersOf(sizesWritten, sizes);
    return numbers === null ? written : `${written} = [${numbers.join(", ")}]`;
  };
  const rows = [
    ...cell.inputs.map((input) => [`input ${input.name}`, shape(write(cell, input.size), input.size), "", ""]),
    ...cell.states.map((state) => [`state ${state.name}`, shape(write(cell, state.size), state.size), [describeInitial(state.initial, (value) => textOf(cell, value)) ?? "", state.delay > 1 ? `read back to [t-${state.delay}]` : ""].filter((text) => text !== "").join(", "), ""]),
    [`output ${cell.output}`, "", "", ""],
    ...params.map((param) => [`param ${param.name}`, param.shape === null ? param.written : `${param.written} = [${param.shape.join(", ")}]`, param.initial, param.shape === null ? "" : count(product(param.shape))]),
  ];
  const total = totalOf(cell, params, sizes);
  if (total !== null) rows.push(["parameters in all", "", "", count(total)]);
  const body = table(rows, ["left", "left", "left", "right"]);
  lines.push(...body.map((line, i) => (total !== null && i === body.length - 1 ? c.bold(`  ${line}`) : `  ${line}`)));
  if (cell.parts.length > 0) lines.push(c.dim(`  and the parameters of its parts: ${cell.parts.map((part) => `${part.name} (${part.cell.name})`).join(", ")}`));
  const missing = [...needed(cell)].filter((name) => sizes[name] === undefined);
  if (missing.length > 0) {
    const inputs = inputSizes(cell);
    const options = missing.map((name) => (inputs.has(name) ? "--input 100" : `--size ${name}=128`));
    lines.push("", `For numbers give sizes: ${[...new Set(options)].join(" ")}`);
  }
  return lines;
}

export function cellToJson(cell: Cell, given: CellSizes): unknown {
  const sizes = sizesOf(cell, given);
  const params = paramsOf(cell, sizes);
  return {
    name: cell.name,
    doc: cell.doc,
    inputs: cell.inputs.map(({ name, size }) => ({ name, size: write(cell, size) })),
    states: cell.states.map(({ name, size, delay, initial }) => ({ name, size: write(cell, size), delay, initial: describeInitial(initial, (value) => textOf(cell, value)) ?? "zeros" })),
    output: cell.output,
    parameters: params.map(({ name, written, shape }) => ({ name, size: written, shape })),
    parameterCount: totalOf(cell, params, sizes),
  };
}

function sizesOf(cell: Cell, given: CellSizes): Readonly<Record<string, number>> {
  const names = needed(cell);
  for (const name of Object.keys(given.size)) {
    if (names.has(name)) continue;
    const near = nearest(name, [...names]);
    throw new Failure(`--size: \`${cell.name}\` has no size \`${name}\`; it has ${[...names].map((known) => `\`${known}\``).join(", ")}`, { exitCode: 2, ...(near === null ? {} : { hint: `did you mean \`${near}\`?` }) });
  }
  const [first] = cell.inputs;
  const only = first?.size.length === 1 ? first.size[0] : undefined;
  return { ...(given.input !== undefined && only?.kind === "name" ? { [only.text]: given.input } : {}), ...given.size };
}

/** Names of all sizes a cell mentions. */
function needed(cell: Cell): Set<string> {
  const names = new Set<string>();
  const visit = (expression: Expression): void => {
    if (expression.kind === "name") names.add(expression.text);
    else if (expression.kind === "binary") [expression.left, expression.right].forEach(visit);
    else if (expression.kind === "unary") visit(expression.value);
  };
  for (const item of [...cell.inputs, ...cell.states, ...cell.params]) item.size.forEach(visit);
  for (const part of cell.parts) for (const name of part.sizes) names.add(name);
  return names;
}

function inputSizes(cell: Cell): Set<string> {
  return new Set(cell.inputs.slice(0, 1).flatMap((input) => input.size.flatMap((size) => (size.kind === "name" ? [size.text] : []))));
}

function paramsOf(cell: Cell, sizes: Readonly<Record<string, number>>): SizedParam[] {
  return cell.params.map(({ name, size, initial }) => ({ name, written: write(cell, size), shape: numbersOf(size, sizes), initial: initial.kind === "constant" ? `= ${textOf(cell, initial.value)}` : initial.kind }));
}

function totalOf(cell: Cell, params: readonly SizedParam[], sizes: Readonly<Record<string, number>>): number | null {
  let total = 0;
  for (const { shape } of params) {
    if (shape === null) return null;
    total += product(shape);
  }
  for (const part of cell.parts) {
    if (!part.sizes.every((name) => Object.hasOwn(sizes, name))) return null;
    const inner = part.arguments({ sizes, numbers: {}, functions: {} }).sizes;
    const sum = totalOf(part.cell, paramsOf(part.cell, inner), inner);
    if (sum === null) return null;
    total += sum;
  }
  return total;
}

function numbersOf(sizes: readonly Expression[], values: Readonly<Record<string, number>>): number[] | null {
  const numbers = sizes.map((size) => valueOf(size, values));
  return numbers.every((value): value is number => value !== null) ? numbers : null;
}

/** Sizes are names, whole numbers, and their sums, differences and products. */
function valueOf(expression: Expression, values: Readonly<Record<string, number>>): number | null {
  if (expression.kind === "number") return expression.value;
  if (expression.kind === "name") return Object.hasOwn(values, expression.text) ? values[expression.text] : null;
  if (expression.kind !== "binary") return null;
  const left = valueOf(expression.left, values);
  const right = valueOf(expression.right, values);
  if (left === null || right === null) return null;
  return expression.operator === "*" ? left * right : expression.operator === "+" ? left + right : expression.operator === "-" ? left - right : null;
}

function write(cell: Cell, sizes: readonly Expression[]): string {
  return `[${sizes.map((size) => textOf(cell, size)).join(", ")}]`;
}

function textOf(cell: Cell, { span }: Expression): string {
  return cell.source.text.slice(span.start, span.end);
}

function product(shape: readonly number[]): number {
  return shape.reduce((all, size) => all * size, 1);
}
