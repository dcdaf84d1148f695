// Finds the known name that a misspelt one was meant to be. It knows letters only, no language.

/** Stops suggesting after so many letters compared in one check, so that a huge broken file stays fast. */
const budget = 4_000_000;

/** A finder of nearest names; one belongs to one check. */
export type Suggest = (wrong: string, known: Iterable<string>) => string | null;

export function createSuggest(): Suggest {
  let spent = 0;
  return (wrong, known) => {
    let best: string | null = null;
    let least = Math.max(1, Math.floor(wrong.length / 3)) + 1;
    for (const name of known) {
      if (spent > budget) return best;
      spent += 1;
      if (name === wrong || Math.abs(name.length - wrong.length) >= least) continue;
      spent += name.length * wrong.length;
      // A name that differs in upper and lower case alone is nearer than any other.
      const distance = name.toLowerCase() === wrong.toLowerCase() ? 0.5 : distanceOf(wrong, name);
      // A single letter is not "like" every other single letter.
      if (distance < least && distance < Math.max(wrong.length, name.length)) {
        best = name;
        least = distance;
      }
    }
    return best;
  };
}

/** Letters put in, left out, changed, or swapped with their neighbour (Damerau 1964, adjacent swaps only). */
function distanceOf(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(row[j - 1]! + 1, previous[j]! + 1, previous[j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
