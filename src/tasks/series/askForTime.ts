import { readClock } from '../../data/calendars/clock.ts';
import type { Column, Table } from '../../data/table.ts';
import { NnError, usageError } from '../../errors.ts';
import { shellWord } from '../../util/shell.ts';
import type { SeriesOptions } from './fit.ts';

/** Whether a column holds dates, one later than the other. */
function saysWhen(table: Table, column: Column): boolean {
  try {
    return readClock(table, column).format !== undefined;
  } catch (error) {
    if (error instanceof NnError) return false;
    throw error;
  }
}

/** @throws NnError('usage') where a column of a series looks as if it said when, and nobody said so */
export function askForTime(table: Table, { drop, target }: SeriesOptions): void {
  const left = new Set([...(drop ?? []), target]);
  const found = table.columns.find((column) => !left.has(column.name) && saysWhen(table, column));
  if (!found) return;
  const name = shellWord(found.name);
  throw usageError(`column "${found.name}" holds dates, one after the other: does it say when?`, {
    hint: `--time ${name} if so; --drop ${name} leaves it out`,
  });
}
