// Sums over rows and over partial sums, each in an order that is fixed: several lanes a column, then the lanes one after the other.
import type { WgslKernel } from "../../../runtime/device.js";
import type { SumPartialsKernel } from "../../gpu-plan.js";
import { constants, groupsGuard, kernelText, load, operands, powerOfTwo, shareGroups, store, sum, THREADS, times, word, type Single } from "./wgsl.js";

/** out[j] = Σ over rows of source[r, j]. Eight columns (32 bytes, the least a GPU reads at once) a workgroup, the rows spread over lanes. */
export function emitSumRows({ kernel, spaces, many }: Single<"sum_rows">): WgslKernel {
  const { width, ld } = kernel;
  const [source, out] = spaces;
  const threads = many ? 256 : THREADS;
  const columns = powerOfTwo(width, 8);
  const across = Math.ceil(width / columns);
  const lanes = threads / columns;
  /** What the lanes' sums are added up to first. */
  const parts = Math.min(8, lanes);
  const at = (r: string): string => load(source, sum("source", times(r, ld), "j"));
  return kernelText({
    comment: `out[${width}] = the sum of source[r, ${width}] over all rows`,
    declarations: `
${constants({ WIDTH: width, COLUMNS: columns, LANES: lanes, PARTS: parts })}
var<workgroup> sums: array<f32, ${threads}>;
var<workgroup> parts: array<f32, ${parts * columns}>;`,
    threads,
    body: `
${groupsGuard(across)}
let count = call[0].x;
${operands(["source", "out"])}
let column = part * COLUMNS + lane % COLUMNS;
let j = min(column, WIDTH - 1u);

// four sums a lane, whose loads don't wait for each other
var four = vec4f();
var r = lane / COLUMNS;
for (; r + 3u * LANES < count; r += 4u * LANES) {
  four += vec4f(
${["r", "r + LANES", "r + 2u * LANES", "r + 3u * LANES"].map((r) => `    ${at(r)},`).join("\n")}
  );
}
for (; r < count; r += LANES) { four.x += ${at("r")}; }
sums[lane] = (four.x + four.y) + (four.z + four.w);
workgroupBarrier();

// the lanes of a column: parts of them, then the parts
if (lane < PARTS * COLUMNS) {
  var sum = 0.0;
  for (var i = lane; i < LANES * COLUMNS; i += PARTS * COLUMNS) { sum += sums[i]; }
  parts[lane] = sum;
}
workgroupBarrier();
if (lane < COLUMNS && column < WIDTH) {
  var sum = 0.0;
  for (var i = lane; i < PARTS * COLUMNS; i += COLUMNS) { sum += parts[i]; }
  ${store(out, "out + column", "sum")}
}`,
    across,
    rows: 0,
    words: 3,
  });
}

/** to[i] = Σ over chunks of from[chunk, i], for each item in turn: a thread for each number. */
export function emitSumPartials({ items }: SumPartialsKernel): WgslKernel {
  const pairs = [...new Map(items.map(({ spaces }) => [spaces.join("_"), spaces])).entries()];
  const functions = pairs.map(
    ([name, [partials, out]]) => `
fn sum_${name}(partials: u32, out: u32, i: u32, size: u32, chunks: u32) {
  if (i >= size) { return; }
  var sum = ${load(partials, "partials + i")};
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += ${load(partials, "partials + chunk * size + i")}; }
  ${store(out, "out + i", "sum")}
}`,
  );
  const { text, across } = shareGroups(
    items.map(({ size, chunks, spaces }, k) => ({
      groups: Math.ceil(size / THREADS),
      text: (part) => `sum_${spaces.join("_")}(${word(1 + 2 * k)}, ${word(2 + 2 * k)}, ${part === "part" ? part : `(${part})`} * ${THREADS}u + lane, ${size}u, ${chunks}u);`,
    })),
  );
  return kernelText({
    comment: `sums of partial sums: ${items.map(({ size, chunks }) => `[${chunks}, ${size}]`).join(", ")}`,
    declarations: functions.join("\n"),
    threads: THREADS,
    body: `
${groupsGuard(across)}
${text}`,
    across,
    rows: 0,
    words: 1 + 2 * items.length,
  });
}
