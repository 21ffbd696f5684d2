import type { DType, Element, TypedArray } from './tensor.ts';

/** Bytes of one element in a file or in NumPy. */
export const itemSize: Readonly<Record<DType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  float8_e4m3fn: 1,
  float8_e5m2: 1,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint64: 8,
  uint32: 4,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

export const isFloat = (dtype: DType): boolean => dtype.includes('float');

/** Floats whose values are kept as float32, which holds them exactly. */
export const isNarrowFloat = (dtype: DType): boolean =>
  isFloat(dtype) && dtype !== 'float64' && dtype !== 'float32';

/** Types whose elements may lie beyond 2⁵³, where float64 does not hold every whole number. */
export const isWide = (dtype: DType): dtype is 'int64' | 'uint64' => dtype === 'int64' || dtype === 'uint64';

/** A whole number as a number where that is exact. */
export const narrow = (value: bigint): Element =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;

/** The smallest of the 64-bit types that holds all of these whole numbers; undefined where none does. */
export function wideTypeOf(values: Iterable<bigint>): 'int64' | 'uint64' | undefined {
  let low = 0n;
  let high = 0n;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low >= -(2n ** 63n) && high < 2n ** 63n) return 'int64';
  return low === 0n && high < 2n ** 64n ? 'uint64' : undefined;
}

/** Element `i` as a number; 64-bit integers beyond 2⁵³ lose digits. */
export function numberAt(data: TypedArray, i: number): number {
  return Number(data[i]);
}
