// `rnnc explain`: the page of a diagnostic, or the list of all. The pages are the catalogue's.
import { Command } from "commander";
import { explanations } from "./compiler.js";
import { Failure } from "./failure.js";
import { printJson } from "./report.js";
import { colorsFor, nearest, table, widthOf, wrap } from "./terminal.js";

export function define(): Command {
  return new Command("explain")
    .description("Prints the page of a diagnostic: what it means, an example, and how to mend it. Without a code, lists all.")
    .argument("[code]", "the code in brackets: RNN203")
    .option("--json", "as JSON on standard output")
    .addHelpText("after", "\nExamples:\n  rnnc explain RNN203\n  rnnc explain")
    .action(explain);
}

async function explain(code: string | undefined, options: { readonly json?: true }): Promise<void> {
  const pages = await explanations();
  const c = colorsFor(process.stdout);
  if (code === undefined) {
    if (options.json === true) printJson(pages.map(({ code, title }) => ({ code, title })));
    else process.stdout.write(table(pages.map((page) => [page.code, page.title]), ["left", "left"]).join("\n") + "\n\n`rnnc explain CODE` prints one page.\n");
    return;
  }
  const asked = code.toUpperCase().replace(/^(RNN)?-?(?=\d)/, "RNN");
  const page = pages.find((one) => one.code === asked);
  if (page === undefined) {
    const near = nearest(asked, pages.map((one) => one.code));
    throw new Failure(`there is no diagnostic ${code}`, { exitCode: 2, hint: near === null ? "`rnnc explain` lists all." : `did you mean ${near}? \`rnnc explain\` lists all.` });
  }
  if (options.json === true) {
    printJson(page);
    return;
  }
  const width = Math.min(88, widthOf(process.stdout));
  const paragraphs = page.text.split(/\n{2,}/).map((paragraph) => (/^ {2,}|```/m.test(paragraph) ? paragraph : wrap(paragraph, width).join("\n")));
  process.stdout.write(`${c.bold(`${page.code}: ${page.title}`)}\n\n${paragraphs.join("\n\n")}\n`);
}
