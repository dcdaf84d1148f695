// C[m, n] = Σ over rows of A[r, m]ᵀ · B[r, n], the gradient of a weight: few numbers from many rows. The rows are cut into chunks, so that
// there are workgroups enough; a workgroup sums one tile of C over one chunk, and `sum_partials` (sums.ts) adds the chunks up.
import type { WgslKernel } from "../../../runtime/device.js";
import type { PartialProductKernel } from "../../gpu-plan.js";
import { columnsType, makeTile, tileText } from "./tile.js";
import { constants, groupsGuard, kernelText, load, store, sum, times, word } from "./wgsl.js";

function tileSize(size: number): number {
  return size <= 16 ? 16 : size <= 32 || (size > 64 && size <= 96) ? 32 : 64;
}

export function emitPartialProduct({ kernel, chunks, spaces }: PartialProductKernel): WgslKernel {
  const { m, n, lda, ldb } = kernel;
  const ldc = chunks === 1 ? kernel.ldc : n;
  const [a, b, c] = spaces;
  const tile = makeTile(tileSize(m), tileSize(n), 16);
  const [tilesDown, tilesAcross] = [Math.ceil(m / tile.rows), Math.ceil(n / tile.cols)];
  const tiles = tilesDown * tilesAcross;
  const [wholeM, wholeN] = [m % tile.rows === 0, n % tile.cols === 0];
  const quads = tile.rows / 4;
  /** A column of A or B, kept inside the matrix. */
  const inside = (column: string, whole: boolean, last: string): string => (whole ? column : `min(${column}, ${last} - 1u)`);
  const columnsOfB = Array.from({ length: tile.columns }, (_, j) => load(b, `row + ${inside(sum("j", times("COLUMN_LANES", j)), wholeN, "N")}`));
  const { declarations, body } = tileText(tile, {
    start: "start",
    end: "end",
    a: (at, e) => `load_a(row_0, ${at}, end, ${e})`,
    b: (at, e) => `load_b(column_0, ${at}, end, ${e})`,
    functions: `
/** Four columns of A, a quarter of the tile apart, so that neighbours read neighbouring floats. Zeros behind the chunk. */
fn load_a(i0: u32, at: u32, end: u32, e: u32) -> vec4f {
  let r = at + e / QUADS;
  if (r >= end) { return vec4f(); }
  let i = i0 + e % QUADS;
  let row = ${sum(word(1), times("r", lda))};
  return vec4f(
${[0, 1, 2, 3].map((q) => `    ${load(a, `row + ${inside(sum("i", times("QUADS", q)), wholeM, "M")}`)},`).join("\n")}
  );
}
fn place_a(e: u32) -> u32 { return e / QUADS * QUAD_STRIDE + e % QUADS; }

/** Columns of B, likewise. */
fn load_b(j0: u32, at: u32, end: u32, e: u32) -> ${columnsType(tile)} {
  let r = at + e / COLUMN_LANES;
  if (r >= end) { return ${columnsType(tile)}(); }
  let j = j0 + e % COLUMN_LANES;
  let row = ${sum(word(2), times("r", ldb))};
  return ${tile.columns === 1 ? columnsOfB[0] : `${columnsType(tile)}(\n${columnsOfB.map((column) => `    ${column},`).join("\n")}\n  )`};
}
fn place_b(e: u32) -> u32 { return e; }`,
  });
  const columnStores = Array.from({ length: tile.columns }, (_, j) => {
    const column = sum("j", times("COLUMN_LANES", j));
    const text = store(c, `at + ${column}`, tile.columns === 1 ? "sums" : `sums.${"xyzw"[j]}`);
    return wholeN ? `  ${text}` : `  if (${column} < N) { ${text} }`;
  });
  const rowStores = Array.from({ length: 4 * tile.quads }, (_, i) => {
    const [q, x] = [i >> 2, i & 3];
    const row = sum("i", times("QUADS", x), times("ROW_LANES", q));
    const sums = Array.from({ length: tile.columns }, (_, j) => `sum_${q}_${j}.${"xyzw"[x]}`);
    return `store_row(out, ${row}, j, ${tile.columns === 1 ? sums[0] : `${columnsType(tile)}(${sums.join(", ")})`});`;
  });
  return kernelText({
    comment: `C[${m}, ${n}] = the sum over rows of A[r, ${m}] transposed · B[r, ${n}]${chunks === 1 ? "" : `, in ${chunks} chunks of rows`}`,
    declarations: `
${constants({ M: m, N: n, QUADS: quads })}
${declarations}

fn store_row(out: u32, i: u32, j: u32, sums: ${columnsType(tile)}) {
${wholeM ? "" : "  if (i >= M) { return; }\n"}  let at = ${sum("out", times("i", ldc))};
${columnStores.join("\n")}
}`,
    threads: tile.threads,
    body: `
${groupsGuard(tiles * chunks)}
let row_0 = ${tilesDown === 1 ? "0u" : `part ${chunks === 1 ? "" : `% ${tiles}u `}/ ${tilesAcross}u * ${tile.rows}u`};
let column_0 = ${tilesAcross === 1 ? "0u" : `part % ${tilesAcross}u * ${tile.cols}u`};
${chunks === 1 ? `let start = 0u;
let end = call[0].x;
let out = ${word(3)};` : `let chunk = part / ${tiles}u;
let rows = (call[0].x + ${chunks - 1}u) / ${chunks}u;
let start = chunk * rows;
let end = min(start + rows, call[0].x);
let out = ${word(3)} + chunk * ${m * n}u;`}
${body}

let i = row_0 + row_lane;
let j = column_0 + column_lane;
${rowStores.join("\n")}`,
    across: tiles * chunks,
    rows: 0,
    words: 4,
  });
}
