// A thrown exception inside the compiler is a bug and says so; what is wrong with a spec is a diagnostic.

/** Throws an error that says `internal:`. */
export function internal(message: string): never {
  throw new Error(`internal: ${message}`);
}
