// What the parser has to say about a text. The compiler turns it into a diagnostic.
import type { Span } from "./ast.js";

export interface Problem {
  /** `RNN101`: syntax is RNN1xx. */
  readonly code: string;
  readonly title: string;
  readonly span: Span;
  /** What stands under the mark. */
  readonly label: string;
  readonly also?: readonly { readonly span: Span; readonly label: string }[];
  readonly hint?: string;
  readonly fix?: readonly { readonly span: Span; readonly text: string }[];
}
