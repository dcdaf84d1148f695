// How loops run: step by step (a dispatch or more a step), or as one dispatch whose workgroups go through the steps by themselves. Which
// is faster depends on the device and the size, so it is measured once for each and kept. It changes no result beyond rounding. A loop
// that the device refuses as one dispatch (too much workgroup memory, too many registers) runs step by step.

import type { LoopChoices, Survey } from "./calls.js";
import type { MeasurementStore } from "./store.js";

/** One dispatch is given this much time, in milliseconds: a display waits for it, and a driver that waits too long gives up. */
const LONGEST_DISPATCH = 100;
/** Of that, what a dispatch is cut to by a measurement, so that a batch of twice the size still keeps to it. */
const AIMED_AT = LONGEST_DISPATCH / 4;
/** Steps a dispatch, where nothing was measured: a step takes microseconds. */
const UNMEASURED = 512;
/** Steps a dispatch at the first try. */
const CAUTIOUS = 8;
/** A trial takes about this long, in milliseconds, so that what a submission costs by itself doesn't count; but at most so many runs. */
const TRIAL = 20;
const TRIAL_RUNS = 16;

export type Recurrence = "stepped" | "persistent" | "auto";

export interface Measured {
  readonly together: boolean;
  /** Steps a dispatch at most, together. */
  readonly stepsAtOnce: number;
}

/** Runs a program some times in a row: milliseconds of one time, and how many steps its loops have that ran together. */
export type Trial = (choices: LoopChoices, times: number) => Promise<{ readonly time: number; readonly steps: ReadonlyMap<string, number> }>;

/** The choices for one network on one device. */
export class Recurrences {
  /** By loop and size. */
  readonly #known = new Map<string, Measured | null>();
  readonly #hashes = new Map<string, string>();
  /** Loops that the device doesn't take as one dispatch, whatever the size. */
  readonly #refused = new Set<string>();
  /** Counts changes: what was noted down before one may be out of date. */
  version = 0;

  constructor(
    readonly recurrence: Recurrence,
    readonly store: MeasurementStore,
    /** The device and the network. */
    readonly prefix: string,
    /** A loop's kernel: another text is measured again. */
    readonly codeOf: (loop: string) => string,
  ) {}

  /** What was measured of a loop for about `size` sequences; null where nothing was. */
  find(loop: string, size: number): Measured | null {
    const place = placeOf(loop, size);
    let found = this.#known.get(place);
    if (found === undefined) this.#known.set(place, (found = this.#read(this.#key(loop, place))));
    return found;
  }

  keep(loop: string, size: number, measured: Measured): void {
    const place = placeOf(loop, size);
    this.#known.set(place, measured);
    this.version++;
    try {
      this.store.setItem(this.#key(loop, place), `${measured.together ? "together" : "apart"} ${measured.stepsAtOnce}`);
    } catch {
      // Full, or blocked: this session has it.
    }
  }

  /** The device refuses a loop as one dispatch: it isn't asked for again. False where nothing else was allowed. */
  refuse(loop: string): boolean {
    if (this.recurrence !== "auto") return false;
    this.#refused.add(loop);
    this.version++;
    return true;
  }

  refused(loop: string): boolean {
    return this.#refused.has(loop);
  }

  together(loop: string, size: number): boolean {
    if (this.recurrence !== "auto") return this.recurrence === "persistent";
    return !this.refused(loop) && (this.find(loop, size)?.together ?? true);
  }

  stepsAtOnce(loop: string, size: number): number {
    return this.find(loop, size)?.stepsAtOnce ?? UNMEASURED;
  }

  /** Times a program with all its loops step by step, and with each alone as one dispatch; keeps what is found. What is refused needs no trial. */
  async measure(loops: Survey["loops"], size: number, trial: Trial): Promise<void> {
    const stepsAtOnce = new Map<string, number>();
    /** With one loop together, beside those that always are. The first run is a slow one, in which little is done at once. */
    const run = (alone: string | null, times: number) => trial({ together: (loop) => loop === alone, stepsAtOnce: (loop) => stepsAtOnce.get(loop) ?? CAUTIOUS }, times);
    const time = async (alone: string | null, cut: readonly string[]): ReturnType<Trial> => {
      const first = await run(alone, 1);
      for (const loop of cut) stepsAtOnce.set(loop, stepsWithin(first.time, first.steps.get(loop) ?? 1));
      const times = Math.max(1, Math.min(TRIAL_RUNS, Math.floor(TRIAL / first.time)));
      const [a, b] = [await run(alone, times), await run(alone, times)];
      return a.time < b.time ? a : b;
    };
    for (const { name } of loops) if (this.refused(name)) this.keep(name, size, { together: false, stepsAtOnce: 1 });
    const tried = loops.filter(({ name }) => !this.refused(name));
    if (tried.length === 0) return;
    const always = tried.filter(({ both }) => !both).map(({ name }) => name);
    const apart = await time(null, always);
    for (const loop of always) this.keep(loop, size, { together: true, stepsAtOnce: stepsWithin(apart.time, apart.steps.get(loop) ?? 1) });
    for (const { name, both } of tried) {
      if (!both) continue;
      const together = await time(name, [name]);
      this.keep(name, size, { together: together.time < apart.time, stepsAtOnce: stepsWithin(together.time, together.steps.get(name) ?? 1) });
    }
  }

  #read(key: string): Measured | null {
    let text: string | null = null;
    try {
      text = this.store.getItem(key);
    } catch {
      // As if it were empty.
    }
    const [, how, steps] = /^(together|apart) (\d+)$/.exec(text ?? "") ?? [];
    return how === undefined ? null : { together: how === "together", stepsAtOnce: Math.max(1, Number(steps)) };
  }

  #key(loop: string, place: string): string {
    let code = this.#hashes.get(loop);
    if (code === undefined) this.#hashes.set(loop, (code = hash(this.codeOf(loop))));
    return `rnnc ${this.prefix} ${place} ${code}`;
  }
}

/** A loop, and sequences up to the next power of two. */
function placeOf(loop: string, size: number): string {
  return `${loop} B${2 ** Math.ceil(Math.log2(Math.max(1, size)))}`;
}

/** How many steps a dispatch may take where `steps` of them took `time` milliseconds. */
function stepsWithin(time: number, steps: number): number {
  return Math.max(1, Math.min(2 ** 20, Math.floor((AIMED_AT / Math.max(time, 1e-3)) * steps)));
}

/** FNV-1a of a text. */
function hash(text: string): string {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return (sum >>> 0).toString(36);
}
