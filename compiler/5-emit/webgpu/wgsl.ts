// The words that WGSL kernels are written with: the record of a call, loads and stores by space, constants, the head of `main`.
// Text in, text out; what a kernel computes is in the files beside. What all kernels share at run time is runtime/webgpu/prelude.ts.
import { GROUPS_ACROSS } from "../../../runtime/webgpu/prelude.js";
import type { WgslKernel } from "../../../runtime/device.js";
import type { SingleKernel, Space } from "../../gpu-plan.js";

/** A kernel of the plan by itself, of a kind that is known. */
export type Single<Kind extends SingleKernel["kernel"]["kind"]> = SingleKernel & { readonly kernel: Extract<SingleKernel["kernel"], { kind: Kind }> };

/** Threads of a workgroup where nothing asks for more: two waves of 32 or one of 64. */
export const THREADS = 64;

/** Word i of a call's record: 0 is the count, 1, 2, … are the arguments in order. */
export function word(i: number): string {
  return `call[${i >> 2}].${"xyzw"[i & 3]}`;
}

/** A float of a space. */
export function load(space: Space, index: string): string {
  return `${space === "weights" ? "weight" : "value"}(${index})`;
}

export function store(space: Space, index: string, value: string): string {
  return `set_${space === "weights" ? "weight" : "value"}(${index}, ${value});`;
}

/** 32 bits of a space as they are, to load or to store: what is only moved may be integers, which as floats would be too small to be kept. */
export function bits(space: Space, index: string): string {
  return `${space}[${index}]`;
}

/** An i32 of a space. */
export function integer(space: Space, index: string): string {
  return `bitcast<i32>(${space}[${index}])`;
}

/** `const ROWS = 4u;`, a line for each. Floats are written by expression.ts, `literal`. */
export function constants(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `const ${name} = ${value}u;`)
    .join("\n");
}

/** Lines of a block, each `depth` steps of two spaces further in. */
export function indent(text: string, depth = 1): string {
  return text.replace(/^(?=.)/gm, "  ".repeat(depth));
}

/** The smallest power of two from `value` on, at most `most`. */
export function powerOfTwo(value: number, most: number): number {
  let power = 1;
  while (power < value && power < most) power *= 2;
  return power;
}

export interface KernelText {
  /** What it computes, with shapes: the first line. Without text of the spec. */
  readonly comment: string;
  /** Constants, workgroup memory, functions. */
  readonly declarations?: string;
  readonly threads: number;
  /** Of `main`, which has `id` (workgroup_id) and `lane` (local_invocation_index). */
  readonly body: string;
  readonly across: number;
  readonly rows: number;
  readonly words: number;
  readonly loop?: boolean;
}

/** A kernel from its parts; the code is indented here where it stands in `main`. */
export function kernelText({ comment, declarations, threads, body, ...call }: KernelText): WgslKernel {
  const head = declarations ? `${declarations.trim()}\n\n` : "";
  const code = `// ${comment}
${head}@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
${indent(body.trim())}
}
`;
  return { code, ...call };
}

/** What `main` begins with where a workgroup has `rows` rows: `part` = its number across, `first` = its first row; it ends where `first` is past the count. */
export function rowsGuard(across: number, rows: number): string {
  const part = across === 1 ? "" : `let part = group(id) % ${across}u;\n`;
  const number = across === 1 ? "group(id)" : `group(id) / ${across}u`;
  return `${part}let first = ${number}${rows === 1 ? "" : ` * ${rows}u`};
if (first >= ${word(0)}) { return; }`;
}

/** The same for a kernel whose number of workgroups is fixed (`rows` 0): a dispatch of more than fit along x is rounded up. */
export function groupsGuard(across: number): string {
  return across > GROUPS_ACROSS ? `let part = group(id);\nif (part >= ${across}u) { return; }` : "let part = group(id);";
}

/** What an axis's table says (runtime/device.ts, `axisTable`), `axis` being where it starts. */
const axisTableFunctions = {
  rows_of: "fn rows_of(axis: u32, t: u32) -> u32 { return axes[axis + 3u + t]; }",
  start_of: "fn start_of(axis: u32, t: u32) -> u32 { return axes[axis + 3u + axes[axis] + t]; }",
  length_of: "/** Steps of sequence b. */\nfn length_of(axis: u32, b: u32) -> u32 { return axes[axis + 3u + 2u * axes[axis] + b]; }",
  step_of: "/** The step that row r is of. */\nfn step_of(axis: u32, r: u32) -> u32 { return axes[axis + 3u + 2u * axes[axis] + axes[axis + 2u] + r]; }",
};

/** Those functions of an axis's table that `body` calls: `rows_of(axis, t)`, `start_of(axis, t)`, `length_of(axis, b)`, `step_of(axis, r)`. */
export function axisFunctions(body: string): string {
  return Object.entries(axisTableFunctions)
    .filter(([name]) => body.includes(`${name}(`))
    .map(([, text]) => text)
    .join("\n");
}

/** How rows of `width` elements are spread over workgroups: several whole rows to each, or a part of one row. See `forElements`. */
export interface Spread {
  readonly width: number;
  readonly across: number;
  readonly rows: number;
}

/** Elements of a workgroup: four a thread, so that several loads are under way. */
const ELEMENTS = 4 * THREADS;

export function spread(width: number): Spread {
  return width > ELEMENTS / 2 ? { width, across: Math.ceil(width / ELEMENTS), rows: 1 } : { width, across: 1, rows: Math.floor(ELEMENTS / width) };
}

/** Runs `body` for every element of a workgroup's rows, `r` being the row and `j` the column, neighbours in neighbouring threads. `first` of `rowsGuard` stands before; `part`: which part of a row, 0 to across - 1. */
export function forElements({ width, across, rows }: Spread, body: string, part = "part"): string {
  if (rows === 1) {
    const start = `${part.includes(" ") ? `(${part})` : part} * ${ELEMENTS}u`;
    const [from, to] = across === 1 ? ["lane", `${width}u`] : [`${start} + lane`, `min(${start} + ${ELEMENTS}u, ${width}u)`];
    return `let r = first;
for (var j = ${from}; j < ${to}; j += ${THREADS}u) {
${indent(body)}
}`;
  }
  return `for (var e = lane; e < min(${rows}u, ${word(0)} - first) * ${width}u; e += ${THREADS}u) {
  let r = first + e / ${width}u;
  let j = e % ${width}u;
${indent(body)}
}`;
}

/** `i * stride`, as short as it goes: where row i of an operand lies. */
export function times(i: string, stride: number): string {
  const outside = i.replace(/[([](?:[^()[\]]|\([^()]*\))*[)\]]/g, ""); // what is inside of parentheses needs none
  return stride === 0 ? "0u" : stride === 1 ? i : `${outside.includes(" ") ? `(${i})` : i} * ${stride}u`;
}

/** The sum of terms, without zeros. */
export function sum(...terms: readonly string[]): string {
  return terms.filter((term) => term !== "0u").join(" + ") || "0u";
}

/** Where row `r` of the operand begins whose word is word `i`. */
export function rowOf(i: number, r: string, stride: number): string {
  return sum(word(i), times(r, stride));
}

/** `let a = call[0].y;` for the arguments in order, from word `from` on. */
export function operands(names: readonly string[], from = 1): string {
  return names.map((name, i) => `let ${name} = ${word(from + i)};`).join("\n");
}

/** An `if` chain that gives each item workgroups of its own, `across` in all: `text` is what the item's `part`th workgroup does. */
export function shareGroups(items: readonly { readonly groups: number; readonly text: (part: string) => string }[]): { readonly text: string; readonly across: number } {
  let across = 0;
  const branches = items.map(({ groups, text }, i) => {
    const body = text(across === 0 ? "part" : `part - ${across}u`);
    across += groups;
    return i === items.length - 1 ? `{\n${indent(body)}\n}` : `if (part < ${across}u) {\n${indent(body)}\n}`;
  });
  return { text: branches.length === 1 ? items[0].text("part") : branches.join(" else "), across };
}
