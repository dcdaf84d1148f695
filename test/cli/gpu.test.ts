// `--device webgpu`: what is said where the package, a driver or a GPU is missing; a training from start to end on
// Chromium's software driver, and one in which the GPU goes away.
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTensors } from "../../runtime/checkpoint.js";
import { whyNoWebGpu } from "../support/webgpu.js";
import { openPlace, type Place, type Ran } from "./run.js";

let place: Place;
beforeAll(() => {
  place = openPlace();
  writeFileSync(place.at("tiny.rnn"), "model tiny {\n  input x: real[T, 1]\n  stack h from x { elman(2) }\n  head x[t+1] from h\n  train { epochs = 1  batch = 4  cut = windows(5)  validate = 20% }\n}\n");
  writeFileSync(place.at("data.csv"), `x\n${Array.from({ length: 60 }, (_, t) => Math.sin(t).toFixed(3)).join("\n")}\n`);
});
afterAll(() => place.remove());

const train = ["train", "tiny.rnn", "--data", "data.csv"];
/** A driver file that names no driver. */
const noDriver = { VK_DRIVER_FILES: "/nonexistent.json", VK_ICD_FILENAMES: "/nonexistent.json" };

describe("--device webgpu", () => {
  it("without the package says how it is installed, and `auto` does without", () => {
    const hook = `export async function resolve(name, context, next) { if (name === "webgpu") throw Object.assign(new Error("not found"), { code: "ERR_MODULE_NOT_FOUND" }); return next(name, context); }`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`import { register } from "node:module"; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});`)}` };
    const { code, err } = place.runWith({ env }, ...train, "--device", "webgpu");
    expect(err).toMatch(/`--device webgpu` needs npm's package webgpu, and it is not installed here\n.*npm install webgpu/);
    expect(code).toBe(2);
    expect(place.runWith({ env }, ...train).code).toBe(0);
  });

  it.skipIf(process.platform !== "linux")("without a driver says so", () => {
    const { code, err } = place.runWith({ env: noDriver }, ...train, "--device", "webgpu");
    expect(err).toMatch(/error\[RNN631\]: WebGPU finds no GPU here.*\n {2}hint: `--device wasm` needs no GPU\./);
    expect(code).toBe(2);
  });
});

describe.skipIf(whyNoWebGpu)("on a GPU", () => {
  let text: Ran;
  let env: Readonly<Record<string, string>>;
  beforeAll(() => {
    env = { XDG_CACHE_HOME: place.at("cache") };
    text = place.runWith({ env }, ...train, "--device", "webgpu");
  });

  it("trains, says on what, and ends", () => {
    expect(text.code, text.err).toBe(0);
    expect(text.out).toMatch(/^Training tiny .* It runs on the GPU \(SwiftShader.*\)\.\n/);
    expect(text.err).toMatch(/note: the only GPU here is SwiftShader.*, which computes on the CPU: `--device wasm` is faster\.\n/);
    expect(text.out).toMatch(/Done: 1 epoch in .* on the GPU \(SwiftShader.*\)\./);
    const events = place.runWith({ env }, "evaluate", "tiny.rnn", "--weights", "tiny.safetensors", "--data", "data.csv", "--device", "webgpu", "--json");
    expect(events.code).toBe(0);
    const { out } = place.runWith({ env }, "evaluate", "tiny.rnn", "--weights", "tiny.safetensors", "--data", "data.csv", "--device", "wasm", "--json");
    const [there, here] = [events.out, out].map((json) => JSON.parse(json.trim().split("\n").at(-1)!));
    expect(Object.keys(there)).toEqual(Object.keys(here));
  });

  it("that is lost says so, saves the last completed update, and how to go on; that ends as if nothing had happened", () => {
    const lost = place.runWith({ env: { ...env, LOSE_GPU_AT: "3", NODE_OPTIONS: `--import=${new URL("lose-gpu.mjs", import.meta.url).href}` } }, ...train, "--out", "lost.safetensors", "--device", "webgpu");
    const said = [
      "error[RNN632]: the GPU was lost: vkQueueSubmit failed with VK_ERROR_DEVICE_LOST. The weights after update 2, in epoch 1, are saved in lost.safetensors.",
      "  hint: `rnnc train tiny.rnn --resume --out lost.safetensors --device webgpu` goes on from there; with `--device wasm` it needs no GPU.",
      "`rnnc explain RNN632` says more.",
    ];
    expect(lost.err.trim().split("\n").slice(-said.length)).toEqual(said);
    expect(lost.code).toBe(1);
    const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(place.at(name)));
    expect(JSON.parse(readTensors(bytes("lost.safetensors")).metadata["position"])).toMatchObject({ json: { epoch: 0, step: 2, update: 2 } });
    const resumed = place.runWith({ env }, "train", "tiny.rnn", "--resume", "--out", "lost.safetensors", "--device", "webgpu");
    expect(resumed.code, resumed.err).toBe(0);
    expect(bytes("lost.safetensors")).toEqual(bytes("tiny.safetensors"));
  });
});
