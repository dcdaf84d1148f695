// `init` of a stack: where the states of its recurrent layers start. Checks that what is copied fits.
import type { Expression, Stack as StackTree } from "../../grammar/ast.js";
import type { Layer, Stack, StackInitial } from "../model.js";
import type { LayerContext } from "./layers.js";
import { statesOf } from "../states.js";
import { readSource, refuseIds, type Flow } from "./sources.js";
import { wholeReach } from "./time.js";

type CellLayer = Layer & { readonly kind: "cell" };

export interface CheckedInit {
  readonly initial: StackInitial;
  /** What it knows of each input, and marks of what below it runs from the end or reads whole sequences. */
  readonly flow: Pick<Flow, "reach" | "backward" | "pooled"> | null;
}

/** null: an error was given. */
export function checkInit(
  tree: StackTree,
  init: Expression,
  layers: readonly Layer[],
  flow: Flow | null,
  context: LayerContext,
  earlier: ReadonlyMap<string, Stack>,
): CheckedInit | null {
  const { report } = context;
  const recurrent = recurrentLayers(layers);
  if (flow && recurrent.length === 0) {
    report.accept({ code: "RNN328", title: `\`${tree.name.text}\` has no recurrent layer to start`, span: init.span, label: "`init` gives states their first value", also: [{ span: tree.name.span, label: "no layer of this stack has a state" }] });
    return null;
  }
  if (init.kind === "name" && init.text === "learned") {
    countParameters(recurrent, 1, init, context);
    return { initial: { kind: "learned" }, flow: null };
  }
  if (init.kind === "call" && init.callee.text === "final") {
    const argument = init.arguments[0]?.value;
    const name = init.arguments.length === 1 && argument?.kind === "name" ? argument.text : null;
    if (name === null || !context.stacks.has(name)) {
      const near = name === null ? null : context.suggest(name, context.stacks.keys());
      report.accept({ code: "RNN328", title: "`final` takes the name of a stack", span: argument?.span ?? init.span, label: near ? `did you mean \`${near}\`?` : "this is no stack", hint: "write `init final(encoder)`" });
      return null;
    }
    const from = readSource({ kind: "name", text: name, span: argument!.span }, context);
    const stack = earlier.get(name);
    if (!from || !stack || !flow) return null;
    if (!checkPairs(tree, init, recurrent, stack, context)) return null;
    const reach = wholeReach(from.reach, { name: report.quote(init.span), span: init.span, label: `\`${report.quote(init.span)}\` is known after the end` });
    return { initial: { kind: "final", stack: name }, flow: { reach, backward: from.backward, pooled: init.span } };
  }
  const source = readSource(init, context);
  if (!source || refuseIds(source, init.span, "the start of a stack", report)) return null;
  if (source.axis !== null) {
    report.accept({ code: "RNN328", title: "`init` takes one vector a sequence", span: init.span, label: `this has the steps of \`${source.axis}\``, hint: `write \`init last(${report.quote(init.span)})\`, or copy states with \`init final(…)\`` });
    return null;
  }
  countParameters(recurrent, source.size + 1, init, context);
  return { initial: { kind: "affine", source: source.value }, flow: source };
}

/** Layers that have states, from the bottom to the top. */
export function recurrentLayers(layers: readonly Layer[]): CellLayer[] {
  return layers.flatMap((layer) => (layer.kind === "residual" ? recurrentLayers(layer.layers) : layer.kind === "cell" && statesOf(layer.cell, layer.arguments).length > 0 ? [layer] : []));
}

/** `each` for every value of every state, in both directions where there are two. */
function countParameters(layers: readonly CellLayer[], each: number, init: Expression, context: LayerContext): void {
  for (const layer of layers) {
    const directions = layer.direction === "forward" || layer.direction === "backward" ? 1 : 2;
    for (const { size } of statesOf(layer.cell, layer.arguments)) context.countParameters(directions * each * size, init.span, "`init`");
  }
}

/** Recurrent layers pair bottom to top, states by name; counts and sizes must agree. */
function checkPairs(tree: StackTree, init: Expression, recurrent: readonly CellLayer[], from: Stack, context: LayerContext): boolean {
  const { report } = context;
  const sources = recurrentLayers(from.layers);
  if (sources.length !== recurrent.length) {
    report.accept({
      code: "RNN328",
      title: `\`${tree.name.text}\` has ${plural(recurrent.length)}, \`${from.name}\` has ${plural(sources.length)}`,
      span: init.span,
      label: "they are paired from the bottom to the top",
      hint: "give both the same number, or write `init last(…)` for a learned map",
    });
    return false;
  }
  for (const [index, layer] of recurrent.entries()) {
    const source = sources[index]!;
    const theirs = sizesOfStates(source);
    for (const [name, size] of sizesOfStates(layer)) {
      const other = theirs.get(name);
      const given = other === undefined ? undefined : source.direction === "concat" ? 2 * other : other;
      if (given === size) continue;
      report.accept({
        code: "RNN328",
        title: given === undefined ? `there is no state \`${name}\` to start from` : `the state \`${name}\` has ${size} values, but gets ${given}`,
        span: layer.span,
        label: given === undefined ? `this layer has a state \`${name}\`` : `\`${name}\` has ${size} values here`,
        also: [{ span: source.span, label: given === undefined ? "this layer has none of that name" : `\`${name}\` ends with ${given} values here` }],
        hint: "states are copied by name; a map between other sizes is `init last(…)`",
      });
      return false;
    }
  }
  return true;
}

function sizesOfStates(layer: CellLayer): Map<string, number> {
  return new Map(statesOf(layer.cell, layer.arguments).map(({ name, size }) => [name, size]));
}

function plural(count: number): string {
  return `${count} recurrent ${count === 1 ? "layer" : "layers"}`;
}
