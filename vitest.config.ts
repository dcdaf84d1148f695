import { defineConfig } from "vitest/config";
import { fileURLToPath } from "node:url";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

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
    include: ["test/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
});
