// A person's own text, checked where it comes in: what can't be trained on is said in a sentence. Pure: files are read by the page.
import { count, plural } from "../../cli/numbers.js";

/** Bytes of a file that are read: more than any training here gets through. */
export const MOST_BYTES = 64_000_000;
/** Characters below which there is nothing to learn from. */
export const LEAST_CHARACTERS = 2_000;

export type Checked = { readonly text: string; readonly problem: null } | { readonly text: null; readonly problem: string };

const refuse = (problem: string): Checked => ({ text: null, problem });

/** A file's bytes as text: UTF-8 (UTF-16 with its byte order mark), and nothing that is no text. */
export function decodeText(bytes: Uint8Array, name: string): Checked {
  if (bytes.length === 0) return refuse(`“${name}” is empty. Choose a plain text file.`);
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  try {
    const text = new TextDecoder(!isUtf16 ? "utf-8" : bytes[0] === 0xff ? "utf-16le" : "utf-16be", { fatal: true }).decode(bytes);
    return checkText(text, `“${name}”`);
  } catch {
    return refuse(`“${name}” is no plain text in UTF-8. Choose a .txt file, or save it as UTF-8 first.`);
  }
}

/** `what` begins the sentence: a file's name, or “The pasted text”. */
export function checkText(given: string, what: string): Checked {
  const text = given.replaceAll("\r\n", "\n");
  if (text.includes("\0")) return refuse(`${what} has zero bytes in it, so it is no plain text. Choose a .txt file.`);
  if (text.length < LEAST_CHARACTERS) return refuse(`${what} has ${plural(text.length, "character")}, and at least ${count(LEAST_CHARACTERS)} are needed to learn from. Some hundred thousand are better.`);
  if (new Set(text.slice(0, 100_000)).size < 3) return refuse(`${what} repeats the same one or two characters, so there is nothing to learn from it.`);
  return { text, problem: null };
}

/** Parts of a text to train on, and parts that stay unseen: what is held out comes from `blocks` places, so that it is of the same kind. `held` is how much of it, in characters. */
export function holdOut(text: string, held: number, blocks = 8): { readonly training: readonly string[]; readonly held: readonly string[] } {
  const ends = Array.from({ length: blocks + 1 }, (_, i) => cutText(text, Math.floor((text.length * i) / blocks)).length);
  const parts = Array.from({ length: blocks }, (_, i) => {
    const block = text.slice(ends[i], ends[i + 1]);
    const training = cutText(block, block.length - Math.floor(held / blocks));
    return { training, held: block.slice(training.length) };
  });
  return { training: parts.map(({ training }) => training), held: parts.map(({ held }) => held) };
}

/** The first `length` characters, none cut in two (what lies outside the basic plane takes two code units). */
export function cutText(text: string, length: number): string {
  const unit = text.charCodeAt(length - 1);
  return text.slice(0, unit >= 0xd800 && unit <= 0xdbff && length < text.length ? length - 1 : length);
}
