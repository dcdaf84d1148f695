// BLEU against the examples of the paper and against values counted by hand.
import { expect, test } from "vitest";
import { bleu } from "../../runtime/metrics/bleu.js";

const of = (text: string): string[] => text.split(" ");
const candidate = of("It is a guide to action which ensures that the military always obeys the commands of the party");
const references = [
  of("It is a guide to action that ensures that the military will forever heed Party commands"),
  of("It is the guiding principle which guarantees the military forces always being under the command of the Party"),
  of("It is the practical guide for the army always to heed the directions of the party"),
];

test("the paper's first example", () => {
  const result = bleu([candidate], [references]);
  expect(result.precisions).toEqual([17 / 18, 10 / 17, 7 / 16, 4 / 15]);
  expect(result).toMatchObject({ brevityPenalty: 1, candidateLength: 18, referenceLength: 18 });
  expect(result.bleu).toBeCloseTo(0.5045666840058485, 12);
});

test("a word that is repeated counts as often as in a reference", () => {
  const result = bleu([of("the the the the the the the")], [[of("the cat is on the mat"), of("there is a cat on the mat")]], 1);
  expect(result.precisions).toEqual([2 / 7]);
  expect(result.bleu).toBeCloseTo(2 / 7, 12);
});

test("a corpus: counts are added before they are divided", () => {
  const other = of("he read the book because he was interested in world history");
  const result = bleu([candidate, other], [references, [of("he was interested in world history because he read the book")]]);
  expect(result.bleu).toBeCloseTo(0.5920778868801042, 12);
});

test("short candidates pay for it; no four in a row is 0; nothing is 0", () => {
  const short = bleu([of("a b c d")], [[of("a b c d e")]]);
  expect(short.precisions).toEqual([1, 1, 1, 1]);
  expect(short.bleu).toBeCloseTo(Math.exp(1 - 5 / 4), 12);
  expect(bleu([of("a b c d x x x x")], [[of("d c b a")]])).toMatchObject({ bleu: 0, brevityPenalty: 1 });
  expect(bleu([[]], [[["a"]]])).toMatchObject({ bleu: 0, brevityPenalty: 0, candidateLength: 0, referenceLength: 1 });
  expect(bleu([[1, 2, 3, 4]], [[[1, 2, 3, 4]]]).bleu).toBe(1);
});

test("tokens that look alike joined are told apart", () => {
  expect(bleu([["a b", "c"]], [[["a", "b c"]]], 2).precisions).toEqual([0, 0]);
});

test("as many lists of references as candidates, none of them empty", () => {
  expect(() => bleu([["a"]], [])).toThrow("there are 1 candidates and references for 0");
  expect(() => bleu([["a"]], [[]])).toThrow("candidate 1 has no reference");
});
