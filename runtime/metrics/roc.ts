// The area under the ROC curve in memory that does not grow with the rows: probabilities are counted in buckets of one
// relative width near 0 and, mirrored, near 1. Two in one bucket count as equal.

/** Mantissa bits left out: a bucket is 1/512 of its size wide. */
const SHIFT = 14;

export interface RocTally {
  add(probability: number, yes: boolean): void;
  /** Null where all rows are yes, or all are no. */
  area(): number | null;
}

export function tallyRoc(): RocTally {
  const float = new Float32Array(1);
  const bits = new Uint32Array(float.buffer);
  /** Bits of floats from 0 on are in the order of the floats. */
  const rank = (value: number): number => {
    float[0] = value;
    return bits[0] >>> SHIFT;
  };
  const half = rank(0.5) + 1;
  const [no, yes] = [new Float64Array(2 * half), new Float64Array(2 * half)];
  return {
    add(probability, isYes) {
      const bucket = probability < 0.5 ? rank(probability) : 2 * half - 1 - rank(1 - probability);
      (isYes ? yes : no)[bucket]++;
    },
    area() {
      let [below, pairs, positives] = [0, 0, 0];
      for (let i = 0; i < 2 * half; i++) {
        pairs += yes[i] * (below + no[i] / 2);
        below += no[i];
        positives += yes[i];
      }
      return below === 0 || positives === 0 ? null : pairs / below / positives;
    },
  };
}
