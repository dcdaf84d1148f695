// `npm run demo:web`: serves the page that trains specs/models/char_lm.rnn in the browser, until Ctrl-C.
import { Command, InvalidArgumentError } from "commander";
import { findRoot, readDeclarations } from "../../cli/declarations.js";
import { Failure, messageOf, systemCode } from "../../cli/failure.js";
import { colorsFor } from "../../cli/terminal.js";
import { bundlePage } from "./bundle.js";
import { serve } from "./server.js";

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError("It should be a number from 0 (any free port) to 65535.");
  return port;
}

async function demo(port: number): Promise<void> {
  const c = colorsFor(process.stdout);
  const root = findRoot(import.meta.url);
  const site = await bundlePage(root, readDeclarations(root));
  try {
    const serving = await serve(site, port);
    process.stdout.write(`${c.bold("The page that trains")} is at ${c.cyan(serving.address)}\nOpen it in a browser. Ctrl-C ends this server.\n`);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void serving.close());
  } catch (error) {
    const code = systemCode(error);
    if (code === "EADDRINUSE") throw new Failure(`port ${port} is in use`, { hint: "leave out --port for a free one." });
    if (code === "EACCES") throw new Failure(`port ${port} may not be used by you`, { hint: "ports from 1024 on may." });
    throw error;
  }
}

const command = new Command("npm run demo:web --")
  .description("Serves a page that trains a network in the browser, on this machine alone.")
  .option("--port <number>", "where to serve (default: a free port)", parsePort, 0)
  .allowExcessArguments(false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();
try {
  await demo(command.opts<{ port: number }>().port);
} catch (error) {
  process.stderr.write(`error: ${messageOf(error)}\n`);
  if (error instanceof Failure && error.hint !== null) process.stderr.write(`  hint: ${error.hint}\n`);
  process.exitCode = 1;
}
