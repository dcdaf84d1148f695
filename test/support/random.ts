// Choices of a seeded test: the same seed, the same test. Numbers come from the runtime's own generator.
import { key, uniform } from "@rnnc/runtime";

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number from low to high, both included. */
  int(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  /** Uniform in [-size, size). */
  fill(count: number, size: number): Float64Array;
}

export function seeded(seed: number): Random {
  let drawn = 0;
  const next = (): number => uniform(key(seed), drawn++, 0, 0);
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    chance: (probability) => next() < probability,
    fill: (count, size) => Float64Array.from({ length: count }, () => (2 * next() - 1) * size),
  };
}

/** The seed of a random test: of the environment variable where it is given. */
export function seedOf(variable: string, otherwise: number): number {
  const given = Number(process.env[variable] ?? otherwise);
  if (!Number.isInteger(given)) throw new Error(`${variable} is a whole number, not ${process.env[variable]}`);
  return given;
}
