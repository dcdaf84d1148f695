// Clipping and the optimiser, over the flat buffers: a program like any other. Formulas and the order of
// weight decay and clipping are PyTorch's.
import type { ParameterDescription } from "@rnnc/runtime";
import { sizeOf, type Graph, type Node, type Program } from "../ir.js";
import type { Training } from "../model.js";
import { minimum } from "./functions.js";

/** `parameters`: those that learn, from the start of the flat buffers. */
export function lowerUpdate(g: Graph, train: Training, parameters: readonly ParameterDescription[]): Program {
  const count = parameters.reduce((sum, p) => sum + sizeOf(p.shape), 0);
  const flat = (name: string): Node => g.node("input", [], { name, rows: "none", shape: [count], integer: false });
  const scalar = (name: string): Node => g.node("input", [], { name, rows: "none", shape: [], integer: false });
  const p = flat("parameters");
  const raw = flat("gradients");
  const clipped = clip(g, train, raw, parameters);
  const { optimizer } = train;
  let gradient = train.decay > 0 ? g.add(clipped, g.mul(g.const(train.decay), p)) : clipped;
  const rate = scalar("update.rate");
  const outputs: Record<string, Node> = { norm: norm(g, raw) };
  const mix = (old: Node, value: Node, keep: number): Node => g.add(g.mul(g.const(keep), old), g.mul(g.const(1 - keep), value));
  const root = (x: Node, epsilon: number): Node => g.add(g.unary("sqrt", x), g.const(epsilon));
  let step: Node;
  switch (optimizer.kind) {
    case "sgd":
      if (optimizer.momentum > 0) {
        const moment = (outputs["moment1"] = g.add(g.mul(g.const(optimizer.momentum), flat("moment1")), gradient));
        if (optimizer.nesterov) gradient = g.add(gradient, g.mul(g.const(optimizer.momentum), moment));
        else gradient = moment;
      }
      step = gradient;
      break;
    case "rmsprop": {
      const square = (outputs["moment1"] = mix(flat("moment1"), g.mul(gradient, gradient), optimizer.alpha));
      step = g.div(gradient, root(square, optimizer.epsilon));
      break;
    }
    case "adagrad": {
      const sum = (outputs["moment1"] = g.add(flat("moment1"), g.mul(gradient, gradient)));
      step = g.div(gradient, root(sum, optimizer.epsilon));
      break;
    }
    case "adam":
    case "adamw": {
      const mean = (outputs["moment1"] = mix(flat("moment1"), gradient, optimizer.beta1));
      const square = (outputs["moment2"] = mix(flat("moment2"), g.mul(gradient, gradient), optimizer.beta2));
      step = g.div(g.mul(mean, scalar("update.bias1")), root(g.mul(square, scalar("update.bias2")), optimizer.epsilon));
      if (optimizer.kind === "adamw") step = g.add(step, g.mul(g.const(optimizer.decay), p));
      break;
    }
  }
  outputs["parameters"] = g.sub(p, g.mul(rate, step));
  return { name: "update", sections: [{ name: "update", outputs }] };
}

function norm(g: Graph, x: Node): Node {
  return g.unary("sqrt", g.sum(g.mul(x, x)));
}

function clip(g: Graph, train: Training, gradient: Node, parameters: readonly ParameterDescription[]): Node {
  if (!train.clip) return gradient;
  const { limit } = train.clip;
  if (train.clip.kind === "value") return g.max(minimum(g, gradient, g.const(limit)), g.const(-limit));
  const scaled = (part: Node): Node => g.mul(part, minimum(g, g.const(1), g.mul(g.const(limit), g.unary("recip", g.add(norm(g, part), g.const(1e-6))))));
  if (!train.clip.each) return scaled(gradient);
  return g.concat(parameters.map((p) => scaled(g.slice(gradient, p.offset, sizeOf(p.shape)))));
}

