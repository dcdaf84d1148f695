// A real browser for tests and benchmarks: Debian's Chromium without a window, driven by playwright, with WebGPU on SwiftShader (on the CPU)
// unless a real GPU is asked for; and a page's scripts bundled and served to it.
//
//   describe.skipIf(whyNoChromium)("…", () => { const browser = await launchChromium(); … });
//
// Where there is no Chromium, importing this prints the reason.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { bundleScripts, types, type Site } from "../../web/serve/bundle.js";
import { serve, type Serving } from "../../web/serve/server.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const program = programs.find((path) => existsSync(path));

/** Why there is no browser here, in words that help; null where there is. */
export const whyNoChromium: string | null = program === undefined ? "Chromium is not installed (Debian: apt-get install chromium libvulkan1)" : null;
if (whyNoChromium) console.warn(`Tests in a browser are skipped: ${whyNoChromium}`);

/** Nothing is fetched by the browser itself: it works on a closed network, and starts sooner. */
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run", "--disable-default-apps", "--disable-extensions"];
// Without the zeros that WebGPU puts into workgroup memory: SwiftShader compiles a store for each float of it, most of the time tests would take.
const software = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan", "--enable-dawn-features=disable_workgroup_init"];
const hardware = ["--enable-unsafe-webgpu", "--enable-features=Vulkan", "--ignore-gpu-blocklist"];
/** A page may go on using a GPU whose process has crashed, however often. */
const forgiving = ["--disable-domain-blocking-for-3d-apis", "--disable-gpu-process-crash-limit"];

export interface LaunchOptions {
  /** `software` (default): the same everywhere. `hardware`: this machine's GPU. `none`: a browser that finds none. */
  readonly gpu?: "software" | "hardware" | "none";
}

/** A browser with a profile of its own. Close it. */
export function launchChromium({ gpu = "software" }: LaunchOptions = {}): Promise<Browser> {
  if (program === undefined) throw new Error(whyNoChromium!);
  return chromium.launch({
    executablePath: program,
    args: ["--no-sandbox", ...quiet, ...forgiving, ...(gpu === "software" ? software : gpu === "hardware" ? hardware : ["--disable-gpu", "--disable-features=WebGPU,WebGPUService"])],
    // Playwright's own arguments would turn the GPU's process off.
    ignoreDefaultArgs: ["--disable-gpu", "--disable-features=Vulkan"],
  });
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong on the page so far: messages of the console (errors, warnings) and exceptions. */
  readonly errors: readonly string[];
}

type ContextOptions = NonNullable<Parameters<Browser["newContext"]>[0]>;

/** A page at an address, and what goes wrong on it. */
export async function openPage(browser: Browser, address: string, options: ContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(150_000);
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => errors.push(`exception: ${error.message}`));
  await page.goto(address);
  return { page, context, errors };
}

/**
 * Serves an empty page with one script, bundled from an entry of the repository; in the page `globalThis.ready` is a promise of its exports, for
 * `page.evaluate`. `files` are served too.
 */
export async function serveScript(entry: string, files: Site = new Map()): Promise<Serving> {
  const scripts = await bundleScripts(root, [entry], { minify: false });
  const name = `${entry.replace(/^.*\//, "").replace(/\.ts$/, "")}.js`;
  const html = { type: types.html, body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,"><script type="module" src="loader.js"></script></html>` };
  const loader = { type: types.js, body: `globalThis.ready = import("./${name}");` };
  return serve(new Map([...files, ...scripts, ["/", html], ["/loader.js", loader]]));
}

// ------------------------------------------------------------------------- the page of the demo

/** Chooses the device on the demo's page. */
export async function choose(page: Page, device: "wasm" | "webgpu"): Promise<void> {
  await page.locator(`input[name=device][value=${device}]`).check({ force: true });
}

/** Waits until the demo's page is in a phase; an error that it shows ends the wait. */
export async function phaseIs(page: Page, phase: string): Promise<void> {
  const problem = await page.waitForFunction(
    (expected) => (document.body.dataset["phase"] === expected ? "none" : expected !== "failed" && !document.querySelector<HTMLElement>("#problem")!.hidden && document.querySelector("#problem-text")!.textContent),
    phase,
  );
  const said = await problem.jsonValue();
  if (said !== "none") throw new Error(`the page says: ${String(said)}`);
}
