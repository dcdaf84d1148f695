// What stands before every WGSL kernel: the bindings that all share, so that one bind group serves a whole program, and the functions
// that kernels call. A kernel of a generated module is the rest: its own functions and `main`.

/** Workgroups along x; a larger dispatch goes on along y, see `group`. */
export const GROUPS_ACROSS = 32768;

/** `words`: of the longest record of a call (compiler/gpu-plan.ts). */
export function prelude(words: number): string {
  return `@group(0) @binding(0) var<storage, read_write> weights: array<u32>;
@group(0) @binding(1) var<storage, read_write> arena: array<u32>;
@group(0) @binding(2) var<storage, read> axes: array<u32>;
/** Word i of this call's record is call[i / 4][i % 4]. */
@group(0) @binding(3) var<uniform> call: array<vec4u, ${Math.ceil(words / 4)}>;

/** The number of a workgroup, over both dimensions. */
fn group(id: vec3u) -> u32 { return id.x + id.y * ${GROUPS_ACROSS}u; }
fn weight(i: u32) -> f32 { return bitcast<f32>(weights[i]); }
fn value(i: u32) -> f32 { return bitcast<f32>(arena[i]); }
fn set_weight(i: u32, x: f32) { weights[i] = bitcast<u32>(x); }
fn set_value(i: u32, x: f32) { arena[i] = bitcast<u32>(x); }
${functions}`;
}

/**
 * Functions of our own where drivers differ, by the polynomials and to the accuracy of the WASM kernels: sigmoid and tanh 1e-7 absolute, exp
 * 2 units in the last place, log 2e-7 relative; NaN stays NaN, which is asked of the bits, since a driver may take it that there is none.
 * Random numbers are those of random.ts, bit for bit.
 */
const functions = `
fn is_nan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
/** Of bits known when it runs: constants can't be infinite or NaN. */
fn of_bits(bits: u32) -> f32 { return bitcast<f32>(bits); }
/** 2^n, -126 <= n <= 127. */
fn power(n: i32) -> f32 { return bitcast<f32>((n + 127) << 23u); }
/** exp(r) - 1 for |r| <= ln 2 / 2. */
fn exp_minus_one(r: f32) -> f32 {
  return fma(r * r, fma(r, fma(r, fma(r, fma(r, 0.0013814320507523267f, 0.008368851070823706f), 0.04166840108502998f), 0.16666519524044587f), 0.4999999337308002f), r);
}
/**
 * 0 below about -87 (where subnormal numbers are 0; else -104), infinity above 88.73. ln 2 in two parts, 355 / 512 and what is left: integers times the
 * first, since a compiler may add up two numbers that are multiplied by the same (Mesa's does), and n ln 2 rounded once leaves 60 units in the last place.
 */
fn exp_of(x: f32) -> f32 {
  let limited = clamp(x, -105f, 89f);
  let n = i32(round(limited * ${Math.LOG2E}f));
  let half = n >> 1u;
  let y = (exp_minus_one(fma(f32(n), ${0.693359375 - Math.LN2}f, fma(f32(n * 355), ${-1 / 512}f, limited))) + 1f) * power(half) * power(n - half);
  return select(y, x, is_nan(x));
}
fn sigmoid_of(x: f32) -> f32 {
  let limited = clamp(x, -87f, 20f);
  let n = round(limited * ${Math.LOG2E}f);
  let e = (exp_minus_one(fma(n, -${Math.LN2}f, limited)) + 1f) * power(i32(n));
  return select(e / (e + 1f), x, is_nan(x));
}
/** (e - 1) / (e + 1), e = exp(2|x|), with the sign of x. */
fn tanh_of(x: f32) -> f32 {
  let limited = min(abs(x), 10f) * 2f;
  let n = round(limited * ${Math.LOG2E}f);
  let s = power(i32(n));
  let e = fma(exp_minus_one(fma(n, -${Math.LN2}f, limited)), s, s - 1f);
  return select(bitcast<f32>(bitcast<u32>(e / (e + 2f)) | (bitcast<u32>(x) & 0x80000000u)), x, is_nan(x));
}
/** -infinity of 0, NaN of what is below. */
fn log_of(x: f32) -> f32 {
  let small = x < 1.17549435e-38f;
  let bits = bitcast<i32>(select(x, x * 8388608f, small));
  let exponent = (bits - 0x3f2aaaab) >> 23u;
  let n = f32(exponent) - select(0f, 23f, small);
  let t = bitcast<f32>(bits - (exponent << 23u)) - 1f;
  let series = fma(t, fma(t, fma(t, fma(t, fma(t, fma(t, fma(t, -0.1289166486583023f, 0.1398444469518843f), -0.12184265092820687f), 0.14005867287378354f), -0.16680487118297532f), 0.2001040602895695f), -0.2499979767556358f), 0.3333321598058477f);
  let y = fma(n, 0.693359375f, t + fma(t * t, -0.5f, fma(t * t * t, series, n * ${Math.LN2 - 0.693359375}f)));
  if (x > 0f && x <= 3.4028234e38f) { return y; }
  return select(select(of_bits(0x7fc00000u), x, x > 0f || is_nan(x)), of_bits(0xff800000u), x == 0f);
}
/** The larger; NaN where one is. */
fn max_of(a: f32, b: f32) -> f32 { return select(select(b, a, a > b || is_nan(a)), b, is_nan(b)); }
/** mix of random.ts. */
fn mixed(x: u32) -> u32 {
  let y = (x ^ (x >> 16u)) * 0x7feb352du;
  let z = (y ^ (y >> 15u)) * 0x846ca68bu;
  return z ^ (z >> 16u);
}
/** What the random numbers of a row share. */
fn random_row(key: u32, row: u32, site: u32) -> u32 { return mixed(mixed(key ^ row) ^ site); }
fn random_of(row: u32, column: u32) -> f32 { return f32(mixed(row ^ column) >> 8u) * 5.9604644775390625e-8f; }
`;
