import { describe, expect, it } from 'vitest';
import { readClock } from '../../src/data/calendars/clock.ts';
import type { Table } from '../../src/data/table.ts';
import { NnError } from '../../src/errors.ts';
import { golden } from '../support/fixtures.ts';

const { ranges } = golden<{
  ranges: readonly { readonly name: string; readonly texts: string[]; readonly next: string[] }[];
}>('dates.json');

function clockOf(texts: readonly string[]) {
  const categories = [...new Set(texts)];
  const codes = Int32Array.from(texts, (text) => categories.indexOf(text));
  const column = { kind: 'category', name: 'when', codes, categories, missing: 0 } as const;
  const table: Table = { columns: [column], rows: texts.length, source: 'a.csv' };
  return readClock(table, column);
}

describe('calendars of pandas', () => {
  it.each(ranges)('$name', ({ texts, next }) => {
    const clock = clockOf(texts);
    expect(next.map((_, k) => clock.after(k + 1))).toEqual(next);
    expect([...(clock.calendar?.places ?? [])]).toEqual(texts.map((_, i) => i));
    expect(texts.map((_, i) => clock.at(i))).toEqual(texts);
  });

  it.each(ranges.filter(({ name }) => !/^(?:business|years)/.test(name)))('$name with a gap', ({ texts }) => {
    const clock = clockOf(texts.filter((_, i) => i < 5 || i > 7));
    expect(clock.calendar?.places[5]).toBe(8);
    expect([5, 6, 7].map((place) => clock.at(place))).toEqual(texts.slice(5, 8));
  });
});

const two = (n: number) => String(n).padStart(2, '0');
/** Hours of a day, `2020-03-29 00:00` and so on, without some of them. */
const hours = (day: string, left: readonly number[] = [], zone = '') =>
  Array.from({ length: 24 }, (_, hour) => hour)
    .filter((hour) => !left.includes(hour))
    .map((hour) => `${day} ${two(hour)}:00${zone}`);
const placesOf = (texts: readonly string[]) => [...(clockOf(texts).calendar?.places ?? [])];
const counting = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('clocks that are changed', () => {
  it('in spring leave out an hour, which is no gap', () => {
    expect(placesOf(hours('2020-03-29', [2]))).toEqual(counting(23));
    // São Paulo, where midnight was left out, and New York.
    expect(placesOf([...hours('2018-11-03'), ...hours('2018-11-04', [0])])).toEqual(counting(47));
    expect(placesOf(hours('2020-03-08', [2]))).toEqual(counting(23));
  });

  it('in autumn have an hour twice', () => {
    const [night, ...day] = hours('2020-10-25').slice(2);
    expect(placesOf([...hours('2020-10-25').slice(0, 3), night, ...day])).toEqual(counting(25));
    // São Paulo: from Sunday midnight back to 23:00.
    const saturday = hours('2018-02-17');
    expect(placesOf([...saturday, '2018-02-17 23:00', ...hours('2018-02-18')])).toEqual(counting(49));
  });

  it('go on as they stand', () => {
    const clock = clockOf(hours('2020-03-29', [2]));
    expect([clock.at(1), clock.at(2), clock.after(1)]).toEqual([
      '2020-03-29 01:00',
      '2020-03-29 03:00',
      '2020-03-30 00:00',
    ]);
  });

  it('are not changed on other days, in UTC, or by two hours', () => {
    expect(placesOf(hours('2020-03-25', [2]))[2]).toBe(3);
    expect(placesOf(hours('2020-07-05', [2]))[2]).toBe(3);
    expect(placesOf(hours('2020-03-29', [2], 'Z'))[2]).toBe(3);
    expect(placesOf(hours('2020-03-29', [2, 3]))[2]).toBe(4);
    const wednesday = hours('2020-10-28');
    expect(() => clockOf([...wednesday.slice(0, 3), ...wednesday.slice(2)])).toThrow(/not later than/);
  });
});

describe('calendars without a name in pandas', () => {
  it('some days of every week', () => {
    const clock = clockOf(
      ['02', '04', '06', '09', '11', '13', '16', '18', '20'].map((day) => `2020-03-${day}`),
    );
    expect(clock.calendar?.name).toBe('days Mon, Wed, Fri');
    expect([clock.after(1), clock.after(2), clock.after(3)]).toEqual([
      '2020-03-23',
      '2020-03-25',
      '2020-03-27',
    ]);
    expect(clock.season).toBe(3);
  });

  it('years in twelfths, as R writes months', () => {
    const clock = clockOf(counting(24).map((i) => String(Number((1949 + i / 12).toFixed(3)))));
    expect(clock.calendar?.places.at(-1)).toBe(23);
    expect(Number(clock.after(1))).toBeCloseTo(1951, 2);
  });

  it('times of a day', () => {
    expect(clockOf(['08:00', '08:15', '08:30']).after(2)).toBe('09:00');
  });

  it('no even steps: the median of them', () => {
    const clock = clockOf(['2020-01-01', '2020-01-04', '2020-01-09', '2020-01-11', '2020-01-14']);
    expect([clock.calendar, clock.after(1)]).toEqual([undefined, '2020-01-17']);
    expect(clockOf(['2020-01', '2020-03', '2020-08', '2020-10', '2021-03']).after(1)).toBe('2021-08');
  });
});

it('a file of several series is no series', () => {
  const days = ['2020-01-01', '2020-01-02', '2020-01-03'];
  const hintOf = (texts: readonly string[]) => {
    try {
      clockOf(texts);
      return undefined;
    } catch (error) {
      return error instanceof NnError ? error.hint : undefined;
    }
  };
  expect(hintOf([...days, ...days])).toMatch(/several series/);
  expect(hintOf(days.flatMap((day) => [day, day]))).toMatch(/several series/);
});
