// BLEU of what a model generates from what it is given, beside what the data say. The measure itself is metrics/bleu.ts. A function, no
// method of models: who doesn't measure doesn't load it.
import type { Example } from "../examples.js";
import { own } from "../columns.js";
import { UsageError } from "../errors.js";
import { bleu, type Bleu } from "../metrics/bleu.js";
import type { RunnableModel } from "../stream.js";
import { generateAll } from "./generate.js";
import type { BatchOptions } from "./options.js";
import { isConditional, splitInputs } from "./writers.js";

/** How sequences are generated: always the most probable symbol next, or by beam search. `length` is twice that of the longest reference and ten more, unless given. */
export type BleuOptions = Pick<BatchOptions, "beam" | "lengthPenalty" | "length" | "signal"> & {
  /** Called after each part with the share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
};

export interface BleuEvaluation extends Bleu {
  /** Share of the sequences that are the reference, symbol by symbol. */
  readonly exact: number;
  readonly sequences: number;
}

/** Sequences that are generated between two reports of progress. */
const AT_ONCE = 256;

/**
 * Corpus BLEU-4, on symbols as the model has them (words as it splits them, characters, bytes, ids): what it generates for each example against
 * the example's own column: `evaluateBleu(model, examples, { beam: 5 })`. A word that the vocabulary lacks is never right. Throws UsageError RNN617 for a model that generates nothing from
 * what it is given, or not one input of symbols.
 */
export async function evaluateBleu(model: RunnableModel, examples: readonly Example[], options: BleuOptions = {}): Promise<BleuEvaluation> {
  const { description: d, encoder } = model;
  const { generated, given } = splitInputs(d);
  const [input] = generated;
  if (!isConditional(d) || !input) throw new UsageError("RNN617", `\`${d.name}\` has no BLEU: it makes no sequences of what it is given (a translation has \`input target: words[T] of 8_000\` read at [t-1] and \`head target[t]\`, beside another input)`);
  if (generated.length > 1 || input.kind === "real") throw new UsageError("RNN617", `\`${d.name}\` has no BLEU: that is of one sequence of symbols, and it generates ${generated.map(({ name }) => `\`${name}\``).join(", ")}`);
  const { onProgress, ...search } = options;
  // Symbols by name, the unknown one "": it is never generated, and so never right.
  const names = own(model.fitted.vocabularies, input.name)?.symbols;
  const references = examples.map((example, id) => Array.from(own(encoder(example, id, { targets: false }).columns, input.name)!.data, (symbol) => names?.[symbol] ?? symbol));
  const length = options.length ?? 2 * references.reduce((most, { length }) => Math.max(most, length), 0) + 10;
  const candidates: (readonly (string | number)[])[] = [];
  for (let from = 0; from < examples.length; from += AT_ONCE) {
    options.signal?.throwIfAborted();
    const part = examples.slice(from, from + AT_ONCE).map((example) => Object.fromEntries(given.map(({ name }) => [name, own(example, name)])));
    const made = await generateAll(model, part, { ...search, length, ...(search.beam === undefined ? { temperature: 0 } : {}) });
    for (const [best] of made[input.name]!) candidates.push((best?.steps ?? []) as readonly (string | number)[]);
    onProgress?.(Math.min(1, (from + AT_ONCE) / examples.length));
  }
  const exact = candidates.filter((steps, i) => steps.length === references[i]!.length && steps.every((symbol, t) => symbol === references[i]![t])).length;
  return { ...bleu(candidates, references.map((reference) => [reference])), exact: exact / Math.max(1, examples.length), sequences: examples.length };
}
