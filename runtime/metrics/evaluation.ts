// What an evaluation says of a head, by the head's type. Types only; tally.ts adds them up.

/** Shares are 0 to 1. `rows` are the rows that have a value. `loss` is the head's loss times its weight, as in training. */
export type HeadEvaluation = ClassEvaluation | BinaryEvaluation | MultilabelEvaluation | RealEvaluation;

/** Of what was said to be of a class, how much was; of what was of it, how much was said to be; and their harmonic mean. 0 where there is nothing to divide by. */
export interface Scores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface ClassEvaluation {
  readonly kind: "class";
  readonly rows: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Nats a symbol: mean of −ln p(target). Perplexity is its exponential; bits a symbol (a character, a byte, a word) are it / ln 2. */
  readonly crossEntropy: number;
  readonly perplexity: number;
  readonly bits: number;
  /** Means over the classes that occur as a target or as a prediction, each class counting the same. */
  readonly macroPrecision: number;
  readonly macroRecall: number;
  readonly macroF1: number;
  /** By class id; null for more than 1000 classes and for the symbols of an input. */
  readonly classes: readonly ClassScores[] | null;
  /** [target][predicted] counts, where `classes` is given. */
  readonly confusion: readonly (readonly number[])[] | null;
  /** For labels of entities at every step (`B-PER`, `I-PER`, `O`); null for other labels. */
  readonly entities: EntityEvaluation | null;
  /** Always saying the class that is most frequent in these data. */
  readonly baseline: { readonly class: number; readonly accuracy: number };
}

export interface ClassScores extends Scores {
  /** The class's name; its id as text where classes have none. */
  readonly label: string;
  /** Rows of this class. */
  readonly rows: number;
}

/**
 * Entities as the CoNLL evaluation counts them (Tjong Kim Sang & De Meulder 2003): right is one whose first step, last step and type are
 * all right.
 */
export interface EntityEvaluation extends EntityScores {
  /** By type, in alphabetical order. */
  readonly types: readonly (EntityScores & { readonly type: string })[];
}

export interface EntityScores extends Scores {
  /** Entities of the data, those that were said, and those of them that were right. */
  readonly entities: number;
  readonly predicted: number;
  readonly correct: number;
}

export interface BinaryEvaluation extends Scores {
  readonly kind: "binary";
  readonly rows: number;
  readonly loss: number;
  /** Yes from 0.5 on. Precision, recall and F1 are of yes. */
  readonly accuracy: number;
  /** Area under the ROC curve: the chance that a row of yes gets a higher probability than one of no. Null where all rows are alike. To three digits. */
  readonly auc: number | null;
  /** [target][predicted], no before yes. */
  readonly confusion: readonly (readonly number[])[];
  /** Always saying what is more frequent in these data. */
  readonly baseline: { readonly accuracy: number };
}

export interface MultilabelEvaluation extends Scores {
  readonly kind: "multilabel";
  readonly rows: number;
  readonly loss: number;
  /** Over all rows and labels, yes from 0.5 on. Precision, recall and F1 too (micro: each yes counts the same). */
  readonly accuracy: number;
  /** Mean F1 over the labels that occur in the data or are said. */
  readonly macroF1: number;
  /** Rows of which every label is right. */
  readonly subsetAccuracy: number;
  /** By label. */
  readonly labels: readonly ClassScores[];
  /** Always saying, for each label, what is more frequent in these data. */
  readonly baseline: { readonly accuracy: number };
}

/** Mean absolute error and root of the mean squared error, in the data's units. */
export interface Errors {
  readonly mae: number;
  readonly rmse: number;
}

export interface RealEvaluation extends Errors {
  readonly kind: "real";
  readonly rows: number;
  readonly loss: number;
  /** For heads that predict a real input: always saying the last value that was read (persistence). */
  readonly baseline: Errors | null;
  /** Of each value of a row, where there are several. */
  readonly values: readonly ValueErrors[];
}

export interface ValueErrors extends Errors {
  /** Steps after the last that was read; null for a head with its own column. */
  readonly ahead: number | null;
  /** From 0. */
  readonly feature: number;
  readonly baseline: Errors | null;
}

/** Precision, recall and F1 of counts. */
export function scoresOf(correct: number, predicted: number, actual: number): Scores {
  return {
    precision: predicted === 0 ? 0 : correct / predicted,
    recall: actual === 0 ? 0 : correct / actual,
    f1: predicted + actual === 0 ? 0 : (2 * correct) / (predicted + actual),
  };
}
