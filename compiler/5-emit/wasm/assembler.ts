// A small typed assembler: functions are written with locals, loops and stores (Body), a module collects
// them and becomes bytes. Misuse throws `internal:`. Instructions that give a value are in instructions.ts.
import { internal } from "../../errors.js";
import { checkOwner, f32x4, floatBytes, i32, integerBytes, storeCode, typeCode, unsigned, v128, type Type, type Value } from "./instructions.js";

export interface Local<T extends Type> extends Value<T> {
  readonly index: number;
}

/** A function of the module that another one can call. */
export interface Callable {
  readonly name: string;
  readonly index: number;
  readonly parameters: readonly Type[];
}

/** The code of one function, written in order. */
export class Body {
  #locals: Type[] = [];
  #code: number[] = [];
  #constants = new Map<string, Local<"v128">>();
  /** By the number, so that it is found without being encoded. */
  #floats = new Map<string, Value<"v128">>();
  /** Code that runs before all other: constants. */
  #head: number[] = [];
  readonly #parameters: readonly Type[];
  readonly relaxed: boolean;

  constructor(parameters: readonly Type[], relaxed: boolean) {
    this.#parameters = parameters;
    this.relaxed = relaxed;
  }

  parameter<T extends Type>(index: number, type: T): Local<T> {
    if (this.#parameters[index] !== type) internal(`parameter ${index} is not ${type}`);
    return this.#local(index, type);
  }

  local<T extends Type>(type: T): Local<T> {
    this.#locals.push(type);
    return this.#local(this.#parameters.length + this.#locals.length - 1, type);
  }

  #local<T extends Type>(index: number, type: T): Local<T> {
    return { type, index, owner: this, code: [0x20, ...unsigned(index)] };
  }

  set<T extends Type>(local: Local<T>, value: Value<T>): void {
    if (local.owner !== this) internal("a local of another function is set");
    this.#push(value, local.type);
    this.#code.push(0x21, ...unsigned(local.index));
  }

  /** A new local that holds the value. */
  let<T extends Type>(value: Value<T>): Local<T> {
    const local = this.local(value.type);
    this.set(local, value);
    return local;
  }

  /** local += constant */
  advance(local: Local<"i32">, constant: number): void {
    if (constant !== 0) this.set(local, i32.plus(local, constant));
  }

  /** A vector constant, set once at the start of the function: an engine keeps what it can in registers. */
  constant(bytes: readonly number[]): Value<"v128"> {
    const key = bytes.join();
    const known = this.#constants.get(key);
    if (known) return known;
    const local = this.local("v128");
    this.#head.push(...v128.const(bytes).code, 0x21, ...unsigned(local.index));
    this.#constants.set(key, local);
    return local;
  }

  /** The same float in all four lanes, as `constant`. */
  float(value: number): Value<"v128"> {
    const key = Object.is(value, -0) ? "-0" : String(value);
    let known = this.#floats.get(key);
    if (!known) this.#floats.set(key, (known = this.constant([0, 0, 0, 0].flatMap(() => floatBytes(value)))));
    return known;
  }

  /** The same 32 bits in all four lanes, as `constant`. */
  word(bits: number): Value<"v128"> {
    return this.constant([0, 0, 0, 0].flatMap(() => integerBytes(bits)));
  }

  /** The value in a local, so that it can be used more than once. */
  hold<T extends Type>(value: Value<T> | Local<T>): Value<T> {
    return "index" in value ? value : this.let(value);
  }

  #push(value: Value<Type>, wanted: Type): void {
    if (value.type !== wanted) internal(`${wanted} wanted, got ${value.type}`);
    checkOwner(value, this);
    for (const byte of value.code) this.#code.push(byte);
  }

  store<T extends Type>(address: Value<"i32">, value: Value<T>, offset = 0): void {
    this.#push(address, "i32");
    this.#push(value, value.type);
    this.#code.push(...storeCode[value.type](offset));
  }

  /** Stores the first `count` lanes (1 to 4) and touches nothing after them. */
  storeLanes(address: Value<"i32">, value: Value<"v128">, count: number, offset = 0): void {
    if (count >= 4) return this.store(address, value, offset);
    const held = count === 3 ? this.let(value) : value;
    if (count >= 2) {
      this.#push(address, "i32");
      this.#push(held, "v128");
      this.#code.push(...storeCode.lane64(offset, 0));
    }
    if (count % 2 === 1) {
      this.#push(address, "i32");
      this.#push(held, "v128");
      this.#code.push(...storeCode.lane32(offset + (count - 1) * 4, count - 1));
    }
  }

  if(condition: Value<"i32">, then: () => void, otherwise?: () => void): void {
    this.#push(condition, "i32");
    this.#open(0x04, () => {
      then();
      if (!otherwise) return;
      this.#code.push(0x05);
      otherwise();
    });
  }

  #open(opcode: number, write: () => void): void {
    this.#code.push(opcode, 0x40);
    write();
    this.#code.push(0x0b);
  }

  /** Does the body, then again while the condition holds. */
  repeat(body: () => void, condition: () => Value<"i32">): void {
    this.#open(0x03, () => {
      body();
      this.#push(condition(), "i32");
      this.#code.push(0x0d, 0x00);
    });
  }

  /** for (; local < end; local += step): `end` is read every time, so it should be a local or a constant. */
  while(local: Local<"i32">, end: Value<"i32">, step: number, body: () => void): void {
    this.if(i32.lt(local, end), () =>
      this.repeat(
        () => {
          body();
          this.advance(local, step);
        },
        () => i32.lt(local, end),
      ),
    );
  }

  /** do { … } while ((local -= step) > 0), signed: at least once. */
  countDown(local: Local<"i32">, step: number, body: () => void): void {
    this.repeat(
      () => {
        body();
        this.advance(local, -step);
      },
      () => i32.gtSigned(local, i32.const(0)),
    );
  }

  /** `count` times, counting a new local down; nothing for 0. */
  times(count: Value<"i32">, body: () => void): void {
    const left = this.let(count);
    this.if(left, () =>
      this.repeat(body, () => {
        this.set(left, i32.plus(left, -1));
        return left;
      }),
    );
  }

  call(callee: Callable, ...operands: readonly Value<Type>[]): void {
    if (operands.length !== callee.parameters.length) internal(`${callee.name} takes ${callee.parameters.length} operands, not ${operands.length}`);
    operands.forEach((operand, i) => this.#push(operand, callee.parameters[i]));
    this.#code.push(0x10, ...unsigned(callee.index));
  }

  /** Sets bytes to zero. */
  clear(address: Value<"i32">, bytes: Value<"i32">): void {
    this.#push(address, "i32");
    this.#push(i32.const(0), "i32");
    this.#push(bytes, "i32");
    this.#code.push(0xfc, 11, 0);
  }

  /** Copies bytes; the places may overlap. */
  move(to: Value<"i32">, from: Value<"i32">, bytes: Value<"i32">): void {
    this.#push(to, "i32");
    this.#push(from, "i32");
    this.#push(bytes, "i32");
    this.#code.push(0xfc, 10, 0, 0);
  }

  /** a · b + c: one instruction in the relaxed build. */
  madd(a: Value<"v128">, b: Value<"v128">, c: Value<"v128">): Value<"v128"> {
    return this.relaxed ? f32x4.relaxedMadd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
  }

  /** c - a · b */
  nmadd(a: Value<"v128">, b: Value<"v128">, c: Value<"v128">): Value<"v128"> {
    return this.relaxed ? f32x4.relaxedNmadd(a, b, c) : f32x4.sub(c, f32x4.mul(a, b));
  }

  /** The function's entry in the code section. */
  bytes(): number[] {
    const runs: { type: Type; count: number }[] = [];
    for (const type of this.#locals) {
      const last = runs.at(-1);
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    const body = vector(runs.map(({ type, count }) => [...unsigned(count), typeCode[type]])).concat(this.#head, this.#code, [0x0b]);
    return unsigned(body.length).concat(body);
  }
}

/** A module that imports `env.memory` (at least one page) and exports functions by name. */
export class Module {
  #functions: { type: number; body: Body }[] = [];
  #types: string[] = [];
  #exports: { name: string; index: number }[] = [];
  readonly relaxed: boolean;

  constructor(relaxed: boolean) {
    this.relaxed = relaxed;
  }

  /** Adds a function without results; `write` gets its body. */
  function(name: string, parameters: readonly Type[], write: (f: Body) => void): Callable {
    const body = new Body(parameters, this.relaxed);
    const key = parameters.map((p) => typeCode[p]).join();
    if (!this.#types.includes(key)) this.#types.push(key);
    this.#functions.push({ type: this.#types.indexOf(key), body });
    const callable = { name, index: this.#functions.length - 1, parameters };
    write(body);
    return callable;
  }

  export(callable: Callable): void {
    if (this.#exports.some((e) => e.name === callable.name)) internal(`two functions are exported as "${callable.name}"`);
    this.#exports.push({ name: callable.name, index: callable.index });
  }

  bytes(): Uint8Array {
    const types = this.#types.map((key) => [0x60, ...vector(key === "" ? [] : key.split(",").map((t) => [Number(t)])), 0]);
    const memory = [...text("env"), ...text("memory"), 0x02, 0x00, 1];
    let out = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
    const sections: readonly [number, number[][]][] = [
      [1, types],
      [2, [memory]],
      [3, this.#functions.map((f) => unsigned(f.type))],
      [7, this.#exports.map((e) => [...text(e.name), 0x00, ...unsigned(e.index)])],
      [10, this.#functions.map((f) => f.body.bytes())],
    ];
    for (const [id, entries] of sections) {
      const content = vector(entries);
      out = out.concat([id], unsigned(content.length), content);
    }
    return new Uint8Array(out);
  }
}

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [...unsigned(bytes.length), ...bytes];
}

function vector(entries: readonly (readonly number[])[]): number[] {
  return unsigned(entries.length).concat(...entries);
}
