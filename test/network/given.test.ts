import { expect, it } from 'vitest';
import { denseNetwork } from '../../src/network/given.ts';
import { parseJsonNetwork } from '../../src/network/jsonWeights.ts';
import { parseArray } from '../../src/tensor/literal/index.ts';

const tensor = (text: string) => parseArray(text, 'array');

it('makes W of a matrix with a row for each neuron, and the bias of one number for all', () => {
  const { spec, weights, remarks } = denseNetwork(
    [{ name: '--weights', weights: tensor('[[1, 2, 3], [4, 5, 6]]'), bias: tensor('7') }],
    { rows: [3] },
    {},
  );
  expect(spec.input).toEqual([3]);
  expect(weights.get('dense1.weight')).toEqual({
    shape: [3, 2],
    dtype: 'float64',
    data: Float64Array.of(1, 4, 2, 5, 3, 6),
  });
  expect([...(weights.get('dense1.bias')?.data ?? [])]).toEqual([7, 7]);
  expect(remarks).toContain('one bias for 2 neurons: it is added to each, as NumPy does');
});

it('puts activations between layers and after the last one', () => {
  const one = { name: '--weights', weights: tensor('[[1, 2], [3, 4]]') };
  const { spec } = denseNetwork(
    [one, one],
    { rows: [2], forced: 'inputs' },
    { between: 'relu', last: 'softmax' },
  );
  expect(spec.layers.map(({ name }) => name)).toEqual(['dense1', 'relu1', 'dense2', 'softmax1']);
});

it('reads weights and units from a network as JSON', () => {
  const { spec, given } = parseJsonNetwork(
    '{"input": [3], "layers": [{"type": "dense", "weight": [[1, 2, 3], [4, 5, 6]], "bias": [0, 1]}]}',
  );
  expect(spec.layers[0]).toEqual({
    name: 'dense1',
    type: 'dense',
    options: { units: 2 },
    inputs: ['input'],
  });
  expect(given[0].weights.shape).toEqual([2, 3]);
});
