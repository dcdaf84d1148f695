// The nearest known word to one that isn't known. Not here: what is known.

/**
 * The word of `known` that `word` is most likely a slip for, or null if none is near: at most a third of its letters,
 * and at least `atLeast`, may be wrong, left out, put in, or exchanged with their neighbour. Ties go to the first.
 */
export function nearest(word: string, known: Iterable<string>, atLeast = 1): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of known) {
    if (candidate === word) continue;
    const most = Math.max(atLeast, Math.floor(Math.max(word.length, candidate.length) / 3));
    if (Math.abs(word.length - candidate.length) > most) continue;
    const steps = countSlips(word.toLowerCase(), candidate.toLowerCase());
    if (steps <= most && steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

/** Damerau's distance, restricted: a letter exchanged with its neighbour counts as one slip. */
function countSlips(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      let slips = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (swapped) slips = Math.min(slips, rows[i - 2]![j - 2]! + 1);
      row.push(slips);
    }
    rows.push(row);
  }
  return rows[left.length]![right.length]!;
}
