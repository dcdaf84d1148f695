// A representative part of the suite of networks in a real browser: compiled here, run there on WASM and on WebGPU. The whole suite runs on
// both devices in Node; other.test.ts is the same in other browsers.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { types } from "../../web/serve/bundle.js";
import type { Serving } from "../../web/serve/server.js";
import { expectAlike, expectInterpreted, lengths, networks, seed, writeNetworks } from "./compared.js";
import type { Measured } from "./networks.js";
import { launchChromium, openPage, serveScript, whyNoChromium } from "./support.js";

/** What the page's script exports. */
type Script = typeof import("./networks.js") & { readonly networks: readonly (() => Promise<{ default: never }>)[]; measureNetwork(i: number, device: string, seed: number, lengths: readonly number[]): Promise<Measured> };

describe.skipIf(whyNoChromium)("networks in Chromium", () => {
  let written: Awaited<ReturnType<typeof writeNetworks>>;
  let browser: Browser;
  let serving: Serving;
  let page: Page;
  let errors: readonly string[];

  beforeAll(async () => {
    written = await writeNetworks(Object.values(networks));
    const worker = `import { networks, recordingsOf } from "./entry.js";\nonmessage = async ({ data: [i, seed, lengths] }) => postMessage(await recordingsOf((await networks[i]()).default, seed, lengths));\n`;
    serving = await serveScript(written.entry, new Map([["/worker.js", { type: types.js, body: worker }]]));
    browser = await launchChromium();
    ({ page, errors } = await openPage(browser, serving.address));
  });
  afterAll(async () => {
    written?.remove();
    await browser?.close();
    await serving?.close();
    if (errors) expect(errors).toEqual([]);
  });

  const measure = (i: number, device: "wasm" | "webgpu"): Promise<Measured> =>
    page.evaluate(async ([i, device, seed, lengths]) => (await (globalThis as unknown as { ready: Promise<Script> }).ready).measureNetwork(i, device, seed, lengths), [i, device, seed, lengths] as const);

  test.each(Object.keys(networks).map((name, i) => [name, i] as const))("%s", async (name, i) => {
    const wasm = await measure(i, "wasm");
    const webgpu = await measure(i, "webgpu");
    expect([wasm.device, webgpu.device]).toEqual(["wasm", "webgpu"]);
    expectInterpreted(networks[name]!, [wasm, webgpu]);
    expectAlike(networks[name]!, wasm, webgpu);
  });

  test("how a loop runs is measured once, in a worker too: the next one knows it, and so does a page", async () => {
    const i = Object.keys(networks).length - 1;
    const inWorker = (): Promise<number> =>
      page.evaluate(
        (given) =>
          new Promise<number>((resolve, reject) => {
            const worker = new Worker("./worker.js", { type: "module" });
            worker.onmessage = ({ data }) => (worker.terminate(), resolve(data as number));
            worker.onerror = ({ message }) => reject(new Error(message));
            worker.postMessage(given);
          }),
        [i, seed, lengths] as const,
      );
    const inPage = (): Promise<number> =>
      page.evaluate(
        async ([i, seed, lengths]) => {
          const { networks, recordingsOf } = await (globalThis as unknown as { ready: Promise<Script> }).ready;
          return recordingsOf((await networks[i]!()).default, seed, lengths);
        },
        [i, seed, lengths] as const,
      );
    await page.reload();
    const first = await inWorker();
    const known = 2; // prepare, predict
    expect(first).toBeGreaterThan(known);
    expect([await inWorker(), await inPage()]).toEqual([known, known]);
  });
});
