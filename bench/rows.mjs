// The rows of the benchmark and their data. One row is one recurrent layer, x [T, B, D] to all hidden states
// [T, B, H]; everyone gets the same numbers. Nothing is measured here.

/**
 * G·H rows of W [G·H, D], U [G·H, H] and b [G·H] are in this order of gates. `gru` resets before the product with U (as
 * tfjs does), `gru_reset_after` after it (as PyTorch does); ONNX has both. In both h = (1 - z) n + z h[t-1].
 */
export const gates = { elman: [""], lstm: ["i", "f", "g", "o"], gru: ["z", "r", "n"], gru_reset_after: ["z", "r", "n"] };

export const nameOf = ({ cell, D, H, B, T }) => `${cell === "gru_reset_after" ? "gru after" : cell} ${D}→${H} b${B} T${T}`;
const row = (group, cell, D, H, B, T) => ({ group, cell, D, H, B, T, name: nameOf({ cell, D, H, B, T }) });

/** `main` is the table the goals are about; a GRU stands there in both forms, since no peer has both. */
export const rows = [
  row("main", "lstm", 64, 128, 32, 100),
  row("main", "gru", 64, 128, 32, 100),
  row("main", "gru_reset_after", 64, 128, 32, 100),
  row("main", "elman", 64, 128, 32, 100),
  row("main", "lstm", 128, 256, 32, 64),
  row("main", "lstm", 128, 128, 1, 100),
  row("main", "lstm", 512, 512, 16, 25),
  row("main", "gru", 32, 32, 16, 200),
  row("main", "gru_reset_after", 32, 32, 16, 200),
  row("DeepBench", "elman", 32, 32, 1, 672),
  row("DeepBench", "elman", 64, 64, 1, 96),
  row("DeepBench", "lstm", 256, 256, 1, 150),
  ...["elman", "gru", "gru_reset_after", "lstm"].flatMap((cell) => [16, 32, 64].flatMap((H) => [1, 8].map((B) => row("small", cell, H, H, B, 28)))),
];

/** On a GPU alone, besides: sizes that a GPU is for, and a long row of 64 units, where what one step takes shows. */
export const gpuRows = [row("GPU", "lstm", 64, 64, 8, 1024), row("GPU", "lstm", 256, 256, 16, 150), row("GPU", "lstm", 768, 768, 16, 1024)];

/** Reproducible numbers in [-1, 1): xorshift32. */
function generator(seed) {
  let s = seed >>> 0 || 1;
  return () => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    return (s >>> 0) / 2 ** 31 - 1;
  };
}

/** The arrays of a row, in the order in which they stand in a file. `c` is the bias inside a reset product. */
export function shapes({ cell, D, H, B, T }) {
  const G = gates[cell].length;
  return { x: T * B * D, target: T * B * H, W: G * H * D, U: G * H * H, b: G * H, ...(cell === "gru_reset_after" ? { c: H } : {}) };
}

/** f32 arrays of a row. The loss that training differentiates is the mean of (h - target)². */
export function makeData(row) {
  const next = generator(row.D * 7919 + row.H * 104729 + row.B * 31 + row.T);
  const scale = { x: 1, target: 1, W: 1 / Math.sqrt(row.D), U: 1 / Math.sqrt(row.H), b: 0.1, c: 0.1 };
  return Object.fromEntries(Object.entries(shapes(row)).map(([name, size]) => [name, Float32Array.from({ length: size }, () => next() * scale[name])]));
}

/** A file's numbers by name. */
export function splitData(numbers, sizes) {
  let at = 0;
  return Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, numbers.slice(at, (at += size))]));
}

/** Columns of a [rows, columns] array as rows. */
export function transpose(a, rows, columns) {
  const out = new Float32Array(a.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j];
  return out;
}

/** [P, Q, n] as [Q, P, n]: batch first to time first and back. */
export function swapAxes(a, P, Q, n) {
  const out = new Float32Array(a.length);
  for (let p = 0; p < P; p++) for (let q = 0; q < Q; q++) out.set(a.subarray((p * Q + q) * n, (p * Q + q + 1) * n), (q * P + p) * n);
  return out;
}

/** Blocks of `size` numbers in another order: block k of the result is block order[k]. */
export function reorder(a, size, order) {
  const out = new Float32Array(a.length);
  order.forEach((from, to) => out.set(a.subarray(from * size, (from + 1) * size), to * size));
  return out;
}
