// Orders drawn from the counter-based generator: the same (key, count) gives the same order on every
// machine and in every process, so a resumed epoch goes on where it stopped.

import { bits } from "./random.js";

/** Writes a random permutation of 0 … order.length − 1 (Fisher & Yates, Durstenfeld's form) and returns it. */
export function permute(order: Uint32Array, key: number): Uint32Array {
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(bits(key, i, 0, 0) * 2 ** -32 * (i + 1));
    const held = order[i];
    order[i] = order[j];
    order[j] = held;
  }
  return order;
}
