// What only moves rows: copies, zeros and packings of weights, several in one dispatch, and moves between the steps and the sequences of an
// axis. Words are moved as they are, since they may be integers; only what is added up is read as floats.
import type { WgslKernel } from "../../../runtime/device.js";
import type { AxisMoveKernel, MovesKernel } from "../../gpu-plan.js";
import { internal } from "../../errors.js";
import { axisFunctions, bits, forElements, kernelText, load, operands, powerOfTwo, rowsGuard, shareGroups, spread, store, sum, THREADS, times, type Spread } from "./wgsl.js";

type Move = MovesKernel["moves"][number];

/** Elements of a row. Those of a packing are its panels', also the columns of the first and last one that it leaves alone. */
function elements({ kernel }: Move): number {
  return kernel.kind === "pack" ? (Math.ceil((kernel.n0 + kernel.n) / 8) - Math.floor(kernel.n0 / 8)) * 8 * kernel.k : kernel.width;
}

/** Moves one after the other that differ in their places only: one text for all. */
function runsOf(moves: readonly Move[]): { readonly move: Move; readonly count: number }[] {
  const runs: { move: Move; count: number; key: string }[] = [];
  for (const move of moves) {
    const key = JSON.stringify(move);
    if (runs.at(-1)?.key === key) runs.at(-1)!.count++;
    else runs.push({ move, count: 1, key });
  }
  return runs;
}

function describe({ move: { kernel }, count }: { readonly move: Move; readonly count: number }): string {
  const text = kernel.kind === "pack" ? `pack [${kernel.k}, ${kernel.n}]` : `${kernel.kind === "copy" && kernel.accumulate ? "add" : kernel.kind} [${kernel.width}]`;
  return count === 1 ? text : `${count} x ${text}`;
}

/** All moves share the rows; each has workgroups of its own, with as many rows as the widest move allows. */
export function emitMoves({ moves }: MovesKernel): WgslKernel {
  const { rows } = spread(Math.max(...moves.map(elements)));
  const runs = runsOf(moves);
  let next = 1;
  const { text, across } = shareGroups(
    runs.map(({ move, count }) => {
      const first = next;
      next += count * move.spaces.length;
      const shape: Spread = rows === 1 ? { ...spread(elements(move)), rows } : { width: elements(move), across: 1, rows };
      const names = move.kernel.kind === "zero" ? ["out"] : ["source", "out"];
      return {
        groups: shape.across * count,
        text: (part) => {
          if (count === 1) return `${operands(names, first)}\n${emitMove(move, shape, part)}`;
          const [which, rest] = shape.across === 1 ? ["own", ""] : [`own / ${shape.across}u`, `own % ${shape.across}u`];
          return `// ${count} alike
let own = ${part};
let word = ${sum(times(which, names.length), `${first}u`)};
${names.map((name, i) => `let ${name} = argument(${sum("word", `${i}u`)});`).join("\n")}
${emitMove(move, shape, rest)}`;
        },
      };
    }),
  );
  return kernelText({
    comment: runs.map(describe).join(", "),
    ...(runs.length < moves.length ? { declarations: "fn argument(word: u32) -> u32 { return call[word / 4u][word % 4u]; }" } : {}),
    threads: THREADS,
    body: `${rowsGuard(across, rows)}\n${text}`,
    across,
    rows,
    words: next,
  });
}

/** A move of `source` (unless zeros) to `out`. */
function emitMove({ kernel, spaces }: Move, shape: Spread, part: string): string {
  const loop = (body: string): string => forElements(shape, body, part);
  if (kernel.kind === "zero") return loop(`${bits(spaces[0], sum("out", times("r", kernel.width), "j"))} = 0u;`);
  const [source, out] = spaces;
  if (kernel.kind === "copy") {
    const from = sum("source", times("r", kernel.ldSource), "j");
    const to = sum("out", times("r", kernel.ldTarget), "j");
    const move = kernel.accumulate ? store(out, to, `${load(out, to)} + ${load(source, from)}`) : `${bits(out, to)} = ${bits(source, from)};`;
    return loop(move);
  }
  const { k, n, K, k0, n0, rowStride, columnStride } = kernel;
  const firstPanel = Math.floor(n0 / 8);
  const whole = n0 % 8 === 0 && n % 8 === 0;
  const move = `${bits(out, sum("out", times(sum(times("panel", K), "i", `${k0}u`), 8), "j % 8u"))} = ${bits(source, sum("source", times("i", rowStride), times(n0 === 0 ? "column" : `column - ${n0}u`, columnStride)))};`;
  // in the order of the panels: neighbours write neighbouring floats
  return loop(`let i = j / 8u % ${k}u;
let panel = j / ${8 * k}u${firstPanel === 0 ? "" : ` + ${firstPanel}u`};
let column = panel * 8u + j % 8u;
${whole ? move : `if (${n0 % 8 === 0 ? "" : `column >= ${n0}u && `}column < ${n0 + n}u) { ${move} }`}`);
}

/** Of row r, or of sequence b: which row of `source` (or of `initial`) it gets, in WGSL; what has no row gets zeros. `t` is the step of row r, `b` its sequence. */
const rules: Readonly<Record<Exclude<AxisMoveKernel["move"], "sum_steps">, { readonly rows: "N" | "B"; readonly condition?: string; readonly source: string; readonly otherwise?: "initial" | "zeros" }>> = {
  expand: { rows: "N", source: "b" },
  shift: { rows: "N", condition: "t > 0u", source: "start_of(axis, t - 1u) + b", otherwise: "initial" },
  shift_reverse: { rows: "N", condition: "t + 1u < length_of(axis, b)", source: "start_of(axis, t + 1u) + b", otherwise: "initial" },
  last: { rows: "B", condition: "length_of(axis, b) > 0u", source: "start_of(axis, length_of(axis, b) - 1u) + b", otherwise: "zeros" },
  first: { rows: "B", condition: "length_of(axis, b) > 0u", source: "b", otherwise: "zeros" },
  place_last: { rows: "N", condition: "t + 1u == length_of(axis, b)", source: "b", otherwise: "zeros" },
  place_first: { rows: "N", condition: "t == 0u", source: "b", otherwise: "zeros" },
};

/** Every element of `to` finds where it comes from in the axis's table. */
export function emitAxisMove(kernel: AxisMoveKernel): WgslKernel {
  const { move, width, strides, spaces } = kernel;
  if (move === "sum_steps") return emitSumSteps(kernel);
  const { rows, condition, source, otherwise } = rules[move];
  const names = otherwise === "initial" ? ["source", "initial", "out", "axis"] : ["source", "out", "axis"];
  if (spaces.length !== names.length - 1) internal(`${move} of ${spaces.length} operands`);
  const shape = spread(width);
  const to = bits(spaces.at(-1)!, sum("out", times("r", strides.at(-1)!), "j"));
  const from = bits(spaces[0], sum("source", times(source, strides[0]), "j"));
  const other = otherwise === "initial" ? bits(spaces[1], sum("initial", times("b", strides[1]), "j")) : "0u";
  const body = `
${rowsGuard(shape.across, shape.rows)}
${operands(names)}
${forElements(
  shape,
  `${rows === "B" ? "let b = r;" : "let t = step_of(axis, r);\nlet b = r - start_of(axis, t);"}
${condition ? `if (${condition}) {\n  ${to} = ${from};\n} else {\n  ${to} = ${other};\n}` : `${to} = ${from};`}`,
)}`;
  return kernelText({ comment: `${move} [${rows}, ${width}]`, declarations: axisFunctions(body), threads: THREADS, body, across: shape.across, rows: shape.rows, words: 1 + names.length });
}

/** to[b] = Σ over the steps of sequence b: a workgroup for a sequence and some columns, its steps spread over lanes, their sums added in order. */
function emitSumSteps({ width, strides, spaces }: AxisMoveKernel): WgslKernel {
  const columns = powerOfTwo(width, 16);
  const lanes = THREADS / columns;
  const across = Math.ceil(width / columns);
  const body = `
${rowsGuard(across, 1)}
${operands(["source", "out", "axis"])}
let column = ${across === 1 ? "" : `part * ${columns}u + `}lane % ${columns}u;
let j = min(column, ${width - 1}u);
let steps = length_of(axis, first);
var sum = 0.0;
for (var t = lane / ${columns}u; t < steps; t += ${lanes}u) { sum += ${load(spaces[0], sum("source", times("start_of(axis, t) + first", strides[0]), "j"))}; }
sums[lane] = sum;
workgroupBarrier();
if (lane < ${columns}u && column < ${width}u) {
  for (var i = 1u; i < ${lanes}u; i++) { sum += sums[i * ${columns}u + lane]; }
  ${store(spaces[1], sum("out", times("first", strides[1]), "column"), "sum")}
}`;
  const declarations = `${axisFunctions(body)}\n\nvar<workgroup> sums: array<f32, ${THREADS}>;`;
  return kernelText({ comment: `sum_steps [B, ${width}]`, declarations, threads: THREADS, body, across, rows: 1, words: 4 });
}
