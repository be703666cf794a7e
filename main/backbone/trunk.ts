// The trunk of a network: the values that every path from its image to an output goes through, in order.

export interface Flow {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface TrunkPoint {
  readonly value: string;
  /** Index of the node that produces it; -1 for the source. */
  readonly node: number;
}

export interface Trunk {
  readonly points: readonly TrunkPoint[];
  /** Indices of the nodes between source and target. */
  readonly between: ReadonlySet<number>;
}

/**
 * `nodes` in topological order; `carries` says which values data flows through (shapes and indices do not).
 * A value is on the trunk where, once it is computed, nothing else computed before is needed any more.
 */
export function trunkOf(
  nodes: readonly Flow[],
  source: string,
  target: string,
  carries: (value: string) => boolean = () => true,
): Trunk {
  const between = nodesBetween(nodes, source, target, carries);
  const uses = new Map<string, number>([[target, 1]]);
  for (const index of between)
    for (const name of new Set(nodes[index]?.inputs)) uses.set(name, (uses.get(name) ?? 0) + 1);
  const live = new Set([source]);
  const points: TrunkPoint[] = [{ value: source, node: -1 }];
  for (const index of between) {
    const node = nodes[index];
    for (const name of new Set(node?.inputs)) {
      const left = (uses.get(name) ?? 0) - 1;
      uses.set(name, left);
      if (left <= 0) live.delete(name);
    }
    for (const name of node?.outputs ?? []) if (carries(name) && (uses.get(name) ?? 0) > 0) live.add(name);
    const [value, ...others] = live;
    if (value !== undefined && others.length === 0) points.push({ value, node: index });
  }
  return { points, between };
}

function nodesBetween(
  nodes: readonly Flow[],
  source: string,
  target: string,
  carries: (value: string) => boolean,
): ReadonlySet<number> {
  const reached = new Set([source]);
  const after = nodes.map((node) => {
    const isReached = node.inputs.some((name) => reached.has(name));
    if (isReached) for (const name of node.outputs) if (carries(name)) reached.add(name);
    return isReached;
  });
  const needed = new Set([target]);
  const found: number[] = [];
  for (const [index, node] of Array.from(nodes.entries()).reverse()) {
    if (!after[index] || !node.outputs.some((name) => reached.has(name) && needed.has(name))) continue;
    for (const name of node.inputs) if (reached.has(name)) needed.add(name);
    found.push(index);
  }
  return new Set(found.reverse());
}
