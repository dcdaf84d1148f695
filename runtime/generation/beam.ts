// Beam search: the most probable sequences of symbols, many inputs at a time. A pure function over what one step of
// a model says; it knows neither models nor devices.

/** What a step has said of one sequence: where it stands, and how probable each symbol is next: [V]. */
export interface Stepped<State> {
  readonly state: State;
  readonly probabilities: Float32Array;
}

/** Reads one symbol in each of several sequences, each from a state of its own. */
export type StepMany<State> = (rows: readonly { readonly state: State; readonly symbol: number }[]) => Promise<readonly Stepped<State>[]>;

export interface BeamSettings {
  /** How many sequences are followed at once. 1 is greedy. */
  readonly beam: number;
  /** Symbols at most, the boundary not counted. */
  readonly length: number;
  /** α: sequences are ranked by ln p / n^α, n their symbols with the boundary. 0: by probability alone, which favours short ones. */
  readonly lengthPenalty: number;
  /** How many are wanted, at most `beam`. */
  readonly count: number;
  /** The symbol that ends a sequence; null: none does. */
  readonly boundary: number | null;
  /** Symbols that may be said, the boundary among them where there is one. Ascending. */
  readonly allowed: ArrayLike<number>;
}

export interface Hypothesis {
  /** Without the boundary. */
  readonly symbols: readonly number[];
  /** ln p of its symbols, and of the boundary where it has ended. */
  readonly logProbability: number;
  readonly score: number;
  /** By the boundary; false: it was cut at `length`. */
  readonly ended: boolean;
}

/** A sequence that is followed: its symbols, last first. */
interface Live<State> {
  readonly state: State;
  readonly probabilities: Float32Array;
  readonly last: Link | null;
  readonly logProbability: number;
}
interface Link {
  readonly symbol: number;
  readonly before: Link | null;
}
interface Extension<State> {
  readonly from: Live<State>;
  readonly symbol: number;
  readonly logProbability: number;
}

/** The logarithm of a probability that has underflowed is that of the smallest normal f32. */
const LEAST = 1.1754943508222875e-38;

/**
 * For each start, the best sequences found, best first. A sequence that ends leaves the beam, which is then narrower by one
 * (Sutskever, Vinyals & Le 2014). It is exact where the beam holds all prefixes. Starts don't influence each other.
 */
export async function beamSearch<State>(starts: readonly Stepped<State>[], step: StepMany<State>, settings: BeamSettings, signal?: AbortSignal): Promise<Hypothesis[][]> {
  const { beam, length, boundary, count } = settings;
  const groups = starts.map(({ state, probabilities }) => ({
    live: [{ state, probabilities, last: null, logProbability: 0 }] as readonly Live<State>[],
    finished: [] as Hypothesis[],
  }));
  for (let n = 0; n < length; n++) {
    signal?.throwIfAborted();
    const next: { readonly group: (typeof groups)[number]; readonly extension: Extension<State> }[] = [];
    for (const group of groups) {
      const room = beam - group.finished.length;
      const best: Extension<State>[] = [];
      for (const from of group.live) extend(from, room, settings, best);
      group.live = [];
      for (const extension of best) {
        if (extension.symbol === boundary) group.finished.push(finish(extension.from.last, extension.logProbability, true, settings));
        else next.push({ group, extension });
      }
    }
    if (next.length === 0) break;
    // What would be cut after this symbol needs no further step.
    const stepped = n + 1 < length ? await step(next.map(({ extension: { from, symbol } }) => ({ state: from.state, symbol }))) : null;
    next.forEach(({ group, extension: { from, symbol, logProbability } }, i) => {
      const after = stepped?.[i] ?? from;
      group.live = [...group.live, { state: after.state, probabilities: after.probabilities, last: { symbol, before: from.last }, logProbability }];
    });
    for (const group of groups) if (isDecided(group.live, group.finished, settings)) group.live = [];
  }
  return groups.map(({ live, finished }) => {
    const cut = live.map(({ last, logProbability }) => finish(last, logProbability, false, settings));
    return [...finished, ...cut].sort((a, b) => b.score - a.score).slice(0, count);
  });
}

/** Keeps in `best`, best first and at most `room`, what one symbol more makes of a sequence. Of equals the first stays first. */
function extend<State>(from: Live<State>, room: number, { allowed }: BeamSettings, best: Extension<State>[]): void {
  for (let i = 0; i < allowed.length; i++) {
    const symbol = allowed[i]!;
    const logProbability = from.logProbability + Math.log(Math.max(from.probabilities[symbol]!, LEAST));
    if (best.length >= room && !(logProbability > best[best.length - 1]!.logProbability)) continue;
    let at = best.length;
    while (at > 0 && logProbability > best[at - 1]!.logProbability) at--;
    best.splice(at, 0, { from, symbol, logProbability });
    if (best.length > room) best.pop();
  }
}

function finish(last: Link | null, logProbability: number, ended: boolean, settings: BeamSettings): Hypothesis {
  const symbols: number[] = [];
  for (let link = last; link; link = link.before) symbols.push(link.symbol);
  return { symbols: symbols.reverse(), logProbability, score: scoreOf(logProbability, symbols.length + (ended ? 1 : 0), settings), ended };
}

function scoreOf(logProbability: number, symbols: number, { lengthPenalty }: BeamSettings): number {
  return logProbability / Math.max(1, symbols) ** lengthPenalty;
}

/** Whether no sequence that is still followed can become better than those wanted that have ended: ln p only falls, and n is at most `length` + 1. */
function isDecided<State>(live: readonly Live<State>[], finished: readonly Hypothesis[], settings: BeamSettings): boolean {
  if (live.length === 0 || finished.length < settings.count) return live.length === 0;
  const worst = finished.map(({ score }) => score).sort((a, b) => b - a)[settings.count - 1]!;
  return live.every(({ logProbability }) => scoreOf(logProbability, settings.length + 1, settings) < worst);
}
