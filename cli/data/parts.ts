// Parts of data in their order: `--split 8640,2880,2880` (or shares, `70%,10%,20%`) says how much is learned from, held out
// and tested on. Of many sequences it counts sequences, of one long sequence steps. What is drawn at random is the runtime's.
import { sliceExample, stepsOfExample, type Description } from "@rnnc/runtime";
import { Failure } from "../failure.js";
import { count, plural } from "../numbers.js";
import type { Data } from "./read.js";

export type Part = Pick<Data, "examples" | "places">;

export interface Parts {
  readonly training: Part;
  /** null: `--split` asks for none. */
  readonly validation: Part | null;
  readonly test: Part | null;
  /** `8,640 steps to learn from, 2,880 held out, 2,880 to test on` */
  readonly told: string;
  /** What is left out, as a sentence; null: nothing. */
  readonly left: string | null;
}

interface Sizes {
  readonly numbers: readonly number[];
  readonly shares: boolean;
}

/** Reads `--split`: two or three whole numbers, or shares. Throws a Failure with exit code 2 for what cannot be meant. */
export function parseSplit(text: string): Sizes {
  const entries = text.split(",").map((entry) => entry.trim());
  const shares = entries[0].endsWith("%");
  const numbers = entries.map((entry) => (/^\d+(\.\d+)?%$/.test(entry) === shares && /^[\d_.]+%?$/.test(entry) ? Number(entry.replaceAll(/[_%]/g, "")) : NaN));
  const good = (entries.length === 2 || entries.length === 3) && numbers.every((n) => Number.isFinite(n) && (shares || Number.isInteger(n))) && numbers[0] > 0;
  if (!good) throw new Failure(`--split ${text}: two or three numbers are expected, or shares`, { exitCode: 2, hint: "how much is learned from, held out and tested on, in this order: `--split 8640,2880,2880` or `--split 70%,10%,20%`." });
  const sum = numbers.reduce((a, b) => a + b, 0);
  if (shares && sum > 100 + 1e-9) throw new Failure(`--split ${text}: the shares are ${sum} % together`, { exitCode: 2 });
  return { numbers: shares ? numbers.map((n) => n / 100) : numbers, shares };
}

/**
 * Cuts data in parts. Of a model that reads windows and says what comes next, the later parts of one long sequence begin one
 * window (`context` steps) earlier: these steps are only read, and the first that is predicted is the first of the part.
 */
export function divide(text: string, data: Part & { readonly file: string }, d: Description, cut: { readonly steps: number } | null): Parts {
  const { numbers, shares } = parseSplit(text);
  const [only] = data.examples;
  const one = data.examples.length === 1;
  const total = one ? stepsOfExample(d, only) : data.examples.length;
  const unit = one ? "step" : "sequence";
  if (one && !shares && d.inputs.some((input) => input.kind === "words" && typeof only[input.name] === "string")) {
    throw new Failure("--split: one long text of words is cut by shares", { exitCode: 2, where: { file: data.file }, hint: "write `--split 80%,10%,10%`." });
  }
  const ends = numbers.map((_, i) => numbers.slice(0, i + 1).reduce((a, b) => a + b, 0)).map((end) => (shares ? Math.round(end * total) : end));
  const last = ends[ends.length - 1];
  if (last > total) throw new Failure(`--split asks for ${plural(last, unit)}, and the data have ${count(total)}`, { exitCode: 2, where: { file: data.file } });
  const sizes = ends.map((end, i) => end - (ends[i - 1] ?? 0));
  if (sizes[0] === 0) throw new Failure(`--split leaves nothing of ${plural(total, unit)} to learn from`, { exitCode: 2, where: { file: data.file } });
  const readsAhead = cut !== null && d.heads.every((head) => head.predicts !== null && head.axis === null);
  const context = one && readsAhead ? cut.steps : 0;
  const part = (i: number): Part | null => {
    if ((sizes[i] ?? 0) === 0) return null;
    const from = ends[i - 1] ?? 0;
    if (!one) return { examples: data.examples.slice(from, ends[i]), places: data.places.slice(from, ends[i]) };
    return { examples: [sliceExample(d, only, Math.max(0, from - context), ends[i])], places: data.places };
  };
  const training = part(0);
  if (training === null) throw new Error("internal: a part of some size is empty");
  const told = [`${plural(sizes[0], unit)} to learn from`, ...(sizes[1] > 0 ? [`${count(sizes[1])} held out`] : []), ...((sizes[2] ?? 0) > 0 ? [`${count(sizes[2])} to test on`] : [])];
  return { training, validation: part(1), test: part(2), told: told.join(", "), left: last === total ? null : `--split leaves the last ${plural(total - last, unit)} out.` };
}
