import { expect, it } from 'vitest';
import { disconnect } from '../../src/network/connections.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { parametersOf } from '../../src/network/parameters.ts';
import { Predictor } from '../../src/runtime/predictor.ts';
import { pruned } from '../../src/network/prune.ts';
import { referenceBackend } from '../../src/runtime/runtime.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { RandomState } from '../../src/util/random.ts';

const spec = parseLayers('40,30,5', { activation: 'relu', outputActivation: 'linear' });
const random = new RandomState(4);
const weights = new Map<string, Tensor>(
  parametersOf(spec).trainable.map(({ name, length, spec: { shape } }) => [
    name,
    { shape, dtype: 'float64', data: Float64Array.from({ length }, () => random.standardNormal()) },
  ]),
);

it('keeps the largest weights of each layer', () => {
  const { spec: few, weights: left, layers } = pruned(spec, weights, 0.9);
  expect(layers).toEqual([
    { name: 'dense1', all: 1200, kept: 120 },
    { name: 'dense2', all: 150, kept: 15 },
  ]);
  expect(few.layers.map(({ type }) => type)).toEqual(['sparse', 'activation', 'sparse']);
  for (const { name, kept } of layers) {
    const before = Array.from(weights.get(`${name}.weight`)?.data ?? [], Number);
    const after = Array.from(left.get(`${name}.weight`)?.data ?? [], Number);
    const limit = before.map(Math.abs).toSorted((a, b) => b - a)[kept - 1];
    expect(after).toEqual(before.map((value) => (Math.abs(value) >= limit ? value : 0)));
  }
});

it('answers as a dense network with the same zeros, few rows or many', () => {
  const { spec: few, weights: left } = pruned(spec, weights, 0.8);
  const backend = referenceBackend('float64');
  for (const rows of [1, 50]) {
    const x = Float64Array.from({ length: 40 * rows }, () => random.standardNormal());
    const sparse = new Predictor({ spec: few, weights: left }, backend).run(x, rows);
    const dense = new Predictor({ spec, weights: left }, backend).run(x, rows);
    sparse.forEach((value, i) => expect(value).toBeCloseTo(dense[i], 12));
  }
});

it('connects neighbours in a band, and units at random to as many inputs as asked for', () => {
  const band = new Float64Array(6 * 6).fill(1);
  disconnect(band, 6, { kept: 16, pattern: 'band' }, random);
  for (let i = 0; i < 6; i++)
    for (let j = 0; j < 6; j++) expect(band[i * 6 + j]).toBe(Math.abs(i - j) <= 1 ? 1 : 0);
  const some = new Float64Array(1000).fill(1);
  disconnect(some, 20, { kept: 137, pattern: 'random' }, random);
  expect(some.reduce((sum: number, value: number) => sum + value, 0)).toBe(137);
});
