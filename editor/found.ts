// What is known of a spec while somebody looks at it, and what is found at a place: a text to show, and where the thing
// is declared.
import { check, type CheckedCell, type Sources } from "../compiler/1-check/index.js";
import type { Diagnostic, Source } from "../compiler/diagnostics.js";
import type { Cell, Layer, Model } from "../compiler/model.js";
import { shapeOf, withParts } from "../compiler/states.js";
import type { Span, Tree } from "../grammar/ast.js";
import { parse } from "../grammar/index.js";

export interface Spec {
  readonly source: Source;
  readonly tree: Tree;
  readonly models: readonly Model[];
  readonly diagnostics: readonly Diagnostic[];
  readonly findCell: (name: string) => CheckedCell | null;
}

export function readSpec(source: Source, sources: Sources): Spec {
  const { tree, problems } = parse(source.text);
  return { source, tree, ...check(tree, source, sources, problems) };
}

export interface Found {
  /** What is spoken of. */
  readonly span: Span;
  readonly markdown: string;
  /** Where it is declared, if it is. */
  readonly definition?: { readonly source: Source; readonly span: Span };
}

/** A line of code in a sentence; a text of the user's can't end it. */
export function code(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.includes("`") ? `\`\` ${flat} \`\`` : `\`${flat}\``;
}

export function block(text: string): string {
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return `${fence}rnn\n${text}\n${fence}`;
}

/** `in, between, after`: those that are something, as paragraphs. */
export function paragraphs(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter((part): part is string => typeof part === "string" && part !== "").join("\n\n");
}

export function textOf({ text }: Source, { start, end }: Span): string {
  return text.slice(start, end);
}

export type CellLayer = Layer & { readonly kind: "cell" };

/** All layers of a model, those inside `residual` too. */
export function layersOf(model: Model): Layer[] {
  const flat = (layer: Layer): Layer[] => [layer, ...(layer.kind === "residual" ? layer.layers.flatMap(flat) : [])];
  return model.stacks.flatMap(({ layers }) => layers.flatMap(flat));
}

/** Where a spec uses a cell as a layer. */
export function usesOf({ models }: Spec, cell: CheckedCell): { readonly model: Model; readonly layer: CellLayer }[] {
  return models.flatMap((model) => layersOf(model).flatMap((layer) => (layer.kind === "cell" && layer.cell.name === cell.name && layer.cell.source.path === cell.source.path ? [{ model, layer }] : [])));
}

/** Weights of a recurrent layer: those of its parts too, and of both directions. */
export function countWeights({ cell, arguments: given, direction }: CellLayer): number {
  const one = withParts(cell, given).reduce((sum, instance) => sum + instance.cell.params.reduce((all, { size }) => all + shapeOf(size, instance.given).reduce((a, b) => a * b, 1), 0), 0);
  return direction === "forward" || direction === "backward" ? one : 2 * one;
}

/** A cell in short: its doc comment, its equations, what it reads, carries and learns. */
export function describeCell(cell: CheckedCell): string {
  const { tree, source } = cell;
  const text = (span: Span): string => textOf(source, span);
  const header = tree.header.length === 0 ? "" : `(${tree.header.map(({ span }) => text(span)).join(", ")})`;
  const members = (kind: "input" | "state" | "param" | "part"): string[] => tree.members.flatMap((member) => (member.kind === kind ? [code(text(member.span).replace(/^\S+\s+/, ""))] : []));
  const equations = tree.members.flatMap((member) => (member.kind === "equation" ? [text(member.span).replace(/\s+/g, " ")] : []));
  const told = (label: string, list: readonly string[]): string[] => (list.length === 0 ? [] : [`- ${label} ${list.join(", ")}`]);
  const output = tree.members.find((member) => member.kind === "output");
  return paragraphs(
    `**cell** ${code(`${cell.name}${header}`)}`,
    tree.doc,
    equations.length > 0 && block(equations.join("\n")),
    [...told("reads", members("input")), ...told("carries", members("state")), ...told("gives", output?.kind === "output" ? [code(output.name.text)] : []), ...told("learns", members("param")), ...told("has inside", members("part"))].join("\n"),
  );
}

/** `32 → 128 values a step, 82,432 weights (memory.2)` */
export function describeUse(layer: Layer, several: boolean): string {
  const weights = layer.kind === "cell" ? countWeights(layer) : null;
  const unit = layer.kind === "embed" || layer.kind === "onehot" ? `${layer.inputSize.toLocaleString("en")} ids → ${layer.size.toLocaleString("en")} values` : `${layer.inputSize.toLocaleString("en")} → ${layer.size.toLocaleString("en")} values`;
  return `${several ? `${code(layer.path)}: ` : ""}${unit}${layer.kind === "pool" ? " a sequence" : ""}${weights === null ? "" : `, ${weights.toLocaleString("en")} weights`}`;
}

/** A cell's definition as a place to go to. */
export function definitionOf(cell: Pick<CheckedCell, "source" | "tree">): NonNullable<Found["definition"]> {
  return { source: cell.source, span: cell.tree.name.span };
}

export type { Cell, CheckedCell };
