import type { Clock } from '../../data/calendars/clock.ts';
import { missingSteps } from '../../data/calendars/gaps.ts';
import { columnNamed } from '../../data/columns.ts';
import { textAt } from '../../data/table.ts';
import type { Table } from '../../data/table.ts';
import { count } from '../../util/quantity.ts';

/** The times of a series in words: its calendar, its ends, and what may be doubted. */
export function clockText(table: Table, time: string, clock: Clock): string {
  const { calendar, format } = clock;
  const column = columnNamed(table, time);
  const [first, last] = [textAt(column, 0), textAt(column, table.rows - 1)];
  const holidays = calendar ? missingSteps(calendar).reduce((sum, { steps }) => sum + steps, 0) : 0;
  const doubts = [
    ...(calendar ? [] : ['steps are not even; a window counts rows']),
    ...(calendar && holidays > 0
      ? [`${count(holidays)} ${calendar.step[holidays === 1 ? 0 : 1]} without a row, as on holidays`]
      : []),
    ...(format && !format.pattern.startsWith('yyyy') ? [`read as ${format.pattern}`] : []),
  ];
  return [`${time}: ${calendar ? `${calendar.name} from` : 'from'} ${first} to ${last}`, ...doubts].join(
    '; ',
  );
}
