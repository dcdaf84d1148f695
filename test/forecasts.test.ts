// The two smallest forecasts of specs/models learn: a noisy sine, made here from a seed, is predicted better than by its last value,
// and not much worse than its noise allows.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Report } from "@rnnc/runtime";
import { compileAndLoad } from "./support/load.js";
import { seeded } from "./support/random.js";

const noise = 0.1;

/** sin(2πt/20) with noise that is near to normal. */
function noisySine(length: number, seed: number): number[] {
  const { next } = seeded(seed);
  const deviate = (): number => (Array.from({ length: 12 }, next).reduce((a, b) => a + b) - 6) * noise;
  return Array.from({ length }, (_, t) => Math.sin((2 * Math.PI * t) / 20) + deviate());
}

const spec = (name: string): string => readFileSync(fileURLToPath(new URL(`../specs/models/${name}.rnn`, import.meta.url)), "utf8");

const rms = (list: readonly number[]): number => Math.sqrt(list.reduce((sum, value) => sum + value * value, 0) / list.length);

describe("a noisy sine", () => {
  const x = noisySine(2000, 11);
  const persistence = rms(x.slice(1).map((value, t) => value - x[t]!));

  test("online: one pass, an update a step; what it says before each update gets better than persistence", async () => {
    const model = await compileAndLoad(spec("online"));
    const reports: Report[] = [];
    for await (const report of model.fit([{ x }], { every: { updates: 1 } })) reports.push(report);
    // The last tenth is held out, and the last step read has the next one to predict.
    expect(reports).toHaveLength(1799);
    const { scale } = model.fitted.scalers["x"]!;
    const errors = reports.map(({ batchLoss }) => Math.sqrt(batchLoss!) * scale[0]!);
    expect(rms(errors.slice(0, 100))).toBeGreaterThan(persistence);
    expect(rms(errors.slice(-500))).toBeLessThan(0.6 * persistence);
    expect((reports.at(-1)!.validation!.heads["x"] as { rmse: number }).rmse).toBeLessThan(0.6 * persistence);
  });

  test("window: the network without recurrence", async () => {
    const model = await compileAndLoad(spec("window"));
    for await (const _ of model.fit([{ x }], { epochs: 6 }));
    const { rmse } = (await model.evaluate([{ x: noisySine(400, 12) }])).heads["x"] as { rmse: number };
    expect(rmse).toBeLessThan(0.6 * persistence);
    expect(rmse).toBeGreaterThan(0.9 * noise);
  });
});
