// What goes in and out of a model as people hold it (examples), as numbers (sequences), and how the two
// are joined: what was fitted to the training data (vocabularies, class names, scalers). Types only;
// encode.ts fits and encodes, batch.ts packs.

/**
 * One row of data: columns by the names of inputs and heads. Symbols: a string (`words`, `chars`), a list of words, ids
 * or bytes; reals: numbers or lists of numbers, `[T, D]` as nested lists or flat typed array; class: a name, or an id.
 * A head's column may be missing: the row doesn't count for it.
 */
export type Example = Readonly<Record<string, unknown>>;

/** A column of one sequence as numbers: ids, or `length` rows of D reals. */
export interface Series {
  readonly data: Int32Array | Float32Array;
  /** Steps; 1 for what has no time. */
  readonly length: number;
}

/** One encoded example. `id` names it for the random generator (dropout masks) and does not depend on the order of reading. */
export interface Sequence {
  readonly id: number;
  /** By name of input, and of each head that has a column of its own. */
  readonly columns: Readonly<Record<string, Series>>;
}

/** Steps [from, to) of a sequence: one row of a batch. `from` 0 and `to` its length but for truncated BPTT and windows. */
export interface Segment {
  readonly sequence: Sequence;
  readonly from: number;
  readonly to: number;
  /** state.PATH.NAME at the start, by PATH.NAME; absent: the model's initial states. Those that are not given are zeros. */
  readonly states?: Readonly<Record<string, Float32Array>>;
  /** The first step whose predictions count, where those before are read for the states alone. Absent: `from`. */
  readonly counted?: number;
  /** The sequence goes on after `to`, so heads with one value a sequence say nothing yet. */
  readonly unfinished?: boolean;
}

/** Symbols by id; id 0 is the unknown symbol "" for `words` and `chars`. */
export interface Vocabulary {
  readonly symbols: readonly string[];
}

/** value = (data - shift) / scale, per feature. */
export interface Scaler {
  readonly shift: readonly number[];
  readonly scale: readonly number[];
}

/** What is fitted to the training part alone, and kept with the weights. By name of input or head. Plain data. */
export interface Fitted {
  readonly vocabularies: Readonly<Record<string, Vocabulary>>;
  readonly classes: Readonly<Record<string, readonly string[]>>;
  readonly scalers: Readonly<Record<string, Scaler>>;
}
