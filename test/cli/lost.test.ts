// What `rnnc train` says and saves when a GPU is lost, at each place where it may be: before anything was learned, inside an epoch, between two. The
// model is a fake that is lost where a case says; gpu.test.ts has a process that loses its own.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { UsageError, writeTensors, type Report } from "@rnnc/runtime";
import type { AnyModel } from "../../cli/load.js";
import { runTraining, type TrainingJob } from "../../cli/training.js";
import { freshPosition } from "../../runtime/progress.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rnnc-lost-"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const lost = new UsageError("RNN632", "the GPU device of `m` was lost: a reset. The weights after the last completed update are kept: `model.save()` gives them.");

const bestPath = (): string => join(folder, "m.best.safetensors");
const weights = (): string => join(folder, "m.safetensors");

/**
 * Trains epochs of two updates to the loss after `updates` more, each epoch worse than the one before. What is saved says after which update; where only
 * a copy is left, of the update `copied`, it is that. Gives the failure's message and hint.
 */
async function lose(updates: number, before = 0, copied: number | null = null): Promise<{ readonly message: string; readonly hint: string | null }> {
  const at = (update: number) => ({ ...freshPosition, update, epoch: Math.floor(update / 2), step: update % 2 });
  const model = {
    description: { training: { metrics: [], patience: null } },
    progress: before === 0 ? null : { position: at(before), states: {}, best: null },
    save: async () => {
      if (copied !== null && model.progress?.position.update === before + updates) model.progress = { position: at(copied), states: {}, best: null };
      return writeTensors([], { update: String(model.progress?.position.update) });
    },
    executor: {
      read: async (): Promise<never> => {
        throw lost;
      },
    },
    async *fit() {
      for (let update = before + 1; update <= before + updates; update++) {
        model.progress = { position: at(update), states: {}, best: null };
        const epoch = Math.ceil(update / 2);
        if (update % 2 === 0) yield { epoch, epochs: 9, step: 2, steps: 2, update, loss: 1, validation: { loss: epoch, heads: {} }, improved: epoch === 1, notes: [] } as unknown as Report;
      }
      if (copied === null) throw lost;
    },
  };
  const job = { model: model as unknown as AnyModel, examples: [], validation: null, overrides: {}, resume: before > 0, out: weights(), notes: { best: null }, bestBytes: null, goOn: "rnnc train m.rnn --resume", signal: new AbortController().signal, seconds: null, json: true };
  const failure: unknown = await runTraining(job as unknown as TrainingJob).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "Failure", code: "RNN632", exitCode: 1 });
  const { message, hint } = failure as { message: string; hint: string | null };
  return { message: message.replaceAll(folder, "."), hint };
}

const again = "run it again; `--device wasm` needs no GPU.";
const goOn = "`rnnc train m.rnn --resume` goes on from there; with `--device wasm` it needs no GPU.";
const savedAfter = (path: string): number => Number(/"update":"(\d+)"/.exec(readFileSync(path, "latin1"))?.[1]);

it("before anything was learned nothing is saved", async () => {
  expect(await lose(0)).toEqual({ message: "the GPU was lost: a reset. Nothing was learned before that.", hint: again });
  expect(existsSync(weights())).toBe(false);
});

it("before a training that goes on has learned more, its weights stay", async () => {
  expect((await lose(0, 3)).message).toMatch(/^the GPU was lost: a reset\. Nothing was learned before that; .*m\.safetensors is as it was\.$/);
  expect(existsSync(weights())).toBe(false);
});

it("inside an epoch the last update is saved, and the best weights apart", async () => {
  const { message, hint } = await lose(3);
  expect(message).toMatch(/^the GPU was lost: a reset\. The weights after update 3, in epoch 2, are saved in .*m\.safetensors\. The best, of epoch 1, are in .*m\.best\.safetensors\.$/);
  expect(hint).toBe(goOn);
  expect([savedAfter(weights()), savedAfter(bestPath())]).toEqual([3, 2]);
});

it("between two epochs everything is saved already", async () => {
  expect((await lose(2)).message).toMatch(/^the GPU was lost: a reset\. The weights after update 2, the last of epoch 1, are saved in .*m\.safetensors\.$/);
  expect(savedAfter(weights())).toBe(2);
  expect(existsSync(bestPath())).toBe(false);
});

it("where the last save finds only a copy, what is saved is said to be that", async () => {
  const { message } = await lose(4, 0, 3);
  expect(message).toMatch(/^the GPU was lost: a reset\. The weights after update 3, in epoch 2, are saved in .*m\.safetensors\. The best, of epoch 1, are in .*m\.best\.safetensors\.$/);
  expect([savedAfter(weights()), savedAfter(bestPath())]).toEqual([3, 2]);
});
