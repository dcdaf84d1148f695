// Data that are calculated: the problems on which recurrent networks were first compared. Each is a function of its
// options and a seed, and gives the same numbers everywhere. Writes nothing (make-data.mjs, data.mjs).

/** Symbols of anbncn by their ids. */
export const SYMBOLS = ["S", "a", "b", "c", "T"];

/**
 * The strings S aⁿ bⁿ cⁿ T for n = least … most, one of each (Gers & Schmidhuber 2001): a language that no context-free grammar
 * describes. `symbol` is the string between its begin S and its end T, `ids` the same as ids of SYMBOLS, `string` it without S and T.
 */
export function anbncn({ least, most }) {
  return Array.from({ length: most - least + 1 }, (_, i) => {
    const n = least + i;
    const string = "a".repeat(n) + "b".repeat(n) + "c".repeat(n);
    const symbol = `S${string}T`;
    return { n, symbol, ids: Array.from(symbol, (one) => SYMBOLS.indexOf(one)), string };
  });
}

/**
 * The adding problem (Hochreiter & Schmidhuber 1997; in the form of Arjovsky, Shah & Bengio 2016): `x` is [steps][2], a number from 0
 * to 1 and a mark; `y` is the sum of the two numbers that are marked with 1, one in each half. To say 1 always has a mean square
 * error of 1/6.
 */
export function adding({ count, steps, seed }) {
  const uniform = uniforms(seed);
  const half = Math.floor(steps / 2);
  return Array.from({ length: count }, () => {
    const first = Math.floor(uniform() * half);
    const second = half + Math.floor(uniform() * (steps - half));
    const values = Array.from({ length: steps }, () => Math.round(uniform() * 1e4) / 1e4);
    return { x: values.map((value, t) => [value, t === first || t === second ? 1 : 0]), y: Math.round((values[first] + values[second]) * 1e4) / 1e4 };
  });
}

/** sin(2πt/40) + 0.1·N(0, 1) for t = 0 … steps − 1. */
export function noisySine(steps, seed) {
  const normal = normals(seed);
  return Array.from({ length: steps }, (_, t) => Math.sin((2 * Math.PI * t) / 40) + 0.1 * normal());
}

/** Numbers between 0 and 1, neither included: the generator of Lehmer (Park & Miller 1988). */
function uniforms(seed) {
  let state = seed;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647; // the state is never 0
  };
  for (let i = 0; i < 10; i++) uniform(); // small seeds start with small numbers
  return uniform;
}

/** Normal numbers: the transform of Box & Muller (1958). */
function normals(seed) {
  const uniform = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Rows as JSON lines. */
export function toJsonLines(rows) {
  return rows.map((row) => JSON.stringify(row) + "\n").join("");
}

/** A series as a table of one column, `x`. */
export function toSeries(values) {
  return ["x", ...values.map((value) => value.toFixed(4)), ""].join("\n");
}
