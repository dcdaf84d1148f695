// `rnnc predict --tsv`: rows of sequences and rows of steps, and a tagger that was trained on CoNLL-U whose table is read again.
import { writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { Failure } from "../../cli/failure.js";
import type { AnyModel } from "../../cli/load.js";
import { predictionTable } from "../../cli/predict-table.js";
import { describeModel, head, input } from "../runtime/support.js";
import { openPlace } from "./run.js";

type Over = Parameters<typeof describeModel>[0];
/** A model that says nothing itself: what it is and what its classes are called. */
const modelOf = (over: Over, labels: Readonly<Record<string, readonly string[]>> = {}): AnyModel => ({ description: describeModel(over), labels: (name: string) => labels[name] ?? null }) as unknown as AnyModel;
const said = (value: string | number, ...probabilities: number[]) => ({ value, probabilities: Float32Array.from(probabilities) });

describe("rows of sequences", () => {
  const model = modelOf(
    { inputs: [input("review", { kind: "words", size: 9 })], heads: [head("label"), head("spam", { kind: "binary", size: 1 }), head("topics", { kind: "multilabel", size: 3 }), head("price", { kind: "real", size: 2 })] },
    { topics: ["a", "b", "c"] },
  );
  const row = { label: said("po\tsitive", 0.25, 0.75), spam: 0.125, topics: Float32Array.of(0.9, 0.1, 0.5), price: Float32Array.of(1.5, -0.001) };
  it("have a header, and say where each example is", () => {
    const table = predictionTable(model, false);
    expect(table.header).toBe("line\tlabel\tlabel.probability\tspam\tspam.probability\ttopics\tprice.1\tprice.2");
    expect(table.lines(row, { review: "x" }, { file: "a.csv", line: 7 })).toEqual(["7\tpo\\tsitive\t0.75\t0\t0.125\ta;c\t1.5\t-0.001"]);
    expect(predictionTable(model, true).header).toMatch(/^file\tline\tlabel/);
    expect(predictionTable(model, true).lines(row, {}, { file: "a.csv", line: 7 })[0]).toMatch(/^a\.csv\t7\t/);
  });
  it("hold several steps ahead side by side", () => {
    const forecast = modelOf({ inputs: [input("x")], heads: [head("x", { kind: "real", size: 1, predicts: { input: "x", from: 1, to: 3 } })] });
    expect(predictionTable(forecast, false).header).toBe("line\tx.1\tx.2\tx.3");
    expect(predictionTable(forecast, false).lines({ x: Float32Array.of(1, 2, 3) }, {}, undefined)).toEqual(["\t1\t2\t3"]);
  });
});

describe("rows of steps", () => {
  it("have what was read beside what is said, and an empty line after each sequence", () => {
    const tagger = modelOf({ inputs: [input("words", { kind: "words", size: 9 })], heads: [head("tag", { axis: "T" })] });
    const table = predictionTable(tagger, false);
    expect(table.header).toBeNull();
    const tags = { tag: [said("DET", 1, 0), said("NOUN", 0, 1)] };
    for (const words of ["The end", ["The", "end"]]) expect(table.lines(tags, { words }, undefined)).toEqual(["The\tDET", "end\tNOUN", ""]);
  });
  it("are those that `keep` leaves; numbers have their columns", () => {
    const last = modelOf({ inputs: [input("words", { kind: "words", size: 9, keep: { from: "last", count: 1 } })], heads: [head("tag", { axis: "T" })] });
    expect(predictionTable(last, false).lines({ tag: [said("NOUN", 0, 1)] }, { words: "the end" }, undefined)).toEqual(["end\tNOUN", ""]);
    const alarm = modelOf({ inputs: [input("x", { size: 2 })], heads: [head("alarm", { kind: "binary", size: 1, axis: "T" })] });
    for (const x of [[[1, 2], [3, 4]], Float32Array.of(1, 2, 3, 4)]) expect(predictionTable(alarm, false).lines({ alarm: [0.2, 0.9] }, { x }, undefined)).toEqual(["1\t2\t0", "3\t4\t1", ""]);
    const writer = modelOf({ inputs: [input("text", { kind: "chars", size: 9 })], heads: [head("text", { axis: "T", predicts: { input: "text", from: 1, to: 1 } })] });
    expect(predictionTable(writer, false).lines({ text: [said("\n", 1), said("b", 1)] }, { text: "a\n" }, undefined)).toEqual(["a\t\\n", "\\n\tb", ""]);
  });
  it("can't be beside rows of sequences", () => {
    const both = modelOf({ inputs: [input("words", { kind: "words", size: 9 })], heads: [head("tag", { axis: "T" }), head("label")] });
    expect(() => predictionTable(both, false)).toThrow(Failure);
  });
});

describe("a tagger trained on CoNLL-U", () => {
  const place = openPlace();
  afterAll(() => place.remove());
  it("tags a file of tokens, and its table is read as one", () => {
    const { at, run } = place;
    const sentence = (tokens: readonly (readonly [string, string])[]): string => tokens.map(([form, tag], i) => `${i + 1}\t${form}\t_\t${tag}\t_\t_\t0\t_\t_\t_\n`).join("") + "\n";
    const sentences = Array.from({ length: 40 }, (_, i) => sentence([["The", "DET"], [`n${i % 3}`, "NOUN"], ["runs", "VERB"]].slice(0, 2 + (i % 2)) as [string, string][]));
    writeFileSync(at("train.conllu"), sentences.join(""));
    writeFileSync(at("new.iob"), "The X\nn1 X\n\nThe X\nn2 X\nruns X\n");
    writeFileSync(at("tagger.rnn"), "model tagger {\n  input words: words[T] of 10 { case = keep }\n  stack h from words { embed(8)  elman(8) }\n  head tag[t]: class(3) from h\n  train { optimizer = adam(rate = 5e-2)  batch = 4  epochs = 5 }\n}\n");
    expect(run("train", "tagger.rnn", "--data", "train.conllu", "--columns", "words=form,tag=upos")).toMatchObject({ code: 0 });
    const { code, out, err } = run("predict", "tagger.rnn", "-w", "tagger.safetensors", "--data", "new.iob", "--columns", "words=1,tag=2", "--tsv");
    expect({ code, out, err }).toEqual({ code: 0, out: "The\tDET\nn1\tNOUN\n\nThe\tDET\nn2\tNOUN\nruns\tVERB\n\n", err: "" });
    writeFileSync(at("tagged.conll"), out);
    expect(run("evaluate", "tagger.rnn", "-w", "tagger.safetensors", "--data", "tagged.conll").out).toMatch(/accuracy +100\.0 %/);
    expect(run("predict", "tagger.rnn", "-w", "tagger.safetensors", "--data", "new.iob", "--tsv", "--json")).toMatchObject({ code: 2 });
  });
});
