import { expect, it } from 'vitest';
import { activations } from '../../../src/activations/index.ts';
import { activationAt } from '../../../src/figures/plot/activation.ts';
import { confusionOf, rocPoints } from '../../../src/figures/plot/counts.ts';
import { softmaxOf } from '../../../src/figures/plot/softmax.ts';
import { binned, evenlyBinned, roundedStep } from '../../../src/charts/bins.ts';

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

it('bins of integers hold equally many integers', () => {
  const ages = Array.from({ length: 57 }, (_, i) => 18 + i);
  expect(roundedStep(ages)).toBe(1);
  const { edges, heights, each } = evenlyBinned(ages, 20, 1);
  expect(each).toBe(3);
  expect(edges[0]).toBe(17.5);
  expect(edges[1]).toBe(20.5);
  // Every age once: 57 = 19 · 3, and no bin is fuller than another.
  expect(heights).toEqual(Array.from({ length: 19 }, () => 3));
  expect(evenlyBinned([1, 1, 2, Number.NaN, 5], 10, 1)).toMatchObject({
    edges: [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
    heights: [2, 1, 0, 0, 1],
  });
});

it('takes numbers with one decimal for multiples of 0.1, and others for a continuous range', () => {
  expect(roundedStep([0.2, 1.4, 0.3])).toBe(0.1);
  expect(roundedStep([0.2, 1.4, 0.3], 0)).toBeUndefined();
  expect(roundedStep([Math.PI, 1])).toBeUndefined();
  const { edges, heights } = evenlyBinned([0.1, 0.2, 0.2, 0.4], 10, 0.1);
  expect(edges).toEqual([0.05, 0.15, 0.25, 0.35, 0.45]);
  expect(heights).toEqual([1, 2, 0, 1]);
});

it('softmax is that of NumPy 1.24, and adds up to 1', () => {
  // z = np.array([2.0, 1.0, 0.1]); np.exp(z) / np.exp(z).sum()
  const expected = [0.6590011388859679, 0.24243297070471392, 0.09856589040931818];
  softmaxOf([2, 1, 0.1]).forEach((p, i) => expect(p).toBeCloseTo(expected[i], 15));
  const large = softmaxOf([1000, 1001, 1002]);
  expect(large.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 15);
});

it('activations jump and bend exactly where they do', () => {
  const x = [-3 - 1e-9, -3 + 1e-9, 3 - 1e-9, 3 + 1e-9];
  for (const { name, kinks = [], backward } of activations.all) {
    if (name.includes('softmax') || !backward) continue;
    const found = activations.get(name);
    // Between kinks the derivative goes on without a jump.
    const { slope = [] } = activationAt(
      found,
      [-2.5, -1, 1, 2.5].flatMap((at) => [at - 1e-9, at + 1e-9]),
    );
    for (let i = 0; i < slope.length; i += 2) expect(Math.abs(slope[i + 1] - slope[i])).toBeLessThan(1e-6);
    for (const kink of kinks) {
      const [before, after] = activationAt(found, [kink - 1e-9, kink + 1e-9]).slope ?? [];
      if (name !== 'elu') expect(Math.abs(after - before)).toBeGreaterThan(0.1);
    }
  }
  expect(activationAt(activations.get('hard-sigmoid'), x).slope).toEqual([0, 1 / 6, 1 / 6, 0]);
});
