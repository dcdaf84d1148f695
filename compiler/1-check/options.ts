// Reads options (`keep = last(400)`, `batch = 64`) and the plain values in them: counts, shares, words.
// Which options there are is said by who asks.
import type { Expression, Option, Options, Span } from "../../grammar/ast.js";
import { checkNumber, listOf } from "./arguments.js";
import type { Code } from "./catalogue.js";
import type { Report } from "./report.js";
import { evaluateNumber, largestSize } from "./sizes.js";
import type { Suggest } from "./suggest.js";

const nothing: ReadonlySet<string> = new Set();
const noNames = { sizes: {}, numbers: {} };

/** Options by name; what is unknown or given twice is reported. */
export function readOptions(options: Options | null, known: readonly string[], what: string, code: Code, report: Report, suggest: Suggest): Map<string, Option> {
  const found = new Map<string, Option>();
  for (const option of options?.entries ?? []) {
    const name = option.name.text;
    const first = found.get(name);
    if (!known.includes(name)) {
      const near = suggest(name, known);
      report.accept({
        code,
        title: `${what} has no option \`${name}\``,
        span: option.name.span,
        label: near ? `did you mean \`${near}\`?` : "unknown",
        hint: near ? undefined : known.length > 0 ? `it knows ${listOf(known)}` : "it has no options",
        fix: near ? [{ span: option.name.span, text: near }] : undefined,
      });
    } else if (first) {
      report.accept({ code: "RNN404", title: `\`${name}\` is given twice`, span: option.name.span, label: "again here", also: [{ span: first.name.span, label: "first here" }] });
    } else found.set(name, option);
  }
  return found;
}

/** A plain number; null: an error was given. */
export function readNumber(expression: Expression, code: Code, report: Report, suggest: Suggest): number | null {
  if (expression.kind === "error") return null;
  return checkNumber(expression, nothing, code, report, suggest) ? evaluateNumber(expression, noNames) : null;
}

/** A whole number from 1 (or `least`) to a thousand million. */
export function readCount(expression: Expression, what: string, report: Report, suggest: Suggest, least = 1, most = largestSize): number | null {
  const value = readNumber(expression, "RNN307", report, suggest);
  if (value === null) return null;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  report.accept({
    code: "RNN307",
    title: `${what} is a whole number from ${least} to ${most.toLocaleString("en").replaceAll(",", "_")}`,
    span: expression.span,
    label: value > most ? "too large" : value < least ? `this is ${value}` : `this is ${value}, not a whole number`,
  });
  return null;
}

/** A number in a range; `share`s are most likely meant in percent. */
export function readInRange(
  expression: Expression,
  what: string,
  range: { readonly least: number; readonly most: number; readonly openLeast?: boolean; readonly openMost?: boolean; readonly share?: boolean },
  code: Code,
  report: Report,
  suggest: Suggest,
): number | null {
  const value = readNumber(expression, code, report, suggest);
  if (value === null) return null;
  const tooSmall = range.openLeast ? !(value > range.least) : !(value >= range.least);
  const tooLarge = range.openMost ? !(value < range.most) : !(value <= range.most);
  if (!tooSmall && !tooLarge && Number.isFinite(value)) return value;
  const print = (n: number): string => (range.share ? `${n * 100}%` : String(n));
  const bounds =
    range.most === Infinity
      ? `${range.openLeast ? "more than" : "at least"} ${print(range.least)}`
      : `${range.openLeast ? "more than" : "from"} ${print(range.least)} ${range.openLeast ? "and " : "to "}${range.openMost ? "less than" : range.openLeast ? "at most" : ""} ${print(range.most)}`.replace(/ {2,}/g, " ");
  const percent = range.share && Number.isInteger(value) && value > 1 && value < 100 ? `${value}%` : null;
  report.accept({
    code,
    title: `${what} is ${range.share ? "a share, " : "a number, "}${bounds}`,
    span: expression.span,
    label: `this is ${range.share ? `${Math.round(value * 1e6) / 1e4}%` : value}`,
    hint: percent ? `write \`${percent}\`` : undefined,
    fix: percent ? [{ span: expression.span, text: percent }] : undefined,
  });
  return null;
}

/** One of some words. */
export function readWord<Word extends string>(expression: Expression, words: readonly Word[], what: string, code: Code, report: Report, suggest: Suggest): Word | null {
  if (expression.kind === "error") return null;
  const text = expression.kind === "name" ? expression.text : null;
  const word = words.find((w) => w === text);
  if (word !== undefined) return word;
  const near = text === null ? null : suggest(text, words);
  report.accept({
    code,
    title: `${what} is ${listOf(words, "or")}`,
    span: expression.span,
    label: near ? `did you mean \`${near}\`?` : `not \`${report.quote(expression.span)}\``,
    fix: near ? [{ span: expression.span, text: near }] : undefined,
  });
  return null;
}

/** A word, or a word with values in parentheses: its name and its arguments. */
export function readChoice(expression: Expression, names: readonly string[], what: string, code: Code, report: Report, suggest: Suggest): { readonly name: string; readonly span: Span } | null {
  if (expression.kind === "error") return null;
  const name = expression.kind === "name" ? { text: expression.text, span: expression.span } : expression.kind === "call" ? expression.callee : null;
  if (name && names.includes(name.text)) return { name: name.text, span: name.span };
  const near = name ? suggest(name.text, names) : null;
  report.accept({
    code,
    title: `${what} is ${listOf(names, "or")}`,
    span: name?.span ?? expression.span,
    label: near ? `did you mean \`${near}\`?` : `not \`${report.quote(expression.span)}\``,
    fix: near && name ? [{ span: name.span, text: near }] : undefined,
  });
  return null;
}
