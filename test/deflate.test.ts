// What the compiler compresses, every engine gets back; and both builds of a module, packed together, come apart again.
import { inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { deflate } from "../compiler/5-emit/deflate.js";
import { emitWasm } from "../compiler/5-emit/wasm/index.js";
import { packBuilds } from "../compiler/5-emit/wasm/pack-builds.js";
import type { Kernel } from "../compiler/plan.js";
import { unpackBuild } from "../runtime/wasm/builds.js";
import { seeded } from "./support/random.js";

test("deflate is read by zlib: no bytes, few, many, one value, all values, far matches, rare symbols", () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`seed ${seed}`);
  const random = seeded(seed);
  const check = (bytes: Uint8Array): void => expect(Buffer.from(bytes).equals(inflateRawSync(deflate(bytes))), `seed ${seed}, ${bytes.length} bytes`).toBe(true);
  for (const length of [0, 1, 2, 3, 4, 257, 258, 259, 260, 1000, 40_000]) {
    for (const values of [1, 2, 17, 256]) check(Uint8Array.from({ length }, () => random.int(0, values - 1)));
  }
  const part = Uint8Array.from({ length: 500 }, () => random.int(0, 255));
  for (const apart of [31_000, 32_267, 32_268, 32_269, 33_000]) check(Uint8Array.from([...part, ...new Uint8Array(apart - 500).fill(7), ...part]));
  // Counts like Fibonacci numbers want codes of more than 15 bits.
  const counts = [1, 1];
  while (counts.length < 22) counts.push(counts.at(-1)! + counts.at(-2)!);
  const skewed = counts.flatMap((count, value) => new Array<number>(count).fill(value));
  for (let i = skewed.length - 1; i > 0; i--) {
    const j = random.int(0, i);
    [skewed[i], skewed[j]] = [skewed[j]!, skewed[i]!];
  }
  check(Uint8Array.from(skewed));
});

test("both builds come out of one text as they went in", async () => {
  const kernels: Record<string, Kernel> = {
    copy: { kind: "copy", width: 5, ldSource: 5, ldTarget: 5, accumulate: false },
    product: { kind: "gemm", k: 12, n: 20, lda: 12, ldc: 20, accumulate: true, bias: false },
    zero: { kind: "zero", width: 300 },
  };
  for (const some of [{}, { zero: kernels["zero"]! }, kernels]) {
    const [plain, relaxed] = [false, true].map((relaxed) => emitWasm(some, { relaxed }).bytes) as [Uint8Array, Uint8Array];
    const text = packBuilds(plain, relaxed);
    expect(await unpackBuild(text, "plain")).toEqual(plain);
    expect(await unpackBuild(text, "relaxed")).toEqual(relaxed);
  }
  const other = emitWasm({ zero: kernels["zero"]! }, { relaxed: true }).bytes;
  expect(() => packBuilds(emitWasm(kernels, { relaxed: false }).bytes, other)).toThrow("internal:");
});
