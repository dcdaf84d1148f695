// Weights as heat maps: every parameter of a layer or a head, with the names its rows and columns have in the spec.
import type { ParameterDescription } from "@rnnc/runtime";
import { namesOf } from "@rnnc/runtime";
import type { Expression } from "../../grammar/ast.js";
import { nearest } from "../../grammar/nearest.js";
import type { Cell } from "../../compiler/model.js";
import { colorBar, heatMap, signedScale, type HeatScale } from "./heat.js";
import { cellAt, layersOf, unknownName, type Network } from "./network.js";
import { fit, text, widthOfText, type Figure, type Panel } from "./svg.js";

/** Rows and columns up to which a matrix is shown; of an embedding of thousands of words, the most frequent. */
const mostPlaces = 256;

/** The layers and heads that have weights, as `--weights-of` takes them. */
export function ownersOf({ model, description }: Network): string[] {
  const paths = [...layersOf(model).map(({ path }) => path), ...model.heads.map(({ name }) => name)];
  return paths.filter((path) => description.parameters.some(({ name }) => name.startsWith(`${path}.`)));
}

/** The layers whose weights are drawn where none is named: the recurrent ones. */
export function recurrentOwners(network: Network): string[] {
  const recurrent = new Set(layersOf(network.model).flatMap((layer) => (layer.kind === "cell" ? [layer.path] : [])));
  return ownersOf(network).filter((path) => recurrent.has(path));
}

/** One figure a layer. `owner` is one of `ownersOf`, or the name of one parameter. Throws a Failure for another name. */
export function drawWeights(network: Network, owner: string, several: boolean): Figure {
  const { description, model } = network;
  const chosen = description.parameters.filter(({ name }) => name === owner || name.startsWith(`${owner}.`));
  if (chosen.length === 0) {
    const known = ownersOf(network);
    throw unknownName("layer or head with weights", owner, known, nearest(owner, known));
  }
  const values = (p: ParameterDescription): Float64Array => network.parameters[p.name];
  const scaleOf = (list: readonly ParameterDescription[]): HeatScale => signedScale(list.reduce((most, p) => values(p).reduce((a, b) => Math.max(a, Math.abs(b)), most), 0));
  const [matrices, vectors] = [chosen.filter(({ shape }) => shape.length > 1), chosen.filter(({ shape }) => shape.length < 2)];
  const scales = new Map([...matrices.map((p) => [p, scaleOf(matrices)] as const), ...vectors.map((p) => [p, scaleOf(vectors)] as const)]);
  const cut = chosen.filter(({ shape }) => shape.some((size) => size > mostPlaces));
  const layer = layersOf(model).find(({ path }) => path === owner);
  const what = layer?.kind === "cell" ? `${owner} (${layer.cell.name})` : owner;
  const about = network.weights === null ? " They are as they are before training." : "";
  const caption = [
    `Red is above zero, blue below, white zero.${about}`,
    ...(matrices.length > 1 ? ["All matrices share one scale, so that they can be compared" + (vectors.length > 1 ? "; so do all vectors." : ".")] : []),
    ...(cut.length > 0 ? [`Of ${cut.map(({ name, shape }) => `${name} [${shape.join(", ")}]`).join(", ")} the first ${mostPlaces} rows and columns are shown.`] : []),
  ].join(" ");
  return { title: `Weights of ${what}${several ? ` in ${network.name}` : ""}`, caption, panels: chosen.map((p) => drawParameter(network, p, values(p), scales.get(p) ?? signedScale(1))) };
}

function drawParameter(network: Network, { name, shape }: ParameterDescription, all: Float64Array, scale: HeatScale): Panel {
  const [height, width] = [shape[0] ?? 1, shape.length > 1 ? all.length / (shape[0] || 1) : 1];
  const [rows, columns] = [Math.min(height, mostPlaces), Math.min(width, mostPlaces)];
  const values = Float64Array.from({ length: rows * columns }, (_, i) => all[Math.floor(i / columns) * width + (i % columns)]);
  const axes = namesOfAxes(network, name);
  const size = Math.max(axes.rowNames.length > 0 && rows <= 80 ? 11 : 1, Math.min(14, 260 / rows, 300 / columns));
  const [w, h] = [Math.max(columns * size, Math.min(14, 260)), rows * size];
  const labels = axes.rowNames.slice(0, rows).map((label) => fit(label, 90, 10));
  const named = labels.length > 0 && size >= 9;
  const left = named ? 26 + Math.max(...labels.map((label) => widthOfText(label, 10))) : 52;
  const top = 30;
  const title = `${name.slice(name.lastIndexOf(".") + 1)} [${shape.join(", ")}]`;
  const parts = [text(8, 16, title, { kind: "b", size: 12 }), heatMap({ rows, columns, values, scale, nameOf: (r, c) => `${name}[${r + 1}${shape.length > 1 ? `, ${c + 1}` : ""}]` }, left, top, w, h), colorBar(scale, left + w + 10, top, Math.max(60, Math.min(h, 120)))];
  if (named) labels.forEach((label, i) => parts.push(text(left - 5, top + (i + 0.5) * size + 3.5, label, { anchor: "end", kind: "m", size: 10 })));
  else for (const place of [...new Set([1, rows])]) parts.push(text(left - 5, top + (place - 0.5) * (h / rows) + 4, String(place), { anchor: "end", kind: "m", size: 10 }));
  if (shape.length > 1) for (const place of [...new Set([1, columns])]) parts.push(text(left + (place - 0.5) * (w / columns), top + h + 13, String(place), { anchor: "middle", kind: "m", size: 10 }));
  parts.push(text(14, top + h / 2, fit(axes.row, Math.max(60, h), 11), { anchor: "middle", kind: "m", turn: -90 }));
  if (axes.column !== null) parts.push(text(left + w / 2, top + h + 28, fit(axes.column, w + left + 30, 11), { anchor: "middle", kind: "m" }));
  const total = Math.max(left + w + 58, widthOfText(title, 12) + 24);
  return { width: total, height: top + Math.max(h, 60) + 36, body: parts.join(""), label: `${name}, rows: ${axes.row}${axes.column === null ? "" : `, columns: ${axes.column}`}` };
}

interface AxisNames {
  readonly row: string;
  readonly column: string | null;
  /** Of single rows, where they have names. */
  readonly rowNames: readonly string[];
}

/** What rows and columns of a parameter stand for: of `U_f` in `f = sigmoid(… + U_f @ h[t-1])`, units of f and of h[t-1]. */
function namesOfAxes({ model, description, fitted }: Network, parameter: string): AxisNames {
  const dot = parameter.lastIndexOf(".");
  const [owner, own] = [parameter.slice(0, dot), parameter.slice(dot + 1)];
  const cell = cellAt(model, owner);
  if (cell !== null) {
    const uses = usesOf(cell, own);
    const unique = (list: readonly string[]): string => [...new Set(list)].join(", ");
    const column = unique(uses.flatMap(({ right }) => (right === null ? [] : [right])));
    return { row: uses.length === 0 ? "row" : `unit of ${unique(uses.map(({ equation }) => equation))}`, column: column === "" ? (description.parameters.find(({ name }) => name === parameter)?.shape.length === 1 ? null : "column") : column, rowNames: [] };
  }
  const head = description.heads.find(({ name }) => name === owner);
  if (head !== undefined) return { row: head.kind === "real" ? "value" : "class", column: own === "W" ? "what it reads" : null, rowNames: (fitted === null ? head.classes : namesOf(fitted, head)) ?? [] };
  const layer = layersOf(model).find(({ path }) => path === owner);
  if (layer?.kind === "embed") {
    const input = model.stacks.find((stack) => stack.layers.includes(layer))?.source;
    const symbols = input?.kind === "input" && fitted !== null && Object.hasOwn(fitted.vocabularies, input.input) ? fitted.vocabularies[input.input].symbols : [];
    return { row: "symbol", column: "dimension of its vector", rowNames: symbols.map(showSymbol) };
  }
  return { row: "output", column: own === "W" ? "input" : null, rowNames: [] };
}

/** A symbol as it can be seen: spaces and line breaks too, `?` for the unknown one. */
export function showSymbol(symbol: string): string {
  return symbol === "" ? "(?)" : symbol.replaceAll(" ", "␣").replaceAll("\n", "↵").replaceAll("\t", "⇥").replaceAll("\r", "␍");
}

/** Where a cell's equations mention a parameter, and what it multiplies there. */
function usesOf(cell: Cell, parameter: string): { readonly equation: string; readonly right: string | null }[] {
  const found: { equation: string; right: string | null }[] = [];
  const visit = (equation: string, e: Expression): void => {
    switch (e.kind) {
      case "name":
        if (e.text === parameter) found.push({ equation, right: null });
        break;
      case "binary":
        if (e.operator === "@" && e.left.kind === "name" && e.left.text === parameter) found.push({ equation, right: cell.source.text.slice(e.right.span.start, e.right.span.end).replace(/\s+/g, " ") });
        else visit(equation, e.left);
        visit(equation, e.right);
        break;
      case "unary":
      case "delay":
        visit(equation, e.value);
        break;
      case "call":
        for (const { value } of e.arguments) visit(equation, value);
    }
  };
  for (const { name, value } of cell.equations) visit(name, value);
  return found;
}
