// Takes note of each equation's value while cells are lowered, and gives each state a place where its gradient can be
// read. Only compiler/probe.ts asks for it; no program that is compiled has probes.
import type { Graph, Node, ScanBuilder, Shape } from "../ir.js";

/** Where an equation stands: a layer, or one direction of it. */
interface Place {
  readonly path: string;
  readonly axis: string;
  readonly reverse: boolean;
}

/** One equation of one recurrent layer. */
export interface Probe {
  /** Of the layer, one direction of it, or a part: `memory.2`, `memory.2.backward`. */
  readonly path: string;
  /** The equation's name, `i`. */
  readonly name: string;
  readonly axis: string;
  /** From the last step to the first. */
  readonly reverse: boolean;
  /** Of one step's value. */
  readonly shape: Shape;
  readonly isState: boolean;
}

interface Seen extends Probe {
  readonly value: Node;
  /** Zeros, added to a state: the gradient with respect to it is the gradient with respect to the state. */
  readonly added: Node | null;
}

export class Probes {
  readonly seen: Seen[] = [];
  readonly #open = new Map<ScanBuilder, ((scan: Node) => Seen)[]>();
  constructor(readonly g: Graph) {}

  /** Takes note of an equation's value in the body of a scan; gives back what is to stand for it. */
  see(open: ScanBuilder, { path, axis, reverse }: Place, name: string, node: Node, isState: boolean): Node {
    const { g } = this;
    const { shape } = node;
    const added = isState ? g.node("input", [], { name: `probe.${path}.${name}`, rows: `N:${axis}`, shape: [...shape], integer: false }) : null;
    const value = added === null ? node : g.add(node, open.element(added));
    const waiting = this.#open.get(open) ?? [];
    this.#open.set(open, waiting);
    waiting.push((scan) => ({ path, name, axis, reverse, shape, isState, value: g.every(scan, value), added }));
    return value;
  }

  /** The scan is there: values at every step can be read. */
  close(open: ScanBuilder, scan: Node): void {
    for (const make of this.#open.get(open) ?? []) this.seen.push(make(scan));
    this.#open.delete(open);
  }
}
