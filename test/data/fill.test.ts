import { describe, expect, it } from 'vitest';
import { readClock } from '../../src/data/calendars/clock.ts';
import { numberColumn } from '../../src/data/convert.ts';
import { fillTable, fills } from '../../src/data/fill.ts';
import type { Column, Table } from '../../src/data/table.ts';
import { textAt } from '../../src/data/table.ts';
import { golden } from '../support/fixtures.ts';

interface Filled {
  readonly freq: string;
  readonly texts: string[];
  readonly values: (number | null)[];
  readonly allTexts: string[];
  readonly interpolate: number[];
  readonly previous: number[];
}
const { filled } = golden<{ filled: readonly Filled[] }>('dates.json');

const words = (name: string, texts: readonly string[]): Column => {
  const categories = [...new Set(texts)];
  return {
    kind: 'category',
    name,
    codes: Int32Array.from(texts, (text) => categories.indexOf(text)),
    categories,
    missing: 0,
  };
};

const valuesOf = (column: Column) => (column.kind === 'number' ? [...column.values] : []);

describe('asfreq of pandas, then', () => {
  const kinds = filled.flatMap((series) => fills.map((fill) => [series.freq, fill, series] as const));
  it.each(kinds)('%s, %s', (_, fill, { texts, values, allTexts, ...wanted }) => {
    const times = words('day', texts);
    const numbers = numberColumn(
      'v',
      Float64Array.from(values, (value) => value ?? NaN),
    );
    const table: Table = {
      columns: [times, numbers, words('kind', texts)],
      rows: texts.length,
      source: 'a.csv',
      placeOf: (row) => ({ line: row + 2 }),
    };
    const { calendar, at } = readClock(table, times);
    if (!calendar) throw new Error('no calendar');
    const whole = fillTable(table, { name: 'day', places: calendar.places, at }, fill);
    expect(allTexts.map((_text, row) => textAt(whole.columns[0], row))).toEqual(allTexts);
    const found = valuesOf(whole.columns[1]);
    expect(found).toHaveLength(wanted[fill].length);
    found.forEach((value, i) => expect(value).toBeCloseTo(wanted[fill][i], 12));
    // Between two words is no line: the word before stays, and so does its line in the file.
    expect(textAt(whole.columns[2], 11)).toBe(texts[9]);
    expect(whole.placeOf?.(11, 'v')).toEqual({ line: 11 });
  });
});

it('both ends stay without a value', () => {
  const column = numberColumn('v', Float64Array.of(NaN, 1, NaN, 3, NaN));
  const table: Table = { columns: [column], rows: 5, source: 'a.csv' };
  for (const fill of fills)
    expect(valuesOf(fillTable(table, undefined, fill).columns[0])).toEqual([
      NaN,
      1,
      fill === 'previous' ? 1 : 2,
      3,
      NaN,
    ]);
});
