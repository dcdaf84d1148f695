// The page of `npm run demo:web` in a real browser, training on WASM: what a person does with a mouse, a keyboard and a narrow screen, and
// what the page says of texts that can't be. On WebGPU: page-webgpu.test.ts.
import { mkdtempSync, openSync, ftruncateSync, closeSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readDeclarations } from "../../cli/declarations.js";
import { char_lm } from "../../generated/char_lm/index.js";
import { bundlePage } from "../../web/serve/bundle.js";
import { serve, type Serving } from "../../web/serve/server.js";
import { choose, launchChromium, openPage, phaseIs, root, whyNoChromium, type OpenPage } from "./support.js";

const folder = mkdtempSync(join(tmpdir(), "rnnc-page-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A text that is soon known: some sentences over and over. */
const verses = "The sea is calm tonight. The tide is full, the moon lies fair.\nUpon the straits the light gleams and is gone.\n".repeat(30);

describe.skipIf(whyNoChromium)("the page, on WASM", () => {
  let browser: Browser;
  let serving: Serving;
  beforeAll(async () => {
    serving = await serve(await bundlePage(root, readDeclarations(root).slice(0, 150_000)));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await serving?.close();
  });

  const open = async (options: Parameters<typeof openPage>[2] = {}): Promise<OpenPage> => {
    const opened = await openPage(browser, serving.address, options);
    await opened.page.waitForFunction(() => !document.querySelector<HTMLButtonElement>("#go")!.disabled && !document.querySelector("#device-line")!.textContent!.startsWith("Looking"));
    await choose(opened.page, "wasm");
    return opened;
  };
  const saved = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const textOf = async (page: Page, id: string): Promise<string> => (await page.textContent(`#${id}`)) ?? "";
  const lossIsBelow = (page: Page, loss: number): Promise<unknown> => page.waitForFunction((bound) => Number(document.querySelector("#held")!.textContent) < bound, loss);

  test("trains: the loss falls, samples appear, speed and time are shown; it stops, and goes on where it was", async () => {
    const { page, errors } = await open();
    expect(await page.getByRole("status").textContent()).toContain("Ready.");
    await page.getByRole("button", { name: "Start training" }).click();
    await phaseIs(page, "training");
    expect(await page.getByRole("status").textContent()).toBe("Training on WASM.");
    await lossIsBelow(page, 3.4);
    // What it writes comes after the loss that goes with it.
    await page.waitForFunction(() => document.querySelectorAll("#samples li").length >= 2);
    expect(await textOf(page, "device-line")).toMatch(/^WASM: 128-bit SIMD(, fused multiply-add)?\.$/);
    expect(await textOf(page, "speed")).toMatch(/^[\d,]+$/);
    expect(Number((await textOf(page, "speed")).replaceAll(",", ""))).toBeGreaterThan(0);
    expect(await textOf(page, "time")).toMatch(/^\d+:\d\d$/);
    expect(await textOf(page, "left")).toMatch(/^about \d.* s left$/);
    expect(await textOf(page, "progress-line")).toMatch(/^[\d,]+ characters, (once|\d+ times); [\d,]+ more stay unseen\.$/);
    expect(await page.locator("#samples li").last().textContent()).toMatch(/^Before training · loss 4\.\d\dinterface /);
    expect(await page.locator("#chart path.line.training").getAttribute("d")).toMatch(/^M[\d.]+,[\d.]+L/);
    expect(await page.locator("#chart circle.held").count()).toBeGreaterThanOrEqual(2);
    expect(await page.getAttribute("#chart", "aria-label")).toMatch(/On unseen text it went from 4\.\d\d to [23]\.\d\d; in training it is/);

    await page.getByRole("button", { name: "Stop" }).click();
    await phaseIs(page, "stopped");
    const share = await page.locator("#bar").evaluate((bar: HTMLProgressElement) => bar.value);
    const samples = await page.locator("#samples li").count();
    expect(share).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.waitForFunction((before) => document.querySelector<HTMLProgressElement>("#bar")!.value > before, share);
    expect(await page.locator("#samples li").count()).toBeGreaterThanOrEqual(samples);
    await page.getByRole("button", { name: "Stop" }).click();
    await phaseIs(page, "stopped");

    // From the beginning again.
    expect(await page.title()).toMatch(/^\d+ % · A network learns to write$/);
    expect(await page.getByRole("button", { name: "Start afresh" }).evaluate((button: HTMLButtonElement) => (button.click(), document.title))).toBe("A network learns to write · rnnc");
    await phaseIs(page, "training");
    expect(await page.getByRole("button", { name: "Stop" }).evaluate((button) => button === document.activeElement)).toBe(true);
    await page.locator("#samples li").first().waitFor();
    expect(await page.locator("#samples li").last().textContent()).toContain("Before training");
    await page.getByRole("button", { name: "Stop" }).click();
    await phaseIs(page, "stopped");
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("stays responsive: while it trains, frames are painted and clicks are answered between its reports", async () => {
    const { page, errors } = await open();
    await page.getByRole("button", { name: "Start training" }).click();
    await phaseIs(page, "training");
    await page.waitForFunction(() => document.querySelector<HTMLProgressElement>("#bar")!.value > 0);
    // While ten reports come: the frames, and a click in each of them. A page that trained by itself would paint one for each report.
    const frames = await page.evaluate(async () => {
      const bar = document.querySelector<HTMLProgressElement>("#bar")!;
      const summary = document.querySelector("summary")!;
      const details = document.querySelector("details")!;
      let n = 0;
      for (let reports = 0, last = bar.value; reports < 10; ) {
        await new Promise(requestAnimationFrame);
        n++;
        const wasOpen = details.open;
        summary.click();
        if (details.open === wasOpen) throw new Error("a click was not answered");
        if (bar.value !== last) [last, reports] = [bar.value, reports + 1];
      }
      return n;
    });
    expect(frames).toBeGreaterThan(20);
    // It stops when asked, too.
    await page.getByRole("button", { name: "Stop" }).click();
    await phaseIs(page, "stopped");
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("trains on a file of one's own to the end, writes, and gives the weights to rnnc", async () => {
    const { page, errors } = await open();
    await page.setInputFiles("#file", saved("verses.txt", verses));
    await page.waitForFunction(() => document.querySelector("#text-line")!.textContent!.includes("verses.txt"));
    expect(await textOf(page, "text-line")).toBe(`“verses.txt”: ${verses.length.toLocaleString("en-US")} characters.`);
    expect(await page.inputValue("#prompt")).toBe("The ");
    await page.getByText("Options", { exact: true }).click();
    await page.selectOption("#seconds", "20");
    await page.getByRole("button", { name: "Start training" }).click();
    await phaseIs(page, "training");
    // It writes while it trains, too.
    await page.getByRole("button", { name: "Write" }).click();
    await page.waitForFunction(() => document.querySelector("#written")!.textContent!.length > 4 + 300);
    await phaseIs(page, "done");
    // How far it comes in the time is the machine's affair; it began with ln 128, about 4.85.
    expect(Number(await textOf(page, "held"))).toBeLessThan(4);
    expect(await page.locator("#bar").evaluate((bar: HTMLProgressElement) => bar.value)).toBe(1);
    expect(await page.getByRole("status").textContent()).toMatch(/^Done after /);

    await page.getByLabel("It goes on after").fill("The sea ");
    await page.getByLabel("It goes on after").press("Enter");
    await page.waitForFunction(() => document.querySelector("#written")!.textContent!.length >= 8 + 400);
    expect(await textOf(page, "written")).toMatch(/^The sea /);

    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download the weights" }).click()]);
    expect(file.suggestedFilename()).toBe("char_lm.safetensors");
    const weights = new Uint8Array(readFileSync(await file.path()));
    const model = await char_lm.create({ weights });
    const { loss } = await model.evaluate([{ text: verses }]);
    expect(loss).toBeLessThan(4);
    expect(model.progress?.position.update).toBeGreaterThan(0);
    model.dispose();
    // Another network hasn't written anything.
    await page.getByRole("button", { name: "Train again" }).click();
    expect(await page.locator("#written").isHidden()).toBe(true);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("a text that is pasted, and one that is dropped", async () => {
    const { page, errors } = await open();
    await page.getByRole("button", { name: "Paste …" }).click();
    const dialog = page.getByRole("dialog", { name: "Paste a text" });
    await dialog.getByLabel("The text").fill("Too short.");
    await dialog.getByRole("button", { name: "Use this text" }).click();
    expect(await dialog.getByRole("alert").textContent()).toBe("The pasted text has 10 characters, and at least 2,000 are needed to learn from. Some hundred thousand are better.");
    await dialog.getByLabel("The text").fill(verses);
    await dialog.getByRole("button", { name: "Use this text" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(await textOf(page, "text-line")).toBe(`Pasted text: ${verses.length.toLocaleString("en-US")} characters.`);

    await page.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], "dropped.txt", { type: "text/plain" }));
      document.body.dispatchEvent(new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true }));
      if (document.querySelector<HTMLElement>("#drop")!.hidden) throw new Error("nothing says that a file can be dropped");
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }, verses);
    await page.waitForFunction(() => document.querySelector("#text-line")!.textContent!.startsWith("“dropped.txt”: "));
    expect(await page.locator("#drop").isHidden()).toBe(true);

    await page.getByRole("button", { name: "TypeScript’s declarations" }).click();
    expect(await textOf(page, "text-line")).toMatch(/^TypeScript’s own declarations/);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("says what is wrong with a file, and keeps the text that it had", async () => {
    const { page, errors } = await open();
    const before = await textOf(page, "text-line");
    const huge = join(folder, "huge.txt");
    const descriptor = openSync(huge, "w");
    ftruncateSync(descriptor, 64_000_001);
    closeSync(descriptor);
    const cases: readonly (readonly [path: string, message: string])[] = [
      [saved("empty.txt", ""), "“empty.txt” is empty. Choose a plain text file."],
      [saved("short.txt", "a few words"), "“short.txt” has 11 characters, and at least 2,000 are needed to learn from. Some hundred thousand are better."],
      [saved("picture.png", Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)), "“picture.png” is no plain text in UTF-8. Choose a .txt file, or save it as UTF-8 first."],
      [saved("zeros.bin", new Uint8Array(5000)), "“zeros.bin” has zero bytes in it, so it is no plain text. Choose a .txt file."],
      [saved("same.txt", "a".repeat(5000)), "“same.txt” repeats the same one or two characters, so there is nothing to learn from it."],
      [huge, "“huge.txt” is larger than 64 MB, the most that is read here. Cut it to a part."],
    ];
    for (const [path, message] of cases) {
      await page.setInputFiles("#file", path);
      await page.waitForFunction((expected) => document.querySelector("#problem-text")!.textContent === expected, message);
      expect(await page.getByRole("alert").first().isVisible()).toBe(true);
      expect(await textOf(page, "text-line")).toBe(before);
    }
    // A good one takes the message away. Latin, Greek and an emoji; UTF-16 is read too.
    const letters = "¡Olé! Ωμέγα 🙂 ".repeat(200);
    await page.setInputFiles("#file", saved("letters.txt", Buffer.from(`\ufeff${letters}`, "utf16le")));
    await page.waitForFunction(() => document.querySelector("#text-line")!.textContent!.startsWith("“letters.txt”"));
    expect(await page.locator("#problem").isHidden()).toBe(true);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("says when the text can't be fetched, and works with one's own", async () => {
    const { page } = await openPage(browser, serving.address);
    await page.route("**/text", (route) => route.abort());
    await page.reload();
    await page.waitForFunction(() => !document.querySelector<HTMLElement>("#problem")!.hidden);
    expect(await textOf(page, "problem-text")).toMatch(/^The standard text can’t be fetched \(.*\)\. Is the server still running\? You can open a file of your own\.$/);
    expect(await page.locator("#go").isDisabled()).toBe(true);
    await page.setInputFiles("#file", saved("verses.txt", verses));
    await page.waitForFunction(() => !document.querySelector<HTMLButtonElement>("#go")!.disabled);
    await page.context().close();
  });

  test("says when the worker can't be loaded", async () => {
    const { page } = await openPage(browser, "about:blank");
    await page.route("**/worker.js", (route) => route.abort());
    await page.goto(serving.address);
    await page.waitForFunction(() => !document.querySelector<HTMLElement>("#problem")!.hidden);
    expect(await textOf(page, "problem-text")).toBe("The part of the page that trains has stopped: it could not be loaded. Reload the page to begin again.");
    expect(await page.getAttribute("body", "data-phase")).toBe("failed");
    await page.getByRole("button", { name: "Close" }).click();
    expect(await page.locator("#problem").isHidden()).toBe(true);
    await page.context().close();
  });

  test("a narrow screen has everything, one below the other and nothing cut off", async () => {
    const { page, errors } = await open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const overflow = (): Promise<readonly string[]> => page.evaluate(() =>
      Array.from(document.querySelectorAll("body *"))
        .filter((element) => element.getClientRects().length > 0 && !element.matches(".unseen") && element.getBoundingClientRect().right > innerWidth + 0.5)
        .map((element) => `${element.tagName.toLowerCase()}#${element.id}.${element.getAttribute("class")}`));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await overflow()).toEqual([]);
    await page.getByText("Options", { exact: true }).tap();
    await page.getByRole("button", { name: "Start training" }).tap();
    await phaseIs(page, "training");
    await page.locator("#samples li").first().waitFor();
    await page.setInputFiles("#file", saved("a-file-with-a-rather-long-name-that-has-no-space-in-it-anywhere-at-all.txt", "x"));
    await page.locator("#problem").waitFor();
    expect(await overflow()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.getByRole("button", { name: "Stop" }).tap();
    await page.getByRole("button", { name: "Go on" }).waitFor();
    // Nor does anything lie over the edge of its card.
    expect(await page.evaluate(() => Array.from(document.querySelectorAll(".card")).filter((card) => card.scrollWidth > card.clientWidth).map((card) => card.outerHTML.slice(0, 80)))).toEqual([]);
    const [card, afresh] = await page.evaluate(() => [".controls", "#afresh"].map((selector) => document.querySelector(selector)!.getBoundingClientRect().right));
    expect(card! - afresh!).toBeGreaterThan(15);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("a keyboard is enough", async () => {
    const { page, errors } = await open();
    const focused = (): Promise<string> => page.evaluate(() => {
      const element = document.activeElement!;
      const shown = element.matches("input[type=radio]") ? element.nextElementSibling! : element;
      if (element !== document.body && getComputedStyle(shown).outlineStyle === "none") throw new Error(`the focus on ${element.outerHTML} can't be seen`);
      return element.id || (element as HTMLInputElement).value || element.tagName.toLowerCase();
    });
    const stops: string[] = [];
    await page.locator("body").press("Tab");
    for (let i = 0; i < 12; i++) {
      stops.push(await focused());
      if (stops.at(-1) === "temperature") break;
      await page.keyboard.press("Tab");
    }
    // The order of reading; what can't be used yet is no stop.
    expect(stops).toEqual(["wasm", "open-file", "paste", "go", "summary", "prompt", "temperature"]);
    await page.keyboard.press("ArrowRight");
    expect(await textOf(page, "temperature-value")).toBe("0.7");

    await page.focus("#paste");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await focused()).toBe("paste");

    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await phaseIs(page, "training");
    await page.locator("#samples li").first().waitFor();
    expect(await focused()).toBe("go");
    await page.keyboard.press("Space");
    await phaseIs(page, "stopped");
    expect(await focused()).toBe("go");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("afresh");
    await page.focus("#prompt");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("#written")!.textContent!.length > 50);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("everything that can be used has a name", async () => {
    const { page } = await open();
    await page.getByText("Options", { exact: true }).click();
    const nameless = await page.evaluate(() =>
      Array.from(document.querySelectorAll<HTMLElement>("button, input:not([type=file]), select, textarea, progress, svg, dialog, section, ol"))
        .filter((element) => {
          const labels = (element as HTMLInputElement).labels;
          const by = element.getAttribute("aria-labelledby");
          return !(element.getAttribute("aria-label") || (by && document.getElementById(by)?.textContent) || labels?.[0]?.textContent?.trim() || element.textContent?.trim() || element.getAttribute("role") === "alert");
        })
        .map((element) => element.outerHTML));
    expect(nameless).toEqual([]);
    await page.context().close();
  });

  test("moves nothing where its reader wants no motion", async () => {
    const { page } = await open({ reducedMotion: "reduce" });
    await page.getByRole("button", { name: "Start training" }).click();
    await phaseIs(page, "training");
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    expect(await page.evaluate(() => getComputedStyle(document.querySelector("#status")!, "::before").animationName)).toBe("none");
    await page.context().close();
  });

  test("dark where its reader has it dark, with enough contrast in both", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await open({ colorScheme });
      const ratios = await page.evaluate(() => {
        const style = getComputedStyle(document.documentElement);
        const luminance = (name: string): number => {
          const [r, g, b] = [1, 3, 5].map((at) => parseInt(style.getPropertyValue(name).trim().slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
        };
        const ratio = (a: string, b: string): number => {
          const [x, y] = [luminance(a), luminance(b)];
          return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
        };
        return Object.fromEntries([["--ink", "--paper"], ["--soft", "--paper"], ["--soft", "--card"], ["--accent", "--card"], ["--accent", "--accent-soft"], ["--on-accent", "--accent"], ["--danger", "--card"]].map(([a, b]) => [`${a} on ${b}`, ratio(a!, b!)]));
      });
      // WCAG AA, text of normal size.
      for (const [pair, ratio] of Object.entries(ratios)) expect(ratio, `${colorScheme}: ${pair}`).toBeGreaterThan(4.5);
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(colorScheme === "light" ? "rgb(245, 246, 248)" : "rgb(15, 18, 22)");
      await page.context().close();
    }
  });
});

describe.skipIf(whyNoChromium)("the page, where there is no GPU", () => {
  test("says why WebGPU can't be chosen, and trains on WASM", async () => {
    const serving = await serve(await bundlePage(root, verses));
    const browser = await launchChromium({ gpu: "none" });
    try {
      const { page, errors } = await openPage(browser, serving.address);
      await page.waitForFunction(() => !document.querySelector("#device-line")!.textContent!.startsWith("Looking"));
      expect(await page.textContent("#device-line")).toMatch(/^This browser has (no WebGPU|WebGPU, but found no GPU that it can use)\.$/);
      expect(await page.getByRole("radio", { name: "WebGPU" }).isDisabled()).toBe(true);
      expect(await page.getByRole("radio", { name: "WASM" }).isChecked()).toBe(true);
      await page.getByRole("button", { name: "Start training" }).click();
      await phaseIs(page, "training");
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
      await serving.close();
    }
  });
});
