// Kernels of recurrences in WGSL: a product with the map that reads it, and loops over ragged steps in one dispatch, against the same steps
// in float64.
import { describe, expect, test } from "vitest";
import type { ProductMapKernel, Space } from "../compiler/gpu-plan.js";
import type { GemmKernel } from "../compiler/plan.js";
import { evaluateMap, randomMap } from "./support/maps.js";
import { whyNoWebGpu } from "./support/webgpu.js";
import { generator, seed } from "./wasm/machine.js";
import { compileKernel, type Argument } from "./webgpu/machine.js";

console.log(`seed ${seed} (SEED=${seed} repeats it)`);

/** B in panels of 8 columns (compiler/plan.ts, PackKernel), from `weight(i, j)`. */
function packed(k: number, n: number, weight: (i: number, j: number) => number): Float32Array {
  const panels = new Float32Array(Math.ceil(n / 8) * 8 * k);
  for (let i = 0; i < k; i++) for (let j = 0; j < n; j++) panels[((j >> 3) * k + i) * 8 + (j & 7)] = weight(i, j);
  return panels;
}

describe.skipIf(whyNoWebGpu)("webgpu recurrences", () => {
  test("a product with its map is the product, then the map", async () => {
    const random = generator(seed);
    for (let round = 0; round < 20; round++) {
      const width = random.pick([1, 3, 8, 16, random.integer(5, 40)]);
      const columns = random.pick([1, 2, 3, 4, 4, random.integer(5, 20)]);
      const k = random.pick([1, 7, 16, random.integer(20, 100), 300, 700]);
      const n = width * columns;
      const accumulate = random.next() < 0.2;
      const gemm: GemmKernel = { kind: "gemm", k, n, lda: k + random.pick([0, 3]), ldc: n + random.pick([0, 5]), accumulate, bias: !accumulate && random.next() < 0.5 };
      // gates lie in any order
      const order = Array.from({ length: columns }, (_, j) => j).sort(() => random.next() - 0.5);
      const first = random.integer(0, 1);
      const between = Array.from({ length: first }, () => ({ scalar: true, integer: true, stride: 1 }));
      const map = randomMap(random, { width, pointwise: true, inputs: [...between, ...order.map(() => ({ scalar: false, integer: false, stride: gemm.ldc }))] });
      const joined = order.map((j, i) => ({ input: first + i, column: j * width }));
      const stored = random.next() < 0.5;
      const rows = random.pick([1, 2, 8, random.integer(3, 40)]);
      const before = random.pick([rows, rows, 0, random.integer(0, rows), rows + random.integer(1, 20)]);
      const all = Math.max(rows, before);

      const a = random.floats((all - 1) * gemm.lda + k);
      const b = packed(k, n, () => random.real(-1, 1) / Math.sqrt(k));
      const c = random.floats((all - 1) * gemm.ldc + n);
      const bias = random.floats(n);
      const inputs = map.inputs.map((input) => {
        const size = (rows - 1) * input.stride + (input.scalar ? 1 : width);
        return input.integer ? Int32Array.from({ length: size }, () => random.integer(-2, 2)) : random.floats(size);
      });
      const space = (): Space => random.pick(["arena", "weights"] as const);
      const spaces: Space[] = [space(), space(), space(), ...(gemm.bias ? [space()] : []), ...inputs.map(space)];
      const head = gemm.bias ? 4 : 3;
      for (const { input } of joined) spaces[head + input] = spaces[2];
      const free = new Set([...inputs.keys()].filter((i) => !joined.some((part) => part.input === i) && !map.inputs[i].integer && !map.inputs[i].scalar));
      const outputs = map.outputs.map((output) => {
        const at = [...free].find((i) => map.inputs[i].stride === output.stride && !output.scalar);
        if (at === undefined) {
          spaces.push(space());
          return random.floats((rows - 1) * output.stride + (output.scalar ? 1 : width));
        }
        free.delete(at);
        spaces.push(spaces[head + at]);
        return inputs[at];
      });

      const wantedC = Float64Array.from(c);
      for (let r = 0; r < before; r++) {
        for (let j = 0; j < n; j++) {
          let sum = accumulate ? c[r * gemm.ldc + j] : gemm.bias ? bias[j] : 0;
          for (let i = 0; i < k; i++) sum += a[r * gemm.lda + i] * b[((j >> 3) * k + i) * 8 + (j & 7)];
          wantedC[r * gemm.ldc + j] = sum;
        }
      }
      const readers = map.inputs.map((input, i) => {
        const part = joined.find((p) => p.input === i);
        const values = inputs[i].slice();
        return (row: number, column: number): number => (part ? wantedC[row * gemm.ldc + part.column + column] : values[row * input.stride + (input.scalar ? 0 : column)]);
      });
      const wanted = outputs.map((output) => Float64Array.from(output));
      for (let r = 0; r < rows; r++) {
        const vectors = evaluateMap(map, readers, r);
        map.outputs.forEach((output, i) => {
          for (let j = 0; j < (output.scalar ? 1 : width); j++) wanted[i][r * output.stride + j] = vectors[output.value][j];
        });
      }

      const kernel: ProductMapKernel = { kind: "product_map", gemm, map, joined, store: stored, spaces };
      const args: Argument[] = [a, b, c, ...(gemm.bias ? [bias] : []), ...inputs.map((input, i) => {
        const part = joined.find((p) => p.input === i);
        return part ? { buffer: c, from: part.column } : input;
      }), ...outputs, before];
      const results = await (await compileKernel(kernel))(args, rows);
      const near = (actual: Float32Array, expected: Float64Array, what: string): void => {
        let worst = 0;
        actual.forEach((value, j) => {
          const difference = Math.abs(value - expected[j]) / (1 + Math.abs(expected[j]));
          worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
        });
        expect(worst, `${what} ${JSON.stringify({ kernel, rows, before })}`).toBeLessThan(3e-5);
      };
      near(results[2], stored ? wantedC : Float64Array.from(c), "c");
      outputs.forEach((_, i) => near(results[head + inputs.length + i], wanted[i], `output ${i}`));
    }
  });
});
