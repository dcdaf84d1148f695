// `rnnc init`: writes a first spec with comments and says what to do with it. Never overwrites.
import { basename, join } from "node:path";
import { Command } from "commander";
import { Failure } from "./failure.js";
import { exists, showPath, writeAtomically } from "./files.js";
import { printJson } from "./report.js";
import { colorsFor, word } from "./terminal.js";

export function define(): Command {
  return new Command("init")
    .description("Writes a first spec, with comments: a language model over characters.")
    .argument("[name]", "a folder to write into, or a file that ends in .rnn", "first")
    .option("--json", "say what was written as JSON")
    .addHelpText("after", "\nExamples:\n  rnnc init                  writes first/first.rnn\n  rnnc init poems            writes poems/poems.rnn\n  rnnc init poems.rnn        writes poems.rnn here")
    .action(init);
}

function init(name: string, options: { readonly json?: true }): void {
  const isFile = name.endsWith(".rnn");
  const stem = basename(name, ".rnn");
  const model = modelName(stem === "." || stem === ".." ? basename(process.cwd()) : stem);
  const path = isFile ? name : join(name, `${model}.rnn`);
  if (exists(path)) throw new Failure("this file is here already, and `rnnc init` overwrites nothing", { where: { file: showPath(path) }, hint: "give another name: `rnnc init NAME`." });
  writeAtomically(path, firstSpec(model));
  if (options.json === true) {
    printJson({ ok: true, written: [path] });
    return;
  }
  const c = colorsFor(process.stdout);
  const shown = word(showPath(path));
  process.stdout.write(
    [
      `Wrote ${c.bold(showPath(path))}: a language model over characters, with comments.`,
      "",
      "Next:",
      `  ${c.cyan(`rnnc check ${shown}`)}                  says what is wrong with it`,
      `  ${c.cyan(`rnnc inspect ${shown}`)}                shows layers, shapes and costs`,
      `  ${c.cyan(`rnnc train ${shown} --data TEXT`)}      trains it on a text of yours`,
      `  ${c.cyan(`rnnc compile ${shown}`)}                makes TypeScript of it, to use in a program`,
      "",
    ].join("\n"),
  );
}

/** A name that the language takes: letters, digits and `_`, not beginning with a digit or a capital, not reserved. */
function modelName(text: string): string {
  const letters = text.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}_]+/gu, "_").replace(/^[\p{N}\p{M}_]+|_+$/gu, "");
  const reserved = ["cell", "model", "input", "output", "state", "param", "part", "stack", "head", "train", "from", "use", "init", "of", "t"];
  if (letters === "") return "first";
  return reserved.includes(letters) ? `my_${letters}` : letters;
}

function firstSpec(model: string): string {
  return `/// A language model over characters: it reads a text and learns to predict each next character.
/// Train it on any plain text, then let it write.
model ${model} {
  // What it reads: a sequence of characters over time T. \`of 128\` is how many different ones it can tell apart;
  // the most frequent ones of the training text get a place, the others are read as one unknown symbol.
  input text: chars[T] of 128

  // Layers, from the input up. \`rnnc inspect\` shows their shapes and parameters.
  stack memory from text {
    embed(32) // each character as 32 learned numbers
    lstm(128) // 128 units that remember; try gru(128) or elman(128), or write a cell of your own
  }

  // What it says: the character at the next step.
  head text[t+1] from memory

  // How it is trained. Everything here has a default; \`rnnc inspect\` prints them.
  train {
    optimizer = adam(rate = 2e-3)
    clip      = norm(1) // long gradients are shortened
    gradient  = tbptt(64) // backpropagation through 64 steps; the state is carried on
    batch     = 32 // the text is read in 32 places at once
    epochs    = 5 // times through the text
    validate  = 10% // the last tenth is held out, to see what was learned and not memorised
  }
}
`;
}
