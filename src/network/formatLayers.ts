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

/** Layers through which every way from the input to a layer leads, the layer included. */
function dominatorsOf(spec: NetworkSpec): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>([['input', ['input']]]);
  for (const { name, inputs } of spec.layers) {
    const ways = inputs.map((input) => found.get(input) ?? []);
    const common = (ways[0] ?? []).filter((node) => ways.every((way) => way.includes(node)));
    found.set(name, [...common, name]);
  }
  return found;
}

/** The items that lead from one layer to another, each layer as often as a string would have to name it. */
function itemsBetween(
  spec: NetworkSpec,
  dominators: ReadonlyMap<string, readonly string[]>,
  from: string,
  to: string,
  named: string[],
): string[] {
  if (to === from) return [];
  const node = spec.layers.find(({ name }) => name === to);
  if (!node || named.length > spec.layers.length) return [];
  const { inputs } = node;
  if (!layers.get(node.type).manyInputs) {
    const before = itemsBetween(spec, dominators, from, inputs[0], named);
    named.push(to);
    return [...before, formatNode(node)];
  }
  const ways = inputs.map((input) => dominators.get(input) ?? []);
  const fork = ways[0].findLast((name) => ways.every((way) => way.includes(name))) ?? from;
  const before = itemsBetween(spec, dominators, from, fork, named);
  const branches = inputs.map((input) => itemsBetween(spec, dominators, fork, input, named).join(','));
  named.push(to);
  const only = branches.length === 2 && branches[1] === '' ? branches.slice(0, 1) : branches;
  return [...before, `${formatNode(node)}(${only.join('|')})`];
}

/**
 * The layer string of a network; `parseLayers` reads it back with linear defaults. A network whose branches
 * are not nested is given as JSON.
 */
export function formatLayers(spec: NetworkSpec): string {
  const named: string[] = [];
  const last = spec.layers.at(-1)?.name ?? 'input';
  const items = itemsBetween(spec, dominatorsOf(spec), 'input', last, named);
  const once = new Set(named).size === named.length && named.length === spec.layers.length;
  return once ? [spec.input.join('x'), ...items].join(',') : JSON.stringify(specJson(spec));
}
