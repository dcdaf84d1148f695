// How parameters start, and where each lies in the flat buffer. The numbers depend on the seed, the parameter's name
// and the place in it alone: the same on every device, and unchanged when another layer is added.
import type { Description, ParameterDescription } from "./device.js";
import { didYouMean, UsageError } from "./errors.js";
import { orthonormalise } from "./orthonormal.js";
import { key, uniform } from "./random.js";

/** The flat parameters [P] of a fresh model. */
export function initialise(d: Description, seed: number): Float32Array {
  const flat = new Float32Array(d.parameterCount);
  for (const parameter of d.parameters) flat.subarray(parameter.offset, parameter.offset + countOf(parameter)).set(initialValues(parameter, seed));
  return flat;
}

/** Numbers in a parameter. */
export function countOf({ shape }: ParameterDescription): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** A parameter by name. Throws UsageError RNN614. */
export function parameterOf(d: Description, name: string): ParameterDescription {
  const parameter = d.parameters.find((candidate) => candidate.name === name);
  if (parameter) return parameter;
  throw new UsageError("RNN614", `\`${d.name}\` has no parameter \`${name}\`${didYouMean(name, d.parameters.map((known) => known.name))}`);
}

/** The part of a flat buffer that belongs to a parameter: a view, row-major. */
export function sliceOf(d: Description, flat: Float32Array, name: string): Float32Array {
  const parameter = parameterOf(d, name);
  return flat.subarray(parameter.offset, parameter.offset + countOf(parameter));
}

function initialValues(parameter: ParameterDescription, seed: number): ArrayLike<number> {
  const { initial, shape } = parameter;
  const count = countOf(parameter);
  const columns = shape.length > 1 ? count / shape[0]! : 1;
  const rows = columns === 0 ? 0 : count / columns;
  const k = key(seed, hash(parameter.name));
  const draw = (i: number, site: number): number => uniform(k, i, site, 0);
  const fill = (value: (i: number) => number): Float64Array => filled(count, value);
  switch (initial.kind) {
    case "zeros":
      return fill(() => 0);
    case "ones":
      return fill(() => 1);
    case "constant":
      return fill(() => initial.value);
    case "identity":
      return fill((i) => (Math.floor(i / columns) === i % columns ? 1 : 0));
    case "uniform":
      return fill((i) => initial.low + (initial.high - initial.low) * draw(i, 0));
    case "normal":
      return fill((i) => initial.mean + initial.deviation * normal(draw(i, 0), draw(i, 1)));
    case "glorot": {
      // Glorot & Bengio 2010: variance 2 / (inputs + outputs); W [outputs, inputs].
      const limit = Math.sqrt(6 / (rows + columns));
      return fill((i) => limit * (2 * draw(i, 0) - 1));
    }
    case "orthogonal":
      return orthogonal(rows, columns, (i) => normal(draw(i, 0), draw(i, 1)));
  }
}

/** A standard normal number from two uniform ones in [0, 1) (Box & Muller 1958). */
function normal(a: number, b: number): number {
  return Math.sqrt(-2 * Math.log(1 - a)) * Math.cos(2 * Math.PI * b);
}

/**
 * [rows, columns] with orthonormal rows (columns, where there are more rows than columns), evenly distributed: the Q of a
 * matrix of normal numbers, R's diagonal positive (Saxe, McClelland & Ganguli 2014).
 */
function orthogonal(rows: number, columns: number, draw: (i: number) => number): Float64Array {
  const vectors = filled(rows * columns, draw);
  if (rows <= columns) {
    orthonormalise(vectors, rows, columns);
    return vectors;
  }
  orthonormalise(vectors, columns, rows);
  return filled(rows * columns, (i) => vectors[(i % columns) * rows + Math.floor(i / columns)]!);
}

/** Not by `Float64Array.from`, which takes several times as long. */
function filled(count: number, value: (i: number) => number): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = value(i);
  return values;
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
