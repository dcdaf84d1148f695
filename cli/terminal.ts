// Colours, widths and the forms in which numbers are shown. Not the progress bar (progress.ts).
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

/** `142,592` */
export function count(n: number): string {
  return n.toLocaleString("en-US");
}

/** `1 row`, `2 rows` */
export function plural(n: number, noun: string, many = `${noun}s`): string {
  return `${count(n)} ${n === 1 ? noun : many}`;
}

/** Four significant digits, without an exponent where it is readable: `1.694`, `0.0012`, `3.1e-7`. */
export function figure(x: number): string {
  if (!Number.isFinite(x)) return String(x);
  if (x === 0) return "0";
  const size = Math.abs(x);
  if (size >= 1e6 || size < 1e-4) return String(Number(x.toPrecision(3))).includes("e") ? String(Number(x.toPrecision(3))).replace("e+", "e") : x.toExponential(2).replace("e+", "e");
  if (size >= 1000) return Math.round(x).toLocaleString("en-US");
  return String(Number(x.toPrecision(4)));
}

/** `512 B`, `1.4 MB`, in powers of 1000. */
export function bytes(n: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = n;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${units[unit]}`;
}

/** `0.4 s`, `42 s`, `3 min 05 s`, `2 h 10 min` */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds > 0.05 && seconds < 0.95) return `${seconds.toFixed(1)} s`;
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, "0")} s`;
  return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, "0")} min`;
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
