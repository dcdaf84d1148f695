// The page of `npm run demo:web` as a browser loads it: TypeScript bundled by esbuild, in parts, so that what one device needs is fetched
// only when it is chosen. In memory: nothing is written.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

/** A file that is served: its type, its bytes. */
export interface Served {
  readonly type: string;
  readonly body: Uint8Array | string;
}

/** Files by their path from the root, which begins with `/`. */
export type Site = ReadonlyMap<string, Served>;

export const types = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml; charset=utf-8",
  text: "text/plain; charset=utf-8",
} as const;

/** Bundles scripts: `entries` are files, or paths from the repository's `root`, and what each is served as is its file's name. Parts that they share, and those loaded on demand, are beside them. */
export async function bundleScripts(root: string, entries: readonly string[], options: { readonly minify?: boolean } = {}): Promise<Map<string, Served>> {
  const { outputFiles } = await build({
    entryPoints: entries.map((entry) => resolve(root, entry)),
    absWorkingDir: root,
    // A clone's own runtime, as an installed package would be found.
    alias: { "@rnnc/runtime": join(root, "runtime", "index.ts"), "@rnnc/runtime/webgpu": join(root, "runtime", "webgpu", "index.ts") },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    entryNames: "[name]",
    chunkNames: "parts/[name]-[hash]",
    outdir: join(root, "out"),
    write: false,
    minify: options.minify ?? true,
    legalComments: "none",
    logLevel: "silent",
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.slice(join(root, "out").length).replaceAll("\\", "/"), { type: types.js, body: contents }]));
}

/** The page with all that belongs to it. `text` is what it trains on unless its reader has another. */
export async function bundlePage(root: string, text: string): Promise<Site> {
  const page = (name: string): string => readFileSync(join(root, "web", "page", name), "utf8");
  const scripts = await bundleScripts(root, ["web/page/main.ts", "web/page/worker.ts"]);
  const html = { type: types.html, body: page("index.html") };
  return new Map<string, Served>([
    ...scripts,
    ["/", html],
    ["/index.html", html],
    ["/style.css", { type: types.css, body: page("style.css") }],
    ["/icon.svg", { type: types.svg, body: page("icon.svg") }],
    ["/text", { type: types.text, body: text }],
  ]);
}
