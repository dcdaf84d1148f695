// Strongly connected components (Tarjan 1972), without recursion.

/** The components of a graph, each after the ones it reads from. */
export function components<T>(nodes: readonly T[], reads: (node: T) => readonly T[]): T[][] {
  const found: T[][] = [];
  const order = new Map<T, number>();
  const low = new Map<T, number>();
  const open: T[] = [];
  const isOpen = new Set<T>();
  for (const root of nodes) {
    if (order.has(root)) continue;
    const calls: { node: T; next: readonly T[]; at: number }[] = [];
    const enter = (node: T): void => {
      order.set(node, order.size);
      low.set(node, order.get(node)!);
      open.push(node);
      isOpen.add(node);
      calls.push({ node, next: reads(node), at: 0 });
    };
    enter(root);
    while (calls.length > 0) {
      const call = calls[calls.length - 1]!;
      if (call.at < call.next.length) {
        const next = call.next[call.at++]!;
        if (!order.has(next)) enter(next);
        else if (isOpen.has(next)) low.set(call.node, Math.min(low.get(call.node)!, order.get(next)!));
        continue;
      }
      calls.pop();
      const above = calls[calls.length - 1];
      if (above) low.set(above.node, Math.min(low.get(above.node)!, low.get(call.node)!));
      if (low.get(call.node) !== order.get(call.node)) continue;
      const part: T[] = [];
      let node: T;
      do {
        node = open.pop()!;
        isOpen.delete(node);
        part.push(node);
      } while (node !== call.node);
      found.push(part.reverse());
    }
  }
  return found;
}
