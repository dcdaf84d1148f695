// A cell used as a layer: its header and inputs get numbers, and every size in it is evaluated with them.
import type { Argument, Expression, Layer as LayerTree, Name } from "../../grammar/ast.js";
import type { CellArguments, Direction, Layer, SourceValue } from "../model.js";
import { listOf, matchArguments } from "./arguments.js";
import type { CheckedCell, HeaderInfo } from "./cells.js";
import { isPassable, passable } from "./functions.js";
import { readProbability, refuseNoTime, type LayerContext, type Step } from "./layers.js";
import { readCount, readNumber, readWord } from "./options.js";
import { evaluateNumber, evaluatePolynomial, evaluateSize, largestSize, type Polynomial } from "./sizes.js";
import { readSource, refuseIds, reportAxes, type Flow, type SourceFlow } from "./sources.js";
import { joinReach, passReach, wholeReach, type Reach } from "./time.js";
import { merges } from "./words.js";

const failed: Step = { flow: null, layers: [] };

export function checkCellLayer(tree: LayerTree, cell: CheckedCell, flow: Flow | null, context: LayerContext): Step {
  const { report } = context;
  const before = report.errors();
  const sideInputs = cell.inputs.slice(1);
  const given = matchArguments(
    tree.arguments ?? [],
    { positional: cell.header.map((h) => h.name), named: [...sideInputs.map((s) => s.name), "dropout", "recurrent_dropout"], what: `\`${cell.name}\`` },
    "RNN312",
    report,
    context.suggest,
  );
  const bound = bindHeader(tree, cell, given, context);
  const direction = readDirection(tree, context);
  const dropoutArgument = given.get("dropout");
  const recurrentArgument = given.get("recurrent_dropout");
  const dropout = dropoutArgument ? readProbability(dropoutArgument, "dropout", context) : 0;
  const recurrentDropout = recurrentArgument ? readProbability(recurrentArgument, "recurrent_dropout", context) : 0;
  if (recurrentArgument && cell.cell && !cell.recurrentProduct) {
    report.accept({ code: "RNN333", title: `\`recurrent_dropout\` does nothing in \`${cell.name}\``, span: recurrentArgument.span, label: "no state of an earlier step enters an `@` in this cell" });
  }
  const sides = new Map<string, SourceFlow>();
  for (const side of sideInputs) {
    const argument = given.get(side.name);
    if (!argument) {
      report.accept({
        code: "RNN332",
        title: `\`${cell.name}\` needs its input \`${side.name}\``,
        span: tree.name.span,
        label: "its first input is what flows through the stack; the others are named",
        also: [{ span: side.span, label: "declared here", source: cell.source }],
        hint: `write \`${cell.name}(…, ${side.name} = last(encoder))\``,
      });
      continue;
    }
    const source = readSource(argument.value, context);
    if (source && !refuseIds(source, argument.value.span, `\`${cell.name}\``, report)) sides.set(side.name, source);
  }
  if (!flow || refuseIds(flow, tree.name.span, `\`${cell.name}\``, report) || refuseNoTime(flow, tree, context)) return failed;
  for (const [name, side] of sides) {
    if (side.axis !== null && side.axis !== flow.axis) reportAxes(given.get(name)!.value, side, tree.name, flow, report);
  }
  if (!bound || !cell.cell || sides.size < sideInputs.length || report.errors() > before) return failed;

  if (!bindInputs(tree, cell, flow, sides, given, bound, context)) return failed;
  const parameters = evaluateSizes(tree, cell, bound, context);
  if (parameters === null || !checkNumbers(tree, cell, bound, context)) return failed;
  const both = direction !== "forward" && direction !== "backward";
  context.countParameters(parameters * (both ? 2 : 1), tree.span, `\`${cell.name}\``);

  const width = evaluatePolynomial(cell.outputSize!, bound.sizes);
  const size = direction === "concat" ? 2 * width : width;
  const word = tree.direction?.name;
  let reach: Reach = [...sides.values()].map((s) => s.reach).reduce(joinReach, flow.reach);
  if (word) reach = wholeReach(reach, { name: word.text, span: word.span, label: `\`${word.text}\` reads from the end of the sequence` });
  else if (sides.size > 0) reach = passReach(reach, { name: cell.name, span: tree.name.span, label: "" });
  const layer: Layer = {
    kind: "cell",
    path: context.nextPath(),
    inputSize: flow.size,
    size,
    span: tree.span,
    cell: cell.cell,
    arguments: bound,
    direction,
    dropout: dropout ?? 0,
    recurrentDropout: recurrentDropout ?? 0,
    sides: Object.fromEntries<SourceValue>([...sides].map(([name, source]) => [name, source.value])),
  };
  const backward = word?.span ?? flow.backward ?? [...sides.values()].find((s) => s.backward)?.backward ?? null;
  return { flow: { axis: flow.axis, size, ids: null, reach, backward, pooled: flow.pooled ?? [...sides.values()].find((s) => s.pooled)?.pooled ?? null }, layers: [layer] };
}

function readDirection(tree: LayerTree, context: LayerContext): Direction {
  if (!tree.direction) return "forward";
  const { name, merge } = tree.direction;
  if (name.text === "backward") {
    if (merge) context.report.accept({ code: "RNN315", title: "`backward` has one direction: there is nothing to merge", span: merge.span, label: "remove this" });
    return "backward";
  }
  if (!merge) return "concat";
  return readWord({ kind: "name", text: merge.text, span: merge.span }, merges, "how directions are merged", "RNN315", context.report, context.suggest) ?? "concat";
}

interface Bound extends CellArguments {
  readonly sizes: Record<string, number>;
  readonly numbers: Record<string, number>;
  readonly functions: Record<string, string>;
}

/** null: an error was given. Records have no prototype, so any name is safe in them. */
function bindHeader(tree: LayerTree, cell: CheckedCell, given: ReadonlyMap<string, Argument>, context: LayerContext): Bound | null {
  const { report, suggest } = context;
  const bound: Bound = { sizes: Object.create(null), numbers: Object.create(null), functions: Object.create(null) };
  const missing: HeaderInfo[] = [];
  let ok = true;
  for (const entry of cell.header) {
    const value = given.get(entry.name)?.value ?? null;
    if (entry.kind === "size") {
      if (!value && !entry.value) missing.push(entry);
      else if (value) {
        const count = readCount(value, `the size \`${entry.name}\` of \`${cell.name}\``, report, suggest);
        if (count === null) ok = false;
        else bound.sizes[entry.name] = count;
      } else if (cell.cell && ok && missing.length === 0) bound.sizes[entry.name] = evaluateSize(entry.value!, bound.sizes);
    } else if (entry.kind === "number") {
      const number = value ? readNumber(value, "RNN312", report, suggest) : cell.cell && ok && missing.length === 0 && entry.value ? evaluateNumber(entry.value, bound) : 0;
      if (number === null) ok = false;
      else if (!Number.isFinite(number)) {
        ok = false;
        report.accept({ code: "RNN312", title: `\`${entry.name}\` of \`${cell.name}\` is no finite number`, span: value?.span ?? tree.name.span, label: `this is ${number}` });
      } else bound.numbers[entry.name] = number;
    } else {
      const text = (value ?? entry.value)?.kind === "name" ? ((value ?? entry.value) as Name & { kind: "name" }).text : null;
      if (text !== null && isPassable(text)) bound.functions[entry.name] = text;
      else {
        ok = false;
        if (!value || value.kind === "error") continue;
        const near = text === null ? null : suggest(text, passable);
        report.accept({
          code: "RNN312",
          title: `\`${entry.name}\` of \`${cell.name}\` is a function`,
          span: value.span,
          label: near ? `did you mean \`${near}\`?` : `not \`${report.quote(value.span)}\``,
          hint: near ? undefined : `it can be ${listOf(passable, "or")}`,
          fix: near ? [{ span: value.span, text: near }] : undefined,
        });
      }
    }
  }
  if (missing.length > 0 && !(tree.arguments ?? []).some((a) => a.value.kind === "error")) {
    report.accept({
      code: "RNN312",
      title: `\`${cell.name}\` needs ${missing.length === 1 ? "its size" : "its sizes"} ${listOf(missing.map((m) => m.name))}`,
      span: tree.name.span,
      label: `write \`${cell.name}(${missing.length === 1 && cell.header[0] === missing[0] ? "64" : missing.map((m) => `${m.name} = 64`).join(", ")})\``,
      also: missing.slice(0, 3).map((m) => ({ span: m.span, label: "declared here", source: cell.source })),
    });
  }
  return ok && missing.length === 0 ? bound : null;
}

/** Binds the sizes that inputs name (`D`), and compares the others. */
function bindInputs(tree: LayerTree, cell: CheckedCell, flow: Flow, sides: ReadonlyMap<string, SourceFlow>, given: ReadonlyMap<string, Argument>, bound: Bound, context: LayerContext): boolean {
  let ok = true;
  for (const [index, input] of cell.inputs.entries()) {
    const size = index === 0 ? flow.size : sides.get(input.name)!.size;
    const only = input.sizes.sizes[0]!;
    if (only.kind === "name" && !(only.text in bound.sizes)) bound.sizes[only.text] = size;
    const wanted = evaluatePolynomial(input.size!, bound.sizes);
    if (wanted === size) continue;
    ok = false;
    context.report.accept({
      code: "RNN316",
      title: `\`${cell.name}\` takes ${values(wanted)} here, but gets ${size}`,
      span: index === 0 ? tree.name.span : given.get(input.name)!.span,
      label: `${values(size)} ${size === 1 ? "comes" : "come"} in here`,
      also: [{ span: input.sizes.span, label: `\`${input.name}\` has ${values(wanted)}`, source: cell.source }],
      hint: index === 0 ? `put \`dense(${wanted})\` before it` : undefined,
    });
  }
  return ok;
}

/** Evaluates every size of the cell and its parts; the number of parameters, or null after an error. */
function evaluateSizes(tree: LayerTree, cell: CheckedCell, given: CellArguments, context: LayerContext): number | null {
  let ok = true;
  const check = (what: string, shape: readonly Polynomial[] | null, at: { readonly span: CheckedCell["inputs"][number]["span"] }): number => {
    let product = 1;
    for (const size of shape ?? []) {
      const value = evaluatePolynomial(size, given.sizes);
      product *= value;
      if (value >= 1 && value <= largestSize) continue;
      if (ok) {
        context.report.accept({
          code: "RNN208",
          title: `\`${what}\` of \`${cell.name}\` would have ${value} values`,
          span: tree.span,
          label: "with these sizes",
          also: [{ span: at.span, label: value > largestSize ? "too large here" : "at least 1 is needed here", source: cell.source }],
        });
      }
      ok = false;
    }
    return product;
  };
  for (const entry of cell.header) {
    const value = entry.kind === "size" ? given.sizes[entry.name]! : 1;
    if (ok && !(value >= 1 && value <= largestSize)) {
      ok = false;
      context.report.accept({ code: "RNN208", title: `the size \`${entry.name}\` of \`${cell.name}\` would be ${value}`, span: tree.span, label: "with these sizes", also: [{ span: entry.span, label: entry.value ? "its default is computed here" : "declared here", source: cell.source }] });
    }
  }
  let total = 0;
  for (const state of cell.states) {
    const size = check(state.name, state.shape, state);
    if (cell.cell?.states.find(({ name }) => name === state.name)?.initial.kind === "learned") total += size;
  }
  for (const param of cell.params) total += check(param.name, param.shape, param);
  if (cell.outputSize) check(cell.cell!.output, [cell.outputSize], cell.tree.name);
  for (const part of cell.parts) {
    const count = ok ? evaluateSizes(tree, part.checked, part.arguments(given), context) : null;
    if (count === null) ok = false;
    else total += count;
  }
  return ok ? total : null;
}

/** Numbers that are known only now: how parameters start, and probabilities. */
function checkNumbers(tree: LayerTree, cell: CheckedCell, given: CellArguments, context: LayerContext): boolean {
  let ok = true;
  const blame = (title: string, at: Expression): void => {
    ok = false;
    context.report.accept({ code: "RNN312", title, span: tree.span, label: "with what is given here", also: [{ span: at.span, label: `this is ${evaluateNumber(at, given)}`, source: cell.source }] });
  };
  for (const { name, initial } of [...cell.cell!.params, ...cell.cell!.states]) {
    const numbers = initial.kind === "constant" ? [initial.value] : initial.kind === "uniform" ? [initial.low, initial.high] : initial.kind === "normal" ? [initial.mean, initial.deviation] : [];
    const wrong = numbers.find((number) => !Number.isFinite(evaluateNumber(number, given)));
    if (wrong) blame(`\`${name}\` of \`${cell.name}\` would start with no finite number`, wrong);
    else if (initial.kind === "uniform" && evaluateNumber(initial.low, given) > evaluateNumber(initial.high, given)) blame(`the range of \`${name}\` of \`${cell.name}\` ends before it begins`, initial.high);
    else if (initial.kind === "normal" && evaluateNumber(initial.deviation, given) < 0) blame(`the deviation of \`${name}\` of \`${cell.name}\` is negative`, initial.deviation);
  }
  for (const probability of cell.probabilities) {
    const value = evaluateNumber(probability, given);
    if (!(value >= 0 && value < 1)) blame(`\`dropout\` in \`${cell.name}\` takes a probability, from 0% to less than 100%`, probability);
  }
  for (const part of cell.parts) {
    const inner = part.arguments(given);
    const wrong = Object.entries(inner.numbers).find(([, value]) => !Number.isFinite(value));
    if (wrong) {
      ok = false;
      context.report.accept({ code: "RNN312", title: `\`${wrong[0]}\` of the part \`${part.name}\` of \`${cell.name}\` is no finite number`, span: tree.span, label: "with what is given here", also: [{ span: part.span, label: `this is ${wrong[1]}`, source: cell.source }] });
    } else if (!checkNumbers(tree, part.checked, inner, context)) ok = false;
  }
  return ok;
}

function values(count: number): string {
  return `${count} ${count === 1 ? "value" : "values"}`;
}
