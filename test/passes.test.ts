// What the passes make of cells: which products stay in loops, what is kept for backward, what leaves. Counted
// in the graphs, for standard cells and for ones that only this file knows.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sequence } from "@rnnc/runtime";
import { openSources } from "../cli/library.js";
import { simplify } from "../compiler/3-optimize/simplify.js";
import { bodyNodes, demandedValues, Graph, sizeOf, topological, type Node, type Program } from "../compiler/ir.js";
import { rootsOf } from "../compiler/rewrite.js";
import { verify } from "../compiler/verify.js";
import { compileAndLoad, compileOne } from "./support/load.js";
import { packWhole } from "./support/random-models.js";
import { runPlan } from "./support/run-plan.js";
import { compileStages, programOf, type Stages } from "./support/stages.js";

const H = 7;
const modelOf = (layer: string, extra = ""): string => `${extra}
  model m {
    input x: real[T, 5]
    stack h from x { ${layer} }
    head y[t]: class(4) from h
    head z: real[3] from last(h)
    train { optimizer = adam(rate = 1e-2) }
  }`;

interface Loop {
  readonly reverse: boolean;
  readonly products: number;
  readonly nodes: readonly Node[];
  readonly scan: Node;
  readonly demanded: readonly Node[];
}

function loopsOf(program: Program): Loop[] {
  const roots = rootsOf(program);
  const demanded = demandedValues(roots);
  return topological(roots)
    .filter((node) => node.op === "scan")
    .map((scan) => {
      const nodes = bodyNodes(scan.body!, [...scan.body!.next, ...(demanded.get(scan) ?? [])]);
      return { scan, nodes, reverse: scan.attributes["reverse"] as boolean, products: nodes.filter((n) => n.op === "matmul").length, demanded: demanded.get(scan) ?? [] };
    });
}

const train = (stages: Stages): Program => programOf(stages.programs, "train");

describe("products in loops", () => {
  const expected = {
    lstm: [1, 1], gru: [2, 2], gru_reset_after: [1, 1], elman: [1, 1], lstm_peephole: [1, 1], minimal_gru: [2, 2],
    lstm_coupled: [1, 1], ugrnn: [1, 1], lstm_1997: [1, 1], lstm_2000: [1, 1],
  };
  for (const [cell, [forward, backward]] of Object.entries(expected)) {
    test(`${cell}: ${forward} forward, ${backward} backward, gradients of weights outside`, () => {
      const loops = loopsOf(train(compileStages(modelOf(`${cell}(${H})`))));
      expect(loops.map((loop) => [loop.reverse, loop.products])).toEqual([[false, forward], [true, backward]]);
      for (const { nodes } of loops) expect(nodes.some((node) => node.op === "row_product" || node.op === "sum_rows")).toBe(false);
    });
  }

  test("two directions share the product of what they read, and no gradient is copied to be beside the other direction's", () => {
    const stages = compileStages(modelOf(`bidirectional gru(${H})`));
    const graph = topological(rootsOf(train(stages)));
    const productsOf = (width: number): number[] => graph.filter((node) => node.op === "matmul" && node.rows === "N:T" && node.inputs[1]!.shape[0] === width).map((node) => node.shape[0]!);
    expect(productsOf(5)).toEqual([2 * 3 * H]);
    expect(graph.filter((node) => node.op === "row_product" && node.shape[1] === 5).map((node) => node.shape[0])).toEqual([3 * H, 3 * H]);
    expect(loopsOf(train(stages)).map((loop) => [loop.reverse, loop.products])).toEqual([[false, 2], [true, 2], [true, 2], [false, 2]]);
  });

  test("gates written as products of what is read and the state side by side: the same, and biases leave with the products", () => {
    const cell = `cell joined(H) {
      input x: [D]
      state h, c: [H]
      output h
      param W_i, W_f, W_g, W_o: [H, H + D]
      param b_i, b_f, b_g, b_o: [H]
      i = sigmoid(W_i @ (h[t-1] ++ x) + b_i)
      f = sigmoid(W_f @ (h[t-1] ++ x) + b_f)
      g = tanh(W_g @ (h[t-1] ++ x) + b_g)
      o = sigmoid(W_o @ (h[t-1] ++ x) + b_o)
      c = f * c[t-1] + i * g
      h = o * tanh(c)
    }`;
    const stages = compileStages(modelOf(`joined(${H})`, cell));
    const loops = loopsOf(train(stages));
    expect(loops.map((loop) => [loop.reverse, loop.products])).toEqual([[false, 1], [true, 1]]);
    expect(stages.plan.programs.find((program) => program.name === "predict")!.steps.filter((step) => step.kind === "call" && step.kernel === `gemm_5x${4 * H}_bias`)).toHaveLength(1);
    const forward = new Set(loops[0]!.nodes.flatMap((node) => node.inputs));
    expect([...forward].filter((node) => node.op === "param" && node.shape.length === 1)).toEqual([]);
  });

  test("states that start alike and go on alike are one", () => {
    const cell = `cell two_way(H) {
      input x: [D]
      state b: [H]
      output b
      part lower = elman(H)
      part upper = elman(H)
      b = upper(lower(x ++ b[t-1]))
    }`;
    const loops = loopsOf(train(compileStages(modelOf(`two_way(${H})`, cell))));
    // Of the three, b is the upper part's state: its two products are one.
    expect(loops.map((loop) => [loop.reverse, loop.scan.body!.carries.length, loop.products])).toEqual([[false, 2, 3], [true, 2, 2]]);
  });

  test("two layers are two loops each way", () => {
    const loops = loopsOf(train(compileStages(modelOf(`lstm(${H})  gru(${H})`))));
    expect(loops.map((loop) => [loop.reverse, loop.products])).toEqual([[false, 1], [false, 2], [true, 2], [true, 1]]);
  });
});

describe("a matrix that differs by row", () => {
  const cell = (matrix: string): string => `cell scaled(H) { input x: [D]  state h: [H]  output h  param W, V: [H, D]  param U: [H, H] = orthogonal  h = tanh(${matrix} @ x + (U * mean(x)) @ h[t-1]) }`;
  const kernels = (matrix: string): string[] => Object.values(compileStages(modelOf(`scaled(${H})`, cell(matrix))).plan.kernels).map((kernel) => kernel.kind);

  test("of weights and numbers of the row: products with the weights, and no matrix for each row", () => {
    const stages = compileStages(modelOf(`scaled(${H})`, cell("(mean(x) * W - V / (1 + max(x)) + 0.5)")));
    const nodes = topological(rootsOf(train(stages)), (node) => [...node.inputs, ...(node.body ? node.body.next : [])]);
    expect(nodes.filter((node) => node.shape.length === 2 && node.rows !== "none")).toEqual([]);
    expect(loopsOf(train(stages)).map((loop) => loop.products)).toEqual([1, 1]);
    expect(kernels("(mean(x) * W - V / (1 + max(x)) + 0.5)")).not.toContain("matvec");
  });

  test("of functions of both: a product a row, both ways", () => {
    expect(kernels("tanh(mean(x) * W)")).toEqual(expect.arrayContaining(["matvec", "outer"]));
  });
});

describe("what is kept for backward, beyond states", () => {
  for (const [cell, kept] of Object.entries({ lstm: 4, gru: 3, gru_reset_after: 4, elman: 0, minimal_gru: 2 })) {
    test(`${cell}: ${kept} values a unit`, () => {
      const stages = compileStages(modelOf(`${cell}(${H})`));
      const forward = loopsOf(train(stages)).find((loop) => !loop.reverse)!;
      const states = new Set([...forward.scan.body!.carries, ...forward.scan.body!.next]);
      const floats = forward.demanded.filter((node) => !states.has(node)).reduce((sum, node) => sum + sizeOf(node.shape), 0);
      expect(floats).toBe(kept * H);
    });
  }
});

test("a gradient that vanishes becomes zero, not numbers that processors are slow with", async () => {
  const cell = "cell decay(H) { input x: [H]  state h: [H]  output h  h = 0.01 * h[t-1] + x }";
  const stages = compileStages(`${cell} model m { input s: token[T] of 22  stack h from s { embed(2)  decay(2) }  head y: real from last(h) }`);
  const d = stages.description;
  const executor = await runPlan(stages);
  executor.write("parameters", new Float32Array(d.parameterCount).fill(1));
  const sequence: Sequence = { id: 0, columns: { s: { length: 22, data: Int32Array.from({ length: 22 }, (_, t) => t) }, y: { length: 1, data: Float32Array.of(0) } } };
  await executor.run(["forward", "backward"], packWhole(d, [sequence]), ["loss"]);
  const E = d.parameters.find((p) => p.name === "h.1.E")!;
  const gradients = [...(await executor.read("gradients"))].slice(E.offset, E.offset + 44).map(Math.abs);
  expect(gradients.at(-1)).toBeGreaterThan(1);
  expect(gradients.filter((g) => g > 0 && g < 1e-32)).toEqual([]);
  // What is large enough to count for anything is there: thirteen steps back, 1e-26.
  expect(gradients.filter((g) => g > 0).length).toBeGreaterThanOrEqual(2 * 13);
  executor.dispose();
});

describe("loops that dissolve", () => {
  test("a recurrence whose gates read only the input keeps pointwise work in its loop, both ways", () => {
    const cell = `cell light(H) {
      input x: [D]
      state h: [H]
      output h
      param W_z, W_n: [H, D]
      param b_z, b_n: [H]
      z = sigmoid(W_z @ x + b_z)
      n = W_n @ x + b_n
      h = (1 - z) * h[t-1] + z * n
    }`;
    const loops = loopsOf(train(compileStages(modelOf(`light(${H})`, cell))));
    expect(loops.map((loop) => loop.products)).toEqual([0, 0]);
  });

  test("standard cells whose gates read only the input: pointwise work alone stays, both ways", () => {
    for (const cell of ["min_gru", "min_lstm", "indrnn"]) {
      const stages = compileStages(modelOf(`${cell}(${H})`));
      expect(loopsOf(train(stages)).map((loop) => [loop.reverse, loop.products]), cell).toEqual([[false, 0], [true, 0]]);
      const inLoops = stages.plan.programs.flatMap((program) => program.steps).flatMap((step) => (step.kind === "loop" ? step.steps : []));
      expect(inLoops.map((step) => (step.kind === "call" ? stages.plan.kernels[step.kernel]!.kind : step.kind)).filter((kind) => kind !== "map"), cell).toEqual([]);
    }
  });

  test("a state on no cycle becomes a shift: no loop is left", () => {
    const cell = `cell pair(H) {
      input x: [D]
      state u: [H]
      output y
      param W, V: [H, D]
      u = tanh(W @ x)
      y = u + u[t-1] + V @ x[t-1]
    }`;
    const program = train(compileStages(modelOf(`pair(${H})`, cell)));
    expect(loopsOf(program)).toEqual([]);
    expect(topological(rootsOf(program)).filter((node) => node.op === "shift").length).toBeGreaterThan(0);
  });

  test("independent recurrences become loops of their own, and the second's input product leaves", () => {
    const cell = `cell tower(H) {
      input x: [D]
      state a, b: [H]
      output b
      param W: [H, D]
      param U, V, R: [H, H] = orthogonal
      a = tanh(W @ x + U @ a[t-1])
      b = tanh(V @ a + R @ b[t-1])
    }`;
    const loops = loopsOf(train(compileStages(modelOf(`tower(${H})`, cell))));
    expect(loops.map((loop) => [loop.reverse, loop.products])).toEqual([[false, 1], [false, 1], [true, 1], [true, 1]]);
  });
});

describe("graphs", () => {
  test("simplify changes nothing the second time", () => {
    const { programs, graph } = compileStages(modelOf(`lstm(${H})  gru(${H})`));
    for (const program of programs) rootsOf(simplify(program, graph)).forEach((root, i) => expect(root).toBe(rootsOf(program)[i]));
  });

  test("verify refuses what a broken pass could make", () => {
    const g = new Graph();
    const x = g.node("input", [], { name: "x", rows: "N:T", shape: [3], integer: false });
    const open = g.openScan("T", false);
    const carry = open.carry(g.node("broadcast", [g.const(0)], { shape: [3] }));
    const element = open.element(x);
    const scan = open.close([g.add(carry, element)]);
    const program = (node: Node): Program => ({ name: "broken", sections: [{ name: "s", outputs: { y: node } }] });
    expect(() => verify(program(g.final(scan, 0)))).not.toThrow();
    expect(() => verify(program(carry))).toThrow("internal: broken: a carry outside its scan");
    expect(() => verify(program({ ...g.final(scan, 0), shape: [4] }))).toThrow("internal: broken: final has [4] B, should have [3] B");
    expect(() => verify(program({ ...g.add(x, x), rows: "B" }))).toThrow("internal: broken: add has [3] B, should have [3] N:T");
  });
});

describe("a cell that is not in the repository, reached by `use`", () => {
  let folder = "";
  let path = "";
  const spec = `use "./cells/own.rnn"\n${modelOf(`own(${H}, leak = 0.25)`)}`;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "rnnc-own-"));
    mkdirSync(join(folder, "cells"));
    path = join(folder, "mine.rnn");
    writeFileSync(path, spec);
    writeFileSync(
      join(folder, "cells", "own.rnn"),
      `/// Two gates and a leak, of this test's own.
      cell own(H, leak = 0.5) {
        input  x: [D]
        state  h, s: [H]
        output h
        param W_p, W_q, W_r: [H, D]
        param U_p, U_q: [H, H] = orthogonal
        param b_p, b_q, v: [H]
        p = sigmoid(W_p @ x + U_p @ h[t-1] + b_p)
        q = tanh(W_q @ x + U_q @ h[t-1] + b_q + v * s[t-2])
        s = leak * s[t-1] + (1 - leak) * (W_r @ x) * q
        h = p * h[t-1] + (1 - p) * (q + s)
      }`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("gets the same passes: gates packed, input products hoisted, gradients of weights outside", () => {
    const loops = loopsOf(train(compileStages(spec, openSources(), path)));
    expect(loops.map((loop) => [loop.reverse, loop.products])).toEqual([[false, 1], [true, 1]]);
  });

  test("trains, and its stream steps through what it reads at once", async () => {
    const compiled = await compileOne(spec, openSources(), path);
    expect(compiled.description.streamable).toBe(true);
    const inlined = `${(openSources().resolve(path, "./cells/own.rnn"))!.text}\n${modelOf(`own(${H}, leak = 0.25)`)}`;
    const model = await compileAndLoad(inlined, { seed: 3 });
    const x = Array.from({ length: 9 }, (_, t) => Array.from({ length: 5 }, (_, j) => Math.sin(t + 2 * j)));
    const example = { x, y: x.map((_, t) => t % 4), z: [0.1, -0.2, 0.3] };
    const losses: number[] = [];
    for (let i = 0; i < 30; i++) losses.push((await model.trainStep([example])).loss);
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);

    const whole = (await model.predict({ x: [x] })) as { y: { probabilities: Float32Array }[][]; z: Float32Array[] };
    const stream = model.stream();
    for (let t = 0; t < x.length; t++) {
      const step = (await stream.step({ x: x[t]! })) as { y: { probabilities: Float32Array }; z: Float32Array };
      const expected = whole.y[0]![t]!;
      step.y.probabilities.forEach((p, i) => expect(Math.abs(p - expected.probabilities[i]!)).toBeLessThan(1e-6));
      if (t === x.length - 1) step.z.forEach((v, i) => expect(Math.abs(v - whole.z[0]![i]!)).toBeLessThan(1e-6));
    }
    model.dispose();
  });
});
