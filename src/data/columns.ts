import { inputError } from '../errors.ts';
import { nearest } from '../util/suggest.ts';
import type { Column, Table } from './table.ts';

/**
 * The column of this name. Throws an input error with the nearest name.
 *
 * @param spelled how the user is to write a name
 */
export function columnNamed(table: Table, name: string, spelled = (near: string) => `"${near}"`): Column {
  const found = table.columns.find((column) => column.name === name);
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
