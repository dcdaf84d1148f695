// What the compiler has to say about a spec: data first, wording second. Each diagnostic has a
// stable code with a page of its own (`rnnc explain RNN203`); the catalogue is 1-check/catalogue.ts.
import type { Span } from "../grammar/ast.js";

/** A text and where it comes from. The compiler reads no files: shells hand it these. */
export interface Source {
  /** As a person would name it, relative to where they are. */
  readonly path: string;
  readonly text: string;
}

export interface Label {
  readonly source: Source;
  readonly span: Span;
  readonly text: string;
}

export interface Diagnostic {
  /** `RNN203`. */
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  /** One line, lower case, no full stop: "the sizes in `W_f @ x` differ". */
  readonly title: string;
  /** The place of the problem first, then the places it conflicts with. */
  readonly labels: readonly [Label, ...Label[]];
  /** Where a reader should go, if that is not the first mark: of `W @ x`, where only `x` is marked, the whole. In the first label's source. */
  readonly place?: Span;
  readonly hint?: string;
  /** Replacements that would mend it, for editors. */
  readonly fix?: readonly { readonly source: Source; readonly span: Span; readonly text: string }[];
}
