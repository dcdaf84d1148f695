// Expressions of a map in WGSL: one `let` a value, named after its place in the map's code (v0, v1, …; constants stand where they are
// read), with subtraction, division and comparisons written as such. Rows, columns and memory are the callers': map.ts, product-map.ts, loop.ts.
import type { MapInstruction, PointwiseOp } from "../../plan.js";
import { isPointwise, type Facts, type Leaf, type Pointwise } from "../map-facts.js";

export interface Scope {
  readonly code: readonly MapInstruction[];
  readonly facts: Facts;
  /** Values that have a name here already. */
  readonly known: ReadonlySet<number>;
  /** What a value is called here. */
  readonly name: (index: number) => string;
  /** How a load, the column or a random number is read here. */
  readonly leaf: (instruction: Leaf, index: number) => string;
}

/** Lines that make the values of `roots` and what they need, and what is known after them. */
export function emitValues(scope: Scope, roots: readonly number[]): { readonly lines: readonly string[]; readonly known: ReadonlySet<number> } {
  const { code } = scope;
  const known = new Set(scope.known);
  const lines: string[] = [];
  const valueOf = (index: number): string => {
    const instruction = code[index];
    if (instruction.op === "const") return literal(instruction.value);
    if (!known.has(index)) {
      const value = isPointwise(instruction) ? compute(instruction) : scope.leaf(instruction, index);
      lines.push(`let ${scope.name(index)} = ${value};`);
      known.add(index);
    }
    return scope.name(index);
  };
  /** The instruction at `index`, where only one other reads it: it can be a part of that one. */
  const absorbed = <O extends PointwiseOp>(index: number, op: O): (Pointwise & { readonly op: O }) | null =>
    code[index].op === op && !known.has(index) && !scope.facts.shared.has(index) ? (code[index] as Pointwise & { readonly op: O }) : null;

  const compute = ({ op, args }: Pointwise): string => {
    // A constant expression that overflows is an error in WGSL: where there may be one, constants are made of their bits at run time.
    const constants = args.filter((arg) => code[arg].op === "const").length;
    const late = constants > 1 || constants === args.length;
    const get = (index: number): string => (late && code[index].op === "const" ? ofBits(code[index].value) : valueOf(index));
    switch (op) {
      case "neg":
        return `-${get(args[0])}`;
      case "recip":
        return `1f / ${get(args[0])}`;
      case "sqrt":
        return `sqrt(${get(args[0])})`;
      case "exp":
      case "log":
      case "tanh":
      case "sigmoid":
        return `${op}_of(${get(args[0])})`;
      case "max":
        return `max_of(${args.map(get).join(", ")})`;
      case "less":
        return `select(0f, 1f, ${get(args[0])} < ${get(args[1])})`;
      case "where": {
        const less = absorbed(args[0], "less");
        const condition = less ? `${get(less.args[0])} < ${get(less.args[1])}` : `${get(args[0])} != 0f`;
        return `select(${get(args[2])}, ${get(args[1])}, ${condition})`;
      }
      case "add":
        return args.map((arg, i) => {
          const neg = absorbed(arg, "neg");
          const term = get(neg ? neg.args[0] : arg);
          return i === 0 ? (neg ? `-${term}` : term) : neg ? ` - ${term}` : ` + ${term}`;
        }).join("");
      case "mul":
        return args.map((arg, i) => {
          const recip = i > 0 ? absorbed(arg, "recip") : null;
          return recip && code[recip.args[0]].op !== "const" ? ` / ${get(recip.args[0])}` : `${i > 0 ? " * " : ""}${get(arg)}`;
        }).join("");
    }
  };
  roots.forEach(valueOf);
  return { lines, known };
}

/** A number in WGSL. What is not finite, or may be flushed on the way through the compiler, is made of its bits. */
export function literal(value: number): string {
  const x = Math.fround(value);
  if (!Object.is(x, 0) && !(Number.isFinite(x) && Math.abs(x) >= 2 ** -126)) return ofBits(x);
  return x < 0 ? `(${x}f)` : `${x}f`;
}

function ofBits(value: number): string {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0];
  return `of_bits(0x${bits.toString(16).padStart(8, "0")}u)`;
}
