// A checked model becomes programs: predict and score, train (forward and backward), begin and step, rtrl, layer (apply and pullback), update.
// What depends on weights alone is found later, by the scheduler (`prepare`).
import type { LayerDescription, ParameterDescription, RtrlDescription, StateDescription, SteppingDescription } from "@rnnc/runtime";
import { sizeOf, type Graph, type Node, type Program } from "../ir.js";
import type { Model } from "../model.js";
import { steppedAxis, whyNotStreamable } from "../streaming.js";
import { layOut, type Context, type Mode } from "./context.js";
import { lowerHeads } from "./heads.js";
import { lowerLayer } from "./layer.js";
import { lowerRtrl } from "./rtrl.js";
import { lowerStacks } from "./stacks.js";
import { lowerStepping } from "./stepping.js";
import { lowerUpdate } from "./update.js";

export interface LowerOptions {
  /** Adds the programs that a larger model needs to train this one as a part of it (`@rnnc/runtime/tfjs`). Default false: they make modules larger. */
  readonly layer?: boolean;
}

export interface Lowered {
  readonly programs: readonly Program[];
  readonly parameters: readonly ParameterDescription[];
  /** What is carried from step to step, and from chunk to chunk. */
  readonly states: readonly StateDescription[];
  /** null where the model can't go one step at a time. */
  readonly stepping: SteppingDescription | null;
  /** Of a model that learns by rtrl. */
  readonly rtrl: RtrlDescription | null;
  /** Where it was asked for. */
  readonly layer: LayerDescription | null;
}

export function lower(model: Model, g: Graph, options: LowerOptions = {}): Lowered {
  const parameters: Context["parameters"] = new Map();
  const states: Context["states"] = new Map();
  const carried = model.train.gradient.kind === "tbptt";
  const lowerWith = (mode: Mode): { context: Context; outputs: Record<string, Node>; losses: Record<string, Node> } => {
    let sites = 0;
    const context: Context = { g, mode, axes: model.axes, parameters, states, initials: new Map(), finals: new Map(), running: new Map(), nextSite: () => sites++ };
    const heads = lowerHeads(context, model, lowerStacks(context, model));
    const losses: Record<string, Node> = Object.fromEntries(heads.map((head) => [`loss.${head.name}`, head.loss]));
    losses["loss"] = g.add(...heads.map((head) => head.loss));
    return { context, outputs: Object.fromEntries(heads.map((head) => [`output.${head.name}`, head.output])), losses };
  };
  const finals = (context: Context): Record<string, Node> => Object.fromEntries([...context.finals].map(([name, node]) => [`final.${name}`, node]));

  const predict = lowerWith({ training: false, carried, stepped: null });
  const train = lowerWith({ training: true, carried, stepped: null });
  const table = layOut(parameters.values());
  const trained = table.filter((p) => !p.frozen);
  const gradients = trained.map((p) => {
    const gradient = g.node("gradient", [train.losses["loss"]!, g.node("param", [], { name: p.name, shape: [...p.shape] })]);
    return g.node("reshape", [gradient], { shape: [sizeOf(p.shape)] });
  });
  const running = Object.fromEntries([...train.context.running].map(([name, node]) => [`running.${name}`, node]));
  const programs: Program[] = [
    { name: "predict", sections: [{ name: "predict", outputs: { ...predict.outputs, ...(carried ? finals(predict.context) : {}) } }, { name: "score", outputs: predict.losses }] },
    { name: "train", sections: [{ name: "forward", outputs: { ...train.losses, ...running, ...(carried ? finals(train.context) : {}) } }, { name: "backward", outputs: { gradients: g.concat(gradients) } }] },
    lowerUpdate(g, model.train, trained),
  ];
  const axis = steppedAxis(model);
  let stepping: SteppingDescription | null = null;
  if (axis !== null && whyNotStreamable(model) === null) {
    const { context, outputs } = lowerWith({ training: false, carried: false, stepped: axis });
    const stepped = lowerStepping(context, model, axis, new Map(model.heads.map(({ name }) => [name, outputs[`output.${name}`]!])));
    programs.push(...stepped.programs);
    stepping = stepped.stepping;
  }
  let rtrl: RtrlDescription | null = null;
  if (axis !== null && model.train.gradient.kind === "rtrl") {
    const step = lowerWith({ training: true, carried: true, stepped: axis });
    const lowered = lowerRtrl(g, { losses: step.losses, finals: step.context.finals }, trained);
    programs.push(lowered.program);
    rtrl = lowered.rtrl;
  }
  let layer: LayerDescription | null = null;
  if (options.layer === true) {
    const { context, outputs } = lowerWith({ training: true, carried: false, stepped: null });
    const lowered = lowerLayer(context, model, new Map(model.heads.map(({ name }) => [name, outputs[`output.${name}`]!])), trained);
    programs.push(lowered.program);
    layer = lowered.layer;
  }
  const carriedStates = [...states.values()].filter((state) => axis === null || state.axis === axis);
  return { programs, parameters: table, states: carriedStates.map(({ name, size }) => ({ name, size })), stepping, rtrl, layer };
}
