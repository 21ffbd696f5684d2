import { expect, it } from 'vitest';
import { edgesOf } from '../../src/train/fitEdges.ts';

it('edges between bins are quantiles, equal ones once, the last repeated', () => {
  // By hand: quantiles of 0, 1, 2, 3, 4 at 0, 1/4, … are the numbers themselves.
  expect([...edgesOf(Float64Array.of(4, 0, 3, 1, 2), 4)]).toEqual([0, 1, 2, 3, 4]);
  expect([...edgesOf(Float64Array.of(0, 0, 0, 0, 8), 4)]).toEqual([0, 8, 8, 8, 8]);
  expect([...edgesOf(Float64Array.of(7, 7, 7), 2)]).toEqual([7, 7, 7]);
  // numpy.quantile([0, 10, 30], [0, 0.25, 0.5, 0.75, 1])
  expect([...edgesOf(Float64Array.of(30, 0, 10), 4)]).toEqual([0, 5, 10, 20, 30]);
});
