// The WASM executor on real kernels of the compiler's assembler, with programs written by hand: growth keeps the
// weights, nothing is allocated in a step, inputs and outputs are checked.
import { setFlagsFromString } from "node:v8";
import { describe, expect, it } from "vitest";
import { emitWasm } from "../../compiler/5-emit/wasm/index.js";
import { packBuilds } from "../../compiler/5-emit/wasm/pack-builds.js";
import type { Kernel } from "../../compiler/plan.js";
import { pack } from "../../runtime/batch.js";
import type { WasmPrograms } from "../../runtime/device.js";
import { createWasmExecutor, hasRelaxedSimd } from "../../runtime/wasm/executor.js";
import { last } from "../../runtime/wasm/rows.js";
import { describeModel, head, input, randomFrom } from "./support.js";

// Node 20 has relaxed SIMD behind a flag.
if (process.version.startsWith("v20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");

const D = 3;
const copy = (over: Partial<Extract<Kernel, { kind: "copy" }>>): Kernel => ({ kind: "copy", width: D, ldSource: D, ldTarget: D, accumulate: false, ...over });
const kernels: Record<string, Kernel> = {
  copy: copy({}),
  add: copy({ accumulate: true }),
  addOne: copy({ ldSource: 0, accumulate: true }),
  zero: { kind: "zero", width: D },
};
const [plain, relaxed] = [false, true].map((relaxed) => emitWasm(kernels, { relaxed }));

/** y = x + 2·w at every step (2·w is what `prepare` packs), end = the last y; update: w += g, g = the first row of y. */
const programs: WasmPrograms = {
  kernels: packBuilds(plain!.bytes, relaxed!.bytes),
  reserved: plain!.reserved,
  regions: { none: 4 * D, B: 2 * D + 1, "N:T": 2 * D },
  buffers: {
    w: { rows: "none", offset: 0, width: D, integer: false },
    packed: { rows: "none", offset: D, width: D, integer: false },
    g: { rows: "none", offset: 2 * D, width: D, integer: false },
    rate: { rows: "none", offset: 3 * D, width: 1, integer: false },
    end: { rows: "B", offset: 0, width: D, integer: false },
    key: { rows: "B", offset: D, width: 1, integer: true },
    h: { rows: "B", offset: D + 1, width: D, integer: false },
    x: { rows: "N:T", offset: 0, width: D, integer: false },
    y: { rows: "N:T", offset: D, width: D, integer: false },
  },
  programs: {
    prepare: {
      run: (k, m) => {
        k["copy"]!(m["w"]!, m["packed"]!, 1);
        k["add"]!(m["w"]!, m["packed"]!, 1);
      },
      inputs: { parameters: "w" },
      outputs: {},
    },
    predict: {
      run: (k, m, batch) => {
        const { T } = batch.axes;
        k["copy"]!(m["x"]!, m["y"]!, T!.total);
        k["addOne"]!(m["packed"]!, m["y"]!, T!.total);
        last(k["copy"]!, k["zero"]!, m["y"]!, m["end"]!, D * 4, D * 4, T!, batch.size);
      },
      inputs: { x: "x" },
      outputs: { "output.y": "y", "output.end": "end" },
    },
    backward: { run: (k, m) => k["copy"]!(m["y"]!, m["g"]!, 1), inputs: { "random.sequence": "key" }, outputs: { gradients: "g" } },
    update: { run: (k, m) => k["add"]!(m["g"]!, m["w"]!, 1), inputs: { gradients: "g", rate: "rate" }, outputs: { parameters: "w" } },
  },
};
const d = describeModel({ name: "adder", inputs: [input("x", { size: D })], heads: [head("y", { kind: "real", size: D, axis: "T" }), head("end", { kind: "real", size: D })] });

function batchOf(seed: number, lengths: readonly number[], rate = 1) {
  const random = randomFrom(seed);
  const segments = lengths.map((length, id) => ({ sequence: { id, columns: { x: { data: Float32Array.from({ length: length * D }, () => random.below(100)), length } } }, from: 0, to: length }));
  const batch = pack(d, segments, { targets: false, key: 5 });
  const data: Readonly<Record<string, Int32Array | Float32Array>> = { ...batch.data, rate: Float32Array.of(rate) };
  return { ...batch, data };
}

async function create(variant?: "plain" | "relaxed") {
  const executor = await createWasmExecutor(programs, d, variant ? { variant } : {});
  executor.write("parameters", Float32Array.of(1, 10, 100));
  return executor;
}

/** What y and end should be, from the packed x. */
function expected(batch: ReturnType<typeof batchOf>, w: readonly number[]) {
  const x = batch.data["x"]!;
  const y = Float32Array.from(x, (value, i) => value + 2 * w[i % D]!);
  const { rows, start, steps } = batch.axes["T"]!;
  const end = new Float32Array(batch.size * D);
  for (let t = 0; t < steps; t++) for (let b = 0; b < rows[t]!; b++) end.set(y.subarray((start[t]! + b) * D, (start[t]! + b + 1) * D), b * D);
  return { "output.y": y, "output.end": end };
}

describe("the WASM executor", () => {
  it.each(["plain", "relaxed"] as const)("runs the %s build", async (variant) => {
    const executor = await create(variant);
    expect(executor.variant).toBe(variant);
    const batch = batchOf(1, [2, 0, 5, 1]);
    expect(await executor.run(["predict"], batch, ["output.y", "output.end"])).toEqual(expected(batch, [1, 10, 100]));
  });

  it("chooses the relaxed build where the engine has it", async () => {
    expect(hasRelaxedSimd()).toBe(true);
    expect((await create()).variant).toBe("relaxed");
  });

  it("runs batches of any size in any order; growth keeps weights and packed weights where they are", async () => {
    const executor = await create();
    const random = randomFrom(9);
    let largest = 0;
    for (let i = 0; i < 60; i++) {
      const scale = i % 20 === 19 ? 20_000 : 40;
      const batch = batchOf(i, Array.from({ length: 1 + random.below(6) }, () => random.below(scale)));
      const before = executor.memory;
      expect(await executor.run(["predict"], batch, ["output.y", "output.end"])).toEqual(expected(batch, [1, 10, 100]));
      if (batch.axes["T"]!.total <= largest && batch.size <= 1) expect(executor.memory).toBe(before);
      largest = Math.max(largest, batch.axes["T"]!.total);
    }
    expect([...(await executor.read("parameters"))]).toEqual([1, 10, 100]);
    expect(executor.memory).toBeGreaterThan(largest * D * 8);
  });

  it("prepares weights when asked to, which need not come with the batch", async () => {
    const executor = await create();
    const batch = batchOf(2, [3, 1]);
    for (let i = 0; i < 2; i++) expect(await executor.run(["prepare", "predict"], batch, ["output.y", "output.end"])).toEqual(expected(batch, [1, 10, 100]));
  });

  it("allocates nothing after the largest batch", async () => {
    const executor = await create();
    await executor.run(["predict"], batchOf(1, [30, 30, 30]), []);
    const { memory } = executor;
    for (let i = 0; i < 1000; i++) await executor.run(["predict", "backward", "update"], batchOf(i, [30, i % 30, 1]), ["output.end"]);
    expect(executor.memory).toBe(memory);
  });

  it("an empty batch is a batch", async () => {
    const executor = await create();
    expect(await executor.run(["predict"], batchOf(1, [0, 0]), ["output.y", "output.end"])).toEqual({ "output.y": new Float32Array(0), "output.end": new Float32Array(2 * D) });
  });

  it("prepares weights again after they are written and after an update", async () => {
    const executor = await create();
    const batch = batchOf(3, [2, 1]);
    const x = [...batch.data["x"]!];
    await executor.run(["predict"], batch, ["output.y"]);
    executor.write("parameters", Float32Array.of(1, 2, 3));
    expect((await executor.run(["predict", "backward", "update"], batch, ["output.y"]))["output.y"]).toEqual(expected(batch, [1, 2, 3])["output.y"]);
    // w += g, g = the first row of y.
    const w = [1, 2, 3].map((value, i) => value + x[i]! + 2 * value);
    expect([...(await executor.read("parameters"))]).toEqual(w);
    expect([...(await executor.read("gradients"))]).toEqual(w.map((value, i) => value - [1, 2, 3][i]!));
    expect((await executor.run(["predict"], batch, ["output.y"]))["output.y"]).toEqual(expected(batch, w)["output.y"]);
  });

  it("gives copies", async () => {
    const executor = await create();
    const batch = batchOf(3, [2, 1]);
    const first = await executor.run(["predict"], batch, ["output.y"]);
    const kept = first["output.y"]!.slice();
    const parameters = await executor.read("parameters");
    parameters.fill(7);
    executor.write("parameters", new Float32Array(D));
    await executor.run(["predict"], batch, []);
    expect(first["output.y"]).toEqual(kept);
    expect([...(await executor.read("parameters"))]).toEqual([0, 0, 0]);
  });

  it("writes a part of a flat buffer, and weights are prepared again", async () => {
    const executor = await create();
    executor.write("parameters", Float32Array.of(1, 2, 3));
    executor.write("parameters", Float32Array.of(9, 8), 1);
    expect([...(await executor.read("parameters"))]).toEqual([1, 9, 8]);
    const batch = batchOf(3, [2, 1]);
    expect(await executor.run(["predict"], batch, ["output.y"])).toEqual({ "output.y": expected(batch, [1, 9, 8])["output.y"] });
    for (const offset of [2, -1, 0.5]) expect(() => executor.write("parameters", Float32Array.of(9, 8), offset)).toThrow(/holds 3 numbers, but 2 were given from place/);
  });

  it("says what is wrong with a call", async () => {
    const executor = await create();
    const batch = batchOf(1, [2, 1]);
    const { rate: _, ...data } = batch.data;
    await expect(executor.run(["update"], { ...batch, data }, [])).rejects.toMatchObject({ code: "RNN607", message: expect.stringMatching(/program `update` of `adder` reads `rate`/) as string });
    await expect(executor.run(["predict"], { ...batch, data: { x: new Float32Array(4) } }, [])).rejects.toThrow(/`x` of `adder` takes 9 numbers in this batch, but has 4/);
    await expect(executor.run(["backward"], { ...batch, data: { "random.sequence": new Float32Array(2) } }, [])).rejects.toThrow(/should be an Int32Array/);
    await expect(executor.run(["predict"], batch, ["output.z"])).rejects.toMatchObject({ code: "RNN604" });
    await expect(executor.run(["step"], batch, [])).rejects.toMatchObject({ code: "RNN605" });
    await expect(executor.read("moment1")).rejects.toMatchObject({ code: "RNN606" });
    expect(() => executor.write("parameters", new Float32Array(2))).toThrow(/holds 3 numbers, but 2 were given/);
  });

  it("refuses a batch that no memory holds, and goes on afterwards", async () => {
    const executor = await create();
    const batch = batchOf(1, [2, 1]);
    const huge = { ...batch, axes: { T: { ...batch.axes["T"]!, total: 2 ** 30 } } };
    await expect(executor.run(["predict"], huge, [])).rejects.toMatchObject({ code: "RNN609", message: expect.stringMatching(/needs 24\.0 GiB/) as string });
    expect(await executor.run(["predict"], batch, ["output.y", "output.end"])).toEqual(expected(batch, [1, 10, 100]));
  });

  it("is gone after dispose", async () => {
    const executor = await create();
    executor.dispose();
    executor.dispose();
    expect(executor.memory).toBe(0);
    await expect(executor.run(["predict"], batchOf(1, [1]), [])).rejects.toMatchObject({ code: "RNN601", message: expect.stringMatching(/was disposed of/) as string });
    expect(() => executor.write("parameters", new Float32Array(D))).toThrow(/was disposed of/);
  });

  it("says that an engine can't run it", async () => {
    const noModule = Uint8Array.of(0, 97, 115, 109, 9, 9, 9, 9, 10, 1, 0);
    for (const kernels of [btoa("nonsense"), "no base64", "", programs.kernels.slice(0, -8), packBuilds(noModule, noModule)]) {
      await expect(createWasmExecutor({ ...programs, kernels }, d, { variant: "plain" }), kernels).rejects.toMatchObject({ code: "RNN608" });
    }
  });
});
