// Training holds on to nothing: what a process and the WASM memory hold after 10,000 updates is what they held
// after 100. In a process of its own, where garbage can be collected when asked; no time is asserted.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { compileOne } from "./support/load.js";

const SPEC = `
model tiny {
  input text: chars[T] of 16
  stack memory from text { embed(4)  lstm(16)  dropout(10%) }
  head text[t+1] from memory
  train { optimizer = adam(rate = 1e-2)  clip = norm(1)  gradient = tbptt(8)  batch = 4  epochs = 1000 }
}`;

/** Runs in the process: `fit` on one stream of text, and `trainStep` on batches of changing shapes, 10,000 updates each. */
const SCRIPT = `
import factory from "./tiny/index.js";

// Counts what WASM memory grows by.
let grown = 0;
const { grow } = WebAssembly.Memory.prototype;
WebAssembly.Memory.prototype.grow = function (pages) { grown += pages; return grow.call(this, pages); };

async function measure(model) {
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    gc();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { wasm: model.executor.memory, grown, heapUsed, arrayBuffers };
}

const text = Array.from({ length: 4000 }, (_, i) => "abcdefghij"[(i * i + (i >> 3)) % 10]).join("");
const result = {};

const fitted = await factory.create({ seed: 1 });
for await (const { update } of fitted.fit([{ text }], { validate: 0 })) {
  // Not every update is reported: the first report from there on.
  for (const wanted of [100, 1000, 10_000]) if (update >= wanted) result["fit" + wanted] ??= await measure(fitted);
  if (update >= 10_000) break;
}

const stepped = await factory.create({ seed: 1 });
for await (const { update } of stepped.fit([{ text }], { validate: 0 })) if (update > 0) break;
const batches = Array.from({ length: 10 }, (_, k) => Array.from({ length: 1 + (k % 4) }, (_, i) => ({ text: text.slice(k * 7, k * 7 + 2 + ((k * 5 + i * 3) % 17)) })));
for (let step = 1; step <= 10_000; step++) {
  await stepped.trainStep(batches[step % batches.length]);
  if ([100, 1000, 10_000].includes(step)) result["step" + step] = await measure(stepped);
}
console.log(JSON.stringify(result));
`;

interface Measured {
  readonly wasm: number;
  readonly grown: number;
  readonly heapUsed: number;
  readonly arrayBuffers: number;
}

let measured: Readonly<Record<`${"fit" | "step"}${100 | 1000 | 10000}`, Measured>>;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "rnnc-memory-"));
  try {
    const { files } = await compileOne(SPEC, undefined, undefined, { modules: "plain" });
    const runtime = join(dirname(fileURLToPath(import.meta.url)), "../runtime/index.ts");
    const { outputFiles } = await build({
      stdin: { contents: SCRIPT, resolveDir: folder },
      bundle: true,
      format: "esm",
      platform: "node",
      write: false,
      plugins: [
        {
          // The generated files are nowhere but here.
          name: "generated",
          setup(run) {
            run.onResolve({ filter: /^@rnnc\/runtime$/ }, () => ({ path: runtime }));
            // Loaded on demand, and here never.
            run.onResolve({ filter: /^\.\/webgpu\.js$/ }, () => ({ path: "webgpu", external: true }));
            run.onResolve({ filter: /^\.\/(tiny|wasm)/ }, ({ path, namespace, importer }) => (path.startsWith("./tiny/") || (namespace === "generated" && importer !== "") ? { path: path.replace("./tiny/", "").replace("./", "").replace(/\.js$/, ".ts"), namespace: "generated" } : null));
            run.onLoad({ filter: /.*/, namespace: "generated" }, ({ path }) => ({ contents: files.find((file) => file.path === path)!.text, loader: "ts", resolveDir: folder }));
          },
        },
      ],
    });
    writeFileSync(join(folder, "train.mjs"), outputFiles[0]!.contents);
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", join(folder, "train.mjs")], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    measured = JSON.parse(stdout) as typeof measured;
    console.log(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe.each(["fit", "step"] as const)("10,000 updates by %s", (how) => {
  const at = (updates: 100 | 1000 | 10000): Measured => measured[`${how}${updates}`];

  test("the WASM memory is as large as after 100, and did not grow in between", () => {
    expect(at(100).wasm).toBeGreaterThan(65536);
    expect(at(10000).wasm).toBe(at(100).wasm);
    expect(at(10000).grown).toBe(at(100).grown);
  });

  test("the process holds what it held after 100", () => {
    expect(at(10000).arrayBuffers).toBeLessThanOrEqual(at(100).arrayBuffers + 20_000);
    // The engine's own data about code that runs often grows by about 400 kB in the first thousands of updates, then no
    // more. An object with one number kept for each update would be 360 kB more.
    expect(at(10000).heapUsed - at(100).heapUsed).toBeLessThan(750_000);
    expect(at(10000).heapUsed - at(1000).heapUsed).toBeLessThan(300_000);
  });
});
