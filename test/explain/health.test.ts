import { expect, it } from 'vitest';
import { layerHealth } from '../../src/explain/health.ts';

it('counts units that are 0 for every row', () => {
  const outputs = Float32Array.from([0, 1, 0, 0, 0, 2, 0, 3, 0]);
  expect(layerHealth('relu1', 'relu', outputs, 3)).toEqual({
    name: 'relu1',
    activation: 'relu',
    units: 3,
    dead: 1,
    saturated: 0,
  });
  expect(layerHealth('tanh1', 'tanh', [0, 0, 0, 0], 2).dead).toBe(0);
});

it('counts outputs at flat ends', () => {
  expect(layerHealth('tanh1', 'tanh', [0.999, -0.995, 0.5, 0], 2).saturated).toBe(0.5);
  expect(layerHealth('sigmoid1', 'sigmoid', [0.001, 0.999, 0.5, 0.99], 2).saturated).toBe(0.5);
  expect(layerHealth('relu1', 'relu', [5, 5], 2).saturated).toBe(0);
});
