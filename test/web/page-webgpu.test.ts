// The page of `npm run demo:web` on WebGPU in a real browser: training, moving it to the other device and back, and what happens when the
// process that has the GPU is killed. On SwiftShader, which is slow: a small text and short windows.
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { char_lm } from "../../generated/char_lm/index.js";
import { bundlePage } from "../../web/serve/bundle.js";
import { serve, type Serving } from "../../web/serve/server.js";
import { choose, launchChromium, openPage, phaseIs, root, whyNoChromium, type OpenPage } from "./support.js";

const text = "interface Sea { readonly tide: number; readonly wind: string; }\ndeclare function sail(sea: Sea): boolean;\n".repeat(96);

/** SwiftShader shares the processor with all else that runs. */
const patient = { timeout: 600_000 };

describe.skipIf(whyNoChromium)("the page, on WebGPU", () => {
  let browser: Browser;
  let serving: Serving;
  /** One page, on which the tests below follow each other. */
  let opened: OpenPage;
  let page: Page;
  /** Paths that it asked for. */
  const loaded: string[] = [];

  beforeAll(async () => {
    serving = await serve(await bundlePage(root, text));
    browser = await launchChromium();
    opened = await openPage(browser, "about:blank");
    ({ page } = opened);
    page.setDefaultTimeout(patient.timeout / 2);
    page.on("request", (request) => void loaded.push(new URL(request.url()).pathname));
    await page.goto(serving.address);
    await page.waitForFunction(() => !document.querySelector<HTMLButtonElement>("#go")!.disabled && !document.querySelector("#device-line")!.textContent!.startsWith("Looking"));
  });
  afterAll(async () => {
    await browser?.close();
    await serving?.close();
  });

  const share = (): Promise<number> => page.locator("#bar").evaluate((bar: HTMLProgressElement) => bar.value);
  /** Waits for an update after those that there were. */
  const goesOn = async (): Promise<void> => void (await page.waitForFunction((before) => document.querySelector<HTMLProgressElement>("#bar")!.value > before, await share()));
  const trainsOn = (device: string): Promise<unknown> => page.waitForFunction((said) => document.querySelector("#status")!.textContent === said, `Training on ${device}.`);
  /** What the checkpoint says that the page gives. */
  const download = async (): Promise<{ readonly update: number; readonly loss: number }> => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download the weights" }).click()]);
    const model = await char_lm.create({ device: "wasm", weights: new Uint8Array(readFileSync(await file.path())) });
    const { loss } = await model.evaluate([{ text }]);
    const { update } = model.progress!.position;
    model.dispose();
    return { update, loss };
  };
  const killGpu = async (): Promise<void> => {
    const cdp = await browser.newBrowserCDPSession();
    await cdp.send("Browser.crashGpuProcess");
    await cdp.detach();
    await page.locator("#problem").waitFor();
    expect(await page.textContent("#problem-text")).toBe("The GPU was lost while it trained: its driver or the browser’s GPU process has stopped. The weights of the last completed update are kept, and training can go on from there.");
    expect(await page.getAttribute("body", "data-phase")).toBe("stopped");
  };

  test("trains, and what WebGPU needs is fetched only once it is chosen", patient, async () => {
    const fetched = (device: string): boolean => loaded.some((path) => path.startsWith(`/parts/${device}-`));
    expect(await page.textContent("#device-line")).toBe("There is no GPU, but WebGPU made of software. WASM is faster here.");
    expect([fetched("wasm"), fetched("webgpu")]).toEqual([false, false]);
    await page.getByText("Options", { exact: true }).click();
    await page.selectOption("#batch", "4");
    await page.selectOption("#steps", "16");
    await page.selectOption("#seconds", "3600"); // not done before the tests are, on WASM either
    await choose(page, "webgpu");
    await page.getByRole("button", { name: "Start training" }).click();
    await phaseIs(page, "training");
    expect([fetched("wasm"), fetched("webgpu")]).toEqual([false, true]);
    expect(await page.textContent("#status")).toBe("Training on WebGPU.");
    expect(await page.textContent("#device-line")).toMatch(/^WebGPU on .*swiftshader.*\.$/i);
    await page.waitForFunction(() => document.querySelectorAll("#chart circle.held").length >= 2 && document.querySelectorAll("#samples li").length >= 2);
    const heights = await page.evaluate(() => Array.from(document.querySelectorAll("#chart circle.held"), (circle) => Number(circle.getAttribute("cy"))));
    expect(heights.at(-1)!, "the loss on unseen text falls").toBeGreaterThan(heights[0]!);
    expect(await page.textContent("#speed")).toMatch(/^[\d,]+$/);
  });

  test("goes on on the other device and back, in the middle of training, from the same place", patient, async () => {
    const first = await share();
    await choose(page, "wasm");
    await trainsOn("WASM");
    expect(await share()).toBeGreaterThanOrEqual(first);
    await goesOn();
    await page.getByRole("button", { name: "Stop" }).click();
    await phaseIs(page, "stopped");
    const second = await share();
    await choose(page, "webgpu");
    await page.getByRole("button", { name: "Go on" }).click();
    await trainsOn("WebGPU");
    expect(await share()).toBeGreaterThanOrEqual(second);
    await goesOn();
    expect(opened.errors).toEqual([]);
  });

  test("the GPU's process is killed: the page says so, keeps the weights of the last update, and goes on in a new one", patient, async () => {
    const before = await share();
    await killGpu();
    // Nothing before the last completed update is gone.
    expect(await share()).toBeGreaterThanOrEqual(before);
    const kept = await download();
    expect(kept.update).toBeGreaterThan(0);
    expect(kept.loss).toBeLessThan(4.6); // it began with ln 128, about 4.85
    await page.getByRole("button", { name: "Try WebGPU again" }).click();
    await trainsOn("WebGPU");
    expect(await page.locator("#problem").isHidden()).toBe(true);
    await goesOn();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("go");
  });

  test("and killed again: it goes on on WASM", patient, async () => {
    await killGpu();
    const kept = await download();
    await page.getByRole("button", { name: "Go on with WASM" }).click();
    await trainsOn("WASM");
    await goesOn();
    await page.getByRole("button", { name: "Stop" }).click();
    await phaseIs(page, "stopped");
    expect((await download()).update).toBeGreaterThan(kept.update);
    // Chromium may have its own word for it; the page adds none.
    expect(opened.errors.filter((error) => error !== "warning: A valid external Instance reference no longer exists.")).toEqual([]);
  });
});
