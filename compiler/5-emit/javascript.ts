// A generated module as JavaScript, for whoever wants to run it at once without a build: types taken off, imports
// pointed to where the runtime is. Nothing is checked; that was done when it was generated.
import { internal } from "../errors.js";
import type { ModuleFile } from "./module.js";
import type { ts as TypeScript } from "ts-morph";

/**
 * Turns `index.ts`, `wasm.ts` … into `index.js`, `wasm.js` …. `runtimes` says where `@rnnc/runtime` and its other entries are imported from (URLs). Modules
 * that are loaded on demand (`import("./wasm.js")`) are loaded with the module instead: the files need not outlive the import.
 * Throws `internal:` for a file that is no TypeScript.
 */
export async function toJavaScript(files: readonly ModuleFile[], runtimes: Readonly<Record<string, string>>): Promise<readonly ModuleFile[]> {
  const { ts } = await import("ts-morph");
  return files.map(({ path, text }) => {
    const { outputText, diagnostics = [] } = ts.transpileModule(text, {
      fileName: path,
      reportDiagnostics: true,
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true, removeComments: false },
      transformers: { after: [(context) => (file) => link(ts, context, file, runtimes)] },
    });
    const problem = diagnostics[0];
    if (problem) internal(`the generated ${path} is no TypeScript: ${ts.flattenDiagnosticMessageText(problem.messageText, " ")}`);
    return { path: path.replace(/\.ts$/, ".js"), text: outputText };
  });
}

/** Points imports of the runtime to where it is, and makes `import("./x.js")` the promise of a module imported at the top. */
function link(ts: typeof TypeScript, context: TypeScript.TransformationContext, file: TypeScript.SourceFile, runtimes: Readonly<Record<string, string>>): TypeScript.SourceFile {
  const { factory } = context;
  const early = new Map<string, TypeScript.Identifier>();
  const visit = (node: TypeScript.Node): TypeScript.Node => {
    if (ts.isStringLiteral(node) && Object.hasOwn(runtimes, node.text) && (ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent))) {
      return factory.createStringLiteral(runtimes[node.text]);
    }
    const [argument] = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments : [];
    if (argument && ts.isStringLiteral(argument)) {
      const name = early.get(argument.text) ?? factory.createUniqueName("module");
      early.set(argument.text, name);
      return factory.createCallExpression(factory.createPropertyAccessExpression(factory.createIdentifier("Promise"), "resolve"), undefined, [name]);
    }
    return ts.visitEachChild(node, visit, context);
  };
  const statements = file.statements.map((statement) => ts.visitNode(statement, visit) as TypeScript.Statement);
  const imports = Array.from(early, ([specifier, name]) =>
    factory.createImportDeclaration(undefined, factory.createImportClause(undefined, undefined, factory.createNamespaceImport(name)), factory.createStringLiteral(specifier)),
  );
  return factory.updateSourceFile(file, [...imports, ...statements]);
}
