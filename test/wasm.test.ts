// Every kernel of the WASM emitter against its definition in float64: sizes that fit no vector, strides, few and
// no rows, results in place, in both builds. Guard words that are NaN stand around all buffers.
import { describe, expect, test } from "vitest";
import type { Kernel, PackKernel } from "../compiler/plan.js";
import { emitWasm } from "../compiler/5-emit/wasm/index.js";
import { builds, compileKernel, generator, seed, strided, type Generator } from "./wasm/machine.js";

console.log(`seed ${seed} (SEED=${seed} repeats it)`);
const rounds = 60;

/** Largest difference from the reference, each divided by its scale; NaN counts as infinite. */
function error(actual: ArrayLike<number>, reference: ArrayLike<number>, scale: (i: number) => number): number {
  let worst = 0;
  for (let i = 0; i < reference.length; i++) {
    if (Object.is(actual[i], Math.fround(reference[i])) || (Number.isNaN(actual[i]) && Number.isNaN(reference[i]))) continue;
    const e = Math.abs(actual[i] - reference[i]) / scale(i);
    worst = Number.isNaN(e) ? Infinity : Math.max(worst, e);
  }
  return worst;
}

function rowsFor(random: Generator): number {
  return random.pick([0, 1, 2, 3, random.integer(4, 40), random.integer(4, 40)]);
}

function pack(kernel: PackKernel, source: Float32Array, packed: Float32Array): Float32Array {
  const out = packed.slice();
  for (let i = 0; i < kernel.k; i++) {
    for (let j = 0; j < kernel.n; j++) {
      const [row, column] = [kernel.k0 + i, kernel.n0 + j];
      out[((column >> 3) * kernel.K + row) * 8 + (column & 7)] = source[i * kernel.rowStride + j * kernel.columnStride];
    }
  }
  return out;
}

describe.each(builds())("wasm kernels, relaxed: $relaxed", (options) => {
  test("gemm", () => {
    const random = generator(seed);
    for (let round = 0; round < rounds * 2; round++) {
      const [k, n, rows] = [random.integer(1, 70), random.integer(1, 70), rowsFor(random)];
      const accumulate = random.next() < 0.4;
      const bias = !accumulate && random.next() < 0.5;
      const [lda, ldc] = [k + random.integer(0, 9), n + random.integer(0, 9)];
      const kernel: Kernel = { kind: "gemm", k, n, lda, ldc, accumulate, bias };
      const a = strided(random, rows, k, lda);
      const matrix = random.floats(k * n);
      const packed = pack({ kind: "pack", k, n, K: k, k0: 0, n0: 0, rowStride: n, columnStride: 1 }, matrix, new Float32Array(Math.ceil(n / 8) * 8 * k));
      const c = strided(random, rows, n, ldc, 7);
      const biases = random.floats(n);
      const expected = Float64Array.from(c);
      for (let r = 0; r < rows; r++) {
        for (let j = 0; j < n; j++) {
          let sum = accumulate ? c[r * ldc + j] : bias ? biases[j] : 0;
          for (let i = 0; i < k; i++) sum += a[r * lda + i] * matrix[i * n + j];
          expected[r * ldc + j] = sum;
        }
      }
      const out = compileKernel(kernel, options)([a, packed, c, ...(bias ? [biases] : [])], rows)[2];
      expect(error(out, expected, () => 1e-5), JSON.stringify({ kernel, rows })).toBeLessThan(1);
    }
  });

  test("gemm: every number of rows up to 40", () => {
    const random = generator(seed);
    const [k, n] = [5, 43];
    const run = compileKernel({ kind: "gemm", k, n, lda: k, ldc: n + 2, accumulate: true, bias: false }, options);
    const packed = random.floats(48 * k);
    for (let rows = 0; rows <= 40; rows++) {
      const a = random.floats(rows * k);
      const c = strided(random, rows, n, n + 2, 7);
      const expected = Float64Array.from(c);
      for (let r = 0; r < rows; r++) for (let j = 0; j < n; j++) for (let i = 0; i < k; i++) expected[r * (n + 2) + j] += a[r * k + i] * packed[((j >> 3) * k + i) * 8 + (j & 7)];
      expect(error(run([a, packed, c], rows)[2], expected, () => 1e-5), `${rows} rows`).toBeLessThan(1);
    }
  });

  test("gemm: blocks of rows; a row's result does not depend on the others", () => {
    const random = generator(seed);
    for (const [k, n, rows] of [
      [300, 40, 67],
      [513, 17, 34],
      [8, 9, 1100],
    ]) {
      const run = compileKernel({ kind: "gemm", k, n, lda: k, ldc: n, accumulate: false, bias: false }, options);
      const a = random.floats(rows * k);
      const packed = random.floats(Math.ceil(n / 8) * 8 * k);
      const all = run([a, packed, new Float32Array(rows * n)], rows)[2];
      for (let r = 0; r < rows; r += random.integer(1, 30)) {
        for (const count of [1, 2, 3, 5]) {
          if (r + count > rows) continue;
          const part = run([a.slice(r * k, (r + count) * k), packed, new Float32Array(count * n)], count)[2];
          expect(part).toEqual(all.slice(r * n, (r + count) * n));
        }
      }
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let i = 0; i < k; i++) sum += a[(rows - 1) * k + i] * packed[((j >> 3) * k + i) * 8 + (j & 7)];
        expect(all[(rows - 1) * n + j]).toBeCloseTo(sum, 3);
      }
    }
  });

  test("row_product", () => {
    const random = generator(seed);
    for (let round = 0; round < rounds; round++) {
      const [m, n] = [random.integer(1, 70), random.integer(1, 70)];
      const rows = random.pick([0, 1, 2, random.integer(3, 40), random.integer(3, 40), random.integer(129, 300)]);
      const [lda, ldb, ldc] = [m, n, n].map((size) => size + random.integer(0, 9));
      const a = strided(random, rows, m, lda);
      const b = strided(random, rows, n, ldb);
      const c = strided(random, m, n, ldc, 7);
      const expected = Float64Array.from(c);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let r = 0; r < rows; r++) sum += a[r * lda + i] * b[r * ldb + j];
          expected[i * ldc + j] = sum;
        }
      }
      const run = compileKernel({ kind: "row_product", m, n, lda, ldb, ldc }, options);
      const out = run([a, b, c], rows)[2];
      expect(error(out, expected, () => 2e-5), JSON.stringify({ m, n, lda, ldb, ldc, rows })).toBeLessThan(1);
      expect(run([a, b, c], rows)[2]).toEqual(out);
    }
  });

  test("pack", () => {
    const random = generator(seed);
    for (let round = 0; round < rounds; round++) {
      const [k, n, k0, n0] = [random.integer(1, 30), random.integer(1, 40), random.integer(0, 9), random.pick([0, 8, random.integer(0, 20)])];
      const [K, N] = [k0 + k + random.integer(0, 5), n0 + n + random.integer(0, 20)];
      const transposed = random.next() < 0.5;
      const stride = (transposed ? k : n) + random.integer(0, 5);
      const [rowStride, columnStride] = random.next() < 0.15 ? [n * 3, 3] : transposed ? [1, stride] : [stride, 1];
      const kernel: PackKernel = { kind: "pack", k, n, K, k0, n0, rowStride, columnStride };
      const source = random.floats((k - 1) * rowStride + (n - 1) * columnStride + 1);
      const packed = random.floats(Math.ceil(N / 8) * 8 * K);
      expect(compileKernel(kernel, options)([source, packed], null)[1], JSON.stringify(kernel)).toEqual(pack(kernel, source, packed));
    }
  });

  test("gather and scatter_add", () => {
    const random = generator(seed);
    for (let round = 0; round < rounds; round++) {
      const [width, size, rows] = [random.integer(1, 70), random.integer(1, 9), rowsFor(random)];
      const stride = width + random.integer(0, 9);
      const table = random.floats(size * width);
      const ids = Int32Array.from({ length: rows }, () => random.integer(0, size - 1));
      const out = strided(random, rows, width, stride, 7);
      const gathered = out.slice();
      ids.forEach((id, r) => gathered.set(table.subarray(id * width, (id + 1) * width), r * stride));
      expect(compileKernel({ kind: "gather", width, ldTable: width, ldOut: stride }, options)([table, ids, out], rows)[2]).toEqual(gathered);

      const values = strided(random, rows, width, stride);
      const added = table.slice();
      for (let r = 0; r < rows; r++) for (let j = 0; j < width; j++) added[ids[r] * width + j] += values[r * stride + j];
      expect(compileKernel({ kind: "scatter_add", width, size, ldValues: stride }, options)([ids, values, table], rows)[2]).toEqual(added);
    }
  });

  test("matvec and outer: a matrix for each row, as it is and transposed", () => {
    const random = generator(seed);
    for (let round = 0; round < rounds * 2; round++) {
      const [m, k, rows] = [random.integer(1, 70), random.integer(1, 40), rowsFor(random)];
      const transposed = random.next() < 0.5;
      const shared = random.next() < 0.2;
      const ldMatrix = shared ? 0 : m * k + random.integer(0, 9);
      const [ldx, ldy] = [random.next() < 0.2 ? 0 : k + random.integer(0, 9), m + random.integer(0, 9)];
      const matrix = shared ? random.floats(m * k) : strided(random, rows, m * k, ldMatrix);
      const x = ldx === 0 ? random.floats(k) : strided(random, rows, k, ldx);
      const y = strided(random, rows, m, ldy, 7);
      const product = Float64Array.from(y);
      for (let r = 0; r < rows; r++)
        for (let i = 0; i < m; i++) {
          product[r * ldy + i] = 0;
          for (let j = 0; j < k; j++) product[r * ldy + i] += matrix[r * ldMatrix + (transposed ? j * m + i : i * k + j)] * x[r * ldx + j];
        }
      const kernel: Kernel = { kind: "matvec", m, k, transposed, ldMatrix, ldx, ldy };
      expect(error(compileKernel(kernel, options)([matrix, x, y], rows)[2], product, () => 1e-5), JSON.stringify({ kernel, rows })).toBeLessThan(1);

      const ldc = m * k + random.integer(0, 9);
      const c = strided(random, rows, m * k, ldc, 7);
      const b = strided(random, rows, m, ldy);
      const outer = c.slice();
      for (let r = 0; r < rows; r++) for (let i = 0; i < m; i++) for (let j = 0; j < k; j++) outer[r * ldc + i * k + j] = Math.fround(b[r * ldy + i] * x[r * ldx + j]);
      expect(compileKernel({ kind: "outer", m, n: k, lda: ldy, ldb: ldx, ldc }, options)([b, x, c], rows)[2]).toEqual(outer);
    }
  });

  test("a sum of very many rows is as exact as one of few", () => {
    const [rows, width] = [70_003, 5];
    const source = new Float32Array(rows * width).fill(0.1).map((value, i) => value * (1 + (i % width)));
    const out = compileKernel({ kind: "sum_rows", width, ld: width }, options)([source, new Float32Array(width)], rows)[1];
    for (let j = 0; j < width; j++) expect(Math.abs(out[j] / (source[j] * rows) - 1)).toBeLessThan(1e-5);
  });

  test("sum_rows, copy, zero", () => {
    const random = generator(seed);
    for (let round = 0; round < rounds; round++) {
      const [width, rows] = [random.integer(1, 110), rowsFor(random)];
      const [from, to] = [random.pick([width, width + random.integer(1, 9)]), random.pick([width, width + random.integer(1, 9)])];
      const source = strided(random, rows, width, from);
      const sums = new Float64Array(width);
      for (let r = 0; r < rows; r++) for (let j = 0; j < width; j++) sums[j] += source[r * from + j];
      const out = compileKernel({ kind: "sum_rows", width, ld: from }, options)([source, random.floats(width)], rows)[1];
      expect(error(out, sums, () => 1e-5)).toBeLessThan(1);

      const accumulate = random.next() < 0.5;
      const repeated = random.next() < 0.2 && rows > 0;
      const target = strided(random, rows, width, to, 7);
      const copied = target.slice();
      const ldSource = repeated ? 0 : from;
      for (let r = 0; r < rows; r++) for (let j = 0; j < width; j++) copied[r * to + j] = source[r * ldSource + j] + (accumulate ? target[r * to + j] : 0);
      const kernel: Kernel = { kind: "copy", width, ldSource, ldTarget: to, accumulate };
      expect(compileKernel(kernel, options)([source, target], rows)[1], JSON.stringify({ kernel, rows })).toEqual(copied);

      expect(compileKernel({ kind: "zero", width }, options)([random.floats(rows * width)], rows)[0]).toEqual(new Float32Array(rows * width));
    }
  });
});

test("kernels say what is wrong with them", () => {
  const emit = (kernel: Kernel) => () => emitWasm({ kernel }, { relaxed: false });
  const map = { kind: "map", width: 3, inputs: [{ stride: 3, scalar: false, integer: false }] } as const;
  expect(emit({ ...map, code: [{ op: "neg", args: [0] }], outputs: [] })).toThrow("internal:");
  expect(emit({ ...map, code: [{ op: "load", input: 1 }], outputs: [] })).toThrow("internal: map kernel: no input 1");
  expect(emit({ ...map, code: [{ op: "load", input: 0 }], outputs: [{ value: 0, stride: 1, scalar: true }] })).toThrow("is a scalar");
});
