#!/usr/bin/env node
// The command line's entry: which commands there are, how they are called wrongly, how they end. What a
// command does is in the file of its name; only that file, and what it needs, is loaded.
import nodeModule from "node:module";
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { Command, CommanderError } from "commander";
import { nearest } from "../grammar/nearest.js";
import { Failure } from "./failure.js";
import { colorsFor } from "./terminal.js";

// Node 20 has relaxed SIMD (fused multiply-add) behind a flag, which must be set before kernels are compiled: char_lm trains
// 12 % faster with it. Later versions have it on.
if (process.versions.node.startsWith("20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");

// Node 22 keeps compiled code between runs, so that `rnnc check` starts in half the time.
if ("enableCompileCache" in nodeModule && typeof nodeModule.enableCompileCache === "function") nodeModule.enableCompileCache();

interface Entry {
  readonly summary: string;
  /** Makes the command: its options and what it does. */
  readonly load: () => Promise<{ define: () => Command }>;
}

const commands: Readonly<Record<string, Entry>> = {
  init: { summary: "write a first spec, with comments", load: () => import("./init.js") },
  check: { summary: "say what is wrong with specs", load: () => import("./check.js") },
  fmt: { summary: "format specs", load: () => import("./fmt.js") },
  inspect: { summary: "show layers, shapes, parameters and costs", load: () => import("./inspect.js") },
  explain: { summary: "explain a diagnostic: rnnc explain RNN203", load: () => import("./explain.js") },
  compile: { summary: "turn a spec into TypeScript and kernels", load: () => import("./compile.js") },
  train: { summary: "train a model on data", load: () => import("./train.js") },
  evaluate: { summary: "loss and metrics of a trained model on data", load: () => import("./evaluate.js") },
  predict: { summary: "what a trained model says about new data", load: () => import("./predict.js") },
  generate: { summary: "let a trained model write", load: () => import("./generate.js") },
  bench: { summary: "how fast a model trains, predicts and steps here", load: () => import("./bench.js") },
  plot: { summary: "draw curves, weights, states and gradients", load: () => import("./plot.js") },
  lsp: { summary: "language server for editors", load: () => import("./lsp.js") },
};

async function run(words: readonly string[]): Promise<void> {
  const program = new Command("rnnc");
  program
    .description("A compiler for recurrent neural networks: from equations in a .rnn file to a trained network.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .configureOutput({ writeErr: (text) => process.stderr.write(text.replace(/^error: /, "rnnc: ")) })
    .showHelpAfterError("(`rnnc --help` lists the commands and `rnnc COMMAND --help` their options)")
    .exitOverride()
    .addHelpText("after", firstSteps);
  const asked = words[0] === "help" ? words[1] : words.find((word) => !word.startsWith("-"));
  for (const [name, entry] of Object.entries(commands)) {
    if (name === asked) {
      const command = (await entry.load()).define();
      command.copyInheritedSettings(program);
      program.addCommand(command.summary(entry.summary));
    } else {
      program.command(name).description(entry.summary).allowUnknownOption().allowExcessArguments();
    }
  }
  if (words[0] === "help" && asked !== undefined && asked !== "help" && !Object.hasOwn(commands, asked)) {
    const near = nearest(asked, Object.keys(commands));
    throw new Failure(`there is no command \`${asked}\``, { exitCode: 2, hint: near === null ? "`rnnc --help` lists the commands." : `did you mean \`${near}\`?` });
  }
  if (words.length === 0) {
    program.outputHelp();
    return;
  }
  await program.parseAsync(words, { from: "user" });
}

const firstSteps = `
A first network:
  rnnc init first                            writes first/first.rnn
  rnnc check first                           says what is wrong with it
  rnnc train first/first.rnn --data FILE     trains it on your text
  rnnc generate first/first.rnn --weights first.safetensors`;

function version(): string {
  for (const place of ["../package.json", "../../package.json"]) {
    try {
      const found: unknown = JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8"));
      if (typeof found === "object" && found !== null && "name" in found && found.name === "rnnc" && "version" in found) return String(found.version);
    } catch {
      // Run from source it is one folder up, from dist/ two.
    }
  }
  return "unknown";
}

/** Tells a Failure in a sentence, and as JSON on standard output where that was asked for; a bug with its stack. */
async function report(error: unknown, json: boolean): Promise<number> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (json) process.stdout.write(JSON.stringify({ ok: false, error: { message: error.message.replace(/^error: /, "") } }) + "\n");
    return 2;
  }
  const c = colorsFor(process.stderr);
  if (error instanceof Failure) {
    const { diagnosticToJson, failureToJson, printJson, reportDiagnostics, reportFailure } = await import("./report.js");
    const diagnostics = error.diagnostics.length === 0 ? {} : { diagnostics: error.diagnostics.map(diagnosticToJson) };
    if (json) printJson({ ok: false, error: failureToJson(error), ...diagnostics });
    await reportDiagnostics(error.diagnostics);
    reportFailure(error);
    return error.exitCode;
  }
  if (json) process.stdout.write(JSON.stringify({ ok: false, error: { message: error instanceof Error ? error.message : String(error) } }) + "\n");
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.stderr.write(`${c.bold(c.red("error"))}${c.bold(":")} this is a bug in rnnc. Please report it with the spec and the lines above.\n`);
  return 1;
}

// `rnnc predict … | head` closes the pipe early: that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const words = process.argv.slice(2);
try {
  await run(words);
} catch (error) {
  process.exitCode = await report(error, words.includes("--json"));
}
