import { tableFromTensor } from '../data/convert.ts';
import type { Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Loaded } from './define.ts';

/**
 * Any loaded file as a table.
 *
 * @throws NnError (input) when it holds several arrays
 */
export function toTable(loaded: Loaded): Table {
  if (loaded.kind === 'table') return loaded.table;
  if (loaded.kind === 'array') return tableFromTensor(loaded.tensor, loaded.source);
  throw inputError('found a file of named tensors, expected a table or one array', {
    where: { source: loaded.source },
    hint: 'this looks like a model; data comes as CSV, JSON, NPY or IDX',
  });
}

/**
 * Any loaded file as one array; a table of numbers becomes a matrix.
 *
 * @throws NnError (input) when a column holds texts, or the file several arrays
 */
export function toTensor(loaded: Loaded): Tensor {
  if (loaded.kind === 'array') return loaded.tensor;
  const table = toTable(loaded);
  const { rows, columns } = table;
  const data = new Float64Array(rows * columns.length);
  columns.forEach((column, c) => {
    if (column.kind === 'category') {
      throw inputError(
        `column "${column.name}": found the text "${column.categories[0]}", expected numbers`,
        {
          where: { source: table.source, column: c + 1 },
          hint: 'an array holds numbers only; remove the column',
        },
      );
    }
    for (let row = 0; row < rows; row++) data[row * columns.length + c] = column.values[row];
  });
  const whole = columns.every(
    (column) => column.kind === 'number' && column.integral && column.missing === 0,
  );
  return { shape: [rows, columns.length], dtype: whole ? 'int64' : 'float64', data };
}
