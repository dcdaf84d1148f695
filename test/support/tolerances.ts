// How near is near enough, in one table: every comparison of numbers in the tests takes its bound from
// here. Not a place to loosen a bound that a kernel misses; each entry says where its size comes from.
//
// f32 has 24 bits: one rounding is at most 6e-8 of a value near 1. PyTorch's own float32 results differ
// from its float64 ones by up to 2e-7 in outputs, 6e-7 (relative) in gradients and 2e-6 in ten training
// losses near 10 on the references in test/reference (`float32` in each file).

export const tolerances = {
  /** Absolute, of what heads give and of hidden states. Values are of order 1; errors of f32 sums over 40 steps stay near 1e-7. */
  outputs: 1e-6,
  /** Absolute, of the states at the end of each sequence: the longest chain of roundings. */
  finals: 1e-6,
  /** max|a - b| / max|b|, for each parameter by itself: a gradient's small entries are sums of cancelling large ones, so entry by entry would mean nothing. */
  gradients: 1e-5,
  /** Absolute, of each of ten training losses: what gradients and updates got wrong adds up over the steps. */
  losses: 1e-5,
  /** Absolute, of running statistics after ten updates: those of f32 are means of rows that ten updates of f32 have made. PyTorch's own are off by 1.4e-6. */
  running: 5e-6,
  /** Absolute, of trained parameters after ten updates. Adam divides by the root of a squared gradient: a relative error of a tiny gradient becomes one of the step (rate 0.05). */
  trained: 1e-5,

  /** max|a - b| / max(1, max|b|), WASM (f32) against the interpreter (float64), any value of any cell. Random cells chain exp, log and divisions that amplify roundings. */
  wasmInterpreter: 1e-5,
  /** max|a - b| / max(1, max|b|), one WGSL kernel's products and sums (f32) against its definition in float64, values within ±1: up to 600 roundings of sums near 10 leave 2e-6 in practice; a missing or doubled term is 1e-2 at least. */
  webgpuKernels: 5e-6,
  /** max|a - b| / max(1, max|b|), interpreter against PyTorch in float64: the references keep 9 significant digits. */
  interpreterReference: 1e-8,
  /** max|a - b| / max(1, max|b|), interpreter's gradient against central differences in float64, step 1e-5: truncation near 1e-10, cancellation near 1e-16 / 1e-5; 1e-6 leaves room for steep cells. */
  finiteDifferences: 1e-6,
  /** The step of those differences. */
  finiteDifferenceStep: 1e-5,
  /** max|a - b| / max(1, max|b|), passes on against passes off, both interpreted in float64: only the order of sums differs. */
  passes: 1e-10,
  /** max|a - b| / max|b|, forward mode's gradient against reverse mode's, both interpreted in float64. */
  rtrl: 1e-9,
  /** Absolute, of a stream fed one step at a time against the whole sequence: products of one row and of many round differently. */
  streaming: 1e-6,
  /** Absolute, what heads say on WebGPU against WASM: sums in another order, other approximations of the same functions, each off by what `outputs` allows. */
  devicesOutputs: 2e-6,
  /** max|a - b| / max|b|, gradients (and losses) on WebGPU against WASM: twice `gradients`, since either may be as far from the exact ones. */
  devicesGradients: 2e-5,
  /** Each of twenty training losses on WebGPU against WASM, relative to the largest where that is above 1: Adam makes steps of a whole rate out of gradients that are all rounding. */
  devicesLosses: 1e-4,
  /** Absolute, sigmoid and tanh of a kernel against float64: what the approximations are made for, and one rounding. */
  activations: 2e-7,
  /** Relative, drawn numbers of the normal distribution: Giles' formula says 3.5e-7 of erf⁻¹; the logarithm and products of f32 besides. */
  normal: 1e-6,
} as const satisfies Readonly<Record<string, number>>;

/** max|a - b|; NaN if anything is not a number, so that a comparison with a bound fails. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`compared ${a.length} numbers with ${b.length}`);
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const far = Math.abs(a[i] - b[i]);
    if (Number.isNaN(far)) return NaN;
    most = Math.max(most, far);
  }
  return most;
}

/** max|a - b| / max|b|; the plain distance where b is all zeros. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let scale = 0;
  for (let i = 0; i < b.length; i++) scale = Math.max(scale, Math.abs(b[i]));
  return distance(a, b) / (scale || 1);
}
