// What a web page loads: a generated module and the runtime it needs, bundled and minified, in the files that it asks a server for, as the
// server sends them. On WASM it gets nothing of WebGPU; on WebGPU that comes on top, when it is first asked for.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import { expect, test } from "vitest";

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
/** Bytes, compressed: of a page on WASM, and of what WebGPU adds. */
const BUDGET = { wasm: 55_000, webgpu: 32_000 };

interface Bundle {
  /** Files by their names. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly outputs: ReadonlyMap<string, Metafile["outputs"][string]>;
  readonly entry: string;
}

async function bundle(model: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [here(`generated/${model}/index.ts`)],
    alias: { "@rnnc/runtime": here("runtime/index.ts"), "@rnnc/runtime/webgpu": here("runtime/webgpu/index.ts") },
    absWorkingDir: here(""),
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    write: false,
    outdir: "out",
    metafile: true,
  });
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  return {
    files: new Map(outputFiles.map(({ path, contents }) => [basename(path), contents])),
    outputs,
    entry: [...outputs].find(([, { entryPoint }]) => entryPoint === `generated/${model}/index.ts`)![0],
  };
}

/** The files that are loaded with the entry when these modules are asked for: all that they import, and on demand whatever isn't another device's. */
function loaded({ outputs, entry }: Bundle, refused: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const { imports } = outputs.get(name)!;
    expect(imports.filter(({ external }) => external)).toEqual([]);
    for (const { path, kind } of imports) {
      const target = basename(path);
      if (kind === "dynamic-import" && refused.includes(outputs.get(target)!.entryPoint ?? "")) continue;
      visit(target);
    }
  };
  visit(entry);
  return [...found];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const sizeOf = ({ files }: Bundle, names: readonly string[]): number => sum(names.map((name) => gzipSync(files.get(name)!, { level: 9 }).length));
const sourcesOf = ({ outputs }: Bundle, names: readonly string[]): [string, number][] =>
  names.flatMap((name) => Object.entries(outputs.get(name)!.inputs).map(([path, { bytesInOutput }]): [string, number] => [path, bytesInOutput])).sort(([, a], [, b]) => b - a);
const told = (sources: readonly [string, number][]): string => `before compression:\n${sources.map(([path, bytes]) => `${bytes} ${path}`).join("\n")}`;

const isGpu = (path: string): boolean => path.startsWith("runtime/webgpu/") || path === "generated/char_lm/webgpu.ts";

test(`char_lm with its runtime on WASM is at most ${BUDGET.wasm} bytes, compressed, and has nothing of WebGPU`, async () => {
  const made = await bundle("char_lm");
  const names = loaded(made, ["generated/char_lm/webgpu.ts"]);
  const sources = sourcesOf(made, names);
  const paths = sources.map(([path]) => path);
  expect(paths.filter((path) => !path.startsWith("runtime/") && !path.startsWith("generated/char_lm/"))).toEqual([]);
  // Nothing is left out: the kernels and the whole runtime are in it.
  expect(paths).toEqual(expect.arrayContaining(["generated/char_lm/wasm.binary.ts", "generated/char_lm/wasm.ts", "runtime/train.ts", "runtime/generation/generate.ts", "runtime/wasm/executor.ts"]));
  expect(paths.filter(isGpu)).toEqual([]);
  const size = sizeOf(made, names);
  console.log(`char_lm on WASM: ${size} bytes compressed, ${sum(names.map((name) => made.files.get(name)!.length))} before, in ${names.length} files`);
  expect(size, told(sources)).toBeLessThanOrEqual(BUDGET.wasm);
});

test(`WebGPU adds at most ${BUDGET.webgpu} bytes, compressed, and nothing of WASM's`, async () => {
  const made = await bundle("char_lm");
  const base = loaded(made, ["generated/char_lm/webgpu.ts", "generated/char_lm/wasm.ts"]);
  const names = loaded(made, ["generated/char_lm/wasm.ts"]).filter((name) => !base.includes(name));
  const sources = sourcesOf(made, names);
  expect(sources.map(([path]) => path)).toEqual(expect.arrayContaining(["generated/char_lm/webgpu.ts", "runtime/webgpu/executor.ts"]));
  expect(sources.filter(([path]) => !isGpu(path))).toEqual([]);
  const size = sizeOf(made, names);
  console.log(`char_lm on WebGPU: ${size} bytes compressed on top, ${sum(names.map((name) => made.files.get(name)!.length))} before`);
  expect(size, told(sources)).toBeLessThanOrEqual(BUDGET.webgpu);
});

test("the bundle runs where there is nothing else", async () => {
  const { files, entry } = await bundle("char_lm");
  const folder = mkdtempSync(join(tmpdir(), "rnnc-bundle-"));
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }\n`);
  for (const [name, contents] of files) writeFileSync(join(folder, name), contents);
  try {
    const { default: factory } = (await import(pathToFileURL(join(folder, entry)).href)) as typeof import("../generated/char_lm/index.js");
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
  } finally {
    rmSync(folder, { recursive: true });
  }
});
