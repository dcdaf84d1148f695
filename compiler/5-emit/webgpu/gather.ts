// Rows of a table by ids, and rows added to them (the gradient of a table). Both move whole rows; neither orders anything by chance:
// what is added to a row of the table is added by one workgroup, in the order of the rows.
import type { WgslKernel } from "../../../runtime/device.js";
import { bits, forElements, integer, kernelText, load, operands, rowsGuard, spread, store, sum, THREADS, times, type Single } from "./wgsl.js";

/** out[r] = table[ids[r]]. */
export function emitGather({ kernel, spaces }: Single<"gather">): WgslKernel {
  const { width, ldTable, ldOut } = kernel;
  const [table, ids, out] = spaces;
  const shape = spread(width);
  return kernelText({
    comment: `out[r, ${width}] = table[ids[r]]`,
    threads: THREADS,
    body: `
${rowsGuard(shape.across, shape.rows)}
${operands(["table", "ids", "out"])}
${forElements(
  shape,
  `// ids are checked where data come in; a bad one reads something of the buffer, never outside of it
let row = u32(max(${integer(ids, "ids + r")}, 0));
${bits(out, sum("out", times("r", ldOut), "j"))} = ${bits(table, sum("table", times("row", ldTable), "j"))};`,
)}`,
    across: shape.across,
    rows: shape.rows,
    words: 4,
  });
}

/** Rows that are looked through at a time, and whose numbers are kept: 4 KiB of workgroup memory. */
const BLOCK = 1024;

/**
 * table[ids[r]] += values[r]. A workgroup for each row r and 64 columns: the first row with its id does the work of all rows with that
 * id, in their order; the others find an earlier row, a frequent id's soon, and end.
 */
export function emitScatter({ kernel, spaces }: Single<"scatter_add">): WgslKernel {
  const { width, size, ldValues } = kernel;
  const [ids, values, table] = spaces;
  const across = Math.ceil(width / THREADS);
  const each = BLOCK / THREADS;
  return kernelText({
    comment: `table[ids[r], ${width}] += values[r], in the order of r`,
    declarations: `
/** What each lane found: whether an earlier row has the id, or how many rows of a block have it. */
var<workgroup> found: array<u32, ${THREADS}>;
/** Rows of a block that have the id, in order. */
var<workgroup> matches: array<u32, ${BLOCK}>;
var<workgroup> earlier: u32;`,
    threads: THREADS,
    body: `
${rowsGuard(across, 1)}
let count = call[0].x;
${operands(["ids", "values", "table"])}
let wanted = ${integer(ids, "ids + first")};

// whether an earlier row has the id
found[lane] = 0u;
if (lane == 0u) { earlier = 0u; }
for (var begin = 0u; begin < first; begin += ${BLOCK}u) {
  for (var r = begin + lane; r < min(begin + ${BLOCK}u, first); r += ${THREADS}u) {
    if (${integer(ids, "ids + r")} == wanted) { found[lane] = 1u; }
  }
  workgroupBarrier();
  if (lane == 0u) {
    for (var i = 0u; i < ${THREADS}u; i++) { earlier |= found[i]; }
  }
  if (workgroupUniformLoad(&earlier) != 0u) { return; }
}

${across === 1 ? "let j = lane;" : `let j = part * ${THREADS}u + lane;`}
let column = min(j, ${width - 1}u);
let place = ${sum("table", times("u32(max(wanted, 0))", width), "column")};
var sum = ${load(table, "place")};
for (var begin = first; begin < count; begin += ${BLOCK}u) {
  // each lane looks at ${each} rows one after the other, so that what the lanes find is in order
  let mine = begin + lane * ${each}u;
  let end = min(mine + ${each}u, count);
  var number = 0u;
  for (var r = mine; r < end; r++) { number += u32(${integer(ids, "ids + r")} == wanted); }
  found[lane] = number;
  workgroupBarrier();
  var total = 0u;
  var next = 0u;
  for (var i = 0u; i < ${THREADS}u; i++) {
    next += select(0u, found[i], i < lane);
    total += found[i];
  }
  for (var r = mine; r < end; r++) {
    if (${integer(ids, "ids + r")} == wanted) {
      matches[next] = r;
      next++;
    }
  }
  workgroupBarrier();
  // four loads under way at a time; the sum is still in order
  var i = 0u;
  for (; i + 4u <= total; i += 4u) {
    let x = vec4f(
${[0, 1, 2, 3].map((i) => `      ${load(values, sum("values", times(i === 0 ? "matches[i]" : `matches[i + ${i}u]`, ldValues), "column"))},`).join("\n")}
    );
    sum = sum + x.x + x.y + x.z + x.w;
  }
  for (; i < total; i++) { sum += ${load(values, sum("values", times("matches[i]", ldValues), "column"))}; }
}
// an id that is no row of the table, which nobody may have checked where data come from the device, adds nothing
if (j < ${width}u && bitcast<u32>(wanted) < ${size}u) { ${store(table, "place", "sum")} }`,
    across,
    rows: 1,
    words: 4,
  });
}
