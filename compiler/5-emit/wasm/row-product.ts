// C[m, n] = Σ over rows r of A[r, m]ᵀ · B[r, n]: gradients of weights. Rows go in blocks; of a block, strips of
// 4 columns of A and panels of 8 columns of B are copied into scratch memory (so no stride harms the caches) and
// multiplied by one function that all these kernels share. The order of sums depends on sizes alone.
import type { RowProductKernel } from "../../plan.js";
import type { Callable, Module } from "./assembler.js";
import { f32x4, i32, v128 } from "./instructions.js";

const blockRows = 160;
/** Strips of A that are copied before the panels of B go over them. */
const blockStrips = 16;
/** Scratch memory from address 0: strips of A, a panel of B, a tile of C where m or n ends inside it. */
const stripBytes = blockRows * 16;
const panelAddress = blockStrips * stripBytes;
const edgeAddress = panelAddress + blockRows * 32;
/** Bytes of scratch memory at the bottom. */
export const rowProductScratch = edgeAddress + 4 * 32;

/** Adds tile(strip, panel, rows, c, bytes from one row of C to the next, add): 4 rows by 8 columns of C, set or added to. */
export function emitRowProductTile(module: Module): Callable {
  return module.function("row_product_tile", ["i32", "i32", "i32", "i32", "i32", "i32"], (f) => {
    const [strip, panel, rows, c, stride, add] = [0, 1, 2, 3, 4, 5].map((i) => f.parameter(i, "i32"));
    const sums = Array.from({ length: 4 }, () => [f.let(f.float(0)), f.let(f.float(0))]);
    const element = f.local("v128");
    const columns = [f.local("v128"), f.local("v128")];
    f.times(rows, () => {
      columns.forEach((column, v) => f.set(column, v128.load(panel, v * 16)));
      sums.forEach((row, r) => {
        f.set(element, v128.loadSplat(strip, r * 4));
        row.forEach((sum, v) => f.set(sum, f.madd(element, columns[v], sum)));
      });
      f.advance(strip, 16);
      f.advance(panel, 32);
    });
    const store = (added: boolean): void =>
      sums.forEach((row, r) => {
        row.forEach((sum, v) => f.store(c, added ? f32x4.add(v128.load(c, v * 16), sum) : sum, v * 16));
        if (r < 3) f.set(c, i32.add(c, stride));
      });
    f.if(add, () => store(true), () => store(false));
  });
}

/** Adds the kernel to the module. */
export function emitRowProduct(module: Module, name: string, kernel: RowProductKernel, tile: Callable): void {
  const { m, n, lda, ldb, ldc } = kernel;
  const strips = Math.ceil(m / 4);
  const groups = Math.floor(strips / blockStrips);
  const emitted = module.function(name, ["i32", "i32", "i32", "i32"], (f) => {
    const [a, b, c, rows] = [0, 1, 2, 3].map((i) => f.parameter(i, "i32"));
    const add = f.local("i32");
    const count = f.local("i32");
    const stripA = f.local("i32");
    const stripC = f.local("i32");
    const source = f.local("i32");
    const target = f.local("i32");

    const copyStrips = (number: number): void => {
      f.set(source, stripA);
      f.set(target, i32.const(0));
      f.times(count, () => {
        for (let s = 0; s < number; s++) f.store(target, v128.load(source, s * 16), s * stripBytes);
        f.advance(source, lda * 4);
        f.advance(target, 16);
      });
    };
    const panelB = f.local("i32");
    const panelC = f.local("i32");
    const copyPanel = (columns: number): void => {
      f.set(source, panelB);
      f.set(target, i32.const(panelAddress));
      f.times(count, () => {
        f.store(target, v128.load(source));
        if (columns > 4) f.store(target, v128.load(source, 16), 16);
        f.advance(source, ldb * 4);
        f.advance(target, 32);
      });
    };
    const strip = f.local("i32");
    const tileC = f.local("i32");
    /** All strips of the group over the panel; the last strip has `height` rows of C. */
    const multiply = (number: number, height: number, width: number): void => {
      f.set(strip, i32.const(0));
      f.set(tileC, panelC);
      const wholes = width === 8 ? (height === 4 ? number : number - 1) : 0;
      if (wholes > 0) {
        f.while(strip, i32.const(wholes * stripBytes), stripBytes, () => {
          f.call(tile, strip, i32.const(panelAddress), count, tileC, i32.const(ldc * 4), add);
          f.advance(tileC, 4 * ldc * 4);
        });
      }
      if (wholes < number) {
        const end = i32.const(number * stripBytes);
        const edge = f.local("i32");
        const edgeEnd = f.local("i32");
        f.while(strip, end, stripBytes, () => {
          f.call(tile, strip, i32.const(panelAddress), count, i32.const(edgeAddress), i32.const(32), i32.const(0));
          f.set(edge, i32.const(edgeAddress));
          const bottom = i32.const(edgeAddress + height * 32);
          f.set(edgeEnd, height === 4 ? bottom : i32.select(bottom, i32.const(edgeAddress + 128), i32.eq(strip, i32.const((number - 1) * stripBytes))));
          f.while(edge, edgeEnd, 32, () => {
            const store = (added: boolean): void => {
              for (let j = 0; j < width; j += 4) {
                const value = v128.load(edge, j * 4);
                f.storeLanes(tileC, added ? f32x4.add(v128.load(tileC, j * 4), value) : value, Math.min(4, width - j), j * 4);
              }
            };
            f.if(add, () => store(true), () => store(false));
            f.advance(tileC, ldc * 4);
          });
        });
      }
    };
    const group = (number: number, height: number): void => {
      copyStrips(number);
      f.set(panelB, b);
      f.set(panelC, stripC);
      if (n >= 8) {
        const end = f.let(i32.plus(b, (n - (n % 8)) * 4));
        f.while(panelB, end, 32, () => {
          copyPanel(8);
          multiply(number, height, 8);
          f.advance(panelC, 32);
        });
      }
      if (n % 8 > 0) {
        copyPanel(n % 8);
        multiply(number, height, n % 8);
      }
    };

    f.if(i32.eq(rows, i32.const(0)), () => {
      f.set(tileC, c);
      f.times(i32.const(m), () => {
        f.clear(tileC, i32.const(n * 4));
        f.advance(tileC, ldc * 4);
      });
    });
    f.set(add, i32.const(0));
    f.while(add, rows, blockRows, () => {
      const left = i32.sub(rows, add);
      f.set(count, i32.select(i32.const(blockRows), left, i32.gt(left, i32.const(blockRows))));
      f.set(stripA, a);
      f.set(stripC, c);
      // only the last strip of all can have less than 4 rows of C
      const rest = strips - groups * blockStrips;
      const last = m % 4 === 0 ? 4 : m % 4;
      const looped = rest === 0 && last < 4 ? groups - 1 : groups;
      if (looped > 0) {
        f.times(i32.const(looped), () => {
          group(blockStrips, 4);
          f.advance(stripA, blockStrips * 16);
          f.advance(stripC, blockStrips * 4 * ldc * 4);
        });
      }
      if (looped < groups) group(blockStrips, last);
      else if (rest > 0) group(rest, last);
      f.set(a, i32.add(a, i32.times(count, lda * 4)));
      f.set(b, i32.add(b, i32.times(count, ldb * 4)));
    });
  });
  module.export(emitted);
}
