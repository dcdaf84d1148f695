// Expressions of a cell's equations, to nodes.
import type { Call, Expression } from "../../grammar/ast.js";
import { evaluateNumber, evaluateSize } from "../1-check/sizes.js";
import { internal } from "../errors.js";
import type { Graph, Node } from "../ir.js";
import type { CellArguments } from "../model.js";
import { maximum, minimum, repeat, unaryFunctions } from "./functions.js";

/** A value, and what it is where it enters an `@`: recurrent dropout tells them apart. */
export interface Operand {
  readonly value: Node;
  readonly inProduct: Node;
}

export function asOperand(value: Node): Operand {
  return { value, inProduct: value };
}

/** A cell inside this one. */
export interface CallablePart {
  /** Names of its inputs, in order. */
  readonly inputs: readonly string[];
  /** Its output at this step. */
  run(inputs: ReadonlyMap<string, Operand>): Node;
}

/** What names mean inside one cell. */
export interface Environment {
  readonly g: Graph;
  readonly arguments: CellArguments;
  /** Values of this step: inputs, parameters and the equations done so far. */
  readonly values: Map<string, Operand>;
  /** `h[t-k]`; `inProduct` when it enters an `@` (recurrent dropout acts there). */
  delayed(name: string, steps: number, inProduct: boolean): Node;
  /** The function `dropout(v, p)`, at this place. */
  dropout(value: Node, probability: number, place: Call): Node;
  /** null: no part of that name. */
  part(name: string): CallablePart | null;
  /** What parts gave at this step: each runs once, wherever its call is read. */
  readonly ran: Map<string, Node>;
}

export function lowerExpression(e: Expression, env: Environment, inProduct = false): Node {
  const { g } = env;
  const lower = (x: Expression): Node => lowerExpression(x, env, inProduct);
  switch (e.kind) {
    case "number":
      return g.const(e.value);
    case "name": {
      const value = env.values.get(e.text);
      if (value) return inProduct ? value.inProduct : value.value;
      if (Object.hasOwn(env.arguments.numbers, e.text)) return g.const(env.arguments.numbers[e.text]!);
      if (Object.hasOwn(env.arguments.sizes, e.text)) return g.const(env.arguments.sizes[e.text]!);
      return internal(`the name ${e.text} has no value`);
    }
    case "delay": {
      if (e.offset === 0) return lower(e.value);
      if (e.value.kind !== "name") return internal("a delay of what is not a name");
      return env.delayed(e.value.text, -e.offset, inProduct);
    }
    case "unary":
      return g.neg(lower(e.value));
    case "binary": {
      if (e.operator === "@") return g.matmul(lower(e.left), lowerExpression(e.right, env, true));
      const [a, b] = [lower(e.left), lower(e.right)];
      switch (e.operator) {
        case "*":
          return g.mul(a, b);
        case "/":
          return g.div(a, b);
        case "+":
          return g.add(a, b);
        case "-":
          return g.sub(a, b);
        case "++":
          return g.concat([a, b].map((x) => (x.shape.length === 0 ? g.node("reshape", [x], { shape: [1] }) : x)));
        case "<":
          return g.less(a, b);
        case ">":
          return g.less(b, a);
        case "<=":
          return g.sub(g.const(1), g.less(b, a));
        case ">=":
          return g.sub(g.const(1), g.less(a, b));
        case "==":
          return g.sub(g.const(1), g.add(g.less(a, b), g.less(b, a)));
        case "!=":
          return g.add(g.less(a, b), g.less(b, a));
      }
      return internal(`operator ${String(e.operator)}`);
    }
    case "call":
      return lowerCall(e, env, inProduct);
    case "string":
    case "error":
      return internal(`a ${e.kind} in an equation`);
  }
}

function lowerCall(call: Call, env: Environment, inProduct: boolean): Node {
  const { g } = env;
  const part = env.part(call.callee.text);
  if (part) return lowerPart(call, part, env);
  const given = call.arguments.map((argument) => argument.value);
  const values = (): Node[] => given.map((x) => lowerExpression(x, env, inProduct));
  const name = Object.hasOwn(env.arguments.functions, call.callee.text) ? env.arguments.functions[call.callee.text]! : call.callee.text;
  switch (name) {
    case "where": {
      const [c, a, b] = values();
      return g.where(c!, a!, b!);
    }
    case "max":
    case "min": {
      const [a, b] = values();
      if (b) return name === "max" ? g.max(a!, b) : minimum(g, a!, b);
      return name === "max" ? maximum(g, a!) : g.neg(maximum(g, g.neg(a!)));
    }
    case "repeat":
      return repeat(g, lowerExpression(given[0]!, env, inProduct), evaluateSize(given[1]!, env.arguments.sizes));
    case "dropout":
      return env.dropout(lowerExpression(given[0]!, env, inProduct), evaluateNumber(given[1]!, env.arguments), call);
    default: {
      const f = unaryFunctions[name];
      return f ? f(g, values()[0]!) : internal(`the function ${name}`);
    }
  }
}

function lowerPart(call: Call, part: CallablePart, env: Environment): Node {
  const name = call.callee.text;
  const known = env.ran.get(name);
  if (known) return known;
  const inputs = call.arguments.map(({ name: given, value }, i): [string, Operand] => [
    given?.text ?? part.inputs[i]!,
    { value: lowerExpression(value, env), inProduct: lowerExpression(value, env, true) },
  ]);
  const made = part.run(new Map(inputs));
  env.ran.set(name, made);
  return made;
}
