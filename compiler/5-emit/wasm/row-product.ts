// C[m, n] = Σ over rows r of A[r, m]ᵀ · B[r, n]: gradients of weights. Rows go in blocks; of a block, strips of
// 4 (with multiply-add 6) columns of A and panels of 8 columns of B are copied into scratch memory (so no stride harms the caches) and
// multiplied by one function that all these kernels share. The order of sums depends on sizes alone.
import type { RowProductKernel } from "../../plan.js";
import type { Callable, Local, Module } from "./assembler.js";
import { f32x4, i32, v128, type Value } from "./instructions.js";

const blockRows = 64;
/** Strips of A that are copied before the panels of B go over them. */
const blockStrips = 16;

/** How tall a tile is, as in gemm.ts, and where scratch memory from address 0 holds strips, a panel and a tile that m or n ends inside. */
interface Layout {
  readonly tall: 4 | 6;
  readonly stripBytes: number;
  readonly panel: number;
  readonly edge: number;
  readonly bytes: number;
}

function layoutOf(relaxed: boolean): Layout {
  const tall = relaxed ? 6 : 4;
  const stripBytes = blockRows * tall * 4;
  const panel = blockStrips * stripBytes;
  const edge = panel + blockRows * 32;
  return { tall, stripBytes, panel, edge, bytes: edge + tall * 32 };
}

/** Bytes of scratch memory at the bottom. */
export function rowProductScratch(relaxed: boolean): number {
  return layoutOf(relaxed).bytes;
}

/** Adds tile(strip, panel, rows, c, bytes from one row of C to the next, add): `tall` rows by 8 columns of C, set or added to. */
function emitTile(module: Module): Callable {
  return module.function("row_product_tile", ["i32", "i32", "i32", "i32", "i32", "i32"], (f) => {
    const [strip, panel, rows, c, stride, add] = [0, 1, 2, 3, 4, 5].map((i) => f.parameter(i, "i32"));
    const { tall } = layoutOf(module.relaxed);
    const sums = Array.from({ length: tall }, () => [f.let(f.float(0)), f.let(f.float(0))]);
    const element = f.local("v128");
    const columns = [f.local("v128"), f.local("v128")];
    f.times(rows, () => {
      columns.forEach((column, v) => f.set(column, v128.load(panel, v * 16)));
      sums.forEach((row, r) => {
        f.set(element, v128.loadSplat(strip, r * 4));
        row.forEach((sum, v) => f.set(sum, f.madd(element, columns[v], sum)));
      });
      f.advance(strip, tall * 4);
      f.advance(panel, 32);
    });
    const store = (added: boolean): void =>
      sums.forEach((row, r) => {
        row.forEach((sum, v) => f.store(c, added ? f32x4.add(v128.load(c, v * 16), sum) : sum, v * 16));
        if (r < tall - 1) f.set(c, i32.add(c, stride));
      });
    f.if(add, () => store(true), () => store(false));
  });
}

/** Adds edge(strip, rows, c, stride, add, height, columns): a tile of which C has only `height` rows and `columns` columns. */
function emitEdge(module: Module, tile: Callable): Callable {
  return module.function("row_product_edge", ["i32", "i32", "i32", "i32", "i32", "i32", "i32"], (f) => {
    const [strip, rows, c, stride, add, height, columns] = [0, 1, 2, 3, 4, 5, 6].map((i) => f.parameter(i, "i32"));
    const { panel, edge } = layoutOf(module.relaxed);
    f.call(tile, strip, i32.const(panel), rows, i32.const(edge), i32.const(32), i32.const(0));
    const from = f.let(i32.const(edge));
    const to = f.local("i32");
    const value = f.local("v128");
    f.times(height, () => {
      f.set(to, c);
      f.set(value, v128.load(from));
      const part = (condition: Value<"i32">, lanes: number, rest: Value<"v128">): void =>
        f.if(condition, () => {
          f.if(add, () => f.set(value, f32x4.add(v128.load(to), value)));
          f.storeLanes(to, value, lanes);
          f.advance(to, lanes * 4);
          f.set(value, rest);
        });
      part(i32.gt(columns, i32.const(3)), 4, v128.load(from, 16));
      part(i32.eq(columns, i32.const(8)), 4, value);
      // the third and fourth number, before they are added to
      const numbers = f.let(value);
      part(i32.and(columns, i32.const(2)), 2, v128.shuffle(numbers, numbers, [2, 3, 2, 3]));
      part(i32.and(columns, i32.const(1)), 1, numbers);
      f.advance(from, 32);
      f.set(c, i32.add(c, stride));
    });
  });
}

/** The functions that all row products of a module share. */
export interface RowProductParts {
  readonly tile: Callable;
  readonly edge: Callable;
}

export function emitRowProductParts(module: Module): RowProductParts {
  const tile = emitTile(module);
  return { tile, edge: emitEdge(module, tile) };
}

/** Adds the kernel to the module. */
export function emitRowProduct(module: Module, name: string, kernel: RowProductKernel, { tile, edge }: RowProductParts): void {
  const { m, n, lda, ldb, ldc } = kernel;
  const { tall, stripBytes, panel } = layoutOf(module.relaxed);
  const groupColumns = blockStrips * tall;
  const emitted = module.function(name, ["i32", "i32", "i32", "i32"], (f) => {
    const [a, b, c, rows] = [0, 1, 2, 3].map((i) => f.parameter(i, "i32"));
    const [done, count, source, target] = [0, 1, 2, 3].map(() => f.local("i32"));
    const [groupA, groupC, groupM, strips] = [0, 1, 2, 3].map(() => f.local("i32"));
    const [panelB, panelC, panelN] = [0, 1, 2].map(() => f.local("i32"));
    const [strip, tileC, tileM] = [0, 1, 2].map(() => f.local("i32"));

    const copyRows = (from: Value<"i32">, to: number, stride: number, width: number, row: () => void): void => {
      f.set(source, from);
      f.set(target, i32.const(to));
      f.times(count, () => {
        row();
        f.advance(source, stride * 4);
        f.advance(target, width * 4);
      });
    };
    /** `columns` of A as strips: whole vectors, never more than 3 columns past the last. */
    const copyStrips = (columns: number): void =>
      copyRows(groupA, 0, lda, tall, () => {
        for (let j = 0; j < columns; j += tall) {
          const place = (j / tall) * stripBytes;
          f.store(target, v128.load(source, j * 4), place);
          if (tall === 6 && columns - j > 4) f.store(target, v128.load(source, (j + 2) * 4), place + 8);
        }
      });
    const copyPanel = (columns: number): void =>
      copyRows(panelB, panel, ldb, 8, () => {
        for (let j = 0; j < columns; j += 4) f.store(target, v128.load(source, j * 4), j * 4);
      });
    /** Does one thing for whole pieces of an extent and another for its end. */
    const whole = (left: Value<"i32">, extent: number, piece: number, write: (size: number) => void): void => {
      if (extent < piece) write(extent);
      else if (extent % piece === 0) write(piece);
      else f.if(i32.lt(left, i32.const(piece)), () => write(extent % piece), () => write(piece));
    };
    const multiply = (): void => {
      const full = (): void => f.call(tile, strip, i32.const(panel), count, tileC, i32.const(ldc * 4), done);
      if (m % tall === 0 && n % 8 === 0) return full();
      const cut = i32.or(i32.lt(tileM, i32.const(tall)), i32.lt(panelN, i32.const(8)));
      const least = (left: Local<"i32">, most: number): Value<"i32"> => i32.select(left, i32.const(most), i32.lt(left, i32.const(most)));
      f.if(cut, () => f.call(edge, strip, count, tileC, i32.const(ldc * 4), done, least(tileM, tall), least(panelN, 8)), full);
    };

    f.if(i32.eq(rows, i32.const(0)), () => {
      f.set(tileC, c);
      f.times(i32.const(m), () => {
        f.clear(tileC, i32.const(n * 4));
        f.advance(tileC, ldc * 4);
      });
    });
    // `done`, the rows before the block, also says whether to add
    f.set(done, i32.const(0));
    f.while(done, rows, blockRows, () => {
      f.set(count, i32.sub(rows, done));
      f.set(count, i32.select(i32.const(blockRows), count, i32.gt(count, i32.const(blockRows))));
      f.set(groupA, a);
      f.set(groupC, c);
      f.set(groupM, i32.const(m));
      f.countDown(groupM, groupColumns, () => {
        whole(groupM, m, groupColumns, (columns) => {
          copyStrips(columns);
          f.set(strips, i32.const(Math.ceil(columns / tall) * stripBytes));
        });
        f.set(panelB, b);
        f.set(panelC, groupC);
        f.set(panelN, i32.const(n));
        f.countDown(panelN, 8, () => {
          whole(panelN, n, 8, copyPanel);
          f.set(tileC, panelC);
          f.set(tileM, groupM);
          f.set(strip, i32.const(0));
          f.while(strip, strips, stripBytes, () => {
            multiply();
            f.advance(tileC, tall * ldc * 4);
            f.advance(tileM, -tall);
          });
          f.advance(panelB, 32);
          f.advance(panelC, 32);
        });
        f.advance(groupA, groupColumns * 4);
        f.advance(groupC, groupColumns * ldc * 4);
      });
      f.set(a, i32.add(a, i32.times(count, lda * 4)));
      f.set(b, i32.add(b, i32.times(count, ldb * 4)));
    });
  });
  module.export(emitted);
}
