import { expect, it } from 'vitest';
import { histogramsChart } from '../../../src/commands/plot/histograms.ts';

it('spreads the bins of every epoch over one range', () => {
  const chart = histogramsChart(
    [
      { epoch: 0, tensor: 'dense1.weight', low: -1, high: 1, counts: [10, 30] },
      { epoch: 5, tensor: 'dense1.weight', low: 0, high: 3, counts: [20, 0, 20] },
    ],
    'run-1',
  );
  const [mark] = chart.marks;
  if (mark.kind !== 'heat') throw new Error('expected a heat map');
  expect(chart.y).toMatchObject({ low: -1, high: 3 });
  expect(chart.x).toMatchObject({ low: 0, high: 5 });
  expect([mark.columns, mark.rows]).toEqual([2, 40]);
  // Rows of a tenth of a unit, from 3 down to -1.
  const share = (epoch: number, from: number, to: number) => {
    let sum = 0;
    for (let row = 0; row < 40; row++) {
      const middle = 3 - (row + 0.5) / 10;
      if (middle > from && middle < to) sum += mark.values[row * 2 + epoch];
    }
    return sum;
  };
  expect(share(0, -1, 0)).toBeCloseTo(25, 9);
  expect(share(0, 0, 1)).toBeCloseTo(75, 9);
  expect(share(0, 1, 3)).toBeCloseTo(0, 9);
  expect(share(1, 0, 1)).toBeCloseTo(50, 9);
  expect(share(1, 1, 2)).toBeCloseTo(0, 9);
  expect(share(1, 2, 3)).toBeCloseTo(50, 9);
});
