/** A layer and what it reads. */
interface Node {
  readonly name: string;
  readonly inputs: readonly string[];
}

/** A layer's place in the tree of forks: how far it is from the input, and what all ways to it lead through. */
interface Place {
  readonly name: string;
  readonly depth: number;
  readonly before: Place | undefined;
}

/** The last place that both have on their ways from the input. */
function meeting(one: Place | undefined, other: Place | undefined): Place | undefined {
  let [a, b] = [one, other];
  while (a !== b && a && b) {
    if (a.depth >= b.depth) a = a.before;
    else b = b.before;
  }
  return a === b ? a : undefined;
}

/**
 * Where the branches that each layer joins part: the last layer that leads to all of them, which graph theory
 * calls its immediate dominator (Cooper, Harvey and Kennedy 2001). Undefined: they have nothing in common.
 */
function forksOf(layers: readonly Node[]): Map<string, string | undefined> {
  const places = new Map<string, Place>([['input', { name: 'input', depth: 0, before: undefined }]]);
  for (const { name, inputs } of layers) {
    const [first, ...others] = inputs.map((input) => places.get(input));
    const before = others.reduce(meeting, first);
    places.set(name, { name, depth: (before?.depth ?? 0) + 1, before });
  }
  return new Map(layers.map(({ name }) => [name, places.get(name)?.before?.name]));
}

/**
 * What stands before the name of each layer so that branches look like a tree: `├─ ` where one begins, `│  `
 * where it goes on, `└─ ` where the last one begins. Layers come in the order in which they run.
 */
export function branchMarks(layers: readonly Node[]): string[] {
  const forks = forksOf(layers);
  const place = new Map(layers.map(({ name }, i) => [name, i]));
  const marks = layers.map(() => '');
  // Outer branches are marked first: they stand further left.
  for (const join of layers.filter(({ inputs }) => inputs.length > 1).toReversed()) {
    const fork = forks.get(join.name);
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
