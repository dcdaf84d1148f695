// Vectors that were learned elsewhere, as rows of an embedding: which symbol has which row. Reading files is the caller's.
import { own } from "./columns.js";
import type { Description, InputDescription } from "./device.js";
import { didYouMean, show, UsageError } from "./errors.js";
import type { Fitted } from "./examples.js";

type Vector = readonly [symbol: string, vector: ArrayLike<number>];

/** Vectors by symbol: by word or character; by id, written as a number, where an input reads ids or bytes. */
export type Vectors = Readonly<Record<string, ArrayLike<number>>> | Iterable<Vector> | AsyncIterable<Vector>;

/** How many of the symbols that an input knows were given a vector. */
export interface FoundVectors {
  readonly found: number;
  readonly of: number;
}

/** What files of vectors call the symbol that stands for all others. */
const UNKNOWN = "<unk>";

/** The symbols of an input by id; id 0 is "", the unknown symbol. Null where ids are their own names. Throws UsageError RNN612. */
export function symbolsOfInput(d: Description, fitted: Fitted, name: string): readonly string[] | null {
  const input = d.inputs.find((candidate) => candidate.name === name && candidate.kind !== "real");
  if (!input) throw new UsageError("RNN612", `\`${d.name}\` has no input of symbols \`${name}\`${didYouMean(name, d.inputs.map((known) => known.name))}`);
  return vocabularyOf(fitted, input);
}

function vocabularyOf(fitted: Fitted, input: InputDescription): readonly string[] | null {
  if (input.kind === "token" || input.kind === "bytes") return null;
  const vocabulary = own(fitted.vocabularies, input.name);
  if (!vocabulary) throw new UsageError("RNN611", `there is no vocabulary for \`${input.name}\` yet: fit the model, or load weights that have one`);
  return vocabulary.symbols;
}

/**
 * Puts vectors into the rows of an embedding [V, E]; other rows stay as they are, and so do all after an error. Where the input is
 * lower-cased, a vector of `The` is one of `the`, unless that has its own; of several for one symbol the first counts.
 * Throws UsageError RNN614 for what is no embedding, RNN611 without a vocabulary, RNN603 for a vector of another size or with numbers that are not finite.
 */
export async function placeVectors(d: Description, fitted: Fitted, name: string, rows: Float32Array, vectors: Vectors): Promise<FoundVectors> {
  const parameter = d.parameters.find((candidate) => candidate.name === name);
  if (parameter?.embeds === undefined) {
    const embeddings = d.parameters.flatMap((candidate) => (candidate.embeds === undefined ? [] : [candidate.name]));
    const known = embeddings.length === 0 ? "; it has none" : `: it has ${embeddings.map((one) => `\`${one}\``).join(", ")}`;
    throw new UsageError("RNN614", `\`${name}\` is no embedding of \`${d.name}\`${known}`);
  }
  const input = d.inputs.find((candidate) => candidate.name === parameter.embeds)!;
  const [count, width] = parameter.shape as readonly [number, number];
  const symbols = vocabularyOf(fitted, input) ?? Array.from({ length: input.size }, (_, id) => String(id));
  const known = new Map(symbols.slice(0, count).map((symbol, id) => [symbol, id]));
  const hasUnknown = input.kind === "words" || input.kind === "chars";
  if (hasUnknown) {
    known.delete("");
    if (!known.has(UNKNOWN)) known.set(UNKNOWN, 0);
  }
  const made = rows.slice();
  /** By row: whether what is there was given for the symbol as it is written. */
  const given = new Map<number, boolean>();
  for await (const [symbol, vector] of entriesOf(vectors)) {
    const exact = known.get(symbol);
    const id = exact ?? (input.lowercase ? known.get(symbol.toLowerCase()) : undefined);
    if (id === undefined || given.get(id) === true || (given.has(id) && exact === undefined)) continue;
    if (vector.length !== width) throw new UsageError("RNN603", `the vector of ${show(symbol)} has ${vector.length} numbers, but the rows of \`${name}\` have ${width}`);
    for (let i = 0; i < width; i++) {
      if (!Number.isFinite(vector[i])) throw new UsageError("RNN603", `the vector of ${show(symbol)} has a number that is not finite: ${String(vector[i])}`);
      made[id * width + i] = vector[i]!;
    }
    given.set(id, exact !== undefined);
  }
  rows.set(made);
  const unknown = hasUnknown ? 1 : 0;
  return { found: [...given.keys()].filter((id) => id >= unknown).length, of: Math.min(symbols.length, count) - unknown };
}

function entriesOf(vectors: Vectors): Iterable<Vector> | AsyncIterable<Vector> {
  return Symbol.iterator in vectors || Symbol.asyncIterator in vectors ? (vectors as Iterable<Vector> | AsyncIterable<Vector>) : Object.entries(vectors);
}
