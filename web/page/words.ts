// Numbers as the page writes them.

/** `142,592` */
export function count(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}

/** Three significant digits of a large number, so that it doesn't flicker: `11,900`. */
export function rounded(n: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, n))) - 2);
  return count(Math.round(n / unit) * unit);
}

/** Seconds as a clock shows them: `0:07`, `12:31`, `1:02:10`. */
export function clock(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  const pad = (n: number): string => String(n).padStart(2, "0");
  return s < 3600 ? `${Math.floor(s / 60)}:${pad(s % 60)}` : `${Math.floor(s / 3600)}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}`;
}

/** Seconds in a sentence: `7 s`, `1 min 20 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  return s < 3600 ? `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, "0")} s` : `${Math.floor(s / 3600)} h ${String(Math.floor(s / 60) % 60).padStart(2, "0")} min`;
}
