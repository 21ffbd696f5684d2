import { usageError } from '../../errors.ts';
import { rowsOf, valueAt } from '../../report/columns.ts';
import type { DataColumn, RowStream } from '../../report/result.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** True when float32 holds every value. */
function isSingle({ values }: DataColumn): boolean {
  if (values instanceof Int32Array) return values.every((value) => Math.fround(value) === value);
  return values instanceof Float32Array || values instanceof Uint8Array;
}

/**
 * Rows of numbers as a matrix, of float32 where that holds all of them.
 *
 * @throws NnError('usage') when there are texts
 */
export async function gather(data: RowStream): Promise<Tensor> {
  let all: Float32Array | Float64Array = new Float32Array(0);
  const width = data.columns.length;
  let rows = 0;
  for await (const batch of data.batches()) {
    const count = rowsOf(batch);
    if (all instanceof Float32Array && !batch.every(isSingle)) all = Float64Array.from(all);
    const needed = (rows + count) * width;
    if (needed > all.length) {
      const size = Math.max(needed, Math.ceil(1.5 * all.length));
      const larger: Float32Array | Float64Array =
        all instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
      larger.set(all);
      all = larger;
    }
    for (const [c, column] of batch.entries()) {
      for (let row = 0, at = rows * width + c; row < count; row++, at += width) {
        const value = valueAt(column, row) ?? Number.NaN;
        if (typeof value === 'string') {
          throw usageError(`column "${column.name}" holds texts such as "${value}"; npy holds numbers only`, {
            hint: 'use --format csv',
          });
        }
        all[at] = Number(value);
      }
    }
    rows += count;
  }
  const dtype = all instanceof Float32Array ? 'float32' : 'float64';
  return { shape: [rows, width], dtype, data: all.subarray(0, rows * width) };
}
