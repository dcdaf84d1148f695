// The parts of a file (imports, interfaces, functions, constants) to its text: TypeScript by ts-morph and, where asked for, prettier, or
// the same without its types, to be run at once. The two packages are loaded when the first file is printed: `rnnc check` never waits for them.
import type { OptionalKind, PropertySignatureStructure, StatementStructures } from "ts-morph";

/** A part of the file of a device; a blank line stands between two. `doc`: the text of the comment before it, made by `docText`; none where it is empty. */
export type DevicePart =
  | { readonly kind: "import"; readonly from: string; readonly names: readonly string[]; readonly types: readonly string[] }
  | { readonly kind: "reexport"; readonly from: string; readonly name: string; readonly as: string }
  | { readonly kind: "function"; readonly name: string; readonly doc: string; readonly parameters: readonly { readonly name: string; readonly type: string }[]; readonly body: string }
  /** `annotation`: its type. `checked`: what stands behind the value, `as const` or `satisfies T`. */
  | { readonly kind: "constant"; readonly name: string; readonly doc: string; readonly exported: boolean; readonly annotation?: string; readonly value: string; readonly checked?: string };

/** A part of any file. */
export type Part =
  | DevicePart
  | { readonly kind: "interface"; readonly name: string; readonly doc: string; readonly parent: string | null; readonly properties: readonly Property[] }
  /** What `defineModel` makes of a definition, by name and as the default. */
  | { readonly kind: "model"; readonly name: string; readonly doc: string; readonly types: string; readonly value: string };

export interface Property {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
  readonly optional?: boolean;
}

/** What formatted files look like. 140 columns: the calls of a program stay on their lines. */
const STYLE = { parser: "typescript", printWidth: 140 } as const;

/** `head` is the comment the file begins with. The same parts give the same text. */
export async function printFile(path: string, head: string, parts: readonly Part[], options: { format: boolean }): Promise<string> {
  const { Project, IndentationText, NewLineKind, QuoteKind, StructureKind } = await import("ts-morph");
  // An empty project without the library's types: a file is written here, not checked.
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    compilerOptions: { noLib: true },
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, newLineKind: NewLineKind.LineFeed, quoteKind: QuoteKind.Double },
  });
  const structure = (part: Part): StatementStructures | string => {
    switch (part.kind) {
      case "import":
        return { kind: StructureKind.ImportDeclaration, moduleSpecifier: part.from, namedImports: [...part.names.map((name) => ({ name })), ...part.types.map((name) => ({ name, isTypeOnly: true }))] };
      case "reexport":
        return { kind: StructureKind.ExportDeclaration, moduleSpecifier: part.from, namedExports: [part.name === part.as ? part.name : { name: part.name, alias: part.as }] };
      case "interface":
        return {
          kind: StructureKind.Interface,
          name: part.name,
          isExported: true,
          docs: [part.doc],
          ...(part.parent === null ? {} : { extends: [part.parent] }),
          properties: part.properties.map(({ name, type, doc, optional = false }): OptionalKind<PropertySignatureStructure> => ({ name, type, isReadonly: true, hasQuestionToken: optional, docs: doc === "" ? [] : [doc] })),
        };
      case "function":
        return { kind: StructureKind.Function, name: part.name, isExported: true, docs: part.doc === "" ? [] : [{ description: `\n${part.doc}` }], parameters: [...part.parameters], returnType: "void", statements: part.body };
      case "constant": {
        const { annotation, checked } = part;
        return `${comment(part.doc)}\n${part.exported ? "export " : ""}const ${part.name}${annotation === undefined ? "" : `: ${annotation}`} = ${part.value}${checked === undefined ? "" : ` ${checked}`};`;
      }
      case "model":
        return `${comment(part.doc)}\nexport const ${part.name} = defineModel<${part.types}>(${part.value});\n\nexport default ${part.name};`;
    }
  };
  const statements = [head, ...parts.flatMap((part, index) => (index > 0 && (part.kind === "import" || part.kind === "reexport") ? [structure(part)] : ["\n", structure(part)]))];
  const text = project.createSourceFile(path, { statements }).getFullText();
  if (!options.format) return text.endsWith("\n") ? text : `${text}\n`;
  const { format } = await import("prettier");
  return format(text, STYLE);
}

function comment(doc: string): string {
  const lines = doc.split("\n");
  return lines.length > 1 ? `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */` : `/** ${doc} */`;
}

/** The parts of a device as the body of a function of `modules`, the modules by the names that they are imported by: it gives what the file exports. */
export function printScript(parts: readonly DevicePart[]): string {
  const exported: string[] = [];
  const taken = (from: string, names: string): string => `const { ${names} } = modules[${JSON.stringify(from)}];`;
  const lines = parts.map((part) => {
    switch (part.kind) {
      case "import":
        return taken(part.from, part.names.join(", "));
      case "reexport":
        exported.push(part.as);
        return taken(part.from, `${part.name}: ${part.as}`);
      case "function":
        exported.push(part.name);
        return `function ${part.name}(${part.parameters.map(({ name }) => name).join(", ")}) {\n${part.body}\n}`;
      case "constant":
        if (part.exported) exported.push(part.name);
        return `const ${part.name} = ${part.value};`;
    }
  });
  return [`"use strict";`, ...lines, `return { ${exported.join(", ")} };`, ""].join("\n");
}
