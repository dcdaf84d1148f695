// Heads of several steps ahead, `x[t+1..t+3]`: what is predicted of which steps, in which shape and units, and what the
// loss counts. The kernels of such models are tested with all others, on random models.
import { expect, describe, test } from "vitest";
import { pack } from "@rnnc/runtime";
import { openSources } from "../cli/library.js";
import { compile } from "../compiler/pipeline.js";
import { onWebGpu } from "./support/device.js";
import { compileAndLoad } from "./support/load.js";

const spec = (head: string, input = "real[T]", train = ""): string => `model m {
  input x: ${input} { scale = standard }
  stack h from x { elman(4) }
  head x[${head}
  train { optimizer = sgd(rate = 0.1) batch = 4 ${train} }
}`;

/** Rises by `step` at each step. */
const line = (from: number, step: number, length: number): number[] => Array.from({ length }, (_, t) => from + step * t);

describe("x[t+1..t+3]", () => {
  test("once after the end: three values in the data's units, and the loss is the mean over them", async () => {
    const model = await compileAndLoad(spec("t+1..t+3] from last(h)"));
    const series = [line(10, 2, 9), line(50, -1, 7)];
    for await (const _ of model.fit(series.map((x) => ({ x })), { epochs: 1 }));
    const [shift, scale] = [model.fitted.scalers["x"]!.shift[0]!, model.fitted.scalers["x"]!.scale[0]!];
    const read = series.map((x) => x.slice(0, -3));
    const said = (await model.predict({ x: read } as never))["x" as never] as Float32Array[];
    expect(said.map((values) => values.length)).toEqual([3, 3]);
    const errors = series.flatMap((x, i) => x.slice(-3).map((value, k) => value - said[i]![k]!));
    const { loss, heads } = await model.evaluate(series.map((x) => ({ x })));
    expect(loss).toBeCloseTo(errors.reduce((sum, e) => sum + (e / scale) ** 2, 0) / 6, 5);
    expect(heads["x"]).toMatchObject({ kind: "real", rows: 2 });
    const { rmse, baseline } = heads["x"] as { rmse: number; baseline: { rmse: number } };
    expect(rmse / Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / 6)).toBeCloseTo(1, 5);
    // Persistence is 2, 4, 6 away from the first series, and 1, 2, 3 from the second.
    expect(baseline.rmse).toBeCloseTo(Math.sqrt((4 + 16 + 36 + 1 + 4 + 9) / 6), 4);
    expect(Math.abs(said[0]![0]! - shift)).toBeLessThan(20 * scale);
  });

  test("at every step: a row counts where all its steps exist; two features are three rows of two", async () => {
    const model = await compileAndLoad(spec("t+1..t+3] from h", "real[T, 2]"));
    const x = line(0, 1, 8).map((v) => [v, -10 * v]);
    for await (const _ of model.fit([{ x }], { epochs: 1 }));
    const { heads } = await model.evaluate([{ x }, { x: x.slice(0, 4) }, { x: x.slice(0, 3) }]);
    expect(heads["x"]!.rows).toBe(5 + 1 + 0);
    const batch = pack(model.description, [{ sequence: model.encode({ x }, 0), from: 0, to: 8 }], { targets: true });
    expect([...batch.data["weight.x"]!]).toEqual([0.2, 0.2, 0.2, 0.2, 0.2, 0, 0, 0].map(Math.fround));
    const units = model.fitted.scalers["x"]!;
    const target = (row: number): number[] => [...batch.data["target.x"]!.slice(row * 6, row * 6 + 6)].map((value, i) => value * units.scale[i % 2]! + units.shift[i % 2]!);
    [0, 4].forEach((row) => target(row).forEach((value, i) => expect(value).toBeCloseTo(x[row + 1 + Math.floor(i / 2)]![i % 2]!, 4)));
    const said = (await model.predict({ x: [x] } as never))["x" as never] as readonly Float32Array[][][];
    expect(said[0]).toHaveLength(8);
    expect(said[0]![0]).toHaveLength(3);
    expect((said[0]![0]![0] as unknown as Float32Array).length).toBe(2);
  });

  // Hundreds of updates are long on SwiftShader, and say nothing that losses and gradients don't.
  test.each(onWebGpu ? [] : ["gradient = tbptt(4)", "cut = windows(4)"])("with %s it learns a straight line", async (option) => {
    const model = await compileAndLoad(spec("t+1..t+3] from h", "real[T]", option).replace("sgd(rate = 0.1)", "adam(rate = 0.02)"));
    const x = line(0, 1, 60);
    let loss = Infinity;
    for await (const report of model.fit([{ x }], { epochs: 60 })) loss = report.loss ?? loss;
    expect(loss).toBeLessThan(0.05);
  });

  test("generation reads the first of the steps it predicts", async () => {
    const model = await compileAndLoad(spec("t+1..t+2] from h", "real[T, 2]"));
    const x = line(0, 1, 12).map((v) => [v, -v]);
    for await (const _ of model.fit([{ x }], { epochs: 1 }));
    const made: Float32Array[] = [];
    for await (const step of model.generate({ prompt: x.slice(0, 5), length: 2 } as never)) made.push(step as unknown as Float32Array);
    const next = async (read: readonly (readonly number[])[]): Promise<number[]> => [...(((await model.predict({ x: [read] } as never))["x" as never] as Float32Array[][][])[0]!.at(-1)![0]! as unknown as Float32Array)];
    const first = await next(x.slice(0, 5));
    expect([...made[0]!]).toEqual(first);
    const second = await next([...x.slice(0, 5), first]);
    second.forEach((value, i) => expect(made[1]![i]).toBeCloseTo(value, 4));
  });

  test("symbols are refused", async () => {
    const { diagnostics } = await compile({ path: "test.rnn", text: "model m { input x: token[T] of 5 stack h from x { embed(2) elman(3) } head x[t+1..t+2] from h }" }, { library: openSources() });
    expect(diagnostics.map(({ code, title }) => [code, title])).toEqual([["RNN321", "only numbers are predicted several steps at once"]]);
  });
});

test("beside a head of the last step nothing is left to predict after the end: said, unless windows leave something", async () => {
  const model = await compileAndLoad(spec("t+1] from last(h)\n  head y: binary from last(h)"));
  const examples = [line(1, 1, 6), line(9, -1, 5)].map((x, i) => ({ x, y: i }));
  const notesOf = async (options: object): Promise<string> => {
    const notes: string[] = [];
    for await (const report of model.fit(examples, { epochs: 1, ...options })) notes.push(...report.notes);
    return notes.join("\n");
  };
  expect(await notesOf({})).toBe("Sequences are read to their end, and `x` is predicted after it, so that head is not trained: only windows leave something to predict.");
  expect(Object.keys((await model.evaluate(examples)).heads)).toEqual(["y"]);
  expect(await notesOf({ cut: { steps: 3, stride: 1 } })).toBe("");
});
