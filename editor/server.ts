// The language server: a shell that turns the protocol's questions into calls of the compiler and of hover.ts, and
// answers back. What is wrong with a spec it says as it is typed. Reads no files itself: the shell below hands them in.
import { TextDocument } from "vscode-languageserver-textdocument";
import { DiagnosticSeverity, MarkupKind, TextDocuments, TextDocumentSyncKind, CodeActionKind, type CodeAction, type Connection, type Diagnostic as Shown, type Location, type Range, type TextEdit } from "vscode-languageserver";
import type { Sources } from "../compiler/1-check/index.js";
import type { Diagnostic, Source } from "../compiler/diagnostics.js";
import type { Span } from "../grammar/ast.js";
import { parse, print } from "../grammar/index.js";
import { readSpec } from "./found.js";
import { definition, hover } from "./hover.js";

export interface Shell {
  /** Standard cells, and files as they are on the disk. */
  readonly sources: Sources;
  /** The path of a document, as `sources` knows files; the other way for a path. */
  pathOf(uri: string): string;
  uriOf(path: string): string;
}

/** Milliseconds after a key before a document is checked. */
const pause = 150;

/** Answers until the connection is closed. */
export function serve(connection: Connection, shell: Shell): void {
  const documents = new TextDocuments(TextDocument);
  const waiting = new Map<string, NodeJS.Timeout>();
  const sourceOf = (document: TextDocument): Source => ({ path: shell.pathOf(document.uri), text: document.getText() });
  // A file that is open counts as it stands in the editor.
  const sources: Sources = {
    standard: shell.sources.standard,
    resolve(from, path) {
      const found = shell.sources.resolve(from, path);
      const open = found === null ? undefined : documents.all().find(({ uri }) => shell.pathOf(uri) === found.path);
      return open === undefined ? found : sourceOf(open);
    },
  };
  const rangeIn = (text: TextDocument, { start, end }: Span): Range => ({ start: text.positionAt(start), end: text.positionAt(end) });
  const rangeOf = (source: Source, span: Span): Range => rangeIn(documents.get(shell.uriOf(source.path)) ?? TextDocument.create("", "rnn", 0, source.text), span);

  const show = (document: TextDocument): void => {
    const { diagnostics } = readSpec(sourceOf(document), sources);
    const path = shell.pathOf(document.uri);
    const shown = diagnostics.map((diagnostic): Shown => {
      const [first, ...others] = diagnostic.labels;
      const here = first.source.path === path;
      return {
        range: here ? rangeIn(document, first.span) : rangeIn(document, { start: 0, end: 0 }),
        severity: { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, note: DiagnosticSeverity.Information }[diagnostic.severity],
        code: diagnostic.code,
        source: "rnnc",
        message: messageOf(diagnostic, here),
        relatedInformation: (here ? others : diagnostic.labels).filter(({ text }) => text !== "").map(({ source, span, text }) => ({ location: { uri: shell.uriOf(source.path), range: rangeOf(source, span) }, message: text })),
      };
    });
    void connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics: shown });
  };
  const showSoon = (document: TextDocument): void => {
    clearTimeout(waiting.get(document.uri));
    waiting.set(document.uri, setTimeout(() => {
      waiting.delete(document.uri);
      const now = documents.get(document.uri);
      if (now !== undefined) show(now);
    }, pause));
  };

  connection.onInitialize(() => ({
    capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental, hoverProvider: true, definitionProvider: true, documentFormattingProvider: true, codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
    serverInfo: { name: "rnnc" },
  }));
  documents.onDidChangeContent(({ document }) => showSoon(document));
  documents.onDidClose(({ document }) => {
    clearTimeout(waiting.get(document.uri));
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  connection.onHover(({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    const found = document && hover(sourceOf(document), document.offsetAt(position), sources);
    return document && found ? { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: rangeIn(document, found.span) } : null;
  });
  connection.onDefinition(({ textDocument, position }): Location | null => {
    const document = documents.get(textDocument.uri);
    const found = document && definition(sourceOf(document), document.offsetAt(position), sources);
    return found ? { uri: shell.uriOf(found.source.path), range: rangeOf(found.source, found.span) } : null;
  });
  connection.onDocumentFormatting(({ textDocument }): TextEdit[] => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return [];
    const text = document.getText();
    const { tree, problems } = parse(text);
    if (problems.length > 0) return []; // nothing is changed that can't be read
    const formatted = print(tree, text);
    return formatted === text ? [] : [{ range: rangeIn(document, { start: 0, end: text.length }), newText: formatted }];
  });
  connection.onCodeAction(({ textDocument, range, context: { diagnostics: chosen } }): CodeAction[] => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return [];
    const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    return readSpec(sourceOf(document), sources).diagnostics.flatMap((diagnostic): CodeAction[] => {
      const [{ span, source }] = diagnostic.labels;
      if (diagnostic.fix === undefined || source.path !== shell.pathOf(document.uri) || span.end < start || span.start > end) return [];
      const changes: Record<string, TextEdit[]> = {};
      for (const { source: where, span: at, text } of diagnostic.fix) (changes[shell.uriOf(where.path)] ??= []).push({ range: rangeOf(where, at), newText: text });
      return [{ title: titleOfFix(diagnostic), kind: CodeActionKind.QuickFix, diagnostics: chosen.filter(({ code }) => code === diagnostic.code), edit: { changes } }];
    });
  });
  documents.listen(connection);
  connection.listen();
}

function messageOf({ title, labels: [first], hint }: Diagnostic, here: boolean): string {
  return [here ? title : `${first.source.path}: ${title}`, ...(first.text === "" ? [] : [first.text]), ...(hint === undefined ? [] : [`hint: ${hint}`])].join("\n");
}

function titleOfFix({ hint, fix = [] }: Diagnostic): string {
  return hint ?? `write ${fix.map(({ text }) => `\`${text}\``).join(", ")}`;
}
