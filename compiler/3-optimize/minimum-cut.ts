// A minimum vertex cut of a small directed graph: which values to keep, which to send across a border.
// Not for large graphs: augmenting paths by breadth-first search.

export interface CutGraph<T> {
  /** Edges run from a value to what is computed from it. */
  readonly nodes: readonly T[];
  users(node: T): readonly T[];
  /** What it costs to cut here (floats a row). */
  cost(node: T): number;
  readonly sources: readonly T[];
  readonly sinks: readonly T[];
}

/**
 * The cheapest set of nodes that meets every path from a source to a sink (sources and sinks may be in it).
 * Among equal sets, the one nearest to the sinks, or to the sources.
 */
export function minimumCut<T>(graph: CutGraph<T>, nearest: "sinks" | "sources"): Set<T> {
  const index = new Map(graph.nodes.map((node, i) => [node, i]));
  const n = graph.nodes.length;
  const [source, sink] = [2 * n, 2 * n + 1];
  const edges: { to: number; left: number }[] = []; // edge e and its reverse e ^ 1
  const at: number[][] = Array.from({ length: 2 * n + 2 }, () => []);
  const connect = (from: number, to: number, capacity: number): void => {
    at[from]!.push(edges.push({ to, left: capacity }) - 1);
    at[to]!.push(edges.push({ to: from, left: 0 }) - 1);
  };
  // A node is an edge from its entry (2i) to its exit (2i + 1).
  graph.nodes.forEach((node, i) => {
    connect(2 * i, 2 * i + 1, graph.cost(node));
    for (const user of graph.users(node)) if (index.has(user)) connect(2 * i + 1, 2 * index.get(user)!, Infinity);
  });
  for (const node of new Set(graph.sources)) connect(source, 2 * index.get(node)!, Infinity);
  for (const node of new Set(graph.sinks)) connect(2 * index.get(node)! + 1, sink, Infinity);

  for (;;) {
    const via = search(source);
    if (via[sink] === -1) break;
    let flow = Infinity;
    for (let v = sink; v !== source; v = edges[via[v]! ^ 1]!.to) flow = Math.min(flow, edges[via[v]!]!.left);
    for (let v = sink; v !== source; v = edges[via[v]! ^ 1]!.to) {
      edges[via[v]!]!.left -= flow;
      edges[via[v]! ^ 1]!.left += flow;
    }
  }
  const reached = nearest === "sources" ? search(source).map((edge, v) => v === source || edge !== -1) : reachesSink();
  return new Set(graph.nodes.filter((_, i) => reached[2 * i]! && !reached[2 * i + 1]!));

  /** The edge by which each vertex is reached from `from` where capacity is left; -1 where it isn't. */
  function search(from: number): number[] {
    const via = new Array<number>(2 * n + 2).fill(-1);
    const queue = [from];
    for (let v = queue.shift(); v !== undefined; v = queue.shift())
      for (const e of at[v]!)
        if (edges[e]!.left > 0 && via[edges[e]!.to] === -1 && edges[e]!.to !== from) {
          via[edges[e]!.to] = e;
          queue.push(edges[e]!.to);
        }
    return via;
  }

  /** False for the vertices from which the sink can still be reached: the cut then lies as near to it as can be. */
  function reachesSink(): boolean[] {
    const side = new Array<boolean>(2 * n + 2).fill(true);
    side[sink] = false;
    const queue = [sink];
    for (let v = queue.shift(); v !== undefined; v = queue.shift())
      for (const e of at[v]!) {
        const from = edges[e]!.to;
        if (edges[e ^ 1]!.left > 0 && side[from]) {
          side[from] = false;
          queue.push(from);
        }
      }
    return side;
  }
}
