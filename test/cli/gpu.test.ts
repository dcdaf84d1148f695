// `--device webgpu`: what is said where the package, a driver or a GPU is missing, and a training from start to end on
// Chromium's software driver.
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whyNoWebGpu } from "../support/webgpu.js";
import { openPlace, type Place } from "./run.js";

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
    expect(err).toMatch(/error\[RNN631\]: WebGPU finds no GPU here/);
    expect(code).toBe(2);
  });

  it.skipIf(whyNoWebGpu)("trains, says on what, and ends", () => {
    const env = { XDG_CACHE_HOME: place.at("cache") };
    const text = place.runWith({ env }, ...train, "--device", "webgpu");
    expect(text.err).not.toMatch(/error/);
    expect(text.out).toMatch(/Done: 1 epoch in .* on the GPU \(SwiftShader.*\)\./);
    expect(text.code).toBe(0);
    const events = place.runWith({ env }, "evaluate", "tiny.rnn", "--weights", "tiny.safetensors", "--data", "data.csv", "--device", "webgpu", "--json");
    expect(events.code).toBe(0);
    const { out } = place.runWith({ env }, "evaluate", "tiny.rnn", "--weights", "tiny.safetensors", "--data", "data.csv", "--device", "wasm", "--json");
    const [there, here] = [events.out, out].map((json) => JSON.parse(json.trim().split("\n").at(-1)!));
    expect(Object.keys(there)).toEqual(Object.keys(here));
  });
});
