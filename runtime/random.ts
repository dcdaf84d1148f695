// The one source of randomness: a counter-based generator of 32-bit integers. The same numbers come out
// of this file, of the float64 interpreter, of the WASM kernels and of WGSL: only u32 operations are used.

/** A bijective mix of 32 bits ("lowbias32", Ellis & Wellons 2018). */
export function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Folds several 32-bit integers into one key. */
export function key(...parts: number[]): number {
  let k = 0x9e3779b9;
  for (const part of parts) k = mix((k ^ part) >>> 0);
  return k >>> 0;
}

/** 32 random bits for (key, row, site, column): mix(mix(mix(key ^ row) ^ site) ^ column). */
export function bits(k: number, row: number, site: number, column: number): number {
  return mix((mix((mix((k ^ row) >>> 0) ^ site) >>> 0) ^ column) >>> 0);
}

/** Uniform in [0, 1), 24 bits: exact in f32. */
export function uniform(k: number, row: number, site: number, column: number): number {
  return (bits(k, row, site, column) >>> 8) * 2 ** -24;
}
