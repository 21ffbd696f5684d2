import { expect, it } from 'vitest';
import { manifoldScores } from '../../src/metrics/manifold.ts';

// Random points, and the shares that NumPy 1.24 finds by the definition.
const real = {
  x: [
    ...[1.789, 0.437, 0.096, -1.863, -0.277, -0.355, -0.083, -0.627, -0.044, -0.477, -1.314, 0.885],
    ...[0.881, 1.71, 0.05, -0.405, -0.545, -1.546, 0.982, -1.101, -1.185, -0.206, 1.486, 0.237],
  ],
  rows: 12,
};
const generated = {
  x: [
    ...[-0.114, -0.428, 0.875, -0.096, 0.039, -0.138, 0.947, 1.186, -0.246, -0.376],
    ...[0.018, -1.451, -0.054, -0.614, 1.174, -0.079, -0.474, 0.388, 0.286, -1.046],
  ],
  rows: 10,
};

it.each([
  [3, 1, 10 / 12],
  [1, 0.9, 8 / 12],
])('precision and recall with %i neighbours', (k, precision, recall) => {
  expect(manifoldScores(real, generated, 2, k)).toEqual({ precision, recall });
});

it('finds nothing in common between sets that are far apart, and everything in equal ones', () => {
  const far = { x: real.x.map((value) => value + 100), rows: 12 };
  expect(manifoldScores(real, far, 2)).toEqual({ precision: 0, recall: 0 });
  expect(manifoldScores(real, real, 2)).toEqual({ precision: 1, recall: 1 });
});
