import { tableFromTensor } from '../../data/convert.ts';
import { isNarrowFloat, itemSize } from '../../tensor/dtype.ts';
import type { DType, Tensor, TypedArray } from '../../tensor/tensor.ts';
import { arrayRows, headerBytes, parseArrayFile, storedArray, storedHeader } from '../arrayFile.ts';
import type { ArrayHeader, ArrayLayout } from '../arrayFile.ts';
import { ByteReader } from '../byteReader.ts';
import type { Batch, BatchOptions, ByteSource, Format } from '../define.ts';
import { batchesOfTable } from '../tabular.ts';
import { headerEnd, isNpy, notNumbers, numbersOf, parseNpyHeader } from './header.ts';
import { tableFromNpy } from './table.ts';
import { codeOf } from './types.ts';

/** No array has so many axes or fields that its header gets as long as this. */
const LONGEST_HEADER = 1 << 20;

/** Where the numbers of a file lie, or of a part of it: a field, or `real` or `imag`. */
const layoutOf = (part?: string): ArrayLayout => ({
  prefix: 12,
  headerLength: (prefix) =>
    isNpy(prefix) && prefix.length >= 12 ? Math.min(headerEnd(prefix), LONGEST_HEADER) : 0,
  parseHeader(bytes, source): ArrayHeader {
    const header = parseNpyHeader(bytes, source);
    const numbers = numbersOf(header, part);
    if (numbers) return numbers;
    throw notNumbers(header, source, part);
  },
});

/**
 * Reads the numbers of NumPy's .npy, versions 1 to 3.
 *
 * @throws NnError('input') when the file is damaged or holds anything else
 */
export const parseNpy = (bytes: Uint8Array, source: string, part?: string): Tensor =>
  parseArrayFile(layoutOf(part), bytes, source);

/** Elements in the type of a file: integers of 64 bits that are kept as float64 become integers. */
function storedElements(data: TypedArray, dtype: DType): TypedArray {
  if (!(data instanceof Float64Array)) return data;
  if (dtype === 'int64') return BigInt64Array.from(data, BigInt);
  if (dtype === 'uint64') return BigUint64Array.from(data, BigInt);
  return dtype === 'bool' ? Uint8Array.from(data) : data;
}

/** The bytes of a .npy file, version 1. */
export function encodeNpy({ shape, dtype: type, data: elements }: Tensor): Uint8Array {
  // Narrow floats are kept as float32, and written so.
  const dtype = isNarrowFloat(type) ? 'float32' : type;
  const data = storedElements(elements, dtype);
  const code = codeOf(dtype);
  const order = itemSize[dtype] === 1 ? '|' : '<';
  const dims = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${order}${code}', 'fortran_order': False, 'shape': ${dims}, }`;
  const length = Math.ceil((text.length + 11) / 64) * 64 - 10;
  const out = new Uint8Array(10 + length + data.byteLength);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8]);
  out.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), 10);
  out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + length);
  return out;
}

async function* batches(source: ByteSource, options: BatchOptions): AsyncGenerator<Batch> {
  const { name, part } = source;
  const reader = new ByteReader(source.chunks());
  try {
    const head = await headerBytes(layoutOf(part), reader);
    const header = parseNpyHeader(head, name);
    const numbers = numbersOf(header, part);
    if (numbers && !numbers.record) {
      yield* arrayRows(reader, numbers, name, options);
      return;
    }
    const bytes = await reader.rest(head);
    const table = numbers
      ? tableFromTensor(parseNpy(bytes, name, part), name)
      : tableFromNpy(header, bytes, { source: name, part });
    yield* batchesOfTable(table, options.rows);
  } finally {
    await reader.close();
  }
}

/** NumPy's arrays: of numbers as they are; records, texts and dates as a table. */
export const npy: Format = {
  name: 'npy',
  extensions: ['npy'],
  sniff: isNpy,
  async read(source) {
    const { name, part } = source;
    const note = (line: string) => source.note?.(line);
    const bytes = await source.bytes();
    const header = parseNpyHeader(bytes, name);
    if (numbersOf(header, part)) return { kind: 'array', tensor: parseNpy(bytes, name, part), source: name };
    return { kind: 'table', table: tableFromNpy(header, bytes, { source: name, part, note }) };
  },
  stored(file, source, part) {
    const head = storedHeader(layoutOf(part), file);
    const header = parseNpyHeader(head, source);
    const numbers = numbersOf(header, part);
    return numbers && { arrays: [{ view: storedArray(numbers, file, source) }] };
  },
  batches,
};
