import { describe, expect, it } from 'vitest';
import { readClock } from '../../src/data/calendars/clock.ts';
import type { Table } from '../../src/data/table.ts';
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
