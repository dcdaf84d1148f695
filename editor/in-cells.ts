// What stands at a place inside a cell: names with their shapes, and with numbers where a model of the file uses the cell;
// products, functions, initial values.
import { evaluatePolynomial, printShape, type Shape } from "../compiler/1-check/sizes.js";
import { functions as known } from "../compiler/1-check/functions.js";
import type { Binary, Cell as CellTree, Equation, Expression, Span } from "../grammar/ast.js";
import { block, code, definitionOf, describeCell, paragraphs, textOf, usesOf, type CheckedCell, type Found, type Spec } from "./found.js";
import type { Step } from "./places.js";
import { functions, initials } from "./words.js";

/** null: nothing is known of the place. */
export function findInCell(spec: Spec, tree: CellTree, path: readonly Step[], offset: number): Found | null {
  const cell = spec.findCell(tree.name.text);
  if (cell === null || cell.tree !== tree) return null; // a second cell of the same name
  for (let i = path.length - 1; i > 0; i--) {
    const { node, key } = path[i];
    const parent = path[i - 1].node;
    const found = node.kind === undefined ? findName(spec, cell, node as { span: Span; text?: string }, key, parent) : findExpression(spec, cell, node as Expression, parent, offset);
    if (found !== null) return found;
  }
  return null;
}

function findName(spec: Spec, cell: CheckedCell, { span, text }: { readonly span: Span; readonly text?: string }, key: string, parent: Step["node"]): Found | null {
  if (text === undefined) return null;
  if (parent.kind === "cell" && key === "name") return { span, markdown: paragraphs(describeCell(cell), usesText(spec, cell)), definition: definitionOf(cell) };
  if (key === "callee") return findCallee(spec, cell, text, span);
  if (parent.kind === "equation" || parent.kind === "input" || parent.kind === "state" || parent.kind === "param" || parent.kind === "output" || parent.kind === "part") return describeName(spec, cell, text, span);
  return describeName(spec, cell, text, span); // of the header
}

function findExpression(spec: Spec, cell: CheckedCell, e: Expression, parent: Step["node"], offset: number): Found | null {
  switch (e.kind) {
    case "name": {
      if ((parent.kind === "param" || parent.kind === "state") && Object.hasOwn(initials, e.text)) return { span: e.span, markdown: paragraphs(`**starts as** ${code(e.text)}`, initials[e.text]) };
      const inner = parent.kind === "part" ? spec.findCell(e.text) : null;
      if (inner !== null) return { span: e.span, markdown: describeCell(inner), definition: definitionOf(inner) };
      return describeName(spec, cell, e.text, e.span);
    }
    case "delay": {
      if (e.value.kind !== "name" || offset < e.value.span.end) return null;
      const named = describeName(spec, cell, e.value.text, e.span);
      const back = -e.offset;
      const isInput = cell.inputs.some(({ name }) => e.value.kind === "name" && name === e.value.text);
      return named && { ...named, markdown: paragraphs(back === 0 ? `${code(textOf(cell.source, e.span))}: this step's value` : `${code(textOf(cell.source, e.span))}: the value ${back === 1 ? "one step" : `${back} steps`} before; before the first step, ${isInput ? "zeros" : "its initial value"}. In a backward layer, the step read before is the one to the right.`, named.markdown) };
    }
    case "binary":
      return onOperator(e, offset) ? { span: e.operatorSpan, markdown: describeOperator(cell, e) } : null;
    default:
      return null;
  }
}

function findCallee(spec: Spec, cell: CheckedCell, name: string, span: Span): Found | null {
  const named = describeName(spec, cell, name, span); // a part, or a function of the header
  if (named !== null) return named;
  if (known.has(name)) return { span, markdown: paragraphs(`**function** ${code(known.get(name)!.usage)}`, Object.hasOwn(functions, name) ? functions[name] : null) };
  if (Object.hasOwn(initials, name)) return { span, markdown: paragraphs(`**starts as** ${code(name)}`, initials[name]) };
  const inner = spec.findCell(name);
  return inner === null ? null : { span, markdown: describeCell(inner), definition: definitionOf(inner) };
}

/** Any name of the cell: where it is declared, its shape, its equation. */
function describeName(spec: Spec, cell: CheckedCell, name: string, span: Span): Found | null {
  const { tree, source } = cell;
  const text = (at: Span): string => textOf(source, at).replace(/\s+/g, " ");
  const equation = tree.members.find((member): member is Equation => member.kind === "equation" && member.name.text === name);
  const member = tree.members.find((one) => (one.kind === "input" || one.kind === "state" || one.kind === "param") && one.names.some((each) => each.text === name));
  if (member?.kind === "input" || member?.kind === "state" || member?.kind === "param") {
    const place = member.names.find((each) => each.text === name)!;
    const shape = member.kind === "input" ? (cell.inputs.find((one) => one.name === name)?.size ?? null) : null;
    const full = member.kind === "input" ? shape && [shape] : ((member.kind === "state" ? cell.states : cell.params).find((one) => one.name === name)?.shape ?? null);
    const initial = member.kind === "input" ? null : member.initial === null ? (member.kind === "state" ? "zeros" : (full?.length ?? 0) === 2 ? "glorot" : "zeros") : text(member.initial.span);
    const word = initial === null ? "" : initial.replace(/\(.*/s, "");
    return {
      span,
      markdown: paragraphs(
        `**${member.kind}** ${code(`${name}: ${text(member.size.span)}`)}${numbersText(spec, cell, full)}`,
        member.kind === "input" && "What the cell reads at this step.",
        initial !== null && `Starts as ${code(initial)}.${Object.hasOwn(initials, word) ? ` ${initials[word]}` : ""}`,
        equation !== undefined && block(text(equation.span)),
      ),
      definition: { source, span: place.span },
    };
  }
  const part = tree.members.find((one) => one.kind === "part" && one.name.text === name);
  if (part?.kind === "part") {
    const callee = part.value.kind === "call" ? part.value.callee.text : part.value.kind === "name" ? part.value.text : null;
    const inner = callee === null ? null : spec.findCell(callee);
    return { span, markdown: paragraphs(`**part** ${code(`${name} = ${text(part.value.span)}`)}`, inner && describeCell(inner)), definition: { source, span: part.name.span } };
  }
  if (equation !== undefined) {
    const shape = cell.shapes.get(equation.value) ?? null;
    return { span, markdown: paragraphs(`**value** ${code(shape === null ? name : `${name}: ${printShape(shape)}`)}${numbersText(spec, cell, shape)}`, block(text(equation.span))), definition: { source, span: equation.name.span } };
  }
  const entry = cell.header.find((one) => one.name === name);
  if (entry !== undefined) {
    const value = entry.value === null ? "" : ` = ${text(entry.value.span)}`;
    const what = { size: `a size, given where the cell is used${value === "" ? "" : ", or else this"}`, number: "a number of the header; this where nothing else is given", function: "a function of the header; this where nothing else is given" }[entry.kind];
    return { span, markdown: paragraphs(`**${entry.kind}** ${code(`${name}${value}`)}`, `It is ${what}.`, sizesText(spec, cell, name)), definition: { source, span: entry.span } };
  }
  const binding = tree.members.find((one) => one.kind === "input" && one.size.sizes.some((size) => size.kind === "name" && size.text === name));
  if (binding === undefined) return null;
  return { span, markdown: paragraphs(`**size** ${code(name)}`, `As many values as the cell reads a step (${code(text(binding.span))}).`, sizesText(spec, cell, name)), definition: { source, span: binding.span } };
}

/** ` = [128, 32] in memory.2`: a shape with numbers, for each way in which models of the file use the cell. */
function numbersText(spec: Spec, cell: CheckedCell, shape: Shape | null): string {
  if (shape === null || shape.length === 0) return "";
  return listUses(spec, cell, (sizes) => `[${shape.map((size) => evaluatePolynomial(size, sizes)).join(", ")}]`);
}

function sizesText(spec: Spec, cell: CheckedCell, name: string): string {
  const listed = listUses(spec, cell, (sizes) => (Object.hasOwn(sizes, name) ? String(sizes[name]) : null));
  return listed === "" ? "" : `${code(name)}${listed}.`;
}

function listUses(spec: Spec, cell: CheckedCell, valueOf: (sizes: Readonly<Record<string, number>>) => string | null): string {
  const places = new Map<string, string[]>();
  for (const { layer } of usesOf(spec, cell)) {
    const value = valueOf(layer.arguments.sizes);
    if (value !== null) places.set(value, [...(places.get(value) ?? []), layer.path]);
  }
  const said = [...places].slice(0, 4).map(([value, paths]) => `${code(value)} in ${paths.slice(0, 4).map(code).join(", ")}${paths.length > 4 ? " …" : ""}`);
  return said.length === 0 ? "" : ` = ${said.join("; ")}`;
}

function usesText(spec: Spec, cell: CheckedCell): string {
  const uses = usesOf(spec, cell);
  return uses.length === 0 ? "" : `Used in ${uses.slice(0, 6).map(({ model, layer }) => `${code(model.name)} as ${code(layer.path)}`).join(", ")}.`;
}

function onOperator({ operatorSpan }: Binary, offset: number): boolean {
  return operatorSpan.start <= offset && offset < operatorSpan.end;
}

/** `W @ x`: [H, D] @ [D] → [H] */
function describeOperator(cell: CheckedCell, e: Binary): string {
  const shown = (of: Expression): string => {
    const shape = cell.shapes.get(of) ?? null;
    return shape === null ? "?" : shape.length === 0 ? "a number" : printShape(shape);
  };
  const meaning = { "@": "matrix product", "*": "product, element by element", "/": "quotient, element by element", "+": "sum, element by element", "-": "difference, element by element", "++": "join: one after the other", "<": "1 where it is less, else 0", ">": "1 where it is more, else 0", "<=": "1 where it is not more, else 0", ">=": "1 where it is not less, else 0", "==": "1 where they are equal, else 0", "!=": "1 where they differ, else 0" }[e.operator];
  return paragraphs(`**${meaning}** ${code(textOf(cell.source, e.span))}`, `${shown(e.left)} ${e.operator} ${shown(e.right)} → ${shown(e)}`);
}
