import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberColumn } from '../../src/data/convert.ts';
import {
  findSeason,
  naiveScale,
  seasonalNaive,
  windowInputs,
  windowStarts,
  windowTargets,
} from '../../src/data/series.ts';
import type { Table } from '../../src/data/table.ts';
import { readClock } from '../../src/data/calendars/clock.ts';

const counting = (n: number) => Float64Array.from({ length: n }, (_, i) => i);

describe('windows', () => {
  it('forecast every row of their part and none of another, from the rows right before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 12, max: 30 }),
        fc.integer({ min: 1, max: 20 }),
        (window, horizon, cut, more) => {
          const pieces = { window, horizon };
          const rows = counting(cut + more);
          const train = windowStarts(0, cut, pieces);
          const later = windowStarts(cut, cut + more, pieces);
          const targeted = (starts: Int32Array) => new Set(windowTargets(rows, starts, pieces));
          // Nothing that validates is a target of training, nor seen by it.
          expect(Math.max(...targeted(train))).toBe(cut - 1);
          expect(Math.max(...windowInputs(rows, 1, train, window))).toBeLessThan(cut);
          if (more >= horizon) {
            expect([...targeted(later)].sort((a, b) => a - b)).toEqual(
              [...counting(more)].map((i) => cut + i),
            );
          } else expect(later).toHaveLength(0);
          for (const starts of [train, later]) {
            const x = windowInputs(rows, 1, starts, window);
            const y = windowTargets(rows, starts, pieces);
            for (let i = 0; i < starts.length; i++) expect(y[i * horizon] - x[(i + 1) * window - 1]).toBe(1);
          }
        },
      ),
    );
  });

  it('keep the columns of a step together', () => {
    const steps = counting(10);
    expect([...windowInputs(steps, 2, Int32Array.of(0, 2), 3)]).toEqual([0, 1, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9]);
  });
});

describe('the seasonal-naive method', () => {
  const values = [1, 2, 3, 11, 12, 13];

  it('repeats the last season', () => {
    expect([...seasonalNaive(values, 6, 3, 5)]).toEqual([11, 12, 13, 11, 12]);
    expect([...seasonalNaive(values, 4, 1, 3)]).toEqual([11, 11, 11]);
    expect(naiveScale(values, 6, 3)).toBe(10);
    expect(naiveScale(values, 6, 1)).toBe((1 + 1 + 8 + 1 + 1) / 5);
  });

  it('finds seasons of any shape beside a trend and noise, and none in noise or a line', () => {
    let state = 1;
    const random = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5;
    for (const season of [4, 7, 12, 25]) {
      const pattern = counting(season).map(() => random());
      const series = counting(10 * season).map((t) => 3 * pattern[t % season] + 0.05 * t + 0.3 * random());
      expect([season, findSeason(series)]).toEqual([season, season]);
    }
    expect(findSeason(counting(300).map(random))).toBe(1);
    expect(findSeason(counting(100).map((t) => 5 + 2 * t))).toBe(1);
    expect(findSeason(counting(50).fill(3))).toBe(1);
  });
});

describe('times', () => {
  const clockOf = (...texts: string[]) => {
    const categories = [...new Set(texts)];
    const codes = Int32Array.from(texts, (text) => categories.indexOf(text));
    const column = { kind: 'category', name: 'when', codes, categories, missing: 0 } as const;
    const table: Table = { columns: [column], rows: texts.length, source: 'a.csv' };
    return readClock(table, column);
  };

  it.each([
    [['1949-10', '1949-11', '1949-12'], 12, ['1950-01', '1950-02']],
    [['2020-01', '2020-04', '2020-07'], 4, ['2020-10', '2021-01']],
    [['2020-12-30', '2020-12-31', '2021-01-01'], 7, ['2021-01-02', '2021-01-03']],
    [['2020-02-01', '2020-03-01', '2020-04-01'], 12, ['2020-05-01', '2020-06-01']],
    [['2019-01-01', '2020-01-01', '2021-01-01'], undefined, ['2022-01-01', '2023-01-01']],
    [['2020-01-05', '2020-01-12'], 52, ['2020-01-19', '2020-01-26']],
    [['2020-02-28 22:00', '2020-02-28 23:00'], 24, ['2020-02-29 00:00', '2020-02-29 01:00']],
    [['2020-02-28T22:00:30Z', '2020-02-28T22:15:30Z'], 96, ['2020-02-28T22:30:30Z', '2020-02-28T22:45:30Z']],
    [['1', '2', '3'], undefined, ['4', '5']],
  ])('%j go on', (texts, season, next) => {
    const clock = clockOf(...texts);
    expect([clock.after(1), clock.after(2)]).toEqual(next);
    expect(clock.season).toBe(season);
  });

  it('in decimal steps stay decimal', () => {
    const column = numberColumn(
      'x',
      counting(10).map((i) => i / 10),
    );
    expect(readClock({ columns: [column], rows: 10, source: 'a.csv' }, column).after(2)).toBe('1.1');
  });

  it.each([
    [['2020-01', '2020-01'], /2020-01 is not later than 2020-01/],
    [['2020-02', '2020-01'], /is not later/],
    [['2020-01', '2020-13'], /found "2020-13", expected a time/],
    [['2020-01', '2020-02-01'], /found "2020-02-01", expected a time/],
    [['soon'], /found "soon", expected a time/],
  ])('%j are refused', (texts, wanted) => {
    expect(() => clockOf(...texts)).toThrow(wanted);
  });
});
