// How far back a loss reaches: the norm of ∂L/∂h[t] by the distance in time, for every recurrent layer, over several sequences.
// L is what the heads lose at the last step (at the first, for a layer that reads backward), or once after the end.
import { interpret, type Batch } from "../../compiler/interpret.js";
import type { Probe, Probed } from "../../compiler/probe.js";
import { batchOf, cellAt, type Network, type Sequences } from "./network.js";
import { choosePlaces } from "./states.js";
import { lineChart, powerOfTen, type Figure, type Series } from "./svg.js";
import { plural } from "../numbers.js";

/** ‖∂L/∂s[t]‖ of one state, or of all states of a layer together, by distance: mean and range over the sequences. */
export interface Reach {
  readonly network: Network;
  readonly path: string;
  /** null: all states of the layer, as one vector. */
  readonly state: string | null;
  /** By distance from the loss, from 0. */
  readonly mean: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** One network's norms. `head`: of this head's loss alone. */
export function reachOf(network: Network, { sequences }: Sequences, head: string | null, layer: string | undefined): Reach[] {
  const probed = network.probed(head);
  const places = new Set(choosePlaces(network, layer));
  const states = probed.probes.filter((probe) => probe.isState && places.has(probe.path));
  /** Squared norms by distance, for each sequence. */
  const squares = new Map(states.map((state) => [state, [] as number[][]]));
  for (const sequence of sequences) {
    const batch = batchOf(network, sequence, probed, { targets: true });
    for (const end of ["last", "first"] as const) {
      const here = states.filter(({ reverse }) => reverse === (end === "first"));
      if (here.length === 0) continue;
      const gradients = interpret(probed.gradients, lossAt(network, batch, end, head));
      for (const state of here) squares.get(state)!.push(squaresByDistance(gradients[`gradient.${state.path}.${state.name}`], state, lossStep(network, batch, state, end, head)));
    }
  }
  return [...places].flatMap((path): Reach[] => {
    const own = states.filter((state) => state.path === path);
    if (own.length === 0) return [];
    const together = squares.get(own[0])!.map((_, i) => squares.get(own[0])![i].map((_, d) => own.reduce((sum, state) => sum + squares.get(state)![i][d], 0)));
    return [{ network, path, state: null, ...summary(together) }, ...own.map((state) => ({ network, path, state: state.name, ...summary(squares.get(state)!) }))];
  });
}

/** The batch with the losses of one step alone, each with its head's weight; a loss after the end stays. */
function lossAt({ description }: Network, batch: Batch, end: "last" | "first", head: string | null): Batch {
  const weights = description.heads.filter(({ name }) => head === null || name === head).map(({ name, weight, axis }) => {
    const given = Array.from(batch.data[`weight.${name}`]);
    const step = stepWithValue(given, end);
    return [`weight.${name}`, axis === null ? given : given.map((_, t) => (t === step ? weight : 0))] as const;
  });
  return { ...batch, data: { ...batch.data, ...Object.fromEntries(weights) } };
}

function stepWithValue(weights: readonly number[], end: "last" | "first"): number {
  return end === "last" ? weights.findLastIndex((weight) => weight > 0) : weights.findIndex((weight) => weight > 0);
}

/** The step of a state's axis that the loss stands at: the axis's end for a loss that is not on it. */
function lossStep({ description }: Network, batch: Batch, { axis }: Probe, end: "last" | "first", head: string | null): number {
  const edge = end === "last" ? batch.axes[axis].steps - 1 : 0;
  const on = description.heads.filter(({ name }) => head === null || name === head);
  if (on.some((one) => one.axis !== axis)) return edge;
  const steps = on.map(({ name }) => stepWithValue(Array.from(batch.data[`weight.${name}`]), end)).filter((step) => step >= 0);
  return steps.length === 0 ? edge : end === "last" ? Math.max(...steps) : Math.min(...steps);
}

function squaresByDistance(gradient: Float64Array, { shape, reverse }: Probe, from: number): number[] {
  const size = shape.reduce((a, b) => a * b, 1);
  const steps = gradient.length / size;
  return Array.from({ length: Math.max(0, reverse ? steps - from : from + 1) }, (_, distance) => {
    const t = reverse ? from + distance : from - distance;
    return gradient.subarray(t * size, (t + 1) * size).reduce((sum, value) => sum + value * value, 0);
  });
}

function summary(squares: readonly (readonly number[])[]): Pick<Reach, "mean" | "low" | "high"> {
  const longest = Math.max(0, ...squares.map((list) => list.length));
  const at = Array.from({ length: longest }, (_, d) => squares.flatMap((list) => (d < list.length ? [Math.sqrt(list[d])] : [])));
  return { mean: at.map((norms) => norms.reduce((a, b) => a + b, 0) / norms.length), low: at.map((norms) => Math.min(...norms)), high: at.map((norms) => Math.max(...norms)) };
}

// ------------------------------------------------------------------------------------------ figure

/** All layers of all networks side by side, on one scale. */
export function drawGradients(reaches: readonly Reach[], data: Sequences, head: string | null): Figure[] {
  const layers = reaches.filter(({ state }) => state === null);
  if (layers.length === 0) return [];
  const severalNetworks = new Set(reaches.map(({ network }) => network)).size > 1;
  const nameOf = ({ network, path }: Reach): string => {
    const cell = cellAt(network.model, path)?.name;
    if (network.around !== null && path === "h.1") return network.name;
    return `${severalNetworks ? `${network.name} ` : ""}${path}${cell === undefined ? "" : ` (${cell})`}`;
  };
  const seriesOf = (name: string, { mean, low, high }: Reach): Series => ({
    name,
    points: mean.map((norm, d) => [d, norm] as const),
    ...(data.sequences.length > 1 ? { band: mean.map((_, d) => [d, low[d], high[d]] as const) } : {}),
  });
  const positive = reaches.flatMap(({ low, high, mean }) => [...low, ...high, ...mean]).filter((norm) => norm > 0);
  const domain = positive.length === 0 ? {} : { domain: [positive.reduce((a, b) => Math.min(a, b)), positive.reduce((a, b) => Math.max(a, b))] as const };
  const longest = Math.max(1, ...reaches.map(({ mean }) => mean.length - 1));
  const axes = { x: { label: "steps before the loss, T − t", whole: true, domain: [0, longest] as const }, y: { label: "norm of the gradient", log: true, ...domain } };
  const panels = [
    ...(layers.length > 1 ? [lineChart({ title: "All layers, the states of each together", ...axes, series: layers.map((reach) => seriesOf(nameOf(reach), reach)), width: 480, height: 320 })] : []),
    ...layers.map((layer) => {
      const states = reaches.filter(({ network, path, state }) => network === layer.network && path === layer.path && state !== null);
      const called = ({ state }: Reach): string => `‖∂L/∂${state}[t]‖`;
      return lineChart({ title: `${nameOf(layer)}${states.length === 1 ? `: ${called(states[0])}` : ""}`, ...axes, series: states.map((reach) => seriesOf(called(reach), reach)) });
    }),
  ];
  const backward = layers.some(({ network, path }) => network.probed(head).probes.some((probe) => probe.path === path && probe.reverse));
  const fresh = [...new Set(reaches.filter(({ network }) => network.weights === null).map(({ network }) => network.name))];
  const caption = [
    `How much the loss at the last step would change if a state were changed so many steps before it: where the line falls, the network can't learn from that far back (the gradient vanishes); where it rises, it explodes. Lines are means over ${plural(data.sequences.length, "sequence")} (${data.from})${data.sequences.length > 1 ? ", bands go from the least to the greatest" : ""}.`,
    ...layers.map((layer) => remaining(nameOf(layer), layer)),
    ...(backward ? ["A layer that reads backward is shown for the loss at the first step."] : []),
    ...(head === null ? [] : [`L is the loss of \`${head}\` alone.`]),
    ...(reaches.some(({ mean }) => mean.includes(0)) ? ["Where a line ends, the gradient is exactly zero."] : []),
    ...(fresh.length === 0 ? [] : [reaches.every(({ network }) => network.weights === null) ? "The weights are as they are before training." : `${fresh.join(", ")}: weights as they are before training.`]),
  ].join(" ");
  return [{ title: "How far back the gradient reaches", caption, panels }];
}

/** `1.3 · 10⁻¹²` */
function tiny(share: number): string {
  const power = Math.floor(Math.log10(share));
  return `${(share / 10 ** power).toFixed(1)} · ${powerOfTen(power)}`;
}

/** `memory.1 (elman): 50 steps back, 3.2 · 10⁻⁹ of it is left.` */
function remaining(name: string, { mean }: Reach): string {
  const last = mean.length - 1;
  const [near, far] = [mean[0], mean[last]];
  if (last < 1 || near === 0) return "";
  const share = far / near;
  const said = share === 0 ? "nothing is left" : share < 0.01 ? `${tiny(share)} of it is left` : share <= 2 ? `${Math.round(share * 100)} % of it is left` : `it is ${share < 100 ? share.toFixed(1) : tiny(share)} times as large`;
  return `${name}: ${plural(last, "step")} back, ${said}.`;
}

/** Of a model with probes, whether its cells have states at all. */
export function hasStates(probed: Probed): boolean {
  return probed.probes.some(({ isState }) => isState);
}
