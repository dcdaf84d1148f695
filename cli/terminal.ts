// Colours, widths, and what is fitted to them: tables and folded lines. Not the progress bar (progress.ts); the forms of numbers are in numbers.ts.
import colors from "picocolors";

export type Colors = ReturnType<typeof colors.createColors>;

/** Colours for a stream: only when it is a terminal, and never against NO_COLOR (https://no-color.org). */
export function colorsFor(stream: { readonly isTTY?: boolean }): Colors {
  return colors.createColors(wantsColor(stream));
}

export function wantsColor(stream: { readonly isTTY?: boolean }): boolean {
  if (process.env["NO_COLOR"]) return false;
  if (process.env["FORCE_COLOR"]) return true;
  return stream.isTTY === true && process.env["TERM"] !== "dumb";
}

/** Columns of a terminal, 80 where there is none; never more than 100, for reading. */
export function widthOf(stream: { readonly columns?: number }): number {
  const columns = stream.columns ?? 80;
  return Math.max(40, Math.min(100, columns));
}

/** Rows of a table as aligned lines: columns of numbers (`"right"`) against the right, the rest against the left. */
export function table(rows: readonly (readonly string[])[], align: readonly ("left" | "right")[]): string[] {
  const widths = align.map((_, column) => Math.max(0, ...rows.map((row) => [...(row[column] ?? "")].length)));
  return rows.map((row) =>
    align
      .map((side, column) => {
        const cell = row[column] ?? "";
        const space = " ".repeat(widths[column] - [...cell].length);
        return side === "right" ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd(),
  );
}

/** Cuts a line to a width, ending it with `…`. */
export function cut(text: string, width: number): string {
  const symbols = [...text];
  return symbols.length <= width ? text : symbols.slice(0, Math.max(0, width - 1)).join("") + "…";
}

/** Breaks a paragraph at spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((w) => w !== "")) {
    if (line !== "" && [...line].length + 1 + [...word].length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** A paragraph as lines that a terminal has room for, all but the first indented; `commands` stay whole. Elsewhere it stays one line, which is easier to search. */
export function fold(text: string, stream: { readonly isTTY?: boolean; readonly columns?: number }, indent = "  "): string {
  if (stream.isTTY !== true) return text;
  const joined = text.replace(/`[^`\n]*`/g, (command) => command.replaceAll(" ", "\0"));
  return joined.split("\n").flatMap((line) => wrap(line, widthOf(stream) - indent.length)).join(`\n${indent}`).replaceAll("\0", " ");
}

/** A word of a shell's command line, in quotes where it needs them. */
export function word(text: string): string {
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
