// What a web page loads: a generated module and the runtime it needs, bundled and minified, all its dynamic imports
// included, as a server sends it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
/** Bytes, compressed. */
const BUDGET = 55_000;

async function bundle(model: string): Promise<{ code: Uint8Array; sizes: string; imports: readonly { path: string }[]; files: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [here(`generated/${model}/index.ts`)],
    alias: { "@rnnc/runtime": here("runtime/index.ts"), "@rnnc/runtime/webgpu": here("runtime/webgpu/index.ts") },
    absWorkingDir: here(""),
    bundle: true,
    minify: true,
    splitting: false,
    format: "esm",
    platform: "neutral",
    write: false,
    outdir: "out",
    metafile: true,
  });
  expect(outputFiles).toHaveLength(1);
  const output = Object.values(metafile.outputs)[0]!;
  const inputs = Object.entries(output.inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
  return { code: outputFiles[0]!.contents, sizes: inputs.map(([path, { bytesInOutput }]) => `${bytesInOutput} ${path}`).join("\n"), imports: output.imports, files: Object.keys(output.inputs) };
}

test(`char_lm with its runtime is at most ${BUDGET} bytes, compressed`, async () => {
  const { code, sizes, imports, files } = await bundle("char_lm");
  expect(imports).toEqual([]);
  expect(files.filter((path) => !path.startsWith("runtime/") && !path.startsWith("generated/char_lm/"))).toEqual([]);
  // Nothing is left out: the kernels and the whole runtime are in it.
  expect(files).toEqual(expect.arrayContaining(["generated/char_lm/wasm.binary.ts", "generated/char_lm/wasm.ts", "runtime/train.ts", "runtime/generation/generate.ts", "runtime/wasm/executor.ts"]));
  const size = gzipSync(code, { level: 9 }).length;
  console.log(`char_lm: ${size} bytes compressed, ${code.length} before`);
  expect(size, `before compression:\n${sizes}`).toBeLessThanOrEqual(BUDGET);
});

test("the bundle runs where there is nothing else", async () => {
  const { code } = await bundle("char_lm");
  const folder = mkdtempSync(join(tmpdir(), "rnnc-bundle-"));
  writeFileSync(join(folder, "bundle.mjs"), code);
  const { default: factory } = (await import(pathToFileURL(join(folder, "bundle.mjs")).href)) as typeof import("../generated/char_lm/index.js");
  rmSync(folder, { recursive: true });
  const model = await factory.create({ seed: 1 });
  const losses: number[] = [];
  for await (const { batchLoss } of model.fit([{ text: "the sea, the sea, the sea. ".repeat(40) }], { epochs: 3, validate: 0 })) if (batchLoss !== null) losses.push(batchLoss);
  expect(losses.length).toBeGreaterThan(0);
  expect(losses.at(-1)).toBeLessThan(losses[0]!);
  expect(losses.at(-1)).toBeGreaterThan(0);
  let text = "";
  for await (const token of model.generate({ prompt: "the ", length: 5, seed: 1 })) text += token;
  expect(text).toHaveLength(5);
  model.dispose();
});
