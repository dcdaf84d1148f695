// Gates and states over a sequence: every equation of a cell by its own name, units by steps, with the input's symbols
// along the axis. The numbers are the interpreter's.
import type { Sequence } from "@rnnc/runtime";
import { nearest } from "../../grammar/nearest.js";
import type { Cell } from "../../compiler/model.js";
import type { Probe } from "../../compiler/probe.js";
import { colorBar, heatMap, scaleFor } from "./heat.js";
import { showSymbol } from "./matrices.js";
import { cellAt, unknownName, valuesOn, type Network, type Sequences } from "./network.js";
import { at, fit, text, widthOfText, type Figure, type Panel } from "./svg.js";
import { figure } from "../numbers.js";

/** Places of recurrent layers, directions and parts apart: `memory.2`, `memory.2.backward`. */
export function placesOf(network: Network): string[] {
  return [...new Set(network.probed(null).probes.map(({ path }) => path))];
}

/** The places a layer's name means. Throws a Failure for a name that is none. */
export function choosePlaces(network: Network, layer: string | undefined): string[] {
  const known = placesOf(network);
  if (layer === undefined) return known;
  const chosen = known.filter((path) => path === layer || path.startsWith(`${layer}.`));
  if (chosen.length === 0) throw unknownName("recurrent layer", layer, known, nearest(layer, known));
  return chosen;
}

/** One figure a layer, of one sequence. */
export function drawStates(network: Network, { sequences, fitted, from }: Sequences, layer: string | undefined, several: boolean): Figure[] {
  const [sequence] = sequences;
  const places = choosePlaces(network, layer);
  if (sequence === undefined || places.length === 0) return [];
  const values = valuesOn(network, sequence);
  return places.map((path) => {
    const probes = network.probed(null).probes.filter((probe) => probe.path === path);
    const cell = cellAt(network.model, path);
    const backward = probes.some(({ reverse }) => reverse) ? " This layer reads from the right to the left." : "";
    const fresh = network.weights === null ? " The weights are as they are before training." : "";
    return {
      title: `Inside ${path}${cell === null ? "" : ` (${cell.name})`}${several ? ` in ${network.name}` : ""}, step by step`,
      caption: `Each block is one equation of the cell, each of its rows a unit, each column a step of ${from === "--text" ? "the text that was given" : `the first sequence of ${from}`}. What lies between 0 and 1, as gates do, is dark at 0 and yellow at 1; anything else is blue below zero and red above.${backward}${fresh}`,
      panels: [drawPlace(network, path, probes, values, sequence, fitted.vocabularies)],
    };
  });
}

const [left, right] = [64, 64];

function drawPlace(network: Network, path: string, probes: readonly Probe[], values: Readonly<Record<string, Float64Array>>, sequence: Sequence, vocabularies: Readonly<Record<string, { readonly symbols: readonly string[] }>>): Panel {
  const cell = cellAt(network.model, path);
  const unitsOf = (probe: Probe): number => probe.shape.reduce((a, b) => a * b, 1);
  const steps = Math.max(1, ...probes.map((probe) => values[`value.${path}.${probe.name}`].length / unitsOf(probe)));
  const w = Math.max(5, Math.min(22, 860 / steps));
  const written = new Map(probes.map((probe) => [probe, writtenAs(cell, probe)]));
  const width = Math.max(left + steps * w + right, Math.min(900, left + 12 + Math.max(...[...written.values()].map((equation) => widthOfText(equation, 12)))));
  const axis = probes[0].axis;
  const symbols = symbolsAlong(network, axis, sequence, vocabularies, steps);
  const parts: string[] = [];
  let y = 6;
  if (symbols !== null && probes.length > 2) y += drawSymbols(symbols, w, y, parts, true);
  y += drawReals(network, axis, sequence, steps, w, y, parts);
  for (const probe of probes) {
    const rows = unitsOf(probe);
    const h = rows * Math.max(Math.min(1, 400 / rows), Math.min(13, 120 / rows));
    const all = values[`value.${path}.${probe.name}`];
    const columns = all.length / rows;
    const turned = Float64Array.from(all, (_, i) => all[(i % columns) * rows + Math.floor(i / columns)]);
    const scale = scaleFor(turned);
    parts.push(text(left, y + 14, fit(written.get(probe)!, width - left - 8, 12), { size: 12 }));
    parts.push(text(8, y + 22 + h / 2 + 5, fit(probe.name, 36, 15), { kind: "b", size: 15 }));
    const top = y + 22;
    for (const place of [...new Set([1, rows])]) parts.push(text(left - 5, top + (place - 0.5) * (h / rows) + 3.5, String(place), { anchor: "end", kind: "m", size: 9 }));
    parts.push(heatMap({ rows, columns, values: turned, scale, nameOf: (unit, t) => `${probe.name}, unit ${unit + 1}, step ${t + 1}${symbols === null ? "" : ` (${symbols[t]})`}` }, left, top, columns * w, h));
    parts.push(colorBar(scale, left + steps * w + 10, top, Math.max(h, 34)));
    y = top + Math.max(h, 34) + 6;
  }
  if (symbols === null) {
    for (const t of stepMarks(steps)) parts.push(text(left + (t - 0.5) * w, y + 8, String(t), { anchor: "middle", kind: "m", size: 10 }));
    parts.push(text(left + (steps * w) / 2, y + 24, "step", { anchor: "middle", kind: "m" }));
    y += 30;
  } else y += drawSymbols(symbols, w, y, parts, false);
  return { width, height: y + 4, body: parts.join(""), label: `Values of ${probes.map(({ name }) => name).join(", ")} of ${path} at each of ${steps} steps` };
}

/** `i = sigmoid(W_i @ x + …)` */
function writtenAs(cell: Cell | null, { name }: Probe): string {
  const equation = cell?.equations.find((one) => one.name === name);
  return cell === null || equation === undefined ? name : `${name} = ${cell.source.text.slice(equation.value.span.start, equation.value.span.end).replace(/\s+/g, " ")}`;
}

function stepMarks(steps: number): number[] {
  const every = steps <= 12 ? 1 : steps <= 60 ? 5 : steps <= 150 ? 10 : 50;
  return Array.from({ length: steps }, (_, i) => i + 1).filter((t) => t === 1 || t % every === 0);
}

/** What each step reads, as text; null where it reads numbers. */
function symbolsAlong({ description }: Network, axis: string, sequence: Sequence, vocabularies: Readonly<Record<string, { readonly symbols: readonly string[] }>>, steps: number): string[] | null {
  const input = description.inputs.find((one) => one.axis === axis && one.kind !== "real");
  if (input === undefined) return null;
  const names = Object.hasOwn(vocabularies, input.name) ? vocabularies[input.name].symbols : null;
  const ids = Array.from(sequence.columns[input.name].data);
  // A boundary, where there is one, stands before the first symbol.
  const all = input.boundary && ids.length < steps ? [input.size, ...ids] : ids;
  return all.slice(0, steps).map((id) => {
    if (input.boundary && id === input.size) return "▪";
    if (names !== null) return names[id] === undefined ? `(${id})` : showSymbol(names[id]);
    return input.kind === "bytes" && id > 31 && id < 127 ? showSymbol(String.fromCharCode(id)) : String(id);
  });
}

/** Returns the height they took. `above`: they stand on what follows. */
function drawSymbols(symbols: readonly string[], w: number, y: number, parts: string[], above: boolean): number {
  const widest = Math.max(...symbols.map((symbol) => widthOfText(symbol, 10)));
  if (widest <= w + 2) {
    symbols.forEach((symbol, t) => parts.push(text(left + (t + 0.5) * w, y + 10, symbol, { anchor: "middle", size: 10 })));
    return 16;
  }
  const room = Math.min(80, widest);
  const size = Math.min(10, w + 2);
  symbols.forEach((symbol, t) => {
    const x = left + (t + 0.5) * w + size / 3;
    parts.push(text(x, above ? y + room + 2 : y + 2, fit(symbol, room, size), { turn: -90, size, anchor: above ? "start" : "end" }));
  });
  return room + 8;
}

/** Numbers that are read, as lines (at most six features). Returns the height they took. */
function drawReals({ description }: Network, axis: string, sequence: Sequence, steps: number, w: number, y: number, parts: string[]): number {
  const input = description.inputs.find((one) => one.axis === axis && one.kind === "real");
  if (input === undefined) return 0;
  const { data } = sequence.columns[input.name];
  const features = Math.min(6, input.size);
  const seen = Array.from({ length: steps * input.size }, (_, i) => data[i]).filter((_, i) => i % input.size < features);
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  const height = 54;
  const yOf = (value: number): number => y + 20 + height * (high === low ? 0.5 : (high - value) / (high - low));
  parts.push(text(left, y + 13, `${input.name}, what is read${input.scale === null ? "" : ", scaled"}${input.size > features ? ` (the first ${features} of ${input.size} features)` : ""}`, { size: 12 }));
  for (let feature = 0; feature < features; feature++) {
    const points = Array.from({ length: steps }, (_, t) => `${at(left + (t + 0.5) * w)} ${at(yOf(data[t * input.size + feature]))}`);
    parts.push(`<path class="l c${feature}" d="M${points.join("L")}"/>`);
  }
  parts.push(text(left - 5, yOf(high) + 4, figure(high), { anchor: "end", kind: "m", size: 9 }), text(left - 5, yOf(low) + 4, figure(low), { anchor: "end", kind: "m", size: 9 }));
  return height + 28;
}
