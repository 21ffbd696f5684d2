import { expect, it } from 'vitest';
import { layersOfArrays, layersOfJson } from '../../src/inputs/namedWeights.ts';
import { parseArray } from '../../src/tensor/literal/index.ts';

const tensor = (value: number) => parseArray(`[${value}]`, 'array');
const first = (layers: ReturnType<typeof layersOfArrays>) =>
  layers.map(({ weights, bias }) => [Number(weights.data[0]), bias && Number(bias.data[0])]);

it('pairs the names of PyTorch in the order of their numbers', () => {
  const arrays = ['10.bias', '10.weight', '2.bias', '2.weight'].map((name, i) => [name, tensor(i)] as const);
  expect(first(layersOfArrays(arrays, 'net.safetensors', true))).toEqual([
    [3, 2],
    [1, 0],
  ]);
});

it('pairs w1 and b1, W2 and b2, fc.weight alone', () => {
  const arrays = ['w1', 'b1', 'W2', 'fc.weight'].map((name, i) => [name, tensor(i)] as const);
  expect(first(layersOfArrays(arrays, 'net.npz', false))).toEqual([
    [0, 1],
    [2, undefined],
    [3, undefined],
  ]);
});

it('reads lists of layers', () => {
  const layers = layersOfJson({ weights: [[[1, 2]], [[3]]], biases: [[4], [5]] }, 'net.json');
  expect(first(layers)).toEqual([
    [1, 4],
    [3, 5],
  ]);
});

it('names what it does not understand', () => {
  expect(() => layersOfArrays([['mean', tensor(1)]], 'net.npz', false)).toThrow('"mean" is neither weights');
  expect(() => layersOfArrays([['b1', tensor(1)]], 'net.npz', false)).toThrow('but no weights');
});
