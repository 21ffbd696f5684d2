import { gatherTexts } from './gather.ts';
import type { Gatherer } from './gather.ts';
import { timestampText } from './isoTime.ts';
import type { TimestampStyle } from './isoTime.ts';

/**
 * How midnight is written: as a time, as a day alone, or as a day where a column has no other times, as
 * programs that know no dates without times store days.
 */
export type Midnight = 'time' | 'day' | 'day where all are';

const MIDNIGHT = /T00:00:00Z?$/;

/** Points in time: texts as ISO 8601 writes them. */
export function gatherTimestamps(
  name: string,
  rows: number,
  {
    toInteger,
    midnight,
    ...style
  }: Omit<TimestampStyle, 'days'> & { midnight: Midnight; toInteger: (value: unknown) => bigint },
): Gatherer {
  const days = midnight === 'day';
  const gathered = gatherTexts(name, rows, (value) => timestampText(toInteger(value), { ...style, days }));
  if (midnight !== 'day where all are') return gathered;
  return {
    add: (values, from, to) => gathered.add(values, from, to),
    column() {
      const column = gathered.column();
      if (column.kind !== 'category' || !column.categories.every((text) => MIDNIGHT.test(text)))
        return column;
      return { ...column, categories: column.categories.map((text) => text.replace(MIDNIGHT, '')) };
    },
  };
}
