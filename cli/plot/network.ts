// A network to be looked at: the checked model with probes in its cells, its weights in float64, and sequences to run it on
// in the interpreter. No kernels are made; nothing is drawn here.
import { createEncoder, DataError, fitTo, initialise, lookahead, NOTHING_FITTED, pack, readableSteps, readCheckpoint, sliceOf, stepsOf, uniform, type Description, type Example, type Fitted, type Sequence, type Series } from "@rnnc/runtime";
import { nearest } from "../../grammar/nearest.js";
import type { Batch } from "../../compiler/interpret.js";
import { interpret } from "../../compiler/interpret.js";
import { Graph } from "../../compiler/ir.js";
import type { Cell, Layer, Model } from "../../compiler/model.js";
import { lowerProbed, type Probed } from "../../compiler/probe.js";
import { describe } from "../../compiler/5-emit/describe.js";
import type { Source } from "../../compiler/diagnostics.js";
import { modelsAround } from "../cell-model.js";
import { checkSpecFully, type CheckedSpec } from "../compiler.js";
import { Failure } from "../failure.js";
import { readSpec, showPath } from "../files.js";
import { hasErrors, reportDiagnostics } from "../report.js";
import { readWeights, weightsFailure, type TrainingNotes, type Weights } from "../weights.js";

export interface Network {
  /** What it is called on the page: the model's name, and its file's where two have the same. */
  readonly name: string;
  /** The spec, as a person would name it. */
  readonly spec: string;
  readonly model: Model;
  /** Of a file of cells alone, a small model is made around each: what it is, `lstm(24) on 4 values a step`. */
  readonly around: string | null;
  readonly description: Description;
  /** null: fresh weights. */
  readonly weights: { readonly path: string; readonly notes: TrainingNotes | null } | null;
  readonly parameters: Readonly<Record<string, Float64Array>>;
  readonly fitted: Fitted | null;
  /** With the loss of all heads, or of one. */
  probed(head: string | null): Probed;
}

/** All models of the specs (or those of one name; of a file without models, its cells), each with the weights that are of it; the others start fresh from `seed`. */
export async function openNetworks(specs: readonly string[], { model: only, weights, seed }: { readonly model?: string | undefined; readonly weights: readonly string[]; readonly seed?: number | undefined }): Promise<Network[]> {
  const found: { readonly spec: string; readonly model: Model; readonly around: string | null }[] = [];
  const seen: string[] = [];
  for (const path of specs) {
    const source = readSpec(path);
    const checked = await checkSpecFully(source);
    const { models, diagnostics } = checked;
    const spec = showPath(path);
    if (hasErrors(diagnostics)) throw new Failure("this spec has errors", { where: { file: spec }, diagnostics, ...(spec.endsWith(".rnn") ? {} : { hint: "is it a spec? Their names end in .rnn; data is given with --data." }) });
    await reportDiagnostics(diagnostics.filter((diagnostic) => diagnostic.severity === "warning"));
    const all = models.length > 0 ? models.map((model) => ({ spec, model, around: null })) : await cellsOf(spec, source, checked);
    seen.push(...all.map(({ model }) => model.name));
    found.push(...all.filter(({ model }) => only === undefined || model.name === only));
  }
  if (found.length === 0) throw unknownName("model", only ?? "", seen, nearest(only ?? "", seen));
  const given = weights.map((path) => ({ path, read: readWeights(path) }));
  for (const { path, read } of given) {
    if (!found.some(({ model }) => model.name === read.model)) throw new Failure(`these are weights of ${read.model === null ? "no model of rnnc" : `\`${read.model}\``}, and what is plotted is ${found.map(({ model }) => `\`${model.name}\``).join(", ")}`, { code: "RNN804", where: { file: showPath(path) } });
  }
  const opened = found.flatMap(({ spec, model, around }) => {
    const own = given.filter(({ read }) => read.model === model.name);
    return (own.length === 0 ? [null] : own).map((one) => ({ ...openNetwork(spec, model, one, seed), around }));
  });
  const count = (name: string): number => opened.filter((network) => network.model.name === name).length;
  return opened.map((network) => (count(network.name) === 1 ? network : { ...network, name: `${network.name} (${opened.some((other) => other !== network && other.spec === network.spec) ? showPath(network.weights?.path ?? network.spec) : network.spec})` }));
}

/** The cells of a file, each as the one layer of a model; wide enough that its gradients are no accident of one weight. */
async function cellsOf(spec: string, source: Source, checked: CheckedSpec): Promise<{ readonly spec: string; readonly model: Model; readonly around: string }[]> {
  const made = await modelsAround(source, checked, { sizes: [24], inputs: 4, heads: ["head y: real from last(h)"] });
  const usable = made.flatMap(({ model, as }) => (model === null ? [] : [{ spec, model, around: as }]));
  if (usable.length === 0) throw new Failure(`there is nothing to draw in this file${made.length === 0 ? ": it has no model and no cell" : `: ${made[0].reason ?? "no model can be made of its cell"}`}`, { where: { file: spec } });
  return usable;
}

function openNetwork(spec: string, model: Model, given: { readonly path: string; readonly read: Weights } | null, seed: number | undefined): Omit<Network, "around"> {
  const g = new Graph();
  const made = new Map<string | null, Probed>();
  const probed = (head: string | null): Probed => {
    const known = made.get(head) ?? lowerProbed(model, g, head);
    made.set(head, known);
    return known;
  };
  const description = describe(model, probed(null));
  let flat: Float32Array;
  let fitted: Fitted | null = null;
  try {
    if (given === null) flat = initialise(description, seed ?? description.training.seed);
    else ({ parameters: flat, fitted } = readCheckpoint(description, given.read.bytes));
  } catch (error) {
    if (error instanceof DataError && given !== null) throw weightsFailure(error, given.path);
    throw error;
  }
  return {
    name: model.name,
    spec,
    model,
    description,
    weights: given === null ? null : { path: given.path, notes: given.read.notes },
    parameters: Object.fromEntries(description.parameters.map(({ name }) => [name, Float64Array.from(sliceOf(description, flat, name))])),
    fitted,
    probed,
  };
}

// -------------------------------------------------------------------------------------- sequences

export interface Sequences {
  readonly sequences: readonly Sequence[];
  readonly fitted: Fitted;
  /** Where they come from, in words. */
  readonly from: string;
}

export interface Amount {
  readonly count: number;
  /** Of each sequence, at most. */
  readonly steps: number;
  /** And what the heads look ahead, beyond them. */
  readonly ahead: boolean;
}

/** The first `count` examples, each of at most `steps` steps; of fewer and longer ones, pieces from all over them. */
export function cutExamples(network: Network, examples: readonly Example[], file: string, { count, steps, ahead }: Amount): Sequences {
  const { description: d } = network;
  const fitted = network.fitted ?? fitTo(d, examples);
  const encode = createEncoder(d, fitted);
  const whole = examples.slice(0, count).map((example, id) => encode(example, id, { targets: true }));
  const long = steps + (ahead ? lookahead(d) : 0);
  const pieces = Math.max(1, Math.floor(count / Math.max(1, whole.length)));
  const sequences = whole.flatMap((sequence) => {
    const length = lengthAlong(d, sequence, d.axes[0]);
    const room = Math.max(0, length - long);
    const many = d.axes.length === 1 ? Math.min(pieces, Math.floor(length / long) || 1) : 1;
    return Array.from({ length: many }, (_, i) => cutSequence(d, sequence, many === 1 ? 0 : Math.floor((room * i) / (many - 1)), long));
  });
  return { sequences: sequences.map((sequence, i) => withTargets(d, sequence, i)), fitted, from: file };
}

/** Sequences drawn at random: for pictures of what a network does to any input. Symbols are equally probable, reals standard normal. */
export function drawSequences({ description: d, fitted }: Network, { count, steps, ahead }: Amount): Sequences {
  const sequences = Array.from({ length: count }, (_, id) => drawSequence(d, id, steps + (ahead ? lookahead(d) : 0)));
  return { sequences, fitted: fitted ?? NOTHING_FITTED, from: "random input" };
}

/** A random sequence with all that a model reads and says; the same for the same `id`. */
export function drawSequence(d: Description, id: number, steps: number): Sequence {
  const columns = d.inputs.map((input, i): [string, Series] => {
    const length = input.axis === null ? 1 : steps;
    const draw = (at: number): number => uniform(id + 1, at, i, 0);
    const normal = (at: number): number => Math.sqrt(-2 * Math.log(1 - uniform(id + 1, at, i, 1))) * Math.cos(2 * Math.PI * uniform(id + 1, at, i, 2));
    return [input.name, { length, data: input.kind === "real" ? Float32Array.from({ length: length * input.size }, (_, at) => normal(at)) : Int32Array.from({ length }, (_, at) => Math.floor(draw(at) * input.size)) }];
  });
  return withTargets(d, { id, columns: Object.fromEntries(columns) }, id);
}

/** Steps of a sequence along an axis, as its columns hold them; 1 where there is no time. */
export function lengthAlong(d: Description, { columns }: Sequence, axis: string | undefined): number {
  const name = d.inputs.find((input) => input.axis === axis)?.name;
  return axis === undefined || name === undefined ? 1 : columns[name].length;
}

function cutSequence(d: Description, sequence: Sequence, from: number, steps: number): Sequence {
  const axisOf = (name: string): string | null => [...d.inputs, ...d.heads.filter((head) => head.predicts === null)].find((column) => column.name === name)?.axis ?? null;
  const columns = Object.entries(sequence.columns).map(([name, series]): [string, Series] => {
    const axis = axisOf(name);
    if (axis === null) return [name, series];
    const width = series.data.length / Math.max(1, series.length);
    const first = axis === d.axes[0] ? from : 0;
    const length = Math.max(0, Math.min(steps, series.length - first));
    return [name, { length, data: series.data.slice(first * width, (first + length) * width) }];
  });
  return { id: sequence.id, columns: Object.fromEntries(columns) };
}

/** What a head should say is drawn where the data don't tell. */
function withTargets(d: Description, sequence: Sequence, seed: number): Sequence {
  const missing = d.heads.filter((head) => head.predicts === null && !Object.hasOwn(sequence.columns, head.name));
  const columns = missing.map((head, i): [string, Series] => {
    const length = lengthAlong(d, sequence, head.axis ?? undefined);
    const draw = (at: number): number => uniform(seed + 1, at, 1000 + i, 0);
    if (head.kind === "class") return [head.name, { length, data: Int32Array.from({ length }, (_, at) => Math.floor(draw(at) * head.size)) }];
    return [head.name, { length, data: Float32Array.from({ length: length * head.size }, (_, at) => (head.kind === "real" ? 2 * draw(at) - 1 : Math.round(draw(at)))) }];
  });
  return { id: sequence.id, columns: { ...sequence.columns, ...Object.fromEntries(columns) } };
}

/**
 * One sequence as a batch of one: row t of an axis is its step t. Probes are at rest. With targets, it ends at the last step that a
 * head can be trained on.
 */
export function batchOf({ description: d, parameters }: Network, sequence: Sequence, probed: Probed, { targets }: { readonly targets: boolean }): Batch {
  const to = targets ? readableSteps(d, sequence) : stepsOf(d, sequence);
  const packed = pack(d, [{ sequence, from: 0, to }], { targets, key: 1 });
  const rest = probed.probes.filter(({ isState }) => isState).map(({ path, name, axis, shape }) => [`probe.${path}.${name}`, new Float64Array(packed.axes[axis].total * shape.reduce((a, b) => a * b, 1))] as const);
  return { size: packed.size, axes: packed.axes, data: { ...packed.data, ...Object.fromEntries(rest) }, parameters };
}

/** Values of all equations on one sequence: `value.PATH.NAME`. */
export function valuesOn(network: Network, sequence: Sequence): Record<string, Float64Array> {
  const probed = network.probed(null);
  return interpret(probed.values, batchOf(network, sequence, probed, { targets: false }));
}

// ----------------------------------------------------------------------------------------- layers

/** All layers, those inside `residual` too. */
export function layersOf(model: Model): Layer[] {
  const flat = (layer: Layer): Layer[] => [layer, ...(layer.kind === "residual" ? layer.layers.flatMap(flat) : [])];
  return model.stacks.flatMap((stack) => stack.layers.flatMap(flat));
}

/** The cell whose equations stand at a path: of a layer, of one direction of it, or of a part inside it. */
export function cellAt(model: Model, path: string): Cell | null {
  const layer = layersOf(model)
    .filter((one) => path === one.path || path.startsWith(`${one.path}.`))
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (layer?.kind !== "cell") return null;
  let cell: Cell | null = layer.cell;
  for (const step of path.slice(layer.path.length + 1).split(".")) {
    if (step === "") continue;
    const part: Cell | undefined = cell.parts.find(({ name }) => name === step)?.cell;
    if (part === undefined && step !== "forward" && step !== "backward") return null;
    cell = part ?? cell;
  }
  return cell;
}

/** What is wrong with a name that was given, with the nearest right one. */
export function unknownName(what: string, name: string, known: readonly string[], near: string | null): Failure {
  return new Failure(`there is no ${what} \`${name}\`; there ${known.length === 1 ? "is" : "are"} ${known.map((one) => `\`${one}\``).join(", ")}`, { exitCode: 2, ...(near === null ? {} : { hint: `did you mean \`${near}\`?` }) });
}
