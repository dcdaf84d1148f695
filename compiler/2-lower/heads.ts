// Heads: what is read off the network, and how far it is from what it should be. Losses are a number a
// row; their weighted sum over rows is the loss (weights come with the batch, see runtime/device.ts).
import { internal } from "../errors.js";
import { sizeOf, type Graph, type Node } from "../ir.js";
import type { Head, Model } from "../model.js";
import { input, parameter, rowsOf, type Context } from "./context.js";
import { abs, maximum, mean, minimum, oneHot, relu, softmax } from "./functions.js";
import type { Flows } from "./stacks.js";

export interface LoweredHead {
  readonly name: string;
  /** Probabilities or values, a row. */
  readonly output: Node;
  /** Over the batch: one number. */
  readonly loss: Node;
}

export function lowerHeads(context: Context, model: Model, flows: Flows): LoweredHead[] {
  return model.heads.map((head) => lowerHead(context, head, flows));
}

function lowerHead(context: Context, head: Head, flows: Flows): LoweredHead {
  const { g } = context;
  const flow = flows.source(head.source);
  const values = head.projection ? project(context, head, flow.node) : flow.node;
  g.name(values, head.kind === "class" ? `${head.name}.logits` : head.name);
  const rows = rowsOf(context, head.axis);
  const target = input(context, `target.${head.name}`, rows, head.kind === "class" ? [] : [head.size], head.kind === "class");
  const weight = input(context, `weight.${head.name}`, rows, []);
  const loss = g.name(g.mul(weight, lossOf(g, head, values, target)), `${head.name}.loss`);
  return { name: head.name, output: outputOf(g, head, values), loss: g.node("sum_rows", [loss]) };
}

function project(context: Context, head: Head, x: Node): Node {
  const { g } = context;
  const W = parameter(context, `${head.name}.W`, [head.size, x.shape[0]!], { kind: "glorot" });
  const b = parameter(context, `${head.name}.b`, [head.size], { kind: "zeros" });
  return g.add(g.matmul(W, x), b);
}

function outputOf(g: Graph, head: Head, values: Node): Node {
  if (head.kind === "class") return softmax(g, values);
  return head.kind === "real" ? values : g.unary("sigmoid", values);
}

function lossOf(g: Graph, head: Head, values: Node, target: Node): Node {
  switch (head.loss) {
    case "cross_entropy": {
      // log Σ e^z - z[target], with z shifted by its maximum (which changes neither).
      const z = g.sub(values, g.node("stop", [maximum(g, values)]));
      return g.sub(g.unary("log", g.sum(g.unary("exp", z))), g.sum(g.mul(oneHot(g, target, sizeOf(values.shape)), z)));
    }
    case "binary_cross_entropy": {
      // max(z, 0) - z·y + log(1 + e^-|z|): from the logit, so that nothing overflows.
      const tail = g.unary("log", g.add(g.const(1), g.unary("exp", g.neg(abs(g, values)))));
      return mean(g, g.add(relu(g, values), g.neg(g.mul(values, target)), tail));
    }
    case "squared_error": {
      const wanted = head.kind === "class" ? oneHot(g, target, head.size) : target;
      const error = g.sub(outputOf(g, head, values), wanted);
      return g.mul(g.const(0.5), g.sum(g.mul(error, error)));
    }
    case "mean_squared_error": {
      const error = g.sub(outputOf(g, head, values), target);
      return mean(g, g.mul(error, error));
    }
    case "mean_absolute_error":
      return mean(g, abs(g, g.sub(outputOf(g, head, values), target)));
    case "huber": {
      // Half the square up to 1, then straight.
      const far = abs(g, g.sub(outputOf(g, head, values), target));
      const near = minimum(g, far, g.const(1));
      return mean(g, g.mul(near, g.sub(far, g.mul(g.const(0.5), near))));
    }
    default:
      return internal(`the loss ${String(head.loss)}`);
  }
}
