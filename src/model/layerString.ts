import { activationNamed, activations, isActivation } from '../activations/index.ts';
import { usageError } from '../errors.ts';
import type { NnError } from '../errors.ts';
import { optionOfWord } from '../layers/fields.ts';
import { layers } from '../layers/index.ts';
import { didYouMean } from '../util/suggest.ts';
import { findLayerType, layerType } from './graph.ts';
import type { LayerNode, NetworkSpec, Penalty } from './spec.ts';

export interface LayerStringOptions {
  /** Activation of hidden layers that do not name their own. */
  readonly activation: string;
  /** Activation after the last layer; linear adds none. */
  readonly outputActivation: string;
  /** Rate of a dropout layer after every hidden activation; 0: none. */
  readonly dropout?: number;
  /** What `auto` and a missing input or output stand for. */
  readonly inputShape?: readonly number[];
  readonly outputs?: number;
}

const penaltyNames: Readonly<Record<string, keyof Penalty>> = {
  l1: 'l1',
  l2: 'l2',
  bias_l1: 'biasL1',
  bias_l2: 'biasL2',
  max_norm: 'maxNorm',
};

interface Item {
  readonly text: string;
  readonly type: string;
  readonly options: Record<string, unknown>;
  readonly activation?: string;
  readonly penalty?: Partial<Penalty>;
}

/** `28x28x1`, `4`, or undefined when the item is no shape. */
function readShape(text: string): number[] | undefined {
  if (!/^\d+(x\d+)*$/.test(text)) return undefined;
  const shape = text.split('x').map(Number);
  return shape.every((length) => length > 0) ? shape : undefined;
}

function readItem(text: string, position: number, outputs: number | undefined): Item {
  const fail = (message: string, hint?: string): NnError =>
    usageError(`--layers, item ${position} "${text}": ${message}`, hint === undefined ? {} : { hint });
  const [name = '', ...rest] = text.split(':');
  const isUnits = /^[-+]?\d+(\.\d+)?$/.test(name) || name === 'auto';
  if (isUnits && name !== 'auto' && !/^[1-9]\d*$/.test(name))
    throw fail(`a layer needs at least 1 unit, found ${name}`);
  if (name === 'auto' && outputs === undefined) throw fail('"auto" needs data to be inferred from');
  const type = isUnits ? 'dense' : isActivation(name) ? 'activation' : name;
  const known = findLayerType(type);
  if (!known) {
    const names = [
      ...layers.flatMap((layer) => [layer.type, ...layer.aliases]),
      ...activations.map((a) => a.name),
    ];
    throw fail(`unknown layer "${name}"`, didYouMean(name, names));
  }
  const given =
    type === 'activation'
      ? [name, ...rest]
      : isUnits
        ? [name === 'auto' ? String(outputs) : name, ...rest]
        : rest;
  const options: Record<string, unknown> = {};
  const penalty: Partial<Record<keyof Penalty, number>> = {};
  let activation: string | undefined;
  let at = 0;
  for (const part of given) {
    const [key = '', value] = part.split('=');
    if (value !== undefined) {
      const term = penaltyNames[key];
      if (!term) options[key] = value;
      else if (value.trim() !== '' && Number(value) >= 0) penalty[term] = Number(value);
      else throw fail(`${key} must be a number of at least 0, found "${value}"`);
      continue;
    }
    if (type !== 'activation' && isActivation(part)) {
      activation = activationNamed(part).name;
      continue;
    }
    const said = optionOfWord(known.options, part);
    if (said) {
      options[said.name] = said.value;
      continue;
    }
    const option = known.positional[at++];
    if (option === undefined) {
      throw fail(
        `"${part}" is too much`,
        type === 'dense'
          ? didYouMean(
              part,
              activations.map((a) => a.name),
            )
          : undefined,
      );
    }
    options[option] = part;
  }
  return {
    text,
    type: known.type,
    options,
    ...(activation !== undefined && { activation }),
    ...(Object.keys(penalty).length > 0 && { penalty }),
  };
}

/** Layers that are followed by an activation unless the string says otherwise. */
const takesActivation = (item: Item | undefined) => item?.type === 'dense';
const passesThrough = (item: Item | undefined) => item?.type === 'dropout';

/**
 * Reads a layer string such as `2,64,3`, `4,32:tanh,dropout:0.2,3` or `auto,64,auto`: the shape of a sample, then the
 * layers. Throws a usage error that names the item.
 */
export function parseLayers(text: string, options: LayerStringOptions): NetworkSpec {
  const texts = text.split(',').map((item) => item.trim().replace(/^sequence\s+/, ''));
  if (text.trim() === '' || texts.some((item) => item === '')) {
    throw usageError(`--layers "${text}" has an empty item`, { hint: 'for example --layers 2,64,3' });
  }
  const [first = '', ...others] = texts;
  const input = first === 'auto' ? options.inputShape : readShape(first);
  if (!input) {
    throw usageError(
      first === 'auto'
        ? '--layers begins with "auto", which needs data to be inferred from'
        : `--layers, item 1 "${first}": expected the shape of a sample, such as 4 or 28x28x1`,
      { hint: 'the first item is the number of inputs: 2,64,3' },
    );
  }
  const items = others.map((item, i) => readItem(item, i + 2, options.outputs));
  if (items.length === 0)
    throw usageError(`--layers "${text}" has no layer after the input`, {
      hint: 'for example --layers 2,64,3',
    });
  const nodes: LayerNode[] = [];
  const counts = new Map<string, number>();
  const append = (
    type: string,
    label: string,
    layerOptions: Record<string, unknown>,
    penalty?: Partial<Penalty>,
  ) => {
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    const { options: fields } = layerType(type);
    const typed = Object.fromEntries(
      Object.entries(layerOptions).map(([key, value]) => [key, fields[key]?.read(value) ?? value]),
    );
    nodes.push({
      name: `${label}${count}`,
      type,
      options: typed,
      inputs: [nodes.at(-1)?.name ?? 'input'],
      ...(penalty && { penalty }),
    });
  };
  const activate = (name: string) => {
    const { name: full } = activationNamed(name);
    append('activation', full, { function: full });
  };
  items.forEach((item, i) => {
    const label =
      item.type === 'activation' ? activationNamed(String(item.options.function)).name : item.type;
    append(item.type, label, item.options, item.penalty);
    const last = i === items.length - 1;
    let next = i + 1;
    while (passesThrough(items[next])) next++;
    const explicit = items[next]?.type === 'activation';
    const chosen = item.activation ?? (last ? options.outputActivation : options.activation);
    if (!takesActivation(item) || explicit) return;
    if (chosen !== 'linear' || item.activation !== undefined) activate(chosen);
    if (!last && (options.dropout ?? 0) > 0) append('dropout', 'dropout', { rate: options.dropout });
  });
  const spec: NetworkSpec = { input, layers: nodes };
  const widths = nodes.filter((node) => node.type === 'dense').map((node) => Number(node.options.units));
  if (
    options.inputShape &&
    options.inputShape.length === 1 &&
    options.inputShape[0] !== input.reduce((size, length) => size * length, 1)
  ) {
    const wanted = options.inputShape[0];
    throw usageError(`--layers begins with ${input.join('x')} inputs, but the data has ${wanted}`, {
      hint: `--layers ${[wanted, ...others].join(',')}, or with the first item left to the data: --layers auto,${others.join(',')}`,
    });
  }
  if (options.outputs !== undefined && widths.at(-1) !== options.outputs) {
    throw usageError(`--layers ends with ${widths.at(-1)} units, but the target needs ${options.outputs}`, {
      hint: `--layers ${[first, ...others.slice(0, -1), options.outputs].join(',')}`,
    });
  }
  return spec;
}

/** The layer string of a chain; what `parseLayers` reads back with linear defaults. */
export function formatLayers(spec: NetworkSpec): string {
  const items = spec.layers.map((node) => {
    if (node.type === 'activation') return String(node.options.function);
    const { positional, options } = layerType(node.type);
    const given = positional.map((key) => node.options[key]).filter((value) => value !== undefined);
    const others = Object.keys(options).flatMap((key) => {
      const value = node.options[key];
      const field = options[key];
      if (positional.includes(key) || value === undefined || value === field.fallback) return [];
      return value === true ? [key] : field.words ? [String(value)] : [`${key}=${String(value)}`];
    });
    return [...(node.type === 'dense' ? [] : [node.type]), ...given, ...others].join(':');
  });
  return [spec.input.join('x'), ...items].join(',');
}
