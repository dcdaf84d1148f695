// Tiles of a product: a workgroup computes a tile of C, block after block along the direction of the sum. It keeps a block of A and one of B
// in workgroup memory; a thread keeps its part of C in registers and asks for the next block before it works on this one.
// Which floats of A and B a block is made of, and where C goes, say those who use it (gemm.ts, row-product.ts).
import { constants, indent, sum, times } from "./wgsl.js";

/**
 * The shape of a tile of C. Rows come in fours (a vec4f), of which a thread has `quads`; columns in `columns` of a thread, 1, 2 or 4.
 * A thread's quads are `rowLanes` quads apart; which columns go together is up to the loader.
 */
export interface Tile {
  readonly rows: number;
  readonly cols: number;
  readonly threads: number;
  readonly rowLanes: number;
  readonly columnLanes: number;
  readonly quads: number;
  readonly columns: number;
  /** Of a block: how far it goes along the sum. */
  readonly depth: number;
}

/** The tile of so many rows (16, 32 or 64) and columns (8, 16, 32 or 64; at least 16 with 16 rows): 4x4 numbers a thread, of the largest 8x4, of small ones fewer. */
export function makeTile(rows: number, cols: number, depth: number): Tile {
  const threads = Math.min(128, Math.max(64, (rows * cols) / 16));
  const each = (rows * cols) / threads;
  const columns = Math.min(4, cols / 8, each / 4);
  const quads = each / (4 * columns);
  const columnLanes = cols / columns;
  return { rows, cols, threads, columnLanes, rowLanes: threads / columnLanes, quads, columns, depth };
}

/** The type of a thread's columns. */
export function columnsType({ columns }: Tile): string {
  return columns === 1 ? "f32" : `vec${columns}f`;
}

/** Elements of a block of A (each four rows) and of B (each a thread's columns). */
export function blockSizes({ rows, columnLanes, depth }: Tile): { readonly a: number; readonly b: number } {
  return { a: (rows / 4) * depth, b: columnLanes * depth };
}

/** From the rows' quads to the next position of the sum in A's block: odd, so that loaders that go along the sum write to different banks. */
function quadStride({ rows }: Tile): number {
  return rows / 4 + 1;
}

export interface TileText {
  readonly declarations: string;
  /** From the first block to the last: `sum_Q_J`, the vec4f of rows of quad Q and column J, are what it leaves. */
  readonly body: string;
}

/** What a tile is loaded with, in WGSL. */
export interface Loaders {
  /** The sum's first position and the one behind its last; uniform. */
  readonly start: string;
  readonly end: string;
  /** Functions that the others call; among them `place_a(e)` and `place_b(e)`, where element e stands: (quad, k) of A at k · QUAD_STRIDE + quad, (lane, k) of B at k · COLUMN_LANES + lane. */
  readonly functions: string;
  /** Element e of the block from position `at` on. Past the block's elements what is loaded is left alone. */
  readonly a: (at: string, e: string) => string;
  readonly b: (at: string, e: string) => string;
}

/** The sum over blocks, for `main`. */
export function tileText(tile: Tile, loaders: Loaders): TileText {
  const { threads, quads, columns, depth } = tile;
  const sizes = blockSizes(tile);
  const loads = (["a", "b"] as const).flatMap((name) => Array.from({ length: Math.ceil(sizes[name] / threads) }, (_, i) => ({ name, i, partial: (i + 1) * threads > sizes[name] })));
  const e = (i: number): string => (i === 0 ? "lane" : `lane + ${i * threads}u`);
  const each = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
  const component = (j: number): string => (columns === 1 ? "b" : `b.${"xyzw"[j]}`);
  const stores = loads.map(({ name, i, partial }) => {
    const line = `block_${name}[place_${name}(${e(i)})] = next_${name}_${i};`;
    return partial ? `if (${e(i)} < ${sizes[name]}u) { ${line} }` : line;
  });
  return {
    declarations: `
${constants({ DEPTH: depth, QUAD_STRIDE: quadStride(tile), ROW_LANES: tile.rowLanes, COLUMN_LANES: tile.columnLanes })}

/** Blocks of A, four rows an element, and of B, the columns of a thread. */
var<workgroup> block_a: array<vec4f, ${quadStride(tile) * depth}>;
var<workgroup> block_b: array<${columnsType(tile)}, ${sizes.b}>;

${loaders.functions.trim()}`,
    body: `
let row_lane = lane / COLUMN_LANES;
let column_lane = lane % COLUMN_LANES;
${each(quads, (q) => each(columns, (j) => `var sum_${q}_${j} = vec4f();`).join(" ")).join("\n")}
${loads.map(({ name, i }) => `var next_${name}_${i}: ${name === "a" ? "vec4f" : columnsType(tile)};`).join("\n")}
for (var at = ${loaders.start}; ; at += DEPTH) {
  // the next block is on its way while this thread works on the one before
  if (at < ${loaders.end}) {
${indent(loads.map(({ name, i }) => `next_${name}_${i} = ${loaders[name]("at", e(i))};`).join("\n"), 2)}
  }
  if (at > ${loaders.start}) {
    for (var k = 0u; k < DEPTH; k++) {
      let b = block_b[k * COLUMN_LANES + column_lane];
${each(quads, (q) => {
  const a = `let a_${q} = block_a[${sum("k * QUAD_STRIDE", times("ROW_LANES", q), "row_lane")}];`;
  return indent(`${a}\n${each(columns, (j) => `sum_${q}_${j} += a_${q} * ${component(j)};`).join("\n")}`, 3);
}).join("\n")}
    }
  }
  if (at >= ${loaders.end}) { break; }
  workgroupBarrier();
${indent(stores.join("\n"))}
  workgroupBarrier();
}`,
  };
}
