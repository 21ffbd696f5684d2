import { itemSize } from '../tensor/dtype.ts';
import type { DType, TypedArray } from '../tensor/tensor.ts';

/** IEEE half precision to a number. */
export function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const littleEndianHost = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * `count` elements from `bytes` at `offset`, in the order of the host; float16 is widened to float32. Where
 * order and alignment allow it they are a view of `bytes`, not a copy.
 */
export function readElements(
  bytes: Uint8Array,
  offset: number,
  count: number,
  dtype: DType,
  littleEndian: boolean,
): TypedArray {
  const size = itemSize[dtype];
  const swap = size > 1 && littleEndian !== littleEndianHost;
  const aligned = (bytes.byteOffset + offset) % size === 0;
  const end = offset + count * size;
  const raw = aligned && !swap ? bytes.subarray(offset, end) : bytes.slice(offset, end);
  if (swap) for (let i = 0; i < raw.length; i += size) raw.subarray(i, i + size).reverse();
  const { buffer, byteOffset: at } = raw;
  switch (dtype) {
    case 'float64':
      return new Float64Array(buffer, at, count);
    case 'float32':
      return new Float32Array(buffer, at, count);
    case 'float16':
      return Float32Array.from(new Uint16Array(buffer, at, count), halfToNumber);
    case 'int64':
      return new BigInt64Array(buffer, at, count);
    case 'uint64':
      return new BigUint64Array(buffer, at, count);
    case 'int32':
      return new Int32Array(buffer, at, count);
    case 'uint32':
      return new Uint32Array(buffer, at, count);
    case 'int16':
      return new Int16Array(buffer, at, count);
    case 'uint16':
      return new Uint16Array(buffer, at, count);
    case 'int8':
      return new Int8Array(buffer, at, count);
    case 'uint8':
    case 'bool':
      return raw;
  }
}
