// The standard cells against their papers: how many weights each has. That they compute what their equations say
// is tested in cells.test.ts, that PyTorch says the same in pytorch.test.ts.
import { describe, expect, test } from "vitest";
import { compileStages } from "./support/stages.js";

const [D, H, P, O] = [6, 5, 3, 4];

/** Weights of the layer alone: the head above it takes nothing. */
function countWeights(layer: string): number {
  const { description } = compileStages(`model m { input x: real[T, ${D}]  stack h from x { ${layer} }  head y[t]: real[${O}] from h }`);
  return description.parameters.filter((p) => p.name.startsWith("h.")).reduce((sum, p) => sum + p.shape.reduce((a, b) => a * b, 1), 0);
}

/** Of n units that see m values and have a bias. */
const affine = (n: number, m: number): number => n * (m + 1);

describe("weights of the standard cells", () => {
  test.each([
    [`elman(${H})`, affine(H, D + H)],
    [`jordan(${H}, ${O})`, affine(H, D + O) + affine(O, H)],
    [`output_recurrent(${H}, ${O})`, affine(H, D) + affine(O, H + O)],
    [`lstm(${H})`, 4 * affine(H, D + H)],
    // M blocks of C cells: 2 gates a block, a squashed input a cell; each sees the input and all cells.
    ["lstm_1997(1, 2)", 2 * affine(1, D + 2) + affine(2, D + 2)],
    ["lstm_1997(4, C = 3)", 2 * affine(4, D + 12) + affine(12, D + 12)],
    ["lstm_2000(4, C = 3)", 3 * affine(4, D + 12) + affine(12, D + 12)],
    [`lstm_2000(${H})`, 4 * affine(H, D + H)],
    [`lstm_peephole(${H})`, 4 * affine(H, D + H) + 3 * H],
    [`lstm_coupled(${H})`, 3 * affine(H, D + H)],
    [`lstm_projected(${H}, ${P})`, 4 * affine(H, D + P) + P * H],
    // Gains of eight sums, gain and shift of the cell.
    [`layer_norm_lstm(${H})`, 4 * affine(H, D + H) + 8 * H + 2 * H],
    [`gru(${H})`, 3 * affine(H, D + H)],
    [`gru_reset_after(${H})`, 3 * affine(H, D + H) + H],
    [`minimal_gru(${H})`, 2 * affine(H, D + H)],
    [`ugrnn(${H})`, 2 * affine(H, D + H)],
    [`indrnn(${H})`, affine(H, D + 1)],
    [`min_gru(${H})`, 2 * affine(H, D)],
    [`min_lstm(${H})`, 3 * affine(H, D)],
  ])("%s has %i", (layer, count) => expect(countWeights(layer)).toBe(count));
});
