import { describe, expect, it } from "vitest";
import { orthonormalise } from "../../runtime/orthonormal.js";
import { seeded, seedOf } from "../support/random.js";

const seed = seedOf("RNNC_SEED", 1);

/** [count, length] by [length, other], the second given transposed. */
function products(a: Float64Array, b: Float64Array, count: number, other: number, length: number): number[][] {
  return Array.from({ length: count }, (_, p) => Array.from({ length: other }, (_, q) => Array.from({ length }, (_, i) => a[p * length + i]! * b[q * length + i]!).reduce((x, y) => x + y, 0)));
}

/** Largest departure of the rows' products from the identity. */
function tilt(rows: Float64Array, count: number, length: number): number {
  return Math.max(...products(rows, rows, count, count, length).flatMap((line, p) => line.map((value, q) => Math.abs(value - (p === q ? 1 : 0)))));
}

describe("orthonormal rows", () => {
  it("of any number are the Q of the matrix, R's diagonal positive", () => {
    const random = seeded(seed);
    for (let count = 1; count <= 15; count++) {
      const length = count + (count % 3);
      const matrix = Float64Array.from(random.fill(count * length, 1));
      const rows = matrix.slice();
      orthonormalise(rows, count, length);
      expect(tilt(rows, count, length), `${count} rows, seed ${seed}`).toBeLessThan(1e-9);
      products(matrix, rows, count, count, length).forEach((line, p) => {
        expect(line[p], `${count} rows, seed ${seed}`).toBeGreaterThan(0);
        for (const above of line.slice(p + 1)) expect(Math.abs(above), `${count} rows, seed ${seed}`).toBeLessThan(1e-9);
      });
    }
  });

  it("come of rows that are almost dependent, too", () => {
    // Hilbert's matrix: of the last rows, the ones before leave less than float64 can say.
    const count = 11;
    const rows = Float64Array.from({ length: count * count }, (_, i) => 1 / (Math.floor(i / count) + (i % count) + 1));
    orthonormalise(rows, count, count);
    expect(tilt(rows, count, count)).toBeLessThan(1e-9);
  });
});
