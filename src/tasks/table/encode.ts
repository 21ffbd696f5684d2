import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import type { Table } from '../../data/table.ts';
import type { WholePart } from '../../train/part.ts';

/**
 * The inputs of some rows of a table, row-major [rows × inputs].
 *
 * @throws NnError('input') for values that the features cannot take
 */
export function encodeInputs(
  preprocessing: Preprocessing,
  table: Table,
  rows: Int32Array,
  dtype: 'float32' | 'float64',
): Float32Array | Float64Array {
  const size = rows.length * inputWidth(preprocessing);
  const x = dtype === 'float32' ? new Float32Array(size) : new Float64Array(size);
  return encodeFeatures(preprocessing, table, x, rows);
}

/** What a part is made of. */
export interface PartOf {
  readonly preprocessing: Preprocessing;
  readonly table: Table;
  /** Targets of all rows of the table. */
  readonly encoded: Int32Array | Float64Array;
  readonly dtype: 'float32' | 'float64';
}

/**
 * Some rows of a table as inputs and targets.
 *
 * @param weights of all rows of the table
 * @throws NnError('input') for values that the features cannot take
 */
export function encodePart(
  { preprocessing, table, encoded, dtype }: PartOf,
  rows: Int32Array,
  weights?: Float64Array,
): WholePart {
  return {
    kind: 'whole',
    x: encodeInputs(preprocessing, table, rows, dtype),
    target:
      encoded instanceof Int32Array
        ? Int32Array.from(rows, (row) => encoded[row])
        : Float64Array.from(rows, (row) => encoded[row]),
    rows: rows.length,
    ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]) }),
  };
}
