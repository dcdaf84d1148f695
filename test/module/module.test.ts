// The files of a generated module: their text (case/alarm holds it, `npx vitest run test/module -u` writes it anew), that they are the same each time, that strict TypeScript
// takes them, that their programs call kernels as the plan says, and that nothing in a spec becomes code.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import * as runtime from "@rnnc/runtime";
import { importModule } from "../support/import-module.js";
import { describe as describeModel } from "../../compiler/5-emit/describe.js";
import { refineForGpu } from "../../compiler/4-schedule/webgpu/index.js";
import { fingerprint } from "../../compiler/5-emit/fingerprint.js";
import { emitModule, emitWasmScript, emitWebGpuScript, NOT_CHECKED, type ModuleInput } from "../../compiler/5-emit/module.js";
import { emitBuilds } from "../../compiler/5-emit/wasm/index.js";
import type { Head, Input, Model } from "../../compiler/model.js";
import type { Plan } from "../../compiler/plan.js";
import { packAxis } from "../../runtime/batch.js";
import type { ModelFactory } from "../../runtime/create.js";
import type { Description, Packed, WasmPrograms } from "../../runtime/device.js";
import { unpackBuild } from "../../runtime/wasm/builds.js";
import * as fixture from "./fixture.js";
import { attacks } from "./attacks.js";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const stub = { "@rnnc/runtime": new URL("./runtime-stub.ts", import.meta.url).href };

function inputOf(model: Model = fixture.model, plan: Plan = fixture.plan): ModuleInput {
  return { model, description: describeModel(model, fixture), plan, wasm: fixture.wasm, gpu: refineForGpu(plan) };
}

async function emit(input: ModuleInput, format = true): Promise<Record<string, string>> {
  return Object.fromEntries((await emitModule(input, { format })).map(({ path, text }) => [path, text]));
}

describe("the text", () => {
  test.each(["index.ts", "wasm.ts", "wasm.binary.ts", "webgpu.ts"])("%s is what case/alarm holds", async (path) => {
    const files = await emit(inputOf());
    await expect(files[path]).toMatchFileSnapshot(join(here, "case/alarm", path));
  });

  test("the same input gives the same bytes", async () => {
    expect(await emit(inputOf())).toEqual(await emit(structuredClone(inputOf())));
    expect(await emit(inputOf(), false)).toEqual(await emit(structuredClone(inputOf()), false));
  });

  test("without prettier it says the same", async () => {
    const runtime = `data:text/javascript,export const defineModel = (x) => x; export const shift = () => 0; export const sumSteps = () => 0;`;
    for (const format of [true, false]) {
      const files = await emitModule(inputOf(), { format });
      const module = await importModule(files, { "@rnnc/runtime": runtime });
      expect(module["description"]).toEqual(inputOf().description);
    }
  });
});

describe("strict TypeScript", () => {
  // Below the project, where the packages are found; not where its own type check looks.
  const folder = mkdtempSync(join(root, "node_modules", ".types-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  /** What TypeScript says of the modules in a folder below. */
  const problems = (below: string, options: object): string[] => {
    const paths = { "@rnnc/runtime": ["../../../runtime/index.ts"], "@rnnc/runtime/webgpu": ["../../../runtime/webgpu/index.ts"] };
    write(`${below}/tsconfig.json`, JSON.stringify({ extends: "../../../tsconfig.json", compilerOptions: { lib: ["es2023", "dom", "dom.asynciterable"], paths, ...options }, include: ["**/*.ts"], exclude: [] }));
    const { stdout, stderr } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", ".", "--pretty", "false"], { encoding: "utf8", cwd: join(folder, below) });
    return `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
  };

  test("takes every kind of input and head, formatted or not, and the types say what is right", async () => {
    const input = (name: string, kind: Input["kind"], axis: string | null, size: number): Input =>
      ({ name, kind, axis, size, scale: null, keep: null, lowercase: false, boundary: false, span: { start: 0, end: 0 } });
    const head = (name: string, kind: Head["kind"], axis: string | null, size: number, classes: readonly string[] | null = null): Head =>
      ({ ...fixture.model.heads[0], name, kind, axis, size, classes });
    const all: Model = {
      ...fixture.model,
      name: "all_kinds",
      inputs: [
        input("words", "words", "T", 100), input("chars", "chars", "T", 100), input("bytes", "bytes", "T", 256), input("ids", "token", "T", 9),
        input("one", "real", "T", 1), input("many", "real", "T", 3), input("vector", "real", null, 3), input("number", "real", null, 1), input("id", "token", null, 5),
      ],
      heads: [
        head("named", "class", null, 2, ["a", "b"]), head("fitted", "class", null, 4), head("named_steps", "class", "T", 2, ["a", "b"]), head("fitted_steps", "class", "T", 4),
        head("yes", "binary", null, 1), head("yes_steps", "binary", "T", 1), head("several", "binary", null, 3), head("topics", "multilabel", null, 3, ["x", "y", "z"]),
        head("topics_steps", "multilabel", "T", 3), head("price", "real", null, 1), head("prices", "real", null, 3), head("price_steps", "real", "T", 1), head("prices_steps", "real", "T", 3),
        { ...head("next", "class", "T", 100), predicts: { input: "chars", from: 1, to: 1 } },
        { ...head("one_ahead", "real", null, 4), predicts: { input: "one", from: 1, to: 4 } }, { ...head("many_ahead", "real", null, 6), predicts: { input: "many", from: 1, to: 2 } },
        { ...head("many_ahead_steps", "real", "T", 6), predicts: { input: "many", from: 1, to: 2 } },
      ],
    };
    const captions: Model = {
      ...fixture.model,
      name: "captions",
      inputs: [input("image", "real", null, 3), { ...input("caption", "words", "T", 100), boundary: true }, { ...input("pitch", "token", "T", 9), boundary: true }],
      heads: [{ ...head("caption", "class", "T", 101), predicts: { input: "caption", from: 0, to: 0 } }, { ...head("pitch", "class", "T", 10), predicts: { input: "pitch", from: 0, to: 0 } }],
    };
    for (const [name, model] of [["alarm", fixture.model], ["all", all], ["captions", captions]] as const) {
      for (const format of [true, false]) {
        // Programs are checked too, though they say that they needn't be.
        for (const [path, text] of Object.entries(await emit(inputOf(model), format))) write(`ours/${name}${format ? "" : "-plain"}/${path}`, text.replace(NOT_CHECKED, ""));
      }
    }
    write("ours/use.ts", readFileSync(join(here, "use.txt"), "utf8"));
    expect(problems("ours", {})).toEqual([]);
  });

  test("takes a module under any settings of who imports it", async () => {
    for (const [path, text] of Object.entries(await emit(inputOf()))) write(`theirs/${path}`, text);
    const strictest = ["noUncheckedIndexedAccess", "noPropertyAccessFromIndexSignature", "noImplicitReturns", "exactOptionalPropertyTypes", "noUnusedLocals", "noUnusedParameters", "erasableSyntaxOnly", "isolatedModules", "verbatimModuleSyntax"];
    const said = problems("theirs", Object.fromEntries(strictest.map((setting) => [setting, true])));
    // The runtime is sources here, and declarations to them.
    expect(said.filter((line) => !/^((\.\.\/)+runtime\/| )/.test(line))).toEqual([]);
    expect(said).not.toEqual([]);
  });
});

function sum(list: readonly number[], value: (element: number, index: number) => number): number {
  return list.reduce((total, element, index) => total + value(element, index), 0);
}

interface Called {
  readonly kernel: string;
  readonly operands: readonly number[];
}

/** A module's programs, and a way to run one. */
async function load(files: Parameters<typeof importModule>[0], plan: Plan) {
  const { wasm } = (await importModule(files, stub))["default"] as { wasm: () => Promise<WasmPrograms> };
  return runnable(await wasm(), plan);
}

/** A way to run a program with kernels that only note what they are given. Buffers lie at 1,000,000, 2,000,000 … */
function runnable(programs: WasmPrograms, plan: Plan) {
  const addresses = Object.fromEntries(Object.keys(programs.buffers).map((name, index) => [name, (index + 1) * 1_000_000]));
  return {
    programs,
    addresses,
    run(program: keyof WasmPrograms["programs"], lengths: readonly number[]): Called[] {
      const called: Called[] = [];
      const kernels = Object.fromEntries(Object.keys(plan.kernels).map((kernel) => [kernel, (...operands: number[]) => void called.push({ kernel, operands })]));
      const batch: Packed = { size: lengths.length, axes: { T: packAxis(lengths) }, data: {} };
      programs.programs[program]!.run(kernels, addresses, batch);
      return called;
    },
  };
}

describe("the programs", () => {
  test("call kernels in the plan's order, at the rows of each step, forward", async () => {
    const { run, addresses: m } = await load(await emitModule(inputOf(), { format: false }), fixture.plan);
    const pre = m["h_1_pre"];
    expect(run("predict", [2, 1, 0])).toEqual([
      { kernel: "gemm_3x4_bias", operands: [m["x"], m["h_1_W_packed"], pre, m["parameters"] + 28 * 4, 3] },
      { kernel: "zero_4", operands: [m["h_1_h"], 3] },
      { kernel: "gemm_4x4_add", operands: [m["h_1_h"], m["h_1_U_packed"], pre, 2] },
      { kernel: "tanh_4", operands: [pre, pre, m["h_1_h"], 2] },
      { kernel: "gemm_4x4_add", operands: [m["h_1_h"], m["h_1_U_packed"], pre + 2 * 16, 1] },
      { kernel: "tanh_4", operands: [pre + 2 * 16, pre + 2 * 16, m["h_1_h"], 1] },
      { kernel: "gemm_4x2_bias", operands: [pre, m["alarm_W_packed"], m["output_alarm"], m["parameters"] + 40 * 4, 3] },
    ]);
  });

  test("and backward, with the moves of the runtime", async () => {
    const { run, addresses: m } = await load(await emitModule(inputOf(), { format: true }), fixture.plan);
    const pre = m["h_1_pre"];
    expect(run("backward", [2, 1])).toEqual([
      { kernel: "gemm_4x4_add", operands: [pre + 2 * 16, m["h_1_U_packed"], m["h_1_h"], 1] },
      { kernel: "add_4", operands: [m["h_1_h"], pre + 2 * 16, 1] },
      { kernel: "gemm_4x4_add", operands: [pre, m["h_1_U_packed"], m["h_1_h"], 2] },
      { kernel: "add_4", operands: [m["h_1_h"], pre, 2] },
      // shift: the initial row for step 0, then step 0's rows for step 1.
      { kernel: "copy_4_row", operands: [m["zero"], m["h_1_h_before"], 2] },
      { kernel: "copy_4", operands: [pre, m["h_1_h_before"] + 2 * 16, 1] },
      // sum over steps: zeros, then every step added.
      { kernel: "zero_4", operands: [m["mean"], 2] },
      { kernel: "add_4", operands: [pre, m["mean"], 2] },
      { kernel: "add_4", operands: [pre + 2 * 16, m["mean"], 1] },
      { kernel: "row_product_4x3", operands: [pre, m["x"], m["gradients"], 3] },
    ]);
  });

  test("run on real kernels and the runtime, and compute what the equations say", async () => {
    const module = await importModule(await emitModule({ ...inputOf(), wasm: emitBuilds(fixture.plan.kernels) }, { format: false }));
    const model = await (module["alarm"] as ModelFactory<{ input: { x: number[][] }; example: object; prediction: { alarm: { probabilities: Float32Array }[] }; step: object; stepPrediction: object }>).create({ seed: 3 });
    const of = async (name: string): Promise<Float32Array> => (await model.parameters.get(name)).data as Float32Array;
    const [W, U, b, V, c] = await Promise.all(fixture.parameters.map(({ name }) => of(name)));
    const x = [[[0.5, -1, 2]], [], [[1, 0, -0.25], [0.1, 0.2, 0.3], [-2, 1, 0]]];
    const expected = x.map((steps) => {
      let h = [0, 0, 0, 0];
      return steps.map((v) => {
        h = h.map((_, i) => Math.tanh(b[i] + sum(v, (value, j) => W[i * 3 + j] * value) + sum(h, (value, j) => U[i * 4 + j] * value)));
        return [0, 1].map((i) => c[i] + sum(h, (value, j) => V[i * 4 + j] * value));
      });
    });
    const { alarm } = await model.predict({ x });
    const found = alarm.map((steps) => steps.map(({ probabilities }) => Array.from(probabilities)));
    expect(found.map((steps) => steps.length)).toEqual([1, 0, 3]);
    found.flat(2).forEach((value, i) => expect(value).toBeCloseTo(expected.flat(2)[i], 6));
    model.dispose();
  });

  test("are the same in a script, which runs without a module", async () => {
    const input = { ...inputOf(), wasm: emitBuilds(fixture.plan.kernels) };
    const files = await emitModule(input, { format: true });
    const evaluate = (body: string, modules: object): WasmPrograms => (new Function("modules", body) as (modules: object) => WasmPrograms)(modules);
    const { body, kernels } = emitWasmScript(input, { relaxed: true });
    expect(await unpackBuild(kernels, "relaxed")).toEqual(input.wasm.relaxed);
    const [written, script] = [await load(files, fixture.plan), runnable(evaluate(body, { "@rnnc/runtime": runtime, "./wasm.binary.js": { kernels } }), fixture.plan)];
    const tables = ({ regions, buffers, programs }: WasmPrograms) => ({ regions, buffers, programs: Object.entries(programs).map(([name, { inputs, outputs }]) => ({ name, inputs, outputs })) });
    expect(tables(script.programs)).toEqual(tables(written.programs));
    expect(script.programs.reserved).toBe(written.programs.reserved);
    expect(Object.keys(script.programs).sort()).toEqual(Object.keys(written.programs).sort());
    for (const name of Object.keys(script.programs.programs) as (keyof WasmPrograms["programs"])[]) expect(script.run(name, [2, 1]), name).toEqual(written.run(name, [2, 1]));

    // The second device's bodies call kernels by name too: as text they are the same but for types and layout.
    const createWebGpuExecutor = () => null;
    const gpu = evaluate(emitWebGpuScript(input), { "@rnnc/runtime": runtime, "@rnnc/runtime/webgpu": { createWebGpuExecutor } });
    const { code } = await transform(files.find(({ path }) => path === "webgpu.ts")!.text.replace(/^export .* from .*$/m, ""), { loader: "ts", format: "esm" });
    const exported = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as WasmPrograms;
    expect(tables(gpu)).toEqual(tables(exported));
    expect(gpu.kernels).toEqual(exported.kernels);
    expect(gpu).toHaveProperty("createExecutor", createWebGpuExecutor);
    const bare = async (run: unknown) => (await transform(`(${String(run)})`, { minify: true })).code;
    for (const name of Object.keys(gpu.programs) as (keyof WasmPrograms["programs"])[]) expect(await bare(gpu.programs[name]!.run)).toBe(await bare(exported.programs[name]!.run));
  });

  test("call nothing in a loop over no steps", async () => {
    const { run } = await load(await emitModule(inputOf(), { format: false }), fixture.plan);
    expect(run("predict", [0]).map(({ kernel }) => kernel)).toEqual(["gemm_3x4_bias", "zero_4", "gemm_4x2_bias"]);
  });

  test("a plan that names what isn't there is a bug of the compiler", async () => {
    const broken = (change: (plan: Plan) => Plan): Promise<unknown> => emit({ ...inputOf(), plan: change(fixture.plan) }, false);
    await expect(broken((plan) => ({ ...plan, kernels: {} }))).rejects.toThrow(/^internal: prepare calls pack_4x3, which is no kernel/);
    await expect(broken((plan) => ({ ...plan, buffers: plan.buffers.slice(1) }))).rejects.toThrow(/^internal: .*parameters/);
    await expect(broken((plan) => ({ ...plan, buffers: [...plan.buffers, plan.buffers[0]] }))).rejects.toThrow("internal: two buffers are called parameters");
    await expect(broken((plan) => ({ ...plan, programs: [...plan.programs, { ...plan.programs[0], name: "dream" }] }))).rejects.toThrow("internal: no device runs a program called dream");
    const predict = fixture.plan.programs.find(({ name }) => name === "predict")!;
    const loose = predict.steps.flatMap((step) => (step.kind === "loop" ? step.steps : [step]));
    await expect(broken((plan) => ({ ...plan, programs: plan.programs.map((program) => (program === predict ? { ...program, steps: loose } : program)) }))).rejects.toThrow(/^internal: predict reads a step of h.1.pre outside a loop/);
    // The second device's plan is made of this one: it meets the same mistakes.
    expect(() => refineForGpu({ ...fixture.plan, kernels: {} })).toThrow(/^internal: no kernel is called/);
    expect(() => refineForGpu({ ...fixture.plan, buffers: fixture.plan.buffers.slice(1) })).toThrow("internal: no buffer is called parameters");
  });
});

describe("names and texts of a spec", () => {
  /** Buffers, axis and model have names that mean something in JavaScript or in the module; all the other texts are attacks. */
  function attack(text: string, names: readonly string[]): ModuleInput {
    const rename = new Map(fixture.plan.buffers.map(({ name }, index) => [name, names[index % names.length] + (index < names.length ? "" : `.${index}`)]));
    const to = (name: string): string => rename.get(name) ?? name;
    const plan = JSON.parse(JSON.stringify(fixture.plan), (key, value: unknown) => {
      if (key === "comment" || key === "doc" || key === "shape") return `${String(value)} ${text}`;
      if (key === "buffer" && typeof value === "string") return to(value);
      if (key === "inputs" && !Array.isArray(value)) return Object.fromEntries([...Object.entries(value as Record<string, string>).map(([name, buffer]) => [name, to(buffer)]), ["__proto__", to("x")], [text, to("x")]]);
      if (key === "outputs" && !Array.isArray(value)) return Object.fromEntries(Object.entries(value as Record<string, string>).map(([name, buffer]) => [name, to(buffer)]));
      return value;
    }) as Plan;
    const renamed: Plan = { ...plan, buffers: plan.buffers.map((buffer) => ({ ...buffer, name: to(buffer.name) })) };
    const model: Model = {
      ...fixture.model,
      name: names[0],
      doc: text,
      source: { path: `specs/${text}.rnn`, text: "" },
      inputs: [{ ...fixture.model.inputs[0], name: "__proto__" }, { ...fixture.model.inputs[0], name: names[1] }],
      heads: [{ ...fixture.model.heads[0], name: names[2], classes: [text, ...attacks] }],
    };
    return { ...inputOf(model, renamed), description: { ...describeModel(model, { ...fixture, parameters: fixture.parameters.map((p) => ({ ...p, name: `${names[0]}.${p.name}` })) }) } };
  }

  const nasty = ["__proto__", "constructor", "delete", "k", "m", "batch", "t", "at", "rows", "T", "x²", "h̃", "offset", "default", "predict", "Arena", "description", "then"];

  test.each(attacks)("%j stays data, in a module that still works", async (text) => {
    for (const format of [true, false]) {
      const input = attack(text, nasty);
      const files = await emitModule(input, { format });
      const exit = process.exit;
      let exited = false;
      process.exit = (() => { exited = true; }) as unknown as typeof process.exit;
      try {
        const { run, programs, addresses } = await load(files, input.plan);
        expect(run("predict", [2, 1]).length).toBe(7);
        expect(run("backward", [2, 1]).length).toBe(10);
        expect(Object.keys(addresses).length).toBe(fixture.plan.buffers.length);
        expect(Object.values(addresses).every(Number.isFinite)).toBe(true);
        expect(Object.getPrototypeOf(programs.programs.predict!.inputs)).toBe(Object.prototype);
        expect(Object.keys(programs.programs.predict!.inputs)).toEqual(expect.arrayContaining(["__proto__", text]));
        const { description } = (await importModule(files, stub)) as { description: Description };
        expect(description).toEqual(input.description);
      } finally {
        process.exit = exit;
      }
      expect(exited).toBe(false);
    }
  });

  test("any of the names may be the model's", async () => {
    for (const name of [...nasty, "Description", "defineModel", "門", "ʰ"]) {
      const module = await importModule(await emitModule(inputOf({ ...fixture.model, name }), { format: true }), stub);
      expect((module["description"] as Description).name).toBe(name);
      expect(module["default"]).toHaveProperty("wasm");
    }
  });
});

describe("the fingerprint", () => {
  const change = (changes: Partial<Model>): string => fingerprint({ ...fixture.model, ...changes });
  const original = fingerprint(fixture.model);

  test("stays when comments, places and training change", () => {
    expect(original).toMatch(/^[0-9a-f]{16}$/);
    expect(change({ doc: "other", source: { path: "b.rnn", text: "// x" }, train: { ...fixture.training, batch: 1, seed: 2 } })).toBe(original);
    expect(change({ inputs: fixture.model.inputs.map((input) => ({ ...input, span: { start: 5, end: 9 } })) })).toBe(original);
  });

  test("changes with names, sizes and equations", () => {
    const cell = (h: string, text: string): Model => ({
      ...fixture.model,
      stacks: [{
        name: "h", initial: null, axis: "T", size: 4, span: { start: 0, end: 0 }, source: { kind: "input", input: "x", delay: 0, axis: "T", size: 3 },
        layers: [{
          kind: "cell", path: "h.1", inputSize: 3, size: 4, span: { start: 0, end: 0 }, direction: "forward", dropout: 0, recurrentDropout: 0, sides: {},
          arguments: { sizes: { H: 4, D: 3 }, numbers: {}, functions: {} },
          cell: {
            name: "mine", doc: text, source: { path: "c.rnn", text }, inputs: [], states: [], output: h, params: [], parts: [],
            equations: [{ name: h, value: { kind: "name", text: "x", span: { start: 1, end: 2 } }, span: { start: 0, end: 0 } }],
          },
        }],
      }],
    });
    const different = [
      original,
      change({ inputs: fixture.model.inputs.map((input) => ({ ...input, size: 4 })) }),
      change({ heads: fixture.model.heads.map((head) => ({ ...head, name: "other" })) }),
      fingerprint(cell("h", "")),
      fingerprint(cell("g", "")),
    ];
    expect(new Set(different).size).toBe(different.length);
    expect(fingerprint(cell("h", "a comment"))).toBe(fingerprint(cell("h", "")));
  });
});

test("the description says why a model can't be streamed", () => {
  const source = fixture.model.heads[0].source;
  const why = (changes: Partial<Model>): string | null => describeModel({ ...fixture.model, ...changes }, { parameters: [], states: [] }).whyNotStreamable;
  expect(why({})).toBe(null);
  expect(why({ axes: [] })).toBe("it has no time axis");
  expect(why({ axes: ["S", "T"] })).toBe("it has more than one time axis (S, T) and predicts the steps of none");
  expect(why({ heads: [{ ...fixture.model.heads[0], source: { kind: "pool", how: "last", of: source, axis: null, size: 4 } }] })).toBe(null);
  expect(why({ heads: [{ ...fixture.model.heads[0], source: { kind: "join", sources: [{ kind: "pool", how: "mean", of: source, axis: null, size: 4 }], axis: null, size: 4 } }] })).toBe("it takes the mean of a whole sequence");
});

test("a streamable model without a program for a step is a bug of the compiler", async () => {
  const plan = { ...fixture.plan, programs: fixture.plan.programs.filter(({ name }) => name !== "step") };
  await expect(emitModule(inputOf(fixture.model, plan), { format: false })).rejects.toThrow("internal: alarm should be streamable");
});

test("the description refuses parameters that overlap", () => {
  const [first, second, ...rest] = fixture.parameters;
  expect(() => describeModel(fixture.model, { ...fixture, parameters: [first, { ...second, offset: 11 }, ...rest] })).toThrow("internal: the parameter h.1.U starts at 11, but the one before it ends at 12");
});
