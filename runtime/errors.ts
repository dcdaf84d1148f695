// Errors of the runtime, with stable codes so that a command line can print them well and a program can tell
// them apart: RNN6xx the API is used wrongly, RNN7xx the data is wrong, RNN8xx a checkpoint is wrong, RNN9xx training
// can't go on. RNN1xx to RNN5xx are the compiler's. Each has a page, which `rnnc explain` prints and no bundle carries.

/** The data, or a checkpoint, is wrong: the message says where, what was expected and what was found. */
export class DataError extends Error {
  override readonly name = "DataError";
  constructor(readonly code: `RNN${7 | 8 | 9}${number}`, message: string) {
    super(message);
  }
}

/** The API was used in a way it can't work. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  constructor(readonly code: `RNN6${number}`, message: string) {
    super(message);
  }
}

/** True for an error that says that the device a model ran on is gone: nobody's mistake. */
export function isLoss(error: unknown): error is UsageError {
  return error instanceof UsageError && error.code === "RNN632";
}

/** `, did you mean "lstm"?` for the nearest of the known names, or nothing where none is near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  let best = "";
  let least = Math.min(3, Math.ceil(word.length / 2)) + 1;
  for (const name of known) {
    if (Math.abs(name.length - word.length) >= least) continue;
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best === "" ? "" : `, did you mean ${JSON.stringify(best)}?`;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

/** A value in a message: short, quoted where it is a string. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `a list of ${(value as unknown as ArrayLike<unknown>).length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}
