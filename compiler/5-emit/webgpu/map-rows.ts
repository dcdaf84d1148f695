// The body of a map in WGSL, for one row or one number of it, wherever that stands: in a kernel of its own (map.ts), behind a product
// (product-map.ts) or in a loop (loop.ts), which say where operands lie and which lanes share a row.
import { internal } from "../../errors.js";
import type { Space } from "../../gpu-plan.js";
import type { MapKernel } from "../../plan.js";
import { analyse, isPointwise, isReduction, passesOf, type Facts, type Leaf, type Reduction } from "../map-facts.js";
import { emitValues, literal } from "./expression.js";
import { bits, integer, load, store } from "./wgsl.js";

/** Where the operands of a map lie while one row is worked on. */
export interface MapPlaces {
  /** A number of an input, in WGSL: f32 (an i32 converted), at a column or of the row. */
  readonly load: (input: number, column: string) => string;
  /** The bits of an integer input of the row: u32. */
  readonly bits: (input: number) => string;
  /** A statement that stores a number of an output. */
  readonly store: (output: number, column: string, value: string) => string;
}

/** Places in the two buffers: `inputs[i]`, `outputs[i]` are the words where the row begins, in WGSL. */
export function memoryPlaces(kernel: MapKernel, spaces: readonly Space[], inputs: readonly string[], outputs: readonly string[]): MapPlaces {
  return {
    load: (input, column) => {
      const at = kernel.inputs[input].scalar ? inputs[input] : `${inputs[input]} + ${column}`;
      return kernel.inputs[input].integer ? `f32(${integer(spaces[input], at)})` : load(spaces[input], at);
    },
    bits: (input) => bits(spaces[input], inputs[input]),
    store: (output, column, value) => store(spaces[kernel.inputs.length + output], kernel.outputs[output].scalar ? outputs[output] : `${outputs[output]} + ${column}`, value),
  };
}

/** Statements as text, indented by their braces. */
export function nest(statements: readonly string[]): string {
  let depth = 0;
  return statements
    .map((statement) => {
      if (statement.startsWith("}")) depth--;
      const line = "  ".repeat(depth) + statement;
      if (statement.endsWith("{")) depth++;
      return line;
    })
    .join("\n");
}

/** Names of values and how leaves are read, at one column. `unrolled`: which of the columns that a lane has, where their values stand side by side. */
function scopeAt(kernel: MapKernel, facts: Facts, places: MapPlaces, known: ReadonlySet<number>, column: string, unrolled: number | null = null) {
  const name = (index: number): string => (facts.scalar[index] || unrolled === null ? `v${index}` : `v${index}_${unrolled}`);
  const leaf = (instruction: Leaf, index: number): string => {
    if (instruction.op === "load") return places.load(instruction.input, column);
    if (instruction.op === "index") return `f32(${column})`;
    if (instruction.op === "random") return `random_of(row_${index}, ${column})`;
    return internal(`${instruction.op} inside a pass over the columns`);
  };
  return { code: kernel.code, facts, known, name, leaf };
}

/** What the random numbers of a row share, of each instruction that draws. */
function randomRows(kernel: MapKernel, facts: Facts, places: MapPlaces): string[] {
  return kernel.code.flatMap((instruction, i) =>
    instruction.op === "random" && facts.needed[i] ? [`let row_${i} = random_row(${places.bits(instruction.key)}, ${places.bits(instruction.row)}, ${instruction.site}u);`] : [],
  );
}

/** The scalars of a stage that something outside reads. */
function scalarRoots(kernel: MapKernel, facts: Facts, stage: number): number[] {
  const { code } = kernel;
  const member = (i: number): boolean => facts.scalar[i] && facts.needed[i] && facts.stage[i] === stage && !isReduction(code[i]) && code[i].op !== "const";
  const outside = new Set(kernel.outputs.map((o) => o.value));
  code.forEach((instruction, i) => {
    if (facts.needed[i] && !member(i) && (isPointwise(instruction) || isReduction(instruction))) for (const arg of instruction.args) outside.add(arg);
  });
  return code.map((_, i) => i).filter((i) => member(i) && outside.has(i));
}

/** The scalars of one stage, with those of the stages before and their reductions known. */
export function emitScalars(kernel: MapKernel, facts: Facts, places: MapPlaces, known: ReadonlySet<number>, stage: number): ReturnType<typeof emitValues> {
  const made = emitValues(scopeAt(kernel, facts, places, known, "0u"), scalarRoots(kernel, facts, stage));
  return stage === 0 ? { ...made, lines: [...randomRows(kernel, facts, places), ...made.lines] } : made;
}

/** What a pass does at one column: takes it into the reductions `reduced` (variables r1, r2, …), where the lane has it (`inside`), and stores vectors, under `guard`. */
export function emitPass(kernel: MapKernel, facts: Facts, places: MapPlaces, reduced: readonly number[], known: ReadonlySet<number>, stores: boolean, at: Column, guard: (statements: readonly string[]) => readonly string[]) {
  const stored = stores ? kernel.outputs.map((output, i) => ({ ...output, i })).filter((o) => !o.scalar) : [];
  const scope = scopeAt(kernel, facts, places, known, at.column, at.unrolled);
  const made = emitValues(scope, [...new Set([...reduced.map((i) => reductionOf(kernel, i).args[0]), ...stored.map((o) => o.value)])]);
  const takes = reduced.map((i) => {
    const reduction = reductionOf(kernel, i);
    const value = valueText(kernel, reduction.args[0], scope.name);
    return `r${i} = ${combine(reduction, `r${i}`, at.inside ? `select(${neutral(reduction)}, ${value}, ${at.inside})` : value)};`;
  });
  const storing = guard(stored.map((o) => places.store(o.i, at.column, valueText(kernel, o.value, scope.name))));
  return { lines: [...made.lines, ...takes], stores: storing, known: made.known };
}

/** A column of a pass: its number in WGSL, and where it may be none of the row's the condition that it is one; see `scopeAt` for `unrolled`. */
export interface Column {
  readonly column: string;
  readonly inside: string | null;
  readonly unrolled: number | null;
}

export function reductionOf(kernel: MapKernel, index: number): Reduction {
  const instruction = kernel.code[index];
  return isReduction(instruction) ? instruction : internal(`${instruction.op} is no reduction`);
}

/** Statements that store the scalars, all of them known. */
export function storeScalars(kernel: MapKernel, places: MapPlaces): string[] {
  return kernel.outputs.flatMap((o, i) => (o.scalar ? [places.store(i, "0u", valueText(kernel, o.value, (index) => `v${index}`))] : []));
}

/** One number of a row, without reductions; at column 0 also those of the row. */
export function emitNumber(kernel: MapKernel, places: MapPlaces, column: string): string[] {
  const facts = analyse(kernel);
  const scope = scopeAt(kernel, facts, places, new Set(), column);
  const { lines } = emitValues(scope, kernel.outputs.map((o) => o.value));
  const stores = kernel.outputs.map((o, i) => {
    const stored = places.store(i, column, valueText(kernel, o.value, scope.name));
    return o.scalar ? `if (${column} == 0u) { ${stored} }` : stored;
  });
  return [...randomRows(kernel, facts, places), ...lines, ...stores];
}

const valueText = (kernel: MapKernel, index: number, name: (index: number) => string): string => {
  const instruction = kernel.code[index];
  return instruction.op === "const" ? literal(instruction.value) : name(index);
};

/** The lanes of a workgroup, in teams that have a row each. */
export interface Team {
  /** Of the workgroup, a power of two. */
  readonly lanes: number;
  /** Lanes of one row, a power of two: `own` is a lane's number among them, in WGSL. */
  readonly size: number;
  readonly own: string;
  /** Whether the lane's row exists; lanes of rows that don't go along, since all must meet at barriers. Null where all do. */
  readonly exists: string | null;
  /** Memory of the workgroup, `array<f32>`, of which `scratchOf` says how much is wanted; `most` floats there may be. */
  readonly scratch: string;
  readonly most: number;
}

/** Lanes for a row of so many columns. */
export function teamSize(width: number, lanes: number): number {
  if (width <= 8) return 1;
  let size = 16;
  while (size < width && size < lanes) size *= 2;
  return size;
}

/** In up to this many columns a lane keeps the values of all its columns from pass to pass. */
const unrolledColumns = (size: number): number => (size === 1 ? 8 : 4);
/** Partial results that the second step of a reduction adds up; a smaller team does it in one step. */
const secondStep = (size: number): number => (size <= 16 ? size : size === 256 ? 16 : 8);

/** Floats of the workgroup's memory that `emitRow` wants. */
export function scratchOf(kernel: MapKernel, { lanes, size, most }: Pick<Team, "lanes" | "size" | "most">): number {
  if (size === 1) return 0;
  const { reductions } = passesOf(kernel, analyse(kernel));
  return Math.min(reductions.length, reductionsAtOnce(lanes, size, most)) * reductionFloats(lanes, size);
}

/** Reductions that have a place in the workgroup's memory at the same time. */
const reductionsAtOnce = (lanes: number, size: number, most: number): number => Math.floor(most / reductionFloats(lanes, size));
const reductionFloats = (lanes: number, size: number): number => lanes + (size > 16 ? (lanes / size) * secondStep(size) : 0);

/** A row by a team of lanes, passes over its columns with the reductions between them. Statements in uniform control flow: they have barriers. */
export function emitRow(kernel: MapKernel, places: MapPlaces, team: Team): string[] {
  const { width } = kernel;
  const facts = analyse(kernel);
  const { reductions, lastPass, lastStage } = passesOf(kernel, facts);
  const count = Math.ceil(width / team.size);
  const guard = (condition: string | null, statements: readonly string[]): readonly string[] => {
    const all = [condition, team.exists].filter((c) => c !== null);
    return statements.length === 0 || all.length === 0 ? statements : [`if (${all.join(" && ")}) {`, ...statements, "}"];
  };
  const lines: string[] = [];
  // where a team doesn't have the whole of its last columns
  const columns: Column[] = Array.from({ length: count <= unrolledColumns(team.size) ? count : 0 }, (_, u) => {
    const whole = (u + 1) * team.size <= width;
    const at = team.size === 1 ? `${u}u` : u === 0 ? team.own : `${team.own} + ${u * team.size}u`;
    lines.push(`let c${u} = ${whole ? at : `min(${at}, ${width - 1}u)`};`);
    return { column: `c${u}`, inside: whole ? null : `${at} < ${width}u`, unrolled: count === 1 ? null : u };
  });
  const vectors: ReadonlySet<number>[] = columns.map(() => new Set());
  let known: ReadonlySet<number> = new Set();
  for (let stage = 0; stage <= lastStage; stage++) {
    const scalars = emitScalars(kernel, facts, places, known, stage);
    lines.push(...scalars.lines);
    known = scalars.known;
    if (stage > lastPass) continue;
    const reduced = reductions.filter((i) => facts.stage[i] === stage + 1);
    lines.push(...reduced.map((i) => `var r${i} = ${neutral(reductionOf(kernel, i))};`));
    const passes = columns.map((at, u) => {
      const pass = emitPass(kernel, facts, places, reduced, new Set([...known, ...vectors[u]]), stage === lastPass, at, (statements) => guard(at.inside, statements));
      vectors[u] = new Set([...pass.known].filter((i) => !facts.scalar[i]));
      return pass;
    });
    lines.push(...passes.flatMap((pass) => pass.lines), ...passes.flatMap((pass) => pass.stores));
    if (columns.length === 0) {
      const pass = emitPass(kernel, facts, places, reduced, known, stage === lastPass, { column: "c", inside: null, unrolled: null }, (statements) => guard(null, statements));
      lines.push(`for (var c = ${team.own}; c < ${width}u; c += ${team.size}u) {`, ...pass.lines, ...pass.stores, "}");
    }
    lines.push(...combineLanes(kernel, reduced, team, reductions));
    known = new Set([...known, ...reduced]);
  }
  const scalars = storeScalars(kernel, places);
  // one lane stores what all have read
  if (scalars.length > 0 && team.size > 1) lines.push("storageBarrier();");
  lines.push(...guard(team.size > 1 ? `${team.own} == 0u` : null, scalars));
  return lines;
}

export function neutral({ op }: Pick<Reduction, "op">): string {
  return op === "reduce_sum" ? "0f" : literal(-Infinity);
}

export function combine({ op }: Pick<Reduction, "op">, a: string, b: string): string {
  return op === "reduce_sum" ? `${a} + ${b}` : `max_of(${a}, ${b})`;
}

/**
 * r1, r2, … of the lanes of each team become v1, v2, … of all of them, always in the same order of lanes. `all` the kernel's reductions have a place
 * in the workgroup's memory each; where they don't all fit, they take turns, with a barrier before each.
 */
export function combineLanes(kernel: MapKernel, reduced: readonly number[], team: Team, all: readonly number[]): string[] {
  const { lanes, size, most } = team;
  if (size === 1) return reduced.map((i) => `let v${i} = r${i};`);
  const atOnce = reductionsAtOnce(lanes, size, most);
  if (all.length <= atOnce) return combineTogether(kernel, reduced, team, (i) => all.indexOf(i));
  const lines: string[] = [];
  for (let from = 0; from < reduced.length; from += atOnce) {
    const part = reduced.slice(from, from + atOnce);
    lines.push("workgroupBarrier();", ...combineTogether(kernel, part, team, (i) => part.indexOf(i)));
  }
  return lines;
}

function combineTogether(kernel: MapKernel, reduced: readonly number[], team: Team, which: (reduction: number) => number): string[] {
  const { lanes, size, own, scratch } = team;
  if (reduced.length === 0) return [];
  const place = (i: number): number => which(i) * reductionFloats(lanes, size);
  const partials = secondStep(size);
  const row = lanes === size ? null : `lane / ${size}u`;
  const at = (offset: number, index: string): string => `${scratch}[${offset === 0 ? "" : `${offset}u + `}${index}]`;
  const of = (perRow: number): string => (row ? `${row} * ${perRow}u + ` : "");
  const sums = (i: number, variable: string, first: string, other: string, steps: number): string[] => [
    `var ${variable} = ${first};`,
    `for (var k = 1u; k < ${steps}u; k++) { ${variable} = ${combine(reductionOf(kernel, i), variable, other)}; }`,
  ];
  const lines = [...reduced.map((i) => `${at(place(i), "lane")} = r${i};`), "workgroupBarrier();"];
  if (size > 16) {
    lines.push(`if (${own} < ${partials}u) {`);
    for (const i of reduced) {
      const from = (k: string): string => at(place(i), `${of(size)}${own}${k}`);
      lines.push(...sums(i, `p${i}`, from(""), from(` + k * ${partials}u`), size / partials), `${at(place(i) + lanes, `${of(partials)}${own}`)} = p${i};`);
    }
    lines.push("}", "workgroupBarrier();");
  }
  for (const i of reduced) {
    const offset = place(i) + (size > 16 ? lanes : 0);
    lines.push(...sums(i, `v${i}`, at(offset, `${of(partials)}0u`), at(offset, `${of(partials)}k`), partials));
  }
  return lines;
}
