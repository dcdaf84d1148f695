// `rnnc bench`: how fast a model trains, predicts and goes step by step on this machine, on input that is drawn at random. Its
// weights are fresh, which costs the same. Beside other libraries it is measured by `npm run bench`.
import { cpus } from "node:os";
import { Command } from "commander";
import { createStepper, hasRelaxedSimd, pack, stepsOf, trainStep } from "@rnnc/runtime";
import { count } from "./numbers.js";
import { addModelOptions, above, whole, type ModelOptions } from "./options.js";
import { colorsFor, table, widthOf, wrap } from "./terminal.js";

interface BenchOptions extends ModelOptions {
  readonly batch?: number;
  readonly steps: number;
  readonly seconds: number;
}

/** What was measured of one kind of work. */
interface Measured {
  readonly what: string;
  readonly runs: number;
  /** Milliseconds. */
  readonly least: number;
  readonly median: number;
  /** Steps of sequences in one run. */
  readonly rows: number;
}

export function define(): Command {
  const command = new Command("bench")
    .description("How fast a model trains, predicts and goes step by step on this machine, on random input: medians of many runs.")
    .argument("<spec>", "a .rnn file")
    .option("--batch <n>", "sequences at once, instead of the spec's", whole(1))
    .option("--steps <n>", "steps of each sequence", whole(1), 100)
    .option("--seconds <s>", "how long each kind of work is measured", above(0), 2);
  return addModelOptions(command).addHelpText("after", "\nExample:\n  rnnc bench char_lm.rnn --batch 16 --steps 64").action(bench);
}

async function bench(spec: string, options: BenchOptions): Promise<void> {
  const [{ loadModel }, { openDevice }] = await Promise.all([import("./load.js"), import("./gpu.js")]);
  const { drawSequence, lengthAlong } = await import("./plot/network.js");
  const loaded = await loadModel(spec, options.model);
  const model = await loaded.factory.create(await openDevice(options.device, loaded.factory.description));
  try {
    const { description: d } = model;
    const size = options.batch ?? d.training.batch;
    const sequences = Array.from({ length: size }, (_, id) => drawSequence(d, id, options.steps));
    const measured: Measured[] = [];
    const measure = async (what: string, rows: number, run: () => Promise<unknown>): Promise<void> => void measured.push({ what, rows, ...(await repeat(run, options.seconds)) });

    const rows = sequences.reduce((sum, sequence) => d.axes.reduce((steps, axis) => steps + lengthAlong(d, sequence, axis), sum), 0) || size;
    await measure(`an update on ${size} sequences`, rows, () => trainStep(model, sequences, { rate: 0 }));
    const batch = pack(d, sequences.map((sequence) => ({ sequence, from: 0, to: stepsOf(d, sequence) })), { targets: false });
    const outputs = d.heads.map((head) => `output.${head.name}`);
    await measure(`a prediction of ${size} sequences`, rows, () => model.executor.run(["predict"], batch, outputs));
    if (d.stepping !== null) {
      const stepper = createStepper(model);
      const { states } = await stepper.begin(sequences.slice(0, 1));
      const inputs = Object.fromEntries(stepper.inputs.map((input) => [input.name, input.kind === "real" ? new Float32Array(input.size) : new Int32Array(1)]));
      await measure("one step of one sequence", 1, () => stepper.step(states, inputs));
    }

    const machine = `${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.versions.node}, ${model.device === "wasm" ? `wasm, ${hasRelaxedSimd() ? "with" : "without"} fused multiply-add` : `webgpu: ${model.executor.variant}`}`;
    if (options.json === true) {
      process.stdout.write(JSON.stringify({ ok: true, model: loaded.name, batch: size, steps: options.steps, machine, measured }) + "\n");
      return;
    }
    const c = colorsFor(process.stdout);
    const shown = measured.map(({ what, median, least, rows }) => [what, milliseconds(median), milliseconds(least), count(Math.round((rows / median) * 1000))]);
    const [head, ...lines] = table([[`each of ${count(options.steps)} steps`, "median", "least", "steps/s"], ...shown], ["left", "right", "right", "right"]);
    process.stdout.write([...wrap(`${loaded.name} on ${machine}.`, widthOf(process.stdout)), "", c.dim(head), ...lines].join("\n") + "\n");
  } finally {
    model.dispose();
  }
}

/** Runs for so long, after a start that isn't counted: the engine compiles what runs often. */
async function repeat(run: () => Promise<unknown>, seconds: number): Promise<Pick<Measured, "runs" | "least" | "median">> {
  const until = performance.now() + 250 * Math.min(1, seconds);
  do await run();
  while (performance.now() < until);
  const times: number[] = [];
  const end = performance.now() + 1000 * seconds;
  do {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  } while (performance.now() < end || times.length < 3);
  times.sort((a, b) => a - b);
  return { runs: times.length, least: times[0], median: times[times.length >> 1] };
}

/** `12.4 ms`, `38 µs` */
function milliseconds(ms: number): string {
  return ms < 1 ? `${Number((ms * 1000).toPrecision(3))} µs` : `${Number(ms.toPrecision(3))} ms`;
}
