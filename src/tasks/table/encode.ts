import { columnNamed } from '../../data/columns.ts';
import { encodeFeatures, encodeTarget, inputWidth, rowsWithTarget } from '../../data/preprocessing.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import type { Table } from '../../data/table.ts';
import { inputError } from '../../errors.ts';
import type { Screen } from '../../host/screen.ts';
import type { Part } from '../../train/request.ts';

/** The weight of every row from a column. @throws NnError('input') where one is missing, negative or a text */
export function sampleWeights(table: Table, name: string): Float64Array {
  const column = columnNamed(table, name);
  const values = column.kind === 'number' ? column.values : undefined;
  const bad = values ? values.findIndex((value) => !(value >= 0 && value < Infinity)) : 0;
  if (values && bad < 0) return Float64Array.from(values);
  const found = values ? (Number.isNaN(values[bad]) ? 'nothing' : String(values[bad])) : 'a text';
  throw inputError(`column "${name}": expected a weight of at least 0, found ${found}`, {
    where: { source: table.source, ...table.placeOf?.(bad, name) },
    hint: 'a row with weight 2 counts as two rows, one with weight 0 not at all',
  });
}

/**
 * Encodes rows of a table as inputs and targets.
 *
 * @param weights of all rows of the table
 */
export function encodePart(
  preprocessing: Preprocessing,
  table: Table,
  dtype: 'float32' | 'float64',
  weights?: Float64Array,
): (rows: Int32Array) => Part {
  const width = inputWidth(preprocessing);
  const encoded = encodeTarget(preprocessing, table);
  return (rows) => {
    const size = rows.length * width;
    const x = dtype === 'float32' ? new Float32Array(size) : new Float64Array(size);
    encodeFeatures(preprocessing, table, x, rows);
    const target =
      encoded instanceof Int32Array
        ? Int32Array.from(rows, (row) => encoded[row])
        : Float64Array.from(rows, (row) => encoded[row]);
    const own = weights && Float64Array.from(rows, (row) => weights[row]);
    return { x, target, rows: rows.length, ...(own && { weights: own }) };
  };
}

/** Rows with a target, with a note on how many have none. */
export function usableRows(
  { screen }: { readonly screen: Screen },
  preprocessing: Preprocessing,
  table: Table,
): Int32Array {
  const rows = rowsWithTarget(preprocessing, table);
  const dropped = table.rows - rows.length;
  if (dropped > 0) screen.note(`${dropped} rows without a target are left out`);
  return rows;
}
