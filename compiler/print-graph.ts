// Programs and plans as text, for people: `rnnc compile --stage`, and the cases of tests. Lines fit 120 columns where
// names let them. Nothing reads this text back.
import { bodyNodes, demandedValues, runOrder, type Attribute, type Node, type Program } from "./ir.js";
import type { ModuleFile } from "./5-emit/module.js";
import type { Kernel, MapInstruction, Operand, Plan, Step } from "./plan.js";

/** Names that lowering and passes gave to nodes (`Graph.names`). */
export type NodeNames = ReadonlyMap<Node, string>;

/** What a stage of the pipeline made (`compile`'s `trace`) as text: programs, plans and modules in words, trees and models as JSON. */
export function printStage(stage: string, value: unknown, names: NodeNames = new Map()): string {
  switch (stage) {
    case "tree":
    case "model":
      return JSON.stringify(value, plain, 2);
    case "plan":
      return printPlan(value as Plan);
    case "code":
      return (value as readonly ModuleFile[]).map(({ path, text }) => `// ===== ${path}\n${path.includes("binary") ? `// ${text.length} characters of kernels` : text}`).join("\n");
    default:
      return (value as readonly Program[]).map((program) => printProgram(program, names)).join("\n\n");
  }
}

/** The text of a source stands in every node of a model; maps have no JSON of their own. */
function plain(key: string, item: unknown): unknown {
  if (key === "source" && typeof item === "object" && item !== null && "text" in item) return undefined;
  return item instanceof Map ? Object.fromEntries(item) : item;
}

// --------------------------------------------------------------------------------------------- programs

/**
 * Sections with their nodes in an order in which they can run, each once, where it is first needed: a number, the op with what it
 * reads, its shape with its rows (N: a row a step, B: a row a sequence), its name. What happens at a step of a scan is indented.
 */
export function printProgram(program: Program, names: NodeNames = new Map()): string {
  const roots = program.sections.flatMap((section) => Object.values(section.outputs));
  const demanded = demandedValues(roots);
  const order = runOrder(roots, demanded);
  const numbers = new Map<Node, string>();
  const lines = [`program ${program.name}`];
  const refer = (node: Node): string => (node.op === "const" ? String(node.attributes["value"]) : (numbers.get(node) ?? "?"));
  const number = (node: Node): string => {
    numbers.set(node, `%${numbers.size + 1}`);
    return numbers.get(node)!;
  };
  const line = (indent: string, node: Node, text: string): void => {
    const left = `${indent}${number(node).padEnd(5)}${text}`;
    const name = names.get(node);
    lines.push(`${left.padEnd(60)}  ${printRows(node).padEnd(14)}${name === undefined ? "" : `  ${name}`}`.trimEnd());
  };
  const print = (node: Node, indent: string): void => {
    if (numbers.has(node) || node.op === "const") return;
    if (node.op === "scan") return printScan(node, indent);
    line(indent, node, printNode(node, refer));
  };
  const printScan = (scan: Node, indent: string): void => {
    const body = scan.body!;
    const axis = scan.attributes["axis"] as string;
    const [initials, sources] = [scan.inputs.slice(0, body.carries.length), scan.inputs.slice(body.carries.length)];
    lines.push(`${indent}${number(scan).padEnd(5)}scan over ${axis}${scan.attributes["reverse"] ? ", from the last step to the first" : ""}`);
    const deeper = `${indent}  `;
    body.carries.forEach((carry, k) => line(deeper, carry, `carry from ${refer(initials[k]!)}`));
    body.elements.forEach((element, k) => line(deeper, element, `element of ${refer(sources[k]!)}`));
    for (const node of bodyNodes(body, [...body.next, ...(demanded.get(scan) ?? [])])) print(node, deeper);
    lines.push(`${deeper}next ${body.next.map(refer).join(", ")}`);
  };
  const done = new Set<Node>();
  for (const section of program.sections) {
    lines.push(`  section ${section.name}`);
    const needed = new Set(runOrder(Object.values(section.outputs), demanded));
    for (const node of order) {
      if (!needed.has(node) || done.has(node)) continue;
      done.add(node);
      print(node, "    ");
    }
    for (const [name, node] of Object.entries(section.outputs)) lines.push(`    ${name} = ${refer(node)}`);
  }
  return lines.join("\n");
}

/** `[N, 20]`: a row a step of the only axis; `[N of S, 20]` where it has another name than T. */
function printRows({ rows, shape }: Node): string {
  const first = rows === "none" ? [] : rows === "B" ? ["B"] : [rows === "N:T" ? "N" : `N of ${rows.slice(2)}`];
  return `[${[...first, ...shape].join(", ")}]`;
}

/** Attributes that the type or the order of a node says already. */
const silent = new Set(["shape", "rows", "scan", "index", "name", "integer"]);

function printNode(node: Node, refer: (node: Node) => string): string {
  const attributes = Object.entries(node.attributes).filter(([key]) => !silent.has(key));
  const words = attributes.map(([key, value]) => `${key} = ${printAttribute(value)}`);
  switch (node.op) {
    case "input":
    case "param":
      return `${node.op} ${node.attributes["name"] as string}`;
    case "every":
      return `every ${refer(node.node!)} of ${refer(node.inputs[0]!)}`;
    case "final":
      return `final ${node.attributes["index"] as number} of ${refer(node.inputs[0]!)}`;
    default:
      return [`${node.op} ${node.inputs.map(refer).join(", ")}`.trimEnd(), ...words].join("  ");
  }
}

function printAttribute(value: Attribute): string {
  return typeof value === "object" ? `[${value.join(", ")}]` : String(value);
}

// ------------------------------------------------------------------------------------------------ plans

/** Programs with their steps in order, then what each kernel computes, then where buffers lie. */
export function printPlan(plan: Plan): string {
  const lines: string[] = [];
  const buffers = new Map(plan.buffers.map((buffer) => [buffer.name, buffer]));
  const operand = ({ buffer, column, step }: Operand): string => `${buffer}${column > 0 ? `+${column}` : ""}${step ? "[t]" : ""}`;
  const print = (step: Step, indent: string): void => {
    if (step.kind === "loop") {
      lines.push(`${indent}loop over ${step.axis}${step.reverse ? ", from the last step to the first" : ""}${step.comment === "" ? "" : `  // ${step.comment}`}`);
      for (const inner of step.steps) print(inner, `${indent}  `);
      return;
    }
    const what = step.kind === "call" ? step.kernel : `${step.move} (${step.kernels.join(", ")})`;
    const rows = step.kind === "call" && step.rows !== null && "of" in step.rows && step.rows.of !== "none" ? `  rows ${step.rows.of === "B" ? "B" : "N"}` : "";
    lines.push(...wrap(`${indent}${what}  ${step.operands.map(operand).join(", ")}${rows}`, `${indent}    `));
  };
  for (const program of plan.programs) {
    lines.push(`program ${program.name}`);
    const named = (all: Readonly<Record<string, string>>): string => Object.entries(all).map(([name, buffer]) => `${name} ${buffers.get(buffer)?.shape ?? ""}`.trimEnd()).join(", ");
    if (Object.keys(program.inputs).length > 0) lines.push(...wrap(`  reads ${named(program.inputs)}`, "    "));
    for (const step of program.steps) print(step, "  ");
    if (Object.keys(program.outputs).length > 0) lines.push(...wrap(`  gives ${named(program.outputs)}`, "    "));
    lines.push("");
  }
  lines.push("kernels");
  for (const [name, kernel] of Object.entries(plan.kernels)) lines.push(...printKernel(name, kernel));
  lines.push("", `buffers: floats a row ${Object.entries(plan.regions).map(([rows, floats]) => `${rows} ${floats}`).join(", ")}`);
  for (const { name, rows, offset, shape, integer } of plan.buffers) lines.push(`  ${`${rows} +${offset}`.padEnd(14)}${shape.padEnd(14)}  ${name}${integer ? "  (i32)" : ""}`);
  return lines.join("\n");
}

function printKernel(name: string, kernel: Kernel): string[] {
  if (kernel.kind === "map") {
    const uses = kernel.inputs.map(({ scalar, stride, integer }) => `${scalar ? "number" : "vector"}${stride === 0 ? " of all rows" : ""}${integer ? " (i32)" : ""}`);
    return [
      ...wrap(`  ${name}  map, width ${kernel.width}: reads ${uses.length > 0 ? uses.join(", ") : "nothing"}`, "      "),
      ...wrap(`      ${kernel.code.map((instruction, i) => `v${i} = ${printInstruction(instruction)}`).join("; ")}`, "      "),
      ...wrap(`      stores ${kernel.outputs.map(({ value }) => `v${value}`).join(", ")}`, "      "),
    ];
  }
  const { kind, ...sizes } = kernel;
  return wrap(`  ${name}  ${kind} ${Object.entries(sizes).map(([key, value]) => `${key} ${String(value)}`).join(", ")}`, "      ");
}

function printInstruction(instruction: MapInstruction): string {
  switch (instruction.op) {
    case "load":
      return `load ${instruction.input}`;
    case "const":
      return String(instruction.value);
    case "index":
      return "index";
    case "random":
      return `random of key ${instruction.key}, row ${instruction.row}, site ${instruction.site}`;
    default:
      return `${instruction.op} ${instruction.args.map((arg) => `v${arg}`).join(" ")}`;
  }
}

const width = 110;

/** Breaks a line at spaces; what follows is indented. */
function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const at = rest.lastIndexOf(" ", width);
    if (at <= indent.length) break;
    lines.push(rest.slice(0, at).trimEnd());
    rest = indent + rest.slice(at + 1);
  }
  return [...lines, rest];
}

