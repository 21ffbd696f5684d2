import { inputError } from '../errors.ts';
import { itemSize } from '../tensor/dtype.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { DType } from '../tensor/tensor.ts';
import { readElements } from './binary.ts';
import type { Format } from './define.ts';

const types: Readonly<Record<number, DType>> = {
  0x08: 'uint8',
  0x09: 'int8',
  0x0b: 'int16',
  0x0c: 'int32',
  0x0d: 'float32',
  0x0e: 'float64',
};

/** The format of MNIST: big-endian header, then the elements. */
export const idx: Format = {
  name: 'idx',
  extensions: ['idx', 'idx1', 'idx3', 'ubyte', 'idx1-ubyte', 'idx3-ubyte'],
  sniff: (head) => head[0] === 0 && head[1] === 0 && head[2] in types && head[3] > 0 && head[3] < 8,
  async read(source) {
    const bytes = await source.bytes();
    const where = { source: source.name };
    const dtype = types[bytes[2]];
    if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || !dtype)
      throw inputError('this is not an IDX file: it does not begin with 0 0 and a type', { where });
    const rank = bytes[3];
    const start = 4 + 4 * rank;
    if (bytes.length < start) throw inputError('the file ends inside its header', { where });
    const info = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const shape = Array.from({ length: rank }, (_, axis) => info.getUint32(4 + 4 * axis));
    const count = sizeOf(shape);
    const wanted = start + count * itemSize[dtype];
    if (bytes.length < wanted)
      throw inputError(
        `the file ends after ${bytes.length} bytes, expected ${wanted} for shape (${shape.join(', ')})`,
        { where },
      );
    return {
      kind: 'array',
      tensor: { shape, dtype, data: readElements(bytes, start, count, dtype, false) },
      source: source.name,
    };
  },
};
