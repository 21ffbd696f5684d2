import { expect, it } from 'vitest';
import { activations } from '../../../src/activations/index.ts';
import { activationAt } from '../../../src/figures/plot/activation.ts';
import { confusionOf, rocPoints } from '../../../src/figures/plot/counts.ts';
import { binned } from '../../../src/charts/bins.ts';

it('ROC points equal those of sklearn.metrics.roc_curve (scikit-learn 1.2)', () => {
  const scores = [
    ...[0.4, 0, 0.5, 0.4, 0.4, 0.3, 0.2, 0.6, 0.3, 0.3, 0.6, 0.5, 0.1],
    ...[0.5, 0.2, 0.8, 0.9, 0.5, 0.8, 0.1, 0.5, 0.1, 0.4, 0.1, 0.1],
  ];
  const positive = [0, 0, 1, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0];
  expect(rocPoints(scores, positive)).toEqual({
    x: [0, 0, 0.0625, 0.125, 0.25, 0.375, 0.5625, 0.625, 0.9375, 1],
    y: [0, 1 / 9, 2 / 9, 3 / 9, 6 / 9, 8 / 9, 8 / 9, 1, 1, 1],
  });
});

it('bins equal those of numpy.histogram (NumPy 1.24)', () => {
  const values = [
    ...[-0.83, 0.09, 1, -0.38, -0.38, -0.07, 0.43, 1.28, -0.63, 0.51, 0.22, -1.86, -0.42, -0.13],
    ...[-0.04, 0.33, -2.04, 0.05, -0.68, -1.44, 0.52, 0.74, -0.65, 0.84, -0.38, 0.07, -1.1, 1.58],
    ...[-2.66, -0.09, 0.7, -2.03, -0.19, -0.08, 0.82, 1.25, -0.4, -1.38, 1.37, 1.22],
  ];
  const { edges, heights } = binned(values, 7);
  expect(heights).toEqual([1, 3, 3, 9, 11, 7, 6]);
  [-2.66, -2.0542857, -1.4485714, -0.8428571, -0.2371429, 0.3685714, 0.9742857, 1.58].forEach((edge, i) =>
    expect(edges[i]).toBeCloseTo(edge, 7),
  );
});

it('activations and their slopes are those of the formulas', () => {
  const x = [-2, -0.5, 0.25, 3];
  const sigmoid = activationAt(activations.get('sigmoid'), x);
  const relu = activationAt(activations.get('relu'), x);
  const silu = activationAt(activations.get('silu'), x);
  x.forEach((at, i) => {
    const s = 1 / (1 + Math.exp(-at));
    expect(sigmoid.value[i]).toBeCloseTo(s, 14);
    expect(sigmoid.slope?.[i]).toBeCloseTo(s * (1 - s), 14);
    expect(relu.value[i]).toBe(Math.max(0, at));
    expect(relu.slope?.[i]).toBe(at > 0 ? 1 : 0);
    expect(silu.value[i]).toBeCloseTo(at * s, 14);
    expect(silu.slope?.[i]).toBeCloseTo(s + at * s * (1 - s), 14);
  });
  expect(activationAt(activations.get('step'), x).slope).toBeUndefined();
});

it('counts answers by true class', () => {
  expect(confusionOf([0, 0, 1, 2, 2], [0, 1, 1, 2, 0], 3)).toEqual([1, 1, 0, 0, 1, 0, 1, 0, 1]);
});
