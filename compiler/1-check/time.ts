// What a value of a model knows of each input: up to which step, counted from the step where it stands and
// from the end of what is read. A head that predicts what its source knows already is a leak.
import type { Span } from "../../grammar/ast.js";
import { nounOfReads } from "./words.js";
import type { Report } from "./report.js";

/** One place on the way from an input to a head. */
export interface Stage {
  readonly name: string;
  readonly span: Span;
  readonly label: string;
}

export interface Known {
  /** At step t everything up to t + step is known; Infinity: the whole sequence. */
  readonly step: number;
  /** Of a sequence of n steps everything up to n + end is known: 0, or less after delays. */
  readonly end: number;
  /** How it gets there, from the input on. */
  readonly path: Path;
}

/** A list that grows at its end and shares its beginning. */
export interface Path {
  readonly before: Path | null;
  readonly stage: Stage;
}

/** By input. */
export type Reach = ReadonlyMap<string, Known>;

export const nothingKnown: Reach = new Map();

/** Of an input read where it stands. */
export function reachOfInput(name: string, stage: Stage): Reach {
  return new Map([[name, { step: 0, end: 0, path: { before: null, stage } }]]);
}

/** `[t-1]` of a value. */
export function delayReach(reach: Reach, stage: Stage): Reach {
  return mapReach(reach, (known) =>
    known.step === Infinity ? { ...known, path: { before: known.path, stage } } : { step: known.step - 1, end: known.end - 1, path: { before: known.path, stage } },
  );
}

/** A layer that looks some steps ahead. */
export function advanceReach(reach: Reach, steps: number, stage: Stage): Reach {
  return mapReach(reach, (known) => ({ step: known.step + steps, end: Math.min(0, known.end + steps), path: { before: known.path, stage } }));
}

/** A value of the whole sequence: the other direction, a pooling, an initial state. */
export function wholeReach(reach: Reach, stage: Stage): Reach {
  return mapReach(reach, (known) => ({ step: Infinity, end: known.end, path: { before: known.path, stage } }));
}

/** One more place on the way that changes nothing. */
export function passReach(reach: Reach, stage: Stage): Reach {
  return mapReach(reach, (known) => ({ ...known, path: { before: known.path, stage } }));
}

/** Of a value computed from both. */
export function joinReach(a: Reach, b: Reach): Reach {
  if (a.size === 0) return b;
  const joined = new Map(a);
  for (const [name, known] of b) {
    const other = joined.get(name);
    if (!other) joined.set(name, known);
    else if (known.step > other.step) joined.set(name, { ...known, end: Math.max(known.end, other.end) });
    else joined.set(name, { ...other, end: Math.max(known.end, other.end) });
  }
  return joined;
}

function mapReach(reach: Reach, change: (known: Known) => Known): Reach {
  return new Map([...reach].map(([name, known]) => [name, change(known)]));
}

/** Reports a head that is computed from what it predicts, with the way from the input to the head. */
export function checkLeak(
  head: { readonly input: string; readonly from: number; readonly written: string; readonly span: Span; readonly stepwise: boolean },
  reach: Reach,
  report: Report,
): void {
  const known = reach.get(head.input);
  if (!known) return;
  const last = head.stepwise ? known.step : known.end;
  if (last < head.from) return;
  const stages: Stage[] = [];
  for (let path: Path | null = known.path; path; path = path.before) stages.unshift(path.stage);
  const way = [...new Set([head.input, ...stages.map((s) => s.name)])].join(" → ");
  const shown = stages.filter((stage, index) => stage.label !== "" && (index < 3 || index >= stages.length - 3));
  report.accept({
    code: "RNN322",
    title: `\`${head.written}\` is computed from what it predicts: ${way} → ${head.written}`,
    span: head.span,
    label: !head.stepwise ? `predicts ${nounOfReads(head.from)} of \`${head.input}\`` : `at step t it predicts \`${head.input}\` of step ${head.from === 0 ? "t" : `t+${head.from}`}`,
    also: shown.map((stage) => ({ span: stage.span, label: stage.label })),
    hint:
      head.stepwise && last === Infinity
        ? `a head that predicts step by step can't read the whole sequence: leave out \`${stages.filter((s) => s.label !== "").at(-1)?.name ?? head.input}\``
        : head.from === 0
          ? `read the steps before it, \`${head.input}[t-1]\`, or predict the next one, \`${head.input}[t+1]\``
          : `at step t only the steps up to t+${head.from - 1} may be read`,
  });
}
