// How much of a text a demo trains on, and how often, in the time there is. Pure: the page of `npm run demo:web` uses it too.

export interface ReadingPlan {
  /** Characters of the text that are read, from its beginning. */
  readonly characters: number;
  /** Times that they are read. */
  readonly epochs: number;
}

/**
 * As many whole readings of as much text as fit: more text is better than reading it twice. `length` is the text's, `readable` the characters
 * that can be read in the time; at most `epochs` readings, of at least `characters` even where there is no time for them.
 */
export function fitToTime(length: number, readable: number, limits: ReadingPlan): ReadingPlan {
  const epochs = Math.max(1, Math.min(limits.epochs, Math.floor(readable / length)));
  return { characters: Math.min(length, Math.max(limits.characters, Math.floor(readable / epochs))), epochs };
}
