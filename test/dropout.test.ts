// Dropout: the layer, the two options of cells, the function. How often masks drop, when they are drawn anew, and that they
// belong to sequences, not to places in a batch. The masks are read off the loss of one row at a time: with inputs 1, 2, 4
// and targets 0 its mean absolute error is a third of the number whose bits are the mask, over the share that is kept.
import { describe, expect, test } from "vitest";
import { pack, unpackRows, type Executor, type PackedBatch, type Segment, type Sequence } from "@rnnc/runtime";
import { interpret, type Batch } from "../compiler/interpret.js";
import { countOf } from "../runtime/weights.js";
import { seedOf } from "./support/random.js";
import { runPlan } from "./support/run-plan.js";
import { compileStages, programOf, type Stages } from "./support/stages.js";

const key = seedOf("RNNC_SEED", 1);
const D = 3;

const cells = `
cell plain(H) { input x: [D]  output y  param W: [H, D]  y = W @ x }
cell before(H) { input x: [D]  state h: [H]  output y  param W: [H, D]  param U: [H, H]  h = W @ x  y = U @ h[t-1] }
cell inside(H) { input x: [D]  state h: [H]  output h  param W: [H, D]  h = dropout(W @ x, 50%) }`;

/** A layer that gives x, or x one step earlier, through a mask; what its masks belong to. */
const layers = {
  "the layer": { layer: "dense(3) dropout(50%)", each: "step", delay: 0 },
  "the function": { layer: "inside(3)", each: "step", delay: 0 },
  "dropout of a cell": { layer: "plain(3, dropout = 50%)", each: "sequence", delay: 0 },
  "recurrent_dropout of a cell": { layer: "before(3, recurrent_dropout = 50%)", each: "sequence", delay: 1 },
} as const;

const compileLayer = (layer: string, gradient = "bptt"): Stages =>
  compileStages(`${cells}\nmodel m { input x: real[T, 3]  stack h from x { ${layer} }  head y[t]: real[3] = h { loss = mean_absolute_error }  train { gradient = ${gradient} } }`);

const sequences = Array.from({ length: 60 }, (_, id): Sequence => {
  const length = [4, 0, 1, 3][id % 4]!;
  return { id, columns: { x: { length, data: Float32Array.from({ length: length * D }, (_, i) => 2 ** (i % D)) }, y: { length, data: new Float32Array(length * D) } } };
});
const whole = (sequence: Sequence): Segment => ({ sequence, from: 0, to: sequence.columns["x"]!.length });

type RunLoss = (packed: PackedBatch) => Promise<number>;

/** Weights are identities, so that what comes out is what goes in. */
const identities = ({ description: d }: Stages): Record<string, Float64Array> => Object.fromEntries(d.parameters.map((p) => [p.name, Float64Array.from({ length: countOf(p) }, (_, i) => (p.shape.length === 2 && i % (D + 1) === 0 ? 1 : 0))]));

function interpreted(stages: Stages): RunLoss {
  const parameters = identities(stages);
  return async ({ size, axes, data }) => interpret(programOf(stages.programs, "train"), { size, axes, data, parameters } satisfies Batch)["loss"]![0]!;
}

async function onDevice(stages: Stages): Promise<RunLoss & { readonly executor: Executor }> {
  const executor = await runPlan(stages);
  executor.write("parameters", Float32Array.from(Object.values(identities(stages)).flatMap((values) => [...values])));
  return Object.assign(async (packed: PackedBatch) => (await executor.run(["forward"], packed, ["loss"]))["loss"]![0]!, { executor });
}

/** The masks of each segment, as numbers of three bits a step. `kept`: the share that isn't dropped. */
async function masksOf({ description: d }: Stages, run: RunLoss, segments: readonly Segment[], options: { key?: number; kept?: number } = {}): Promise<number[][]> {
  const packed = pack(d, segments, { targets: true, key: options.key ?? key });
  const total = packed.axes["T"]!.total;
  const bits = new Float32Array(total);
  for (let row = 0; row < total; row++) {
    const weights = new Float32Array(total);
    weights[row] = 1;
    bits[row] = (await run({ ...packed, data: { ...packed.data, "weight.y": weights } })) * D * (options.kept ?? 0.5);
  }
  return unpackRows(packed, "T", bits, 1).map((rows) => Array.from(rows));
}

const countBits = (mask: number): number => [1, 2, 4].filter((bit) => (Math.round(mask) & bit) !== 0).length;
/** Steps whose masks show: those that read a step before need one. */
const shown = (masks: readonly number[][], delay: number): number[][] => masks.map((mask) => mask.slice(delay));

describe.each(Object.entries(layers))("%s", (_, { layer, each, delay }) => {
  const stages = compileLayer(layer);

  test("the device drops what the interpreter drops", async () => {
    const few = sequences.slice(0, 12).map(whole);
    const masks = await masksOf(stages, interpreted(stages), few);
    const run = await onDevice(stages);
    const found = await masksOf(stages, run, few);
    found.forEach((mask, i) => mask.forEach((bits, t) => expect(bits).toBeCloseTo(masks[i]![t]!, 5)));
    for (const bits of shown(found, delay).flat()) expect(Math.abs(bits - Math.round(bits))).toBeLessThan(1e-5);
    run.executor.dispose();
  });

  test(`half is dropped, drawn once a ${each}`, async () => {
    const run = await onDevice(stages);
    const masks = shown(await masksOf(stages, run, sequences.map(whole)), delay).map((mask) => mask.map(Math.round));
    const long = masks.filter((mask) => mask.length > 1);
    const drawn = each === "step" ? masks.flat() : long.map((mask) => mask[0]!);
    const mean = drawn.reduce((sum, mask) => sum + countBits(mask), 0) / (D * drawn.length);
    // Five standard deviations.
    expect(Math.abs(mean - 0.5)).toBeLessThan((5 * 0.5) / Math.sqrt(D * drawn.length));
    if (each === "sequence") for (const mask of long) expect(new Set(mask).size).toBe(1);
    else expect(long.filter((mask) => new Set(mask).size === 1).length).toBeLessThan(long.length / 2);
    expect(new Set(drawn).size).toBe(8);
    run.executor.dispose();
  });

  test("masks belong to sequences, whatever the batch and the chunk", async () => {
    const run = await onDevice(stages);
    const some = sequences.slice(0, 9);
    const masks = await masksOf(stages, run, some.map(whole));
    const reversed = await masksOf(stages, run, [...some].reverse().map(whole));
    expect(reversed.reverse()).toEqual(masks);
    expect(await masksOf(stages, run, [whole(some[4]!)])).toEqual([masks[4]]);
    expect(await masksOf(stages, run, some.map(whole), { key: key + 1 })).not.toEqual(masks);
    if (delay === 0) {
      const tail = await masksOf(stages, run, [{ sequence: some[4]!, from: 2, to: 4 }]);
      expect(tail).toEqual([masks[4]!.slice(2)]);
    }
    run.executor.dispose();
  });

  test("nothing is dropped outside training", async () => {
    const run = await onDevice(stages);
    const packed = pack(stages.description, sequences.slice(0, 1).map(whole), { targets: false });
    const { "output.y": y } = await run.executor.run(["predict"], packed, ["output.y"]);
    expect([...y!.slice(delay * D)]).toEqual([...sequences[0]!.columns["x"]!.data.slice(delay * D)]);
    run.executor.dispose();
  });
});

test("what is kept grows by what is dropped: a fifth, four fifths", async () => {
  const stages = compileLayer("dense(3) dropout(20%)");
  const masks = (await masksOf(stages, interpreted(stages), sequences.map(whole), { kept: 0.8 })).flat();
  for (const mask of masks) expect(Math.abs(mask - Math.round(mask))).toBeLessThan(1e-5);
  const mean = masks.reduce((sum, mask) => sum + countBits(mask), 0) / (D * masks.length);
  expect(Math.abs(mean - 0.8)).toBeLessThan((5 * 0.4) / Math.sqrt(D * masks.length));
});

test("two places drop by themselves", async () => {
  const stages = compileLayer("dense(3) dropout(50%) dropout(50%)");
  const masks = (await masksOf(stages, interpreted(stages), sequences.map(whole), { kept: 0.25 })).flat();
  const mean = masks.reduce((sum, mask) => sum + countBits(mask), 0) / (D * masks.length);
  expect(Math.abs(mean - 0.25)).toBeLessThan((5 * 0.43) / Math.sqrt(D * masks.length));
});

test("truncated BPTT: a chunk in the middle has the sequence's masks", async () => {
  const stages = compileLayer("before(3, recurrent_dropout = 50%)", "tbptt(2)");
  const run = await onDevice(stages);
  const masks = await masksOf(stages, run, [whole(sequences[0]!)]);
  const states = { "h.1.h": Float32Array.of(1, 2, 4) };
  expect(await masksOf(stages, run, [{ sequence: sequences[0]!, from: 2, to: 4, states }])).toEqual([masks[0]!.slice(2)]);
  run.executor.dispose();
});
