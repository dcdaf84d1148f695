// What stands at a place of a text: the nodes of the tree around it, from the file down to the word.
import type { Span, Tree } from "../grammar/ast.js";

/** Any node of the tree, as far as walking it goes. */
export interface Place {
  readonly span: Span;
  readonly kind?: string;
  /** Of names. */
  readonly text?: string;
}

/** A node, and the property of its parent that it is. */
export interface Step {
  readonly node: Place;
  readonly key: string;
}

/** The nodes around an offset, the innermost last; a word's end counts as in it. Empty where only blanks stand. */
export function pathTo(tree: Tree, offset: number): readonly Step[] {
  const path: Step[] = [];
  let here: Step | null = { node: tree, key: "" };
  while (here !== null) {
    path.push(here);
    here = childAt(here.node, offset);
  }
  return path.slice(1);
}

function childAt(node: object, offset: number): Step | null {
  let touching: Step | null = null;
  for (const [key, value] of Object.entries(node)) {
    if (key === "comments" || key === "operatorSpan") continue;
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof one !== "object" || one === null) continue;
      if (!isPlace(one)) {
        const inside = "start" in one ? null : childAt(one, offset); // a direction has no span of its own
        if (inside !== null) return inside;
        continue;
      }
      if (one.span.start <= offset && offset < one.span.end) return { node: one, key };
      // Of `h[t-1]` the bracket is not the end of `h`.
      if (!("kind" in node && node.kind === "delay") && one.span.end === offset && one.span.end > one.span.start) touching ??= { node: one, key };
    }
  }
  return touching;
}

function isPlace(value: object): value is Place {
  return "span" in value;
}
