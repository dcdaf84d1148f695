// Maps for tests of kernels: what one means in float64, and random ones.
import type { MapInstruction, MapKernel } from "../../compiler/plan.js";
import { uniform } from "../../runtime/random.js";
import type { Generator } from "../wasm/machine.js";

/** The meaning of a map, one value at a time. `inputs[i](row, column)`; returns the columns of each instruction: all of them, or without reductions those given. */
export function evaluateMap(kernel: MapKernel, inputs: readonly ((row: number, column: number) => number)[], row: number, columns: readonly number[] = Array.from({ length: kernel.width }, (_, j) => j)): number[][] {
  const { code } = kernel;
  const vectors: number[][] = [];
  for (const instruction of code) {
    vectors.push(
      columns.map((j, place): number => {
        if (instruction.op === "load") return inputs[instruction.input](row, j);
        if (instruction.op === "const") return Math.fround(instruction.value);
        if (instruction.op === "index") return j;
        if (instruction.op === "random") return uniform(inputs[instruction.key](row, 0), inputs[instruction.row](row, 0), instruction.site, j);
        const args = instruction.args.map((arg) => vectors[arg][place]);
        const [a, b, c] = args;
        switch (instruction.op) {
          case "neg":
            return -a;
          case "recip":
            return 1 / a;
          case "exp":
            return Math.exp(a);
          case "log":
            return Math.log(a);
          case "sqrt":
            return Math.sqrt(a);
          case "tanh":
            return Math.tanh(a);
          case "sigmoid":
            return 1 / (1 + Math.exp(-a));
          case "add":
            return args.reduce((x, y) => x + y);
          case "mul":
            return args.reduce((x, y) => x * y);
          case "max":
            return Math.max(a, b);
          case "less":
            return a < b ? 1 : 0;
          case "where":
            return a !== 0 ? b : c;
          case "reduce_sum":
            return vectors[instruction.args[0]].reduce((x, y) => x + y);
          case "reduce_max":
            return Math.max(...vectors[instruction.args[0]]);
        }
      }),
    );
  }
  return vectors;
}

/** A kernel of up to 25 instructions whose values stay moderate, so that float32 can be compared with float64. `given`: its width, its first inputs, that it has no reductions. */
export function randomMap(random: Generator, given: { readonly width?: number; readonly inputs?: MapKernel["inputs"]; readonly pointwise?: boolean } = {}): MapKernel {
  const width = given.width ?? random.pick([1, 1, 2, 3, 4, 5, 8, random.integer(6, 70), random.integer(6, 70)]);
  const dense = random.next() < 0.3 && !given.inputs;
  const others = Array.from({ length: random.integer(2, 5) }, () => {
    const scalar = random.next() < (dense ? 0.2 : 0.3);
    const fixed = scalar ? dense || random.next() < 0.4 : !dense && random.next() < 0.2;
    const size = scalar ? 1 : width;
    return { scalar, integer: random.next() < 0.15, stride: fixed ? 0 : size + (dense ? 0 : random.pick([0, 0, random.integer(1, 6)])) };
  });
  const inputs = [...(given.inputs ?? []), ...others, { scalar: false, integer: false, stride: width }];
  const code: MapInstruction[] = [];
  const add = (instruction: MapInstruction): number => code.push(instruction) - 1;
  inputs.forEach((_, input) => add({ op: "load", input }));
  const loads = code.length;
  add({ op: "const", value: random.real(-1, 1) });
  const one = add({ op: "const", value: 1 });
  const any = (): number => random.integer(0, code.length - 1);
  const leafs = (): number => random.integer(0, loads - 1);
  const scalars = new Set(inputs.flatMap((input, i) => (input.scalar ? [i] : [])));
  for (let i = random.integer(2, 16); i > 0; i--) {
    random.pick([
      () => add({ op: "tanh", args: [add({ op: "add", args: [any(), any(), any()] })] }),
      () => add({ op: "sigmoid", args: [any()] }),
      () => add({ op: "add", args: [any(), add({ op: "neg", args: [any()] })] }),
      () => add({ op: "add", args: [add({ op: "neg", args: [any()] }), add({ op: "mul", args: [any(), add({ op: "sigmoid", args: [any()] })] })] }),
      () => add({ op: "mul", args: [add({ op: "sigmoid", args: [any()] }), add({ op: "tanh", args: [any()] }), add({ op: "neg", args: [leafs()] })] }),
      () => add({ op: "mul", args: [leafs(), add({ op: "recip", args: [add({ op: "add", args: [one, add({ op: "sigmoid", args: [any()] })] })] })] }),
      () => add({ op: "exp", args: [add({ op: "tanh", args: [any()] })] }),
      () => add({ op: "log", args: [add({ op: "add", args: [one, add({ op: "sigmoid", args: [any()] })] })] }),
      () => add({ op: "sqrt", args: [add({ op: "add", args: [one, add({ op: "sigmoid", args: [any()] })] })] }),
      () => add({ op: "max", args: [any(), any()] }),
      () => add({ op: "where", args: [add({ op: "less", args: [leafs(), leafs()] }), any(), any()] }),
      () => add({ op: "mul", args: [add({ op: "less", args: [leafs(), leafs()] }), leafs()] }),
      () => (dense || given.pointwise ? 0 : add({ op: "tanh", args: [add({ op: "reduce_sum", args: [add({ op: "mul", args: [leafs(), leafs()] })] })] })),
      () => (dense || given.pointwise ? 0 : add({ op: "reduce_max", args: [any()] })),
      () => (dense ? 0 : add({ op: "mul", args: [add({ op: "index" }), add({ op: "const", value: 1 / 64 })] })),
    ])();
  }
  const isScalar: boolean[] = [];
  for (const instruction of code) {
    isScalar.push(
      instruction.op.startsWith("reduce") ||
        (instruction.op === "load" ? scalars.has(instruction.input) : instruction.op === "const" || ("args" in instruction && instruction.args.every((arg) => isScalar[arg]))),
    );
  }
  const outputs = Array.from({ length: random.integer(1, 4) }, () => {
    const value = any();
    const scalar = !dense && isScalar[value] && random.next() < 0.7;
    return { value, scalar, stride: (scalar ? 1 : width) + (dense ? 0 : random.pick([0, random.integer(1, 5)])) };
  });
  return { kind: "map", width, inputs, code, outputs };
}

/** Softmax of each row, the logarithm of its sum and its largest number. */
export function softmaxMap(width: number, stride: number): MapKernel {
  return {
    kind: "map",
    width,
    inputs: [{ stride, scalar: false, integer: false }],
    code: [
      { op: "load", input: 0 },
      { op: "reduce_max", args: [0] },
      { op: "neg", args: [1] },
      { op: "add", args: [0, 2] },
      { op: "exp", args: [3] },
      { op: "reduce_sum", args: [4] },
      { op: "recip", args: [5] },
      { op: "mul", args: [4, 6] },
      { op: "log", args: [5] },
    ],
    outputs: [
      { value: 7, stride, scalar: false },
      { value: 8, stride: 1, scalar: true },
      { value: 1, stride: 1, scalar: true },
    ],
  };
}

/** What a map leaves in its outputs, which may lie where inputs do. */
export function expectedOf(kernel: MapKernel, inputs: readonly (Float32Array | Int32Array)[], outputs: readonly (Float32Array | Int32Array)[], rows: number): Float64Array[] {
  const expected = outputs.map((output) => Float64Array.from(output));
  const readers = kernel.inputs.map((input, i) => {
    const values = inputs[i].slice();
    return (row: number, column: number): number => values[row * input.stride + (input.scalar ? 0 : column)];
  });
  for (let r = 0; r < rows; r++) {
    const vectors = evaluateMap(kernel, readers, r);
    kernel.outputs.forEach((output, i) => {
      for (let j = 0; j < (output.scalar ? 1 : kernel.width); j++) expected[i][r * output.stride + j] = vectors[output.value][j];
    });
  }
  return expected;
}

/** The largest difference, relative where numbers are large; NaN counts as infinite. */
export function farthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let worst = 0;
  for (let j = 0; j < actual.length; j++) {
    const difference = Math.abs(actual[j] - expected[j]) / (1 + Math.abs(expected[j]));
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }
  return worst;
}

/** A unit in the last place of a float. */
export function ulp(value: number): number {
  const magnitude = Math.max(Math.abs(value), 2 ** -126);
  return 2 ** (Math.floor(Math.log2(magnitude)) - 23);
}
