// Progress of long work: one live bar on a terminal, a plain line every few seconds elsewhere. Knows
// nothing of training but what it is told.
import { compact, duration, figure } from "./numbers.js";
import { colorsFor, cut, widthOf } from "./terminal.js";

export interface Step {
  /** Share of all the work that is done, 0 to 1. */
  readonly share: number;
  /** `epoch 2/4` */
  readonly stage: string;
  readonly loss?: number | null | undefined;
  /** Units a second. */
  readonly rate?: number | null | undefined;
  /** Seconds to go. */
  readonly left?: number | null | undefined;
}

export interface Progress {
  update(step: Step): void;
  /** Prints a line that stays, above the bar. */
  line(text: string): void;
  stop(): void;
}

export interface ProgressOptions {
  readonly stream: NodeJS.WriteStream;
  /** What is counted: `characters`, `rows`. */
  readonly unit: string;
  /** Seconds between plain lines. */
  readonly every?: number;
  /** Milliseconds; tests give their own clock. */
  readonly now?: () => number;
}

/** Shows progress on a stream, fitting its width (80 columns where unknown). */
export async function startProgress(options: ProgressOptions): Promise<Progress> {
  return options.stream.isTTY && process.env["TERM"] !== "dumb" ? startBar(options) : startLines(options);
}

async function startBar(options: ProgressOptions): Promise<Progress> {
  const { stream } = options;
  const { default: cliProgress } = await import("cli-progress");
  const c = colorsFor(stream);
  let shown: Step = { share: 0, stage: "starting" };
  const bar = new cliProgress.SingleBar({
    stream,
    hideCursor: true,
    clearOnComplete: true,
    fps: 10,
    linewrap: false, // with wrapping it would cut the line by itself, counting colours as columns
    format: () => drawBar(shown, options.unit, widthOf(stream) - 1, { done: c.cyan, rest: c.dim }),
  });
  bar.start(1, 0);
  return {
    update(step) {
      shown = step;
      bar.update(Math.min(1, step.share));
    },
    line(text) {
      stream.write(`\r\x1b[K${text}\n`);
      bar.render();
    },
    stop() {
      stream.write("\x1b7"); // `stop` goes back to where the cursor was saved; since the start, lines have been printed
      bar.stop();
      stream.write("\r\x1b[K");
    },
  };
}

/** One line of at most `width` columns: stage, bar, share, loss, rate, time left; what has no room is left out. */
export function drawBar(step: Step, unit: string, width: number, paint?: { done: (text: string) => string; rest: (text: string) => string }): string {
  const share = Math.max(0, Math.min(1, step.share));
  const stage = `${step.stage} `;
  const least = 8;
  let tail = `${Math.floor(share * 100)}%`.padStart(4);
  for (const detail of describe(step, unit)) if (stage.length + least + tail.length + detail.length + 3 <= width) tail += `  ${detail}`;
  const size = Math.max(4, Math.min(24, width - stage.length - tail.length - 1));
  if (stage.length + size + 1 + tail.length > width) return cut(`${stage}${tail.trim()}`, width);
  const done = Math.round(share * size);
  const full = "█".repeat(done);
  const empty = "░".repeat(size - done);
  return `${stage}${paint === undefined ? full : paint.done(full)}${paint === undefined ? empty : paint.rest(empty)} ${tail}`;
}

/** Loss, time left and rate, as far as they are known: the more useful first. */
function describe(step: Step, unit: string): string[] {
  const known = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;
  return [
    ...(known(step.loss) ? [`loss ${figure(step.loss)}`] : []),
    ...(known(step.left) ? [`${duration(step.left)} left`] : []),
    ...(known(step.rate) ? [`${compact(step.rate)} ${unit}/s`] : []),
  ];
}

function startLines(options: ProgressOptions): Progress {
  const now = options.now ?? (() => performance.now());
  const every = (options.every ?? 5) * 1000;
  let next = now() + every;
  return {
    update(step) {
      if (now() < next) return;
      next = now() + every;
      options.stream.write([step.stage, `${Math.floor(Math.min(1, step.share) * 100)}%`, ...describe(step, options.unit)].join("  ") + "\n");
    },
    line(text) {
      options.stream.write(text + "\n");
    },
    stop() {},
  };
}
