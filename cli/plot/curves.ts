// Curves of trainings, from the history kept with weights (../history.ts): losses, metrics, gradient norm and rate by epoch.
import type { History } from "../history.js";
import { layersOf, type Network } from "./network.js";
import { lineChart, type Chart, type ChartAxis, type Figure, type Series } from "./svg.js";
import { figure, plural } from "../numbers.js";

/** The networks whose weights have a history. */
export function withHistory(networks: readonly Network[]): { readonly network: Network; readonly history: History }[] {
  return networks.flatMap((network) => {
    const history = network.weights?.notes?.history;
    return history === undefined || history.count === 0 ? [] : [{ network, history }];
  });
}

export function drawCurves(networks: readonly Network[]): Figure[] {
  const known = withHistory(networks);
  const figures = known.map(({ network, history }) => ({ title: known.length === 1 ? "How the training went" : `How the training of ${network.name} went`, caption: captionOf(network, history), panels: chartsOf(network, history).map(lineChart) }));
  const held = known.map(({ network, history }) => ({ name: network.name, points: validationOf(history, timeOf(history)) })).filter(({ points }) => points.length > 0);
  if (held.length < 2) return figures;
  return [{ title: "Validation losses beside each other", caption: "Each line is one training. Losses can be compared only where the data and the heads are the same.", panels: [lineChart({ title: "Validation loss", x: { label: "epoch" }, y: { label: "loss" }, series: held })] }, ...figures];
}

function captionOf(network: Network, history: History): string {
  const held = history.epochs.filter(({ validation }) => validation !== undefined);
  const best = held.reduce<(typeof held)[number] | null>((least, epoch) => (least === null || epoch.validation!.loss < least.validation!.loss ? epoch : least), null);
  const parts = [`${plural(history.count, "update")}.`];
  if (history.stride > 1) parts.push(`A point of the thin line is the mean of ${history.stride} updates; the thick one is the mean of an epoch.`);
  if (network.model.train.clip !== null) parts.push("The gradient's norm is that before clipping.");
  if (best !== null) parts.push(`The lowest validation loss, ${figure(best.validation!.loss)}, came after epoch ${figure(best.epoch)}.`);
  const dropped = layersOf(network.model).some((layer) => layer.kind === "dropout" || (layer.kind === "cell" && layer.dropout + layer.recurrentDropout > 0));
  if (held.length > 0 && dropped) parts.push("Dropout acts on the training loss and not on the validation loss.");
  return parts.join(" ");
}

/** Updates to epochs, and what the axis is called; updates themselves where no epoch has ended. */
function timeOf({ from, epochs }: History): { readonly label: string; readonly of: (update: number) => number } {
  if (epochs.length === 0) return { label: "update", of: (update) => update };
  const marks: readonly (readonly [number, number])[] = [[from, from === 0 ? 0 : Math.max(0, epochs[0].epoch - 1)], ...epochs.map(({ update, epoch }) => [update, epoch] as const)];
  return {
    label: "epoch",
    of(update) {
      let i = 1;
      while (i < marks.length - 1 && marks[i][0] < update) i++;
      const [[a, x], [b, y]] = [marks[i - 1], marks[i]];
      return b === a ? y : x + ((y - x) * (update - a)) / (b - a);
    },
  };
}

function validationOf({ epochs }: History, time: ReturnType<typeof timeOf>): (readonly [number, number])[] {
  return epochs.flatMap(({ update, validation }) => (validation === undefined ? [] : [[time.of(update), validation.loss] as const]));
}

function chartsOf(network: Network, history: History): Chart[] {
  const { from, count, stride, loss, norm, rate, epochs } = history;
  const time = timeOf(history);
  const x = { label: time.label, domain: [time.of(from), time.of(from + count)] as const };
  // A bin stands at its last update.
  const binned = (values: readonly number[], mean: boolean): (readonly [number, number])[] => values.map((value, i) => [time.of(from + Math.min(count, (i + 1) * stride)), mean ? value / Math.min(stride, count - i * stride) : value] as const);
  const held = validationOf(history, time);
  const perEpoch = epochs.flatMap(({ update, loss: mean }) => (mean === null ? [] : [[time.of(update), mean] as const]));
  const losses: Series[] = [
    ...(perEpoch.length > 0 ? [{ name: "training, mean of the epoch", points: perEpoch }] : []),
    ...(held.length > 0 ? [{ name: "validation", points: held }] : []),
    { name: "training, by update", points: binned(loss, true), faint: true },
  ];
  return [
    { title: "Loss", x, y: { label: "loss" }, series: losses },
    ...metricCharts(network, history, time, x),
    { title: "Norm of the gradient", x, y: { label: "norm", log: true }, series: [{ name: "norm", points: binned(norm, true) }] },
    { title: "Learning rate", x, y: { label: "rate", ...(Math.min(...rate) === Math.max(...rate) ? { domain: [0, 1.2 * Math.max(...rate)] as const } : {}) }, series: [{ name: "rate", points: binned(rate, false) }] },
  ];
}

interface Metric {
  readonly name: string;
  /** From 0 to 1: those are drawn together. */
  readonly share: boolean;
  /** Its name in the spec's `metrics`. */
  readonly written: string;
}

/** Numbers of an evaluation, by their names there. */
const metrics: Readonly<Record<string, Metric>> = {
  accuracy: { name: "accuracy", share: true, written: "accuracy" },
  entityF1: { name: "entity F1", share: true, written: "entity_f1" },
  macroF1: { name: "macro F1", share: true, written: "f1" },
  f1: { name: "F1", share: true, written: "f1" },
  macroPrecision: { name: "macro precision", share: true, written: "precision" },
  precision: { name: "precision", share: true, written: "precision" },
  macroRecall: { name: "macro recall", share: true, written: "recall" },
  recall: { name: "recall", share: true, written: "recall" },
  auc: { name: "area under the ROC curve", share: true, written: "auc" },
  subsetAccuracy: { name: "all labels right", share: true, written: "subset_accuracy" },
  perplexity: { name: "perplexity", share: false, written: "perplexity" },
  bits: { name: "bits", share: false, written: "bits" },
  rmse: { name: "root mean square error", share: false, written: "rmse" },
  mae: { name: "mean absolute error", share: false, written: "mae" },
};

/** Those that the spec names; where it names none, those that say most of such a head. */
function isWanted({ model }: Network, head: string, metric: string, has: (metric: string) => boolean): boolean {
  const chosen = model.train.metrics;
  if (chosen.length > 0) return chosen.includes(metrics[metric].written);
  const symbols = model.heads.find(({ name }) => name === head)?.predicts !== null; // of an endless number of classes a mean F1 says little
  if (metric === "macroF1") return !symbols && !has("entityF1");
  if (metric === "perplexity") return symbols;
  return ["accuracy", "entityF1", "f1", "auc", "subsetAccuracy", "rmse", "mae"].includes(metric);
}

function metricCharts(network: Network, { epochs }: History, time: ReturnType<typeof timeOf>, x: ChartAxis): Chart[] {
  const held = epochs.filter(({ validation }) => validation !== undefined);
  const names = [...new Set(held.flatMap(({ validation }) => Object.keys(validation!.heads)))];
  return names.flatMap((head) => {
    const title = network.model.heads.length > 1 ? ` of ${head}` : "";
    const lineOf = (metric: string): (readonly [number, number])[] => held.flatMap(({ update, validation }) => {
      const value = Object.hasOwn(validation!.heads, head) ? validation!.heads[head][metric] : undefined;
      return value === undefined ? [] : [[time.of(update), value] as const];
    });
    const has = (metric: string): boolean => lineOf(metric).length > 0;
    const lines = Object.keys(metrics).filter((metric) => has(metric) && isWanted(network, head, metric, has)).map((metric) => ({ ...metrics[metric], points: lineOf(metric) }));
    const shares = lines.filter(({ share }) => share);
    return [
      ...(shares.length === 0 ? [] : [{ title: `Validation: ${shares.length <= 3 ? shares.map(({ name }) => name).join(", ") : "shares"}${title}`, x, y: { label: "share" }, series: shares }]),
      ...lines.filter(({ share }) => !share).map((line) => ({ title: `Validation: ${line.name}${title}`, x, y: { label: line.name }, series: [line] })),
    ];
  });
}
