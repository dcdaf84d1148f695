// Checks a program between passes: types hold, bodies are closed, nothing reads what stands outside its
// place. A failure is a bug of the pass before and says `internal:`.
import { bodyNodes, insideOf, topological, type Node, type Program } from "./ir.js";
import { ops } from "./ops/index.js";
import { joinRows, sameShape } from "./ops/entry.js";
import { internal } from "./errors.js";

export function verify(program: Program): Program {
  const roots = program.sections.flatMap((section) => Object.values(section.outputs));
  const order = topological(roots);
  const demanded = new Map<Node, Node[]>();
  for (const node of order) {
    verifyNode(node, program.name);
    if (node.op === "carry" || node.op === "element") internal(`${program.name}: a ${node.op} outside its scan`);
    if (node.op === "every" && node.inputs[0]!.op !== "scan") internal(`${program.name}: every of ${node.inputs[0]!.op}`);
    if (node.body) demanded.set(node, []);
    if (node.op === "every") demanded.get(node.inputs[0]!)!.push(node.node!);
  }
  for (const [scan, every] of demanded) verifyBody(scan, every, program.name);
  return program;
}

function verifyNode(node: Node, where: string): void {
  const entry = ops[node.op];
  const type = entry.type(node.inputs, node.attributes, { body: node.body, node: node.node });
  if (!sameShape(type.shape, node.shape) || type.rows !== node.rows) internal(`${where}: ${node.op} has [${node.shape.join(", ")}] ${node.rows}, should have [${type.shape.join(", ")}] ${type.rows}`);
  if (entry.kind === "pointwise" || entry.kind === "linear") {
    const rows = joinRows(node.inputs.map((n) => n.rows));
    if (rows.startsWith("N:") && node.inputs.some((n) => n.rows === "B")) internal(`${where}: ${node.op} reads rows B and ${rows}`);
  }
  if (node.inputs.some((input) => input.op === "scan") && node.op !== "final" && node.op !== "every") internal(`${where}: ${node.op} of a scan`);
}

function verifyBody(scan: Node, every: readonly Node[], where: string): void {
  const body = scan.body!;
  const inside = insideOf(body);
  const leaves = new Set([...body.carries, ...body.elements]);
  for (const node of bodyNodes(body, [...body.next, ...every])) {
    if (leaves.has(node)) continue;
    if (node.op === "carry" || node.op === "element") internal(`${where}: a ${node.op} that its scan doesn't have`);
    verifyNode(node, where);
    if (node.rows !== "B") internal(`${where}: ${node.op} in a body has rows ${node.rows}`);
    for (const input of node.inputs) if (!inside(input) && input.rows !== "none" && input.rows !== "B") internal(`${where}: a body reads rows ${input.rows}`);
    if (ops[node.op].kind === "rows" && node.op !== "gather") internal(`${where}: ${node.op} in a body`);
  }
  body.next.forEach((next, k) => {
    if (!sameShape(next.shape, body.carries[k]!.shape)) internal(`${where}: state ${k} changes its shape`);
  });
}
