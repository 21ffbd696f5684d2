import { inputError } from '../errors.ts';
import { columnNamed } from './columns.ts';
import { textAt } from './table.ts';
import type { Table } from './table.ts';

/**
 * Which group each row belongs to: rows with the same value in a column, such as a patient or a day, that
 * must not be divided between training and validation.
 *
 * @throws NnError('input') for a missing column, and for a row without a group
 */
export function groupsOf(table: Table, name: string, rows: Int32Array): (row: number) => number {
  const column = columnNamed(table, name);
  const known = new Map<string, number>();
  const group = new Int32Array(table.rows).fill(-1);
  for (const row of rows) {
    const text = textAt(column, row);
    if (text === undefined) {
      throw inputError(`column "${name}": row ${row + 1} has no group`, {
        where: { source: table.source, ...table.placeOf?.(row, name) },
        hint: 'fill it in; a row of its own may have a name that no other has',
      });
    }
    const index = known.get(text) ?? known.size;
    known.set(text, index);
    group[row] = index;
  }
  return (row) => group[row];
}
