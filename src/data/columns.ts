import { inputError } from '../errors.ts';
import { nearest } from '../util/suggest.ts';
import { textAt } from './table.ts';
import type { Column, NumberColumn, Table } from './table.ts';

/** Columns by name, of tables that were searched once; wide tables are searched for each of their columns. */
const indices = new WeakMap<readonly Column[], ReadonlyMap<string, Column>>();

function indexOf(columns: readonly Column[]): ReadonlyMap<string, Column> {
  const known = indices.get(columns);
  if (known) return known;
  const made = new Map(columns.map((column) => [column.name, column]));
  indices.set(columns, made);
  return made;
}

/**
 * The column of this name.
 *
 * @param spelled how the user is to write a name
 * @throws NnError('input') with the nearest name
 */
export function columnNamed(table: Table, name: string, spelled = (near: string) => `"${near}"`): Column {
  const found = indexOf(table.columns).get(name);
  if (found) return found;
  const names = table.names ?? table.columns.map((column) => column.name);
  const match = nearest(name, names);
  throw inputError(`there is no column "${name}"`, {
    where: { source: table.source },
    hint:
      match === undefined
        ? `the columns are: ${names.slice(0, 12).join(', ')}`
        : `did you mean ${spelled(match)}?`,
  });
}

export const isNumbers = (column: Column): column is NumberColumn => column.kind === 'number';

/** Distinct texts of a column in order: numbers by size, words as they come first. */
export function classNames(column: Column, rows: number): string[] {
  if (column.kind === 'category') return [...column.categories];
  const names = new Set<string>();
  for (let row = 0; row < rows; row++) {
    const text = textAt(column, row);
    if (text !== undefined) names.add(text);
  }
  return [...names].sort((a, b) => Number(a) - Number(b));
}
