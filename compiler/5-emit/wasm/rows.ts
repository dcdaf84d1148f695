// Kernels that move and add whole rows: gather, scatter_add, sum_rows, copy, zero, pack. No products here.
import type { CopyKernel, GatherKernel, PackKernel, ScatterKernel, SumRowsKernel, ZeroKernel } from "../../plan.js";
import type { Body, Local, Module } from "./assembler.js";
import { f32, f32x4, i32, v128, type Value } from "./instructions.js";

/** Rows up to this many floats are moved without a loop over columns. */
const straight = 32;

/** Moves or adds `width` floats: whole vectors, then a part of one. */
function emitRow(f: Body, from: Value<"i32">, to: Value<"i32">, width: number, accumulate: boolean): void {
  const one = (source: Value<"i32">, target: Value<"i32">, offset: number, lanes: number): void => {
    const value = v128.load(source, offset);
    f.storeLanes(target, accumulate ? f32x4.add(v128.load(target, offset), value) : value, lanes, offset);
  };
  if (width <= straight) {
    for (let j = 0; j < width; j += 4) one(from, to, j * 4, Math.min(4, width - j));
    return;
  }
  const source = f.let(from);
  const target = f.let(to);
  const looped = width - (width % 8);
  const end = f.let(i32.plus(source, looped * 4));
  f.while(source, end, 32, () => {
    one(source, target, 0, 4);
    one(source, target, 16, 4);
    f.advance(target, 32);
  });
  for (let j = looped; j < width; j += 4) one(source, target, (j - looped) * 4, Math.min(4, width - j));
}

const four = ["i32", "i32", "i32", "i32"] as const;
const three = ["i32", "i32", "i32"] as const;
const two = ["i32", "i32"] as const;

export function emitGather(module: Module, name: string, { width, ldTable, ldOut }: GatherKernel): void {
  const emitted = module.function(name, four, (f) => {
    const [table, ids, out, rows] = [0, 1, 2, 3].map((i) => f.parameter(i, "i32"));
    f.times(rows, () => {
      const row = f.let(i32.add(table, i32.times(i32.load(ids), ldTable * 4)));
      emitRow(f, row, out, width, false);
      f.advance(ids, 4);
      f.advance(out, ldOut * 4);
    });
  });
  module.export(emitted);
}

export function emitScatter(module: Module, name: string, { width, ldValues }: ScatterKernel): void {
  const emitted = module.function(name, four, (f) => {
    const [ids, values, table, rows] = [0, 1, 2, 3].map((i) => f.parameter(i, "i32"));
    f.times(rows, () => {
      const row = f.let(i32.add(table, i32.times(i32.load(ids), width * 4)));
      emitRow(f, values, row, width, true);
      f.advance(ids, 4);
      f.advance(values, ldValues * 4);
    });
  });
  module.export(emitted);
}

export function emitCopy(module: Module, name: string, { width, ldSource, ldTarget, accumulate }: CopyKernel): void {
  const emitted = module.function(name, three, (f) => {
    const [source, target, rows] = [0, 1, 2].map((i) => f.parameter(i, "i32"));
    if (!accumulate && ldSource === width && ldTarget === width) {
      f.move(target, source, i32.times(rows, width * 4));
      return;
    }
    f.times(rows, () => {
      emitRow(f, source, target, width, accumulate);
      f.advance(source, ldSource * 4);
      f.advance(target, ldTarget * 4);
    });
  });
  module.export(emitted);
}

export function emitZero(module: Module, name: string, { width }: ZeroKernel): void {
  const emitted = module.function(name, two, (f) => f.clear(f.parameter(0, "i32"), i32.times(f.parameter(1, "i32"), width * 4)));
  module.export(emitted);
}

/** Log2 of the rows whose sum goes into the total at once: added one by one to a total of thousands of its kind, a float leaves little of itself. */
const block = 8;

/** Columns in strips of up to 32, each summed over all rows in 8 locals, which go into 8 totals now and then. */
export function emitSumRows(module: Module, name: string, { width, ld }: SumRowsKernel): void {
  const emitted = module.function(name, three, (f) => {
    const [source, out, rows] = [0, 1, 2].map((i) => f.parameter(i, "i32"));
    const strip = (columns: number): void => {
      const totals = Array.from({ length: Math.ceil(columns / 4) }, () => f.let(f.float(0)));
      const sums = totals.map(() => f.local("v128"));
      const at = f.let(source);
      const add = (count: Value<"i32">): void => {
        for (const sum of sums) f.set(sum, f.float(0));
        f.times(count, () => {
          sums.forEach((sum, v) => f.set(sum, f32x4.add(sum, v128.load(at, v * 16))));
          f.advance(at, ld * 4);
        });
        totals.forEach((total, v) => f.set(total, f32x4.add(total, sums[v]!)));
      };
      f.times(i32.shr(rows, i32.const(block)), () => add(i32.const(1 << block)));
      add(i32.and(rows, i32.const((1 << block) - 1)));
      totals.forEach((total, v) => f.storeLanes(out, total, Math.min(4, columns - v * 4), v * 16));
    };
    const whole = width - (width % 32);
    if (whole > 0) {
      const end = f.let(i32.plus(source, whole * 4));
      f.while(source, end, 128, () => {
        strip(32);
        f.advance(out, 128);
      });
    }
    if (width > whole) strip(width - whole);
  });
  module.export(emitted);
}

export function emitPack(module: Module, name: string, kernel: PackKernel): void {
  const emitted = module.function(name, two, (f) => {
    const source = f.parameter(0, "i32");
    const packed = f.parameter(1, "i32");
    // columns in runs that lie in one panel: the end of a panel, whole panels, the start of one
    let j = 0;
    while (j < kernel.n) {
      const first = (kernel.n0 + j) & 7;
      const width = Math.min(8 - first, kernel.n - j);
      const whole = width === 8 ? Math.floor((kernel.n - j) / 8) : 1;
      const place = (((kernel.n0 + j) >> 3) * kernel.K + kernel.k0) * 32 + first * 4;
      const from = f.let(i32.plus(source, j * kernel.columnStride * 4));
      const to = f.let(i32.plus(packed, place));
      if (whole === 1) packRun(f, kernel, from, to, width);
      else {
        const end = f.let(i32.plus(to, whole * kernel.K * 32));
        f.while(to, end, kernel.K * 32, () => {
          packRun(f, kernel, from, to, 8);
          f.advance(from, 8 * kernel.columnStride * 4);
        });
      }
      j += width * whole;
    }
  });
  module.export(emitted);
}

/** k rows of up to 8 columns of one panel. */
function packRun(f: Body, { k, rowStride, columnStride }: PackKernel, source: Local<"i32">, target: Local<"i32">, width: number): void {
  const from = f.let(source);
  const to = f.let(target);
  const step = (rows: number): void => {
    if (rowStride === 1 && rows === 4 && width === 8) {
      for (const half of [0, 1]) packTransposed(f, from, to, columnStride, half * 4);
    } else {
      for (let i = 0; i < rows; i++) {
        if (columnStride === 1) for (let j = 0; j < width; j += 4) f.storeLanes(to, v128.load(from, (i * rowStride + j) * 4), Math.min(4, width - j), i * 32 + j * 4);
        else for (let j = 0; j < width; j++) f.store(to, f32.load(from, (i * rowStride + j * columnStride) * 4), i * 32 + j * 4);
      }
    }
    f.advance(from, rows * rowStride * 4);
    f.advance(to, rows * 32);
  };
  const unroll = rowStride === 1 && width === 8 ? 4 : 1;
  f.times(i32.const(Math.floor(k / unroll)), () => step(unroll));
  for (let i = k - (k % unroll); i < k; i++) step(1);
}

/** A 4x4 block: four columns of the source, each four floats one after another, become four rows. */
function packTransposed(f: Body, from: Local<"i32">, to: Local<"i32">, columnStride: number, column: number): void {
  const loaded = [0, 1, 2, 3].map((j) => f.let(v128.load(from, (column + j) * columnStride * 4)));
  const pairs = [0, 2].flatMap((j) => [
    f.let(v128.shuffle(loaded[j], loaded[j + 1], [0, 4, 1, 5])),
    f.let(v128.shuffle(loaded[j], loaded[j + 1], [2, 6, 3, 7])),
  ]);
  for (let i = 0; i < 4; i++) {
    const [x, y] = [pairs[i >> 1], pairs[2 + (i >> 1)]];
    f.store(to, v128.shuffle(x, y, i % 2 === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7]), i * 32 + column * 4);
  }
}
