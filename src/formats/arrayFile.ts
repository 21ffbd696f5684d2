import { tableFromTensor } from '../data/convert.ts';
import { inputError } from '../errors.ts';
import { itemSize } from '../tensor/dtype.ts';
import { shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { DType, Tensor, TypedArray } from '../tensor/tensor.ts';
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
  /** The elements lie in records of so many bytes: `size` of them, from `offset` on. */
  readonly record?: { readonly bytes: number; readonly offset: number; readonly size: number };
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
export function checkLength(header: ArrayHeader, length: number, source: string): void {
  const { shape, dtype, start, record } = header;
  const bytes = sizeOf(shape) * itemSize[dtype];
  const required = start + (record ? (bytes / record.size) * record.bytes : bytes);
  if (length >= required) return;
  throw inputError(
    `the file ends after ${length} bytes, expected ${required} for shape ${shapeToString(shape)}`,
    {
      where: { source },
    },
  );
}

/** The elements of some records, from bytes that begin with the first of them. */
function fromRecords(
  bytes: Uint8Array,
  { dtype, littleEndian, record }: ArrayHeader,
  count: number,
): TypedArray {
  const { bytes: step = 0, offset = 0, size = 1 } = record ?? {};
  const records = Math.ceil((count * itemSize[dtype]) / size);
  const packed = new Uint8Array(records * size);
  for (let i = 0; i < records; i++) {
    const from = i * step + offset;
    packed.set(bytes.subarray(from, from + size), i * size);
  }
  return readElements(packed, 0, count, dtype, littleEndian);
}

function tensorOf(bytes: Uint8Array, offset: number, header: ArrayHeader): Tensor {
  const { shape, dtype, littleEndian, fortran } = header;
  const data = header.record
    ? fromRecords(bytes.subarray(offset), header, sizeOf(shape))
    : readElements(bytes, offset, sizeOf(shape), dtype, littleEndian);
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
export function storedView(file: RandomAccess, header: ArrayHeader): ArrayView {
  const { shape, dtype, start, littleEndian, fortran, record } = header;
  const size = itemSize[dtype];
  const strides = fortran ? rowMajor(shape.toReversed()).toReversed() : rowMajor(shape);
  const inRecords = ({ bytes: step, size: part }: NonNullable<typeof record>) => {
    const each = part / size;
    return (from: number, count: number) => {
      const first = Math.floor(from / each);
      const skipped = from - first * each;
      const records = Math.ceil((skipped + count) / each);
      const bytes = new Uint8Array(records * step);
      file.read(start + first * step, bytes);
      return fromRecords(bytes, header, skipped + count).subarray(skipped);
    };
  };
  const together = (from: number, count: number) => {
    const bytes = new Uint8Array(count * size);
    file.read(start + from * size, bytes);
    return readElements(bytes, 0, count, dtype, littleEndian);
  };
  return { shape, dtype, strides, offset: 0, elements: { read: record ? inRecords(record) : together } };
}

/**
 * The array of a file without its elements.
 *
 * @throws NnError('input') when the file is too short
 */
export function storedArray(header: ArrayHeader, file: RandomAccess, source: string): ArrayView {
  checkLength(header, file.size, source);
  return storedView(file, header);
}

/** What stands before the elements of a file. */
export function storedHeader(layout: ArrayLayout, file: RandomAccess): Uint8Array {
  const part = (length: number) => {
    const bytes = new Uint8Array(Math.min(length, file.size));
    file.read(0, bytes);
    return bytes;
  };
  return part(Math.max(layout.headerLength(part(layout.prefix)), layout.prefix));
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
    const header = layout.parseHeader(await headerBytes(layout, reader), source.name);
    yield* arrayRows(reader, header, source.name, options);
  } finally {
    await reader.close();
  }
}

/**
 * The rows of an array whose header has been read.
 *
 * @throws NnError('input') when the file is damaged
 */
export async function* arrayRows(
  reader: ByteReader,
  header: ArrayHeader,
  source: string,
  options: BatchOptions,
): AsyncGenerator<Batch> {
  const { shape, dtype, start, littleEndian } = header;
  // Its rows are not together, or it is one row.
  const whole = header.fortran || shape.length < 2 || sizeOf(shape) === 0;
  const [rows, ...rest] = whole ? [1] : shape;
  const rowBytes = whole ? sizeOf(shape) * itemSize[dtype] : sizeOf(rest) * itemSize[dtype];
  if (rowBytes > LONGEST_ROW) {
    throw inputError(`found rows of ${asBytes(rowBytes)}, expected at most ${asBytes(LONGEST_ROW)}`, {
      where: { source },
    });
  }
  const most = Math.max(1, Math.min(options.rows, Math.floor(MOST_BYTES / rowBytes)));
  const buffer = new Uint8Array(Math.min(most, rows) * rowBytes);
  for (let row = 0; row < rows; row += most) {
    const count = Math.min(most, rows - row);
    const part = buffer.subarray(0, count * rowBytes);
    const got = await reader.read(part);
    if (got < part.length) checkLength(header, start + row * rowBytes + got, source);
    if (whole) yield* batchesOfTable(tableFromTensor(tensorOf(part, 0, header), source), options.rows);
    else {
      const data = readElements(part, 0, count * sizeOf(rest), dtype, littleEndian);
      const table = tableFromTensor({ shape: [count, ...rest], dtype, data }, source);
      yield* batchesOfTable({ ...table, firstRow: row }, count);
    }
  }
}

/** What stands before the elements of a stream. */
export async function headerBytes(layout: ArrayLayout, reader: ByteReader): Promise<Uint8Array> {
  const prefix = new Uint8Array(layout.prefix);
  const got = await reader.read(prefix);
  if (got < prefix.length) return prefix.subarray(0, got);
  const bytes = new Uint8Array(Math.max(layout.headerLength(prefix), prefix.length));
  bytes.set(prefix);
  const more = await reader.read(bytes.subarray(prefix.length));
  return bytes.subarray(0, prefix.length + more);
}
