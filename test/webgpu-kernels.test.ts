// The WGSL kernels that move, multiply and add, each against its definition in float64, on a real WebGPU device (Dawn, SwiftShader): sizes
// that fit no tile, strides, both spaces, no rows, few and many. Guard words that are NaN stand around all buffers. Maps and loops: webgpu-maps.test.ts.
import { describe, expect, test } from "vitest";
import { emitWgsl } from "../compiler/5-emit/webgpu/index.js";
import type { AxisMoveKernel, GpuKernel, MovesKernel, Space } from "../compiler/gpu-plan.js";
import type { GemmKernel, PackKernel } from "../compiler/plan.js";
import type { PackedAxis } from "../runtime/device.js";
import { GROUPS_ACROSS } from "../runtime/webgpu/prelude.js";
import { distance, tolerances } from "./support/tolerances.js";
import { whyNoWebGpu } from "./support/webgpu.js";
import { generator, seed, strided, type Generator } from "./wasm/machine.js";
import { compileKernel } from "./webgpu/machine.js";

console.log(`seed ${seed} (SEED=${seed} repeats it)`);

/** max|a - b| / max(1, max|b|), what is NaN in both apart; NaN if anything else is none. */
function apart(actual: ArrayLike<number>, reference: ArrayLike<number>): number {
  const bare = (values: ArrayLike<number>): Float64Array => Float64Array.from(values, (x, i) => (Number.isNaN(actual[i]) && Number.isNaN(reference[i]) ? 0 : x));
  return distance(bare(actual), bare(reference)) / bare(reference).reduce((most, x) => Math.max(most, Math.abs(x)), 1);
}

/** Bit by bit, but for which NaN it is. Vitest's own comparison of long arrays takes seconds; it prints what differs. */
function expectSame(actual: Float32Array, expected: Float32Array, about?: string): void {
  if (actual.length !== expected.length || actual.some((x, i) => !Object.is(x, expected[i]))) expect(actual, about).toEqual(expected);
}

const spacesFor = (random: Generator, count: number): Space[] => Array.from({ length: count }, () => random.pick(["weights", "arena"] as const));

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

/** A batch of sequences by their lengths, in any order, along one axis. */
function packedAxis(lengths: readonly number[]): PackedAxis {
  const steps = Math.max(0, ...lengths);
  const rows = Int32Array.from({ length: steps }, (_, t) => lengths.filter((length) => length > t).length);
  const start = new Int32Array(steps);
  for (let t = 1; t < steps; t++) start[t] = start[t - 1] + rows[t - 1];
  return { steps, total: rows.reduce((sum, count) => sum + count, 0), rows, start };
}

describe.skipIf(whyNoWebGpu !== null)("WGSL kernels", () => {
  /** Each row apart and in order: `kernel` over `rows` rows, compared with the definition. Strides are wider than rows; what lies between is NaN in A and 7 in C. */
  async function checkGemm(random: Generator, sizes: { k: number; n: number; many: boolean; accumulate?: boolean; bias?: boolean }, counts: readonly number[]): Promise<void> {
    const { k, n, many, accumulate = false, bias = false } = sizes;
    const kernel: GemmKernel = { kind: "gemm", k, n, lda: k + random.integer(0, 9), ldc: n + random.integer(0, 9), accumulate, bias };
    const spaces = spacesFor(random, bias ? 4 : 3);
    const run = await compileKernel({ kind: "single", kernel, spaces, many });
    for (const rows of counts) {
      const a = strided(random, rows, k, kernel.lda);
      const matrix = random.floats(k * n);
      const packed = pack({ kind: "pack", k, n, K: k, k0: 0, n0: 0, rowStride: n, columnStride: 1 }, matrix, new Float32Array(Math.ceil(n / 8) * 8 * k));
      const c = strided(random, rows, n, kernel.ldc, 7);
      const biases = random.floats(n);
      const expected = Float64Array.from(c);
      for (let r = 0; r < rows; r++) {
        for (let j = 0; j < n; j++) {
          let sum = accumulate ? c[r * kernel.ldc + j] : bias ? biases[j] : 0;
          for (let i = 0; i < k; i++) sum += a[r * kernel.lda + i] * matrix[i * n + j];
          expected[r * kernel.ldc + j] = sum;
        }
      }
      const out = (await run([a, packed, c, ...(bias ? [biases] : [])], rows))[2];
      expect(apart(out, expected), JSON.stringify({ kernel, spaces, many, rows })).toBeLessThan(tolerances.webgpuKernels);
    }
  }

  test("gemm over many rows: every size of tile, remainders of rows, columns and k", async () => {
    const random = generator(seed);
    for (const [k, n] of [[5, 3], [33, 12], [16, 24], [40, 32], [70, 100], [32, 128], [20, 260], [1, 60]]) {
      await checkGemm(random, { k, n, many: true, ...random.pick([{}, { accumulate: true }, { bias: true }]) }, [0, 1, 64, random.integer(65, 150)]);
    }
    for (let round = 0; round < 3; round++) {
      await checkGemm(random, { k: random.integer(1, 70), n: random.integer(1, 140), many: true, ...random.pick([{}, { accumulate: true }, { bias: true }]) }, [random.integer(1, 300)]);
    }
  });

  test("gemm over few rows: the sum over k in slices, and in chunks where it is long", async () => {
    const random = generator(seed);
    for (const [k, n] of [[1, 1], [7, 9], [96, 40], [300, 17], [40, 520]]) {
      await checkGemm(random, { k, n, many: false, ...random.pick([{}, { accumulate: true }, { bias: true }]) }, [0, 1, 8, random.integer(9, 40)]);
    }
    for (let round = 0; round < 3; round++) {
      await checkGemm(random, { k: random.integer(1, 70), n: random.integer(1, 140), many: false, ...random.pick([{}, { accumulate: true }, { bias: true }]) }, [random.integer(1, 40)]);
    }
  });

  test("gemm: a row's result does not depend on the others", async () => {
    const random = generator(seed);
    const [k, n, rows] = [37, 40, 67];
    for (const many of [true, false]) {
      const run = await compileKernel({ kind: "single", kernel: { kind: "gemm", k, n, lda: k, ldc: n, accumulate: false, bias: false }, spaces: ["arena", "weights", "arena"], many });
      const a = random.floats(rows * k);
      const packed = random.floats(40 * k);
      const all = (await run([a, packed, new Float32Array(rows * n)], rows))[2];
      for (const [r, count] of [[0, 1], [66, 1], [5, 3], [30, 37]]) {
        expectSame((await run([a.slice(r * k, (r + count) * k), packed, new Float32Array(count * n)], count))[2], all.slice(r * n, (r + count) * n));
      }
    }
  });

  test("partial_product and sum_partials: chunks of rows, then their sum", async () => {
    const random = generator(seed);
    const sizes = [[1, 1, 1], [70, 100, 3], [9, 40, 2], [40, 9, 5], [64, 64, 1], [20, 130, 4]];
    for (const [m, n, chunks] of [...sizes, [random.integer(1, 70), random.integer(1, 70), random.integer(1, 6)]]) {
      const [lda, ldb, ldc] = [m, n, n].map((size) => size + random.integer(0, 9));
      const kernel: GpuKernel = { kind: "partial_product", kernel: { kind: "row_product", m, n, lda, ldb, ldc }, chunks, spaces: spacesFor(random, 3) };
      const sums: GpuKernel = { kind: "sum_partials", items: [{ size: m * n, chunks, spaces: [kernel.spaces[2], "weights"] }] };
      const [run, add] = [await compileKernel(kernel), await compileKernel(sums)];
      for (const rows of [0, random.integer(1, 40), random.integer(129, 300)]) {
        const a = strided(random, rows, m, lda);
        const b = strided(random, rows, n, ldb);
        const product = new Float64Array(m * n);
        for (let r = 0; r < rows; r++) for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) product[i * n + j] += a[r * lda + i] * b[r * ldb + j];
        const c = chunks === 1 ? strided(random, m, n, ldc, 7) : random.floats(chunks * m * n);
        const out = (await run([a, b, c], rows))[2];
        const about = JSON.stringify({ kernel, rows });
        if (chunks === 1) {
          const expected = Float64Array.from(c);
          for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) expected[i * ldc + j] = product[i * n + j];
          expect(apart(out, expected), about).toBeLessThan(tolerances.webgpuKernels);
        } else {
          const total = (await add([out, random.floats(m * n)], 1))[1];
          expect(apart(total, product), about).toBeLessThan(tolerances.webgpuKernels);
          const inOrder = out.slice(0, m * n);
          for (let chunk = 1; chunk < chunks; chunk++) for (let i = 0; i < m * n; i++) inOrder[i] += out[chunk * m * n + i];
          expectSame(total, inOrder, about);
        }
        expectSame((await run([a, b, c], rows))[2], out, about);
      }
    }
  });

  test("sum_partials: several sums in one dispatch", async () => {
    const random = generator(seed);
    const items = [{ size: 1, chunks: 7 }, { size: 200, chunks: 3 }, { size: 64, chunks: 2 }, { size: random.integer(1, 500), chunks: 5 }].map((item) => ({ ...item, spaces: spacesFor(random, 2) as [Space, Space] }));
    const buffers = items.map(({ size, chunks }) => [random.floats(size * chunks), random.floats(size)]);
    const out = await (await compileKernel({ kind: "sum_partials", items }))(buffers.flat(), 1);
    items.forEach(({ size, chunks }, k) => {
      const expected = buffers[k][0].slice(0, size);
      for (let chunk = 1; chunk < chunks; chunk++) for (let i = 0; i < size; i++) expected[i] += buffers[k][0][chunk * size + i];
      expectSame(out[2 * k + 1], expected);
    });
  });

  test("sum_rows: widths around 8, one column of many rows, no rows", async () => {
    const random = generator(seed);
    for (const [width, many] of [[1, true], [3, true], [8, false], [61, true], [random.integer(1, 40), random.pick([true, false])]] as const) {
      const ld = width + random.integer(0, 9);
      const run = await compileKernel({ kind: "single", kernel: { kind: "sum_rows", width, ld }, spaces: spacesFor(random, 2), many });
      for (const rows of [0, 1, random.integer(2, 100), width === 1 ? 3000 : random.integer(300, 600)]) {
        const source = strided(random, rows, width, ld);
        const sums = new Float64Array(width);
        for (let r = 0; r < rows; r++) for (let j = 0; j < width; j++) sums[j] += source[r * ld + j];
        expect(apart((await run([source, random.floats(width)], rows))[1], sums), JSON.stringify({ width, ld, rows, many })).toBeLessThan(tolerances.webgpuKernels);
      }
    }
  });

  test("matvec and outer: a matrix for each row, as it is and transposed", async () => {
    const random = generator(seed);
    const sizes: [number, number, boolean][] = [[1, 1, false], [3, 4, true], [50, 33, false], [33, 50, true], [5, 100, false], [100, 2, true], [random.integer(1, 70), random.integer(1, 70), random.pick([true, false])]];
    for (const [m, k, transposed] of sizes) {
      const shared = random.next() < 0.2;
      const ldMatrix = shared ? 0 : m * k + random.integer(0, 9);
      const [ldx, ldy, ldc] = [random.next() < 0.3 ? 0 : k + random.integer(0, 9), m + random.integer(0, 9), m * k + random.integer(0, 9)];
      const kernel: GpuKernel = { kind: "single", kernel: { kind: "matvec", m, k, transposed, ldMatrix, ldx, ldy }, spaces: spacesFor(random, 3), many: true };
      const outerKernel: GpuKernel = { kind: "single", kernel: { kind: "outer", m, n: k, lda: ldy, ldb: ldx, ldc }, spaces: spacesFor(random, 3), many: true };
      const [run, runOuter] = [await compileKernel(kernel), await compileKernel(outerKernel)];
      for (const rows of [0, 1, random.integer(2, 20)]) {
        const matrix = shared ? random.floats(m * k) : strided(random, rows, m * k, ldMatrix);
        const x = ldx === 0 ? random.floats(k) : strided(random, rows, k, ldx);
        const y = strided(random, rows, m, ldy, 7);
        const product = Float64Array.from(y);
        for (let r = 0; r < rows; r++) {
          for (let i = 0; i < m; i++) {
            product[r * ldy + i] = 0;
            for (let j = 0; j < k; j++) product[r * ldy + i] += matrix[r * ldMatrix + (transposed ? j * m + i : i * k + j)] * x[r * ldx + j];
          }
        }
        expect(apart((await run([matrix, x, y], rows))[2], product), JSON.stringify({ kernel, rows })).toBeLessThan(tolerances.webgpuKernels);

        const c = strided(random, rows, m * k, ldc, 7);
        const b = strided(random, rows, m, ldy);
        const outer = c.slice();
        for (let r = 0; r < rows; r++) for (let i = 0; i < m; i++) for (let j = 0; j < k; j++) outer[r * ldc + i * k + j] = Math.fround(b[r * ldy + i] * x[r * ldx + j]);
        expectSame((await runOuter([b, x, c], rows))[2], outer, JSON.stringify({ outerKernel, rows }));
      }
    }
  });

  test("gather and scatter_add: in the order of the rows, bit by bit", async () => {
    const random = generator(seed);
    for (const [width, size] of [[1, 3], [70, 40], [200, 5], [random.integer(2, 64), random.integer(1, 2000)]]) {
      const stride = width + random.integer(0, 9);
      const gather: GpuKernel = { kind: "single", kernel: { kind: "gather", width, ldTable: width, ldOut: stride }, spaces: spacesFor(random, 3), many: true };
      const scatter: GpuKernel = { kind: "single", kernel: { kind: "scatter_add", width, size, ldValues: stride }, spaces: spacesFor(random, 3), many: true };
      const [runGather, runScatter] = [await compileKernel(gather), await compileKernel(scatter)];
      for (const rows of [0, 1, random.integer(2, 90), ...(width === 1 ? [2500] : [])]) {
        const table = random.floats(size * width);
        const ids = Int32Array.from({ length: rows }, () => random.integer(0, size - 1));
        const out = strided(random, rows, width, stride, 7);
        const gathered = out.slice();
        ids.forEach((id, r) => gathered.set(table.subarray(id * width, (id + 1) * width), r * stride));
        expectSame((await runGather([table, ids, out], rows))[2], gathered, JSON.stringify({ gather, rows }));

        const values = strided(random, rows, width, stride);
        const added = table.slice();
        for (let r = 0; r < rows; r++) for (let j = 0; j < width; j++) added[ids[r] * width + j] += values[r * stride + j];
        expectSame((await runScatter([ids, values, table], rows))[2], added, JSON.stringify({ scatter, rows }));
      }
    }
  });

  test("gather: an id that is no row of the table does no harm", async () => {
    const run = await compileKernel({ kind: "single", kernel: { kind: "gather", width: 2, ldTable: 2, ldOut: 2 }, spaces: ["weights", "arena", "arena"], many: true });
    const out = (await run([Float32Array.of(1, 2, 3, 4), Int32Array.of(-5, 2 ** 31 - 1, 1), new Float32Array(6)], 3))[2];
    expect([...out.slice(0, 2), ...out.slice(4)]).toEqual([1, 2, 3, 4]);
  });

  test("scatter_add: an id that is no row of the table adds nothing", async () => {
    const run = await compileKernel({ kind: "single", kernel: { kind: "scatter_add", width: 2, size: 2, ldValues: 2 }, spaces: ["arena", "arena", "weights"], many: true });
    // a table of two rows at the start of more
    const table = new Float32Array(8);
    expect([...(await run([Int32Array.of(-5, 3, 1, 2 ** 31 - 1, 2, 2 ** 30), new Float32Array(12).fill(1), table], 6))[2]]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  });

  test("moves: copies, additions, zeros and packings in one dispatch", async () => {
    const random = generator(seed);
    for (const widest of [20, 700]) {
      const width = (): number => random.integer(1, widest);
      const moves: MovesKernel["moves"][number][] = Array.from({ length: 6 }, (_, i) => {
        const w = i === 0 ? widest : width();
        if (i % 3 === 2) return { kernel: { kind: "zero", width: w }, spaces: spacesFor(random, 1) };
        return { kernel: { kind: "copy", width: w, ldSource: random.pick([0, w, w + 3]), ldTarget: random.pick([w, w + 5]), accumulate: i % 3 === 1 }, spaces: spacesFor(random, 2) };
      });
      moves.splice(1, 0, moves[0], moves[0]); // moves that differ in their places only
      moves.push(moves.at(-1)!);
      const run = await compileKernel({ kind: "moves", moves });
      for (const rows of [0, 1, random.integer(2, 40)]) {
        const buffers: Float32Array[] = [];
        const expected: (Float32Array | null)[] = [];
        for (const { kernel } of moves) {
          if (kernel.kind === "zero") {
            buffers.push(random.floats(rows * kernel.width));
            expected.push(new Float32Array(rows * kernel.width));
          } else if (kernel.kind === "copy") {
            const source = kernel.ldSource === 0 ? random.floats(kernel.width) : strided(random, rows, kernel.width, kernel.ldSource);
            const to = strided(random, rows, kernel.width, kernel.ldTarget, 7);
            const after = to.slice();
            for (let r = 0; r < rows; r++) for (let j = 0; j < kernel.width; j++) after[r * kernel.ldTarget + j] = source[r * kernel.ldSource + j] + (kernel.accumulate ? to[r * kernel.ldTarget + j] : 0);
            buffers.push(source, to);
            expected.push(null, after);
          }
        }
        const out = await run(buffers, rows);
        expected.forEach((after, i) => after && expectSame(out[i], after, JSON.stringify({ moves, rows, i })));
      }
    }
  });

  test("moves: packings, transposed and at places of their own, beside a copy", async () => {
    const random = generator(seed);
    for (const largest of [4, 40]) {
      const packs = Array.from({ length: 4 }, (): PackKernel => {
        const [k, n, k0, n0] = [random.integer(1, largest), random.integer(1, largest), random.integer(0, 9), random.pick([0, 8, random.integer(0, 20)])];
        const transposed = random.next() < 0.5;
        const stride = (transposed ? k : n) + random.integer(0, 5);
        return { kind: "pack", k, n, K: k0 + k + random.integer(0, 5), k0, n0, rowStride: transposed ? 1 : stride, columnStride: transposed ? stride : 1 };
      });
      packs.push(packs[3], packs[3]);
      const moves: MovesKernel["moves"] = [...packs.map((kernel) => ({ kernel, spaces: spacesFor(random, 2) })), { kernel: { kind: "copy", width: 9, ldSource: 9, ldTarget: 9, accumulate: false }, spaces: ["weights", "weights"] }];
      const buffers = packs.flatMap((kernel) => [
        random.floats((kernel.k - 1) * kernel.rowStride + (kernel.n - 1) * kernel.columnStride + 1),
        random.floats(Math.ceil((kernel.n0 + kernel.n + random.integer(0, 20)) / 8) * 8 * kernel.K),
      ]);
      const copied = random.floats(9);
      const out = await (await compileKernel({ kind: "moves", moves }))([...buffers, copied, random.floats(9)], 1);
      packs.forEach((kernel, i) => expectSame(out[2 * i + 1], pack(kernel, buffers[2 * i], buffers[2 * i + 1]), JSON.stringify(kernel)));
      expectSame(out.at(-1)!, copied);
    }
  });

  test("moves keep integers, which as floats are too small to be kept", async () => {
    const run = await compileKernel({ kind: "moves", moves: [{ kernel: { kind: "copy", width: 3, ldSource: 3, ldTarget: 3, accumulate: false }, spaces: ["weights", "arena"] }] });
    const out = (await run([Int32Array.of(1, -1, 0x7f800001), new Int32Array(3)], 1))[1];
    expect([...new Int32Array(out.buffer)]).toEqual([1, -1, 0x7f800001]);
  });

  test("axis_move: between steps and sequences, ragged, with sequences of no steps", async () => {
    const random = generator(seed);
    const kinds = ["expand", "sum_steps", "shift", "shift_reverse", "last", "first", "place_last", "place_first"] as const;
    for (const move of kinds) {
      const width = random.pick([random.integer(1, 20), random.integer(130, 300)]);
      const shifts = move.startsWith("shift");
      const stride = (): number => width + random.pick([0, random.integer(1, 9)]);
      const strides = [stride(), ...(shifts ? [random.pick([0, stride()])] : []), stride()];
      const kernel: AxisMoveKernel = { kind: "axis_move", move, width, strides, spaces: spacesFor(random, strides.length) };
      const run = await compileKernel(kernel);
      for (const lengths of [[], [0, 0], [1], [12, 9, 9, 4, 1, 0], Array.from({ length: random.integer(1, 12) }, () => random.integer(0, 30)).sort((a, b) => b - a)]) {
        const axis = packedAxis(lengths);
        const size = lengths.length;
        const toSequences = move === "sum_steps" || move === "last" || move === "first";
        const fromSequences = move === "expand" || move === "place_last" || move === "place_first";
        const source = strided(random, fromSequences ? size : axis.total, width, strides[0]);
        const initial = shifts ? (strides[1] === 0 ? random.floats(width) : strided(random, size, width, strides[1])) : null;
        const rows = toSequences ? size : axis.total;
        const to = strided(random, rows, width, strides.at(-1)!, 7);
        const expected = Float64Array.from(to);
        const at = (values: Float32Array, r: number, k: number): number[] => Array.from(values.subarray(r * strides[k], r * strides[k] + width));
        const zeros = new Array<number>(width).fill(0);
        /** What step t of sequence b has in `source`. */
        const step = (b: number, t: number): number[] => at(source, axis.start[t] + b, 0);
        lengths.forEach((length, b) => {
          const put = (r: number, values: number[]): void => expected.set(values, r * strides.at(-1)!);
          if (move === "sum_steps") put(b, Array.from({ length }, (_, t) => step(b, t)).reduce((sum, row) => sum.map((x, j) => x + row[j]), zeros));
          if (move === "last") put(b, length > 0 ? step(b, length - 1) : zeros);
          if (move === "first") put(b, length > 0 ? step(b, 0) : zeros);
          for (let t = 0; t < length; t++) {
            const r = axis.start[t] + b;
            if (move === "expand") put(r, at(source, b, 0));
            if (move === "place_last") put(r, t === length - 1 ? at(source, b, 0) : zeros);
            if (move === "place_first") put(r, t === 0 ? at(source, b, 0) : zeros);
            if (move === "shift") put(r, t > 0 ? step(b, t - 1) : at(initial!, b, 1));
            if (move === "shift_reverse") put(r, t + 1 < length ? step(b, t + 1) : at(initial!, b, 1));
          }
        });
        const out = (await run([source, ...(initial ? [initial] : []), to, { axis, size }], rows)).at(-1)!;
        const about = JSON.stringify({ kernel, lengths });
        if (move === "sum_steps") expect(apart(out, expected), about).toBeLessThan(tolerances.webgpuKernels);
        else expectSame(out, Float32Array.from(expected), about);
      }
    }
  });

  test("more workgroups than fit along x go on along y", async () => {
    const kernel: GpuKernel = { kind: "single", kernel: { kind: "outer", m: 1, n: 129, lda: 1, ldb: 0, ldc: 129 }, spaces: ["arena", "arena", "arena"], many: true };
    const rows = GROUPS_ACROSS + 5;
    const [a, b] = [Float32Array.from({ length: rows }, (_, r) => r), new Float32Array(129).fill(2)];
    expect(emitWgsl(kernel).rows).toBe(1);
    const out = (await (await compileKernel(kernel))([a, b, new Float32Array(rows * 129)], rows))[2];
    for (const r of [0, 1, GROUPS_ACROSS - 1, GROUPS_ACROSS, rows - 1]) expect(out[r * 129 + 128]).toBe(2 * r);
    const sums: GpuKernel = { kind: "sum_partials", items: [{ size: 64 * GROUPS_ACROSS + 70, chunks: 1, spaces: ["weights", "weights"] }] };
    const numbers = Float32Array.from({ length: sums.items[0].size }, (_, i) => i % 1001);
    expect(distance((await (await compileKernel(sums))([numbers, new Float32Array(numbers.length)], 1))[1], numbers)).toBe(0);
  });
});
