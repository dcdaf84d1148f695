// The pieces pictures are made of, as SVG text: escaping, ticks, line charts. Colours come from classes (page.ts gives them,
// for light and dark). Knows nothing of networks; heat maps are heat.ts.
import { scaleLinear, scaleLog } from "d3-scale";
import { area, line } from "d3-shape";
import { figure } from "../numbers.js";

/** One picture: an `<svg>` of a size of its own. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  /** What is inside `<svg>`. */
  readonly body: string;
  /** For readers who can't see it. */
  readonly label: string;
  /** Of a chart: what it draws. */
  readonly series?: readonly Series[];
}

/** Pictures that belong together, with what they show in sentences. */
export interface Figure {
  readonly title: string;
  readonly caption: string;
  readonly panels: readonly Panel[];
}

/** Text for XML: a symbol of the data may be anything. */
export function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** A coordinate, short. */
export function at(x: number): string {
  return String(Math.round(x * 100) / 100);
}

export interface TextStyle {
  readonly anchor?: "start" | "middle" | "end";
  /** `t` text, `m` muted, `b` bold. */
  readonly kind?: "t" | "m" | "b";
  /** Degrees, about its place. */
  readonly turn?: number;
  readonly size?: number;
}

export function text(x: number, y: number, content: string, { anchor = "start", kind = "t", turn = 0, size = 11 }: TextStyle = {}): string {
  const turned = turn === 0 ? "" : ` transform="rotate(${turn} ${at(x)} ${at(y)})"`;
  return `<text class="${kind}" x="${at(x)}" y="${at(y)}" font-size="${size}"${anchor === "start" ? "" : ` text-anchor="${anchor}"`}${turned}>${escape(content)}</text>`;
}

/** About how wide a text is: no font is at hand to ask. */
export function widthOfText(content: string, size = 11): number {
  let units = 0;
  for (const symbol of content) units += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{1f300}-\u{1faff}]/u.test(symbol) ? 1 : /[ilj.,:;'|!\[\]() ]/.test(symbol) ? 0.36 : /[mwMW@%—]/.test(symbol) ? 0.95 : 0.6;
  return units * size;
}

/** Cuts a text to a width. */
export function fit(content: string, width: number, size = 11): string {
  if (widthOfText(content, size) <= width) return content;
  const symbols = [...content];
  while (symbols.length > 0 && widthOfText(symbols.join("") + "…", size) > width) symbols.pop();
  return symbols.join("") + "…";
}

// ------------------------------------------------------------------------------------ line charts

export interface Series {
  readonly name: string;
  /** In order of x; what is no finite number, or not above 0 on a log axis, is left out. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** A range around it. */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[];
  /** Drawn thin: a noisy line behind a clear one. */
  readonly faint?: boolean;
}

export interface ChartAxis {
  readonly label: string;
  readonly log?: boolean;
  /** Only whole numbers are marked. */
  readonly whole?: boolean;
  /** What it must reach; else as far as the points go. */
  readonly domain?: readonly [number, number];
}

export interface Chart {
  readonly title: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly series: readonly Series[];
  readonly width?: number;
  readonly height?: number;
}

/** Dashes tell lines apart where colours don't. */
const dashes = ["", "6 3", "2 2", "8 3 2 3", "10 4", "4 2 1 2", "1 3", "12 3 3 3"];
/** Classes of colours: `c0` … */
export const colorCount = dashes.length;
/** Points up to which each can be pointed at. */
const mostMarks = 160;

export function lineChart({ title, x, y, series, width = 360, height = 240 }: Chart): Panel {
  const shown = series.map((one) => ({ ...one, points: one.points.filter(([a, b]) => isShown(a, x) && isShown(b, y)), band: (one.band ?? []).filter(([a, low, high]) => isShown(a, x) && isShown(low, y) && isShown(high, y)) }));
  const legend = layLegend(shown, width - 16);
  const top = 26 + legend.height;
  const [left, right, bottom] = [58, width - 14, height - 40];
  const spanOf = (axis: ChartAxis, values: readonly number[]): readonly [number, number] => widen(axis, axis.domain ?? extent(values));
  const xDomain = spanOf(x, shown.flatMap(({ points, band }) => [...points.map(([a]) => a), ...band.map(([a]) => a)]));
  const yDomain = spanOf(y, shown.flatMap(({ points, band }) => [...points.map(([, b]) => b), ...band.flatMap(([, low, high]) => [low, high])]));
  const xOf = scaleOf(x, xDomain, [left, right]);
  const yOf = scaleOf(y, yDomain, [bottom, top]);
  const parts: string[] = [text(8, 16, fit(title, width - 16, 13), { kind: "b", size: 13 }), legend.body];
  for (const tick of ticksOf(y, yDomain, Math.max(2, Math.floor((bottom - top) / 34)))) {
    const place = yOf(tick);
    parts.push(`<path class="g" d="M${left} ${at(place)}H${right}"/>`, text(left - 6, place + 4, nameOf(tick, y), { anchor: "end", kind: "m" }));
  }
  for (const tick of ticksOf(x, xDomain, Math.max(2, Math.floor((right - left) / 60)))) {
    const place = xOf(tick);
    parts.push(`<path class="a" d="M${at(place)} ${bottom}v4"/>`, text(place, bottom + 16, nameOf(tick, x), { anchor: "middle", kind: "m" }));
  }
  parts.push(`<path class="a" d="M${left} ${bottom}H${right}"/>`);
  parts.push(text((left + right) / 2, height - 6, x.label, { anchor: "middle", kind: "m" }), text(14, (top + bottom) / 2, y.label, { anchor: "middle", kind: "m", turn: -90 }));
  const bandOf = area<readonly [number, number, number]>((p) => xOf(p[0]), (p) => yOf(p[1]), (p) => yOf(p[2])).digits(2);
  const lineOf = line<readonly [number, number]>((p) => xOf(p[0]), (p) => yOf(p[1])).digits(2);
  shown.forEach(({ band }, i) => {
    if (band.length > 1) parts.push(`<path class="r c${i % colorCount}" d="${bandOf(band) ?? ""}"/>`);
  });
  shown.forEach(({ name, points, faint }, i) => {
    const color = `c${i % colorCount}`;
    if (points.length > 1) parts.push(`<path class="l ${color}${strokeOf(i, faint)} d="${lineOf(points) ?? ""}"/>`);
    if (points.length > mostMarks) return;
    const radius = points.length <= 12 ? 2.5 : 5;
    const hidden = points.length <= 12 ? "" : ` fill-opacity="0"`;
    for (const [a, b] of points) parts.push(`<circle class="p ${color}" cx="${at(xOf(a))}" cy="${at(yOf(b))}" r="${radius}"${hidden}><title>${escape(`${name}: ${figure(b)} at ${figure(a)}`)}</title></circle>`);
  });
  return { width, height, body: parts.join(""), label: `${title}: ${y.label} by ${x.label}`, series };
}

/** The end of a line's classes, and its dashes. */
function strokeOf(i: number, faint: boolean | undefined): string {
  if (faint === true) return ` thin"`;
  const dash = dashes[i % dashes.length];
  return dash === "" ? `"` : `" stroke-dasharray="${dash}"`;
}

function layLegend(series: readonly Series[], room: number): { readonly body: string; readonly height: number } {
  if (series.length < 2) return { body: "", height: 0 };
  const parts: string[] = [];
  let [left, row] = [8, 0];
  series.forEach(({ name: full, faint }, i) => {
    const name = fit(full, room - 30);
    const width = 30 + widthOfText(name) + 12;
    if (left > 8 && left + width > room) [left, row] = [8, row + 1];
    const middle = 29 + row * 16;
    parts.push(`<path class="l c${i % colorCount}${strokeOf(i, faint)} d="M${at(left)} ${middle}h24"/>`, text(left + 30, middle + 4, name));
    left += width;
  });
  return { body: parts.join(""), height: (row + 1) * 16 + 2 };
}

function isShown(value: number, axis: ChartAxis): boolean {
  return Number.isFinite(value) && (axis.log !== true || value > 0);
}

function extent(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low <= high ? [low, high] : [NaN, NaN];
}

/** A domain that is not empty, with some air. */
function widen(axis: ChartAxis, [low, high]: readonly [number, number]): readonly [number, number] {
  if (Number.isNaN(low)) return axis.log === true ? [0.1, 1] : [0, 1];
  if (axis.log === true) return low === high ? [low / 10, high * 10] : [low, high];
  return low === high ? [low - (Math.abs(low) / 10 || 1), high + (Math.abs(high) / 10 || 1)] : [low, high];
}

function scaleOf(axis: ChartAxis, domain: readonly [number, number], range: readonly [number, number]): (value: number) => number {
  return axis.log === true ? scaleLog(domain, range) : scaleLinear(domain, range);
}

/** About `count` round numbers in a domain; on a log axis powers of ten, of a short one 1, 2 and 5 times them. */
function ticksOf(axis: ChartAxis, [low, high]: readonly [number, number], count: number): number[] {
  if (axis.log !== true) return scaleLinear([low, high], [0, 1]).ticks(count).filter((tick) => axis.whole !== true || Number.isInteger(tick));
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  if (last - first < 2) {
    const steps = Array.from({ length: last - first + 3 }, (_, i) => 10 ** (first - 1 + i)).flatMap((power) => [power, 2 * power, 5 * power]).filter((tick) => tick >= low && tick <= high);
    return steps.length >= 3 ? steps : scaleLinear([low, high], [0, 1]).ticks(Math.min(count, 4));
  }
  const step = Math.max(1, Math.ceil((last - first) / count));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => 10 ** (last - i * step)).reverse();
}

/** A tick's number: `0.5`, `10⁻⁴` on a log axis. */
function nameOf(tick: number, axis: ChartAxis): string {
  const power = Math.log10(tick);
  if (axis.log !== true || Math.abs(power - Math.round(power)) > 1e-9) return figure(tick);
  if (Math.abs(power) < 2.5) return figure(tick);
  return powerOfTen(Math.round(power));
}

/** `10⁻⁴` */
export function powerOfTen(power: number): string {
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  return `10${[...String(power)].map((digit) => (digit === "-" ? "⁻" : digits[Number(digit)])).join("")}`;
}
