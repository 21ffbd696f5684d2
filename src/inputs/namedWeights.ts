import { inputError } from '../errors.ts';
import type { GivenLayer } from '../network/orientation.ts';
import { parseArray } from '../tensor/literal/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { isRecord } from '../util/guards.ts';

/** `w1`, `fc1.weight`, `0.bias`, `dense_1/kernel`: a layer, and which of its two arrays. */
const NAME = /^(.*?)[._/-]?(weights?|kernel|w|biases|bias|b)[._-]?(\d*)$/i;

/** Layers of arrays by name, in the order of the file, or of the numbers in their names where `sorted`. */
export function layersOfArrays(
  arrays: readonly (readonly [name: string, tensor: Tensor])[],
  source: string,
  sorted: boolean,
): GivenLayer[] {
  const found = new Map<string, { weights?: readonly [string, Tensor]; bias?: Tensor }>();
  for (const [name, tensor] of arrays) {
    const match = NAME.exec(name);
    if (!match)
      throw inputError(`the array "${name}" is neither weights nor a bias by its name`, {
        where: { source },
        hint: 'names that are understood: w1 and b1, fc1.weight and fc1.bias, 0.weight and 0.bias, weights and biases',
      });
    const [, before, kind, number] = match;
    const key = `${before}${number}`;
    const layer = found.get(key) ?? {};
    if (/^b/i.test(kind)) layer.bias = tensor;
    else layer.weights = [name, tensor];
    found.set(key, layer);
  }
  const order = new Intl.Collator('en', { numeric: true });
  const keys = [...found.keys()];
  if (sorted) keys.sort((a, b) => order.compare(a, b));
  return keys.map((key) => {
    const { weights, bias } = found.get(key) ?? {};
    if (weights) return { name: `${weights[0]} of ${source}`, weights: weights[1], bias };
    throw inputError(`there is a bias of "${key}", but no weights`, {
      where: { source },
      hint: `an array of weights beside it, such as ${key === '' ? 'weights' : `${key}.weight`}`,
    });
  });
}

const arrayOf = (value: unknown, name: string, source: string): Tensor =>
  parseArray(JSON.stringify(value), `${name} of ${source}`);

/** How many brackets stand inside each other. */
const depthOf = (value: unknown): number => (Array.isArray(value) ? 1 + depthOf(value[0]) : 0);

/** Several layers in two lists: `{"weights": [W1, W2], "biases": [b1, b2]}`. */
function listed(weights: readonly unknown[], biases: unknown, source: string): GivenLayer[] {
  const given = Array.isArray(biases) ? biases : [];
  if (given.length > 0 && given.length !== weights.length)
    throw inputError(`found weights of ${weights.length} layers and biases of ${given.length}`, {
      where: { source },
      hint: 'give each layer its list of biases; 0 stands for none',
    });
  return weights.map((value, i) => ({
    name: `weights[${i}] of ${source}`,
    weights: arrayOf(value, `weights[${i}]`, source),
    bias: given.length === 0 ? undefined : arrayOf(given[i], `biases[${i}]`, source),
  }));
}

/**
 * The layers of a JSON object such as `{"w1": …, "b1": …}` or `{"weights": […], "biases": […]}`.
 *
 * @throws NnError('input')
 */
export function layersOfJson(value: unknown, source: string): GivenLayer[] {
  if (!isRecord(value)) throw inputError('expected an object of arrays', { where: { source } });
  const { weights = value.weight, biases = value.bias } = value;
  // Three brackets: a list of matrices.
  if (Array.isArray(weights) && depthOf(weights) > 2) return listed(weights, biases, source);
  const arrays = Object.entries(value).map(([name, array]) => [name, arrayOf(array, name, source)] as const);
  return layersOfArrays(arrays, source, false);
}
