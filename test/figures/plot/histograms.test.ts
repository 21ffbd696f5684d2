import { expect, it } from 'vitest';
import { histogramsChart } from '../../../src/figures/plot/histograms.ts';
import { WeightHistograms } from '../../../src/figures/weightHistograms.ts';

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
  expect(chart.x).toMatchObject({ names: ['0', '5'], low: -0.5, high: 1.5 });
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

/** All weights in the half below or above 0. */
const half = (epoch: number, above: boolean) => ({
  ...{ epoch, tensor: 'dense1.weight', low: -1, high: 1 },
  counts: above ? [0, 8] : [8, 0],
});

/** For each column whether its weights are above 0. */
function columnsAbove(epochs: readonly number[], above: (epoch: number) => boolean) {
  const { marks, x } = histogramsChart(
    epochs.map((epoch) => half(epoch, above(epoch))),
    'run-1',
  );
  const [mark] = marks;
  if (mark.kind !== 'heat') throw new Error('expected a heat map');
  return { x, columns: Array.from({ length: mark.columns }, (_, i) => mark.values[i] > 0) };
}

it('puts epochs at equal distances, where some were not recorded the one before', () => {
  // Columns stand for the epochs 0, 2, 3, 5 and 6.
  const { columns } = columnsAbove([0, 2, 4, 5, 6], (epoch) => epoch === 2);
  expect(columns).toEqual([false, true, true, false, false]);
});

it('has a column for each epoch, its middle above the number', () => {
  const epochs = Array.from({ length: 60 }, (_, i) => i);
  const { x, columns } = columnsAbove(epochs, (epoch) => epoch >= 20);
  expect(x).toMatchObject({ low: -0.5, high: 59.5 });
  expect(columns.indexOf(true)).toBe(20);
  expect(columns).toHaveLength(60);
});

it('keeps of a run that goes on for longer what it would have kept from the beginning', () => {
  const before = Array.from({ length: 150 }, (_, epoch) => half(epoch, true));
  const lines = new WeightHistograms(600, before).text.trimEnd().split('\n');
  // 200 of 600 epochs: every third.
  expect(lines.map((line) => (JSON.parse(line) as { epoch: number }).epoch)).toEqual(
    Array.from({ length: 50 }, (_, i) => 3 * i),
  );
});
