// What is fitted to the training part alone: vocabularies, class names, scalers. One pass over the examples.
// Encoding with what was fitted is encode.ts.
import type { Description, HeadDescription } from "./device.js";
import type { Example, Fitted, Scaler } from "./examples.js";
import { columnOf, inputOf, kept, keepOf, labelSetOf, labelsOf, own, realsOf, symbolsOf } from "./columns.js";
import { DataError } from "./errors.js";

/** True where a model reads nothing that has to be fitted first. */
export function needsFitting(d: Description): boolean {
  return d.inputs.some((input) => input.kind === "words" || input.kind === "chars" || input.scale) || d.heads.some((head) => !head.predicts && (head.scale || (isNamed(head) && !head.classes)));
}

/**
 * Fits to the training part. Vocabularies: most frequent first, ties in code point order, id 0 for the unknown symbol; of
 * more than `of N` symbols the rarest are unknown. Class names (where the spec gives none and the data has names, not ids): sorted by code point.
 * Scalers: `standard` to mean 0 and deviation 1, `minmax` to 0 … 1; a feature that never changes is only shifted.
 * `numberOf`: what messages call an example, from 0, where it isn't its place in `examples`.
 * Throws DataError: no examples (RNN709), more classes than the head has (RNN708), and what reading a column throws.
 */
export function fitTo(d: Description, examples: Iterable<Example>, numberOf?: (example: Example) => number | undefined): Fitted {
  const counts = new Map(d.inputs.filter((input) => input.kind === "words" || input.kind === "chars").map((input) => [input, new Map<string, number>()]));
  const names = new Map(d.heads.filter((head) => isNamed(head) && !head.classes && !head.predicts).map((head) => [head, { names: new Set<string>(), ids: true }]));
  const scaled = [...d.inputs, ...d.heads.filter((head) => !head.predicts && head.kind === "real")].filter((column) => column.scale);
  const statistics = new Map(scaled.map((column) => [column, createStatistics(column.size)]));

  let total = 0;
  for (const example of examples) {
    const id = numberOf?.(example) ?? total;
    total++;
    for (const [input, count] of counts) {
      const symbols = symbolsOf(inputOf(example, input, id), input, { column: input.name, id });
      const [from, to] = kept(keepOf(d.inputs, input.axis), symbols.length);
      for (let t = from; t < to; t++) count.set(symbols[t]!, (count.get(symbols[t]!) ?? 0) + 1);
    }
    for (const [head, seen] of names) {
      const value = columnOf(example, head.name);
      if (value === undefined) continue;
      const place = { column: head.name, id };
      for (const element of Array.from(labelsOf(value, head, place))) {
        if (element === null || element === undefined) continue;
        for (const label of Array.from(head.kind === "multilabel" ? labelSetOf(element, place) : [element])) {
          seen.names.add(String(label));
          if (typeof label === "string") seen.ids = false;
        }
      }
    }
    for (const [column, statistic] of statistics) {
      const isInput = d.inputs.some((input) => input === column);
      const value = columnOf(example, column.name);
      if (value === undefined && !isInput) continue;
      const reals = realsOf(isInput ? inputOf(example, d.inputs.find((input) => input === column)!, id) : value, column, { column: column.name, id }, !isInput);
      const [from, to] = kept(keepOf(d.inputs, column.axis), reals.length / column.size);
      for (let i = from * column.size; i < to * column.size; i++) if (!Number.isNaN(reals[i]!)) statistic.add(i % column.size, reals[i]!);
    }
  }
  if (total === 0) throw new DataError("RNN709", `there are no examples to fit \`${d.name}\` to`);

  return {
    vocabularies: Object.fromEntries(Array.from(counts, ([input, count]) => [input.name, { symbols: vocabulary(count, input.size) }])),
    classes: Object.fromEntries(
      Array.from(names).filter(([, seen]) => !seen.ids).map(([head, seen]) => {
        const sorted = [...seen.names].sort(byCodePoint);
        if (sorted.length > head.size) {
          throw new DataError("RNN708", `column \`${head.name}\`: the head has ${head.size} classes, but the data has ${sorted.length}: ${sorted.slice(0, 12).join(", ")}${sorted.length > 12 ? ", …" : ""}`);
        }
        return [head.name, sorted];
      }),
    ),
    scalers: Object.fromEntries(Array.from(statistics, ([column, statistic]) => [column.name, statistic.scaler(column.scale!)])),
  };
}

/** Columns whose vocabulary or classes use fewer ids than the model has: the rest are never trained. */
export function unusedIds(d: Description, fitted: Fitted): { readonly column: string; readonly size: number; readonly used: number }[] {
  const report = (column: string, size: number, used: number | undefined) => (used !== undefined && used < size ? [{ column, size, used }] : []);
  return [
    ...d.inputs.flatMap((input) => report(input.name, input.size, own(fitted.vocabularies, input.name)?.symbols.length)),
    ...d.heads.flatMap((head) => report(head.name, head.size, own(fitted.classes, head.name)?.length)),
  ];
}

function isNamed(head: HeadDescription): boolean {
  return head.kind === "class" || head.kind === "multilabel";
}

function vocabulary(count: ReadonlyMap<string, number>, size: number): string[] {
  // A symbol "" in the data is the unknown symbol already.
  const known = [...count].filter(([symbol]) => symbol !== "").sort(([a, m], [b, n]) => n - m || byCodePoint(a, b));
  return ["", ...known.slice(0, size - 1).map(([symbol]) => symbol)];
}

/** Code point order: that of UTF-8 bytes, the same everywhere (`<` compares UTF-16 units). */
function byCodePoint(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < x.length && i < y.length; i++) {
    const difference = x[i]!.codePointAt(0)! - y[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}

/** Mean, variance (Welford 1962), least and most of each feature, in float64. */
function createStatistics(size: number) {
  const n = new Float64Array(size);
  const mean = new Float64Array(size);
  const squares = new Float64Array(size);
  const least = new Float64Array(size).fill(Infinity);
  const most = new Float64Array(size).fill(-Infinity);
  return {
    add(i: number, value: number): void {
      n[i]!++;
      const delta = value - mean[i]!;
      mean[i]! += delta / n[i]!;
      squares[i]! += delta * (value - mean[i]!);
      least[i] = Math.min(least[i]!, value);
      most[i] = Math.max(most[i]!, value);
    },
    scaler(kind: "standard" | "minmax"): Scaler {
      const each = (f: (i: number) => number) => Array.from(n, (count, i) => (count === 0 ? 0 : f(i)));
      const scale = kind === "standard" ? each((i) => Math.sqrt(squares[i]! / n[i]!)) : each((i) => most[i]! - least[i]!);
      return { shift: kind === "standard" ? each((i) => mean[i]!) : each((i) => least[i]!), scale: scale.map((s) => (s > 0 ? s : 1)) };
    },
  };
}
