// The names of one cell: what each stands for, where it was declared, and which sizes it has.
// Declaring reports what is named twice; no equation is looked at here.
import type { Cell, Equation, InputMember, Name, ParamMember, PartMember, Sizes, Span, StateMember } from "../../grammar/ast.js";
import { isSize, readSize, variable, type Polynomial, type Shape } from "./sizes.js";
import type { Report } from "./report.js";
import type { Suggest } from "./suggest.js";

export type Named =
  | { readonly kind: "size" | "number" | "function"; readonly span: Span }
  | { readonly kind: "input"; readonly span: Span; readonly member: InputMember; readonly shape: Shape | null }
  | { readonly kind: "state"; readonly span: Span; readonly member: StateMember; readonly shape: Shape | null }
  | { readonly kind: "param"; readonly span: Span; readonly member: ParamMember; readonly shape: Shape | null }
  | { readonly kind: "part"; readonly span: Span; readonly member: PartMember }
  | { readonly kind: "value"; readonly span: Span; readonly equation: Equation };

export interface Scope {
  readonly names: ReadonlyMap<string, Named>;
  /** Of states and plain values. */
  readonly equations: ReadonlyMap<string, Equation>;
  /** Where a size's name was bound. */
  readonly sizes: ReadonlyMap<string, Span>;
  /** Sizes that were mentioned. */
  readonly usedSizes: ReadonlySet<string>;
}

/** A name that begins with a capital is a size. */
export function isCapital(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

export function declare(cell: Cell, report: Report, suggest: Suggest): Scope {
  const names = new Map<string, Named>();
  const equations = new Map<string, Equation>();
  const sizes = new Map<string, Span>();
  const usedSizes = new Set<string>();

  const add = (name: Name, named: Named): void => {
    // The parser has refused it: `t` is the time.
    if (name.text === "t") return;
    const first = names.get(name.text);
    if (!first) {
      names.set(name.text, named);
      return;
    }
    report.accept({
      code: "RNN202",
      title: `\`${name.text}\` is declared twice`,
      span: name.span,
      label: "again here",
      also: [{ span: first.span, label: `first here, as ${nounOf(first)}` }],
    });
  };

  for (const entry of cell.header) {
    const kind = isCapital(entry.name.text) ? "size" : entry.value?.kind === "name" && !isCapital(entry.value.text) ? "function" : "number";
    add(entry.name, { kind, span: entry.name.span });
    if (kind === "size") sizes.set(entry.name.text, entry.name.span);
  }
  // Inputs bind sizes, so they come before anything that reads them.
  for (const member of cell.members) {
    if (member.kind !== "input") continue;
    const only = member.size.sizes.length === 1 ? member.size.sizes[0]! : null;
    if (only?.kind === "name" && isCapital(only.text) && !sizes.has(only.text)) {
      sizes.set(only.text, only.span);
      usedSizes.add(only.text);
      add({ text: only.text, span: only.span }, { kind: "size", span: only.span });
    }
  }
  const shapeOf = (written: Sizes, least: number, most: number, noun: string): Shape | null => readShape(written, { least, most, noun }, sizes, usedSizes, report, suggest);
  for (const member of cell.members) {
    switch (member.kind) {
      case "input": {
        const shape = shapeOf(member.size, 1, 1, "an input");
        for (const name of member.names) add(name, { kind: "input", span: name.span, member, shape });
        break;
      }
      case "state": {
        const shape = shapeOf(member.size, 0, 1, "a state");
        for (const name of member.names) add(name, { kind: "state", span: name.span, member, shape });
        break;
      }
      case "param": {
        const shape = shapeOf(member.size, 0, 2, "a parameter");
        for (const name of member.names) add(name, { kind: "param", span: name.span, member, shape });
        break;
      }
      case "part":
        add(member.name, { kind: "part", span: member.name.span, member });
        break;
      case "output":
      case "equation":
        break;
    }
  }
  for (const member of cell.members) {
    if (member.kind !== "equation") continue;
    const { name } = member;
    const named = names.get(name.text);
    const first = equations.get(name.text);
    if (first) {
      report.accept({
        code: "RNN202",
        title: `\`${name.text}\` has two equations`,
        span: name.span,
        label: "again here",
        also: [{ span: first.name.span, label: "first here" }],
        hint: "an equation is not an assignment: give the second value a name of its own",
      });
    } else if (named && named.kind !== "state") {
      report.accept({
        code: "RNN213",
        title: `\`${name.text}\` can't have an equation`,
        span: name.span,
        label: `\`${name.text}\` is ${nounOf(named)}`,
        also: [{ span: named.span, label: "declared here" }],
        hint: "choose another name for this value",
      });
    } else {
      equations.set(name.text, member);
      if (!named) add(name, { kind: "value", span: name.span, equation: member });
    }
  }
  return { names, equations, sizes, usedSizes };
}

/** "a state", "an input"… */
export function nounOf(named: Named): string {
  switch (named.kind) {
    case "size":
      return "a size";
    case "number":
      return "a number of the header";
    case "function":
      return "a function of the header";
    case "input":
      return "an input";
    case "state":
      return "a state";
    case "param":
      return "a parameter";
    case "part":
      return "a part";
    case "value":
      return "the value of an equation";
  }
}

function readShape(
  written: Sizes,
  rank: { readonly least: number; readonly most: number; readonly noun: string },
  known: ReadonlyMap<string, Span>,
  used: Set<string>,
  report: Report,
  suggest: Suggest,
): Shape | null {
  const shape: Polynomial[] = [];
  for (const expression of written.sizes) {
    if (expression.kind === "name" && known.has(expression.text)) {
      used.add(expression.text);
      shape.push(variable(expression.text));
      continue;
    }
    const size = readSize(expression, (name) => {
      if (!known.has(name)) return false;
      used.add(name);
      return true;
    });
    if (!isSize(size)) {
      if (size.reason === "silent") return null;
      const name = size.at.kind === "name" ? size.at.text : "";
      const near = size.reason === "unknown name" ? suggest(name, known.keys()) : null;
      report.accept({
        code: "RNN206",
        title: size.reason === "unknown name" ? `the size \`${name}\` is not known` : `\`${report.quote(size.at.span)}\` is not a size`,
        span: size.at.span,
        label:
          size.reason === "unknown name"
            ? near
              ? `did you mean \`${near}\`?`
              : "not in the header, and no input has this size alone"
            : size.reason === "fraction"
              ? "a whole number is needed"
              : size.reason === "too long"
                ? "too long"
                : "only sums and products of sizes",
        hint: size.reason === "unknown name" && !near ? (isCapital(name) ? `add \`${name}\` to the header of the cell` : "the names of sizes begin with a capital: `H`") : undefined,
        fix: near ? [{ span: size.at.span, text: near }] : undefined,
      });
      return null;
    }
    if (size.size === 0 || [...size].every(([key, value]) => key === "" && (value < 1 || value > 1e9))) {
      report.accept({ code: "RNN208", title: "a size is a whole number from 1 to a thousand million", span: expression.span, label: `this is ${report.quote(expression.span)}` });
      return null;
    }
    shape.push(size);
  }
  if (shape.length < rank.least || shape.length > rank.most) {
    report.accept({
      code: "RNN229",
      title: rank.least === rank.most ? `${rank.noun} has one size` : `${rank.noun} has at most ${rank.most === 1 ? "one size" : "two sizes"}`,
      span: written.span,
      label: `${shape.length} given`,
    });
    return null;
  }
  return shape;
}
