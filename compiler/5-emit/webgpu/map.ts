// Fused pointwise mathematics and reductions along a row (MapKernel), as one kernel, and as a kernel a pass where one row is so wide that
// many workgroups share it (MapStageKernel). What is computed is in map-rows.ts; here is who computes it and where operands lie.
import type { WgslKernel } from "../../../runtime/device.js";
import { internal } from "../../errors.js";
import type { MapStageKernel, Space } from "../../gpu-plan.js";
import type { MapKernel } from "../../plan.js";
import { analyse, checkMap, flattened, passesOf } from "../map-facts.js";
import { combine, combineLanes, emitNumber, emitPass, emitRow, emitScalars, memoryPlaces, neutral, nest, reductionOf, scratchOf, storeScalars, teamSize, type MapPlaces } from "./map-rows.js";
import { forElements, groupsGuard, kernelText, load, rowOf, rowsGuard, spread, store, THREADS, word, type Single } from "./wgsl.js";

/** Rows from this width on get a workgroup of as many threads as every device has. */
const wide = 1024;
const MOST_THREADS = 256;
/** Floats of the workgroup's memory that every device has. */
const MOST_SCRATCH = 4096;

export function emitMap({ kernel, spaces }: Single<"map">): WgslKernel {
  checkMap("kernel", kernel);
  const { inputs, outputs } = kernel;
  const words = 1 + inputs.length + outputs.length;
  const flat = flattened(kernel);
  const facts = analyse(kernel);
  const { reductions } = passesOf(kernel, facts);
  // A scalar that is written where one is read: only when all of the row have read it. Rows of stride 0 are one, and nothing in it is in place but vectors.
  const changesScalars = outputs.some((o) => o.scalar && o.stride > 0) && inputs.some((i) => i.scalar && i.stride > 0);
  if (flat || (reductions.length === 0 && !changesScalars)) {
    const over = spread(kernel.width);
    const places = flat ? runPlaces(flat, spaces) : rowPlaces(kernel, spaces, "r");
    const at = flat ? [`let at = r * ${kernel.width}u + j;`] : [];
    const statements = nest([...at, ...emitNumber(flat ?? kernel, places, "j")]);
    return kernelText({
      comment: `pointwise [rows, ${kernel.width}]`,
      threads: THREADS,
      body: `${rowsGuard(over.across, over.rows)}\n${forElements(over, statements)}`,
      across: over.across,
      rows: over.rows,
      words,
    });
  }
  const lanes = kernel.width > wide ? MOST_THREADS : THREADS;
  const size = teamSize(kernel.width, lanes);
  const rows = lanes / size;
  const own = rows === 1 ? "lane" : size === 1 ? "0u" : "own";
  const row = rows === 1 ? ["let r = first;"] : [...(size > 1 ? [`let own = lane % ${size}u;`] : []), `let mine = first + lane${size === 1 ? "" : ` / ${size}u`};`, `let r = min(mine, ${word(0)} - 1u);`];
  const team = { lanes, size, own, exists: rows === 1 ? null : `mine < ${word(0)}`, scratch: "scratch", most: MOST_SCRATCH };
  const scratch = scratchOf(kernel, team);
  return kernelText({
    comment: `map with reductions over rows of ${kernel.width}`,
    declarations: scratch > 0 ? `var<workgroup> scratch: array<f32, ${scratch}>;` : "",
    threads: lanes,
    body: `${rowsGuard(1, rows)}\n${nest([...row, ...emitRow(kernel, rowPlaces(kernel, spaces, "r"), team)])}`,
    across: 1,
    rows,
    words,
  });
}

/** Operands of row `r`, each at its own stride. */
function rowPlaces(kernel: MapKernel, spaces: readonly Space[], r: string): MapPlaces {
  const inputs = kernel.inputs.map((input, i) => rowOf(1 + i, r, input.stride));
  const outputs = kernel.outputs.map((output, i) => rowOf(1 + kernel.inputs.length + i, r, output.stride));
  return memoryPlaces(kernel, spaces, inputs, outputs);
}

/** Operands of a dense run of numbers: number `at` of each. */
function runPlaces(kernel: MapKernel, spaces: readonly Space[]): MapPlaces {
  const run = { ...kernel, inputs: kernel.inputs.map((input) => ({ ...input, scalar: true })), outputs: kernel.outputs.map((output) => ({ ...output, scalar: true })) };
  const at = kernel.inputs.map((input, i) => (input.scalar ? word(1 + i) : `${word(1 + i)} + at`));
  return memoryPlaces(run, spaces, at, kernel.outputs.map((_, i) => `${word(1 + kernel.inputs.length + i)} + at`));
}

/** Kernels that a single wide row takes: its passes, and where a result is made of a reduction of the last pass one more. */
export function stagesOf(map: MapKernel): number {
  return passesOf(map, analyse(map)).lastStage + 1;
}

/**
 * Pass `stage` of a single row. Every workgroup adds up the partial results of the stages before in the same order, so all have the same
 * scalars. The last stage stores; scalar outputs must not lie where an input does, since other workgroups may not have read it.
 */
export function emitMapStage({ map, stage, groups, spaces }: MapStageKernel): WgslKernel {
  checkMap("kernel", map);
  const { inputs, outputs, width } = map;
  const facts = analyse(map);
  const { reductions, lastPass, lastStage } = passesOf(map, facts);
  if (stage > lastStage) internal(`stage ${stage} of a map of ${lastStage + 1}`);
  const memory = memoryPlaces(map, spaces, inputs.map((_, i) => word(1 + i)), outputs.map((_, i) => word(1 + inputs.length + i)));
  const partialSpace = spaces[inputs.length + outputs.length];
  const partial = (reduction: number, group: string): string => `${word(1 + inputs.length + outputs.length)} + ${reductions.indexOf(reduction) * groups}u + ${group}`;
  const team = { lanes: THREADS, size: THREADS, own: "lane", exists: null, scratch: "scratch", most: MOST_SCRATCH };
  const across = stage > lastPass ? 1 : groups;

  const before = reductions.filter((i) => facts.stage[i] <= stage);
  const made = reductions.filter((i) => facts.stage[i] === stage + 1);
  const neutralOf = (i: number): string => neutral(reductionOf(map, i));
  const lines: string[] = [];
  for (const i of before) {
    const next = combine(reductionOf(map, i), `r${i}`, load(partialSpace, partial(i, "g")));
    lines.push(`var r${i} = ${neutralOf(i)};`, `for (var g = lane; g < ${groups}u; g += ${THREADS}u) { r${i} = ${next}; }`);
  }
  lines.push(...combineLanes(map, before, team, reductions));
  let known: ReadonlySet<number> = new Set(before);
  for (let s = 0; s <= stage; s++) {
    const scalars = emitScalars(map, facts, memory, known, s);
    lines.push(...scalars.lines);
    known = scalars.known;
  }
  if (stage <= lastPass) {
    const pass = emitPass(map, facts, memory, made, known, stage === lastPass, { column: "c", inside: null, unrolled: null }, (statements) => statements);
    lines.push(...made.map((i) => `var r${i} = ${neutralOf(i)};`), `for (var c = part * ${THREADS}u + lane; c < ${width}u; c += ${groups * THREADS}u) {`, ...pass.lines, ...pass.stores, "}");
    lines.push(...combineLanes(map, made, team, reductions));
    if (made.length > 0) lines.push("if (lane == 0u) {", ...made.map((i) => store(partialSpace, partial(i, "part"), `v${i}`)), "}");
  }
  if (stage === lastStage) {
    const stores = storeScalars(map, memory);
    if (stores.length > 0) lines.push("if (part == 0u && lane == 0u) {", ...stores, "}");
  }
  const scratch = scratchOf(map, team);
  return kernelText({
    comment: `pass ${stage + 1} of ${lastStage + 1} over a row of ${width}`,
    declarations: scratch > 0 ? `var<workgroup> scratch: array<f32, ${scratch}>;` : "",
    threads: THREADS,
    body: `${groupsGuard(across)}\n${nest(lines)}`,
    across,
    rows: 0,
    words: 2 + inputs.length + outputs.length,
  });
}
