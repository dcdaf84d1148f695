// What heads should say of the rows of a batch, and how much each row counts. Where the rows lie is batch.ts.
import type { Layout } from "./batch.js";
import { own } from "./columns.js";
import type { Description, HeadDescription } from "./device.js";
import { targetWidth } from "./encode.js";
import type { Segment, Series } from "./examples.js";
import { rangeAlong } from "./windows.js";

/** Row r's value stands in no column: it is the boundary. */
const BOUNDARY = -2;
const NOTHING = -1;

interface Targets {
  readonly series: Series;
  /** Rows of the segment, and where in the series' data the value of each begins; BOUNDARY, or NOTHING. */
  readonly length: number;
  sourceOf(t: number): number;
}

/** What a head should say of one segment; null where the sequence lacks its column. */
function targetsOf(d: Description, head: HeadDescription, segment: Segment): Targets | null {
  const input = head.predicts && d.inputs.find(({ name }) => name === head.predicts!.input)!;
  const series = own(segment.sequence.columns, input ? input.name : head.name);
  if (!series) return null;
  const width = targetWidth(head);
  /** Numbers a step of the column: several steps of it side by side where a head predicts several. */
  const stepWidth = head.predicts ? width / (head.predicts.to - head.predicts.from + 1) : width;
  const { from, to } = head.axis === null ? { from: 0, to: 1 } : rangeAlong(d, segment, head.axis);
  const first = head.axis !== null ? from : input ? rangeAlong(d, segment, input.axis!).to - 1 : 0;
  const counted = head.axis === null ? 0 : Math.max(0, (segment.counted ?? from) - from);
  const says = head.axis !== null || !segment.unfinished;
  return {
    series,
    length: to - from,
    sourceOf(t) {
      if (!says || t < counted) return NOTHING;
      const step = first + t + (head.predicts?.from ?? 0);
      if (input?.boundary && step === series.length) return BOUNDARY;
      const source = step * stepWidth;
      const exists = source >= 0 && source + width <= series.length * stepWidth;
      return exists && isValued(series.data, source, width) ? source : NOTHING;
    },
  };
}

/** `target.HEAD` and `weight.HEAD`. The weights are the head's over the number of rows with a value, or over what `values` says. */
export function packTargets(d: Description, head: HeadDescription, layout: Layout | null, sorted: readonly Segment[], values?: Readonly<Record<string, number>>): [string, Int32Array | Float32Array][] {
  const rows = layout ? layout.axis.total : sorted.length;
  const width = targetWidth(head);
  const targets = head.kind === "class" ? new Int32Array(rows) : new Float32Array(rows * width);
  const weights = new Float32Array(rows);
  let valued = 0;
  let place = -1;
  for (const b of layout?.order ?? sorted.keys()) {
    place++;
    const wanted = targetsOf(d, head, sorted[b]!);
    for (let t = 0; t < (wanted?.length ?? 0); t++) {
      const source = wanted!.sourceOf(t);
      if (source === NOTHING) continue;
      const row = layout ? layout.axis.start[t]! + place : place;
      // The boundary's id comes after those of the symbols.
      if (source === BOUNDARY) targets[row] = head.size - 1;
      else for (let i = 0; i < width; i++) targets[row * width + i] = wanted!.series.data[source + i]!;
      weights[row] = 1;
      valued++;
    }
  }
  const count = (values && own(values, head.name)) ?? valued;
  for (let row = 0; row < rows; row++) if (weights[row] !== 0) weights[row] = head.weight / count;
  return [[`target.${head.name}`, targets], [`weight.${head.name}`, weights]];
}

/** By head: the rows of segments that have a value. */
export function countValues(d: Description, segments: Iterable<Segment>): Record<string, number> {
  const counts = d.heads.map(() => 0);
  for (const segment of segments) {
    d.heads.forEach((head, i) => {
      const wanted = targetsOf(d, head, segment);
      for (let t = 0; t < (wanted?.length ?? 0); t++) if (wanted!.sourceOf(t) !== NOTHING) counts[i]!++;
    });
  }
  return Object.fromEntries(d.heads.map((head, i) => [head.name, counts[i]!]));
}

/** Steps of a segment, from its first, after which some head has a value: those worth an update of their own. */
export function stepsWithValue(d: Description, segment: Segment): Int32Array {
  const length = segment.to - segment.from;
  const found = new Uint8Array(length);
  for (const head of d.heads) {
    const wanted = targetsOf(d, head, segment);
    if (!wanted || length === 0) continue;
    for (let t = 0; t < wanted.length; t++) if (wanted.sourceOf(t) !== NOTHING) found[head.axis === null ? length - 1 : t] = 1;
  }
  return Int32Array.from(found.keys()).filter((t) => found[t] === 1);
}

/** No label is -1, no value NaN. */
function isValued(data: Int32Array | Float32Array, from: number, width: number): boolean {
  if (data instanceof Int32Array) return data[from]! >= 0;
  for (let i = from; i < from + width; i++) if (Number.isNaN(data[i]!)) return false;
  return true;
}
