import { expect, it } from 'vitest';
import {
  mean,
  populationDeviation,
  populationVariance,
  sampleDeviation,
  scaleOf,
} from '../../src/util/statistics.ts';

// numpy 2: np.mean, np.var, np.std and np.std(ddof=1) of [2, 4, 4, 4, 5, 5, 7, 9].
const values = [2, 4, 4, 4, 5, 5, 7, 9];

it('is what NumPy says', () => {
  expect(mean(values)).toBe(5);
  expect(populationVariance(values)).toBe(4);
  expect(populationDeviation(values)).toBe(2);
  expect(sampleDeviation(values)).toBeCloseTo(2.138_089_935_299_395, 15);
});

it('is nothing of too few numbers', () => {
  expect(mean([])).toBeNaN();
  expect(sampleDeviation([3])).toBeNaN();
  expect(populationDeviation(Float32Array.of(3))).toBe(0);
});

it('does not scale what varies by rounding alone', () => {
  expect(scaleOf(2, 5)).toBe(2);
  expect(scaleOf(1e-13, 5)).toBe(1);
});
