// BLEU (Papineni et al. 2002): how much of what was generated stands in a reference, by sequences of 1 to 4 tokens.

export interface Bleu {
  /** 0 to 1; papers print it times 100. 0 as soon as one precision is 0: it is a measure of a whole corpus, and nothing is smoothed. */
  readonly bleu: number;
  /** Shares of the candidates' n-grams that stand in a reference, each as often as there at most; n = 1, 2, … */
  readonly precisions: readonly number[];
  /** 1; less where the candidates are shorter than the references: exp(1 − r/c). */
  readonly brevityPenalty: number;
  /** c: tokens of all candidates. */
  readonly candidateLength: number;
  /** r: tokens of the references, for each candidate of the one nearest to its length (the shorter of two). */
  readonly referenceLength: number;
}

/**
 * Corpus BLEU of candidates, each a list of tokens, against one or more references each. `order` is the longest n-gram, 4 as in the paper.
 * Throws RangeError where there are not as many lists of references as candidates, or one is empty.
 */
export function bleu<Token extends string | number>(candidates: readonly (readonly Token[])[], references: readonly (readonly (readonly Token[])[])[], order = 4): Bleu {
  if (references.length !== candidates.length) throw new RangeError(`there are ${candidates.length} candidates and references for ${references.length}`);
  const [matched, total] = [new Array<number>(order).fill(0), new Array<number>(order).fill(0)];
  let [candidateLength, referenceLength] = [0, 0];
  candidates.forEach((candidate, i) => {
    const own = references[i]!;
    if (own.length === 0) throw new RangeError(`candidate ${i + 1} has no reference`);
    candidateLength += candidate.length;
    referenceLength += own.map(({ length }) => length).reduce((a, b) => (isNearer(b, a, candidate.length) ? b : a));
    for (let n = 1; n <= order; n++) {
      const counts = own.map((reference) => countGrams(reference, n));
      for (const [gram, count] of countGrams(candidate, n)) {
        total[n - 1]! += count;
        matched[n - 1]! += Math.min(count, Math.max(...counts.map((of) => of.get(gram) ?? 0)));
      }
    }
  });
  const precisions = matched.map((count, i) => (total[i] === 0 ? 0 : count / total[i]!));
  const brevityPenalty = candidateLength >= referenceLength ? 1 : candidateLength === 0 ? 0 : Math.exp(1 - referenceLength / candidateLength);
  const mean = Math.exp(precisions.reduce((sum, precision) => sum + Math.log(precision), 0) / order);
  return { bleu: brevityPenalty * mean, precisions, brevityPenalty, candidateLength, referenceLength };
}

function isNearer(length: number, than: number, to: number): boolean {
  const [a, b] = [Math.abs(length - to), Math.abs(than - to)];
  return a < b || (a === b && length < than);
}

/** Sequences of n tokens and how often each occurs. Tokens are told apart as JSON, whatever they contain. */
function countGrams(tokens: readonly (string | number)[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= tokens.length; i++) {
    const gram = JSON.stringify(tokens.slice(i, i + n));
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}
