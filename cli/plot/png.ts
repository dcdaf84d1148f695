// An SVG as PNG, by resvg in WebAssembly, with DejaVu's letters: the same picture on every machine. Both packages are
// optional, as nothing else needs their 14 MB.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Failure } from "../failure.js";

/** Pixels a unit of the SVG. */
const zoom = 2;

/** Throws a Failure where the packages are not installed. */
export async function rasterise(svg: string): Promise<Uint8Array> {
  const require = createRequire(import.meta.url);
  let parts: [typeof import("@resvg/resvg-wasm"), ...Uint8Array[]];
  try {
    const fonts = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => readFile(require.resolve(`dejavu-fonts-ttf/ttf/${name}`)));
    parts = await Promise.all([import("@resvg/resvg-wasm"), readFile(require.resolve("@resvg/resvg-wasm/index_bg.wasm")), ...fonts]);
  } catch {
    throw new Failure("a PNG needs the packages `@resvg/resvg-wasm` and `dejavu-fonts-ttf`, which are not installed", { hint: "install rnnc with its optional packages, or write a page: --out plot.html." });
  }
  const [{ initWasm, Resvg }, program, ...fontBuffers] = parts;
  // Once a process: a second time it refuses. If the first has failed, the next line says so.
  await initWasm(program as unknown as ArrayBuffer).catch(() => {});
  const made = new Resvg(svg, { fitTo: { mode: "zoom", value: zoom }, font: { fontBuffers, defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans", loadSystemFonts: false } }).render();
  return made.asPng();
}
