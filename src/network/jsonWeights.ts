import { usageError } from '../errors.ts';
import { parseArray } from '../tensor/literal/index.ts';
import { isRecord } from '../util/guards.ts';
import type { GivenLayer } from './orientation.ts';
import { networkJson, specOf } from './specJson.ts';
import type { NetworkSpec } from './spec.ts';

/** A network as JSON, and the weights that stand in it, of all layers that have some or of none. */
export interface JsonNetwork {
  readonly spec: NetworkSpec;
  readonly given: readonly GivenLayer[];
}

/** Length of a list, and of its first row. */
const extents = (value: unknown): [number, number] =>
  Array.isArray(value) ? [value.length, Array.isArray(value[0]) ? value[0].length : 0] : [1, 0];

/** Units of a dense layer whose weights say how many there are: a row for each, unless the biases or the input say otherwise. */
function withUnits(layer: Record<string, unknown>): Record<string, unknown> {
  const { weight, bias, options = {}, type } = layer;
  if (weight === undefined || type !== 'dense' || !isRecord(options) || 'units' in options) return layer;
  const [rows, columns] = extents(weight);
  const neurons =
    columns === 0
      ? 1
      : Array.isArray(bias) && bias.length === columns && bias.length !== rows
        ? columns
        : rows;
  return { ...layer, options: { ...options, units: neurons } };
}

/**
 * Reads a network whose layers may have "weight" and "bias": nested arrays, a row for each neuron as in PyTorch.
 *
 * @throws NnError('usage') that names the layer, NnError('input') of an array
 */
export function parseJsonNetwork(text: string): JsonNetwork {
  const value = networkJson(text);
  const layers = isRecord(value) ? value.layers : undefined;
  if (!isRecord(value) || !Array.isArray(layers)) return { spec: specOf(value), given: [] };
  const given: GivenLayer[] = [];
  const bare = layers.map((layer: unknown, i) => {
    if (!isRecord(layer) || !('weight' in layer || 'bias' in layer)) return layer;
    const { weight, bias, ...rest } = withUnits(layer);
    const name = `"weight" of layer ${i + 1}`;
    if (weight === undefined)
      throw usageError(`layer ${i + 1} of the network has a "bias" and no "weight"`, {
        hint: 'give both, or a "weight" alone',
      });
    given.push({
      name,
      weights: parseArray(JSON.stringify(weight), name),
      bias: bias === undefined ? undefined : parseArray(JSON.stringify(bias), `"bias" of layer ${i + 1}`),
    });
    return rest;
  });
  return { spec: specOf({ ...value, layers: bare }), given };
}
