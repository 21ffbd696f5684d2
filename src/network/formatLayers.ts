import { layers } from '../layers/index.ts';
import { formatFields } from '../util/fieldText.ts';
import { penaltyNames } from './layerItems.ts';
import { specJson } from './specJson.ts';
import type { LayerNode, NetworkSpec } from './spec.ts';

/** `conv:32:3:same` */
function formatNode({ type, options, penalty = {} }: LayerNode): string {
  const { positional, options: fields } = layers.get(type);
  const terms = Object.entries(penaltyNames).flatMap(([name, key]) =>
    penalty[key] ? [`${name}=${penalty[key]}`] : [],
  );
  const bare = type === 'dense' || type === 'activation';
  return [...(bare ? [] : [type]), ...formatFields(fields, positional, options), ...terms].join(':');
}

/** A layer, the one before it through which every way from the input to it leads, and how many there are. */
interface Dominated {
  readonly name: string;
  readonly before: Dominated | undefined;
  readonly depth: number;
}

/** The last layer through which every way to each of two layers leads. */
function lastCommon(a: Dominated | undefined, b: Dominated | undefined): Dominated | undefined {
  while (a && b && a !== b) {
    if (a.depth >= b.depth) a = a.before;
    else b = b.before;
  }
  return a && b;
}

/** Layers by name, and the tree of the layers that every way to them leads through. */
interface Ways {
  readonly nodes: ReadonlyMap<string, LayerNode>;
  readonly dominated: ReadonlyMap<string, Dominated>;
}

/** The last layer through which every way to each of these layers leads, such a layer included. */
const forkOf = (dominated: Ways['dominated'], inputs: readonly string[]): Dominated | undefined =>
  inputs.map((input) => dominated.get(input)).reduce(lastCommon, dominated.get(inputs[0]));

function waysOf(spec: NetworkSpec): Ways {
  const dominated = new Map<string, Dominated>([['input', { name: 'input', before: undefined, depth: 0 }]]);
  for (const { name, inputs } of spec.layers) {
    const before = forkOf(dominated, inputs);
    dominated.set(name, { name, before, depth: before ? before.depth + 1 : 0 });
  }
  return { nodes: new Map(spec.layers.map((node) => [node.name, node])), dominated };
}

/** The items that lead from one layer to another, each layer as often as a string would have to name it. */
function itemsBetween({ nodes, dominated }: Ways, from: string, to: string, named: string[]): string[] {
  const items: string[] = [];
  let at = to;
  while (at !== from) {
    const node = nodes.get(at);
    if (!node || named.length > nodes.size) break;
    const { inputs } = node;
    named.push(at);
    if (!layers.get(node.type).manyInputs) {
      items.push(formatNode(node));
      at = inputs[0];
      continue;
    }
    const fork = forkOf(dominated, inputs)?.name ?? from;
    const branches = inputs.map((input) => itemsBetween({ nodes, dominated }, fork, input, named).join(','));
    const only = branches.length === 2 && branches[1] === '' ? branches.slice(0, 1) : branches;
    items.push(`${formatNode(node)}(${only.join('|')})`);
    at = fork;
  }
  return items.reverse();
}

/**
 * The layer string of a network; `parseLayers` reads it back with linear defaults. A network whose branches
 * are not nested is given as JSON.
 */
export function formatLayers(spec: NetworkSpec): string {
  const named: string[] = [];
  const last = spec.layers.at(-1)?.name ?? 'input';
  const items = itemsBetween(waysOf(spec), 'input', last, named);
  const once = new Set(named).size === named.length && named.length === spec.layers.length;
  return once ? [spec.input.join('x'), ...items].join(',') : JSON.stringify(specJson(spec));
}
