// `rnnc lsp` as an editor starts it: a process that is spoken to over standard input and output.
import { spawn, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter, type ProtocolConnection, type PublishDiagnosticsParams } from "vscode-languageserver/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPlace, root } from "../cli/run.js";

const place = openPlace();
const text = `cell mine(H) {
  input  x: [D]
  state  h: [H]
  output h
  param W: [H, D]
  param U: [H, H]
  h = tanh(W @ x + U @ h[t-1])
}
`;
const uri = pathToFileURL(place.at("mine.rnn")).href;
let child: ChildProcess;
let connection: ProtocolConnection;
const told: PublishDiagnosticsParams[] = [];
let wake: () => void = () => {};

/** The diagnostics that come for a version of a document. */
async function diagnosticsOf(version: number, of = uri): Promise<PublishDiagnosticsParams["diagnostics"]> {
  for (;;) {
    const found = told.find((one) => one.uri === of && one.version === version);
    if (found) return found.diagnostics;
    await new Promise<void>((resolve) => (wake = resolve));
  }
}
const change = (version: number, now: string): Promise<void> => connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text: now }] });

beforeAll(async () => {
  child = spawn(process.execPath, [join(root, "dist", "cli", "rnnc.js"), "lsp", "--stdio"], { cwd: place.folder, stdio: ["pipe", "pipe", "inherit"] });
  connection = createProtocolConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!));
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    told.push(params);
    wake();
  });
  connection.listen();
  const { capabilities } = await connection.sendRequest<{ capabilities: Record<string, unknown> }>("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
  expect(capabilities).toMatchObject({ hoverProvider: true, definitionProvider: true, documentFormattingProvider: true });
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "rnn", version: 1, text } });
});
afterAll(() => {
  connection.dispose();
  child.kill();
  place.remove();
});

describe("a language server", () => {
  test("says nothing of a spec that is right", async () => {
    expect(await diagnosticsOf(1)).toEqual([]);
  });
  test("says what is wrong as it is typed, with the places and the hint", async () => {
    await change(2, text.replace("U @ h", "W @ h"));
    const [wrong] = (await diagnosticsOf(2)).filter(({ code }) => code === "RNN203");
    expect(wrong).toMatchObject({ severity: 1, source: "rnnc", range: { start: { line: 6, character: 23 }, end: { line: 6, character: 29 } } });
    expect(wrong!.message).toContain("the sizes in `W @ h[t-1]` differ\nh[t-1] has H values");
    expect(wrong!.message).toContain("hint: declare `param W: [H, H]`");
    expect(wrong!.relatedInformation).toMatchObject([{ location: { uri, range: { start: { line: 4 } } }, message: "W takes D values" }]);
  });
  test("offers to mend what can be mended", async () => {
    await change(3, text.replace("tanh(", "thanh("));
    const [wrong] = await diagnosticsOf(3);
    const actions = await connection.sendRequest<{ title: string; edit: { changes: Record<string, { newText: string }[]> } }[]>("textDocument/codeAction", { textDocument: { uri }, range: wrong!.range, context: { diagnostics: [wrong] } });
    for (const action of actions) expect(Object.keys(action.edit.changes)).toEqual([uri]);
  });
  test("hovers, with Greek letters before the place on its line", async () => {
    await change(4, text.replace("W @ x", "σ(W @ x)"));
    await diagnosticsOf(4);
    const hover = await connection.sendRequest<{ contents: { kind: string; value: string }; range: unknown }>("textDocument/hover", { textDocument: { uri }, position: { line: 6, character: 22 } });
    expect(hover.contents).toEqual({ kind: "markdown", value: expect.stringContaining("**param** `U: [H, H]`") as string });
    expect(hover.range).toEqual({ start: { line: 6, character: 22 }, end: { line: 6, character: 23 } });
    expect(await connection.sendRequest("textDocument/hover", { textDocument: { uri }, position: { line: 7, character: 1 } })).toBe(null);
  });
  test("goes to a standard cell's file, and to a cell in a file that is used, as it stands on the disk", async () => {
    writeFileSync(place.at("other.rnn"), text.replace("mine", "other"));
    const user = pathToFileURL(place.at("user.rnn")).href;
    const model = 'use "./other.rnn"\n\nmodel m {\n  input x: real[T, 2]\n  stack h from x { other(3)  lstm(4) }\n  head y: real from last(h)\n}\n';
    await connection.sendNotification("textDocument/didOpen", { textDocument: { uri: user, languageId: "rnn", version: 1, text: model } });
    expect(await diagnosticsOf(1, user)).toEqual([]);
    const to = (character: number) => connection.sendRequest<{ uri: string; range: { start: unknown } }>("textDocument/definition", { textDocument: { uri: user }, position: { line: 4, character } });
    expect(await to(20)).toMatchObject({ uri: pathToFileURL(place.at("other.rnn")).href, range: { start: { line: 0, character: 5 } } });
    expect((await to(30)).uri).toMatch(/specs\/cells\/lstm\.rnn$/);
  });
  test("formats what can be read, and leaves alone what can't", async () => {
    const format = () => connection.sendRequest<{ newText: string }[]>("textDocument/formatting", { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } });
    await change(5, text.replaceAll("  ", "      "));
    await diagnosticsOf(5);
    expect((await format()).map(({ newText }) => newText)).toEqual([text]);
    await change(6, text);
    expect(await format()).toEqual([]);
    await change(7, text.replace("{", ""));
    expect(await format()).toEqual([]);
  });
  test("ends when it is asked to", async () => {
    await connection.sendRequest("shutdown");
    const ended = new Promise((resolve) => child.on("exit", resolve));
    await connection.sendNotification("exit");
    expect(await ended).toBe(0);
  });
});
