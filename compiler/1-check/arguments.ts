// Matches what stands in parentheses with the names that are expected there, and reads plain numbers.
// Used for layers, parts, head types and the values of options alike.
import type { Argument, Expression } from "../../grammar/ast.js";
import { numberFunctions } from "./sizes.js";
import type { Report } from "./report.js";
import type { Suggest } from "./suggest.js";
import type { Code } from "./catalogue.js";

/**
 * Arguments by name. Those without a name take `positional` in order; `named` are only by name.
 * What doesn't fit is reported with `code`.
 */
export function matchArguments(
  given: readonly Argument[],
  expected: { readonly positional: readonly string[]; readonly named: readonly string[]; readonly what: string },
  code: Code,
  report: Report,
  suggest: Suggest,
): Map<string, Argument> {
  const matched = new Map<string, Argument>();
  const all = [...expected.positional, ...expected.named];
  let position = 0;
  let surplus = false;
  for (const argument of given) {
    if (argument.value.kind === "error") {
      position += argument.name ? 0 : 1;
      continue;
    }
    if (argument.name === null) {
      const name = expected.positional[position++];
      if (name === undefined) {
        if (surplus) continue;
        surplus = true;
        const count = expected.positional.length;
        report.accept({
          code,
          title: `${expected.what} takes ${count === 0 ? "nothing" : count === 1 ? "one value" : `${count} values`} here`,
          span: argument.span,
          label: "one too many",
          hint: all.length > 0 ? `it knows ${listOf(all)}${expected.named.length > 0 ? "; give the others by name" : ""}` : undefined,
        });
      } else if (matched.has(name)) {
        report.accept({ code, title: `\`${name}\` is given twice`, span: argument.span, label: "again here", also: [{ span: matched.get(name)!.span, label: "first here" }] });
      } else matched.set(name, argument);
      continue;
    }
    const name = argument.name.text;
    if (!all.includes(name)) {
      const near = suggest(name, all);
      report.accept({
        code,
        title: `${expected.what} has no option \`${name}\``,
        span: argument.name.span,
        label: near ? `did you mean \`${near}\`?` : "unknown",
        hint: all.length > 0 ? `it knows ${listOf(all)}` : undefined,
        fix: near ? [{ span: argument.name.span, text: near }] : undefined,
      });
    } else if (matched.has(name)) {
      report.accept({ code, title: `\`${name}\` is given twice`, span: argument.span, label: "again here", also: [{ span: matched.get(name)!.span, label: "first here" }] });
    } else matched.set(name, argument);
  }
  return matched;
}

/** `a`, `b` and `c`, in code marks. */
export function listOf(names: readonly string[], last: "and" | "or" = "and"): string {
  const marked = names.map((name) => `\`${name}\``);
  if (marked.length <= 1) return marked.join("");
  return `${marked.slice(0, -1).join(", ")} ${last} ${marked[marked.length - 1]}`;
}

/** Checks an expression of numbers that is known when compiling (`1/sqrt(H)`); `known` are the names it may read. */
export function checkNumber(expression: Expression, known: ReadonlySet<string>, code: Code, report: Report, suggest: Suggest): boolean {
  const check = (e: Expression): boolean => {
    switch (e.kind) {
      case "number":
        return true;
      case "error":
        return false;
      case "name": {
        if (known.has(e.text)) return true;
        const near = suggest(e.text, known);
        report.accept({
          code,
          title: `\`${e.text}\` is not a number that is known here`,
          span: e.span,
          label: near ? `did you mean \`${near}\`?` : "a number is needed",
          hint: known.size > 0 && !near ? `known here: ${listOf([...known].slice(0, 8))}` : undefined,
        });
        return false;
      }
      case "unary":
        return check(e.value);
      case "binary":
        if (e.operator === "+" || e.operator === "-" || e.operator === "*" || e.operator === "/") {
          const left = check(e.left);
          return check(e.right) && left;
        }
        report.accept({ code, title: `\`${e.operator}\` can't be used between plain numbers here`, span: e.operatorSpan, label: "only `+ - * /`" });
        return false;
      case "call": {
        const entry = numberFunctions.get(e.callee.text);
        if (!entry) {
          const near = suggest(e.callee.text, numberFunctions.keys());
          report.accept({
            code,
            title: `\`${e.callee.text}\` is not a function of plain numbers`,
            span: e.callee.span,
            label: near ? `did you mean \`${near}\`?` : "a number is needed",
            hint: `known here: ${listOf([...numberFunctions.keys()])}`,
          });
          return false;
        }
        if (e.arguments.length !== entry.arity) {
          report.accept({ code, title: `\`${e.callee.text}\` takes ${entry.arity === 1 ? "one number" : `${entry.arity} numbers`}`, span: e.span, label: `${e.arguments.length} given` });
          return false;
        }
        return e.arguments.map((a) => check(a.value)).every((ok) => ok);
      }
      case "string":
      case "delay":
        report.accept({ code, title: "a number is needed here", span: e.span, label: e.kind === "string" ? "this is a text" : "this is a value of the network" });
        return false;
    }
  };
  return check(expression);
}
