// Heat maps: a colour a number. Zero is white where numbers have a sign, and the scale then reaches as far below as above.
// Pieces to be laid out by others; which numbers they are is weights.ts's and states.ts's.
import { interpolateRdBu, interpolateViridis } from "d3-scale-chromatic";
import { encodePng } from "./pixels.js";
import { at, escape, text } from "./svg.js";
import { figure } from "../numbers.js";

/** `signed`: from -limit over 0 to limit. `share`: from 0 to 1. */
export interface HeatScale {
  readonly kind: "signed" | "share";
  readonly limit: number;
}

const levels = 255; // odd, so that zero has a colour of its own

/** The scale that fits numbers: shares (gates) keep theirs, so that closed and open look the same everywhere. */
export function scaleFor(values: Iterable<number>): HeatScale {
  let [low, high] = [0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low >= 0 && high <= 1 && high > 0 ? { kind: "share", limit: 1 } : signedScale(Math.max(-low, high));
}

export function signedScale(limit: number): HeatScale {
  return { kind: "signed", limit: limit > 0 ? limit : 1 };
}

/** 0 to 254: the place of a number on its scale. */
export function levelOf(value: number, { kind, limit }: HeatScale): number {
  const share = kind === "share" ? value / limit : (value / limit + 1) / 2;
  return Number.isNaN(share) ? Math.floor(levels / 2) : Math.max(0, Math.min(levels - 1, Math.round(share * (levels - 1))));
}

/** Red is above zero, blue below; a share is dark at 0 and yellow at 1. Both can be told apart with any sort of colour vision. */
export function paletteOf({ kind }: HeatScale): (readonly [number, number, number])[] {
  return Array.from({ length: levels }, (_, i) => {
    const share = i / (levels - 1);
    return channelsOf(kind === "share" ? interpolateViridis(share) : interpolateRdBu(1 - share));
  });
}

/** `#440154` or `rgb(68, 1, 84)` */
function channelsOf(color: string): readonly [number, number, number] {
  const [r, g, b] = color.startsWith("#") ? [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16)) : (color.match(/\d+/g) ?? []).map(Number);
  return [r, g, b];
}

export interface HeatMap {
  readonly rows: number;
  readonly columns: number;
  /** [rows · columns] */
  readonly values: ArrayLike<number>;
  readonly scale: HeatScale;
  /** What one cell is called: `unit 3, step 12`. */
  readonly nameOf: (row: number, column: number) => string;
}

/** Cells up to which each can be pointed at. */
const mostCells = 2400;

/** A heat map in a rectangle. */
export function heatMap({ rows, columns, values, scale, nameOf }: HeatMap, x: number, y: number, width: number, height: number): string {
  const palette = paletteOf(scale);
  const frame = `<rect class="f" x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}"/>`;
  if (rows * columns > mostCells) {
    const pixels = Uint8Array.from({ length: rows * columns }, (_, i) => levelOf(values[i], scale));
    const data = Buffer.from(encodePng(columns, rows, pixels, palette)).toString("base64");
    return `<image x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" preserveAspectRatio="none" image-rendering="optimizeSpeed" href="data:image/png;base64,${data}"/>${frame}`;
  }
  const [w, h] = [width / columns, height / rows];
  const cells: string[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column];
      const name = escape(`${nameOf(row, column)}: ${figure(value)}`);
      cells.push(`<rect x="${at(x + column * w)}" y="${at(y + row * h)}" width="${at(w)}" height="${at(h)}" fill="${hex(palette[levelOf(value, scale)])}"><title>${name}</title></rect>`);
    }
  return `<g shape-rendering="crispEdges">${cells.join("")}</g>${frame}`;
}

/** A scale's colours with its numbers, upright: 12 wide and its numbers to the right of it. */
export function colorBar(scale: HeatScale, x: number, y: number, height: number): string {
  const palette = paletteOf(scale);
  const steps = 51;
  const bars = Array.from({ length: steps }, (_, i) => `<rect x="${at(x)}" y="${at(y + ((steps - 1 - i) * height) / steps)}" width="10" height="${at(height / steps + 0.4)}" fill="${hex(palette[Math.round((i * (levels - 1)) / (steps - 1))])}"/>`);
  const { kind, limit } = scale;
  const marks = kind === "share" ? [[0, 0], [1, limit]] : [[0, -limit], [0.5, 0], [1, limit]];
  const names = marks.map(([share, value]) => text(x + 14, y + 8 + (1 - share) * (height - 9), figure(Number(value.toPrecision(3))), { kind: "m", size: 10 }));
  return `<g shape-rendering="crispEdges">${bars.join("")}</g>${names.join("")}`;
}

function hex([r, g, b]: readonly [number, number, number]): string {
  return `#${[r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
