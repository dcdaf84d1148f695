// The networks of networks.test.ts in another browser than Chromium, by hand (other.ts says how); with RNNC_CELLS=N so many random models besides.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomModel } from "../support/random-models.js";
import { seeded, seedOf } from "../support/random.js";
import { expectAlike, expectInterpreted, lengths, networks, seed, writeNetworks } from "./compared.js";
import type { Measured } from "./networks.js";
import { openScript, whyNoOther, type ScriptPage } from "./other.js";

describe.skipIf(whyNoOther)("networks in another browser", () => {
  const seeds = Array.from({ length: seedOf("RNNC_CELLS", 0) }, (_, i) => seed + i);
  const specs = [...Object.entries(networks), ...seeds.map((seed) => [`a random model, seed ${seed}`, randomModel(seeded(seed))] as const)];
  let written: Awaited<ReturnType<typeof writeNetworks>>;
  let page: ScriptPage | undefined;

  beforeAll(async () => {
    written = await writeNetworks(specs.map(([, spec]) => spec));
    page = await openScript(written.entry);
  });
  afterAll(async () => {
    written?.remove();
    await page?.close();
    if (page) expect(page.errors).toEqual([]);
  });

  test.each(specs.map(([name, spec], i) => [name, spec, i] as const))("%s", async (name, spec, i) => {
    const measure = (device: "wasm" | "webgpu", recurrence?: "stepped" | "persistent"): Promise<Measured> => page!.call("measureNetwork", i, device, seed, lengths, recurrence);
    const wasm = await measure("wasm");
    for (const recurrence of ["stepped", "persistent"] as const) {
      const webgpu = await measure("webgpu", recurrence);
      expect([wasm.device, webgpu.device], recurrence).toEqual(["wasm", "webgpu"]);
      expectInterpreted(spec, [wasm, webgpu]);
      // Random models have numbers of any size.
      if (name in networks) expectAlike(spec, wasm, webgpu);
    }
  });
});
