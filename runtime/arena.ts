// What executors have in common: where buffers lie when batches of a size go through, and what is checked before numbers
// go in or out. Nothing of a device; memory is the executors' own.
//
// Places are in floats. Buffers of rows "none" (weights, gradients, moments, packed weights) have a space of their own and never
// move; the regions of the other row spaces, one after another, are laid out anew when capacity grows. What is in those lives for a run.
import type { BufferDescription, Description, Packed, ProgramName } from "./device.js";
import { UsageError } from "./errors.js";

/** Names of the flat buffers. */
export const FLAT: readonly string[] = ["parameters", "gradients", "moment1", "moment2"];

/** Floats: regions start at a multiple of this, and as many are left free behind each (kernels may load past the end). */
const ALIGNMENT = 16;

interface Reads {
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What programs of every device say of their buffers. */
interface Programs<Program extends Reads> {
  readonly buffers: Readonly<Record<string, BufferDescription>>;
  readonly regions: Readonly<Record<string, number>>;
  readonly programs: Readonly<Partial<Record<ProgramName, Program>>>;
}

/** How many rows a row space has in a batch: "B" sequences, "N:T" the steps of axis T of all of them. */
function rowsOf(rows: string, batch: Pick<Packed, "size" | "axes">): number {
  return rows === "B" ? batch.size : (batch.axes[rows.slice(2)]?.total ?? 0);
}

/** Floats of a buffer in a batch; without one, of a buffer of rows "none". */
export function lengthIn({ rows, width }: BufferDescription, batch: Pick<Packed, "size" | "axes"> | null): number {
  return width * (rows === "none" ? 1 : rowsOf(rows, batch!));
}

/** For how many rows of each row space there is room. */
export type Capacity = Readonly<Record<string, number>>;

export interface Layout {
  /** Goes up with every new layout. */
  readonly version: number;
  /** Floats from the start of its space (that of rows "none", or the arena) to each buffer. */
  readonly places: Readonly<Record<string, number>>;
  /** The capacity that a batch asks for; null where there is room. With `slack` a quarter more than asked for, once it is clear that batches grow: fewer new layouts. */
  enlarged(batch: Pick<Packed, "size" | "axes">, slack?: boolean): Capacity | null;
  /** Floats of the arena. */
  sizeOf(capacity: Capacity): number;
  /** Lays out for a capacity. */
  layOut(capacity: Capacity): void;
  /** Without room for any batch, as at first. */
  clear(): void;
}

/** Floats of the space of rows "none". */
export function persistentSize({ regions }: Pick<Programs<Reads>, "regions">): number {
  return align(regions["none"] ?? 0) + ALIGNMENT;
}

/** A layout without room for any batch. */
export function createLayout({ buffers, regions }: Pick<Programs<Reads>, "buffers" | "regions">): Layout {
  const spaces = Object.keys(regions).filter((rows) => rows !== "none");
  const places: Record<string, number> = {};
  let version = 0;
  const none: Capacity = Object.fromEntries(spaces.map((rows) => [rows, 0]));
  let current = none;
  const floatsOf = (rows: string, capacity: Capacity): number => align(regions[rows]! * capacity[rows]!) + ALIGNMENT;

  function layOut(capacity: Capacity): void {
    current = capacity;
    version++;
    const bases: Record<string, number> = { none: 0 };
    let end = 0;
    for (const rows of spaces) {
      bases[rows] = end;
      end += floatsOf(rows, capacity);
    }
    for (const [name, { rows, offset }] of Object.entries(buffers)) places[name] = bases[rows]! + offset * (rows === "none" ? 1 : capacity[rows]!);
  }

  function enlarged(batch: Pick<Packed, "size" | "axes">, slack = true): Capacity | null {
    const larger: Record<string, number> = { ...current };
    let grows = false;
    for (const rows of spaces) {
      const needed = rowsOf(rows, batch);
      if (needed <= current[rows]!) continue;
      larger[rows] = current[rows] === 0 || !slack ? needed : Math.max(needed, Math.ceil(current[rows]! * 1.25));
      grows = true;
    }
    return grows ? larger : null;
  }

  layOut(current);
  return {
    get version() {
      return version;
    },
    places,
    enlarged,
    sizeOf: (capacity) => spaces.reduce((sum, rows) => sum + floatsOf(rows, capacity), 0),
    layOut,
    clear: () => layOut(none),
  };
}

function align(floats: number): number {
  return Math.ceil(floats / ALIGNMENT) * ALIGNMENT;
}

// --------------------------------------------------------------------------------------- checks

/** A program by its name. Throws UsageError RNN605. */
export function programOf<Program extends Reads>(programs: Programs<Program>, name: ProgramName, d: Description, device: string): Program {
  const program = programs.programs[name];
  if (program) return program;
  throw new UsageError("RNN605", `\`${d.name}\` has no program \`${name}\` for ${device}`);
}

/** The buffer that is the flat buffer `name`. Throws UsageError RNN606 where the model has none. */
export function flatBuffer(programs: Programs<Reads>, name: string, d: Description): string {
  const { update, prepare } = programs.programs;
  for (const buffer of [update?.inputs[name], prepare?.inputs[name], ...Object.values(programs.programs).map((program) => program.outputs[name])]) {
    if (buffer !== undefined && FLAT.includes(name)) return buffer;
  }
  throw new UsageError("RNN606", `\`${d.name}\` keeps no buffer \`${name}\``);
}

/** Refuses numbers that don't fit a flat buffer of `size` numbers. Throws UsageError RNN603. */
export function checkWritten(buffer: string, size: number, data: Float32Array, offset: number | undefined, d: Description): void {
  const fits = offset === undefined ? data.length === size : Number.isInteger(offset) && offset >= 0 && offset + data.length <= size;
  if (!fits) throw new UsageError("RNN603", `\`${buffer}\` of \`${d.name}\` holds ${size} numbers, but ${data.length} were given${offset === undefined ? "" : ` from place ${offset} on`}`);
}

/** Refuses outputs that none of the programs has. Throws UsageError RNN604. */
export function checkOutputs(programs: Programs<Reads>, names: readonly ProgramName[], outputs: Iterable<string>, d: Description): void {
  for (const output of outputs) {
    if (!names.some((name) => Object.hasOwn(programs.programs[name]?.outputs ?? {}, output))) throw new UsageError("RNN604", `\`${output}\` is not an output of ${names.join(", ")} of \`${d.name}\``);
  }
}

/** What a program reads of a batch: name of the data, buffer. Not the flat buffers that an update works on, and a packing of weights. */
export function inputsOf(name: ProgramName, program: Reads): readonly (readonly [data: string, buffer: string])[] {
  return Object.entries(program.inputs).filter(([data]) => !((name === "update" || name === "prepare") && FLAT.includes(data)));
}

/** The data of a batch that go into a buffer. Throws UsageError RNN607 where it lacks them, RNN603 for another number or another kind of numbers. */
export function dataFor<Data extends { readonly length: number }>(program: ProgramName, name: string, buffer: BufferDescription, batch: Pick<Packed, "size" | "axes"> & { readonly data: Readonly<Record<string, Data>> }, d: Description): Data {
  const data = Object.hasOwn(batch.data, name) ? batch.data[name] : undefined;
  if (data === undefined) throw new UsageError("RNN607", `program \`${program}\` of \`${d.name}\` reads \`${name}\`, which the batch doesn't have`);
  const size = lengthIn(buffer, batch);
  if (data.length !== size) throw new UsageError("RNN603", `\`${name}\` of \`${d.name}\` takes ${size} numbers in this batch, but has ${data.length}`);
  if (ArrayBuffer.isView(data) && buffer.integer !== data instanceof Int32Array) throw new UsageError("RNN603", `\`${name}\` of \`${d.name}\` should be ${buffer.integer ? "an Int32Array" : "a Float32Array"}`);
  return data;
}

/** Refuses to use what was given back. Throws UsageError RNN601. */
export function checkAlive(disposed: boolean, d: Description): void {
  if (disposed) throw new UsageError("RNN601", `\`${d.name}\` was disposed of; create it again to use it`);
}
