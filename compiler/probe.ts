// A model with a probe in each cell: what each equation gives at every step, and the gradient of a loss with respect to
// each state at every step. For pictures and checks that the interpreter runs; not a stage of compile().
import type { ParameterDescription, StateDescription } from "@rnnc/runtime";
import { layOut, type Context } from "./2-lower/context.js";
import { lowerHeads } from "./2-lower/heads.js";
import { Probes, type Probe } from "./2-lower/probes.js";
import { lowerStacks } from "./2-lower/stacks.js";
import { differentiate } from "./3-optimize/differentiate.js";
import { internal } from "./errors.js";
import type { Graph, Program } from "./ir.js";
import type { Model } from "./model.js";
import { verify } from "./verify.js";

export type { Probe } from "./2-lower/probes.js";

export interface Probed {
  /** In the order of the model; of a cell, in the order in which its equations are computed. */
  readonly probes: readonly Probe[];
  /** `value.PATH.NAME` [N, …] of each equation. */
  readonly values: Program;
  /**
   * `gradient.PATH.NAME` [N, …]: ∂loss/∂ each state at every step, of the sum of the heads' losses (or one head's), with all the
   * paths from that step on; `loss`. Dropout is off, and sequences start from the model's initial states. Reads zeros in
   * `probe.PATH.NAME`; what is given there is added to the state.
   */
  readonly gradients: Program;
  /** As `lower` lays them out. */
  readonly parameters: readonly ParameterDescription[];
  readonly states: readonly StateDescription[];
}

/** A model with a probe in each cell, for the interpreter. `head`: the loss is this head's alone. */
export function lowerProbed(model: Model, g: Graph, head: string | null = null): Probed {
  const parameters: Context["parameters"] = new Map();
  const states: Context["states"] = new Map();
  const probes = new Probes(g);
  let sites = 0;
  const context: Context = { g, mode: { training: false, carried: false, stepped: null }, axes: model.axes, parameters, states, initials: new Map(), finals: new Map(), running: new Map(), probes, nextSite: () => sites++ };
  const heads = lowerHeads(context, model, lowerStacks(context, model));
  const losses = heads.filter(({ name }) => head === null || name === head).map(({ loss }) => loss);
  if (losses.length === 0) internal(`no head ${String(head)}`);
  const loss = g.add(...losses);
  const values = Object.fromEntries(probes.seen.map(({ path, name, value }) => [`value.${path}.${name}`, value] as const));
  const gradients = Object.fromEntries(probes.seen.flatMap(({ path, name, added }) => (added === null ? [] : [[`gradient.${path}.${name}`, g.node("gradient", [loss, added])] as const])));
  return {
    probes: probes.seen.map(({ path, name, axis, reverse, shape, isState }) => ({ path, name, axis, reverse, shape, isState })),
    values: verify({ name: "values", sections: [{ name: "values", outputs: values }] }),
    gradients: verify(differentiate({ name: "gradients", sections: [{ name: "gradients", outputs: { loss, ...gradients } }] }, g)),
    parameters: layOut(parameters.values()),
    states: [...states.values()],
  };
}
