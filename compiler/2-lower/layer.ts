// A model as a part of a larger one, which says what to do with its outputs and hands back the derivative of its own loss by them:
// no targets and no loss in here. `apply` gives the outputs as training sees them; `pullback` takes ∂L/∂outputs back to parameters and inputs.
import type { LayerDescription, ParameterDescription } from "@rnnc/runtime";
import { sizeOf, topological, type Node, type Program } from "../ir.js";
import type { Model } from "../model.js";
import { input, rowsOf, type Context } from "./context.js";

/** `outputs` by the names of the heads; `parameters` are those that are trained. */
export function lowerLayer(context: Context, model: Model, outputs: ReadonlyMap<string, Node>, parameters: readonly ParameterDescription[]): { readonly program: Program; readonly layer: LayerDescription } {
  const { g } = context;
  // Σ seed · output has the derivative that is wanted: that of a loss L whose ∂L/∂output is the seed.
  const given = model.heads.map(({ name, axis }): [string, Node] => {
    const [output, rows] = [outputs.get(name)!, rowsOf(context, axis)];
    return [name, output.rows === rows ? output : g.node("expand", [output], { rows })];
  });
  const terms = given.map(([name, output]) => g.node("sum_rows", [g.sum(g.mul(input(context, `seed.${name}`, output.rows, output.shape), output))]));
  const sum = g.add(...terms);
  const by = (leaf: Node): Node => g.node("gradient", [sum, leaf]);
  const ofParameters = parameters.map((p) => g.node("reshape", [by(g.node("param", [], { name: p.name, shape: [...p.shape] }))], { shape: [sizeOf(p.shape)] }));
  const reals = model.inputs.filter(({ kind }) => kind === "real");
  const ofInputs = reals.map((read): [string, Node] => [`gradient.${read.name}`, by(input(context, read.name, rowsOf(context, read.axis), [read.size]))]);
  const running = Object.fromEntries([...context.running].map(([name, node]) => [`running.${name}`, node]));
  const differs = context.running.size > 0 || topological(given.map(([, output]) => output)).some(({ op, attributes }) => op === "input" && attributes["name"] === "random.key");
  return {
    program: {
      name: "layer",
      sections: [
        { name: "apply", outputs: { ...Object.fromEntries(given.map(([name, node]) => [`output.${name}`, node])), ...running } },
        { name: "pullback", outputs: { ...(ofParameters.length > 0 && { gradients: g.concat(ofParameters) }), ...Object.fromEntries(ofInputs) } },
      ],
    },
    layer: { differs },
  };
}
