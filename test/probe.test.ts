// What a probe sees: every equation of a cell by its name, and gradients with respect to states at every step, against
// central differences of the loss. Cells of every sort; the numbers, not the pictures (test/cli/plot.test.ts).
import { describe, expect, test } from "vitest";
import { describe as describeModel } from "../compiler/5-emit/describe.js";
import { interpret, type Batch } from "../compiler/interpret.js";
import { Graph } from "../compiler/ir.js";
import { lowerProbed, type Probed } from "../compiler/probe.js";
import { initialise } from "../runtime/weights.js";
import { packWhole, randomSequences } from "./support/random-models.js";
import { seeded } from "./support/random.js";
import { checkOne, parametersOf } from "./support/stages.js";
import { distance, tolerances } from "./support/tolerances.js";

function look(spec: string, lengths: readonly number[], head: string | null = null): { probed: Probed; batch: Batch; d: ReturnType<typeof describeModel> } {
  const model = checkOne(spec);
  const probed = lowerProbed(model, new Graph(), head);
  const d = describeModel(model, probed);
  const packed = packWhole(d, randomSequences(seeded(3), d, lengths));
  const zeros = probed.probes.filter(({ isState }) => isState).map(({ path, name, axis, shape }) => [`probe.${path}.${name}`, new Float64Array(packed.axes[axis]!.total * shape.reduce((a, b) => a * b, 1))]);
  return { probed, d, batch: { size: packed.size, axes: packed.axes, data: { ...packed.data, ...Object.fromEntries(zeros) }, parameters: parametersOf(d, initialise(d, 5)) } };
}

/** Every ∂loss/∂ state, at some places, by nudging the state there. */
function expectGradients({ probed, batch }: ReturnType<typeof look>): number {
  const told = interpret(probed.gradients, batch);
  let tried = 0;
  for (const { path, name } of probed.probes.filter(({ isState }) => isState)) {
    const key = `probe.${path}.${name}`;
    const zeros = batch.data[key]!;
    const gradient = told[`gradient.${path}.${name}`]!;
    expect(gradient.length, key).toBe(zeros.length);
    for (let at = 0; at < zeros.length; at += 3, tried++) {
      const loss = (step: number): number => interpret(probed.gradients, { ...batch, data: { ...batch.data, [key]: Float64Array.from(zeros, (_, i) => (i === at ? step : 0)) } })["loss"]![0]!;
      const found = (loss(tolerances.finiteDifferenceStep) - loss(-tolerances.finiteDifferenceStep)) / (2 * tolerances.finiteDifferenceStep);
      expect(Math.abs(gradient[at]! - found), `${key} at ${at}: ${gradient[at]}, by differences ${found}`).toBeLessThanOrEqual(tolerances.finiteDifferences);
    }
  }
  return tried;
}

const own = `cell mine(H) { input x: [D] state h, s: [H] output h param W: [H, D] param U: [H, H] param a: [H]
  k = sigmoid(a)  s = k * s[t-1] + (1 - k) * tanh(W @ x + U @ h[t-2])  h = s * sigmoid(s - W @ x[t-1]) }`;

describe("gradients with respect to states", () => {
  test.each([
    ["one layer, loss at the end", "model m { input x: real[T, 3]  stack h from x { elman(4) }  head y: class(3) from last(h) }"],
    ["two layers, loss at every step", "model m { input x: real[T, 3]  stack h from x { lstm(3)  gru(3) }  head y[t]: real[2] from h }"],
    ["a cell of one's own that reaches two steps back", `${own} model m { input x: real[T, 4]  stack h from x { mine(4) }  head x[t+1] from h }`],
    ["backward, both ways, inside residual", "model m { input x: real[T, 3]  stack h from x { backward elman(3)  bidirectional gru(2)  residual { lstm(4) } }  head y[t]: real from h  head z: class(3) from last(h) }"],
    ["a part, and a state that starts at learned numbers", "cell two(H) { input x: [D] state s: [H] = learned output s part lower = elman(H) param U: [H, H] s = tanh(U @ lower(x ++ s[t-1]) + s[t-2]) } model m { input x: real[T, 2]  stack h from x { two(3) }  head x[t+1] from h }"],
    ["two axes, the end of one the start of the other", "model m { input s: token[S] of 4  input u: token[T] of 5  stack e from s { embed(3)  lstm(3) }  stack d from u[t-1] init final(e) { embed(2)  lstm(3) }  head u[t] from d }"],
    ["dropout is off", "model m { input u: token[T] of 5  stack h from u { embed(3)  lstm(4, dropout = 50%, recurrent_dropout = 50%)  dropout(50%) }  head u[t+1] from h }"],
  ])("%s", (_, spec) => {
    expect(expectGradients(look(spec, [4, 2, 3]))).toBeGreaterThan(10);
  });

  test("of one head alone: other states get none", () => {
    const spec = "model m { input x: real[T, 3]  stack a from x { elman(4) }  stack b from x { elman(4) }  head y: real from last(a)  head z: real from last(b) }";
    const made = look(spec, [3, 2], "z");
    expectGradients(made);
    const told = interpret(made.probed.gradients, made.batch);
    expect(Math.max(...told["gradient.a.1.h"]!.map(Math.abs))).toBe(0);
    expect(Math.max(...told["gradient.b.1.h"]!.map(Math.abs))).toBeGreaterThan(0);
  });
});

describe("values", () => {
  test("every equation is there by its name, in the order of computing, and means what it says", () => {
    const made = look("model m { input x: real[T, 3]  stack h from x { lstm(4) }  head y[t]: real[2] from h }", [5]);
    expect(made.probed.probes.map(({ path, name, isState }) => `${path}.${name}${isState ? " state" : ""}`)).toEqual(["h.1.i", "h.1.f", "h.1.g", "h.1.o", "h.1.c state", "h.1.h state"]);
    const v = interpret(made.probed.values, made.batch);
    const { parameters: p } = made.batch;
    const x = Array.from(made.batch.data["x"]!);
    let [h, c] = [[0, 0, 0, 0], [0, 0, 0, 0]];
    for (let t = 0; t < 5; t++) {
      const gate = (name: string, f: (z: number) => number): number[] =>
        h.map((_, i) => f(p[`h.1.b_${name}`]![i]! + [0, 1, 2].reduce((sum, j) => sum + p[`h.1.W_${name}`]![i * 3 + j]! * x[t * 3 + j]!, 0) + h.reduce((sum, value, j) => sum + p[`h.1.U_${name}`]![i * 4 + j]! * value, 0)));
      const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
      const [i, f, g, o] = [gate("i", sigmoid), gate("f", sigmoid), gate("g", Math.tanh), gate("o", sigmoid)];
      c = c.map((value, k) => f[k]! * value + i[k]! * g[k]!);
      h = c.map((value, k) => o[k]! * Math.tanh(value));
      for (const [name, expected] of Object.entries({ i, f, g, o, c, h })) expect(distance(v[`value.h.1.${name}`]!.slice(t * 4, t * 4 + 4), expected), `${name} at ${t}`).toBeLessThan(1e-12);
    }
  });

  test("an equation of parameters alone has its value at every step", () => {
    const { probed, batch } = look(`${own} model m { input x: real[T, 4]  stack h from x { mine(4) }  head x[t+1] from h }`, [3]);
    const v = interpret(probed.values, batch);
    expect(Array.from(v["value.h.1.k"]!)).toEqual(Array(12).fill(0.5));
  });
});
