// What stands at a place inside a model: inputs, layers with the sizes that go in and out, heads, options with their
// defaults, and the words of the train block.
import { trainDefaults } from "../compiler/1-check/index.js";
import { optimizerDefaults } from "../compiler/1-check/train.js";
import type { Head, Layer, Model, SourceValue } from "../compiler/model.js";
import type { Head as HeadTree, Layer as LayerTree, Model as ModelTree, ModelInput, Span, Stack as StackTree } from "../grammar/ast.js";
import { block, code, definitionOf, describeCell, describeUse, layersOf, paragraphs, textOf, type Found, type Spec } from "./found.js";
import type { Step } from "./places.js";
import * as words from "./words.js";

/** null: nothing is known of the place. */
export function findInModel(spec: Spec, tree: ModelTree, path: readonly Step[]): Found | null {
  const model = spec.models.find(({ name }) => name === tree.name.text) ?? null;
  const member = path[1]?.node;
  for (let i = path.length - 1; i > 0; i--) {
    const { node, key } = path[i];
    const parent = path[i - 1].node;
    const text = node.text;
    if (text === undefined || (node.kind !== undefined && node.kind !== "name")) continue;
    const { span } = node;
    const inTrain = member?.kind === "train";
    const found =
      parent === tree && key === "name"
        ? { span, markdown: describeModel(spec, tree, model) }
        : parent.kind === "layer"
          ? findLayerWord(spec, model, parent as LayerTree, text, span, key)
          : inTrain
            ? findTrainWord(spec, parent, text, span, key, isOption(parent))
            : (key === "name" && isOption(parent) && path.some(({ key: at }) => at === "options") ? findWord("option", words.options, text, span) : null) ?? findModelWord(spec, tree, model, parent, text, span, key, path);
    if (found !== null) return found;
  }
  return null;
}

function isOption(parent: Step["node"]): boolean {
  return "name" in parent && "value" in parent;
}

function findWord(noun: string, table: Readonly<Record<string, string>>, text: string, span: Span): Found | null {
  return Object.hasOwn(table, text) ? { span, markdown: paragraphs(`**${noun}** ${code(text)}`, table[text]) } : null;
}

function describeModel({ source }: Spec, tree: ModelTree, model: Model | null): string {
  const lines = tree.members.flatMap((member) => (member.kind === "train" ? [] : [textOf(source, member.kind === "stack" ? { start: member.span.start, end: member.source.span.end } : member.span).replace(/\s+/g, " ")]));
  return paragraphs(`**model** ${code(tree.name.text)}`, tree.doc, lines.length > 0 && block(lines.join("\n")), model === null && "It has errors, so its sizes are not known.");
}

// ------------------------------------------------------------------------------------------ layers

function findLayerWord(spec: Spec, model: Model | null, tree: LayerTree, text: string, span: Span, key: string): Found | null {
  if (key !== "name") return null;
  if (span !== tree.name.span) return findWord("direction", words.directions, text, span);
  const made = model === null ? [] : layersOf(model).filter((layer) => layer.span.start === tree.span.start && layer.span.end === tree.span.end);
  const uses = made.map((layer) => `- ${describeUse(layer, true)}`).slice(0, 8).join("\n");
  const cell = Object.hasOwn(words.layers, text) ? null : spec.findCell(text);
  if (cell !== null) return { span, markdown: paragraphs(describeCell(cell), uses), definition: definitionOf(cell) };
  const meaning = Object.hasOwn(words.layers, text) ? words.layers[text] : Object.hasOwn(words.functions, text) ? words.functions[text] : null;
  return meaning === null ? null : { span, markdown: paragraphs(`**layer** ${code(textOf(spec.source, tree.layers === null ? tree.span : tree.name.span))}`, meaning, uses) };
}

// ------------------------------------------------------------------------------------ the other words

function findModelWord(spec: Spec, tree: ModelTree, model: Model | null, parent: Step["node"], text: string, span: Span, key: string, path: readonly Step[]): Found | null {
  if (parent.kind === "model-input" && key === "type") return findWord("input type", words.inputTypes, text, span);
  if (key === "name" && path.some(({ key: at }) => at === "type")) return findWord("head type", words.headTypes, text, span);
  if (key === "direction" || (key === "name" && Object.hasOwn(words.directions, text) && parent.kind === undefined)) return findWord("direction", words.directions, text, span);
  if (key === "merge") return findWord("merge", words.directions, text, span);
  // Arguments of a layer: those of every cell, or of the header of this one.
  const layer = path.findLast(({ node }) => node.kind === "layer")?.node as LayerTree | undefined;
  if (key === "name" && layer !== undefined && isOption(parent)) {
    const cell = spec.findCell(layer.name.text);
    const entry = cell?.header.find(({ name }) => name === text);
    if (cell !== null && entry !== undefined) return { span, markdown: paragraphs(`**${entry.kind}** ${code(text)} of ${code(cell.name)}`, entry.value !== null && `Default: ${code(textOf(cell.source, entry.value.span))}.`), definition: { source: cell.source, span: entry.span } };
    return findWord("option", words.layerOptions, text, span);
  }
  const named = findNamed(spec, tree, model, text, span);
  if (named !== null) return named;
  const call = key === "callee";
  if (layer !== undefined) return findWord("function", words.functions, text, span);
  return findWord(call ? "pooling" : "word", { ...words.keywords, ...words.losses, ...words.options, ...words.initials, ...pick(words.layers, ["last", "first", "mean", "max"]) }, text, span);
}

function pick(table: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, table[name]]));
}

/** An input, a stack or a head of the model, by name. */
function findNamed(spec: Spec, tree: ModelTree, model: Model | null, name: string, span: Span): Found | null {
  const { source } = spec;
  const shown = (at: Span): string => textOf(source, at).replace(/\s+/g, " ");
  for (const member of tree.members) {
    if (member.kind === "train" || member.name.text !== name) continue;
    const definition = { source, span: member.name.span };
    if (member.kind === "model-input") return { span, markdown: describeInput(shown(member.span), member, model), definition };
    if (member.kind === "stack") return { span, markdown: describeStack(spec, member, model), definition };
    return { span, markdown: describeHead(shown(member.span), member, model), definition };
  }
  return null;
}

function describeInput(written: string, { name, type }: ModelInput, model: Model | null): string {
  const input = model?.inputs.find((one) => one.name === name.text);
  return paragraphs(
    block(written),
    Object.hasOwn(words.inputTypes, type.text) && words.inputTypes[type.text],
    input !== undefined && `The column ${code(name.text)} of the data: ${input.kind === "real" ? `${input.size.toLocaleString("en")} ${input.size === 1 ? "number" : "numbers"}` : `one of ${input.size.toLocaleString("en")} ids`}${input.axis === null ? " a sequence" : ` at every step of ${code(input.axis)}`}.`,
    input?.boundary === true && `It is read at [t-1] and predicted at [t], so a boundary (id ${input.size}) comes before its first step and ends it.`,
  );
}

function describeStack({ source }: Spec, tree: StackTree, model: Model | null): string {
  const stack = model?.stacks.find(({ name }) => name === tree.name.text);
  const head = textOf(source, { start: tree.span.start, end: tree.init?.span.end ?? tree.source.span.end }).replace(/\s+/g, " ");
  const line = (layer: Layer): string => {
    const written = textOf(source, layer.span).replace(/\s+/g, " ");
    return `- ${code(written.length > 60 ? `${written.slice(0, 59)}…` : written)} ${describeUse(layer, true)}`;
  };
  return paragraphs(block(head), stack !== undefined && stack.layers.slice(0, 20).map(line).join("\n"), stack !== undefined && `Gives ${stack.size.toLocaleString("en")} values ${stack.axis === null ? "a sequence" : `at every step of ${code(stack.axis)}`}.`);
}

function describeHead(written: string, tree: HeadTree, model: Model | null): string {
  const head = model?.heads.find(({ name }) => name === tree.name.text && model.heads.length > 0);
  return paragraphs(
    block(written),
    tree.type !== null && Object.hasOwn(words.headTypes, tree.type.name.text) && words.headTypes[tree.type.name.text],
    head !== undefined && `Reads ${sizeOf(head.source).toLocaleString("en")} values, says ${describeSaid(head)}${head.axis === null ? ", once a sequence" : `, at every step of ${code(head.axis)}`}.`,
    head !== undefined && `Loss: ${code(head.loss)}. ${words.losses[head.loss]}${head.weight === 1 ? "" : ` Weight ${head.weight}.`}`,
  );
}

function sizeOf({ size }: SourceValue): number {
  return size;
}

function describeSaid({ kind, size }: Head): string {
  return kind === "class" ? `one of ${size.toLocaleString("en")} classes` : kind === "binary" ? "yes or no" : kind === "multilabel" ? `${size.toLocaleString("en")} labels` : `${size.toLocaleString("en")} ${size === 1 ? "number" : "numbers"}`;
}

// ------------------------------------------------------------------------------------- train block

/** What the compiler calls the options that it calls otherwise. */
const defaultsByOption: Readonly<Record<string, unknown>> = { ...trainDefaults, teacher_forcing: trainDefaults.teacherForcing };

function findTrainWord(spec: Spec, parent: Step["node"], text: string, span: Span, key: string, isOptionName: boolean): Found | null {
  if (key === "name" && isOptionName && Object.hasOwn(words.trainOptions, text) && "value" in parent && textOf(spec.source, span) === text && isTopLevel(spec, parent)) {
    return { span, markdown: paragraphs(`**option** ${code(text)}`, words.trainOptions[text], `Default: ${code(showDefault(defaultsByOption[text]))}.`) };
  }
  const optimizer = Object.hasOwn(optimizerDefaults, text) ? optimizerDefaults[text as keyof typeof optimizerDefaults] : null;
  const found = findWord("value", { ...words.trainWords, ...words.metricWords }, text, span);
  return found !== null && optimizer !== null ? { ...found, markdown: paragraphs(found.markdown, `By itself it means ${code(showDefault(optimizer))}.`) } : found;
}

/** Options of the block itself; `batch` and `step` are also values inside. */
function isTopLevel({ tree }: Spec, option: Step["node"]): boolean {
  return tree.items.some((item) => item.kind === "model" && item.members.some((member) => member.kind === "train" && member.options.entries.some((entry) => entry === option)));
}

/** `adam(rate = 0.001, …)`, `none`, `32` */
function showDefault(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return "none";
  if (typeof value !== "object" || !("kind" in value)) return String(value);
  const { kind, ...rest } = value as { kind: string };
  const given = Object.entries(rest).map(([name, one]) => `${name} = ${String(one)}`);
  return given.length === 0 ? kind : `${kind}(${given.join(", ")})`;
}
