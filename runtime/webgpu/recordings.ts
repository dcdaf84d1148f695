// The calls of a network's programs, each noted down for the shape it ran last with: noted anew only when another shape, another
// layout of buffers or another choice for a loop makes other calls.
import { programOf, type Layout } from "../arena.js";
import type { Description, Packed, ProgramName, WebGpuPrograms } from "../device.js";
import { createRecorder, sameShape, surveyProgram, type Calls, type LoopChoices, type Shape, type Survey } from "./calls.js";
import type { Counting } from "./memory.js";
import { tableStarts } from "./placing.js";
import type { Recurrences } from "./recurrences.js";

/** Bytes: a record begins at a multiple of this, on every device. */
const RECORD_ALIGNMENT = 256;
/** Programs that depend on parameters alone. */
export const OF_NO_BATCH: ReadonlySet<ProgramName> = new Set<ProgramName>(["prepare", "update"]);
export const NO_BATCH: Packed = { size: 0, axes: {}, data: {} };

interface Recording {
  readonly calls: Calls;
  /** What they are valid for. */
  readonly shape: Shape;
  readonly layoutVersion: number;
  readonly choicesVersion: number;
}

export class Recordings {
  readonly #recorder: ReturnType<typeof createRecorder>;
  readonly #surveys = new Map<ProgramName, Survey>();
  readonly #recordings = new Map<ProgramName, Recording>();

  /** `words`: of the longest record. */
  constructor(
    readonly programs: WebGpuPrograms,
    readonly description: Description,
    readonly layout: Layout,
    readonly recurrences: Recurrences,
    words: number,
    readonly counters: Counting,
  ) {
    this.#recorder = createRecorder(programs.kernels, (Math.ceil((words * 4) / RECORD_ALIGNMENT) * RECORD_ALIGNMENT) / 4);
  }

  survey(name: ProgramName): Survey {
    let survey = this.#surveys.get(name);
    if (!survey) {
      survey = surveyProgram(programOf(this.programs, name, this.description, "webgpu"), this.programs.kernels, this.layout.places, this.description.axes);
      this.#surveys.set(name, survey);
    }
    return survey;
  }

  /** The kernels that programs may call, by their places. */
  kernelsOf(names: readonly ProgramName[]): number[] {
    const { recurrence } = this.recurrences;
    const surveys = names.map((name) => this.survey(name));
    const called = new Set(surveys.flatMap(({ together, apart }) => [...(recurrence === "stepped" ? [] : together), ...(recurrence === "persistent" ? [] : apart)]));
    return Object.keys(this.programs.kernels).flatMap((name, i) => (called.has(i) && !this.recurrences.refused(name) ? [i] : []));
  }

  /** The calls of a program for a batch of some shape, for which there is room. */
  callsOf(name: ProgramName, shape: Shape): Calls {
    const { size, axes } = OF_NO_BATCH.has(name) ? NO_BATCH : shape;
    const known = this.#recordings.get(name);
    const layoutVersion = this.layout.version;
    const choicesVersion = this.recurrences.version;
    if (known && known.layoutVersion === layoutVersion && (!known.calls.chosen || known.choicesVersion === choicesVersion) && sameShape(known.shape, { size, axes })) return known.calls;
    const calls = this.record(name, { size, axes }, { together: (loop) => this.recurrences.together(loop, size), stepsAtOnce: (loop) => this.recurrences.stepsAtOnce(loop, size) });
    this.#recordings.set(name, { calls, shape: { size, axes }, layoutVersion, choicesVersion });
    return calls;
  }

  /** Notes a program down once, with loops run in some way. */
  record(name: ProgramName, shape: Shape, choices: LoopChoices): Calls {
    this.counters.recordings++;
    return this.#recorder.record(this.programs.programs[name]!, this.layout.places, { ...shape, data: {} }, tableStarts(shape), choices);
  }

  clear(): void {
    this.#recordings.clear();
  }
}
