import { inputError } from '../errors.ts';
import { numberAt } from '../tensor/dtype.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * Rows of numbers: one list a row, one row-major array [rows × numbers of a row], or a tensor whose first
 * axis counts rows. Images and sequences are flattened row-major: 28×28×1 is 784 numbers.
 */
export type Rows = readonly (readonly number[])[] | Float32Array | Float64Array | Tensor;

/** An array of floats, also one of another frame, which is no instance of this Float32Array. */
const isArray = (rows: Rows): rows is Float32Array | Float64Array => ArrayBuffer.isView(rows);

/**
 * Rows as one row-major array.
 *
 * @param width numbers of a row
 * @param what they are, for messages
 * @throws {NnError} `input` when they do not have that many
 */
export function matrixOf(
  rows: Rows,
  width: number,
  what: string,
): { data: Float32Array | Float64Array; rows: number } {
  const fail = (found: string) =>
    inputError(`${what}: found ${found}, expected ${width} numbers in each row`);
  if (isArray(rows)) {
    if (rows.length === 0 || rows.length % width !== 0) throw fail(`${rows.length} numbers`);
    return { data: rows, rows: rows.length / width };
  }
  if ('shape' in rows) {
    const { shape, data } = rows;
    const [count = 1, ...others] = shape;
    if (count === 0 || sizeOf(others) !== width) throw fail(`shape (${shape.join(', ')})`);
    if (data instanceof Float32Array || data instanceof Float64Array) return { data, rows: count };
    return { data: Float64Array.from({ length: count * width }, (_, i) => numberAt(data, i)), rows: count };
  }
  if (rows.length === 0) throw fail('no rows');
  const data = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    if (row.length !== width) throw fail(`${row.length} in row ${i}`);
    data.set(row, i * width);
  });
  return { data, rows: rows.length };
}
