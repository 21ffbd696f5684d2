import { counted } from '../util/plural.ts';
import { inputError } from '../errors.ts';
import { visible } from '../util/visible.ts';
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
  const held = table.leftOut?.get(name);
  if (held !== undefined)
    throw inputError(`column "${name}" holds ${held}, expected numbers or texts`, {
      where: { source: table.source },
      hint: 'put what is in them into columns of their own (pandas.json_normalize does so)',
    });
  const names = table.names ?? table.columns.map((column) => column.name);
  const match = nearest(name, names);
  throw inputError(`there is no column "${name}"`, {
    where: { source: table.source },
    hint:
      match === undefined
        ? `the columns are: ${names.slice(0, 12).map(visible).join(', ')}`
        : `did you mean ${spelled(match)}?`,
  });
}

/**
 * The columns that somebody leaves out; those that could not be read are left out anyway.
 *
 * @throws NnError('input') for a name that the source does not have
 */
export const columnsToDrop = (table: Table, names: readonly string[] = []): ReadonlySet<Column> =>
  new Set(names.flatMap((name) => (table.leftOut?.has(name) ? [] : [columnNamed(table, name)])));

/** What is said about columns that could not be read, but for those that somebody leaves out. */
export const unreadNotes = ({ leftOut }: Table, dropped: readonly string[] = []): string[] =>
  Array.from(leftOut ?? [])
    .filter(([name]) => !dropped.includes(name))
    .map(([name, held]) => `column "${name}" is left out: it holds ${held}, no numbers or texts`);

/** Columns that are named in a message. */
const NAMED = 12;

const listed = (names: readonly string[]) =>
  `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ', …' : ''}`;

/** How names of columns that are not in the file could have been meant. */
function suggestions(missing: readonly string[], names: readonly string[]): string {
  const near = missing.flatMap((name) => {
    const match = nearest(name, names);
    return match === undefined ? [] : [`${match} for ${name}`];
  });
  return near.length === 0 ? '' : `; perhaps ${listed(near)}`;
}

/**
 * Checks that a table has columns, whatever their order.
 *
 * @throws NnError('input') that names all that are missing, what the file has instead, and the nearest names
 */
export function checkColumns(table: Table, wanted: readonly string[]): void {
  const index = indexOf(table.columns);
  const missing = wanted.filter((name) => !index.has(name));
  if (missing.length === 0) return;
  if (missing.length === 1) columnNamed(table, missing[0]);
  const names = table.names ?? table.columns.map((column) => column.name);
  const others = names.filter((name) => !wanted.includes(name));
  const numbered = names.every((name, i) => name === `x${i + 1}` && !wanted.includes(name));
  throw inputError(
    `${missing.length} of ${counted(wanted.length, 'column')} ${missing.length === 1 ? 'is' : 'are'} missing: ${listed(missing)}`,
    {
      where: { source: table.source },
      hint: numbered
        ? `the file has no names of columns; put them above its rows: ${wanted.join(',')}`
        : others.length === 0
          ? `the file has ${listed(names)} only`
          : `the file has ${listed(others)}${suggestions(missing, others)}`,
    },
  );
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
