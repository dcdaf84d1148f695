// Entities of labels like `B-PER`, `I-PER`, `O` (also `E-` and `S-`), counted as the CoNLL evaluation does. Works step by step and keeps
// counts alone, however long the sequences are.

import { scoresOf, type EntityEvaluation, type EntityScores } from "./evaluation.js";

/** A label taken apart: where in an entity it stands, and which type the entity has. */
interface Tag {
  readonly place: "B" | "I" | "E" | "S" | "O";
  /** Index of the type; -1 outside. */
  readonly type: number;
}

const OUTSIDE: Tag = { place: "O", type: -1 };

/** What is remembered of a sequence between two of its steps. */
export interface EntityState {
  readonly truth: Tag;
  readonly said: Tag;
  /** Both are in an entity that began at the same step with the same type. */
  readonly together: boolean;
}

/** Before the first step. */
export const noEntity: EntityState = { truth: OUTSIDE, said: OUTSIDE, together: false };

export interface EntityTally {
  /** One step: ids of the right label and of the one that was said; -1 for a step without a label. */
  step(state: EntityState, truth: number, said: number): EntityState;
  /** The sequence ends here. */
  end(state: EntityState): void;
  result(): EntityEvaluation;
}

/** Null where the names are not those of entities: each `O` or a place and a type, one of them inside. */
export function tallyEntities(names: readonly string[]): EntityTally | null {
  const parts = names.map((name) => (name === "O" ? { place: "O", type: "" } : (/^(?<place>[BIES])-(?<type>.+)$/su.exec(name)?.groups ?? null)));
  if (!parts.some((part) => part !== null && part["place"] !== "O") || parts.includes(null)) return null;
  const types = [...new Set(parts.flatMap((part) => (part === null || part["place"] === "O" ? [] : [part["type"]])))].sort();
  const tags = parts.map((part): Tag => (part === null || part["place"] === "O" ? OUTSIDE : { place: part["place"] as Tag["place"], type: types.indexOf(part["type"]) }));
  const [actual, predicted, correct] = [new Float64Array(types.length), new Float64Array(types.length), new Float64Array(types.length)];

  function advance(before: EntityState, truth: Tag, said: Tag): EntityState {
    let { together } = before;
    if (together) {
      const [truthEnds, saidEnds] = [ends(before.truth, truth), ends(before.said, said)];
      if (truthEnds && saidEnds) correct[before.truth.type]++;
      if (truthEnds || saidEnds) together = false;
    }
    const [truthStarts, saidStarts] = [starts(before.truth, truth), starts(before.said, said)];
    if (truthStarts) actual[truth.type]++;
    if (saidStarts) predicted[said.type]++;
    if (truthStarts && saidStarts && truth.type === said.type) together = true;
    return { truth, said, together };
  }

  const scores = (right: number, claimed: number, all: number): EntityScores => ({ entities: all, predicted: claimed, correct: right, ...scoresOf(right, claimed, all) });
  return {
    step: (state, truth, said) => (truth < 0 ? advance(state, OUTSIDE, OUTSIDE) : advance(state, tags[truth] ?? OUTSIDE, tags[said] ?? OUTSIDE)),
    end: (state) => void advance(state, OUTSIDE, OUTSIDE),
    result: () => ({
      ...scores(sum(correct), sum(predicted), sum(actual)),
      types: types.map((type, i) => ({ type, ...scores(correct[i], predicted[i], actual[i]) })),
    }),
  };
}

/** Whether an entity begins at `tag`. A type that changes begins one, and so does `I-` after `O`. */
function starts(before: Tag, tag: Tag): boolean {
  if (tag.place === "O") return false;
  return tag.place === "B" || tag.place === "S" || before.place === "O" || before.place === "E" || before.place === "S" || before.type !== tag.type;
}

/** Whether the entity that `before` is in ends there. */
function ends(before: Tag, tag: Tag): boolean {
  if (before.place === "O") return false;
  return before.place === "E" || before.place === "S" || tag.place === "B" || tag.place === "S" || tag.place === "O" || before.type !== tag.type;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
