// Every standard cell, and random cells in random models: what the compiler makes of equations means what they say. The interpreter against
// finite differences; the passes against none; the device against the interpreter; streams and chunks against whole sequences.
// RNNC_SEED and RNNC_CELLS change where the seeds start and how many there are.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { unpackRows, type Description, type Executor, type PackedBatch, type Sequence } from "@rnnc/runtime";
import { interpret, type Batch } from "../compiler/interpret.js";
import type { Program } from "../compiler/ir.js";
import type { Cell } from "../grammar/ast.js";
import { parse } from "../grammar/index.js";
import { pack } from "../runtime/batch.js";
import { countOf } from "../runtime/weights.js";
import { stepsOf } from "../runtime/windows.js";
import { onWebGpu, variants, type Variant } from "./support/device.js";
import { packWhole, randomModel, randomSequences } from "./support/random-models.js";
import { seeded, seedOf, type Random } from "./support/random.js";
import { saySteps } from "./support/steps.js";
import { runPlan } from "./support/run-plan.js";
import { compileStages, parametersOf, programOf, type Stages } from "./support/stages.js";
import { relativeDistance, tolerances } from "./support/tolerances.js";

const first = seedOf("RNNC_SEED", 1);
// SwiftShader compiles a model's kernels in a second or two.
const count = seedOf("RNNC_CELLS", onWebGpu ? 12 : 120);
const lengths = [3, 0, 4, 1];
let [tried, kinks] = [0, 0];

/** max|a - b| / max(1, max|b|). */
function far(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`compared ${a.length} numbers with ${b.length}`);
  let [most, scale] = [0, 1];
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]! - b[i]!)) return NaN;
    most = Math.max(most, Math.abs(a[i]! - b[i]!));
    scale = Math.max(scale, Math.abs(b[i]!));
  }
  return most / scale;
}

interface Case {
  readonly stages: Stages;
  readonly d: Description;
  readonly random: Random;
  readonly sequences: readonly Sequence[];
  readonly packed: PackedBatch;
  readonly batch: Batch;
  readonly flat: Float32Array;
}

function makeCase(seed: number, given?: string, of: readonly number[] = lengths): Case {
  const random = seeded(seed);
  const spec = given ?? randomModel(random);
  let stages: Stages;
  try {
    stages = compileStages(spec);
  } catch (error) {
    throw new Error(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${spec}`);
  }
  const d = stages.description;
  const sequences = randomSequences(random, d, of);
  const packed = packWhole(d, sequences);
  const flat = Float32Array.from(random.fill(d.parameterCount, 0.7));
  for (const p of d.parameters) if (p.name.endsWith(".running_var")) for (let i = p.offset; i < p.offset + countOf(p); i++) flat[i] = 0.2 + Math.abs(flat[i]!); // a variance
  return { stages, d, random, sequences, packed, batch: { size: packed.size, axes: packed.axes, data: packed.data, parameters: parametersOf(d, flat) }, flat };
}

/** Numbers that get a gradient: frozen ones lie behind them. */
function trainedCount(d: Description): number {
  return d.parameters.reduce((sum, p) => sum + (p.frozen ? 0 : countOf(p)), 0);
}

/** Derivatives of the loss along a random direction of each parameter, and along a coordinate of some, by central differences. */
function expectDerivatives({ stages, d, random, batch }: Case, gradients: Float64Array): { tried: number; kinks: number } {
  const { sections } = programOf(stages.plain, "train");
  const loss: Program = { name: "loss", sections: [{ name: "loss", outputs: { loss: sections[0]!.outputs["loss"]! } }] };
  let [tried, kinks] = [0, 0];
  for (const p of d.parameters) {
    if (p.frozen) continue;
    const values = Array.from(batch.parameters[p.name]!);
    const one = random.int(0, values.length - 1);
    const directions: number[][] = [values.map(() => (random.chance(0.5) ? 1 : -1)), ...(random.chance(0.25) ? [values.map((_, i) => (i === one ? 1 : 0))] : [])];
    for (const direction of directions) {
      const at = (step: number): number => interpret(loss, { ...batch, parameters: { ...batch.parameters, [p.name]: values.map((value, i) => value + step * direction[i]!) } })["loss"]![0]!;
      const difference = (step: number): number => (at(step) - at(-step)) / (2 * step);
      const told = direction.reduce((sum, value, i) => sum + value * gradients[p.offset + i]!, 0);
      tried++;
      const found = difference(tolerances.finiteDifferenceStep);
      if (far([told], [found]) <= tolerances.finiteDifferences) continue;
      // Where two steps disagree there is a kink between (relu, max, a comparison): nothing to compare with.
      if (far([difference(tolerances.finiteDifferenceStep / 4)], [found]) > tolerances.finiteDifferences / 2) kinks++;
      else expect(far([told], [found]), `d${p.name}: ${told}, by differences ${found}`).toBeLessThanOrEqual(tolerances.finiteDifferences);
    }
  }
  return { tried, kinks };
}

function expectSame(found: Readonly<Record<string, ArrayLike<number>>>, expected: Readonly<Record<string, ArrayLike<number>>>, tolerance: number, what: string): void {
  for (const [name, values] of Object.entries(expected)) expect(far(found[name]!, values), `${what}: ${name}`).toBeLessThanOrEqual(tolerance);
}

/** All that must hold of a model, in every variant there is, in the first alone or in one; counts the derivatives that were tried, and those at a kink. `near`: it amplifies no roundings, so devices are near each other. */
async function expectAll(made: Case, which: boolean | Variant, near = true): Promise<void> {
  const { stages, d, packed, batch, flat } = made;
  let wasm: Awaited<ReturnType<typeof onWasm>> | undefined;
  const plain = interpret(programOf(stages.plain, "predict"), batch);
  const trained = interpret(programOf(stages.plain, "train"), batch);
  // What the compiler makes of equations is the same for every device: once is enough.
  if (!onWebGpu) {
    const derivatives = expectDerivatives(made, trained["gradients"]!);
    tried += derivatives.tried;
    kinks += derivatives.kinks;

    expectSame(interpret(programOf(stages.programs, "predict"), batch), plain, tolerances.passes, "predict after the passes");
    expectSame(interpret(programOf(stages.programs, "train"), batch), trained, tolerances.passes, "train after the passes");
  }

  const chosen = which === true ? variants : [which || variants[0]!];
  for (const variant of chosen) {
    const executor = await runPlan(stages, variant);
    executor.write("parameters", flat);
    const outputs = Object.keys(plain);
    const predicted = await executor.run(["predict", "score"], packed, outputs);
    expectSame(predicted, plain, tolerances.wasmInterpreter, `${variant} predict`);
    const losses = Object.keys(trained).filter((name) => name !== "gradients");
    expectSame(await executor.run(["forward", "backward"], packed, losses), pick(trained, losses), tolerances.wasmInterpreter, `${variant} train`);
    const gradients = (await executor.read("gradients")).subarray(0, trainedCount(d));
    expectSame({ gradients }, pick(trained, ["gradients"]), tolerances.wasmInterpreter, variant);
    if (onWebGpu && near) {
      // Of each output and the whole gradient, by the bounds between devices: against the interpreter, and against WASM.
      wasm ??= await onWasm(made, outputs);
      for (const [what, of] of [["the interpreter", { outputs: plain, gradients: trained["gradients"]! }], ["WASM", wasm]] as const) {
        for (const name of outputs) expect(far(predicted[name]!, of.outputs[name]!), `${variant} against ${what}: ${name}`).toBeLessThanOrEqual(tolerances.devicesOutputs);
        expect(relativeDistance(gradients, of.gradients), `${variant} against ${what}: gradients`).toBeLessThanOrEqual(tolerances.devicesGradients);
      }
    }
    if (variant === chosen[0]) {
      if (d.streamable) await expectStream(made, executor, predicted);
      if (d.training.gradient.kind === "tbptt") await expectChunks(made, executor, predicted);
    }
    executor.dispose();
  }
}

/** What WASM says of the same. */
async function onWasm({ stages, d, packed, flat }: Case, names: readonly string[]): Promise<{ outputs: Record<string, Float32Array>; gradients: Float32Array }> {
  const executor = await runPlan(stages, "plain");
  executor.write("parameters", flat);
  const outputs = await executor.run(["predict", "score"], packed, names);
  await executor.run(["forward", "backward"], packed, []);
  const gradients = (await executor.read("gradients")).subarray(0, trainedCount(d));
  executor.dispose();
  return { outputs, gradients };
}

describe("standard cells", () => {
  const folder = fileURLToPath(new URL("../specs/cells/", import.meta.url));
  for (const file of readdirSync(folder)) {
    const { tree } = parse(readFileSync(folder + file, "utf8"));
    const [cell] = tree.items as Cell[];
    const sizes = cell!.header.filter((entry) => entry.value === null).map(() => 7);
    for (const gradient of ["bptt", "tbptt(3)"])
      test(`${cell!.name.text}, two layers, ${gradient}`, () => {
        const layer = `${cell!.name.text}(${sizes.join(", ")})`;
        const heads = gradient === "bptt" ? "head y[t]: class(3) from h  head z: real[2] from last(h)" : "head y[t]: class(3) from h";
        return expectAll(makeCase(first, `model m { input x: real[T, 5]  stack h from x { ${layer}  ${layer} }  ${heads}  train { gradient = ${gradient} } }`), true);
      });
  }

  test.each(["lstm_1997(2, C = 3)", "lstm_2000(3, 2)", "lstm_projected(9, 2)", "jordan(3, 5, tanh, softmax)", "elman(5, relu)"])("%s", (layer) =>
    expectAll(makeCase(first, `model m { input x: real[T, 4]  stack h from x { ${layer}  ${layer} }  head y[t]: class(3) from h  head z: real[2] from last(h) }`), false),
  );
});

describe("a matrix made of inputs and states", () => {
  const cell = (equations: string): string => `cell fast(H) {
    input x: [D]
    state h: [H]
    state s: []
    output h
    param W, V: [H, D]
    param U: [H, H] = orthogonal
    param a: [H]
    param k: []
    s = sigmoid(0.5 * s[t-1] + mean(x))
    ${equations}
  }`;
  test.each([
    ["numbers of a row times weights", "h = tanh((mean(x) * W - s * V) @ x + (U * sum(a * h[t-1])) @ h[t-1])"],
    ["numbers of a row beside weights", "M = 0.2 * W + mean(x)\n h = tanh((M / (1.5 + s * s)) @ x + (k - U) @ h[t-1])"],
    ["one of two, by a number", "h = tanh(where(s > 0.6, W, s * V) @ x + -where(max(x) > 0.1, U, 0) @ h[t-1])"],
    ["functions of both", "M = tanh(s * W + V)\n h = tanh(M @ x + sigmoid(U * mean(h[t-1])) @ h[t-1] + (exp(-abs(s * V)) * W) @ (M @ x * a ++ x[t-1]))".replace("(M @ x * a ++ x[t-1])", "x")],
    ["chosen place by place", "h = tanh(max(s * W, V) @ x + where(U * s > 0.1, U, 0.5 * U) @ (U * s) @ h[t-1])"],
    ["of what has no rows", "h = tanh(tanh(s * U) @ a + where(W > s * V, W, V) @ x + tanh(h[t-1]))"],
    ["a product of values side by side", "h = tanh(tanh(s * U) @ (h[t-1] * a) + tanh(U * mean(h[t-1])) @ h[t-2])"],
  ])("%s", (_, equations) => expectAll(makeCase(first, `${cell(equations)} model m { input x: real[T, 3]  stack h from x { fast(5)  fast(6) }  head y[t]: class(3) from h  head z: real[2] from last(h) }`), true));

  test("carried from chunk to chunk", () => expectAll(makeCase(first, `${cell("h = tanh(tanh(s * W) @ x + (s * U) @ h[t-1])")} model m { input x: real[T, 3]  stack h from x { fast(5) }  head y[t]: class(3) from h  train { gradient = tbptt(2) } }`), true));
});

describe("batches at the edge", () => {
  const heads = ["last", "first", "mean", "max"].map((how) => `head ${how}_h: real[2] from ${how}(h)`).join("  ");
  const sequence = `model m { input x: real[T, 3]  input v: real[2]  stack h from x ++ v { lstm(5, recurrent_dropout = 20%)  dropout(20%)  gru(3) }  ${heads}  head y[t]: class(3) from h }`;
  test.each([[[0]], [[0, 0, 0]], [[1]], [[4, 4, 4]], [[9, 0, 0, 0]], [[1, 1, 1, 1, 1, 1, 1, 1, 1]]])("lengths %j", (of) => expectAll(makeCase(first, sequence, of), true));

  const both = ["backward gru(4)", "bidirectional lstm(4, dropout = 20%, recurrent_dropout = 20%)", "bidirectional(sum) elman(4)", "bidirectional(mean) gru_reset_after(4)", "bidirectional(product) lstm(4)"];
  test.each(both.flatMap((layer) => [[0, 0], [1], [5, 0, 3, 1]].map((of) => [layer, of] as const)))("%s, lengths %j", (layer, of) =>
    expectAll(makeCase(first, `model m { input x: real[T, 3]  input v: real[2]  stack h from x ++ v { ${layer}  dense(3, tanh) }  ${heads}  head y[t]: class(3) from h }`, of), true));

  test("batch_norm over sequences, some of them empty; layers that carry what is past, in chunks", async () => {
    const lines = "input x: real[T, 3]  input v: real[2]  stack h from x { batch_norm  gru(4)  window(3) }";
    await expectAll(makeCase(first, `model m { ${lines}  stack e from mean(h) ++ v { batch_norm  dense(3, tanh)  batch_norm }  head y: class(3) from e  head z: real[14] = last(h) ++ v { loss = huber } }`, [3, 0, 6, 4, 1, 5, 0, 2]), true);
    await expectAll(makeCase(first, `model m { ${lines}  stack e from h { residual { window(2)  dense(12) }  layer_norm }  head y[t]: class(3) from e  train { gradient = tbptt(3) } }`, [3, 0, 6, 4, 1, 5, 0, 2]), true);
  });

  test("no time at all", async () => {
    const made = makeCase(first, "model m { input v: real[3]  stack h from v { dense(5, tanh)  dropout(20%)  dense(4, gelu) }  head y: class(3) from h  head z: multilabel(2) from h ++ v }", [1, 1, 1, 1, 1]);
    await expectAll(made, true);
  });

  test("a batch larger than any before: memory grows, results stay", async () => {
    const [small, large] = [makeCase(first, sequence, [2, 1]), makeCase(first, sequence, [30, 17, 17, 5, 0, 1, 1, 1])];
    const executor = await runPlan(small.stages);
    executor.write("parameters", small.flat);
    for (const made of [small, { ...large, flat: small.flat }, small]) {
      const expected = interpret(programOf(made.stages.programs, "train"), { ...made.batch, parameters: parametersOf(made.d, small.flat) });
      expectSame(await executor.run(["forward", "backward"], made.packed, ["loss"]), pick(expected, ["loss"]), tolerances.wasmInterpreter, "loss");
      expectSame({ gradients: (await executor.read("gradients")).subarray(0, trainedCount(made.d)) }, pick(expected, ["gradients"]), tolerances.wasmInterpreter, "the same weights");
    }
    executor.dispose();
  });
});

describe("several time axes, and the boundary", () => {
  const two = "cell two(H) { input x: [D]  input y: [E]  state h: [H]  output h  param W: [H, D]  param V: [H, E]  param U: [H, H]  h = tanh(W @ x + V @ y + U @ h[t-1] + 0.1 * h[t-2]) }";
  const specs = {
    "sentences that end": "model m { input s: words[T] of 6  stack h from s[t-1] { embed(3)  lstm(4, recurrent_dropout = 30%)  dropout(20%) }  head s[t] from h  head tag[t]: class(3) from h  head l: class(2) from last(h) }",
    "sentences in chunks, beside numbers": "model m { input s: words[T] of 6  input x: real[T, 2]  stack h from s[t-1] { embed(3)  lstm(4, recurrent_dropout = 30%)  dropout(20%) }  stack g from h ++ x ++ x[t-1] { gru(3) }  head s[t] from g  head tag[t]: class(3) from h  train { gradient = tbptt(2) } }",
    "numbers before and now": "model m { input x: real[T, 2]  stack h from x[t-1] { gru(4) }  head x[t] from h  train { gradient = tbptt(2) } }",
    "an end beside every step": "model m { input a: words[S] of 6  input b: words[T] of 5  input v: real[2]  stack e from a { embed(3)  lstm(4, dropout = 20%, recurrent_dropout = 20%) }  stack d from b[t-1] { embed(5)  gru(3, dropout = 20%, recurrent_dropout = 20%)  dropout(10%) }  stack f from d ++ last(e) ++ v { lstm(4) }  head b[t] from f  head lang: class(3) from last(e) ++ mean(f) ++ max(d) ++ first(e)  head c[t]: class(2) from e }",
    "a decoder that starts where both directions end": "model m { input b: words[T] of 5  input a: words[S] of 6  stack e from a { embed(3)  bidirectional lstm(2, recurrent_dropout = 20%) }  stack d from b[t-1] init final(e) { onehot  lstm(4, dropout = 20%)  window(2) }  stack f from d init last(e) { layer_norm  gru(3) }  head b[t] from f  head r[t]: real[2] from e }",
    "three axes": "model m { input x: real[A, 2]  input y: real[B, 3]  input z: real[C, 1]  stack a from x { gru(3) }  stack b from y ++ max(a) { gru(4)  max }  stack c from z[t-1] ++ b ++ mean(a) { gru(2, recurrent_dropout = 50%)  mean }  stack n from last(a) ++ b { batch_norm  dense(3) }  head p: real[2] from c ++ n ++ last(a)  head q: binary from c }",
    "side inputs of another axis": `${two}  model m { input x: real[A, 2]  input y: real[C, 3]  stack a from x { gru(3) }  stack b from y { two(3, y = last(a), recurrent_dropout = 20%) }  stack c from x ++ last(b) { two(4, y = mean(b)) }  head p[t]: real[2] from c  head q[t]: class(3) from b ++ max(c) }`,
  };
  for (const [name, spec] of Object.entries(specs)) test.each([[[3, 0, 4, 1]], [[0]], [[2, 2, 2]], [[5, 1, 0, 0, 7, 3]]])(`${name}, lengths %j`, (of) => expectAll(makeCase(first, spec, of), true));
});

describe(`random cells, seeds ${first} to ${first + count - 1}`, () => {
  test.each(Array.from({ length: count }, (_, i) => first + i))("seed %i", async (seed) => {
    const made = makeCase(seed);
    try {
      // On WebGPU the two ways take turns; the models above run both.
      await expectAll(made, onWebGpu ? variants[seed % 2]! : seed % 4 === 0, false);
    } catch (error) {
      console.error(made.stages.model.source.text);
      throw error;
    }
  });

  if (!onWebGpu) test("hardly any derivative was left out for a kink", () => {
    expect(tried).toBeGreaterThan(count);
    expect(kinks / tried, `${kinks} of ${tried}`).toBeLessThan(0.01);
  });
});

function pick<T>(of: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, of[name]!]));
}

/** Sequences run piece by piece, states carried by hand; what each head said, by sequence. */
async function runPieces({ d, sequences }: Case, executor: Executor, size: number): Promise<Record<string, number[][]>> {
  const said: Record<string, number[][]> = Object.fromEntries(d.heads.map((head) => [head.name, sequences.map(() => [])]));
  const states = sequences.map((): Record<string, Float32Array> | undefined => undefined);
  for (let from = 0; from < Math.max(...sequences.map((sequence) => stepsOf(d, sequence))); from += size) {
    const going = sequences.flatMap((sequence, i) => (stepsOf(d, sequence) > from ? [{ sequence, i }] : []));
    const segments = going.map(({ sequence, i }) => ({ sequence, from, to: Math.min(from + size, stepsOf(d, sequence)), ...(states[i] && { states: states[i] }) }));
    const batch = pack(d, segments, { targets: false });
    const found = await executor.run(["predict"], batch, [...d.heads.map((head) => `output.${head.name}`), ...d.states.map((state) => `final.${state.name}`)]);
    for (const head of d.heads) {
      unpackRows(batch, head.axis, found[`output.${head.name}`]!, head.size).forEach((row, k) => {
        const { i } = going[k]!;
        if (head.axis === null) said[head.name]![i] = [...row];
        else said[head.name]![i]!.push(...row);
      });
    }
    for (const { name, size: width } of d.states) unpackRows(batch, null, found[`final.${name}`]!, width).forEach((row, k) => ((states[going[k]!.i] ??= {})[name] = row));
  }
  return said;
}

function expectSaid(made: Case, said: Readonly<Record<string, number[][]>>, whole: Readonly<Record<string, Float32Array>>, heads: readonly string[], what: string): void {
  for (const head of made.d.heads.filter(({ name }) => heads.includes(name))) {
    unpackRows(made.packed, head.axis, whole[`output.${head.name}`]!, head.size).forEach((row, i) => {
      if (stepsOf(made.d, made.sequences[i]!) === 0) return;
      expect(far(said[head.name]![i]!, row), `${head.name} of sequence ${i}, ${what}`).toBeLessThanOrEqual(tolerances.streaming);
    });
  }
}

/** One step at a time says what the whole sequence says. */
async function expectStream(made: Case, executor: Executor, whole: Readonly<Record<string, Float32Array>>): Promise<void> {
  const { stepping } = made.d;
  expectSaid(made, await saySteps(made.d, executor, made.sequences), whole, [...stepping!.heads, ...stepping!.begun], "by steps");
}

/** Chunks of two steps, states carried. */
async function expectChunks(made: Case, executor: Executor, whole: Readonly<Record<string, Float32Array>>): Promise<void> {
  expectSaid(made, await runPieces(made, executor, 2), whole, made.d.heads.map(({ name }) => name), "by chunks");
}
