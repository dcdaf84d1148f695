// C[rows, n] (+)= A[rows, k] · B (+ bias), B packed in panels of 8 columns (PackKernel): a row of a panel is 32 contiguous bytes, the least
// a GPU reads at once. Over many rows, tiles through workgroup memory. Over the few rows of a step there are too few tiles to fill a GPU and
// what takes the time is to read the weights: then a workgroup has 8 rows and one or two panels, and its threads share the sum over k.
// A row's result does not depend on the rows beside it.
import type { WgslKernel } from "../../../runtime/device.js";
import type { Space } from "../../gpu-plan.js";
import type { GemmKernel } from "../../plan.js";
import { blockSizes, columnsType, makeTile, tileText } from "./tile.js";
import { constants, kernelText, load, powerOfTwo, rowsGuard, store, sum, times, word, type Single } from "./wgsl.js";

export function emitGemm({ kernel, spaces, many }: Single<"gemm">): WgslKernel {
  return many ? emitTiled(kernel, spaces) : emitSplit(kernel, spaces);
}

const words = (kernel: GemmKernel): number => (kernel.bias ? 5 : 4);

function describe({ k, n, accumulate, bias }: GemmKernel): string {
  return `C[r, ${n}] ${accumulate ? "+=" : "="} A[r, ${k}] · B[${k}, ${n}]${bias ? " + bias" : ""}`;
}

/** `fn store_c(r, column, sum)`: what a sum becomes. */
function storeFunction({ ldc, accumulate, bias }: GemmKernel, spaces: readonly Space[]): string {
  const total = accumulate ? `${load(spaces[2], "at")} + sum` : bias ? `sum + ${load(spaces[3], `${word(4)} + column`)}` : "sum";
  return `
fn store_c(r: u32, column: u32, sum: f32) {
  let at = ${sum(word(3), times("r", ldc), "column")};
  ${store(spaces[2], "at", total)}
}`;
}

/** As few columns too many as can be, then as large as can be. */
function tileColumns(n: number): number {
  const padded = (columns: number): number => Math.ceil(n / columns) * columns;
  if (n <= 16) return n <= 8 ? 8 : 16;
  return padded(64) <= padded(32) * 1.15 ? 64 : 32;
}

function emitTiled(kernel: GemmKernel, spaces: readonly Space[]): WgslKernel {
  const { k, n, lda } = kernel;
  const columns = tileColumns(n);
  const across = Math.ceil(n / columns);
  // low tiles where few lie side by side, so that there are enough of them; k in equal blocks of at most 16
  const tile = makeTile(across * columns < 256 ? 32 : 64, columns, Math.ceil(k / Math.ceil(k / 16)));
  const panels = Math.ceil(n / 8);
  const wholeK = k % tile.depth === 0;
  const wholeColumns = n % columns === 0;
  const wholeBlocks = blockSizes(tile).b % tile.threads === 0;
  const panel = (j: number): string => {
    if (panels === 1) return "0u";
    const number = sum("panel", `${j}u`);
    return times(wholeColumns && wholeBlocks ? number : `min(${number}, ${panels - 1}u)`, 8 * k);
  };
  const elements = Array.from({ length: tile.columns }, (_, j) => load(spaces[1], sum("b", panel(j))));
  const { declarations, body } = tileText(tile, {
    start: "0u",
    end: "K",
    a: (at, e) => `load_a(first, ${at}, ${e})`,
    b: (at, e) => `load_b(${across === 1 ? "" : "part, "}${at}, ${e})`,
    functions: `
/** Four rows of A, at position k of the sum: neighbours read neighbouring k. */
fn load_a(first: u32, at: u32, e: u32) -> vec4f {
  let k = at + e % DEPTH;
${wholeK ? "" : "  if (k >= K) { return vec4f(); }\n"}  let r = first + e / DEPTH * 4u;
  let last = call[0].x - 1u;
  let a = ${word(1)} + k;
  return vec4f(
${[0, 1, 2, 3].map((i) => `    ${load(spaces[0], sum("a", times(`min(${sum("r", `${i}u`)}, last)`, lda)))},`).join("\n")}
  );
}
fn place_a(e: u32) -> u32 { return e % DEPTH * QUAD_STRIDE + e / DEPTH; }

/** Columns of B, of as many panels, at position k of the sum: neighbours read neighbouring floats of a panel. */
fn load_b(${across === 1 ? "" : "part: u32, "}at: u32, e: u32) -> ${columnsType(tile)} {
  let k = ${wholeK ? "at + e / 8u % DEPTH" : "min(at + e / 8u % DEPTH, K - 1u)"};
${panels === 1 ? "" : `  let panel = ${sum(across === 1 ? "0u" : `part * ${columns / 8}u`, times("e / (8u * DEPTH)", tile.columns))};\n`}  let b = ${word(2)} + k * 8u + e % 8u;
  return ${tile.columns === 1 ? elements[0] : `${columnsType(tile)}(\n${elements.map((element) => `    ${element},`).join("\n")}\n  )`};
}
fn place_b(e: u32) -> u32 { return e / 8u % DEPTH * COLUMN_LANES + e / (8u * DEPTH) * 8u + e % 8u; }`,
  });
  const stores = Array.from({ length: tile.columns }, (_, j) => `store_c(r, ${sum("column", `${8 * j}u`)}, ${tile.columns === 1 ? "sums" : `sums.${"xyzw"[j]}`});`);
  const rowsOfThread = Array.from({ length: 4 * tile.quads }, (_, i) => {
    const [q, x] = [i >> 2, "xyzw"[i & 3]];
    const sums = Array.from({ length: tile.columns }, (_, j) => `sum_${q}_${j}.${x}`);
    return `store_row(${sum("row", times("ROW_LANES", 4 * q), `${i & 3}u`)}, column, ${tile.columns === 1 ? sums[0] : `${columnsType(tile)}(${sums.join(", ")})`});`;
  });
  return kernelText({
    comment: `${describe(kernel)}, in tiles of ${tile.rows} rows and ${columns} columns`,
    declarations: `
${constants({ K: k, N: n })}
${declarations}
${storeFunction(kernel, spaces)}

/** A row's columns of a thread${tile.columns === 1 ? "" : ", eight apart"}. */
fn store_row(r: u32, column: u32, sums: ${columnsType(tile)}) {
  if (r >= call[0].x) { return; }
${stores.map((text, j) => (wholeColumns ? `  ${text}` : `  if (${sum("column", `${8 * j}u`)} < N) { ${text} }`)).join("\n")}
}`,
    threads: tile.threads,
    body: `
${rowsGuard(across, tile.rows)}
${body}

let row = first + row_lane * 4u;
let column = ${across === 1 ? "" : `part * ${columns}u + `}${tile.columnLanes === 8 ? "column_lane" : `column_lane / 8u * ${8 * tile.columns}u + column_lane % 8u`};
${rowsOfThread.join("\n")}`,
    across,
    rows: tile.rows,
    words: words(kernel),
  });
}

/** Rows of a workgroup over few rows: two vec4f of a thread. */
const ROWS = 8;
/** Positions of k whose rows of A are in workgroup memory at a time: 8 KiB. */
const CHUNK = 256;

function emitSplit(kernel: GemmKernel, spaces: readonly Space[]): WgslKernel {
  const { k, n, lda } = kernel;
  const panels = Math.ceil(n / 8);
  /** Two panels a workgroup where that leaves enough workgroups: then what is read of A is used twice. */
  const each = panels >= 64 ? 2 : 1;
  const across = Math.ceil(panels / each);
  /** Threads that share a sum. The partial sums of all must fit in 8 KiB. */
  const slices = Math.max(8, powerOfTwo(Math.ceil(k / 8), 32 / each));
  const threads = 8 * slices;
  const chunk = Math.min(k, CHUNK);
  const wholePanels = panels % each === 0;
  const list = <T>(make: (p: number) => T): T[] => Array.from({ length: each }, (_, p) => make(p));
  const quads = [0, 1];
  const panel = (p: number): string => {
    const number = across === 1 ? `${p}u` : sum(times("part", each), `${p}u`);
    return wholePanels || p === 0 ? number : `min(${number}, ${panels - 1}u)`;
  };
  return kernelText({
    comment: `${describe(kernel)}, for few rows: 8 rows and ${8 * each} columns a workgroup, k in ${slices} slices`,
    declarations: `
${constants({ K: k, N: n, CHUNK: chunk, SLICES: slices, THREADS: threads })}
/** Rows of A, in fours: rows 0 to 3 of a chunk, then 4 to 7. Then the sums of the slices. */
var<workgroup> shared_quads: array<vec4f, ${Math.max(2 * chunk, threads * 2 * each)}>;

/** Four rows of A. */
fn load_a(r: u32, k: u32) -> vec4f {
  let last = call[0].x - 1u;
  let a = ${word(1)} + k;
  return vec4f(
${[0, 1, 2, 3].map((i) => `    ${load(spaces[0], sum("a", times(`min(${sum("r", `${i}u`)}, last)`, lda)))},`).join("\n")}
  );
}
${storeFunction(kernel, spaces)}`,
    threads,
    body: `
${rowsGuard(across, ROWS)}
let slice = lane / 8u;
${list((p) => `let b_${p} = ${sum(word(2), times(panel(p), 8 * k), "lane % 8u")};`).join("\n")}
${quads.map((q) => list((p) => `var sum_${q}_${p} = vec4f();`).join(" ")).join("\n")}
for (var k0 = 0u; k0 < K; k0 += CHUNK) {
  let length = min(CHUNK, K - k0);
  workgroupBarrier();
  for (var i = lane; i < length; i += THREADS) {
    shared_quads[i] = load_a(first, k0 + i);
    shared_quads[CHUNK + i] = load_a(first + 4u, k0 + i);
  }
  workgroupBarrier();
  for (var i = slice; i < length; i += SLICES) {
${list((p) => `    let w_${p} = ${load(spaces[1], `b_${p} + (k0 + i) * 8u`)};`).join("\n")}
${quads.map((q) => `    let a_${q} = shared_quads[${sum(times("CHUNK", q), "i")}];`).join("\n")}
${quads.map((q) => list((p) => `    sum_${q}_${p} += a_${q} * w_${p};`).join("\n")).join("\n")}
  }
}
workgroupBarrier();
${quads.map((q) => list((p) => `shared_quads[${sum(times("THREADS", 2 * p + q), "lane")}] = sum_${q}_${p};`).join("\n")).join("\n")}
workgroupBarrier();

// a number of C for a thread: the sums of its slices, in order
for (var o = lane; o < ${64 * each}u; o += THREADS) {
  let column = o % ${8 * each}u;
  let row = o / ${8 * each}u;
  let begin = (column / 8u * 2u + row / 4u) * THREADS + column % 8u;
  var sum = 0.0;
  for (var i = 0u; i < SLICES; i++) { sum += shared_quads[begin + i * 8u][row % 4u]; }
  let r = first + row;
  let j = ${across === 1 ? "" : `part * ${8 * each}u + `}column;
  if (r < call[0].x${n % (8 * each) === 0 ? "" : " && j < N"}) { store_c(r, j, sum); }
}`,
    across,
    rows: ROWS,
    words: words(kernel),
  });
}
