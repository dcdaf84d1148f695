// The layer `batch_norm`: each number by its mean and variance over the rows of the batch, which in training are computed, and
// otherwise are what training has gathered: running statistics, parameters that no gradient reaches. Numbers are PyTorch's.
import type { Node } from "../ir.js";
import type { Layer } from "../model.js";
import { parameter, type Context } from "./context.js";

/** Added to variances. */
const epsilon = 1e-5;
/** How far a batch moves the running statistics. */
const momentum = 0.1;

/**
 * The map of one row, given all rows `x` of the batch: N steps, or B sequences. `real`: 1 for a row that counts, 0 for one
 * that has read no step; absent where all count.
 */
export function lowerBatchNorm(context: Context, layer: Layer & { readonly kind: "batch_norm" }, x: Node, real: Node | undefined): (row: Node) => Node {
  const { g, mode } = context;
  const vector = (name: string, initial: "ones" | "zeros", follows: boolean): Node =>
    parameter(context, `${layer.path}.${name}`, [layer.size], { kind: initial }, follows ? { frozen: true, running: true } : { frozen: false });
  const [gain, shift] = [vector("gain", "ones", false), vector("shift", "zeros", false)];
  const [runningMean, runningVariance] = [vector("running_mean", "zeros", true), vector("running_var", "ones", true)];
  const normalise = (mean: Node, variance: Node) => {
    const scale = g.mul(gain, g.unary("recip", g.unary("sqrt", g.add(variance, g.const(epsilon)))));
    return (row: Node): Node => g.name(g.add(g.mul(scale, g.sub(row, mean)), shift), layer.path);
  };
  if (!mode.training) return normalise(runningMean, runningVariance);

  const count = g.node("sum_rows", [real ?? g.node("expand", [g.const(1)], { rows: x.rows })]);
  const share = g.unary("recip", g.max(count, g.const(1)));
  const over = (value: Node): Node => g.mul(share, g.node("sum_rows", [real ? g.mul(real, value) : value]));
  const mean = g.name(over(x), `${layer.path}.mean`);
  const centred = g.sub(x, mean);
  const variance = g.name(over(g.mul(centred, centred)), `${layer.path}.variance`);
  // One row has no variance that says anything: it moves nothing.
  const part = g.mul(g.const(momentum), g.less(g.const(1.5), count));
  const unbiased = g.mul(variance, count, g.unary("recip", g.max(g.sub(count, g.const(1)), g.const(1))));
  const move = (from: Node, to: Node): Node => g.add(from, g.mul(part, g.sub(to, from)));
  context.running.set(`${layer.path}.running_mean`, move(runningMean, mean));
  context.running.set(`${layer.path}.running_var`, move(runningVariance, unbiased));
  return normalise(mean, variance);
}
