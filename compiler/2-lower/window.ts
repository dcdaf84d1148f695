// The layer `window`: what the last steps brought, side by side, as a vector at every step. No weights. Where states are
// carried, each step back is one; steps outside the sequence are zeros.
import { internal } from "../errors.js";
import type { Node } from "../ir.js";
import type { Layer } from "../model.js";
import { cross, input, isStepped, zerosOf, type Context } from "./context.js";
import type { Flow } from "./stacks.js";

/** x[t-past+1], …, x[t], …, x[t+ahead]. */
export function lowerWindow(context: Context, below: Flow, layer: Layer & { readonly kind: "window" }): Node {
  const { g, mode } = context;
  const x = below.node;
  const axis = below.axis ?? internal(`${layer.path} has no time`);
  const stepped = isStepped(context, axis);
  const zeros = zerosOf(context, x.shape);
  const parts = [x];
  for (let back = 1; back < layer.past; back++) {
    const later = parts[0]!;
    const name = `${layer.path}.before${back}`;
    context.states.set(name, { name, size: layer.inputSize, axis });
    const before = mode.carried || stepped ? cross(context, input(context, `state.${name}`, "B", x.shape), null, axis) : zeros;
    // What stands one step further back in the next step: this step's value, or what was before.
    context.finals.set(name, stepped ? later : cross(context, g.node("end", [later, before], { at: "last" }), axis, null));
    parts.unshift(stepped ? before : g.node("shift", [later, before], { reverse: false }));
  }
  if (layer.ahead > 0 && (mode.carried || stepped)) internal(`${layer.path} reads ahead in a program of a part of the sequence`);
  for (let ahead = 1; ahead <= layer.ahead; ahead++) parts.push(g.node("shift", [parts.at(-1)!, zeros], { reverse: true }));
  return g.name(g.concat(parts), layer.path);
}
