// The layers of rows.mjs in float64 by plain loops, forward and backward: what everyone's numbers are checked against
// before anyone's time is taken. Slow, and independent of the compiler that is measured.
import { gates } from "./rows.mjs";

const sigmoid = (v) => 1 / (1 + Math.exp(-v));

/** y[r] += M[r, n] · v for rows [from, to) of M. */
function addProduct(y, M, v, from, to, n) {
  for (let r = from; r < to; r++) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += M[r * n + k] * v[k];
    y[r] += sum;
  }
}

/** dv += Mᵀ · d and dM += d vᵀ, for rows [from, to) of M. */
function addGradients(dv, dM, d, M, v, from, to, n) {
  for (let r = from; r < to; r++) {
    const g = d[r];
    for (let k = 0; k < n; k++) {
      dv[k] += M[r * n + k] * g;
      dM[r * n + k] += g * v[k];
    }
  }
}

/** All hidden states [T, B, H], and the gradients of the mean of (h - target)² by x, W, U, b (and c). */
export function computeReference(row, data) {
  const { cell, D, H, B, T } = row;
  const GH = gates[cell].length * H;
  const N = T * B * H;
  const h = new Float64Array(N);
  const gradients = { x: new Float64Array(T * B * D), W: new Float64Array(GH * D), U: new Float64Array(GH * H), b: new Float64Array(GH) };
  if (cell === "gru_reset_after") gradients.c = new Float64Array(H);
  for (let s = 0; s < B; s++) {
    // Kept for each step: gates after their activation, the cell state before and after, what U_n was multiplied with.
    const kept = [];
    let last = new Float64Array(H);
    let c = new Float64Array(H);
    for (let t = 0; t < T; t++) {
      const x = data.x.subarray((t * B + s) * D, (t * B + s + 1) * D);
      const a = Float64Array.from(data.b);
      addProduct(a, data.W, x, 0, GH, D);
      const now = new Float64Array(H);
      const step = { x, a, last, c };
      if (cell === "elman") {
        addProduct(a, data.U, last, 0, H, H);
        for (let j = 0; j < H; j++) now[j] = a[j] = Math.tanh(a[j]);
      } else if (cell === "lstm") {
        addProduct(a, data.U, last, 0, GH, H);
        c = new Float64Array(H);
        for (let j = 0; j < H; j++) {
          for (const g of [0, 1, 3]) a[g * H + j] = sigmoid(a[g * H + j]);
          a[2 * H + j] = Math.tanh(a[2 * H + j]);
          c[j] = a[H + j] * step.c[j] + a[j] * a[2 * H + j];
          now[j] = a[3 * H + j] * Math.tanh(c[j]);
        }
        step.next = c;
      } else {
        addProduct(a, data.U, last, 0, 2 * H, H);
        for (let j = 0; j < 2 * H; j++) a[j] = sigmoid(a[j]);
        if (cell === "gru") {
          step.read = last.map((v, j) => v * a[H + j]);
          addProduct(a, data.U, step.read, 2 * H, GH, H);
        } else {
          step.read = last;
          step.inner = new Float64Array(GH);
          step.inner.set(data.c, 2 * H);
          addProduct(step.inner, data.U, last, 2 * H, GH, H);
          for (let j = 0; j < H; j++) a[2 * H + j] += a[H + j] * step.inner[2 * H + j];
        }
        for (let j = 0; j < H; j++) {
          a[2 * H + j] = Math.tanh(a[2 * H + j]);
          now[j] = (1 - a[j]) * a[2 * H + j] + a[j] * last[j];
        }
      }
      h.set(now, (t * B + s) * H);
      kept.push(step);
      last = now;
    }

    let dh = new Float64Array(H);
    let dc = new Float64Array(H);
    for (let t = T - 1; t >= 0; t--) {
      const { x, a, last, c, next, read, inner } = kept[t];
      const at = (t * B + s) * H;
      for (let j = 0; j < H; j++) dh[j] += (2 * (h[at + j] - data.target[at + j])) / N;
      const d = new Float64Array(GH); // of what stands inside the activations
      const back = new Float64Array(H);
      if (cell === "elman") {
        for (let j = 0; j < H; j++) d[j] = dh[j] * (1 - a[j] * a[j]);
        addGradients(back, gradients.U, d, data.U, last, 0, H, H);
      } else if (cell === "lstm") {
        for (let j = 0; j < H; j++) {
          const [i, f, g, o] = [a[j], a[H + j], a[2 * H + j], a[3 * H + j]];
          const squashed = Math.tanh(next[j]);
          dc[j] += dh[j] * o * (1 - squashed * squashed);
          d[j] = dc[j] * g * i * (1 - i);
          d[H + j] = dc[j] * c[j] * f * (1 - f);
          d[2 * H + j] = dc[j] * i * (1 - g * g);
          d[3 * H + j] = dh[j] * squashed * o * (1 - o);
          dc[j] *= f;
        }
        addGradients(back, gradients.U, d, data.U, last, 0, GH, H);
      } else {
        for (let j = 0; j < H; j++) {
          const [z, n] = [a[j], a[2 * H + j]];
          d[j] = dh[j] * (last[j] - n) * z * (1 - z);
          d[2 * H + j] = dh[j] * (1 - z) * (1 - n * n);
          back[j] = dh[j] * z;
        }
        const dRead = new Float64Array(H);
        const dInner = d.slice();
        if (inner) for (let j = 0; j < H; j++) dInner[2 * H + j] *= a[H + j];
        addGradients(dRead, gradients.U, dInner, data.U, read, 2 * H, GH, H);
        for (let j = 0; j < H; j++) {
          const r = a[H + j];
          const dr = inner ? d[2 * H + j] * inner[2 * H + j] : dRead[j] * last[j];
          d[H + j] = dr * r * (1 - r);
          back[j] += inner ? dRead[j] : dRead[j] * r;
          if (inner) gradients.c[j] += dInner[2 * H + j];
        }
        addGradients(back, gradients.U, d, data.U, last, 0, 2 * H, H);
      }
      addGradients(gradients.x.subarray((t * B + s) * D, (t * B + s + 1) * D), gradients.W, d, data.W, x, 0, GH, D);
      for (let j = 0; j < GH; j++) gradients.b[j] += d[j];
      dh = back;
    }
  }
  return { outputs: h, gradients };
}

/** max|a - b| / max|b|. */
export function relativeDistance(a, b) {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  let scale = 0;
  for (let i = 0; i < b.length; i++) {
    const far = Math.abs(a[i] - b[i]);
    if (!(far <= most)) most = far;
    scale = Math.max(scale, Math.abs(b[i]));
  }
  return most / (scale || 1);
}
