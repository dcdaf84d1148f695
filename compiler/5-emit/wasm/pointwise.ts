// The pointwise operations in f32x4: one entry each. Accuracy: sigmoid, tanh 1e-7 absolute; exp 2 units in the
// last place over the whole range, subnormal results too; log 2e-7 relative. NaN stays NaN everywhere.
// Polynomials are minimax fits of our own (Lawson's algorithm) on the reduced range. Constants are locals set once at
// the start of a function (`f.float`): as fast as any way on Node 20 and 26, where v128.const in the loop takes twice
// the time on 26 and loading them from memory a third more on 20.
import type { PointwiseOp } from "../../plan.js";
import type { Body } from "./assembler.js";
import { f32x4, i32x4, v128, type Value } from "./instructions.js";

type V = Value<"v128">;

export const pointwise: Readonly<Record<PointwiseOp, (f: Body, args: readonly V[]) => V>> = {
  neg: (_, [a]) => f32x4.neg(a),
  recip: (f, [a]) => f32x4.div(f.float(1), a),
  exp: (f, [a]) => exp(f, a),
  log: (f, [a]) => log(f, f.hold(a)),
  sqrt: (_, [a]) => f32x4.sqrt(a),
  tanh: (f, [a]) => divide(quotients.tanh(f, a)),
  sigmoid: (f, [a]) => divide(quotients.sigmoid(f, a)),
  add: (_, args) => args.reduce(f32x4.add),
  mul: (_, args) => args.reduce(f32x4.mul),
  max: (_, [a, b]) => f32x4.max(a, b),
  less: (f, [a, b]) => v128.and(f32x4.lt(a, b), f.float(1)),
  where: (f, [condition, a, b]) => v128.bitselect(b, a, f32x4.eq(condition, f.float(0))),
};

export interface Quotient {
  readonly numerator: V;
  readonly denominator: V;
}

/** Operations that end in a division: products of them divide once. Numerators and denominators are at most 5e8. */
export const quotients = {
  /** e / (1 + e), e = exp(a); 0 (about 1e-38) below -87, exactly 1 above 17. */
  sigmoid: (f: Body, a: V): Quotient => {
    const { r, scale } = reduce(f, f32x4.pmin(f32x4.pmax(a, f.float(-87)), f.float(20)), false);
    const e = f.let(f32x4.mul(horner(f, r, [1, 1, ...expSeries]), scale));
    return { numerator: e, denominator: f32x4.add(e, f.float(1)) };
  },
  /** (e - 1) / (e + 1), e = exp(2|a|), with the sign of a; e - 1 without cancellation; exactly ±1 beyond 9.1. */
  tanh: (f: Body, a: V): Quotient => {
    const x = f.hold(a);
    const limited = f.let(f32x4.pmin(f32x4.abs(x), f.float(10)));
    const { r, scale } = reduce(f, f32x4.add(limited, limited), false);
    const s = f.let(scale);
    const e1 = f.let(f.madd(expMinusOne(f, r), s, f32x4.sub(s, f.float(1))));
    return { numerator: v128.or(e1, v128.and(x, f.float(-0))), denominator: f32x4.add(e1, f.float(2)) };
  },
} as const;

function divide({ numerator, denominator }: Quotient): V {
  return f32x4.div(numerator, denominator);
}

/** c0 + x·(c1 + x·(c2 + …)) */
function horner(f: Body, x: V, coefficients: readonly number[]): V {
  return coefficients
    .map((c) => f.float(c))
    .reduceRight((sum, c) => f.madd(sum, x, c));
}

/** exp(r) ≈ 1 + r + r²·series(r) for |r| ≤ ln 2 / 2; relative error 3.1e-9. */
const expSeries = [0.4999999337308002, 0.16666519524044587, 0.04166840108502998, 0.008368851070823706, 0.0013814320507523267];

function expMinusOne(f: Body, r: V): V {
  return f.madd(f32x4.mul(r, r), horner(f, r, expSeries), r);
}

const log2e = Math.LOG2E;
/** ln 2 in two parts: n · high is exact for |n| < 2^14. */
const ln2High = 0.693359375;
const ln2Low = Math.LN2 - ln2High;
/** 1.5 · 2^23: adding it leaves the nearest integer in the low bits. */
const magic = 12582912;
const magicBits = 0x4b400000;

/**
 * x = n·ln 2 + r with |r| ≤ ln 2 / 2 and scale = 2^n (for -126 ≤ n ≤ 127). `exact`: r to all bits also
 * for large n; else its error is half a unit in the last place of x, enough where the result saturates.
 */
function reduce(f: Body, value: V, exact: boolean): { r: V; scale: V; shifted: V } {
  const x = f.hold(value);
  const shifted = f.let(f.madd(x, f.float(log2e), f.float(magic)));
  const n = f.let(f32x4.sub(shifted, f.float(magic)));
  const r = f.let(exact ? f.nmadd(n, f.float(ln2Low), f.nmadd(n, f.float(ln2High), x)) : f.nmadd(n, f.float(Math.LN2), x));
  return { r, shifted, scale: i32x4.add(i32x4.shl(shifted, 23), f.float(1)) };
}

/** 0 below about -104, infinity above 88.73; scaled twice, since 2^n alone does not reach all results. */
function exp(f: Body, a: V): V {
  const { r, shifted } = reduce(f, f32x4.pmin(f32x4.pmax(a, f.float(-105)), f.float(89)), true);
  const n = f.let(i32x4.sub(shifted, f.word(magicBits)));
  const half = f.let(i32x4.shrSigned(n, 1));
  const power = (exponent: V): V => i32x4.shl(i32x4.add(exponent, f.word(127)), 23);
  return f32x4.mul(f32x4.mul(f32x4.add(expMinusOne(f, r), f.float(1)), power(half)), power(i32x4.sub(n, half)));
}

/** log(1 + t) ≈ t - t²/2 + t³·series(t) for |t| ≤ 1/3; relative error 4.6e-9. */
const logSeries = [
  0.3333321598058477, -0.2499979767556358, 0.2001040602895695, -0.16680487118297532, 0.14005867287378354, -0.12184265092820687, 0.1398444469518843, -0.1289166486583023,
];
/** The bits of 2/3: mantissas are taken from [2/3, 4/3). */
const twoThirdsBits = 0x3f2aaaab;

/** -infinity of 0, NaN of what is below. */
function log(f: Body, x: V): V {
  const subnormal = f.let(f32x4.lt(x, f.float(2 ** -126)));
  const bits = f.let(v128.bitselect(f32x4.mul(x, f.float(2 ** 23)), x, subnormal));
  const exponent = f.let(i32x4.shrSigned(i32x4.sub(bits, f.word(twoThirdsBits)), 23));
  const n = f.let(f32x4.sub(f32x4.convert(exponent), v128.and(subnormal, f.float(23))));
  const t = f.let(f32x4.sub(i32x4.sub(bits, i32x4.shl(exponent, 23)), f.float(1)));
  const square = f.let(f32x4.mul(t, t));
  const correction = f.madd(f32x4.mul(square, t), horner(f, t, logSeries), f32x4.mul(n, f.float(ln2Low)));
  const small = f32x4.add(t, f.madd(square, f.float(-0.5), correction));
  const result = f.madd(n, f.float(ln2High), small);
  // sqrt is right for what is not a positive number, but for 0
  const special = v128.bitselect(f.float(-Infinity), f32x4.sqrt(x), f32x4.eq(x, f.float(0)));
  return v128.bitselect(result, special, v128.and(f32x4.gt(x, f.float(0)), f32x4.lt(x, f.float(Infinity))));
}

/** `mix` of runtime/random.ts in each lane. */
export function mix(f: Body, value: V): V {
  const rounds: readonly [number, number][] = [
    [16, 0x7feb352d],
    [15, 0x846ca68b],
  ];
  let x = value;
  for (const [shift, factor] of rounds) {
    const held = f.hold(x);
    x = i32x4.mul(v128.xor(held, i32x4.shr(held, shift)), f.word(factor));
  }
  const held = f.hold(x);
  return v128.xor(held, i32x4.shr(held, 16));
}

/** `uniform` of runtime/random.ts: 32 random bits to [0, 1). */
export function unit(f: Body, bits: V): V {
  return f32x4.mul(f32x4.convert(i32x4.shr(bits, 8)), f.float(2 ** -24));
}
