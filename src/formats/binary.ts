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

/**
 * An 8-bit float to a number: E4M3FN has no infinities and one NaN (Micikevicius et al. 2022, FP8 Formats for
 * Deep Learning, table 1), E5M2 is the upper half of an IEEE half.
 */
export function float8ToNumber(byte: number, dtype: 'float8_e4m3fn' | 'float8_e5m2'): number {
  if (dtype === 'float8_e5m2') return halfToNumber(byte << 8);
  const sign = byte & 0x80 ? -1 : 1;
  const exponent = (byte >> 3) & 0xf;
  const fraction = byte & 0x7;
  if (exponent === 15 && fraction === 7) return Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -9 : sign * (1 + fraction / 8) * 2 ** (exponent - 7);
}

/** bfloat16 is the upper half of a float32. */
function widenedHalves(halves: Uint16Array): Float32Array {
  const out = new Float32Array(halves.length);
  const bits = new Uint32Array(out.buffer);
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i] << 16;
  return out;
}

const littleEndianHost = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * `count` elements from `bytes` at `offset`, in the order of the host; narrower floats are widened to float32. Where
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
  // Buffer's slice is a view where Uint8Array's is a copy.
  const part = bytes.subarray(offset, end);
  const raw = aligned && !swap ? part : new Uint8Array(part);
  if (swap) for (let i = 0; i < raw.length; i += size) raw.subarray(i, i + size).reverse();
  const { buffer, byteOffset: at } = raw;
  switch (dtype) {
    case 'float64':
      return new Float64Array(buffer, at, count);
    case 'float32':
      return new Float32Array(buffer, at, count);
    case 'float16':
      return Float32Array.from(new Uint16Array(buffer, at, count), halfToNumber);
    case 'bfloat16':
      return widenedHalves(new Uint16Array(buffer, at, count));
    case 'float8_e4m3fn':
    case 'float8_e5m2':
      return Float32Array.from(raw, (byte) => float8ToNumber(byte, dtype));
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
