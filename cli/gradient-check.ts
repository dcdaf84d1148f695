// `rnnc check --gradients`: what the compiler derives against central differences of the loss, in float64, for each cell of a
// file (as a small layer of its own) and for each of its models. The program that is checked is the one kernels are made of.
import { initialise, lookahead, pack, readableSteps, uniform, type Description, type ParameterDescription } from "@rnnc/runtime";
import { lower } from "../compiler/2-lower/index.js";
import { describe } from "../compiler/5-emit/describe.js";
import type { Source } from "../compiler/diagnostics.js";
import { interpret, type Batch } from "../compiler/interpret.js";
import { Graph, sizeOf, type Program } from "../compiler/ir.js";
import type { Model } from "../compiler/model.js";
import { passes } from "../compiler/pipeline.js";
import { modelsAround } from "./cell-model.js";
import { checkSpecFully } from "./compiler.js";
import { drawSequence } from "./plot/network.js";
import { plural } from "./numbers.js";
import { cut, table, wrap, type Colors } from "./terminal.js";

export interface CheckedParameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** Derivatives compared: along coordinates, and along random directions. */
  readonly tried: number;
  /** Places with a kink or a jump, where there is no derivative to compare with. */
  readonly kinks: number;
  /** Largest difference, relative to the largest of the derivatives compared (or to `least`, where all are smaller). NaN: the loss is no number. */
  readonly difference: number;
  readonly agrees: boolean;
  /** Whether the loss depends on it at all. */
  readonly matters: boolean;
}

export interface CheckedGradient {
  readonly kind: "cell" | "model";
  readonly name: string;
  /** What was run: `lstm(4), 3 inputs`. null for a model, which is run as it is. */
  readonly as: string | null;
  /** Frozen ones have no gradient and are left out. */
  readonly parameters: readonly CheckedParameter[];
  /** Why it could not be run, in words; null: it was. */
  readonly skipped: string | null;
}

/** The largest difference that passes: differences of the fourth order come to 1e-9. */
const tolerance = 1e-6;
/** Derivatives below this are as good as zero beside what rounding makes of them. */
const least = 1e-3;
const step = 1e-4;
/** Of sequences; so ragged, every part of a batch is tried. */
const lengths = [4, 1, 3];
/** Parameters with more numbers are tried at some of them, and along random directions. */
const mostCoordinates = 24;

/** All cells and models of a file that has no errors. */
export async function checkGradients(source: Source): Promise<CheckedGradient[]> {
  const spec = await checkSpecFully(source);
  const around = await modelsAround(source, spec, { sizes: [4, 3], inputs: 3, heads: ["head y[t]: real[2] from h", "head z: real[2] from last(h)"] });
  return [
    ...around.map(({ cell, as, model, reason }): CheckedGradient => ({ kind: "cell", name: cell.name, as, parameters: model === null ? [] : compare(model, "h.1."), skipped: reason })),
    ...spec.models.map((model): CheckedGradient => ({ kind: "model", name: model.name, as: null, parameters: compare(model), skipped: null })),
  ];
}

/** The parameters whose names begin with `prefix`, without it. */
function compare(model: Model, prefix = ""): CheckedParameter[] {
  const g = new Graph();
  const lowered = lower(model, g);
  const d = describe(model, lowered);
  const train = lowered.programs.find(({ name }) => name === "train");
  if (train === undefined) throw new Error(`internal: ${model.name} has no program train`);
  const made = passes.reduce((program: Program, pass) => pass(program, g), train);
  const loss: Program = { name: "loss", sections: [{ name: "loss", outputs: { loss: outputOf(made, "loss") } }] };
  const gradients: Program = { name: "gradients", sections: [{ name: "gradients", outputs: { gradients: outputOf(made, "gradients") } }] };
  const batch = batchFor(d);
  const told = interpret(gradients, batch)["gradients"];
  return d.parameters
    .filter(({ name, frozen }) => !frozen && name.startsWith(prefix))
    .map((p) => ({ ...compareParameter(p, batch, told.subarray(p.offset, p.offset + sizeOf(p.shape)), loss), name: p.name.slice(prefix.length) }));
}

function outputOf({ sections }: Program, name: string): Program["sections"][number]["outputs"][string] {
  const found = sections.map(({ outputs }) => outputs[name]).find((node) => node !== undefined);
  if (found === undefined) throw new Error(`internal: no output ${name}`);
  return found;
}

/** Random sequences, and weights near where they start: at zero, much that is wrong would not show. */
function batchFor(d: Description): Batch {
  const sequences = lengths.map((steps, id) => drawSequence(d, id, steps + lookahead(d)));
  const packed = pack(d, sequences.map((sequence) => ({ sequence, from: 0, to: readableSteps(d, sequence) })), { targets: true, key: 3 });
  const flat = Float64Array.from(initialise(d, d.training.seed), (value, i) => value + 0.3 * (2 * uniform(17, i, 0, 0) - 1));
  return { size: packed.size, axes: packed.axes, data: packed.data, parameters: Object.fromEntries(d.parameters.map(({ name, offset, shape }) => [name, flat.subarray(offset, offset + sizeOf(shape))])) };
}

/** A gradient [size] that was derived, beside what the loss does when the parameter is moved. */
export function compareParameter({ name, shape }: ParameterDescription, batch: Batch, gradient: Float64Array, loss: Program): CheckedParameter {
  const size = gradient.length;
  const values = batch.parameters[name];
  const coordinates = size <= mostCoordinates ? Array.from(gradient.keys()) : Array.from({ length: 2 }, (_, i) => Math.floor(uniform(23, i, size, 0) * size));
  const directions = [...coordinates.map((one) => (i: number) => (i === one ? 1 : 0)), ...[1, 2].map((drawn) => (i: number) => (uniform(29, i, drawn, 0) < 0.5 ? -1 : 1))];
  let [kinks, most, scale, largest] = [0, 0, least, 0];
  for (const direction of directions) {
    const at = (h: number): number => interpret(loss, { ...batch, parameters: { ...batch.parameters, [name]: Float64Array.from(values, (value, i) => value + h * direction(i)) } })["loss"][0];
    /** Central, of the fourth order. */
    const difference = (h: number): number => (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    const told = gradient.reduce((sum, value, i) => sum + value * direction(i), 0);
    const found = difference(step);
    largest = Math.max(largest, Math.abs(told), Math.abs(found));
    scale = Math.max(scale, largest);
    // Where two steps disagree as well, there is a kink or a jump between: nothing to compare with.
    if (Math.abs(told - found) > tolerance * scale && Math.abs(difference(step / 5) - found) > (tolerance * scale) / 10) kinks++;
    else most = Number.isNaN(told - found) ? NaN : Math.max(most, Math.abs(told - found));
  }
  const difference = most / scale;
  return { name, shape, tried: directions.length, kinks, difference, agrees: difference <= tolerance && kinks < directions.length, matters: largest > 1e-12 };
}

/** A table of each cell and model, and what the whole says. */
export function gradientLines(checked: readonly CheckedGradient[], c: Colors): string[] {
  if (checked.length === 0) return ["  no cell and no model in this file"];
  const lines = checked.flatMap(({ kind, name, as, parameters, skipped }) => [
    "",
    `  ${c.bold(`${kind} ${name}`)}${as === null ? "" : c.dim(`, as ${as}`)}`,
    ...(skipped === null ? [] : wrap(`not checked: ${skipped}`, 74).map((line) => `    ${c.yellow(line)}`)),
    ...(parameters.length === 0 ? (skipped === null ? ["    no parameters"] : []) : table([["parameter", "shape", "derivatives", "largest difference", ""], ...parameters.map(rowOf)], ["left", "left", "right", "right", "left"]).map((line, i) => `    ${i === 0 ? c.dim(line) : parameters[i - 1].agrees ? line : c.red(line)}`)),
  ]);
  const all = checked.flatMap(({ parameters }) => parameters);
  const wrong = all.filter(({ agrees }) => !agrees);
  const kinks = all.reduce((sum, one) => sum + one.kinks, 0);
  lines.push("");
  if (wrong.length === 0) lines.push(`  All ${plural(all.length, "gradient")} agree: the largest difference is ${all.reduce((most, { difference }) => Math.max(most, difference), 0).toExponential(1)} (${tolerance} passes).`);
  else lines.push(...wrap(`${wrong.length} of ${plural(all.length, "gradient")} ${wrong.length === 1 ? "differs" : "differ"}. Equations with a jump or a pole near these values have no derivative there; anything else is a mistake in rnnc: please report it with the spec.`, 76).map((line) => `  ${c.red(line)}`));
  if (kinks > 0) lines.push(...wrap(`${plural(kinks, "derivative")} ${kinks === 1 ? "was" : "were"} left out: there is a kink (as of relu at 0) so near that differences say nothing.`, 76).map((line) => `  ${line}`));
  return lines;
}

function rowOf({ name, shape, tried, kinks, difference, agrees, matters }: CheckedParameter): string[] {
  const verdict = agrees ? (matters ? "ok" : "ok, it has no effect") : Number.isNaN(difference) ? "NOT A NUMBER" : kinks === tried ? "only kinks" : "DIFFERS";
  return [cut(name, 28), `[${shape.join(", ")}]`, String(tried - kinks), difference === 0 ? "0" : difference.toExponential(1), verdict];
}
