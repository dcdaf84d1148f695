// Rows made orthonormal: what orthogonal weights start from. Large matrices are what takes long, so rows are read in blocks; nothing here is random.

/** Of a row's square, what may be left beside the rows before it; where it is less, rounding has tilted what is left, and the row is taken once more. */
const LEAST_LEFT = 1e-10;

/**
 * Makes the rows of [count, length] orthonormal in place, first to last: the Q of its transpose, R's diagonal positive. Modified Gram-Schmidt, in float64: four
 * finished rows are taken out of two others at a time, which keeps the sums apart and reads each number for eight products. Needs `count` ≤ `length`.
 */
export function orthonormalise(rows: Float64Array, count: number, length: number): void {
  const before = Array.from({ length: count }, (_, v) => dot(rows, v * length, v * length, length));
  for (let begin = 0; begin < count; begin += 4) {
    const end = Math.min(begin + 4, count);
    for (let v = begin; v < end; v++) {
      takeOut(rows, begin, v, v, length);
      let left = dot(rows, v * length, v * length, length);
      if (left < LEAST_LEFT * before[v]!) {
        takeOut(rows, 0, v, v, length);
        left = dot(rows, v * length, v * length, length);
      }
      const norm = Math.sqrt(left);
      for (let i = v * length; i < (v + 1) * length; i++) rows[i]! /= norm;
    }
    let v = end;
    if ((count - end) % 2 === 1) takeOut(rows, begin, end, v++, length);
    for (; v < count; v += 2) takeFourOutOfTwo(rows, begin * length, v * length, length);
  }
}

/** Takes the rows from `begin` to before `end`, of length 1, out of row `v`, one after another. */
function takeOut(rows: Float64Array, begin: number, end: number, v: number, length: number): void {
  for (let q = begin; q < end; q++) {
    const product = dot(rows, q * length, v * length, length);
    for (let i = 0; i < length; i++) rows[v * length + i]! -= product * rows[q * length + i]!;
  }
}

/** Takes the four rows from offset `q` on out of the two from offset `v` on. */
function takeFourOutOfTwo(rows: Float64Array, q: number, v: number, length: number): void {
  const [q1, q2, q3, w] = [q + length, q + 2 * length, q + 3 * length, v + length];
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < length; i++) {
    const x = rows[v + i]!;
    const y = rows[w + i]!;
    let z = rows[q + i]!;
    a += x * z;
    e += y * z;
    z = rows[q1 + i]!;
    b += x * z;
    f += y * z;
    z = rows[q2 + i]!;
    c += x * z;
    g += y * z;
    z = rows[q3 + i]!;
    d += x * z;
    h += y * z;
  }
  for (let i = 0; i < length; i++) {
    const z = rows[q + i]!;
    const z1 = rows[q1 + i]!;
    const z2 = rows[q2 + i]!;
    const z3 = rows[q3 + i]!;
    rows[v + i]! -= a * z + b * z1 + c * z2 + d * z3;
    rows[w + i]! -= e * z + f * z1 + g * z2 + h * z3;
  }
}

function dot(rows: Float64Array, p: number, q: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += rows[p + i]! * rows[q + i]!;
  return sum;
}
