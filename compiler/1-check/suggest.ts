// Finds the known name that a misspelt one was meant to be, as often as one check can afford.
import { nearest } from "../../grammar/nearest.js";

/** Letters compared in one check before suggestions stop, so that a huge broken file stays fast. */
const budget = 2_000_000;

/** A finder of nearest names; one belongs to one check. A function gives the known names only when they are looked at. */
export type Suggest = (wrong: string, known: Iterable<string> | (() => Iterable<string>)) => string | null;

export function createSuggest(): Suggest {
  let spent = 0;
  return (wrong, known) => {
    if (spent > budget) return null;
    const names = [...(typeof known === "function" ? known() : known)];
    spent += names.length * wrong.length;
    // One letter is not "like" every other letter.
    return nearest(wrong, names.filter((name) => name.length > 1 || wrong.length > 1 || name.toLowerCase() === wrong.toLowerCase()));
  };
}
