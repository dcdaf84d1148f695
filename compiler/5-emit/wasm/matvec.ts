// Products with a matrix of its own for each row, and the matrices that are their gradients. Only where a cell makes a matrix of what it
// reads: products with weights, which all rows share, are in gemm.ts and much faster.
import type { MatvecKernel, OuterKernel } from "../../plan.js";
import type { Body, Local, Module } from "./assembler.js";
import { f32x4, i32, integerBytes, v128, type Value } from "./instructions.js";

/** Columns summed at once: eight locals. */
const strip = 32;

/** Adds the kernel to the module. */
export function emitMatvec(module: Module, name: string, kernel: MatvecKernel): void {
  const emitted = module.function(name, ["i32", "i32", "i32", "i32"], (f) => {
    const [matrix, x, y, rows] = [0, 1, 2, 3].map((i) => f.parameter(i, "i32"));
    f.times(rows, () => {
      if (kernel.transposed) emitColumns(f, kernel, matrix, x, y);
      else emitDots(f, kernel, matrix, x, y);
      f.advance(matrix, kernel.ldMatrix * 4);
      f.advance(x, kernel.ldx * 4);
      f.advance(y, kernel.ldy * 4);
    });
  });
  module.export(emitted);
}

/** Each number of y: a row of the matrix times x. */
function emitDots(f: Body, { m, k }: MatvecKernel, matrix: Value<"i32">, x: Value<"i32">, y: Value<"i32">): void {
  const [a, b, to] = [f.let(matrix), f.local("i32"), f.let(y)];
  const sum = f.local("v128");
  const whole = k - (k % 4);
  const end = f.let(i32.plus(x, whole * 4));
  const mask = f.constant([0, 1, 2, 3].flatMap((lane) => integerBytes(lane < k % 4 ? -1 : 0)));
  f.times(i32.const(m), () => {
    f.set(sum, f.float(0));
    f.set(b, x);
    f.while(b, end, 16, () => {
      f.set(sum, f.madd(v128.load(a), v128.load(b), sum));
      f.advance(a, 16);
    });
    if (k > whole) {
      f.set(sum, f.madd(v128.and(v128.load(a), mask), v128.and(v128.load(b), mask), sum));
      f.advance(a, (k - whole) * 4);
    }
    f.set(sum, f32x4.add(sum, v128.shuffle(sum, sum, [2, 3, 0, 1])));
    f.set(sum, f32x4.add(sum, v128.shuffle(sum, sum, [1, 0, 3, 2])));
    f.storeLanes(to, sum, 1);
    f.advance(to, 4);
  });
}

/** y as a sum of rows of the matrix, [k, m] in memory, each times a number of x. */
function emitColumns(f: Body, { m, k }: MatvecKernel, matrix: Value<"i32">, x: Value<"i32">, y: Value<"i32">): void {
  const [a, b] = [f.local("i32"), f.local("i32")];
  const element = f.local("v128");
  const sums = Array.from({ length: Math.ceil(Math.min(m, strip) / 4) }, () => f.local("v128"));
  for (let from = 0; from < m; from += strip) {
    const used: Local<"v128">[] = sums.slice(0, Math.ceil((m - from) / 4));
    for (const sum of used) f.set(sum, f.float(0));
    f.set(a, i32.plus(matrix, from * 4));
    f.set(b, x);
    f.times(i32.const(k), () => {
      f.set(element, v128.loadSplat(b));
      used.forEach((sum, v) => f.set(sum, f.madd(element, v128.load(a, v * 16), sum)));
      f.advance(a, m * 4);
      f.advance(b, 4);
    });
    used.forEach((sum, v) => f.storeLanes(y, sum, Math.min(4, m - from - v * 4), (from + v * 4) * 4));
  }
}

/** Adds the kernel to the module. */
export function emitOuter(module: Module, name: string, { m, n, lda, ldb, ldc }: OuterKernel): void {
  const emitted = module.function(name, ["i32", "i32", "i32", "i32"], (f) => {
    const [a, b, c, rows] = [0, 1, 2, 3].map((i) => f.parameter(i, "i32"));
    const [left, right, to] = [f.local("i32"), f.local("i32"), f.local("i32")];
    const element = f.local("v128");
    const whole = n - (n % 4);
    f.times(rows, () => {
      f.set(left, a);
      f.set(to, c);
      f.times(i32.const(m), () => {
        f.set(element, v128.loadSplat(left));
        f.set(right, b);
        const end = f.let(i32.plus(b, whole * 4));
        f.while(right, end, 16, () => {
          f.store(to, f32x4.mul(element, v128.load(right)));
          f.advance(to, 16);
        });
        if (n > whole) {
          f.storeLanes(to, f32x4.mul(element, v128.load(right)), n - whole);
          f.advance(to, (n - whole) * 4);
        }
        f.advance(left, 4);
      });
      f.advance(a, lda * 4);
      f.advance(b, ldb * 4);
      f.advance(c, ldc * 4);
    });
  });
  module.export(emitted);
}
