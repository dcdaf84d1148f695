// A cell inside a cell: `part lower = cell(H)`, then `a = lower(x ++ b[t-1])`. Binds the inner cell's sizes
// to expressions of the outer one's.
import type { Argument, Call, Expression, PartMember, Span } from "../../grammar/ast.js";
import type { Cell, CellArguments } from "../model.js";
import { checkNumber, listOf, matchArguments } from "./arguments.js";
import type { CheckedCell, HeaderInfo } from "./cells.js";
import { isPassable, passable } from "./functions.js";
import { mostCells, type Library } from "./library.js";
import type { Report } from "./report.js";
import { forEachName } from "./reads.js";
import type { Scope } from "./scope.js";
import { equalSizes, evaluateNumber, evaluatePolynomial, isSize, printSize, readSize, substituteSizes, type Polynomial, type Shape } from "./sizes.js";
import type { Suggest } from "./suggest.js";

export interface Part {
  readonly name: string;
  readonly span: Span;
  readonly checked: CheckedCell;
  readonly cell: Cell;
  /** Sizes of the outer cell that its arguments mention. */
  readonly sizes: readonly string[];
  /** Some equation has called it: one that none calls has no inputs, and is left out. */
  wasCalled(): boolean;
  arguments(outer: CellArguments): CellArguments;
  call(call: Call, shapes: readonly (Shape | null)[]): Shape | null;
}

interface Context {
  readonly scope: Scope;
  readonly library: Library;
  readonly report: Report;
  readonly suggest: Suggest;
  readonly used: Set<string>;
  readonly usedSizes: Set<string>;
}

/** null: an error was given. */
export function checkPart(member: PartMember, context: Context): Part | null {
  const { report, library, suggest } = context;
  const { value } = member;
  if (value.kind === "error") return null;
  if (value.kind !== "call" && value.kind !== "name") {
    report.accept({ code: "RNN227", title: "a part is a cell", span: value.span, label: "this is no cell", hint: `write \`part ${member.name.text} = cell_name(H)\`` });
    return null;
  }
  const name = value.kind === "call" ? value.callee : { text: value.text, span: value.span };
  const found = library.find(name.text);
  if (found === null) {
    const near = suggest(name.text, () => library.names());
    report.accept({ code: "RNN227", title: `there is no cell \`${name.text}\``, span: name.span, label: near ? `did you mean \`${near}\`?` : "unknown", fix: near ? [{ span: name.span, text: near }] : undefined });
    return null;
  }
  if (found === "recursive") {
    report.accept({ code: "RNN227", title: `\`${name.text}\` would contain itself`, span: name.span, label: "this cell is made of the one that it is part of" });
    return null;
  }
  if (found === "deep") {
    report.accept({ code: "RNN330", title: `\`${name.text}\` would stand inside more than ${mostCells} other cells`, span: name.span, label: "cells inside cells, too many" });
    return null;
  }
  const inner = found.cell;
  const matched = matchArguments(value.kind === "call" ? value.arguments : [], { positional: inner.header.map((h) => h.name), named: [], what: `\`${inner.name}\`` }, "RNN227", report, suggest);
  const bound = bindHeader(inner, matched, name.span, context);
  if (!bound || !inner.cell) return null;
  const cell = inner.cell;
  const inputs = new Map<string, Polynomial>();
  let called: Span | null = null;
  return {
    name: member.name.text,
    span: member.name.span,
    checked: inner,
    cell,
    sizes: [...new Set([...bound.sizes.values()].flatMap((size) => [...size.keys()]).flatMap((key) => key.split("*")))].filter((n) => context.scope.sizes.has(n)),
    wasCalled: () => called !== null,
    arguments: (outer) => bound.evaluate(outer, inputs),
    call(call, shapes) {
      if (called) {
        report.accept({ code: "RNN227", title: `the part \`${member.name.text}\` is called twice in a step`, span: call.span, label: "again here", also: [{ span: called, label: "first here" }], hint: "a part has one state: declare a second part" });
        return null;
      }
      called = call.span;
      if (call.arguments.length !== inner.inputs.length) {
        report.accept({ code: "RNN227", title: `\`${member.name.text}\` takes ${inner.inputs.length === 1 ? "one value" : `${inner.inputs.length} values`}: ${listOf(inner.inputs.map((i) => i.name))}`, span: call.span, label: `${call.arguments.length} given` });
        return null;
      }
      const names = inner.inputs.map((i) => i.name);
      const given = matchArguments(call.arguments, { positional: names, named: [], what: `\`${member.name.text}\`` }, "RNN227", report, suggest);
      for (const input of inner.inputs) {
        const argument = given.get(input.name);
        if (!argument) return null;
        const shape = shapes[call.arguments.indexOf(argument)];
        if (!shape || !input.size) return null;
        if (shape.length !== 1) {
          report.accept({ code: "RNN227", title: `\`${member.name.text}\` takes a vector`, span: argument.span, label: shape.length === 0 ? "this is a single number" : "this is a matrix" });
          return null;
        }
        const only = input.sizes.sizes[0]!;
        if (only.kind === "name" && !bound.sizes.has(only.text) && !inputs.has(only.text)) inputs.set(only.text, shape[0]!);
        const wanted = substituteSizes(input.size, new Map([...bound.sizes, ...inputs]));
        if (!equalSizes(wanted, shape[0]!)) {
          report.accept({
            code: "RNN227",
            title: `\`${member.name.text}\` takes ${printSize(wanted)} values here, but gets ${printSize(shape[0]!)}`,
            span: argument.span,
            label: `this has ${printSize(shape[0]!)} values`,
            also: [{ span: input.span, source: inner.source, label: `the input of \`${inner.name}\`` }],
          });
          return null;
        }
      }
      return inner.outputSize && [substituteSizes(inner.outputSize, new Map([...bound.sizes, ...inputs]))];
    },
  };
}

interface Bound {
  readonly sizes: ReadonlyMap<string, Polynomial>;
  evaluate(outer: CellArguments, inputs: ReadonlyMap<string, Polynomial>): CellArguments;
}

function bindHeader(inner: CheckedCell, matched: ReadonlyMap<string, Argument>, place: Span, context: Context): Bound | null {
  const { scope, report, suggest } = context;
  const sizes = new Map<string, Polynomial>();
  const numbers = new Map<string, { readonly value: Expression; readonly outer: boolean }>();
  const functions = new Map<string, string>();
  let ok = true;
  const blame = (entry: HeaderInfo, span: Span, label: string, hint?: string): void => {
    ok = false;
    report.accept({ code: "RNN227", title: `\`${entry.name}\` of \`${inner.name}\` is ${entry.kind === "size" ? "a size" : entry.kind === "number" ? "a number" : "a function"}`, span, label, hint });
  };
  const known = new Set([...scope.sizes.keys(), ...[...scope.names].filter(([, n]) => n.kind === "number").map(([n]) => n)]);
  for (const entry of inner.header) {
    const argument = matched.get(entry.name);
    const value = argument?.value ?? null;
    if (entry.kind === "size") {
      if (!value && !entry.value) {
        blame(entry, place, `\`${entry.name}\` is not given`, `write \`${inner.name}(${entry.name} = …)\``);
        continue;
      }
      const size = value ? readSize(value, (n) => scope.sizes.has(n)) : readSize(entry.value!, (n) => sizes.has(n));
      if (!isSize(size)) {
        if (value && size.reason !== "silent") blame(entry, size.at.span, size.reason === "unknown name" ? "not a size of this cell" : "this is not a size");
        else ok = false;
        continue;
      }
      if (value) forEachName(value, (n) => context.usedSizes.add(n));
      sizes.set(entry.name, value ? size : substituteSizes(size, sizes));
    } else if (entry.kind === "number") {
      if (value && !checkNumber(value, known, "RNN227", report, suggest)) ok = false;
      else if (value) forEachName(value, (n) => (context.used.add(n), context.usedSizes.add(n)));
      numbers.set(entry.name, value ? { value, outer: true } : { value: entry.value!, outer: false });
    } else {
      const text = value ? (value.kind === "name" ? value.text : null) : entry.value?.kind === "name" ? entry.value.text : null;
      const outer = text !== null && scope.names.get(text)?.kind === "function";
      if (outer) context.used.add(text);
      if (text === null || (!outer && !isPassable(text))) {
        const near = text === null ? null : suggest(text, passable);
        blame(entry, value?.span ?? place, near ? `did you mean \`${near}\`?` : "this is not a function that a cell can take", near ? undefined : `it can be ${listOf(passable, "or")}`);
      } else functions.set(entry.name, text);
    }
  }
  if (!ok) return null;
  return {
    sizes,
    evaluate(outer, inputs) {
      const own: Record<string, number> = Object.fromEntries([...sizes, ...inputs].map(([name, size]) => [name, evaluatePolynomial(size, outer.sizes)]));
      return {
        sizes: own,
        // Asked for its sizes alone where the outer cell has no numbers yet (`rnnc inspect` of a cell).
        get numbers() {
          const values: Record<string, number> = Object.create(null) as Record<string, number>;
          for (const [name, number] of numbers) values[name] = evaluateNumber(number.value, number.outer ? outer : { sizes: own, numbers: values });
          return values;
        },
        functions: Object.fromEntries([...functions].map(([name, text]) => [name, Object.hasOwn(outer.functions, text) ? outer.functions[text]! : text])),
      };
    },
  };
}
