// Teacher forcing below 100 %: which steps read what the model says itself, and that it is what the model says, given all it was fed before.
import { describe, expect, test } from "vitest";
import { pack, type Description, type Model, type PackedBatch, type Segment, type Sequence } from "@rnnc/runtime";
import { check } from "../compiler/1-check/index.js";
import { openSources } from "../cli/library.js";
import { parse } from "../grammar/index.js";
import { feedOwn, forcedShare } from "../runtime/forcing.js";
import { key } from "../runtime/random.js";
import { argmax } from "../runtime/predictions.js";
import { seeded, seedOf } from "./support/random.js";
import { compileAndLoad } from "./support/load.js";

const seed = seedOf("RNNC_SEED", 1);

const endless = (train = ""): string => `
  model endless {
    input text: token[T] of 7
    stack h from text { embed(4)  gru(6) }
    head text[t+1] from h
    train { ${train} }
  }`;
const translate = `
  model translate {
    input source: token[S] of 5
    input target: token[T] of 6
    stack e from source { embed(3)  gru(4) }
    stack d from target[t-1] init final(e) { embed(3)  gru(4, dropout = 20%) }
    head target[t] from d
  }`;

/** Random ids of these lengths, of each input with time. */
function sequencesOf(d: Description, lengths: readonly (readonly number[])[]): Sequence[] {
  const random = seeded(seed);
  return lengths.map((list, id) => ({
    id,
    columns: Object.fromEntries(d.inputs.map((input, i) => [input.name, { data: Int32Array.from({ length: list[i] }, () => Math.floor(random.next() * input.size)), length: list[i] }])),
  }));
}

async function feed(model: Model, segments: readonly Segment[], share: number, update = 1): Promise<{ batch: PackedBatch; fed: PackedBatch }> {
  const batch = pack(model.description, segments, { targets: true, key: key(seed, update) });
  return { batch, fed: await feedOwn(model, batch, segments, share) };
}

/** Where another symbol than that of the data is read, it is the most probable one after what was read before. Gives the share of such places. */
async function expectOwn(model: Model, { batch, fed }: { batch: PackedBatch; fed: PackedBatch }, input: string, axis: string): Promise<{ own: number; other: number; steps: number }> {
  const { [`output.${input}`]: output } = await model.executor.run(["predict"], fed, [`output.${input}`]);
  const size = model.description.heads[0].size;
  const { steps, rows, start } = fed.axes[axis];
  const counts = { own: 0, other: 0, steps: 0 };
  for (let t = 0; t < steps; t++) {
    for (let p = 0; p < rows[t]; p++) {
      const [truth, read] = [batch.data[input][start[t] + p], fed.data[input][start[t] + p]];
      if (t === 0) expect(read).toBe(truth);
      else {
        counts.steps++;
        const said = argmax(output.subarray((start[t - 1] + p) * size, (start[t - 1] + p + 1) * size));
        if (read === said) counts.own++;
        else expect(read).toBe(truth);
        if (read !== truth) counts.other++;
      }
    }
  }
  for (const name of Object.keys(batch.data)) if (name !== input) expect(fed.data[name], name).toEqual(batch.data[name]);
  return counts;
}

describe("what is read", () => {
  const lengths = [[5], [9], [1], [0], [7], [9]];
  const whole = (sequence: Sequence): Segment => ({ sequence, from: 0, to: sequence.columns["text"].length });

  test("the data at 100 %, the model's own at 0 %, some of both between", async () => {
    const model = await compileAndLoad(endless(), { seed: 3 });
    const segments = sequencesOf(model.description, lengths).map(whole);
    const all = await feed(model, segments, 1);
    expect(all.fed).toBe(all.batch);
    const none = await expectOwn(model, await feed(model, segments, 0), "text", "T");
    expect(none.own).toBe(none.steps);
    expect(none.other).toBeGreaterThan(0);
    const half = await expectOwn(model, await feed(model, segments, 0.5), "text", "T");
    expect(half.other).toBeGreaterThan(0);
    expect(half.other).toBeLessThan(none.other);
  });

  test("drawn by seed, update, sequence and step: whatever stands beside it", async () => {
    const model = await compileAndLoad(endless(), { seed: 3 });
    const segments = sequencesOf(model.description, lengths).map(whole);
    const read = async (list: readonly Segment[], update = 1): Promise<readonly number[][]> => {
      const { fed } = await feed(model, list, 0.5, update);
      return list.map((segment, i) => {
        const b = fed.order.indexOf(i);
        return Array.from({ length: segment.to }, (_, t) => fed.data["text"][fed.axes["T"].start[t] + b]);
      });
    };
    const together = await read(segments);
    expect(await read(segments)).toEqual(together);
    expect(await read(segments, 2)).not.toEqual(together);
    expect((await read([...segments].reverse())).toReversed()).toEqual(together);
    for (const [i, segment] of segments.entries()) if (segment.to > 0) expect((await read([segment]))[0]).toEqual(together[i]);
  });

  test("chunks go on from the states that are carried", async () => {
    const model = await compileAndLoad(endless("gradient = tbptt(4)"), { seed: 3 });
    const sequences = sequencesOf(model.description, lengths);
    const states = Object.fromEntries(model.description.states.map(({ name, size }) => [name, new Float32Array(size).fill(0.7)]));
    const segments: Segment[] = [{ sequence: sequences[1], from: 4, to: 8, states }, { sequence: sequences[0], from: 0, to: 4 }, { sequence: sequences[5], from: 3, to: 6, states }];
    const counts = await expectOwn(model, await feed(model, segments, 0), "text", "T");
    expect(counts.own).toBe(counts.steps);
    expect(counts.other).toBeGreaterThan(0);
  });

  test("along the axis of what is predicted, beside another of other lengths, after the boundary", async () => {
    const model = await compileAndLoad(translate, { seed: 2 });
    const sequences = sequencesOf(model.description, [[3, 5], [8, 2], [1, 7], [4, 0], [5, 6]]);
    const segments = sequences.map((sequence) => ({ sequence, from: 0, to: sequence.columns["source"].length }));
    const none = await expectOwn(model, await feed(model, segments, 0), "target", "T");
    expect(none.own).toBe(none.steps);
    expect(none.other).toBeGreaterThan(0);
    expect((await expectOwn(model, await feed(model, segments, 0.3), "target", "T")).other).toBeGreaterThan(0);
  });
});

test("the share falls along a straight line, fractions of epochs too, and stays", () => {
  const ramp = { from: 1, to: 0.5, over: 10 };
  expect([0, 2.5, 10, 40].map((epochs) => forcedShare(ramp, epochs))).toEqual([1, 0.875, 0.5, 0.5]);
  expect(forcedShare({ from: 0.25, to: 0.25, over: 0 }, 0)).toBe(0.25);
  expect(forcedShare(null, 3)).toBe(1);
});

describe("training", () => {
  const examples = Array.from({ length: 24 }, (_, i) => ({ text: Array.from({ length: 3 + (i % 5) }, (_, t) => (i + t * t) % 7) }));
  async function train(options: object, teacherForcing: string, runs: readonly number[] = [2]): Promise<Float32Array> {
    const model = await compileAndLoad(endless(`batch = 8  validate = 25%  ${teacherForcing}`), { seed: 1 });
    for (const [i, epochs] of runs.entries()) for await (const _ of model.fit(examples, { ...options, epochs, resume: i > 0 }));
    return model.executor.read("parameters");
  }

  test("100 % is no forcing; below it something else is learned; a run that was interrupted ends with the same bits", async () => {
    const plain = await train({}, "");
    expect(await train({}, "teacher_forcing = 100%")).toEqual(plain);
    expect(await train({ teacherForcing: { from: 1, to: 1, over: 3 } }, "")).toEqual(plain);
    const half = await train({}, "teacher_forcing = 50%");
    expect(half).not.toEqual(plain);
    expect(await train({ teacherForcing: { from: 0.5, to: 0.5, over: 0 } }, "")).toEqual(half);
    expect(await train({ teacherForcing: null }, "teacher_forcing = 50%")).toEqual(plain);
    const ramp = await train({}, "teacher_forcing = ramp(100%, 20%, over = 2)");
    expect(await train({}, "teacher_forcing = ramp(100%, 20%, over = 2)", [0.7, 1, 2])).toEqual(ramp);
    const chunks = "gradient = tbptt(4, every = 2)  teacher_forcing = 50%";
    expect(await train({}, chunks, [0.6, 2])).toEqual(await train({}, chunks));
  });

  test.each([{ from: 0.5, to: 1.5, over: 1 }, { from: -1, to: 1, over: 1 }, { from: 0.5, to: 0.5, over: -1 }])("refuses %j", async (teacherForcing) => {
    await expect(train({ teacherForcing }, "")).rejects.toMatchObject({ code: "RNN621", message: expect.stringContaining("shares from 0 to 1") as string });
  });

  test("says where it has nothing to act on", async () => {
    const model = await compileAndLoad("model m { input x: real[T]  stack h from x { elman(3) }  head x[t+1] from h }");
    await expect(async () => {
      for await (const _ of model.fit([{ x: [1, 2, 3] }], { teacherForcing: { from: 0.5, to: 0.5, over: 0 } }));
    }).rejects.toMatchObject({ code: "RNN621", message: expect.stringContaining("nothing to act on") as string });
    const text = endless("teacher_forcing = 50%  update = step");
    const { tree, problems } = parse(text);
    expect(check(tree, { path: "m.rnn", text }, openSources(), problems).diagnostics).toContainEqual(expect.objectContaining({ code: "RNN403", title: expect.stringContaining("`teacher_forcing` below 100%") as string }));
  });
});
