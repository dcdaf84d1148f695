// The WASM instructions that kernels use, as typed expressions: `f32x4.add(a, b)` is the code that leaves
// that sum on the stack. An expression used twice is computed twice: put it in a local to share it.
// Not a full instruction set; control flow, locals and stores are in assembler.ts.
import { internal } from "../../errors.js";

export type Type = "i32" | "f32" | "v128";

/** Code that leaves one value of type T on the stack. `owner` is the function whose locals it reads. */
export interface Value<T extends Type> {
  readonly type: T;
  readonly code: readonly number[];
  readonly owner: object | null;
}

export const typeCode: Readonly<Record<Type, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

/** LEB128, unsigned. */
export function unsigned(value: number): number[] {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) internal(`${value} is not a u32`);
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  bytes.push(value);
  return bytes;
}

/** LEB128, signed 32 bits. */
export function signed(value: number): number[] {
  if (!Number.isInteger(value) || value < -0x80000000 || value > 0xffffffff) internal(`${value} is not an i32`);
  const bytes: number[] = [];
  for (value |= 0; ; value >>= 7) {
    if (value >= -64 && value < 64) return [...bytes, value & 0x7f];
    bytes.push((value & 0x7f) | 0x80);
  }
}

/** The four bytes of a float, rounded to f32. */
export function floatBytes(value: number): number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return [0, 1, 2, 3].map((i) => view.getUint8(i));
}

export function integerBytes(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
}

function op<T extends Type>(type: T, opcode: readonly number[], operands: readonly [Value<Type>, Type][], immediate: readonly number[] = []): Value<T> {
  const code: number[] = [];
  let owner: object | null = null;
  for (const [value, wanted] of operands) {
    if (value.type !== wanted) internal(`an instruction wants ${wanted} and got ${value.type}`);
    if (value.owner && owner && value.owner !== owner) internal("an expression mixes locals of two functions");
    owner ??= value.owner;
    for (const byte of value.code) code.push(byte);
  }
  for (const byte of opcode) code.push(byte);
  for (const byte of immediate) code.push(byte);
  return { type, code, owner };
}

const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
type I32 = Value<"i32">;
type F32 = Value<"f32">;
type V128 = Value<"v128">;

const i32Binary = (opcode: number) => (a: I32, b: I32) => op("i32", [opcode], [[a, "i32"], [b, "i32"]]);
const unary = (opcode: number) => (a: V128) => op("v128", simd(opcode), [[a, "v128"]]);
const binary = (opcode: number) => (a: V128, b: V128) => op("v128", simd(opcode), [[a, "v128"], [b, "v128"]]);
const ternary = (opcode: number) => (a: V128, b: V128, c: V128) => op("v128", simd(opcode), [[a, "v128"], [b, "v128"], [c, "v128"]]);
const shift = (opcode: number) => (a: V128, count: number) => op("v128", simd(opcode), [[a, "v128"], [i32.const(count), "i32"]]);

/** Alignment (log2 of bytes; all data has 4 at least) and offset of an access to memory. */
export const memarg = (offset: number): number[] => [2, ...unsigned(offset)];
const byteMemarg = (align: number, offset: number): number[] => [align, ...unsigned(offset)];
const lane = (index: number): number => (index >= 0 && index < 4 ? index : internal(`no lane ${index}`));

const addI32 = i32Binary(0x6a);
export const i32 = {
  const: (value: number): I32 => op("i32", [0x41], [], signed(value)),
  load: (address: I32, offset = 0): I32 => op("i32", [0x28], [[address, "i32"]], memarg(offset)),
  add: addI32,
  sub: i32Binary(0x6b),
  mul: i32Binary(0x6c),
  /** Unsigned. */
  div: i32Binary(0x6e),
  and: i32Binary(0x71),
  or: i32Binary(0x72),
  shl: i32Binary(0x74),
  shr: i32Binary(0x76),
  eq: i32Binary(0x46),
  ne: i32Binary(0x47),
  /** Unsigned comparisons: addresses and counts. */
  lt: i32Binary(0x49),
  gt: i32Binary(0x4b),
  gtSigned: i32Binary(0x4a),
  select: (a: I32, b: I32, condition: I32): I32 => op("i32", [0x1b], [[a, "i32"], [b, "i32"], [condition, "i32"]]),
  /** value + constant, the constant in bytes or anything else. */
  plus: (value: I32, constant: number): I32 => (constant === 0 ? value : addI32(value, i32.const(constant))),
  /** value · constant, by the cheapest instruction. */
  times: (value: I32, constant: number): I32 => {
    if (constant === 1) return value;
    const power = Math.log2(constant);
    return Number.isInteger(power) ? i32.shl(value, i32.const(power)) : i32.mul(value, i32.const(constant));
  },
};

export const f32 = {
  load: (address: I32, offset = 0): F32 => op("f32", [0x2a], [[address, "i32"]], memarg(offset)),
};

export const v128 = {
  /** Four 32-bit lanes of bytes. */
  const: (bytes: readonly number[]): V128 => (bytes.length === 16 ? op("v128", simd(0x0c), [], bytes) : internal("a v128 has 16 bytes")),
  load: (address: I32, offset = 0): V128 => op("v128", simd(0x00), [[address, "i32"]], memarg(offset)),
  /** One 32-bit word in all four lanes. */
  loadSplat: (address: I32, offset = 0): V128 => op("v128", simd(0x09), [[address, "i32"]], memarg(offset)),
  and: binary(0x4e),
  or: binary(0x50),
  xor: binary(0x51),
  /** Bits of a where the mask is set, else of b. */
  bitselect: ternary(0x52),
  /** Lanes of a (0 to 3) and b (4 to 7). */
  shuffle: (a: V128, b: V128, lanes: readonly [number, number, number, number]): V128 =>
    op("v128", simd(0x0d), [[a, "v128"], [b, "v128"]], lanes.flatMap((l) => [0, 1, 2, 3].map((i) => l * 4 + i))),
};

export const i32x4 = {
  add: binary(0xae),
  sub: binary(0xb1),
  mul: binary(0xb5),
  shl: shift(0xab),
  shrSigned: shift(0xac),
  shr: shift(0xad),
};

export const f32x4 = {
  convert: unary(0xfa),
  abs: unary(0xe0),
  neg: unary(0xe1),
  sqrt: unary(0xe3),
  add: binary(0xe4),
  sub: binary(0xe5),
  mul: binary(0xe6),
  div: binary(0xe7),
  /** NaN if either is. */
  max: binary(0xe9),
  /** b < a ? b : a, one instruction on x86; a NaN in a stays. */
  pmin: binary(0xea),
  /** a < b ? b : a, one instruction on x86; a NaN in a stays. */
  pmax: binary(0xeb),
  eq: binary(0x41),
  ne: binary(0x42),
  lt: binary(0x43),
  gt: binary(0x44),
  /** a · b + c, rounded once or twice as the machine likes; only in the relaxed build. */
  relaxedMadd: ternary(0x105),
  /** c - a · b, likewise. */
  relaxedNmadd: ternary(0x106),
};

/** Store instructions: opcode with the immediate after the offset. */
export const storeCode = {
  i32: (offset: number): number[] => [0x36, ...memarg(offset)],
  f32: (offset: number): number[] => [0x38, ...memarg(offset)],
  v128: (offset: number): number[] => [...simd(0x0b), ...memarg(offset)],
  lane32: (offset: number, index: number): number[] => [...simd(0x5a), ...memarg(offset), lane(index)],
  lane64: (offset: number, index: number): number[] => [...simd(0x5b), ...byteMemarg(2, offset), index],
};

/** Tells whether two expressions mix functions; for assembler.ts. */
export function checkOwner(value: Value<Type>, owner: object): void {
  if (value.owner && value.owner !== owner) internal("an expression reads a local of another function");
}
