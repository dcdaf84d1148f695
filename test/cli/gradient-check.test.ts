// `rnnc check --gradients`: every gradient of a cell and a model beside differences of the loss, and what is said where
// they can't agree. That the gradients of all cells are right is cells.test.ts's to show.
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareParameter, type CheckedGradient } from "../../cli/gradient-check.js";
import { Graph, type Program } from "../../compiler/ir.js";
import { openPlace } from "./run.js";

const place = openPlace();
afterAll(() => place.remove());
const { at, run } = place;

const leaky = `cell leaky(H, slope = 1, activation = tanh) {
  input  x: [D]
  state  h: [H]
  output h
  param W: [H, D]
  param U: [H, H] = orthogonal
  param a, b: [H]
  k = sigmoid(slope * a)
  h = k * h[t-1] + (1 - k) * activation(W @ x + U @ h[t-1] + b)
}
`;
const model = `model small {
  input x: real[T, 2]
  stack h from x { leaky(5, activation = relu)  dropout(20%) }
  head x[t+1] from h
  train { gradient = tbptt(8) }
}
`;

beforeAll(() => {
  writeFileSync(at("mine.rnn"), leaky + model);
  writeFileSync(at("cell.rnn"), "cell still(H) {\n  input x: [H]\n  state h: [H]\n  output h\n  h = 0.5 * h[t-1] + x\n}\n");
  writeFileSync(at("pole.rnn"), "cell pole(H) {\n  input x: [D]\n  state h: [H]\n  output h\n  param W: [H, D]\n  h = log(W @ x - 100)\n}\n");
  writeFileSync(at("wrong.rnn"), "cell wrong(H) {\n  input x: [D]\n  state h: [H]\n  output h\n  h = x\n}\n");
});

describe("a cell and a model that are right", () => {
  it("each parameter in a table, and all agree", () => {
    const { code, out, err } = run("check", "mine.rnn", "--gradients");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("cell leaky, as leaky(4) on 3 values a step");
    expect(out).toMatch(/^ {4}U +\[4, 4\] +18 +\d\.\de-\d+ {2}ok$/m);
    expect(out).toMatch(/^ {4}h\.1\.W +\[5, 2\] +12 +\d\.\de-\d+ {2}ok$/m);
    expect(out).toContain("All 10 gradients agree");
    expect(out).toContain("mine.rnn: no problems.");
    expect(out.split("\n").every((line) => line.length <= 80)).toBe(true);
  });
  it("as JSON", () => {
    const { code, out } = run("check", "mine.rnn", "--gradients", "--json");
    expect(code).toBe(0);
    const { ok, files } = JSON.parse(out) as { ok: boolean; files: { gradients: CheckedGradient[] }[] };
    expect(ok).toBe(true);
    const [cell, whole] = files[0]!.gradients;
    expect([cell!.kind, cell!.name, cell!.parameters.map(({ name }) => name)]).toEqual(["cell", "leaky", ["W", "U", "a", "b"]]);
    expect([whole!.kind, whole!.name, whole!.parameters.map(({ name }) => name)]).toEqual(["model", "small", ["h.1.W", "h.1.U", "h.1.a", "h.1.b", "x.W", "x.b"]]);
    for (const one of [...cell!.parameters, ...whole!.parameters]) {
      expect(one, one.name).toMatchObject({ agrees: true, matters: true });
      expect(one.difference, one.name).toBeLessThan(1e-8);
    }
  });
  it("a cell without parameters says so; without --gradients nothing is computed", () => {
    expect(run("check", "cell.rnn", "--gradients")).toMatchObject({ code: 0, out: expect.stringContaining("no parameters") as string });
    expect(run("check", "mine.rnn").out).toBe("mine.rnn: no problems.\n");
  });
});

describe("what is wrong", () => {
  it("a loss that is no number fails, and says of which parameter", () => {
    const { code, out } = run("check", "pole.rnn", "--gradients");
    expect(code).toBe(1);
    expect(out).toMatch(/ W +\[4, 3\].* NOT A NUMBER$/m);
    expect(out).toMatch(/1 of 1 gradient differs\. Equations with a jump or a pole/);
    expect(out).not.toContain("no problems");
  });
  it("a spec with errors has no gradients", () => {
    const { code, out, err } = run("check", "wrong.rnn", "--gradients");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("error[RNN");
  });
  it("a gradient that is off by one part in ten thousand is found", () => {
    const g = new Graph();
    const p = g.node("param", [], { name: "p", shape: [3] });
    const loss: Program = { name: "loss", sections: [{ name: "loss", outputs: { loss: g.sum(g.mul(p, p, p)) } }] };
    const batch = { size: 1, axes: {}, data: {}, parameters: { p: Float64Array.of(0.5, -1, 2) } };
    const described = { name: "p", shape: [3], offset: 0, initial: { kind: "zeros" }, frozen: false } as const;
    expect(compareParameter(described, batch, Float64Array.of(0.75, 3, 12), loss)).toMatchObject({ agrees: true, kinks: 0, tried: 5 });
    const off = compareParameter(described, batch, Float64Array.of(0.75, 3, 12.0012), loss);
    expect(off).toMatchObject({ agrees: false, kinks: 0 });
    expect(off.difference).toBeCloseTo(0.0012 / 15.75, 6);
  });
});
