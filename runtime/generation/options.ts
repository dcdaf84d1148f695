// Options of generation, their defaults, and which of them can't be.
import type { Example } from "../examples.js";
import { show, UsageError } from "../errors.js";
import type { SamplingOptions } from "./sample.js";
import type { Writer } from "./writers.js";

export interface GenerateOptions<Prompt = unknown, Inputs = Example> extends SamplingOptions {
  /**
   * What the model reads first: a value of the input it predicts; of several inputs, a record. At least one step, unless its sequences
   * have a boundary: then they may begin there.
   */
  readonly prompt?: Prompt;
  /** Values of the inputs that are not generated, where there are any: a vector, a source sequence. */
  readonly inputs?: Partial<Inputs>;
  /** How many steps to generate at most; a boundary ends a sequence before. Default 200. */
  readonly length?: number;
  /** The same seed gives the same symbols. Default 0. */
  readonly seed?: number;
  /** Stops between two steps. */
  readonly signal?: AbortSignal;
}

export interface BatchOptions extends Pick<GenerateOptions, keyof SamplingOptions | "length" | "seed" | "signal"> {
  /** Sequences for each example: drawn, or the best of beam search. Default 1. */
  readonly count?: number;
  /** Beam search for the most probable sequence, following this many. Nothing is drawn. */
  readonly beam?: number;
  /** α of beam search: sequences are ranked by ln p / n^α, n their symbols with the boundary. 0 favours short ones. Default 1. */
  readonly lengthPenalty?: number;
}

export const defaults = { length: 200, count: 1, lengthPenalty: 1 } as const;

/** Throws UsageError RNN618. */
export function checkOptions(options: BatchOptions, writers: readonly Writer[]): void {
  const { length, temperature, topK, topP, seed, count, beam, lengthPenalty } = options;
  const check = (fine: boolean, name: string, value: unknown, expected: string): void => {
    if (!fine) throw new UsageError("RNN618", `\`${name}\` should be ${expected}, but is ${show(value)}`);
  };
  const refuse = (why: string): never => {
    throw new UsageError("RNN618", why);
  };
  check(length === undefined || (Number.isSafeInteger(length) && length >= 0), "length", length, "a whole number of at least 0");
  check(temperature === undefined || (Number.isFinite(temperature) && temperature >= 0), "temperature", temperature, "a number of at least 0");
  check(topK === undefined || (Number.isSafeInteger(topK) && topK >= 1), "topK", topK, "a whole number of at least 1");
  check(topP === undefined || (topP > 0 && topP <= 1), "topP", topP, "a number above 0, at most 1");
  check(seed === undefined || Number.isSafeInteger(seed), "seed", seed, "a whole number");
  check(count === undefined || (Number.isSafeInteger(count) && count >= 1), "count", count, "a whole number of at least 1");
  check(beam === undefined || (Number.isSafeInteger(beam) && beam >= 1), "beam", beam, "a whole number of at least 1");
  check(lengthPenalty === undefined || (Number.isFinite(lengthPenalty) && lengthPenalty >= 0), "lengthPenalty", lengthPenalty, "a number of at least 0");
  if (beam === undefined) {
    if (lengthPenalty !== undefined) refuse("`lengthPenalty` is of beam search: give `beam` too");
    return;
  }
  if (temperature !== undefined || topK !== undefined || topP !== undefined) refuse("beam search draws nothing: leave out `temperature`, `topK` and `topP`, or leave out `beam`");
  if (writers.length > 1) refuse(`beam search is for one generated input, and this model generates ${writers.map(({ input }) => `\`${input.name}\``).join(", ")}`);
  if (writers.some(({ input }) => input.kind === "real")) refuse(`beam search is for symbols, and \`${writers[0]!.input.name}\` has real values`);
  if (count !== undefined && count > beam) refuse(`a beam of ${beam} finds at most ${beam} sequences: \`count\` is ${count}`);
}
