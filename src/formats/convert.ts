import { tableFromTensor } from '../data/convert.ts';
import type { Column, Table } from '../data/table.ts';
import { wideIntegers } from '../data/wideIntegers.ts';
import type { WideIntegers } from '../data/wideIntegers.ts';
import { inputError } from '../errors.ts';
import { counted } from '../util/plural.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Loaded } from './define.ts';

/** Names for the columns of an array, which has none: those that a model learned, in its order. */
export interface ArrayNames {
  readonly features: readonly string[];
  /** Stands behind them in data with its answers. */
  readonly target: string;
}

/**
 * The columns of a table that was an array by the names that a model knows, those of features, then the target.
 *
 * @throws NnError (input) where rows have another length
 */
export function namedByModel(table: Table, { features, target }: ArrayNames): Table {
  const { columns, source } = table;
  const isUnnamed = columns.every(({ name }, c) => name === `x${c + 1}`);
  if (!isUnnamed || features.includes('x1')) return table;
  const names = columns.length === features.length + 1 ? [...features, target] : features;
  if (names.length !== columns.length) {
    throw inputError(
      `found rows of ${counted(columns.length, 'number')}, but the model takes ${features.length}`,
      {
        where: { source },
        hint: `in this order: ${features.slice(0, 8).join(', ')}${features.length > 8 ? ', …' : ''}`,
      },
    );
  }
  return { ...table, columns: columns.map((column, c) => ({ ...column, name: names[c] })) };
}

/**
 * Any loaded file as a table.
 *
 * @param names of the columns of an array
 * @throws NnError (input) when it holds several arrays
 */
export function toTable(loaded: Loaded, names?: ArrayNames): Table {
  if (loaded.kind === 'table') return loaded.table;
  if (loaded.kind === 'array') {
    const table = tableFromTensor(loaded.tensor, loaded.source);
    return names ? namedByModel(table, names) : table;
  }
  throw inputError('found a file of named tensors, expected a table or one array', {
    where: { source: loaded.source },
    hint: 'this looks like a model; data comes as CSV, JSON, NPY or IDX',
  });
}

/** A column as integers that `toTensor` keeps exactly. */
function integersOf(column: Column): WideIntegers | undefined {
  if (column.kind === 'category') return wideIntegers(column);
  const { name, integral, missing, values } = column;
  if (!integral || missing > 0 || !values.every(Number.isSafeInteger)) return undefined;
  return { name, dtype: 'int64', at: (row) => BigInt(values[row]) };
}

/** Columns of integers beyond 2⁵³, and other integers, as a matrix of the type that holds all of them. */
function wideTensor(rows: number, columns: readonly WideIntegers[]): Tensor | undefined {
  const size = rows * columns.length;
  const isUnsigned = columns.some(({ dtype }) => dtype === 'uint64');
  const data = isUnsigned ? new BigUint64Array(size) : new BigInt64Array(size);
  for (let c = 0; c < columns.length; c++) {
    for (let row = 0; row < rows; row++) {
      const value = columns[c].at(row);
      // NumPy takes float64 for a negative number beside one that only uint64 holds.
      if (isUnsigned && value < 0n) return undefined;
      data[row * columns.length + c] = value;
    }
  }
  return { shape: [rows, columns.length], dtype: isUnsigned ? 'uint64' : 'int64', data };
}

/** Columns of numbers as a matrix, and integers beyond 2⁵³ beside others in float64. */
function numberTensor(table: Table, wide: readonly (WideIntegers | undefined)[]): Tensor {
  const { rows, columns } = table;
  const data = new Float64Array(rows * columns.length);
  columns.forEach((column, c) => {
    const integers = wide[c];
    for (let row = 0, at = c; row < rows; row++, at += columns.length)
      data[at] = column.kind === 'number' ? column.values[row] : Number(integers?.at(row));
  });
  const whole = columns.every(
    (column) => column.kind === 'number' && column.integral && column.missing === 0,
  );
  const dtype = whole && data.every(Number.isSafeInteger) ? 'int64' : 'float64';
  return { shape: [rows, columns.length], dtype, data };
}

/**
 * Any loaded file as one array; a table of numbers becomes a matrix. Columns of integers are int64, exact
 * beyond 2⁵³ too, or uint64; beside columns with a point they become float64, as in NumPy.
 *
 * @throws NnError (input) when a column holds texts, or the file several arrays
 */
export function toTensor(loaded: Loaded): Tensor {
  if (loaded.kind === 'array') return loaded.tensor;
  const table = toTable(loaded);
  const { rows, columns } = table;
  const wide = columns.map(wideIntegers);
  columns.forEach((column, c) => {
    if (column.kind === 'number' || wide[c]) return;
    throw inputError(`column "${column.name}": found the text "${column.categories[0]}", expected numbers`, {
      where: { source: table.source, column: c + 1 },
      hint: 'an array holds numbers only; remove the column',
    });
  });
  if (wide.some((integers) => integers)) {
    const integers = columns.map(integersOf).filter((found) => found !== undefined);
    const exact = integers.length === columns.length && wideTensor(rows, integers);
    if (exact) return exact;
  }
  return numberTensor(table, wide);
}
