// The checked model as the plain data a generated module and a checkpoint hold (runtime/device.ts has the type).
import { internal } from "../errors.js";
import type { Model, Training } from "../model.js";
import { whyNotStreamable } from "../streaming.js";
import type { Description, LayerDescription, ParameterDescription, RtrlDescription, StateDescription, SteppingDescription } from "@rnnc/runtime";
import { fingerprint } from "./fingerprint.js";

/** What lowering found out. */
export interface Layout {
  readonly parameters: readonly ParameterDescription[];
  readonly states: readonly StateDescription[];
  readonly stepping?: SteppingDescription | null;
  readonly rtrl?: RtrlDescription | null;
  readonly layer?: LayerDescription | null;
}

/**
 * `parameters` lie in the flat buffers one after the other, as lowering laid them out; `states` are what a
 * stream carries, in the order of the model; `stepping` how it goes on. Throws `internal:` where parameters overlap or leave a gap.
 */
export function describe(model: Model, { parameters, states, stepping = null, rtrl = null, layer = null }: Layout): Description {
  const reason = whyNotStreamable(model);
  const { train } = model;
  return {
    name: model.name,
    doc: model.doc,
    fingerprint: fingerprint(model),
    axes: [...model.axes],
    inputs: model.inputs.map(({ name, kind, axis, size, scale, keep, lowercase, boundary }) => ({
      name, kind, axis, size, scale, keep: keep && { from: keep.from, count: keep.count }, lowercase, boundary,
    })),
    heads: model.heads.map(({ name, kind, size, classes, predicts, axis, loss, weight, scale }) => ({
      name, kind, size, classes: classes && [...classes], predicts: predicts && { input: predicts.input, from: predicts.from, to: predicts.to }, axis, loss, weight, scale,
    })),
    parameters,
    parameterCount: countParameters(parameters),
    states,
    streamable: reason === null,
    whyNotStreamable: reason,
    stepping,
    moments: countMoments(train.optimizer),
    training: {
      optimizer: train.optimizer,
      schedule: train.schedule,
      clip: train.clip,
      gradient: train.gradient,
      update: train.update,
      batch: train.batch,
      epochs: train.epochs,
      validate: train.validate,
      patience: train.patience,
      cut: train.cut,
      teacherForcing: train.teacherForcing,
      decay: train.decay,
      seed: train.seed,
      metrics: [...train.metrics],
    },
    ...(rtrl && { rtrl: { parameters: [...rtrl.parameters], states: [...rtrl.states] } }),
    ...(layer && { layer }),
  };
}

/** How many buffers as large as the parameters an optimiser keeps. */
export function countMoments(optimizer: Training["optimizer"]): 0 | 1 | 2 {
  switch (optimizer.kind) {
    case "sgd":
      return optimizer.momentum > 0 ? 1 : 0;
    case "rmsprop":
    case "adagrad":
      return 1;
    case "adam":
    case "adamw":
      return 2;
  }
}

function countParameters(parameters: readonly ParameterDescription[]): number {
  let end = 0;
  for (const { name, shape, offset } of [...parameters].sort((a, b) => a.offset - b.offset)) {
    if (offset !== end) internal(`the parameter ${name} starts at ${offset}, but the one before it ends at ${end}`);
    end += shape.reduce((a, b) => a * b, 1);
  }
  return end;
}
