// The form of a page of the catalogue, and the frames that its examples stand in.

export interface Page {
  readonly severity: "error" | "warning" | "note";
  readonly title: string;
  readonly text: string;
  /** A whole file that gets this code. */
  readonly bad: string;
  /** The same file mended. */
  readonly good: string;
  /** It is about something missing or unused: not said where part of the text did not parse. */
  readonly absence?: true;
}

/** A cell with the usual input, state and output, and these lines. */
export function cellWith(...lines: readonly string[]): string {
  return block("cell mine(H) {", ["input  x: [D]", "state  h: [H]", "output h", ...lines]);
}

/** A cell that is all these lines. */
export function cellOf(header: string, ...lines: readonly string[]): string {
  return block(`cell ${header} {`, lines);
}

export function modelOf(...lines: readonly string[]): string {
  return block("model example {", lines);
}

/** A model of a sequence of reals with these lines in its train block. */
export function trainOf(...lines: readonly string[]): string {
  return modelOf("input x: real[T]", "stack h from x { plain(16) }", "head x[t+1] from h", "train {", ...lines.map((line) => `  ${line}`), "}");
}

function block(first: string, lines: readonly string[]): string {
  return [first, ...lines.map((line) => `  ${line}`), "}"].join("\n");
}
