// Trials of a program, in the middle of a run: with its loops step by step, and with each as one dispatch (recurrences.ts says which and how often).
import type { Packed, ProgramName } from "../device.js";
import type { Shape } from "./calls.js";
import type { Commands } from "./commands.js";
import { OF_NO_BATCH, type Recordings } from "./recordings.js";
import type { Recurrences, Trial } from "./recurrences.js";
import { planLoads } from "./transfers.js";
import type { DeviceWatch } from "./watch.js";

/** Programs that go on from what another left: nothing may run before them. */
const GOES_ON: ReadonlySet<ProgramName> = new Set<ProgramName>(["score", "backward", "pullback"]);

export class Trials {
  constructor(
    readonly recurrences: Recurrences,
    readonly recordings: Recordings,
    readonly commands: Commands,
    readonly watch: DeviceWatch,
  ) {}

  /** Programs with loops of which it isn't known how they are best run. Where the first goes on from another's values, nothing can be run for trial. */
  unmeasured(names: readonly ProgramName[], { size, axes }: Shape): ProgramName[] {
    if (this.recurrences.recurrence !== "auto" || GOES_ON.has(names[0]!)) return [];
    // Loops without steps tell nothing of others.
    if (size === 0 || Object.values(axes).some(({ steps }) => steps === 0)) return [];
    return names.filter((name) => !OF_NO_BATCH.has(name) && this.recordings.survey(name).loops.some(({ name: loop }) => !this.recurrences.find(loop, size)));
  }

  /** Tries out how a program's loops are best run. Nothing is written but what lives for a run, and gradients; what it computes doesn't matter. */
  async measure(name: ProgramName, batch: Packed): Promise<void> {
    const { commands } = this;
    const { loads, uploads } = planLoads(commands.programs, [name], batch, commands.description);
    const place = `${name} for trial`;
    const trial: Trial = async (choices, times) => {
      const calls = this.recordings.record(name, batch, choices);
      commands.place(batch, [[place, calls]], uploads);
      const encoder = commands.begin();
      // With its data each time: a run leaves other numbers where they were, and taken for ids they could say that weights be written.
      for (let i = 0; i < times; i++) commands.dispatch(encoder, calls, loads[0]!);
      const began = performance.now();
      commands.submit(encoder);
      await this.watch.wait(this.watch.device.queue.onSubmittedWorkDone());
      return { time: (performance.now() - began) / times, steps: calls.steps };
    };
    await this.recurrences.measure(this.recordings.survey(name).loops, batch.size, trial);
    commands.placing.remove(place);
  }
}
