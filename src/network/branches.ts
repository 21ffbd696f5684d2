/** A layer and what it reads. */
interface Node {
  readonly name: string;
  readonly inputs: readonly string[];
}

/**
 * The chain of layers that leads to a layer, from it back to the input; of joined branches only where they
 * part.
 */
function chainTo(name: string, byName: ReadonlyMap<string, Node>): string[] {
  const chain: string[] = [];
  for (let at: string | undefined = name; at !== undefined;) {
    chain.push(at);
    const node = byName.get(at);
    at = node && (node.inputs.length > 1 ? forkOf(node, byName) : node.inputs[0]);
  }
  return chain;
}

/** Where the branches that a layer joins part: the last layer that leads to all of them. */
function forkOf({ inputs }: Node, byName: ReadonlyMap<string, Node>): string | undefined {
  const [first, ...others] = inputs.map((input) => chainTo(input, byName));
  return first.find((name) => others.every((chain) => chain.includes(name)));
}

/**
 * What stands before the name of each layer so that branches look like a tree: `├─ ` where one begins, `│  `
 * where it goes on, `└─ ` where the last one begins. Layers come in the order in which they run.
 */
export function branchMarks(layers: readonly Node[]): string[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const place = new Map(layers.map(({ name }, i) => [name, i]));
  const marks = layers.map(() => '');
  // Outer branches are marked first: they stand further left.
  for (const join of layers.filter(({ inputs }) => inputs.length > 1).toReversed()) {
    const fork = forkOf(join, byName);
    const begin = fork === undefined || fork === 'input' ? 0 : (place.get(fork) ?? -1) + 1;
    const ends = join.inputs
      .filter((input) => input !== fork)
      .map((input) => place.get(input) ?? 0)
      .sort((a, b) => a - b);
    let from = begin;
    ends.forEach((end, branch) => {
      const last = branch === ends.length - 1;
      for (let i = from; i <= end; i++)
        marks[i] += i === from ? (last ? '└─ ' : '├─ ') : last ? '   ' : '│  ';
      from = end + 1;
    });
  }
  return marks;
}
