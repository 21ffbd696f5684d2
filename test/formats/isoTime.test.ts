import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clockText, dateText, timestampText } from '../../src/formats/columnar/isoTime.ts';

it('days are those of the calendar', () => {
  const days = fc.integer({ min: -719_000, max: 2_900_000 });
  fc.assert(
    fc.property(days, (day) => {
      expect(dateText(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
    }),
  );
  expect(['0000-02-29', '1900-02-28', '1900-03-01', '2000-02-29', '12024-01-01']).toEqual(
    [-719_469, -25_509, -25_508, 11_016, 3_672_148].map(dateText),
  );
});

it('times are those of the calendar, before 1970 too', () => {
  const times = fc.integer({ min: -6e13, max: 2.5e14 });
  fc.assert(
    fc.property(times, (time) => {
      const text = new Date(time).toISOString().replace('.000Z', 'Z');
      expect(timestampText(BigInt(time), { perSecond: 1000n, utc: true })).toBe(text);
    }),
  );
});

it('fractions have as many digits as they need, by threes', () => {
  const clock = (value: bigint) => clockText(value, 1_000_000_000n);
  expect([0n, 1n, 1000n, 1_500_000n, 86_399_999_999_999n].map(clock)).toEqual([
    ...['00:00:00', '00:00:00.000000001', '00:00:00.000001', '00:00:00.001500', '23:59:59.999999999'],
  ]);
});
