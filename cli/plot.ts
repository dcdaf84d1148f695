// `rnnc plot`: a network and its training in pictures: curves, weights, gates and states over a sequence, how far back the
// gradient reaches. One page, or one PNG. Here are options and what is drawn; the pictures are plot/'s.
import { Command } from "commander";
import type { Data } from "./data/read.js";
import { Failure } from "./failure.js";
import { ensureWritable, showPath, writeAtomically } from "./files.js";
import { bytes, plural } from "./numbers.js";
import { addDataOptions, collect, whole, type DataOptions } from "./options.js";
import type { Amount, Network, Sequences } from "./plot/network.js";
import type { Figure } from "./plot/svg.js";
import { printJson, reportNote } from "./report.js";

interface PlotOptions extends DataOptions {
  readonly weights?: readonly string[];
  readonly data?: readonly string[];
  readonly text?: string;
  readonly model?: string;
  readonly out?: string;
  readonly curves?: true;
  readonly weightsOf?: readonly string[];
  readonly states?: true;
  readonly gradients?: true;
  readonly layer?: string;
  readonly head?: string;
  readonly steps?: number;
  readonly sequences: number;
  readonly seed?: number;
  readonly json?: true;
}

export function define(): Command {
  const command = new Command("plot")
    .description("Draws a network: how its training went, its weights, its gates and states over a sequence, and how far back the gradient reaches. Without a choice, everything that can be drawn from what is given.")
    .argument("<specs...>", "one or several .rnn files; all their models are drawn, of a file without one its cells")
    .option("-w, --weights <file>", "what `rnnc train` wrote; again for each further file. Without it weights are fresh", collect)
    .option("-o, --out <file>", "a page (.html) or a picture (.png) (default: MODEL.plot.html)")
    .option("--curves", "losses, metrics, gradient norm and learning rate of the training")
    .option("--weights-of <layer>", "weights of a layer or a head as heat maps: memory.2; again for more", collect)
    .option("--states", "every equation of a cell at every step of an example (--text, or the first of --data)")
    .option("--gradients", "the norm of ∂L/∂h[t] by distance in time, for all layers of all specs side by side")
    .option("--layer <path>", "states and gradients of this layer only: memory.2")
    .option("--head <name>", "gradients of this head's loss only")
    .option("-d, --data <file>", "data as for training (default: random input; with weights, the data they were trained on)", collect)
    .option("-t, --text <text>", "one example, for a model that reads one text")
    .option("--steps <n>", "steps of each sequence at most (default: 100)", whole(2))
    .option("--sequences <n>", "sequences the gradients are measured on", whole(1), 5)
    .option("--seed <n>", "of fresh weights, instead of the spec's", whole(0))
    .option("--model <name>", "only this model, where a spec has several");
  return addDataOptions(command)
    .option("--json", "what was drawn as JSON on standard output")
    .addHelpText(
      "after",
      `
Examples:
  rnnc plot char_lm.rnn --weights char_lm.safetensors
  rnnc plot char_lm.rnn -w char_lm.safetensors --states --text "To be"
  rnnc plot specs/cells/elman.rnn mine.rnn --gradients --out vanishing.png`,
    )
    .action(plot);
}

async function plot(specs: readonly string[], options: PlotOptions): Promise<void> {
  if (options.text !== undefined && options.data !== undefined) throw new Failure("--text and --data exclude each other", { exitCode: 2 });
  if (options.data !== undefined) (await import("./data/sources.js")).findSources(options.data);
  if (options.out !== undefined && !/\.(html?|png)$/i.test(options.out)) throw new Failure(`--out: ${options.out} is neither a page (.html) nor a picture (.png)`, { exitCode: 2 });
  const { openNetworks } = await import("./plot/network.js");
  const networks = await openNetworks([...new Set(specs)], { ...options, weights: options.weights ?? [] });
  const out = options.out ?? `${networks.length === 1 ? networks[0].model.name : "networks"}.plot.html`;
  ensureWritable(out);
  const notes: string[] = [];
  const figures = await drawAll(networks, options, (text) => void notes.push(text));
  if (figures.length === 0) throw new Failure("there is nothing to draw", { ...(notes.length === 0 ? {} : { hint: notes.join(" ") }) });
  notes.forEach(reportNote);
  const page = { title: titleOf(networks), about: aboutOf(networks), figures };
  const { writePage, writePicture } = await import("./plot/page.js");
  const content = out.toLowerCase().endsWith(".png") ? await (await import("./plot/png.js")).rasterise(writePicture(page)) : writePage(page);
  writeAtomically(out, content);
  if (options.json === true) printJson({ ok: true, out: showPath(out), figures: figures.map(({ title, caption, panels }) => ({ title, caption, panels: panels.map(({ label, series }) => ({ label, ...(series === undefined ? {} : { series: series.map(({ name, points, band }) => ({ name, points, ...(band === undefined ? {} : { band }) })) }) })) })) });
  else process.stdout.write(`${figures.map(({ title }) => `  ${title}`).join("\n")}\nWritten: ${showPath(out)} (${bytes(Buffer.byteLength(content))}).\n`);
}

/** What was asked for; without a choice, all that can be drawn. What can't, and was not asked for by name, is a note. */
async function drawAll(networks: readonly Network[], options: PlotOptions, note: (text: string) => void): Promise<Figure[]> {
  const { curves, weights = [], weightsOf = [], states, gradients } = options;
  const all = curves !== true && weightsOf.length === 0 && states !== true && gradients !== true;
  const several = networks.length > 1;
  const figures: Figure[] = [];
  if (all || curves === true) {
    const { drawCurves, withHistory } = await import("./plot/curves.js");
    if (withHistory(networks).length > 0) figures.push(...drawCurves(networks));
    else if (curves === true) throw new Failure("there is no history of a training to draw", { exitCode: 2, hint: weights.length === 0 ? "give the weights that `rnnc train` wrote: --weights FILE." : "these weights were not written by `rnnc train`, or by a version that kept none." });
    else note(weights.length === 0 ? "no curves, as no weights were given (--weights)." : "no curves, as these weights have no history of their training.");
  }
  const { drawWeights, ownersOf, recurrentOwners } = await import("./plot/matrices.js");
  if (weightsOf.length > 0) for (const owner of weightsOf) {
    const having = networks.filter((network) => ownersOf(network).includes(owner) || network.description.parameters.some(({ name }) => name === owner));
    figures.push(...(having.length > 0 ? having : networks.slice(0, 1)).map((network) => drawWeights(network, owner, several)));
  }
  if (all || states === true) {
    const { drawStates } = await import("./plot/states.js");
    for (const network of networks) {
      const sequences = await sequencesFor(network, options, { count: 1, ahead: false }, note);
      const drawn = drawStates(network, sequences, options.layer, several);
      if (drawn.length === 0) note(`${network.name} has no recurrent layer, so there are no gates or states to draw.`);
      figures.push(...drawn);
    }
  }
  if (all || gradients === true) {
    const { drawGradients, reachOf } = await import("./plot/gradients.js");
    const { unknownName } = await import("./plot/network.js");
    const { nearest } = await import("../grammar/nearest.js");
    const { head = null, layer } = options;
    const heads = [...new Set(networks.flatMap(({ model }) => model.heads.map(({ name }) => name)))];
    if (head !== null && !heads.includes(head)) throw unknownName("head", head, heads, nearest(head, heads));
    const reaches = [];
    let data: Sequences | null = null;
    for (const network of networks.filter(({ model }) => head === null || model.heads.some(({ name }) => name === head))) {
      const sequences = await sequencesFor(network, options, { count: options.sequences, ahead: true }, note);
      data ??= sequences;
      reaches.push(...reachOf(network, sequences, head, layer));
    }
    if (data !== null) figures.push(...drawGradients(reaches, data, head));
    if (reaches.length === 0) note("no gradients, as no layer carries a state.");
  }
  if (all) for (const network of networks) figures.push(...recurrentOwners(network).map((owner) => drawWeights(network, owner, several)));
  return figures;
}

/** What was given with --text or --data; else what the weights were trained on, if it is still there; else random input. */
async function sequencesFor(network: Network, options: PlotOptions, of: Pick<Amount, "count" | "ahead">, note: (text: string) => void): Promise<Sequences> {
  const { cutExamples, drawSequences } = await import("./plot/network.js");
  const { explainRuntimeError } = await import("./load.js");
  const amount = { ...of, steps: options.steps ?? Math.min(100, network.description.training.cut?.steps ?? 100) };
  const data = options.text === undefined ? await readExamples(network, options, of.ahead, note) : textExample(network, options.text);
  if (data === null) return drawSequences(network, amount);
  try {
    return cutExamples(network, data.examples, data.file, amount);
  } catch (error) {
    throw explainRuntimeError(error, data);
  }
}

type Read = Pick<Data, "examples" | "file" | "places">;

function textExample({ name, description: { inputs } }: Network, text: string): Read {
  const [input] = inputs;
  if (inputs.length !== 1 || input.kind === "real" || input.kind === "token") throw new Failure(`--text is for a model that reads one text; \`${name}\` reads ${inputs.map((one) => `\`${one.name}\``).join(", ")}`, { exitCode: 2, hint: "give the data with --data." });
  return { examples: [{ [input.name]: text }], file: "--text", places: [{ file: "--text", line: 1 }] };
}

async function readExamples({ name, description, weights }: Network, { data, columns, format, limit }: PlotOptions, targets: boolean, note: (text: string) => void): Promise<Read | null> {
  const { readData } = await import("./data/read.js");
  const trained = weights?.notes?.data;
  const kept = { categories: trained?.categories };
  if (data !== undefined) {
    const read = { columns, format, limit, note, ...kept };
    if (!targets || data.includes("-")) return readData(data, description, { ...read, targets: false });
    // Labels are used where there are any.
    return readData(data, description, { ...read, note: () => {}, targets: true }).catch(() => readData(data, description, { ...read, targets: false }));
  }
  if (trained === undefined || trained.paths.includes("-")) return null;
  try {
    return await readData(trained.paths, description, { columns: trained.columns, format: trained.format, limit: trained.limit, targets, note: () => {}, ...kept });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    note(`${name} was trained on ${trained.paths.map(showPath).join(", ")}, which can't be read now, so it is run on random input.`);
    return null;
  }
}

function titleOf(networks: readonly Network[]): string {
  return networks.map(({ name }) => name).join(", ");
}

function aboutOf(networks: readonly Network[]): string {
  return networks.map(({ name, spec, weights, around, description }) => around !== null ? `${around}, ${plural(description.parameterCount, "parameter")}.` : `${networks.length > 1 ? `${name}: ` : ""}${spec}, ${plural(description.parameterCount, "parameter")}, ${weights === null ? "fresh weights" : `weights ${showPath(weights.path)}`}.`).join(" ");
}
