// C[rows, n] (+)= A[rows, k] · B (+ bias), B packed in panels of 8 columns (PackKernel). Tiles are summed in locals
// that start at zero, in the order of k in every tile: a row's result does not depend on the rows beside it. With
// multiply-add 6 rows by 8 columns fill the 15 registers and hide its latency (99 % of the peak on Node 26, where 4x8
// reaches 87 %; on Node 20 it is 14 % slower than 4x8); without it 4x8 leaves room for the product. Remainders have
// tiles of their own, a single row one of 32 columns; no loop is over single elements.
import type { GemmKernel } from "../../plan.js";
import type { Body, Local, Module } from "./assembler.js";
import { f32x4, i32, v128, type Value } from "./instructions.js";

/** Bytes of A that go through all panels before the next rows do: they stay in the first-level cache beside a panel. */
const blockBytes = 16384;

/** Adds the kernel to the module. */
export function emitGemm(module: Module, name: string, kernel: GemmKernel): void {
  const { k, n, lda, ldc } = kernel;
  const panels = Math.ceil(n / 8);
  const panelBytes = k * 32;
  const blockRows = Math.max(36, Math.floor(blockBytes / (k * 4 * 12)) * 12);
  const tall = module.relaxed ? 6 : 4;
  const operands = kernel.bias ? 5 : 4;

  const emitted = module.function(name, Array.from({ length: operands }, () => "i32" as const), (f) => {
    const a = f.parameter(0, "i32");
    const b = f.parameter(1, "i32");
    const c = f.parameter(2, "i32");
    const rows = f.parameter(operands - 1, "i32");
    const at: Place = { a: f.local("i32"), b: f.local("i32"), c: f.local("i32"), bias: kernel.bias ? f.local("i32") : null };
    const column = f.local("i32");
    const startColumns = (): void => {
      f.set(at.b, b);
      f.set(column, c);
      if (at.bias) f.set(at.bias, f.parameter(3, "i32"));
    };
    const nextColumns = (count: number): void => {
      f.advance(at.b, count * panelBytes);
      f.advance(column, count * 32);
      if (at.bias) f.advance(at.bias, count * 32);
    };
    /** Whether the tile at `column` has the last panel, which n may end inside. */
    const partial = (tilePanels: number): Partial => {
      if (n % 8 === 0) return "never";
      return panels === tilePanels ? "always" : i32.eq(column, i32.plus(c, (panels - tilePanels) * 32));
    };

    // 4: what is left of the rows is 0 to 3. 6: rows go in sixes, then fours, then 2 or 3 (7 = 4 + 3, 8 = 4 + 4, 11 = 4 + 4 + 3).
    const single = f.let(tall === 4 ? i32.eq(i32.and(rows, i32.const(3)), i32.const(1)) : i32.eq(i32.and(rows, i32.const(~4)), i32.const(1)));
    if (tall === 6) f.set(single, i32.and(single, i32.lt(rows, i32.const(6))));
    const left = f.let(i32.sub(rows, single));
    const count = f.local("i32");
    const talls = f.local("i32");
    const remainder = f.local("i32");
    const end = f.local("i32");
    const tiles = (height: number, number: Value<"i32">): void =>
      f.times(number, () => {
        emitTile(f, kernel, at, { height, panels: 1, partial: partial(1) });
        f.advance(at.a, height * lda * 4);
        f.advance(at.c, height * ldc * 4);
      });
    f.if(left, () =>
      f.repeat(
        () => {
          // the last block takes what would be too little for a block of its own
          f.set(count, i32.select(left, i32.const(blockRows), i32.lt(left, i32.const(blockRows + tall + 1))));
          f.set(talls, i32.div(count, i32.const(tall)));
          f.set(remainder, i32.sub(count, i32.times(talls, tall)));
          if (tall === 6) {
            // remainders 1, 2 and 5 take a six more
            const more = i32.and(i32.and(i32.shr(i32.const(0b100110), remainder), i32.const(1)), i32.ne(talls, i32.const(0)));
            f.set(talls, i32.sub(talls, more));
            f.set(remainder, i32.sub(count, i32.times(talls, tall)));
          }
          startColumns();
          f.set(end, i32.plus(c, panels * 32));
          f.while(column, end, 0, () => {
            f.set(at.a, a);
            f.set(at.c, column);
            tiles(tall, talls);
            if (tall === 6) tiles(4, i32.shr(remainder, i32.const(2)));
            for (const height of [2, 3]) {
              f.if(i32.eq(i32.and(remainder, i32.const(3)), i32.const(height)), () => emitTile(f, kernel, at, { height, panels: 1, partial: partial(1) }));
            }
            nextColumns(1);
          });
          f.set(a, i32.add(a, i32.times(count, lda * 4)));
          f.set(c, i32.add(c, i32.times(count, ldc * 4)));
          f.set(left, i32.sub(left, count));
        },
        () => left,
      ),
    );

    f.if(single, () => {
      startColumns();
      f.set(at.a, a);
      if (panels >= 4) {
        f.set(end, i32.plus(c, (panels - (panels % 4)) * 32));
        f.while(column, end, 0, () => {
          f.set(at.c, column);
          emitTile(f, kernel, at, { height: 1, panels: 4, partial: panels % 4 === 0 ? partial(4) : "never" });
          nextColumns(4);
        });
      }
      if (panels % 4 > 0) {
        f.set(at.c, column);
        emitTile(f, kernel, at, { height: 1, panels: panels % 4, partial: n % 8 === 0 ? "never" : "always" });
      }
    });
  });
  module.export(emitted);
}

/** Where a tile begins: its first row of A, panel of B, element of C and of the bias. */
interface Place {
  readonly a: Local<"i32">;
  readonly b: Local<"i32">;
  readonly c: Local<"i32">;
  readonly bias: Local<"i32"> | null;
}

/** Whether n ends inside the tile's last panel. */
type Partial = "never" | "always" | Value<"i32">;

interface Tile {
  readonly height: number;
  /** Panels side by side, 8 columns each. */
  readonly panels: number;
  readonly partial: Partial;
}

function emitTile(f: Body, { k, n, lda, ldc, accumulate }: GemmKernel, at: Place, tile: Tile): void {
  const lastColumns = tile.partial === "always" ? n % 8 : 8;
  const vectors = (tile.panels - 1) * 2 + Math.ceil(lastColumns / 4);
  const zero = f.float(0);
  const sums = Array.from({ length: tile.height }, () => Array.from({ length: vectors }, () => f.let(zero)));
  const a = f.let(at.a);
  const b = f.let(at.b);
  const element = f.local("v128");
  const columns = Array.from({ length: tile.height > 1 ? vectors : 0 }, () => f.local("v128"));

  const step = (): void => {
    const load = (v: number): Value<"v128"> => v128.load(b, (v >> 1) * k * 32 + (v & 1) * 16);
    columns.forEach((column, v) => f.set(column, load(v)));
    sums.forEach((row, r) => {
      f.set(element, v128.loadSplat(a, r * lda * 4));
      row.forEach((sum, v) => f.set(sum, f.madd(element, columns[v] ?? load(v), sum)));
    });
  };
  // One step a turn: with more in one block, older engines (Node 20, 22) load the operands of all steps first
  // and run out of registers, which costs a third; current ones would gain 4 % by two.
  const end = f.let(i32.plus(a, k * 4));
  f.repeat(
    () => {
      step();
      f.advance(b, 32);
      f.advance(a, 4);
    },
    () => i32.lt(a, end),
  );

  const store = (lastPanel: number): void =>
    sums.forEach((row, r) =>
      row.forEach((sum, v) => {
        const width = v >> 1 === tile.panels - 1 ? lastPanel - (v & 1) * 4 : 4;
        if (width <= 0) return;
        const offset = r * ldc * 4 + v * 16;
        const added = at.bias ? f32x4.add(sum, v128.load(at.bias, v * 16)) : sum;
        f.storeLanes(at.c, accumulate ? f32x4.add(v128.load(at.c, offset), added) : added, width, offset);
      }),
    );
  if (tile.partial === "never") store(8);
  else if (tile.partial === "always") store(n % 8);
  else f.if(tile.partial, () => store(n % 8), () => store(8));
}
