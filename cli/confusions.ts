// Which classes are taken for which: a table where it fits the terminal, else the pairs that are taken for each other
// most often. The counts are those of an evaluation.
import type { Evaluation, HeadEvaluation } from "@rnnc/runtime";
import { count } from "./numbers.js";
import { cut, table } from "./terminal.js";
import { percent } from "./figures.js";

/** Classes up to which a table is shown without being asked for. */
const FEW = 20;
/** Pairs of classes that are listed where a table doesn't fit: unasked and asked for. */
const PAIRS = { unasked: 5, asked: 20 };

/** Lines for every head of classes; `asked`: also for those of many classes. */
export function describeConfusions(evaluation: Evaluation, width: number, asked: boolean): string[] {
  const heads = Object.entries(evaluation.heads);
  return heads.flatMap(([name, head]) => {
    const matrix = matrixOf(head);
    if (matrix === null) return [];
    const lines = describeMatrix(matrix, width, asked);
    const of = heads.length > 1 ? ` of \`${name}\`` : "";
    return lines === null ? [] : ["", `  ${lines.title.replace("%", of)}`, ...lines.lines.map((line) => `  ${line}`)];
  });
}

interface Matrix {
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** Counts of the classes that occur. */
function matrixOf(head: HeadEvaluation): Matrix | null {
  if (head.kind === "binary") return { labels: ["no", "yes"], counts: head.confusion };
  if (head.kind !== "class" || head.confusion === null || head.classes === null) return null;
  const { confusion, classes } = head;
  const occurring = classes.flatMap(({ rows }, c) => (rows > 0 || confusion.some((row) => row[c] > 0) ? [c] : []));
  return { labels: occurring.map((c) => classes[c].label), counts: occurring.map((c) => occurring.map((d) => confusion[c][d])) };
}

function describeMatrix({ labels, counts }: Matrix, width: number, asked: boolean): { readonly title: string; readonly lines: string[] } | null {
  if (labels.length < 2) return asked && labels.length === 1 ? { title: `Every row is of one class%, "${labels[0]}", and was taken for it.`, lines: [] } : null;
  if (!asked && labels.length > FEW) return null;
  const cells = counts.map((row) => row.map(count));
  const digits = Math.max(...cells.flat().map((cell) => cell.length));
  const first = Math.min(16, Math.max(...labels.map((label) => [...label].length)));
  // Room for a column's name: what is left, at least the numbers' own width and three letters.
  const room = Math.floor((width - 2 - first) / labels.length) - 2;
  if (room >= Math.max(3, digits)) {
    const rows = [["", ...labels.map((label) => cut(label, room))], ...cells.map((row, c) => [cut(labels[c], first), ...row])];
    return { title: "What it is% (rows) and what it was taken for (columns):", lines: table(rows, ["left", ...labels.map(() => "right" as const)]) };
  }
  const pairs = counts.flatMap((row, c) => {
    const all = row.reduce((sum, n) => sum + n, 0);
    return row.flatMap((n, d) => (c === d || n === 0 ? [] : [{ n, share: n / all, is: labels[c], said: labels[d] }]));
  });
  pairs.sort((a, b) => b.n - a.n);
  if (pairs.length === 0) return { title: "Every class% was always recognised.", lines: [] };
  const most = asked ? PAIRS.asked : PAIRS.unasked;
  const rows = pairs.slice(0, most).map(({ n, share, is, said }) => [count(n), `${cut(is, 24)} taken for ${cut(said, 24)}`, `${percent(share)} of ${cut(is, 16)}`]);
  return { title: `Most often taken for another class%${pairs.length > most ? ` (the first ${most} of ${count(pairs.length)} pairs)` : ""}:`, lines: table(rows, ["right", "left", "left"]) };
}
