import { expect, it } from 'vitest';
import { parseLayers } from '../../src/network/layerString.ts';
import { referenceBackend } from '../../src/runtime/runtime.ts';
import { findLearningRate } from '../../src/train/findRate.ts';
import type { RateTest } from '../../src/train/findRate.ts';
import { setupOf, still } from '../support/setup.ts';

/**
 * y = 3x by one weight and gradient descent: the loss is a parabola of curvature 2·mean(x²), stable below a
 * rate of 1/mean(x²).
 */
function parabola(range: { steps: number; low: number; high: number }): RateTest {
  const x = Float64Array.from({ length: 64 }, (_, i) => Math.cos(i));
  const spec = parseLayers('1,1', { activation: 'linear', outputActivation: 'linear' });
  const setup = setupOf({ spec, loss: 'mse', optimizer: 'sgd', init: 'zeros' });
  const train = { kind: 'whole', x, target: x.map((value) => 3 * value), rows: 64 } as const;
  return findLearningRate(setup, train, still(referenceBackend('float64')), range);
}

it('finds a rate that learns, below the one at which gradient descent becomes unstable', () => {
  const { points, suggested, lowest } = parabola({ steps: 200, low: 1e-6, high: 100 });
  const unstable = 1 / (0.5 + Math.sin(127) / (2 * 64 * 2 * Math.sin(1)) + 0.02);
  expect(suggested).toBeGreaterThan(1e-3);
  expect(suggested).toBeLessThan(unstable);
  expect(lowest).toBeGreaterThan(suggested ?? Infinity);
  // It blows up soon behind the limit, and the test ends there.
  expect(points.at(-1)?.rate).toBeLessThan(100);
  expect(points.at(-1)?.rate).toBeGreaterThan(1);
  expect(points[0].loss).toBeCloseTo(9 * 0.5, 0);
});

it('gives the same numbers every time', () => {
  const test = () => parabola({ steps: 50, low: 1e-4, high: 1 });
  expect(test()).toEqual(test());
});
