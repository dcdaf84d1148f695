// A product and the map that reads it, in one kernel (ProductMapKernel): a step of a recurrence. A workgroup has 8 units and up to 8 rows. Its
// 64 lanes first split K among them, 8 to a unit: each reads its part of the unit's columns once, for all rows, neighbours reading
// neighbouring floats of the panels, while the rows of A lie in the workgroup's memory; then each lane adds up one unit of one row,
// and does the map there.
import type { WgslKernel } from "../../../runtime/device.js";
import { internal } from "../../errors.js";
import type { ProductMapKernel } from "../../gpu-plan.js";
import { analyse, checkMap, passesOf } from "../map-facts.js";
import { emitNumber, memoryPlaces, nest } from "./map-rows.js";
import { kernelText, load, rowOf, store, THREADS, word } from "./wgsl.js";

/** Columns of the product that a unit's map can read: more sums than the workgroup's memory holds for one row. */
export const MOST_JOINED = 32;
const UNITS = 8;
/** Lanes that share a unit's columns in the first part. */
const PARTS = THREADS / UNITS;
/** Floats of the workgroup's memory for rows of A: 8 KiB, half of what every device has. The other half is for sums. */
const MEMORY = 2048;

export function emitProductMap({ gemm, map, joined, store: stored, spaces }: ProductMapKernel): WgslKernel {
  checkMap("kernel", map);
  if (passesOf(map, analyse(map)).reductions.length > 0) internal("a map with reductions behind a product");
  if (joined.length > MOST_JOINED) internal(`a map of ${joined.length} columns of a product a unit`);
  if (gemm.n !== map.width * joined.length) internal(`a product of ${gemm.n} columns for ${joined.length} × ${map.width} units`);
  const { k, n, lda, ldc } = gemm;
  const { width } = map;
  const columns = joined.length;
  // A workgroup's rows share what it reads of the weights, which counts where those are many; the fewer, the more workgroups there are.
  const most = k * n >= 2 ** 18 ? 32 : 16;
  const rows = Math.max(1, Math.min(8, 2 ** Math.floor(Math.log2(most / columns))));
  // rows of A in slices of K where they don't fit
  const slice = Math.min(k, Math.floor(MEMORY / rows / PARTS) * PARTS);
  const head = gemm.bias ? 4 : 3;
  const inputWord = (input: number): number => 1 + head + input;
  const outputWord = (output: number): number => inputWord(map.inputs.length) + output;
  const rowsBefore = word(outputWord(map.outputs.length));
  const across = Math.ceil(width / UNITS);
  const index = Array.from({ length: columns }, (_, j) => j);
  const rowIndex = Array.from({ length: rows }, (_, r) => r);
  const whole = slice === k;

  const at = (j: number): string => (joined[j].column === 0 ? "u" : `(${joined[j].column}u + u)`);
  const sum = [
    ...index.map((j) => `let from${j} = ${word(2)} + (${at(j)} >> 3u) * ${k * 8}u + (${at(j)} & 7u);`),
    ...rowIndex.flatMap((r) => index.map((j) => `var sum${r}_${j} = 0f;`)),
    ...(whole ? [] : [`for (var k0 = 0u; k0 < ${k}u; k0 += ${slice}u) {`]),
    // rows that the product hasn't are zeros, so that nothing is made of what isn't there
    `for (var i = lane; i < ${rows * slice}u; i += ${THREADS}u) {`,
    `let row = first + i / ${slice}u;`,
    `let column = ${whole ? "" : "k0 + "}i % ${slice}u;`,
    "var a = 0f;",
    `if (row < before${whole ? "" : ` && column < ${k}u`}) { a = ${load(spaces[0], `${word(1)} + row * ${lda}u + column`)}; }`,
    "memory[i] = a;",
    "}",
    "workgroupBarrier();",
    `for (var i = part; i < ${whole ? `${k}u` : `min(${slice}u, ${k}u - k0)`}; i += ${PARTS}u) {`,
    ...index.map((j) => `let b${j} = ${load(spaces[1], `from${j} + ${whole ? "i" : "(k0 + i)"} * 8u`)};`),
    ...rowIndex.flatMap((r) => [`let a${r} = memory[${r * slice}u + i];`, ...index.map((j) => `sum${r}_${j} += a${r} * b${j};`)]),
    "}",
    ...(whole ? [] : ["workgroupBarrier();", "}"]),
    ...rowIndex.flatMap((r) => index.map((j) => `sums[${(r * columns + j) * THREADS}u + lane] = sum${r}_${j};`)),
    "workgroupBarrier();",
  ];
  const inC = (j: number): string => `${word(3)} + r * ${ldc}u + ${at(j)}`;
  const product = index.map((j) => [
    `for (var p = 0u; p < ${PARTS}u; p++) { c${j} += sums[(part * ${columns}u + ${j}u) * ${THREADS}u + p * ${UNITS}u + lane % ${UNITS}u]; }`,
    ...(gemm.bias ? [`c${j} += ${load(spaces[3], `${word(4)} + ${at(j)}`)};`] : []),
    ...(gemm.accumulate ? [`c${j} += ${load(spaces[2], inC(j))};`] : []),
    ...(stored ? [store(spaces[2], inC(j), `c${j}`)] : []),
  ]);
  const mapSpaces = spaces.slice(head);
  const memoryAt = memoryPlaces(map, mapSpaces, map.inputs.map((input, i) => rowOf(inputWord(i), "r", input.stride)), map.outputs.map((output, i) => rowOf(outputWord(i), "r", output.stride)));
  const places = {
    ...memoryAt,
    load: (input: number, column: string): string => {
      const j = joined.findIndex((part) => part.input === input);
      return j < 0 ? memoryAt.load(input, column) : `c${j}`;
    },
  };
  const mapped = [
    `if (part < ${rows}u && r < ${stored ? "all" : word(0)} && unit < ${width}u) {`,
    ...index.map((j) => `var c${j} = 0f;`),
    "if (r < before) {",
    ...product.flat(),
    "} else {",
    ...index.map((j) => `c${j} = ${memoryAt.load(joined[j].input, "u")};`),
    "}",
    ...(stored ? [`if (r < ${word(0)}) {`] : []),
    ...emitNumber(map, places, "u"),
    ...(stored ? ["}"] : []),
    "}",
  ];
  const tile = ["if (first < before) {", ...sum, "}", "let r = first + part;", ...mapped];
  const body = [
    ...(across === 1 ? [`let unit = lane % ${UNITS}u;`] : [`let unit = group(id) % ${across}u * ${UNITS}u + lane % ${UNITS}u;`]),
    `let u = min(unit, ${width - 1}u);`,
    `let part = lane / ${UNITS}u;`,
    `let before = ${rowsBefore};`,
    ...(stored
      ? [
          // the product may have more rows than the map, by which the workgroups are counted
          `let all = max(before, ${word(0)});`,
          `let stride = (${word(0)} + ${rows - 1}u) / ${rows}u * ${rows}u;`,
          `if (group(id) / ${across}u * ${rows}u >= ${word(0)}) { return; }`,
          `for (var first = group(id) / ${across}u * ${rows}u; first < all; first += stride) {`,
          ...tile,
          "workgroupBarrier();",
          "}",
        ]
      : [`let first = group(id) / ${across}u * ${rows}u;`, `if (first >= ${word(0)}) { return; }`, ...tile]),
  ];
  return kernelText({
    comment: `[rows, ${k}] · [${k}, ${n}], then a map over ${width} units`,
    declarations: `var<workgroup> memory: array<f32, ${rows * slice}>;
var<workgroup> sums: array<f32, ${rows * columns * THREADS}>;`,
    threads: THREADS,
    body: nest(body),
    across,
    rows,
    words: outputWord(map.outputs.length) + 1,
  });
}
