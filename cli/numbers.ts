// The forms in which numbers are shown to people, in the terminal and on the page of `npm run demo:web`. Pure, and without imports: the page carries what it
// uses of this.

/** A whole number: `142,592` */
export function count(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}

/** Three significant digits of a large number, so that it doesn't flicker: `11,900`. */
export function rounded(n: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, n))) - 2);
  return count(Math.round(n / unit) * unit);
}

/** `950`, `12.3 k`, `1.2 M`, where there is little room. */
export function compact(n: number): string {
  if (n < 999.5) return String(Math.round(n));
  return n < 999_500 ? `${Number((n / 1e3).toPrecision(3))} k` : `${Number((n / 1e6).toPrecision(3))} M`;
}

/** `1 row`, `2 rows`, `0.5 epochs` */
export function plural(n: number, noun: string, many = `${noun}s`): string {
  return `${Number.isInteger(n) ? count(n) : figure(n)} ${n === 1 ? noun : many}`;
}

/** Four significant digits, without an exponent where it is readable: `1.694`, `0.0012`, `3.1e-7`. */
export function figure(x: number): string {
  if (!Number.isFinite(x)) return String(x);
  if (x === 0) return "0";
  const size = Math.abs(x);
  if (size >= 1e6 || size < 1e-4) return String(Number(x.toPrecision(3))).includes("e") ? String(Number(x.toPrecision(3))).replace("e+", "e") : x.toExponential(2).replace("e+", "e");
  if (size >= 999.95) return count(x);
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

/** Seconds in a sentence: `0.4 s`, `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds > 0.05 && seconds < 0.95) return `${seconds.toFixed(1)} s`;
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, "0")} s`;
  return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, "0")} min`;
}

/** Seconds as a clock shows them: `0:07`, `12:31`, `1:02:10`. */
export function clock(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  const pad = (n: number): string => String(n).padStart(2, "0");
  return s < 3600 ? `${Math.floor(s / 60)}:${pad(s % 60)}` : `${Math.floor(s / 3600)}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}`;
}
