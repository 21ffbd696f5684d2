import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticks, tickText } from '../../src/charts/chart.ts';

describe('ticks', () => {
  it.each([
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [-1, 1, 4, [-1, -0.5, 0, 0.5, 1]],
    [0, 262, 5, [0, 100, 200]],
    [0.3, 0.35, 5, [0.3, 0.31, 0.32, 0.33, 0.34, 0.35]],
    [30, 0, 3, [30, 20, 10, 0]],
  ])('from %d to %d', (low, high, count, wanted) => expect(ticks(low, high, count)).toEqual(wanted));

  it('are evenly apart, inside, and neither far fewer nor far more than asked for', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, span) => {
        const all = ticks(low, low + span, 6);
        expect(all.length).toBeGreaterThanOrEqual(2);
        expect(all.length).toBeLessThanOrEqual(8);
        const slack = 1e-6 * span;
        expect(all[0]).toBeGreaterThanOrEqual(low - slack);
        expect(all[all.length - 1]).toBeLessThanOrEqual(low + span + slack);
        const step = (all[all.length - 1] - all[0]) / (all.length - 1);
        all.forEach((value, i) =>
          expect(Math.abs(value - all[0] - i * step)).toBeLessThan(slack + 1e-6 * Math.abs(low)),
        );
      }),
    );
  });

  it('are short', () => {
    expect([0, 0.30000000000000004, 1e6, 2.5e-5, -12.5].map(tickText)).toEqual([
      '0',
      '0.3',
      '1e6',
      '2.5e-5',
      '-12.5',
    ]);
  });
});
