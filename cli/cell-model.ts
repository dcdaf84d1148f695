// A model around a cell that stands alone in its file: the cell as the one layer, on a few numbers a step, so that it can be
// checked and looked at before any model uses it.
import type { Cell as CellTree } from "../grammar/ast.js";
import { parse } from "../grammar/index.js";
import type { Source } from "../compiler/diagnostics.js";
import type { Cell, Model } from "../compiler/model.js";
import { checkSpecFully, type CheckedSpec } from "./compiler.js";

export interface AroundCell {
  readonly cell: Cell;
  /** What was made, in words: `lstm(4) on 3 values a step`. */
  readonly as: string;
  /** Called as the cell is. null where there is a reason why no model can be made of it. */
  readonly model: Model | null;
  readonly reason: string | null;
}

export interface Around {
  /** For the sizes of the header that have no value, in turn. */
  readonly sizes: readonly number[];
  /** For the sizes that inputs bind. */
  readonly inputs: number;
  /** Lines of the model, of what is read off the layer `h`. */
  readonly heads: readonly string[];
}

/** All cells of a file without errors, each in a model of its own. */
export async function modelsAround(source: Source, { models, cells }: CheckedSpec, around: Around): Promise<AroundCell[]> {
  const trees = parse(source.text).tree.items.filter((item): item is CellTree => item.kind === "cell");
  const made: AroundCell[] = [];
  for (const tree of trees) {
    const cell = cells.find(({ name }) => name === tree.name.text);
    if (cell === undefined) continue;
    let name = cell.name;
    while (models.some((model) => model.name === name)) name += "_";
    const { text, as } = writeModel(name, tree, cell, around);
    const checked = await checkSpecFully({ path: source.path, text: `${source.text}\n${text}` });
    const error = checked.diagnostics.find(({ severity }) => severity === "error");
    const model = error === undefined ? (checked.models.find((one) => one.name === name) ?? null) : null;
    made.push({ cell, as, model: model && { ...model, name: cell.name }, reason: error === undefined ? null : `${error.title} (${error.code})` });
  }
  return made;
}

function writeModel(name: string, tree: CellTree, cell: Cell, { sizes: given, inputs: bound, heads }: Around): { readonly text: string; readonly as: string } {
  const isSize = (name: string): boolean => /^\p{Lu}/u.test(name);
  const chosen = tree.header.filter(({ name: entry, value }) => value === null && isSize(entry.text)).map(({ name: entry }, i) => [entry.text, given[i % given.length]] as const);
  const sizes = new Map<string, number>(chosen);
  for (const { name: entry, value } of tree.header) if (value?.kind === "number" && isSize(entry.text)) sizes.set(entry.text, value.value);
  const [first, ...others] = cell.inputs.map((input) => ({ name: input.name, size: input.size.reduce((product, e) => product * valueOf(e, sizes, bound), 1) }));
  const values = [...chosen.map(([, size]) => String(size)), ...others.map(({ name: side }, i) => `${side} = side${i + 1}`)];
  const lines = [
    `input x: real[T, ${first.size}]`,
    ...others.map(({ size }, i) => `input side${i + 1}: real[T, ${size}]`),
    `stack h from x { ${cell.name}${values.length === 0 ? "" : `(${values.join(", ")})`} }`,
    ...heads,
  ];
  const read = [first, ...others].map(({ size }) => size).join(" and ");
  return {
    text: `model ${name} {\n  ${lines.join("\n  ")}\n}\n`,
    as: `${cell.name}${chosen.length === 0 ? "" : `(${chosen.map(([, size]) => size).join(", ")})`} on ${read} ${read === "1" ? "value" : "values"} a step`,
  };
}

type SizeExpression = Cell["inputs"][number]["size"][number];

/** The value of a size; names that the header doesn't give are bound here. */
function valueOf(e: SizeExpression, sizes: Map<string, number>, bound: number): number {
  switch (e.kind) {
    case "number":
      return e.value;
    case "name": {
      const known = sizes.get(e.text) ?? bound;
      sizes.set(e.text, known);
      return known;
    }
    case "binary": {
      const [a, b] = [valueOf(e.left, sizes, bound), valueOf(e.right, sizes, bound)];
      return e.operator === "*" ? a * b : e.operator === "-" ? a - b : a + b;
    }
    default:
      throw new Error(`internal: a size is ${e.kind}`);
  }
}
