// From offsets to lines and columns, as people and editors count them.

/**
 * Where an offset is: line and column count from 1. A column is a code point, so that a mark under the line stands right
 * below astral letters too; a tab is one. `lineStart` and `lineEnd` (without its line break) are offsets.
 */
export function lineAndColumn(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number; readonly lineStart: number; readonly lineEnd: number } {
  const at = Math.min(Math.max(0, offset), text.length);
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf("\n"); next >= 0 && next < at; next = text.indexOf("\n", next + 1)) {
    line++;
    lineStart = next + 1;
  }
  const found = text.indexOf("\n", lineStart);
  const end = found < 0 ? text.length : found;
  const lineEnd = text[end - 1] === "\r" && end > lineStart ? end - 1 : end;
  return { line, column: [...text.slice(lineStart, at)].length + 1, lineStart, lineEnd };
}
