// Fused pointwise kernels with reductions along the row. A row is one loop over its columns for each number of
// reductions on a path (a stage); values are computed again in a later stage. Where rows have no meaning of their
// own (dense, no reductions) the whole buffer is one run. Expressions are in region.ts.
import { internal } from "../../errors.js";
import type { MapInstruction, MapKernel } from "../../plan.js";
import { analyse, checkMap, flattened, isPointwise, isReduction, passesOf, type Facts, type Leaf, type Reduction } from "../map-facts.js";
import type { Body, Local, Module } from "./assembler.js";
import { f32x4, floatBytes, i32, i32x4, integerBytes, v128, type Value } from "./instructions.js";
import { mix, unit } from "./pointwise.js";
import { emitRegion } from "./region.js";

type V = Value<"v128">;
type Random = Extract<MapInstruction, { readonly op: "random" }>;

/** Sums over more columns than this are taken in pieces, which keeps rounding errors small. */
const pieceColumns = 4096;

/** Adds the kernel to the module. */
export function emitMap(module: Module, name: string, kernel: MapKernel): void {
  checkMap(name, kernel);
  const flat = flattened(kernel);
  const parameters = kernel.inputs.length + kernel.outputs.length + 1;
  const emitted = module.function(name, Array.from({ length: parameters }, () => "i32" as const), (f) => {
    const inputs = kernel.inputs.map((_, i) => f.parameter(i, "i32"));
    const outputs = kernel.outputs.map((_, i) => f.parameter(inputs.length + i, "i32"));
    const rows = f.parameter(parameters - 1, "i32");
    if (flat) emitFlat(f, flat, inputs, outputs, i32.times(rows, kernel.width));
    else emitRows(f, kernel, inputs, outputs, rows);
  });
  module.export(emitted);
}

// ------------------------------------------------------------------------------------ dense runs

function emitFlat(f: Body, kernel: MapKernel, inputs: readonly Local<"i32">[], outputs: readonly Local<"i32">[], numbers: Value<"i32">): void {
  const { code } = kernel;
  const facts = analyse(kernel);
  const fixed = emitScalars(f, kernel, facts, inputs, new Map(), (i) => facts.fixed[i]);
  const bytes = f.let(i32.shl(numbers, i32.const(2)));
  const whole = f.let(i32.and(bytes, i32.const(~15)));
  const at = f.let(i32.const(0));
  const zero = f.float(0);
  const body = (lanes: number): void => {
    const read = (input: number): V => (kernel.inputs[input].scalar ? v128.loadSplat(inputs[input]) : v128.load(i32.add(inputs[input], at)));
    const leaf = (instruction: Leaf): V => {
      if (instruction.op === "load") return converted(kernel, instruction.input, read(instruction.input));
      if (instruction.op === "random") return random(f, prefix(f, instruction, read), zero);
      return internal(`a ${instruction.op} in a dense map`);
    };
    const values = emitRegion({ f, code, known: fixed, leaf, shared: facts.shared }, kernel.outputs.map((o) => o.value));
    kernel.outputs.forEach((o, i) => f.storeLanes(i32.add(outputs[i], at), values.get(o.value)!, lanes));
  };
  f.while(at, whole, 16, () => body(4));
  f.while(at, bytes, 4, () => body(1));
}

function converted(kernel: MapKernel, input: number, value: V): V {
  return kernel.inputs[input].integer ? f32x4.convert(value) : value;
}

/** mix(mix(key ^ row) ^ site): what the random numbers of a row share. */
function prefix(f: Body, { key, row, site }: Random, read: (input: number) => V): V {
  return mix(f, v128.xor(mix(f, v128.xor(read(key), read(row))), f.word(site)));
}

function random(f: Body, shared: V, column: V): V {
  return unit(f, mix(f, v128.xor(shared, column)));
}

// ------------------------------------------------------------------------------------------ rows

/** Computes the scalars that `here` accepts and something outside reads. */
function emitScalars(f: Body, kernel: MapKernel, facts: Facts, inputs: readonly Local<"i32">[], known: Map<number, V>, here: (index: number) => boolean): Map<number, V> {
  const { code } = kernel;
  const member = (i: number): boolean => facts.scalar[i] && facts.needed[i] && !isReduction(code[i]) && !known.has(i) && here(i);
  const readOutside = new Set(kernel.outputs.map((o) => o.value));
  code.forEach((instruction, i) => {
    if (facts.needed[i] && !known.has(i) && !member(i) && (isPointwise(instruction) || isReduction(instruction))) for (const arg of instruction.args) readOutside.add(arg);
  });
  const roots = code.map((_, i) => i).filter((i) => member(i) && readOutside.has(i));
  const leaf = (instruction: Leaf): V =>
    instruction.op === "load" ? converted(kernel, instruction.input, v128.loadSplat(inputs[instruction.input])) : internal(`${instruction.op} is no scalar of the row`);
  return new Map([...known, ...emitRegion({ f, code, known, leaf, shared: facts.shared }, roots)]);
}

function emitRows(f: Body, kernel: MapKernel, inputs: readonly Local<"i32">[], outputs: readonly Local<"i32">[], rows: Value<"i32">): void {
  const facts = analyse(kernel);
  const { reductions, lastPass, lastStage } = passesOf(kernel, facts);

  const fixed = emitScalars(f, kernel, facts, inputs, new Map(), (i) => facts.fixed[i]);
  f.times(rows, () => {
    let known = fixed;
    for (let stage = 0; stage <= lastStage; stage++) {
      known = emitScalars(f, kernel, facts, inputs, known, (i) => facts.stage[i] === stage);
      if (stage > lastPass) continue;
      const reduced = reductions.filter((i) => facts.stage[i] === stage + 1);
      known = new Map([...known, ...emitPass(f, kernel, facts, inputs, stage === lastPass ? outputs : null, known, reduced)]);
    }
    kernel.outputs.forEach((o, i) => {
      if (o.scalar) f.storeLanes(outputs[i], known.get(o.value)!, 1);
    });
    kernel.inputs.forEach((input, i) => f.advance(inputs[i], input.stride * 4));
    kernel.outputs.forEach((output, i) => f.advance(outputs[i], output.stride * 4));
  });
}

/** One loop over the columns: takes reductions and, with `outputs`, stores. Returns the reduced values in all lanes. */
function emitPass(
  f: Body,
  kernel: MapKernel,
  { shared }: Facts,
  inputs: readonly Local<"i32">[],
  outputs: readonly Local<"i32">[] | null,
  known: ReadonlyMap<number, V>,
  reduced: readonly number[],
): Map<number, V> {
  const { code, width } = kernel;
  const reductions = reduced.map((index) => {
    const { op, args } = code[index] as Reduction;
    return { index, arg: args[0], ...(op === "reduce_sum" ? reduceSum(f, width > pieceColumns) : reduceMax(f)) };
  });
  const stored = outputs ? kernel.outputs.flatMap((o, i) => (o.scalar ? [] : [{ value: o.value, address: outputs[i] }])) : [];
  const roots = [...new Set([...reductions.map((r) => r.arg), ...stored.map((s) => s.value)])];

  // what all columns of the row share
  const used = reachable(code, known, roots);
  const prefixes = new Map<number, V>();
  for (const i of used) {
    const instruction = code[i];
    if (instruction.op === "random") prefixes.set(i, f.hold(prefix(f, instruction, (input) => v128.loadSplat(inputs[input]))));
  }
  const whole = width - (width % 4);
  const at = f.let(i32.const(0));
  const looped = whole > 4;
  const ops = new Set([...used].map((i) => code[i].op));
  const index = looped && ops.has("index") ? f.let(f.constant([0, 1, 2, 3].flatMap(floatBytes))) : null;
  const column = looped && ops.has("random") ? f.let(f.constant([0, 1, 2, 3].flatMap(integerBytes))) : null;

  /** Four columns, in the loop or (`first`) at a fixed place, of which `lanes` exist. */
  const body = (first: number | null, lanes: number): void => {
    const place = (pointer: Local<"i32">): [Value<"i32">, number] => (first === null ? [i32.add(pointer, at), 0] : [pointer, first * 4]);
    const lanesFrom = (start: number): number[] => [0, 1, 2, 3].map((lane) => start + lane);
    const leaf = (instruction: Leaf, i: number): V => {
      if (instruction.op === "load") {
        const pointer = inputs[instruction.input];
        return converted(kernel, instruction.input, kernel.inputs[instruction.input].scalar ? v128.loadSplat(pointer) : v128.load(...place(pointer)));
      }
      if (instruction.op === "index") return first === null ? index! : f.constant(lanesFrom(first).flatMap(floatBytes));
      if (instruction.op === "random") return random(f, prefixes.get(i)!, first === null ? column! : f.constant(lanesFrom(first).flatMap(integerBytes)));
      return internal(`${instruction.op} inside a pass over the columns`);
    };
    const values = emitRegion({ f, code, known, leaf, shared }, roots);
    for (const { arg, neutral, take } of reductions) {
      const value = values.get(arg)!;
      const mask = f.constant([0, 1, 2, 3].flatMap((lane) => integerBytes(lane < lanes ? -1 : 0)));
      take(lanes === 4 ? value : f.let(v128.bitselect(value, neutral, mask)));
    }
    for (const { value, address } of stored) {
      const [pointer, offset] = place(address);
      f.storeLanes(pointer, values.get(value)!, lanes, offset);
    }
  };
  const loop = (end: Value<"i32">): void =>
    f.while(at, end, 16, () => {
      body(null, 4);
      if (index) f.set(index, f32x4.add(index, f.float(4)));
      if (column) f.set(column, i32x4.add(column, f.word(4)));
    });
  if (reductions.some((r) => r.endPiece)) {
    const end = f.let(i32.const(0));
    f.while(end, i32.const(whole * 4), 0, () => {
      const next = i32.plus(end, pieceColumns * 4);
      f.set(end, i32.select(next, i32.const(whole * 4), i32.lt(next, i32.const(whole * 4))));
      loop(end);
      for (const { endPiece } of reductions) endPiece?.();
    });
  } else if (looped) loop(i32.const(whole * 4));
  else if (whole === 4) body(0, 4);
  if (width > whole) body(whole, width - whole);

  return new Map(reductions.map(({ index: value, finish }) => [value, finish()]));
}

/** How a pass takes a reduction; `neutral` changes nothing. */
interface Reducer {
  readonly neutral: V;
  readonly take: (value: V) => void;
  /** Of a long sum: what was taken since the last time goes into the total. */
  readonly endPiece: (() => void) | null;
  /** The result, in all lanes. */
  readonly finish: () => V;
}

function reduceSum(f: Body, long: boolean): Reducer {
  const zero = f.float(0);
  const total = f.let(zero);
  const piece = long ? f.let(zero) : total;
  const endPiece = (): void => {
    f.set(total, f32x4.add(total, piece));
    f.set(piece, zero);
  };
  return {
    neutral: zero,
    take: (value) => f.set(piece, f32x4.add(piece, value)),
    endPiece: long ? endPiece : null,
    finish: () => {
      if (long) endPiece();
      return acrossLanes(f, total, f32x4.add);
    },
  };
}

/** The maximum by the one instruction that drops NaN, which are noted beside it: less work than one that keeps them. */
function reduceMax(f: Body): Reducer {
  const neutral = f.float(-Infinity);
  const total = f.let(neutral);
  const nans = f.let(f.word(0));
  return {
    neutral,
    take: (value) => {
      const held = f.hold(value);
      f.set(total, f32x4.pmax(total, held));
      f.set(nans, v128.or(nans, f32x4.ne(held, held)));
    },
    endPiece: null,
    finish: () => {
      f.set(total, v128.or(total, nans));
      return acrossLanes(f, total, f32x4.max);
    },
  };
}

function acrossLanes(f: Body, value: Local<"v128">, combine: (a: V, b: V) => V): V {
  f.set(value, combine(value, v128.shuffle(value, value, [2, 3, 0, 1])));
  f.set(value, combine(value, v128.shuffle(value, value, [1, 0, 3, 2])));
  return value;
}

/** The instructions that the roots need and that are not known. */
function reachable(code: readonly MapInstruction[], known: ReadonlyMap<number, V>, roots: readonly number[]): Set<number> {
  const found = new Set<number>();
  const visit = (i: number): void => {
    if (found.has(i) || known.has(i)) return;
    found.add(i);
    const instruction = code[i];
    if (isPointwise(instruction)) instruction.args.forEach(visit);
  };
  roots.forEach(visit);
  return found;
}
