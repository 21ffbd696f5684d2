import { inputError } from '../errors.ts';
import type { DType } from '../tensor/tensor.ts';
import { arrayBatches, parseArrayFile, storedArray, storedHeader } from './arrayFile.ts';
import type { ArrayLayout } from './arrayFile.ts';
import type { Format } from './define.ts';

const types: Readonly<Record<number, DType>> = {
  0x08: 'uint8',
  0x09: 'int8',
  0x0b: 'int16',
  0x0c: 'int32',
  0x0d: 'float32',
  0x0e: 'float64',
};

const isIdx = (head: Uint8Array) => head[0] === 0 && head[1] === 0 && head[2] in types;

const layout: ArrayLayout = {
  prefix: 4,
  headerLength: (prefix) => 4 + 4 * prefix[3],
  parseHeader(bytes, source) {
    const where = { source };
    if (bytes.length < 4 || !isIdx(bytes))
      throw inputError('this is not an IDX file: it does not begin with 0 0 and a type', { where });
    const rank = bytes[3];
    const start = 4 + 4 * rank;
    if (bytes.length < start) throw inputError('the file ends inside its header', { where });
    const info = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const shape = Array.from({ length: rank }, (_, axis) => info.getUint32(4 + 4 * axis));
    return { shape, dtype: types[bytes[2]], start, littleEndian: false, fortran: false };
  },
};

/** The format of MNIST: big-endian header, then the elements. */
export const idx: Format = {
  name: 'idx',
  extensions: ['idx', 'idx1', 'idx3', 'ubyte', 'idx1-ubyte', 'idx3-ubyte'],
  sniff: (head) => isIdx(head) && head[3] > 0 && head[3] < 8,
  read: async (source) => ({
    kind: 'array',
    tensor: parseArrayFile(layout, await source.bytes(), source.name),
    source: source.name,
  }),
  stored(file, source) {
    const header = layout.parseHeader(storedHeader(layout, file), source);
    return { arrays: [{ view: storedArray(header, file, source) }] };
  },
  batches: (source, options) => arrayBatches(layout, source, options),
};
