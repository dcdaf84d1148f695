// Progress of long work: one live bar on a terminal, a plain line every few seconds elsewhere. Knows
// nothing of training but what it is told.
import { colorsFor, cut, duration, figure, widthOf } from "./terminal.js";

export interface Step {
  /** Share of all the work that is done, 0 to 1. */
  readonly share: number;
  /** `epoch 2/4` */
  readonly stage: string;
  readonly loss?: number | undefined;
  /** Units done since the work began, for the rate. */
  readonly units: number;
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
  const meter = createMeter(options.now ?? (() => performance.now()));
  return options.stream.isTTY ? startBar(options, meter) : startLines(options, meter);
}

interface Meter {
  add(step: Step): void;
  /** Units a second, over the last ten seconds or so. */
  rate(): number;
  /** Seconds to go; null while it can't be told. */
  left(): number | null;
}

/** Rate and time left from the recent past: the first seconds are slower, and machines are shared. */
export function createMeter(now: () => number): Meter {
  const marks: { at: number; share: number; units: number }[] = [];
  const recent = (): { seconds: number; share: number; units: number } => {
    const last = marks[marks.length - 1];
    const first = marks[0];
    return last === undefined ? { seconds: 0, share: 0, units: 0 } : { seconds: (last.at - first.at) / 1000, share: last.share - first.share, units: last.units - first.units };
  };
  return {
    add(step) {
      const at = now();
      if (marks.length > 1 && at - marks[marks.length - 2].at < 200) marks.pop();
      marks.push({ at, share: step.share, units: step.units });
      while (marks.length > 2 && at - marks[0].at > 10_000) marks.shift();
    },
    rate() {
      const { seconds, units } = recent();
      return seconds > 0 ? units / seconds : 0;
    },
    left() {
      const { seconds, share } = recent();
      const last = marks[marks.length - 1];
      if (seconds < 0.5 || share <= 0) return null;
      return ((1 - last.share) * seconds) / share;
    },
  };
}

async function startBar(options: ProgressOptions, meter: Meter): Promise<Progress> {
  const { default: cliProgress } = await import("cli-progress");
  const c = colorsFor(options.stream);
  let shown: Step = { share: 0, stage: "", units: 0 };
  const bar = new cliProgress.SingleBar({
    stream: options.stream,
    hideCursor: true,
    clearOnComplete: true,
    fps: 10,
    barsize: 20,
    linewrap: true, // the line is made to fit; turning wrapping off and on again upsets some terminals
    format: () => drawBar(shown, meter, options.unit, widthOf(options.stream) - 1, { done: c.cyan, rest: c.dim }),
  });
  bar.start(1, 0);
  return {
    update(step) {
      shown = step;
      meter.add(step);
      bar.update(Math.min(1, step.share));
    },
    line(text) {
      options.stream.write(`\r\x1b[K${text}\n`);
      bar.render();
    },
    stop() {
      bar.stop();
      options.stream.write("\r\x1b[K");
    },
  };
}

/** One line of at most `width` columns: stage, bar, share, loss, rate, time left; what has no room is left out from the end. */
export function drawBar(step: Step, meter: Pick<Meter, "rate" | "left">, unit: string, width: number, paint?: { done: (text: string) => string; rest: (text: string) => string }): string {
  const share = Math.max(0, Math.min(1, step.share));
  const left = meter.left();
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const details = [step.loss === undefined ? "" : `loss ${figure(step.loss)}`, meter.rate() > 0 ? `${compact(meter.rate())} ${unit}/s` : "", left === null ? "" : `${duration(left)} left`].filter((text) => text !== "");
  const fixed = `${step.stage} `;
  let tail = percent;
  const least = 8;
  for (const detail of details) if (fixed.length + least + tail.length + detail.length + 3 <= width) tail += `  ${detail}`;
  const size = Math.max(4, Math.min(24, width - fixed.length - tail.length - 1));
  const done = Math.round(share * size);
  const full = "█".repeat(done);
  const empty = "░".repeat(size - done);
  if (fixed.length + size + 1 + tail.length > width) return cut(`${fixed}${tail.trim()}`, width);
  return `${fixed}${paint === undefined ? full : paint.done(full)}${paint === undefined ? empty : paint.rest(empty)} ${tail}`;
}

/** `950`, `12.3 k`, `1.2 M` */
function compact(n: number): string {
  if (n < 1000) return String(Math.round(n));
  return n < 1e6 ? `${Number((n / 1e3).toPrecision(3))} k` : `${Number((n / 1e6).toPrecision(3))} M`;
}

function startLines(options: ProgressOptions, meter: Meter): Progress {
  const now = options.now ?? (() => performance.now());
  const every = (options.every ?? 5) * 1000;
  let next = now() + every;
  return {
    update(step) {
      meter.add(step);
      if (now() < next) return;
      next = now() + every;
      const left = meter.left();
      const parts = [
        step.stage,
        `${Math.floor(Math.min(1, step.share) * 100)}%`,
        ...(step.loss === undefined ? [] : [`loss ${figure(step.loss)}`]),
        ...(meter.rate() > 0 ? [`${compact(meter.rate())} ${options.unit}/s`] : []),
        ...(left === null ? [] : [`${duration(left)} left`]),
      ];
      options.stream.write(parts.join("  ") + "\n");
    },
    line(text) {
      options.stream.write(text + "\n");
    },
    stop() {},
  };
}
