// Every code a diagnostic can have: its severity, its title, and a page that explains it with a bad and a good
// example. The pages stand in pages-*.ts; those of the syntax (RNN1xx) come from the grammar.
import { syntaxCatalogue } from "../../grammar/catalogue.js";
import { cellPages } from "./pages-cells.js";
import { modelPages } from "./pages-models.js";
import { trainPages } from "./pages-train.js";
import type { Page } from "./page.js";

const pages = { ...cellPages, ...modelPages, ...trainPages };

export type Code = keyof typeof pages;
export const catalogue: Readonly<Record<Code, Page>> = pages;

/** All codes, with those of the syntax. */
export function codes(): string[] {
  return [...Object.keys(syntaxCatalogue), ...Object.keys(catalogue)].sort();
}

/** The page of a code, as plain text; null if there is no such code. Upper and lower case are the same. */
export function explain(code: string): string | null {
  const key = code.trim().toUpperCase();
  if (Object.hasOwn(catalogue, key)) {
    const page = catalogue[key as Code];
    const heading = page.severity === "error" ? key : `${key} (${page.severity})`;
    return pageText(heading, page.title, page.text, page.bad, page.good);
  }
  if (!Object.hasOwn(syntaxCatalogue, key)) return null;
  const page = syntaxCatalogue[key]!;
  return pageText(key, page.title, page.explanation, page.bad, page.good);
}

function pageText(heading: string, title: string, text: string, bad: string, good: string): string {
  const indent = (example: string): string => example.trimEnd().replace(/^(?=.)/gm, "    ");
  return [`${heading}: ${title}`, "", text, ...(bad === "" ? [] : ["", "Not so:", "", indent(bad)]), ...(good === "" ? [] : ["", "But so:", "", indent(good)]), ""].join("\n");
}
