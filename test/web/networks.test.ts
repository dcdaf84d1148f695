// A representative part of the suite of networks in a real browser: compiled here, run there on WASM and on WebGPU, held to the interpreter
// (float64, here) and to each other. The whole suite runs on both devices in Node.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { initialise } from "@rnnc/runtime";
import { interpret } from "../../compiler/interpret.js";
import { types } from "../../web/serve/bundle.js";
import type { Serving } from "../../web/serve/server.js";
import { compileOne } from "../support/load.js";
import { seedOf } from "../support/random.js";
import { compileStages, parametersOf, programOf } from "../support/stages.js";
import { distance, relativeDistance, tolerances } from "../support/tolerances.js";
import { dataOf, type Measured } from "./networks.js";
import { launchChromium, openPage, root, serveScript, whyNoChromium } from "./support.js";

const seed = seedOf("RNNC_SEED", 1);
/** Ragged, one of them empty. */
const lengths = [5, 0, 9, 3, 1];

const networks = {
  "a language model: embedding, LSTM twice, dropout, truncated BPTT, clipping by norm, Adam": `
    model a { input s: token[T] of 11  stack h from s { embed(8)  lstm(24)  dropout(20%)  lstm(17) }  head s[t+1] from h
      train { optimizer = adam(rate = 1e-2)  clip = norm(1)  gradient = tbptt(4) } }`,
  "a tagger: both directions, layer norm, recurrent dropout, AdamW": `
    model a { input x: real[T, 6]  stack h from x { dense(13, tanh)  bidirectional gru(19, recurrent_dropout = 20%)  layer_norm }  head y[t]: class(5) from h
      train { optimizer = adamw(rate = 1e-2) } }`,
  "a classifier: batch norm, window, residual, pooling, several labels, RMSprop, clipping by value": `
    model a { input x: real[T, 5]  stack h from x { window(3)  batch_norm  residual { gru_reset_after(15) }  indrnn(12) }  head y: multilabel(4) from mean(h)
      train { optimizer = rmsprop(rate = 1e-3)  clip = value(0.5) } }`,
  "two time axes: an encoder's end and its mean in a decoder that predicts what it reads": `
    model a { input s: token[S] of 7  input w: token[T] of 9
      stack e from s { embed(6)  lstm(21) }  stack d from w[t-1] init final(e) { embed(5)  lstm(21) }  head w[t] from d ++ mean(e)
      train { optimizer = adam(rate = 1e-2) } }`,
  "a cell of one's own: matrices made of its state and its input, learned first state, SGD": `
    cell turning(H) { input x: [D]  state h: [H]  output h
      param W: [H, D]  param U: [H, H] = orthogonal  param b: [H]
      h = tanh(tanh(mean(h[t-1]) * W) @ x + (U * mean(x)) @ h[t-1] + b) }
    model a { input x: real[T, 4]  stack h from x init learned { turning(16) }  head y[t]: real[3] from h
      train { optimizer = sgd(rate = 0.05, momentum = 0.9) } }`,
};

describe.skipIf(whyNoChromium)("networks in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "rnnc-networks-"));
  const names = Object.keys(networks) as (keyof typeof networks)[];
  let browser: Browser;
  let serving: Serving;
  let page: Page;
  let errors: readonly string[];

  beforeAll(async () => {
    const imports: string[] = [];
    for (const [i, name] of names.entries()) {
      const { files } = await compileOne(networks[name], undefined, undefined, { modules: "plain" });
      mkdirSync(join(folder, `n${i}`));
      for (const { path, text } of files) writeFileSync(join(folder, `n${i}`, path), text);
      imports.push(`  () => import("./n${i}/index.js"),`);
    }
    writeFileSync(join(folder, "entry.ts"), `export { measure, recordingsOf } from ${JSON.stringify(join(root, "test/web/networks.ts"))};\nexport const networks = [\n${imports.join("\n")}\n];\n`);
    const worker = `import { networks, recordingsOf } from "./entry.js";\nonmessage = async ({ data: [i, seed, lengths] }) => postMessage(await recordingsOf((await networks[i]()).default, seed, lengths));\n`;
    serving = await serveScript(join(folder, "entry.ts"), new Map([["/worker.js", { type: types.js, body: worker }]]));
    browser = await launchChromium();
    ({ page, errors } = await openPage(browser, serving.address));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await browser?.close();
    await serving?.close();
    if (errors) expect(errors).toEqual([]);
  });

  const measure = (i: number, device: "wasm" | "webgpu"): Promise<Measured> =>
    page.evaluate(
      async ([i, device, seed, lengths]) => {
        const { measure, networks } = await (globalThis as unknown as { ready: Promise<typeof import("./networks.js") & { networks: readonly (() => Promise<{ default: never }>)[] }> }).ready;
        return measure((await networks[i]!()).default, device, seed, lengths);
      },
      [i, device, seed, lengths] as const,
    );

  test.each(names.map((name, i) => [name, i] as const))("%s", async (name, i) => {
    const { description: d, plain } = compileStages(networks[name]);
    const { packed } = dataOf(d, seed, lengths);
    const batch = { size: packed.size, axes: packed.axes, data: packed.data, parameters: parametersOf(d, initialise(d, seed)) };
    const predicted = interpret(programOf(plain, "predict"), batch);
    const trained = interpret(programOf(plain, "train"), batch);
    const trainedCount = trained["gradients"]!.length;

    const wasm = await measure(i, "wasm");
    const webgpu = await measure(i, "webgpu");
    for (const measured of [wasm, webgpu]) {
      const on = `${measured.device}, seed ${seed}`;
      for (const [output, values] of Object.entries(measured.predicted)) expect(relativeToOne(values, predicted[output]!), `${on}: ${output}`).toBeLessThanOrEqual(tolerances.wasmInterpreter);
      expect(relativeToOne(measured.loss, trained["loss"]!), `${on}: loss`).toBeLessThanOrEqual(tolerances.wasmInterpreter);
      expect(relativeToOne(measured.gradients.slice(0, trainedCount), trained["gradients"]!), `${on}: gradients`).toBeLessThanOrEqual(tolerances.wasmInterpreter);
    }
    for (const [output, values] of Object.entries(webgpu.predicted)) expect(distance(values, wasm.predicted[output]!), output).toBeLessThanOrEqual(tolerances.devicesOutputs);
    for (const { name, offset, shape, frozen } of d.parameters) {
      if (frozen) continue;
      const part = (all: readonly number[]): number[] => all.slice(offset, offset + shape.reduce((a, b) => a * b, 1));
      expect(relativeDistance(part(webgpu.gradients), part(wasm.gradients)), `d${name}`).toBeLessThanOrEqual(tolerances.devicesGradients);
    }
    expect(wasm.losses.at(-1)).toBeLessThan(wasm.losses[0]!);
    expect(distance(webgpu.losses, wasm.losses), "losses of twenty updates").toBeLessThanOrEqual(tolerances.devicesLosses);
    expect([wasm.device, webgpu.device]).toEqual(["wasm", "webgpu"]);
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
          const { networks, recordingsOf } = await (globalThis as unknown as { ready: Promise<typeof import("./networks.js") & { networks: readonly (() => Promise<{ default: never }>)[] }> }).ready;
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

/** max|a - b| / max(1, max|b|). */
function relativeToOne(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return distance(a, b) / Math.max(1, ...Array.from(b, Math.abs));
}
