// The product of a vector with a matrix that differs by row, where that matrix is made of weights and numbers of the row:
// `(s * W + V) @ x` is `s * (W @ x) + V @ x`. No row then needs a matrix of its own. What can't be written so stays.
import type { Graph, Node } from "../ir.js";

/** The product without a matrix that differs by row; null where there is no way. */
export function productOfWeights(g: Graph, matrix: Node, x: Node): Node | null {
  const rows = matrix.shape.length === 2 ? matrix.shape[0]! : 0;
  /** The product with a part of the matrix; a number stands at every place of it. */
  const product = (part: Node): Node | null => {
    if (part.shape.length === 0) return g.node("broadcast", [g.mul(part, g.sum(x))], { shape: [rows] });
    if (part.rows === "none") return g.matmul(part, x);
    switch (part.op) {
      case "broadcast":
      case "expand":
        return product(part.inputs[0]!);
      case "neg": {
        const inner = product(part.inputs[0]!);
        return inner && g.neg(inner);
      }
      case "mul": {
        const numbers = part.inputs.map(numberOf);
        const rest = part.inputs.filter((_, i) => numbers[i] === null);
        const inner = rest.length === 0 ? product(g.const(1)) : rest.length === 1 ? product(rest[0]!) : rest.every((n) => n.rows === "none") ? g.matmul(g.mul(...rest), x) : null;
        return inner && g.mul(...numbers.filter((n) => n !== null), inner);
      }
      case "add": {
        const terms = part.inputs.map(product);
        return terms.every((term) => term !== null) ? g.add(...terms) : null;
      }
      case "where": {
        const [condition, ...branches] = part.inputs as [Node, Node, Node];
        const [a, b] = branches.map(product);
        return condition.shape.length === 0 && a && b ? g.where(condition, a, b) : null;
      }
      default:
        return null;
    }
  };
  return product(matrix);
}

/** The number that stands at every place of a matrix. */
function numberOf(node: Node): Node | null {
  if (node.shape.length === 0) return node;
  return node.op === "broadcast" || node.op === "expand" ? numberOf(node.inputs[0]!) : null;
}
