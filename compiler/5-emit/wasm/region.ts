// Expressions of a fused map: turns the instructions that one stretch of code needs (before the rows, once a row,
// or in a pass over the columns) into vector code, with the peepholes: subtraction, division, multiply-add,
// one division for a product of quotients, comparisons as masks. Loops and memory are in map.ts.
import type { MapInstruction, PointwiseOp } from "../../plan.js";
import { countUses, isPointwise, type Leaf, type Pointwise } from "../map-facts.js";
import type { Body } from "./assembler.js";
import { f32x4, v128, type Value } from "./instructions.js";
import { pointwise, quotients } from "./pointwise.js";

type V = Value<"v128">;
export interface Region {
  readonly f: Body;
  readonly code: readonly MapInstruction[];
  /** Values made by earlier regions: scalars. */
  readonly known: ReadonlyMap<number, V>;
  /** How a leaf (load, index, random) is read here. */
  readonly leaf: (instruction: Leaf, index: number) => V;
  /** What more than one instruction or output of the whole map reads: never a part of another, so that each pass over the columns rounds it alike. */
  readonly shared: ReadonlySet<number>;
}

/** Emits code for `roots` and returns their values, held in locals. */
export function emitRegion(region: Region, roots: readonly number[]): Map<number, V> {
  const { f, code, known } = region;
  const uses = countUses(region, roots);
  const done = new Map<number, V>();

  const get = (index: number): V => {
    const ready = known.get(index) ?? done.get(index);
    if (ready) return ready;
    const instruction = code[index];
    const value = isPointwise(instruction) ? compute(instruction) : instruction.op === "const" ? f.float(instruction.value) : region.leaf(instruction, index);
    if (uses.get(index) === 1 && !roots.includes(index)) return value;
    const held = f.hold(value);
    done.set(index, held);
    return held;
  };
  /** The instruction at `index` if only one other uses it, so that it may be computed as a part of that one. */
  const absorbed = <O extends PointwiseOp>(index: number, op: O): (Pointwise & { readonly op: O }) | null => {
    const instruction = code[index];
    if (instruction.op !== op || known.has(index) || done.has(index) || uses.get(index) !== 1 || roots.includes(index) || region.shared.has(index)) return null;
    return instruction as Pointwise & { readonly op: O };
  };

  /** A product: the factors and whether it is negated. */
  const product = (args: readonly number[]): { factors: V[]; negative: boolean } => {
    let negative = false;
    const factors: V[] = [];
    const divisors: number[] = [];
    const bounded: { op: "sigmoid" | "tanh"; arg: number }[] = [];
    for (let index of args) {
      for (let inner = absorbed(index, "neg"); inner; inner = absorbed(index, "neg")) {
        negative = !negative;
        index = inner.args[0];
      }
      const recip = absorbed(index, "recip");
      const quotient = absorbed(index, "sigmoid") ?? absorbed(index, "tanh");
      if (recip) divisors.push(recip.args[0]);
      else if (quotient) bounded.push({ op: quotient.op, arg: quotient.args[0] });
      else factors.push(get(index));
    }
    if (bounded.length === 1) factors.push(pointwise[bounded[0].op](f, [get(bounded[0].arg)]));
    for (let i = 0; bounded.length > 1 && i < bounded.length; i += 3) {
      const parts = bounded.slice(i, i + 3).map(({ op, arg }) => quotients[op](f, get(arg)));
      factors.push(f32x4.div(parts.map((p) => p.numerator).reduce(f32x4.mul), parts.map((p) => p.denominator).reduce(f32x4.mul)));
    }
    for (const divisor of divisors) {
      const numerator = factors.length > 0 ? factors.splice(0).reduce(f32x4.mul) : f.float(1);
      factors.push(f32x4.div(numerator, get(divisor)));
    }
    return { factors, negative };
  };

  const sum = (args: readonly number[]): V => {
    const terms = args.map((arg) => {
      let index = arg;
      let minus = false;
      // a negation is free here, also when others use it
      for (let inner = code[index]; inner.op === "neg" && !known.has(index); inner = code[index]) {
        minus = !minus;
        index = inner.args[0];
      }
      const multiplied = absorbed(index, "mul");
      if (!multiplied) return { factors: [get(index)], minus };
      const { factors, negative } = product(multiplied.args);
      return { factors, minus: minus !== negative };
    });
    // begin with a single positive term: the others are added, subtracted or multiplied and added
    const order = [...terms].sort((a, b) => Number(a.minus) - Number(b.minus) || a.factors.length - b.factors.length);
    const whole = (factors: readonly V[]): V => factors.reduce(f32x4.mul);
    const [first, ...rest] = order;
    let total = first.minus ? f32x4.neg(whole(first.factors)) : whole(first.factors);
    for (const { factors, minus } of rest) {
      const last = factors[factors.length - 1];
      if (factors.length === 1) total = minus ? f32x4.sub(total, last) : f32x4.add(total, last);
      else total = (minus ? f.nmadd : f.madd).call(f, whole(factors.slice(0, -1)), last, total);
    }
    return total;
  };

  const compute = ({ op, args }: Pointwise): V => {
    if (op === "add") return sum(args);
    if (op === "mul") {
      const { factors, negative } = product(args);
      const value = factors.reduce(f32x4.mul);
      return negative ? f32x4.neg(value) : value;
    }
    if (op === "where") {
      const less = absorbed(args[0], "less");
      if (less) return v128.bitselect(get(args[1]), get(args[2]), f32x4.lt(get(less.args[0]), get(less.args[1])));
    }
    if (op === "max") {
      // one instruction that keeps a NaN of its first operand, where the second can't be one
      const constant = args.findIndex((arg) => code[arg].op === "const");
      if (constant >= 0) return f32x4.pmax(get(args[1 - constant]), get(args[constant]));
    }
    return pointwise[op](f, args.map(get));
  };

  return new Map(roots.map((root) => [root, get(root)]));
}
