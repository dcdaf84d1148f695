import { describe, expect, it } from "vitest";
import type { Initial } from "../../runtime/device.js";
import { initialise, parameterOf, sliceOf } from "../../runtime/weights.js";
import { describeModel } from "./support.js";

function values(initial: Initial, shape: readonly number[], seed = 1, name = "h.1.W"): Float32Array {
  const count = shape.reduce((a, b) => a * b, 1);
  return initialise(describeModel({ parameters: [{ name, shape, offset: 0, initial, frozen: false }], parameterCount: count }), seed);
}

const mean = (list: ArrayLike<number>): number => Array.from(list).reduce((a, b) => a + b, 0) / list.length;
const variance = (list: ArrayLike<number>): number => {
  const middle = mean(list);
  return mean(Array.from(list, (value) => (value - middle) ** 2));
};

/** Seed 42. These may change only with a reason worth every reference and published figure. */
const GOLDEN = {
  glorot: [0.2191992849111557, -0.27905526757240295, 0.9161031246185303, -0.4458852708339691, 0.8384465575218201, -0.038575731217861176],
  normal: [3.3469078540802, 2.689016819000244, -0.18560905754566193, -0.30936169624328613],
  orthogonal: [0.7509798407554626, 0.5404633283615112, -0.37937939167022705, 0.014869825914502144, -0.5882300734519958, -0.8085569143295288, 0.6601576805114746, -0.6015686392784119, 0.4497855007648468],
};

describe("initialise", () => {
  it("gives the same numbers for a seed, everywhere", () => {
    expect(Array.from(values({ kind: "glorot" }, [2, 3], 42))).toEqual(GOLDEN.glorot);
    expect(Array.from(values({ kind: "normal", mean: 1, deviation: 2 }, [4], 42))).toEqual(GOLDEN.normal);
    expect(Array.from(values({ kind: "orthogonal" }, [3, 3], 42))).toEqual(GOLDEN.orthogonal);
  });

  it("depends on the seed and the name, not on other parameters", () => {
    const glorot = { kind: "glorot" } as const;
    expect(values(glorot, [4, 4], 1)).not.toEqual(values(glorot, [4, 4], 2));
    expect(values(glorot, [4, 4], 1, "a")).not.toEqual(values(glorot, [4, 4], 1, "b"));
    const a = { name: "a", shape: [3, 3], offset: 0, initial: glorot, frozen: false };
    const b = { name: "b", shape: [2, 2], offset: 9, initial: glorot, frozen: false };
    const both = describeModel({ parameters: [a, b], parameterCount: 13 });
    const alone = describeModel({ parameters: [{ ...b, offset: 0 }], parameterCount: 4 });
    expect(sliceOf(both, initialise(both, 5), "b")).toEqual(initialise(alone, 5));
  });

  it.each([[[64, 64]], [[40, 100]], [[100, 40]], [[5, 1]], [[1, 5]]])("orthogonal %j: rows or columns are orthonormal", (shape) => {
    const [rows, columns] = shape as [number, number];
    const w = values({ kind: "orthogonal" }, shape);
    const n = Math.min(rows, columns);
    const at = (v: number, i: number): number => (rows <= columns ? w[v * columns + i]! : w[i * columns + v]!);
    for (let p = 0; p < n; p++) {
      for (let q = 0; q <= p; q++) {
        let dot = 0;
        for (let i = 0; i < Math.max(rows, columns); i++) dot += at(p, i) * at(q, i);
        expect(Math.abs(dot - (p === q ? 1 : 0))).toBeLessThan(1e-6);
      }
    }
  });

  it("glorot: uniform of variance 2 / (inputs + outputs)", () => {
    const w = values({ kind: "glorot" }, [200, 100]);
    expect(Math.max(...w)).toBeLessThanOrEqual(Math.sqrt(6 / 300));
    expect(Math.max(...w)).toBeGreaterThan(0.99 * Math.sqrt(6 / 300));
    expect(Math.abs(mean(w))).toBeLessThan(0.002);
    expect(variance(w) / (2 / 300)).toBeCloseTo(1, 1);
  });

  it("normal: mean, deviation, and tails", () => {
    const w = values({ kind: "normal", mean: 3, deviation: 0.5 }, [20_000]);
    expect(mean(w)).toBeCloseTo(3, 1);
    expect(Math.sqrt(variance(w))).toBeCloseTo(0.5, 1);
    const outside = w.filter((value) => Math.abs(value - 3) > 1).length / w.length;
    expect(outside).toBeGreaterThan(0.035);
    expect(outside).toBeLessThan(0.056);
  });

  it("uniform, constants and identity", () => {
    const w = values({ kind: "uniform", low: -2, high: 6 }, [5000]);
    expect(Math.min(...w)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...w)).toBeLessThan(6);
    expect(mean(w)).toBeCloseTo(2, 0);
    expect([...values({ kind: "zeros" }, [2])]).toEqual([0, 0]);
    expect([...values({ kind: "ones" }, [2])]).toEqual([1, 1]);
    expect([...values({ kind: "constant", value: -2 }, [2])]).toEqual([-2, -2]);
    expect([...values({ kind: "identity" }, [2, 3])]).toEqual([1, 0, 0, 0, 1, 0]);
  });

  it("names the nearest parameter", () => {
    const d = describeModel({ parameters: [{ name: "h.1.W", shape: [1], offset: 0, initial: { kind: "zeros" }, frozen: false }], parameterCount: 1 });
    expect(() => parameterOf(d, "h.1.w")).toThrow(/no parameter `h.1.w`, did you mean "h.1.W"\?/);
  });
});
