import { inputError } from '../errors.ts';
import { LARGEST_WEIGHT } from './classWeights.ts';
import { columnNamed } from './columns.ts';
import type { Table } from './table.ts';

/**
 * The weight of every row from a column.
 *
 * @throws NnError('input') where it is missing, negative or a text
 */
export function sampleWeights(table: Table, name: string): Float64Array {
  const column = columnNamed(table, name);
  const values = column.kind === 'number' ? column.values : undefined;
  const bad = values ? values.findIndex((value) => !(value >= 0 && value <= LARGEST_WEIGHT)) : 0;
  if (values && bad < 0) return Float64Array.from(values);
  const found = values ? (Number.isNaN(values[bad]) ? 'nothing' : String(values[bad])) : 'a text';
  const range = values && values[bad] > LARGEST_WEIGHT ? `of at most ${LARGEST_WEIGHT}` : 'of at least 0';
  throw inputError(`column "${name}": expected a weight ${range}, found ${found}`, {
    where: { source: table.source, ...table.placeOf?.(bad, name) },
    hint: 'a row with weight 2 counts as two rows, one with weight 0 not at all',
  });
}
