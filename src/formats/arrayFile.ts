import { tableFromTensor } from '../data/convert.ts';
import { inputError } from '../errors.ts';
import { itemSize } from '../tensor/dtype.ts';
import { shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { DType, Tensor } from '../tensor/tensor.ts';
import { transpose } from '../tensor/transpose.ts';
import { bytes as asBytes } from '../util/quantity.ts';
import { rowMajor } from '../tensor/view.ts';
import type { ArrayView } from '../tensor/view.ts';
import { readElements } from './binary.ts';
import { ByteReader } from './byteReader.ts';
import type { Batch, BatchOptions, ByteSource, RandomAccess } from './define.ts';
import { batchesOfTable } from './tabular.ts';

/** What stands before the elements of an array in a file. */
export interface ArrayHeader {
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Offset of the first element. */
  readonly start: number;
  readonly littleEndian: boolean;
  /** Columns are together, not rows; the shape is as NumPy shows it. */
  readonly fortran: boolean;
}

/** A format that is a header and then the elements of one array. */
export interface ArrayLayout {
  /** So many bytes tell how long the header is. */
  readonly prefix: number;
  headerLength(prefix: Uint8Array): number;
  /** @throws NnError('input') when the header is damaged */
  parseHeader(bytes: Uint8Array, source: string): ArrayHeader;
}

/** @throws NnError('input') when a file of `length` bytes is too short for its array */
export function checkLength({ shape, dtype, start }: ArrayHeader, length: number, source: string): void {
  const required = start + sizeOf(shape) * itemSize[dtype];
  if (length >= required) return;
  throw inputError(
    `the file ends after ${length} bytes, expected ${required} for shape ${shapeToString(shape)}`,
    {
      where: { source },
    },
  );
}

function tensorOf(
  bytes: Uint8Array,
  offset: number,
  { shape, dtype, littleEndian, fortran }: ArrayHeader,
): Tensor {
  const data = readElements(bytes, offset, sizeOf(shape), dtype, littleEndian);
  return fortran ? transpose({ shape: shape.toReversed(), dtype, data }) : { shape, dtype, data };
}

/**
 * The array of a file's bytes; where it can be a view of them, it is.
 *
 * @throws NnError('input') when they are damaged
 */
export function parseArrayFile(layout: ArrayLayout, bytes: Uint8Array, source: string): Tensor {
  const header = layout.parseHeader(bytes, source);
  checkLength(header, bytes.length, source);
  return tensorOf(bytes, header.start, header);
}

/** Elements of one array in a file, read as they are wanted. */
export function storedView(
  file: RandomAccess,
  { shape, dtype, start, littleEndian, fortran }: ArrayHeader,
): ArrayView {
  const size = itemSize[dtype];
  const strides = fortran ? rowMajor(shape.toReversed()).toReversed() : rowMajor(shape);
  const read = (from: number, count: number) => {
    const bytes = new Uint8Array(count * size);
    file.read(start + from * size, bytes);
    return readElements(bytes, 0, count, dtype, littleEndian);
  };
  return { shape, dtype, strides, offset: 0, elements: { read } };
}

/**
 * The array of a file without its elements.
 *
 * @throws NnError('input') when the header is damaged or the file too short
 */
export function storedArray(layout: ArrayLayout, file: RandomAccess, source: string): ArrayView {
  const part = (length: number) => {
    const bytes = new Uint8Array(Math.min(length, file.size));
    file.read(0, bytes);
    return bytes;
  };
  const prefix = part(layout.prefix);
  const header = layout.parseHeader(part(Math.max(layout.headerLength(prefix), layout.prefix)), source);
  checkLength(header, file.size, source);
  return storedView(file, header);
}

/** Bytes of a batch at most, so that wide rows come in smaller batches. */
const MOST_BYTES = 16 << 20;

/** A header that announces longer rows is damaged. */
const LONGEST_ROW = 1 << 30;

/**
 * The rows of an array some at a time, as its bytes arrive.
 *
 * @throws NnError('input') when the file is damaged
 */
export async function* arrayBatches(
  layout: ArrayLayout,
  source: ByteSource,
  options: BatchOptions,
): AsyncGenerator<Batch> {
  const reader = new ByteReader(source.chunks());
  try {
    const header = await readHeader(layout, reader, source.name);
    const { shape, dtype, start, littleEndian } = header;
    // Its rows are not together, or it is one row.
    const whole = header.fortran || shape.length < 2 || sizeOf(shape) === 0;
    const [rows, ...rest] = whole ? [1] : shape;
    const rowBytes = whole ? sizeOf(shape) * itemSize[dtype] : sizeOf(rest) * itemSize[dtype];
    if (rowBytes > LONGEST_ROW) {
      throw inputError(`found rows of ${asBytes(rowBytes)}, expected at most ${asBytes(LONGEST_ROW)}`, {
        where: { source: source.name },
      });
    }
    const most = Math.max(1, Math.min(options.rows, Math.floor(MOST_BYTES / rowBytes)));
    const buffer = new Uint8Array(Math.min(most, rows) * rowBytes);
    for (let row = 0; row < rows; row += most) {
      const count = Math.min(most, rows - row);
      const part = buffer.subarray(0, count * rowBytes);
      const got = await reader.read(part);
      if (got < part.length) checkLength(header, start + row * rowBytes + got, source.name);
      if (whole) yield* batchesOfTable(tableFromTensor(tensorOf(part, 0, header), source.name), options.rows);
      else {
        const data = readElements(part, 0, count * sizeOf(rest), dtype, littleEndian);
        const table = tableFromTensor({ shape: [count, ...rest], dtype, data }, source.name);
        yield* batchesOfTable({ ...table, firstRow: row }, count);
      }
    }
  } finally {
    await reader.close();
  }
}

async function readHeader(layout: ArrayLayout, reader: ByteReader, source: string): Promise<ArrayHeader> {
  const prefix = new Uint8Array(layout.prefix);
  const got = await reader.read(prefix);
  if (got < prefix.length) return layout.parseHeader(prefix.subarray(0, got), source);
  const bytes = new Uint8Array(Math.max(layout.headerLength(prefix), prefix.length));
  bytes.set(prefix);
  const more = await reader.read(bytes.subarray(prefix.length));
  return layout.parseHeader(bytes.subarray(0, prefix.length + more), source);
}
