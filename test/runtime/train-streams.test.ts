// Truncated BPTT reads what the language says: sequences end to end in equal streams, K steps an update, the state
// carried, reset where a sequence begins, the last target of a chunk the first symbol of the next.

import { describe, expect, test } from "vitest";
import { pack } from "../../runtime/batch.js";
import { key, uniform } from "../../runtime/random.js";
import { countChunks, layEndToEnd, readChunk } from "../../runtime/streams.js";
import { fit } from "../../runtime/train.js";
import { evaluate } from "../../runtime/evaluate.js";
import type { Sequence } from "../../runtime/examples.js";
import { collect, elmanStep, H, languageModel, noiseOf, randomSeed, randomText, textOf } from "./train-support.js";

const K = 4;

/** The slow reading: every row of every stream, one by one. */
interface Row {
  readonly sequence: Sequence;
  readonly t: number;
  readonly x: number;
  readonly target: number;
}

function slowStreams(sequences: readonly Sequence[], count: number): Row[][] {
  const rows: Row[] = [];
  for (const sequence of sequences) {
    const { data } = sequence.columns["text"];
    for (let t = 0; t + 1 < data.length; t++) rows.push({ sequence, t, x: data[t], target: data[t + 1] });
  }
  const streams = Math.min(count, rows.length);
  return Array.from({ length: streams }, (_, i) => rows.slice(Math.floor((i * rows.length) / streams), Math.floor(((i + 1) * rows.length) / streams)));
}

function raggedLengths(seed: number): number[] {
  const edges = [0, 1, 2, K - 1, K, K + 1, K + 2, 2 * K, 2 * K + 1, 3 * K + 2];
  return Array.from({ length: 1 + Math.floor(uniform(seed, 0, 0, 0) * 8) }, (_, i) => edges[Math.floor(uniform(seed, i, 1, 0) * edges.length)]);
}

describe("streams", () => {
  const base = randomSeed();
  const cases = [
    { name: "one text", lengths: [23], count: 3 },
    { name: "one text of exactly K + 1", lengths: [K + 1], count: 1 },
    { name: "all borders", lengths: [0, 1, K, K + 1, K + 2, 2, 2, 2, 2 * K + 1], count: 2 },
    { name: "many short ones in a chunk", lengths: [2, 2, 2, 3, 2, 2, 2, 1, 0, 2, 2], count: 2 },
    { name: "fewer rows than streams", lengths: [2, 2], count: 9 },
    ...Array.from({ length: 20 }, (_, i) => ({ name: `random ${i}`, lengths: [...raggedLengths(key(base, i)), 2], count: 1 + (i % 5) })),
  ];

  test.each(cases)("$name: segments are the slow reading, $lengths in $count", ({ lengths, count }) => {
    const sequences = lengths.map((length, id) => randomText(base, id, length));
    const { description: d } = languageModel();
    const streams = layEndToEnd(d, sequences, count);
    const slow = slowStreams(sequences, count);
    expect(streams.count).toBe(slow.length);
    expect(Math.max(...slow.map((rows) => rows.length)) - Math.min(...slow.map((rows) => rows.length))).toBeLessThanOrEqual(1);
    const chunks = countChunks(streams, K);
    expect(chunks).toBe(Math.ceil(Math.max(...slow.map((rows) => rows.length)) / K));
    for (let c = 0; c < chunks; c++) {
      const { segments, last } = readChunk(streams, c, K);
      const expected: Row[] = slow.flatMap((rows) => rows.slice(c * K, (c + 1) * K));
      const read = segments.flatMap(({ sequence, from, to }) => Array.from({ length: to - from }, (_, i) => ({ id: sequence.id, t: from + i })));
      expect(read).toEqual(expected.map(({ sequence, t }) => ({ id: sequence.id, t })));
      // Carried exactly where the row before is of the same sequence, in the same stream.
      segments.forEach((segment) => expect(segment.states !== undefined).toBe(c > 0 && segment.from > 0));
      let at = 0;
      slow.forEach((rows, stream) => {
        const n = rows.slice(c * K, (c + 1) * K).length;
        if (n === 0) return expect(last[stream]).toBe(-1);
        at += n;
        const segment = segments[last[stream]];
        const end = expected[at - 1];
        return expect([segment.sequence.id, segment.to - 1]).toEqual([end.sequence.id, end.t]);
      });
    }
  });

  test.each(cases)("$name: every update's loss is that of the slow reading", async ({ lengths, count }) => {
    const sequences = lengths.map((length, id) => randomText(base, id, length));
    const model = languageModel({ gradient: { kind: "tbptt", steps: K, every: K }, batch: count, epochs: 2 });
    const reports = await collect(fit(model, { training: sequences }, { every: { updates: 1 } }));
    const slow = slowStreams(sequences, count);
    const chunks = Math.ceil(Math.max(...slow.map((rows) => rows.length)) / K);
    expect(model.executor.log.length).toBe(2 * chunks);
    expect(reports.at(-1)).toMatchObject({ done: "epochs", update: 2 * chunks });

    let epochLoss = 0;
    let epochRows = 0;
    let states: Float64Array[] = slow.map(() => new Float64Array(H));
    model.executor.log.forEach(({ batch, parameters }, u) => {
      if (u % chunks === 0) {
        states = slow.map(() => new Float64Array(H));
        [epochLoss, epochRows] = [0, 0];
      }
      const randomKey = key(1, u + 1) | 0;
      expect(batch.data["random.key"][0]).toBe(randomKey);
      let loss = 0;
      let rows = 0;
      slow.forEach((stream, i) =>
        stream.slice((u % chunks) * K, ((u % chunks) + 1) * K).forEach(({ sequence, t, x, target }) => {
          if (t === 0) states[i] = new Float64Array(H);
          const noise = noiseOf({ ...batch, data: { "random.key": Int32Array.of(randomKey), "random.T": Int32Array.of(key(sequence.id, t)) } }, 0);
          const step = elmanStep(parameters, x, states[i], noise);
          states[i] = step.h;
          loss -= Math.log(step.p[target]);
          rows++;
        }),
      );
      epochLoss += loss;
      epochRows += rows;
      const report = reports.find((one) => one.update === u + 1);
      expect(report?.batchLoss).toBeCloseTo(loss / rows, 5);
      expect(report?.loss).toBeCloseTo(epochLoss / epochRows, 5);
    });
  });
});

test("the fake's gradient is right, so the tests can rely on it: finite differences", async () => {
  const { description, executor } = languageModel();
  const carried = { "h.1.h": Float32Array.of(0.3, -0.2, 0.5) };
  const segments = [{ sequence: textOf(0, [0, 3, 2, 1, 4, 2]), from: 1, to: 5, states: carried }, { sequence: textOf(1, [4, 4, 0]), from: 0, to: 2 }];
  const packed = pack(description, segments, { targets: true, key: 5 });
  const batch = { ...packed, data: { ...packed.data, "update.rate": Float32Array.of(0), "update.bias1": Float32Array.of(1), "update.bias2": Float32Array.of(1) } };
  const { "weight.text": weight, "target.text": target } = packed.data;
  const parameters = await executor.read("parameters");
  await executor.run(["forward", "backward", "update"], batch, ["norm"]);
  const gradient = await executor.read("gradients");
  for (let i = 0; i < parameters.length; i++) {
    const at = async (delta: number) => {
      const changed = parameters.slice();
      changed[i] += delta;
      executor.write("parameters", changed);
      // The loss comes back as f32: take it from the probabilities instead.
      const { "output.text": p } = await executor.run(["forward"], batch, ["output.text"]);
      return { parameter: changed[i], loss: Array.from(weight).reduce<number>((sum, w, r) => sum - w * Math.log(p[r * 5 + target[r]]), 0) };
    };
    const [low, high] = [await at(-0.02), await at(0.02)];
    expect((high.loss - low.loss) / (high.parameter - low.parameter)).toBeCloseTo(gradient[i], 3);
  }
});

test("evaluation carries states through: its loss is that of one long reading, whatever the rows at once", async () => {
  const model = languageModel({ gradient: { kind: "tbptt", steps: K, every: K }, batch: 8 });
  const sequences = [randomText(3, 0, 700), randomText(3, 1, 1), randomText(3, 2, 55)];
  let loss = 0;
  let rows = 0;
  let right = 0;
  const parameters = await model.executor.read("parameters");
  for (const sequence of sequences) {
    const { data } = sequence.columns["text"];
    let h: Float64Array = new Float64Array(H);
    for (let t = 0; t + 1 < data.length; t++, rows++) {
      const step = elmanStep(parameters, data[t], h, 0);
      h = step.h;
      loss -= Math.log(step.p[data[t + 1]]);
      if (step.p.indexOf(Math.max(...step.p)) === data[t + 1]) right++;
    }
  }
  for (const rowsAtOnce of [7, 100, 5000]) {
    const evaluation = await evaluate(model, sequences, { rowsAtOnce });
    expect(evaluation.rows).toBe(rows);
    expect(evaluation.loss).toBeCloseTo(loss / rows, 6);
    expect(evaluation.heads["text"]).toMatchObject({ kind: "class", rows, accuracy: right / rows });
  }
  expect(model.executor.log.every(({ programs }) => programs.join() === "predict,score")).toBe(true);
  expect(await model.executor.read("parameters")).toEqual(parameters);
});
