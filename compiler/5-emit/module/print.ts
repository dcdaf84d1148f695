// Structures of a file (imports, interfaces, functions) to its text, by ts-morph and, where asked for,
// prettier. Both are loaded when the first file is printed: `rnnc check` never waits for them.
import type { SourceFileStructure, StatementStructures, WriterFunction } from "ts-morph";

/** A part of a file; a blank line stands between two. */
export type Part = string | WriterFunction | StatementStructures;

/** What formatted files look like. 140 columns: the calls of a program stay on their lines. */
const STYLE = { parser: "typescript", printWidth: 140 } as const;

/** `head` is the comment the file begins with. The same parts give the same text. */
export async function printFile(path: string, head: string, parts: readonly Part[], options: { format: boolean }): Promise<string> {
  const { Project, IndentationText, NewLineKind, QuoteKind } = await import("ts-morph");
  // An empty project without the library's types: a file is written here, not checked.
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    compilerOptions: { noLib: true },
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, newLineKind: NewLineKind.LineFeed, quoteKind: QuoteKind.Double },
  });
  const statements: NonNullable<SourceFileStructure["statements"]> = [head, ...parts.flatMap((part, index) => (index > 0 && isImport(part) ? [part] : ["\n", part]))];
  const text = project.createSourceFile(path, { statements }).getFullText();
  if (!options.format) return text.endsWith("\n") ? text : `${text}\n`;
  const { format } = await import("prettier");
  return format(text, STYLE);
}

function isImport(part: Part): boolean {
  return typeof part === "object" && "moduleSpecifier" in part;
}
