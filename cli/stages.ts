// What a stage of the compiler made, as text for `rnnc compile --stage`: trees, models and plans as JSON,
// modules as they are, graphs as their nodes in order.
import type { Node, Program } from "../compiler/ir.js";

export function printStage(value: unknown): string {
  if (Array.isArray(value) && value.every(isProgram)) return value.map(printProgram).join("\n\n");
  if (Array.isArray(value) && value.every(isFile)) return value.map(({ path, text }) => `// ===== ${path}\n${text.length > 20_000 && path.includes("binary") ? `// ${text.length} characters of kernels` : text}`).join("\n");
  return JSON.stringify(value, (name, item: unknown) => (name === "source" && typeof item === "object" && item !== null && "text" in item ? undefined : item instanceof Map ? Object.fromEntries(item) : item), 2) ?? "";
}

function isProgram(value: unknown): value is Program {
  return typeof value === "object" && value !== null && "sections" in value && "name" in value;
}

function isFile(value: unknown): value is { path: string; text: string } {
  return typeof value === "object" && value !== null && "path" in value && "text" in value;
}

/** One line a node: `%7 = matmul(%3, %6)  [128] N:T`. What happens at a step of a scan is indented below it. */
function printProgram(program: Program): string {
  const roots = program.sections.flatMap((section) => Object.values(section.outputs));
  const insides = insidesOf(roots);
  const numbers = new Map<Node, number>();
  const lines = [`program ${program.name}`];
  const print = (node: Node, indent: string): void => {
    if (numbers.has(node)) return;
    for (const input of node.inputs) print(input, indent);
    numbers.set(node, numbers.size);
    const inputs = node.inputs.map((input) => `%${numbers.get(input)}`);
    const attributes = Object.entries(node.attributes).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
    const of = node.node === null ? [] : [`node %${numbers.get(node.node) ?? "?"}`];
    lines.push(`${indent}%${numbers.get(node)} = ${node.op}(${[...inputs, ...of, ...attributes].join(", ")})  [${node.shape.join(", ")}] ${node.rows}`);
    if (node.body === null) return;
    const deeper = `${indent}    `;
    for (const leaf of [...node.body.carries, ...node.body.elements]) print(leaf, deeper);
    for (const inner of [...node.body.next, ...(insides.get(node) ?? [])]) print(inner, deeper);
    lines.push(`${deeper}next ${node.body.next.map((next) => `%${numbers.get(next)}`).join(", ")}`);
  };
  for (const section of program.sections) {
    lines.push(`  section ${section.name}`);
    for (const root of Object.values(section.outputs)) print(root, "    ");
    for (const [name, root] of Object.entries(section.outputs)) lines.push(`    ${name}: %${numbers.get(root)}`);
  }
  return lines.join("\n");
}

/** The values of a scan's steps that are read outside of it, by scan. */
function insidesOf(roots: readonly Node[]): Map<Node, Node[]> {
  const insides = new Map<Node, Node[]>();
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.node !== null) insides.set(node.inputs[0], [...(insides.get(node.inputs[0]) ?? []), node.node]);
    [...node.inputs, ...(node.body === null ? [] : node.body.next), ...(node.node === null ? [] : [node.node])].forEach(visit);
  };
  roots.forEach(visit);
  return insides;
}
