// A generated model inside a TensorFlow.js model, on its WASM and CPU backends: the same numbers, gradients and training as the network that
// tf.layers has of its own, and nothing left behind.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import "@tensorflow/tfjs-backend-cpu";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "@rnnc/runtime";
import { asFunction } from "@rnnc/runtime/tfjs";
import { layerOf } from "@rnnc/runtime/tfjs/layers";
import { accessFor } from "../runtime/tfjs/access.js";
import { importModule } from "./support/import-module.js";
import { compileOne, loadFactory } from "./support/load.js";
import { data, expectSame, expectTraining, generatedNetwork, layersNetwork, MIDDLE, randomTensor } from "./support/tfjs.js";
import { expectRagged, RAGGED } from "./support/tfjs-ragged.js";
import { distance, relativeDistance, tolerances } from "./support/tolerances.js";

beforeAll(() => {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`);
  setThreadsCount(1);
});

describe.each([["wasm", 1000], ["cpu", 100]] as const)("on the backend %s", (backend, steps) => {
  beforeAll(() => tf.setBackend(backend));

  test("a bidirectional LSTM in the middle has the outputs and gradients that tf.layers' own has", async () => {
    const ours = await generatedNetwork({ device: "wasm" });
    await expectSame(ours, await layersNetwork(ours), data(3, 7));
    ours.dispose();
  });

  test(`trains with Adam, ${steps} steps, and leaves no tensor behind`, async () => {
    const ours = await generatedNetwork({ device: "wasm" });
    await expectTraining(ours, data(2, 5), steps, tf.train.adam(3e-2));
    ours.dispose();
  });

  test.each(RAGGED)("a ragged batch is its sequences, one by one: %s", (_, spec) => expectRagged(spec, { device: "wasm" }));
});

describe("a function of tensors", () => {
  beforeAll(() => tf.setBackend("wasm"));
  const simple = "model simple { input x: real[T, 3]  stack h from x { gru(4) }  head y[t]: real[4] = h }";
  const functionOf = async (spec: string) => asFunction(await (await loadFactory(spec, { layer: true })).create({ seed: 2 }));

  test("called several times under one gradient: each call has its own values", async () => {
    const fn = await functionOf(simple);
    const [a, b] = [randomTensor([2, 4, 3], 1), randomTensor([3, 5, 3], 2)];
    const variables = Object.values(fn.variables);
    const sum = (x: tf.Tensor): tf.Scalar => tf.sum(tf.square(fn({ x })["y"]!)) as tf.Scalar;
    const both = tf.variableGrads(() => tf.add(sum(a), sum(b)) as tf.Scalar, variables);
    const [ofA, ofB] = [a, b].map((x) => tf.variableGrads(() => sum(x), variables));
    for (const { name } of variables) expect(relativeDistance(both.grads[name]!.dataSync(), tf.add(ofA!.grads[name]!, ofB!.grads[name]!).dataSync()), name).toBeLessThanOrEqual(tolerances.gradients);
  });

  test("an assigned variable is what the next call computes with; store and restore bring it to the model and back", async () => {
    const model = await (await loadFactory(simple, { layer: true })).create({ seed: 2 });
    const fn = await asFunction(model);
    const x = randomTensor([2, 4, 3], 1);
    const before = fn({ x })["y"]!.dataSync();
    fn.variables["h.1.W_z"]!.assign(randomTensor([4, 3], 9));
    const after = fn({ x })["y"]!.dataSync();
    expect(distance(after, before)).toBeGreaterThan(1e-3);
    await fn.store();
    expect((await model.parameters.get("h.1.W_z")).data).toEqual(fn.variables["h.1.W_z"]!.dataSync());
    const saved = await model.save();
    await model.parameters.set("h.1.W_z", new Float32Array(12));
    await fn.restore();
    expect(distance(fn({ x })["y"]!.dataSync(), after)).toBeGreaterThan(1e-3);
    await model.load(saved);
    await fn.restore();
    expect(fn({ x })["y"]!.dataSync()).toEqual(after);
    // Whatever is done with the model beside it, the function computes with its variables.
    await model.parameters.set("h.1.W_z", new Float32Array(12));
    await model.predict({ x: [[[1, 2, 3]]] } as never);
    expect(fn({ x })["y"]!.dataSync()).toEqual(after);
  });

  test("dropout draws in training alone, a mask a call, and the gradient is that of the mask drawn", async () => {
    const fn = await functionOf(simple.replace("gru(4)", "gru(4, dropout = 50%)"));
    const again = await functionOf(simple.replace("gru(4)", "gru(4, dropout = 50%)"));
    const x = randomTensor([2, 4, 3], 1);
    const say = (f: typeof fn, training?: boolean) => Array.from(f({ x }, training === undefined ? {} : { training })["y"]!.dataSync());
    expect(say(fn)).toEqual(say(fn));
    expect(say(fn, false)).toEqual(say(fn));
    const first = say(fn, true);
    expect(first).not.toEqual(say(fn));
    expect(say(fn, true)).not.toEqual(first);
    expect(say(again, true)).toEqual(first);
    // Where an input was dropped nothing flows back to it.
    const ones = tf.ones([1, 3, 3]);
    const dx = tf.grad((given) => fn({ x: given })["y"]!)(ones).arraySync() as number[][][];
    for (let i = 0; i < 3; i++) expect(new Set(dx[0]!.map((step) => step[i] === 0)).size).toBe(1);
    expect(() => tf.grad((given) => fn({ x: given }, { training: false })["y"]!)(x)).toThrow(expect.objectContaining({ code: "RNN643" }));
  });

  test("running statistics follow the data in training, and are not trained", async () => {
    const fn = await functionOf("model simple { input x: real[T, 3]  stack h from x { batch_norm  gru(4) }  head y[t]: real[4] = h }");
    const mean = fn.variables["h.1.running_mean"]!;
    expect(mean.trainable).toBe(false);
    const x = tf.add(randomTensor([2, 4, 3], 1), 5);
    fn({ x });
    expect(Array.from(mean.dataSync())).toEqual([0, 0, 0]);
    const optimizer = tf.train.sgd(0.1);
    const { numTensors } = tf.memory();
    optimizer.minimize(() => tf.sum(fn({ x })["y"]!) as tf.Scalar, false, Object.values(fn.variables).filter(({ trainable }) => trainable));
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(distance(mean.dataSync(), tf.mul(tf.mean(x, [0, 1]), 0.1).dataSync())).toBeLessThan(1e-5);
  });

  test("what doesn't fit is said", async () => {
    const fn = await functionOf("model simple { input x: real[T, 3]  input w: token[T] of 5  input v: real[2]  stack e from w { embed(2) }  stack h from x ++ e ++ v { gru(4) }  head y[t]: real[4] = h }");
    const right = { x: tf.zeros([2, 4, 3]), w: tf.zeros([2, 4], "int32"), v: tf.zeros([2, 2]) };
    const code = (inputs: object, options: object = {}): string => {
      try {
        fn({ ...right, ...inputs }, options);
        return "";
      } catch (error) {
        return `${(error as { code?: string }).code}: ${(error as Error).message}`;
      }
    };
    expect(code({})).toBe("");
    expect(code({ y: right.x })).toMatch(/^RNN641: `simple` has no input `y`/);
    expect(code({ x: undefined })).toMatch(/^RNN641: `simple` was given no tensor `x`/);
    expect(code({ x: tf.zeros([2, 4, 4]) })).toMatch(/^RNN641: `x` of `simple` should be a tensor \[B, T, 3\] of float32, but is \[2, 4, 4\]/);
    expect(code({ x: tf.zeros([2, 4, 3], "int32") })).toMatch(/^RNN641: .* is one of int32/);
    expect(code({ w: tf.zeros([2, 4]) })).toMatch(/^RNN641: `w` .* int32 ids, but is one of float32/);
    expect(code({ w: tf.zeros([2, 5], "int32") })).toMatch(/^RNN641: `w` .* has 5 steps where another input along T has 4/);
    expect(code({ v: tf.zeros([3, 2]) })).toMatch(/^RNN641: `v` .* has 3 sequences where `x` has 2/);
    expect(code({ w: tf.fill([2, 4], 5, "int32") })).toMatch(/^RNN641: `w` of `simple` has ids from 0 to 4, but one is 5/);
    expect(code({ x: tf.zeros([0, 4, 3]), w: tf.zeros([0, 4], "int32"), v: tf.zeros([0, 2]) })).toMatch(/^RNN641: .* no sequences/);
    expect(code({}, { lengths: [4] })).toMatch(/^RNN641: `lengths` of `simple` should be a list of 2 lengths/);
    expect(code({}, { lengths: [4, 5] })).toMatch(/^RNN641: .* from 0 to 4, .* but one is 5/);
    expect(code({}, { lengths: { S: [1, 1] } })).toMatch(/^RNN641: `simple` has no time axis "S"/);
    expect(code({}, { lengths: { T: [0, 0] } })).toBe("");
    expect(code({}, { lengths: tf.tensor1d([4, 4]) })).toMatch(/^RNN641: `lengths` of `simple` should be a list, but is a tensor.*`await lengths\.data\(\)`$/);
    expect(code({}, { lengths: 4 })).toBe("RNN641: `lengths` of `simple` should be a list, but is 4");
    expect(code({ x: [[[1, 2, 3]]] })).toBe("RNN641: `x` of `simple` should be a tensor, but is a list of 1");
    expect(() => fn(right.x as never)).toThrow("`simple` takes an object with its tensors, { x, w, v }, but was given a tensor");
    expect(() => fn(undefined as never)).toThrow("`simple` takes an object with its tensors, { x, w, v }, but was given undefined");
    right.v.dispose();
    expect(code({})).toBe("RNN641: `v` of `simple` is a tensor that was disposed of");
  });

  test("a model on a GPU beside tensors that aren't", () => {
    expect(() => accessFor({ device: "webgpu" } as Executor, "m")).toThrow(expect.objectContaining({ code: "RNN642", message: expect.stringContaining("tf.setBackend(\"webgpu\")") as string }));
  });

  test("a model that was compiled alone, or was disposed of", async () => {
    const alone = await (await loadFactory(simple)).create();
    await expect(asFunction(alone)).rejects.toMatchObject({ code: "RNN640", message: expect.stringContaining("--layer") as string });
    const model = await (await loadFactory(simple, { layer: true })).create();
    const fn = await asFunction(model);
    const { numTensors } = tf.memory();
    fn.dispose();
    expect(tf.memory().numTensors).toBe(numTensors - model.description.parameters.length);
    expect(() => fn({ x: tf.zeros([1, 2, 3]) })).toThrow(expect.objectContaining({ code: "RNN601", message: expect.stringContaining("asFunction") as string }));
    model.dispose();
    await expect(asFunction(model)).rejects.toMatchObject({ code: "RNN601" });
  });
});

describe("a layer of tf.layers", () => {
  beforeAll(() => tf.setBackend("wasm"));

  test("is saved and loaded with its model", async () => {
    const { model, dispose } = await generatedNetwork({ device: "wasm" });
    const { x, y } = data(2, 5);
    model.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });
    const { history } = await model.fit(x, y, { epochs: 5, verbose: 0 });
    expect(history["loss"]!.at(-1)).toBeLessThan(history["loss"]![0] as number);
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    }));
    const topology = JSON.parse(JSON.stringify(saved!.modelTopology)) as object; // as a file would have it
    const load = (changed: object = topology) => tfl.loadLayersModel(tf.io.fromMemory({ ...saved!, modelTopology: changed }));
    const loaded = await load();
    expect((loaded.predict(x) as tf.Tensor).dataSync()).toEqual((model.predict(x) as tf.Tensor).dataSync());
    loaded.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await loaded.fit(x, y, { epochs: 1, verbose: 0 });
    const other = JSON.parse(JSON.stringify(topology).replace(/"fingerprint":"\w+"/, `"fingerprint":"0"`)) as object;
    await expect(load(other)).rejects.toMatchObject({ code: "RNN644" });
    dispose();
  });

  test("its weights are a checkpoint of the model, too", async () => {
    const Middle = await layerOf(await loadFactory(MIDDLE, { layer: true }), { className: "stored" });
    const layer = new Middle({ seed: 77 });
    const x = randomTensor([1, 4, 5], 3);
    const said = (layer.apply(x) as tf.Tensor).dataSync();
    await layer.store();
    const { y } = (await Middle.model.predict({ x: [(x.arraySync() as number[][][])[0]!] } as never)) as unknown as { y: Float32Array[][] };
    expect(distance(Float32Array.from(y[0]!.flatMap((step) => Array.from(step))), said)).toBeLessThanOrEqual(tolerances.outputs);
    const again = await layerOf(await loadFactory(MIDDLE, { layer: true }), { className: "again", weights: await Middle.model.save() });
    expect((new again().apply(x) as tf.Tensor).dataSync()).toEqual(said);
  });

  test("a mask says where sequences end", async () => {
    const Last = await layerOf(await loadFactory("model masked { input x: real[T, 2]  stack h from x { lstm(3) }  head y: real[3] = last(h) }", { layer: true }));
    const layer = new Last();
    const padded = tf.tensor3d([[[1, 2], [3, 4], [0, 0]], [[5, 6], [7, 8], [9, 1]]]);
    const model = tfl.sequential({ layers: [tfl.layers.masking({ maskValue: 0, inputShape: [null as unknown as number, 2] }), layer] });
    expect(model.outputs[0]!.shape).toEqual([null, 3]);
    const masked = (model.predict(padded) as tf.Tensor).arraySync() as number[][];
    const alone = (layer.apply(tf.tensor3d([[[1, 2], [3, 4]]])) as tf.Tensor).arraySync() as number[][];
    expect(distance(masked[0]!, alone[0]!)).toBeLessThanOrEqual(tolerances.outputs);
    expect(() => model.predict(tf.tensor3d([[[0, 0], [1, 2]]]))).toThrow(expect.objectContaining({ code: "RNN641" }));
  });

  test("several inputs and heads in their order, ids as tf.layers has them", async () => {
    const Two = await layerOf(await loadFactory("model two { input w: token[T] of 5  input v: real[2]  stack e from w { embed(3) }  stack h from e ++ v { gru(4) }  head y[t]: class(3) from h  head z: real[4] = last(h) }", { layer: true }));
    const [w, v] = [tfl.input({ shape: [6] }), tfl.input({ shape: [2] })];
    const outputs = new Two().apply([w, v]) as tfl.SymbolicTensor[];
    expect(outputs.map(({ shape }) => shape)).toEqual([[null, 6, 3], [null, 4]]);
    const model = tfl.model({ inputs: [w, v], outputs });
    const [y, z] = model.predict([tf.tensor2d([[0, 1, 2, 3, 4, 0]]), tf.ones([1, 2])]) as tf.Tensor[];
    expect([y!.shape, z!.shape]).toEqual([[1, 6, 3], [1, 4]]);
    expect(() => new Two().apply(w)).toThrow(expect.objectContaining({ code: "RNN641" }));
    // As a model of another copy of tf.layers would ask.
    expect(() => new Two().call([{ shape: [null, 6] }, { shape: [null, 2] }] as never, {})).toThrow(expect.objectContaining({ code: "RNN645", message: expect.stringContaining("loaded twice") as string }));
    expect(() => new Two().apply([tfl.input({ shape: [6] }), tfl.input({ shape: [3] })])).toThrow(expect.objectContaining({ code: "RNN641" }));
  });
});

describe.each([["guide.md", "A model inside a TensorFlow.js model"], ["guia.md", "Un modelo dentro de un modelo de TensorFlow.js"]])("docs/%s", (page, title) => {
  beforeAll(() => tf.setBackend("wasm"));
  const required = createRequire(import.meta.url);
  const section = readFileSync(fileURLToPath(new URL(`../docs/${page}`, import.meta.url)), "utf8").split(`## ${title}\n`)[1]!.split(/^## /m)[0]!;
  const blocksOf = (language: string): string[] => [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map((match) => match[1]!);

  test.each(blocksOf("ts").filter((text) => text.includes("@tensorflow/tfjs\"")).map((text, i): [number, string] => [i + 1, text]))("example %i runs as it stands there", async (_, text) => {
    const { files } = await compileOne(blocksOf("rnn")[0]!, undefined, undefined, { layer: true, modules: "plain" });
    const tfjs = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers"].map((name) => `export * from ${JSON.stringify(pathToFileURL(required.resolve(name)).href)};\n`).join("");
    const scripts = [...files, { path: "example.ts", text: `${text}export { model };\n` }, { path: "tfjs.ts", text: tfjs }];
    const { model } = await importModule(scripts, { "@tensorflow/tfjs": "./tfjs.js", "./generated/middle/index.js": "./index.js" }, "example.ts");
    expect(model).toBeDefined();
  });
});
