import { inputError } from '../../errors.ts';
import { itemSize, numberAt } from '../../tensor/dtype.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { DType } from '../../tensor/tensor.ts';
import { checkLength } from '../arrayFile.ts';
import { readElements } from '../binary.ts';
import type { RandomAccess } from '../define.ts';
import { notNumbers, numbersOf, parseNpyHeader } from './header.ts';

/** An NPY file of which rows are read as they are wanted. */
export interface NpyRows {
  readonly source: string;
  readonly dtype: DType;
  readonly rows: number;
  /** Elements of a row; higher ranks are flattened. */
  readonly columns: number;
  readonly rowBytes: number;
  /** The elements of some rows; valid until the next call. */
  read(from: number, rows: number): ArrayLike<number>;
}

/** Longest header that is looked for. */
const HEAD = 4096;

/**
 * Opens an NPY file by rows.
 *
 * @throws NnError('input') when it is damaged, in Fortran order, or has no rows
 */
export function openNpyRows(file: RandomAccess, source: string): NpyRows {
  const head = new Uint8Array(Math.min(HEAD, file.size));
  file.read(0, head);
  const found = parseNpyHeader(head, source);
  const header = numbersOf(found);
  if (!header) throw notNumbers(found, source);
  const { shape, dtype, start, littleEndian, fortran } = header;
  const where = { source };
  if (fortran) {
    throw inputError('this array is in Fortran order: its rows are not together in the file', {
      where,
      hint: 'save it with numpy.save(file, numpy.ascontiguousarray(a))',
    });
  }
  if (shape.length < 2 || sizeOf(shape) === 0) {
    throw inputError(`found an array of shape (${shape.join(', ')}), expected rows of numbers`, { where });
  }
  const [rows = 0] = shape;
  const columns = sizeOf(shape) / rows;
  const rowBytes = columns * itemSize[dtype];
  checkLength(header, file.size, source);
  let buffer = new Uint8Array(0);
  return {
    source,
    dtype,
    rows,
    columns,
    rowBytes,
    read(from, count) {
      const bytes = count * rowBytes;
      if (buffer.length < bytes) buffer = new Uint8Array(bytes);
      const part = buffer.subarray(0, bytes);
      file.read(start + from * rowBytes, part);
      const values = readElements(part, 0, count * columns, dtype, littleEndian);
      if (values instanceof BigInt64Array || values instanceof BigUint64Array)
        return Float64Array.from({ length: values.length }, (_, i) => numberAt(values, i));
      return values;
    },
  };
}
