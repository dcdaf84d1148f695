// Checks one cell by its symbols: declarations, shapes, order of the equations, what is missing or unused.
// Numbers for the sizes come later, where a layer uses the cell (layers.ts).
import type { Cell as CellTree, Equation, Expression, HeaderEntry, OutputMember, Sizes, Span } from "../../grammar/ast.js";
import type { Source } from "../diagnostics.js";
import type { Cell, CellInitial } from "../model.js";
import { forEachName } from "./reads.js";
import { inferShape, checkDeclared, type Shaping } from "./shapes.js";
import { declare, isCapital, nounOf, type Named, type Scope } from "./scope.js";
import { orderEquations } from "./order.js";
import { checkDepth } from "./depth.js";
import { checkParamInitial, checkStateInitial } from "./initials.js";
import { checkPart, type Part } from "./parts.js";
import { checkNumber, listOf } from "./arguments.js";
import { isPassable, passable } from "./functions.js";
import { readSize, isSize, type Polynomial, type Shape } from "./sizes.js";
import { layerNames } from "./words.js";
import { mostCells, type Library } from "./library.js";
import type { Report } from "./report.js";
import type { Suggest } from "./suggest.js";

export interface HeaderInfo {
  readonly name: string;
  readonly kind: "size" | "number" | "function";
  readonly value: Expression | null;
  readonly span: Span;
}

/** What users of a cell (layers, parts, editors) need to know of it. */
export interface CheckedCell {
  readonly name: string;
  readonly tree: CellTree;
  readonly source: Source;
  readonly header: readonly HeaderInfo[];
  /** Of every expression of the equations, as far as it is known. */
  readonly shapes: ReadonlyMap<Expression, Shape | null>;
  readonly inputs: readonly { readonly name: string; readonly span: Span; readonly sizes: Sizes; readonly size: Polynomial | null }[];
  readonly states: readonly { readonly name: string; readonly span: Span; readonly shape: Shape | null }[];
  readonly params: readonly { readonly name: string; readonly span: Span; readonly sizes: Sizes; readonly shape: Shape | null }[];
  /** Of the function `dropout` in its equations. */
  readonly probabilities: readonly Expression[];
  readonly outputSize: Polynomial | null;
  /** Some state of an earlier step enters an `@`, here or in a part: recurrent dropout has something to do. */
  readonly recurrentProduct: boolean;
  /** Some input of this step enters an `@`, here or in a part. */
  readonly inputProduct: boolean;
  /** Operations that follow one another within a step, those of parts among them. */
  readonly depth: number;
  /** This cell and those inside it. */
  readonly count: number;
  /** Those that are called. */
  readonly parts: readonly Part[];
  /** null if it has errors. */
  readonly cell: Cell | null;
}

export function checkCell(tree: CellTree, source: Source, report: Report, library: Library, suggest: Suggest): CheckedCell {
  if (layerNames.has(tree.name.text)) {
    report.accept({
      code: "RNN202",
      title: `\`${tree.name.text}\` is the name of a layer`,
      span: tree.name.span,
      label: "choose another name for this cell",
    });
  }
  const scope = declare(tree, report, suggest);
  const usedSizes = new Set(scope.usedSizes);
  const used = new Set<string>();
  const header = checkHeader(tree.header, scope, used, usedSizes, report, suggest);
  const numbers = new Set(header.filter((h) => h.kind !== "function").map((h) => h.name));
  for (const size of scope.sizes.keys()) numbers.add(size);
  const read = (expression: Expression): void =>
    forEachName(expression, (name) => {
      used.add(name);
      if (scope.sizes.has(name)) usedSizes.add(name);
    });

  const initials = { numbers, read, report, suggest };
  const params: Cell["params"][number][] = [];
  const states: { name: string; span: Span; size: readonly Expression[]; shape: Shape | null; initial: CellInitial }[] = [];
  const parts = new Map<string, Part>();
  for (const member of tree.members) {
    if (member.kind === "param") {
      const named = scope.names.get(member.names[0]?.text ?? "");
      const shape = named?.kind === "param" && named.member === member ? named.shape : null;
      const initial = checkParamInitial(member, shape, initials);
      for (const name of member.names) if (initial) params.push({ name: name.text, size: member.size.sizes, initial });
    } else if (member.kind === "state") {
      const initial = checkStateInitial(member, initials);
      for (const name of member.names) {
        const named = scope.names.get(name.text);
        states.push({ name: name.text, span: name.span, size: member.size.sizes, shape: named?.kind === "state" ? named.shape : null, initial });
      }
    } else if (member.kind === "part") {
      const part = checkPart(member, { scope, library, report, suggest, used, usedSizes });
      if (part) parts.set(member.name.text, part);
    }
  }
  const count = [...parts.values()].reduce((sum, part) => sum + part.checked.count, 1);
  if (count > mostCells) {
    report.accept({ code: "RNN330", title: `\`${tree.name.text}\` is made of ${count.toLocaleString("en")} cells; at most ${mostCells} can be`, span: tree.name.span, label: "with the parts of its parts", hint: "layers do what cells repeat: `stacked 3 { … }`" });
  }

  const output = checkOutput(tree, scope, used, report, suggest);
  if (!tree.members.some((m) => m.kind === "input")) {
    report.accept({ code: "RNN220", title: `the cell \`${tree.name.text}\` has no input`, span: tree.name.span, label: "it reads nothing", hint: "declare what it reads at every step: `input x: [D]`" });
  }
  for (const state of states) {
    const named = scope.names.get(state.name);
    if (scope.equations.has(state.name) || named?.kind !== "state" || named.span !== state.span) continue;
    report.accept({
      code: "RNN209",
      title: `the state \`${state.name}\` has no equation`,
      span: state.span,
      label: "nothing says how it goes on",
      hint: `give its value at this step: \`${state.name} = …\``,
    });
  }

  const { ordered, cyclic } = orderEquations(scope, report);
  const depth = cyclic.size === 0 ? checkDepth(ordered, new Map([...parts].map(([name, part]) => [name, part.checked.depth])), report) : 0;
  const values = new Map<string, Shape | null>();
  const shaping: Shaping = {
    scope,
    report,
    suggest,
    values,
    used,
    usedSizes,
    numbers,
    probabilities: [],
    shapes: new Map(),
    unknown: new Set(),
    callPart: (call, shapes) => parts.get(call.callee.text)?.call(call, shapes) ?? null,
  };
  for (const equation of ordered) {
    const name = equation.name.text;
    const shape = inferShape(equation.value, shaping);
    values.set(name, cyclic.has(name) ? null : shape);
    const named = scope.names.get(name);
    if (shape && named?.kind === "state") checkDeclared(equation, shape, named, shaping);
  }
  const delays = delaysOf(ordered);
  warnUnused(tree, scope, header, { used, usedSizes, delays, output }, report);

  const outputNamed = output ? scope.names.get(output.name.text) : undefined;
  const outputShape = outputNamed?.kind === "state" ? outputNamed.shape : outputNamed?.kind === "value" ? (values.get(output!.name.text) ?? null) : null;
  if (output && outputShape && outputShape.length !== 1) {
    report.accept({ code: "RNN219", title: "the output of a cell is a vector", span: output.name.span, label: outputShape.length === 0 ? "this is a single number" : "this is a matrix" });
  }
  // What is wrong with the cell of a part was said there.
  const sound = report.errors() === 0 && tree.members.every((m) => m.kind !== "part" || parts.has(m.name.text));
  const called = [...parts.values()].filter((part) => part.wasCalled());
  const enters = (test: (named: Named | undefined, delay: number) => boolean, inParts: (part: CheckedCell) => boolean): boolean =>
    called.some((part) => inParts(part.checked)) || ordered.some((e) => entersProduct(e.value, scope, parts, test));
  const inputs = tree.members.flatMap((m) =>
    m.kind === "input"
      ? m.names.map((name) => {
          const named = scope.names.get(name.text);
          return { name: name.text, span: name.span, sizes: m.size, size: named?.kind === "input" ? (named.shape?.[0] ?? null) : null };
        })
      : [],
  );
  return {
    name: tree.name.text,
    tree,
    source,
    header,
    shapes: shaping.shapes,
    inputs,
    states,
    params: tree.members.flatMap((m) =>
      m.kind === "param"
        ? m.names.map((name) => {
            const named = scope.names.get(name.text);
            return { name: name.text, span: name.span, sizes: m.size, shape: named?.kind === "param" ? named.shape : null };
          })
        : [],
    ),
    probabilities: shaping.probabilities,
    outputSize: outputShape?.length === 1 ? outputShape[0]! : null,
    recurrentProduct: enters((named, delay) => delay > 0 && named?.kind === "state", (part) => part.recurrentProduct),
    inputProduct: enters((named, delay) => delay === 0 && named?.kind === "input", () => false),
    depth,
    count,
    parts: called,
    cell:
      sound && output
        ? {
            name: tree.name.text,
            doc: tree.doc,
            source,
            inputs: inputs.map((i) => ({ name: i.name, size: i.sizes.sizes })),
            states: states.map((s) => ({ name: s.name, size: s.size, initial: s.initial, delay: delays.get(s.name) ?? 0 })),
            output: output.name.text,
            params,
            parts: called.map(({ name, cell, sizes, arguments: bind }) => ({ name, cell, sizes, arguments: bind })),
            equations: ordered.map((e) => ({ name: e.name.text, value: e.value, span: e.span })),
          }
        : null,
  };
}

/** The header as layers see it; checks defaults. */
function checkHeader(entries: readonly HeaderEntry[], scope: Scope, used: Set<string>, usedSizes: Set<string>, report: Report, suggest: Suggest): HeaderInfo[] {
  const known = new Set<string>();
  const header: HeaderInfo[] = [];
  for (const entry of entries) {
    const named = scope.names.get(entry.name.text);
    if (!named || named.span !== entry.name.span) continue;
    const name = entry.name.text;
    const { value } = entry;
    if (name === "dropout" || name === "recurrent_dropout") {
      report.accept({ code: "RNN207", title: `every cell has an option \`${name}\` already`, span: entry.name.span, label: "choose another name" });
      continue;
    }
    if (named.kind === "size") {
      if (value) {
        const size = readSize(value, (n) => known.has(n) && isCapital(n));
        if (!isSize(size)) {
          if (size.reason !== "silent") report.accept({ code: "RNN207", title: `the default of the size \`${name}\` is no size`, span: size.at.span, label: "a whole number, or sums and products of sizes that stand before it" });
        } else for (const key of size.keys()) for (const n of key.split("*")) usedSizes.add(n);
      }
    } else if (!value) {
      report.accept({
        code: "RNN207",
        title: `\`${name}\` needs a default`,
        span: entry.name.span,
        label: "a name in small letters is a number or a function",
        hint: `write \`${name} = 1\` or \`${name} = tanh\`; the name of a size begins with a capital`,
      });
    } else if (named.kind === "function") {
      if (value.kind === "name" && !isPassable(value.text)) {
        const near = suggest(value.text, passable);
        report.accept({
          code: "RNN207",
          title: `\`${value.text}\` is not a function that a cell can take`,
          span: value.span,
          label: near ? `did you mean \`${near}\`?` : "unknown",
          hint: near ? undefined : `it can be ${listOf(passable, "or")}`,
          fix: near ? [{ span: value.span, text: near }] : undefined,
        });
      }
    } else {
      checkNumber(value, known, "RNN207", report, suggest);
      forEachName(value, (n) => {
        used.add(n);
        usedSizes.add(n);
      });
    }
    if (named.kind !== "function") known.add(name);
    header.push({ name, kind: named.kind as HeaderInfo["kind"], value, span: entry.name.span });
  }
  return header;
}

function checkOutput(tree: CellTree, scope: Scope, used: Set<string>, report: Report, suggest: Suggest): OutputMember | null {
  const outputs = tree.members.filter((m) => m.kind === "output");
  const first = outputs[0];
  if (!first) {
    const state = tree.members.find((m) => m.kind === "state")?.names[0]?.text ?? "h";
    report.accept({ code: "RNN219", title: `the cell \`${tree.name.text}\` has no output`, span: tree.name.span, label: "it gives nothing", hint: `say which value it gives: \`output ${state}\`` });
    return null;
  }
  for (const more of outputs.slice(1)) {
    report.accept({
      code: "RNN219",
      title: "a cell has one output",
      span: more.name.span,
      label: "a second one here",
      also: [{ span: first.name.span, label: "first here" }],
      hint: `join them: \`y = ${first.name.text} ++ ${more.name.text}\` and \`output y\``,
    });
  }
  const name = first.name.text;
  const named = scope.names.get(name);
  used.add(name);
  if (!named) {
    const near = suggest(name, () => [...scope.equations.keys(), ...[...scope.names].filter(([, n]) => n.kind === "state").map(([n]) => n)]);
    report.accept({
      code: "RNN201",
      title: `the name \`${name}\` is not known`,
      span: first.name.span,
      label: near ? `did you mean \`${near}\`?` : "nothing computes it",
      hint: near ? undefined : `give it an equation: \`${name} = …\``,
      fix: near ? [{ span: first.name.span, text: near }] : undefined,
    });
  } else if (named.kind !== "state" && named.kind !== "value") {
    report.accept({ code: "RNN219", title: "the output of a cell is a state or the value of an equation", span: first.name.span, label: `\`${name}\` is ${nounOf(named)}`, also: [{ span: named.span, label: "declared here" }] });
    return null;
  }
  return first;
}

/** The furthest back each name is read. */
function delaysOf(equations: readonly Equation[]): Map<string, number> {
  const delays = new Map<string, number>();
  for (const equation of equations) {
    forEachName(equation.value, (name, _, delay) => {
      if (delay > (delays.get(name) ?? 0)) delays.set(name, delay);
    });
  }
  return delays;
}

/** Does a name that passes the test enter an `@` as it stands, on its right or in a value for a part that multiplies it? */
function entersProduct(expression: Expression, scope: Scope, parts: ReadonlyMap<string, Part>, test: (named: Named | undefined, delay: number) => boolean): boolean {
  const reads = (value: Expression): boolean => {
    let found = false;
    forEachName(value, (name, _, delay) => {
      found ||= test(scope.names.get(name), delay);
    });
    return found;
  };
  const enters = (value: Expression): boolean => entersProduct(value, scope, parts, test);
  switch (expression.kind) {
    case "binary":
      return (expression.operator === "@" && reads(expression.right)) || enters(expression.left) || enters(expression.right);
    case "unary":
    case "delay":
      return enters(expression.value);
    case "call":
      return expression.arguments.some((a) => (parts.get(expression.callee.text)?.checked.inputProduct && reads(a.value)) || enters(a.value));
    default:
      return false;
  }
}

function warnUnused(
  tree: CellTree,
  scope: Scope,
  header: readonly HeaderInfo[],
  seen: { readonly used: ReadonlySet<string>; readonly usedSizes: ReadonlySet<string>; readonly delays: ReadonlyMap<string, number>; readonly output: OutputMember | null },
  report: Report,
): void {
  // After an error some reading may have been lost.
  if (report.errors() > 0) return;
  const { used, usedSizes, delays, output } = seen;
  for (const [name, named] of scope.names) {
    if (named.kind === "param" && !used.has(name)) {
      report.accept({ code: "RNN221", title: `the parameter \`${name}\` is never used`, span: named.span, label: "no equation reads it", hint: "it would be stored and never learn anything: remove it, or use it" });
    } else if (named.kind === "state" && !delays.has(name) && scope.equations.has(name)) {
      report.accept({
        code: "RNN222",
        title: `the state \`${name}\` is never read at \`[t-1]\``,
        span: named.span,
        label: "nothing of it is carried from step to step",
        hint: `read \`${name}[t-1]\` somewhere, or leave \`${name}\` out of \`state\``,
      });
    } else if (named.kind === "value" && !used.has(name)) {
      report.accept({ code: "RNN223", title: `\`${name}\` is computed and never used`, span: named.span, label: "no other equation reads it", hint: output ? `the output is \`${output.name.text}\`` : undefined });
    } else if (named.kind === "input" && !used.has(name)) {
      report.accept({ code: "RNN224", title: `the input \`${name}\` is never read`, span: named.span, label: "no equation reads it" });
    } else if (named.kind === "part" && !used.has(name)) {
      report.accept({ code: "RNN224", title: `the part \`${name}\` is never used`, span: named.span, label: "no equation calls it" });
    }
  }
  for (const entry of header) {
    if (entry.kind === "size" ? usedSizes.has(entry.name) : used.has(entry.name)) continue;
    report.accept({ code: "RNN224", title: `\`${entry.name}\` of the header of \`${tree.name.text}\` is never used`, span: entry.span, label: entry.kind === "size" ? "nothing has this size" : "no equation reads it" });
  }
}
