// Which rows on the GPU, and how large: all of ../rows.mjs and those for GPUs; on a driver made of software fewer, and cut.
import { gates, gpuRows, nameOf, rows } from "../rows.mjs";

/** On a real GPU: of a row's training, what the reference computes in a few seconds. The check of a longer row stops after fewer steps. */
const CHECKED = 10e9;
/** On software: what a row is cut to, besides its steps (see `cutRow`). */
const SOFTWARE = { sequences: 2, steps: 10, operations: 4e8 };

/** Multiplications and additions of forward and backward. */
const operations = ({ cell, D, H, B, T }) => 6 * gates[cell].length * H * (D + H) * B * T;

/**
 * Whether tfjs takes its product that splits the inner dimension, in the gradient of a step of up to 8 sequences. On SwiftShader (at least) what that
 * gives is wrong, so such a row keeps its sequences, and has fewer steps instead.
 */
const splits = ({ cell, H }) => gates[cell].length * H >= 2000 && H <= 512;

/** How a row stays below so many operations: fewer steps. */
const shorten = (row, most) => (operations(row) <= most ? row : { ...row, T: Math.max(4, Math.floor(most / operations({ ...row, T: 1 }))) });

/** The small rows differ from others in nothing but times: on software they are left out. */
export const listRows = (software) => [...rows.filter(({ group }) => !software || group !== "small"), ...gpuRows];

/** The row that contestants' numbers are checked on; on software, the row that everything is done on. The first row keeps its 100 steps, which dispatches are counted of. */
export function cutRow(row, software) {
  if (!software) return rename(shorten(row, CHECKED));
  const { sequences, steps, operations: most } = SOFTWARE;
  return rename(shorten({ ...row, B: splits(row) ? row.B : Math.min(row.B, sequences), T: row === rows[0] ? row.T : Math.min(row.T, steps) }, most));
}

const rename = (row) => ({ ...row, name: nameOf(row) });
