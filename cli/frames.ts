// A diagnostic as text for a person: title, place, the lines of the source with their marks, hint. Decides no
// wording and prints nothing.
import pc from "picocolors";
import type { Diagnostic, Label, Source } from "../compiler/diagnostics.js";

export interface FrameOptions {
  readonly color: boolean;
  /** Columns of the terminal; 80 if nothing is said. Longer lines are cut around their marks. */
  readonly width?: number;
}

type Colors = ReturnType<typeof pc.createColors>;

/** No line break at the end. */
export function renderDiagnostic(diagnostic: Diagnostic, options: FrameOptions): string {
  const c = pc.createColors(options.color);
  const tint = { error: c.red, warning: c.yellow, note: c.cyan }[diagnostic.severity];
  const width = Math.max(20, options.width ?? 80);
  const lines = [c.bold(tint(`${diagnostic.severity}[${diagnostic.code}]`)) + c.bold(`: ${printable(diagnostic.title)}`)];
  const [first] = diagnostic.labels;
  const files = groupByFile(diagnostic.labels);
  const gutter = Math.max(...files.flatMap((file) => file.marks.map((mark) => String(mark.line).length)));
  for (const [index, { source, marks }] of files.entries()) {
    const start = index === 0 && diagnostic.place ? placeOf(source, diagnostic.place.start) : marks[0]!;
    lines.push(c.dim(`  ${printable(source.path)}:${start.line}:${start.column}`));
    if (source.text.trim() === "") continue;
    lines.push(...renderFile(source, marks, gutter, width, first, { c, tint }));
  }
  if (diagnostic.hint !== undefined) lines.push(`  ${c.cyan("hint")}: ${printable(diagnostic.hint)}`);
  return lines.join("\n");
}

interface Mark {
  readonly label: Label;
  /** From 1. */
  readonly line: number;
  /** From 1, in code points. */
  readonly column: number;
}

function groupByFile(labels: readonly Label[]): { readonly source: Source; readonly marks: Mark[] }[] {
  const files = new Map<string, { readonly source: Source; readonly marks: Mark[] }>();
  for (const label of labels) {
    const mark = { label, ...placeOf(label.source, label.span.start) };
    const file = files.get(label.source.path);
    if (file) file.marks.push(mark);
    else files.set(label.source.path, { source: label.source, marks: [mark] });
  }
  return [...files.values()];
}

function placeOf({ text }: Source, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: [...text.slice(start, offset)].length + 1 };
}

function renderFile(source: Source, marks: readonly Mark[], gutter: number, width: number, first: Label, paint: { readonly c: Colors; readonly tint: (text: string) => string }): string[] {
  const { c, tint } = paint;
  const room = width - gutter - 5;
  const byLine = new Map<number, Mark[]>();
  for (const mark of marks) byLine.set(mark.line, [...(byLine.get(mark.line) ?? []), mark]);
  const lines: string[] = [];
  for (const [number, onLine] of [...byLine].sort(([a], [b]) => a - b)) {
    // The mark furthest to the left stands last, as its text would run through the others.
    const ordered = [...onLine].sort((a, b) => b.label.span.start - a.label.span.start || (a.label === first ? -1 : 1));
    const main = onLine.find((mark) => mark.label === first) ?? onLine[0]!;
    const start = startOfLine(source.text, main.label.span.start);
    const shown = showLine(lineFrom(source.text, start), main.label.span.start - start, room);
    lines.push(`  ${c.dim(`${String(number).padStart(gutter)} |`)} ${shown.text}`.trimEnd());
    for (const { label } of ordered) {
      const from = shown.columnOf(label.span.start - start);
      const to = Math.max(from + 1, shown.columnOf(label.span.end - start));
      const sign = label === first ? "^" : "─";
      const color = label === first ? tint : c.cyan;
      const mark = color(sign.repeat(to - from) + (label.text === "" ? "" : ` ${printable(label.text)}`));
      lines.push(`  ${" ".repeat(gutter)} ${c.dim("|")} ${" ".repeat(from)}${mark}`);
    }
  }
  return lines;
}

function startOfLine(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? text.length : end).replace(/\r$/, "");
}

interface Shown {
  readonly text: string;
  /** The column of the screen, from 0, of an offset into the line. */
  columnOf(offset: number): number;
}

/** A line as a terminal shows it, cut to `room` columns around what stands at offset `at`. */
function showLine(line: string, at: number, room: number): Shown {
  // Of a very long line only what is near the mark is measured.
  const near = Math.max(0, at - 4 * room);
  const piece = line.slice(near, at + 4 * room);
  const cells: { readonly text: string; readonly width: number; readonly offset: number }[] = [];
  let offset = near;
  for (const symbol of piece) {
    const text = symbol === "\t" ? "    " : printable(symbol);
    cells.push({ text, width: symbol === "\t" ? 4 : widthOf(symbol), offset });
    offset += symbol.length;
  }
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  const markAt = cells.reduce((sum, cell) => (cell.offset < at ? sum + cell.width : sum), 0);
  let from = 0;
  let to = total;
  if (near > 0 || near + piece.length < line.length || total > room) {
    // A third of the room before the mark, the rest after it.
    from = Math.min(Math.max(0, markAt - Math.floor(room / 3)), Math.max(0, total - room));
    to = from + room;
  }
  let text = "";
  let column = 0;
  const columns = new Map<number, number>();
  const cutLeft = from > 0 || near > 0;
  const cutRight = to < total || near + piece.length < line.length;
  let shownColumn = cutLeft ? 1 : 0;
  if (cutLeft) text = "…";
  const last = to - (cutRight ? 1 : 0);
  const begin = from + (cutLeft ? 1 : 0);
  for (const cell of cells) {
    columns.set(cell.offset, Math.min(Math.max(shownColumn, 0), room));
    if (column >= begin && column + cell.width <= last) {
      text += cell.text;
      shownColumn += cell.width;
    }
    column += cell.width;
  }
  if (cutRight) text += "…";
  const end = shownColumn;
  return {
    text,
    columnOf(wanted) {
      if (wanted < near) return 0;
      return columns.get(wanted) ?? Math.min(end, room);
    },
  };
}

/** Columns a symbol takes: combining marks none, East Asian wide characters and pictures two. */
function widthOf(symbol: string): number {
  if (/^[\p{M}\p{Cf}]/u.test(symbol)) return 0;
  return wide.test(symbol) ? 2 : 1;
}

const wide = /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Control characters could drive a terminal: they are shown, not sent. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu, (symbol) => (symbol === "\t" ? "    " : symbol < " " ? String.fromCharCode(0x2400 + symbol.charCodeAt(0)) : "\ufffd"));
}
