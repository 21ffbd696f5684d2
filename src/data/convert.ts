import { inputError } from '../errors.ts';
import { isWide, numberAt } from '../tensor/dtype.ts';
import { shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { count } from '../util/quantity.ts';
import type { Generated } from './generators/define.ts';
import type { Column, NumberColumn, Table } from './table.ts';
import { columnOfIntegers } from './wideIntegers.ts';

/** A column of numbers with its missing values counted. */
export function numberColumn(name: string, values: NumberColumn['values'], pixels = false): NumberColumn {
  if (values instanceof Uint8Array)
    return { kind: 'number', name, values, missing: 0, integral: true, ...(pixels && { pixels }) };
  let missing = 0;
  let integral = true;
  for (const value of values) {
    if (Number.isNaN(value)) missing++;
    else if (!Number.isInteger(value)) integral = false;
  }
  return { kind: 'number', name, values, missing, integral, ...(pixels && { pixels }) };
}

const BLOCK = 256;

/** Matrices of bytes are grey images. */
const shapeOfRow = (shape: readonly number[], dtype: Tensor['dtype']) =>
  shape.length === 2 && dtype === 'uint8' ? [...shape, 1] : shape;

/** Each column takes some hundred bytes besides its numbers. */
const MOST_COLUMNS = 1_000_000;

/**
 * Rows of an array as a table with columns x1, x2, …; higher ranks are flattened row by row. A column of
 * integers some of which are beyond 2⁵³ holds their digits as texts.
 */
export function tableFromTensor({ shape, dtype, data }: Tensor, source: string): Table {
  if (shape.length === 0 || sizeOf(shape) === 0)
    throw inputError(`found an array of shape ${shapeToString(shape)}, expected rows of numbers`, {
      where: { source },
    });
  const rows = shape.length === 1 ? 1 : shape[0];
  const columns = sizeOf(shape) / rows;
  if (columns > MOST_COLUMNS)
    throw inputError(
      `found rows of ${count(columns)} numbers (${shapeToString(shape)}); a table has at most ${count(MOST_COLUMNS)} columns`,
      {
        where: { source },
        ...(shape.length > 2 && {
          hint: 'nn train with --image 64x64x3 brings the images of a folder to that size',
        }),
      },
    );
  const values = Array.from({ length: columns }, () => {
    if (data instanceof Uint8Array) return new Uint8Array(rows);
    return dtype === 'float64' || isWide(dtype) ? new Float64Array(rows) : new Float32Array(rows);
  });
  const beyond = new Set<number>();
  // Some rows at a time, so that what is read stays in the cache until all columns have taken their part of
  // it.
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(rows, from + BLOCK);
    for (let c = 0; c < columns; c++) {
      const column = values[c];
      if (typeof data[0] === 'number')
        for (let row = from; row < to; row++) column[row] = data[row * columns + c] as number;
      else
        for (let row = from; row < to; row++) {
          column[row] = numberAt(data, row * columns + c);
          if (!Number.isSafeInteger(column[row])) beyond.add(c);
        }
    }
  }
  return {
    rows,
    source,
    ...(shape.length > 2 && { shape: shapeOfRow(shape.slice(1), dtype) }),
    columns: values.map((column, c) =>
      beyond.has(c)
        ? columnOfIntegers(
            `x${c + 1}`,
            Array.from({ length: rows }, (_, row) => BigInt(data[row * columns + c])),
          )
        : numberColumn(`x${c + 1}`, column, dtype === 'uint8'),
    ),
  };
}

/** A generated data set as a table: features, then `label` or `y`. */
export function tableFromGenerated({ features, x, rows, labels, values }: Generated, source: string): Table {
  const width = features.length;
  const columns: Column[] = features.map((name, c) =>
    numberColumn(name, x.map((_, i) => (i < rows ? x[i * width + c] : 0)).slice(0, rows)),
  );
  if (labels) columns.push(numberColumn('label', Float64Array.from(labels)));
  if (values) columns.push(numberColumn('y', values));
  return { columns, rows, source };
}
