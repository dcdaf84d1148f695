// Descriptions of small models for the runtime's tests, a seeded source of random numbers, and an executor that is a function.
import { key, uniform } from "../../runtime/random.js";
import type { Description, Executor, HeadDescription, InputDescription, Packed, ProgramName, StateDescription } from "../../runtime/device.js";

export function input(name: string, over: Partial<InputDescription> = {}): InputDescription {
  return { name, kind: "real", axis: "T", size: 1, scale: null, keep: null, lowercase: over.kind === "words", boundary: false, ...over };
}

export function head(name: string, over: Partial<HeadDescription> = {}): HeadDescription {
  return { name, kind: "class", size: 2, classes: null, predicts: null, axis: null, loss: "cross_entropy", weight: 1, scale: null, ...over };
}

export function describeModel(over: Partial<Description> & { readonly states?: readonly StateDescription[] } = {}): Description {
  return {
    name: "small",
    doc: "",
    fingerprint: "f00d",
    axes: ["T"],
    inputs: [],
    heads: [],
    parameters: [],
    parameterCount: 0,
    states: [],
    streamable: true,
    whyNotStreamable: null,
    stepping: { axis: "T", starts: [], context: [], heads: (over.heads ?? []).map(({ name }) => name), begun: [] },
    moments: 2,
    training: {
      optimizer: { kind: "sgd", rate: 0.1, momentum: 0, nesterov: false },
      schedule: { kind: "constant", warmup: 0 },
      clip: null,
      gradient: { kind: "bptt" },
      update: "batch",
      batch: 4,
      epochs: 1,
      validate: 0,
      patience: null,
      cut: null,
      teacherForcing: null,
      decay: 0,
      seed: 1,
      metrics: [],
    },
    ...over,
  };
}

/** Random numbers in [0, 1) and whole numbers below n; the seed is printed where a test fails. */
export function randomFrom(seed: number): { next(): number; below(n: number): number } {
  let i = 0;
  const next = (): number => uniform(key(seed), i++, 0, 0);
  return { next, below: (n) => Math.floor(next() * n) };
}

/** An executor whose programs are one function. */
export function fakeExecutor(run: (program: ProgramName, batch: Packed) => Record<string, Float32Array>, buffers: Record<string, Float32Array> = {}): Executor {
  return {
    device: "wasm",
    uses: 0,
    variant: "fake",
    memory: 0,
    write: (name, data) => void (buffers[name] = data.slice()),
    read: async (name) => buffers[name]!.slice(),
    run: async (programs, batch, outputs) => {
      const made = Object.assign({}, ...programs.map((program) => run(program, batch))) as Record<string, Float32Array>;
      return Object.fromEntries(outputs.map((name) => [name, made[name] ?? missing(name)]));
    },
    warm: async () => undefined,
    enqueue: () => missing("enqueued outputs"),
    dispose: () => undefined,
  };
}

function missing(name: string): never {
  throw new Error(`the fake executor makes no ${name}`);
}
