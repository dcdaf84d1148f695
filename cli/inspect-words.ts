// How `rnnc inspect` names inputs, layers, heads and training options: as they would be written in a spec.
import type { Description } from "@rnnc/runtime";
import type { Head, Input, Layer, Training } from "../compiler/model.js";
import { count, figure } from "./numbers.js";

export function describeInput({ kind, axis, size, keep, scale, lowercase, boundary }: Input): string {
  const shape = kind === "real" ? (axis === null ? `real[${size}]` : size === 1 ? `real[${axis}]` : `real[${axis}, ${size}]`) : `${kind}[${axis ?? ""}]${kind === "bytes" ? "" : ` of ${count(size)}`}`;
  const options = [...(keep === null ? [] : [`keep = ${keep.from}(${keep.count})`]), ...(scale === null ? [] : [`scale = ${scale}`]), ...(kind === "words" && !lowercase ? ["case = keep"] : []), ...(boundary ? ["with a boundary"] : [])];
  return options.length === 0 ? shape : `${shape} { ${options.join("  ")} }`;
}

/** `bidirectional lstm(64, dropout = 20%)` */
export function describeLayer(layer: Layer): string {
  switch (layer.kind) {
    case "cell": {
      const inputs = new Set(layer.cell.inputs.flatMap((input) => input.size.flatMap((size) => (size.kind === "name" ? [size.text] : []))));
      const sizes = Object.entries(layer.arguments.sizes).filter(([name]) => !inputs.has(name));
      const values = [
        ...sizes.map(([name, value]) => (sizes.length === 1 ? String(value) : `${name} = ${value}`)),
        ...Object.entries(layer.arguments.numbers).map(([name, value]) => `${name} = ${figure(value)}`),
        ...Object.entries(layer.arguments.functions).map(([name, value]) => `${name} = ${value}`),
        ...(layer.dropout > 0 ? [`dropout = ${percentage(layer.dropout)}`] : []),
        ...(layer.recurrentDropout > 0 ? [`recurrent_dropout = ${percentage(layer.recurrentDropout)}`] : []),
      ];
      const direction = layer.direction === "forward" ? "" : layer.direction === "backward" ? "backward " : layer.direction === "concat" ? "bidirectional " : `bidirectional(${layer.direction}) `;
      return `${direction}${layer.cell.name}(${values.join(", ")})`;
    }
    case "embed":
      return `embed(${layer.size}${layer.frozen ? ", frozen = true" : ""}${layer.file === null ? "" : `, file = "${layer.file}"`})`;
    case "dense":
      return `dense(${layer.size}${layer.activation === "linear" ? "" : `, ${layer.activation}`})`;
    case "dropout":
      return `dropout(${percentage(layer.probability)})`;
    case "activation":
      return layer.activation;
    case "window":
      return `window(${layer.past}${layer.ahead === 0 ? "" : `, ahead = ${layer.ahead}`})`;
    case "pool":
      return layer.how;
    case "residual":
      return `residual { ${layer.layers.map(describeLayer).join("  ")} }`;
    default:
      return layer.kind;
  }
}

function percentage(share: number): string {
  return `${Number((share * 100).toPrecision(6))}%`;
}

/** `text[t+1]` */
export function headTitle({ name, axis, predicts }: Head): string {
  const time = (offset: number): string => (offset === 0 ? "t" : `t+${offset}`);
  if (predicts !== null) return `${name}[${time(predicts.from)}${predicts.to > predicts.from ? `..${time(predicts.to)}` : ""}]`;
  return axis === null ? name : `${name}[t]`;
}

export function headType({ kind, size, classes, loss }: Head): string {
  const type = kind === "class" ? `class(${classes === null || classes.length > 4 ? size : classes.map((name) => JSON.stringify(name)).join(", ")})` : kind === "multilabel" ? `multilabel(${size})` : kind === "real" && size > 1 ? `real[${size}]` : kind;
  return `${type}, ${loss}`;
}

/** Whether it can be streamed and generate, along which axis, and what it computes before the first step. */
export function describeStepping({ stepping, whyNotStreamable, axes }: Description): string {
  if (stepping === null) return `no: ${whyNotStreamable ?? "it needs the whole sequence"}`;
  const { axis, starts, context, begun } = stepping;
  const before = [...(starts.length > 0 ? [`where ${starts.join(", ")} start`] : []), ...context.map(({ name }) => name), ...begun.map((name) => `what is said of ${name}`)];
  const along = axes.length > 1 ? `yes, along ${axis}` : "yes";
  return before.length === 0 ? along : `${along}; computed once, before the first step: ${before.join("; ")}`;
}

/** Every option of the train block with its value, written as in a spec. */
export function describeTraining(train: Training): [string, string][] {
  const call = (kind: string, values: Readonly<Record<string, unknown>>): string => {
    const shown = Object.entries(values).map(([name, value]) => `${name} = ${typeof value === "number" ? figure(value) : String(value)}`);
    return shown.length === 0 ? kind : `${kind}(${shown.join(", ")})`;
  };
  const named = ({ kind, ...values }: { readonly kind: string }): string => call(kind, values);
  const { optimizer, schedule, clip, gradient, cut } = train;
  return [
    ["optimizer", named(optimizer)],
    ["schedule", schedule.kind === "constant" && schedule.warmup === 0 ? "constant" : named(schedule)],
    ["clip", clip === null ? "none" : clip.kind === "value" ? `value(${figure(clip.limit)})` : `norm(${figure(clip.limit)}${clip.each ? ", each" : ""})`],
    ["gradient", gradient.kind === "tbptt" ? `tbptt(${gradient.steps}${gradient.every === gradient.steps ? "" : `, every = ${gradient.every}`})` : gradient.kind],
    ["update", train.update],
    ["batch", String(train.batch)],
    ["epochs", String(train.epochs)],
    ["validate", percentage(train.validate)],
    ["patience", train.patience === null ? "none" : String(train.patience)],
    ["cut", cut === null ? "none" : `windows(${cut.steps}, stride = ${cut.stride})`],
    ["teacher_forcing", train.teacherForcing === null ? "100%" : train.teacherForcing.from === train.teacherForcing.to ? percentage(train.teacherForcing.to) : `ramp(${percentage(train.teacherForcing.from)}, ${percentage(train.teacherForcing.to)}, over = ${figure(train.teacherForcing.over)})`],
    ["decay", figure(train.decay)],
    ["seed", String(train.seed)],
    ["metrics", train.metrics.length === 0 ? "those of the head's type" : train.metrics.join(", ")],
  ];
}
