// Sizes: sums and products of names and whole numbers, compared as polynomials (`M * C` equals `C * M`, two
// different names never), and made numbers once the names have values. Knows nothing of cells.
import type { Expression } from "../../grammar/ast.js";
import type { CellArguments } from "../model.js";
import { internal } from "../errors.js";

/** Coefficients by monomial: names sorted and joined by `*`; the constant term's key is empty. No zero coefficients. */
export type Polynomial = ReadonlyMap<string, number>;
/** What a value is: `[]` a number, `[n]` a vector, `[n, m]` a matrix. */
export type Shape = readonly Polynomial[];

/** Larger than any layer that fits a machine. */
export const largestSize = 1e9;
const mostTerms = 64;

export function constant(value: number): Polynomial {
  return value === 0 ? new Map() : new Map([["", value]]);
}
export function variable(name: string): Polynomial {
  return new Map([[name, 1]]);
}
export function addSizes(a: Polynomial, b: Polynomial, sign: 1 | -1 = 1): Polynomial {
  const sum = new Map(a);
  for (const [key, value] of b) {
    const total = (sum.get(key) ?? 0) + sign * value;
    if (total === 0) sum.delete(key);
    else sum.set(key, total);
  }
  return sum;
}
export function multiplySizes(a: Polynomial, b: Polynomial): Polynomial {
  let product: Polynomial = new Map();
  for (const [keyA, valueA] of a) {
    const terms = new Map<string, number>();
    for (const [keyB, valueB] of b) {
      const key = [...splitKey(keyA), ...splitKey(keyB)].sort().join("*");
      terms.set(key, (terms.get(key) ?? 0) + valueA * valueB);
    }
    product = addSizes(product, terms);
  }
  return product;
}
export function equalSizes(a: Polynomial, b: Polynomial): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value) return false;
  return true;
}
export function equalShapes(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, i) => equalSizes(size, b[i]!));
}

/** `M * C + 2`, in the order written. */
export function printSize(size: Polynomial): string {
  if (size.size === 0) return "0";
  let text = "";
  for (const [key, value] of size) {
    const names = splitKey(key).join(" * ");
    const magnitude = Math.abs(value);
    const term = names === "" ? String(magnitude) : magnitude === 1 ? names : `${magnitude} * ${names}`;
    text += text === "" ? (value < 0 ? `-${term}` : term) : value < 0 ? ` - ${term}` : ` + ${term}`;
  }
  return text;
}
export function printShape(shape: Shape): string {
  return `[${shape.map(printSize).join(", ")}]`;
}

/** Puts polynomials in place of names: a part's sizes in its outer cell's names. */
export function substituteSizes(size: Polynomial, values: ReadonlyMap<string, Polynomial>): Polynomial {
  let sum: Polynomial = new Map();
  for (const [key, coefficient] of size) {
    let term = constant(coefficient);
    for (const name of splitKey(key)) term = multiplySizes(term, values.get(name) ?? variable(name));
    sum = addSizes(sum, term);
  }
  return sum;
}

function splitKey(key: string): string[] {
  return key === "" ? [] : key.split("*");
}

/** Why an expression is no size; `at` is the part to blame. */
export interface NotASize {
  readonly reason: "unknown name" | "not a size" | "fraction" | "too long" | "silent";
  readonly at: Expression;
}

/** Reads a size; `known` tells which names are sizes. */
export function readSize(expression: Expression, known: (name: string) => boolean): Polynomial | NotASize {
  switch (expression.kind) {
    case "error":
      return { reason: "silent", at: expression };
    case "number":
      return Number.isInteger(expression.value) ? constant(expression.value) : { reason: "fraction", at: expression };
    case "name":
      return known(expression.text) ? variable(expression.text) : { reason: "unknown name", at: expression };
    case "unary": {
      const value = readSize(expression.value, known);
      return isSize(value) ? addSizes(constant(0), value, -1) : value;
    }
    case "binary": {
      if (expression.operator !== "+" && expression.operator !== "-" && expression.operator !== "*") return { reason: "not a size", at: expression };
      const left = readSize(expression.left, known);
      if (!isSize(left)) return left;
      const right = readSize(expression.right, known);
      if (!isSize(right)) return right;
      const size = expression.operator === "*" ? multiplySizes(left, right) : addSizes(left, right, expression.operator === "+" ? 1 : -1);
      return size.size > mostTerms ? { reason: "too long", at: expression } : size;
    }
    case "string":
    case "call":
    case "delay":
      return { reason: "not a size", at: expression };
  }
}

export function isSize(value: Polynomial | NotASize): value is Polynomial {
  return value instanceof Map;
}

/** The number a checked size has, by the values of its names; it may still be 0, negative or too large. */
export function evaluateSize(expression: Expression, sizes: Readonly<Record<string, number>>): number {
  const size = readSize(expression, (name) => Object.hasOwn(sizes, name));
  if (!isSize(size)) internal(`a size that was checked is ${size.reason}`);
  return evaluatePolynomial(size, sizes);
}

export function evaluatePolynomial(size: Polynomial, sizes: Readonly<Record<string, number>>): number {
  let sum = 0;
  for (const [key, coefficient] of size) {
    let term = coefficient;
    for (const name of splitKey(key)) {
      if (!Object.hasOwn(sizes, name)) internal(`the size ${name} has no value`);
      term *= sizes[name]!;
    }
    sum += term;
  }
  return sum;
}

/** Functions of numbers that are known when compiling. */
export const numberFunctions: ReadonlyMap<string, { readonly arity: number; readonly apply: (...values: number[]) => number }> = new Map([
  ["sqrt", { arity: 1, apply: Math.sqrt }],
  ["exp", { arity: 1, apply: Math.exp }],
  ["log", { arity: 1, apply: Math.log }],
  ["abs", { arity: 1, apply: Math.abs }],
  ["max", { arity: 2, apply: Math.max }],
  ["min", { arity: 2, apply: Math.min }],
]);

/** The value of a checked expression of numbers (`1/sqrt(H)`), by the cell's sizes and numbers. */
export function evaluateNumber(expression: Expression, given: Pick<CellArguments, "sizes" | "numbers">): number {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "name":
      if (Object.hasOwn(given.sizes, expression.text)) return given.sizes[expression.text]!;
      if (Object.hasOwn(given.numbers, expression.text)) return given.numbers[expression.text]!;
      return internal(`the number ${expression.text} has no value`);
    case "unary":
      return -evaluateNumber(expression.value, given);
    case "binary": {
      const left = evaluateNumber(expression.left, given);
      const right = evaluateNumber(expression.right, given);
      if (expression.operator === "+") return left + right;
      if (expression.operator === "-") return left - right;
      if (expression.operator === "*") return left * right;
      if (expression.operator === "/") return left / right;
      return internal(`${expression.operator} in a number`);
    }
    case "call": {
      const entry = numberFunctions.get(expression.callee.text);
      if (!entry) return internal(`${expression.callee.text} in a number`);
      return entry.apply(...expression.arguments.map((a) => evaluateNumber(a.value, given)));
    }
    default:
      return internal(`a ${expression.kind} in a number`);
  }
}
