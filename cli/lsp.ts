// `rnnc lsp`: the language server of editor/server.ts over standard input and output, as editors start it. Nothing else may
// write there while it runs.
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Command } from "commander";
import { showPath } from "./files.js";
import { openSources } from "./library.js";

export function define(): Command {
  return new Command("lsp")
    .description("A language server over standard input and output, for editors: what is wrong as you type, hovers with equations, shapes and defaults, formatting, go to definition, quick fixes.")
    .option("--stdio", "standard input and output; the only way there is, so it may be left out")
    .addHelpText("after", "\nFor editors that start servers by a command (here Neovim):\n  vim.lsp.start({ name = \"rnnc\", cmd = { \"rnnc\", \"lsp\" } })")
    .action(start);
}

async function start(): Promise<void> {
  const [{ createConnection, ProposedFeatures }, { serve }] = await Promise.all([import("vscode-languageserver/node"), import("../editor/server.js")]);
  const disk = openSources();
  serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout), {
    sources: { standard: disk.standard, resolve: (from, path) => disk.resolve(from, path) },
    pathOf: (uri) => (uri.startsWith("file:") ? showPath(fileURLToPath(uri)) : uri),
    uriOf: (path) => (/^[a-z][a-z+.-]+:/i.test(path) ? path : pathToFileURL(resolve(path)).href),
  });
}
