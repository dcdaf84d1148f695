// The calls of a program, noted down as records that kernels read (compiler/gpu-plan.ts says of which words) and as dispatches.
// A program is noted down once for batches of one shape; running it again uploads nothing.
import type { Arena, GpuKernels, GpuProgramDescription, Packed, PackedAxis, WgslKernel } from "../device.js";
import { GROUPS_ACROSS } from "./prelude.js";

/** What programs depend on besides data: two batches of one shape make the same calls. */
export type Shape = Pick<Packed, "size" | "axes">;

export function sameShape(a: Shape, b: Shape): boolean {
  if (a.size !== b.size) return false;
  return a.axes === b.axes || sameAxes(a.axes, b.axes);
}

export function sameAxes(a: Shape["axes"], b: Shape["axes"]): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && sameAxis(a[name]!, b[name]!));
}

function sameAxis(a: PackedAxis, b: PackedAxis): boolean {
  if (a === b) return true;
  if (a.steps !== b.steps || a.total !== b.total) return false;
  for (let t = 0; t < a.steps; t++) if (a.rows[t] !== b.rows[t]) return false;
  return true;
}

/** How loops run: as one dispatch or step by step, and how many of their steps one dispatch takes at most. */
export interface LoopChoices {
  together(loop: string): boolean;
  stepsAtOnce(loop: string): number;
}

/** The calls of one program for one shape. */
export class Calls {
  /** Where they are in the buffer of records: bytes. */
  start = 0;
  words = new Uint32Array(0);
  count = 0;
  /** Of each call: its kernel, and its workgroups along x and y. */
  readonly kernels: number[] = [];
  readonly across: number[] = [];
  readonly down: number[] = [];
  /** Whether they depend on how loops run. */
  chosen = false;
  /** Of loops that are one dispatch or a few: how many steps they have. */
  readonly steps = new Map<string, number>();

  constructor(
    /** Of a record with its gap behind. */
    readonly wordsApart: number,
  ) {}

  get bytes(): number {
    return this.count * this.wordsApart * 4;
  }

  add(kernel: number, groups: number): number {
    const at = this.count++ * this.wordsApart;
    if (at + this.wordsApart > this.words.length) {
      const larger = new Uint32Array(Math.max(16 * this.wordsApart, this.words.length * 2));
      larger.set(this.words);
      this.words = larger;
    }
    this.kernels.push(kernel);
    this.across.push(Math.min(groups, GROUPS_ACROSS));
    this.down.push(Math.ceil(groups / GROUPS_ACROSS));
    return at;
  }
}

/** What notes programs down: `kernels` is what they call. */
export function createRecorder(kernels: Readonly<Record<string, WgslKernel>>, wordsApart: number) {
  let calls = new Calls(wordsApart);
  let tables: ReadonlyMap<PackedAxis, number> = new Map();
  let stepsAtOnce: (loop: string) => number = () => Infinity;

  const note = (kernel: number, name: string, { across, rows, loop }: WgslKernel, words: readonly (number | PackedAxis)[]): void => {
    const last = words.length - 1;
    const count = words[last] as number;
    const groups = across * (rows === 0 ? 1 : Math.ceil(count / rows));
    if (groups === 0) return;
    const write = (at: number): number => {
      calls.words[at++] = count;
      for (let i = 0; i < last; i++) {
        const word = words[i]!;
        calls.words[at++] = typeof word === "number" ? word : tables.get(word)!;
      }
      return at;
    };
    if (!loop) {
      write(calls.add(kernel, groups));
      return;
    }
    const { steps } = words.find((word) => typeof word !== "number")!;
    const chunk = Math.max(1, stepsAtOnce(name));
    calls.steps.set(name, steps);
    for (let from = 0; from < steps; from += chunk) {
      const at = write(calls.add(kernel, groups));
      calls.words[at] = from;
      calls.words[at + 1] = Math.min(steps, from + chunk);
    }
  };
  const noting: GpuKernels = Object.fromEntries(Object.entries(kernels).map(([name, kernel], i) => [name, (...words: (number | PackedAxis)[]) => note(i, name, kernel, words)]));

  return {
    /** Notes a program down. `starts`: where the tables of the batch's axes are, in words. */
    record(program: GpuProgramDescription, places: Arena, batch: Packed, starts: ReadonlyMap<PackedAxis, number>, choices: LoopChoices): Calls {
      calls = new Calls(wordsApart);
      tables = starts;
      stepsAtOnce = (loop) => {
        calls.chosen = true;
        return choices.stepsAtOnce(loop);
      };
      program.run(noting, places, batch, (loop) => {
        calls.chosen = true;
        return choices.together(loop);
      });
      return calls;
    },
  };
}

export interface Survey {
  /** Kernels that a program calls with its loops as one dispatch, and step by step; by their places. */
  readonly together: ReadonlySet<number>;
  readonly apart: ReadonlySet<number>;
  /** Its loops that can be one dispatch; `both`: or step by step. */
  readonly loops: readonly { readonly name: string; readonly both: boolean }[];
}

/** What a program may call. Known from a small batch, since which kernels it calls depends on no data. */
export function surveyProgram(program: GpuProgramDescription, kernels: Readonly<Record<string, WgslKernel>>, places: Arena, axes: readonly string[]): Survey {
  // Three steps: a first one, a last one, and one between.
  const axis: PackedAxis = { steps: 3, total: 3, rows: Int32Array.of(1, 1, 1), start: Int32Array.of(0, 1, 2) };
  const batch: Packed = { size: 1, axes: Object.fromEntries(axes.map((name) => [name, axis])), data: {} };
  const asked = new Set<string>();
  const [together, apart] = [true, false].map((choice) => {
    const called = new Set<number>();
    const noting = Object.fromEntries(Object.keys(kernels).map((name, i) => [name, () => void called.add(i)]));
    program.run(noting, places, batch, (loop) => {
      asked.add(loop);
      return choice;
    });
    return called;
  });
  const loops = Object.keys(kernels).filter((name, i) => kernels[name]!.loop && together!.has(i));
  return { together: together!, apart: apart!, loops: loops.map((name) => ({ name, both: asked.has(name) })) };
}
