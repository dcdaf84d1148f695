// Runs one kernel of the WASM emitter over buffers that stand between guard words. Not a device: no arena, no programs.
import { setFlagsFromString } from "node:v8";
import { emitWasm } from "../../compiler/5-emit/wasm/index.js";
import type { Kernel } from "../../compiler/plan.js";

const guard = 0x7fc0dead; // a NaN: what reads it into a result is seen

/** The builds this engine can compile. Node 20 has relaxed SIMD behind a flag. */
export function builds(): { relaxed: boolean }[] {
  if (process.version.startsWith("v20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");
  const { bytes } = emitWasm({ probe: { kind: "gemm", k: 4, n: 8, lda: 4, ldc: 8, accumulate: false, bias: false } }, { relaxed: true });
  if (WebAssembly.validate(new Uint8Array(bytes))) return [{ relaxed: false }, { relaxed: true }];
  console.log(`the relaxed build is not tested: ${process.version} has no relaxed SIMD`);
  return [{ relaxed: false }];
}

/** Compiles a kernel once; `run` copies buffers in, calls, checks all guards and copies them out. */
export function compileKernel(kernel: Kernel, options: { relaxed: boolean }) {
  const { bytes, reserved } = emitWasm({ kernel }, options);
  const memory = new WebAssembly.Memory({ initial: 2 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), { env: { memory } });
  const call = instance.exports.kernel as (...operands: number[]) => void;
  /**
   * `buffers` in order of the arguments; a buffer named twice is the same memory (in place); then the rows, unless null.
   * Returns what each buffer holds after the call.
   */
  return (buffers: readonly (Float32Array | Int32Array)[], rows: number | null): Float32Array[] => {
    const wanted = reserved + 64 + buffers.reduce((bytes, buffer) => bytes + buffer.byteLength + 17 * 4, 0);
    if (memory.buffer.byteLength < wanted) memory.grow(Math.ceil((wanted - memory.buffer.byteLength) / 65536));
    const words = new Int32Array(memory.buffer).fill(guard);
    const places = new Map<Float32Array | Int32Array, number>();
    let next = Math.ceil(reserved / 4) + 16;
    for (const buffer of buffers) {
      if (places.has(buffer)) continue;
      places.set(buffer, next);
      words.set(new Int32Array(buffer.buffer, buffer.byteOffset, buffer.length), next);
      next += buffer.length + 17; // odd: nothing is aligned to more than 4 bytes
    }
    call(...buffers.map((buffer) => places.get(buffer)! * 4), ...(rows === null ? [] : [rows]));
    const inside = new Uint8Array(words.length);
    for (const [buffer, place] of places) inside.fill(1, place, place + buffer.length);
    for (let i = Math.ceil(reserved / 4); i < words.length; i++) {
      if (!inside[i] && words[i] !== guard) throw new Error(`a store outside of the buffers, at word ${i}`);
    }
    return buffers.map((buffer) => new Float32Array(words.slice(places.get(buffer)!, places.get(buffer)! + buffer.length).buffer));
  };
}

/** Random numbers for tests, from a seed. */
export function generator(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
  };
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    /** From `from` to `to`, both included. */
    integer,
    real: (from: number, to: number): number => from + next() * (to - from),
    floats: (count: number, from = -1, to = 1): Float32Array => Float32Array.from({ length: count }, () => from + next() * (to - from)),
    pick: <T>(items: readonly T[]): T => items[integer(0, items.length - 1)],
  };
}
export type Generator = ReturnType<typeof generator>;

export const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Floats of a buffer of `rows` rows of `width` at a stride; what lies between rows is NaN unless the buffer is an output. */
export function strided(random: Generator, rows: number, width: number, stride: number, between = NaN): Float32Array {
  const length = rows === 0 ? 0 : (rows - 1) * stride + width;
  const values = new Float32Array(length).fill(between);
  for (let r = 0; r < rows; r++) for (let j = 0; j < width; j++) values[r * stride + j] = random.real(-1, 1);
  return values;
}
