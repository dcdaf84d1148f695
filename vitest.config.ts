import { defineConfig } from "vitest/config";
import { fileURLToPath } from "node:url";
import { whyNoWebGpu } from "./test/support/webgpu.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The suite of networks and gradients: it runs on WebGPU too, as a project of its own. `--project wasm` leaves that out. The other tests that train for long run on WASM alone, SwiftShader being slow. */
const networks = ["axes", "cells", "delays", "dropout", "forcing", "generation", "initials", "layer-programs", "norms", "parts", "pytorch", "rtrl", "stepping", "steps-ahead", "updates"];
if (whyNoWebGpu) console.warn(`Not run on WebGPU: ${networks.join(", ")}. ${whyNoWebGpu}`);

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@rnnc\/runtime\/tfjs$/, replacement: here("./runtime/tfjs/index.ts") },
      { find: /^@rnnc\/runtime\/tfjs\/layers$/, replacement: here("./runtime/tfjs/layers.ts") },
      { find: /^@rnnc\/runtime$/, replacement: here("./runtime/index.ts") },
      { find: /^@rnnc\/runtime\/webgpu$/, replacement: here("./runtime/webgpu/index.ts") },
    ],
  },
  test: {
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "wasm", include: ["test/**/*.test.ts"] } },
      ...(whyNoWebGpu ? [] : [{ extends: true as const, test: { name: "webgpu", include: networks.map((name) => `test/${name}.test.ts`), env: { RNNC_DEVICE: "webgpu" } } }]),
    ],
  },
});
