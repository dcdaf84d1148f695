// Draws one symbol of a distribution: temperature, top-k, top-p.

export interface SamplingOptions {
  /** 1: the model's own probabilities; less: nearer to the most probable; 0: always the most probable. Default 1. */
  readonly temperature?: number;
  /** Only the k most probable symbols. */
  readonly topK?: number;
  /** Only the most probable symbols that have this share together, above 0 to 1 (Holtzman et al. 2020). */
  readonly topP?: number;
}

/**
 * Draws an id of probabilities [V] with u, uniform in [0, 1): among the ids `allowed` (ascending, at least one), after temperature, top-k
 * and top-p in this order. Where all allowed have probability 0, the first of them.
 */
export function sample(probabilities: Float32Array, options: SamplingOptions, u: number, allowed: ArrayLike<number>): number {
  const { temperature = 1, topK, topP } = options;
  let most = allowed[0]!;
  for (let i = 1; i < allowed.length; i++) if (probabilities[allowed[i]!]! > probabilities[most]!) most = allowed[i]!;
  if (temperature === 0 || !(probabilities[most]! > 0)) return most;
  let ids = Array.from(allowed);
  const weights = new Float64Array(probabilities.length);
  for (const id of ids) weights[id] = probabilities[id] === 0 ? 0 : Math.exp(Math.log(probabilities[id]! / probabilities[most]!) / temperature);
  const sum = (): number => ids.reduce((total, id) => total + weights[id]!, 0);
  if (topK !== undefined || topP !== undefined) {
    ids.sort((a, b) => weights[b]! - weights[a]! || a - b);
    if (topK !== undefined) ids = ids.slice(0, topK);
    if (topP !== undefined) {
      const enough = topP * sum();
      let share = 0;
      const count = ids.findIndex((id) => (share += weights[id]!) >= enough);
      if (count >= 0) ids = ids.slice(0, count + 1);
    }
  }
  let rest = u * sum();
  for (const id of ids) {
    rest -= weights[id]!;
    if (rest < 0) return id;
  }
  return ids.findLast((id) => weights[id]! > 0) ?? most;
}
