// `rnnc explain`: the page of a diagnostic or of an error of the runtime, or the list of all. The pages are the
// catalogue's (1-check/catalogue.ts) and those in runtime-codes.ts.
import { Command } from "commander";
import { explainCode, listCodes } from "./compiler.js";
import { Failure } from "./failure.js";
import { printJson } from "./report.js";
import { colorsFor, widthOf, wrap } from "./terminal.js";

/** What codes are about, by their hundred. */
const groups: Readonly<Record<string, string>> = {
  1: "Specs: syntax",
  2: "Specs: cells",
  3: "Specs: models",
  4: "Specs: train blocks",
  5: "Specs: limits",
  6: "Running: calls and options",
  7: "Running: data",
  8: "Running: weights and checkpoints",
  9: "Running: training",
};

export function define(): Command {
  return new Command("explain")
    .description("Prints the page of a diagnostic or an error: what it means, an example or a typical cause, and how to mend it. Without a code, lists all.")
    .argument("[code]", "the code in brackets: RNN203")
    .option("--json", "as JSON on standard output")
    .addHelpText("after", "\nExamples:\n  rnnc explain RNN203\n  rnnc explain")
    .action(explain);
}

async function explain(code: string | undefined, options: { readonly json?: true }): Promise<void> {
  if (code === undefined) {
    const all = await listCodes();
    if (options.json === true) printJson(all.map((one) => ({ ...one, group: groups[one.code.charAt(3)] })));
    else process.stdout.write(listAll(all).join("\n") + "\n");
    return;
  }
  const asked = code.trim().toUpperCase().replace(/^(RNN)?-?(?=\d)/, "RNN");
  const page = await explainCode(asked);
  if (page === null) throw new Failure(`there is no diagnostic ${code}`, { exitCode: 2, hint: await hintFor(asked) });
  if (options.json === true) {
    printJson({ code: asked, text: page });
    return;
  }
  const width = widthOf(process.stdout);
  const [title, ...rest] = page.trimEnd().split("\n");
  // What is indented is an example, and stays as it is.
  const lines = rest.flatMap((line) => (line === "" || line.startsWith(" ") ? [line] : wrap(line, width)));
  process.stdout.write([colorsFor(process.stdout).bold(title), ...lines, ""].join("\n"));
}

function listAll(all: Awaited<ReturnType<typeof listCodes>>): string[] {
  const c = colorsFor(process.stdout);
  const width = widthOf(process.stdout);
  const lines = Object.entries(groups).flatMap(([hundred, group]) => [
    c.bold(group),
    ...all.filter(({ code }) => code.charAt(3) === hundred).flatMap(({ code, title }) => wrap(title, width - 10).map((line, i) => `  ${i === 0 ? code : " ".repeat(code.length)}  ${line}`)),
    "",
  ]);
  return [...lines, "`rnnc explain CODE` prints one page."];
}

/** The codes of the same hundred, where there is such a hundred. */
async function hintFor(asked: string): Promise<string> {
  const near = (await listCodes()).map(({ code }) => code).filter((code) => /^RNN\d{3}$/.test(asked) && code.startsWith(asked.slice(0, 4)));
  return near.length === 0 ? "`rnnc explain` lists all." : `the codes near it go from ${near[0]} to ${near.at(-1)}; \`rnnc explain\` lists all.`;
}
