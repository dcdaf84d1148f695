// Text to symbols and back: words, characters, bytes. Vocabularies are in fit.ts.

export type TextKind = "words" | "chars" | "bytes";

/**
 * A word is letters, marks, digits and `_`, with apostrophes and hyphens inside it (`don't`, `well-kept`)
 * and points and commas inside numbers (`3.14`); any other character that is no space is a symbol of its own.
 */
const WORD = /(?:[\p{L}\p{M}\p{N}_]|(?<=\p{N})[.,](?=\p{N})|(?<=[\p{L}\p{M}\p{N}])['’-](?=[\p{L}\p{N}]))+|\S/gu;

/** `words`: split at spaces with punctuation apart; `chars`: code points; `bytes`: UTF-8, as characters of code 0 to 255. */
export function tokenize(text: string, kind: TextKind, lowercase = kind === "words"): string[] {
  const read = lowercase ? text.toLowerCase() : text;
  if (kind === "words") return read.match(WORD) ?? [];
  if (kind === "chars") return Array.from(read);
  return Array.from(new TextEncoder().encode(read), (byte) => String.fromCharCode(byte));
}

/** Words as running text: no space before closing punctuation or after opening brackets; quotation marks in pairs. */
export function joinWords(words: Iterable<string>): string {
  let text = "";
  let open = false;
  let glue = true;
  for (const word of words) {
    const closes = /^(?:[.,;:!?%…)\]}»”]|['’]\p{L}{1,2})$/u.test(word) || (word === '"' && open);
    text += glue || closes ? word : ` ${word}`;
    if (word === '"') open = !open;
    glue = /^[([{«“$£€¿¡]$/u.test(word) || (word === '"' && open);
  }
  return text;
}
