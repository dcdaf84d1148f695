// `rnnc explain`: the page of a diagnostic, or the list of all. The pages are the catalogue's.
import { Command } from "commander";
import { nearest } from "../grammar/nearest.js";
import { explainCode, listCodes } from "./compiler.js";
import { Failure } from "./failure.js";
import { printJson } from "./report.js";
import { colorsFor, table } from "./terminal.js";

export function define(): Command {
  return new Command("explain")
    .description("Prints the page of a diagnostic: what it means, an example, and how to mend it. Without a code, lists all.")
    .argument("[code]", "the code in brackets: RNN203")
    .option("--json", "as JSON on standard output")
    .addHelpText("after", "\nExamples:\n  rnnc explain RNN203\n  rnnc explain")
    .action(explain);
}

async function explain(code: string | undefined, options: { readonly json?: true }): Promise<void> {
  if (code === undefined) {
    const all = await listCodes();
    if (options.json === true) printJson(all);
    else process.stdout.write(table(all.map((one) => [one.code, one.title]), ["left", "left"]).join("\n") + "\n\n`rnnc explain CODE` prints one page.\n");
    return;
  }
  const asked = code.toUpperCase().replace(/^(RNN)?-?(?=\d)/, "RNN");
  const page = await explainCode(asked);
  if (page === null) {
    const near = nearest(asked, (await listCodes()).map((one) => one.code));
    throw new Failure(`there is no diagnostic ${code}`, { exitCode: 2, hint: near === null ? "`rnnc explain` lists all." : `did you mean ${near}? \`rnnc explain\` lists all.` });
  }
  if (options.json === true) {
    printJson({ code: asked, text: page });
    return;
  }
  const [title, ...rest] = page.trimEnd().split("\n");
  process.stdout.write([colorsFor(process.stdout).bold(title), ...rest, ""].join("\n"));
}
